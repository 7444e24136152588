// SPDX-License-Identifier: GPL-3.0-or-later
#include "case_file.h"
#include "cell.h"
#include "service_fixture.h"
#include "test.h"
#include "text.h"

#include <podplan/limits.h>
#include <podplan/rng.h>
#include <podplan/rules.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EACH_TABLE(t) (int32_t t = 0; t < PP_TABLE_COUNT; t++)

static size_t size_of(enum pp_type type)
{
    return cell_is_text(type)   ? sizeof(char *)
           : type == PP_T_MONEY ? sizeof(int64_t)
                                : sizeof(int32_t);
}

/* ---- The tables ---- */

TEST(every_member_of_a_row_is_a_column_in_the_same_order)
{
    for
        EACH_TABLE(t)
        {
            const struct pp_table *table = pp_table((enum pp_table_id)t);
            size_t end = 0;
            for (int32_t c = 0; c < table->n_columns; c++) {
                size_t size = size_of(table->columns[c].type);
                size_t begin = (end + size - 1) / size * size; /* as the compiler aligns it */
                if (table->columns[c].offset != begin) {
                    fail_msg("%s.%s is at %zu, not %zu", table->name, table->columns[c].name,
                             table->columns[c].offset, begin);
                }
                end = begin + size;
            }
            assert_true(table->row_size >= end && table->row_size < end + sizeof(int64_t));
        }
}

TEST(every_setting_has_its_member)
{
    size_t end = 0;
    for (int32_t s = 0; s < pp_n_settings; s++) {
        assert_int_equal(pp_settings_table[s].offset, end);
        end += size_of(pp_settings_table[s].type);
    }
    assert_true(sizeof(struct pp_settings) < end + sizeof(int64_t));
}

TEST(tables_and_columns_are_found_by_name)
{
    for
        EACH_TABLE(t)
        {
            const struct pp_table *table = pp_table((enum pp_table_id)t);
            assert_int_equal(table->id, t);
            assert_ptr_equal(pp_table_find(table->name), table);
            for (int32_t c = 0; c < table->n_columns; c++) {
                assert_int_equal(pp_column_find(table, table->columns[c].name), c);
            }
        }
    assert_null(pp_table_find("hamsters"));
    assert_int_equal(pp_column_find(pp_table(PP_TABLE_pods), "hamster"), PP_NONE);
}

TEST(columns_are_sound)
{
    for
        EACH_TABLE(t)
        {
            const struct pp_table *table = pp_table((enum pp_table_id)t);
            int32_t keys = 0;
            assert_in_range(table->n_columns, 1, PP_MAX_COLUMNS);
            for (int32_t c = 0; c < table->n_columns; c++) {
                const struct pp_column *column = &table->columns[c];
                keys += column->key;
                assert_true(strlen(column->help) > 5);
                assert_true((column->type == PP_T_WORD) == (column->words != NULL));
                assert_true(column->least <= column->most);
                /* A blank amount and blank weekdays have no value to stand for them. */
                assert_true(column->required ||
                            (column->type != PP_T_MONEY && column->type != PP_T_DAYS));
                if (column->type == PP_T_KEY) {
                    assert_int_equal(c, 0);
                }
                if (column->type == PP_T_REF) {
                    assert_int_equal(pp_table(column->ref)->columns[0].type, PP_T_KEY);
                }
            }
            assert_true(keys > 0);
        }
}

TEST(words_stand_at_the_place_of_their_enumerator)
{
    assert_string_equal(pp_word(pp_contract_words, PP_VOLUNTEER), "volunteer");
    assert_string_equal(pp_word(pp_status_words, PP_CARE_LEAVER), "care leaver");
    assert_string_equal(pp_word(pp_complexity_words, PP_HIGH), "high");
    assert_string_equal(pp_word(pp_skill_kind_words, PP_QUALIFICATION), "qualification");
    assert_string_equal(pp_word(pp_strength_words, PP_PREFERRED), "preferred");
    assert_string_equal(pp_word(pp_wish_words, PP_AVOID), "avoid");
    assert_string_equal(pp_word(pp_duty_kind_words, PP_STANDBY), "standby");
    assert_string_equal(pp_word(pp_cover_kind_words, PP_COVER_AGENCY), "agency");
    assert_string_equal(pp_word(pp_funding_kind_words, PP_IN_KIND), "in kind");
    assert_string_equal(pp_word(pp_reason_words, PP_OTHER_REASON), "other");
    assert_string_equal(pp_word(pp_leave_kind_words, PP_OTHER_LEAVE), "other");
    assert_string_equal(pp_word(pp_status_words, PP_UNKNOWN), "");
    assert_string_equal(pp_word(pp_status_words, PP_STATUSES), "");
}

/* ---- Cells, there and back ---- */

/* A random value that a cell of this kind may hold. */
static int64_t random_value(struct pp_rng *rng, const struct cell_spec *spec)
{
    int64_t least = spec->least, most = spec->most;
    int32_t words = 0;
    while (spec->words != NULL && spec->words[words] != NULL) {
        words++;
    }
    if (least == 0 && most == 0) {
        most = spec->type == PP_T_MONEY  ? (int64_t)PP_MAX_MONEY_POUNDS * 100
               : spec->type == PP_T_TIME ? PP_DAY_MINUTES
               : spec->type == PP_T_RATE ? 1000000
               : spec->type == PP_T_DATE ? 109572
               : spec->type == PP_T_DAYS ? 127
               : spec->type == PP_T_FY   ? 299
               : spec->type == PP_T_RULE ? pp_n_rules - 1
               : spec->type == PP_T_WORD ? words - 1
                                         : INT32_MAX;
    }
    uint64_t span = (uint64_t)(most - least) + 1;
    int64_t value = least + (int64_t)(pp_rng_next(rng) % span);
    switch (spec->type) {
    case PP_T_DATE:
        return value + fixture_day("1900-01-01");
    case PP_T_FY:
        return value + 1900;
    case PP_T_DAYS:
        return value == 0 ? 1 : value;
    default:
        return value;
    }
}

static void there_and_back(const char *name, const struct cell_spec *spec, int64_t value)
{
    struct pp_buf text = {0}, why = {0}, again = {0};
    int64_t back = 0;
    pp_value_text(spec->type, spec->words, value, &text);
    if (!cell_parse(spec, pp_buf_text(&text), &back, &why)) {
        fail_msg("%s: %s", name, pp_buf_text(&why));
    }
    if (back != value) {
        fail_msg("%s: %lld became '%s' became %lld", name, (long long)value, pp_buf_text(&text),
                 (long long)back);
    }
    pp_value_text(spec->type, spec->words, back, &again);
    assert_string_equal(pp_buf_text(&again), pp_buf_text(&text));
    pp_buf_finish(&text);
    pp_buf_finish(&why);
    pp_buf_finish(&again);
}

TEST(every_value_survives_being_written_and_read)
{
    struct pp_rng rng = {2015};
    for
        EACH_TABLE(t)
        {
            const struct pp_table *table = pp_table((enum pp_table_id)t);
            for (int32_t c = 0; c < table->n_columns; c++) {
                struct cell_spec spec = cell_spec_of_column(&table->columns[c]);
                if (cell_is_text(spec.type) || spec.type == PP_T_REF) {
                    continue;
                }
                for (int i = 0; i < 200; i++) {
                    there_and_back(table->columns[c].name, &spec, random_value(&rng, &spec));
                }
            }
        }
}

TEST(every_list_of_weekdays_survives)
{
    struct cell_spec spec = {.type = PP_T_DAYS};
    for (int32_t bits = 1; bits < 128; bits++) {
        there_and_back("weekdays", &spec, bits);
    }
    struct pp_buf text = {0};
    pp_value_text(PP_T_DAYS, NULL, 127, &text);
    pp_buf_add(&text, "|");
    pp_value_text(PP_T_DAYS, NULL, 31, &text);
    pp_buf_add(&text, "|");
    pp_value_text(PP_T_DAYS, NULL, 96, &text);
    pp_buf_add(&text, "|");
    pp_value_text(PP_T_DAYS, NULL, 21, &text);
    assert_string_equal(pp_buf_text(&text), "daily|Mon-Fri|Sat Sun|Mon Wed Fri");
    pp_buf_finish(&text);
}

static int64_t read_as(enum pp_type type, const char *text)
{
    struct cell_spec spec = {.type = type};
    struct pp_buf why = {0};
    int64_t value = -77;
    if (!cell_parse(&spec, text, &value, &why)) {
        fail_msg("%s", pp_buf_text(&why));
    }
    pp_buf_finish(&why);
    return value;
}

TEST(values_are_read_exactly)
{
    assert_int_equal(read_as(PP_T_INT, "007"), 7);
    assert_int_equal(read_as(PP_T_MILLI, "0.6"), 600);
    assert_int_equal(read_as(PP_T_MILLI, "12.075"), 12075);
    assert_int_equal(read_as(PP_T_RATE, "0.000001"), 1);
    assert_int_equal(read_as(PP_T_MONEY, "1234.5"), 123450);
    assert_int_equal(read_as(PP_T_MONEY, "999999999.99"), 99999999999);
    assert_int_equal(read_as(PP_T_FY, "1999/00"), 1999);
    assert_int_equal(read_as(PP_T_TIME, "24:00"), 1440);
    assert_int_equal(read_as(PP_T_DAYS, "Fri-Mon"), 0x71);
    assert_int_equal(read_as(PP_T_DAYS, "Mon, Wed,Fri"), 21);
    assert_int_equal(read_as(PP_T_RULE, pp_rules[3].name), 3);
}

TEST(what_is_no_value_is_refused)
{
    static const struct {
        enum pp_type type;
        const char *text;
    } bad[] = {
        {PP_T_INT, "twelve"},    {PP_T_INT, "1.0"},         {PP_T_INT, "-"},
        {PP_T_INT, "+3"},        {PP_T_INT, "3 4"},         {PP_T_INT, "0x10"},
        {PP_T_INT, "-1"},        {PP_T_INT, "2147483648"},  {PP_T_INT, "99999999999999999999999"},
        {PP_T_MILLI, "0.6666"},  {PP_T_MILLI, "1."},        {PP_T_MILLI, ".5"},
        {PP_T_MILLI, "1,5"},     {PP_T_MILLI, "1e3"},       {PP_T_MILLI, "nan"},
        {PP_T_MILLI, "inf"},     {PP_T_MILLI, "1.2.3"},     {PP_T_RATE, "1.000001"},
        {PP_T_RATE, "22%"},      {PP_T_MONEY, "£12"},       {PP_T_MONEY, "1,234.56"},
        {PP_T_MONEY, "-12.00"},  {PP_T_MONEY, "1.234"},     {PP_T_MONEY, "1000000000.01"},
        {PP_T_FY, "2015"},       {PP_T_FY, "2015/17"},      {PP_T_FY, "2015-16"},
        {PP_T_FY, "2015/2016"},  {PP_T_FY, "1899/00"},      {PP_T_FY, "abcd/ef"},
        {PP_T_DAYS, "Monday"},   {PP_T_DAYS, "mon"},        {PP_T_DAYS, "Mon-"},
        {PP_T_DAYS, "Mon-Fri-"}, {PP_T_DAYS, "MonTue"},     {PP_T_DAYS, "Mon Tue,"},
        {PP_T_DAYS, "Daily"},    {PP_T_DATE, "2015-02-30"}, {PP_T_DATE, "01/06/2015"},
        {PP_T_DATE, "2015-6-1"}, {PP_T_TIME, "8:00"},       {PP_T_TIME, "25:00"},
        {PP_T_TIME, "08:00:00"}, {PP_T_RULE, "hamster"},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct cell_spec spec = {.type = bad[i].type};
        struct pp_buf why = {0};
        int64_t value;
        if (cell_parse(&spec, bad[i].text, &value, &why)) {
            fail_msg("'%s' was read as %lld", bad[i].text, (long long)value);
        }
        assert_non_null(strstr(pp_buf_text(&why), bad[i].text));
        pp_buf_finish(&why);
    }
}

TEST(random_bytes_are_refused_or_come_back_as_they_were)
{
    static const char letters[] = "0123456789.-/: MonTueSatdaily,ex%";
    struct pp_rng rng = {7};
    for (int i = 0; i < 20000; i++) {
        char text[16] = {0};
        for (int32_t n = 1 + pp_rng_below(&rng, 11); n > 0; n--) {
            text[n - 1] = letters[pp_rng_below(&rng, (int32_t)sizeof(letters) - 1)];
        }
        for (int type = PP_T_RULE; type <= PP_T_DAYS; type++) {
            struct cell_spec spec = {.type = (enum pp_type)type, .words = pp_status_words};
            struct pp_buf why = {0};
            int64_t value;
            if (cell_parse(&spec, text, &value, &why)) {
                there_and_back(text, &spec, value);
            }
            pp_buf_finish(&why);
        }
    }
}

/* ---- Text ---- */

TEST(text_is_trimmed_of_every_blank)
{
    struct pp_buf out = {0};
    assert_string_equal(text_trim(" \t north pod \xc2\xa0", &out), "north pod");
    assert_string_equal(text_trim("   ", &out), "");
    assert_string_equal(text_trim("", &out), "");
    assert_string_equal(text_trim("\xc2", &out), "\xc2");
    assert_string_equal(text_trim("x\xc2\xa0y", &out), "x\xc2\xa0y");
    pp_buf_finish(&out);
}

TEST(odd_bytes_are_no_clean_text)
{
    static const char *const bad[] = {
        "\x01",         "a\x7f",
        "line\nbreak",  "a\tb",
        "\xff",         "\xc0\x80",
        "\xed\xa0\x80", "\xf4\x90\x80\x80",
        "\xe2\x82",     "\xc2\x85",
        "\x80",         "\xe2\x80\xae",
        "\xef\xbb\xbf", "\xf0\x80\x80\x80",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(text_is_clean(bad[i]));
    }
    assert_true(text_is_clean("Łódź £5 – “pod” 家 👪"));
    assert_true(text_is_clean(""));
}

TEST(a_message_shows_a_value_cut_and_escaped)
{
    struct pp_buf out = {0};
    text_show("a\x01\xff\nz", &out);
    assert_string_equal(pp_buf_text(&out), "'a\\x01\\xff\\x0az'");
    out.length = 0;
    text_show("0123456789012345678901234567890123456789", &out);
    assert_string_equal(pp_buf_text(&out), "'0123456789012345678901234567890123456789'");
    out.length = 0;
    text_show("ß123456789012345678901234567890123456789Z", &out);
    assert_string_equal(pp_buf_text(&out), "'ß123456789012345678901234567890123456789…'");
    assert_true(text_is_clean(pp_buf_text(&out)));
    pp_buf_finish(&out);
}

static const char *nearest(const char *word, const char *one, const char *two)
{
    struct text_near near = {.word = word, .distance = TEXT_FAR};
    text_offer(&near, one);
    text_offer(&near, two);
    return near.best;
}

TEST(the_nearest_word_is_two_letters_away_at_most)
{
    assert_string_equal(nearest("nroth", "south", "north"), "north");
    assert_string_equal(nearest("fp7", "FP07", "FP70"), "FP07");
    assert_string_equal(nearest("fp7", "FP70", "FP07"), "FP07");
    assert_string_equal(nearest("NORTH", "south", "north"), "north");
    assert_null(nearest("elephant", "north", "south"));
    char longer[300];
    memset(longer, 'x', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    assert_null(nearest(longer, longer, "x"));
}

/* ---- The page ---- */

TEST(the_page_of_the_data_format_is_the_one_in_docs)
{
    struct pp_arena arena = {0};
    struct pp_buf page = {0};
    pp_schema_words(&page);
    const char *docs = case_source(&arena, "docs/data-format.md");
    if (getenv("PODPLAN_WRITE_DOCS") != NULL) {
        FILE *file = fopen(SOURCE_ROOT "/docs/data-format.md", "w");
        assert_non_null(file);
        fputs(pp_buf_text(&page), file);
        fclose(file);
    } else if (docs == NULL || strcmp(docs, pp_buf_text(&page)) != 0) {
        fail_msg("docs/data-format.md is not what the tables say; run with PODPLAN_WRITE_DOCS=1");
    }
    pp_buf_finish(&page);
    pp_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_member_of_a_row_is_a_column_in_the_same_order),
        cmocka_unit_test(every_setting_has_its_member),
        cmocka_unit_test(tables_and_columns_are_found_by_name),
        cmocka_unit_test(columns_are_sound),
        cmocka_unit_test(words_stand_at_the_place_of_their_enumerator),
        cmocka_unit_test(every_value_survives_being_written_and_read),
        cmocka_unit_test(every_list_of_weekdays_survives),
        cmocka_unit_test(values_are_read_exactly),
        cmocka_unit_test(what_is_no_value_is_refused),
        cmocka_unit_test(random_bytes_are_refused_or_come_back_as_they_were),
        cmocka_unit_test(text_is_trimmed_of_every_blank),
        cmocka_unit_test(odd_bytes_are_no_clean_text),
        cmocka_unit_test(a_message_shows_a_value_cut_and_escaped),
        cmocka_unit_test(the_nearest_word_is_two_letters_away_at_most),
        cmocka_unit_test(the_page_of_the_data_format_is_the_one_in_docs),
    };
    return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
