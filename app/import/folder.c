// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A folder of CSV files into the builder: each table of the schema by its
 * file, each row by its header.  What the cells mean is the builder's affair.
 */
#include "file.h"
#include "header.h"
#include "import.h"
#include "words.h"

#include <dirent.h>
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
    const char *file;
    const struct pp_table *table; ///< NULL: settings.csv
    struct pp_builder *builder;
    struct pp_faults *faults;
    struct header_column columns[PP_MAX_COLUMNS];
    int32_t n_columns, n_rows;
    bool has_header;
    struct header header;
};

static void give_row(struct loading *l, const struct record *record)
{
    const char *cells[PP_MAX_COLUMNS] = {0};
    for (int32_t c = 0; c < l->n_columns; c++) {
        int32_t cell = l->header.cell_of[c];
        cells[c] = cell == PP_NONE ? NULL : record->cells[cell];
    }
    if (l->table == NULL) {
        pp_builder_setting(l->builder, record->line, cells[0], cells[1]);
    } else {
        pp_builder_row(l->builder, l->table, record->line, cells);
    }
}

static bool take_record(void *user, const struct record *record)
{
    struct loading *l = user;
    if (!l->has_header) {
        l->has_header = true;
        return header_read(record, l->file, l->columns, l->n_columns, l->faults, &l->header);
    }
    if (record->n_cells != l->header.n_cells) {
        pp_faults_add(l->faults, false, l->file, record->line, NULL,
                      "the row has %d cell%s; the header names %d", (int)record->n_cells,
                      record->n_cells == 1 ? "" : "s", (int)l->header.n_cells);
        return true;
    }
    if (++l->n_rows > PP_MAX_ROWS) {
        pp_faults_add(l->faults, false, l->file, record->line, NULL,
                      "there are more than %d rows, the most for one table", (int)PP_MAX_ROWS);
        return false;
    }
    give_row(l, record);
    return true;
}

static void load_file(int folder, struct loading *l, bool required)
{
    struct pp_buf bytes = {0};
    int32_t faults_before = l->faults->n_faults;
    enum file_outcome outcome = file_read(folder, l->file, l->faults, &bytes);
    if (outcome == FILE_MISSING && required) {
        pp_faults_add(l->faults, false, l->file, 0, NULL, "the file is missing; it is required");
    } else if (outcome == FILE_READ) {
        records_read(pp_buf_text(&bytes), bytes.length, l->file, l->faults, take_record, l);
        if (!l->has_header && l->faults->n_faults == faults_before) {
            pp_faults_add(l->faults, false, l->file, 0, NULL,
                          "the file is empty; its first line must name the columns");
        }
    }
    pp_buf_finish(&bytes);
}

static void load_table(int folder, const struct pp_table *table, struct pp_builder *builder,
                       struct pp_faults *faults)
{
    char name[64];
    snprintf(name, sizeof(name), "%s.csv", table->name);
    struct loading l = {.file = name,
                        .table = table,
                        .builder = builder,
                        .faults = faults,
                        .n_columns = table->n_columns};
    for (int32_t c = 0; c < table->n_columns; c++) {
        const struct pp_column *column = &table->columns[c];
        l.columns[c] = (struct header_column){column->name, column->required};
    }
    load_file(folder, &l, table->required);
}

static void load_settings(int folder, struct pp_builder *builder, struct pp_faults *faults)
{
    struct loading l = {
        .file = settings_file, .builder = builder, .faults = faults, .n_columns = SETTINGS_COLUMNS};
    memcpy(l.columns, settings_columns, sizeof(settings_columns));
    load_file(folder, &l, true);
}

/** Warns of a .csv file that no table is called by. */
static void warn_unknown_file(const char *name, struct pp_faults *faults)
{
    const char *ending = strrchr(name, '.');
    if (ending == NULL || ending == name || strcasecmp(ending, ".csv") != 0 ||
        strcmp(name, settings_file) == 0) {
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
    if (!known) {
        char words[NEAR_TEXT];
        pp_faults_add(faults, true, name, 0, NULL, "no table has this name; the file is left out%s",
                      near_words(&near, words));
    }
    pp_arena_finish(&arena);
}

static bool warn_unknown_files(int folder, struct pp_faults *faults)
{
    DIR *listing = fdopendir(dup(folder));
    if (listing == NULL) {
        return false;
    }
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        warn_unknown_file(entry->d_name, faults);
    }
    return closedir(listing) == 0;
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
