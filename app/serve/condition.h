// SPDX-License-Identifier: GPL-3.0-or-later
/* Conditional requests (RFC 9110, 13): is what the client has still what there is? */
#ifndef PODPLAN_SERVE_CONDITION_H
#define PODPLAN_SERVE_CONDITION_H

#include <podplan/civil.h>

#include <stddef.h>

enum {
    HTTP_DATE_TEXT = 32
};

/** Writes "Sun, 06 Nov 1994 08:49:37 GMT"; returns `text`. */
const char *http_date_text(pp_instant at, char text[HTTP_DATE_TEXT]);

/** Any of the three forms of RFC 9110, 5.6.7; false: it is none. `now` dates years of two digits. */
bool http_date_parse(const char *text, pp_instant now, pp_instant *at);

/** Whether a field If-None-Match names this entity tag (with its quotes), weakly, or is `*`. */
bool condition_names_tag(const char *field, const char *tag);

/** Whether nothing has changed since the date of If-Modified-Since; a date that is none: changed. */
bool condition_is_old(const char *field, pp_instant modified, pp_instant now);

#endif
