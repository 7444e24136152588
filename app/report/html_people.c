// SPDX-License-Identifier: GPL-3.0-or-later
/* The people's sections of report.html: caseload bars and training. */
#include "html.h"

#include <podplan/schema.h>

#include <stdlib.h>

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
                       const struct pp_balance *balance, struct pp_load load,
                       struct pp_capacity capacity)
{
    const struct pp_practitioner *row = &input->service->practitioners[person];
    int32_t permille = pp_workload_permille(balance, load, capacity);
    pp_buf_add(out, "<tr><th scope=\"row\">");
    html_text(out, pp_row_name(input->service, PP_TABLE_practitioners, person));
    pp_buf_add(out, "</th><td>");
    html_text(out, pp_row_name(input->service, PP_TABLE_roles, row->role));
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

/* `people`: all practitioners, by key. */
static void add_pod_caseloads(struct pp_buf *out, const struct report_input *input,
                              const struct pp_balance *balance, int32_t pod, const int32_t *people)
{
    struct pod_total total = {0};
    for (int32_t i = 0; i < input->service->n_practitioners; i++) {
        struct pp_load load;
        struct pp_capacity capacity;
        if (input->service->practitioners[people[i]].pod != pod ||
            !holds_cases(input, people[i], &load, &capacity)) {
            continue;
        }
        if (total.people == 0) {
            add_pod_head(out, pod == PP_NONE ? "No pod"
                                             : pp_row_name(input->service, PP_TABLE_pods, pod));
        }
        add_to_total(&total, load, capacity);
        add_person(out, input, people[i], balance, load, capacity);
    }
    if (total.people > 0) {
        add_pod_total(out, &total);
    }
}

static void add_unplaced(struct pp_buf *out, const struct report_input *input)
{
    const struct pp_plan *plan = input->plan;
    struct pp_arena arena = {0};
    const int32_t *families = rows_by_key(&arena, input->service, PP_TABLE_families);
    bool any = false;
    for (int32_t i = 0; i < plan->n_placements; i++) {
        int32_t f = families[i];
        if (plan->placements[f].practitioner != PP_NONE ||
            !pp_is_open(input->service, f, input->service->settings.cases_from)) {
            continue;
        }
        pp_buf_add(out, any ? ""
                            : "<h3>Families without a practitioner</h3>\n<details open>"
                              "<summary>Each with what stands in the way</summary><ul>\n");
        any = true;
        pp_buf_add(out, "<li><strong>");
        html_text(out, input->service->families[f].family);
        pp_buf_add(out, "</strong> (");
        pp_buf_count(
            out, pp_family_load(input->service, f, input->service->settings.cases_from).children,
            "child", "children");
        pp_buf_add(out, "): ");
        html_text(out, plan->placements[f].reason);
        pp_buf_add(out, "</li>\n");
    }
    pp_buf_add(out, any ? "</ul></details>\n" : "");
    pp_arena_finish(&arena);
}

void html_caseloads(struct pp_buf *out, const struct report_input *input)
{
    if (input->plan->placements == NULL) {
        return;
    }
    struct pp_balance balance = pp_balance_level(input->service, input->plan);
    html_section_begin(out, "caseloads", "Caseloads");
    html_printf(out, "<p>Workload is counted in %s, against what the person can hold.</p>\n",
                balance.in_points ? "points" : "children");
    struct pp_arena arena = {0};
    const int32_t *people = rows_by_key(&arena, input->service, PP_TABLE_practitioners);
    const int32_t *pods = rows_by_key(&arena, input->service, PP_TABLE_pods);
    for (int32_t i = 0; i < input->service->n_pods; i++) {
        add_pod_caseloads(out, input, &balance, pods[i], people);
    }
    add_pod_caseloads(out, input, &balance, PP_NONE, people);
    add_unplaced(out, input);
    html_table(out, input, "step_down", "Escalated families, and who is beside the practitioner");
    html_table(out, input, "handovers", "Hand-overs of pods that close");
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
    html_text(out, pp_row_name(service, PP_TABLE_courses, session->course));
    html_printf(out, "</th><td class=\"n\">%d of %d</td><td class=\"wrap\">", last - first,
                session->places);
    for (int32_t s = first; s < last; s++) {
        int32_t person = input->plan->seats[s].practitioner;
        pp_buf_add(out, s > first ? ", " : "");
        html_text(out, pp_row_name(service, PP_TABLE_practitioners, person));
    }
    pp_buf_add(out, "</td></tr>\n");
}

/* One session of the plan: its seats, half-open. */
struct sitting {
    pp_day date;
    int32_t first, last;
};

static int compare_sittings(const void *left, const void *right)
{
    const struct sitting *a = left, *b = right;
    return a->date != b->date ? (a->date > b->date) - (a->date < b->date) : a->first - b->first;
}

/* The sessions of the plan by date; returns how many.  Seats stand session by session. */
static int32_t list_sittings(const struct report_input *input, struct sitting *list)
{
    const struct pp_plan *plan = input->plan;
    int32_t n = 0;
    for (int32_t s = 0; s < plan->n_seats; s++) {
        if (s == 0 || plan->seats[s].session != plan->seats[s - 1].session) {
            list[n++] = (struct sitting){
                .date = input->service->sessions[plan->seats[s].session].date, .first = s};
        }
        list[n - 1].last = s + 1;
    }
    qsort(list, (size_t)n, sizeof(*list), compare_sittings);
    return n;
}

void html_training(struct pp_buf *out, const struct report_input *input)
{
    if (input->plan->n_seats == 0) {
        return;
    }
    struct pp_arena arena = {0};
    struct sitting *list = PP_NEW(&arena, struct sitting, input->plan->n_seats);
    int32_t n = list_sittings(input, list);
    html_section_begin(out, "training", "Training");
    pp_buf_add(out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Training\">"
               "<table><thead><tr><th scope=\"col\">Date</th><th scope=\"col\">Course</th>"
               "<th scope=\"col\" class=\"n\">Places</th><th scope=\"col\">Who</th></tr>"
               "</thead>\n<tbody>\n");
    for (int32_t i = 0; i < n; i++) {
        add_session(out, input, list[i].first, list[i].last);
    }
    pp_buf_add(out, "</tbody></table></div>\n");
    html_section_end(out);
    pp_arena_finish(&arena);
}
