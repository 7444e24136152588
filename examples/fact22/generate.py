#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the CSV files of the FACT22 example next to itself.

    python3 generate.py [FOLDER]

What the documents say is in the constants below, each with its source in README.md; people,
families and children are invented here, by chance with a fixed seed.  Only
`random.Random(SEED).random()` is used, whose values Python promises to keep, so every version of
Python writes the same bytes.
"""

import csv
import os
import random
import sys

SEED = 2022
PLANNED_ON = "2020-01-06"
LAST_DAY = "2020-03-31"  # every open case has a destination by 1 April
CASES_FROM = "2020-04-01"

HUBS = {"crewe": "Crewe", "macclesfield": "Macclesfield"}
TO_A_CONSULTANT = 4  # family practitioners
CHILDREN_EACH = 12
FAMILIES_EACH = 4
FREED = 300000  # a year: half for adolescents, half for social work posts
SOCIAL_WORK_POST = 50000  # invented: three posts for what is freed for them

# Patch: hub, and where it lies, in minutes by car east and north of Crewe.
PATCHES = {
    "crewe-west": ("crewe", -4, 0), "crewe-east": ("crewe", 4, 1), "nantwich": ("crewe", -9, -5),
    "sandbach": ("crewe", 10, 4), "macclesfield-town": ("macclesfield", 36, 18),
    "macclesfield-south": ("macclesfield", 34, 14), "wilmslow": ("macclesfield", 24, 30),
}

# Families by what is decided about them.
CLOSING, EARLY_HELP, IN_NEED, PROTECTION = "closing", "early help", "CIN", "CP"
FAMILIES = {CLOSING: 5, EARLY_HELP: 9, IN_NEED: 14, PROTECTION: 4}
CLOSING_DAYS = ["2020-01-31", "2020-02-14", "2020-02-28", "2020-03-13", "2020-03-27"]

# Receiving people: key, role, pod, first day, home, per cent of the caseload that is taken.
RECEIVING = [
    ("SW1", "social-worker", "crewe-sw5", "2020-02-03", "crewe-east", 0),
    ("SW2", "social-worker", "crewe-sw5", "2020-02-17", "nantwich", 0),
    ("SW3", "social-worker", "crewe-sw5", "2020-03-02", "sandbach", 0),
    ("SW4", "social-worker", "macclesfield-sw", "2016-09-05", "macclesfield-town", 40),
    ("SW5", "social-worker", "macclesfield-sw", "2018-01-08", "wilmslow", 40),
    ("EH1", "early-help-worker", "crewe-eh", "2015-04-13", "crewe-west", 60),
    ("EH2", "early-help-worker", "crewe-eh", "2017-06-05", "sandbach", 50),
    ("EH3", "early-help-worker", "macclesfield-eh", "2016-02-01", "macclesfield-south", 50),
]

next_chance = random.Random(SEED).random


def below(n):
    return int(next_chance() * n)


def one_of(items):
    return items[below(len(items))]


def shuffled(items):
    items = list(items)
    for last in range(len(items) - 1, 0, -1):
        other = below(last + 1)
        items[last], items[other] = items[other], items[last]
    return items


def places(tables):
    tables["hubs"] = (("hub", "name"), list(HUBS.items()))
    tables["patches"] = (("patch", "name", "hub"),
                         [(patch, patch.replace("-", " ").title(), hub)
                          for patch, (hub, _, _) in PATCHES.items()])
    patches = list(PATCHES)
    tables["travel"] = (("from_patch", "to_patch", "minutes"), [
        (a, b, 4 + abs(PATCHES[a][1] - PATCHES[b][1]) + abs(PATCHES[a][2] - PATCHES[b][2]))
        for i, a in enumerate(patches) for b in patches[i + 1:]])
    tables["pods"] = (("pod", "name", "hub", "patch", "closes_on"), [
        ("crewe-fact22", "FACT22 Crewe", "crewe", "crewe-east", LAST_DAY),
        ("macclesfield-fact22", "FACT22 Macclesfield", "macclesfield", "macclesfield-town",
         LAST_DAY),
        ("crewe-sw5", "Fifth social work team, Crewe", "crewe", "crewe-east", ""),
        ("macclesfield-sw", "Social work, Macclesfield", "macclesfield", "macclesfield-town", ""),
        ("crewe-eh", "Early help, Crewe", "crewe", "crewe-west", ""),
        ("macclesfield-eh", "Early help, Macclesfield", "macclesfield", "macclesfield-town", ""),
    ])


def roles(tables):
    tables["grades"] = (("grade", "name"), [
        ("social-work", "Social work"), ("as-before", "Paid from other budgets")])
    tables["grade_costs"] = (("grade", "financial_year", "yearly_cost"), [
        ("social-work", "2019/20", SOCIAL_WORK_POST), ("as-before", "2019/20", 0)])
    tables["roles"] = (("role", "name", "family_cap", "child_cap", "span", "kind"), [
        ("family-practitioner", "Family practitioner", FAMILIES_EACH, CHILDREN_EACH, "", ""),
        ("consultant", "Social work consultant", "", "", TO_A_CONSULTANT, ""),
        ("team-manager", "Team manager", "", "", 6, ""),
        ("social-worker", "Social worker", 6, 20, "", "social work"),
        ("early-help-worker", "Early help worker", 8, 24, "", "early help"),
    ])
    tables["skills"] = (("skill", "name", "kind"), [
        ("exploitation", "Work against exploitation", "practice"), ("polish", "Polish", "language")])


def people(tables):
    persons, skills, reductions = [], [], []
    number = 0
    for hub in HUBS:
        pod, consultant = f"{hub}-fact22", f"SWC-{hub[:4].upper()}"
        home = [patch for patch, (of_hub, _, _) in PATCHES.items() if of_hub == hub]
        persons.append((consultant, "consultant", pod, "", 1, "2015-06-01", LAST_DAY, home[0]))
        for _ in range(TO_A_CONSULTANT):
            number += 1
            key = f"FP{number}"
            start = f"201{5 + below(4)}-{1 + below(12):02}-01"
            persons.append((key, "family-practitioner", pod, consultant, 1, start, LAST_DAY,
                            one_of(home)))
            if below(2) == 0:
                skills.append((key, "exploitation"))
    for team in ("crewe", "macclesfield"):
        persons.append((f"TM-{team[:4].upper()}", "team-manager", "", "", 1, "2014-01-06", "",
                        "crewe-east" if team == "crewe" else "macclesfield-town"))
    for key, role, pod, start, home, taken in RECEIVING:
        persons.append((key, role, pod, "", 1, start, "", home))
        if taken > 0:
            reductions.append((key, "2019-09-02", "", taken, "other"))
        skills.append((key, "exploitation"))
    skills += [("SW2", "polish"), ("EH2", "polish"), ("FP3", "polish")]
    tables["practitioners"] = (("practitioner", "role", "pod", "consultant", "fte", "contract",
                                "start", "end", "home_patch"),
                               [row[:5] + ("permanent",) + row[5:] for row in persons])
    tables["practitioner_skills"] = (("practitioner", "skill"), skills)
    tables["reductions"] = (("practitioner", "from", "to", "percent", "reason"), reductions)


def sizes():
    """Four families of one to six children, twelve children in all."""
    while True:
        first = [1 + below(6) for _ in range(FAMILIES_EACH - 1)]
        last = CHILDREN_EACH - sum(first)
        if 1 <= last <= 6:
            return first + [last]


def child_of(kind):
    low, medium, high = "low", "medium", "high"
    return {CLOSING: ("early help", low),
            EARLY_HELP: ("early help", one_of([low, medium])),
            IN_NEED: ("CIN", one_of([low, medium, medium, high])),
            PROTECTION: ("CP", one_of([medium, high]))}[kind]


def families(tables):
    kinds = shuffled([kind for kind, count in FAMILIES.items() for _ in range(count)])
    closing_days = iter(CLOSING_DAYS)
    rows, children, needs = [], [], []
    for practitioner in range(2 * TO_A_CONSULTANT):
        hub = list(HUBS)[practitioner // TO_A_CONSULTANT]
        home = [patch for patch, (of_hub, _, _) in PATCHES.items() if of_hub == hub]
        for size in sizes():
            key, kind = f"F{len(rows) + 1:02}", kinds[len(rows)]
            escalated = f"2019-{7 + below(6):02}-{1 + below(28):02}" if kind == PROTECTION else ""
            rows.append((key, one_of(home), "polish" if below(12) == 0 else "",
                         f"FP{practitioner + 1}", f"2019-{1 + below(6):02}-{1 + below(28):02}",
                         escalated, next(closing_days) if kind == CLOSING else ""))
            for _ in range(size):
                children.append((f"C{len(children) + 1:03}", key) + child_of(kind))
            if kind == IN_NEED and below(4) == 0:
                needs.append((key, "exploitation", "needed"))
    tables["families"] = (("family", "patch", "language", "practitioner", "since",
                           "escalated_from", "closes_on"), rows)
    tables["children"] = (("child", "family", "status", "complexity"), children)
    tables["needs"] = (("family", "skill", "strength"), needs)
    tables["conflicts"] = (("family", "practitioner", "reason"),
                           [(rows[2][0], "SW1", "lives next door")])
    tables["weights"] = (("status", "complexity", "start", "points"), [
        (status, complexity, "2019-01-01", points)
        for status, row in (("early help", (0.5, 0.75, 1)), ("CIN", (1, 1.5, 2)),
                            ("CP", (2, 2.5, 3)))
        for complexity, points in zip(("low", "medium", "high"), row)])


def money(tables):
    new = int(FREED / 2 / SOCIAL_WORK_POST)
    posts = [(f"P-SW{i + 1}", "social-worker", "crewe-sw5", "social-work", 1, CASES_FROM, "",
              "freed-2020") for i in range(new)]
    posts += [(f"P-{key}", role, pod, "as-before", 1, "2015-06-01", "", "")
              for key, role, pod, *_ in RECEIVING[new:]]
    for hub in HUBS:
        posts += [(f"P-FP-{hub}", "family-practitioner", f"{hub}-fact22", "as-before",
                   TO_A_CONSULTANT, "2015-06-01", LAST_DAY, ""),
                  (f"P-SWC-{hub}", "consultant", f"{hub}-fact22", "as-before", 1, "2015-06-01",
                   LAST_DAY, "")]
        posts.append((f"P-TM-{hub}", "team-manager", "", "as-before", 1, "2014-01-06", "", ""))
    tables["posts"] = (("post", "role", "pod", "grade", "fte", "start", "end", "stream"), posts)
    tables["costs"] = (("line", "from", "to", "amount", "stream"), [
        ("specialist support of adolescents", CASES_FROM, "2021-03-31", FREED // 2,
         "freed-2020")])
    tables["streams"] = (("stream", "source", "kind", "financial_year", "amount"), [
        ("freed-2020", "freed by the closing", "council cash", "2020/21", FREED)])


def settings(tables):
    tables["settings"] = (("name", "value"), [
        ("service_name", "FACT22"), ("authority", "Cheshire East"), ("planned_on", PLANNED_ON),
        ("cases_from", CASES_FROM), ("rota_weeks", 1), ("forecast_months", 15), ("seed", SEED)])


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    tables = {}
    for part in (settings, places, roles, people, families, money):
        part(tables)
    for name, (header, rows) in tables.items():
        path = os.path.join(folder, name + ".csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)


main()
