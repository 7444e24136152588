// SPDX-License-Identifier: GPL-3.0-or-later
/* Settings: defaults first, then what settings.csv says, then what follows from it. */
#include "cell.h"
#include "state.h"
#include "text.h"

#include <assert.h>
#include <string.h>

static const char *const settings_file = "settings.csv";

/* Reads the value of a setting; false: the reason is in builder->why. */
static bool set(struct pp_builder *builder, int32_t s, const char *text)
{
    const struct pp_setting *setting = &pp_settings_table[s];
    struct cell_spec spec = cell_spec_of_setting(setting);
    int64_t number = cell_blank(setting->type);
    builder->why.length = 0;
    if (!rows_check_text(builder, text)) {
        return false;
    }
    if (text[0] != '\0' && !cell_parse(&spec, text, &number, &builder->why)) {
        return false;
    }
    char *member = (char *)&builder->service->settings + setting->offset;
    cell_store(member, setting->type, number,
               text[0] == '\0' ? NULL : pp_arena_string(&builder->service->arena, text));
    return true;
}

void set_defaults(struct pp_builder *builder)
{
    for (int32_t s = 0; s < pp_n_settings; s++) {
        const char *fallback = pp_settings_table[s].fallback;
        bool good = set(builder, s, fallback == NULL ? "" : fallback);
        assert(good);
        (void)good;
    }
}

static int32_t setting_named(const char *name)
{
    for (int32_t s = 0; s < pp_n_settings; s++) {
        if (strcmp(pp_settings_table[s].name, name) == 0) {
            return s;
        }
    }
    return PP_NONE;
}

static void report_unknown_setting(struct pp_builder *builder, int32_t line, const char *name)
{
    struct text_near near = {.word = name, .distance = TEXT_FAR};
    for (int32_t s = 0; s < pp_n_settings; s++) {
        text_offer(&near, pp_settings_table[s].name);
    }
    builder->why.length = 0;
    text_show(name, &builder->why);
    pp_buf_add(&builder->why, " is no setting; docs/data-format.md lists them");
    text_suggest(&near, &builder->why);
    pp_faults_add(builder->faults, false, settings_file, line, "name", "%s",
                  pp_buf_text(&builder->why));
}

void pp_builder_setting(struct pp_builder *builder, int32_t line, const char *name,
                        const char *value)
{
    builder->settings_given++;
    const char *trimmed = text_trim(name == NULL ? "" : name, &builder->cell);
    int32_t s = setting_named(trimmed);
    if (s == PP_NONE) {
        report_unknown_setting(builder, line, trimmed);
        return;
    }
    if (builder->setting_lines[s] != 0) {
        pp_faults_add(builder->faults, false, settings_file, line, "name",
                      "'%s' is in line %d already; each setting is given once",
                      pp_settings_table[s].name, builder->setting_lines[s]);
        return;
    }
    const char *text = text_trim(value == NULL ? "" : value, &builder->cell);
    if (text[0] == '\0') {
        return; /* the same as not given */
    }
    builder->setting_lines[s] = line;
    if (!set(builder, s, text)) {
        pp_faults_add(builder->faults, false, settings_file, line, pp_settings_table[s].name, "%s",
                      pp_buf_text(&builder->why));
    }
}

void set_complete(struct pp_builder *builder)
{
    bool unread = builder->settings_given == 0 && builder_has_fault(builder, settings_file);
    for (int32_t s = 0; s < pp_n_settings; s++) {
        if (pp_settings_table[s].fallback == NULL && builder->setting_lines[s] == 0 && !unread) {
            pp_faults_add(builder->faults, false, settings_file, 0, pp_settings_table[s].name,
                          "the setting is missing, and must be given");
        }
    }
    struct pp_settings *settings = &builder->service->settings;
    if (settings->cases_from == PP_NO_DAY) {
        settings->cases_from = settings->planned_on;
    }
    if (settings->rota_from == PP_NO_DAY && settings->cases_from != PP_NO_DAY) {
        settings->rota_from = settings->cases_from + (7 - pp_weekday(settings->cases_from)) % 7;
    }
}
