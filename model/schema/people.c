// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of tables: roles, practitioners, what they can do and what reduces their capacity. */
#include "tables.h"

static const struct pp_column role_columns[] = {
    COLUMN(pp_role, role, PP_T_KEY, KEY, .help = "Reference of the role."),
    COLUMN(pp_role, name, PP_T_TEXT, MAY, .help = "What people call it; blank: the reference."),
    COLUMN(pp_role, grade, PP_T_REF, MAY, .ref = PP_TABLE_grades,
           .help = "What a post of this role is paid by; blank: the role is not paid."),
    COLUMN(pp_role, family_cap, PP_T_INT, MAY, .least = 0, .most = 1000,
           .help = "Most families of a full-time person; blank: the role holds no cases."),
    COLUMN(pp_role, child_cap, PP_T_INT, MAY, .least = 0, .most = 1000,
           .help = "Most children of a full-time person; given together with family_cap."),
    COLUMN(pp_role, point_cap, PP_T_MILLI, MAY, .least = 0, .most = SCHEMA_CASELOAD_POINTS,
           .help = "Most points of a full-time person; blank: not capped in points."),
    COLUMN(pp_role, span, PP_T_INT, MAY, .least = 0, .most = 1000,
           .help = "Practitioners a consultant may oversee; blank: the role oversees nobody."),
    COLUMN(pp_role, on_call_tier, PP_T_INT, MAY, .least = 1, .most = 2,
           .help = "On-call tier: 1 answers first, 2 backs up; blank: never on call."),
    COLUMN(pp_role, kind, PP_T_WORD, MAY, .words = pp_role_kind_words,
           .help = "Early help: only families whose children are all at early help; social work: "
                   "qualified for escalated families, too; step-down: only beside the "
                   "practitioners of these; blank: family practice."),
};
TABLE(roles, pp_role, role_columns, true, "What people do, and how much one of them may hold.");

static const struct pp_column practitioner_columns[] = {
    COLUMN(pp_practitioner, practitioner, PP_T_KEY, KEY, .help = "Reference of the person."),
    COLUMN(pp_practitioner, name, PP_T_NAME, MAY,
           .help = "The person's name; dropped unless the import is asked to keep names."),
    COLUMN(pp_practitioner, role, PP_T_REF, MUST, .ref = PP_TABLE_roles, .help = "Their role."),
    COLUMN(pp_practitioner, pod, PP_T_REF, MAY, .ref = PP_TABLE_pods,
           .help = "Their pod; blank: works for the service as a whole."),
    COLUMN(pp_practitioner, consultant, PP_T_REF, MAY, .ref = PP_TABLE_practitioners,
           .help = "Who oversees them; blank: the plan chooses."),
    COLUMN(pp_practitioner, fte, PP_T_MILLI, MAY, .least = 0, .most = PP_FTE,
           .help = "Full-time equivalent; blank: unknown, takes no new family."),
    COLUMN(pp_practitioner, contract, PP_T_WORD, MUST, .words = pp_contract_words,
           .help = "Kind of contract; volunteers hold no cases and cover no shift."),
    COLUMN(pp_practitioner, start, PP_T_DATE, MUST, .help = "First day in post."),
    COLUMN(pp_practitioner, end, PP_T_DATE, MAY, .help = "Last day in post; blank: open."),
    COLUMN(pp_practitioner, home_patch, PP_T_REF, MAY, .ref = PP_TABLE_patches,
           .help = "Where they set out from; blank: unknown, travel is not counted."),
    COLUMN(pp_practitioner, email, PP_T_TEXT, MAY,
           .help = "Where changes of their turns are mailed to (podplan changes --mail); blank: "
                   "nowhere. It is in no calendar and no report."),
    COLUMN(pp_practitioner, retires, PP_T_DATE, MAY,
           .help = "Last day that is expected, of who has said that they will retire; the forecast "
                   "counts on it, plans of cases and rota do not. Blank: unknown."),
    COLUMN(pp_practitioner, point, PP_T_INT, MAY, .least = 1, .most = 200,
           .help = "Point of the role's grade by which they are paid on planned_on (see "
                   "spine_points.csv); blank: what the posts of the role cost."),
    COLUMN(pp_practitioner, qualified, PP_T_DATE, MAY,
           .help = "Of social workers: when they qualified; an agency sends nobody before "
                   "agency_experience_years are over. Blank: not asked."),
    COLUMN(pp_practitioner, permanent_until, PP_T_DATE, MAY,
           .help = "Of agency workers: last day of an earlier permanent post with a council of the "
                   "region, from which agency_cool_off_months count; blank: none."),
};
TABLE_WITH(practitioners, pp_practitioner, practitioner_columns, true,
           "Everybody who works in the service, with or without a caseload.", true);

static const struct pp_column move_columns[] = {
    COLUMN(pp_role_move, practitioner, PP_T_REF, KEY, .ref = PP_TABLE_practitioners,
           .help = "Who moves."),
    COLUMN(pp_role_move, date, PP_T_DATE, KEY, .help = "First day in the new role."),
    COLUMN(pp_role_move, role, PP_T_REF, MUST, .ref = PP_TABLE_roles, .help = "The new role."),
    COLUMN(pp_role_move, pod, PP_T_REF, MAY, .ref = PP_TABLE_pods,
           .help = "The new pod; blank: the service as a whole."),
};
TABLE(moves, pp_role_move, move_columns, false,
      "Moves within the service after planned_on: who moves leaves one role and joins another, and "
      "is neither a leaver nor a starter.");

static const struct pp_column skill_columns[] = {
    COLUMN(pp_skill, skill, PP_T_KEY, KEY, .help = "Reference of the skill."),
    COLUMN(pp_skill, name, PP_T_TEXT, MAY, .help = "What people call it; blank: the reference."),
    COLUMN(pp_skill, kind, PP_T_WORD, MUST, .words = pp_skill_kind_words,
           .help = "What kind of skill; families' languages are skills of kind language."),
};
TABLE(skills, pp_skill, skill_columns, false,
      "What people are able to do: practice, languages, qualifications.");

static const struct pp_column held_skill_columns[] = {
    COLUMN(pp_held_skill, practitioner, PP_T_REF, KEY, .ref = PP_TABLE_practitioners,
           .help = "Who holds it."),
    COLUMN(pp_held_skill, skill, PP_T_REF, KEY, .ref = PP_TABLE_skills, .help = "What they hold."),
    COLUMN(pp_held_skill, expiry, PP_T_DATE, MAY, .help = "Last valid day; blank: for good."),
};
TABLE(practitioner_skills, pp_held_skill, held_skill_columns, false, "Who holds which skill.");

static const struct pp_column reduction_columns[] = {
    COLUMN(pp_reduction, practitioner, PP_T_REF, KEY, .ref = PP_TABLE_practitioners,
           .help = "Whose capacity is reduced."),
    COLUMN(pp_reduction, from, PP_T_DATE, KEY, .help = "First day."),
    COLUMN(pp_reduction, to, PP_T_DATE, MAY, .help = "Last day; blank: until further notice."),
    COLUMN(pp_reduction, percent, PP_T_INT, MUST, .least = 0, .most = 100,
           .help = "Per cent of the person's capacity that is lost."),
    COLUMN(pp_reduction, reason, PP_T_WORD, KEY, .words = pp_reason_words,
           .help = "Why it is lost."),
};
TABLE(reductions, pp_reduction, reduction_columns, false,
      "Dated reductions of what a person can hold; those of one day add up.");
