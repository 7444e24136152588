// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How the rules of the rota become part of the engine.
 *
 * Every rule enters in one of five forms, and one row in a table is all that a
 * new rule needs:
 *
 *   ban      an option is not open to a person on a date
 *   price    an option on a date costs a person so many minutes
 *   state    what yesterday leaves for today: a small automaton.  All
 *            automata together become the run states of a machine
 *            (solver/lines/machine.h), which keeps only what can still make a
 *            difference
 *   counter  a sum over the line: free between `low` and `high`, then priced
 *            by the unit.  The windows of the average week are counters with
 *            a hard limit (windows.h)
 *   row      who is on a shift together: sums of +1 and -1 over the people on
 *            it, between `need` and `most` (ties.h)
 *
 * `cover` is the row of each shift (form.h).  What belongs to one date (one
 * duty, no overlap) is in the list of options.  The judges in model/rules
 * share nothing with this.
 */
#ifndef ROTA_RESOURCES_H
#define ROTA_RESOURCES_H

#include "problem.h"

struct resource_ban {
    const char *rule;
    bool (*bans)(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                 const struct rota_option *option);
};

struct resource_price {
    const char *rule;
    /** Minutes. */
    int64_t (*price)(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                     const struct rota_option *option);
};

struct resource_state {
    const char *rule;
    /** The value on the first morning, by what the person worked before the rota. */
    int32_t (*first)(const struct rota_problem *problem, int32_t practitioner);
    /**
     * The value after `option` on `day`, when it was `value` in the morning.  RESOURCE_FORBIDDEN: the rule would break.  Adds what the rule charges, in its own
     * units, to `*units`.  Depends on the date by what
     * resources_look_alike looks at and the clock changes only.
     */
    int32_t (*next)(const struct rota_problem *problem, int32_t value, int32_t day,
                    const struct rota_option *option, int64_t *units);
};

#define RESOURCE_FORBIDDEN INT32_MIN

struct resource_counter {
    const char *under; ///< the rule by whose weight each unit below `low` costs; NULL: none
    const char *over;  ///< the same for each unit above `high`
    bool steeper;      ///< the second unit above costs twice as much as the first, and so on
    int32_t (*amount)(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                      const struct rota_option *option);
    int64_t (*low)(const struct rota_problem *problem, int32_t practitioner);  ///< NULL: no `under`
    int64_t (*high)(const struct rota_problem *problem, int32_t practitioner); ///< NULL: no `over`
};

enum {
    RESOURCE_BANS = 8,
    RESOURCE_PRICES = 5,
    RESOURCE_STATES = 9
};

extern const struct resource_ban resource_bans[RESOURCE_BANS];
extern const struct resource_price resource_prices[RESOURCE_PRICES];
extern const struct resource_state resource_states[RESOURCE_STATES];
extern const struct resource_counter resource_counters[ROTA_SUMS];

/**
 * Whether a turn would take from the rest before or after a course, or before what was published of
 * the days after the rota, or last into one of them.
 */
bool resources_near_fixed(const struct rota_problem *problem, int32_t practitioner, int32_t shift,
                          pp_day date);

/** When the last of a person's turns before the rota ends, duties alone or all; 0: there is none. */
pp_instant resources_last_end(const struct rota_problem *problem, int32_t practitioner,
                              bool duties);

#endif
