// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From cells of text to a frozen service: settings and rows come in (set.c,
 * rows.c), references are resolved (refs.c), the service is frozen, and the
 * checks (checks.h) look at the whole.
 */
#include "checks.h"
#include "state.h"

#include <podplan/limits.h>

#include <stdlib.h>
#include <string.h>

struct pp_builder *pp_builder_create(struct pp_faults *faults, bool keep_names)
{
    struct pp_builder *builder = calloc(1, sizeof(*builder));
    struct pp_service *service = calloc(1, sizeof(*service));
    if (builder == NULL || service == NULL) {
        abort();
    }
    *builder = (struct pp_builder){.faults = faults, .keep_names = keep_names, .service = service};
    builder->setting_lines = PP_NEW(&builder->arena, int32_t, pp_n_settings);
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        builder->tables[t].file =
            pp_arena_printf(&builder->arena, "%s.csv", pp_table((enum pp_table_id)t)->name);
    }
    set_defaults(builder);
    return builder;
}

void pp_builder_destroy(struct pp_builder *builder)
{
    if (builder == NULL) {
        return;
    }
    pp_service_destroy(builder->service);
    pp_arena_finish(&builder->arena);
    pp_buf_finish(&builder->cell);
    pp_buf_finish(&builder->why);
    pp_buf_finish(&builder->key);
    free(builder);
}

bool builder_has_fault(const struct pp_builder *builder, const char *file)
{
    for (int32_t f = 0; f < builder->faults->count; f++) {
        const struct pp_fault *fault = &builder->faults->list[f];
        if (!fault->warning && strcmp(fault->file, file) == 0) {
            return true;
        }
    }
    return false;
}

static void check_required_tables(struct pp_builder *builder)
{
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        const struct state_table *state = &builder->tables[t];
        const struct pp_table *table = pp_table((enum pp_table_id)t);
        if (table->required && !table->may_be_empty && state->count == 0 &&
            !builder_has_fault(builder, state->file)) {
            pp_faults_add(builder->faults, false, state->file, 0, NULL,
                          "no row was read; at least one is needed");
        }
    }
}

/* The matrix of travel minutes is dense. */
static bool check_patches(struct pp_builder *builder)
{
    int32_t count = builder->tables[PP_TABLE_patches].count;
    if (count > PP_MAX_PATCHES) {
        pp_faults_add(builder->faults, false, builder->tables[PP_TABLE_patches].file, 0, NULL,
                      "the file has %d patches; the limit is %d", count, PP_MAX_PATCHES);
    }
    return count <= PP_MAX_PATCHES;
}

/* Hands the rows over to the service. */
static void hand_over(struct pp_builder *builder, struct checks_rows *rows)
{
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        const struct pp_table *table = pp_table((enum pp_table_id)t);
        const struct state_table *state = &builder->tables[t];
        void *list = state->rows;
        memcpy((char *)builder->service + table->rows_offset, &list, sizeof(list));
        memcpy((char *)builder->service + table->count_offset, &state->count, sizeof(state->count));
        rows[t] = (struct checks_rows){state->lines, state->unsound};
    }
}

struct pp_service *pp_builder_finish(struct pp_builder *builder)
{
    struct checks_rows rows[PP_TABLE_COUNT];
    set_complete(builder);
    check_required_tables(builder);
    refs_resolve(builder);
    hand_over(builder, rows);
    if (check_patches(builder)) {
        pp_service_freeze(builder->service);
        checks_run(&(struct checks_subject){builder->service, rows, builder->setting_lines,
                                            builder->faults});
    }
    pp_faults_sort(builder->faults);
    struct pp_service *service = NULL;
    if (builder->faults->n_faults == 0) {
        service = builder->service;
        builder->service = NULL;
    }
    pp_builder_destroy(builder);
    return service;
}
