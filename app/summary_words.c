// SPDX-License-Identifier: GPL-3.0-or-later
/* A plan in plain words, 80 columns wide, for somebody who runs a service. */
#include "answer.h"
#include "summary.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    TERM_COLUMN = 13, ///< where the text of a heading begins
    SHOWN_OF_A_RULE = 4,
    SHOWN_STARTS = 6
};

/** How a person is called in a line of figures. */
static const char *person(const struct pp_service *service, int32_t practitioner)
{
    return service->practitioners[practitioner].practitioner;
}

static void say_families(const struct summary *s, struct pp_buf *out)
{
    struct pp_buf line = {0};
    pp_buf_printf(&line, "%d of %d have a practitioner", (int)s->placed, (int)s->families);
    if (s->placed < s->families) {
        pp_buf_printf(&line, "; %d could not be placed", (int)(s->families - s->placed));
    }
    words_entry(out, TERM_COLUMN, "Families", pp_buf_text(&line));
    pp_buf_finish(&line);
}

static void say_escalation(const struct summary *s, struct pp_buf *out)
{
    struct pp_buf line = {0};
    pp_buf_count(&line, s->escalated, "family has", "families have");
    pp_buf_printf(&line,
                  " escalated: %d with a social worker beside the practitioner, %d with a "
                  "social worker altogether",
                  (int)s->accompanied, (int)s->across);
    words_entry(out, TERM_COLUMN, "Step-down", pp_buf_text(&line));
    pp_buf_finish(&line);
}

/** "22 cases of pods that close: 6 closed, 9 stepped down to early help, …" */
static void say_closing(const struct summary *s, struct pp_buf *out)
{
    static const char *const words[PP_DESTINATIONS] = {
        [PP_CASE_CLOSED] = "closed",
        [PP_STEPPED_DOWN] = "stepped down to early help",
        [PP_STEPPED_ACROSS] = "stepped across to a social worker",
        [PP_MOVED_ON] = "moved to another family practitioner",
    };
    struct pp_buf line = {0};
    int32_t all = 0;
    for (int kind = 0; kind < PP_DESTINATIONS; kind++) {
        all += s->destinations[kind];
    }
    pp_buf_count(&line, all, "case of a pod that closes has", "cases of pods that close have");
    pp_buf_add(&line, " a destination");
    const char *before = ": ";
    for (int kind = 0; kind < PP_DESTINATIONS; kind++) {
        if (s->destinations[kind] > 0) {
            pp_buf_printf(&line, "%s%d %s", before, (int)s->destinations[kind], words[kind]);
            before = ", ";
        }
    }
    char day[PP_STAMP_TEXT];
    pp_buf_printf(&line, "; the last on %s", pp_day_words(s->last_handover, day));
    words_entry(out, TERM_COLUMN, "Closing", pp_buf_text(&line));
    pp_buf_finish(&line);
}

static void say_caseloads(const struct pp_service *service, const struct summary *s,
                          struct pp_buf *out)
{
    struct pp_buf line = {0};
    pp_buf_count(&line, s->holders, "person holds", "people hold");
    pp_buf_add(&line, " cases");
    if (s->holders > 0) {
        pp_buf_printf(&line, ", filled to between %d%% (%s) and %d%% (%s) of their capacity",
                      (int)((s->lowest + 5) / 10), person(service, s->lowest_holder),
                      (int)((s->highest + 5) / 10), person(service, s->highest_holder));
    }
    words_entry(out, TERM_COLUMN, "Caseloads", pp_buf_text(&line));
    pp_buf_finish(&line);
}

static void say_rota(const struct pp_plan *plan, const struct summary *s, struct pp_buf *out)
{
    char from[PP_STAMP_TEXT], to[PP_STAMP_TEXT];
    struct pp_buf line = {0};
    int64_t covered = s->turns - s->open;
    // rounded down, because 100% must mean all
    pp_buf_printf(&line, "%" PRId64 " of %" PRId64 " turns covered (%d.%d%%), %s to %s", covered,
                  s->turns, s->turns == 0 ? 100 : (int)(covered * 100 / s->turns),
                  s->turns == 0 ? 0 : (int)(covered * 1000 / s->turns % 10),
                  pp_day_words(plan->rota_from, from),
                  pp_day_words(plan->rota_from + 7 * plan->rota_weeks - 1, to));
    if (s->states[PP_PUBLISHED] + s->states[PP_WORKED] > 0) {
        pp_buf_printf(&line, "; %d published, %d worked, ", s->states[PP_PUBLISHED],
                      s->states[PP_WORKED]);
        pp_buf_count(&line, s->states[PP_DRAFT], "draft", "drafts");
    }
    words_entry(out, TERM_COLUMN, "Rota", pp_buf_text(&line));
    pp_buf_finish(&line);
}

static void say_training(const struct summary *s, struct pp_buf *out)
{
    struct pp_buf line = {0};
    pp_buf_count(&line, s->seats, "seat", "seats");
    pp_buf_add(&line, " on ");
    pp_buf_count(&line, s->sessions, "session", "sessions");
    pp_buf_add(&line, ", ");
    pp_buf_money(&line, s->training_price);
    pp_buf_add(&line, " in fees");
    words_entry(out, TERM_COLUMN, "Training", pp_buf_text(&line));
    pp_buf_finish(&line);
}

/** Thousandths summed over months as an average with one decimal. */
static void add_average(struct pp_buf *line, int64_t sum, int32_t months)
{
    pp_buf_milli(line, months == 0 ? 0 : (sum / months + 50) / 100 * 100);
}

static void say_year(const struct summary_year *year, struct pp_buf *out)
{
    char name[PP_TIME_TEXT];
    struct pp_buf line = {0};
    pp_buf_count(&line, year->months, "month: ", "months: ");
    add_average(&line, year->vacancy, year->months);
    pp_buf_add(&line, " of ");
    add_average(&line, year->establishment, year->months);
    pp_buf_add(&line, " posts vacant on average");
    if (year->unmet >= 50 * (int64_t)year->months) { // what would read as 0.1
        pp_buf_add(&line, ", ");
        add_average(&line, year->unmet, year->months);
        pp_buf_add(&line, " of them not covered");
    }
    pp_buf_add(&line, "; cover costs ");
    pp_buf_pounds(&line, year->cover_cost);
    pp_buf_add(&line, " of ");
    pp_buf_pounds(&line, year->total_cost);
    if (year->unpaid > 0) {
        pp_buf_add(&line, ", for ");
        pp_buf_pounds(&line, year->unpaid);
        pp_buf_add(&line, " of which no funding stream pays");
    }
    words_entry(out, TERM_COLUMN, pp_financial_year_text(year->year, name), pp_buf_text(&line));
    pp_buf_finish(&line);
}

/** "in post 38.1 (36.0 to 40.0)" */
static void add_range(struct pp_buf *line, const char *what, const struct pp_range *range)
{
    pp_buf_printf(line, "%s%s ", line->length == 0 ? "" : "; ", what);
    if (range->line >= PP_RANGE_COST) {
        pp_buf_money(line, range->p50);
        pp_buf_add(line, " (");
        pp_buf_money(line, range->p10);
        pp_buf_add(line, " to ");
        pp_buf_money(line, range->p90);
    } else {
        add_average(line, range->p50, 1);
        pp_buf_add(line, " (");
        add_average(line, range->p10, 1);
        pp_buf_add(line, " to ");
        add_average(line, range->p90, 1);
    }
    pp_buf_add(line, ")");
}

/** Whom the staffing plan starts when, and what an earlier start is worth. */
static void say_staffing(const struct pp_service *service, const struct pp_plan *plan,
                         struct pp_buf *out)
{
    struct pp_buf line = {0};
    int32_t shown = 0;
    for (int32_t i = 0; i < plan->n_staffing; i++) {
        const struct pp_staffing *row = &plan->staffing[i];
        char day[PP_STAMP_TEXT];
        if (row->starts >= 50 && row->role != PP_NONE && shown++ < SHOWN_STARTS) {
            pp_buf_add(&line, line.length == 0 ? "start " : "; ");
            pp_buf_milli(&line, row->starts);
            pp_buf_printf(&line, " %s on %s", pp_row_name(service, PP_TABLE_roles, row->role),
                          pp_day_words(row->month, day));
        }
    }
    if (shown > SHOWN_STARTS) {
        pp_buf_printf(&line, "; and %d more", (int)(shown - SHOWN_STARTS));
    }
    for (int32_t i = 0; i < plan->n_advice; i++) {
        pp_buf_printf(&line, "%s%s",
                      line.length == 0 ? ""
                      : i == 0         ? ". "
                                       : " ",
                      plan->advice[i].sentence);
    }
    if (plan->n_staffing > 0) {
        words_entry(out, TERM_COLUMN, "Staffing",
                    shown == 0 ? "nobody to start" : pp_buf_text(&line));
    }
    pp_buf_finish(&line);
}

/** Where the service may stand in the last month, and what each year may cost. */
static void say_ranges(const struct pp_plan *plan, struct pp_buf *out)
{
    static const char *const names[PP_RANGE_LINES] = {[PP_RANGE_IN_POST] = "in post",
                                                      [PP_RANGE_VACANCY] = "vacant",
                                                      [PP_RANGE_AGENCY] = "agency"};
    struct pp_buf last = {0}, years = {0};
    for (int32_t i = 0; i < plan->n_ranges; i++) {
        const struct pp_range *range = &plan->ranges[i];
        if (range->role != PP_NONE) {
            continue;
        }
        if (range->months == 1 && range->month == plan->ranges[plan->n_ranges - 1].month &&
            names[range->line] != NULL) {
            add_range(&last, names[range->line], range);
        } else if (range->months > 1) {
            char name[PP_TIME_TEXT], what[64];
            snprintf(what, sizeof(what), "%s%s",
                     pp_financial_year_text(pp_financial_year(range->month), name),
                     range->line == PP_RANGE_PLAN ? " by the staffing plan" : "");
            add_range(&years, what, range);
        }
    }
    if (plan->n_ranges > 0) {
        pp_buf_add(&last,
                   " in the last month: the middle of the simulated paths, and within the "
                   "brackets 8 of 10 of them");
        words_entry(out, TERM_COLUMN, "Ranges", pp_buf_text(&last));
        if (years.length > 0) {
            pp_buf_add(&years,
                       ": the middle of the simulated paths; the costs of the years above "
                       "are the mean of all of them");
            words_entry(out, TERM_COLUMN, "Cost", pp_buf_text(&years));
        }
    }
    pp_buf_finish(&last);
    pp_buf_finish(&years);
}

/** Net savings of each cohort, in the order in which the cohorts first appear. */
static void say_savings(const struct pp_service *service, const struct pp_plan *plan,
                        struct pp_buf *out)
{
    struct pp_buf line = {0};
    for (int32_t s = 0; s < plan->n_savings; s++) {
        const char *cohort = service->benefits[plan->savings[s].benefit].cohort;
        int64_t net = 0;
        bool seen = false;
        for (int32_t other = 0; other < plan->n_savings; other++) {
            if (strcmp(service->benefits[plan->savings[other].benefit].cohort, cohort) == 0) {
                seen |= other < s;
                net += plan->savings[other].net;
            }
        }
        if (!seen) {
            pp_buf_add(&line, line.length > 0 ? ", " : "");
            pp_buf_money(&line, net);
            pp_buf_printf(&line, " a year in %s", cohort);
        }
    }
    if (line.length > 0) {
        words_entry(out, TERM_COLUMN, "Savings", pp_buf_text(&line));
    }
    pp_buf_finish(&line);
}

/** Each shortfall with its remedy; of many alike the first few. */
static void say_shortfalls(const struct pp_plan *plan, struct pp_buf *out)
{
    if (plan->n_shortfalls == 0) {
        pp_buf_add(out, verdict_planned(plan) == ALL_STAGES
                            ? "\nEverything fits.\n"
                            : "\nEverything planned so far fits.\n");
        return;
    }
    pp_buf_printf(out, "\nWhat does not fit (%d), and what would close it\n",
                  (int)plan->n_shortfalls);
    int32_t alike = 0, stage = PP_STAGES;
    for (int32_t s = 0; s < plan->n_shortfalls; s++) {
        const struct pp_shortfall *row = &plan->shortfalls[s];
        alike = s > 0 && strcmp(row->rule, row[-1].rule) == 0 ? alike + 1 : 0;
        if (row->stage != stage) {
            stage = row->stage;
            pp_buf_printf(out, "\n%s\n", pp_stage_word((enum pp_stage)stage));
        }
        if (alike < SHOWN_OF_A_RULE) {
            answer_shortfall_words(plan, s, out);
        }
        bool last = s + 1 == plan->n_shortfalls || strcmp(row->rule, row[1].rule) != 0;
        if (last && alike >= SHOWN_OF_A_RULE) {
            pp_buf_printf(out, "      … and %d more of this kind (podplan explain shortfall)\n",
                          (int)(alike + 1 - SHOWN_OF_A_RULE));
        }
    }
}

/** Hard rules that a stage planned earlier no longer keeps. */
static void say_outdated(const struct task_result *result, struct pp_buf *out)
{
    unsigned planned = verdict_planned(result->plan);
    struct pp_buf line = {0};
    for (int stage = 0; stage < PP_STAGES; stage++) {
        int32_t rule = verdict_unnamed(result->sums, planned & 1u << stage);
        if (rule != PP_NONE) {
            pp_buf_printf(&line, "%s%s (%s)", line.length > 0 ? ", " : "",
                          pp_stage_word((enum pp_stage)stage), pp_rules[rule].name);
        }
    }
    if (line.length > 0) {
        pp_buf_printf(out,
                      "\nNo longer fits and should be planned again: %s. podplan check says "
                      "more.\n",
                      pp_buf_text(&line));
    }
    pp_buf_finish(&line);
}

void summary_words(const struct pp_service *service, const struct task_result *result,
                   struct pp_buf *out)
{
    const struct pp_plan *plan = result->plan;
    struct summary s;
    summary_make(service, result, &s);
    if (plan->info[PP_ALLOCATION].status != PP_NOT_RUN) {
        say_families(&s, out);
        if (s.escalated > 0) {
            say_escalation(&s, out);
        }
        if (s.last_handover != PP_NO_DAY) {
            say_closing(&s, out);
        }
        say_caseloads(service, &s, out);
    }
    if (plan->info[PP_ROTA].status != PP_NOT_RUN) {
        say_rota(plan, &s, out);
    }
    if (plan->info[PP_TRAINING].status != PP_NOT_RUN) {
        say_training(&s, out);
    }
    for (int32_t year = 0; year < s.n_years; year++) {
        say_year(&s.years[year], out);
    }
    say_staffing(service, plan, out);
    say_ranges(plan, out);
    say_savings(service, plan, out);
    say_shortfalls(plan, out);
    say_outdated(result, out);
}
