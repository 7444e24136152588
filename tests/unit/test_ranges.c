// SPDX-License-Identifier: GPL-3.0-or-later
/* Forecast and ranges side by side, on many made-up services: they are about the same figures. */
#include "forecast_fixture.h"
#include "test.h"

#include <podplan/buf.h>
#include <podplan/rng.h>
#include <podplan/solver.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROLES = 3,
    MONTHS = 20,
    SERVICES = 25
};

static const char bare[] =
    "[settings]\nservice_name,Service under test\nplanned_on,2024-02-01\n"
    "[hubs]\nhub,name\nh,Hub\n[patches]\npatch,hub\np,h\n"
    "[pods]\npod,name,hub,patch\npod,Pod,h,p\n[families]\nfamily,patch\nf,p\n"
    "[children]\nchild,family,status,complexity\nc,f,CIN,low\n"
    "[weights]\nstatus,complexity,start,points\nCIN,low,2010-01-01,1\n"
    "[grades]\ngrade\ng\nh\n[roles]\nrole,name,grade\nr0,Role 0,g\nr1,Role 1,h\nr2,Role 2,g\n";

static void add_money(struct pp_buf *text, struct pp_rng *rng)
{
    pp_buf_add(text, "[grade_costs]\ngrade,financial_year,yearly_cost\n");
    for (int32_t g = 0; g < 2; g++) {
        pp_buf_printf(text, "%c,2023/24,%d.%02d\n", 'g' + g, 20000 + pp_rng_below(rng, 60000),
                      pp_rng_below(rng, 100));
    }
    pp_buf_add(text, "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\n");
    for (int32_t r = 0; r < ROLES; r++) {
        if (pp_rng_below(rng, 4) > 0) {
            pp_buf_printf(text, "r%d,bank,%d,%d,%d\n", (int)r, 300 + pp_rng_below(rng, 600),
                          1 + pp_rng_below(rng, 14), 1 + pp_rng_below(rng, 3));
        }
        if (pp_rng_below(rng, 4) > 0) {
            pp_buf_printf(text, "r%d,agency,%d.5,%d,\n", (int)r, 500 + pp_rng_below(rng, 1500),
                          4 + pp_rng_below(rng, 10));
        }
    }
    pp_buf_add(text, "[costs]\nline,from,to,amount\n");
    pp_buf_printf(text, "rent,2024-02-10,2025-06-30,%d.07\nincome,2024-03-01,2024-12-31,-%d\n",
                  pp_rng_below(rng, 90000), pp_rng_below(rng, 9000));
}

static void add_posts(struct pp_buf *text, struct pp_rng *rng, int32_t *n)
{
    pp_buf_add(text, "[posts]\npost,role,fte,start,end\n");
    for (int32_t r = 0; r < ROLES; r++) {
        for (int32_t i = pp_rng_below(rng, 5); i > 0; i--) {
            pp_buf_printf(text, "p%d,r%d,%d.%d,2024-0%d-11,", (int)(*n)++, (int)r,
                          1 + pp_rng_below(rng, 4), pp_rng_below(rng, 10),
                          1 + pp_rng_below(rng, 6));
            pp_buf_add(text, pp_rng_below(rng, 4) == 0 ? "2025-01-19\n" : "\n");
        }
    }
}

static void add_people(struct pp_buf *text, struct pp_rng *rng, int32_t *n)
{
    static const char *const contracts[] = {"permanent", "permanent", "permanent", "fixed term",
                                            "agency"};
    pp_buf_add(text, "[practitioners]\npractitioner,role,fte,contract,start,end\n");
    for (int32_t r = 0; r < ROLES; r++) {
        for (int32_t i = pp_rng_below(rng, 12); i > 0; i--, (*n)++) {
            int32_t contract = pp_rng_below(rng, *n % 2 == 0 ? 4 : 5); // an agency's are not lent
            pp_buf_printf(text, "s%d,r%d,0.%d,%s,20%02d-03-14,", (int)*n, (int)r,
                          1 + pp_rng_below(rng, 9), contracts[contract], 5 + pp_rng_below(rng, 18));
            pp_buf_add(text, pp_rng_below(rng, 4) == 0 ? "2024-10-14\n" : "\n");
        }
    }
}

/* Half of the people are lent to somebody for a while. */
static void add_secondments(struct pp_buf *text, struct pp_rng *rng, int32_t people)
{
    pp_buf_add(text, "[secondments]\npractitioner,from,to,paid_by,backfill_to\n");
    for (int32_t i = 0; i < people; i += 2) {
        pp_buf_printf(text, "s%d,2024-04-%02d,2024-%02d-20,%s,%s\n", (int)i,
                      1 + pp_rng_below(rng, 28), 6 + pp_rng_below(rng, 4),
                      pp_rng_below(rng, 3) > 0 ? "service" : "host",
                      pp_rng_below(rng, 2) > 0 ? "2024-05-31" : "");
    }
}

static struct outcome solve(const char *text, int32_t months, int32_t paths)
{
    struct outcome o = outcome_of(text, "", months, paths);
    assert_true(o.plan->info[PP_WORKFORCE].bound <= o.plan->info[PP_WORKFORCE].cost);
    return o;
}

static struct outcome made_up(uint64_t seed, const char *more, int32_t paths)
{
    struct pp_rng rng = {seed};
    struct pp_buf text = {0};
    int32_t posts = 0, people = 0;
    pp_buf_add(&text, bare);
    add_money(&text, &rng);
    add_posts(&text, &rng, &posts);
    add_people(&text, &rng, &people);
    add_secondments(&text, &rng, people);
    pp_buf_add(&text, more);
    struct outcome o = solve(pp_buf_text(&text), MONTHS, paths);
    pp_buf_finish(&text);
    return o;
}

/* Pence of a role's posts and cover, or of everything, in a range's months. */
static int64_t cost_of(const struct outcome *o, const struct pp_range *range)
{
    const char *role = range->role == PP_NONE ? NULL : o->service->roles[range->role].name;
    pp_day end = pp_month_first(range->month, range->months);
    int64_t sum = 0;
    for (int32_t i = 0; i < o->plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &o->plan->cost_lines[i];
        const char *colon = strstr(line->line, ": ");
        bool counts = role == NULL || (colon != NULL && strcmp(colon + 2, role) == 0);
        sum += counts && line->month >= range->month && line->month < end ? line->amount : 0;
    }
    return sum;
}

/* Pence of a role in the staffing plan, those lent included; the plan has them in its forecast. */
static int64_t plan_cost_of(const struct outcome *o, const struct pp_range *range)
{
    const char *role = o->service->roles[range->role].name;
    int64_t sum = 0;
    for (int32_t i = 0; i < o->plan->n_staffing; i++) {
        const struct pp_staffing *row = &o->plan->staffing[i];
        sum += row->role == range->role && row->month == range->month ? row->cost : 0;
    }
    for (int32_t i = 0; i < o->plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &o->plan->cost_lines[i];
        bool lent = strncmp(line->line, "seconded out: ", 14) == 0;
        sum += lent && strcmp(line->line + 14, role) == 0 && line->month == range->month
                   ? line->amount
                   : 0;
    }
    return sum;
}

/* The forecast's figure of a range's line; false: it has none. */
static bool central_of(const struct outcome *o, const struct pp_range *range, int64_t *value)
{
    if (range->line == PP_RANGE_PLAN && range->role != PP_NONE) {
        *value = plan_cost_of(o, range);
        return true;
    }
    if (range->line == PP_RANGE_COST) {
        *value = cost_of(o, range);
        return true;
    }
    for (int32_t i = 0; i < o->plan->n_months; i++) {
        const struct pp_month *m = &o->plan->months[i];
        const int64_t lines[] = {m->in_post, m->vacancy, m->bank, m->agency, m->overtime, m->unmet};
        if (m->month == range->month && m->role == range->role && range->line <= PP_RANGE_UNMET) {
            *value = lines[range->line];
            return true;
        }
    }
    return false;
}

/* Every line is one figure on every path, and that of the forecast. */
static void assert_one_figure(const struct outcome *o, uint64_t seed)
{
    int32_t looked = 0;
    for (int32_t i = 0; i < o->plan->n_ranges; i++) {
        const struct pp_range *range = &o->plan->ranges[i];
        int64_t central, pennies = range->line >= PP_RANGE_COST ? 10 * range->months : 0;
        if (!central_of(o, range, &central)) {
            continue;
        }
        looked++;
        if (range->p10 != range->p90 || llabs(central - range->p50) > pennies) {
            fail_msg("service %d, role %d, line %d, month %d: %lld, range %lld to %lld", (int)seed,
                     (int)range->role, (int)range->line, (int)range->month, (long long)central,
                     (long long)range->p10, (long long)range->p90);
        }
    }
    assert_true(looked > MONTHS);
}

/* Without a history nothing is left to chance: secondments, contracts, posts that end, surplus. */
TEST(without_chance_every_line_is_its_range)
{
    for (uint64_t seed = 1; seed <= SERVICES; seed++) {
        struct outcome o = made_up(seed, "", 3);
        assert_one_figure(&o, seed);
        outcome_finish(&o);
    }
}

static const char history[] =
    "[workforce_history]\nyear,in_post,starters,leavers\n2022,100,18,16\n2023,100,15,21\n"
    "[pipeline]\ncandidate,role,fte,stage,since\nc0,r0,1,offered,2024-01-20\n"
    "c1,r1,0.7,approved,2024-01-10\n";

/* The mean of one path is that path, to the thousandth and, but for rounding, to the penny. */
TEST(the_forecast_of_one_path_is_that_path)
{
    for (uint64_t seed = 1; seed <= SERVICES; seed++) {
        struct outcome o = made_up(seed, history, 1);
        assert_one_figure(&o, seed);
        outcome_finish(&o);
    }
}

#define RECRUITMENT(most)                                                                          \
    "[recruitment]\nrole,recruit_cost,training_cost,most\n"                                        \
    "r0,1900,100," most "\nr1,3000,0," most "\nr2,900,0," most "\n"

TEST(the_staffing_plan_of_one_path_is_that_path)
{
    for (uint64_t seed = 1; seed <= SERVICES; seed++) {
        char more[1024];
        snprintf(more, sizeof(more), "%s%s", history, RECRUITMENT("2"));
        struct outcome o = made_up(seed, more, 1);
        assert_true(o.plan->n_staffing > 0);
        assert_one_figure(&o, seed);
        outcome_finish(&o);
    }
}

/* Pence of the plan, and posts left empty at twice their price, as the plan weighs them. */
static int64_t price_of_plan(const struct outcome *o, int32_t *starts)
{
    int64_t price = 0, unmet = pp_weight_of(o->service, "unmet_cover");
    for (int32_t i = 0; i < o->plan->n_staffing; i++) {
        const struct pp_staffing *row = &o->plan->staffing[i];
        price += row->cost + unmet * row->unmet;
        *starts += row->starts;
    }
    return price;
}

/* On the very paths on which the ways are tried, no plan is dearer than starting nobody. */
TEST(no_staffing_plan_is_dearer_on_its_paths_than_none)
{
    int32_t planned = 0;
    for (uint64_t seed = 1; seed <= SERVICES; seed++) {
        char more[1024];
        int32_t starts = 0, none = 0;
        snprintf(more, sizeof(more), "%s%s", history, RECRUITMENT("2"));
        struct outcome plan = made_up(seed, more, 100);
        snprintf(more, sizeof(more), "%s%s", history, RECRUITMENT("0"));
        struct outcome nobody = made_up(seed, more, 100);
        int64_t less = price_of_plan(&nobody, &none) - price_of_plan(&plan, &starts);
        assert_int_equal(none, 0);
        assert_true(starts == 0 ? labs((long)less) < 5000 : less > -5000); // pennies by month
        planned += starts > 0;
        outcome_finish(&plan);
        outcome_finish(&nobody);
    }
    assert_true(planned > SERVICES / 2);
}

/* What a finance officer reads beside each other: cost of the service by year, and by month once
 * something can have happened. */
TEST(the_forecast_costs_what_lies_within_its_range)
{
    int32_t looked = 0;
    for (uint64_t seed = 1; seed <= SERVICES; seed++) {
        struct outcome o = made_up(seed, history, 400);
        for (int32_t i = 0; i < o.plan->n_ranges; i++) {
            const struct pp_range *range = &o.plan->ranges[i];
            bool early = range->months == 1 && range->month < fixture_day("2024-07-01");
            if (range->line != PP_RANGE_COST || range->role != PP_NONE || early ||
                range->p10 == range->p90) {
                continue;
            }
            int64_t central = cost_of(&o, range);
            if (central < range->p10 || central > range->p90) {
                fail_msg("service %d, month %d: %lld, range %lld to %lld", (int)seed,
                         (int)range->month, (long long)central, (long long)range->p10,
                         (long long)range->p90);
            }
            looked++;
        }
        outcome_finish(&o);
    }
    assert_true(looked > 10 * SERVICES);
}

/* What may be imported at most: a thousand million pounds a week for each of many people. */
TEST(the_largest_figures_stay_in_order_and_above_nothing)
{
    struct pp_buf text = {0};
    pp_buf_printf(&text, "%s%s", bare,
                  "[grade_costs]\ngrade,financial_year,yearly_cost\ng,2023/24,1000000000\n"
                  "h,2023/24,1000000000\n"
                  "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\n"
                  "r0,agency,1000000000,1,\n"
                  "[settings]\non_cost_percent,100\n"
                  "[costs]\nline,from,to,amount\nrent,2024-02-01,2024-02-29,1000000000\n"
                  "dues,2024-02-01,2024-03-31,1000000000\n"
                  "[workforce_history]\nyear,in_post,starters,leavers\n2023,100,10,50\n"
                  "[posts]\npost,role,fte,start\n");
    for (int32_t i = 0; i < 60; i++) {
        pp_buf_printf(&text, "p%d,r%d,1000,2020-01-01\n", (int)i, (int)(i % 2));
    }
    pp_buf_add(&text, "[practitioners]\npractitioner,role,fte,contract,start\n");
    for (int32_t i = 0; i < 100; i++) {
        pp_buf_printf(&text, "s%d,r0,1,%s,2020-01-01\n", (int)i, i < 50 ? "permanent" : "agency");
    }
    struct outcome o = solve(pp_buf_text(&text), 14, 200);
    for (int32_t i = 0; i < o.plan->n_ranges; i++) {
        const struct pp_range *range = &o.plan->ranges[i];
        assert_true(0 <= range->p10 && range->p10 <= range->p50 && range->p50 <= range->p90);
        int64_t central;
        if (range->line == PP_RANGE_COST && range->role == PP_NONE &&
            central_of(&o, range, &central)) {
            if (llabs(central - range->p50) > central / 50) {
                fail_msg("month %d: %lld, but %lld to %lld", (int)range->month, (long long)central,
                         (long long)range->p10, (long long)range->p90);
            }
        }
    }
    pp_buf_finish(&text);
    outcome_finish(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_chance_every_line_is_its_range),
        cmocka_unit_test(the_forecast_of_one_path_is_that_path),
        cmocka_unit_test(the_staffing_plan_of_one_path_is_that_path),
        cmocka_unit_test(no_staffing_plan_is_dearer_on_its_paths_than_none),
        cmocka_unit_test(the_forecast_costs_what_lies_within_its_range),
        cmocka_unit_test(the_largest_figures_stay_in_order_and_above_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
