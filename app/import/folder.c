// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A folder of CSV files into the builder: each table of the schema by its
 * file, each row by its header.  What the cells mean is the builder's affair.
 */
#include "file.h"
#include "import.h"
#include "sheet.h"
#include "words.h"

#include <podplan/costing.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* settings.csv is no table of the schema: its rows are the settings. */
static const char settings_file[] = "settings.csv";
static const struct header_column settings_columns[] = {{"name", true}, {"value", true}};
enum {
    SETTINGS_COLUMNS = 2
};

/** One file on its way into the builder. */
struct loading {
    const struct pp_table *table; ///< NULL: settings.csv
    struct pp_builder *builder;
};

static void give_row(void *user, int32_t line, const char *const *cells)
{
    struct loading *l = user;
    if (l->table == NULL) {
        pp_builder_setting(l->builder, line, cells[0], cells[1]);
    } else {
        pp_builder_row(l->builder, l->table, line, cells);
    }
}

static void load_table(int folder, const struct pp_table *table, struct pp_builder *builder,
                       struct pp_faults *faults)
{
    char name[64];
    struct header_column columns[PP_MAX_COLUMNS];
    struct loading l = {table, builder};
    snprintf(name, sizeof(name), "%s.csv", table->name);
    struct sheet sheet = {name, table->required, columns, sheet_columns(table, columns), give_row,
                          &l};
    sheet_read(folder, &sheet, faults);
}

static void load_settings(int folder, struct pp_builder *builder, struct pp_faults *faults)
{
    struct loading l = {NULL, builder};
    struct sheet sheet = {settings_file, true, settings_columns, SETTINGS_COLUMNS, give_row, &l};
    sheet_read(folder, &sheet, faults);
}

/** A file of a costed table, in the wrong place. */
static bool is_costing(const char *name, struct pp_arena *arena)
{
    for (int file = 0; file < PP_COSTING_FILES; file++) {
        if (strcmp(name, pp_arena_printf(arena, "%s.csv", pp_costing_tables[file].name)) == 0) {
            return true;
        }
    }
    return false;
}

/** Warns of a .csv file that no table is called by. */
static void warn_unknown_file(const char *name, struct pp_faults *faults)
{
    if (strcmp(name, settings_file) == 0) {
        return;
    }
    struct pp_arena arena = {0};
    struct near near = {.word = name};
    near_offer(&near, settings_file);
    bool known = false;
    for (int id = 0; id < PP_TABLE_COUNT; id++) {
        const char *file = pp_arena_printf(&arena, "%s.csv", pp_table((enum pp_table_id)id)->name);
        known |= strcmp(name, file) == 0;
        near_offer(&near, file);
    }
    if (!known && is_costing(name, &arena)) {
        pp_faults_add(faults, true, name, 0, NULL,
                      "is of a costed table, which podplan reconcile reads; the file is left out");
    } else if (!known) {
        char words[NEAR_TEXT];
        pp_faults_add(faults, true, name, 0, NULL, "no table has this name; the file is left out%s",
                      near_words(&near, words));
    }
    pp_arena_finish(&arena);
}

static bool warn_unknown_files(int folder, struct pp_faults *faults)
{
    struct pp_arena arena = {0};
    int32_t n = 0;
    const char *const *names = file_list(folder, &arena, &n);
    for (int32_t i = 0; i < n; i++) {
        warn_unknown_file(names[i], faults);
    }
    pp_arena_finish(&arena);
    return names != NULL;
}

struct pp_service *import_folder(const char *path, bool keep_names, struct pp_faults *faults,
                                 struct pp_err *err)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || !warn_unknown_files(folder, faults)) {
        pp_fail(err, PP_E_SYSTEM, "the folder '%s' can't be read: %s", path, strerror(errno));
        if (folder >= 0) {
            close(folder);
        }
        return NULL;
    }
    struct pp_builder *builder = pp_builder_create(faults, keep_names);
    load_settings(folder, builder, faults);
    for (int id = 0; id < PP_TABLE_COUNT; id++) {
        load_table(folder, pp_table((enum pp_table_id)id), builder, faults);
    }
    close(folder);
    struct pp_service *service = pp_builder_finish(builder);
    pp_faults_sort(faults);
    return service;
}
