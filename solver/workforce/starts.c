// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which starts are worth their money when people leave by chance.
 *
 * The programme of staffing.c knows expected staff only.  Several ways to
 * start people are therefore taken along the same paths, and each role gets
 * the one that is cheapest on average:
 *
 *   min   sum of posts, cover and starts  +  (1 + f) p unmet  +  f sum over years of debt
 *
 * with f, p and debt as in the programme.  Roles meet in the debt of a year
 * only, so they are taken one after the other until none changes.
 */
#include "paths.h"
#include "workforce.h"

#include <string.h>

enum {
    DEBT = 1,       ///< f
    MOST_TURNS = 20 ///< every change lowers the cost, so few are needed
};

static int64_t cover_paid(const struct workforce *w, int32_t role, int32_t month,
                          const struct paths_mean *mean)
{
    int64_t pence = 0;
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        const struct pp_cover_cost *cost = workforce_cover_cost(w->service, role, kind);
        int32_t fte = (int32_t)mean->paid[kind];
        pence = money_add(pence, cost == NULL ? 0 : workforce_cover_price(w, cost, fte, month));
    }
    return pence;
}

int64_t starts_pence(const struct workforce *w, int32_t role, int32_t month,
                     const struct paths_mean *mean, int64_t started)
{
    int64_t pence = money_round(charges_pay(w, role, month), mean->in_post, PP_FTE);
    pence = money_add(pence, charges_above(w, role, month, mean->over));
    pence = money_add(pence, cover_paid(w, role, month, mean));
    return money_add(pence, money_round(staffing_once(w, role), started, PP_FTE));
}

/* ---- The cheapest way for each role ---- */

/* What all ways cost: by way, role and financial year. */
struct ledger {
    struct workforce *w;
    int32_t n_years, n_roles;
    int64_t *pence;   ///< ways x roles x years
    int64_t *unmet;   ///< ways x roles: thousandths in all months
    int64_t *missing; ///< years: pence that are no choice, less what streams give
};

static int32_t year_at(const struct workforce *w, int32_t month)
{
    return pp_financial_year(w->first[month]) - pp_financial_year(w->first[0]);
}

static int64_t *pence_at(const struct ledger *l, int32_t way, int32_t role)
{
    return &l->pence[((int64_t)way * l->n_roles + role) * l->n_years];
}

static void add_way(const struct ledger *l, int32_t number, const struct way *way)
{
    const struct workforce *w = l->w;
    for (int32_t r = 0; r < l->n_roles; r++) {
        int64_t *pence = pence_at(l, number, r);
        for (int32_t m = 0; w->used[r] && m < w->months; m++) {
            const int64_t at = (int64_t)r * w->months + m;
            int64_t *year = &pence[year_at(w, m)];
            *year = money_add(*year, starts_pence(w, r, m, &way->means[at], way->starts[at]));
            l->unmet[(int64_t)number * l->n_roles + r] += way->means[at].unmet;
        }
    }
}

static void add_missing(const struct ledger *l)
{
    const struct workforce *w = l->w;
    for (int32_t m = 0; m < w->months; m++) {
        int64_t *year = &l->missing[year_at(w, m)];
        *year = money_add(*year, w->fixed[m]);
        for (int32_t r = 0; r < l->n_roles; r++) {
            *year = money_add(*year, w->used[r] ? pay_lent(w, r, m) + recruits_due(w, r, m) : 0);
        }
    }
    for (int32_t s = 0; s < w->service->n_streams; s++) {
        const struct pp_stream *stream = &w->service->streams[s];
        int32_t year = stream->financial_year - pp_financial_year(w->first[0]);
        if (stream->kind != PP_IN_KIND && year >= 0 && year < l->n_years) {
            l->missing[year] = money_add(l->missing[year], -stream->amount);
        }
    }
}

/* The price of everything when each role goes its way. */
static int64_t price_of(const struct ledger *l, const int32_t *pick)
{
    int64_t price = 0, unmet = 0;
    for (int32_t y = 0; y < l->n_years; y++) {
        int64_t sum = 0;
        for (int32_t r = 0; r < l->n_roles; r++) {
            sum = money_add(sum, pence_at(l, pick[r], r)[y]);
        }
        int64_t debt = money_add(sum, l->missing[y]);
        price = money_add(price, money_add(sum, debt > 0 ? DEBT * debt : 0));
    }
    for (int32_t r = 0; r < l->n_roles; r++) {
        unmet += l->unmet[(int64_t)pick[r] * l->n_roles + r];
    }
    int64_t weight = pp_weight_of(l->w->service, "unmet_cover");
    return money_add(price, money_share(unmet, (1 + DEBT) * weight, 1));
}

/* Gives the role the way after which everything is cheapest; false: it has it. */
static bool improve(const struct ledger *l, int32_t n, int32_t role, int32_t *pick)
{
    const int32_t before = pick[role];
    int32_t best = before;
    int64_t least = price_of(l, pick);
    for (int32_t k = 0; k < n; k++) {
        pick[role] = k;
        int64_t price = price_of(l, pick);
        if (price < least) {
            least = price;
            best = k;
        }
    }
    pick[role] = best;
    return best != before;
}

/* One change at a time, the one role after which everything is cheapest: no row order matters. */
static bool improve_one(const struct ledger *l, int32_t n, int32_t *pick)
{
    int32_t role = PP_NONE, way = 0;
    int64_t least = price_of(l, pick);
    for (int32_t r = 0; r < l->n_roles; r++) {
        const int32_t before = pick[r];
        if (l->w->used[r] && !ranges_are_certain(l->w, r) && improve(l, n, r, pick)) {
            int64_t price = price_of(l, pick);
            if (price < least) {
                least = price;
                role = r;
                way = pick[r];
            }
        }
        pick[r] = before;
    }
    if (role != PP_NONE) {
        pick[role] = way;
    }
    return role != PP_NONE;
}

void starts_choose(struct workforce *w, struct way *ways, int32_t n, int32_t *pick)
{
    struct ledger l = {
        .w = w, .n_roles = w->service->n_roles, .n_years = year_at(w, w->months - 1) + 1};
    l.pence = PP_NEW(&w->arena, int64_t, (int64_t)n * l.n_roles * l.n_years);
    l.unmet = PP_NEW(&w->arena, int64_t, (int64_t)n * l.n_roles);
    l.missing = PP_NEW(&w->arena, int64_t, l.n_years);
    for (int32_t k = 0; k < n; k++) {
        struct paths_answer answer;
        ranges_try(w, ways[k].starts, true, &answer);
        ways[k].means = answer.means;
        add_way(&l, k, &ways[k]);
    }
    add_missing(&l);
    for (int32_t turn = 0; turn < MOST_TURNS * l.n_roles && improve_one(&l, n, pick); turn++) {
    }
}

/* ---- In words ---- */

/* Means of a role's month with a way, or as history recruits. */
static const struct paths_mean *mean_of(const struct workforce *w, int32_t role, int32_t month,
                                        const struct way *way)
{
    return way == NULL ? ranges_mean(w, role, month)
                       : &way->means[(int64_t)role * w->months + month];
}

/* Pence of a role over the whole forecast with a way, or as history recruits. */
static int64_t pence_of(const struct workforce *w, int32_t role, const struct way *way)
{
    int64_t pence = 0;
    for (int32_t m = 0; m < w->months; m++) {
        const struct paths_mean *mean = mean_of(w, role, m, way);
        const int64_t starts =
            way == NULL ? mean->started : way->starts[(int64_t)role * w->months + m];
        pence = money_add(pence, starts_pence(w, role, m, mean, starts));
    }
    return pence;
}

/* What the rows of the plan come to, which are rounded month by month. */
static int64_t pence_shown(const struct workforce *w, int32_t role)
{
    int64_t pence = 0;
    for (int32_t i = 0; i < w->plan->n_staffing; i++) {
        const struct pp_staffing *row = &w->plan->staffing[i];
        pence = money_add(pence, row->role == role ? row->cost : 0);
    }
    return pence;
}

/* Thousandths neither filled nor covered, summed over the months from one on. */
static int64_t unmet_of(const struct workforce *w, int32_t role, const struct way *way,
                        int32_t month)
{
    int64_t fte = 0;
    for (int32_t m = month; m < w->months; m++) {
        fte += mean_of(w, role, m, way)->unmet;
    }
    return fte;
}

/* To a tenth on average over so many months; false: less than half of one. */
static bool add_uncovered(struct pp_buf *out, int64_t unmet, int32_t months)
{
    const int64_t tenth = PP_FTE / 10, tenths = (2 * unmet + months * tenth) / (2 * months * tenth);
    if (tenths > 0) {
        pp_buf_milli(out, tenths * tenth);
        pp_buf_add(out, " FTE");
    }
    return tenths > 0;
}

static void add_difference(struct pp_buf *out, int64_t less, const char *than)
{
    if (less == 0) {
        pp_buf_printf(out, "as much as %s", than);
        return;
    }
    pp_buf_money(out, less >= 0 ? less : -less);
    pp_buf_printf(out, " %s than %s", less >= 0 ? "less" : "more", than);
}

/* "June 2015" */
static void add_month_words(struct pp_buf *out, pp_day first)
{
    struct pp_civil civil = pp_civil_from_day(first);
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    pp_buf_printf(out, "%s %d", names[civil.month - 1], civil.year);
}

/* Why starts that cost more than none are worth it: what would stay undone without them. */
static void add_nobody_unmet(struct pp_buf *out, const struct workforce *w, int32_t role,
                             const struct way *way, const struct way *nobody)
{
    int32_t month = 0;
    while (month < w->months && way->starts[(int64_t)role * w->months + month] == 0) {
        month++;
    }
    struct pp_buf more = {0};
    if (month < w->months &&
        add_uncovered(&more, unmet_of(w, role, nobody, month) - unmet_of(w, role, way, month),
                      w->months - month)) {
        pp_buf_printf(out, " If nobody started, %s more would be neither filled nor covered from ",
                      pp_buf_text(&more));
        add_month_words(out, w->first[month]);
        pp_buf_add(out, " on, on average.");
    }
    pp_buf_finish(&more);
}

static void add_past_unmet(struct pp_buf *out, const struct workforce *w, int32_t role,
                           const struct way *plan)
{
    const int64_t more = unmet_of(w, role, NULL, 0) - unmet_of(w, role, plan, 0);
    struct pp_buf fte = {0};
    if (add_uncovered(&fte, more >= 0 ? more : -more, w->months)) {
        pp_buf_printf(out,
                      " Recruiting as in the past leaves %s %s neither filled nor covered on "
                      "average.",
                      pp_buf_text(&fte), more >= 0 ? "more" : "less");
    }
    pp_buf_finish(&fte);
}

/* What the way saves is found on the paths that all ways were tried on, what it costs on all. */
static void say_role(struct workforce *w, int32_t role, const struct way *way,
                     const struct way *nobody, const struct way *plan)
{
    int64_t planned = pence_shown(w, role), past = pence_of(w, role, NULL), starts = 0;
    int64_t less = money_add(pence_of(w, role, nobody), -pence_of(w, role, way));
    for (int32_t m = 0; m < w->months; m++) {
        starts += way->starts[(int64_t)role * w->months + m];
    }
    struct pp_buf text = {0};
    pp_buf_printf(&text, "%s: ", workforce_role_name(w->service, role));
    if (starts > 0) {
        pp_buf_add(&text, "with ");
        pp_buf_milli(&text, starts);
        pp_buf_add(&text, " FTE to start, posts and cover cost ");
        pp_buf_money(&text, planned);
        pp_buf_add(&text, " on average over the paths, ");
        add_difference(&text, less, "if nobody started");
    } else {
        pp_buf_add(&text,
                   "no start fixed beforehand is cheaper on the paths than none, which costs ");
        pp_buf_money(&text, planned);
        pp_buf_add(&text, " on average");
    }
    if (w->flows.join > 0.0) {
        pp_buf_add(&text, starts > 0 ? " and " : ", ");
        add_difference(&text, past - pence_of(w, role, plan),
                       "recruiting as in the past, whenever a post falls vacant");
    }
    pp_buf_add(&text, ".");
    add_nobody_unmet(&text, w, role, way, nobody);
    if (w->flows.join > 0.0) {
        add_past_unmet(&text, w, role, plan);
    }
    pp_plan_add_advice(w->plan, (struct pp_advice){role, less, pp_buf_text(&text)});
    pp_buf_finish(&text);
}

void starts_say(struct workforce *w, const struct way *ways, int32_t none, const int32_t *pick,
                const struct way *plan)
{
    for (int32_t i = 0; i < w->service->n_recruitment; i++) {
        int32_t role = w->service->recruitment[i].role;
        if (w->used[role] && !ranges_are_certain(w, role)) {
            say_role(w, role, &ways[pick[role]], &ways[none], plan);
        }
    }
}

/* ---- What an earlier start is worth ---- */

void starts_say_earlier(struct workforce *w, int32_t role, int32_t month, int32_t fte,
                        int64_t saved, int64_t cover, int64_t unmet)
{
    struct pp_buf text = {0};
    pp_buf_milli(&text, fte);
    pp_buf_printf(&text, " FTE of %s started in ", workforce_role_name(w->service, role));
    add_month_words(&text, w->first[month]);
    pp_buf_add(&text, " instead of ");
    add_month_words(&text, w->first[month + STARTS_LATER]);
    pp_buf_add(&text, saved >= 0 ? " saves " : " costs ");
    pp_buf_money(&text, saved >= 0 ? saved : -saved);
    pp_buf_add(&text, saved >= 0 ? "" : " more");
    pp_buf_add(&text, ranges_are_certain(w, role) ? ": " : " on average over the paths: ");
    pp_buf_money(&text, cover);
    pp_buf_add(&text, " of cover against ");
    pp_buf_money(&text, cover - saved);
    pp_buf_add(&text, " of pay.");
    struct pp_buf later = {0};
    if (add_uncovered(&later, unmet, STARTS_LATER)) {
        pp_buf_printf(&text,
                      " Starting later leaves %s more neither filled nor covered in between.",
                      pp_buf_text(&later));
    }
    pp_buf_finish(&later);
    pp_plan_add_advice(w->plan, (struct pp_advice){role, saved, pp_buf_text(&text)});
    pp_buf_finish(&text);
}

int32_t starts_first(const struct workforce *w, const int32_t *starts, int32_t *fte)
{
    int32_t month = 0;
    while (month < w->months && starts[month] < PP_FTE / 10) {
        month++;
    }
    if (month + STARTS_LATER >= w->months) {
        return PP_NONE;
    }
    *fte = starts[month] < PP_FTE ? starts[month] : PP_FTE;
    return month;
}

static int64_t cover_of(const struct workforce *w, int32_t role, const struct way *way)
{
    int64_t pence = 0;
    for (int32_t m = 0; m < w->months; m++) {
        const struct paths_mean *mean = &way->means[(int64_t)role * w->months + m];
        pence = money_add(pence, cover_paid(w, role, m, mean));
    }
    return pence;
}

/* One run for all roles, because none of them changes another. */
void starts_weigh(struct workforce *w, const struct way *ways, const int32_t *pick)
{
    const int64_t cells = (int64_t)w->service->n_roles * w->months;
    struct way later = {.starts = PP_NEW(&w->arena, int32_t, cells)};
    bool any = false;
    memcpy(later.starts, w->starts, (size_t)cells * sizeof(later.starts[0]));
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        int32_t fte, *own = &later.starts[(int64_t)role * w->months];
        int32_t month = w->used[role] ? starts_first(w, own, &fte) : PP_NONE;
        if (month != PP_NONE) {
            own[month] -= fte;
            own[month + STARTS_LATER] += fte;
            any = true;
        }
    }
    if (!any) {
        return;
    }
    struct paths_answer answer;
    ranges_try(w, later.starts, true, &answer);
    later.means = answer.means;
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        const struct way *way = &ways[pick[role]];
        int32_t fte;
        int32_t month = starts_first(w, &w->starts[(int64_t)role * w->months], &fte);
        if (w->used[role] && !ranges_are_certain(w, role) && month != PP_NONE) {
            starts_say_earlier(w, role, month, fte,
                               pence_of(w, role, &later) - pence_of(w, role, way),
                               cover_of(w, role, &later) - cover_of(w, role, way),
                               unmet_of(w, role, &later, 0) - unmet_of(w, role, way, 0));
        }
    }
}
