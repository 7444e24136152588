# SPDX-License-Identifier: GPL-3.0-or-later
"""The workbook: every formula, worked out by others, gives our own figure."""
import csv
import json
import os
import re
import shutil
import unittest

import openpyxl

from formulas import Calculator, formulas, office, recalculated
from program import CREWE, TINY, ProgramTest, rewrite

CENT = 0.000001


class Workbook(ProgramTest):
    def publish(self, service, months=None):
        self.run_program("import", service)
        self.run_program("forecast", *(["--months", str(months)] if months else []))
        self.run_program("publish", "--out", self.path("out"))
        self.open_books()

    def open_books(self):
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
        self.libreoffice_agrees()

    def rows_of(self, sheet):
        return list(self.book[sheet].iter_rows(min_row=2, values_only=True))

    def libreoffice_agrees(self):
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
            self.assertEqual(row[12].value, f"=ROUND(ROUND(L{at}*100,0)*ROUND(K{at}*1000,0)*H{at}"
                             f"/(1000*I{at}),0)/100")

    def test_a_months_cost_can_be_followed_down_to_posts_and_rates(self):
        self.publish(CREWE)
        seen = set()
        for month, _, line, amount in self.book["Cost lines"].iter_rows(min_row=2, values_only=True):
            kind = line.split(":")[0]
            self.assertRegex(str(amount), {"staff": r"^=SUM\('Staff paid'!K",
                                           "bank": r"^='Cover bought'!I",
                                           "agency": r"^='Cover bought'!I",
                                           "recruitment": r"'Recruit rates'!D"}.get(
                                               kind, r"'Other costs'!F"), f"{month} {line}")
            seen.add(kind)
        self.assertLessEqual({"staff", "bank", "agency", "office", "travel"}, seen)
        for row in self.book["Staff paid"].iter_rows(min_row=2):
            self.assertRegex(row[5].value, r"^=SUM\('Staff costs'!L\d+:L\d+\)$")
            self.assertRegex(row[7].value, r"^=(F\d+|ROUND\(ROUND\(F\d+\*100,0\)\*"
                             r"ROUND\(G\d+\*1000,0\)/ROUND\('Pay rates'!D\d+\*1000,0\),0\)/100)$")
        for row in self.book["Staff costs"].iter_rows(min_row=2):
            at = row[0].row
            self.assertTrue(row[7].value.startswith("='Grade costs'!C"))
            self.assertIn(f"ROUND(ROUND(H{at}*100,0)*ROUND(G{at}*1000,0)/1000,0)*J{at}/K{at}", row[11].value)
        for row in self.book["Cover bought"].iter_rows(min_row=2):
            at = row[0].row
            self.assertTrue(row[3].value.startswith("=Forecast!"))
            self.assertEqual(row[8].value, f"=ROUND(ROUND(G{at}*100,0)*ROUND(D{at}*1000,0)*H{at}"
                             "/7000,0)/100")
        paid = [row for row in self.book["Costs"].iter_rows(min_row=2, values_only=True)
                if str(row[4]).startswith("='Cost lines'!D")]
        self.assertEqual(len(paid), self.book["Cost lines"].max_row - 1)  # one of each line

    def test_the_staffing_plan_is_products_and_their_sum(self):
        self.publish(CREWE)
        rows = list(self.book["Staffing plan"].iter_rows(min_row=2))
        self.assertGreater(len(rows), 60)
        for row in rows:
            at = row[0].row
            self.assertEqual(row[15].value,
                             f"=ROUND(ROUND(J{at}*100,0)*ROUND(E{at}*1000,0)/1000,0)/100")
            for price in (row[10].value, row[11].value, row[12].value):
                self.assertRegex(str(price), r"^(None|='Cover rates'!E\d+)$")
            self.assertEqual(row[16].value, "=" + "+".join(
                f"ROUND(ROUND({price}{at}*100,0)*ROUND({fte}{at}*1000,0)*N{at}/7000,0)/100"
                for price, fte in ("KF", "LG", "MH")))
            self.assertEqual(row[17].value,
                             f"=ROUND(ROUND(O{at}*100,0)*ROUND(D{at}*1000,0)/1000,0)/100")
            self.assertEqual(row[18].value, f"=SUM(P{at}:R{at})")

    def test_who_is_planned_above_the_posts_costs_the_grade_of_the_role(self):
        self.publish(self.spine_service())
        above = [row for row in self.book["Staffing plan"].iter_rows(min_row=2) if row[21].value]
        self.assertTrue(above)
        for row in above:
            at = row[0].row
            self.assertRegex(row[22].value, r"^='Pay rates'!X\d+$")
            self.assertTrue(row[15].value.endswith(
                f"+ROUND(ROUND((W{at}-J{at})*100,0)*ROUND(V{at}*1000,0)/1000,0)/100"))

    def test_the_caseload_is_what_the_need_follows_from(self):
        self.publish(CREWE)
        months, forecast = self.rows("caseload_forecast"), self.rows("forecast")
        needed = [float(row["needed"]) for row in forecast if row["role"] == "(all)"]
        self.assertEqual([float(row["needed_fte"]) for row in months], needed)
        for row in months:
            self.assertAlmostEqual(float(row["repeat_referrals"]), 0.22 * float(row["referrals"]), 2)
            self.assertAlmostEqual(float(row["full"]),
                                   100 * float(row["load"]) / float(row["capacity"]), 1)
        children = [cell.value for cell in self.book["Caseload forecast"]["M"]][1:]
        self.assertEqual(children, [f"=SUM(H{at}:L{at})" for at in range(2, len(children) + 2)])

    def test_what_was_received_is_the_sum_of_instalments(self):
        self.publish(CREWE)
        received = [str(row[4]) for row in self.rows_of("Cash")]
        self.assertTrue(any(value.startswith("=SUM(Instalments!C") for value in received))
        for row, value in zip(self.rows("cash"), received):
            self.assertTrue(value.startswith("=") or float(row["received_to_date"]) == 0, value)

    def every_cost_is_worked_out(self):
        """No figure of these sheets that follows from others is a number, and all of them agree."""
        derived = {"Cost lines": "D", "Staffing plan": "JPQRS", "Pay rates": "KNUX",
                   "Staff paid": "K", "Cost summary": "D", "Funding": "FG", "Cash": "CDF"}
        for sheet, columns in derived.items():
            for row in self.book[sheet].iter_rows(min_row=2):
                for column in columns:
                    value = row[ord(column) - ord("A")].value
                    self.assertTrue(str(value).startswith("="), f"{sheet}!{column}{row[0].row}: "
                                    f"{value} of {[cell.value for cell in row]}")
        calculator = Calculator(self.book)
        for sheet, place, formula in formulas(self.book):
            self.assert_same(sheet, place, formula, calculator.cell(sheet, place))

    def test_of_a_plan_with_training_every_cost_is_worked_out(self):
        self.run_program("import", TINY)
        self.run_program("plan", "--rounds", "2")
        self.run_program("publish", "--out", self.path("out"))
        self.open_books()
        training = [row[3] for row in self.book["Cost lines"].iter_rows(min_row=2, values_only=True)
                    if row[2] == "training"]
        self.assertTrue(training)
        for amount in training:
            self.assertRegex(str(amount), r"^=SUM\(Training!H\d+:H\d+\)")
        self.every_cost_is_worked_out()

    def spine_service(self):
        """Crewe with points, people lent, posts above the grade, costs that go back, and more."""
        folder = self.copy(CREWE)
        with open(os.path.join(CREWE, "grade_costs.csv"), encoding="utf-8") as file:
            grades = [line.strip().split(",") for line in file][1:]
        with open(os.path.join(folder, "spine_points.csv"), "w", encoding="utf-8") as file:
            file.write("grade,point,financial_year,yearly_cost\n")
            for grade, year, cost in grades:
                for point in range(20, 26):
                    file.write(f"{grade},{point},{year},{max(0, int(cost) + 731 * (point - 22))}\n")

        def points(text):
            lines = text.decode().splitlines()
            head = lines[0] + ",point"
            return "\n".join([head, *(f"{line},{20 + at % 6 if at % 4 else ''}"
                                      for at, line in enumerate(lines[1:]))]).encode()
        rewrite(folder, "practitioners", points)
        with open(os.path.join(folder, "secondments.csv"), "w", encoding="utf-8") as file:
            file.write("practitioner,from,to,paid_by,backfill_to,backfill_stream\n"
                       "FP01,2015-09-01,2016-04-30,service,2015-12-31,\n"
                       "PM1,2015-10-10,2016-02-20,host,,\n")
        with open(os.path.join(folder, "pipeline.csv"), "w", encoding="utf-8") as file:
            file.write("candidate,role,fte,stage,since\nnew,family-practitioner,0.8,offered,2015-02-20\n")
        rewrite(folder, "costs", lambda text: text + b"refunds,2015-05-05,2016-02-02,-12345.67,\n"
                b"office,2015-07-01,2015-07-31,1000,\n")
        rewrite(folder, "posts", lambda text: re.sub(
            rb"(P-FP(?:0[5-9]|20),family-practitioner,[a-z]+,),", rb"\1consultant,",
            text.replace(b"2016-05-31", b"2015-12-13", 14)))
        return folder

    def test_of_people_paid_by_points_every_cost_is_worked_out(self):
        self.publish(self.spine_service(), months=24)
        kinds = {row[2].split(":")[0] for row in self.rows_of("Cost lines")}
        self.assertLessEqual({"staff", "seconded out", "bank", "refunds"}, kinds)
        self.assertLessEqual({"in posts", "above the posts", "seconded out"},
                             {row[3] for row in self.rows_of("Staff paid")})
        self.every_cost_is_worked_out()

    def test_libreoffice_agrees_with_pay_by_points(self):
        if office() is None:
            self.skipTest("LibreOffice is not installed (Debian: libreoffice-calc)")
        self.publish(self.spine_service(), months=24)
        self.libreoffice_agrees()

    def halves_service(self):
        """Crewe where many a product has half a penny: 57,351 x 0.235 is 13,477.485."""
        folder = self.copy(CREWE)
        rewrite(folder, "posts", lambda text: re.sub(rb",1(\.0+)?,(20\d\d-)", rb",0.235,\2", text))
        rewrite(folder, "grade_costs", lambda text: re.sub(rb",[0-9.]+(\r?\n)", rb",57351\1", text))
        return folder

    def test_half_a_penny_goes_the_same_way_in_every_spreadsheet(self):
        self.publish(self.halves_service())
        halves = {row[6] for row in self.rows_of("Staff costs")}
        self.assertIn(0.235, halves)
        self.every_cost_is_worked_out()
        if office() is not None:
            self.libreoffice_agrees()

    def test_those_in_post_follow_from_starters_and_leavers(self):
        """To the thousandth, in the figures and as a formula, of every role and of all together."""
        self.publish(CREWE)
        before, starters = {}, 0
        for place, row in enumerate(self.rows("forecast"), 2):
            now = {name: round(1000 * float(row[name]))
                   for name in ("in_post", "starters", "leavers", "moved")}
            if row["role"] in before:
                self.assertEqual(now["in_post"], before[row["role"]] + now["starters"]
                                 - now["leavers"] + now["moved"], row)
                self.assertRegex(self.book["Forecast"][f"E{place}"].value,
                                 r"^=SUM" if row["role"] == "(all)"
                                 else rf"^=E\d+\+N{place}-O{place}\+P{place}$")
            before[row["role"]] = now["in_post"]
            starters += now["starters"] if row["role"] == "(all)" else 0
        self.assertGreater(starters, 30000)

    def test_recruiting_is_a_product_of_recruits_and_what_one_costs(self):
        self.publish(CREWE)
        one = {row["role"]: round(100 * (float(row["recruit_cost"]) + float(row["training_cost"])))
               for row in self.rows("recruit_rates")}
        wanted, lines, paid = {}, {}, {}
        for row in self.rows("forecast"):
            if one.get(row["role"]):
                pence = (round(1000 * float(row["recruits"])) * one[row["role"]] + 500) // 1000
                wanted[row["month"]] = wanted.get(row["month"], 0) + pence
        for place, row in enumerate(self.rows("cost_lines"), 2):
            if row["line"].startswith("recruitment: "):
                self.assertRegex(self.book["Cost lines"][f"D{place}"].value,
                                 r"^=ROUND\(ROUND\('Recruit rates'!D\d+.*Forecast!Q\d+")
                lines[row["month"]] = lines.get(row["month"], 0) + round(100 * float(row["amount"]))
        for row in self.rows("costs"):
            if row["line"].startswith("recruitment: "):
                paid[row["month"]] = paid.get(row["month"], 0) + round(100 * float(row["amount"]))
        self.assertGreater(len(lines), 6)
        self.assertEqual({month: pence for month, pence in wanted.items() if pence}, lines)
        self.assertEqual(lines, paid)
        self.assertEqual(sum(round(100 * float(row["amount"])) for row in self.rows("costs")),
                         sum(year["total_cost"] for year in self.answer("forecast")["years"]))

    def test_the_pods_of_a_role_add_up_to_it(self):
        """Every figure of the forecast, and the cost to the penny; a post that is empty is its pod's."""
        self.publish(CREWE)
        pods, roles, costs = {}, {}, {}
        figures = ("establishment", "in_post", "vacancy", "bank", "agency", "overtime", "unmet")
        for row in self.rows("forecast_pods"):
            sums = pods.setdefault((row["month"], row["role"]), dict.fromkeys(figures, 0))
            for figure in figures:
                self.assertGreaterEqual(float(row[figure]), 0)
                sums[figure] += round(1000 * float(row[figure]))
            costs[row["month"]] = costs.get(row["month"], 0) + round(100 * float(row["cost"]))
        for row in self.rows("forecast"):
            if row["role"] != "(all)" and any(float(row[figure]) for figure in figures):
                roles[row["month"], row["role"]] = {f: round(1000 * float(row[f])) for f in figures}
        self.assertEqual(pods, roles)
        kinds = ("staff: ", "seconded out: ", "bank: ", "agency: ", "overtime: ", "recruitment: ")
        paid = {}
        for row in self.rows("cost_lines"):
            if row["line"].startswith(kinds):
                paid[row["month"]] = paid.get(row["month"], 0) + round(100 * float(row["amount"]))
        self.assertEqual(costs, paid)
        south = [row for row in self.rows("forecast_pods")
                 if (row["role"], row["pod"], row["month"]) == ("administrator", "south", "2015-06-01")]
        self.assertEqual([(row["in_post"], row["agency"]) for row in south], [("0.000", "1.000")])

    def test_overtime_is_worked_out_like_bank_and_agency(self):
        folder = self.copy(CREWE, "overtime")
        rewrite(folder, "cover_costs", lambda text: text + b"family-practitioner,overtime,480,0,0.5\n")
        self.publish(folder)
        bought = [row for row in self.rows_of("Cover bought") if row[2] == "overtime"]
        self.assertGreater(len(bought), 10)
        for row in bought:
            self.assertRegex(row[3], r"^=Forecast!I\d+$")
        self.assertTrue(any(row["line"] == "overtime: Family practitioner" for row in self.rows("costs")))
        overtime = [row for row in self.rows("ranges") if row["line"] == "overtime"]
        self.assertTrue(any(float(row["p50_fte"]) == 0.5 for row in overtime))
        self.assertTrue(all(float(row["p90_fte"]) <= 0.5 for row in overtime))
        self.every_cost_is_worked_out()

    def test_who_is_left_when_the_posts_end_is_a_product_too(self):
        self.publish(CREWE, months=24)  # the posts end in May 2016, contracts of some do not
        surplus = [row for row in self.rows_of("Staff paid") if row[3] == "above the posts"]
        self.assertGreater(len(surplus), 10)
        for row in surplus:
            self.assertRegex(row[6], r"^=Forecast!L\d+$")
            self.assertIn("'Grade costs'!C", row[7])
        self.every_cost_is_worked_out()

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
