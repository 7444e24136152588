// SPDX-License-Identifier: GPL-3.0-or-later
/* Days for the hand-overs of pods that close (closing.h). */
#include "closing.h"

#include "closing_gaps.h"

enum {
    WEEK = 7,
    SATURDAY = 5
};

/* A case that goes to somebody, with its window. */
struct leaver {
    struct pp_leaving leaving;
    int32_t family, to;
    pp_day first; ///< of the window: the receiver is there
    bool placed;
};

struct transition {
    struct pp_arena arena;
    const struct pp_service *service;
    struct pp_plan *plan;
    struct leaver *leavers; ///< in canonical order
    int32_t n_leavers;
    int32_t *on_day; ///< [day - planned_on]: hand-overs so far
    int32_t n_days;
    int32_t broken; ///< cases that close after their pod
};

static int32_t week_of(const struct transition *t, pp_day date)
{
    return (date - t->service->settings.planned_on) / WEEK;
}

/* The last day on which the pod can give a case away. */
static pp_day pod_day(const struct transition *t, const struct pp_leaving *leaving)
{
    pp_day closes = t->service->pods[t->service->practitioners[leaving->from].pod].closes_on;
    pp_day today = t->service->settings.planned_on;
    return closes > today ? closes : today;
}

static void note_case(struct transition *t, int32_t family)
{
    struct leaver leaver = {.family = family};
    if (!pp_is_leaving(t->service, family, &leaver.leaving)) {
        return;
    }
    leaver.to = pp_plan_holder(t->plan, t->service, family);
    if (leaver.leaving.closes) {
        t->broken += leaver.leaving.last > pod_day(t, &leaver.leaving);
        pp_plan_add_handover(t->plan, (struct pp_handover){.date = leaver.leaving.last,
                                                           .family = family,
                                                           .kind = PP_CASE_CLOSED,
                                                           .from = leaver.leaving.from,
                                                           .to = PP_NONE});
    } else if (leaver.to != PP_NONE) {
        pp_day start = t->service->practitioners[leaver.to].start;
        leaver.first = start > leaver.leaving.first ? start : leaver.leaving.first;
        int32_t days = leaver.leaving.last - t->service->settings.planned_on + 1;
        t->n_days = days > t->n_days ? days : t->n_days;
        t->leavers[t->n_leavers++] = leaver;
    }
}

/* Of the days of the week that are in the window a working day, the one with the fewest so far. */
static pp_day choose_day(const struct transition *t, const struct leaver *leaver, int32_t week)
{
    pp_day today = t->service->settings.planned_on, best = PP_NO_DAY;
    int32_t fewest = 0;
    for (pp_day day = today + week * WEEK; day < today + (week + 1) * WEEK; day++) {
        if (!pp_day_within(day, leaver->first, leaver->leaving.last)) {
            continue;
        }
        int32_t count = t->on_day[day - today] + (pp_weekday(day) >= SATURDAY ? INT32_MAX / 2 : 0);
        if (best == PP_NO_DAY || count < fewest) {
            best = day;
            fewest = count;
        }
    }
    return best;
}

static void hand_over(struct transition *t, struct leaver *leaver, int32_t week)
{
    pp_day day = choose_day(t, leaver, week);
    t->on_day[day - t->service->settings.planned_on]++;
    leaver->placed = true;
    pp_plan_add_handover(
        t->plan, (struct pp_handover){.date = day,
                                      .family = leaver->family,
                                      .kind = (int32_t)pp_destination_with(t->service, leaver->to),
                                      .from = leaver->leaving.from,
                                      .to = leaver->to});
}

/* Of the cases that can leave in the week the one whose window ends first; NULL: none. */
static struct leaver *most_pressing(const struct transition *t, int32_t week)
{
    struct leaver *best = NULL;
    for (int32_t i = 0; i < t->n_leavers; i++) {
        struct leaver *one = &t->leavers[i];
        if (!one->placed && week_of(t, one->first) <= week &&
            (best == NULL || one->leaving.last < best->leaving.last)) {
            best = one;
        }
    }
    return best;
}

/* Returns how many go in some week beyond its share. */
static int32_t spread(struct transition *t)
{
    int32_t share = pp_handover_share(t->service), excess = 0;
    int32_t weeks = t->n_days == 0 ? 0 : (t->n_days - 1) / WEEK + 1;
    for (int32_t week = 0; week < weeks; week++) {
        struct leaver *next = most_pressing(t, week);
        for (int32_t count = 0; next != NULL; next = most_pressing(t, week)) {
            bool must = week_of(t, next->leaving.last) == week;
            if (count >= share && !must) {
                break;
            }
            hand_over(t, next, week);
            excess += ++count > share;
        }
    }
    return excess;
}

struct closing_cost closing_plan(const struct pp_case *c, const struct signature *order,
                                 struct pp_plan *plan)
{
    struct transition t = {.service = c->service, .plan = plan};
    t.leavers = PP_NEW(&t.arena, struct leaver, c->service->n_families);
    for (int32_t i = 0; i < c->service->n_families; i++) {
        note_case(&t, order->families[i]);
    }
    t.on_day = PP_NEW(&t.arena, int32_t, t.n_days + WEEK);
    int64_t pace = (int64_t)spread(&t) * pp_weight_of(c->service, "handover_pace");
    int64_t forced = (int64_t)t.broken * pp_weight_of(c->service, "destination");
    closing_name_gaps(c, order, plan);
    pp_arena_finish(&t.arena);
    return (struct closing_cost){pace + forced, forced, t.broken};
}
