// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of tables: shifts, bank holidays, leave, requests, pairs, call-outs, court dates. */
#include "tables.h"

static const struct pp_column shift_columns[] = {
    COLUMN(pp_shift, shift, PP_T_KEY, KEY, .help = "Reference of the shift."),
    COLUMN(pp_shift, name, PP_T_TEXT, MAY, .help = "What people call it; blank: the reference."),
    COLUMN(pp_shift, weekdays, PP_T_DAYS, MUST, .help = "Days of the week on which it begins."),
    COLUMN(pp_shift, begin, PP_T_TIME, MUST, .least = 0, .most = PP_DAY_MINUTES - 1,
           .help = "London clock time at which it begins."),
    COLUMN(pp_shift, end, PP_T_TIME, MUST,
           .help = "London clock time at which it ends; not after begin: ends the next day."),
    COLUMN(pp_shift, break_minutes, PP_T_INT, MUST, .least = 0, .most = 720,
           .help = "Minutes of unpaid break inside the shift; 0: none."),
    COLUMN(pp_shift, pod, PP_T_REF, MAY, .ref = PP_TABLE_pods,
           .help = "The pod that covers it; blank: the hub's people."),
    COLUMN(pp_shift, hub, PP_T_REF, MAY, .ref = PP_TABLE_hubs,
           .help = "The hub that covers it; pod and hub blank: everybody."),
    COLUMN(pp_shift, role, PP_T_REF, MAY, .ref = PP_TABLE_roles,
           .help = "Only for this role; role and skill blank: for roles that hold cases."),
    COLUMN(pp_shift, skill, PP_T_REF, MAY, .ref = PP_TABLE_skills,
           .help = "Only for those who hold this skill."),
    COLUMN(pp_shift, needed, PP_T_INT, MUST, .least = 1, .most = 1000, .help = "People needed."),
    COLUMN(pp_shift, kind, PP_T_WORD, MUST, .words = pp_duty_kind_words,
           .help = "Duty at work, or standby at home."),
    COLUMN(pp_shift, tier, PP_T_INT, MAY, .least = 1, .most = 2,
           .help = "Standby: the on-call tier asked for; blank for a duty."),
    COLUMN(pp_shift, from, PP_T_DATE, MAY, .help = "First date it runs; blank: always did."),
    COLUMN(pp_shift, to, PP_T_DATE, MAY, .help = "Last date it runs; blank: until further notice."),
    COLUMN(pp_shift, block, PP_T_WORD, MAY, .words = pp_block_words,
           .help = "Standby: week, when one person has all its dates from Monday to Sunday; blank: "
                   "each date by itself."),
    COLUMN(pp_shift, shown_as, PP_T_WORD, MAY, .words = pp_shown_as_words,
           .help =
               "What the time of it is in calendars: busy or free; blank: busy for a duty, free "
               "for a standby."),
};
TABLE(shifts, pp_shift, shift_columns, false, "Duties and standbys that the rota must cover.");

static const struct pp_column shift_skill_columns[] = {
    COLUMN(pp_shift_skill, shift, PP_T_REF, KEY, .ref = PP_TABLE_shifts, .help = "On this shift …"),
    COLUMN(pp_shift_skill, skill, PP_T_REF, KEY, .ref = PP_TABLE_skills,
           .help = "… somebody holds this skill, on each date on which it runs."),
    COLUMN(pp_shift_skill, needed, PP_T_INT, MUST, .least = 1, .most = 1000,
           .help = "How many of those on the shift."),
};
TABLE(shift_skills, pp_shift_skill, shift_skill_columns, false,
      "Skills that some of those on a shift hold; a skill that all must hold is in shifts.");

static const struct pp_column bank_holiday_columns[] = {
    COLUMN(pp_bank_holiday, date, PP_T_DATE, KEY, .help = "The day."),
    COLUMN(pp_bank_holiday, name, PP_T_TEXT, MAY, .help = "What it is called."),
};
TABLE(bank_holidays, pp_bank_holiday, bank_holiday_columns, false,
      "Public holidays; they count as weekend days in the fair sharing of turns. podplan holidays "
      "add "
      "adds others.");

static const struct pp_column leave_columns[] = {
    COLUMN(pp_leave, practitioner, PP_T_REF, KEY, .ref = PP_TABLE_practitioners, .help = "Whose."),
    COLUMN(pp_leave, from, PP_T_DATE, KEY, .help = "First day away."),
    COLUMN(pp_leave, to, PP_T_DATE, MUST, .help = "Last day away."),
    COLUMN(pp_leave, kind, PP_T_WORD, MUST, .words = pp_leave_kind_words, .help = "What for."),
};
TABLE(
    leave, pp_leave, leave_columns, false,
    "Leave that is granted; the rota respects it. Leave from calendars (podplan leave add) stands "
    "beside it.");

static const struct pp_column request_columns[] = {
    COLUMN(pp_request, practitioner, PP_T_REF, KEY, .ref = PP_TABLE_practitioners,
           .help = "Who asks."),
    COLUMN(pp_request, date, PP_T_DATE, KEY, .help = "For which day."),
    COLUMN(pp_request, shift, PP_T_REF, KEY_MAY, .ref = PP_TABLE_shifts,
           .help = "For which shift; blank: any duty of that day."),
    COLUMN(pp_request, wish, PP_T_WORD, MUST, .words = pp_wish_words, .help = "What is asked."),
    COLUMN(pp_request, minutes, PP_T_INT, MAY, .least = 0, .most = 10000,
           .help = "What it is worth in minutes of practitioner time; blank: the rule's weight."),
};
TABLE(requests, pp_request, request_columns, false,
      "What people would like; kept where the rota allows.");

static const struct pp_column pair_columns[] = {
    COLUMN(pp_pair, one, PP_T_REF, KEY, .ref = PP_TABLE_practitioners, .help = "This person …"),
    COLUMN(pp_pair, other, PP_T_REF, KEY, .ref = PP_TABLE_practitioners, .help = "… and this."),
    COLUMN(pp_pair, wish, PP_T_WORD, MUST, .words = pp_pair_wish_words,
           .help = "On the same shift, or never on the same shift on the same date."),
    COLUMN(pp_pair, strength, PP_T_WORD, MAY, .words = pp_strength_words,
           .help = "Needed: a shift rather stays short; preferred: kept where the rota allows; "
                   "blank: needed for apart, preferred for together."),
};
TABLE(pairs, pp_pair, pair_columns, false, "Who works together, and who never does.");

static const struct pp_column call_out_columns[] = {
    COLUMN(pp_call_out, practitioner, PP_T_REF, KEY, .ref = PP_TABLE_practitioners,
           .help = "Who was called out."),
    COLUMN(pp_call_out, date, PP_T_DATE, KEY, .help = "The day on which it began."),
    COLUMN(pp_call_out, begin, PP_T_TIME, KEY, .least = 0, .most = PP_DAY_MINUTES - 1,
           .help = "London clock time at which it began."),
    COLUMN(pp_call_out, end, PP_T_TIME, MUST,
           .help = "London clock time at which it ended; not after begin: the next day."),
};
TABLE(call_outs, pp_call_out, call_out_columns, false,
      "Calls during standby that took somebody out: they are work, and the daily rest is due after "
      "them.");

static const struct pp_column court_date_columns[] = {
    COLUMN(pp_court_date, practitioner, PP_T_REF, KEY, .ref = PP_TABLE_practitioners,
           .help = "Who is to be in court."),
    COLUMN(pp_court_date, date, PP_T_DATE, KEY, .help = "The day."),
};
TABLE(court_dates, pp_court_date, court_date_columns, false,
      "Days in court; nobody stands by then, nor on the day before.");

static const struct pp_column worked_turn_columns[] = {
    COLUMN(pp_worked_turn, practitioner, PP_T_REF, KEY, .ref = PP_TABLE_practitioners,
           .help = "Who worked."),
    COLUMN(pp_worked_turn, date, PP_T_DATE, KEY, .help = "The date on which the shift began."),
    COLUMN(pp_worked_turn, shift, PP_T_REF, KEY, .ref = PP_TABLE_shifts, .help = "Which shift."),
};
TABLE(
    worked_turns, pp_worked_turn, worked_turn_columns, false,
    "Turns worked before the rota by rotas that podplan did not make, of everybody from the first "
    "date on; rest, averages and fair shares go on from them. Turns of earlier plans are "
    "remembered without this.");

static const struct pp_column worked_week_columns[] = {
    COLUMN(pp_worked_week, practitioner, PP_T_REF, KEY, .ref = PP_TABLE_practitioners,
           .help = "Who worked."),
    COLUMN(pp_worked_week, week, PP_T_DATE, KEY, .help = "The Monday of the week."),
    COLUMN(pp_worked_week, minutes, PP_T_INT, MUST, .least = 0, .most = 7 * PP_DAY_MINUTES,
           .help = "Minutes worked in that week besides turns and courses, in whatever post."),
};
TABLE(worked_hours, pp_worked_week, worked_week_columns, false,
      "Hours worked besides turns and courses, before the rota; they count in the average week.");

static const struct pp_column opening_columns[] = {
    COLUMN(pp_opening, practitioner, PP_T_REF, KEY, .ref = PP_TABLE_practitioners,
           .help = "Whose balance."),
    COLUMN(pp_opening, kind, PP_T_WORD, KEY, .words = pp_turn_kind_words,
           .help = "The kind of turn; a turn on a Saturday evening counts in several kinds."),
    COLUMN(pp_opening, turns, PP_T_INT, MUST, .least = 0, .most = 1000,
           .help = "How many turns in the year that ends with `date`."),
    COLUMN(pp_opening, date, PP_T_DATE, MUST,
           .help = "The last day that the number covers; turns known up to then aren't counted "
                   "again."),
};
TABLE(ledger, pp_opening, opening_columns, false,
      "Opening balances of the ledger of turns: where the fair sharing over the year begins.");
