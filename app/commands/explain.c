// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan explain: why a family is where it is, what a person's load is made of, what is short. */
#include "explain.h"
#include "answer.h"
#include "commands.h"
#include "tasks.h"

#include <string.h>

/** What can be explained. */
static const struct topic {
    const char *name;
    bool needs_key;
    bool (*explain)(const struct explanation *e, const char *key, struct pp_err *err);
} topics[] = {
    {"family", true, explain_family},
    {"person", true, explain_person},
    {"shortfall", false, explain_shortfall},
};

static const struct topic *find_topic(const struct request *request, struct pp_err *err)
{
    const char *name = request->operands[0];
    for (size_t t = 0; t < sizeof(topics) / sizeof(topics[0]); t++) {
        if (strcmp(topics[t].name, name) != 0) {
            continue;
        }
        if (topics[t].needs_key && request->n_operands < 2) {
            pp_fail(err, PP_E_USAGE, "which %s? podplan explain %s KEY", name, name);
            return NULL;
        }
        return &topics[t];
    }
    pp_fail(err, PP_E_USAGE, "explain knows family, person and shortfall, not '%s'", name);
    return NULL;
}

bool command_explain(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct task task;
    struct task_result result;
    const struct topic *topic = find_topic(request, err);
    if (topic == NULL || !task_open_plan(&task, request->db, err)) {
        return false;
    }
    task_judge(&task, &result);
    struct explanation e = {.service = task.service, .result = &result, .answer = answer};
    answer_record(&result.record, answer);
    bool done = topic->explain(&e, request->operands[1], err);
    task_result_finish(&result);
    task_close(&task);
    return done;
}
