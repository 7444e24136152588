// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Planning, from the file to the file:
 *
 *   1. open the store, load the service and the plan in force;
 *   2. if nothing has changed since, that plan stands;
 *   3. run the stages in the order training, allocation, rota, workforce: only
 *      trained people hold cases, the rota respects courses, and the forecast
 *      knows the seats;
 *   4. let the table of rules judge the whole, independently of the engines;
 *   5. store it in one transaction.
 */
#include "tasks.h"

#include "progress.h"
#include "stop.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum {
    SAME_PLAN = 2,         ///< threads, up to which the plan is the same
    FORECAST_PATHS = 10000 ///< of the simulation
};

/** One stage on its way. */
struct run {
    const struct pp_service *service;
    struct pp_solver_settings settings;
    pp_day from;
    int32_t weeks, months;
    int32_t turn_changes; ///< most turns that may change
    pp_day frozen_before; ///< published turns of earlier dates stay
};

/* ---- Opening ---- */

static bool load(struct task *task, struct pp_err *err)
{
    bool any;
    task->service = pp_store_load_service(task->store, err);
    if (task->service == NULL || !pp_store_has_plan(task->store, &any, err)) {
        return false;
    }
    if (any) {
        task->before = pp_store_load_plan(task->store, task->service, &task->record, err);
    }
    if (task->before != NULL) {
        task->holding = pp_plan_holding(task->before, &task->arena);
    }
    return task->before != NULL || !any;
}

bool task_open(struct task *task, const char *db, struct pp_err *err)
{
    *task = (struct task){.store = pp_store_open(db, false, err)};
    if (task->store == NULL || !load(task, err)) {
        task_close(task);
        return false;
    }
    return true;
}

bool task_open_plan(struct task *task, const char *db, struct pp_err *err)
{
    if (!task_open(task, db, err)) {
        return false;
    }
    if (task->before == NULL) {
        pp_fail(err, PP_E_STATE, "%s holds a service and no plan yet; make one: podplan plan", db);
        task_close(task);
        return false;
    }
    return true;
}

void task_close(struct task *task)
{
    pp_plan_destroy(task->before);
    pp_service_destroy(task->service);
    pp_store_close(task->store);
    pp_arena_finish(&task->arena);
    *task = (struct task){0};
}

/* ---- What is asked for ---- */

/** No plan may hold a date that can't be read again. */
static bool check_dates(const struct run *run, struct pp_err *err)
{
    char day[PP_STAMP_TEXT];
    pp_day last = run->from + 7 * run->weeks - 1;
    pp_day month = pp_month_first(run->service->settings.planned_on, run->months - 1);
    if (pp_weekday(run->from) != 0) {
        return pp_fail(err, PP_E_USAGE, "a rota begins on a Monday; %s is none",
                       pp_day_words(run->from, day));
    }
    if (pp_civil_from_day(last).year > PP_LAST_YEAR) {
        return pp_fail(err, PP_E_USAGE, "a rota of %d weeks from %s ends after the year %d",
                       (int)run->weeks, pp_day_words(run->from, day), PP_LAST_YEAR);
    }
    return pp_civil_from_day(month).year <= PP_LAST_YEAR ||
           pp_fail(err, PP_E_USAGE, "a forecast of %d months ends after the year %d",
                   (int)run->months, PP_LAST_YEAR);
}

static bool fill_run(const struct task *task, const struct request *request, struct run *run,
                     struct pp_err *err)
{
    const struct pp_settings *own = &task->service->settings;
    *run = (struct run){
        .service = task->service,
        .from = request->from == PP_NO_DAY ? own->rota_from : request->from,
        .weeks = request->weeks < 0 ? own->rota_weeks : (int32_t)request->weeks,
        .months = request->months < 0 ? own->forecast_months : (int32_t)request->months,
        .turn_changes = (int32_t)request->changes,
        .frozen_before = request->inside_notice ? own->planned_on : pp_notice_ends(task->service),
        .settings = {.seed = (uint64_t)(request->seed < 0 ? own->seed : request->seed),
                     .rounds = request->rounds < 0 ? 0 : (int32_t)request->rounds,
                     .time_limit = request->time,
                     .threads = request->threads < 0 ? 0 : (int32_t)request->threads,
                     .gap = request->gap / 100,
                     .before = task->holding,
                     .changes = task->changes,
                     .turn_changes = request->changes < 0 ? NULL : &run->turn_changes}};
    return check_dates(run, err);
}

/** Who asks for what, as the store keeps it. */
static void fill_record(const struct run *run, const char *command, struct pp_plan_record *record)
{
    char from[PP_DATE_TEXT], frozen[PP_DATE_TEXT];
    int32_t threads = run->settings.threads > SAME_PLAN ? run->settings.threads : SAME_PLAN;
    *record =
        (struct pp_plan_record){.input_hash = run->service->input_hash, .seed = run->settings.seed};
    pp_store_account(record->made_by);
    snprintf(record->command, sizeof(record->command), "%s", command);
    snprintf(record->settings, sizeof(record->settings),
             "{\"from\": \"%s\", \"frozen_before\": \"%s\", \"gap\": %g, \"months\": %d, "
             "\"rounds\": %d, \"threads\": %d, \"time\": %g, "
             "\"version\": \"" PODPLAN_VERSION "\", \"weeks\": %d}",
             pp_day_text(run->from, from), pp_day_text(run->frozen_before, frozen),
             run->settings.gap, (int)run->months, (int)run->settings.rounds, (int)threads,
             run->settings.time_limit, (int)run->weeks);
}

/** True when the plan in force is what this task would come to. */
static bool stands(const struct task *task, const struct pp_plan_record *wanted)
{
    if (task->before == NULL || task->record.input_hash != wanted->input_hash ||
        task->record.seed != wanted->seed || strcmp(task->record.command, wanted->command) != 0 ||
        strcmp(task->record.settings, wanted->settings) != 0) {
        return false;
    }
    for (int stage = 0; stage < PP_STAGES; stage++) {
        int32_t status = task->before->info[stage].status;
        if (status == PP_STOPPED || status == PP_NOT_RUN) {
            return false;
        }
    }
    return true;
}

/* ---- Solving ---- */

static bool train(const struct run *run, struct pp_plan *plan, struct pp_err *err)
{
    return pp_solve_training(run->service, &run->settings, plan, err);
}

static bool allocate(const struct run *run, struct pp_plan *plan, struct pp_err *err)
{
    return pp_solve_allocation(run->service, &run->settings, plan, err);
}

static bool make_rota(const struct run *run, struct pp_plan *plan, struct pp_err *err)
{
    return pp_solve_rota(run->service, &run->settings, run->from, run->weeks, plan, err);
}

static bool forecast(const struct run *run, struct pp_plan *plan, struct pp_err *err)
{
    return pp_solve_workforce(run->service, &run->settings, run->months, plan, err);
}

/** By enum pp_stage, which is also the order of the work. */
static bool (*const engines[])(const struct run *, struct pp_plan *, struct pp_err *) = {
    [PP_TRAINING] = train,
    [PP_ALLOCATION] = allocate,
    [PP_ROTA] = make_rota,
    [PP_WORKFORCE] = forecast,
};

static bool solve_stages(struct run *run, unsigned stages, struct pp_plan *plan, struct pp_err *err)
{
    struct progress progress = progress_begin();
    run->settings.stop = stop_on_interrupt();
    run->settings.progress = progress_report;
    run->settings.user = &progress;
    run->settings.paths = FORECAST_PATHS;
    bool done = true;
    for (int stage = 0; done && stage < PP_STAGES; stage++) {
        if ((stages >> stage & 1) != 0) {
            pp_plan_clear_stage(plan, (enum pp_stage)stage);
            plan->frozen_before = stage == PP_ROTA ? run->frozen_before : plan->frozen_before;
            done = engines[stage](run, plan, err);
            progress_end(&progress);
        }
    }
    stop_forget();
    return done;
}

/** What a new plan starts from: the plan in force for the stages that are not asked for. */
static struct pp_plan *base_plan(const struct task *task, unsigned stages, struct pp_err *err)
{
    if (stages == ALL_STAGES || task->before == NULL) {
        struct pp_plan *plan = pp_plan_create();
        if (task->before != NULL) {
            pp_plan_copy_published(plan, task->before);
        }
        return plan;
    }
    struct pp_plan_record record;
    return pp_store_load_plan(task->store, task->service, &record, err);
}

/* ---- Judging ---- */

static void judge(const struct task *task, const struct pp_plan *before, struct task_result *result)
{
    struct pp_case all = {.service = task->service, .plan = result->plan, .before = before};
    pp_judge(&all, ALL_STAGES, &result->verdict);
    result->sums = PP_NEW(&result->verdict.arena, struct rule_sum, pp_n_rules);
    verdict_sum(&result->verdict, result->plan, result->sums);
}

/** An engine that breaks a hard rule without saying so is a fault of ours. */
static bool judge_new_plan(const struct task *task, struct task_result *result, struct pp_err *err)
{
    judge(task, task->holding, result);
    int32_t broken = verdict_unnamed(result->sums, result->stages);
    if (broken == PP_NONE) {
        return true;
    }
    struct pp_case all = {.service = task->service, .plan = result->plan, .before = task->holding};
    struct pp_buf words = {0};
    for (int32_t b = 0; b < result->verdict.n_breaches && words.length == 0; b++) {
        if (result->verdict.breaches[b].rule == broken) {
            pp_rules[broken].explain(&all, &result->verdict.breaches[b], &words);
        }
    }
    pp_fail(err, PP_E_BUG,
            "the plan breaks the hard rule %s %d times and no shortfall says so; nothing was "
            "stored. This is a fault in podplan; please report it. The first: %s",
            pp_rules[broken].name, (int)result->sums[broken].breaches, pp_buf_text(&words));
    pp_buf_finish(&words);
    return false;
}

/* ---- The task ---- */

static bool plan_anew(struct task *task, struct run *run, bool store, struct task_result *result,
                      struct pp_err *err)
{
    result->plan = base_plan(task, result->stages, err);
    if (result->plan == NULL || !solve_stages(run, result->stages, result->plan, err) ||
        !judge_new_plan(task, result, err)) {
        return false;
    }
    result->stored =
        store && pp_store_save_plan(task->store, task->service, result->plan, &result->record, err);
    return result->stored || !store;
}

bool task_plan(struct task *task, const struct request *request, const char *command,
               unsigned stages, struct task_result *result, struct pp_err *err)
{
    struct run run;
    *result = (struct task_result){.stages = stages};
    if (!fill_run(task, request, &run, err)) {
        return false;
    }
    fill_record(&run, command, &result->record);
    if (stages == ALL_STAGES && !request->again && stands(task, &result->record)) {
        task_judge(task, result);
        return true;
    }
    if (!plan_anew(task, &run, !request->dry_run, result, err)) {
        task_result_finish(result);
        return false;
    }
    return true;
}

void task_judge(struct task *task, struct task_result *result)
{
    assert(task->before != NULL);
    *result = (struct task_result){.plan = task->before, .record = task->record};
    task->before = NULL; // the result owns it now
    task->holding = NULL;
    judge(task, NULL, result);
}

void task_result_finish(struct task_result *result)
{
    pp_plan_destroy(result->plan);
    pp_verdict_finish(&result->verdict);
    *result = (struct task_result){0};
}
