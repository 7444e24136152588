# SPDX-License-Identifier: GPL-3.0-or-later
"""The measuring itself: the made county is what it promises, and wrong answers are refused."""
import collections
import filecmp
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import gap_set
import make_county
import performance

PODPLAN = os.environ["PODPLAN"]
BENCH_COUNTY = os.environ["BENCH_COUNTY"]

# 2 agents, 3 jobs; the best answer is 0 1 1 and costs 2 + 1 + 3.
INSTANCE = "2 3   2 5 4  3 1 3   4 4 4  3 3 3   5 6"
BEST = 6


class County(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="podplan-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def make(self, name, *options):
        folder = os.path.join(self.folder, name)
        program = os.path.join(HERE, "make_county.py")
        subprocess.run([sys.executable, "-B", program, *options, folder], check=True,
                       capture_output=True)
        return folder

    def test_a_seed_makes_the_same_bytes_and_another_seed_others(self):
        one, same, other = (self.make(name, "--families", "200", "--seed", seed)
                            for name, seed in (("one", "1"), ("same", "1"), ("other", "2")))
        files = sorted(os.listdir(one))
        self.assertGreater(len(files), 15)
        self.assertEqual(filecmp.cmpfiles(one, same, files, shallow=False), (files, [], []))
        self.assertIn("families.csv", filecmp.cmpfiles(one, other, files, shallow=False)[1])

    def test_it_is_imported_without_a_fault(self):
        for families in ("1", "200"):
            database = os.path.join(self.folder, families + ".db")
            done = subprocess.run([PODPLAN, "--db", database, "import",
                                   self.make(families, "--families", families)],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_the_rules_ask_about_is_there_in_proportion(self):
        tables, _ = make_county.county(1000, 1)
        rows = {name: [dict(zip(columns, row)) for row in body]
                for name, (columns, body) in tables.items()}
        self.assertEqual([len(rows[name]) for name in ("families", "children", "pods")],
                         [1000, 3000, 14])
        roles = collections.Counter(row["role"] for row in rows["practitioners"])
        self.assertAlmostEqual(roles["consultant"], 70, delta=2)
        self.assertAlmostEqual(roles["practitioner"], 285, delta=8)
        held = sum(row["practitioner"] != "" for row in rows["families"]) / 1000
        self.assertAlmostEqual(held, 0.85, delta=0.03)
        for name in ("needs", "conflicts", "reductions", "practitioner_skills", "travel"):
            self.assertGreater(len(rows[name]), 5, name)
        for table, column, least in (("families", "language", 50), ("practitioners", "end", 2),
                                     ("practitioners", "consultant", 100)):
            self.assertGreater(sum(row.get(column) != "" for row in rows[table]), least, column)
        self.assertGreater(sum(row["fte"] != "1" for row in rows["practitioners"]), 3)

    def test_caseloads_of_today_are_inside_the_caps_of_today(self):
        tables, _ = make_county.county(300, 3)
        children = collections.Counter(row[1] for row in tables["children"][1])
        families, held = collections.Counter(), collections.Counter()
        for family, _, _, holder, _ in tables["families"][1]:
            families[holder] += holder != ""
            held[holder] += children[family] if holder else 0
        self.assertLessEqual(max(families.values()), make_county.FAMILY_CAP)
        self.assertLessEqual(max(held.values()), make_county.CHILD_CAP)

    def test_it_is_planned_and_measured(self):
        done = subprocess.run([BENCH_COUNTY, "--rounds", "1", "--time", "2", "--leaver",
                               "--leaver-time", "1", self.make("county", "--families", "60")],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        plan, leaver = ([performance.number(word) for word in line.split()]
                        for line in done.stdout.splitlines())
        plan = dict(zip(performance.COUNTY, plan, strict=True))
        leaver = dict(zip(performance.LEAVER, leaver, strict=True))
        self.assertEqual(plan["families"], 60)
        self.assertLessEqual(plan["bound"], plan["cost"])
        self.assertLessEqual(plan["gap"], plan["avoidable"])
        self.assertLessEqual(0, plan["first"])
        self.assertLessEqual(plan["first"], plan["seconds"])
        self.assertAlmostEqual(plan["gap"], 1 - plan["bound"] / plan["cost"], places=5)
        self.assertLessEqual(leaver["left"], leaver["moved"] + leaver["unplaced"])
        self.assertGreater(leaver["left"], 0)

    def test_a_folder_with_faults_is_refused(self):
        folder = self.make("county", "--families", "20")
        os.remove(os.path.join(folder, "families.csv"))
        done = subprocess.run([BENCH_COUNTY, folder], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (1, ""))


class Judge(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="podplan-")
        self.addCleanup(folder.cleanup)
        self.instance = os.path.join(folder.name, "c23")
        with open(self.instance, "w", encoding="ascii") as file:
            file.write(INSTANCE)

    def judge(self, *answer):
        return gap_set.Instance(self.instance).judge(answer)

    def run_fake(self, line, answer, status=0):
        """Runs a program that says and answers what it is told to."""
        code = (f"import sys; open(sys.argv[sys.argv.index('--out') + 1], 'w').write({answer!r});"
                f"print({line!r}); sys.exit({status})")
        return gap_set.run_instance([sys.executable, "-c", code], self.instance, BEST, 1, 1, 1)

    def assert_refused(self, what, call, *args):
        with self.assertRaisesRegex(gap_set.Refused, what):
            call(*args)

    def test_a_right_answer_has_its_cost(self):
        self.assertEqual(self.judge(0, 1, 1), BEST)

    def test_a_wrong_answer_is_refused(self):
        self.assert_refused("load of 8", self.judge, 0, 0, 1)
        self.assert_refused("agent 2", self.judge, 0, 1, 2)
        self.assert_refused("agent -1", self.judge, 0, 1, -1)
        self.assert_refused("2 numbers for 3 jobs", self.judge, 0, 1)
        self.assert_refused("4 numbers for 3 jobs", self.judge, 0, 1, 1, 0)

    def test_a_right_run_is_taken(self):
        run = self.run_fake("c23 6 5 0.1667 0.5", "0 1 1\n")
        self.assertEqual((run.cost, run.bound), (6, 5))
        self.assertGreater(run.seconds, 0)

    def test_a_run_that_is_wrong_anywhere_is_refused(self):
        self.assert_refused("load of 8", self.run_fake, "c23 6 5 0.1667 0.5", "0 0 1")
        self.assert_refused("costs 6", self.run_fake, "c23 5 5 0 0.5", "0 1 1")
        self.assert_refused("disproves", self.run_fake, "c23 6 7 0 0.5", "0 1 1")
        self.assert_refused("is not: instance", self.run_fake, "c23 6 5", "0 1 1")
        self.assert_refused("is not: instance", self.run_fake, "c23 none 5 none 1", "0 1 1")
        self.assert_refused("has no answer", self.run_fake, "c23 6 5 0.1667 0.5", "0 one 1")
        self.assert_refused("ended with 3", self.run_fake, "c23 6 5 0.1667 0.5", "0 1 1", 3)

    def test_the_median_of_the_seeds_counts(self):
        instance = gap_set.Instance(self.instance)
        said = ((6, (0, 1, 1), 4), (8, (1, 1, 0), 9), (6, (0, 1, 1), 6))
        runs = [gap_set.Run(f"c23 {cost} 5 0 1\n", answer, instance, BEST, seconds)
                for cost, answer, seconds in said]
        result = gap_set.Result("c23", 3, BEST, runs)
        self.assertEqual((result.cost, result.gap, result.seconds), (6, 0, 6))
        self.assertEqual(gap_set.summary([result])[0][:4],
                         ("C and E, up to 400 jobs", 1, 1, "0.0000"))


class Page(unittest.TestCase):
    def test_only_what_was_measured_is_written_anew(self):
        gap, county, rota = "## Generalised assignment", "## A made county", "## Rota"
        page = performance.renewed("", {county: county + "\n\nold\n"})
        page = performance.renewed(page + "\n## More\n\nkept\n", {gap: gap + "\n\n1\n"})
        page = performance.renewed(page, {county: county + "\n\nnew\n", rota: rota + "\n"})
        self.assertEqual(list(performance.sections_of(page)), [gap, county, rota, "## More"])
        self.assertIn("\n\nnew\n", page)
        self.assertIn("\n\nkept\n", page)
        self.assertNotIn("old", page)
        self.assertEqual(page, performance.renewed(page, {}))

    def test_without_instances_the_benchmarks_are_skipped(self):
        for part, said in (("gap", "gap: skipped, there is no"),
                           ("rota", "nrp: skipped, there is no")):
            done = subprocess.run([sys.executable, "-B", os.path.join(HERE, "performance.py"),
                                   "--only", part, "--instances-in", os.path.join(HERE, "none"),
                                   "--page", "-"], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(said, done.stdout)


if __name__ == "__main__":
    unittest.main()
