// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * report.html: one self-contained page, no script, charts as inline SVG with
 * their figures in a table beside them.
 *
 * This file is the page's frame: the figures that matter first, then what does
 * not fit and what would close it, then a section for each part of the plan.
 */
#include "html.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void html_text(struct pp_buf *out, const char *text)
{
    for (; text != NULL && *text != '\0';) {
        size_t plain = strcspn(text, "&<>\"'");
        pp_buf_addn(out, text, plain);
        text += plain;
        switch (*text) {
        case '&':
            pp_buf_add(out, "&amp;");
            break;
        case '<':
            pp_buf_add(out, "&lt;");
            break;
        case '>':
            pp_buf_add(out, "&gt;");
            break;
        case '"':
            pp_buf_add(out, "&quot;");
            break;
        case '\'':
            pp_buf_add(out, "&#39;");
            break;
        default:
            return;
        }
        text++;
    }
}

void html_page_begin(struct pp_buf *out, const char *service, const char *what)
{
    pp_buf_add(out,
               "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"robots\" content=\"noindex\">\n<title>");
    html_text(out, service);
    html_printf(out, ": %s</title>\n<style>\n%s</style>\n</head>\n<body>\n", what, html_style);
}

void html_section_begin(struct pp_buf *out, const char *id, const char *heading)
{
    html_printf(out, "<section id=\"%s\" aria-labelledby=\"%s-h\">\n<h2 id=\"%s-h\">%s</h2>\n", id,
                id, id, heading);
}

void html_section_end(struct pp_buf *out)
{
    pp_buf_add(out, "</section>\n");
}

void html_pounds(struct pp_buf *out, int64_t pence)
{
    pp_buf_pounds(out, pence);
}

void html_milli(struct pp_buf *out, int64_t milli)
{
    pp_buf_milli(out, (milli + (milli < 0 ? -5 : 5)) / 10 * 10);
}

/* ---- The figures that matter ---- */

static void tile(struct pp_buf *out, bool well, const char *figure, const char *meaning)
{
    html_printf(out, "<div class=\"tile %s\"><b>%s</b>%s</div>\n", well ? "well" : "short", figure,
                meaning);
}

static void families_tile(struct pp_buf *out, const struct report_input *input)
{
    int32_t placed = 0, all = 0;
    for (int32_t f = 0; f < input->plan->n_placements; f++) {
        all += pp_is_open(input->service, f, input->service->settings.cases_from);
        placed += input->plan->placements[f].practitioner != PP_NONE;
    }
    if (all > 0) {
        char figure[64];
        snprintf(figure, sizeof(figure), "%d of %d", placed, all);
        tile(out, placed == all, figure, "families have a practitioner");
    }
}

/* Person-turns asked for over the rota. */
static int64_t turns_needed(const struct report_input *input)
{
    int64_t needed = 0;
    for (int32_t s = 0; s < input->service->n_shifts; s++) {
        for (int32_t d = 0; d < input->plan->rota_weeks * 7; d++) {
            if (pp_shift_runs(input->service, s, input->plan->rota_from + d)) {
                needed += input->service->shifts[s].needed;
            }
        }
    }
    return needed;
}

static int64_t breaches_of(const struct report_input *input, const char *rule)
{
    int64_t amount = 0;
    int32_t wanted = pp_rule_find(rule);
    for (int32_t b = 0; b < input->verdict->n_breaches; b++) {
        amount +=
            input->verdict->breaches[b].rule == wanted ? input->verdict->breaches[b].amount : 0;
    }
    return amount;
}

static void rota_tile(struct pp_buf *out, const struct report_input *input)
{
    int64_t needed = turns_needed(input), uncovered = breaches_of(input, "cover");
    if (input->plan->rota_weeks > 0 && needed > 0) {
        char figure[64];
        snprintf(figure, sizeof(figure), "%" PRId64 " of %" PRId64, needed - uncovered, needed);
        tile(out, uncovered == 0, figure, "turns of duty and standby are covered");
    }
}

static void funding_tile(struct pp_buf *out, const struct report_input *input)
{
    int64_t unfunded = 0;
    for (int32_t i = 0; i < input->plan->n_cost_lines; i++) {
        const struct pp_cost_line *line = &input->plan->cost_lines[i];
        unfunded += line->stream == PP_NONE ? line->amount : 0;
    }
    if (input->plan->n_cost_lines > 0) {
        struct pp_buf figure = {0};
        html_pounds(&figure, unfunded);
        tile(out, unfunded == 0, pp_buf_text(&figure), "of cost has no funding stream");
        pp_buf_finish(&figure);
    }
}

static void add_tiles(struct pp_buf *out, const struct report_input *input)
{
    char figure[64];
    pp_buf_add(out, "<div class=\"tiles\">\n");
    families_tile(out, input);
    rota_tile(out, input);
    if (input->plan->n_seats > 0) {
        snprintf(figure, sizeof(figure), "%d", input->plan->n_seats);
        tile(out, true, figure, "seats on training sessions");
    }
    funding_tile(out, input);
    snprintf(figure, sizeof(figure), "%d", input->plan->n_shortfalls);
    tile(out, input->plan->n_shortfalls == 0, figure, "things that do not fit");
    pp_buf_add(out, "</div>\n");
}

/* ---- What does not fit ---- */

static void add_shortfall(struct pp_buf *out, const struct pp_shortfall *shortfall)
{
    pp_buf_add(out, "<li>");
    html_text(out, shortfall->sentence);
    if (shortfall->remedy != NULL) {
        pp_buf_add(out, "<span class=\"remedy\"><strong>What would close it:</strong> ");
        html_text(out, shortfall->remedy);
        pp_buf_add(out, "</span>");
    }
    pp_buf_add(out, "</li>\n");
}

static void add_shortfalls(struct pp_buf *out, const struct report_input *input)
{
    html_section_begin(out, "shortfalls", "What does not fit");
    const struct pp_plan *plan = input->plan;
    if (plan->n_shortfalls == 0) {
        pp_buf_add(out, "<p>Nothing: every hard rule of the plan holds.</p>\n");
    }
    for (int32_t i = 0; i < plan->n_shortfalls; i++) {
        bool first = i == 0 || plan->shortfalls[i].stage != plan->shortfalls[i - 1].stage;
        bool last = i + 1 == plan->n_shortfalls ||
                    plan->shortfalls[i].stage != plan->shortfalls[i + 1].stage;
        if (first) {
            html_printf(out, "<h3>In the %s</h3>\n<ul class=\"shortfalls\">\n",
                        pp_stage_word((enum pp_stage)plan->shortfalls[i].stage));
        }
        add_shortfall(out, &plan->shortfalls[i]);
        pp_buf_add(out, last ? "</ul>\n" : "");
    }
    html_section_end(out);
}

static void add_rules(struct pp_buf *out, const struct report_input *input)
{
    html_section_begin(out, "rules", "Rules");
    html_table(out, input, "rules",
               "Every rule, judged on this plan by code that shares nothing with the solvers; "
               "costs are minutes of practitioner time, or pence where the unit says so");
    html_section_end(out);
}

/* ---- The frame ---- */

static void add_head(struct pp_buf *out, const struct report_input *input)
{
    const struct pp_settings *settings = &input->service->settings;
    char day[PP_STAMP_TEXT];
    html_page_begin(out, settings->service_name, "the plan");
    pp_buf_add(out, "<header>\n<p class=\"soft\">");
    html_text(out, settings->authority);
    pp_buf_add(out, "</p>\n<h1>");
    html_text(out, settings->service_name);
    html_printf(out, "</h1>\n<p>The plan made for %s.", pp_day_words(settings->planned_on, day));
    html_printf(out, " Allocations take effect on %s.</p>\n",
                pp_day_words(settings->cases_from, day));
}

static void add_navigation(struct pp_buf *out)
{
    static const char *const sections[][2] = {
        {"shortfalls", "What does not fit"},
        {"caseloads", "Caseloads"},
        {"rota", "Rota"},
        {"training", "Training"},
        {"forecast", "Workforce"},
        {"money", "Money"},
        {"rules", "Rules"},
    };
    pp_buf_add(out, "<nav aria-label=\"Sections\"><ul>\n");
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        html_printf(out, "<li><a href=\"#%s\">%s</a></li>\n", sections[i][0], sections[i][1]);
    }
    pp_buf_add(out, "</ul></nav>\n</header>\n<main>\n");
}

bool html_write_page(const struct report_input *input, const char *path, struct pp_err *err)
{
    struct pp_buf out = {0};
    add_head(&out, input);
    add_navigation(&out);
    add_tiles(&out, input);
    add_shortfalls(&out, input);
    html_caseloads(&out, input);
    html_rota(&out, input);
    html_training(&out, input);
    html_forecast(&out, input);
    html_money(&out, input);
    add_rules(&out, input);
    pp_buf_add(&out,
               "</main>\n<footer><p>Families and children appear by reference number only. "
               "Every figure is in the CSV files and the workbook beside this page."
               "</p></footer>\n</body>\n</html>\n");
    bool ok = text_write(&out, path, err);
    pp_buf_finish(&out);
    return ok;
}
