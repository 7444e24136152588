// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The engines.  Each reads the frozen service and what earlier stages put into
 * the plan, and writes its own stage.  None prints, none reads a clock except
 * to keep `time_limit`; the same service, settings and seed give the same
 * plan as long as no stop came from the clock.
 *
 * An engine returns false only when it could not work at all (GLPK failed);
 * "does not fit" is PP_SHORTFALL with named shortfalls in the plan.
 */
#ifndef PODPLAN_SOLVER_H
#define PODPLAN_SOLVER_H

#include <podplan/plan.h>
#include <podplan/rules.h>

#include <stdatomic.h>

/** What progress reports carry. */
struct pp_progress {
    enum pp_stage stage;
    int32_t round, rounds; ///< rounds: 0 when not known
    int64_t cost, bound;   ///< cost: INT64_MAX before the first answer
};

/** A family and the practitioner it is to have, whatever else changes. */
struct pp_pin {
    int32_t family, practitioner;
};

enum {
    PP_ANY_CHANGES = -1,    ///< as many as pay
    PP_FORCED_CHANGES = -2, ///< what the rules force, and what that forces for lack of room
};

/**
 * How much of the allocation in force may change.  A family moves when it had a practitioner and
 * does not keep them (a breach of the rule `continuity`); one that had nobody does not move.
 */
struct pp_changes {
    int32_t most; ///< families that may move; PP_ANY_CHANGES, PP_FORCED_CHANGES
    const struct pp_pin *pins;
    int32_t n_pins;
};

struct pp_solver_settings {
    uint64_t seed;
    int32_t rounds;    ///< effort; 0: the service's own setting
    double time_limit; ///< seconds of wall clock for the stage; 0: none
    int32_t threads;   ///< that work at once; 0: two. Does not change the plan, up to two
    int32_t paths; ///< that the workforce's simulation takes, whose mean is the forecast; 0: none,
                   ///< no ranges, and the forecast is made of expected people
    double gap;    ///< stop once (cost - bound) / cost is no more than this; 0: only when proved
    const atomic_bool *stop; ///< set from a signal handler; NULL: never
    void (*progress)(void *user, const struct pp_progress *at); ///< NULL: silent
    void *user;
    const struct pp_plan *before; ///< the plan in force, which a new one should stay close to; NULL
    const struct pp_changes *changes; ///< for the allocation; NULL: any
    const int32_t
        *turn_changes; ///< for the rota: most turns of `before` that may change; NULL: any
};

/** Core courses first, then each pod's own choice under its budget. Writes seats. */
bool pp_solve_training(const struct pp_service *service, const struct pp_solver_settings *settings,
                       struct pp_plan *plan, struct pp_err *err);

/**
 * Families to practitioners, practitioners to consultants. Writes placements, consultants.  A pin
 * that a rule forbids, or a limit below the moves that nothing can avoid, is PP_E_USAGE.
 */
bool pp_solve_allocation(const struct pp_service *service,
                         const struct pp_solver_settings *settings, struct pp_plan *plan,
                         struct pp_err *err);

/** A practitioner for one family, everybody else's placement as it is. */
struct pp_candidate {
    int32_t practitioner;
    int32_t rule; ///< the first hard rule that forbids it; PP_NONE: possible
    int64_t cost; ///< soft minutes a week of having it, also where it is forbidden: the
                  ///< sum of the next five
    int64_t continuity, travel, preferred_skill, language, balance; ///< balance may be below 0
    int32_t permille_before; ///< workload without the family, per mille of capacity
    int32_t permille_after;
    const char *sentence; ///< what forbids it, or what the cost is made of
};

/**
 * Ranks all practitioners for one family: the possible ones by cost, then the others.  `before` is
 * the plan in force (NULL: the data says who had the family).  Fills `out` (owned by the arena) and
 * returns how many.  O(practitioners x skills).
 */
int32_t pp_allocation_candidates(const struct pp_service *service, const struct pp_plan *plan,
                                 const struct pp_plan *before, int32_t family,
                                 struct pp_arena *arena, struct pp_candidate **out);

/** A family whose practitioner is another one than before. */
struct pp_move {
    int32_t family;
    int32_t from, to; ///< practitioners; PP_NONE: nobody.  Who had nobody has not moved
    int32_t rule;     ///< the hard rule by which `from` can't keep it; PP_NONE: none
    bool pinned;      ///< a pin asked for it
    int64_t before,
        after; ///< soft minutes a week with `from` as it was, with `to` as it is; 0: nobody
    const char *sentence; ///< why, with numbers
};

/**
 * What a plan's allocation changes, by family key.  `before` as above, `changes` what the plan was
 * asked for (NULL: nothing).  Fills `out` (owned by the arena) and returns how many.
 * O(practitioners x skills + families log families + moves x (moves + pins)).
 */
int32_t pp_allocation_moves(const struct pp_service *service, const struct pp_plan *plan,
                            const struct pp_plan *before, const struct pp_changes *changes,
                            struct pp_arena *arena, struct pp_move **out);

/** What a change to the service would be worth, found by planning again from the plan in force. */
struct pp_worth {
    int32_t practitioner; ///< one more place with them; PP_NONE: a post
    int32_t role, pod;    ///< one more full-time post; PP_NONE: a place
    int32_t families;     ///< that get a practitioner, and their children
    int32_t children;
    int64_t minutes;      ///< a week that everything but families without a practitioner costs less
    int64_t total;        ///< the same with the price of the rule `placement`
    bool proved;          ///< both plans are the best there are, so the figures are exact
    const char *sentence; ///< NULL: the plan does not fit the data, or they hold no cases
};

/**
 * One more place with a practitioner: a family, and its share of the role's other caps.  Oversight
 * is not counted.  False: GLPK failed.
 */
bool pp_allocation_worth_of_place(const struct pp_service *service, const struct pp_plan *plan,
                                  uint64_t seed, int32_t practitioner, struct pp_arena *arena,
                                  struct pp_worth *worth, struct pp_err *err);

/**
 * The posts and the places that help most, where the prices of the linear programme point; `n` may
 * be 0.  The list and its texts are owned by the arena; the plan is read only.  False: GLPK failed.
 */
bool pp_allocation_worth_most(const struct pp_service *service, struct pp_plan *plan, uint64_t seed,
                              struct pp_arena *arena, struct pp_worth **out, int32_t *n,
                              struct pp_err *err);

/**
 * Turns of duty and standby for `weeks` weeks from `from` (a Monday). Writes turns.  A turn changes
 * when its holder in `before` no longer has it (a breach of the rule `rota_change`); the other half,
 * that somebody else has it, counts no second time.  A limit below the changes that nothing can
 * avoid is PP_E_USAGE.
 */
bool pp_solve_rota(const struct pp_service *service, const struct pp_solver_settings *settings,
                   pp_day from, int32_t weeks, struct pp_plan *plan, struct pp_err *err);

/** A turn that changes hands from one plan to the next. */
struct pp_turn_move {
    int32_t shift;
    pp_day date;
    int32_t from, to; ///< practitioners; PP_NONE: nobody.  With nobody before, nothing changed
    int32_t rule;     ///< the hard rule by which `from` can't keep it; PP_NONE: none
    int64_t minutes;  ///< what the rota would cost more, were it still with `from`; 0 with `rule`
    const char *sentence; ///< why, with numbers
};

/**
 * The turns that change from `before` to the plan, of the days from planned_on on that both know, by
 * date, shift key, practitioner key; first those that somebody had, then those that nobody had.
 * Fills `out` (owned by the arena) and returns how many; `changed` is how many somebody had.
 */
int32_t pp_rota_moves(const struct pp_service *service, const struct pp_plan *plan,
                      const struct pp_plan *before, struct pp_arena *arena,
                      struct pp_turn_move **out, int32_t *changed);

/** Where help for an open turn comes from, in the order in which it is asked. */
enum pp_help_source {
    PP_HELP_POD, ///< the pod of the shift
    PP_HELP_HUB, ///< its hub, or everybody where the shift names neither
    PP_HELP_BANK,
    PP_HELP_AGENCY,
    PP_HELP_SOURCES
};

/** Somebody for an open turn. */
struct pp_helper {
    int32_t practitioner; ///< PP_NONE: somebody whom the data does not name, at the rates of
                          ///< cover_costs.csv
    int32_t source;       ///< enum pp_help_source
    int32_t rule;         ///< the first hard rule that forbids it; PP_NONE: possible
    bool lend;            ///< nothing forbids it but that the shift is another pod's
    int64_t minutes;      ///< of the soft rules, more than without the turn
    int64_t pence;        ///< hours beyond the contract, or the rate; PP_NO_PENCE: no rate is known
    const char *sentence; ///< what forbids it, or what it is made of
};

#define PP_NO_PENCE INT64_MIN

/** A shift on a date that has fewer people than it needs. */
struct pp_gap {
    int32_t shift;
    pp_day date;
    int32_t missing;           ///< people
    bool in_rota;              ///< the rota in force holds the date; else nobody has planned it yet
    struct pp_helper *helpers; ///< those possible, by source, minutes, pence; then the others
    int32_t n_helpers;
    int32_t elsewhere; ///< people whom the shift does not ask for, and who are not listed: where a
                       ///< rota is made, those of other pods or hubs
};

/**
 * Every shift that is short from planned_on on for `weeks` weeks, by date and shift key, and who
 * could help: each by the rules of the rota, given that turn besides what everybody holds now.
 * Fills `out` (owned by the arena) and returns how many.  O(open turns of one person x judging a rota).
 */
int32_t pp_rota_gaps(const struct pp_service *service, const struct pp_plan *plan, int32_t weeks,
                     struct pp_arena *arena, struct pp_gap **out);

/** Establishment, cover, cost and funding for `months` months from the month of planned_on. */
bool pp_solve_workforce(const struct pp_service *service, const struct pp_solver_settings *settings,
                        int32_t months, struct pp_plan *plan, struct pp_err *err);

/** What the pay of a role in a month is worked out from, for tables that show how. */
struct pp_working {
    int32_t posts; ///< agreed, those kept empty included; thousandths of FTE, as are the next
    int32_t establishment;       ///< posts that are not kept empty
    int32_t manned;              ///< in post when everybody does what is expected of them
    int32_t known;               ///< of them the service's own people of today
    int32_t lent;                ///< lent to others and still paid here
    int64_t pay;                 ///< pence of one FTE in post in the month
    int64_t at_points, at_grade; ///< known people by their points and as posts cost: yearly pence
                                 ///< x thousandths of FTE x days; 0: nothing is known of them
    int64_t newcomer, grade;     ///< yearly pence of one FTE of its posts: at the lowest points of
                                 ///< their grades, and at their grades; -1: not known
    int64_t above_at_points, above_at_grade; ///< the same four of those above the establishment,
    int64_t above_newcomer, above_grade;     ///< at the role's grade in place of its posts
    int64_t posts_days, filled_days;  ///< thousandths of FTE x days of the posts, and of those in
    int64_t over_days, vacant_days;   ///< them; above the establishment; vacant.  posts_days -1:
                                      ///< expected figures, which have no days
    int64_t lent_before, lent_so_far; ///< lent: yearly pence x thousandths x days, of the financial
                                      ///< year's months before this one, and with it
    double stay; ///< of those who start in the first month, the part still there in this one
};

/**
 * The workings of a forecast of so many months: roles x months, owned by the arena.  The same as
 * pp_solve_workforce had for the same service.
 */
struct pp_working *pp_workforce_workings(const struct pp_service *service, int32_t months,
                                         struct pp_arena *arena);

/** The caseload that a forecast expects at the beginning of a month, and who comes in it; thousandths. */
struct pp_demand_month {
    int64_t referrals, repeats; ///< children referred, and of them again within 12 months; 0: the
                                ///< caseload stands still
    int64_t come, back;         ///< of them who become cases of this service
    int64_t closing;            ///< children whose cases close in the month
    int64_t children[PP_STATUSES]; ///< by status; of PP_CLOSED none are counted
    int64_t families, points;
    const char *measure; ///< what the posts are fullest in: "families", "children" or "points";
                         ///< NULL: no posts that hold cases
    int64_t amount, capacity; ///< in that measure
    int64_t needed;           ///< FTE of all roles that hold cases
};

/** The caseloads of a forecast of so many months, owned by the arena; as pp_solve_workforce had them. */
struct pp_demand_month *pp_workforce_demand(const struct pp_service *service, int32_t months,
                                            struct pp_arena *arena);

#endif
