// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scenarios: the one table of kinds of changes, and what each does to the rows
 * of a service.  A change writes the same rows that a user would write into
 * the CSV files, so that what is forecast of a scenario is what would be
 * forecast once it is adopted.
 */
#include <podplan/limits.h>
#include <podplan/scenario.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WHOLE = 100000, ///< thousandths of a per cent
    WORDS = 4
};

static int32_t row_of(const struct pp_service *service, int32_t table, const char *key)
{
    const struct pp_table *t = pp_table((enum pp_table_id)table);
    for (int32_t row = 0; row < pp_table_count(service, t); row++) {
        if (strcmp(pp_row_key(service, t->id, row), key) == 0) {
            return row;
        }
    }
    return PP_NONE;
}

/* A copy of `count` rows with room for `more`. */
static void *with_room(struct pp_service *service, const void *rows, int32_t count, int32_t more,
                       size_t size)
{
    char *copy = pp_arena_alloc(&service->arena, (size_t)count + (size_t)more, size);
    if (count > 0) {
        memcpy(copy, rows, (size_t)count * size);
    }
    return copy;
}

/* value x (100% + amount), to the nearest whole, halves up. */
static int64_t changed_by(int64_t value, int64_t amount)
{
    return (value * (WHOLE + amount) + WHOLE / 2) / WHOLE;
}

static pp_day earlier(pp_day end, pp_day date, pp_day start)
{
    pp_day last = end == PP_NO_DAY || end > date ? date : end;
    return last > start ? last : start;
}

/* ---- What each kind does ---- */

static bool add_posts(struct pp_service *service, const struct pp_change *change,
                      struct pp_err *err)
{
    struct pp_post post = {.role = row_of(service, PP_TABLE_roles, change->subject),
                           .pod = PP_NONE,
                           .grade = PP_NONE,
                           .fte = (int32_t)change->amount,
                           .start = change->date,
                           .end = PP_NO_DAY,
                           .stream = PP_NONE};
    if (service->roles[post.role].grade == PP_NONE) {
        return pp_fail(err, PP_E_STATE, "role %s has no grade, so posts of it have no cost",
                       change->subject);
    }
    int32_t number = 1;
    do {
        post.post = pp_arena_printf(&service->arena, "scenario-%d", (int)number++);
    } while (row_of(service, PP_TABLE_posts, post.post) != PP_NONE);
    service->posts = with_room(service, service->posts, service->n_posts, 1, sizeof(post));
    service->posts[service->n_posts++] = post;
    return true;
}

static bool close_team(struct pp_service *service, const struct pp_change *change,
                       struct pp_err *err)
{
    int32_t pod = row_of(service, PP_TABLE_pods, change->subject), kept = 0;
    (void)err;
    for (int32_t i = 0; i < service->n_posts; i++) {
        struct pp_post *post = &service->posts[i];
        if (post->pod == pod && post->start > change->date) {
            continue; // a post that would begin later never does
        }
        if (post->pod == pod) {
            post->end = earlier(post->end, change->date, post->start);
        }
        service->posts[kept++] = *post;
    }
    service->n_posts = kept;
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        struct pp_practitioner *p = &service->practitioners[i];
        if (p->pod == pod) {
            p->end = earlier(p->end, change->date, p->start);
        }
    }
    return true;
}

static bool end_agency(struct pp_service *service, const struct pp_change *change,
                       struct pp_err *err)
{
    (void)err;
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        struct pp_practitioner *p = &service->practitioners[i];
        if (p->contract == PP_AGENCY) {
            p->end = earlier(p->end, change->date, p->start);
        }
    }
    for (int32_t i = 0; i < service->n_cover_costs; i++) {
        if (service->cover_costs[i].kind == PP_COVER_AGENCY) {
            service->cover_costs[i].most = 0;
        }
    }
    return true;
}

/* The cost of a grade that is in force in a year; NULL: none. */
static struct pp_grade_cost *cost_in_force(struct pp_service *service, int32_t grade, int32_t year)
{
    struct pp_grade_cost *best = NULL;
    for (int32_t i = 0; i < service->n_grade_costs; i++) {
        struct pp_grade_cost *cost = &service->grade_costs[i];
        if (cost->grade == grade && cost->financial_year <= year &&
            (best == NULL || cost->financial_year > best->financial_year)) {
            best = cost;
        }
    }
    return best;
}

static bool raise_pay(struct pp_service *service, const struct pp_change *change,
                      struct pp_err *err)
{
    int32_t year = pp_financial_year(change->date);
    service->grade_costs = with_room(service, service->grade_costs, service->n_grade_costs,
                                     service->n_grades, sizeof(service->grade_costs[0]));
    for (int32_t grade = 0; grade < service->n_grades; grade++) {
        struct pp_grade_cost *cost = cost_in_force(service, grade, year);
        if (cost != NULL && cost->financial_year < year) {
            struct pp_grade_cost from_year = *cost;
            from_year.financial_year = year;
            service->grade_costs[service->n_grade_costs++] = from_year;
        }
    }
    for (int32_t i = 0; i < service->n_grade_costs; i++) {
        struct pp_grade_cost *cost = &service->grade_costs[i];
        if (cost->financial_year >= year) {
            cost->yearly_cost = changed_by(cost->yearly_cost, change->amount);
        }
        if (cost->yearly_cost > (int64_t)PP_MAX_MONEY_POUNDS * 100) {
            return pp_fail(err, PP_E_STATE, "grade %s would cost more than %d pounds a year",
                           service->grades[cost->grade].grade, PP_MAX_MONEY_POUNDS);
        }
    }
    return true;
}

static bool change_leavers(struct pp_service *service, const struct pp_change *change,
                           struct pp_err *err)
{
    int64_t percent = changed_by(service->settings.leavers_percent, change->amount);
    if (percent > 1000) {
        return pp_fail(err, PP_E_STATE, "leavers would be %lld%% of what history says; most: 1000",
                       (long long)percent);
    }
    service->settings.leavers_percent = (int32_t)percent;
    return true;
}

/* Later months without a row have the referrals of the latest row before them. */
static bool change_referrals(struct pp_service *service, const struct pp_change *change,
                             struct pp_err *err)
{
    pp_day month = pp_month_first(change->date, 0);
    struct pp_demand *rows =
        with_room(service, service->demand, service->n_demand, 1, sizeof(rows[0]));
    const struct pp_demand *before = NULL;
    bool there = false;
    for (int32_t i = 0; i < service->n_demand; i++) {
        there = there || rows[i].month == month;
        if (rows[i].month < month && (before == NULL || rows[i].month > before->month)) {
            before = &rows[i];
        }
    }
    if (!there && before == NULL) {
        return pp_fail(err, PP_E_STATE, "nobody said how many referrals there are before %s",
                       change->date == month ? "that month" : "that day");
    }
    if (!there) {
        rows[service->n_demand] = *before;
        rows[service->n_demand++].month = month;
    }
    for (int32_t i = 0; i < service->n_demand; i++) {
        if (rows[i].month >= month) {
            int64_t referrals = changed_by(rows[i].referrals, change->amount);
            rows[i].referrals = referrals < 1000000 ? (int32_t)referrals : 1000000;
        }
    }
    service->demand = rows;
    return true;
}

#define PERCENT .amount = true, .least = -WHOLE, .most = 10 * WHOLE

const struct pp_change_kind pp_change_kinds[] = {
    {"posts", "posts ROLE FTE DATE", "Adds posts of a role from a day on, say after an inspection.",
     .table = PP_TABLE_roles, .amount = true, .least = 1, .most = 1000 * PP_FTE, .date = true,
     .apply = add_posts},
    {"close-team", "close-team POD DATE",
     "Closes a team: its posts and contracts end on that day at the latest.",
     .table = PP_TABLE_pods, .date = true, .apply = close_team},
    {"end-agency", "end-agency DATE",
     "No agency cover is bought any more; contracts end on that day at the latest.",
     .table = PP_NONE, .date = true, .apply = end_agency},
    {"pay", "pay PERCENT DATE", "Raises what every grade costs from that financial year on.",
     .table = PP_NONE, PERCENT, .date = true, .apply = raise_pay},
    {"leavers", "leavers PERCENT", "Changes how many leave; -10: retention improves by a tenth.",
     .table = PP_NONE, PERCENT, .apply = change_leavers},
    {"referrals", "referrals PERCENT DATE", "Changes the referrals from that month on.",
     .table = PP_NONE, PERCENT, .date = true, .apply = change_referrals},
};
const int32_t pp_n_change_kinds = (int32_t)(sizeof(pp_change_kinds) / sizeof(pp_change_kinds[0]));

/* ---- As text ---- */

static int32_t kind_named(const char *name)
{
    for (int32_t k = 0; k < pp_n_change_kinds; k++) {
        if (strcmp(pp_change_kinds[k].name, name) == 0) {
            return k;
        }
    }
    return PP_NONE;
}

/* Splits at spaces; returns how many words, WORDS + 1 when there are more. */
static int split(char *text, char *words[WORDS])
{
    int n = 0;
    char *rest = NULL;
    for (char *word = strtok_r(text, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        if (n == WORDS) {
            return WORDS + 1;
        }
        words[n++] = word;
    }
    return n;
}

/* A number with at most three decimals, in thousandths. */
static bool read_milli(const char *text, int64_t *value)
{
    const char *at = text + (text[0] == '-' || text[0] == '+');
    int64_t sum = 0;
    int decimals = -1, digits = 0;
    for (; *at != '\0'; at++) {
        if (*at == '.' && decimals < 0) {
            decimals = 0;
        } else if (isdigit((unsigned char)*at) && digits < 9 && decimals < 3) {
            sum = 10 * sum + (*at - '0');
            digits++;
            decimals += decimals >= 0;
        } else {
            return false;
        }
    }
    for (int d = decimals < 0 ? 0 : decimals; d < 3; d++) {
        sum *= 10;
    }
    *value = text[0] == '-' ? -sum : sum;
    return digits > 0;
}

static bool read_amount(const struct pp_change_kind *kind, const char *text, int64_t *amount,
                        struct pp_err *err)
{
    if (read_milli(text, amount) && *amount >= kind->least && *amount <= kind->most) {
        return true;
    }
    return pp_fail(err, PP_E_USAGE, "'%s' of a change '%s' is no number from %g to %g", text,
                   kind->name, (double)kind->least / 1000.0, (double)kind->most / 1000.0);
}

bool pp_change_parse(const char *text, struct pp_arena *arena, struct pp_change *change,
                     struct pp_err *err)
{
    char *words[WORDS];
    int n = split(pp_arena_string(arena, text), words), next = 1;
    int32_t k = n > 0 ? kind_named(words[0]) : PP_NONE;
    if (k == PP_NONE) {
        struct pp_buf kinds = {0};
        for (int32_t i = 0; i < pp_n_change_kinds; i++) {
            pp_buf_printf(&kinds, "%s%s", i == 0 ? "" : "; ", pp_change_kinds[i].usage);
        }
        pp_fail(err, PP_E_USAGE, "'%s' is no change; there are: %s", text, pp_buf_text(&kinds));
        pp_buf_finish(&kinds);
        return false;
    }
    const struct pp_change_kind *kind = &pp_change_kinds[k];
    *change = (struct pp_change){.kind = k, .date = PP_NO_DAY};
    if (n != 1 + (kind->table != PP_NONE) + kind->amount + kind->date) {
        return pp_fail(err, PP_E_USAGE, "'%s' should be: %s", text, kind->usage);
    }
    if (kind->table != PP_NONE) {
        change->subject = words[next++];
    }
    if (kind->amount && !read_amount(kind, words[next++], &change->amount, err)) {
        return false;
    }
    return !kind->date || pp_day_parse(words[next], &change->date) ||
           pp_fail(err, PP_E_USAGE, "'%s' is no date; write YYYY-MM-DD", words[next]);
}

void pp_change_text(const struct pp_change *change, struct pp_buf *out)
{
    const struct pp_change_kind *kind = &pp_change_kinds[change->kind];
    char day[PP_DATE_TEXT];
    pp_buf_add(out, kind->name);
    if (change->subject != NULL) {
        pp_buf_printf(out, " %s", change->subject);
    }
    if (kind->amount) {
        pp_buf_add(out, change->amount < 0 ? " -" : " ");
        pp_buf_milli(out, change->amount < 0 ? -change->amount : change->amount);
    }
    if (kind->date) {
        pp_buf_printf(out, " %s", pp_day_text(change->date, day));
    }
}

bool pp_scenario_name(const char *name, struct pp_err *err)
{
    size_t length = strlen(name);
    bool good = length > 0 && length <= PP_SCENARIO_NAME && strcmp(name, "baseline") != 0;
    for (size_t i = 0; good && i < length; i++) {
        good = isalnum((unsigned char)name[i]) || name[i] == '-' || name[i] == '_';
    }
    return good || pp_fail(err, PP_E_USAGE,
                           "'%.64s' is no name for a scenario: up to %d letters, digits, hyphens "
                           "and underscores; 'baseline' is the service as imported",
                           name, PP_SCENARIO_NAME);
}

bool pp_scenario_apply(struct pp_service *service, const struct pp_scenario *scenario,
                       struct pp_err *err)
{
    for (int32_t i = 0; i < scenario->n_changes; i++) {
        const struct pp_change *change = &scenario->changes[i];
        const struct pp_change_kind *kind = &pp_change_kinds[change->kind];
        if (kind->table != PP_NONE && row_of(service, kind->table, change->subject) == PP_NONE) {
            return pp_fail(err, PP_E_STATE, "scenario %s: there is no '%s' in %s.csv",
                           scenario->name, change->subject,
                           pp_table((enum pp_table_id)kind->table)->name);
        }
        if (!kind->apply(service, change, err)) {
            return pp_fail_at(err, "scenario %s", scenario->name);
        }
    }
    pp_service_freeze(service);
    return true;
}
