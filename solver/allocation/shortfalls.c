// SPDX-License-Identifier: GPL-3.0-or-later
/* The list of what does not fit, from the whole to the single family (shortfalls.h). */
#include "shortfalls.h"

#include "gaps.h"
#include "words.h"

/* ---- Reading ---- */

/* Neither bound to a threshold nor only beside others. */
static bool takes_any_family(const struct pp_role *role)
{
    return role->kind != PP_EARLY_HELP_WORK && role->kind != PP_STEP_DOWN;
}

/* The role that most people who hold cases have, if it takes any family; ties: larger caps. */
static bool is_larger_role(const struct pp_service *service, const int32_t *count, int32_t a,
                           int32_t b)
{
    const struct pp_role *x = &service->roles[a], *y = &service->roles[b];
    if (takes_any_family(x) != takes_any_family(y)) {
        return takes_any_family(x);
    }
    if (count[a] != count[b]) {
        return count[a] > count[b];
    }
    if (x->family_cap != y->family_cap) {
        return x->family_cap > y->family_cap;
    }
    return x->child_cap > y->child_cap;
}

static int32_t find_largest_role(struct gaps *gaps)
{
    const struct pp_service *service = gaps->service;
    int32_t *count = PP_NEW(&gaps->arena, int32_t, service->n_roles);
    int32_t best = PP_NONE;
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        count[service->practitioners[i].role] += gaps_holds(gaps, i);
    }
    for (int32_t i = 0; i < service->n_roles; i++) {
        int32_t role = gaps->order->roles[i];
        if (service->roles[role].family_cap != PP_UNKNOWN &&
            (best == PP_NONE || is_larger_role(service, count, role, best))) {
            best = role;
        }
    }
    return best;
}

static bool fits_nobody(const struct gaps *gaps, int32_t family)
{
    for (int32_t i = 0; i < gaps->service->n_practitioners; i++) {
        if (gaps_holds(gaps, i) &&
            people_broken_cap(&gaps->people, &gaps->people.list[i], gaps->load[family],
                              (struct pp_load){0}) == PP_NONE) {
            return false;
        }
    }
    return true;
}

/* Too large for every caseload there is, and for a full-time one of the largest role. */
static bool is_too_large(const struct gaps *gaps, int32_t family)
{
    if (gaps->largest_role == PP_NONE) {
        return true;
    }
    struct person full = {.capacity = gaps_full_room(gaps->service, gaps->largest_role)};
    return people_broken_cap(&gaps->people, &full, gaps->load[family], (struct pp_load){0}) !=
               PP_NONE &&
           fits_nobody(gaps, family);
}

bool gaps_is_cap(const struct gaps *gaps, int32_t rule)
{
    return rule == gaps->people.family_cap || rule == gaps->people.child_cap ||
           rule == gaps->people.point_cap;
}

/* Somebody in the pod has a role that may hold such a family. */
static bool serves(const struct gaps *gaps, int32_t pod, int32_t family)
{
    const struct pp_index *of = &gaps->service->members_of;
    for (int32_t i = of->start[pod]; i < of->start[pod + 1]; i++) {
        int32_t role = gaps->service->practitioners[of->item[i]].role;
        if (gaps->service->roles[role].family_cap != PP_UNKNOWN &&
            pp_within_threshold(gaps->service, family, of->item[i])) {
            return true;
        }
    }
    return false;
}

/*
 * As pp_family_pod, but a pod that may hold the family goes before others, and of pods equally near
 * the canonical order decides, not a name.
 */
static int32_t pod_of(const struct gaps *gaps, int32_t family)
{
    const struct pp_service *service = gaps->service;
    const struct pp_family *row = &service->families[family];
    int32_t holder = row->practitioner;
    if (holder != PP_NONE && service->practitioners[holder].pod != PP_NONE &&
        !pp_pod_is_closed(service, holder, service->settings.cases_from)) {
        return service->practitioners[holder].pod;
    }
    int32_t nearest = PP_NONE;
    for (int32_t i = 0; i < service->n_pods; i++) {
        int32_t pod = gaps->order->pods[i];
        bool better =
            nearest != PP_NONE && serves(gaps, pod, family) && !serves(gaps, nearest, family);
        bool worse =
            nearest != PP_NONE && serves(gaps, nearest, family) && !serves(gaps, pod, family);
        if (nearest == PP_NONE || better ||
            (!worse && pp_pod_distance(service, pod, row->patch) <
                           pp_pod_distance(service, nearest, row->patch))) {
            nearest = pod;
        }
    }
    return nearest;
}

static void read_families(struct gaps *gaps)
{
    const struct pp_service *service = gaps->service;
    gaps->load = PP_NEW(&gaps->arena, struct pp_load, service->n_families);
    gaps->pod = PP_NEW(&gaps->arena, int32_t, service->n_families);
    gaps->too_large = PP_NEW(&gaps->arena, bool, service->n_families);
    for (int32_t family = 0; family < service->n_families; family++) {
        const struct pp_placement *placement = &gaps->plan->placements[family];
        gaps->load[family] = pp_family_load(service, family, service->settings.cases_from);
        gaps->pod[family] = pod_of(gaps, family);
        gaps->too_large[family] = is_too_large(gaps, family);
        gaps->unplaced_caps += placement->practitioner == PP_NONE && !gaps->too_large[family] &&
                               gaps_is_cap(gaps, placement->rule);
    }
}

/* ---- The whole, the untrained, the single family ---- */

static int32_t count_reason(const struct gaps *gaps, int32_t rule, int32_t *families,
                            int32_t *children)
{
    int32_t count = 0;
    for (int32_t family = 0; family < gaps->service->n_families; family++) {
        const struct pp_placement *placement = &gaps->plan->placements[family];
        if (placement->practitioner == PP_NONE && placement->rule == rule) {
            count++;
            *families += 1;
            *children += gaps->load[family].children;
        }
    }
    return count;
}

static void name_unplaced(struct gaps *gaps)
{
    int32_t families = 0, children = 0;
    struct pp_buf why = {0}, sentence = {0}, remedy = {0};
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        int32_t count = count_reason(gaps, rule, &families, &children);
        if (count > 0) {
            pp_buf_printf(&why, "%s%s (%d)", why.length > 0 ? ", " : "",
                          words_rule(&gaps->arena, rule), count);
        }
    }
    if (families > 0) {
        pp_buf_printf(&sentence, "%d of %d families, with ", families, gaps->service->n_families);
        pp_buf_count(&sentence, children, "child", "children");
        pp_buf_printf(&sentence, ", %s no practitioner. What stands in the way: %s.",
                      families == 1 ? "has" : "have", pp_buf_text(&why));
        gaps_add(gaps, pp_rule_find("placement"), words_service(gaps->service), families,
                 "families", &sentence, &remedy);
    }
    pp_buf_finish(&why);
}

/* A family that no caseload can hold, however empty. */
static void name_too_large(struct gaps *gaps, int32_t family)
{
    const struct pp_placement *placement = &gaps->plan->placements[family];
    if (!gaps->too_large[family] || !gaps_is_cap(gaps, placement->rule)) {
        return;
    }
    int64_t most = 0;
    for (int32_t i = 0; i < gaps->service->n_practitioners; i++) {
        int64_t room = words_room(&gaps->people, placement->rule, gaps->people.list[i].capacity);
        most = gaps_holds(gaps, i) && room > most ? room : most;
    }
    int64_t size = words_load(&gaps->people, placement->rule, gaps->load[family]);
    const char *key = gaps->service->families[family].family;
    struct pp_buf sentence = {0}, remedy = {0};
    pp_buf_printf(&sentence, "Family %s has ", key);
    words_amount(&sentence, &gaps->people, placement->rule, size);
    pp_buf_add(&sentence, " and the largest caseload has room for ");
    words_number(&sentence, &gaps->people, placement->rule, most);
    pp_buf_add(&sentence, ".");
    bool points = gaps->largest_role != PP_NONE &&
                  gaps->service->roles[gaps->largest_role].point_cap != PP_UNKNOWN;
    pp_buf_add(&remedy, "A caseload with room for ");
    gaps_say_load(&remedy, gaps->load[family], points);
    pp_buf_add(&remedy, " could take it.");
    gaps_add(gaps, placement->rule, key, size - most,
             placement->rule == gaps->people.point_cap ? "thousandths of points"
                                                       : pp_rules[placement->rule].unit,
             &sentence, &remedy);
}

void gaps_open(struct gaps *gaps, const struct pp_case *c, const struct signature *order,
               struct pp_plan *plan)
{
    *gaps = (struct gaps){.service = c->service, .plan = plan, .order = order};
    gaps->people = people_read(c, &gaps->arena);
    gaps->largest_role = find_largest_role(gaps);
    read_families(gaps);
}

bool shortfalls_name(const struct pp_case *c, const struct signature *order, struct pp_plan *plan,
                     struct pp_err *err)
{
    struct gaps gaps;
    gaps_open(&gaps, c, order, plan);
    name_unplaced(&gaps);
    bool named = true;
    if (gaps.unplaced_caps > 0) {
        named = shortfall_caps(&gaps, err);
    }
    shortfall_people(&gaps);
    shortfall_skills(&gaps);
    for (int32_t family = 0; family < c->service->n_families; family++) {
        if (plan->placements[family].practitioner == PP_NONE) {
            name_too_large(&gaps, family);
        }
    }
    pp_arena_finish(&gaps.arena);
    return named;
}
