// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The best seats, as one integer programme.
 *
 *   min   sum h x(o) + C u(w) + N n(g) 52 - sum N n(g) (52 - weeks(s)) z(g,s)
 *   s.t.  sum of x that fulfil w + u(w)  >=  1          a core skill, or its price
 *         sum_s z(g,s)                   <=  1          a need is met once, the first time
 *         z(g,s)  <=  sum of x of that pod at s         by somebody who was there
 *         sum of x at s                  <=  places(s)
 *         sum of x of a person at a moment  <=  1
 *         sum of price x of a purse      <=  budget
 *         sum of x by choice of a pod on a day  <=  half of its case holders   (when asked)
 *
 * x(o) whole: option o is taken; u(w): want w stays open; z(g,s): gap g is
 * closed from session s on; h, C, N: the rules training_time (times hours),
 * core_course and unmet_need; n(g): needs of families.
 *
 * Costs are whole numbers, so what the ties get adds up to less than one: a
 * seat of the plan in force is kept, and a second course by choice goes to
 * somebody who has none yet.
 */
#include "training.h"

#include "lp.h"

#include <math.h>

enum {
    NODES = 400,         ///< of branch and cut
    MOST_OPTIONS = 20000 ///< beyond them the programme would take too long
};

static const double TIES_KEEP = 0.3;   ///< all seats kept, together
static const double TIES_SPREAD = 0.3; ///< all second courses, together

struct programme {
    struct training *t;
    struct programme_kind kind;
    struct lp *lp;
    struct pp_err *err;
    bool good;

    int32_t want_row, gap_row, link_row; ///< first of each; the others follow
    int32_t *place_row;                  ///< sessions; PP_NONE: room for all
    int32_t *purse_row;                  ///< purses; PP_NONE: money for all
    int32_t *spread_row;                 ///< practitioners; PP_NONE: at most one choice
    int32_t *link_of;                    ///< gaps: the first of its sessions among the z
    int32_t n_links;
    struct pp_index clash_rows; ///< option -> rows
    struct away *away;          ///< days on which a pod may send people by choice
    int32_t n_away;

    int32_t *index; ///< coefficients of the column at hand
    double *value;
    int32_t n, index_capacity, value_capacity;
};

struct away {
    int32_t pod;
    pp_day date;
    int32_t row;
};

/* ---- Rows ---- */

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

static void add_spread_rows(struct programme *p)
{
    int32_t *choices = PP_NEW(&p->t->arena, int32_t, p->t->service->n_practitioners);
    p->spread_row = new_rows(p, p->t->service->n_practitioners);
    for (int32_t o = 0; o < p->t->n_options; o++) {
        const struct option *option = &p->t->options[o];
        choices[option->practitioner] += option->chosen ? 1 : 0;
        if (choices[option->practitioner] == 2 && p->spread_row[option->practitioner] == PP_NONE) {
            p->spread_row[option->practitioner] = add_row(p, -LP_INFINITY, 1.0);
        }
    }
}

/* The other's session is under way when this one's begins. */
static bool meets(const struct pp_service *service, const struct option *a, const struct option *b)
{
    const struct pp_session *s = &service->sessions[a->session];
    const struct pp_session *other = &service->sessions[b->session];
    return s->date == other->date && other->begin <= s->begin && s->begin < other->end;
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

static int32_t sessions_under_way(const struct training *t, int32_t o)
{
    int32_t first, end, n = 0;
    options_of_person(t, o, &first, &end);
    for (int32_t i = first; i < end; i++) {
        n += meets(t->service, &t->options[o], &t->options[i]) ? 1 : 0;
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
        if (sessions_under_way(t, o) > 1) {
            row_of[o] = add_row(p, -LP_INFINITY, 1.0);
        }
    }
    for (int32_t o = 0; o < t->n_options; o++) {
        int32_t first, end;
        options_of_person(t, o, &first, &end);
        start[o + 1] = start[o];
        for (int32_t i = first; i < end; i++) {
            if (row_of[i] != PP_NONE && meets(t->service, &t->options[i], &t->options[o])) {
                p->clash_rows.item = pp_arena_grow(&p->t->arena, p->clash_rows.item, &capacity,
                                                   start[o + 1] + 1, sizeof(int32_t));
                p->clash_rows.item[start[o + 1]++] = row_of[i];
            }
        }
    }
}

static struct away *away_of(const struct programme *p, const struct option *option)
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
        if (option->chosen && away_of(p, option) == NULL) {
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
}

static void build_rows(struct programme *p)
{
    count_links(p);
    p->want_row = add_rows(p, p->t->n_wants, 1.0, LP_INFINITY);
    p->gap_row = add_rows(p, p->t->n_gaps, -LP_INFINITY, 1.0);
    p->link_row = add_rows(p, p->n_links, -LP_INFINITY, 0.0);
    add_place_rows(p);
    add_purse_rows(p);
    add_spread_rows(p);
    add_clash_rows(p);
    add_away_rows(p);
}

/* ---- Columns ---- */

static void put(struct programme *p, int32_t row, double value)
{
    if (row == PP_NONE) {
        return;
    }
    p->index =
        pp_arena_grow(&p->t->arena, p->index, &p->index_capacity, p->n + 1, sizeof(p->index[0]));
    p->value =
        pp_arena_grow(&p->t->arena, p->value, &p->value_capacity, p->n + 1, sizeof(p->value[0]));
    p->index[p->n] = row;
    p->value[p->n++] = value;
}

static void add_column(struct programme *p, double cost, double upper, bool whole)
{
    struct lp_line column = {
        .cost = cost, .upper = upper, .n = p->n, .index = p->index, .value = p->value};
    p->n = 0;
    p->good = p->good && lp_add_column(p->lp, &column, p->err);
    if (p->good && whole) {
        p->good = lp_set_whole(p->lp, lp_columns(p->lp) - 1, true, p->err);
    }
}

/* Row and column z of a gap and session: its place among the sessions of the skill. */
static int32_t link_of(const struct programme *p, int32_t gap, int32_t session)
{
    int32_t skill = p->t->gaps[gap].skill, i = p->t->by_skill.start[skill];
    while (p->t->by_skill.item[i] != session) {
        i++;
    }
    return p->link_of[gap] + i - p->t->by_skill.start[skill];
}

static bool is_kept(const struct training *t, const struct option *option)
{
    const struct pp_plan *before = t->settings->before;
    for (int32_t i = 0; before != NULL && i < before->n_seats; i++) {
        if (before->seats[i].practitioner == option->practitioner &&
            before->seats[i].session == option->session) {
            return true;
        }
    }
    return false;
}

static void add_option(struct programme *p, int32_t o)
{
    const struct training *t = p->t;
    const struct option *option = &t->options[o];
    double cost = (double)options_hours(t->service, option->session) *
                  pp_weight_of(t->service, "training_time");
    if (is_kept(t, option)) {
        cost -= TIES_KEEP / t->settings->before->n_seats;
    }
    if (option->want != PP_NONE) {
        put(p, p->want_row + option->want, 1.0);
    }
    if (option->gap != PP_NONE) {
        put(p, p->link_row + link_of(p, option->gap, option->session), -1.0);
    }
    put(p, p->place_row[option->session], 1.0);
    if (option->purse != PP_NONE) {
        put(p, p->purse_row[option->purse], (double)option->price);
    }
    for (int32_t i = p->clash_rows.start[o]; i < p->clash_rows.start[o + 1]; i++) {
        put(p, p->clash_rows.item[i], 1.0);
    }
    if (option->chosen) {
        const struct away *away = away_of(p, option);
        put(p, p->spread_row[option->practitioner], 1.0);
        put(p, away == NULL ? PP_NONE : away->row, 1.0);
    }
    add_column(p, cost, 1.0, true);
}

static void add_gap(struct programme *p, int32_t g)
{
    const struct training *t = p->t;
    const struct gap *gap = &t->gaps[g];
    double price = (double)pp_weight_of(t->service, "unmet_need") * gap->needs;
    int32_t all = pp_weeks_unmet(t->service, PP_NO_DAY), skill = gap->skill;
    for (int32_t i = t->by_skill.start[skill]; i < t->by_skill.start[skill + 1]; i++) {
        pp_day from = t->service->sessions[t->by_skill.item[i]].date + 1;
        put(p, p->gap_row + g, 1.0);
        put(p, p->link_row + p->link_of[g] + i - t->by_skill.start[skill], 1.0);
        add_column(p, -price * (all - pp_weeks_unmet(t->service, from)), 1.0, false);
    }
}

static void build_columns(struct programme *p)
{
    const struct training *t = p->t;
    for (int32_t o = 0; p->good && o < t->n_options; o++) {
        add_option(p, o);
    }
    for (int32_t g = 0; p->good && g < t->n_gaps; g++) {
        add_gap(p, g);
    }
    for (int32_t w = 0; p->good && w < t->n_wants; w++) {
        put(p, p->want_row + w, 1.0);
        add_column(p, (double)pp_weight_of(t->service, "core_course") * t->wants[w].courses, 1.0,
                   false);
    }
    for (int32_t i = 0; p->good && i < t->service->n_practitioners; i++) {
        int32_t row = p->spread_row[t->people[i]];
        if (row != PP_NONE) {
            put(p, row, -1.0);
            add_column(p, TIES_SPREAD / (t->n_options + 1), LP_INFINITY, false);
        }
    }
}

/* ---- The answer ---- */

/* Costs are whole but for the ties, which only lower the objective by less than one. */
static int64_t whole_bound(const struct training *t, double bound)
{
    int64_t unmet = 0;
    for (int32_t g = 0; g < t->n_gaps; g++) {
        unmet += (int64_t)t->gaps[g].needs * pp_weeks_unmet(t->service, PP_NO_DAY);
    }
    unmet *= pp_weight_of(t->service, "unmet_need");
    double least = ceil((double)unmet + bound - 0.01 - 1e-7 * fabs(bound));
    return least > 0.0 ? (int64_t)least : 0;
}

static void read_answer(struct programme *p, enum lp_status status, struct programme_answer *answer)
{
    answer->found = status == LP_OPTIMAL || status == LP_FEASIBLE;
    if (!answer->found) {
        return;
    }
    const double *x = lp_primal(p->lp);
    for (int32_t o = 0; o < p->t->n_options; o++) {
        answer->take[o] = x[o] > 0.5;
    }
    answer->bound = whole_bound(p->t, lp_bound(p->lp));
}

static bool is_stopped(const struct training *t)
{
    return t->settings->stop != NULL && atomic_load(t->settings->stop);
}

bool programme_solve(struct training *t, struct programme_kind kind,
                     struct programme_answer *answer, struct pp_err *err)
{
    struct lp_effort effort = {.nodes = NODES, .stop = t->settings->stop};
    enum lp_status status = LP_LIMIT;
    struct programme p = {.t = t, .kind = kind, .err = err};
    *answer = (struct programme_answer){.take = PP_NEW(&t->arena, bool, t->n_options)};
    if (t->n_options > MOST_OPTIONS) {
        return true;
    }
    p.lp = lp_create(err);
    p.good = p.lp != NULL;
    if (p.good) {
        build_rows(&p);
        build_columns(&p);
        p.good = p.good && lp_solve_whole(p.lp, &effort, &status, err);
    }
    if (p.good) {
        read_answer(&p, status, answer);
    }
    answer->stopped = is_stopped(t);
    lp_destroy(p.lp);
    return p.good;
}
