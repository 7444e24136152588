// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of tables: families, their needs and children, what children weigh, conflicts. */
#include "tables.h"

static const struct pp_column family_columns[] = {
    COLUMN(pp_family, family, PP_T_KEY, KEY, .help = "Reference of the family; never a name."),
    COLUMN(pp_family, patch, PP_T_REF, MUST, .ref = PP_TABLE_patches, .help = "Where they live."),
    COLUMN(pp_family, language, PP_T_REF, MAY, .ref = PP_TABLE_skills,
           .help = "A skill of kind language; blank: English."),
    COLUMN(pp_family, practitioner, PP_T_REF, MAY, .ref = PP_TABLE_practitioners,
           .help = "Who works with them now; blank: nobody yet."),
    COLUMN(pp_family, since, PP_T_DATE, MAY, .help = "Since when that person works with them."),
    COLUMN(pp_family, escalated_from, PP_T_DATE, MAY,
           .help = "Since when risk is so high that a social worker must work with them, say under "
                   "a child protection plan; blank: not escalated."),
    COLUMN(pp_family, escalated_to, PP_T_DATE, MAY,
           .help = "Last day of the escalation; blank: until further notice."),
    COLUMN(pp_family, social_worker, PP_T_REF, MAY, .ref = PP_TABLE_practitioners,
           .help = "The social worker who is beside the practitioner now; blank: nobody yet."),
    COLUMN(pp_family, closes_on, PP_T_DATE, MAY,
           .help =
               "Last day of the case, by decision; from then on the family needs nobody; blank: "
               "it stays open."),
    COLUMN(pp_family, evenings, PP_T_INT, MAY, .least = 1, .most = 28,
           .help = "Evening duties in four weeks on which its practitioner should be there; blank: "
                   "no matter."),
};
TABLE(families, pp_family, family_columns, true,
      "Whole families: brothers and sisters share one practitioner.");

static const struct pp_column need_columns[] = {
    COLUMN(pp_need, family, PP_T_REF, KEY, .ref = PP_TABLE_families, .help = "Whose need."),
    COLUMN(pp_need, skill, PP_T_REF, KEY, .ref = PP_TABLE_skills,
           .help = "The skill their practitioner needs."),
    COLUMN(pp_need, strength, PP_T_WORD, MUST, .words = pp_strength_words,
           .help = "Needed: only somebody who holds it may take the family; preferred: better so."),
};
TABLE(needs, pp_need, need_columns, false, "Skills that families need in their practitioner.");

static const struct pp_column child_columns[] = {
    COLUMN(pp_child, child, PP_T_KEY, KEY, .help = "Reference of the child; never a name."),
    COLUMN(pp_child, family, PP_T_REF, MUST, .ref = PP_TABLE_families, .help = "Their family."),
    COLUMN(pp_child, status, PP_T_WORD, MAY, .words = pp_status_words,
           .help = "Status; blank: unassessed, which counts as the cautious weight, never as 0."),
    COLUMN(pp_child, complexity, PP_T_WORD, MAY, .words = pp_complexity_words,
           .help = "Complexity; blank: unassessed."),
};
TABLE(children, pp_child, child_columns, true, "The children of each family.");

static const struct pp_column weight_columns[] = {
    COLUMN(pp_weight, status, PP_T_WORD, KEY, .words = pp_status_words, .help = "Status."),
    COLUMN(pp_weight, complexity, PP_T_WORD, KEY, .words = pp_complexity_words,
           .help = "Complexity."),
    COLUMN(pp_weight, start, PP_T_DATE, KEY,
           .help = "In force from this day on, until a later row."),
    COLUMN(pp_weight, points, PP_T_MILLI, MUST, .least = 0, .most = SCHEMA_CHILD_POINTS,
           .help = "Points that such a child weighs."),
};
TABLE(weights, pp_weight, weight_columns, true, "What a child weighs in a caseload.");

static const struct pp_column conflict_columns[] = {
    COLUMN(pp_conflict, family, PP_T_REF, KEY, .ref = PP_TABLE_families, .help = "This family …"),
    COLUMN(pp_conflict, practitioner, PP_T_REF, KEY, .ref = PP_TABLE_practitioners,
           .help = "… never with this person."),
    COLUMN(pp_conflict, reason, PP_T_TEXT, MAY, .help = "Why, in general words."),
};
TABLE(conflicts, pp_conflict, conflict_columns, false, "Who must never work with which family.");
