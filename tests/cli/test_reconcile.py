# SPDX-License-Identifier: GPL-3.0-or-later
"""From outside: costed tables are worked out again, and what does not agree is named, alone."""
import csv
import json
import os
import random
import shutil

import openpyxl

from formulas import Calculator, formulas, office, recalculated
from program import DONE, INPUT, ROOT, USAGE, ProgramTest

EXAMPLES = os.path.join(ROOT, "examples")
POUND = 100


def pounds(amount):
    return amount * POUND


class Reconcile(ProgramTest):
    def reconcile(self, *paths, status=DONE):
        return self.answer("reconcile", *paths, status=status)

    def example(self, *parts):
        return self.reconcile(os.path.join(EXAMPLES, *parts))

    def write(self, name, rows):
        folder = self.path("costed")
        os.makedirs(folder, exist_ok=True)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        return folder


def named(answer, *members):
    return [tuple(finding[member] for member in members) for finding in answer["findings"]]


class ImprovementPlan(Reconcile):
    """The table of 2024 that contradicts itself."""

    def setUp(self):
        super().setUp()
        self.found = self.example("cheshire-east")

    def of_kind(self, kind):
        return [finding for finding in self.found["findings"] if finding["kind"] == kind]

    def test_the_second_year_comes_to_a_pound_more_than_published(self):
        year = next(p for p in self.found["periods"] if p["period"] == "2025/26")
        self.assertEqual(year["reckoned"], pounds(1358550))
        self.assertEqual(year["stated"], pounds(1437205))
        total, = [f for f in self.of_kind("total_differs") if f["period"] == "2025/26"]
        self.assertEqual((total["stated"], total["of_reckoned"]), (pounds(1358549), -pounds(1)))

    def test_edge_of_care_is_at_the_wrong_grade(self):
        finding, = self.of_kind("wrong_grade")
        self.assertEqual((finding["line"], finding["period"], finding["fits"]),
                         ("Edge of Care Support Worker", "2025/26", "10"))
        self.assertEqual((finding["stated"], finding["reckoned"]), (pounds(286755), pounds(208100)))

    def test_two_lines_are_charged_a_full_year_in_the_part_year(self):
        lines = {finding["line"]: finding for finding in self.of_kind("full_year")}
        self.assertEqual(sorted(lines), ["Edge of Care Support Worker",
                                         "Family Group Conference Support Worker"])
        for line, posts in (("Edge of Care Support Worker", 5),
                            ("Family Group Conference Support Worker", 4)):
            self.assertEqual(lines[line]["stated"], pounds(41620 * posts))
            # what the three Personal Advisors of the same grade are charged, a post
            self.assertAlmostEqual(lines[line]["difference"],
                                   pounds(41620 - 25839) * posts, delta=pounds(posts))

    def test_the_first_total_differs_from_its_lines_by_three_of_them(self):
        total, = [f for f in self.of_kind("total_differs") if f["period"] == "2024/25"]
        self.assertEqual((total["stated"], total["reckoned"], total["difference"]),
                         (pounds(628050), pounds(1085471), -pounds(457421)))
        for part in ("Edge of Care", "Family Group Conference", "£82,842"):
            self.assertIn(part, total["lines"])

    def test_the_part_year_is_longer_than_its_dates(self):
        year = next(p for p in self.found["periods"] if p["period"] == "2024/25")
        self.assertAlmostEqual(year["months"] / 12, 0.6208, delta=0.0001)
        self.assertEqual(len(self.of_kind("other_months")), 1)

    def test_nothing_else_is_named(self):
        kinds = sorted(finding["kind"] for finding in self.found["findings"])
        self.assertEqual(kinds, ["full_year", "full_year", "other_months", "total_differs",
                                 "total_differs", "wrong_grade"])


class SourceTables(Reconcile):
    def test_the_tables_of_the_bid_to_the_pound(self):
        found = self.example("crewe", "costing")
        self.assertFalse(any(finding["fault"] for finding in found["findings"]))
        self.assertCountEqual(named(found, "table", "line", "period", "stated", "difference"), [
            ("Funding timeline", "Department for Education", None, pounds(1370660), -POUND),
            ("Table 1, transition and pilot", None, "pilot", pounds(1503686), POUND),
            ("Table 1, year 1", None, "year 1", pounds(1502487), POUND)])
        lines = {(row["line"], row["period"], row["table"]): row for row in found["lines"]}
        self.assertEqual(
            lines["10% fewer escalations to CP", "avoided", "Table 2, Crewe"]["reckoned"],
            pounds(560768))
        self.assertEqual(lines["child in need", "a year", "Managed in a year"]["reckoned"],
                         pounds(36887552))
        self.assertTrue(all(row["outcome"] in ("agrees", "as stated") for row in found["lines"]))

    def test_the_money_that_closing_frees_is_divided(self):
        found = self.example("fact22", "costing")
        self.assertEqual(found["findings"], [])
        self.assertEqual([line["stated"] for line in found["lines"]], [pounds(150000)] * 2)

    def test_backfill_lasts_twelve_months(self):
        found = self.example("wiltshire")
        self.assertEqual(found["findings"], [])
        backfill = [line["reckoned"] for line in found["lines"] if line["line"] == "backfill"]
        self.assertEqual(backfill, [pounds(192000)] * 2)
        grant = [line["stated"] for line in found["lines"] if line["line"] == "grant"]
        self.assertEqual(grant, [pounds(1100000), pounds(700000), pounds(100000)])

    def wiltshire(self, old="", new=""):
        """The folder of the example, with one text of its lines replaced."""
        folder = self.path("wiltshire")
        shutil.copytree(os.path.join(EXAMPLES, "wiltshire"), folder)
        with open(os.path.join(folder, "lines.csv"), encoding="utf-8") as file:
            text = file.read()
        self.assertIn(old, text)
        with open(os.path.join(folder, "lines.csv"), "w", encoding="utf-8") as file:
            file.write(text.replace(old, new))
        return folder

    def test_who_imports_a_costed_table_is_told_where_it_belongs(self):
        done = self.run_program("import", os.path.join(EXAMPLES, "wiltshire"), status=INPUT)
        for name in ("lines.csv", "totals.csv"):
            self.assertIn(f"{name}: warning: is of a costed table, which podplan reconcile reads",
                          done.stderr.decode())

    def test_a_year_of_the_grant_that_is_wrong_is_named(self):
        folder = self.wiltshire("year 2,,,,,700000", "year 2,,,,,800000")
        self.assertEqual(named(self.reconcile(folder), "kind", "table", "difference"),
                         [("total_differs", "The grant by year", -pounds(100000))])
        text = self.text("reconcile", folder)
        self.assertNotIn("agrees", text)
        self.assertIn("to the nearest £100,000", " ".join(text.split()))

    def test_what_nothing_says_is_not_called_right(self):
        text = " ".join(self.text("reconcile", self.wiltshire()).split())
        self.assertIn("Everything that can be worked out agrees. 3 amounts have neither grade nor "
                      "unit cost and can be checked by totals alone. 1 amount is taken as stated, "
                      "because nothing says what it should be: lines.csv:7, 'family peer "
                      "coaching' in 'over 2 years'. Give fte and grade", text)

    def test_thousands_that_are_rounded_are_no_fault(self):
        self.write("lines", [{"line": f"part {i}", "period": "a year", "amount": 1000 * (40 + i),
                              "rounded_to": 1000} for i in range(9)])
        folder = self.write("totals", [{"period": "a year", "amount": 397000, "rounded_to": 1000}])
        self.assertEqual(named(self.reconcile(folder), "kind", "fault", "difference"),
                         [("total_rounding", False, pounds(1000))])
        self.assertIn("agrees but for rounding", self.text("reconcile", folder))

    def test_a_header_alone_says_what_is_missing_and_nothing_else(self):
        folder = self.wiltshire()
        with open(os.path.join(folder, "lines.csv"), "w", encoding="utf-8") as file:
            file.write("line,period,amount\n")
        notes = self.run_program("reconcile", folder, status=INPUT).stderr.decode()
        self.assertEqual(len(notes.splitlines()), 1, notes)
        self.assertIn("lines.csv: has no row below its header; give each amount",
                      notes)

    def test_backfill_that_goes_on_is_named(self):
        with open(os.path.join(EXAMPLES, "wiltshire", "lines.csv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        next(row for row in rows if row["period"] == "2018/19")["amount"] = "384000"
        with open(os.path.join(EXAMPLES, "wiltshire", "grade_costs.csv"), encoding="utf-8") as file:
            self.write("grade_costs", list(csv.DictReader(file)))
        found = self.reconcile(self.write("lines", rows))
        self.assertEqual(named(found, "kind", "period", "difference"),
                         [("full_year", "2018/19", pounds(192000))])


class Workbook(Reconcile):
    """Every derived figure is a formula, and whoever works it out comes to ours."""

    def book(self, folder):
        answer = self.reconcile(folder, "--out", self.path("out"))
        self.assertEqual(sorted(answer["files"]), sorted(os.listdir(self.path("out"))))
        path = self.path("out", "reconcile.xlsx")
        self.shown = openpyxl.load_workbook(path, data_only=True)
        return answer, openpyxl.load_workbook(path)

    def check(self, book, value_of):
        every = formulas(book)
        for sheet, place, formula in every:
            ours, theirs = self.shown[sheet][place].value, value_of(sheet, place)
            self.assertAlmostEqual(float(theirs), float(ours), delta=1e-9,
                                   msg=f"{sheet}!{place} {formula}")
        return len(every)

    def long_table(self):
        """Lines over several years, by month, week and once, and months in place of dates."""
        self.write("grade_costs", [{"grade": "9", "financial_year": "2023/24", "yearly_cost": 40000},
                                   {"grade": "9", "financial_year": "2025/26", "yearly_cost": 43210.55}])
        self.write("totals", [{"period": "all", "amount": 500000}, {"line": "a", "amount": 300000}])
        line = {"period": "all", "rounded_to": 1}
        return self.write("lines", [
            line | {"line": "a", "grade": "9", "fte": 2.5, "from": "2023-11-10", "to": "2026-02-28",
                    "amount": 228500},
            line | {"line": "b", "fte": 3, "unit_cost": 1234.56, "per": "month", "months": 7.5,
                    "amount": 27777},
            line | {"line": "c", "fte": 4, "unit_cost": 77.7, "per": "week", "weeks": 20.5, "amount": 6371},
            line | {"line": "d", "fte": 9, "unit_cost": 1200, "per": "once", "amount": -10800},
            line | {"line": "e", "amount": 5}])

    def test_every_amount_is_worked_out_in_the_workbook(self):
        folders = [os.path.join(EXAMPLES, *parts) for parts in
                   (("cheshire-east",), ("crewe", "costing"), ("fact22", "costing"), ("wiltshire",))]
        for folder in [*folders, self.long_table()]:
            with self.subTest(folder=os.path.basename(folder)):
                answer, book = self.book(folder)
                self.assertGreater(self.check(book, Calculator(book).cell), 3)
                rows = list(book["Lines"].iter_rows(min_row=2))
                self.assertEqual(len(rows), len(answer["lines"]))
                for row in rows:
                    self.assertTrue(str(row[8].value).startswith("="), row[8].value)
                    self.assertEqual(row[9].value, f"=H{row[0].row}-I{row[0].row}")
                reckoned = [line["reckoned"] for line in answer["lines"]]
                for row, pence in zip(self.shown["Lines"].iter_rows(min_row=2, values_only=True),
                                      reckoned):
                    if pence is not None:
                        self.assertAlmostEqual(row[8], pence / 100, delta=0.001)
                for name, columns in (("Periods", "CDE"), ("Totals", "EFGH")):
                    for row in book[name].iter_rows(min_row=2):
                        for column in columns:
                            self.assertTrue(str(row[ord(column) - 65].value).startswith("="), name)
                shutil.rmtree(self.path("out"))

    def test_libreoffice_agrees_with_every_figure(self):
        if office() is None:
            self.skipTest("LibreOffice is not installed (Debian: libreoffice-calc)")
        for at, folder in enumerate((os.path.join(EXAMPLES, "cheshire-east"), self.long_table())):
            _, book = self.book(folder)
            os.mkdir(self.path(f"office-{at}"))
            calculated = recalculated(book, self.path(f"office-{at}"))
            self.check(book, lambda sheet, place, c=calculated: c[sheet][place].value)


# ---- Random tables with one planted fault ----

MONTHS = {4: 12, 7: 9, 9: 7, 10: 6, 1: 3}  # month of the first day: whole months to 31 March
DAYS = {7: 274, 9: 212, 10: 182, 1: 90}  # the same in days


def month_share(first):
    return MONTHS[first]


class Planted(Reconcile):
    """A fault of each kind in random tables is named, and nothing else."""

    ROUNDS = 40

    def table(self, rng):
        """Lines and totals that agree."""
        grades = rng.sample(range(20, 90), 6)
        self.costs = {f"G{i}": 1000 * cost + rng.randrange(1000) for i, cost in enumerate(grades)}
        self.first = rng.choice([9, 10, 1, 7])
        lines = []
        for i in range(rng.randint(4, 12)):
            grade, fte = rng.choice(sorted(self.costs)), rng.choice([1, 2, 3, 5, 0.5, 2.5])
            for period, first in (("2024/25", self.first), ("2025/26", 4)):
                year = 2025 if first == 1 or period == "2025/26" else 2024
                amount = self.costs[grade] * fte * month_share(first) / 12
                lines.append({"line": f"line {i}", "period": period, "grade": grade, "fte": fte,
                              "from": f"{year}-{first:02d}-01", "amount": int(amount + 0.5)})
        lines.append({"line": "other", "period": "2024/25", "amount": rng.randrange(1000, 90000)})
        rng.shuffle(lines)
        return lines

    def check(self, lines, totals=None):
        if totals is None:
            totals = self.totals(lines)
        self.write("grade_costs", [{"grade": grade, "financial_year": "2024/25",
                                    "yearly_cost": cost} for grade, cost in self.costs.items()])
        self.write("totals", totals)
        return self.reconcile(self.write("lines", lines))

    @staticmethod
    def totals(lines):
        return [{"line": "", "period": period, "amount": sum(
            row["amount"] for row in lines if period in ("", row["period"]))}
            for period in ("2024/25", "2025/26", "")]

    def rounds(self, name):
        for seed in range(self.ROUNDS):
            rng = random.Random(f"{name} {seed}")
            with self.subTest(seed=seed):
                yield rng, self.table(rng)

    @staticmethod
    def costed(lines, period, rng):
        return rng.choice([row for row in lines if row["period"] == period and "grade" in row])

    def test_nothing_is_named_where_all_agrees(self):
        for _, lines in self.rounds("none"):
            self.assertEqual(self.check(lines)["findings"], [])

    def test_a_wrong_grade(self):
        for rng, lines in self.rounds("grade"):
            row = self.costed(lines, rng.choice(["2024/25", "2025/26"]), rng)
            other = rng.choice([grade for grade in sorted(self.costs) if grade != row["grade"]])
            right = row["amount"]
            months = 12 if row["period"] == "2025/26" else month_share(self.first)
            row["amount"] = int(self.costs[other] * row["fte"] * months / 12 + 0.5)
            found = self.check(lines)
            finding, = found["findings"]
            if row["amount"] == int(self.costs[row["grade"]] * row["fte"] + 0.5):
                continue  # a full year of its own grade, by chance
            self.assertEqual((finding["kind"], finding["line"], finding["period"]),
                             ("wrong_grade", row["line"], row["period"]))
            self.assertIn(other, finding["fits"].split(", "))
            self.assertAlmostEqual(finding["difference"], pounds(row["amount"] - right),
                                   delta=POUND)

    def test_a_full_year_in_a_part_year(self):
        for rng, lines in self.rounds("year"):
            row = self.costed(lines, "2024/25", rng)
            right = row["amount"]
            row["amount"] = int(self.costs[row["grade"]] * row["fte"] + 0.5)
            finding, = self.check(lines)["findings"]
            self.assertEqual((finding["kind"], finding["line"]), ("full_year", row["line"]))
            self.assertAlmostEqual(finding["difference"], pounds(row["amount"] - right),
                                   delta=POUND)

    def test_a_full_year_at_a_wrong_grade(self):
        for rng, lines in self.rounds("both"):
            row = self.costed(lines, "2024/25", rng)
            other = rng.choice([grade for grade in sorted(self.costs) if grade != row["grade"]])
            right = row["amount"]
            row["amount"] = int(self.costs[other] * row["fte"] + 0.5)
            finding, = self.check(lines)["findings"]
            self.assertEqual((finding["kind"], finding["line"]), ("wrong_grade", row["line"]))
            self.assertIn(other, finding["fits"].split(", "))
            self.assertIn("a full year of", finding["sentence"])
            self.assertAlmostEqual(finding["difference"], pounds(row["amount"] - right),
                                   delta=POUND)

    def test_an_amount_that_nothing_explains(self):
        for rng, lines in self.rounds("odd"):
            row = self.costed(lines, rng.choice(["2024/25", "2025/26"]), rng)
            added = rng.choice([-1, 1]) * rng.randrange(17, 100)
            row["amount"] += added
            finding, = self.check(lines)["findings"]
            by_days = self.costs[row["grade"]] * row["fte"] * DAYS[self.first] / 365
            if row["period"] == "2024/25" and abs(row["amount"] - by_days) <= max(1, row["fte"]):
                continue  # its days, by chance
            self.assertEqual((finding["kind"], finding["line"]), ("unexplained", row["line"]))
            self.assertIn("other year's cost explains it, nor any two", finding["sentence"])
            self.assertAlmostEqual(finding["difference"], pounds(added), delta=POUND)

    def test_a_total_without_one_of_its_lines(self):
        for rng, lines in self.rounds("total"):
            totals = self.totals(lines)
            row = self.costed(lines, "2025/26", rng)
            totals[1]["amount"] -= row["amount"]
            totals[2]["amount"] -= row["amount"]
            finding, = self.check(lines, totals)["findings"]
            self.assertEqual((finding["kind"], finding["period"], finding["difference"]),
                             ("total_differs", "2025/26", -pounds(row["amount"])))
            if finding["lines"]:  # None when many lines are alike
                self.assertIn("left out", finding["sentence"])

    def test_a_pound_in_a_total_is_rounding(self):
        for rng, lines in self.rounds("pound"):
            totals = self.totals(lines)
            off = rng.choice([-1, 1])
            totals[0]["amount"] += off
            totals[2]["amount"] += off
            finding, = self.check(lines, totals)["findings"]
            self.assertEqual((finding["kind"], finding["fault"], finding["difference"]),
                             ("total_rounding", False, off * POUND))

    def test_months_other_than_the_dates(self):
        for rng, lines in self.rounds("months"):
            part = [row for row in lines if row["period"] == "2024/25" and "grade" in row]
            months = month_share(self.first) + rng.choice([0.5, 0.8, -0.6])
            for row in part:
                row["amount"] = int(self.costs[row["grade"]] * row["fte"] * months / 12 + 0.5)
            found = self.check(lines)
            self.assertEqual(named(found, "kind", "period"), [("other_months", "2024/25")])
            year = next(p for p in found["periods"] if p["period"] == "2024/25")
            self.assertAlmostEqual(year["months"], months, delta=0.01)

    def test_the_order_of_rows_means_nothing(self):
        rng = random.Random("order")
        lines = self.table(rng)
        self.costed(lines, "2024/25", rng)["amount"] += 50
        first = self.check(lines)
        rng.shuffle(lines)
        second = self.check(lines)
        for finding in first["findings"] + second["findings"]:
            del finding["file_line"]
        self.assertEqual(first, second)


class ByDays(Reconcile):
    """Part years that are charged by days of the year, as the forecast does, not by months."""

    COSTS = {("7", 2023): 40000, ("7", 2024): 41620, ("7", 2025): 43000, ("10", 2024): 55000}
    YEARS = {2023: 366, 2024: 365, 2025: 365}

    def find(self, *lines):
        self.write("grade_costs", [
            {"grade": grade, "financial_year": f"{year}/{year % 100 + 1}", "yearly_cost": cost}
            for (grade, year), cost in self.COSTS.items()])
        return self.reconcile(self.write("lines", [
            {"line": f"L{i}", "grade": "7", "fte": 1} | line for i, line in enumerate(lines)]))

    def test_a_line_by_days_is_named(self):
        for year, first, days in ((2024, "2024-04-16", 350), (2023, "2023-04-16", 351),
                                  (2024, "2024-11-05", 147)):
            cost = round(self.COSTS["7", year] * 2.5 * days / self.YEARS[year])
            finding, = self.find({"period": f"{year}/{year % 100 + 1}", "from": first, "fte": 2.5,
                                  "amount": cost})["findings"]
            self.assertEqual((finding["kind"], finding["fault"]), ("by_days", True))
            self.assertIn("charged by days instead of months", finding["sentence"])

    def test_days_of_two_years(self):
        cost = round((40000 * 100 / 366 + 41620 * 20 / 365) * 100) / 100
        finding, = self.find({"period": "start-up", "from": "2023-12-23", "to": "2024-04-20",
                              "amount": cost})["findings"]
        self.assertEqual(finding["kind"], "by_days")

    def test_another_grade_by_days(self):
        finding, = self.find({"period": "2024/25", "from": "2024-11-05",
                              "amount": round(55000 * 147 / 365)})["findings"]
        self.assertEqual((finding["kind"], finding["fits"]), ("wrong_grade", "10"))
        self.assertIn("by days instead of months, the cost of 1 post at grade 10",
                      finding["sentence"])

    def test_lines_that_all_agree_by_days_are_one_finding(self):
        finding, = self.find(*({"period": "2024/25", "from": "2024-11-05", "fte": fte,
                                "amount": round(41620 * fte * 147 / 365)}
                               for fte in (1, 2, 3, 5)))["findings"]
        self.assertEqual(finding["kind"], "by_days")
        self.assertRegex(finding["sentence"], "the lines of 2024/25 agree on 4.83 months, where "
                         "their dates are 4.87: they are charged by days instead of months")

    def test_whole_months_by_months_are_no_finding(self):
        self.assertEqual(self.find({"period": "2024/25", "from": "2024-11-16",
                                    "amount": round(41620 * 4.5 / 12)})["findings"], [])


class OtherYears(Reconcile):
    """What grades cost in other years, and days in other years."""

    COSTS = (("7", "2023/24", 40000), ("7", "2024/25", 41620), ("7", "2025/26", 43000),
             ("10", "2024/25", 55000), ("10", "2025/26", 57351))

    def find(self, **line):
        line = {"line": "A", "period": "2025/26", "grade": "7", "fte": 2, "from": "2025-04-01",
                "to": "2026-03-31"} | line
        self.write("grade_costs", [dict(zip(("grade", "financial_year", "yearly_cost"), row))
                                   for row in self.COSTS])
        finding, = self.reconcile(self.write("lines", [line]))["findings"]
        return finding

    def test_the_costs_of_the_year_before(self):
        finding = self.find(amount=2 * 41620)
        self.assertEqual((finding["kind"], finding["difference"]),
                         ("other_year", -pounds(2 * 1380)))
        self.assertIn("at grade 7 at the costs of 2024/25; at the costs of 2025/26, as the line "
                      "says, it is £86,000", finding["sentence"])

    def test_another_grade_at_the_costs_of_the_year_before(self):
        finding = self.find(amount=2 * 55000)
        self.assertEqual((finding["kind"], finding["fits"]), ("wrong_grade", "10"))
        self.assertIn("at the costs of 2024/25", finding["sentence"])

    def test_a_full_year_at_the_costs_of_an_earlier_year(self):
        finding = self.find(amount=2 * 40000, **{"from": "2025-10-01"})
        self.assertEqual(finding["kind"], "other_year")
        self.assertIn("a full year of 2 posts at grade 7 at the costs of 2023/24",
                      finding["sentence"])

    def test_a_full_year_of_a_line_with_no_day_in_it(self):
        finding = self.find(amount=2 * 43000, **{"from": "2026-05-01", "to": "2026-06-01"})
        self.assertEqual((finding["kind"], finding["reckoned"]), ("full_year", 0))
        self.assertIn("none of its days is in that year", finding["sentence"])

    def test_a_unit_cost_has_no_grade_to_deny(self):
        finding = self.find(grade="", fte=3, unit_cost=100, per="once", amount=450)
        self.assertEqual(finding["kind"], "unexplained")
        self.assertNotIn("grade", finding["sentence"])


class Income(Reconcile):
    """Lines below 0 in totals."""

    def total(self, amount, **others):
        lines = {"A": 86000, "B": 5100, "income": -20000} | others
        self.write("totals", [{"line": "", "period": "2025/26", "amount": amount}])
        finding, = self.reconcile(self.write("lines", [
            {"line": line, "period": "2025/26", "amount": value}
            for line, value in lines.items()]))["findings"]
        return finding

    def test_income_that_is_left_out_is_named(self):
        finding = self.total(91100)
        self.assertEqual(finding["difference"], pounds(20000))
        self.assertIn("The difference is income (-£20,000), left out.", finding["sentence"])

    def test_income_that_is_counted_twice_is_named(self):
        self.assertIn("The difference is income (-£20,000), counted twice.",
                      self.total(51100)["sentence"])

    def test_a_cost_and_an_income_left_out_together(self):
        self.assertIn("The difference is B (£5,100) and income (-£20,000), left out.",
                      self.total(86000)["sentence"])

    def test_costs_beside_income_are_named_as_ever(self):
        self.assertIn("The difference is B (£5,100), left out.", self.total(66000)["sentence"])
        self.assertIn("The difference is B (£5,100), counted twice.",
                      self.total(76200)["sentence"])


class Reckoned(Reconcile):
    """What a single line comes to."""

    def reckon(self, **line):
        self.write("grade_costs", [
            {"grade": "7", "financial_year": "2024/25", "yearly_cost": "36000"},
            {"grade": "7", "financial_year": "2025/26", "yearly_cost": "39600"}])
        row = {"line": "worker", "period": "2024/25", "fte": "2", "amount": "1"}
        row.update((name.rstrip("_"), value) for name, value in line.items())
        found = self.reconcile(self.write("lines", [row]))
        return found["lines"][0]["reckoned"] / POUND

    def test_days_of_a_month_are_its_part(self):
        self.assertEqual(self.reckon(grade="7", from_="2024-09-11", to="2024-09-20"), 2000)
        self.assertEqual(self.reckon(grade="7", from_="2025-02-15", to="2025-02-28"), 3000)

    def test_dates_are_cut_to_the_financial_year(self):
        self.assertEqual(self.reckon(grade="7", from_="2024-10-01", to="2026-03-31"), 36000)

    def test_each_year_of_another_period_has_its_own_cost(self):
        self.assertEqual(self.reckon(grade="7", period="both", from_="2024-10-01",
                                     to="2025-09-30"), 36000 + 39600)

    def test_months_and_weeks_and_once(self):
        self.assertEqual(self.reckon(grade="7", months="7.5"), 45000)
        self.assertEqual(self.reckon(unit_cost="100.50", per="month", months="4"), 804)
        self.assertEqual(self.reckon(unit_cost="163", per="week", weeks="10", fte="44"), 71720)
        self.assertEqual(self.reckon(unit_cost="163", per="week"), 2 * 163 * 52)
        self.assertEqual(self.reckon(unit_cost="99.99", per="once", fte="2.5"), 249.98)


class Refused(Reconcile):
    """Clear words for tables that can not be read."""

    GRADES = [{"grade": "7", "financial_year": "2024/25", "yearly_cost": "40000"}]
    LINE = {"line": "worker", "period": "2024/25", "grade": "7", "fte": "2", "unit_cost": "",
            "from": "", "to": "", "amount": "80000"}

    def refuse(self, column, *words, **changes):
        self.write("grade_costs", self.GRADES)
        answer = self.reconcile(self.write("lines", [dict(self.LINE, **changes)]), status=INPUT)
        fault, = answer["faults"]
        self.assertEqual((fault["file"], fault["line"], fault["column"]), ("lines.csv", 2, column))
        for word in words:
            self.assertIn(word, fault["text"])

    def test_negative_posts(self):
        self.refuse("fte", "'-2'", "allowed: 0 to", fte="-2")

    def test_a_line_that_ends_before_it_begins(self):
        self.refuse("to", "2024-05-01", "before the line begins, on 2024-09-01",
                    **{"from": "2024-09-01", "to": "2024-05-01"})

    def test_posts_without_a_grade(self):
        self.refuse("grade", "blank for 2 posts", "unit_cost", grade="")

    def test_an_unknown_grade(self):
        self.refuse("grade", "'8' has no row in grade_costs.csv", grade="8")

    def test_a_grade_whose_cost_is_not_in_force(self):
        self.refuse("grade", "2023/24", "from 2024/25", period="2023/24")

    def test_a_grade_and_a_unit_cost(self):
        self.refuse("unit_cost", "5000 stands beside the grade '7'", unit_cost="5000")

    def test_a_grade_without_posts(self):
        self.refuse("fte", "of how many", fte="")

    def test_an_amount_that_is_none(self):
        self.refuse("amount", "'80,000'", "like 1234.56", amount="80,000")

    def test_a_line_given_twice(self):
        self.write("grade_costs", self.GRADES)
        answer = self.reconcile(self.write("lines", [self.LINE, self.LINE]), status=INPUT)
        fault, = answer["faults"]
        self.assertEqual(fault["line"], 3)
        self.assertRegex(fault["text"], r"^'.+ 2024/25' is in line 2 already; line, period must be "
                         "unique together")
        answer = self.reconcile(self.write("lines", [dict(self.LINE, table="A")] * 2), status=INPUT)
        fault, = answer["faults"]
        self.assertRegex(fault["text"], r"^'A .+ 2024/25' is in line 2 already; table, line, period")

    def test_a_total_given_twice(self):
        self.write("grade_costs", self.GRADES)
        self.write("totals", [{"line": "", "period": period, "amount": "1"}
                              for period in ("2024/25", "", "2024/25", "")])
        answer = self.reconcile(self.write("lines", [self.LINE]), status=INPUT)
        self.assertEqual(sorted(fault["text"].split(";")[0] for fault in answer["faults"]),
                         ["'2024/25' is in line 2 already",
                          "the total of everything is in line 3 already"])

    def test_a_total_of_nothing(self):
        self.write("grade_costs", self.GRADES)
        self.write("totals", [{"line": "", "period": "2027/28", "amount": "1"}])
        answer = self.reconcile(self.write("lines", [self.LINE]), status=INPUT)
        fault, = answer["faults"]
        self.assertEqual((fault["file"], fault["column"]), ("totals.csv", "period"))
        self.assertIn("no line has '2027/28'", fault["text"])

    def test_a_total_of_no_table(self):
        self.write("grade_costs", self.GRADES)
        self.write("totals", [{"table": "", "line": "", "period": "", "amount": "1"}])
        answer = self.reconcile(self.write("lines", [dict(self.LINE, table="A")]), status=INPUT)
        fault, = answer["faults"]
        self.assertEqual((fault["file"], fault["column"]), ("totals.csv", "table"))
        self.assertIn("every line names its table", fault["text"])

    def test_days_outside_the_period_are_a_warning(self):
        self.write("grade_costs", self.GRADES)
        for changes, words in (({"from": "2025-04-01", "to": "2025-05-31"}, "begins on 2025-04-01"),
                               ({"from": "2023-04-01", "to": "2024-03-31"}, "ends on 2024-03-31")):
            answer = self.reconcile(self.write("lines", [dict(self.LINE, **changes)]))
            warning, = answer["warnings"]
            self.assertIn("no day of the line lies in 2024/25, because it " + words, warning["text"])
        answer = self.reconcile(self.write("lines", [dict(self.LINE, **{
            "from": "2024-09-01", "to": "2025-04-01"})]))
        self.assertEqual(answer["warnings"], [])

    def raw(self, lines, **others):
        folder = self.path("costed")
        os.makedirs(folder, exist_ok=True)
        for name, content in dict(others, lines=lines).items():
            with open(os.path.join(folder, name + ".csv"), "wb") as file:
                file.write(content)
        done = self.run_program("reconcile", folder, "--json", status=INPUT)
        self.assertEqual(done.stderr, b"")
        return json.loads(done.stdout)["faults"]

    def test_files_that_are_no_table_say_what_they_are(self):
        good = b"line,period,amount\nw,2024/25,5\n"
        for lines, words in (
                (b"", "the file is empty"),
                (b"line,period,amount\n", "has no row"),
                (good.decode().encode("utf-16"), "is UTF-16 text; save it as CSV UTF-8"),
                (b"PK\x03\x04" + bytes(range(200)), "is a workbook or an archive"),
                (good.replace(b",", b";"), "must be separated by commas"),
                (good.replace(b"w", b"w\0"), "NUL byte"),
                (good.replace(b"w", b"Caf\xe9"), "is not UTF-8"),
                (good.replace(b"w", b'"w'), "is never closed"),
                (good.replace(b"w", b"x" * 100000), "bytes long; the most is"),
                (good.replace(b"5", b"99999999999999999999"), "'99999999999999999999' is outside"),
                (good.replace(b"5", b"lots"), "'lots' is not an amount in pounds"),
                (b"line,line,period,amount\nw,w,p,1\n", "names this column twice"),
                (b"line,amount\nw,1\n", "lacks this column")):
            fault = self.raw(lines)[0]
            self.assertEqual(fault["file"], "lines.csv")
            self.assertIn(words, fault["text"])

    def test_thousands_of_lines_take_seconds(self):
        grades = [{"grade": f"g{g}", "financial_year": "2024/25", "yearly_cost": 40000 + 100 * g}
                  for g in range(20)]
        lines = [dict(self.LINE, line=f"line {i}", grade=f"g{i % 20}", fte=str(1 + i % 9),
                      amount=str((40000 + 100 * (i % 20)) * (1 + i % 9) + (i == 1234)))
                 for i in range(5000)]
        self.write("grade_costs", grades)
        found = self.reconcile(self.write("lines", lines))["findings"]
        self.assertEqual([finding["line"] for finding in found], ["line 1234"])

    def test_files_by_name_and_what_makes_no_sense(self):
        folder = self.write("grade_costs", self.GRADES)
        self.write("lines", [self.LINE])
        grades, lines = (os.path.join(folder, name) for name in ("grade_costs.csv", "lines.csv"))
        self.assertEqual(self.reconcile(lines, grades)["findings"], [])
        other = self.path("a table.csv")
        os.rename(lines, other)
        self.assertEqual(self.reconcile(grades, other)["findings"], [])
        self.run_program("reconcile", grades, status=USAGE)
        self.run_program("reconcile", folder, other, status=USAGE)
        missing = json.loads(self.run_program("reconcile", folder, "--json", status=INPUT).stdout)
        self.assertIn("required", missing["faults"][0]["text"])
