// SPDX-License-Identifier: GPL-3.0-or-later
/* Shallow copies of the service, and the search on them (whatif.h). */
#include "whatif.h"

#include "signature.h"

#include <stdlib.h>
#include <string.h>

enum {
    WHOLE_PAIRS = 8000, ///< families x practitioners up to which all families are free
    NEAR_PEOPLE = 16,   ///< whose caseloads are free in a large service
    ROUNDS = 40
};

void whatif_begin(struct whatif *w, const struct pp_service *service)
{
    *w = (struct whatif){.service = *service, .original = service, .near = PP_NONE};
    w->service.arena = (struct pp_arena){0};
    w->whole = (int64_t)service->n_families * service->n_practitioners <= WHOLE_PAIRS;
}

void whatif_finish(struct whatif *w)
{
    pp_arena_finish(&w->service.arena);
}

/* ---- Changes ---- */

/* Room for `more` rows behind those there are; the first of them. */
static void *extend(struct whatif *w, void *rows, size_t size, int32_t n, int32_t more)
{
    char *copy = pp_arena_alloc(&w->service.arena, (size_t)n + (size_t)more, size);
    if (n > 0) {
        memcpy(copy, rows, (size_t)n * size);
    }
    return copy;
}

static int32_t add_role(struct whatif *w, struct pp_role role)
{
    struct pp_service *s = &w->service;
    s->roles = extend(w, s->roles, sizeof(s->roles[0]), s->n_roles, 1);
    s->roles[s->n_roles] = role;
    return s->n_roles++;
}

void whatif_train(struct whatif *w, int32_t practitioner, int32_t skill)
{
    struct pp_service *s = &w->service;
    s->practitioner_skills = extend(w, s->practitioner_skills, sizeof(s->practitioner_skills[0]),
                                    s->n_practitioner_skills, 1);
    s->practitioner_skills[s->n_practitioner_skills++] =
        (struct pp_held_skill){practitioner, skill, PP_NO_DAY};
}

struct pp_load whatif_place(const struct pp_service *service, int32_t role)
{
    const struct pp_role *row = &service->roles[role];
    int32_t families = row->family_cap > 0 ? row->family_cap : 1;
    return (struct pp_load){
        .families = 1,
        .children = row->child_cap == PP_UNKNOWN ? 0 : (row->child_cap + families - 1) / families,
        .points = row->point_cap == PP_UNKNOWN ? 0 : (row->point_cap + families - 1) / families};
}

/* The smallest cap that makes a capacity of `wanted`; `left` as in capacity.c. */
static int32_t cap_for(int64_t wanted, int64_t left)
{
    const int64_t whole = (int64_t)PP_FTE * 100;
    return (int32_t)((wanted * whole + left - 1) / left);
}

bool whatif_add_place(struct whatif *w, int32_t practitioner)
{
    struct pp_service *s = &w->service;
    struct pp_practitioner person = s->practitioners[practitioner];
    struct pp_capacity now = pp_capacity_on(s, practitioner, s->settings.cases_from);
    struct pp_load place = whatif_place(s, person.role);
    struct pp_role role = s->roles[person.role];
    int64_t left = (int64_t)now.percent * PP_FTE;
    if (left <= 0) {
        return false;
    }
    role.role = "more-places"; // a role of their own, which only the copy has
    role.family_cap = cap_for(now.families + place.families, left);
    if (role.child_cap != PP_UNKNOWN) {
        role.child_cap = cap_for((int64_t)now.children + place.children, left);
    }
    if (role.point_cap != PP_UNKNOWN) {
        role.point_cap = cap_for((int64_t)now.points + place.points, left);
    }
    s->practitioners =
        extend(w, s->practitioners, sizeof(s->practitioners[0]), s->n_practitioners, 0);
    s->practitioners[practitioner].role = add_role(w, role);
    w->near = practitioner;
    return true;
}

static void train_in_core(struct whatif *w, int32_t practitioner, int32_t role)
{
    const struct pp_service *s = w->original;
    for (int32_t i = 0; i < s->n_core_training; i++) {
        if (s->core_training[i].role == role) {
            whatif_train(w, practitioner, s->courses[s->core_training[i].course].skill);
        }
    }
}

void whatif_add_posts(struct whatif *w, int32_t role, int32_t pod, int32_t count)
{
    struct pp_service *s = &w->service;
    s->practitioners =
        extend(w, s->practitioners, sizeof(s->practitioners[0]), s->n_practitioners, count);
    for (int32_t i = 0; i < count; i++) {
        s->practitioners[s->n_practitioners] = (struct pp_practitioner){
            .practitioner = pp_arena_printf(&s->arena, "more-people-%d", i),
            .role = role,
            .pod = pod,
            .consultant = PP_NONE,
            .fte = PP_FTE,
            .contract = PP_PERMANENT,
            .start = s->settings.planned_on < s->settings.cases_from ? s->settings.planned_on
                                                                     : s->settings.cases_from,
            .end = PP_NO_DAY,
            .home_patch = pod == PP_NONE ? PP_NONE : s->pods[pod].patch,
            .retires = PP_NO_DAY,
            .point = PP_UNKNOWN,
            .qualified = PP_NO_DAY,
            .permanent_until = PP_NO_DAY};
        w->near = s->n_practitioners++;
        train_in_core(w, w->near, role);
    }
}

void whatif_set_caps(struct whatif *w, const struct pp_role *caps, int32_t role)
{
    struct pp_service *s = &w->service;
    s->roles = extend(w, s->roles, sizeof(s->roles[0]), s->n_roles, 0);
    s->roles[role] = *caps;
}

/* ---- Which families are free ---- */

struct gain {
    int64_t minutes; ///< that the pair with `near` costs less than the one there is
    int32_t family, holder, rank;
};

static int compare_gains(const void *left, const void *right)
{
    const struct gain *a = left, *b = right;
    if (a->minutes != b->minutes) {
        return a->minutes > b->minutes ? -1 : 1;
    }
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/* Families that `near` might take, those that gain most first; in canonical order where equal. */
static int32_t list_gains(const struct whatif *w, const struct pp_case *c, uint64_t seed,
                          struct gain *gains, struct pp_arena *arena)
{
    struct signature order = signature_read(c, seed, arena);
    struct people people = people_read(c, arena);
    struct prices prices = prices_read(c, &people);
    int32_t count = 0;
    for (int32_t i = 0; i < w->service.n_families && w->near != PP_NONE; i++) {
        int32_t family = order.families[i], holder = c->before->placements[family].practitioner;
        if (people_forbids(&people, family, w->near) != PP_NONE) {
            continue;
        }
        int64_t here = prices_ground(&prices, family, w->near);
        int64_t there =
            holder == PP_NONE ? prices.weight_placement : prices_ground(&prices, family, holder);
        gains[count++] = (struct gain){there - here, family, holder, i};
    }
    if (count > 0) {
        qsort(gains, (size_t)count, sizeof(gains[0]), compare_gains);
    }
    return count;
}

/* The people whose caseloads are free. */
static bool *choose_near(const struct whatif *w, const struct gain *gains, int32_t n_gains,
                         struct pp_arena *arena)
{
    bool *is_near = PP_NEW(arena, bool, w->service.n_practitioners);
    int32_t people = 0;
    for (int32_t i = 0; i < n_gains && people < NEAR_PEOPLE; i++) {
        int32_t holder = gains[i].holder;
        if (holder != PP_NONE && !is_near[holder]) {
            is_near[holder] = true;
            people++;
        }
    }
    if (w->near != PP_NONE) {
        is_near[w->near] = true;
    }
    return is_near;
}

/* [family]: whom it stays with, because it is far from the change. */
static const int32_t *fix_far(const struct whatif *w, const struct pp_case *c, uint64_t seed,
                              struct pp_arena *arena)
{
    int32_t n = w->service.n_families;
    int32_t *fixed = PP_NEW(arena, int32_t, n);
    struct gain *gains = PP_NEW(arena, struct gain, n);
    int32_t n_gains = list_gains(w, c, seed, gains, arena);
    const bool *is_near = choose_near(w, gains, n_gains, arena);
    for (int32_t family = 0; family < n; family++) {
        int32_t holder = c->before->placements[family].practitioner;
        fixed[family] = holder == PP_NONE || is_near[holder] ? PP_NONE : holder;
    }
    return fixed;
}

/* ---- Planning again ---- */

static void count_left(const struct pp_service *service, const struct outcome *outcome,
                       struct whatif_answer *answer)
{
    for (int32_t family = 0; family < service->n_families; family++) {
        if (outcome->holder[family] == PP_NONE) {
            answer->children +=
                pp_family_load(service, family, service->settings.cases_from).children;
        }
    }
}

bool whatif_solve(struct whatif *w, const struct pp_plan *plan, uint64_t seed,
                  struct whatif_answer *answer, struct pp_arena *arena, struct pp_err *err)
{
    pp_service_freeze(&w->service);
    struct pp_case c = {&w->service, plan, plan};
    struct pp_solver_settings settings = {.seed = seed, .rounds = ROUNDS, .before = plan};
    struct engine engine = {
        .c = c, .settings = &settings, .pace = pace_begin(&settings, settings.rounds)};
    const int32_t *fixed = w->whole || w->fixed != NULL ? w->fixed : fix_far(w, &c, seed, arena);
    struct terms terms = {.fixed = fixed};
    struct outcome outcome;
    bool works = run_within(&engine, &terms, (struct run_effort){ROUNDS, 1, true}, &outcome, err);
    if (works) {
        *answer = (struct whatif_answer){
            .cost = outcome.cost,
            .bound = outcome.bound,
            .left = outcome.left,
            .whole = w->whole,
            .fixed = fixed,
            .holder = pp_arena_copy(arena, outcome.holder,
                                    (size_t)w->service.n_families * sizeof(int32_t))};
        count_left(&w->service, &outcome, answer);
    }
    pp_arena_finish(&engine.arena);
    return works;
}
