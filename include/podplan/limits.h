// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every limit of the program, in one place; docs/data-format.md repeats them
 * for users.  Data beyond a limit is refused with a message where it enters.
 */
#ifndef PODPLAN_LIMITS_H
#define PODPLAN_LIMITS_H

enum {
    PP_MAX_FILE_BYTES = 64 << 20,     ///< one CSV file
    PP_MAX_LINE_BYTES = 64 << 10,     ///< one CSV record
    PP_MAX_CELL_BYTES = 4 << 10,      ///< one CSV cell
    PP_MAX_ROWS = 200000,             ///< rows of one table
    PP_MAX_PATCHES = 2000,            ///< patches, because minutes between them are a matrix
    PP_MAX_KEY_BYTES = 64,            ///< a reference such as a family's
    PP_MAX_COLUMNS = 64,              ///< columns of one CSV file, known or not
    PP_MAX_FAULTS = 1000,             ///< faults reported in one run; the rest are counted
    PP_MAX_WEEKS = 53,                ///< weeks of one rota
    PP_MAX_MONTHS = 120,              ///< months of one forecast
    PP_MAX_MONEY_POUNDS = 1000000000, ///< one amount, either sign
};

#endif
