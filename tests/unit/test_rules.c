// SPDX-License-Identifier: GPL-3.0-or-later
#include "case_file.h"
#include "service_fixture.h"
#include "test.h"

#include <podplan/rng.h>
#include <podplan/rules.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Cases ---- */

/* Tells how the verdict differs from what the case expects; counts the places. */
static int compare(const struct pp_case *c, const struct case_text *one, const char *rule,
                   const struct pp_verdict *verdict)
{
    int different = 0;
    struct pp_buf words = {0};
    for (int i = 0; i < verdict->n_breaches || i < one->n_expected; i++) {
        words.length = 0;
        pp_buf_add(&words, "");
        if (i < verdict->n_breaches) {
            const struct pp_breach *breach = &verdict->breaches[i];
            pp_buf_printf(&words, "%s %lld ", rule, (long long)breach->amount);
            pp_rules[breach->rule].explain(c, breach, &words);
        }
        const char *expected = i < one->n_expected ? one->expected[i] : "(nothing)";
        if (strcmp(pp_buf_text(&words), expected) != 0) {
            print_error("%s: %s\n    expected %s\n    got      %s\n", rule, one->name, expected,
                        pp_buf_text(&words));
            different++;
        }
    }
    pp_buf_finish(&words);
    return different;
}

static int judge_case(const struct case_text *one, const char *rule)
{
    struct pp_service *service = fixture_service(one->service);
    struct pp_plan *plan = case_plan(one, "plan", service);
    struct pp_plan *before = case_plan(one, "before", service);
    if (plan == NULL) {
        plan = pp_plan_create();
        plan->rota_from = service->settings.rota_from;
        plan->rota_weeks = service->settings.rota_weeks;
    }
    struct pp_case c = {service, plan, before};
    struct pp_verdict verdict = {0};
    pp_judge_rule(&c, pp_rule_find(rule), &verdict);
    int different = compare(&c, one, rule, &verdict);
    pp_verdict_finish(&verdict);
    pp_plan_destroy(plan);
    pp_plan_destroy(before);
    pp_service_destroy(service);
    return different;
}

TEST(every_rule_has_cases_and_keeps_them)
{
    int different = 0;
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        const char *name = pp_rules[rule].name;
        struct case_file file;
        if (!case_file_read(&file, name)) {
            print_error("%s: no tests/cases/%s.case\n", name, name);
            different++;
            continue;
        }
        int clean = 0, broken = 0;
        for (int i = 0; i < file.n_cases; i++) {
            different += judge_case(&file.cases[i], name);
            clean += file.cases[i].nothing;
            broken += !file.cases[i].nothing;
        }
        if (clean == 0 || broken == 0) {
            print_error("%s: needs a case that keeps it and one that breaks it\n", name);
            different++;
        }
        case_file_finish(&file);
    }
    assert_int_equal(different, 0);
}

TEST(every_case_file_is_named_after_a_rule)
{
    DIR *folder = opendir(SOURCE_ROOT "/tests/cases");
    assert_non_null(folder);
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        char name[256];
        snprintf(name, sizeof(name), "%s", entry->d_name);
        char *dot = strrchr(name, '.');
        if (dot != NULL && strcmp(dot, ".case") == 0) {
            *dot = '\0';
            if (pp_rule_find(name) == PP_NONE) {
                fail_msg("there is no rule %s", name);
            }
        }
    }
    closedir(folder);
}

/* ---- The table ---- */

TEST(names_and_help_are_fit_to_be_shown)
{
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        const struct pp_rule *r = &pp_rules[rule];
        assert_int_equal(pp_rule_find(r->name), rule);
        assert_int_equal(strspn(r->name, "abcdefghijklmnopqrstuvwxyz_"), strlen(r->name));
        assert_int_equal(r->help[strlen(r->help) - 1], '.');
        assert_null(strchr(r->help, '|'));
        assert_true(r->weight > 0);
        assert_true(rule == 0 || pp_rules[rule - 1].stage <= r->stage);
    }
    assert_int_equal(pp_rule_find("no_such_rule"), PP_NONE);
}

/* What does not fit is left out and named, because any other way out is dearer. */
TEST(nothing_is_cheaper_to_break_than_to_leave_undone)
{
    static const struct {
        enum pp_stage stage;
        const char *left_out;
    } ways[] = {{PP_ALLOCATION, "placement"}, {PP_ROTA, "cover"}};
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        int32_t price = pp_rules[pp_rule_find(ways[i].left_out)].weight;
        for (int32_t rule = 0; rule < pp_n_rules; rule++) {
            /* A practitioner alone is better than nobody: this is left undone sooner. */
            bool sooner = strcmp(pp_rules[rule].name, "social_worker") == 0;
            if (pp_rules[rule].stage == ways[i].stage && pp_rules[rule].hard && !sooner) {
                assert_true(pp_rules[rule].weight >= price);
            }
        }
    }
}

TEST(the_page_of_rules_is_the_one_in_docs)
{
    struct pp_arena arena = {0};
    struct pp_buf page = {0};
    pp_rules_words(&page);
    const char *docs = case_source(&arena, "docs/rules.md");
    if (getenv("PODPLAN_WRITE_DOCS") != NULL) {
        FILE *file = fopen(SOURCE_ROOT "/docs/rules.md", "w");
        assert_non_null(file);
        fputs(pp_buf_text(&page), file);
        fclose(file);
    } else if (docs == NULL || strcmp(docs, pp_buf_text(&page)) != 0) {
        fail_msg("docs/rules.md is not what the table says; run with PODPLAN_WRITE_DOCS=1");
    }
    pp_buf_finish(&page);
    pp_arena_finish(&arena);
}

/* ---- The driver ---- */

static struct pp_verdict judge_small(const char *more, struct pp_case *c)
{
    struct pp_service *service = fixture_small_with(more);
    *c = (struct pp_case){service, pp_plan_create(), NULL};
    struct pp_verdict verdict = {0};
    pp_judge(c, 1U << PP_ALLOCATION, &verdict);
    return verdict;
}

static void destroy_case(struct pp_case *c, struct pp_verdict *verdict)
{
    pp_verdict_finish(verdict);
    pp_plan_destroy((struct pp_plan *)c->plan);
    pp_service_destroy((struct pp_service *)c->service);
}

TEST(a_verdict_adds_up_and_is_in_order_of_rules)
{
    struct pp_case c;
    struct pp_verdict verdict = judge_small(NULL, &c);
    int64_t cost = 0, hard = 0;
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        const struct pp_breach *breach = &verdict.breaches[i];
        assert_true(i == 0 || verdict.breaches[i - 1].rule <= breach->rule);
        assert_int_equal(pp_rules[breach->rule].stage, PP_ALLOCATION);
        assert_int_equal(breach->cost, breach->amount * pp_rules[breach->rule].weight);
        cost += breach->cost;
        hard += pp_rules[breach->rule].hard;
    }
    assert_true(hard > 0 && cost > 0);
    assert_int_equal(verdict.hard, hard);
    assert_int_equal(verdict.cost[PP_ALLOCATION], cost);
    assert_int_equal(verdict.cost[PP_ROTA], 0);
    destroy_case(&c, &verdict);
}

TEST(a_weight_of_the_service_replaces_the_table)
{
    struct pp_case c, heavy;
    struct pp_verdict verdict = judge_small(NULL, &c);
    struct pp_verdict heavier = judge_small("[rule_weights]\nrule,weight\nbalance,7\n", &heavy);
    int64_t units = 0;
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        units +=
            verdict.breaches[i].rule == pp_rule_find("balance") ? verdict.breaches[i].amount : 0;
    }
    assert_true(units > 0);
    assert_int_equal(heavier.cost[PP_ALLOCATION], verdict.cost[PP_ALLOCATION] + 5 * units);
    assert_int_equal(pp_weight_of(heavy.service, "balance"), 7);
    assert_int_equal(pp_weight_of(c.service, "balance"), 2);
    destroy_case(&c, &verdict);
    destroy_case(&heavy, &heavier);
}

/* Everything a verdict says, in words. */
static void verdict_words(const struct pp_case *c, const struct pp_verdict *verdict,
                          struct pp_buf *out)
{
    for (int32_t i = 0; i < verdict->n_breaches; i++) {
        const struct pp_breach *breach = &verdict->breaches[i];
        pp_buf_printf(out, "%lld ", (long long)breach->cost);
        pp_rules[breach->rule].explain(c, breach, out);
        pp_buf_add(out, "\n");
    }
}

TEST(the_order_of_rows_does_not_change_a_verdict)
{
    static const char *const more[] = {
        "[families]\nfamily,patch,language,practitioner,since\n"
        "x1,west,polish,ann,2015-01-01\nx2,east,polish,eve,2015-01-01\n"
        "[children]\nchild,family,status,complexity\ny1,x1,CP,high\ny2,x2,CP,high\n"
        "[needs]\nfamily,skill,strength\nx1,substance-misuse,needed\nx2,domestic-violence,needed\n",
        "[needs]\nfamily,skill,strength\nx2,domestic-violence,needed\nx1,substance-misuse,needed\n"
        "[children]\nchild,family,status,complexity\ny2,x2,CP,high\ny1,x1,CP,high\n"
        "[families]\nfamily,patch,language,practitioner,since\n"
        "x2,east,polish,eve,2015-01-01\nx1,west,polish,ann,2015-01-01\n"};
    struct pp_buf words[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++) {
        struct pp_case c;
        struct pp_verdict verdict = judge_small(more[i], &c);
        verdict_words(&c, &verdict, &words[i]);
        destroy_case(&c, &verdict);
    }
    assert_non_null(strstr(pp_buf_text(&words[0]), "Family x2 needs domestic-violence"));
    assert_string_equal(pp_buf_text(&words[0]), pp_buf_text(&words[1]));
    pp_buf_finish(&words[0]);
    pp_buf_finish(&words[1]);
}

TEST(a_request_costs_what_it_says_or_what_the_rule_says)
{
    struct pp_service *service = fixture_small_with(
        "[requests]\npractitioner,date,shift,wish,minutes\nann,2015-06-03,,wanted,\n");
    struct pp_plan *plan = pp_plan_create();
    plan->rota_from = service->settings.rota_from;
    plan->rota_weeks = service->settings.rota_weeks;
    struct pp_case c = {service, plan, NULL};
    struct pp_verdict verdict = {0};
    pp_judge_rule(&c, pp_rule_find("request_wanted"), &verdict);
    assert_int_equal(verdict.n_breaches, 2);
    assert_int_equal(verdict.breaches[0].cost, 60);
    assert_int_equal(verdict.breaches[1].cost, 30);
    assert_int_equal(verdict.cost[PP_ROTA], 90);
    destroy_case(&c, &verdict);
}

/* ---- Definitions ---- */

TEST(balance_is_least_at_the_fair_level_and_grows_both_ways)
{
    struct pp_balance balance = {.in_points = true, .fair = 800};
    struct pp_capacity capacity = {4, 12, 20000, 100, false};
    int64_t last = -1;
    for (int32_t apart = 0; apart <= 16000; apart += 100) {
        struct pp_load above = {.points = 16000 + apart}, below = {.points = 16000 - apart};
        int64_t units = pp_balance_units(&balance, above, capacity);
        assert_true(units >= last);
        assert_int_equal(units, pp_balance_units(&balance, below, capacity));
        last = units;
    }
    assert_int_equal(last, 640);
    assert_int_equal(pp_balance_units(&balance, (struct pp_load){0}, (struct pp_capacity){0}), 0);
}

/* Shares of one kind in a rota of two weeks from 1 June 2015, by the small service and `more`. */
struct shares {
    struct pp_service *service;
    struct pp_fair fair[16];
};

static struct shares shares_of(const char *more, enum pp_turn_kind kind)
{
    struct shares shares = {.service = fixture_small_with(more)};
    struct pp_plan *plan = pp_plan_create();
    plan->rota_from = fixture_day("2015-06-01");
    plan->rota_weeks = 2;
    assert_true(shares.service->n_practitioners <= 16);
    pp_fair_shares(shares.service, plan, kind, shares.fair);
    pp_plan_destroy(plan);
    return shares;
}

static struct pp_fair fair_of(const struct shares *shares, const char *key)
{
    return shares->fair[fixture_row(shares->service, PP_TABLE_practitioners, key)];
}

TEST(fair_shares_let_the_fullest_stand_as_low_as_can_be)
{
    /* Sundays: 4 for ann and bob, who is studying for a fifth of the time, alone; so the 2 Saturdays
     * are for cat 0.6, dev and eve, who manages for half of it. */
    struct shares shares = shares_of(
        "[shifts]\n"
        "shift,weekdays,begin,end,break_minutes,pod,role,needed,kind\n"
        "sunday,Sun,10:00,18:00,30,p1,fp,2,duty\n",
        PP_WEEKEND_TURN);
    assert_int_equal(fair_of(&shares, "ann").share, 2);
    assert_int_equal(fair_of(&shares, "bob").share, 2);
    assert_int_equal(fair_of(&shares, "cat").share, 1);
    assert_int_equal(fair_of(&shares, "eve").share, 0); // one would be as much as two of dev's
    assert_int_equal(fair_of(&shares, "dev").share, 1);
    assert_in_range(fair_of(&shares, "cat").level, 570, 572); // 2 x 0.6 / 2.1
    assert_in_range(fair_of(&shares, "dev").level, 951, 953);
    assert_int_equal(fair_of(&shares, "fay").share, 0);
    pp_service_destroy(shares.service);
    /* Nights of tier 2: eve and fay, seven each: managing is no reason to stand by less. */
    shares = shares_of(NULL, PP_STANDBY_TURN);
    assert_int_equal(fair_of(&shares, "eve").share, 7);
    assert_int_equal(fair_of(&shares, "fay").share, 7);
    pp_service_destroy(shares.service);
}

/* 14 nights for ann, who is away on two of them, and bob, who is studying for a fifth of them. */
#define NIGHTS                                                                                     \
    "[shifts]\n"                                                                                   \
    "shift,weekdays,begin,end,break_minutes,pod,role,needed,kind\n"                                \
    "night,daily,22:00,06:00,30,p1,fp,1,duty\n"

TEST(what_was_worked_stands_in_the_vessel_already)
{
    struct shares shares = shares_of(NIGHTS
                                     "[worked_turns]\npractitioner,date,shift\n"
                                     "ann,2015-05-12,evening\nann,2015-05-16,night\n"
                                     "ann,2015-05-17,night\nann,2015-05-23,night\n"
                                     "ann,2015-05-24,night\nann,2015-05-30,night\n"
                                     "ann,2015-05-31,night\n",
                                     PP_NIGHT_TURN);
    assert_int_equal(fair_of(&shares, "ann").worked, 6);
    assert_int_equal(fair_of(&shares, "ann").share, 4);
    assert_int_equal(fair_of(&shares, "bob").share, 10);
    assert_in_range(fair_of(&shares, "bob").level, 9582, 9584); // 20 x 32.2 / 67.2
    pp_service_destroy(shares.service);
}

TEST(an_opening_balance_is_a_year_and_swallows_what_it_covers)
{
    struct shares shares = shares_of(NIGHTS
                                     "[worked_turns]\npractitioner,date,shift\n"
                                     "ann,2015-05-17,night\nann,2015-05-30,night\n"
                                     "[ledger]\npractitioner,kind,turns,date\n"
                                     "ann,night,4,2015-05-24\nann,duty,40,2015-05-24\n"
                                     "bob,night,3,2015-05-31\n",
                                     PP_NIGHT_TURN);
    /* 5 and 3 and 14 more: 11.04 and 10.96. */
    assert_int_equal(fair_of(&shares, "ann").worked, 5);
    assert_int_equal(fair_of(&shares, "ann").share, 6);
    assert_int_equal(fair_of(&shares, "bob").worked, 3);
    assert_int_equal(fair_of(&shares, "bob").share, 8);
    pp_service_destroy(shares.service);
}

TEST(newcomers_begin_at_the_level_of_their_peers)
{
    struct shares shares = shares_of(NIGHTS
                                     "[practitioners]\n"
                                     "practitioner,role,pod,fte,contract,start\n"
                                     "new,fp,p1,1,permanent,2015-06-01\n"
                                     "[ledger]\npractitioner,kind,turns,date\n"
                                     "ann,night,26,2015-05-31\nbob,night,26,2015-05-31\n",
                                     PP_NIGHT_TURN);
    /* 26 + 26 + 14 over 54, 53.6 and 2 weeks. */
    assert_in_range(fair_of(&shares, "ann").level, 32517, 32519);
    assert_int_equal(fair_of(&shares, "ann").share, 7);
    assert_in_range(fair_of(&shares, "new").level, 1203, 1205);
    assert_int_equal(fair_of(&shares, "new").share, 1);
    pp_service_destroy(shares.service);
}

TEST(nobody_makes_up_for_a_long_absence_or_for_dates_they_are_not_there)
{
    struct shares shares =
        shares_of(NIGHTS
                  "[ledger]\npractitioner,kind,turns,date\n"
                  "ann,night,4,2015-05-03\nbob,night,4,2015-05-03\n"
                  "[leave]\npractitioner,from,to,kind\nbob,2015-05-04,2015-06-07,sick\n",
                  PP_NIGHT_TURN);
    /* 22 turns over 378 days of ann's and 341.6 of bob's. */
    assert_in_range(fair_of(&shares, "ann").level, 11555, 11557);
    assert_in_range(fair_of(&shares, "bob").level, 10442, 10444);
    assert_int_equal(fair_of(&shares, "ann").share, 8);
    assert_int_equal(fair_of(&shares, "bob").share, 6);
    pp_service_destroy(shares.service);
    shares = shares_of(NIGHTS
                       "[leave]\npractitioner,from,to,kind\n"
                       "bob,2015-06-01,2015-06-12,annual\n",
                       PP_NIGHT_TURN);
    assert_int_equal(fair_of(&shares, "bob").share, 2);
    assert_int_equal(fair_of(&shares, "ann").share, 12);
    pp_service_destroy(shares.service);
}

TEST(shares_hold_all_turns_and_no_less_would_do)
{
    struct pp_rng rng = {2015};
    for (int round = 0; round < 40; round++) {
        struct pp_buf text = {0};
        pp_buf_add(&text, "[ledger]\npractitioner,kind,turns,date\n");
        for (int p = 0; p < 4; p++) {
            static const char *const people[] = {"ann", "bob", "cat", "dev"};
            pp_buf_printf(&text, "%s,duty,%d,2015-05-31\n", people[p], pp_rng_below(&rng, 30));
        }
        struct shares shares = shares_of(pp_buf_text(&text), PP_DUTY_TURN);
        const struct pp_service *service = shares.service;
        int64_t share = 0, needed = 0, most = 0;
        for (int32_t p = 0; p < service->n_practitioners; p++) {
            share += shares.fair[p].share;
        }
        for (pp_day day = fixture_day("2015-06-01"); day < fixture_day("2015-06-15"); day++) {
            for (int32_t s = 0; s < service->n_shifts; s++) {
                needed += pp_shift_runs(service, s, day) && service->shifts[s].kind == PP_DUTY;
            }
        }
        for (int32_t p = 0; p < service->n_practitioners; p++) {
            int64_t at_most = shares.fair[p].level - 1000 * shares.fair[p].worked;
            most += at_most > 0 ? at_most : 0;
        }
        assert_true(share >= needed);
        assert_true(most <= 1000 * needed + 100);
        pp_service_destroy(shares.service);
        pp_buf_finish(&text);
    }
}

TEST(no_lower_level_would_hold_the_whole_turns)
{
    /* 14 nights of standby for ann, bob, cat 0.6 and dev, whose widths are those of a year. */
    static const char *const people[] = {"ann", "bob", "cat", "dev"};
    static const int64_t width[] = {10, 10, 6, 10};
    struct pp_rng rng = {1878};
    for (int round = 0; round < 60; round++) {
        struct pp_buf text = {0};
        pp_buf_add(&text, "[ledger]\npractitioner,kind,turns,date\n");
        for (int p = 0; p < 4; p++) {
            pp_buf_printf(&text, "%s,standby,%d,2015-05-31\n", people[p], pp_rng_below(&rng, 12));
        }
        struct shares shares = shares_of(pp_buf_text(&text), PP_STANDBY_TURN);
        int64_t all = 0, below = 0;
        int top = 0; // who has the last turn under the level
        for (int p = 0; p < 4; p++) {
            struct pp_fair fair = fair_of(&shares, people[p]), last = fair_of(&shares, people[top]);
            int64_t mine = 1000 * (fair.worked + fair.share) - 100;
            int64_t most = 1000 * (last.worked + last.share) - 100;
            all += fair.share;
            top = fair.share > 0 && (last.share == 0 || mine * width[top] > most * width[p]) ? p
                                                                                             : top;
        }
        struct pp_fair last = fair_of(&shares, people[top]);
        for (int p = 0; p < 4; p++) {
            struct pp_fair fair = fair_of(&shares, people[p]);
            int64_t mine = 1000 * (fair.worked + fair.share) - 100;
            int64_t most = 1000 * (last.worked + last.share) - 100;
            below += fair.share - (fair.share > 0 && mine * width[top] >= most * width[p]);
        }
        assert_true(all >= 14);
        assert_true(below < 14);
        pp_service_destroy(shares.service);
        pp_buf_finish(&text);
    }
}

TEST(each_turn_above_the_share_costs_more_than_the_one_before)
{
    assert_int_equal(pp_fair_units(-3), 0);
    assert_int_equal(pp_fair_units(0), 0);
    assert_int_equal(pp_fair_units(1), 1);
    assert_int_equal(pp_fair_units(4), 10);
}

TEST(contract_minutes_leave_out_leave)
{
    struct pp_service *service = fixture_small();
    pp_day from = fixture_day("2015-06-01");
    int32_t ann = fixture_row(service, PP_TABLE_practitioners, "ann");
    int32_t cat = fixture_row(service, PP_TABLE_practitioners, "cat");
    assert_int_equal(pp_contract_minutes(service, ann, from, 2), 2220 * 12 / 7);
    assert_int_equal(pp_contract_minutes(service, cat, from, 2), 2220 * 14 * 6 / 70);
    pp_service_destroy(service);
}

TEST(weeks_without_a_skill_are_counted_up_to_a_year)
{
    struct pp_service *service = fixture_small();
    pp_day day = fixture_day("2015-06-01");
    assert_int_equal(pp_weeks_unmet(service, day - 10), 0);
    assert_int_equal(pp_weeks_unmet(service, day), 0);
    assert_int_equal(pp_weeks_unmet(service, day + 1), 1);
    assert_int_equal(pp_weeks_unmet(service, day + 7), 1);
    assert_int_equal(pp_weeks_unmet(service, day + 8), 2);
    assert_int_equal(pp_weeks_unmet(service, day + 10000), 52);
    assert_int_equal(pp_weeks_unmet(service, PP_NO_DAY), 52);
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_has_cases_and_keeps_them),
        cmocka_unit_test(every_case_file_is_named_after_a_rule),
        cmocka_unit_test(names_and_help_are_fit_to_be_shown),
        cmocka_unit_test(nothing_is_cheaper_to_break_than_to_leave_undone),
        cmocka_unit_test(the_page_of_rules_is_the_one_in_docs),
        cmocka_unit_test(a_verdict_adds_up_and_is_in_order_of_rules),
        cmocka_unit_test(a_weight_of_the_service_replaces_the_table),
        cmocka_unit_test(the_order_of_rows_does_not_change_a_verdict),
        cmocka_unit_test(a_request_costs_what_it_says_or_what_the_rule_says),
        cmocka_unit_test(balance_is_least_at_the_fair_level_and_grows_both_ways),
        cmocka_unit_test(fair_shares_let_the_fullest_stand_as_low_as_can_be),
        cmocka_unit_test(what_was_worked_stands_in_the_vessel_already),
        cmocka_unit_test(an_opening_balance_is_a_year_and_swallows_what_it_covers),
        cmocka_unit_test(newcomers_begin_at_the_level_of_their_peers),
        cmocka_unit_test(nobody_makes_up_for_a_long_absence_or_for_dates_they_are_not_there),
        cmocka_unit_test(shares_hold_all_turns_and_no_less_would_do),
        cmocka_unit_test(no_lower_level_would_hold_the_whole_turns),
        cmocka_unit_test(each_turn_above_the_share_costs_more_than_the_one_before),
        cmocka_unit_test(contract_minutes_leave_out_leave),
        cmocka_unit_test(weeks_without_a_skill_are_counted_up_to_a_year),
    };
    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
