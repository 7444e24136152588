# SPDX-License-Identifier: GPL-3.0-or-later
"""Two scenarios as a page, a workbook, JSON and CSV: all of them say the same."""
import csv
import json
import os
import pty
import re
import subprocess
import xml.etree.ElementTree as ET

import openpyxl

from formulas import Calculator, formulas, office, recalculated
from program import CREWE, DONE, PODPLAN, USAGE, ProgramTest

CENT = 0.000001


class Comparison(ProgramTest):
    def setUp(self):
        super().setUp()
        self.text("import", CREWE)
        self.text("scenario", "add", "inspection", "--change",
                  "posts family-practitioner 2 2015-10-01", "--change", "pay 2.5 2016-04-01")
        self.said = self.answer("forecast", "--scenario", "inspection", "--out", self.path("out"))
        with open(self.path("out", "comparison.html"), encoding="utf-8") as file:
            self.page = file.read()

    def rows(self, name):
        with open(self.path("out", name + ".csv"), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def test_every_file_that_is_told_is_there_and_no_other(self):
        self.assertEqual(sorted(self.said["files"]), sorted(os.listdir(self.path("out"))))

    def test_the_years_are_those_that_are_said(self):
        said = {(row["year"], row["line"]): row for row in self.said["comparison"]}
        years = self.rows("comparison_years")
        self.assertEqual(len(years), 3 * 8)
        for row in years:
            other = said[row["financial_year"], row["line"]]
            for side in ("scenario", "against", "difference"):
                self.assertEqual(round(float(row[side]) * 1000), other[side], row)
        totals = [row for row in self.rows("comparison_costs") if row["kind"] == "total"]
        self.assertEqual(len(totals), 3)
        for row in totals:
            other = said[row["financial_year"], "total_cost"]
            for side in ("scenario", "against", "difference"):
                self.assertEqual(round(float(row[side]) * 100), other[side], row)

    def test_a_difference_is_a_subtraction_a_total_a_sum(self):
        book = openpyxl.load_workbook(self.path("out", "comparison.xlsx"))
        for name, column in (("Years", 5), ("Cost by year", 5), ("Months", 6), ("Lines", 6)):
            rows = list(book[name].iter_rows(min_row=2))
            self.assertGreater(len(rows), 6)
            for row in rows:
                at, letter = row[0].row, row[column].column_letter
                if row[column].value is not None:
                    one, other = chr(ord(letter) - 2), chr(ord(letter) - 1)
                    self.assertEqual(row[column].value, f"={one}{at}-{other}{at}")
        for row in book["Cost by year"].iter_rows(min_row=2, values_only=True):
            if row[1] == "total":
                self.assertTrue(row[3].startswith("=SUM(") and row[4].startswith("=SUM("), row)

    def test_every_figure_of_a_side_can_be_followed_down_to_its_posts_and_rates(self):
        book = openpyxl.load_workbook(self.path("out", "comparison.xlsx"))
        for name, sheet in (("Months", "Forecast"), ("Lines", "Costs")):
            for row in book[name].iter_rows(min_row=2):
                for cell, side in ((row[4], "Scenario"), (row[5], "Against")):
                    if cell.value not in (None, 0):  # 0: only the other side has the row
                        self.assertTrue(str(cell.value).startswith(f"='{side} {sheet}'!"),
                                        f"{name}!{cell.coordinate}: {cell.value}")
        for side, other in (("Scenario", "Against"), ("Against", "Scenario")):
            for name, column in (("Cost lines", 3), ("Staff costs", 11), ("Staff paid", 10),
                                 ("Cover bought", 8)):
                rows = list(book[f"{side} {name}"].iter_rows(min_row=2, values_only=True))
                self.assertGreater(len(rows), 20)
                for row in rows:
                    self.assertTrue(str(row[column]).startswith("="), row)
                    self.assertNotIn(other, str(row[column]))

    def check_formulas(self, value_of):
        path = self.path("out", "comparison.xlsx")
        shown = openpyxl.load_workbook(path, data_only=True)
        every = formulas(openpyxl.load_workbook(path))
        self.assertGreater(len(every), 4000)
        for sheet, place, formula in every:
            ours, theirs = shown[sheet][place].value, value_of(sheet, place)
            self.assertIsInstance(theirs, (int, float), f"{sheet}!{place} {formula}: {theirs}")
            self.assertAlmostEqual(float(theirs), float(ours), delta=CENT,
                                   msg=f"{sheet}!{place} {formula}")

    def test_a_calculator_of_our_own_agrees_with_every_figure(self):
        calculator = Calculator(openpyxl.load_workbook(self.path("out", "comparison.xlsx")))
        self.check_formulas(calculator.cell)

    def test_libreoffice_agrees_with_every_figure(self):
        if office() is None:
            self.skipTest("LibreOffice is not installed (Debian: libreoffice-calc)")
        book = recalculated(openpyxl.load_workbook(self.path("out", "comparison.xlsx")),
                            self.folder)
        self.check_formulas(lambda sheet, place: book[sheet][place].value)

    def test_json_holds_the_same_rows_as_csv(self):
        with open(self.path("out", "comparison.json"), encoding="utf-8") as file:
            tables = json.load(file)
        self.assertEqual(len(tables), 5)
        for name, rows in tables.items():
            ours = self.rows(name)
            self.assertEqual(len(rows), len(ours), name)
            self.assertEqual(list(rows[0]), list(ours[0]), name)

    def test_the_page_has_charts_of_what_differs_and_names_what_does_not(self):
        charts = re.findall(r"<figure id=\"([^\"]+)\"", self.page)
        self.assertEqual(charts[:3], ["both-posts", "diff-establishment", "diff-in-post"])
        self.assertIn("diff-cost", charts)
        self.assertNotIn("diff-unmet", charts)
        self.assertRegex(self.page, r"In every month the same: [^<]*Uncovered")
        for drawing in re.findall(r"<svg class=\"chart\".*?</svg>", self.page, re.DOTALL):
            root = ET.fromstring(drawing)
            self.assertTrue(root.find("title").text and root.find("desc").text)
        ids = re.findall(r'\bid="([^"]+)"', self.page)
        self.assertEqual(len(ids), len(set(ids)))
        self.assertIn("posts family-practitioner 2 2015-10-01", self.page)
        self.assertIn("In the 1 month of 2014/15 nothing differs.", self.page)
        more = next(row for row in self.said["comparison"]
                    if row["year"] == "2015/16" and row["line"] == "total_cost")
        self.assertIn(f"it costs £{more['difference'] / 100:,.0f} more", self.page)

    def test_the_same_forecasts_give_the_same_bytes(self):
        self.text("forecast", "--scenario", "inspection", "--out", self.path("again"))
        for name in os.listdir(self.path("out")):
            with open(self.path("out", name), "rb") as one, \
                 open(self.path("again", name), "rb") as other:
                self.assertEqual(one.read(), other.read(), name)

    def test_progress_is_shown_on_a_terminal_only(self):
        command = ("forecast", "--scenario", "inspection")
        self.assertEqual(self.run_program(*command).stderr, b"")
        ours, theirs = pty.openpty()
        with subprocess.Popen([PODPLAN, "--db", self.db, *command], stdout=subprocess.DEVNULL,
                              stderr=theirs) as running:
            os.close(theirs)
            shown = b""
            try:
                while part := os.read(ours, 4096):
                    shown += part
            except OSError:  # how Linux says that nobody writes any more
                pass
        os.close(ours)
        self.assertEqual(running.returncode, DONE)
        self.assertRegex(shown, rb"workforce: paths of role \d+ of 6")
        self.assertTrue(shown.endswith(b"\r\x1b[K"), shown[-80:])

    def test_a_folder_without_scenarios_is_refused(self):
        self.run_program("forecast", "--out", self.path("more"), status=USAGE)
        self.assertFalse(os.path.exists(self.path("more")))
