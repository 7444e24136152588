#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries podplan's calendars on the programs that people read calendars with.

    run.py --libical PROGRAM …      with tests/clients/read_libical as one more reader
    run.py --write PROGRAM          calendars made for the purpose, by tests/clients/write_calendar
    run.py --published FOLDER       calendars of `podplan publish`, against the CSV beside them
    run.py --podplan PROGRAM SERVICE   the same, of a rota made here across a clock change

python-icalendar, ical.js, node-ical, libical, and khal behind a subscription of vdirsyncer must
read the instants, uids and summaries that are expected.  What is expected is computed here from clock
times by Python's own zoneinfo.  Prints TAP.
"""
import argparse
import csv
import datetime
import os
import subprocess
import sys
import tempfile
import zoneinfo

import needs

needs.check()  # before anything that may not be installed is imported

import lint  # noqa: E402
import readers  # noqa: E402
from readers import Event  # noqa: E402

LONDON = zoneinfo.ZoneInfo("Europe/London")


def instant(date, minute):
    """Seconds of a London clock time; `minute` may be of the days after."""
    at = datetime.datetime.combine(date + datetime.timedelta(days=minute // 1440),
                                   datetime.time(minute % 1440 // 60, minute % 60), LONDON)
    return int(at.timestamp())


class Tap:
    """Counts and prints; a check is a function that raises when something is wrong."""

    def __init__(self):
        self.count = self.failed = 0

    def check(self, name, function, *arguments):
        self.count += 1
        try:
            function(*arguments)
            print(f"ok {self.count} - {name}")
        except Exception as error:  # whatever a reader does, the others are tried
            self.failed += 1
            print(f"not ok {self.count} - {name}")
            for line in (str(error) or repr(error)).splitlines():
                print(f"# {line}")
        sys.stdout.flush()

    def finish(self):
        print(f"1..{self.count}")
        return 1 if self.failed else 0


def same(read, expected, with_uid=True):
    """Raises unless two lists hold the same events, in any order."""
    def plain(events):
        return sorted(e if with_uid else e._replace(uid="") for e in events)
    read, expected = plain(read), plain(expected)
    if read != expected:
        missing = [e for e in expected if e not in read]
        extra = [e for e in read if e not in expected]
        raise AssertionError(f"{len(read)} events for {len(expected)}; "
                             f"missing {missing[:3]}, not expected {extra[:3]}")


def read_all(libical, paths):
    """What all readers but python-icalendar and khal read: reader -> path -> events."""
    read = readers.by_node(paths)
    if libical:
        read["libical"] = readers.by_libical(libical, paths)
    return read


def first_and_last(events):
    """The days around them."""
    days = [datetime.date.fromtimestamp(at) for event in events for at in (event.begin, event.end)]
    day = datetime.timedelta(days=1)
    return (min(days) - day).isoformat(), (max(days) + day).isoformat()


def check_readers(tap, name, path, expected, by_node, home=None):
    """Every reader against what is expected; khal only when given a `home` for its files."""
    tap.check(f"{name}: well-formed", lint.check_file, path)
    tap.check(f"{name}: python-icalendar",
              lambda: same(readers.by_python_icalendar(path), expected))
    for reader, read in by_node.items():
        tap.check(f"{name}: {reader}", lambda: same(read[path], expected))
    if home is not None:
        tap.check(f"{name}: vdirsyncer and khal",
                  lambda: same(readers.Subscription(path, home).events(first_and_last(expected)),
                               expected, False))


# ---- Calendars made for the purpose ----------------------------------------------------------

SUMMARIES = ("Pod North early", "On call, second tier", "O'Brien; Zoë, 李", "Übergabe \"B\"",
             "100% déjà vu & co <b>", "מרים; תורנות", "نوبة مسائية، فاطمة", "x" * 200, "早班、" * 40, "😀 " * 40 + ".")


def turns():
    """Rows of write_calendar: eight weeks of turns across the clock change of October 2015."""
    monday = datetime.date(2015, 9, 28)
    for day in range(56):
        date = monday + datetime.timedelta(days=day)
        summary = SUMMARIES[day % len(SUMMARIES)]
        begin, end, busy = ((480, 960, 1), (720, 1200, 1), (1200, 1920, 0))[day % 3]
        yield f"turn-{day}@podplan", summary, "Crewe, North", "duty", date, begin, end, busy


def odd_times():
    """Turns that begin or end inside the hours that a clock change skips or repeats."""
    for number, (date, begin, end) in enumerate([
            (datetime.date(2015, 10, 25), 90, 480), (datetime.date(2015, 10, 24), 1260, 1440 + 60),
            (datetime.date(2015, 10, 25), 60, 119), (datetime.date(2016, 3, 27), 59, 120),
            (datetime.date(2016, 3, 26), 1200, 1920), (datetime.date(2015, 10, 25), 120, 180)]):
        yield f"odd-{number}@podplan", f"Odd {number}", "", "", date, begin, end, 1


def clock_changes():
    """Turns that begin, or end, at each quarter of an hour around two clock changes.

    Readers disagree about London times inside them (shared by none of them: RFC 5545, 3.3.5), so
    that a reader who reads all of these right was given instants that leave no choice.
    """
    number = 0
    for sunday in (datetime.date(2026, 10, 25), datetime.date(2027, 3, 28)):
        for minute in range(0, 4 * 60, 15):
            saturday = sunday - datetime.timedelta(days=1)
            yield (f"begins-{number}@podplan", f"From {minute}", "", "", sunday, minute,
                   minute + 600, 1)
            yield (f"ends-{number}@podplan", f"To {minute}", "", "", saturday, 1260,
                   1440 + minute, 0)
            number += 1
        yield f"night-{number}@podplan", "Night", "", "", saturday, 1260, 1440 + 420, 1


def write_calendar(program, path, name, rows):
    text = "".join("\t".join(map(str, row)) + "\n" for row in rows)
    with open(path, "wb") as file:
        subprocess.run([program, name], input=text.encode(), stdout=file, check=True)
    return [Event(row[0], row[1], instant(row[4], row[5]), instant(row[4], row[6]))
            for row in rows]


def try_written(tap, program, libical, work):
    made = {"turns": list(turns()), "odd times": list(odd_times()),
            "clock changes": list(clock_changes()), "none": []}
    paths = {name: os.path.join(work, name.replace(" ", "-") + ".ics") for name in made}
    expected = {name: write_calendar(program, paths[name], f"Rota, {name}; Crewe", rows)
                for name, rows in made.items()}
    by_node = read_all(libical, list(paths.values()))
    for name, path in paths.items():
        home = os.path.join(work, "home-" + name.replace(" ", "-")) if made[name] else None
        check_readers(tap, name, path, expected[name], by_node, home)


# ---- Calendars of a published plan -----------------------------------------------------------


def clock(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def spans_of(*files):
    """Instants that rota.csv and training.csv give to each person: key -> (begin, end) list."""
    spans = {}
    for row in [row for path in files for row in rows_of(path)]:
        date = datetime.date.fromisoformat(row["date"])
        begin, end = clock(row["begin"]), clock(row["end"])
        end += 1440 if end <= begin else 0
        spans.setdefault(row["practitioner"], []).append((instant(date, begin),
                                                          instant(date, end)))
    return spans


def same_spans(read, spans):
    found = sorted((event.begin, event.end) for event in read)
    if found != sorted(spans):
        raise AssertionError(f"{len(found)} events for {len(spans)} turns and courses; first that "
                             f"differ: {sorted(set(found) ^ set(spans))[:3]}")


def try_published(tap, folder, libical, work):
    calendars = os.path.join(os.path.abspath(folder), "calendars")
    paths = sorted(os.path.join(calendars, name) for name in os.listdir(calendars)
                   if name.endswith(".ics"))
    tap.check("there are calendars", some, paths)
    rota, training = (os.path.join(folder, name) for name in ("rota.csv", "training.csv"))
    spans, by_node = spans_of(rota, training), read_all(libical, paths)
    reference = by_node["ical.js"]
    longest = max(paths, key=lambda path: len(reference[path]))
    for path in paths:
        name = os.path.basename(path)
        home = os.path.join(work, "home") if path == longest else None
        check_readers(tap, name, path, reference[path], by_node, home)
        if name.startswith("practitioner-"):
            key = name[len("practitioner-"):-len(".ics")]
            tap.check(f"{name}: the turns and courses of the reports",
                      same_spans, reference[path], spans.get(key, []))
    tap.check("nobody with a turn is without a calendar", same_people, spans_of(rota), paths)


def publish(program, service, folder):
    """A folder published from a service with four weeks across the end of summer time."""
    out = os.path.join(folder, "out")
    for command in (("import", service), ("train",),
                    ("rota", "--from", "2015-10-05", "--weeks", "4"), ("publish", "--out", out)):
        done = subprocess.run([program, "--db", os.path.join(folder, "podplan.db"), *command],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"podplan {' '.join(command)}: {done.stdout}{done.stderr}")
    return out


def some(paths):
    if not paths:
        raise AssertionError("no .ics file was published")


def same_people(spans, paths):
    names = {os.path.basename(path) for path in paths}
    missing = sorted(key for key in spans if f"practitioner-{key}.ics" not in names)
    if missing:
        raise AssertionError(f"no calendar for {', '.join(missing)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--libical", metavar="PROGRAM")
    parser.add_argument("--write", metavar="PROGRAM")
    parser.add_argument("--published", metavar="FOLDER")
    parser.add_argument("--podplan", metavar=("PROGRAM", "SERVICE"), nargs=2)
    options = parser.parse_args()
    tap = Tap()
    with tempfile.TemporaryDirectory() as work:
        if options.write:
            try_written(tap, options.write, options.libical, work)
        if options.podplan:
            options.published = publish(*options.podplan, work)
        if options.published:
            try_published(tap, options.published, options.libical, work)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
