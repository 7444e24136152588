// SPDX-License-Identifier: GPL-3.0-or-later
/* One run of the search on the service (run.h). */
#include "run.h"

#include "search.h"

int32_t run_count_moved(const struct pp_case *c, const int32_t *holder)
{
    int32_t moved = 0;
    for (int32_t family = 0; family < c->service->n_families; family++) {
        int32_t before = pp_holder_before(c, family);
        bool open = pp_is_open(c->service, family, c->service->settings.cases_from);
        moved += open && before != PP_NONE && before != holder[family];
    }
    return moved;
}

struct outcome run_outcome(struct engine *engine)
{
    int32_t n = engine->c.service->n_families;
    struct outcome outcome = {.holder = PP_NEW(&engine->arena, int32_t, n)};
    for (int32_t family = 0; family < n; family++) {
        outcome.holder[family] = PP_NONE;
        outcome.left +=
            pp_is_open(engine->c.service, family, engine->c.service->settings.cases_from);
    }
    return outcome;
}

static void write_holders(const struct model *model, const struct answer *answer,
                          struct outcome *outcome)
{
    for (int32_t i = 0; i < model->problem.n_jobs + model->n_fixed; i++) {
        int32_t family = model->family[i], person;
        if (i < model->problem.n_jobs) {
            int32_t agent = answer->agent[i];
            person = agent == NOBODY ? PP_NONE : model->practitioner[agent];
        } else {
            person = model->fixed[family] == LEFT_OUT ? PP_NONE : model->fixed[family];
        }
        outcome->holder[family] = person;
        outcome->left -= person != PP_NONE;
    }
}

/* The part of the time that a run gets, as settings of its own. */
static struct pp_solver_settings share_time(struct engine *engine, int32_t part)
{
    struct pp_solver_settings settings = *engine->settings;
    if (settings.time_limit > 0) {
        double gone = pace_seconds(&engine->pace), left = settings.time_limit - gone;
        settings.time_limit = left > 0 ? gone + left / part : settings.time_limit;
    }
    return settings;
}

bool run_within(struct engine *engine, const struct terms *terms, struct run_effort effort,
                struct outcome *outcome, struct pp_err *err)
{
    const struct pp_plan *before = engine->c.before;
    bool settled = before != NULL && before->placements != NULL && !effort.restless;
    uint64_t seed = engine->settings->seed;
    struct pp_solver_settings settings = share_time(engine, effort.part);
    struct pace pace = engine->pace;
    struct model model;
    struct search_result found;
    struct pp_arena scratch = {0};
    pace.settings = &settings;
    pace.rounds = pace.rounds < effort.rounds ? pace.rounds : effort.rounds;
    bool works = model_build(&model, &engine->c, seed, terms, err);
    pace.offset = works ? model.offset : 0;
    works = works &&
            search_run(&model.problem, model.start, settled, seed, &pace, &scratch, &found, err);
    if (works) {
        *outcome = run_outcome(engine);
        write_holders(&model, found.answer, outcome);
        outcome->moved = run_count_moved(&engine->c, outcome->holder);
        outcome->cost =
            found.answer->worth.cost - model.offset - (int64_t)terms->extra * outcome->moved;
        outcome->bound = found.bound - model.offset;
        outcome->rounds = found.rounds;
    }
    pace_stops(&engine->pace);
    pp_arena_finish(&scratch);
    model_finish(&model);
    return works;
}

bool run_search(struct engine *engine, const struct terms *terms, int32_t part,
                struct outcome *outcome, struct pp_err *err)
{
    int32_t rounds = (engine->pace.rounds + part - 1) / part;
    return run_within(engine, terms, (struct run_effort){rounds, part, false}, outcome, err);
}
