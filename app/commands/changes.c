// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * podplan changes: what changed for whom since a time, and mail of it.
 *
 * Subscribed calendars lag by hours.  A change is noted when it is published; it is mailed once,
 * and again only when the program that sends mail did not take it.
 */
#include "answer.h"
#include "commands.h"
#include "explain.h"
#include "folder.h"
#include "mail.h"
#include "news.h"
#include "tasks.h"

#include <podplan/schema.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    HOUR = 3600,
    MOST_HOURS = 8784,
    MAIL_SECONDS = 30
};

/** A request on its way. */
struct errand {
    const struct request *request;
    struct answer *answer;
    struct task task;
    pp_instant since;
    struct pp_event_changes changes;
    struct pp_event_changes untold; ///< those that nobody has mailed
    int32_t sent, failed, nowhere;  ///< people
};

/* ---- Since when ---- */

static bool read_hours(const char *text, int64_t *hours)
{
    char *end = NULL;
    long value = strtol(text, &end, 10);
    *hours = value;
    return end != text && strcmp(end, "h") == 0 && value > 0 && value <= MOST_HOURS;
}

/** "2026-02-03T09:30Z", with seconds or without. */
static bool read_stamp(const char *text, pp_instant *at)
{
    char date[PP_DATE_TEXT], clock[PP_TIME_TEXT];
    pp_day day;
    pp_minute minute;
    int second = 0, used = 0;
    bool whole = sscanf(text, "%10[0-9-]T%5[0-9:]%n", date, clock, &used) == 2;
    if (whole && text[used] == ':') {
        int more = 0;
        whole = sscanf(text + used, ":%2d%n", &second, &more) == 1 && more == 3 && second >= 0 &&
                second < 60;
        used += more;
    }
    if (!whole || strcmp(text + used, "Z") != 0 || !pp_day_parse(date, &day) ||
        !pp_minute_parse(clock, &minute)) {
        return false;
    }
    *at = ((pp_instant)day * PP_DAY_MINUTES + minute) * 60 + second;
    return true;
}

static bool read_since(struct errand *errand, struct pp_err *err)
{
    const char *text = errand->request->since;
    pp_day day;
    int64_t hours;
    if (text == NULL) {
        return pp_fail(err, PP_E_USAGE, "since when? --since DATE, or --since 48h");
    }
    if (pp_day_parse(text, &day)) {
        errand->since = pp_london_instant(day, 0);
        return true;
    }
    if (read_hours(text, &hours)) {
        bool known = pp_store_now(errand->task.store, &errand->since, err);
        errand->since -= hours * HOUR;
        return known;
    }
    return read_stamp(text, &errand->since) ||
           pp_fail(err, PP_E_USAGE,
                   "--since takes a date such as 2026-02-03, a time such as 2026-02-03T09:30Z, or "
                   "hours such as 48h (at most %d), not '%s'",
                   (int)MOST_HOURS, text);
}

/* ---- The list ---- */

static const char *instant_text(pp_instant at, char text[PP_STAMP_TEXT])
{
    char date[PP_DATE_TEXT];
    int32_t second = (int32_t)(at % (PP_DAY_MINUTES * 60));
    snprintf(text, PP_STAMP_TEXT, "%sT%02d:%02d:%02dZ",
             pp_day_text((pp_day)(at / (PP_DAY_MINUTES * 60)), date), second / HOUR,
             second / 60 % 60, second % 60);
    return text;
}

static json_t *side_object(const struct pp_event_side *side)
{
    char begin[PP_TIME_TEXT], end[PP_TIME_TEXT];
    if (side->date == PP_NO_DAY) {
        return json_null();
    }
    return json_pack("{s:o, s:s, s:s, s:o, s:o}", "date", answer_day(side->date), "begin",
                     pp_minute_text(side->begin, begin), "end",
                     pp_minute_text(side->end % PP_DAY_MINUTES, end), "summary",
                     answer_text(side->summary), "location", answer_text(side->location));
}

static json_t *news_object(const struct news *news)
{
    char changed[PP_STAMP_TEXT];
    struct pp_buf words = {0};
    news_words(news, &words);
    json_t *object = json_pack(
        "{s:o, s:s, s:o, s:o, s:s, s:b, s:o}", "practitioner", answer_text(news->practitioner),
        "what", news_kind_words[news->kind], "before", side_object(&news->before), "after",
        side_object(&news->after), "changed", instant_text(news->changed, changed), "soon",
        (int)news->soon, "sentence", answer_text(pp_buf_text(&words)));
    pp_buf_finish(&words);
    return object;
}

/** The row of a person in the service; PP_NONE when they are no longer in it. */
static int32_t find_person(const struct pp_service *service, const char *key)
{
    for (int32_t p = 0; p < service->n_practitioners; p++) {
        if (strcmp(service->practitioners[p].practitioner, key) == 0) {
            return p;
        }
    }
    return PP_NONE;
}

/** "FP1 (Ada Brook)". */
static void add_person(const struct errand *errand, const char *key, struct pp_buf *out)
{
    int32_t person = find_person(errand->task.service, key);
    const char *name = person == PP_NONE ? NULL : errand->task.service->practitioners[person].name;
    pp_buf_printf(out, name == NULL ? "%s\n" : "%s (%s)\n", key, name);
}

static void list_news(const struct errand *errand, const struct news_list *list)
{
    struct pp_buf *out = &errand->answer->text;
    json_t *array = json_array();
    char since[PP_STAMP_TEXT];
    if (list->count == 0) {
        pp_buf_printf(out, "No published turn has changed since %s.\n",
                      instant_text(errand->since, since));
    }
    for (int32_t n = 0; n < list->count; n++) {
        const struct news *news = &list->items[n];
        if (n == 0 || strcmp(news->practitioner, list->items[n - 1].practitioner) != 0) {
            pp_buf_add(out, n == 0 ? "" : "\n");
            add_person(errand, news->practitioner, out);
        }
        pp_buf_add(out, "  ");
        news_words(news, out);
        pp_buf_add(out, "\n");
        json_array_append_new(array, news_object(news));
    }
    json_object_set_new(errand->answer->doc, "since",
                        json_string(instant_text(errand->since, since)));
    json_object_set_new(errand->answer->doc, "changes", array);
}

/* ---- Mail ---- */

static void keep_untold(struct errand *errand)
{
    struct pp_event_changes *untold = &errand->untold;
    untold->rows = PP_NEW(&untold->arena, struct pp_event_change, errand->changes.count + 1);
    for (int32_t c = 0; c < errand->changes.count; c++) {
        if (errand->changes.rows[c].told == 0) {
            untold->rows[untold->count++] = errand->changes.rows[c];
        }
    }
}

static void write_body(const struct news_list *list, struct pp_buf *body)
{
    pp_buf_add(body, "Your rota has changed:\n\n");
    for (int32_t n = 0; n < list->count; n++) {
        pp_buf_add(body, "- ");
        news_words(&list->items[n], body);
        pp_buf_add(body, "\n");
    }
    pp_buf_add(body,
               "\nThe calendar you have subscribed to will show this, too, but calendars ask "
               "for news\nonly every few hours, and some only once a day.\n");
}

static bool tell_person(struct errand *errand, const char *to, const struct news_list *list,
                        struct pp_err *err)
{
    const struct pp_settings *settings = &errand->task.service->settings;
    struct pp_buf body = {0};
    write_body(list, &body);
    struct mail_letter letter = {.program = settings->mail_program,
                                 .from = settings->mail_from,
                                 .to = to,
                                 .subject = "Changes in your rota",
                                 .body = pp_buf_text(&body),
                                 .seconds = MAIL_SECONDS};
    bool sent = mail_send(&letter, err);
    pp_buf_finish(&body);
    return sent;
}

/** What came of one person's letter, for the JSON answer and for whoever has to ring them up. */
static void note_letter(struct errand *errand, json_t *array, const char *key, const char *what,
                        const char *why)
{
    json_array_append_new(array, json_pack("{s:o, s:s, s:o}", "practitioner", answer_text(key),
                                           "mail", what, "reason", answer_text(why)));
    if (why != NULL) {
        pp_buf_printf(&errand->answer->notes, "%s was not told: %s\n", key, why);
    }
}

/** One person's changes from `first` up to `next`. False: the store failed, and nobody goes on. */
static bool mail_person(struct errand *errand, int32_t first, int32_t next, json_t *array,
                        struct pp_err *err)
{
    const struct pp_event_change *changes = &errand->untold.rows[first];
    const char *key = changes->practitioner;
    int32_t person = find_person(errand->task.service, key);
    const char *to = person == PP_NONE ? NULL : errand->task.service->practitioners[person].email;
    struct news_list list = {0};
    struct pp_err trouble = {0};
    news_make(changes, next - first, &list);
    bool needed = list.count > 0, going = true;
    if (needed && to == NULL) {
        errand->nowhere++;
        note_letter(errand, array, key, "none", "the data has no mail address");
    } else if (needed && !tell_person(errand, to, &list, &trouble)) {
        errand->failed++;
        note_letter(errand, array, key, "failed", trouble.text);
    } else {
        going = pp_store_tell_changes(errand->task.store, key, errand->since,
                                      changes[next - first - 1].id, err);
        errand->sent += needed;
        if (needed && going) {
            note_letter(errand, array, key, "sent", NULL);
        }
    }
    pp_arena_finish(&list.arena);
    return going;
}

/** The folder of the file, locked: two at once would tell everybody twice. -1 with `err`. */
static int lock_folder_of(const char *db, struct pp_err *err)
{
    struct pp_arena arena = {0};
    const char *slash = strrchr(db, '/');
    const char *folder =
        slash == NULL ? "." : pp_arena_printf(&arena, "%.*s/", (int)(slash - db), db);
    int lock = folder_lock(folder, "at work in", err);
    pp_arena_finish(&arena);
    return lock;
}

static bool mail_all(struct errand *errand, struct pp_err *err)
{
    json_t *array = json_array();
    bool going = true;
    keep_untold(errand);
    const struct pp_event_changes *untold = &errand->untold;
    for (int32_t c = 0, next; going && c < untold->count; c = next) {
        next = c + 1;
        while (next < untold->count &&
               strcmp(untold->rows[next].practitioner, untold->rows[c].practitioner) == 0) {
            next++;
        }
        going = mail_person(errand, c, next, array, err);
    }
    json_object_set_new(errand->answer->doc, "mail", array);
    pp_buf_printf(&errand->answer->text, "\nMail: %d sent, %d failed, %d without an address.\n",
                  (int)errand->sent, (int)errand->failed, (int)errand->nowhere);
    if (errand->failed > 0) {
        errand->answer->status = EXIT_SYSTEM;
    }
    return going;
}

static bool load(struct errand *errand, struct pp_err *err)
{
    return pp_store_load_changes(errand->task.store, errand->since, errand->request->practitioner,
                                 &errand->changes, err);
}

/** What has changed is loaded again under the lock: somebody may just have told it. */
static bool mail_under_lock(struct errand *errand, struct pp_err *err)
{
    const struct pp_settings *settings = &errand->task.service->settings;
    if (!mail_ready(settings->mail_program, settings->mail_from, err)) {
        return false;
    }
    int lock = lock_folder_of(errand->request->db, err);
    if (lock < 0) {
        return false;
    }
    pp_arena_finish(&errand->changes.arena);
    errand->changes = (struct pp_event_changes){0};
    bool done = load(errand, err) && mail_all(errand, err);
    close(lock);
    return done;
}

static bool tell_changes(struct errand *errand, struct pp_err *err)
{
    const char *key = errand->request->practitioner;
    if (!read_since(errand, err) || !load(errand, err)) {
        return false;
    }
    if (key != NULL && errand->changes.count == 0 &&
        explain_find(errand->task.service, PP_TABLE_practitioners, "practitioner", key, err) ==
            PP_NONE) {
        return false;
    }
    struct news_list list = {0};
    news_make(errand->changes.rows, errand->changes.count, &list);
    list_news(errand, &list);
    pp_arena_finish(&list.arena);
    return !errand->request->mail || mail_under_lock(errand, err);
}

bool command_changes(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct errand errand = {.request = request, .answer = answer};
    if (!task_open(&errand.task, request->db, err)) {
        return false;
    }
    bool done = tell_changes(&errand, err);
    pp_arena_finish(&errand.changes.arena);
    pp_arena_finish(&errand.untold.arena);
    task_close(&errand.task);
    return done;
}
