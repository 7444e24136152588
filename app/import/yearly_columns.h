// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the yearly files, and what a cell of them says. Private to the reader. */
#ifndef PODPLAN_IMPORT_YEARLY_COLUMNS_H
#define PODPLAN_IMPORT_YEARLY_COLUMNS_H

#include "records.h"

#include <podplan/indicators.h>

enum yearly_field {
    FIELD_YEAR,
    FIELD_LEVEL,
    FIELD_REGION,
    FIELD_CODE,
    FIELD_NAME,
    FIELD_PARTS,                                 ///< the first part
    FIELD_INDICATORS = FIELD_PARTS + PP_N_PARTS, ///< the first printed indicator
    MAX_FIELDS = FIELD_INDICATORS + 16
};

/** Where the fields stand in the rows of one file; PP_NONE: nowhere. */
struct yearly_header {
    int32_t n_cells;
    int32_t cell_of[MAX_FIELDS];
};

/** Reads the header row; false: a fault is recorded. Columns that mean nothing here are left out. */
bool yearly_header_read(const struct record *record, const char *file, struct pp_faults *faults,
                        struct yearly_header *header);

/** The first of the names that a field has had. */
const char *yearly_field_name(int32_t field);

/**
 * A figure in thousandths: PP_UNKNOWN for a code that says it is not there, 0 for "low".  False:
 * a fault is recorded.
 */
bool yearly_figure_read(const char *text, const char *file, int32_t line, int32_t field,
                        struct pp_faults *faults, int32_t *thousandths);

#endif
