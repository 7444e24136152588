// SPDX-License-Identifier: GPL-3.0-or-later
#include "rota_case.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

#define PEOPLE "[practitioners]\npractitioner,role,pod,fte,contract,start,end\n"
#define SHIFTS                                                                                     \
    "[shifts]\nshift,name,weekdays,begin,end,break_minutes,pod,hub,role,skill,needed,kind,tier\n"
#define LEAVE "[leave]\npractitioner,from,to,kind\n"
#define REQUESTS "[requests]\npractitioner,date,shift,wish,minutes\n"
#define FOUR_IN_NORTH                                                                              \
    PEOPLE                                                                                         \
    "ann,fp,north,1,permanent,2020-01-01,\nbob,fp,north,1,permanent,2020-01-01,\n"                 \
    "cat,fp,north,1,permanent,2020-01-01,\ndev,fp,north,1,permanent,2020-01-01,\n"
#define EARLY_AND_LATE                                                                             \
    SHIFTS                                                                                         \
    "early,Early,Mon-Fri,08:00,16:00,30,north,,,,1,duty,\n"                                        \
    "late,Late,daily,12:00,20:00,30,north,,,,1,duty,\n"

static const struct pp_shortfall *only_shortfall(const struct rota_case *c)
{
    assert_int_equal(c->plan->n_shortfalls, 1);
    return &c->plan->shortfalls[0];
}

static void assert_says(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("'%s' does not say '%s'", text, part);
    }
}

/* ---- The best there is ---- */

TEST(a_team_with_room_covers_everything_at_no_cost)
{
    struct rota_case c = rota_case_of(FOUR_IN_NORTH EARLY_AND_LATE, (struct rota_ask){.weeks = 4});
    assert_int_equal(rota_case_status(&c), PP_OPTIMAL);
    assert_int_equal(rota_case_cost(&c), 0);
    assert_int_equal(c.plan->n_turns, 4 * (5 + 7));
    rota_case_finish(&c);
}

/* Two people, three shifts that get in each other's way, on five days: 2^20 rotas at most. */
static const char *const tiny_shifts[] = {
    "a,A,Mon Tue,07:00,15:00,30,north,,,,2,duty,\nb,B,Mon Tue,14:00,22:00,30,north,,,,1,duty,\n"
    "c,C,Mon Tue,20:00,08:00,0,north,,,,1,standby,1\n",
    "a,A,Mon-Wed,22:00,06:00,0,north,,,,1,duty,\nb,B,Tue,09:00,17:00,30,north,,,,2,duty,\n"
    "c,C,Wed,15:00,23:00,30,north,,,,1,duty,\n",
    "a,A,Sat Sun,08:00,20:00,30,north,,,,1,duty,\nb,B,Sat Sun,20:00,08:00,0,north,,,,2,standby,1\n"
    "c,C,Sun,06:30,12:00,0,north,,,,1,duty,\n",
};

static struct rota_case solve_tiny(const char *shifts, int32_t run_days, int32_t average,
                                   const struct pp_plan *before)
{
    char text[2048];
    snprintf(text, sizeof(text),
             "[settings]\nrun_days,%d\nweek_average_minutes,%d\n" PEOPLE
             "ann,fp,north,0.2,permanent,2020-01-01,\nbob,fp,north,1,permanent,2020-01-01,\n" SHIFTS
             "%s" REQUESTS
             "ann,2024-06-04,b,wanted,\nbob,2024-06-04,,avoid,70\n"
             "ann,2024-06-09,b,avoid,\n" LEAVE "bob,2024-06-05,2024-06-05,annual\n",
             (int)run_days, (int)average, shifts);
    return rota_case_of(text, (struct rota_ask){.before = before, .seed = 3});
}

TEST(no_rota_is_better_and_the_bound_is_below_it)
{
    for (int32_t i = 0; i < 3; i++) {
        struct rota_case c = solve_tiny(tiny_shifts[i], 1 + i, i == 1 ? 900 : 2880, NULL);
        int64_t least = rota_case_brute_force(&c);
        assert_true(c.plan->info[PP_ROTA].bound <= least);
        assert_int_equal(rota_case_cost(&c), least);
        struct rota_case again = solve_tiny(tiny_shifts[i], 2, 2880, c.plan);
        assert_int_equal(rota_case_cost(&again), rota_case_brute_force(&again));
        rota_case_finish(&again);
        rota_case_finish(&c);
    }
}

TEST(services_by_chance_are_judged_without_a_broken_rule)
{
    struct pp_rng rng = {20240603};
    for (int32_t i = 0; i < 40; i++) {
        struct pp_buf text = rota_case_random(&rng, 2 + i % 9, 1 + i % 6);
        struct pp_service *service = rota_case_service(pp_buf_text(&text));
        struct rota_case c = rota_case_solve(
            service, (struct rota_ask){.weeks = 1 + i % 3, .seed = (uint64_t)i, .rounds = 4});
        struct rota_case again = rota_case_solve(
            rota_case_service(pp_buf_text(&text)),
            (struct rota_ask){.weeks = 1 + i % 3, .seed = 7, .rounds = 4, .before = c.plan});
        rota_case_finish(&again);
        rota_case_finish(&c);
        pp_buf_finish(&text);
    }
}

TEST(nights_across_a_clock_change_count_what_is_worked)
{
    for (int32_t i = 0; i < 2; i++) {
        struct rota_case c = rota_case_of(
            PEOPLE "ann,fp,north,0.1,permanent,2020-01-01,\n" SHIFTS
                   "night,Night,daily,22:00,06:00,0,north,,,,1,duty,\n",
            (struct rota_ask){.from = i == 0 ? "2024-03-25" : "2024-10-21", .weeks = 2});
        assert_true(rota_case_breaches(&c, "contract_hours") <= 1);
        rota_case_finish(&c);
    }
}

/* ---- Rules one by one ---- */

TEST(nobody_stands_by_in_the_night_before_leave)
{
    struct rota_case c =
        rota_case_of(PEOPLE "ann,fp,north,1,permanent,2020-01-01,\n" SHIFTS
                            "call,On call,daily,20:00,08:00,0,north,,,,1,standby,1\n" LEAVE
                            "ann,2024-06-06,2024-06-06,annual\n",
                     (struct rota_ask){0});
    assert_false(rota_case_has_turn(&c, "ann", "call", "2024-06-05"));
    assert_false(rota_case_has_turn(&c, "ann", "call", "2024-06-06"));
    assert_int_equal(c.plan->n_turns, 5);
    rota_case_finish(&c);
}

TEST(standby_follows_a_duty_of_the_same_day)
{
    struct rota_case c =
        rota_case_of(PEOPLE "ann,fp,north,1,permanent,2020-01-01,\n" SHIFTS
                            "late,Late,Wed,12:00,20:00,30,north,,,,1,duty,\n"
                            "call,On call,Wed,20:00,08:00,0,north,,,,1,standby,1\n"
                            "early-call,Early call,Wed,06:00,12:00,0,north,,,,1,standby,1\n",
                     (struct rota_ask){0});
    assert_int_equal(c.plan->n_turns, 3);
    assert_int_equal(rota_case_cost(&c), 0);
    rota_case_finish(&c);
}

TEST(a_course_takes_the_day_and_counts_as_work)
{
    struct pp_service *service = rota_case_service(
        "[settings]\nweek_average_minutes,960\n" PEOPLE
        "ann,fp,north,1,permanent,2020-01-01,\n" SHIFTS
        "day,Day,Mon-Wed,08:00,16:00,0,north,,,,1,duty,\n"
        "[courses]\ncourse,name,skill,price\nlaw,Law,law,0\n"
        "[sessions]\nsession,course,date,begin,end,places\nlaw-1,law,2024-06-04,09:00,17:00,5\n");
    struct pp_seat seat = {fixture_row(service, PP_TABLE_sessions, "law-1"), 0};
    struct rota_case c = rota_case_solve(service, (struct rota_ask){.seats = &seat, .n_seats = 1});
    assert_int_equal(c.plan->n_turns, 1); // 8 hours of course and 8 of duty fill the 16
    assert_false(rota_case_has_turn(&c, "ann", "day", "2024-06-04"));
    rota_case_finish(&c);
}

TEST(a_week_of_courses_is_not_the_rotas_to_mend)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, FOUR_IN_NORTH EARLY_AND_LATE
               "[courses]\ncourse,name,skill,price\n"
               "law,Law,law,0\n[sessions]\nsession,course,"
               "date,begin,end,places\n");
    struct pp_seat seats[7];
    for (int32_t day = 0; day < 7; day++) {
        pp_buf_printf(&text, "law-%d,law,2024-06-%02d,09:00,17:00,5\n", day, 3 + day);
    }
    struct pp_service *service = rota_case_service(pp_buf_text(&text));
    pp_buf_finish(&text);
    int32_t ann = fixture_row(service, PP_TABLE_practitioners, "ann");
    for (int32_t day = 0; day < 7; day++) {
        seats[day] = (struct pp_seat){day, ann};
    }
    struct pp_solver_settings settings = {.rounds = 40};
    struct rota_case c = {service, pp_plan_create(), NULL};
    for (int32_t day = 0; day < 7; day++) {
        pp_plan_add_seat(c.plan, seats[day]);
    }
    assert_true(pp_solve_rota(service, &settings, fixture_day("2024-06-03"), 2, c.plan, NULL));
    struct pp_verdict verdict = {0};
    pp_judge(&(struct pp_case){service, c.plan, NULL}, 1U << PP_ROTA, &verdict);
    assert_int_equal(verdict.cost[PP_ROTA], rota_case_cost(&c));
    assert_int_equal(verdict.hard, 2); // a week without rest and a run of seven days, both given
    assert_int_equal(rota_case_breaches(&c, "cover"), 0);
    pp_verdict_finish(&verdict);
    rota_case_finish(&c);
}

TEST(contradictory_requests_cost_and_break_nothing)
{
    struct rota_case c = rota_case_of(FOUR_IN_NORTH EARLY_AND_LATE REQUESTS
                                      "ann,2024-06-03,early,wanted,\nann,2024-06-03,,avoid,\n"
                                      "bob,2024-06-03,early,wanted,\nbob,2024-06-03,late,wanted,\n",
                                      (struct rota_ask){0});
    assert_int_equal(rota_case_cost(&c), 120); // bob has one of two, ann none of hers
    assert_int_equal(rota_case_status(&c), PP_OPTIMAL);
    rota_case_finish(&c);
}

TEST(evenings_are_shared_fairly)
{
    struct rota_case c = rota_case_of(FOUR_IN_NORTH EARLY_AND_LATE, (struct rota_ask){.weeks = 8});
    int32_t late[4] = {0};
    for (int32_t i = 0; i < c.plan->n_turns; i++) {
        const struct pp_turn *turn = &c.plan->turns[i];
        late[turn->practitioner] += pp_shift_is_evening(c.service, turn->shift);
    }
    for (int32_t person = 0; person < 4; person++) {
        assert_int_equal(late[person], 14); // 56 among four
    }
    rota_case_finish(&c);
}

/* ---- What does not fit ---- */

TEST(one_uncovered_date_is_named_with_who_could_and_why_not)
{
    struct rota_case c =
        rota_case_of(PEOPLE
                     "ann,fp,north,1,permanent,2020-01-01,\nbob,fp,north,1,permanent,2020-01-01,\n"
                     "cat,desk,north,1,permanent,2020-01-01,\n" SHIFTS
                     "late,Late,Sat,12:00,20:00,30,north,,,,1,duty,\n" LEAVE
                     "ann,2024-06-08,2024-06-08,annual\nbob,2024-06-03,2024-06-09,sick\n",
                     (struct rota_ask){0});
    const struct pp_shortfall *shortfall = only_shortfall(&c);
    assert_int_equal(rota_case_status(&c), PP_SHORTFALL);
    assert_string_equal(shortfall->rule, "cover");
    assert_string_equal(shortfall->subject, "late");
    assert_string_equal(shortfall->sentence,
                        "Late on Sat 8 Jun 2024 in pod north is 1 person "
                        "short: 2 of 3 may cover it; both are on leave.");
    assert_string_equal(shortfall->remedy,
                        "One more person who may cover it and is free then closes it.");
    rota_case_finish(&c);
}

TEST(a_duty_longer_than_anybodys_hours_is_not_closed_by_more_people)
{
    struct rota_case c = rota_case_of("[settings]\nweek_average_minutes,240\n" FOUR_IN_NORTH SHIFTS
                                      "late,Late,Sat,12:00,20:00,30,north,,,,1,duty,\n",
                                      (struct rota_ask){0});
    const struct pp_shortfall *shortfall = only_shortfall(&c);
    assert_int_equal(shortfall->amount, 1);
    assert_says(shortfall->remedy, "A shorter duty or a longer average week");
    rota_case_finish(&c);
}

TEST(hours_are_counted_in_whole_turns)
{
    struct rota_case c = rota_case_of("[settings]\nweek_average_minutes,800\n" PEOPLE
                                      "cat,desk,north,1,permanent,2020-01-01,\n" SHIFTS
                                      "late,Late,Mon-Wed,12:00,20:00,30,north,,,,1,duty,\n",
                                      (struct rota_ask){0});
    assert_string_equal(only_shortfall(&c)->remedy,
                        "3 more people who may cover it and are free then close it.");
    rota_case_finish(&c);
}

TEST(a_shift_for_which_nobody_is_qualified_is_one_shortfall)
{
    struct rota_case c = rota_case_of(FOUR_IN_NORTH SHIFTS
                                      "court,Court,Mon-Fri,09:00,17:00,30,north,,,law,2,duty,\n",
                                      (struct rota_ask){.weeks = 10});
    const struct pp_shortfall *shortfall = only_shortfall(&c);
    assert_int_equal(shortfall->amount, 2 * 5 * 10);
    assert_says(shortfall->sentence, "none of the 4 people in pod north may cover it");
    assert_says(shortfall->sentence, "it asks for skill law");
    assert_says(shortfall->sentence, "2 people short on each of its 50 dates");
    assert_string_equal(shortfall->remedy,
                        "2 more people who may cover it and are free then close it.");
    rota_case_finish(&c);
}

TEST(a_team_on_leave_covers_nothing_in_few_sentences)
{
    struct rota_case c = rota_case_of(FOUR_IN_NORTH EARLY_AND_LATE LEAVE
                                      "ann,2024-06-01,2024-12-31,annual\n"
                                      "bob,2024-06-01,2024-12-31,annual\n"
                                      "cat,2024-06-01,2024-12-31,annual\n"
                                      "dev,2024-06-01,2024-12-31,annual\n",
                                      (struct rota_ask){.weeks = 8});
    assert_int_equal(c.plan->n_turns, 0);
    assert_int_equal(c.plan->n_shortfalls, 2);
    assert_int_equal(rota_case_short(&c), 8 * (5 + 7));
    assert_says(c.plan->shortfalls[0].sentence, "on these dates they are on leave 160 times.");
    assert_int_equal(rota_case_cost(&c), c.plan->info[PP_ROTA].bound);
    rota_case_finish(&c);
}

TEST(scattered_dates_are_listed_in_one_sentence)
{
    struct rota_case c =
        rota_case_of(PEOPLE "ann,fp,north,1,permanent,2020-01-01,\n" SHIFTS
                            "day,Day,Mon-Fri,09:00,17:00,30,north,,,,1,duty,\n" LEAVE
                            "ann,2024-06-03,2024-06-03,annual\n"
                            "ann,2024-06-05,2024-06-06,annual\n"
                            "ann,2024-06-27,2024-06-27,annual\n"
                            "ann,2024-07-01,2024-07-01,annual\n",
                     (struct rota_ask){.weeks = 5});
    assert_says(only_shortfall(&c)->sentence, "(3, 5, 6, 27 Jun 2024; 1 Jul 2024)");
    assert_int_equal(rota_case_short(&c), 5);
    rota_case_finish(&c);
}

TEST(a_shift_round_the_clock_is_covered_as_far_as_rest_allows)
{
    struct rota_case c =
        rota_case_of(PEOPLE "ann,fp,north,1,permanent,2020-01-01,\n" SHIFTS
                            "all,Day and night,daily,08:00,08:00,60,north,,,,1,duty,\n",
                     (struct rota_ask){0});
    assert_int_equal(c.plan->n_turns, 2); // 48 hours a week at most, and 11 hours of rest
    rota_case_finish(&c);
}

TEST(more_people_needed_than_there_are)
{
    struct rota_case c = rota_case_of(
        FOUR_IN_NORTH SHIFTS "all,All,Mon,08:00,16:00,30,,,,,1000,duty,\n", (struct rota_ask){0});
    assert_int_equal(c.plan->n_turns, 4);
    assert_int_equal(rota_case_short(&c), 996);
    rota_case_finish(&c);
}

TEST(a_service_without_workers_or_without_shifts_has_a_rota)
{
    struct rota_case c =
        rota_case_of(PEOPLE
                     "vol,fp,north,1,volunteer,2020-01-01,\nold,fp,north,1,permanent,2020-01-01,"
                     "2021-01-01\n" EARLY_AND_LATE,
                     (struct rota_ask){0});
    assert_int_equal(rota_case_short(&c), 12);
    rota_case_finish(&c);
    c = rota_case_of(FOUR_IN_NORTH, (struct rota_ask){.weeks = 53});
    assert_int_equal(rota_case_status(&c), PP_OPTIMAL);
    rota_case_finish(&c);
}

TEST(a_horizon_that_is_none_is_refused)
{
    struct pp_service *service = rota_case_service(FOUR_IN_NORTH EARLY_AND_LATE);
    struct pp_plan *plan = pp_plan_create();
    struct pp_solver_settings settings = {.rounds = 1};
    struct pp_err err = {0};
    pp_day monday = fixture_day("2024-06-03");
    assert_false(pp_solve_rota(service, &settings, monday + 1, 1, plan, &err));
    assert_int_equal(err.code, PP_E_USAGE);
    assert_says(err.text, "Tue 4 Jun 2024");
    assert_false(pp_solve_rota(service, &settings, monday, 54, plan, &err));
    assert_false(pp_solve_rota(service, &settings, monday, 0, plan, &err));
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

/* ---- The same again ---- */

static const char mixed[] = PEOPLE
    "ann,fp,north,1,permanent,2020-01-01,\nbob,fp,north,0.5,permanent,2020-01-01,\n"
    "cat,fp,north,1,permanent,2020-01-01,\neve,lead,north,1,permanent,2020-01-01,\n" SHIFTS
    "early,Early,Mon-Fri,08:00,16:00,30,north,,,,2,duty,\n"
    "late,Late,daily,12:00,20:00,30,north,,,,1,duty,\n"
    "call,On call,daily,20:00,08:00,0,north,,,,1,standby,1\n";
static const char mixed_in_another_order[] = SHIFTS
    "call,On call,daily,20:00,08:00,0,north,,,,1,standby,1\n"
    "late,Late,daily,12:00,20:00,30,north,,,,1,duty,\n"
    "early,Early,Mon-Fri,08:00,16:00,30,north,,,,2,duty,\n" PEOPLE
    "eve,lead,north,1,permanent,2020-01-01,\ncat,fp,north,1,permanent,2020-01-01,\n"
    "bob,fp,north,0.5,permanent,2020-01-01,\nann,fp,north,1,permanent,2020-01-01,\n";

TEST(the_order_of_rows_means_nothing_and_the_seed_does)
{
    struct rota_ask ask = {.weeks = 3, .seed = 5, .rounds = 8};
    struct rota_case a = rota_case_of(mixed, ask);
    struct rota_case b = rota_case_of(mixed_in_another_order, ask);
    ask.seed = 6;
    struct rota_case other = rota_case_of(mixed, ask);
    assert_true(rota_case_same_turns(&a, &b));
    assert_int_equal(rota_case_cost(&a), rota_case_cost(&b));
    assert_int_equal(a.plan->info[PP_ROTA].bound, b.plan->info[PP_ROTA].bound);
    assert_false(rota_case_same_turns(&a, &other));
    rota_case_finish(&a);
    rota_case_finish(&b);
    rota_case_finish(&other);
}

TEST(the_number_of_threads_means_nothing)
{
    struct rota_case one =
        rota_case_of(mixed, (struct rota_ask){.weeks = 2, .rounds = 6, .threads = 1});
    struct rota_case four =
        rota_case_of(mixed, (struct rota_ask){.weeks = 2, .rounds = 6, .threads = 4});
    assert_true(rota_case_same_turns(&one, &four));
    assert_int_equal(one.plan->info[PP_ROTA].bound, four.plan->info[PP_ROTA].bound);
    rota_case_finish(&one);
    rota_case_finish(&four);
}

TEST(a_rota_made_again_stays_as_it_is)
{
    struct rota_case first = rota_case_of(mixed, (struct rota_ask){.weeks = 3, .seed = 5});
    struct rota_case again =
        rota_case_of(mixed, (struct rota_ask){.weeks = 3, .seed = 77, .before = first.plan});
    assert_true(rota_case_same_turns(&first, &again));
    assert_int_equal(rota_case_cost(&first), rota_case_cost(&again));
    rota_case_finish(&again);
    rota_case_finish(&first);
}

TEST(one_more_week_of_leave_changes_few_turns)
{
    struct rota_case first =
        rota_case_of(FOUR_IN_NORTH EARLY_AND_LATE, (struct rota_ask){.weeks = 4, .seed = 5});
    struct rota_case again =
        rota_case_of(FOUR_IN_NORTH EARLY_AND_LATE LEAVE "ann,2024-06-10,2024-06-16,annual\n",
                     (struct rota_ask){.weeks = 4, .seed = 5, .before = first.plan});
    int32_t hers = 0;
    for (int32_t i = 0; i < first.plan->n_turns; i++) {
        const struct pp_turn *turn = &first.plan->turns[i];
        hers += turn->practitioner == fixture_row(first.service, PP_TABLE_practitioners, "ann") &&
                turn->date >= fixture_day("2024-06-10") && turn->date <= fixture_day("2024-06-16");
    }
    assert_int_equal(rota_case_short(&again), 0);
    assert_true(hers > 0);
    assert_true(rota_case_breaches(&again, "rota_change") <= hers + 2);
    rota_case_finish(&again);
    rota_case_finish(&first);
}

/* ---- Stopping ---- */

TEST(work_that_is_stopped_at_once_has_an_answer)
{
    atomic_bool stop = true;
    struct rota_case c = rota_case_of(mixed, (struct rota_ask){.weeks = 8, .stop = &stop});
    assert_true(rota_case_status(&c) == PP_STOPPED || rota_case_status(&c) == PP_OPTIMAL);
    assert_true(c.plan->n_turns > 100);
    rota_case_finish(&c);
}

TEST(a_year_of_a_small_team_is_made_in_time)
{
    struct rota_case c =
        rota_case_of(mixed, (struct rota_ask){.weeks = 53, .rounds = 10000, .time_limit = 1.5});
    assert_true(c.plan->n_turns > 53 * 15);
    assert_true(c.plan->info[PP_ROTA].seconds < 4);
    rota_case_finish(&c);
}

/* Two of four wish to be free on each of four days a week, whom the other two can relieve. */
static void add_wishes(struct pp_buf *text)
{
    static const char *const people[] = {"ann", "bob", "cat", "dev"};
    pp_day monday = pp_day_from_civil((struct pp_civil){2024, 6, 3});
    pp_buf_add(text, FOUR_IN_NORTH EARLY_AND_LATE REQUESTS);
    for (int32_t i = 0; i < 26 * 4; i++) {
        struct pp_civil date = pp_civil_from_day(monday + i / 4 * 7 + i % 4);
        for (int32_t k = 0; k < 2; k++) {
            pp_buf_printf(text, "%s,%d-%02d-%02d,,avoid,\n", people[(i * 3 + k) % 4],
                          (int)date.year, (int)date.month, (int)date.day);
        }
    }
}

TEST(over_half_a_year_people_relieve_each_other)
{
    struct pp_buf text = {0};
    add_wishes(&text);
    struct rota_case c =
        rota_case_of(pp_buf_text(&text), (struct rota_ask){.weeks = 26, .rounds = 30});
    assert_int_equal(rota_case_breaches(&c, "request_avoid"), 0);
    rota_case_finish(&c);
    pp_buf_finish(&text);
}

static void count_calls(void *user, const struct pp_progress *at)
{
    int32_t *calls = user;
    assert_int_equal(at->stage, PP_ROTA);
    assert_true(at->bound <= at->cost && at->round <= at->rounds);
    ++*calls;
}

TEST(progress_is_told)
{
    struct pp_service *service = rota_case_service(mixed);
    struct pp_plan *plan = pp_plan_create();
    int32_t calls = 0;
    struct pp_solver_settings settings = {.rounds = 20, .progress = count_calls, .user = &calls};
    assert_true(pp_solve_rota(service, &settings, fixture_day("2024-06-03"), 4, plan, NULL));
    assert_true(calls > 0);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_team_with_room_covers_everything_at_no_cost),
        cmocka_unit_test(no_rota_is_better_and_the_bound_is_below_it),
        cmocka_unit_test(services_by_chance_are_judged_without_a_broken_rule),
        cmocka_unit_test(nights_across_a_clock_change_count_what_is_worked),
        cmocka_unit_test(nobody_stands_by_in_the_night_before_leave),
        cmocka_unit_test(standby_follows_a_duty_of_the_same_day),
        cmocka_unit_test(a_course_takes_the_day_and_counts_as_work),
        cmocka_unit_test(a_week_of_courses_is_not_the_rotas_to_mend),
        cmocka_unit_test(contradictory_requests_cost_and_break_nothing),
        cmocka_unit_test(evenings_are_shared_fairly),
        cmocka_unit_test(one_uncovered_date_is_named_with_who_could_and_why_not),
        cmocka_unit_test(a_duty_longer_than_anybodys_hours_is_not_closed_by_more_people),
        cmocka_unit_test(hours_are_counted_in_whole_turns),
        cmocka_unit_test(a_shift_for_which_nobody_is_qualified_is_one_shortfall),
        cmocka_unit_test(a_team_on_leave_covers_nothing_in_few_sentences),
        cmocka_unit_test(scattered_dates_are_listed_in_one_sentence),
        cmocka_unit_test(a_shift_round_the_clock_is_covered_as_far_as_rest_allows),
        cmocka_unit_test(more_people_needed_than_there_are),
        cmocka_unit_test(a_service_without_workers_or_without_shifts_has_a_rota),
        cmocka_unit_test(a_horizon_that_is_none_is_refused),
        cmocka_unit_test(the_order_of_rows_means_nothing_and_the_seed_does),
        cmocka_unit_test(the_number_of_threads_means_nothing),
        cmocka_unit_test(a_rota_made_again_stays_as_it_is),
        cmocka_unit_test(one_more_week_of_leave_changes_few_turns),
        cmocka_unit_test(work_that_is_stopped_at_once_has_an_answer),
        cmocka_unit_test(a_year_of_a_small_team_is_made_in_time),
        cmocka_unit_test(over_half_a_year_people_relieve_each_other),
        cmocka_unit_test(progress_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
