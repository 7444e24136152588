// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Too many families for the caps: pod by pod and in all, and the smallest number of posts, or the
 * caps, that would do.  Every number in a remedy was tried by packing.
 */
#include "elastic.h"
#include "gaps.h"
#include "packing.h"
#include "words.h"

enum {
    MOST_TRIES = 24 ///< numbers of posts, or of caps, that are tried beyond the least possible
};

/* A group of families and people: one pod, or everybody. */
struct scope {
    struct gaps_side side; ///< without families that are too large for anybody
    int32_t n_too_large;
    struct pp_load over; ///< demand beyond the room
    bool is_over;
    int32_t posts;          ///< that close it, found by packing; 0: not found
    int32_t pod;            ///< PP_NONE: everybody
    int32_t role;           ///< whose posts and caps a remedy speaks of
    struct packing packing; ///< with space for as many more people as there are families
};

static bool is_member(const struct gaps *gaps, const struct scope *scope, int32_t person)
{
    return gaps_holds(gaps, person) &&
           (scope->pod == PP_NONE || gaps->service->practitioners[person].pod == scope->pod);
}

static struct scope open_scope(struct gaps *gaps, int32_t pod)
{
    const struct pp_service *service = gaps->service;
    struct scope scope = {.pod = pod};
    bool *lives = PP_NEW(&gaps->arena, bool, service->n_families);
    for (int32_t family = 0; family < service->n_families; family++) {
        lives[family] = pod == PP_NONE || gaps->pod[family] == pod;
        if (lives[family] && gaps->too_large[family]) {
            scope.n_too_large++; // no number of posts would help it, and it is named by itself
        } else if (lives[family]) {
            gaps_add_demand(gaps, &scope.side, family);
        }
    }
    scope.packing = gaps_families(gaps, lives, service->n_practitioners + service->n_families + 1);
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        if (is_member(gaps, &scope, i)) {
            gaps_add_person(gaps, &scope.side, i);
            gaps_pack_person(gaps, &scope.packing, i);
        }
    }
    scope.role = pod == PP_NONE ? gaps->largest_role : gaps_role_of_pod(gaps, pod);
    scope.is_over = gaps_over(&scope.side, &scope.over);
    return scope;
}

/* ---- Remedies ---- */

static bool posts_close(const struct scope *scope, struct amounts full, int32_t posts)
{
    struct packing packing = scope->packing;
    for (int32_t i = 0; i < posts; i++) {
        packing.person[packing.n_agents] = NOBODY;
        packing.room[packing.n_agents++] = full;
    }
    return packing_left(&packing) == 0;
}

/*
 * The fewest posts of the role with which everything packs; 0: not found.  `enough` is a number
 * that is known to do, or 0.
 */
static int32_t posts_that_close(const struct gaps *gaps, const struct scope *scope, int32_t enough)
{
    struct amounts full = gaps_room(gaps_full_room(gaps->service, scope->role));
    int32_t posts = gaps_least_posts(gaps, scope->over, scope->role);
    for (int32_t tries = 0; tries < MOST_TRIES; tries++, posts++) {
        if (posts > scope->packing.n_jobs || (enough > 0 && posts > enough)) {
            break; // even one family each is no help, or a number is known that is
        }
        if (posts == enough || posts_close(scope, full, posts)) {
            return posts;
        }
    }
    return enough;
}

/* The rooms as they would be under another role row; they are the model's, not guesses. */
static void rooms_under(const struct gaps *gaps, const struct scope *scope, struct pp_role changed,
                        struct amounts *room, struct gaps_side *side)
{
    struct pp_arena scratch = {0};
    struct pp_service service = *gaps->service;
    service.roles =
        pp_arena_copy(&scratch, service.roles, (size_t)service.n_roles * sizeof(service.roles[0]));
    service.roles[scope->role] = changed;
    side->room = (struct pp_capacity){0};
    for (int32_t i = 0; i < scope->packing.n_agents; i++) {
        struct pp_capacity capacity =
            pp_capacity_on(&service, scope->packing.person[i], service.settings.cases_from);
        room[i] = gaps_room(capacity);
        side->room.families = words_add_room(side->room.families, capacity.families);
        side->room.children = words_add_room(side->room.children, capacity.children);
        side->room.points = words_add_room(side->room.points, capacity.points);
    }
    pp_arena_finish(&scratch);
}

/*
 * The smallest caps of the role with which everything packs: raised one by one while the sums fall
 * short, then the children's until families pack.  False: not found.
 */
static bool caps_that_close(struct gaps *gaps, const struct scope *scope, struct pp_role *role)
{
    struct gaps_side side = scope->side;
    struct packing packing = scope->packing;
    packing.room = PP_NEW(&gaps->arena, struct amounts, packing.n_agents);
    struct pp_load over;
    *role = gaps->service->roles[scope->role];
    for (int32_t tries = 0; tries < 4 * MOST_TRIES; tries++) {
        rooms_under(gaps, scope, *role, packing.room, &side);
        if (!gaps_over(&side, &over)) {
            if (packing_left(&packing) == 0) {
                return true;
            }
            over.children = role->child_cap == PP_UNKNOWN ? 0 : 1;
            over.families = !over.children;
        }
        role->family_cap += over.families > 0;
        role->child_cap += over.children > 0;
        role->point_cap += over.points > 0 ? PP_FTE : 0;
    }
    return false;
}

static void say_caps(const struct gaps *gaps, const struct scope *scope,
                     const struct pp_role *changed, struct pp_buf *out)
{
    const struct pp_role *now = &gaps->service->roles[scope->role];
    pp_buf_printf(out, "%scaps of ", out->length > 0 ? ", or " : "");
    pp_buf_count(out, changed->family_cap, "family", "families");
    if (now->child_cap != PP_UNKNOWN) {
        pp_buf_add(out, now->point_cap != PP_UNKNOWN ? ", " : " and ");
        pp_buf_count(out, changed->child_cap, "child", "children");
    }
    if (now->point_cap != PP_UNKNOWN) {
        pp_buf_add(out, " and ");
        pp_buf_milli(out, changed->point_cap);
        pp_buf_add(out, " points");
    }
    pp_buf_printf(out, " for the role '%s'", words_role(gaps->service, scope->role));
}

/* The posts, packed again with skills and conflicts counting. */
static bool rules_allow(struct gaps *gaps, const struct scope *scope)
{
    struct gaps_rules rules = {gaps, scope->role};
    struct scope strict = *scope;
    gaps_pack_by_rules(&strict.packing, &rules);
    return posts_close(&strict, gaps_room(gaps_full_room(gaps->service, scope->role)),
                       scope->posts);
}

static void say_end(struct gaps *gaps, const struct scope *scope, struct pp_buf *out)
{
    pp_buf_add(out, " would close it");
    if (scope->posts > 0 && !rules_allow(gaps, scope)) {
        pp_buf_add(out, ", as far as the caps go: skills or conflicts stand in the way too");
    }
    pp_buf_add(out, ".");
    int32_t least = scope->posts > 0 ? gaps_least_posts(gaps, scope->over, scope->role) : 0;
    if (scope->posts > least && least > 1) {
        pp_buf_printf(out, " Fewer than %d posts cannot.", least);
    }
}

static void say_remedy(struct gaps *gaps, const struct scope *scope, struct pp_buf *out)
{
    struct pp_role changed;
    if (scope->posts > 0) {
        gaps_say_posts(out, gaps->service, scope->posts, scope->role);
        if (scope->pod != PP_NONE) {
            pp_buf_printf(out, " in %s", words_pod(gaps->service, scope->pod));
        }
    }
    if (scope->role != PP_NONE && scope->packing.n_agents > 0 &&
        caps_that_close(gaps, scope, &changed)) {
        say_caps(gaps, scope, &changed, out);
    }
    if (out->length > 0) {
        say_end(gaps, scope, out);
    }
}

/* ---- Sentences ---- */

/* The rule and the amount that a shortfall of these excesses goes by. */
static int32_t leading_rule(const struct gaps *gaps, struct pp_load over, int64_t *amount,
                            const char **unit)
{
    if (over.families > 0) {
        *amount = over.families;
        *unit = "families";
        return gaps->people.family_cap;
    }
    if (over.children > 0) {
        *amount = over.children;
        *unit = "children";
        return gaps->people.child_cap;
    }
    *amount = (over.points + PP_FTE - 1) / PP_FTE;
    *unit = "points";
    return gaps->people.point_cap;
}

static void say_excess(const struct scope *scope, struct pp_buf *out)
{
    const struct gaps_side *side = &scope->side;
    struct pp_load over = scope->over;
    if (scope->n_too_large > 0) {
        pp_buf_add(out, ", without ");
        pp_buf_count(out, scope->n_too_large, "family that is", "families that are");
        pp_buf_add(out, " too large for any caseload");
    }
    pp_buf_add(out, ": ");
    gaps_say_load(out, side->demand, over.points > 0);
    pp_buf_add(out, " for ");
    gaps_say_room(out, side->room, over.points > 0);
    pp_buf_add(out, ": ");
    gaps_say_over(out, over);
    pp_buf_add(out, " too many.");
}

/* Pods with room to spare that could take some of a pod's families. */
static void say_helpers(const struct gaps *gaps, const struct scope *scopes,
                        const struct elastic *elastic, int32_t pod, struct pp_buf *out)
{
    int32_t pods = gaps->service->n_pods, n = 0;
    for (int32_t i = 0; i < pods; i++) {
        int32_t to = gaps->order->pods[i];
        int32_t families = (int32_t)(elastic->moved[pod * (pods + 1) + to] + 1e-6);
        if (!scopes[to].is_over && families > 0) {
            pp_buf_printf(out, n++ == 0 ? " %s has room for " : "; %s for ",
                          words_pod(gaps->service, to));
            pp_buf_printf(out, "%d of them", families);
        }
    }
    pp_buf_add(out, n > 0 ? "." : "");
}

static void name_pod(struct gaps *gaps, const struct scope *scopes, const struct elastic *elastic,
                     int32_t pod)
{
    const struct scope *scope = &scopes[pod];
    int64_t amount;
    const char *unit;
    int32_t rule = leading_rule(gaps, scope->over, &amount, &unit);
    struct pp_buf sentence = {0}, remedy = {0};
    pp_buf_add(&sentence, words_pod(gaps->service, pod));
    say_excess(scope, &sentence);
    say_helpers(gaps, scopes, elastic, pod, &sentence);
    say_remedy(gaps, scope, &remedy);
    gaps_add(gaps, rule, gaps->service->pods[pod].pod, amount, unit, &sentence, &remedy);
}

/* Posts that do for certain: for the families without anybody alone; 0: not known. */
static int32_t posts_for_the_left(struct gaps *gaps, int32_t role)
{
    const struct pp_service *service = gaps->service;
    bool *left = PP_NEW(&gaps->arena, bool, service->n_families);
    for (int32_t family = 0; family < service->n_families; family++) {
        left[family] = gaps->plan->placements[family].practitioner == PP_NONE;
    }
    return gaps_posts_for(gaps, left, role);
}

/* False: nothing to say, because the caps have room for all; skills and conflicts have not. */
static bool say_whole(const struct gaps *gaps, const struct scope *whole, int32_t *rule,
                      int64_t *amount, const char **unit, struct pp_buf *out)
{
    pp_buf_add(out, "The service as a whole");
    if (whole->is_over) {
        *rule = leading_rule(gaps, whole->over, amount, unit);
        say_excess(whole, out);
        return true;
    }
    *amount = packing_left(&whole->packing);
    *rule = gaps->people.family_cap;
    *unit = "families";
    pp_buf_add(out, " has room in sum, but families are whole: ");
    pp_buf_count(out, *amount, "family does", "families do");
    pp_buf_add(out, " not fit beside the others.");
    return *amount > 0;
}

static void name_whole(struct gaps *gaps)
{
    struct scope whole = open_scope(gaps, PP_NONE);
    struct pp_buf sentence = {0}, remedy = {0};
    int64_t amount;
    int32_t rule;
    const char *unit, *name = words_service(gaps->service);
    if (!say_whole(gaps, &whole, &rule, &amount, &unit, &sentence)) {
        pp_buf_finish(&sentence);
        return;
    }
    if (whole.role != PP_NONE) {
        whole.posts = posts_that_close(gaps, &whole, posts_for_the_left(gaps, whole.role));
    }
    say_remedy(gaps, &whole, &remedy);
    gaps_add(gaps, rule, name, amount, unit, &sentence, &remedy);
}

bool shortfall_caps(struct gaps *gaps, struct pp_err *err)
{
    struct elastic elastic = {.moved = NULL};
    int32_t pods = gaps->service->n_pods;
    struct scope *scopes = PP_NEW(&gaps->arena, struct scope, pods);
    for (int32_t pod = 0; pod < pods; pod++) {
        scopes[pod] = open_scope(gaps, pod);
    }
    if (!elastic_solve(gaps, gaps_sides(gaps), &elastic, err)) {
        return false;
    }
    for (int32_t pod = 0; pod < pods; pod++) {
        if (scopes[pod].is_over && gaps->largest_role != PP_NONE) {
            scopes[pod].posts = posts_that_close(gaps, &scopes[pod], 0);
            name_pod(gaps, scopes, &elastic, pod);
        }
    }
    name_whole(gaps);
    return true;
}
