// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The Department for Education's yearly "Children's social work workforce"
 * files, as published: one row for each authority and year, and rows for
 * regions and the nation.
 */
#ifndef PODPLAN_IMPORT_YEARLY_H
#define PODPLAN_IMPORT_YEARLY_H

#include <podplan/builder.h>
#include <podplan/yearly.h>

/** A published figure that does not follow from its parts. */
struct yearly_exception {
    const char *name; ///< of the authority, the region or the nation
    int32_t year, indicator;
    int32_t printed, computed; ///< in the indicator's units
};

/** What the files hold; owned by its arena. */
struct yearly_figures {
    struct pp_arena arena;
    struct pp_yearly yearly;
    int32_t *checked; ///< by indicator: rows that have the figure and its parts
    struct yearly_exception *exceptions;
    int32_t n_exceptions, max_exceptions;
};

/**
 * Reads the files; a folder stands for the .csv files in it.  Of two files that have the same
 * authority and year, the one whose figures reach the later year counts, of equals the one named
 * later.
 * False when there is any fault: `faults` then holds them all, sorted, and in any case the warnings.
 */
bool yearly_read(const char *const *files, int32_t n_files, struct yearly_figures *figures,
                 struct pp_faults *faults);
void yearly_finish(struct yearly_figures *figures);

/** Words for docs and help: the codes that stand for a figure that is not there. */
extern const char yearly_codes[];

#endif
