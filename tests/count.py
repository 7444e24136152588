#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what `meson test` ran: `count.py BUILD STATUS` prints `N passed, N failed`.

A test program that failed as a whole (crash, time-out) counts as one failure,
and so does a run that meson calls failed although every case passed.
"""
import sys
import xml.etree.ElementTree as tree


def main(build, status):
    passed = failed = 0
    for case in tree.parse(f"{build}/meson-logs/testlog.junit.xml").iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
            print(f"failed: {case.get('classname')}: {case.get('name')}")
        elif case.find("skipped") is None:
            passed += 1
    if status != 0 and failed == 0:
        failed = 1
    if passed == 0 and failed == 0:
        failed = 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
