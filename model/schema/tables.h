// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How a row of the table of tables is written: each theme file (places.c,
 * people.c, …) lists its columns with COLUMN and closes with TABLE.
 *
 *     COLUMN(pp_pod, hub, PP_T_REF, MUST, .ref = PP_TABLE_hubs, .help = "…"),
 *
 * KEY: must be given and is part of what makes a row unique.  MUST: must be
 * given.  MAY: may be left blank.  KEY_MAY: part of the key, may be blank.
 */
#ifndef PODPLAN_SCHEMA_TABLES_H
#define PODPLAN_SCHEMA_TABLES_H

#include <podplan/limits.h>
#include <podplan/schema.h>

#define KEY .required = true, .key = true
#define KEY_MAY .required = false, .key = true
#define MUST .required = true
#define MAY .required = false

/* clang-format off */
#define COLUMN(row, member, kind, ...)                                                             \
    { .name = #member, .offset = offsetof(struct row, member), .type = (kind), __VA_ARGS__ }

#define TABLE(file, row, list, must, words) TABLE_WITH(file, row, list, must, words, 0)
#define TABLE_WITH(file, row, list, must, words, empty)                                            \
    const struct pp_table schema_##file = {                                                        \
        .name = #file,                                                                             \
        .id = PP_TABLE_##file,                                                                     \
        .required = (must),                                                                        \
        .may_be_empty = (empty),                                                                   \
        .row_size = sizeof(struct row),                                                            \
        .rows_offset = offsetof(struct pp_service, file),                                          \
        .count_offset = offsetof(struct pp_service, n_##file),                                     \
        .columns = (list),                                                                         \
        .n_columns = (int32_t)(sizeof(list) / sizeof((list)[0])),                                  \
        .help = (words),                                                                           \
    }
/* clang-format on */

/* `extern const struct pp_table schema_hubs;` and so on. */
#define SCHEMA_EXTERN(row, file) extern const struct pp_table schema_##file;
PP_TABLES(SCHEMA_EXTERN)
#undef SCHEMA_EXTERN

/* Ranges that several columns share; thousandths where the column holds thousandths. */
enum {
    SCHEMA_MANY = 1000000, ///< most of anything that is counted
    SCHEMA_MANY_FTE = SCHEMA_MANY * PP_FTE,
    SCHEMA_POST_FTE = 1000 * PP_FTE,
    SCHEMA_CHILD_POINTS = 1000 * PP_FTE,
    SCHEMA_CASELOAD_POINTS = 100000 * PP_FTE,
    SCHEMA_VISITS = 100 * PP_FTE,
    SCHEMA_HISTORY_FIRST = 1990, ///< first and last statistical year
    SCHEMA_HISTORY_LAST = 2199
};

#endif
