// SPDX-License-Identifier: GPL-3.0-or-later
/* Leave from calendars: which days, which addresses, and what a service has of them. */
#include "test.h"

#include "leave.h"
#include "service_fixture.h"
#include "store_fixture.h"

#include <podplan/schema.h>

#include <arpa/inet.h>
#include <string.h>

/* ---- Days ---- */

static struct pp_occurrence timed(const char *day, pp_minute begin, pp_minute end)
{
    pp_day date = fixture_day(day);
    struct pp_occurrence o = {.begin = pp_london_instant(date, begin),
                              .end = pp_london_instant(date, end),
                              .from = date,
                              .to = date + (end - 1) / PP_DAY_MINUTES};
    return o;
}

static struct pp_occurrence whole(const char *from, const char *to)
{
    struct pp_occurrence o = {.from = fixture_day(from), .to = fixture_day(to), .all_day = true};
    o.begin = pp_london_instant(o.from, 0);
    o.end = pp_london_instant(o.to + 1, 0);
    return o;
}

/* The days of some occurrences as "2026-06-01..2026-06-03 2026-06-05..2026-06-05 short 1". */
static void assert_days(struct pp_occurrence *rows, int32_t count, bool days_only,
                        const char *expected)
{
    struct pp_arena arena = {0};
    struct pp_buf words = {0};
    struct pp_leave_source source = {.hours = LEAVE_HOURS, .days_only = days_only};
    struct pp_calendar_reading reading = {.rows = rows, .count = count};
    struct pp_leave_run window = {fixture_day("2026-01-01"), fixture_day("2026-12-31")};
    struct leave_days days = leave_days_of(&reading, &source, window, &arena);
    for (int32_t r = 0; r < days.n_runs; r++) {
        char from[PP_DATE_TEXT], to[PP_DATE_TEXT];
        pp_buf_printf(&words, "%s..%s ", pp_day_text(days.runs[r].from, from),
                      pp_day_text(days.runs[r].to, to));
    }
    pp_buf_printf(&words, "short %d", (int)days.n_short);
    assert_string_equal(pp_buf_text(&words), expected);
    pp_buf_finish(&words);
    pp_arena_finish(&arena);
}

TEST(days_that_touch_become_one_run)
{
    struct pp_occurrence rows[] = {
        whole("2026-06-01", "2026-06-02"), whole("2026-06-03", "2026-06-03"),
        whole("2026-06-02", "2026-06-02"), whole("2026-06-05", "2026-06-05")};
    assert_days(rows, 4, false, "2026-06-01..2026-06-03 2026-06-05..2026-06-05 short 0");
}

TEST(days_outside_of_the_window_are_cut)
{
    struct pp_occurrence rows[] = {whole("2025-12-20", "2026-01-02"),
                                   whole("2026-12-31", "2027-02-01")};
    assert_days(rows, 2, false, "2026-01-01..2026-01-02 2026-12-31..2026-12-31 short 0");
}

TEST(four_hours_of_a_day_make_it_leave)
{
    struct pp_occurrence enough[] = {timed("2026-06-01", 540, 780)};
    struct pp_occurrence less[] = {timed("2026-06-01", 540, 779)};
    assert_days(enough, 1, false, "2026-06-01..2026-06-01 short 0");
    assert_days(less, 1, false, "short 1");
    assert_days(enough, 1, true, "short 1");
}

TEST(hours_of_a_day_are_summed_and_overlaps_count_once)
{
    struct pp_occurrence two[] = {timed("2026-06-01", 540, 660), timed("2026-06-01", 840, 960)};
    struct pp_occurrence twice[] = {timed("2026-06-01", 540, 660), timed("2026-06-01", 540, 660),
                                    timed("2026-06-01", 600, 661)};
    assert_days(two, 2, false, "2026-06-01..2026-06-01 short 0");
    assert_days(twice, 3, false, "short 1");
}

TEST(a_night_counts_on_the_day_that_has_its_hours)
{
    struct pp_occurrence night[] = {timed("2026-06-01", 1320, 1440 + 360)};
    struct pp_occurrence days[] = {timed("2026-06-01", 1020, 3 * 1440 + 600)};
    assert_days(night, 1, false, "2026-06-02..2026-06-02 short 1");
    assert_days(days, 1, false, "2026-06-01..2026-06-04 short 0");
}

TEST(an_hour_that_is_skipped_or_repeated_is_counted_as_it_was)
{
    struct pp_occurrence spring[] = {timed("2026-03-29", 0, 300)};
    struct pp_occurrence autumn[] = {timed("2026-10-25", 0, 180)};
    assert_days(spring, 1, false, "2026-03-29..2026-03-29 short 0");
    assert_days(autumn, 1, false, "2026-10-25..2026-10-25 short 0");
    spring[0] = timed("2026-03-29", 0, 240);
    assert_days(spring, 1, false, "short 1");
}

TEST(events_without_length_are_nothing)
{
    struct pp_occurrence rows[] = {timed("2026-06-01", 540, 540)};
    assert_days(rows, 1, false, "short 0");
}

/* ---- Addresses ---- */

static bool is_private(const char *text)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &four.sin_addr) == 1) {
        return fetch_is_private((struct sockaddr *)&four);
    }
    assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
    return fetch_is_private((struct sockaddr *)&six);
}

TEST(addresses_of_this_network_are_private)
{
    static const char *const list[] = {
        "127.0.0.1",
        "127.255.255.255",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "198.18.0.1",
        "192.0.2.1",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "2001::1",
        "64:ff9b:1::1",
    };
    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
        if (!is_private(list[i])) {
            fail_msg("%s is taken for the Internet's", list[i]);
        }
    }
}

TEST(addresses_of_the_internet_are_not)
{
    static const char *const list[] = {
        "8.8.8.8",         "172.15.255.255", "172.32.0.1",      "100.63.255.255",  "100.128.0.1",
        "192.167.1.1",     "169.253.1.1",    "11.0.0.1",        "223.255.255.255", "2a00:1450::1",
        "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"};
    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
        if (is_private(list[i])) {
            fail_msg("%s is taken for one of this network", list[i]);
        }
    }
}

TEST(other_families_of_sockets_are_private)
{
    struct sockaddr local = {.sa_family = AF_UNIX};
    assert_true(fetch_is_private(&local));
}

static void assert_settled(const char *place, const char *expected)
{
    struct pp_buf settled = {0};
    struct pp_err err = {0};
    assert_true(fetch_settle(place, &settled, &err));
    assert_string_equal(pp_buf_text(&settled), expected);
    pp_buf_finish(&settled);
}

static void assert_no_place(const char *place, const char *words)
{
    struct pp_buf settled = {0};
    struct pp_err err = {0};
    if (fetch_settle(place, &settled, &err) || strstr(err.text, words) == NULL) {
        fail_msg("%s: '%s' instead of '%s'", place, err.text, words);
    }
    assert_null(strstr(err.text, "s3cret"));
    pp_buf_finish(&settled);
}

TEST(addresses_are_settled)
{
    assert_settled("webcal://calendar.example/s3cret.ics", "https://calendar.example/s3cret.ics");
    assert_settled("WEBCALS://calendar.example/a", "https://calendar.example/a");
    assert_settled("http://calendar.example/a?b=c#d", "http://calendar.example/a?b=c");
    assert_no_place("file:///etc/passwd", "by http and https");
    assert_no_place("gopher://h/s3cret", "by http and https");
    assert_no_place("https://ann:s3cret@calendar.example/", "a name or a password");
    assert_no_place("https://s3cret@calendar.example/", "a name or a password");
    assert_no_place("https://", "no address");
    assert_no_place("https:// /s3cret", "no address");
    assert_no_place("/no/such/file.ics", "can't be read");
}

TEST(a_secret_is_never_shown)
{
    static const char *const places[][2] = {
        {"https://calendar.example/s3cret/basic.ics", "https://calendar.example/…"},
        {"https://calendar.example?key=s3cret", "https://calendar.example/…"},
        {"https://ann:s3cret@calendar.example/x", "https://calendar.example/…"},
        {"https://calendar.example", "https://calendar.example"},
        {"/home/ann/leave.ics", "/home/ann/leave.ics"},
    };
    for (size_t p = 0; p < sizeof(places) / sizeof(places[0]); p++) {
        char shown[FETCH_SHOWN];
        assert_string_equal(fetch_show(places[p][0], shown), places[p][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_that_touch_become_one_run),
        cmocka_unit_test(days_outside_of_the_window_are_cut),
        cmocka_unit_test(four_hours_of_a_day_make_it_leave),
        cmocka_unit_test(hours_of_a_day_are_summed_and_overlaps_count_once),
        cmocka_unit_test(a_night_counts_on_the_day_that_has_its_hours),
        cmocka_unit_test(an_hour_that_is_skipped_or_repeated_is_counted_as_it_was),
        cmocka_unit_test(events_without_length_are_nothing),
        cmocka_unit_test(addresses_of_this_network_are_private),
        cmocka_unit_test(addresses_of_the_internet_are_not),
        cmocka_unit_test(other_families_of_sockets_are_private),
        cmocka_unit_test(addresses_are_settled),
        cmocka_unit_test(a_secret_is_never_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
