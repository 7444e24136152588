// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan plan, train, allocate, rota, forecast: all stages or one, then a summary. */
#include "answer.h"
#include "commands.h"
#include "summary.h"
#include "tasks.h"

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
    pp_buf_printf(out, "%s%s%s%s: plan %" PRId64 ", planned on %s%s\n\n", settings->service_name,
                  settings->authority == NULL ? "" : " (",
                  settings->authority == NULL ? "" : settings->authority,
                  settings->authority == NULL ? "" : ")", result->record.id,
                  pp_day_words(settings->planned_on, day),
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

static bool plan_stages(const struct request *request, const char *command, unsigned stages,
                        struct answer *answer, struct pp_err *err)
{
    struct task task;
    struct task_result result;
    if (!task_open(&task, request->db, err)) {
        return false;
    }
    if (!task_plan(&task, request, command, stages, &result, err)) {
        task_close(&task);
        return false;
    }
    say_which_plan(task.service, &result, &answer->text);
    summary_words(task.service, &result, &answer->text);
    say_where_to_look(request, &answer->text);
    answer_record(&result.record, answer);
    json_object_set_new(answer->doc, "stored", json_boolean(result.stages != 0));
    summary_json(task.service, &result, answer->doc);
    task_result_finish(&result);
    task_close(&task);
    return true;
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
    return plan_stages(request, "forecast", 1u << PP_WORKFORCE, answer, err);
}
