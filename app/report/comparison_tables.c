// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The tables of a comparison.
 *
 *   comparison         which scenarios, and what each of them changes
 *   comparison_years   workforce by financial year: averages of comparison_months
 *   comparison_costs   cost by financial year and line: sums of comparison_lines, and their total
 *   comparison_months  the forecast by month, role and line
 *   comparison_lines   the costs by month, line and stream
 *
 * Both sides stand beside one another in a row, and the difference is what the one has less what
 * the other has.  A row that only one side has is 0 on the other.  The figures of a side are those of
 * its own tables, which stand in the workbook behind the comparison ("Scenario Costs", "Against
 * Costs", ...), down to its posts and rates.
 */
#include "comparison.h"

#include <podplan/schema.h>

#include <stdlib.h>
#include <string.h>

enum {
    SIDES = COMPARISON_SIDES
};

static const struct comparison_side *side_of(const struct comparison *c, int side)
{
    return side == 0 ? &c->scenario : &c->against;
}

/* The two figures in columns `first` and `first` + 1, and their difference behind them. */
static void add_pair(struct table *table, struct cell *row, int first, struct cell one,
                     struct cell other)
{
    int at = table_place(table);
    row[first] = one;
    row[first + 1] = other;
    if (!one.blank && !other.blank) {
        row[first + 2] = table_formula(table, one.number - other.number, "=%c%d-%c%d", 'A' + first,
                                       at, 'A' + first + 1, at);
    }
}

/* ---- Which scenarios ---- */

static const struct column what_columns[] = {
    {"side", CELL_TEXT, 12},   {"scenario", CELL_TEXT, 24}, {"copied_from", CELL_TEXT, 24},
    {"change", CELL_TEXT, 44}, {"meaning", CELL_TEXT, 70},
};

static void add_change(const struct comparison_side *side, const char *word, int32_t change,
                       struct table *table)
{
    struct cell *row = table_row(table);
    const struct pp_scenario *scenario = side->scenario;
    row[0] = table_text(word);
    row[1] = table_text(side->name);
    row[2] = table_text(scenario == NULL ? NULL : scenario->copied_from);
    if (change == PP_NONE) {
        row[4] = table_text("The service as imported.");
        return;
    }
    struct pp_buf text = {0};
    pp_change_text(&scenario->changes[change], &text);
    row[3] = table_text(pp_arena_string(&table->arena, pp_buf_text(&text)));
    row[4] = table_text(pp_change_kinds[scenario->changes[change].kind].help);
    pp_buf_finish(&text);
}

static void fill_what(const struct comparison *c, struct table *table)
{
    static const char *const words[SIDES] = {"scenario", "against"};
    for (int s = 0; s < SIDES; s++) {
        const struct comparison_side *side = side_of(c, s);
        int32_t n = side->scenario == NULL ? 0 : side->scenario->n_changes;
        for (int32_t i = 0; i < n; i++) {
            add_change(side, words[s], i, table);
        }
        if (n == 0) {
            add_change(side, words[s], PP_NONE, table);
        }
    }
}

/* ---- Rows that either side has ---- */

/* One figure of both sides, told apart by all that stands before it. */
struct pair {
    pp_day month;
    int32_t role, line;
    const char *name, *stream; ///< of a cost line, or empty
    int64_t values[SIDES];     ///< PP_UNKNOWN where it can not be told
    int places[SIDES];         ///< row of the side's own sheet; 0: in none, or in several
    int32_t rows[SIDES];       ///< of that sheet that are in it
};

struct pairs {
    struct pp_arena *arena;
    struct pair *list;
    int32_t n, capacity;
};

static int by_what(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    if (a->month != b->month) {
        return a->month < b->month ? -1 : 1;
    }
    if (a->role != b->role) {
        return a->role < b->role ? -1 : 1; // PP_NONE, the service, comes first
    }
    int order = strcmp(a->name, b->name);
    order = order != 0 ? order : strcmp(a->stream, b->stream);
    return order != 0 ? order : a->line - b->line;
}

static void add(struct pairs *pairs, struct pair pair)
{
    pairs->list =
        pp_arena_grow(pairs->arena, pairs->list, &pairs->capacity, pairs->n + 1, sizeof(pair));
    pairs->list[pairs->n++] = pair;
}

static void take_place(struct pair *into, const struct pair *from, int side)
{
    into->rows[side] += from->rows[side];
    into->places[side] = into->rows[side] > 1 ? 0 : into->places[side] + from->places[side];
}

/* A side's figure, from its own sheet. */
static struct cell from_side(struct table *table, const struct pair *pair, int side,
                             const char *sheet, int letter)
{
    int place = pair->places[side];
    return place == 0 ? table_number(pair->values[side])
                      : table_formula(table, pair->values[side], "='%s %s'!%c%d",
                                      comparison_sides[side], sheet, letter, place);
}

/* Both sides of a row become one; of a side alone the other is 0. */
static void unite(struct pairs *pairs)
{
    int32_t kept = 0;
    if (pairs->n > 1) {
        qsort(pairs->list, (size_t)pairs->n, sizeof(pairs->list[0]), by_what);
    }
    for (int32_t i = 0; i < pairs->n; i++) {
        if (kept > 0 && by_what(&pairs->list[kept - 1], &pairs->list[i]) == 0) {
            for (int s = 0; s < SIDES; s++) {
                int64_t *into = &pairs->list[kept - 1].values[s], value = pairs->list[i].values[s];
                *into = *into == PP_UNKNOWN || value == PP_UNKNOWN ? PP_UNKNOWN : *into + value;
                take_place(&pairs->list[kept - 1], &pairs->list[i], s);
            }
        } else {
            pairs->list[kept++] = pairs->list[i];
        }
    }
    pairs->n = kept;
}

static void pair_months(const struct comparison *c, struct pairs *pairs)
{
    for (int s = 0; s < SIDES; s++) {
        const struct pp_plan *plan = side_of(c, s)->plan;
        for (int32_t i = 0; i < plan->n_months; i++) {
            const struct pp_month *m = &plan->months[i];
            const int32_t values[] = {m->establishment, m->in_post,  m->vacancy, m->bank,
                                      m->agency,        m->overtime, m->unmet,   m->needed};
            for (int32_t line = 0; line <= COMPARISON_NEEDED; line++) {
                struct pair pair = {.month = m->month, m->role, line, "", ""};
                pair.values[s] = values[line];
                pair.places[s] = (int)i + 2;
                pair.rows[s] = 1;
                add(pairs, pair);
            }
        }
    }
    unite(pairs);
}

static const char *stream_of(const struct comparison_side *side, int32_t stream)
{
    return stream == PP_NONE ? "(unfunded)" : side->service->streams[stream].stream;
}

static void pair_costs(const struct comparison *c, struct pairs *pairs)
{
    for (int s = 0; s < SIDES; s++) {
        const struct comparison_side *side = side_of(c, s);
        for (int32_t i = 0; i < side->plan->n_cost_lines; i++) {
            const struct pp_cost_line *line = &side->plan->cost_lines[i];
            struct pair pair = {
                .month = line->month, 0, 0, line->line, stream_of(side, line->stream)};
            pair.values[s] = line->amount;
            pair.places[s] = (int)i + 2;
            pair.rows[s] = 1;
            add(pairs, pair);
        }
    }
    unite(pairs);
}

/* ---- By month ---- */

static const struct column month_columns[] = {
    {"month", CELL_DATE, 11},       {"financial_year", CELL_TEXT, 13}, {"role", CELL_TEXT, 24},
    {"line", CELL_TEXT, 16},        {"scenario", CELL_MILLI, 12},      {"against", CELL_MILLI, 12},
    {"difference", CELL_MILLI, 12},
};

static void fill_months(const struct comparison *c, struct table *table)
{
    struct pairs pairs = {.arena = &table->arena};
    pair_months(c, &pairs);
    for (int32_t i = 0; i < pairs.n; i++) {
        const struct pair *pair = &pairs.list[i];
        struct cell *row = table_row(table);
        row[0] = table_day(pair->month);
        row[1] = table_year(table, pp_financial_year(pair->month));
        row[2] = table_text(pair->role == PP_NONE
                                ? "(all)"
                                : pp_row_key(c->against.service, PP_TABLE_roles, pair->role));
        row[3] = table_text(comparison_line_name(pair->line));
        add_pair(table, row, 4, from_side(table, pair, 0, "Forecast", 'D' + pair->line),
                 from_side(table, pair, 1, "Forecast", 'D' + pair->line));
    }
}

static const struct column line_columns[] = {
    {"month", CELL_DATE, 11},       {"financial_year", CELL_TEXT, 13}, {"line", CELL_TEXT, 36},
    {"stream", CELL_TEXT, 24},      {"scenario", CELL_MONEY, 14},      {"against", CELL_MONEY, 14},
    {"difference", CELL_MONEY, 14},
};

static void fill_lines(const struct comparison *c, struct table *table)
{
    struct pairs pairs = {.arena = &table->arena};
    pair_costs(c, &pairs);
    for (int32_t i = 0; i < pairs.n; i++) {
        const struct pair *pair = &pairs.list[i];
        struct cell *row = table_row(table);
        row[0] = table_day(pair->month);
        row[1] = table_year(table, pp_financial_year(pair->month));
        row[2] = table_text(pair->name);
        row[3] = table_text(pair->stream);
        add_pair(table, row, 4, from_side(table, pair, 0, "Costs", 'E'),
                 from_side(table, pair, 1, "Costs", 'E'));
    }
}

/* ---- By financial year ---- */

static const struct column year_columns[] = {
    {"financial_year", CELL_TEXT, 13}, {"line", CELL_TEXT, 16},     {"months", CELL_COUNT, 9},
    {"scenario", CELL_MILLI, 12},      {"against", CELL_MILLI, 12}, {"difference", CELL_MILLI, 12},
};

/* The average of a line of the service over the months of a year, from the table of months. */
static struct cell average(struct table *table, int32_t months, char column, int64_t value)
{
    int end = (int)months + 1, at = table_place(table);
    return table_formula(
        table, value,
        "=ROUND(" MILLI_OF(
            "SUMPRODUCT(EXACT(Months!B$2:B$%d,A%d)*EXACT(Months!C$2:C$%d,"
            "\"(all)\")*EXACT(Months!D$2:D$%d,B%d)*Months!%c$2:%c$%d)") "/C%d,0)/1000",
        end, at, end, end, at, column, column, end, at);
}

static void fill_years(const struct comparison *c, const struct comparison_years *years,
                       int32_t months, struct table *table)
{
    (void)c;
    for (int32_t y = 0; y < years[0].n_years; y++) {
        for (int32_t line = 0; line <= COMPARISON_NEEDED && years[0].months[y] > 0; line++) {
            struct cell *row = table_row(table);
            row[0] = table_year(table, years[0].first_year + y);
            row[1] = table_text(comparison_line_name(line));
            row[2] = table_number(years[0].months[y]);
            add_pair(table, row, 3, average(table, months, 'E', years[0].figures[y][line]),
                     average(table, months, 'F', years[1].figures[y][line]));
        }
    }
}

static const struct column cost_columns[] = {
    {"financial_year", CELL_TEXT, 13}, {"kind", CELL_TEXT, 10},     {"line", CELL_TEXT, 36},
    {"scenario", CELL_MONEY, 16},      {"against", CELL_MONEY, 16}, {"difference", CELL_MONEY, 16},
};

static struct cell *cost_row(struct table *table, int32_t year, const char *kind, const char *line)
{
    struct cell *row = table_row(table);
    row[0] = table_year(table, year);
    row[1] = table_text(kind);
    row[2] = table_text(line);
    return row;
}

/* A line of a year, from the table of lines. */
static struct cell line_sum(struct table *table, int32_t lines, char column, int64_t value)
{
    int end = (int)lines + 1, at = table_place(table);
    return table_formula(table, value,
                         "=SUMPRODUCT(EXACT(Lines!B$2:B$%d,A%d)*EXACT(Lines!C$2:C$%d,C%d)*"
                         "Lines!%c$2:%c$%d)",
                         end, at, end, at, column, column, end);
}

static struct cell total_from(struct table *table, int first, char column, int64_t value)
{
    int last = table_place(table) - 1;
    return first > last
               ? table_number(value)
               : table_formula(table, value, "=SUM(%c%d:%c%d)", column, first, column, last);
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct pair *)left)->name, ((const struct pair *)right)->name);
}

/* The cost lines of a year, each once with what both sides spend on it in all its months. */
static void lines_of_year(const struct pairs *costs, int32_t year, struct pairs *lines)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < costs->n; i++) {
        if (pp_financial_year(costs->list[i].month) == year) {
            add(lines, costs->list[i]);
        }
    }
    if (lines->n > 1) {
        qsort(lines->list, (size_t)lines->n, sizeof(lines->list[0]), by_name);
    }
    for (int32_t i = 0; i < lines->n; i++) {
        if (kept > 0 && by_name(&lines->list[kept - 1], &lines->list[i]) == 0) {
            lines->list[kept - 1].values[0] += lines->list[i].values[0];
            lines->list[kept - 1].values[1] += lines->list[i].values[1];
        } else {
            lines->list[kept++] = lines->list[i];
        }
    }
    lines->n = kept;
}

static void add_cost_year(const struct pairs *costs, const struct comparison_years *years,
                          int32_t y, struct table *table)
{
    static const char *const names[] = {"total cost, P10", "total cost, P50", "total cost, P90"};
    int32_t year = years[0].first_year + y;
    int first = table_place(table) + 1;
    const int64_t *one = years[0].figures[y], *other = years[1].figures[y];
    struct pairs lines = {.arena = costs->arena};
    lines_of_year(costs, year, &lines);
    for (int32_t i = 0; i < lines.n; i++) {
        struct cell *row = cost_row(table, year, "cost", lines.list[i].name);
        add_pair(table, row, 3, line_sum(table, costs->n, 'E', lines.list[i].values[0]),
                 line_sum(table, costs->n, 'F', lines.list[i].values[1]));
    }
    struct cell *row = cost_row(table, year, "total", "total cost");
    add_pair(table, row, 3, total_from(table, first, 'D', one[COMPARISON_TOTAL]),
             total_from(table, first, 'E', other[COMPARISON_TOTAL]));
    for (int32_t p = 0; p < 3 && one[COMPARISON_P50] != 0 && other[COMPARISON_P50] != 0; p++) {
        row = cost_row(table, year, "range", names[p]);
        add_pair(table, row, 3, table_number(one[COMPARISON_P10 + p]),
                 table_number(other[COMPARISON_P10 + p]));
    }
}

static void fill_costs(const struct comparison *c, const struct comparison_years *years,
                       struct table *table)
{
    struct pairs costs = {.arena = &table->arena};
    pair_costs(c, &costs);
    for (int32_t y = 0; y < years[0].n_years; y++) {
        add_cost_year(&costs, years, y, table);
    }
}

/* ---- All of them ---- */

#define COLUMNS(array) (array), (int32_t)(sizeof(array) / sizeof((array)[0])), NULL

void comparison_tables(const struct comparison *c, struct table tables[COMPARISON_TABLES])
{
    static const struct table_source sources[COMPARISON_TABLES] = {
        [COMPARISON_WHAT] = {"comparison", "Compared", COLUMNS(what_columns)},
        [COMPARISON_BY_YEAR] = {"comparison_years", "Years", COLUMNS(year_columns)},
        [COMPARISON_COSTS] = {"comparison_costs", "Cost by year", COLUMNS(cost_columns)},
        [COMPARISON_BY_MONTH] = {"comparison_months", "Months", COLUMNS(month_columns)},
        [COMPARISON_COST_LINES] = {"comparison_lines", "Lines", COLUMNS(line_columns)},
    };
    struct comparison_years years[SIDES];
    for (int s = 0; s < SIDES; s++) {
        const struct comparison_side *side = side_of(c, s);
        comparison_years(side->plan, side->service->settings.planned_on, &years[s]);
    }
    for (int32_t t = 0; t < COMPARISON_TABLES; t++) {
        tables[t] = (struct table){.source = &sources[t]};
    }
    fill_what(c, &tables[COMPARISON_WHAT]);
    fill_months(c, &tables[COMPARISON_BY_MONTH]);
    fill_lines(c, &tables[COMPARISON_COST_LINES]);
    fill_years(c, years, tables[COMPARISON_BY_MONTH].n_rows, &tables[COMPARISON_BY_YEAR]);
    fill_costs(c, years, &tables[COMPARISON_COSTS]);
}
