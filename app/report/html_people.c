// SPDX-License-Identifier: GPL-3.0-or-later
/* The people's sections of report.html: caseload bars, the rota grid, training. */
#include "html.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* ---- Caseloads ---- */

/* A bar whose full width is 130 % of capacity; the line marks 100 %. */
static void add_bar(struct pp_buf *out, int32_t permille)
{
    const int32_t scale = 1300;
    int32_t shown = permille < 0 ? 0 : permille > scale ? scale : permille;
    int32_t within = shown < 1000 ? shown : 1000;
    html_printf(out,
                "<svg class=\"bar\" viewBox=\"0 0 %d 100\" preserveAspectRatio=\"none\" "
                "aria-hidden=\"true\"><rect class=\"room\" width=\"1000\" height=\"100\"/>"
                "<rect class=\"load\" width=\"%d\" height=\"100\"/>",
                scale, within);
    if (shown > 1000) {
        html_printf(out, "<rect class=\"over\" x=\"1000\" width=\"%d\" height=\"100\"/>",
                    shown - 1000);
    }
    pp_buf_add(out,
               "<path class=\"full\" vector-effect=\"non-scaling-stroke\" "
               "d=\"M1000 0V100\"/></svg>");
}

static void add_of(struct pp_buf *out, int32_t load, int32_t cap)
{
    html_printf(out, "<td class=\"n\">%d of %d</td>", load, cap);
}

static bool holds_cases(const struct report_input *input, int32_t person, struct pp_load *load,
                        struct pp_capacity *capacity)
{
    *load = pp_plan_caseload(input->plan, input->service, person);
    *capacity = pp_capacity_on(input->service, person, input->service->settings.cases_from);
    return load->families > 0 || capacity->families > 0;
}

static void add_person(struct pp_buf *out, const struct report_input *input, int32_t person,
                       struct pp_load load, struct pp_capacity capacity)
{
    const struct pp_practitioner *row = &input->service->practitioners[person];
    struct pp_balance balance = pp_balance_level(input->service, input->plan);
    int32_t permille = pp_workload_permille(&balance, load, capacity);
    pp_buf_add(out, "<tr><th scope=\"row\">");
    html_text(out, row->name != NULL ? row->name : row->practitioner);
    pp_buf_add(out, "</th><td>");
    html_text(out, input->service->roles[row->role].name);
    pp_buf_add(out, "</td>");
    add_of(out, load.families, capacity.families);
    add_of(out, load.children, capacity.children);
    pp_buf_add(out, "<td class=\"n\">");
    html_milli(out, load.points);
    html_printf(out, "</td><td class=\"n\">%d%%</td><td>", (permille + 5) / 10);
    add_bar(out, permille);
    pp_buf_add(out, "</td></tr>\n");
}

struct pod_total {
    struct pp_load load;
    struct pp_capacity capacity;
    int32_t people;
};

static void add_to_total(struct pod_total *total, struct pp_load load, struct pp_capacity capacity)
{
    total->people++;
    total->load.families += load.families;
    total->load.children += load.children;
    total->load.points += load.points;
    total->load.unassessed += load.unassessed;
    total->capacity.families += capacity.families;
    total->capacity.children += capacity.children;
}

static void add_pod_head(struct pp_buf *out, const char *pod)
{
    pp_buf_add(out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Caseloads\">"
               "<table><caption>");
    html_text(out, pod);
    pp_buf_add(out,
               "</caption>\n<thead><tr><th scope=\"col\">Practitioner</th>"
               "<th scope=\"col\">Role</th><th scope=\"col\" class=\"n\">Families</th>"
               "<th scope=\"col\" class=\"n\">Children</th>"
               "<th scope=\"col\" class=\"n\">Points</th>"
               "<th scope=\"col\" class=\"n\">Workload</th>"
               "<th scope=\"col\">0 to 130% of capacity</th></tr></thead>\n<tbody>\n");
}

static void add_pod_total(struct pp_buf *out, const struct pod_total *total)
{
    pp_buf_add(out, "<tr class=\"total\"><th scope=\"row\">Together</th><td></td>");
    add_of(out, total->load.families, total->capacity.families);
    add_of(out, total->load.children, total->capacity.children);
    pp_buf_add(out, "<td class=\"n\">");
    html_milli(out, total->load.points);
    pp_buf_add(out, "</td><td></td><td></td></tr>\n</tbody></table></div>\n");
}

/* The members of a pod (PP_NONE: everybody without one), by key. */
static int32_t members(const struct report_input *input, int32_t pod, int32_t *list)
{
    int32_t n = 0;
    for (int32_t p = 0; p < input->service->n_practitioners; p++) {
        if (input->service->practitioners[p].pod == pod) {
            int32_t at = n++;
            const char *key = input->service->practitioners[p].practitioner;
            for (; at > 0 &&
                   strcmp(input->service->practitioners[list[at - 1]].practitioner, key) > 0;
                 at--) {
                list[at] = list[at - 1];
            }
            list[at] = p;
        }
    }
    return n;
}

static void add_pod_caseloads(struct pp_buf *out, const struct report_input *input, int32_t pod,
                              const int32_t *list, int32_t n)
{
    struct pod_total total = {0};
    for (int32_t i = 0; i < n; i++) {
        struct pp_load load;
        struct pp_capacity capacity;
        if (!holds_cases(input, list[i], &load, &capacity)) {
            continue;
        }
        if (total.people == 0) {
            add_pod_head(out, pod == PP_NONE ? "No pod" : input->service->pods[pod].name);
        }
        add_to_total(&total, load, capacity);
        add_person(out, input, list[i], load, capacity);
    }
    if (total.people > 0) {
        add_pod_total(out, &total);
    }
}

static void add_unplaced(struct pp_buf *out, const struct report_input *input)
{
    const struct pp_plan *plan = input->plan;
    bool any = false;
    for (int32_t f = 0; f < plan->n_placements; f++) {
        if (plan->placements[f].practitioner != PP_NONE) {
            continue;
        }
        pp_buf_add(out, any ? ""
                            : "<h3>Families without a practitioner</h3>\n<details open>"
                              "<summary>Each with what stands in the way</summary><ul>\n");
        any = true;
        pp_buf_add(out, "<li><strong>");
        html_text(out, input->service->families[f].family);
        html_printf(
            out, "</strong> (%d children): ",
            pp_family_load(input->service, f, input->service->settings.cases_from).children);
        html_text(out, plan->placements[f].reason);
        pp_buf_add(out, "</li>\n");
    }
    pp_buf_add(out, any ? "</ul></details>\n" : "");
}

void html_caseloads(struct pp_buf *out, const struct report_input *input)
{
    if (input->plan->placements == NULL) {
        return;
    }
    html_section_begin(out, "caseloads", "Caseloads");
    struct pp_arena arena = {0};
    int32_t *list = PP_NEW(&arena, int32_t, input->service->n_practitioners + 1);
    for (int32_t pod = PP_NONE; pod < input->service->n_pods; pod++) {
        add_pod_caseloads(out, input, pod, list, members(input, pod, list));
    }
    add_unplaced(out, input);
    pp_arena_finish(&arena);
    html_section_end(out);
}

/* ---- Rota ---- */

enum {
    CODE_BYTES = 8,
    BLOCK_DAYS = 28
};

/* The code of a shift's name: its first letter, or as many as tell it from the other names. */
static void shift_code(const struct pp_service *service, int32_t shift, char code[CODE_BYTES])
{
    const char *name = service->shifts[shift].name;
    if (service->shifts[shift].kind == PP_STANDBY) {
        snprintf(code, CODE_BYTES, "%d", service->shifts[shift].tier % 100);
        return;
    }
    size_t length = 1;
    for (int32_t s = 0; s < service->n_shifts && length < 4; s++) {
        const char *other = service->shifts[s].name;
        while (length < 4 && service->shifts[s].kind == PP_DUTY && strcmp(other, name) != 0 &&
               strncasecmp(other, name, length) == 0) {
            length++;
        }
    }
    snprintf(code, CODE_BYTES, "%.*s", (int)length, name);
    code[0] = (char)toupper((unsigned char)code[0]);
}

struct grid_cell {
    int32_t duty, standby; ///< shift rows; PP_NONE: none
};

static void find_turns(const struct report_input *input, int32_t person, pp_day first, int32_t days,
                       struct grid_cell *cells)
{
    for (int32_t d = 0; d < days; d++) {
        cells[d] = (struct grid_cell){PP_NONE, PP_NONE};
    }
    for (int32_t t = 0; t < input->plan->n_turns; t++) {
        const struct pp_turn *turn = &input->plan->turns[t];
        if (turn->practitioner == person && turn->date >= first && turn->date < first + days) {
            bool standby = input->service->shifts[turn->shift].kind == PP_STANDBY;
            *(standby ? &cells[turn->date - first].standby : &cells[turn->date - first].duty) =
                turn->shift;
        }
    }
}

static const char *cell_class(const struct report_input *input, const struct grid_cell *cell)
{
    if (cell->duty != PP_NONE && cell->standby != PP_NONE) {
        return "both";
    }
    if (cell->standby != PP_NONE) {
        return "standby";
    }
    return pp_shift_is_evening(input->service, cell->duty) ? "late" : "early";
}

static void add_turns(struct pp_buf *out, const struct report_input *input,
                      const struct grid_cell *cell)
{
    char code[CODE_BYTES];
    html_printf(out, "<td class=\"%s\">", cell_class(input, cell));
    if (cell->duty != PP_NONE) {
        shift_code(input->service, cell->duty, code);
        html_text(out, code);
    }
    if (cell->standby != PP_NONE) {
        shift_code(input->service, cell->standby, code);
        html_printf(out, "%s%s", cell->duty != PP_NONE ? "+" : "", code);
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

static void add_grid_row(struct pp_buf *out, const struct report_input *input, int32_t person,
                         pp_day first, int32_t days)
{
    struct grid_cell cells[BLOCK_DAYS];
    const struct pp_practitioner *row = &input->service->practitioners[person];
    find_turns(input, person, first, days, cells);
    pp_buf_add(out, "<tr><th scope=\"row\">");
    html_text(out, row->name != NULL ? row->name : row->practitioner);
    pp_buf_add(out, "</th>");
    for (int32_t d = 0; d < days; d++) {
        if (cells[d].duty != PP_NONE || cells[d].standby != PP_NONE) {
            add_turns(out, input, &cells[d]);
        } else {
            add_free_day(out, input, person, first + d);
        }
    }
    pp_buf_add(out, "</tr>\n");
}

static void add_grid_head(struct pp_buf *out, const char *pod, pp_day first, int32_t days)
{
    char text[PP_STAMP_TEXT];
    pp_buf_add(out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Rota\">"
               "<table class=\"rota\"><caption>");
    html_text(out, pod);
    html_printf(out, ", from %s</caption>\n<thead><tr><th scope=\"col\">Practitioner</th>",
                pp_day_words(first, text));
    for (int32_t d = 0; d < days; d++) {
        static const char *const initials[] = {"M", "T", "W", "T", "F", "S", "S"};
        html_printf(out, "<th scope=\"col\" abbr=\"%s\">%s<br>%d</th>",
                    pp_day_words(first + d, text), initials[pp_weekday(first + d)],
                    pp_civil_from_day(first + d).day);
    }
    pp_buf_add(out, "</tr></thead>\n<tbody>\n");
}

/* People short on each day of the block, over the shifts of this pod (PP_NONE: of no pod). */
static void add_short_row(struct pp_buf *out, const struct report_input *input, int32_t pod,
                          pp_day first, int32_t days)
{
    int64_t missing[BLOCK_DAYS] = {0}, all = 0;
    int32_t cover = pp_rule_find("cover");
    for (int32_t b = 0; b < input->verdict->n_breaches; b++) {
        const struct pp_breach *breach = &input->verdict->breaches[b];
        if (breach->rule == cover && breach->date >= first && breach->date < first + days &&
            input->service->shifts[breach->row].pod == pod) {
            missing[breach->date - first] += breach->amount;
            all += breach->amount;
        }
    }
    if (all == 0) {
        return;
    }
    pp_buf_add(out, "<tr class=\"short\"><th scope=\"row\">people short</th>");
    for (int32_t d = 0; d < days; d++) {
        if (missing[d] > 0) {
            html_printf(out, "<td>%d</td>", (int)missing[d]);
        } else {
            pp_buf_add(out, "<td></td>");
        }
    }
    pp_buf_add(out, "</tr>\n");
}

static bool has_turns(const struct report_input *input, int32_t person)
{
    for (int32_t t = 0; t < input->plan->n_turns; t++) {
        if (input->plan->turns[t].practitioner == person) {
            return true;
        }
    }
    return false;
}

static void add_pod_rota(struct pp_buf *out, const struct report_input *input, int32_t pod,
                         int32_t *list, int32_t n)
{
    const struct pp_plan *plan = input->plan;
    int32_t kept = 0;
    for (int32_t i = 0; i < n; i++) {
        if (has_turns(input, list[i])) {
            list[kept++] = list[i];
        }
    }
    int32_t all_days = kept == 0 ? 0 : plan->rota_weeks * 7;
    for (int32_t begin = 0; begin < all_days; begin += BLOCK_DAYS) {
        int32_t days = all_days - begin < BLOCK_DAYS ? all_days - begin : BLOCK_DAYS;
        add_grid_head(out,
                      pod == PP_NONE ? "Consultants, managers and others"
                                     : input->service->pods[pod].name,
                      plan->rota_from + begin, days);
        for (int32_t i = 0; i < kept; i++) {
            add_grid_row(out, input, list[i], plan->rota_from + begin, days);
        }
        add_short_row(out, input, pod, plan->rota_from + begin, days);
        pp_buf_add(out, "</tbody></table></div>\n");
    }
}

static bool name_is_new(const struct pp_service *service, int32_t shift)
{
    for (int32_t s = 0; s < shift; s++) {
        const struct pp_shift *a = &service->shifts[s], *b = &service->shifts[shift];
        if (a->kind == b->kind && a->tier == b->tier && a->begin == b->begin && a->end == b->end &&
            strcmp(a->name, b->name) == 0) {
            return false;
        }
    }
    return true;
}

static void add_key(struct pp_buf *out, const struct report_input *input)
{
    const struct pp_service *service = input->service;
    pp_buf_add(out, "<ul class=\"key\" aria-label=\"Codes\">\n");
    for (int32_t s = 0; s < service->n_shifts; s++) {
        if (!name_is_new(service, s)) {
            continue;
        }
        char code[CODE_BYTES], begin[PP_TIME_TEXT], end[PP_TIME_TEXT];
        shift_code(service, s, code);
        pp_buf_add(out, "<li><span>");
        html_text(out, code);
        pp_buf_add(out, "</span>");
        html_text(out, service->shifts[s].name);
        html_printf(out, ", %s to %s</li>\n", pp_minute_text(service->shifts[s].begin, begin),
                    pp_minute_text(service->shifts[s].end, end));
    }
    pp_buf_add(out, "<li><span>T</span>training</li>\n<li><span>–</span>leave</li>\n</ul>\n");
}

void html_rota(struct pp_buf *out, const struct report_input *input)
{
    if (input->plan->rota_weeks == 0) {
        return;
    }
    html_section_begin(out, "rota", "Rota");
    add_key(out, input);
    struct pp_arena arena = {0};
    int32_t *list = PP_NEW(&arena, int32_t, input->service->n_practitioners + 1);
    for (int32_t pod = 0; pod < input->service->n_pods; pod++) {
        add_pod_rota(out, input, pod, list, members(input, pod, list));
    }
    add_pod_rota(out, input, PP_NONE, list, members(input, PP_NONE, list));
    pp_arena_finish(&arena);
    html_section_end(out);
}

/* ---- Training ---- */

static void add_session(struct pp_buf *out, const struct report_input *input, int32_t first,
                        int32_t last)
{
    const struct pp_service *service = input->service;
    const struct pp_session *session = &service->sessions[input->plan->seats[first].session];
    char text[PP_STAMP_TEXT];
    html_printf(out, "<tr><td>%s</td><th scope=\"row\">", pp_day_words(session->date, text));
    html_text(out, service->courses[session->course].name);
    html_printf(out, "</th><td class=\"n\">%d of %d</td><td class=\"wrap\">", last - first,
                session->places);
    for (int32_t s = first; s < last; s++) {
        const struct pp_practitioner *person =
            &service->practitioners[input->plan->seats[s].practitioner];
        pp_buf_add(out, s > first ? ", " : "");
        html_text(out, person->name != NULL ? person->name : person->practitioner);
    }
    pp_buf_add(out, "</td></tr>\n");
}

void html_training(struct pp_buf *out, const struct report_input *input)
{
    const struct pp_plan *plan = input->plan;
    if (plan->n_seats == 0) {
        return;
    }
    html_section_begin(out, "training", "Training");
    pp_buf_add(out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Training\">"
               "<table><thead><tr><th scope=\"col\">Date</th><th scope=\"col\">Course</th>"
               "<th scope=\"col\" class=\"n\">Places</th><th scope=\"col\">Who</th></tr>"
               "</thead>\n<tbody>\n");
    for (int32_t first = 0; first < plan->n_seats;) {
        int32_t last = first;
        while (last < plan->n_seats && plan->seats[last].session == plan->seats[first].session) {
            last++;
        }
        add_session(out, input, first, last);
        first = last;
    }
    pp_buf_add(out, "</tbody></table></div>\n");
    html_section_end(out);
}
