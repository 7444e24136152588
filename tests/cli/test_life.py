# SPDX-License-Identifier: GPL-3.0-or-later
"""Life after publishing from outside: the notice, sickness, swaps, offers, gaps."""
import csv
import os
import re

from program import STATE, TINY, USAGE, ProgramTest, rewrite

TODAY = "2026-01-26"  # planned_on: the whole rota, 2 to 15 Feb, lies within the notice
WORDS = {"early": "Early duty", "late": "Late duty", "oncall": "On call"}
PEOPLE = ("FP1", "FP2", "FP3", "PM1")


class Life(ProgramTest):
    def setUp(self):
        super().setUp()
        self.service = self.copy()
        self.set("planned_on", TODAY)
        self.run_program("plan")
        self.out = self.path("out")

    def set(self, name, value):
        """Changes a setting, and imports."""
        def change(data):
            lines = [line for line in data.decode().splitlines()
                     if not line.startswith(name + ",")]
            return "\n".join([*lines, f"{name},{value}", ""]).encode()
        rewrite(self.service, "settings", change)
        self.run_program("import", self.service)

    def add(self, table, *rows):
        """Adds rows to a table, and imports."""
        rewrite(self.service, table,
                lambda data: data.rstrip(b"\n") + b"\n" + "\n".join(rows).encode() + b"\n")
        self.run_program("import", self.service)

    def publish(self):
        return self.answer("publish", "--out", self.out)

    def rota(self):
        """{(date, shift): set of holders} as published last."""
        held = {}
        with open(os.path.join(self.out, "rota.csv"), encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["practitioner"]:
                    held.setdefault((row["date"], row["shift"]), set()).add(row["practitioner"])
        return held

    def calendar(self, person):
        """{(date, words)} of a person's calendar."""
        path = os.path.join(self.out, "calendars", f"practitioner-{person}.ics")
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read().replace("\r\n ", "")
        return {(begin[:4] + "-" + begin[4:6] + "-" + begin[6:8], summary.split("\\,")[0])
                for begin, summary in re.findall(
                    r"DTSTART[^:]*:(\d{8})T.*?SUMMARY:([^\r]*)",
                    text.split("BEGIN:VEVENT", 1)[1], re.S)}

    def turns_of(self, person, shift=None):
        return sorted(key for key, who in self.rota().items()
                      if person in who and shift in (None, key[1]))

    def refused(self, words, *args, status=STATE):
        before = self.snapshot()
        done = self.run_program(*args, status=status)
        self.assertIn(words, done.stderr.decode())
        self.assertEqual(self.snapshot(), before)

    def givable(self):
        """A published turn with somebody whom no rule keeps from taking it."""
        for (date, shift), holders in sorted(self.rota().items()):
            for person in PEOPLE:
                args = ("rota", "ask", *holders, shift, date, "--of", person)
                if person not in holders and self.run_program(*args, status=None).returncode == 0:
                    self.run_program("rota", "withdraw", "1")
                    return *holders, shift, date, person
        self.fail("no turn can be given to anybody")

    def run_program(self, *args, status=0, **more):
        """As in ProgramTest; with status None any will do."""
        if status is not None:
            return super().run_program(*args, status=status, **more)
        try:
            return super().run_program(*args, status=0, **more)
        except AssertionError:
            return super().run_program(*args, status=STATE, **more)

    # ---- The notice ----

    def test_published_turns_stay_within_the_notice_unless_told(self):
        self.publish()
        before = self.rota()
        self.add("requests", *(f"{who},{date},{shift},avoid,5000"
                               for (date, shift), people in sorted(before.items())[:9]
                               for who in people))
        answer = self.answer("rota")
        self.assertEqual((answer["changes"], answer["touched"]), ([], []))
        self.run_program("check")
        self.assertGreater(len(self.answer("rota", "--inside-notice", "--dry-run")["changes"]), 3)
        self.publish()
        self.assertEqual(self.rota(), before)
        self.set("notice_days", "0")
        self.assertGreater(len(self.answer("rota")["changes"]), 3)
        self.run_program("check")

    def test_drafts_may_change(self):
        self.add("requests", *(f"{who},2026-02-03,,avoid,5000" for who in ("FP1", "FP2", "FP3")))
        self.run_program("rota")
        self.assertIn("notice_kept        hard kept", self.text("check"))

    # ---- Sickness ----

    def test_sickness_changes_as_few_turns_as_were_allowed(self):
        self.publish()
        before = self.rota()
        sick = [key for key in self.turns_of("FP1") if key[0] <= "2026-02-08"]
        self.add("leave", "FP1,2026-02-02,2026-02-08,sick")
        self.refused(f"a limit of {len(sick)} would do", "rota", "--changes", str(len(sick) - 1),
                     status=USAGE)
        answer = self.answer("rota", "--changes", str(len(sick)))
        self.assertEqual([(row["date"], row["shift"]) for row in answer["changes"]], sick)
        for row in answer["changes"]:
            self.assertEqual((row["from"], row["rule"]), ("FP1", "on_leave"))
            self.assertIn("leave", row["sentence"])
        gone = answer["touched"][0]
        self.assertEqual((gone["practitioner"], len(gone["gives_up"])), ("FP1", len(sick)))
        self.assertEqual(sum(len(row["takes_on"]) for row in answer["touched"]),
                         sum(row["to"] is not None for row in answer["changes"]))
        self.run_program("check")
        self.publish()
        after = self.rota()
        for key, people in before.items():
            if key not in sick:
                self.assertEqual(after.get(key), people, key)
        self.assertEqual([key for key in self.turns_of("FP1") if key[0] <= "2026-02-08"], [])

    def test_a_limit_is_kept_whatever_pays(self):
        self.publish()
        self.set("notice_days", "0")
        self.add("requests", *(f"{who},{date},{shift},avoid,500"
                               for (date, shift), people in sorted(self.rota().items())[:12]
                               for who in people))
        costs = []
        for most in (0, 1, 2, 4, 8, 30):
            answer = self.answer("rota", "--dry-run", "--changes", str(most))
            self.assertLessEqual(len(answer["changes"]), most)
            stage = next(row for row in answer["stages"] if row["stage"] == "rota")
            self.assertLessEqual(stage["bound"], stage["cost"])
            costs.append(stage["cost"])
        self.assertEqual(costs, sorted(costs, reverse=True))
        self.assertLess(costs[-1], costs[0])

    def test_nothing_to_change_is_no_change(self):
        self.publish()
        answer = self.answer("rota", "--changes", "0")
        self.assertEqual((answer["changes"], answer["filled"]), ([], []))

    # ---- Swaps ----

    def test_a_whole_life(self):
        self.publish()
        self.add("leave", "FP1,2026-02-09,2026-02-11,sick")
        self.run_program("rota", "--changes", "9")
        self.publish()
        holder, shift, date, other = self.givable()
        answer = self.answer("rota", "ask", holder, shift, date, "--of", other)
        number = str(answer["swap"]["swap"])
        self.assertEqual((answer["swap"]["state"], answer["swap"]["other"]), ("open", other))
        self.refused("nobody has taken swap", "rota", "approve", number)
        someone = next(who for who in PEOPLE if who not in (other, holder))
        self.refused(f"{holder} asked {other}, not {someone}", "rota", "volunteer", number, someone)
        self.run_program("rota", "volunteer", number, other)
        self.refused(f"{other} has a part in swap", "rota", "approve", number, "--by", other)
        answer = self.answer("rota", "approve", number, "--by", someone)
        self.assertEqual(answer["swap"]["state"], "approved")
        self.assertEqual([(step["state"], step["practitioner"], step["day"])
                          for step in answer["swap"]["steps"]],
                         [("open", holder, TODAY), ("taken", other, TODAY),
                          ("approved", someone, TODAY)])
        event = (date, WORDS[shift])
        self.assertIn(event, self.calendar(holder))  # until the next publish
        events = self.publish()["events"]
        self.assertEqual((events["added"], events["removed"], events["changed"]), (1, 1, 0))
        self.assertIn(event, self.calendar(other))
        self.assertNotIn(event, self.calendar(holder))
        self.assertEqual(self.rota()[date, shift], {other})
        self.run_program("check")
        self.assertEqual(self.answer("rota")["changes"], [])  # it stays so

    def swap(self, one, other):
        """Swaps the first pair of turns that the rules allow; false: there is none."""
        for date, shift in self.turns_of(one, "late"):
            for back, theirs in self.turns_of(other):
                done = self.run_program("rota", "ask", one, shift, date, "--of", other, "--for",
                                        theirs, "--on", back, status=None)
                if done.returncode == 0:
                    self.assertIn(f"for {theirs} on", done.stdout.decode().replace("\n ", ""))
                    self.run_program("rota", "volunteer", "1", other)
                    self.run_program("rota", "approve", "1")
                    self.publish()
                    self.assertEqual((self.rota()[date, shift], self.rota()[back, theirs]),
                                     ({other}, {one}))
                    return True
        return False

    def test_two_turns_are_swapped(self):
        self.publish()
        people = ("FP1", "FP2", "FP3", "PM1")
        if any(self.swap(one, other) for one in people for other in people if one != other):
            self.run_program("check")
            return
        self.fail("no two turns can be swapped")

    def test_what_would_break_a_rule_is_refused_with_it(self):
        self.publish()
        date, shift = self.turns_of("FP1", "oncall")[0]
        self.add("leave", f"FP2,{date},{date},annual")
        self.refused(f"the swap would break the rule on_leave: FP2 has {shift} on", "rota", "ask",
                     "FP1", shift, date, "--of", "FP2")
        self.run_program("rota", "offer", "FP1", shift, date)
        self.refused("the swap would break the rule on_leave", "rota", "volunteer", "1", "FP2")
        self.assertEqual(self.answer("rota", "swaps")["swaps"][0]["state"], "open")

    def test_two_swaps_never_overlap(self):
        self.publish()
        date, shift = self.turns_of("FP1", "oncall")[0]
        self.run_program("rota", "offer", "FP1", shift, date)
        self.refused(f"{shift} of FP1 on", "rota", "offer", "FP1", shift, date)
        self.run_program("rota", "withdraw", "1")
        self.run_program("rota", "offer", "FP1", shift, date)
        self.refused("swap 1 is withdrawn already", "rota", "volunteer", "1", "FP2")
        self.assertEqual([(row["swap"], row["state"]) for row in
                          self.answer("rota", "swaps", "--all")["swaps"]],
                         [(1, "withdrawn"), (2, "open")])

    def test_a_swap_follows_its_shift_and_ends_with_its_turn(self):
        self.publish()
        date, shift = self.turns_of("FP1", "oncall")[0]
        self.run_program("rota", "offer", "FP1", shift, date)
        rewrite(self.service, "shifts", lambda data: data.replace(b"20:00,08:00", b"20:00,07:00"))
        self.run_program("import", self.service)
        self.assertEqual(self.answer("rota", "--changes", "0")["followed"], [])
        self.assertEqual(self.answer("rota", "swaps")["swaps"][0]["state"], "open")
        self.add("leave", f"FP1,{date},{date},sick")
        followed = self.answer("rota")["followed"]
        self.assertEqual((followed[0]["swap"], followed[0]["state"]), (1, "closed"))
        self.assertRegex(followed[0]["sentence"], r"By a new rota FP1 no longer has oncall on .*; "
                         r"\w+ has it\.")
        self.assertEqual(self.answer("rota", "swaps")["swaps"], [])
        step = self.answer("rota", "swaps", "--all")["swaps"][0]["steps"][-1]
        self.assertEqual((step["state"], step["note"]), ("closed", followed[0]["sentence"]))

    def test_a_swap_ends_when_its_day_has_passed(self):
        self.publish()
        date, shift = self.turns_of("FP1", "oncall")[0]
        self.run_program("rota", "offer", "FP1", shift, date)
        self.set("planned_on", "2026-02-16")
        self.assertIn("has passed.", self.answer("rota", "swaps")["followed"][0]["sentence"])
        self.refused("has passed; turns of days ahead", "rota", "offer", "FP1", shift, date)

    def test_without_approval_the_turn_changes_hands_at_once(self):
        self.set("swaps_need_approval", "0")
        self.run_program("plan")
        self.publish()
        holder, shift, date, other = self.givable()
        number = str(self.answer("rota", "offer", holder, shift, date)["swap"]["swap"])
        self.assertEqual(self.answer("rota", "volunteer", number, other)["swap"]["state"],
                         "approved")
        self.publish()
        self.assertEqual(self.rota()[date, shift], {other})

    def test_what_makes_no_sense_is_refused_and_changes_nothing(self):
        date, shift = "2026-02-03", "late"
        holder = None
        for person in PEOPLE:
            words = self.run_program("rota", "offer", person, shift, date,
                                     status=STATE).stderr.decode()
            holder = person if "is a draft" in words else holder
        self.assertIsNotNone(holder)
        self.publish()
        self.refused("does not have late", "rota", "offer",
                     next(who for who in PEOPLE if who != holder), shift, date)
        self.refused("did you mean", "rota", "offer", holder, "lat", date, status=USAGE)
        self.refused("a turn has a date", "rota", "offer", holder, shift, "soon", status=USAGE)
        self.refused("--of PERSON", "rota", "ask", holder, shift, date, status=USAGE)
        self.refused("has the turn already", "rota", "ask", holder, shift, date, "--of", holder,
                     status=USAGE)
        self.refused("there is no swap 7", "rota", "approve", "7", status=USAGE)
        self.refused("'one' is no number of a swap", "rota", "approve", "one", status=USAGE)

    # ---- Gaps ----

    def test_gaps_name_who_could_help_and_why_others_can_not(self):
        self.add("leave", "FP1,2026-02-03,2026-02-03,sick", "FP2,2026-02-03,2026-02-03,sick",
                 "FP3,2026-02-03,2026-02-03,sick", "PM1,2026-02-03,2026-02-03,court")
        self.run_program("rota")
        gaps = self.answer("rota", "gaps", "--weeks", "3")["gaps"]
        day = {gap["shift"]: gap for gap in gaps if gap["date"] == "2026-02-03"}
        self.assertEqual(set(day), {"early", "late", "oncall"})
        for gap in day.values():
            self.assertTrue(gap["in_rota"])
            for row in gap["candidates"]:
                if (gap["shift"], row["practitioner"]) == ("oncall", "PM1"):
                    self.assertEqual(row["rule"], "may_cover")
                elif row["practitioner"] is not None:
                    self.assertEqual((row["possible"], row["rule"]), (False, "on_leave"), row)
                    self.assertIn("is on leave", row["sentence"])
        strangers = [row for row in day["early"]["candidates"] if row["practitioner"] is None]
        self.assertEqual([row["source"] for row in strangers], ["bank", "agency"])
        for row, rate in zip(strangers, (70000, 110000)):
            self.assertEqual(row["pence"], rate * 444 // 2220)
        self.assertIn("can't (on_leave)", self.text("rota", "gaps", "--weeks", "3"))

    def test_weeks_that_nobody_has_planned_are_open_and_ranked(self):
        answer = self.answer("rota", "gaps", "--weeks", "4")
        ahead = [gap for gap in answer["gaps"] if gap["date"] > "2026-02-15"]
        self.assertEqual(len(ahead), 5 + 4 + 7)  # a week: early, late, on call
        self.assertEqual([gap["date"] for gap in answer["gaps"]],
                         sorted(gap["date"] for gap in answer["gaps"]))
        for gap in ahead:
            self.assertFalse(gap["in_rota"])
            possible = [row for row in gap["candidates"] if row["possible"]]
            self.assertGreater(len(possible), 1)
            order = [("own pod", "hub", "bank", "agency").index(row["source"])
                     for row in possible]
            self.assertEqual(order, sorted(order))
            own = [row["minutes"] for row in possible if row["source"] == "own pod"]
            self.assertEqual(own, sorted(own))

    def test_who_is_said_to_be_able_can_be_given_the_turn(self):
        self.publish()
        date, shift = next((date, shift) for date, shift in sorted(self.rota()) if shift == "late")
        people = [f"{person},{date},{date},sick" for person in PEOPLE]
        self.add("leave", *people)
        self.run_program("rota", "--changes", "20")
        back = people.pop()  # who has to come on another day's notice
        rewrite(self.service, "leave",
                lambda data: data.replace(b"\n" + back.encode() + b"\n", b"\n"))
        self.run_program("import", self.service)
        gap = next(gap for gap in self.answer("rota", "gaps", "--weeks", "3")["gaps"]
                   if (gap["date"], gap["shift"]) == (date, shift))
        for row in gap["candidates"]:
            self.assertEqual(row["possible"], row["practitioner"] in (None, "PM1"), row)
        filled = self.answer("rota", "--changes", "0")["filled"]
        self.assertIn((date, "PM1"), {(row["date"], row["to"]) for row in filled})

    # ---- Answers ----

    def test_json_answers_have_the_members_that_help_lists(self):
        documented = {command["name"]: {line.split("  ")[0] for line in command["json"].split("\n")}
                      for command in self.answer("help")["commands"]}
        self.publish()
        holder, shift, date, other = self.givable()
        number = "2"
        for name, *args in (["ask", holder, shift, date, "--of", other], ["refuse", number],
                            ["offer", holder, shift, date], ["withdraw", "3"],
                            ["swaps"], ["gaps"]):
            got = set(self.answer("rota", name, *args)) - {"command", "ok", "exit"}
            self.assertEqual(got, documented["rota " + name], name)
        self.run_program("rota", "offer", holder, shift, date)
        number = "4"
        got = set(self.answer("rota", "volunteer", number, other)) - {"command", "ok", "exit"}
        self.assertEqual(got | {"plan"}, documented["rota volunteer"])
        got = set(self.answer("rota", "approve", number)) - {"command", "ok", "exit"}
        self.assertEqual(got, documented["rota approve"])
