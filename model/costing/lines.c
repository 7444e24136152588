// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The lines of a costed table: which agree with their posts, grade and dates,
 * and what explains the others.
 *
 * Within a period, lines of the same dates may agree with one another on
 * another length of time: each amount says between which lengths it lies, by
 * its rounding, and the length that most of those intervals hold is theirs
 * (a sweep over their ends).  It is taken when it explains more lines than
 * the dates do, more than half, and three at least; the lines are then judged
 * by it, and the difference from the dates is one finding for all.
 */
#include "costing.h"

#include <stdlib.h>
#include <string.h>

enum {
    LEAST_AGREED = 3, ///< lines that may set the dates aside
    MOST_LENGTHS = 64 ///< lengths of time in one period that are looked at
};

/* ---- Does an amount agree? ---- */

/* Agreeing as printed: the line rounded, or each post rounded and multiplied. */
static bool is_exact(const struct pp_costing *costing, const struct pp_costed_line *line,
                     const struct costing_way *way)
{
    int64_t unit = line->rounded_to;
    int64_t amount = costing_reckon(costing, line, line->fte, way);
    int64_t size = line->amount < 0 ? -line->amount : line->amount;
    int64_t one = costing_round(costing_reckon(costing, line, PP_FTE, way), unit);
    return 2 * llabs(size - amount) <= unit ||
           (line->fte % PP_FTE == 0 && one * (line->fte / PP_FTE) == size);
}

static bool is_near(const struct pp_costing *costing, const struct pp_costed_line *line,
                    const struct costing_way *way)
{
    int64_t amount = costing_reckon(costing, line, line->fte, way);
    int64_t size = line->amount < 0 ? -line->amount : line->amount;
    return llabs(size - amount) <= costing_leeway(line);
}

/* ---- The months on which lines agree ---- */

struct end {
    int64_t at; ///< parts of COSTING_MONTH
    int32_t step;
};

static int by_place(const void *left, const void *right)
{
    const struct end *a = left, *b = right;
    int order = (a->at > b->at) - (a->at < b->at);
    return order != 0 ? order : b->step - a->step; // an interval holds both its ends
}

/* Where the length of time of a line lies, when the line, or each of its posts, was rounded. */
static bool interval_of(const struct pp_costing *costing, const struct pp_costed_line *line,
                        bool posts, struct end ends[2])
{
    const struct costing_way year = {.basis = COSTING_GIVEN, .parts = COSTING_YEAR};
    int64_t whole = costing_reckon(costing, line, line->fte, &year);
    int64_t leeway = posts ? costing_leeway(line) : line->rounded_to;
    bool beyond = line->amount > 100 * whole; // decades: no part of a year explains it
    if (!costing_is_yearly(line) || whole <= 0 || line->amount <= 0 || beyond) {
        return false;
    }
    __int128 low = (__int128)(2 * line->amount - leeway) * COSTING_YEAR / (2 * whole);
    __int128 high = (__int128)(2 * line->amount + leeway) * COSTING_YEAR / (2 * whole);
    ends[0] = (struct end){(int64_t)low, 1};
    ends[1] = (struct end){(int64_t)high, -1};
    return true;
}

/* The middle of where most intervals meet; `most` says how many do. */
static int64_t meeting_place(struct end *ends, int32_t n, int32_t *most)
{
    int32_t open = 0;
    int64_t middle = 0;
    *most = 0;
    if (n > 0) {
        qsort(ends, (size_t)n, sizeof(ends[0]), by_place);
    }
    for (int32_t e = 0; e < n; e++) {
        open += ends[e].step;
        if (open > *most) {
            *most = open;
            middle = ends[e].at + (ends[e + 1].at - ends[e].at) / 2;
        }
    }
    return middle;
}

/* Lines of a period that share the length of time of `like`. */
static bool is_like(const struct pp_costed_line *line, int64_t parts)
{
    return costing_is_yearly(line) && costing_parts(line) == parts;
}

/* Where most lines of the period like the one meet; `most` says how many do. */
static int64_t meeting_of(const struct pp_costing *costing, const struct pp_reckoned_period *period,
                          int64_t parts, bool posts, int32_t *most)
{
    struct pp_arena arena = {0};
    struct end *ends = PP_NEW(&arena, struct end, 2 * period->n + 1);
    int32_t n = 0;
    for (int32_t i = period->first; i < period->first + period->n; i++) {
        const struct pp_costed_line *line = &costing->lines[i];
        n += is_like(line, parts) && interval_of(costing, line, posts, &ends[n]) ? 2 : 0;
    }
    int64_t middle = meeting_place(ends, n, most);
    pp_arena_finish(&arena);
    return middle;
}

/* The months of lines like the one, when they agree on others than their own; -1: they do not. */
static int64_t agreed_parts(const struct pp_costing *costing,
                            const struct pp_reckoned_period *period, int64_t parts)
{
    const struct costing_way own = {.basis = COSTING_OWN};
    int32_t all = 0, by_dates = 0, rounded = 0, agreed;
    for (int32_t i = period->first; i < period->first + period->n; i++) {
        if (is_like(&costing->lines[i], parts)) {
            all++;
            by_dates += is_near(costing, &costing->lines[i], &own);
        }
    }
    int64_t middle = meeting_of(costing, period, parts, true, &agreed);
    int64_t narrow = meeting_of(costing, period, parts, false, &rounded);
    middle = rounded == agreed ? narrow : middle; // no line is then off by more than its rounding
    bool whole = middle > COSTING_YEAR - COSTING_MONTH / 100;
    bool taken = agreed >= LEAST_AGREED && agreed > by_dates && 2 * agreed > all && !whole;
    return taken ? middle : -1;
}

/* Each length of time once, as far as there is room to remember. */
static bool is_new(int64_t *tried, int32_t *n, int64_t parts)
{
    for (int32_t i = 0; i < *n; i++) {
        if (tried[i] == parts) {
            return false;
        }
    }
    if (*n == MOST_LENGTHS) {
        return false;
    }
    tried[(*n)++] = parts;
    return true;
}

static void find_agreement(const struct pp_costing *costing, struct pp_reckoned_period *period)
{
    int64_t tried[MOST_LENGTHS];
    int32_t n_tried = 0;
    period->months = -1;
    for (int32_t i = period->first; i < period->first + period->n && period->months < 0; i++) {
        const struct pp_costed_line *line = &costing->lines[i];
        if (costing_is_yearly(line) && is_new(tried, &n_tried, costing_parts(line))) {
            period->own = costing_parts(line);
            period->months = agreed_parts(costing, period, period->own);
        }
    }
}

/* ---- What explains a line ---- */

/* How a line is judged: by the agreed months of its period where it has those dates. */
static struct costing_way way_of(const struct pp_reckoned_period *period,
                                 const struct pp_costed_line *line)
{
    bool agreed = period->months >= 0 && is_like(line, period->own);
    return agreed ? (struct costing_way){.basis = COSTING_GIVEN, .parts = period->months}
                  : (struct costing_way){.basis = COSTING_OWN};
}

/* The other grades whose cost the amount is, with commas; NULL: none. */
static const char *fitting_grades(const struct pp_costing *costing,
                                  const struct pp_costed_line *line, struct costing_way way,
                                  struct pp_arena *arena)
{
    const char *fits = NULL, *before = NULL;
    for (int32_t g = 0; line->grade != NULL && g < costing->n_grades; g++) {
        const char *grade = costing->grades[g].grade;
        bool new = before == NULL || strcmp(before, grade) != 0;
        before = grade;
        way.grade = grade;
        if (new &&strcmp(grade, line->grade) != 0 && is_near(costing, line, &way)) {
            fits = fits == NULL ? pp_arena_string(arena, grade)
                                : pp_arena_printf(arena, "%s, %s", fits, grade);
        }
    }
    return fits;
}

/* What explains a line that is wrong. */
struct cause {
    int32_t kind;
    const char *fits; ///< other grades, with commas; NULL: its own
    int32_t costs_of; ///< another financial year; 0: its own
    bool whole, days;
};

/* The financial years in which costs begin, the nearest to the line's first; its own is not one. */
static int32_t *other_years(const struct pp_costing *costing, const struct pp_costed_line *line,
                            struct pp_arena *arena, int32_t *n)
{
    int32_t own = costing_base_year(costing, line);
    int32_t *years = PP_NEW(arena, int32_t, costing->n_grades + 1);
    *n = 0;
    for (int32_t g = 0; g < costing->n_grades; g++) {
        int32_t year = costing->grades[g].financial_year, at = 0;
        while (at < *n && (abs(years[at] - own) < abs(year - own) ||
                           (abs(years[at] - own) == abs(year - own) && years[at] < year))) {
            at++;
        }
        if (year != own && (at == *n || years[at] != year)) {
            memmove(&years[at + 1], &years[at], (size_t)(*n - at) * sizeof(years[0]));
            years[at] = year;
            (*n)++;
        }
    }
    return years;
}

/* Costs of another year, at the line's own grade or at others. */
static bool fits_other_year(const struct pp_costing *costing, const struct pp_costed_line *line,
                            struct costing_way way, bool other_grades, struct pp_arena *arena,
                            struct cause *cause)
{
    struct pp_arena own = {0};
    int32_t n;
    const int32_t *years = other_years(costing, line, &own, &n);
    bool found = false;
    for (int32_t i = 0; !found && i < n; i++) {
        way.year = cause->costs_of = years[i];
        cause->fits = other_grades ? fitting_grades(costing, line, way, arena) : NULL;
        found = other_grades ? cause->fits != NULL : is_near(costing, line, &way);
    }
    pp_arena_finish(&own);
    return found;
}

/*
 * One slip alone, then two at once: another grade, a full year, days instead of
 * months, the costs of another year.  All at once would explain nearly anything.
 */
static struct cause cause_of(const struct pp_costing *costing, const struct pp_costed_line *line,
                             struct costing_way judged, struct pp_arena *arena)
{
    const struct costing_way own = {.basis = COSTING_OWN}, full = {.basis = COSTING_WHOLE};
    const struct costing_way days = {.basis = COSTING_DAYS};
    const struct costing_way ways[] = {judged, own, full, days};
    struct cause cause = {.kind = PP_UNEXPLAINED};
    if (costing_is_yearly(line) && is_near(costing, line, &full)) {
        return (struct cause){.kind = PP_FULL_YEAR, .whole = true};
    }
    if (costing_is_yearly(line) && is_near(costing, line, &days)) {
        return (struct cause){.kind = PP_BY_DAYS, .days = true};
    }
    for (int32_t i = 0; line->grade != NULL && i < 4; i++) {
        const struct costing_way way = ways[i];
        const bool alone = way.basis != COSTING_WHOLE && way.basis != COSTING_DAYS;
        cause = (struct cause){.kind = PP_WRONG_GRADE,
                               .whole = way.basis == COSTING_WHOLE,
                               .days = way.basis == COSTING_DAYS};
        cause.fits = fitting_grades(costing, line, way, arena);
        if (cause.fits != NULL) {
            return cause;
        }
        cause.kind = PP_OTHER_YEAR;
        if (fits_other_year(costing, line, way, false, arena, &cause)) {
            return cause;
        }
        cause.kind = PP_WRONG_GRADE;
        if (alone && fits_other_year(costing, line, way, true, arena, &cause)) {
            return cause;
        }
    }
    return (struct cause){.kind = PP_UNEXPLAINED};
}

static struct cause judge(const struct pp_costing *costing, const struct pp_costed_line *line,
                          struct costing_way way, struct pp_arena *arena)
{
    const struct costing_way own = {.basis = COSTING_OWN};
    if (is_exact(costing, line, &way) || is_exact(costing, line, &own)) {
        return (struct cause){.kind = PP_NONE};
    }
    if (is_near(costing, line, &way)) {
        return (struct cause){.kind = PP_LINE_ROUNDING};
    }
    return cause_of(costing, line, way, arena);
}

static int64_t signed_like(const struct pp_costed_line *line, int64_t amount)
{
    return line->amount < 0 ? -amount : amount;
}

static void judge_line(const struct pp_costing *costing, const struct pp_reckoned_period *period,
                       int32_t l, struct pp_reconciliation *out)
{
    const struct pp_costed_line *line = &costing->lines[l];
    const struct costing_way own = {.basis = COSTING_OWN};
    struct pp_reckoned *reckoned = &out->lines[l];
    *reckoned = (struct pp_reckoned){
        .amount = line->amount, .by_dates = line->amount, .finding = PP_NONE, .parts = -1};
    if (!costing_is_known(line)) {
        return;
    }
    struct costing_way way = way_of(period, line);
    struct cause cause = judge(costing, line, way, &out->arena);
    reckoned->known = true;
    reckoned->parts = way.basis == COSTING_GIVEN ? way.parts : -1;
    reckoned->amount = signed_like(line, costing_reckon(costing, line, line->fte, &way));
    reckoned->by_dates = signed_like(line, costing_reckon(costing, line, line->fte, &own));
    if (cause.kind == PP_NONE) {
        return;
    }
    reckoned->finding = out->n_findings;
    struct pp_finding *finding = costing_find(out, cause.kind);
    finding->line = l;
    finding->table = line->table;
    finding->period = line->period;
    finding->stated = line->amount;
    finding->reckoned = reckoned->amount;
    finding->difference = line->amount - reckoned->amount;
    finding->fits = cause.fits;
    finding->costs_of = cause.costs_of;
    finding->whole = cause.whole;
    finding->days = cause.days;
}

/* Lines that agree on other months than their dates: what they charge more or less for it. */
static void tell_agreement(const struct pp_costing *costing,
                           const struct pp_reckoned_period *period, struct pp_reconciliation *out)
{
    const struct costing_way days = {.basis = COSTING_DAYS};
    struct pp_finding *finding = costing_find(out, PP_OTHER_MONTHS);
    bool by_days = true;
    finding->table = period->table;
    finding->period = period->period;
    for (int32_t i = period->first; i < period->first + period->n; i++) {
        const struct pp_reckoned *reckoned = &out->lines[i];
        if (is_like(&costing->lines[i], period->own) && reckoned->finding == PP_NONE) {
            finding->stated += costing->lines[i].amount;
            finding->reckoned += reckoned->by_dates;
            by_days = by_days && is_near(costing, &costing->lines[i], &days);
        }
    }
    finding->kind = by_days ? PP_BY_DAYS : PP_OTHER_MONTHS;
    finding->difference = finding->stated - finding->reckoned;
}

void costing_lines(const struct pp_costing *costing, struct pp_reconciliation *out)
{
    out->lines = PP_NEW(&out->arena, struct pp_reckoned, costing->n_lines + 1);
    for (int32_t p = 0; p < out->n_periods; p++) {
        struct pp_reckoned_period *period = &out->periods[p];
        find_agreement(costing, period);
        for (int32_t i = period->first; i < period->first + period->n; i++) {
            judge_line(costing, period, i, out);
            period->stated += costing->lines[i].amount;
            period->reckoned += out->lines[i].amount;
            period->by_dates += out->lines[i].by_dates;
        }
        if (period->months >= 0) {
            tell_agreement(costing, period, out);
        }
    }
}

/* ---- Periods, and the whole ---- */

void costing_periods(const struct pp_costing *costing, struct pp_reconciliation *out)
{
    out->periods = PP_NEW(&out->arena, struct pp_reckoned_period, costing->n_lines + 1);
    for (int32_t i = 0; i < costing->n_lines; i++) {
        const struct pp_costed_line *line = &costing->lines[i];
        struct pp_reckoned_period *last =
            out->n_periods > 0 ? &out->periods[out->n_periods - 1] : NULL;
        if (last == NULL || !costing_same(last->table, line->table) ||
            !costing_same(last->period, line->period)) {
            last = &out->periods[out->n_periods++];
            *last = (struct pp_reckoned_period){
                .table = line->table, .period = line->period, .first = i};
        }
        last->n++;
    }
}

void pp_reconcile(const struct pp_costing *costing, struct pp_reconciliation *out)
{
    *out = (struct pp_reconciliation){0};
    costing_periods(costing, out);
    costing_lines(costing, out);
    costing_totals(costing, out);
    costing_words(costing, out);
}

void pp_reconciliation_finish(struct pp_reconciliation *reconciliation)
{
    pp_arena_finish(&reconciliation->arena);
    *reconciliation = (struct pp_reconciliation){0};
}
