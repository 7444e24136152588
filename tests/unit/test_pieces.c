// SPDX-License-Identifier: GPL-3.0-or-later
/* Months in which posts, people and contracts begin and end, against a count day by day. */
#include "service_fixture.h"
#include "test.h"

#include <podplan/buf.h>
#include <podplan/rng.h>
#include <podplan/solver.h>

#include <stdlib.h>
#include <string.h>

enum {
    MONTHS = 6,
    DAYS = 183, ///< April to September 2024
    SERVICES = 60,
    OPEN = 100000 ///< no end
};

static const char bare[] = FIXTURE_ONE_FAMILY
    "[grades]\ngrade\ng\n[grade_costs]\ngrade,financial_year,yearly_cost\ng,2024/25,36500\n"
    "[roles]\nrole,name,grade\nsw,Social worker,g\nother,Other,g\n"
    "[practitioners]\npractitioner,role,fte,contract,start\nv,other,1,volunteer,2020-01-01\n";

/* Nobody who is on the way comes within the forecast, but the paths are taken. */
static const char far[] =
    "[lead_times]\nstage,least,typical,most\napproved,700,700,700\nadvertised,700,700,700\n"
    "offered,700,700,700\nvetted,700,700,700\n"
    "[pipeline]\ncandidate,role,fte,stage,since\nc,sw,1,approved,2024-04-01\n";

static struct pp_plan *solve(const char *text, int32_t paths)
{
    struct pp_service *service = fixture_service(text);
    struct pp_plan *plan = pp_plan_create();
    struct pp_solver_settings settings = {.seed = 1, .paths = paths};
    struct pp_err err;
    if (!pp_solve_workforce(service, &settings, MONTHS, plan, &err)) {
        fail_msg("%s", err.text);
    }
    struct pp_verdict verdict = {0};
    struct pp_case c = {service, plan, NULL};
    pp_judge(&c, 1U << PP_WORKFORCE, &verdict);
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        assert_int_not_equal(verdict.breaches[i].rule, pp_rule_find("arithmetic"));
    }
    pp_verdict_finish(&verdict);
    pp_service_destroy(service);
    return plan;
}

static const struct pp_month *month_of(const struct pp_plan *plan, int32_t month)
{
    int32_t at = 0;
    for (int32_t i = 0; i < plan->n_months; i++) {
        if (plan->months[i].role != PP_NONE && at++ == month) {
            return &plan->months[i];
        }
    }
    fail_msg("no month %d", (int)month);
    return NULL;
}

/* ---- A month is the mean of its days ---- */

/* Thousandths on each day. */
struct days {
    int32_t posts[DAYS], empty[DAYS], staff[DAYS], held[DAYS];
};

/* From a day to another, or to no end; days may lie outside of the forecast. */
struct stay {
    int32_t from, to;
};

static struct stay any_stay(struct pp_rng *rng)
{
    struct stay stay = {pp_rng_below(rng, 200) - 60, OPEN};
    if (pp_rng_below(rng, 3) > 0) {
        stay.to = stay.from + pp_rng_below(rng, 100);
    }
    return stay;
}

static void count(int32_t *of, struct stay stay, int32_t fte)
{
    for (int32_t day = 0; day < DAYS; day++) {
        of[day] += day >= stay.from && (stay.to == OPEN || day <= stay.to) ? fte : 0;
    }
}

static void add_day(struct pp_buf *out, int32_t day)
{
    char text[PP_DATE_TEXT];
    if (day != OPEN) {
        pp_buf_add(out, pp_day_text(fixture_day("2024-04-01") + day, text));
    }
}

static void add_stay(struct pp_buf *out, struct stay stay)
{
    add_day(out, stay.from);
    pp_buf_add(out, ",");
    add_day(out, stay.to);
    pp_buf_add(out, "\n");
}

/* People with contracts that end, so that nobody leaves by chance, and some of them lent to others. */
static void add_staff(struct pp_buf *text, struct pp_buf *lent, struct pp_rng *rng,
                      struct days *days)
{
    for (int32_t i = pp_rng_below(rng, 6); i > 0; i--) {
        const struct stay stay = any_stay(rng);
        const int32_t tenths = 1 + pp_rng_below(rng, 10);
        pp_buf_printf(text, "s%d,sw,%d.%d,fixed term,", (int)i, tenths / 10, tenths % 10);
        add_stay(text, stay);
        count(days->staff, stay, tenths * 100);
        if (stay.to == OPEN || stay.to - stay.from < 8 || pp_rng_below(rng, 2) > 0) {
            continue;
        }
        const struct stay away = {stay.from + 2, stay.to - 2};
        const int32_t until = away.from + pp_rng_below(rng, away.to - away.from + 1);
        pp_buf_printf(lent, "s%d,", (int)i);
        add_day(lent, away.from);
        pp_buf_add(lent, ",");
        add_day(lent, away.to);
        pp_buf_add(lent, ",");
        add_day(lent, until);
        pp_buf_add(lent, "\n");
        count(days->staff, away, -tenths * 100);
        count(days->empty, (struct stay){until + 1, away.to}, tenths * 100);
    }
}

static void made_up(struct pp_buf *text, uint64_t seed, struct days *days)
{
    struct pp_rng rng = {seed};
    struct pp_buf lent = {0};
    pp_buf_add(text, bare);
    pp_buf_add(text, "[posts]\npost,role,fte,start,end\n0,sw,1,2024-04-01,\n");
    count(days->posts, (struct stay){0, OPEN}, PP_FTE);
    for (int32_t i = 1 + pp_rng_below(&rng, 4); i > 0; i--) {
        const struct stay stay = any_stay(&rng);
        const int32_t halves = 1 + pp_rng_below(&rng, 4);
        pp_buf_printf(text, "%d,sw,%d.%d,", (int)i, halves / 2, halves % 2 * 5);
        add_stay(text, stay);
        count(days->posts, stay, halves * 500);
    }
    pp_buf_add(text, "[practitioners]\npractitioner,role,fte,contract,start,end\n");
    add_staff(text, &lent, &rng, days);
    for (int32_t i = pp_rng_below(&rng, 3); i > 0; i--) {
        const struct stay stay = any_stay(&rng);
        pp_buf_printf(text, "b%d,sw,0.6,bank,", (int)i);
        add_stay(text, stay);
        count(days->held, stay, 600);
    }
    pp_buf_printf(text, "[secondments]\npractitioner,from,to,backfill_to\n%s", pp_buf_text(&lent));
    pp_buf_finish(&lent);
}

static int32_t above(int32_t a, int32_t b)
{
    return a > b ? a - b : 0;
}

static void assert_about(int32_t fte, int64_t fte_days, int32_t days)
{
    assert_in_range(llabs(2 * (fte * (int64_t)days - fte_days)), 0, 3 * days);
}

/* Nobody buys cover, so what is unmet is what contracts leave open. */
static void assert_mean_of_days(const struct pp_month *month, const struct days *days,
                                int32_t begin, int32_t end)
{
    int64_t establishment = 0, in_post = 0, vacancy = 0, unmet = 0;
    for (int32_t day = begin; day < end; day++) {
        const int32_t posts = above(days->posts[day], days->empty[day]);
        const int32_t gap = above(posts, days->staff[day]);
        establishment += posts;
        in_post += days->staff[day];
        vacancy += gap;
        unmet += above(gap, days->held[day]);
    }
    assert_about(month->establishment, establishment, end - begin);
    assert_about(month->in_post, in_post, end - begin);
    assert_about(month->vacancy, vacancy, end - begin);
    assert_about(month->unmet, unmet, end - begin);
}

TEST(every_month_is_the_mean_of_its_days_on_the_paths_and_without_them)
{
    const pp_day first = fixture_day("2024-04-01");
    for (uint64_t seed = 1; seed <= SERVICES; seed++) {
        struct days days = {0};
        struct pp_buf text = {0};
        made_up(&text, seed, &days);
        struct pp_plan *certain = solve(pp_buf_text(&text), 20);
        pp_buf_add(&text, far);
        struct pp_plan *paths = solve(pp_buf_text(&text), 20);
        for (int32_t m = 0; m < MONTHS; m++) {
            const struct pp_month *month = month_of(certain, m);
            assert_mean_of_days(month, &days, pp_month_first(first, m) - first,
                                pp_month_first(first, m + 1) - first);
            assert_memory_equal(month, month_of(paths, m), sizeof(*month));
        }
        pp_buf_finish(&text);
        pp_plan_destroy(certain);
        pp_plan_destroy(paths);
    }
}

/* ---- What it costs ---- */

static int64_t cost_of(const struct pp_plan *plan, const char *line, const char *month)
{
    int64_t amount = 0;
    for (int32_t i = 0; i < plan->n_cost_lines; i++) {
        const struct pp_cost_line *cost = &plan->cost_lines[i];
        amount += strncmp(cost->line, line, strlen(line)) == 0 && cost->month == fixture_day(month)
                      ? cost->amount
                      : 0;
    }
    return amount;
}

#define AGENCY "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most\nsw,agency,1400,1,\n"

/* Two are in one post until 15 June and nobody is after: half a post of agency, and three of pay. */
TEST(too_many_at_first_are_no_cover_for_nobody_at_last)
{
    static const char *const ways[] = {"", far};
    for (size_t i = 0; i < 2; i++) {
        struct pp_buf text = {0};
        pp_buf_printf(&text, "%s%s%s%s", bare, AGENCY,
                      "[posts]\npost,role,fte,start\n1,sw,1,2020-01-01\n"
                      "[practitioners]\npractitioner,role,fte,contract,start,end\n"
                      "a,sw,1,fixed term,2020-01-01,2024-06-15\n"
                      "b,sw,1,fixed term,2020-01-01,2024-06-15\n",
                      ways[i]);
        struct pp_plan *plan = solve(pp_buf_text(&text), 20);
        assert_int_equal(month_of(plan, 2)->vacancy, 500);
        assert_int_equal(month_of(plan, 2)->agency, 500);
        assert_int_equal(month_of(plan, 2)->unmet, 0);
        assert_int_equal(cost_of(plan, "agency", "2024-06-01"), 15 * 20000);
        assert_int_equal(cost_of(plan, "staff", "2024-06-01"), 30 * 10000);
        pp_buf_finish(&text);
        pp_plan_destroy(plan);
    }
}

/* Three quarters are there when one and a half posts begin on 13 May: to the penny. */
TEST(posts_that_begin_are_vacant_from_then_on_however_many_were_there_before)
{
    struct pp_buf text = {0};
    pp_buf_printf(&text, "%s%s%s", bare, AGENCY,
                  "[posts]\npost,role,fte,start\n1,sw,1.5,2024-05-13\n"
                  "[practitioners]\npractitioner,role,fte,contract,start,end\n"
                  "a,sw,0.75,fixed term,2020-01-01,2030-01-01\n");
    struct pp_plan *plan = solve(pp_buf_text(&text), 20);
    assert_int_equal(month_of(plan, 1)->vacancy, 460);
    assert_int_equal(cost_of(plan, "agency", "2024-05-01"), 19 * 15000);
    assert_int_equal(cost_of(plan, "staff", "2024-05-01"), 31 * 7500);
    for (int32_t i = 0; i < plan->n_ranges; i++) {
        const struct pp_range *range = &plan->ranges[i];
        if (range->line == PP_RANGE_COST && range->role == PP_NONE && range->months == 1 &&
            range->month == fixture_day("2024-05-01")) {
            assert_int_equal(range->p50, 19 * 15000 + 31 * 7500);
        }
    }
    pp_buf_finish(&text);
    pp_plan_destroy(plan);
}

/* A contract of the first half of a month covers nothing in the second. */
TEST(a_contract_that_ends_is_no_cover_for_later_days)
{
    static const char *const ways[] = {"", far};
    for (size_t i = 0; i < 2; i++) {
        struct pp_buf text = {0};
        pp_buf_printf(&text, "%s%s%s%s", bare, AGENCY,
                      "[posts]\npost,role,fte,start\n1,sw,1,2024-06-16\n"
                      "[practitioners]\npractitioner,role,fte,contract,start,end\n"
                      "a,sw,1,agency,2020-01-01,2024-06-15\n",
                      ways[i]);
        struct pp_plan *plan = solve(pp_buf_text(&text), 20);
        assert_int_equal(month_of(plan, 2)->agency, 1000); // half of it in vain
        assert_int_equal(month_of(plan, 2)->unmet, 0);
        assert_int_equal(month_of(plan, 3)->agency, 1000);
        pp_buf_finish(&text);
        pp_plan_destroy(plan);
    }
}

/* In September a post goes on the 15th and two come on the 20th: who starts in July fills one. */
TEST(the_plan_covers_what_a_starter_is_not_there_for)
{
    struct pp_buf text = {0};
    pp_buf_printf(&text, "%s%s%s", bare, AGENCY,
                  "[posts]\npost,role,fte,start,end\n1,sw,1,2020-01-01,2024-09-15\n"
                  "2,sw,2,2024-09-20,\n"
                  "[recruitment]\nrole,recruit_cost,training_cost,most\nsw,0,0,1\n");
    struct pp_plan *plan = solve(pp_buf_text(&text), 0);
    const struct pp_staffing *september = &plan->staffing[5];
    assert_int_equal(plan->staffing[3].starts, PP_FTE);
    assert_int_equal(september->in_post, PP_FTE);
    assert_int_equal(september->agency, 367); // eleven days of one
    pp_buf_finish(&text);
    pp_plan_destroy(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_month_is_the_mean_of_its_days_on_the_paths_and_without_them),
        cmocka_unit_test(too_many_at_first_are_no_cover_for_nobody_at_last),
        cmocka_unit_test(posts_that_begin_are_vacant_from_then_on_however_many_were_there_before),
        cmocka_unit_test(a_contract_that_ends_is_no_cover_for_later_days),
        cmocka_unit_test(the_plan_covers_what_a_starter_is_not_there_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
