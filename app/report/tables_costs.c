// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The tables that take a month's cost apart, down to posts x FTE x rate.
 *
 *   costs        a line of a month by the stream that pays: what the streams get is the plan's
 *                choice, the last of a line is what the others leave
 *   cost_lines   a line of a month: staff is the posts' cost times the part of them that is in
 *                post, bank and agency what is bought, other lines as the plan has them
 *   staff_costs  a post in a month: yearly cost x FTE, the days so far less the days before
 *   cover_costs  FTE x weekly price x days / 7
 *
 * A figure is a formula only where that product is the plan's figure to the
 * penny: we work it out here as the sheet does.  Where it is not (people paid
 * by their point) the plan's figure stands as it is.
 */
#include "tables_money.h"

#include <podplan/schema.h>

#include <stdlib.h>
#include <string.h>

enum {
    MOST_TERMS = 8 ///< of one formula; a figure with more stands as it is
};

/* part / whole of an amount, half up; none of them is below 0. */
static int64_t rounded(int64_t amount, int64_t part, int64_t whole)
{
    return (int64_t)(((__int128)amount * part + whole / 2) / whole);
}

/* ---- Staff ---- */

const struct column staff_cost_columns[12] = {
    {"month", CELL_DATE, 11},         {"financial_year", CELL_TEXT, 13},
    {"role", CELL_TEXT, 22},          {"post", CELL_TEXT, 16},
    {"stream", CELL_TEXT, 18},        {"grade", CELL_TEXT, 22},
    {"fte", CELL_MILLI, 8},           {"yearly_cost", CELL_MONEY, 14},
    {"days_before", CELL_COUNT, 12},  {"days_so_far", CELL_COUNT, 12},
    {"days_of_year", CELL_COUNT, 12}, {"amount", CELL_MONEY, 14},
};

struct filed {
    const char *stream, *post; ///< stream NULL comes last
    int32_t row;
};

static int by_stream(const void *left, const void *right)
{
    const struct filed *a = left, *b = right;
    int order = (a->stream == NULL) - (b->stream == NULL);
    if (order == 0 && a->stream != NULL) {
        order = strcmp(a->stream, b->stream);
    }
    return order != 0 ? order : strcmp(a->post, b->post);
}

/* The posts of a role by stream and key; returns how many. */
static int32_t posts_of(const struct pp_service *service, int32_t role, struct filed *list)
{
    int32_t n = 0;
    for (int32_t p = 0; p < service->n_posts; p++) {
        const struct pp_post *post = &service->posts[p];
        if (post->role == role) {
            const char *stream =
                post->stream == PP_NONE ? NULL : service->streams[post->stream].stream;
            list[n++] = (struct filed){stream, post->post, p};
        }
    }
    if (n > 1) {
        qsort(list, (size_t)n, sizeof(list[0]), by_stream);
    }
    return n;
}

/* Days of the financial year before `begin` and `end`, and of the whole year. */
struct year_days {
    int64_t before, so_far, all;
};

static struct year_days days_of(pp_day begin, pp_day end)
{
    int32_t year = pp_financial_year(begin);
    pp_day first = pp_day_from_civil((struct pp_civil){year, 4, 1});
    pp_day next = pp_day_from_civil((struct pp_civil){year + 1, 4, 1});
    return (struct year_days){begin - first, end - first, next - first};
}

static void add_post_month(const struct report_input *input, const struct pp_month *month,
                           const struct filed *filed, const struct priced_grade *grades,
                           struct table *table)
{
    const struct pp_service *service = input->service;
    const struct pp_post *post = &service->posts[filed->row];
    pp_day begin = post->start > month->month ? post->start : month->month;
    pp_day end = pp_month_first(month->month, 1);
    end = post->end != PP_NO_DAY && post->end < end - 1 ? post->end + 1 : end;
    int32_t grade = post->grade != PP_NONE ? post->grade : service->roles[post->role].grade;
    int32_t year = pp_financial_year(month->month);
    int place = grade_cost_place(grades, service->n_grade_costs, grade, year);
    if (begin >= end || place == 0) {
        return;
    }
    struct year_days days = days_of(begin, end);
    int64_t yearly = grades[place - 2].cost->yearly_cost;
    int64_t all = rounded(yearly, post->fte, PP_FTE);
    struct cell *row = table_row(table);
    int at = table_place(table);
    row[0] = table_day(month->month);
    row[1] = table_year(table, year);
    row[2] = table_text(pp_row_key(service, PP_TABLE_roles, post->role));
    row[3] = table_text(post->post);
    row[4] = table_text(filed->stream);
    row[5] = table_text(service->grades[grade].grade);
    row[6] = table_number(post->fte);
    row[7] = table_formula(table, yearly, "='Grade costs'!C%d", place);
    row[8] = table_number(days.before);
    row[9] = table_number(days.so_far);
    row[10] = table_number(days.all);
    row[11] = table_formula(table, all * days.so_far / days.all - all * days.before / days.all,
                            "=(INT(ROUND(H%d*G%d*100,0)*J%d/K%d)-INT(ROUND(H%d*G%d*100,0)*I%d/K%d))"
                            "/100",
                            at, at, at, at, at, at, at, at);
}

void fill_staff_costs(const struct report_input *input, struct table *table)
{
    const struct pp_service *service = input->service;
    const struct priced_grade *grades = grades_in_order(service, &table->arena);
    struct filed *list = PP_NEW(&table->arena, struct filed, service->n_posts + 1);
    for (int32_t m = 0; m < input->plan->n_months; m++) {
        const struct pp_month *month = &input->plan->months[m];
        int32_t n = month->role == PP_NONE ? 0 : posts_of(service, month->role, list);
        for (int32_t i = 0; i < n; i++) {
            add_post_month(input, month, &list[i], grades, table);
        }
    }
}

/* ---- Cover ---- */

const struct column cover_cost_columns[9] = {
    {"month", CELL_DATE, 11},         {"role", CELL_TEXT, 22},
    {"kind", CELL_TEXT, 9},           {"fte", CELL_MILLI, 8},
    {"weekly_cost", CELL_MONEY, 14},  {"on_cost", CELL_PER_CENT, 9},
    {"weekly_price", CELL_MONEY, 14}, {"days", CELL_COUNT, 7},
    {"amount", CELL_MONEY, 14},
};

static const struct pp_cover_cost *cover_cost(const struct pp_service *service, int32_t role,
                                              int32_t kind)
{
    for (int32_t i = 0; i < service->n_cover_costs; i++) {
        if (service->cover_costs[i].role == role && service->cover_costs[i].kind == kind) {
            return &service->cover_costs[i];
        }
    }
    return NULL;
}

/* What is bought of a kind in a month; `m`: which row of the forecast. */
static void add_cover(const struct report_input *input, int32_t m, int32_t kind,
                      struct table *table)
{
    const struct pp_month *month = &input->plan->months[m];
    const struct pp_cover_cost *cost = cover_cost(input->service, month->role, kind);
    int32_t fte = kind == PP_COVER_BANK ? month->bank : month->agency;
    if (fte == 0 || cost == NULL) {
        return;
    }
    int32_t on_cost = kind == PP_COVER_AGENCY ? input->service->settings.on_cost_percent : 0;
    int64_t price = rounded(cost->weekly_cost, 100 + on_cost, 100);
    int64_t days = pp_month_first(month->month, 1) - month->month;
    struct cell *row = table_row(table);
    int at = table_place(table);
    row[0] = table_day(month->month);
    row[1] = table_text(pp_row_key(input->service, PP_TABLE_roles, month->role));
    row[2] = table_text(pp_word(pp_cover_kind_words, kind));
    row[3] =
        table_formula(table, fte, "=Forecast!%c%d", kind == PP_COVER_BANK ? 'G' : 'H', (int)m + 2);
    row[4] = table_number(cost->weekly_cost);
    row[5] = table_number(on_cost * 10);
    row[6] = table_formula(table, price, "=ROUND(E%d*(100+F%d)/100,2)", at, at);
    row[7] = table_number(days);
    row[8] = table_formula(table, rounded(price, fte * days, (int64_t)7 * PP_FTE),
                           "=ROUND(G%d*D%d*H%d/7,2)", at, at, at);
}

void fill_cover_costs(const struct report_input *input, struct table *table)
{
    for (int32_t m = 0; m < input->plan->n_months; m++) {
        for (int32_t kind = 0; kind < PP_COVERS && input->plan->months[m].role != PP_NONE; kind++) {
            add_cover(input, m, kind, table);
        }
    }
}

/* ---- Lines ---- */

const struct column cost_line_columns[4] = {
    {"month", CELL_DATE, 11},
    {"financial_year", CELL_TEXT, 13},
    {"line", CELL_TEXT, 36},
    {"amount", CELL_MONEY, 14},
};

/* What a line is taken apart with: the tables behind it. */
struct parts {
    const struct report_input *input;
    const struct priced_grade *grades;
    struct table staff, cover;
};

/* How a figure is worked out, in words of the sheet and by ourselves. */
struct reckoning {
    struct pp_buf formula;
    int64_t amount;
    int32_t terms;
};

static const struct table_source staff_source = {
    .n_columns = 12, .columns = staff_cost_columns, .fill = fill_staff_costs};
static const struct table_source cover_source = {
    .n_columns = 9, .columns = cover_cost_columns, .fill = fill_cover_costs};

static const struct cell *cells_of(const struct table *table, int32_t row)
{
    return &table->cells[row * table->source->n_columns];
}

static bool same_text(const struct cell *a, const struct cell *b)
{
    return a->blank == b->blank && (a->blank || strcmp(a->text, b->text) == 0);
}

/* One stream's posts of a role in a month: rows [first, end) of staff_costs. */
static void add_group(struct reckoning *r, const struct table *staff, int32_t first, int32_t end,
                      const struct pp_month *month, int place)
{
    int64_t amount = 0;
    for (int32_t i = first; i < end; i++) {
        amount += cells_of(staff, i)[11].number;
    }
    bool vacant = month->in_post < month->establishment;
    r->amount += vacant ? rounded(amount, month->in_post, month->establishment) : amount;
    pp_buf_printf(&r->formula, "%c", r->terms++ == 0 ? '=' : '+');
    if (vacant) {
        pp_buf_printf(&r->formula, "ROUND(SUM('Staff costs'!L%d:L%d)*Forecast!E%d/Forecast!D%d,2)",
                      (int)first + 2, (int)end + 1, place, place);
    } else {
        pp_buf_printf(&r->formula, "SUM('Staff costs'!L%d:L%d)", (int)first + 2, (int)end + 1);
    }
}

/* Who is in post above the establishment, at the cost of the role's grade. */
static void add_surplus(struct reckoning *r, const struct parts *parts, int32_t m)
{
    const struct pp_service *service = parts->input->service;
    const struct pp_month *month = &parts->input->plan->months[m];
    int32_t grade = service->roles[month->role].grade, place = 0;
    if (grade != PP_NONE) {
        place = grade_cost_place(parts->grades, service->n_grade_costs, grade,
                                 pp_financial_year(month->month));
    }
    if (month->in_post <= month->establishment || place == 0) {
        return;
    }
    struct year_days days = days_of(month->month, pp_month_first(month->month, 1));
    int64_t all = rounded(parts->grades[place - 2].cost->yearly_cost,
                          month->in_post - month->establishment, PP_FTE);
    r->amount += all * days.so_far / days.all - all * days.before / days.all;
    pp_buf_printf(&r->formula, "%c(", r->terms++ == 0 ? '=' : '+');
    for (int end = 0; end < 2; end++) {
        pp_buf_printf(&r->formula,
                      "%sINT(ROUND('Grade costs'!C%d*(Forecast!E%d-Forecast!D%d)*100,0)*%d/%d)",
                      end == 0 ? "" : "-", place, (int)m + 2, (int)m + 2,
                      (int)(end == 0 ? days.so_far : days.before), (int)days.all);
    }
    pp_buf_add(&r->formula, ")/100");
}

static void reckon_staff(const struct parts *parts, int32_t m, struct reckoning *r)
{
    const struct pp_month *month = &parts->input->plan->months[m];
    const char *role = pp_row_key(parts->input->service, PP_TABLE_roles, month->role);
    const struct table *staff = &parts->staff;
    for (int32_t i = 0; i < staff->n_rows;) {
        const struct cell *row = cells_of(staff, i);
        int32_t end = i + 1;
        if (row[0].number == month->month && strcmp(row[2].text, role) == 0) {
            while (end < staff->n_rows && cells_of(staff, end)[0].number == month->month &&
                   strcmp(cells_of(staff, end)[2].text, role) == 0 &&
                   same_text(&cells_of(staff, end)[4], &row[4])) {
                end++;
            }
            add_group(r, staff, i, end, month, (int)m + 2);
        }
        i = end;
    }
    add_surplus(r, parts, m);
}

static void reckon_cover(const struct parts *parts, int32_t m, const char *kind,
                         struct reckoning *r)
{
    const struct pp_month *month = &parts->input->plan->months[m];
    const char *role = pp_row_key(parts->input->service, PP_TABLE_roles, month->role);
    for (int32_t i = 0; i < parts->cover.n_rows; i++) {
        const struct cell *row = cells_of(&parts->cover, i);
        if (row[0].number == month->month && strcmp(row[1].text, role) == 0 &&
            strcmp(row[2].text, kind) == 0) {
            pp_buf_printf(&r->formula, "%c'Cover bought'!I%d", r->terms++ == 0 ? '=' : '+',
                          (int)i + 2);
            r->amount += row[8].number;
        }
    }
}

/* The line of a kind of cost of a role, behind its colon; NULL: it is of another kind. */
static const char *role_of(const char *line, const char *kind)
{
    size_t length = strlen(kind);
    bool is = strncmp(line, kind, length) == 0 && strncmp(line + length, ": ", 2) == 0;
    return is ? line + length + 2 : NULL;
}

/* Works a line of a month out; nothing is added when it is no product of ours. */
static void reckon(const struct parts *parts, pp_day day, const char *line, struct reckoning *r)
{
    const struct pp_plan *plan = parts->input->plan;
    static const char *const kinds[] = {"staff", "bank", "agency"};
    for (int32_t m = 0; m < plan->n_months; m++) {
        const struct pp_month *month = &plan->months[m];
        if (month->month != day || month->role == PP_NONE) {
            continue;
        }
        const char *name = pp_row_name(parts->input->service, PP_TABLE_roles, month->role);
        for (int k = 0; k < 3; k++) {
            const char *role = role_of(line, kinds[k]);
            if (role == NULL || strcmp(role, name) != 0) {
                continue;
            }
            if (k == 0) {
                reckon_staff(parts, m, r);
            } else {
                reckon_cover(parts, m, kinds[k], r);
            }
        }
    }
}

static struct cell amount_of(const struct parts *parts, pp_day month, const char *line,
                             int64_t amount, struct table *table)
{
    struct reckoning r = {.amount = 0};
    reckon(parts, month, line, &r);
    bool follows = r.terms > 0 && r.terms <= MOST_TERMS && r.amount == amount;
    struct cell cell = follows ? table_formula(table, amount, "%s", pp_buf_text(&r.formula))
                               : table_number(amount);
    pp_buf_finish(&r.formula);
    return cell;
}

struct line_month {
    pp_day month;
    const char *line;
    int64_t amount;
};

static int by_month_and_line(const void *left, const void *right)
{
    const struct line_month *a = left, *b = right;
    return a->month != b->month ? (a->month < b->month ? -1 : 1) : strcmp(a->line, b->line);
}

/* The lines of every month, whoever pays, in the order of their sheet; returns how many. */
static int32_t lines_by_month(const struct pp_plan *plan, struct pp_arena *arena,
                              struct line_month **list)
{
    int32_t kept = 0, n = plan->n_cost_lines;
    struct line_month *rows = PP_NEW(arena, struct line_month, n + 1);
    for (int32_t i = 0; i < n; i++) {
        const struct pp_cost_line *line = &plan->cost_lines[i];
        rows[i] = (struct line_month){line->month, line->line, line->amount};
    }
    if (n > 1) {
        qsort(rows, (size_t)n, sizeof(rows[0]), by_month_and_line);
    }
    for (int32_t i = 0; i < n; i++) {
        if (kept > 0 && by_month_and_line(&rows[kept - 1], &rows[i]) == 0) {
            rows[kept - 1].amount += rows[i].amount;
        } else {
            rows[kept++] = rows[i];
        }
    }
    *list = rows;
    return kept;
}

void fill_cost_lines(const struct report_input *input, struct table *table)
{
    struct line_month *lines;
    struct parts parts = {.input = input, .grades = grades_in_order(input->service, &table->arena)};
    int32_t n = lines_by_month(input->plan, &table->arena, &lines);
    table_make(input, &staff_source, &parts.staff);
    table_make(input, &cover_source, &parts.cover);
    for (int32_t i = 0; i < n; i++) {
        struct cell *row = table_row(table);
        row[0] = table_day(lines[i].month);
        row[1] = table_year(table, pp_financial_year(lines[i].month));
        row[2] = table_text(lines[i].line);
        row[3] = amount_of(&parts, lines[i].month, lines[i].line, lines[i].amount, table);
    }
    table_finish(&parts.staff);
    table_finish(&parts.cover);
}

/* ---- Who pays ---- */

const struct column cost_columns[5] = {
    {"month", CELL_DATE, 11},  {"financial_year", CELL_TEXT, 13}, {"line", CELL_TEXT, 36},
    {"stream", CELL_TEXT, 24}, {"amount", CELL_MONEY, 14},
};

/* The last stream of a line pays what those before it leave. */
static struct cell amount_paid(const struct report_input *input, int32_t i,
                               const struct line_month *lines, int32_t n, struct table *table)
{
    const struct pp_plan *plan = input->plan;
    const struct pp_cost_line *line = &plan->cost_lines[i];
    struct line_month key = {line->month, line->line, 0};
    const struct line_month *own =
        bsearch(&key, lines, (size_t)n, sizeof(lines[0]), by_month_and_line);
    struct pp_buf formula = {0};
    int32_t others = 0, last = i;
    pp_buf_printf(&formula, "='Cost lines'!D%d", (int)(own - lines) + 2);
    for (int32_t k = 0; k < plan->n_cost_lines; k++) {
        const struct pp_cost_line *other = &plan->cost_lines[k];
        if (k != i && other->month == line->month && strcmp(other->line, line->line) == 0) {
            pp_buf_printf(&formula, "-E%d", (int)k + 2);
            last = k > last ? k : last;
            others++;
        }
    }
    struct cell cell = last == i && others < MOST_TERMS
                           ? table_formula(table, line->amount, "%s", pp_buf_text(&formula))
                           : table_number(line->amount);
    pp_buf_finish(&formula);
    return cell;
}

void fill_costs(const struct report_input *input, struct table *table)
{
    struct line_month *lines;
    int32_t n = lines_by_month(input->plan, &table->arena, &lines);
    for (int32_t i = 0; i < input->plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &input->plan->cost_lines[i];
        struct cell *row = table_row(table);
        row[0] = table_day(line->month);
        row[1] = table_year(table, pp_financial_year(line->month));
        row[2] = table_text(line->line);
        row[3] = table_text(stream_name(input, line->stream));
        row[4] = amount_paid(input, i, lines, n, table);
    }
}
