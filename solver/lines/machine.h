// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Run states: the product of all automata of a person's rules, made small.
 *
 * A rule that looks from day to day is an automaton: a value, and what each
 * option on a day makes of it.  The values that can be reached together are
 * listed, and those that no future can tell apart are merged (Moore's
 * refinement of partitions): of eleven hours' rest only "may not begin before
 * noon tomorrow" is left, and nothing at all where no shift begins so early.
 *
 * Days are of a few kinds, which the caller numbers; options that lead from
 * every state to the same states at the same price are one way.
 */
#ifndef LINES_MACHINE_H
#define LINES_MACHINE_H

#include <podplan/arena.h>

#include <stdbool.h>
#include <stdint.h>

#define LINES_FORBIDDEN INT32_MIN

/** What an automaton charges for a step. */
struct lines_charge {
    int64_t price;
    int32_t tally; ///< added to the counter LINES_TALLY
};

/** One rule that looks from day to day. */
struct lines_automaton {
    /**
     * The value after `option` on a day of `kind`, when it was `value` in the morning.
     * LINES_FORBIDDEN: the rule would break.  Adds to `*charge`.
     */
    int32_t (*next)(const void *user, int32_t value, int32_t kind, int32_t option,
                    struct lines_charge *charge);
    const void *user; ///< handed to `next`; NULL: the one of all
};

struct lines_machine {
    int32_t n_states; ///< state n_states is "not allowed"
    int32_t n_kinds, n_options, n_ways;
    const int32_t *kind_of; ///< day -> kind
    int32_t *way_of;        ///< [kind * n_options + option]
    int16_t *next;          ///< [way * n_states + state]
    int64_t *price;         ///< the same shape; what the states charge
    uint8_t *tally;         ///< the same shape; what they add to the tally
    int32_t *starts;        ///< the state of each start that was asked for
};

/** What a machine is made of. */
struct lines_automata {
    const void *user; ///< handed to every automaton that has none of its own
    const struct lines_automaton *automata;
    int32_t n_automata; ///< at most LINES_AUTOMATA
    int32_t n_options, n_kinds;
    const int32_t *kind_of; ///< day -> kind; borrowed as long as the machine lives
    const int32_t *starts;  ///< [start * n_automata + automaton]: values of first mornings
    int32_t n_starts;
};

enum {
    LINES_AUTOMATA = 16
};

/** The way an option leads on a day. */
static inline int32_t machine_way(const struct lines_machine *machine, int32_t day, int32_t option)
{
    return machine->way_of[machine->kind_of[day] * machine->n_options + option];
}

/** Where the transition of an option on a day from a state stands in `next` and `price`. */
static inline size_t machine_arc(const struct lines_machine *machine, int32_t day, int32_t option,
                                 int32_t state)
{
    return (size_t)machine_way(machine, day, option) * (size_t)machine->n_states + (size_t)state;
}

/** False when there are too many states to be followed. */
bool machine_build(struct lines_machine *machine, const struct lines_automata *from,
                   struct pp_arena *arena);

#endif
