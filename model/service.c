// SPDX-License-Identifier: GPL-3.0-or-later
/* The questions that everybody asks of a frozen service. */
#include <podplan/rng.h>
#include <podplan/service.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void pp_service_destroy(struct pp_service *service)
{
    if (service != NULL) {
        pp_arena_finish(&service->arena);
        free(service);
    }
}

bool pp_day_within(pp_day day, pp_day from, pp_day to)
{
    return (from == PP_NO_DAY || day >= from) && (to == PP_NO_DAY || day <= to);
}

bool pp_in_post(const struct pp_service *service, int32_t practitioner, pp_day day)
{
    assert(practitioner >= 0 && practitioner < service->n_practitioners);
    const struct pp_practitioner *person = &service->practitioners[practitioner];
    return pp_day_within(day, person->start, person->end) &&
           pp_secondment_on(service, practitioner, day) == PP_NONE;
}

bool pp_pod_is_closed(const struct pp_service *service, int32_t practitioner, pp_day day)
{
    int32_t pod = service->practitioners[practitioner].pod;
    return pod != PP_NONE && !pp_day_within(day, PP_NO_DAY, service->pods[pod].closes_on);
}

bool pp_has_caseload(const struct pp_service *service, int32_t practitioner, pp_day day)
{
    const struct pp_practitioner *person = &service->practitioners[practitioner];
    return person->contract != PP_VOLUNTEER &&
           service->roles[person->role].family_cap != PP_UNKNOWN &&
           pp_in_post(service, practitioner, day) && !pp_pod_is_closed(service, practitioner, day);
}

bool pp_holds_cases(const struct pp_service *service, int32_t practitioner, pp_day day)
{
    return pp_has_caseload(service, practitioner, day) &&
           pp_role_kind(service, practitioner) != PP_STEP_DOWN;
}

enum pp_role_kind pp_role_kind(const struct pp_service *service, int32_t practitioner)
{
    int32_t kind = service->roles[service->practitioners[practitioner].role].kind;
    return kind == PP_UNKNOWN ? PP_FAMILY_PRACTICE : (enum pp_role_kind)kind;
}

bool pp_is_social_worker(const struct pp_service *service, int32_t practitioner)
{
    enum pp_role_kind kind = pp_role_kind(service, practitioner);
    return kind == PP_SOCIAL_WORK || kind == PP_STEP_DOWN;
}

bool pp_is_open(const struct pp_service *service, int32_t family, pp_day day)
{
    return pp_day_within(day, PP_NO_DAY, service->families[family].closes_on);
}

bool pp_is_escalated(const struct pp_service *service, int32_t family, pp_day day)
{
    const struct pp_family *row = &service->families[family];
    return row->escalated_from != PP_NO_DAY && pp_is_open(service, family, day) &&
           pp_day_within(day, row->escalated_from, row->escalated_to);
}

bool pp_holds_skill(const struct pp_service *service, int32_t practitioner, int32_t skill,
                    pp_day day)
{
    const struct pp_index *held = &service->skills_of;
    for (int32_t i = held->start[practitioner]; i < held->start[practitioner + 1]; i++) {
        const struct pp_held_skill *one = &service->practitioner_skills[held->item[i]];
        if (one->skill == skill && pp_day_within(day, PP_NO_DAY, one->expiry)) {
            return true;
        }
    }
    return false;
}

bool pp_on_leave(const struct pp_service *service, int32_t practitioner, pp_day day)
{
    const struct pp_index *leave = &service->leave_of;
    for (int32_t i = leave->start[practitioner]; i < leave->start[practitioner + 1]; i++) {
        const struct pp_leave *one = &service->leave[leave->item[i]];
        if (pp_day_within(day, one->from, one->to)) {
            return true;
        }
    }
    return false;
}

bool pp_in_court(const struct pp_service *service, int32_t practitioner, pp_day day)
{
    const struct pp_index *court = &service->court_of, *leave = &service->leave_of;
    for (int32_t i = court->start[practitioner]; i < court->start[practitioner + 1]; i++) {
        if (service->court_dates[court->item[i]].date == day) {
            return true;
        }
    }
    for (int32_t i = leave->start[practitioner]; i < leave->start[practitioner + 1]; i++) {
        const struct pp_leave *one = &service->leave[leave->item[i]];
        if (one->kind == PP_COURT && pp_day_within(day, one->from, one->to)) {
            return true;
        }
    }
    return false;
}

int32_t pp_travel_minutes(const struct pp_service *service, int32_t from, int32_t to)
{
    if (from == PP_NONE || to == PP_NONE) {
        return PP_UNKNOWN;
    }
    return service->minutes_between[(size_t)from * (size_t)service->n_patches + (size_t)to];
}

int64_t pp_pod_distance(const struct pp_service *service, int32_t pod, int32_t patch)
{
    const int64_t unknown = INT32_MAX, closed = INT64_C(1) << 40;
    const struct pp_pod *row = &service->pods[pod];
    int32_t minutes = pp_travel_minutes(service, row->patch, patch);
    bool open = pp_day_within(service->settings.cases_from, PP_NO_DAY, row->closes_on);
    int64_t far =
        minutes != PP_UNKNOWN ? minutes : unknown + (row->hub != service->patches[patch].hub);
    return far + (open ? 0 : closed);
}

int32_t pp_nearest_pod(const struct pp_service *service, int32_t family)
{
    int32_t nearest = PP_NONE;
    int64_t least = 0;
    uint64_t least_hash = 0;
    for (int32_t pod = 0; pod < service->n_pods; pod++) {
        const char *key = service->pods[pod].pod;
        int64_t far = pp_pod_distance(service, pod, service->families[family].patch);
        uint64_t hash = pp_hash(0, key, strlen(key));
        if (nearest == PP_NONE || far < least || (far == least && hash < least_hash)) {
            nearest = pod;
            least = far;
            least_hash = hash;
        }
    }
    return nearest;
}

int64_t pp_grade_cost(const struct pp_service *service, int32_t grade, pp_day day)
{
    int32_t year = pp_financial_year(day);
    int32_t latest = INT32_MIN;
    int64_t cost = -1;
    for (int32_t i = 0; i < service->n_grade_costs; i++) {
        const struct pp_grade_cost *row = &service->grade_costs[i];
        if (row->grade == grade && row->financial_year <= year && row->financial_year > latest) {
            latest = row->financial_year;
            cost = row->yearly_cost;
        }
    }
    return cost;
}
