// SPDX-License-Identifier: GPL-3.0-or-later
/* Writing a cell: the exact inverse of cell.c; and the members of rows as numbers or text. */
#include "cell.h"

#include <podplan/rules.h>

#include <inttypes.h>
#include <string.h>

struct cell_spec cell_spec_of_column(const struct pp_column *column)
{
    return (struct cell_spec){column->type, column->least, column->most, column->words};
}

struct cell_spec cell_spec_of_setting(const struct pp_setting *setting)
{
    return (struct cell_spec){setting->type, setting->least, setting->most, setting->words};
}

bool cell_is_text(enum pp_type type)
{
    return type == PP_T_KEY || type == PP_T_TEXT || type == PP_T_NAME;
}

int64_t cell_blank(enum pp_type type)
{
    switch (type) {
    case PP_T_REF:
    case PP_T_RULE:
        return PP_NONE;
    case PP_T_DATE:
        return PP_NO_DAY;
    case PP_T_MONEY:
    case PP_T_DAYS:
        return 0; /* never blank in a sound row: such columns must be given */
    default:
        return PP_UNKNOWN;
    }
}

void cell_store(void *member, enum pp_type type, int64_t number, const char *text)
{
    int32_t small = (int32_t)number;
    if (cell_is_text(type)) {
        memcpy(member, &text, sizeof(text));
    } else if (type == PP_T_MONEY) {
        memcpy(member, &number, sizeof(number));
    } else {
        memcpy(member, &small, sizeof(small));
    }
}

int64_t cell_number(const void *member, enum pp_type type)
{
    int64_t number;
    int32_t small;
    if (type == PP_T_MONEY) {
        memcpy(&number, member, sizeof(number));
        return number;
    }
    memcpy(&small, member, sizeof(small));
    return small;
}

const char *cell_string(const void *member)
{
    const char *text;
    memcpy(&text, member, sizeof(text));
    return text;
}

/* Millionths as a decimal without final zeros. */
static void add_rate(int64_t value, struct pp_buf *out)
{
    int digits = 6;
    int64_t part = value % 1000000;
    pp_buf_printf(out, "%" PRId64, value / 1000000);
    if (part == 0) {
        return;
    }
    for (; part % 10 == 0; part /= 10) {
        digits--;
    }
    pp_buf_printf(out, ".%0*" PRId64, digits, part);
}

/* Pounds without commas; pence where there are any. */
static void add_pounds(int64_t pence, struct pp_buf *out)
{
    int64_t size = pence < 0 ? -pence : pence;
    pp_buf_printf(out, "%s%" PRId64, pence < 0 ? "-" : "", size / 100);
    if (size % 100 != 0) {
        pp_buf_printf(out, ".%02" PRId64, size % 100);
    }
}

/* Three days or more in a row are written as a run. */
static void add_days(int32_t bits, struct pp_buf *out)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    if (bits == (1 << 7) - 1) {
        pp_buf_add(out, "daily");
        return;
    }
    for (int32_t day = 0, written = 0; day < 7; day++) {
        int32_t last = day;
        if ((bits >> day & 1) == 0) {
            continue;
        }
        while (last < 6 && (bits >> (last + 1) & 1) != 0) {
            last++;
        }
        pp_buf_printf(out, "%s%s", written++ > 0 ? " " : "", days[day]);
        if (last >= day + 2) {
            pp_buf_printf(out, "-%s", days[last]);
            day = last;
        }
    }
}

void pp_value_text(enum pp_type type, const char *const *words, int64_t value, struct pp_buf *out)
{
    char text[PP_TIME_TEXT];
    int32_t small = (int32_t)value;
    if (value == cell_blank(type) && type != PP_T_MONEY) {
        return;
    }
    switch (type) {
    case PP_T_DATE:
        pp_buf_add(out, pp_day_text(small, text));
        break;
    case PP_T_TIME:
        pp_buf_add(out, pp_minute_text(small, text));
        break;
    case PP_T_FY:
        pp_buf_add(out, pp_financial_year_text(small, text));
        break;
    case PP_T_MILLI:
        pp_buf_milli(out, value);
        break;
    case PP_T_RATE:
        add_rate(value, out);
        break;
    case PP_T_MONEY:
        add_pounds(value, out);
        break;
    case PP_T_WORD:
        pp_buf_add(out, pp_word(words, small));
        break;
    case PP_T_RULE:
        pp_buf_add(out, pp_rules[small].name);
        break;
    case PP_T_DAYS:
        add_days(small, out);
        break;
    default:
        pp_buf_printf(out, "%" PRId64, value);
    }
}

static const char *member_at(const struct pp_service *service, const struct pp_table *table,
                             int32_t row, int32_t column)
{
    const char *rows = pp_table_rows(service, table);
    return rows + (size_t)row * table->row_size + table->columns[column].offset;
}

int64_t pp_cell_value(const struct pp_service *service, const struct pp_table *table, int32_t row,
                      int32_t column)
{
    return cell_number(member_at(service, table, row, column), table->columns[column].type);
}

void pp_cell_text(const struct pp_service *service, const struct pp_table *table, int32_t row,
                  int32_t column, struct pp_buf *out)
{
    const struct pp_column *c = &table->columns[column];
    const char *member = member_at(service, table, row, column);
    if (cell_is_text(c->type)) {
        const char *text = cell_string(member);
        pp_buf_add(out, text == NULL ? "" : text);
        return;
    }
    int64_t value = cell_number(member, c->type);
    if (c->type != PP_T_REF) {
        pp_value_text(c->type, c->words, value, out);
    } else if (value != PP_NONE) {
        pp_buf_add(out, pp_row_key(service, c->ref, (int32_t)value));
    }
}

void pp_setting_text(const struct pp_settings *settings, const struct pp_setting *setting,
                     struct pp_buf *out)
{
    const char *member = (const char *)settings + setting->offset;
    if (cell_is_text(setting->type)) {
        const char *text = cell_string(member);
        pp_buf_add(out, text == NULL ? "" : text);
    } else {
        pp_value_text(setting->type, setting->words, cell_number(member, setting->type), out);
    }
}
