// SPDX-License-Identifier: GPL-3.0-or-later
/* What the parent believes of the process that parsed a stranger's calendar. */
#include "test.h"

#include "child.h"

#include <podplan/limits.h>
#include <podplan/rng.h>

#include <string.h>

static const struct pp_calendar_wanted wanted = {.source = "x.ics", .from = 20480, .to = 20580};

static struct child_record an_occurrence(void)
{
    struct child_record r = {.kind = CHILD_FOUND,
                             .line = 7,
                             .begin = INT64_C(20480) * 86400,
                             .end = INT64_C(20481) * 86400,
                             .from = 20480,
                             .to = 20480,
                             .all_day = 1};
    strcpy(r.text, "Leave");
    return r;
}

/* Whether one record is taken by itself. */
static bool takes(struct child_record record)
{
    struct pp_calendar_reading reading = {0};
    struct child_intake intake = {.wanted = &wanted, .reading = &reading};
    bool taken = child_take(&intake, &record);
    pp_calendar_reading_finish(&reading);
    return taken;
}

TEST(an_honest_record_is_taken)
{
    assert_true(takes(an_occurrence()));
}

TEST(a_record_that_no_honest_child_sends_is_refused)
{
    struct child_record bad[16];
    int n = 0;
    for (int i = 0; i < 16; i++) {
        bad[i] = an_occurrence();
    }
    bad[n++].kind = 0;
    bad[n++].kind = 99;
    bad[n++].line = -1;
    bad[n++].line = INT32_MAX;
    bad[n++].begin = INT64_MIN;
    bad[n++].end = INT64_MAX;
    bad[n++].end = bad[0].begin - 1;
    bad[n++].from = 20479;
    bad[n++].to = 20481;
    bad[n++].all_day = 2;
    memset(bad[n++].text, 'x', CHILD_TEXT);
    memset(bad[n++].text, 'x', CHILD_TEXT - 1);
    bad[n] = (struct child_record){.kind = CHILD_DONE, .n_free = -1};
    bad[++n] = (struct child_record){.kind = CHILD_DONE, .n_cancelled = INT32_MAX};
    bad[++n] = (struct child_record){.kind = CHILD_DONE, .cut = 7};
    for (int i = 0; i <= n; i++) {
        if (takes(bad[i])) {
            fail_msg("record %d was taken", i);
        }
    }
}

TEST(an_occurrence_of_days_nobody_asked_for_is_refused)
{
    struct child_record r = an_occurrence();
    r.begin -= 86400 * INT64_C(10);
    r.end -= 86400 * INT64_C(10);
    r.from -= 10;
    r.to -= 10;
    assert_false(takes(r));
}

TEST(no_more_is_taken_than_can_be_wanted)
{
    struct pp_calendar_reading reading = {0};
    struct child_intake intake = {.wanted = &wanted, .reading = &reading};
    struct child_record r = an_occurrence();
    for (int32_t i = 0; i < PP_MAX_CALENDAR_INSTANCES; i++) {
        assert_true(child_take(&intake, &r));
    }
    assert_false(child_take(&intake, &r));
    pp_calendar_reading_finish(&reading);
}

TEST(nothing_comes_after_the_end)
{
    struct pp_calendar_reading reading = {0};
    struct child_intake intake = {.wanted = &wanted, .reading = &reading};
    struct child_record last = {.kind = CHILD_DONE}, more = an_occurrence();
    assert_true(child_take(&intake, &last));
    assert_false(child_take(&intake, &more));
    pp_calendar_reading_finish(&reading);
}

TEST(texts_that_are_no_text_are_made_safe)
{
    struct pp_calendar_reading reading = {0};
    struct child_intake intake = {.wanted = &wanted, .reading = &reading};
    struct child_record r = an_occurrence();
    strcpy(r.text, "a\x1b[31m\xff");
    assert_true(child_take(&intake, &r));
    assert_string_equal(reading.rows[0].summary, "a?[31m?");
    pp_calendar_reading_finish(&reading);
}

TEST(random_records_never_break_anything)
{
    struct pp_rng rng = {1};
    for (int round = 0; round < 20000; round++) {
        struct child_record r = an_occurrence();
        for (int change = 0; change < 3; change++) {
            uint64_t dice = pp_rng_next(&rng);
            ((unsigned char *)&r)[dice % sizeof(r)] = (unsigned char)(dice >> 32);
        }
        takes(r);
    }
}

TEST(memory_is_bounded_but_under_address_sanitizer)
{
#if defined(__SANITIZE_ADDRESS__)
    assert_false(child_bounds_memory());
#else
    assert_true(child_bounds_memory());
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_honest_record_is_taken),
        cmocka_unit_test(a_record_that_no_honest_child_sends_is_refused),
        cmocka_unit_test(an_occurrence_of_days_nobody_asked_for_is_refused),
        cmocka_unit_test(no_more_is_taken_than_can_be_wanted),
        cmocka_unit_test(nothing_comes_after_the_end),
        cmocka_unit_test(texts_that_are_no_text_are_made_safe),
        cmocka_unit_test(random_records_never_break_anything),
        cmocka_unit_test(memory_is_bounded_but_under_address_sanitizer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
