// SPDX-License-Identifier: GPL-3.0-or-later
/* The service in the store: whole or not at all, and what comes out is what went in. */
#include "service_fixture.h"
#include "store_fixture.h"
#include "test.h"

#include "db.h"

#include <podplan/rng.h>
#include <podplan/schema.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- The tables of the file are those of the schema ---- */

static bool is_integer(enum pp_type type)
{
    return type == PP_T_INT || type == PP_T_MILLI || type == PP_T_RATE || type == PP_T_MONEY ||
           type == PP_T_FY || type == PP_T_DAYS;
}

static sqlite3_stmt *about(struct pp_store *store, const char *sql, const char *table,
                           const char *column)
{
    struct pp_err err = {0};
    sqlite3_stmt *stmt = db_prepare(store, sql, &err);
    store_assert(stmt != NULL, &err);
    db_bind_text(stmt, 1, table);
    if (column != NULL) {
        db_bind_text(stmt, 2, column);
    }
    return stmt;
}

static void assert_column(struct pp_store *store, const struct pp_table *table, int32_t c)
{
    const struct pp_column *column = &table->columns[c];
    sqlite3_stmt *stmt =
        about(store, "SELECT cid, type, \"notnull\" FROM pragma_table_info(?1) WHERE name = ?2",
              table->name, column->name);
    if (sqlite3_step(stmt) != SQLITE_ROW) {
        fail_msg("%s.%s is missing", table->name, column->name);
    }
    assert_int_equal(sqlite3_column_int(stmt, 0), c);
    assert_string_equal(sqlite3_column_text(stmt, 1),
                        is_integer(column->type) ? "INTEGER" : "TEXT");
    if (sqlite3_column_int(stmt, 2) != (int)column->required) {
        fail_msg("%s.%s is not rightly NOT NULL", table->name, column->name);
    }
    sqlite3_finalize(stmt);
}

static void assert_reference(struct pp_store *store, const struct pp_table *table,
                             const struct pp_column *column)
{
    sqlite3_stmt *stmt = about(
        store, "SELECT \"table\", \"to\" FROM pragma_foreign_key_list(?1) WHERE \"from\" = ?2",
        table->name, column->name);
    bool found = sqlite3_step(stmt) == SQLITE_ROW;
    if (found != (column->type == PP_T_REF)) {
        fail_msg("%s.%s: a foreign key is missing or too many", table->name, column->name);
    }
    if (found) {
        assert_string_equal(sqlite3_column_text(stmt, 0), pp_table(column->ref)->name);
        assert_string_equal(sqlite3_column_text(stmt, 1), pp_table(column->ref)->columns[0].name);
    }
    sqlite3_finalize(stmt);
}

/* The columns that make a row unique, in order: of the schema, and of the file. */
static void assert_key(struct pp_store *store, const struct pp_table *table)
{
    struct pp_buf wanted = {0};
    for (int32_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].key) {
            pp_buf_printf(&wanted, "%s ", table->columns[c].name);
        }
    }
    sqlite3_stmt *stmt = about(store,
                               "SELECT coalesce((SELECT group_concat(i.name || ' ', '') FROM"
                               " pragma_index_list(?1) l, pragma_index_info(l.name) i"
                               " WHERE l.\"unique\"), (SELECT name || ' ' FROM"
                               " pragma_table_info(?1) WHERE pk))",
                               table->name, NULL);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    if (strcmp((const char *)sqlite3_column_text(stmt, 0), pp_buf_text(&wanted)) != 0) {
        fail_msg("%s is unique by %s, not by %s", table->name, sqlite3_column_text(stmt, 0),
                 pp_buf_text(&wanted));
    }
    sqlite3_finalize(stmt);
    pp_buf_finish(&wanted);
}

TEST(every_column_of_the_schema_is_a_column_of_the_file)
{
    struct pp_store *store = store_open("a.db", true);
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        const struct pp_table *table = pp_table((enum pp_table_id)t);
        for (int32_t c = 0; c < table->n_columns; c++) {
            assert_column(store, table, c);
            assert_reference(store, table, &table->columns[c]);
        }
        sqlite3_stmt *stmt =
            about(store, "SELECT count(*) FROM pragma_table_info(?1)", table->name, NULL);
        assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
        assert_int_equal(sqlite3_column_int(stmt, 0), table->n_columns);
        sqlite3_finalize(stmt);
        assert_key(store, table);
    }
    pp_store_close(store);
}

/* ---- There and back ---- */

static void assert_same_table(const struct pp_service *one, const struct pp_service *two,
                              const struct pp_table *table)
{
    assert_int_equal(pp_table_count(one, table), pp_table_count(two, table));
    struct pp_buf left = {0}, right = {0};
    for (int32_t row = 0; row < pp_table_count(one, table); row++) {
        for (int32_t c = 0; c < table->n_columns; c++) {
            pp_cell_text(one, table, row, c, &left);
            pp_cell_text(two, table, row, c, &right);
            pp_buf_add(&left, "|");
            pp_buf_add(&right, "|");
        }
    }
    assert_string_equal(pp_buf_text(&left), pp_buf_text(&right));
    pp_buf_finish(&left);
    pp_buf_finish(&right);
}

static void assert_same_service(const struct pp_service *one, const struct pp_service *two)
{
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        assert_same_table(one, two, pp_table((enum pp_table_id)t));
    }
    for (int32_t s = 0; s < pp_n_settings; s++) {
        struct pp_buf left = {0}, right = {0};
        pp_setting_text(&one->settings, &pp_settings_table[s], &left);
        pp_setting_text(&two->settings, &pp_settings_table[s], &right);
        assert_string_equal(pp_buf_text(&left), pp_buf_text(&right));
        pp_buf_finish(&left);
        pp_buf_finish(&right);
    }
    assert_true(one->input_hash == two->input_hash);
}

/* Every table has a row in it, so that no column is tested by its absence. */
static struct pp_service *full_service(void)
{
    struct pp_service *service = fixture_small_with(
        "[rule_weights]\n"
        "rule,weight\n"
        "continuity,90\n"
        "[practitioners]\n"
        "practitioner,role,consultant,contract,start\n"
        "a-new,fp,z-late,permanent,2015-01-01\n"
        "z-late,consultant,,permanent,2015-01-01\n");
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        assert_true(pp_table_count(service, pp_table((enum pp_table_id)t)) > 0);
    }
    return service;
}

static void save(struct pp_store *store, const struct pp_service *service)
{
    struct pp_err err = {0};
    store_assert(pp_store_save_service(store, service, &err), &err);
}

static struct pp_service *load(struct pp_store *store)
{
    struct pp_err err = {0};
    struct pp_service *service = pp_store_load_service(store, &err);
    store_assert(service != NULL, &err);
    return service;
}

static void assert_sound(struct pp_store *store)
{
    struct pp_err err = {0};
    store_assert(pp_store_check(store, &err), &err);
}

TEST(a_service_comes_back_as_it_was)
{
    struct pp_service *service = full_service();
    struct pp_store *store = store_open("a.db", true);
    save(store, service);
    pp_store_close(store);

    store = store_open("a.db", false);
    assert_sound(store);
    struct pp_service *back = load(store);
    assert_same_service(service, back);
    assert_int_equal(store_number(store, "SELECT count(*) FROM imports"), 1);
    assert_int_equal(store_number(store,
                                  "SELECT count(*) FROM imports WHERE made_by <> ''"
                                  " AND made_at GLOB '2*T*Z' AND row_count > 100"),
                     1);
    pp_store_close(store);
    pp_service_destroy(back);
    pp_service_destroy(service);
}

TEST(a_new_import_takes_the_place_of_the_last)
{
    struct pp_service *first = full_service(), *second = fixture_small();
    struct pp_store *store = store_open("a.db", true);
    save(store, first);
    save(store, second);
    save(store, first);
    save(store, second);
    struct pp_service *back = load(store);
    assert_same_service(second, back);
    assert_int_equal(store_number(store, "SELECT count(*) FROM imports"), 4);
    assert_sound(store);
    pp_store_close(store);
    pp_service_destroy(back);
    pp_service_destroy(second);
    pp_service_destroy(first);
}

/* A service that came to keep one name. */
static struct pp_service *service_with_names(void)
{
    struct pp_store *store = store_open("names.db", true);
    struct pp_service *service = fixture_small();
    save(store, service);
    pp_service_destroy(service);
    store_run_sql("names.db",
                  "UPDATE practitioners SET name = 'Ann Example' WHERE practitioner = 'ann'");
    service = load(store);
    pp_store_close(store);
    return service;
}

TEST(names_that_were_kept_stay_and_others_are_not_there)
{
    struct pp_service *service = service_with_names();
    struct pp_store *store = store_open("a.db", true);
    save(store, service);
    struct pp_service *back = load(store);
    int32_t ann = fixture_row(back, PP_TABLE_practitioners, "ann");
    int32_t bob = fixture_row(back, PP_TABLE_practitioners, "bob");
    assert_string_equal(back->practitioners[ann].name, "Ann Example");
    assert_null(back->practitioners[bob].name);
    pp_service_destroy(back);
    pp_service_destroy(service);

    service = fixture_small(); // built without names
    save(store, service);
    assert_int_equal(store_number(store, "SELECT count(name) FROM practitioners"), 0);
    pp_service_destroy(service);
    pp_store_close(store);
}

TEST(a_file_without_a_service_says_what_to_do)
{
    struct pp_err err = {0};
    struct pp_store *store = store_open("a.db", true);
    assert_null(pp_store_load_service(store, &err));
    store_assert_says(&err, PP_E_STATE, "podplan import FOLDER");
    pp_store_close(store);
}

/* ---- Damage ---- */

static void assert_damage(const char *sql, const char *words)
{
    struct pp_service *service = fixture_small();
    struct pp_store *store = store_open("a.db", true);
    save(store, service);
    pp_service_destroy(service);
    store_run_sql("a.db", sql);
    struct pp_err err = {0};
    service = pp_store_load_service(store, &err);
    if (service != NULL) {
        fail_msg("%s: the service was loaded", sql);
    }
    store_assert_says(&err, PP_E_STATE, "the file is damaged: ");
    store_assert_says(&err, PP_E_STATE, words);
    pp_store_close(store);
}

TEST(what_no_import_lets_in_is_refused_when_read)
{
    assert_damage("UPDATE children SET status = 'lost' WHERE child = 'c02'", "children.csv:2");
    assert_damage("UPDATE families SET patch = 'moon' WHERE family = 'f02'", "moon");
    assert_damage("UPDATE grade_costs SET yearly_cost = -9223372036854775808", "grade_costs.csv:1");
    assert_damage("UPDATE grade_costs SET financial_year = 9223372036854775807 WHERE grade = 'g6'",
                  "grade_costs.csv");
    assert_damage("UPDATE shifts SET weekdays = 4294967297", "shifts.csv");
    assert_damage("UPDATE practitioners SET fte = 123456789012345678", "practitioners.csv");
    assert_damage("UPDATE practitioners SET fte = 9000", "practitioners.csv");
    assert_damage("DELETE FROM families", "families.csv");
    assert_damage("DELETE FROM settings", "settings.csv");
    assert_damage("UPDATE families SET family = x'00' || char(7) WHERE family = 'f01'", "csv");
    assert_damage("DROP TABLE leave", "leave");
}

TEST(a_reference_that_leads_nowhere_is_found_by_the_check)
{
    struct pp_err err = {0};
    struct pp_service *service = fixture_small();
    struct pp_store *store = store_open("a.db", true);
    save(store, service);
    assert_sound(store);
    store_run_sql("a.db", "DELETE FROM hubs");
    assert_false(pp_store_check(store, &err));
    store_assert_says(&err, PP_E_STATE, "names a row of hubs");
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(a_full_disk_changes_nothing)
{
    struct pp_service *service = fixture_small(), *larger = full_service();
    struct pp_store *store = store_open("a.db", true);
    save(store, service);
    struct pp_err err = {0};
    store_assert(db_exec(store, "UPDATE practitioners SET name = hex(zeroblob(100))", &err), &err);
    save(store, service);
    int64_t pages = store_number(store, "PRAGMA page_count");
    char sql[64];
    snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %lld", (long long)pages);
    store_assert(db_exec(store, sql, &err), &err);

    struct pp_arena arena = {0};
    for (int32_t row = 0; row < larger->n_conflicts; row++) {
        larger->conflicts[row].reason = pp_arena_printf(&arena, "%0*d", 2000000, 0);
    }
    assert_false(pp_store_save_service(store, larger, &err));
    store_assert_says(&err, PP_E_SYSTEM, "no room left on the disk");
    struct pp_service *back = load(store);
    assert_same_service(service, back);
    assert_int_equal(store_number(store, "SELECT count(*) FROM imports"), 2);
    assert_sound(store);
    save(store, service); // and the store still works
    pp_store_close(store);
    pp_arena_finish(&arena);
    pp_service_destroy(back);
    pp_service_destroy(larger);
    pp_service_destroy(service);
}

/* ---- Several programs ---- */

/* Holds the write lock of a.db in another process for a while; returns once it is held. */
static pid_t hold_lock(int milliseconds)
{
    int held[2];
    assert_int_equal(pipe(held), 0);
    pid_t child = fork();
    if (child == 0) {
        struct pp_store *other = pp_store_open("a.db", false, NULL);
        bool locked = other != NULL && db_begin(other, NULL);
        if (write(held[1], locked ? "y" : "n", 1) != 1) {
            _exit(1);
        }
        usleep((useconds_t)milliseconds * 1000);
        db_end(other, true, NULL);
        pp_store_close(other);
        _exit(0);
    }
    char answer = 'n';
    assert_int_equal(read(held[0], &answer, 1), 1);
    assert_int_equal(answer, 'y');
    close(held[0]);
    close(held[1]);
    return child;
}

TEST(who_comes_second_waits)
{
    struct pp_service *service = fixture_small();
    pp_store_close(store_open("a.db", true));
    pid_t child = hold_lock(300);
    struct pp_store *store = store_open("a.db", false);
    save(store, service);
    assert_int_equal(waitpid(child, NULL, 0), child);
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(who_waits_too_long_is_told_why)
{
    struct pp_err err = {0};
    struct pp_service *service = fixture_small();
    pp_store_close(store_open("a.db", true));
    pid_t child = hold_lock(400);
    struct pp_store *store = store_open("a.db", false);
    sqlite3_busy_timeout(store->db, 20);
    assert_false(pp_store_save_service(store, service, &err));
    store_assert_says(&err, PP_E_SYSTEM, "another podplan is using the file");
    assert_int_equal(waitpid(child, NULL, 0), child);
    save(store, service);
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(who_reads_sees_one_import_and_not_parts_of_two)
{
    struct pp_service *first = full_service(), *second = fixture_small();
    struct pp_store *store = store_open("a.db", true);
    save(store, first);
    pp_store_close(store); // a connection must not be taken through a fork
    pid_t child = fork();
    if (child == 0) {
        struct pp_store *other = pp_store_open("a.db", false, NULL);
        for (int i = 0; i < 20; i++) {
            pp_store_save_service(other, i % 2 == 0 ? second : first, NULL);
        }
        _exit(0);
    }
    while (waitpid(child, NULL, WNOHANG) == 0) {
        store = store_open("a.db", false);
        struct pp_service *seen = load(store);
        assert_true(seen->input_hash == first->input_hash ||
                    seen->input_hash == second->input_hash);
        pp_service_destroy(seen);
        pp_store_close(store);
    }
    pp_service_destroy(second);
    pp_service_destroy(first);
}

/* Saves one service after the other until it is killed; the first byte says it has begun. */
static void save_for_ever(const struct pp_service *one, const struct pp_service *two, int begun)
{
    struct pp_store *store = pp_store_open("a.db", false, NULL);
    for (int i = 0; store != NULL; i++) {
        pp_store_save_service(store, i % 2 == 0 ? one : two, NULL);
        if (i == 0 && write(begun, "y", 1) != 1) {
            break;
        }
    }
    _exit(1);
}

TEST(a_kill_at_any_moment_leaves_a_whole_service)
{
    struct pp_service *one = full_service(), *two = fixture_small();
    struct pp_store *store = store_open("a.db", true);
    save(store, two);
    pp_store_close(store);
    struct pp_rng rng = {20150601};
    for (int kill_number = 0; kill_number < 20; kill_number++) {
        int begun[2];
        char answer;
        assert_int_equal(pipe(begun), 0);
        pid_t child = fork();
        if (child == 0) {
            save_for_ever(one, two, begun[1]);
        }
        assert_int_equal(read(begun[0], &answer, 1), 1);
        usleep((useconds_t)pp_rng_below(&rng, 20000));
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, NULL, 0), child);
        close(begun[0]);
        close(begun[1]);
        store = store_open("a.db", false);
        assert_sound(store);
        struct pp_service *found = load(store);
        assert_same_service(found->input_hash == one->input_hash ? one : two, found);
        pp_service_destroy(found);
        pp_store_close(store);
    }
    pp_service_destroy(two);
    pp_service_destroy(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(every_column_of_the_schema_is_a_column_of_the_file),
        IN_FOLDER(a_service_comes_back_as_it_was),
        IN_FOLDER(a_new_import_takes_the_place_of_the_last),
        IN_FOLDER(names_that_were_kept_stay_and_others_are_not_there),
        IN_FOLDER(a_file_without_a_service_says_what_to_do),
        IN_FOLDER(what_no_import_lets_in_is_refused_when_read),
        IN_FOLDER(a_reference_that_leads_nowhere_is_found_by_the_check),
        IN_FOLDER(a_full_disk_changes_nothing),
        IN_FOLDER(who_comes_second_waits),
        IN_FOLDER(who_waits_too_long_is_told_why),
        IN_FOLDER(who_reads_sees_one_import_and_not_parts_of_two),
        IN_FOLDER(a_kill_at_any_moment_leaves_a_whole_service),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
