// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The rows of the programme.  Besides those of the model, cuts for purses:
 * small change that would pay for a part of a seat buys nothing, so for each
 * price it is counted how many seats at that price or more a budget can pay
 * at all, each gap being closed once.
 */
#include "programme.h"

#include <stdlib.h>

static int32_t add_row(struct programme *p, double lower, double upper)
{
    struct lp_line row = {.lower = lower, .upper = upper};
    p->good = p->good && lp_add_row(p->lp, &row, p->err);
    return lp_rows(p->lp) - 1;
}

static int32_t add_rows(struct programme *p, int32_t n, double lower, double upper)
{
    int32_t first = lp_rows(p->lp);
    for (int32_t i = 0; p->good && i < n; i++) {
        add_row(p, lower, upper);
    }
    return first;
}

static int32_t *new_rows(struct programme *p, int32_t n)
{
    int32_t *rows = PP_NEW(&p->t->arena, int32_t, n);
    for (int32_t i = 0; i < n; i++) {
        rows[i] = PP_NONE;
    }
    return rows;
}

static void add_place_rows(struct programme *p)
{
    const struct pp_service *service = p->t->service;
    int32_t *asked = PP_NEW(&p->t->arena, int32_t, service->n_sessions);
    p->place_row = new_rows(p, service->n_sessions);
    for (int32_t o = 0; o < p->t->n_options; o++) {
        asked[p->t->options[o].session]++;
    }
    for (int32_t i = 0; i < service->n_sessions; i++) {
        int32_t session = p->t->sessions[i], places = service->sessions[session].places;
        if (asked[session] > places) {
            p->place_row[session] = add_row(p, -LP_INFINITY, places);
        }
    }
}

static void add_purse_rows(struct programme *p)
{
    int64_t *asked = PP_NEW(&p->t->arena, int64_t, p->t->n_purses);
    p->purse_row = new_rows(p, p->t->n_purses);
    for (int32_t o = 0; o < p->t->n_options; o++) {
        if (p->t->options[o].purse != PP_NONE) {
            asked[p->t->options[o].purse] += p->t->options[o].price;
        }
    }
    for (int32_t k = 0; !p->kind.without_budgets && k < p->t->n_purses; k++) {
        if (asked[k] > p->t->purses[k].amount) {
            p->purse_row[k] = add_row(p, -LP_INFINITY, (double)p->t->purses[k].amount);
        }
    }
}

/* ---- Cuts ---- */

/* What the sessions that close a gap cost a purse; a gap may have several prices. */
struct item {
    int32_t gap;
    int64_t price;
};

static int compare_items(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    if (a->price != b->price) {
        return a->price < b->price ? -1 : 1;
    }
    return (a->gap > b->gap) - (a->gap < b->gap);
}

/* The items of a purse, cheapest first, each once; 0 when somebody's want is paid by it, too. */
static int32_t list_items(const struct training *t, int32_t purse, struct item *items)
{
    int32_t n = 0, kept = 0;
    for (int32_t o = 0; o < t->n_options; o++) {
        const struct option *option = &t->options[o];
        if (option->purse == purse && option->want != PP_NONE) {
            return 0;
        }
        if (option->purse == purse) {
            items[n++] = (struct item){option->gap, option->price};
        }
    }
    if (n > 0) {
        qsort(items, (size_t)n, sizeof(items[0]), compare_items);
    }
    for (int32_t i = 0; i < n; i++) {
        if (kept == 0 || compare_items(&items[kept - 1], &items[i]) != 0) {
            items[kept++] = items[i];
        }
    }
    return kept;
}

/* How many gaps the money can close with the items [first, n), and how many they are. */
static int32_t count_affordable(const struct item *items, int32_t first, int32_t n, int64_t money,
                                int32_t *gaps)
{
    int32_t affordable = 0;
    *gaps = 0;
    for (int32_t i = first; i < n; i++) {
        bool again = false;
        for (int32_t k = first; k < i; k++) {
            again = again || items[k].gap == items[i].gap;
        }
        if (!again) {
            ++*gaps;
            affordable += items[i].price <= money ? 1 : 0;
            money -= items[i].price;
        }
    }
    return affordable;
}

static void add_cuts(struct programme *p, int32_t purse, struct item *items)
{
    int32_t n = list_items(p->t, purse, items);
    for (int32_t i = 0; i < n; i++) {
        if (i > 0 && items[i].price == items[i - 1].price) {
            continue;
        }
        int32_t gaps;
        int32_t most = count_affordable(items, i, n, p->t->purses[purse].amount, &gaps);
        if (most < gaps) {
            p->cuts = pp_arena_grow(&p->t->arena, p->cuts, &p->cuts_capacity, p->n_cuts + 1,
                                    sizeof(p->cuts[0]));
            p->cuts[p->n_cuts++] =
                (struct cut){purse, add_row(p, -LP_INFINITY, most), items[i].price};
        }
    }
}

static void add_all_cuts(struct programme *p)
{
    struct item *items = PP_NEW(&p->t->arena, struct item, p->t->n_options);
    for (int32_t k = 0; k < p->t->n_purses; k++) {
        if (p->purse_row[k] != PP_NONE) {
            add_cuts(p, k, items);
        }
    }
}

/* ---- People ---- */

static void add_spread_rows(struct programme *p)
{
    int32_t *choices = PP_NEW(&p->t->arena, int32_t, p->t->service->n_practitioners);
    p->spread_row = new_rows(p, p->t->service->n_practitioners);
    for (int32_t o = 0; p->kind.by_person && o < p->t->n_options; o++) {
        const struct option *option = &p->t->options[o];
        choices[option->practitioner] += option->chosen ? 1 : 0;
        if (choices[option->practitioner] == 2 && p->spread_row[option->practitioner] == PP_NONE) {
            p->spread_row[option->practitioner] = add_row(p, -LP_INFINITY, 1.0);
        }
    }
}

/* The other's session is under way when this one's begins, and both have columns. */
static bool meets(const struct programme *p, const struct option *a, const struct option *b)
{
    const struct pp_session *s = &p->t->service->sessions[a->session];
    const struct pp_session *other = &p->t->service->sessions[b->session];
    return s->date == other->date && other->begin <= s->begin && s->begin < other->end &&
           programme_is_named(p, a) && programme_is_named(p, b);
}

/* Those of one person lie together: [first, end) around option o. */
static void options_of_person(const struct training *t, int32_t o, int32_t *first, int32_t *end)
{
    int32_t person = t->options[o].practitioner;
    for (*first = o; *first > 0 && t->options[*first - 1].practitioner == person; --*first) {
    }
    for (*end = o + 1; *end < t->n_options && t->options[*end].practitioner == person; ++*end) {
    }
}

static int32_t sessions_under_way(const struct programme *p, int32_t o)
{
    const struct option *options = p->t->options;
    int32_t first, end, n = 0;
    options_of_person(p->t, o, &first, &end);
    for (int32_t i = first; i < end; i++) {
        n += meets(p, &options[o], &options[i]) ? 1 : 0;
    }
    return n;
}

/* One row for each beginning that falls into another session of the same person. */
static void add_clash_rows(struct programme *p)
{
    const struct training *t = p->t;
    int32_t capacity = 0, *start = PP_NEW(&p->t->arena, int32_t, t->n_options + 1);
    int32_t *row_of = new_rows(p, t->n_options);
    p->clash_rows = (struct pp_index){start, NULL};
    for (int32_t o = 0; o < t->n_options; o++) {
        if (sessions_under_way(p, o) > 1) {
            row_of[o] = add_row(p, -LP_INFINITY, 1.0);
        }
    }
    for (int32_t o = 0; o < t->n_options; o++) {
        int32_t first, end;
        options_of_person(t, o, &first, &end);
        start[o + 1] = start[o];
        for (int32_t i = first; i < end; i++) {
            if (row_of[i] != PP_NONE && meets(p, &t->options[i], &t->options[o])) {
                p->clash_rows.item = pp_arena_grow(&p->t->arena, p->clash_rows.item, &capacity,
                                                   start[o + 1] + 1, sizeof(int32_t));
                p->clash_rows.item[start[o + 1]++] = row_of[i];
            }
        }
    }
}

const struct away *rows_away(const struct programme *p, const struct option *option)
{
    int32_t pod = p->t->service->practitioners[option->practitioner].pod;
    pp_day date = p->t->service->sessions[option->session].date;
    for (int32_t i = 0; i < p->n_away; i++) {
        if (p->away[i].pod == pod && p->away[i].date == date) {
            return &p->away[i];
        }
    }
    return NULL;
}

static void add_away_rows(struct programme *p)
{
    int32_t capacity = 0;
    for (int32_t o = 0; p->kind.spare_cover && o < p->t->n_options; o++) {
        const struct option *option = &p->t->options[o];
        if (option->chosen && rows_away(p, option) == NULL) {
            int32_t pod = p->t->service->practitioners[option->practitioner].pod;
            p->away =
                pp_arena_grow(&p->t->arena, p->away, &capacity, p->n_away + 1, sizeof(p->away[0]));
            p->away[p->n_away++] =
                (struct away){.pod = pod,
                              .date = p->t->service->sessions[option->session].date,
                              .row = add_row(p, -LP_INFINITY, seats_most_away(p->t, pod))};
        }
    }
}

static void count_links(struct programme *p)
{
    p->link_of = PP_NEW(&p->t->arena, int32_t, p->t->n_gaps);
    for (int32_t g = 0; g < p->t->n_gaps; g++) {
        int32_t skill = p->t->gaps[g].skill;
        p->link_of[g] = p->n_links;
        p->n_links += p->t->by_skill.start[skill + 1] - p->t->by_skill.start[skill];
    }
    p->sender = new_rows(p, p->n_links);
    for (int32_t o = 0; o < p->t->n_options; o++) {
        const struct option *option = &p->t->options[o];
        if (!programme_is_named(p, option)) {
            p->sender[programme_link(p, option->gap, option->session)] = o;
        }
    }
}

void rows_build(struct programme *p)
{
    count_links(p);
    p->want_row = add_rows(p, p->t->n_wants, 1.0, LP_INFINITY);
    p->gap_row = add_rows(p, p->t->n_gaps, -LP_INFINITY, 1.0);
    p->link_row = add_rows(p, p->n_links, -LP_INFINITY, 0.0);
    add_place_rows(p);
    add_purse_rows(p);
    add_all_cuts(p);
    add_spread_rows(p);
    add_clash_rows(p);
    add_away_rows(p);
}
