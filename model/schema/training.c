// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of tables: courses, sessions, core training, budgets. */
#include "tables.h"

static const struct pp_column course_columns[] = {
    COLUMN(pp_course, course, PP_T_KEY, KEY, .help = "Reference of the course."),
    COLUMN(pp_course, name, PP_T_TEXT, MAY, .help = "What people call it; blank: the reference."),
    COLUMN(pp_course, skill, PP_T_REF, MUST, .ref = PP_TABLE_skills, .help = "What it teaches."),
    COLUMN(pp_course, validity_months, PP_T_INT, MAY, .least = 1, .most = 600,
           .help = "Months until it must be refreshed; blank: for good."),
    COLUMN(pp_course, price, PP_T_MONEY, MUST, .help = "Price of one seat."),
};
TABLE(courses, pp_course, course_columns, false, "What can be learned.");

static const struct pp_column session_columns[] = {
    COLUMN(pp_session, session, PP_T_KEY, KEY, .help = "Reference of the session."),
    COLUMN(pp_session, course, PP_T_REF, MUST, .ref = PP_TABLE_courses, .help = "Of which course."),
    COLUMN(pp_session, date, PP_T_DATE, MUST, .help = "The day; a session is within one day."),
    COLUMN(pp_session, begin, PP_T_TIME, MUST, .least = 0, .most = PP_DAY_MINUTES - 1,
           .help = "London clock time at which it begins."),
    COLUMN(pp_session, end, PP_T_TIME, MUST, .help = "London clock time at which it ends."),
    COLUMN(pp_session, places, PP_T_INT, MUST, .least = 1, .most = 10000, .help = "Seats."),
};
TABLE(sessions, pp_session, session_columns, false, "When the courses are held.");

static const struct pp_column core_training_columns[] = {
    COLUMN(pp_core_training, role, PP_T_REF, KEY, .ref = PP_TABLE_roles, .help = "This role …"),
    COLUMN(pp_core_training, course, PP_T_REF, KEY, .ref = PP_TABLE_courses,
           .help = "… holds cases only after this course."),
};
TABLE(core_training, pp_core_training, core_training_columns, false,
      "Courses that come before anything else; they are not charged to the pods' budgets.");

static const struct pp_column budget_columns[] = {
    COLUMN(pp_budget, pod, PP_T_REF, KEY, .ref = PP_TABLE_pods, .help = "Whose budget."),
    COLUMN(pp_budget, financial_year, PP_T_FY, KEY, .help = "1 April to 31 March."),
    COLUMN(pp_budget, amount, PP_T_MONEY, MUST, .help = "What the pod may spend on courses."),
};
TABLE(budgets, pp_budget, budget_columns, false, "Each pod's own training budget.");
