# SPDX-License-Identifier: GPL-3.0-or-later
"""Recurrences against python-dateutil, which shares nothing with ours, over random rules."""
import datetime
import random
import unittest
import zoneinfo

from reader import ReaderTest, calendar, event

try:
    from dateutil import rrule
except ImportError:
    rrule = None

LONDON = zoneinfo.ZoneInfo("Europe/London")
FIRST, LAST = datetime.date(2025, 9, 1), datetime.date(2027, 4, 30)
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = ["Europe/London", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
         "Africa/Casablanca", "Pacific/Auckland"]


def numbers(dice, most, signed=True):
    chosen = {dice.choice([1, -1] if signed else [1]) * dice.randint(1, most)
              for _ in range(dice.randint(1, 3))}
    return ",".join(str(n) for n in sorted(chosen))


def weekdays(dice, most):
    chosen = []
    for day in dice.sample(DAYS, dice.randint(1, 3)):
        number = dice.choice([-1, 1]) * dice.randint(1, most) if most and dice.random() < .6 else ""
        chosen.append(f"{number}{day}")
    return ",".join(chosen)


def daily(dice):
    return [("BYDAY", weekdays(dice, 0)), ("BYMONTH", numbers(dice, 12, False)),
            ("BYMONTHDAY", numbers(dice, 28))]


def weekly(dice):
    return [("BYDAY", weekdays(dice, 0)), ("BYMONTH", numbers(dice, 12, False)),
            ("WKST", dice.choice(DAYS))]


def monthly(dice):
    return [("BYDAY", weekdays(dice, 5)), ("BYMONTHDAY", numbers(dice, 31)),
            ("BYMONTH", "1,2,3,4,5,6,7,8,9,10,11,12")]


def yearly(dice):
    month = ("BYMONTH", numbers(dice, 12, False))
    return dice.choice([
        [month, ("BYMONTHDAY", numbers(dice, 28))],
        [month, ("BYDAY", weekdays(dice, 4))],
        [("BYDAY", weekdays(dice, 53))],
        [("BYYEARDAY", numbers(dice, 366))],
        # dateutil does not know -53 as the first week of a next year of 53 weeks ("TODO" there).
        [("BYWEEKNO", numbers(dice, 51)), ("BYDAY", weekdays(dice, 0)),
         ("WKST", dice.choice(DAYS))],
        [("BYMONTHDAY", numbers(dice, 28))],
    ])


def a_rule(dice):
    frequency, parts, most = dice.choice([("DAILY", daily, 40), ("WEEKLY", weekly, 6),
                                          ("MONTHLY", monthly, 5), ("YEARLY", yearly, 3)])
    made = parts(dice)
    chosen = made if frequency == "YEARLY" else dice.sample(made, dice.randint(0, 2))
    rule = [("FREQ", frequency), ("INTERVAL", str(dice.randint(1, most))), *chosen]
    if dice.random() < .25 and frequency in ("MONTHLY", "YEARLY") and chosen:
        rule.append(("BYSETPOS", numbers(dice, 4)))
    if dice.random() < .2:
        rule.append(("BYHOUR", "9,13"))
    return ";".join(f"{name}={value}" for name, value in rule)


def instant(wall, zone):
    """Of a time on a zone's clock; the first of two, and the offset before a gap (fold 0)."""
    return int(wall.replace(tzinfo=zone, fold=0).timestamp())


@unittest.skipIf(rrule is None, "python3-dateutil is not installed")
class Recurrence(ReaderTest):
    def a_case(self, dice):
        """(lines of an event, zone, list of walls) or None when the rule never fits."""
        zone = dice.choice(ZONES)
        start = datetime.datetime(dice.randint(2015, 2026), dice.randint(1, 12),
                                  dice.randint(1, 28), dice.choice([0, 1, 2, 9, 23]),
                                  dice.choice([0, 30]))
        text = a_rule(dice)
        try:
            first = next(iter(rrule.rrulestr(text, dtstart=start)), None)
        except ValueError:
            return None
        if first is None or first.year > 2026:
            return None
        ending = dice.random()
        if ending < .3:
            text += f";COUNT={dice.randint(1, 200)}"
        elif ending < .5:
            text += f";UNTIL={(first + datetime.timedelta(dice.randint(0, 2000))):%Y%m%dT%H%M%S}"
        try:
            rule = rrule.rrulestr(text, dtstart=first)
            walls = rule.between(datetime.datetime(2025, 8, 25), datetime.datetime(2027, 5, 10),
                                 inc=True)
        except ValueError:
            return None
        return text, zone, first, walls

    def expected(self, zone, walls, except_for):
        found = set()
        for wall in walls:
            at = instant(wall, zoneinfo.ZoneInfo(zone))
            day = datetime.datetime.fromtimestamp(at, LONDON).date()
            if wall != except_for and FIRST <= day <= LAST:
                found.add(at)
        return found

    def compare(self, dice, count):
        cases, components = [], []
        while len(cases) < count:
            case = self.a_case(dice)
            if case is None:
                continue
            text, zone, first, walls = case
            out = dice.choice(walls) if walls and dice.random() < .3 else None
            lines = [f"RRULE:{text}", f"SUMMARY:{len(cases)}"]
            if out:
                lines.append(f"EXDATE;TZID={zone}:{out:%Y%m%dT%H%M%S}")
            components.append(event(*lines, uid=f"case{len(cases)}",
                                    start=f"DTSTART;TZID={zone}:{first:%Y%m%dT%H%M%S}"))
            cases.append((text, zone, first, self.expected(zone, walls, out)))
        rows = self.read(*components, first=str(FIRST), last=str(LAST))
        self.assertLess(len(rows), 5000)
        found = {}
        for row in rows:
            found.setdefault(int(row.summary), set()).add(row.begin)
        for number, (text, zone, first, wanted) in enumerate(cases):
            ours = found.get(number, set())
            show = [str(datetime.datetime.fromtimestamp(at, zoneinfo.ZoneInfo(zone)))
                    for at in sorted(ours ^ wanted)[:8]]
            self.assertEqual(ours, wanted, f"{text} from {first} in {zone}: {show}")

    def test_random_rules_mean_what_dateutil_says(self):
        for seed in range(8):
            with self.subTest(seed=seed):
                self.compare(random.Random(seed), 30)


if __name__ == "__main__":
    unittest.main()
