# SPDX-License-Identifier: GPL-3.0-or-later
"""The file under kills, crowds and mistakes: it is whole, and has what was reported done."""
import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PODPLAN = os.environ.get("PODPLAN", os.path.join(ROOT, "build", "app", "podplan"))
CREWE = os.path.join(ROOT, "examples", "crewe")


class Store(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.db = os.path.join(self.folder, "podplan.db")
        self.random = random.Random(2015)

    def start(self, *args, db=None):
        return subprocess.Popen([PODPLAN, "--db", db or self.db, *args], cwd=self.folder,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def run_through(self, *args, db=None):
        """Runs to the end; the seconds it took."""
        begin = time.monotonic()
        process = self.start(*args, db=db)
        _, words = process.communicate(timeout=300)
        self.assertEqual(process.returncode, 0, words.decode())
        return time.monotonic() - begin

    def killed(self, seconds, *args):
        """Kills a run after so many seconds; True when it had reported to be done before."""
        process = self.start(*args)
        try:
            _, words = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            _, words = process.communicate()
        self.assertIn(process.returncode, (0, -signal.SIGKILL), words.decode())
        return process.returncode == 0

    def rows(self, sql):
        with contextlib.closing(sqlite3.connect(self.db)) as db:
            return db.execute(sql).fetchall()

    def assert_sound(self):
        self.assertEqual(self.rows("PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(self.rows("PRAGMA foreign_key_check"), [])

    def two_folders(self):
        """The example, and the same service under another name; with the hash of each."""
        other = os.path.join(self.folder, "other")
        shutil.copytree(CREWE, other)
        settings = os.path.join(other, "settings.csv")
        with open(settings, encoding="utf-8") as file:
            lines = ["service_name,Another name\n" if line.startswith("service_name,") else line
                     for line in file]
        with open(settings, "w", encoding="utf-8") as file:
            file.writelines(lines)
        hashes = {}
        for folder in (CREWE, other):
            trial = os.path.join(self.folder, "trial.db")
            self.run_through("import", folder, db=trial)
            with contextlib.closing(sqlite3.connect(trial)) as db:
                hashes[folder], = db.execute(
                    "SELECT input_hash FROM imports ORDER BY import DESC LIMIT 1").fetchone()
        self.assertEqual(len(set(hashes.values())), 2)
        return hashes

    def stored_import(self):
        """The hash of the service in the file, after a look at whether it is all there."""
        if not self.rows("SELECT 1 FROM sqlite_schema WHERE name = 'imports'"):
            return None
        newest = self.rows("SELECT input_hash, row_count FROM imports ORDER BY import DESC LIMIT 1")
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
        seconds = self.run_through("import", CREWE, db=os.path.join(self.folder, "time.db"))
        before, killed = None, 0
        for turn in range(24):
            if turn % 6 == 0:  # begin with no file at all
                for name in os.listdir(self.folder):
                    if name.startswith("podplan.db"):
                        os.remove(os.path.join(self.folder, name))
                before = None
            folder = folders[turn % 2]
            done = self.killed(self.random.uniform(0, 1.3 * seconds), "import", folder)
            killed += not done
            now = None
            if os.path.exists(self.db):
                self.assert_sound()
                now = self.stored_import()
            self.assertIn(now, (hashes[folder],) if done else (before, hashes[folder]))
            before = now
        self.assertGreater(killed, 4)
        self.run_through("import", CREWE)
        self.assertEqual(self.stored_import(), hashes[CREWE])

    def test_a_plan_is_there_as_a_whole_or_not_at_all(self):
        self.run_through("import", CREWE)
        effort = ("--rounds", "1", "--time", "2")
        seconds = self.run_through("plan", *effort)
        families = len(self.rows("SELECT family FROM families"))
        plans = 1
        for _ in range(8):
            # Mostly late, when the plan is about to be stored.
            done = self.killed(self.random.triangular(0, 1.2 * seconds, seconds),
                               "plan", "--again", *effort)
            self.assert_sound()
            stored = self.rows("SELECT plan FROM plans ORDER BY plan")
            self.assertIn(len(stored), (plans + 1,) if done else (plans, plans + 1))
            plans = len(stored)
            newest = stored[-1][0]
            for part, count in (("stages", 4), ("placements", families)):
                sql = f"SELECT count(*) FROM plan_{part} WHERE plan = {newest}"
                self.assertEqual(self.rows(sql), [(count,)])
            self.assertGreater(
                self.rows(f"SELECT count(*) FROM plan_turns WHERE plan = {newest}")[0][0], 0)
        self.run_through("check")

    def test_imports_at_the_same_time_wait_for_each_other(self):
        hashes = self.two_folders()
        processes = [self.start("import", folder) for folder in 2 * list(hashes)]
        for process in processes:
            _, words = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 0, words.decode())
        self.assert_sound()
        self.assertIn(self.stored_import(), hashes.values())

    def test_a_file_of_somebody_else_is_refused_and_untouched(self):
        with contextlib.closing(sqlite3.connect(os.path.join(self.folder, "other.db"))) as db:
            db.execute("CREATE TABLE accounts (owner)")
        with open(os.path.join(self.folder, "notes.txt"), "w", encoding="utf-8") as file:
            file.write("not a database\n")
        for name, reason in (("other.db", "another program"), ("notes.txt", "not a podplan file")):
            path = os.path.join(self.folder, name)
            with open(path, "rb") as file:
                before = file.read()
            for command in (("import", CREWE), ("check",), ("plan",)):
                process = self.start(*command, db=path)
                _, words = process.communicate(timeout=60)
                self.assertGreater(process.returncode, 0)
                self.assertIn(reason, words.decode())
            with open(path, "rb") as file:
                self.assertEqual(file.read(), before)

    def test_a_newer_file_is_refused_and_an_older_one_is_kept_beside(self):
        self.run_through("import", CREWE)
        newest, = self.rows("PRAGMA user_version")[0]
        self.rows(f"PRAGMA user_version = {newest + 1}")
        process = self.start("check")
        _, words = process.communicate(timeout=60)
        self.assertGreater(process.returncode, 0)
        self.assertIn("newer podplan", words.decode())
        self.assertEqual(self.rows("PRAGMA user_version"), [(newest + 1,)])
        # Version 2 of the file added the table of events.
        with contextlib.closing(sqlite3.connect(self.db)) as db:
            db.executescript("DROP TABLE events; PRAGMA user_version = 1")
        self.run_through("import", CREWE)
        self.assertEqual(self.rows("PRAGMA user_version"), [(newest,)])
        self.assertTrue(os.path.exists(self.db + ".v1.bak"))


if __name__ == "__main__":
    unittest.main()
