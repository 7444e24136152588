// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What everything costs, month by month.
 *
 *   staff     a post's yearly cost x FTE, spread over the days of the financial year, times the
 *             share of the role's establishment that is in post; whoever is in post above the
 *             establishment costs the role's grade
 *   cover     weekly cost x FTE x days / 7, agency with the on-cost of the settings
 *   recruits  what recruiting costs x FTE who start and had to be recruited
 *   training  the price of each seat of the plan, on the day of its session
 *   others    spread evenly over their days
 *
 * A post's stream pays for those who fill it, and for the cover and recruits while they are missing.
 */
#include "workforce.h"

#include <podplan/schema.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A post where its role and stream put it. */
struct filed_post {
    int32_t role, post;
    const char *key; ///< of the stream; NULL: none
};

/* The posts of one role that one stream is meant to pay for. */
struct post_group {
    int32_t stream;
    const struct filed_post *posts;
    int32_t n_posts;
};

/* NULL comes last. */
static int compare_keys(const char *a, const char *b)
{
    if (a == NULL || b == NULL) {
        return (a == NULL) - (b == NULL);
    }
    return strcmp(a, b);
}

static const char *stream_key(const struct pp_service *service, int32_t stream)
{
    return stream == PP_NONE ? NULL : service->streams[stream].stream;
}

static void add_charge(struct workforce *w, int32_t month, const char *line, int32_t stream,
                       int64_t amount)
{
    if (amount == 0) {
        return;
    }
    w->charges = pp_arena_grow(&w->arena, w->charges, &w->charges_capacity, w->n_charges + 1,
                               sizeof(w->charges[0]));
    w->charges[w->n_charges++] =
        (struct charge){month, line, stream, amount, stream_key(w->service, stream)};
}

/* ---- Staff ---- */

int64_t charges_of_grade(const struct pp_service *service, int32_t grade, int32_t fte, pp_day begin,
                         pp_day end)
{
    int64_t yearly = grade == PP_NONE ? 0 : pp_grade_cost(service, grade, begin);
    if (yearly < 0) {
        return -1;
    }
    struct pp_civil april = {pp_financial_year(begin), 4, 1};
    pp_day first = pp_day_from_civil(april);
    april.year++;
    return money_of_days(money_round(yearly, fte, PP_FTE), first, pp_day_from_civil(april) - 1,
                         begin, end);
}

static void miss(int32_t *first, int32_t month)
{
    *first = *first == PP_NONE || month < *first ? month : *first;
}

static int64_t post_share(const struct workforce *w, const struct pp_post *post, int32_t month)
{
    pp_day begin = post->start > w->first[month] ? post->start : w->first[month];
    pp_day end = w->first[month + 1];
    end = post->end != PP_NO_DAY && post->end < end - 1 ? post->end + 1 : end;
    if (begin >= end) {
        return 0;
    }
    const struct pp_role *role = &w->service->roles[post->role];
    int32_t grade = post->grade != PP_NONE ? post->grade : role->grade;
    int64_t amount = charges_of_grade(w->service, grade, post->fte, begin, end);
    if (amount < 0) {
        miss(&w->unpriced[post->role].staff, month);
    }
    return amount > 0 ? amount : 0;
}

/* What the posts of a role cost in a month. */
static int64_t posts_pence(const struct workforce *w, int32_t role, int32_t month)
{
    int64_t amount = 0;
    for (int32_t i = 0; i < w->service->n_posts; i++) {
        if (w->service->posts[i].role == role) {
            amount = money_add(amount, post_share(w, &w->service->posts[i], month));
        }
    }
    return amount;
}

int64_t charges_pay(const struct workforce *w, int32_t role, int32_t month)
{
    int32_t fte = w->posts[(int64_t)role * w->months + month];
    if (fte == 0) {
        return charges_over(w, role, month);
    }
    int64_t amount = posts_pence(w, role, month);
    return pay_by_points(w, role, month, money_round(amount, PP_FTE, fte), PAY_OF_POSTS);
}

int64_t charges_newcomer(const struct workforce *w, int32_t role, int32_t month)
{
    int32_t fte = w->posts[(int64_t)role * w->months + month];
    int64_t amount = fte > 0 ? money_round(posts_pence(w, role, month), PP_FTE, fte)
                             : charges_of_grade(w->service, w->service->roles[role].grade, PP_FTE,
                                                w->first[month], w->first[month + 1]);
    const struct pay_points points = pay_points_of(w, role, month, PAY_OF_POSTS);
    amount = amount > 0 ? amount : 0;
    return points.grade > 0 && points.newcomer >= 0
               ? money_round(amount, points.newcomer, points.grade)
               : amount;
}

double charges_rate(const struct workforce *w, int32_t role, int32_t month)
{
    int32_t fte = w->posts[(int64_t)role * w->months + month];
    if (fte == 0) {
        return (double)charges_over(w, role, month);
    }
    return (double)pay_by_points(w, role, month, posts_pence(w, role, month), PAY_OF_POSTS) *
           PP_FTE / fte;
}

static void charge_group(struct workforce *w, int32_t role, const char *line,
                         const struct post_group *group)
{
    for (int32_t m = 0; m < w->months; m++) {
        const struct pp_month *cell = workforce_cell(w, role, m);
        int64_t amount = 0;
        for (int32_t i = 0; i < group->n_posts; i++) {
            amount = money_add(amount, post_share(w, &w->service->posts[group->posts[i].post], m));
        }
        const int64_t at = (int64_t)role * w->months + m;
        int64_t posts = w->posts[at], filled = cell->in_post - w->over[at];
        struct days days;
        if (days_of(w, role, m, &days)) {
            posts = days.posts;
            filled = days.filled;
        }
        if (filled < posts) {
            amount = money_round(amount, filled, posts);
        }
        add_charge(w, m, line, group->stream, pay_by_points(w, role, m, amount, PAY_OF_POSTS));
    }
}

int64_t charges_over(const struct workforce *w, int32_t role, int32_t month)
{
    int64_t amount = charges_of_grade(w->service, w->service->roles[role].grade, PP_FTE,
                                      w->first[month], w->first[month + 1]);
    return pay_by_points(w, role, month, amount > 0 ? amount : 0, PAY_OF_GRADE);
}

int64_t charges_above(const struct workforce *w, int32_t role, int32_t month, int64_t over)
{
    return over == 0 ? 0
                     : money_round(charges_over(w, role, month) - charges_pay(w, role, month), over,
                                   PP_FTE);
}

/* What who is above the establishment costs at the role's grade; -1: no cost known. */
static int64_t surplus_pence(const struct workforce *w, int32_t role, int32_t month)
{
    const int32_t grade = w->service->roles[role].grade;
    const int32_t over = w->over[(int64_t)role * w->months + month];
    const pp_day begin = w->first[month], end = w->first[month + 1];
    struct days days;
    if (over == 0 || !days_of(w, role, month, &days) ||
        days.over == (int64_t)over * (end - begin)) {
        return over > 0 ? charges_of_grade(w->service, grade, over, begin, end) : 0;
    }
    int64_t one = charges_of_grade(w->service, grade, PP_FTE, begin, end);
    return one < 0 ? one : money_round(one, days.over, (int64_t)PP_FTE * (end - begin));
}

static void charge_surplus(struct workforce *w, int32_t role, const char *line)
{
    for (int32_t m = 0; m < w->months; m++) {
        int64_t amount = surplus_pence(w, role, m);
        if (amount < 0) {
            miss(&w->unpriced[role].staff, m);
        }
        amount = amount > 0 ? pay_by_points(w, role, m, amount, PAY_OF_GRADE) : 0;
        add_charge(w, m, line, PP_NONE, amount);
    }
}

/* ---- Cover ---- */

/* FTE x days of a group's posts in a month: its part in the cover of their role. */
static int64_t group_weight(const struct workforce *w, const struct post_group *group,
                            int32_t month)
{
    int64_t weight = 0;
    for (int32_t i = 0; i < group->n_posts; i++) {
        const struct pp_post *post = &w->service->posts[group->posts[i].post];
        weight += (int64_t)post->fte *
                  workforce_days(post->start, post->end, w->first[month], w->first[month + 1]);
    }
    return weight;
}

static void split(struct workforce *w, int32_t month, const char *line, int64_t amount,
                  const struct post_group *groups, int32_t n_groups)
{
    int64_t all = 0, so_far = 0, charged = 0;
    for (int32_t g = 0; g < n_groups; g++) {
        all += group_weight(w, &groups[g], month);
    }
    if (all == 0) {
        add_charge(w, month, line, PP_NONE, amount);
        return;
    }
    for (int32_t g = 0; g < n_groups; g++) {
        so_far += group_weight(w, &groups[g], month);
        int64_t up_to = money_share(amount, so_far, all);
        add_charge(w, month, line, groups[g].stream, up_to - charged);
        charged = up_to;
    }
}

/* What streams of their own pay of a role's cover: the part of it that is backfill. */
static int64_t charge_backfill(struct workforce *w, int32_t role, int32_t month, const char *line,
                               int64_t amount)
{
    const struct pp_service *service = w->service;
    const int32_t backfilled = w->backfilled[(int64_t)role * w->months + month];
    const int32_t vacancy = workforce_cell(w, role, month)->vacancy;
    const int64_t days = w->first[month + 1] - w->first[month];
    const int64_t whole = days * (vacancy > backfilled ? vacancy : backfilled);
    int64_t charged = 0;
    for (int32_t s = w->spells_from[role]; backfilled > 0 && s < w->spells_from[role + 1]; s++) {
        const struct spell *spell = &w->spells[s];
        const struct pp_index *away = &service->away_of;
        for (int32_t i = away->start[spell->person]; i < away->start[spell->person + 1]; i++) {
            const struct pp_secondment *one = &service->secondments[away->item[i]];
            if (one->backfill_stream != PP_NONE) {
                int64_t part = (int64_t)service->practitioners[spell->person].fte *
                               spells_days_away(w, spell, one, one->backfill_to, month);
                int64_t share = money_share(amount, part < whole ? part : whole, whole);
                share = share < amount - charged ? share : amount - charged;
                add_charge(w, month, line, one->backfill_stream, share);
                charged += share;
            }
        }
    }
    return charged;
}

/* People who are lent to others and still paid here. */
static void charge_lent(struct workforce *w, int32_t role, const struct post_group *groups,
                        int32_t n_groups)
{
    const char *line =
        pp_arena_printf(&w->arena, "seconded out: %s", workforce_role_name(w->service, role));
    for (int32_t m = 0; m < w->months; m++) {
        split(w, m, line, pay_lent(w, role, m), groups, n_groups);
    }
}

int64_t charges_cover(const struct workforce *w, int32_t role, int32_t kind, int32_t month)
{
    const struct pp_month *cell = workforce_cell(w, role, month);
    const struct pp_cover_cost *cost = workforce_cover_cost(w->service, role, kind);
    const int32_t fte = pp_month_cover(cell, kind);
    struct days days;
    if (fte == 0 || cost == NULL) {
        return 0;
    }
    return fte == cell->vacancy && days_of(w, role, month, &days)
               ? money_round(workforce_weekly_price(w, cost), days.vacant, INT64_C(7) * PP_FTE)
               : workforce_cover_price(w, cost, fte, month);
}

int64_t charges_covers(const struct workforce *w, int32_t role, int32_t month)
{
    int64_t pence = 0;
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        pence = money_add(pence, charges_cover(w, role, kind, month));
    }
    return pence;
}

int64_t charges_beyond(const struct workforce *w, int32_t role, int32_t month)
{
    const struct pp_month *cell = workforce_cell(w, role, month);
    const int32_t over = w->over[(int64_t)role * w->months + month];
    const double length = w->first[month + 1] - w->first[month];
    struct days days;
    if (!days_of(w, role, month, &days)) {
        return 0;
    }
    const double posts = w->posts[(int64_t)role * w->months + month];
    double filled = days.posts > 0 ? posts * (double)days.filled / (double)days.posts : 0.0;
    double pence = charges_rate(w, role, month) * (filled - cell->in_post + over) +
                   (double)charges_over(w, role, month) * ((double)days.over / length - over);
    int64_t cover = charges_covers(w, role, month) - cover_pence(w, role, month);
    return cover + (int64_t)floor(pence / PP_FTE + 0.5);
}

static void charge_cover(struct workforce *w, int32_t role, const struct post_group *groups,
                         int32_t n_groups)
{
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        const struct pp_cover_cost *cost = workforce_cover_cost(w->service, role, kind);
        const char *line = pp_arena_printf(&w->arena, "%s: %s", pp_word(pp_cover_kind_words, kind),
                                           workforce_role_name(w->service, role));
        for (int32_t m = 0; m < w->months; m++) {
            const struct pp_month *cell = workforce_cell(w, role, m);
            int32_t fte = pp_month_cover(cell, kind);
            if (fte > 0 && cost == NULL) {
                miss(&w->unpriced[role].cover, m);
            } else if (fte > 0) {
                int64_t amount = charges_cover(w, role, kind, m);
                amount -= charge_backfill(w, role, m, line, amount);
                split(w, m, line, amount, groups, n_groups);
            }
        }
    }
}

static void charge_recruits(struct workforce *w, int32_t role, const struct post_group *groups,
                            int32_t n_groups)
{
    const char *line =
        pp_arena_printf(&w->arena, "recruitment: %s", workforce_role_name(w->service, role));
    for (int32_t m = 0; m < w->months; m++) {
        split(w, m, line, recruits_pence(w, role, m), groups, n_groups);
    }
}

/* ---- Role by role ---- */

static int compare_posts(const void *left, const void *right)
{
    const struct filed_post *a = left, *b = right;
    return a->role != b->role ? (a->role > b->role) - (a->role < b->role)
                              : compare_keys(a->key, b->key);
}

static struct filed_post *file_posts(struct workforce *w)
{
    const struct pp_service *service = w->service;
    struct filed_post *filed = PP_NEW(&w->arena, struct filed_post, service->n_posts);
    for (int32_t i = 0; i < service->n_posts; i++) {
        const struct pp_post *post = &service->posts[i];
        filed[i] = (struct filed_post){post->role, i, stream_key(service, post->stream)};
    }
    if (service->n_posts > 0) {
        qsort(filed, (size_t)service->n_posts, sizeof(filed[0]), compare_posts);
    }
    return filed;
}

/* Splits the n posts of one role, sorted by stream, into groups; returns how many. */
static int32_t group_posts(const struct pp_service *service, const struct filed_post *posts,
                           int32_t n, struct post_group *groups)
{
    int32_t n_groups = 0;
    for (int32_t i = 0; i < n; i++) {
        if (i == 0 || compare_keys(posts[i].key, posts[i - 1].key) != 0) {
            int32_t stream = service->posts[posts[i].post].stream;
            groups[n_groups++] = (struct post_group){stream, &posts[i], 0};
        }
        groups[n_groups - 1].n_posts++;
    }
    return n_groups;
}

static void charge_roles(struct workforce *w)
{
    const struct pp_service *service = w->service;
    const struct filed_post *filed = file_posts(w);
    struct post_group *groups = PP_NEW(&w->arena, struct post_group, service->n_posts);
    int32_t next = 0;
    for (int32_t role = 0; role < service->n_roles; role++) {
        int32_t first = next;
        while (next < service->n_posts && filed[next].role == role) {
            next++;
        }
        if (!w->used[role]) {
            continue;
        }
        int32_t n_groups = group_posts(service, &filed[first], next - first, groups);
        const char *line =
            pp_arena_printf(&w->arena, "staff: %s", workforce_role_name(service, role));
        for (int32_t g = 0; g < n_groups; g++) {
            charge_group(w, role, line, &groups[g]);
        }
        charge_surplus(w, role, line);
        charge_lent(w, role, groups, n_groups);
        charge_cover(w, role, groups, n_groups);
        charge_recruits(w, role, groups, n_groups);
    }
}

/* ---- Everything else ---- */

static void charge_costs(struct workforce *w)
{
    for (int32_t i = 0; i < w->service->n_costs; i++) {
        const struct pp_cost *cost = &w->service->costs[i];
        for (int32_t m = 0; m < w->months; m++) {
            add_charge(
                w, m, cost->line, cost->stream,
                money_of_days(cost->amount, cost->from, cost->to, w->first[m], w->first[m + 1]));
        }
    }
}

static void charge_training(struct workforce *w)
{
    const struct pp_service *service = w->service;
    for (int32_t i = 0; i < w->plan->n_seats; i++) {
        const struct pp_session *session = &service->sessions[w->plan->seats[i].session];
        for (int32_t m = 0; m < w->months; m++) {
            if (session->date >= w->first[m] && session->date < w->first[m + 1]) {
                add_charge(w, m, "training", PP_NONE, service->courses[session->course].price);
            }
        }
    }
}

static int compare_charges(const void *left, const void *right)
{
    const struct charge *a = left, *b = right;
    if (a->month != b->month) {
        return a->month < b->month ? -1 : 1;
    }
    int order = compare_keys(a->key, b->key);
    return order != 0 ? order : strcmp(a->line, b->line);
}

int32_t charges_merge(struct charge *charges, int32_t n)
{
    int32_t kept = 0;
    if (n > 0) {
        qsort(charges, (size_t)n, sizeof(charges[0]), compare_charges);
    }
    for (int32_t i = 0; i < n; i++) {
        if (kept > 0 && compare_charges(&charges[kept - 1], &charges[i]) == 0) {
            charges[kept - 1].amount = money_add(charges[kept - 1].amount, charges[i].amount);
        } else {
            charges[kept++] = charges[i];
        }
    }
    return kept;
}

void charges_begin(struct workforce *w)
{
    charge_costs(w);
    charge_training(w);
    w->fixed = PP_NEW(&w->arena, int64_t, w->months);
    for (int32_t i = 0; i < w->n_charges; i++) {
        int64_t *fixed = &w->fixed[w->charges[i].month];
        *fixed = money_add(*fixed, w->charges[i].amount);
    }
}

void charges_fill(struct workforce *w)
{
    charge_roles(w);
    w->n_charges = charges_merge(w->charges, w->n_charges);
}
