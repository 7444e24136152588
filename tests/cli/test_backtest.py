# SPDX-License-Identifier: GPL-3.0-or-later
"""podplan backtest: made-up figures for what it says, the published ones for what it reaches."""
import csv
import io
import os
import random
import unittest

import program
import yearly_figures

PUBLISHED = os.path.join(program.ROOT, "..", "shared", "data", "csc", "dfe_csww",
                         "csww_indicators_2017_to_2023.csv")
EARLIER = os.path.join(os.path.dirname(PUBLISHED), "csww_headline_measures_2017_to_2022.csv")
SERIES = ["in post", "vacancies", "agency", "leavers"]


class BacktestTest(program.ProgramTest):
    def write(self, rows, name="figures.csv", **more):
        path = self.path(name)
        yearly_figures.write(path, rows, **more)
        return path

    def refused(self, rows, *words, **more):
        notes = self.run_program("backtest", self.write(rows, **more),
                                 status=program.INPUT).stderr.decode()
        for word in words:
            self.assertIn(word, notes)

    def forecast(self, year, *files):
        return list(csv.DictReader(io.StringIO(self.text("backtest", "--forecast", year, *files))))


class TestBacktest(BacktestTest):
    def test_both_horizons_of_all_series_are_told(self):
        answer = self.answer("backtest", self.write(yearly_figures.make()))
        self.assertEqual([(b["series"], b["ahead"]) for b in answer["backtests"]],
                         [(name, ahead) for ahead in (1, 2) for name in SERIES])
        for backtest in answer["backtests"]:
            self.assertEqual(backtest["rows"], sum(year["rows"] for year in backtest["years"]))
            self.assertEqual([year["year"] for year in backtest["years"]],
                             list(range(2018 + 2 * backtest["ahead"] - 1, 2024)))
            self.assertAlmostEqual(backtest["ratio"],
                                   backtest["error"] / backtest["baseline_error"])

    def test_flows_that_return_are_forecast_better_than_last_year(self):
        answer = self.answer("backtest", self.write(yearly_figures.make()))
        leavers = answer["backtests"][3]
        self.assertLess(leavers["ratio"], 0.85)
        self.assertLess(leavers["high"], 0)
        self.assertLess(leavers["score_ratio"], 1)

    def test_the_table_fits_a_terminal(self):
        lines = self.text("backtest", self.write(yearly_figures.make())).splitlines()
        self.assertLessEqual(max(len(line) for line in lines), 80)

    def test_help_names_the_columns(self):
        help_text = self.text("help", "backtest")
        for name in yearly_figures.COLUMNS[:5] + yearly_figures.PARTS:
            self.assertIn(name, help_text)

    def test_the_order_of_rows_means_nothing(self):
        rows = yearly_figures.make()
        shuffled = rows[:]
        random.Random(3).shuffle(shuffled)
        self.assertEqual(self.text("backtest", self.write(rows)),
                         self.text("backtest", self.write(shuffled, "shuffled.csv")))

    def test_older_column_names_and_a_byte_order_mark_mean_the_same(self):
        rows = yearly_figures.make()
        self.assertEqual(self.text("backtest", self.write(rows)),
                         self.text("backtest", self.write(rows, "old.csv", old_names=True, bom=True)))

    def test_every_made_rate_follows_from_its_parts_and_a_wrong_one_is_named(self):
        rows = yearly_figures.make()
        answer = self.answer("backtest", self.write(rows))
        self.assertEqual(sum(len(d["exceptions"]) for d in answer["definitions"]), 0)
        self.assertEqual(sum(d["rows"] for d in answer["definitions"]), 3 * len(rows))
        rows[8]["vacancy_rate_fte"] = "99.9"
        exceptions = [(d["name"], e["name"], e["year"], e["printed"])
                      for d in self.answer("backtest", self.write(rows))["definitions"]
                      for e in d["exceptions"]]
        self.assertEqual(exceptions, [("vacancy rate", "Authority 001", 2018, 99.9)])

    def test_a_new_code_under_the_same_name_is_the_same_authority(self):
        rows = yearly_figures.make()
        before = self.answer("backtest", self.write(rows))["backtests"][0]["rows"]
        for row in rows[:3]:
            row["new_la_code"] = "OLD"
        self.assertEqual(self.answer("backtest", self.write(rows))["backtests"][0]["rows"], before)

    def test_of_two_files_the_one_that_reaches_further_counts(self):
        rows = yearly_figures.make()
        newer = self.write(rows, "newer.csv")
        for row in rows[:7]:
            row["agency_fte"] = "33"
        rows[7]["vacancy_fte"] = "40"
        older = self.write([row for row in rows if row["time_period"] < "2023"], "older.csv")
        alone = self.text("backtest", "--forecast", "2024", newer)
        for files in ((older, newer), (newer, older)):
            self.assertEqual(self.text("backtest", "--forecast", "2024", *files), alone)

    def test_what_the_newer_file_withholds_is_not_taken_from_the_older(self):
        rows = yearly_figures.make()
        older = self.write([row for row in rows if row["time_period"] < "2023"], "older.csv")
        rows[4]["vacancy_fte"] = "x"
        newer = self.write(rows, "newer.csv")
        self.assertEqual(self.text("backtest", "--forecast", "2024", older, newer),
                         self.text("backtest", "--forecast", "2024", newer))

    def test_a_folder_stands_for_the_files_in_it(self):
        rows = yearly_figures.make()
        os.mkdir(self.path("in"))
        early = [row for row in rows if row["time_period"] < "2020"]
        self.write(early, "in/1.csv", old_names=True)
        self.write([row for row in rows if row["time_period"] >= "2020"], "in/2.CSV")
        with open(self.path("in", "other.csv"), "w", encoding="utf-8") as file:
            file.write("role,name\nsw,Social worker\n")
        done = self.run_program("backtest", self.path("in"))
        self.assertEqual(done.stdout.decode(), self.text("backtest", self.write(rows)))
        self.assertIn("other.csv:1: time_period: warning:", done.stderr.decode())
        self.assertIn("the file is left out", done.stderr.decode())

    def test_a_folder_without_figures_is_refused(self):
        os.mkdir(self.path("in"))
        notes = self.run_program("backtest", self.path("in"), status=program.INPUT).stderr.decode()
        self.assertIn("holds no .csv file", notes)
        with open(self.path("in", "other.csv"), "w", encoding="utf-8") as file:
            file.write("role,name\nsw,Social worker\n")
        notes = self.run_program("backtest", self.path("in"), status=program.INPUT).stderr.decode()
        self.assertIn("no row of a local authority", notes)

    def test_of_two_files_the_last_counts(self):
        rows = yearly_figures.make()
        first = self.write(rows, "first.csv")
        for row in rows[:7]:
            row["agency_fte"] = "33"
        second = self.write(rows, "second.csv")
        done = self.run_program("backtest", "--forecast", "2024", first, second)
        self.assertEqual(done.stdout.decode(),
                         self.text("backtest", "--forecast", "2024", second))
        self.assertIn("7 rows have figures that differ from file to file", done.stderr.decode())


class TestShared(BacktestTest):
    """Two authorities with one service: one row of both, or one row each."""

    def setUp(self):
        super().setUp()
        self.rows = yearly_figures.make()
        self.shared = [dict(row) for row in self.rows if row["new_la_code"] != "X008"]
        for row in self.shared:
            if row["new_la_code"] == "X007":
                row["new_la_code"], row["la_name"] = "X007 / X008", "Authority 007 / Authority 008"
        self.empty = [dict(row) for row in self.rows]
        for row in self.empty:
            if row["new_la_code"] == "X008":  # as published: the figures stand with the other
                row |= {name: "z" for name in [*yearly_figures.PARTS, *yearly_figures.RATES]}

    def before(self, year, rows):
        return [row for row in rows if int(row["time_period"]) < year]

    def both(self, older, newer):
        files = self.write(older, "older.csv"), self.write(newer, "newer.csv")
        one, other = (self.answer("backtest", *order) for order in (files, files[::-1]))
        self.assertEqual(one["backtests"], other["backtests"])
        return one

    def test_members_of_an_older_file_are_what_the_newest_has_as_one(self):
        alone = self.answer("backtest", self.write(self.shared))
        self.assertEqual(alone["authorities"], 59)
        for members in (self.rows, self.empty,
                        [row for row in self.empty if row["new_la_code"] != "X008"]):
            found = self.both(self.before(2023, members), self.shared)
            self.assertEqual(found["backtests"], alone["backtests"])
            self.assertEqual(found["authorities"], 59)

    def test_members_are_added_up_where_nobody_has_them_as_one(self):
        added = [dict(row) for row in self.shared]
        for row in added:
            other = next(r for r in self.rows if r["new_la_code"] == "X008"
                         and r["time_period"] == row["time_period"])
            if "/" in row["new_la_code"] and row["time_period"] < "2021":
                row |= {part: str(round(float(row[part]) + float(other[part]), 1))
                        for part in yearly_figures.PARTS}
        late = [row for row in self.shared if row["time_period"] >= "2021"]
        self.assertEqual(self.both(self.before(2021, self.rows), late)["backtests"],
                         self.answer("backtest", self.write(added))["backtests"])

    def test_what_the_newest_has_apart_is_apart(self):
        alone = self.answer("backtest", self.write(self.rows))
        found = self.both(self.before(2023, self.shared), self.rows)
        self.assertEqual(found["backtests"], alone["backtests"])
        self.assertEqual(found["authorities"], 60)


class TestForecast(BacktestTest):
    def test_every_authority_gets_its_range(self):
        rows = self.forecast("2024", self.write(yearly_figures.make()))
        self.assertEqual(len(rows), 60 * 4)
        for row in rows:
            self.assertEqual((row["year"], row["from"]), ("2024", "2023"))
            low, middle, high = (float(row[p]) for p in ("p10", "p50", "p90"))
            self.assertTrue(0 <= low <= middle <= high)

    def test_later_years_change_nothing(self):
        rows = yearly_figures.make()
        early = self.write([row for row in rows if row["time_period"] < "2022"], "early.csv")
        whole = self.write(rows, "whole.csv")
        self.assertEqual(self.text("backtest", "--forecast", "2022", early),
                         self.text("backtest", "--forecast", "2022", whole))

    def test_too_far_is_refused(self):
        figures = self.write(yearly_figures.make())
        self.assertEqual(len(self.forecast("2025", figures)), 240)
        done = self.run_program("backtest", "--forecast", "2026", figures, status=program.INPUT)
        self.assertIn("forecast 2024 or 2025", done.stderr.decode())

    def test_before_the_first_figures_there_is_nothing_to_learn_from(self):
        figures = self.write(yearly_figures.make())
        for year, words in [("2018", "needs a past change"), ("2017", "2016 is not among them"),
                            ("1995", "1994 is not among them")]:
            done = self.run_program("backtest", "--forecast", year, figures, status=program.INPUT)
            self.assertIn(words, done.stderr.decode())
            self.assertEqual(done.stdout, b"")

    def test_who_is_gone_is_left_out_and_named(self):
        rows = yearly_figures.make()
        rows = [row for row in rows if row["new_la_code"] != "X005" or row["time_period"] < "2022"]
        done = self.run_program("backtest", "--forecast", "2024", self.write(rows))
        self.assertNotIn("Authority 005", done.stdout.decode())
        self.assertIn("Authority 005 has no figures for 2023", done.stderr.decode())

    def test_who_comes_later_is_no_news(self):
        rows = [row for row in yearly_figures.make()
                if row["new_la_code"] != "X005" or row["time_period"] > "2022"]
        done = self.run_program("backtest", "--forecast", "2022", self.write(rows))
        self.assertEqual(done.stderr.decode(), "")
        self.assertEqual(self.answer("backtest", "--forecast", "2022", self.write(rows))["left_out"], [])

    def test_a_withheld_figure_starts_from_the_year_before(self):
        rows = yearly_figures.make()
        rows[6]["vacancy_fte"] = "c"
        rows[13]["vacancy_fte"] = "low"
        found = {row["authority"]: row for row in self.forecast("2024", self.write(rows))
                 if row["series"] == "vacancies"}
        self.assertEqual(found["Authority 000"]["from"], "2022")
        self.assertEqual((found["Authority 001"]["from"], found["Authority 001"]["last"]),
                         ("2023", "0.0"))


class TestFaults(BacktestTest):
    def spoilt(self, **cells):
        rows = yearly_figures.make(authorities=5)
        rows[9] |= cells
        return rows

    def test_a_negative_figure(self):
        self.refused(self.spoilt(agency_fte="-3"), "figures.csv:11: agency_fte", "'-3' is negative",
                     "allowed are numbers from 0")

    def test_a_word_that_is_no_code(self):
        self.refused(self.spoilt(vacancy_fte="some"), "figures.csv:11", "'some' is not a number", "z, x, c")
        self.refused(self.spoilt(vacancy_fte="1e9"), "'1e9' is not a number")
        self.refused(self.spoilt(cases="99999999999"), "too large")

    def test_a_year_that_is_none(self):
        self.refused(self.spoilt(time_period="20O3"), "figures.csv:11: time_period", "'20O3'")

    def test_a_row_twice(self):
        rows = self.spoilt()
        self.refused(rows + [dict(rows[9])], "figures.csv:37", "Authority 001 (X001)",
                     "2019 in line 11 already")

    def test_a_missing_column(self):
        path = self.path("short.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("time_period,la_name\n2020,A\n")
        notes = self.run_program("backtest", path, status=program.INPUT).stderr.decode()
        self.assertIn("short.csv:1: inpost_fte", notes)

    def test_no_file_and_no_rows(self):
        notes = self.run_program("backtest", self.path("no.csv"), status=program.INPUT).stderr
        self.assertIn("there is no such file", notes.decode())
        self.refused([], "no row of a local authority")

    def test_a_year_missing_is_told_and_the_rest_stands(self):
        rows = yearly_figures.make()
        gap = rows[:2] + rows[3:]
        done = self.run_program("backtest", self.write(gap))
        self.assertIn("no row between 2018 and 2020", done.stderr.decode())

    def test_a_series_without_figures_leaves_the_others_standing(self):
        rows = yearly_figures.make()
        whole = self.answer("backtest", self.write(rows))["backtests"]
        for row in rows:
            row["agency_fte"] = "z"
        path = self.write(rows)
        done = self.run_program("backtest", path)
        self.assertIn("warning: agency, 1 year ahead: nothing to judge by", done.stderr.decode())
        answer = self.answer("backtest", path)
        self.assertEqual([b["series"] for b in answer["backtests"]],
                         2 * ["in post", "vacancies", "leavers"])
        self.assertEqual(answer["backtests"][2], whole[3])
        self.assertEqual(len(answer["missing"]), 2)
        done = self.run_program("backtest", "--forecast", "2024", path)
        self.assertIn("warning: no authority has figures (agency)", done.stderr.decode())
        self.assertEqual(len(done.stdout.splitlines()), 1 + 3 * 60)

    def test_too_few_years(self):
        rows = [row for row in yearly_figures.make() if row["time_period"] < "2019"]
        self.refused(rows, "3 years")


@unittest.skipUnless(os.path.exists(PUBLISHED), "the published figures are not beside this tree")
class TestPublished(BacktestTest):
    def setUp(self):
        super().setUp()
        self.published = self.answer("backtest", PUBLISHED)
        self.ahead = {ahead: {b["series"]: b for b in self.published["backtests"]
                              if b["ahead"] == ahead} for ahead in (1, 2)}

    def test_errors_are_below_last_year_by_what_was_promised(self):
        for name, most in [("in post", .955), ("vacancies", .965), ("agency", .965),
                           ("leavers", .87)]:
            self.assertLessEqual(self.ahead[1][name]["ratio"], most, name)
            self.assertLess(self.ahead[2][name]["ratio"], 1, name)

    def test_the_baseline_is_what_is_known_of_it(self):
        for name, error in [("in post", 6.5), ("vacancies", 30.5), ("agency", 28.6),
                            ("leavers", 29.4)]:
            self.assertAlmostEqual(self.ahead[1][name]["baseline_error"], error, delta=.1)

    def test_ranges_hold(self):
        for name in SERIES:
            for ahead in (1, 2):
                self.assertTrue(77 <= self.ahead[ahead][name]["coverage"] <= 83, (name, ahead))
                self.assertLess(self.ahead[ahead][name]["score_ratio"], 1)
                for year in self.ahead[ahead][name]["years"]:
                    self.assertGreaterEqual(year["coverage"], 70, (name, year["year"]))

    def test_published_rates_follow_from_their_parts(self):
        for definition in self.published["definitions"]:
            self.assertGreater(definition["rows"], 1000)
            for exception in definition["exceptions"]:
                self.assertIn(definition["name"], ("agency cover rate", "vacancies covered"))
                self.assertIn(exception["name"],
                              ("the nation", "London", "Outer London", "South East"))
                self.assertIn(exception["year"], (2017, 2018))

    def test_england_is_forecast_in_one_run(self):
        rows = self.forecast("2024", PUBLISHED)
        self.assertEqual(len({row["authority"] for row in rows}), 151)
        self.assertEqual(len(rows), 4 * 151)

    def test_whatever_files_are_given_the_answer_is_that_of_the_newest(self):
        for files in ((EARLIER, PUBLISHED), (PUBLISHED, EARLIER), (os.path.dirname(PUBLISHED),)):
            answer = self.answer("backtest", *files)
            self.assertEqual(answer["backtests"], self.published["backtests"])
            self.assertEqual(answer["authorities"], 151)
            self.assertEqual(self.text("backtest", "--forecast", "2024", *files),
                             self.text("backtest", "--forecast", "2024", PUBLISHED))

    def test_the_earlier_file_is_read_as_well(self):
        self.assertEqual(len(self.answer("backtest", EARLIER)["backtests"]), 8)


if __name__ == "__main__":
    unittest.main()
