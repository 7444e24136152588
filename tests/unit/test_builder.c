// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks.h"
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
    assert_non_null(strstr(pp_buf_text(&said), " already; patch must be unique\n"));
    said_after("ann,sfbt,\n", "ann,sfbt,\nann,sfbt,2016-01-01\n", &said);
    assert_non_null(
        strstr(pp_buf_text(&said), "practitioner_skills.csv: -: 'ann sfbt' is in line "));
    assert_non_null(
        strstr(pp_buf_text(&said), "already; practitioner, skill must be unique together\n"));
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
                "families.csv: practitioner: 'nobody-at-all' is not in practitioners.csv\n");
}

TEST(a_missing_file_is_one_fault_for_each_column_that_refers_to_it)
{
    struct pp_buf said = {0};
    said_of(
        "[requests]\npractitioner,date,shift,wish\n"
        "ann,2015-06-01,late,avoid\nann,2015-06-02,early,avoid\nann,2015-06-03,,avoid\n",
        &said);
    assert_non_null(strstr(pp_buf_text(&said),
                           "requests.csv: shift: 'late' is not in shifts.csv, which is missing or "
                           "has no row; neither is what 1 more row names\n"));
    assert_null(strstr(pp_buf_text(&said), "early"));
    /* practitioners.csv is required: that it is missing has been said. */
    assert_null(strstr(pp_buf_text(&said), "'ann'"));
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
        "practitioners.csv: -: no row was read; at least one is needed\n",
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

static const struct {
    const struct check *theme;
    enum pp_table_id table;
    const char *help;      ///< of the check, in its theme's table
    const char *old, *now; ///< see said_after
    const char *expected;  ///< without the file
} check_cases[] = {
    {checks_places, CHECKS_SETTINGS, "`cases_from` is before `planned_on`.",
     "planned_on,2015-03-02", "planned_on,2015-06-02",
     "cases_from: 2015-06-01 is before planned_on, 2015-06-02"},
    {checks_places, CHECKS_SETTINGS, "`rota_from` is no Monday.", "rota_weeks,2",
     "rota_from,2015-06-03\nrota_weeks,2",
     "rota_from: Wed 3 Jun 2015 is no Monday; allowed: a Monday, say 2015-06-01 or 2015-06-08"},
    {checks_places, CHECKS_SETTINGS, "The rota ends after the year 2199.", "rota_weeks,2",
     "rota_from,2199-12-23\nrota_weeks,2",
     "rota_from: 2 weeks from Mon 23 Dec 2199 end after the year 2199, the last"},
    {checks_places, CHECKS_SETTINGS, "The forecast ends after the year 2199.",
     "planned_on,2015-03-02", "planned_on,2199-12-02\nforecast_months,2",
     "forecast_months: 2 months from Mon 2 Dec 2199 end after the year 2199, the last"},
    {checks_places, PP_TABLE_practitioners, "`end` is before `start`.", "2015-03-16,2016-05-31",
     "2015-03-16,2015-03-15", "end: 2015-03-15 is before start, 2015-03-16"},
    {checks_places, PP_TABLE_reductions, "`to` is before `from`.", "2015-06-01,2015-08-31,20",
     "2015-06-01,2015-05-31,20", "to: 2015-05-31 is before from, 2015-06-01"},
    {checks_places, PP_TABLE_shifts, "`to` is before `from`.", "p1,,,,1,duty,,,",
     "p1,,,,1,duty,,2015-06-02,2015-06-01", "to: 2015-06-01 is before from, 2015-06-02"},
    {checks_places, PP_TABLE_leave, "`to` is before `from`.", "2015-06-08,2015-06-09",
     "2015-06-08,2015-06-07", "to: 2015-06-07 is before from, 2015-06-08"},
    {checks_places, PP_TABLE_posts, "`end` is before `start`.", "post-1,fp,p1,,2,2015-03-01,",
     "post-1,fp,p1,,2,2015-03-01,2015-02-28", "end: 2015-02-28 is before start, 2015-03-01"},
    {checks_places, PP_TABLE_costs, "`to` is before `from`.", "2015-04-01,2016-03-31,12000",
     "2015-04-01,2015-03-31,12000", "to: 2015-03-31 is before from, 2015-04-01"},
    {checks_places, PP_TABLE_travel, "The way leads from a patch to itself.", "west,east,10",
     "west,east,10\neast,east,5",
     "to_patch: 'east' is where the way begins; inside a patch it is 0"},
    {checks_places, PP_TABLE_patches, "No way from any pod to the patch is known.",
     "west,nantwich,15\neast,nantwich,20\n", "",
     "patch: nobody said how long the way to 'nantwich' "
     "takes from any pod; its travel is not counted; travel.csv may say it"},
    {checks_places, PP_TABLE_pods, "The pod closes, but not before `cases_from`.", NULL,
     "[pods]\npod,hub,closes_on\np9,crewe,2015-06-01\n",
     "closes_on: 'p9' is open until 2015-06-01, and cases_from is 2015-06-01: its families are "
     "handed over only when cases_from is later"},
    {checks_places, PP_TABLE_pods, "Nobody works in the pod.", "p2,Pod 2,crewe,east",
     "p2,Pod 2,crewe,east\np3,,crewe,", "pod: nobody works in 'p3'"},
    {checks_people, PP_TABLE_roles, "Only one of `family_cap` and `child_cap` is given.",
     "g6,4,12,20,,1", "g6,4,,20,,1",
     "child_cap: is blank, but family_cap is 4; a role that holds "
     "cases has both, any other neither"},
    {checks_people, PP_TABLE_roles, "`point_cap` is given for a role that holds no cases.",
     "g9,,,,5,2", "g9,,,20,5,2",
     "point_cap: is given for a role that holds no cases; give family_cap and child_cap, too"},
    {checks_people, PP_TABLE_practitioners, "Nobody has a role that holds cases.",
     "g6,4,12,20,,1\nmanager,Pod manager,g9,4,12,20,,2", "g6,,,,,1\nmanager,Pod manager,g9,,,,,2",
     "-: nobody has a role that holds cases; no family can be placed"},
    {checks_people, PP_TABLE_practitioners,
     "The consultant is the person themselves, or has a role without a span.", "ann,fp,p1,,1,",
     "ann,fp,p1,bob,1,",
     "consultant: 'bob' has the role 'fp', which oversees nobody; roles with a span do"},
    {checks_people, PP_TABLE_practitioners,
     "The consultant is the person themselves, or has a role without a span.",
     "fay,consultant,,,1,", "fay,consultant,,fay,1,",
     "consultant: 'fay' can't be their own consultant"},
    {checks_people, PP_TABLE_practitioners, "The full-time equivalent is unknown.", "ann,fp,p1,,1,",
     "ann,fp,p1,,,",
     "fte: is not known for 'ann', who therefore takes no family and no fair share of turns"},
    {checks_people, PP_TABLE_practitioners, "The last day in post is before `planned_on`.",
     "permanent,2014-09-01,,east", "permanent,2014-09-01,2015-03-01,east",
     "end: 'bob' left on 2015-03-01, before planned_on"},
    {checks_people, PP_TABLE_reductions,
     "The reductions of one day add up to more than 100 per cent.", "bob,2015-06-01,2015-08-31,20",
     "bob,2015-08-31,,90,sickness\nbob,2015-06-01,2015-08-31,20",
     "percent: the reductions of 'bob' add up to 110 on 2015-08-31; 100 is counted"},
    {checks_families, PP_TABLE_families, "The language is a skill of another kind.",
     "f03,east,polish", "f03,east,sfbt",
     "language: 'sfbt' is a skill, but of kind practice; allowed: kind language"},
    {checks_families, PP_TABLE_families, "`since` is given without a practitioner.",
     "f05,nantwich,,,", "f05,nantwich,,,2015-01-01",
     "since: 2015-01-01 is given, but no practitioner"},
    {checks_families, PP_TABLE_families, "The practitioner's role holds no cases.",
     "f05,nantwich,,,", "f05,nantwich,,fay,",
     "practitioner: 'fay' has the role 'consultant', which holds no cases; the family must move"},
    {checks_families, PP_TABLE_families,
     "`escalated_to` is before `escalated_from`, or given without it.", NULL,
     "[families]\nfamily,patch,escalated_from,escalated_to\nf99,west,2015-03-02,2015-03-01\n",
     "escalated_to: 2015-03-01 is before escalated_from, 2015-03-02"},
    {checks_families, PP_TABLE_families,
     "`escalated_to` is before `escalated_from`, or given without it.", NULL,
     "[families]\nfamily,patch,escalated_to\nf99,west,2015-03-01\n",
     "escalated_to: 2015-03-01 is given, but no escalated_from"},
    {checks_families, PP_TABLE_families,
     "The social worker is the practitioner, or no social worker.", NULL,
     "[families]\nfamily,patch,social_worker\nf99,west,bob\n",
     "social_worker: 'bob' has the role 'fp', which is no social worker's; allowed: roles of kind "
     "social work or step-down"},
    {checks_families, PP_TABLE_families,
     "The social worker is the practitioner, or no social worker.",
     "consultant,Social work consultant,g9,,,,5,2\n",
     "consultant,Social work consultant,g9,,,,5,2\n"
     "[roles]\nrole,family_cap,child_cap,kind\nsw,4,12,social work\n"
     "[practitioners]\npractitioner,role,contract,start\nsue,sw,permanent,2015-01-01\n"
     "[families]\nfamily,patch,practitioner,social_worker\nf99,west,sue,sue\n[roles]\nrole\n",
     "social_worker: 'sue' is the practitioner; somebody else can be beside them"},
    {checks_families, PP_TABLE_families,
     "Families are escalated, and no role is a social worker's.", NULL,
     "[families]\nfamily,patch,escalated_from\nf99,west,2015-03-01\n",
     "-: 1 family is escalated, and roles.csv has no role of kind social work or step-down"},
    {checks_families, PP_TABLE_families, "The family has no children.", "f05,nantwich,,,",
     "f05,nantwich,,,\nf99,west,,,", "family: 'f99' has no children in children.csv"},
    {checks_families, PP_TABLE_families, "All its children are closed.", "c08,f05,CIN,high",
     "c08,f05,closed,",
     "family: all children of 'f05' are closed; the family takes a place until "
     "it is taken out"},
    {checks_families, PP_TABLE_needs, "The need is a language.", "f06,domestic-violence,preferred",
     "f06,polish,preferred",
     "skill: 'polish' is a language; the column language of families.csv is meant for it, as an "
     "interpreter can help"},
    {checks_families, PP_TABLE_skills,
     "A family needs the skill, and nobody holds it on `cases_from`.",
     "ann,domestic-violence,2016-12-31", "ann,domestic-violence,2015-05-31",
     "skill: nobody holds 'domestic-violence' on 2015-06-01, but 1 family needs it; the course "
     "'dv' teaches it"},
    {checks_families, PP_TABLE_children, "The child is unassessed: no status, or no complexity.",
     "c01,f01,CIN,medium", "c01,f01,CIN,",
     "complexity: 'c01' is unassessed (no complexity); the cautious weight is counted"},
    {checks_families, PP_TABLE_weights,
     "No weight is in force on `cases_from` for a status and complexity that a child has.",
     "CP,medium,2014-01-01", "CP,medium,2015-06-02",
     "-: no weight is in force on 2015-06-01 for CP, medium, which 2 children have"},
    {checks_families, PP_TABLE_conflicts, "The family is with that practitioner now.",
     "f05,bob,neighbours", "f04,bob,neighbours",
     "practitioner: 'bob' works with 'f04' now; the family must move"},
    {checks_rota, PP_TABLE_shifts, "The break is as long as the shift.", "Sat,10:00,18:00,30",
     "Sat,10:00,18:00,480", "break_minutes: 480 is no less than the shift's 480 minutes"},
    {checks_rota, PP_TABLE_shifts, "The duty leaves no daily rest.", "Sat,10:00,18:00",
     "Sat,10:00,00:00",
     "end: the duty lasts 840 minutes; with rest_minutes of 660 a day holds 780"},
    {checks_rota, PP_TABLE_shifts, "A standby without a tier, or a duty with one.",
     "p1,,,,1,duty,,,", "p1,,,,1,duty,1,,",
     "tier: '1' is given for a duty; only a standby has a tier"},
    {checks_rota, PP_TABLE_shifts, "A standby without a tier, or a duty with one.", "1,standby,1,,",
     "1,standby,,,", "tier: is blank, and must be given for a standby; allowed: 1 to 2"},
    {checks_rota, PP_TABLE_shifts, "Pod and hub are given, and the pod is of another hub.", NULL,
     "[hubs]\nhub\nelsewhere\n[shifts]\nshift,weekdays,begin,end,break_minutes,pod,hub,needed,"
     "kind\n"
     "odd,Mon,09:00,17:00,0,p1,elsewhere,1,duty\n",
     "hub: 'elsewhere' is not the hub of pod 'p1'; leave hub blank, or name 'crewe'"},
    {checks_rota, PP_TABLE_shifts, "Nobody may cover the shift.", "p2,,,,1,duty,,,",
     "p2,,manager,,1,duty,,,",
     "shift: nobody may cover 'p2-day': by pod, hub, role, skill and tier"},
    {checks_rota, PP_TABLE_bank_holidays, "None is given for the year in which the rota ends.",
     "rota_weeks,2", "rota_weeks,40",
     "-: no bank holiday of 2016 is given, but the rota goes that far"},
    {checks_rota, PP_TABLE_requests, "The shift does not run on that date.",
     "bob,2015-06-03,evening", "bob,2015-06-06,evening",
     "date: 'evening' does not run on Sat 6 Jun 2015; the request is without effect"},
    {checks_turns, CHECKS_SETTINGS, "`night_to` is `night_from`.", "rota_weeks,2",
     "rota_weeks,2\nnight_from,00:30\nnight_to,00:30",
     "night_to: 00:30 is when the night begins as well"},
    {checks_turns, PP_TABLE_shifts, "A duty by the week.", NULL,
     "[shifts]\nshift,weekdays,begin,end,break_minutes,needed,kind,block\n"
     "odd,Mon,09:00,17:00,0,1,duty,week\n",
     "block: 'week' is given for a duty; only standby is by the week"},
    {checks_turns, PP_TABLE_shifts, "A week of standby leaves no weekly rest.", NULL,
     "[shifts]\nshift,weekdays,begin,end,break_minutes,needed,kind,tier,block\n"
     "odd,daily,20:00,08:00,0,1,standby,1,week\n",
     "block: a week of 'odd' leaves no 24 hours of rest, so nobody can have it; set weekly_rest "
     "to 48_in_14"},
    {checks_turns, PP_TABLE_shift_skills, "More than the shift has people.", "evening,sfbt,1",
     "evening,sfbt,2", "needed: '2' is more than the 1 on 'evening'"},
    {checks_turns, PP_TABLE_shift_skills, "Too few hold the skill, and no course teaches it.",
     "evening,sfbt,1", "saturday,polish,1\nsecond-call,polish,1",
     "needed: of those who may cover 'second-call' 0 hold 'polish' when the rota begins, and no "
     "course teaches it"},
    {checks_turns, PP_TABLE_pairs, "A pair of one person.", "cat,eve,apart", "cat,cat,apart",
     "other: 'cat' is the same person"},
    {checks_turns, PP_TABLE_pairs, "The same two, the other way round.", "cat,eve,apart,",
     "eve,cat,together,\ncat,eve,apart,",
     "other: 'cat' and 'eve' are a pair already, the other way round, and with the opposite wish"},
    {checks_turns, PP_TABLE_pairs, "To be together is needed.", "apart,preferred",
     "together,needed",
     "strength: 'needed' is for apart; to be together is kept where the rota allows"},
    {checks_turns, PP_TABLE_pairs, "To be together on no shift.", "apart,preferred", "together,",
     "wish: no shift needs two people that 'cat' and 'eve' may both cover; it is without effect"},
    {checks_turns, PP_TABLE_call_outs, "The person's role is never on call.",
     "consultant,g9,,,,5,2", "consultant,g9,,,,5,",
     "practitioner: the role of 'fay' is never on call"},
    {checks_turns, PP_TABLE_families, "Evenings are wanted, and no duty is one.", NULL,
     "[settings]\nevening_from,23:00\n[families]\nfamily,patch,evenings\nf90,west,2\n",
     "evenings: 'f90' wants evenings, and no duty is one"},
    {checks_turns, PP_TABLE_requests, "Standby is wanted before court.", "cat,2015-06-06,,wanted,",
     "cat,2015-06-09,first-call,wanted,",
     "shift: 'cat' asks for standby on Tue 9 Jun 2015, and is in court then or the day after; it "
     "is not granted"},
    {checks_turns, PP_TABLE_requests, "A turn is wanted on leave.", "cat,2015-06-06,,wanted",
     "ann,2015-06-08,,wanted",
     "date: 'ann' is on leave on Mon 8 Jun 2015; what is wanted is not granted"},
    {checks_turns, PP_TABLE_requests, "A duty is wanted, and any duty of that day is to be spared.",
     "cat,2015-06-06,,wanted,30", "cat,2015-06-06,,avoid,30\ncat,2015-06-06,saturday,wanted,",
     "wish: 'cat' asks to be spared any duty on Sat 6 Jun 2015, and for 'saturday'; one of the two "
     "is not granted"},
    {checks_rota, PP_TABLE_worked_turns, "The person was not in post on that date.",
     "eve,2014-05-24", "bob,2014-05-24", "date: 'bob' was not in post on Sat 24 May 2014"},
    {checks_rota, PP_TABLE_worked_turns, "The date is not before the rota.", "eve,2014-05-24",
     "eve,2015-06-06",
     "date: Sat 6 Jun 2015 is not before the rota, which begins on Mon 1 Jun 2015; without effect"},
    {checks_rota, PP_TABLE_worked_hours, "The week is not named by its Monday.",
     "eve,2014-05-19,2220", "eve,2014-05-20,2220",
     "week: Tue 20 May 2014 is no Monday; a week is named by its Monday"},
    {checks_rota, PP_TABLE_worked_hours, "The week is not before the rota.", "eve,2014-05-19,2220",
     "eve,2015-06-01,2220",
     "week: Mon 1 Jun 2015 is not before the rota, which begins on Mon 1 Jun 2015; without effect"},
    {checks_rota, PP_TABLE_ledger, "The date is not before the rota.", "holiday,0,2015-05-25",
     "holiday,0,2015-06-01",
     "date: Mon 1 Jun 2015 is not before the rota, which begins on Mon 1 Jun 2015; without effect"},
    {checks_rota, PP_TABLE_ledger, "The date is more than a year before the rota.",
     "holiday,0,2015-05-25", "holiday,0,2014-06-01",
     "date: Sun 1 Jun 2014 is more than 52 weeks before the rota of Mon 1 Jun 2015; without "
     "effect"},
    {checks_training, PP_TABLE_sessions, "The session ends before it begins.",
     "2015-05-18,09:30,16:30", "2015-05-18,16:30,09:30",
     "end: 09:30 is not after begin, 16:30; a session is within one day"},
    {checks_training, PP_TABLE_core_training,
     "People lack the course's skill, and no session comes in time for `cases_from`.",
     "sfbt-1,sfbt,2015-05-11", "sfbt-1,sfbt,2015-06-01",
     "course: 1 of role 'fp' lacks 'sfbt' on cases_from, and no session of 'sfbt' is between "
     "planned_on and then; they may hold no cases"},
    {checks_training, PP_TABLE_budgets, "A pod has no budget for a year with priced sessions.",
     "p2,2015/16,350", "p2,2016/17,350",
     "-: pod 'p2' has no budget for 2015/16, in which 3 sessions have a price"},
    {checks_money, PP_TABLE_grades, "No yearly cost is in force on `planned_on`.",
     "g6,2014/15,31200", "g6,2015/16,31200",
     "grade: no yearly cost of 'g6' is in force on 2015-03-02; see grade_costs.csv"},
    {checks_money, PP_TABLE_posts, "Neither the post nor its role has a grade.",
     "consultant,Social work consultant,g9", "consultant,Social work consultant,",
     "grade: is blank, as is that of role 'consultant'; the post costs nothing"},
    {checks_money, PP_TABLE_streams, "The instalments add up to more than the amount.",
     "2015-10-01,75000", "2015-10-01,75000.01",
     "amount: the instalments of 'grant-2015' add up to 150000.01, more than its 150000"},
    {checks_money, PP_TABLE_instalments, "The date is outside the stream's financial year.",
     "grant-2015,2015-10-01", "grant-2015,2016-04-01",
     "date: 2016-04-01 is outside the financial year 2015/16 of 'grant-2015'"},
    {checks_money, PP_TABLE_costs, "The stream is for another financial year.",
     "IT,2015-04-01,2015-09-30", "IT,2014-04-01,2014-09-30",
     "stream: 'council-2015' is for 2015/16, in which no day of this cost lies"},
    {checks_money, PP_TABLE_cover_costs, "Agency costs more than its cap.", "fp,1100", "fp,940",
     "weekly_cost: agency for 'fp' costs more than its cap of 940; none is planned"},
    {checks_outlook, PP_TABLE_lead_times, "`typical` does not lie between `least` and `most`.",
     "advertised,10,20,60", "advertised,30,20,60",
     "typical: '20' does not lie between least '30' and most '60'"},
    {checks_outlook, PP_TABLE_pipeline, "A date is after `planned_on`.", "2015-02-16,2015-01-05",
     "2015-02-16,2015-11-05", "vetted_on: 2015-11-05 is after planned_on, 2015-03-02"},
    {checks_outlook, PP_TABLE_workforce_history, "A year is missing between two others.",
     "2013,210.5", "2011,210.5", "year: '2012' is missing between '2011' and '2014'"},
    {checks_outlook, PP_TABLE_demand, "A month is missing between two others.", "2015-04-01,22,",
     "2015-06-01,22,",
     "month: the month 2015-04-01 is missing; the referrals of 2015-03-01 stand for it"},
    {checks_outlook, PP_TABLE_demand, "The month is not given by its first day.", "2015-03-01,20,",
     "2015-03-31,20,", "month: 2015-03-31 is not the first day of a month; write 2015-03-01"},
    {checks_outlook, PP_TABLE_transitions, "From a status to itself.", "CIN,CP,0.02",
     "CIN,CIN,0.02", "to_status: 'CIN' is where it begins; who does not move stays without a row"},
    {checks_outlook, PP_TABLE_transitions, "The rates out of a status add up to more than 1.",
     "CIN,CP,0.02", "CIN,CP,0.920001",
     "monthly_rate: the rates out of 'CIN' add up to 1.000001; allowed: at most 1"},
    {checks_outlook, PP_TABLE_benefits, "A status has no weekly cost.", "CP,337,PSSRU 2014\n", "",
     "from_status: 'CP' has no weekly cost in unit_costs.csv"},
    {checks_outlook, PP_TABLE_benefits, "Both statuses are the same.", "32,CP,CIN,52",
     "32,CIN,CIN,52", "to_status: 'CIN' is what it would have been; nothing is saved"},
    {checks_outlook, PP_TABLE_benefits,
     "Cases x weeks x weekly cost is more than 100000000000 pounds.", "CP,337,PSSRU 2014",
     "CP,1000000000,PSSRU 2014",
     "cases: '32' for 52 weeks at the weekly cost of 'CP' is more than 100000000000 pounds, the "
     "most that is counted"},
    {checks_outlook, PP_TABLE_rule_weights, "A hard rule has the weight 0.", NULL,
     "[rule_weights]\nrule,weight\nconflict,0\n",
     "weight: '0' would make breaking 'conflict' free; a hard rule has a price"},
};

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
    for (size_t i = 0; i < sizeof(check_cases) / sizeof(check_cases[0]); i++) {
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
    for (size_t i = 0; i < sizeof(check_cases) / sizeof(check_cases[0]); i++) {
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
