// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The one table of rules.
 *
 * Every rule of training, allocation, rota and workforce stands here once:
 * its name, whether it is hard, its unit, its weight, its judge and its words.
 * A solver may model a rule as it likes; these judges share nothing with any
 * model and decide what a plan is worth.  Weights are minutes of practitioner
 * time a week for each unit; rules about money count in pence.  For a hard
 * rule the weight is the price of relaxing it by one unit.
 *
 * Adding a rule is one row in rules.c and one judge in rules_<stage>.c, with
 * a case in tests/cases (a test walks the table and asks for it).
 */
#ifndef PODPLAN_RULES_H
#define PODPLAN_RULES_H

#include <podplan/plan.h>

struct pp_rule;

/** One place where a rule is not kept (hard) or costs something (soft). */
struct pp_breach {
    int32_t rule;         ///< index into the table
    int32_t practitioner; ///< who is concerned; PP_NONE: nobody in particular
    int32_t family;       ///< PP_NONE: none
    int32_t row;          ///< of the table the rule is about (shift, session, pod, …); PP_NONE
    pp_day date;          ///< PP_NO_DAY: not dated
    int64_t amount;       ///< in the rule's unit, > 0
    int64_t cost;         ///< amount x weight
};

/** What the judges found. */
struct pp_verdict {
    struct pp_arena arena;
    struct pp_breach *breaches; ///< by rule, then canonical order
    int32_t n_breaches, capacity;
    int64_t hard;            ///< breaches of hard rules
    int64_t cost[PP_STAGES]; ///< of each stage, hard prices included
};

/** What a judge is given. */
struct pp_case {
    const struct pp_service *service;
    const struct pp_plan *plan;
    const struct pp_plan *before; ///< the plan in force until now; NULL: none
};

struct pp_rule {
    const char *name; ///< "needed_skill": the same in C, SQL, CSV, JSON, pages
    enum pp_stage stage;
    bool hard;
    const char *unit; ///< of `amount`: "families", "minutes", "people", …
    int32_t weight;   ///< price of one unit unless rule_weights.csv says otherwise
    const char *help; ///< one sentence for docs and pages
    /** Appends a breach for each place; leaves `rule` and `cost` to the caller. */
    void (*judge)(const struct pp_case *c, struct pp_verdict *out);
    /** Appends one sentence about a breach, without final newline. */
    void (*explain)(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out);
};

extern const struct pp_rule pp_rules[];
extern const int32_t pp_n_rules;

/** Index by name; PP_NONE when there is none. */
int32_t pp_rule_find(const char *name);

/** The weight in force: rule_weights.csv, else the table. */
int32_t pp_rule_weight(const struct pp_service *service, int32_t rule);
/** The same by name, for solvers; the name must exist. */
int32_t pp_weight_of(const struct pp_service *service, const char *rule);

/** For judges: appends a breach of `amount` units. */
struct pp_breach *pp_verdict_add(struct pp_verdict *out, int64_t amount);

/** Judges every rule whose stage is in `stages` (bit s: enum pp_stage s). */
void pp_judge(const struct pp_case *c, unsigned stages, struct pp_verdict *out);

/** Judges a single rule. */
void pp_judge_rule(const struct pp_case *c, int32_t rule, struct pp_verdict *out);

void pp_verdict_finish(struct pp_verdict *verdict);

/* ---- Prices that the allocation solver and the judges must share as definitions ---- */

/**
 * Balance: the square of how far a caseload is above the service's mean, in
 * per cent of capacity, / 100.  Both arguments in thousandths of a point.
 */
int64_t pp_balance_units(int64_t points, int64_t fair_points, int64_t capacity_points);

/** A person's fair share in thousandths of turns: `turns` x own FTE / FTE of all who may. */
int64_t pp_fair_share(int64_t turns, int32_t fte, int64_t all_fte);

#endif
