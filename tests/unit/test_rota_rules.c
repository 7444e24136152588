// SPDX-License-Identifier: GPL-3.0-or-later
/* The rules of a children's service in the rota that is solved: one by one, and against all rotas. */
#include "rota_case.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

#define PEOPLE "[practitioners]\npractitioner,role,pod,fte,contract,start,end\n"
#define SHIFTS "[shifts]\nshift,weekdays,begin,end,break_minutes,pod,needed,kind,tier,block\n"
#define LEAVE "[leave]\npractitioner,from,to,kind\n"
#define SKILLS "[practitioner_skills]\npractitioner,skill,expiry\n"
#define ANN "ann,fp,north,1,permanent,2020-01-01,\n"
#define BOB "bob,fp,north,1,permanent,2020-01-01,\n"
#define CAT "cat,fp,north,1,permanent,2020-01-01,\n"
#define DEV "dev,fp,north,1,permanent,2020-01-01,\n"

static int32_t turns_of(const struct rota_case *c, const char *practitioner, const char *shift)
{
    int32_t person = fixture_row(c->service, PP_TABLE_practitioners, practitioner);
    int32_t row = fixture_row(c->service, PP_TABLE_shifts, shift), n = 0;
    for (int32_t i = 0; i < c->plan->n_turns; i++) {
        n += c->plan->turns[i].practitioner == person && c->plan->turns[i].shift == row;
    }
    return n;
}

static const struct pp_shortfall *shortfall_of(const struct rota_case *c, const char *rule)
{
    for (int32_t i = 0; i < c->plan->n_shortfalls; i++) {
        if (strcmp(c->plan->shortfalls[i].rule, rule) == 0) {
            return &c->plan->shortfalls[i];
        }
    }
    fail_msg("no shortfall of %s", rule);
    return NULL;
}

/* ---- On call ---- */

#define WEEKLY_CALL SHIFTS "call,daily,20:00,08:00,0,north,1,standby,1,week\n"

TEST(standby_by_the_week_goes_from_monday_to_sunday)
{
    struct rota_case c =
        rota_case_of("[settings]\nweekly_rest,48_in_14\n" PEOPLE ANN BOB WEEKLY_CALL,
                     (struct rota_ask){.weeks = 4});
    assert_int_equal(rota_case_short(&c), 0);
    assert_int_equal(turns_of(&c, "ann", "call"), 14);
    assert_int_equal(rota_case_cost(&c), 0);
    rota_case_finish(&c);
}

TEST(a_week_that_nobody_can_stand_by_is_short_as_a_whole)
{
    struct rota_case c =
        rota_case_of("[settings]\nweekly_rest,48_in_14\n" PEOPLE ANN WEEKLY_CALL LEAVE
                     "ann,2024-06-13,2024-06-13,annual\n",
                     (struct rota_ask){.weeks = 2});
    assert_int_equal(rota_case_short(&c), 7);
    assert_int_equal(turns_of(&c, "ann", "call"), 7);
    assert_non_null(strstr(shortfall_of(&c, "cover")->sentence, "they are on leave 7 times."));
    rota_case_finish(&c);
}

TEST(a_week_of_standby_without_rest_is_left_open)
{
    struct rota_case c = rota_case_of(PEOPLE ANN WEEKLY_CALL, (struct rota_ask){0});
    assert_int_equal(rota_case_short(&c), 7);
    assert_string_equal(shortfall_of(&c, "cover")->remedy,
                        "Standby date by date, or 48 hours of rest in each fortnight, would let "
                        "somebody have it; more people alone do not.");
    rota_case_finish(&c);
}

TEST(nobody_stands_by_before_court)
{
    struct rota_case c = rota_case_of(PEOPLE ANN SHIFTS
                                      "call,daily,20:00,08:00,0,north,1,standby,1,\n"
                                      "day,daily,09:00,13:00,0,north,1,duty,,\n"
                                      "[court_dates]\npractitioner,date\nann,2024-06-06\n",
                                      (struct rota_ask){0});
    assert_false(rota_case_has_turn(&c, "ann", "call", "2024-06-05"));
    assert_false(rota_case_has_turn(&c, "ann", "call", "2024-06-06"));
    assert_non_null(strstr(shortfall_of(&c, "cover")->sentence,
                           "they are in court then or the day after 2 times"));
    rota_case_finish(&c);
}

TEST(two_tiers_are_two_people)
{
    struct rota_case c = rota_case_of(
        "[settings]\nweekly_rest,48_in_14\n" PEOPLE ANN BOB
        "eve,lead,north,1,permanent,2020-01-01,\nfay,lead,north,1,permanent,2020-01-01,\n" SHIFTS
        "first,daily,20:00,08:00,0,,1,standby,1,week\n"
        "second,daily,18:00,08:00,0,,1,standby,2,\n",
        (struct rota_ask){.weeks = 2});
    assert_int_equal(rota_case_short(&c), 0);
    assert_int_equal(turns_of(&c, "ann", "first") + turns_of(&c, "bob", "first"), 14);
    assert_int_equal(turns_of(&c, "eve", "second") + turns_of(&c, "fay", "second"), 14);
    rota_case_finish(&c);
}

TEST(who_was_called_out_begins_later)
{
    struct rota_case c = rota_case_of(PEOPLE ANN BOB SHIFTS
                                      "early,Mon,08:00,16:00,30,north,1,duty,,\n"
                                      "late,Mon,12:00,20:00,30,north,1,duty,,\n"
                                      "[call_outs]\npractitioner,date,begin,end\n"
                                      "ann,2024-06-02,23:00,01:00\n",
                                      (struct rota_ask){0});
    assert_int_equal(rota_case_cost(&c), 0);
    assert_true(rota_case_has_turn(&c, "ann", "late", "2024-06-03"));
    assert_true(rota_case_has_turn(&c, "bob", "early", "2024-06-03"));
    rota_case_finish(&c);
}

/* ---- Skills and pairs ---- */

TEST(somebody_on_the_shift_holds_the_skill)
{
    struct rota_case c = rota_case_of(PEOPLE ANN BOB CAT DEV SKILLS
                                      "ann,law,\nbob,law,2024-06-05\n" SHIFTS
                                      "day,Mon-Fri,09:00,17:00,30,north,2,duty,,\n"
                                      "[shift_skills]\nshift,skill,needed\nday,law,1\n",
                                      (struct rota_ask){0});
    assert_int_equal(rota_case_short(&c), 0);
    assert_int_equal(rota_case_breaches(&c, "skill_cover"), 0);
    assert_true(rota_case_has_turn(&c, "ann", "day", "2024-06-06"));
    assert_true(rota_case_has_turn(&c, "ann", "day", "2024-06-07"));
    rota_case_finish(&c);
}

TEST(a_skill_that_is_lacking_is_named_and_the_shift_is_covered)
{
    struct rota_case c =
        rota_case_of(PEOPLE ANN BOB SKILLS "ann,law,\n" SHIFTS
                                           "day,Mon-Wed,09:00,17:00,30,north,2,duty,,\n"
                                           "[shift_skills]\nshift,skill,needed\nday,law,2\n",
                     (struct rota_ask){0});
    const struct pp_shortfall *shortfall = shortfall_of(&c, "skill_cover");
    assert_int_equal(rota_case_short(&c), 0);
    assert_int_equal(shortfall->amount, 3);
    assert_string_equal(shortfall->sentence,
                        "day in pod north is 1 person with Law short on each of its 3 dates from "
                        "Mon 3 Jun 2024 to Wed 5 Jun 2024: 1 of 2 who may cover it holds Law.");
    assert_string_equal(shortfall->remedy,
                        "One more person who may cover it, holds Law and is free then closes it.");
    rota_case_finish(&c);
}

TEST(a_pair_that_must_be_apart_leaves_a_shift_short)
{
    struct rota_case c = rota_case_of(PEOPLE ANN BOB SHIFTS
                                      "day,Mon-Fri,09:00,17:00,30,north,2,duty,,\n"
                                      "[pairs]\none,other,wish\nann,bob,apart\n"
                                      "[rule_weights]\nrule,weight\ncover,1000000\npair_apart,1\n",
                                      (struct rota_ask){0});
    assert_int_equal(rota_case_short(&c), 5);
    assert_non_null(
        strstr(shortfall_of(&c, "cover")->sentence,
               "on these dates they are to be kept apart from somebody there 5 times."));
    rota_case_finish(&c);
}

TEST(a_pair_that_would_rather_be_apart_covers_the_shift)
{
    struct rota_case c =
        rota_case_of(PEOPLE ANN BOB CAT SHIFTS
                     "day,Mon Tue,09:00,17:00,30,north,2,duty,,\n"
                     "[pairs]\none,other,wish,strength\nann,bob,apart,preferred\n" LEAVE
                     "cat,2024-06-04,2024-06-04,annual\n",
                     (struct rota_ask){0});
    assert_int_equal(rota_case_short(&c), 0);
    assert_int_equal(rota_case_breaches(&c, "pair_avoid"), 1);
    assert_true(rota_case_has_turn(&c, "cat", "day", "2024-06-03"));
    rota_case_finish(&c);
}

TEST(a_pair_that_wishes_to_be_together_is)
{
    struct rota_case c = rota_case_of(PEOPLE ANN BOB CAT DEV SHIFTS
                                      "day,Mon-Thu,09:00,17:00,30,north,2,duty,,\n"
                                      "[pairs]\none,other,wish\nann,bob,together\n",
                                      (struct rota_ask){0});
    assert_int_equal(rota_case_cost(&c), 0);
    assert_int_equal(turns_of(&c, "ann", "day"), 2);
    rota_case_finish(&c);
}

/* ---- Evenings, weekends, hours ---- */

TEST(evenings_and_weekends_go_by_turn)
{
    struct rota_case c = rota_case_of(
        "[settings]\nevenings_apart_weeks,1\nweekends_apart_weeks,1\n" PEOPLE ANN BOB CAT DEV SHIFTS
        "early,daily,08:00,16:00,30,north,1,duty,,\n"
        "late,Mon-Fri,12:00,20:00,30,north,1,duty,,\n",
        (struct rota_ask){.weeks = 4});
    assert_int_equal(rota_case_short(&c), 0);
    assert_int_equal(rota_case_breaches(&c, "evenings_by_turn"), 0);
    assert_int_equal(rota_case_breaches(&c, "weekends_by_turn"), 0);
    rota_case_finish(&c);
}

TEST(a_family_that_wants_evenings_gets_its_practitioner_there)
{
    struct rota_case c =
        rota_case_of(PEOPLE ANN BOB SHIFTS
                     "early,Mon-Fri,08:00,16:00,30,north,1,duty,,\n"
                     "late,Mon-Fri,12:00,20:00,30,north,1,duty,,\n"
                     "[families]\nfamily,patch,practitioner,evenings\nf9,p,bob,12\n"
                     "[children]\nchild,family,status,complexity\nc9,f9,CIN,low\n"
                     "[rule_weights]\nrule,weight\nfair_evenings,10\n",
                     (struct rota_ask){.weeks = 4});
    assert_int_equal(turns_of(&c, "bob", "late"), 12);
    rota_case_finish(&c);
}

TEST(hours_come_up_to_the_contract_less_its_band)
{
    struct rota_case c = rota_case_of(
        "[settings]\ncontract_band_percent,10\nfull_week_minutes,480\n" PEOPLE ANN BOB SHIFTS
        "day,Mon-Thu,09:00,13:00,0,north,1,duty,,\n",
        (struct rota_ask){0});
    assert_int_equal(turns_of(&c, "ann", "day"), 2);
    assert_int_equal(rota_case_cost(&c), 0);
    rota_case_finish(&c);
}

TEST(a_rest_is_a_day_by_the_clock_and_not_by_the_calendar)
{
    struct rota_case c = rota_case_of("[settings]\nrest_minutes,0\nrun_days,31\n" PEOPLE ANN SHIFTS
                                      "early,Mon Wed Fri Sun,06:00,11:00,0,north,1,duty,,\n"
                                      "late,Tue Thu Sat,11:00,16:00,0,north,1,duty,,\n",
                                      (struct rota_ask){0});
    assert_int_equal(rota_case_short(&c), 0); // Mon 11:00 to Tue 11:00 is one
    rota_case_finish(&c);
}

TEST(who_has_nights_works_less_on_average)
{
    struct rota_case c = rota_case_of("[settings]\nnight_average_minutes,240\n" PEOPLE ANN SHIFTS
                                      "night,Mon Wed,22:00,06:00,0,north,1,duty,,\n"
                                      "day,Fri Sat,09:00,17:00,0,north,1,duty,,\n",
                                      (struct rota_ask){0});
    assert_int_equal(rota_case_short(&c), 1); // 24 hours of the 32
    rota_case_finish(&c);
}

/* ---- Against every rota ---- */

/* Two people and some twenty places of turns: 2^20 rotas at most. */
static const char *const tiny[] = {
    SHIFTS
    "a,Mon Tue,07:00,15:00,30,north,2,duty,,\nb,Mon Tue,14:00,22:00,30,north,2,duty,,\n"
    "[pairs]\none,other,wish\nann,bob,apart\n[shift_skills]\nshift,skill,needed\na,law,1\n"
    "[call_outs]\npractitioner,date,begin,end\nann,2024-06-03,00:00,03:00\n",
    SHIFTS
    "c,Sat Sun,20:00,08:00,0,north,1,standby,1,week\nb,Sat Sun,09:00,17:00,30,north,2,duty,,\n"
    "[pairs]\none,other,wish\nbob,ann,together\n"
    "[court_dates]\npractitioner,date\nann,2024-06-10\n",
    SHIFTS
    "a,Mon Sat,13:00,21:00,30,north,1,duty,,\nb,Tue,09:00,17:00,30,north,2,duty,,\n"
    "c,Sun,06:30,19:00,0,north,1,standby,1,\n"
    "[pairs]\none,other,wish,strength\nann,bob,apart,preferred\n",
};

TEST(no_rota_is_better_by_all_the_rules)
{
    for (int32_t i = 0; i < 3; i++) {
        char text[2048];
        snprintf(text, sizeof(text),
                 "[settings]\nweekly_rest,%s\ncontract_band_percent,%d\nfull_week_minutes,600\n"
                 "weekends_apart_weeks,1\nevenings_apart_weeks,%d\n" PEOPLE
                 "ann,fp,north,0.5,permanent,2020-01-01,\n" BOB SKILLS
                 "ann,law,\n%s"
                 "[families]\nfamily,patch,practitioner,evenings\nf9,p,bob,8\n"
                 "[children]\nchild,family,status,complexity\nc9,f9,CIN,low\n",
                 i == 1 ? "48_in_14" : "24_in_7", 10 * (int)i, (int)i, tiny[i]);
        struct rota_case c = rota_case_of(text, (struct rota_ask){.weeks = 1 + i / 2, .seed = 3});
        int64_t least = rota_case_brute_force(&c);
        assert_true(c.plan->info[PP_ROTA].bound <= least);
        assert_int_equal(rota_case_cost(&c), least);
        rota_case_finish(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standby_by_the_week_goes_from_monday_to_sunday),
        cmocka_unit_test(a_week_that_nobody_can_stand_by_is_short_as_a_whole),
        cmocka_unit_test(a_week_of_standby_without_rest_is_left_open),
        cmocka_unit_test(nobody_stands_by_before_court),
        cmocka_unit_test(two_tiers_are_two_people),
        cmocka_unit_test(who_was_called_out_begins_later),
        cmocka_unit_test(somebody_on_the_shift_holds_the_skill),
        cmocka_unit_test(a_skill_that_is_lacking_is_named_and_the_shift_is_covered),
        cmocka_unit_test(a_pair_that_must_be_apart_leaves_a_shift_short),
        cmocka_unit_test(a_pair_that_would_rather_be_apart_covers_the_shift),
        cmocka_unit_test(a_pair_that_wishes_to_be_together_is),
        cmocka_unit_test(evenings_and_weekends_go_by_turn),
        cmocka_unit_test(a_family_that_wants_evenings_gets_its_practitioner_there),
        cmocka_unit_test(hours_come_up_to_the_contract_less_its_band),
        cmocka_unit_test(a_rest_is_a_day_by_the_clock_and_not_by_the_calendar),
        cmocka_unit_test(who_has_nights_works_less_on_average),
        cmocka_unit_test(no_rota_is_better_by_all_the_rules),
    };
    return cmocka_run_group_tests_name("rota rules", tests, NULL, NULL);
}
