// SPDX-License-Identifier: GPL-3.0-or-later
#include "service_fixture.h"
#include "store_fixture.h"
#include "test.h"

#include <podplan/schema.h>
#include <podplan/store.h>
#include <podplan/swap.h>

#include <stdio.h>
#include <string.h>

/* A rota of two weeks from Mon 1 Jun 2015, published; planned_on is Mon 2 Mar 2015. */
struct scene {
    struct pp_service *service;
    struct pp_plan *plan;
    struct pp_arena arena;
};

static int32_t person(const struct scene *s, const char *key)
{
    return fixture_row(s->service, PP_TABLE_practitioners, key);
}

static struct pp_turn turn_of(const struct scene *s, const char *who, const char *shift,
                              const char *date)
{
    return (struct pp_turn){.shift = fixture_row(s->service, PP_TABLE_shifts, shift),
                            .date = fixture_day(date),
                            .practitioner = person(s, who)};
}

static void give(struct scene *s, const char *who, const char *shift, const char *date)
{
    pp_plan_add_turn(s->plan, turn_of(s, who, shift, date));
    pp_plan_add_published(s->plan, turn_of(s, who, shift, date));
}

static void open_scene(struct scene *s, const char *more)
{
    *s = (struct scene){.service = fixture_small_with(more), .plan = pp_plan_create()};
    s->plan->rota_from = fixture_day("2015-06-01");
    s->plan->rota_weeks = 2;
    give(s, "ann", "p1-day", "2015-06-02");
    give(s, "bob", "p1-day", "2015-06-03");
    give(s, "bob", "evening", "2015-06-04");
    pp_plan_sort(s->plan, s->service);
}

static void close_scene(struct scene *s)
{
    pp_arena_finish(&s->arena);
    pp_plan_destroy(s->plan);
    pp_service_destroy(s->service);
}

static bool has(const struct pp_turn *turns, int32_t n, struct pp_turn turn)
{
    for (int32_t i = 0; i < n; i++) {
        if (memcmp(&turns[i], &turn, sizeof(turn)) == 0) {
            return true;
        }
    }
    return false;
}

static struct pp_swap ask_of(const char *who, const char *shift, const char *date,
                             const char *other)
{
    return (struct pp_swap){.kind = PP_SWAP_ASK,
                            .state = PP_SWAP_OPEN,
                            .shift = shift,
                            .date = fixture_day(date),
                            .practitioner = who,
                            .other = other,
                            .other_date = PP_NO_DAY};
}

/* ---- Doing ---- */

TEST(both_turns_of_a_swap_change_hands_wherever_they_are_remembered)
{
    struct scene s;
    open_scene(&s, NULL);
    pp_plan_add_worked(s.plan, turn_of(&s, "ann", "p1-day", "2015-06-02"));
    struct pp_swap swap = ask_of("ann", "p1-day", "2015-06-02", "bob");
    swap.other_shift = "p1-day";
    swap.other_date = fixture_day("2015-06-03");
    pp_swap_apply(s.plan, s.service, &swap);
    const struct pp_turn given = turn_of(&s, "bob", "p1-day", "2015-06-02");
    assert_true(has(s.plan->turns, s.plan->n_turns, given));
    assert_true(has(s.plan->published, s.plan->n_published, given));
    assert_true(has(s.plan->worked, s.plan->n_worked, given));
    assert_true(has(s.plan->turns, s.plan->n_turns, turn_of(&s, "ann", "p1-day", "2015-06-03")));
    assert_true(has(s.plan->turns, s.plan->n_turns, turn_of(&s, "bob", "evening", "2015-06-04")));
    close_scene(&s);
}

TEST(standby_by_the_week_changes_hands_as_a_whole)
{
    struct scene s;
    open_scene(&s,
               "[shifts]\nshift,weekdays,begin,end,break_minutes,needed,kind,tier,block\n"
               "night,Mon-Wed,20:00,08:00,0,1,standby,1,week\n");
    give(&s, "ann", "night", "2015-06-08");
    give(&s, "ann", "night", "2015-06-09");
    give(&s, "ann", "night", "2015-06-10");
    struct pp_swap swap = ask_of("ann", "night", "2015-06-08", "bob");
    pp_swap_apply(s.plan, s.service, &swap);
    for (int day = 8; day <= 10; day++) {
        char date[16];
        snprintf(date, sizeof(date), "2015-06-%02d", day);
        assert_true(has(s.plan->turns, s.plan->n_turns, turn_of(&s, "bob", "night", date)));
    }
    close_scene(&s);
}

/* ---- Judging ---- */

TEST(a_swap_that_breaks_a_rule_names_it)
{
    struct scene s;
    open_scene(&s, NULL);
    give(&s, "bob", "p1-day", "2015-06-08");
    struct pp_swap swap = ask_of("bob", "p1-day", "2015-06-08", "eve");
    struct pp_effect effect = pp_swap_effect(s.service, s.plan, &swap, &s.arena);
    assert_int_equal(effect.rule, PP_NONE);
    assert_null(effect.sentence);
    swap.other = "ann";
    effect = pp_swap_effect(s.service, s.plan, &swap, &s.arena);
    assert_string_equal(pp_rules[effect.rule].name, "on_leave");
    assert_string_equal(effect.sentence, "ann has p1-day on Mon 8 Jun 2015 and is on leave.");
    close_scene(&s);
}

TEST(only_what_is_new_counts)
{
    struct scene s;
    open_scene(&s, "[leave]\npractitioner,from,to,kind\nbob,2015-06-03,2015-06-03,sick\n");
    struct pp_swap swap = ask_of("ann", "p1-day", "2015-06-02", "bob"); // bob's next day is wrong
    assert_int_equal(pp_swap_effect(s.service, s.plan, &swap, &s.arena).rule, PP_NONE);
    struct pp_swap worse = ask_of("bob", "p1-day", "2015-06-03", "ann"); // what was wrong goes
    assert_int_equal(pp_swap_effect(s.service, s.plan, &worse, &s.arena).rule, PP_NONE);
    close_scene(&s);
}

TEST(a_swap_of_weeks_before_the_rota_is_judged_too)
{
    struct scene s;
    open_scene(&s, "[leave]\npractitioner,from,to,kind\nbob,2015-05-27,2015-05-27,annual\n");
    pp_plan_add_worked(s.plan, turn_of(&s, "ann", "p1-day", "2015-05-27"));
    pp_plan_add_published(s.plan, turn_of(&s, "ann", "p1-day", "2015-05-27"));
    pp_plan_sort(s.plan, s.service);
    struct pp_swap swap = ask_of("ann", "p1-day", "2015-05-27", "bob");
    struct pp_effect effect = pp_swap_effect(s.service, s.plan, &swap, &s.arena);
    assert_string_equal(pp_rules[effect.rule].name, "on_leave");
    close_scene(&s);
}

/* ---- Following ---- */

static void assert_fate(struct scene *s, const struct pp_swap *swap, enum pp_swap_fate fate,
                        const char *words)
{
    const char *why;
    assert_int_equal(pp_swap_follow(s->service, s->plan, swap, &s->arena, &why), fate);
    if (words == NULL) {
        assert_null(why);
    } else {
        assert_string_equal(why, words);
    }
}

TEST(a_swap_follows_its_shift_when_the_times_move)
{
    struct scene s;
    open_scene(&s, NULL);
    struct pp_swap swap = ask_of("ann", "p1-day", "2015-06-02", "bob");
    s.service->shifts[fixture_row(s.service, PP_TABLE_shifts, "p1-day")].begin = 10 * 60;
    assert_fate(&s, &swap, PP_SWAP_GOES_ON, NULL);
    close_scene(&s);
}

TEST(a_swap_ends_with_its_turns_and_says_why)
{
    struct scene s;
    open_scene(&s, NULL);
    struct pp_swap swap = ask_of("ann", "p1-day", "2015-06-02", "bob");
    swap.other_shift = "evening";
    swap.other_date = fixture_day("2015-06-04");
    assert_fate(&s, &swap, PP_SWAP_GOES_ON, NULL);

    struct pp_swap nobody = ask_of("ann", "evening", "2015-06-02", "bob");
    assert_fate(&s, &nobody, PP_SWAP_ENDS,
                "By a new rota ann no longer has evening on Tue 2 Jun 2015; nobody has it.");
    struct pp_swap given = ask_of("ann", "evening", "2015-06-04", "bob");
    assert_fate(&s, &given, PP_SWAP_ENDS,
                "By a new rota ann no longer has evening on Thu 4 Jun 2015; bob has it.");
    swap.other_date = fixture_day("2015-06-05");
    assert_fate(&s, &swap, PP_SWAP_ENDS,
                "By a new rota bob no longer has evening on Fri 5 Jun 2015; nobody has it.");
    struct pp_swap gone = ask_of("ann", "twilight", "2015-06-02", "bob");
    assert_fate(&s, &gone, PP_SWAP_ENDS, "twilight no longer runs on Tue 2 Jun 2015.");
    struct pp_swap sunday = ask_of("ann", "p1-day", "2015-06-07", "bob");
    assert_fate(&s, &sunday, PP_SWAP_ENDS, "p1-day no longer runs on Sun 7 Jun 2015.");
    struct pp_swap left = ask_of("zoe", "p1-day", "2015-06-02", "bob");
    assert_fate(&s, &left, PP_SWAP_ENDS, "zoe is no longer in the service.");
    s.service->settings.planned_on = fixture_day("2015-06-03");
    swap.other_shift = NULL;
    assert_fate(&s, &swap, PP_SWAP_ENDS, "Tue 2 Jun 2015 has passed.");
    close_scene(&s);
}

TEST(an_offer_is_open_again_when_its_volunteer_has_left)
{
    struct scene s;
    open_scene(&s, NULL);
    struct pp_swap swap = ask_of("ann", "p1-day", "2015-06-02", "zoe");
    assert_fate(&s, &swap, PP_SWAP_ENDS, "zoe is not in post on Tue 2 Jun 2015.");
    swap.kind = PP_SWAP_OFFER;
    assert_fate(&s, &swap, PP_SWAP_REOPENS, "zoe is not in post on Tue 2 Jun 2015.");
    close_scene(&s);
}

/* ---- In the file ---- */

static struct pp_swap_step step_to(enum pp_swap_state state)
{
    return (struct pp_swap_step){.state = (int32_t)state,
                                 .practitioner = "ann",
                                 .day = fixture_day("2015-03-02"),
                                 .made_by = "somebody"};
}

static bool save(struct pp_store *store, struct pp_swap *swap, struct pp_err *err)
{
    struct pp_swap_step step = step_to((enum pp_swap_state)swap->state);
    return pp_store_save_swap(store, swap, &step, err);
}

TEST(a_turn_is_in_one_open_swap_at_most)
{
    struct pp_err err = {0};
    struct pp_store *store = store_open("a.db", true);
    struct pp_swap first = ask_of("ann", "p1-day", "2015-06-02", "bob");
    first.other_shift = "evening";
    first.other_date = fixture_day("2015-06-04");
    store_assert(save(store, &first, &err), &err);
    assert_int_equal(first.id, 1);

    struct pp_swap same = ask_of("ann", "p1-day", "2015-06-02", "eve");
    assert_false(save(store, &same, &err));
    store_assert_says(&err, PP_E_STATE, "p1-day of ann on Tue 2 Jun 2015 is in swap 1 already");
    struct pp_swap theirs = ask_of("bob", "evening", "2015-06-04", "eve");
    assert_false(save(store, &theirs, &err));
    store_assert_says(&err, PP_E_STATE, "evening of bob on Thu 4 Jun 2015 is in swap 1 already");
    struct pp_swap back = ask_of("eve", "evening", "2015-06-05", "bob");
    back.other_shift = "evening";
    back.other_date = fixture_day("2015-06-04");
    assert_false(save(store, &back, &err));

    first.state = PP_SWAP_WITHDRAWN;
    store_assert(save(store, &first, &err), &err);
    store_assert(save(store, &same, &err), &err);
    first.state = PP_SWAP_OPEN;
    assert_false(save(store, &first, &err)); // it is over
    store_assert_says(&err, PP_E_STATE, "p1-day of ann on Tue 2 Jun 2015 is in swap 2 already");
    first.state = PP_SWAP_APPROVED;
    assert_false(save(store, &first, &err));
    store_assert_says(&err, PP_E_STATE, "swap 1 has ended already");
    pp_store_close(store);
}

TEST(swaps_come_back_with_their_steps)
{
    struct pp_err err = {0};
    struct pp_swap_list swaps = {0};
    struct pp_store *store = store_open("a.db", true);
    struct pp_swap swap = ask_of("ann", "p1-day", "2015-06-02", NULL);
    swap.kind = PP_SWAP_OFFER;
    store_assert(save(store, &swap, &err), &err);
    swap.state = PP_SWAP_TAKEN;
    swap.other = "bob";
    store_assert(save(store, &swap, &err), &err);
    store_assert(pp_store_load_swaps(store, &swaps, &err), &err);
    assert_int_equal(swaps.count, 1);
    assert_int_equal(swaps.rows[0].kind, PP_SWAP_OFFER);
    assert_int_equal(swaps.rows[0].state, PP_SWAP_TAKEN);
    assert_string_equal(swaps.rows[0].other, "bob");
    assert_null(swaps.rows[0].other_shift);
    assert_int_equal(swaps.rows[0].date, fixture_day("2015-06-02"));
    assert_int_equal(swaps.n_steps, 2);
    assert_int_equal(swaps.steps[0].state, PP_SWAP_OPEN);
    assert_int_equal(swaps.steps[1].state, PP_SWAP_TAKEN);
    assert_string_equal(swaps.steps[1].practitioner, "ann");
    assert_int_equal(swaps.steps[1].day, fixture_day("2015-03-02"));
    assert_true(strlen(swaps.steps[1].made_at) == 20);
    pp_arena_finish(&swaps.arena);
    pp_store_close(store);
}

TEST(an_approved_swap_is_a_plan_and_counts_as_published)
{
    struct scene s;
    struct pp_err err = {0};
    struct pp_plan_record record = {.made_by = "somebody", .command = "rota"};
    struct pp_store *store = store_open("a.db", true);
    open_scene(&s, NULL);
    store_assert(pp_store_save_plan(store, s.service, s.plan, &record, &err), &err);
    store_assert(pp_store_publish(store, s.service, s.plan, NULL, &err), &err);
    struct pp_swap swap = ask_of("ann", "p1-day", "2015-06-02", "bob");
    swap.state = PP_SWAP_TAKEN;
    store_assert(save(store, &swap, &err), &err);
    swap.state = PP_SWAP_APPROVED;
    struct pp_swap_step step = step_to(PP_SWAP_APPROVED);
    pp_swap_apply(s.plan, s.service, &swap);
    store_assert(pp_store_approve_swap(store, s.service, s.plan, &record, &swap, &step, &err),
                 &err);

    struct pp_plan *plan = pp_store_load_plan(store, s.service, &record, &err);
    store_assert(plan != NULL, &err);
    struct pp_turn given = turn_of(&s, "bob", "p1-day", "2015-06-02");
    struct pp_turn gone = turn_of(&s, "ann", "p1-day", "2015-06-02");
    assert_int_equal(record.id, 2);
    assert_true(has(plan->turns, plan->n_turns, given));
    assert_true(pp_is_published(plan, &given));
    assert_false(pp_is_published(plan, &gone));
    assert_int_equal(plan->n_published, 3);
    assert_false(
        pp_store_approve_swap(store, s.service, s.plan, &record, &swap, &step, &err)); // once
    assert_int_equal(store_number(store, "SELECT count(*) FROM plans"), 2);
    pp_plan_destroy(plan);
    pp_store_close(store);
    close_scene(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_turns_of_a_swap_change_hands_wherever_they_are_remembered),
        cmocka_unit_test(standby_by_the_week_changes_hands_as_a_whole),
        cmocka_unit_test(a_swap_that_breaks_a_rule_names_it),
        cmocka_unit_test(only_what_is_new_counts),
        cmocka_unit_test(a_swap_of_weeks_before_the_rota_is_judged_too),
        cmocka_unit_test(a_swap_follows_its_shift_when_the_times_move),
        cmocka_unit_test(a_swap_ends_with_its_turns_and_says_why),
        cmocka_unit_test(an_offer_is_open_again_when_its_volunteer_has_left),
        IN_FOLDER(a_turn_is_in_one_open_swap_at_most),
        IN_FOLDER(swaps_come_back_with_their_steps),
        IN_FOLDER(an_approved_swap_is_a_plan_and_counts_as_published),
    };
    return cmocka_run_group_tests_name("swaps", tests, NULL, NULL);
}
