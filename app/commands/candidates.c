// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan candidates: who could take a family, with or without a plan in force. */
#include "answer.h"
#include "commands.h"
#include "explain.h"
#include "tasks.h"
#include "words.h"

static void say_family(const struct task *task, const struct pp_plan *plan, int32_t family,
                       struct answer *answer)
{
    const struct pp_service *service = task->service;
    struct pp_arena arena = {0};
    struct pp_buf line = {0};
    struct pp_load load = pp_family_load(service, family, service->settings.cases_from);
    int32_t holder = pp_plan_holder(plan, service, family);
    pp_buf_printf(&line, "%s: ", service->families[family].family);
    explain_load(load, &line);
    pp_buf_printf(&line, "; with %s%s",
                  holder == PP_NONE ? "nobody" : explain_name(service, holder, &arena),
                  holder == PP_NONE ? "" : " (*)");
    words_wrap(&answer->text, 0, 2, pp_buf_text(&line));
    json_object_set_new(answer->doc, "family", explain_key(service, PP_TABLE_families, family));
    json_object_set_new(answer->doc, "practitioner",
                        explain_key(service, PP_TABLE_practitioners, holder));
    json_object_set_new(answer->doc, "load", explain_load_json(load));
    pp_buf_finish(&line);
    pp_arena_finish(&arena);
}

bool command_candidates(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct task task;
    if (!task_open(&task, request->db, err)) {
        return false;
    }
    int32_t family =
        explain_find(task.service, PP_TABLE_families, "family", request->operands[0], err);
    if (family != PP_NONE) {
        struct pp_plan *none = task.before == NULL ? pp_plan_create() : NULL;
        const struct pp_plan *plan = task.before == NULL ? none : task.before;
        json_object_set_new(answer->doc, "plan", json_null());
        if (task.before != NULL) {
            answer_record(&task.record, answer);
        }
        say_family(&task, plan, family, answer);
        json_object_set_new(
            answer->doc, "candidates",
            explain_candidates(task.service, plan, task.before, family, &answer->text));
        pp_plan_destroy(none);
    }
    task_close(&task);
    return family != PP_NONE;
}
