// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The line programme, relaxed and climbed.
 *
 *   relax   backward over days and run states, with counter k relaxed at a
 *           price of lambda_k a unit:
 *             to_go[d][s] = min over choices c of
 *                 price_c + lambda . amount_c + state price + to_go[d + 1][s']
 *   climb   subgradient steps on lambda (Polyak's step towards the best line
 *           known); every step gives a bound and a legal or priced line.
 *           Valid because what a counter costs, f(n) = price x max(0, n - free)
 *           or more, is at least lambda (n - free) for 0 <= lambda <= price
 *   search  line_search.c, where bound and line still differ
 */
#include "line_search.h"

#include <assert.h>
#include <string.h>

void line_pricer_init(struct line_pricer *pricer, const struct rota_problem *problem,
                      struct pp_arena *arena)
{
    int32_t most_states = 0, most_ways = 0, most_choices = 0, most_a_day = 0;
    for (int32_t g = 0; g < problem->n_groups; g++) {
        const struct rota_machine *machine = &problem->groups[g].machine;
        most_states = machine->n_states > most_states ? machine->n_states : most_states;
        most_ways = machine->n_ways > most_ways ? machine->n_ways : most_ways;
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        const int32_t *first = problem->people[p].first;
        int32_t n = first[problem->n_days];
        most_choices = n > most_choices ? n : most_choices;
        for (int32_t day = 0; day < problem->n_days; day++) {
            int32_t today = first[day + 1] - first[day];
            most_a_day = today > most_a_day ? today : most_a_day;
        }
    }
    *pricer = (struct line_pricer){.problem = problem, .arena = arena, .width = most_states + 1};
    pricer->price = PP_NEW(arena, int64_t, most_choices);
    pricer->weighted = PP_NEW(arena, int64_t, most_a_day);
    pricer->ways = PP_NEW(arena, int32_t, most_ways);
    pricer->way_price = PP_NEW(arena, int64_t, most_ways);
    for (int32_t way = 0; way < most_ways; way++) {
        pricer->way_price[way] = ROTA_BAN;
    }
    pricer->to_go = PP_NEW(arena, int64_t, (problem->n_days + 1) * (size_t)pricer->width);
    pricer->trace = PP_NEW(arena, int32_t, problem->n_days);
    pricer->bucket = PP_NEW(arena, int32_t, 2 * (size_t)pricer->width * LINE_BUCKET);
    pricer->n_bucket = PP_NEW(arena, int32_t, 2 * (size_t)pricer->width);
    pricer->multipliers =
        pp_arena_alloc(arena, (size_t)problem->n_people, sizeof(pricer->multipliers[0]));
}

/* ---- Prices ---- */

void line_load(struct line_pricer *pricer, const struct rota_person *person, const int64_t *worth,
               struct pp_rng *noise)
{
    const struct rota_problem *problem = pricer->problem;
    int32_t loudest = (int32_t)(problem->scale / 4 / problem->n_days);
    pricer->person = person;
    pricer->grain = noise != NULL ? (problem->scale * 3 + 3) / 4 : 1;
    for (int32_t c = 0; c < person->first[problem->n_days]; c++) {
        const struct rota_choice *choice = &person->choices[c];
        int64_t price = choice->price;
        for (int32_t part = 0; part < ROTA_PARTS && price < ROTA_BAN; part++) {
            if (choice->cell[part] != PP_NONE) {
                int64_t taken = worth[choice->cell[part]];
                price = taken == ROTA_BAN ? ROTA_BAN : price - taken;
            }
        }
        if (noise != NULL && price < ROTA_BAN) {
            price += pp_rng_below(noise, loudest + 1);
        }
        pricer->price[c] = price;
    }
}

static const struct rota_machine *machine_of(const struct rota_problem *problem,
                                             const struct rota_person *person)
{
    return &problem->groups[person->group].machine;
}

void line_amounts(const struct rota_problem *problem, const struct rota_person *person,
                  const int32_t *line, int64_t amounts[ROTA_COUNTERS])
{
    memset(amounts, 0, ROTA_COUNTERS * sizeof(amounts[0]));
    for (int32_t day = 0; day < problem->n_days; day++) {
        for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
            amounts[k] += person->choices[line[day]].amount[k];
        }
    }
}

static int64_t cost_of_counters(const struct rota_person *person,
                                const int64_t amounts[ROTA_COUNTERS])
{
    int64_t cost = 0;
    for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
        const struct rota_counter *counter = &person->counters[k];
        if (amounts[k] > counter->most) {
            return ROTA_BAN;
        }
        if (amounts[k] > counter->free) {
            int64_t above = amounts[k] - counter->free;
            cost += (counter->steeper ? pp_fair_units(above) : above) * counter->price;
        }
    }
    return cost;
}

/* Choices by `price` (NULL: their own), with states, without counters; ROTA_BAN when not allowed. */
static int64_t cost_of_days(const struct rota_problem *problem, const struct rota_person *person,
                            const int64_t *price, const int32_t *line)
{
    const struct rota_machine *machine = machine_of(problem, person);
    int64_t cost = 0;
    int32_t state = machine->start[person - problem->people];
    for (int32_t day = 0; day < problem->n_days; day++) {
        const struct rota_choice *choice = &person->choices[line[day]];
        size_t arc = machine_arc(machine, day, choice->option, state);
        int64_t of_choice = price == NULL ? choice->price : price[line[day]];
        state = machine->next[arc];
        if (state == machine->n_states || of_choice >= ROTA_BAN) {
            return ROTA_BAN;
        }
        cost += of_choice + machine->price[arc];
    }
    return cost;
}

int64_t line_cost_of_days(const struct rota_problem *problem, const struct rota_person *person,
                          const int32_t *line)
{
    return cost_of_days(problem, person, NULL, line);
}

int64_t line_cost(const struct rota_problem *problem, const struct rota_person *person,
                  const int32_t *line)
{
    int64_t amounts[ROTA_COUNTERS];
    line_amounts(problem, person, line, amounts);
    int64_t days = cost_of_days(problem, person, NULL, line);
    int64_t counters = cost_of_counters(person, amounts);
    return days >= ROTA_BAN || counters >= ROTA_BAN ? ROTA_BAN : days + counters;
}

/* The same against the loaded prices. */
static int64_t loaded_cost(const struct line_pricer *pricer, const int32_t *line)
{
    int64_t amounts[ROTA_COUNTERS];
    line_amounts(pricer->problem, pricer->person, line, amounts);
    int64_t counters = cost_of_counters(pricer->person, amounts);
    return counters >= ROTA_BAN
               ? ROTA_BAN
               : cost_of_days(pricer->problem, pricer->person, pricer->price, line) + counters;
}

/* ---- Relaxing ---- */

/* The day's choices with multipliers, into pricer->weighted. */
static void weigh_day(struct line_pricer *pricer, int32_t day,
                      const int64_t multipliers[ROTA_COUNTERS])
{
    const struct rota_person *person = pricer->person;
    int32_t first = person->first[day];
    for (int32_t c = first; c < person->first[day + 1]; c++) {
        int64_t price = pricer->price[c];
        for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
            price += multipliers[k] * person->choices[c].amount[k];
        }
        pricer->weighted[c - first] = price;
    }
}

/* The least price of each way that the day's choices lead; returns how many there are. */
static int32_t cheapest_ways(struct line_pricer *pricer, const struct rota_machine *machine,
                             int32_t day)
{
    const struct rota_person *person = pricer->person;
    int32_t first = person->first[day], n = 0;
    for (int32_t c = first; c < person->first[day + 1]; c++) {
        int64_t price = pricer->weighted[c - first];
        int32_t way = machine_way(machine, day, person->choices[c].option);
        int64_t *least = &pricer->way_price[way];
        if (price >= ROTA_BAN / 2) {
            continue;
        }
        if (*least == ROTA_BAN) {
            pricer->ways[n++] = way;
        }
        *least = price < *least ? price : *least;
    }
    return n;
}

static void relax_day(struct line_pricer *pricer, int32_t day)
{
    const struct rota_machine *machine = machine_of(pricer->problem, pricer->person);
    const int64_t *after = &pricer->to_go[(size_t)(day + 1) * (size_t)pricer->width];
    int64_t *now = &pricer->to_go[(size_t)day * (size_t)pricer->width];
    int32_t n_states = machine->n_states, n = cheapest_ways(pricer, machine, day);
    for (int32_t state = 0; state <= n_states; state++) {
        now[state] = ROTA_BAN;
    }
    for (int32_t i = 0; i < n; i++) {
        int32_t way = pricer->ways[i];
        int64_t price = pricer->way_price[way];
        const int16_t *next = machine->next + (size_t)way * (size_t)n_states;
        const int64_t *charge = machine->price + (size_t)way * (size_t)n_states;
        pricer->way_price[way] = ROTA_BAN;
        for (int32_t state = 0; state < n_states; state++) {
            int64_t value = price + charge[state] + after[next[state]];
            now[state] = value < now[state] ? value : now[state];
        }
    }
}

/* Walks forward along what the costs to go promise. */
static void trace_line(struct line_pricer *pricer, const int64_t multipliers[ROTA_COUNTERS])
{
    const struct rota_person *person = pricer->person;
    const struct rota_machine *machine = machine_of(pricer->problem, person);
    int32_t state = machine->start[person - pricer->problem->people];
    for (int32_t day = 0; day < pricer->problem->n_days; day++) {
        const int64_t *after = &pricer->to_go[(size_t)(day + 1) * (size_t)pricer->width];
        int32_t first = person->first[day], best = first;
        int64_t least = INT64_MAX;
        weigh_day(pricer, day, multipliers);
        for (int32_t c = first; c < person->first[day + 1]; c++) {
            size_t arc = machine_arc(machine, day, person->choices[c].option, state);
            int64_t price = pricer->weighted[c - first];
            if (price >= ROTA_BAN / 2) {
                continue;
            }
            int64_t value = price + machine->price[arc] + after[machine->next[arc]];
            if (value < least) {
                least = value;
                best = c;
            }
        }
        pricer->trace[day] = best;
        state = machine->next[machine_arc(machine, day, person->choices[best].option, state)];
        assert(state < machine->n_states); // doing no turn is always allowed
    }
}

int64_t line_relax(struct line_pricer *pricer, const int64_t multipliers[ROTA_COUNTERS])
{
    const struct rota_machine *machine = machine_of(pricer->problem, pricer->person);
    int32_t n_days = pricer->problem->n_days;
    int64_t *last = &pricer->to_go[(size_t)n_days * (size_t)pricer->width];
    memset(last, 0, (size_t)machine->n_states * sizeof(last[0]));
    last[machine->n_states] = ROTA_BAN;
    for (int32_t day = n_days - 1; day >= 0; day--) {
        weigh_day(pricer, day, multipliers);
        relax_day(pricer, day);
    }
    trace_line(pricer, multipliers);
    return pricer->to_go[machine->start[pricer->person - pricer->problem->people]];
}

/* ---- Climbing ---- */

static int64_t charge_for_free(const struct rota_person *person,
                               const int64_t multipliers[ROTA_COUNTERS])
{
    int64_t sum = 0;
    for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
        sum += multipliers[k] * person->counters[k].free;
    }
    return sum;
}

/* How far counter k of the last line is from its limit, in units, where a step may go. */
static double slope_of(const struct rota_counter *counter, int64_t amount, int64_t multiplier)
{
    if (!counter->binds) {
        return 0;
    }
    double slope = (double)(amount - counter->free) / counter->unit;
    bool at_top = counter->most == INT64_MAX && multiplier >= counter->price;
    return (slope > 0 && at_top) || (slope < 0 && multiplier <= 0) ? 0 : slope;
}

static int64_t clip(const struct rota_counter *counter, double multiplier)
{
    double top = counter->most == INT64_MAX ? (double)counter->price : 1e12;
    return multiplier <= 0 ? 0 : (int64_t)(multiplier < top ? multiplier : top);
}

/* A step of length towards a bound that is `gap` higher; false at a point where none leads up. */
static bool step_up(const struct rota_person *person, const int64_t amounts[ROTA_COUNTERS],
                    double gap, int64_t multipliers[ROTA_COUNTERS])
{
    double slopes[ROTA_COUNTERS], norm = 0;
    for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
        slopes[k] = slope_of(&person->counters[k], amounts[k], multipliers[k]);
        norm += slopes[k] * slopes[k];
    }
    if (norm == 0) {
        return false;
    }
    for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
        if (slopes[k] != 0) {
            double step = gap / norm * slopes[k] / person->counters[k].unit;
            multipliers[k] = clip(&person->counters[k], (double)multipliers[k] + step);
        }
    }
    return true;
}

static void keep_line(struct line_pricer *pricer, int64_t cost, int32_t *line,
                      struct line_result *result)
{
    if (cost < result->cost) {
        result->cost = cost;
        memcpy(line, pricer->trace, (size_t)pricer->problem->n_days * sizeof(line[0]));
    }
}

/* Leaves the best multipliers as the person's, and their costs to go. */
static void climb(struct line_pricer *pricer, int32_t steps, int32_t *line,
                  struct line_result *result)
{
    const struct rota_person *person = pricer->person;
    int64_t *best = pricer->multipliers[person - pricer->problem->people];
    int64_t multipliers[ROTA_COUNTERS], amounts[ROTA_COUNTERS];
    bool at_best = false;
    memcpy(multipliers, best, sizeof(multipliers));
    for (int32_t step = 0; step < steps; step++) {
        int64_t bound = line_relax(pricer, multipliers) - charge_for_free(person, multipliers);
        keep_line(pricer, loaded_cost(pricer, pricer->trace), line, result);
        at_best = bound > result->bound;
        if (at_best) {
            result->bound = bound;
            memcpy(best, multipliers, sizeof(multipliers));
        }
        if (result->cost - result->bound < pricer->grain) {
            return;
        }
        int64_t target =
            result->cost < ROTA_BAN ? result->cost : bound + pricer->problem->short_price;
        line_amounts(pricer->problem, person, pricer->trace, amounts);
        if (!step_up(person, amounts, (double)(target - bound), multipliers)) {
            break;
        }
    }
    if (!at_best) {
        line_relax(pricer, best);
    }
}

/* The line without any turn, which is always allowed. */
static void quiet_line(const struct rota_problem *problem, const struct rota_person *person,
                       int32_t *line)
{
    for (int32_t day = 0; day < problem->n_days; day++) {
        line[day] = person->first[day];
    }
}

struct line_result line_solve(struct line_pricer *pricer, struct line_effort effort, int32_t *line)
{
    struct line_result result = {.cost = ROTA_BAN, .bound = INT64_MIN};
    pricer->bucket_size = effort.labels;
    climb(pricer, effort.steps, line, &result);
    if (result.cost >= ROTA_BAN) {
        quiet_line(pricer->problem, pricer->person, line);
        result.cost = loaded_cost(pricer, line);
    }
    if (result.cost - result.bound >= pricer->grain) {
        line_search(pricer, line, &result);
    }
    return result;
}
