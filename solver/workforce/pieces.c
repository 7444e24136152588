// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Months in pieces: runs of days on which no post, person or contract begins
 * or ends.
 *
 * Who is there too many on the first days of a month is no cover for a post
 * that is empty on its last.  So vacancy, surplus and what contracts leave
 * open are averages of what they are day by day, which is more than the
 * difference of the month's averages wherever a month has both.
 *
 * Who leaves or comes by chance does so between months, and counts in all
 * pieces alike.
 */
#include "paths.h"
#include "workforce.h"

#include <string.h>

/* One role by day, thousandths of FTE: what begins on a day less what ended before, then sums. */
struct diary {
    pp_day first;
    int32_t n;                             ///< days
    int64_t *posts, *empty, *staff, *held; ///< length n + 1
    bool *cut;                             ///< something begins, or ended the day before
};

/* Both days included; PP_NO_DAY: open. */
static void note(const struct diary *d, int64_t *of, pp_day from, pp_day to, int64_t fte)
{
    const pp_day end = d->first + d->n;
    const int32_t low = from == PP_NO_DAY || from < d->first ? 0 : from - d->first;
    const int32_t high = to == PP_NO_DAY || to >= end ? d->n : to + 1 - d->first;
    if (low < high) {
        of[low] += fte;
        of[high] -= fte;
        d->cut[low] = d->cut[high] = true;
    }
}

static void note_secondment(const struct workforce *w, const struct diary *d,
                            const struct spell *spell, const struct pp_secondment *away)
{
    const int64_t fte = w->service->practitioners[spell->person].fte;
    const pp_day until = away->backfill_to == PP_NO_DAY ? away->from - 1 : away->backfill_to;
    pp_day from, to;
    if (!spells_away(spell, away, away->to, &from, &to)) {
        return;
    }
    note(d, d->staff, from, to, -fte);
    note(d, d->empty, from, to, fte);
    if (spells_away(spell, away, until, &from, &to)) {
        note(d, d->empty, from, to, -fte);
    }
}

static void note_staff(const struct workforce *w, const struct diary *d, int32_t role)
{
    const struct pp_service *service = w->service;
    for (int32_t s = w->spells_from[role]; s < w->spells_from[role + 1]; s++) {
        const struct spell *spell = &w->spells[s];
        const struct pp_index *away = &service->away_of;
        note(d, d->staff, spell->from, spell->to, service->practitioners[spell->person].fte);
        for (int32_t i = away->start[spell->person]; i < away->start[spell->person + 1]; i++) {
            note_secondment(w, d, spell, &service->secondments[away->item[i]]);
        }
    }
}

static void note_role(const struct workforce *w, const struct diary *d, int32_t role)
{
    const struct pp_service *service = w->service;
    for (int32_t i = 0; i < service->n_posts; i++) {
        const struct pp_post *post = &service->posts[i];
        if (post->role == role) {
            note(d, d->posts, post->start, post->end, post->fte);
        }
    }
    note_staff(w, d, role);
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        const struct pp_practitioner *p = &service->practitioners[i];
        int32_t kind;
        if (p->role == role && p->fte != PP_UNKNOWN && stock_is_cover(p, &kind)) {
            note(d, d->held, stock_engaged_from(service, i), p->end, p->fte);
        }
    }
    for (int32_t day = 1; day < d->n; day++) {
        d->posts[day] += d->posts[day - 1];
        d->empty[day] += d->empty[day - 1];
        d->staff[day] += d->staff[day - 1];
        d->held[day] += d->held[day - 1];
    }
}

/* Days [begin, end) of one month, cut where something begins or ends; none: nothing does. */
static void add_pieces(struct workforce *w, const struct diary *d, int32_t begin, int32_t end,
                       int32_t *n, int32_t *capacity)
{
    const int32_t first = *n;
    for (int32_t day = begin; day < end; day++) {
        const int64_t posts = d->posts[day] - d->empty[day];
        const int64_t vacant = (posts > 0 ? posts : 0) - d->staff[day];
        if (day == begin || d->cut[day]) {
            w->pieces = pp_arena_grow(&w->arena, w->pieces, capacity, *n + 1, sizeof(w->pieces[0]));
            w->pieces[(*n)++] = (struct paths_piece){
                .from = d->first + day, .vacant = vacant, .open = vacant - d->held[day]};
        }
        w->pieces[*n - 1].days++;
    }
    *n = *n == first + 1 ? first : *n;
}

/* Posts kept empty on some days make up for none that are to be filled on others. */
static void part_posts(struct workforce *w, const struct diary *d, int32_t role, int32_t month)
{
    const int32_t begin = w->first[month] - d->first, end = w->first[month + 1] - d->first;
    int64_t above = 0, below = 0;
    for (int32_t day = begin; day < end; day++) {
        const int64_t posts = d->posts[day] - d->empty[day];
        *(posts > 0 ? &above : &below) += posts > 0 ? posts : -posts;
    }
    workforce_cell(w, role, month)->establishment +=
        workforce_average(w, month, above < below ? above : below);
    w->empty_days[(int64_t)role * w->months + month] -= below;
}

void pieces_fill(struct workforce *w)
{
    struct diary d = {.first = w->first[0], .n = w->first[w->months] - w->first[0]};
    int64_t *days = PP_NEW(&w->arena, int64_t, 4 * ((int64_t)d.n + 1));
    d.posts = days;
    d.empty = &days[d.n + 1];
    d.staff = &d.empty[d.n + 1];
    d.held = &d.staff[d.n + 1];
    d.cut = PP_NEW(&w->arena, bool, d.n + 1);
    w->pieces_from = PP_NEW(&w->arena, int32_t, (int64_t)w->service->n_roles * w->months + 1);
    int32_t n = 0, capacity = 0;
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        memset(days, 0, 4 * ((size_t)d.n + 1) * sizeof(days[0]));
        memset(d.cut, 0, ((size_t)d.n + 1) * sizeof(d.cut[0]));
        note_role(w, &d, role);
        for (int32_t m = 0; m < w->months; m++) {
            part_posts(w, &d, role, m);
            add_pieces(w, &d, w->first[m] - d.first, w->first[m + 1] - d.first, &n, &capacity);
            w->pieces_from[(int64_t)role * w->months + m + 1] = n;
        }
    }
}

/* Thousandths on average; PP_UNKNOWN: nothing below makes up for anything above. */
static int32_t average_above(int64_t above, int64_t below, int64_t days)
{
    const int64_t fte = days == 0 ? 0 : (2 * above + days) / (2 * days);
    return above == 0 || below == 0 ? PP_UNKNOWN : fte < INT32_MAX ? (int32_t)fte : INT32_MAX;
}

struct paths_days paths_days_of(const struct paths_piece *pieces, int32_t n, const int32_t *missed,
                                int64_t more)
{
    int64_t days = 0, vacant[2] = {0, 0}, open[2] = {0, 0}; // below and above nothing
    for (int32_t i = 0; i < n; i++) {
        const int64_t less = (missed == NULL ? 0 : missed[i]) - more;
        const int64_t v = pieces[i].vacant + less, o = pieces[i].open + less;
        days += pieces[i].days;
        vacant[v > 0] += v * pieces[i].days;
        open[o > 0] += o * pieces[i].days;
    }
    return (struct paths_days){average_above(vacant[1], vacant[0], days),
                               average_above(open[1], open[0], days)};
}

static int64_t at_least(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t at_most(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The bounds are those of any days, and matter where rounding would break them. */
struct paths_standing paths_standing_of(int64_t posts, int64_t in_post, int64_t held,
                                        const struct paths_days *days)
{
    const int64_t gap = at_least(posts - in_post, 0);
    int64_t vacant = days->vacant == PP_UNKNOWN ? gap : days->vacant;
    vacant = at_least(at_most(vacant, posts), gap);
    int64_t open = days->open == PP_UNKNOWN ? gap - held : days->open;
    open = at_least(at_most(open, vacant), at_least(vacant - held, 0));
    return (struct paths_standing){.over = (int32_t)at_most(vacant - posts + in_post, INT32_MAX),
                                   .vacant = (int32_t)at_most(vacant, INT32_MAX),
                                   .open = (int32_t)at_most(open, INT32_MAX)};
}

struct paths_standing pieces_standing(const struct workforce *w, int32_t role, int32_t month,
                                      int32_t in_post)
{
    const int64_t at = (int64_t)role * w->months + month;
    const int32_t from = w->pieces_from[at], n = w->pieces_from[at + 1] - from;
    const struct paths_days days =
        paths_days_of(&w->pieces[from], n, NULL, (int64_t)in_post - w->staff[at]);
    return paths_standing_of(workforce_cell(w, role, month)->establishment, in_post,
                             (int64_t)workforce_held(w, role, PP_COVER_BANK)[month] +
                                 workforce_held(w, role, PP_COVER_AGENCY)[month],
                             &days);
}

int64_t pieces_vacant_days(const struct workforce *w, int32_t role, int32_t month, int32_t in_post)
{
    const int64_t at = (int64_t)role * w->months + month, more = in_post - w->staff[at];
    int64_t sum = 0;
    for (int32_t p = w->pieces_from[at]; p < w->pieces_from[at + 1]; p++) {
        sum += at_least(w->pieces[p].vacant - more, 0) * w->pieces[p].days;
    }
    return sum;
}
