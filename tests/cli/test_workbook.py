# SPDX-License-Identifier: GPL-3.0-or-later
"""The workbook: every formula, worked out by others, gives our own figure."""
import csv
import json
import os
import shutil
import unittest

import openpyxl

from formulas import Calculator, formulas, office, recalculated
from program import CREWE, TINY, ProgramTest

CENT = 0.000001


class Workbook(ProgramTest):
    def publish(self, service, months=None):
        self.run_program("import", service)
        self.run_program("forecast", *(["--months", str(months)] if months else []))
        self.run_program("publish", "--out", self.path("out"))
        self.book = openpyxl.load_workbook(self.path("out", "podplan.xlsx"))
        self.shown = openpyxl.load_workbook(self.path("out", "podplan.xlsx"), data_only=True)

    def assert_same(self, sheet, place, formula, value):
        ours = self.shown[sheet][place].value
        self.assertIsNotNone(ours, f"{sheet}!{place} has no value of its own")
        self.assertAlmostEqual(float(value), float(ours), delta=CENT,
                               msg=f"{sheet}!{place} {formula}")

    def rows(self, name):
        with open(self.path("out", name + ".csv"), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def test_a_calculator_of_our_own_agrees_with_every_figure(self):
        for service in (CREWE, TINY):
            with self.subTest(service=os.path.basename(service)):
                self.publish(service)
                calculator = Calculator(self.book)
                for sheet, place, formula in formulas(self.book):
                    self.assert_same(sheet, place, formula, calculator.cell(sheet, place))
                sheets = {sheet for sheet, _, _ in formulas(self.book)}
                self.assertLessEqual({"Forecast", "Cost summary", "Funding", "Post costs",
                                      "Savings"}, sheets)
                shutil.rmtree(self.path("out"))

    def test_libreoffice_agrees_with_every_figure(self):
        if office() is None:
            self.skipTest("LibreOffice is not installed (Debian: libreoffice-calc)")
        self.publish(CREWE)
        calculated = recalculated(self.book, self.folder)
        for sheet, place, formula in formulas(self.book):
            value = calculated[sheet][place].value
            self.assertIsInstance(value, (int, float), f"{sheet}!{place} {formula}: {value}")
            self.assert_same(sheet, place, formula, value)
        self.assertGreater(len(formulas(self.book)), 300)

    def test_a_total_is_a_sum_and_a_cost_a_product(self):
        self.publish(CREWE)
        summary = self.book["Cost summary"]
        totals = [row for row in summary.iter_rows(min_row=2, values_only=True)
                  if row[1] == "total"]
        self.assertEqual(len(totals), 6)  # of costs and of funding, in three years
        for row in totals:
            self.assertTrue(row[3].startswith("=SUM("), row)
        for row in self.book["Post costs"].iter_rows(min_row=2):
            at = row[0].row
            self.assertTrue(row[11].value.startswith("='Grade costs'!C"))
            self.assertEqual(row[12].value, f"=ROUND(L{at}*K{at}*H{at}/I{at},2)")

    def test_a_months_cost_can_be_followed_down_to_posts_and_rates(self):
        self.publish(CREWE)
        seen = set()
        for month, _, line, amount in self.book["Cost lines"].iter_rows(min_row=2, values_only=True):
            kind = line.split(":")[0]
            if kind in ("staff", "bank", "agency"):
                self.assertRegex(str(amount), r"'Staff costs'!L" if kind == "staff"
                                 else r"^='Cover bought'!I", f"{month} {line}")
                seen.add(kind)
        self.assertEqual(seen, {"staff", "bank", "agency"})
        for row in self.book["Staff costs"].iter_rows(min_row=2):
            at = row[0].row
            self.assertTrue(row[7].value.startswith("='Grade costs'!C"))
            self.assertIn(f"ROUND(H{at}*G{at}*100,0)*J{at}/K{at}", row[11].value)
        for row in self.book["Cover bought"].iter_rows(min_row=2):
            at = row[0].row
            self.assertTrue(row[3].value.startswith("=Forecast!"))
            self.assertEqual(row[8].value, f"=ROUND(G{at}*D{at}*H{at}/7,2)")
        paid = [row for row in self.book["Costs"].iter_rows(min_row=2, values_only=True)
                if str(row[4]).startswith("='Cost lines'!D")]
        self.assertEqual(len(paid), self.book["Cost lines"].max_row - 1)  # one of each line

    def test_who_is_left_when_the_posts_end_is_a_product_too(self):
        self.publish(CREWE, months=24)  # the posts end in May 2016, contracts of some do not
        surplus = [row[3] for row in self.book["Cost lines"].iter_rows(min_row=2, values_only=True)
                   if row[2].startswith("staff: ") and "Forecast!E" in str(row[3])
                   and "-Forecast!D" in row[3]]
        self.assertGreater(len(surplus), 10)
        calculator = Calculator(self.book)
        for sheet, place, formula in formulas(self.book):
            if sheet in ("Cost lines", "Costs", "Staff costs", "Cover bought"):
                self.assert_same(sheet, place, formula, calculator.cell(sheet, place))

    def test_the_summary_is_the_costs_added_up(self):
        self.publish(CREWE)
        costs = self.rows("costs")
        for row in self.rows("cost_summary"):
            year = [cost for cost in costs if cost["financial_year"] == row["financial_year"]]
            wanted = {
                "total cost": lambda cost: True,
                "paid by funding streams": lambda cost: cost["stream"] != "(unfunded)",
                "not paid by any stream": lambda cost: cost["stream"] == "(unfunded)",
            }.get(row["item"], lambda cost, item=row["item"]: item in (cost["line"], cost["stream"]))
            if row["kind"] != "posts":
                self.assertAlmostEqual(sum(float(cost["amount"]) for cost in year if wanted(cost)),
                                       float(row["amount"]), delta=0.001, msg=str(row))

    def test_a_post_is_charged_for_its_days(self):
        self.publish(CREWE)
        posts = self.rows("post_costs")
        pilot = [row for row in posts if row["financial_year"] == "2016/17"]
        self.assertEqual(len(pilot), 34)
        for row in posts:
            self.assertAlmostEqual(
                float(row["amount"]), float(row["yearly_cost"]) * float(row["fte"]) *
                int(row["days"]) / int(row["days_of_year"]), delta=0.00501)
        # two months of the bid's staff line
        self.assertAlmostEqual(sum(float(row["amount"]) for row in pilot), 944870 * 61 / 365,
                               delta=1)

    def test_json_holds_the_same_tables_as_csv(self):
        self.publish(CREWE)
        with open(self.path("out", "podplan.json"), encoding="utf-8") as file:
            tables = json.load(file)
        for name, rows in tables.items():
            ours = self.rows(name)
            self.assertEqual(len(rows), len(ours), name)
            for row, line in zip(rows, ours):
                self.assertEqual(list(row), list(line), name)
                if "amount" in line and name in ("costs", "cost_summary", "funding"):
                    self.assertEqual(row["amount"], round(float(line["amount"]) * 100))


if __name__ == "__main__":
    unittest.main()
