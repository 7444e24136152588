// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The workforce forecast, month by month from the month of planned_on.
 *
 *   1. stock    what the establishment is, who is in post, who is expected to leave and start
 *   2. demand   how many full-time equivalents the caseload asks for at the caps
 *   3. cover    bank, agency and overtime for what is vacant: where nothing is left to chance at least cost,
 *               by a linear programme; else what is expected of the paths of the simulation
 *   4. charges  what posts, cover, courses and everything else cost, to the penny
 *   5. funding  which stream pays which charge, what lapses, what nobody pays
 *   6. savings  the value-for-money table: cases x weekly cost x weeks, before less after
 *   7. words    what does not fit, and what would close it
 *   8. staffing whom to start and what to buy at least cost, and what earlier starts are worth
 *   9. ranges   where each line may lie on these paths
 *
 * The cost of the stage is what its rules ask for: cover that is bought, posts
 * that stay uncovered, money that nobody pays.
 */
#include "workforce.h"

#include <assert.h>

/* ---- What the figures add up to ---- */

static int32_t add_fte(int32_t a, int32_t b)
{
    return a > INT32_MAX - b ? INT32_MAX : a + b;
}

static void add_month(struct pp_month *total, const struct pp_month *month)
{
    total->establishment = add_fte(total->establishment, month->establishment);
    total->in_post = add_fte(total->in_post, month->in_post);
    total->vacancy = add_fte(total->vacancy, month->vacancy);
    total->bank = add_fte(total->bank, month->bank);
    total->agency = add_fte(total->agency, month->agency);
    total->overtime = add_fte(total->overtime, month->overtime);
    total->unmet = add_fte(total->unmet, month->unmet);
    total->starters = add_fte(total->starters, month->starters);
    total->recruits = add_fte(total->recruits, month->recruits);
    total->leavers = add_fte(total->leavers, month->leavers);
    total->moved += month->moved;
    if (month->needed != PP_UNKNOWN) {
        total->needed = add_fte(total->needed == PP_UNKNOWN ? 0 : total->needed, month->needed);
    }
}

static void write_months(struct workforce *w)
{
    for (int32_t m = 0; m < w->months; m++) {
        struct pp_month total = {.month = w->first[m], .role = PP_NONE, .needed = PP_UNKNOWN};
        for (int32_t role = 0; role < w->service->n_roles; role++) {
            if (w->used[role]) {
                pp_plan_add_month(w->plan, *workforce_cell(w, role, m));
                add_month(&total, workforce_cell(w, role, m));
            }
        }
        pp_plan_add_month(w->plan, total);
    }
}

static int64_t weekly_cost(const struct pp_service *service, int32_t status)
{
    for (int32_t i = 0; status != PP_UNKNOWN && i < service->n_unit_costs; i++) {
        if (service->unit_costs[i].status == status) {
            return service->unit_costs[i].weekly_cost;
        }
    }
    return 0;
}

static void write_savings(struct workforce *w)
{
    const struct pp_service *service = w->service;
    for (int32_t i = 0; i < service->n_benefits; i++) {
        const struct pp_benefit *b = &service->benefits[i];
        int64_t weeks = (int64_t)b->cases * b->weeks;
        struct pp_saving saving = {
            .benefit = i,
            .gross = money_share(weekly_cost(service, b->from_status), weeks, 1),
            .less = money_share(weekly_cost(service, b->to_status), weeks, 1)};
        saving.net = saving.gross - saving.less;
        pp_plan_add_saving(w->plan, saving);
    }
}

/* ---- The stage ---- */

void workforce_tell(const struct workforce *w, int32_t round, int32_t rounds)
{
    if (w->settings->progress != NULL) {
        struct pp_progress at = {PP_WORKFORCE, round, rounds, INT64_MAX, INT64_MIN};
        w->settings->progress(w->settings->user, &at);
    }
}

void workforce_begin(struct workforce *w)
{
    size_t roles = (size_t)w->service->n_roles, months = (size_t)w->months;
    w->first = PP_NEW(&w->arena, pp_day, months + 1);
    for (int32_t m = 0; m <= w->months; m++) {
        w->first[m] = pp_month_first(w->service->settings.planned_on, m);
    }
    w->cells = PP_NEW(&w->arena, struct pp_month, roles * months);
    w->held = PP_NEW(&w->arena, int32_t, roles * PP_COVERS * months);
    w->posts = PP_NEW(&w->arena, int32_t, roles * months);
    w->staff = PP_NEW(&w->arena, int32_t, roles * months);
    w->known = PP_NEW(&w->arena, int32_t, roles * months);
    w->manned = PP_NEW(&w->arena, int32_t, roles * months);
    w->comings = PP_NEW(&w->arena, struct comings, roles * months);
    w->before = PP_NEW(&w->arena, int32_t, roles);
    w->moving = PP_NEW(&w->arena, bool, roles);
    w->over = PP_NEW(&w->arena, int32_t, roles * months);
    w->used = PP_NEW(&w->arena, bool, roles);
    w->points = PP_NEW(&w->arena, struct pay_points, roles * months * PAY_BASES);
    w->known_days = PP_NEW(&w->arena, struct known_days, roles * months);
    w->unpriced = PP_NEW(&w->arena, struct unpriced, roles);
    for (int32_t role = 0; role < w->service->n_roles; role++) {
        w->unpriced[role] = (struct unpriced){PP_NONE, PP_NONE};
        for (int32_t m = 0; m < w->months; m++) {
            workforce_cell(w, role, m)->month = w->first[m];
            workforce_cell(w, role, m)->role = role;
        }
    }
}

static bool run(struct workforce *w, struct pp_err *err)
{
    stock_fill(w);
    demand_fill(w);
    charges_begin(w);
    if (!cover_solve(w, err)) {
        return false;
    }
    charges_fill(w);
    funding_settle(w);
    write_months(w);
    write_savings(w);
    if (!words_fill(w, err)) {
        return false;
    }
    if (!staffing_solve(w, err)) {
        return false;
    }
    ranges_fill(w);
    pp_plan_sort(w->plan, w->service);
    return true;
}

bool pp_solve_workforce(const struct pp_service *service, const struct pp_solver_settings *settings,
                        int32_t months, struct pp_plan *plan, struct pp_err *err)
{
    assert(months >= 0 && months <= PP_MAX_MONTHS);
    struct workforce w = {.service = service, .settings = settings, .plan = plan, .months = months};
    pp_plan_clear_stage(plan, PP_WORKFORCE);
    workforce_begin(&w);
    bool good = run(&w, err);
    if (good) {
        price_fill(&w);
    }
    pp_arena_finish(&w.arena);
    return good;
}

static struct pp_working working_of(const struct workforce *w, int32_t role, int32_t month,
                                    const double *stay)
{
    const int64_t at = (int64_t)role * w->months + month;
    const struct pay_points points = pay_points_of(w, role, month, PAY_OF_POSTS);
    const struct pay_points above = pay_points_of(w, role, month, PAY_OF_GRADE);
    const struct pay_lent lent = pay_lent_of(w, role, month);
    struct days days;
    if (!days_of(w, role, month, &days)) {
        days.posts = -1;
    }
    return (struct pp_working){.posts = w->posts[at],
                               .establishment = w->cells[at].establishment,
                               .manned = w->manned[at],
                               .known = w->known[at],
                               .lent = w->lent[at],
                               .pay = charges_pay(w, role, month),
                               .at_points = points.paid,
                               .at_grade = points.graded,
                               .newcomer = points.newcomer,
                               .grade = points.grade,
                               .above_at_points = above.paid,
                               .above_at_grade = above.graded,
                               .above_newcomer = above.newcomer,
                               .above_grade = above.grade,
                               .posts_days = days.posts,
                               .filled_days = days.filled,
                               .over_days = days.over,
                               .vacant_days = days.vacant,
                               .lent_before = lent.before,
                               .lent_so_far = lent.so_far,
                               .stay = stay[month]};
}

struct pp_working *pp_workforce_workings(const struct pp_service *service, int32_t months,
                                         struct pp_arena *arena)
{
    assert(months >= 0 && months <= PP_MAX_MONTHS);
    struct pp_working *workings =
        PP_NEW(arena, struct pp_working, (int64_t)service->n_roles * months + 1);
    const struct pp_solver_settings settings = {0}; // no seed: what is expected needs no chance
    struct workforce w = {.service = service, .settings = &settings, .months = months};
    workforce_begin(&w);
    stock_fill(&w);
    for (int32_t role = 0; role < service->n_roles; role++) {
        const double *stay = staffing_stay(&w, role);
        for (int32_t month = 0; month < months; month++) {
            workings[(int64_t)role * months + month] = working_of(&w, role, month, stay);
        }
    }
    pp_arena_finish(&w.arena);
    return workings;
}

struct pp_demand_month *pp_workforce_demand(const struct pp_service *service, int32_t months,
                                            struct pp_arena *arena)
{
    assert(months >= 0 && months <= PP_MAX_MONTHS);
    struct pp_demand_month *demand = PP_NEW(arena, struct pp_demand_month, months + 1);
    const struct pp_solver_settings settings = {0};
    struct workforce w = {.service = service, .settings = &settings, .months = months};
    workforce_begin(&w);
    stock_fill(&w);
    demand_fill(&w);
    for (int32_t month = 0; month < months; month++) {
        demand[month] = w.demand[month];
    }
    pp_arena_finish(&w.arena);
    return demand;
}
