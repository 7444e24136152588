#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what allocation and rotas reach and how fast, and writes docs/performance.md.

    tests/bench/performance.py                         everything: over two hours
    tests/bench/performance.py --only county --time 10 --sizes 500,1000 --page -

Runs the programs that `meson compile` builds.  Of the page, only the sections that were measured
are written anew.  Ends with 1 when an answer is refused by the judge.
"""

import argparse
import importlib.util
import json
import math
import os
import re
import subprocess
import sys
import tempfile

import gap_set
import http_bench
import make_county
import nrp_set

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
INTRODUCTION = """# Performance

This page is written by one command, after `meson compile -C build`:

```sh
python3 tests/bench/performance.py
```

`--only gap`, `--only county`, `--only rota` or `--only http` measures a part and writes its section anew; `--time`, `--seeds`,
`--instances` and `--sizes` make it shorter; `--page -` leaves the page alone; `--peers` has the rota's instances solved by
HiGHS too, where Python has `highspy`. `meson test -C build --benchmark` runs the same.
"""


def table(columns, rows):
    lines = ["| " + " | ".join(str(cell) for cell in row) + " |" for row in (columns, *rows)]
    lines.insert(1, "| --- |" + " ---: |" * (len(columns) - 1))
    return "\n".join(lines) + "\n"


def thousands(number):
    return f"{number:,}"


def count(n, one, more):
    return f"{n} {one if n == 1 else more}"


class Section:
    """What is measured: its text for the page and how many answers were refused."""

    def __init__(self, text, refused=0):
        self.text, self.refused = text, refused


# ---- The machine -----------------------------------------------------------------------------


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = re.findall(r"^model name\s*:\s*(.*)$", file.read(), re.M)
    return f"{os.cpu_count()} cores" + (f", {names[0]}" if names else "")


def compiler(build):
    """Which compiler made the programs, and how hard it tried."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        words = json.load(file)[0]["command"].split()
    version = subprocess.run([words[0], "--version"], capture_output=True, text=True, check=True)
    return " ".join([version.stdout.splitlines()[0], *(w for w in words if w.startswith("-O"))])


def machine(build):
    return f"Machine: {processor()}; {compiler(build)}.\n"


# ---- The benchmarks --------------------------------------------------------------------------


def measure_set(args, part, module, program):
    """Instances of a part: results and what was refused; None: there are no instances here."""
    folder = args.instances_in or os.path.join(ROOT, "..", "shared", "data", part)
    if not os.path.exists(os.path.join(folder, "best_known.tsv")):
        print(f"{part}: skipped, there is no {os.path.join(folder, 'best_known.tsv')}")
        return None
    results, refused = [], []
    print(*module.COLUMNS, sep="\t")
    for name, size, best in module.best_known(folder):
        path = os.path.join(folder, name + module.SUFFIX)
        if re.fullmatch(args.instances, name):
            try:
                runs = run_seeds(args, module, program, path, best)
                results.append(module.Result(name, size, best, runs))
                print(*results[-1].row(), sep="\t", flush=True)
            except gap_set.Refused as what:
                refused.append(str(what))
                print(f"{name}: refused: {what}", flush=True)
    if not results and not refused:
        print(f"{part}: skipped, no instance is called {args.instances}")
        return None
    return results, refused


def run_seeds(args, module, program, path, best):
    program = [os.path.join(args.build, "tests", "bench", program)]
    return [module.run_instance(program, path, best, seed, args.time, args.threads)
            for seed in range(1, args.seeds + 1)]


def refusals(refused):
    return "".join(f"\nRefused: {what}.\n" for what in refused)


def measure_gap(args):
    """The generalised assignment benchmarks."""
    found = measure_set(args, "gap", gap_set, "bench_allocate")
    return found and Section(gap_words(args, *found), len(found[1]))


def gap_words(args, results, refused):
    return (f"""## Generalised assignment

The same engine on public instances of the pure assignment problem (OR-Library; Yagiura), types C, D and E, as far as they
are in `best_known.tsv`: {args.time:g} s an instance, {count(args.threads, 'thread', 'threads')}, median of {count(args.seeds, 'seed', 'seeds')}.
Each answer is judged by a program that shares nothing with the engine (`tests/bench/gap_set.py`): costs, capacities, and that no
bound is above a known answer. A gap is to the best known cost; below 0 is better than it.

""" + machine(args.build) + "\n" + table(gap_set.SUMMARY_COLUMNS, gap_set.summary(results)) + "\n" +
            table(gap_set.COLUMNS, [result.row() for result in results]) + refusals(refused))


def measure_rota(args):
    """The employee shift scheduling benchmarks, by peers too when they are asked for."""
    found = measure_set(args, "nrp", nrp_set, "bench_rota")
    return found and Section(rota_words(args, *found, run_peers(args, found[0])), len(found[1]))


def run_peers(args, results):
    """{instance: cost by HiGHS, None when it has no roster}, one run each; None: not asked for."""
    if args.peers and importlib.util.find_spec("highspy") is None:
        print("peers: skipped, highspy is not installed")
    elif args.peers:
        program = [sys.executable, "-B", os.path.join(HERE, "nrp_peer.py")]
        return {result.name: run_peer(args, program, result) for result in results}
    return None


def run_peer(args, program, result):
    try:
        run = nrp_set.run_instance(program, result.path, result.best, 1, args.time,
                                   args.threads)
        print(result.name, "HiGHS", run.cost, f"{run.seconds:.1f}", sep="\t", flush=True)
        return run.cost
    except gap_set.Refused as what:
        print(f"{result.name}: HiGHS: {what}", flush=True)
        return None


def peer_row(result, cost):
    return ("-", "-") if cost is None else (cost, f"{nrp_set.gap(cost, result.best):.2f}")


def rota_words(args, results, refused, peers):
    columns, rows, words = nrp_set.COLUMNS, [result.row() for result in results], ""
    if peers is not None:
        columns += ("HiGHS", "gap, %")
        rows = [row + peer_row(result, peers[result.name]) for row, result in zip(rows, results)]
        words = f"""
HiGHS solves the same instances in the same way of judging: one compact integer programme (`tests/bench/nrp_peer.py`), one run,
{count(args.threads, 'thread', 'threads')}, {args.time:g} s after it was built; `-`: no roster, or not done in {gap_set.patience(args.time):g} s with the building.
"""
    return (f"""## Rota

The rota's engine on the public employee shift scheduling instances (schedulingbenchmarks.org): {args.time:g} s an instance,
{count(args.threads, 'thread', 'threads')}, median of {count(args.seeds, 'seed', 'seeds')}. Each roster is judged by a program that shares nothing with the engine
(`tests/bench/nrp_set.py`): every hard rule, the cost, and that no bound is above a known cost. A gap is to the best known cost;
below 0 is better than it. The bound is proved; `-`: none was proved in that time.
{nrp_set.not_run(results)}
{words}
""" + machine(args.build) + "\n" + table(nrp_set.SUMMARY_COLUMNS, nrp_set.summary(results)) + "\n" +
            table(columns, rows) + refusals(refused))


# ---- The county ------------------------------------------------------------------------------

COUNTY = ("families", "practitioners", "first", "cost", "bound", "gap", "avoidable", "seconds",
          "megabytes", "unplaced", "to_1", "to_0.3")
LEAVER = ("leaver", "left", "moved", "first", "seconds", "cost", "bound", "gap", "unplaced")


def run_county(args, *options):
    """One run of bench_county: its lines as dictionaries of numbers."""
    program = os.path.join(args.build, "tests", "bench", "bench_county")
    done = subprocess.run([program, *options], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr.strip() or f"bench_county ended with {done.returncode}")
    return [dict(zip(names, map(number, line.split())))
            for names, line in zip((COUNTY, LEAVER), done.stdout.splitlines())]


def number(word):
    try:
        return float(word) if "." in word else int(word)
    except ValueError:
        return word


def measure_county(args):
    """The made county in every size, and somebody who leaves the largest."""
    runs = []
    with tempfile.TemporaryDirectory(prefix="podplan-") as folder:
        for size in args.sizes:
            tables, words = make_county.county(size, 1)
            make_county.write(tables, folder)
            print(words, flush=True)
            leaver = ["--leaver", "--leaver-time", f"{args.leaver_time:g}"]
            lines = run_county(args, "--time", f"{args.time:g}", "--threads", str(args.threads),
                               *leaver * (size == args.sizes[-1]), folder)
            for line in lines:
                print(*line.values(), flush=True)
            runs.append(lines[0])
    return Section(county_words(args, words, runs, lines[-1]))


COUNTY_COLUMNS = ("families", "practitioners", "cost, minutes a week", "bound", "gap, %",
                  "gap in what is avoidable, %", "seconds", "MB", "unplaced")
GROWTH_COLUMNS = ("families", "first plan, s", "µs / n log n", "gap of 1%, s", "µs / n log n",
                  "gap of 0.3%, s", "µs / n log n")


def county_row(run):
    return (thousands(run["families"]), thousands(run["practitioners"]), thousands(run["cost"]),
            thousands(run["bound"]), f"{100 * run['gap']:.3f}", f"{100 * run['avoidable']:.2f}", f"{run['seconds']:.1f}",
            f"{run['megabytes']:.0f}", run["unplaced"])


def growth_row(run):
    """Seconds to three ends, and microseconds for each unit of n log2 n."""
    unit = run["families"] * math.log2(run["families"]) / 1e6
    row = [thousands(run["families"])]
    for end in ("first", "to_1", "to_0.3"):
        row += ["-", "-"] if run[end] == "-" else [f"{run[end]:.2f}", f"{run[end] / unit:.1f}"]
    return row


def county_words(args, words, runs, leaver):
    return (f"""## A made county

`tests/bench/make_county.py` makes up a county of any size: caps, skills, languages, conflicts, consultants, travel, part-time
work, reductions, leavers and caseloads that people have today; no escalated families. The largest here:
{words}.

**What is reached** in {args.time:g} s with {count(args.threads, 'thread', 'threads')}. The bound is proved: no allocation costs less. The gap is measured against all minutes, then
against those that somebody could avoid: without the sum of every family's cheapest practitioner, which is mostly travel. Each plan is
judged by the table of rules.

""" + machine(args.build) + "\n" + table(COUNTY_COLUMNS, map(county_row, runs)) + f"""
**Somebody leaves** the largest county: {leaver['leaver']}, who has {count(leaver['left'], 'family', 'families')}. Planning again from that plan, with {args.leaver_time:g} s allowed,
takes {leaver['seconds']:.2f} s, {leaver['first']:.2f} s to the first plan; {count(leaver['moved'], 'family moves', 'families move')}, {leaver['unplaced']} without a practitioner, a gap of {100 * leaver['gap']:.3f}%.

**Time against size**, in the same runs: to the first plan, until the gap was proved to be 1%, and 0.3%. Beside each time stand the
microseconds for one unit of n log2 n, where n is the number of families: where they do not rise, time grows no faster.

""" + table(GROWTH_COLUMNS, map(growth_row, runs)))


# ---- Calendars over HTTP ---------------------------------------------------------------------


def a_second(rate):
    return "not measured (wrk or nginx is not installed)" if rate is None else f"{rate:,.0f}"


def measure_http(args):
    """podplan serve, from outside."""
    found = http_bench.measure(os.path.join(args.build, "app", "podplan"),
                               os.path.join(ROOT, "examples", "crewe"), args.subscribers, args.poll_seconds)
    print(found)
    return Section(http_words(args, found), len(found.wrong))


def http_words(args, found):
    statuses = ", ".join(f"{count} {status}" for status, count in sorted(found.statuses.items(), key=str))
    return (f"""## Calendars over HTTP

`podplan serve` with its two threads, as `tests/bench/http_bench.py` measures it from outside, clients on the same machine.

**One calendar** of {http_bench.LARGE_EVENTS:,} events in the store, of which its window shows {found.shown:,} ({found.bytes:,} bytes): {1000 * found.cold:.1f} ms for the first
answer of a new server, built from the store; {1000 * found.ready:.2f} ms once it is held ready, {1000 * found.ready_99:.2f} ms in 99 of 100.

**What the client has already** (304), `wrk` with one thread and 32 connections for {http_bench.WRK_SECONDS} s: {a_second(found.podplan)} a second; nginx, two workers,
with the same bytes as a file: {a_second(found.nginx)}.

**{args.subscribers:,} subscribers** of Crewe poll twice within {args.poll_seconds:g} s, each poll a connection of its own, while {count(found.plans, 'rota is', 'rotas are')}
made and published: {found.polls:,} polls, answered {statuses}; {found.changes:,} saw a change; {len(found.wrong)} had an error or half a calendar.
Half were answered in {1000 * found.p50:.1f} ms, 99 of 100 in {1000 * found.p99:.1f} ms.

""" + machine(args.build))


# ---- The page --------------------------------------------------------------------------------

# heading, what measures it; the page has them in this order, and others after them
SECTIONS = {"gap": ("## Generalised assignment", measure_gap),
            "county": ("## A made county", measure_county),
            "rota": ("## Rota", measure_rota),
            "http": ("## Calendars over HTTP", measure_http)}


def sections_of(page):
    """{heading: text} of a page, without what stands before the first."""
    parts = re.split(r"^(?=## )", page, flags=re.M)[1:]
    return {part.split("\n", 1)[0]: part.rstrip() + "\n" for part in parts}


def renewed(page, measured):
    """The page with the measured sections, {heading: text}, in the place of the old ones."""
    sections = {heading: "" for heading, _ in SECTIONS.values()}
    sections.update(sections_of(page))
    sections.update({heading: text.rstrip() + "\n" for heading, text in measured.items()})
    return "\n".join([INTRODUCTION, *filter(None, sections.values())])


def write_page(path, measured):
    before = ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            before = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(renewed(before, measured))


def arguments():
    parser = argparse.ArgumentParser(description="Measures plans and writes "
                                                 "docs/performance.md.")
    parser.add_argument("--only", choices=tuple(SECTIONS), help="measure one part")
    parser.add_argument("--time", type=float, default=60, help="seconds of each run")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=3, help="runs of each instance")
    parser.add_argument("--instances", default=".*", help="names, as a regular expression")
    parser.add_argument("--instances-in", metavar="FOLDER",
                        help="instances and best_known.tsv, of the part that is measured")
    parser.add_argument("--peers", action="store_true", help="the rota's instances by HiGHS, too")
    parser.add_argument("--sizes", default="500,1000,2000,5000", help="families of the counties")
    parser.add_argument("--leaver-time", type=float, default=3, help="seconds to plan again")
    parser.add_argument("--subscribers", type=int, default=5000)
    parser.add_argument("--poll-seconds", type=float, default=60)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"), metavar="FOLDER")
    parser.add_argument("--page", default=os.path.join(ROOT, "docs", "performance.md"),
                        metavar="FILE", help="- writes none")
    args = parser.parse_args()
    args.sizes = sorted(int(size) for size in args.sizes.split(","))
    return args


def main():
    args = arguments()
    measured, refused = {}, 0
    for name, (heading, measure) in SECTIONS.items():
        if args.only in (None, name):
            section = measure(args)
            if section is not None:
                measured[heading] = section.text
                refused += section.refused
    if args.page != "-" and measured:
        write_page(args.page, measured)
    return 1 if refused > 0 else 0


if __name__ == "__main__":
    sys.exit(main())
