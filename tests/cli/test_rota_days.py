# SPDX-License-Identifier: GPL-3.0-or-later
"""What changes within a rota: skills that lapse or are learnt, rest around courses, nights, what follows."""
import csv
import os

from program import TINY, ProgramTest, rewrite

SHIFTS = "shift,weekdays,begin,end,break_minutes,pod,skill,needed,kind\n"
SESSIONS = "session,course,date,begin,end,places\n"


class RotaDays(ProgramTest):
    def setUp(self):
        super().setUp()
        self.service = self.copy(TINY)
        for table in ("requests", "leave"):
            rewrite(self.service, table, lambda data: data.split(b"\n", 1)[0] + b"\n")
        self.put("sessions", SESSIONS)
        self.put("core_training", "role,course\n")

    def put(self, table, text):
        rewrite(self.service, table, lambda data: text.encode())

    def solve(self):
        """{(date, shift): holder}, and the sentences of the rota's shortfalls."""
        self.run_program("import", self.service)
        short = [row["sentence"] for row in self.answer("plan")["shortfalls"]
                 if row["stage"] == "rota"]
        self.run_program("check")
        out = self.path("out")
        self.run_program("publish", "--out", out)
        with open(os.path.join(out, "rota.csv"), encoding="utf-8", newline="") as file:
            return {(row["date"], row["shift"]): row["practitioner"]
                    for row in csv.DictReader(file) if row["practitioner"]}, short

    def test_a_skill_that_lapses_in_the_rota(self):
        self.put("shifts", SHIFTS + "day,Mon-Fri,09:00,17:00,30,red,polish,1,duty\n")
        self.put("practitioner_skills", "practitioner,skill,expiry\nFP2,polish,2026-02-04\n")
        held, short = self.solve()
        self.assertEqual(held, {(f"2026-02-0{day}", "day"): "FP2" for day in (2, 3, 4)})
        self.assertIn("without the skill", short[0])

    def test_a_skill_that_is_learnt_in_the_rota(self):
        self.put("shifts", SHIFTS + "day,Mon-Fri,09:00,17:00,30,red,alcohol,1,duty\n")
        self.put("courses", "course,name,skill,validity_months,price\nalc,,alcohol,,0\n")
        self.put("core_training", "role,course\nfp,alc\n")
        self.put("sessions", SESSIONS + "alc-1,alc,2026-02-04,09:30,12:30,8\n")
        rewrite(self.service, "settings",
                lambda data: data.replace(b"cases_from,2026-02-02", b"cases_from,2026-02-09"))
        held, _ = self.solve()
        self.assertEqual({date for date, _ in held},
                         {f"2026-02-{day:02}" for day in (5, 6, 9, 10, 11, 12, 13)})

    def test_nobody_works_the_night_before_a_course(self):
        self.put("shifts", SHIFTS + "night,Tue,22:00,10:00,60,red,,1,duty\n")
        self.put("courses", "course,name,skill,validity_months,price\nalc,,alcohol,,0\n")
        self.put("core_training", "role,course\nfp,alc\npm,alc\n")
        self.put("sessions", SESSIONS + "alc-1,alc,2026-02-04,09:30,12:30,8\n")
        rewrite(self.service, "settings",
                lambda data: data.replace(b"cases_from,2026-02-02", b"cases_from,2026-02-09"))
        held, short = self.solve()
        self.assertEqual({date for date, _ in held}, {"2026-02-10"})
        self.assertIn("would miss the rest due", short[0])

    def test_only_who_has_nights_is_kept_to_their_limit(self):
        self.put("shifts", SHIFTS + "night,Mon-Wed,22:00,06:00,0,red,polish,1,duty\n"
                 "day,Mon-Fri,09:00,17:00,0,red,polish,1,duty\n")
        self.put("practitioner_skills", "practitioner,skill,expiry\nFP1,polish,\nFP2,polish,\n")
        rewrite(self.service, "settings", lambda data: data + b"night_average_minutes,240\n")
        held, short = self.solve()
        self.assertEqual((len(held), short), (16, []))
        nights = {held[date, shift] for date, shift in held if shift == "night"}
        self.assertEqual(len(nights), 1)
        stage = {row["stage"]: row for row in self.answer("rota", "--seed", "4")["stages"]}["rota"]
        self.assertEqual(stage["bound"], stage["cost"])

    def test_weeks_made_anew_fit_what_was_published_after_them(self):
        self.put("shifts", SHIFTS + "early,daily,07:00,15:00,30,red,polish,1,duty\n"
                 "late,daily,15:00,23:00,30,red,polish,1,duty\n")
        self.put("practitioner_skills", "practitioner,skill,expiry\n" +
                 "".join(f"{who},polish,\n" for who in ("FP1", "FP2", "FP3", "PM1")))
        self.put("requests", "practitioner,date,shift,wish,minutes\n")
        rewrite(self.service, "settings", lambda data: data + b"notice_days,0\nrun_days,4\n")
        held, _ = self.solve()
        monday = "2026-02-09"
        early = held[monday, "early"]
        self.put("requests", "practitioner,date,shift,wish,minutes\n"
                 f"{early},2026-02-08,late,wanted,2000\n" +
                 "".join(f"{early},2026-02-0{day},,wanted,2000\n" for day in range(2, 9)))
        self.run_program("import", self.service)
        self.run_program("rota", "--weeks", "1")
        self.run_program("publish", "--out", self.path("out"))
        self.assertNotEqual(self.held_on("2026-02-08", "late"), early)
        self.run_program("check")

    def held_on(self, date, shift):
        with open(self.path("out", "rota.csv"), encoding="utf-8", newline="") as file:
            return next(row["practitioner"] for row in csv.DictReader(file)
                        if (row["date"], row["shift"]) == (date, shift))
