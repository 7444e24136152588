// SPDX-License-Identifier: GPL-3.0-or-later
#include "test.h"

#include "clean.h"
#include "ics_lint.h"

#include <podplan/arena.h>
#include <podplan/calendar.h>
#include <podplan/rng.h>

#include <stdlib.h>
#include <string.h>

static pp_day date(const char *text)
{
    pp_day day;
    assert_true(pp_day_parse(text, &day));
    return day;
}

static struct pp_event an_event(const char *uid, const char *on, pp_minute begin, pp_minute end)
{
    return (struct pp_event){.uid = uid,
                             .summary = "Early",
                             .date = date(on),
                             .begin = begin,
                             .end = end,
                             .busy = true,
                             .created = 1425254400,
                             .modified = 1425254400};
}

/* Writes, lints, and gives the bytes back unfolded; the caller frees them. */
static char *written(const struct pp_calendar *calendar)
{
    struct pp_buf out = {0};
    struct pp_err err = {0};
    assert_true(pp_calendar_write(calendar, &out, &err));
    const char *fault = ics_lint(pp_buf_text(&out), out.length);
    if (fault != NULL) {
        fail_msg("%s", fault);
    }
    char *unfolded = ics_unfold(pp_buf_text(&out));
    pp_buf_finish(&out);
    return unfolded;
}

static void assert_written(const struct pp_calendar *calendar, const char *const *expected)
{
    char *text = written(calendar);
    for (; *expected != NULL; expected++) {
        if (strstr(text, *expected) == NULL) {
            fail_msg("there is no \"%s\" in\n%s", *expected, text);
        }
    }
    free(text);
}

static void assert_refused(struct pp_calendar calendar, const char *words)
{
    struct pp_buf out = {0};
    struct pp_err err = {0};
    assert_false(pp_calendar_write(&calendar, &out, &err));
    assert_int_equal(err.code, PP_E_USAGE);
    assert_non_null(strstr(err.text, words));
    assert_int_equal(out.length, 0);
    assert_false(pp_calendar_write(&calendar, &out, NULL));
}

TEST(a_turn_is_written_as_clients_want_it)
{
    struct pp_event turn = {"t-7@podplan", "Pod North early",
                            "Crewe North", "duty",
                            "steelblue",   date("2015-06-01"),
                            480,           960,
                            true,          2,
                            1425254400,    1425340805};
    struct pp_calendar calendar = {"Project Crewe: FP01", "teal", &turn, 1};
    static const char *const expected[] = {
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//podplan//",
        "\nNAME:Project Crewe: FP01\nX-WR-CALNAME:Project Crewe: FP01\n",
        "\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\nX-PUBLISHED-TTL:PT1H\n",
        "\nCOLOR:teal\nBEGIN:VTIMEZONE\nTZID:Europe/London\n",
        "BEGIN:VEVENT\n"
        "UID:t-7@podplan\n"
        "DTSTAMP:20150303T000005Z\n"
        "DTSTART;TZID=Europe/London:20150601T080000\n"
        "DTEND;TZID=Europe/London:20150601T160000\n"
        "SUMMARY:Pod North early\n"
        "LOCATION:Crewe North\n"
        "CATEGORIES:duty\n"
        "COLOR:steelblue\n"
        "STATUS:CONFIRMED\n"
        "TRANSP:OPAQUE\n"
        "SEQUENCE:2\n"
        "CREATED:20150302T000000Z\n"
        "LAST-MODIFIED:20150303T000005Z\n"
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\n"
        "END:VEVENT\n"
        "END:VCALENDAR\n",
        NULL};
    assert_written(&calendar, expected);
}

TEST(a_calendar_without_events_is_a_calendar)
{
    struct pp_calendar calendar = {.n_events = 0};
    static const char *const expected[] = {"BEGIN:VCALENDAR\n", "END:VTIMEZONE\nEND:VCALENDAR\n",
                                           NULL};
    assert_written(&calendar, expected);
}

TEST(standby_is_shown_as_free_time)
{
    struct pp_event standby = an_event("s", "2015-06-01", 1200, 1920);
    standby.busy = false;
    struct pp_calendar calendar = {.events = &standby, .n_events = 1};
    static const char *const expected[] = {"\nTRANSP:TRANSPARENT\n",
                                           "\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\n", NULL};
    assert_written(&calendar, expected);
}

TEST(a_night_across_a_clock_change_keeps_its_clock_times)
{
    struct pp_event nights[] = {an_event("a", "2015-10-24", 1200, 1920),
                                an_event("b", "2016-03-26", 1200, 1920)};
    struct pp_calendar calendar = {.events = nights, .n_events = 2};
    static const char *const expected[] = {
        "DTSTART;TZID=Europe/London:20151024T200000\n"
        "DTEND;TZID=Europe/London:20151025T080000\n",
        "DTSTART;TZID=Europe/London:20160326T200000\n"
        "DTEND;TZID=Europe/London:20160327T080000\n",
        NULL};
    assert_written(&calendar, expected);
}

TEST(times_inside_a_clock_change_are_in_utc)
{
    struct pp_event odd[] = {an_event("a", "2015-10-25", 90, 600),
                             an_event("b", "2015-10-24", 1200, 1440 + 60),
                             an_event("c", "2016-03-27", 90, 600)};
    struct pp_calendar calendar = {.events = odd, .n_events = 3};
    static const char *const expected[] = {"DTSTART:20151025T003000Z\nDTEND:20151025T100000Z\n",
                                           "DTSTART:20151024T190000Z\nDTEND:20151025T000000Z\n",
                                           "DTSTART:20160327T013000Z\nDTEND:20160327T090000Z\n",
                                           NULL};
    assert_written(&calendar, expected);
}

TEST(clock_times_inside_the_changes_of_2026_and_2027_are_the_instants_of_the_standard)
{
    static const struct {
        const char *date;
        pp_minute minute;
        const char *instant;
    } cases[] = {
        /* Repeated: the first occurrence.  Skipped: the offset before the gap (RFC 5545, 3.3.5). */
        {"2026-10-25", 90, "DTSTART:20261025T003000Z"},
        {"2027-03-28", 90, "DTSTART:20270328T013000Z"},
        {"2026-10-25", 60, "DTSTART:20261025T000000Z"},
        {"2027-03-28", 60, "DTSTART:20270328T010000Z"},
        /* Either side of them nothing is in doubt. */
        {"2026-10-25", 59, "DTSTART;TZID=Europe/London:20261025T005900"},
        {"2026-10-25", 120, "DTSTART;TZID=Europe/London:20261025T020000"},
        {"2027-03-28", 59, "DTSTART;TZID=Europe/London:20270328T005900"},
        {"2027-03-28", 120, "DTSTART;TZID=Europe/London:20270328T020000"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct pp_event event = an_event("a", cases[i].date, cases[i].minute, 600);
        struct pp_calendar calendar = {.events = &event, .n_events = 1};
        const char *const expected[] = {cases[i].instant, NULL};
        assert_written(&calendar, expected);
    }
}

TEST(a_turn_that_the_clocks_skip_keeps_its_length)
{
    struct pp_event skipped = an_event("a", "2016-03-27", 90, 125); /* 01:30 GMT to 02:05 BST */
    struct pp_calendar calendar = {.events = &skipped, .n_events = 1};
    static const char *const expected[] = {"DTSTART:20160327T013000Z\nDTEND:20160327T020500Z\n",
                                           NULL};
    assert_written(&calendar, expected);
}

TEST(punctuation_survives_and_never_makes_a_second_line_or_category)
{
    struct pp_event event = an_event("u;1,2", "2015-06-01", 480, 960);
    event.summary = "O'Brien, Zoë; 李 \\n\r\nATTENDEE:mailto:x@example.org";
    event.category = "duty, early; pod";
    struct pp_calendar calendar = {"Rota, Ward 7; nights", NULL, &event, 1};
    static const char *const expected[] = {
        "\nUID:u\\;1\\,2\n", "\nSUMMARY:O'Brien\\, Zoë\\; 李 /n ATTENDEE:mailto:x@example.org\n",
        "\nCATEGORIES:duty\\, early\\; pod\n", "\nX-WR-CALNAME:Rota\\, Ward 7\\; nights\n", NULL};
    assert_written(&calendar, expected);
}

TEST(words_that_are_missing_or_blank_are_left_out)
{
    struct pp_event event = an_event("u", "2015-06-01", 480, 960);
    event.summary = " \r\n\x01";
    event.location = NULL;
    struct pp_calendar calendar = {"\t", "", &event, 1};
    char *text = written(&calendar);
    assert_null(strstr(text, "\nSUMMARY"));
    assert_null(strstr(text, "\nLOCATION"));
    assert_null(strstr(text, "\nCATEGORIES"));
    assert_null(strstr(text, "\nCOLOR"));
    assert_null(strstr(text, "NAME:\n"));
    free(text);
}

TEST(text_is_cleaned)
{
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"Zoë O'Brien", "Zoë O'Brien"},
        {"  a \t\r\n b  ", "a b"},
        {"a\xC2\xA0\xE2\x80\xA8z", "a z"},
        {"a\x01\x07\x7F\xC2\x9Fz", "az"},
        {"a\xE2\x80\xAEz\xEF\xBB\xBF", "az"},
        {"a\\nz", "a/nz"},
        {"a\xFFz", "a\xEF\xBF\xBDz"},
        {"a\xC3", "a\xEF\xBF\xBD"},
        {"a\xE2\x82z", "a\xEF\xBF\xBDz"},
        {"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xE0\x80\xAF.", "\xEF\xBF\xBD."},
        {"\xED\xA0\x80", "\xEF\xBF\xBD"},
        {"\xF5\x80", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
        {"\xEF\xBF\xBF"
         "a",
         "a"},
        {" \n\x02", NULL},
        {"", NULL},
        {NULL, NULL},
    };
    struct pp_arena arena = {0};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *clean = clean_text(&arena, cases[i].from);
        if (cases[i].to == NULL) {
            assert_null(clean);
        } else {
            assert_string_equal(clean, cases[i].to);
        }
    }
    pp_arena_finish(&arena);
}

TEST(events_that_no_client_could_read_are_refused)
{
    struct pp_event good = an_event("u", "2015-06-01", 480, 960), bad[2] = {good, good};
    struct pp_calendar calendar = {.events = bad, .n_events = 2};
    assert_refused(calendar, "two calendar events have the uid 'u'");
    calendar.n_events = 1;
    bad[0].uid = "\n";
    assert_refused(calendar, "has no uid");
    bad[0] = good;
    bad[0].end = 480;
    assert_refused(calendar, "'u' does not end after it begins");
    bad[0] = good;
    bad[0].date = PP_NO_DAY;
    assert_refused(calendar, "outside the years 1900 to 2199");
    bad[0] = good;
    bad[0].modified = INT64_MAX;
    assert_refused(calendar, "outside the years 1900 to 2199");
    bad[0] = good;
    bad[0].end = INT32_MAX;
    assert_refused(calendar, "runs from minute 480 to minute 2147483647");
    bad[0] = good;
    bad[0].sequence = -1;
    assert_refused(calendar, "sequence -1");
}

/* ---- Many random calendars ---- */

static const char *const scraps[] = {
    "O'Brien",
    "Zoë",
    "李",
    ",",
    ";",
    "\n",
    "\r\n",
    "\\",
    "\x01",
    "\xFF",
    "\xC3",
    "\xED\xA0\x80",
    ":",
    "\t",
    "😀",
    "\\n",
    "\"",
    " ",
    "BEGIN:VEVENT",
    "END:VCALENDAR",
    "\r",
    "aaaaaaaaa",
    "ёлка",
    "\xE2\x82",
};

static char *random_text(struct pp_rng *rng, struct pp_arena *arena)
{
    struct pp_buf text = {0};
    int32_t pieces = pp_rng_below(rng, 50) == 0 ? 2000 : pp_rng_below(rng, 30);
    for (int32_t i = 0; i < pieces; i++) {
        pp_buf_add(&text, scraps[pp_rng_below(rng, sizeof(scraps) / sizeof(scraps[0]))]);
    }
    char *copy = pp_arena_string(arena, pp_buf_text(&text));
    pp_buf_finish(&text);
    return copy;
}

static struct pp_event random_event(struct pp_rng *rng, struct pp_arena *arena, int32_t number)
{
    pp_minute begin = pp_rng_below(rng, 1440);
    return (struct pp_event){
        .uid = pp_arena_printf(arena, "%d-%s", number, random_text(rng, arena)),
        .summary = random_text(rng, arena),
        .location = random_text(rng, arena),
        .category = random_text(rng, arena),
        .date = date("2015-01-01") + pp_rng_below(rng, 3000),
        .begin = begin,
        .end = begin + 61 + pp_rng_below(rng, 2000), /* longer than a clock change */
        .busy = pp_rng_below(rng, 2) == 0,
        .sequence = pp_rng_below(rng, 100),
        .created = pp_rng_below(rng, INT32_MAX),
        .modified = pp_rng_below(rng, INT32_MAX),
    };
}

static struct pp_calendar random_calendar(struct pp_rng *rng, struct pp_arena *arena, int32_t n)
{
    struct pp_event *events = PP_NEW(arena, struct pp_event, n + 1);
    for (int32_t i = 0; i < n; i++) {
        events[i] = random_event(rng, arena, i);
    }
    return (struct pp_calendar){random_text(rng, arena), random_text(rng, arena), events, n};
}

static void assert_texts_arrive(const struct pp_calendar *calendar, const char *unfolded,
                                struct pp_arena *arena)
{
    for (int32_t i = 0; i < calendar->n_events; i++) {
        char *uid = ics_text(unfolded, "UID:", i);
        const struct pp_event *event = &calendar->events[atoi(uid)]; /* it begins with its row */
        assert_string_equal(uid, clean_text(arena, event->uid));
        free(uid);
    }
    char *name = ics_text(unfolded, "X-WR-CALNAME:", 0), *same = ics_text(unfolded, "NAME:", 0);
    const char *clean = clean_text(arena, calendar->name);
    assert_true(clean == NULL ? name == NULL : strcmp(name, clean) == 0);
    assert_true(clean == NULL ? same == NULL : strcmp(same, clean) == 0);
    free(name);
    free(same);
}

TEST(every_random_calendar_is_well_formed_and_says_what_it_was_told)
{
    struct pp_rng rng = {7};
    for (int32_t round = 0; round < 60; round++) {
        struct pp_arena arena = {0};
        struct pp_calendar calendar = random_calendar(&rng, &arena, pp_rng_below(&rng, 40));
        char *unfolded = written(&calendar);
        assert_texts_arrive(&calendar, unfolded, &arena);
        free(unfolded);
        pp_arena_finish(&arena);
    }
}

TEST(summaries_arrive_whole_in_the_order_of_time)
{
    struct pp_rng rng = {11};
    struct pp_arena arena = {0};
    enum {
        N = 200
    };
    struct pp_event *events = PP_NEW(&arena, struct pp_event, N);
    for (int32_t i = 0; i < N; i++) {
        events[i] = random_event(&rng, &arena, i);
        events[i].date = date("2020-01-01") - i; /* in reverse */
        events[i].end = events[i].begin = 600;
        events[i].end += 60;
        events[i].summary = pp_arena_printf(&arena, "x%s", random_text(&rng, &arena));
    }
    char *unfolded = written(&(struct pp_calendar){.events = events, .n_events = N});
    for (int32_t i = 0; i < N; i++) {
        char *summary = ics_text(unfolded, "SUMMARY:", N - 1 - i);
        assert_string_equal(summary, clean_text(&arena, events[i].summary));
        free(summary);
    }
    free(unfolded);
    pp_arena_finish(&arena);
}

TEST(the_same_events_in_any_order_are_the_same_bytes)
{
    struct pp_rng rng = {13};
    struct pp_arena arena = {0};
    struct pp_calendar calendar = random_calendar(&rng, &arena, 100), shuffled = calendar;
    struct pp_event *events = pp_arena_copy(&arena, calendar.events, 100 * sizeof(*events));
    for (int32_t i = 99; i > 0; i--) {
        int32_t other = pp_rng_below(&rng, i + 1);
        struct pp_event swap = events[i];
        events[i] = events[other];
        events[other] = swap;
    }
    shuffled.events = events;
    struct pp_buf one = {0}, two = {0};
    assert_true(pp_calendar_write(&calendar, &one, NULL));
    assert_true(pp_calendar_write(&shuffled, &two, NULL));
    assert_string_equal(pp_buf_text(&one), pp_buf_text(&two));
    pp_buf_finish(&one);
    pp_buf_finish(&two);
    pp_arena_finish(&arena);
}

TEST(the_linter_sees_what_is_wrong)
{
    static const struct {
        const char *bytes, *fault;
    } cases[] = {
        {"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", NULL},
        {"BEGIN:VCALENDAR\nEND:VCALENDAR\r\n", "CRLF"},
        {"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "CRLF"},
        {"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "not begun"},
        {"BEGIN:VCALENDAR\r\n", "not ended"},
        {"BEGIN:VCALENDAR\r\nA:1\r\nA:2\r\nEND:VCALENDAR\r\n", "twice"},
        {"BEGIN:VCALENDAR\r\nrubbish\r\nEND:VCALENDAR\r\n", "no property"},
        {"BEGIN:VCALENDAR\r\nA:\x01\r\nEND:VCALENDAR\r\n", "UTF-8"},
        {"BEGIN:VCALENDAR\r\nA:\xC3\r\n \xAB\r\nEND:VCALENDAR\r\n", "UTF-8"},
        {"BEGIN:VCALENDAR\r\nA:0123456789012345678901234567890123456789012345678901234567890123"
         "4567890123456789\r\nEND:VCALENDAR\r\n",
         "75 octets"},
        {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:1\r\n"
         "END:VEVENT\r\nEND:VCALENDAR\r\n",
         "two events"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *fault = ics_lint(cases[i].bytes, strlen(cases[i].bytes));
        if (cases[i].fault == NULL) {
            assert_null(fault);
        } else {
            assert_non_null(fault);
            assert_non_null(strstr(fault, cases[i].fault));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_turn_is_written_as_clients_want_it),
        cmocka_unit_test(a_calendar_without_events_is_a_calendar),
        cmocka_unit_test(standby_is_shown_as_free_time),
        cmocka_unit_test(a_night_across_a_clock_change_keeps_its_clock_times),
        cmocka_unit_test(times_inside_a_clock_change_are_in_utc),
        cmocka_unit_test(
            clock_times_inside_the_changes_of_2026_and_2027_are_the_instants_of_the_standard),
        cmocka_unit_test(a_turn_that_the_clocks_skip_keeps_its_length),
        cmocka_unit_test(punctuation_survives_and_never_makes_a_second_line_or_category),
        cmocka_unit_test(words_that_are_missing_or_blank_are_left_out),
        cmocka_unit_test(text_is_cleaned),
        cmocka_unit_test(events_that_no_client_could_read_are_refused),
        cmocka_unit_test(every_random_calendar_is_well_formed_and_says_what_it_was_told),
        cmocka_unit_test(summaries_arrive_whole_in_the_order_of_time),
        cmocka_unit_test(the_same_events_in_any_order_are_the_same_bytes),
        cmocka_unit_test(the_linter_sees_what_is_wrong),
    };
    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
