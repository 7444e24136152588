// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The programme of one line (programme.h):
 *
 *   to_go[d][s][t][j] = min over choices c of day d that lead from run state s to s'
 *                       price_c + multipliers x amounts_c + state price + to_go[d+1][s'][t'][j']
 *
 *   classes  choices that differ in price alone are one, so only the cheapest is looked at;
 *   spans    sums that cannot occur on a morning, or lead nowhere, are not held;
 *   loops    run over neighbouring sums, which the compiler turns into vector instructions;
 *   climb    subgradient steps on the multipliers (Polyak's step towards the best line known);
 *            every step gives a bound and a legal or priced line
 *   search   search.c, where bound and line still differ
 */
#include "programme.h"

#include "search.h"
#include "vector.h"

#include <assert.h>
#include <string.h>

/* ---- Spans ---- */

/* The largest sums that can have come together before (forwards) a state of a day. */
static void reach_forwards(const struct lines_problem *problem, int32_t p, int32_t *most)
{
    const struct lines_person *person = &problem->people[p];
    const struct lines_machine *machine = &problem->machines[person->machine];
    int32_t n = machine->n_states;
    for (int32_t i = 0; i < (problem->n_days + 1) * n; i++) {
        most[i] = -1;
    }
    most[person->start] = 0;
    for (int32_t day = 0; day < problem->n_days; day++) {
        const int32_t *now = most + (size_t)day * (size_t)n;
        int32_t *then = most + (size_t)(day + 1) * (size_t)n;
        for (int32_t c = person->class_first[day]; c < person->class_first[day + 1]; c++) {
            const int16_t *next = machine->next + (size_t)person->classes[c].way * (size_t)n;
            for (int32_t s = 0; s < n; s++) {
                int32_t to = next[s], sum = now[s] + person->classes[c].step;
                if (now[s] >= 0 && to < n && sum > then[to]) {
                    then[to] = sum;
                }
            }
        }
    }
}

/* The largest sums that can come together after a state of a day; -1: there is no way on. */
static void reach_backwards(const struct lines_problem *problem, int32_t p, int32_t *most)
{
    const struct lines_person *person = &problem->people[p];
    const struct lines_machine *machine = &problem->machines[person->machine];
    int32_t n = machine->n_states;
    for (int32_t s = 0; s < n; s++) {
        bool ends = person->end == NULL || person->end[s] < LINES_BAN;
        most[(size_t)problem->n_days * (size_t)n + (size_t)s] = ends ? 0 : -1;
    }
    for (int32_t day = problem->n_days - 1; day >= 0; day--) {
        int32_t *now = most + (size_t)day * (size_t)n;
        const int32_t *then = most + (size_t)(day + 1) * (size_t)n;
        memset(now, -1, (size_t)n * sizeof(now[0]));
        for (int32_t c = person->class_first[day]; c < person->class_first[day + 1]; c++) {
            const int16_t *next = machine->next + (size_t)person->classes[c].way * (size_t)n;
            for (int32_t s = 0; s < n; s++) {
                int32_t to = next[s];
                int32_t sum = to < n && then[to] >= 0 ? then[to] + person->classes[c].step : -1;
                now[s] = sum > now[s] ? sum : now[s];
            }
        }
    }
}

int32_t lines_tally_of_day(const struct lines_problem *problem, int32_t p, int32_t day)
{
    const struct lines_person *person = &problem->people[p];
    const struct lines_machine *machine = &problem->machines[person->machine];
    int32_t most = 0;
    for (int32_t c = person->class_first[day]; c < person->class_first[day + 1]; c++) {
        size_t at = (size_t)person->classes[c].way * (size_t)machine->n_states;
        for (int32_t s = 0; s < machine->n_states; s++) {
            int32_t tally = machine->tally[at + (size_t)s];
            most = tally > most ? tally : most;
        }
    }
    return most;
}

/*
 * Tallies that can occur; a lower one than tally_low makes no difference.  False when none makes
 * any: then none is carried.
 */
static bool span_tallies(const struct lines_problem *problem, int32_t p, struct line_span *spans)
{
    const struct lines_person *person = &problem->people[p];
    int32_t n_states = problem->machines[person->machine].n_states;
    int32_t most = person->counters[LINES_TALLY].most, sum = 0, ahead = 0;
    for (int32_t day = 0; day < problem->n_days; day++) {
        spans[day].tally_high = sum < most ? sum : most;
        sum += lines_tally_of_day(problem, p, day);
    }
    spans[problem->n_days].tally_high = sum < most ? sum : most;
    for (int32_t s = 0; person->end_tally != NULL && s < n_states; s++) {
        ahead = person->end_tally[s] > ahead ? person->end_tally[s] : ahead;
    }
    bool exact = person->end_least != NULL, binds = exact || sum + ahead > most;
    for (int32_t day = problem->n_days; day >= 0; day--) {
        struct line_span *span = &spans[day];
        int32_t low = most - ahead > 0 && !exact ? most - ahead : 0;
        span->tally_low = binds ? low : 0;
        span->tally_high = !binds ? 0 : span->tally_high > low ? span->tally_high : low;
        ahead += day > 0 ? lines_tally_of_day(problem, p, day - 1) : 0;
    }
    return binds;
}

/* Sums that can occur on each morning, and of each state. */
static void span_sums(const struct lines_problem *problem, int32_t p, const int32_t *before,
                      int32_t *low, int32_t *high, struct line_span *spans)
{
    const struct lines_person *person = &problem->people[p];
    const struct lines_counter *sum = &person->counters[person->sum];
    int32_t n = problem->machines[person->machine].n_states, unit = person->sum_unit;
    int32_t least = sum->least > 0 ? (sum->least + unit - 1) / unit : 0;
    int32_t most = sum->most < 0 ? -1 : sum->most / unit;
    for (int32_t day = 0; day <= problem->n_days; day++) {
        struct line_span *span = &spans[day];
        span->low = INT32_MAX;
        span->high = -1;
        for (int32_t s = 0; s < n; s++) {
            size_t at = (size_t)day * (size_t)n + (size_t)s;
            int32_t ahead = high[at];
            low[at] = ahead < 0 || least <= ahead ? 0 : least - ahead;
            high[at] = ahead < 0 || before[at] < 0 ? -1 : before[at] < most ? before[at] : most;
            if (low[at] <= high[at]) {
                span->low = low[at] < span->low ? low[at] : span->low;
                span->high = high[at] > span->high ? high[at] : span->high;
            }
        }
        span->low = span->high < 0 ? 0 : span->low;
        span->high = span->high < span->low ? span->low : span->high;
    }
}

static void spans_of(struct line_pricer *pricer, int32_t p)
{
    const struct lines_problem *problem = pricer->problem;
    const struct lines_person *person = &problem->people[p];
    int32_t n = problem->machines[person->machine].n_states;
    size_t length = (size_t)(problem->n_days + 1) * (size_t)n;
    struct line_span *spans = pricer->spans + (size_t)p * (size_t)(problem->n_days + 1);
    bool sums = !pricer->flat && person->sum >= 0;
    memset(spans, 0, (size_t)(problem->n_days + 1) * sizeof(spans[0]));
    pricer->tallied[p] =
        !pricer->flat && lines_tally_binds(person) && span_tallies(problem, p, spans);
    if (sums) {
        struct pp_arena scratch = {0};
        int32_t *before = PP_NEW(&scratch, int32_t, length);
        pricer->lows[p] = PP_NEW(&pricer->arena, int32_t, length);
        pricer->highs[p] = PP_NEW(&pricer->arena, int32_t, length);
        reach_forwards(problem, p, before);
        reach_backwards(problem, p, pricer->highs[p]);
        span_sums(problem, p, before, pricer->lows[p], pricer->highs[p], spans);
        pp_arena_finish(&scratch);
    }
    size_t at = 0;
    for (int32_t day = 0; day <= problem->n_days; day++) {
        spans[day].at = at;
        at += (size_t)(n + 1) * (size_t)(spans[day].high - spans[day].low + 1) *
              (size_t)(spans[day].tally_high - spans[day].tally_low + 1);
    }
}

/* Values that a person's programme holds. */
static size_t values_of(const struct line_pricer *pricer, int32_t p)
{
    const struct lines_problem *problem = pricer->problem;
    const struct line_span *last =
        pricer->spans + (size_t)(p + 1) * (size_t)(problem->n_days + 1) - 1;
    int32_t n = problem->machines[problem->people[p].machine].n_states;
    return last->at + (size_t)(n + 1) * (size_t)(last->high - last->low + 1) *
                          (size_t)(last->tally_high - last->tally_low + 1);
}

void line_pricer_init(struct line_pricer *pricer, const struct lines_problem *problem, bool flat)
{
    *pricer = (struct line_pricer){.problem = problem, .flat = flat, .p = -1};
    struct pp_arena *arena = &pricer->arena;
    int32_t n_people = problem->n_people, most_choices = 0, most_classes = 0;
    size_t most_values = 0;
    pricer->spans =
        PP_NEW(arena, struct line_span, (size_t)n_people * (size_t)(problem->n_days + 1));
    pricer->lows = PP_NEW(arena, int32_t *, n_people);
    pricer->highs = PP_NEW(arena, int32_t *, n_people);
    pricer->tallied = PP_NEW(arena, bool, n_people);
    for (int32_t p = 0; p < n_people; p++) {
        const struct lines_person *person = &problem->people[p];
        int32_t choices = person->first[problem->n_days] - person->first[0];
        int32_t classes = person->class_first[problem->n_days] - person->class_first[0];
        spans_of(pricer, p);
        most_choices = choices > most_choices ? choices : most_choices;
        most_classes = classes > most_classes ? classes : most_classes;
        most_values = values_of(pricer, p) > most_values ? values_of(pricer, p) : most_values;
    }
    pricer->price = PP_NEW(arena, int64_t, most_choices);
    pricer->weighted = PP_NEW(arena, int32_t, most_choices);
    pricer->class_price = PP_NEW(arena, int32_t, most_classes);
    pricer->to_go = PP_NEW(arena, int32_t, most_values);
    pricer->trace = PP_NEW(arena, int32_t, problem->n_days);
    pricer->multipliers = PP_NEW(arena, int64_t, (size_t)n_people * LINES_COUNTERS);
    pricer->search = search_create(pricer);
}

void line_pricer_finish(struct line_pricer *pricer)
{
    search_destroy(pricer->search);
    pp_arena_finish(&pricer->arena);
}

/* ---- Prices ---- */

static int64_t price_of(const struct line_pricer *pricer, const struct lines_choice *choice,
                        struct line_worth worth)
{
    const struct lines_problem *problem = pricer->problem;
    const struct lines_touch *touches = problem->touches + choice->touch;
    int64_t price = choice->price;
    for (int32_t i = 0; i < choice->n_touch; i++) {
        int32_t row = touches[i].row - problem->row_base;
        int64_t gain = touches[i].sign > 0 ? worth.up[row] : -worth.down[row];
        if (gain == LINES_BAN || gain == -LINES_BAN) {
            return LINES_BAN;
        }
        price -= gain;
    }
    return price;
}

static void note_gains(struct line_pricer *pricer, const struct lines_choice *choice, int64_t price)
{
    const struct lines_count *counts = pricer->problem->counts + choice->count;
    int64_t gain = -price >> pricer->problem->coarse;
    for (int32_t i = 0; i < choice->n_count && gain > 0; i++) {
        int64_t of_unit = counts[i].amount > 0 ? gain / counts[i].amount + 1 : 0;
        int64_t *most = &pricer->gains[counts[i].counter];
        *most = of_unit > *most ? of_unit : *most;
    }
}

void line_load(struct line_pricer *pricer, int32_t p, struct line_worth worth, const int32_t *fixed,
               struct pp_rng *noise)
{
    const struct lines_problem *problem = pricer->problem;
    const struct lines_person *person = &problem->people[p];
    int32_t loudest = (int32_t)(problem->scale / 4 / problem->n_days), base = person->first[0];
    pricer->p = p;
    pricer->person = person;
    pricer->grain = noise != NULL ? problem->scale * 3 / 4 : 0;
    if (pricer->grain < (int64_t)1 << problem->coarse) {
        pricer->grain = (int64_t)1 << problem->coarse;
    }
    pricer->span = pricer->spans + (size_t)p * (size_t)(problem->n_days + 1);
    memset(pricer->gains, 0, sizeof(pricer->gains));
    pricer->sums = !pricer->flat && person->sum >= 0;
    pricer->tallies = pricer->tallied[p];
    pricer->reach_low = pricer->lows[p];
    pricer->reach_high = pricer->highs[p];
    for (int32_t day = 0; day < problem->n_days; day++) {
        int32_t only = fixed == NULL ? -1 : fixed[day];
        for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
            const struct lines_choice *choice = &person->choices[c];
            bool closed = choice->price >= LINES_BAN || (only >= 0 && only != c);
            int64_t price = closed ? LINES_BAN : price_of(pricer, choice, worth);
            if (noise != NULL && price < LINES_BAN) {
                price += pp_rng_below(noise, loudest + 1);
            }
            pricer->price[c - base] = price;
            note_gains(pricer, choice, price);
        }
    }
}

int64_t line_loaded_cost(struct line_pricer *pricer, const int32_t *line)
{
    const struct lines_problem *problem = pricer->problem;
    const struct lines_person *person = pricer->person;
    int64_t cost = lines_cost(problem, pricer->p, line);
    for (int32_t day = 0; day < problem->n_days && cost < LINES_BAN; day++) {
        int64_t price = pricer->price[line[day] - person->first[0]];
        cost = price >= LINES_BAN ? LINES_BAN : cost + price - person->choices[line[day]].price;
    }
    return cost;
}

/* ---- Relaxing ---- */

static void weigh(struct line_pricer *pricer, const int64_t *multipliers)
{
    const struct lines_problem *problem = pricer->problem;
    const struct lines_person *person = pricer->person;
    int32_t base = person->first[0], end = person->first[problem->n_days] - base;
    int32_t class_base = person->class_first[0];
    for (int32_t c = 0; c < person->class_first[problem->n_days] - class_base; c++) {
        pricer->class_price[c] = LINE_BAN;
    }
    for (int32_t c = 0; c < end; c++) {
        int64_t price = pricer->price[c];
        pricer->weighted[c] = LINE_BAN;
        if (price >= LINES_BAN) {
            continue;
        }
        const struct lines_choice *choice = &person->choices[base + c];
        const struct lines_count *counts = problem->counts + choice->count;
        price >>= problem->coarse;
        for (int32_t i = 0; i < choice->n_count; i++) {
            price += multipliers[counts[i].counter] * counts[i].amount;
        }
        int32_t class = person->class_of[base + c] - class_base;
        pricer->weighted[c] = price < LINE_BAN / 2 ? (int32_t)price : LINE_BAN;
        if (pricer->weighted[c] < pricer->class_price[class]) {
            pricer->class_price[class] = pricer->weighted[c];
        }
    }
}

static int32_t width_of(const struct line_span *span)
{
    return span->high - span->low + 1;
}

static int32_t height_of(const struct line_span *span)
{
    return span->tally_high - span->tally_low + 1;
}

/* What ending costs by state, sum and tally. */
static void relax_end(struct line_pricer *pricer, const int64_t *multipliers)
{
    const struct lines_problem *problem = pricer->problem;
    const struct lines_person *person = pricer->person;
    const struct line_span *span = &pricer->span[problem->n_days];
    const struct lines_counter *sum = pricer->sums ? &person->counters[person->sum] : NULL;
    int32_t n_states = problem->machines[person->machine].n_states;
    int32_t *value = pricer->to_go + span->at;
    for (int32_t s = 0; s <= n_states; s++) {
        int64_t end = s == n_states ? LINES_BAN : person->end == NULL ? 0 : person->end[s];
        int32_t more = s < n_states && person->end_tally != NULL ? person->end_tally[s] : 0;
        for (int32_t t = span->tally_low; t <= span->tally_high; t++) {
            bool fits = !pricer->tallies || t + more <= person->counters[LINES_TALLY].most;
            for (int32_t j = span->low; j <= span->high; j++) {
                int64_t cost = fits ? end : LINES_BAN;
                if (s < n_states && person->end_least != NULL &&
                    (int64_t)j * person->sum_unit < lines_end_least(person, s, t)) {
                    cost = LINES_BAN;
                }
                if (person->end_least != NULL && pricer->tallies && cost < LINES_BAN) {
                    cost += lines_counter_cost(&person->counters[LINES_TALLY], t + more);
                }
                if (sum != NULL && cost < LINES_BAN) {
                    int64_t of_sum = lines_counter_cost(sum, (int64_t)j * person->sum_unit);
                    cost = of_sum >= LINES_BAN ? LINES_BAN : cost + of_sum;
                }
                int64_t coarse = cost >> problem->coarse;
                coarse += pricer->tallies ? 0 : multipliers[LINES_TALLY] * more;
                *value++ = coarse < LINE_BAN / 2 ? (int32_t)coarse : LINE_BAN;
            }
        }
    }
}

/* Only run states are carried: the loop is over them. */
VECTORISED static void relax_states(struct line_pricer *pricer, int32_t day, int64_t of_tally)
{
    const struct lines_person *person = pricer->person;
    const struct lines_machine *machine = &pricer->problem->machines[person->machine];
    const int32_t *after = pricer->to_go + pricer->span[day + 1].at;
    int32_t *now = pricer->to_go + pricer->span[day].at, n = machine->n_states;
    for (int32_t s = 0; s <= n; s++) {
        now[s] = LINE_BAN;
    }
    for (int32_t c = person->class_first[day]; c < person->class_first[day + 1]; c++) {
        int32_t price = pricer->class_price[c - person->class_first[0]];
        if (price >= LINE_BAN / 2) {
            continue;
        }
        size_t at = (size_t)person->classes[c].way * (size_t)n;
        const int16_t *next = machine->next + at;
        const int64_t *charge = machine->price + at;
        const uint8_t *tally = machine->tally + at;
        int32_t coarse = pricer->problem->coarse;
        for (int32_t s = 0; s < n; s++) {
            int32_t value =
                price + (int32_t)((charge[s] >> coarse) + of_tally * tally[s]) + after[next[s]];
            now[s] = value < now[s] ? value : now[s];
        }
    }
}

/* One arc: a class of choices from a state. */
struct relaxation {
    int32_t *now;
    const int32_t *after;
    const struct line_span *today, *tomorrow;
    int32_t low, high; ///< sums of the state
    int32_t price, step, tally;
};

static inline void relax_arc(const struct relaxation *arc)
{
    const struct line_span *today = arc->today, *tomorrow = arc->tomorrow;
    int32_t low = tomorrow->low - arc->step, high = tomorrow->high - arc->step;
    low = low > arc->low ? low : arc->low;
    high = high < arc->high ? high : arc->high;
    int32_t n = high - low + 1, price = arc->price;
    for (int32_t t = today->tally_low; t <= today->tally_high && n > 0; t++) {
        int32_t to = t + arc->tally > tomorrow->tally_low ? t + arc->tally : tomorrow->tally_low;
        if (to > tomorrow->tally_high) {
            break;
        }
        int32_t *restrict now = arc->now +
                                (size_t)(t - today->tally_low) * (size_t)width_of(today) +
                                (low - today->low);
        const int32_t *restrict after =
            arc->after + (size_t)(to - tomorrow->tally_low) * (size_t)width_of(tomorrow) +
            (low + arc->step - tomorrow->low);
        for (int32_t j = 0; j < n; j++) {
            int32_t value = price + after[j];
            now[j] = value < now[j] ? value : now[j];
        }
    }
}

VECTORISED static void relax_sums(struct line_pricer *pricer, int32_t day, int64_t of_tally)
{
    const struct lines_person *person = pricer->person;
    const struct lines_machine *machine = &pricer->problem->machines[person->machine];
    const struct line_span *today = &pricer->span[day], *tomorrow = today + 1;
    const int32_t n = machine->n_states, coarse = pricer->problem->coarse;
    size_t block = (size_t)width_of(today) * (size_t)height_of(today);
    size_t block_after = (size_t)width_of(tomorrow) * (size_t)height_of(tomorrow);
    struct relaxation arc = {.today = today, .tomorrow = tomorrow, .low = 0, .high = 0};
    int32_t *values = pricer->to_go + today->at;
    for (size_t i = 0; i < (size_t)(n + 1) * block; i++) {
        values[i] = LINE_BAN;
    }
    for (int32_t s = 0; s < n; s++) {
        arc.now = values + (size_t)s * block;
        if (pricer->sums) {
            arc.low = pricer->reach_low[day * n + s];
            arc.high = pricer->reach_high[day * n + s];
        }
        if (arc.low > arc.high) {
            continue;
        }
        for (int32_t c = person->class_first[day]; c < person->class_first[day + 1]; c++) {
            int32_t price = pricer->class_price[c - person->class_first[0]];
            size_t at = (size_t)person->classes[c].way * (size_t)n + (size_t)s;
            int32_t next = machine->next[at];
            if (price >= LINE_BAN / 2 || next == n) {
                continue;
            }
            arc.after = pricer->to_go + tomorrow->at + (size_t)next * block_after;
            int32_t tally = machine->tally[at];
            arc.price = price + (int32_t)((machine->price[at] >> coarse) + of_tally * tally);
            arc.step = pricer->sums ? person->classes[c].step : 0;
            arc.tally = pricer->tallies ? tally : 0;
            relax_arc(&arc);
        }
    }
}

int32_t line_to_go(const struct line_pricer *pricer, int32_t day, int32_t state, int32_t *tally,
                   int32_t sum)
{
    const struct line_span *span = &pricer->span[day];
    *tally = *tally > span->tally_low ? *tally : span->tally_low;
    if (*tally > span->tally_high || sum < span->low || sum > span->high) {
        return LINE_BAN;
    }
    size_t row = (size_t)state * (size_t)height_of(span) + (size_t)(*tally - span->tally_low);
    return pricer->to_go[span->at + row * (size_t)width_of(span) + (size_t)(sum - span->low)];
}

/* Walks forward along what the costs to go promise; false when there is no line. */
static bool trace_line(struct line_pricer *pricer, const int64_t *multipliers)
{
    const struct lines_problem *problem = pricer->problem;
    const struct lines_person *person = pricer->person;
    const struct lines_machine *machine = &problem->machines[person->machine];
    int64_t of_tally = pricer->tallies ? 0 : multipliers[LINES_TALLY];
    int32_t state = person->start, sum = 0, tally = 0;
    for (int32_t day = 0; day < problem->n_days; day++) {
        int32_t best = -1, least = LINE_BAN / 2, best_tally = 0, best_sum = 0, best_state = 0;
        for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
            const struct lines_class *class = &person->classes[person->class_of[c]];
            size_t at = (size_t) class->way * (size_t)machine->n_states + (size_t)state;
            int32_t price = pricer->weighted[c - person->first[0]], next = machine->next[at];
            if (price >= LINE_BAN / 2 || next == machine->n_states) {
                continue;
            }
            int32_t to_sum = pricer->sums ? sum + class->step : 0;
            int32_t to_tally = pricer->tallies ? tally + machine->tally[at] : 0;
            int32_t value =
                price +
                (int32_t)((machine->price[at] >> problem->coarse) + of_tally * machine->tally[at]) +
                line_to_go(pricer, day + 1, next, &to_tally, to_sum);
            if (value < least) {
                least = value;
                best = c;
                best_tally = to_tally;
                best_sum = to_sum;
                best_state = next;
            }
        }
        if (best < 0) {
            return false;
        }
        pricer->trace[day] = best;
        tally = best_tally;
        sum = best_sum;
        state = best_state;
    }
    return true;
}

int64_t line_relax(struct line_pricer *pricer, const int64_t *multipliers)
{
    const struct lines_problem *problem = pricer->problem;
    weigh(pricer, multipliers);
    relax_end(pricer, multipliers);
    for (int32_t day = problem->n_days - 1; day >= 0; day--) {
        if (pricer->sums || pricer->tallies) {
            relax_sums(pricer, day, pricer->tallies ? 0 : multipliers[LINES_TALLY]);
        } else {
            relax_states(pricer, day, multipliers[LINES_TALLY]);
        }
    }
    int32_t tally = 0;
    int32_t value = line_to_go(pricer, 0, pricer->person->start, &tally, 0);
    if (value >= LINE_BAN / 2 || !trace_line(pricer, multipliers)) {
        return LINES_BAN;
    }
    return value * ((int64_t)1 << problem->coarse);
}

/* ---- Climbing ---- */

/* What the relaxed counters cost at least, against what the line pays for them. */
static int64_t charge_for_counters(const struct line_pricer *pricer, const int64_t *multipliers)
{
    int64_t sum = 0;
    for (int32_t k = 0; k < pricer->person->n_counters; k++) {
        if (line_relaxes(pricer, k)) {
            const struct lines_counter *counter = &pricer->person->counters[k];
            sum += lines_counter_relaxed(
                counter, multipliers[k] * ((int64_t)1 << pricer->problem->coarse), 0, LINES_FREE);
        }
    }
    return sum;
}

/* How far counter k of the last line is from where its cost would let it rest. */
static double slope_of(const struct line_pricer *pricer, int32_t k, int64_t multiplier)
{
    const struct lines_counter *counter = &pricer->person->counters[k];
    int64_t amount = pricer->amounts[k], coarse = pricer->problem->coarse;
    int64_t top = counter->high < counter->most ? counter->over >> coarse : INT64_MAX;
    int64_t bottom = counter->low > counter->least ? -(counter->under >> coarse) : INT64_MIN;
    bool at_top = multiplier >= top && !counter->steeper;
    if (amount > counter->high) {
        return at_top ? 0 : (double)(amount - counter->high);
    }
    if (amount < counter->low) {
        return multiplier <= bottom ? 0 : (double)(amount - counter->low);
    }
    return multiplier > 0   ? (double)(amount - counter->high)
           : multiplier < 0 ? (double)(amount - counter->low)
                            : 0;
}

static int64_t clip(const struct line_pricer *pricer, int32_t k, double multiplier, double was)
{
    const struct lines_counter *counter = &pricer->person->counters[k];
    double far = LINE_BAN / 16 / (pricer->problem->n_days + 1.0),
           coarse = 1 << pricer->problem->coarse;
    double top =
        counter->high < counter->most && !counter->steeper ? (double)counter->over / coarse : far;
    if (counter->steeper && (double)pricer->gains[k] < far) {
        top = (double)pricer->gains[k]; // nobody pays more
    }
    double bottom = counter->low > counter->least ? -(double)counter->under / coarse : -far;
    bottom = counter->low <= 0 && counter->least <= 0 ? 0 : bottom;
    multiplier = was > 0 && multiplier < 0 ? 0 : was < 0 && multiplier > 0 ? 0 : multiplier;
    return (int64_t)(multiplier > top ? top : multiplier < bottom ? bottom : multiplier);
}

static double unit_of(const struct line_pricer *pricer, int32_t k)
{
    int32_t unit = pricer->person->counters[k].unit;
    return unit > 0 ? unit : 1;
}

/* A step of length towards a bound that is `gap` (coarse) higher; false where none leads up. */
static bool step_up(struct line_pricer *pricer, double gap, int64_t *multipliers)
{
    double slopes[LINES_COUNTERS], norm = 0;
    int32_t n = pricer->person->n_counters;
    for (int32_t k = 0; k < n; k++) {
        slopes[k] = line_relaxes(pricer, k) ? slope_of(pricer, k, multipliers[k]) : 0;
        slopes[k] /= unit_of(pricer, k);
        norm += slopes[k] * slopes[k];
    }
    if (norm == 0) {
        return false;
    }
    for (int32_t k = 0; k < n; k++) {
        if (slopes[k] != 0) {
            double to = (double)multipliers[k] + gap / norm * slopes[k] / unit_of(pricer, k);
            multipliers[k] = clip(pricer, k, to, (double)multipliers[k]);
        }
    }
    return true;
}

static void keep_line(struct line_pricer *pricer, int32_t *line, struct line_result *result)
{
    int64_t cost = line_loaded_cost(pricer, pricer->trace);
    if (cost < result->cost) {
        result->cost = cost;
        memcpy(line, pricer->trace, (size_t)pricer->problem->n_days * sizeof(line[0]));
    }
}

/* Leaves the best multipliers as the person's, and their costs to go. */
static void climb(struct line_pricer *pricer, int32_t steps, int64_t limit, int32_t *line,
                  struct line_result *result)
{
    int64_t *best = line_multipliers(pricer);
    int64_t multipliers[LINES_COUNTERS];
    bool at_best = false;
    memcpy(multipliers, best, sizeof(multipliers));
    for (int32_t step = 0; step < steps; step++) {
        int64_t relaxed = line_relax(pricer, multipliers);
        if (relaxed >= LINES_BAN) {
            result->bound = LINES_BAN;
            return;
        }
        int64_t bound = relaxed + charge_for_counters(pricer, multipliers);
        keep_line(pricer, line, result);
        at_best = bound > result->bound;
        if (at_best) {
            result->bound = bound;
            memcpy(best, multipliers, sizeof(multipliers));
        }
        int64_t target = result->cost < limit ? result->cost : limit;
        if (target - result->bound < pricer->grain) {
            return;
        }
        target = target < LINES_BAN ? target : bound + (LINE_BAN / 64 << pricer->problem->coarse);
        lines_amounts(pricer->problem, pricer->p, pricer->trace, pricer->amounts);
        if (!step_up(pricer, (double)((target - bound) >> pricer->problem->coarse), multipliers)) {
            break;
        }
    }
    if (!at_best) {
        line_relax(pricer, best);
    }
}

struct line_result line_solve(struct line_pricer *pricer, struct line_effort effort, int64_t limit,
                              int32_t *line)
{
    struct line_result result = {.cost = LINES_BAN, .bound = INT64_MIN};
    climb(pricer, effort.steps, limit, line, &result);
    int64_t target = result.cost < limit ? result.cost : limit;
    if (effort.labels > 0 && target - result.bound >= pricer->grain) {
        search_lines(pricer, effort, limit, line, &result);
    }
    return result;
}

/* ---- Force ---- */

/* The most that a day can add to a counter. */
static int32_t most_of_day(const struct line_pricer *pricer, int32_t day, int32_t counter)
{
    const struct lines_person *person = pricer->person;
    int32_t most = 0;
    for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
        int32_t amount = lines_amount(pricer->problem, &person->choices[c], counter);
        bool open = pricer->price[c - person->first[0]] < LINES_BAN;
        most = open && amount > most ? amount : most;
    }
    return most;
}

/* Closes what adds to a counter on all days but some that its limit has room for. */
static void close_days(struct line_pricer *pricer, int32_t counter, struct pp_rng *rng,
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
        int32_t day = order[i], most = most_of_day(pricer, day, counter);
        if (most <= room) {
            room -= most;
            continue;
        }
        for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
            if (lines_amount(pricer->problem, &person->choices[c], counter) > 0) {
                pricer->price[c - person->first[0]] = LINES_BAN;
            }
        }
    }
}

int64_t line_force(struct line_pricer *pricer, struct pp_rng *rng, int32_t *line)
{
    struct pp_arena scratch = {0};
    int32_t *order = PP_NEW(&scratch, int32_t, pricer->problem->n_days);
    int64_t none[LINES_COUNTERS] = {0}, cost = LINES_BAN;
    for (int32_t k = 0; k < pricer->person->n_counters; k++) {
        if (k != pricer->person->sum && k != LINES_TALLY &&
            pricer->person->counters[k].most < LINES_FREE) {
            close_days(pricer, k, rng, order);
        }
    }
    if (line_relax(pricer, none) < LINES_BAN) {
        cost = line_loaded_cost(pricer, pricer->trace);
        memcpy(line, pricer->trace, (size_t)pricer->problem->n_days * sizeof(line[0]));
    }
    pp_arena_finish(&scratch);
    return cost;
}
