// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The forecast by pod.
 *
 * The engine forecasts roles, because cover and recruits are of a role.  A pod has of its role
 *
 *   establishment   by the FTE x days of its posts
 *   in post         by those of its known staff, where they are in the month; without any, by posts;
 *                   what that gives it beyond both fills the posts that are vacant elsewhere
 *   vacancy, cover  by what its establishment has more than it has in post; without any, by posts
 *   cost            of staff as in post, of cover as the vacancy
 *
 * so that the pods of a month and role always add up to the role, to the penny.
 */
#include "tables_money.h"

#include <podplan/schema.h>

#include <string.h>

const struct column forecast_pod_columns[12] = {
    {"month", CELL_DATE, 11},     {"financial_year", CELL_TEXT, 13}, {"role", CELL_TEXT, 24},
    {"pod", CELL_TEXT, 16},       {"establishment", CELL_MILLI, 13}, {"in_post", CELL_MILLI, 10},
    {"vacancy", CELL_MILLI, 10},  {"bank", CELL_MILLI, 10},          {"agency", CELL_MILLI, 10},
    {"overtime", CELL_MILLI, 10}, {"unmet", CELL_MILLI, 10},         {"cost", CELL_MONEY, 14},
};

enum {
    IN_POST = 1, ///< of `shared`
    VACANCY,     ///< and what covers it
    SHARED = 7
};

/* FTE x days of a month by role and pod in the order of keys; the last is of no pod. */
struct places {
    const struct report_input *input;
    int32_t n;           ///< pods, and none
    const int32_t *pods; ///< rows, by key
    int32_t *rank;       ///< by row: where it stands among them
    int64_t *posts, *staff;
};

static int64_t *place_of(const struct places *p, int64_t *of, int32_t role, int32_t pod)
{
    return &of[(int64_t)role * p->n + (pod == PP_NONE ? p->n - 1 : p->rank[pod])];
}

static bool is_away(const struct pp_service *service, int32_t person, pp_day day)
{
    const struct pp_index *away = &service->away_of;
    for (int32_t i = away->start[person]; i < away->start[person + 1]; i++) {
        const struct pp_secondment *one = &service->secondments[away->item[i]];
        if (one->from <= day && day <= one->to) {
            return true;
        }
    }
    return false;
}

static bool is_in_post(const struct pp_service *service, int32_t person, pp_day day)
{
    const struct pp_practitioner *p = &service->practitioners[person];
    return p->fte != PP_UNKNOWN && p->contract != PP_AGENCY && p->contract != PP_BANK &&
           p->contract != PP_VOLUNTEER && p->start <= day &&
           (p->end == PP_NO_DAY || day <= p->end) &&
           (p->retires == PP_NO_DAY || day <= p->retires) && !is_away(service, person, day);
}

/* One day of somebody, in the role and pod of their last move. */
static void add_day(const struct places *p, int32_t person, pp_day day)
{
    const struct pp_service *service = p->input->service;
    const struct pp_index *moves = &service->moves_of;
    int32_t role = service->practitioners[person].role, pod = service->practitioners[person].pod;
    pp_day since = PP_NO_DAY;
    for (int32_t i = moves->start[person]; i < moves->start[person + 1]; i++) {
        const struct pp_role_move *move = &service->moves[moves->item[i]];
        if (move->date <= day && (since == PP_NO_DAY || move->date > since)) {
            since = move->date;
            role = move->role;
            pod = move->pod;
        }
    }
    *place_of(p, p->staff, role, pod) += service->practitioners[person].fte;
}

static void count_month(const struct places *p, pp_day first)
{
    const struct pp_service *service = p->input->service;
    const pp_day next = pp_month_first(first, 1);
    const size_t bytes = (size_t)service->n_roles * (size_t)p->n * sizeof(p->posts[0]);
    memset(p->posts, 0, bytes);
    memset(p->staff, 0, bytes);
    for (int32_t i = 0; i < service->n_posts; i++) {
        const struct pp_post *post = &service->posts[i];
        pp_day from = post->start > first ? post->start : first;
        pp_day end = post->end != PP_NO_DAY && post->end < next ? post->end + 1 : next;
        *place_of(p, p->posts, post->role, post->pod) +=
            end > from ? (int64_t)post->fte * (end - from) : 0;
    }
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        for (pp_day day = first; day < next; day++) {
            if (is_in_post(service, person, day)) {
                add_day(p, person, day);
            }
        }
    }
}

/* Shares `value` out by weight: parts are differences of one running share, so they add up. */
static void share(int64_t value, const int64_t *weight, int32_t n, int64_t *parts)
{
    __int128 all = 0, so_far = 0;
    int64_t given = 0;
    for (int32_t i = 0; i < n; i++) {
        all += weight[i];
    }
    for (int32_t i = 0; i < n; i++) {
        so_far += weight[i];
        const int64_t up_to = all == 0 ? i + 1 == n ? value : 0 : (int64_t)(value * so_far / all);
        parts[i] = up_to - given;
        given = up_to;
    }
}

static bool any(const int64_t *weight, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        if (weight[i] > 0) {
            return true;
        }
    }
    return false;
}

/* Pence of a role's lines of a month, of cover and recruits or of the others; of roles of one name the first's by
 * key. */
static int64_t pence_of(const struct report_input *input, const struct pp_month *month, bool cover)
{
    const struct pp_service *service = input->service;
    const char *name = pp_row_name(service, PP_TABLE_roles, month->role);
    int64_t pence = 0;
    const char *key = pp_row_key(service, PP_TABLE_roles, month->role);
    for (int32_t role = 0; role < service->n_roles; role++) {
        if (strcmp(pp_row_name(service, PP_TABLE_roles, role), name) == 0 &&
            strcmp(pp_row_key(service, PP_TABLE_roles, role), key) < 0) {
            return 0;
        }
    }
    for (int32_t i = 0; i < input->plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &input->plan->cost_lines[i];
        const char *colon = strstr(line->line, ": ");
        bool staff = strncmp(line->line, "staff: ", 7) == 0 ||
                     strncmp(line->line, "seconded out: ", 14) == 0;
        if (line->month == month->month && colon != NULL && strcmp(colon + 2, name) == 0 &&
            (cover ? pp_line_is_cover(line->line) || strncmp(line->line, "recruitment: ", 13) == 0
                   : staff)) {
            pence += line->amount;
        }
    }
    return pence;
}

/* Posts that are vacant in each pod. */
static void find_gaps(const int64_t *parts, int32_t n, int64_t *gap)
{
    for (int32_t i = 0; i < n; i++) {
        gap[i] = parts[i] > parts[n + i] ? parts[i] - parts[n + i] : 0;
    }
}

/* Recruits come to the pods with vacant posts, not to where most people are. */
static void fill_gaps(int64_t *parts, const int64_t *staff, int32_t n, int64_t days, int64_t *gap)
{
    int64_t *in_post = &parts[n], *more = &parts[(int64_t)VACANCY * n], over = 0, vacant = 0;
    find_gaps(parts, n, gap);
    for (int32_t i = 0; i < n; i++) {
        const int64_t known = (staff[i] + days - 1) / days;
        const int64_t most = known > parts[i] ? known : parts[i];
        more[i] = in_post[i] > most ? in_post[i] - most : 0;
        over += more[i];
        vacant += gap[i];
    }
    const int64_t moved = over < vacant ? over : vacant;
    int64_t *gone = &parts[(int64_t)SHARED * n];
    share(moved, more, n, gone);
    for (int32_t i = 0; moved > 0 && i < n; i++) {
        in_post[i] -= gone[i];
    }
    share(moved, gap, n, gone);
    for (int32_t i = 0; moved > 0 && i < n; i++) {
        in_post[i] += gone[i];
    }
}

/* Figures of a role's month, establishment first, into parts by pod. */
static void share_month(const struct places *p, const struct pp_month *month, int64_t *parts)
{
    const int32_t n = p->n;
    const int64_t *posts = &p->posts[(int64_t)month->role * n];
    const int64_t *staff = &p->staff[(int64_t)month->role * n];
    const int32_t values[SHARED] = {month->establishment, month->in_post, month->vacancy,
                                    month->bank,          month->agency,  month->overtime,
                                    month->unmet};
    int64_t *gap = &parts[(int64_t)(SHARED + 2) * n], *cost = &parts[(int64_t)SHARED * n];
    share(values[0], posts, n, &parts[0]);
    share(values[IN_POST], any(staff, n) ? staff : posts, n, &parts[n]);
    fill_gaps(parts, staff, n, pp_month_first(month->month, 1) - month->month, gap);
    find_gaps(parts, n, gap);
    const int64_t *open = any(gap, n) ? gap : posts;
    for (int32_t f = VACANCY; f < SHARED; f++) {
        share(values[f], open, n, &parts[(int64_t)f * n]);
    }
    share(pence_of(p->input, month, false), any(&parts[n], n) ? &parts[n] : posts, n, cost);
    share(pence_of(p->input, month, true), open, n, &cost[n]);
}

static void add_pod(const struct places *p, const struct pp_month *month, int32_t at,
                    const int64_t *parts, struct table *table)
{
    bool empty = true;
    for (int32_t f = 0; f < SHARED + 2; f++) {
        empty = empty && parts[(int64_t)f * p->n + at] == 0;
    }
    if (empty) {
        return;
    }
    struct cell *row = table_row(table);
    row[0] = table_day(month->month);
    row[1] = table_year(table, pp_financial_year(month->month));
    row[2] = table_text(pp_row_key(p->input->service, PP_TABLE_roles, month->role));
    row[3] = table_text(at + 1 == p->n ? "(none)"
                                       : pp_row_key(p->input->service, PP_TABLE_pods, p->pods[at]));
    for (int32_t f = 0; f < SHARED; f++) {
        row[4 + f] = table_number(parts[(int64_t)f * p->n + at]);
    }
    row[4 + SHARED] =
        table_number(parts[(int64_t)SHARED * p->n + at] + parts[(int64_t)(SHARED + 1) * p->n + at]);
}

void fill_forecast_pods(const struct report_input *input, struct table *table)
{
    const struct pp_service *service = input->service;
    struct places p = {.input = input, .n = service->n_pods + 1};
    const int64_t cells = (int64_t)service->n_roles * p.n;
    p.pods = rows_by_key(&table->arena, service, PP_TABLE_pods);
    p.rank = PP_NEW(&table->arena, int32_t, p.n);
    for (int32_t i = 0; i < service->n_pods; i++) {
        p.rank[p.pods[i]] = i;
    }
    int64_t *parts = PP_NEW(&table->arena, int64_t, (int64_t)(SHARED + 3) * p.n);
    pp_day counted = PP_NO_DAY;
    p.posts = PP_NEW(&table->arena, int64_t, cells);
    p.staff = PP_NEW(&table->arena, int64_t, cells);
    for (int32_t m = 0; m < input->plan->n_months; m++) {
        const struct pp_month *month = &input->plan->months[m];
        if (month->role == PP_NONE) {
            continue;
        }
        if (month->month != counted) {
            count_month(&p, month->month);
            counted = month->month;
        }
        share_month(&p, month, parts);
        for (int32_t i = 0; i < p.n; i++) {
            add_pod(&p, month, i, parts, table);
        }
    }
}
