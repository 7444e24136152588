#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the CSV files of the Project Crewe example next to itself.

    python3 generate.py [FOLDER]

Facts come from facts.py; people, families, children, leave and wishes are invented here, by
chance with a fixed seed.  Only `random.Random(SEED).random()` is used, whose values Python
promises to keep, so every version of Python writes the same bytes.
"""

import csv
import datetime
import os
import random
import sys

sys.dont_write_bytecode = True  # the folder is a service, not a package
import facts

SEED = 2015
PER_POD = 7  # family practitioners, by the bid


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

    def shuffled(self, items):
        items = list(items)
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
        return items


def day(text):
    return datetime.date.fromisoformat(text)


def after(date, days):
    return (day(date) + datetime.timedelta(days=days)).isoformat()


# ---- Places ----------------------------------------------------------------------------------


def places(tables):
    tables["hubs"] = (("hub", "name"), facts.HUBS)
    tables["patches"] = (("patch", "name", "hub"),
                         [(patch, name, "crewe") for patch, (name, _, _) in facts.PATCHES.items()])
    tables["pods"] = (("pod", "name", "hub", "patch"),
                      [(pod, name, "crewe", base) for pod, (name, base, _) in facts.PODS.items()])
    patches = list(facts.PATCHES)
    tables["travel"] = (("from_patch", "to_patch", "minutes"),
                        [(a, b, minutes(a, b)) for i, a in enumerate(patches)
                         for b in patches[i + 1:]])
    for pod, (_, _, near) in facts.PODS.items():
        assert all(nearest_pods(patch) == [pod] for patch in near), pod


def minutes(a, b):
    """Four minutes to get going and two a kilometre; the distance as the crow flies."""
    (_, ax, ay), (_, bx, by) = facts.PATCHES[a], facts.PATCHES[b]
    return round(4 + 2 * ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5) if a != b else 0


def nearest_pods(patch):
    away = {pod: minutes(patch, base) for pod, (_, base, _) in facts.PODS.items()}
    return [pod for pod in away if away[pod] == min(away.values())]


# ---- People ----------------------------------------------------------------------------------

FIRST = ("Asha", "Ben", "Carys", "Dafydd", "Elif", "Frances", "Gareth", "Hana", "Imran", "Joanna",
         "Kofi", "Lena", "Marek", "Niamh", "Owen", "Priya", "Quentin", "Ruth", "Seán", "Tara",
         "Umar", "Violet", "Wei", "Xanthe", "Yusuf", "Zoë", "Alun", "Bettina", "Callum", "Dilys",
         "Edith", "Farid", "Greta", "Huw", "Ines", "Jakub", "Kezia", "Lorcan")
LAST = ("Ashgrove", "Birchall", "Cartlidge", "Dunmore", "Eastwell", "Fenwright", "Garside",
        "Hollinhey", "Ingleby", "Jessop", "Kettlewell", "Lathom", "Mossbank", "Northcote",
        "O'Brien", "Pickmere", "Quayle", "Ridding", "Sandlow", "Thornsett", "Underhill",
        "Vale", "Wincham", "Yarwood", "Zielinski", "Arclid", "Betchton", "Coppenhall", "Doddington",
        "Elworth", "Foxlow", "Goostrey", "Hassall", "李", "Kinderton", "Lawton", "Minshull",
        "Nkemelu")
PRACTITIONER = ("practitioner", "name", "role", "pod", "consultant", "fte", "contract", "start",
                "end", "home_patch")


def people(chance, tables):
    """Everybody in post: rows of practitioners.csv, each as a dictionary."""
    names = [f"{a} {b}" for a, b in zip(chance.shuffled(FIRST), chance.shuffled(LAST))]
    staff = []

    def add(key, role, pod="", fte="1", contract="permanent", start="2015-05-01", end=""):
        near = facts.PODS[pod][2] if pod and chance.happens(0.6) else list(facts.PATCHES)
        staff.append(dict(zip(PRACTITIONER, (key, names.pop(), role, pod, "", fte, contract,
                                             start, end, chance.one_of(near)))))

    add("SM1", "senior-manager", start="2015-03-02")
    for number, pod in enumerate(facts.PODS, 1):
        add(f"PM{number}", "pod-manager", pod, start="2015-03-16")
        for i in range(PER_POD):
            key = f"FP{(number - 1) * PER_POD + i + 1:02d}"
            add(key, "family-practitioner", pod, **terms(key, i))
        add(f"AD{number}", "administrator", pod, fte="0.8" if pod == "south" else "1",
            start="2015-07-01" if pod == "south" else "2015-05-01")
    for number in range(1, 7):
        add(f"SWC{number}", "consultant", **consultant_terms(number))
    for number, pod in enumerate(facts.PODS, 1):
        add(f"PMV{number}", "peer-mentor", pod, fte="0.2", contract="volunteer")
    tables["practitioners"] = (PRACTITIONER, [tuple(p.values()) for p in staff])
    return staff


def terms(key, i):
    """Most are recruited for the pilot; one a pod is seconded by the council."""
    if i == 0:
        return {"contract": "seconded", "start": "2015-04-13",
                "end": "2016-02-29" if key == "FP15" else facts.CLOSES}
    start = ("2015-04-13", "2015-04-27", "2015-05-11")[0 if i < 4 else 1 if i < 6 else 2]
    return {"contract": "permanent" if i < 3 else "fixed term", "start": start,
            "end": "" if i < 3 else facts.CLOSES}


def consultant_terms(number):
    if number == 6:
        return {"contract": "agency", "start": "2015-05-11", "end": "2015-11-30"}
    if number == 5:
        return {"fte": "0.8", "start": "2015-05-01"}
    return {"contract": "seconded" if number < 3 else "permanent", "start": "2015-04-20"}


def skills_held(chance, tables, staff):
    rows = []
    for person in staff:
        key, role = person["practitioner"], person["role"]
        if role == "consultant":
            rows.append((key, "social-work", "2016-11-30"))
        if role in ("family-practitioner", "pod-manager", "consultant"):
            rows += [(key, skill, "") for skill in facts.FURTHER if chance.happens(0.09)]
        # AD3 begins after the core courses and comes with them; others bring one or the other.
        rows += [(key, skill, core_expiry(chance, skill)) for skill in facts.CORE_OF_ROLE[role]
                 if key == "AD3" or person["contract"] == "seconded" and chance.happens(0.6)
                 or chance.happens(0.1)]
    rows += [("FP02", "polish", ""), ("FP09", "polish", ""), ("PM3", "polish", ""),
             ("FP11", "slovak", ""), ("FP18", "romanian", "")]
    tables["practitioner_skills"] = (("practitioner", "skill", "expiry"), rows)


def core_expiry(chance, skill):
    months = facts.COURSES[skill][0]
    return "" if months == "" else after("2016-09-30", chance.below(600))


def reductions(tables):
    rows = [(f"PM{n}", "2015-03-16", "", 50, "pod management") for n in (1, 2, 3)]
    rows += [("SWC4", "2015-04-20", "2016-04-19", 10, "newly qualified"),
             ("SWC2", "2015-09-07", "2015-12-18", 20, "study"),
             ("FP10", "2015-07-06", "2015-07-24", 100, "sickness"),
             ("FP10", "2015-07-25", "2015-08-31", 50, "sickness")]
    tables["reductions"] = (("practitioner", "from", "to", "percent", "reason"), rows)


# ---- Families --------------------------------------------------------------------------------

SIBLINGS = {1: 17, 2: 27, 3: 24, 4: 15, 5: 10, 6: 5, 7: 2}  # families of each size, per cent
STATUS = {"CIN": 82, "CP": 8, "early help": 8, "LAC": 2}
COMPLEXITY = {"low": 45, "medium": 40, "high": 15}
LANGUAGE = {"": 86, "polish": 7, "slovak": 3, "romanian": 3, "tetum": 1}
CARRIED = {"FP01": 3, "FP08": 3, "FP15": 3}  # families who came with a seconded practitioner


def sibling_groups(chance, families, children):
    """Sizes of `families` sibling groups with `children` children in all."""
    sizes = [chance.weighted(SIBLINGS) for _ in range(families)]
    while sum(sizes) != children:
        at, step = chance.below(families), 1 if sum(sizes) < children else -1
        if 1 <= sizes[at] + step <= 7:
            sizes[at] += step
    return sizes


def families(chance, tables):
    groups = []
    for pod, (_, _, near) in facts.PODS.items():
        weights = dict(zip(near, (4, 3, 2, 1)))  # fewer families further out
        groups += [(pod, chance.weighted(weights), size) for size in
                   sibling_groups(chance, facts.FAMILIES_OF[pod], facts.CHILDREN_OF_POD)]
    groups = chance.shuffled(groups)
    carried = carriers(groups)
    rows, home = [], {}
    for number, (pod, patch, size) in enumerate(groups, 1):
        key = f"F{number:03d}"
        holder = carried.get(number, "")
        since = after("2014-02-03", chance.below(300)) if holder else ""
        rows.append((key, patch, chance.weighted(LANGUAGE), holder, since,
                     facts.EVENINGS.get(key, "")))
        home[key] = (pod, size)
    tables["families"] = (("family", "patch", "language", "practitioner", "since", "evenings"),
                          rows)
    children(chance, tables, home)
    needs(chance, tables, home)


def carriers(groups):
    """Which families stay with whom: the first small ones near the pod of each."""
    left, pod_of, carried = dict(CARRIED), dict(zip(CARRIED, facts.PODS)), {}
    for number, (pod, _, size) in enumerate(groups, 1):
        holder = next((p for p in CARRIED if pod_of[p] == pod and left[p] > 0), None)
        if holder is not None and size <= 3:
            carried[number] = holder
            left[holder] -= 1
    return carried


def children(chance, tables, home):
    rows = []
    for family, (_, size) in home.items():
        status, complexity = chance.weighted(STATUS), chance.weighted(COMPLEXITY)
        for _ in range(size):  # siblings are mostly, not always, assessed alike
            own = status if chance.happens(0.85) else chance.weighted(STATUS)
            level = complexity if chance.happens(0.7) else chance.weighted(COMPLEXITY)
            rows.append((f"C{len(rows) + 1:03d}", family, own, level))
    for at in (40, 177, 178):  # not assessed yet
        rows[at] = rows[at][:2] + ("" if at == 40 else rows[at][2], "")
    tables["children"] = (("child", "family", "status", "complexity"), rows)


def needs(chance, tables, home):
    rows = []
    for family in home:
        for skill in facts.FURTHER:
            if chance.happens(0.16):
                rows.append((family, skill, "needed" if chance.happens(0.12) else "preferred"))
    tables["needs"] = (("family", "skill", "strength"), rows)


def conflicts(tables):
    held = {row[0]: row[3] for row in tables["families"][1]}
    free = [family for family in held if not held[family]]
    tables["conflicts"] = (("family", "practitioner", "reason"),
                           [(free[10], "FP03", "neighbours"), (free[40], "FP12", "related"),
                            (free[70], "PM3", "complaint in an earlier service")])


# ---- The rota --------------------------------------------------------------------------------


def shifts(tables):
    rows = []
    for pod, (name, _, _) in facts.PODS.items():
        rows += [(f"{pod}-{suffix}", f"{name} {title}", days, begin, end, rest, pod, "", "", "",
                  needed, "duty", "", facts.OPENED, "")
                 for suffix, title, days, begin, end, rest, needed in facts.POD_SHIFTS]
    rows += [(key, name, days, begin, end, rest, "", hub, role, "", needed, kind, tier,
              facts.OPENED, "") for key, name, days, begin, end, rest, hub, role, needed, kind,
             tier in facts.SERVICE_SHIFTS]
    tables["shifts"] = (("shift", "name", "weekdays", "begin", "end", "break_minutes", "pod",
                         "hub", "role", "skill", "needed", "kind", "tier", "from", "to"), rows)


def leave(chance, tables, staff):
    """A week's holiday in the first eight for most, one of each pod at a time; some odd days."""
    rows = [("FP10", "2015-07-06", "2015-07-24", "sick")]
    for team in teams(staff):
        weeks = chance.shuffled(range(8))
        for person, week in zip(team, weeks):
            monday = after("2015-06-01", 7 * week)
            if person != "FP10" and chance.happens(0.75):
                rows.append((person, monday, after(monday, 6 if week > 3 else 4), "annual"))
            elif person != "FP10":
                rows.append((person, after(monday, 3), after(monday, 4), "annual"))
    rows += [("SWC1", "2015-06-16", "2015-06-16", "court"),
             ("SWC3", "2015-07-02", "2015-07-03", "court"),
             ("SWC2", "2015-07-13", "2015-07-14", "study"),
             ("FP05", "2015-06-12", "2015-06-12", "other")]
    tables["leave"] = (("practitioner", "from", "to", "kind"), rows)
    return rows


def teams(staff):
    """Keys of those on the rota, by pod, the consultants last."""
    for pod in list(facts.PODS) + [""]:
        yield [p["practitioner"] for p in staff if p["pod"] == pod
               and p["role"] in ("family-practitioner", "pod-manager", "consultant")]


def requests(chance, tables, staff, away):
    rows = {}
    for team, pod in zip(teams(staff), list(facts.PODS) + [""]):
        for person in chance.shuffled(team)[:5]:
            date = after("2015-06-01", chance.below(56))
            if any(p == person and start <= date <= end for p, start, end, _ in away):
                continue
            weekend = day(date).weekday() >= 5
            wish = "avoid" if chance.happens(0.7) else "wanted"
            shift = wished_shift(chance, pod, weekend) if wish == "wanted" else ""
            rows[person, date] = (person, date, shift, wish, "120" if chance.happens(0.2) else "")
    tables["requests"] = (("practitioner", "date", "shift", "wish", "minutes"),
                          list(rows.values()))


def wished_shift(chance, pod, weekend):
    part = chance.one_of(("early", "late"))
    if pod == "":
        return "on-call-2-day" if weekend else f"consultant-{part}"
    return f"weekend-{part}" if weekend else f"{pod}-{part}"


def special_dates(tables):
    """Who is in court without leave for it, and who is better apart or together."""
    tables["court_dates"] = (("practitioner", "date"), facts.COURT)
    tables["pairs"] = (("one", "other", "wish", "strength"), facts.PAIRS)


# ---- Training --------------------------------------------------------------------------------


def training(tables):
    names = {key: name for key, name, _ in facts.SKILLS}
    tables["skills"] = (("skill", "name", "kind"), facts.SKILLS)
    tables["courses"] = (("course", "name", "skill", "validity_months", "price"),
                         [(key, names[key], key, months, price)
                          for key, (months, price) in facts.COURSES.items()])
    tables["sessions"] = (("session", "course", "date", "begin", "end", "places"),
                          [(f"{course}-{number}", course, date, begin, end, places)
                           for course, dates, begin, end, places
                           in facts.CORE_SESSIONS + facts.FURTHER_SESSIONS
                           for number, date in enumerate(dates, 1)])
    tables["core_training"] = (("role", "course"),
                               [(role, course) for role, courses in facts.CORE_OF_ROLE.items()
                                for course in courses])
    tables["budgets"] = (("pod", "financial_year", "amount"),
                         [(pod, year, amount) for year in ("2015/16", "2016/17")
                          for pod, amount in facts.BUDGETS])


# ---- Money and the workforce -----------------------------------------------------------------


def establishment(tables, staff):
    tables["grades"] = (("grade", "name"), [(key, name) for key, name, _ in facts.GRADES])
    tables["grade_costs"] = (("grade", "financial_year", "yearly_cost"),
                             [(key, "2014/15", cost) for key, _, cost in facts.GRADES])
    tables["roles"] = (("role", "name", "grade", "family_cap", "child_cap", "point_cap", "span",
                        "on_call_tier"), facts.ROLES)
    paid = [p for p in staff if p["contract"] != "volunteer"]
    tables["posts"] = (("post", "role", "pod", "grade", "fte", "start", "end", "stream"),
                       [(f"P-{p['practitioner']}", p["role"], p["pod"], "", "1",
                         "2015-05-01" if p["role"] == "administrator" else p["start"],
                         facts.CLOSES, "") for p in paid])
    yearly = {key: cost for key, _, cost in facts.GRADES}
    assert sum(yearly[p["role"]] for p in paid) == 944870  # the bid's staff line


def spread(amount, begin, end):
    """Pounds of each financial year in [begin, end], by days; they sum to `amount`."""
    first, last, parts = day(begin), day(end), []
    total, left, days_left = amount, amount, (last - first).days + 1
    while first <= last:
        year = first.year if first.month >= 4 else first.year - 1
        stop = min(last, datetime.date(year + 1, 3, 31))
        days = (stop - first).days + 1
        part = left if stop == last else round(total * days / ((last - day(begin)).days + 1))
        parts.append((year, first.isoformat(), stop.isoformat(), part))
        left, days_left, first = left - part, days_left - days, stop + datetime.timedelta(days=1)
    assert left == 0 and days_left == 0
    return parts


def money(tables):
    rows, in_kind = [], {}
    for line, *amounts in facts.COST_LINES:
        for amount, given, (begin, end) in zip(
                amounts, facts.IN_KIND.get(line, (0, 0)),
                ((facts.MOBILISED, after(facts.OPENED, -1)), (facts.OPENED, facts.CLOSES))):
            for year, start, stop, part in spread(given, begin, end) if given else []:
                in_kind[year] = in_kind.get(year, 0) + part
                rows.append((line, start, stop, part, f"in-kind-{year}"))
            rows += [(line, start, stop, part, "")
                     for _, start, stop, part in spread(amount - given, begin, end) if amount]
    tables["costs"] = (("line", "from", "to", "amount", "stream"), rows)
    streams(tables, in_kind)
    tables["cover_costs"] = (("role", "kind", "weekly_cost", "notice_weeks", "most"),
                             facts.COVER_COSTS)
    tables["recruitment"] = (("role", "recruit_cost", "training_cost", "most"), facts.RECRUITMENT)
    tables["agency_caps"] = (("role", "weekly_cap"), facts.AGENCY_CAPS)


def streams(tables, in_kind):
    rows = [row[:5] for row in facts.STREAMS]
    rows += [(f"in-kind-{year}", "Cheshire East Council, rooms", "in kind",
              f"{year}/{(year + 1) % 100:02d}", amount) for year, amount in in_kind.items()]
    tables["streams"] = (("stream", "source", "kind", "financial_year", "amount"), rows)
    dates = [(row[0], date, amount) for row in facts.STREAMS for date, amount in row[5]]
    tables["instalments"] = (("stream", "date", "amount"), dates)


def figures(tables):
    tables["workforce_history"] = (
        ("year", "in_post", "starters", "leavers", "agency", "vacancy", "case_holders", "cases",
         "source"), [row + (facts.HISTORY_SOURCE,) for row in facts.HISTORY])
    months = [f"{2015 + (m - 1) // 12}-{(m - 1) % 12 + 1:02d}-01" for m in range(3, 18)]
    tables["demand"] = (("month", "referrals", "repeat_rate"),
                        [(month, facts.REFERRALS, facts.REPEAT_RATE) for month in months])
    tables["transitions"] = (("from_status", "to_status", "monthly_rate"), facts.TRANSITIONS)
    tables["unit_costs"] = (("status", "weekly_cost", "source"),
                            [row + (facts.UNIT_COST_SOURCE,) for row in facts.UNIT_COSTS])
    tables["benefits"] = (("cohort", "outcome", "cases", "from_status", "to_status", "weeks"),
                          facts.BENEFITS)
    tables["bank_holidays"] = (("date", "name"), facts.BANK_HOLIDAYS)
    tables["weights"] = (("status", "complexity", "start", "points"),
                         [(status, level, facts.MOBILISED, points)
                          for status, row in facts.POINTS.items()
                          for level, points in zip(facts.COMPLEXITIES, row)])
    tables["settings"] = (("name", "value"), facts.SETTINGS)


def service():
    """Every table: name -> (columns, rows)."""
    chance, tables = Chance(SEED), {}
    places(tables)
    staff = people(chance, tables)
    skills_held(chance, tables, staff)
    reductions(tables)
    families(chance, tables)
    conflicts(tables)
    shifts(tables)
    away = leave(chance, tables, staff)
    requests(chance, tables, staff, away)
    special_dates(tables)
    training(tables)
    establishment(tables, staff)
    money(tables)
    figures(tables)
    return tables


def write(folder, tables):
    for name, (columns, rows) in tables.items():
        path = os.path.join(folder, name + ".csv")
        with open(path, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(columns)
            assert all(len(row) == len(columns) for row in rows), name
            writer.writerows(rows)


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)),
          service())
