// SPDX-License-Identifier: GPL-3.0-or-later
/* Checks of settings, dates that come in pairs, places and travel. */
#include "checks.h"

#include <string.h>

static void cases_before_plan(const struct checks_case *c)
{
    const struct pp_settings *settings = &c->service->settings;
    char cases[PP_DATE_TEXT], planned[PP_DATE_TEXT];
    if (settings->cases_from < settings->planned_on) {
        checks_add(
            c, PP_NONE, "cases_from", "%s is before planned_on, %s; give that day or a later one",
            pp_day_text(settings->cases_from, cases), pp_day_text(settings->planned_on, planned));
    }
}

static void rota_begins_on_monday(const struct checks_case *c)
{
    pp_day from = c->service->settings.rota_from;
    char given[PP_STAMP_TEXT], before[PP_DATE_TEXT], after[PP_DATE_TEXT];
    if (pp_weekday(from) == 0) {
        return;
    }
    pp_day monday = from - pp_weekday(from);
    checks_add(c, PP_NONE, "rota_from", "%s is no Monday; allowed: a Monday, say %s or %s",
               pp_day_words(from, given), pp_day_text(monday, before),
               pp_day_text(monday + 7, after));
}

/* The plan could not be read again. */
static void rota_ends_too_late(const struct checks_case *c)
{
    const struct pp_settings *settings = &c->service->settings;
    char from[PP_STAMP_TEXT];
    if (pp_civil_from_day(settings->rota_from + 7 * settings->rota_weeks - 1).year > PP_LAST_YEAR) {
        checks_add(
            c, PP_NONE, "rota_from", "%d weeks from %s end after the year %d, the last; plan fewer",
            (int)settings->rota_weeks, pp_day_words(settings->rota_from, from), PP_LAST_YEAR);
    }
}

static void forecast_ends_too_late(const struct checks_case *c)
{
    const struct pp_settings *settings = &c->service->settings;
    char from[PP_STAMP_TEXT];
    pp_day month = pp_month_first(settings->planned_on, settings->forecast_months - 1);
    if (pp_civil_from_day(month).year > PP_LAST_YEAR) {
        checks_add(c, PP_NONE, "forecast_months",
                   "%d months from %s end after the year %d, the last; look fewer ahead",
                   (int)settings->forecast_months, pp_day_words(settings->planned_on, from),
                   PP_LAST_YEAR);
    }
}

/* Columns of which the second must not be earlier than the first. */
static const struct {
    enum pp_table_id table;
    const char *first, *last;
} date_pairs[] = {
    {PP_TABLE_practitioners, "start", "end"}, {PP_TABLE_reductions, "from", "to"},
    {PP_TABLE_shifts, "from", "to"},          {PP_TABLE_leave, "from", "to"},
    {PP_TABLE_posts, "start", "end"},         {PP_TABLE_costs, "from", "to"},
    {PP_TABLE_streams, "start", "end"},       {PP_TABLE_secondments, "from", "to"},
};

static void last_day_before_first(const struct checks_case *c, int32_t row)
{
    const struct pp_table *table = pp_table(c->check->table);
    for (size_t p = 0; p < sizeof(date_pairs) / sizeof(date_pairs[0]); p++) {
        if (date_pairs[p].table != table->id) {
            continue;
        }
        int32_t first_column = pp_column_find(table, date_pairs[p].first);
        int32_t last_column = pp_column_find(table, date_pairs[p].last);
        pp_day first = (pp_day)pp_cell_value(c->service, table, row, first_column);
        pp_day last = (pp_day)pp_cell_value(c->service, table, row, last_column);
        char one[PP_DATE_TEXT], two[PP_DATE_TEXT];
        if (last != PP_NO_DAY && last < first) {
            checks_add(c, row, date_pairs[p].last,
                       "%s is before %s, %s; correct one of the two days", pp_day_text(last, one),
                       date_pairs[p].first, pp_day_text(first, two));
        }
    }
}

static void travel_to_itself(const struct checks_case *c, int32_t row)
{
    const struct pp_travel *travel = &c->service->travel[row];
    if (travel->from_patch == travel->to_patch) {
        checks_add(c, row, "to_patch", "'%s' is where the way begins; inside a patch it is 0",
                   c->service->patches[travel->to_patch].patch);
    }
}

static bool is_reached_from_a_pod(const struct pp_service *service, int32_t patch)
{
    for (int32_t pod = 0; pod < service->n_pods; pod++) {
        if (pp_travel_minutes(service, service->pods[pod].patch, patch) != PP_UNKNOWN) {
            return true;
        }
    }
    return false;
}

static void patch_out_of_reach(const struct checks_case *c, int32_t row)
{
    if (!is_reached_from_a_pod(c->service, row)) {
        checks_add(c, row, "patch",
                   "nobody said how long the way to '%s' takes from any pod; its travel is not "
                   "counted; travel.csv may say it",
                   c->service->patches[row].patch);
    }
}

static void pod_without_people(const struct checks_case *c, int32_t row)
{
    const struct pp_index *members = &c->service->members_of;
    if (members->start[row] == members->start[row + 1]) {
        checks_add(c, row, "pod", "nobody works in '%s'", c->service->pods[row].pod);
    }
}

static void pod_closes_later(const struct checks_case *c, int32_t row)
{
    const struct pp_pod *pod = &c->service->pods[row];
    pp_day day = c->service->settings.cases_from;
    char closes[PP_DATE_TEXT], from[PP_DATE_TEXT];
    if (pod->closes_on != PP_NO_DAY && pod->closes_on >= day) {
        checks_add(c, row, "closes_on",
                   "'%s' is open until %s, and cases_from is %s: its families are handed over only "
                   "when cases_from is later",
                   pod->pod, pp_day_text(pod->closes_on, closes), pp_day_text(day, from));
    }
}

const struct check checks_places[] = {
    {true, CHECKS_SETTINGS, "`cases_from` is before `planned_on`.", .whole = cases_before_plan,
     .dated = true},
    {false, CHECKS_SETTINGS, "`rota_from` is no Monday.", .whole = rota_begins_on_monday,
     .dated = true},
    {false, CHECKS_SETTINGS, "The rota ends after the year 2199.", .whole = rota_ends_too_late,
     .dated = true},
    {false, CHECKS_SETTINGS, "The forecast ends after the year 2199.",
     .whole = forecast_ends_too_late, .dated = true},
    {false, PP_TABLE_practitioners, "`end` is before `start`.", .row = last_day_before_first},
    {false, PP_TABLE_reductions, "`to` is before `from`.", .row = last_day_before_first},
    {false, PP_TABLE_shifts, "`to` is before `from`.", .row = last_day_before_first},
    {false, PP_TABLE_leave, "`to` is before `from`.", .row = last_day_before_first},
    {false, PP_TABLE_posts, "`end` is before `start`.", .row = last_day_before_first},
    {false, PP_TABLE_costs, "`to` is before `from`.", .row = last_day_before_first},
    {false, PP_TABLE_streams, "`end` is before `start`.", .row = last_day_before_first},
    {false, PP_TABLE_secondments, "`to` is before `from`.", .row = last_day_before_first},
    {false, PP_TABLE_travel, "The way leads from a patch to itself.", .row = travel_to_itself},
    {true, PP_TABLE_patches, "No way from any pod to the patch is known.",
     .row = patch_out_of_reach},
    {true, PP_TABLE_pods, "Nobody works in the pod.", .row = pod_without_people},
    {true, PP_TABLE_pods, "The pod closes, but not before `cases_from`.", .row = pod_closes_later,
     .dated = true},
    {0},
};
