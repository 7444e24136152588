// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Swaps: a published turn that its holder wants to give away, to somebody asked or to whoever
 * volunteers, perhaps for a turn of theirs.
 *
 * A swap knows its turns by shift, date and holder, by key.  So it follows the shift when its times
 * move.  When a new rota gives a turn to somebody else, when the shift no longer runs on the date,
 * when the day has passed or somebody has left, the swap is closed and says why.
 */
#ifndef PODPLAN_SWAP_H
#define PODPLAN_SWAP_H

#include <podplan/plan.h>
#include <podplan/rules.h>

enum pp_swap_kind {
    PP_SWAP_ASK,   ///< of somebody named
    PP_SWAP_OFFER, ///< to everybody
    PP_SWAP_KINDS
};

enum pp_swap_state {
    PP_SWAP_OPEN,     ///< nobody has said yes yet
    PP_SWAP_TAKEN,    ///< somebody has; a manager is to approve
    PP_SWAP_APPROVED, ///< the turns have changed hands
    PP_SWAP_REFUSED,  ///< by a manager, or by whom was asked
    PP_SWAP_WITHDRAWN,
    PP_SWAP_CLOSED, ///< overtaken by events
    PP_SWAP_STATES
};

/** Keys are borrowed. */
struct pp_swap {
    int64_t id; ///< 0: not stored yet
    int32_t kind, state;
    const char *shift;
    pp_day date;
    const char *practitioner; ///< who has the turn and gives it away
    const char *other;        ///< who is asked, or has volunteered; NULL: nobody yet
    const char *other_shift;  ///< the turn of theirs that comes back; NULL: none
    pp_day other_date;        ///< PP_NO_DAY: none
};

/** "ask", "offer"; ends with NULL, as does the next. */
extern const char *const pp_swap_kind_words[];
/** "open", "taken", "approved", … */
extern const char *const pp_swap_state_words[];

/** Open or taken: its turns are in no other such swap. */
bool pp_swap_is_open(const struct pp_swap *swap);

/** What becomes of a swap when the service or the rota has changed. */
enum pp_swap_fate {
    PP_SWAP_GOES_ON,
    PP_SWAP_REOPENS, ///< an offer whose volunteer has left
    PP_SWAP_ENDS
};

/**
 * `plan` is the one in force.  The sentence says why it does not go on (NULL when it does); owned by
 * the arena.  O(turns).
 */
enum pp_swap_fate pp_swap_follow(const struct pp_service *service, const struct pp_plan *plan,
                                 const struct pp_swap *swap, struct pp_arena *arena,
                                 const char **sentence);

/** The dates that go with a turn when it changes hands: that one, or what is ahead of a block's week. */
struct pp_swap_span {
    pp_day first, last;
};

struct pp_swap_span pp_swap_span(const struct pp_service *service, int32_t shift, pp_day date);

/** Rows of what a swap's keys mean; PP_NONE for what is not there (any more). */
struct pp_swap_rows {
    struct pp_turn gives; ///< with the one who has it
    int32_t other;
    struct pp_turn back; ///< with the other; shift PP_NONE: nothing comes back
};

struct pp_swap_rows pp_swap_rows(const struct pp_service *service, const struct pp_swap *swap);

/** What the swap would break and cost on the plan in force; somebody must be named to take it. */
struct pp_effect pp_swap_effect(const struct pp_service *service, const struct pp_plan *plan,
                                const struct pp_swap *swap, struct pp_arena *arena);

/** Gives the turns to their new holders: in the plan, in what it remembers and what was published. */
void pp_swap_apply(struct pp_plan *plan, const struct pp_service *service,
                   const struct pp_swap *swap);

#endif
