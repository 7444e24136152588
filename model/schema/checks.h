// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Checks of row against row and of the service as a whole, after every cell
 * was read.  Each theme (checks_people.c, …) has its table of checks: adding
 * one is a function and its row there.
 *
 * Rows that have a fault already are not shown to a check, so that one
 * mistake is one fault.
 */
#ifndef PODPLAN_SCHEMA_CHECKS_H
#define PODPLAN_SCHEMA_CHECKS_H

#include <podplan/builder.h>

/** The table of a check that is about settings.csv. */
#define CHECKS_SETTINGS PP_TABLE_COUNT

/** Where the rows of a table stood, and which have a fault. */
struct checks_rows {
    const int32_t *lines;
    const bool *unsound;
};

/** What the checks look at. */
struct checks_subject {
    const struct pp_service *service; ///< frozen
    const struct checks_rows *rows;   ///< by table
    const int32_t *setting_lines;     ///< by setting; 0: not given
    struct pp_faults *faults;
};

/** What a check is given. */
struct checks_case {
    const struct pp_service *service;
    const struct checks_subject *subject;
    const struct check *check; ///< the one that runs
};

struct check {
    bool warning;           ///< a fault when false
    enum pp_table_id table; ///< whose file it speaks of
    const char *help;       ///< what it finds; for docs/data-format.md
    /* One of the two: */
    void (*row)(const struct checks_case *c, int32_t row); ///< for each sound row of the table
    void (*whole)(const struct checks_case *c);
    bool dated; ///< reads the dates of the settings: skipped when one of them is unknown
};

/** Each theme's table; ends with a row of zeros. */
extern const struct check checks_places[], checks_people[], checks_families[], checks_rota[],
    checks_turns[], checks_training[], checks_money[], checks_outlook[], checks_employment[];

/** All themes; ends with NULL. */
extern const struct check *const checks_themes[];

/** Runs all checks of all themes. */
void checks_run(const struct checks_subject *subject);

/** True when the row has no fault of its own. */
bool checks_is_sound(const struct checks_case *c, enum pp_table_id table, int32_t row);

/** Records what the check found about a row of its table; PP_NONE: about the file. */
void checks_add(const struct checks_case *c, int32_t row, const char *column, const char *format,
                ...) __attribute__((format(printf, 4, 5)));

enum {
    CHECKS_FTE = 24 ///< bytes for the text of full-time equivalents
};

/** Full-time equivalents from thousandths, for a sentence. */
const char *checks_fte_text(int64_t fte, char text[CHECKS_FTE]);

#endif
