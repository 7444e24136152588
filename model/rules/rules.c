// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The table of rules, and the driver that judges by it.
 *
 * Prices.  A soft rule is priced in minutes of practitioner time a week, a
 * rule about money in pence.  A hard rule has the price of breaking it by one
 * unit.  Where a stage may have to leave something undone (a family without a
 * practitioner, a shift without a person) no other hard rule of that stage is
 * cheaper to break, so that what does not fit is named and never hidden.  The
 * one exception is a social worker for an escalated family: where none has
 * room, a practitioner alone is better than nobody, and it is named.
 */
#include "judges.h"

#include "../order.h"

#include <podplan/schema.h>

#include <assert.h>
#include <string.h>

enum {
    HARD = true,
    SOFT = false,
    NO_ROW = PP_NONE
};

#define ROW(id, of_stage, is_hard, price, in_unit, of_table, words)                                \
    {                                                                                              \
        .name = #id, .stage = PP_##of_stage, .hard = (is_hard), .weight = (price),                 \
        .unit = (in_unit), .table = (of_table), .help = (words), .judge = judge_##id,              \
        .explain = explain_##id                                                                    \
    }

const struct pp_rule pp_rules[] = {
    ROW(core_course, TRAINING, HARD, 10000, "courses", PP_TABLE_courses,
        "Everybody in post on cases_from holds the skills of their role's core courses by then."),
    ROW(session_places, TRAINING, HARD, 10000, "seats", PP_TABLE_sessions,
        "A session seats no more people than it has places."),
    ROW(session_clash, TRAINING, HARD, 10000, "seats", PP_TABLE_sessions,
        "Nobody has a seat at two sessions at once, on leave, or on a day out of post."),
    ROW(pod_budget, TRAINING, HARD, 1000, "pence", PP_TABLE_pods,
        "Courses that are not core training cost each pod no more than its budget of the "
        "financial year."),
    ROW(unmet_need, TRAINING, SOFT, 4, "weeks", PP_TABLE_skills,
        "Weeks of the first year in which nobody in the pod can meet a need of one of its "
        "families."),
    ROW(training_time, TRAINING, SOFT, 1, "hours", PP_TABLE_sessions,
        "Hours spent on courses; one hour is about a minute a week over a year."),

    ROW(placement, ALLOCATION, HARD, 20000, "families", NO_ROW, "Every family has a practitioner."),
    ROW(holder_in_post, ALLOCATION, HARD, 24000, "families", NO_ROW,
        "A family's practitioner is in post on cases_from, is no volunteer, and has a role that "
        "holds cases."),
    ROW(holder_trained, ALLOCATION, HARD, 24000, "families", NO_ROW,
        "A family's practitioner has done the core training of the role by cases_from."),
    ROW(family_cap, ALLOCATION, HARD, 24000, "families", NO_ROW,
        "A caseload has no more families than the role's cap x FTE, less reductions."),
    ROW(child_cap, ALLOCATION, HARD, 24000, "children", NO_ROW,
        "A caseload has no more children than the role's cap x FTE, less reductions."),
    ROW(point_cap, ALLOCATION, HARD, 24000, "points", NO_ROW,
        "A caseload weighs no more points than the role's cap x FTE, less reductions; begun "
        "points count whole."),
    ROW(needed_skill, ALLOCATION, HARD, 24000, "needs", PP_TABLE_skills,
        "A family's practitioner holds every skill that the family needs on cases_from."),
    ROW(conflict, ALLOCATION, HARD, 50000, "families", NO_ROW,
        "A family is never with a practitioner it has a conflict with."),
    ROW(threshold, ALLOCATION, HARD, 24000, "families", NO_ROW,
        "Whoever works in early help holds only families whose open children are all at early "
        "help."),
    ROW(step_down, ALLOCATION, HARD, 24000, "families", NO_ROW,
        "An escalated family keeps its practitioner as long as they may hold it."),
    ROW(social_worker, ALLOCATION, HARD, 10000, "families", NO_ROW,
        "An escalated family has one social worker: beside the practitioner it keeps, else as its "
        "practitioner."),
    ROW(destination, ALLOCATION, HARD, 24000, "families", NO_ROW,
        "Every case of a pod that closes is closed or handed over by the pod's last day, with a "
        "week's notice where there is one, to somebody who is in post on that day."),
    ROW(consultant_span, ALLOCATION, HARD, 20000, "practitioners", PP_TABLE_practitioners,
        "A consultant oversees no more practitioners than the role's span, and everybody who "
        "holds cases is overseen."),
    ROW(continuity, ALLOCATION, SOFT, 240, "handovers", NO_ROW,
        "A family stays with the practitioner it knows, and with the social worker beside."),
    ROW(balance, ALLOCATION, SOFT, 2, "squares", NO_ROW,
        "Caseloads are level: the square of the distance from the fair level in per mille of "
        "capacity, / 1000."),
    ROW(travel, ALLOCATION, SOFT, 1, "minutes", NO_ROW,
        "Minutes a week on the road to visit a family from the practitioner's home patch."),
    ROW(preferred_skill, ALLOCATION, SOFT, 30, "needs", PP_TABLE_skills,
        "A family's practitioner holds the skills that would help the family."),
    ROW(language, ALLOCATION, SOFT, 60, "families", PP_TABLE_skills,
        "A family's practitioner speaks the family's language; otherwise an interpreter comes."),
    ROW(handover_pace, ALLOCATION, SOFT, 30, "families", NO_ROW,
        "The hand-overs of pods that close are spread evenly over the weeks that are left."),

    ROW(cover, ROTA, HARD, 6000, "people", PP_TABLE_shifts,
        "Every shift has the people it needs on every date on which it runs."),
    ROW(skill_cover, ROTA, HARD, 6000, "people", PP_TABLE_shifts,
        "Of those on a shift as many hold a skill as shift_skills.csv asks for, on each date."),
    ROW(may_cover, ROTA, HARD, 12000, "turns", PP_TABLE_shifts,
        "A turn is on a date of the rota on which its shift runs, by somebody of the pod or hub, "
        "role, skill and tier that the shift asks for."),
    ROW(rota_in_post, ROTA, HARD, 12000, "turns", PP_TABLE_shifts,
        "Whoever has a turn is in post on its date."),
    ROW(on_leave, ROTA, HARD, 12000, "turns", PP_TABLE_shifts,
        "Nobody has a turn on leave, nor one in the night before that reaches into it."),
    ROW(on_training, ROTA, HARD, 12000, "turns", PP_TABLE_shifts,
        "Nobody has a turn on the day of a course."),
    ROW(one_duty, ROTA, HARD, 12000, "turns", PP_TABLE_shifts,
        "One duty a day, and no standby during a duty, a course or another standby."),
    ROW(notice_kept, ROTA, HARD, 50000, "turns", PP_TABLE_shifts,
        "Published turns of days that have passed and of the notice stay with whoever has them, "
        "unless leave, a course, the end of a post or another hard rule takes them away; to days "
        "that have passed nothing is added."),
    ROW(daily_rest, ROTA, HARD, 12000, "minutes", PP_TABLE_shifts,
        "Between duties, or a duty and a course, of different days lies the daily rest of the "
        "settings."),
    ROW(weekly_rest, ROTA, HARD, 12000, "rests", NO_ROW,
        "24 hours without duty, standby and course in every week, or 48 in every fortnight, as "
        "weekly_rest says; real hours, from Monday to Sunday."),
    ROW(run_days, ROTA, HARD, 12000, "days", NO_ROW,
        "No more days in a row with duty or course than the settings allow, those before the rota "
        "included."),
    ROW(week_average, ROTA, HARD, 12000, "minutes", NO_ROW,
        "Duty and courses stay within the average week of the settings, over every reference_weeks "
        "that end in the rota, hours worked before it included."),
    ROW(night_average, ROTA, HARD, 12000, "minutes", NO_ROW,
        "Whoever has night duties works no more than night_average_minutes in each 24 hours on "
        "average, a day of rest in each week left out."),
    ROW(standby_block, ROTA, HARD, 12000, "turns", PP_TABLE_shifts,
        "Whoever has a standby by the week has it on all of its dates from Monday to Sunday that "
        "are ahead."),
    ROW(before_court, ROTA, HARD, 12000, "turns", PP_TABLE_shifts,
        "Nobody stands by on a day in court, nor on the day before."),
    ROW(pair_apart, ROTA, HARD, 12000, "turns", PP_TABLE_shifts,
        "Two who need to be apart are never on the same shift on the same date."),
    ROW(request_wanted, ROTA, SOFT, 60, "requests", PP_TABLE_shifts,
        "Who asks for a shift has it; a request may name its own minutes."),
    ROW(request_avoid, ROTA, SOFT, 90, "requests", PP_TABLE_shifts,
        "Who asks to be spared a shift is spared; a request may name its own minutes."),
    ROW(fair_duties, ROTA, SOFT, 30, "turns", NO_ROW,
        "Nobody has more duties than their fair share over the year; of turns above it the second "
        "costs twice as much as the first, and so on."),
    ROW(fair_evenings, ROTA, SOFT, 60, "turns", NO_ROW, "The same for evening duties."),
    ROW(fair_weekends, ROTA, SOFT, 60, "turns", NO_ROW,
        "The same for duties at weekends and on bank holidays."),
    ROW(fair_nights, ROTA, SOFT, 60, "turns", NO_ROW, "The same for night duties."),
    ROW(fair_bank_holidays, ROTA, SOFT, 60, "turns", NO_ROW,
        "The same for duty and standby on bank holidays."),
    ROW(fair_standby, ROTA, SOFT, 60, "turns", NO_ROW, "The same for standby."),
    ROW(contract_hours, ROTA, SOFT, 1, "minutes", NO_ROW,
        "Duty and courses stay within the hours of the contract and its band, over the whole "
        "rota."),
    ROW(contract_least, ROTA, SOFT, 1, "minutes", NO_ROW,
        "Duty and courses come up to the hours of the contract less its band, as far as there is "
        "work for everybody; only where contract_band_percent is given."),
    ROW(evenings_by_turn, ROTA, SOFT, 30, "weeks", NO_ROW,
        "Between two weeks with evening duties a person has evenings_apart_weeks without."),
    ROW(weekends_by_turn, ROTA, SOFT, 30, "weeks", NO_ROW,
        "Between two weekends with duties a person has weekends_apart_weeks without."),
    ROW(family_evenings, ROTA, SOFT, 60, "turns", NO_ROW,
        "Whose family wants evenings has as many evening duties, by four weeks, as the family "
        "that wants most."),
    ROW(compensatory_rest, ROTA, SOFT, 1, "minutes", PP_TABLE_shifts,
        "After a call-out the daily rest comes before the next duty."),
    ROW(pair_avoid, ROTA, SOFT, 90, "turns", PP_TABLE_shifts,
        "Two who would rather be apart are not on the same shift on the same date."),
    ROW(pair_together, ROTA, SOFT, 30, "turns", PP_TABLE_shifts,
        "Two who wish to be together are both on a shift or both not, where both could be."),
    ROW(standby_recovery, ROTA, SOFT, 60, "turns", PP_TABLE_shifts,
        "No duty begins before noon on the morning after a night of standby."),
    ROW(rota_change, ROTA, SOFT, 120, "turns", PP_TABLE_shifts,
        "Turns that are already in people's calendars stay with them."),

    ROW(unmet_cover, WORKFORCE, HARD, 2000, "thousandths of FTE", PP_TABLE_roles,
        "Every month the posts of the establishment are filled or covered; a month without one "
        "full-time equivalent counts 1000."),
    ROW(funding, WORKFORCE, HARD, 2, "pence", PP_TABLE_streams,
        "Every cost has a stream that pays for it, in the stream's own financial year, and no "
        "stream pays more than it has."),
    ROW(arithmetic, WORKFORCE, HARD, 1000000, "figures", NO_ROW,
        "The figures of the forecast follow from each other: vacancies, totals, what streams "
        "spend, savings."),
    ROW(cover_cost, WORKFORCE, SOFT, 1, "pence", NO_ROW,
        "Cover by bank, agency or overtime is dear."),
};

const int32_t pp_n_rules = (int32_t)(sizeof(pp_rules) / sizeof(pp_rules[0]));

int32_t pp_rule_find(const char *name)
{
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        if (strcmp(pp_rules[rule].name, name) == 0) {
            return rule;
        }
    }
    return PP_NONE;
}

int32_t pp_rule_weight(const struct pp_service *service, int32_t rule)
{
    assert(rule >= 0 && rule < pp_n_rules);
    for (int32_t i = 0; i < service->n_rule_weights; i++) {
        if (service->rule_weights[i].rule == rule) {
            return service->rule_weights[i].weight;
        }
    }
    return pp_rules[rule].weight;
}

int32_t pp_weight_of(const struct pp_service *service, const char *rule)
{
    return pp_rule_weight(service, pp_rule_find(rule));
}

const char *pp_stage_word(enum pp_stage stage)
{
    static const char *const words[PP_STAGES] = {
        [PP_TRAINING] = "training",
        [PP_ALLOCATION] = "allocation",
        [PP_ROTA] = "rota",
        [PP_WORKFORCE] = "workforce",
    };
    assert(stage < PP_STAGES);
    return words[stage];
}

struct pp_breach *pp_verdict_add(struct pp_verdict *out, int64_t amount)
{
    assert(amount > 0);
    out->breaches = pp_arena_grow(&out->arena, out->breaches, &out->capacity, out->n_breaches + 1,
                                  sizeof(out->breaches[0]));
    struct pp_breach *breach = &out->breaches[out->n_breaches++];
    *breach = (struct pp_breach){.practitioner = PP_NONE,
                                 .family = PP_NONE,
                                 .row = PP_NONE,
                                 .date = PP_NO_DAY,
                                 .amount = amount,
                                 .other = PP_NONE};
    return breach;
}

/* The places of the rows of a rule's table, whose first member is its key. */
static int32_t *row_ranks(struct pp_arena *arena, const struct pp_service *service, int32_t table)
{
    if (table == PP_NONE) {
        return NULL;
    }
    const struct pp_table *rows = pp_table((enum pp_table_id)table);
    return order_ranks(arena, pp_table_rows(service, rows), rows->row_size,
                       pp_table_count(service, rows));
}

/* By date, family, practitioner, row; without a table `row` is in canonical order already. */
static void sort_breaches(const struct pp_service *service, int32_t table,
                          struct pp_breach *breaches, int32_t count)
{
    if (count < 2) {
        return;
    }
    struct pp_arena arena = {0};
    const int32_t *families =
        order_ranks(&arena, service->families, sizeof(service->families[0]), service->n_families);
    const int32_t *people =
        order_ranks(&arena, service->practitioners, sizeof(service->practitioners[0]),
                    service->n_practitioners);
    const int32_t *rows = row_ranks(&arena, service, table);
    struct order_item *items = PP_NEW(&arena, struct order_item, count);
    for (int32_t i = 0; i < count; i++) {
        const struct pp_breach *b = &breaches[i];
        int64_t row = rows == NULL ? b->row : order_place(rows, b->row);
        items[i] = (struct order_item){
            {b->date, order_place(families, b->family), order_place(people, b->practitioner), row},
            i};
    }
    order_rows(breaches, sizeof(breaches[0]), items, count);
    pp_arena_finish(&arena);
}

void pp_judge_rule(const struct pp_case *c, int32_t rule, struct pp_verdict *out)
{
    assert(rule >= 0 && rule < pp_n_rules);
    const struct pp_rule *r = &pp_rules[rule];
    int32_t first = out->n_breaches;
    r->judge(c, out);
    sort_breaches(c->service, r->table, out->breaches + first, out->n_breaches - first);
    int64_t weight = pp_rule_weight(c->service, rule);
    for (int32_t i = first; i < out->n_breaches; i++) {
        struct pp_breach *breach = &out->breaches[i];
        breach->rule = rule;
        if (breach->cost == 0) {
            breach->cost = breach->amount * weight;
        }
        out->cost[r->stage] += breach->cost;
    }
    out->hard += r->hard ? out->n_breaches - first : 0;
}

void pp_judge(const struct pp_case *c, unsigned stages, struct pp_verdict *out)
{
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        if ((stages >> pp_rules[rule].stage & 1) != 0) {
            pp_judge_rule(c, rule, out);
        }
    }
}

void pp_verdict_finish(struct pp_verdict *verdict)
{
    pp_arena_finish(&verdict->arena);
    *verdict = (struct pp_verdict){0};
}
