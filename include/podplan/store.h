// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The store: one SQLite file with the service as imported, every plan made of
 * it, the calendar events and turns published from them, and swaps of these.
 *
 * WAL, synchronous=FULL, foreign keys, STRICT tables; writers begin IMMEDIATE.
 * Every writing call below is one transaction: it is there as a whole or not
 * at all, also after a kill.  A file of a newer version is refused; an older
 * one is copied to FILE.v<N>.bak and upgraded.
 */
#ifndef PODPLAN_STORE_H
#define PODPLAN_STORE_H

#include <podplan/plan.h>
#include <podplan/scenario.h>
#include <podplan/service.h>
#include <podplan/swap.h>

struct pp_store;

/**
 * Opens, creates when `create` (readable only by the account that runs this), upgrades.  NULL on
 * failure; a file that is no podplan file is left as it is.
 */
struct pp_store *pp_store_open(const char *path, bool create, struct pp_err *err);
void pp_store_close(struct pp_store *store); ///< NULL is fine

/** SQLite's own judgement of the file: every page, index and reference. */
bool pp_store_check(struct pp_store *store, struct pp_err *err);

/** Replaces the service by this one, and logs who did so and when. Plans are kept. */
bool pp_store_save_service(struct pp_store *store, const struct pp_service *service,
                           struct pp_err *err);

/** The service as last imported; NULL with PP_E_STATE when there is none. Caller destroys. */
struct pp_service *pp_store_load_service(struct pp_store *store, struct pp_err *err);

enum {
    PP_ACCOUNT_TEXT = 64
};

/** The name of the account that runs this program, for the log; returns `text`. */
const char *pp_store_account(char text[PP_ACCOUNT_TEXT]);

/** How a plan came about. */
struct pp_plan_record {
    int64_t id;
    char made_at[32];              ///< UTC, RFC 3339
    char made_by[PP_ACCOUNT_TEXT]; ///< the account that ran the command
    char command[32];              ///< "plan", "allocate", …
    uint64_t input_hash;           ///< of the service it answers
    uint64_t seed;
    char settings[256]; ///< JSON: rounds, weeks, months
};

/** Stores a plan; fills `record->id`; `made_at` is the clock's, the rest the caller's. */
bool pp_store_save_plan(struct pp_store *store, const struct pp_service *service,
                        const struct pp_plan *plan, struct pp_plan_record *record,
                        struct pp_err *err);

/** Whether there is a plan. PP_E_STATE when the file is damaged, PP_E_SYSTEM otherwise. */
bool pp_store_has_plan(struct pp_store *store, bool *any, struct pp_err *err);
/**
 * The newest plan, by the keys of `service`: what no longer exists there is left out, and a family
 * or practitioner of which the plan does not speak is as the data says.  What was published comes
 * with it, without what no longer exists.  NULL with PP_E_STATE when
 * there is no plan or the file is damaged.  `record` may be NULL.  Caller destroys.
 */
struct pp_plan *pp_store_load_plan(struct pp_store *store, const struct pp_service *service,
                                   struct pp_plan_record *record, struct pp_err *err);

/** One published calendar event. Strings are owned by the arena of the list. */
struct pp_event_row {
    const char *uid;
    const char *practitioner, *shift; ///< keys; a session's key stands in `shift` for training
    pp_day date;
    const char *body; ///< hash of everything visible, hexadecimal
    int32_t sequence;
    pp_instant created, modified;
};

struct pp_event_list {
    struct pp_arena arena;
    struct pp_event_row *rows;
    int32_t count, capacity;
};

/** What happened to a swap, and through whom. Keys and texts are borrowed. */
struct pp_swap_step {
    int64_t swap;
    int32_t state;            ///< that it came to: enum pp_swap_state
    const char *practitioner; ///< who acted; NULL: nobody said
    pp_day day;               ///< the day of planning
    const char *made_at;      ///< UTC, RFC 3339; the store's own clock when it is saved
    const char *made_by;      ///< the account that ran the command
    const char *note;         ///< why; NULL: no matter
};

struct pp_swap_list {
    struct pp_arena arena;
    struct pp_swap *rows; ///< by id
    int32_t count, capacity;
    struct pp_swap_step *steps; ///< by swap, in the order in which they happened
    int32_t n_steps, steps_capacity;
};

/** Appends all swaps, those that have ended too, with their steps. */
bool pp_store_load_swaps(struct pp_store *store, struct pp_swap_list *swaps, struct pp_err *err);

/**
 * Stores a swap as it is now, a new one (id 0) with the id it gets, and the step that brought it
 * there.  PP_E_STATE when one of its turns is in another open swap.
 */
bool pp_store_save_swap(struct pp_store *store, struct pp_swap *swap,
                        const struct pp_swap_step *step, struct pp_err *err);

/**
 * Stores an approved swap with its step, the plan in which its turns have changed hands as
 * pp_store_save_plan does, and that people were told so.
 */
bool pp_store_approve_swap(struct pp_store *store, const struct pp_service *service,
                           const struct pp_plan *plan, struct pp_plan_record *record,
                           struct pp_swap *swap, const struct pp_swap_step *step,
                           struct pp_err *err);

struct pp_scenario_list {
    struct pp_arena arena;
    struct pp_scenario *rows; ///< by name
    int32_t count, capacity;
};

/** Appends all scenarios, owned by the arena of the list. */
bool pp_store_load_scenarios(struct pp_store *store, struct pp_scenario_list *list,
                             struct pp_err *err);
/** Stores a new scenario, whose name is not taken. */
bool pp_store_save_scenario(struct pp_store *store, const struct pp_scenario *scenario,
                            struct pp_err *err);
bool pp_store_remove_scenario(struct pp_store *store, const char *name, struct pp_err *err);

/** Appends what was published last, by uid. */
bool pp_store_load_events(struct pp_store *store, struct pp_event_list *events, struct pp_err *err);
/**
 * Replaces the events that were published (NULL: they stay as they are), and the published turns of
 * the dates of the plan's rota by the plan's own (NULL: they stay).  Turns of other dates stay.
 */
bool pp_store_publish(struct pp_store *store, const struct pp_service *service,
                      const struct pp_plan *plan, const struct pp_event_list *events,
                      struct pp_err *err);

#endif
