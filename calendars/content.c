// SPDX-License-Identifier: GPL-3.0-or-later
/* Content lines that come in: names, parameters and values; bytes made clean. */
#include "content.h"

#include <podplan/text.h>

#include <string.h>

static char capital(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool in_name(char c)
{
    return (capital(c) >= 'A' && capital(c) <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/* The colon before the value, which no quoted parameter holds. */
static char *find_colon(char *at)
{
    bool quoted = false;
    for (; *at != '\0'; at++) {
        quoted = *at == '"' ? !quoted : quoted;
        if (*at == ':' && !quoted) {
            return at;
        }
    }
    return NULL;
}

/* Blanks behind a value mean nothing, but no date or rule has them. */
static void trim_end(char *value)
{
    size_t length = strlen(value);
    while (length > 0 && (value[length - 1] == ' ' || value[length - 1] == '\t')) {
        length--;
    }
    value[length] = '\0';
}

bool content_split(char *line, struct content *content)
{
    size_t length = 0;
    while (in_name(line[length])) {
        length++;
    }
    if (length == 0 || length >= CONTENT_NAME || (line[length] != ':' && line[length] != ';')) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        content->name[i] = capital(line[i]);
    }
    content->name[length] = '\0';
    char *colon = find_colon(line + length);
    if (colon == NULL) {
        return false;
    }
    trim_end(colon + 1);
    *colon = '\0';
    content->parameters = line + length;
    content->value = colon + 1;
    return true;
}

void content_component(const char *value, char name[CONTENT_NAME])
{
    size_t length = 0;
    while (length < CONTENT_NAME - 1 && in_name(value[length])) {
        name[length] = capital(value[length]);
        length++;
    }
    name[length] = '\0';
}

/* ---- What reading needs ---- */

static const char *const of_calendar[] = {"VERSION", "PRODID", "METHOD", NULL};
static const char *const of_event[] = {
    "UID",     "DTSTART",       "DTEND",  "DURATION", "RRULE",    "EXRULE",     "RDATE", "EXDATE",
    "SUMMARY", "RECURRENCE-ID", "STATUS", "TRANSP",   "SEQUENCE", "CATEGORIES", NULL};
static const char *const of_zone[] = {"TZID", NULL};
static const char *const of_clock[] = {"DTSTART",      "RRULE",      "RDATE",
                                       "TZOFFSETFROM", "TZOFFSETTO", NULL};

static const struct {
    const char *component;
    const char *const *properties;
} needs[] = {
    {"VCALENDAR", of_calendar}, {"VEVENT", of_event},   {"VTIMEZONE", of_zone},
    {"STANDARD", of_clock},     {"DAYLIGHT", of_clock},
};

bool content_is_needed(const char *component, const char *property)
{
    for (size_t n = 0; n < sizeof(needs) / sizeof(needs[0]); n++) {
        if (strcmp(needs[n].component, component) != 0) {
            continue;
        }
        for (const char *const *p = needs[n].properties; *p != NULL; p++) {
            if (strcmp(*p, property) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* ---- Bytes ---- */

enum content_trouble content_clean(char *text, size_t length, unsigned char *worst)
{
    enum content_trouble trouble = CONTENT_CLEAN;
    for (size_t at = 0; at < length;) {
        uint32_t code = 0;
        size_t bytes = pp_utf8_decode(text + at, length - at, &code);
        bool control = bytes > 0 && ((code < 0x20 && code != '\t') || code == 0x7F ||
                                     (code >= 0x80 && code < 0xA0));
        if (bytes > 0 && !control) {
            at += bytes;
            continue;
        }
        if (trouble == CONTENT_CLEAN) {
            trouble = control ? CONTENT_CONTROL : CONTENT_NO_UTF8;
            *worst = control ? (unsigned char)code : (unsigned char)text[at];
        }
        memset(text + at, '?', bytes > 0 ? bytes : 1);
        at += bytes > 0 ? bytes : 1;
    }
    return trouble;
}

const char *content_shown(const char *text, char shown[CONTENT_SHOWN])
{
    static const char more[] = "…";
    size_t length = strcspn(text, "\t"), room = CONTENT_SHOWN - sizeof(more);
    bool whole = text[length] == '\0' && length < CONTENT_SHOWN;
    size_t kept = whole ? length : pp_utf8_sound(text, length < room ? length : room);
    memcpy(shown, text, kept);
    strcpy(shown + kept, whole ? "" : more);
    return shown;
}
