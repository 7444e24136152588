// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of tables: grades, posts, cover, funding streams, other costs. */
#include "tables.h"

static const struct pp_column grade_columns[] = {
    COLUMN(pp_grade, grade, PP_T_KEY, KEY, .help = "Reference of the grade."),
    COLUMN(pp_grade, name, PP_T_TEXT, MAY, .help = "What people call it; blank: the reference."),
};
TABLE(grades, pp_grade, grade_columns, true, "Pay grades.");

static const struct pp_column grade_cost_columns[] = {
    COLUMN(pp_grade_cost, grade, PP_T_REF, KEY, .ref = PP_TABLE_grades, .help = "Of which grade."),
    COLUMN(pp_grade_cost, financial_year, PP_T_FY, KEY,
           .help = "In force from this financial year on, until a later row."),
    COLUMN(pp_grade_cost, yearly_cost, PP_T_MONEY, MUST,
           .help = "One full-time post for a year, with on-costs."),
};
TABLE(grade_costs, pp_grade_cost, grade_cost_columns, false, "What a post costs.");

static const struct pp_column spine_point_columns[] = {
    COLUMN(pp_spine_point, grade, PP_T_REF, KEY, .ref = PP_TABLE_grades, .help = "Of which grade."),
    COLUMN(pp_spine_point, point, PP_T_INT, KEY, .least = 1, .most = 200,
           .help = "The point; an increment is the next higher number, as far as there is one."),
    COLUMN(pp_spine_point, financial_year, PP_T_FY, KEY,
           .help = "In force from this financial year on, until a later row."),
    COLUMN(pp_spine_point, yearly_cost, PP_T_MONEY, MUST,
           .help = "One full-time person at that point for a year, with on-costs."),
};
TABLE(spine_points, pp_spine_point, spine_point_columns, false,
      "What people cost by point of the grade of their role, also in a post of another grade; "
      "grade_costs.csv stays what a post is budgeted at, and what who has no point costs.");

static const struct pp_column post_columns[] = {
    COLUMN(pp_post, post, PP_T_KEY, KEY, .help = "Reference of the post."),
    COLUMN(pp_post, role, PP_T_REF, MUST, .ref = PP_TABLE_roles, .help = "For which role."),
    COLUMN(pp_post, pod, PP_T_REF, MAY, .ref = PP_TABLE_pods,
           .help = "In which pod; blank: the service as a whole."),
    COLUMN(pp_post, grade, PP_T_REF, MAY, .ref = PP_TABLE_grades,
           .help = "Paid by which grade; blank: the role's."),
    COLUMN(pp_post, fte, PP_T_MILLI, MUST, .least = 1, .most = SCHEMA_POST_FTE,
           .help = "Full-time equivalent; one row may stand for several equal posts."),
    COLUMN(pp_post, start, PP_T_DATE, MUST, .help = "First day of the post."),
    COLUMN(pp_post, end, PP_T_DATE, MAY, .help = "Last day of the post; blank: permanent."),
    COLUMN(pp_post, stream, PP_T_REF, MAY, .ref = PP_TABLE_streams,
           .help = "The funding stream meant to pay for it; blank: any."),
};
TABLE(posts, pp_post, post_columns, false, "The establishment: posts that are agreed.");

static const struct pp_column cover_cost_columns[] = {
    COLUMN(pp_cover_cost, role, PP_T_REF, KEY, .ref = PP_TABLE_roles, .help = "Cover for whom."),
    COLUMN(pp_cover_cost, kind, PP_T_WORD, KEY, .words = pp_cover_kind_words,
           .help = "Bank, agency, or overtime of those in post."),
    COLUMN(pp_cover_cost, weekly_cost, PP_T_MONEY, MUST,
           .help = "One full-time equivalent for a week."),
    COLUMN(pp_cover_cost, notice_weeks, PP_T_INT, MUST, .least = 0, .most = 52,
           .help = "Weeks between giving notice and the last day paid."),
    COLUMN(pp_cover_cost, most, PP_T_MILLI, MAY, .least = 0, .most = SCHEMA_MANY_FTE,
           .help = "Full-time equivalents to be had at a time; blank: any number; of overtime it "
                   "must be given."),
    COLUMN(pp_cover_cost, until, PP_T_DATE, MAY,
           .help = "Last day on which it is bought, in whole months; blank: no end."),
};
TABLE(cover_costs, pp_cover_cost, cover_cost_columns, false,
      "What bank, agency and overtime cost that cover vacant posts.");

static const struct pp_column recruitment_columns[] = {
    COLUMN(pp_recruitment, role, PP_T_REF, KEY, .ref = PP_TABLE_roles, .help = "For which role."),
    COLUMN(pp_recruitment, recruit_cost, PP_T_MONEY, MUST,
           .help = "Advertising, fees and checks for each full-time starter."),
    COLUMN(pp_recruitment, training_cost, PP_T_MONEY, MUST,
           .help = "Induction and training of each full-time starter."),
    COLUMN(pp_recruitment, most, PP_T_MILLI, MAY, .least = 0, .most = SCHEMA_MANY_FTE,
           .help = "Full-time equivalents that can start in one month; blank: any number."),
};
TABLE(recruitment, pp_recruitment, recruitment_columns, false,
      "What recruiting costs; the staffing plan hires only for roles with a row here.");

static const struct pp_column agency_cap_columns[] = {
    COLUMN(pp_agency_cap, role, PP_T_REF, KEY, .ref = PP_TABLE_roles, .help = "For which role."),
    COLUMN(pp_agency_cap, weekly_cap, PP_T_MONEY, MUST,
           .help = "Most that may be paid for one full-time equivalent for a week."),
};
TABLE(agency_caps, pp_agency_cap, agency_cap_columns, false,
      "Price caps for agency staff; the staffing plan engages none above its cap.");

static const struct pp_column stream_columns[] = {
    COLUMN(pp_stream, stream, PP_T_KEY, KEY, .help = "Reference of the funding stream."),
    COLUMN(pp_stream, source, PP_T_TEXT, MUST, .help = "Who gives the money."),
    COLUMN(pp_stream, kind, PP_T_WORD, MUST, .words = pp_funding_kind_words,
           .help = "What kind of money."),
    COLUMN(pp_stream, financial_year, PP_T_FY, MUST,
           .help = "What is not spent by its end lapses; nothing is carried over."),
    COLUMN(pp_stream, amount, PP_T_MONEY, MUST, .help = "How much in all."),
    COLUMN(pp_stream, start, PP_T_DATE, MAY,
           .help = "First day for which it pays; blank: the first of its financial year."),
    COLUMN(pp_stream, end, PP_T_DATE, MAY,
           .help = "Last day for which it pays, months that it cuts included; blank: the last of "
                   "its financial year."),
};
TABLE(streams, pp_stream, stream_columns, false, "Funding, one row for each financial year.");

static const struct pp_column instalment_columns[] = {
    COLUMN(pp_instalment, stream, PP_T_REF, KEY, .ref = PP_TABLE_streams, .help = "Of what."),
    COLUMN(pp_instalment, date, PP_T_DATE, KEY, .help = "When it is paid."),
    COLUMN(pp_instalment, amount, PP_T_MONEY, MUST, .help = "How much."),
};
TABLE(instalments, pp_instalment, instalment_columns, false,
      "When streams are paid; a stream without any is there from the start of its year.");

static const struct pp_column secondment_columns[] = {
    COLUMN(pp_secondment, practitioner, PP_T_REF, KEY, .ref = PP_TABLE_practitioners,
           .help = "Who works elsewhere for a while and keeps their post."),
    COLUMN(pp_secondment, from, PP_T_DATE, KEY, .help = "First day away."),
    COLUMN(pp_secondment, to, PP_T_DATE, MUST, .help = "Last day away."),
    COLUMN(pp_secondment, paid_by, PP_T_WORD, MAY, .words = pp_paid_by_words,
           .help = "Who pays them meanwhile: the service, or the host, at no cost to the service; "
                   "blank: the service."),
    COLUMN(pp_secondment, backfill_to, PP_T_DATE, MAY,
           .help = "Last day on which the post is backfilled; from then on it stays empty until "
                   "they are back. Blank: it is not backfilled."),
    COLUMN(pp_secondment, backfill_stream, PP_T_REF, MAY, .ref = PP_TABLE_streams,
           .help = "What pays for the backfill; blank: what pays for the posts of the role."),
};
TABLE(secondments, pp_secondment, secondment_columns, false,
      "People who are seconded out of the service. (Who is seconded in has the contract "
      "'seconded'.)");

static const struct pp_column cost_columns[] = {
    COLUMN(pp_cost, line, PP_T_TEXT, KEY, .help = "Budget line, say travel or IT."),
    COLUMN(pp_cost, from, PP_T_DATE, KEY, .help = "First day."),
    COLUMN(pp_cost, to, PP_T_DATE, MUST, .help = "Last day; the amount is spread evenly."),
    COLUMN(pp_cost, amount, PP_T_MONEY, MUST, .least = -(int64_t)PP_MAX_MONEY_POUNDS * 100,
           .most = (int64_t)PP_MAX_MONEY_POUNDS * 100,
           .help = "How much in all; negative: income."),
    COLUMN(pp_cost, stream, PP_T_REF, KEY_MAY, .ref = PP_TABLE_streams,
           .help = "The funding stream meant to pay for it; blank: any."),
};
TABLE(costs, pp_cost, cost_columns, false, "Everything that is not staff.");
