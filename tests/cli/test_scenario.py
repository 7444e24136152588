# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios: named, copied, compared, adopted; the service stays as it is until then."""
import csv
import os
import unittest

from program import ROOT, STATE, USAGE, ProgramTest, rewrite

CREWE = os.path.join(ROOT, "examples", "crewe")


class Scenarios(ProgramTest):
    def setUp(self):
        super().setUp()
        self.text("import", CREWE)

    def add(self, name, *changes, copy=None):
        args = ["scenario", "add", name] + (["--copy", copy] if copy else [])
        for change in changes:
            args += ["--change", change]
        return self.answer(*args)

    def compare(self, one, other=None, *more):
        args = ["forecast", "--scenario", one] + (["--against", other] if other else [])
        rows = self.answer(*args, *more)["comparison"]
        return {(row["year"], row["line"]): row for row in rows}

    def test_a_scenario_that_changes_nothing_differs_by_nothing(self):
        self.add("same")
        for row in self.compare("same").values():
            self.assertEqual(row["difference"], 0, row)

    def idle(self, *args):
        """What an answer says of changes without effect: change and sentence."""
        return {row["change"]: row["sentence"] for row in self.answer(*args)["idle"]}

    def test_a_scenario_against_itself_is_refused(self):
        self.add("one", "leavers -10")
        for args, words in ((["one", "--against", "one"], "scenario one would be compared with itself"),
                            (["baseline"], "the baseline would be compared with itself"),
                            (["baseline", "--against", "baseline"], "name another")):
            notes = self.run_program("forecast", "--scenario", *args, status=USAGE).stderr.decode()
            self.assertIn(words, notes)
        self.add("two", copy="one")
        notes = self.run_program("forecast", "--scenario", "one", "--against", "two").stderr.decode()
        self.assertIn("scenarios one and two make the same changes, so nothing differs", notes)

    def test_a_change_behind_the_horizon_is_said(self):
        late = {"posts administrator 1 2016-06-01": "the forecast ends on 2016-05-31",
                "referrals 10 2019-01-01": "the forecast ends on 2016-05-31",
                "end-agency 2099-01-01": "give an earlier day, or forecast more --months",
                "close-team north 2030-01-01": "the forecast ends on 2016-05-31",
                "pay 3 2017-04-01": "the forecast ends on 2016-05-31"}
        real = ["posts administrator 1 2016-05-31", "pay 3 2016-04-01", "leavers 20",
                "end-agency 2015-12-31"]
        added = {row["change"]: row["sentence"] for row in self.add("late", *late, *real)["idle"]}
        self.assertEqual(list(added), list(late))
        for change, words in late.items():
            self.assertIn("changes no figure of the forecast from 2015-03-01 to 2016-05-31, because",
                          added[change])
            self.assertIn(words, added[change])
        self.assertEqual(self.idle("forecast", "--scenario", "late"), added)
        more = self.idle("forecast", "--scenario", "late", "--months", "60")
        self.assertEqual(list(more), ["end-agency 2099-01-01", "close-team north 2030-01-01"])

    def test_a_change_of_nothing_is_said_with_its_reason(self):
        found = {row["change"]: row["sentence"] for row in self.add(
            "idle", "leavers 0", "pay 0 2015-04-01", "referrals 0 2015-06-01",
            "end-agency 2015-12-31", "end-agency 2016-02-29")["idle"]}
        for change in ("leavers 0", "pay 0 2015-04-01", "referrals 0 2015-06-01"):
            self.assertIn("because 0 changes nothing", found[change])
        self.assertIn("the other changes of the scenario leave nothing", found["end-agency 2016-02-29"])
        self.assertNotIn("end-agency 2015-12-31", found)

    def test_who_has_nothing_to_change_is_told_where_to_look(self):
        folder = self.copy(CREWE, "other")
        for table in ("workforce_history", "demand"):
            os.remove(os.path.join(folder, table + ".csv"))
        for table in ("cover_costs", "posts"):
            rewrite(folder, table, lambda text: b"\n".join(
                line for line in text.splitlines() if b"agency" not in line and b",north," not in line)
                + b"\n")
        rewrite(folder, "practitioners", lambda text: text.replace(
            b",north,", b",south,").replace(b",agency,", b",fixed term,"))
        self.text("import", folder)
        found = {row["change"]: row["sentence"] for row in self.add(
            "x", "leavers 50", "end-agency 2015-06-30", "close-team north 2015-09-30")["idle"]}
        for words, change in (("workforce_history.csv", "leavers 50"),
                              ("cover_costs.csv", "end-agency 2015-06-30"),
                              ("posts.csv and practitioners.csv", "close-team north 2015-09-30")):
            self.assertIn(words, found[change])

    def test_a_day_before_the_forecast_counts_from_its_first_and_is_said(self):
        found = self.add("early", "posts administrator 1 2012-01-01")["idle"]
        self.assertIn("is dated before the forecast begins, on 2015-03-01, and counts from then on",
                      found[0]["sentence"])
        self.assertEqual(self.compare("early")["2014/15", "establishment"]["difference"], 1000)

    def test_posts_of_a_grade_without_a_cost_are_refused(self):
        folder = self.copy(CREWE, "other")
        rewrite(folder, "grade_costs", lambda text: b"\n".join(
            line for line in text.splitlines() if not line.startswith(b"administrator")) + b"\n")
        self.text("import", folder)
        notes = self.run_program("scenario", "add", "x", "--change",
                                 "posts administrator 1 2015-06-01", status=STATE).stderr.decode()
        self.assertIn("grade administrator has no cost in 2015/16; add its row to grade_costs.csv",
                      notes)

    def test_an_inspection_adds_posts(self):
        self.add("inspection", "posts family-practitioner 2 2015-10-01")
        rows = self.compare("inspection")
        self.assertEqual(rows["2016/17", "establishment"]["difference"], 2000)
        self.assertEqual(rows["2015/16", "establishment"]["difference"], 1000)  # six months of twelve
        self.assertEqual(rows["2014/15", "establishment"]["difference"], 0)
        self.assertGreater(rows["2016/17", "total_cost"]["difference"], 0)

    def test_a_pay_rise_is_a_rise_of_what_posts_cost(self):
        self.add("pay", "pay 10 2015-04-01")
        row = self.compare("pay")["2015/16", "staff_cost"]
        self.assertAlmostEqual(row["difference"] / row["against"], 0.1, delta=0.0001)
        self.assertEqual(self.compare("pay")["2014/15", "total_cost"]["difference"], 0)

    def test_a_rise_within_a_year_counts_from_its_day(self):
        self.add("autumn", "pay 5 2015-10-01")
        rows = self.compare("autumn")
        for year, share in (("2015/16", 0.05 * 183 / 366), ("2016/17", 0.05)):
            row = rows[year, "staff_cost"]
            self.assertAlmostEqual(row["difference"] / row["against"], share, delta=0.0001)

    def test_agency_ends_on_its_day_and_not_before(self):
        self.add("december", "end-agency 2015-12-31")
        self.text("forecast", "--scenario", "december", "--out", self.path("out"))
        with open(self.path("out", "comparison_months.csv"), newline="", encoding="utf-8") as file:
            months = [row for row in csv.DictReader(file) if row["role"] == "(all)"]
        agency = {row["month"]: row for row in months if row["line"] == "agency"}
        unmet = {row["month"]: row for row in months if row["line"] == "unmet"}
        self.assertGreater(float(agency["2015-12-01"]["scenario"]), 0)
        for month, row in agency.items():
            if month <= "2015-12-01":
                self.assertEqual(float(row["difference"]), 0)
            else:
                self.assertEqual(float(row["scenario"]), 0)
                self.assertAlmostEqual(float(unmet[month]["difference"]),
                                       -float(row["difference"]), delta=0.0011)

    def test_agency_ends_before_it_begins(self):
        self.add("none", "end-agency 2015-03-31")
        rows = self.compare("none")
        # Whoever was to start later is there for the one day on which their contract ends.
        self.assertLessEqual(rows["2015/16", "agency"]["scenario"], 5)
        self.assertGreaterEqual(rows["2015/16", "unmet"]["difference"], 0)

    def test_retention_improves_by_a_tenth(self):
        self.add("stay", "leavers -10")
        rows = self.compare("stay")
        self.assertGreaterEqual(rows["2016/17", "in_post"]["difference"], 0)
        self.assertLessEqual(rows["2016/17", "vacancy"]["difference"], 0)

    def test_referrals_rise(self):
        self.add("more", "referrals 30 2015-06-01")
        rows = self.compare("more")
        self.assertGreater(rows["2016/17", "needed"]["difference"], 0)
        self.assertEqual(rows["2016/17", "in_post"]["difference"], 0)

    def test_a_team_closes(self):
        pod = self.table("pods")[0]["pod"]
        self.add("closed", f"close-team {pod} 2015-12-31")
        rows = self.compare("closed")
        self.assertLess(rows["2016/17", "establishment"]["difference"], 0)
        self.assertEqual(rows["2014/15", "establishment"]["difference"], 0)

    def table(self, name):
        with open(os.path.join(CREWE, f"{name}.csv"), newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_scenarios_are_copied_listed_and_removed(self):
        self.add("one", "leavers -10")
        two = self.add("two", "pay 2.5 2016-04-01", copy="one")["scenario"]
        self.assertEqual(two, {"name": "two", "copied_from": "one",
                               "changes": ["leavers -10", "pay 2.5 2016-04-01"]})
        self.text("scenario", "remove", "one")
        self.assertEqual([s["name"] for s in self.answer("scenario", "list")["scenarios"]], ["two"])

    def test_the_difference_turns_round_with_the_sides(self):
        self.add("a", "leavers -10")
        self.add("b", "pay 3 2015-04-01")
        there, back = self.compare("a", "b"), self.compare("b", "a")
        for key, row in there.items():
            self.assertEqual(row["difference"], -back[key]["difference"])

    def test_nothing_is_stored_until_a_scenario_is_adopted(self):
        self.text("plan", "--rounds", "2")
        before = self.answer("forecast")
        self.add("pay", "pay 10 2015-04-01")
        compared = self.compare("pay")
        after = self.answer("forecast")
        self.assertEqual(before["years"], after["years"])
        self.add("more", "leavers -10", copy="pay")
        done = self.run_program("scenario", "adopt", "pay")
        self.assertIn("The service is now that of scenario pay:\n  pay 10 2015-04-01  Raises",
                      done.stdout.decode())
        self.assertIn("Scenario more, a copy of it or its pattern, had 1 of these changes and has "
                      "these left:\n  leavers -10", done.stdout.decode())
        self.assertEqual([s["name"] for s in self.answer("scenario", "list")["scenarios"]], ["more"])
        adopted = self.answer("forecast")
        total = {year["year"]: year["total_cost"] for year in adopted["years"]}
        self.assertEqual(total["2015/16"], compared["2015/16", "total_cost"]["scenario"])

    def test_copies_do_not_make_what_was_adopted_once_more(self):
        self.add("insp", "posts consultant 2 2015-10-01", "pay 5 2015-10-01")
        self.add("insp2", "leavers -10", copy="insp")
        self.add("insp3", copy="insp2")
        self.add("further", "pay 1 2016-01-01", copy="insp3")
        self.add("stranger", "leavers -10")
        answer = self.answer("scenario", "adopt", "insp2")
        self.assertEqual([(row["name"], row["changes"]) for row in answer["copies"]],
                         [("further", ["pay 1 2016-01-01"]), ("insp", []), ("insp3", [])])
        self.assertEqual(answer["others"], ["stranger"])
        kept = {row["name"]: row for row in self.answer("scenario", "list")["scenarios"]}
        self.assertEqual(kept["further"]["copied_from"], "insp3")
        self.assertEqual(kept["stranger"]["changes"], ["leavers -10"])
        for name in ("insp", "insp3"):
            self.assertEqual(kept[name]["changes"], [])
            self.assertTrue(all(row["difference"] == 0 for row in self.compare(name).values()))

    def test_the_csv_says_what_the_answer_says(self):
        self.add("pay", "pay 10 2015-04-01")
        path = self.path("difference.csv")
        rows = self.compare("pay", None, "--csv", path)
        with open(path, newline="", encoding="utf-8") as file:
            lines = list(csv.DictReader(file))
        self.assertEqual(len(lines), len(rows))
        for line in lines:
            row = rows[line["financial_year"], line["line"]]
            scale = 100 if line["unit"] == "pounds" else 1000
            self.assertEqual(round(float(line["difference"]) * scale), row["difference"])

    def test_what_does_not_fit_is_refused_in_words(self):
        for change, words in (("posts nobody 2 2015-10-01", "no 'nobody' in roles.csv"),
                              ("posts family-practitioner -2 2015-10-01", "no number from 0.001"),
                              ("pay ten 2015-04-01", "no number from"),
                              ("pay 10", "should be: pay PERCENT DATE"),
                              ("pay 10 2015-02-30", "no date"),
                              ("hope 1", "is no change; there are: posts"),
                              ("referrals 5 1999-01-01", "how many referrals"),
                              ("referrals 5 2015-03-15", "on or later")):
            done = self.run_program("scenario", "add", "bad", "--change", change,
                                    status=STATE if words[:3] in ("no ", "how", "on ")
                                    and "number" not in words and "date" not in words else USAGE)
            self.assertIn(words, done.stderr.decode())
        for name in ("nowhere", "bad"):  # nobody is copied from who is not there, nor from oneself
            self.run_program("scenario", "add", "bad", "--copy", name, status=STATE)
        self.assertEqual(self.answer("scenario", "list")["scenarios"], [])
        self.run_program("scenario", "add", "baseline", status=USAGE)
        self.run_program("forecast", "--scenario", "nowhere", status=STATE)
        self.run_program("forecast", "--against", "nowhere", status=USAGE)


if __name__ == "__main__":
    unittest.main()
