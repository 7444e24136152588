# SPDX-License-Identifier: GPL-3.0-or-later
"""bench_rota finds what trying everything proves best, and answers files with faults; its judge."""
import itertools
import os
import random
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import nrp_set
from gap_set import Refused

BENCH_ROTA = os.environ["BENCH_ROTA"]
LONG = 60  # seconds; what takes longer hangs

# Day 0 is a Monday.  After a night comes no day shift.
TINY = """# a service of three
SECTION_HORIZON
8

SECTION_SHIFTS
D,480,
N,600,D

SECTION_STAFF
A,D=8|N=2,2400,1440,3,2,2,1
B,D=3|N=8,2880,2400,4,2,1,1
C,N=0,2400,1440,5,1,2,0

SECTION_DAYS_OFF
A,2
C,0

SECTION_SHIFT_ON_REQUESTS
A,5,D,4
B,3,N,2

SECTION_SHIFT_OFF_REQUESTS
B,4,N,3
C,3,D,1

SECTION_COVER
""" + "".join(f"{day},{shift},1,{100 if shift == 'D' else 30},{5 if day < 5 else 1}\n"
              for day in range(8) for shift in "DN")
TINY_LINES = TINY.splitlines()


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="podplan-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, text, name="tiny.txt"):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def run_rota(self, path, *options):
        return subprocess.run([BENCH_ROTA, path, *options], capture_output=True, text=True,
                              check=False, timeout=LONG)

    def solve(self, text, *options):
        """What is printed, and the roster that was written."""
        done = self.run_rota(self.write(text), "--out", self.path("grid"), *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path("grid"), encoding="utf-8", newline="") as file:
            return done.stdout, file.read()


def cheapest(instance):
    """The least cost of all rosters, each looked at; None: somebody has no legal line."""
    shifts = ["", *instance.minutes]
    lines = [[line for line in itertools.product(shifts, repeat=instance.n_days)
              if instance.fault(person, line) is None] for person in instance.staff]
    return min(map(instance.cost, itertools.product(*lines)), default=None)


def some_limits(rng, n_days):
    """Limits that bind, now and then more than anybody can keep."""
    least = 480 * rng.randint(0, 2)
    return ",".join(map(str, (least + 480 * rng.randint(1, 3), least, rng.randint(0, n_days),
                              rng.randint(0, 3), rng.randint(0, 3), rng.randint(0, 1))))


def some_instance(rng, n_days, n_staff, shifts, limits):
    staff = [f"P{p}" for p in range(n_staff)]
    cells = list(itertools.product(staff, range(n_days), shifts))
    pairs = ("|".join(rng.sample(shifts, rng.randint(0, 1))) for _ in shifts)
    lines = ["SECTION_HORIZON", n_days, "SECTION_SHIFTS",
             *(f"{shift},{480 + 120 * at},{after}" for at, (shift, after)
               in enumerate(zip(shifts, pairs))), "SECTION_STAFF",
             *(f"{p},{rng.choice(shifts)}={rng.randint(0, n_days)},{limits(rng, n_days)}"
               for p in staff), "SECTION_DAYS_OFF",
             *(f"{p},{rng.randrange(n_days)}" for p in staff)]
    for kind in ("ON", "OFF"):
        lines += [f"SECTION_SHIFT_{kind}_REQUESTS",
                  *(f"{p},{day},{shift},{rng.randint(1, 9)}"
                    for p, day, shift in rng.sample(cells, len(cells) // 5))]
    lines += ["SECTION_COVER", *(f"{day},{shift},{rng.randint(0, (n_staff + 2) // 3)},100,1"
                                 for day in range(n_days) for shift in shifts)]
    return "\n".join(map(str, lines)) + "\n"


class Rota(Files):
    def assert_proved_by_trying(self, text):
        instance = nrp_set.Instance(self.write(text))
        least = cheapest(instance)
        if least is None:
            done = self.run_rota(self.path("tiny.txt"), "--time", "1")
            self.assertEqual((done.returncode, done.stdout), (1, ""), text)
            self.assertRegex(done.stderr, r"tiny\.txt line \d+: no line of work", text)
            return
        said, grid = self.solve(text, "--rounds", "30")
        run = nrp_set.Run(said, grid, self.path("tiny.txt"), least, 0)
        self.assertEqual(run.cost, least, text)
        self.assertLessEqual(run.bound, least, text)

    def test_nothing_is_cheaper_than_what_it_finds(self):
        self.assert_proved_by_trying(TINY)

    def test_that_holds_for_other_limits_too(self):
        rng = random.Random(4)
        for _ in range(25):
            self.assert_proved_by_trying(some_instance(rng, 6, 2, ["a", "b"], some_limits))

    def test_a_seed_gives_the_same_bytes_whatever_the_threads(self):
        text = some_instance(random.Random(1), 28, 16, ["e", "d", "n"],
                             lambda *_: "9600,7200,5,2,2,2")
        answers = []
        for threads in ("1", "2", "2"):
            said, grid = self.solve(text, "--rounds", "4", "--seed", "3", "--threads", threads,
                                    "--time", str(LONG))
            answers.append((said.split()[:4], grid))
        self.assertEqual(answers[1], answers[2])
        self.assertEqual(answers[0], answers[1])
        self.assertNotEqual(answers[0][1], self.solve(text, "--rounds", "4", "--seed", "4")[1])


class Faults(Files):
    def assert_refused(self, text, *words):
        done = self.run_rota(self.write(text), "--time", "1")
        self.assertEqual((done.returncode, done.stdout), (3, ""), (words, done.stderr))
        for word in (self.path("tiny.txt"), *words):
            self.assertIn(word, done.stderr)

    def changed(self, old, new):
        """TINY with one line changed, and which line it is."""
        at = TINY_LINES.index(old)
        return "\n".join([*TINY_LINES[:at], new, *TINY_LINES[at + 1:]]) + "\n", f"line {at + 1}: "

    def test_a_line_with_a_fault_is_named(self):
        staff, other = TINY_LINES[9:11]
        for old, new, word in (
                ("8", "0", "'0' is no whole"), ("8", "-3", "from 1 to"), ("8", "eight", "'eight'"),
                ("8", "99999999999999999999", "whole number"), ("8", "", "SECTION_HORIZON"),
                ("D,480,", "D,48.5,", "'48.5'"), ("D,480,", "D", "1 fields"),
                ("D,480,", ",480,", "name"), ("D,480,", "N,480,", "name"),
                ("N,600,D", "N,600,X", "unknown shift: 'X'"),
                (staff, "A,X=1,2400,1440,3,2,2,1", "unknown shift: 'X'"),
                (staff, "A,D,2400,1440,3,2,2,1", "'D'"), (staff, "A,D=,2400,1440,3,2,2,1", "''"),
                (staff, "A,D=-1,2400,1440,3,2,2,1", "'-1'"), (staff, "A,D=8,2400", "3 fields"),
                (other, "A" + other[1:], "name of their own"), (staff, "A,,2400,0,3,x,2,1", "'x'"),
                ("A,2", "Z,2", "unknown employee: 'Z'"), ("A,2", "A,8", "'8'"),
                ("A,2", "A,-1", "'-1'"), ("A,2", "A," + "1," * 1500, "fields"),
                ("A,5,D,4", "A,5,D", "3 fields"), ("A,5,D,4", "A,8,D,4", "'8'"),
                ("A,5,D,4", "A,5,E,4", "unknown shift: 'E'"), ("A,5,D,4", "A,5,D,1e3", "'1e3'"),
                ("C,3,D,1", "X,3,D,1", "unknown employee"), ("C,3,D,1", "C,3,D,9999999", "whole"),
                ("0,D,1,100,5", "0,X,1,100,5", "unknown shift"), ("0,D,1,100,5", "0,D,1", "fields"),
                ("0,D,1,100,5", "9,D,1,100,5", "'9'"), ("0,D,1,100,5", "0,D,1,-9,5", "'-9'"),
                ("SECTION_COVER", "SECTION_COVERS", "unknown section"),
                ("# a service of three", "A,1", "before a section"),
                ("SECTION_COVER", "SECTION_DAYS_OFF", "before: 'SECTION_DAYS_OFF'")):
            with self.subTest(new=new):
                text, line = self.changed(old, new)
                late = old in ("8", "D,480,") and (new == "" or new.startswith("N,"))
                self.assert_refused(text, "line " if late else line, word)

    def test_a_section_that_is_missing_is_named(self):
        for section in ("HORIZON", "SHIFTS", "STAFF", "COVER"):
            with self.subTest(section=section):
                blocks = TINY.split("\n\n")
                text = "\n\n".join(block for block in blocks if f"SECTION_{section}\n" not in block)
                self.assert_refused(text + "\n", "line ", f"SECTION_{section}")

    def test_a_file_that_was_cut_is_refused_or_solved(self):
        for end in range(0, len(TINY), 3):
            done = self.run_rota(self.write(TINY[:end]), "--rounds", "1", "--time", "1")
            self.assertIn(done.returncode, (0, 3), TINY[:end])
            if done.returncode == 3:
                self.assertRegex(done.stderr, r"tiny\.txt line \d+: ")
            else:
                self.assertIn("SECTION_COVER\n0,D,1,", TINY[:end])

    def test_a_person_without_a_legal_line_is_named(self):
        text, line = self.changed("B,D=3|N=8,2880,2400,4,2,1,1", "B,D=3|N=8,2880,2881,4,2,1,1")
        done = self.run_rota(self.write(text), "--time", "1")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn(f"{self.path('tiny.txt')} {line}", done.stderr)
        self.assertIn("employee 'B'", done.stderr)

    def test_what_is_no_file_is_refused(self):
        for path in (self.path("none"), self.folder):
            done = self.run_rota(path)
            self.assertEqual((done.returncode, done.stdout), (3, ""))
            self.assertIn(path, done.stderr)

    def test_a_roster_that_cant_be_written_is_an_error(self):
        done = self.run_rota(self.write(TINY), "--rounds", "1", "--out", self.path("none/grid"))
        self.assertEqual(done.returncode, 1)
        self.assertIn(self.path("none/grid"), done.stderr)

    def test_a_command_line_with_faults_is_refused(self):
        path = self.write(TINY)
        for options in (["--time", "soon"], ["--threads", "0"], ["--seed"], ["--what"], [path]):
            done = self.run_rota(path, *options)
            self.assertEqual((done.returncode, done.stdout), (64, ""), options)


class Judge(Files):
    RIGHT = ("DD..DD..", "NNNN....", ".DDDD...")
    COST = 331  # a wish, two days with one D too many, two without a D, four without an N

    def grid(self, **changes):
        lines = {**dict(zip("ABC", self.RIGHT)), **changes}.values()
        return "".join("\t".join(line).replace(".", "") + "\n" for line in lines)

    def judge(self, grid):
        return nrp_set.Instance(self.write(TINY)).judge(grid)

    def assert_refused(self, what, call, *args):
        with self.assertRaisesRegex(Refused, what):
            call(*args)

    def test_a_right_roster_has_its_cost(self):
        self.assertEqual(self.judge(self.grid()), self.COST)

    def test_each_hard_rule_is_looked_at(self):
        for what, changes in (
                ("B has N on day 2 and then D", {"B": "NNND...."}),
                ("A has 4 of N, at most 2", {"A": "NN..NN.."}),
                ("A works on day 2, which is a day off", {"A": "DDD....."}),
                ("A works 960 minutes", {"A": "DD......"}),
                ("A works 2520 minutes", {"A": "DD..DDN."}),
                ("C works on 1 weekends, at most 0", {"C": "...DDD.."}),
                ("A works 4 days in a row from day 3, at most 3", {"A": "...DDDD."}),
                ("A works only 1 days in a row from day 4", {"A": "D...D..D"}),
                ("A rests only 1 days in a row from day 2", {"A": "DD.DD..."}),
                ("A has an unknown shift, 'E'", {"A": "DD..DE.."}),
                ("A has 7 fields for 8 days", {"A": "DD..DD."}),
                ("4 lines for 3 people", {"D": "........"})):
            with self.subTest(what=what):
                self.assert_refused(what, self.judge, self.grid(**changes))

    def test_what_is_said_must_be_true(self):
        path = self.write(TINY)
        self.assertEqual(nrp_set.Run("tiny 331 - - 1\n", self.grid(), path, 9, 1).bound, None)
        self.assertEqual(nrp_set.Run("tiny 331 9 0.9 1\n", self.grid(), path, 9, 1).bound, 9)
        for said, what in (("tiny 330 - - 1\n", "costs 331"), ("tiny 331 10 0.9 1\n", "disproves"),
                           ("tiny 331 1\n", "is not: instance")):
            self.assert_refused(what, nrp_set.Run, said, self.grid(), path, 9, 1)

    def test_the_median_of_the_seeds_counts(self):
        path = self.write(TINY)
        runs = [nrp_set.Run(f"tiny 331 {said} 1\n", self.grid(), path, 300, seconds)
                for said, seconds in (("8 0.9", 3), ("- -", 1), ("9 0.9", 2))]
        result = nrp_set.Result("tiny", 7, 300, runs)
        self.assertEqual(result.row(), (7, 300, 331, "10.33", 8, "2.0"))
        self.assertEqual(nrp_set.summary([result]), [("1 to 12", 1, 0, "10.33", "10.33")])
        self.assertIn("1 were run", nrp_set.not_run([result]))


if __name__ == "__main__":
    unittest.main()
