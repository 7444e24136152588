// SPDX-License-Identifier: GPL-3.0-or-later
/* The soft rules of allocation, pair by pair; the judges' definitions, the solver's arithmetic. */
#include "prices.h"

struct prices prices_read(const struct pp_case *c, const struct people *people)
{
    return (struct prices){
        .c = *c,
        .people = people,
        .balance = pp_balance_level(c->service, c->plan),
        .weight_continuity = pp_weight_of(c->service, "continuity"),
        .weight_travel = pp_weight_of(c->service, "travel"),
        .weight_preferred = pp_weight_of(c->service, "preferred_skill"),
        .weight_language = pp_weight_of(c->service, "language"),
        .weight_balance = pp_weight_of(c->service, "balance"),
        .weight_social_worker = pp_weight_of(c->service, "social_worker"),
        .weight_placement = pp_weight_of(c->service, "placement"),
    };
}

int64_t prices_travel(const struct prices *prices, int32_t family, int32_t practitioner)
{
    return (int64_t)prices->weight_travel * pp_travel_load(prices->c.service, family, practitioner);
}

int64_t prices_preferred(const struct prices *prices, int32_t family, int32_t practitioner)
{
    return (int64_t)prices->weight_preferred *
           people_lacks(prices->people, family, practitioner, PP_PREFERRED);
}

int64_t prices_language(const struct prices *prices, int32_t family, int32_t practitioner)
{
    int32_t language = prices->c.service->families[family].language;
    bool foreign = language != PP_NONE && !people_holds(prices->people, practitioner, language);
    return foreign ? prices->weight_language : 0;
}

int64_t prices_ground(const struct prices *prices, int32_t family, int32_t practitioner)
{
    return prices_travel(prices, family, practitioner) +
           prices_preferred(prices, family, practitioner) +
           prices_language(prices, family, practitioner);
}

int64_t prices_across(const struct prices *prices, int32_t family, int32_t practitioner)
{
    bool wanting = prices->people->escalation[family].across &&
                   !pp_is_social_worker(prices->c.service, practitioner);
    return wanting ? prices->weight_social_worker : 0;
}

int64_t prices_handover(const struct prices *prices, int32_t family, int32_t practitioner)
{
    int32_t before = pp_holder_before(&prices->c, family);
    return before != PP_NONE && before != practitioner ? prices->weight_continuity : 0;
}

int64_t prices_balance(const struct prices *prices, struct pp_load load,
                       struct pp_capacity capacity)
{
    return prices->weight_balance * pp_balance_units(&prices->balance, load, capacity);
}
