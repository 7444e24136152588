# SPDX-License-Identifier: GPL-3.0-or-later
"""Small changes from outside: limits, pins, leavers, candidates for a family."""
import os
import re

from program import CREWE, TINY, USAGE, ProgramTest, rewrite

# FP1 has A1 and A3, PM1 has A5 by the data; A4 and A6 are new, and A4 must not go to FP1.
FIRST = "2026-02-02"  # cases_from


class Changes(ProgramTest):
    def setUp(self):
        super().setUp()
        self.run_program("import", TINY)

    def refused(self, words, *args):
        before = self.snapshot()
        done = self.run_program(*args, status=USAGE)
        self.assertIn(words, done.stderr.decode())
        self.assertEqual(self.snapshot(), before)

    def holders(self, **more):
        """Who has whom by the plan in force."""
        return {family: self.answer("candidates", family, **more)["practitioner"]
                for family in ("A1", "A2", "A3", "A4", "A5", "A6")}

    def moves(self, *args):
        answer = self.answer("allocate", "--dry-run", *args)
        return {move["family"]: (move["from"], move["to"]) for move in answer["moves"]}

    def test_nobody_moves_and_new_families_are_placed(self):
        answer = self.answer("allocate", "--changes", "0")
        self.assertEqual((answer["moves"], answer["stored"]), ([], True))
        self.assertEqual([row["family"] for row in answer["placed"]], ["A4", "A6"])
        for row in answer["placed"]:
            self.assertIsNone(row["from"])
            self.assertRegex(row["sentence"], f"With {row['to']}, at [0-9]+% of capacity without it and "
                             f"[0-9]+% with it, it comes to {row['after']} minutes a week")
        self.run_program("check")

    def test_a_limit_is_kept_whatever_pays(self):
        self.run_program("train")
        self.run_program("allocate", "--changes", "0")
        for number in range(4):
            answer = self.answer("allocate", "--dry-run", "--changes", str(number))
            self.assertLessEqual(len(answer["moves"]), number)
            self.assertIn("may at most" if number else "No family changes hands",
                          self.text("allocate", "--dry-run", "--changes", str(number)))

    def test_a_dry_run_stores_nothing(self):
        self.run_program("plan")
        before = self.snapshot()
        answer = self.answer("allocate", "--dry-run", "--without", "FP1", "--from", FIRST)
        self.assertEqual((answer["stored"], answer["plan"]["id"]), (False, 1))
        self.assertIn("a plan that is not stored", self.text("allocate", "--dry-run"))
        self.assertEqual(self.snapshot(), before)

    def test_a_leaver_hands_over_and_nobody_else_moves(self):
        self.run_program("plan")
        held = [family for family, who in self.holders().items() if who == "FP1"]
        answer = self.answer("allocate", "--without", "FP1", "--from", FIRST)
        self.assertEqual([move["family"] for move in answer["moves"]], held)
        for move in answer["moves"]:
            self.assertEqual((move["from"], move["rule"]), ("FP1", "holder_in_post"))
            self.assertIn("FP1 is not in post on Mon 2 Feb 2026", move["sentence"])
            self.assertIn(f"With {move['to']}, at", move["sentence"])
        self.assertNotIn("FP1", self.holders().values())
        self.assertIn("in the rota from Mon 2 Feb 2026", answer["warnings"][0])

    def test_it_is_as_if_the_leaver_had_left(self):
        folder, other = self.copy(), self.path("other.db")
        rewrite(folder, "practitioners", lambda data: data.replace(
            b"2024-01-08,,mill", b"2024-01-08,2026-02-01,mill", 1))
        self.run_program("import", TINY, db=other)
        for db in (self.db, other):
            self.run_program("train", db=db)
        self.run_program("import", folder, db=other)
        self.run_program("allocate", "--without", "FP1", "--from", FIRST)
        self.run_program("allocate", "--changes", "2", db=other)
        self.assertEqual(self.holders(), self.holders(db=other))

    def test_a_plan_for_a_later_day_says_where_the_data_disagrees(self):
        folder = self.copy()
        rewrite(folder, "reductions", lambda data: data + b"FP2,2026-01-05,2026-03-01,75,study\n")
        self.run_program("import", folder)
        self.run_program("train")
        self.run_program("allocate", "--changes", "6", "--pin", "A2=FP2")
        answer = self.answer("allocate", "--without", "FP1", "--from", "2026-03-02", "--pin",
                             "A2=FP2", "--pin", "A4=FP2")
        self.assertIn("On Mon 2 Feb 2026, the cases_from of the data, it would break the rule "
                      "family_cap", " ".join(answer["warnings"]))
        rewrite(folder, "settings", lambda data: data.replace(b"2026-02-02", b"2026-03-02", 1))
        self.run_program("import", folder)
        self.run_program("check")

    def test_less_than_a_week_of_notice_is_a_warning(self):
        for day, warned in (("2026-01-11", True), ("2026-01-12", False)):
            done = self.run_program("allocate", "--dry-run", "--without", "FP1", "--from", day)
            self.assertEqual(b"a week's notice gives Mon 12 Jan 2026" in done.stderr, warned, day)

    def test_what_nothing_can_avoid_is_said_before_a_limit_is_broken(self):
        self.run_program("plan")
        held = [family for family, who in self.holders().items() if who == "FP1"]
        self.refused(f"a limit of {len(held)} would do", "allocate", "--changes", "0",
                     "--without", "FP1", "--from", FIRST)
        self.assertEqual(len(self.moves("--changes", str(len(held)), "--without", "FP1",
                                        "--from", FIRST)), len(held))

    def test_pins_hold(self):
        self.run_program("plan")
        self.assertNotEqual(self.holders()["A4"], "PM1")
        self.run_program("allocate", "--pin", "A4=PM1", "--pin", "A1")
        self.assertEqual((self.holders()["A4"], self.holders()["A1"]), ("PM1", "FP1"))

    def test_a_move_that_a_pin_asks_for_says_so(self):
        self.run_program("plan")
        pinned, moves = {"A2": "FP2", "A1": "PM1"}, []
        for family, person in pinned.items():
            answer = self.answer("allocate", "--dry-run", "--pin", f"{family}={person}")
            moves += answer["moves"] + answer["placed"]
        asked = [move for move in moves if move["pinned"]]
        self.assertTrue(asked)
        for move in asked:
            self.assertEqual(move["to"], pinned[move["family"]])
            self.assertIn(f"A pin gives it to {move['to']}.", move["sentence"])
            self.assertNotIn("All changes together", move["sentence"])
        for move in moves:
            self.assertEqual("A pin gives" in move["sentence"], move["pinned"])

    def test_a_pin_against_a_rule_is_refused_with_the_rule(self):
        self.refused("by the rule conflict: FP1 has a conflict with the family",
                     "allocate", "--pin", "A4=FP1")
        self.refused("by the rule holder_in_post", "allocate", "--pin", "A1=SW1")
        self.refused("by the rule holder_trained", "allocate", "--pin", "A1=FP3")
        self.refused("PM1 holds 2 families of 2 and the family brings 1", "allocate",
                     "--pin", "A1=PM1", "--pin", "A2=PM1", "--pin", "A3=PM1")
        self.refused("is pinned to FP1 and to FP2", "allocate", "--pin", "A1=FP1",
                     "--pin", "A1=FP2")
        self.refused("A4 has nobody to stay with", "allocate", "--pin", "A4")

    def test_what_makes_no_sense_is_refused(self):
        for words, *args in (
                ("did you mean 'A1'", "--pin", "A11"),
                ("there is no practitioner 'FP9'", "--pin", "A1=FP9"),
                ("there is no practitioner ''", "--pin", "A1="),
                ("there is no practitioner 'FP9'", "--without", "FP9", "--from", FIRST),
                ("whole number from 0", "--changes", "-1"),
                ("whole number from 0", "--changes", "few"),
                ("takes a date", "--without", "FP1", "--from", "2026-02-30"),
                ("--without needs --from", "--without", "FP1"),
                ("it needs --without", "--from", FIRST),
                ("not in post on Fri 1 Jan 2027", "--without", "FP3", "--from", "2027-01-01"),
                ("not in post on Sun 7 Jan 2024", "--without", "FP1", "--from", "2024-01-07")):
            self.refused(words, "allocate", *args)
        self.refused("has no option", "train", "--changes", "1")
        self.refused("64 times", "allocate", *["--pin", "A1"] * 65)

    def test_the_data_is_not_changed_by_a_leaver(self):
        self.run_program("plan")
        self.run_program("allocate", "--without", "FP1", "--from", FIRST)
        judged = self.answer("check")
        self.assertTrue(judged["current"])
        self.assertEqual(self.answer("explain", "person", "FP1")["person"]["capacity"]["families"],
                         4)

    def test_crewe_keeps_to_its_limits(self):
        self.run_program("import", CREWE)
        self.run_program("train")
        self.run_program("allocate", "--changes", "1", "--rounds", "5")
        answer = self.answer("allocate", "--without", "FP16", "--from", "2015-06-08")
        self.assertEqual({move["from"] for move in answer["moves"]}, {"FP16"})
        self.run_program("check")


class Candidates(ProgramTest):
    def test_everybody_is_ranked_with_and_without_a_plan(self):
        self.run_program("import", TINY)
        for planned in (False, True):
            answer = self.answer("candidates", "A4")
            self.assertEqual(answer["plan"] is not None, planned)
            rows = {row["practitioner"]: row for row in answer["candidates"]}
            self.assertEqual(sorted(rows), ["FP1", "FP2", "FP3", "PM1"])
            self.assertEqual((rows["FP1"]["possible"], rows["FP1"]["rule"]), (False, "conflict"))
            costs = [row["cost"] for row in answer["candidates"] if row["possible"]]
            self.assertEqual(costs, sorted(costs))
            for row in answer["candidates"]:
                self.assertEqual(row["cost"], sum(row[part] for part in (
                    "continuity", "travel", "preferred_skill", "language", "balance")))
                self.assertLess(row["before"], row["after"])
            self.run_program("plan")

    def test_a_hand_over_counts_against_the_plan_in_force(self):
        self.run_program("import", TINY)
        self.run_program("plan")
        answer = self.answer("candidates", "A4")
        for row in answer["candidates"]:
            self.assertEqual(row["continuity"] == 0,
                             row["practitioner"] == answer["practitioner"])

    def test_the_table_is_for_people(self):
        self.run_program("import", TINY)
        text = self.text("candidates", "A4")
        self.assertRegex(text, r"FP2 +21% to 29% +30 ")
        self.assertIn("conflict (19% to 27%): FP1 has a conflict with the family.", text)
        for line in text.splitlines():
            self.assertLessEqual(len(line), 80, line)

    def test_long_keys_keep_the_columns(self):
        folder = self.copy()
        for table in os.listdir(folder):
            rewrite(folder, table[:-len(".csv")], lambda data: re.sub(
                rb"\bFP2\b", b"practitioner-2", data))
        self.run_program("import", folder)
        lines = self.text("candidates", "A4").splitlines()
        heading = next(line for line in lines if "workload" in line)
        rows = [line for line in lines if re.search(r"[0-9]+% to [0-9]+% ", line)]
        self.assertTrue(any("practitioner-2 " in row for row in rows))
        self.assertGreater(len(rows), 1)
        for row in rows:
            self.assertEqual(len(row), len(heading), row)

    def test_an_unknown_family_is_told_what_is_near(self):
        self.run_program("import", TINY)
        done = self.run_program("candidates", "B4", status=USAGE)
        self.assertIn(b"did you mean 'A4'", done.stderr)
        self.run_program("candidates", status=USAGE)
