# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: commands, options, help, exit statuses."""
import json
import subprocess

from program import PODPLAN, STATE, SYSTEM, USAGE, ProgramTest

COMMANDS = ("import", "check", "plan", "train", "allocate", "rota", "forecast", "publish", "reconcile",
            "backtest", "candidates", "explain", "help", "version", "rota gaps", "rota ledger", "rota ask",
            "rota offer", "rota volunteer", "rota approve", "rota refuse", "rota withdraw",
            "rota swaps", "feeds add", "feeds list", "feeds rotate", "feeds revoke", "serve",
            "changes", "leave add", "leave fetch", "leave list", "leave remove",
            "holidays add", "holidays list", "holidays clear",
            "scenario add", "scenario list", "scenario remove", "scenario adopt")


class Arguments(ProgramTest):
    def refused(self, words, *args):
        done = self.run_program(*args, status=USAGE)
        self.assertEqual(done.stdout, b"")
        self.assertIn(words, done.stderr.decode())

    def test_every_command_has_help(self):
        for command in COMMANDS:
            text = self.text(*command.split(), "--help")
            self.assertTrue(text.startswith(f"podplan {command}"), text)
            self.assertIn("--db FILE", text)
            self.assertIn("--json", text)
            self.assertEqual(text, self.text("help", *command.split()))

    def test_help_is_80_columns_wide(self):
        for args in (("help",), *(("help", *command.split()) for command in COMMANDS)):
            for line in self.text(*args).splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_the_list_of_commands_is_complete(self):
        listed = [command["name"] for command in self.answer("help")["commands"]]
        self.assertEqual(sorted(listed), sorted(COMMANDS))

    def test_help_needs_no_command(self):
        for args in (["--help"], ["-h"], ["help"]):
            done = subprocess.run([PODPLAN, *args], capture_output=True, check=True)
            self.assertIn(b"Exit statuses", done.stdout)

    def test_nothing_at_all_is_refused(self):
        done = subprocess.run([PODPLAN], capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (USAGE, b""))
        self.assertIn(b"which command?", done.stderr)

    def test_a_mistyped_command_is_told_what_was_meant(self):
        self.refused("did you mean 'import'?", "inport", "x")

    def test_the_first_word_of_two_is_told_what_follows(self):
        for group in ("feeds", "leave", "holidays"):
            self.refused(f"podplan {group} --help lists its commands", group)
            text = self.text(group, "--help")
            self.assertEqual(text, self.text("help", group))
            for command in COMMANDS:
                self.assertEqual(command.startswith(group + " "), f"  {command} " in text)
        self.refused("feeds has no command 'lst' (did you mean 'list'?)", "feeds", "lst", "x")
        self.assertIn("podplan rota\n", self.text("rota", "--help"))

    def test_options_are_refused_with_their_range(self):
        self.refused("--seed takes a whole number from 0", "plan", "--seed", "-1")
        self.refused("--weeks takes a whole number from 1 to 53, not '54'", "rota", "--weeks", "54")
        self.refused("--weeks takes a whole number", "rota", "--weeks", "2x")
        self.refused("--from takes a date", "rota", "--from", "2015-02-30")
        self.refused("--time takes seconds", "plan", "--time", "0")
        self.refused("--time takes seconds", "plan", "--time", "nan")
        for value in ("-1", "100.5", "nan", "few", "1%", ""):
            self.refused(f"--gap takes per cent from 0 to 100, not '{value}'", "allocate",
                         "--gap", value)
        for value in ("0", "17", "1.5", "two"):
            self.refused(f"--threads takes a whole number from 1 to 16, not '{value}'", "plan",
                         "--threads", value)
        self.refused("has no option '--gap'", "train", "--gap", "1")
        self.refused("has no option '--threads'", "train", "--threads", "2")
        self.refused("--seed needs a value", "plan", "--seed")
        self.refused("--again takes no value", "plan", "--again=yes")
        self.refused("has no option '--sed' (did you mean 'seed'?)", "plan", "--sed", "3")
        self.refused("has no option '-x'", "plan", "-x")
        self.refused("has no option '--weeks'", "allocate", "--weeks", "3")

    def test_operands_are_counted(self):
        self.refused("import needs FOLDER", "import")
        self.refused("import has no use for 'b'", "import", "a", "b")
        self.refused("publish needs a folder", "publish")
        self.refused("explain knows family, person and shortfall", "explain", "pod", "x")
        self.refused("which family?", "explain", "family")

    def test_options_may_stand_on_either_side_of_the_command(self):
        before = subprocess.run([PODPLAN, "--json", "version"], capture_output=True, check=True)
        after = subprocess.run([PODPLAN, "version", "--json"], capture_output=True, check=True)
        self.assertEqual(before.stdout, after.stdout)
        self.assertEqual(json.loads(after.stdout)["ok"], True)

    def test_errors_are_json_when_json_is_asked_for(self):
        for args, status, code in ((["plan", "--sed"], USAGE, "usage"),
                                   (["nonsense"], USAGE, "usage"),
                                   (["plan"], STATE, "state"),
                                   (["import", "/nonexistent"], SYSTEM, "system")):
            done = self.run_program(*args, "--json", status=status)
            answer = json.loads(done.stdout)
            self.assertEqual((answer["ok"], answer["exit"], answer["error"]["code"]),
                             (False, status, code))
            self.assertEqual(done.stderr, b"")

    def test_an_error_about_bytes_that_are_no_text_has_its_message(self):
        done = self.run_program("x\udcff", "--json", status=USAGE)
        self.assertIn("x\\xFF", json.loads(done.stdout)["error"]["message"])

    def test_nothing_is_planned_without_a_service(self):
        for command in (["plan"], ["check"], ["rota"], ["publish", "--out", self.path("out")],
                        ["explain", "shortfall"]):
            done = self.run_program(*command, status=STATE)
            self.assertIn("import", done.stderr.decode())
        self.assertEqual(self.snapshot(), {})

    def test_a_full_disk_is_told(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PODPLAN, "help"], stdout=full, stderr=subprocess.PIPE,
                                  check=False)
        self.assertEqual(done.returncode, SYSTEM)
        self.assertIn(b"No space left", done.stderr)
