// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows: statements put together from the names of our const tables, and one
 * binder and one reader for every type of column.
 */
#include "rows.h"

#include "../schema/cell.h"

#include <podplan/rules.h>

#include <inttypes.h>
#include <string.h>

/* ---- Statements ---- */

static void add_names(struct pp_buf *sql, const struct pp_table *table)
{
    for (int32_t c = 0; c < table->n_columns; c++) {
        pp_buf_printf(sql, "%s\"%s\"", c > 0 ? ", " : "", table->columns[c].name);
    }
}

static sqlite3_stmt *prepare_insert(struct pp_store *store, const struct pp_table *table,
                                    int64_t plan, struct pp_err *err)
{
    struct pp_buf sql = {0};
    bool of_plan = plan != ROWS_OF_SERVICE;
    pp_buf_printf(&sql, "INSERT INTO \"%s\" (%s", table->name, of_plan ? "plan, position, " : "");
    add_names(&sql, table);
    pp_buf_printf(&sql, ") VALUES (%s?", of_plan ? "?, ?, " : "");
    for (int32_t c = 1; c < table->n_columns; c++) {
        pp_buf_add(&sql, ", ?");
    }
    pp_buf_add(&sql, ")");
    sqlite3_stmt *stmt = db_prepare(store, pp_buf_text(&sql), err);
    pp_buf_finish(&sql);
    return stmt;
}

static sqlite3_stmt *prepare_select(struct pp_store *store, const struct pp_table *table,
                                    const char *which, struct pp_err *err)
{
    struct pp_buf sql = {0};
    pp_buf_add(&sql, "SELECT ");
    add_names(&sql, table);
    pp_buf_printf(&sql, " FROM \"%s\" %s", table->name, which);
    sqlite3_stmt *stmt = db_prepare(store, pp_buf_text(&sql), err);
    pp_buf_finish(&sql);
    return stmt;
}

/* ---- Writing ---- */

static void bind_words(sqlite3_stmt *stmt, int parameter, const struct pp_column *column,
                       int64_t value)
{
    struct pp_buf words = {0};
    pp_value_text(column->type, column->words, value, &words);
    db_bind_text(stmt, parameter, pp_buf_text(&words));
    pp_buf_finish(&words);
}

static void bind_member(sqlite3_stmt *stmt, int parameter, const struct pp_service *service,
                        const struct pp_column *column, const void *member)
{
    if (cell_is_text(column->type)) {
        db_bind_text(stmt, parameter, cell_string(member));
        return;
    }
    int64_t value = cell_number(member, column->type);
    bool may_be_blank = column->type != PP_T_MONEY && column->type != PP_T_DAYS;
    if (may_be_blank && value == cell_blank(column->type)) {
        sqlite3_bind_null(stmt, parameter);
        return;
    }
    switch (column->type) {
    case PP_T_REF:
        db_bind_text(stmt, parameter, pp_row_key(service, column->ref, (int32_t)value));
        break;
    case PP_T_RULE:
    case PP_T_DATE:
    case PP_T_TIME:
    case PP_T_WORD:
        bind_words(stmt, parameter, column, value);
        break;
    default:
        sqlite3_bind_int64(stmt, parameter, value);
    }
}

bool rows_save(struct pp_store *store, const struct pp_service *service,
               const struct pp_table *table, int64_t plan, const void *rows, int32_t count,
               struct pp_err *err)
{
    sqlite3_stmt *stmt = prepare_insert(store, table, plan, err);
    bool ok = stmt != NULL;
    for (int32_t row = 0; ok && row < count; row++) {
        const char *at = (const char *)rows + (size_t)row * table->row_size;
        int parameter = 1;
        if (plan != ROWS_OF_SERVICE) {
            sqlite3_bind_int64(stmt, parameter++, plan);
            sqlite3_bind_int(stmt, parameter++, row);
        }
        for (int32_t c = 0; c < table->n_columns; c++) {
            const struct pp_column *column = &table->columns[c];
            bind_member(stmt, parameter++, service, column, at + column->offset);
        }
        ok = db_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

/* ---- Reading as text ---- */

sqlite3_stmt *rows_select(struct pp_store *store, const struct pp_table *table, struct pp_err *err)
{
    return prepare_select(store, table, "ORDER BY rowid", err);
}

/* Whether the number can be put into words at all; what is not is shown as it is, and refused. */
static bool has_words(enum pp_type type, int64_t value)
{
    switch (type) {
    case PP_T_FY:
        return value >= 0 && value <= 9999;
    case PP_T_DAYS:
        return value >= 0 && value < 1 << 7;
    default:
        return value > -((int64_t)1 << 53) && value < (int64_t)1 << 53;
    }
}

void rows_cell(sqlite3_stmt *stmt, const struct pp_table *table, int32_t column, struct pp_buf *out)
{
    const struct pp_column *c = &table->columns[column];
    out->length = 0;
    pp_buf_add(out, "");
    if (sqlite3_column_type(stmt, column) == SQLITE_TEXT) {
        pp_buf_add(out, (const char *)sqlite3_column_text(stmt, column));
    } else if (sqlite3_column_type(stmt, column) == SQLITE_INTEGER) {
        int64_t value = sqlite3_column_int64(stmt, column);
        if (has_words(c->type, value)) {
            pp_value_text(c->type, NULL, value, out);
        } else {
            pp_buf_printf(out, "%" PRId64, value);
        }
    }
}

/* ---- Reading by key ---- */

static void enter_rows(struct rows_keys *keys, enum pp_table_id id)
{
    int32_t count = pp_table_count(keys->service, pp_table(id));
    for (int32_t row = 0; row < count; row++) {
        int32_t entry =
            keys_enter(&keys->tables[id], &keys->arena, pp_row_key(keys->service, id, row));
        keys->tables[id].entries[entry].row = row;
    }
    keys->known[id] = true;
}

int32_t rows_find(struct rows_keys *keys, enum pp_table_id table, const char *key)
{
    if (key == NULL) {
        return PP_NONE;
    }
    if (!keys->known[table]) {
        enter_rows(keys, table);
    }
    int32_t entry = keys_enter(&keys->tables[table], &keys->arena, key);
    return keys->tables[table].entries[entry].row;
}

/* What a row of a plan turned out to be. */
enum reading {
    SOUND,
    GONE,   ///< it refers to what the service no longer has
    DAMAGED ///< podplan never wrote such a value
};

static enum reading read_text(const char *text, struct rows_keys *keys,
                              const struct pp_column *column, int64_t *value)
{
    if (column->type == PP_T_REF) {
        *value = rows_find(keys, column->ref, text);
        return *value == PP_NONE ? GONE : SOUND;
    }
    if (column->type == PP_T_RULE) {
        *value = pp_rule_find(text); // a rule that is no more leaves its sentence behind
        return SOUND;
    }
    struct cell_spec spec = cell_spec_of_column(column);
    struct pp_buf why = {0};
    bool good = text[0] != '\0' && cell_parse(&spec, text, value, &why);
    pp_buf_finish(&why);
    return good ? SOUND : DAMAGED;
}

static enum reading read_member(sqlite3_stmt *stmt, int32_t c, struct rows_keys *keys,
                                struct pp_arena *arena, const struct pp_column *column,
                                void *member)
{
    int64_t value = cell_blank(column->type);
    enum reading reading = SOUND;
    if (cell_is_text(column->type)) {
        cell_store(member, column->type, 0, db_text(stmt, c, arena));
        return SOUND;
    }
    if (sqlite3_column_type(stmt, c) == SQLITE_TEXT) {
        const char *text = (const char *)sqlite3_column_text(stmt, c);
        reading = read_text(text, keys, column, &value);
    } else if (sqlite3_column_type(stmt, c) == SQLITE_INTEGER) {
        value = sqlite3_column_int64(stmt, c);
    }
    if (column->type != PP_T_MONEY && (value < INT32_MIN || value > INT32_MAX)) {
        return DAMAGED;
    }
    cell_store(member, column->type, value, NULL);
    return reading;
}

static enum reading read_row(sqlite3_stmt *stmt, const struct pp_table *table,
                             struct rows_keys *keys, struct pp_arena *arena, char *row)
{
    enum reading worst = SOUND;
    for (int32_t c = 0; c < table->n_columns; c++) {
        const struct pp_column *column = &table->columns[c];
        enum reading reading = read_member(stmt, c, keys, arena, column, row + column->offset);
        worst = reading > worst ? reading : worst;
    }
    return worst;
}

bool rows_load(struct pp_store *store, const struct pp_table *table, int64_t plan,
               struct rows_keys *keys, struct pp_arena *arena, struct rows_list *list,
               struct pp_err *err)
{
    sqlite3_stmt *stmt = prepare_select(store, table, "WHERE plan = ?1 ORDER BY position", err);
    bool row = true, ok = stmt != NULL && sqlite3_bind_int64(stmt, 1, plan) == SQLITE_OK;
    while (ok && (ok = db_step(store, stmt, &row, err)) && row) {
        list->rows =
            pp_arena_grow(arena, list->rows, &list->capacity, list->count + 1, table->row_size);
        char *at = (char *)list->rows + (size_t)list->count * table->row_size;
        enum reading reading = read_row(stmt, table, keys, arena, at);
        list->count += reading == SOUND;
        ok = reading != DAMAGED ||
             pp_fail(err, PP_E_STATE,
                     "%s: the file is damaged: a row of %s holds what podplan never wrote",
                     store->path, table->name);
    }
    sqlite3_finalize(stmt);
    return ok;
}
