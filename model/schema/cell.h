// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One cell: from text to what a row holds and back.  Columns and settings
 * share it, whatever they are a member of.
 */
#ifndef PODPLAN_SCHEMA_CELL_H
#define PODPLAN_SCHEMA_CELL_H

#include <podplan/buf.h>
#include <podplan/schema.h>

/** What a cell may hold: the part that columns and settings have in common. */
struct cell_spec {
    enum pp_type type;
    int64_t least, most; ///< both 0: the type's own range
    const char *const *words;
};

struct cell_spec cell_spec_of_column(const struct pp_column *column);
struct cell_spec cell_spec_of_setting(const struct pp_setting *setting);

/** True for the types that are kept as text: references of the row itself, text, names. */
bool cell_is_text(enum pp_type type);

/**
 * Reads a trimmed, clean cell that is not blank and no PP_T_REF.  Fills `number` unless the type
 * is text.  False: appends to `why` what is wrong, with the value, and what is allowed.
 */
bool cell_parse(const struct cell_spec *spec, const char *text, int64_t *number,
                struct pp_buf *why);

/** Appends what is allowed: "0 to 100", "low, medium, high"; for messages and docs. */
void cell_allowed(const struct cell_spec *spec, struct pp_buf *out);

/** What stands for a blank cell. */
int64_t cell_blank(enum pp_type type);

/** Puts a number, or for text types `text`, into the member at `member`. */
void cell_store(void *member, enum pp_type type, int64_t number, const char *text);
int64_t cell_number(const void *member, enum pp_type type);
const char *cell_string(const void *member);

#endif
