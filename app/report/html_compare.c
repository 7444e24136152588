// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * comparison.html: what one scenario changes against another, month by month,
 * a chart of differences for each line with both figures in its table.
 */
#include "html.h"
#include "outlook.h"

/* The months of `base`, with the figure of the same month of `other`; unknown where it has none. */
static const int64_t *matched(struct pp_arena *arena, const struct outlook *base,
                              const struct outlook *other, const int64_t *figures)
{
    int64_t *list = PP_NEW(arena, int64_t, base->n + 1);
    for (int32_t at = 0; at < base->n; at++) {
        list[at] = CHART_UNKNOWN;
        for (int32_t k = 0; k < other->n; k++) {
            if (other->months[k] == base->months[at]) {
                list[at] = figures[k];
            }
        }
    }
    return list;
}

static void add_line(struct pp_buf *out, const struct comparison *c, const struct outlook *base,
                     const struct outlook *other, const char *id, const char *title,
                     enum chart_unit unit, size_t member)
{
    struct pp_arena arena = {0};
    const int64_t *mine = (const int64_t *)(const void *)((const char *)other + member);
    const int64_t *theirs = (const int64_t *)(const void *)((const char *)base + member);
    chart_add_difference(out, &(struct chart_pair){
                                  .id = id,
                                  .title = title,
                                  .unit = unit,
                                  .heading = "Month",
                                  .labels = base->labels,
                                  .ticks = base->ticks,
                                  .under = base->years,
                                  .n = base->n,
                                  .name = c->name,
                                  .against = c->against,
                                  .values = matched(&arena, base, other, mine),
                                  .base = theirs,
                              });
    pp_arena_finish(&arena);
}

void html_comparison(struct pp_buf *out, const struct comparison *c)
{
    static const struct {
        const char *id, *title;
        enum chart_unit unit;
        size_t member;
    } lines[] = {
        {"diff-establishment", "Establishment", CHART_FTE, offsetof(struct outlook, establishment)},
        {"diff-in-post", "People in post", CHART_FTE, offsetof(struct outlook, in_post)},
        {"diff-bank", "Covered by the bank", CHART_FTE, offsetof(struct outlook, bank)},
        {"diff-agency", "Covered by agencies", CHART_FTE, offsetof(struct outlook, agency)},
        {"diff-unmet", "Uncovered", CHART_FTE, offsetof(struct outlook, unmet)},
        {"diff-needed", "Needed for the caseload", CHART_FTE, offsetof(struct outlook, needed)},
        {"diff-cost", "Cost", CHART_MONEY, offsetof(struct outlook, cost)},
    };
    struct pp_arena arena = {0};
    struct outlook *base = PP_NEW(&arena, struct outlook, 1);
    struct outlook *other = PP_NEW(&arena, struct outlook, 1);
    outlook_of(c->base, base);
    outlook_of(c->plan, other);
    html_section_begin(out, "differences", "Differences by month");
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        add_line(out, c, base, other, lines[i].id, lines[i].title, lines[i].unit, lines[i].member);
    }
    html_section_end(out);
    pp_arena_finish(&arena);
}

bool comparison_write(const struct comparison *c, const char *path, struct pp_err *err)
{
    struct pp_buf out = {0};
    pp_buf_add(&out,
               "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<title>Two scenarios</title>\n<style>\n");
    html_printf(&out, "%s</style>\n</head>\n<body>\n<header><h1>", html_style);
    html_text(&out, c->name);
    pp_buf_add(&out, " against ");
    html_text(&out, c->against);
    pp_buf_add(&out, "</h1></header>\n<main>\n");
    html_comparison(&out, c);
    pp_buf_add(&out, "</main>\n</body>\n</html>\n");
    bool ok = text_write(&out, path, err);
    pp_buf_finish(&out);
    return ok;
}
