// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Run states: reachable tuples of automaton values, then Moore's refinement
 * (Gedanken-experiments on sequential machines, 1956) to the fewest states
 * that behave alike.
 */
#include "machine.h"

#include <podplan/rng.h>

#include <assert.h>
#include <string.h>

enum {
    MOST_TUPLES = 1 << 15,     ///< a real service has some hundreds
    MOST_TRANSITIONS = 1 << 23 ///< so that they take about a second
};

struct tuple {
    int32_t value[LINES_AUTOMATA];
};

struct arc {
    int64_t price;
    int32_t next; ///< -1: not allowed
    int32_t tally;
};

/* The raw product while it is being explored. */
struct product {
    struct pp_arena *arena;
    const struct lines_automata *from;
    struct tuple *tuples;
    int32_t n_tuples, tuples_capacity;
    int32_t *slots; ///< hash table of tuple indices, -1 empty
    int32_t n_slots;
    int32_t width;    ///< kinds x options
    struct arc *arcs; ///< [tuple * width + kind * n_options + option]
    int32_t arcs_capacity;
};

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

/* What comes after `option` on a day of `kind`. */
static struct arc step(struct product *product, struct tuple from, int32_t kind, int32_t option)
{
    struct tuple to = {{0}};
    struct lines_charge charge = {0};
    for (int32_t a = 0; a < product->from->n_automata; a++) {
        const struct lines_automaton *automaton = &product->from->automata[a];
        const void *user = automaton->user != NULL ? automaton->user : product->from->user;
        to.value[a] = automaton->next(user, from.value[a], kind, option, &charge);
        if (to.value[a] == LINES_FORBIDDEN) {
            return (struct arc){.next = -1};
        }
    }
    return (struct arc){charge.price, find_tuple(product, &to), charge.tally};
}

static void find_starts(struct product *product, int32_t *starts)
{
    const struct lines_automata *from = product->from;
    for (int32_t s = 0; s < from->n_starts; s++) {
        struct tuple tuple = {{0}};
        for (int32_t a = 0; a < from->n_automata; a++) {
            tuple.value[a] = from->starts[s * from->n_automata + a];
        }
        starts[s] = find_tuple(product, &tuple);
    }
}

/* False when there are too many. */
static bool explore(struct product *product)
{
    int32_t width = product->width, n_options = product->from->n_options;
    for (int32_t tuple = 0; tuple < product->n_tuples; tuple++) {
        if (tuple >= MOST_TUPLES || (tuple + 1) * (int64_t)width > MOST_TRANSITIONS) {
            return false;
        }
        product->arcs = pp_arena_grow(product->arena, product->arcs, &product->arcs_capacity,
                                      (tuple + 1) * width, sizeof(product->arcs[0]));
        for (int32_t arc = 0; arc < width; arc++) {
            struct arc to = step(product, product->tuples[tuple], arc / n_options, arc % n_options);
            product->arcs[tuple * width + arc] = to;
        }
    }
    return true;
}

/* ---- Merging ---- */

/* A hash of what a tuple looks like under the present classes. */
static uint64_t look_of(const struct product *product, const int32_t *class_of, int32_t tuple)
{
    const struct arc *arcs = product->arcs + (size_t)tuple * (size_t)product->width;
    uint64_t look = (uint64_t)class_of[tuple];
    for (int32_t arc = 0; arc < product->width; arc++) {
        int64_t seen[3] = {arcs[arc].next < 0 ? -1 : class_of[arcs[arc].next], arcs[arc].price,
                           arcs[arc].tally};
        look = pp_hash(look, seen, sizeof(seen));
    }
    return look;
}

static bool look_alike(const struct product *product, const int32_t *class_of, int32_t a, int32_t b)
{
    const struct arc *of_a = product->arcs + (size_t)a * (size_t)product->width;
    const struct arc *of_b = product->arcs + (size_t)b * (size_t)product->width;
    if (class_of[a] != class_of[b]) {
        return false;
    }
    for (int32_t arc = 0; arc < product->width; arc++) {
        int32_t next_a = of_a[arc].next, next_b = of_b[arc].next;
        if (of_a[arc].price != of_b[arc].price || of_a[arc].tally != of_b[arc].tally ||
            (next_a < 0) != (next_b < 0) || (next_a >= 0 && class_of[next_a] != class_of[next_b])) {
            return false;
        }
    }
    return true;
}

/* Splits classes once; `leader` gets one tuple of each.  Returns how many there are now. */
static int32_t split(const struct product *product, const int32_t *class_of, int32_t *refined,
                     int32_t *leader, uint64_t *looks)
{
    int32_t n = 0;
    for (int32_t tuple = 0; tuple < product->n_tuples; tuple++) {
        uint64_t look = look_of(product, class_of, tuple);
        int32_t found = 0;
        while (found < n &&
               (looks[found] != look || !look_alike(product, class_of, leader[found], tuple))) {
            found++;
        }
        if (found == n) {
            looks[n] = look;
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
    uint64_t *looks = PP_NEW(product->arena, uint64_t, product->n_tuples);
    int32_t n = 1, before;
    *class_of = PP_NEW(product->arena, int32_t, product->n_tuples);
    do {
        before = n;
        n = split(product, *class_of, refined, leader, looks);
        int32_t *swap = *class_of;
        *class_of = refined;
        refined = swap;
    } while (n > before);
    return n;
}

static bool same_way(const struct lines_machine *machine, int32_t a, int32_t b)
{
    size_t n = (size_t)machine->n_states, at = (size_t)a * n, bt = (size_t)b * n;
    return memcmp(machine->next + at, machine->next + bt, n * sizeof(machine->next[0])) == 0 &&
           memcmp(machine->price + at, machine->price + bt, n * sizeof(machine->price[0])) == 0 &&
           memcmp(machine->tally + at, machine->tally + bt, n * sizeof(machine->tally[0])) == 0;
}

/* The way that equals the last one, which is then needless, or the last itself. */
static int32_t find_way(const struct lines_machine *machine)
{
    int32_t last = machine->n_ways - 1, way = 0;
    while (way < last && !same_way(machine, way, last)) {
        way++;
    }
    return way;
}

/* The transitions between minimal states, each different way once. */
static void list_ways(struct lines_machine *machine, const struct product *product,
                      const int32_t *class_of, const int32_t *leader)
{
    int32_t n = machine->n_states;
    for (int32_t arc = 0; arc < product->width; arc++) {
        size_t at = (size_t)machine->n_ways++ * (size_t)n;
        for (int32_t state = 0; state < n; state++) {
            const struct arc *to =
                &product->arcs[(size_t)leader[state] * (size_t)product->width + (size_t)arc];
            machine->next[at + (size_t)state] = (int16_t)(to->next < 0 ? n : class_of[to->next]);
            machine->price[at + (size_t)state] = to->price;
            machine->tally[at + (size_t)state] = (uint8_t)to->tally;
        }
        machine->way_of[arc] = find_way(machine);
        machine->n_ways -= machine->way_of[arc] < machine->n_ways - 1;
    }
}

static void make_minimal(struct lines_machine *machine, const struct product *product,
                         struct pp_arena *arena)
{
    int32_t *class_of, *leader = PP_NEW(product->arena, int32_t, product->n_tuples);
    machine->n_states = merge(product, &class_of, leader);
    for (int32_t s = 0; s < product->from->n_starts; s++) {
        machine->starts[s] = class_of[machine->starts[s]];
    }
    size_t width = (size_t)product->width, n = width * (size_t)machine->n_states;
    machine->way_of = PP_NEW(arena, int32_t, width);
    machine->next = PP_NEW(product->arena, int16_t, n);
    machine->price = PP_NEW(product->arena, int64_t, n);
    machine->tally = PP_NEW(product->arena, uint8_t, n);
    list_ways(machine, product, class_of, leader);
    size_t used = (size_t)machine->n_ways * (size_t)machine->n_states;
    machine->next = pp_arena_copy(arena, machine->next, used * sizeof(machine->next[0]));
    machine->price = pp_arena_copy(arena, machine->price, used * sizeof(machine->price[0]));
    machine->tally = pp_arena_copy(arena, machine->tally, used * sizeof(machine->tally[0]));
}

bool machine_build(struct lines_machine *machine, const struct lines_automata *from,
                   struct pp_arena *arena)
{
    struct pp_arena scratch = {0};
    struct product product = {
        .arena = &scratch, .from = from, .width = from->n_kinds * from->n_options};
    assert(from->n_automata <= LINES_AUTOMATA);
    *machine = (struct lines_machine){.kind_of = from->kind_of,
                                      .n_kinds = from->n_kinds,
                                      .n_options = from->n_options,
                                      .starts = PP_NEW(arena, int32_t, from->n_starts)};
    find_starts(&product, machine->starts);
    bool built = explore(&product);
    if (built) {
        make_minimal(machine, &product, arena);
    }
    pp_arena_finish(&scratch);
    return built;
}
