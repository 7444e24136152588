// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Leave and bank holidays that come from calendars, in the store.
 *
 * They stand beside what is imported: an import of the service loses none of
 * them, and they change nothing of it.  pp_store_load_service gives the union:
 * a day that leave.csv has already is taken from there.
 */
#ifndef PODPLAN_LEAVE_H
#define PODPLAN_LEAVE_H

#include <podplan/store.h>

/** A calendar that holds somebody's leave. Strings are owned by the list, or borrowed. */
struct pp_leave_source {
    int64_t source; ///< number; 0: not stored yet
    const char *practitioner;
    const char *place; ///< absolute path, or an address, which may be a secret
    const char *name;
    int32_t kind;   ///< enum pp_leave_kind
    bool days_only; ///< events with times don't count
    int32_t hours;  ///< that events with times take of a day to make it leave
    bool free_too, allow_private, as_browser;
    const char *words;                ///< that an event has; NULL: all count
    const char *etag, *last_modified; ///< NULL: unknown
    const char *hash;                 ///< NULL: unknown
    const char *fetched_at;           ///< UTC, RFC 3339; the store's own clock when it is saved
    pp_day from, to;                  ///< days for which it was read, both included
    const char *failed_at, *trouble;  ///< NULL: the last try was good
    int32_t n_days;                   ///< days of leave of the last good copy
};

/** Days of leave, both included. */
struct pp_leave_run {
    pp_day from, to;
};

struct pp_leave_sources {
    struct pp_arena arena;
    struct pp_leave_source *rows; ///< by number
    int32_t count, capacity;
};

/** Appends all sources. */
bool pp_store_load_leave_sources(struct pp_store *store, struct pp_leave_sources *sources,
                                 struct pp_err *err);

/** Days of one copy, in the place of those before, but for days before `since`, which stay. */
struct pp_leave_copy {
    const struct pp_leave_run *runs; ///< rising, none of them begins before `since`
    int32_t n_runs;
    pp_day since;
};

/**
 * Stores a source that was read well, a new one with the number it gets, and the days of the copy
 * (NULL: it is the copy that was there), and forgets its last trouble.  Sets `source->n_days`.
 */
bool pp_store_save_leave(struct pp_store *store, struct pp_leave_source *source,
                         const struct pp_leave_copy *copy, struct pp_err *err);

/** Notes that a source could not be read, and why; its days stay. */
bool pp_store_leave_failed(struct pp_store *store, int64_t source, const char *trouble,
                           struct pp_err *err);

/** Removes a source and its days. PP_E_USAGE when there is none of that number. */
bool pp_store_remove_leave(struct pp_store *store, int64_t source, struct pp_err *err);

/** A bank holiday beside those of the import. */
struct pp_holiday {
    pp_day date;
    const char *name; ///< NULL: none
};

/** Adds bank holidays; `*added` is how many dates are new. A known date gets the new name. */
bool pp_store_add_holidays(struct pp_store *store, const struct pp_holiday *holidays,
                           int32_t n_holidays, int32_t *added, struct pp_err *err);

/** Removes all that were added; `*removed` says how many. */
bool pp_store_clear_holidays(struct pp_store *store, int32_t *removed, struct pp_err *err);

/** The service as it was imported, without what came from calendars. As pp_store_load_service. */
struct pp_service *pp_store_load_import(struct pp_store *store, struct pp_err *err);

#endif
