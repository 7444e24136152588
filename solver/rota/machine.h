// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Run states: the product of all state resources (resources.h), made small.
 *
 * The values of the automata that can be reached from anybody's first morning are
 * listed, and states that no future can tell apart are merged (Moore's
 * refinement of partitions): of eleven hours' rest only "may not begin before
 * noon tomorrow" is left, and nothing at all where no shift begins so early.
 *
 * Days are of a few kinds: transitions depend on the weekday and on clock
 * changes only.  Options that lead from every state to the same states at the
 * same price are one way: two pods' early shifts differ in their cells alone.
 */
#ifndef ROTA_MACHINE_H
#define ROTA_MACHINE_H

#include <podplan/arena.h>
#include <podplan/err.h>

#include <stdint.h>

struct rota_problem;
struct rota_group;

struct rota_machine {
    int32_t n_states; ///< state n_states is "not allowed"
    int32_t n_kinds, n_options, n_ways;
    int32_t *kind_of; ///< day -> kind
    int32_t *way_of;  ///< [kind * n_options + option]
    int16_t *next;    ///< [way * n_states + state]
    int64_t *price;   ///< the same shape; what the states charge
    int32_t *start;   ///< person -> the state of the first morning; of the group's people only
};

/** The way an option leads on a day. */
static inline int32_t machine_way(const struct rota_machine *machine, int32_t day, int32_t option)
{
    return machine->way_of[machine->kind_of[day] * machine->n_options + option];
}

/** Where the transition of an option on a day from a state stands in `next` and `price`. */
static inline size_t machine_arc(const struct rota_machine *machine, int32_t day, int32_t option,
                                 int32_t state)
{
    return (size_t)machine_way(machine, day, option) * (size_t)machine->n_states + (size_t)state;
}

/** Builds the machine of a group whose options are known; fails when it has too many states. */
bool machine_build(struct rota_machine *machine, const struct rota_problem *problem,
                   const struct rota_group *group, struct pp_arena *arena, struct pp_err *err);

#endif
