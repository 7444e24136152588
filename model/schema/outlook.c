// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of tables: what the forecast looks back on and looks ahead with; prices of rules. */
#include "tables.h"

#define FTE_OF_YEAR MAY, .least = 0, .most = SCHEMA_MANY_FTE

static const struct pp_column history_columns[] = {
    COLUMN(pp_history, year, PP_T_INT, KEY, .least = SCHEMA_HISTORY_FIRST,
           .most = SCHEMA_HISTORY_LAST, .help = "The statistical year, at 30 September."),
    COLUMN(pp_history, in_post, PP_T_MILLI, FTE_OF_YEAR, .help = "Full-time equivalents in post."),
    COLUMN(pp_history, starters, PP_T_MILLI, FTE_OF_YEAR,
           .help = "Who began within the year, FTE."),
    COLUMN(pp_history, leavers, PP_T_MILLI, FTE_OF_YEAR, .help = "Who left within the year, FTE."),
    COLUMN(pp_history, agency, PP_T_MILLI, FTE_OF_YEAR, .help = "Agency workers, FTE."),
    COLUMN(pp_history, vacancy, PP_T_MILLI, FTE_OF_YEAR, .help = "Vacant posts, FTE."),
    COLUMN(pp_history, case_holders, PP_T_MILLI, FTE_OF_YEAR, .help = "Who held cases, FTE."),
    COLUMN(pp_history, cases, PP_T_INT, MAY, .least = 0, .most = SCHEMA_MANY,
           .help = "Cases held."),
    COLUMN(pp_history, source, PP_T_TEXT, MAY, .help = "Where the figures were published."),
};
TABLE(workforce_history, pp_history, history_columns, false,
      "The workforce of past years; a blank figure is not known.");

static const struct pp_column candidate_columns[] = {
    COLUMN(pp_candidate_row, candidate, PP_T_KEY, KEY,
           .help = "Reference of the candidate, or of the post while there is none."),
    COLUMN(pp_candidate_row, role, PP_T_REF, MUST, .ref = PP_TABLE_roles,
           .help = "For which role."),
    COLUMN(pp_candidate_row, fte, PP_T_MILLI, MUST, .least = 1, .most = PP_FTE,
           .help = "Full-time equivalent."),
    COLUMN(pp_candidate_row, stage, PP_T_WORD, MUST, .words = pp_recruitment_stage_words,
           .help = "The stage that is under way: approved (to be advertised), advertised, offered, "
                   "vetted."),
    COLUMN(pp_candidate_row, since, PP_T_DATE, MUST, .help = "In that stage since this day."),
    COLUMN(pp_candidate_row, vetted_on, PP_T_DATE, MAY,
           .help = "Day of the vetting check; a start more than 12 months later needs another. "
                   "Blank: not yet checked."),
};
TABLE(pipeline, pp_candidate_row, candidate_columns, false,
      "Recruitment that is under way: who, or which post, is at which stage.");

static const struct pp_column lead_time_columns[] = {
    COLUMN(pp_lead_time, stage, PP_T_WORD, KEY, .words = pp_recruitment_stage_words,
           .help = "Of which stage."),
    COLUMN(pp_lead_time, least, PP_T_INT, MUST, .least = 0, .most = 730, .help = "Days at least."),
    COLUMN(pp_lead_time, typical, PP_T_INT, MUST, .least = 0, .most = 730,
           .help = "Days as a rule."),
    COLUMN(pp_lead_time, most, PP_T_INT, MUST, .least = 0, .most = 730, .help = "Days at most."),
};
TABLE(lead_times, pp_lead_time, lead_time_columns, false,
      "How long each stage of recruitment takes; a stage without a row takes its usual time.");

static const struct pp_column demand_columns[] = {
    COLUMN(pp_demand, month, PP_T_DATE, KEY, .help = "First day of the month."),
    COLUMN(pp_demand, referrals, PP_T_INT, MUST, .least = 0, .most = SCHEMA_MANY,
           .help = "Children referred in the month."),
    COLUMN(pp_demand, repeat_rate, PP_T_RATE, MAY,
           .help = "Share of them who were also referred in the 12 months before, 0 to 1; blank: "
                   "unknown."),
};
TABLE(demand, pp_demand, demand_columns, false, "Referrals, month by month.");

static const struct pp_column transition_columns[] = {
    COLUMN(pp_transition, from_status, PP_T_WORD, KEY, .words = pp_status_words,
           .help = "The status they leave."),
    COLUMN(pp_transition, to_status, PP_T_WORD, KEY, .words = pp_status_words,
           .help = "The status they come to."),
    COLUMN(pp_transition, monthly_rate, PP_T_RATE, MUST,
           .help = "Share of the children who move within a month, 0 to 1."),
};
TABLE(transitions, pp_transition, transition_columns, false,
      "How children move between statuses; who does not move stays.");

static const struct pp_column unit_cost_columns[] = {
    COLUMN(pp_unit_cost, status, PP_T_WORD, KEY, .words = pp_status_words, .help = "Of a child."),
    COLUMN(pp_unit_cost, weekly_cost, PP_T_MONEY, MUST, .help = "One child for a week."),
    COLUMN(pp_unit_cost, source, PP_T_TEXT, MAY, .help = "Where the figure was published."),
};
TABLE(unit_costs, pp_unit_cost, unit_cost_columns, false, "What a child's case costs by status.");

static const struct pp_column benefit_columns[] = {
    COLUMN(pp_benefit, cohort, PP_T_TEXT, KEY, .help = "Whose children."),
    COLUMN(pp_benefit, outcome, PP_T_TEXT, KEY, .help = "What is achieved."),
    COLUMN(pp_benefit, cases, PP_T_INT, MUST, .least = 0, .most = SCHEMA_MANY,
           .help = "Children concerned in a year."),
    COLUMN(pp_benefit, from_status, PP_T_WORD, MUST, .words = pp_status_words,
           .help = "The status they would have had."),
    COLUMN(pp_benefit, to_status, PP_T_WORD, MAY, .words = pp_status_words,
           .help = "The status they have instead; blank: the case is avoided altogether."),
    COLUMN(pp_benefit, weeks, PP_T_INT, MUST, .least = 1, .most = 520,
           .help = "Weeks for which the difference holds."),
};
TABLE(benefits, pp_benefit, benefit_columns, false, "Value for money: what better outcomes save.");

static const struct pp_column rule_weight_columns[] = {
    COLUMN(pp_rule_weight, rule, PP_T_RULE, KEY, .help = "Name of the rule."),
    COLUMN(pp_rule_weight, weight, PP_T_INT, MUST, .least = 0, .most = 1000000000,
           .help = "Price of one unit: minutes a week, pence for rules about money."),
};
TABLE(rule_weights, pp_rule_weight, rule_weight_columns, false,
      "Prices that differ from those of the rule table.");
