// SPDX-License-Identifier: GPL-3.0-or-later
#include "service_fixture.h"
#include "test.h"

#include <podplan/plan.h>
#include <podplan/rng.h>

#include <stdio.h>
#include <string.h>

static int32_t person(const struct pp_service *service, const char *key)
{
    return fixture_row(service, PP_TABLE_practitioners, key);
}

static int32_t shift(const struct pp_service *service, const char *key)
{
    return fixture_row(service, PP_TABLE_shifts, key);
}

/* ---- Canonical order ---- */

static void shuffle(void *rows, size_t size, int32_t count, struct pp_rng *rng)
{
    char spare[64];
    assert_true(size <= sizeof(spare));
    for (int32_t i = count - 1; i > 0; i--) {
        char *a = (char *)rows + (size_t)i * size;
        char *b = (char *)rows + (size_t)pp_rng_below(rng, i + 1) * size;
        memcpy(spare, a, size);
        memmove(a, b, size);
        memcpy(b, spare, size);
    }
}

static struct pp_plan *full_plan(const struct pp_service *service)
{
    struct pp_plan *plan = pp_plan_create();
    pp_day monday = fixture_day("2015-06-01");
    for (int32_t i = 0; i < 40; i++) {
        pp_plan_add_turn(plan, (struct pp_turn){i / 3 % service->n_shifts, monday + i / 9,
                                                i % service->n_practitioners});
    }
    for (int32_t i = 0; i < 12; i++) {
        pp_plan_add_seat(plan, (struct pp_seat){i / 3 % service->n_sessions, i % 3});
        pp_plan_add_month(plan, (struct pp_month){.month = pp_month_first(monday, i / 3),
                                                  .role = i % 3 == 2 ? PP_NONE : i % 3});
        pp_plan_add_cost_line(plan, (struct pp_cost_line){pp_month_first(monday, i / 6),
                                                          i % 2 == 0 ? "travel" : "IT",
                                                          i % 3 == 2 ? PP_NONE : i % 3, i});
        pp_plan_add_shortfall(plan,
                              (struct pp_shortfall){.stage = i % 2,
                                                    .rule = i % 3 == 0 ? "cover" : "placement",
                                                    .subject = i % 4 < 2 ? "p1" : NULL,
                                                    .from = monday + i});
    }
    for (int32_t i = 0; i < service->n_streams; i++) {
        pp_plan_add_stream_use(plan, (struct pp_stream_use){i, i, i});
    }
    for (int32_t i = 0; i < service->n_benefits; i++) {
        pp_plan_add_saving(plan, (struct pp_saving){i, i, i, i});
    }
    return plan;
}

static void shuffle_plan(struct pp_plan *plan, struct pp_rng *rng)
{
    shuffle(plan->turns, sizeof(plan->turns[0]), plan->n_turns, rng);
    shuffle(plan->seats, sizeof(plan->seats[0]), plan->n_seats, rng);
    shuffle(plan->cost_lines, sizeof(plan->cost_lines[0]), plan->n_cost_lines, rng);
    shuffle(plan->stream_uses, sizeof(plan->stream_uses[0]), plan->n_stream_uses, rng);
    shuffle(plan->savings, sizeof(plan->savings[0]), plan->n_savings, rng);
}

static void assert_same_lists(const struct pp_plan *a, const struct pp_plan *b)
{
    assert_int_equal(a->n_turns, b->n_turns);
    assert_memory_equal(a->turns, b->turns, (size_t)a->n_turns * sizeof(a->turns[0]));
    assert_memory_equal(a->seats, b->seats, (size_t)a->n_seats * sizeof(a->seats[0]));
    for (int32_t i = 0; i < a->n_stream_uses; i++) {
        assert_int_equal(a->stream_uses[i].stream, b->stream_uses[i].stream);
    }
    for (int32_t i = 0; i < a->n_savings; i++) {
        assert_int_equal(a->savings[i].benefit, b->savings[i].benefit);
    }
    for (int32_t i = 0; i < a->n_cost_lines; i++) {
        assert_string_equal(a->cost_lines[i].line, b->cost_lines[i].line);
        assert_int_equal(a->cost_lines[i].amount, b->cost_lines[i].amount);
    }
}

TEST(a_sorted_plan_does_not_tell_how_it_was_filled)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = full_plan(service);
    pp_plan_sort(plan, service);
    struct pp_rng rng = {7};
    for (int round = 0; round < 20; round++) {
        struct pp_plan *other = full_plan(service);
        shuffle_plan(other, &rng);
        pp_plan_sort(other, service);
        assert_same_lists(plan, other);
        pp_plan_destroy(other);
    }
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(turns_go_by_date_then_shift_then_person)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = full_plan(service);
    pp_plan_sort(plan, service);
    for (int32_t i = 1; i < plan->n_turns; i++) {
        const struct pp_turn *a = &plan->turns[i - 1], *b = &plan->turns[i];
        int order = strcmp(service->shifts[a->shift].shift, service->shifts[b->shift].shift);
        assert_true(a->date <= b->date);
        assert_true(a->date < b->date || order <= 0);
        if (a->date == b->date && order == 0) {
            assert_true(strcmp(service->practitioners[a->practitioner].practitioner,
                               service->practitioners[b->practitioner].practitioner) <= 0);
        }
    }
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(the_whole_service_comes_after_its_roles_and_shortfalls_by_stage)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = full_plan(service);
    pp_plan_sort(plan, service);
    for (int32_t i = 0; i < plan->n_months; i++) {
        assert_int_equal(plan->months[i].role == PP_NONE, i % 3 == 2);
    }
    for (int32_t i = 1; i < plan->n_shortfalls; i++) {
        const struct pp_shortfall *a = &plan->shortfalls[i - 1], *b = &plan->shortfalls[i];
        assert_true(a->stage < b->stage || strcmp(a->rule, b->rule) <= 0);
        assert_true(a->stage <= b->stage);
    }
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(clearing_a_stage_leaves_the_others)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = full_plan(service);
    plan->info[PP_TRAINING].cost = plan->info[PP_ALLOCATION].cost = 5;
    pp_plan_clear_stage(plan, PP_TRAINING);
    assert_int_equal(plan->n_seats, 0);
    assert_int_equal(plan->info[PP_TRAINING].cost, 0);
    assert_int_equal(plan->info[PP_ALLOCATION].cost, 5);
    assert_int_equal(plan->n_shortfalls, 6);
    assert_int_equal(plan->n_turns, 40);
    for (int32_t i = 0; i < plan->n_shortfalls; i++) {
        assert_int_equal(plan->shortfalls[i].stage, PP_ALLOCATION);
    }
    pp_plan_clear_stage(plan, PP_ROTA);
    assert_int_equal(plan->n_turns, 0);
    pp_plan_clear_stage(plan, PP_WORKFORCE);
    assert_int_equal(plan->n_months + plan->n_cost_lines + plan->n_savings, 0);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(strings_of_a_plan_are_its_own)
{
    struct pp_plan *plan = pp_plan_create();
    char text[] = "travel";
    pp_plan_add_cost_line(plan, (struct pp_cost_line){.line = text});
    pp_plan_add_shortfall(plan, (struct pp_shortfall){.rule = text, .sentence = text});
    memset(text, 'x', strlen(text));
    assert_string_equal(plan->cost_lines[0].line, "travel");
    assert_string_equal(plan->shortfalls[0].rule, "travel");
    assert_null(plan->shortfalls[0].remedy);
    pp_plan_destroy(plan);
    pp_plan_destroy(NULL);
}

/* ---- Questions ---- */

TEST(without_a_plan_the_data_answer)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = pp_plan_create();
    int32_t f01 = fixture_row(service, PP_TABLE_families, "f01");
    int32_t f05 = fixture_row(service, PP_TABLE_families, "f05");
    int32_t ann = person(service, "ann");
    assert_int_equal(pp_plan_holder(plan, service, f01), ann);
    assert_int_equal(pp_plan_holder(NULL, service, f05), PP_NONE);
    assert_int_equal(pp_plan_consultant(plan, service, ann), PP_NONE);
    struct pp_load load = pp_plan_caseload(plan, service, ann);
    assert_int_equal(load.families, 2);
    assert_int_equal(load.children, 3);
    assert_int_equal(load.points, 1500 + 1000 + 3000);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(an_allocation_answers_also_for_families_without_a_place)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = pp_plan_create();
    plan->n_placements = service->n_families;
    plan->placements = PP_NEW(&plan->arena, struct pp_placement, service->n_families);
    for (int32_t family = 0; family < service->n_families; family++) {
        plan->placements[family].practitioner = PP_NONE;
    }
    int32_t f01 = fixture_row(service, PP_TABLE_families, "f01");
    assert_int_equal(pp_plan_holder(plan, service, f01), PP_NONE);
    plan->placements[f01].practitioner = person(service, "bob");
    assert_int_equal(pp_plan_caseload(plan, service, person(service, "bob")).families, 1);
    assert_int_equal(pp_plan_caseload(plan, service, person(service, "ann")).families, 0);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(a_seat_gives_its_skill_from_the_next_day_until_it_lapses)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = pp_plan_create();
    int32_t bob = person(service, "bob");
    int32_t skill = fixture_row(service, PP_TABLE_skills, "domestic-violence");
    int32_t session = fixture_row(service, PP_TABLE_sessions, "dv-1");
    pp_plan_add_seat(plan, (struct pp_seat){session, bob});
    static const struct {
        const char *date;
        bool holds;
    } days[] = {
        {"2015-05-18", false}, {"2015-05-19", true}, {"2017-05-17", true}, {"2017-05-18", false}};
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        bool holds = pp_plan_holds_skill(plan, service, bob, skill, fixture_day(days[i].date));
        assert_int_equal(holds, days[i].holds);
    }
    assert_int_equal(pp_plan_session_on(plan, service, bob, fixture_day("2015-05-18")), session);
    assert_int_equal(pp_plan_session_on(plan, service, bob, fixture_day("2015-05-19")), PP_NONE);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(a_skill_learned_on_the_last_of_august_lapses_on_the_last_of_february)
{
    struct pp_service *service = fixture_small_with(
        "[courses]\ncourse,skill,validity_months,price\nshort,domestic-violence,6,0\n"
        "[sessions]\nsession,course,date,begin,end,places\n"
        "short-1,short,2015-08-31,09:00,10:00,5\n");
    struct pp_plan *plan = pp_plan_create();
    int32_t dev = person(service, "dev");
    int32_t skill = fixture_row(service, PP_TABLE_skills, "domestic-violence");
    pp_plan_add_seat(plan,
                     (struct pp_seat){fixture_row(service, PP_TABLE_sessions, "short-1"), dev});
    assert_true(pp_plan_holds_skill(plan, service, dev, skill, fixture_day("2016-02-28")));
    assert_false(pp_plan_holds_skill(plan, service, dev, skill, fixture_day("2016-02-29")));
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(core_training_is_on_record_or_in_the_plan)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = pp_plan_create();
    int32_t ann = person(service, "ann"), dev = person(service, "dev");
    pp_day day = service->settings.cases_from;
    assert_true(pp_plan_is_trained(plan, service, ann, day));
    assert_true(pp_plan_is_trained(NULL, service, person(service, "fay"), day));
    assert_false(pp_plan_is_trained(plan, service, dev, day));
    pp_plan_add_seat(plan,
                     (struct pp_seat){fixture_row(service, PP_TABLE_sessions, "sfbt-1"), dev});
    assert_true(pp_plan_is_trained(plan, service, dev, day));
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

/* ---- Shifts ---- */

TEST(a_plan_remembers_what_was_worked_before_its_rota)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *first = pp_plan_create(), *second = pp_plan_create();
    first->rota_from = fixture_day("2015-06-01");
    pp_plan_add_worked(first, (struct pp_turn){0, fixture_day("2014-05-31"), 1});
    pp_plan_add_worked(first, (struct pp_turn){0, fixture_day("2014-06-09"), 1});
    pp_plan_add_turn(first, (struct pp_turn){0, fixture_day("2015-06-07"), 2});
    pp_plan_add_turn(first, (struct pp_turn){0, fixture_day("2015-06-08"), 2});
    second->rota_from = fixture_day("2015-06-08");
    pp_plan_remember(second, NULL);
    assert_int_equal(second->n_worked, 0);
    pp_plan_remember(second, first);
    assert_int_equal(second->n_worked, 2);
    assert_int_equal(second->worked[0].date, fixture_day("2014-06-09"));
    assert_int_equal(second->worked[1].date, fixture_day("2015-06-07"));
    pp_plan_clear_stage(second, PP_ROTA);
    assert_int_equal(second->n_worked, 0);
    /* What people were told of a date, by a swap perhaps, is what was worked. */
    pp_plan_add_published(first, (struct pp_turn){0, fixture_day("2015-06-07"), 3});
    second->rota_from = fixture_day("2015-06-08");
    pp_plan_remember(second, first);
    assert_int_equal(second->n_worked, 2);
    assert_int_equal(second->worked[1].practitioner, 3);
    pp_plan_destroy(first);
    pp_plan_destroy(second);
    pp_service_destroy(service);
}

TEST(the_past_is_what_was_planned_and_what_was_imported_each_once)
{
    struct pp_service *service = fixture_small_with(
        "[worked_turns]\npractitioner,date,shift\nann,2015-05-30,saturday\n"
        "ann,2015-05-22,evening\nann,2015-06-06,saturday\n");
    int32_t ann = fixture_row(service, PP_TABLE_practitioners, "ann");
    int32_t saturday = fixture_row(service, PP_TABLE_shifts, "saturday");
    int32_t call = fixture_row(service, PP_TABLE_shifts, "first-call");
    struct pp_plan *plan = pp_plan_create();
    plan->rota_from = fixture_day("2015-06-01");
    pp_plan_add_worked(plan, (struct pp_turn){saturday, fixture_day("2015-05-30"), ann});
    pp_plan_add_worked(plan, (struct pp_turn){call, fixture_day("2015-05-22"), ann});
    struct pp_arena arena = {0};
    struct pp_past past = pp_past_of(service, plan, &arena);
    const struct pp_turn *turns = &past.turns[past.start[ann]];
    assert_int_equal(past.start[ann + 1] - past.start[ann], 3);
    assert_int_equal(past.start[service->n_practitioners], 3);
    assert_string_equal(service->shifts[turns[0].shift].shift, "evening");
    assert_int_equal(turns[1].shift, call);
    assert_int_equal(turns[2].date, fixture_day("2015-05-30"));
    assert_int_equal(past.from, fixture_day("2015-05-18"));
    assert_int_equal(past.weeks, 3); // of the weeks of 25 and 18 May
    pp_arena_finish(&arena);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(a_shift_runs_on_its_weekdays_between_its_dates)
{
    struct pp_service *service = fixture_small_with(
        "[shifts]\nshift,weekdays,begin,end,break_minutes,needed,kind,from,to\n"
        "june,Mon-Fri,09:00,17:00,30,1,duty,2015-06-02,2015-06-08\n");
    int32_t june = shift(service, "june"), saturday = shift(service, "saturday");
    assert_false(pp_shift_runs(service, june, fixture_day("2015-06-01")));
    assert_true(pp_shift_runs(service, june, fixture_day("2015-06-02")));
    assert_false(pp_shift_runs(service, june, fixture_day("2015-06-06")));
    assert_true(pp_shift_runs(service, june, fixture_day("2015-06-08")));
    assert_false(pp_shift_runs(service, june, fixture_day("2015-06-09")));
    assert_true(pp_shift_runs(service, saturday, fixture_day("2015-06-06")));
    assert_false(pp_shift_runs(service, saturday, fixture_day("2015-06-07")));
    pp_service_destroy(service);
}

TEST(a_night_is_as_long_as_it_really_is)
{
    struct pp_service *service = fixture_small_with(
        "[shifts]\nshift,weekdays,begin,end,break_minutes,needed,kind\n"
        "ward,daily,22:00,06:00,30,1,duty\n"
        "round,daily,08:00,08:00,0,1,duty\n"
        "midnight,daily,20:00,24:00,0,1,duty\n");
    int32_t ward = shift(service, "ward");
    assert_true(pp_shift_ends_next_day(service, ward));
    assert_int_equal(pp_shift_minutes(service, ward, fixture_day("2015-06-01")), 450);
    assert_int_equal(pp_shift_minutes(service, ward, fixture_day("2015-03-28")), 390);
    assert_int_equal(pp_shift_minutes(service, ward, fixture_day("2015-10-24")), 510);
    assert_int_equal(pp_shift_minutes(service, shift(service, "round"), fixture_day("2015-06-01")),
                     1440);
    assert_false(pp_shift_ends_next_day(service, shift(service, "midnight")));
    assert_int_equal(
        pp_shift_minutes(service, shift(service, "midnight"), fixture_day("2015-06-01")), 240);
    assert_int_equal(
        pp_shift_minutes(service, shift(service, "first-call"), fixture_day("2015-06-01")), 0);
    pp_service_destroy(service);
}

TEST(nights_are_duties_with_three_hours_of_the_night)
{
    static const struct {
        const char *times;
        bool night;
    } duties[] = {{"22:00,02:00", true},  {"20:00,01:59", false}, {"00:00,03:00", true},
                  {"03:01,11:00", false}, {"20:00,08:00", true},  {"09:00,17:00", false},
                  {"09:00,09:00", true}};
    for (size_t i = 0; i < sizeof(duties) / sizeof(duties[0]); i++) {
        char text[160];
        snprintf(text, sizeof(text),
                 "[shifts]\nshift,weekdays,begin,end,break_minutes,needed,kind\n"
                 "n,daily,%s,0,1,duty\n",
                 duties[i].times);
        struct pp_service *service = fixture_small_with(text);
        assert_int_equal(pp_shift_is_night(service, fixture_row(service, PP_TABLE_shifts, "n")),
                         duties[i].night);
        pp_service_destroy(service);
    }
}

TEST(evenings_are_duties_that_end_late)
{
    struct pp_service *service = fixture_small();
    assert_true(pp_shift_is_evening(service, shift(service, "evening")));
    assert_false(pp_shift_is_evening(service, shift(service, "p1-day")));
    assert_false(pp_shift_is_evening(service, shift(service, "saturday"))); /* 18:00 sharp */
    assert_false(pp_shift_is_evening(service, shift(service, "first-call")));
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sorted_plan_does_not_tell_how_it_was_filled),
        cmocka_unit_test(turns_go_by_date_then_shift_then_person),
        cmocka_unit_test(the_whole_service_comes_after_its_roles_and_shortfalls_by_stage),
        cmocka_unit_test(clearing_a_stage_leaves_the_others),
        cmocka_unit_test(strings_of_a_plan_are_its_own),
        cmocka_unit_test(without_a_plan_the_data_answer),
        cmocka_unit_test(an_allocation_answers_also_for_families_without_a_place),
        cmocka_unit_test(a_seat_gives_its_skill_from_the_next_day_until_it_lapses),
        cmocka_unit_test(a_skill_learned_on_the_last_of_august_lapses_on_the_last_of_february),
        cmocka_unit_test(core_training_is_on_record_or_in_the_plan),
        cmocka_unit_test(a_plan_remembers_what_was_worked_before_its_rota),
        cmocka_unit_test(the_past_is_what_was_planned_and_what_was_imported_each_once),
        cmocka_unit_test(a_shift_runs_on_its_weekdays_between_its_dates),
        cmocka_unit_test(a_night_is_as_long_as_it_really_is),
        cmocka_unit_test(nights_are_duties_with_three_hours_of_the_night),
        cmocka_unit_test(evenings_are_duties_that_end_late),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
