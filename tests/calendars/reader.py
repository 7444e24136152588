# SPDX-License-Identifier: GPL-3.0-or-later
"""The reader of calendars from outside: bytes in, occurrences out."""
import collections
import os
import subprocess
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "..", ".."))
READER = os.environ.get("READ_CALENDAR",
                        os.path.join(ROOT, "build/tests/calendars/read_calendar"))

Occurrence = collections.namedtuple("Occurrence", "begin end first last all_day line summary")


def event(*lines, uid="one", start="DTSTART:20260601T090000"):
    """A VEVENT; `lines` are its other properties."""
    return ["BEGIN:VEVENT", f"UID:{uid}", *([start] if start else []), *lines, "END:VEVENT"]


def calendar(*components):
    """The bytes of a calendar; each component is a list of lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    for component in components:
        lines += component
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


class ReaderTest(unittest.TestCase):
    maxDiff = 2000

    def run_reader(self, data, *more, first="2026-01-01", last="2026-12-31", status=0):
        done = subprocess.run([READER, first, last, *more], input=data, capture_output=True,
                              timeout=60, check=False)
        self.assertEqual(done.returncode, status, done.stderr.decode()[:2000])
        return done

    def read(self, *components, **how):
        """Occurrences of a calendar."""
        return self.read_bytes(calendar(*components), **how)

    def read_bytes(self, data, *more, **how):
        rows = []
        for line in self.run_reader(data, *more, **how).stdout.decode().splitlines():
            begin, end, first, last, all_day, number, summary = line.split("\t")
            rows.append(Occurrence(int(begin), int(end), first, last, all_day == "1", int(number),
                                   summary))
        self.assertEqual(rows, sorted(rows, key=lambda o: (o.begin, o.end, o.line)))
        return rows

    def notes(self, data, *more, **how):
        """[(line, text)] of what was left out or doubtful."""
        lines = self.run_reader(data, *more, **how).stderr.decode().splitlines()
        return [(int(line.split(":", 2)[1]), line.split(":", 2)[2])
                for line in lines if line.startswith("note:")]

    def refused(self, data, *words):
        """The message of a calendar that is refused."""
        message = self.run_reader(data, status=3).stderr.decode()
        for word in words:
            self.assertIn(word, message)
        return message
