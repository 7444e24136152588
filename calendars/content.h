// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Content lines that come in (RFC 5545, 3.1): taken apart and made clean.
 */
#ifndef CALENDARS_CONTENT_H
#define CALENDARS_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

enum {
    CONTENT_WORDS = 160, ///< bytes of a short sentence
    CONTENT_NAME = 64,   ///< bytes of a name, its NUL included
    CONTENT_SHOWN = 48   ///< bytes of what a message shows of a text, its NUL included
};

/** A line as it is read: NAME;PARAMETERS:VALUE. */
struct content {
    char name[CONTENT_NAME]; ///< in capitals
    const char *parameters;  ///< "" or with their first semicolon; cut out of the line
    const char *value;
};

/** Takes a line apart, in place; false when it is none. The colon is overwritten. */
bool content_split(char *line, struct content *content);

/** The name behind BEGIN or END, in capitals, without what no name holds. */
void content_component(const char *value, char name[CONTENT_NAME]);

/** Whether reading needs this property of this component. */
bool content_is_needed(const char *component, const char *property);

enum content_trouble {
    CONTENT_CLEAN,
    CONTENT_CONTROL,
    CONTENT_NO_UTF8
};

/**
 * Puts '?' for every control character but the tab and every byte that is no UTF-8; `*worst` is the
 * first of these.
 */
enum content_trouble content_clean(char *text, size_t length, unsigned char *worst);

/** The beginning of a clean text, whole characters on one line; returns `shown`. */
const char *content_shown(const char *text, char shown[CONTENT_SHOWN]);

#endif
