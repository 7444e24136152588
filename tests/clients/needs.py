# SPDX-License-Identifier: GPL-3.0-or-later
"""What the client tests need installed, and what to do where it is not.

A packager's `meson test` skips them with a reason; `./test` installs everything, says so by
PODPLAN_EVERY_CLIENT, and then nothing may be missing.
"""
import importlib.util
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def missing():
    """Names of what is not there."""
    names = [name for name in ("node", "khal", "vdirsyncer") if shutil.which(name) is None]
    if importlib.util.find_spec("icalendar") is None:
        names.append("python3-icalendar")
    if not os.path.isdir(os.path.join(HERE, "node_modules", "ical.js")):
        names.append("tests/clients/node_modules (npm ci)")
    return names


def check():
    """Returns when all is there; else prints TAP that says what is not, and ends the program."""
    names = missing()
    if not names:
        return
    if os.environ.get("PODPLAN_EVERY_CLIENT"):
        print(f"not ok 1 - everything is installed\n# not there: {', '.join(names)}\n1..1")
        sys.exit(1)
    print(f"1..0 # SKIP not installed: {', '.join(names)}; ./test installs it")
    sys.exit(0)
