// SPDX-License-Identifier: GPL-3.0-or-later
/* Judges of training: core courses, places, clashes, budgets, needs, time. */
#include "judges.h"

#include <assert.h>
#include <stdlib.h>

static const char *course_of(const struct pp_case *c, int32_t session)
{
    return c->service->courses[c->service->sessions[session].course].course;
}

/* ---- core_course ---- */

void judge_core_course(const struct pp_case *c, struct pp_verdict *out)
{
    const struct pp_service *service = c->service;
    pp_day day = service->settings.cases_from;
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        if (!pp_in_post(service, i, day)) {
            continue;
        }
        int32_t role = service->practitioners[i].role;
        for (int32_t k = service->core_of.start[role]; k < service->core_of.start[role + 1]; k++) {
            int32_t course = service->core_training[service->core_of.item[k]].course;
            if (!pp_plan_holds_skill(c->plan, service, i, service->courses[course].skill, day)) {
                struct pp_breach *breach = pp_verdict_add(out, 1);
                breach->practitioner = i;
                breach->row = course;
            }
        }
    }
}

void explain_core_course(const struct pp_case *c, const struct pp_breach *breach,
                         struct pp_buf *out)
{
    pp_buf_printf(out, "%s has not done the core course %s by ",
                  rules_person(c, breach->practitioner), c->service->courses[breach->row].course);
    char text[PP_STAMP_TEXT];
    pp_buf_printf(out, "%s.", pp_day_words(c->service->settings.cases_from, text));
}

/* ---- session_places ---- */

void judge_session_places(const struct pp_case *c, struct pp_verdict *out)
{
    struct pp_arena arena = {0};
    int32_t *taken = PP_NEW(&arena, int32_t, c->service->n_sessions);
    for (int32_t i = 0; i < c->plan->n_seats; i++) {
        assert(c->plan->seats[i].session >= 0 &&
               c->plan->seats[i].session < c->service->n_sessions);
        taken[c->plan->seats[i].session]++;
    }
    for (int32_t session = 0; session < c->service->n_sessions; session++) {
        if (taken[session] > c->service->sessions[session].places) {
            struct pp_breach *breach =
                pp_verdict_add(out, taken[session] - c->service->sessions[session].places);
            breach->row = session;
            breach->date = c->service->sessions[session].date;
        }
    }
    pp_arena_finish(&arena);
}

void explain_session_places(const struct pp_case *c, const struct pp_breach *breach,
                            struct pp_buf *out)
{
    const struct pp_session *session = &c->service->sessions[breach->row];
    pp_buf_printf(out, "Session %s has ", session->session);
    pp_buf_count(out, session->places, "place", "places");
    pp_buf_add(out, " and ");
    pp_buf_count(out, breach->amount, "person", "people");
    pp_buf_add(out, " too many.");
}

/* ---- session_clash ---- */

static bool overlaps(const struct pp_session *a, const struct pp_session *b)
{
    return a->date == b->date && a->begin < b->end && b->begin < a->end;
}

/* The other session that takes the person's time; of two seats the later in the plan's order. */
static int32_t clashing_session(const struct pp_case *c, const struct pp_index *seats, int32_t at)
{
    const struct pp_seat *seat = &c->plan->seats[seats->item[at]];
    for (int32_t i = seats->start[seat->practitioner]; i < at; i++) {
        int32_t other = c->plan->seats[seats->item[i]].session;
        if (overlaps(&c->service->sessions[other], &c->service->sessions[seat->session])) {
            return other;
        }
    }
    return PP_NONE;
}

static bool is_away(const struct pp_service *service, int32_t practitioner, pp_day day)
{
    return !pp_in_post(service, practitioner, day) || pp_on_leave(service, practitioner, day);
}

void judge_session_clash(const struct pp_case *c, struct pp_verdict *out)
{
    struct pp_arena arena = {0};
    struct pp_index seats = pp_seats_of(c->service, c->plan, &arena);
    for (int32_t at = 0; at < c->plan->n_seats; at++) {
        const struct pp_seat *seat = &c->plan->seats[seats.item[at]];
        pp_day date = c->service->sessions[seat->session].date;
        if (is_away(c->service, seat->practitioner, date) ||
            clashing_session(c, &seats, at) != PP_NONE) {
            struct pp_breach *breach = pp_verdict_add(out, 1);
            breach->practitioner = seat->practitioner;
            breach->row = seat->session;
            breach->date = date;
        }
    }
    pp_arena_finish(&arena);
}

void explain_session_clash(const struct pp_case *c, const struct pp_breach *breach,
                           struct pp_buf *out)
{
    pp_buf_printf(out, "%s has a seat at session %s ", rules_person(c, breach->practitioner),
                  c->service->sessions[breach->row].session);
    rules_on(out, breach->date);
    const char *why = !pp_in_post(c->service, breach->practitioner, breach->date) ? "is not in post"
                      : pp_on_leave(c->service, breach->practitioner, breach->date)
                          ? "is on leave"
                          : "is at another session at that time";
    pp_buf_printf(out, ", and %s.", why);
}

/* ---- pod_budget ---- */

/* What a pod's training costs in a financial year. */
struct charge {
    int32_t pod, year; ///< pod PP_NONE: nobody's budget
    int64_t price;
};

static int compare_charges(const void *left, const void *right)
{
    const struct charge *a = left, *b = right;
    if (a->pod != b->pod) {
        return a->pod < b->pod ? -1 : 1;
    }
    return (a->year > b->year) - (a->year < b->year);
}

/* One charge for each seat that is no core training of its holder. */
static int32_t list_charges(const struct pp_case *c, struct charge *charges)
{
    int32_t count = 0;
    for (int32_t i = 0; i < c->plan->n_seats; i++) {
        const struct pp_seat *seat = &c->plan->seats[i];
        const struct pp_session *session = &c->service->sessions[seat->session];
        if (!rules_is_core(c->service, seat->practitioner, session->course)) {
            charges[count++] = (struct charge){c->service->practitioners[seat->practitioner].pod,
                                               pp_financial_year(session->date),
                                               c->service->courses[session->course].price};
        }
    }
    return count;
}

static int64_t budget_of(const struct pp_service *service, int32_t pod, int32_t year)
{
    int64_t amount = 0;
    for (int32_t i = 0; i < service->n_budgets; i++) {
        const struct pp_budget *budget = &service->budgets[i];
        if (budget->pod == pod && budget->financial_year == year) {
            amount += budget->amount;
        }
    }
    return amount;
}

void judge_pod_budget(const struct pp_case *c, struct pp_verdict *out)
{
    struct pp_arena arena = {0};
    struct charge *charges = PP_NEW(&arena, struct charge, c->plan->n_seats);
    int32_t count = list_charges(c, charges);
    if (count > 0) {
        qsort(charges, (size_t)count, sizeof(charges[0]), compare_charges);
    }
    for (int32_t i = 0; i < count;) {
        struct charge sum = {charges[i].pod, charges[i].year, 0};
        for (; i < count && charges[i].pod == sum.pod && charges[i].year == sum.year; i++) {
            sum.price += charges[i].price;
        }
        int64_t over = sum.price - budget_of(c->service, sum.pod, sum.year);
        if (over > 0) {
            struct pp_breach *breach = pp_verdict_add(out, over);
            breach->row = sum.pod;
            breach->date = pp_day_from_civil((struct pp_civil){sum.year, 4, 1});
        }
    }
    pp_arena_finish(&arena);
}

void explain_pod_budget(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    if (breach->row == PP_NONE) {
        pp_buf_add(out, "People outside the pods");
    } else {
        pp_buf_printf(out, "Pod %s", c->service->pods[breach->row].pod);
    }
    pp_buf_add(out, breach->row == PP_NONE ? " take courses worth " : " spends ");
    pp_buf_money(out, breach->amount);
    char year[PP_TIME_TEXT];
    pp_buf_printf(out, "%s in %s.",
                  breach->row == PP_NONE ? " that no budget pays for"
                                         : " more on courses than its budget",
                  pp_financial_year_text(pp_financial_year(breach->date), year));
}

/* ---- unmet_need ---- */

/* From when on somebody in the pod can meet a need, by pod (the last: no pod) and skill. */
struct supply {
    int32_t n_pods, n_skills;
    pp_day *from;
};

static pp_day *supply_of(const struct supply *supply, int32_t pod, int32_t skill)
{
    int32_t at = pod == PP_NONE ? supply->n_pods : pod;
    return &supply->from[(size_t)at * (size_t)supply->n_skills + (size_t)skill];
}

static void offer(const struct supply *supply, int32_t pod, int32_t skill, pp_day from)
{
    pp_day *known = supply_of(supply, pod, skill);
    if (*known == PP_NO_DAY || from < *known) {
        *known = from;
    }
}

static struct supply skills_in_pods(const struct pp_case *c, struct pp_arena *arena)
{
    const struct pp_service *service = c->service;
    struct supply supply = {service->n_pods, service->n_skills, NULL};
    size_t cells = (size_t)(service->n_pods + 1) * (size_t)service->n_skills;
    supply.from = PP_NEW(arena, pp_day, cells);
    for (size_t i = 0; i < cells; i++) {
        supply.from[i] = PP_NO_DAY;
    }
    pp_day day = service->settings.cases_from;
    for (int32_t i = 0; i < service->n_practitioner_skills; i++) {
        const struct pp_held_skill *held = &service->practitioner_skills[i];
        if (rules_holds_cases(service, held->practitioner) &&
            pp_day_within(day, PP_NO_DAY, held->expiry)) {
            offer(&supply, service->practitioners[held->practitioner].pod, held->skill, day);
        }
    }
    for (int32_t i = 0; i < c->plan->n_seats; i++) {
        const struct pp_seat *seat = &c->plan->seats[i];
        const struct pp_session *session = &service->sessions[seat->session];
        if (rules_holds_cases(service, seat->practitioner)) {
            offer(&supply, service->practitioners[seat->practitioner].pod,
                  service->courses[session->course].skill, session->date + 1);
        }
    }
    return supply;
}

void judge_unmet_need(const struct pp_case *c, struct pp_verdict *out)
{
    struct pp_arena arena = {0};
    struct supply supply = skills_in_pods(c, &arena);
    for (int32_t i = 0; i < c->service->n_needs; i++) {
        const struct pp_need *need = &c->service->needs[i];
        int32_t pod = pp_family_pod(c->service, need->family);
        int32_t weeks = pp_weeks_unmet(c->service, *supply_of(&supply, pod, need->skill));
        if (weeks > 0) {
            struct pp_breach *breach = pp_verdict_add(out, weeks);
            breach->family = need->family;
            breach->row = need->skill;
        }
    }
    pp_arena_finish(&arena);
}

void explain_unmet_need(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)
{
    int32_t pod = pp_family_pod(c->service, breach->family);
    pp_buf_printf(out, "Family %s needs %s, which nobody in ", rules_family(c, breach->family),
                  rules_skill(c, breach->row));
    if (pod == PP_NONE) {
        pp_buf_add(out, "the service can meet for ");
    } else {
        pp_buf_printf(out, "pod %s can meet for ", c->service->pods[pod].pod);
    }
    pp_buf_count(out, breach->amount, "week", "weeks");
    pp_buf_add(out, " of the first year.");
}

/* ---- training_time ---- */

void judge_training_time(const struct pp_case *c, struct pp_verdict *out)
{
    for (int32_t i = 0; i < c->plan->n_seats; i++) {
        const struct pp_seat *seat = &c->plan->seats[i];
        int32_t hours = (rules_session_minutes(c->service, seat->session) + 59) / 60;
        if (hours > 0) {
            struct pp_breach *breach = pp_verdict_add(out, hours);
            breach->practitioner = seat->practitioner;
            breach->row = seat->session;
            breach->date = c->service->sessions[seat->session].date;
        }
    }
}

void explain_training_time(const struct pp_case *c, const struct pp_breach *breach,
                           struct pp_buf *out)
{
    pp_buf_printf(out, "%s is at %s for ", rules_person(c, breach->practitioner),
                  course_of(c, breach->row));
    pp_buf_count(out, breach->amount, "hour ", "hours ");
    rules_on(out, breach->date);
    pp_buf_add(out, ".");
}
