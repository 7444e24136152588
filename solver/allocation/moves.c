// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which families change hands from one plan to the next, and why: the rule by which the old
 * practitioner can't keep the family, the caseload that has to make room, or the soft costs as they
 * were and as they are.  The same definitions as the search and the candidates.
 */
#include "candidates.h"
#include "words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHOWN = 3 ///< families named in one sentence
};

struct change {
    const struct pp_service *service;
    struct pp_plan was; ///< the new plan with the old placements; owns nothing
    struct people old, now;
    struct trial then, here; ///< the family as it was and as it is
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
    pp_buf_printf(out, "With %s it came to %" PRId64 " minutes a week (",
                  person(c, then->practitioner), then->cost);
    trial_say_parts(then, out);
    pp_buf_add(out, "). ");
}

static void say_after(const struct change *c, const struct pp_candidate *here, struct pp_buf *out)
{
    pp_buf_printf(out,
                  "With %s, who goes from %d%% to %d%% of capacity, it comes to %" PRId64
                  " minutes a week (",
                  person(c, here->practitioner), (int)(here->permille_before + 5) / 10,
                  (int)(here->permille_after + 5) / 10, here->cost);
    trial_say_parts(here, out);
    pp_buf_add(out, "). ");
}

/* No room with whom it leaves, because of who has come there. */
static bool makes_room(const struct change *c, int32_t from, int32_t *rule)
{
    struct pp_load others = trial_others(&c->here, from);
    const struct person *row = &c->now.list[from];
    *rule = people_broken_cap(&c->now, row, c->here.load, others);
    return *rule != PP_NONE;
}

static void say_chosen(const struct change *c, const struct pp_move *move,
                       const struct pp_candidate *then, const struct pp_candidate *here,
                       struct pp_buf *out)
{
    int32_t cap;
    bool room = makes_room(c, move->from, &cap);
    if (room && move->after >= move->before) {
        struct pp_buf arrivals = {0};
        int32_t count = say_arrivals(c, move->from, &arrivals);
        pp_buf_printf(out, "Makes room with %s%s%s: %s ", person(c, move->from),
                      count > 0 ? " for " : "", pp_buf_text(&arrivals), person(c, move->from));
        trial_say_obstacle(&c->here, move->from, trial_others(&c->here, move->from), cap, out);
        pp_buf_add(out, " ");
        pp_buf_finish(&arrivals);
    }
    say_before(c, then, out);
    say_after(c, here, out);
    if (!room && move->after >= move->before) {
        pp_buf_add(out, "That is more; what it makes possible elsewhere is worth it. ");
    }
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
                            const struct pp_plan *before, struct pp_arena *arena,
                            struct pp_move **out)
{
    struct pp_arena scratch = {0};
    struct pp_case now = {service, plan, before};
    struct pp_move *moves = PP_NEW(arena, struct pp_move, service->n_families);
    struct change c = {.service = service, .was = *plan, .moves = moves};
    c.was.placements = before == NULL ? NULL : before->placements;
    c.was.n_placements = before == NULL ? 0 : before->n_placements;
    struct pp_case old = {service, &c.was, before};
    c.n_moves = list_moves(&now, moves);
    c.old = people_read(&old, &scratch);
    c.now = people_read(&now, &scratch);
    c.then = (struct trial){.prices = prices_read(&old, &c.old), .people = &c.old};
    c.here = (struct trial){.prices = prices_read(&now, &c.now), .people = &c.now};
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
