// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Fair shares over the year, as water finds its level.
 *
 * Everybody is a vessel as wide as full-time equivalent x days in post, less
 * reductions; the turns that they had in the year before the rota already stand in it.  The
 * turns that the rota needs are poured in, each shift into those who may
 * cover it, so that the fullest vessel is as low as it can be, and of the
 * others the fullest again.  Who stands above the level gets nothing.
 *
 *     level of the shifts S = the least L with
 *         sum over p in N(S) of min(dates(p), max(0, L width(p) - had(p)))  >=  turns(S)
 *
 * where N(S) may cover one of S.  The highest such level over all S is where
 * the fullest stand (Hall, 1935); it is found by flows: a level at which the
 * turns do not fit yet shows a smaller S that stands higher (Newton's method
 * on a piecewise linear function; Dinkelbach, 1967).  These people are done;
 * the rest goes on without them (Megiddo, 1974: lexicographically optimal
 * flows).  Turns are whole: the people of each S then get as many as fit under
 * the least level at which whole turns do (D'Hondt, 1878: nobody's number by
 * width is higher than it need be).  Counted in thousandths of a turn, levels
 * in 2^-20 of them for each thousandth of a day in post.
 */
#include "judges.h"

#include <assert.h>
#include <string.h>

enum {
    MILLI = 1000,    ///< a turn
    NO_MATTER = 100, ///< thousandths of a turn for which nobody is sent away
    LEVEL_BITS = 20, ///< 2^20 exceeds every width: a step of the level is less than 1 / MILLI
    MOST_LEVEL_BITS = 42,
    MOST_STANDBYS = 2, ///< of one person on one date
    LONG_LEAVE = 28    ///< days from which on leave is no time in post
};

/** A vessel. */
struct vessel {
    int64_t width; ///< thousandths of FTE x days in post less reductions, in the year and the rota
    int64_t had;   ///< thousandths of turns
    int64_t room;  ///< the most turns that the dates of the rota allow, thousandths
    int32_t group; ///< PP_NONE: may cover none of the shifts
};

/** Shifts that the same people may cover. */
struct pool {
    int64_t turns; ///< thousandths
    bool done;
};

struct filling {
    struct pp_arena arena;
    const struct pp_service *service;
    const struct pp_plan *plan;
    enum pp_turn_kind kind;
    pp_day from, until;
    struct vessel *vessels;
    struct pool *pools;
    bool *member;               ///< [pool * n_practitioners + person]
    int32_t *duties, *standbys; ///< [pool * days + day]: shifts of the kind
    bool whole;                 ///< pour whole turns only
    int32_t n_pools;
    int32_t n_groups;  ///< people of the same pools
    int32_t *first_of; ///< group -> one of its people
    bool *done;        ///< by group
    int64_t *space;    ///< by group, scratch of a flow
    int64_t *sent;     ///< [pool * n_groups + group], scratch of a flow
};

/* ---- What is poured ---- */

static int64_t turns_of_shift(const struct filling *f, int32_t shift, bool *days)
{
    int64_t turns = 0;
    for (pp_day day = f->from; day < f->until; day++) {
        bool runs =
            pp_shift_runs(f->service, shift, day) && pp_turn_is(f->service, f->kind, shift, day);
        days[day - f->from] = runs;
        turns += runs ? f->service->shifts[shift].needed : 0;
    }
    return turns * MILLI;
}

static int32_t find_pool(const struct filling *f, const bool *member)
{
    size_t people = (size_t)f->service->n_practitioners;
    for (int32_t pool = 0; pool < f->n_pools; pool++) {
        if (memcmp(f->member + (size_t)pool * people, member, people) == 0) {
            return pool;
        }
    }
    return PP_NONE;
}

static void add_to_pool(struct filling *f, int32_t shift, int64_t turns, const bool *member,
                        const bool *days)
{
    bool duty = f->service->shifts[shift].kind == PP_DUTY;
    size_t people = (size_t)f->service->n_practitioners;
    int32_t pool = find_pool(f, member), n_days = f->until - f->from;
    if (pool == PP_NONE) {
        pool = f->n_pools++;
        memcpy(f->member + (size_t)pool * people, member, people);
    }
    f->pools[pool].turns += turns;
    for (int32_t day = 0; day < n_days; day++) {
        (duty ? f->duties : f->standbys)[pool * n_days + day] += days[day];
    }
}

static void list_pools(struct filling *f)
{
    const struct pp_service *service = f->service;
    size_t shifts = (size_t)service->n_shifts, people = (size_t)service->n_practitioners;
    int32_t n_days = f->until - f->from;
    size_t pairs = shifts * people, dates = shifts * (size_t)n_days;
    f->pools = PP_NEW(&f->arena, struct pool, shifts);
    f->member = PP_NEW(&f->arena, bool, pairs);
    f->duties = PP_NEW(&f->arena, int32_t, dates);
    f->standbys = PP_NEW(&f->arena, int32_t, dates);
    bool *member = PP_NEW(&f->arena, bool, people), *days = PP_NEW(&f->arena, bool, n_days);
    for (int32_t shift = 0; shift < service->n_shifts; shift++) {
        int64_t turns = turns_of_shift(f, shift, days);
        bool any = false;
        for (int32_t person = 0; turns > 0 && person < service->n_practitioners; person++) {
            member[person] = pp_may_cover(service, f->plan, person, shift);
            any = any || member[person];
        }
        if (any) {
            add_to_pool(f, shift, turns, member, days);
        }
    }
}

static bool is_same_group(const struct filling *f, int32_t one, int32_t two)
{
    bool same = true;
    for (int32_t pool = 0; same && pool < f->n_pools; pool++) {
        const bool *member = f->member + (size_t)pool * (size_t)f->service->n_practitioners;
        same = member[one] == member[two];
    }
    return same;
}

static bool is_in_a_pool(const struct filling *f, int32_t person)
{
    bool in = false;
    for (int32_t pool = 0; !in && pool < f->n_pools; pool++) {
        in = f->member[(size_t)pool * (size_t)f->service->n_practitioners + (size_t)person];
    }
    return in;
}

static void group_people(struct filling *f)
{
    int32_t people = f->service->n_practitioners;
    f->first_of = PP_NEW(&f->arena, int32_t, people);
    for (int32_t person = 0; person < people; person++) {
        int32_t group = 0;
        f->vessels[person].group = PP_NONE;
        if (!is_in_a_pool(f, person)) {
            continue;
        }
        while (group < f->n_groups && !is_same_group(f, f->first_of[group], person)) {
            group++;
        }
        if (group == f->n_groups) {
            f->first_of[f->n_groups++] = person;
        }
        f->vessels[person].group = group;
    }
    f->done = PP_NEW(&f->arena, bool, f->n_groups);
    f->space = PP_NEW(&f->arena, int64_t, f->n_groups);
    f->sent = PP_NEW(&f->arena, int64_t, (size_t)f->n_pools * (size_t)f->n_groups);
}

/* ---- Vessels ---- */

static const struct pp_opening *opening_of(const struct filling *f, int32_t person)
{
    const struct pp_index *of = &f->service->openings_of;
    for (int32_t i = of->start[person]; i < of->start[person + 1]; i++) {
        const struct pp_opening *opening = &f->service->ledger[of->item[i]];
        if (opening->kind == (int32_t)f->kind && opening->date < f->from &&
            opening->date >= f->from - 7 * PP_LEDGER_WEEKS) {
            return opening;
        }
    }
    return NULL;
}

/* Annual leave comes to everybody; who was away for long is not to make up for it. */
static bool is_present(const struct pp_service *service, int32_t person, pp_day day)
{
    const struct pp_index *leave = &service->leave_of;
    for (int32_t i = leave->start[person]; i < leave->start[person + 1]; i++) {
        const struct pp_leave *row = &service->leave[leave->item[i]];
        if (row->to - row->from + 1 >= LONG_LEAVE && pp_day_within(day, row->from, row->to)) {
            return false;
        }
    }
    return pp_in_post(service, person, day);
}

/* Per cent of a day: a smaller caseload, to learn or to manage, is no reason to stand by less. */
static int32_t presence(const struct filling *f, int32_t person, pp_day day)
{
    if (!is_present(f->service, person, day)) {
        return 0;
    }
    return f->kind == PP_STANDBY_TURN ? pp_percent_present(f->service, person, day)
                                      : pp_percent_left(f->service, person, day);
}

/* From `known` on; an opening balance stands for all days of the year up to its own. */
static int64_t width_of(const struct filling *f, int32_t person, pp_day known,
                        const struct pp_opening *opening)
{
    int32_t fte = f->service->practitioners[person].fte;
    pp_day year = f->from - 7 * PP_LEDGER_WEEKS, day = known > year ? known : year;
    int64_t days = 0; // in per cent
    if (opening != NULL) {
        days = 100 * (opening->date + 1 - year);
        day = opening->date + 1;
    }
    for (; day < f->until; day++) {
        days += presence(f, person, day);
    }
    return fte == PP_UNKNOWN ? 0 : days * fte / 100;
}

static int64_t had_by(const struct filling *f, int32_t person, const struct pp_past *past,
                      const struct pp_opening *opening)
{
    pp_day since = opening != NULL ? opening->date + 1 : f->from - 7 * PP_LEDGER_WEEKS;
    int64_t turns = opening != NULL ? opening->turns : 0;
    for (int32_t i = past->start[person]; i < past->start[person + 1]; i++) {
        const struct pp_turn *turn = &past->turns[i];
        turns += turn->date >= since && pp_turn_is(f->service, f->kind, turn->shift, turn->date);
    }
    return turns * MILLI;
}

/* Turns that a person could have on a day: a duty and two standbys at most. */
static int32_t turns_on(const struct filling *f, int32_t person, int32_t day)
{
    int32_t n_days = f->until - f->from, duties = 0, standbys = 0;
    for (int32_t pool = 0; pool < f->n_pools; pool++) {
        if (f->member[(size_t)pool * (size_t)f->service->n_practitioners + (size_t)person]) {
            duties += f->duties[pool * n_days + day];
            standbys += f->standbys[pool * n_days + day];
        }
    }
    return (duties > 0) + (standbys < MOST_STANDBYS ? standbys : MOST_STANDBYS);
}

/* On the dates of the rota on which the person is there. */
static int64_t room_of(const struct filling *f, int32_t person)
{
    int64_t turns = 0;
    for (pp_day day = f->from; day < f->until; day++) {
        if (pp_in_post(f->service, person, day) && !pp_on_leave(f->service, person, day)) {
            turns += turns_on(f, person, day - f->from);
        }
    }
    return turns * MILLI;
}

static void make_vessels(struct filling *f, const struct pp_plan *plan)
{
    struct pp_past past = pp_past_of(f->service, plan, &f->arena);
    f->vessels = PP_NEW(&f->arena, struct vessel, f->service->n_practitioners);
    for (int32_t person = 0; person < f->service->n_practitioners; person++) {
        const struct pp_opening *opening = opening_of(f, person);
        struct vessel *vessel = &f->vessels[person];
        vessel->width = width_of(f, person, past.from, opening);
        vessel->had = had_by(f, person, &past, opening);
        vessel->room = vessel->width > 0 ? room_of(f, person) : 0;
        assert(vessel->width < 1 << LEVEL_BITS);
    }
}

/* ---- Pouring ---- */

static int64_t height(const struct vessel *vessel, int64_t level)
{
    return level * vessel->width >> LEVEL_BITS;
}

/* What still fits under a level: parts of turns, or whole turns only. */
static int64_t fits_under(const struct vessel *vessel, int64_t level, bool whole)
{
    int64_t full = height(vessel, level);
    int64_t more = (whole ? (full + NO_MATTER) / MILLI * MILLI : full) - vessel->had;
    return more <= 0 ? 0 : more < vessel->room ? more : vessel->room;
}

static const int64_t highest_level = INT64_C(1) << MOST_LEVEL_BITS;

static void make_space(struct filling *f, int64_t level)
{
    memset(f->space, 0, (size_t)f->n_groups * sizeof(f->space[0]));
    for (int32_t person = 0; person < f->service->n_practitioners; person++) {
        const struct vessel *vessel = &f->vessels[person];
        if (vessel->group != PP_NONE && !f->done[vessel->group]) {
            f->space[vessel->group] += fits_under(vessel, level, f->whole);
        }
    }
}

static bool pours_into(const struct filling *f, int32_t pool, int32_t group)
{
    return !f->done[group] && f->member[(size_t)pool * (size_t)f->service->n_practitioners +
                                        (size_t)f->first_of[group]];
}

/** Who was reached from where in the search for room. */
struct reached {
    int32_t *pool_from;  ///< group through which a pool was reached; n_groups: a source
    int32_t *group_from; ///< pool from which a group was reached; PP_NONE: not reached
    int32_t *queue;      ///< pools
};

/* A group with room that a pool reaches, perhaps by what others give up; PP_NONE: there is none. */
static int32_t search_room(const struct filling *f, int32_t source, struct reached *r)
{
    int32_t head = 0, tail = 0;
    for (int32_t pool = 0; pool < f->n_pools; pool++) {
        r->pool_from[pool] = PP_NONE;
    }
    for (int32_t group = 0; group < f->n_groups; group++) {
        r->group_from[group] = PP_NONE;
    }
    r->pool_from[source] = f->n_groups;
    r->queue[tail++] = source;
    while (head < tail) {
        int32_t pool = r->queue[head++];
        for (int32_t group = 0; group < f->n_groups; group++) {
            if (r->group_from[group] != PP_NONE || !pours_into(f, pool, group)) {
                continue;
            }
            r->group_from[group] = pool;
            if (f->space[group] > 0) {
                return group;
            }
            for (int32_t other = 0; other < f->n_pools; other++) {
                if (r->pool_from[other] == PP_NONE && f->sent[other * f->n_groups + group] > 0) {
                    r->pool_from[other] = group;
                    r->queue[tail++] = other;
                }
            }
        }
    }
    return PP_NONE;
}

/* Sends as much as the way allows; what is left of `turns`. */
static int64_t send(struct filling *f, int32_t group, int64_t turns, const struct reached *r)
{
    int64_t most = turns < f->space[group] ? turns : f->space[group];
    for (int32_t at = group;;) {
        int32_t pool = r->group_from[at], before = r->pool_from[pool];
        if (before == f->n_groups) {
            break;
        }
        int64_t given = f->sent[pool * f->n_groups + before];
        most = given < most ? given : most;
        at = before;
    }
    f->space[group] -= most;
    for (int32_t at = group;;) {
        int32_t pool = r->group_from[at], before = r->pool_from[pool];
        f->sent[pool * f->n_groups + at] += most;
        if (before == f->n_groups) {
            break;
        }
        f->sent[pool * f->n_groups + before] -= most;
        at = before;
    }
    return turns - most;
}

/**
 * Pours the turns of `in` into the vessels up to a level.  True when all fits; else `in` becomes
 * pools whose turns alone do not fit into those who may have them.
 */
static bool pour(struct filling *f, int64_t level, bool *in)
{
    struct reached r = {PP_NEW(&f->arena, int32_t, f->n_pools),
                        PP_NEW(&f->arena, int32_t, f->n_groups),
                        PP_NEW(&f->arena, int32_t, f->n_pools)};
    make_space(f, level);
    memset(f->sent, 0, (size_t)f->n_pools * (size_t)f->n_groups * sizeof(f->sent[0]));
    for (int32_t pool = 0; pool < f->n_pools; pool++) {
        int64_t left = in[pool] ? f->pools[pool].turns : 0;
        while (left > 0) {
            int32_t group = search_room(f, pool, &r);
            if (group == PP_NONE) {
                for (int32_t other = 0; other < f->n_pools; other++) {
                    in[other] = r.pool_from[other] != PP_NONE;
                }
                return false;
            }
            left = send(f, group, left, &r);
        }
    }
    return true;
}

/* ---- Levels ---- */

static bool is_reached(const struct filling *f, const bool *in, int32_t group)
{
    bool any = false;
    for (int32_t pool = 0; !any && pool < f->n_pools; pool++) {
        any = in[pool] && pours_into(f, pool, group);
    }
    return any;
}

/* The least level at which those who may cover one of the pools have room for all their turns. */
static int64_t level_of(struct filling *f, const bool *in)
{
    int64_t low = 0, high = highest_level, turns = 0;
    for (int32_t pool = 0; pool < f->n_pools; pool++) {
        turns += in[pool] ? f->pools[pool].turns : 0;
    }
    bool *reached = PP_NEW(&f->arena, bool, f->n_groups);
    for (int32_t group = 0; group < f->n_groups; group++) {
        reached[group] = is_reached(f, in, group);
    }
    while (low < high) {
        int64_t level = (low + high) / 2, room = 0;
        make_space(f, level);
        for (int32_t group = 0; group < f->n_groups; group++) {
            room += reached[group] ? f->space[group] : 0;
        }
        if (room >= turns) {
            high = level;
        } else {
            low = level + 1;
        }
    }
    return low;
}

/* The least level at which the turns of the pools fit as whole turns. */
static int64_t whole_level(struct filling *f, const bool *in)
{
    bool *tried = PP_NEW(&f->arena, bool, f->n_pools);
    f->whole = true;
    int64_t low = level_of(f, in), high = highest_level, level = low;
    while (low < high) {
        memcpy(tried, in, (size_t)f->n_pools * sizeof(tried[0]));
        if (pour(f, level, tried)) {
            high = level;
        } else {
            low = level + 1;
        }
        level = (low + high) / 2;
    }
    f->whole = false;
    return low;
}

/* These people have their shares, and their shifts are shared out. */
static void settle(struct filling *f, const bool *in, int64_t level, struct pp_fair *fair)
{
    int64_t whole = level == highest_level ? level : whole_level(f, in);
    for (int32_t group = 0; group < f->n_groups; group++) {
        if (!is_reached(f, in, group)) {
            continue;
        }
        f->done[group] = true;
        for (int32_t person = 0; person < f->service->n_practitioners; person++) {
            const struct vessel *vessel = &f->vessels[person];
            if (vessel->group == group) {
                int64_t brim = vessel->had + vessel->room, full = height(vessel, level);
                fair[person].share = (int32_t)(fits_under(vessel, whole, true) / MILLI);
                fair[person].level = (int32_t)(full < brim ? full : brim);
            }
        }
    }
    for (int32_t pool = 0; pool < f->n_pools; pool++) {
        f->pools[pool].done |= in[pool];
    }
}

/* The pools that are not shared out yet; false: none. */
static bool list_open(const struct filling *f, bool *in)
{
    bool any = false;
    for (int32_t pool = 0; pool < f->n_pools; pool++) {
        in[pool] = !f->pools[pool].done;
        any = any || in[pool];
    }
    return any;
}

static void share_out(struct filling *f, struct pp_fair *fair)
{
    bool *in = PP_NEW(&f->arena, bool, f->n_pools);
    bool *highest = PP_NEW(&f->arena, bool, f->n_pools);
    list_open(f, in);
    while (!pour(f, highest_level, in)) {
        settle(f, in, highest_level, fair); // more turns than these people have dates
        list_open(f, in);
    }
    while (list_open(f, highest)) {
        int64_t level;
        do {
            memcpy(in, highest, (size_t)f->n_pools * sizeof(in[0]));
            level = level_of(f, in);
            list_open(f, highest);
        } while (!pour(f, level, highest));
        settle(f, in, level, fair);
    }
}

int64_t pp_fair_units(int64_t above)
{
    return above > 0 ? above * (above + 1) / 2 : 0;
}

void pp_fair_shares(const struct pp_service *service, const struct pp_plan *plan,
                    enum pp_turn_kind kind, struct pp_fair *fair)
{
    struct filling filling = {.service = service,
                              .plan = plan,
                              .kind = kind,
                              .from = plan->rota_from,
                              .until = plan->rota_from + 7 * plan->rota_weeks};
    memset(fair, 0, (size_t)service->n_practitioners * sizeof(fair[0]));
    list_pools(&filling);
    make_vessels(&filling, plan);
    group_people(&filling);
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        fair[person].worked = (int32_t)(filling.vessels[person].had / MILLI);
    }
    share_out(&filling, fair);
    pp_arena_finish(&filling.arena);
}
