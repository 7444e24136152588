#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds a calendar of 2,000 events from the store in new processes: feed.py BENCH_FEED [TIMES].

Prints the times, and fails when the slowest is not under 100 milliseconds.
"""
import os
import subprocess
import sys
import tempfile

MOST_MILLISECONDS = 100


def main(program, times="9"):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "podplan.db")
        subprocess.run([program, "make", path], check=True)
        runs = [subprocess.run([program, "build", path], check=True, capture_output=True,
                               text=True).stdout.split() for _ in range(int(times))]
    events, size = {run[0] for run in runs}, {run[1] for run in runs}
    whole, feed, again = (sorted(float(run[n]) for run in runs) for n in (2, 3, 4))
    assert events == {"2000"} and int(max(size)) < 1000000, (events, size)
    print(f"2,000 events, {max(size)} bytes, {times} new processes, among 102,000 events")
    for name, spent in (("with opening the file", whole), ("without", feed),
                        ("a second time", again)):
        print(f"  {name}: median {spent[len(spent) // 2]:.1f} ms, slowest {spent[-1]:.1f} ms")
    return 0 if whole[-1] < MOST_MILLISECONDS else 1


sys.exit(main(*sys.argv[1:]))
