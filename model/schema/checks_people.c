// SPDX-License-Identifier: GPL-3.0-or-later
/* Checks of roles, practitioners and reductions. */
#include "checks.h"

#include <string.h>

static void half_capped_role(const struct checks_case *c, int32_t row)
{
    const struct pp_role *role = &c->service->roles[row];
    if ((role->family_cap == PP_UNKNOWN) == (role->child_cap == PP_UNKNOWN)) {
        return;
    }
    bool families = role->family_cap == PP_UNKNOWN;
    checks_add(c, row, families ? "family_cap" : "child_cap",
               "is blank, but %s is %d; a role that holds cases has both, any other neither",
               families ? "child_cap" : "family_cap",
               families ? role->child_cap : role->family_cap);
}

static void points_without_cases(const struct checks_case *c, int32_t row)
{
    const struct pp_role *role = &c->service->roles[row];
    if (role->point_cap != PP_UNKNOWN && role->family_cap == PP_UNKNOWN &&
        role->child_cap == PP_UNKNOWN) {
        checks_add(c, row, "point_cap",
                   "is given for a role that holds no cases; give family_cap and child_cap, too");
    }
}

static void nobody_holds_cases(const struct checks_case *c)
{
    for (int32_t p = 0; p < c->service->n_practitioners; p++) {
        int32_t role = c->service->practitioners[p].role;
        /* An unsound row may be the one that does. */
        if (role == PP_NONE || c->service->roles[role].family_cap != PP_UNKNOWN ||
            !checks_is_sound(c, PP_TABLE_roles, role)) {
            return;
        }
    }
    checks_add(c, PP_NONE, NULL,
               c->service->n_practitioners == 0
                   ? "nobody works in the service; all that it needs will be short"
                   : "nobody has a role that holds cases; no family can be placed");
}

static void unfit_consultant(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    int32_t consultant = service->practitioners[row].consultant;
    if (consultant == PP_NONE || service->practitioners[consultant].role == PP_NONE) {
        return;
    }
    const char *key = service->practitioners[consultant].practitioner;
    const struct pp_role *role = &service->roles[service->practitioners[consultant].role];
    if (consultant == row) {
        checks_add(c, row, "consultant",
                   "'%s' can't be their own consultant; give another, or leave it blank", key);
    } else if (role->span == PP_UNKNOWN) {
        checks_add(c, row, "consultant",
                   "'%s' has the role '%s', which oversees nobody; roles with a span do", key,
                   role->role);
    }
}

static void unknown_fte(const struct checks_case *c, int32_t row)
{
    const struct pp_practitioner *person = &c->service->practitioners[row];
    if (person->fte == PP_UNKNOWN && person->contract != PP_VOLUNTEER) {
        checks_add(c, row, "fte",
                   "is not known for '%s', who therefore takes no family and no fair share of "
                   "turns; give it once it is known",
                   person->practitioner);
    }
}

static void gone_already(const struct checks_case *c, int32_t row)
{
    const struct pp_practitioner *person = &c->service->practitioners[row];
    char end[PP_DATE_TEXT];
    if (person->end != PP_NO_DAY && person->end < c->service->settings.planned_on) {
        checks_add(c, row, "end", "'%s' left on %s, before planned_on", person->practitioner,
                   pp_day_text(person->end, end));
    }
}

/* As mail programs take it without quotes; who sends mail looks again (app/mail). */
static void odd_address(const struct checks_case *c, int32_t row)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        ".!#$%&'*+/=?^_`{|}~-";
    const char *email = c->service->practitioners[row].email;
    if (email == NULL) {
        return;
    }
    size_t local = strspn(email, allowed);
    const char *domain = email + local + 1;
    bool sound = local > 0 && email[local] == '@' && email[0] != '-' && domain[0] != '\0' &&
                 domain[0] != '-' && domain[strspn(domain, allowed)] == '\0';
    if (!sound) {
        checks_add(c, row, "email", "'%s' is no mail address, such as asha@example.org", email);
    }
}

/* Sums add up only where a reduction begins, so those days are looked at. */
static void more_than_everything(const struct checks_case *c, int32_t row)
{
    const struct pp_service *service = c->service;
    const struct pp_reduction *reduction = &service->reductions[row];
    const struct pp_index *of = &service->reductions_of;
    int32_t person = reduction->practitioner, sum = 0;
    for (int32_t i = of->start[person]; i < of->start[person + 1]; i++) {
        const struct pp_reduction *other = &service->reductions[of->item[i]];
        if (checks_is_sound(c, PP_TABLE_reductions, of->item[i]) &&
            pp_day_within(reduction->from, other->from, other->to)) {
            sum += other->percent;
        }
    }
    char from[PP_DATE_TEXT];
    if (sum > 100) {
        checks_add(c, row, "percent", "the reductions of '%s' add up to %d on %s; 100 is counted",
                   service->practitioners[person].practitioner, sum,
                   pp_day_text(reduction->from, from));
    }
}

const struct check checks_people[] = {
    {false, PP_TABLE_roles, "Only one of `family_cap` and `child_cap` is given.",
     .row = half_capped_role},
    {false, PP_TABLE_roles, "`point_cap` is given for a role that holds no cases.",
     .row = points_without_cases},
    {true, PP_TABLE_practitioners, "Nobody has a role that holds cases.",
     .whole = nobody_holds_cases},
    {false, PP_TABLE_practitioners,
     "The consultant is the person themselves, or has a role without a span.",
     .row = unfit_consultant},
    {false, PP_TABLE_practitioners, "`email` is no mail address.", .row = odd_address},
    {true, PP_TABLE_practitioners, "The full-time equivalent is unknown.", .row = unknown_fte},
    {true, PP_TABLE_practitioners, "The last day in post is before `planned_on`.",
     .row = gone_already, .dated = true},
    {true, PP_TABLE_reductions, "The reductions of one day add up to more than 100 per cent.",
     .row = more_than_everything},
    {0},
};
