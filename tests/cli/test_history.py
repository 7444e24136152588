# SPDX-License-Identifier: GPL-3.0-or-later
"""What was worked before a rota: it is remembered, counted in the ledger, and goes on in the next."""
import csv
import os
import re
import subprocess

from program import INPUT, PODPLAN, STATE, ProgramTest, rewrite


class History(ProgramTest):
    def setUp(self):
        super().setUp()
        self.service = self.copy()

    def write(self, table, header, *rows):
        with open(os.path.join(self.service, table + ".csv"), "w", encoding="utf-8") as file:
            file.write("\n".join((header,) + rows) + "\n")

    def today(self, day):
        rewrite(self.service, "settings", lambda data: re.sub(
            rb"planned_on,[^\n\r]*", b"planned_on," + day.encode(), data))

    def import_folder(self):
        self.run_program("import", self.service)

    def ledger(self, kind):
        rows = self.answer("rota", "ledger")["ledger"]
        return {row["practitioner"]: row for row in rows if row["kind"] == kind}

    def turns(self):
        out = self.path("out")
        self.run_program("publish", "--out", out)
        with open(os.path.join(out, "rota.csv"), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def assert_kept(self):
        broken = [rule["rule"] for rule in self.answer("check")["rules"]
                  if rule["outcome"] == "BROKEN"]
        self.assertEqual(broken, [])

    def test_the_ledger_counts_what_is_planned_and_then_what_was_worked(self):
        self.import_folder()
        self.run_program("rota")
        first = self.ledger("standby")
        self.assertEqual(sum(row["worked"] for row in first.values()), 0)
        held = {}
        for turn in self.turns():
            if turn["shift"] == "oncall":
                held[turn["practitioner"]] = held.get(turn["practitioner"], 0) + 1
        self.assertEqual({key: row["planned"] for key, row in first.items() if row["planned"]},
                         held)
        self.today("2026-02-16")
        self.import_folder()
        self.run_program("rota", "--from", "2026-02-16", "--weeks", "1")
        second = self.ledger("standby")
        self.assertEqual({key: row["worked"] for key, row in second.items() if row["worked"]},
                         held)
        self.assert_kept()

    def swap_one(self):
        """Hands over the first turn of standby that a colleague may take; who gave it, who has it."""
        for turn in self.turns():
            if turn["shift"] != "oncall":
                continue
            giver = turn["practitioner"]
            offer = self.answer("rota", "offer", giver, "oncall", turn["date"])["swap"]["swap"]
            for taker in sorted({"FP1", "FP2", "FP3"} - {giver}):
                done = subprocess.run(
                    [PODPLAN, "--db", self.db, "rota", "volunteer", str(offer), taker],
                    capture_output=True, check=False)
                if done.returncode == 0:
                    return giver, taker
            self.run_program("rota", "withdraw", str(offer))
        return self.fail("nobody may take any turn")

    def test_swaps_count(self):
        rewrite(self.service, "settings", lambda data: data + b"swaps_need_approval,0\n")
        self.import_folder()
        self.run_program("rota")
        self.turns()
        planned = {key: row["planned"] for key, row in self.ledger("standby").items()}
        giver, taker = self.swap_one()
        self.today("2026-02-16")
        self.import_folder()
        self.run_program("rota", "--from", "2026-02-16", "--weeks", "1")
        worked = {key: row["worked"] for key, row in self.ledger("standby").items()}
        self.assertEqual(worked[giver], planned[giver] - 1)
        self.assertEqual(worked[taker], planned[taker] + 1)

    def test_balances_are_evened_out(self):
        self.write("ledger", "practitioner,kind,turns,date", "FP1,standby,40,2026-02-01",
                   "FP2,standby,40,2026-02-01", "FP3,standby,8,2026-02-01")
        self.import_folder()
        self.run_program("rota")
        ledger = self.ledger("standby")
        self.assertEqual(ledger["FP1"]["worked"], 40)
        self.assertGreater(ledger["FP3"]["planned"], ledger["FP1"]["planned"])
        self.assertGreater(ledger["FP3"]["planned"], ledger["FP2"]["planned"])

    def test_the_next_rota_goes_on_from_the_last(self):
        self.import_folder()
        self.run_program("rota", "--from", "2026-02-02", "--weeks", "3")
        for monday in ("2026-02-09", "2026-02-16", "2026-02-23"):
            self.run_program("rota", "--from", monday, "--weeks", "2", "--seed", monday[-1])
            self.assert_kept()

    def test_hours_worked_elsewhere_keep_people_away(self):
        weeks = ("2025-10-13", "2025-10-20", "2025-10-27", "2025-11-03", "2025-11-10",
                 "2025-11-17", "2025-11-24", "2025-12-01", "2025-12-08", "2025-12-15",
                 "2025-12-22", "2025-12-29", "2026-01-05", "2026-01-12", "2026-01-19",
                 "2026-01-26")
        self.write("worked_hours", "practitioner,week,minutes",
                   *(f"FP1,{week},3600" for week in weeks))
        self.import_folder()
        self.run_program("rota")
        duties = [turn for turn in self.turns() if turn["practitioner"] == "FP1"
                  and turn["shift"] != "oncall"]
        self.assertEqual(duties, [])
        self.assert_kept()

    def test_faults_of_history_are_told(self):
        self.write("worked_hours", "practitioner,week,minutes", "FP1,2026-01-06,3600",
                   "FP9,2026-01-05,60")
        self.write("ledger", "practitioner,kind,turns,date", "FP1,holiday,4,2026-01-05")
        self.write("worked_turns", "practitioner,date,shift", "FP1,2026-01-05,lat")
        stderr = self.run_program("import", self.service, status=INPUT).stderr
        for words in (b"worked_hours.csv:2: week: Tue 6 Jan 2026 is no Monday",
                      b"worked_hours.csv:3: practitioner: 'FP9'", b"ledger.csv:2: kind: 'holiday'",
                      b"worked_turns.csv:2: shift: 'lat'"):
            self.assertIn(words, stderr)

    def test_without_a_rota_there_is_no_ledger(self):
        self.import_folder()
        self.run_program("rota", "ledger", status=STATE)
        self.run_program("allocate")
        self.assertIn(b"no rota yet", self.run_program("rota", "ledger", status=STATE).stderr)

    def test_the_ledger_fits_80_columns(self):
        self.import_folder()
        self.run_program("rota")
        for line in self.text("rota", "ledger").splitlines():
            self.assertLessEqual(len(line), 80, line)
