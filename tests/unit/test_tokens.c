// SPDX-License-Identifier: GPL-3.0-or-later
#include "service_fixture.h"
#include "store_fixture.h"
#include "test.h"

#include <podplan/feed_token.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct pp_feed_token token_of(int32_t scope, const char *key, const char *person, int mark)
{
    struct pp_feed_token token = {.scope = scope, .key = key, .name = "phone", .person = person};
    memset(token.hash, mark, sizeof(token.hash));
    return token;
}

/* A file with a service in it. */
static struct pp_store *open_with(const struct pp_service *service)
{
    struct pp_err err = {0};
    struct pp_store *store = store_open("a.db", true);
    store_assert(pp_store_save_service(store, service, &err), &err);
    return store;
}

static int64_t add(struct pp_store *store, int32_t scope, const char *key, const char *person,
                   int mark)
{
    struct pp_err err = {0};
    struct pp_feed_token token = token_of(scope, key, person, mark);
    store_assert(pp_store_add_token(store, &token, &err), &err);
    return token.id;
}

static struct pp_token_list load(struct pp_store *store)
{
    struct pp_err err = {0};
    struct pp_token_list list = {0};
    store_assert(pp_store_load_tokens(store, &list, &err), &err);
    return list;
}

TEST(a_token_comes_back_as_it_was_stored_and_is_open)
{
    struct pp_service *service = fixture_small();
    struct pp_store *store = open_with(service);
    int64_t id = add(store, PP_FEED_POD, "p1", "ann", 7);
    struct pp_token_list list = load(store);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.rows[0].id, id);
    assert_int_equal(list.rows[0].scope, PP_FEED_POD);
    assert_string_equal(list.rows[0].key, "p1");
    assert_string_equal(list.rows[0].person, "ann");
    assert_string_equal(list.rows[0].name, "phone");
    assert_int_equal(list.rows[0].hash[31], 7);
    assert_true(list.rows[0].last_used == PP_NEVER && list.rows[0].ends == PP_NEVER);
    assert_int_equal(list.rows[0].end, PP_FEED_OPEN);
    assert_true(llabs((long long)(list.rows[0].created - (pp_instant)time(NULL))) < 100);
    pp_arena_finish(&list.arena);
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(a_feed_of_what_the_service_does_not_have_is_refused)
{
    struct pp_service *service = fixture_small();
    struct pp_store *store = open_with(service);
    struct pp_feed_token bad[] = {
        token_of(PP_FEED_PRACTITIONER, "nobody", NULL, 1), token_of(PP_FEED_POD, "ann", NULL, 2),
        token_of(PP_FEED_HUB, "", NULL, 3), token_of(PP_FEED_POD, "p1", "nobody", 4)};
    for (size_t b = 0; b < sizeof(bad) / sizeof(bad[0]); b++) {
        struct pp_err err = {0};
        assert_false(pp_store_add_token(store, &bad[b], &err));
        assert_int_equal(err.code, PP_E_INPUT);
    }
    struct pp_token_list list = load(store);
    assert_int_equal(list.count, 0);
    pp_arena_finish(&list.arena);
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(rotating_revokes_the_old_token_and_stores_a_new_one)
{
    struct pp_service *service = fixture_small();
    struct pp_store *store = open_with(service);
    struct pp_arena arena = {0};
    struct pp_err err = {0};
    struct pp_feed_token fresh, other = token_of(0, "", NULL, 9);
    int64_t id = add(store, PP_FEED_PRACTITIONER, "ann", "ann", 1);
    store_assert(pp_store_rotate_token(store, id, other.hash, &arena, &fresh, &err), &err);
    assert_true(fresh.id > id && fresh.ends == PP_NEVER);
    struct pp_token_list list = load(store);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.rows[0].end, PP_FEED_REVOKED);
    assert_true(list.rows[0].ends <= (pp_instant)time(NULL));
    assert_int_equal(list.rows[1].hash[0], 9);
    assert_string_equal(list.rows[1].name, "phone");
    assert_false(
        pp_store_rotate_token(store, id, token_of(0, "", NULL, 8).hash, &arena, &fresh, &err));
    store_assert_says(&err, PP_E_STATE, "revoked already");
    assert_false(pp_store_revoke_token(store, 99, &err));
    store_assert_says(&err, PP_E_STATE, "there is no feed 99");
    pp_arena_finish(&list.arena);
    pp_arena_finish(&arena);
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(a_feed_ends_on_the_midnight_after_the_last_day_in_post)
{
    struct pp_service *service = fixture_small();
    int32_t ann = fixture_row(service, PP_TABLE_practitioners, "ann");
    service->practitioners[ann].end = fixture_day("2035-07-31");
    struct pp_store *store = open_with(service);
    add(store, PP_FEED_PRACTITIONER, "ann", "ann", 1);
    add(store, PP_FEED_POD, "p1", NULL, 2);
    struct pp_feed_token late = token_of(PP_FEED_PRACTITIONER, "cat", "cat", 3); // until 2016
    struct pp_err err = {0};
    assert_false(pp_store_add_token(store, &late, &err));
    store_assert_says(&err, PP_E_STATE, "the last day in post of cat was ");
    struct pp_token_list list = load(store);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.rows[0].end, PP_FEED_LEFT);
    assert_true(list.rows[0].ends == pp_london_instant(fixture_day("2035-08-01"), 0));
    assert_int_equal(list.rows[1].end, PP_FEED_OPEN);
    pp_arena_finish(&list.arena);
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(a_feed_of_somebody_who_is_gone_ends_until_they_are_back)
{
    struct pp_service *service = fixture_small();
    struct pp_err err = {0};
    struct pp_store *store = open_with(service);
    add(store, PP_FEED_POD, "p1", "ann", 1);
    struct pp_practitioner *ann =
        &service->practitioners[fixture_row(service, PP_TABLE_practitioners, "ann")];
    for (int gone = 1; gone >= 0; gone--) {
        ann->practitioner = gone ? "anna" : "ann";
        store_assert(pp_store_save_service(store, service, &err), &err);
        struct pp_token_list list = load(store);
        assert_int_equal(list.rows[0].end, gone ? PP_FEED_GONE : PP_FEED_OPEN);
        assert_true(gone == (list.rows[0].ends <= (pp_instant)time(NULL)));
        pp_arena_finish(&list.arena);
    }
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(the_time_of_use_never_goes_back)
{
    struct pp_service *service = fixture_small();
    struct pp_err err = {0};
    struct pp_store *store = open_with(service);
    int64_t id = add(store, PP_FEED_TRAINING, "", NULL, 1);
    struct pp_token_use uses[] = {{id, 2000}, {id, 1000}, {99, 5}};
    store_assert(pp_store_use_tokens(store, uses, 3, &err), &err);
    struct pp_token_list list = load(store);
    assert_int_equal(list.rows[0].last_used, 2000);
    pp_arena_finish(&list.arena);
    pp_store_close(store);
    pp_service_destroy(service);
}

TEST(the_version_changes_with_what_others_write_and_not_with_its_own)
{
    struct pp_service *service = fixture_small();
    struct pp_err err = {0};
    struct pp_store *store = open_with(service), *other = store_open("a.db", false);
    int64_t before, after;
    store_assert(pp_store_version(store, &before, &err), &err);
    int64_t id = add(store, PP_FEED_TRAINING, "", NULL, 1);
    store_assert(pp_store_version(store, &after, &err), &err);
    assert_int_equal(before, after);
    store_assert(pp_store_revoke_token(other, id, &err), &err);
    store_assert(pp_store_version(store, &after, &err), &err);
    assert_int_not_equal(before, after);
    pp_store_close(other);
    pp_store_close(store);
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_token_comes_back_as_it_was_stored_and_is_open),
        IN_FOLDER(a_feed_of_what_the_service_does_not_have_is_refused),
        IN_FOLDER(rotating_revokes_the_old_token_and_stores_a_new_one),
        IN_FOLDER(a_feed_ends_on_the_midnight_after_the_last_day_in_post),
        IN_FOLDER(a_feed_of_somebody_who_is_gone_ends_until_they_are_back),
        IN_FOLDER(the_time_of_use_never_goes_back),
        IN_FOLDER(the_version_changes_with_what_others_write_and_not_with_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
