// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The totals of a costed table against their own lines.
 *
 * A total of all lines and periods may be the sum of its amounts, of the
 * totals of the periods or of the totals of the lines: it agrees when it is
 * any of them.  What rounding n amounts and their sum can do is (n + 1) / 2
 * units; of units above a pound no more than a hundredth of the total passes as
 * such, because hundreds of thousands may as well be a slip.  For a larger difference the fewest lines are looked for that make
 * it when they are left out, or counted twice.
 */
#include "costing.h"

#include <stdlib.h>

enum {
    POUND = 100,
    MATERIAL = 100, ///< a part of a total that is so large or larger is no mere rounding
    MOST_LEFT_OUT = 4,
    MOST_TRIED = 2000000, ///< sets of lines that are looked at for one total
    MOST_COMPARED = 4000  ///< amounts of which it is asked whether totals of their own add up
};

bool pp_total_holds(const struct pp_costed_total *total, const struct pp_costed_line *line)
{
    return costing_same(line->table, total->table) &&
           (total->line == NULL || costing_same(line->line, total->line)) &&
           (total->period == NULL || costing_same(line->period, total->period));
}

/* What a total is a total of. */
struct parts {
    const int32_t *lines;
    int32_t n;
    int64_t stated, reckoned, unit;
    bool has_income; ///< one of them is below 0
};

static struct parts parts_of(const struct pp_costing *costing, const struct pp_costed_total *total,
                             const struct pp_reckoned *reckoned, struct pp_arena *arena)
{
    struct parts parts = {.unit = 1};
    int32_t *lines = PP_NEW(arena, int32_t, costing->n_lines + 1);
    for (int32_t i = 0; i < costing->n_lines; i++) {
        if (pp_total_holds(total, &costing->lines[i])) {
            int64_t unit = costing->lines[i].rounded_to;
            parts.unit = unit > parts.unit ? unit : parts.unit;
            parts.stated += costing->lines[i].amount;
            parts.has_income = parts.has_income || costing->lines[i].amount < 0;
            parts.reckoned += reckoned[i].amount;
            lines[parts.n++] = i;
        }
    }
    parts.unit = total->rounded_to > parts.unit ? total->rounded_to : parts.unit;
    parts.lines = lines;
    return parts;
}

/* The stated total of one line or period of a table, to `amount`. */
static bool stated_total(const struct pp_costing *costing, const char *table, const char *line,
                         const char *period, int64_t *amount)
{
    for (int32_t t = 0; t < costing->n_totals; t++) {
        const struct pp_costed_total *total = &costing->totals[t];
        if (costing_same(total->table, table) && costing_same(total->line, line) &&
            costing_same(total->period, period)) {
            *amount = total->amount;
            return true;
        }
    }
    return false;
}

/* The line or period is met for the first time in the list of parts. */
static bool is_first(const struct pp_costing *costing, const struct parts *parts, int32_t at,
                     bool by_line)
{
    const struct pp_costed_line *here = &costing->lines[parts->lines[at]];
    for (int32_t i = 0; i < at; i++) {
        const struct pp_costed_line *other = &costing->lines[parts->lines[i]];
        if (by_line ? costing_same(other->line, here->line)
                    : costing_same(other->period, here->period)) {
            return false;
        }
    }
    return true;
}

/* The sum of the stated totals of all its lines, or all its periods; false: one is not stated. */
static bool sum_of_totals(const struct pp_costing *costing, const struct parts *parts, bool by_line,
                          int64_t *sum)
{
    *sum = 0;
    for (int32_t i = 0; i < parts->n; i++) {
        const struct pp_costed_line *line = &costing->lines[parts->lines[i]];
        int64_t amount = 0;
        if (!is_first(costing, parts, i, by_line)) {
            continue;
        }
        if (!stated_total(costing, line->table, by_line ? line->line : NULL,
                          by_line ? NULL : line->period, &amount)) {
            return false;
        }
        *sum += amount;
    }
    return true;
}

/* The sum that is nearest to the total: of its amounts, or of other totals. */
static int64_t nearest_sum(const struct pp_costing *costing, const struct pp_costed_total *total,
                           const struct parts *parts)
{
    int64_t best = parts->stated, sum;
    for (int by_line = 0;
         by_line <= 1 && total->line == NULL && total->period == NULL && parts->n <= MOST_COMPARED;
         by_line++) {
        if (sum_of_totals(costing, parts, by_line == 1, &sum) &&
            llabs(total->amount - sum) < llabs(total->amount - best)) {
            best = sum;
        }
    }
    return best;
}

/* ---- Which lines make a difference ---- */

struct search {
    const struct pp_costing *costing;
    const struct parts *parts;
    int64_t wanted, slack;
    int32_t size; ///< lines that are taken together
    int32_t taken[MOST_LEFT_OUT], best[MOST_LEFT_OUT];
    int64_t off;     ///< of the best; above slack: none yet
    int32_t choices; ///< as good as the best
    bool twice, best_twice;
};

static void try_from(struct search *search, int32_t first, int32_t depth, int64_t sum)
{
    if (depth == search->size || depth == MOST_LEFT_OUT) {
        int64_t off = llabs(search->wanted - sum);
        search->choices = off < search->off ? 1 : search->choices + (off == search->off);
        for (int32_t i = 0; off < search->off && i < depth; i++) {
            search->best[i] = search->taken[i];
        }
        search->best_twice = off < search->off ? search->twice : search->best_twice;
        search->off = off < search->off ? off : search->off;
        return;
    }
    for (int32_t i = first; i < search->parts->n; i++) {
        int32_t line = search->parts->lines[i];
        if (search->costing->lines[line].amount != 0) {
            search->taken[depth] = line;
            try_from(search, i + 1, depth + 1, sum + search->costing->lines[line].amount);
        }
    }
}

/* What lines come to that make the total larger or smaller may have either sign: income has its own. */
static void try_both(struct search *search, int64_t difference)
{
    for (int twice = 0; twice <= 1; twice++) {
        search->twice = twice == 1;
        search->wanted = search->twice ? difference : -difference;
        if (search->wanted > 0 || search->parts->has_income) {
            try_from(search, 0, 0, 0);
        }
    }
}

static int64_t sets_of(int64_t n, int32_t size)
{
    int64_t sets = 1;
    for (int32_t i = 0; i < size && sets <= MOST_TRIED; i++) {
        sets = sets * (n - i) / (i + 1);
    }
    return sets;
}

static const char *line_names(const struct search *search, bool periods, struct pp_arena *arena)
{
    struct pp_buf words = {0};
    for (int32_t i = 0; i < search->size; i++) {
        const struct pp_costed_line *line = &search->costing->lines[search->best[i]];
        pp_buf_printf(&words, "%s%s",
                      i == 0                  ? ""
                      : i + 1 == search->size ? " and "
                                              : ", ",
                      line->line);
        if (periods) {
            pp_buf_printf(&words, " in %s", line->period);
        }
        pp_buf_add(&words, " (");
        pp_buf_money(&words, line->amount);
        pp_buf_add(&words, ")");
    }
    const char *names = pp_arena_string(arena, pp_buf_text(&words));
    pp_buf_finish(&words);
    return names;
}

/* The fewest lines that make the difference; beyond a few choices it is chance. */
static void explain_difference(const struct pp_costing *costing, const struct parts *parts,
                               bool periods, struct pp_arena *arena, struct pp_finding *finding)
{
    enum {
        MOST_CHOICES = 3
    };
    struct search search = {.costing = costing, .parts = parts};
    for (search.size = 1; search.size <= MOST_LEFT_OUT && search.size < parts->n &&
                          sets_of(parts->n, search.size) <= MOST_TRIED;
         search.size++) {
        search.slack = parts->unit * (search.size + 1) / 2;
        search.off = search.slack + 1;
        search.choices = 0;
        try_both(&search, finding->difference);
        if (search.off <= search.slack) {
            finding->choices = search.choices;
            finding->twice = search.best_twice;
            finding->lines =
                search.choices <= MOST_CHOICES ? line_names(&search, periods, arena) : NULL;
            return;
        }
    }
}

/* Whether no more than rounding is off. */
static bool is_rounding(int64_t difference, int64_t total, const struct parts *parts)
{
    int64_t slack = parts->unit * (parts->n + 1) / 2;
    slack = slack < POUND / 2 && total % POUND == 0 ? POUND / 2 : slack; // pence added up to pounds
    return llabs(difference) <= slack &&
           (parts->unit <= POUND || llabs(difference) <= llabs(total) / MATERIAL);
}

static void judge_total(const struct pp_costing *costing, int32_t t, struct pp_reconciliation *out)
{
    const struct pp_costed_total *total = &costing->totals[t];
    struct pp_arena arena = {0};
    struct parts parts = parts_of(costing, total, out->lines, &arena);
    for (int32_t i = 0; i < parts.n; i++) {
        out->lines[parts.lines[i]].in_total = true;
    }
    int64_t sum = nearest_sum(costing, total, &parts);
    int64_t difference = total->amount - sum;
    if (difference != 0) {
        bool rounding = is_rounding(difference, total->amount, &parts);
        struct pp_finding *finding =
            costing_find(out, rounding ? PP_TOTAL_ROUNDING : PP_TOTAL_DIFFERS);
        finding->total = t;
        finding->table = total->table;
        finding->period = total->period;
        finding->stated = total->amount;
        finding->reckoned = rounding ? sum : parts.stated;
        finding->difference = finding->stated - finding->reckoned;
        finding->unit = parts.unit;
        finding->of_reckoned = total->amount - parts.reckoned;
        if (!rounding) {
            explain_difference(costing, &parts, total->period == NULL, &out->arena, finding);
        }
    }
    pp_arena_finish(&arena);
}

void costing_totals(const struct pp_costing *costing, struct pp_reconciliation *out)
{
    for (int32_t t = 0; t < costing->n_totals; t++) {
        judge_total(costing, t, out);
    }
}
