// SPDX-License-Identifier: GPL-3.0-or-later
#include "test.h"

#include "address.h"
#include "backoff.h"
#include "book.h"
#include "condition.h"
#include "door.h"
#include "token.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const pp_instant now_2026 = 1795000000; // November 2026

/* ---- Conditions ---- */

TEST(dates_are_written_as_http_wants_them)
{
    char text[HTTP_DATE_TEXT];
    assert_string_equal(http_date_text(784111777, text), "Sun, 06 Nov 1994 08:49:37 GMT");
    assert_string_equal(http_date_text(0, text), "Thu, 01 Jan 1970 00:00:00 GMT");
    assert_string_equal(http_date_text(-1, text), "Wed, 31 Dec 1969 23:59:59 GMT");
    assert_string_equal(http_date_text(1709210096, text), "Thu, 29 Feb 2024 12:34:56 GMT");
}

TEST(all_three_forms_of_dates_are_read)
{
    const char *forms[] = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun Nov  6 08:49:37 1994"};
    for (size_t f = 0; f < 3; f++) {
        pp_instant at = 0;
        assert_true(http_date_parse(forms[f], now_2026, &at));
        assert_int_equal(at, 784111777);
    }
    pp_instant at = 0;
    assert_true(http_date_parse("Tuesday, 01-Jan-30 00:00:00 GMT", now_2026, &at));
    assert_int_equal(at, 1893456000);
}

TEST(what_is_no_date_is_none)
{
    const char *none[] = {"",
                          "yesterday",
                          "0",
                          "Sun, 06 Nov 1994 08:49:37 CET",
                          "Sun, 06 Nov 1994 08:49:37 GMTx",
                          "Sun, 06 Nov 1994 24:00:00 GMT",
                          "Sun, 31 Feb 1994 08:49:37 GMT",
                          "Sun, 06 Xxx 1994 08:49:37 GMT",
                          "Sun, -6 Nov 1994 08:49:37 GMT",
                          "Sun, 06 Nov 99999 08:49:37 GMT",
                          "1994-11-06T08:49:37Z"};
    for (size_t n = 0; n < sizeof(none) / sizeof(none[0]); n++) {
        pp_instant at;
        assert_false(http_date_parse(none[n], now_2026, &at));
    }
}

TEST(entity_tags_are_compared_weakly_and_in_lists)
{
    const char *tag = "\"abc\"";
    assert_true(condition_names_tag("\"abc\"", tag));
    assert_true(condition_names_tag("W/\"abc\"", tag));
    assert_true(condition_names_tag("*", tag));
    assert_true(condition_names_tag(" * ", tag));
    assert_true(condition_names_tag("\"x\", \"abc\"", tag));
    assert_true(condition_names_tag("\"x,y\" ,, W/\"abc\",\"z\"", tag));
    assert_false(condition_names_tag("", tag));
    assert_false(condition_names_tag("abc", tag));
    assert_false(condition_names_tag("\"abcd\"", tag));
    assert_false(condition_names_tag("\"abc", tag));
    assert_false(condition_names_tag("w/\"abc\"", tag));
    assert_false(condition_names_tag("*x", tag));
    assert_false(condition_names_tag("x \"abc\"", tag));
}

/* ---- Tokens ---- */

TEST(a_token_is_known_by_its_path_and_only_by_that)
{
    char path[TOKEN_PATH], other[TOKEN_PATH];
    unsigned char hash[PP_FEED_HASH_BYTES], again[PP_FEED_HASH_BYTES];
    assert_true(token_begin(NULL));
    token_make(path, hash);
    token_make(other, again);
    assert_string_not_equal(path, other);
    assert_memory_not_equal(hash, again, sizeof(hash));
    assert_int_equal(strlen(path), 7 + TOKEN_LETTERS + 4);
    assert_true(token_of_path(path, again));
    assert_memory_equal(hash, again, sizeof(hash));
    path[10] = path[10] == 'A' ? 'B' : 'A';
    assert_true(token_of_path(path, again));
    assert_memory_not_equal(hash, again, sizeof(hash));
    const char *none[] = {"",       "/", "/feeds/", "/feeds/.ics", "/feeds/abc.ics",
                          "/feeds", "x", other + 1};
    for (size_t n = 0; n < sizeof(none) / sizeof(none[0]); n++) {
        assert_false(token_of_path(none[n], again));
    }
}

TEST(the_book_finds_every_token_and_no_other)
{
    enum {
        COUNT = 1000
    };
    assert_true(token_begin(NULL));
    struct book *book = book_create(COUNT);
    struct pp_feed_token tokens[COUNT] = {{0}};
    char path[TOKEN_PATH];
    for (int t = 0; t < COUNT; t++) {
        token_make(path, tokens[t].hash);
        tokens[t].id = t + 1;
        book_add(book, &tokens[t]);
    }
    for (int t = 0; t < COUNT; t++) {
        assert_int_equal(book_find(book, tokens[t].hash)->id, t + 1);
        tokens[t].hash[PP_FEED_HASH_BYTES - 1] ^= 1;
        assert_null(book_find(book, tokens[t].hash));
    }
    book_destroy(book);
    book = book_create(0);
    assert_null(book_find(book, tokens[0].hash));
    book_destroy(book);
}

/* ---- Addresses ---- */

static struct address address_v4(const char *text)
{
    struct networks one = {0};
    assert_true(networks_add(&one, text, NULL));
    return one.list[0].address;
}

static void assert_is(const char *words, struct address address)
{
    char text[ADDRESS_TEXT];
    assert_string_equal(address_text(&address, text), words);
}

TEST(networks_hold_what_is_inside_them)
{
    struct networks trusted = {0};
    struct pp_err err = {0};
    assert_true(networks_add(&trusted, "10.1.0.0/16", &err));
    assert_true(networks_add(&trusted, "2001:db8::/33", &err));
    const struct {
        const char *text;
        bool inside;
    } tries[] = {{"10.1.255.255", true},
                 {"10.2.0.0", false},
                 {"2001:db8:7fff::1", true},
                 {"2001:db8:8000::1", false},
                 {"::1", false}};
    for (size_t t = 0; t < sizeof(tries) / sizeof(tries[0]); t++) {
        struct address address = address_v4(tries[t].text);
        assert_int_equal(networks_trust(&trusted, &address), tries[t].inside);
    }
    const char *bad[] = {"",         "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1",
                         "10.0.0/8", "::/129",      "a/8",       "10.0.0.0/8x"};
    for (size_t b = 0; b < sizeof(bad) / sizeof(bad[0]); b++) {
        assert_false(networks_add(&trusted, bad[b], &err));
        assert_int_equal(err.code, PP_E_USAGE);
    }
}

TEST(who_asks_is_the_rightmost_that_nobody_trusts)
{
    struct networks trusted = {0};
    assert_true(networks_add(&trusted, "10.0.0.0/8", NULL));
    struct address proxy = address_v4("10.0.0.1"), stranger = address_v4("192.0.2.9");
    assert_is("10.0.0.1", address_forwarded(&trusted, &proxy, NULL));
    assert_is("192.0.2.1", address_forwarded(&trusted, &proxy, "192.0.2.1"));
    assert_is("192.0.2.2", address_forwarded(&trusted, &proxy, "192.0.2.1, 192.0.2.2"));
    assert_is("192.0.2.1", address_forwarded(&trusted, &proxy, "6.6.6.6,192.0.2.1 ,10.9.9.9"));
    assert_is("10.9.9.9", address_forwarded(&trusted, &proxy, "nonsense, 10.9.9.9"));
    assert_is("10.0.0.1", address_forwarded(&trusted, &proxy, "192.0.2.1, "));
    assert_is("2001:db8::1", address_forwarded(&trusted, &proxy, "2001:db8::1"));
    assert_is("192.0.2.9", address_forwarded(&trusted, &stranger, "192.0.2.1"));
    struct address local = address_of(NULL);
    assert_is("192.0.2.1", address_forwarded(&trusted, &local, "192.0.2.1"));
}

TEST(one_client_of_ipv6_has_a_whole_network)
{
    struct address one = address_v4("2001:db8::1"), other = address_v4("2001:db8::ffff:1");
    struct address v4 = address_v4("192.0.2.1");
    one = address_client(&one);
    other = address_client(&other);
    assert_true(address_same(&one, &other));
    assert_is("192.0.2.1", address_client(&v4));
}

TEST(a_client_that_is_wrong_too_often_waits_and_others_do_not)
{
    assert_true(token_begin(NULL));
    struct backoff *backoff = backoff_create();
    struct address noisy = address_v4("192.0.2.1"), quiet = address_v4("192.0.2.2");
    for (int n = 0; n < PP_SERVE_WRONG; n++) {
        assert_true(backoff_let(backoff, &noisy, 1000));
    }
    assert_false(backoff_let(backoff, &noisy, 1000));
    assert_true(backoff_let(backoff, &quiet, 1000));
    assert_true(backoff_let(backoff, &noisy, 1000 + PP_SERVE_WRONG_SECONDS));
    assert_false(backoff_let(backoff, &noisy, 1000 + PP_SERVE_WRONG_SECONDS));
    for (uint32_t n = 0; n < 100000; n++) { // a table of a fixed size
        struct address many = quiet;
        memcpy(many.bytes + 12, &n, 4);
        assert_true(backoff_let(backoff, &many, 1000));
    }
    backoff_destroy(backoff);
}

TEST(where_to_listen_is_read_with_care)
{
    const char *bad[] = {"",       "8080",     ":8080",           "127.0.0.1",
                         "::1:80", "host:80:", "127.0.0.1:99999", "example.org:80",
                         "unix:",  "[::1]80",  "127.0.0.1:8o"};
    struct listening listening;
    for (size_t b = 0; b < sizeof(bad) / sizeof(bad[0]); b++) {
        struct pp_err err = {0};
        assert_false(address_listen(bad[b], &listening, &err));
        assert_int_equal(err.code, PP_E_USAGE);
    }
    assert_true(address_listen("127.0.0.1:0", &listening, NULL));
    assert_false(listening.open);
    assert_memory_equal(listening.where, "http://127.0.0.1:", 17);
    close(listening.fd);
    assert_true(address_listen("0.0.0.0:0", &listening, NULL));
    assert_true(listening.open);
    close(listening.fd);
}

/* ---- The door ---- */

static void field(struct door *door, const char *name, const char *value)
{
    door_field(door, name, strlen(name), value, strlen(value));
}

static enum door_status judge(struct door *door)
{
    field(door, "Host", "a");
    return door_judge(door, "GET", "/", "HTTP/1.1");
}

TEST(one_length_of_nothing_is_let_in_and_every_body_refused)
{
    struct door plain = {0}, none = {0}, body = {0}, twice = {0}, coded = {0}, odd = {0};
    assert_int_equal(judge(&plain), DOOR_IN);
    field(&none, "content-length", "0");
    assert_int_equal(judge(&none), DOOR_IN);
    field(&body, "Content-Length", "1");
    assert_int_equal(judge(&body), DOOR_BAD);
    field(&twice, "Content-Length", "0");
    field(&twice, "Content-Length", "0");
    assert_int_equal(judge(&twice), DOOR_BAD);
    field(&coded, "TRANSFER-ENCODING", "identity");
    assert_int_equal(judge(&coded), DOOR_BAD);
    field(&odd, "Transfer-Encoding ", "chunked");
    assert_int_equal(judge(&odd), DOOR_BAD);
}

TEST(a_name_or_a_value_with_control_characters_is_refused)
{
    struct door nul = {0}, tab = {0}, bell = {0}, empty = {0};
    door_field(&nul, "X", 1, "a\0b", 3);
    assert_int_equal(judge(&nul), DOOR_BAD);
    field(&tab, "X", "a\tb");
    assert_int_equal(judge(&tab), DOOR_IN);
    field(&bell, "X", "a\ab");
    assert_int_equal(judge(&bell), DOOR_BAD);
    field(&empty, "", "b");
    assert_int_equal(judge(&empty), DOOR_BAD);
}

TEST(the_path_is_cut_out_of_its_target)
{
    char path[16];
    assert_string_equal(door_path("/a/b?c=/d", path, sizeof(path)), "/a/b");
    assert_string_equal(door_path("http://host/a?b", path, sizeof(path)), "/a");
    assert_string_equal(door_path("http://host", path, sizeof(path)), "");
    assert_string_equal(door_path("/a://b", path, sizeof(path)), "/a://b");
    assert_string_equal(door_path("*", path, sizeof(path)), "*");
    assert_string_equal(door_path("/0123456789abcdef", path, sizeof(path)), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_written_as_http_wants_them),
        cmocka_unit_test(all_three_forms_of_dates_are_read),
        cmocka_unit_test(what_is_no_date_is_none),
        cmocka_unit_test(entity_tags_are_compared_weakly_and_in_lists),
        cmocka_unit_test(a_token_is_known_by_its_path_and_only_by_that),
        cmocka_unit_test(the_book_finds_every_token_and_no_other),
        cmocka_unit_test(networks_hold_what_is_inside_them),
        cmocka_unit_test(who_asks_is_the_rightmost_that_nobody_trusts),
        cmocka_unit_test(one_client_of_ipv6_has_a_whole_network),
        cmocka_unit_test(a_client_that_is_wrong_too_often_waits_and_others_do_not),
        cmocka_unit_test(where_to_listen_is_read_with_care),
        cmocka_unit_test(one_length_of_nothing_is_let_in_and_every_body_refused),
        cmocka_unit_test(a_name_or_a_value_with_control_characters_is_refused),
        cmocka_unit_test(the_path_is_cut_out_of_its_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
