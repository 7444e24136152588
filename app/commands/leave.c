// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * podplan leave add, fetch, list, remove: leave from calendars, beside leave.csv.
 *
 * What can't be fetched or read changes nothing: the days of the last good copy stay, and the
 * source says since when and why.
 */
#include "answer.h"
#include "commands.h"
#include "explain.h"
#include "say.h"
#include "words.h"

#include <podplan/limits.h>
#include <podplan/schema.h>
#include <podplan/text.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TERM_BYTES = 96,
    TERM_COLUMN = 8
};

/* A command on its way. */
struct errand {
    struct task task;
    const struct request *request;
    struct answer *answer;
    struct pp_leave_sources sources;
    struct pp_buf hits; ///< published turns that leave takes away, as lines
    json_t *hit_list, *note_list;
    int32_t n_hits;
};

static bool open_errand(struct errand *errand, const struct request *request, struct answer *answer,
                        struct pp_err *err)
{
    *errand = (struct errand){.request = request, .answer = answer};
    if (!task_open(&errand->task, request->db, err)) {
        return false;
    }
    errand->hit_list = json_array();
    errand->note_list = json_array();
    if (!pp_store_load_leave_sources(errand->task.store, &errand->sources, err)) {
        task_close(&errand->task);
        return false;
    }
    return true;
}

static void close_errand(struct errand *errand)
{
    json_decref(errand->hit_list);
    json_decref(errand->note_list);
    pp_buf_finish(&errand->hits);
    pp_arena_finish(&errand->sources.arena);
    task_close(&errand->task);
}

/* Published turns that are to be planned anew, and how. */
static void say_hits(struct errand *errand)
{
    struct answer *answer = errand->answer;
    if (errand->n_hits > 0) {
        pp_buf_add(&answer->text, "\n");
        words_wrap(&answer->text, 0, 0,
                   "Published turns of people who are on leave then (podplan rota --changes N "
                   "plans them anew):");
        pp_buf_add(&answer->text, pp_buf_text(&errand->hits));
    }
    json_object_set(answer->doc, "hits", errand->hit_list);
    json_object_set(answer->doc, "warnings", errand->note_list);
}

static void look_for_hits(struct errand *errand, const struct pp_leave_source *source,
                          const struct leave_look *look)
{
    errand->n_hits +=
        leave_say_hits(&errand->task, source, &look->days, &errand->hits, errand->hit_list);
    leave_say_notes(source, look, errand->answer, errand->note_list);
}

static bool store_copy(struct errand *errand, struct pp_leave_source *source,
                       const struct leave_look *look, struct pp_err *err)
{
    const struct pp_leave_copy copy = {look->days.runs, look->days.n_runs, look->since};
    return pp_store_save_leave(errand->task.store, source, look->unchanged ? NULL : &copy, err);
}

/* ---- add ---- */

static bool check_person(const struct errand *errand, const char *key, struct pp_err *err)
{
    return explain_find(errand->task.service, PP_TABLE_practitioners, "practitioner", key, err) !=
           PP_NONE;
}

static bool read_kind(const char *word, int32_t *kind, struct pp_err *err)
{
    *kind = PP_OTHER_LEAVE;
    if (word == NULL) {
        return true;
    }
    for (*kind = 0; pp_leave_kind_words[*kind] != NULL; (*kind)++) {
        if (strcmp(pp_leave_kind_words[*kind], word) == 0) {
            return true;
        }
    }
    return pp_fail(err, PP_E_USAGE,
                   "--kind takes annual, sick, study, court or other, as in leave.csv, not '%s'",
                   word);
}

static bool is_line_of_text(const char *text)
{
    size_t length = strlen(text);
    bool good = length <= PP_MAX_KEY_BYTES && pp_utf8_sound(text, length) == length;
    for (; good && *text != '\0'; text++) {
        good = (unsigned char)*text >= ' ' && *text != 0x7F;
    }
    return good;
}

static bool check_texts(const struct request *request, struct pp_err *err)
{
    const struct {
        const char *option, *text;
    } texts[] = {{"name", request->name}, {"words", request->words}};
    for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++) {
        if (texts[t].text != NULL && !is_line_of_text(texts[t].text)) {
            return pp_fail(err, PP_E_USAGE, "--%s takes up to %d bytes of text on one line",
                           texts[t].option, (int)PP_MAX_KEY_BYTES);
        }
    }
    return true;
}

/* The same calendar twice for one person is an oversight. */
static bool check_new(const struct errand *errand, const char *person, const char *place,
                      struct pp_err *err)
{
    for (int32_t s = 0; s < errand->sources.count; s++) {
        const struct pp_leave_source *known = &errand->sources.rows[s];
        if (strcmp(known->practitioner, person) == 0 && strcmp(known->place, place) == 0) {
            return pp_fail(err, PP_E_STATE,
                           "%s has this calendar already, as source %" PRId64
                           "; podplan leave remove %" PRId64 " takes it away",
                           person, known->source, known->source);
        }
    }
    return true;
}

/* The source that the request describes; `place` and `source` borrow from the request and buffer. */
static bool describe(struct errand *errand, struct pp_buf *place, struct pp_leave_source *source,
                     struct pp_err *err)
{
    const struct request *r = errand->request;
    int32_t kind = 0;
    if (!check_person(errand, r->operands[0], err) || !read_kind(r->kind, &kind, err) ||
        !check_texts(r, err) || !fetch_settle(r->operands[1], place, err) ||
        !check_new(errand, r->operands[0], pp_buf_text(place), err)) {
        return false;
    }
    *source = (struct pp_leave_source){.practitioner = r->operands[0],
                                       .place = pp_buf_text(place),
                                       .name = r->name == NULL ? "leave" : r->name,
                                       .kind = kind,
                                       .days_only = r->days_only,
                                       .hours = r->hours < 0 ? LEAVE_HOURS : (int32_t)r->hours,
                                       .free_too = r->free_too,
                                       .words = r->words,
                                       .allow_private = r->allow_private,
                                       .as_browser = r->as_browser};
    return true;
}

static void say_added(struct errand *errand, struct pp_leave_source *source,
                      const struct leave_look *look)
{
    struct answer *answer = errand->answer;
    char shown[FETCH_SHOWN];
    bool stored = !errand->request->dry_run;
    pp_buf_printf(&answer->text, "%s, %s: ", source->practitioner,
                  fetch_show(source->place, shown));
    leave_say_days(source, &look->days, errand->task.service->settings.planned_on, &answer->text);
    leave_say_left_out(source, look, &answer->text);
    say_hits(errand);
    if (stored) {
        pp_buf_printf(&answer->text,
                      "\nStored as source %" PRId64
                      "; podplan leave fetch looks "
                      "for news.\n",
                      source->source);
    } else {
        pp_buf_add(&answer->text, "\nNothing was stored.\n");
    }
    json_object_set_new(answer->doc, "source", leave_source_json(source));
    json_object_set_new(answer->doc, "days", leave_days_json(&look->days));
    json_object_set_new(answer->doc, "left_out", leave_left_out_json(look));
    json_object_set_new(answer->doc, "stored", json_boolean(stored));
}

static bool add_source(struct errand *errand, struct pp_leave_source *source, struct pp_err *err)
{
    struct leave_look look;
    bool done = leave_look(source, leave_window(errand->task.service),
                           fetch_seconds(errand->request->time), &look, err);
    source->n_days = look.days.n_days;
    done = done && (errand->request->dry_run || store_copy(errand, source, &look, err));
    if (done) {
        look_for_hits(errand, source, &look);
        say_added(errand, source, &look);
    }
    leave_look_finish(&look);
    return done;
}

static bool add(struct errand *errand, struct pp_err *err)
{
    struct pp_leave_source source;
    struct pp_buf place = {0};
    bool done = describe(errand, &place, &source, err) && add_source(errand, &source, err);
    pp_buf_finish(&place);
    return done;
}

/* ---- fetch ---- */

/* One source of several: its trouble is no trouble of the others. */
struct visit {
    struct pp_leave_source *source;
    struct leave_look look;
    struct pp_err err;
    bool good;
};

static bool store_visit(struct errand *errand, struct visit *visit, struct pp_err *err)
{
    struct pp_store *store = errand->task.store;
    bool new_days = visit->good && !visit->look.unchanged;
    if (errand->request->dry_run) {
        visit->source->n_days = new_days ? visit->look.days.n_days : visit->source->n_days;
        return true;
    }
    if (!visit->good) {
        return pp_store_leave_failed(store, visit->source->source, visit->err.text, err);
    }
    return store_copy(errand, visit->source, &visit->look, err);
}

static const char *outcome_of(const struct visit *visit)
{
    return !visit->good ? "failed" : visit->look.same ? "unchanged" : "new";
}

static void say_failure(struct errand *errand, const struct visit *visit)
{
    struct answer *answer = errand->answer;
    pp_buf_add(&answer->notes, "podplan: ");
    words_clean(&answer->notes, visit->err.text, strlen(visit->err.text));
    pp_buf_printf(&answer->notes, "; the %d days of %s's last good copy, of %s, stay\n",
                  (int)visit->source->n_days, visit->source->practitioner,
                  visit->source->fetched_at);
    answer->status = exit_of(visit->err.code);
}

static void say_visit(struct errand *errand, struct visit *visit, json_t *list)
{
    struct answer *answer = errand->answer;
    char shown[FETCH_SHOWN], term[TERM_BYTES];
    if (visit->good && !visit->look.unchanged) {
        look_for_hits(errand, visit->source, &visit->look);
    }
    snprintf(term, sizeof(term), "%" PRId64, visit->source->source);
    struct pp_buf words = {0};
    pp_buf_printf(&words, "%s, %s (%s): %s, ", visit->source->practitioner, visit->source->name,
                  fetch_show(visit->source->place, shown), outcome_of(visit));
    pp_buf_count(&words, visit->source->n_days, "day", "days");
    words_entry(&answer->text, TERM_COLUMN, term, pp_buf_text(&words));
    pp_buf_finish(&words);
    json_array_append_new(
        list, json_pack("{s:I, s:o, s:s, s:i, s:o}", "source", (json_int_t)visit->source->source,
                        "practitioner", answer_text(visit->source->practitioner), "outcome",
                        outcome_of(visit), "days", (int)visit->source->n_days, "trouble",
                        visit->good ? json_null() : answer_text(visit->err.text)));
    if (!visit->good) {
        say_failure(errand, visit);
    }
}

static bool visit_source(struct errand *errand, struct pp_leave_source *source, json_t *list,
                         struct pp_err *err)
{
    struct visit visit = {.source = source};
    visit.good = leave_look(source, leave_window(errand->task.service),
                            fetch_seconds(errand->request->time), &visit.look, &visit.err);
    bool done = store_visit(errand, &visit, err);
    if (done) {
        say_visit(errand, &visit, list);
    }
    leave_look_finish(&visit.look);
    return done;
}

/* The number of a source; 0: all are meant. */
static bool read_number(const struct request *request, int64_t *number, struct pp_err *err)
{
    *number = 0;
    if (request->n_operands == 0) {
        return true;
    }
    char *end;
    *number = strtoll(request->operands[0], &end, 10);
    return (*end == '\0' && *number > 0) ||
           pp_fail(err, PP_E_USAGE,
                   "a source has a number such as 1 (podplan leave list), not '%s'",
                   request->operands[0]);
}

static bool fetch(struct errand *errand, struct pp_err *err)
{
    int64_t number;
    if (!read_number(errand->request, &number, err)) {
        return false;
    }
    json_t *list = json_array();
    bool done = true;
    for (int32_t s = 0; done && s < errand->sources.count; s++) {
        struct pp_leave_source *source = &errand->sources.rows[s];
        if (number == 0 || source->source == number) {
            done = visit_source(errand, source, list, err);
        }
    }
    if (done && number != 0 && json_array_size(list) == 0) {
        done =
            pp_fail(err, PP_E_USAGE,
                    "there is no source of leave of number %" PRId64 "; podplan leave list has all",
                    number);
    }
    if (done && json_array_size(list) == 0) {
        pp_buf_add(&errand->answer->text,
                   "There is no source of leave; podplan leave add makes one.\n");
    }
    say_hits(errand);
    json_object_set_new(errand->answer->doc, "sources", list);
    return done;
}

/* ---- list and remove ---- */

static void list_source(struct errand *errand, const struct pp_leave_source *s, json_t *list)
{
    struct pp_buf words = {0};
    char shown[FETCH_SHOWN], term[TERM_BYTES];
    snprintf(term, sizeof(term), "%" PRId64, s->source);
    pp_buf_printf(&words, "%s, %s (%s), %s: ", s->practitioner, s->name,
                  fetch_show(s->place, shown), pp_leave_kind_words[s->kind]);
    pp_buf_count(&words, s->n_days, "day", "days");
    pp_buf_printf(&words, " by %s", s->fetched_at);
    if (s->trouble != NULL) {
        pp_buf_printf(&words, "; failed since, last on %s: ", s->failed_at);
        words_clean(&words, s->trouble, strlen(s->trouble));
    }
    if (!check_person(errand, s->practitioner, NULL)) {
        pp_buf_add(&words, "; without effect, for the service has nobody of that key");
    }
    words_entry(&errand->answer->text, TERM_COLUMN, term, pp_buf_text(&words));
    pp_buf_finish(&words);
    json_array_append_new(list, leave_source_json(s));
}

static bool list_sources(struct errand *errand, struct pp_err *err)
{
    (void)err;
    json_t *list = json_array();
    for (int32_t s = 0; s < errand->sources.count; s++) {
        list_source(errand, &errand->sources.rows[s], list);
    }
    if (errand->sources.count == 0) {
        pp_buf_add(&errand->answer->text,
                   "There is no source of leave; podplan leave add makes one.\n");
    }
    json_object_set_new(errand->answer->doc, "sources", list);
    return true;
}

static bool remove_source(struct errand *errand, struct pp_err *err)
{
    int64_t number;
    if (!read_number(errand->request, &number, err) ||
        !pp_store_remove_leave(errand->task.store, number, err)) {
        return false;
    }
    pp_buf_printf(&errand->answer->text,
                  "Source %" PRId64
                  " is gone, and its days of leave with it; those of leave.csv "
                  "stay.\n",
                  number);
    json_object_set_new(errand->answer->doc, "removed", json_integer(number));
    return true;
}

/* ---- The commands ---- */

static bool run(const struct request *request, struct answer *answer, struct pp_err *err,
                bool (*step)(struct errand *errand, struct pp_err *err))
{
    struct errand errand;
    if (!open_errand(&errand, request, answer, err)) {
        return false;
    }
    bool done = step(&errand, err);
    close_errand(&errand);
    return done;
}

bool command_leave_add(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return run(request, answer, err, add);
}

bool command_leave_fetch(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return run(request, answer, err, fetch);
}

bool command_leave_list(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return run(request, answer, err, list_sources);
}

bool command_leave_remove(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return run(request, answer, err, remove_source);
}
