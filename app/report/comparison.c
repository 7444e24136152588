// SPDX-License-Identifier: GPL-3.0-or-later
/* Two scenarios: their lines by financial year, and every report of them into one folder. */
#include "comparison.h"

#include <podplan/schema.h>

#include <string.h>

const char *const comparison_files[] = {
    "comparison.csv",       "comparison_years.csv",  "comparison_costs.csv",
    "comparison_lines.csv", "comparison_months.csv", "comparison.json",
    "comparison.xlsx",      "comparison.html",       NULL,
};

static const char *const line_names[COMPARISON_LINES] = {
    "establishment", "in_post",    "vacancy",  "bank",       "agency",
    "overtime",      "unmet",      "needed",   "staff_cost", "cover_cost",
    "other_cost",    "total_cost", "cost_p10", "cost_p50",   "cost_p90"};

const char *comparison_line_name(int32_t line)
{
    return line_names[line];
}

bool comparison_is_money(int32_t line)
{
    return line >= COMPARISON_STAFF;
}

/* ---- Lines by financial year ---- */

static int64_t *figures_of(struct comparison_years *years, pp_day month)
{
    int32_t year = pp_financial_year(month) - years->first_year;
    years->n_years = year + 1 > years->n_years ? year + 1 : years->n_years;
    return years->figures[year];
}

static void add_months(const struct pp_plan *plan, struct comparison_years *years)
{
    for (int32_t i = 0; i < plan->n_months; i++) {
        const struct pp_month *month = &plan->months[i];
        if (month->role == PP_NONE) {
            int64_t *f = figures_of(years, month->month);
            years->months[pp_financial_year(month->month) - years->first_year]++;
            f[COMPARISON_ESTABLISHMENT] += month->establishment;
            f[COMPARISON_IN_POST] += month->in_post;
            f[COMPARISON_VACANCY] += month->vacancy;
            f[COMPARISON_BANK] += month->bank;
            f[COMPARISON_AGENCY] += month->agency;
            f[COMPARISON_OVERTIME] += month->overtime;
            f[COMPARISON_UNMET] += month->unmet;
            f[COMPARISON_NEEDED] += month->needed == PP_UNKNOWN ? 0 : month->needed;
        }
    }
    for (int32_t y = 0; y < years->n_years; y++) {
        int32_t n = years->months[y];
        for (int32_t line = 0; line <= COMPARISON_NEEDED && n > 0; line++) {
            years->figures[y][line] = (years->figures[y][line] + n / 2) / n;
        }
    }
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static enum comparison_line cost_kind(const char *line)
{
    return begins(line, "staff: ")  ? COMPARISON_STAFF
           : pp_line_is_cover(line) ? COMPARISON_COVER
                                    : COMPARISON_OTHER;
}

static void add_costs(const struct pp_plan *plan, struct comparison_years *years)
{
    for (int32_t i = 0; i < plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &plan->cost_lines[i];
        int64_t *f = figures_of(years, line->month);
        f[cost_kind(line->line)] += line->amount;
        f[COMPARISON_TOTAL] += line->amount;
    }
}

static void add_ranges(const struct pp_plan *plan, struct comparison_years *years)
{
    for (int32_t i = 0; i < plan->n_ranges; i++) {
        const struct pp_range *range = &plan->ranges[i];
        int64_t *f = figures_of(years, range->month);
        int32_t year = pp_financial_year(range->month) - years->first_year;
        if (range->role == PP_NONE && range->line == PP_RANGE_COST &&
            range->months == years->months[year]) {
            f[COMPARISON_P10] = range->p10;
            f[COMPARISON_P50] = range->p50;
            f[COMPARISON_P90] = range->p90;
        }
    }
}

void comparison_years(const struct pp_plan *plan, pp_day from, struct comparison_years *years)
{
    *years = (struct comparison_years){.first_year = pp_financial_year(from)};
    add_months(plan, years);
    add_costs(plan, years);
    add_ranges(plan, years);
}

/* ---- What the figures of each side are made of ---- */

const char *const comparison_sides[COMPARISON_SIDES] = {"Scenario", "Against"};

static const char *const working_names[] = {
    "forecast",    "costs",       "cost_lines",  "staff_paid", "pay_rates",    "staff_costs",
    "cover_costs", "other_costs", "grade_costs", "training",   "recruit_rates"};
enum {
    WORKINGS = sizeof(working_names) / sizeof(working_names[0])
};

static const struct table_source *source_called(const char *name)
{
    const struct table_source *found = NULL;
    for (int32_t s = 0; s < n_table_sources; s++) {
        if (strcmp(table_sources[s].name, name) == 0) {
            found = &table_sources[s];
        }
    }
    return found;
}

/* The tables of one side, on sheets that bear its name. */
static void make_workings(const struct comparison_side *side, const char *name,
                          struct pp_arena *arena, struct table workings[WORKINGS])
{
    const struct report_input input = {.service = side->service, .plan = side->plan};
    struct table_source *sources = PP_NEW(arena, struct table_source, WORKINGS);
    for (int32_t t = 0; t < WORKINGS; t++) {
        sources[t] = *source_called(working_names[t]);
        sources[t].title = pp_arena_printf(arena, "%s %s", name, sources[t].title);
        table_make(&input, &sources[t], &workings[t]);
        table_refer_to(&workings[t], name);
    }
}

/* ---- Every report ---- */

bool comparison_write(const struct comparison *comparison, const char *dir, struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct table tables[COMPARISON_TABLES], workings[COMPARISON_SIDES * WORKINGS];
    const struct pp_settings *settings = &comparison->against.service->settings;
    struct table_set set = {
        .tables = tables,
        .count = COMPARISON_TABLES,
        .title = pp_arena_printf(&arena, "%s: %s against %s", settings->service_name,
                                 comparison->scenario.name, comparison->against.name),
        .day = settings->planned_on,
        .workings = workings,
        .n_workings = COMPARISON_SIDES * WORKINGS};
    comparison_tables(comparison, tables);
    make_workings(&comparison->scenario, comparison_sides[0], &arena, workings);
    make_workings(&comparison->against, comparison_sides[1], &arena, workings + WORKINGS);
    bool ok = table_set_write(&set, dir, "comparison", err) &&
              html_write_comparison(comparison, tables,
                                    pp_arena_printf(&arena, "%s/comparison.html", dir), err);
    for (int32_t t = 0; t < COMPARISON_TABLES; t++) {
        table_finish(&tables[t]);
    }
    for (int32_t t = 0; t < COMPARISON_SIDES * WORKINGS; t++) {
        table_finish(&workings[t]);
    }
    pp_arena_finish(&arena);
    return ok;
}
