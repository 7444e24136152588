// SPDX-License-Identifier: GPL-3.0-or-later
/* Checks of grades, posts, funding streams and costs. */
#include "checks.h"

#include <string.h>
#include <strings.h>

static bool is_paid(const struct pp_service *service, int32_t grade)
{
    for (int32_t role = 0; role < service->n_roles; role++) {
        if (service->roles[role].grade == grade) {
            return true;
        }
    }
    for (int32_t post = 0; post < service->n_posts; post++) {
        if (service->posts[post].grade == grade) {
            return true;
        }
    }
    return false;
}

static void grade_without_cost(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    char day[PP_DATE_TEXT];
    if (is_paid(service, row) && pp_grade_cost(service, row, service->settings.planned_on) < 0) {
        checks_add(
            c, row, "grade",
            "no yearly cost of '%s' is in force on %s; until grade_costs.csv has a row for it, "
            "the forecast counts its posts as free of cost",
            service->grades[row].grade, pp_day_text(service->settings.planned_on, day));
    }
}

/* One fault for a role, however many posts it has. */
static void role_without_grade(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    int32_t posts = 0, first = INT32_MAX;
    for (int32_t i = 0; i < service->n_posts && service->roles[row].grade == PP_NONE; i++) {
        const struct pp_post *post = &service->posts[i];
        int32_t line = c->subject->rows[PP_TABLE_posts].lines[i];
        if (post->role == row && post->grade == PP_NONE && checks_is_sound(c, PP_TABLE_posts, i)) {
            posts++;
            first = line < first ? line : first;
        }
    }
    if (posts > 0) {
        checks_add(c, row, "grade",
                   "is blank, and %d of posts.csv of the role '%s' %s none either (posts.csv:%d); "
                   "give the role a grade, so that they can be costed",
                   (int)posts, service->roles[row].role, posts == 1 ? "has" : "have", (int)first);
    }
}

/* People of a role without a grade cost nothing in the forecast, which nobody would see. */
static void people_without_grade(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    int32_t people = 0;
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        int32_t contract = service->practitioners[i].contract;
        people += service->practitioners[i].role == row &&
                  (contract == PP_PERMANENT || contract == PP_FIXED_TERM);
    }
    for (int32_t i = 0; i < service->n_posts; i++) {
        people = service->posts[i].role == row ? 0 : people; // has been said of its posts
    }
    if (service->n_posts > 0 && service->roles[row].grade == PP_NONE && people > 0) {
        checks_add(c, row, "grade",
                   "is blank, and %d on the payroll have the role '%s'; the forecast counts them "
                   "as free of cost",
                   (int)people, service->roles[row].role);
    }
}

/* Two rows for the same money are counted twice. */
static void money_given_twice(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_stream *stream = &service->streams[row];
    for (int32_t i = 0; i < service->n_streams; i++) {
        const struct pp_stream *other = &service->streams[i];
        bool same = i != row && other->financial_year == stream->financial_year &&
                    other->kind == stream->kind && strcasecmp(other->source, stream->source) == 0 &&
                    other->start == stream->start && other->end == stream->end;
        int32_t line = c->subject->rows[PP_TABLE_streams].lines[i];
        if (same && line < c->subject->rows[PP_TABLE_streams].lines[row] &&
            checks_is_sound(c, PP_TABLE_streams, i)) {
            char year[PP_TIME_TEXT];
            checks_add(c, row, "source",
                       "'%s' gives %s for %s in line %d already, as '%s'; both are counted. If it "
                       "is the same money, leave one out; if not, tell them apart by source",
                       stream->source, pp_word(pp_funding_kind_words, stream->kind),
                       pp_financial_year_text(stream->financial_year, year), (int)line,
                       other->stream);
            return;
        }
    }
}

static void instalments_exceed_stream(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    int64_t sum = 0;
    for (int32_t i = 0; i < service->n_instalments; i++) {
        if (service->instalments[i].stream == row) {
            sum += service->instalments[i].amount;
        }
    }
    if (sum > service->streams[row].amount) {
        struct pp_buf given = {0}, amount = {0};
        pp_value_text(PP_T_MONEY, NULL, sum, &given);
        pp_value_text(PP_T_MONEY, NULL, service->streams[row].amount, &amount);
        checks_add(
            c, row, "amount",
            "the instalments of '%s' add up to %s, more than its %s; correct the amount, or the "
            "rows of instalments.csv",
            service->streams[row].stream, pp_buf_text(&given), pp_buf_text(&amount));
        pp_buf_finish(&given);
        pp_buf_finish(&amount);
    }
}

static void instalments_fall_short(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    int64_t sum = 0;
    int32_t n = 0;
    for (int32_t i = 0; i < service->n_instalments; i++) {
        bool mine = service->instalments[i].stream == row;
        n += mine;
        sum += mine ? service->instalments[i].amount : 0;
    }
    if (n > 0 && sum < service->streams[row].amount) {
        struct pp_buf given = {0}, amount = {0};
        pp_value_text(PP_T_MONEY, NULL, sum, &given);
        pp_value_text(PP_T_MONEY, NULL, service->streams[row].amount, &amount);
        checks_add(c, row, "amount",
                   "the instalments of '%s' add up to %s of its %s; the rest has no date",
                   service->streams[row].stream, pp_buf_text(&given), pp_buf_text(&amount));
        pp_buf_finish(&given);
        pp_buf_finish(&amount);
    }
}

/* ---- What a stream is to pay ---- */

/* Days of [from, to] in a financial year; PP_NO_DAY: no end. */
static int64_t days_in_year(pp_day from, pp_day to, int32_t year)
{
    pp_day first = pp_day_from_civil((struct pp_civil){year, 4, 1});
    pp_day last = pp_day_from_civil((struct pp_civil){year + 1, 4, 1}) - 1;
    pp_day begin = from > first ? from : first;
    pp_day end = to != PP_NO_DAY && to < last ? to : last;
    return begin > end ? 0 : (int64_t)end - begin + 1;
}

/* A year of a post when it is filled; 0 when nobody said what it costs. */
static int64_t yearly_cost(const struct pp_service *service, const struct pp_post *post,
                           int32_t year)
{
    int32_t grade = post->grade != PP_NONE ? post->grade : service->roles[post->role].grade;
    pp_day first = pp_day_from_civil((struct pp_civil){year, 4, 1});
    int64_t cost = grade == PP_NONE ? 0 : pp_grade_cost(service, grade, first);
    return cost < 0 ? 0 : cost;
}

/* What the posts and costs that name a stream come to in its year: pence, each rounded down. */
static __int128 to_be_paid(const struct checks_case *c, int32_t stream)
{
    const struct pp_service *service = c->service;
    int32_t year = service->streams[stream].financial_year;
    __int128 sum = 0;
    for (int32_t i = 0; i < service->n_costs; i++) {
        const struct pp_cost *cost = &service->costs[i];
        if (cost->stream == stream && checks_is_sound(c, PP_TABLE_costs, i) &&
            cost->to >= cost->from) {
            sum += (__int128)cost->amount * days_in_year(cost->from, cost->to, year) /
                   (cost->to - cost->from + 1);
        }
    }
    for (int32_t i = 0; i < service->n_posts; i++) {
        const struct pp_post *post = &service->posts[i];
        if (post->stream == stream && checks_is_sound(c, PP_TABLE_posts, i)) {
            sum += (__int128)yearly_cost(service, post, year) * post->fte *
                   days_in_year(post->start, post->end, year) /
                   ((int64_t)PP_FTE * days_in_year(PP_NO_DAY, PP_NO_DAY, year));
        }
    }
    return sum;
}

static void stream_is_overdrawn(const struct checks_case *c, int32_t row)
{
    enum {
        POUND = 100 // what dividing a year by its days may leave over
    };
    const struct pp_stream *stream = &c->service->streams[row];
    __int128 sum = to_be_paid(c, row);
    if (sum > (__int128)stream->amount + POUND) {
        struct pp_buf needed = {0}, amount = {0};
        char year[PP_TIME_TEXT];
        int64_t pounds = sum > INT64_MAX / 2 ? INT64_MAX / 2 : (int64_t)sum;
        pp_value_text(PP_T_MONEY, NULL, pounds / POUND * POUND, &needed);
        pp_value_text(PP_T_MONEY, NULL, stream->amount, &amount);
        checks_add(c, row, "amount",
                   "the posts and costs that '%s' is to pay come to %s in %s, more than its %s; "
                   "raise it, or give some of them another stream",
                   stream->stream, pp_buf_text(&needed),
                   pp_financial_year_text(stream->financial_year, year), pp_buf_text(&amount));
        pp_buf_finish(&needed);
        pp_buf_finish(&amount);
    }
}

static void post_out_of_year(const struct checks_case *c, int32_t row)
{
    const struct pp_post *post = &c->service->posts[row];
    bool turned = post->end != PP_NO_DAY && post->end < post->start; // has been said
    if (turned || post->stream == PP_NONE || !checks_is_sound(c, PP_TABLE_streams, post->stream)) {
        return;
    }
    const struct pp_stream *stream = &c->service->streams[post->stream];
    if (days_in_year(post->start, post->end, stream->financial_year) == 0) {
        char year[PP_TIME_TEXT];
        checks_add(c, row, "stream",
                   "'%s' is for %s, in which no day of this post lies; give the stream of its "
                   "year, or correct its days",
                   stream->stream, pp_financial_year_text(stream->financial_year, year));
    }
}

static void stream_out_of_year(const struct checks_case *c, int32_t row)
{
    const struct pp_stream *stream = &c->service->streams[row];
    char date[PP_DATE_TEXT], year[PP_TIME_TEXT];
    const pp_day days[] = {stream->start, stream->end};
    for (int i = 0; i < 2; i++) {
        if (days[i] != PP_NO_DAY && pp_financial_year(days[i]) != stream->financial_year) {
            checks_add(c, row, i == 0 ? "start" : "end",
                       "%s is outside the financial year %s of '%s'; give each year its own row",
                       pp_day_text(days[i], date),
                       pp_financial_year_text(stream->financial_year, year), stream->stream);
        }
    }
}

static void instalment_out_of_year(const struct checks_case *c, int32_t row)
{
    const struct pp_instalment *instalment = &c->service->instalments[row];
    const struct pp_stream *stream = &c->service->streams[instalment->stream];
    char date[PP_DATE_TEXT], year[PP_TIME_TEXT];
    if (checks_is_sound(c, PP_TABLE_streams, instalment->stream) &&
        pp_financial_year(instalment->date) != stream->financial_year) {
        checks_add(c, row, "date",
                   "%s is outside the financial year %s of '%s'; correct the date, or the stream",
                   pp_day_text(instalment->date, date),
                   pp_financial_year_text(stream->financial_year, year), stream->stream);
    }
}

static void cost_out_of_year(const struct checks_case *c, int32_t row)
{
    const struct pp_cost *cost = &c->service->costs[row];
    if (cost->to < cost->from || cost->stream == PP_NONE ||
        !checks_is_sound(c, PP_TABLE_streams, cost->stream)) {
        return;
    }
    const struct pp_stream *stream = &c->service->streams[cost->stream];
    char year[PP_TIME_TEXT];
    if (pp_financial_year(cost->from) > stream->financial_year ||
        pp_financial_year(cost->to) < stream->financial_year) {
        checks_add(c, row, "stream",
                   "'%s' is for %s, in which no day of this cost lies; give the stream of its "
                   "year, or correct its days",
                   stream->stream, pp_financial_year_text(stream->financial_year, year));
    }
}

static void agency_above_cap(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_cover_cost *cost = &service->cover_costs[row];
    for (int32_t i = 0; i < service->n_agency_caps && cost->kind == PP_COVER_AGENCY; i++) {
        const struct pp_agency_cap *cap = &service->agency_caps[i];
        if (cap->role == cost->role && checks_is_sound(c, PP_TABLE_agency_caps, i) &&
            cost->weekly_cost > cap->weekly_cap) {
            struct pp_buf allowed = {0};
            pp_value_text(PP_T_MONEY, NULL, cap->weekly_cap, &allowed);
            checks_add(c, row, "weekly_cost",
                       "agency for '%s' costs more than its cap of %s; none is planned",
                       service->roles[cost->role].role, pp_buf_text(&allowed));
            pp_buf_finish(&allowed);
        }
    }
}

/* Without it people would work any hours. */
static void overtime_without_most(const struct checks_case *c, int32_t row)
{
    const struct pp_cover_cost *cost = &c->service->cover_costs[row];
    if (cost->kind == PP_COVER_OVERTIME && cost->most == PP_UNKNOWN) {
        checks_add(c, row, "most",
                   "is blank for overtime of '%s'; give the full-time equivalents that those in "
                   "post will work beside their contracts",
                   c->service->roles[cost->role].role);
    }
}

/* What those in post may work beside their contracts, thousandths of full-time equivalent. */
static int64_t room_for_overtime(const struct pp_service *service, int32_t role)
{
    const struct pp_settings *settings = &service->settings;
    int64_t most = (int64_t)settings->week_average_minutes * PP_FTE / settings->full_week_minutes;
    int64_t room = 0;
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        const struct pp_practitioner *person = &service->practitioners[i];
        bool employed = person->contract == PP_PERMANENT || person->contract == PP_FIXED_TERM;
        if (person->role == role && employed && person->fte < most &&
            pp_in_post(service, i, settings->planned_on)) {
            room += most - (person->fte == PP_UNKNOWN ? PP_FTE : person->fte);
        }
    }
    return room > 0 ? room : 0;
}

static void overtime_beyond_hours(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_cover_cost *cost = &service->cover_costs[row];
    int64_t room = room_for_overtime(service, cost->role);
    char most[CHECKS_FTE], left[CHECKS_FTE];
    if (cost->kind == PP_COVER_OVERTIME && cost->most != PP_UNKNOWN && cost->most > room) {
        checks_add(c, row, "most",
                   "is %s for overtime of '%s', but up to `week_average_minutes` those in post may "
                   "work %s full-time equivalents beside their contracts; correct it",
                   checks_fte_text(cost->most, most), service->roles[cost->role].role,
                   checks_fte_text(room, left));
    }
}

const struct check checks_money[] = {
    {true, PP_TABLE_cover_costs,
     "Overtime is more than those in post may work, up to `week_average_minutes`.",
     .row = overtime_beyond_hours, .dated = true},
    {false, PP_TABLE_cover_costs, "Overtime without `most`.", .row = overtime_without_most},
    {true, PP_TABLE_cover_costs, "Agency costs more than its cap.", .row = agency_above_cap},
    {true, PP_TABLE_grades, "No yearly cost is in force on `planned_on`.",
     .row = grade_without_cost, .dated = true},
    {false, PP_TABLE_roles, "Neither the role nor a post of it has a grade.",
     .row = role_without_grade},
    {true, PP_TABLE_streams, "Another stream is of the same source, kind, year and days.",
     .row = money_given_twice},
    {true, PP_TABLE_roles, "People have the role, which has neither a grade nor a post.",
     .row = people_without_grade},
    {false, PP_TABLE_streams, "The instalments add up to more than the amount.",
     .row = instalments_exceed_stream},
    {true, PP_TABLE_streams, "The instalments add up to less than the amount.",
     .row = instalments_fall_short},
    {true, PP_TABLE_streams,
     "The posts, when they are filled, and the costs that name it come to more than its amount.",
     .row = stream_is_overdrawn},
    {true, PP_TABLE_posts, "The stream is for a financial year in which the post has no day.",
     .row = post_out_of_year},
    {false, PP_TABLE_streams, "`start` or `end` is outside the financial year.",
     .row = stream_out_of_year},
    {false, PP_TABLE_instalments, "The date is outside the stream's financial year.",
     .row = instalment_out_of_year},
    {true, PP_TABLE_costs, "The stream is for another financial year.", .row = cost_out_of_year},
    {0},
};
