// SPDX-License-Identifier: GPL-3.0-or-later
/* The pieces of the reader of calendars, one by one: lines, first bytes, rules, zones, the scan. */
#include "test.h"

#include "content.h"
#include "looks.h"
#include "rule.h"
#include "scan.h"
#include "zone.h"

#include <podplan/limits.h>

#include <stdio.h>
#include <string.h>

static pp_day date(const char *text)
{
    pp_day day;
    assert_true(pp_day_parse(text, &day));
    return day;
}

/* ---- Lines ---- */

TEST(a_line_is_taken_apart_at_the_colon_outside_of_quotes)
{
    char line[] = "dtstart;TZID=\"a:b;c\";VALUE=DATE-TIME:2026:1";
    struct content content;
    assert_true(content_split(line, &content));
    assert_string_equal(content.name, "DTSTART");
    assert_string_equal(content.parameters, ";TZID=\"a:b;c\";VALUE=DATE-TIME");
    assert_string_equal(content.value, "2026:1");
}

TEST(what_has_no_name_or_no_colon_is_no_line)
{
    char lines[][80] = {"garbage", ":value", "NAME VALUE:x", "NAME;P=\"a:b", "", "\xc3\xa9:x"};
    struct content content;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        assert_false(content_split(lines[i], &content));
    }
}

TEST(only_what_reading_needs_is_handed_on)
{
    assert_true(content_is_needed("VEVENT", "RRULE"));
    assert_true(content_is_needed("STANDARD", "TZOFFSETTO"));
    assert_false(content_is_needed("VEVENT", "DESCRIPTION"));
    assert_false(content_is_needed("VEVENT", "ATTENDEE"));
    assert_false(content_is_needed("VALARM", "TRIGGER"));
}

TEST(bytes_that_are_no_text_become_question_marks)
{
    char text[] =
        "a\x01"
        "b\xff\xc3\xa9\xc3";
    unsigned char worst = 0;
    assert_int_equal(content_clean(text, strlen(text), &worst), CONTENT_CONTROL);
    assert_string_equal(text, "a?b?\xc3\xa9?");
    assert_int_equal(worst, 1);
}

TEST(what_is_shown_of_a_text_ends_between_characters)
{
    char shown[CONTENT_SHOWN], long_text[200] = "";
    for (int i = 0; i < 60; i++) {
        strcat(long_text, "\xc3\xab");
    }
    content_shown(long_text, shown);
    assert_true(strlen(shown) < CONTENT_SHOWN);
    assert_string_equal(shown + strlen(shown) - 3, "…");
    assert_int_equal((strlen(shown) - 3) % 2, 0);
    assert_string_equal(content_shown("short", shown), "short");
}

/* ---- Rules ---- */

/* The days of a rule as "06-01 06-08 ", at most 12. */
struct days {
    char text[128];
    int count;
};

static bool add_day(void *user, struct wall at)
{
    struct days *days = user;
    struct pp_civil civil = pp_civil_from_day(at.day);
    size_t used = strlen(days->text);
    snprintf(days->text + used, sizeof(days->text) - used, "%02d-%02d ", civil.month % 100,
             civil.day % 100);
    return ++days->count < 12;
}

static void assert_rule(const char *text, const char *start, const char *expected)
{
    struct rule rule;
    struct pp_err err = {0};
    struct days days = {.count = 0};
    if (!rule_read(text, &rule, &err)) {
        fail_msg("%s", err.text);
    }
    rule_expand(&rule, (struct wall){date(start), 9 * 3600}, date("2026-01-01"), date("2026-12-31"),
                add_day, &days);
    assert_string_equal(days.text, expected);
}

TEST(rules_fall_on_their_days)
{
    assert_rule("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", "2026-06-01", "06-01 06-03 06-08 06-10 ");
    assert_rule("freq=monthly;byday=-1fr;count=3", "2026-01-30", "01-30 02-27 03-27 ");
    assert_rule("FREQ=MONTHLY;COUNT=3", "2026-01-31", "01-31 03-31 05-31 ");
    assert_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "2024-02-29", "02-28 ");
    assert_rule("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", "2026-05-29",
                "05-29 06-30 ");
    assert_rule("FREQ=DAILY;INTERVAL=100", "2025-12-31", "04-10 07-19 10-27 ");
    assert_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU;COUNT=4", "2026-06-01",
                "06-01 06-14 06-15 06-28 ");
    assert_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=MO;COUNT=4", "2026-06-01",
                "06-01 06-07 06-15 06-21 ");
    assert_rule("FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", "2020-12-28", "12-28 ");
}

TEST(a_start_that_does_not_fit_still_counts_first)
{
    assert_rule("FREQ=WEEKLY;BYDAY=TU;COUNT=2", "2026-06-01", "06-01 06-02 ");
}

TEST(rules_that_can_not_be_followed_say_why)
{
    static const char *const rules[][2] = {
        {"FREQ=HOURLY", "repeats within the day"},
        {"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "never comes about"},
        {"FREQ=DAILY;COUNT=50001", "COUNT is"},
        {"FREQ=YEARLY;INTERVAL=101", "at most 100 years"},
        {"FREQ=DAILY;BYDAY=XX", "BYDAY is"},
        {"BYDAY=MO", "FREQ is missing"},
        {"FREQ=DAILY;UNTIL=2026-01-01", "UNTIL is"},
    };
    for (size_t r = 0; r < sizeof(rules) / sizeof(rules[0]); r++) {
        struct rule rule;
        struct pp_err err = {0};
        if (rule_read(rules[r][0], &rule, &err) || strstr(err.text, rules[r][1]) == NULL ||
            strstr(err.text, rules[r][0]) == NULL) {
            fail_msg("%s: %s", rules[r][0], err.text);
        }
    }
}

TEST(times_are_read_exactly_or_not_at_all)
{
    struct wall wall;
    bool only_date, utc;
    assert_true(wall_read("20261024T213000Z", &wall, &only_date, &utc));
    assert_int_equal(wall.day, date("2026-10-24"));
    assert_int_equal(wall.second, 21 * 3600 + 1800);
    assert_true(utc && !only_date);
    assert_true(wall_read("20261024", &wall, &only_date, &utc) && only_date);
    static const char *const bad[] = {"",
                                      "2026102",
                                      "20261301",
                                      "20260230",
                                      "20261024T",
                                      "20261024T250000",
                                      "20261024T2130",
                                      "20261024X213000",
                                      "20261024T213000X",
                                      "00000101"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(wall_read(bad[i], &wall, &only_date, &utc));
    }
}

/* ---- Zones ---- */

static pp_instant at(const struct zone *zone, const char *day, int hour, int minute)
{
    return zone_instant(zone, (struct wall){date(day), hour * 3600 + minute * 60});
}

static pp_instant utc(const char *day, int hour, int minute)
{
    return at(&zone_utc, day, hour, minute);
}

TEST(clock_changes_are_those_of_rfc_5545_in_every_kind_of_zone)
{
    struct pp_arena arena = {0};
    struct zone paris = {.tzid = "Europe/Paris"}, own = {.kind = ZONE_OWN};
    assert_true(zone_by_name(&paris, &arena));
    zone_add_change(&own, (struct zone_change){utc("2026-10-25", 1, 0), 0}, &arena);
    zone_add_change(&own, (struct zone_change){utc("2026-03-29", 1, 0), 3600}, &arena);
    zone_settle(&own);
    assert_true(at(&zone_london, "2026-10-25", 1, 30) == utc("2026-10-25", 0, 30));
    assert_true(at(&zone_london, "2026-03-29", 1, 30) == utc("2026-03-29", 1, 30));
    assert_true(at(&own, "2026-10-25", 1, 30) == utc("2026-10-25", 0, 30));
    assert_true(at(&own, "2026-03-29", 1, 30) == utc("2026-03-29", 1, 30));
    assert_true(at(&paris, "2026-10-25", 2, 30) == utc("2026-10-25", 0, 30));
    assert_true(at(&paris, "2026-03-29", 2, 30) == utc("2026-03-29", 1, 30));
    assert_true(at(&paris, "2026-07-01", 12, 0) == utc("2026-07-01", 10, 0));
    pp_arena_finish(&arena);
}

TEST(a_wall_comes_back_from_its_instant)
{
    for (pp_day day = date("2026-01-01"); day < date("2026-12-31"); day++) {
        struct wall wall = {day, 12 * 3600 + day % 3600};
        struct wall back = zone_wall(&zone_london, zone_instant(&zone_london, wall));
        assert_int_equal(back.day, wall.day);
        assert_int_equal(back.second, wall.second);
    }
}

TEST(zones_are_known_by_iana_and_windows_names)
{
    static const struct {
        const char *tzid;
        enum zone_kind kind;
    } names[] = {
        {"Europe/London", ZONE_LONDON},
        {"GMT Standard Time", ZONE_LONDON},
        {"/freeassociation.sourceforge.net/Europe/London", ZONE_LONDON},
        {"(UTC+00:00) Dublin, Edinburgh, Lisbon, London", ZONE_LONDON},
        {"UTC", ZONE_UTC},
        {"America/New_York", ZONE_NAMED},
        {"Romance Standard Time", ZONE_NAMED},
    };
    static const char *const unknown[] = {"Nowhere/Bad", "", "../../etc/passwd", "zone.tab",
                                          "Customized Time Zone"};
    struct pp_arena arena = {0};
    for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
        struct zone zone = {.tzid = names[n].tzid};
        assert_true(zone_by_name(&zone, &arena));
        assert_int_equal(zone.kind, names[n].kind);
    }
    for (size_t n = 0; n < sizeof(unknown) / sizeof(unknown[0]); n++) {
        struct zone zone = {.tzid = unknown[n]};
        assert_false(zone_by_name(&zone, &arena));
    }
    pp_arena_finish(&arena);
}

/* ---- The scan ---- */

TEST(the_parser_is_handed_little)
{
    static const char file[] =
        "BEGIN:VCALENDAR\r\nX-WR-CALNAME:secret\r\nBEGIN:VEVENT\r\n"
        "DTSTART;VALUE=DATE:20260601\r\nDESCRIPTION:secret\r\n"
        "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"
        "RRULE:FREQ=DA\r\n ILY\r\nATTENDEE:mailto:secret\r\nEND:VEVENT\r\n"
        "BEGIN:VTODO\r\nSUMMARY:secret\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
    struct scan scan;
    struct pp_err err = {0};
    assert_true(scan_bytes(file, sizeof(file) - 1, "x.ics", &scan, &err));
    assert_string_equal(pp_buf_text(&scan.text),
                        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260601\n"
                        "X-RRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n");
    assert_int_equal(scan.n_events, 1);
    assert_int_equal(scan.event_lines[0], 3);
    scan_finish(&scan);
}

TEST(what_is_no_calendar_is_named)
{
    struct pp_err err = {0};
    assert_true(looks_like_calendar("\n begin:vcalendar", 17, "x", &err));
    assert_false(looks_like_calendar("<html>", 6, "x", &err));
    assert_non_null(strstr(err.text, "a web page"));
    assert_false(looks_like_calendar("BEGIN:VCAL", 10, "x", &err));
    assert_non_null(strstr(err.text, "begins with 'BEGIN:VCAL'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_taken_apart_at_the_colon_outside_of_quotes),
        cmocka_unit_test(what_has_no_name_or_no_colon_is_no_line),
        cmocka_unit_test(only_what_reading_needs_is_handed_on),
        cmocka_unit_test(bytes_that_are_no_text_become_question_marks),
        cmocka_unit_test(what_is_shown_of_a_text_ends_between_characters),
        cmocka_unit_test(rules_fall_on_their_days),
        cmocka_unit_test(a_start_that_does_not_fit_still_counts_first),
        cmocka_unit_test(rules_that_can_not_be_followed_say_why),
        cmocka_unit_test(times_are_read_exactly_or_not_at_all),
        cmocka_unit_test(clock_changes_are_those_of_rfc_5545_in_every_kind_of_zone),
        cmocka_unit_test(a_wall_comes_back_from_its_instant),
        cmocka_unit_test(zones_are_known_by_iana_and_windows_names),
        cmocka_unit_test(the_parser_is_handed_little),
        cmocka_unit_test(what_is_no_calendar_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
