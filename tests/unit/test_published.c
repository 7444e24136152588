// SPDX-License-Identifier: GPL-3.0-or-later
#include "service_fixture.h"
#include "store_fixture.h"
#include "test.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_new_rota_replaces_what_was_published_of_its_own_weeks_only),
        cmocka_unit_test(a_turn_is_a_draft_until_published_and_worked_once_its_date_has_passed),
        cmocka_unit_test(of_other_weeks_people_hold_what_they_worked_and_what_was_published),
    };
    return cmocka_run_group_tests_name("published", tests, NULL, NULL);
}
