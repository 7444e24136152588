// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The plan: lists that grow in the plan's arena, their canonical order, and
 * the questions every stage asks of the stages before it.
 */
#include "order.h"

#include <podplan/plan.h>
#include <podplan/schema.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct pp_plan *pp_plan_create(void)
{
    struct pp_plan *plan = calloc(1, sizeof(*plan));
    if (plan == NULL) {
        abort();
    }
    return plan;
}

void pp_plan_destroy(struct pp_plan *plan)
{
    if (plan != NULL) {
        pp_arena_finish(&plan->arena);
        free(plan);
    }
}

/* ---- Filling ---- */

#define APPEND(plan, list, value)                                                                  \
    do {                                                                                           \
        (plan)->list = pp_arena_grow(&(plan)->arena, (plan)->list, &(plan)->list##_capacity,       \
                                     (plan)->n_##list + 1, sizeof((plan)->list[0]));               \
        (plan)->list[(plan)->n_##list++] = (value);                                                \
    } while (0)

void pp_plan_add_handover(struct pp_plan *plan, struct pp_handover handover)
{
    APPEND(plan, handovers, handover);
}

void pp_plan_add_turn(struct pp_plan *plan, struct pp_turn turn)
{
    APPEND(plan, turns, turn);
}

void pp_plan_add_worked(struct pp_plan *plan, struct pp_turn turn)
{
    APPEND(plan, worked, turn);
}

void pp_plan_add_published(struct pp_plan *plan, struct pp_turn turn)
{
    APPEND(plan, published, turn);
}

void pp_plan_add_seat(struct pp_plan *plan, struct pp_seat seat)
{
    APPEND(plan, seats, seat);
}

void pp_plan_add_month(struct pp_plan *plan, struct pp_month month)
{
    APPEND(plan, months, month);
}

void pp_plan_add_staffing(struct pp_plan *plan, struct pp_staffing staffing)
{
    APPEND(plan, staffing, staffing);
}

void pp_plan_add_advice(struct pp_plan *plan, struct pp_advice advice)
{
    advice.sentence = pp_arena_string(&plan->arena, advice.sentence);
    APPEND(plan, advice, advice);
}

void pp_plan_add_range(struct pp_plan *plan, struct pp_range range)
{
    APPEND(plan, ranges, range);
}

void pp_plan_add_cost_line(struct pp_plan *plan, struct pp_cost_line line)
{
    line.line = pp_arena_string(&plan->arena, line.line);
    APPEND(plan, cost_lines, line);
}

void pp_plan_add_stream_use(struct pp_plan *plan, struct pp_stream_use use)
{
    APPEND(plan, stream_uses, use);
}

void pp_plan_add_saving(struct pp_plan *plan, struct pp_saving saving)
{
    APPEND(plan, savings, saving);
}

void pp_plan_add_shortfall(struct pp_plan *plan, struct pp_shortfall shortfall)
{
    shortfall.rule = pp_arena_string(&plan->arena, shortfall.rule);
    shortfall.subject = pp_arena_string(&plan->arena, shortfall.subject);
    shortfall.unit = pp_arena_string(&plan->arena, shortfall.unit);
    shortfall.sentence = pp_arena_string(&plan->arena, shortfall.sentence);
    shortfall.remedy = pp_arena_string(&plan->arena, shortfall.remedy);
    APPEND(plan, shortfalls, shortfall);
}

static void clear_shortfalls(struct pp_plan *plan, enum pp_stage stage)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < plan->n_shortfalls; i++) {
        if (plan->shortfalls[i].stage != (int32_t)stage) {
            plan->shortfalls[kept++] = plan->shortfalls[i];
        }
    }
    plan->n_shortfalls = kept;
}

bool pp_line_is_cover(const char *line)
{
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        const char *word = pp_word(pp_cover_kind_words, kind);
        size_t length = strlen(word);
        if (strncmp(line, word, length) == 0 && line[length] == ':') {
            return true;
        }
    }
    return false;
}

void pp_plan_clear_stage(struct pp_plan *plan, enum pp_stage stage)
{
    plan->info[stage] = (struct pp_info){0};
    clear_shortfalls(plan, stage);
    switch (stage) {
    case PP_TRAINING:
        plan->n_seats = 0;
        break;
    case PP_ALLOCATION:
        plan->placements = NULL;
        plan->consultants = NULL;
        plan->social_workers = NULL;
        plan->n_placements = plan->n_consultants = plan->n_social_workers = plan->n_handovers = 0;
        break;
    case PP_ROTA:
        plan->n_turns = plan->n_worked = plan->rota_weeks = 0;
        plan->rota_from = 0;
        break;
    case PP_WORKFORCE:
        plan->n_months = plan->n_cost_lines = plan->n_stream_uses = plan->n_savings = 0;
        plan->n_ranges = plan->n_staffing = plan->n_advice = 0;
        break;
    case PP_STAGES:
        assert(!"a stage");
    }
}

/* ---- Canonical order ---- */

#define RANKS(arena, owner, list)                                                                  \
    order_ranks((arena), (owner)->list, sizeof((owner)->list[0]), (owner)->n_##list)

static void sort_handovers(struct pp_arena *arena, struct pp_plan *plan,
                           const struct pp_service *service)
{
    const int32_t *families = RANKS(arena, service, families);
    struct order_item *items = PP_NEW(arena, struct order_item, plan->n_handovers);
    for (int32_t i = 0; i < plan->n_handovers; i++) {
        const struct pp_handover *handover = &plan->handovers[i];
        items[i] = (struct order_item){{handover->date, families[handover->family]}, i};
    }
    order_rows(plan->handovers, sizeof(plan->handovers[0]), items, plan->n_handovers);
}

static void sort_turns(struct pp_arena *arena, const struct pp_service *service,
                       const int32_t *people, struct pp_turn *turns, int32_t count)
{
    const int32_t *shifts = RANKS(arena, service, shifts);
    struct order_item *items = PP_NEW(arena, struct order_item, count);
    for (int32_t i = 0; i < count; i++) {
        const struct pp_turn *turn = &turns[i];
        items[i] =
            (struct order_item){{turn->date, shifts[turn->shift], people[turn->practitioner]}, i};
    }
    order_rows(turns, sizeof(turns[0]), items, count);
}

static void sort_seats(struct pp_arena *arena, struct pp_plan *plan,
                       const struct pp_service *service, const int32_t *people)
{
    const int32_t *sessions = RANKS(arena, service, sessions);
    struct order_item *items = PP_NEW(arena, struct order_item, plan->n_seats);
    for (int32_t i = 0; i < plan->n_seats; i++) {
        const struct pp_seat *seat = &plan->seats[i];
        items[i] = (struct order_item){{sessions[seat->session], people[seat->practitioner]}, i};
    }
    order_rows(plan->seats, sizeof(plan->seats[0]), items, plan->n_seats);
}

static void sort_months(struct pp_arena *arena, struct pp_plan *plan,
                        const struct pp_service *service)
{
    const int32_t *roles = RANKS(arena, service, roles);
    struct order_item *items = PP_NEW(arena, struct order_item, plan->n_months);
    for (int32_t i = 0; i < plan->n_months; i++) {
        const struct pp_month *month = &plan->months[i];
        items[i] = (struct order_item){{month->month, order_place(roles, month->role)}, i};
    }
    order_rows(plan->months, sizeof(plan->months[0]), items, plan->n_months);
}

static void sort_ranges(struct pp_arena *arena, struct pp_plan *plan,
                        const struct pp_service *service)
{
    const int32_t *roles = RANKS(arena, service, roles);
    struct order_item *items = PP_NEW(arena, struct order_item, plan->n_ranges);
    for (int32_t i = 0; i < plan->n_ranges; i++) {
        const struct pp_range *range = &plan->ranges[i];
        items[i] = (struct order_item){
            {range->month, range->months, order_place(roles, range->role), range->line}, i};
    }
    order_rows(plan->ranges, sizeof(plan->ranges[0]), items, plan->n_ranges);
}

static void sort_staffing(struct pp_arena *arena, struct pp_plan *plan,
                          const struct pp_service *service)
{
    const int32_t *roles = RANKS(arena, service, roles);
    struct order_item *items = PP_NEW(arena, struct order_item, plan->n_staffing);
    for (int32_t i = 0; i < plan->n_staffing; i++) {
        const struct pp_staffing *row = &plan->staffing[i];
        items[i] = (struct order_item){{row->month, order_place(roles, row->role)}, i};
    }
    order_rows(plan->staffing, sizeof(plan->staffing[0]), items, plan->n_staffing);

    items = PP_NEW(arena, struct order_item, plan->n_advice);
    for (int32_t i = 0; i < plan->n_advice; i++) {
        const struct pp_advice *advice = &plan->advice[i];
        items[i] = (struct order_item){{order_place(roles, advice->role), -advice->saved}, i};
    }
    order_rows(plan->advice, sizeof(plan->advice[0]), items, plan->n_advice);
}

static void sort_money(struct pp_arena *arena, struct pp_plan *plan,
                       const struct pp_service *service)
{
    const int32_t *streams = RANKS(arena, service, streams);
    const char **lines = PP_NEW(arena, const char *, plan->n_cost_lines);
    for (int32_t i = 0; i < plan->n_cost_lines; i++) {
        lines[i] = plan->cost_lines[i].line;
    }
    const int32_t *names = order_ranks(arena, lines, sizeof(lines[0]), plan->n_cost_lines);
    struct order_item *items = PP_NEW(arena, struct order_item, plan->n_cost_lines);
    for (int32_t i = 0; i < plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &plan->cost_lines[i];
        items[i] = (struct order_item){
            {line->month, names[i], order_place(streams, line->stream), line->amount}, i};
    }
    order_rows(plan->cost_lines, sizeof(plan->cost_lines[0]), items, plan->n_cost_lines);

    items = PP_NEW(arena, struct order_item, plan->n_stream_uses);
    for (int32_t i = 0; i < plan->n_stream_uses; i++) {
        items[i] = (struct order_item){{streams[plan->stream_uses[i].stream]}, i};
    }
    order_rows(plan->stream_uses, sizeof(plan->stream_uses[0]), items, plan->n_stream_uses);
}

static void sort_savings(struct pp_arena *arena, struct pp_plan *plan,
                         const struct pp_service *service)
{
    const char **outcomes = PP_NEW(arena, const char *, service->n_benefits);
    for (int32_t i = 0; i < service->n_benefits; i++) {
        outcomes[i] = service->benefits[i].outcome;
    }
    const int32_t *cohort_rank = RANKS(arena, service, benefits);
    const int32_t *outcome_rank =
        order_ranks(arena, outcomes, sizeof(outcomes[0]), service->n_benefits);
    struct order_item *items = PP_NEW(arena, struct order_item, plan->n_savings);
    for (int32_t i = 0; i < plan->n_savings; i++) {
        int32_t benefit = plan->savings[i].benefit;
        items[i] = (struct order_item){{cohort_rank[benefit], outcome_rank[benefit]}, i};
    }
    order_rows(plan->savings, sizeof(plan->savings[0]), items, plan->n_savings);
}

static void sort_shortfalls(struct pp_arena *arena, struct pp_plan *plan)
{
    const char **rules = PP_NEW(arena, const char *, plan->n_shortfalls);
    const char **subjects = PP_NEW(arena, const char *, plan->n_shortfalls);
    for (int32_t i = 0; i < plan->n_shortfalls; i++) {
        rules[i] = plan->shortfalls[i].rule;
        subjects[i] = plan->shortfalls[i].subject;
    }
    const int32_t *rule = order_ranks(arena, rules, sizeof(rules[0]), plan->n_shortfalls);
    const int32_t *subject = order_ranks(arena, subjects, sizeof(subjects[0]), plan->n_shortfalls);
    struct order_item *items = PP_NEW(arena, struct order_item, plan->n_shortfalls);
    for (int32_t i = 0; i < plan->n_shortfalls; i++) {
        const struct pp_shortfall *shortfall = &plan->shortfalls[i];
        items[i] = (struct order_item){{shortfall->stage, rule[i], subject[i], shortfall->from}, i};
    }
    order_rows(plan->shortfalls, sizeof(plan->shortfalls[0]), items, plan->n_shortfalls);
}

void pp_plan_sort(struct pp_plan *plan, const struct pp_service *service)
{
    struct pp_arena arena = {0};
    const int32_t *people = RANKS(&arena, service, practitioners);
    sort_handovers(&arena, plan, service);
    sort_turns(&arena, service, people, plan->turns, plan->n_turns);
    sort_turns(&arena, service, people, plan->worked, plan->n_worked);
    sort_turns(&arena, service, people, plan->published, plan->n_published);
    sort_seats(&arena, plan, service, people);
    sort_months(&arena, plan, service);
    sort_ranges(&arena, plan, service);
    sort_staffing(&arena, plan, service);
    sort_money(&arena, plan, service);
    sort_savings(&arena, plan, service);
    sort_shortfalls(&arena, plan);
    pp_arena_finish(&arena);
}

/* ---- Questions ---- */

int32_t pp_plan_holder(const struct pp_plan *plan, const struct pp_service *service, int32_t family)
{
    assert(family >= 0 && family < service->n_families);
    if (!pp_is_open(service, family, service->settings.cases_from)) {
        return PP_NONE;
    }
    if (plan == NULL || plan->placements == NULL) {
        return service->families[family].practitioner;
    }
    assert(family < plan->n_placements);
    return plan->placements[family].practitioner;
}

int32_t pp_plan_social_worker(const struct pp_plan *plan, const struct pp_service *service,
                              int32_t family)
{
    assert(family >= 0 && family < service->n_families);
    if (!pp_is_escalated(service, family, service->settings.cases_from)) {
        return PP_NONE;
    }
    if (plan == NULL || plan->social_workers == NULL) {
        return service->families[family].social_worker;
    }
    assert(family < plan->n_social_workers);
    return plan->social_workers[family];
}

int32_t pp_plan_consultant(const struct pp_plan *plan, const struct pp_service *service,
                           int32_t practitioner)
{
    assert(practitioner >= 0 && practitioner < service->n_practitioners);
    if (plan == NULL || plan->consultants == NULL) {
        return service->practitioners[practitioner].consultant;
    }
    assert(practitioner < plan->n_consultants);
    return plan->consultants[practitioner];
}

struct pp_load pp_plan_caseload(const struct pp_plan *plan, const struct pp_service *service,
                                int32_t practitioner)
{
    struct pp_load sum = {0};
    for (int32_t family = 0; family < service->n_families; family++) {
        if (pp_plan_holder(plan, service, family) == practitioner ||
            pp_plan_social_worker(plan, service, family) == practitioner) {
            struct pp_load load = pp_family_load(service, family, service->settings.cases_from);
            sum.families += load.families;
            sum.children += load.children;
            sum.points += load.points;
            sum.unassessed += load.unassessed;
        }
    }
    return sum;
}

/* The first day on which what a session taught is no longer valid. */
static pp_day lapses_on(pp_day taught, int32_t months)
{
    pp_day first = pp_month_first(taught, months);
    int32_t days = pp_month_first(taught, months + 1) - first;
    int32_t day = pp_civil_from_day(taught).day;
    return first + (day < days ? day : days) - 1;
}

static bool has_learnt(const struct pp_service *service, int32_t session, int32_t skill, pp_day day)
{
    pp_day taught = service->sessions[session].date;
    const struct pp_course *course = &service->courses[service->sessions[session].course];
    return course->skill == skill && taught < day &&
           (course->validity_months == PP_UNKNOWN ||
            day < lapses_on(taught, course->validity_months));
}

bool pp_plan_holds_skill(const struct pp_plan *plan, const struct pp_service *service,
                         int32_t practitioner, int32_t skill, pp_day day)
{
    if (pp_holds_skill(service, practitioner, skill, day)) {
        return true;
    }
    for (int32_t i = 0; plan != NULL && i < plan->n_seats; i++) {
        if (plan->seats[i].practitioner == practitioner &&
            has_learnt(service, plan->seats[i].session, skill, day)) {
            return true;
        }
    }
    return false;
}

bool pp_plan_is_trained(const struct pp_plan *plan, const struct pp_service *service,
                        int32_t practitioner, pp_day day)
{
    int32_t role = service->practitioners[practitioner].role;
    for (int32_t i = service->core_of.start[role]; i < service->core_of.start[role + 1]; i++) {
        int32_t course = service->core_training[service->core_of.item[i]].course;
        int32_t skill = service->courses[course].skill;
        if (!pp_plan_holds_skill(plan, service, practitioner, skill, day)) {
            return false;
        }
    }
    return true;
}

int32_t pp_plan_session_on(const struct pp_plan *plan, const struct pp_service *service,
                           int32_t practitioner, pp_day day)
{
    for (int32_t i = 0; plan != NULL && i < plan->n_seats; i++) {
        const struct pp_seat *seat = &plan->seats[i];
        if (seat->practitioner == practitioner && service->sessions[seat->session].date == day) {
            return seat->session;
        }
    }
    return PP_NONE;
}
