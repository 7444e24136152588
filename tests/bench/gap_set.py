# SPDX-License-Identifier: GPL-3.0-or-later
"""The generalised assignment benchmarks: reads instances, judges answers, runs bench_allocate.

An instance is `agents jobs`, then costs and then uses agent by agent, then capacities, as in the
OR-Library and by Yagiura.  The judge shares nothing with the program: it reads the file again and
adds up costs and uses.
"""

import os
import re
import statistics
import subprocess
import tempfile
import time

# name, types, least and most jobs
GROUPS = (("C and E, up to 400 jobs", "ce", 0, 400),
          ("C and E, 900 and 1,600 jobs", "ce", 401, 1600),
          ("D, 100 and 200 jobs", "d", 0, 200),
          ("D, 400 to 1,600 jobs", "d", 201, 1600))

SUFFIX = ""  # of a file of an instance


class Refused(Exception):
    """An answer, or what is said of it, is wrong."""


class Instance:
    def __init__(self, path):
        with open(path, encoding="ascii") as file:
            numbers = [int(word) for word in file.read().split()]
        agents, jobs = numbers[:2]
        if len(numbers) != 2 + 2 * agents * jobs + agents:
            raise ValueError(f"{path}: {len(numbers)} numbers are no {agents} agents and "
                             f"{jobs} jobs")
        rows = [numbers[2 + row * jobs:2 + (row + 1) * jobs] for row in range(2 * agents)]
        self.n_jobs, self.costs, self.uses = jobs, rows[:agents], rows[agents:]
        self.capacities = numbers[-agents:]

    def judge(self, answer):
        """The cost of an answer, one agent for each job; Refused when it is none."""
        if len(answer) != self.n_jobs:
            raise Refused(f"{len(answer)} numbers for {self.n_jobs} jobs")
        load, cost = [0] * len(self.capacities), 0
        for job, agent in enumerate(answer):
            if not 0 <= agent < len(load):
                raise Refused(f"job {job} is with agent {agent}")
            load[agent] += self.uses[agent][job]
            cost += self.costs[agent][job]
        for agent, (used, capacity) in enumerate(zip(load, self.capacities)):
            if used > capacity:
                raise Refused(f"agent {agent} has a load of {used} and a capacity of {capacity}")
        return cost


def best_known(folder):
    """[(instance, jobs, best known cost)] as best_known.tsv has them; all are to be minimised."""
    with open(os.path.join(folder, "best_known.tsv"), encoding="ascii") as file:
        rows = [line.split("\t") for line in file.read().splitlines()]
    column = {name: at for at, name in enumerate(rows[0])}
    for row in rows[1:]:
        if row[column["sense"]] != "min":
            raise ValueError(f"{row[column['instance']]} is to be maximised")
    return [(row[column["instance"]], int(row[column["jobs"]]), int(row[column["best_known"]]))
            for row in rows[1:]]


class Run:
    """One judged run: cost, bound, seconds by our own clock.  `said` is bench_allocate's line."""

    def __init__(self, said, answer, instance, best, seconds):
        if not re.fullmatch(r"\S+ -?\d+ -?\d+ \S+ \S+\n", said):
            raise Refused(f"'{said.strip()}' is not: instance cost bound gap seconds")
        name, cost, bound, *_ = said.split()
        self.cost, self.bound, self.seconds = instance.judge(answer), int(bound), seconds
        if int(cost) != self.cost:
            raise Refused(f"{name} is said to cost {cost} and costs {self.cost}")
        if self.bound > min(self.cost, best):
            raise Refused(f"{name} is said to cost no less than {bound}, which "
                          f"{min(self.cost, best)} disproves")


def patience(limit):
    """Seconds after which a program that was given a limit is at fault."""
    return 3 * limit + 60


def run_program(program, path, seed, limit, threads):
    """What a program printed about an instance, what it wrote, and seconds; Refused: it failed."""
    name = os.path.basename(path)
    with tempfile.TemporaryDirectory(prefix="podplan-") as folder:
        out = os.path.join(folder, "answer")
        began = time.monotonic()
        try:
            done = subprocess.run([*program, path, "--time", f"{limit:g}", "--threads",
                                   str(threads), "--seed", str(seed), "--out", out],
                                  capture_output=True, text=True, check=False,
                                  timeout=patience(limit))
        except subprocess.TimeoutExpired as what:
            raise Refused(f"{name} did not end in {what.timeout:g} s") from what
        seconds = time.monotonic() - began
        if done.returncode != 0:
            raise Refused(f"{name} ended with {done.returncode}: {done.stderr.strip()}")
        try:
            with open(out, encoding="utf-8", newline="") as file:
                return done.stdout, file.read(), seconds
        except (OSError, ValueError) as what:
            raise Refused(f"{name} has no answer: {what}") from what


def run_instance(program, path, best, seed, limit, threads):
    """Runs bench_allocate once; Refused when it fails or its answer is wrong."""
    said, text, seconds = run_program(program, path, seed, limit, threads)
    try:
        answer = [int(word) for word in text.split()]
    except ValueError as what:
        raise Refused(f"{os.path.basename(path)} has no answer: {what}") from what
    return Run(said, answer, Instance(path), best, seconds)


class Result:
    """The median over the seeds of one instance."""

    def __init__(self, name, n_jobs, best, runs):
        self.name, self.type, self.n_jobs, self.best = name, name[0], n_jobs, best
        self.cost = statistics.median_low(run.cost for run in runs)
        self.bound = statistics.median_low(run.bound for run in runs)
        self.seconds = statistics.median(run.seconds for run in runs)
        self.gap = 100 * (self.cost - best) / best
        self.bound_gap = 100 * (best - self.bound) / best

    def row(self):
        return (self.name, self.best, self.cost, f"{self.gap:.4f}", self.bound,
                f"{self.bound_gap:.4f}", f"{self.seconds:.1f}")


COLUMNS = ("instance", "best known", "cost", "gap, %", "bound", "bound below best known, %",
           "seconds")


def summary(results):
    """Rows of SUMMARY_COLUMNS, one for each group that has results."""
    rows = []
    for name, types, least, most in GROUPS:
        group = [r for r in results if r.type in types and least <= r.n_jobs <= most]
        if group:
            rows.append((name, len(group), sum(r.gap <= 0 for r in group),
                         f"{statistics.mean(r.gap for r in group):.4f}",
                         f"{max(r.gap for r in group):.4f}",
                         f"{max(r.bound_gap for r in group):.4f}"))
    return rows


SUMMARY_COLUMNS = ("set", "instances", "best known reached", "mean gap, %", "largest gap, %",
                   "bound below best known by at most, %")
