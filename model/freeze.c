// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Freezing a service: indices, travel matrix and hash, made once.
 *
 * Every row is put into words once.  The sum of the rows' hashes makes the
 * input hash, which therefore does not depend on the order of rows; and each
 * index lists its items in the order of these words, so that nobody who walks
 * an index can depend on it either.
 */
#include <podplan/rng.h>
#include <podplan/schema.h>

#include <stdlib.h>
#include <string.h>

/* ---- Rows in words ---- */

/* The words of every row of one table; names of people are left out. */
static const char **words_of_rows(const struct pp_service *service, const struct pp_table *table,
                                  struct pp_arena *arena)
{
    int32_t count = pp_table_count(service, table);
    const char **words = PP_NEW(arena, const char *, count);
    struct pp_buf buf = {0};
    for (int32_t row = 0; row < count; row++) {
        buf.length = 0;
        for (int32_t c = 0; c < table->n_columns; c++) {
            if (table->columns[c].type != PP_T_NAME) {
                pp_cell_text(service, table, row, c, &buf);
            }
            pp_buf_add(&buf, "\x1f");
        }
        words[row] = pp_arena_string(arena, pp_buf_text(&buf));
    }
    pp_buf_finish(&buf);
    return words;
}

/* FNV is weak in its low bits when sums are taken; one round of splitmix64 repairs that. */
static uint64_t row_hash(const char *table, const char *words)
{
    struct pp_rng mixer = {pp_hash(pp_hash(0, table, strlen(table) + 1), words, strlen(words))};
    return pp_rng_next(&mixer);
}

static uint64_t settings_hash(const struct pp_settings *settings)
{
    struct pp_buf buf = {0};
    for (int32_t s = 0; s < pp_n_settings; s++) {
        pp_buf_printf(&buf, "%s=", pp_settings_table[s].name);
        pp_setting_text(settings, &pp_settings_table[s], &buf);
        pp_buf_add(&buf, "\x1f");
    }
    uint64_t hash = row_hash("settings", pp_buf_text(&buf));
    pp_buf_finish(&buf);
    return hash;
}

/* ---- Indices ---- */

/* An index to be made: whose items, and the column that names the owner. */
struct index_row {
    size_t member; ///< of the index in the service
    enum pp_table_id owner, owned;
    size_t column; ///< offset of the owner's row number in the owned row
};

#define INDEX(index, owner_table, owned_table, row, owner_column)                                  \
    {                                                                                              \
        offsetof(struct pp_service, index), PP_TABLE_##owner_table, PP_TABLE_##owned_table,        \
            offsetof(struct row, owner_column)                                                     \
    }

static const struct index_row indices[] = {
    INDEX(children_of, families, children, pp_child, family),
    INDEX(needs_of, families, needs, pp_need, family),
    INDEX(conflicts_of, families, conflicts, pp_conflict, family),
    INDEX(skills_of, practitioners, practitioner_skills, pp_held_skill, practitioner),
    INDEX(reductions_of, practitioners, reductions, pp_reduction, practitioner),
    INDEX(leave_of, practitioners, leave, pp_leave, practitioner),
    INDEX(requests_of, practitioners, requests, pp_request, practitioner),
    INDEX(pairs_of, practitioners, pairs, pp_pair, one),
    INDEX(call_outs_of, practitioners, call_outs, pp_call_out, practitioner),
    INDEX(court_of, practitioners, court_dates, pp_court_date, practitioner),
    INDEX(asked_of, shifts, shift_skills, pp_shift_skill, shift),
    INDEX(hours_of, practitioners, worked_hours, pp_worked_week, practitioner),
    INDEX(openings_of, practitioners, ledger, pp_opening, practitioner),
    INDEX(members_of, pods, practitioners, pp_practitioner, pod),
    INDEX(core_of, roles, core_training, pp_core_training, role),
    INDEX(sessions_of, courses, sessions, pp_session, course),
    INDEX(moves_of, practitioners, moves, pp_role_move, practitioner),
    INDEX(away_of, practitioners, secondments, pp_secondment, practitioner),
};

static int by_words(const void *one, const void *two, void *words)
{
    const char *const *text = words;
    return strcmp(text[*(const int32_t *)one], text[*(const int32_t *)two]);
}

static int32_t owner_of(const char *rows, const struct pp_table *table, int32_t row,
                        const struct index_row *how)
{
    int32_t owner;
    memcpy(&owner, rows + (size_t)row * table->row_size + how->column, sizeof(owner));
    return owner;
}

/* Counting sort by owner, then each owner's items by their words. */
static void make_index(struct pp_service *service, const struct index_row *how, const char **words,
                       struct pp_arena *scratch)
{
    const struct pp_table *owned = pp_table(how->owned);
    const char *rows = pp_table_rows(service, owned);
    int32_t owners = pp_table_count(service, pp_table(how->owner));
    int32_t count = pp_table_count(service, owned);
    struct pp_index index = {PP_NEW(&service->arena, int32_t, owners + 1),
                             PP_NEW(&service->arena, int32_t, count)};
    for (int32_t row = 0; row < count; row++) {
        int32_t owner = owner_of(rows, owned, row, how);
        index.start[owner + 1] += owner != PP_NONE;
    }
    for (int32_t owner = 0; owner < owners; owner++) {
        index.start[owner + 1] += index.start[owner];
    }
    int32_t *next = pp_arena_copy(scratch, index.start, sizeof(*next) * ((size_t)owners + 1));
    for (int32_t row = 0; row < count; row++) {
        int32_t owner = owner_of(rows, owned, row, how);
        if (owner != PP_NONE) {
            index.item[next[owner]++] = row;
        }
    }
    for (int32_t owner = 0; owner < owners; owner++) {
        int32_t first = index.start[owner];
        qsort_r(index.item + first, (size_t)(index.start[owner + 1] - first), sizeof(int32_t),
                by_words, words);
    }
    memcpy((char *)service + how->member, &index, sizeof(index));
}

static void make_indices_of(struct pp_service *service, enum pp_table_id owned, const char **words,
                            struct pp_arena *scratch)
{
    for (size_t i = 0; i < sizeof(indices) / sizeof(indices[0]); i++) {
        if (indices[i].owned == owned) {
            make_index(service, &indices[i], words, scratch);
        }
    }
}

/* ---- Travel ---- */

static void make_minutes(struct pp_service *service)
{
    size_t n = (size_t)service->n_patches;
    int32_t *minutes = PP_NEW(&service->arena, int32_t, n * n);
    for (size_t i = 0; i < n * n; i++) {
        minutes[i] = i % (n + 1) == 0 ? 0 : PP_UNKNOWN;
    }
    for (int32_t t = 0; t < service->n_travel; t++) {
        const struct pp_travel *travel = &service->travel[t];
        if (travel->from_patch != PP_NONE && travel->to_patch != PP_NONE) {
            minutes[(size_t)travel->from_patch * n + (size_t)travel->to_patch] = travel->minutes;
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            if (minutes[i * n + j] == PP_UNKNOWN) {
                /* May be unknown as well: then nobody said. */
                minutes[i * n + j] = minutes[j * n + i];
            }
        }
    }
    service->minutes_between = minutes;
}

/* ---- The whole ---- */

void pp_service_freeze(struct pp_service *service)
{
    service->input_hash = settings_hash(&service->settings);
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        struct pp_arena scratch = {0};
        const struct pp_table *table = pp_table((enum pp_table_id)t);
        const char **words = words_of_rows(service, table, &scratch);
        for (int32_t row = 0; row < pp_table_count(service, table); row++) {
            service->input_hash += row_hash(table->name, words[row]);
        }
        make_indices_of(service, table->id, words, &scratch);
        pp_arena_finish(&scratch);
    }
    make_minutes(service);
}
