// SPDX-License-Identifier: GPL-3.0-or-later
#include "service_fixture.h"
#include "store_fixture.h"
#include "test.h"

#include "migrate.h"

#include <podplan/schema.h>
#include <podplan/store.h>

#include <string.h>

/* "2015-06-01 p1-day ann". */
static struct pp_turn turn_of(const struct pp_service *service, const char *date, const char *shift,
                              const char *person)
{
    return (struct pp_turn){.shift = fixture_row(service, PP_TABLE_shifts, shift),
                            .date = fixture_day(date),
                            .practitioner = fixture_row(service, PP_TABLE_practitioners, person)};
}

static struct pp_plan *rota_of(const char *from, int32_t weeks)
{
    struct pp_plan *plan = pp_plan_create();
    plan->rota_from = fixture_day(from);
    plan->rota_weeks = weeks;
    return plan;
}

/* The published turns of the file, by way of a plan stored there. */
static struct pp_plan *published_of(struct pp_store *store, const struct pp_service *service)
{
    struct pp_err err = {0};
    struct pp_plan *plan = pp_store_load_plan(store, service, NULL, &err);
    store_assert(plan != NULL, &err);
    return plan;
}

static void publish(struct pp_store *store, const struct pp_service *service, struct pp_plan *plan)
{
    struct pp_err err = {0};
    struct pp_plan_record record = {.made_by = "somebody", .command = "rota"};
    store_assert(pp_store_save_plan(store, service, plan, &record, &err), &err);
    store_assert(pp_store_publish(store, service, plan, NULL, &err), &err);
    pp_plan_destroy(plan);
}

TEST(a_new_rota_replaces_what_was_published_of_its_own_weeks_only)
{
    struct pp_service *service = fixture_small();
    struct pp_store *store = store_open("a.db", true);
    struct pp_plan *first = rota_of("2015-06-01", 2), *second = rota_of("2015-06-08", 2);
    struct pp_turn early = turn_of(service, "2015-06-02", "p1-day", "ann");
    struct pp_turn dropped = turn_of(service, "2015-06-10", "p1-day", "ann");
    struct pp_turn given = turn_of(service, "2015-06-10", "p1-day", "bob");
    pp_plan_add_turn(first, early);
    pp_plan_add_turn(first, dropped);
    pp_plan_add_turn(second, given);
    publish(store, service, first);
    publish(store, service, second);
    struct pp_plan *plan = published_of(store, service);
    assert_int_equal(plan->n_published, 2);
    assert_true(pp_is_published(plan, &early));
    assert_true(pp_is_published(plan, &given));
    assert_false(pp_is_published(plan, &dropped));
    pp_plan_destroy(plan);
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(a_turn_is_a_draft_until_published_and_worked_once_its_date_has_passed)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = rota_of("2015-06-01", 1);
    struct pp_turn turn = turn_of(service, "2015-06-02", "p1-day", "ann");
    pp_plan_add_turn(plan, turn);
    assert_int_equal(pp_turn_state(service, plan, &turn), PP_DRAFT);
    pp_plan_add_published(plan, turn);
    assert_int_equal(pp_turn_state(service, plan, &turn), PP_PUBLISHED);
    service->settings.planned_on = fixture_day("2015-06-03");
    assert_int_equal(pp_turn_state(service, plan, &turn), PP_WORKED);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(of_other_weeks_people_hold_what_they_worked_and_what_was_published)
{
    struct pp_service *service = fixture_small();
    struct pp_arena arena = {0};
    struct pp_plan *plan = rota_of("2015-06-08", 1);
    pp_plan_add_worked(plan, turn_of(service, "2015-06-02", "p1-day", "ann"));
    pp_plan_add_published(plan, turn_of(service, "2015-06-02", "p1-day", "ann"));
    pp_plan_add_published(plan, turn_of(service, "2015-06-09", "p1-day", "ann"));
    pp_plan_add_published(plan, turn_of(service, "2015-06-16", "p1-day", "ann"));
    pp_plan_add_turn(plan, turn_of(service, "2015-06-09", "p1-day", "bob"));
    const struct pp_plan *holding = pp_plan_holding(plan, &arena);
    assert_int_equal(holding->n_turns, 3);
    assert_int_equal(holding->turns[0].date, fixture_day("2015-06-02"));
    assert_int_equal(holding->turns[1].practitioner,
                     fixture_row(service, PP_TABLE_practitioners, "bob"));
    assert_int_equal(holding->turns[2].date, fixture_day("2015-06-16"));
    pp_arena_finish(&arena);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(what_was_published_before_there_were_published_turns_is_known)
{
    sqlite3 *db;
    struct pp_err err = {0};
    assert_int_equal(sqlite3_open("old.db", &db), SQLITE_OK);
    struct pp_store old = {db, (char *)(uintptr_t) "old.db"};
    store_assert(migrate_to(&old, 3, &err), &err);
    sqlite3_close(db);
    store_run_sql(
        "old.db",
        "INSERT INTO shifts (shift, weekdays, begin, \"end\", break_minutes, needed, kind)"
        " VALUES ('day', 1, '09:00', '17:00', 0, 1, 'duty');"
        "INSERT INTO events VALUES"
        " ('u1', 'ann', 'day', '2015-06-01', '00ff', 0, 1, 1),"
        " ('u2', 'bob', 'day', '2015-06-02', '', 1, 1, 2),"         // removed since
        " ('u3', 'ann', 'sfbt-1', '2015-06-03', '00ff', 0, 1, 1)"); // a course
    struct pp_store *store = store_open("old.db", false);
    assert_int_equal(store_number(store, "SELECT count(*) FROM published_turns"), 1);
    assert_int_equal(store_number(store,
                                  "SELECT count(*) FROM published_turns WHERE shift = 'day'"
                                  " AND date = '2015-06-01' AND practitioner = 'ann'"),
                     1);
    pp_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_new_rota_replaces_what_was_published_of_its_own_weeks_only),
        IN_FOLDER(what_was_published_before_there_were_published_turns_is_known),
        cmocka_unit_test(a_turn_is_a_draft_until_published_and_worked_once_its_date_has_passed),
        cmocka_unit_test(of_other_weeks_people_hold_what_they_worked_and_what_was_published),
    };
    return cmocka_run_group_tests_name("published", tests, NULL, NULL);
}
