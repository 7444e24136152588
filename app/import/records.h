// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * CSV records with the physical lines they stand on (RFC 4180, by libcsv).
 *
 * UTF-8 with or without a byte order mark; lines end with LF, CRLF or CR;
 * blank lines are skipped; cells may be quoted and then hold commas, line
 * ends and doubled quotes; spaces around an unquoted cell do not count.
 * Whatever is not so is a fault with its line, and reading goes on behind it.
 */
#ifndef PODPLAN_IMPORT_RECORDS_H
#define PODPLAN_IMPORT_RECORDS_H

#include <podplan/builder.h>
#include <podplan/limits.h>

/** One record. */
struct record {
    int32_t line;                      ///< on which it begins; 1 is the first of the file
    int32_t n_cells;                   ///< may exceed PP_MAX_COLUMNS; the cells beyond are not kept
    const char *cells[PP_MAX_COLUMNS]; ///< valid UTF-8 without NUL; valid during the call
};

/**
 * Hands every sound record of `bytes` to `take`, until it returns false.  Faults go to `faults`
 * under the name `file`.  When the first record is not sound, nothing is handed out: without its
 * header row a file means nothing.
 */
void records_read(const char *bytes, size_t length, const char *file, struct pp_faults *faults,
                  bool (*take)(void *user, const struct record *record), void *user);

#endif
