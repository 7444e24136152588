// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * FTE x days of a role's months where nothing is left to chance, so that a part of a month costs
 * what its days do: the averages of a month are rounded to thousandths, its money is not.
 */
#include "workforce.h"

static int64_t posts_days(const struct workforce *w, int32_t role, int32_t month)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < w->service->n_posts; i++) {
        const struct pp_post *post = &w->service->posts[i];
        if (post->role == role) {
            sum += (int64_t)post->fte *
                   workforce_days(post->start, post->end, w->first[month], w->first[month + 1]);
        }
    }
    return sum;
}

static int64_t staff_days(const struct workforce *w, int32_t role, int32_t month)
{
    int64_t sum = 0;
    for (int32_t s = w->spells_from[role]; s < w->spells_from[role + 1]; s++) {
        const struct spell *spell = &w->spells[s];
        sum += (int64_t)w->service->practitioners[spell->person].fte * spells_days(w, spell, month);
    }
    return sum;
}

/* Worked out once. */
static const struct known_days *known_days_of(const struct workforce *w, int32_t role,
                                              int32_t month)
{
    struct known_days *days = &w->known_days[(int64_t)role * w->months + month];
    if (!days->known) {
        days->posts = posts_days(w, role, month);
        days->staff = staff_days(w, role, month);
        days->known = true;
    }
    return days;
}

/*
 * Who starts beside known staff does so for whole months, so that what rounding took from a month is
 * what it took from known staff.
 */
bool days_of(const struct workforce *w, int32_t role, int32_t month, struct days *days)
{
    const int64_t at = (int64_t)role * w->months + month;
    *days = (struct days){0};
    const struct pp_month *cell = workforce_cell(w, role, month);
    const int32_t over = cell->vacancy - cell->establishment + cell->in_post;
    if (w->service->n_workforce_history > 0 || w->service->n_pipeline > 0) {
        return false;
    }
    const int64_t length = w->first[month + 1] - w->first[month];
    const struct known_days *known = known_days_of(w, role, month);
    const int64_t in_post = cell->in_post * length + known->staff - w->staff[at] * length;
    const int64_t kept = w->empty_days[at];
    days->posts = known->posts;
    const int64_t agreed = days->posts - kept;
    days->filled = in_post > agreed ? agreed : in_post;
    if (over > 0 && cell->vacancy > 0) { // on different days
        days->filled = agreed - pieces_vacant_days(w, role, month, cell->in_post);
    }
    days->over = in_post - days->filled;
    days->vacant = agreed - days->filled;
    return days->filled >= 0;
}
