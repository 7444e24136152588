// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The life of a turn: a draft of a plan, published, worked.
 *
 * A turn is the same turn as long as shift, date and person are; so it stays published when the
 * shift's times move.
 */
#include <podplan/plan.h>

int32_t pp_published_from(const struct pp_plan *plan, pp_day date)
{
    int32_t low = 0, high = plan->n_published;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (plan->published[middle].date < date) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool pp_is_published(const struct pp_plan *plan, const struct pp_turn *turn)
{
    for (int32_t i = pp_published_from(plan, turn->date);
         i < plan->n_published && plan->published[i].date == turn->date; i++) {
        if (plan->published[i].shift == turn->shift &&
            plan->published[i].practitioner == turn->practitioner) {
            return true;
        }
    }
    return false;
}

enum pp_turn_state pp_turn_state(const struct pp_service *service, const struct pp_plan *plan,
                                 const struct pp_turn *turn)
{
    if (!pp_is_published(plan, turn)) {
        return PP_DRAFT;
    }
    return turn->date < service->settings.planned_on ? PP_WORKED : PP_PUBLISHED;
}

bool pp_in_rota(const struct pp_plan *plan, pp_day date)
{
    return date >= plan->rota_from && date < plan->rota_from + 7 * plan->rota_weeks;
}

pp_day pp_settled_until(const struct pp_service *service, const struct pp_plan *plan)
{
    int32_t after = pp_published_from(plan, plan->rota_from + 7 * plan->rota_weeks);
    pp_day last = after == 0 ? PP_NO_DAY : plan->published[after - 1].date;
    if (after == 0 || last < plan->rota_from) {
        return plan->rota_from;
    }
    pp_day week_end = last - pp_weekday(last) + 7, today = service->settings.planned_on;
    pp_day until = today < week_end ? today : week_end;
    return until > plan->rota_from ? until : plan->rota_from;
}

void pp_plan_copy_published(struct pp_plan *plan, const struct pp_plan *other)
{
    plan->n_published = 0;
    for (int32_t i = 0; i < other->n_published; i++) {
        pp_plan_add_published(plan, other->published[i]);
    }
}

static void hold(struct pp_plan *holding, const struct pp_turn *turns, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        holding->turns[holding->n_turns++] = turns[i];
    }
}

const struct pp_plan *pp_plan_holding(const struct pp_plan *plan, struct pp_arena *arena)
{
    struct pp_plan *holding = pp_arena_copy(arena, plan, sizeof(*plan));
    struct pp_turn *worked;
    int32_t n_worked = pp_plan_worked(plan, plan->rota_from, arena, &worked);
    int32_t later = pp_published_from(plan, plan->rota_from + 7 * plan->rota_weeks);
    holding->turns = PP_NEW(arena, struct pp_turn, n_worked + plan->n_turns + plan->n_published);
    holding->n_turns = holding->n_worked = 0;
    hold(holding, worked, n_worked);
    hold(holding, plan->turns, plan->n_turns);
    hold(holding, plan->published + later, plan->n_published - later);
    return holding;
}

pp_day pp_notice_ends(const struct pp_service *service)
{
    return service->settings.planned_on + service->settings.notice_days;
}
