# SPDX-License-Identifier: GPL-3.0-or-later
"""From outside: a service that closes leaves no case behind; an escalated family is accompanied."""
import collections
import csv
import datetime
import os

from program import INPUT, ROOT, TINY, ProgramTest, rewrite

FACT22 = os.path.join(ROOT, "examples", "fact22")


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name):
    return rows_of(os.path.join(FACT22, name + ".csv"))


class Closing(ProgramTest):
    def handovers(self):
        self.run_program("publish", "--out", self.path("out"))
        return {row["family"]: row for row in rows_of(self.path("out", "handovers.csv"))}

    def test_every_open_case_has_a_destination_by_the_last_day(self):
        self.run_program("import", FACT22)
        answer = self.answer("plan")
        self.assertEqual(answer["shortfalls"], [])
        self.run_program("check")
        handovers = self.handovers()
        self.assertEqual(sorted(handovers), sorted(row["family"] for row in table("families")))
        people = {row["practitioner"]: row for row in table("practitioners")}
        statuses = collections.defaultdict(set)
        for child in table("children"):
            statuses[child["family"]].add(child["status"])
        weeks = collections.Counter()
        for family in table("families"):
            row = handovers[family["family"]]
            self.assertLessEqual(row["date"], "2020-03-31")
            if family["closes_on"]:
                self.assertEqual((row["destination"], row["date"]),
                                 ("closed", family["closes_on"]))
                continue
            self.assertGreaterEqual(row["date"], "2020-01-13")  # a week after 6 January
            self.assertGreaterEqual(row["date"], people[row["to"]]["start"])
            weeks[datetime.date.fromisoformat(row["date"]).isocalendar()[1]] += 1
            if row["destination"] == "stepped down":
                self.assertEqual(statuses[family["family"]], {"early help"})
            if family["escalated_from"]:
                self.assertEqual(row["destination"], "stepped across")
        self.assertLessEqual(max(weeks.values()), 3)  # 27 over the twelve weeks that are left
        counts = answer["closing"]
        self.assertEqual(sum(counts[k] for k in ("closed", "stepped_down", "stepped_across",
                                                 "moved")), 32)

    def test_planning_again_changes_nothing(self):
        self.run_program("import", FACT22)
        self.run_program("plan")
        first = self.handovers()
        self.run_program("allocate")
        self.assertEqual(self.handovers(), first)

    def test_explain_says_where_a_family_goes(self):
        self.run_program("import", FACT22)
        self.run_program("plan")
        for family, row in list(self.handovers().items())[:6]:
            said = self.answer("explain", "family", family)["family"]["handover"]
            self.assertEqual((said["date"], said["destination"], said["to"] or ""),
                             (row["date"], row["destination"], row["to"]))

    def test_no_calendar_names_a_family(self):
        self.run_program("import", FACT22)
        self.run_program("plan")
        self.run_program("publish", "--out", self.path("out"))
        for where, _, files in os.walk(self.path("out")):
            for name in files:
                if name.endswith(".ics"):
                    with open(os.path.join(where, name), encoding="utf-8") as file:
                        text = file.read()
                    self.assertNotRegex(text, r"\bF[0-9][0-9]\b")

    def test_what_is_left_is_named_with_posts_that_take_it(self):
        folder = self.copy(FACT22)
        rewrite(folder, "practitioners", lambda data: b"".join(
            line for line in data.splitlines(True)
            if not line.startswith((b"SW1,", b"SW2,", b"SW3,"))))
        rewrite(folder, "practitioner_skills", lambda data: b"".join(
            line for line in data.splitlines(True)
            if not line.startswith((b"SW1,", b"SW2,", b"SW3,"))))
        rewrite(folder, "conflicts", lambda data: data.splitlines(True)[0])
        self.run_program("import", folder)
        answer = self.answer("plan")
        self.assertGreater(answer["families"]["unplaced"], 0)
        named = {row["subject"]: row for row in answer["shortfalls"]}
        for pod in ("crewe-fact22", "macclesfield-fact22"):
            self.assertIn("no destination", named[pod]["sentence"])
            self.assertIn("in post by Tue 31 Mar 2020", named[pod]["remedy"])


class StepDown(ProgramTest):
    def escalated(self, **families):
        """The tiny service with step-down and escalated families: key=(from, social worker)."""
        folder = self.copy()

        def add(data):
            lines = data.decode().splitlines()
            out = [lines[0] + ",escalated_from,social_worker"]
            for line in lines[1:]:
                since, worker = families.get(line.split(",")[0], ("", ""))
                out.append(f"{line},{since},{worker}")
            return ("\n".join(out) + "\n").encode()

        rewrite(folder, "families", add)
        rewrite(folder, "roles", lambda data: data.replace(b"on_call_tier", b"on_call_tier,kind")
                .replace(b",1\n", b",1,\n").replace(b"24,,\n", b"24,,,\n")
                .replace(b"6,2\n", b"6,2,\n") + b"sd,Step-down social worker,10,1,4,,,,step-down\n")
        rewrite(folder, "practitioners", lambda data: data +
                b"SD1,Fay Gray,sd,,,1,permanent,2023-01-09,,quay\n")
        return folder

    def test_the_practitioner_stays_and_a_social_worker_comes(self):
        self.run_program("import", self.escalated(A1=("2025-12-01", "")))
        answer = self.answer("plan")
        self.assertEqual(answer["step_down"], {"escalated": 1, "accompanied": 1, "across": 0})
        family = self.answer("explain", "family", "A1")["family"]
        self.assertEqual((family["practitioner"], family["social_worker"]), ("FP1", "SD1"))
        self.assertIn("SD1 is beside as social worker", " ".join(
            self.text("explain", "family", "A1").split()))
        for person, beside in (("FP1", False), ("SD1", True)):
            held = self.answer("explain", "person", person)["person"]["families"]
            self.assertIn(("A1", beside), [(row["family"], row["beside"]) for row in held])
        self.run_program("publish", "--out", self.path("out"))
        self.assertEqual([(row["family"], row["practitioner"], row["social_worker"])
                          for row in rows_of(self.path("out", "step_down.csv"))],
                         [("A1", "FP1", "SD1")])

    def test_who_has_none_is_named(self):
        self.run_program("import", self.escalated(A1=("2025-12-01", ""), A5=("2025-12-01", "")))
        answer = self.answer("plan")
        self.assertEqual(answer["step_down"]["accompanied"], 1)
        named = [row for row in answer["shortfalls"] if row["rule"] == "social_worker"]
        self.assertEqual(len(named), 1)
        self.assertIn("1 more full-time post in the role 'Step-down social worker'",
                      named[0]["remedy"])

    def test_who_is_no_social_worker_is_refused(self):
        done = self.run_program("import", self.escalated(A1=("2025-12-01", "FP2")), status=INPUT)
        self.assertIn("'FP2' has the role 'fp', which is no social worker's", done.stderr.decode())
