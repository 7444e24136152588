// SPDX-License-Identifier: GPL-3.0-or-later
/* Running the checks, and what they share. */
#include "checks.h"

#include <podplan/buf.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct check *const checks_themes[] = {
    checks_places,   checks_people, checks_families, checks_rota,       checks_turns,
    checks_training, checks_money,  checks_outlook,  checks_employment, NULL,
};

bool checks_is_sound(const struct checks_case *c, enum pp_table_id table, int32_t row)
{
    return !c->subject->rows[table].unsound[row];
}

static bool dates_are_known(const struct pp_settings *settings)
{
    return settings->planned_on != PP_NO_DAY && settings->cases_from != PP_NO_DAY &&
           settings->rota_from != PP_NO_DAY;
}

static void run(const struct checks_subject *subject, const struct check *check)
{
    if (check->dated && !dates_are_known(&subject->service->settings)) {
        return;
    }
    struct checks_case c = {subject->service, subject, check};
    if (check->whole != NULL) {
        check->whole(&c);
        return;
    }
    for (int32_t row = 0; row < pp_table_count(subject->service, pp_table(check->table)); row++) {
        if (checks_is_sound(&c, check->table, row)) {
            check->row(&c, row);
        }
    }
}

void checks_run(const struct checks_subject *subject)
{
    for (int32_t theme = 0; checks_themes[theme] != NULL; theme++) {
        for (const struct check *check = checks_themes[theme]; check->help != NULL; check++) {
            run(subject, check);
        }
    }
}

static int32_t line_of_setting(const struct checks_case *c, const char *name)
{
    for (int32_t s = 0; s < pp_n_settings; s++) {
        if (name != NULL && strcmp(pp_settings_table[s].name, name) == 0) {
            return c->subject->setting_lines[s];
        }
    }
    return 0;
}

void checks_add(const struct checks_case *c, int32_t row, const char *column, const char *format,
                ...)
{
    enum pp_table_id table = c->check->table;
    bool settings = table == CHECKS_SETTINGS;
    int32_t line = settings ? line_of_setting(c, column) : 0;
    if (row != PP_NONE) {
        line = c->subject->rows[table].lines[row];
    }
    char file[64], text[1024];
    snprintf(file, sizeof(file), "%s.csv", settings ? "settings" : pp_table(table)->name);
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    pp_faults_add(c->subject->faults, c->check->warning, file, line, column, "%s", text);
}

const char *checks_fte_text(int64_t fte, char text[CHECKS_FTE])
{
    struct pp_buf out = {0};
    pp_buf_milli(&out, fte);
    snprintf(text, CHECKS_FTE, "%s", pp_buf_text(&out));
    pp_buf_finish(&out);
    return text;
}
