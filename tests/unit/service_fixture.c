// SPDX-License-Identifier: GPL-3.0-or-later
/* Small services from embedded text, through the same builder as every import. */
#include "service_fixture.h"

#include "test.h"

#include <podplan/limits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char fixture_small_text[] =
    "[settings]\n"
    "service_name,Small service\n"
    "planned_on,2015-03-02\n"
    "cases_from,2015-06-01\n"
    "rota_weeks,2\n"
    "forecast_months,6\n"
    "allocation_rounds,50\n"
    "rota_rounds,50\n"
    "[hubs]\n"
    "hub,name\n"
    "crewe,Crewe\n"
    "[patches]\n"
    "patch,hub\n"
    "west,crewe\n"
    "east,crewe\n"
    "nantwich,crewe\n"
    "[travel]\n"
    "from_patch,to_patch,minutes\n"
    "west,east,10\n"
    "west,nantwich,15\n"
    "east,nantwich,20\n"
    "[pods]\n"
    "pod,name,hub,patch\n"
    "p1,Pod 1,crewe,west\n"
    "p2,Pod 2,crewe,east\n"
    "[grades]\n"
    "grade,name\n"
    "g6,Grade 6\n"
    "g9,Grade 9\n"
    "[grade_costs]\n"
    "grade,financial_year,yearly_cost\n"
    "g6,2014/15,31200\n"
    "g9,2014/15,46800\n"
    "g9,2015/16,47736.50\n"
    "[spine_points]\n"
    "grade,point,financial_year,yearly_cost\n"
    "g6,26,2014/15,30500\n"
    "g6,27,2014/15,31200\n"
    "[roles]\n"
    "role,name,grade,family_cap,child_cap,point_cap,span,on_call_tier\n"
    "fp,Family practitioner,g6,4,12,20,,1\n"
    "manager,Pod manager,g9,4,12,20,,2\n"
    "consultant,Social work consultant,g9,,,,5,2\n"
    "[skills]\n"
    "skill,kind\n"
    "sfbt,practice\n"
    "domestic-violence,practice\n"
    "substance-misuse,practice\n"
    "polish,language\n"
    "[practitioners]\n"
    "practitioner,role,pod,consultant,fte,contract,start,end,home_patch\n"
    "ann,fp,p1,,1,permanent,2014-09-01,,west\n"
    "bob,fp,p1,,1,permanent,2014-09-01,,east\n"
    "cat,fp,p2,,0.6,fixed term,2015-03-16,2016-05-31,east\n"
    "dev,fp,p2,,1,agency,2015-03-16,,nantwich\n"
    "eve,manager,p1,,1,permanent,2014-04-01,,west\n"
    "fay,consultant,,,1,permanent,2014-04-01,,west\n"
    "[practitioner_skills]\n"
    "practitioner,skill,expiry\n"
    "ann,sfbt,\n"
    "ann,domestic-violence,2016-12-31\n"
    "bob,sfbt,2017-03-31\n"
    "bob,polish,\n"
    "cat,sfbt,\n"
    "eve,sfbt,\n"
    "eve,substance-misuse,\n"
    "[reductions]\n"
    "practitioner,from,to,percent,reason\n"
    "eve,2014-04-01,,50,pod management\n"
    "bob,2015-06-01,2015-08-31,20,study\n"
    "[families]\n"
    "family,patch,language,practitioner,since\n"
    "f01,west,,ann,2014-11-03\n"
    "f02,west,,ann,2015-01-12\n"
    "f03,east,polish,bob,2014-10-06\n"
    "f04,east,,bob,2014-12-01\n"
    "f05,nantwich,,,\n"
    "f06,nantwich,,,\n"
    "f07,east,,cat,2015-03-23\n"
    "f08,west,,,\n"
    "f09,west,,eve,2014-06-02\n"
    "f10,east,,,\n"
    "[needs]\n"
    "family,skill,strength\n"
    "f01,domestic-violence,needed\n"
    "f06,domestic-violence,preferred\n"
    "f09,substance-misuse,needed\n"
    "[children]\n"
    "child,family,status,complexity\n"
    "c01,f01,CIN,medium\n"
    "c02,f01,CIN,low\n"
    "c03,f02,CP,high\n"
    "c04,f03,CIN,medium\n"
    "c05,f03,CIN,medium\n"
    "c06,f03,CIN,low\n"
    "c07,f04,early help,low\n"
    "c08,f05,CIN,high\n"
    "c09,f06,CP,medium\n"
    "c10,f06,CP,medium\n"
    "c11,f07,CIN,low\n"
    "c12,f07,CIN,low\n"
    "c13,f08,,\n"
    "c14,f09,CIN,medium\n"
    "c15,f10,early help,medium\n"
    "c16,f10,early help,low\n"
    "[weights]\n"
    "status,complexity,start,points\n"
    "early help,low,2014-01-01,0.5\n"
    "early help,medium,2014-01-01,0.75\n"
    "early help,high,2014-01-01,1\n"
    "CIN,low,2014-01-01,1\n"
    "CIN,medium,2014-01-01,1.5\n"
    "CIN,high,2014-01-01,2\n"
    "CP,low,2014-01-01,2\n"
    "CP,medium,2014-01-01,2.5\n"
    "CP,high,2014-01-01,3\n"
    "[conflicts]\n"
    "family,practitioner,reason\n"
    "f05,bob,neighbours\n"
    "[shifts]\n"
    "shift,name,weekdays,begin,end,break_minutes,pod,hub,role,skill,needed,kind,tier,from,to\n"
    "p1-day,Pod 1 day,Mon-Fri,09:00,17:00,30,p1,,,,1,duty,,,\n"
    "p2-day,Pod 2 day,Mon-Fri,09:00,17:00,30,p2,,,,1,duty,,,\n"
    "evening,Evening,Mon-Fri,12:00,20:00,30,,crewe,,,1,duty,,,\n"
    "saturday,Saturday,Sat,10:00,18:00,30,,crewe,,,1,duty,,,\n"
    "first-call,First on call,daily,20:00,08:00,0,,,,,1,standby,1,,\n"
    "second-call,Second on call,daily,20:00,08:00,0,,,,,1,standby,2,,\n"
    "[bank_holidays]\n"
    "date,name\n"
    "2015-05-25,Spring bank holiday\n"
    "2015-08-31,Summer bank holiday\n"
    "[leave]\n"
    "practitioner,from,to,kind\n"
    "ann,2015-06-08,2015-06-09,annual\n"
    "[requests]\n"
    "practitioner,date,shift,wish,minutes\n"
    "bob,2015-06-03,evening,avoid,\n"
    "cat,2015-06-06,,wanted,30\n"
    "[shift_skills]\n"
    "shift,skill,needed\n"
    "evening,sfbt,1\n"
    "[pairs]\n"
    "one,other,wish,strength\n"
    "cat,eve,apart,preferred\n"
    "[call_outs]\n"
    "practitioner,date,begin,end\n"
    "fay,2015-05-31,23:30,01:00\n"
    "[court_dates]\n"
    "practitioner,date\n"
    "cat,2015-06-10\n"
    "[worked_turns]\n"
    "practitioner,date,shift\n"
    "eve,2014-05-24,saturday\n"
    "[worked_hours]\n"
    "practitioner,week,minutes\n"
    "eve,2014-05-19,2220\n"
    "[ledger]\n"
    "practitioner,kind,turns,date\n"
    "eve,bank holiday,0,2015-05-25\n"
    "[courses]\n"
    "course,name,skill,validity_months,price\n"
    "sfbt,Solution focused brief therapy,sfbt,,0\n"
    "dv,Domestic violence,domestic-violence,24,180\n"
    "sub,Substance misuse,substance-misuse,36,150\n"
    "[sessions]\n"
    "session,course,date,begin,end,places\n"
    "sfbt-1,sfbt,2015-05-11,09:30,16:30,12\n"
    "dv-1,dv,2015-05-18,09:30,16:30,8\n"
    "dv-2,dv,2015-06-04,09:30,16:30,8\n"
    "sub-1,sub,2015-05-20,09:30,16:30,6\n"
    "[core_training]\n"
    "role,course\n"
    "fp,sfbt\n"
    "manager,sfbt\n"
    "[budgets]\n"
    "pod,financial_year,amount\n"
    "p1,2015/16,400\n"
    "p2,2015/16,350\n"
    "[streams]\n"
    "stream,source,kind,financial_year,amount\n"
    "grant-2015,Innovation grant,grant,2015/16,150000\n"
    "council-2015,Council,council cash,2015/16,60000\n"
    "[instalments]\n"
    "stream,date,amount\n"
    "grant-2015,2015-04-01,75000\n"
    "grant-2015,2015-10-01,75000\n"
    "[posts]\n"
    "post,role,pod,grade,fte,start,end,stream\n"
    "post-1,fp,p1,,2,2015-03-01,,\n"
    "post-2,fp,p2,,2,2015-03-01,,\n"
    "post-3,manager,p1,,1,2015-03-01,,\n"
    "post-4,consultant,,,1,2015-03-01,,council-2015\n"
    "[moves]\n"
    "practitioner,date,role,pod\n"
    "bob,2015-09-01,manager,p2\n"
    "[secondments]\n"
    "practitioner,from,to,paid_by,backfill_to,backfill_stream\n"
    "eve,2016-06-01,2017-05-31,host,2016-11-30,\n"
    "[cover_costs]\n"
    "role,kind,weekly_cost,notice_weeks,most\n"
    "fp,bank,700,1,1\n"
    "fp,agency,950,4,\n"
    "[recruitment]\n"
    "role,recruit_cost,training_cost,most\n"
    "fp,1200,800,2\n"
    "[agency_caps]\n"
    "role,weekly_cap\n"
    "fp,1100\n"
    "[costs]\n"
    "line,from,to,amount,stream\n"
    "travel,2015-04-01,2016-03-31,12000,\n"
    "IT,2015-04-01,2015-09-30,3000.40,council-2015\n"
    "[workforce_history]\n"
    "year,in_post,starters,leavers,agency,vacancy,case_holders,cases,source\n"
    "2013,210.5,40,35.2,18,22,150,2500,invented\n"
    "2014,214,38,34.5,20.5,24,152,2550,invented\n"
    "[pipeline]\n"
    "candidate,role,fte,stage,since,vetted_on\n"
    "new-1,fp,0.8,offered,2015-02-16,2015-01-05\n"
    "[lead_times]\n"
    "stage,least,typical,most\n"
    "advertised,10,20,60\n"
    "[demand]\n"
    "month,referrals,repeat_rate\n"
    "2015-03-01,20,0.22\n"
    "2015-04-01,22,0.22\n"
    "[transitions]\n"
    "from_status,to_status,monthly_rate\n"
    "CIN,CP,0.02\n"
    "CIN,closed,0.08\n"
    "CP,CIN,0.07\n"
    "[unit_costs]\n"
    "status,weekly_cost,source\n"
    "CIN,163,PSSRU 2014\n"
    "CP,337,PSSRU 2014\n"
    "[benefits]\n"
    "cohort,outcome,cases,from_status,to_status,weeks\n"
    "Crewe,fewer escalations,32,CP,CIN,52\n"
    "Crewe,fewer repeat referrals,168,CIN,,52\n";

/* Where the reading stands. */
struct reading {
    struct pp_builder *builder;
    const struct pp_table *table; ///< NULL: settings, or nothing yet
    bool header;                  ///< the next line is a header
    int32_t columns[PP_MAX_COLUMNS];
    int32_t n_columns;
};

static int32_t split(char *line, char *cells[PP_MAX_COLUMNS])
{
    int32_t n = 0;
    for (char *at = line; at != NULL && n < PP_MAX_COLUMNS; n++) {
        cells[n] = at;
        at = strchr(at, ',');
        if (at != NULL) {
            *at++ = '\0';
        }
    }
    return n;
}

static void read_section(struct reading *reading, char *line)
{
    line[strcspn(line, "]")] = '\0';
    bool settings = strcmp(line + 1, "settings") == 0;
    reading->table = settings ? NULL : pp_table_find(line + 1);
    reading->header = !settings;
    if (!settings && reading->table == NULL) {
        fail_msg("fixture: no table %s", line + 1);
    }
}

static void read_header(struct reading *reading, char *line)
{
    char *cells[PP_MAX_COLUMNS];
    reading->n_columns = split(line, cells);
    for (int32_t c = 0; c < reading->n_columns; c++) {
        reading->columns[c] = pp_column_find(reading->table, cells[c]);
        if (reading->columns[c] == PP_NONE) {
            fail_msg("fixture: %s has no column %s", reading->table->name, cells[c]);
        }
    }
    reading->header = false;
}

static void read_row(struct reading *reading, int32_t line, char *text)
{
    char *cells[PP_MAX_COLUMNS] = {NULL};
    const char *ordered[PP_MAX_COLUMNS] = {NULL};
    int32_t n = split(text, cells);
    if (reading->table == NULL) {
        pp_builder_setting(reading->builder, line, cells[0], cells[1]);
        return;
    }
    if (n != reading->n_columns) {
        fail_msg("fixture: line %d has %d cells, its header %d", line, n, reading->n_columns);
    }
    for (int32_t c = 0; c < n; c++) {
        ordered[reading->columns[c]] = cells[c];
    }
    pp_builder_row(reading->builder, reading->table, line, ordered);
}

struct pp_service *fixture_build(const char *text, struct pp_faults *faults)
{
    struct reading reading = {.builder = pp_builder_create(faults, false)};
    char *copy = strdup(text), *rest = copy, *line;
    for (int32_t number = 1; (line = strsep(&rest, "\n")) != NULL; number++) {
        if (line[0] == '\0' || line[0] == '#') {
            continue;
        }
        if (line[0] == '[') {
            read_section(&reading, line);
        } else if (reading.header) {
            read_header(&reading, line);
        } else {
            read_row(&reading, number, line);
        }
    }
    free(copy);
    return pp_builder_finish(reading.builder);
}

struct pp_service *fixture_service(const char *text)
{
    struct pp_faults faults = {0};
    struct pp_service *service = fixture_build(text, &faults);
    if (service == NULL) {
        struct pp_buf words = {0};
        for (int32_t f = 0; f < faults.count; f++) {
            pp_fault_words(&faults.list[f], &words);
        }
        fputs(pp_buf_text(&words), stderr);
        pp_buf_finish(&words);
        pp_faults_finish(&faults);
        fail_msg("fixture: the service has faults");
    }
    pp_faults_finish(&faults);
    return service;
}

struct pp_service *fixture_small_with(const char *more)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, fixture_small_text);
    pp_buf_add(&text, more == NULL ? "" : more);
    struct pp_service *service = fixture_service(pp_buf_text(&text));
    pp_buf_finish(&text);
    return service;
}

struct pp_service *fixture_small(void)
{
    return fixture_small_with(NULL);
}

int32_t fixture_row(const struct pp_service *service, enum pp_table_id table, const char *key)
{
    for (int32_t row = 0; row < pp_table_count(service, pp_table(table)); row++) {
        if (strcmp(pp_row_key(service, table, row), key) == 0) {
            return row;
        }
    }
    fail_msg("fixture: %s has no %s", pp_table(table)->name, key);
    return PP_NONE;
}

pp_day fixture_day(const char *text)
{
    pp_day day = PP_NO_DAY;
    if (!pp_day_parse(text, &day)) {
        fail_msg("fixture: %s is no date", text);
    }
    return day;
}
