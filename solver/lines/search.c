// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Label setting forward over days.  A label is a run state with its sum and
 * tally, what was paid, and what each counter that matters holds.  It is
 * dropped when
 *
 *   paid + what the counters held must cost + to_go >= target
 *
 * (the relaxed programme's cost to go makes this a bound), or when another
 * label of the same state, sum and tally has paid no more even after it
 * bought the counters' difference.
 *
 * Counters are carried on demand: those that a relaxed line broke, or that
 * have a multiplier; when the line found breaks another, that one joins.  A
 * bucket keeps a few labels; when it had to drop one, the answer is a good
 * line and no longer a proof.
 */
#include "search.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_TRIES = 4 ///< searches with more and more counters
};

struct label {
    int64_t paid, bound; ///< coarse
    int32_t amount[SEARCH_COUNTERS];
    int32_t parent, choice;
    int32_t state, tally, sum;
    int32_t next; ///< in its bucket; -1: the last
};

struct search {
    struct label *labels;
    int32_t n_labels, capacity;
    int32_t *head; ///< of the buckets of tomorrow; -1: empty
    size_t n_head;
    int32_t today, tomorrow; ///< labels of today: today .. tomorrow - 1, then those of tomorrow
    int32_t active[SEARCH_COUNTERS], n_active;
    int32_t *slot;  ///< counter -> place in active; -1: not carried
    int32_t *ahead; ///< [day * SEARCH_COUNTERS + place]: most that comes from this day on
    int64_t target; ///< coarse
    struct line_effort effort;
    bool complete;
};

struct search *search_create(struct line_pricer *pricer)
{
    struct search *search = PP_NEW(&pricer->arena, struct search, 1);
    search->slot = PP_NEW(&pricer->arena, int32_t, LINES_COUNTERS);
    search->ahead =
        PP_NEW(&pricer->arena, int32_t, (size_t)(pricer->problem->n_days + 1) * SEARCH_COUNTERS);
    return search;
}

void search_destroy(struct search *search)
{
    if (search != NULL) {
        free(search->labels);
        free(search->head);
    }
}

/* ---- Which counters ---- */

static bool has_low_side(const struct lines_counter *counter)
{
    return counter->low > 0 || counter->least > 0;
}

static void carry(struct search *search, int32_t counter)
{
    if (search->slot[counter] < 0 && search->n_active < SEARCH_COUNTERS) {
        search->slot[counter] = search->n_active;
        search->active[search->n_active++] = counter;
    }
}

/* Carries the counters that a line breaks; false when it breaks none that was not carried. */
static bool carry_broken(struct search *search, struct line_pricer *pricer, const int32_t *line)
{
    int32_t before = search->n_active;
    lines_amounts(pricer->problem, pricer->p, line, pricer->amounts);
    for (int32_t k = 0; k < pricer->person->n_counters; k++) {
        if (line_relaxes(pricer, k) &&
            lines_counter_cost(&pricer->person->counters[k], pricer->amounts[k]) > 0) {
            carry(search, k);
        }
    }
    return search->n_active > before;
}

/* The most that each day, and all from it on, can add to the counters carried. */
static void look_ahead(struct search *search, const struct line_pricer *pricer)
{
    const struct lines_problem *problem = pricer->problem;
    const struct lines_person *person = pricer->person;
    memset(search->ahead + (size_t)problem->n_days * SEARCH_COUNTERS, 0,
           SEARCH_COUNTERS * sizeof(int32_t));
    for (int32_t day = problem->n_days - 1; day >= 0; day--) {
        int32_t most[SEARCH_COUNTERS] = {0};
        for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
            const struct lines_choice *choice = &person->choices[c];
            for (int32_t i = 0; i < choice->n_count; i++) {
                const struct lines_count *count = &problem->counts[choice->count + i];
                int32_t slot = search->slot[count->counter];
                if (slot >= 0 && count->amount > most[slot]) {
                    most[slot] = count->amount;
                }
            }
        }
        for (int32_t i = 0; i < SEARCH_COUNTERS; i++) {
            search->ahead[day * SEARCH_COUNTERS + i] =
                search->ahead[(day + 1) * SEARCH_COUNTERS + i] + most[i];
        }
    }
}

/* ---- Labels ---- */

static const struct lines_counter *counter_at(const struct search *search,
                                              const struct line_pricer *pricer, int32_t i)
{
    return &pricer->person->counters[search->active[i]];
}

/* Counters held after a choice; false when one is above its most. */
static bool add_amounts(const struct search *search, const struct line_pricer *pricer,
                        const struct label *from, const struct lines_choice *choice, int32_t tally,
                        int32_t tomorrow, int32_t *to)
{
    const struct lines_count *counts = pricer->problem->counts + choice->count;
    const int32_t *ahead = search->ahead + (size_t)tomorrow * SEARCH_COUNTERS;
    memcpy(to, from->amount, sizeof(from->amount));
    for (int32_t i = 0; i < choice->n_count; i++) {
        int32_t slot = search->slot[counts[i].counter];
        if (slot >= 0) {
            to[slot] += counts[i].amount;
        }
    }
    if (!pricer->spans->tallies && tally != 0 && search->slot[LINES_TALLY] >= 0) {
        to[search->slot[LINES_TALLY]] += tally;
    }
    for (int32_t i = 0; i < search->n_active; i++) {
        const struct lines_counter *counter = counter_at(search, pricer, i);
        int32_t least = lines_free_most(counter) - ahead[i]; // what is below costs no less
        if (least > to[i] && !has_low_side(counter)) {
            to[i] = least;
        }
        if (to[i] > counter->most) {
            return false;
        }
    }
    return true;
}

/* What the counters carried cost at least (coarse), less what the line pays for them. */
static int64_t bound_counters(const struct search *search, const struct line_pricer *pricer,
                              const int32_t *amount, int32_t tomorrow)
{
    const int32_t *ahead = search->ahead + (size_t)tomorrow * SEARCH_COUNTERS;
    const int64_t *multipliers = line_multipliers(pricer);
    int32_t coarse = pricer->problem->coarse;
    int64_t bound = 0;
    for (int32_t i = 0; i < search->n_active; i++) {
        int64_t multiplier = multipliers[search->active[i]];
        int64_t cost = lines_counter_relaxed(counter_at(search, pricer, i),
                                             multiplier * ((int64_t)1 << coarse), amount[i],
                                             (int64_t)amount[i] + ahead[i]);
        if (cost >= LINES_BAN) {
            return LINE_BAN;
        }
        bound += (cost >> coarse) + multiplier * amount[i];
    }
    return bound;
}

/* What holding `more` of a counter can cost at most by the end, where it can become `most`. */
static int64_t worst_of_more(const struct lines_counter *counter, int32_t more, int64_t most,
                             int32_t coarse)
{
    if (counter->most < LINES_FREE) {
        return LINE_BAN;
    }
    int64_t steps = counter->steeper && most > counter->high ? most - counter->high : 1;
    return (more * steps * counter->over >> coarse) + 1;
}

static int64_t worst_of_less(const struct lines_counter *counter, int32_t less, int32_t coarse)
{
    if (!has_low_side(counter)) {
        return 0;
    }
    return counter->least > 0 ? LINE_BAN : (less * counter->under >> coarse) + 1;
}

/* True when no line through `b` is cheaper than the same line through `a`. */
static bool dominates(const struct search *search, const struct line_pricer *pricer,
                      const struct label *a, const struct label *b, int32_t tomorrow)
{
    const int32_t *ahead = search->ahead + (size_t)tomorrow * SEARCH_COUNTERS;
    int64_t paid = a->paid;
    for (int32_t i = 0; i < search->n_active && paid <= b->paid; i++) {
        int32_t more = a->amount[i] - b->amount[i];
        const struct lines_counter *counter = counter_at(search, pricer, i);
        if (more > 0) {
            paid += worst_of_more(counter, more, (int64_t)a->amount[i] + ahead[i],
                                  pricer->problem->coarse);
        } else if (more < 0) {
            paid += worst_of_less(counter, -more, pricer->problem->coarse);
        }
    }
    return paid <= b->paid;
}

static int32_t new_label(struct search *search, const struct label *label)
{
    if (search->n_labels == search->capacity) {
        search->capacity = search->capacity == 0 ? 1024 : search->capacity * 2;
        struct label *grown =
            realloc(search->labels, (size_t)search->capacity * sizeof(search->labels[0]));
        if (grown == NULL) {
            abort(); // as the arena does: there is no memory
        }
        search->labels = grown;
    }
    search->labels[search->n_labels] = *label;
    return search->n_labels++;
}

/* Puts a label into its bucket of tomorrow, unless another makes it needless. */
static void offer(struct search *search, const struct line_pricer *pricer, int32_t day,
                  struct label *label)
{
    const struct line_span *span = &pricer->spans->days[day + 1];
    int32_t width = span->high - span->low + 1, height = span->tally_high - span->tally_low + 1;
    size_t bucket =
        ((size_t)label->state * (size_t)height + (size_t)(label->tally - span->tally_low)) *
            (size_t)width +
        (size_t)(label->sum - span->low);
    int32_t n = 0, worst = -1, *link = &search->head[bucket];
    while (*link >= 0) {
        struct label *other = &search->labels[*link];
        if (dominates(search, pricer, other, label, day + 1)) {
            return;
        }
        if (dominates(search, pricer, label, other, day + 1)) {
            other->state = -1; // nobody extends it
            *link = other->next;
            continue;
        }
        if (worst < 0 || other->bound > search->labels[worst].bound) {
            worst = *link;
        }
        n++;
        link = &other->next;
    }
    if (n < search->effort.bucket) {
        label->next = search->head[bucket];
        int32_t made = new_label(search, label);
        search->head[bucket] = made;
        return;
    }
    search->complete = false;
    if (label->bound < search->labels[worst].bound) {
        label->next = search->labels[worst].next;
        search->labels[worst] = *label;
    }
}

static void extend(struct search *search, const struct line_pricer *pricer, int32_t from,
                   int32_t day)
{
    const struct lines_problem *problem = pricer->problem;
    const struct lines_person *person = pricer->person;
    const struct lines_machine *machine = &problem->machines[person->machine];
    const struct label label = search->labels[from];
    for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
        const struct lines_choice *choice = &person->choices[c];
        const struct lines_class *class = &person->classes[person->class_of[c]];
        size_t at = (size_t) class->way * (size_t)machine->n_states + (size_t)label.state;
        int64_t price = pricer->price[c - person->first[0]];
        struct label next = {.parent = from, .choice = c, .state = machine->next[at]};
        if (price >= LINES_BAN || next.state == machine->n_states ||
            !add_amounts(search, pricer, &label, choice, machine->tally[at], day + 1,
                         next.amount)) {
            continue;
        }
        next.sum = pricer->spans->sums ? label.sum + class->step : 0;
        next.tally = pricer->spans->tallies ? label.tally + machine->tally[at] : 0;
        int32_t to_go = line_to_go(pricer, day + 1, next.state, &next.tally, next.sum);
        if (to_go >= LINE_BAN / 2) {
            continue;
        }
        next.paid =
            label.paid + (price >> problem->coarse) + (machine->price[at] >> problem->coarse);
        next.bound = next.paid + to_go + bound_counters(search, pricer, next.amount, day + 1);
        if (next.bound < search->target) {
            offer(search, pricer, day, &next);
        }
    }
}

/* ---- One search ---- */

static void clear_buckets(struct search *search, const struct line_pricer *pricer, int32_t day)
{
    const struct line_span *span = &pricer->spans->days[day];
    int32_t n_states = pricer->problem->machines[pricer->person->machine].n_states;
    size_t n = (size_t)(n_states + 1) * (size_t)(span->high - span->low + 1) *
               (size_t)(span->tally_high - span->tally_low + 1);
    if (n > search->n_head) {
        free(search->head);
        search->head = malloc(n * sizeof(search->head[0]));
        if (search->head == NULL) {
            abort();
        }
        search->n_head = n;
    }
    memset(search->head, -1, n * sizeof(search->head[0]));
}

/* False when it had to be given up. */
static bool run(struct search *search, const struct line_pricer *pricer)
{
    search->n_labels = 0;
    search->complete = true;
    new_label(search, &(struct label){.parent = -1,
                                      .state = pricer->person->start,
                                      .tally = pricer->spans->days[0].tally_low});
    search->today = 0;
    for (int32_t day = 0; day < pricer->problem->n_days; day++) {
        search->tomorrow = search->n_labels;
        clear_buckets(search, pricer, day + 1);
        for (int32_t i = search->today; i < search->tomorrow; i++) {
            if (search->labels[i].state >= 0) {
                extend(search, pricer, i, day);
            }
            if (search->n_labels > search->effort.labels) {
                return false;
            }
        }
        search->today = search->tomorrow;
    }
    return true;
}

/* The label of the last night with the least bound, which is then its cost; -1: none. */
static int32_t best_label(const struct search *search)
{
    int32_t best = -1;
    for (int32_t i = search->today; i < search->n_labels; i++) {
        const struct label *label = &search->labels[i];
        if (label->state >= 0 && (best < 0 || label->bound < search->labels[best].bound)) {
            best = i;
        }
    }
    return best;
}

/* Keeps the line of a label when it is better; into `trace` in any case. */
static void keep(struct search *search, struct line_pricer *pricer, int32_t label, int32_t *line,
                 struct line_result *result)
{
    int32_t n_days = pricer->problem->n_days;
    for (int32_t day = n_days - 1, at = label; day >= 0; day--) {
        pricer->trace[day] = search->labels[at].choice;
        at = search->labels[at].parent;
    }
    int64_t cost = line_loaded_cost(pricer, pricer->trace);
    if (cost < result->cost) {
        result->cost = cost;
        memcpy(line, pricer->trace, (size_t)n_days * sizeof(line[0]));
    }
}

static void raise_bound(const struct search *search, int32_t best, int32_t coarse,
                        struct line_result *result)
{
    int64_t bound = best >= 0 ? search->labels[best].bound : search->target;
    bound = bound < search->target ? bound : search->target;
    bound *= (int64_t)1 << coarse;
    result->bound = bound > result->bound ? bound : result->bound;
}

/* Carries the counters that have a multiplier; those that there is no room for lose theirs. */
static void carry_priced(struct search *search, struct line_pricer *pricer)
{
    int64_t *multipliers = line_multipliers(pricer);
    bool lost = false;
    for (int32_t k = 0; k < pricer->person->n_counters; k++) {
        if (line_relaxes(pricer, k) && multipliers[k] != 0) {
            carry(search, k);
            lost = lost || search->slot[k] < 0;
            multipliers[k] = search->slot[k] < 0 ? 0 : multipliers[k];
        }
    }
    if (lost) { // the costs to go must not charge for what no label holds
        line_relax(pricer, multipliers);
    }
}

static void begin(struct search *search, struct line_pricer *pricer, const int32_t *line,
                  const struct line_result *result)
{
    memset(search->slot, -1, LINES_COUNTERS * sizeof(search->slot[0]));
    search->n_active = 0;
    carry_priced(search, pricer);
    carry_broken(search, pricer, pricer->trace);
    if (result->cost < LINES_BAN) {
        carry_broken(search, pricer, line);
    }
}

void search_lines(struct line_pricer *pricer, struct line_effort effort, int64_t limit,
                  int32_t *line, struct line_result *result)
{
    struct search *search = pricer->search;
    int32_t coarse = pricer->problem->coarse;
    search->effort = effort;
    begin(search, pricer, line, result);
    for (int32_t attempt = 0; attempt < MOST_TRIES; attempt++) {
        int64_t target = result->cost < limit ? result->cost : limit;
        search->target = target < LINES_BAN ? target >> coarse : LINE_BAN / 2;
        look_ahead(search, pricer);
        if (!run(search, pricer)) {
            return;
        }
        int32_t best = best_label(search);
        if (search->complete) {
            raise_bound(search, best, coarse, result);
        }
        if (best < 0) {
            return;
        }
        keep(search, pricer, best, line, result);
        if (!carry_broken(search, pricer, pricer->trace)) {
            return;
        }
    }
}
