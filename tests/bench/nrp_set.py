# SPDX-License-Identifier: GPL-3.0-or-later
"""The employee shift scheduling benchmarks: reads instances, judges rosters, runs bench_rota.

The format and its rules are those of schedulingbenchmarks.org.  The judge shares nothing with the
program: it reads the file again, looks at each person's days, and adds up requests and cover.
"""

import itertools
import os
import re
import statistics

from gap_set import Refused, run_program

SUFFIX = ".txt"  # of a file of an instance
PUBLISHED = 24
GROUPS = ((1, 12), (13, 19), (20, 24))  # first and last instance


class Staff:
    """The limits of one person."""

    def __init__(self, name, most_of, *limits):
        self.name, self.off = name, set()
        self.most_of = {shift: int(most) for shift, most in
                        (piece.split("=") for piece in most_of.split("|") if piece)}
        (self.most_minutes, self.least_minutes, self.most_run, self.least_run, self.least_rest,
         self.most_weekends) = (int(limit) for limit in limits[:6])


class Instance:
    def __init__(self, path):
        lines = {name: [] for name in ("HORIZON", "SHIFTS", "STAFF", "DAYS_OFF",
                                       "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS", "COVER")}
        with open(path, encoding="utf-8") as file:
            for line in filter(None, (line.strip() for line in file)):
                if line.startswith("SECTION_"):
                    section = lines[line.removeprefix("SECTION_")]
                elif not line.startswith("#"):
                    section.append([field.strip() for field in line.split(",")])
        self.n_days = int(lines["HORIZON"][0][0])
        self.minutes = {shift: int(minutes) for shift, minutes, *_ in lines["SHIFTS"]}
        self.not_after = {shift: set("".join(after).split("|")) - {""}
                          for shift, _, *after in lines["SHIFTS"]}
        self.staff = [Staff(*fields) for fields in lines["STAFF"]]
        place = {person.name: at for at, person in enumerate(self.staff)}
        for name, *days in lines["DAYS_OFF"]:
            self.staff[place[name]].off.update(int(day) for day in days if day)
        self.wanted, self.unwanted = (
            [(place[name], int(day), shift, int(weight))
             for name, day, shift, weight in lines[kind]]
            for kind in ("SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS"))
        self.cover = [(int(day), shift, *map(int, numbers))
                      for day, shift, *numbers in lines["COVER"]]

    def fault(self, person, line):
        """What a line of work, a shift or '' for each day, breaks; None: nothing."""
        for shift, most in person.most_of.items():
            if line.count(shift) > most:
                return f"has {line.count(shift)} of {shift}, at most {most}"
        for day, (before, after) in enumerate(itertools.pairwise(line)):
            if before and after in self.not_after[before]:
                return f"has {before} on day {day} and then {after}"
        for day in sorted(person.off):
            if line[day]:
                return f"works on day {day}, which is a day off"
        minutes = sum(self.minutes[shift] for shift in line if shift)
        if not person.least_minutes <= minutes <= person.most_minutes:
            return f"works {minutes} minutes"
        weekends = len({day // 7 for day, shift in enumerate(line) if shift and day % 7 >= 5})
        if weekends > person.most_weekends:
            return f"works on {weekends} weekends, at most {person.most_weekends}"
        return self.fault_in_a_row(person, line)

    def fault_in_a_row(self, person, line):
        """Before and after the horizon everybody may have worked as long as is convenient."""
        end = 0
        for works, days in itertools.groupby(line, bool):
            n = len(list(days))
            begin, end = end, end + n
            inside = begin > 0 and end < self.n_days
            if works and n > person.most_run:
                return f"works {n} days in a row from day {begin}, at most {person.most_run}"
            if inside and n < (person.least_run if works else person.least_rest):
                return f"{'works' if works else 'rests'} only {n} days in a row from day {begin}"
        return None

    def cost(self, lines):
        """Requests and cover of a roster."""
        cost = sum(weight for at, day, shift, weight in self.wanted if lines[at][day] != shift)
        cost += sum(weight for at, day, shift, weight in self.unwanted if lines[at][day] == shift)
        for day, shift, need, under, over in self.cover:
            have = sum(line[day] == shift for line in lines)
            cost += (need - have) * under if have < need else (have - need) * over
        return cost

    def judge(self, grid):
        """The cost of a roster as bench_rota writes it; Refused when it is none."""
        lines = [line.split("\t") for line in grid.splitlines()]
        if len(lines) != len(self.staff):
            raise Refused(f"{len(lines)} lines for {len(self.staff)} people")
        for person, line in zip(self.staff, lines):
            if len(line) != self.n_days:
                raise Refused(f"{person.name} has {len(line)} fields for {self.n_days} days")
            unknown = set(line) - {"", *self.minutes}
            if unknown:
                raise Refused(f"{person.name} has an unknown shift, '{min(unknown)}'")
            fault = self.fault(person, line)
            if fault:
                raise Refused(f"{person.name} {fault}")
        return self.cost(lines)


def best_known(folder):
    """[(instance, number, best known cost)] as best_known.tsv has them, in order of numbers."""
    with open(os.path.join(folder, "best_known.tsv"), encoding="ascii") as file:
        header, *rows = [line.split("\t") for line in file.read().splitlines()]
    name, best = header.index("instance"), header.index("best_known")
    known = [(row[name], int(re.sub(r"\D", "", row[name])), int(row[best])) for row in rows]
    return sorted(known, key=lambda row: row[1])


class Run:
    """One judged run: cost, bound (None: none), seconds by our own clock."""

    def __init__(self, said, grid, path, best, seconds):
        if not re.fullmatch(r"\S+ \d+ (-?\d+ \S+|- -) \S+\n", said):
            raise Refused(f"'{said.strip()}' is not: instance cost bound gap seconds")
        name, cost, bound, *_ = said.split()
        self.path, self.cost, self.seconds = path, Instance(path).judge(grid), seconds
        self.bound = None if bound == "-" else int(bound)
        if int(cost) != self.cost:
            raise Refused(f"{name} is said to cost {cost} and costs {self.cost}")
        if self.bound is not None and self.bound > min(self.cost, best):
            raise Refused(f"{name} is said to cost no less than {bound}, which "
                          f"{min(self.cost, best)} disproves")


def run_instance(program, path, best, seed, limit, threads):
    """Runs bench_rota, or what is called like it; Refused when it fails or its roster is wrong."""
    said, grid, seconds = run_program(program, path, seed, limit, threads)
    return Run(said, grid, path, best, seconds)


def gap(cost, best):
    return 100 * (cost - best) / best


def median_bound(bounds):
    """The lower median, where a bound that was not proved is below all others."""
    bounds = sorted(bounds, key=lambda bound: (bound is not None, bound))
    return bounds[(len(bounds) - 1) // 2]


class Result:
    """The median over the seeds of one instance."""

    def __init__(self, name, number, best, runs):
        self.name, self.number, self.best, self.path = name, number, best, runs[0].path
        self.cost = statistics.median_low(run.cost for run in runs)
        self.bound = median_bound([run.bound for run in runs])
        self.seconds = statistics.median(run.seconds for run in runs)
        self.gap = gap(self.cost, best)

    def row(self):
        return (self.number, self.best, self.cost, f"{self.gap:.2f}",
                "-" if self.bound is None else self.bound, f"{self.seconds:.1f}")


COLUMNS = ("instance", "best known", "cost", "gap, %", "bound", "seconds")
SUMMARY_COLUMNS = ("instances", "run", "best known reached", "mean gap, %", "largest gap, %")


def summary(results):
    """Rows of SUMMARY_COLUMNS, one for each group that has results."""
    rows = []
    for first, last in GROUPS:
        gaps = [result.gap for result in results if first <= result.number <= last]
        if gaps:
            rows.append((f"{first} to {last}", len(gaps), sum(gap <= 0 for gap in gaps),
                         f"{statistics.mean(gaps):.2f}", f"{max(gaps):.2f}"))
    return rows


def not_run(results):
    """Which of the published instances have no result, in a sentence."""
    run = {result.number for result in results}
    left = [str(number) for number in range(1, PUBLISHED + 1) if number not in run]
    if not left:
        return f"All {PUBLISHED} published instances were run."
    return (f"Of the {PUBLISHED} published instances {len(run)} were run; not at hand or not asked "
            f"for: {', '.join(left)}.")
