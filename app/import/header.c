// SPDX-License-Identifier: GPL-3.0-or-later
/* The header row: names to columns, with the mistakes people make in them. */
#include "header.h"

#include "words.h"

#include <string.h>

/** Who is being told what; the parts every message needs. */
struct telling {
    const char *file;
    int32_t line;
    struct pp_faults *faults;
};

static int32_t find_column(const struct header_column *columns, int32_t n_columns, const char *name)
{
    for (int32_t c = 0; c < n_columns; c++) {
        if (strcmp(columns[c].name, name) == 0) {
            return c;
        }
    }
    return PP_NONE;
}

static void warn_unknown(const struct telling *to, const struct header_column *columns,
                         int32_t n_columns, const char *name)
{
    struct near near = {.word = name};
    for (int32_t c = 0; c < n_columns; c++) {
        near_offer(&near, columns[c].name);
    }
    char words[NEAR_TEXT];
    struct pp_buf shown = {0};
    words_clean(&shown, name, strlen(name));
    pp_faults_add(to->faults, true, to->file, to->line, NULL,
                  "the column '%s' is not known and is left out%s", pp_buf_text(&shown),
                  near_words(&near, words));
    pp_buf_finish(&shown);
}

/** Puts each cell of the row to its column. */
static bool place_cells(const struct telling *to, const struct record *record,
                        const struct header_column *columns, int32_t n_columns,
                        struct header *header)
{
    bool sound = true;
    for (int32_t cell = 0; cell < record->n_cells; cell++) {
        int32_t column = find_column(columns, n_columns, record->cells[cell]);
        if (column == PP_NONE) {
            warn_unknown(to, columns, n_columns, record->cells[cell]);
        } else if (header->cell_of[column] != PP_NONE) {
            pp_faults_add(to->faults, false, to->file, to->line, columns[column].name,
                          "the header names this column twice, in cells %d and %d",
                          (int)header->cell_of[column] + 1, (int)cell + 1);
            sound = false;
        } else {
            header->cell_of[column] = cell;
        }
    }
    return sound;
}

/** A table saved with semicolons or tabs comes as one cell. */
static const char *other_separator(const struct record *record)
{
    if (record->n_cells > 1) {
        return NULL;
    }
    return strchr(record->cells[0], ';') != NULL    ? "semicolons"
           : strchr(record->cells[0], '\t') != NULL ? "tabs"
                                                    : NULL;
}

bool header_read(const struct record *record, const char *file, const struct header_column *columns,
                 int32_t n_columns, struct pp_faults *faults, struct header *header)
{
    struct telling to = {.file = file, .line = record->line, .faults = faults};
    for (int32_t c = 0; c < n_columns; c++) {
        header->cell_of[c] = PP_NONE;
    }
    header->n_cells = record->n_cells;
    if (record->n_cells > PP_MAX_COLUMNS) {
        pp_faults_add(faults, false, file, to.line, NULL,
                      "the header has %d columns; the most is %d", (int)record->n_cells,
                      (int)PP_MAX_COLUMNS);
        return false;
    }
    const char *separator = other_separator(record);
    if (separator != NULL) {
        pp_faults_add(faults, false, file, to.line, NULL,
                      "the header is separated by %s; cells must be separated by commas",
                      separator);
        return false;
    }
    bool sound = place_cells(&to, record, columns, n_columns, header);
    for (int32_t c = 0; c < n_columns; c++) {
        if (columns[c].required && header->cell_of[c] == PP_NONE) {
            pp_faults_add(faults, false, file, to.line, columns[c].name,
                          "the header lacks this column, which is required");
            sound = false;
        }
    }
    return sound;
}
