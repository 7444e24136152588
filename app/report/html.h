// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The parts of report.html.  Each section function appends one <section> that
 * stands on its own, or nothing when the plan has nothing to say there.
 */
#ifndef PODPLAN_REPORT_HTML_H
#define PODPLAN_REPORT_HTML_H

#include "table.h"

/** Appends text with & < > " ' as entities. */
void html_text(struct pp_buf *out, const char *text);

/** printf of plain numbers and constants; text from outside goes through html_text. */
#define html_printf pp_buf_printf

/** A page up to its body; its title is the service's name and what the page is. */
void html_page_begin(struct pp_buf *out, const char *service, const char *what);

/** Opens and closes a section with a heading that can be linked to. */
void html_section_begin(struct pp_buf *out, const char *id, const char *heading);
void html_section_end(struct pp_buf *out);

/** Pounds rounded to the pound: "£1,070,631". */
void html_pounds(struct pp_buf *out, int64_t pence);

/** Thousandths with at most two decimals: "7", "6.5". */
void html_milli(struct pp_buf *out, int64_t milli);

/** A table of the report (table.h) by its name, as it stands; nothing when it has no rows. */
void html_table(struct pp_buf *out, const struct report_input *input, const char *name,
                const char *caption);

enum {
    CODE_BYTES = 8
};

/** A shift's name without the words that repeat its pod's or hub's, appended. */
void shift_short_name(const struct pp_service *service, int32_t shift, struct pp_buf *out);

/** A table as it stands; nothing when it has no rows. */
void html_add_table(struct pp_buf *out, const struct table *table, const char *caption);

/** A code that tells the shift from those with other short names. O(shifts). */
void shift_code(const struct pp_service *service, int32_t shift, char code[CODE_BYTES]);

void html_caseloads(struct pp_buf *out, const struct report_input *input);
void html_rota(struct pp_buf *out, const struct report_input *input);
void html_training(struct pp_buf *out, const struct report_input *input);
void html_forecast(struct pp_buf *out, const struct report_input *input);
void html_money(struct pp_buf *out, const struct report_input *input);

/** The style sheet of the page. */
extern const char html_style[];

#endif
