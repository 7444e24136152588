// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a service manager wants to know of a plan first: the figures, in words
 * and as JSON.
 */
#ifndef PODPLAN_SUMMARY_H
#define PODPLAN_SUMMARY_H

#include "app.h"
#include "tasks.h"

#include <podplan/plan.h>

enum {
    SUMMARY_YEARS = 12 ///< PP_MAX_MONTHS touch no more financial years
};

/** One financial year of the forecast. */
struct summary_year {
    int32_t year;               ///< in which it begins
    int32_t months;             ///< of it in the forecast
    int64_t establishment;      ///< thousandths of FTE, summed over the months; so are the next
    int64_t vacancy, unmet;     ///< unmet: neither in post nor covered
    int64_t cover_cost;         ///< pence for bank, agency and overtime
    int64_t total_cost, unpaid; ///< pence; unpaid: no stream pays for it
};

struct summary {
    int32_t families, placed;       ///< with open cases; placed: have a practitioner
    int32_t across;                 ///< escalated, and with a social worker altogether
    int32_t escalated, accompanied; ///< escalated; with a social worker beside the practitioner
    int32_t destinations[PP_DESTINATIONS]; ///< cases of pods that close, by what becomes of them
    pp_day last_handover;                  ///< of these; PP_NO_DAY: none
    int32_t holders;                       ///< people who may hold cases
    int32_t lowest, highest;               ///< workload of holders, per mille of capacity
    int32_t lowest_holder, highest_holder;
    int64_t turns, open;            ///< needed in the rota; of these without a person
    int32_t states[PP_TURN_STATES]; ///< turns of the rota that are drafts, published, worked
    int32_t seats, sessions;
    int64_t training_price; ///< pence
    struct summary_year years[SUMMARY_YEARS];
    int32_t n_years;
};

/** The figures of a judged plan. */
void summary_make(const struct pp_service *service, const struct task_result *result,
                  struct summary *summary);

/** Appends the figures, the shortfalls with their remedies, and what no longer fits. */
void summary_words(const struct pp_service *service, const struct task_result *result,
                   struct pp_buf *out);

/** The same as members of `doc`. */
void summary_json(const struct pp_service *service, const struct task_result *result, json_t *doc);

#endif
