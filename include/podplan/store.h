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

/**
 * The service as last imported, with what calendars add to it (leave.h); NULL with PP_E_STATE when
 * there is none.  Caller destroys.
 */
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

enum pp_event_kind {
    PP_DUTY_EVENT,
    PP_STANDBY_EVENT,
    PP_TRAINING_EVENT,
    PP_EVENT_KINDS
};

/** "duty", "standby", "training"; ends with NULL. */
extern const char *const pp_event_kind_words[];

/**
 * One published calendar event as its readers see it.  Each assignment is two events of one uid:
 * one in the person's own calendar, and one in those that are shared, which says who.  Strings are
 * owned by the arena of the list.
 */
struct pp_event_row {
    const char *uid;
    const char *practitioner, *shift; ///< keys; a session's key stands in `shift` for training
    pp_day date;
    const char *body; ///< hash of everything visible, hexadecimal; "": withdrawn
    int32_t sequence;
    pp_instant created, modified;
    bool shared;
    int32_t kind;                   ///< enum pp_event_kind
    bool busy;                      ///< false: shown as free
    const char *pod, *hub, *tier;   ///< keys of the shared calendars it is in; NULL: none
    pp_minute begin, end;           ///< London clock; end may exceed 1440
    const char *summary, *location; ///< NULL summary: an earlier version did not keep it
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

/** Whose calendar it is. */
enum pp_feed_scope {
    PP_FEED_PRACTITIONER, ///< their own events; key of the practitioner
    PP_FEED_POD,          ///< shared events of a pod; its key
    PP_FEED_HUB,          ///< of a hub; its key
    PP_FEED_TIER,         ///< standby of an on-call tier: "1", "2"
    PP_FEED_TRAINING,     ///< all training; the key is ""
    PP_FEED_SCOPES
};

/** "practitioner", "pod", …; ends with NULL. */
extern const char *const pp_feed_scope_words[];

/** A calendar that there is to be, with or without events. Strings are borrowed. */
struct pp_feed_name {
    int32_t scope; ///< enum pp_feed_scope
    const char *key, *name;
};

/** Appends what was published last, by uid, own before shared. */
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
/** Stores what is left of the changes of a scenario that is there. */
bool pp_store_save_changes(struct pp_store *store, const struct pp_scenario *scenario,
                           struct pp_err *err);
bool pp_store_remove_scenario(struct pp_store *store, const char *name, struct pp_err *err);

/** Appends what was published last, by uid. */
bool pp_store_load_events(struct pp_store *store, struct pp_event_list *events, struct pp_err *err);

/** An event as somebody saw it; strings are owned by the arena of the list. */
struct pp_event_side {
    pp_day date; ///< PP_NO_DAY: it was not there
    pp_minute begin, end;
    const char *summary, *location; ///< NULL location: none
};

/** That an event of somebody's own calendar changed. */
struct pp_event_change {
    int64_t id;               ///< rises with time
    pp_instant changed, told; ///< told 0: nobody has mailed it
    const char *practitioner, *uid;
    int32_t kind; ///< enum pp_event_kind
    struct pp_event_side before, after;
};

struct pp_event_changes {
    struct pp_arena arena;
    struct pp_event_change *rows; ///< by practitioner, then in the order in which they happened
    int32_t count, capacity;
};

/** Appends what changed at `since` or later, for one person or (NULL) for all. */
bool pp_store_load_changes(struct pp_store *store, pp_instant since, const char *practitioner,
                           struct pp_event_changes *changes, struct pp_err *err);

/** Notes that somebody was told of their changes of `since` or later, up to the change `last`. */
bool pp_store_tell_changes(struct pp_store *store, const char *practitioner, pp_instant since,
                           int64_t last, struct pp_err *err);

/** The store's clock. */
bool pp_store_now(struct pp_store *store, pp_instant *now, struct pp_err *err);

/** What is published beside turns; all borrowed. */
struct pp_publication {
    const struct pp_event_list *events; ///< all events from now on; NULL: they stay as they are
    const struct pp_event_list *seen;   ///< as loaded when `events` was made of it; NULL: no matter
    const struct pp_feed_name *feeds;   ///< calendars that there are from now on; none is dropped
    int32_t n_feeds;
};

/**
 * Replaces the events that were published, notes what changed for whom (of turns that were not over
 * on the service's day of planning) and which calendars changed, and replaces the published turns of the dates of the plan's rota by the plan's own (NULL: they
 * stay).  Turns of other dates stay.  `what` may be NULL.  PP_E_STATE when somebody else has
 * published since `seen`: two contents would have one SEQUENCE.
 */
bool pp_store_publish(struct pp_store *store, const struct pp_service *service,
                      const struct pp_plan *plan, const struct pp_publication *what,
                      struct pp_err *err);

/**
 * Which events of a calendar are wanted: those that begin from `past` days before its first day to
 * `ahead` days after `today`; when these are more than `most`, those from the day before its first
 * day on.  The first day is `today`, or the day of planning of the last publish when that is earlier.
 */
struct pp_feed_window {
    pp_day today;
    int32_t past, ahead; ///< days
    int32_t most;
};

/** A calendar as it stands in the store. */
struct pp_feed_rows {
    struct pp_event_list events; ///< that are not withdrawn, by date, begin and uid
    const char *name;            ///< in the arena of `events`
    pp_instant changed;          ///< when what was published of it changed last; never goes back
    pp_instant moved;            ///< when the day of planning of the last publish changed last
    bool narrowed;               ///< there are more; `events` has the first `most`
    pp_day before;               ///< of the last event before the window; PP_NO_DAY: none
    pp_day last;                 ///< of the last event in the window; PP_NO_DAY: none
};

/**
 * One calendar, read in one transaction.  PP_E_STATE when there is none of that key, or it was
 * published by a version that did not keep what calendars say.  `rows` is zero before; the caller
 * finishes its arena, also on failure.
 */
bool pp_store_load_feed(struct pp_store *store, enum pp_feed_scope scope, const char *key,
                        const struct pp_feed_window *window, struct pp_feed_rows *rows,
                        struct pp_err *err);

#endif
