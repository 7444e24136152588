// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Funding: which stream pays which charge.
 *
 * A stream pays only in its own financial year, between its own days if it
 * has any, and no more than its amount; what is left then lapses.  A charge that names a stream is
 * paid by it, and in other years by the streams of the same source.  Every
 * other charge of a year, and one whose source gives nothing in that year,
 * is paid from what is left of any stream: grants first because they go back
 * unspent, then matched money, the council's own cash last.  Contributions in
 * kind pay for nothing but what names them.
 *
 * Within a year charges are paid month by month, those that name a stream
 * before all others; when the money ends within a month, the charges of that
 * month share it in proportion.
 *
 * Income goes to the stream that it names, or that would pay.  What that does
 * not spend in the year is no stream's, and pays for what nothing else does.
 */
#include "workforce.h"

#include <podplan/rng.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A stream in the order in which it is drawn on. */
struct purse {
    int32_t stream;
    int32_t year;
    const char *source; ///< "" sorts the purses of general money
    int32_t turn;       ///< of its kind
    int64_t amount;
    uint64_t tie;
};

/* Purses [begin, end). */
struct span {
    int32_t begin, end;
};

/* Money that nothing pays for. */
struct debt {
    int32_t year, stream; ///< what was meant to pay; PP_NONE: anything
    int32_t first, last;  ///< months
    int64_t amount;
};

struct funding {
    struct workforce *w;
    struct purse *by_source; ///< every stream, by year and source
    struct purse *general;   ///< no contributions in kind, by year
    int32_t n_general;
    int64_t *left;  ///< length n_streams, pence
    int64_t *spent; ///< length n_streams, pence
    int64_t *due;   ///< length n_charges: still to be paid
    struct charge *paid;
    int32_t n_paid, paid_capacity;
    struct debt *debts;
    int32_t n_debts, debts_capacity;
};

/* ---- Purses ---- */

static int compare_purses(const void *left, const void *right)
{
    const struct purse *a = left, *b = right;
    if (a->year != b->year) {
        return a->year < b->year ? -1 : 1;
    }
    int order = strcmp(a->source, b->source);
    if (order != 0) {
        return order;
    }
    if (a->turn != b->turn) {
        return a->turn < b->turn ? -1 : 1;
    }
    if (a->amount != b->amount) {
        return a->amount > b->amount ? -1 : 1;
    }
    return (a->tie > b->tie) - (a->tie < b->tie);
}

static struct purse purse_of(const struct workforce *w, int32_t stream)
{
    static const int32_t turn[] = {
        [PP_IN_KIND] = 0, [PP_GRANT] = 1, [PP_MATCHED] = 2, [PP_COUNCIL_CASH] = 3};
    const struct pp_stream *s = &w->service->streams[stream];
    uint64_t seed = w->settings->seed;
    return (struct purse){.stream = stream,
                          .year = s->financial_year,
                          .source = s->source == NULL ? "" : s->source,
                          .turn = turn[s->kind],
                          .amount = s->amount,
                          .tie = pp_hash(seed, s->stream, strlen(s->stream))};
}

static void sort_purses(struct purse *purses, int32_t n)
{
    if (n > 0) {
        qsort(purses, (size_t)n, sizeof(purses[0]), compare_purses);
    }
}

static void fill_purses(struct funding *f)
{
    const struct pp_service *service = f->w->service;
    f->by_source = PP_NEW(&f->w->arena, struct purse, service->n_streams);
    f->general = PP_NEW(&f->w->arena, struct purse, service->n_streams);
    for (int32_t i = 0; i < service->n_streams; i++) {
        f->by_source[i] = purse_of(f->w, i);
        f->left[i] = service->streams[i].amount;
        if (service->streams[i].kind != PP_IN_KIND) {
            f->general[f->n_general] = f->by_source[i];
            f->general[f->n_general++].source = "";
        }
    }
    sort_purses(f->by_source, service->n_streams);
    sort_purses(f->general, f->n_general);
}

/* The purses of a year and source among `n` sorted ones. */
static struct span find_purses(const struct purse *purses, int32_t n, int32_t year,
                               const char *source)
{
    int32_t low = 0, high = n;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        const struct purse *p = &purses[middle];
        if (p->year < year || (p->year == year && strcmp(p->source, source) < 0)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    while (high < n && purses[high].year == year && strcmp(purses[high].source, source) == 0) {
        high++;
    }
    return (struct span){low, high};
}

/* ---- Paying ---- */

static void add_paid(struct funding *f, struct charge paid)
{
    f->paid =
        pp_arena_grow(&f->w->arena, f->paid, &f->paid_capacity, f->n_paid + 1, sizeof(f->paid[0]));
    f->paid[f->n_paid++] = paid;
}

static void record(struct funding *f, int32_t charge, int32_t stream, int64_t amount)
{
    struct charge paid = f->w->charges[charge];
    paid.stream = stream;
    paid.key = stream == PP_NONE ? NULL : f->w->service->streams[stream].stream;
    paid.amount = amount;
    add_paid(f, paid);
}

static void pay(struct funding *f, int32_t charge, int32_t stream, int64_t amount)
{
    f->due[charge] -= amount;
    f->left[stream] = money_add(f->left[stream], -amount);
    f->spent[stream] = money_add(f->spent[stream], amount);
    if (amount != 0) {
        record(f, charge, stream, amount);
    }
}

/* The stream pays for a month with a day of its own in it. */
static bool is_open(const struct workforce *w, int32_t stream, int32_t month)
{
    const struct pp_stream *s = &w->service->streams[stream];
    return workforce_days(s->start, s->end, w->first[month], w->first[month + 1]) > 0;
}

/* Income of these charges goes to the stream; what it then has is shared out among the rest. */
static void draw(struct funding *f, struct span charges, int32_t stream)
{
    int64_t all = 0, so_far = 0, given = 0;
    if (!is_open(f->w, stream, f->w->charges[charges.begin].month)) {
        return;
    }
    for (int32_t c = charges.begin; c < charges.end; c++) {
        if (f->due[c] < 0) {
            pay(f, c, stream, f->due[c]);
        }
        all = money_add(all, f->due[c]);
    }
    int64_t money = f->left[stream] < all ? f->left[stream] : all;
    for (int32_t c = charges.begin; money > 0 && c < charges.end; c++) {
        so_far = money_add(so_far, f->due[c]);
        int64_t up_to = money_share(money, so_far, all);
        pay(f, c, stream, up_to - given);
        given = up_to;
    }
}

static void draw_all(struct funding *f, struct span charges, const struct purse *purses,
                     struct span span)
{
    for (int32_t p = span.begin; p < span.end; p++) {
        draw(f, charges, purses[p].stream);
    }
}

/* The charges of one month that name the same stream as the first of them; the list is so sorted. */
static struct span same_stream(const struct workforce *w, int32_t first)
{
    int32_t end = first + 1;
    while (end < w->n_charges && w->charges[end].month == w->charges[first].month &&
           w->charges[end].stream == w->charges[first].stream) {
        end++;
    }
    return (struct span){first, end};
}

static int32_t year_of(const struct workforce *w, int32_t month)
{
    return pp_financial_year(w->first[month]);
}

/* Draws on the stream that is named and on others of its source; false: it has none that year. */
static bool pay_named(struct funding *f, struct span charges)
{
    const struct workforce *w = f->w;
    const struct charge *first = &w->charges[charges.begin];
    if (first->stream == PP_NONE) {
        return false;
    }
    const struct pp_stream *named = &w->service->streams[first->stream];
    int32_t year = year_of(w, first->month);
    struct span span = find_purses(f->by_source, w->service->n_streams, year,
                                   named->source == NULL ? "" : named->source);
    if (named->financial_year == year) {
        draw(f, charges, first->stream);
    }
    draw_all(f, charges, f->by_source, span);
    return span.begin < span.end;
}

static void pay_general(struct funding *f, struct span charges)
{
    int32_t year = year_of(f->w, f->w->charges[charges.begin].month);
    draw_all(f, charges, f->general, find_purses(f->general, f->n_general, year, ""));
}

/* Named charges first, then the rest: streams are of one year, so years need no loop of their own. */
static void pay_all(struct funding *f)
{
    const struct workforce *w = f->w;
    bool *waits = PP_NEW(&f->w->arena, bool, w->n_charges);
    struct span group;
    for (int32_t c = 0; c < w->n_charges; c = group.end) {
        group = same_stream(w, c);
        waits[c] = !pay_named(f, group);
    }
    for (int32_t c = 0; c < w->n_charges; c = group.end) {
        group = same_stream(w, c);
        if (waits[c]) {
            pay_general(f, group);
        }
    }
}

/* ---- What is left over, what is missing ---- */

static void owe(struct funding *f, const struct charge *charge, int64_t amount)
{
    int32_t year = year_of(f->w, charge->month);
    int32_t d = 0;
    while (d < f->n_debts && (f->debts[d].year != year || f->debts[d].stream != charge->stream)) {
        d++;
    }
    if (d == f->n_debts) {
        f->debts =
            pp_arena_grow(&f->w->arena, f->debts, &f->debts_capacity, d + 1, sizeof(f->debts[0]));
        f->debts[f->n_debts++] = (struct debt){year, charge->stream, charge->month, 0, 0};
    }
    f->debts[d].last = charge->month;
    f->debts[d].amount = money_add(f->debts[d].amount, amount);
}

/* Income that its stream did not spend is no stream's: none pays less than nothing. */
static void free_income(struct funding *f)
{
    for (int32_t p = f->n_paid - 1; p >= 0; p--) {
        struct charge income = f->paid[p];
        int32_t stream = income.stream;
        if (stream == PP_NONE || income.amount >= 0 || f->spent[stream] >= 0) {
            continue;
        }
        int64_t spent = f->spent[stream];
        int64_t freed = income.amount > spent ? income.amount : spent;
        f->paid[p].amount -= freed;
        f->spent[stream] -= freed;
        f->left[stream] = money_add(f->left[stream], freed);
        income.stream = PP_NONE;
        income.key = NULL;
        income.amount = freed;
        add_paid(f, income);
    }
}

/* Income of a year that is no stream's. */
static int64_t free_in_year(const struct funding *f, int32_t year)
{
    int64_t free = 0;
    for (int32_t p = 0; p < f->n_paid; p++) {
        const struct charge *paid = &f->paid[p];
        bool counts =
            paid->stream == PP_NONE && paid->amount < 0 && year_of(f->w, paid->month) == year;
        free = money_add(free, counts ? -paid->amount : 0);
    }
    return free;
}

/* What no stream pays is owed, but for what such income of its year pays of it, the earliest first. */
static void collect_debts(struct funding *f)
{
    const struct workforce *w = f->w;
    int32_t year = PP_NONE;
    int64_t income = 0;
    free_income(f);
    for (int32_t c = 0; c < w->n_charges; c++) {
        if (f->due[c] < 0) {
            record(f, c, PP_NONE, f->due[c]);
        }
    }
    for (int32_t c = 0; c < w->n_charges; c++) {
        int32_t own = year_of(w, w->charges[c].month);
        income = own == year ? income : free_in_year(f, own);
        year = own;
        if (f->due[c] > 0) {
            int64_t paid = income < f->due[c] ? income : f->due[c];
            income -= paid;
            record(f, c, PP_NONE, f->due[c]);
            if (f->due[c] > paid) {
                owe(f, &w->charges[c], f->due[c] - paid);
            }
        }
    }
}

/* What streams that may pay for anything have left in a year. */
static int64_t general_left(const struct funding *f, int32_t year)
{
    int64_t left = 0;
    struct span span = find_purses(f->general, f->n_general, year, "");
    for (int32_t p = span.begin; p < span.end; p++) {
        left = money_add(left, f->left[f->general[p].stream]);
    }
    return left;
}

/* Among purses, the stream with most money left, which it only has because its days are over. */
static const struct pp_stream *left_over(const struct funding *f, const struct purse *purses,
                                         struct span span, int64_t *left)
{
    const struct pp_stream *best = NULL;
    *left = 0;
    for (int32_t p = span.begin; p < span.end; p++) {
        const struct pp_stream *stream = &f->w->service->streams[purses[p].stream];
        bool dated = stream->start != PP_NO_DAY || stream->end != PP_NO_DAY;
        if (dated && f->left[purses[p].stream] > *left) {
            *left = f->left[purses[p].stream];
            best = stream;
        }
    }
    return best;
}

/* "'grant' has £9 left that lapses: it pays only from 1 April to 6 April" */
static void explain_lapse(const struct pp_stream *stream, int64_t left, struct pp_buf *out)
{
    char day[PP_DATE_TEXT];
    pp_buf_printf(out, "%s has ", stream->stream);
    pp_buf_money(out, left);
    pp_buf_add(out, " left, which lapses because it pays only");
    if (stream->start != PP_NO_DAY) {
        pp_buf_printf(out, " from %s", pp_day_text(stream->start, day));
    }
    if (stream->end != PP_NO_DAY) {
        pp_buf_printf(out, "%s %s", stream->start == PP_NO_DAY ? " until" : " to",
                      pp_day_text(stream->end, day));
    }
    pp_buf_add(out, ".");
}

static void explain_named(const struct funding *f, const struct debt *debt, struct pp_buf *out)
{
    const struct pp_service *service = f->w->service;
    const struct pp_stream *named = &service->streams[debt->stream];
    struct span span = find_purses(f->by_source, service->n_streams, debt->year,
                                   named->source == NULL ? "" : named->source);
    int64_t left;
    const struct pp_stream *over = left_over(f, f->by_source, span, &left);
    pp_buf_printf(out, "stream %s was to pay, and its source gives no more in that year",
                  named->stream);
    pp_buf_add(out, over == NULL ? "." : " that could be spent then; ");
    if (over != NULL) {
        explain_lapse(over, left, out);
    }
}

static void explain_debt(const struct funding *f, const struct debt *debt, const char *year,
                         struct pp_buf *out)
{
    struct span general = find_purses(f->general, f->n_general, debt->year, "");
    int64_t left;
    const struct pp_stream *over = left_over(f, f->general, general, &left);
    pp_buf_money(out, debt->amount);
    pp_buf_printf(out, " of the costs of %s has no funding: ", year);
    if (debt->stream != PP_NONE) {
        explain_named(f, debt, out);
    } else if (general.begin == general.end) {
        pp_buf_add(out, "no stream of that year may pay for it.");
    } else if (over != NULL) {
        pp_buf_add(out, "every stream that may pay for it then is spent; ");
        explain_lapse(over, left, out);
    } else {
        pp_buf_add(out, "every stream of that year that may pay for it is spent.");
    }
}

static void remedy_debt(const struct funding *f, const struct debt *debt, const char *year,
                        struct pp_buf *out)
{
    int64_t left = general_left(f, debt->year);
    pp_buf_add(out, "Another ");
    pp_buf_money(out, debt->amount);
    pp_buf_printf(out, " for %s closes it", year);
    if (left > 0) {
        pp_buf_add(out, "; ");
        pp_buf_money(out, left);
        pp_buf_add(out, " of other streams is left in the same year");
    }
    pp_buf_add(out, ".");
}

static void say_debt(struct funding *f, const struct debt *debt)
{
    const struct workforce *w = f->w;
    char year[PP_TIME_TEXT];
    pp_financial_year_text(debt->year, year);
    struct pp_buf sentence = {0}, remedy = {0};
    explain_debt(f, debt, year, &sentence);
    remedy_debt(f, debt, year, &remedy);
    const char *subject = debt->stream == PP_NONE ? year : w->service->streams[debt->stream].stream;
    pp_plan_add_shortfall(w->plan, (struct pp_shortfall){.stage = PP_WORKFORCE,
                                                         .rule = "funding",
                                                         .subject = subject,
                                                         .from = w->first[debt->first],
                                                         .to = w->first[debt->last + 1] - 1,
                                                         .amount = debt->amount,
                                                         .unit = "pence",
                                                         .sentence = pp_buf_text(&sentence),
                                                         .remedy = pp_buf_text(&remedy)});
    pp_buf_finish(&sentence);
    pp_buf_finish(&remedy);
}

static void write_lines(struct funding *f)
{
    struct workforce *w = f->w;
    f->n_paid = charges_merge(f->paid, f->n_paid);
    assert(f->n_paid == 0 || f->paid != NULL);
    for (int32_t i = 0; i < f->n_paid; i++) {
        const struct charge *paid = &f->paid[i];
        if (paid->amount != 0) { // income may make up for it, or be freed
            pp_plan_add_cost_line(w->plan, (struct pp_cost_line){w->first[paid->month], paid->line,
                                                                 paid->stream, paid->amount});
        }
    }
    for (int32_t s = 0; s < w->service->n_streams; s++) {
        int64_t left = w->service->streams[s].amount - f->spent[s];
        pp_plan_add_stream_use(w->plan,
                               (struct pp_stream_use){s, f->spent[s], left > 0 ? left : 0});
    }
}

void funding_settle(struct workforce *w)
{
    struct funding f = {.w = w};
    f.left = PP_NEW(&w->arena, int64_t, w->service->n_streams);
    f.spent = PP_NEW(&w->arena, int64_t, w->service->n_streams);
    f.due = PP_NEW(&w->arena, int64_t, w->n_charges);
    for (int32_t c = 0; c < w->n_charges; c++) {
        f.due[c] = w->charges[c].amount;
    }
    fill_purses(&f);
    pay_all(&f);
    collect_debts(&f);
    write_lines(&f);
    for (int32_t d = 0; d < f.n_debts; d++) {
        say_debt(&f, &f.debts[d]);
    }
}
