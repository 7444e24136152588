# SPDX-License-Identifier: GPL-3.0-or-later
"""examples/crewe is what its generator writes and what the documents say, before any planning."""
import collections
import csv
import filecmp
import os
import subprocess
import sys
import tempfile
import unittest

CREWE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "examples", "crewe"))


def rows(table):
    with open(os.path.join(CREWE, table + ".csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def count(table, column):
    return collections.Counter(row[column] for row in rows(table))


class Example(unittest.TestCase):
    def test_the_generator_writes_the_same_bytes_again(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-B", os.path.join(CREWE, "generate.py"), folder],
                           check=True)
            kept = sorted(name for name in os.listdir(CREWE) if name.endswith(".csv"))
            self.assertEqual(sorted(os.listdir(folder)), kept)
            _, differ, errors = filecmp.cmpfiles(CREWE, folder, kept, shallow=False)
            self.assertEqual(differ + errors, [])

    def test_there_are_three_pods_of_seven(self):
        pods = collections.Counter((row["pod"], row["role"]) for row in rows("practitioners"))
        for pod in ("north", "east", "south"):
            self.assertEqual(pods[pod, "family-practitioner"], 7)
            self.assertEqual(pods[pod, "pod-manager"], 1)
            self.assertEqual(pods[pod, "administrator"], 1)
        self.assertEqual(count("practitioners", "role")["senior-manager"], 1)

    def test_100_families_have_300_children_100_near_each_pod(self):
        minutes = {}
        for row in rows("travel"):
            minutes[row["from_patch"], row["to_patch"]] = int(row["minutes"])
            minutes[row["to_patch"], row["from_patch"]] = int(row["minutes"])
        nearest, children = {}, count("children", "family")
        for family in rows("families"):
            away = {pod["pod"]: minutes.get((family["patch"], pod["patch"]), 0)
                    for pod in rows("pods")}
            nearest[family["family"]] = min(away, key=away.get)
        self.assertEqual(sorted(collections.Counter(nearest.values()).values()), [33, 33, 34])
        of_pod = collections.Counter()
        for family, number in children.items():
            self.assertLessEqual(number, 7)
            of_pod[nearest[family]] += number
        self.assertEqual(set(of_pod.values()), {100})

    def test_consultants_can_oversee_every_case_holder(self):
        holders = [r for r in rows("roles") if r["family_cap"]]
        people = count("practitioners", "role")
        spans = {r["role"]: int(r["span"]) for r in rows("roles") if r["span"]}
        self.assertEqual(sum(people[role["role"]] for role in holders),
                         sum(people[role] * span for role, span in spans.items()))

    def test_costs_are_table_1_of_the_bid(self):
        lines = collections.Counter()
        for row in rows("costs"):
            lines[row["line"], row["from"] >= "2015-06-01"] += int(row["amount"])
        transition = {line: amount for (line, pilot), amount in lines.items() if not pilot}
        pilot = {line: amount for (line, pilot), amount in lines.items() if pilot}
        self.assertEqual(transition, {
            "programme": 135000, "office": 21150, "other infrastructure": 3690,
            "corporate support": 16875, "IT": 3150})
        self.assertEqual(pilot, {
            "travel": 36700, "programme": 190333, "office": 91740, "other infrastructure": 45000,
            "corporate support": 133062, "IT": 38400, "volunteers": 23580})

    def test_all_posts_cost_the_staff_line_of_the_bid(self):
        grades = {row["grade"]: int(row["yearly_cost"]) for row in rows("grade_costs")}
        roles = {row["role"]: row["grade"] for row in rows("roles")}
        self.assertEqual(sum(grades[roles[row["role"]]] for row in rows("posts")), 944870)

    def test_funding_is_that_of_the_documents(self):
        kinds = collections.Counter()
        for row in rows("streams"):
            if row["stream"] != "dfe-2014":  # not published; the README says so
                kinds[row["kind"]] += int(row["amount"])
        self.assertEqual(kinds["grant"], 998000 + 899000)
        self.assertEqual(kinds["council cash"], 356361)
        self.assertEqual(kinds["council cash"] + kinds["matched"], 377000)
        self.assertEqual(kinds["in kind"], 82290)

    def test_core_training_has_a_place_for_everybody(self):
        needed = collections.Counter()
        people = count("practitioners", "role")
        for row in rows("core_training"):
            needed[row["course"]] += people[row["role"]]
        places = collections.Counter()
        for row in rows("sessions"):
            places[row["course"]] += int(row["places"]) if row["date"] < "2015-06-01" else 0
        for course, number in needed.items():
            self.assertGreaterEqual(places[course], number, course)


class Fact22(unittest.TestCase):
    FOLDER = os.path.join(os.path.dirname(CREWE), "fact22")

    def rows(self, table):
        with open(os.path.join(self.FOLDER, table + ".csv"), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def test_the_generator_writes_the_same_bytes_again(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-B", os.path.join(self.FOLDER, "generate.py"), folder],
                           check=True)
            kept = sorted(name for name in os.listdir(self.FOLDER) if name.endswith(".csv"))
            self.assertEqual(sorted(os.listdir(folder)), kept)
            _, differ, errors = filecmp.cmpfiles(self.FOLDER, folder, kept, shallow=False)
            self.assertEqual(differ + errors, [])

    def test_two_hubs_are_exactly_full(self):
        roles = {row["role"]: row for row in self.rows("roles")}
        practitioners = [row for row in self.rows("practitioners")
                         if row["role"] == "family-practitioner"]
        consultants = collections.Counter(row["consultant"] for row in practitioners)
        self.assertEqual(sorted(consultants.values()), [4, 4])
        self.assertEqual(roles["consultant"]["span"], "4")
        self.assertEqual(len(self.rows("children")), 96)
        holders = {row["family"]: row["practitioner"] for row in self.rows("families")}
        held = collections.Counter(holders[row["family"]] for row in self.rows("children"))
        self.assertEqual(set(held.values()), {12})

    def test_what_is_freed_is_halved(self):
        self.assertEqual([row["amount"] for row in self.rows("streams")], ["300000"])
        self.assertEqual([row["amount"] for row in self.rows("costs")], ["150000"])
        grades = {row["grade"]: int(row["yearly_cost"]) for row in self.rows("grade_costs")}
        self.assertEqual(sum(grades[row["grade"]] * int(row["fte"]) for row in self.rows("posts")),
                         150000)


if __name__ == "__main__":
    unittest.main()
