// SPDX-License-Identifier: GPL-3.0-or-later
#include "service_fixture.h"
#include "test.h"

#include <podplan/limits.h>
#include <podplan/rng.h>

#include <stdlib.h>
#include <string.h>

static int32_t person(const struct pp_service *service, const char *key)
{
    return fixture_row(service, PP_TABLE_practitioners, key);
}

static int32_t family(const struct pp_service *service, const char *key)
{
    return fixture_row(service, PP_TABLE_families, key);
}

/* ---- A service fed to a builder again, row by row, by the text of its cells ---- */

static void feed_row(struct pp_builder *builder, const struct pp_service *service,
                     const struct pp_table *table, int32_t row)
{
    struct pp_arena arena = {0};
    struct pp_buf cell = {0};
    const char **cells = PP_NEW(&arena, const char *, table->n_columns);
    for (int32_t c = 0; c < table->n_columns; c++) {
        cell.length = 0;
        pp_buf_add(&cell, "");
        pp_cell_text(service, table, row, c, &cell);
        cells[c] = pp_arena_string(&arena, pp_buf_text(&cell));
    }
    pp_builder_row(builder, table, row + 2, cells);
    pp_buf_finish(&cell);
    pp_arena_finish(&arena);
}

static void feed_table(struct pp_builder *builder, const struct pp_service *service,
                       const struct pp_table *table, struct pp_rng *rng)
{
    struct pp_arena arena = {0};
    int32_t count = pp_table_count(service, table);
    int32_t *order = PP_NEW(&arena, int32_t, count);
    for (int32_t row = 0; row < count; row++) {
        int32_t at = rng == NULL ? row : pp_rng_below(rng, row + 1);
        order[row] = order[at];
        order[at] = row;
    }
    for (int32_t row = 0; row < count; row++) {
        feed_row(builder, service, table, order[row]);
    }
    pp_arena_finish(&arena);
}

static void feed_settings(struct pp_builder *builder, const struct pp_service *service)
{
    for (int32_t s = 0; s < pp_n_settings; s++) {
        struct pp_buf value = {0};
        pp_setting_text(&service->settings, &pp_settings_table[s], &value);
        pp_builder_setting(builder, s + 2, pp_settings_table[s].name, pp_buf_text(&value));
        pp_buf_finish(&value);
    }
}

/* `rng` shuffles the rows; NULL keeps their order. */
static struct pp_service *built_again(const struct pp_service *service, struct pp_rng *rng)
{
    struct pp_faults faults = {0};
    struct pp_builder *builder = pp_builder_create(&faults, true);
    feed_settings(builder, service);
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        feed_table(builder, service, pp_table((enum pp_table_id)t), rng);
    }
    struct pp_service *again = pp_builder_finish(builder);
    assert_non_null(again);
    pp_faults_finish(&faults);
    return again;
}

TEST(a_service_comes_back_from_the_text_of_its_cells)
{
    struct pp_service *service = fixture_small();
    struct pp_service *again = built_again(service, NULL);
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        const struct pp_table *table = pp_table((enum pp_table_id)t);
        assert_int_equal(pp_table_count(again, table), pp_table_count(service, table));
        for (int32_t row = 0; row < pp_table_count(service, table); row++) {
            for (int32_t c = 0; c < table->n_columns; c++) {
                struct pp_buf one = {0}, two = {0};
                pp_cell_text(service, table, row, c, &one);
                pp_cell_text(again, table, row, c, &two);
                assert_string_equal(pp_buf_text(&one), pp_buf_text(&two));
                pp_buf_finish(&one);
                pp_buf_finish(&two);
            }
        }
    }
    assert_true(service->input_hash == again->input_hash);
    pp_service_destroy(again);
    pp_service_destroy(service);
}

/* What stands in an index, as keys: what another order of rows must not change. */
static void index_words(const struct pp_service *service, const struct pp_index *index,
                        enum pp_table_id owner, enum pp_table_id owned, const char *owner_key,
                        struct pp_buf *out)
{
    int32_t row = fixture_row(service, owner, owner_key);
    for (int32_t i = index->start[row]; i < index->start[row + 1]; i++) {
        pp_buf_printf(out, "%s ", pp_row_key(service, owned, index->item[i]));
    }
}

TEST(the_order_of_rows_changes_neither_hash_nor_indices)
{
    struct pp_service *service = fixture_small();
    struct pp_rng rng = {42};
    for (int round = 0; round < 5; round++) {
        struct pp_service *again = built_again(service, &rng);
        struct pp_buf words = {0};
        assert_true(service->input_hash == again->input_hash);
        index_words(again, &again->children_of, PP_TABLE_families, PP_TABLE_children, "f03",
                    &words);
        index_words(again, &again->members_of, PP_TABLE_pods, PP_TABLE_practitioners, "p1", &words);
        index_words(again, &again->sessions_of, PP_TABLE_courses, PP_TABLE_sessions, "dv", &words);
        assert_string_equal(pp_buf_text(&words), "c04 c05 c06 ann bob eve dv-1 dv-2 ");
        pp_buf_finish(&words);
        pp_service_destroy(again);
    }
    pp_service_destroy(service);
}

static uint64_t hash_with(const char *more)
{
    struct pp_service *service = fixture_small_with(more);
    uint64_t hash = service->input_hash;
    pp_service_destroy(service);
    return hash;
}

TEST(any_cell_or_setting_changes_the_hash)
{
    uint64_t plain = hash_with(NULL);
    assert_true(plain == hash_with("[settings]\nrun_days,6\n"));
    assert_true(plain != hash_with("[settings]\nrun_days,5\n"));
    assert_true(plain != hash_with("[bank_holidays]\ndate\n2015-12-25\n"));
    assert_true(hash_with("[bank_holidays]\ndate,name\n2015-12-25,a\n2015-12-26,b\n") !=
                hash_with("[bank_holidays]\ndate,name\n2015-12-25,b\n2015-12-26,a\n"));
}

TEST(names_of_people_are_dropped_unless_asked_for)
{
    for (int keep = 0; keep < 2; keep++) {
        struct pp_faults faults = {0};
        struct pp_builder *builder = pp_builder_create(&faults, keep == 1);
        struct pp_service *small = fixture_small();
        feed_settings(builder, small);
        for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
            if (t != PP_TABLE_practitioners) {
                feed_table(builder, small, pp_table((enum pp_table_id)t), NULL);
            }
        }
        for (int32_t p = 0; p < small->n_practitioners; p++) {
            const char *cells[PP_MAX_COLUMNS] = {small->practitioners[p].practitioner,
                                                 "A. Name",
                                                 "fp",
                                                 "p1",
                                                 NULL,
                                                 "1",
                                                 "permanent",
                                                 "2014-01-01"};
            pp_builder_row(builder, pp_table(PP_TABLE_practitioners), p + 2, cells);
        }
        struct pp_service *service = pp_builder_finish(builder);
        assert_non_null(service);
        if (keep == 1) {
            assert_string_equal(service->practitioners[0].name, "A. Name");
        } else {
            assert_null(service->practitioners[0].name);
        }
        pp_service_destroy(service);
        pp_service_destroy(small);
        pp_faults_finish(&faults);
    }
}

TEST(settings_that_follow_from_others_are_derived)
{
    struct pp_service *service = fixture_small();
    assert_int_equal(service->settings.rota_from, fixture_day("2015-06-01"));
    assert_int_equal(service->settings.full_week_minutes, 2220);
    assert_int_equal(service->settings.visits_per_week, 1000);
    assert_int_equal(service->settings.evening_from, 1080);
    assert_int_equal(service->settings.unassessed_points, PP_UNKNOWN);
    assert_null(service->settings.authority);
    pp_service_destroy(service);
    struct pp_faults faults = {0};
    char *text = strdup(fixture_small_text);
    memcpy(strstr(text, "cases_from,2015-06-01"), "cases_from,2015-06-02", 21);
    service = fixture_build(text, &faults);
    assert_int_equal(service->settings.rota_from, fixture_day("2015-06-08"));
    pp_service_destroy(service);
    pp_faults_finish(&faults);
    memcpy(strstr(text, "cases_from,2015-06-02"), "#                    ", 21);
    service = fixture_build(text, &faults);
    assert_int_equal(service->settings.cases_from, fixture_day("2015-03-02"));
    pp_service_destroy(service);
    pp_faults_finish(&faults);
    free(text);
}

/* ---- Questions ---- */

TEST(the_way_back_is_as_long_unless_it_has_its_own_row)
{
    struct pp_service *service = fixture_small_with(
        "[patches]\npatch,hub\nfar,crewe\n"
        "[travel]\nfrom_patch,to_patch,minutes\n"
        "nantwich,east,35\n");
    int32_t west = fixture_row(service, PP_TABLE_patches, "west");
    int32_t east = fixture_row(service, PP_TABLE_patches, "east");
    int32_t nantwich = fixture_row(service, PP_TABLE_patches, "nantwich");
    int32_t far = fixture_row(service, PP_TABLE_patches, "far");
    assert_int_equal(pp_travel_minutes(service, west, east), 10);
    assert_int_equal(pp_travel_minutes(service, east, west), 10);
    assert_int_equal(pp_travel_minutes(service, east, nantwich), 20);
    assert_int_equal(pp_travel_minutes(service, nantwich, east), 35);
    assert_int_equal(pp_travel_minutes(service, far, far), 0);
    assert_int_equal(pp_travel_minutes(service, far, east), PP_UNKNOWN);
    assert_int_equal(pp_travel_minutes(service, PP_NONE, east), PP_UNKNOWN);
    pp_service_destroy(service);
}

TEST(days_within_include_both_ends_and_open_ends)
{
    assert_true(pp_day_within(5, 5, 5));
    assert_false(pp_day_within(4, 5, 9));
    assert_false(pp_day_within(10, 5, 9));
    assert_true(pp_day_within(4, PP_NO_DAY, 9));
    assert_true(pp_day_within(100000, 5, PP_NO_DAY));
    assert_true(pp_day_within(0, PP_NO_DAY, PP_NO_DAY));
}

TEST(posts_leave_and_skills_are_known_by_day)
{
    struct pp_service *service = fixture_small();
    int32_t ann = person(service, "ann"), cat = person(service, "cat");
    int32_t skill = fixture_row(service, PP_TABLE_skills, "domestic-violence");
    int32_t sfbt = fixture_row(service, PP_TABLE_skills, "sfbt");
    assert_false(pp_in_post(service, cat, fixture_day("2015-03-15")));
    assert_true(pp_in_post(service, cat, fixture_day("2015-03-16")));
    assert_true(pp_in_post(service, cat, fixture_day("2016-05-31")));
    assert_false(pp_in_post(service, cat, fixture_day("2016-06-01")));
    assert_true(pp_in_post(service, ann, fixture_day("2150-01-01")));
    assert_false(pp_on_leave(service, ann, fixture_day("2015-06-07")));
    assert_true(pp_on_leave(service, ann, fixture_day("2015-06-09")));
    assert_false(pp_on_leave(service, cat, fixture_day("2015-06-09")));
    assert_true(pp_holds_skill(service, ann, skill, fixture_day("2016-12-31")));
    assert_false(pp_holds_skill(service, ann, skill, fixture_day("2017-01-01")));
    assert_true(pp_holds_skill(service, ann, sfbt, fixture_day("2150-01-01")));
    assert_false(pp_holds_skill(service, cat, skill, fixture_day("2015-06-01")));
    pp_service_destroy(service);
}

TEST(the_nearest_pod_is_by_minutes_then_by_hub)
{
    struct pp_service *service = fixture_small_with(
        "[hubs]\nhub\nmacclesfield\n"
        "[pods]\npod,hub\np9,macclesfield\n"
        "[patches]\npatch,hub\nbollington,macclesfield\n"
        "[families]\nfamily,patch\nf90,bollington\n");
    assert_string_equal(service->pods[pp_nearest_pod(service, family(service, "f05"))].pod, "p1");
    assert_string_equal(service->pods[pp_nearest_pod(service, family(service, "f10"))].pod, "p2");
    assert_string_equal(service->pods[pp_nearest_pod(service, family(service, "f90"))].pod, "p9");
    pp_service_destroy(service);
}

TEST(a_grade_costs_what_its_latest_row_says)
{
    struct pp_service *service = fixture_small();
    int32_t grade = fixture_row(service, PP_TABLE_grades, "g9");
    assert_int_equal(pp_grade_cost(service, grade, fixture_day("2014-03-31")), -1);
    assert_int_equal(pp_grade_cost(service, grade, fixture_day("2014-04-01")), 4680000);
    assert_int_equal(pp_grade_cost(service, grade, fixture_day("2015-03-31")), 4680000);
    assert_int_equal(pp_grade_cost(service, grade, fixture_day("2015-04-01")), 4773650);
    assert_int_equal(pp_grade_cost(service, grade, fixture_day("2030-01-01")), 4773650);
    pp_service_destroy(service);
}

/* ---- Capacity and load ---- */

static void assert_capacity(struct pp_capacity capacity, int32_t families, int32_t children,
                            int32_t points, int32_t percent)
{
    assert_int_equal(capacity.families, families);
    assert_int_equal(capacity.children, children);
    assert_int_equal(capacity.points, points);
    assert_int_equal(capacity.percent, percent);
}

TEST(capacity_is_the_cap_by_fte_and_reductions_rounded_down)
{
    struct pp_service *service = fixture_small();
    pp_day june = fixture_day("2015-06-01"), autumn = fixture_day("2015-09-01");
    assert_capacity(pp_capacity_on(service, person(service, "ann"), june), 4, 12, 20000, 100);
    assert_capacity(pp_capacity_on(service, person(service, "bob"), june), 3, 9, 16000, 80);
    assert_capacity(pp_capacity_on(service, person(service, "bob"), autumn), 4, 12, 20000, 100);
    assert_capacity(pp_capacity_on(service, person(service, "cat"), june), 2, 7, 12000, 60);
    assert_capacity(pp_capacity_on(service, person(service, "eve"), june), 2, 6, 10000, 50);
    assert_capacity(pp_capacity_on(service, person(service, "fay"), june), 0, 0, 0, 0);
    assert_capacity(pp_capacity_on(service, person(service, "cat"), fixture_day("2016-06-01")), 0,
                    0, 0, 0);
    pp_service_destroy(service);
}

TEST(what_is_unknown_makes_no_room)
{
    struct pp_service *service = fixture_small_with(
        "[roles]\nrole,family_cap,child_cap\nuncapped,3,10\n"
        "[practitioners]\npractitioner,role,fte,contract,start\n"
        "new,fp,,permanent,2015-03-02\nvol,fp,1,volunteer,2015-03-02\n"
        "unc,uncapped,0.5,bank,2015-03-02\nill,fp,1,permanent,2015-03-02\n"
        "[reductions]\npractitioner,from,to,percent,reason\n"
        "ill,2015-03-02,,80,sickness\nill,2015-03-03,,70,other\n");
    pp_day june = fixture_day("2015-06-01");
    assert_capacity(pp_capacity_on(service, person(service, "new"), june), 0, 0, 0, 0);
    assert_capacity(pp_capacity_on(service, person(service, "vol"), june), 0, 0, 0, 0);
    assert_capacity(pp_capacity_on(service, person(service, "ill"), june), 0, 0, 0, 0);
    assert_capacity(pp_capacity_on(service, person(service, "unc"), june), 1, 5, INT32_MAX, 50);
    pp_service_destroy(service);
}

TEST(a_family_weighs_the_sum_of_its_children)
{
    struct pp_service *service = fixture_small_with(
        "[weights]\nstatus,complexity,start,points\nCIN,medium,2015-07-01,1.75\n");
    struct pp_load load =
        pp_family_load(service, family(service, "f01"), fixture_day("2015-06-30"));
    assert_int_equal(load.families, 1);
    assert_int_equal(load.children, 2);
    assert_int_equal(load.points, 2500);
    assert_int_equal(load.unassessed, 0);
    load = pp_family_load(service, family(service, "f01"), fixture_day("2015-07-01"));
    assert_int_equal(load.points, 2750);
    pp_service_destroy(service);
}

TEST(an_unassessed_child_weighs_the_cautious_weight)
{
    pp_day june = fixture_day("2015-06-01");
    struct pp_service *service = fixture_small();
    struct pp_load load = pp_family_load(service, family(service, "f08"), june);
    assert_int_equal(load.unassessed, 1);
    assert_int_equal(load.points, 3000);
    /* Before any weight is in force, a child still weighs something. */
    load = pp_family_load(service, family(service, "f08"), fixture_day("2013-12-31"));
    assert_int_equal(load.points, PP_FTE);
    pp_service_destroy(service);
    service = fixture_small_with("[settings]\nunassessed_points,2.2\n");
    load = pp_family_load(service, family(service, "f08"), june);
    assert_int_equal(load.points, 2200);
    pp_service_destroy(service);
}

TEST(a_closed_child_weighs_and_counts_nothing)
{
    struct pp_service *service = fixture_small_with(
        "[children]\nchild,family,status,complexity\nc90,f01,closed,high\nc91,f01,closed,\n");
    struct pp_load load =
        pp_family_load(service, family(service, "f01"), fixture_day("2015-06-01"));
    assert_int_equal(load.children, 2);
    assert_int_equal(load.points, 2500);
    assert_int_equal(load.unassessed, 0);
    pp_service_destroy(service);
}

TEST(travel_is_there_and_back_for_each_visit)
{
    struct pp_service *service = fixture_small_with("[settings]\nvisits_per_week,1.5\n");
    assert_int_equal(pp_travel_load(service, family(service, "f05"), person(service, "ann")), 45);
    assert_int_equal(pp_travel_load(service, family(service, "f01"), person(service, "ann")), 0);
    pp_service_destroy(service);
    service = fixture_small_with(
        "[practitioners]\npractitioner,role,fte,contract,start\n"
        "new,fp,1,permanent,2015-03-02\n");
    assert_int_equal(pp_travel_load(service, family(service, "f05"), person(service, "new")), 0);
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_service_comes_back_from_the_text_of_its_cells),
        cmocka_unit_test(the_order_of_rows_changes_neither_hash_nor_indices),
        cmocka_unit_test(any_cell_or_setting_changes_the_hash),
        cmocka_unit_test(names_of_people_are_dropped_unless_asked_for),
        cmocka_unit_test(settings_that_follow_from_others_are_derived),
        cmocka_unit_test(the_way_back_is_as_long_unless_it_has_its_own_row),
        cmocka_unit_test(days_within_include_both_ends_and_open_ends),
        cmocka_unit_test(posts_leave_and_skills_are_known_by_day),
        cmocka_unit_test(the_nearest_pod_is_by_minutes_then_by_hub),
        cmocka_unit_test(a_grade_costs_what_its_latest_row_says),
        cmocka_unit_test(capacity_is_the_cap_by_fte_and_reductions_rounded_down),
        cmocka_unit_test(what_is_unknown_makes_no_room),
        cmocka_unit_test(a_family_weighs_the_sum_of_its_children),
        cmocka_unit_test(an_unassessed_child_weighs_the_cautious_weight),
        cmocka_unit_test(a_closed_child_weighs_and_counts_nothing),
        cmocka_unit_test(travel_is_there_and_back_for_each_visit),
    };
    return cmocka_run_group_tests_name("service", tests, NULL, NULL);
}
