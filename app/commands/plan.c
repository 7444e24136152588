// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan plan, train, allocate, rota, forecast: all stages or one, then a summary. */
#include "answer.h"
#include "changes.h"
#include "commands.h"
#include "compare.h"
#include "holidays.h"
#include "summary.h"
#include "swaps.h"
#include "tasks.h"
#include "turns.h"

#include <inttypes.h>
#include <string.h>

static bool was_stopped(const struct task_result *result)
{
    for (int stage = 0; stage < PP_STAGES; stage++) {
        if ((result->stages >> stage & 1) != 0 && result->plan->info[stage].status == PP_STOPPED) {
            return true;
        }
    }
    return false;
}

static void say_which_plan(const struct pp_service *service, const struct task_result *result,
                           struct pp_buf *out)
{
    const struct pp_settings *settings = &service->settings;
    char day[PP_STAMP_TEXT];
    if (result->stages == 0) {
        pp_buf_printf(out, "Nothing has changed since plan %" PRId64 "; it stands.\n",
                      result->record.id);
    }
    pp_buf_printf(out, "%s%s%s%s: ", settings->service_name,
                  settings->authority == NULL ? "" : " (",
                  settings->authority == NULL ? "" : settings->authority,
                  settings->authority == NULL ? "" : ")");
    if (result->stages != 0 && !result->stored) {
        pp_buf_add(out, "a plan that is not stored");
    } else {
        pp_buf_printf(out, "plan %" PRId64, result->record.id);
    }
    pp_buf_printf(out, ", planned on %s%s\n\n", pp_day_words(settings->planned_on, day),
                  was_stopped(result) ? ", stopped early" : "");
}

static void say_where_to_look(const struct request *request, struct pp_buf *out)
{
    bool other = strcmp(request->db, "podplan.db") != 0;
    const char *flag = other ? " --db " : "", *file = other ? request->db : "";
    pp_buf_printf(out,
                  "\nMore:  podplan%s%s check\n"
                  "       podplan%s%s explain family KEY, person KEY or shortfall\n"
                  "       podplan%s%s publish --out DIR\n",
                  flag, file, flag, file, flag, file);
}

static void say_plan(const struct request *request, const struct task *task, struct change_set *set,
                     const struct task_result *result, struct answer *answer)
{
    say_which_plan(task->service, result, &answer->text);
    if (result->stages == 1u << PP_ALLOCATION) {
        changes_check(task, set, result, answer);
        changes_say(task, set, result, answer);
    }
    if (result->stages == 1u << PP_ROTA) {
        turns_say(task, result, request->changes, answer);
    }
    if ((result->stages >> PP_ROTA & 1) != 0) {
        const struct pp_plan *plan = result->plan;
        holidays_warn(task->service, plan->rota_from + 7 * plan->rota_weeks - 1, answer);
    }
    summary_words(task->service, result, &answer->text);
    say_where_to_look(request, &answer->text);
    if (result->stored || result->stages == 0) {
        answer_record(&result->record, answer);
    } else if (task->before != NULL) {
        answer_record(&task->record, answer);
    } else {
        json_object_set_new(answer->doc, "plan", json_null());
    }
    json_object_set_new(answer->doc, "stored", json_boolean(result->stored));
    summary_json(task->service, result, answer->doc);
}

/** Swaps follow a new rota. */
static bool follow(struct task *task, const struct task_result *result, unsigned stages,
                   struct answer *answer, struct pp_err *err)
{
    if ((stages >> PP_ROTA & 1) == 0) {
        return true;
    }
    if (!result->stored) {
        json_object_set_new(answer->doc, "followed", json_array());
        return true;
    }
    return swaps_follow_plan(task, result->plan, answer, err);
}

static bool plan_stages(const struct request *request, const char *command, unsigned stages,
                        struct answer *answer, struct pp_err *err)
{
    struct task task;
    struct task_result result;
    struct change_set set = {.warnings = NULL};
    if (!task_open(&task, request->db, err)) {
        return false;
    }
    bool planned = changes_read(&task, request, &set, answer, err) &&
                   task_plan(&task, request, command, stages, &result, err);
    if (planned) {
        planned = follow(&task, &result, stages, answer, err);
        say_plan(request, &task, &set, &result, answer);
        task_result_finish(&result);
    }
    changes_finish(&set);
    task_close(&task);
    return planned;
}

bool command_plan(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return plan_stages(request, "plan", ALL_STAGES, answer, err);
}

bool command_train(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return plan_stages(request, "train", 1u << PP_TRAINING, answer, err);
}

bool command_allocate(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return plan_stages(request, "allocate", 1u << PP_ALLOCATION, answer, err);
}

bool command_rota(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return plan_stages(request, "rota", 1u << PP_ROTA, answer, err);
}

bool command_forecast(const struct request *request, struct answer *answer, struct pp_err *err)
{
    if (request->scenario != NULL) {
        return compare_scenarios(request, answer, err);
    }
    if (request->against != NULL || request->csv != NULL || request->out != NULL) {
        return pp_fail(err, PP_E_USAGE, "--against, --csv and --out need --scenario NAME");
    }
    return plan_stages(request, "forecast", 1u << PP_WORKFORCE, answer, err);
}
