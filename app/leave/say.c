// SPDX-License-Identifier: GPL-3.0-or-later
/* What is said of leave from calendars. */
#include "say.h"

#include "answer.h"
#include "words.h"

#include <podplan/schema.h>

#include <inttypes.h>
#include <string.h>

json_t *leave_source_json(const struct pp_leave_source *s)
{
    char shown[FETCH_SHOWN];
    return json_pack("{s:I, s:o, s:o, s:o, s:s, s:b, s:i, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:i}",
                     "source", (json_int_t)s->source, "practitioner", answer_text(s->practitioner),
                     "name", answer_text(s->name), "place",
                     answer_text(fetch_show(s->place, shown)), "kind", pp_leave_kind_words[s->kind],
                     "days_only", (int)s->days_only, "hours", (int)s->hours, "free_too",
                     (int)s->free_too, "words", answer_text(s->words), "fetched_at",
                     answer_text(s->fetched_at), "from", answer_day(s->from), "to",
                     answer_day(s->to), "failed_at", answer_text(s->failed_at), "trouble",
                     answer_text(s->trouble), "days", (int)s->n_days);
}

json_t *leave_days_json(const struct leave_days *days)
{
    json_t *list = json_array();
    for (int32_t r = 0; r < days->n_runs; r++) {
        json_array_append_new(list, json_pack("{s:o, s:o}", "from", answer_day(days->runs[r].from),
                                              "to", answer_day(days->runs[r].to)));
    }
    return list;
}

/* A calendar of other years than those that are planned is a common oversight. */
static void say_no_days(const struct pp_leave_source *source, struct pp_buf *out)
{
    char from[PP_STAMP_TEXT], to[PP_STAMP_TEXT];
    pp_buf_printf(out, " from %s\nto %s, the days around the day of planning that are read.\n",
                  pp_day_words(source->from, from), pp_day_words(source->to, to));
}

void leave_say_days(const struct pp_leave_source *source, const struct leave_days *days,
                    pp_day today, struct pp_buf *out)
{
    pp_buf_count(out, days->n_days, "day of leave", "days of leave");
    if (days->n_days == 0) {
        say_no_days(source, out);
        return;
    }
    pp_buf_add(out, ", of which ahead:\n");
    bool ahead = false;
    for (int32_t r = 0; r < days->n_runs; r++) {
        const struct pp_leave_run *run = &days->runs[r];
        char from[PP_STAMP_TEXT], to[PP_STAMP_TEXT];
        if (run->to < today) {
            continue;
        }
        ahead = true;
        pp_buf_printf(out, "  %s", pp_day_words(run->from, from));
        if (run->to > run->from) {
            pp_buf_printf(out, " to %s", pp_day_words(run->to, to));
        }
        pp_buf_add(out, "\n");
    }
    pp_buf_add(out, ahead ? "" : "  none\n");
}

/* Appends "3 events that …" after a comma. */
static void add_part(struct pp_buf *out, int32_t count, const char *one, const char *many)
{
    if (count > 0) {
        pp_buf_add(out, out->length > 0 ? ", " : "Left out: ");
        pp_buf_count(out, count, one, many);
    }
}

void leave_say_left_out(const struct pp_leave_source *source, const struct leave_look *look,
                        struct pp_buf *out)
{
    struct pp_buf words = {0};
    const struct pp_calendar_reading *r = &look->reading;
    add_part(&words, r->n_free, "event shown as free (--free-too takes it)",
             "events shown as free (--free-too takes them)");
    add_part(&words, r->n_cancelled, "event that is cancelled", "events that are cancelled");
    add_part(&words, r->n_other, "event without the words", "events without the words");
    add_part(&words, look->days.n_short, "day with", "days with");
    if (look->days.n_short > 0 && source->days_only) {
        pp_buf_add(&words, " events that have times");
    } else if (look->days.n_short > 0) {
        pp_buf_printf(&words, " events of less than %d hours", source->hours);
    }
    if (words.length > 0) {
        pp_buf_add(&words, ".");
        words_wrap(out, 0, 0, pp_buf_text(&words));
    }
    pp_buf_finish(&words);
}

json_t *leave_left_out_json(const struct leave_look *look)
{
    const struct pp_calendar_reading *r = &look->reading;
    return json_pack("{s:i, s:i, s:i, s:i}", "free", (int)r->n_free, "cancelled",
                     (int)r->n_cancelled, "other", (int)r->n_other, "short_days",
                     (int)look->days.n_short);
}

void leave_say_notes(const struct pp_leave_source *source, const struct leave_look *look,
                     struct answer *answer, json_t *list)
{
    struct pp_buf words = {0};
    char shown[FETCH_SHOWN];
    fetch_show(source->place, shown);
    for (int32_t n = 0; n < look->reading.n_notes; n++) {
        const struct pp_calendar_note *note = &look->reading.notes[n];
        if (note->line > 0) {
            pp_buf_printf(&words, "%s:%d: warning: %s\n", shown, (int)note->line, note->text);
        } else {
            pp_buf_printf(&words, "%s: warning: %s\n", shown, note->text);
        }
        json_array_append_new(list,
                              json_pack("{s:o, s:i, s:o}", "place", answer_text(shown), "line",
                                        (int)note->line, "text", answer_text(note->text)));
    }
    words_clean(&answer->notes, pp_buf_text(&words), words.length);
    pp_buf_finish(&words);
}

static bool is_theirs(const struct task *task, const struct pp_leave_source *source,
                      const struct pp_turn *turn)
{
    const char *key = task->service->practitioners[turn->practitioner].practitioner;
    return strcmp(key, source->practitioner) == 0;
}

int32_t leave_say_hits(const struct task *task, const struct pp_leave_source *source,
                       const struct leave_days *days, struct pp_buf *out, json_t *list)
{
    const struct pp_plan *plan = task->before;
    const struct pp_service *service = task->service;
    int32_t hits = 0;
    int32_t first = plan == NULL ? 0 : pp_published_from(plan, service->settings.planned_on);
    for (int32_t t = first; plan != NULL && t < plan->n_published; t++) {
        const struct pp_turn *turn = &plan->published[t];
        char date[PP_STAMP_TEXT];
        if (!is_theirs(task, source, turn) || !leave_hits(days, service, turn)) {
            continue;
        }
        hits++;
        pp_buf_printf(out, "  %s  %s, %s\n", source->practitioner,
                      pp_row_name(service, PP_TABLE_shifts, turn->shift),
                      pp_day_words(turn->date, date));
        json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "practitioner",
                                              answer_text(source->practitioner), "shift",
                                              answer_text(service->shifts[turn->shift].shift),
                                              "date", answer_day(turn->date)));
    }
    return hits;
}
