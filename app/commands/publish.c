// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * podplan publish: calendars and reports of the plan in force.
 *
 * Reports are written aside first.  Then events and turns are stored, calendars
 * are written from what is stored, as the server does, and all files go to
 * their places.  If the program is killed between, the next run finds the
 * events as stored and makes the same files again: no SEQUENCE is ever used
 * for two contents.  The other way round it could be.
 */
#include "answer.h"
#include "commands.h"
#include "events.h"
#include "feed.h"
#include "folder.h"
#include "report.h"
#include "swap.h"
#include "swaps.h"
#include "tasks.h"

#include <string.h>

/** The files, and a note of each calendar that can't show everything. */
static bool write_calendars(const struct task *task, const struct events *events, const char *fresh,
                            struct answer *answer, struct pp_err *err)
{
    struct pp_arena arena = {0};
    json_t *narrowed = json_array();
    const char *folder = pp_arena_printf(&arena, "%s/calendars", fresh);
    struct feed_files files = {.service = task->service,
                               .feeds = events->feeds,
                               .n_feeds = events->n_feeds,
                               .dir = folder,
                               .arena = &arena};
    bool done = folder_make(folder, err) && feed_write_all(task->store, &files, err);
    for (int32_t n = 0; n < files.n_narrowed; n++) {
        pp_buf_printf(&answer->notes, "warning: %s\n", files.narrowed[n]);
        json_array_append_new(narrowed, answer_text(files.narrowed[n]));
    }
    json_object_set_new(answer->doc, "narrowed", narrowed);
    pp_arena_finish(&arena);
    return done;
}

static json_t *list_paths(const struct path_list *list)
{
    json_t *array = json_array();
    for (int32_t p = 0; p < list->count; p++) {
        json_array_append_new(array, answer_text(list->paths[p]));
    }
    return array;
}

static void answer_publish(const struct swap *swap, const struct events *events,
                           struct answer *answer)
{
    struct pp_buf *out = &answer->text;
    pp_buf_printf(out, "Published into %s: ", swap->out);
    pp_buf_count(out, swap->written.count, "file", "files");
    pp_buf_printf(out, " written, %d unchanged, %d removed.\n", (int)swap->unchanged,
                  (int)swap->removed.count);
    pp_buf_printf(out, "Calendar events: %d in all, %d new, %d changed, %d removed.\n\n",
                  (int)events->count, (int)events->added, (int)events->changed,
                  (int)events->removed);
    pp_buf_printf(out,
                  "Everything on one page, for a browser:  %s/report.html\n"
                  "The tables as a workbook and as CSV:    %s/podplan.xlsx, *.csv\n"
                  "Calendars of people, pods, hubs, tiers: %s/calendars/*.ics\n",
                  swap->out, swap->out, swap->out);
    json_object_set_new(answer->doc, "out", answer_text(swap->out));
    json_object_set_new(answer->doc, "written", list_paths(&swap->written));
    json_object_set_new(answer->doc, "removed", list_paths(&swap->removed));
    json_object_set_new(answer->doc, "unchanged", json_integer(swap->unchanged));
    json_object_set_new(answer->doc, "events",
                        json_pack("{s:i, s:i, s:i, s:i}", "total", (int)events->count, "added",
                                  (int)events->added, "changed", (int)events->changed, "removed",
                                  (int)events->removed));
}

/** True when the turns of the plan are not those that people were told. */
static bool turns_differ(const struct pp_plan *plan)
{
    int32_t told = 0;
    for (int32_t t = 0; t < plan->n_published; t++) {
        told += pp_in_rota(plan, plan->published[t].date);
    }
    bool differ = told != plan->n_turns;
    for (int32_t t = 0; t < plan->n_turns && !differ; t++) {
        differ = !pp_is_published(plan, &plan->turns[t]);
    }
    return differ;
}

static bool store_published(struct task *task, const struct pp_plan *plan,
                            const struct pp_event_list *seen, const struct events *events,
                            struct pp_err *err)
{
    struct pp_publication what = {.events = events->differs ? &events->list : NULL,
                                  .seen = seen,
                                  .feeds = events->feeds,
                                  .n_feeds = events->n_feeds};
    return pp_store_publish(task->store, task->service, turns_differ(plan) ? plan : NULL, &what,
                            err);
}

/** Writes all aside, stores what is published, puts the files into their places. */
static bool publish(struct task *task, const struct task_result *result,
                    const struct pp_event_list *seen, const struct events *events,
                    struct swap *swap, struct answer *answer, struct pp_err *err)
{
    struct report_input input = {
        .service = task->service, .plan = result->plan, .verdict = &result->verdict};
    return report_write(&input, swap->fresh, err) &&
           store_published(task, result->plan, seen, events, err) &&
           write_calendars(task, events, swap->fresh, answer, err) && swap_commit(swap, err);
}

static bool publish_plan(struct task *task, const char *out, struct answer *answer,
                         struct pp_err *err)
{
    struct swap swap;
    struct task_result result;
    struct pp_event_list published = {0};
    struct events events;
    if (!pp_store_load_events(task->store, &published, err) || !swap_begin(&swap, out, err)) {
        pp_arena_finish(&published.arena);
        return false;
    }
    task_judge(task, &result);
    events_make(task->service, result.plan, &published, &events);
    answer_record(&result.record, answer);
    bool done = publish(task, &result, &published, &events, &swap, answer, err);
    if (done) {
        answer_publish(&swap, &events, answer);
        answer_current(task->service, &result.record, answer);
    }
    events_finish(&events);
    task_result_finish(&result);
    swap_finish(&swap);
    pp_arena_finish(&published.arena);
    return done;
}

bool command_publish(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct task task;
    if (request->out == NULL) {
        return pp_fail(err, PP_E_USAGE, "publish needs a folder to write into: --out DIR");
    }
    if (!task_open_plan(&task, request->db, err)) {
        return false;
    }
    bool done = swaps_follow_plan(&task, task.before, answer, err) &&
                publish_plan(&task, request->out, answer, err);
    task_close(&task);
    return done;
}
