// SPDX-License-Identifier: GPL-3.0-or-later
/* A plan's figures as JSON; the members are those of `podplan plan --help`. */
#include "answer.h"
#include "summary.h"

static json_t *list_stages(const struct task_result *result)
{
    json_t *list = json_array();
    for (int stage = 0; stage < PP_STAGES; stage++) {
        const struct pp_info *info = &result->plan->info[stage];
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:I, s:I, s:i, s:f, s:b}", "stage",
                            pp_stage_word((enum pp_stage)stage), "status",
                            answer_status(info->status), "cost", (json_int_t)info->cost, "bound",
                            (json_int_t)info->bound, "rounds", (int)info->rounds, "seconds",
                            info->seconds, "ran", (int)(result->stages >> stage & 1)));
    }
    return list;
}

/* Of some months; none of them is below 0. */
static json_int_t average(int64_t sum, int32_t months)
{
    return months > 0 ? (sum + months / 2) / months : 0;
}

static json_t *list_years(const struct summary *s)
{
    json_t *list = json_array();
    for (int32_t y = 0; y < s->n_years; y++) {
        const struct summary_year *year = &s->years[y];
        char name[PP_TIME_TEXT];
        json_array_append_new(
            list, json_pack("{s:s, s:i, s:I, s:I, s:I, s:I, s:I, s:I}", "year",
                            pp_financial_year_text(year->year, name), "months", (int)year->months,
                            "establishment", average(year->establishment, year->months), "vacancy",
                            average(year->vacancy, year->months), "unmet",
                            average(year->unmet, year->months), "cover_cost",
                            (json_int_t)year->cover_cost, "total_cost",
                            (json_int_t)year->total_cost, "unpaid", (json_int_t)year->unpaid));
    }
    return list;
}

/** The ranges of the service as a whole; those of roles are in the report. */
static json_t *list_ranges(const struct pp_plan *plan)
{
    json_t *list = json_array();
    for (int32_t i = 0; i < plan->n_ranges; i++) {
        const struct pp_range *range = &plan->ranges[i];
        if (range->role == PP_NONE) {
            json_array_append_new(list,
                                  json_pack("{s:o, s:i, s:s, s:I, s:I, s:I}", "month",
                                            answer_day(range->month), "months", (int)range->months,
                                            "line", pp_word(pp_range_line_words, range->line),
                                            "p10", (json_int_t)range->p10, "p50",
                                            (json_int_t)range->p50, "p90", (json_int_t)range->p90));
        }
    }
    return list;
}

static json_t *list_staffing(const struct pp_service *service, const struct pp_plan *plan)
{
    json_t *list = json_array();
    for (int32_t i = 0; i < plan->n_staffing; i++) {
        const struct pp_staffing *row = &plan->staffing[i];
        json_array_append_new(
            list, json_pack("{s:o, s:o, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:I}", "month",
                            answer_day(row->month), "role",
                            row->role == PP_NONE
                                ? json_null()
                                : answer_text(pp_row_key(service, PP_TABLE_roles, row->role)),
                            "starts", (int)row->starts, "in_post", (int)row->in_post, "bank",
                            (int)row->bank, "agency", (int)row->agency, "overtime",
                            (int)row->overtime, "unmet", (int)row->unmet, "surplus",
                            (int)row->surplus, "cost", (json_int_t)row->cost));
    }
    return list;
}

static json_t *list_advice(const struct pp_plan *plan)
{
    json_t *list = json_array();
    for (int32_t i = 0; i < plan->n_advice; i++) {
        json_array_append_new(list,
                              json_pack("{s:I, s:o}", "saved", (json_int_t)plan->advice[i].saved,
                                        "sentence", answer_text(plan->advice[i].sentence)));
    }
    return list;
}

static json_t *list_savings(const struct pp_service *service, const struct pp_plan *plan)
{
    json_t *list = json_array();
    for (int32_t s = 0; s < plan->n_savings; s++) {
        const struct pp_saving *saving = &plan->savings[s];
        const struct pp_benefit *benefit = &service->benefits[saving->benefit];
        json_array_append_new(
            list,
            json_pack("{s:o, s:o, s:I, s:I, s:I}", "cohort", answer_text(benefit->cohort),
                      "outcome", answer_text(benefit->outcome), "gross", (json_int_t)saving->gross,
                      "less", (json_int_t)saving->less, "net", (json_int_t)saving->net));
    }
    return list;
}

void summary_json(const struct pp_service *service, const struct task_result *result, json_t *doc)
{
    const struct pp_plan *plan = result->plan;
    struct summary s;
    summary_make(service, result, &s);
    json_object_set_new(doc, "stages", list_stages(result));
    json_object_set_new(doc, "families",
                        json_pack("{s:i, s:i, s:i}", "total", (int)s.families, "placed",
                                  (int)s.placed, "unplaced", (int)(s.families - s.placed)));
    json_object_set_new(doc, "step_down",
                        json_pack("{s:i, s:i, s:i}", "escalated", (int)s.escalated, "accompanied",
                                  (int)s.accompanied, "across", (int)s.across));
    json_object_set_new(
        doc, "closing",
        json_pack("{s:i, s:i, s:i, s:i, s:o}", "closed", (int)s.destinations[PP_CASE_CLOSED],
                  "stepped_down", (int)s.destinations[PP_STEPPED_DOWN], "stepped_across",
                  (int)s.destinations[PP_STEPPED_ACROSS], "moved", (int)s.destinations[PP_MOVED_ON],
                  "last",
                  s.last_handover == PP_NO_DAY ? json_null() : answer_day(s.last_handover)));
    json_object_set_new(doc, "caseloads",
                        json_pack("{s:i, s:i, s:i}", "people", (int)s.holders, "lowest",
                                  (int)s.lowest, "highest", (int)s.highest));
    json_object_set_new(
        doc, "rota",
        json_pack("{s:o, s:i, s:I, s:I, s:i, s:i, s:i}", "from",
                  plan->rota_weeks == 0 ? json_null() : answer_day(plan->rota_from), "weeks",
                  (int)plan->rota_weeks, "turns_needed", (json_int_t)s.turns, "turns_filled",
                  (json_int_t)(s.turns - s.open), "draft", s.states[PP_DRAFT], "published",
                  s.states[PP_PUBLISHED], "worked", s.states[PP_WORKED]));
    json_object_set_new(doc, "training",
                        json_pack("{s:i, s:i, s:I}", "seats", (int)s.seats, "sessions",
                                  (int)s.sessions, "price", (json_int_t)s.training_price));
    json_object_set_new(doc, "years", list_years(&s));
    json_object_set_new(doc, "ranges", list_ranges(plan));
    json_object_set_new(doc, "staffing", list_staffing(service, plan));
    json_object_set_new(doc, "advice", list_advice(plan));
    json_object_set_new(doc, "savings", list_savings(service, plan));
    json_object_set_new(doc, "shortfalls", answer_shortfalls(plan));
}
