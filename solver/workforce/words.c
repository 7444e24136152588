// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What does not fit, in sentences: posts that stay uncovered, vacancies that
 * are bridged at a price, a caseload larger than the establishment can hold,
 * figures that nobody gave.
 *
 * What recruiting would save is not read off a dual: the whole forecast is made
 * again with the recruits in post, and the sentence is the difference of the two.
 */
#include "paths.h"
#include "workforce.h"

#include <podplan/schema.h>

#include <string.h>

enum {
    TENTH = PP_FTE / 10
};

static const char NOBODY_MAY[] = "By its row in recruitment nobody may start.";

/* Months with something, first and last. */
struct stretch {
    int32_t first, last;
    int64_t sum, most;
};

static void stretch_add(struct stretch *s, int32_t month, int64_t amount)
{
    if (amount > 0) {
        s->first = s->sum == 0 ? month : s->first;
        s->last = month;
        s->sum = money_add(s->sum, amount);
        s->most = amount > s->most ? amount : s->most;
    }
}

/* To a tenth: more would promise what no forecast can keep. */
static void add_tenths(struct pp_buf *out, int64_t thousandths)
{
    pp_buf_milli(out, (thousandths + TENTH / 2) / TENTH * TENTH);
}

static void add_fte(struct pp_buf *out, int64_t fte)
{
    add_tenths(out, fte);
    pp_buf_add(out, " FTE");
}

static void add_up_to(struct pp_buf *out, int64_t fte)
{
    if (fte < TENTH / 2) {
        pp_buf_add(out, "less than 0.1 FTE");
    } else {
        pp_buf_add(out, "up to ");
        add_fte(out, fte);
    }
}

/* "Jun 2015": the end of "Mon 1 Jun 2015". */
static void add_month(struct pp_buf *out, pp_day first)
{
    char text[PP_STAMP_TEXT];
    const char *words = strchr(pp_day_words(first, text), ' ');
    pp_buf_add(out, strchr(words + 1, ' ') + 1);
}

/* "in Jun 2015", "between Jun 2015 and May 2016". */
static void add_months(const struct workforce *w, struct pp_buf *out, const struct stretch *s)
{
    pp_buf_add(out, s->first == s->last ? "in " : "between ");
    add_month(out, w->first[s->first]);
    if (s->first != s->last) {
        pp_buf_add(out, " and ");
        add_month(out, w->first[s->last]);
    }
}

/* Hands over the texts and releases them. */
static void add_shortfall(const struct workforce *w, const char *rule, const char *subject,
                          const struct stretch *s, int64_t amount, const char *unit,
                          struct pp_buf text[2])
{
    pp_plan_add_shortfall(w->plan, (struct pp_shortfall){.stage = PP_WORKFORCE,
                                                         .rule = rule,
                                                         .subject = subject,
                                                         .from = w->first[s->first],
                                                         .to = w->first[s->last + 1] - 1,
                                                         .amount = amount,
                                                         .unit = unit,
                                                         .sentence = pp_buf_text(&text[0]),
                                                         .remedy = pp_buf_text(&text[1])});
    pp_buf_finish(&text[0]);
    pp_buf_finish(&text[1]);
}

/* ---- Posts that stay uncovered ---- */

static bool may_be_covered(const struct workforce *w, int32_t role)
{
    return workforce_cover_cost(w->service, role, PP_COVER_BANK) != NULL ||
           workforce_cover_cost(w->service, role, PP_COVER_AGENCY) != NULL ||
           workforce_cover_cost(w->service, role, PP_COVER_OVERTIME) != NULL;
}

/* Vacant and not kept for somebody who comes back: what can be recruited for. */
static int32_t free_vacancy(const struct workforce *w, int32_t role, int32_t month)
{
    int32_t posts =
        workforce_cell(w, role, month)->vacancy - w->backfilled[(int64_t)role * w->months + month];
    return posts > 0 ? posts : 0;
}

/* As the role's posts are cut: nobody is recruited for less. */
static int32_t whole_posts(const struct workforce *w, int32_t role, int64_t fte)
{
    const int64_t unit = staffing_unit(w, role);
    return (int32_t)((fte + unit - 1) / unit * unit);
}

/* Why nobody recruited now fills what is uncovered. */
static const char *no_recruit(const struct workforce *w, const struct stretch *uncovered)
{
    return w->lead >= w->months        ? "Nobody recruited now would start within the forecast."
           : uncovered->last < w->lead ? "It closes before anybody recruited now would start."
                                       : "It is kept for those who come back from a secondment.";
}

/* What recruits can fill from the month on in which they are expected. */
static void remedy_unmet(const struct workforce *w, int32_t role, const struct stretch *uncovered,
                         struct pp_buf *out)
{
    struct stretch filled = {0};
    bool kept = false;
    for (int32_t m = w->lead; m < w->months; m++) {
        const int32_t unmet = workforce_cell(w, role, m)->unmet, room = free_vacancy(w, role, m);
        stretch_add(&filled, m, unmet < room ? unmet : room);
        kept = kept || unmet > room;
    }
    if (!may_be_covered(w, role)) {
        pp_buf_add(out, "A row in cover_costs lets it be covered. ");
    }
    if (filled.sum == 0) {
        pp_buf_add(out, no_recruit(w, uncovered));
        return;
    }
    const int32_t fte = whole_posts(w, role, filled.most), most = staffing_most(w, role);
    if (most <= 0) {
        pp_buf_add(out, NOBODY_MAY);
        return;
    }
    char day[PP_STAMP_TEXT];
    pp_buf_add(out, "Recruiting ");
    add_fte(out, fte);
    pp_buf_printf(out, fte > most ? " from %s on, " : " to start by %s ",
                  pp_day_words(w->first[filled.first], day));
    if (fte > most) {
        add_fte(out, most);
        pp_buf_add(out, " a month at most, ");
    }
    pp_buf_printf(
        out, "fills %s%s.", kept ? "what of it is not kept for those who come back" : "it",
        uncovered->first < w->lead ? " from then on; nobody recruited now is expected sooner" : "");
}

/* Why no more cover is bought. */
static void add_hindrance(const struct workforce *w, int32_t role, struct pp_buf *out)
{
    const struct pp_cover_cost *agency = workforce_cover_cost(w->service, role, PP_COVER_AGENCY);
    const struct pp_agency_cap *cap = agency == NULL ? NULL : cover_cap(w->service, agency);
    if (cap != NULL) {
        pp_buf_add(out, "; agency costs ");
        pp_buf_money(out, agency->weekly_cost);
        pp_buf_add(out, " a week, above its cap of ");
        pp_buf_money(out, cap->weekly_cap);
        pp_buf_add(out, ", and is not engaged.");
        return;
    }
    pp_buf_add(out, may_be_covered(w, role) ? "; cover brings no more at a price worth paying."
                                            : "; nobody said what cover for this role costs.");
}

static void say_unmet(struct workforce *w, int32_t role)
{
    struct stretch s = {0};
    for (int32_t m = 0; m < w->months; m++) {
        stretch_add(&s, m, workforce_cell(w, role, m)->unmet);
    }
    if (s.sum == 0) {
        return;
    }
    struct pp_buf text[2] = {{0}, {0}};
    pp_buf_printf(&text[0], "%s: ", workforce_role_name(w->service, role));
    add_up_to(&text[0], s.most);
    pp_buf_add(&text[0], " is expected to be neither filled nor covered ");
    add_months(w, &text[0], &s);
    add_hindrance(w, role, &text[0]);
    remedy_unmet(w, role, &s, &text[1]);
    add_shortfall(w, "unmet_cover", w->service->roles[role].role, &s, s.sum, "thousandths of FTE",
                  text);
}

/* ---- Vacancies that are covered at a price ---- */

/* Mean of it from a month to the end of the forecast, as posts are cut, at least one of these. */
static int32_t typical_vacancy(const struct workforce *w, int32_t role, int32_t month)
{
    const int64_t unit = staffing_unit(w, role);
    int64_t sum = 0, months = w->months - month;
    for (int32_t m = month; m < w->months; m++) {
        sum += free_vacancy(w, role, m);
    }
    int64_t units = (2 * sum + months * unit) / (2 * months * unit);
    return (int32_t)((units > 0 ? units : 1) * unit);
}

/* Posts that nobody holds or keeps. */
static int64_t room_of(const struct workforce *w, int32_t role, int32_t month)
{
    const struct pp_month *cell = workforce_cell(w, role, month);
    return (int64_t)cell->establishment - cell->in_post -
           w->backfilled[(int64_t)role * w->months + month];
}

/* The month, not before a recruit can start, from which the vacancy lasts to the end. */
static int32_t recruit_month(const struct workforce *w, int32_t role)
{
    const int32_t unit = staffing_unit(w, role);
    int32_t month = w->months;
    while (month > w->lead &&
           (ranges_are_known(w, role) ? paths_next_start(unit, room_of(w, role, month - 1)) > 0
                                      : free_vacancy(w, role, month - 1) > 0)) {
        month--;
    }
    return month;
}

/*
 * Who is recruited from a month on, by month: no more in each than may be, and where that is known
 * when posts are vacant for them; on the paths they wait for them.
 */
static int32_t *recruits_of(struct workforce *w, int32_t role, int32_t month)
{
    int32_t *starts = PP_NEW(&w->arena, int32_t, w->months);
    int32_t left = month < w->months ? typical_vacancy(w, role, month) : 0, started = 0;
    for (int32_t m = month; m < w->months && left > 0; m++) {
        int32_t may = staffing_most(w, role);
        for (int32_t fte = 1; fte > 0 && may > 0;) {
            fte = left < may ? left : may;
            fte = ranges_are_known(w, role) ? paths_next_start(fte, room_of(w, role, m) - started)
                                            : fte;
            starts[m] += fte;
            started += fte;
            left -= fte;
            may -= fte;
        }
    }
    return starts;
}

/* Pence of everything, of cover and of recruits, as forecast. */
struct costs {
    int64_t all, cover, once;
};

static struct costs costs_of(const struct workforce *w)
{
    struct costs costs = {0};
    for (int32_t i = 0; i < w->n_charges; i++) {
        costs.all = money_add(costs.all, w->charges[i].amount);
    }
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        for (int32_t m = 0; w->used[role] && m < w->months; m++) {
            costs.cover = money_add(costs.cover, charges_covers(w, role, m));
            costs.once = money_add(costs.once, recruits_pence(w, role, m));
        }
    }
    return costs;
}

/* The forecast of the role made again with the recruits in post from their month on. */
static bool costs_with(const struct workforce *w, int32_t role, const int32_t *recruits,
                       struct costs *costs, struct pp_err *err)
{
    struct workforce other = {.service = w->service,
                              .settings = w->settings,
                              .plan = w->plan,
                              .months = w->months,
                              .extra = recruits,
                              .extra_role = role,
                              .like = w};
    workforce_begin(&other);
    stock_fill(&other);
    charges_begin(&other);
    bool good = cover_solve(&other, err);
    if (good) {
        charges_fill(&other);
        *costs = costs_of(&other);
    }
    pp_arena_finish(&other.arena);
    return good;
}

/* "£9 of cover against £5 of pay and £1 of recruitment and training" */
static void add_balance(struct pp_buf *out, int64_t cover, int64_t pay, int64_t once)
{
    pp_buf_money(out, cover);
    pp_buf_add(out, " of cover");
    if (pay != 0 || once != 0) {
        pp_buf_add(out, " against ");
        pp_buf_money(out, pay);
        pp_buf_add(out, " of pay");
    }
    if (once != 0) {
        pp_buf_add(out, " and ");
        pp_buf_money(out, once);
        pp_buf_add(out, " of recruitment and training");
    }
    pp_buf_add(out, ".");
}

/* Why nobody is recruited for what is vacant. */
static const char *no_vacancy(const struct workforce *w, int32_t role)
{
    const int32_t last = w->months - 1;
    return w->lead > last                ? "Nobody recruited now would start within the forecast."
           : staffing_most(w, role) <= 0 ? NOBODY_MAY
           : free_vacancy(w, role, last) > 0
               ? "Less than half a post is vacant in the end, and nobody is recruited for that."
           : workforce_cell(w, role, last)->vacancy > 0
               ? "It is kept for those who come back from a secondment."
               : "It closes by itself within the forecast.";
}

/* "Recruiting 2 FTE (1 to start by Tue 1 Jul 2025, 1 by Fri 1 Aug 2025) " */
static void add_recruits(const struct workforce *w, const int32_t *starts,
                         const struct stretch *all, struct pp_buf *out)
{
    const bool once = all->first == all->last;
    pp_buf_add(out, "Recruiting ");
    add_fte(out, all->sum);
    pp_buf_add(out, once ? "" : " (");
    for (int32_t m = all->first; m <= all->last; m++) {
        char day[PP_STAMP_TEXT];
        if (starts[m] > 0) {
            pp_buf_add(out, m == all->first ? "" : ", ");
            if (!once) {
                add_tenths(out, starts[m]);
            }
            pp_buf_printf(out, m == all->first ? " to start by %s" : " by %s",
                          pp_day_words(w->first[m], day));
        }
    }
    pp_buf_add(out, once ? " " : ") ");
}

static bool say_recruits(struct workforce *w, int32_t role, struct pp_buf *out, struct pp_err *err)
{
    int32_t month = recruit_month(w, role);
    const int32_t *starts = recruits_of(w, role, month);
    struct stretch recruits = {0};
    for (int32_t m = month; m < w->months; m++) {
        stretch_add(&recruits, m, starts[m]);
    }
    if (recruits.sum == 0) {
        pp_buf_add(out, no_vacancy(w, role));
        return true;
    }
    struct costs without, with;
    if (!costs_with(w, role, NULL, &without, err) || !costs_with(w, role, starts, &with, err)) {
        return false;
    }
    char end[PP_STAMP_TEXT];
    add_recruits(w, starts, &recruits, out);
    const int64_t once = with.once - without.once, net = without.all - with.all;
    const int64_t saved = without.cover - with.cover, pay = saved - net - once;
    pp_buf_add(out, net >= 0 ? "is expected to save " : "is expected to cost ");
    pp_buf_money(out, net >= 0 ? net : -net);
    pp_buf_printf(out, "%s by %s: ", net >= 0 ? "" : " more",
                  pp_day_words(w->first[w->months] - 1, end));
    add_balance(out, saved, pay, once);
    return true;
}

static void add_weekly_prices(const struct workforce *w, int32_t role, struct pp_buf *out)
{
    bool first = true;
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        const struct pp_cover_cost *cost = workforce_cover_cost(w->service, role, kind);
        if (cost != NULL && cover_cap(w->service, cost) == NULL) {
            pp_buf_printf(out, "%s%s ", first ? " (" : ", ", pp_word(pp_cover_kind_words, kind));
            pp_buf_money(out, workforce_weekly_price(w, cost));
            first = false;
        }
    }
    pp_buf_add(out, first ? "" : " a week each)");
}

static bool say_vacancy(struct workforce *w, int32_t role, struct pp_err *err)
{
    struct stretch vacant = {0};
    int64_t pence = 0;
    for (int32_t m = 0; m < w->months; m++) {
        const struct pp_month *cell = workforce_cell(w, role, m);
        stretch_add(&vacant, m, cell->vacancy);
        pence = money_add(pence, cell->vacancy > 0 ? charges_covers(w, role, m) : 0);
    }
    if (pence == 0) {
        return true;
    }
    struct pp_buf text[2] = {{0}, {0}};
    pp_buf_printf(&text[0], "%s: ", workforce_role_name(w->service, role));
    add_up_to(&text[0], vacant.most);
    pp_buf_add(&text[0], " is expected to be vacant ");
    add_months(w, &text[0], &vacant);
    pp_buf_add(&text[0], ", and cover for it costs ");
    pp_buf_money(&text[0], pence);
    add_weekly_prices(w, role, &text[0]);
    pp_buf_add(&text[0], ".");
    if (!say_recruits(w, role, &text[1], err)) {
        pp_buf_finish(&text[0]);
        pp_buf_finish(&text[1]);
        return false;
    }
    add_shortfall(w, "cover_cost", w->service->roles[role].role, &vacant, pence, "pence", text);
    return true;
}

/* ---- Too small an establishment ---- */

static void say_strain(struct workforce *w)
{
    const struct strain *strain = &w->strain;
    if (strain->rule == NULL) {
        return;
    }
    const char *role = workforce_role_name(w->service, strain->role);
    struct stretch s = {.first = strain->first, .last = strain->last};
    struct pp_buf text[2] = {{0}, {0}};
    pp_buf_add(&text[0], "At its fullest, in ");
    add_month(&text[0], w->first[strain->worst]);
    pp_buf_add(&text[0], ", the establishment of ");
    add_fte(&text[0], strain->establishment);
    pp_buf_add(&text[0], " that holds cases can hold ");
    add_tenths(&text[0], strain->capacity);
    pp_buf_printf(&text[0], " %s and the caseload has ", strain->unit);
    add_tenths(&text[0], strain->amount);
    pp_buf_add(&text[0], ": it asks for ");
    add_fte(&text[0], strain->needed);
    pp_buf_add(&text[0], ".");
    add_fte(&text[1], strain->more);
    pp_buf_printf(&text[1], " more of %s in the establishment closes it.", role);
    add_shortfall(w, strain->rule, w->service->roles[strain->role].role, &s,
                  (strain->amount - strain->capacity + 999) / 1000, strain->unit, text);
}

/* ---- Figures that nobody gave ---- */

static void say_unpriced(struct workforce *w, int32_t role, int32_t month, bool cover)
{
    if (month == PP_NONE) {
        return;
    }
    struct stretch s = {.first = month, .last = w->months - 1};
    struct pp_buf text[2] = {{0}, {0}};
    char year[PP_TIME_TEXT];
    pp_financial_year_text(pp_financial_year(w->first[month]), year);
    pp_buf_printf(&text[0],
                  "Nobody said what %s%s costs in %s; this forecast counts it as nothing.",
                  cover ? "cover by those already at work as " : "",
                  workforce_role_name(w->service, role), year);
    pp_buf_printf(&text[1], "A row in %s for the %s.", cover ? "cover_costs" : "grade_costs",
                  cover ? "role and kind of cover" : "grade");
    add_shortfall(w, "funding", w->service->roles[role].role, &s, 1, "figures", text);
}

bool words_fill(struct workforce *w, struct pp_err *err)
{
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        if (w->used[role]) {
            say_unmet(w, role);
            if (!say_vacancy(w, role, err)) {
                return false;
            }
            say_unpriced(w, role, w->unpriced[role].staff, false);
            say_unpriced(w, role, w->unpriced[role].cover, true);
        }
    }
    say_strain(w);
    return true;
}
