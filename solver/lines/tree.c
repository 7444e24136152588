// SPDX-License-Identifier: GPL-3.0-or-later
/* The tree of cases (tree.h). */
#include "tree.h"

#include <math.h>
#include <string.h>

enum {
    MOST_CASES = 1 << 18,
    ROUNDS = 1000, ///< of column generation in a case
    CASE_STEPS = 2 ///< that a case costs besides those of the simplex method
};

static const double WHOLE = 1e-5;  ///< parts so near to a whole number are one
static const double BROKEN = 0.05; ///< totals so far from a whole number are split

/* ---- The open cases ---- */

/* The least bound comes first; of equal ones the deepest, which is nearest to a roster. */
static bool is_before(const struct tree *tree, int32_t a, int32_t b)
{
    const struct tree_case *x = &tree->cases[a], *y = &tree->cases[b];
    if (x->bound != y->bound) {
        return x->bound < y->bound;
    }
    return x->depth != y->depth ? x->depth > y->depth : a > b;
}

static void push(struct tree *tree, int32_t number)
{
    tree->open = pp_arena_grow(&tree->arena, tree->open, &tree->open_capacity, tree->n_open + 1,
                               sizeof(tree->open[0]));
    int32_t at = tree->n_open++;
    while (at > 0 && is_before(tree, number, tree->open[(at - 1) / 2])) {
        tree->open[at] = tree->open[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    tree->open[at] = number;
}

static int32_t pop(struct tree *tree)
{
    int32_t first = tree->open[0], last = tree->open[--tree->n_open], at = 0;
    for (int32_t child = 1; child < tree->n_open; child = 2 * at + 1) {
        bool right =
            child + 1 < tree->n_open && is_before(tree, tree->open[child + 1], tree->open[child]);
        child += right ? 1 : 0;
        if (!is_before(tree, tree->open[child], last)) {
            break;
        }
        tree->open[at] = tree->open[child];
        at = child;
    }
    tree->open[at] = last;
    return first;
}

static void add_case(struct tree *tree, struct tree_case one)
{
    tree->cases = pp_arena_grow(&tree->arena, tree->cases, &tree->cases_capacity, tree->n_cases + 1,
                                sizeof(tree->cases[0]));
    tree->cases[tree->n_cases] = one;
    push(tree, tree->n_cases++);
}

int64_t tree_bound(const struct tree *tree)
{
    return tree->n_open == 0 ? LINES_BAN : tree->cases[tree->open[0]].bound;
}

/* ---- The programme of a case ---- */

/* Frees all but for the lines that are barred. */
static void clear(struct tree *tree)
{
    struct columns *columns = &tree->generation->columns;
    columns_unfix(columns);
    for (int32_t t = 0; t < tree->totals.n; t++) {
        const struct total *total = &tree->totals.list[t];
        if (total->least > 0 || total->most < LINES_FREE) {
            totals_limit(&tree->totals, columns, t, 0, LINES_FREE);
        }
    }
}

void tree_free(struct tree *tree)
{
    clear(tree);
    columns_refix(&tree->generation->columns);
    columns_soften(&tree->generation->columns, false);
}

static void limit(struct tree *tree, const struct tree_case *one)
{
    const struct total *total = &tree->totals.list[one->total];
    int32_t least = one->least > total->least ? one->least : total->least;
    int32_t most = one->most < total->most ? one->most : total->most;
    totals_limit(&tree->totals, &tree->generation->columns, one->total, least, most);
}

void tree_lead(struct tree *tree)
{
    columns_soften(&tree->generation->columns, true);
    for (int32_t c = tree->n_open > 0 ? tree->open[0] : 0; tree->cases[c].from >= 0;
         c = tree->cases[c].from) {
        if (tree->cases[c].person < 0) {
            limit(tree, &tree->cases[c]);
        }
    }
}

/* Makes the programme that of a case. */
static void enter(struct tree *tree, int32_t number)
{
    struct columns *columns = &tree->generation->columns;
    clear(tree);
    for (int32_t c = number; tree->cases[c].from >= 0; c = tree->cases[c].from) {
        const struct tree_case *one = &tree->cases[c];
        if (one->person >= 0) {
            *columns_fixed(columns, one->person, one->day) = one->choice;
        } else {
            limit(tree, one);
        }
    }
    columns_refix(columns);
}

/* ---- Splitting ---- */

static bool split_total(struct tree *tree, int32_t number)
{
    const struct columns *columns = &tree->generation->columns;
    struct tree_case child = tree->cases[number];
    child.from = number;
    child.depth++;
    child.person = -1;
    for (int32_t t = 0; t < tree->totals.n; t++) {
        const struct total *total = &tree->totals.list[t];
        double value = columns_total(columns, &total->of);
        double down = floor(value);
        bool inside = down >= total->least && down + 1 <= total->most; // else it is missed
        if (inside && value - down > BROKEN && down + 1 - value > BROKEN) {
            child.total = t;
            child.least = 0;
            child.most = (int32_t)down;
            add_case(tree, child);
            child.least = (int32_t)down + 1;
            child.most = LINES_FREE;
            add_case(tree, child);
            return true;
        }
    }
    return false;
}

/* The day of a person that is least decided: its largest part is least.  False: all are whole. */
static bool find_broken(const struct tree *tree, int32_t *person, int32_t *day)
{
    const struct lines_problem *problem = tree->problem;
    const struct columns *columns = &tree->generation->columns;
    double least = 1 - WHOLE;
    for (int32_t p = 0; p < problem->n_people; p++) {
        const int32_t *first = problem->people[p].first;
        for (int32_t d = 0; d < problem->n_days; d++) {
            double largest = 0;
            for (int32_t c = first[d]; c < first[d + 1]; c++) {
                largest = fmax(largest, tree->part[tree->base[p] + (size_t)(c - first[0])]);
            }
            if (largest < least && *columns_fixed(columns, p, d) < 0) {
                least = largest;
                *person = p;
                *day = d;
            }
        }
    }
    return least < 1 - WHOLE;
}

/* The first day of a person that is not fixed; false: all are. */
static bool find_free(const struct tree *tree, int32_t *person, int32_t *day)
{
    const struct columns *columns = &tree->generation->columns;
    for (*person = 0; *person < tree->problem->n_people; ++*person) {
        for (*day = 0; *day < tree->problem->n_days; ++*day) {
            if (*columns_fixed(columns, *person, *day) < 0) {
                return true;
            }
        }
    }
    return false;
}

static void split_day(struct tree *tree, int32_t number, int32_t person, int32_t day)
{
    struct tree_case child = tree->cases[number];
    const int32_t *first = tree->problem->people[person].first;
    child.from = number;
    child.depth++;
    child.person = person;
    child.day = day;
    for (child.choice = first[day]; child.choice < first[day + 1]; child.choice++) {
        add_case(tree, child);
    }
}

/* The programme is whole: a roster, unless somebody has no line. */
static void take_roster(struct tree *tree, struct lines_roster *best)
{
    const struct lines_problem *problem = tree->problem;
    const struct columns *columns = &tree->generation->columns;
    size_t bytes = (size_t)problem->n_days * sizeof(int32_t);
    int32_t found = 0;
    for (int32_t c = 0; c < columns->n; c++) {
        if (columns->list[c].part > 0.5) {
            found++;
            memcpy(tree->lines + (size_t)columns->list[c].person * (size_t)problem->n_days,
                   columns->list[c].line, bytes);
        }
    }
    if (found == problem->n_people) {
        roster_take(best, problem, tree->lines);
    }
}

/* ---- The search ---- */

static bool is_hopeless(const struct tree *tree, int32_t number, const struct lines_roster *best)
{
    return lines_units(tree->problem, tree->cases[number].bound) >=
           lines_units(tree->problem, best->total);
}

static void split(struct tree *tree, int32_t number, struct lines_roster *best)
{
    int32_t person = 0, day = 0;
    if (split_total(tree, number)) {
        return;
    }
    columns_choices(&tree->generation->columns, tree->base, tree->part);
    if (find_broken(tree, &person, &day)) {
        split_day(tree, number, person, day);
        return;
    }
    take_roster(tree, best);
    if (!is_hopeless(tree, number, best) && find_free(tree, &person, &day)) {
        split_day(tree, number, person, day);
    }
}

/* Solves a case and splits it; false when it was stopped on the way. */
static bool look_at(struct tree *tree, int32_t number, struct lines_roster *best)
{
    struct generation *generation = tree->generation;
    const struct lines_problem *problem = tree->problem;
    int64_t units = lines_units(problem, best->total) - 1;
    enter(tree, number);
    generation->begun = true;
    generation->bound = tree->cases[number].bound;
    enum generation_end end = generate(generation, units * problem->scale + 1, ROUNDS);
    tree->cases[number].bound = generation->bound;
    if (is_hopeless(tree, number, best)) {
        return true;
    }
    if (end == GENERATION_CLOSED) {
        split(tree, number, best);
    }
    return end == GENERATION_CLOSED;
}

void tree_search(struct tree *tree, int64_t steps, struct lines_roster *best)
{
    const struct lp *lp = tree->generation->columns.lp;
    while (tree->n_open > 0 && !is_hopeless(tree, tree->open[0], best) &&
           tree->n_cases < MOST_CASES && steps > 0) {
        int64_t before = lp_iterations(lp);
        int32_t number = pop(tree);
        if (!look_at(tree, number, best)) {
            push(tree, number);
            break;
        }
        steps -= lp_iterations(lp) - before + CASE_STEPS;
    }
    tree_free(tree);
}

void tree_begin(struct tree *tree, struct generation *root, int64_t bound)
{
    const struct lines_problem *problem = root->problem;
    size_t cells = (size_t)problem->n_people * (size_t)problem->n_days;
    *tree = (struct tree){.problem = problem, .generation = root};
    totals_begin(&tree->totals, problem, &tree->arena);
    generation_limit(root, &tree->totals);
    tree->base = PP_NEW(&tree->arena, size_t, problem->n_people + 1);
    columns_choice_bases(problem, tree->base);
    tree->part = PP_NEW(&tree->arena, double, tree->base[problem->n_people]);
    tree->lines = PP_NEW(&tree->arena, int32_t, cells);
    add_case(tree, (struct tree_case){.bound = bound, .from = -1, .person = -1});
}

void tree_finish(struct tree *tree)
{
    pp_arena_finish(&tree->arena);
}
