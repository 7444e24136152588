// SPDX-License-Identifier: GPL-3.0-or-later
/* Any table of the report as it stands, in HTML: headings from its columns, cells by their type. */
#include "html.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

static bool is_number(enum cell_type type)
{
    return type != CELL_TEXT && type != CELL_DATE;
}

/* "minutes_worked" as a person would head a column: "Minutes worked". */
static void add_heading(struct pp_buf *out, const struct column *column)
{
    html_printf(out, "<th scope=\"col\"%s>", is_number(column->type) ? " class=\"n\"" : "");
    for (size_t i = 0; column->name[i] != '\0'; i++) {
        char letter = column->name[i];
        if (letter == '_') {
            letter = ' ';
        } else if (i == 0) {
            letter = (char)toupper((unsigned char)letter);
        }
        pp_buf_addn(out, &letter, 1);
    }
    pp_buf_add(out, "</th>");
}

static void add_value(struct pp_buf *out, const struct cell *cell, enum cell_type type)
{
    char text[PP_STAMP_TEXT];
    switch (type) {
    case CELL_TEXT:
        html_text(out, cell->text);
        break;
    case CELL_DATE:
        pp_buf_add(out, pp_day_words((pp_day)cell->number, text));
        break;
    case CELL_COUNT:
        html_printf(out, "%" PRId64, cell->number);
        break;
    case CELL_MILLI:
        html_milli(out, cell->number);
        break;
    case CELL_MICRO:
        html_milli(out, cell->number / 1000);
        break;
    case CELL_PER_CENT:
        html_printf(out, "%" PRId64 "%%", (cell->number + 5) / 10);
        break;
    case CELL_MONEY:
        html_pounds(out, cell->number);
        break;
    }
}

static void add_cell(struct pp_buf *out, const struct cell *cell, const struct column *column)
{
    enum {
        WIDE = 40
    };
    const char *class = is_number(column->type) ? " class=\"n\""
                        : column->width > WIDE  ? " class=\"wrap\""
                                                : "";
    html_printf(out, "<td%s>", class);
    if (!cell->blank) {
        add_value(out, cell, column->type);
    }
    pp_buf_add(out, "</td>");
}

static void add_rows(struct pp_buf *out, const struct table *table)
{
    const struct table_source *source = table->source;
    for (int32_t r = 0; r < table->n_rows; r++) {
        pp_buf_add(out, "<tr>");
        for (int32_t c = 0; c < source->n_columns; c++) {
            add_cell(out, &table->cells[r * source->n_columns + c], &source->columns[c]);
        }
        pp_buf_add(out, "</tr>\n");
    }
}

static const struct table_source *find(const char *name)
{
    const struct table_source *source = table_sources;
    while (strcmp(source->name, name) != 0) {
        source++;
    }
    return source;
}

void html_add_table(struct pp_buf *out, const struct table *table, const char *caption)
{
    if (table->n_rows == 0) {
        return;
    }
    html_printf(out,
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">"
                "<table><caption>%s</caption>\n<thead><tr>",
                table->source->title, caption);
    for (int32_t c = 0; c < table->source->n_columns; c++) {
        add_heading(out, &table->source->columns[c]);
    }
    pp_buf_add(out, "</tr></thead>\n<tbody>\n");
    add_rows(out, table);
    pp_buf_add(out, "</tbody></table></div>\n");
}

void html_table(struct pp_buf *out, const struct report_input *input, const char *name,
                const char *caption)
{
    struct table table;
    table_make(input, find(name), &table);
    html_add_table(out, &table, caption);
    table_finish(&table);
}
