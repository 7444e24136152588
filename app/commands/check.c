// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan check: the file, the data, and the plan in force by the table of rules. */
#include "answer.h"
#include "commands.h"
#include "recheck.h"
#include "tasks.h"
#include "words.h"

#include <inttypes.h>
#include <string.h>

/** What becomes of a rule, as the table and the JSON say it. */
static const char *outcome_of(const struct pp_rule *rule, const struct rule_sum *sum,
                              unsigned planned)
{
    if ((planned >> rule->stage & 1) == 0) {
        return "no plan";
    }
    if (sum->breaches == 0) {
        return "kept";
    }
    return !rule->hard ? "cost" : sum->named ? "shortfall" : "BROKEN";
}

static void list_rule(const struct pp_rule *rule, const struct rule_sum *sum, unsigned planned,
                      struct pp_buf *out)
{
    const char *outcome = outcome_of(rule, sum, planned);
    if (sum->breaches == 0 || (planned >> rule->stage & 1) == 0) {
        pp_buf_printf(out, "  %-19s%-5s%s\n", rule->name, rule->hard ? "hard" : "soft", outcome);
        return;
    }
    pp_buf_printf(out, "  %-19s%-5s%-10s%4d%9" PRId64 " %-18s%11" PRId64 "\n", rule->name,
                  rule->hard ? "hard" : "soft", outcome, (int)sum->breaches, sum->amount,
                  rule->unit, sum->cost);
}

static json_t *rule_object(const struct pp_rule *rule, const struct rule_sum *sum, unsigned planned)
{
    return json_pack("{s:s, s:s, s:b, s:s, s:s, s:i, s:I, s:I}", "rule", rule->name, "stage",
                     pp_stage_word(rule->stage), "hard", (int)rule->hard, "outcome",
                     outcome_of(rule, sum, planned), "unit", rule->unit, "breaches",
                     (int)sum->breaches, "amount", (json_int_t)sum->amount, "cost",
                     (json_int_t)sum->cost);
}

/** The table of rules by stage, or the one row that was asked for. */
static void answer_rules(const struct task_result *result, int32_t only, struct answer *answer)
{
    json_t *list = json_array();
    unsigned planned = verdict_planned(result->plan);
    int stage = -1;
    pp_buf_printf(&answer->text, "%-21s%-5s%-10s%4s%9s %-18s%11s\n", "rule", "kind", "outcome",
                  "times", "amount", "unit", "cost");
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        if (only != PP_NONE && rule != only) {
            continue;
        }
        if ((int)pp_rules[rule].stage != stage) {
            stage = (int)pp_rules[rule].stage;
            pp_buf_printf(&answer->text, "%s\n", pp_stage_word(pp_rules[rule].stage));
        }
        list_rule(&pp_rules[rule], &result->sums[rule], planned, &answer->text);
        json_array_append_new(list, rule_object(&pp_rules[rule], &result->sums[rule], planned));
    }
    json_object_set_new(answer->doc, "rules", list);
}

static void answer_breaches(const struct task *task, const struct task_result *result, int32_t rule,
                            struct answer *answer)
{
    struct pp_case c = {.service = task->service, .plan = result->plan};
    json_t *list = json_array();
    pp_buf_add(&answer->text, "\n");
    words_wrap(&answer->text, 0, 0, pp_rules[rule].help);
    for (int32_t b = 0; b < result->verdict.n_breaches; b++) {
        const struct pp_breach *breach = &result->verdict.breaches[b];
        if (breach->rule == rule) {
            struct pp_buf sentence = {0};
            pp_rules[rule].explain(&c, breach, &sentence);
            words_wrap(&answer->text, 2, 4, pp_buf_text(&sentence));
            json_array_append_new(list, answer_text(pp_buf_text(&sentence)));
            pp_buf_finish(&sentence);
        }
    }
    json_object_set_new(answer->doc, "breaches", list);
}

static void answer_conclusion(const struct task_result *result, struct answer *answer)
{
    struct pp_buf *out = &answer->text;
    int32_t broken = verdict_unnamed(result->sums, verdict_planned(result->plan));
    pp_buf_add(out, "\n");
    if (broken != PP_NONE) {
        answer->status = EXIT_BREACH;
        pp_buf_printf(out, "The plan breaks a hard rule: podplan check --rule %s lists where.\n",
                      pp_rules[broken].name);
    } else if (result->plan->n_shortfalls > 0) {
        pp_buf_add(out, "Every hard rule is kept but for the shortfalls that the plan names.\n");
    } else {
        pp_buf_add(out, "Every hard rule is kept.\n");
    }
}

static void judge_plan(struct task *task, int32_t only, struct answer *answer)
{
    struct task_result result;
    task_judge(task, &result);
    answer_record(&result.record, answer);
    pp_buf_printf(&answer->text, "Plan %" PRId64 " by the table of rules\n\n", result.record.id);
    answer_rules(&result, only, answer);
    if (only != PP_NONE) {
        answer_breaches(task, &result, only, answer);
    }
    answer_conclusion(&result, answer);
    answer_current(task->service, &result.record, answer);
    task_result_finish(&result);
}

static bool find_rule(const char *name, int32_t *rule, struct pp_err *err)
{
    *rule = name == NULL ? PP_NONE : pp_rule_find(name);
    if (name == NULL || *rule != PP_NONE) {
        return true;
    }
    struct near near = {.word = name};
    for (int32_t r = 0; r < pp_n_rules; r++) {
        near_offer(&near, pp_rules[r].name);
    }
    char words[NEAR_TEXT];
    return pp_fail(err, PP_E_USAGE, "there is no rule '%s'%s; podplan check lists them", name,
                   near_words(&near, words));
}

static bool check_data(struct task *task, struct answer *answer, struct pp_err *err)
{
    struct pp_faults faults = {0};
    if (!pp_store_check(task->store, err)) {
        return false;
    }
    recheck_service(task->service, &faults);
    answer_faults(&faults, answer);
    json_object_del(answer->doc, "faults"); // what is stored has none
    pp_buf_printf(&answer->text, "%s: the file is sound; the data has ",
                  task->service->settings.service_name);
    pp_buf_count(&answer->text, faults.n_warnings, "warning", "warnings");
    pp_buf_add(&answer->text, ".\n");
    pp_faults_finish(&faults);
    return true;
}

bool command_check(const struct request *request, struct answer *answer, struct pp_err *err)
{
    int32_t only;
    struct task task;
    if (!find_rule(request->rule, &only, err) || !task_open(&task, request->db, err)) {
        return false;
    }
    bool done = check_data(&task, answer, err);
    if (done && task.before != NULL) {
        judge_plan(&task, only, answer);
    } else if (done) {
        json_object_set_new(answer->doc, "plan", json_null());
        pp_buf_add(&answer->text, "There is no plan yet; podplan plan makes one.\n");
    }
    task_close(&task);
    return done;
}
