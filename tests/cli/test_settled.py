# SPDX-License-Identifier: GPL-3.0-or-later
"""Days that have passed stay as they were worked; weeks of standby are looked at as a whole."""
import csv
import os

from program import TINY, ProgramTest, rewrite

SHIFTS = """shift,weekdays,begin,end,break_minutes,pod,needed,kind,tier,block
day,daily,08:00,16:00,36,red,1,duty,,
call,daily,18:00,08:00,0,red,1,standby,1,week
"""
MONDAY, TUESDAY, WEDNESDAY = "2026-02-02", "2026-02-03", "2026-02-04"


class Settled(ProgramTest):
    def setUp(self):
        super().setUp()
        self.service = self.copy(TINY)
        for table in ("requests", "sessions", "core_training", "leave"):
            rewrite(self.service, table, lambda data: data.split(b"\n", 1)[0] + b"\n")
        rewrite(self.service, "shifts", lambda data: SHIFTS.encode())
        rewrite(self.service, "settings",
                lambda data: data + b"weekly_rest,48_in_14\nweekends_apart_weeks,0\n")

    def leave(self, *rows):
        rewrite(self.service, "leave", lambda data: "".join(
            line + "\n" for line in ("practitioner,from,to,kind", *rows)).encode())

    def today(self, date):
        rewrite(self.service, "settings", lambda data: b"\n".join(
            b"planned_on," + date.encode() if line.startswith(b"planned_on") else line
            for line in data.split(b"\n")))
        self.run_program("import", self.service)

    def published(self):
        """{(date, shift): holder}"""
        out = self.path("out")
        self.run_program("publish", "--out", out)
        with open(os.path.join(out, "rota.csv"), encoding="utf-8", newline="") as file:
            return {(row["date"], row["shift"]): row["practitioner"]
                    for row in csv.DictReader(file) if row["practitioner"]}

    def begin(self):
        self.today("2026-01-26")
        self.run_program("plan")
        return self.published()

    def test_nobody_is_given_a_turn_of_a_day_that_has_passed(self):
        self.leave(*(f"{who},{MONDAY},{TUESDAY},annual" for who in ("FP1", "FP2", "FP3", "PM1")))
        before = self.begin()
        self.assertNotIn((MONDAY, "day"), before)
        self.leave()
        self.today("2026-02-05")
        self.run_program("rota")
        after = self.published()
        self.assertNotIn((MONDAY, "day"), after)
        self.assertEqual({key: who for key, who in before.items() if key[0] < "2026-02-05"},
                         {key: who for key, who in after.items() if key[0] < "2026-02-05"})
        self.run_program("check")

    def test_absence_of_a_day_that_has_passed_leaves_it_open(self):
        before = self.begin()
        self.leave(f"{before[MONDAY, 'day']},{MONDAY},{MONDAY},sick")
        self.today(WEDNESDAY)
        self.run_program("rota")
        after = self.published()
        self.assertNotIn((MONDAY, "day"), after)
        self.assertEqual(before[TUESDAY, "day"], after[TUESDAY, "day"])
        self.run_program("check")

    def test_a_week_of_standby_is_handed_on_from_the_day_of_sickness(self):
        before = self.begin()
        holder = before[MONDAY, "call"]
        self.leave(f"{holder},{WEDNESDAY},2026-02-08,sick")
        self.today(WEDNESDAY)
        self.run_program("rota")
        after = self.published()
        worked = [after[date, "call"] for date in (MONDAY, TUESDAY)]
        ahead = {after[f"2026-02-0{day}", "call"] for day in range(4, 9)}
        self.assertEqual(worked, [holder, holder])
        self.assertEqual(len(ahead), 1)
        self.assertNotEqual(ahead, {holder})
        self.run_program("check")

    def test_a_swap_of_a_week_of_standby_leaves_what_was_worked(self):
        before = self.begin()
        holder = before[MONDAY, "call"]
        self.today(WEDNESDAY)
        for other in ("FP1", "FP2", "FP3", "PM1"):
            if other == holder or self.run_ask(holder, other):
                continue
            self.run_program("rota", "volunteer", "1", other)
            self.run_program("rota", "approve", "1")
            after = self.published()
            self.assertEqual([after[f"2026-02-0{day}", "call"] for day in range(2, 9)],
                             2 * [holder] + 5 * [other])
            self.run_program("check")
            return
        self.fail("nobody could take the week")

    def test_leave_that_is_known_later_takes_no_hours_from_days_that_were_worked(self):
        rewrite(self.service, "settings",
                lambda data: data + b"week_average_minutes,1400\nreference_weeks,1\n")
        before = self.begin()
        worked = {key: who for key, who in before.items() if key[0] < "2026-02-07"}
        days = {who: [key for key in worked if worked[key] == who and key[1] == "day"]
                for who in ("FP1", "FP2", "FP3", "PM1")}
        busy = max(days, key=lambda who: len(days[who]))
        away = [date for date in ("2026-02-05", "2026-02-06", "2026-02-07", "2026-02-08")
                if before[date, "day"] != busy]
        self.leave(*(f"{busy},{date},{date},sick" for date in away))
        self.today("2026-02-09")
        self.run_program("rota")
        after = self.published()
        for key in days[busy]:
            self.assertEqual(after[key], busy)
        self.run_program("check")

    def test_times_that_move_take_no_rest_from_days_that_were_worked(self):
        before = self.begin()
        moved = SHIFTS.replace("08:00,16:00", "08:00,22:30").replace("18:00,08:00", "22:45,23:30")
        rewrite(self.service, "shifts", lambda data: moved.encode())
        self.today("2026-02-12")
        self.run_program("rota")
        after = self.published()
        worked = {key: who for key, who in before.items() if key[0] < "2026-02-12"}
        self.assertEqual(worked, {key: who for key, who in after.items() if key[0] < "2026-02-12"})
        self.assertTrue(any(worked.get((f"2026-02-{day:02}", "day")) ==
                            worked.get((f"2026-02-{day + 1:02}", "day")) for day in range(2, 11)))
        self.run_program("check")

    def test_a_week_of_standby_that_nobody_has_is_looked_at_as_a_whole(self):
        self.leave("FP2,2026-02-18,2026-02-18,annual")
        self.begin()
        weeks = {}
        for gap in self.answer("rota", "gaps", "--weeks", "5")["gaps"]:
            if gap["shift"] == "call":
                who = {row["practitioner"]: row["rule"] for row in gap["candidates"]}
                weeks[gap["date"]] = who
        self.assertEqual(len(weeks), 7 + 2 * 7)
        for date, who in weeks.items():
            self.assertIsNone(who["FP1"], date)
            self.assertEqual(who["FP2"], "on_leave" if "2026-02-16" <= date <= "2026-02-22"
                             else None, date)

    def run_ask(self, holder, other):
        """False: the swap is asked for; True: it would break a rule."""
        try:
            self.run_program("rota", "ask", holder, "call", WEDNESDAY, "--of", other)
        except AssertionError:
            return True
        return False
