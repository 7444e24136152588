// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of yearly files before they are laid out. Private to the reader. */
#ifndef PODPLAN_IMPORT_YEARLY_ROWS_H
#define PODPLAN_IMPORT_YEARLY_ROWS_H

#include <podplan/builder.h>
#include <podplan/indicators.h>

enum {
    FIRST_YEAR = 1990, ///< earlier and later ones are slips of the keyboard
    LAST_YEAR = 2100
};

/** An authority in a year, as one file has it. */
struct yearly_row {
    const char *key; ///< the newest code of the name; of a service that is shared, that of all
    const char *code, *name, *region;
    int32_t year, file, line;
    int32_t rank; ///< of the file: the higher, the newer its publication
    bool member;  ///< of a service that several authorities share
    int32_t parts[PP_N_PARTS];
    bool told[PP_N_PARTS]; ///< the file has a column for it; it may still withhold the figure
};

struct yearly_rows {
    struct pp_arena *arena;
    struct yearly_row *list;
    int32_t n, max;
    const char *const *files; ///< by row.file
    int32_t n_files;
};

/**
 * One row for each authority and year, sorted by key and year.  Twice in a file is a fault, in two
 * files a revision.  Gaps are warned of.
 */
void yearly_rows_merge(struct yearly_rows *rows, struct pp_faults *faults);

#endif
