# SPDX-License-Identifier: GPL-3.0-or-later
"""The example has a recruitment plan, and what its sentences say is what two forecasts differ by."""
import csv
import os
import re

from program import CREWE, ProgramTest, rewrite

SENTENCE = re.compile(r"(?P<fte>[0-9.]+) FTE of (?P<role>.+?) started in (?P<early>\w+ \d{4}) "
                      r"instead of (?P<late>\w+ \d{4}) (?P<way>saves|costs) £(?P<pounds>[0-9,.]+)")
MONTHS = {name: number for number, name in enumerate(
    "January February March April May June July August September October November December".split(),
    1)}
ROUNDING = 20  # pence: each month and kind of cover is rounded to the penny


def first_of(words):
    name, year = words.split()
    return f"{year}-{MONTHS[name]:02d}-01"


class Recruitment(ProgramTest):
    def setUp(self):
        super().setUp()
        self.service = self.copy(CREWE)
        # Without history nobody is expected to leave: a start is worth what it is worth by itself.
        os.remove(os.path.join(self.service, "workforce_history.csv"))
        with open(os.path.join(CREWE, "roles.csv"), encoding="utf-8", newline="") as file:
            self.roles = {row["name"]: row["role"] for row in csv.DictReader(file)}

    def forecast(self, name):
        db = self.path(name + ".db")
        self.run_program("import", self.service, db=db)
        return self.answer("forecast", db=db)

    def starts(self):
        """FTE that start by role and month, as the plan publishes them."""
        self.run_program("publish", "--out", self.path("out"), db=self.path("plan.db"))
        with open(self.path("out", "staffing.csv"), encoding="utf-8", newline="") as file:
            return {(row["role"], row["month"]): round(float(row["starts"]) * 1000)
                    for row in csv.DictReader(file) if float(row["starts"]) > 0}

    def cost_with(self, starts, name):
        """Pence of a forecast in which these people are on file as starting then."""
        def add(table):
            lines = [f"new-{i},{role},{fte / 1000},fixed term,{month},2030-01-01".split(",")
                     for i, ((role, month), fte) in enumerate(sorted(starts.items()))]
            rows = list(csv.reader(table.decode().splitlines()))
            places = [rows[0].index(column) for column in
                      ("practitioner", "role", "fte", "contract", "start", "end")]
            for line in lines:
                row = [""] * len(rows[0])
                for place, cell in zip(places, line):
                    row[place] = cell
                rows.append(row)
            return "\n".join(",".join(row) for row in rows).encode() + b"\n"
        with open(os.path.join(CREWE, "practitioners.csv"), "rb") as file:
            people = file.read()
        rewrite(self.service, "practitioners", lambda _: add(people))
        return sum(year["total_cost"] for year in self.forecast(name)["years"])

    def test_each_sentence_is_what_two_forecasts_differ_by(self):
        said = self.text("forecast", db=self.imported())
        said = " ".join(said.split())
        sentences = list(SENTENCE.finditer(said))
        self.assertGreater(len(sentences), 0, said)
        starts = self.starts()
        for i, sentence in enumerate(sentences):
            role = self.roles[sentence["role"]]
            early, late = first_of(sentence["early"]), first_of(sentence["late"])
            fte = round(float(sentence["fte"]) * 1000)
            self.assertEqual(min(1000, starts[role, early]), fte, sentence[0])
            moved = dict(starts)
            moved[role, early] -= fte
            moved[role, late] = moved.get((role, late), 0) + fte
            moved = {key: fte for key, fte in moved.items() if fte > 0}
            differ = self.cost_with(moved, f"late{i}") - self.cost_with(starts, f"early{i}")
            pence = round(float(sentence["pounds"].replace(",", "")) * 100)
            self.assertAlmostEqual(differ, pence if sentence["way"] == "saves" else -pence,
                                   delta=ROUNDING, msg=sentence[0])

    def imported(self):
        db = self.path("plan.db")
        self.run_program("import", self.service, db=db)
        return db

    def test_the_example_shows_its_plan(self):
        db = self.path("crewe.db")
        self.run_program("import", CREWE, db=db)
        said = self.text("forecast", db=db)
        self.assertRegex(said, r"Staffing +start [0-9.]+ ")
        self.assertRegex(" ".join(said.split()), SENTENCE)
