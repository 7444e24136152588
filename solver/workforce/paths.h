// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The kernel of the simulation: stocks and flows of roles along random paths.
 *
 * It knows nothing of services: ranges.c fills its input and writes its answer
 * into the plan.  All times are months from the month of planned_on, all FTE
 * thousandths.
 *
 * Every draw is a function of (seed, path, whom it is about, month), never of
 * what was drawn before: the same bytes come out whatever the number of
 * threads, the order of rows or of roles, and two scenarios share their chance.
 */
#ifndef WORKFORCE_PATHS_H
#define WORKFORCE_PATHS_H

#include <podplan/civil.h>
#include <podplan/limits.h>
#include <podplan/plan.h>

enum {
    PATHS_LINES = PP_RANGE_COST + 1, ///< that one run has
    PATHS_STAGES = 4,                ///< approved, advertised, offered, vetted
    PATHS_VETTED_MONTHS = 12,        ///< a start needs a check younger than this
    PATHS_RAMP_MONTHS = 12           ///< in which a newly qualified starter holds less
};

/** A triangular distribution, in months; all three equal: one value. */
struct paths_lead {
    double least, typical, most;
};

/** Somebody in post, or who starts on a known day and has no last day. */
struct paths_person {
    uint64_t key;         ///< a hash
    int32_t fte;          ///< thousandths
    int32_t start;        ///< first month from which they may leave is the one after it
    int32_t tenure;       ///< months of service in that month
    int32_t role;         ///< whose hazard they have
    const int32_t *here;  ///< months: of `fte` what is in `staff`; NULL: all of it from `start` on
    const int32_t *parts; ///< pieces of the role: the same; only where there is `here`
    int32_t
        ends; ///< month from which less of `here` is that they leave; only where there is `here`
};

/** Days in a row of a month on which staff, posts and contracts are as they are. */
struct paths_piece {
    pp_day from;
    int32_t days;
    int64_t vacant; ///< thousandths: posts less those of `staff`; below 0: too many are there
    int64_t open;   ///< less contracts in place, too
};

/** What a month comes to if gaps and surplus on different days make up for nothing; thousandths. */
struct paths_days {
    int32_t vacant, open; ///< PP_UNKNOWN: as its averages say
};

/** Somebody, or a post, on the way: in a stage since `elapsed` months. */
struct paths_candidate {
    uint64_t key;
    int32_t fte, stage;
    double elapsed;
    double vetted; ///< months since the check, in month 0; below 0: not yet checked
};

struct paths_role {
    uint64_t key;
    bool used;
    const int32_t *staff;         ///< months: in post when nobody leaves and nobody is recruited
    const int32_t *establishment; ///< months
    const int32_t *fillable;      ///< months: less posts kept for those who come back
    const struct paths_person *people; ///< those of `staff` who may leave
    int32_t n_people;
    const struct paths_candidate *candidates;
    int32_t n_candidates;
    const double *hazard; ///< of leaving within a month, by whole years of service; PATHS_YEARS
    double leave;         ///< the same on average over those in post
    double join;          ///< approvals in a month for one in post
    const int32_t *hires; ///< months: planned starts beside those of `join`; who finds no post
                          ///< half vacant waits for one; NULL: none planned
    struct paths_lead lead[PATHS_STAGES];
    const struct paths_piece *pieces; ///< of months in which known figures change
    const int32_t *pieces_from;     ///< months + 1: first piece of each; NULL: they change in none
    const int32_t *held[PP_COVERS]; ///< months: contracts in place
    const int32_t
        *settled[PP_COVERS];        ///< months: cover beside them if it is known; NULL: it is not
    const double *price[PP_COVERS]; ///< months: pence of one FTE; NULL: no such cover
    const int32_t *most[PP_COVERS]; ///< months: to be had on top of `held`
    int32_t order[PP_COVERS], n_order; ///< the kinds worth their price, cheapest first
    int32_t spell[PP_COVERS];          ///< months that are paid at least
    const double *pay;                 ///< months: pence of one FTE in the establishment
    const double *over;                ///< months: pence of one FTE in post above it
    const int64_t *beside;             ///< months: pence that no path changes, say of those lent
    const int32_t *needed;             ///< months; PP_UNKNOWN: holds no cases
    const int32_t *begun, *ended;      ///< months: of `staff` who start and who leave; NULL: nobody
    int32_t before;                    ///< of `staff`, on the first day
    double once;                       ///< pence that a recruit costs
};

enum {
    PATHS_YEARS = 41 ///< years of service told apart; the last stands for all beyond
};

struct paths_input {
    int32_t months, paths, threads;
    bool only_means; ///< no ranges are asked for
    uint64_t seed;
    double spread; ///< of a year's leaving and joining about their rates: standard deviation / mean
    double absence;         ///< share of those in post who are away sick
    double ramp;            ///< share of a starter's work that is not yet done, on average
    const double *gain;     ///< months: children still there so many months after one came
    const double *come;     ///< months: expected new children; NULL: the caseload stands still
    const double *children; ///< months: expected
    const int64_t *fixed;   ///< months: pence beside posts and cover
    const int32_t *year;    ///< months: financial year
    const struct paths_role *roles;
    int32_t n_roles;
    void (*tell)(const void *user, int32_t role); ///< from one thread, before a role; NULL: silent
    const void *user;
};

/** Three quantiles, in thousandths of FTE or pence. */
struct paths_band {
    int64_t p10, p50, p90;
};

/** Means over all paths, in thousandths of FTE: what a figure is expected to be. */
struct paths_mean {
    int64_t in_post;
    int64_t started;           ///< of them new in the month, candidates left out
    int64_t joined;            ///< of them new in the month, known starters and candidates too
    int64_t left;              ///< of those of the month before, for good
    int64_t moved;             ///< in post more than they and the month before explain
    int64_t over;              ///< in post above the establishment
    int64_t vacancy;           ///< establishment less in post, where above nothing
    int64_t open;              ///< vacant, less contracts in place
    int64_t wanted[PP_COVERS]; ///< bought for it
    int64_t paid[PP_COVERS];   ///< contracts, what is wanted and what has its notice
    int64_t spare;             ///< paid above what is vacant
    int64_t unmet;             ///< vacant and not paid for
};

struct paths_answer {
    struct paths_band *bands; ///< (roles + 1) x PATHS_LINES x months; the last is the service
    struct paths_band *years; ///< months: cost of the service in the year that begins there
    struct paths_mean *means; ///< roles x months
};

static inline struct paths_mean *paths_mean_of(const struct paths_answer *answer,
                                               const struct paths_input *in, int32_t role,
                                               int32_t month)
{
    return &answer->means[(int64_t)role * in->months + month];
}

static inline struct paths_band *paths_band_of(const struct paths_answer *answer,
                                               const struct paths_input *in, int32_t role,
                                               int32_t line, int32_t month)
{
    return &answer->bands[((int64_t)role * PATHS_LINES + line) * in->months + month];
}

/** Fills `lived` (length n) with the hazard lived through after so many months of service. */
void paths_lived(const double *hazard, int32_t n, double *lived);

/** The first month of which a candidate is expected to start, given the four lead times. */
int32_t paths_expected_start(const struct paths_candidate *candidate,
                             const struct paths_lead lead[PATHS_STAGES]);

/**
 * Thousandths of the next of those who wait to start: a whole person, once half of a post is vacant
 * for them; 0: they wait on.
 */
static inline int32_t paths_next_start(int32_t waiting, int64_t room)
{
    const int32_t fte = waiting < PP_FTE ? waiting : PP_FTE;
    return room > 0 && room >= fte / 2 ? fte : 0;
}

/**
 * The days of a month of n pieces, with `more` in post than `staff` on all of them, and `missed` of it
 * gone (length n; NULL: nobody).
 */
struct paths_days paths_days_of(const struct paths_piece *pieces, int32_t n, const int32_t *missed,
                                int64_t more);

/** What a month has, thousandths, averages over its days. */
struct paths_standing {
    int32_t over; ///< in post above the establishment
    int32_t vacant;
    int32_t open; ///< of that what contracts in place leave
};
struct paths_standing paths_standing_of(int64_t posts, int64_t in_post, int64_t held,
                                        const struct paths_days *days);

/** Simulates; the answer is owned by the arena. O(paths x months x roles + paths x people). */
void paths_run(const struct paths_input *in, struct pp_arena *arena, struct paths_answer *answer);

/** The quantiles of n values, n > 0: the smallest with at least 10, 50, 90% of them up to it. */
struct paths_band paths_quantiles(const int64_t *values, int32_t n);

#endif
