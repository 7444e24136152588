// SPDX-License-Identifier: GPL-3.0-or-later
/* Scenarios: every kind of change on the rows of a small service, as text, and in the store. */
#include "service_fixture.h"
#include "store_fixture.h"
#include "test.h"

#include <podplan/scenario.h>

#include <stdio.h>
#include <string.h>

enum {
    MOST = 4
};

struct desk {
    struct pp_arena arena;
    struct pp_change changes[MOST];
    struct pp_scenario scenario;
    struct pp_err err;
};

static void add(struct desk *desk, const char *text)
{
    struct pp_scenario *s = &desk->scenario;
    assert_in_range(s->n_changes, 0, MOST - 1);
    if (!pp_change_parse(text, &desk->arena, &desk->changes[s->n_changes], &desk->err)) {
        fail_msg("%s", desk->err.text);
    }
    s->name = "trial";
    s->changes = desk->changes;
    s->n_changes++;
}

/* The small service with `more`, changed; ends the test with the words when it can't be. */
static struct pp_service *changed(struct desk *desk, const char *more)
{
    struct pp_service *service = fixture_small_with(more);
    if (!pp_scenario_apply(service, &desk->scenario, &desk->err)) {
        fail_msg("%s", desk->err.text);
    }
    return service;
}

static void finish(struct desk *desk, struct pp_service *service)
{
    pp_service_destroy(service);
    pp_arena_finish(&desk->arena);
}

/* ---- What each kind does ---- */

TEST(posts_are_added_under_names_that_are_free)
{
    struct desk desk = {0};
    add(&desk, "posts fp 1.5 2015-10-01");
    add(&desk, "posts fp 2 2016-01-01");
    struct pp_service *before = fixture_small();
    struct pp_service *service = changed(&desk, NULL);
    assert_int_equal(service->n_posts, before->n_posts + 2);
    const struct pp_post *one = &service->posts[fixture_row(service, PP_TABLE_posts, "scenario-1")];
    const struct pp_post *two = &service->posts[fixture_row(service, PP_TABLE_posts, "scenario-2")];
    assert_int_equal(one->fte, 1500);
    assert_int_equal(one->start, fixture_day("2015-10-01"));
    assert_int_equal(one->end, PP_NO_DAY);
    assert_int_equal(one->role, fixture_row(service, PP_TABLE_roles, "fp"));
    assert_int_equal(two->fte, 2000);
    pp_service_destroy(before);
    finish(&desk, service);
}

/* All posts of the role are in one pod at one grade, or they are not. */
TEST(a_post_is_added_where_all_others_of_its_role_are)
{
    static const char posts[] =
        "[posts]\npost,role,fte,start,pod,grade\nx1,manager,1,2015-01-01,%s,\n";
    struct desk desk = {0};
    char more[256];
    add(&desk, "posts manager 1 2016-01-01");
    struct pp_service *before = fixture_small();
    int32_t role = fixture_row(before, PP_TABLE_roles, "manager"), n = 0;
    int32_t pod = PP_NONE;
    for (int32_t i = 0; i < before->n_posts; i++) {
        n += before->posts[i].role == role;
        pod = before->posts[i].role == role ? before->posts[i].pod : pod;
    }
    assert_int_equal(n, 1);
    struct pp_service *service = changed(&desk, NULL);
    const struct pp_post *added =
        &service->posts[fixture_row(service, PP_TABLE_posts, "scenario-1")];
    assert_int_equal(added->pod, pod);
    assert_int_equal(added->stream, PP_NONE);
    pp_service_destroy(service);
    for (int32_t p = 0; p < before->n_pods; p++) {
        snprintf(more, sizeof(more), posts, before->pods[p].pod);
        service = changed(&desk, more);
        added = &service->posts[fixture_row(service, PP_TABLE_posts, "scenario-1")];
        assert_int_equal(added->pod, p == pod ? pod : PP_NONE);
        assert_int_equal(added->grade, service->roles[role].grade);
        pp_service_destroy(service);
    }
    pp_service_destroy(before);
    pp_arena_finish(&desk.arena);
}

TEST(a_closed_team_keeps_no_post_and_no_contract_beyond_its_day)
{
    struct desk desk = {0};
    add(&desk, "close-team p1 2015-08-31");
    struct pp_service *service =
        changed(&desk,
                "[posts]\npost,role,pod,grade,fte,start,end,stream\n"
                "later,fp,p1,,1,2015-10-01,,\nover,fp,p1,,1,2014-01-01,2015-05-31,\n");
    int32_t p1 = fixture_row(service, PP_TABLE_pods, "p1");
    pp_day last = fixture_day("2015-08-31");
    for (int32_t i = 0; i < service->n_posts; i++) {
        const struct pp_post *post = &service->posts[i];
        assert_string_not_equal(post->post, "later"); // would have begun after the closing
        if (strcmp(post->post, "over") == 0) {
            assert_int_equal(post->end, fixture_day("2015-05-31"));
        } else {
            assert_int_equal(post->end, post->pod == p1 ? last : PP_NO_DAY);
        }
    }
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        const struct pp_practitioner *p = &service->practitioners[i];
        assert_true(p->pod != p1 || p->end == last);
        assert_true(p->pod == p1 || p->end != last);
    }
    finish(&desk, service);
}

static pp_day end_of(const char *closing, const char *person)
{
    struct desk desk = {0};
    add(&desk, closing);
    struct pp_service *service = changed(&desk, NULL);
    pp_day end = service->practitioners[fixture_row(service, PP_TABLE_practitioners, person)].end;
    finish(&desk, service);
    return end;
}

TEST(a_closed_team_is_that_of_those_who_moved_into_it)
{
    /* bob moves from p1 to p2 on 1 September */
    assert_int_equal(end_of("close-team p1 2015-12-31", "bob"), PP_NO_DAY);
    assert_int_equal(end_of("close-team p2 2015-12-31", "bob"), fixture_day("2015-12-31"));
    assert_int_equal(end_of("close-team p2 2015-08-31", "bob"), PP_NO_DAY);
    assert_int_equal(end_of("close-team p1 2015-12-31", "ann"), fixture_day("2015-12-31"));
}

TEST(agency_ends_on_its_day_and_not_before)
{
    struct desk desk = {0};
    add(&desk, "end-agency 2015-09-30");
    struct pp_service *service =
        changed(&desk,
                "[cover_costs]\nrole,kind,weekly_cost,notice_weeks,most,until\n"
                "manager,agency,1200,1,,2015-06-30\n");
    const struct pp_practitioner *dev =
        &service->practitioners[fixture_row(service, PP_TABLE_practitioners, "dev")];
    assert_int_equal(dev->end, fixture_day("2015-09-30"));
    const struct pp_practitioner *ann =
        &service->practitioners[fixture_row(service, PP_TABLE_practitioners, "ann")];
    assert_int_equal(ann->end, PP_NO_DAY);
    for (int32_t i = 0; i < service->n_cover_costs; i++) {
        const struct pp_cover_cost *cost = &service->cover_costs[i];
        bool manager = cost->role == fixture_row(service, PP_TABLE_roles, "manager");
        assert_int_equal(cost->until, cost->kind == PP_COVER_BANK ? PP_NO_DAY
                                      : manager                   ? fixture_day("2015-06-30")
                                                                  : fixture_day("2015-09-30"));
    }
    finish(&desk, service);
}

/* What a grade costs in a financial year: its latest row by then. */
static int64_t yearly(const struct pp_service *service, const char *grade, int32_t year)
{
    int32_t row = fixture_row(service, PP_TABLE_grades, grade), best = 0;
    int64_t cost = -1;
    for (int32_t i = 0; i < service->n_grade_costs; i++) {
        const struct pp_grade_cost *c = &service->grade_costs[i];
        if (c->grade == row && c->financial_year <= year && c->financial_year >= best) {
            best = c->financial_year;
            cost = c->yearly_cost;
        }
    }
    return cost;
}

TEST(pay_rises_for_every_grade_from_its_year_on)
{
    struct desk desk = {0};
    add(&desk, "pay 10 2015-04-01");
    struct pp_service *service = changed(&desk, NULL);
    assert_int_equal(yearly(service, "g6", 2014), 3120000);
    assert_int_equal(yearly(service, "g6", 2015), 3432000); // no row of its own before
    assert_int_equal(yearly(service, "g9", 2014), 4680000);
    assert_int_equal(yearly(service, "g9", 2015), 5251015);
    assert_int_equal(yearly(service, "g9", 2017), 5251015);
    finish(&desk, service);
}

TEST(a_rise_within_a_year_has_its_share_of_the_days)
{
    struct desk desk = {0};
    add(&desk, "pay 10 2014-10-01"); // 182 of 365 days are left: 4.986%
    struct pp_service *service = changed(&desk, NULL);
    assert_int_equal(yearly(service, "g6", 2014), 3275563);
    assert_int_equal(yearly(service, "g6", 2015), 3432000);
    assert_int_equal(yearly(service, "g9", 2015), 5251015);
    finish(&desk, service);
}

static int64_t point_cost(const struct pp_service *service, int32_t point, int32_t year)
{
    for (int32_t i = 0; i < service->n_spine_points; i++) {
        const struct pp_spine_point *p = &service->spine_points[i];
        if (p->point == point && p->financial_year == year) {
            return p->yearly_cost;
        }
    }
    return -1;
}

TEST(points_of_a_spine_rise_as_grades_do)
{
    struct desk desk = {0};
    add(&desk, "pay 10 2015-10-01"); // 183 of 366 days
    struct pp_service *service = fixture_small();
    service->spine_points = (struct pp_spine_point[]){
        {.grade = 0, .point = 30, .financial_year = 2014, .yearly_cost = 3000000},
        {.grade = 0, .point = 31, .financial_year = 2014, .yearly_cost = 3100000},
        {.grade = 0, .point = 31, .financial_year = 2016, .yearly_cost = 3200000}};
    service->n_spine_points = 3;
    store_assert(pp_scenario_apply(service, &desk.scenario, &desk.err), &desk.err);
    assert_int_equal(point_cost(service, 30, 2014), 3000000);
    assert_int_equal(point_cost(service, 30, 2015), 3150000);
    assert_int_equal(point_cost(service, 30, 2016), 3300000);
    assert_int_equal(point_cost(service, 31, 2015), 3255000);
    assert_int_equal(point_cost(service, 31, 2016), 3520000);
    assert_int_equal(service->n_spine_points, 3 + 3); // 30: 2015, 2016; 31: 2015
    finish(&desk, service);
}

TEST(a_cut_of_pay_is_a_rise_below_nothing)
{
    struct desk desk = {0};
    add(&desk, "pay -100 2015-04-01");
    struct pp_service *service = changed(&desk, NULL);
    assert_int_equal(yearly(service, "g6", 2014), 3120000);
    assert_int_equal(yearly(service, "g6", 2015), 0);
    finish(&desk, service);
}

TEST(retention_changes_multiply)
{
    struct desk desk = {0};
    add(&desk, "leavers -10");
    add(&desk, "leavers -2.5");
    struct pp_service *service = changed(&desk, NULL);
    assert_int_equal(service->settings.leavers_percent, 87750); // of 100,000
    finish(&desk, service);
}

static int32_t referrals_of(const struct pp_service *service, const char *month)
{
    int32_t found = -1;
    for (int32_t i = 0; i < service->n_demand; i++) {
        if (service->demand[i].month == fixture_day(month)) {
            assert_int_equal(found, -1); // one row a month
            found = service->demand[i].referrals;
        }
    }
    return found;
}

TEST(referrals_rise_from_their_month_on)
{
    struct desk desk = {0};
    add(&desk, "referrals 50 2015-04-17");
    struct pp_service *service =
        changed(&desk, "[demand]\nmonth,referrals,repeat_rate\n2015-05-01,31,0.2\n");
    assert_int_equal(referrals_of(service, "2015-03-01"), 20);
    assert_int_equal(referrals_of(service, "2015-04-01"), 33);
    assert_int_equal(referrals_of(service, "2015-05-01"), 47); // 46.5, halves up
    assert_int_equal(service->n_demand, 3);
    finish(&desk, service);
}

TEST(months_up_to_a_rise_get_rows_so_that_none_is_missing)
{
    struct desk desk = {0};
    add(&desk, "referrals 50 2015-07-01");
    add(&desk, "referrals -100 2015-08-01");
    struct pp_service *service = changed(&desk, NULL);
    assert_int_equal(service->n_demand, 6);
    assert_int_equal(referrals_of(service, "2015-05-01"), 22);
    assert_int_equal(referrals_of(service, "2015-06-01"), 22);
    assert_int_equal(referrals_of(service, "2015-07-01"), 33);
    assert_int_equal(referrals_of(service, "2015-08-01"), 0);
    finish(&desk, service);
}

/* ---- What can not be done ---- */

static void expect_refusal(const char *change, const char *words)
{
    struct desk desk = {0};
    add(&desk, change);
    struct pp_service *service = fixture_small();
    assert_false(pp_scenario_apply(service, &desk.scenario, &desk.err));
    store_assert_says(&desk.err, PP_E_STATE, words);
    assert_non_null(strstr(desk.err.text, "scenario trial"));
    finish(&desk, service);
}

TEST(what_does_not_fit_the_service_is_refused_by_name)
{
    expect_refusal("posts nobody 2 2015-10-01", "no 'nobody' in roles.csv");
    expect_refusal("close-team P1 2015-10-01", "no 'P1' in pods.csv"); // capitals count
    expect_refusal("referrals 5 2015-03-31", "from 2015-04-01 on");
    expect_refusal("referrals 5 1999-01-01", "how many referrals");
    expect_refusal("leavers 901", "most: 1000");
}

TEST(a_role_without_a_grade_gets_no_posts)
{
    struct desk desk = {0};
    add(&desk, "posts trainee 1 2015-10-01");
    struct pp_service *service = fixture_small_with("[roles]\nrole,name\ntrainee,Trainee\n");
    assert_false(pp_scenario_apply(service, &desk.scenario, &desk.err));
    store_assert_says(&desk.err, PP_E_STATE, "has no grade");
    finish(&desk, service);
}

TEST(pay_that_no_cell_can_hold_is_refused)
{
    struct desk desk = {0};
    add(&desk, "pay 1000 2015-04-01");
    struct pp_service *service = fixture_small_with(
        "[grades]\ngrade,name\nrich,Rich\n[grade_costs]\ngrade,financial_year,yearly_cost\n"
        "rich,2014/15,900000000\n");
    assert_false(pp_scenario_apply(service, &desk.scenario, &desk.err));
    store_assert_says(&desk.err, PP_E_STATE, "grade rich would cost more");
    finish(&desk, service);
}

/* ---- As text ---- */

TEST(every_kind_is_written_as_it_is_read)
{
    static const char *const texts[] = {
        "posts fp 1.5 2015-10-01",
        "close-team p1 2015-08-31",
        "end-agency 2015-09-30",
        "pay -2.125 2016-04-01",
        "leavers -10",
        "referrals 30 2015-06-01",
    };
    assert_int_equal(sizeof(texts) / sizeof(texts[0]), pp_n_change_kinds);
    for (int32_t i = 0; i < pp_n_change_kinds; i++) {
        struct desk desk = {0};
        struct pp_buf out = {0};
        add(&desk, texts[i]);
        assert_int_equal(desk.changes[0].kind, i);
        pp_change_text(&desk.changes[0], &out);
        assert_string_equal(pp_buf_text(&out), texts[i]);
        pp_buf_finish(&out);
        pp_arena_finish(&desk.arena);
    }
}

TEST(a_key_may_have_spaces_and_letters_of_any_kind)
{
    struct desk desk = {0};
    struct pp_buf out = {0};
    add(&desk, "  close-team   Été  – pod 3'; DROP   2015-08-31 ");
    assert_string_equal(desk.changes[0].subject, "Été  – pod 3'; DROP");
    pp_change_text(&desk.changes[0], &out);
    assert_string_equal(pp_buf_text(&out), "close-team Été  – pod 3'; DROP 2015-08-31");
    struct pp_service *service = changed(&desk, "[pods]\npod,hub\nÉté  – pod 3'; DROP,crewe\n");
    pp_buf_finish(&out);
    finish(&desk, service);
}

static void expect_no_change(const char *text, const char *words)
{
    struct pp_arena arena = {0};
    struct pp_change change;
    struct pp_err err = {0};
    if (pp_change_parse(text, &arena, &change, &err)) {
        fail_msg("'%s' is read", text);
    }
    store_assert_says(&err, PP_E_USAGE, words);
    pp_arena_finish(&arena);
}

TEST(what_is_no_change_is_refused_in_words)
{
    expect_no_change("", "is no change; there are: posts ROLE FTE DATE; close-team");
    expect_no_change("   ", "is no change");
    expect_no_change("hope 1", "'hope 1' is no change");
    expect_no_change("posts", "should be: posts ROLE FTE DATE");
    expect_no_change("posts 2 2015-10-01", "should be: posts ROLE FTE DATE");
    expect_no_change("pay", "should be: pay PERCENT DATE");
    expect_no_change("pay 10", "should be: pay PERCENT DATE");
    expect_no_change("pay all 10 2015-04-01", "should be: pay PERCENT DATE");
    expect_no_change("end-agency", "should be: end-agency DATE");
    expect_no_change("leavers -10 2015-04-01", "should be: leavers PERCENT");
    expect_no_change("posts fp -2 2015-10-01", "'-2' of a change 'posts' is no number from 0.001");
    expect_no_change("posts fp 0 2015-10-01", "no number from 0.001");
    expect_no_change("posts fp 1.0005 2015-10-01", "no number from");
    expect_no_change("posts fp 1e3 2015-10-01", "no number from");
    expect_no_change("posts fp 99999999999999999999 2015-10-01", "no number from");
    expect_no_change("pay ten 2015-04-01", "no number from -100 to 1000");
    expect_no_change("pay -100.001 2015-04-01", "no number from -100 to 1000");
    expect_no_change("pay 1000.001 2015-04-01", "no number from -100 to 1000");
    expect_no_change("pay - 2015-04-01", "no number");
    expect_no_change("pay 1.2.3 2015-04-01", "no number");
    expect_no_change("pay NaN 2015-04-01", "no number");
    expect_no_change("pay 10 2015-02-30", "'2015-02-30' is no date");
    expect_no_change("pay 10 tomorrow", "is no date; write YYYY-MM-DD");
}

TEST(names_are_letters_digits_hyphens_and_underscores)
{
    static const char *const good[] = {"a", "Inspection-2016_b",
                                       "12345678901234567890123456789012"};
    static const char *const bad[] = {"",    "baseline", "two words",
                                      "é",   "a/b",      "../x",
                                      "a'b", "a\nb",     "123456789012345678901234567890123"};
    struct pp_err err;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_true(pp_scenario_name(good[i], &err));
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(pp_scenario_name(bad[i], &err));
        assert_int_equal(err.code, PP_E_USAGE);
    }
}

/* ---- In the store ---- */

TEST(scenarios_come_back_from_the_store_as_they_went_in)
{
    struct desk desk = {0};
    struct pp_scenario_list list = {0};
    add(&desk, "posts fp 1.5 2015-10-01");
    add(&desk, "close-team Pod O'Brien 3 2015-08-31");
    add(&desk, "leavers -2.5");
    desk.scenario.copied_from = "gone-since";
    struct pp_store *store = store_open("s.db", true);
    store_assert(pp_store_save_scenario(store, &desk.scenario, &desk.err), &desk.err);
    assert_false(pp_store_save_scenario(store, &desk.scenario, &desk.err)); // the name is taken
    pp_store_close(store);

    store = store_open("s.db", false);
    store_assert(pp_store_load_scenarios(store, &list, &desk.err), &desk.err);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.rows[0].name, "trial");
    assert_string_equal(list.rows[0].copied_from, "gone-since");
    assert_int_equal(list.rows[0].n_changes, 3);
    for (int32_t i = 0; i < 3; i++) {
        const struct pp_change *one = &desk.changes[i], *other = &list.rows[0].changes[i];
        assert_int_equal(one->kind, other->kind);
        assert_int_equal(one->amount, other->amount);
        assert_int_equal(one->date, other->date);
        assert_string_equal(one->subject == NULL ? "" : one->subject,
                            other->subject == NULL ? "" : other->subject);
    }
    store_assert(pp_store_remove_scenario(store, "trial", &desk.err), &desk.err);
    assert_int_equal(store_number(store, "SELECT count(*) FROM scenario_changes"), 0);
    pp_store_close(store);
    pp_arena_finish(&list.arena);
    pp_arena_finish(&desk.arena);
}

TEST(copies_of_copies_are_kin_and_others_are_not)
{
    const struct pp_scenario all[] = {{.name = "alone"},
                                      {.name = "base"},
                                      {.name = "more", .copied_from = "base"},
                                      {.name = "most", .copied_from = "more"},
                                      {.name = "one", .copied_from = "gone"},
                                      {.name = "other", .copied_from = "gone"}};
    bool kin[6];
    pp_scenario_kin(all, 6, 1, kin);
    assert_true(kin[2] && kin[3]);
    assert_false(kin[0] || kin[1] || kin[4] || kin[5]);
    pp_scenario_kin(all, 6, 5, kin);
    assert_true(kin[4]);
    assert_false(kin[0] || kin[1] || kin[2] || kin[3] || kin[5]);
}

TEST(a_change_that_was_made_once_is_dropped_once)
{
    struct desk has = {0}, made = {0};
    add(&has, "leavers -10");
    add(&has, "posts consultant 1 2024-09-01");
    add(&has, "pay 5 2024-09-01");
    add(&has, "leavers -10");
    add(&made, "leavers -10");
    add(&made, "pay 6 2024-09-01");
    add(&made, "posts consultant 1 2024-09-01");
    assert_int_equal(pp_scenario_drop(&has.scenario, &made.scenario), 2);
    assert_int_equal(has.scenario.n_changes, 2);
    assert_int_equal(has.changes[0].amount, 5000);
    assert_int_equal(has.changes[1].amount, -10000);
    pp_arena_finish(&has.arena);
    pp_arena_finish(&made.arena);
}

TEST(a_change_that_nobody_can_read_is_an_error_of_the_file)
{
    struct pp_scenario_list list = {0};
    struct pp_err err = {0};
    pp_store_close(store_open("s.db", true));
    store_run_sql("s.db",
                  "INSERT INTO scenarios (scenario, copied_from, made_at, made_by) VALUES "
                  "('odd', NULL, '2024-01-01T00:00:00Z', 'somebody');"
                  "INSERT INTO scenario_changes VALUES ('odd', 0, 'hope 1')");
    struct pp_store *store = store_open("s.db", false);
    assert_false(pp_store_load_scenarios(store, &list, &err));
    assert_non_null(strstr(err.text, "'hope 1' is no change"));
    pp_store_close(store);
    pp_arena_finish(&list.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posts_are_added_under_names_that_are_free),
        cmocka_unit_test(a_post_is_added_where_all_others_of_its_role_are),
        cmocka_unit_test(a_closed_team_keeps_no_post_and_no_contract_beyond_its_day),
        cmocka_unit_test(a_closed_team_is_that_of_those_who_moved_into_it),
        cmocka_unit_test(agency_ends_on_its_day_and_not_before),
        cmocka_unit_test(pay_rises_for_every_grade_from_its_year_on),
        cmocka_unit_test(a_rise_within_a_year_has_its_share_of_the_days),
        cmocka_unit_test(points_of_a_spine_rise_as_grades_do),
        cmocka_unit_test(a_cut_of_pay_is_a_rise_below_nothing),
        cmocka_unit_test(retention_changes_multiply),
        cmocka_unit_test(referrals_rise_from_their_month_on),
        cmocka_unit_test(months_up_to_a_rise_get_rows_so_that_none_is_missing),
        cmocka_unit_test(what_does_not_fit_the_service_is_refused_by_name),
        cmocka_unit_test(a_role_without_a_grade_gets_no_posts),
        cmocka_unit_test(pay_that_no_cell_can_hold_is_refused),
        cmocka_unit_test(every_kind_is_written_as_it_is_read),
        cmocka_unit_test(a_key_may_have_spaces_and_letters_of_any_kind),
        cmocka_unit_test(what_is_no_change_is_refused_in_words),
        cmocka_unit_test(names_are_letters_digits_hyphens_and_underscores),
        cmocka_unit_test(copies_of_copies_are_kin_and_others_are_not),
        cmocka_unit_test(a_change_that_was_made_once_is_dropped_once),
        IN_FOLDER(scenarios_come_back_from_the_store_as_they_went_in),
        IN_FOLDER(a_change_that_nobody_can_read_is_an_error_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
