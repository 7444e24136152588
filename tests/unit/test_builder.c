// SPDX-License-Identifier: GPL-3.0-or-later
#include "check_cases.h"
#include "service_fixture.h"
#include "test.h"

#include <podplan/limits.h>
#include <podplan/rng.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- The small service with one change, and what the builder says of it ---- */

/* Without line numbers of the fixture: they are not what a test is about. */
static void add_fault(const struct pp_fault *fault, struct pp_buf *out)
{
    pp_buf_printf(out, "%s%s: %s: %s\n", fault->warning ? "warning: " : "", fault->file,
                  fault->column == NULL ? "-" : fault->column, fault->text);
}

static const char *said_of(const char *text, struct pp_buf *said)
{
    struct pp_faults faults = {0};
    struct pp_service *service = fixture_build(text, &faults);
    assert_true((service == NULL) == (faults.n_faults > 0));
    said->length = 0;
    pp_buf_add(said, "");
    for (int32_t f = 0; f < faults.count; f++) {
        add_fault(&faults.list[f], said);
    }
    pp_service_destroy(service);
    pp_faults_finish(&faults);
    return pp_buf_text(said);
}

/* The small service with the first `old` replaced; with `old` NULL `now` comes after it. */
static const char *said_after(const char *old, const char *now, struct pp_buf *said)
{
    struct pp_buf text = {0};
    const char *end = fixture_small_text + strlen(fixture_small_text);
    const char *at = old == NULL ? end : strstr(fixture_small_text, old);
    if (at == NULL) {
        fail_msg("the small service has no '%s'", old);
    }
    pp_buf_addn(&text, fixture_small_text, (size_t)(at - fixture_small_text));
    pp_buf_add(&text, now);
    pp_buf_add(&text, old == NULL ? "" : at + strlen(old));
    said_of(pp_buf_text(&text), said);
    pp_buf_finish(&text);
    return pp_buf_text(said);
}

/* The whole of what is said, besides what is said of the small service as it is. */
static const char *const always =
    "warning: children.csv: status: 'c13' is unassessed (neither status nor complexity); the "
    "cautious weight is counted\n";

static void assert_only(const char *old, const char *now, const char *expected)
{
    struct pp_buf said = {0}, rest = {0};
    said_after(old, now, &said);
    const char *known = strstr(pp_buf_text(&said), always);
    if (known == NULL) {
        fail_msg("not even the unassessed child: %s", pp_buf_text(&said));
    }
    pp_buf_addn(&rest, pp_buf_text(&said), (size_t)(known - pp_buf_text(&said)));
    pp_buf_add(&rest, known + strlen(always));
    assert_string_equal(pp_buf_text(&rest), expected);
    pp_buf_finish(&said);
    pp_buf_finish(&rest);
}

TEST(the_small_service_has_one_warning)
{
    struct pp_buf said = {0};
    assert_string_equal(said_of(fixture_small_text, &said), always);
    pp_buf_finish(&said);
}

/* ---- Cells ---- */

TEST(a_faulty_cell_is_one_fault_with_its_value_and_what_is_allowed)
{
    static const struct {
        const char *old, *now, *expected;
    } cases[] = {
        {"west,east,10\n", "west,east,ten\n",
         "travel.csv: minutes: 'ten' is not a whole number; allowed: 0 to 600\n"},
        {"west,east,10\n", "west,east,601\n",
         "travel.csv: minutes: '601' is outside the range; allowed: 0 to 600\n"},
        {"west,east,10\n", "west,east,\n", "travel.csv: minutes: is blank, and must be given\n"},
        {",fp,p2,,0.6,", ",fp,p2,,1.2,",
         "practitioners.csv: fte: '1.2' is outside the range; allowed: 0 to 1\n"},
        {",fp,p2,,0.6,", ",fp,p2,,0.6667,",
         "practitioners.csv: fte: '0.6667' is not a number with at most 3 decimals; allowed: 0 to "
         "1\n"},
        {"p1,,1,permanent", "p1,,1,Permanent",
         "practitioners.csv: contract: 'Permanent' is not one of: permanent, fixed term, agency, "
         "bank, seconded, volunteer; did you mean permanent?\n"},
        {"2015-06-08,2015-06-09,annual", "2015-02-30,2015-06-09,annual",
         "leave.csv: from: '2015-02-30' is not a date; write YYYY-MM-DD, 1900-01-01 to "
         "2199-12-31\n"},
        {"Mon-Fri,09:00", "Mon-Fri,9:00",
         "shifts.csv: begin: '9:00' is not a time; write HH:MM; allowed: 00:00 to 23:59\n"},
        {"Mon-Fri,09:00", "weekdays,09:00",
         "shifts.csv: weekdays: 'weekdays' is not a list of weekdays; write it like Mon-Fri, Sat "
         "Sun or daily\n"},
        {"dv,Domestic violence,domestic-violence,24,180",
         "dv,Domestic violence,domestic-violence,24,£180",
         "courses.csv: price: '£180' is not an amount in pounds, like 1234.56; allowed: 0 to "
         "1000000000\n"},
        {"p1,2015/16,400", "p1,2015,400",
         "budgets.csv: financial_year: '2015' is not a financial year; write it like 2015/16\n"},
        {"CIN,CP,0.02", "CIN,CP,2%",
         "transitions.csv: monthly_rate: '2%' is not a number with at most 6 decimals; allowed: 0 "
         "to 1\n"},
        {"crewe,Crewe", "crewe,Cr\x01we",
         "hubs.csv: name: 'Cr\\x01we' holds bytes that are no printable UTF-8 text\n"},
        {"crewe,Crewe", "crewe,\xff\xfe",
         "hubs.csv: name: '\\xff\\xfe' holds bytes that are no printable UTF-8 text\n"},
        {"rota_weeks,2", "rota_weeks,54",
         "settings.csv: rota_weeks: '54' is outside the range; allowed: 1 to 53\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_only(cases[i].old, cases[i].now, cases[i].expected);
    }
}

TEST(blanks_around_a_cell_do_not_count)
{
    assert_only("west,east,10\n", " west ,\teast, 10 \n", "");
}

TEST(a_rule_is_named_by_the_rule_table)
{
    assert_only(NULL, "[rule_weights]\nrule,weight\nneeded_skil,5\n",
                "rule_weights.csv: rule: 'needed_skil' is not the name of a rule; they are listed "
                "in docs/rules.md; did you mean needed_skill?\n");
    assert_only(NULL, "[rule_weights]\nrule,weight\ntravel,5\n", "");
}

TEST(a_reference_is_at_most_64_bytes_long)
{
    char text[200] = "[hubs]\nhub\n";
    size_t used = strlen(text);
    memset(text + used, 'x', PP_MAX_KEY_BYTES);
    text[used + PP_MAX_KEY_BYTES] = '\n';
    assert_only(NULL, text, "");
    text[used + PP_MAX_KEY_BYTES] = 'x';
    text[used + PP_MAX_KEY_BYTES + 1] = '\n';
    assert_only(NULL, text,
                "hubs.csv: hub: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…' has 65 bytes; a "
                "reference has at most 64\n");
}

TEST(a_cell_beyond_the_limit_is_refused)
{
    struct pp_buf text = {0}, said = {0};
    pp_buf_add(&text, "[bank_holidays]\ndate,name\n2015-12-25,");
    for (int i = 0; i <= PP_MAX_CELL_BYTES; i++) {
        pp_buf_add(&text, "x");
    }
    said_after(NULL, pp_buf_text(&text), &said);
    assert_non_null(strstr(pp_buf_text(&said), "is longer than 4096 bytes"));
    pp_buf_finish(&text);
    pp_buf_finish(&said);
}

/* ---- Keys and references ---- */

TEST(a_second_row_under_the_same_key_is_a_fault)
{
    struct pp_buf said = {0};
    said_after("west,crewe\n", "west,crewe\nwest,crewe\n", &said);
    assert_non_null(strstr(pp_buf_text(&said), "patches.csv: patch: 'west' is in line "));
    assert_non_null(
        strstr(pp_buf_text(&said), " already; patch must be unique; keep one of the two rows\n"));
    said_after("ann,sfbt,\n", "ann,sfbt,\nann,sfbt,2016-01-01\n", &said);
    assert_non_null(
        strstr(pp_buf_text(&said), "practitioner_skills.csv: -: 'ann sfbt' is in line "));
    assert_non_null(
        strstr(pp_buf_text(&said),
               "already; practitioner, skill must be unique together; keep one of the two rows\n"));
    pp_buf_finish(&said);
}

TEST(keys_are_compared_by_value_and_part_by_part)
{
    struct pp_buf said = {0};
    said_after("2014,214,", "02013,214,", &said);
    assert_non_null(strstr(pp_buf_text(&said), "workforce_history.csv: year: '2013' is in line "));
    pp_buf_finish(&said);
    assert_only(NULL,
                "[benefits]\ncohort,outcome,cases,from_status,to_status,weeks\n"
                "a,b c,1,CP,CIN,52\na b,c,1,CP,CIN,52\n",
                "");
    assert_only("bob,2015-06-03,evening,avoid,\n",
                "bob,2015-06-03,evening,avoid,\nbob,2015-06-03,,avoid,\n", "");
}

TEST(a_reference_to_nothing_names_the_file_and_the_nearest_key)
{
    assert_only("f01,west,,ann,", "f01,west,,anne,",
                "families.csv: practitioner: 'anne' is not in practitioners.csv; did you mean "
                "ann?\n");
    assert_only("f01,west,,ann,", "f01,west,,Bob,",
                "families.csv: practitioner: 'Bob' is not in practitioners.csv; did you mean "
                "bob?\n");
    assert_only("f01,west,,ann,", "f01,west,,nobody-at-all,",
                "families.csv: practitioner: 'nobody-at-all' is not in practitioners.csv; "
                "add it there, or correct it here\n");
}

TEST(a_missing_file_is_one_fault_for_each_column_that_refers_to_it)
{
    struct pp_buf said = {0};
    said_of(
        "[children]\nchild,family\nc1,f1\n[requests]\npractitioner,date,shift,wish\n"
        "ann,2015-06-01,late,avoid\nann,2015-06-02,early,avoid\nann,2015-06-03,,avoid\n",
        &said);
    assert_non_null(strstr(pp_buf_text(&said),
                           "requests.csv: shift: 'late' is not in shifts.csv, which is missing or "
                           "has no row; neither is what 1 more row names; "
                           "give its rows, or correct what names them\n"));
    assert_null(strstr(pp_buf_text(&said), "early"));
    /* families.csv is required: that it is missing has been said. */
    assert_null(strstr(pp_buf_text(&said), "'f1'"));
    pp_buf_finish(&said);
}

TEST(a_reference_may_point_further_down)
{
    assert_only("ann,fp,p1,,1,", "ann,fp,p1,fay,1,", "");
}

TEST(one_mistake_is_one_fault)
{
    /* Family f01 has needs, children and a conflict, all of which refer to it. */
    assert_only("f01,west,,ann,2014-11-03", "f01,west,,ann,3 November",
                "families.csv: since: '3 November' is not a date; write YYYY-MM-DD, 1900-01-01 to "
                "2199-12-31\n");
    assert_only("planned_on,2015-03-02", "planned_on,2 March",
                "settings.csv: planned_on: '2 March' is not a date; write YYYY-MM-DD, 1900-01-01 "
                "to 2199-12-31\n");
    assert_only("c01,f01,CIN,medium", "c01,f01,CINN,medium",
                "children.csv: status: 'CINN' is not one of: early help, CIN, CP, LAC, care "
                "leaver, closed; did you mean CIN?\n");
}

TEST(every_fault_is_found_in_one_run)
{
    struct pp_buf said = {0};
    said_of(
        "[settings]\nservice_name,x\nservice_name,y\nhamster,1\nrest_minute,1\n"
        "[hubs]\nhub\nh\n[patches]\npatch,hub\np,k\nq,h\n[pods]\npod,hub,patch\na,h,r\n",
        &said);
    static const char *const expected[] = {
        "settings.csv: name: 'service_name' is in line 2 already; each setting is given once\n",
        "settings.csv: name: 'hamster' is no setting; docs/data-format.md lists them\n",
        "settings.csv: name: 'rest_minute' is no setting; docs/data-format.md lists them; did you "
        "mean rest_minutes?\n",
        "settings.csv: planned_on: the setting is missing, and must be given\n",
        "patches.csv: hub: 'k' is not in hubs.csv; did you mean h?\n",
        "pods.csv: patch: 'r' is not in patches.csv; did you mean p?\n",
        "families.csv: -: no row was read; at least one is needed\n",
        "weights.csv: -: no row was read; at least one is needed\n",
        "children.csv: -: no row was read; at least one is needed\n",
    };
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        if (strstr(pp_buf_text(&said), expected[i]) == NULL) {
            fail_msg("not said: %s, but: %s", expected[i], pp_buf_text(&said));
        }
    }
    pp_buf_finish(&said);
}

TEST(a_missing_required_column_is_one_fault)
{
    struct pp_faults faults = {0};
    struct pp_builder *builder = pp_builder_create(&faults, false);
    const struct pp_table *table = pp_table(PP_TABLE_patches);
    for (int32_t line = 2; line < 50; line++) {
        char key[16];
        snprintf(key, sizeof(key), "p%d", line);
        pp_builder_row(builder, table, line, (const char *const[]){key, NULL, NULL});
    }
    assert_int_equal(faults.n_faults, 1);
    assert_int_equal(faults.list[0].line, 1);
    assert_string_equal(faults.list[0].column, "hub");
    pp_builder_destroy(builder);
    pp_faults_finish(&faults);
}

TEST(rows_of_an_unread_file_are_unknown_and_not_missing)
{
    struct pp_faults faults = {0};
    struct pp_builder *builder = pp_builder_create(&faults, false);
    pp_faults_add(&faults, false, "hubs.csv", 1, NULL, "the header is unreadable");
    pp_builder_row(builder, pp_table(PP_TABLE_patches), 2, (const char *const[]){"p", NULL, "h"});
    assert_null(pp_builder_finish(builder));
    for (int32_t f = 0; f < faults.count; f++) {
        assert_string_not_equal(faults.list[f].file, "patches.csv");
        assert_true(strcmp(faults.list[f].file, "hubs.csv") != 0 || faults.list[f].line == 1);
    }
    pp_faults_finish(&faults);
}

/* ---- Faults ---- */

TEST(faults_are_sorted_and_put_into_words)
{
    struct pp_faults faults = {0};
    struct pp_buf words = {0};
    pp_faults_add(&faults, true, "b.csv", 7, NULL, "late");
    pp_faults_add(&faults, false, "b.csv", 7, "x", "%s", "odd");
    pp_faults_add(&faults, false, "b.csv", 0, NULL, "empty");
    pp_faults_add(&faults, false, "a.csv", 10, "y", "ten");
    pp_faults_add(&faults, false, "a.csv", 9, "y", "nine");
    pp_faults_sort(&faults);
    for (int32_t f = 0; f < faults.count; f++) {
        pp_fault_words(&faults.list[f], &words);
    }
    assert_string_equal(pp_buf_text(&words),
                        "a.csv:9: y: nine\na.csv:10: y: ten\nb.csv: empty\n"
                        "b.csv:7: warning: late\nb.csv:7: x: odd\n");
    assert_int_equal(faults.n_faults, 4);
    assert_int_equal(faults.n_warnings, 1);
    pp_buf_finish(&words);
    pp_faults_finish(&faults);
}

TEST(warnings_leave_room_for_faults)
{
    struct pp_faults faults = {0};
    for (int i = 0; i < 3 * PP_MAX_FAULTS; i++) {
        pp_faults_add(&faults, true, "a.csv", i, NULL, "one of many");
    }
    pp_faults_add(&faults, false, "a.csv", 1, NULL, "the fault");
    assert_int_equal(faults.count, PP_MAX_FAULTS + 1);
    assert_int_equal(faults.n_warnings, 3 * PP_MAX_FAULTS);
    assert_false(faults.list[PP_MAX_FAULTS].warning);
    pp_faults_finish(&faults);
}

/* ---- Checks: a case for each ---- */

static const struct check *check_named(const struct check *theme, enum pp_table_id table,
                                       const char *help)
{
    while (theme->help != NULL && (theme->table != table || strcmp(theme->help, help) != 0)) {
        theme++;
    }
    return theme->help == NULL ? NULL : theme;
}

TEST(each_check_finds_what_it_is_for)
{
    struct pp_buf said = {0}, expected = {0};
    for (size_t i = 0; i < (size_t)n_check_cases; i++) {
        const struct check *check =
            check_named(check_cases[i].theme, check_cases[i].table, check_cases[i].help);
        if (check == NULL) {
            fail_msg("no such check: %s", check_cases[i].help);
        }
        expected.length = 0;
        pp_buf_printf(&expected, "%s%s.csv: %s\n", check->warning ? "warning: " : "",
                      check->table == CHECKS_SETTINGS ? "settings" : pp_table(check->table)->name,
                      check_cases[i].expected);
        said_after(check_cases[i].old, check_cases[i].now, &said);
        if (strstr(pp_buf_text(&said), pp_buf_text(&expected)) == NULL) {
            fail_msg("not said: %s but:\n%s", pp_buf_text(&expected), pp_buf_text(&said));
        }
    }
    pp_buf_finish(&said);
    pp_buf_finish(&expected);
}

static bool has_case(const struct check *theme, const struct check *check)
{
    for (size_t i = 0; i < (size_t)n_check_cases; i++) {
        if (check_cases[i].theme == theme && check_cases[i].table == check->table &&
            strcmp(check_cases[i].help, check->help) == 0) {
            return true;
        }
    }
    return false;
}

TEST(each_check_has_a_case)
{
    for (int32_t theme = 0; checks_themes[theme] != NULL; theme++) {
        for (const struct check *check = checks_themes[theme]; check->help != NULL; check++) {
            if (!has_case(checks_themes[theme], check)) {
                fail_msg("no case for: %s", check->help);
            }
        }
    }
}

/* ---- Large and hostile ---- */

TEST(as_many_rows_as_allowed_are_built_in_a_moment)
{
    struct pp_faults faults = {0};
    struct pp_builder *builder = pp_builder_create(&faults, false);
    char key[32], family[32];
    for (int32_t i = 0; i <= PP_MAX_ROWS; i++) {
        snprintf(key, sizeof(key), "c%d", i);
        snprintf(family, sizeof(family), "f%d", i / 2);
        pp_builder_row(builder, pp_table(PP_TABLE_children), i + 2,
                       (const char *const[]){key, family, "CIN", "low"});
    }
    assert_int_equal(faults.n_faults, 1);
    assert_non_null(strstr(faults.list[0].text, "more than 200000 rows"));
    pp_builder_row(builder, pp_table(PP_TABLE_patches), 2,
                   (const char *const[]){"here", NULL, "hub"});
    for (int32_t i = 0; i < PP_MAX_ROWS / 2; i++) {
        const char *cells[PP_MAX_COLUMNS] = {family, "nowhere"};
        snprintf(family, sizeof(family), "f%d", i);
        pp_builder_row(builder, pp_table(PP_TABLE_families), i + 2, cells);
    }
    assert_null(pp_builder_finish(builder));
    assert_true(faults.n_faults > PP_MAX_ROWS / 2);
    assert_in_range(faults.count, PP_MAX_FAULTS, 2 * PP_MAX_FAULTS);
    pp_faults_finish(&faults);
}

TEST(more_patches_than_the_matrix_holds_are_refused)
{
    struct pp_buf text = {0}, said = {0};
    pp_buf_add(&text, "[patches]\npatch,hub\n");
    for (int32_t i = 0; i < PP_MAX_PATCHES; i++) {
        pp_buf_printf(&text, "patch-%d,crewe\n", i);
    }
    said_after(NULL, pp_buf_text(&text), &said);
    assert_string_equal(pp_buf_text(&said),
                        "patches.csv: -: the file has 2003 patches; the limit is 2000\n");
    pp_buf_finish(&text);
    pp_buf_finish(&said);
}

/* Cells that have gone wrong somewhere before, in every place of the small service. */
TEST(no_cell_of_any_kind_brings_the_builder_down)
{
    static const char *const cells[] = {"",
                                        " ",
                                        "-1",
                                        "0",
                                        "99999999999",
                                        "1e9",
                                        "2015-06-01",
                                        "24:00",
                                        "west",
                                        "CIN",
                                        "daily",
                                        "\xff",
                                        "\x01",
                                        "ann",
                                        "f01",
                                        "2015/16",
                                        "'; DROP TABLE families; --",
                                        "=1+1",
                                        "NULL"};
    struct pp_rng rng = {1};
    struct pp_buf said = {0};
    for (int round = 0; round < 300; round++) {
        struct pp_buf text = {0};
        pp_buf_add(&text, fixture_small_text);
        for (int change = 0; change < 1 + round % 3; change++) {
            struct pp_buf next = {0};
            size_t at = (size_t)pp_rng_below(&rng, (int32_t)text.length);
            while (at > 0 && text.text[at] != ',') {
                at--;
            }
            size_t end = at + 1 + strcspn(text.text + at + 1, ",\n");
            bool header = memchr(text.text + at, '[', 1) != NULL || at == 0;
            pp_buf_addn(&next, text.text, at + 1);
            pp_buf_add(&next, cells[pp_rng_below(&rng, sizeof(cells) / sizeof(cells[0]))]);
            pp_buf_add(&next, text.text + end);
            /* A header line is the fixture's affair, not the builder's. */
            size_t line = at;
            while (line > 0 && text.text[line - 1] != '\n') {
                line--;
            }
            header = header || (line > 1 && text.text[line - 2] == ']');
            if (!header) {
                pp_buf_finish(&text);
                text = next;
            } else {
                pp_buf_finish(&next);
            }
        }
        said_of(pp_buf_text(&text), &said);
        pp_buf_finish(&text);
    }
    pp_buf_finish(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_small_service_has_one_warning),
        cmocka_unit_test(a_faulty_cell_is_one_fault_with_its_value_and_what_is_allowed),
        cmocka_unit_test(blanks_around_a_cell_do_not_count),
        cmocka_unit_test(a_rule_is_named_by_the_rule_table),
        cmocka_unit_test(a_reference_is_at_most_64_bytes_long),
        cmocka_unit_test(a_cell_beyond_the_limit_is_refused),
        cmocka_unit_test(a_second_row_under_the_same_key_is_a_fault),
        cmocka_unit_test(keys_are_compared_by_value_and_part_by_part),
        cmocka_unit_test(a_reference_to_nothing_names_the_file_and_the_nearest_key),
        cmocka_unit_test(a_missing_file_is_one_fault_for_each_column_that_refers_to_it),
        cmocka_unit_test(a_reference_may_point_further_down),
        cmocka_unit_test(one_mistake_is_one_fault),
        cmocka_unit_test(every_fault_is_found_in_one_run),
        cmocka_unit_test(a_missing_required_column_is_one_fault),
        cmocka_unit_test(rows_of_an_unread_file_are_unknown_and_not_missing),
        cmocka_unit_test(faults_are_sorted_and_put_into_words),
        cmocka_unit_test(warnings_leave_room_for_faults),
        cmocka_unit_test(each_check_finds_what_it_is_for),
        cmocka_unit_test(each_check_has_a_case),
        cmocka_unit_test(as_many_rows_as_allowed_are_built_in_a_moment),
        cmocka_unit_test(more_patches_than_the_matrix_holds_are_refused),
        cmocka_unit_test(no_cell_of_any_kind_brings_the_builder_down),
    };
    return cmocka_run_group_tests_name("builder", tests, NULL, NULL);
}
