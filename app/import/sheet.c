// SPDX-License-Identifier: GPL-3.0-or-later
/* One CSV file by its header: records become rows of known columns. */
#include "sheet.h"

#include "file.h"

/** One file on its way. */
struct loading {
    const struct sheet *sheet;
    struct pp_faults *faults;
    int32_t n_rows;
    bool has_header;
    struct header header;
};

static void give_row(struct loading *l, const struct record *record)
{
    const char *cells[PP_MAX_COLUMNS] = {0};
    for (int32_t c = 0; c < l->sheet->n_columns; c++) {
        int32_t cell = l->header.cell_of[c];
        cells[c] = cell == PP_NONE ? NULL : record->cells[cell];
    }
    l->sheet->give(l->sheet->user, record->line, cells);
}

static bool take_record(void *user, const struct record *record)
{
    struct loading *l = user;
    const struct sheet *sheet = l->sheet;
    if (!l->has_header) {
        l->has_header = true;
        return header_read(record, sheet->file, sheet->columns, sheet->n_columns, l->faults,
                           &l->header);
    }
    if (record->n_cells != l->header.n_cells) {
        pp_faults_add(l->faults, false, sheet->file, record->line, NULL,
                      "the row has %d cell%s; the header names %d", (int)record->n_cells,
                      record->n_cells == 1 ? "" : "s", (int)l->header.n_cells);
        return true;
    }
    if (++l->n_rows > PP_MAX_ROWS) {
        pp_faults_add(l->faults, false, sheet->file, record->line, NULL,
                      "there are more than %d rows, the most for one table", (int)PP_MAX_ROWS);
        return false;
    }
    give_row(l, record);
    return true;
}

void sheet_read(int folder, const struct sheet *sheet, struct pp_faults *faults)
{
    struct pp_buf bytes = {0};
    struct loading l = {.sheet = sheet, .faults = faults};
    int32_t faults_before = faults->n_faults;
    enum file_outcome outcome = file_read(folder, sheet->file, faults, &bytes);
    if (outcome == FILE_MISSING && sheet->required) {
        pp_faults_add(faults, false, sheet->file, 0, NULL, "the file is missing; it is required");
    } else if (outcome == FILE_READ) {
        records_read(pp_buf_text(&bytes), bytes.length, sheet->file, faults, take_record, &l);
        if (!l.has_header && faults->n_faults == faults_before) {
            pp_faults_add(faults, false, sheet->file, 0, NULL,
                          "the file is empty; its first line must name the columns");
        }
    }
    pp_buf_finish(&bytes);
}

int32_t sheet_columns(const struct pp_table *table, struct header_column columns[PP_MAX_COLUMNS])
{
    for (int32_t c = 0; c < table->n_columns; c++) {
        columns[c] = (struct header_column){table->columns[c].name, table->columns[c].required};
    }
    return table->n_columns;
}
