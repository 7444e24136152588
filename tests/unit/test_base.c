// SPDX-License-Identifier: GPL-3.0-or-later
#include "test.h"

#include <podplan/arena.h>
#include <podplan/buf.h>
#include <podplan/civil.h>
#include <podplan/err.h>
#include <podplan/rng.h>
#include <podplan/text.h>

#include <string.h>

static pp_day date(const char *text)
{
    pp_day day;
    assert_true(pp_day_parse(text, &day));
    return day;
}

TEST(every_day_of_300_years_survives_the_round_trip)
{
    pp_day first = date("1900-01-01"), last = date("2199-12-31");
    assert_int_equal(last - first, 109572);
    for (pp_day day = first; day <= last; day++) {
        char text[PP_DATE_TEXT];
        assert_int_equal(date(pp_day_text(day, text)), day);
    }
}

TEST(impossible_dates_are_refused)
{
    static const char *const bad[] = {"2015-02-29", "2015-13-01", "2015-00-10",  "2015-04-31",
                                      "15-04-01",   "2015/04/01", "2015-4-1",    "1899-12-31",
                                      "2200-01-01", "",           "2015-04-01 ", "2015-04-00"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        pp_day day;
        assert_false(pp_day_parse(bad[i], &day));
    }
    assert_int_equal(date("2016-02-29") + 1, date("2016-03-01"));
}

TEST(weekdays_and_words_are_right)
{
    char text[PP_STAMP_TEXT];
    assert_int_equal(pp_weekday(date("2015-06-01")), 0);
    assert_int_equal(pp_weekday(date("1969-12-28")), 6);
    assert_string_equal(pp_day_words(date("2015-06-01"), text), "Mon 1 Jun 2015");
}

TEST(financial_years_begin_in_april)
{
    char text[PP_TIME_TEXT];
    assert_int_equal(pp_financial_year(date("2015-03-31")), 2014);
    assert_int_equal(pp_financial_year(date("2015-04-01")), 2015);
    assert_string_equal(pp_financial_year_text(1999, text), "1999/00");
    assert_int_equal(pp_month_first(date("2015-12-31"), 1), date("2016-01-01"));
    assert_int_equal(pp_month_first(date("2015-03-31"), -3), date("2014-12-01"));
}

TEST(clock_times_are_parsed_strictly)
{
    pp_minute minute;
    assert_true(pp_minute_parse("24:00", &minute));
    assert_int_equal(minute, 1440);
    assert_false(pp_minute_parse("24:01", &minute));
    assert_false(pp_minute_parse("8:00", &minute));
    assert_false(pp_minute_parse("08:60", &minute));
}

TEST(nights_across_a_clock_change_have_their_real_length)
{
    pp_day autumn = date("2026-10-24"), spring = date("2027-03-27");
    assert_int_equal(pp_london_instant(autumn, 1440 + 420) - pp_london_instant(autumn, 1260),
                     11 * 3600);
    assert_int_equal(pp_london_instant(spring, 1440 + 420) - pp_london_instant(spring, 1260),
                     9 * 3600);
}

TEST(london_days_begin_at_londons_midnight)
{
    pp_day summer = date("2026-06-01"), winter = date("2026-12-01"), before = date("1969-12-31");
    for (int second = -1; second <= 0; second++) {
        assert_int_equal(pp_london_day(pp_london_instant(summer, 0) + second), summer + second);
        assert_int_equal(pp_london_day(pp_london_instant(winter, 0) + second), winter + second);
        assert_int_equal(pp_london_day(pp_london_instant(before, 0) + second), before + second);
    }
}

TEST(times_inside_a_clock_change_follow_the_standard)
{
    pp_day autumn = date("2026-10-25"), spring = date("2027-03-28");
    assert_true(pp_london_is_odd(autumn, 90));
    assert_true(pp_london_is_odd(spring, 90));
    assert_false(pp_london_is_odd(autumn, 120));
    assert_false(pp_london_is_odd(spring, 120));
    assert_int_equal(pp_london_instant(autumn, 90), (pp_instant)autumn * 86400 + 1800);
    assert_int_equal(pp_london_instant(spring, 90), (pp_instant)spring * 86400 + 5400);
}

TEST(an_arena_zeroes_aligns_and_grows)
{
    struct pp_arena arena = {0};
    char *one = pp_arena_alloc(&arena, 1, 1);
    double *many = PP_NEW(&arena, double, 100000);
    assert_int_equal(*one, 0);
    assert_int_equal((uintptr_t)many % _Alignof(max_align_t), 0);
    int32_t capacity = 0;
    int32_t *list = NULL;
    for (int32_t i = 0; i < 1000; i++) {
        list = pp_arena_grow(&arena, list, &capacity, i + 1, sizeof(*list));
        list[i] = i;
    }
    assert_int_equal(list[999], 999);
    assert_int_equal(list[0], 0);
    assert_string_equal(pp_arena_printf(&arena, "%d of %s", 3, "pods"), "3 of pods");
    pp_arena_finish(&arena);
    assert_null(arena.top);
}

TEST(an_arena_is_cleared_and_filled_again_in_the_same_place)
{
    struct pp_arena arena = {0};
    char *first = NULL;
    pp_arena_clear(&arena);
    for (int32_t round = 0; round < 4; round++) {
        char *place = pp_arena_alloc(&arena, 1, 100);
        char *large = pp_arena_alloc(&arena, 1000, 100), *small = PP_NEW(&arena, char, 70000);
        assert_int_equal(place[99] | large[0] | large[99999] | small[69999], 0);
        memset(place, 1, 100);
        memset(large, 1, 100000);
        memset(small, 1, 70000);
        if (round > 1) {
            assert_ptr_equal(place, first);
        }
        first = place;
        pp_arena_clear(&arena);
        assert_int_equal(arena.used, 0);
    }
    pp_arena_finish(&arena);
    assert_null(arena.top);
}

TEST(an_error_keeps_its_sentence_behind_its_place)
{
    struct pp_err err = {0};
    assert_false(pp_fail(&err, PP_E_INPUT, "the cap %d is negative", -1));
    assert_false(pp_fail_at(&err, "roles.csv:%d", 3));
    assert_string_equal(err.text, "roles.csv:3: the cap -1 is negative");
    assert_false(pp_fail(NULL, PP_E_INPUT, "nobody listens"));
}

TEST(a_long_error_is_cut_not_overrun)
{
    struct pp_err err = {0};
    char longer[2 * PP_ERR_TEXT];
    memset(longer, 'x', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    pp_fail(&err, PP_E_INPUT, "%s", longer);
    pp_fail_at(&err, "%s", longer);
    assert_int_equal(strlen(err.text), PP_ERR_TEXT - 1);
}

TEST(random_numbers_stay_in_range_and_repeat_by_seed)
{
    struct pp_rng one = {7}, two = {7};
    for (int i = 0; i < 1000; i++) {
        int32_t a = pp_rng_below(&one, 10);
        assert_in_range(a, 0, 9);
        assert_int_equal(a, pp_rng_below(&two, 10));
    }
    double unit = pp_rng_unit(&one);
    assert_true(unit >= 0 && unit < 1);
}

TEST(a_buffer_appends_text_and_numbers)
{
    struct pp_buf buf = {0};
    assert_string_equal(pp_buf_text(&buf), "");
    for (int i = 0; i < 500; i++) {
        pp_buf_printf(&buf, "%d,", i);
    }
    pp_buf_addn(&buf, "end!", 3);
    assert_int_equal(buf.length, strlen(buf.text));
    assert_string_equal(buf.text + buf.length - 7, "499,end");
    pp_buf_finish(&buf);
}

TEST(numbers_are_written_as_people_write_them)
{
    struct pp_buf buf = {0};
    pp_buf_count(&buf, 1, "family", "families");
    pp_buf_add(&buf, ", ");
    pp_buf_count(&buf, 0, "family", "families");
    assert_string_equal(pp_buf_text(&buf), "1 family, 0 families");
    static const struct {
        int64_t value;
        const char *milli, *money;
    } cases[] = {
        {0, "0", "£0"},
        {500, "0.5", "£5"},
        {-4005, "-4.005", "-£40.05"},
        {171350400, "171350.4", "£1,713,504"},
        {99999, "99.999", "£999.99"},
        {INT64_MIN, "-9223372036854775.808", "-£92,233,720,368,547,758.08"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        buf.length = 0;
        pp_buf_milli(&buf, cases[i].value);
        assert_string_equal(pp_buf_text(&buf), cases[i].milli);
        buf.length = 0;
        pp_buf_money(&buf, cases[i].value);
        assert_string_equal(pp_buf_text(&buf), cases[i].money);
    }
    pp_buf_finish(&buf);
}

TEST(whole_pounds_are_the_nearest_on_either_side_of_nothing)
{
    static const struct {
        int64_t pence;
        const char *pounds;
    } cases[] = {
        {0, "£0"},
        {49, "£0"},
        {50, "£1"},
        {-49, "£0"},
        {-50, "-£1"},
        {-38913114, "-£389,131"},
        {-38913149, "-£389,131"},
        {38913150, "£389,132"},
        {INT64_MAX, "£92,233,720,368,547,758"},
        {INT64_MIN, "-£92,233,720,368,547,758"},
    };
    struct pp_buf buf = {0};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        buf.length = 0;
        pp_buf_pounds(&buf, cases[i].pence);
        assert_string_equal(pp_buf_text(&buf), cases[i].pounds);
    }
    pp_buf_finish(&buf);
}

TEST(only_well_formed_utf8_decodes)
{
    uint32_t code;
    assert_int_equal(pp_utf8_decode("李", 3, &code), 3);
    assert_int_equal(code, 0x674e);
    assert_int_equal(pp_utf8_decode("李", 2, &code), 0);               /* cut short */
    assert_int_equal(pp_utf8_decode("\xc0\x80", 2, &code), 0);         /* overlong */
    assert_int_equal(pp_utf8_decode("\xed\xa0\x80", 3, &code), 0);     /* a surrogate */
    assert_int_equal(pp_utf8_decode("\xf4\x90\x80\x80", 4, &code), 0); /* beyond the last */
    assert_int_equal(pp_utf8_decode("", 0, &code), 0);
    assert_int_equal(pp_utf8_sound("Zoë\xff!", 6), 4);
}

TEST(near_words_are_found_and_far_ones_cost_no_more_than_the_limit)
{
    assert_int_equal(pp_edit_distance("crewe", "Crewe", 3), 0);
    assert_int_equal(pp_edit_distance("crew", "crewe", 3), 1);
    assert_int_equal(pp_edit_distance("kitten", "sitting", 5), 3);
    assert_int_equal(pp_edit_distance("north", "southwest", 3), 3);
    assert_int_equal(pp_edit_distance("", "ab", 3), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_300_years_survives_the_round_trip),
        cmocka_unit_test(impossible_dates_are_refused),
        cmocka_unit_test(weekdays_and_words_are_right),
        cmocka_unit_test(financial_years_begin_in_april),
        cmocka_unit_test(clock_times_are_parsed_strictly),
        cmocka_unit_test(nights_across_a_clock_change_have_their_real_length),
        cmocka_unit_test(london_days_begin_at_londons_midnight),
        cmocka_unit_test(times_inside_a_clock_change_follow_the_standard),
        cmocka_unit_test(an_arena_zeroes_aligns_and_grows),
        cmocka_unit_test(an_arena_is_cleared_and_filled_again_in_the_same_place),
        cmocka_unit_test(an_error_keeps_its_sentence_behind_its_place),
        cmocka_unit_test(a_long_error_is_cut_not_overrun),
        cmocka_unit_test(random_numbers_stay_in_range_and_repeat_by_seed),
        cmocka_unit_test(a_buffer_appends_text_and_numbers),
        cmocka_unit_test(whole_pounds_are_the_nearest_on_either_side_of_nothing),
        cmocka_unit_test(only_well_formed_utf8_decodes),
        cmocka_unit_test(near_words_are_found_and_far_ones_cost_no_more_than_the_limit),
        cmocka_unit_test(numbers_are_written_as_people_write_them),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
