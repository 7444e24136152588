// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One pass over the bytes, a logical line at a time: unfold (RFC 5545, 3.1),
 * clean, take the name apart, keep the stack of components, hand on or drop.
 * Every byte is looked at a fixed number of times, so the pass is as long as
 * the file and no longer, whatever the file holds.
 */
#include "scan.h"

#include "content.h"
#include "looks.h"
#include "rule.h"

#include <podplan/limits.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A component that has begun and not ended. */
struct open {
    char name[CONTENT_NAME];
    int32_t line;
    bool kept; ///< its lines go to the parser
};

/* Of the event that is open. */
struct event {
    int32_t exceptions, additions; ///< EXDATEs and RDATEs
    size_t offset;                 ///< where it begins in the parser's text
    bool spoilt;                   ///< its times can't be read
};

struct scanner {
    const char *at, *end;
    int32_t line; ///< of the logical line
    int32_t physical;
    const char *source;
    struct scan *scan;
    struct pp_err *err;
    struct pp_buf logical;
    struct open stack[PP_MAX_CALENDAR_DEPTH];
    int32_t depth;
    struct event event;
    bool cut; ///< there is more than may be looked at
    int32_t n_faults;
    int32_t n_odd; ///< lines that hold bytes that are no text
    int32_t n_calendars;
};

static bool refuse(struct scanner *s, int32_t line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool refuse(struct scanner *s, int32_t line, const char *format, ...)
{
    char words[PP_ERR_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof(words), format, args);
    va_end(args);
    return pp_fail(s->err, PP_E_INPUT, "%s:%d: %s", s->source, line, words);
}

/* ---- Faults that are left out ---- */

static bool note(struct scanner *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void keep_note(struct scanner *s, int32_t line, const char *words)
{
    struct scan *scan = s->scan;
    scan->notes = pp_arena_grow(&scan->arena, scan->notes, &scan->notes_capacity, scan->n_notes + 1,
                                sizeof(*scan->notes));
    scan->notes[scan->n_notes++] =
        (struct pp_calendar_note){line, pp_arena_string(&scan->arena, words)};
}

/* Notes what is wrong with this line; false once that has happened too often. */
static bool note(struct scanner *s, const char *format, ...)
{
    char words[PP_ERR_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof(words), format, args);
    va_end(args);
    if (++s->n_faults > PP_MAX_CALENDAR_FAULTS) {
        return refuse(s, s->line,
                      "more than %d lines can't be read; the last: %s. Please export the calendar "
                      "again, as iCalendar (.ics)",
                      PP_MAX_CALENDAR_FAULTS, words);
    }
    keep_note(s, s->line, words);
    return true;
}

/* ---- Lines ---- */

static bool continues(const struct scanner *s)
{
    return s->at < s->end && (*s->at == ' ' || *s->at == '\t');
}

/* Appends the next physical line without its end; false when the whole becomes too long. */
static bool add_physical(struct scanner *s)
{
    const char *newline = memchr(s->at, '\n', (size_t)(s->end - s->at));
    const char *stop = newline == NULL ? s->end : newline;
    size_t length = (size_t)(stop - s->at);
    length -= length > 0 && stop[-1] == '\r';
    s->physical++;
    if (s->logical.length + length > PP_MAX_CALENDAR_LINE) {
        return refuse(s, s->line,
                      "the line is longer than %d bytes, which no calendar needs; please take what "
                      "begins here out of it",
                      PP_MAX_CALENDAR_LINE);
    }
    pp_buf_addn(&s->logical, s->at, length);
    s->at = newline == NULL ? s->end : newline + 1;
    return true;
}

/* The next logical line into `logical`; false when it is too long. */
static bool next_line(struct scanner *s)
{
    s->logical.length = 0;
    pp_buf_add(&s->logical, "");
    s->line = s->physical + 1;
    bool good = add_physical(s);
    while (good && continues(s)) {
        s->at++; /* the blank that says so */
        good = add_physical(s);
    }
    return good;
}

/* Bytes that are no text become question marks, and are noted; times and rules are ASCII, so a file
 * in another encoding is still read. */
static void clean(struct scanner *s)
{
    char words[CONTENT_WORDS];
    unsigned char worst = 0;
    enum content_trouble trouble = content_clean(s->logical.text, s->logical.length, &worst);
    if (trouble == CONTENT_CLEAN || ++s->n_odd > PP_MAX_CALENDAR_FAULTS) {
        return;
    }
    snprintf(words, sizeof(words),
             trouble == CONTENT_CONTROL
                 ? "the line holds the control character \\x%02X, which is read as '?'"
                 : "the line holds the byte \\x%02X, which is no UTF-8 and is read as '?'; please "
                   "export the calendar as UTF-8",
             worst);
    keep_note(s, s->line, words);
}

/* Those that were not noted one by one. */
static void note_odd_lines(struct scanner *s)
{
    char words[CONTENT_WORDS];
    int32_t more = s->n_odd - PP_MAX_CALENDAR_FAULTS;
    if (more > 0) {
        snprintf(words, sizeof(words), "%d more lines hold bytes that are no UTF-8 text", more);
        keep_note(s, 0, words);
    }
}

/* ---- Components ---- */

static bool is_name(const char *name, const char *wanted)
{
    return strcmp(name, wanted) == 0;
}

/* Events and time zones of a calendar, and what these are made of. */
static bool is_wanted(const struct scanner *s, const char *name)
{
    if (s->depth == 0) {
        return is_name(name, "VCALENDAR");
    }
    const struct open *around = &s->stack[s->depth - 1];
    return around->kept && ((is_name(around->name, "VCALENDAR") &&
                             (is_name(name, "VEVENT") || is_name(name, "VTIMEZONE"))) ||
                            (is_name(around->name, "VTIMEZONE") &&
                             (is_name(name, "STANDARD") || is_name(name, "DAYLIGHT"))));
}

static bool count_event(struct scanner *s)
{
    struct scan *scan = s->scan;
    s->event = (struct event){.offset = scan->text.length};
    if (scan->n_events == PP_MAX_CALENDAR_EVENTS) {
        return refuse(s, s->line,
                      "the calendar has more than %d events; please export a shorter time, such as "
                      "one year",
                      PP_MAX_CALENDAR_EVENTS);
    }
    scan->event_lines = pp_arena_grow(&scan->arena, scan->event_lines, &scan->events_capacity,
                                      scan->n_events + 1, sizeof(*scan->event_lines));
    scan->event_lines[scan->n_events++] = s->line;
    return true;
}

static bool count_component(struct scanner *s, const char *name)
{
    s->n_calendars += is_name(name, "VCALENDAR");
    if (is_name(name, "VEVENT")) {
        return count_event(s);
    }
    if (is_name(name, "VTIMEZONE") && ++s->scan->n_zones > PP_MAX_CALENDAR_ZONES) {
        return refuse(s, s->line,
                      "the calendar defines more than %d time zones; please export it "
                      "again with those that it uses",
                      PP_MAX_CALENDAR_ZONES);
    }
    return true;
}

static bool begin(struct scanner *s, const char *name)
{
    if (s->depth == PP_MAX_CALENDAR_DEPTH) {
        return refuse(s, s->line,
                      "BEGIN:%s is inside %d others, which no calendar needs; please export the "
                      "calendar again",
                      name, PP_MAX_CALENDAR_DEPTH);
    }
    bool wanted = is_wanted(s, name);
    if (wanted && !count_component(s, name)) {
        return false;
    }
    struct open *open = &s->stack[s->depth++];
    *open = (struct open){.line = s->line, .kept = wanted};
    snprintf(open->name, sizeof(open->name), "%s", name);
    if (wanted) {
        pp_buf_printf(&s->scan->text, "BEGIN:%s\n", name);
    }
    return true;
}

static bool refuse_size(struct scanner *s)
{
    return refuse(s, s->physical,
                  "the calendar goes on after %d bytes, which is too much; please export a shorter "
                  "time, such as one year",
                  PP_MAX_CALENDAR_BYTES);
}

static bool break_off(struct scanner *s)
{
    const struct open *open = &s->stack[s->depth - 1];
    if (s->cut) {
        return refuse_size(s);
    }
    return refuse(s, s->physical,
                  "the calendar breaks off here, inside the %s of line %d, without END:VCALENDAR; "
                  "perhaps it was not saved or sent to its end. Please fetch it again",
                  open->name, open->line);
}

static void drop_event(struct scan *scan, size_t offset)
{
    scan->text.length = offset;
    scan->text.text[offset] = '\0';
    scan->n_events--;
}

static bool end(struct scanner *s, const char *name)
{
    const struct open *open = s->depth == 0 ? NULL : &s->stack[s->depth - 1];
    if (open == NULL) {
        return refuse(s, s->line, "END:%s ends what never began; please export the calendar again",
                      name);
    }
    if (!is_name(open->name, name) && s->at == s->end) {
        return break_off(s);
    }
    if (!is_name(open->name, name)) {
        return refuse(s, s->line,
                      "END:%s stands where END:%s is due for the BEGIN of line %d; please export "
                      "the calendar again",
                      name, open->name, open->line);
    }
    if (open->kept) {
        pp_buf_printf(&s->scan->text, "END:%s\n", name);
    }
    if (open->kept && is_name(name, "VEVENT") && s->event.spoilt) {
        drop_event(s->scan, s->event.offset);
    }
    s->depth--;
    return true;
}

/* ---- Properties ---- */

/* A date or time whose years can be reckoned with. */
static bool is_time(const char *text, bool of_event)
{
    struct wall wall;
    bool date, utc;
    if (!wall_read(text, &wall, &date, &utc)) {
        return false;
    }
    int32_t year = pp_civil_from_day(wall.day).year;
    return !of_event || (year >= PP_FIRST_YEAR && year <= PP_LAST_YEAR);
}

/* A time zone's clocks may begin in 1601. */
static bool in_event(const struct scanner *s)
{
    return is_name(s->stack[s->depth - 1].name, "VEVENT");
}

/* Values between commas, each a time or (RDATE) a period. */
static bool are_times(const char *text, bool of_event)
{
    char value[CONTENT_NAME];
    for (bool more = true; more;) {
        size_t length = strcspn(text, ","), first = strcspn(text, ",/");
        if (first >= sizeof(value)) {
            return false;
        }
        memcpy(value, text, first);
        value[first] = '\0';
        if (!is_time(value, of_event)) {
            return false;
        }
        more = text[length] == ',';
        text += length + more;
    }
    return true;
}

/* Exceptions and additions, one at a time or thousands in a line. */
static bool check_list(struct scanner *s, const struct content *line, bool *keep)
{
    char shown[CONTENT_SHOWN];
    bool exception = is_name(line->name, "EXDATE");
    int32_t *count = exception ? &s->event.exceptions : &s->event.additions;
    *count += 1;
    for (const char *c = line->value; *c != '\0'; c++) {
        *count += *c == ',';
    }
    if (*count > PP_MAX_CALENDAR_VALUES) {
        return refuse(s, s->line,
                      "the event has more than %d values of %s; please end it, or begin it later",
                      PP_MAX_CALENDAR_VALUES, line->name);
    }
    *keep = are_times(line->value, in_event(s));
    return *keep || note(s, "%s '%s' is no list of dates such as 20261024, and is left out",
                         line->name, content_shown(line->value, shown));
}

/* A rule that can't be followed is a fault of the file: to leave it out would free busy days. */
static bool check_rule(struct scanner *s, const struct content *line)
{
    struct rule rule;
    struct pp_err why = {0};
    return rule_read(line->value, &rule, &why) || refuse(s, s->line, "%s", why.text);
}

/* Without its times an event means nothing. */
static bool check_time(struct scanner *s, const struct content *line)
{
    char shown[CONTENT_SHOWN];
    if (is_time(line->value, in_event(s))) {
        return true;
    }
    s->event.spoilt = true;
    return note(s,
                "%s '%s' is no date such as 20261024 and no time such as 20261024T210000 from "
                "1900 to 2199; the event is left out. Please correct it",
                line->name, content_shown(line->value, shown));
}

static bool check_property(struct scanner *s, const struct content *line, bool *keep)
{
    static const char *const times[] = {"DTSTART", "DTEND", "RECURRENCE-ID"};
    if (is_name(line->name, "RRULE") || is_name(line->name, "EXRULE")) {
        return check_rule(s, line);
    }
    if (is_name(line->name, "EXDATE") || is_name(line->name, "RDATE")) {
        return check_list(s, line, keep);
    }
    for (size_t t = 0; t < sizeof(times) / sizeof(times[0]); t++) {
        if (is_name(line->name, times[t])) {
            return check_time(s, line);
        }
    }
    return true;
}

static bool take_property(struct scanner *s, const struct content *line)
{
    if (s->depth == 0) {
        return note(s, "%s stands outside of the calendar, and is left out", line->name);
    }
    const struct open *open = &s->stack[s->depth - 1];
    bool keep = true;
    if (!open->kept || !content_is_needed(open->name, line->name)) {
        return true;
    }
    if (!check_property(s, line, &keep)) {
        return false;
    }
    if (keep) {
        /* Rules are our own affair: as an X- property the parser keeps them as they are. */
        bool rule = is_name(line->name, "RRULE") || is_name(line->name, "EXRULE");
        pp_buf_printf(&s->scan->text, "%s%s%s:%s\n", rule ? "X-" : "", line->name,
                      rule ? "" : line->parameters, line->value);
    }
    return true;
}

static bool take_line(struct scanner *s)
{
    struct content line;
    if (!content_split(s->logical.text, &line)) {
        /* Its text is not shown: it may be a piece of somebody's description. */
        return note(s, "this is no line of a calendar (NAME:VALUE), and is left out");
    }
    if (is_name(line.name, "BEGIN") || is_name(line.name, "END")) {
        char name[CONTENT_NAME];
        content_component(line.value, name);
        return is_name(line.name, "BEGIN") ? begin(s, name) : end(s, name);
    }
    return take_property(s, &line);
}

/* ---- The whole ---- */

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r")] == '\0';
}

static bool scan_lines(struct scanner *s)
{
    while (s->at < s->end) {
        if (!next_line(s)) {
            return false;
        }
        clean(s);
        if (!is_blank(s->logical.text) && !take_line(s)) {
            return false;
        }
    }
    note_odd_lines(s);
    return true;
}

static bool check_end(struct scanner *s)
{
    if (s->cut) {
        return refuse_size(s);
    }
    if (s->depth > 0) {
        return break_off(s);
    }
    return s->n_calendars > 0 || refuse(s, 1,
                                        "there is no BEGIN:VCALENDAR; please export the "
                                        "calendar again, as iCalendar (.ics)");
}

bool scan_bytes(const char *bytes, size_t length, const char *source, struct scan *scan,
                struct pp_err *err)
{
    static const char mark[] = "\xEF\xBB\xBF";
    *scan = (struct scan){0};
    pp_buf_add(&scan->text, "");
    /* Of what is too long the beginning may say more: the line that makes it so. */
    bool cut = length > PP_MAX_CALENDAR_BYTES;
    length = cut ? PP_MAX_CALENDAR_BYTES : length;
    size_t skip = length >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;
    struct scanner s = {.at = bytes + skip,
                        .end = bytes + length,
                        .source = source,
                        .scan = scan,
                        .cut = cut,
                        .err = err};
    bool good = looks_like_calendar(s.at, (size_t)(s.end - s.at), source, err) && scan_lines(&s) &&
                check_end(&s);
    pp_buf_finish(&s.logical);
    return good;
}

void scan_finish(struct scan *scan)
{
    pp_buf_finish(&scan->text);
    pp_arena_finish(&scan->arena);
    *scan = (struct scan){0};
}
