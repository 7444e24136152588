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

#include <podplan/buf.h>
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
    int64_t cost;         ///< amount x weight; a request that names its minutes: those
    int32_t other;        ///< a second row: the other of a pair, the skill asked for; PP_NONE
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
    const struct pp_plan *plan;   ///< perhaps empty, never NULL
    const struct pp_plan *before; ///< the plan in force until now; NULL: none
};

struct pp_rule {
    const char *name; ///< "needed_skill": the same in C, SQL, CSV, JSON, pages
    enum pp_stage stage;
    bool hard;
    const char *unit; ///< of `amount`: "families", "minutes", "people", …
    int32_t weight;   ///< price of one unit unless rule_weights.csv says otherwise
    int32_t table;    ///< what `row` of its breaches is a row of: enum pp_table_id, or PP_NONE
    const char *help; ///< one sentence for docs and pages
    /** Appends a breach for each place; leaves `rule` and (mostly) `cost` to the caller. */
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

/** Appends docs/rules.md: every rule of the table, stage by stage, as Markdown. */
void pp_rules_words(struct pp_buf *out);

/** "training", "allocation", "rota", "workforce". */
const char *pp_stage_word(enum pp_stage stage);

/*
 * ---- Definitions: what the rules count ----
 *
 * Solvers and judges share these meanings, and nothing else.
 */

/** Who a family was with until now: the plan in force, else the data; PP_NONE: nobody. */
int32_t pp_holder_before(const struct pp_case *c, int32_t family);

/** Who was beside a family until now: the plan in force, else the data; PP_NONE: nobody. */
int32_t pp_social_worker_before(const struct pp_case *c, int32_t family);

/**
 * How a family whose risk has escalated gets its social worker.  It keeps the practitioner it
 * knows (step-down) while that person may hold it: holds cases and is trained on cases_from, holds
 * the needed skills, no conflict, and has room for all escalated families that were with them.
 * All of it stands before allocation.
 */
struct pp_escalation {
    int32_t keeps; ///< the practitioner; PP_NONE: not escalated, or nobody to keep
    bool beside;   ///< a step-down social worker has to be beside the practitioner
    bool across;   ///< nobody to keep: the practitioner has to be a social worker
};

struct pp_escalation pp_escalation_of(const struct pp_case *c, int32_t family);

/** May be beside on cases_from: a step-down role with a cap, in post, no volunteer, trained. */
bool pp_may_be_beside(const struct pp_service *service, const struct pp_plan *plan,
                      int32_t practitioner);

/** The kind of the person's role allows the family: early help only where nothing is above it. */
bool pp_within_threshold(const struct pp_service *service, int32_t family, int32_t practitioner);

/** The pair stands in the table of conflicts. O(conflicts of the family). */
bool pp_in_conflict(const struct pp_service *service, int32_t family, int32_t practitioner);

/**
 * Closing.  A case leaves a pod when its practitioner in the data belongs to one that closes before
 * cases_from, and it is open on planned_on.  It is handed over with PP_NOTICE_DAYS of notice, where
 * there are so many, and no later than the pod's last day; a case that closes, on its last day.
 */
enum {
    PP_NOTICE_DAYS = 7
};

struct pp_leaving {
    int32_t from;       ///< the practitioner
    bool closes;        ///< the case itself is closed by cases_from
    pp_day first, last; ///< when it can be handed over; both the same for a case that closes
};

/** False: the case leaves no pod. */
bool pp_is_leaving(const struct pp_service *service, int32_t family, struct pp_leaving *leaving);

/** What becomes of a case that leaves for `to`; PP_NONE: it closes. */
enum pp_destination pp_destination_with(const struct pp_service *service, int32_t to);

/** Hand-overs a week, from planned_on, when those of all pods that close are spread evenly; >= 1. */
int32_t pp_handover_share(const struct pp_service *service);

/** The pod whose training has to meet a family's needs: its practitioner's in the data if that is
 *  open on cases_from, else the nearest; PP_NONE without pods. */
int32_t pp_family_pod(const struct pp_service *service, int32_t family);

/**
 * Weeks, begun ones included, for which a need stays unmet in the year after cases_from when
 * somebody in the pod has the skill from `met_from` on: 0 .. 52; PP_NO_DAY: nobody ever, 52.
 */
int32_t pp_weeks_unmet(const struct pp_service *service, pp_day met_from);

/**
 * Balance.  Workload is counted in points when every role that holds cases has a cap in points,
 * else in children.  The fair level is the workload of all families over the capacity of all who
 * may hold cases on cases_from (in post, trained by records or plan); it stands before allocation.
 * For step-down social workers it is the workload of escalated families over their own capacity.
 */
struct pp_balance {
    bool in_points;
    int32_t fair;      ///< per mille of capacity
    int32_t step_down; ///< the same for step-down social workers
};

struct pp_balance pp_balance_level(const struct pp_service *service, const struct pp_plan *plan);

/** Workload in per mille of capacity; 0 for somebody without capacity. */
int32_t pp_workload_permille(const struct pp_balance *balance, struct pp_load load,
                             struct pp_capacity capacity);

/**
 * Units of the rule `balance` for one person: the square of the distance from the fair level in
 * per mille, / 1000, rounded down; above and below count alike.  0 for somebody without capacity.
 */
int64_t pp_balance_units(const struct pp_balance *balance, struct pp_load load,
                         struct pp_capacity capacity);

/** May hold families of their own on cases_from: pp_holds_cases, and trained. */
bool pp_may_hold_cases(const struct pp_service *service, const struct pp_plan *plan,
                       int32_t practitioner);

bool pp_turn_is(const struct pp_service *service, enum pp_turn_kind kind, int32_t shift,
                pp_day date);

/**
 * Fairness over the year: what one person has had of a kind of turns, and what is fair.  The turns
 * that the rota needs are poured onto those of the PP_LEDGER_WEEKS before it, so that whoever has
 * most for full-time equivalent and time in post has as few as can be (fair.c).
 */
struct pp_fair {
    int32_t worked; ///< turns before the rota: of its plans, of worked_turns, of the ledger
    int32_t level;  ///< thousandths: how many are fair by the end of the rota, `worked` included
    int32_t share;  ///< whole turns of the rota that are no more than fair
};

/** Of everybody, for the rota of `plan` and what it remembers; `fair` has length n_practitioners.
 *  An unknown FTE, or none, has no share. */
void pp_fair_shares(const struct pp_service *service, const struct pp_plan *plan,
                    enum pp_turn_kind kind, struct pp_fair *fair);

/** Units of a fair rule for turns above the share: the second counts twice, the third thrice. */
int64_t pp_fair_units(int64_t above);

/**
 * Contract minutes of a rota: full week x FTE for each seven days in post and not on leave, less
 * reductions.
 */
int64_t pp_contract_minutes(const struct pp_service *service, int32_t practitioner, pp_day from,
                            int32_t weeks);

/** Why a turn can't be kept. */
struct pp_standing {
    int32_t rule;         ///< that takes the turn away; PP_NONE: it stands
    const char *sentence; ///< why; NULL when it stands
};

/**
 * A window of the average week: reference_weeks that end on a Sunday of the rota.  Weeks before the
 * rota count when something is known of them (past.weeks, worked_hours); weeks out of post do not.  A
 * day of leave counts a seventh of the contract.  A window that begins before what is known is
 * shorter, and then only the one that ends with the rota counts.
 */
struct pp_window {
    pp_day from, until; ///< its dates in the rota, the second excluded
    int64_t most;       ///< minutes of duty and courses on these dates; >= 0
    pp_day begin;       ///< Monday of the first week that counts in it, perhaps before the rota
    int32_t weeks;      ///< that count in it
};

/**
 * The windows of one person in the rota of `plan`, by date, when `week_minutes` are the most of a
 * week on average; `windows` has room for rota_weeks of them; returns how many.
 */
int32_t pp_average_windows(const struct pp_service *service, const struct pp_plan *plan,
                           const struct pp_past *past, int32_t practitioner, int32_t week_minutes,
                           struct pp_window *windows);

/**
 * Which of these turns their holders can keep, all at once: no hard rule of the rota but cover is
 * broken by those that stand, and no shift has more people than it needs (else the rule is cover).
 * As few are let go as the rules ask for, one by one.  `turns` are of the plan's rota, by date, shift
 * key, practitioner key; seats and what was worked are the plan's.  Length n, owned by the arena.
 */
struct pp_standing *pp_standing_turns(const struct pp_case *c, const struct pp_turn *turns,
                                      int32_t n, struct pp_arena *arena);

/**
 * The published turns that the plan's rota must leave to their holders: before `frozen_before`, and
 * able to stand.  By date, shift key, practitioner key; owned by the arena; returns how many.
 */
int32_t pp_frozen_turns(const struct pp_case *c, struct pp_arena *arena, struct pp_turn **out);

/** What a change of turns breaks and costs. */
struct pp_effect {
    int32_t rule;         ///< the first hard rule of the rota that is newly broken; PP_NONE: none
    const char *sentence; ///< how; owned by the arena; NULL: not at all
    int64_t minutes;      ///< of the soft rules, after less before
};

/** `before` holds the rules of the rota judged on the plan as it was; `after` is the changed one. */
struct pp_effect pp_effect_of(const struct pp_verdict *before, const struct pp_case *after,
                              struct pp_arena *arena);

/**
 * An early duty on the morning after: `duty` begins before noon on the date after `standby`, and
 * `standby` lasts over midnight.
 */
bool pp_disturbs_recovery(const struct pp_service *service, int32_t standby, int32_t duty);

/*
 * Weekly rest.  A rest is 24 hours without duty, standby and course, by the clock that really runs.
 * Periods begin on the first Monday of the rota: one week each, or two (48_in_14; a last one may be
 * one week).  As many rests are due in a period as it has weeks; what lies outside it does not
 * count, and 48 hours on end are two rests.
 */
enum {
    PP_REST_SECONDS = 24 * 60 * 60
};

/** Weeks of a period: 1 or 2. */
int32_t pp_rest_weeks(const struct pp_service *service);

/** Whether the dates of a shift in an ordinary week, from Monday to Sunday, leave a rest. */
bool pp_week_leaves_rest(const struct pp_service *service, int32_t shift);

/** Most minutes of an average week of somebody with night duties: six days of it. */
int32_t pp_night_week_minutes(const struct pp_service *service);

/** Minutes of a rota that are neither too few nor too many. */
struct pp_band {
    int64_t least, most;
};

/**
 * The band around each person's contract over the plan's rota (contract_band_percent); `least` is no more than their
 * share of the duty minutes that anybody needs, by FTE x days in post less reductions, and 0 when
 * the setting is blank.  `bands` has length n_practitioners.
 */
void pp_contract_bands(const struct pp_service *service, const struct pp_plan *plan,
                       struct pp_band *bands);

/** Seats of the plan in the hands of each person: item holds rows of plan->seats. */
struct pp_index pp_seats_of(const struct pp_service *service, const struct pp_plan *plan,
                            struct pp_arena *arena);

/**
 * Minutes that a turn takes from the daily rest between it and a session on another date; of a
 * standby, which is no work, minutes of the session itself.  0: none.
 */
int32_t pp_missing_beside_session(const struct pp_service *service, int32_t session, int32_t shift,
                                  pp_day date);

/** Minutes that a call-out really lasted. */
int32_t pp_call_out_minutes(const struct pp_call_out *call);

/** Minutes of the daily rest that a duty leaves out after a call-out of the person; 0: none. */
int32_t pp_missing_after_call_out(const struct pp_service *service, int32_t practitioner,
                                  int32_t shift, pp_day date);

/** The turn is standby on the day before the person is in court, or on that day. */
bool pp_is_before_court(const struct pp_service *service, int32_t practitioner, int32_t shift,
                        pp_day date);

/**
 * Evening duties due in a rota: the most that a family of the person wants in four weeks, by the
 * days on which they are in post and not on leave, rounded down.  `family` (may be NULL) is set to
 * that family, or PP_NONE.
 */
int32_t pp_evenings_due(const struct pp_service *service, const struct pp_plan *plan,
                        int32_t practitioner, pp_day from, int32_t weeks, int32_t *family);

/** Which rule a pair's row is for. */
enum pp_pair_rule {
    PP_PAIR_APART,   ///< hard
    PP_PAIR_AVOID,   ///< soft
    PP_PAIR_TOGETHER ///< soft
};

enum pp_pair_rule pp_pair_rule(const struct pp_service *service, int32_t pair);

/**
 * Both could be on the shift on that date, so that a wish to be together counts: it runs and needs
 * two, both may cover it, are in post, not on leave and not on a course.
 */
bool pp_pair_could_meet(const struct pp_service *service, const struct pp_plan *plan, int32_t pair,
                        int32_t shift, pp_day date);

/** Weeks (from Monday) without such turns that lie between two weeks with some, by the settings. */
enum pp_by_turn {
    PP_EVENINGS_BY_TURN, ///< evening duties
    PP_WEEKENDS_BY_TURN, ///< duties that begin on a Saturday or Sunday
    PP_BY_TURNS
};

int32_t pp_weeks_apart(const struct pp_service *service, enum pp_by_turn kind);
bool pp_is_by_turn(const struct pp_service *service, enum pp_by_turn kind, int32_t shift,
                   pp_day date);

#endif
