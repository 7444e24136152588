// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The rota grid of report.html: a table for each pod and four weeks, a row for
 * each person, a code in each day, and a row that says where people are short.
 *
 * The turns are laid out once as people x days, so that drawing is linear in
 * the size of the grid.
 */
#include "html.h"

#include <podplan/schema.h>

#include <string.h>

enum {
    BLOCK_DAYS = 28
};

/* What one person does on one day; shift rows, PP_NONE: nothing. */
struct day_turns {
    int32_t duty, standby;
};

struct grid {
    const struct report_input *input;
    const int32_t *people;     ///< all practitioners, by key
    char (*codes)[CODE_BYTES]; ///< by shift
    struct day_turns *turns;   ///< practitioner x day
    bool *works;               ///< by practitioner: has any turn
    int32_t days;
};

/* One block of the grid: some days of one pod. */
struct block {
    int32_t pod;        ///< PP_NONE: people without one
    int32_t first, end; ///< days of the rota, half-open
};

static struct day_turns *turns_of(const struct grid *grid, int32_t person, int32_t day)
{
    return &grid->turns[(size_t)person * (size_t)grid->days + (size_t)day];
}

static void lay_out(struct grid *grid, struct pp_arena *arena)
{
    const struct pp_service *service = grid->input->service;
    const struct pp_plan *plan = grid->input->plan;
    int32_t cells = service->n_practitioners * grid->days;
    grid->turns = PP_NEW(arena, struct day_turns, cells + 1);
    grid->works = PP_NEW(arena, bool, service->n_practitioners + 1);
    for (int32_t i = 0; i < cells; i++) {
        grid->turns[i] = (struct day_turns){PP_NONE, PP_NONE};
    }
    for (int32_t t = 0; t < plan->n_turns; t++) {
        const struct pp_turn *turn = &plan->turns[t];
        int32_t day = turn->date - plan->rota_from;
        if (day >= 0 && day < grid->days) {
            struct day_turns *cell = turns_of(grid, turn->practitioner, day);
            bool standby = service->shifts[turn->shift].kind == PP_STANDBY;
            *(standby ? &cell->standby : &cell->duty) = turn->shift;
            grid->works[turn->practitioner] = true;
        }
    }
}

/* ---- Cells ---- */

static const char *cell_class(const struct grid *grid, const struct day_turns *cell)
{
    if (cell->duty != PP_NONE && cell->standby != PP_NONE) {
        return "both";
    }
    if (cell->standby != PP_NONE) {
        return "standby";
    }
    return pp_shift_is_evening(grid->input->service, cell->duty) ? "late" : "early";
}

static void add_turns(struct pp_buf *out, const struct grid *grid, const struct day_turns *cell)
{
    html_printf(out, "<td class=\"%s\">", cell_class(grid, cell));
    if (cell->duty != PP_NONE) {
        html_text(out, grid->codes[cell->duty]);
    }
    if (cell->standby != PP_NONE) {
        pp_buf_add(out, cell->duty != PP_NONE ? "+" : "");
        html_text(out, grid->codes[cell->standby]);
    }
    pp_buf_add(out, "</td>");
}

static void add_free_day(struct pp_buf *out, const struct report_input *input, int32_t person,
                         pp_day day)
{
    if (pp_plan_session_on(input->plan, input->service, person, day) != PP_NONE) {
        pp_buf_add(out, "<td class=\"train\">T</td>");
    } else if (pp_on_leave(input->service, person, day)) {
        pp_buf_add(out, "<td class=\"away\">–</td>");
    } else {
        html_printf(out, "<td%s></td>", pp_weekday(day) >= 5 ? " class=\"rest\"" : "");
    }
}

/* ---- Rows ---- */

static void add_person(struct pp_buf *out, const struct grid *grid, int32_t person,
                       const struct block *block)
{
    pp_buf_add(out, "<tr><th scope=\"row\">");
    html_text(out, pp_row_name(grid->input->service, PP_TABLE_practitioners, person));
    pp_buf_add(out, "</th>");
    for (int32_t d = block->first; d < block->end; d++) {
        const struct day_turns *cell = turns_of(grid, person, d);
        if (cell->duty != PP_NONE || cell->standby != PP_NONE) {
            add_turns(out, grid, cell);
        } else {
            add_free_day(out, grid->input, person, grid->input->plan->rota_from + d);
        }
    }
    pp_buf_add(out, "</tr>\n");
}

static void add_head(struct pp_buf *out, const struct grid *grid, const struct block *block)
{
    static const char *const initials[] = {"M", "T", "W", "T", "F", "S", "S"};
    const struct report_input *input = grid->input;
    pp_day from = input->plan->rota_from;
    char text[PP_STAMP_TEXT];
    pp_buf_add(out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Rota\">"
               "<table class=\"rota\"><caption>");
    html_text(out, block->pod == PP_NONE ? "Consultants, managers and others"
                                         : pp_row_name(input->service, PP_TABLE_pods, block->pod));
    html_printf(out, ", from %s</caption>\n<thead><tr><th scope=\"col\">Practitioner</th>",
                pp_day_words(from + block->first, text));
    for (int32_t d = block->first; d < block->end; d++) {
        html_printf(out, "<th scope=\"col\" abbr=\"%s\">%s<br>%d</th>",
                    pp_day_words(from + d, text), initials[pp_weekday(from + d)],
                    pp_civil_from_day(from + d).day);
    }
    pp_buf_add(out, "</tr></thead>\n<tbody>\n");
}

/* People short on each day, over the shifts of the block's pod. */
static void add_short_row(struct pp_buf *out, const struct grid *grid, const struct block *block)
{
    const struct report_input *input = grid->input;
    int64_t missing[BLOCK_DAYS] = {0}, all = 0;
    int32_t cover = pp_rule_find("cover");
    for (int32_t b = 0; b < input->verdict->n_breaches; b++) {
        const struct pp_breach *breach = &input->verdict->breaches[b];
        int32_t day = breach->date - input->plan->rota_from;
        if (breach->rule == cover && day >= block->first && day < block->end &&
            input->service->shifts[breach->row].pod == block->pod) {
            missing[day - block->first] += breach->amount;
            all += breach->amount;
        }
    }
    if (all == 0) {
        return;
    }
    pp_buf_add(out, "<tr class=\"short\"><th scope=\"row\">people short</th>");
    for (int32_t d = 0; d < block->end - block->first; d++) {
        if (missing[d] > 0) {
            html_printf(out, "<td>%d</td>", (int)missing[d]);
        } else {
            pp_buf_add(out, "<td></td>");
        }
    }
    pp_buf_add(out, "</tr>\n");
}

static bool is_in_block(const struct grid *grid, int32_t person, int32_t pod)
{
    return grid->works[person] && grid->input->service->practitioners[person].pod == pod;
}

static void add_block(struct pp_buf *out, const struct grid *grid, const struct block *block)
{
    const struct pp_service *service = grid->input->service;
    add_head(out, grid, block);
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        if (is_in_block(grid, grid->people[i], block->pod)) {
            add_person(out, grid, grid->people[i], block);
        }
    }
    add_short_row(out, grid, block);
    pp_buf_add(out, "</tbody></table></div>\n");
}

static void add_pod(struct pp_buf *out, const struct grid *grid, int32_t pod)
{
    bool anybody = false;
    for (int32_t p = 0; p < grid->input->service->n_practitioners; p++) {
        anybody = anybody || is_in_block(grid, p, pod);
    }
    for (int32_t first = 0; anybody && first < grid->days; first += BLOCK_DAYS) {
        int32_t end = first + BLOCK_DAYS < grid->days ? first + BLOCK_DAYS : grid->days;
        add_block(out, grid, &(struct block){pod, first, end});
    }
}

/* ---- The key ---- */

/* One line of the key: code, short name and times; the same line is given once. */
static void add_code(struct pp_buf *lines, const struct pp_service *service, int32_t shift,
                     const char *code)
{
    struct pp_buf line = {0}, name = {0};
    char begin[PP_TIME_TEXT], end[PP_TIME_TEXT];
    shift_short_name(service, shift, &name);
    pp_buf_add(&line, "<li><span>");
    html_text(&line, code);
    pp_buf_add(&line, "</span>");
    html_text(&line, pp_buf_text(&name));
    html_printf(&line, ", %s to %s</li>\n", pp_minute_text(service->shifts[shift].begin, begin),
                pp_minute_text(service->shifts[shift].end, end));
    if (strstr(pp_buf_text(lines), pp_buf_text(&line)) == NULL) {
        pp_buf_add(lines, pp_buf_text(&line));
    }
    pp_buf_finish(&name);
    pp_buf_finish(&line);
}

/* A code for every shift, worked out once for all blocks. */
static void make_codes(struct pp_buf *out, struct grid *grid, struct pp_arena *arena)
{
    const struct pp_service *service = grid->input->service;
    const int32_t *shifts = rows_by_key(arena, service, PP_TABLE_shifts);
    struct pp_buf lines = {0};
    grid->codes = pp_arena_alloc(arena, (size_t)service->n_shifts + 1, CODE_BYTES);
    for (int32_t i = 0; i < service->n_shifts; i++) {
        shift_code(service, shifts[i], grid->codes[shifts[i]]);
        add_code(&lines, service, shifts[i], grid->codes[shifts[i]]);
    }
    html_printf(out, "<ul class=\"key\" aria-label=\"Codes\">\n%s", pp_buf_text(&lines));
    pp_buf_add(out, "<li><span>T</span>training</li>\n<li><span>–</span>leave</li>\n</ul>\n");
    pp_buf_finish(&lines);
}

void html_rota(struct pp_buf *out, const struct report_input *input)
{
    if (input->plan->rota_weeks == 0) {
        return;
    }
    struct pp_arena arena = {0};
    struct grid grid = {.input = input,
                        .people = rows_by_key(&arena, input->service, PP_TABLE_practitioners),
                        .days = input->plan->rota_weeks * 7};
    const int32_t *pods = rows_by_key(&arena, input->service, PP_TABLE_pods);
    html_section_begin(out, "rota", "Rota");
    make_codes(out, &grid, &arena);
    lay_out(&grid, &arena);
    for (int32_t i = 0; i < input->service->n_pods; i++) {
        add_pod(out, &grid, pods[i]);
    }
    add_pod(out, &grid, PP_NONE);
    html_section_end(out);
    pp_arena_finish(&arena);
}
