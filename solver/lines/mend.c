// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines that keep limits by closed days (mend.h). */
#include "mend.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_ROUNDS = 100 ///< of wearing down
};

/* ---- Mend ---- */

/* A day of a line whose choice adds to a limit. */
struct spend {
    int64_t price;
    int32_t day, amount;
};

static int by_price(const void *a, const void *b)
{
    const struct spend *one = a, *other = b;
    if (one->price != other->price) {
        return one->price < other->price ? -1 : 1;
    }
    return one->day - other->day;
}

static void close_day(struct line_pricer *pricer, int32_t counter, int32_t day)
{
    const struct lines_person *person = pricer->person;
    for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
        if (lines_amount(pricer->problem, &person->choices[c], counter) > 0) {
            pricer->price[c - person->first[0]] = LINES_BAN;
        }
    }
}

/* Leaves a limit open on the best days of the last line that it has room for, and on no other. */
static void hold_to(struct line_pricer *pricer, int32_t counter, struct spend *spends)
{
    const struct lines_person *person = pricer->person;
    int32_t n = 0, n_days = pricer->problem->n_days, room = person->counters[counter].most;
    for (int32_t day = 0; day < n_days; day++) {
        int32_t choice = pricer->trace[day];
        int32_t amount = lines_amount(pricer->problem, &person->choices[choice], counter);
        if (amount > 0) {
            spends[n++] = (struct spend){pricer->price[choice - person->first[0]], day, amount};
        } else {
            close_day(pricer, counter, day);
        }
    }
    qsort(spends, (size_t)n, sizeof(spends[0]), by_price);
    for (int32_t i = 0; i < n; i++) {
        if (spends[i].amount <= room) {
            room -= spends[i].amount;
        } else {
            close_day(pricer, counter, spends[i].day);
        }
    }
}

/* Holds the last line to all limits that it breaks; false when it breaks none. */
static bool hold_all(struct line_pricer *pricer, struct spend *spends)
{
    bool broken = false;
    lines_amounts(pricer->problem, pricer->p, pricer->trace, pricer->amounts);
    for (int32_t k = 0; k < pricer->person->n_counters; k++) {
        if (k != LINES_TALLY && line_relaxes(pricer, k) &&
            pricer->amounts[k] > pricer->person->counters[k].most) {
            hold_to(pricer, k, spends);
            broken = true;
        }
    }
    return broken;
}

void mend_line(struct line_pricer *pricer, int32_t times, int32_t *line, struct line_result *result)
{
    struct pp_arena scratch = {0};
    struct spend *spends = PP_NEW(&scratch, struct spend, pricer->problem->n_days);
    int64_t multipliers[LINES_COUNTERS];
    memcpy(multipliers, line_multipliers(pricer), sizeof(multipliers));
    for (int32_t k = 0; k < pricer->person->n_counters; k++) {
        if (pricer->person->counters[k].most < LINES_FREE && multipliers[k] > 0) {
            multipliers[k] = 0;
        }
    }
    while (times-- > 0 && hold_all(pricer, spends) && line_relax(pricer, multipliers) < LINES_BAN) {
        line_keep(pricer, line, result);
    }
    pp_arena_finish(&scratch);
}

/* ---- Force ---- */

/* Closes what the last line has of a limit beyond its room, on days drawn by chance. */
static void wear_down(struct line_pricer *pricer, int32_t counter, struct pp_rng *rng,
                      int32_t *order)
{
    const struct lines_person *person = pricer->person;
    int64_t room = person->counters[counter].most;
    for (int32_t i = 0; i < pricer->problem->n_days; i++) {
        int32_t j = pp_rng_below(rng, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    for (int32_t i = 0; i < pricer->problem->n_days; i++) {
        const struct lines_choice *choice = &person->choices[pricer->trace[order[i]]];
        int32_t amount = lines_amount(pricer->problem, choice, counter);
        if (amount > room) {
            close_day(pricer, counter, order[i]);
        }
        room -= amount > room ? 0 : amount;
    }
}

/* Wears the last line down to all limits that it breaks; false when it breaks none. */
static bool wear_all(struct line_pricer *pricer, struct pp_rng *rng, int32_t *order)
{
    bool broken = false;
    lines_amounts(pricer->problem, pricer->p, pricer->trace, pricer->amounts);
    for (int32_t k = 0; k < pricer->person->n_counters; k++) {
        if (k != LINES_TALLY && k != pricer->person->sum &&
            pricer->amounts[k] > pricer->person->counters[k].most) {
            wear_down(pricer, k, rng, order);
            broken = true;
        }
    }
    return broken;
}

int64_t line_force(struct line_pricer *pricer, struct pp_rng *rng, int32_t *line)
{
    struct pp_arena scratch = {0};
    int32_t *order = PP_NEW(&scratch, int32_t, pricer->problem->n_days);
    int64_t none[LINES_COUNTERS] = {0}, cost = LINES_BAN;
    int32_t rounds = 0;
    bool found = false;
    while (rounds++ < MOST_ROUNDS && !found && line_relax(pricer, none) < LINES_BAN) {
        found = !wear_all(pricer, rng, order);
    }
    if (found) {
        cost = line_loaded_cost(pricer, pricer->trace);
        memcpy(line, pricer->trace, (size_t)pricer->problem->n_days * sizeof(line[0]));
    }
    pp_arena_finish(&scratch);
    return cost;
}
