// SPDX-License-Identifier: GPL-3.0-or-later
/* Errors: filling the sentence, and putting a place in front of it. */
#include <podplan/err.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool pp_fail(struct pp_err *err, enum pp_err_code code, const char *format, ...)
{
    if (err == NULL) {
        return false;
    }
    err->code = code;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof(err->text), format, args);
    va_end(args);
    return false;
}

bool pp_fail_at(struct pp_err *err, const char *format, ...)
{
    if (err == NULL) {
        return false;
    }
    char place[PP_ERR_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(place, sizeof(place), format, args);
    va_end(args);
    char rest[PP_ERR_TEXT];
    memcpy(rest, err->text, sizeof(rest));
    int room = (int)sizeof(err->text) - 1;
    int kept = snprintf(err->text, sizeof(err->text), "%.*s: ", room, place);
    if (kept < room) {
        snprintf(err->text + kept, sizeof(err->text) - (size_t)kept, "%s", rest);
    }
    return false;
}
