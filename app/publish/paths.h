// SPDX-License-Identifier: GPL-3.0-or-later
/* Files and lists of relative paths, as publishing needs them. errno tells of failures. */
#ifndef PODPLAN_PUBLISH_PATHS_H
#define PODPLAN_PUBLISH_PATHS_H

#include "swap.h"

#include <podplan/buf.h>

/** Appends a copy of `path`; the caller keeps the order. */
void paths_add(struct path_list *list, struct pp_arena *arena, const char *path);

bool paths_contains(const struct path_list *list, const char *path);

/** The union of two lists. */
void paths_unite(const struct path_list *a, const struct path_list *b, struct path_list *both,
                 struct pp_arena *arena);

/** All ordinary files below `folder`, relative to it. */
bool paths_list_tree(const char *folder, struct path_list *list, struct pp_arena *arena);

/** Removes a folder and everything in it; nothing there is fine. */
void paths_remove_tree(const char *folder);

/**
 * Reads a list of paths, one a line; a missing file is an empty list.  Lines that lead out of the
 * folder or to hidden files are left out: nobody but us writes the list, but who knows.
 */
bool paths_read_list(const char *file, struct path_list *list, struct pp_arena *arena);

/** True when both are there and hold the same bytes. */
bool paths_same_file(const char *one, const char *two);

/** True when the file is there and holds exactly the text. */
bool paths_holds(const char *file, const struct pp_buf *text);

/** Writes a file and brings it to the disk. */
bool paths_write(const char *file, const struct pp_buf *text);

/** Brings a file to the disk. */
bool paths_sync(const char *file);

#endif
