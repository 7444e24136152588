#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Solves an instance as one integer programme by HiGHS (highspy); called like bench_rota."""
import collections
import os
import sys

import highspy
from nrp_set import Instance


class Programme(highspy.Highs):
    def column(self, cost, most, kind=highspy.HighsVarType.kContinuous):
        self.addCol(cost, 0, most, 0, [], [])
        self.changeColIntegrality(self.getNumCol() - 1, kind)
        return self.getNumCol() - 1

    def row(self, least, terms, most=highspy.kHighsInf):
        self.addRow(least, most, len(terms), [at for at, _ in terms], [by for _, by in terms])

    def add_person(self, instance, person):
        n, minutes = instance.n_days, instance.minutes
        x = [{s: self.column(0, day not in person.off, highspy.HighsVarType.kInteger)
              for s in minutes} for day in range(n)]
        works, rests = ([[(at, sign) for at in day.values()] for day in x] for sign in (1, -1))
        weekends = [(self.column(0, 1), 1) for _ in range((n + 1) // 7)]
        for d in range(n):
            self.row(0, works[d], 1)
            self.row(0, sum(works[d:d + person.most_run + 1], []), person.most_run)
            if d % 7 >= 5:
                self.row(0, rests[d] + [weekends[d // 7]])
            for s in minutes if d + 1 < n else ():
                self.row(0, [(x[d][s], 1)] + [(x[d + 1][t], 1) for t in instance.not_after[s]], 1)
            for k in range(1, min(person.least_run, n - d) if d else 0):
                self.row(1 - k, works[d - 1] + sum(rests[d:d + k], []) + works[d + k])
            for k in range(1, min(person.least_rest, n - d) if d else 0):
                self.row(-1, rests[d - 1] + sum(works[d:d + k], []) + rests[d + k])
        for s, most in person.most_of.items():
            self.row(0, [(day[s], 1) for day in x], most)
        self.row(person.least_minutes, [(day[s], minutes[s]) for day in x for s in minutes],
                 person.most_minutes)
        self.row(0, weekends, person.most_weekends)
        return x


def build(model, instance):
    x = [model.add_person(instance, person) for person in instance.staff]
    for day, s, need, under, over in instance.cover:
        slack = [(model.column(under, need), 1), (model.column(over, len(x)), -1)]
        model.row(need, [(days[day][s], 1) for days in x] + slack, need)
    costs = collections.Counter()
    for sign, wishes in ((-1, instance.wanted), (1, instance.unwanted)):
        for who, day, s, weight in wishes:
            costs[x[who][day][s]] += sign * weight
    for at, cost in costs.items():
        model.changeColCost(at, cost)
    return x


if __name__ == "__main__":
    path, *options = sys.argv[1:]
    model, options = Programme(), dict(zip(options[::2], options[1::2]))
    model.silent()
    x = build(model, Instance(path))
    model.setOptionValue("time_limit", float(options["--time"]))
    model.setOptionValue("threads", int(options["--threads"]))
    model.setOptionValue("random_seed", int(options["--seed"]))
    model.run()
    if model.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        sys.exit("no roster was found")
    value = model.getSolution().col_value
    lines = [["".join(s for s in day if value[day[s]] > 0.5) for day in days] for days in x]
    with open(options["--out"], "w", encoding="utf-8") as file:
        file.writelines("\t".join(line) + "\n" for line in lines)
    print(os.path.basename(path), Instance(path).cost(lines), "- - -")
