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

#include "mend.h"
#include "search.h"
#include "vector.h"

#include <assert.h>
#include <string.h>

/* A class of choices that are not closed. */
struct offer {
    int32_t price, step;
    size_t arcs; ///< of the machine: from here, one for each state
};

static void prepare(struct line_pricer *pricer)
{
    const struct lines_problem *problem = pricer->problem;
    struct pp_arena *arena = &pricer->arena;
    int32_t n_people = problem->n_people, most_choices = 0, most_classes = 0;
    size_t most_values = 0;
    pricer->all_spans = PP_NEW(arena, struct line_spans, n_people);
    for (int32_t p = 0; p < n_people; p++) {
        const struct lines_person *person = &problem->people[p];
        int32_t choices = person->first[problem->n_days] - person->first[0];
        int32_t classes = person->class_first[problem->n_days] - person->class_first[0];
        struct line_spans *spans = &pricer->all_spans[p];
        line_spans_of(spans, problem, p, pricer->flat, arena);
        most_choices = choices > most_choices ? choices : most_choices;
        most_classes = classes > most_classes ? classes : most_classes;
        most_values = spans->values > most_values ? spans->values : most_values;
    }
    pricer->price = PP_NEW(arena, int64_t, most_choices);
    pricer->weighted = PP_NEW(arena, int32_t, most_choices);
    pricer->class_price = PP_NEW(arena, int32_t, most_classes);
    pricer->offers = PP_NEW(arena, struct offer, most_classes);
    pricer->to_go = pp_arena_room(arena, most_values, sizeof(pricer->to_go[0]));
    pricer->trace = PP_NEW(arena, int32_t, problem->n_days);
    pricer->multipliers = PP_NEW(arena, int64_t, (size_t)n_people * LINES_COUNTERS);
    pricer->search = search_create(pricer);
}

void line_pricer_turn(struct line_pricer *pricer, const struct lines_problem *problem)
{
    struct pp_arena arena = pricer->arena;
    search_destroy(pricer->search);
    pp_arena_clear(&arena);
    *pricer =
        (struct line_pricer){.problem = problem, .arena = arena, .flat = pricer->flat, .p = -1};
    prepare(pricer);
}

void line_pricer_init(struct line_pricer *pricer, const struct lines_problem *problem, bool flat)
{
    *pricer = (struct line_pricer){.flat = flat};
    line_pricer_turn(pricer, problem);
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

/* True when a choice alone is more than a counter may hold, as happens in parts of a line. */
static bool is_too_much(const struct line_pricer *pricer, const struct lines_choice *choice)
{
    const struct lines_count *counts = pricer->problem->counts + choice->count;
    for (int32_t i = 0; i < choice->n_count; i++) {
        if (counts[i].amount > 0 &&
            counts[i].amount > pricer->person->counters[counts[i].counter].most) {
            return true;
        }
    }
    return false;
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
    pricer->spans = &pricer->all_spans[p];
    memset(pricer->gains, 0, sizeof(pricer->gains));
    for (int32_t day = 0; day < problem->n_days; day++) {
        int32_t only = fixed == NULL ? -1 : fixed[day];
        for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
            const struct lines_choice *choice = &person->choices[c];
            bool closed = choice->price >= LINES_BAN || (only >= 0 && only != c) ||
                          is_too_much(pricer, choice);
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

static void ban(int32_t *values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        values[i] = LINE_BAN;
    }
}

/* What it costs to end in a state with a tally and a sum. */
static int64_t end_cost(const struct line_pricer *pricer, int32_t state, int32_t tally, int64_t sum)
{
    const struct lines_person *person = pricer->person;
    int64_t cost = person->end == NULL ? 0 : person->end[state];
    int64_t all = tally + (person->end_tally == NULL ? 0 : person->end_tally[state]);
    if (pricer->spans->tallies && all > person->counters[LINES_TALLY].most) {
        return LINES_BAN;
    }
    if (person->end_least != NULL && sum < lines_end_least(person, state, tally)) {
        return LINES_BAN;
    }
    if (person->end_least != NULL && pricer->spans->tallies) {
        cost += lines_counter_cost(&person->counters[LINES_TALLY], all);
    }
    return cost +
           (pricer->spans->sums ? lines_counter_cost(&person->counters[person->sum], sum) : 0);
}

/* What ending costs by state, tally and sum. */
static void relax_end(struct line_pricer *pricer, const int64_t *multipliers)
{
    const struct lines_problem *problem = pricer->problem;
    const struct lines_person *person = pricer->person;
    const struct line_spans *spans = pricer->spans;
    const struct line_span *span = &spans->days[problem->n_days];
    int32_t n_states = problem->machines[person->machine].n_states;
    int32_t *values = pricer->to_go + span->at;
    ban(values - spans->margin, (size_t)(n_states + 1) * span->block);
    for (int32_t s = 0; s < n_states; s++) {
        int64_t of_tally = spans->tallies || person->end_tally == NULL
                               ? 0
                               : multipliers[LINES_TALLY] * person->end_tally[s];
        for (int32_t t = span->tally_low; t <= span->tally_high; t++) {
            int32_t *row = values + (size_t)s * span->block +
                           (size_t)(t - span->tally_low) * (size_t)spans->row;
            for (int32_t j = span->low; j <= span->high; j++) {
                int64_t cost = end_cost(pricer, s, t, (int64_t)j * person->sum_unit);
                cost = (cost >> problem->coarse) + of_tally;
                row[j - span->low] = cost < LINE_BAN / 2 ? (int32_t)cost : LINE_BAN;
            }
        }
    }
}

/* Only run states are carried: the loop is over them. */
VECTORISED static void relax_states(struct line_pricer *pricer, int32_t day, int64_t of_tally)
{
    const struct lines_person *person = pricer->person;
    const struct lines_machine *machine = &pricer->problem->machines[person->machine];
    const int32_t *after = pricer->to_go + pricer->spans->days[day + 1].at;
    int32_t *now = pricer->to_go + pricer->spans->days[day].at, n = machine->n_states;
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

/* Arcs from a day to the next: how the rows of the two lie to each other, and one arc. */
struct relaxation {
    int32_t row, width, rows, rows_after; ///< in rows: tallies
    int32_t shift;                        ///< where today's first sum stands tomorrow
    int32_t rise;                         ///< where today's first tally stands tomorrow
    int32_t *now;
    const int32_t *after;
    int32_t price, step, tally;
};

static struct relaxation relaxation_of(const struct line_spans *spans, int32_t day)
{
    const struct line_span *today = &spans->days[day], *tomorrow = today + 1;
    return (struct relaxation){.row = spans->row,
                               .width = spans->row - spans->margin,
                               .rows = line_span_rows(today),
                               .rows_after = line_span_rows(tomorrow),
                               .shift = today->low - tomorrow->low,
                               .rise = today->tally_low - tomorrow->tally_low};
}

/* Sums of one row. */
static inline void relax_row(int32_t *restrict now, const int32_t *restrict after, int32_t price,
                             int32_t n)
{
    for (int32_t j = 0; j < n; j++) {
        int32_t value = price + after[j];
        now[j] = value < now[j] ? value : now[j];
    }
}

/* Rows that lie one behind the other, all lanes of the last among them. */
static inline void relax_rows(int32_t *restrict now, const int32_t *restrict after, int32_t price,
                              int32_t n)
{
    int32_t *end = now + n;
    for (; now < end; now += SPAN_LANES, after += SPAN_LANES) {
        for (int32_t j = 0; j < SPAN_LANES; j++) {
            int32_t value = price + after[j];
            now[j] = value < now[j] ? value : now[j];
        }
    }
}

static inline void relax_arc(const struct relaxation *arc)
{
    const int32_t *after = arc->after + arc->step + arc->shift;
    int32_t rise = arc->tally + arc->rise, r = 0;
    for (; r < arc->rows && r + rise < 0; r++) { // tallies so low that they make no difference
        relax_row(arc->now + r * arc->row, after, arc->price, arc->width);
    }
    int32_t rows = arc->rows + rise < arc->rows_after ? arc->rows : arc->rows_after - rise;
    if (r < rows) {
        relax_rows(arc->now + r * arc->row, after + (r + rise) * arc->row, arc->price,
                   (rows - r) * arc->row - (arc->row - arc->width));
    }
}

/* Beside rows nothing is left of what arcs brought from other rows. */
static inline void close_margins(const struct relaxation *arcs, int32_t *block)
{
    int32_t *end = block + arcs->rows * arcs->row;
    for (int32_t *margin = block + arcs->width; margin < end; margin += arcs->row) {
        for (int32_t j = 0; j < arcs->row - arcs->width; j++) {
            margin[j] = LINE_BAN;
        }
    }
    for (int32_t j = 0; j < SPAN_LANES; j++) {
        end[j] = LINE_BAN;
    }
}

static int32_t list_offers(const struct line_pricer *pricer, int32_t day, struct offer *offers)
{
    const struct lines_person *person = pricer->person;
    const struct lines_machine *machine = &pricer->problem->machines[person->machine];
    int32_t n = 0;
    for (int32_t c = person->class_first[day]; c < person->class_first[day + 1]; c++) {
        int32_t price = pricer->class_price[c - person->class_first[0]];
        if (price < LINE_BAN / 2) {
            offers[n++] =
                (struct offer){price, pricer->spans->sums ? person->classes[c].step : 0,
                               (size_t)person->classes[c].way * (size_t)machine->n_states};
        }
    }
    return n;
}

VECTORISED static void relax_sums(struct line_pricer *pricer, int32_t day, int64_t of_tally)
{
    const struct lines_machine *machine = &pricer->problem->machines[pricer->person->machine];
    const struct line_spans *spans = pricer->spans;
    const struct line_span *today = &spans->days[day], *tomorrow = today + 1;
    const int32_t n = machine->n_states, coarse = pricer->problem->coarse;
    const int16_t *open = spans->open + (size_t)day * (size_t)n;
    const struct offer *offers = pricer->offers;
    struct relaxation arc = relaxation_of(spans, day);
    int32_t n_offers = list_offers(pricer, day, pricer->offers);
    for (int32_t i = 0; i < spans->n_open[day]; i++) {
        arc.now = pricer->to_go + today->at + (size_t)open[i] * today->block;
        ban(arc.now - spans->margin, today->block);
        for (int32_t o = 0; o < n_offers; o++) {
            size_t at = offers[o].arcs + (size_t)open[i];
            int32_t next = machine->next[at];
            if (next == n || !line_is_open(spans, (day + 1) * n + next)) {
                continue;
            }
            arc.after = pricer->to_go + tomorrow->at + (size_t)next * tomorrow->block;
            int32_t tally = machine->tally[at];
            arc.price =
                offers[o].price + (int32_t)((machine->price[at] >> coarse) + of_tally * tally);
            arc.step = offers[o].step;
            arc.tally = spans->tallies ? tally : 0;
            relax_arc(&arc);
        }
        close_margins(&arc, arc.now);
    }
}

int32_t line_to_go(const struct line_pricer *pricer, int32_t day, int32_t state, int32_t *tally,
                   int32_t sum)
{
    const struct line_spans *spans = pricer->spans;
    const struct line_span *span = &spans->days[day];
    int32_t n_states = pricer->problem->machines[pricer->person->machine].n_states;
    *tally = *tally > span->tally_low ? *tally : span->tally_low;
    if (*tally > span->tally_high || sum < span->low || sum > span->high ||
        !line_is_open(spans, day * n_states + state)) {
        return LINE_BAN;
    }
    size_t row = (size_t)(*tally - span->tally_low) * (size_t)spans->row;
    return pricer->to_go[span->at + (size_t)state * span->block + row + (size_t)(sum - span->low)];
}

/* Walks forward along what the costs to go promise; false when there is no line. */
static bool trace_line(struct line_pricer *pricer, const int64_t *multipliers)
{
    const struct lines_problem *problem = pricer->problem;
    const struct lines_person *person = pricer->person;
    const struct lines_machine *machine = &problem->machines[person->machine];
    int64_t of_tally = pricer->spans->tallies ? 0 : multipliers[LINES_TALLY];
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
            int32_t to_sum = pricer->spans->sums ? sum + class->step : 0;
            int32_t to_tally = pricer->spans->tallies ? tally + machine->tally[at] : 0;
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
        if (pricer->spans->sums || pricer->spans->tallies) {
            relax_sums(pricer, day, pricer->spans->tallies ? 0 : multipliers[LINES_TALLY]);
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

/*
 * Multipliers that values can hold.  What is charged adds up on one choice only, because a line can
 * do without; what is paid adds up over the line.
 */
static const double MOST_CHARGED = LINE_BAN / 128.0, MOST_PAID = LINE_BAN / 4.0;

/* How far counter k of the last line is from where its cost would let it rest. */
static double slope_of(const struct line_pricer *pricer, int32_t k, int64_t multiplier)
{
    const struct lines_counter *counter = &pricer->person->counters[k];
    int64_t amount = pricer->amounts[k], coarse = pricer->problem->coarse;
    int64_t top = counter->high < counter->most ? counter->over >> coarse : INT64_MAX;
    int64_t bottom = counter->low > counter->least ? -(counter->under >> coarse) : INT64_MIN;
    bool at_top = multiplier >= top && !counter->steeper;
    int32_t low = lines_free_least(counter), high = lines_free_most(counter);
    if (amount > high) {
        return at_top ? 0 : (double)(amount - high);
    }
    if (amount < low) {
        return multiplier <= bottom ? 0 : (double)(amount - low);
    }
    return multiplier > 0 ? (double)(amount - high) : multiplier < 0 ? (double)(amount - low) : 0;
}

static double unit_of(const struct line_pricer *pricer, int32_t k)
{
    int32_t unit = pricer->person->counters[k].unit;
    return unit > 0 ? unit : 1;
}

static int64_t clip(const struct line_pricer *pricer, int32_t k, double multiplier, double was)
{
    const struct lines_counter *counter = &pricer->person->counters[k];
    double unit = unit_of(pricer, k), coarse = 1 << pricer->problem->coarse;
    double top = counter->high < counter->most && !counter->steeper ? (double)counter->over / coarse
                                                                    : MOST_CHARGED / unit;
    if (counter->steeper && (double)pricer->gains[k] < top) {
        top = (double)pricer->gains[k]; // nobody pays more
    }
    double bottom = counter->low > counter->least
                        ? -(double)counter->under / coarse
                        : -MOST_PAID / (pricer->problem->n_days + 1.0) / unit;
    bottom = counter->low <= 0 && counter->least <= 0 ? 0 : bottom;
    multiplier = was > 0 && multiplier < 0 ? 0 : was < 0 && multiplier > 0 ? 0 : multiplier;
    return (int64_t)(multiplier > top ? top : multiplier < bottom ? bottom : multiplier);
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

int64_t line_dual(struct line_pricer *pricer, const int64_t *multipliers, double *slopes)
{
    int64_t relaxed = line_relax(pricer, multipliers);
    if (relaxed >= LINES_BAN) {
        return LINES_BAN;
    }
    lines_amounts(pricer->problem, pricer->p, pricer->trace, pricer->amounts);
    for (int32_t k = 0; k < pricer->person->n_counters; k++) {
        slopes[k] = line_relaxes(pricer, k) ? slope_of(pricer, k, multipliers[k]) : 0;
        slopes[k] /= unit_of(pricer, k);
    }
    return relaxed + charge_for_counters(pricer, multipliers);
}

int64_t line_multiplier(const struct line_pricer *pricer, int32_t k, int64_t was, double more)
{
    double to = (double)was + more / unit_of(pricer, k) / (1 << pricer->problem->coarse);
    return clip(pricer, k, to, (double)was);
}

void line_keep(struct line_pricer *pricer, int32_t *line, struct line_result *result)
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
        line_keep(pricer, line, result);
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
    if (effort.mends > 0 && result.bound < LINES_BAN) {
        mend_line(pricer, effort.mends, line, &result);
        return result;
    }
    int64_t target = result.cost < limit ? result.cost : limit;
    if (effort.labels > 0 && target - result.bound >= pricer->grain) {
        search_lines(pricer, effort, limit, line, &result);
    }
    return result;
}
