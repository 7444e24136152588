// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who comes and who goes, month by month, as averages over the days like those in post:
 *
 *   in post  =  in post of the month before  +  starters  -  leavers  +  moved
 *
 * Starters are new to the service: people whose first day is known, who have been
 * recruited, and recruits, who cost what recruiting costs: candidates and those whom history
 * or a plan recruits.  Leavers are gone for good, by a known last day or by chance.  Who
 * changes role, goes on a secondment or comes back from one has moved.  Somebody
 * who starts in the middle of a month is half a starter of it and half of the
 * next.  Before the first month is its first day.
 */
#include "workforce.h"

#include <math.h>

enum {
    PARTS = 377580,   ///< of a thousandth: a whole number for a day of any month's 28 to 31
    CERTAIN = 1000000 ///< chances are millionths
};

static int64_t parts_here(const struct workforce *w, const struct spell *spell, int32_t month)
{
    const int64_t fte = w->service->practitioners[spell->person].fte;
    return fte * spells_days(w, spell, month) * (PARTS / (w->first[month + 1] - w->first[month]));
}

int32_t flows_fte(int64_t parts)
{
    return (int32_t)fmin(floor((double)parts / PARTS + 0.5), INT32_MAX);
}

int32_t flows_ends(const struct workforce *w, const struct spell *spell)
{
    const pp_day last = spells_last_day(&w->service->practitioners[spell->person]);
    int32_t month = 0;
    while (month < w->months &&
           (last == PP_NO_DAY || spell->to != last || spell->to >= w->first[month + 1] - 1)) {
        month++;
    }
    return month;
}

/* It is their first day that brings more of them than a month before. */
static bool begins(const struct workforce *w, const struct spell *spell, int32_t month)
{
    return spell->from == w->service->practitioners[spell->person].start &&
           spell->from >= w->first[month > 0 ? month - 1 : 0];
}

void flows_add_spell(struct workforce *w, const struct spell *spell, const int64_t *chance)
{
    const int64_t at = (int64_t)spell->role * w->months;
    const int32_t ends = flows_ends(w, spell);
    const int32_t fte = w->service->practitioners[spell->person].fte *
                        spells_days_between(w, spell, w->first[0], w->first[0] + 1);
    int64_t before = (int64_t)fte * PARTS;
    w->before[spell->role] += fte;
    for (int32_t m = 0; m < w->months; m++) {
        struct comings *c = &w->comings[at + m];
        const int64_t here = parts_here(w, spell, m), more = here - before;
        const int64_t likely = more / CERTAIN * chance[m] + more % CERTAIN * chance[m] / CERTAIN;
        before = here;
        if (more > 0 && begins(w, spell, m)) {
            c->begun += more;
            c->joined += likely;
        } else if (more < 0 && m >= ends) {
            c->ended -= more;
        } else {
            c->moved += likely;
            w->moving[spell->role] = w->moving[spell->role] || more != 0;
        }
    }
}

void flows_add_candidate(struct workforce *w, int32_t role, int32_t month, int64_t fte)
{
    struct comings *c = &w->comings[(int64_t)role * w->months + month];
    c->joined += fte * PARTS;
    c->due += fte * PARTS;
}

static int32_t in_post_before(const struct workforce *w, int32_t role, int32_t month)
{
    return month == 0 ? w->before[role] : workforce_cell(w, role, month - 1)->in_post;
}

void flows_write(struct workforce *w, int32_t role, int32_t month, struct flow flow)
{
    struct pp_month *cell = workforce_cell(w, role, month);
    cell->moved = w->moving[role] ? (int32_t)flow.moved : 0;
    const int64_t left = in_post_before(w, role, month) + flow.joined + cell->moved - cell->in_post;
    cell->leavers = (int32_t)(left > 0 ? left : 0);
    cell->starters = (int32_t)(left < 0 ? flow.joined - left : flow.joined);
    cell->recruits = (int32_t)flow.recruits;
}

void flows_expect(struct workforce *w, int32_t role, int32_t month, int64_t recruits)
{
    const struct comings *c = &w->comings[(int64_t)role * w->months + month];
    const int64_t joined = flows_fte(c->joined) + recruits;
    const int64_t more =
        workforce_cell(w, role, month)->in_post - in_post_before(w, role, month) - joined;
    /* Where nobody leaves by chance it is rounded as on the paths. */
    flows_write(
        w, role, month,
        (struct flow){joined, flows_fte(c->due) + recruits,
                      w->flows.leave > 0.0 ? flows_fte(c->moved) : more + flows_fte(c->ended)});
}
