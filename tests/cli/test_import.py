# SPDX-License-Identifier: GPL-3.0-or-later
"""Import: all or nothing, every fault in one run with file, line and column."""
import csv
import io
import os
import random
import re
import subprocess

from program import CREWE, DONE, INPUT, PODPLAN, STATE, SYSTEM, TINY, ProgramTest, rewrite

TABLES = sorted(name[:-len(".csv")] for name in os.listdir(TINY) if name.endswith(".csv"))
# A row of these may stand twice: none of their columns is a key.
REPEATABLE = ("costs",)
FAULT = re.compile(r"^[\w.-]+\.csv(:\d+)?(: [a-z_]+)?: \S.*$")
DATES = ("date", "from", "to", "start", "end", "since", "expiry", "month")
NUMBERS = ("minutes", "fte", "family_cap", "percent", "points", "needed", "places", "amount",
           "price", "weekly_cost", "weight", "yearly_cost", "in_post", "cases", "referrals",
           "monthly_rate", "vacancy")
WORDS = ("kind", "contract", "status", "strength", "wish", "from_status")
# Columns that name a row of another table, and are no key of their own.
REFERENCES = {"patches": "hub", "travel": "to_patch", "pods": "patch", "grade_costs": "grade",
              "roles": "grade", "practitioners": "role", "practitioner_skills": "skill",
              "reductions": "practitioner", "families": "patch", "needs": "skill",
              "children": "family", "conflicts": "practitioner", "shifts": "pod",
              "leave": "practitioner", "requests": "practitioner", "courses": "skill",
              "sessions": "course", "core_training": "course", "budgets": "pod",
              "instalments": "stream", "posts": "role", "cover_costs": "role", "costs": "stream",
              "rule_weights": "rule"}


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8"))))


def bytes_of(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")


def with_cells(columns, value):
    """Puts a value into the first row's cells of some columns."""
    def change(data):
        rows = rows_of(data)
        for column in columns:
            rows[1][rows[0].index(column)] = value
        return bytes_of(rows)
    return change


def header_of(table):
    with open(os.path.join(TINY, table + ".csv"), encoding="utf-8") as file:
        return file.readline().strip().split(",")


class Import(ProgramTest):
    def setUp(self):
        super().setUp()
        self.run_program("import", TINY)
        self.before = self.snapshot()

    def faults(self, changes):
        """The faults of the service with some files changed; nothing may have been stored."""
        folder = self.copy(name=f"spoilt-{len(os.listdir(self.folder))}")
        for table, change in changes.items():
            rewrite(folder, table, change)
        done = self.run_program("import", folder, status=INPUT)
        lines = done.stderr.decode().splitlines()
        self.assertEqual(done.stdout, b"")
        self.assertIn("nothing was stored", lines[-1])
        for line in lines[:-1]:
            self.assertRegex(line, FAULT)
        self.assertEqual(self.snapshot(), self.before)
        return lines[:-1]

    def assert_told(self, faults, table, *expected):
        """At least one fault of the file says all of `expected`."""
        self.assertTrue(any(line.startswith(f"{table}.csv") and all(w in line for w in expected)
                            for line in faults), f"{expected}\n" + "\n".join(faults))

    def check(self, table, change, *expected):
        """A service with one file spoilt."""
        self.assert_told(self.faults({table: change}), table, *expected)

    def check_all(self, change, *expected):
        """A service with every file spoilt alike; the words may hold {table} and {first}."""
        faults = self.faults({table: change for table in TABLES})
        for table in TABLES:
            self.assert_told(faults, table, *(words.format(table=table, first=header_of(table)[0])
                                              for words in expected))

    def check_cells(self, columns, value, *expected):
        """A service with a value in the first row of these columns of every file."""
        named = {table: [c for c in header_of(table) if (table, c) in columns] for table in TABLES}
        faults = self.faults({table: with_cells(found, value) for table, found in named.items()
                              if found})
        for table, column in columns:
            self.assert_told(faults, table, f"{table}.csv:2: {column}:", value, *expected)

    def test_the_same_input_again_changes_nothing(self):
        self.assertIn("Nothing has changed", self.text("import", TINY))
        answer = self.answer("import", TINY)
        self.assertEqual((answer["changed"], answer["stored"]), (False, False))
        self.assertEqual(self.snapshot(), self.before)

    def test_the_order_of_rows_is_no_change(self):
        folder = self.copy()
        for table in TABLES:
            rewrite(folder, table, lambda data: bytes_of(rows_of(data)[:1] + rows_of(data)[:0:-1]))
        self.assertIn("Nothing has changed", self.text("import", folder))

    def test_a_mark_crlf_cr_and_blank_lines_are_no_change(self):
        for change in (lambda data: b"\xef\xbb\xbf" + data,
                       lambda data: data.replace(b"\n", b"\r\n"),
                       lambda data: data.replace(b"\n", b"\r"),
                       lambda data: data.replace(b"\n", b"\n\n \n"),
                       lambda data: data.rstrip(b"\n")):
            folder = self.copy(name=f"service-{len(os.listdir(self.folder))}")
            for table in TABLES:
                rewrite(folder, table, change)
            self.assertIn("Nothing has changed", self.text("import", folder))

    def test_a_dry_run_stores_nothing(self):
        self.assertIn("nothing was stored", self.text("import", CREWE, "--dry-run"))
        self.assertEqual(self.snapshot(), self.before)
        self.run_program("import", TINY, "--dry-run", db=self.path("other.db"))
        self.assertFalse(os.path.exists(self.path("other.db")))

    def test_names_are_dropped_unless_they_are_wanted(self):
        self.assertNotIn(b"Ada Brook", b"".join(self.before.values()))
        self.assertNotIn("Nothing has changed", self.text("import", TINY, "--keep-names"))
        self.assertIn(b"Ada Brook", b"".join(self.snapshot().values()))

    def test_an_empty_file_is_a_fault_in_every_table(self):
        for table in TABLES:
            self.check(table, lambda data: b"", f"{table}.csv: the file is empty")
        self.check_all(lambda data: b"\n\n", "{table}.csv: the file is empty")

    def test_a_line_that_is_too_long_is_told_by_its_number(self):
        for table in TABLES:
            length = 10_000_000 if table in ("children", "settings", "costs") else 70_000
            self.check(table, lambda data, length=length: data + b"x" * length,
                       f"{table}.csv:{2 + self.lines(table)}:", f"{length} bytes long")

    @staticmethod
    def lines(table):
        """Rows of a table."""
        with open(os.path.join(TINY, table + ".csv"), "rb") as file:
            return file.read().count(b"\n") - 1

    def test_a_10_mb_header_is_one_fault(self):
        faults = self.faults({"families": lambda data: b"x" * 10_000_000 + data})
        length = 10_000_000 + len(",".join(header_of("families"))) + 1
        self.assertEqual([line for line in faults if line.startswith("families.csv")],
                         [f"families.csv:1: the line is {length} bytes long; the most is 65536"])

    def test_bytes_that_are_no_text_are_told(self):
        self.check_all(lambda data: data.replace(b"\n", b"\0\n", 2), "NUL byte")
        self.check_all(lambda data: data[:-1] + b"\xe9\n", "is not UTF-8")
        self.check_all(lambda data: b"PK\x03\x04" + data, "workbook")
        for code in ("utf-16", "utf-16-le", "utf-16-be"):
            self.check_all(lambda data, code=code: data.decode().encode(code), "UTF-16")
        for table in TABLES:
            self.check(table, lambda data: data.decode().encode("utf-16"), "UTF-16")

    def test_an_unclosed_quote_is_told_where_it_opens(self):
        for table in TABLES:
            self.check(table, lambda data: data.replace(b"\n", b'\n"', 1),
                       f"{table}.csv:2: the quote (\") that opens cell 1")

    def test_a_row_of_another_length_is_told_with_both_counts(self):
        self.check_all(lambda data: data.rstrip(b"\n") + b",one,more,more\n",
                       "cells; the header names")

    def test_a_missing_required_column_is_told(self):
        self.check_all(lambda data: re.sub(rb"^\w+", b"x", data), "{table}.csv:1: {first}:")

    def test_a_column_named_twice_is_told(self):
        self.check_all(lambda data: re.sub(rb"^(\w+)(.*),\w+\n", rb"\1\2,\1\n", data, count=1),
                       "{table}.csv:1: {first}: the header names this column twice")

    def test_semicolons_are_told(self):
        self.check_all(lambda data: data.replace(b",", b";"), "semicolons")

    def test_a_repeated_row_is_a_duplicate_key(self):
        for table in TABLES:
            if table not in REPEATABLE:
                self.check(table, lambda data: data + data.split(b"\n")[1] + b"\n",
                           f"{table}.csv:{2 + self.lines(table)}:")

    @staticmethod
    def columns(names):
        """Every (table, column) of these names; `end` is a time in shifts and sessions."""
        return [(table, column) for table in TABLES for column in header_of(table)
                if column in names and (table, column) not in (("shifts", "end"),
                                                               ("sessions", "end"))]

    def test_a_bad_date_is_told_with_its_value(self):
        for value in ("2026-02-30", "01/02/2026", "2026-2-1"):
            self.check_cells(self.columns(DATES), value)

    def test_a_wrong_number_is_told_with_its_value(self):
        for value in ("twelve", "1e3", "--3", "99999999999999999999"):
            self.check_cells(self.columns(NUMBERS), value)

    def test_a_wrong_word_is_told_with_what_is_allowed(self):
        self.check_cells(self.columns(WORDS), "zebra", "not one of: ")

    def test_a_dangling_reference_is_told(self):
        for table, column in REFERENCES.items():
            self.check_cells([(table, column)], "nowhere")

    def test_every_fault_of_a_run_is_told_in_order(self):
        folder = self.copy()
        for table in TABLES:
            rewrite(folder, table, lambda data: data + b"a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r\n")
        answer = self.answer("import", folder, status=INPUT)
        places = [(fault["file"], fault["line"]) for fault in answer["faults"]]
        self.assertEqual(places, sorted(places))
        self.assertEqual({file for file, _ in places}, {table + ".csv" for table in TABLES})
        self.assertEqual((answer["ok"], answer["exit"], answer["stored"]), (False, INPUT, False))

    def test_what_is_not_a_file_is_told(self):
        folder = self.copy()
        for table in ("hubs", "pods", "leave", "demand"):
            os.remove(os.path.join(folder, table + ".csv"))
        os.mkdir(os.path.join(folder, "hubs.csv"))
        os.symlink("pods.csv", os.path.join(folder, "pods.csv"))
        os.mkfifo(os.path.join(folder, "leave.csv"))
        os.symlink("/dev/zero", os.path.join(folder, "demand.csv"))
        text = self.run_program("import", folder, status=INPUT).stderr.decode()
        self.assertIn("hubs.csv: is a folder", text)
        self.assertIn("pods.csv: can't be read: Too many levels of symbolic links", text)
        self.assertIn("leave.csv: is not an ordinary file", text)
        self.assertIn("demand.csv: is not an ordinary file", text)

    def test_a_file_over_64_mb_is_refused_unread(self):
        folder = self.copy()
        rewrite(folder, "leave", lambda data: data)
        os.truncate(os.path.join(folder, "leave.csv"), (64 << 20) + 1)
        text = self.run_program("import", folder, status=INPUT).stderr.decode()
        self.assertIn("leave.csv: is larger than 64 MB", text)

    def test_a_missing_file_is_a_fault_only_where_it_is_required(self):
        folder = self.copy()
        os.remove(os.path.join(folder, "conflicts.csv"))
        self.run_program("import", folder)
        for table in ("settings", "practitioners", "roles"):
            spoilt = self.copy(name="without-" + table)
            os.remove(os.path.join(spoilt, table + ".csv"))
            text = self.run_program("import", spoilt, status=INPUT).stderr.decode()
            self.assertIn(f"{table}.csv: the file is missing; it is required", text)

    def test_warnings_do_not_stop_an_import(self):
        folder = self.copy()
        rewrite(folder, "children", lambda data: data.replace(b"c01,A1,CIN,medium", b"c01,A1,,"))
        rewrite(folder, "hubs", lambda data: data.replace(b"hub,name", b"hub,nmae"))
        with open(os.path.join(folder, "familys.csv"), "w", encoding="utf-8") as file:
            file.write("x\n")
        done = self.run_program("import", folder)
        text = done.stderr.decode()
        self.assertIn("familys.csv: warning:", text)
        self.assertIn("did you mean 'families.csv'", text)
        self.assertIn("hubs.csv:1: warning: the column 'nmae' is not known", text)
        self.assertRegex(text, r"children.csv:2: \w+: warning: 'c01' is unassessed")
        self.assertTrue(done.stdout.startswith(b"Imported"))
        warnings = self.answer("import", folder)["warnings"]
        self.assertEqual(len(warnings), len(text.splitlines()))

    def test_messages_hold_no_control_characters(self):
        folder = self.copy()
        rewrite(folder, "families", lambda data: data.replace(b"quay", b"\x1b[31mquay\x07", 1))
        rewrite(folder, "hubs", lambda data: data.replace(b"name", b"\x1b]0;x\x07", 1))
        text = self.run_program("import", folder, status=INPUT).stderr
        self.assertFalse(set(text) & (set(range(32)) - {10}), text)

    def test_a_quoted_cell_may_hold_commas_quotes_and_lines(self):
        folder = self.copy()
        rewrite(folder, "conflicts", lambda data: data.replace(
            b"neighbours", b'"neighbours, ""close"""'))
        self.run_program("import", folder)
        rewrite(folder, "conflicts", lambda data: data + b'A1,FP9,x\n')
        text = self.run_program("import", folder, status=INPUT).stderr.decode()
        self.assertIn("conflicts.csv:3: practitioner: 'FP9'", text)
        rewrite(folder, "conflicts", lambda data: data.replace(b"close", b"close\nby"))
        text = self.run_program("import", folder, status=INPUT).stderr.decode()
        self.assertIn("conflicts.csv:4: practitioner: 'FP9'", text)

    def test_random_damage_is_told_and_never_crashes(self):
        chance = random.Random(8)
        pieces = [b'"', b",", b"\n", b"\r", b"\0", b"\xff", b'""', b"-", b"99999999999",
                  b"\xef\xbb\xbf", b"2026-01-01", b"24:00", b"=", b"\xe2\x80\xae", b" "]
        for run in range(60):
            folder = self.copy(name=f"damaged-{run}")
            for table in chance.sample(TABLES, 4):
                def damage(data):
                    for _ in range(chance.randrange(1, 6)):
                        at = chance.randrange(len(data) + 1)
                        data = data[:at] + chance.choice(pieces) + data[at + chance.randrange(3):]
                    return data
                rewrite(folder, table, damage)
            done = subprocess.run([PODPLAN, "import", folder, "--dry-run"], capture_output=True,
                                  timeout=60, check=False)
            self.assertIn(done.returncode, (DONE, INPUT), done.stderr.decode(errors="replace"))
            done.stderr.decode("utf-8")

    def test_a_folder_that_is_none_is_told(self):
        self.run_program("import", self.path("nowhere"), status=SYSTEM)
        self.run_program("import", self.db, status=SYSTEM)
        self.assertEqual(self.snapshot(), self.before)

    def test_a_file_that_is_not_ours_is_left_alone(self):
        other = self.path("notes.txt")
        with open(other, "w", encoding="utf-8") as file:
            file.write("my notes\n" * 1000)
        done = self.run_program("import", TINY, db=other, status=STATE)
        self.assertIn(b"notes.txt", done.stderr)
        with open(other, encoding="utf-8") as file:
            self.assertEqual(file.read(), "my notes\n" * 1000)
