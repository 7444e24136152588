// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What one more place with somebody, or one more post in a pod, is worth.
 *
 * The elastic linear programme (shortfalls.h) prices the rooms of the pods; its duals say where to
 * look.  They are prices of parts of families, good only for small changes, so no dual is ever
 * printed: what is said is the difference between two plans, one of the service as it is and one of
 * the service with the change (whatif.h).  Where both are proved to be the best, it is exact.
 */
#include "elastic.h"
#include "whatif.h"
#include "words.h"

#include <podplan/solver.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_POSTS = 3, ///< sentences of each kind
    MOST_PLACES = 3,
    MOST_IN_LARGE = 1, ///< each takes a second or two there
    TRIED = 2          ///< so many times as many changes are tried
};

/* ---- One change ---- */

struct inquiry {
    const struct pp_service *service;
    const struct pp_plan *plan;
    uint64_t seed;
    struct whatif_answer now; ///< planned again without a change, when the service is small
    bool whole;               ///< it is: every family is free
    struct pp_arena *arena;   ///< of the caller: sentences
};

/* True when the plan keeps the hard rules of the data as they are now, but for what is left undone. */
static bool stands(const struct pp_service *service, const struct pp_plan *plan)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {service, plan, plan};
    int32_t placement = pp_rule_find("placement"), span = pp_rule_find("consultant_span");
    int32_t beside = pp_rule_find("social_worker");
    bool good = plan->placements != NULL && plan->n_placements == service->n_families;
    if (good) {
        pp_judge(&c, 1U << PP_ALLOCATION, &verdict);
    }
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        int32_t rule = verdict.breaches[i].rule;
        good =
            good && (!pp_rules[rule].hard || rule == placement || rule == span || rule == beside);
    }
    pp_verdict_finish(&verdict);
    return good;
}

static bool begin(struct inquiry *q, const struct pp_service *service, const struct pp_plan *plan,
                  uint64_t seed, struct pp_arena *arena, struct pp_err *err)
{
    struct whatif nothing;
    *q = (struct inquiry){.service = service, .plan = plan, .seed = seed, .arena = arena};
    whatif_begin(&nothing, service);
    bool solved = !nothing.whole || whatif_solve(&nothing, plan, seed, &q->now, arena, err);
    q->whole = nothing.whole;
    whatif_finish(&nothing);
    return solved;
}

static bool is_proved(const struct whatif_answer *answer)
{
    return answer->whole && answer->cost <= answer->bound;
}

/* The service as it is, with the same families free as in `then`: what needs no change. */
static bool solve_now(const struct inquiry *q, const struct whatif_answer *then,
                      struct whatif_answer *now, struct pp_err *err)
{
    struct whatif nothing;
    *now = q->now;
    if (then->whole) {
        return true;
    }
    whatif_begin(&nothing, q->service);
    nothing.fixed = then->fixed;
    bool solved = whatif_solve(&nothing, q->plan, q->seed, now, q->arena, err);
    whatif_finish(&nothing);
    return solved;
}

static bool compare(const struct inquiry *q, struct whatif *change, struct pp_worth *worth,
                    struct pp_err *err)
{
    struct whatif_answer then, now;
    if (!whatif_solve(change, q->plan, q->seed, &then, q->arena, err) ||
        !solve_now(q, &then, &now, err)) {
        return false;
    }
    worth->proved = is_proved(&now) && is_proved(&then);
    worth->families = now.left - then.left;
    worth->children = now.children - then.children;
    worth->total = now.cost - then.cost;
    worth->minutes =
        worth->total - (int64_t)pp_weight_of(q->service, "placement") * worth->families;
    return true;
}

/* ---- Words ---- */

static void say_size(struct pp_load size, const struct pp_role *role, struct pp_buf *out)
{
    pp_buf_add(out, " (");
    pp_buf_count(out, size.families, "family", "families");
    if (role->child_cap != PP_UNKNOWN) {
        pp_buf_add(out, ", ");
        pp_buf_count(out, size.children, "child", "children");
    }
    if (role->point_cap != PP_UNKNOWN) {
        pp_buf_add(out, ", ");
        pp_buf_milli(out, size.points);
        pp_buf_add(out, size.points == PP_FTE ? " point" : " points");
    }
    pp_buf_add(out, ")");
}

/* "places 4 more families, with 12 children; everything else then costs 30 minutes a week more." */
static void say_placed(const struct pp_worth *worth, struct pp_buf *out)
{
    pp_buf_add(out, worth->proved ? " places " : " places at least ");
    pp_buf_count(out, worth->families, "more family", "more families");
    pp_buf_add(out, ", with ");
    pp_buf_count(out, worth->children, "child", "children");
    if (worth->minutes != 0) {
        pp_buf_add(out, worth->proved ? "; everything else then costs "
                                      : "; everything else then costs about ");
        pp_buf_count(out, llabs(worth->minutes), "minute", "minutes");
        pp_buf_add(out, worth->minutes > 0 ? " a week less" : " a week more");
    }
    pp_buf_add(out, ".");
}

static void say_effect(const struct pp_worth *worth, struct pp_buf *out)
{
    if (worth->families > 0) {
        say_placed(worth, out);
    } else if (worth->total > 0) {
        pp_buf_add(out, worth->proved ? " is worth " : " would save this plan at least ");
        pp_buf_count(out, worth->total, "minute", "minutes");
        pp_buf_add(out, " a week.");
    } else {
        pp_buf_add(out, worth->proved ? " is worth nothing." : " saves nothing that was found.");
    }
}

static void keep_sentence(const struct inquiry *q, struct pp_worth *worth, struct pp_buf *out)
{
    worth->sentence = pp_arena_string(q->arena, pp_buf_text(out));
    pp_buf_finish(out);
}

static bool price_place(const struct inquiry *q, int32_t person, struct pp_worth *worth,
                        struct pp_err *err)
{
    const struct pp_practitioner *row = &q->service->practitioners[person];
    const struct pp_role *role = &q->service->roles[row->role];
    struct pp_buf out = {0};
    struct whatif change;
    bool works = true;
    *worth = (struct pp_worth){.practitioner = person, .role = PP_NONE, .pod = PP_NONE};
    whatif_begin(&change, q->service);
    if (!whatif_add_place(&change, person)) {
        pp_buf_printf(&out, "%s has no capacity, so no cap makes a place.", row->practitioner);
    } else if ((works = compare(q, &change, worth, err))) {
        pp_buf_printf(&out, "One more place with %s",
                      row->name == NULL ? row->practitioner : row->name);
        say_size(whatif_place(q->service, row->role), role, &out);
        say_effect(worth, &out);
    }
    keep_sentence(q, worth, &out);
    whatif_finish(&change);
    return works;
}

static bool price_post(const struct inquiry *q, int32_t role, int32_t pod, struct pp_worth *worth,
                       struct pp_err *err)
{
    const struct pp_role *row = &q->service->roles[role];
    struct pp_buf out = {0};
    struct whatif change;
    *worth = (struct pp_worth){.practitioner = PP_NONE, .role = role, .pod = pod};
    whatif_begin(&change, q->service);
    whatif_add_posts(&change, role, pod, 1);
    bool works = compare(q, &change, worth, err);
    if (works) {
        struct pp_load size = {row->family_cap, row->child_cap, row->point_cap, 0};
        pp_buf_printf(&out, "One more full-time post in the role '%s' in %s",
                      words_role(q->service, role), words_pod(q->service, pod));
        say_size(size, row, &out);
        say_effect(worth, &out);
    }
    keep_sentence(q, worth, &out);
    whatif_finish(&change);
    return works;
}

/* ---- Where to look ---- */

struct spot {
    double promise;
    int32_t row, rank;
};

static int compare_spots(const void *left, const void *right)
{
    const struct spot *a = left, *b = right;
    if (a->promise != b->promise) {
        return a->promise > b->promise ? -1 : 1;
    }
    return (a->rank > b->rank) - (a->rank < b->rank);
}

static void sort_spots(struct spot *spots, int32_t count)
{
    if (count > 0) {
        qsort(spots, (size_t)count, sizeof(spots[0]), compare_spots);
    }
}

/* Pods by what a post is worth in the linear programme; those where it is worth anything. */
static int32_t find_pods(const struct gaps *gaps, const struct elastic *elastic, struct spot *spots)
{
    int32_t count = 0;
    for (int32_t i = 0; i < gaps->service->n_pods; i++) {
        int32_t pod = gaps->order->pods[i], role = gaps_role_of_pod(gaps, pod);
        if (role != PP_NONE) {
            struct amounts full = gaps_room(gaps_full_room(gaps->service, role));
            spots[count] = (struct spot){elastic_worth(elastic, pod, full), pod, i};
            count += spots[count].promise > 0.5;
        }
    }
    sort_spots(spots, count);
    return count;
}

/* Most minutes that a family would cost less with somebody who has no room for it. */
static int64_t gain_of(const struct inquiry *q, const struct gaps *gaps,
                       const struct prices *prices, int32_t person)
{
    int64_t most = 0;
    const struct person *known = &gaps->people.list[person];
    for (int32_t family = 0; family < q->service->n_families; family++) {
        int32_t holder = q->plan->placements[family].practitioner;
        if (holder == person || people_forbids(&gaps->people, family, person) != PP_NONE ||
            people_broken_cap(&gaps->people, known, gaps->load[family], known->load) == PP_NONE) {
            continue;
        }
        int64_t there = holder == PP_NONE
                            ? prices->weight_placement
                            : prices_ground(prices, family, holder) - prices->weight_continuity;
        int64_t gain = there - prices_ground(prices, family, person);
        most = gain > most ? gain : most;
    }
    return most;
}

/* In a large service only people of pods that the programme points to. */
static int32_t find_people(const struct inquiry *q, const struct gaps *gaps,
                           const struct spot *pods, int32_t n_pods, struct spot *spots)
{
    struct pp_case c = {q->service, q->plan, q->plan};
    struct prices prices = prices_read(&c, &gaps->people);
    int32_t count = 0;
    for (int32_t i = 0; i < q->service->n_practitioners; i++) {
        int32_t person = gaps->order->practitioners[i];
        bool is_near = q->whole;
        for (int32_t k = 0; k < n_pods && k < MOST_POSTS; k++) {
            is_near = is_near || pods[k].row == q->service->practitioners[person].pod;
        }
        if (is_near && gaps_holds(gaps, person)) {
            int64_t gain = gain_of(q, gaps, &prices, person);
            spots[count] = (struct spot){(double)gain, person, i};
            count += gain > 0;
        }
    }
    sort_spots(spots, count);
    return count;
}

static bool price_spots(const struct inquiry *q, const struct gaps *gaps, const struct spot *spots,
                        int32_t count, bool posts, struct pp_worth *out, int32_t *n,
                        struct pp_err *err)
{
    int32_t most = !q->whole ? MOST_IN_LARGE : posts ? MOST_POSTS : MOST_PLACES, found = 0;
    for (int32_t i = 0; i < count && i < most * TRIED && found < most; i++) {
        struct pp_worth worth;
        int32_t row = spots[i].row;
        bool works = posts ? price_post(q, gaps_role_of_pod(gaps, row), row, &worth, err)
                           : price_place(q, row, &worth, err);
        if (!works) {
            return false;
        }
        if (worth.families > 0 || worth.total > 0) {
            out[*n + found++] = worth;
        }
    }
    *n += found;
    return true;
}

/* ---- The two questions ---- */

bool pp_allocation_worth_of_place(const struct pp_service *service, const struct pp_plan *plan,
                                  uint64_t seed, int32_t practitioner, struct pp_arena *arena,
                                  struct pp_worth *worth, struct pp_err *err)
{
    struct inquiry q;
    *worth = (struct pp_worth){.sentence = NULL};
    if (!stands(service, plan) || !pp_may_hold_cases(service, plan, practitioner)) {
        return true;
    }
    return begin(&q, service, plan, seed, arena, err) && price_place(&q, practitioner, worth, err);
}

static bool price_most(const struct inquiry *q, struct gaps *gaps, struct pp_worth *out, int32_t *n,
                       struct pp_err *err)
{
    struct elastic elastic;
    struct spot *pods = PP_NEW(&gaps->arena, struct spot, q->service->n_pods + 1);
    struct spot *people = PP_NEW(&gaps->arena, struct spot, q->service->n_practitioners + 1);
    if (!elastic_solve(gaps, gaps_sides(gaps), &elastic, err)) {
        return false;
    }
    int32_t n_pods = find_pods(gaps, &elastic, pods);
    int32_t n_people = find_people(q, gaps, pods, n_pods, people);
    return price_spots(q, gaps, pods, n_pods, true, out, n, err) &&
           price_spots(q, gaps, people, n_people, false, out, n, err);
}

bool pp_allocation_worth_most(const struct pp_service *service, struct pp_plan *plan, uint64_t seed,
                              struct pp_arena *arena, struct pp_worth **out, int32_t *n,
                              struct pp_err *err)
{
    struct inquiry q;
    struct gaps gaps;
    struct pp_case c = {service, plan, plan};
    *n = 0;
    *out = PP_NEW(arena, struct pp_worth, MOST_POSTS + MOST_PLACES);
    if (!stands(service, plan)) {
        return true;
    }
    if (!begin(&q, service, plan, seed, arena, err)) {
        return false;
    }
    struct signature order = signature_read(&c, seed, arena);
    gaps_open(&gaps, &c, &order, plan);
    bool works = price_most(&q, &gaps, *out, n, err);
    pp_arena_finish(&gaps.arena);
    return works;
}
