// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tables as CSV (RFC 4180, UTF-8, CRLF), quoted where needed by libcsv.
 *
 * A text that a spreadsheet would run as a formula gets an apostrophe in
 * front, because keys come from outside.
 */
#include "table.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool text_write(const struct pp_buf *text, const char *path, struct pp_err *err)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        return pp_fail(err, PP_E_SYSTEM, "%s: can't be written: %s", path, strerror(errno));
    }
    bool written = fwrite(pp_buf_text(text), 1, text->length, file) == text->length;
    int write_error = errno;
    bool closed = fclose(file) == 0;
    if (!written || !closed) {
        return pp_fail(err, PP_E_SYSTEM, "%s: can't be written: %s", path,
                       strerror(written ? errno : write_error));
    }
    return true;
}

static void add_quoted(struct pp_buf *out, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        pp_buf_add(out, text);
        return;
    }
    char quoted[2 * PP_ERR_TEXT];
    size_t length = csv_write(quoted, sizeof(quoted), text, strlen(text));
    if (length <= sizeof(quoted)) {
        pp_buf_addn(out, quoted, length);
        return;
    }
    struct pp_arena arena = {0};
    char *longer = pp_arena_alloc(&arena, length, 1);
    csv_write(longer, length, text, strlen(text));
    pp_buf_addn(out, longer, length);
    pp_arena_finish(&arena);
}

static void add_text(struct pp_buf *out, const char *text)
{
    if (strchr("=+-@\t\r", text[0]) == NULL || text[0] == '\0') {
        add_quoted(out, text);
        return;
    }
    struct pp_buf guarded = {0};
    pp_buf_printf(&guarded, "'%s", text);
    add_quoted(out, pp_buf_text(&guarded));
    pp_buf_finish(&guarded);
}

/* `number` / 10^decimals, all decimals written. */
static void add_decimal(struct pp_buf *out, int64_t number, int decimals)
{
    int64_t unit = 1;
    for (int i = 0; i < decimals; i++) {
        unit *= 10;
    }
    int64_t size = number < 0 ? -number : number;
    pp_buf_printf(out, "%s%" PRId64 ".%0*" PRId64, number < 0 ? "-" : "", size / unit, decimals,
                  size % unit);
}

static void add_cell(struct pp_buf *out, const struct cell *cell, enum cell_type type)
{
    char text[PP_DATE_TEXT];
    if (cell->blank) {
        return;
    }
    switch (type) {
    case CELL_TEXT:
        add_text(out, cell->text);
        break;
    case CELL_DATE:
        pp_buf_add(out, pp_day_text((pp_day)cell->number, text));
        break;
    case CELL_COUNT:
        pp_buf_printf(out, "%" PRId64, cell->number);
        break;
    case CELL_MILLI:
        add_decimal(out, cell->number, 3);
        break;
    case CELL_MICRO:
        add_decimal(out, cell->number, 6);
        break;
    case CELL_PER_CENT:
        add_decimal(out, cell->number, 1);
        break;
    case CELL_MONEY:
        add_decimal(out, cell->number, 2);
        break;
    }
}

bool csv_write_table(const struct table *table, const char *path, struct pp_err *err)
{
    const struct table_source *source = table->source;
    struct pp_buf out = {0};
    for (int32_t c = 0; c < source->n_columns; c++) {
        pp_buf_printf(&out, "%s%s", c > 0 ? "," : "", source->columns[c].name);
    }
    pp_buf_add(&out, "\r\n");
    for (int32_t r = 0; r < table->n_rows; r++) {
        const struct cell *row = table->cells + (size_t)r * (size_t)source->n_columns;
        for (int32_t c = 0; c < source->n_columns; c++) {
            pp_buf_add(&out, c > 0 ? "," : "");
            add_cell(&out, &row[c], source->columns[c].type);
        }
        pp_buf_add(&out, "\r\n");
    }
    bool ok = text_write(&out, path, err);
    pp_buf_finish(&out);
    return ok;
}
