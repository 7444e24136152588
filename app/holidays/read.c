// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reading bank holidays.  Three shapes of JSON are about, all GOV.UK's:
 *
 *     {"england-and-wales": {"events": [{"title": …, "date": "2026-12-28"}]}, …}
 *     {"division": "england-and-wales", "events": […]}
 *     {"divisions": {"common.nations.england-and-wales_slug": {"2026": [{"title":
 *         "bank_holidays.boxing_day", "date": "28/12/2026"}]}}}
 *
 * and a calendar of days for each division, shown as free.
 */
#include "holidays.h"

#include <podplan/calendar_read.h>
#include <podplan/limits.h>
#include <podplan/text.h>

#include <stdio.h>
#include <string.h>

enum {
    MOST = 2000, ///< bank holidays of one file
    NAME = 128   ///< bytes of a name that are kept
};

/* A file on its way. */
struct reading {
    const char *source, *division;
    struct holiday_list *list;
    struct pp_err *err;
};

static bool add(struct reading *r, pp_day date, const char *name)
{
    struct holiday_list *list = r->list;
    if (list->count >= MOST) {
        return pp_fail(r->err, PP_E_INPUT,
                       "%s: it has more than %d bank holidays; please check what it is", r->source,
                       MOST);
    }
    list->rows = pp_arena_grow(&list->arena, list->rows, &list->capacity, list->count + 1,
                               sizeof(*list->rows));
    list->rows[list->count++] =
        (struct pp_holiday){date, name[0] == '\0' ? NULL : pp_arena_string(&list->arena, name)};
    return true;
}

void holidays_add_shipped(struct holiday_list *list)
{
    struct reading r = {.source = "podplan", .list = list};
    for (int32_t h = 0; h < holidays_n_shipped; h++) {
        pp_day date = PP_NO_DAY;
        if (pp_day_parse(holidays_shipped[h].date, &date)) {
            add(&r, date, holidays_shipped[h].name);
        }
    }
}

/* ---- JSON ---- */

/* "2026-12-28", or "28/12/2026". */
static bool read_date(const char *text, pp_day *date)
{
    char turned[11];
    if (strlen(text) == 10 && text[2] == '/' && text[5] == '/') {
        snprintf(turned, sizeof(turned), "%.4s-%.2s-%.2s", text + 6, text + 3, text);
        text = turned;
    }
    return pp_day_parse(text, date);
}

/* A title on one line; of a key of translation, such as "bank_holidays.boxing_day", its words. */
static void read_title(const char *title, bool substitute, char name[NAME])
{
    static const char key[] = "bank_holidays.";
    bool is_key = strncmp(title, key, sizeof(key) - 1) == 0;
    size_t length = 0;
    title += is_key ? sizeof(key) - 1 : 0;
    for (; title[length] != '\0' && length < NAME - 20; length++) {
        char c = title[length];
        name[length] =
            (char)((unsigned char)c < ' ' || c == 0x7F || (is_key && c == '_') ? ' ' : c);
    }
    length = pp_utf8_sound(name, length);
    if (is_key && length > 0 && name[0] >= 'a' && name[0] <= 'z') {
        name[0] = (char)(name[0] - 'a' + 'A');
    }
    snprintf(name + length, NAME - length, "%s", substitute ? " (substitute day)" : "");
}

static bool read_event(struct reading *r, json_t *event, size_t number)
{
    const char *date = json_string_value(json_object_get(event, "date"));
    const char *title = json_string_value(json_object_get(event, "title"));
    const char *notes = json_string_value(json_object_get(event, "notes"));
    bool substitute = notes != NULL && (strcasecmp(notes, "Substitute day") == 0 ||
                                        strcmp(notes, "common.substitute_day") == 0);
    char name[NAME] = "";
    pp_day day = PP_NO_DAY;
    if (date == NULL || !read_date(date, &day)) {
        return pp_fail(r->err, PP_E_INPUT,
                       "%s: bank holiday %zu has the date '%.20s'; a date is 2026-12-28 or "
                       "28/12/2026",
                       r->source, number + 1, date == NULL ? "" : date);
    }
    read_title(title == NULL ? "" : title, substitute, name);
    return add(r, day, name);
}

static bool read_events(struct reading *r, json_t *events)
{
    size_t number;
    json_t *event;
    json_array_foreach(events, number, event)
    {
        if (!read_event(r, event, number)) {
            return false;
        }
    }
    return true;
}

/* Lists by year. */
static bool read_years(struct reading *r, json_t *years)
{
    const char *year;
    json_t *events;
    json_object_foreach(years, year, events)
    {
        if (!read_events(r, events)) {
            return false;
        }
    }
    return true;
}

static bool read_root(struct reading *r, json_t *root)
{
    json_t *events = json_object_get(json_object_get(root, r->division), "events");
    const char *only = json_string_value(json_object_get(root, "division"));
    struct pp_arena arena = {0};
    const char *slug = pp_arena_printf(&arena, "common.nations.%s_slug", r->division);
    json_t *years = json_object_get(json_object_get(root, "divisions"), slug);
    pp_arena_finish(&arena);
    if (events == NULL && only != NULL && strcmp(only, r->division) == 0) {
        events = json_object_get(root, "events");
    }
    if (years != NULL) {
        return read_years(r, years);
    }
    return events != NULL ? read_events(r, events)
                          : pp_fail(r->err, PP_E_INPUT,
                                    "%s: there is nothing of %s in it, as GOV.UK writes bank "
                                    "holidays; please take https://www.gov.uk/bank-holidays.json",
                                    r->source, r->division);
}

static bool read_json(struct reading *r, const struct pp_buf *bytes)
{
    json_error_t trouble;
    json_t *root = json_loadb(bytes->text, bytes->length, JSON_REJECT_DUPLICATES, &trouble);
    if (root == NULL) {
        return pp_fail(r->err, PP_E_INPUT, "%s:%d: this is no sound JSON: %.120s", r->source,
                       trouble.line, trouble.text);
    }
    bool good = read_root(r, root);
    json_decref(root);
    return good;
}

/* ---- Calendars ---- */

/* Of all years, as JSON is: a service may be planned long before or after those of the file. */
static bool read_calendar(struct reading *r, const struct pp_buf *bytes)
{
    struct pp_calendar_wanted wanted = {
        .source = r->source,
        .from = pp_day_from_civil((struct pp_civil){PP_FIRST_YEAR, 1, 1}),
        .to = pp_day_from_civil((struct pp_civil){PP_LAST_YEAR, 12, 31}),
        .free_too = true};
    struct pp_calendar_reading reading;
    bool good = pp_calendar_read(pp_buf_text(bytes), bytes->length, &wanted, &reading, r->err);
    for (int32_t i = 0; good && i < reading.count; i++) {
        const struct pp_occurrence *o = &reading.rows[i];
        for (pp_day day = o->from; good && o->all_day && day <= o->to; day++) {
            good = add(r, day, o->summary);
        }
    }
    pp_calendar_reading_finish(&reading);
    return good;
}

bool holidays_read(const struct pp_buf *bytes, const char *source, const char *division,
                   struct holiday_list *list, struct pp_err *err)
{
    struct reading r = {source, division, list, err};
    const char *text = pp_buf_text(bytes);
    if (bytes->length > PP_MAX_CALENDAR_BYTES) {
        return pp_fail(err, PP_E_INPUT, "%s: it has more than %d bytes; please check what it is",
                       source, PP_MAX_CALENDAR_BYTES);
    }
    int32_t before = list->count;
    bool good = text[strspn(text, " \t\r\n\xEF\xBB\xBF")] == '{' ? read_json(&r, bytes)
                                                                 : read_calendar(&r, bytes);
    return good && (list->count > before ||
                    pp_fail(err, PP_E_INPUT, "%s: there is no bank holiday in it", source));
}

/* ---- What a service knows ---- */

pp_day holidays_last(const struct pp_service *service)
{
    pp_day last = PP_NO_DAY;
    for (int32_t h = 0; h < service->n_bank_holidays; h++) {
        pp_day date = service->bank_holidays[h].date;
        last = last == PP_NO_DAY || date > last ? date : last;
    }
    return last;
}

void holidays_warn(const struct pp_service *service, pp_day rota_last, struct answer *answer)
{
    pp_day last = holidays_last(service);
    int32_t known = last == PP_NO_DAY ? 0 : pp_civil_from_day(last).year;
    int32_t wanted = pp_civil_from_day(rota_last).year;
    if (wanted > known) {
        pp_buf_printf(&answer->notes,
                      "podplan: warning: the rota goes on into %d, and no bank holiday of %d is "
                      "known; podplan holidays add knows those of England and Wales to 2028, and "
                      "takes later ones from GOV.UK\n",
                      (int)wanted, (int)wanted);
    }
}
