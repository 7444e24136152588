// SPDX-License-Identifier: GPL-3.0-or-later
/* The header row: which cell of a record belongs to which column of a table. */
#ifndef PODPLAN_IMPORT_HEADER_H
#define PODPLAN_IMPORT_HEADER_H

#include "records.h"

/** What the header row of a file may and must name. */
struct header_column {
    const char *name;
    bool required;
};

/** Filled by header_read. */
struct header {
    int32_t n_cells;                 ///< of every record of the file
    int32_t cell_of[PP_MAX_COLUMNS]; ///< by column; PP_NONE: the file has no such column
};

/**
 * Maps `record`, the header row of `file`, to the columns.  False: a fault is recorded and the
 * file can not be read by columns.
 */
bool header_read(const struct record *record, const char *file, const struct header_column *columns,
                 int32_t n_columns, struct pp_faults *faults, struct header *header);

#endif
