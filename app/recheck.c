// SPDX-License-Identifier: GPL-3.0-or-later
/* Warnings again: the service goes back through the builder as text, cell by cell. */
#include "recheck.h"

#include <podplan/limits.h>

static void feed_table(const struct pp_service *service, const struct pp_table *table,
                       struct pp_builder *builder)
{
    struct pp_buf texts[PP_MAX_COLUMNS] = {{0}};
    const char *cells[PP_MAX_COLUMNS];
    for (int32_t row = 0; row < pp_table_count(service, table); row++) {
        for (int32_t c = 0; c < table->n_columns; c++) {
            texts[c].length = 0;
            pp_buf_add(&texts[c], "");
            pp_cell_text(service, table, row, c, &texts[c]);
            cells[c] = pp_buf_text(&texts[c]);
        }
        pp_builder_row(builder, table, row + 1, cells);
    }
    for (int32_t c = 0; c < table->n_columns; c++) {
        pp_buf_finish(&texts[c]);
    }
}

static void feed_settings(const struct pp_service *service, struct pp_builder *builder)
{
    struct pp_buf text = {0};
    for (int32_t s = 0; s < pp_n_settings; s++) {
        text.length = 0;
        pp_buf_add(&text, "");
        pp_setting_text(&service->settings, &pp_settings_table[s], &text);
        pp_builder_setting(builder, s + 1, pp_settings_table[s].name, pp_buf_text(&text));
    }
    pp_buf_finish(&text);
}

void recheck_service(const struct pp_service *service, struct pp_faults *faults)
{
    struct pp_builder *builder = pp_builder_create(faults, true);
    feed_settings(service, builder);
    for (int id = 0; id < PP_TABLE_COUNT; id++) {
        feed_table(service, pp_table((enum pp_table_id)id), builder);
    }
    pp_service_destroy(pp_builder_finish(builder));
    for (int32_t f = 0; f < faults->count; f++) {
        faults->list[f].line = 0; // where it stood in the file is not stored
    }
    pp_faults_sort(faults);
}
