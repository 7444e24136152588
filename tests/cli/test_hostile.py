# SPDX-License-Identifier: GPL-3.0-or-later
"""What no rota can meet: it is named, and nothing crashes, breaks a rule or goes on for ever."""
import os
import re
import time

from program import ProgramTest, rewrite

SHIFTS = ("shift,name,weekdays,begin,end,break_minutes,pod,hub,role,skill,needed,kind,tier,from,to")
MOST_SECONDS = 60  # a machine under load is slow; what goes on for ever is slower


class Hostile(ProgramTest):
    def setUp(self):
        super().setUp()
        self.service = self.copy()
        self.write("requests", "practitioner,date,shift,wish,minutes")

    def write(self, table, *lines):
        rewrite(self.service, table, lambda _: "\n".join(lines).encode() + b"\n")

    def setting(self, name, value):
        rewrite(self.service, "settings", lambda data: re.sub(
            rb"(?m)^%s,.*\n" % name.encode(), b"", data) + f"{name},{value}\n".encode())

    def rota(self, *options):
        """Makes a rota and has it judged; what is short, by shift."""
        self.run_program("import", self.service)
        begun = time.monotonic()
        answer = self.answer("rota", *options)
        self.assertLess(time.monotonic() - begun, MOST_SECONDS)
        stage = {row["stage"]: row for row in answer["stages"]}["rota"]
        self.assertLessEqual(stage["bound"], stage["cost"])
        for rule in self.answer("check")["rules"]:
            if rule["stage"] == "rota":
                self.assertNotEqual(rule["outcome"], "BROKEN", rule)
        short = {}
        for row in answer["shortfalls"]:
            if row["stage"] == "rota":
                self.assertTrue(row["sentence"].endswith("."), row)
                short[row["subject"]] = short.get(row["subject"], 0) + row["amount"]
        missing = answer["rota"]["turns_needed"] - answer["rota"]["turns_filled"]
        self.assertEqual(sum(short.values()), missing, answer["shortfalls"])
        return short

    def test_nobody_is_qualified(self):
        self.write("shifts", SHIFTS, "court,,Mon-Fri,09:00,17:00,30,red,,,polish,2,duty,,,")
        self.write("practitioner_skills", "practitioner,skill,expiry")
        self.assertEqual(self.rota(), {"court": 2 * 5 * 2})

    def test_a_shift_of_a_whole_day(self):
        self.write("shifts", SHIFTS, "all,,daily,08:00,08:00,0,red,,,,1,duty,,,",
                   "call,,daily,08:00,08:00,0,red,,,,1,standby,1,,")
        short = self.rota()
        self.assertLess(short.get("all", 0), 14)

    def test_a_thousand_people_are_needed(self):
        self.write("shifts", SHIFTS, "crowd,,daily,09:00,17:00,30,,,,,1000,duty,,,",
                   "calls,,daily,20:00,08:00,0,,,,,1000,standby,1,,")
        short = self.rota()
        self.assertGreater(short["crowd"], 13 * 1000)
        self.assertGreater(short["calls"], 13 * 1000)

    def test_nobody_works_there(self):
        rewrite(self.service, "practitioners", lambda data: re.sub(
            rb"permanent|fixed term", b"volunteer", data))
        self.write("core_training", "role,course")
        short = self.rota()
        self.assertEqual(short, {"early": 10, "late": 8, "oncall": 14})

    def test_there_are_no_people(self):
        for table in ("practitioners", "practitioner_skills", "reductions", "leave", "requests",
                      "conflicts"):
            rewrite(self.service, table, lambda data: data.split(b"\n", 1)[0] + b"\n")
        rewrite(self.service, "families",
                lambda data: re.sub(rb",[FP][PM]\d,[-\d]*", b",,", data))
        self.assertEqual(self.rota(), {"early": 10, "late": 8, "oncall": 14})
        self.run_program("plan")
        self.run_program("rota", "gaps")
        self.run_program("rota", "ledger")
        self.run_program("publish", "--out", self.path("out"))
        year = self.rota("--weeks", "53", "--rounds", "2")
        self.assertEqual(year, {"early": 53 * 5, "late": 53 * 4, "oncall": 53 * 7})

    def test_everybody_is_away(self):
        self.write("leave", "practitioner,from,to,kind",
                   *(f"{key},2026-01-01,2026-12-31,sick" for key in
                     ("FP1", "FP2", "FP3", "PM1", "SW1")))
        self.assertEqual(self.rota(), {"early": 10, "late": 8, "oncall": 14})

    def test_wishes_against_each_other(self):
        rows = []
        for key in ("FP1", "FP2", "FP3"):
            for day in range(2, 16):
                rows.append(f"{key},2026-02-{day:02},early,wanted,10000")
                rows.append(f"{key},2026-02-{day:02},late,wanted,10000")
                rows.append(f"{key},2026-02-{day:02},,avoid,10000")
        self.write("requests", "practitioner,date,shift,wish,minutes", *rows)
        self.rota()

    def test_settings_that_leave_no_room(self):
        for name, value in (("rest_minutes", 1440), ("run_days", 1), ("week_average_minutes", 60),
                            ("reference_weeks", 1)):
            self.setting(name, value)
        self.assertEqual(self.rota()["early"], 10)

    def test_a_year_of_everything_at_once(self):
        self.write("shifts", SHIFTS, "court,,Mon-Fri,09:00,17:00,30,red,,,polish,2,duty,,,",
                   "all,,daily,08:00,08:00,0,red,,,,1,duty,,,",
                   "crowd,,Sat Sun,09:00,17:00,30,,,,,1000,duty,,,",
                   "call,,daily,20:00,08:00,0,red,,,,1,standby,1,,")
        self.write("requests", "practitioner,date,shift,wish,minutes",
                   "FP1,2026-02-05,,avoid,10000", "FP1,2026-02-05,all,wanted,10000")
        with open(os.path.join(self.service, "worked_hours.csv"), "w", encoding="utf-8") as file:
            file.write("practitioner,week,minutes\nFP1,2026-01-26,10080\nFP2,2026-01-26,10080\n")
        with open(os.path.join(self.service, "ledger.csv"), "w", encoding="utf-8") as file:
            file.write("practitioner,kind,turns,date\nFP1,duty,1000,2026-02-01\n"
                       "FP2,standby,1000,2025-02-03\n")
        self.rota("--weeks", "52", "--time", "10")
