// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The best seats, as one integer programme.
 *
 *   min   sum h x(o) + sum h v(g,s) + C u(w) + N n(g) 52 - sum N n(g) (52 - weeks(s)) z(g,s)
 *   s.t.  sum of x that fulfil w + u(w)  >=  1            a core skill, or its price
 *         sum_s z(g,s)                   <=  1            a need is met once, the first time
 *         z(g,s)  <=  v(g,s) + sum of x of that pod at s  by somebody who was there
 *         sum of x and v at s            <=  places(s)
 *         sum of x of a person at a moment  <=  1
 *         sum of price x and v of a purse   <=  budget
 *         sum of v of a pod on a day     <=  half of its case holders         (when asked)
 *
 * x(o) whole: option o is taken; v(g,s) whole: the pod sends somebody to
 * session s by its own choice, to close gap g; u(w): want w stays open;
 * z(g,s): gap g is closed from session s on; h, C, N: the rules training_time
 * (times hours), core_course and unmet_need; n(g): needs of families.
 *
 * Members of a pod are so alike that a programme which names them searches
 * among equal answers for ever.  So v does not say who; choice.c does, and
 * nearly always can.  Where it cannot, the programme is solved with an x for
 * each of them instead.
 *
 * Costs are whole numbers, so what the ties get adds up to less than one: a
 * seat of the plan in force is kept, a second course by choice goes to
 * somebody who has none yet, and what costs less money is taken before what
 * does as much for more.
 */
#include "programme.h"

#include <math.h>

enum {
    NODE_COLUMNS = 2000000, ///< nodes of branch and cut x columns
    MOST_COLUMNS = 30000,   ///< beyond them the programme would take too long
    MOST_NAMED = 3000       ///< options, where each member of a pod has columns of their own
};

static const double TIES_KEEP = 0.3;   ///< all seats kept, together
static const double TIES_SPREAD = 0.3; ///< all second courses, together
static const double TIES_FEES = 0.3;   ///< the fees of all options, together
static const double SAME = 0.35;       ///< answers nearer than this differ by ties alone

bool programme_is_named(const struct programme *p, const struct option *option)
{
    return option->want != PP_NONE || p->kind.by_person;
}

int32_t programme_link(const struct programme *p, int32_t gap, int32_t session)
{
    int32_t skill = p->t->gaps[gap].skill, i = p->t->by_skill.start[skill];
    while (p->t->by_skill.item[i] != session) {
        i++;
    }
    return p->link_of[gap] + i - p->t->by_skill.start[skill];
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

static void add_column(struct programme *p, double cost, double upper)
{
    struct lp_line column = {
        .cost = cost, .upper = upper, .n = p->n, .index = p->index, .value = p->value};
    p->n = 0;
    p->good = p->good && lp_add_column(p->lp, &column, p->err);
}

static void add_whole(struct programme *p, double cost, double upper)
{
    int32_t column = p->n_whole++;
    p->upper[column] = upper;
    add_column(p, cost, upper);
    p->good = p->good && lp_set_whole(p->lp, column, true, p->err);
}

/* The hours of the seat; a little more for its fee, a little less for a seat of the plan in force. */
static double seat_cost(const struct programme *p, const struct option *option)
{
    const struct training *t = p->t;
    const struct pp_plan *before = t->settings->before;
    double cost = (double)options_hours(t->service, option->session) *
                  pp_weight_of(t->service, "training_time");
    cost += option->price > 0 ? TIES_FEES * (double)option->price / p->fees : 0.0;
    for (int32_t i = 0; before != NULL && i < before->n_seats; i++) {
        const struct pp_seat *seat = &before->seats[i];
        bool same = programme_is_named(p, option)
                        ? seat->practitioner == option->practitioner
                        : t->service->practitioners[seat->practitioner].pod ==
                              t->service->practitioners[option->practitioner].pod;
        if (same && seat->session == option->session) {
            return cost - TIES_KEEP / before->n_seats;
        }
    }
    return cost;
}

/* What every seat takes up, whoever has it. */
static void put_seat(struct programme *p, const struct option *option)
{
    if (option->gap != PP_NONE) {
        put(p, p->link_row + programme_link(p, option->gap, option->session), -1.0);
    }
    put(p, p->place_row[option->session], 1.0);
    if (option->purse != PP_NONE) {
        put(p, p->purse_row[option->purse], (double)option->price);
    }
    for (int32_t i = 0; i < p->n_cuts; i++) {
        bool counts = p->cuts[i].purse == option->purse && p->cuts[i].price <= option->price;
        put(p, counts ? p->cuts[i].row : PP_NONE, 1.0);
    }
    if (option->chosen) {
        const struct away *away = rows_away(p, option);
        put(p, away == NULL ? PP_NONE : away->row, 1.0);
    }
}

/* Column x of an option; fixed at 0 where a column v stands for it. */
static void add_option(struct programme *p, int32_t o)
{
    const struct option *option = &p->t->options[o];
    if (!programme_is_named(p, option)) {
        add_whole(p, 0.0, 0.0);
        return;
    }
    if (option->want != PP_NONE) {
        put(p, p->want_row + option->want, 1.0);
    }
    for (int32_t i = p->clash_rows.start[o]; i < p->clash_rows.start[o + 1]; i++) {
        put(p, p->clash_rows.item[i], 1.0);
    }
    put(p, option->chosen ? p->spread_row[option->practitioner] : PP_NONE, 1.0);
    put_seat(p, option);
    add_whole(p, seat_cost(p, option), 1.0);
}

/* Column v of a link, by the example of one who could go. */
static void add_sender(struct programme *p, int32_t link)
{
    if (p->sender[link] == PP_NONE) {
        add_whole(p, 0.0, 0.0);
        return;
    }
    const struct option *option = &p->t->options[p->sender[link]];
    put_seat(p, option);
    add_whole(p, seat_cost(p, option), 1.0);
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
        add_column(p, -price * (all - pp_weeks_unmet(t->service, from)), 1.0);
    }
}

static void build_columns(struct programme *p)
{
    const struct training *t = p->t;
    p->upper = PP_NEW(&p->t->arena, double, t->n_options + p->n_links);
    for (int32_t o = 0; o < t->n_options; o++) {
        p->fees += (double)t->options[o].price;
    }
    for (int32_t o = 0; p->good && o < t->n_options; o++) {
        add_option(p, o);
    }
    for (int32_t link = 0; p->good && link < p->n_links; link++) {
        add_sender(p, link);
    }
    for (int32_t g = 0; p->good && g < t->n_gaps; g++) {
        add_gap(p, g);
    }
    for (int32_t w = 0; p->good && w < t->n_wants; w++) {
        put(p, p->want_row + w, 1.0);
        add_column(p, (double)pp_weight_of(t->service, "core_course") * t->wants[w].courses, 1.0);
    }
    for (int32_t i = 0; p->good && i < t->service->n_practitioners; i++) {
        int32_t row = p->spread_row[t->people[i]];
        if (row != PP_NONE) {
            put(p, row, -1.0);
            add_column(p, TIES_SPREAD / (t->n_options + 1), LP_INFINITY);
        }
    }
}

/* ---- The answer ---- */

/* Costs are whole but for the ties, which move the objective by less than one. */
static int64_t whole_bound(const struct training *t, double bound)
{
    int64_t unmet = 0;
    for (int32_t g = 0; g < t->n_gaps; g++) {
        unmet += (int64_t)t->gaps[g].needs * pp_weeks_unmet(t->service, PP_NO_DAY);
    }
    unmet *= pp_weight_of(t->service, "unmet_need");
    double least =
        ceil((double)unmet + bound - TIES_SPREAD - TIES_FEES - 0.01 - 1e-7 * fabs(bound));
    return least > 0.0 ? (int64_t)least : 0;
}

static void read_answer(struct programme *p, const struct whole_answer *whole,
                        struct programme_answer *answer)
{
    const struct training *t = p->t;
    int32_t *like = PP_NEW(&p->t->arena, int32_t, p->n_links), n = 0;
    for (int32_t o = 0; o < t->n_options; o++) {
        answer->take[o] = whole->x[o] > 0.5;
    }
    for (int32_t link = 0; link < p->n_links; link++) {
        if (whole->x[t->n_options + link] > 0.5) {
            like[n++] = p->sender[link];
        }
    }
    answer->found = true;
    answer->named = choice_name(p->t, like, n, answer->take);
    answer->bound = whole_bound(t, whole->bound);
}

static bool is_stopped(const struct training *t)
{
    return t->settings->stop != NULL && atomic_load(t->settings->stop);
}

static bool is_too_large(const struct training *t, struct programme_kind kind)
{
    int64_t columns = 0;
    for (int32_t o = 0; o < t->n_options; o++) {
        columns += t->options[o].want != PP_NONE;
    }
    for (int32_t g = 0; g < t->n_gaps; g++) {
        int32_t skill = t->gaps[g].skill;
        columns += t->by_skill.start[skill + 1] - t->by_skill.start[skill];
    }
    return columns > MOST_COLUMNS || (kind.by_person && t->n_options > MOST_NAMED);
}

/* Nodes, so many that the effort does not depend on the size. */
static struct lp_effort effort_for(const struct programme *p)
{
    int32_t nodes = NODE_COLUMNS / (lp_columns(p->lp) + 1) + 1;
    return (struct lp_effort){.nodes = nodes, .stop = p->t->settings->stop};
}

bool programme_solve(struct training *t, struct programme_kind kind,
                     struct programme_answer *answer, struct pp_err *err)
{
    struct programme p = {.t = t, .kind = kind, .err = err};
    *answer = (struct programme_answer){.take = PP_NEW(&t->arena, bool, t->n_options)};
    if (is_too_large(t, kind)) {
        return true;
    }
    struct whole_answer whole = {0};
    p.lp = lp_create(err);
    p.good = p.lp != NULL;
    if (p.good) {
        rows_build(&p);
        build_columns(&p);
    }
    if (p.good) {
        struct lp_effort effort = effort_for(&p);
        p.good = whole_solve(p.lp, p.n_whole, p.upper, SAME, &effort, &t->arena, &whole, err);
    }
    if (p.good && whole.found) {
        read_answer(&p, &whole, answer);
    }
    answer->stopped = is_stopped(t);
    lp_destroy(p.lp);
    return p.good;
}
