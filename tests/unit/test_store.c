// SPDX-License-Identifier: GPL-3.0-or-later
/* The store as a file: made, refused, upgraded, backed up, locked, full, damaged. */
#include "store_fixture.h"
#include "test.h"

#include "db.h"
#include "migrate.h"

#include <podplan/buf.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- Files ---- */

static void write_file(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

/* A refusal says why, and leaves the bytes and the folder as they were. */
static void assert_refused(const char *path, bool create, enum pp_err_code code, const char *words)
{
    struct pp_err err = {0};
    struct pp_buf before = store_read_file(path);
    assert_null(pp_store_open(path, create, &err));
    store_assert_says(&err, code, words);
    store_assert_says(&err, code, path);
    struct pp_buf after = store_read_file(path);
    assert_int_equal(before.length, after.length);
    assert_memory_equal(pp_buf_text(&before), pp_buf_text(&after), before.length);
    pp_buf_finish(&before);
    pp_buf_finish(&after);
}

/* ---- Opening ---- */

TEST(a_new_file_is_safe_from_the_start)
{
    struct pp_store *store = store_open("a.db", true);
    assert_int_equal(store_number(store, "PRAGMA application_id"), MIGRATE_APPLICATION_ID);
    assert_int_equal(store_number(store, "PRAGMA user_version"), migrate_newest);
    assert_int_equal(store_number(store, "PRAGMA synchronous"), 2);
    assert_int_equal(store_number(store, "PRAGMA foreign_keys"), 1);
    assert_int_equal(
        store_number(store, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"),
        1);
    assert_int_equal(store_number(store,
                                  "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' "
                                  "AND name NOT LIKE 'sqlite_%' AND NOT strict"),
                     0);
    pp_store_close(store);
    assert_false(is_there("a.db-wal"));
    pp_store_close(store_open("a.db", false));
}

static int rights_of(const char *path)
{
    struct stat found;
    assert_int_equal(stat(path, &found), 0);
    return (int)(found.st_mode & 0777);
}

TEST(only_its_owner_may_read_a_new_file)
{
    umask(022);
    struct pp_store *store = store_open("a.db", true);
    struct pp_err err = {0};
    store_assert(db_exec(store, "DELETE FROM events", &err), &err);
    assert_int_equal(rights_of("a.db"), 0600);
    assert_int_equal(rights_of("a.db-wal"), 0600);
    pp_store_close(store);
    assert_int_equal(chmod("a.db", 0640), 0); // shared on purpose
    pp_store_close(store_open("a.db", false));
    assert_int_equal(rights_of("a.db"), 0640);
}

TEST(an_empty_file_is_filled_only_when_asked)
{
    write_file("a.db", "", 0);
    assert_refused("a.db", false, PP_E_STATE, "import a service first");
    pp_store_close(store_open("a.db", true));
}

TEST(no_file_is_no_service)
{
    struct pp_err err = {0};
    assert_null(pp_store_open("a.db", false, &err));
    assert_int_equal(err.code, PP_E_STATE);
    assert_non_null(strstr(err.text, "podplan import"));
    assert_false(is_there("a.db"));
}

TEST(names_with_a_meaning_for_sqlite_are_names_of_files)
{
    static const char *const names[] = {":memory:", "file:x?mode=memory", "a b%20#?.db", "ä.db"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        pp_store_close(store_open(names[i], true));
        assert_true(is_there(names[i]));
        pp_store_close(store_open(names[i], false));
    }
}

TEST(what_is_not_ours_is_refused_and_untouched)
{
    write_file("short.txt", "hello", 5);
    assert_refused("short.txt", true, PP_E_STATE, "not a podplan file");
    char text[3000];
    memset(text, 'x', sizeof(text));
    write_file("long.txt", text, sizeof(text));
    assert_refused("long.txt", true, PP_E_STATE, "not a podplan file");
    memcpy(text, "SQLite format 3", 16);
    write_file("odd.db", text, sizeof(text));
    assert_refused("odd.db", true, PP_E_STATE, "podplan file");
    store_run_sql("other.db",
                  "PRAGMA application_id = 7; CREATE TABLE t (x); PRAGMA journal_mode = WAL");
    assert_refused("other.db", true, PP_E_STATE, "another program");
    assert_false(is_there("other.db-wal"));
    store_run_sql("plain.db", "CREATE TABLE t (x)");
    assert_refused("plain.db", false, PP_E_STATE, "another program");
}

TEST(a_folder_and_a_pipe_are_refused)
{
    struct pp_err err = {0};
    assert_int_equal(mkdir("d.db", 0700), 0);
    assert_null(pp_store_open("d.db", true, &err));
    assert_non_null(strstr(err.text, "d.db: this is a folder"));
    assert_int_equal(mkfifo("p.db", 0600), 0);
    assert_null(pp_store_open("p.db", true, &err));
    assert_non_null(strstr(err.text, "p.db: this is no ordinary file"));
    assert_null(pp_store_open("missing/a.db", true, &err));
    assert_int_equal(err.code, PP_E_SYSTEM);
    assert_non_null(strstr(err.text, "No such file"));
    assert_null(pp_store_open("d.db/../missing/x/a.db", false, &err));
}

TEST(a_file_cut_short_is_damaged_not_a_crash)
{
    pp_store_close(store_open("a.db", true));
    for (off_t size = 512; size < 40000; size += 4096) {
        struct pp_err err = {0};
        struct pp_buf bytes = store_read_file("a.db");
        write_file("cut.db", pp_buf_text(&bytes), (size_t)size);
        pp_buf_finish(&bytes);
        struct pp_store *store = pp_store_open("cut.db", false, &err);
        if (store != NULL) {
            assert_false(pp_store_check(store, &err));
            pp_store_close(store);
        }
        assert_non_null(strstr(err.text, "cut.db"));
    }
}

/* Runs `act` as somebody without rights (tests may run as root, whom nothing stops). */
static void as_nobody(void (*act)(void))
{
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) {
            _exit(3);
        }
        act();
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void expect_words(const char *path, bool create, const char *words)
{
    struct pp_err err = {0};
    struct pp_store *store = pp_store_open(path, create, &err);
    if (store != NULL || err.code != PP_E_SYSTEM || strstr(err.text, words) == NULL) {
        fprintf(stderr, "# %s: \"%s\" is not \"%s\"\n", path, err.text, words);
        _exit(1);
    }
}

static void open_what_is_forbidden(void)
{
    expect_words("secret.db", false, "could not be read: Permission denied");
    expect_words("fixed.db", false, "the file may not be written: Permission denied");
    expect_words("fixed/a.db", false, "nothing can be written in the folder of the file");
    expect_words("fixed/new.db", true, "nothing can be written in the folder of the file");
}

TEST(rights_that_are_missing_are_named)
{
    pp_store_close(store_open("secret.db", true));
    pp_store_close(store_open("fixed.db", true));
    assert_int_equal(mkdir("fixed", 0700), 0);
    pp_store_close(store_open("fixed/a.db", true));
    chmod(".", 0777);
    chmod("secret.db", 0000);
    chmod("fixed.db", 0444);
    chmod("fixed/a.db", 0666);
    chmod("fixed", 0555);
    as_nobody(open_what_is_forbidden);
    chmod("fixed", 0700);
}

static void *open_and_close(void *path)
{
    struct pp_store *store = pp_store_open(path, true, NULL);
    pp_store_close(store);
    return store;
}

TEST(two_who_make_the_same_file_at_once_both_get_it)
{
    for (int round = 0; round < 5; round++) {
        char path[16];
        snprintf(path, sizeof(path), "%d.db", round);
        pthread_t other;
        assert_int_equal(pthread_create(&other, NULL, open_and_close, path), 0);
        void *there = NULL, *here = open_and_close(path);
        assert_int_equal(pthread_join(other, &there), 0);
        assert_non_null(here);
        assert_non_null(there);
    }
}

/* Whether anybody but the asking process holds a lock on the file. */
static bool is_locked(const char *path)
{
    int file = open(path, O_RDWR);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    bool asked = fcntl(file, F_GETLK, &lock) == 0;
    close(file);
    return asked && lock.l_type != F_UNLCK;
}

static void expect_lock(void)
{
    if (!is_locked("a.db")) {
        _exit(1);
    }
}

TEST(a_second_look_at_a_file_leaves_the_locks_of_the_first)
{
    struct pp_store *store = store_open("a.db", true);
    assert_int_equal(chmod(".", 0777), 0);
    assert_int_equal(chmod("a.db", 0666), 0);
    as_nobody(expect_lock);
    pp_store_close(store_open("a.db", false));
    as_nobody(expect_lock);
    pp_store_close(store);
    assert_false(is_locked("a.db"));
}

/* ---- Versions ---- */

/* A file as the program of version 1 made it. */
static void make_version_1(const char *path)
{
    struct pp_store *store = store_open(path, true);
    pp_store_close(store);
    unlink(path);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    struct pp_store old = {db, (char *)(uintptr_t)path};
    struct pp_err err = {0};
    store_assert(migrate_to(&old, 1, &err), &err);
    sqlite3_exec(db, "PRAGMA journal_mode = WAL; INSERT INTO hubs VALUES ('H1', 'Crewe')", NULL,
                 NULL, NULL);
    sqlite3_close(db);
}

TEST(an_older_file_is_backed_up_and_upgraded)
{
    make_version_1("a.db");
    assert_int_equal(chmod("a.db", 0600), 0);
    struct pp_store *store = store_open("a.db", false);
    assert_int_equal(rights_of("a.db.v1.bak"), 0600);
    assert_int_equal(store_number(store, "PRAGMA user_version"), migrate_newest);
    assert_int_equal(store_number(store, "SELECT count(*) FROM hubs WHERE name = 'Crewe'"), 1);
    assert_int_equal(store_number(store, "SELECT count(*) FROM events"), 0);
    pp_store_close(store);

    sqlite3 *db;
    assert_int_equal(sqlite3_open("a.db.v1.bak", &db), SQLITE_OK);
    struct pp_store backup = {db, (char *)(uintptr_t) "a.db.v1.bak"};
    assert_int_equal(store_number(&backup, "PRAGMA user_version"), 1);
    assert_int_equal(store_number(&backup, "PRAGMA application_id"), MIGRATE_APPLICATION_ID);
    assert_int_equal(store_number(&backup, "SELECT count(*) FROM hubs WHERE name = 'Crewe'"), 1);
    assert_int_equal(
        store_number(&backup, "SELECT count(*) FROM sqlite_schema WHERE name = 'events'"), 0);
    sqlite3_close(db);
    pp_store_close(store_open("a.db.v1.bak", false)); // a backup is a podplan file like any other
}

TEST(a_backup_is_never_overwritten)
{
    make_version_1("a.db");
    write_file("a.db.v1.bak", "mine", 4);
    pp_store_close(store_open("a.db", false));
    struct pp_buf kept = store_read_file("a.db.v1.bak");
    assert_string_equal(pp_buf_text(&kept), "mine");
    pp_buf_finish(&kept);
    assert_true(is_there("a.db.v1-2.bak"));
    assert_int_equal(system("test $(ls | wc -l) = 3"), 0); // nothing temporary is left
}

TEST(an_upgrade_without_room_for_its_backup_changes_nothing)
{
    make_version_1("a.db");
    struct pp_err err = {0};
    struct pp_store *store = store_open("a.db", false);
    store_run_sql("a.db", "DROP TABLE events; PRAGMA user_version = 1");
    pp_store_close(store);
    for (int n = 1; n <= 99; n++) {
        char name[32];
        snprintf(name, sizeof(name), n == 1 ? "a.db.v1.bak" : "a.db.v1-%d.bak", n);
        write_file(name, "x", 1);
    }
    assert_null(pp_store_open("a.db", false, &err));
    assert_non_null(strstr(err.text, "could not be backed up"));
    sqlite3 *db;
    assert_int_equal(sqlite3_open("a.db", &db), SQLITE_OK);
    struct pp_store old = {db, (char *)(uintptr_t) "a.db"};
    assert_int_equal(store_number(&old, "PRAGMA user_version"), 1);
    sqlite3_close(db);
}

TEST(a_newer_file_is_refused_and_untouched)
{
    pp_store_close(store_open("a.db", true));
    store_run_sql("a.db", "PRAGMA user_version = 99");
    assert_refused("a.db", true, PP_E_STATE, "from a newer podplan");
    assert_false(is_there("a.db-wal"));
    assert_false(is_there("a.db.v99.bak"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_new_file_is_safe_from_the_start),
        IN_FOLDER(only_its_owner_may_read_a_new_file),
        IN_FOLDER(an_empty_file_is_filled_only_when_asked),
        IN_FOLDER(no_file_is_no_service),
        IN_FOLDER(names_with_a_meaning_for_sqlite_are_names_of_files),
        IN_FOLDER(what_is_not_ours_is_refused_and_untouched),
        IN_FOLDER(a_folder_and_a_pipe_are_refused),
        IN_FOLDER(a_file_cut_short_is_damaged_not_a_crash),
        IN_FOLDER(rights_that_are_missing_are_named),
        IN_FOLDER(two_who_make_the_same_file_at_once_both_get_it),
        IN_FOLDER(a_second_look_at_a_file_leaves_the_locks_of_the_first),
        IN_FOLDER(an_older_file_is_backed_up_and_upgraded),
        IN_FOLDER(a_backup_is_never_overwritten),
        IN_FOLDER(an_upgrade_without_room_for_its_backup_changes_nothing),
        IN_FOLDER(a_newer_file_is_refused_and_untouched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
