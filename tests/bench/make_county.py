#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes up a county and writes it as a service folder of CSV files.

    make_county.py [--families 5000] [--seed 1] FOLDER

5,000 families are 15,000 children, 70 pods, 350 consultants and about 1,400 practitioners at caps
of 4 families, 12 children and 20 points; other sizes are in proportion.  Practitioners are added
until the families fill 92 per cent of the places they have on the day.  Every rule of allocation
has something to decide but step-down: no family is escalated.

A county is towns on a grid, a hub each; around each hub its pods, around each pod its patches.  The
caseloads of today are made first, near home, as they would have grown: 85 per cent of the families
are with somebody.  Then things change: people leave, fall sick or take other duties, needs appear.

Only `random.Random(seed).random()` is used, whose values Python promises to keep, so every version
of Python writes the same bytes.
"""

import argparse
import collections
import csv
import math
import os
import random
import sys

FILL = 0.92  # families for each place
FAMILY_CAP, CHILD_CAP, POINT_CAP, SPAN = 4, 12, 20, 4
CHILDREN_A_FAMILY = 3
FAMILIES_A_POD = 5000 / 70
FAMILIES_A_CONSULTANT = 5000 / 350
PODS_A_HUB = 7
PATCHES_A_POD = 3
MOST_PATCHES = 630  # each way is a row, and a file has at most 200,000
MOST_MINUTES = 600
HELD = 0.85  # families who are with somebody today

PLANNED_ON, CASES_FROM = "2026-01-05", "2026-02-02"
SETTINGS = {"service_name": "Made county", "authority": "Nowhere", "planned_on": PLANNED_ON,
            "cases_from": CASES_FROM}

POINTS = {"early help": (500, 750, 1000), "CIN": (1000, 1500, 2000), "CP": (2000, 2500, 3000),
          "LAC": (1500, 2000, 2500), "care leaver": (1000, 1250, 1500), "closed": (0, 0, 0)}
CAUTIOUS = 3000  # what a child weighs that nobody has assessed yet: the largest
COMPLEXITIES = ("low", "medium", "high")
STATUS = {"CIN": 70, "CP": 15, "early help": 10, "LAC": 5}
COMPLEXITY = {"low": 45, "medium": 40, "high": 15}
SIBLINGS = {1: 17, 2: 27, 3: 24, 4: 15, 5: 10, 6: 5, 7: 2}  # families of each size, per cent

CORE = "safeguarding"
PRACTICE = ("substance-misuse", "domestic-abuse", "mental-health", "exploitation", "offending",
            "school-exclusion", "disability", "parenting")
LANGUAGES = {"polish": 40, "romanian": 20, "urdu": 15, "arabic": 10, "bengali": 10, "tetum": 5}
FTE = {"1": 970, "0.8": 12, "0.6": 10, "0.5": 8}
CONTRACT = {"permanent": 80, "fixed term": 8, "agency": 7, "seconded": 5}
# percent, reason, since when, how often; the last come after today's caseloads have grown.
REDUCTIONS = ((10, "newly qualified", "2025-09-01", 0.015),
              (50, "pod management", "2025-04-01", 0.008),
              (25, "study", "2026-01-12", 0.006),
              (100, "sickness", "2026-01-26", 0.004))
LEAVES, UNTRAINED = 0.01, 0.005  # of practitioners; they come on top

Place = collections.namedtuple("Place", "key hub x y")


class Chance:
    """The few ways in which this generator uses chance."""

    def __init__(self, seed):
        self.next = random.Random(seed).random

    def below(self, n):
        return int(self.next() * n)

    def happens(self, probability):
        return self.next() < probability

    def one_of(self, items):
        return items[self.below(len(items))]

    def weighted(self, weights):
        """A key of `weights`, with probability in proportion to its value."""
        at = self.next() * sum(weights.values())
        for key, weight in weights.items():
            at -= weight
            if at < 0:
                return key
        return key

    def around(self, x, y, least, most):
        """A point between two distances from another."""
        away, angle = least + self.next() * (most - least), self.next() * 2 * math.pi
        return x + away * math.cos(angle), y + away * math.sin(angle)

    def shuffled(self, items):
        items = list(items)
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
        return items


def in_proportion(families, each):
    return max(1, round(families / each))


def keys(letter, n):
    width = len(str(n))
    return [f"{letter}{number:0{width}}" for number in range(1, n + 1)]


# ---- Places ----------------------------------------------------------------------------------


class Map:
    """Hubs, pods and patches, in kilometres."""

    def __init__(self, chance, families):
        n_pods = in_proportion(families, FAMILIES_A_POD)
        n_hubs = in_proportion(n_pods, PODS_A_HUB)
        n_patches = min(PATCHES_A_POD * n_pods, max(MOST_PATCHES, n_pods))
        across = math.ceil(math.sqrt(n_hubs))
        self.hubs = [Place(key, None, *chance.around(18 * (i % across), 18 * (i // across), 0, 5))
                     for i, key in enumerate(keys("H", n_hubs))]
        self.pods = []
        for i, key in enumerate(keys("T", n_pods)):
            hub = self.hubs[i % n_hubs]
            self.pods.append(Place(key, hub, *chance.around(hub.x, hub.y, 0, 8)))
        self.patches, self.patches_of = [], [[] for _ in self.pods]
        for i, key in enumerate(keys("N", n_patches)):
            pod = self.pods[i % n_pods]
            near = (0, 1) if i < n_pods else (1, 5)  # the first is the pod's own
            self.patches_of[i % n_pods].append(i)
            self.patches.append(Place(key, pod.hub, *chance.around(pod.x, pod.y, *near)))

    def minutes(self, a, b):
        """Four minutes to get going and two a kilometre; the distance as the crow flies."""
        if a == b:
            return 0
        a, b = self.patches[a], self.patches[b]
        return min(round(4 + 2 * math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2)), MOST_MINUTES)

    def write(self, tables):
        n = len(self.patches)
        tables["hubs"] = (("hub",), [(hub.key,) for hub in self.hubs])
        tables["patches"] = (("patch", "hub"), [(p.key, p.hub.key) for p in self.patches])
        tables["pods"] = (("pod", "hub", "patch"),
                          [(pod.key, pod.hub.key, self.patches[self.patches_of[i][0]].key)
                           for i, pod in enumerate(self.pods)])
        tables["travel"] = (("from_patch", "to_patch", "minutes"),
                            [(self.patches[a].key, self.patches[b].key, self.minutes(a, b))
                             for a in range(n) for b in range(a + 1, n)])


# ---- People ----------------------------------------------------------------------------------


class Person:
    """A practitioner: what they may hold today and on cases_from, in families, children, points."""

    def __init__(self, chance, land, pod):
        self.pod = pod
        near = land.patches_of[pod]
        if not chance.happens(0.6):
            hub = land.pods[pod].hub
            near = [i for i, patch in enumerate(land.patches) if patch.hub is hub]
        self.home = chance.one_of(near)
        self.fte = chance.weighted(FTE)
        self.contract = chance.weighted(CONTRACT)
        self.end, self.consultant = "", ""
        self.reductions = [row for row in REDUCTIONS if chance.happens(row[3])][:1]
        self.skills = {skill for skill in PRACTICE if chance.happens(0.25)}
        if chance.happens(0.12):
            self.skills.add(chance.weighted(LANGUAGES))
        self.trained = True
        self.holds = [0, 0, 0]  # today

    def is_able(self):
        """May hold cases on cases_from."""
        return self.trained and not self.end

    def room(self, day):
        """By the role's caps, full-time equivalent and reductions, as the service counts it."""
        left = round(1000 * float(self.fte)) * (100 - sum(
            percent for percent, _, since, _ in self.reductions if since <= day))
        return [cap * left // 100000 for cap in (FAMILY_CAP, CHILD_CAP, 1000 * POINT_CAP)]


def practitioners(chance, land, families):
    """Those who may hold cases: until 92 per cent of their places are taken; then the others."""
    people, places = [], 0
    while places * FILL < families:
        people.append(Person(chance, land, len(people) % len(land.pods)))
        places += people[-1].room(CASES_FROM)[0]
    for share, change in ((LEAVES, leave_post), (UNTRAINED, begin_untrained)):
        for _ in range(math.ceil(share * len(people))):
            people.append(Person(chance, land, chance.below(len(land.pods))))
            change(people[-1])
    people = chance.shuffled(people)
    for person, key in zip(people, keys("P", len(people))):
        person.key = key
    return people


def leave_post(person):
    person.end = "2026-01-30"


def begin_untrained(person):
    person.trained = False


def consultants(chance, land, people, families, tables):
    """Consultants and who oversees whom today; the plan chooses for the others."""
    n = max(in_proportion(families, FAMILIES_A_CONSULTANT),
            math.ceil(sum(1 for person in people if person.is_able()) / SPAN))
    rows, free = [], [[] for _ in land.pods]
    for i, key in enumerate(keys("SWC", n)):
        pod = i % len(land.pods)
        rows.append((key, "consultant", land.pods[pod].key, "", "1", "permanent", "2022-09-01", "",
                     land.patches[chance.one_of(land.patches_of[pod])].key))
        free[pod] += [key] * SPAN
    for person in people:
        if free[person.pod] and chance.happens(0.6):
            consultant = free[person.pod].pop(chance.below(len(free[person.pod])))
            if person.is_able():
                person.consultant = consultant
            else:  # nobody oversees who holds no cases
                free[person.pod].append(consultant)
    rows += [(p.key, "practitioner", land.pods[p.pod].key, p.consultant, p.fte, p.contract,
              "2023-09-04" if p.trained else "2026-01-12", p.end, land.patches[p.home].key)
             for p in people]
    tables["practitioners"] = (("practitioner", "role", "pod", "consultant", "fte", "contract",
                                "start", "end", "home_patch"), rows)
    tables["practitioner_skills"] = (
        ("practitioner", "skill"),
        [(p.key, CORE) for p in people if p.trained] +
        [(p.key, skill) for p in people for skill in sorted(p.skills)])
    tables["reductions"] = (("practitioner", "from", "percent", "reason"),
                            [(p.key, since, percent, reason) for p in people
                             for percent, reason, since, _ in p.reductions])
    return n


# ---- Families --------------------------------------------------------------------------------


class Family:
    """A family, its children as (status, complexity), and what it needs."""

    def __init__(self, chance, patch, size):
        self.patch, self.holder = patch, None
        status, complexity = chance.weighted(STATUS), chance.weighted(COMPLEXITY)
        self.children = []
        for _ in range(size):  # siblings are mostly, not always, assessed alike
            own = status if chance.happens(0.85) else chance.weighted(STATUS)
            level = complexity if chance.happens(0.7) else chance.weighted(COMPLEXITY)
            self.children.append((own, "" if chance.happens(0.01) else level))
        self.needed = {chance.one_of(PRACTICE)} if chance.happens(0.08) else set()
        self.preferred = {s for s in PRACTICE if s not in self.needed and chance.happens(0.06)}
        self.language = chance.weighted(LANGUAGES) if chance.happens(0.12) else ""

    def size(self):
        points = sum(CAUTIOUS if level == "" else POINTS[status][COMPLEXITIES.index(level)]
                     for status, level in self.children)
        return 1, len(self.children), points


def sibling_groups(chance, families):
    """Sizes of sibling groups with three children each on average."""
    sizes = [chance.weighted(SIBLINGS) for _ in range(families)]
    total, wanted = sum(sizes), CHILDREN_A_FAMILY * families
    while total != wanted:
        at, step = chance.below(families), 1 if total < wanted else -1
        if 1 <= sizes[at] + step <= max(SIBLINGS):
            sizes[at] += step
            total += step
    return sizes


def make_families(chance, land, n):
    """As many around each pod, fewer in patches further out."""
    made = []
    for i, size in enumerate(sibling_groups(chance, n)):
        patches = land.patches_of[i % len(land.pods)]
        weights = dict(zip(patches, range(len(patches) + 1, 1, -1)))
        made.append(Family(chance, chance.weighted(weights), size))
    made = chance.shuffled(made)
    for family, key in zip(made, keys("F", n)):
        family.key = key
    return made


def give_holders(chance, land, people, families):
    """Today's caseloads: near home, inside today's caps, mostly with the skills that are needed."""
    turn = {person: chance.next() for person in people}
    near = [sorted((p for p in people if p.trained),
                   key=lambda p: (land.minutes(patch, p.home), turn[p]))
            for patch in range(len(land.patches))]
    for family in families:
        if chance.happens(HELD):
            family.holder = choose_holder(chance, near[family.patch], family)


def choose_holder(chance, near, family):
    overlooked = chance.happens(0.05)  # what is needed has changed since
    found = None
    for person in near:
        room = person.room(PLANNED_ON)
        if all(h + s <= r for h, s, r in zip(person.holds, family.size(), room)) and (
                overlooked or family.needed <= person.skills):
            found = person
            if chance.happens(0.6):
                break
    if found is not None:
        found.holds = [h + s for h, s in zip(found.holds, family.size())]
    return found


def write_families(land, families, tables):
    tables["families"] = (("family", "patch", "language", "practitioner", "since"),
                          [(f.key, land.patches[f.patch].key, f.language,
                            f.holder.key if f.holder else "", "2025-10-06" if f.holder else "")
                           for f in families])
    tables["needs"] = (("family", "skill", "strength"),
                       [(f.key, skill, "needed" if skill in f.needed else "preferred")
                        for f in families for skill in PRACTICE if skill in f.needed | f.preferred])
    children = [(f.key, *child) for f in families for child in f.children]
    tables["children"] = (("child", "family", "status", "complexity"),
                          [(key, *row) for key, row in zip(keys("C", len(children)), children)])


def conflicts(chance, land, people, families, tables):
    """One family in fifty with somebody of its neighbourhood, not with who has it now."""
    hub_of = [patch.hub.key for patch in land.patches]
    local = {hub.key: [p for p in people if hub_of[p.home] == hub.key] for hub in land.hubs}
    rows = []
    for family in families:
        if chance.happens(0.02):
            person = chance.one_of(local[hub_of[family.patch]] or people)
            if person is not family.holder:
                rows.append((family.key, person.key, "neighbours"))
    tables["conflicts"] = (("family", "practitioner", "reason"), rows)


# ---- The whole -------------------------------------------------------------------------------


def terms(tables):
    """What does not depend on chance."""
    tables["settings"] = (("name", "value"), list(SETTINGS.items()))
    tables["grades"] = (("grade",), [("7",), ("10",)])
    tables["grade_costs"] = (("grade", "financial_year", "yearly_cost"),
                             [("7", "2025/26", 41620), ("10", "2025/26", 57351)])
    tables["roles"] = (("role", "name", "grade", "family_cap", "child_cap", "point_cap", "span"),
                       [("practitioner", "Family practitioner", "7", FAMILY_CAP, CHILD_CAP,
                         POINT_CAP, ""),
                        ("consultant", "Social work consultant", "10", "", "", "", SPAN)])
    tables["skills"] = (("skill", "kind"), [(skill, "practice") for skill in (CORE, *PRACTICE)] +
                        [(language, "language") for language in LANGUAGES])
    tables["courses"] = (("course", "skill", "price"), [(CORE, CORE, 0)])
    tables["core_training"] = (("role", "course"), [("practitioner", CORE)])
    tables["weights"] = (("status", "complexity", "start", "points"),
                         [(status, complexity, "2025-04-01", points / 1000)
                          for status, row in POINTS.items()
                          for complexity, points in zip(COMPLEXITIES, row)])


def summary(people, families, n_consultants, tables):
    able = [person.room(CASES_FROM) for person in people if person.is_able()]
    full = [sum(f.size()[r] for f in families) / sum(room[r] for room in able) for r in range(3)]
    held = sum(1 for family in families if family.holder)
    return (f"{len(families)} families, {len(tables['children'][1])} children, "
            f"{len(people)} practitioners ({len(able)} may hold cases), "
            f"{n_consultants} consultants, {len(tables['pods'][1])} pods, {len(tables['patches'][1])} patches; full to "
            f"{100 * full[0]:.1f}% in families, {100 * full[1]:.1f}% in children, "
            f"{100 * full[2]:.1f}% in points; {100 * held / len(families):.1f}% are with somebody")


def county(n_families, seed):
    """All tables of a county, {name: (columns, rows)}, and a sentence about it."""
    chance, tables = Chance(seed), {}
    terms(tables)
    land = Map(chance, n_families)
    land.write(tables)
    people = practitioners(chance, land, n_families)
    families = make_families(chance, land, n_families)
    give_holders(chance, land, people, families)
    n_consultants = consultants(chance, land, people, n_families, tables)
    write_families(land, families, tables)
    conflicts(chance, land, people, families, tables)
    return tables, summary(people, families, n_consultants, tables)


def write(tables, folder):
    os.makedirs(folder, exist_ok=True)
    for name, (columns, rows) in tables.items():
        with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser(description="Makes up a county: a folder of CSV files.")
    parser.add_argument("--families", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folder")
    args = parser.parse_args()
    if not 1 <= args.families <= 60000:
        parser.error("a county has 1 to 60000 families")
    tables, words = county(args.families, args.seed)
    write(tables, args.folder)
    print(words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
