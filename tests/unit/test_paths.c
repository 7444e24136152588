// SPDX-License-Identifier: GPL-3.0-or-later
#include "service_fixture.h"
#include "test.h"

#include "paths.h"

#include <podplan/rng.h>
#include <podplan/solver.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MONTHS = 24,
    PEOPLE = 40
};

/* One role of equal people with one hazard, and everything else nothing. */
struct lab {
    struct pp_arena arena;
    double hazard[PATHS_YEARS];
    double gain[MONTHS], children[MONTHS];
    int32_t staff[MONTHS], establishment[MONTHS], none[MONTHS], needed[MONTHS], many[MONTHS];
    int32_t hires[MONTHS], year[MONTHS];
    double pay[MONTHS], price[MONTHS];
    int64_t fixed[MONTHS];
    struct paths_person people[PEOPLE];
    struct paths_role role;
    struct paths_input in;
    struct paths_answer answer;
};

static void lab_begin(struct lab *lab, double hazard)
{
    *lab = (struct lab){.arena = {0}};
    for (int32_t y = 0; y < PATHS_YEARS; y++) {
        lab->hazard[y] = hazard;
    }
    for (int32_t m = 0; m < MONTHS; m++) {
        lab->staff[m] = lab->establishment[m] = PEOPLE * PP_FTE;
        lab->needed[m] = PP_UNKNOWN;
        lab->many[m] = INT32_MAX;
        lab->pay[m] = 400000;
        lab->price[m] = 700000;
        lab->year[m] = m / 12;
    }
    for (int32_t i = 0; i < PEOPLE; i++) {
        struct pp_rng rng = {(uint64_t)i + 77};
        lab->people[i] =
            (struct paths_person){.key = pp_rng_next(&rng), .fte = PP_FTE, .tenure = 12 * i};
    }
    lab->role = (struct paths_role){.key = 5,
                                    .used = true,
                                    .staff = lab->staff,
                                    .establishment = lab->establishment,
                                    .fillable = lab->establishment,
                                    .people = lab->people,
                                    .n_people = PEOPLE,
                                    .hazard = lab->hazard,
                                    .leave = hazard,
                                    .held = {lab->none, lab->none, lab->none},
                                    .most = {lab->none, lab->many, lab->none},
                                    .price = {NULL, lab->price},
                                    .order = {PP_COVER_AGENCY},
                                    .n_order = 1,
                                    .spell = {1, 1, 1},
                                    .pay = lab->pay,
                                    .over = lab->pay,
                                    .needed = lab->needed};
    lab->in = (struct paths_input){.months = MONTHS,
                                   .paths = 4000,
                                   .threads = 1,
                                   .seed = 1,
                                   .gain = lab->gain,
                                   .children = lab->children,
                                   .fixed = lab->fixed,
                                   .year = lab->year,
                                   .roles = &lab->role,
                                   .n_roles = 1};
}

static struct paths_band band(struct lab *lab, int32_t line, int32_t month)
{
    return *paths_band_of(&lab->answer, &lab->in, 0, line, month);
}

static void lab_run(struct lab *lab)
{
    paths_run(&lab->in, &lab->arena, &lab->answer);
}

static void lab_finish(struct lab *lab)
{
    pp_arena_finish(&lab->arena);
}

/* Smallest k of which a binomial has at least this part at or below it. */
static int32_t binomial_quantile(int32_t n, double p, double part)
{
    double term = pow(1.0 - p, n), sum = term;
    int32_t k = 0;
    while (sum < part) {
        term *= (double)(n - k) / (k + 1) * p / (1.0 - p);
        sum += term;
        k++;
    }
    return k;
}

TEST(those_left_of_equal_people_are_binomial)
{
    struct lab lab;
    lab_begin(&lab, 0.02);
    lab_run(&lab);
    for (int32_t m = 0; m < MONTHS; m++) {
        double stay = pow(0.98, m);
        struct paths_band left = band(&lab, PP_RANGE_IN_POST, m);
        assert_in_range(labs((long)(left.p10 / PP_FTE -
                                    (m == 0 ? PEOPLE : binomial_quantile(PEOPLE, stay, 0.1)))),
                        0, 1);
        assert_in_range(labs((long)(left.p50 / PP_FTE -
                                    (m == 0 ? PEOPLE : binomial_quantile(PEOPLE, stay, 0.5)))),
                        0, 1);
        assert_in_range(labs((long)(left.p90 / PP_FTE -
                                    (m == 0 ? PEOPLE : binomial_quantile(PEOPLE, stay, 0.9)))),
                        0, 1);
    }
    lab_finish(&lab);
}

/* With one path after the other, mean and variance of who is left at the end. */
TEST(mean_and_variance_of_leavers_are_those_of_the_binomial)
{
    struct lab lab;
    const int32_t runs = 3000;
    double sum = 0.0, squares = 0.0, stay = pow(0.97, MONTHS - 1);
    lab_begin(&lab, 0.03);
    lab.in.paths = 1;
    for (int32_t i = 0; i < runs; i++) {
        lab.in.seed = (uint64_t)i * 1000003;
        lab_run(&lab);
        double left = (double)band(&lab, PP_RANGE_IN_POST, MONTHS - 1).p50 / PP_FTE;
        sum += left;
        squares += left * left;
    }
    double mean = sum / runs, variance = squares / runs - mean * mean;
    double expected = PEOPLE * stay * (1.0 - stay);
    assert_true(fabs(mean - PEOPLE * stay) < 4.0 * sqrt(expected / runs));
    assert_true(fabs(variance / expected - 1.0) < 0.12);
    lab_finish(&lab);
}

TEST(without_a_hazard_there_is_no_spread)
{
    struct lab lab;
    lab_begin(&lab, 0.0);
    lab.in.spread = 0.28;
    lab_run(&lab);
    for (int32_t line = 0; line < PATHS_LINES; line++) {
        for (int32_t m = 0; m < MONTHS; m++) {
            struct paths_band b = band(&lab, line, m);
            assert_int_equal(b.p10, b.p90);
        }
    }
    assert_int_equal(band(&lab, PP_RANGE_IN_POST, 7).p50, PEOPLE * PP_FTE);
    assert_int_equal(band(&lab, PP_RANGE_COST, 7).p50, (int64_t)PEOPLE * 400000);
    assert_int_equal(lab.answer.years[12].p50, (int64_t)12 * PEOPLE * 400000);
    lab_finish(&lab);
}

/* A candidate whose stages take one value each starts in one month. */
TEST(a_lead_time_of_one_value_gives_one_month)
{
    struct lab lab;
    struct paths_candidate candidate = {
        .key = 9, .fte = 500, .stage = 1, .elapsed = 0.5, .vetted = -1.0};
    lab_begin(&lab, 0.0);
    for (int32_t s = 0; s < PATHS_STAGES; s++) {
        lab.role.lead[s] = (struct paths_lead){1.0, 1.0, 1.0};
    }
    lab.role.candidates = &candidate;
    lab.role.n_candidates = 1;
    lab_run(&lab);
    for (int32_t m = 0; m < MONTHS; m++) { // 0.5 of advertising, 1 of offering, 1 of vetting
        struct paths_band b = band(&lab, PP_RANGE_IN_POST, m);
        assert_int_equal(b.p10, b.p90);
        assert_int_equal(b.p50, PEOPLE * PP_FTE + (m >= 3 ? 500 : 0));
    }
    lab_finish(&lab);
}

TEST(a_check_of_twelve_months_is_made_again)
{
    struct lab lab;
    struct paths_candidate candidate = {
        .key = 9, .fte = PP_FTE, .stage = 3, .elapsed = 0.0, .vetted = 11.5};
    lab_begin(&lab, 0.0);
    lab.role.lead[3] = (struct paths_lead){2.0, 2.0, 2.0};
    lab.role.candidates = &candidate;
    lab.role.n_candidates = 1;
    lab_run(&lab);
    assert_int_equal(band(&lab, PP_RANGE_IN_POST, 3).p90, PEOPLE * PP_FTE);
    assert_int_equal(band(&lab, PP_RANGE_IN_POST, 4).p10, (PEOPLE + 1) * PP_FTE);
    candidate.vetted = 9.5;
    lab_run(&lab);
    assert_int_equal(band(&lab, PP_RANGE_IN_POST, 2).p10, (PEOPLE + 1) * PP_FTE);
    lab_finish(&lab);
}

/* The mean of a triangular time, by the months in which many candidates start. */
TEST(triangular_times_have_their_mean)
{
    enum {
        MANY = 400
    };
    struct lab lab;
    static struct paths_candidate candidates[MANY];
    lab_begin(&lab, 0.0);
    for (int32_t i = 0; i < MANY; i++) {
        struct pp_rng rng = {(uint64_t)i};
        candidates[i] = (struct paths_candidate){
            .key = pp_rng_next(&rng), .fte = 1, .stage = 0, .vetted = -1.0};
    }
    lab.role.lead[0] = (struct paths_lead){2.0, 5.0, 14.0};
    lab.role.candidates = candidates;
    lab.role.n_candidates = MANY;
    lab.in.paths = 1;
    lab_run(&lab);
    double mean = 0.0;
    for (int32_t m = 0; m < MONTHS; m++) { // months until the start, summed over people
        mean += MANY - (double)(band(&lab, PP_RANGE_IN_POST, m).p50 - (int64_t)PEOPLE * PP_FTE);
    }
    assert_true(fabs(mean / MANY - (7.0 + 0.5)) < 0.45); // starts wait for the first of a month
    lab_finish(&lab);
}

TEST(starters_fill_what_is_vacant_and_no_more)
{
    struct lab lab;
    lab_begin(&lab, 0.0);
    for (int32_t m = 0; m < MONTHS; m++) {
        lab.establishment[m] = (PEOPLE + 4) * PP_FTE + 300;
    }
    for (int32_t s = 0; s < PATHS_STAGES; s++) {
        lab.role.lead[s] = (struct paths_lead){0.75, 0.75, 0.75};
    }
    lab.role.join = 0.1;
    lab_run(&lab);
    assert_int_equal(band(&lab, PP_RANGE_IN_POST, 2).p90, PEOPLE * PP_FTE); // three months' lead
    assert_true(band(&lab, PP_RANGE_IN_POST, 3).p50 > PEOPLE * PP_FTE);
    assert_true(band(&lab, PP_RANGE_IN_POST, 23).p90 <= (PEOPLE + 4) * PP_FTE + 300);
    assert_true(band(&lab, PP_RANGE_IN_POST, 23).p10 >= (PEOPLE + 4) * PP_FTE);
    lab_finish(&lab);
}

TEST(planned_starts_come_when_they_are_planned_and_a_post_is_vacant)
{
    struct lab lab;
    lab_begin(&lab, 0.0);
    lab.hires[6] = 1500;
    lab.role.hires = lab.hires;
    for (int32_t m = 0; m < MONTHS; m++) {
        lab.establishment[m] += m < 9 ? PP_FTE : 2 * PP_FTE;
    }
    lab_run(&lab);
    assert_int_equal(band(&lab, PP_RANGE_IN_POST, 5).p90, PEOPLE * PP_FTE);
    assert_int_equal(band(&lab, PP_RANGE_IN_POST, 6).p10, (PEOPLE + 1) * PP_FTE);
    assert_int_equal(band(&lab, PP_RANGE_IN_POST, 8).p90, (PEOPLE + 1) * PP_FTE); // no post yet
    assert_int_equal(band(&lab, PP_RANGE_IN_POST, 9).p10, PEOPLE * PP_FTE + 1500);
    lab_finish(&lab);
}

TEST(who_starts_by_plan_is_a_whole_person_once_half_a_post_is_vacant)
{
    struct lab lab;
    lab_begin(&lab, 0.0);
    lab.hires[3] = PP_FTE;
    lab.role.hires = lab.hires;
    for (int32_t m = 0; m < MONTHS; m++) {
        lab.establishment[m] += m < 6 ? PP_FTE / 2 - 1 : PP_FTE / 2;
    }
    lab_run(&lab);
    assert_int_equal(band(&lab, PP_RANGE_IN_POST, 5).p90, PEOPLE * PP_FTE);
    assert_int_equal(band(&lab, PP_RANGE_IN_POST, 6).p10, (PEOPLE + 1) * PP_FTE);
    assert_int_equal(band(&lab, PP_RANGE_COST, 6).p50, (int64_t)(PEOPLE + 1) * 400000);
    assert_int_equal(band(&lab, PP_RANGE_VACANCY, 6).p90, 0);
    lab_finish(&lab);
}

/* Two in one post have a last day in the middle of a month: one of them fills it as well as both. */
TEST(who_has_left_is_missed_on_the_days_on_which_they_would_be_there)
{
    enum {
        HALF = 12 // the month in the middle of which they go
    };
    struct lab lab;
    int32_t here[MONTHS], from[MONTHS + 1];
    const int32_t parts[2] = {PP_FTE, 0};
    const struct paths_piece pieces[2] = {{.days = 15, .vacant = -PP_FTE, .open = -PP_FTE},
                                          {.days = 15, .vacant = PP_FTE, .open = PP_FTE}};
    lab_begin(&lab, 0.05);
    for (int32_t m = 0; m <= MONTHS; m++) {
        from[m] = m <= HALF ? 0 : 2;
    }
    for (int32_t m = 0; m < MONTHS; m++) {
        here[m] = m < HALF ? PP_FTE : m == HALF ? PP_FTE / 2 : 0;
        lab.staff[m] = 2 * here[m];
        lab.establishment[m] = PP_FTE;
    }
    for (int32_t i = 0; i < 2; i++) {
        lab.people[i].here = here;
        lab.people[i].parts = parts;
    }
    lab.role.n_people = 2;
    lab.role.pieces = pieces;
    lab.role.pieces_from = from;
    lab_run(&lab);
    const struct paths_mean *mean = paths_mean_of(&lab.answer, &lab.in, 0, HALF);
    const double gone = 1.0 - pow(0.95, HALF), none = gone * gone;
    assert_in_range((int64_t)(1000 * fabs((double)mean->vacancy - PP_FTE * (1 + none) / 2)), 0,
                    20 * PP_FTE);
    assert_int_equal(band(&lab, PP_RANGE_VACANCY, HALF).p10, PP_FTE / 2);
    assert_int_equal(band(&lab, PP_RANGE_VACANCY, HALF).p50, PP_FTE / 2);
    assert_int_equal(band(&lab, PP_RANGE_AGENCY, HALF).p50, PP_FTE / 2);
    assert_int_equal(mean->over + PP_FTE - mean->in_post, mean->vacancy);
    lab_finish(&lab);
}

TEST(planned_starts_take_no_post_from_others_but_the_vacant_ones)
{
    struct lab lab;
    lab_begin(&lab, 0.0);
    lab.hires[6] = 2 * PP_FTE;
    lab.role.hires = lab.hires;
    lab.role.join = 0.01;
    for (int32_t m = 0; m < MONTHS; m++) {
        lab.establishment[m] += 4 * PP_FTE;
    }
    lab_run(&lab);
    assert_true(band(&lab, PP_RANGE_IN_POST, 5).p90 > PEOPLE * PP_FTE); // as in the past
    assert_true(band(&lab, PP_RANGE_IN_POST, 6).p10 >= (PEOPLE + 2) * PP_FTE);
    assert_int_equal(band(&lab, PP_RANGE_IN_POST, 23).p90, (PEOPLE + 4) * PP_FTE);
    lab_finish(&lab);
}

TEST(agency_fills_the_gap_and_is_paid_through_its_notice)
{
    struct lab lab;
    lab_begin(&lab, 0.0);
    lab.establishment[5] += 2 * PP_FTE;
    lab.role.spell[PP_COVER_AGENCY] = 2;
    lab_run(&lab);
    assert_int_equal(band(&lab, PP_RANGE_AGENCY, 4).p50, 0);
    assert_int_equal(band(&lab, PP_RANGE_AGENCY, 5).p50, 2 * PP_FTE);
    assert_int_equal(band(&lab, PP_RANGE_AGENCY, 6).p50, 2 * PP_FTE);
    assert_int_equal(band(&lab, PP_RANGE_AGENCY, 7).p50, 0);
    assert_int_equal(band(&lab, PP_RANGE_VACANCY, 6).p50, 0);
    assert_int_equal(band(&lab, PP_RANGE_COST, 6).p50, (int64_t)PEOPLE * 400000 + 2 * 700000);
    lab_finish(&lab);
}

TEST(quantiles_are_those_of_sorted_values)
{
    int64_t values[1000];
    struct pp_rng rng = {3};
    for (int32_t range = 1; range < 2000000000; range *= 7) {
        int64_t sorted[1000];
        for (int32_t i = 0; i < 1000; i++) {
            values[i] = pp_rng_below(&rng, range) - range / 3;
        }
        struct paths_band b = paths_quantiles(values, 1000);
        memcpy(sorted, values, sizeof(values));
        for (int32_t i = 1; i < 1000; i++) { // by insertion
            int64_t value = sorted[i];
            int32_t at = i;
            for (; at > 0 && sorted[at - 1] > value; at--) {
                sorted[at] = sorted[at - 1];
            }
            sorted[at] = value;
        }
        assert_int_equal(b.p10, sorted[99]);
        assert_int_equal(b.p50, sorted[499]);
        assert_int_equal(b.p90, sorted[899]);
        if (range > 280000000) {
            break;
        }
    }
}

/* ---- From a service ---- */

static struct pp_plan *forecast(struct pp_service *service, uint64_t seed, int32_t threads)
{
    struct pp_plan *plan = pp_plan_create();
    struct pp_solver_settings settings = {.seed = seed, .paths = 500, .threads = threads};
    struct pp_err err;
    if (!pp_solve_workforce(service, &settings, 18, plan, &err)) {
        fail_msg("%s", err.text);
    }
    return plan;
}

static bool same_ranges(const struct pp_plan *a, const struct pp_plan *b)
{
    return a->n_ranges == b->n_ranges && a->n_ranges > 0 &&
           memcmp(a->ranges, b->ranges, (size_t)a->n_ranges * sizeof(a->ranges[0])) == 0;
}

TEST(ranges_are_the_same_for_any_number_of_threads_and_differ_by_seed)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *one = forecast(service, 1, 1), *four = forecast(service, 1, 4);
    struct pp_plan *other = forecast(service, 2, 1);
    assert_true(same_ranges(one, four));
    assert_false(same_ranges(one, other));
    pp_plan_destroy(one);
    pp_plan_destroy(four);
    pp_plan_destroy(other);
    pp_service_destroy(service);
}

TEST(ranges_hold_the_forecast_of_the_first_month_and_are_in_order)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = forecast(service, 1, 2);
    for (int32_t i = 0; i < plan->n_ranges; i++) {
        const struct pp_range *range = &plan->ranges[i];
        assert_true(range->p10 <= range->p50 && range->p50 <= range->p90);
        for (int32_t k = 0; k < plan->n_months && range->month == plan->months[0].month; k++) {
            const struct pp_month *month = &plan->months[k];
            if (month->month == range->month && month->role == range->role &&
                range->line == PP_RANGE_IN_POST) {
                assert_int_equal(range->p50, month->in_post);
                assert_int_equal(range->p10, range->p90); // who is there is known today
            }
        }
    }
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_left_of_equal_people_are_binomial),
        cmocka_unit_test(mean_and_variance_of_leavers_are_those_of_the_binomial),
        cmocka_unit_test(without_a_hazard_there_is_no_spread),
        cmocka_unit_test(a_lead_time_of_one_value_gives_one_month),
        cmocka_unit_test(a_check_of_twelve_months_is_made_again),
        cmocka_unit_test(triangular_times_have_their_mean),
        cmocka_unit_test(starters_fill_what_is_vacant_and_no_more),
        cmocka_unit_test(planned_starts_come_when_they_are_planned_and_a_post_is_vacant),
        cmocka_unit_test(who_starts_by_plan_is_a_whole_person_once_half_a_post_is_vacant),
        cmocka_unit_test(who_has_left_is_missed_on_the_days_on_which_they_would_be_there),
        cmocka_unit_test(planned_starts_take_no_post_from_others_but_the_vacant_ones),
        cmocka_unit_test(agency_fills_the_gap_and_is_paid_through_its_notice),
        cmocka_unit_test(quantiles_are_those_of_sorted_values),
        cmocka_unit_test(ranges_are_the_same_for_any_number_of_threads_and_differ_by_seed),
        cmocka_unit_test(ranges_hold_the_forecast_of_the_first_month_and_are_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
