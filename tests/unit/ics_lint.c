// SPDX-License-Identifier: GPL-3.0-or-later
/* Line by line: CRLF, 75 octets, UTF-8; then the unfolded lines: nesting, order, duplicates. */
#include "ics_lint.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_DEPTH = 8,
    MOST_NAME = 64
};

static char fault[256];

static const char *found(int line, const char *what, const char *text)
{
    snprintf(fault, sizeof(fault), "line %d: %s: %.80s", line, what, text);
    return fault;
}

/* Whole characters only, none of them a control. */
static bool is_plain_utf8(const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        unsigned char lead = (unsigned char)text[i];
        size_t more = lead < 0x80 ? 0 : lead < 0xC2 ? 9 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        if (lead < 0x20 || lead == 0x7F || lead > 0xF4 || i + more >= length) {
            return false;
        }
        for (size_t k = 1; k <= more; k++) {
            if (((unsigned char)text[i + k] & 0xC0) != 0x80) {
                return false;
            }
        }
        i += more + 1;
    }
    return true;
}

static const char *lint_physical(const char *bytes, size_t length)
{
    int line = 0;
    for (size_t at = 0; at < length;) {
        line++;
        const char *end = memchr(bytes + at, '\n', length - at);
        if (end == NULL || end == bytes + at || end[-1] != '\r') {
            return found(line, "does not end in CRLF", bytes + at);
        }
        size_t octets = (size_t)(end - 1 - (bytes + at));
        if (octets == 0 || octets > 75) {
            return found(line, "has no or more than 75 octets", bytes + at);
        }
        if (!is_plain_utf8(bytes + at, octets)) {
            return found(line, "is not whole UTF-8 without controls", bytes + at);
        }
        at += octets + 2;
    }
    return strlen(bytes) == length ? NULL : found(line, "holds a NUL", "");
}

char *ics_unfold(const char *bytes)
{
    char *out = malloc(strlen(bytes) + 1), *end = out;
    for (; *bytes != '\0'; bytes++) {
        if (strncmp(bytes, "\r\n ", 3) == 0) {
            bytes += 2;
        } else if (*bytes != '\r') {
            *end++ = *bytes;
        }
    }
    *end = '\0';
    return out;
}

char *ics_text(const char *unfolded, const char *prefix, int n)
{
    for (const char *line = unfolded; line != NULL && *line != '\0';
         line = strchr(line, '\n') + 1) {
        if (strncmp(line, prefix, strlen(prefix)) != 0 || n-- > 0) {
            continue;
        }
        const char *from = line + strlen(prefix);
        char *text = malloc(strcspn(from, "\n") + 1), *end = text;
        for (; *from != '\n'; from++) {
            from += *from == '\\';
            *end++ = *from;
        }
        *end = '\0';
        return text;
    }
    return NULL;
}

/* What the linter remembers while it walks the unfolded lines. */
struct walk {
    char open[MOST_DEPTH][MOST_NAME]; ///< components begun and not ended
    int depth;
    char seen[32][MOST_NAME]; ///< properties of the innermost component
    int n_seen;
    bool event_was_there;
};

static const char *lint_nesting(struct walk *walk, const char *line, int number)
{
    if (strncmp(line, "BEGIN:", 6) == 0) {
        if (walk->depth == MOST_DEPTH || (walk->depth == 0 && strcmp(line + 6, "VCALENDAR") != 0)) {
            return found(number, "begins something out of place", line);
        }
        if (strcmp(line + 6, "VTIMEZONE") == 0 && walk->event_was_there) {
            return found(number, "time zone after an event that needs it", line);
        }
        walk->event_was_there |= strcmp(line + 6, "VEVENT") == 0;
        snprintf(walk->open[walk->depth++], MOST_NAME, "%s", line + 6);
    } else if (walk->depth == 0 || strcmp(walk->open[--walk->depth], line + 4) != 0) {
        return found(number, "ends what was not begun", line);
    }
    walk->n_seen = 0;
    return NULL;
}

/* A property: its name, in capitals, once in its component. */
static const char *lint_property(struct walk *walk, const char *line, int number)
{
    size_t length = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
    if (walk->depth == 0 || length == 0 || length >= MOST_NAME ||
        strchr(":;", line[length]) == NULL) {
        return found(number, "is no property of a component", line);
    }
    char name[MOST_NAME] = "";
    memcpy(name, line, length);
    for (int i = 0; i < walk->n_seen; i++) {
        if (strcmp(walk->seen[i], name) == 0) {
            return found(number, "is there twice", line);
        }
    }
    if (walk->n_seen < 32) {
        memcpy(walk->seen[walk->n_seen++], name, MOST_NAME);
    }
    return NULL;
}

static const char *lint_logical(char *unfolded)
{
    struct walk walk = {0};
    int number = 0;
    for (char *line = unfolded, *end; *line != '\0'; line = end + 1) {
        end = strchr(line, '\n');
        *end = '\0';
        number++;
        bool nests = strncmp(line, "BEGIN:", 6) == 0 || strncmp(line, "END:", 4) == 0;
        const char *bad =
            nests ? lint_nesting(&walk, line, number) : lint_property(&walk, line, number);
        *end = '\n';
        if (bad != NULL) {
            return bad;
        }
    }
    return walk.depth == 0 && number > 0 ? NULL : found(number, "the calendar is not ended", "");
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char *lint_uids(const char *unfolded)
{
    size_t n = 0, capacity = 64;
    char **uids = malloc(capacity * sizeof(*uids));
    for (const char *line = unfolded; *line != '\0'; line = strchr(line, '\n') + 1) {
        if (strncmp(line, "UID:", 4) == 0) {
            if (n == capacity) {
                uids = realloc(uids, (capacity *= 2) * sizeof(*uids));
            }
            uids[n++] = strndup(line, strcspn(line, "\n"));
        }
    }
    qsort(uids, n, sizeof(*uids), compare);
    const char *bad = NULL;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && bad == NULL && strcmp(uids[i - 1], uids[i]) == 0) {
            bad = found(0, "two events have one", uids[i]);
        }
    }
    for (size_t i = 0; i < n; i++) {
        free(uids[i]);
    }
    free(uids);
    return bad;
}

const char *ics_lint(const char *bytes, size_t length)
{
    const char *bad = lint_physical(bytes, length);
    if (bad != NULL) {
        return bad;
    }
    char *unfolded = ics_unfold(bytes);
    bad = lint_logical(unfolded);
    if (bad == NULL) {
        bad = lint_uids(unfolded);
    }
    free(unfolded);
    return bad;
}
