// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading a cell: one reader for each type, and the sentence when it is refused. */
#include "cell.h"

#include "text.h"

#include <podplan/limits.h>
#include <podplan/rules.h>

#include <assert.h>
#include <string.h>

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/* Decimals that a number of this type may have. */
static int decimals_of(enum pp_type type)
{
    return type == PP_T_MILLI ? 3 : type == PP_T_RATE ? 6 : type == PP_T_MONEY ? 2 : 0;
}

/* The range of the stored value: the spec's, else the type's own. */
static void range_of(const struct cell_spec *spec, int64_t *least, int64_t *most)
{
    static const int64_t tops[] = {
        [PP_T_TIME] = PP_DAY_MINUTES,
        [PP_T_INT] = INT32_MAX,
        [PP_T_MILLI] = INT32_MAX,
        [PP_T_RATE] = 1000000,
        [PP_T_MONEY] = (int64_t)PP_MAX_MONEY_POUNDS * 100,
        [PP_T_DAYS] = 0, // the last type: those without a range are 0 as well
    };
    bool own = spec->least == 0 && spec->most == 0;
    *least = spec->least;
    *most = own ? tops[spec->type] : spec->most;
}

/*
 * [-]digits[.digits] in units of 10^-decimals.  A number too large for any range is as large as
 * that: the caller's range refuses it.
 */
static bool read_decimal(const char *text, int decimals, int64_t *number)
{
    const int64_t top = INT64_MAX / 100;
    bool negative = *text == '-';
    int64_t value = 0;
    int digits = 0, after = -1;
    for (const char *at = text + negative; *at != '\0'; at++) {
        if (*at == '.' && after < 0 && digits > 0 && decimals > 0) {
            after = 0;
        } else if (*at >= '0' && *at <= '9' && after < decimals) {
            value = value > top / 10 ? top : value * 10 + (*at - '0');
            digits++;
            after += after >= 0;
        } else {
            return false;
        }
    }
    if (digits == 0 || after == 0) {
        return false;
    }
    for (int place = after < 0 ? 0 : after; place < decimals; place++) {
        value = value > top / 10 ? top : value * 10;
    }
    *number = negative ? -value : value;
    return true;
}

static bool read_word(const char *const *words, const char *text, int64_t *number)
{
    for (int32_t w = 0; words[w] != NULL; w++) {
        if (strcmp(words[w], text) == 0) {
            *number = w;
            return true;
        }
    }
    return false;
}

/* 2015/16: the second year must follow the first. */
static bool read_financial_year(const char *text, int64_t *number)
{
    char first[PP_DATE_TEXT], whole[PP_TIME_TEXT];
    pp_day day;
    if (strlen(text) != 7 || text[4] != '/') {
        return false;
    }
    memcpy(first, text, 4);
    memcpy(first + 4, "-04-01", 7);
    if (!pp_day_parse(first, &day)) {
        return false;
    }
    *number = pp_financial_year(day);
    return strcmp(pp_financial_year_text((int32_t)*number, whole), text) == 0;
}

static int32_t weekday_named(const char *text)
{
    for (int32_t day = 0; day < 7; day++) {
        if (strncmp(text, weekdays[day], 3) == 0) {
            return day;
        }
    }
    return PP_NONE;
}

/* One day or a run of days at `*text`; moves behind it. */
static bool read_day_run(const char **text, int64_t *bits)
{
    int32_t first = weekday_named(*text), last = first;
    if (first == PP_NONE) {
        return false;
    }
    *text += 3;
    if (**text == '-') {
        last = weekday_named(*text + 1);
        if (last == PP_NONE) {
            return false;
        }
        *text += 4;
    }
    for (int32_t day = first; day != last; day = (day + 1) % 7) {
        *bits |= 1 << day;
    }
    *bits |= 1 << last;
    return true;
}

/* "Mon-Fri", "Sat Sun", "Mon,Wed,Fri", "Fri-Mon", "daily". */
static bool read_days(const char *text, int64_t *number)
{
    *number = 0;
    if (strcmp(text, "daily") == 0) {
        *number = (1 << 7) - 1;
        return true;
    }
    while (read_day_run(&text, number)) {
        size_t gap = strspn(text, " ,");
        if (*text == '\0') {
            return true;
        }
        if (gap == 0) {
            return false;
        }
        text += gap;
    }
    return false;
}

/* Fills `number` by the grammar of the type alone. */
static bool read_number(const struct cell_spec *spec, const char *text, int64_t *number)
{
    int32_t small = 0;
    bool good;
    switch (spec->type) {
    case PP_T_DATE:
        good = pp_day_parse(text, &small);
        break;
    case PP_T_TIME:
        good = pp_minute_parse(text, &small);
        break;
    case PP_T_RULE:
        small = pp_rule_find(text);
        good = small != PP_NONE;
        break;
    case PP_T_WORD:
        return read_word(spec->words, text, number);
    case PP_T_FY:
        return read_financial_year(text, number);
    case PP_T_DAYS:
        return read_days(text, number);
    default:
        return read_decimal(text, decimals_of(spec->type), number);
    }
    *number = small;
    return good;
}

static bool has_range(enum pp_type type)
{
    return type == PP_T_TIME || type == PP_T_INT || type == PP_T_MILLI || type == PP_T_RATE ||
           type == PP_T_MONEY;
}

void cell_allowed(const struct cell_spec *spec, struct pp_buf *out)
{
    if (spec->type == PP_T_WORD) {
        for (int32_t w = 0; spec->words[w] != NULL; w++) {
            pp_buf_printf(out, "%s%s", w > 0 ? ", " : "", spec->words[w]);
        }
    } else if (has_range(spec->type)) {
        int64_t least, most;
        range_of(spec, &least, &most);
        pp_value_text(spec->type, NULL, least, out);
        pp_buf_add(out, " to ");
        pp_value_text(spec->type, NULL, most, out);
    }
}

/* The word, or the rule, that was probably meant. */
static void suggest(const struct cell_spec *spec, const char *text, struct pp_buf *why)
{
    struct text_near near = {.word = text, .distance = TEXT_FAR};
    for (int32_t rule = 0; spec->type == PP_T_RULE && rule < pp_n_rules; rule++) {
        text_offer(&near, pp_rules[rule].name);
    }
    for (int32_t w = 0; spec->type == PP_T_WORD && spec->words[w] != NULL; w++) {
        text_offer(&near, spec->words[w]);
    }
    text_suggest(&near, why);
}

static void explain(const struct cell_spec *spec, const char *text, struct pp_buf *why)
{
    static const char *const wanted[] = {
        [PP_T_RULE] = "is not the name of a rule; they are listed in docs/rules.md",
        [PP_T_DATE] = "is not a date; write YYYY-MM-DD, 1900-01-01 to 2199-12-31",
        [PP_T_TIME] = "is not a time; write HH:MM; allowed: ",
        [PP_T_INT] = "is not a whole number; allowed: ",
        [PP_T_MILLI] = "is not a number with at most 3 decimals; allowed: ",
        [PP_T_RATE] = "is not a number with at most 6 decimals; allowed: ",
        [PP_T_MONEY] = "is not an amount in pounds, like 1234.56; allowed: ",
        [PP_T_WORD] = "is not one of: ",
        [PP_T_FY] = "is not a financial year; write it like 2015/16",
        [PP_T_DAYS] = "is not a list of weekdays; write it like Mon-Fri, Sat Sun or daily",
    };
    text_show(text, why);
    pp_buf_printf(why, " %s", wanted[spec->type]);
    cell_allowed(spec, why);
    suggest(spec, text, why);
}

static bool read_key(const char *text, struct pp_buf *why)
{
    size_t bytes = strlen(text);
    if (bytes > PP_MAX_KEY_BYTES) {
        text_show(text, why);
        pp_buf_printf(why, " has %zu bytes; a reference has at most %d", bytes, PP_MAX_KEY_BYTES);
    }
    return bytes <= PP_MAX_KEY_BYTES;
}

bool cell_parse(const struct cell_spec *spec, const char *text, int64_t *number, struct pp_buf *why)
{
    assert(spec->type != PP_T_REF && text[0] != '\0');
    if (spec->type == PP_T_KEY) {
        return read_key(text, why);
    }
    if (cell_is_text(spec->type)) {
        return true;
    }
    if (!read_number(spec, text, number)) {
        explain(spec, text, why);
        return false;
    }
    int64_t least, most;
    range_of(spec, &least, &most);
    if (has_range(spec->type) && (*number < least || *number > most)) {
        text_show(text, why);
        pp_buf_add(why, " is outside the range; allowed: ");
        cell_allowed(spec, why);
        return false;
    }
    return true;
}
