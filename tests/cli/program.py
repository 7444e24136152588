# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program, run on a service in a folder of its own."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "clients"))
import lint  # noqa: E402
ROOT = os.path.abspath(os.path.join(HERE, "..", ".."))
TINY = os.path.join(HERE, "tiny")
CREWE = os.path.join(ROOT, "examples", "crewe")
PODPLAN = os.path.abspath(os.environ.get("PODPLAN", os.path.join(ROOT, "build/app/podplan")))

DONE, BUG, USAGE, INPUT, STATE, SYSTEM, SOLVER, BREACH = range(8)


class ProgramTest(unittest.TestCase):
    """A test with a folder of its own, in which a file and copies of services may stand."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="podplan-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.db = self.path("podplan.db")

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def copy(self, source=TINY, name="service"):
        """A service to spoil: a folder of links, which rewrite() replaces by files."""
        folder = self.path(name)
        os.mkdir(folder)
        for file in os.listdir(source):
            if file.endswith(".csv"):
                os.symlink(os.path.join(source, file), os.path.join(folder, file))
        return folder

    def run_program(self, *args, db=None, status=DONE, **more):
        """Runs podplan and checks its exit status; the completed process."""
        done = subprocess.run([PODPLAN, "--db", db or self.db, *args], capture_output=True,
                              timeout=300, check=False, **more)
        self.assertEqual(done.returncode, status,
                         f"podplan {args}\n{done.stdout.decode()}{done.stderr.decode()}")
        if "publish" in args and "--out" in args and done.returncode == DONE:
            self.lint_calendars(args[args.index("--out") + 1])
        return done

    def text(self, *args, **more):
        return self.run_program(*args, **more).stdout.decode()

    def answer(self, *args, **more):
        """The JSON answer."""
        return json.loads(self.run_program(*args, "--json", **more).stdout)

    def lint_calendars(self, out):
        """Every calendar of a published folder is as the strictest client wants it."""
        calendars = os.path.join(out, "calendars")
        for name in os.listdir(calendars):
            with self.subTest(calendar=name):
                lint.check_file(os.path.join(calendars, name))

    def snapshot(self, *names):
        """Every byte of the files that begin like the database, or of the folder."""
        folder = self.path(*names)
        found = {}
        for where, _, files in os.walk(folder):
            for name in files:
                if names or name.startswith("podplan.db"):
                    with open(os.path.join(where, name), "rb") as file:
                        found[os.path.relpath(os.path.join(where, name), folder)] = file.read()
        return found


def rewrite(folder, table, change):
    """Puts `change(bytes)` in the place of a CSV file."""
    path = os.path.join(folder, table + ".csv")
    with open(path, "rb") as file:
        before = file.read()
    os.remove(path)
    with open(path, "wb") as file:
        file.write(change(before))
