#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The generated part of docs/commands.md, from the program's own tables.

    PODPLAN=build/app/podplan python3 tests/cli/commands_page.py    writes it anew

test_docs.py checks that the page is what this would write.
"""
import json
import os
import subprocess

from program import PODPLAN, ROOT

PAGE = os.path.join(ROOT, "docs", "commands.md")
BEGIN = "<!-- written by tests/cli/commands_page.py from the program's tables -->\n"
END = "<!-- end of what is written -->\n"


def cell(text):
    return text.replace("|", "\\|")


def option_name(option):
    value = f" {option['value']}" if option["value"] else ""
    return f"`--{option['name']}{value}`"


def command_section(command, common):
    operands = f" {command['operands']}" if command["operands"] else ""
    lines = [f"## {command['name']}", "", f"`podplan {command['name']}{operands}`", ""]
    for paragraph in command["details"].split("\n"):
        lines += [paragraph, ""]
    own = [option for option in command["options"] if option["name"] not in common]
    if own:
        lines += ["| option | meaning |", "| --- | --- |"]
        lines += [f"| {option_name(option)} | {cell(option['help'])} |" for option in own] + [""]
    lines += ["| JSON member | holds |", "| --- | --- |"]
    for member in command["json"].split("\n"):
        name, meaning = member.split("  ", 1)
        lines.append(f"| `{name}` | {cell(meaning)} |")
    return lines + [""]


def tables():
    """The generated part, by the program as it is."""
    done = subprocess.run([PODPLAN, "help", "--json"], capture_output=True, check=True)
    answer = json.loads(done.stdout)
    common = [option["name"] for option in
              next(c for c in answer["commands"] if c["name"] == "version")["options"]]
    lines = ["", "## Every command takes", "", "| option | meaning |", "| --- | --- |"]
    lines += [f"| {option_name(option)} | {cell(option['help'])} |"
              for option in answer["commands"][0]["options"] if option["name"] in common]
    lines += ["", "## Exit statuses", "", "| status | name in JSON | meaning |",
              "| --- | --- | --- |"]
    lines += [f"| {row['status']} | `{row['name']}` | {cell(row['help'])} |"
              for row in answer["exits"]]
    lines.append("")
    for command in answer["commands"]:
        lines += command_section(command, common)
    return "\n".join(lines)


def page():
    with open(PAGE, encoding="utf-8") as file:
        return file.read()


def rewritten(text):
    head, rest = text.split(BEGIN)
    return head + BEGIN + tables() + END + rest.split(END)[1]


if __name__ == "__main__":
    new = rewritten(page())
    with open(PAGE, "w", encoding="utf-8") as out:
        out.write(new)
