// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a builder knows while rows come in.
 *
 * rows.c fills the tables, set.c the settings, refs.c turns references into
 * row numbers at the end, builder.c makes the service of it.
 */
#ifndef PODPLAN_SCHEMA_STATE_H
#define PODPLAN_SCHEMA_STATE_H

#include "keys.h"

#include <podplan/builder.h>

/** One table so far. */
struct state_table {
    const char *file; ///< "families.csv"
    unsigned char *rows;
    int32_t *lines; ///< where each row stood
    bool *unsound;  ///< the row has a fault
    int32_t count, rows_capacity, lines_capacity, unsound_capacity;
    bool overfull;    ///< has been said
    uint32_t missing; ///< bit c: has been said that required column c is missing
    struct keys keys;
};

struct pp_builder {
    struct pp_faults *faults; ///< borrowed
    bool keep_names;
    struct pp_service *service; ///< its arena holds rows and texts
    struct pp_arena arena;      ///< what is not needed after the building
    struct state_table tables[PP_TABLE_COUNT];
    int32_t *setting_lines; ///< 0: not given yet
    int32_t settings_given; ///< rows of settings.csv so far
    int32_t suggestions;    ///< searches for a near key so far
    struct pp_buf cell, why, key;
};

/** True when a file has a fault: what it lacks may be unread and not missing. */
bool builder_has_fault(const struct pp_builder *builder, const char *file);

/** True for text of a sound length and sound characters; else the reason is in builder->why. */
bool rows_check_text(struct pp_builder *builder, const char *text);

/** Every setting takes its default. */
void set_defaults(struct pp_builder *builder);

/** What must be given is there; what follows from other settings is derived. */
void set_complete(struct pp_builder *builder);

/** Turns every reference into a row number; what leads nowhere is a fault. */
void refs_resolve(struct pp_builder *builder);

#endif
