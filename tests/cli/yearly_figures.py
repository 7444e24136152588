# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes yearly workforce figures of authorities that do not exist, in the form of the statistics."""
import csv
import random

PARTS = ["inpost_fte", "starters_fte", "leavers_fte", "agency_fte", "agency_cover_fte",
         "vacancy_fte", "case_holders_fte", "cases", "working_days_lost_fte"]
RATES = {"turnover_rate_fte": lambda r: r["leavers_fte"] / r["inpost_fte"],
         "agency_rate_fte": lambda r: r["agency_fte"] / (r["agency_fte"] + r["inpost_fte"]),
         "vacancy_rate_fte": lambda r: r["vacancy_fte"] / (r["vacancy_fte"] + r["inpost_fte"])}
COLUMNS = ["time_period", "geographic_level", "region_name", "new_la_code", "la_name",
           *PARTS, *RATES]
OLD_NAMES = {"inpost_fte": "social_worker_fte", "leavers_fte": "leaver_fte",
             "turnover_rate_fte": "turnover_rate_fte_%",
             "agency_rate_fte": "agency_worker_rate_fte_%",
             "vacancy_rate_fte": "vacancy_rate_fte_%"}


def figures(rng, in_post, vacancies):
    """One year of one authority: flows around their means, a tenth as printed."""
    row = {"inpost_fte": in_post, "starters_fte": in_post * rng.uniform(.1, .22),
           "leavers_fte": in_post * rng.uniform(.07, .23), "agency_fte": vacancies * rng.uniform(.5, 1),
           "vacancy_fte": vacancies, "case_holders_fte": in_post * .7, "cases": in_post * 11,
           "working_days_lost_fte": in_post * 8}
    row = {part: round(value, 1) for part, value in row.items()}
    row["agency_cover_fte"] = round(row["agency_fte"] * .8, 1)
    row["cases"] = round(row["cases"])
    return row


def make(seed=1, authorities=60, first=2017, last=2023):
    """Rows as dictionaries of text, one for each authority and year."""
    rng = random.Random(seed)
    rows = []
    for a in range(authorities):
        in_post, vacancies = rng.uniform(60, 500), rng.uniform(5, 80)
        for year in range(first, last + 1):
            in_post = max(20, in_post * rng.uniform(.92, 1.1))
            vacancies = max(1, vacancies + rng.uniform(-12, 12))
            row = figures(rng, in_post, vacancies)
            row |= {name: round(100 * rate(row), 1) for name, rate in RATES.items()}
            row |= {"time_period": year, "geographic_level": "Local authority",
                    "region_name": f"Region {a % 4}", "new_la_code": f"X{a:03}",
                    "la_name": f"Authority {a:03}"}
            rows.append({name: str(row[name]) for name in COLUMNS})
    return rows


def write(path, rows, old_names=False, bom=False):
    with open(path, "w", newline="", encoding="utf-8-sig" if bom else "utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([OLD_NAMES.get(name, name) if old_names else name for name in COLUMNS])
        writer.writerows([[row[name] for name in COLUMNS] for row in rows])
