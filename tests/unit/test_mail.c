// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"
#include "test.h"

#include "mail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

TEST(addresses_are_plain_or_none)
{
    static const char *const good[] = {"asha@example.org", "o'brien@example.org",
                                       "a.b+rota@mail.example.org", "x@y"};
    static const char *const bad[] = {"",
                                      "asha",
                                      "@example.org",
                                      "asha@",
                                      "asha@@example.org",
                                      "a@b@c",
                                      "-oX/tmp@example.org",
                                      "asha@-example.org",
                                      ".a@example.org",
                                      "a..b@example.org",
                                      "a.@example.org",
                                      "asha@example..org",
                                      "asha@example.org\n",
                                      "asha@example.org\nBcc: x@example.org",
                                      "asha @example.org",
                                      "asha@example.org,x@example.org",
                                      "asha@example.org;x",
                                      "<asha@example.org>",
                                      "\"asha\"@example.org",
                                      "asha@[127.0.0.1]",
                                      "zoë@example.org",
                                      "asha(x)@example.org",
                                      "asha@example.org\x01"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_true(mail_is_address(good[i]));
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (mail_is_address(bad[i])) {
            fail_msg("'%s' is taken for an address", bad[i]);
        }
    }
    assert_false(mail_is_address(NULL));
    char many[400];
    memset(many, 'a', sizeof(many));
    memcpy(many + 300, "@b", 3);
    assert_false(mail_is_address(many));
}

static struct mail_letter a_letter(const char *program)
{
    return (struct mail_letter){.program = program,
                                .from = "rota@example.org",
                                .to = "asha@example.org",
                                .subject = "Changes in your rota",
                                .body = "Late duty\n",
                                .seconds = 20};
}

TEST(a_letter_has_its_headers_and_nobody_elses)
{
    struct mail_letter letter = a_letter("/x");
    struct pp_buf text = {0}, body = {0};
    pp_buf_add(&body, "O'Brien, Zoë, 李\r\nBcc: x@example.org\n.\n\x1b[2J\xff\n");
    for (int i = 0; i < 500; i++) {
        pp_buf_add(&body, "早班");
    }
    letter.body = pp_buf_text(&body);
    mail_write(&letter, &text);
    static const char head[] =
        "From: rota@example.org\nTo: asha@example.org\n"
        "Subject: Changes in your rota\nAuto-Submitted: auto-generated\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n\n"
        "O'Brien, Zoë, 李\\x0D\nBcc: x@example.org\n.\n\\x1B[2J\\xFF\n早班";
    assert_memory_equal(pp_buf_text(&text), head, strlen(head));
    for (const char *line = text.text; *line != '\0'; line += strcspn(line, "\n") + 1) {
        assert_true(strcspn(line, "\n") <= 998);
        assert_int_not_equal((unsigned char)*line & 0xC0, 0x80); // no character is cut
    }
    pp_buf_finish(&body);
    pp_buf_finish(&text);
}

/* A program in the test's folder; its absolute path, which the caller frees. */
static char *program(const char *script)
{
    FILE *file = fopen("mailer", "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", script);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod("mailer", 0700), 0);
    return realpath("mailer", NULL);
}

TEST(a_letter_reaches_the_program_whole)
{
    struct pp_err err = {0};
    char *path = program("cd \"${0%/*}\" && printf '%s\\n' \"$@\" >arguments && cat >letter");
    struct mail_letter letter = a_letter(path);
    store_assert(mail_ready(path, letter.from, &err), &err);
    store_assert(mail_send(&letter, &err), &err);
    struct pp_buf arguments = store_read_file("arguments"), text = store_read_file("letter");
    struct pp_buf whole = {0};
    mail_write(&letter, &whole);
    assert_string_equal(pp_buf_text(&arguments),
                        "-i\n-f\nrota@example.org\n--\nasha@example.org\n");
    assert_string_equal(pp_buf_text(&text), pp_buf_text(&whole));
    pp_buf_finish(&arguments);
    pp_buf_finish(&text);
    pp_buf_finish(&whole);
    free(path);
}

static void assert_fails(const char *script, const char *words)
{
    struct pp_err err = {0};
    char *path = program(script);
    struct mail_letter letter = a_letter(path);
    letter.seconds = 1;
    assert_false(mail_send(&letter, &err));
    store_assert_says(&err, PP_E_SYSTEM, words);
    free(path);
}

TEST(a_program_that_fails_or_hangs_is_told)
{
    assert_fails("exit 75", "did not take the letter (exit status 75)");
    assert_fails("kill -9 $$", "did not take the letter (signal 9)");
    time_t before = time(NULL);
    assert_fails("sleep 60 & sleep 60", "did not end within 1 seconds");
    assert_true(time(NULL) - before < 10);
    struct pp_err err = {0};
    struct mail_letter letter = a_letter("/no/such/program");
    assert_false(mail_send(&letter, &err));
    store_assert_says(&err, PP_E_SYSTEM, "/no/such/program can't be run");
    letter.to = "-t";
    assert_false(mail_send(&letter, &err));
    store_assert_says(&err, PP_E_SYSTEM, "'-t' is no mail address");
}

TEST(what_is_not_set_or_not_safe_is_refused_before_anything_is_sent)
{
    struct pp_err err = {0};
    char *path = program("true");
    assert_false(mail_ready(NULL, "rota@example.org", &err));
    store_assert_says(&err, PP_E_STATE, "mail_program and mail_from are blank");
    assert_false(mail_ready("mailer", "rota@example.org", &err));
    store_assert_says(&err, PP_E_STATE, "not an absolute path: 'mailer'");
    assert_false(mail_ready(path, "rota@example.org\n", &err));
    store_assert_says(&err, PP_E_STATE, "mail_from is no mail address");
    assert_false(mail_ready("/tmp", "rota@example.org", &err));
    store_assert_says(&err, PP_E_STATE, "is no program: '/tmp'");
    assert_int_equal(chmod(path, 0777), 0);
    assert_false(mail_ready(path, "rota@example.org", &err));
    store_assert_says(&err, PP_E_STATE, "could be changed by others");
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_plain_or_none),
        cmocka_unit_test(a_letter_has_its_headers_and_nobody_elses),
        IN_FOLDER(a_letter_reaches_the_program_whole),
        IN_FOLDER(a_program_that_fails_or_hangs_is_told),
        IN_FOLDER(what_is_not_set_or_not_safe_is_refused_before_anything_is_sent),
    };
    return cmocka_run_group_tests_name("mail", tests, NULL, NULL);
}
