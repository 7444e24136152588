// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * podplan holidays add, list, clear: bank holidays beside bank_holidays.csv.
 *
 * Nothing is added unasked: a service that gives none may mean so, and the same data must give the
 * same plan with every version of podplan.  The warning about a rota beyond the known years says how.
 */
#include "holidays.h"
#include "answer.h"
#include "commands.h"
#include "fetch.h"
#include "tasks.h"
#include "words.h"

#include <podplan/limits.h>

#include <string.h>

static const char DIVISION[] = "england-and-wales";

static bool check_division(const char *division, struct pp_err *err)
{
    static const char *const divisions[] = {"england-and-wales", "scotland", "northern-ireland"};
    for (size_t d = 0; d < sizeof(divisions) / sizeof(divisions[0]); d++) {
        if (strcmp(division, divisions[d]) == 0) {
            return true;
        }
    }
    return pp_fail(err, PP_E_USAGE,
                   "--division takes england-and-wales, scotland or northern-ireland, not '%s'",
                   division);
}

static bool read_place(const struct request *request, const char *division,
                       struct holiday_list *list, struct pp_err *err)
{
    struct pp_buf place = {0};
    struct fetched fetched = {.unchanged = false};
    char shown[FETCH_SHOWN];
    bool good = fetch_settle(request->operands[0], &place, err);
    if (good) {
        struct fetch fetch = {.place = pp_buf_text(&place),
                              .allow_private = request->allow_private,
                              .as_browser = request->as_browser,
                              .seconds = fetch_seconds(request->time)};
        good = fetch_run(&fetch, &fetched, err) &&
               holidays_read(&fetched.body, fetch_show(pp_buf_text(&place), shown), division, list,
                             err);
    }
    pp_buf_finish(&fetched.body);
    pp_buf_finish(&place);
    return good;
}

static bool collect(const struct request *request, struct holiday_list *list, struct pp_err *err)
{
    const char *division = request->division == NULL ? DIVISION : request->division;
    if (!check_division(division, err)) {
        return false;
    }
    if (request->n_operands > 0) {
        return read_place(request, division, list, err);
    }
    if (strcmp(division, DIVISION) != 0) {
        return pp_fail(err, PP_E_USAGE,
                       "podplan brings along the bank holidays of England and Wales; for %s please "
                       "give https://www.gov.uk/bank-holidays.json or a file",
                       division);
    }
    holidays_add_shipped(list);
    return true;
}

static void say_added(const struct holiday_list *list, int32_t added, bool stored,
                      struct answer *answer)
{
    pp_day last = PP_NO_DAY;
    char date[PP_STAMP_TEXT];
    for (int32_t h = 0; h < list->count; h++) {
        last = last == PP_NO_DAY || list->rows[h].date > last ? list->rows[h].date : last;
    }
    pp_buf_count(&answer->text, list->count, "bank holiday", "bank holidays");
    pp_buf_printf(&answer->text, " to %s; ", pp_day_words(last, date));
    if (stored) {
        pp_buf_printf(&answer->text, "%d were not added before.\n", (int)added);
    } else {
        pp_buf_add(&answer->text, "nothing was stored.\n");
    }
    json_object_set_new(answer->doc, "read", json_integer(list->count));
    json_object_set_new(answer->doc, "added", json_integer(added));
    json_object_set_new(answer->doc, "last", answer_day(last));
    json_object_set_new(answer->doc, "stored", json_boolean(stored));
}

bool command_holidays_add(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct task task;
    struct holiday_list list = {.rows = NULL};
    int32_t added = 0;
    if (!task_open(&task, request->db, err)) {
        return false;
    }
    bool done =
        collect(request, &list, err) &&
        (request->dry_run || pp_store_add_holidays(task.store, list.rows, list.count, &added, err));
    if (done) {
        say_added(&list, added, !request->dry_run, answer);
    }
    pp_arena_finish(&list.arena);
    task_close(&task);
    return done;
}

/* ---- list and clear ---- */

static bool is_imported(const struct pp_service *import, pp_day date)
{
    for (int32_t h = 0; h < import->n_bank_holidays; h++) {
        if (import->bank_holidays[h].date == date) {
            return true;
        }
    }
    return false;
}

/* In the order of their dates, whatever that of the file. */
static void list_holidays(const struct pp_service *service, const struct pp_service *import,
                          struct answer *answer)
{
    json_t *list = json_array();
    pp_day after = PP_NO_DAY;
    for (int32_t done = 0; done < service->n_bank_holidays; done++) {
        const struct pp_bank_holiday *next = NULL;
        for (int32_t h = 0; h < service->n_bank_holidays; h++) {
            const struct pp_bank_holiday *one = &service->bank_holidays[h];
            if (one->date > after && (next == NULL || one->date < next->date)) {
                next = one;
            }
        }
        char date[PP_STAMP_TEXT];
        bool imported = is_imported(import, next->date);
        after = next->date;
        pp_buf_printf(&answer->text, "  %-16s %s%s\n", pp_day_words(next->date, date),
                      next->name == NULL ? "" : next->name, imported ? "" : " (added)");
        json_array_append_new(list, json_pack("{s:o, s:o, s:s}", "date", answer_day(next->date),
                                              "name", answer_text(next->name), "from",
                                              imported ? "import" : "added"));
    }
    json_object_set_new(answer->doc, "holidays", list);
}

static pp_day rota_last(const struct task *task)
{
    const struct pp_settings *settings = &task->service->settings;
    pp_day last = settings->rota_from + 7 * settings->rota_weeks - 1;
    if (task->before != NULL && task->before->rota_weeks > 0) {
        pp_day planned = task->before->rota_from + 7 * task->before->rota_weeks - 1;
        last = planned > last ? planned : last;
    }
    return last;
}

bool command_holidays_list(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct task task;
    if (!task_open(&task, request->db, err)) {
        return false;
    }
    struct pp_service *import = pp_store_load_import(task.store, err);
    bool done = import != NULL;
    if (done) {
        pp_day last = holidays_last(task.service), rota = rota_last(&task);
        bool beyond =
            last == PP_NO_DAY || pp_civil_from_day(rota).year > pp_civil_from_day(last).year;
        list_holidays(task.service, import, answer);
        holidays_warn(task.service, rota, answer);
        json_object_set_new(answer->doc, "last", answer_day(last));
        json_object_set_new(answer->doc, "rota_to", answer_day(rota));
        json_object_set_new(answer->doc, "beyond", json_boolean(beyond));
    }
    pp_service_destroy(import);
    task_close(&task);
    return done;
}

bool command_holidays_clear(const struct request *request, struct answer *answer,
                            struct pp_err *err)
{
    struct pp_store *store = pp_store_open(request->db, false, err);
    int32_t removed = 0;
    bool done = store != NULL && pp_store_clear_holidays(store, &removed, err);
    if (done) {
        pp_buf_count(&answer->text, removed, "added bank holiday is", "added bank holidays are");
        pp_buf_add(&answer->text, " gone; those of bank_holidays.csv stay.\n");
        json_object_set_new(answer->doc, "removed", json_integer(removed));
    }
    pp_store_close(store);
    return done;
}
