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
    WHOLE = 100000 ///< thousandths of a per cent
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

/* The grade of the role's posts where all are agreed at one, else the role's; and so their pod. */
static struct pp_post like_its_role(const struct pp_service *service, int32_t role)
{
    struct pp_post post = {.role = role,
                           .pod = PP_NONE,
                           .grade = service->roles[role].grade,
                           .end = PP_NO_DAY,
                           .stream = PP_NONE};
    const struct pp_post *first = NULL;
    bool same_pod = true, same_grade = true;
    for (int32_t i = 0; i < service->n_posts; i++) {
        const struct pp_post *other = &service->posts[i];
        if (other->role == role) {
            first = first == NULL ? other : first;
            same_pod = same_pod && other->pod == first->pod;
            same_grade = same_grade && other->grade == first->grade;
        }
    }
    if (first != NULL && same_pod) {
        post.pod = first->pod;
    }
    if (first != NULL && same_grade && first->grade != PP_NONE) {
        post.grade = first->grade;
    }
    return post;
}

static bool add_posts(struct pp_service *service, const struct pp_change *change,
                      struct pp_err *err)
{
    struct pp_post post = like_its_role(service, row_of(service, PP_TABLE_roles, change->subject));
    post.fte = (int32_t)change->amount;
    post.start = change->date;
    if (post.grade == PP_NONE) {
        return pp_fail(err, PP_E_STATE, "role %s has no grade, so posts of it have no cost",
                       change->subject);
    }
    if (pp_grade_cost(service, post.grade, change->date) < 0 &&
        pp_grade_cost(service, post.grade, service->settings.planned_on) < 0) {
        char year[PP_TIME_TEXT];
        return pp_fail(
            err, PP_E_STATE,
            "grade %s has no cost in %s; add its row to grade_costs.csv and import again, "
            "or posts of %s would count as free",
            service->grades[post.grade].grade,
            pp_financial_year_text(pp_financial_year(change->date), year), change->subject);
    }
    int32_t number = 1;
    do {
        post.post = pp_arena_printf(&service->arena, "scenario-%d", (int)number++);
    } while (row_of(service, PP_TABLE_posts, post.post) != PP_NONE);
    service->posts = with_room(service, service->posts, service->n_posts, 1, sizeof(post));
    service->posts[service->n_posts++] = post;
    return true;
}

/* The pod of a person after the moves up to a day. */
static int32_t pod_on(const struct pp_service *service, int32_t person, pp_day day)
{
    int32_t pod = service->practitioners[person].pod;
    pp_day since = PP_NO_DAY;
    for (int32_t i = 0; i < service->n_moves; i++) {
        const struct pp_role_move *move = &service->moves[i];
        bool later = since == PP_NO_DAY || move->date > since;
        if (move->practitioner == person && move->date <= day && later) {
            since = move->date;
            pod = move->pod;
        }
    }
    return pod;
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
        if (pod_on(service, i, change->date) == pod) {
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
        struct pp_cover_cost *cost = &service->cover_costs[i];
        if (cost->kind == PP_COVER_AGENCY &&
            (cost->until == PP_NO_DAY || cost->until > change->date)) {
            cost->until = change->date;
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

/* Gives every grade that has a cost by then a row of its own for this financial year. */
static void give_rows(struct pp_service *service, int32_t year)
{
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
}

/* The same for the points of spines. */
static void give_points(struct pp_service *service, int32_t year)
{
    int32_t n = service->n_spine_points;
    struct pp_spine_point *rows = with_room(service, service->spine_points, n, n, sizeof(rows[0]));
    for (int32_t i = 0; i < n; i++) {
        const struct pp_spine_point *row = &rows[i];
        bool latest = row->financial_year < year;
        for (int32_t k = 0; latest && k < n; k++) {
            latest = rows[k].grade != row->grade || rows[k].point != row->point ||
                     rows[k].financial_year <= row->financial_year || rows[k].financial_year > year;
        }
        if (latest) {
            rows[service->n_spine_points] = *row;
            rows[service->n_spine_points++].financial_year = year;
        }
    }
    service->spine_points = rows;
}

/* A rise from a day on: of the year in which it begins, it has the share of the days left. */
struct rise {
    int32_t year;           ///< in which it begins
    int64_t whole, partial; ///< thousandths of a per cent: of later years, of that year
};

static struct rise rise_of(const struct pp_change *change)
{
    int32_t year = pp_financial_year(change->date);
    pp_day first = pp_day_from_civil((struct pp_civil){year, 4, 1});
    pp_day next = pp_day_from_civil((struct pp_civil){year + 1, 4, 1});
    int64_t days = next - first, part = change->amount * (next - change->date);
    int64_t half = part < 0 ? -days / 2 : days / 2;
    return (struct rise){year, change->amount, (part + half) / days};
}

static bool raise(const struct pp_service *service, const struct rise *rise, int32_t grade,
                  int32_t year, int64_t *cost, struct pp_err *err)
{
    if (year >= rise->year) {
        *cost = changed_by(*cost, year > rise->year ? rise->whole : rise->partial);
    }
    return *cost <= (int64_t)PP_MAX_MONEY_POUNDS * 100 ||
           pp_fail(err, PP_E_STATE, "grade %s would cost more than %d pounds a year",
                   service->grades[grade].grade, PP_MAX_MONEY_POUNDS);
}

static bool raise_pay(struct pp_service *service, const struct pp_change *change,
                      struct pp_err *err)
{
    struct rise rise = rise_of(change);
    bool good = true;
    for (int32_t year = rise.year; year <= rise.year + 1 && year <= PP_LAST_YEAR; year++) {
        give_rows(service, year);
        give_points(service, year);
    }
    for (int32_t i = 0; good && i < service->n_grade_costs; i++) {
        struct pp_grade_cost *c = &service->grade_costs[i];
        good = raise(service, &rise, c->grade, c->financial_year, &c->yearly_cost, err);
    }
    for (int32_t i = 0; good && i < service->n_spine_points; i++) {
        struct pp_spine_point *p = &service->spine_points[i];
        good = raise(service, &rise, p->grade, p->financial_year, &p->yearly_cost, err);
    }
    return good;
}

static bool change_leavers(struct pp_service *service, const struct pp_change *change,
                           struct pp_err *err)
{
    int64_t percent = changed_by(service->settings.leavers_percent, change->amount);
    if (percent > 1000 * 1000) {
        return pp_fail(err, PP_E_STATE, "leavers would be %lld%% of what history says; most: 1000",
                       (long long)(percent / 1000));
    }
    service->settings.leavers_percent = (int32_t)percent;
    return true;
}

/* The latest row of a month that is not after this one; PP_NONE: none. */
static int32_t demand_by(const struct pp_service *service, pp_day month)
{
    int32_t best = PP_NONE;
    for (int32_t i = 0; i < service->n_demand; i++) {
        pp_day own = service->demand[i].month;
        if (own <= month && (best == PP_NONE || own > service->demand[best].month)) {
            best = i;
        }
    }
    return best;
}

/* Months without a row have the referrals of the latest before them: rows up to `month` say so. */
static void give_months(struct pp_service *service, int32_t latest, pp_day month)
{
    struct pp_demand row = service->demand[latest];
    int32_t more = 0;
    while (pp_month_first(row.month, more) < month) {
        more++;
    }
    service->demand =
        with_room(service, service->demand, service->n_demand, more, sizeof(service->demand[0]));
    for (int32_t i = 1; i <= more; i++) {
        service->demand[service->n_demand] = row;
        service->demand[service->n_demand++].month = pp_month_first(row.month, i);
    }
}

static bool change_referrals(struct pp_service *service, const struct pp_change *change,
                             struct pp_err *err)
{
    pp_day month = pp_month_first(change->date, 0);
    pp_day today = pp_month_first(service->settings.planned_on, 0);
    int32_t latest = demand_by(service, month);
    char day[PP_DATE_TEXT];
    if (latest == PP_NONE) {
        return pp_fail(err, PP_E_STATE, "nobody said how many referrals there are by %s",
                       pp_day_text(month, day));
    }
    if (month <= today) {
        return pp_fail(err, PP_E_STATE,
                       "the referrals of the month of planned_on are those of today's caseload; "
                       "change them from %s on or later",
                       pp_day_text(pp_month_first(today, 1), day));
    }
    give_months(service, latest, month);
    for (int32_t i = 0; i < service->n_demand; i++) {
        struct pp_demand *row = &service->demand[i];
        if (row->month >= month) {
            int64_t referrals = changed_by(row->referrals, change->amount);
            row->referrals = referrals < 1000000 ? (int32_t)referrals : 1000000;
        }
    }
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
     "No agency cover is bought after that day; contracts end on it at the latest.",
     .table = PP_NONE, .date = true, .apply = end_agency},
    {"pay", "pay PERCENT DATE",
     "Raises what every grade costs from that day on; within a financial year by its share of "
     "days.",
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

/* Cuts the first word off; what follows it remains. NULL: there is none. */
static char *first_word(char **text)
{
    char *word = *text + strspn(*text, " ");
    char *end = word + strcspn(word, " ");
    *text = end + (*end == ' ');
    *end = '\0';
    return *word == '\0' ? NULL : word;
}

/* Cuts the last word off, and the spaces around it. NULL: there is none. */
static char *last_word(char *text)
{
    char *end = text + strlen(text);
    while (end > text && end[-1] == ' ') {
        *--end = '\0';
    }
    char *word = strrchr(text, ' ');
    if (word == NULL) {
        word = text;
        return *word == '\0' ? NULL : word;
    }
    *word++ = '\0';
    return word;
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

static bool no_such_kind(const char *text, struct pp_err *err)
{
    struct pp_buf kinds = {0};
    for (int32_t i = 0; i < pp_n_change_kinds; i++) {
        pp_buf_printf(&kinds, "%s%s", i == 0 ? "" : "; ", pp_change_kinds[i].usage);
    }
    pp_fail(err, PP_E_USAGE, "'%s' is no change; there are: %s", text, pp_buf_text(&kinds));
    pp_buf_finish(&kinds);
    return false;
}

/* What stands behind the kind. Read from its end, because a key may have spaces. */
struct parts {
    const char *subject, *amount, *date; ///< NULL: none
};

static bool split(const struct pp_change_kind *kind, char *rest, struct parts *parts)
{
    *parts = (struct parts){NULL, NULL, NULL};
    if (kind->date && (parts->date = last_word(rest)) == NULL) {
        return false;
    }
    rest = parts->date == rest ? rest + strlen(rest) : rest;
    if (kind->amount && (parts->amount = last_word(rest)) == NULL) {
        return false;
    }
    rest = parts->amount == rest ? rest + strlen(rest) : rest;
    char *end = rest + strlen(rest);
    rest += strspn(rest, " ");
    while (end > rest && end[-1] == ' ') {
        *--end = '\0';
    }
    parts->subject = *rest == '\0' ? NULL : rest;
    return (parts->subject != NULL) == (kind->table != PP_NONE);
}

bool pp_change_parse(const char *text, struct pp_arena *arena, struct pp_change *change,
                     struct pp_err *err)
{
    char *rest = pp_arena_string(arena, text);
    const char *name = first_word(&rest);
    int32_t k = name == NULL ? PP_NONE : kind_named(name);
    if (k == PP_NONE) {
        return no_such_kind(text, err);
    }
    const struct pp_change_kind *kind = &pp_change_kinds[k];
    struct parts parts;
    if (!split(kind, rest, &parts)) {
        return pp_fail(err, PP_E_USAGE, "'%s' should be: %s", text, kind->usage);
    }
    *change = (struct pp_change){.kind = k, .subject = parts.subject, .date = PP_NO_DAY};
    return (!kind->amount || read_amount(kind, parts.amount, &change->amount, err)) &&
           (!kind->date || pp_day_parse(parts.date, &change->date) ||
            pp_fail(err, PP_E_USAGE, "'%s' is no date; write YYYY-MM-DD", parts.date));
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

/* ---- Copies of one another ---- */

static bool same_name(const char *one, const char *other)
{
    return one != NULL && other != NULL && strcmp(one, other) == 0;
}

static bool is_copy(const struct pp_scenario *one, const struct pp_scenario *other)
{
    return same_name(one->copied_from, other->name) || same_name(other->copied_from, one->name) ||
           same_name(one->copied_from, other->copied_from);
}

void pp_scenario_kin(const struct pp_scenario *all, int32_t n, int32_t of, bool *kin)
{
    bool more = true;
    for (int32_t i = 0; i < n; i++) {
        kin[i] = i == of;
    }
    while (more) {
        more = false;
        for (int32_t i = 0; i < n; i++) {
            for (int32_t k = 0; k < n && !kin[i]; k++) {
                kin[i] = kin[k] && is_copy(&all[i], &all[k]);
                more = more || kin[i];
            }
        }
    }
    kin[of] = false;
}

static bool same_change(const struct pp_change *one, const struct pp_change *other)
{
    return one->kind == other->kind && one->amount == other->amount && one->date == other->date &&
           (one->subject == NULL || strcmp(one->subject, other->subject) == 0);
}

int32_t pp_scenario_drop(struct pp_scenario *scenario, const struct pp_scenario *made)
{
    int32_t dropped = 0;
    for (int32_t i = 0; i < made->n_changes; i++) {
        int32_t k = 0;
        while (k < scenario->n_changes && !same_change(&scenario->changes[k], &made->changes[i])) {
            k++;
        }
        if (k < scenario->n_changes) {
            scenario->n_changes--;
            memmove(&scenario->changes[k], &scenario->changes[k + 1],
                    (size_t)(scenario->n_changes - k) * sizeof(scenario->changes[0]));
            dropped++;
        }
    }
    return dropped;
}

/* ---- On a service ---- */

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
