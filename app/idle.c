// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which changes of a scenario change nothing.
 *
 * Each change in turn is left out and the expected figures are forecast again:
 * when every month and every cost is the same, it has no effect, whatever the
 * reason.  Why is then told from its date, its amount and what it is about.
 */
#include "idle.h"

#include "answer.h"

#include <podplan/limits.h>
#include <podplan/scenario.h>
#include <podplan/solver.h>

#include <string.h>

/* What the forecasts that are compared have in common. */
struct trial {
    struct pp_store *store;
    const struct pp_scenario *scenario;
    int64_t months;    ///< that were asked for; below 0: those of the settings
    pp_day begin, end; ///< [begin, end) of the forecast
};

/* ---- Forecasting with some of the changes ---- */

/* The service with the changes whose bit is set; NULL: failed. */
static struct pp_service *service_with(const struct trial *trial, uint64_t kept, struct pp_err *err)
{
    struct pp_change changes[PP_SCENARIO_CHANGES];
    struct pp_scenario some = *trial->scenario;
    some.changes = changes;
    some.n_changes = 0;
    for (int32_t i = 0; i < trial->scenario->n_changes; i++) {
        if ((kept >> i & 1) != 0) {
            changes[some.n_changes++] = trial->scenario->changes[i];
        }
    }
    struct pp_service *service = pp_store_load_service(trial->store, err);
    if (service != NULL && !pp_scenario_apply(service, &some, err)) {
        pp_service_destroy(service);
        service = NULL;
    }
    return service;
}

/* What is expected of it, without paths; NULL: failed. */
static struct pp_plan *forecast_with(struct trial *trial, uint64_t kept, struct pp_err *err)
{
    struct pp_service *service = service_with(trial, kept, err);
    if (service == NULL) {
        return NULL;
    }
    const struct pp_settings *own = &service->settings;
    struct pp_solver_settings settings = {.seed = (uint64_t)own->seed};
    struct pp_plan *plan = pp_plan_create();
    int32_t months = trial->months < 0 ? own->forecast_months : (int32_t)trial->months;
    trial->begin = pp_month_first(own->planned_on, 0);
    trial->end = pp_month_first(own->planned_on, months);
    if (!pp_solve_workforce(service, &settings, months, plan, err)) {
        pp_plan_destroy(plan);
        plan = NULL;
    }
    pp_service_destroy(service);
    return plan;
}

static bool same_costs(const struct pp_plan *a, const struct pp_plan *b)
{
    bool same = a->n_cost_lines == b->n_cost_lines;
    for (int32_t i = 0; same && i < a->n_cost_lines; i++) {
        const struct pp_cost_line *one = &a->cost_lines[i], *other = &b->cost_lines[i];
        same = one->month == other->month && one->stream == other->stream &&
               one->amount == other->amount && strcmp(one->line, other->line) == 0;
    }
    return same;
}

static bool same_months(const struct pp_plan *a, const struct pp_plan *b)
{
    bool same = a->n_months == b->n_months;
    for (int32_t i = 0; same && i < a->n_months; i++) {
        const struct pp_month *one = &a->months[i], *other = &b->months[i];
        same = one->month == other->month && one->role == other->role &&
               one->establishment == other->establishment && one->in_post == other->in_post &&
               one->vacancy == other->vacancy && one->bank == other->bank &&
               one->agency == other->agency && one->overtime == other->overtime &&
               one->unmet == other->unmet && one->needed == other->needed &&
               one->starters == other->starters && one->leavers == other->leavers &&
               one->recruits == other->recruits && one->moved == other->moved;
    }
    return same;
}

/* Whether the forecast with the changes of `kept` is that of `plan`. */
static bool is_same(struct trial *trial, uint64_t kept, const struct pp_plan *plan, bool *same,
                    struct pp_err *err)
{
    struct pp_plan *other = forecast_with(trial, kept, err);
    *same = other != NULL && same_months(plan, other) && same_costs(plan, other);
    bool good = other != NULL;
    pp_plan_destroy(other);
    return good;
}

/* ---- Why, and what to do ---- */

static bool is_kind(const struct pp_change *change, const char *name)
{
    return strcmp(pp_change_kinds[change->kind].name, name) == 0;
}

static void explain(const struct trial *trial, const struct pp_change *change, bool alone,
                    struct pp_buf *out)
{
    char last[PP_DATE_TEXT];
    const struct pp_change_kind *kind = &pp_change_kinds[change->kind];
    bool until = is_kind(change, "close-team") || is_kind(change, "end-agency");
    if (kind->amount && change->amount == 0) {
        pp_buf_add(out, "because 0 changes nothing; give another amount, or leave it out");
    } else if (kind->date && change->date >= trial->end - (until ? 1 : 0)) {
        pp_buf_printf(out,
                      "because the forecast ends on %s, before it would show; give an earlier day, "
                      "or forecast more --months",
                      pp_day_text(trial->end - 1, last));
    } else if (alone) {
        pp_buf_add(out,
                   "because the other changes of the scenario leave nothing for it to change; "
                   "leave it out, or one of them");
    } else if (is_kind(change, "leavers")) {
        pp_buf_add(out,
                   "because nobody is expected to leave in these months; see "
                   "workforce_history.csv and the contracts of practitioners.csv");
    } else if (is_kind(change, "end-agency")) {
        pp_buf_add(out,
                   "because no agency cover is bought or engaged after that day; see "
                   "cover_costs.csv, or leave it out");
    } else if (is_kind(change, "close-team")) {
        pp_buf_printf(
            out,
            "because '%s' has neither posts nor people after that day; see the column pod "
            "of posts.csv and practitioners.csv",
            change->subject);
    } else if (is_kind(change, "pay")) {
        pp_buf_add(out, "because nobody is paid by a grade with a cost then; see grade_costs.csv");
    } else if (is_kind(change, "referrals")) {
        pp_buf_add(out,
                   "because no figure of these months follows from the referrals; see "
                   "demand.csv, transitions.csv and the caps of roles.csv");
    } else {
        pp_buf_add(out, "because every month and every cost is the same without it; leave it out");
    }
}

/* "scenario late, change 2, 'end-agency 2099-12-31', " and what else there is to say. */
static void say(const struct pp_scenario *scenario, int32_t i, const struct pp_buf *words,
                struct answer *answer)
{
    struct pp_buf change = {0};
    json_t *list = json_object_get(answer->doc, "idle");
    pp_change_text(&scenario->changes[i], &change);
    pp_buf_printf(&answer->notes, "note: scenario %s, change %d, '%s' %s.\n", scenario->name,
                  (int)i + 1, pp_buf_text(&change), pp_buf_text(words));
    json_array_append_new(list,
                          json_pack("{s:o, s:o, s:o}", "scenario", answer_text(scenario->name),
                                    "change", answer_text(pp_buf_text(&change)), "sentence",
                                    answer_text(pp_buf_text(words))));
    pp_buf_finish(&change);
}

static bool say_idle(struct trial *trial, int32_t i, struct answer *answer, struct pp_err *err)
{
    bool same;
    struct pp_plan *as_it_is = forecast_with(trial, 0, err);
    bool good = as_it_is != NULL && is_same(trial, UINT64_C(1) << i, as_it_is, &same, err);
    if (good) {
        struct pp_buf words = {0};
        char begin[PP_DATE_TEXT], last[PP_DATE_TEXT];
        pp_buf_printf(&words, "changes no figure of the forecast from %s to %s, ",
                      pp_day_text(trial->begin, begin), pp_day_text(trial->end - 1, last));
        explain(trial, &trial->scenario->changes[i], !same, &words);
        say(trial->scenario, i, &words, answer);
        pp_buf_finish(&words);
    }
    pp_plan_destroy(as_it_is);
    return good;
}

static void say_early(const struct trial *trial, int32_t i, struct answer *answer)
{
    struct pp_buf words = {0};
    char begin[PP_DATE_TEXT];
    pp_buf_printf(&words,
                  "is dated before the forecast begins, on %s, and counts from then on; give a "
                  "later day if it is still to come",
                  pp_day_text(trial->begin, begin));
    say(trial->scenario, i, &words, answer);
    pp_buf_finish(&words);
}

/* ---- All changes ---- */

static bool say_change(struct trial *trial, const struct pp_plan *plan, int32_t i,
                       struct answer *answer, struct pp_err *err)
{
    const struct pp_change *change = &trial->scenario->changes[i];
    uint64_t all = UINT64_MAX >> (PP_SCENARIO_CHANGES - trial->scenario->n_changes);
    bool same;
    if (!is_same(trial, all & ~(UINT64_C(1) << i), plan, &same, err)) {
        return false;
    }
    if (same) {
        return say_idle(trial, i, answer, err);
    }
    if (pp_change_kinds[change->kind].date && change->date < trial->begin) {
        say_early(trial, i, answer);
    }
    return true;
}

bool idle_say(struct pp_store *store, const struct pp_scenario *scenario, int64_t months,
              struct answer *answer, struct pp_err *err)
{
    struct trial trial = {.store = store, .scenario = scenario, .months = months};
    if (json_object_get(answer->doc, "idle") == NULL) {
        json_object_set_new(answer->doc, "idle", json_array());
    }
    if (scenario->n_changes == 0) {
        pp_buf_printf(&answer->notes,
                      "note: scenario %s has no change, so it is the service as imported\n",
                      scenario->name);
        return true;
    }
    struct pp_plan *plan =
        forecast_with(&trial, UINT64_MAX >> (PP_SCENARIO_CHANGES - scenario->n_changes), err);
    bool good = plan != NULL;
    for (int32_t i = 0; good && i < scenario->n_changes; i++) {
        good = say_change(&trial, plan, i, answer, err);
    }
    pp_plan_destroy(plan);
    return good;
}
