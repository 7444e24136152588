// SPDX-License-Identifier: GPL-3.0-or-later
/* Charts: the drawing follows the figures, and every figure is in the table. */
#include "test.h"

#include "chart.h"

#include <stdio.h>
#include <string.h>

static const char *const labels[] = {"May 2015", "Jun 2015", "Jul <2015>"};
static const char *const ticks[] = {"May", "Jun", "Jul"};
static const char *const years[] = {"2015", "2015", "2015"};

static struct chart chart_of(const struct chart_series *series, int32_t n_series)
{
    return (struct chart){.id = "c",
                          .title = "Posts & people",
                          .about = "What it is.",
                          .unit = CHART_FTE,
                          .heading = "Month",
                          .labels = labels,
                          .ticks = ticks,
                          .under = years,
                          .n = 3,
                          .series = series,
                          .n_series = n_series};
}

static int32_t count(const char *text, const char *part)
{
    int32_t n = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part)) {
        n++;
    }
    return n;
}

TEST(every_figure_is_in_the_table_and_text_is_escaped)
{
    const int64_t posts[] = {3000, 4500, -250}, low[] = {1000, 2000, 3000},
                  high[] = {1500, 2750, CHART_UNKNOWN};
    const struct chart_series series[] = {
        {.name = "<posts>", .mark = CHART_LINE, .values = posts},
        {.name = "range", .mark = CHART_BAND, .values = low, .high = high},
    };
    struct chart chart = chart_of(series, 2);
    struct pp_buf out = {0};
    chart_add(&out, &chart);
    const char *text = pp_buf_text(&out);
    assert_non_null(strstr(text, "<title id=\"c-t\">Posts &amp; people</title>"));
    assert_non_null(strstr(text, "<desc id=\"c-d\">What it is. The figures are in the table"));
    assert_null(strstr(text, "<posts>"));
    assert_non_null(strstr(text,
                           "<th scope=\"row\">May 2015</th><td class=\"n\">3</td>"
                           "<td class=\"n\">1</td><td class=\"n\">1.5</td>"));
    assert_non_null(strstr(text,
                           "Jul &lt;2015&gt;</th><td class=\"n\">-0.25</td>"
                           "<td class=\"n\">3</td><td class=\"n\"></td>"));
    assert_int_equal(count(text, ">2015</text>"), 1); // the year once
    pp_buf_finish(&out);
}

TEST(a_value_that_is_not_known_breaks_the_line)
{
    const int64_t whole[] = {1000, 2000, 3000}, broken[] = {1000, CHART_UNKNOWN, 3000};
    const struct chart_series one = {.name = "a", .mark = CHART_LINE, .values = whole};
    const struct chart_series two = {.name = "a", .mark = CHART_LINE, .values = broken};
    struct chart first = chart_of(&one, 1), second = chart_of(&two, 1);
    struct pp_buf out = {0};
    chart_add(&out, &first);
    const char *path = strstr(pp_buf_text(&out), "class=\"line l0\" d=\"");
    assert_int_equal(count(path, "M"), 1 + count(strchr(path, '>'), "M"));
    out.length = 0;
    chart_add(&out, &second);
    path = strstr(pp_buf_text(&out), "class=\"line l0\" d=\"");
    assert_int_equal(count(path, "M"), 2 + count(strchr(path, '>'), "M"));
    pp_buf_finish(&out);
}

TEST(bars_stack_upwards_and_below_zero_downwards)
{
    const int64_t up[] = {1000, 0, 0}, more[] = {2000, 0, 0}, down[] = {-3000, 0, 0};
    const struct chart_series series[] = {
        {.name = "a", .mark = CHART_BAR, .style = 0, .values = up},
        {.name = "b", .mark = CHART_BAR, .style = 1, .values = more},
        {.name = "c", .mark = CHART_BAR, .style = 2, .values = down},
    };
    struct chart chart = chart_of(series, 3);
    struct pp_buf out = {0};
    chart_add(&out, &chart);
    const char *text = pp_buf_text(&out);
    double top[3], height[3];
    for (int style = 0; style < 3; style++) {
        char mark[48];
        snprintf(mark, sizeof(mark), "fill=\"url(#c-p%d)\" x=", style);
        const char *bar = strstr(text, mark);
        assert_non_null(bar);
        assert_int_equal(sscanf(strstr(bar, " y="), " y=\"%lf\"", &top[style]), 1);
        assert_int_equal(sscanf(strstr(bar, "height="), "height=\"%lf\"", &height[style]), 1);
    }
    assert_float_equal(top[1] + height[1], top[0], 0.11);         // b stands on a
    assert_float_equal(top[0] + height[0], top[2], 0.11);         // c hangs from zero
    assert_float_equal(height[0] + height[1], height[2], 0.21);   // 1 + 2 is 3
    assert_int_equal(count(text, "<rect class=\"bars\""), 3 + 3); // bars, and the key
    pp_buf_finish(&out);
}

TEST(a_difference_is_drawn_and_both_scenarios_are_in_its_table)
{
    const int64_t with[] = {150000, 100000, CHART_UNKNOWN}, without[] = {100000, 120000, 5};
    struct pp_buf out = {0};
    chart_add_difference(&out, &(struct chart_pair){.id = "d",
                                                    .title = "Cost",
                                                    .unit = CHART_MONEY,
                                                    .heading = "Month",
                                                    .labels = labels,
                                                    .ticks = ticks,
                                                    .under = years,
                                                    .n = 3,
                                                    .name = "pay rise",
                                                    .against = "baseline",
                                                    .values = with,
                                                    .base = without});
    const char *text = pp_buf_text(&out);
    assert_non_null(strstr(text, "up where pay rise has more than baseline"));
    assert_non_null(strstr(text,
                           "<td class=\"n\">£1,500</td><td class=\"n\">£1,000</td>"
                           "<td class=\"n\">£500</td>"));
    assert_non_null(strstr(text, "<td class=\"n\">-£200</td>"));
    assert_int_equal(count(text, "<rect class=\"bars\""), 2 + 1); // two differences, and the key
    pp_buf_finish(&out);
}

TEST(nothing_to_draw_is_nothing)
{
    struct chart chart = chart_of(NULL, 0);
    struct pp_buf out = {0};
    chart_add(&out, &chart);
    assert_int_equal(out.length, 0);
    const int64_t none[] = {0, 0, 0};
    const struct chart_series flat = {.name = "none", .mark = CHART_BAR, .values = none};
    chart = chart_of(&flat, 1);
    chart_add(&out, &chart);
    assert_null(strstr(pp_buf_text(&out), "nan"));
    assert_null(strstr(pp_buf_text(&out), "inf"));
    pp_buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_figure_is_in_the_table_and_text_is_escaped),
        cmocka_unit_test(a_value_that_is_not_known_breaks_the_line),
        cmocka_unit_test(bars_stack_upwards_and_below_zero_downwards),
        cmocka_unit_test(a_difference_is_drawn_and_both_scenarios_are_in_its_table),
        cmocka_unit_test(nothing_to_draw_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
