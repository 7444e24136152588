// SPDX-License-Identifier: GPL-3.0-or-later
/* Words for people: wrapped paragraphs, safe text, near misses. */
#include "test.h"

#include "words.h"

#include <string.h>

static void holds(struct pp_buf *out, const char *expected)
{
    assert_string_equal(pp_buf_text(out), expected);
    pp_buf_finish(out);
}

TEST(a_paragraph_breaks_at_80_columns)
{
    struct pp_buf out = {0};
    words_wrap(&out, 2, 4,
               "one two three four five six seven eight nine ten eleven twelve thirteen four "
               "fifteen");
    holds(&out,
          "  one two three four five six seven eight nine ten eleven twelve thirteen four\n"
          "    fifteen\n");
}

TEST(a_column_is_a_character_and_not_a_byte)
{
    struct pp_buf out = {0}, text = {0};
    for (int n = 0; n < 40; n++) {
        pp_buf_add(&text, n == 0 ? "£" : " £");
    }
    words_wrap(&out, 1, 0, pp_buf_text(&text)); // 1 + 40 + 39 = 80 columns
    assert_int_equal(strcspn(pp_buf_text(&out), "\n") + 1, out.length);
    pp_buf_finish(&out);
    words_wrap(&out, 2, 0, pp_buf_text(&text));
    assert_true(strcspn(pp_buf_text(&out), "\n") + 1 < out.length);
    pp_buf_finish(&out);
    pp_buf_finish(&text);
}

TEST(a_word_that_is_too_long_stands_alone)
{
    char word[101];
    memset(word, 'x', 100);
    word[100] = '\0';
    struct pp_buf text = {0}, out = {0};
    pp_buf_printf(&text, "a %s b", word);
    words_wrap(&out, 0, 0, pp_buf_text(&text));
    assert_non_null(strstr(pp_buf_text(&out), "a\nxxx"));
    assert_non_null(strstr(pp_buf_text(&out), "xxx\nb\n"));
    pp_buf_finish(&out);
    pp_buf_finish(&text);
}

TEST(an_entry_has_its_words_beside_its_term)
{
    struct pp_buf out = {0};
    words_entry(&out, 10, "term", "meaning");
    holds(&out, "  term    meaning\n");
}

TEST(what_could_steer_a_terminal_is_shown)
{
    struct pp_buf out = {0};
    const char text[] = "a\x1b[31m\xFFz\x7F\n£";
    words_clean(&out, text, strlen(text));
    holds(&out, "a\\x1B[31m\\xFFz\\x7F\n£");
}

static const char *nearest(const char *word, const char *const *list, char text[NEAR_TEXT])
{
    struct near near = {.word = word};
    for (int n = 0; list[n] != NULL; n++) {
        near_offer(&near, list[n]);
    }
    return near_words(&near, text);
}

TEST(the_nearest_words_are_offered_in_order)
{
    static const char *const keys[] = {"FP20", "FP02", "FP12", "FP01", "SW1", "FP11", NULL};
    char text[NEAR_TEXT];
    assert_string_equal(nearest("FP1", keys, text), " (did you mean 'FP01', 'FP11' or 'FP12'?)");
    assert_string_equal(nearest("sw1", keys, text), " (did you mean 'SW1'?)");
    assert_string_equal(nearest("elephant", keys, text), "");
}

TEST(words_that_are_far_too_long_are_not_compared)
{
    char word[300];
    memset(word, 'x', sizeof(word) - 1);
    word[sizeof(word) - 1] = '\0';
    struct near near = {.word = "x"};
    near_offer(&near, word);
    assert_int_equal(near.count, 0);
    near = (struct near){.word = word};
    near_offer(&near, "x");
    assert_int_equal(near.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paragraph_breaks_at_80_columns),
        cmocka_unit_test(a_column_is_a_character_and_not_a_byte),
        cmocka_unit_test(a_word_that_is_too_long_stands_alone),
        cmocka_unit_test(an_entry_has_its_words_beside_its_term),
        cmocka_unit_test(what_could_steer_a_terminal_is_shown),
        cmocka_unit_test(the_nearest_words_are_offered_in_order),
        cmocka_unit_test(words_that_are_far_too_long_are_not_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
