// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Checks of row against row and of the service as a whole, after every cell
 * was read.  One table: adding a check is one row of it and one function in
 * the file of its theme (checks_people.c, …).
 *
 * A check skips rows that are unsound already (`checks_sound`), so that one
 * mistake is one fault.
 */
#ifndef PODPLAN_SCHEMA_CHECKS_H
#define PODPLAN_SCHEMA_CHECKS_H

#include <podplan/builder.h>

/** Where the rows of a table stood, and which have a fault. */
struct checks_rows {
    const int32_t *lines;
    const bool *unsound;
};

struct check;

/** What a check is given. */
struct checks_case {
    const struct pp_service *service; ///< frozen
    const struct checks_rows *rows;   ///< by table
    struct pp_faults *faults;
    const struct check *check; ///< the one that runs
};

struct check {
    const char *name;
    bool warning;     ///< a fault when false
    const char *help; ///< what it finds; one sentence for docs/data-format.md
    void (*run)(const struct checks_case *c);
};

extern const struct check checks_table[];
extern const int32_t checks_count;

/** Runs all of them. */
void checks_run(const struct pp_service *service, const struct checks_rows *rows,
                struct pp_faults *faults);

/** True when the row has no fault so far. */
bool checks_sound(const struct checks_case *c, enum pp_table_id table, int32_t row);

/** Records what the check found about a row; PP_NONE: about the file. */
void checks_add(const struct checks_case *c, enum pp_table_id table, int32_t row,
                const char *column, const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
