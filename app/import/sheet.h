// SPDX-License-Identifier: GPL-3.0-or-later
/* One CSV file by its header: every row as the cells of known columns. */
#ifndef PODPLAN_IMPORT_SHEET_H
#define PODPLAN_IMPORT_SHEET_H

#include "header.h"

#include <podplan/schema.h>

/** A file that is read by its header. */
struct sheet {
    const char *file;
    bool required; ///< the file must be there
    const struct header_column *columns;
    int32_t n_columns;
    /** A row: `cells` by column, NULL where the file has no such column; valid during the call. */
    void (*give)(void *user, int32_t line, const char *const *cells);
    void *user;
};

/** Reads the file inside the open folder; whatever is wrong goes to `faults`. */
void sheet_read(int folder, const struct sheet *sheet, struct pp_faults *faults);

/** The columns of a table of the schema, into `columns`; returns how many. */
int32_t sheet_columns(const struct pp_table *table, struct header_column columns[PP_MAX_COLUMNS]);

#endif
