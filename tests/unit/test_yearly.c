// SPDX-License-Identifier: GPL-3.0-or-later
/* Forecasts of yearly figures, on made-up authorities whose future is known. */
#include "test.h"

#include <podplan/rng.h>
#include <podplan/yearly.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    AUTHORITIES = 60,
    YEARS = 7,
    FIRST = 2017,
    LAST = FIRST + YEARS - 1
};

struct county {
    struct pp_yearly yearly;
    int32_t parts[AUTHORITIES * YEARS][PP_N_PARTS], regions[AUTHORITIES];
    const char *keys[AUTHORITIES];
    char texts[AUTHORITIES][8];
};

static int32_t *at(struct county *county, int32_t authority, int32_t year)
{
    return county->parts[authority * YEARS + year - FIRST];
}

/** In post 100 to 277, a tenth of it vacant, agency and leavers alike: nothing ever changes. */
static void make_level(struct county *county)
{
    memset(county, 0, sizeof(*county));
    for (int32_t a = 0; a < AUTHORITIES; a++) {
        snprintf(county->texts[a], sizeof(county->texts[a]), "E%03d", (int)a);
        county->keys[a] = county->texts[a];
        county->regions[a] = a % 3;
        for (int32_t year = FIRST; year <= LAST; year++) {
            for (int32_t p = 0; p < PP_N_PARTS; p++) {
                at(county, a, year)[p] = 10000 + 300 * a;
            }
            at(county, a, year)[PP_PART_IN_POST] = 100000 + 3000 * a;
        }
    }
    county->yearly =
        (struct pp_yearly){AUTHORITIES,     3,
                           FIRST,           YEARS,
                           county->keys,    county->keys,
                           county->regions, (const int32_t(*)[PP_N_PARTS])county->parts};
}

/** Leavers differ from year to year around 15% of those in post: a flow with a mean. */
static void make_flow(struct county *county)
{
    struct pp_rng rng = {7};
    make_level(county);
    for (int32_t a = 0; a < AUTHORITIES; a++) {
        for (int32_t year = FIRST; year <= LAST; year++) {
            int32_t *parts = at(county, a, year);
            double rate = 0.15 + 0.16 * (pp_rng_unit(&rng) - 0.5);
            parts[PP_PART_LEAVERS] = (int32_t)(rate * parts[PP_PART_IN_POST]);
        }
    }
}

/** Vacancies walk at random, by up to 8 a year either way. */
static void make_walk(struct county *county)
{
    struct pp_rng rng = {11};
    make_level(county);
    for (int32_t a = 0; a < AUTHORITIES; a++) {
        int32_t level = 60000;
        for (int32_t year = FIRST; year <= LAST; year++) {
            level += pp_rng_below(&rng, 16001) - 8000;
            level = level < 0 ? 0 : level;
            at(county, a, year)[PP_PART_VACANCIES] = level;
        }
    }
}

static void forecast(struct county *county, enum pp_series series, int32_t origin, int32_t ahead,
                     struct pp_outlook outlook[AUTHORITIES])
{
    struct pp_err err = {0};
    if (!pp_yearly_forecast(&county->yearly, series, origin, ahead, outlook, &err)) {
        fail_msg("%s", err.text);
    }
}

TEST(what_never_changed_is_forecast_unchanged_and_certain)
{
    static struct county county;
    struct pp_outlook outlook[AUTHORITIES];
    make_level(&county);
    // there is room to recruit into, in every year, and it never was used: the past teaches that
    for (int series = 0; series < PP_N_SERIES; series++) {
        for (int32_t ahead = 1; ahead <= PP_MAX_AHEAD; ahead++) {
            forecast(&county, series, LAST, ahead, outlook);
            for (int32_t a = 0; a < AUTHORITIES; a++) {
                assert_true(fabs(outlook[a].p50 - outlook[a].last) < 0.051);
                assert_true(outlook[a].p90 - outlook[a].p10 < 0.11);
            }
        }
    }
}

TEST(a_flow_moves_to_its_mean)
{
    static struct county county;
    struct pp_outlook outlook[AUTHORITIES];
    make_flow(&county);
    forecast(&county, PP_SERIES_LEAVERS, LAST, 1, outlook);
    int far = 0;
    for (int32_t a = 0; a < AUTHORITIES; a++) {
        double mean = 0.15 * at(&county, a, LAST)[PP_PART_IN_POST] / 1000;
        double before = outlook[a].last - mean, after = outlook[a].p50 - mean;
        if (fabs(before) > 0.2 * mean) {
            far++;
            assert_true(fabs(after) < 0.6 * fabs(before));
        }
    }
    assert_true(far > 10);
}

TEST(a_flow_is_forecast_better_than_by_last_year)
{
    static struct county county;
    struct pp_arena arena = {0};
    struct pp_backtest backtest;
    make_flow(&county);
    assert_true(pp_backtest(&county.yearly, PP_SERIES_LEAVERS, 1, 1, &arena, &backtest, NULL));
    assert_true(backtest.total.error < 0.85 * backtest.total.baseline_error);
    assert_true(backtest.total.score < 0.85 * backtest.total.baseline_score);
    assert_true(backtest.low < backtest.high && backtest.high < 0);
    assert_int_equal(backtest.n_years, YEARS - 2);
    assert_int_equal(backtest.total.rows, AUTHORITIES * (YEARS - 2));
    pp_arena_finish(&arena);
}

TEST(later_years_change_nothing)
{
    static struct county county;
    struct pp_outlook before[AUTHORITIES], after[AUTHORITIES];
    for (int32_t origin = FIRST + 2; origin < LAST; origin++) {
        for (int series = 0; series < PP_N_SERIES; series++) {
            memset(before, 0, sizeof(before));
            memset(after, 0, sizeof(after));
            make_walk(&county);
            forecast(&county, series, origin, 2, before);
            for (int32_t cell = 0; cell < AUTHORITIES * YEARS; cell++) {
                for (int32_t p = 0; p < PP_N_PARTS && cell % YEARS > origin - FIRST; p++) {
                    county.parts[cell][p] = cell % 5 == 0 ? PP_UNKNOWN : 3 * cell + 1000 * p;
                }
            }
            forecast(&county, series, origin, 2, after);
            assert_memory_equal(before, after, sizeof(before));
        }
    }
}

TEST(ranges_hold_four_times_of_five)
{
    static struct county county;
    struct pp_arena arena = {0};
    struct pp_backtest backtest;
    make_walk(&county);
    for (int32_t ahead = 1; ahead <= PP_MAX_AHEAD; ahead++) {
        assert_true(
            pp_backtest(&county.yearly, PP_SERIES_VACANCIES, ahead, 1, &arena, &backtest, NULL));
        double held = (double)backtest.total.inside / backtest.total.rows;
        assert_true(held > 0.74 && held < 0.88);
        assert_true(backtest.total.score < backtest.total.baseline_score);
    }
    pp_arena_finish(&arena);
}

TEST(without_a_figure_the_year_before_counts_and_else_nothing_is_said)
{
    static struct county county;
    struct pp_outlook outlook[AUTHORITIES];
    make_walk(&county);
    at(&county, 3, LAST)[PP_PART_VACANCIES] = PP_UNKNOWN;
    at(&county, 4, LAST)[PP_PART_VACANCIES] = PP_UNKNOWN;
    at(&county, 4, LAST - 1)[PP_PART_VACANCIES] = PP_UNKNOWN;
    forecast(&county, PP_SERIES_VACANCIES, LAST, 1, outlook);
    assert_int_equal(outlook[2].from, LAST);
    assert_int_equal(outlook[3].from, LAST - 1);
    assert_int_equal(outlook[4].from, PP_UNKNOWN);
    assert_true(outlook[3].p10 <= outlook[3].p50 && outlook[3].p50 <= outlook[3].p90);
}

TEST(a_year_without_any_figures_leaves_the_others_standing)
{
    static struct county county;
    struct pp_arena arena = {0};
    struct pp_backtest backtest;
    make_walk(&county);
    for (int32_t a = 0; a < AUTHORITIES; a++) {
        at(&county, a, FIRST + 3)[PP_PART_VACANCIES] = PP_UNKNOWN;
    }
    assert_true(pp_backtest(&county.yearly, PP_SERIES_VACANCIES, 1, 1, &arena, &backtest, NULL));
    assert_int_equal(backtest.n_years, YEARS - 2 - 2);
    pp_arena_finish(&arena);
}

TEST(the_seed_decides_the_resamples)
{
    static struct county county;
    struct pp_arena arena = {0};
    struct pp_backtest one, same, other;
    make_flow(&county);
    assert_true(pp_backtest(&county.yearly, PP_SERIES_LEAVERS, 1, 5, &arena, &one, NULL));
    assert_true(pp_backtest(&county.yearly, PP_SERIES_LEAVERS, 1, 5, &arena, &same, NULL));
    assert_true(pp_backtest(&county.yearly, PP_SERIES_LEAVERS, 1, 6, &arena, &other, NULL));
    assert_true(memcmp(&one.low, &same.low, sizeof(one.low)) == 0);
    assert_true(one.low < other.low || one.low > other.low);
    pp_arena_finish(&arena);
}

TEST(what_cannot_be_forecast_is_refused_in_words)
{
    static struct county county;
    struct pp_outlook outlook[AUTHORITIES];
    struct pp_arena arena = {0};
    struct pp_backtest backtest;
    struct pp_err err = {0};
    make_level(&county);
    assert_false(pp_yearly_forecast(&county.yearly, PP_SERIES_AGENCY, LAST + 1, 1, outlook, &err));
    assert_non_null(strstr(err.text, "2024 is not among them"));
    assert_false(pp_yearly_forecast(&county.yearly, PP_SERIES_AGENCY, LAST, 3, outlook, &err));
    assert_non_null(strstr(err.text, "not 3"));
    assert_false(pp_yearly_forecast(&county.yearly, PP_SERIES_AGENCY, FIRST, 1, outlook, &err));
    assert_non_null(strstr(err.text, "agency"));
    county.yearly.n_years = 2;
    assert_false(pp_backtest(&county.yearly, PP_SERIES_AGENCY, 1, 1, &arena, &backtest, &err));
    assert_non_null(strstr(err.text, "3 years"));
    pp_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_never_changed_is_forecast_unchanged_and_certain),
        cmocka_unit_test(a_flow_moves_to_its_mean),
        cmocka_unit_test(a_flow_is_forecast_better_than_by_last_year),
        cmocka_unit_test(later_years_change_nothing),
        cmocka_unit_test(ranges_hold_four_times_of_five),
        cmocka_unit_test(without_a_figure_the_year_before_counts_and_else_nothing_is_said),
        cmocka_unit_test(a_year_without_any_figures_leaves_the_others_standing),
        cmocka_unit_test(the_seed_decides_the_resamples),
        cmocka_unit_test(what_cannot_be_forecast_is_refused_in_words),
    };
    return cmocka_run_group_tests_name("yearly", tests, NULL, NULL);
}
