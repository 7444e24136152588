// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Where everybody is, by role and month: careers cut into spells.
 *
 * A spell is one of the service's own people in one role, from one move
 * within the service to the next.  The last ends with the contract, or on the
 * day of an expected retirement if that comes first.  On days of a secondment
 * elsewhere they are not at work here and their post is kept: while it is
 * backfilled it is to be covered, afterwards it is left empty on purpose and
 * counts as no establishment until they are back.
 *
 * Sums over people are sums of integers, so that no row order matters.
 */
#include "workforce.h"

bool spells_are_staff(const struct pp_practitioner *p)
{
    return p->contract == PP_PERMANENT || p->contract == PP_FIXED_TERM ||
           p->contract == PP_SECONDED;
}

pp_day spells_last_day(const struct pp_practitioner *p)
{
    return p->retires != PP_NO_DAY && (p->end == PP_NO_DAY || p->retires < p->end) ? p->retires
                                                                                   : p->end;
}

/* The next move of a person after a day; NULL: none. */
static const struct pp_role_move *next_move(const struct pp_service *service, int32_t person,
                                            pp_day day)
{
    const struct pp_role_move *next = NULL;
    const struct pp_index *moves = &service->moves_of;
    for (int32_t i = moves->start[person]; i < moves->start[person + 1]; i++) {
        const struct pp_role_move *move = &service->moves[moves->item[i]];
        if (move->date > day && (next == NULL || move->date < next->date)) {
            next = move;
        }
    }
    return next;
}

/* The spells of one person; returns how many. */
static int32_t spells_of(const struct pp_service *service, int32_t person, struct spell *spells)
{
    const struct pp_practitioner *p = &service->practitioners[person];
    const pp_day last = spells_last_day(p);
    const struct pp_role_move *move = next_move(service, person, p->start);
    int32_t n = 0;
    spells[n++] = (struct spell){person, p->role, p->start, last};
    while (move != NULL && (last == PP_NO_DAY || move->date <= last)) {
        spells[n - 1].to = move->date - 1;
        spells[n++] = (struct spell){person, move->role, move->date, last};
        move = next_move(service, person, move->date);
    }
    return n;
}

bool spells_away(const struct spell *spell, const struct pp_secondment *away, pp_day until,
                 pp_day *from, pp_day *to)
{
    *from = away->from > spell->from ? away->from : spell->from;
    *to = until < away->to ? until : away->to;
    *to = spell->to != PP_NO_DAY && spell->to < *to ? spell->to : *to;
    return *from <= *to;
}

int32_t spells_away_between(const struct spell *spell, const struct pp_secondment *away,
                            pp_day until, pp_day begin, pp_day end)
{
    pp_day from, to;
    return spells_away(spell, away, until, &from, &to) ? workforce_days(from, to, begin, end) : 0;
}

int32_t spells_days_away(const struct workforce *w, const struct spell *spell,
                         const struct pp_secondment *away, pp_day until, int32_t month)
{
    return spells_away_between(spell, away, until, w->first[month], w->first[month + 1]);
}

int32_t spells_days_between(const struct workforce *w, const struct spell *spell, pp_day begin,
                            pp_day end)
{
    const struct pp_service *service = w->service;
    const struct pp_index *away = &service->away_of;
    int32_t days = workforce_days(spell->from, spell->to, begin, end);
    for (int32_t i = away->start[spell->person]; i < away->start[spell->person + 1]; i++) {
        const struct pp_secondment *one = &service->secondments[away->item[i]];
        days -= spells_away_between(spell, one, one->to, begin, end);
    }
    return days > 0 ? days : 0;
}

int32_t spells_days(const struct workforce *w, const struct spell *spell, int32_t month)
{
    return spells_days_between(w, spell, w->first[month], w->first[month + 1]);
}

bool spells_change(const struct workforce *w, int32_t person)
{
    const struct pp_service *service = w->service;
    const struct pp_practitioner *p = &service->practitioners[person];
    return p->retires != PP_NO_DAY || p->end != PP_NO_DAY ||
           service->moves_of.start[person] < service->moves_of.start[person + 1] ||
           service->away_of.start[person] < service->away_of.start[person + 1];
}

/* ---- Posts that are kept ---- */

static void keep_post(struct workforce *w, const struct spell *spell,
                      const struct pp_secondment *away, int64_t *backfilled, int64_t *empty,
                      int64_t *paid)
{
    const int64_t fte = w->service->practitioners[spell->person].fte;
    const pp_day until = away->backfill_to == PP_NO_DAY ? away->from - 1 : away->backfill_to;
    for (int32_t m = 0; m < w->months; m++) {
        int64_t at = (int64_t)spell->role * w->months + m;
        int64_t days = spells_days_away(w, spell, away, away->to, m);
        int64_t filled = spells_days_away(w, spell, away, until, m);
        backfilled[at] += fte * filled;
        empty[at] += fte * (days - filled);
        paid[at] += away->paid_by == PP_PAID_BY_HOST ? 0 : fte * days;
    }
}

static void keep_posts(struct workforce *w)
{
    const struct pp_service *service = w->service;
    const int64_t cells = (int64_t)service->n_roles * w->months;
    int64_t *backfilled = PP_NEW(&w->arena, int64_t, cells);
    int64_t *empty = PP_NEW(&w->arena, int64_t, cells);
    int64_t *paid = PP_NEW(&w->arena, int64_t, cells);
    for (int32_t s = 0; s < w->spells_from[service->n_roles]; s++) {
        const struct spell *spell = &w->spells[s];
        const struct pp_index *away = &service->away_of;
        for (int32_t i = away->start[spell->person]; i < away->start[spell->person + 1]; i++) {
            keep_post(w, spell, &service->secondments[away->item[i]], backfilled, empty, paid);
        }
    }
    w->empty_days = empty;
    for (int64_t c = 0; c < cells; c++) {
        int32_t month = (int32_t)(c % w->months);
        w->backfilled[c] = workforce_average(w, month, backfilled[c]);
        w->empty[c] = workforce_average(w, month, empty[c]);
        w->lent[c] = workforce_average(w, month, paid[c]);
    }
}

/* ---- All ---- */

void spells_fill(struct workforce *w)
{
    const struct pp_service *service = w->service;
    const int32_t most = service->n_practitioners + service->n_moves;
    const size_t cells = (size_t)service->n_roles * (size_t)w->months;
    struct spell *all = PP_NEW(&w->arena, struct spell, most);
    int32_t n = 0, *next = PP_NEW(&w->arena, int32_t, service->n_roles + 2);
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        const struct pp_practitioner *p = &service->practitioners[i];
        if (spells_are_staff(p) && p->fte != PP_UNKNOWN) {
            n += spells_of(service, i, &all[n]);
        }
    }
    for (int32_t s = 0; s < n; s++) {
        next[all[s].role + 2]++;
        w->used[all[s].role] = true;
    }
    for (int32_t r = 0; r < service->n_roles; r++) {
        next[r + 2] += next[r + 1];
    }
    w->spells = PP_NEW(&w->arena, struct spell, most);
    for (int32_t s = 0; s < n; s++) {
        w->spells[next[all[s].role + 1]++] = all[s];
    }
    w->spells_from = next;
    w->backfilled = PP_NEW(&w->arena, int32_t, cells);
    w->empty = PP_NEW(&w->arena, int32_t, cells);
    w->lent = PP_NEW(&w->arena, int32_t, cells);
    keep_posts(w);
}
