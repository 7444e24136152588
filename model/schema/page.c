// SPDX-License-Identifier: GPL-3.0-or-later
/* docs/data-format.md: the tables of this folder as a page for those who prepare the data. */
#include "cell.h"
#include "checks.h"

#include <podplan/costing.h>
#include <podplan/limits.h>

#include <inttypes.h>

static const char *const type_words[] = {
    [PP_T_KEY] = "reference",     [PP_T_TEXT] = "text",        [PP_T_NAME] = "name",
    [PP_T_REF] = "reference",     [PP_T_RULE] = "rule",        [PP_T_DATE] = "date",
    [PP_T_TIME] = "time",         [PP_T_INT] = "whole number", [PP_T_MILLI] = "number",
    [PP_T_RATE] = "rate",         [PP_T_MONEY] = "money",      [PP_T_WORD] = "word",
    [PP_T_FY] = "financial year", [PP_T_DAYS] = "weekdays",
};

static const char *const introduction =
    "# The data format\n\n"
    "This page is written from the tables in `model/schema`, by which every import is read and "
    "checked; it can't differ\nfrom them.\n\n"
    "A service is a folder of CSV files, one for each table below, and `settings.csv`. "
    "`examples/crewe` is one.\n\n"
    "## How a file is written\n\n"
    "- UTF-8, with or without byte order mark; lines end with LF or CRLF; cells are separated by "
    "commas.\n"
    "- The first line names the columns, in any order. An unknown column is left out, with a "
    "warning; a column that is not\n  required may be missing, which is the same as blank.\n"
    "- A cell that holds a comma, a quote or begins with a blank is put in double quotes; a quote "
    "inside is doubled. Blanks\n  around a value do not count. Control characters and line breaks "
    "inside a cell are refused.\n"
    "- The order of files and of rows has no meaning: it changes no plan.\n"
    "- An import is all or nothing. Every fault is reported in one run as `file:line: column: what "
    "is wrong, and what is\n  allowed`; warnings do not stop it.\n"
    "- Families and children are reference numbers. No file has a column for their names, and "
    "names of practitioners are\n  dropped unless the import is asked to keep them.\n\n"
    "## How a value is written\n\n"
    "| type | written | example |\n| --- | --- | --- |\n"
    "| reference | the key of a row, by which other rows name it; capitals count | `FP07` |\n"
    "| text | anything | `Pod North` |\n"
    "| name | a person's name | |\n"
    "| date | YYYY-MM-DD, 1900-01-01 to 2199-12-31 | `2015-06-01` |\n"
    "| time | HH:MM on a London clock, 00:00 to 24:00 | `08:00` |\n"
    "| whole number | digits | `12` |\n"
    "| number | at most 3 decimals, a point before them | `0.6` |\n"
    "| rate | at most 6 decimals, 0 to 1 | `0.22` |\n"
    "| money | pounds, at most 2 decimals, no commas and no sign of currency | `1234.56` |\n"
    "| word | one of the words given; capitals count | `fixed term` |\n"
    "| financial year | the two years, 1 April to 31 March | `2015/16` |\n"
    "| weekdays | days, runs of days, or daily | `Mon-Fri`, `Sat Sun` |\n"
    "| rule | the name of a rule, see [rules.md](rules.md) | `continuity` |\n";

/* Words and ranges of a column or setting; nothing for types whose range is in the list above. */
static void add_allowed(const struct cell_spec *spec, struct pp_buf *out)
{
    pp_buf_add(out, type_words[spec->type]);
    bool own_range = spec->least == 0 && spec->most == 0;
    if (own_range && (spec->type == PP_T_RATE || spec->type == PP_T_TIME)) {
        return;
    }
    struct pp_buf allowed = {0};
    cell_allowed(spec, &allowed);
    if (allowed.length > 0) {
        pp_buf_printf(out, ": %s", pp_buf_text(&allowed));
    }
    pp_buf_finish(&allowed);
}

static void add_column(const struct pp_column *column, struct pp_buf *out)
{
    struct cell_spec spec = cell_spec_of_column(column);
    pp_buf_printf(out, "| `%s` | ", column->name);
    if (column->type == PP_T_REF) {
        const char *other = pp_table(column->ref)->name;
        pp_buf_printf(out, "reference in [%s](#%s)", other, other);
    } else {
        add_allowed(&spec, out);
    }
    pp_buf_printf(out, " | %s%s | %s |\n", column->key ? "key" : "",
                  column->required ? (column->key ? "" : "yes")
                                   : (column->key ? ", may be blank" : ""),
                  column->help);
}

/* The checks of one table; nothing when there is none. */
static void add_checks(enum pp_table_id table, struct pp_buf *out)
{
    bool any = false;
    for (int32_t theme = 0; checks_themes[theme] != NULL; theme++) {
        for (const struct check *check = checks_themes[theme]; check->help != NULL; check++) {
            if (check->table == table) {
                pp_buf_add(out, any ? "" : "\n");
                pp_buf_printf(out, "- %s: %s\n", check->warning ? "Warning" : "Fault", check->help);
                any = true;
            }
        }
    }
}

static void add_table(const struct pp_table *table, struct pp_buf *out)
{
    pp_buf_printf(out, "\n### %s\n\n%s%s\n\n", table->name, table->help,
                  !table->required      ? ""
                  : table->may_be_empty ? " The file is required."
                                        : " The file is required, with at least one row.");
    pp_buf_add(out, "| column | type | required | meaning |\n| --- | --- | --- | --- |\n");
    for (int32_t c = 0; c < table->n_columns; c++) {
        add_column(&table->columns[c], out);
    }
    add_checks(table->id, out);
}

static void add_settings(struct pp_buf *out)
{
    pp_buf_add(out,
               "\n## settings\n\n"
               "`settings.csv` has the columns `name` and `value` and a row for each setting that "
               "is not to take its default.\nThe file is required.\n\n"
               "| setting | type | default | meaning |\n| --- | --- | --- | --- |\n");
    for (int32_t s = 0; s < pp_n_settings; s++) {
        const struct pp_setting *setting = &pp_settings_table[s];
        struct cell_spec spec = cell_spec_of_setting(setting);
        pp_buf_printf(out, "| `%s` | ", setting->name);
        add_allowed(&spec, out);
        pp_buf_printf(out, " | %s | %s |\n",
                      setting->fallback == NULL ? "must be given" : setting->fallback,
                      setting->help);
    }
    add_checks(CHECKS_SETTINGS, out);
    pp_buf_add(out, "- Fault: A name that is no setting, or a setting given twice.\n");
}

static const char *const costed_words =
    "\n## Costed tables\n\n"
    "What `podplan reconcile` reads; no part of a service. A costed table is a folder with the "
    "files below, or the files by name\n(a file of another name is read as the lines). "
    "`examples/cheshire-east` is one.\n\n"
    "A line comes to `fte` x yearly cost of the grade x months / 12. Months are those of the "
    "dates, a month of which some days\nare charged by its days; the dates are cut to the "
    "financial year when the period is one. An amount that is the share of the year's days "
    "instead\nis said to be one. A cost per week is charged `weeks` times, a cost per `once` one "
    "time. Without a year or a date the latest cost of the grade\nholds. Without `fte` nothing is "
    "worked out and the amount is taken as stated.\n\n"
    "- Fault: A last day before the first.\n"
    "- Fault: Posts with neither a grade nor a unit cost, or with both; a grade or a unit cost "
    "without posts.\n"
    "- Fault: A grade without a row in grade_costs, or whose first row is of a later financial "
    "year.\n"
    "- Fault: One date without the other where the period is no financial year.\n"
    "- Fault: Two rows for the same table, line and period; two costs of a grade from the same "
    "year.\n"
    "- Fault: A total of a table, line or period that no line has.\n";

static void add_costed(struct pp_buf *out)
{
    pp_buf_add(out, costed_words);
    for (int32_t which = 0; which < PP_COSTING_FILES; which++) {
        add_table(&pp_costing_tables[which], out);
    }
}

static void add_limits(struct pp_buf *out)
{
    static const struct {
        int64_t most;
        const char *what;
    } limits[] = {
        {PP_MAX_FILE_BYTES, "bytes in one file"},
        {PP_MAX_LINE_BYTES, "bytes in one row"},
        {PP_MAX_CELL_BYTES, "bytes in one cell"},
        {PP_MAX_KEY_BYTES, "bytes in one reference"},
        {PP_MAX_COLUMNS, "columns in one file, known or not"},
        {PP_MAX_ROWS, "rows in one file"},
        {PP_MAX_PATCHES, "patches"},
        {PP_MAX_WEEKS, "weeks in one rota"},
        {PP_MAX_MONTHS, "months in one forecast"},
        {PP_MAX_MONEY_POUNDS, "pounds in one amount, of either sign"},
        {PP_FEED_PAST_DAYS, "days before `planned_on` in a calendar"},
        {PP_FEED_AHEAD_DAYS, "days after today in a calendar"},
        {PP_MAX_FEED_EVENTS,
         "events in a calendar; when there are more, past days but yesterday go first, then the "
         "days furthest ahead"},
        {PP_MAX_FEED_BYTES, "bytes in a calendar, in the same way"},
        {PP_MAX_CALENDAR_BYTES, "bytes in a calendar that is read"},
        {PP_MAX_CALENDAR_LINE, "bytes in a line of it, its continuations included"},
        {PP_MAX_CALENDAR_DEPTH, "components inside each other"},
        {PP_MAX_CALENDAR_EVENTS, "events in it"},
        {PP_MAX_CALENDAR_ZONES, "time zones in it"},
        {PP_MAX_CALENDAR_VALUES, "exceptions (EXDATE), and as many additions (RDATE), of an event"},
        {PP_MAX_CALENDAR_COUNT, "occurrences that a rule may count (COUNT)"},
        {PP_MAX_CALENDAR_INTERVAL, "days, weeks or months between occurrences (INTERVAL)"},
        {PP_MAX_CALENDAR_YEARS, "years between occurrences"},
        {PP_MAX_CALENDAR_TIMES, "times of one day in a rule"},
        {PP_MAX_CALENDAR_DAYS, "days that an event lasts; longer ones are left out"},
        {PP_MAX_CALENDAR_INSTANCES,
         "occurrences in all; when there are more, the last are left out"},
        {PP_MAX_CALENDAR_FAULTS, "lines that can't be read, before the calendar is refused"},
        {PP_MAX_CALENDAR_CPU_SECONDS, "seconds of a processor to read it"},
        {PP_MAX_CALENDAR_MEMORY, "bytes of memory to read it"},
        {PP_MAX_FETCH_SECONDS, "seconds to fetch it, unless asked otherwise"},
        {PP_MAX_FETCH_REDIRECTS, "redirects on the way to it"},
        {PP_MAX_URL_BYTES, "bytes in its address"},
        {PP_MAX_FAULTS, "faults, and as many warnings, listed in one run; the rest are counted"},
    };
    pp_buf_add(out, "\n## Limits\n\n| at most | |\n| ---: | --- |\n");
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        pp_buf_printf(out, "| %" PRId64 " | %s |\n", limits[i].most, limits[i].what);
    }
}

void pp_schema_words(struct pp_buf *out)
{
    pp_buf_add(out, introduction);
    add_settings(out);
    pp_buf_add(out,
               "\n## Tables\n\n"
               "Required: yes, a blank cell is a fault; key, it is required, and no two rows may "
               "be alike in all their keys.\nA reference must be the key of a row in the file "
               "named. Below each table stands what is checked beyond single\ncells.\n");
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        add_table(pp_table((enum pp_table_id)t), out);
    }
    add_costed(out);
    add_limits(out);
}
