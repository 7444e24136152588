# SPDX-License-Identifier: GPL-3.0-or-later
"""Planning from outside: whole plans, single stages, what stands, what stops, what is explained."""
import csv
import os
import pty
import signal
import subprocess

from program import CREWE, DONE, PODPLAN, STATE, TINY, USAGE, ProgramTest, rewrite

STAGES = ["training", "allocation", "rota", "workforce"]


def upside_down(data):
    """A CSV file with its rows in the opposite order."""
    lines = data.splitlines(True)
    return b"".join(lines[:1] + lines[:0:-1])


class Plan(ProgramTest):
    def setUp(self):
        super().setUp()
        self.run_program("import", TINY)

    def published(self, table, db=None):
        """The rows of a report of the plan in force."""
        out = self.path("out-" + os.path.basename(db or self.db))
        self.run_program("publish", "--out", out, db=db)
        with open(os.path.join(out, table + ".csv"), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def holders(self):
        return {row["family"]: row["practitioner"] for row in self.published("allocation")}

    def test_a_plan_holds_every_stage_and_keeps_the_rules(self):
        answer = self.answer("plan")
        self.assertEqual([stage["stage"] for stage in answer["stages"]], STAGES)
        for stage in answer["stages"]:
            self.assertTrue(stage["ran"])
            self.assertIn(stage["status"], ("optimal", "feasible", "shortfall"))
            self.assertLessEqual(stage["bound"], stage["cost"])
        self.assertTrue(answer["stored"])
        self.assertEqual(answer["families"]["total"], 6)
        judged = self.answer("check")
        self.assertTrue(judged["current"])
        self.assertNotIn("BROKEN", [rule["outcome"] for rule in judged["rules"]])

    def test_a_plan_stands_until_something_changes(self):
        first = self.answer("plan")
        before = self.snapshot()
        again = self.answer("plan")
        self.assertIn("Nothing has changed since plan 1", self.text("plan"))
        self.assertEqual(self.snapshot(), before)
        self.assertEqual((again["stored"], again["plan"]["id"]), (False, first["plan"]["id"]))
        self.assertEqual(again["shortfalls"], first["shortfalls"])
        self.assertEqual(self.answer("plan", "--again")["plan"]["id"], 2)
        self.assertEqual(self.answer("plan", "--seed", "8")["plan"], {
            "command": "plan", "id": 3, "seed": 8, "input_hash": first["plan"]["input_hash"]})

    def test_a_gap_and_threads_beyond_two_may_change_the_plan_and_fewer_do_not(self):
        self.run_program("plan")
        for args, stored in ((["--threads", "1"], False), (["--threads", "2"], False),
                             (["--gap", "0"], False), (["--gap", "2.5"], True),
                             (["--gap", "2.5", "--threads", "2"], False),
                             (["--gap", "100", "--threads", "3"], True)):
            answer = self.answer("plan", *args)
            self.assertEqual(answer["stored"], stored, args)
            stage = answer["stages"][STAGES.index("allocation")]
            self.assertLessEqual(stage["bound"], stage["cost"])
            self.run_program("check")

    def test_the_rota_stops_within_a_gap(self):
        self.run_program("plan")
        best = self.answer("rota", "--weeks", "1")["stages"][STAGES.index("rota")]
        self.assertEqual((best["status"], best["bound"]), ("optimal", best["cost"]))
        self.assertGreater(best["cost"], 0)
        self.run_program("plan")
        for gap in ("40", "1"):
            answer = self.answer("rota", "--gap", gap, "--threads", "2", "--weeks", "1", "--seed", "1")
            stage = answer["stages"][STAGES.index("rota")]
            self.assertLessEqual(stage["cost"] - stage["bound"], float(gap) / 100 * stage["cost"])
            self.assertLessEqual(stage["bound"], best["cost"])
            self.run_program("check")

    def test_the_same_input_and_seed_give_the_same_bytes(self):
        folder = self.copy()
        for name in os.listdir(TINY):
            rewrite(folder, name[:-len(".csv")], upside_down)
        other = self.path("other.db")
        self.run_program("import", folder, db=other)
        for db, out in ((self.db, "out"), (other, "other")):
            self.run_program("plan", db=db)
            self.run_program("publish", "--out", self.path(out), db=db)
        self.assertEqual(self.snapshot("out"), self.snapshot("other"))
        for args in (["explain", "shortfall"], ["explain", "person", "FP1"],
                     ["explain", "family", "A4"], ["check"]):
            self.assertEqual(self.text(*args), self.text(*args, db=other))

    def test_a_stage_alone_keeps_the_others(self):
        self.run_program("plan")
        rota, seats = self.published("rota"), self.published("training")
        answer = self.answer("allocate")
        self.assertEqual([stage["stage"] for stage in answer["stages"] if stage["ran"]],
                         ["allocation"])
        self.assertEqual(answer["plan"]["command"], "allocate")
        self.assertEqual((self.published("rota"), self.published("training")), (rota, seats))
        families = self.holders()
        self.run_program("rota", "--from", "2026-02-16", "--weeks", "1")
        self.assertEqual(self.holders(), families)
        self.assertEqual({row["date"] < "2026-02-16" or row["date"] > "2026-02-22"
                          for row in self.published("rota")}, {False})

    def test_stages_can_be_planned_one_by_one(self):
        for command in ("train", "allocate", "rota", "forecast"):
            self.assertTrue(self.answer(command)["stored"])
        judged = self.answer("check")
        self.assertNotIn("no plan", [rule["outcome"] for rule in judged["rules"]])

    def test_a_change_of_one_family_moves_few(self):
        folder = self.copy(CREWE, "crewe")
        rewrite(folder, "settings", lambda data: data + b"allocation_rounds,20\nrota_rounds,1\n")
        self.run_program("import", folder)
        self.run_program("train")
        self.run_program("allocate")
        before = self.holders()
        rewrite(folder, "children", lambda data: data.replace(b"C002,F001,CIN", b"C002,F001,CP", 1))
        self.run_program("import", folder)
        self.assertFalse(self.answer("check")["current"])
        self.run_program("allocate")
        after = self.holders()
        moved = [family for family, holder in before.items() if after[family] != holder]
        self.assertLessEqual(len(moved), 5, moved)

    def test_a_rota_begins_on_a_monday(self):
        done = self.run_program("rota", "--from", "2026-02-17", status=USAGE)
        self.assertIn(b"Tue 17 Feb 2026", done.stderr)

    def test_a_rota_ends_within_the_years_that_can_be_read(self):
        self.run_program("plan")
        done = self.run_program("rota", "--from", "2199-12-30", "--weeks", "1", status=USAGE)
        self.assertIn(b"2199", done.stderr)
        self.assertTrue(self.answer("rota", "--from", "2199-12-23", "--weeks", "1")["stored"])
        self.assertNotIn("no plan", [rule["outcome"] for rule in self.answer("check")["rules"]])

    def test_the_savings_of_the_bid_are_to_the_pound(self):
        self.run_program("import", CREWE)
        net = {}
        for row in self.answer("forecast")["savings"]:
            net[row["cohort"]] = net.get(row["cohort"], 0) + row["net"]
        self.assertEqual(net, {"Cheshire East": 2_432_352_00, "Crewe": 1_713_504_00})

    def test_progress_is_shown_on_a_terminal_only(self):
        self.assertEqual(self.run_program("plan").stderr, b"")
        ours, theirs = pty.openpty()
        with subprocess.Popen([PODPLAN, "--db", self.db, "plan", "--again"],
                              stdout=subprocess.DEVNULL, stderr=theirs) as running:
            os.close(theirs)
            shown = b""
            while True:
                try:
                    part = os.read(ours, 4096)
                except OSError:
                    break
                if not part:
                    break
                shown += part
        os.close(ours)
        self.assertEqual(running.returncode, DONE)
        self.assertIn(b"round", shown)
        self.assertTrue(shown.endswith(b"\r\x1b[K"), shown[-80:])


class Interrupted(ProgramTest):
    def start(self):
        """A plan that would take for ever, interrupted once its first round is shown."""
        self.run_program("import", CREWE)
        ours, theirs = pty.openpty()
        running = subprocess.Popen([PODPLAN, "--db", self.db, "plan", "--rounds", "1000000"],
                                   stdout=subprocess.PIPE, stderr=theirs)
        self.addCleanup(os.close, ours)
        self.addCleanup(running.kill)
        os.close(theirs)
        shown = b""
        while b"allocation: round" not in shown:
            shown += os.read(ours, 4096)
        running.send_signal(signal.SIGINT)
        return running

    def test_ctrl_c_keeps_the_best_plan_so_far(self):
        running = self.start()
        out, _ = running.communicate(timeout=240)
        self.assertEqual(running.returncode, DONE)
        self.assertIn(b"stopped early", out)
        self.run_program("check")
        self.assertEqual(self.answer("explain", "shortfall")["plan"]["id"], 1)

    def test_ctrl_c_twice_ends_at_once_and_stores_nothing(self):
        running = self.start()
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)
        if running.returncode == -signal.SIGINT:
            self.run_program("explain", "shortfall", status=STATE)
        else:  # it had ended by itself before the second signal came
            self.assertEqual(running.returncode, DONE)


class Explain(ProgramTest):
    def setUp(self):
        super().setUp()
        self.run_program("import", TINY, "--keep-names")
        self.run_program("plan")

    def test_a_family_is_explained(self):
        text = self.text("explain", "family", "A4")
        self.assertTrue(text.startswith("A4: 3 children"), text)
        answer = self.answer("explain", "family", "A4")["family"]
        self.assertEqual((answer["family"], answer["load"]["children"]), ("A4", 3))
        # A4 and FP1 are in conflict
        self.assertNotEqual(answer["practitioner"], "FP1")
        ranked = {row["practitioner"]: row for row in answer["candidates"]}
        self.assertEqual(ranked["FP1"]["rule"], "conflict")
        self.assertIn(answer["practitioner"], ranked)

    def test_a_person_is_explained_as_a_sum(self):
        text = self.text("explain", "person", "PM1")
        self.assertIn("PM1 (Dev Ellis): Pod manager", text)
        self.assertIn("less 50% for pod management", text)
        self.assertIn("4 x 1 FTE x 50% = 2", text)
        answer = self.answer("explain", "person", "FP3")["person"]
        self.assertEqual(answer["capacity"]["families"], 2)
        self.assertEqual(sum(family["children"] for family in answer["families"]),
                         answer["load"]["children"])

    def test_shortfalls_are_explained_by_number(self):
        rows = self.answer("explain", "shortfall")["shortfalls"]
        for number, row in enumerate(rows, 1):
            text = " ".join(self.text("explain", "shortfall", str(number)).split())
            self.assertIn(" ".join(row["sentence"].split()), text)
        self.run_program("explain", "shortfall", str(len(rows) + 1), status=USAGE)
        self.run_program("explain", "shortfall", "x", status=USAGE)

    def test_an_unknown_key_is_told_what_is_near(self):
        done = self.run_program("explain", "person", "FP9", status=USAGE)
        self.assertIn(b"did you mean 'FP1', 'FP2' or 'FP3'?", done.stderr)
        done = self.run_program("explain", "family", "B4", status=USAGE)
        self.assertIn(b"'A4'", done.stderr)

    def test_every_line_fits_80_columns(self):
        for args in (["plan"], ["check"], ["check", "--rule", "travel"], ["explain", "shortfall"],
                     ["explain", "family", "A4"], ["explain", "person", "FP1"]):
            for line in self.text(*args).replace(self.db, "FILE").splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_a_rule_is_shown_alone(self):
        answer = self.answer("check", "--rule", "travel")
        self.assertEqual([rule["rule"] for rule in answer["rules"]], ["travel"])
        self.assertEqual(len(answer["breaches"]), answer["rules"][0]["breaches"])
        done = self.run_program("check", "--rule", "travle", status=USAGE)
        self.assertIn(b"did you mean 'travel'", done.stderr)
