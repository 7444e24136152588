// SPDX-License-Identifier: GPL-3.0-or-later
/* Checks of sessions, core training and training budgets. */
#include "checks.h"

static void session_ends_first(const struct checks_case *c, int32_t row)
{
    const struct pp_session *session = &c->service->sessions[row];
    char begin[PP_TIME_TEXT], end[PP_TIME_TEXT];
    if (session->end <= session->begin) {
        checks_add(c, row, "end", "%s is not after begin, %s; a session is within one day",
                   pp_minute_text(session->end, end), pp_minute_text(session->begin, begin));
    }
}

/* A session of the course that is still to come and over before cases begin. */
static bool can_be_taken(const struct pp_service *service, int32_t course)
{
    const struct pp_index *sessions = &service->sessions_of;
    for (int32_t i = sessions->start[course]; i < sessions->start[course + 1]; i++) {
        pp_day date = service->sessions[sessions->item[i]].date;
        if (date >= service->settings.planned_on && date < service->settings.cases_from) {
            return true;
        }
    }
    return false;
}

/* People of the role in post on cases_from who don't hold what the course teaches. */
static int32_t people_without(const struct pp_service *service, int32_t role, int32_t skill)
{
    pp_day day = service->settings.cases_from;
    int32_t count = 0;
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        count += service->practitioners[person].role == role &&
                 service->practitioners[person].contract != PP_VOLUNTEER &&
                 pp_in_post(service, person, day) && !pp_holds_skill(service, person, skill, day);
    }
    return count;
}

static void core_course_out_of_reach(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_core_training *core = &service->core_training[row];
    int32_t skill = service->courses[core->course].skill;
    if (service->roles[core->role].family_cap == PP_UNKNOWN || skill == PP_NONE ||
        can_be_taken(service, core->course)) {
        return;
    }
    int32_t count = people_without(service, core->role, skill);
    if (count > 0) {
        checks_add(c, row, "course",
                   "%d of role '%s' lack%s '%s' on cases_from, and no session of '%s' is between "
                   "planned_on and then; they may hold no cases",
                   count, service->roles[core->role].role, count == 1 ? "s" : "",
                   service->skills[skill].skill, service->courses[core->course].course);
    }
}

static bool has_budget(const struct checks_case *c, int32_t pod, int32_t year)
{
    for (int32_t b = 0; b < c->service->n_budgets; b++) {
        const struct pp_budget *budget = &c->service->budgets[b];
        bool may_be = !checks_is_sound(c, PP_TABLE_budgets, b); /* an unsound row may be the one */
        if (may_be || (budget->pod == pod && budget->financial_year == year)) {
            return true;
        }
    }
    return false;
}

/* Sessions that cost something and are still to come, in this financial year. */
static int32_t paid_sessions(const struct pp_service *service, int32_t year)
{
    int32_t count = 0;
    for (int32_t s = 0; s < service->n_sessions; s++) {
        const struct pp_session *session = &service->sessions[s];
        count += session->course != PP_NONE && session->date != PP_NO_DAY &&
                 session->date >= service->settings.planned_on &&
                 service->courses[session->course].price > 0 &&
                 pp_financial_year(session->date) == year;
    }
    return count;
}

static void pod_without_budget(const struct checks_case *c)
{
    const struct pp_service *service = c->service;
    if (service->n_budgets == 0) {
        return;
    }
    int32_t first = pp_financial_year(service->settings.planned_on);
    for (int32_t year = first; year <= first + 1; year++) {
        int32_t sessions = paid_sessions(service, year);
        for (int32_t pod = 0; pod < service->n_pods && sessions > 0; pod++) {
            char words[PP_TIME_TEXT];
            if (!has_budget(c, pod, year)) {
                checks_add(c, PP_NONE, NULL,
                           "pod '%s' has no budget for %s, in which %d session%s a price",
                           service->pods[pod].pod, pp_financial_year_text(year, words), sessions,
                           sessions == 1 ? " has" : "s have");
            }
        }
    }
}

const struct check checks_training[] = {
    {false, PP_TABLE_sessions, "The session ends before it begins.", .row = session_ends_first},
    {true, PP_TABLE_core_training,
     "People lack the course's skill, and no session comes in time for `cases_from`.",
     .row = core_course_out_of_reach, .dated = true},
    {true, PP_TABLE_budgets, "A pod has no budget for a year with priced sessions.",
     .whole = pod_without_budget, .dated = true},
    {0},
};
