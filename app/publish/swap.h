// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A folder whose files are replaced as a set, by rename, one whole file each.
 *
 * New files are first written into a hidden folder inside the target (the same
 * file system, whatever is mounted where).  A manifest names the files that
 * are ours; before the first rename it names the old and the new ones, so that
 * a crash in between leaves nothing that the next run does not know.  Files
 * that are not ours are neither overwritten nor removed.
 */
#ifndef PODPLAN_PUBLISH_SWAP_H
#define PODPLAN_PUBLISH_SWAP_H

#include <podplan/arena.h>
#include <podplan/err.h>

#include <stdint.h>

/** Relative paths in the order of strcmp; strings and array are the arena's. */
struct path_list {
    const char **paths;
    int32_t count, capacity;
};

struct swap {
    struct pp_arena arena;
    const char *out;                   ///< the target folder
    const char *fresh;                 ///< where the new files are to be written
    int lock;                          ///< the locked target folder; -1: none
    struct path_list written, removed; ///< by swap_commit
    int32_t unchanged;
};

/**
 * Makes the target when it is not there, locks it against another publish, and makes an empty
 * folder `fresh`.  On failure there is nothing to abandon.
 */
bool swap_begin(struct swap *swap, const char *out, struct pp_err *err);

/** Puts the files of `fresh` (folders one deep) into their places; removes those no longer made. */
bool swap_commit(struct swap *swap, struct pp_err *err);

/** Removes what is left of `fresh` and unlocks; always the last act after a begin that worked. */
void swap_finish(struct swap *swap);

#endif
