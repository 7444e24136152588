// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A limit on how much of a rota in force may change (changes.h): the turns that can not stand must
 * change, by the table of rules itself; everything else can stay, and somebody else or nobody has
 * what was let go.
 */
#include "changes.h"

static bool is_kept_in_mind(const struct pp_service *service, const struct rota_old *old,
                            const struct pp_turn *turn)
{
    return pp_in_rota(&old->view, turn->date) && pp_shift_runs(service, turn->shift, turn->date);
}

void rota_old_make(struct rota_old *old, const struct pp_service *service,
                   const struct pp_plan *plan, const struct pp_plan *before, pp_day from,
                   int32_t weeks, struct pp_arena *arena)
{
    *old = (struct rota_old){.view = *plan};
    old->view.arena = (struct pp_arena){0};
    old->view.worked = NULL;
    old->view.n_worked = old->view.worked_capacity = 0;
    old->view.rota_from = from;
    old->view.rota_weeks = weeks;
    pp_plan_remember(&old->view, before);
    old->turns = PP_NEW(arena, struct pp_turn, before->n_turns);
    for (int32_t i = 0; i < before->n_turns; i++) {
        if (is_kept_in_mind(service, old, &before->turns[i])) {
            old->turns[old->n++] = before->turns[i];
        }
    }
    struct pp_case c = {.service = service, .plan = &old->view};
    old->fate = pp_standing_turns(&c, old->turns, old->n, arena);
}

void rota_old_finish(struct rota_old *old)
{
    pp_arena_finish(&old->view.arena);
}

/* "3 by the rule on_leave, 1 by the rule rota_in_post" */
static void say_forced(const struct rota_old *old, pp_day today, struct pp_buf *out)
{
    const char *comma = "";
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        int32_t count = 0;
        for (int32_t i = 0; i < old->n; i++) {
            count += old->fate[i].rule == rule && old->turns[i].date >= today;
        }
        if (count > 0) {
            pp_buf_printf(out, "%s%d by the rule %s", comma, count, pp_rules[rule].name);
            comma = ", ";
        }
    }
}

static bool refuse(const struct rota_old *old, pp_day today, int32_t forced, int32_t most,
                   struct pp_err *err)
{
    struct pp_buf why = {0}, count = {0};
    say_forced(old, today, &why);
    pp_buf_count(&count, forced, "turn has", "turns have");
    pp_fail(err, PP_E_USAGE,
            "%s to change whatever else stays (%s), and at most %d may; a limit of %d would do",
            pp_buf_text(&count), pp_buf_text(&why), most, forced);
    pp_buf_finish(&count);
    pp_buf_finish(&why);
    return false;
}

bool changes_allow(const struct pp_service *service, const struct pp_plan *plan,
                   const struct pp_plan *before, pp_day from, int32_t weeks, int32_t most,
                   struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct rota_old old;
    pp_day today = service->settings.planned_on;
    int32_t forced = 0;
    rota_old_make(&old, service, plan, before, from, weeks, &arena);
    for (int32_t i = 0; i < old.n; i++) {
        forced += old.fate[i].rule != PP_NONE && old.turns[i].date >= today;
    }
    bool allowed = forced <= most || refuse(&old, today, forced, most, err);
    rota_old_finish(&old);
    pp_arena_finish(&arena);
    return allowed;
}
