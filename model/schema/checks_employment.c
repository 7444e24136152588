// SPDX-License-Identifier: GPL-3.0-or-later
/* Checks of who stays, moves, is away or comes through an agency, and of spine points. */
#include "checks.h"

static const char *key_of(const struct checks_case *c, int32_t practitioner)
{
    return c->service->practitioners[practitioner].practitioner;
}

/* On the service's own payroll: neither cover nor a volunteer. */
static bool is_employed(const struct pp_practitioner *person)
{
    return person->contract == PP_PERMANENT || person->contract == PP_FIXED_TERM ||
           person->contract == PP_SECONDED;
}

/* ---- The end of a contract ---- */

static void contract_without_end(const struct checks_case *c, int32_t row)
{
    const struct pp_practitioner *person = &c->service->practitioners[row];
    if (person->end == PP_NO_DAY &&
        (person->contract == PP_FIXED_TERM || person->contract == PP_SECONDED)) {
        checks_add(c, row, "end",
                   "is blank, but the contract of '%s' is '%s'; without its last day the forecast "
                   "keeps them for good",
                   person->practitioner, pp_word(pp_contract_words, person->contract));
    }
}

static void retirement_in_the_past(const struct checks_case *c, int32_t row)
{
    const struct pp_practitioner *person = &c->service->practitioners[row];
    char day[PP_DATE_TEXT], today[PP_DATE_TEXT];
    if (person->retires != PP_NO_DAY && person->end == PP_NO_DAY &&
        person->retires < c->service->settings.planned_on) {
        checks_add(c, row, "retires",
                   "%s is before planned_on, %s; give `end` when '%s' has left, or a later day",
                   pp_day_text(person->retires, day),
                   pp_day_text(c->service->settings.planned_on, today), person->practitioner);
    }
}

static void retirement_before_start(const struct checks_case *c, int32_t row)
{
    const struct pp_practitioner *person = &c->service->practitioners[row];
    char day[PP_DATE_TEXT], start[PP_DATE_TEXT];
    if (person->retires != PP_NO_DAY && person->retires < person->start) {
        checks_add(c, row, "retires", "%s is before start, %s; correct one of the two",
                   pp_day_text(person->retires, day), pp_day_text(person->start, start));
    }
}

/* ---- Agency rules ---- */

static void newly_qualified_agency(const struct checks_case *c, int32_t row)
{
    const struct pp_practitioner *person = &c->service->practitioners[row];
    pp_day from = pp_agency_experienced(c->service, row);
    char start[PP_DATE_TEXT], qualified[PP_DATE_TEXT], allowed[PP_DATE_TEXT];
    if (person->contract == PP_AGENCY && from != PP_NO_DAY && person->start < from) {
        checks_add(c, row, "start",
                   "%s is less than %d years after '%s' qualified, on %s; an agency may send them "
                   "from %s, or give another contract",
                   pp_day_text(person->start, start),
                   (int)c->service->settings.agency_experience_years, person->practitioner,
                   pp_day_text(person->qualified, qualified), pp_day_text(from, allowed));
    }
}

static void agency_in_cool_off(const struct checks_case *c, int32_t row)
{
    const struct pp_practitioner *person = &c->service->practitioners[row];
    pp_day from = pp_agency_cooled_off(c->service, row);
    char start[PP_DATE_TEXT], left[PP_DATE_TEXT], allowed[PP_DATE_TEXT];
    if (person->contract == PP_AGENCY && from != PP_NO_DAY && person->start < from) {
        checks_add(c, row, "start",
                   "%s is less than %d months after the permanent post of '%s' ended, on %s; an "
                   "agency may send them from %s",
                   pp_day_text(person->start, start),
                   (int)c->service->settings.agency_cool_off_months, person->practitioner,
                   pp_day_text(person->permanent_until, left), pp_day_text(from, allowed));
    }
}

/* ---- Moves ---- */

static void odd_mover(const struct checks_case *c, int32_t row)
{
    const struct pp_role_move *move = &c->service->moves[row];
    const struct pp_practitioner *person = &c->service->practitioners[move->practitioner];
    char date[PP_DATE_TEXT], other[PP_DATE_TEXT];
    if (!is_employed(person)) {
        checks_add(c, row, "practitioner", "'%s' is '%s'; only the service's own staff move",
                   person->practitioner, pp_word(pp_contract_words, person->contract));
    } else if (move->date <= person->start) {
        checks_add(
            c, row, "date",
            "%s is not after '%s' starts, on %s; give a later day, or their start the new role",
            pp_day_text(move->date, date), person->practitioner, pp_day_text(person->start, other));
    } else if (person->end != PP_NO_DAY && move->date > person->end) {
        checks_add(c, row, "date", "%s is after the last day of '%s', %s; correct one of the two",
                   pp_day_text(move->date, date), person->practitioner,
                   pp_day_text(person->end, other));
    }
}

static void move_in_the_past(const struct checks_case *c, int32_t row)
{
    const struct pp_role_move *move = &c->service->moves[row];
    char date[PP_DATE_TEXT], today[PP_DATE_TEXT];
    if (move->date <= c->service->settings.planned_on) {
        checks_add(c, row, "date",
                   "%s is not after planned_on, %s; give the role that '%s' has now in "
                   "practitioners.csv, and leave this row out",
                   pp_day_text(move->date, date),
                   pp_day_text(c->service->settings.planned_on, today),
                   key_of(c, move->practitioner));
    }
}

static void move_within_the_rota(const struct checks_case *c, int32_t row)
{
    const struct pp_role_move *move = &c->service->moves[row];
    const struct pp_settings *settings = &c->service->settings;
    char date[PP_DATE_TEXT];
    if (move->date > settings->planned_on &&
        move->date < settings->rota_from + 7 * settings->rota_weeks) {
        checks_add(c, row, "date",
                   "%s is before the rota ends; cases and rota are planned by the role that '%s' "
                   "has now",
                   pp_day_text(move->date, date), key_of(c, move->practitioner));
    }
}

/* The role in which somebody is on the day before a move of theirs. */
static int32_t role_before(const struct pp_service *service, int32_t row)
{
    const struct pp_role_move *move = &service->moves[row];
    int32_t role = service->practitioners[move->practitioner].role;
    pp_day latest = PP_NO_DAY;
    for (int32_t i = 0; i < service->n_moves; i++) {
        const struct pp_role_move *other = &service->moves[i];
        if (other->practitioner == move->practitioner && other->date < move->date &&
            other->date > latest) {
            latest = other->date;
            role = other->role;
        }
    }
    return role;
}

static void move_to_the_same(const struct checks_case *c, int32_t row)
{
    const struct pp_role_move *move = &c->service->moves[row];
    if (role_before(c->service, row) == move->role && move->pod == PP_NONE) {
        checks_add(c, row, "role",
                   "'%s' is the role that '%s' has already; give another role, or remove the row",
                   c->service->roles[move->role].role, key_of(c, move->practitioner));
    }
}

/* ---- Secondments ---- */

static void odd_secondment(const struct checks_case *c, int32_t row)
{
    const struct pp_secondment *away = &c->service->secondments[row];
    const struct pp_practitioner *person = &c->service->practitioners[away->practitioner];
    char day[PP_DATE_TEXT], other[PP_DATE_TEXT];
    if (!is_employed(person)) {
        checks_add(c, row, "practitioner", "'%s' is '%s'; only the service's own staff are lent",
                   person->practitioner, pp_word(pp_contract_words, person->contract));
    } else if (away->from < person->start) {
        checks_add(c, row, "from", "%s is before '%s' starts, on %s; correct one of the two",
                   pp_day_text(away->from, day), person->practitioner,
                   pp_day_text(person->start, other));
    } else if (person->end != PP_NO_DAY && away->to > person->end) {
        checks_add(c, row, "to", "%s is after the last day of '%s', %s; correct one of the two",
                   pp_day_text(away->to, day), person->practitioner,
                   pp_day_text(person->end, other));
    }
}

static void odd_backfill(const struct checks_case *c, int32_t row)
{
    const struct pp_secondment *away = &c->service->secondments[row];
    char day[PP_DATE_TEXT], from[PP_DATE_TEXT], to[PP_DATE_TEXT];
    if (away->backfill_to == PP_NO_DAY && away->backfill_stream != PP_NONE) {
        checks_add(c, row, "backfill_stream",
                   "'%s' is to pay, but backfill_to is blank; give the last day of the backfill",
                   c->service->streams[away->backfill_stream].stream);
    } else if (away->backfill_to != PP_NO_DAY &&
               (away->backfill_to < away->from || away->backfill_to > away->to)) {
        checks_add(c, row, "backfill_to",
                   "%s is outside the secondment, from %s to %s; give a day within it",
                   pp_day_text(away->backfill_to, day), pp_day_text(away->from, from),
                   pp_day_text(away->to, to));
    }
}

static void away_twice(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_secondment *away = &service->secondments[row];
    for (int32_t i = 0; i < service->n_secondments; i++) {
        const struct pp_secondment *other = &service->secondments[i];
        char from[PP_DATE_TEXT], until[PP_DATE_TEXT];
        if (other->practitioner == away->practitioner && other->from < away->from &&
            other->to >= away->from && checks_is_sound(c, PP_TABLE_secondments, i)) {
            checks_add(c, row, "from",
                       "%s lies within another secondment of '%s', until %s; give a later day, or "
                       "make one row of both",
                       pp_day_text(away->from, from), key_of(c, away->practitioner),
                       pp_day_text(other->to, until));
            return;
        }
    }
}

/* ---- Spine points ---- */

static void point_without_spine(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_practitioner *person = &service->practitioners[row];
    int32_t grade = service->roles[person->role].grade;
    if (person->point == PP_UNKNOWN) {
        return;
    }
    if (grade == PP_NONE) {
        checks_add(c, row, "point", "'%d' is of no grade; give role '%s' a grade in roles.csv",
                   (int)person->point, service->roles[person->role].role);
    } else if (pp_spine_cost(service, grade, person->point, service->settings.planned_on) < 0) {
        checks_add(c, row, "point",
                   "'%d' of grade '%s' has no cost on planned_on in spine_points.csv; add it there",
                   (int)person->point, service->grades[grade].grade);
    }
}

static void point_that_pays_less(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_spine_point *point = &service->spine_points[row];
    pp_day april = pp_day_from_civil((struct pp_civil){point->financial_year, 4, 1});
    int64_t below = pp_spine_cost(service, point->grade, point->point - 1, april);
    if (point->point > 1 && below > point->yearly_cost) {
        struct pp_buf cost = {0};
        pp_value_text(PP_T_MONEY, NULL, below, &cost);
        checks_add(c, row, "yearly_cost",
                   "is less than the %s of point %d below it; correct one of the two",
                   pp_buf_text(&cost), (int)point->point - 1);
        pp_buf_finish(&cost);
    }
}

const struct check checks_employment[] = {
    {true, PP_TABLE_practitioners, "A fixed term or secondment has no last day.",
     .row = contract_without_end},
    {false, PP_TABLE_practitioners, "`retires` is before `start`.", .row = retirement_before_start},
    {false, PP_TABLE_practitioners, "`retires` is before `planned_on`, and `end` is blank.",
     .row = retirement_in_the_past, .dated = true},
    {true, PP_TABLE_practitioners,
     "An agency worker starts before `agency_experience_years` are over.",
     .row = newly_qualified_agency},
    {true, PP_TABLE_practitioners,
     "An agency worker starts before `agency_cool_off_months` are over.",
     .row = agency_in_cool_off},
    {false, PP_TABLE_practitioners, "`point` is of no grade, or has no cost on `planned_on`.",
     .row = point_without_spine, .dated = true},
    {true, PP_TABLE_spine_points, "A point costs less than the one below it.",
     .row = point_that_pays_less},
    {false, PP_TABLE_moves, "Who moves is no staff, or not in post on the day.", .row = odd_mover},
    {false, PP_TABLE_moves, "The day is not after `planned_on`.", .row = move_in_the_past,
     .dated = true},
    {false, PP_TABLE_moves, "The role is the one they have.", .row = move_to_the_same},
    {true, PP_TABLE_moves, "The day is before the rota ends.", .row = move_within_the_rota,
     .dated = true},
    {false, PP_TABLE_secondments, "Who is lent is no staff, or not in post on all of the days.",
     .row = odd_secondment},
    {false, PP_TABLE_secondments,
     "The backfill is outside the secondment, or paid for and not had.", .row = odd_backfill},
    {false, PP_TABLE_secondments, "Two secondments of one person overlap.", .row = away_twice},
    {0},
};
