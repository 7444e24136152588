# SPDX-License-Identifier: GPL-3.0-or-later
"""The charts of the page: sound SVG that says what it is, with its figures in a table below."""
import csv
import os
import re
import xml.etree.ElementTree as ET

from program import CREWE, TINY, ProgramTest

SVG = "{http://www.w3.org/2000/svg}"


class Charts(ProgramTest):
    def setUp(self):
        super().setUp()
        self.run_program("import", CREWE)
        self.said = " ".join(self.text("forecast").split())
        self.run_program("publish", "--out", self.path("out"))
        with open(self.path("out", "report.html"), encoding="utf-8") as file:
            self.page = file.read()

    def rows(self, name):
        with open(self.path("out", name + ".csv"), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def figure(self, name):
        """The drawing and the table of a chart."""
        begin = self.page.index(f'<figure id="{name}"')
        return self.page[begin:self.page.index("</details>", begin)]

    def drawings(self):
        return [ET.fromstring(drawing) for drawing in
                re.findall(r"<svg class=\"chart\".*?</svg>", self.page, re.DOTALL)]

    def table(self, name):
        body = re.search(r"<tbody>(.*?)</tbody>", self.figure(name), re.DOTALL)[1]
        return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in body.splitlines() if row]

    def test_every_chart_has_title_description_and_table(self):
        drawings = self.drawings()
        self.assertEqual(len(drawings), 3)
        for drawing in drawings:
            title, about = drawing.find("title"), drawing.find("desc")
            self.assertTrue(title.text and about.text)
            self.assertEqual(drawing.get("role"), "img")
            self.assertEqual(drawing.get("aria-labelledby"),
                             f"{title.get('id')} {about.get('id')}")
        self.assertNotIn("<script", self.page)
        ids = re.findall(r'\bid="([^"]+)"', self.page)
        self.assertEqual(len(ids), len(set(ids)))
        for used in re.findall(r"url\(#([^)]+)\)", self.page):
            self.assertIn(used, ids)

    def test_people_in_post_are_those_of_the_forecast(self):
        months = [row for row in self.rows("forecast") if row["role"] == "(all)"]
        table = self.table("chart-posts")
        self.assertEqual(len(table), len(months))
        for shown, month in zip(table, months):
            for cell, column in zip(shown[1:4], ("establishment", "in_post", "needed")):
                self.assertAlmostEqual(float(cell), float(month[column]), delta=0.005001)

    def test_the_range_is_that_of_the_paths(self):
        ranges = [row for row in self.rows("ranges")
                  if row["role"] == "(all)" and row["line"] == "in_post" and row["months"] == "1"]
        self.assertGreater(len(ranges), 0)
        for shown, month in zip(self.table("chart-posts"), ranges):
            for cell, column in zip(shown[4:7], ("p10_fte", "p90_fte", "p50_fte")):
                self.assertAlmostEqual(float(cell), float(month[column]), delta=0.005001)

    def test_middle_and_mean_are_told_apart(self):
        self.assertRegex(self.said, r"in post \S+ \(\S+ to \S+\).* in the last month: the middle of "
                         "the simulated paths, and within the brackets 8 of 10 of them")
        self.assertRegex(self.said, r"Cost 2015/16 £\S+ \(£\S+ to £\S+\).*: the middle of the "
                         "simulated paths; the costs of the years above are the mean of all of them")

    def test_vacancies_are_stacked_by_what_covers_them(self):
        months = [row for row in self.rows("forecast") if row["role"] == "(all)"]
        for shown, month in zip(self.table("chart-cover"), months):
            for cell, column in zip(shown[1:], ("vacancy", "bank", "agency", "unmet")):
                self.assertAlmostEqual(float(cell), float(month[column]), delta=0.005001)
            # Cover that has its notice is paid for a while after the vacancy has gone.
            self.assertGreaterEqual(sum(map(float, shown[2:])), float(month["vacancy"]) - 0.02)

    def test_without_a_vacancy_there_is_a_sentence_and_no_empty_chart(self):
        self.run_program("import", os.path.join(os.path.dirname(CREWE), "fact22"))
        self.run_program("forecast")
        self.run_program("publish", "--out", self.path("out"))
        with open(self.path("out", "report.html"), encoding="utf-8") as file:
            page = file.read()
        self.assertNotIn('id="chart-cover"', page)
        self.assertIn("No post is vacant or covered in these months.", page)
        self.assertIn('id="chart-posts"', page)

    def test_of_how_many_months_the_cost_of_a_year_is_stands_below_it(self):
        months = [row[0] for row in self.table("chart-money")]
        self.assertEqual(months, ["2014/15, cost of 1 month", "2015/16, cost of 12 months",
                                  "2016/17, cost of 2 months"])
        for label in months:
            self.assertIn(f">{label.split(', ')[1]}</text>", self.figure("chart-money"))

    def test_averages_of_a_year_are_those_of_its_months(self):
        months = [row for row in self.rows("forecast") if row["role"] == "(all)"]
        first = 0
        for year in self.answer("forecast")["years"]:
            part = months[first:first + year["months"]]
            first += len(part)
            for line in ("establishment", "vacancy", "unmet"):
                mean = sum(float(month[line]) for month in part) * 1000 / len(part)
                self.assertLessEqual(abs(year[line] - mean), 0.5 + 1e-6, (year["year"], line))
        self.assertEqual(first, len(months))

    def test_a_cost_that_any_stream_may_pay_is_not_called_unfunded(self):
        with open(os.path.join(CREWE, "costs.csv"), encoding="utf-8", newline="") as file:
            given = sorted((row["line"], row["from"], row["stream"]) for row in csv.DictReader(file))
        self.assertEqual(given, sorted((row["line"], row["from"], row["stream"])
                                       for row in self.rows("other_costs")))

    def test_only_kinds_of_funding_that_there_are_stand_in_the_legend(self):
        self.run_program("import", TINY)
        self.run_program("forecast")
        self.run_program("publish", "--out", self.path("out"))
        with open(self.path("out", "report.html"), encoding="utf-8") as file:
            self.page = file.read()
        heads = re.findall(r"<th scope=\"col\" class=\"n\">funding: (.*?)</th>",
                           self.figure("chart-money"))
        self.assertEqual(heads, ["council cash"])

    def test_cost_and_funding_of_a_year_add_up(self):
        costs, streams = self.rows("costs"), self.rows("funding")
        heads = re.findall(r"<th scope=\"col\" class=\"n\">(.*?)</th>", self.figure("chart-money"))
        for shown in self.table("chart-money"):
            amounts = [int(cell.replace("£", "").replace(",", "")) for cell in shown[1:]]
            for kind, rows in (("cost", costs), ("funding", streams)):
                wanted = sum(float(row["amount"]) for row in rows
                             if row["financial_year"] == shown[0].split(",")[0])
                drawn = [amount for head, amount in zip(heads, amounts)
                         if head.startswith(kind + ":")]
                self.assertAlmostEqual(sum(drawn), wanted, delta=len(drawn))
