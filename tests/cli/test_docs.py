# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents say of the program is true: commands, statuses, examples."""
import os
import re
import shlex
import subprocess

import commands_page
from program import CREWE, PODPLAN, ROOT, TINY, ProgramTest, rewrite


def shell_blocks(name):
    """The command lines of a page's shell blocks that call podplan."""
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        blocks = re.findall(r"```sh\n(.*?)```", file.read(), re.S)
    lines = [line.split(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("podplan ")]


class Docs(ProgramTest):
    def run_lines(self, lines):
        for line in lines:
            done = subprocess.run([PODPLAN, *shlex.split(line)[1:]], cwd=self.folder,
                                  capture_output=True, timeout=300, check=False)
            self.assertEqual(done.returncode, 0, f"{line}\n{done.stderr.decode()}")

    def test_the_page_of_commands_is_what_the_program_says(self):
        page = commands_page.page()
        self.assertEqual(page, commands_page.rewritten(page),
                         "run tests/cli/commands_page.py to write it anew")

    def test_json_answers_have_the_members_that_help_lists(self):
        documented = {command["name"]: {line.split("  ")[0] for line in command["json"].split("\n")}
                      for command in self.answer("help")["commands"]}
        always = {"command", "ok", "exit"}
        for args in (["import", TINY], ["plan"], ["train"], ["allocate"], ["rota"], ["forecast"],
                     ["publish", "--out", self.path("out")], ["help"], ["version"]):
            self.assertEqual(set(self.answer(*args)) - always, documented[args[0]], args)
        self.assertEqual(set(self.answer("check", "--rule", "travel")) - always,
                         documented["check"])
        explained = set()
        for args in (["family", "A1"], ["person", "FP1"], ["shortfall"]):
            explained |= set(self.answer("explain", *args)) - always
        self.assertEqual(explained, documented["explain"])

    def test_the_examples_of_the_page_work(self):
        os.makedirs(self.path("tests", "cli"))
        os.symlink(TINY, self.path("tests", "cli", "tiny"))
        os.symlink(os.path.join(ROOT, "examples"), self.path("examples"))
        lines = shell_blocks("docs/commands.md")
        self.assertGreater(len(lines), 8)
        self.run_lines(lines)

    def test_the_examples_of_the_readme_work(self):
        folder = self.copy(CREWE, "my-service")
        rewrite(folder, "settings",
                lambda data: data + b"allocation_rounds,1\nrota_rounds,1\n")
        lines = shell_blocks("README.md")
        self.assertGreater(len(lines), 3)
        self.run_lines(lines)
