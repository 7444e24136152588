// SPDX-License-Identifier: GPL-3.0-or-later
#include "service_fixture.h"
#include "test.h"

#include "news.h"

#include <string.h>

static struct pp_event_side side(const char *date, const char *summary)
{
    if (date == NULL) {
        return (struct pp_event_side){.date = PP_NO_DAY};
    }
    return (struct pp_event_side){.date = fixture_day(date),
                                  .begin = 480,
                                  .end = 960,
                                  .summary = summary,
                                  .location = "Pod Red"};
}

/* A change of one event at noon UTC of 1 June 2015. */
static struct pp_event_change change(int64_t id, const char *who, const char *uid,
                                     struct pp_event_side before, struct pp_event_side after)
{
    return (struct pp_event_change){.id = id,
                                    .changed = (int64_t)fixture_day("2015-06-01") * 86400 + 43200,
                                    .practitioner = who,
                                    .uid = uid,
                                    .before = before,
                                    .after = after};
}

#define GONE side(NULL, NULL)

static void assert_news(const struct pp_event_change *changes, int32_t count,
                        const char *const *expected)
{
    struct news_list list = {0};
    news_make(changes, count, &list);
    int32_t n = 0;
    for (; expected[n] != NULL; n++) {
        struct pp_buf words = {0};
        assert_true(n < list.count);
        news_words(&list.items[n], &words);
        assert_string_equal(pp_buf_text(&words), expected[n]);
        pp_buf_finish(&words);
    }
    assert_int_equal(list.count, n);
    pp_arena_finish(&list.arena);
}

TEST(what_is_new_changed_or_withdrawn_is_said_as_it_was_and_as_it_is)
{
    const struct pp_event_change changes[] = {
        change(1, "ann", "a", GONE, side("2015-07-01", "Early")),
        change(2, "ann", "b", side("2015-07-02", "Late"), side("2015-07-02", "Evening")),
        change(3, "bob", "c", side("2015-07-03", "Late"), GONE),
    };
    assert_news(changes, 3,
                (const char *[]){"New: Wed 1 Jul 2015, Early (Pod Red)",
                                 "Changed: Thu 2 Jul 2015, Late -> Evening",
                                 "Withdrawn: Fri 3 Jul 2015, Late (Pod Red)", NULL});
}

TEST(several_changes_of_one_turn_are_one_and_none_when_it_is_as_it_was)
{
    const struct pp_event_change changes[] = {
        change(1, "ann", "a", side("2015-07-01", "Early"), side("2015-07-01", "Late")),
        change(2, "ann", "b", side("2015-07-02", "Late"), GONE),
        change(3, "ann", "c", GONE, side("2015-07-03", "Early")),
        change(4, "ann", "a", side("2015-07-01", "Late"), side("2015-07-01", "Night")),
        change(5, "ann", "b", GONE, side("2015-07-02", "Late")),
        change(6, "ann", "c", side("2015-07-03", "Early"), GONE),
    };
    assert_news(changes, 6, (const char *[]){"Changed: Wed 1 Jul 2015, Early -> Night", NULL});
}

TEST(what_went_while_a_like_one_came_has_moved)
{
    const struct pp_event_change changes[] = {
        change(1, "ann", "a", side("2015-07-01", "Early"), GONE),
        change(2, "ann", "b", GONE, side("2015-07-01", "Late")),
        change(3, "ann", "c", side("2015-07-06", "Night"), GONE),
        change(4, "ann", "d", GONE, side("2015-07-20", "Night")),
        change(5, "ann", "e", GONE, side("2015-07-08", "Night")),
        change(6, "bob", "f", GONE, side("2015-07-06", "Night")), // somebody else's
    };
    assert_news(changes, 6,
                (const char *[]){"Moved: Wed 1 Jul 2015, Early -> Late",
                                 "Moved: Mon 6 Jul 2015, Night -> Wed 8 Jul 2015, Night",
                                 "New: Mon 20 Jul 2015, Night (Pod Red)",
                                 "New: Mon 6 Jul 2015, Night (Pod Red)", NULL});
}

TEST(what_begins_within_two_days_is_marked)
{
    const struct pp_event_change changes[] = {
        change(1, "ann", "a", side("2015-05-31", "Over"), GONE),
        change(2, "ann", "b", side("2015-06-01", "Running"), GONE),
        change(3, "bob", "c", GONE, side("2015-06-03", "Near")),
        change(4, "cat", "d", GONE, side("2015-06-04", "Far")),
    };
    assert_news(changes, 4,
                (const char *[]){"Withdrawn: Sun 31 May 2015, Over (Pod Red)",
                                 "Withdrawn: Mon 1 Jun 2015, Running (Pod Red) [within 48 hours]",
                                 "New: Wed 3 Jun 2015, Near (Pod Red) [within 48 hours]",
                                 "New: Thu 4 Jun 2015, Far (Pod Red)", NULL});
}

TEST(words_from_outside_stay_on_their_line)
{
    const struct pp_event_change changes[] = {
        change(1, "ann", "a", GONE, side("2015-07-01", "Late\nWithdrawn: all\tof it")),
    };
    assert_news(changes, 1,
                (const char *[]){"New: Wed 1 Jul 2015, Late Withdrawn: all of it (Pod Red)", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_new_changed_or_withdrawn_is_said_as_it_was_and_as_it_is),
        cmocka_unit_test(several_changes_of_one_turn_are_one_and_none_when_it_is_as_it_was),
        cmocka_unit_test(what_went_while_a_like_one_came_has_moved),
        cmocka_unit_test(what_begins_within_two_days_is_marked),
        cmocka_unit_test(words_from_outside_stay_on_their_line),
    };
    return cmocka_run_group_tests_name("news", tests, NULL, NULL);
}
