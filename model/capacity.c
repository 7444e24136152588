// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a caseload may hold and what a family weighs.
 *
 *     capacity = role's cap x FTE x (1 - reductions)      floor for whole families and children
 *     load     = sum of the children's points by status, complexity and day
 *
 * What nobody said is never taken for nothing: an unassessed child weighs the
 * cautious weight, an unknown FTE makes no room.
 */
#include <podplan/service.h>

#include <assert.h>

static bool lessens_caseload_only(const struct pp_reduction *reduction)
{
    return reduction->reason == PP_NEWLY_QUALIFIED || reduction->reason == PP_POD_MANAGEMENT;
}

static int32_t percent_left(const struct pp_service *service, int32_t practitioner, pp_day day,
                            bool caseload)
{
    const struct pp_index *of = &service->reductions_of;
    int32_t lost = 0;
    for (int32_t i = of->start[practitioner]; i < of->start[practitioner + 1]; i++) {
        const struct pp_reduction *reduction = &service->reductions[of->item[i]];
        if (pp_day_within(day, reduction->from, reduction->to) &&
            (caseload || !lessens_caseload_only(reduction))) {
            lost += reduction->percent;
        }
    }
    return lost > 100 ? 0 : 100 - lost;
}

int32_t pp_percent_left(const struct pp_service *service, int32_t practitioner, pp_day day)
{
    return percent_left(service, practitioner, day, true);
}

int32_t pp_percent_present(const struct pp_service *service, int32_t practitioner, pp_day day)
{
    return percent_left(service, practitioner, day, false);
}

struct pp_capacity pp_capacity_on(const struct pp_service *service, int32_t practitioner,
                                  pp_day day)
{
    assert(practitioner >= 0 && practitioner < service->n_practitioners);
    const struct pp_practitioner *person = &service->practitioners[practitioner];
    const struct pp_role *role = &service->roles[person->role];
    struct pp_capacity capacity = {0};
    if (person->fte == PP_UNKNOWN || !pp_has_caseload(service, practitioner, day)) {
        return capacity;
    }
    capacity.step_down = pp_role_kind(service, practitioner) == PP_STEP_DOWN;
    /* Thousandths of a FTE times per cent: 100,000 is a whole person. */
    const int64_t whole = (int64_t)PP_FTE * 100;
    int64_t left = (int64_t)person->fte * pp_percent_left(service, practitioner, day);
    int32_t children = role->child_cap == PP_UNKNOWN ? INT32_MAX : role->child_cap;
    capacity.families = (int32_t)(role->family_cap * left / whole);
    capacity.children = (int32_t)(children * left / whole);
    capacity.points =
        role->point_cap == PP_UNKNOWN ? INT32_MAX : (int32_t)(role->point_cap * left / whole);
    capacity.percent = (int32_t)(left / PP_FTE);
    return capacity;
}

/* The weight of a status and complexity in force on `day`; PP_UNKNOWN: none. */
static int32_t weight_in_force(const struct pp_service *service, int32_t status, int32_t complexity,
                               pp_day day)
{
    int32_t points = PP_UNKNOWN;
    pp_day latest = PP_NO_DAY;
    for (int32_t w = 0; w < service->n_weights; w++) {
        const struct pp_weight *weight = &service->weights[w];
        if (weight->status == status && weight->complexity == complexity && weight->start <= day &&
            weight->start > latest) {
            latest = weight->start;
            points = weight->points;
        }
    }
    return points;
}

/* What an unassessed child counts: the setting, else the largest weight in force, else a point. */
static int32_t cautious_points(const struct pp_service *service, pp_day day)
{
    if (service->settings.unassessed_points != PP_UNKNOWN) {
        return service->settings.unassessed_points;
    }
    int32_t largest = 0;
    for (int32_t status = 0; status < PP_STATUSES; status++) {
        for (int32_t complexity = 0; complexity < PP_COMPLEXITIES; complexity++) {
            int32_t points = weight_in_force(service, status, complexity, day);
            largest = points > largest ? points : largest;
        }
    }
    return largest > 0 ? largest : PP_FTE;
}

static bool is_unassessed(const struct pp_child *child)
{
    return child->status == PP_UNKNOWN ||
           (child->complexity == PP_UNKNOWN && child->status != PP_CLOSED);
}

int32_t pp_child_points(const struct pp_service *service, int32_t child, pp_day day)
{
    assert(child >= 0 && child < service->n_children);
    const struct pp_child *one = &service->children[child];
    if (one->status == PP_CLOSED) {
        return 0;
    }
    int32_t points = PP_UNKNOWN;
    if (!is_unassessed(one)) {
        points = weight_in_force(service, one->status, one->complexity, day);
    }
    return points == PP_UNKNOWN ? cautious_points(service, day) : points;
}

struct pp_load pp_family_load(const struct pp_service *service, int32_t family, pp_day day)
{
    if (!pp_is_open(service, family, day)) {
        return (struct pp_load){0};
    }
    struct pp_load load = {.families = 1};
    const struct pp_index *of = &service->children_of;
    for (int32_t i = of->start[family]; i < of->start[family + 1]; i++) {
        int32_t child = of->item[i];
        load.children += service->children[child].status != PP_CLOSED;
        load.points += pp_child_points(service, child, day);
        load.unassessed += is_unassessed(&service->children[child]);
    }
    return load;
}

int32_t pp_travel_load(const struct pp_service *service, int32_t family, int32_t practitioner)
{
    int32_t minutes = pp_travel_minutes(service, service->practitioners[practitioner].home_patch,
                                        service->families[family].patch);
    if (minutes == PP_UNKNOWN) {
        return 0;
    }
    return (int32_t)((int64_t)2 * minutes * service->settings.visits_per_week / PP_FTE);
}
