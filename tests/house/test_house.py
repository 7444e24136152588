# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules that a machine can check: sizes, formatting, who may include what."""
import os
import re
import shutil
import subprocess
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))

# Each third party has one room.
ROOMS = {
    "glpk.h": "solver/lp/",
    "libical/": "calendars/",
    "sqlite3.h": "model/store/",
    "csv.h": "app/",
    "jansson.h": "app/",
    "microhttpd.h": "app/serve/",
    "sodium.h": "app/serve/",
    "xlsxwriter.h": "app/report/",
    "curl/": "app/fetch/",
}
# Between folders only the public headers are included; a lower folder knows no higher one.
MAY_NOT_MENTION = {
    "model/": ("solver.h", "calendar.h"),
    "solver/": ("calendar.h", "store.h", "builder.h"),
    "calendars/": ("service.h", "plan.h", "rules.h", "solver.h", "store.h", "builder.h"),
}


def files(*suffixes):
    """The project's own source files, relative to the root."""
    found = []
    for top in ("include", "model", "solver", "calendars", "app", "tests"):
        for folder, folders, names in os.walk(os.path.join(ROOT, top)):
            folders[:] = [name for name in folders if name not in ("node_modules", "__pycache__")]
            found += [os.path.relpath(os.path.join(folder, name), ROOT)
                      for name in names if name.endswith(suffixes)]
    return sorted(found)


def text(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


class House(unittest.TestCase):
    def test_every_third_party_stays_in_its_room(self):
        for name in files(".c", ".h"):
            for header in re.findall(r"#include <([^>]+)>", text(name)):
                for party, room in ROOMS.items():
                    if header == party or (party.endswith("/") and header.startswith(party)):
                        self.assertTrue(name.startswith((room, "tests/")),
                                        f"{name} includes <{header}>, which belongs to {room}")

    def test_dependencies_point_one_way(self):
        for name in files(".c", ".h"):
            for header in re.findall(r"#include <podplan/([^>]+)>", text(name)):
                for room, refused in MAY_NOT_MENTION.items():
                    if name.startswith(room) and not name.startswith("model/store/"):
                        self.assertNotIn(header, refused, f"{name} includes <podplan/{header}>")

    def test_no_file_is_over_800_lines(self):
        for name in files(".c", ".h", ".py"):
            self.assertLessEqual(text(name).count("\n"), 800, name)

    def test_no_function_is_over_100_lines(self):
        if shutil.which("ctags") is None:
            self.skipTest("universal-ctags is not installed")
        tags = subprocess.run(
            ["ctags", "--languages=C", "--kinds-C=f", "--fields=+ne", "-f", "-", *files(".c")],
            cwd=ROOT, capture_output=True, text=True, check=True).stdout
        sizes = []
        for line in tags.splitlines():
            match = re.search(r"\tline:(\d+).*\tend:(\d+)", line)
            if match:
                sizes.append(int(match[2]) - int(match[1]) + 1)
                self.assertLessEqual(sizes[-1], 100, "\t".join(line.split("\t")[:2]))
        sizes.sort()
        self.assertLessEqual(sizes[len(sizes) // 2], 16, "median function")
        self.assertLessEqual(sizes[len(sizes) * 9 // 10], 40, "nine functions in ten")

    def test_every_source_names_its_licence_first(self):
        for name in files(".c", ".h"):
            self.assertTrue(text(name).startswith("// SPDX-License-Identifier: GPL-3.0-or-later\n"),
                            name)

    def test_every_source_is_formatted(self):
        tool = shutil.which("clang-format-14")
        if tool is None:
            self.skipTest("clang-format-14 is not installed")
        result = subprocess.run([tool, "--dry-run", "--Werror", *files(".c", ".h")], cwd=ROOT,
                                capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stderr[:2000])

    def test_libraries_never_print_or_exit(self):
        allowed = ("model/base/arena.c", "model/base/buf.c")  # out of memory ends the process
        for name in files(".c"):
            if name.startswith(("model/", "solver/", "calendars/")) and name not in allowed:
                self.assertIsNone(re.search(r"\b(printf|puts|exit|perror)\s*\(", text(name)), name)

    def test_nothing_is_left_behind(self):
        for name in files(".c", ".h"):
            self.assertNotRegex(text(name), r"#if 0|\bTODO\b|\bFIXME\b|\bXXX\b", name)


if __name__ == "__main__":
    unittest.main()
