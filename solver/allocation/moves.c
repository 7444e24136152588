// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which families change hands from one plan to the next, and why: the pin that asks for it, the rule
 * by which the old practitioner can't keep the family, the caseload that has to make room, or the
 * soft costs as they were and as they are.  The same definitions as the search and the candidates.
 *
 * A sentence says what was looked up in the two plans, and no intention: what a search had in mind
 * with a move that costs more is nowhere to be looked up.
 */
#include "candidates.h"
#include "words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHOWN = 3 ///< families named in one sentence
};

/* A whole allocation, by the rules about families. */
struct total {
    int32_t waiting; ///< families without a practitioner
    int64_t minutes; ///< of the soft rules
};

struct change {
    const struct pp_service *service;
    const struct pp_changes *changes; ///< NULL: nothing was asked for
    struct pp_plan was; ///< the new plan with the old placements and who was beside; owns nothing
    struct people old, now;
    struct trial then, here; ///< the family as it was and as it is
    struct total total_old, total_now;
    const struct pp_move *moves;
    int32_t n_moves;
};

static const char *person(const struct change *c, int32_t practitioner)
{
    return c->service->practitioners[practitioner].practitioner;
}

static void turn_to(struct change *c, int32_t family)
{
    pp_day day = c->service->settings.cases_from;
    c->then.family = c->here.family = family;
    c->then.load = c->here.load = pp_family_load(c->service, family, day);
}

/* "F021, F034 and 2 more": families that came to whom this one leaves. */
static int32_t say_arrivals(const struct change *c, int32_t practitioner, struct pp_buf *out)
{
    int32_t count = 0;
    for (int32_t i = 0; i < c->n_moves; i++) {
        if (c->moves[i].to == practitioner) {
            if (count < SHOWN) {
                pp_buf_printf(out, "%s%s", count == 0 ? "" : ", ",
                              c->service->families[c->moves[i].family].family);
            }
            count++;
        }
    }
    if (count > SHOWN) {
        pp_buf_printf(out, " and %d more", count - SHOWN);
    }
    return count;
}

static void say_before(const struct change *c, const struct pp_candidate *then, struct pp_buf *out)
{
    bool held = pp_plan_holder(&c->was, c->service, c->then.family) == then->practitioner;
    pp_buf_printf(out, "With %s it %s to %" PRId64 " minutes a week (",
                  person(c, then->practitioner), held ? "came" : "would have come", then->cost);
    trial_say_parts(then, out);
    pp_buf_add(out, "). ");
}

static void say_after(const struct change *c, const struct pp_candidate *here, struct pp_buf *out)
{
    pp_buf_printf(out,
                  "With %s, at %d%% of capacity without it and %d%% with it, it comes to %" PRId64
                  " minutes a week (",
                  person(c, here->practitioner), (int)(here->permille_before + 5) / 10,
                  (int)(here->permille_after + 5) / 10, here->cost);
    trial_say_parts(here, out);
    pp_buf_add(out, "). ");
}

/* The cap that leaves no room now with whom it leaves, because of who has come; or PP_NONE. */
static int32_t cap_now(const struct change *c, int32_t from)
{
    struct pp_load others = trial_others(&c->here, from);
    return people_broken_cap(&c->now, &c->now.list[from], c->here.load, others);
}

static void say_room(const struct change *c, int32_t from, int32_t cap, struct pp_buf *out)
{
    struct pp_buf arrivals = {0};
    int32_t count = say_arrivals(c, from, &arrivals);
    pp_buf_printf(out, "Makes room with %s%s%s: %s ", person(c, from), count > 0 ? " for " : "",
                  pp_buf_text(&arrivals), person(c, from));
    trial_say_obstacle(&c->here, from, trial_others(&c->here, from), cap, out);
    pp_buf_add(out, " ");
    pp_buf_finish(&arrivals);
}

static void say_all(const struct change *c, struct pp_buf *out)
{
    int32_t placed = c->total_old.waiting - c->total_now.waiting;
    int64_t more = c->total_now.minutes - c->total_old.minutes;
    pp_buf_add(out, "All changes together ");
    if (placed != 0) {
        pp_buf_add(out, placed > 0 ? "give a practitioner to " : "leave without a practitioner ");
        pp_buf_count(out, placed > 0 ? placed : -placed, "family more", "families more");
        pp_buf_add(out, " and ");
    }
    if (more == 0) {
        pp_buf_add(out, "come to as many minutes as before. ");
    } else {
        pp_buf_printf(out, "come to %" PRId64 " minutes a week %s. ", more < 0 ? -more : more,
                      more < 0 ? "less" : "more");
    }
}

/* It could have stayed and costs no less: what staying would cost now, and what all moves come to. */
static void say_dearer(const struct change *c, const struct pp_move *move, struct pp_buf *out)
{
    struct pp_candidate stay = trial_person(&c->here, move->from);
    pp_buf_add(out, move->after > move->before ? "That is more. " : "That is as much. ");
    if (stay.rule == PP_NONE) {
        pp_buf_printf(out,
                      "With the others where they are now, it would come to %" PRId64
                      " minutes a week with %s. ",
                      stay.cost, person(c, move->from));
    }
    say_all(c, out);
}

static void say_chosen(const struct change *c, const struct pp_move *move,
                       const struct pp_candidate *then, const struct pp_candidate *here,
                       struct pp_buf *out)
{
    int32_t cap = cap_now(c, move->from);
    bool dearer = !move->pinned && move->after >= move->before;
    if (dearer && cap != PP_NONE) {
        say_room(c, move->from, cap, out);
    }
    say_before(c, then, out);
    say_after(c, here, out);
    if (dearer && cap == PP_NONE) {
        say_dearer(c, move, out);
    }
}

static bool is_pinned(const struct change *c, const struct pp_move *move)
{
    for (int32_t i = 0; c->changes != NULL && i < c->changes->n_pins; i++) {
        const struct pp_pin *pin = &c->changes->pins[i];
        if (pin->family == move->family && pin->practitioner == move->to) {
            return true;
        }
    }
    return false;
}

static void say_why(struct change *c, struct pp_move *move, const struct pp_plan *plan,
                    struct pp_buf *out)
{
    struct pp_candidate then = {.rule = PP_NONE}, here = {.rule = PP_NONE};
    move->rule = PP_NONE;
    if (move->from != PP_NONE) {
        then = trial_person(&c->then, move->from);
        move->rule = then.rule;
        move->before = then.cost - then.continuity;
    }
    if (move->to != PP_NONE) {
        here = trial_person(&c->here, move->to);
        move->after = here.cost;
    }
    move->pinned = is_pinned(c, move);
    if (move->pinned) {
        pp_buf_printf(out, "A pin gives it to %s. ", person(c, move->to));
    }
    if (move->rule != PP_NONE) {
        pp_buf_printf(out, "%s ", person(c, move->from));
        trial_say_obstacle(&c->then, move->from, trial_others(&c->then, move->from), move->rule,
                           out);
        pp_buf_add(out, " ");
    } else if (move->from != PP_NONE && move->to != PP_NONE) {
        say_chosen(c, move, &then, &here, out);
        return;
    }
    if (move->to != PP_NONE) {
        say_after(c, &here, out);
    } else {
        const char *reason = plan->placements[move->family].reason;
        pp_buf_add(out, reason == NULL ? "" : reason);
    }
}

static int compare_moves(const void *left, const void *right, void *user)
{
    const struct pp_service *service = user;
    const struct pp_move *a = left, *b = right;
    return strcmp(service->families[a->family].family, service->families[b->family].family);
}

static int32_t list_moves(const struct pp_case *c, struct pp_move *moves)
{
    int32_t count = 0;
    for (int32_t family = 0; family < c->service->n_families; family++) {
        int32_t from = pp_holder_before(c, family);
        int32_t to = pp_plan_holder(c->plan, c->service, family);
        bool open = pp_is_open(c->service, family, c->service->settings.cases_from);
        if (open && from != to) {
            moves[count++] = (struct pp_move){.family = family, .from = from, .to = to};
        }
    }
    qsort_r(moves, (size_t)count, sizeof(moves[0]), compare_moves, (void *)c->service);
    return count;
}

/* Of the social worker beside a family. */
static int64_t beside_minutes(const struct trial *t, int32_t family)
{
    int32_t before = pp_social_worker_before(&t->prices.c, family);
    int32_t worker = pp_plan_social_worker(t->people->plan, t->people->service, family);
    bool lost = before != PP_NONE && worker != before && t->people->escalation[family].beside;
    return (lost ? t->prices.weight_continuity : 0) +
           (worker == PP_NONE ? 0 : prices_travel(&t->prices, family, worker));
}

static struct total sum_up(const struct trial *t)
{
    const struct pp_service *service = t->people->service;
    struct total total = {0};
    for (int32_t family = 0; family < service->n_families; family++) {
        if (pp_is_open(service, family, service->settings.cases_from)) {
            int32_t holder = pp_plan_holder(t->people->plan, service, family);
            total.waiting += holder == PP_NONE;
            total.minutes += beside_minutes(t, family);
            total.minutes += prices_handover(&t->prices, family, holder);
            total.minutes += holder == PP_NONE ? 0 : prices_ground(&t->prices, family, holder);
        }
    }
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        if (pp_may_hold_cases(service, t->people->plan, i) ||
            pp_may_be_beside(service, t->people->plan, i)) {
            const struct person *person = &t->people->list[i];
            total.minutes += prices_balance(&t->prices, person->load, person->capacity);
        }
    }
    return total;
}

static const char *own_sentence(struct pp_buf *out, struct pp_arena *arena)
{
    char *text = pp_arena_string(arena, pp_buf_text(out));
    for (size_t end = strlen(text); end > 0 && text[end - 1] == ' '; end--) {
        text[end - 1] = '\0';
    }
    pp_buf_finish(out);
    return text;
}

int32_t pp_allocation_moves(const struct pp_service *service, const struct pp_plan *plan,
                            const struct pp_plan *before, const struct pp_changes *changes,
                            struct pp_arena *arena, struct pp_move **out)
{
    struct pp_arena scratch = {0};
    struct pp_case now = {service, plan, before};
    struct pp_move *moves = PP_NEW(arena, struct pp_move, service->n_families);
    struct change c = {.service = service, .changes = changes, .was = *plan, .moves = moves};
    c.was.placements = before == NULL ? NULL : before->placements;
    c.was.n_placements = before == NULL ? 0 : before->n_placements;
    c.was.social_workers = before == NULL ? NULL : before->social_workers;
    c.was.n_social_workers = before == NULL ? 0 : before->n_social_workers;
    struct pp_case old = {service, &c.was, before};
    c.n_moves = list_moves(&now, moves);
    c.old = people_read(&old, &scratch);
    c.now = people_read(&now, &scratch);
    c.then = (struct trial){.prices = prices_read(&old, &c.old), .people = &c.old};
    c.here = (struct trial){.prices = prices_read(&now, &c.now), .people = &c.now};
    c.total_old = sum_up(&c.then);
    c.total_now = sum_up(&c.here);
    for (int32_t i = 0; i < c.n_moves; i++) {
        struct pp_buf why = {0};
        turn_to(&c, moves[i].family);
        say_why(&c, &moves[i], plan, &why);
        moves[i].sentence = own_sentence(&why, arena);
    }
    pp_arena_finish(&scratch);
    *out = moves;
    return c.n_moves;
}
