// SPDX-License-Identifier: GPL-3.0-or-later
/* Checks of families, needs, children, weights and conflicts. */
#include "checks.h"

static void no_language(const struct checks_case *c, int32_t row)
{
    int32_t language = c->service->families[row].language;
    if (language != PP_NONE && c->service->skills[language].kind != PP_LANGUAGE &&
        checks_is_sound(c, PP_TABLE_skills, language)) {
        checks_add(c, row, "language", "'%s' is a skill, but of kind %s; allowed: kind language",
                   c->service->skills[language].skill,
                   pp_word(pp_skill_kind_words, c->service->skills[language].kind));
    }
}

static void since_without_practitioner(const struct checks_case *c, int32_t row)
{
    const struct pp_family *family = &c->service->families[row];
    char since[PP_DATE_TEXT];
    if (family->since != PP_NO_DAY && family->practitioner == PP_NONE) {
        checks_add(c, row, "since",
                   "%s is given, but no practitioner; name who holds the family, or leave it blank",
                   pp_day_text(family->since, since));
    }
}

static void holder_without_cases(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    int32_t person = service->families[row].practitioner;
    int32_t role = person == PP_NONE ? PP_NONE : service->practitioners[person].role;
    if (role != PP_NONE && service->roles[role].family_cap == PP_UNKNOWN &&
        checks_is_sound(c, PP_TABLE_roles, role)) {
        checks_add(c, row, "practitioner",
                   "'%s' has the role '%s', which holds no cases; the family must move",
                   service->practitioners[person].practitioner, service->roles[role].role);
    }
}

static void escalation_ends_first(const struct checks_case *c, int32_t row)
{
    const struct pp_family *family = &c->service->families[row];
    char from[PP_DATE_TEXT], to[PP_DATE_TEXT];
    if (family->escalated_to == PP_NO_DAY) {
        return;
    }
    pp_day_text(family->escalated_to, to);
    if (family->escalated_from == PP_NO_DAY) {
        checks_add(c, row, "escalated_to",
                   "%s is given, but no escalated_from; give it, or leave both blank", to);
    } else if (family->escalated_to < family->escalated_from) {
        checks_add(c, row, "escalated_to",
                   "%s is before escalated_from, %s; correct one of the two", to,
                   pp_day_text(family->escalated_from, from));
    }
}

static void unqualified_beside(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    int32_t beside = service->families[row].social_worker;
    if (beside == PP_NONE || !checks_is_sound(c, PP_TABLE_practitioners, beside) ||
        !checks_is_sound(c, PP_TABLE_roles, service->practitioners[beside].role)) {
        return;
    }
    if (!pp_is_social_worker(service, beside)) {
        checks_add(c, row, "social_worker",
                   "'%s' has the role '%s', which is no social worker's; allowed: roles of kind "
                   "social work or step-down",
                   service->practitioners[beside].practitioner,
                   service->roles[service->practitioners[beside].role].role);
    } else if (beside == service->families[row].practitioner) {
        checks_add(c, row, "social_worker",
                   "'%s' is the practitioner; somebody else can be beside them",
                   service->practitioners[beside].practitioner);
    }
}

static void escalated_without_social_workers(const struct checks_case *c)
{
    const struct pp_service *service = c->service;
    int32_t escalated = 0, social_workers = 0;
    for (int32_t family = 0; family < service->n_families; family++) {
        escalated += checks_is_sound(c, PP_TABLE_families, family) &&
                     pp_is_escalated(service, family, service->settings.cases_from);
    }
    for (int32_t role = 0; role < service->n_roles; role++) {
        int32_t kind = service->roles[role].kind;
        social_workers += kind == PP_SOCIAL_WORK || kind == PP_STEP_DOWN;
    }
    if (escalated > 0 && social_workers == 0) {
        checks_add(c, PP_NONE, NULL,
                   "%d famil%s escalated, and roles.csv has no role of kind social work or "
                   "step-down",
                   escalated, escalated == 1 ? "y is" : "ies are");
    }
}

static void no_children(const struct checks_case *c, int32_t row)
{
    const struct pp_index *children = &c->service->children_of;
    if (children->start[row] == children->start[row + 1]) {
        checks_add(c, row, "family", "'%s' has no children in children.csv; add them there",
                   c->service->families[row].family);
    }
}

static void only_closed_children(const struct checks_case *c, int32_t row)
{
    const struct pp_index *children = &c->service->children_of;
    bool open = children->start[row] == children->start[row + 1];
    for (int32_t i = children->start[row]; i < children->start[row + 1]; i++) {
        open = open || c->service->children[children->item[i]].status != PP_CLOSED;
    }
    if (!open) {
        checks_add(c, row, "family",
                   "all children of '%s' are closed; the family takes a place until it is taken "
                   "out",
                   c->service->families[row].family);
    }
}

static void language_as_need(const struct checks_case *c, int32_t row)
{
    const struct pp_need *need = &c->service->needs[row];
    const struct pp_skill *skill = &c->service->skills[need->skill];
    if (skill->kind == PP_LANGUAGE) {
        checks_add(c, row, "skill",
                   "'%s' is a language; the column language of families.csv is meant for it, as "
                   "an interpreter can help",
                   skill->skill);
    }
}

static bool is_held(const struct pp_service *service, int32_t skill, pp_day day)
{
    for (int32_t h = 0; h < service->n_practitioner_skills; h++) {
        const struct pp_held_skill *held = &service->practitioner_skills[h];
        if (held->skill == skill && held->practitioner != PP_NONE &&
            pp_day_within(day, PP_NO_DAY, held->expiry) &&
            pp_in_post(service, held->practitioner, day)) {
            return true;
        }
    }
    return false;
}

static const char *course_for(const struct pp_service *service, int32_t skill)
{
    const char *first = NULL;
    for (int32_t course = 0; course < service->n_courses; course++) {
        if (service->courses[course].skill == skill && first == NULL) {
            first = service->courses[course].course;
        }
    }
    return first;
}

static void nobody_holds_needed_skill(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    int32_t needed = 0;
    for (int32_t n = 0; n < service->n_needs; n++) {
        needed += service->needs[n].skill == row && service->needs[n].strength == PP_NEEDED;
    }
    char day[PP_DATE_TEXT];
    if (needed == 0 || is_held(service, row, service->settings.cases_from)) {
        return;
    }
    const char *course = course_for(service, row);
    checks_add(c, row, "skill", "nobody holds '%s' on %s, but %d famil%s it; %s%s%s",
               service->skills[row].skill, pp_day_text(service->settings.cases_from, day), needed,
               needed == 1 ? "y needs" : "ies need",
               course == NULL ? "no course teaches it" : "the course '",
               course == NULL ? "" : course, course == NULL ? "" : "' teaches it");
}

static void unassessed(const struct checks_case *c, int32_t row)
{
    const struct pp_child *child = &c->service->children[row];
    bool status = child->status == PP_UNKNOWN, complexity = child->complexity == PP_UNKNOWN;
    if (child->status != PP_CLOSED && (status || complexity)) {
        checks_add(c, row, status ? "status" : "complexity",
                   "'%s' is unassessed (%s); the cautious weight is counted", child->child,
                   status && complexity ? "neither status nor complexity"
                   : status             ? "no status"
                                        : "no complexity");
    }
}

static bool has_weight(const struct pp_service *service, int32_t status, int32_t complexity)
{
    for (int32_t w = 0; w < service->n_weights; w++) {
        const struct pp_weight *weight = &service->weights[w];
        if (weight->status == status && weight->complexity == complexity &&
            weight->start <= service->settings.cases_from) {
            return true;
        }
    }
    return false;
}

/* A weight for each status and complexity that a child has; one fault for each pair. */
static void no_weight(const struct checks_case *c)
{
    const struct pp_service *service = c->service;
    int32_t counts[PP_STATUSES][PP_COMPLEXITIES] = {{0}};
    for (int32_t child = 0; child < service->n_children; child++) {
        const struct pp_child *one = &service->children[child];
        if (one->status != PP_UNKNOWN && one->complexity != PP_UNKNOWN &&
            one->status != PP_CLOSED) {
            counts[one->status][one->complexity]++;
        }
    }
    char day[PP_DATE_TEXT];
    for (int32_t s = 0; s < PP_STATUSES && service->n_weights > 0; s++) {
        for (int32_t x = 0; x < PP_COMPLEXITIES; x++) {
            if (counts[s][x] > 0 && !has_weight(service, s, x)) {
                checks_add(c, PP_NONE, NULL,
                           "no weight is in force on %s for %s, %s, which %d child%s",
                           pp_day_text(service->settings.cases_from, day),
                           pp_word(pp_status_words, s), pp_word(pp_complexity_words, x),
                           counts[s][x], counts[s][x] == 1 ? " has" : "ren have");
            }
        }
    }
}

static void conflict_with_holder(const struct checks_case *c, int32_t row)
{
    const struct pp_conflict *conflict = &c->service->conflicts[row];
    if (c->service->families[conflict->family].practitioner == conflict->practitioner) {
        checks_add(c, row, "practitioner", "'%s' works with '%s' now; the family must move",
                   c->service->practitioners[conflict->practitioner].practitioner,
                   c->service->families[conflict->family].family);
    }
}

const struct check checks_families[] = {
    {false, PP_TABLE_families, "The language is a skill of another kind.", .row = no_language},
    {true, PP_TABLE_families, "`since` is given without a practitioner.",
     .row = since_without_practitioner},
    {true, PP_TABLE_families, "The practitioner's role holds no cases.",
     .row = holder_without_cases},
    {false, PP_TABLE_families, "`escalated_to` is before `escalated_from`, or given without it.",
     .row = escalation_ends_first},
    {false, PP_TABLE_families, "The social worker is the practitioner, or no social worker.",
     .row = unqualified_beside},
    {true, PP_TABLE_families, "Families are escalated, and no role is a social worker's.",
     .whole = escalated_without_social_workers, .dated = true},
    {true, PP_TABLE_families, "The family has no children.", .row = no_children},
    {true, PP_TABLE_families, "All its children are closed.", .row = only_closed_children},
    {true, PP_TABLE_needs, "The need is a language.", .row = language_as_need},
    {true, PP_TABLE_skills, "A family needs the skill, and nobody holds it on `cases_from`.",
     .row = nobody_holds_needed_skill, .dated = true},
    {true, PP_TABLE_children, "The child is unassessed: no status, or no complexity.",
     .row = unassessed},
    {false, PP_TABLE_weights,
     "No weight is in force on `cases_from` for a status and complexity that a child has.",
     .whole = no_weight, .dated = true},
    {true, PP_TABLE_conflicts, "The family is with that practitioner now.",
     .row = conflict_with_holder},
    {0},
};
