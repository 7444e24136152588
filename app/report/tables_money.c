// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The tables about money, which a finance officer can follow cell by cell.
 *
 *   post_costs    grade cost x FTE x days / days of the year, a post and year a row
 *   cost_summary  sums of costs by year and line, their total, what streams pay, what is left
 *   funding       spent is a sum of costs, lapsed what is left of the amount
 *   savings       cases x weekly cost x weeks
 *
 * Sums over other sheets compare texts exactly, because a line may be called anything.
 */
#include "tables_money.h"

#include <podplan/schema.h>

#include <stdlib.h>
#include <string.h>

const char *stream_name(const struct report_input *input, int32_t stream)
{
    return stream == PP_NONE ? "(unfunded)" : input->service->streams[stream].stream;
}

/* ---- What things cost ---- */

const struct column grade_cost_columns[3] = {
    {"grade", CELL_TEXT, 24},
    {"financial_year", CELL_TEXT, 13},
    {"yearly_cost", CELL_MONEY, 14},
};

static int by_grade_and_year(const void *left, const void *right)
{
    const struct priced_grade *a = left, *b = right;
    int order = strcmp(a->grade, b->grade);
    return order != 0 ? order : a->cost->financial_year - b->cost->financial_year;
}

struct priced_grade *grades_in_order(const struct pp_service *service, struct pp_arena *arena)
{
    int32_t n = service->n_grade_costs;
    struct priced_grade *list = PP_NEW(arena, struct priced_grade, n + 1);
    for (int32_t i = 0; i < n; i++) {
        const struct pp_grade_cost *cost = &service->grade_costs[i];
        list[i] = (struct priced_grade){service->grades[cost->grade].grade, cost};
    }
    if (n > 1) {
        qsort(list, (size_t)n, sizeof(list[0]), by_grade_and_year);
    }
    return list;
}

void fill_grade_costs(const struct report_input *input, struct table *table)
{
    const struct priced_grade *list = grades_in_order(input->service, &table->arena);
    for (int32_t i = 0; i < input->service->n_grade_costs; i++) {
        struct cell *row = table_row(table);
        row[0] = table_text(list[i].grade);
        row[1] = table_year(table, list[i].cost->financial_year);
        row[2] = table_number(list[i].cost->yearly_cost);
    }
}

const struct column unit_cost_columns[3] = {
    {"status", CELL_TEXT, 14},
    {"weekly_cost", CELL_MONEY, 14},
    {"source", CELL_TEXT, 50},
};

/* The row of unit_costs for a status: by status, in the order of their words. */
static const struct pp_unit_cost *unit_cost_of(const struct pp_service *service, int32_t status)
{
    for (int32_t u = 0; u < service->n_unit_costs; u++) {
        if (service->unit_costs[u].status == status) {
            return &service->unit_costs[u];
        }
    }
    return NULL;
}

void fill_unit_costs(const struct report_input *input, struct table *table)
{
    for (int32_t status = 0; status < PP_STATUSES; status++) {
        const struct pp_unit_cost *unit = unit_cost_of(input->service, status);
        if (unit != NULL) {
            struct cell *row = table_row(table);
            row[0] = table_text(pp_word(pp_status_words, status));
            row[1] = table_number(unit->weekly_cost);
            row[2] = table_text(unit->source);
        }
    }
}

/* The worksheet row of a status in unit_costs. */
static int unit_cost_place(const struct pp_service *service, int32_t status)
{
    int place = 2;
    for (int32_t s = 0; s < status; s++) {
        place += unit_cost_of(service, s) != NULL;
    }
    return place;
}

/* ---- Posts ---- */

const struct column post_cost_columns[13] = {
    {"post", CELL_TEXT, 16},
    {"role", CELL_TEXT, 22},
    {"grade", CELL_TEXT, 22},
    {"stream", CELL_TEXT, 18},
    {"financial_year", CELL_TEXT, 13},
    {"from", CELL_DATE, 11},
    {"to", CELL_DATE, 11},
    {"days", CELL_COUNT, 7},
    {"days_of_year", CELL_COUNT, 12},
    {"months", CELL_MILLI, 9},
    {"fte", CELL_MILLI, 8},
    {"yearly_cost", CELL_MONEY, 14},
    {"amount", CELL_MONEY, 14},
};

/* The days that the forecast looks at: [first, end). */
static void horizon(const struct pp_plan *plan, pp_day *first, pp_day *end)
{
    *first = *end = 0;
    for (int32_t m = 0; m < plan->n_months; m++) {
        pp_day month = plan->months[m].month;
        *first = m == 0 || month < *first ? month : *first;
        *end = m == 0 || month >= *end ? pp_month_first(month, 1) : *end;
    }
}

static pp_day year_begins(int32_t year)
{
    return pp_day_from_civil((struct pp_civil){year, 4, 1});
}

/* Half up; none of them is below 0. */
static int64_t product(int64_t yearly, int64_t fte, int64_t days, int64_t of)
{
    __int128 whole = (__int128)yearly * fte * days, by = (__int128)PP_FTE * of;
    return (int64_t)((whole + by / 2) / by);
}

int grade_cost_place(const struct priced_grade *list, int32_t n, int32_t grade, int32_t year)
{
    int place = 0;
    for (int32_t i = 0; i < n; i++) {
        if (list[i].cost->grade == grade && list[i].cost->financial_year <= year) {
            place = (int)i + 2;
        }
    }
    return place;
}

/* One post in one financial year, on the days [from, end). */
static void add_post_year(const struct report_input *input, int32_t p, pp_day from, pp_day end,
                          const struct priced_grade *list, struct table *table)
{
    const struct pp_service *service = input->service;
    const struct pp_post *post = &service->posts[p];
    int32_t year = pp_financial_year(from);
    int32_t grade = post->grade != PP_NONE ? post->grade : service->roles[post->role].grade;
    int64_t days = end - from, of = year_begins(year + 1) - year_begins(year);
    struct cell *row = table_row(table);
    int at = table_place(table);
    row[0] = table_text(post->post);
    row[1] = table_text(pp_row_key(service, PP_TABLE_roles, post->role));
    row[2] = table_text(grade == PP_NONE ? NULL : service->grades[grade].grade);
    row[3] = table_text(post->stream == PP_NONE ? NULL : stream_name(input, post->stream));
    row[4] = table_year(table, year);
    row[5] = table_day(from);
    row[6] = table_day(end - 1);
    row[7] = table_formula(table, days, "=G%d-F%d+1", at, at);
    row[8] = table_number(of);
    row[9] = table_formula(table, (days * 12000 + of / 2) / of, "=ROUND(12*H%d/I%d,3)", at, at);
    row[10] = table_number(post->fte);
    int place = grade_cost_place(list, service->n_grade_costs, grade, year);
    if (place > 0) {
        int64_t yearly = list[place - 2].cost->yearly_cost;
        row[11] = table_formula(table, yearly, "='Grade costs'!C%d", place);
        row[12] = table_formula(
            table, product(yearly, post->fte, days, of),
            "=ROUND(" PENCE_OF("L%d") "*" MILLI_OF("K%d") "*H%d/(1000*I%d),0)/100", at, at, at, at);
    }
}

void fill_post_costs(const struct report_input *input, struct table *table)
{
    const struct pp_service *service = input->service;
    const struct priced_grade *list = grades_in_order(service, &table->arena);
    const int32_t *posts = rows_by_key(&table->arena, service, PP_TABLE_posts);
    pp_day first, end;
    horizon(input->plan, &first, &end);
    for (int32_t i = 0; i < service->n_posts && first < end; i++) {
        const struct pp_post *post = &service->posts[posts[i]];
        pp_day until = post->end != PP_NO_DAY && post->end < end ? post->end + 1 : end;
        for (pp_day from = post->start > first ? post->start : first; from < until;) {
            pp_day next = year_begins(pp_financial_year(from) + 1);
            add_post_year(input, posts[i], from, next < until ? next : until, list, table);
            from = next;
        }
    }
}

/* ---- Funding ---- */

const struct column funding_columns[7] = {
    {"stream", CELL_TEXT, 24},         {"source", CELL_TEXT, 30},  {"kind", CELL_TEXT, 14},
    {"financial_year", CELL_TEXT, 13}, {"amount", CELL_MONEY, 14}, {"spent", CELL_MONEY, 14},
    {"lapsed", CELL_MONEY, 14},
};

void fill_funding(const struct report_input *input, struct table *table)
{
    int end = (int)input->plan->n_cost_lines + 1; // last row of the sheet Costs
    for (int32_t i = 0; i < input->plan->n_stream_uses; i++) {
        const struct pp_stream_use *use = &input->plan->stream_uses[i];
        const struct pp_stream *stream = &input->service->streams[use->stream];
        struct cell *row = table_row(table);
        int at = table_place(table);
        row[0] = table_text(stream->stream);
        row[1] = table_text(stream->source);
        row[2] = table_text(pp_word(pp_funding_kind_words, stream->kind));
        row[3] = table_year(table, stream->financial_year);
        row[4] = table_number(stream->amount);
        row[5] = end == 1 ? table_number(use->spent)
                          : table_formula(table, use->spent,
                                          "=SUMPRODUCT(EXACT(Costs!D$2:D$%d,A%d)*Costs!E$2:E$%d)",
                                          end, at, end);
        row[6] = table_formula(table, use->lapsed, "=E%d-F%d", at, at);
    }
}

/* ---- The summary ---- */

const struct column cost_summary_columns[4] = {
    {"financial_year", CELL_TEXT, 14},
    {"kind", CELL_TEXT, 14},
    {"item", CELL_TEXT, 40},
    {"amount", CELL_MONEY, 16},
};

static struct cell *summary_row(struct table *table, int32_t year, const char *kind,
                                const char *item)
{
    struct cell *row = table_row(table);
    row[0] = table_year(table, year);
    row[1] = table_text(kind);
    row[2] = table_text(item);
    return row;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The names of the lines of a year, each once, in their order; returns how many. */
static int32_t lines_of_year(const struct pp_plan *plan, int32_t year, const char **lines)
{
    int32_t n = 0, kept = 0;
    for (int32_t i = 0; i < plan->n_cost_lines; i++) {
        if (pp_financial_year(plan->cost_lines[i].month) == year) {
            lines[n++] = plan->cost_lines[i].line;
        }
    }
    if (n > 1) {
        qsort(lines, (size_t)n, sizeof(lines[0]), by_text);
    }
    for (int32_t i = 0; i < n; i++) {
        if (kept == 0 || strcmp(lines[kept - 1], lines[i]) != 0) {
            lines[kept++] = lines[i];
        }
    }
    return kept;
}

/* The plan's cost of a line in a year; NULL: of all. `unpaid`: only what no stream pays. */
static int64_t cost_in_year(const struct pp_plan *plan, int32_t year, const char *line, bool unpaid)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < plan->n_cost_lines; i++) {
        const struct pp_cost_line *row = &plan->cost_lines[i];
        bool counts = pp_financial_year(row->month) == year &&
                      (line == NULL || strcmp(line, row->line) == 0) &&
                      (!unpaid || row->stream == PP_NONE);
        sum += counts ? row->amount : 0;
    }
    return sum;
}

/* The rows above from worksheet row `first` on, added up. */
static struct cell sum_from(struct table *table, int first, int64_t amount)
{
    int last = table_place(table) - 1;
    return first > last ? table_number(amount)
                        : table_formula(table, amount, "=SUM(D%d:D%d)", first, last);
}

static int add_costs_of_year(const struct report_input *input, int32_t year, struct table *table)
{
    const struct pp_plan *plan = input->plan;
    const char **lines = PP_NEW(&table->arena, const char *, plan->n_cost_lines + 1);
    int32_t n = lines_of_year(plan, year, lines);
    int first = table_place(table) + 1, end = (int)plan->n_cost_lines + 1;
    for (int32_t i = 0; i < n; i++) {
        struct cell *row = summary_row(table, year, "cost", lines[i]);
        int at = table_place(table);
        row[3] = table_formula(table, cost_in_year(plan, year, lines[i], false),
                               "=SUMPRODUCT(EXACT(Costs!B$2:B$%d,A%d)*EXACT(Costs!C$2:C$%d,C%d)*"
                               "Costs!E$2:E$%d)",
                               end, at, end, at, end);
    }
    summary_row(table, year, "total", "total cost")[3] =
        sum_from(table, first, cost_in_year(plan, year, NULL, false));
    return table_place(table);
}

static void add_funding_of_year(const struct report_input *input, int32_t year, int total,
                                struct table *table)
{
    const struct pp_plan *plan = input->plan;
    int first = table_place(table) + 1;
    int64_t unpaid = cost_in_year(plan, year, NULL, true);
    for (int32_t i = 0; i < plan->n_stream_uses; i++) {
        const struct pp_stream *stream = &input->service->streams[plan->stream_uses[i].stream];
        if (stream->financial_year == year) {
            struct cell *row = summary_row(table, year, "funding", stream->stream);
            row[3] = table_formula(table, plan->stream_uses[i].spent, "=Funding!F%d", (int)i + 2);
        }
    }
    summary_row(table, year, "total", "paid by funding streams")[3] =
        sum_from(table, first, cost_in_year(plan, year, NULL, false) - unpaid);
    int paid = table_place(table);
    summary_row(table, year, "balance", "not paid by any stream")[3] =
        table_formula(table, unpaid, "=D%d-D%d", total, paid);
}

/* What the posts of a year cost when all are filled all the time. */
static void add_posts_of_year(const struct table *posts, int32_t year, struct table *table)
{
    char text[PP_TIME_TEXT];
    int64_t sum = 0;
    for (int32_t r = 0; r < posts->n_rows; r++) {
        const struct cell *row = &posts->cells[r * posts->source->n_columns];
        bool counts = strcmp(row[4].text, pp_financial_year_text(year, text)) == 0;
        sum += counts && !row[12].blank ? row[12].number : 0;
    }
    if (posts->n_rows > 0) {
        struct cell *row = summary_row(table, year, "posts", "all posts, filled all the time");
        int end = (int)posts->n_rows + 1, at = table_place(table);
        row[3] = table_formula(
            table, sum, "=SUMPRODUCT(EXACT('Post costs'!E$2:E$%d,A%d)*'Post costs'!M$2:M$%d)", end,
            at, end);
    }
}

void fill_cost_summary(const struct report_input *input, struct table *table)
{
    static const struct table_source source = {.n_columns = sizeof(post_cost_columns) /
                                                            sizeof(post_cost_columns[0]),
                                               .columns = post_cost_columns,
                                               .fill = fill_post_costs};
    struct table posts;
    pp_day first, end;
    horizon(input->plan, &first, &end);
    table_make(input, &source, &posts);
    for (int32_t year = pp_financial_year(first); first < end && year <= pp_financial_year(end - 1);
         year++) {
        int total = add_costs_of_year(input, year, table);
        add_funding_of_year(input, year, total, table);
        add_posts_of_year(&posts, year, table);
    }
    table_finish(&posts);
}

/* ---- Savings ---- */

const struct column saving_columns[9] = {
    {"cohort", CELL_TEXT, 18},      {"outcome", CELL_TEXT, 34},   {"cases", CELL_COUNT, 8},
    {"from_status", CELL_TEXT, 12}, {"to_status", CELL_TEXT, 12}, {"weeks", CELL_COUNT, 8},
    {"gross", CELL_MONEY, 14},      {"less", CELL_MONEY, 14},     {"net", CELL_MONEY, 14},
};

/* Cases x weekly cost x weeks, of the status that it is or would have been. */
static struct cell cost_of_status(const struct report_input *input, struct table *table,
                                  int32_t status, int64_t amount)
{
    int at = table_place(table);
    if (status == PP_UNKNOWN || unit_cost_of(input->service, status) == NULL) {
        return table_number(amount);
    }
    return table_formula(table, amount, "=C%d*F%d*'Unit costs'!B%d", at, at,
                         unit_cost_place(input->service, status));
}

void fill_savings(const struct report_input *input, struct table *table)
{
    for (int32_t i = 0; i < input->plan->n_savings; i++) {
        const struct pp_saving *saving = &input->plan->savings[i];
        const struct pp_benefit *benefit = &input->service->benefits[saving->benefit];
        struct cell *row = table_row(table);
        int at = table_place(table);
        row[0] = table_text(benefit->cohort);
        row[1] = table_text(benefit->outcome);
        row[2] = table_number(benefit->cases);
        row[3] = table_text(pp_word(pp_status_words, benefit->from_status));
        row[4] = table_text(pp_word(pp_status_words, benefit->to_status));
        row[5] = table_number(benefit->weeks);
        row[6] = cost_of_status(input, table, benefit->from_status, saving->gross);
        row[7] = cost_of_status(input, table, benefit->to_status, saving->less);
        row[8] = table_formula(table, saving->net, "=G%d-H%d", at, at);
    }
}
