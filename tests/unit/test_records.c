// SPDX-License-Identifier: GPL-3.0-or-later
/* CSV records: where they stand, what is a fault, and where reading goes on behind one. */
#include "test.h"

#include "records.h"

#include <podplan/text.h>

#include <string.h>

/* What a text reads as: "line: cell|cell;" for each record, then the faults. */
struct reading {
    struct pp_buf records;
    struct pp_buf faults;
};

static bool take(void *user, const struct record *record)
{
    struct pp_buf *out = user;
    pp_buf_printf(out, "%d:", (int)record->line);
    for (int32_t cell = 0; cell < record->n_cells && cell < PP_MAX_COLUMNS; cell++) {
        pp_buf_printf(out, "%s%s", cell > 0 ? "|" : "", record->cells[cell]);
    }
    pp_buf_add(out, ";");
    return true;
}

static struct reading read_bytes(const char *bytes, size_t length)
{
    struct reading reading = {{0}, {0}};
    struct pp_faults faults = {0};
    records_read(bytes, length, "x.csv", &faults, take, &reading.records);
    for (int32_t f = 0; f < faults.count; f++) {
        pp_fault_words(&faults.list[f], &reading.faults);
    }
    pp_faults_finish(&faults);
    return reading;
}

static void finish(struct reading *reading)
{
    pp_buf_finish(&reading->records);
    pp_buf_finish(&reading->faults);
}

static void reads(const char *text, const char *records)
{
    struct reading reading = read_bytes(text, strlen(text));
    assert_string_equal(pp_buf_text(&reading.records), records);
    assert_string_equal(pp_buf_text(&reading.faults), "");
    finish(&reading);
}

/* The records that are left, and a part of the faults. */
static void refuses(const char *text, const char *records, const char *fault)
{
    struct reading reading = read_bytes(text, strlen(text));
    assert_string_equal(pp_buf_text(&reading.records), records);
    if (strstr(pp_buf_text(&reading.faults), fault) == NULL) {
        assert_string_equal(pp_buf_text(&reading.faults), fault);
    }
    finish(&reading);
}

TEST(records_carry_the_line_on_which_they_begin)
{
    reads("a,b\n1,2\n3,4\n", "1:a|b;2:1|2;3:3|4;");
    reads("a,b\r\n1,2\r\n\r\n3,4", "1:a|b;2:1|2;4:3|4;");
    reads("a,b\r1,2\r3,4\r", "1:a|b;2:1|2;3:3|4;");
    reads("\n \t\na\n\n\n1\n", "3:a;6:1;");
}

TEST(a_quoted_cell_may_hold_anything)
{
    reads("a,b\n\"1,\"\"x\"\"\",2\n3,4\n", "1:a|b;2:1,\"x\"|2;3:3|4;");
    reads("a,b\n\"1\n\n2\",3\n4,5\n", "1:a|b;2:1\n\n2|3;5:4|5;");
    reads("\"a\",\"b\"\n\"\",\n", "1:a|b;2:|;");
}

TEST(blanks_around_an_unquoted_cell_do_not_count)
{
    reads("a , b\n  1 ,\t2 \n", "1:a|b;2:1|2;");
}

TEST(nothing_is_nothing)
{
    reads("", "");
    reads("\n\n \n", "");
}

TEST(a_quote_that_is_never_closed_is_told_where_it_opens)
{
    refuses("a,b\n1,\"2\n3,4\n5,6\n", "1:a|b;3:3|4;4:5|6;",
            "x.csv:2: the quote (\") that opens cell 2 is never closed");
}

TEST(a_quote_that_closes_at_the_next_one_is_told_where_it_opens)
{
    refuses("a,b\n1,\"2\n3,\"4\"\n5,6\n", "1:a|b;3:3|4;4:5|6;",
            "x.csv:2: the quote (\") that opens cell 2 is not closed where the cell ends");
}

TEST(a_misplaced_quote_drops_its_record_only)
{
    refuses("a,b\n1,x\"y\n3,4\n", "1:a|b;3:3|4;", "x.csv:2: cell 2 has a quote");
    refuses("a,b\n\"1\"z,2\n3,4\n", "1:a|b;3:3|4;", "x.csv:2: cell 1 goes on after its closing");
}

TEST(a_faulty_header_ends_the_file)
{
    refuses("a,b\"c\n1,2\n", "", "x.csv:1: cell 2 has a quote");
    refuses("\"a,b\n1,2\n", "", "x.csv:1: the quote (\") that opens cell 1 is never closed");
}

TEST(a_long_line_is_skipped_and_told)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, "a,b\n1,2\n");
    for (int n = 0; n <= PP_MAX_LINE_BYTES; n++) {
        pp_buf_add(&text, "x");
    }
    pp_buf_add(&text, "\n3,4\n");
    refuses(pp_buf_text(&text), "1:a|b;2:1|2;4:3|4;", "x.csv:3: the line is 65538 bytes long");
    pp_buf_finish(&text);
}

TEST(a_quote_that_would_swallow_a_large_file_is_given_up)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, "a,b\n\"1,2\n");
    for (int n = 0; n < 20000; n++) {
        pp_buf_add(&text, "3,4\n");
    }
    struct reading reading = read_bytes(text.text, text.length);
    assert_non_null(strstr(pp_buf_text(&reading.faults), "x.csv:2: the quote"));
    assert_non_null(strstr(pp_buf_text(&reading.records), "20002:3|4;"));
    finish(&reading);
    pp_buf_finish(&text);
}

TEST(a_long_cell_is_told)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, "a\n");
    for (int n = 0; n <= PP_MAX_CELL_BYTES; n++) {
        pp_buf_add(&text, "x");
    }
    pp_buf_add(&text, "\n1\n");
    refuses(pp_buf_text(&text), "1:a;3:1;", "x.csv:2: cell 1 is 4097 bytes long; the most is 4096");
    pp_buf_finish(&text);
}

TEST(bytes_that_are_no_text_are_told_with_their_place)
{
    struct reading reading = read_bytes("a\n\0x\n1\n", 7);
    assert_string_equal(pp_buf_text(&reading.records), "1:a;3:1;");
    assert_non_null(strstr(pp_buf_text(&reading.faults), "x.csv:2: there is a NUL byte (byte 1 "));
    finish(&reading);
    refuses("a\nxy\xE9z\n1\n", "1:a;3:1;", "x.csv:2: byte 3 of the line (0xE9) is not UTF-8");
}

TEST(more_cells_than_columns_are_counted)
{
    struct pp_buf text = {0};
    for (int n = 0; n < 100; n++) {
        pp_buf_add(&text, ",");
    }
    struct pp_faults faults = {0};
    struct pp_buf out = {0};
    records_read(pp_buf_text(&text), text.length, "x.csv", &faults, take, &out);
    assert_int_equal(faults.count, 0);
    pp_buf_finish(&out);
    pp_buf_finish(&text);
    pp_faults_finish(&faults);
}

TEST(utf8_is_sound_as_far_as_the_standard_says)
{
    const char *good[] = {
        "", "abc", "\xC2\xA3", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xED\x9F\xBF"};
    const char *bad[] = {"\x80",         "\xC0\x80",         "\xC1\xBF",         "\xE0\x80\x80",
                         "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82",
                         "\xC2"};
    for (size_t g = 0; g < sizeof(good) / sizeof(good[0]); g++) {
        assert_int_equal(pp_utf8_sound(good[g], strlen(good[g])), strlen(good[g]));
    }
    for (size_t b = 0; b < sizeof(bad) / sizeof(bad[0]); b++) {
        assert_int_equal(pp_utf8_sound(bad[b], strlen(bad[b])), 0);
    }
    assert_int_equal(pp_utf8_sound("ab\xFF", 3), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_carry_the_line_on_which_they_begin),
        cmocka_unit_test(a_quoted_cell_may_hold_anything),
        cmocka_unit_test(blanks_around_an_unquoted_cell_do_not_count),
        cmocka_unit_test(nothing_is_nothing),
        cmocka_unit_test(a_quote_that_is_never_closed_is_told_where_it_opens),
        cmocka_unit_test(a_quote_that_closes_at_the_next_one_is_told_where_it_opens),
        cmocka_unit_test(a_misplaced_quote_drops_its_record_only),
        cmocka_unit_test(a_faulty_header_ends_the_file),
        cmocka_unit_test(a_long_line_is_skipped_and_told),
        cmocka_unit_test(a_quote_that_would_swallow_a_large_file_is_given_up),
        cmocka_unit_test(a_long_cell_is_told),
        cmocka_unit_test(bytes_that_are_no_text_are_told_with_their_place),
        cmocka_unit_test(more_cells_than_columns_are_counted),
        cmocka_unit_test(utf8_is_sound_as_far_as_the_standard_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
