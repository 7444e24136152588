// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Source of the figures: Department for Education, "Children's social work
 * workforce", indicators by local authority 2017 to 2023, Cheshire East
 * (Open Government Licence v3).
 */
#include "test.h"

#include <podplan/indicators.h>

/* One published row: parts in thousandths of FTE, rates in tenths as printed. */
struct published {
    struct pp_history parts;
    int32_t turnover, agency, vacancy, caseload;
};

#define YEAR(y, in, out, ag, vac, holders, n)                                                      \
    {                                                                                              \
        .year = (y), .in_post = (in), .leavers = (out), .agency = (ag), .vacancy = (vac),          \
        .case_holders = (holders), .cases = (n),                                                   \
    }

static const struct published cheshire_east[] = {
    {YEAR(2017, 167300, 34600, 11800, 16000, 97000, 1960), 207, 66, 87, 202},
    {YEAR(2018, 156800, 34100, 12000, 19000, 84400, 1903), 218, 71, 108, 226},
    {YEAR(2019, 167200, 25900, 8000, 7200, 101000, 1920), 155, 46, 41, 190},
    {YEAR(2020, 168800, 29200, 14000, 11700, 114300, 2196), 173, 77, 65, 192},
    {YEAR(2021, 180100, 20300, 15000, 8400, 107900, 1852), 113, 77, 45, 172},
    {YEAR(2022, 160600, 33000, 18000, 25600, 94900, 2103), 206, 101, 138, 222},
    {YEAR(2023, 147600, 41500, 63200, 41800, 122000, 2111), 281, 300, 221, 173},
};

/*
 * The parts are published to a tenth of a full-time equivalent, so a rate made from them may lie
 * a rounding away from the rate that was made from the unrounded parts.
 */
static void assert_published(int32_t rate, int32_t unit, int32_t tenths)
{
    assert_true(rate >= tenths * unit - unit * 6 / 10 && rate <= tenths * unit + unit * 6 / 10);
}

TEST(every_published_row_follows_from_its_parts)
{
    for (size_t i = 0; i < sizeof(cheshire_east) / sizeof(cheshire_east[0]); i++) {
        const struct published *row = &cheshire_east[i];
        assert_published(pp_turnover_rate(&row->parts), 1000, row->turnover);
        assert_published(pp_agency_rate(&row->parts), 1000, row->agency);
        assert_published(pp_vacancy_rate(&row->parts), 1000, row->vacancy);
        assert_published(pp_average_caseload(&row->parts), 100, row->caseload);
    }
}

TEST(rates_are_exact_millionths)
{
    struct pp_history year = YEAR(2023, 147600, 41500, 63200, 41800, 122000, 2111);
    assert_int_equal(pp_vacancy_rate(&year), 220697);
    assert_int_equal(pp_turnover_rate(&year), 281165);
    assert_int_equal(pp_average_caseload(&year), 17303);
}

TEST(what_cannot_be_divided_is_unknown)
{
    struct pp_history year = YEAR(2023, 0, 41500, 0, 0, 0, 2111);
    assert_int_equal(pp_vacancy_rate(&year), PP_UNKNOWN);
    assert_int_equal(pp_agency_rate(&year), PP_UNKNOWN);
    assert_int_equal(pp_turnover_rate(&year), PP_UNKNOWN);
    assert_int_equal(pp_average_caseload(&year), PP_UNKNOWN);
    year.in_post = PP_UNKNOWN;
    assert_int_equal(pp_vacancy_rate(&year), PP_UNKNOWN);
    assert_int_equal(pp_turnover_rate(&year), PP_UNKNOWN);
}

TEST(huge_parts_do_not_overflow)
{
    struct pp_history year = YEAR(2023, 1, INT32_MAX, INT32_MAX, 0, 1, INT32_MAX);
    assert_int_equal(pp_turnover_rate(&year), INT32_MAX);
    assert_int_equal(pp_agency_rate(&year), 1000000);
    assert_int_equal(pp_average_caseload(&year), INT32_MAX);
    assert_int_equal(pp_vacancy_rate(&year), 0);
}

TEST(a_leap_year_has_a_working_day_more)
{
    const struct pp_indicator *absence = &pp_indicators[pp_indicator_count - 1];
    int32_t parts[PP_N_PARTS] = {[PP_PART_IN_POST] = 100000, [PP_PART_DAYS_LOST] = 759000};
    assert_int_equal(pp_indicator_value(absence, 2023, parts), 30000);
    assert_int_equal(pp_indicator_value(absence, 2100, parts), 30000);
    assert_int_equal(pp_indicator_value(absence, 2020, parts), 29882);
}

TEST(a_printed_figure_agrees_when_rounding_explains_it)
{
    const struct pp_indicator *turnover = &pp_indicators[0];
    int32_t parts[PP_N_PARTS] = {[PP_PART_IN_POST] = 100000, [PP_PART_LEAVERS] = 15000};
    assert_true(pp_indicator_agrees(turnover, 2023, parts, 150000));
    assert_true(pp_indicator_agrees(turnover, 2023, parts, 151000));
    assert_false(pp_indicator_agrees(turnover, 2023, parts, 152000));
    assert_false(pp_indicator_agrees(turnover, 2023, parts, 148000));
    assert_true(pp_indicator_agrees(turnover, 2023, parts, PP_UNKNOWN));
    parts[PP_PART_LEAVERS] = PP_UNKNOWN;
    assert_true(pp_indicator_agrees(turnover, 2023, parts, 500000));
}

TEST(every_definition_has_its_formula_and_parts)
{
    for (int32_t i = 0; i < pp_indicator_count; i++) {
        const struct pp_indicator *indicator = &pp_indicators[i];
        int32_t parts[PP_N_PARTS] = {0};
        assert_true(indicator->formula[0] != 0 && indicator->over != indicator->under);
        assert_int_equal(pp_indicator_value(indicator, 2023, parts), PP_UNKNOWN);
        parts[indicator->under] = 4000;
        assert_int_equal(pp_indicator_value(indicator, 2023, parts), 0);
        parts[indicator->over] = 4000;
        int32_t whole = (indicator->share ? 2 : 1) * (indicator->by_day ? 253 : 1);
        int32_t value = (indicator->units + whole / 2) / whole;
        assert_int_equal(pp_indicator_value(indicator, 2023, parts), value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_published_row_follows_from_its_parts),
        cmocka_unit_test(rates_are_exact_millionths),
        cmocka_unit_test(what_cannot_be_divided_is_unknown),
        cmocka_unit_test(huge_parts_do_not_overflow),
        cmocka_unit_test(a_leap_year_has_a_working_day_more),
        cmocka_unit_test(a_printed_figure_agrees_when_rounding_explains_it),
        cmocka_unit_test(every_definition_has_its_formula_and_parts),
    };
    return cmocka_run_group_tests_name("indicators", tests, NULL, NULL);
}
