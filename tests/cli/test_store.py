# SPDX-License-Identifier: GPL-3.0-or-later
"""The file under kills, crowds and mistakes: it is whole, and has what was reported done."""
import contextlib
import glob
import os
import random
import re
import signal
import sqlite3
import subprocess
import time

from program import CREWE, DONE, PODPLAN, ROOT, STATE, TINY, ProgramTest, rewrite


def undo_migrations():
    """Statements that take away what every version of the file but the first added."""
    undo = []
    for path in sorted(glob.glob(os.path.join(ROOT, "model/store/migrations/*.sql")))[1:]:
        with open(path, encoding="utf-8") as file:
            sql = file.read()
        for table, column in re.findall(r'ALTER TABLE (\w+) ADD COLUMN ("?\w+"?)', sql):
            undo.append(f"ALTER TABLE {table} DROP COLUMN {column}")
        undo += [f"DROP TABLE IF EXISTS {table}" for table in re.findall(r"CREATE TABLE (\w+)", sql)]
    return undo[::-1]


class Store(ProgramTest):
    def setUp(self):
        super().setUp()
        self.random = random.Random(2015)

    def start(self, *args):
        return subprocess.Popen([PODPLAN, "--db", self.db, *args], stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE)

    def seconds(self, *args, **more):
        """How long a run takes that nobody disturbs."""
        begin = time.monotonic()
        self.run_program(*args, **more)
        return time.monotonic() - begin

    def killed(self, seconds, *args):
        """Kills a run after so many seconds; True when it had reported to be done before."""
        process = self.start(*args)
        try:
            _, words = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            _, words = process.communicate()
        self.assertIn(process.returncode, (DONE, -signal.SIGKILL), words.decode())
        return process.returncode == DONE

    def rows(self, sql, db=None):
        opened = sqlite3.connect(db or self.db, isolation_level=None)
        with contextlib.closing(opened) as connection:
            return connection.execute(sql).fetchall()

    def assert_sound(self):
        self.assertEqual(self.rows("PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(self.rows("PRAGMA foreign_key_check"), [])

    def two_folders(self):
        """The example, and the same service under another name; with the hash of each."""
        other = self.copy(CREWE, "other")
        rewrite(other, "settings", lambda text: b"".join(
            b"service_name,Another name\n" if line.startswith(b"service_name,") else line
            for line in text.splitlines(keepends=True)))
        hashes = {}
        for folder in (CREWE, other):
            trial = self.path("trial.db")
            self.run_program("import", folder, db=trial)
            hashes[folder] = self.rows("SELECT input_hash FROM imports ORDER BY import DESC",
                                       trial)[0][0]
        self.assertEqual(len(set(hashes.values())), 2)
        return hashes

    def stored_import(self):
        """The hash of the service in the file, after a look at whether it is all there."""
        self.assert_sound()
        if not self.rows("SELECT 1 FROM sqlite_schema WHERE name = 'imports'"):
            return None
        newest = self.rows("SELECT input_hash, row_count FROM imports ORDER BY import DESC")
        if not newest:
            return None
        tables = [name for name, in self.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'plan%'"
            " AND name NOT IN ('settings', 'imports', 'events')")]
        count = sum(self.rows(f'SELECT count(*) FROM "{table}"')[0][0] for table in tables)
        self.assertEqual(count, newest[0][1])
        return newest[0][0]

    def test_an_import_is_there_as_a_whole_or_not_at_all(self):
        hashes = self.two_folders()
        folders = list(hashes)
        seconds = self.seconds("import", CREWE, db=self.path("time.db"))
        before, killed, window = None, 0, 1.3 * seconds
        for turn in range(240):
            if turn >= 24 and killed > 4:
                break
            if turn % 6 == 0:  # begin with no file at all
                for name in self.snapshot():
                    os.remove(self.path(name))
                before = None
            folder = folders[turn % 2]
            done = self.killed(self.random.uniform(0, window), "import", folder)
            killed += not done
            window *= 0.95 if done else 1  # on a machine that has become faster, sooner
            now = self.stored_import() if os.path.exists(self.db) else None
            self.assertIn(now, (hashes[folder],) if done else (before, hashes[folder]))
            before = now
        self.assertGreater(killed, 4)
        self.run_program("import", CREWE)
        self.assertEqual(self.stored_import(), hashes[CREWE])

    def test_a_plan_is_there_as_a_whole_or_not_at_all(self):
        self.run_program("import", TINY)
        seconds = self.seconds("plan")
        families = self.rows("SELECT count(*) FROM families")
        plans, killed, window = 1, 0, 1.1 * seconds
        for turn in range(160):
            if turn >= 16 and killed > 2:
                break
            done = self.killed(self.random.uniform(0, window), "plan", "--again")
            killed += not done
            window *= 0.95 if done else 1
            self.assert_sound()
            stored = self.rows("SELECT plan FROM plans ORDER BY plan")
            self.assertIn(len(stored), (plans + 1,) if done else (plans, plans + 1))
            plans = len(stored)
            newest = f"WHERE plan = {stored[-1][0]}"
            self.assertEqual(self.rows(f"SELECT count(*) FROM plan_stages {newest}"), [(4,)])
            self.assertEqual(self.rows(f"SELECT count(*) FROM plan_placements {newest}"), families)
            self.assertNotEqual(self.rows(f"SELECT count(*) FROM plan_turns {newest}"), [(0,)])
        self.assertGreater(killed, 2)
        self.run_program("check")

    def test_imports_at_the_same_time_wait_for_each_other(self):
        hashes = self.two_folders()
        for _ in range(4):
            for name in self.snapshot():
                os.remove(self.path(name))
            processes = [self.start("import", folder) for folder in 2 * list(hashes)]
            for process in processes:
                _, words = process.communicate(timeout=60)
                self.assertEqual(process.returncode, DONE, words.decode())
            self.assertIn(self.stored_import(), hashes.values())

    def test_a_file_of_somebody_else_is_refused_and_untouched(self):
        other, notes = self.path("podplan.db.other"), self.path("podplan.db.txt")
        self.rows("CREATE TABLE accounts (owner)", other)
        with open(notes, "w", encoding="utf-8") as file:
            file.write("not a database\n")
        before = self.snapshot()
        for db, reason in ((other, b"another program"), (notes, b"not a podplan file")):
            for command in (("import", TINY), ("check",), ("plan",)):
                self.assertIn(reason, self.run_program(*command, db=db, status=STATE).stderr)
        self.assertEqual(self.snapshot(), before)

    def test_a_damaged_plan_is_not_taken_for_none(self):
        self.run_program("import", TINY)
        self.run_program("plan")
        self.rows("UPDATE plan_turns SET date = '2200-01-06'")
        for command in (("check",), ("plan",), ("explain", "shortfall")):
            done = self.run_program(*command, status=STATE)
            self.assertIn(b"damaged", done.stderr)

    def test_a_newer_file_is_refused_and_an_older_one_is_kept_beside(self):
        self.run_program("import", TINY)
        newest = self.rows("PRAGMA user_version")[0][0]
        self.rows(f"PRAGMA user_version = {newest + 1}")
        before = self.snapshot()
        self.assertIn(b"newer podplan", self.run_program("check", status=STATE).stderr)
        self.assertEqual(self.snapshot(), before)
        for statement in undo_migrations():
            self.rows(statement)
        self.rows("PRAGMA user_version = 1")
        self.assertFalse(self.answer("import", TINY)["changed"])
        self.assertEqual(self.rows("PRAGMA user_version"), [(newest,)])
        self.assertEqual(self.rows("PRAGMA user_version", self.db + ".v1.bak"), [(1,)])
