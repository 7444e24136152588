// SPDX-License-Identifier: GPL-3.0-or-later
/* What was worked before a rota, and the year's fairness, as the engine takes them. */
#include "rota_case.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

#define PEOPLE "[practitioners]\npractitioner,role,pod,fte,contract,start,end\n"
#define TWO PEOPLE "ann,fp,north,1,permanent,2020-01-01,\nbob,fp,north,1,permanent,2020-01-01,\n"
#define SHIFTS                                                                                     \
    "[shifts]\nshift,name,weekdays,begin,end,break_minutes,pod,hub,role,skill,needed,kind,tier\n"
#define WORKED "[worked_turns]\npractitioner,date,shift\n"
#define LEDGER "[ledger]\npractitioner,kind,turns,date\n"

static int32_t turns_of(const struct rota_case *c, const char *key)
{
    int32_t person = fixture_row(c->service, PP_TABLE_practitioners, key), turns = 0;
    for (int32_t i = 0; i < c->plan->n_turns; i++) {
        turns += c->plan->turns[i].practitioner == person;
    }
    return turns;
}

/* ---- The first morning ---- */

/* Rest, overlap, runs and the average week begin before the rota, or every rota would be tried. */
static const char *const pasts[] = {
    "2024-06-02,a\nbob,2024-06-02,c\nbob,2024-06-01,b\n",
    "2024-06-02,b\nbob,2024-06-02,b\nann,2024-06-01,b\nann,2024-05-31,b\n",
    "2024-05-27,b\nann,2024-05-28,b\nann,2024-05-29,b\nbob,2024-06-02,c\nann,2024-06-02,d\n",
};

TEST(no_rota_that_goes_on_from_the_past_is_better)
{
    for (int32_t i = 0; i < 3; i++) {
        char text[1024];
        snprintf(text, sizeof(text),
                 "[settings]\nrun_days,3\nweek_average_minutes,900\nreference_weeks,2\n" TWO SHIFTS
                 "a,A,Mon Tue,22:00,06:00,0,north,,,,1,duty,\n"
                 "b,B,Mon Tue,07:00,15:00,0,north,,,,1,duty,\n"
                 "c,C,Mon Tue,20:00,08:00,0,north,,,,1,standby,1\n"
                 "d,D,Mon,09:00,19:00,0,north,,,,2,duty,\n" LEDGER
                 "ann,standby,2,2024-06-02\nbob,evening,1,2024-05-26\n" WORKED "ann,%s",
                 pasts[i]);
        struct rota_case c = rota_case_of(text, (struct rota_ask){.seed = 3});
        assert_int_equal(rota_case_cost(&c), rota_case_brute_force(&c));
        rota_case_finish(&c);
    }
}

TEST(a_rota_goes_on_from_the_one_before_it)
{
    static const char text[] =
        "[settings]\nrun_days,3\n" TWO SHIFTS "day,Day,daily,09:00,17:00,30,north,,,,1,duty,\n";
    struct rota_case first = rota_case_of(text, (struct rota_ask){.weeks = 2});
    struct rota_case next = rota_case_of(
        text, (struct rota_ask){.from = "2024-06-10", .weeks = 2, .before = first.plan});
    assert_int_equal(next.plan->n_worked, 7);
    for (int32_t i = 0; i < 7; i++) {
        assert_memory_equal(&next.plan->worked[i], &first.plan->turns[i], sizeof(struct pp_turn));
    }
    assert_int_equal(rota_case_short(&next), 0);
    rota_case_finish(&next);
    rota_case_finish(&first);
}

/* ---- The average week ---- */

TEST(every_window_of_a_long_rota_keeps_the_average_week)
{
    /* Two people, 56 hours a week, 20 each; also at both changes of the clocks. */
    struct rota_case c = rota_case_of(
        "[settings]\nweek_average_minutes,1200\nreference_weeks,8\n" TWO SHIFTS
        "night,Night,daily,22:00,06:00,0,north,,,,1,duty,\n" WORKED
        "ann,2024-02-26,night\nann,2024-02-27,night\nann,2024-02-28,night\nann,2024-02-29,night\n",
        (struct rota_ask){.from = "2024-03-04", .weeks = 26, .rounds = 6});
    assert_true(c.plan->n_turns > 2 * 2 * 26); // of 2.5 each a week
    rota_case_finish(&c);
}

TEST(who_has_worked_too_much_has_no_duty_until_it_is_over)
{
    struct rota_case c =
        rota_case_of("[settings]\nreference_weeks,2\n" TWO SHIFTS
                     "day,Day,Mon-Fri,09:00,17:00,0,north,,,,1,duty,\n"
                     "[worked_hours]\npractitioner,week,minutes\nann,2024-05-27,5700\n",
                     (struct rota_ask){.weeks = 2});
    assert_int_equal(c.plan->n_turns, 10);
    for (int32_t day = 3; day < 8; day++) {
        char date[16];
        snprintf(date, sizeof(date), "2024-06-%02d", day);
        assert_true(rota_case_has_turn(&c, "bob", "day", date));
    }
    rota_case_finish(&c);
}

TEST(what_courses_break_by_themselves_is_named)
{
    struct pp_service *service =
        rota_case_service("[settings]\nrun_days,3\n" TWO SHIFTS
                          "day,Day,daily,09:00,17:00,30,north,,,,1,duty,\n"
                          "[courses]\ncourse,name,skill,price\nlaw,Law,law,0\n"
                          "[sessions]\nsession,course,date,begin,end,places\n"
                          "law-1,law,2024-06-03,09:00,17:00,5\n" WORKED
                          "ann,2024-05-31,day\nann,2024-06-01,day\nann,2024-06-02,day\n");
    struct rota_case c = {service, pp_plan_create(), NULL};
    struct pp_solver_settings settings = {.rounds = 40};
    pp_plan_add_seat(c.plan,
                     (struct pp_seat){0, fixture_row(service, PP_TABLE_practitioners, "ann")});
    assert_true(pp_solve_rota(service, &settings, fixture_day("2024-06-03"), 1, c.plan, NULL));
    struct pp_verdict verdict = {0};
    pp_judge(&(struct pp_case){service, c.plan, NULL}, 1U << PP_ROTA, &verdict);
    assert_int_equal(verdict.cost[PP_ROTA], rota_case_cost(&c));
    pp_verdict_finish(&verdict);
    assert_int_equal(rota_case_breaches(&c, "run_days"), 1);
    const struct pp_shortfall *named = NULL;
    for (int32_t i = 0; i < c.plan->n_shortfalls; i++) {
        named =
            strcmp(c.plan->shortfalls[i].rule, "run_days") == 0 ? &c.plan->shortfalls[i] : named;
    }
    assert_non_null(named);
    assert_string_equal(named->subject, "ann");
    assert_string_equal(named->sentence,
                        "ann is at work 4 days in a row from Fri 31 May 2024; 3 at most.");
    rota_case_finish(&c);
}

/* ---- The year ---- */

TEST(who_has_had_fewer_has_more)
{
    struct rota_case c =
        rota_case_of(TWO SHIFTS "late,Late,Mon-Fri,12:00,20:00,0,north,,,,1,duty,\n" LEDGER
                                "ann,evening,12,2024-06-02\nbob,evening,9,2024-06-02\n"
                                "ann,duty,12,2024-06-02\nbob,duty,9,2024-06-02\n",
                     (struct rota_ask){0});
    assert_int_equal(turns_of(&c, "ann"), 1);
    assert_int_equal(turns_of(&c, "bob"), 4);
    assert_int_equal(rota_case_cost(&c), 0);
    rota_case_finish(&c);
}

TEST(what_nothing_avoids_is_spread)
{
    /* A third of six evenings is cat's, but she asks so much to be spared that two each come on top. */
    struct rota_case c = rota_case_of(
        TWO "cat,fp,north,1,permanent,2020-01-01,\n" SHIFTS
            "late,Late,Mon-Sat,12:00,20:00,0,north,,,,1,duty,\n"
            "[requests]\npractitioner,date,shift,wish,minutes\n"
            "cat,2024-06-03,,avoid,5000\ncat,2024-06-04,,avoid,5000\ncat,2024-06-05,,avoid,5000\n"
            "cat,2024-06-06,,avoid,5000\ncat,2024-06-07,,avoid,5000\ncat,2024-06-08,,avoid,5000\n",
        (struct rota_ask){0});
    assert_int_equal(turns_of(&c, "cat"), 0);
    assert_int_equal(turns_of(&c, "ann"), 3);
    assert_int_equal(turns_of(&c, "bob"), 3);
    rota_case_finish(&c);
}

TEST(short_rotas_one_after_the_other_are_as_fair_as_a_long_one)
{
    /* Seven evenings a week among three, one of them half of the week: 2.8, 2.8 and 1.4. */
    static const char text[] = TWO "cat,fp,north,0.5,permanent,2020-01-01,\n" SHIFTS
                                   "late,Late,daily,12:00,20:00,0,north,,,,1,duty,\n";
    struct rota_case last = rota_case_of(text, (struct rota_ask){.rounds = 6});
    for (int32_t week = 1; week < 8; week++) {
        char from[PP_DATE_TEXT];
        pp_day_text(fixture_day("2024-06-03") + 7 * week, from);
        struct rota_case next =
            rota_case_of(text, (struct rota_ask){.from = from, .rounds = 6, .before = last.plan});
        rota_case_finish(&last);
        last = next;
    }
    struct pp_fair fair[3];
    pp_fair_shares(last.service, last.plan, PP_EVENING_TURN, fair);
    for (int32_t person = 0; person < 3; person++) {
        const char *key = last.service->practitioners[person].practitioner;
        int32_t all = 1000 * (fair[person].worked + turns_of(&last, key));
        assert_true(all < fair[person].level + 1000);
    }
    rota_case_finish(&last);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_rota_that_goes_on_from_the_past_is_better),
        cmocka_unit_test(a_rota_goes_on_from_the_one_before_it),
        cmocka_unit_test(every_window_of_a_long_rota_keeps_the_average_week),
        cmocka_unit_test(who_has_worked_too_much_has_no_duty_until_it_is_over),
        cmocka_unit_test(what_courses_break_by_themselves_is_named),
        cmocka_unit_test(who_has_had_fewer_has_more),
        cmocka_unit_test(what_nothing_avoids_is_spread),
        cmocka_unit_test(short_rotas_one_after_the_other_are_as_fair_as_a_long_one),
    };
    return cmocka_run_group_tests_name("tests", tests, NULL, NULL);
}
