// SPDX-License-Identifier: GPL-3.0-or-later
/* Named allocations that stay: each is held against the hard rules, the pins before it included. */
#include "pins.h"

#include "candidates.h"

static bool refuse(const struct pp_case *c, const struct people *people, struct pp_pin pin,
                   struct pp_load others, int32_t rule, struct pp_err *err)
{
    struct pp_arena scratch = {0};
    struct trial trial = trial_begin(c, people, pin.family, &scratch);
    struct pp_buf why = {0};
    trial_say_obstacle(&trial, pin.practitioner, others, rule, &why);
    const char *person = c->service->practitioners[pin.practitioner].practitioner;
    pp_fail(err, PP_E_USAGE, "family %s can't be pinned to %s by the rule %s: %s %s",
            c->service->families[pin.family].family, person, pp_rules[rule].name, person,
            pp_buf_text(&why));
    pp_buf_finish(&why);
    pp_arena_finish(&scratch);
    return false;
}

static bool fix(const struct pp_case *c, const struct people *people, struct pp_pin pin,
                struct pp_load *held, int32_t *fixed, struct pp_err *err)
{
    const struct pp_service *service = c->service;
    if (fixed[pin.family] == pin.practitioner) {
        return true;
    }
    if (fixed[pin.family] != PP_NONE) {
        return pp_fail(err, PP_E_USAGE, "family %s is pinned to %s and to %s; it can have one",
                       service->families[pin.family].family,
                       service->practitioners[fixed[pin.family]].practitioner,
                       service->practitioners[pin.practitioner].practitioner);
    }
    struct pp_load load = pp_family_load(service, pin.family, service->settings.cases_from);
    struct pp_load *others = &held[pin.practitioner];
    int32_t rule = people_obstacle(people, pin.family, load, pin.practitioner, *others);
    if (rule != PP_NONE) {
        return refuse(c, people, pin, *others, rule, err);
    }
    others->families += load.families;
    others->children += load.children;
    others->points += load.points;
    fixed[pin.family] = pin.practitioner;
    return true;
}

bool pins_fix(const struct pp_case *c, const struct pp_changes *changes, int32_t *fixed,
              struct pp_err *err)
{
    if (changes->n_pins == 0) {
        return true;
    }
    struct pp_arena scratch = {0};
    struct people people = people_read(c, &scratch);
    struct pp_load *held = PP_NEW(&scratch, struct pp_load, c->service->n_practitioners);
    bool fits = true;
    for (int32_t i = 0; fits && i < changes->n_pins; i++) {
        fits = fix(c, &people, changes->pins[i], held, fixed, err);
    }
    pp_arena_finish(&scratch);
    return fits;
}
