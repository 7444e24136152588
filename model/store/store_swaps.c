// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Swaps in the store: each as it is now, and step by step how it came there.  A turn is in one open
 * swap at most: whoever stores one looks for another in the same transaction.
 */
#include "published.h"

#include <podplan/schema.h>

#include <inttypes.h>
#include <string.h>

/* ---- Saving ---- */

/* The open swap, other than this one, that holds a turn; 0: none does. */
static bool find_other(struct pp_store *store, const struct pp_swap *swap, const char *shift,
                       pp_day date, const char *person, int64_t *found, struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store,
                   "SELECT swap FROM swaps WHERE state IN ('open', 'taken') AND swap <> ?1 AND"
                   " ((shift = ?2 AND date = ?3 AND practitioner = ?4) OR"
                   " (other_shift = ?2 AND other_date = ?3 AND other = ?4))",
                   err);
    char text[PP_DATE_TEXT];
    bool row = false, ok = stmt != NULL;
    if (ok) {
        sqlite3_bind_int64(stmt, 1, swap->id);
        db_bind_text(stmt, 2, shift);
        db_bind_text(stmt, 3, pp_day_text(date, text));
        db_bind_text(stmt, 4, person);
        ok = db_step(store, stmt, &row, err);
    }
    *found = ok && row ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return ok;
}

static bool turn_is_free(struct pp_store *store, const struct pp_swap *swap, const char *shift,
                         pp_day date, const char *person, struct pp_err *err)
{
    int64_t other;
    char day[PP_STAMP_TEXT];
    if (shift == NULL) {
        return true;
    }
    return find_other(store, swap, shift, date, person, &other, err) &&
           (other == 0 ||
            pp_fail(err, PP_E_STATE,
                    "%s of %s on %s is in swap %" PRId64
                    " already; please withdraw that first (podplan rota withdraw %" PRId64 ")",
                    shift, person, pp_day_words(date, day), other, other));
}

static bool overlaps_none(struct pp_store *store, const struct pp_swap *swap, struct pp_err *err)
{
    return !pp_swap_is_open(swap) ||
           (turn_is_free(store, swap, swap->shift, swap->date, swap->practitioner, err) &&
            turn_is_free(store, swap, swap->other_shift, swap->other_date, swap->other, err));
}

static bool write_swap(struct pp_store *store, struct pp_swap *swap, struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store,
                   "INSERT INTO swaps (swap, kind, state, shift, date, practitioner, other,"
                   " other_shift, other_date) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                   " ON CONFLICT (swap) DO UPDATE SET state = excluded.state,"
                   " other = excluded.other WHERE swaps.state IN ('open', 'taken') RETURNING swap",
                   err);
    char date[PP_DATE_TEXT], back[PP_DATE_TEXT];
    bool row = false;
    if (stmt == NULL) {
        return false;
    }
    if (swap->id != 0) {
        sqlite3_bind_int64(stmt, 1, swap->id);
    }
    db_bind_text(stmt, 2, pp_swap_kind_words[swap->kind]);
    db_bind_text(stmt, 3, pp_swap_state_words[swap->state]);
    db_bind_text(stmt, 4, swap->shift);
    db_bind_text(stmt, 5, pp_day_text(swap->date, date));
    db_bind_text(stmt, 6, swap->practitioner);
    db_bind_text(stmt, 7, swap->other);
    db_bind_text(stmt, 8, swap->other_shift);
    db_bind_text(stmt, 9, swap->other_shift == NULL ? NULL : pp_day_text(swap->other_date, back));
    bool ok = db_step(store, stmt, &row, err) &&
              (row || pp_fail(err, PP_E_STATE, "swap %" PRId64 " has ended already", swap->id));
    if (ok) {
        swap->id = sqlite3_column_int64(stmt, 0);
        ok = db_step(store, stmt, &row, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool write_step(struct pp_store *store, const struct pp_swap *swap,
                       const struct pp_swap_step *step, struct pp_err *err)
{
    sqlite3_stmt *stmt =
        db_prepare(store,
                   "INSERT INTO swap_steps (swap, position, state, practitioner, day, made_at,"
                   " made_by, note) VALUES (?1, (SELECT count(*) + 1 FROM swap_steps"
                   " WHERE swap = ?1), ?2, ?3, ?4, " DB_NOW ", ?5, ?6)",
                   err);
    char day[PP_DATE_TEXT];
    bool ok = stmt != NULL;
    if (ok) {
        sqlite3_bind_int64(stmt, 1, swap->id);
        db_bind_text(stmt, 2, pp_swap_state_words[step->state]);
        db_bind_text(stmt, 3, step->practitioner);
        db_bind_text(stmt, 4, pp_day_text(step->day, day));
        db_bind_text(stmt, 5, step->made_by);
        db_bind_text(stmt, 6, step->note);
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool save_all(struct pp_store *store, struct pp_swap *swap, const struct pp_swap_step *step,
                     struct pp_err *err)
{
    return overlaps_none(store, swap, err) && write_swap(store, swap, err) &&
           write_step(store, swap, step, err);
}

bool pp_store_save_swap(struct pp_store *store, struct pp_swap *swap,
                        const struct pp_swap_step *step, struct pp_err *err)
{
    return db_begin(store, err) && db_end(store, save_all(store, swap, step, err), err);
}

/* People were told: the turn is the other's from now on. */
static bool tell(struct pp_store *store, struct pp_swap_span span, const char *shift,
                 const char *from, const char *to, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "UPDATE OR REPLACE published_turns SET practitioner = ?5"
                                    " WHERE date BETWEEN ?1 AND ?2 AND shift = ?3"
                                    " AND practitioner = ?4",
                                    err);
    char first[PP_DATE_TEXT], last[PP_DATE_TEXT];
    bool ok = stmt != NULL;
    if (ok) {
        db_bind_text(stmt, 1, pp_day_text(span.first, first));
        db_bind_text(stmt, 2, pp_day_text(span.last, last));
        db_bind_text(stmt, 3, shift);
        db_bind_text(stmt, 4, from);
        db_bind_text(stmt, 5, to);
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* Both turns; `swap` names rows that the service has. */
static bool tell_both(struct pp_store *store, const struct pp_service *service,
                      const struct pp_swap *swap, struct pp_err *err)
{
    struct pp_swap_rows rows = pp_swap_rows(service, swap);
    return tell(store, pp_swap_span(service, rows.gives.shift, swap->date), swap->shift,
                swap->practitioner, swap->other, err) &&
           (swap->other_shift == NULL ||
            tell(store, pp_swap_span(service, rows.back.shift, swap->other_date), swap->other_shift,
                 swap->other, swap->practitioner, err));
}

bool pp_store_approve_swap(struct pp_store *store, const struct pp_service *service,
                           const struct pp_plan *plan, struct pp_plan_record *record,
                           struct pp_swap *swap, const struct pp_swap_step *step,
                           struct pp_err *err)
{
    return db_begin(store, err) && db_end(store,
                                          save_all(store, swap, step, err) &&
                                              plan_insert(store, service, plan, record, err) &&
                                              tell_both(store, service, swap, err),
                                          err);
}

/* ---- Loading ---- */

/* The date of a column, PP_NO_DAY for NULL; false: it is none. */
static bool read_day(sqlite3_stmt *stmt, int column, pp_day *day)
{
    char text[PP_DATE_TEXT];
    *day = PP_NO_DAY;
    return sqlite3_column_type(stmt, column) == SQLITE_NULL ||
           pp_day_parse(db_copy_text(stmt, column, text, sizeof(text)), day);
}

static bool read_swap(sqlite3_stmt *stmt, struct pp_arena *arena, struct pp_swap *swap)
{
    char kind[16], state[16];
    *swap = (struct pp_swap){
        .id = sqlite3_column_int64(stmt, 0),
        .kind = db_word(pp_swap_kind_words, db_copy_text(stmt, 1, kind, sizeof(kind))),
        .state = db_word(pp_swap_state_words, db_copy_text(stmt, 2, state, sizeof(state))),
        .shift = db_text(stmt, 3, arena),
        .practitioner = db_text(stmt, 5, arena),
        .other = db_text(stmt, 6, arena),
        .other_shift = db_text(stmt, 7, arena),
    };
    return swap->kind != PP_NONE && swap->state != PP_NONE && read_day(stmt, 4, &swap->date) &&
           swap->date != PP_NO_DAY && read_day(stmt, 8, &swap->other_date) &&
           (swap->other_shift == NULL) == (swap->other_date == PP_NO_DAY);
}

static bool load_rows(struct pp_store *store, struct pp_swap_list *swaps, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "SELECT swap, kind, state, shift, date, practitioner, other,"
                                    " other_shift, other_date FROM swaps ORDER BY swap",
                                    err);
    bool row, ok = stmt != NULL;
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        swaps->rows = pp_arena_grow(&swaps->arena, swaps->rows, &swaps->capacity, swaps->count + 1,
                                    sizeof(swaps->rows[0]));
        ok =
            read_swap(stmt, &swaps->arena, &swaps->rows[swaps->count++]) ||
            pp_fail(err, PP_E_STATE, "%s: the file is damaged: a swap makes no sense", store->path);
    }
    sqlite3_finalize(stmt);
    return ok;
}

static bool read_step(sqlite3_stmt *stmt, struct pp_arena *arena, struct pp_swap_step *step)
{
    char state[16];
    *step = (struct pp_swap_step){
        .swap = sqlite3_column_int64(stmt, 0),
        .state = db_word(pp_swap_state_words, db_copy_text(stmt, 1, state, sizeof(state))),
        .practitioner = db_text(stmt, 2, arena),
        .made_at = db_text(stmt, 4, arena),
        .made_by = db_text(stmt, 5, arena),
        .note = db_text(stmt, 6, arena),
    };
    return step->state != PP_NONE && read_day(stmt, 3, &step->day) && step->day != PP_NO_DAY;
}

static bool load_steps(struct pp_store *store, struct pp_swap_list *swaps, struct pp_err *err)
{
    sqlite3_stmt *stmt = db_prepare(store,
                                    "SELECT swap, state, practitioner, day, made_at, made_by, note"
                                    " FROM swap_steps ORDER BY swap, position",
                                    err);
    bool row, ok = stmt != NULL;
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        swaps->steps = pp_arena_grow(&swaps->arena, swaps->steps, &swaps->steps_capacity,
                                     swaps->n_steps + 1, sizeof(swaps->steps[0]));
        ok = read_step(stmt, &swaps->arena, &swaps->steps[swaps->n_steps++]) ||
             pp_fail(err, PP_E_STATE, "%s: the file is damaged: a step of a swap makes no sense",
                     store->path);
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool pp_store_load_swaps(struct pp_store *store, struct pp_swap_list *swaps, struct pp_err *err)
{
    return db_begin_reading(store, err) &&
           db_end(store, load_rows(store, swaps, err) && load_steps(store, swaps, err), err);
}
