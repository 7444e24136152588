// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading a file of the folder whole, whatever it turns out to be, and which there are. */
#ifndef PODPLAN_IMPORT_FILE_H
#define PODPLAN_IMPORT_FILE_H

#include <podplan/builder.h>

enum file_outcome {
    FILE_READ,
    FILE_MISSING,
    FILE_UNSOUND ///< the fault is recorded
};

/**
 * Reads `name` inside the open folder into `out`, without its byte order mark.  Only an ordinary
 * file of UTF-8 text of at most PP_MAX_FILE_BYTES will do; anything else becomes a fault.
 */
enum file_outcome file_read(int folder, const char *name, struct pp_faults *faults,
                            struct pp_buf *out);

/**
 * The names of the .csv files in the open folder, ascending; owned by the arena.  NULL: it can't
 * be read, and errno says why.
 */
const char *const *file_list(int folder, struct pp_arena *arena, int32_t *n);

#endif
