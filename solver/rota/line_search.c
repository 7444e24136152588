// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Label setting forward over days.  A label is a run state with what was paid
 * and what each counter holds.  It is dropped when
 *
 *   paid + counters so far at their price or multiplier + to_go >= best - grain
 *
 * (the relaxed programme's cost to go makes this a bound), or when another
 * label of the state has paid no more even after it bought the counters'
 * difference.  What a counter holds is raised to the least that can still
 * make a difference, which makes most labels equal.
 *
 * A state keeps a few labels, those with the least bounds; when it had
 * to drop one, the answer is a good line and no longer a proof.
 */
#include "line_search.h"

#include <string.h>

enum {
    MOST_LABELS = 1 << 16 ///< of one search; beyond, it is given up
};

struct line_label {
    int64_t paid;  ///< prices and states, no counters
    int64_t bound; ///< of every line that begins so
    int32_t amount[ROTA_COUNTERS];
    int32_t parent, choice, state;
};

/* One search. */
struct search {
    struct line_pricer *pricer;
    const struct rota_person *person;
    const int64_t *multipliers;
    const int32_t *ahead;             ///< of the person, from tomorrow on
    int64_t limit;                    ///< labels at or above it lead nowhere
    int32_t *bucket[2], *n_bucket[2]; ///< of today and tomorrow
    bool complete;
};

/* Counters held after `choice`; false when one is above its most. */
static bool add_amounts(const struct search *search, const struct line_label *from,
                        const struct rota_choice *choice, int32_t tomorrow,
                        int32_t to[ROTA_COUNTERS])
{
    const int32_t *ahead = search->person->ahead + (size_t)tomorrow * ROTA_COUNTERS;
    for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
        const struct rota_counter *counter = &search->person->counters[k];
        to[k] = 0;
        if (!counter->binds) {
            continue;
        }
        int64_t held = from->amount[k] + choice->amount[k];
        int64_t least = counter->free - ahead[k];
        held = held > least ? held : least;
        if (held > counter->most) {
            return false;
        }
        to[k] = (int32_t)held;
    }
    return true;
}

/* What the counters cost at least, before the rest of the line. */
static int64_t bound_counters(const struct search *search, const int32_t amount[ROTA_COUNTERS])
{
    int64_t bound = 0;
    for (int32_t k = 0; k < ROTA_COUNTERS; k++) {
        const struct rota_counter *counter = &search->person->counters[k];
        int64_t over = amount[k] - counter->free;
        int64_t units = counter->steeper && over > 0 ? pp_fair_units(over) : over;
        bound += counter->binds ? units * (over > 0 ? counter->price : search->multipliers[k]) : 0;
    }
    return bound;
}

/* What `more` of a counter costs at most by the end of the line; INT64_MAX: perhaps everything. */
static int64_t price_of_more(const struct rota_counter *counter, int64_t more, int64_t most)
{
    if (counter->most < INT64_MAX) {
        return INT64_MAX;
    }
    return more * counter->price * (counter->steeper && most > 1 ? most : 1);
}

/* True when no line through `b` is cheaper than the same line through `a`. */
static bool dominates(const struct search *search, const struct line_label *a,
                      const struct line_label *b)
{
    int64_t paid = a->paid;
    for (int32_t k = 0; k < ROTA_COUNTERS && paid <= b->paid; k++) {
        int64_t more = a->amount[k] - b->amount[k];
        if (more > 0) {
            const struct rota_counter *counter = &search->person->counters[k];
            int64_t most = a->amount[k] + search->ahead[k] - counter->free;
            int64_t price = price_of_more(counter, more, most);
            paid = price == INT64_MAX ? INT64_MAX : paid + price;
        }
    }
    return paid <= b->paid;
}

static int32_t new_label(struct search *search, const struct line_label *label)
{
    struct line_pricer *pricer = search->pricer;
    pricer->labels = pp_arena_grow(pricer->arena, pricer->labels, &pricer->labels_capacity,
                                   pricer->n_labels + 1, sizeof(pricer->labels[0]));
    pricer->labels[pricer->n_labels] = *label;
    return pricer->n_labels++;
}

/* Puts a label into tomorrow's bucket of its state, unless another makes it needless. */
static void offer(struct search *search, const struct line_label *label)
{
    int32_t *bucket = search->bucket[1] + (size_t)label->state * LINE_BUCKET;
    int32_t *n = &search->n_bucket[1][label->state];
    int32_t kept = 0, worst = 0;
    for (int32_t i = 0; i < *n; i++) {
        const struct line_label *other = &search->pricer->labels[bucket[i]];
        if (dominates(search, other, label)) {
            return; // nothing before it was dominated by `label`: that is transitive
        }
        if (dominates(search, label, other)) {
            continue;
        }
        bucket[kept] = bucket[i];
        if (other->bound > search->pricer->labels[bucket[worst]].bound) {
            worst = kept;
        }
        kept++;
    }
    *n = kept;
    if (kept < search->pricer->bucket_size) {
        bucket[(*n)++] = new_label(search, label);
        return;
    }
    search->complete = false;
    if (label->bound < search->pricer->labels[bucket[worst]].bound) {
        bucket[worst] = new_label(search, label);
    }
}

static void extend(struct search *search, int32_t from, int32_t day)
{
    const struct line_pricer *pricer = search->pricer;
    const struct rota_person *person = search->person;
    const struct rota_machine *machine = &pricer->problem->groups[person->group].machine;
    const struct line_label label = pricer->labels[from];
    const int64_t *to_go = &pricer->to_go[(size_t)(day + 1) * (size_t)pricer->width];
    for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
        const struct rota_choice *choice = &person->choices[c];
        size_t arc = machine_arc(machine, day, choice->option, label.state);
        struct line_label next = {.parent = from, .choice = c, .state = machine->next[arc]};
        if (pricer->price[c] >= ROTA_BAN || next.state == machine->n_states ||
            !add_amounts(search, &label, choice, day + 1, next.amount)) {
            continue;
        }
        next.paid = label.paid + pricer->price[c] + machine->price[arc];
        next.bound = next.paid + to_go[next.state] + bound_counters(search, next.amount);
        if (next.bound < search->limit) {
            offer(search, &next);
        }
    }
}

static void search_day(struct search *search, int32_t day)
{
    int32_t n_states = search->pricer->problem->groups[search->person->group].machine.n_states;
    search->ahead = search->person->ahead + (size_t)(day + 1) * ROTA_COUNTERS;
    memset(search->n_bucket[1], 0, (size_t)n_states * sizeof(int32_t));
    for (int32_t state = 0; state < n_states; state++) {
        for (int32_t i = 0; i < search->n_bucket[0][state]; i++) {
            extend(search, search->bucket[0][state * LINE_BUCKET + i], day);
        }
    }
    int32_t *bucket = search->bucket[0], *n_bucket = search->n_bucket[0];
    search->bucket[0] = search->bucket[1];
    search->n_bucket[0] = search->n_bucket[1];
    search->bucket[1] = bucket;
    search->n_bucket[1] = n_bucket;
}

/* The label of the last night with the least bound, which is then its cost; -1: none. */
static int32_t best_label(const struct search *search)
{
    int32_t n_states = search->pricer->problem->groups[search->person->group].machine.n_states;
    int32_t best = -1;
    for (int32_t state = 0; state < n_states; state++) {
        for (int32_t i = 0; i < search->n_bucket[0][state]; i++) {
            int32_t label = search->bucket[0][state * LINE_BUCKET + i];
            if (best < 0 ||
                search->pricer->labels[label].bound < search->pricer->labels[best].bound) {
                best = label;
            }
        }
    }
    return best;
}

void line_search(struct line_pricer *pricer, int32_t *line, struct line_result *result)
{
    int32_t n_days = pricer->problem->n_days;
    struct search search = {
        .pricer = pricer,
        .person = pricer->person,
        .multipliers = pricer->multipliers[pricer->person - pricer->problem->people],
        .limit = result->cost - pricer->grain + 1,
        .bucket = {pricer->bucket, pricer->bucket + (size_t)pricer->width * LINE_BUCKET},
        .n_bucket = {pricer->n_bucket, pricer->n_bucket + pricer->width},
        .complete = true};
    memset(pricer->n_bucket, 0, 2 * (size_t)pricer->width * sizeof(int32_t));
    pricer->n_labels = 0;
    const struct rota_machine *machine = &pricer->problem->groups[pricer->person->group].machine;
    int32_t start = machine->start[pricer->person - pricer->problem->people];
    search.bucket[0][(size_t)start * LINE_BUCKET] =
        new_label(&search, &(struct line_label){.parent = -1, .state = start});
    search.n_bucket[0][start] = 1;
    for (int32_t day = 0; day < n_days; day++) {
        if (pricer->n_labels > MOST_LABELS) {
            return;
        }
        search_day(&search, day);
    }
    int32_t best = best_label(&search);
    if (best >= 0) {
        for (int32_t day = n_days - 1, at = best; day >= 0; day--) {
            line[day] = pricer->labels[at].choice;
            at = pricer->labels[at].parent;
        }
        result->cost = pricer->labels[best].bound;
    }
    if (search.complete && result->cost - pricer->grain + 1 > result->bound) {
        result->bound = result->cost - pricer->grain + 1;
    }
}
