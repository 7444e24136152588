#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs unittest files and prints TAP, for meson: `run_tap.py FILE...`."""
import os
import sys
import unittest


class Tap(unittest.TestResult):
    """One line a test, as it ends; what went wrong as comments below it."""

    def __init__(self):
        super().__init__()
        self.number = 0

    def tell(self, ok, test, remark="", trouble=""):
        self.number += 1
        print(f"{'ok' if ok else 'not ok'} {self.number} - {test.id()}{remark}")
        for line in trouble.splitlines():
            print(f"# {line}")
        sys.stdout.flush()

    def addSuccess(self, test):
        self.tell(True, test)

    def addSkip(self, test, reason):
        self.tell(True, test, f" # SKIP {reason}")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.tell(False, test, trouble=self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self.tell(False, test, trouble=self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            found = self.failures or self.errors
            self.tell(False, subtest, trouble=found[-1][1])


def main(files):
    suite = unittest.TestSuite()
    for file in files:
        folder, name = os.path.split(os.path.abspath(file))
        sys.path.insert(0, folder)
        suite.addTests(unittest.defaultTestLoader.loadTestsFromName(name[:-len(".py")]))
    result = Tap()
    suite.run(result)
    print(f"1..{result.number}")
    return 0 if result.wasSuccessful() and result.number > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
