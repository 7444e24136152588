// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Published turns in the store: who was told to be where.  They are kept by key and for ever,
 * beside the plans: the past is what was published, and a new rota must know it.
 */
#include "published.h"

#include <podplan/schema.h>

bool published_load(struct pp_store *store, struct rows_keys *keys, struct pp_plan *plan,
                    struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "SELECT date, shift, practitioner FROM published_turns"
                                    " ORDER BY date, shift, practitioner",
                                    err);
    struct pp_arena scratch = {0};
    bool row, ok = stmt != NULL;
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        char date[PP_DATE_TEXT];
        struct pp_turn turn = {
            .shift = rows_find(keys, PP_TABLE_shifts, db_text(stmt, 1, &scratch)),
            .practitioner = rows_find(keys, PP_TABLE_practitioners, db_text(stmt, 2, &scratch)),
        };
        ok = pp_day_parse(db_copy_text(stmt, 0, date, sizeof(date)), &turn.date) ||
             pp_fail(err, PP_E_STATE, "%s: the file is damaged: a published turn has no date",
                     store->path);
        if (ok && turn.shift != PP_NONE && turn.practitioner != PP_NONE) {
            pp_plan_add_published(plan, turn);
        }
    }
    pp_arena_finish(&scratch);
    sqlite3_finalize(stmt);
    return ok;
}

static bool remove_dates(struct pp_store *store, const struct pp_plan *plan, struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store, "DELETE FROM published_turns WHERE date BETWEEN ?1 AND ?2", err);
    char from[PP_DATE_TEXT], to[PP_DATE_TEXT];
    bool ok = stmt != NULL;
    if (ok) {
        db_bind_text(stmt, 1, pp_day_text(plan->rota_from, from));
        db_bind_text(stmt, 2, pp_day_text(plan->rota_from + 7 * plan->rota_weeks - 1, to));
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool insert_turns(struct pp_store *store, const struct pp_service *service,
                         const struct pp_plan *plan, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "INSERT OR IGNORE INTO published_turns"
                                    " (date, shift, practitioner) VALUES (?1, ?2, ?3)",
                                    err);
    bool ok = stmt != NULL;
    for (int32_t i = 0; ok && i < plan->n_turns; i++) {
        const struct pp_turn *turn = &plan->turns[i];
        char date[PP_DATE_TEXT];
        db_bind_text(stmt, 1, pp_day_text(turn->date, date));
        db_bind_text(stmt, 2, pp_row_key(service, PP_TABLE_shifts, turn->shift));
        db_bind_text(stmt, 3, pp_row_key(service, PP_TABLE_practitioners, turn->practitioner));
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool published_replace(struct pp_store *store, const struct pp_service *service,
                       const struct pp_plan *plan, struct pp_err *err)
{
    return plan->rota_weeks == 0 ||
           (remove_dates(store, plan, err) && insert_turns(store, service, plan, err));
}

/*
 * Whether events are as they were loaded.  Of a new event there is one more, of a withdrawn one
 * fewer are shown, and one that looks different or comes back has a higher sequence.
 */
static bool check_seen(struct pp_store *store, const struct pp_event_list *seen, struct pp_err *err)
{
    int64_t shown = 0, sequences = 0, found[3];
    for (int32_t e = 0; e < seen->count; e++) {
        shown += seen->rows[e].body[0] != '\0';
        sequences += seen->rows[e].sequence;
    }
    if (!db_number(store, "SELECT count(*) FROM events", &found[0], err) ||
        !db_number(store, "SELECT count(*) FROM events WHERE body <> ''", &found[1], err) ||
        !db_number(store, "SELECT sum(sequence) FROM events", &found[2], err)) {
        return false;
    }
    return (found[0] == seen->count && found[1] == shown && found[2] == sequences) ||
           pp_fail(err, PP_E_STATE, "%s: somebody else has just published; please publish again",
                   store->path);
}

static bool save_publication(struct pp_store *store, const struct pp_publication *what,
                             pp_day today, struct pp_err *err)
{
    return (what->seen == NULL || check_seen(store, what->seen, err)) &&
           (what->events == NULL || events_replace(store, what->events, today, err)) &&
           feeds_name(store, what->feeds, what->n_feeds, err) &&
           (today == PP_NO_DAY || feeds_move(store, today, err));
}

bool pp_store_publish(struct pp_store *store, const struct pp_service *service,
                      const struct pp_plan *plan, const struct pp_publication *what,
                      struct pp_err *err)
{
    pp_day today = service == NULL ? PP_NO_DAY : service->settings.planned_on;
    return db_begin(store, err) &&
           db_end(store,
                  (what == NULL || save_publication(store, what, today, err)) &&
                      (plan == NULL || published_replace(store, service, plan, err)),
                  err);
}
