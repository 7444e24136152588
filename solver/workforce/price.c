// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the stage costs by its rules, and what no forecast could undercut.
 *
 *   cost   p unmet + f unfunded + c cover
 *
 * Only cover is a choice, and it is bought even where no stream pays for it:
 * a gap in the funding is named, a post is not left empty to hide it.  Where
 * all years are funded the bound is the bound of the cover.  In a year whose
 * costs exceed its streams, each penny of cover is a penny more unfunded, so
 *
 *   min  p unmet + (c + f) cover  +  f (other costs - streams)
 *
 * bounds what that year can cost.
 */
#include "workforce.h"

#include <string.h>

/* One financial year of the forecast. */
struct year {
    int32_t first, end; ///< months
    int64_t others;     ///< pence of charges other than the cover of vacancies
    int64_t cover;      ///< pence
    int64_t streams;    ///< pence
};

/* Pence of the cost lines of each month that nothing pays for, or that are cover, where positive. */
static int64_t monthly_total(const struct pp_plan *plan, bool unfunded)
{
    int64_t total = 0;
    for (int32_t i = 0; i < plan->n_cost_lines;) {
        pp_day month = plan->cost_lines[i].month;
        int64_t sum = 0;
        for (; i < plan->n_cost_lines && plan->cost_lines[i].month == month; i++) {
            const struct pp_cost_line *line = &plan->cost_lines[i];
            bool counts = unfunded ? line->stream == PP_NONE : pp_line_is_cover(line->line);
            sum = money_add(sum, counts ? line->amount : 0);
        }
        total = money_add(total, sum > 0 ? sum : 0);
    }
    return total;
}

static int64_t unmet_total(const struct pp_plan *plan)
{
    int64_t total = 0;
    for (int32_t i = 0; i < plan->n_months; i++) {
        total += plan->months[i].role != PP_NONE ? plan->months[i].unmet : 0;
    }
    return total;
}

static int64_t priced(const struct workforce *w, const char *rule, int64_t units)
{
    return money_share(units, pp_weight_of(w->service, rule), 1);
}

/* ---- The bound ---- */

static int64_t chosen_cover(const struct workforce *w, int32_t first, int32_t end)
{
    int64_t pence = 0;
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        for (int32_t m = first; w->used[role] && m < end; m++) {
            pence = money_add(pence, cover_pence(w, role, m));
        }
    }
    return pence;
}

static struct year year_from(const struct workforce *w, int32_t first)
{
    int32_t number = pp_financial_year(w->first[first]);
    struct year year = {.first = first, .end = first};
    while (year.end < w->months && pp_financial_year(w->first[year.end]) == number) {
        year.end++;
    }
    for (int32_t i = 0; i < w->n_charges; i++) {
        if (w->charges[i].month >= year.first && w->charges[i].month < year.end) {
            year.others = money_add(year.others, w->charges[i].amount);
        }
    }
    for (int32_t s = 0; s < w->service->n_streams; s++) {
        const struct pp_stream *stream = &w->service->streams[s];
        year.streams =
            money_add(year.streams, stream->financial_year == number ? stream->amount : 0);
    }
    year.cover = chosen_cover(w, year.first, year.end);
    year.others = money_add(year.others, -year.cover);
    return year;
}

/* Whatever cover is chosen, the years that are short stay short by what else they cost. */
static int64_t bound_of(struct workforce *w, int64_t cost, int64_t other_cover)
{
    int64_t *weight = PP_NEW(&w->arena, int64_t, w->months);
    int64_t per_penny = pp_weight_of(w->service, "cover_cost");
    int64_t funding = pp_weight_of(w->service, "funding"),
            bound = priced(w, "cover_cost", other_cover);
    bool any_short = false;
    struct year year;
    for (int32_t m = 0; m < w->months; m = year.end) {
        year = year_from(w, m);
        int64_t missing = money_add(year.others, -year.streams);
        bool is_short = money_add(missing, year.cover) > 0;
        any_short = any_short || is_short;
        bound = money_add(bound, is_short ? money_share(missing, funding, 1) : 0);
        for (int32_t k = year.first; k < year.end; k++) {
            weight[k] = per_penny + (is_short ? funding : 0);
        }
    }
    bound = any_short ? money_add(bound, cover_bound(w, weight)) : cost - w->cover_slack;
    return bound < 0 ? 0 : bound < cost ? bound : cost;
}

static bool has_shortfalls(const struct pp_plan *plan)
{
    for (int32_t i = 0; i < plan->n_shortfalls; i++) {
        if (plan->shortfalls[i].stage == PP_WORKFORCE) {
            return true;
        }
    }
    return false;
}

void price_fill(struct workforce *w)
{
    struct pp_info *info = &w->plan->info[PP_WORKFORCE];
    int64_t cover = monthly_total(w->plan, false);
    info->cost = priced(w, "unmet_cover", unmet_total(w->plan));
    info->cost = money_add(info->cost, priced(w, "funding", monthly_total(w->plan, true)));
    info->cost = money_add(info->cost, priced(w, "cover_cost", cover));
    info->bound = bound_of(w, info->cost, money_add(cover, -chosen_cover(w, 0, w->months)));
    info->rounds = 1;
    info->status = w->stopped                  ? PP_STOPPED
                   : has_shortfalls(w->plan)   ? PP_SHORTFALL
                   : info->bound == info->cost ? PP_OPTIMAL
                                               : PP_FEASIBLE;
}
