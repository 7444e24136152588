// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Run states: reachable tuples of automaton values, then Moore's refinement
 * (Gedanken-experiments on sequential machines, 1956) to the fewest states
 * that behave alike for this group's options.
 */
#include "machine.h"

#include "resources_week.h"

#include <podplan/rng.h>

#include <assert.h>
#include <string.h>

enum {
    MOST_TUPLES = 1 << 15,     ///< a real service has some hundreds
    MOST_TRANSITIONS = 1 << 23 ///< so that they take about a second
};

struct tuple {
    int32_t value[RESOURCE_STATES];
};

/* The raw product while it is being explored. */
struct product {
    struct pp_arena *arena;
    const struct rota_problem *problem;
    const struct rota_group *group;
    struct tuple *tuples;
    int32_t n_tuples, tuples_capacity;
    int32_t *slots; ///< hash table of tuple indices, -1 empty
    int32_t n_slots;
    int32_t *start;       ///< person -> tuple
    int32_t *day_of_kind; ///< a day that stands for the kind
    int32_t n_kinds;
    int32_t *next;  ///< [(tuple * n_kinds + kind) * n_options + option]; -1 not allowed
    int64_t *price; ///< the same shape
    int32_t arcs_capacity, prices_capacity;
};

/* ---- Kinds of days ---- */

static bool is_near_clock_change(pp_day date)
{
    return pp_london_offset(pp_london_instant(date, 0)) !=
           pp_london_offset(pp_london_instant(date + 2, 0));
}

static void sort_days_by_kind(struct rota_machine *machine, struct product *product)
{
    const struct rota_problem *problem = product->problem;
    machine->kind_of = PP_NEW(product->arena, int32_t, problem->n_days);
    product->day_of_kind = PP_NEW(product->arena, int32_t, problem->n_days);
    for (int32_t day = 0; day < problem->n_days; day++) {
        bool odd = is_near_clock_change(problem_date(problem, day));
        int32_t kind = 0;
        while (kind < product->n_kinds &&
               (odd || is_near_clock_change(problem_date(problem, product->day_of_kind[kind])) ||
                !resources_look_alike(problem, product->day_of_kind[kind], day))) {
            kind++;
        }
        machine->kind_of[day] = kind;
        if (kind == product->n_kinds) {
            product->day_of_kind[product->n_kinds++] = day;
        }
    }
    machine->n_kinds = product->n_kinds;
}

/* ---- Reachable tuples ---- */

static void grow_slots(struct product *product)
{
    int32_t n_slots = product->n_slots == 0 ? 256 : product->n_slots * 4;
    int32_t *slots = PP_NEW(product->arena, int32_t, n_slots);
    memset(slots, -1, (size_t)n_slots * sizeof(slots[0]));
    for (int32_t i = 0; i < product->n_tuples; i++) {
        uint64_t at = pp_hash(0, &product->tuples[i], sizeof(struct tuple));
        while (slots[at % (uint64_t)n_slots] >= 0) {
            at++;
        }
        slots[at % (uint64_t)n_slots] = i;
    }
    product->slots = slots;
    product->n_slots = n_slots;
}

static int32_t find_tuple(struct product *product, const struct tuple *tuple)
{
    if (product->n_tuples * 2 >= product->n_slots) {
        grow_slots(product);
    }
    uint64_t n_slots = (uint64_t)product->n_slots;
    uint64_t at = pp_hash(0, tuple, sizeof(*tuple));
    for (; product->slots[at % n_slots] >= 0; at++) {
        int32_t found = product->slots[at % n_slots];
        assert(product->tuples != NULL);
        if (memcmp(&product->tuples[found], tuple, sizeof(*tuple)) == 0) {
            return found;
        }
    }
    product->tuples = pp_arena_grow(product->arena, product->tuples, &product->tuples_capacity,
                                    product->n_tuples + 1, sizeof(struct tuple));
    product->tuples[product->n_tuples] = *tuple;
    product->slots[at % n_slots] = product->n_tuples;
    return product->n_tuples++;
}

/* The tuple after `option`, and what it costs; -1 when a rule would break. */
static int32_t step(struct product *product, struct tuple from, int32_t day,
                    const struct rota_option *option, int64_t *price)
{
    struct tuple to;
    *price = 0;
    for (int32_t r = 0; r < RESOURCE_STATES; r++) {
        const struct resource_state *resource = &resource_states[r];
        int64_t units = 0;
        to.value[r] = resource->next(product->problem, from.value[r], day, option, &units);
        if (to.value[r] == RESOURCE_FORBIDDEN) {
            *price = 0;
            return -1;
        }
        if (units != 0) {
            int64_t weight = pp_weight_of(product->problem->service, resource->rule);
            *price += units * weight * product->problem->scale;
        }
    }
    return find_tuple(product, &to);
}

/* What was worked before the rota leaves for the first morning of each person. */
static void list_starts(struct product *product)
{
    const struct rota_problem *problem = product->problem;
    int32_t group = (int32_t)(product->group - problem->groups);
    product->start = PP_NEW(product->arena, int32_t, problem->n_people);
    for (int32_t p = 0; p < problem->n_people; p++) {
        struct tuple tuple;
        if (problem->people[p].group != group) {
            continue;
        }
        for (int32_t r = 0; r < RESOURCE_STATES; r++) {
            tuple.value[r] = resource_states[r].first(problem, problem->people[p].practitioner);
        }
        product->start[p] = find_tuple(product, &tuple);
    }
}

/* False when there are too many. */
static bool explore(struct product *product)
{
    const struct rota_group *group = product->group;
    int32_t width = product->n_kinds * group->n_options;
    list_starts(product);
    for (int32_t tuple = 0; tuple < product->n_tuples; tuple++) {
        if (tuple >= MOST_TUPLES || (tuple + 1) * (int64_t)width > MOST_TRANSITIONS) {
            return false;
        }
        product->next = pp_arena_grow(product->arena, product->next, &product->arcs_capacity,
                                      (tuple + 1) * width, sizeof(product->next[0]));
        product->price = pp_arena_grow(product->arena, product->price, &product->prices_capacity,
                                       (tuple + 1) * width, sizeof(product->price[0]));
        for (int32_t arc = 0; arc < width; arc++) {
            int32_t day = product->day_of_kind[arc / group->n_options];
            const struct rota_option *option = &group->options[arc % group->n_options];
            int64_t price;
            product->next[tuple * width + arc] =
                step(product, product->tuples[tuple], day, option, &price);
            product->price[tuple * width + arc] = price;
        }
    }
    return true;
}

/* ---- Merging ---- */

/* What a tuple looks like under the present classes: prices, and the classes that follow. */
static bool look_alike(const struct product *product, const int32_t *class_of, int32_t a, int32_t b)
{
    size_t width = (size_t)product->n_kinds * (size_t)product->group->n_options;
    const int64_t *price_a = product->price + (size_t)a * width;
    const int64_t *price_b = product->price + (size_t)b * width;
    const int32_t *after_a = product->next + (size_t)a * width;
    const int32_t *after_b = product->next + (size_t)b * width;
    if (class_of[a] != class_of[b] || memcmp(price_a, price_b, width * sizeof(int64_t)) != 0) {
        return false;
    }
    for (size_t arc = 0; arc < width; arc++) {
        int32_t next_a = after_a[arc], next_b = after_b[arc];
        if ((next_a < 0) != (next_b < 0) || (next_a >= 0 && class_of[next_a] != class_of[next_b])) {
            return false;
        }
    }
    return true;
}

/* Splits classes once; `leader` gets one tuple of each.  Returns how many there are now. */
static int32_t split(const struct product *product, const int32_t *class_of, int32_t *refined,
                     int32_t *leader)
{
    int32_t n = 0;
    for (int32_t tuple = 0; tuple < product->n_tuples; tuple++) {
        int32_t found = 0;
        while (found < n && !look_alike(product, class_of, leader[found], tuple)) {
            found++;
        }
        if (found == n) {
            leader[n++] = tuple;
        }
        refined[tuple] = found;
    }
    return n;
}

/* Fills `leader` with one tuple of each minimal state; returns how many there are. */
static int32_t merge(const struct product *product, int32_t **class_of, int32_t *leader)
{
    int32_t *refined = PP_NEW(product->arena, int32_t, product->n_tuples);
    int32_t n = 1, before;
    *class_of = PP_NEW(product->arena, int32_t, product->n_tuples);
    do {
        before = n;
        n = split(product, *class_of, refined, leader);
        int32_t *swap = *class_of;
        *class_of = refined;
        refined = swap;
    } while (n > before);
    return n;
}

/* The way that equals the last one, which is then needless, or the last itself. */
static int32_t find_way(const struct rota_machine *machine)
{
    size_t n = (size_t)machine->n_states;
    int32_t last = machine->n_ways - 1, way = 0;
    while (way < last &&
           (memcmp(machine->next + (size_t)way * n, machine->next + (size_t)last * n,
                   n * sizeof(machine->next[0])) != 0 ||
            memcmp(machine->price + (size_t)way * n, machine->price + (size_t)last * n,
                   n * sizeof(machine->price[0])) != 0)) {
        way++;
    }
    return way;
}

/* The transitions between minimal states, each different way once. */
static void list_ways(struct rota_machine *machine, const struct product *product,
                      const int32_t *class_of, const int32_t *leader)
{
    int32_t n = machine->n_states, width = product->n_kinds * machine->n_options;
    for (int32_t arc = 0; arc < width; arc++) {
        size_t at = (size_t)machine->n_ways++ * (size_t)n;
        for (int32_t state = 0; state < n; state++) {
            int32_t next = product->next[leader[state] * width + arc];
            machine->next[at + (size_t)state] = (int16_t)(next < 0 ? n : class_of[next]);
            machine->price[at + (size_t)state] = product->price[leader[state] * width + arc];
        }
        machine->way_of[arc] = find_way(machine);
        machine->n_ways -= machine->way_of[arc] < machine->n_ways - 1;
    }
}

static void make_minimal(struct rota_machine *machine, const struct product *product,
                         struct pp_arena *arena)
{
    size_t n_days = (size_t)product->problem->n_days;
    int32_t *class_of, *leader = PP_NEW(product->arena, int32_t, product->n_tuples);
    machine->n_options = product->group->n_options;
    machine->n_states = merge(product, &class_of, leader);
    size_t width = (size_t)product->n_kinds * (size_t)machine->n_options;
    machine->way_of = PP_NEW(arena, int32_t, width);
    machine->next = PP_NEW(product->arena, int16_t, width * (size_t)machine->n_states);
    machine->price = PP_NEW(product->arena, int64_t, width * (size_t)machine->n_states);
    list_ways(machine, product, class_of, leader);
    machine->start = PP_NEW(arena, int32_t, product->problem->n_people);
    for (int32_t p = 0; p < product->problem->n_people; p++) {
        machine->start[p] = class_of[product->start[p]];
    }
    size_t used = (size_t)machine->n_ways * (size_t)machine->n_states;
    machine->next = pp_arena_copy(arena, machine->next, used * sizeof(machine->next[0]));
    machine->price = pp_arena_copy(arena, machine->price, used * sizeof(machine->price[0]));
    machine->kind_of = pp_arena_copy(arena, machine->kind_of, n_days * sizeof(int32_t));
}

bool machine_build(struct rota_machine *machine, const struct rota_problem *problem,
                   const struct rota_group *group, struct pp_arena *arena, struct pp_err *err)
{
    struct pp_arena scratch = {0};
    struct product product = {.arena = &scratch, .problem = problem, .group = group};
    *machine = (struct rota_machine){0};
    sort_days_by_kind(machine, &product);
    bool built = explore(&product);
    if (built) {
        make_minimal(machine, &product, arena);
    } else {
        pp_fail(err, PP_E_INPUT,
                "%d shifts with as many different times may be covered by the same people, more "
                "than the rota can follow; give the shifts pods, hubs, roles or skills",
                group->n_shifts);
    }
    pp_arena_finish(&scratch);
    return built;
}
