// SPDX-License-Identifier: GPL-3.0-or-later
#include "test.h"

#include "html.h"
#include "service_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A service with a hostile key and names, and a plan with something in every part. */
struct desk {
    struct pp_service *service;
    struct pp_plan *plan;
    struct pp_verdict verdict;
};

static void place_families(struct desk *desk)
{
    struct pp_plan *plan = desk->plan;
    plan->n_placements = desk->service->n_families;
    plan->placements = PP_NEW(&plan->arena, struct pp_placement, plan->n_placements);
    for (int32_t f = 0; f < plan->n_placements; f++) {
        plan->placements[f] =
            (struct pp_placement){.practitioner = desk->service->families[f].practitioner};
        if (plan->placements[f].practitioner == PP_NONE) {
            plan->placements[f].rule = pp_rule_find("child_cap");
            plan->placements[f].reason = "Everybody is <full>.";
        }
    }
}

static struct desk desk_make(void)
{
    struct desk desk = {.service = fixture_small_with("[families]\n"
                                                      "family,patch,language,practitioner,since\n"
                                                      "=1+1,west,,,\n"
                                                      "[children]\n"
                                                      "child,family,status,complexity\n"
                                                      "c17,=1+1,CIN,low\n"),
                        .plan = pp_plan_create()};
    struct pp_plan *plan = desk.plan;
    place_families(&desk);
    plan->rota_from = fixture_day("2015-06-01");
    plan->rota_weeks = 2;
    pp_plan_add_turn(plan,
                     (struct pp_turn){fixture_row(desk.service, PP_TABLE_shifts, "p1-day"),
                                      plan->rota_from,
                                      fixture_row(desk.service, PP_TABLE_practitioners, "ann")});
    pp_plan_add_seat(plan,
                     (struct pp_seat){0, fixture_row(desk.service, PP_TABLE_practitioners, "dev")});
    pp_plan_add_month(plan, (struct pp_month){plan->rota_from, PP_NONE, 6000, 4500, 1500, 500, 750,
                                              0, 250, 5250, 40, 60, 30, -5});
    pp_plan_add_cost_line(
        plan, (struct pp_cost_line){plan->rota_from, "travel, by car", PP_NONE, -123456789});
    pp_plan_add_shortfall(plan, (struct pp_shortfall){.stage = PP_ROTA,
                                                      .rule = "cover",
                                                      .subject = "evening",
                                                      .from = plan->rota_from,
                                                      .to = PP_NO_DAY,
                                                      .amount = 3,
                                                      .unit = "people",
                                                      .sentence = "Zoë & 李 said \"no\".",
                                                      .remedy = "More people."});
    pp_plan_sort(plan, desk.service);
    struct pp_case c = {desk.service, plan, NULL};
    pp_judge(&c, ~0u, &desk.verdict);
    return desk;
}

static void desk_finish(struct desk *desk)
{
    pp_verdict_finish(&desk->verdict);
    pp_plan_destroy(desk->plan);
    pp_service_destroy(desk->service);
}

/* The bytes of a file in `dir`; the caller frees them. */
static char *read_file(const char *dir, const char *name, size_t *bytes)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", dir, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    *bytes = fread(text, 1, (1 << 20) - 1, file);
    fclose(file);
    return text;
}

static void remove_folder(const char *dir)
{
    char path[256];
    for (const char *const *name = report_files; *name != NULL; name++) {
        snprintf(path, sizeof(path), "%s/%s", dir, *name);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(dir), 0);
}

static void write_into(const struct desk *desk, char *dir)
{
    struct pp_err err = {0};
    struct report_input input = {desk->service, desk->plan, NULL, &desk->verdict};
    assert_non_null(mkdtemp(dir));
    assert_true(report_write(&input, dir, &err));
}

TEST(the_same_plan_gives_the_same_bytes_in_every_file)
{
    struct desk desk = desk_make();
    char one[] = "/tmp/podplan-report-XXXXXX", two[] = "/tmp/podplan-report-XXXXXX";
    write_into(&desk, one);
    sleep(1); /* a clock anywhere would show */
    write_into(&desk, two);
    for (const char *const *name = report_files; *name != NULL; name++) {
        size_t bytes, again;
        char *first = read_file(one, *name, &bytes), *second = read_file(two, *name, &again);
        assert_int_equal(bytes, again);
        assert_memory_equal(first, second, bytes);
        assert_true(bytes > 0);
        free(first);
        free(second);
    }
    remove_folder(one);
    remove_folder(two);
    desk_finish(&desk);
}

TEST(csv_quotes_what_needs_it_and_disarms_formulas)
{
    struct desk desk = desk_make();
    char dir[] = "/tmp/podplan-report-XXXXXX";
    size_t bytes;
    write_into(&desk, dir);
    char *allocation = read_file(dir, "allocation.csv", &bytes);
    assert_non_null(strstr(allocation, "\r\n'=1+1,west,1,"));
    assert_null(strstr(allocation, "\n=1+1"));
    char *costs = read_file(dir, "costs.csv", &bytes);
    assert_non_null(
        strstr(costs, "2015-06-01,2015/16,\"travel, by car\",(unfunded),-1234567.89\r\n"));
    char *forecast = read_file(dir, "forecast.csv", &bytes);
    assert_non_null(strstr(forecast,
                           ",(all),6.000,4.500,1.500,0.500,0.750,0.000,0.250,5.250,0.000,0.000,0."
                           "040,0.060,-0.005,0.030\r\n"));
    char *shortfalls = read_file(dir, "shortfalls.csv", &bytes);
    assert_non_null(strstr(shortfalls, "\"Zoë & 李 said \"\"no\"\".\",More people.\r\n"));
    free(allocation);
    free(costs);
    free(forecast);
    free(shortfalls);
    remove_folder(dir);
    desk_finish(&desk);
}

TEST(the_page_escapes_what_comes_from_outside)
{
    struct desk desk = desk_make();
    char dir[] = "/tmp/podplan-report-XXXXXX";
    size_t bytes;
    write_into(&desk, dir);
    char *page = read_file(dir, "report.html", &bytes);
    assert_non_null(strstr(page, "Zoë &amp; 李 said &quot;no&quot;."));
    assert_non_null(strstr(page, "Everybody is &lt;full&gt;."));
    assert_null(strstr(page, "<full>"));
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "http://"));
    assert_null(strstr(page, "https://"));
    free(page);
    remove_folder(dir);
    desk_finish(&desk);
}

TEST(an_empty_plan_still_makes_every_file)
{
    struct desk desk = {.service = fixture_small(), .plan = pp_plan_create()};
    char dir[] = "/tmp/podplan-report-XXXXXX";
    write_into(&desk, dir);
    remove_folder(dir);
    desk_finish(&desk);
}

TEST(rows_without_a_name_go_by_their_key)
{
    struct desk desk = {.service =
                            fixture_small_with("[pods]\npod,hub\nbare,crewe\n"
                                               "[shifts]\n"
                                               "shift,weekdays,begin,end,break_minutes,pod,"
                                               "needed,kind\n"
                                               "bare-long,daily,09:00,21:00,0,bare,1,duty\n"),
                        .plan = pp_plan_create()};
    char dir[] = "/tmp/podplan-report-XXXXXX";
    size_t bytes;
    desk.plan->rota_from = fixture_day("2015-06-01");
    desk.plan->rota_weeks = 1;
    pp_plan_add_turn(desk.plan,
                     (struct pp_turn){fixture_row(desk.service, PP_TABLE_shifts, "bare-long"),
                                      desk.plan->rota_from, 0});
    write_into(&desk, dir);
    char *page = read_file(dir, "report.html", &bytes);
    assert_non_null(strstr(page, "Bare-long, 09:00 to 21:00"));
    free(page);
    remove_folder(dir);
    desk_finish(&desk);
}

TEST(a_folder_that_is_not_there_is_an_error_with_its_name)
{
    struct desk desk = {.service = fixture_small(), .plan = pp_plan_create()};
    struct pp_err err = {0};
    struct report_input input = {desk.service, desk.plan, NULL, &desk.verdict};
    assert_false(report_write(&input, "/nowhere/at/all", &err));
    assert_int_equal(err.code, PP_E_SYSTEM);
    assert_non_null(strstr(err.text, "/nowhere/at/all/allocation.csv"));
    desk_finish(&desk);
}

/* The code of the shift called `name` in pod p1 ("Pod 1"). */
static void expect_code(const char *name, const char *expected)
{
    struct pp_arena arena = {0};
    struct pp_service *service = fixture_small_with(
        pp_arena_printf(&arena,
                        "[shifts]\nshift,name,weekdays,begin,end,break_minutes,pod,needed,kind\n"
                        "x,%s,Mon,09:00,17:00,0,p1,1,duty\n",
                        name));
    char code[CODE_BYTES];
    shift_code(service, fixture_row(service, PP_TABLE_shifts, "x"), code);
    assert_string_equal(code, expected);
    pp_service_destroy(service);
    pp_arena_finish(&arena);
}

TEST(a_shift_code_leaves_out_the_pods_name_and_tells_shifts_apart)
{
    expect_code("Pod 1 late", "L");
    expect_code("Weekend long", "WL");
    expect_code("Pod 1 early", "Ea"); /* beside Evening */
    expect_code("Pod 1", "P1");       /* nothing would be left */
    expect_code("Étage Été", "ÉÉ");   /* whole letters, not bytes */
}

TEST(pounds_and_thousandths_are_rounded_for_people)
{
    struct pp_buf out = {0};
    html_pounds(&out, 107063149);
    pp_buf_add(&out, " ");
    html_pounds(&out, -50);
    pp_buf_add(&out, " ");
    html_milli(&out, 6496);
    assert_string_equal(pp_buf_text(&out), "£1,070,631 -£1 6.5");
    pp_buf_finish(&out);
}

static struct pp_plan *plan_of(int32_t agency, int64_t cost)
{
    struct pp_plan *plan = pp_plan_create();
    pp_day april = pp_day_from_civil((struct pp_civil){2015, 4, 1});
    for (int32_t m = 0; m < 3; m++) {
        pp_day month = pp_month_first(april, m);
        pp_plan_add_month(plan, (struct pp_month){.month = month,
                                                  .role = PP_NONE,
                                                  .establishment = 6000,
                                                  .in_post = 5000,
                                                  .vacancy = 1000,
                                                  .agency = m == 1 ? agency : 0,
                                                  .needed = PP_UNKNOWN});
        pp_plan_add_cost_line(plan, (struct pp_cost_line){month, "staff", PP_NONE, cost});
    }
    return plan;
}

TEST(a_comparison_shows_what_differs_and_both_figures)
{
    struct pp_plan *plan = plan_of(750, 1250000), *base = plan_of(500, 1000000);
    struct pp_service *service = fixture_small();
    char dir[] = "/tmp/podplan-report-XXXXXX", path[256];
    struct pp_err err = {0};
    size_t bytes;
    assert_non_null(mkdtemp(dir));
    assert_true(comparison_write(&(struct comparison){{"pay <rise>", NULL, service, plan},
                                                      {"baseline", NULL, service, base}},
                                 dir, &err));
    char *page = read_file(dir, "comparison.html", &bytes);
    assert_non_null(strstr(page, "pay &lt;rise&gt; against baseline"));
    const char *agency = strstr(page, "<figure id=\"diff-agency\">");
    assert_non_null(strstr(agency,
                           "<th scope=\"row\">May 2015</th><td class=\"n\">0.75</td>"
                           "<td class=\"n\">0.5</td><td class=\"n\">0.25</td>"));
    const char *cost = strstr(page, "<figure id=\"diff-cost\">");
    assert_non_null(strstr(cost,
                           "<td class=\"n\">£12,500</td><td class=\"n\">£10,000</td>"
                           "<td class=\"n\">£2,500</td>"));
    free(page);
    for (const char *const *name = comparison_files; *name != NULL; name++) {
        snprintf(path, sizeof(path), "%s/%s", dir, *name);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(dir), 0); /* nothing else is there */
    pp_plan_destroy(plan);
    pp_plan_destroy(base);
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comparison_shows_what_differs_and_both_figures),
        cmocka_unit_test(the_same_plan_gives_the_same_bytes_in_every_file),
        cmocka_unit_test(csv_quotes_what_needs_it_and_disarms_formulas),
        cmocka_unit_test(the_page_escapes_what_comes_from_outside),
        cmocka_unit_test(an_empty_plan_still_makes_every_file),
        cmocka_unit_test(rows_without_a_name_go_by_their_key),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error_with_its_name),
        cmocka_unit_test(a_shift_code_leaves_out_the_pods_name_and_tells_shifts_apart),
        cmocka_unit_test(pounds_and_thousandths_are_rounded_for_people),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
