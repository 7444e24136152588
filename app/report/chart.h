// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Charts as inline SVG, without a script: lines, bands and stacked bars over
 * months or years, with a key and a table of the same figures below.
 *
 * They are told apart without colour: bars by their pattern and lightness,
 * lines by their dashes.  A reader for the blind gets title, description and
 * table.
 */
#ifndef PODPLAN_REPORT_CHART_H
#define PODPLAN_REPORT_CHART_H

#include <podplan/buf.h>

#include <stdbool.h>
#include <stdint.h>

#define CHART_UNKNOWN INT64_MIN ///< a value that is not known: a gap

enum chart_mark {
    CHART_LINE,
    CHART_BAND,  ///< from `values` to `high`
    CHART_BAR,   ///< stacked on the bars before it; below 0 downwards
    CHART_FIGURE ///< in the table only
};

enum chart_unit {
    CHART_FTE,  ///< thousandths
    CHART_MONEY ///< pence
};

enum {
    CHART_STYLES = 10, ///< patterns of bars; lines have the first four as dashes
    CHART_GROUPS = 2   ///< stacks of bars side by side
};

struct chart_series {
    const char *name; ///< any text
    enum chart_mark mark;
    int style;             ///< 0 .. CHART_STYLES - 1
    int group;             ///< bars: in which stack; 0 .. CHART_GROUPS - 1
    const int64_t *values; ///< length n of the chart
    const int64_t *high;   ///< the same, of a band; else NULL
};

struct chart {
    const char *id; ///< unique on the page; letters and dashes
    const char *title;
    const char *about; ///< what it shows, for those who do not see it; one sentence
    enum chart_unit unit;
    const char *heading;       ///< of the first column of the table: "Month"
    const char *const *labels; ///< length n: as the table has them
    const char *const *ticks;  ///< length n: short, on the axis
    const char *const *under;  ///< length n, below the ticks; NULL: nothing; "": none here
    int32_t n;
    const struct chart_series *series;
    int32_t n_series;
};

/** Appends a <figure>: drawing, key, table. Nothing when there is nothing to draw. */
void chart_add(struct pp_buf *out, const struct chart *chart);

/** One figure under two scenarios. */
struct chart_pair {
    const char *id, *title;
    enum chart_unit unit;
    const char *heading;
    const char *const *labels, *const *ticks, *const *under; ///< as of a chart
    int32_t n;
    const char *name, *against;   ///< of the scenarios
    const int64_t *values, *base; ///< length n: under `name`, under `against`
};

/** Appends a chart of `values` less `base` as bars up and down; its table has all three. */
void chart_add_difference(struct pp_buf *out, const struct chart_pair *pair);

#endif
