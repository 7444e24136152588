// SPDX-License-Identifier: GPL-3.0-or-later
/* Leave and bank holidays from calendars, beside those of the import: the union, and nothing lost. */
#include "service_fixture.h"
#include "store_fixture.h"
#include "test.h"

#include <podplan/leave.h>
#include <podplan/schema.h>

#include <stdio.h>

static const char FILE_NAME[] = "leave.db";

static struct pp_leave_source a_source(const char *person, int32_t kind)
{
    return (struct pp_leave_source){.practitioner = person,
                                    .place = "https://calendar.example/s",
                                    .name = "leave",
                                    .kind = kind,
                                    .hours = 4,
                                    .from = fixture_day("2015-01-01"),
                                    .to = fixture_day("2016-12-31")};
}

static struct pp_leave_run run(const char *from, const char *to)
{
    return (struct pp_leave_run){fixture_day(from), fixture_day(to)};
}

static int64_t save(struct pp_store *store, struct pp_leave_source source,
                    const struct pp_leave_run *runs, int32_t count)
{
    struct pp_err err = {0};
    const struct pp_leave_copy copy = {runs, count, fixture_day("2015-06-01")};
    store_assert(pp_store_save_leave(store, &source, runs == NULL ? NULL : &copy, &err), &err);
    return source.source;
}

static struct pp_store *store_with(struct pp_service *service)
{
    struct pp_err err = {0};
    struct pp_store *store = store_open(FILE_NAME, true);
    store_assert(pp_store_save_service(store, service, &err), &err);
    return store;
}

/* The first person's leave as the store gives it, "from..to kind, …"; finish it. */
static void assert_leave(struct pp_store *store, const char *person, const char *expected)
{
    struct pp_err err = {0};
    struct pp_buf words = {0};
    struct pp_service *service = pp_store_load_service(store, &err);
    store_assert(service != NULL, &err);
    int32_t row = fixture_row(service, PP_TABLE_practitioners, person);
    const struct pp_index *of = &service->leave_of;
    for (int32_t i = of->start[row]; i < of->start[row + 1]; i++) {
        const struct pp_leave *leave = &service->leave[of->item[i]];
        char from[PP_DATE_TEXT], to[PP_DATE_TEXT];
        pp_buf_printf(&words, "%s..%s %s; ", pp_day_text(leave->from, from),
                      pp_day_text(leave->to, to), pp_leave_kind_words[leave->kind]);
    }
    assert_string_equal(pp_buf_text(&words), expected);
    pp_buf_finish(&words);
    pp_service_destroy(service);
}

static const char *a_person(const struct pp_service *service)
{
    return service->practitioners[2].practitioner; /* whose leave.csv is empty */
}

/* A service in which the first person has leave of their own from 8 to 10 June. */
static struct pp_service *service_with_leave(void)
{
    struct pp_service *small = fixture_small();
    char text[256];
    snprintf(text, sizeof(text),
             "[leave]\npractitioner,from,to,kind\n%s,2015-06-08,2015-06-10,annual\n",
             small->practitioners[1].practitioner);
    pp_service_destroy(small);
    return fixture_small_with(text);
}

TEST(days_of_a_calendar_are_leave_of_the_service)
{
    struct pp_service *service = fixture_small();
    struct pp_store *store = store_with(service);
    const struct pp_leave_run runs[] = {run("2015-07-01", "2015-07-03"),
                                        run("2015-07-10", "2015-07-10")};
    save(store, a_source(a_person(service), PP_OTHER_LEAVE), runs, 2);
    assert_leave(store, a_person(service),
                 "2015-07-01..2015-07-03 other; 2015-07-10..2015-07-10 other; ");
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(a_day_that_both_have_is_the_imports)
{
    struct pp_service *service = service_with_leave();
    const char *person = service->practitioners[1].practitioner;
    struct pp_store *store = store_with(service);
    const struct pp_leave_run around[] = {run("2015-06-05", "2015-06-12")};
    const struct pp_leave_run same[] = {run("2015-06-08", "2015-06-10")};
    int64_t first = save(store, a_source(person, PP_SICK_LEAVE), around, 1);
    assert_leave(store, person,
                 "2015-06-05..2015-06-07 sick; 2015-06-08..2015-06-10 annual; "
                 "2015-06-11..2015-06-12 sick; ");
    struct pp_err err = {0};
    store_assert(pp_store_remove_leave(store, first, &err), &err);
    save(store, a_source(person, PP_SICK_LEAVE), same, 1);
    assert_leave(store, person, "2015-06-08..2015-06-10 annual; ");
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(of_two_calendars_the_first_has_the_day)
{
    struct pp_service *service = fixture_small();
    struct pp_store *store = store_with(service);
    const struct pp_leave_run one[] = {run("2015-07-01", "2015-07-03")};
    const struct pp_leave_run two[] = {run("2015-07-02", "2015-07-05")};
    save(store, a_source(a_person(service), PP_STUDY_LEAVE), one, 1);
    save(store, a_source(a_person(service), PP_OTHER_LEAVE), two, 1);
    assert_leave(store, a_person(service),
                 "2015-07-01..2015-07-03 study; 2015-07-04..2015-07-05 other; ");
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(a_new_copy_takes_the_place_of_the_old_and_a_failure_takes_nothing)
{
    struct pp_service *service = fixture_small();
    struct pp_store *store = store_with(service);
    struct pp_leave_sources list = {0};
    struct pp_err err = {0};
    const struct pp_leave_run one[] = {run("2015-07-01", "2015-07-03")};
    const struct pp_leave_run two[] = {run("2015-07-08", "2015-07-08")};
    struct pp_leave_source source = a_source(a_person(service), PP_OTHER_LEAVE);
    source.source = save(store, source, one, 1);
    source.etag = "\"1\"";
    save(store, source, two, 1);
    store_assert(pp_store_leave_failed(store, source.source, "the server is away", &err), &err);
    assert_leave(store, a_person(service), "2015-07-08..2015-07-08 other; ");
    store_assert(pp_store_load_leave_sources(store, &list, &err), &err);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.rows[0].etag, "\"1\"");
    assert_string_equal(list.rows[0].trouble, "the server is away");
    assert_int_equal(list.rows[0].n_days, 1);
    pp_arena_finish(&list.arena);
    list = (struct pp_leave_sources){0};
    save(store, source, NULL, 0); /* the same copy is still the newest */
    store_assert(pp_store_load_leave_sources(store, &list, &err), &err);
    assert_null(list.rows[0].trouble);
    assert_int_equal(list.rows[0].n_days, 1);
    pp_arena_finish(&list.arena);
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(days_that_a_calendar_has_left_behind_stay)
{
    struct pp_service *service = fixture_small();
    struct pp_store *store = store_with(service);
    struct pp_err err = {0};
    const struct pp_leave_run one[] = {run("2015-06-01", "2015-06-02"),
                                       run("2015-06-29", "2015-07-03")};
    const struct pp_leave_run two[] = {run("2015-07-02", "2015-07-02")};
    struct pp_leave_source source = a_source(a_person(service), PP_OTHER_LEAVE);
    source.source = save(store, source, one, 2);
    const struct pp_leave_copy copy = {two, 1, fixture_day("2015-07-01")};
    store_assert(pp_store_save_leave(store, &source, &copy, &err), &err);
    assert_int_equal(source.n_days, 5);
    assert_leave(store, a_person(service),
                 "2015-06-01..2015-06-02 other; 2015-06-29..2015-06-30 other; "
                 "2015-07-02..2015-07-02 other; ");
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(an_import_loses_no_calendar_and_a_calendar_changes_no_import)
{
    struct pp_service *service = service_with_leave();
    const char *person = service->practitioners[1].practitioner;
    struct pp_store *store = store_with(service);
    struct pp_err err = {0};
    const struct pp_leave_run runs[] = {run("2015-07-01", "2015-07-03")};
    save(store, a_source(person, PP_OTHER_LEAVE), runs, 1);
    struct pp_service *imported = pp_store_load_import(store, &err);
    assert_true(imported->input_hash == service->input_hash);
    pp_service_destroy(imported);
    struct pp_service *without = fixture_small();
    store_assert(pp_store_save_service(store, without, &err), &err);
    assert_leave(store, person, "2015-07-01..2015-07-03 other; ");
    pp_service_destroy(without);
    store_assert(pp_store_save_service(store, service, &err), &err);
    assert_leave(store, person, "2015-06-08..2015-06-10 annual; 2015-07-01..2015-07-03 other; ");
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(leave_of_somebody_who_is_not_there_waits)
{
    struct pp_service *service = fixture_small();
    struct pp_store *store = store_with(service);
    struct pp_err err = {0};
    const struct pp_leave_run runs[] = {run("2015-07-01", "2015-07-03")};
    save(store, a_source("nobody", PP_OTHER_LEAVE), runs, 1);
    struct pp_service *loaded = pp_store_load_service(store, &err);
    store_assert(loaded != NULL, &err);
    assert_true(loaded->input_hash == service->input_hash);
    pp_service_destroy(loaded);
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(a_source_that_is_not_there_can_not_be_removed)
{
    struct pp_err err = {0};
    struct pp_store *store = store_open(FILE_NAME, true);
    assert_false(pp_store_remove_leave(store, 7, &err));
    store_assert_says(&err, PP_E_USAGE, "no source of leave of number 7");
    pp_store_close(store);
}

TEST(bank_holidays_that_are_added_join_those_of_the_import)
{
    struct pp_service *service = fixture_small();
    struct pp_store *store = store_with(service);
    struct pp_err err = {0};
    int32_t added = 0, had = service->n_bank_holidays;
    const struct pp_holiday holidays[] = {{fixture_day("2027-12-27"), "Christmas Day"},
                                          {fixture_day("2027-12-28"), NULL}};
    store_assert(pp_store_add_holidays(store, holidays, 2, &added, &err), &err);
    assert_int_equal(added, 2);
    store_assert(pp_store_add_holidays(store, holidays, 2, &added, &err), &err);
    assert_int_equal(added, 0);
    struct pp_service *loaded = pp_store_load_service(store, &err);
    assert_int_equal(loaded->n_bank_holidays, had + 2);
    pp_service_destroy(loaded);
    store_assert(pp_store_clear_holidays(store, &added, &err), &err);
    assert_int_equal(added, 2);
    loaded = pp_store_load_service(store, &err);
    assert_true(loaded->input_hash == service->input_hash);
    pp_service_destroy(loaded);
    pp_store_close(store);
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(days_of_a_calendar_are_leave_of_the_service),
        IN_FOLDER(a_day_that_both_have_is_the_imports),
        IN_FOLDER(of_two_calendars_the_first_has_the_day),
        IN_FOLDER(a_new_copy_takes_the_place_of_the_old_and_a_failure_takes_nothing),
        IN_FOLDER(days_that_a_calendar_has_left_behind_stay),
        IN_FOLDER(an_import_loses_no_calendar_and_a_calendar_changes_no_import),
        IN_FOLDER(leave_of_somebody_who_is_not_there_waits),
        IN_FOLDER(a_source_that_is_not_there_can_not_be_removed),
        IN_FOLDER(bank_holidays_that_are_added_join_those_of_the_import),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
