// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Checks of what the rules of the rota go by: standby by the week, skills on a
 * shift, pairs, call-outs, court, evenings; and of what contradicts itself.
 */
#include "checks.h"

#include <podplan/rules.h>

#include <string.h>

/* ---- Settings and shifts ---- */

static void night_without_end(const struct checks_case *c)
{
    const struct pp_settings *settings = &c->service->settings;
    char text[PP_TIME_TEXT];
    if (settings->night_from == settings->night_to) {
        checks_add(c, PP_NONE, "night_to", "%s is when the night begins as well; give another time",
                   pp_minute_text(settings->night_to, text));
    }
}

static void duty_by_the_week(const struct checks_case *c, int32_t row)
{
    const struct pp_shift *shift = &c->service->shifts[row];
    if (shift->kind == PP_DUTY && shift->block != PP_UNKNOWN) {
        checks_add(c, row, "block", "'%s' is given for a duty; only standby is by the week",
                   pp_word(pp_block_words, shift->block));
    }
}

static void week_without_rest(const struct checks_case *c, int32_t row)
{
    const struct pp_shift *shift = &c->service->shifts[row];
    if (shift->kind == PP_STANDBY && shift->block == PP_WEEK_BLOCK &&
        c->service->settings.weekly_rest == PP_24_IN_7 && !pp_week_leaves_rest(c->service, row)) {
        checks_add(c, row, "block",
                   "a week of '%s' leaves no 24 hours of rest, so nobody can have it; set "
                   "weekly_rest to 48_in_14",
                   shift->shift);
    }
}

/* ---- Skills on a shift ---- */

static void more_than_the_shift_needs(const struct checks_case *c, int32_t row)
{
    const struct pp_shift_skill *asked = &c->service->shift_skills[row];
    const struct pp_shift *shift = &c->service->shifts[asked->shift];
    if (checks_is_sound(c, PP_TABLE_shifts, asked->shift) && asked->needed > shift->needed) {
        checks_add(c, row, "needed",
                   "'%d' is more than the %d on '%s'; lower it, or raise the shift's needed",
                   (int)asked->needed, (int)shift->needed, shift->shift);
    }
}

static bool is_taught(const struct pp_service *service, int32_t skill)
{
    for (int32_t course = 0; course < service->n_courses; course++) {
        if (service->courses[course].skill == skill) {
            return true;
        }
    }
    return false;
}

/* Courses may still give the skill to more. */
static void too_few_hold_it(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_shift_skill *asked = &service->shift_skills[row];
    int32_t holders = 0;
    if (!checks_is_sound(c, PP_TABLE_shifts, asked->shift)) {
        return;
    }
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        holders += checks_is_sound(c, PP_TABLE_practitioners, person) &&
                   pp_may_cover(service, NULL, person, asked->shift) &&
                   pp_holds_skill(service, person, asked->skill, service->settings.rota_from);
    }
    if (holders < asked->needed && !is_taught(service, asked->skill)) {
        checks_add(c, row, "needed",
                   "of those who may cover '%s' %d hold '%s' when the rota begins, and no course "
                   "teaches it",
                   service->shifts[asked->shift].shift, (int)holders,
                   service->skills[asked->skill].skill);
    }
}

/* ---- Pairs ---- */

static void pair_of_one(const struct checks_case *c, int32_t row)
{
    const struct pp_pair *pair = &c->service->pairs[row];
    if (pair->one == pair->other) {
        checks_add(c, row, "other", "'%s' is the same person; name two people",
                   c->service->practitioners[pair->other].practitioner);
    }
}

static void pair_the_other_way(const struct checks_case *c, int32_t row)
{
    const struct pp_pair *pair = &c->service->pairs[row];
    for (int32_t i = 0; i < row; i++) {
        const struct pp_pair *first = &c->service->pairs[i];
        if (first->one == pair->other && first->other == pair->one && pair->one != pair->other) {
            checks_add(c, row, "other", "'%s' and '%s' are a pair already, the other way round%s",
                       c->service->practitioners[pair->one].practitioner,
                       c->service->practitioners[pair->other].practitioner,
                       first->wish == pair->wish ? "" : ", and with the opposite wish");
        }
    }
}

static void together_is_a_wish(const struct checks_case *c, int32_t row)
{
    const struct pp_pair *pair = &c->service->pairs[row];
    if (pair->wish == PP_TOGETHER && pair->strength == PP_NEEDED) {
        checks_add(c, row, "strength",
                   "'needed' is for apart; to be together is kept where the rota allows");
    }
}

static bool share_a_shift(const struct checks_case *c, const struct pp_pair *pair)
{
    const struct pp_service *service = c->service;
    for (int32_t shift = 0; shift < service->n_shifts; shift++) {
        if (checks_is_sound(c, PP_TABLE_shifts, shift) && service->shifts[shift].needed > 1 &&
            pp_may_cover(service, NULL, pair->one, shift) &&
            pp_may_cover(service, NULL, pair->other, shift)) {
            return true;
        }
    }
    return false;
}

static void pair_without_a_shift(const struct checks_case *c, int32_t row)
{
    const struct pp_pair *pair = &c->service->pairs[row];
    if (c->service->n_shifts > 0 && pair->wish == PP_TOGETHER &&
        checks_is_sound(c, PP_TABLE_practitioners, pair->one) &&
        checks_is_sound(c, PP_TABLE_practitioners, pair->other) && !share_a_shift(c, pair)) {
        checks_add(c, row, "wish",
                   "no shift needs two people that '%s' and '%s' may both cover; it is without "
                   "effect",
                   c->service->practitioners[pair->one].practitioner,
                   c->service->practitioners[pair->other].practitioner);
    }
}

/* ---- Call-outs, court, evenings ---- */

static void call_out_of_nobody_on_call(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    int32_t person = service->call_outs[row].practitioner;
    if (checks_is_sound(c, PP_TABLE_practitioners, person) &&
        service->roles[service->practitioners[person].role].on_call_tier == PP_UNKNOWN) {
        checks_add(
            c, row, "practitioner",
            "the role of '%s' is never on call; name who was called, or give the role a tier",
            service->practitioners[person].practitioner);
    }
}

static void no_evening_duty(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    bool any = service->n_shifts == 0 || service->families[row].evenings == PP_UNKNOWN;
    for (int32_t shift = 0; !any && shift < service->n_shifts; shift++) {
        any = pp_shift_is_evening(service, shift);
    }
    if (!any) {
        checks_add(
            c, row, "evenings",
            "'%s' wants evenings, and no duty is one; add a shift that is, or leave it blank",
            service->families[row].family);
    }
}

/* ---- Requests that nothing can grant ---- */

static void request_before_court(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_request *request = &service->requests[row];
    char date[PP_STAMP_TEXT];
    if (request->wish == PP_WANTED && request->shift != PP_NONE &&
        checks_is_sound(c, PP_TABLE_shifts, request->shift) &&
        pp_is_before_court(service, request->practitioner, request->shift, request->date)) {
        checks_add(c, row, "shift",
                   "'%s' asks for standby on %s, and is in court then or the day "
                   "after; it is not granted",
                   service->practitioners[request->practitioner].practitioner,
                   pp_day_words(request->date, date));
    }
}

static void request_on_leave(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_request *request = &service->requests[row];
    char date[PP_STAMP_TEXT];
    if (request->wish == PP_WANTED && pp_on_leave(service, request->practitioner, request->date)) {
        checks_add(c, row, "date", "'%s' is on leave on %s; what is wanted is not granted",
                   service->practitioners[request->practitioner].practitioner,
                   pp_day_words(request->date, date));
    }
}

/* A shift is wanted, and any duty of that day is to be spared, or the other way round. */
static void request_against_itself(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_request *any = &service->requests[row];
    const struct pp_index *mine = &service->requests_of;
    char date[PP_STAMP_TEXT];
    for (int32_t i = mine->start[any->practitioner]; i < mine->start[any->practitioner + 1]; i++) {
        const struct pp_request *one = &service->requests[mine->item[i]];
        if (any->shift == PP_NONE && any->wish == PP_AVOID && one->wish == PP_WANTED &&
            one->date == any->date && one->shift != PP_NONE &&
            service->shifts[one->shift].kind == PP_DUTY) {
            checks_add(c, row, "wish",
                       "'%s' asks to be spared any duty on %s, and for '%s'; one of the two is "
                       "not granted",
                       service->practitioners[any->practitioner].practitioner,
                       pp_day_words(any->date, date), service->shifts[one->shift].shift);
            return;
        }
    }
}

const struct check checks_turns[] = {
    {false, CHECKS_SETTINGS, "`night_to` is `night_from`.", .whole = night_without_end},
    {false, PP_TABLE_shifts, "A duty by the week.", .row = duty_by_the_week},
    {true, PP_TABLE_shifts, "A week of standby leaves no weekly rest.", .row = week_without_rest},
    {false, PP_TABLE_shift_skills, "More than the shift has people.",
     .row = more_than_the_shift_needs},
    {true, PP_TABLE_shift_skills, "Too few hold the skill, and no course teaches it.",
     .row = too_few_hold_it, .dated = true},
    {false, PP_TABLE_pairs, "A pair of one person.", .row = pair_of_one},
    {false, PP_TABLE_pairs, "The same two, the other way round.", .row = pair_the_other_way},
    {false, PP_TABLE_pairs, "To be together is needed.", .row = together_is_a_wish},
    {true, PP_TABLE_pairs, "To be together on no shift.", .row = pair_without_a_shift,
     .dated = true},
    {true, PP_TABLE_call_outs, "The person's role is never on call.",
     .row = call_out_of_nobody_on_call},
    {true, PP_TABLE_families, "Evenings are wanted, and no duty is one.", .row = no_evening_duty},
    {true, PP_TABLE_requests, "Standby is wanted before court.", .row = request_before_court},
    {true, PP_TABLE_requests, "A turn is wanted on leave.", .row = request_on_leave},
    {true, PP_TABLE_requests, "A duty is wanted, and any duty of that day is to be spared.",
     .row = request_against_itself},
    {0},
};
