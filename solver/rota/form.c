// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From options and resources to rows, choices and counters (solver/lines/lines.h).
 *
 *   rows      of each cell: cover, never more than needed; then its ties
 *   choices   options that no resource bans, at the price of all price resources
 *   counters  those of the counter resources and windows that some line of the
 *             person can make cost something
 *   scale     prices in parts of a minute as fine as the programme of one line can
 *             hold: all that a line may gain stays below LARGEST
 *
 * Until the scale is known all prices are whole minutes.
 */
#include "form.h"

#include "resources.h"
#include "ties.h"
#include "windows.h"

#include <assert.h>
#include <string.h>

enum {
    LARGEST = 1 << 28, ///< a quarter of what the programme of one line calls closed
    MOST_COUNTERS = 1 + ROTA_SUMS + ROTA_WINDOWS + 1
};

struct form {
    struct rota_problem *problem;
    struct pp_arena *arena;
    struct lines_touch *touches;
    struct lines_count *counts;
    int32_t n_touches, touches_capacity, n_counts, counts_capacity;
};

/* ---- Rows ---- */

int32_t problem_row(const struct rota_problem *problem, int32_t cell)
{
    return cell + problem->tie_first[cell];
}

static int64_t largest_request(const struct pp_service *service)
{
    int64_t largest = 0;
    for (int32_t i = 0; i < service->n_requests; i++) {
        int64_t minutes = service->requests[i].minutes;
        largest = minutes > largest ? minutes : largest;
    }
    return largest;
}

/* What a duty can gain for whoever has too few. */
static int64_t gain_of_hours(const struct rota_problem *problem)
{
    const struct pp_service *service = problem->service;
    bool hours = false, evenings = false;
    for (int32_t p = 0; p < service->n_practitioners; p++) {
        hours = hours || problem->bands[p].least > 0;
        evenings = evenings || problem->evenings_due[p] > 0;
    }
    return (hours ? (int64_t)PP_DAY_MINUTES * pp_weight_of(service, "contract_least") : 0) +
           (evenings ? pp_weight_of(service, "family_evenings") : 0);
}

/* All that a turn which nobody needs can gain: a small price keeps the duals calm. */
static int64_t gain_of_turn(const struct rota_problem *problem)
{
    const struct pp_service *service = problem->service;
    int64_t price = pp_weight_of(service, "pair_together");
    if (service->n_requests > 0) {
        int64_t request = pp_weight_of(service, "request_wanted");
        price += request > largest_request(service) ? request : largest_request(service);
    }
    if (service->n_shift_skills > 0) {
        price += 2 * (int64_t)pp_weight_of(service, "skill_cover");
    }
    if (problem->before != NULL) {
        price += pp_weight_of(service, "rota_change") + problem->extra;
    }
    if (problem->frozen.first != NULL) {
        price += pp_weight_of(service, "notice_kept");
    }
    return price + gain_of_hours(problem);
}

static void add_row(struct rota_problem *problem, struct lines_row row, bool firm)
{
    problem->firm[problem->lines.n_rows] = firm;
    problem->lines.rows[problem->lines.n_rows++] = row;
}

static void list_rows(struct form *form)
{
    struct rota_problem *problem = form->problem;
    int32_t n = problem->n_cells + problem->n_ties;
    int64_t cover = pp_weight_of(problem->service, "cover"), gain = gain_of_turn(problem);
    problem->lines.rows = PP_NEW(form->arena, struct lines_row, n);
    problem->firm = PP_NEW(form->arena, bool, n);
    for (int32_t cell = 0; cell < problem->n_cells; cell++) {
        int32_t day = problem->cells[cell].day, need = problem->cells[cell].need;
        assert(problem->lines.n_rows == problem_row(problem, cell));
        add_row(problem, (struct lines_row){day, need, need, cover, gain + 1}, true);
        for (int32_t t = problem->tie_first[cell]; t < problem->tie_first[cell + 1]; t++) {
            const struct rota_tie *tie = &problem->ties[t];
            bool firm = tie->over == TIES_NEVER;
            int64_t over = firm ? gain + cover + 1 : tie->over;
            add_row(problem, (struct lines_row){day, tie->need, tie->most, tie->under, over}, firm);
        }
    }
}

/* ---- Choices ---- */

static bool is_banned(const struct rota_problem *problem, int32_t practitioner, int32_t day,
                      const struct rota_option *option)
{
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        int32_t shift = option->part[part];
        if (shift != PP_NONE && problem->cell_of[shift * problem->n_days + day] == PP_NONE) {
            return true;
        }
    }
    for (int32_t r = 0; r < RESOURCE_BANS; r++) {
        if (resource_bans[r].bans(problem, practitioner, day, option)) {
            return true;
        }
    }
    return false;
}

static void touch(struct form *form, int32_t row, int32_t sign)
{
    form->touches = pp_arena_grow(form->arena, form->touches, &form->touches_capacity,
                                  form->n_touches + 1, sizeof(form->touches[0]));
    form->touches[form->n_touches++] = (struct lines_touch){row, sign};
}

static void touch_cell(struct form *form, int32_t practitioner, int32_t cell)
{
    const struct rota_problem *problem = form->problem;
    int32_t row = problem_row(problem, cell), first = problem->tie_first[cell];
    touch(form, row, 1);
    for (int32_t t = first; t < problem->tie_first[cell + 1]; t++) {
        int32_t sign = ties_sign(problem, &problem->ties[t], practitioner);
        if (sign != 0) {
            touch(form, row + 1 + t - first, sign);
        }
    }
}

static struct lines_choice make_choice(struct form *form, int32_t practitioner, int32_t day,
                                       int32_t o, const struct rota_option *option)
{
    const struct rota_problem *problem = form->problem;
    struct lines_choice choice = {.option = o, .touch = form->n_touches};
    for (int32_t r = 0; r < RESOURCE_PRICES; r++) {
        choice.price += resource_prices[r].price(problem, practitioner, day, option);
    }
    for (int32_t part = 0; part < ROTA_PARTS; part++) {
        if (option->part[part] != PP_NONE) {
            touch_cell(form, practitioner,
                       problem->cell_of[option->part[part] * problem->n_days + day]);
        }
    }
    choice.n_touch = form->n_touches - choice.touch;
    return choice;
}

static void list_choices(struct form *form, int32_t p)
{
    const struct rota_problem *problem = form->problem;
    const struct rota_group *group = &problem->groups[problem->people[p].group];
    struct lines_person *person = &problem->lines.people[p];
    struct pp_arena scratch = {0};
    struct lines_choice *list = NULL;
    int32_t n = 0, capacity = 0, practitioner = problem->people[p].practitioner;
    person->first = PP_NEW(form->arena, int32_t, problem->n_days + 1);
    for (int32_t day = 0; day < problem->n_days; day++) {
        person->first[day] = n;
        for (int32_t o = 0; o < group->n_options; o++) {
            if (!is_banned(problem, practitioner, day, &group->options[o])) {
                list = pp_arena_grow(&scratch, list, &capacity, n + 1, sizeof(list[0]));
                list[n++] = make_choice(form, practitioner, day, o, &group->options[o]);
            }
        }
    }
    person->first[problem->n_days] = n;
    person->choices = pp_arena_copy(form->arena, list, (size_t)n * sizeof(list[0]));
    pp_arena_finish(&scratch);
}

/* ---- Counters ---- */

/* What an option amounts to in a counter resource or, behind those, a window. */
static int32_t amount_of(const struct rota_problem *problem, int32_t p, int32_t k, int32_t day,
                         const struct rota_option *option)
{
    const struct rota_person *person = &problem->people[p];
    return k < ROTA_SUMS ? resource_counters[k].amount(problem, person->practitioner, day, option)
                         : windows_amount(problem, person, k - ROTA_SUMS, day, option);
}

static int32_t limit(int64_t value)
{
    return value < LINES_FREE ? (int32_t)value : LINES_FREE;
}

static struct lines_counter counter_of(const struct rota_problem *problem, int32_t p, int32_t k)
{
    int32_t practitioner = problem->people[p].practitioner;
    struct lines_counter counter = {.most = LINES_FREE, .high = LINES_FREE};
    if (k >= ROTA_SUMS) {
        counter.most = counter.high = limit(problem->people[p].windows[k - ROTA_SUMS].most);
        return counter;
    }
    const struct resource_counter *resource = &resource_counters[k];
    counter.steeper = resource->steeper;
    if (resource->low != NULL) {
        counter.low = limit(resource->low(problem, practitioner));
        counter.under = pp_weight_of(problem->service, resource->under);
    }
    if (resource->high != NULL) {
        counter.high = limit(resource->high(problem, practitioner));
        counter.over = pp_weight_of(problem->service, resource->over);
    }
    assert(counter.low <= counter.high);
    return counter;
}

/* True when some line of the person can be below or above what is free; finds the unit. */
static bool can_cost(const struct rota_problem *problem, int32_t p, int32_t k,
                     struct lines_counter *counter)
{
    const struct lines_person *person = &problem->lines.people[p];
    int64_t sum = 0;
    for (int32_t day = 0; day < problem->n_days; day++) {
        int32_t most = 0;
        for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
            int32_t amount = amount_of(problem, p, k, day, problem_option(problem, p, c));
            most = amount > most ? amount : most;
        }
        sum += most;
        counter->unit = most > counter->unit ? most : counter->unit;
    }
    return counter->low > 0 || sum > counter->high;
}

static void list_counters(struct form *form, int32_t p)
{
    const struct rota_problem *problem = form->problem;
    struct lines_person *person = &problem->lines.people[p];
    struct lines_counter counters[MOST_COUNTERS] = {{.most = LINES_FREE, .high = LINES_FREE}};
    int32_t sources[MOST_COUNTERS], n = 1; // after LINES_TALLY, which no rule uses
    for (int32_t k = 0; k < ROTA_SUMS + problem->people[p].n_windows; k++) {
        counters[n] = counter_of(problem, p, k);
        sources[n] = k;
        n += can_cost(problem, p, k, &counters[n]);
    }
    person->counters = pp_arena_copy(form->arena, counters, (size_t)n * sizeof(counters[0]));
    person->n_counters = n;
    person->sum = -1;
    person->sum_unit = 1;
    for (int32_t day = 0; day < problem->n_days; day++) {
        for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
            struct lines_choice *choice = &person->choices[c];
            choice->count = form->n_counts;
            for (int32_t k = 1; k < n; k++) {
                int32_t amount =
                    amount_of(problem, p, sources[k], day, problem_option(problem, p, c));
                if (amount != 0) {
                    form->counts = pp_arena_grow(form->arena, form->counts, &form->counts_capacity,
                                                 form->n_counts + 1, sizeof(form->counts[0]));
                    form->counts[form->n_counts++] = (struct lines_count){k, amount};
                }
            }
            choice->n_count = form->n_counts - choice->count;
        }
    }
}

/* ---- Scale ---- */

/* The most that the rows pay for a choice, and the most that they charge. */
static void span_of_choice(const struct lines_problem *lines, const struct lines_choice *choice,
                           int64_t *paid, int64_t *charged)
{
    *paid = -choice->price;
    *charged = choice->price;
    for (int32_t i = 0; i < choice->n_touch; i++) {
        const struct lines_touch *touch = &lines->touches[choice->touch + i];
        const struct lines_row *row = &lines->rows[touch->row];
        *paid += touch->sign > 0 ? row->under : row->over;
        *charged += touch->sign > 0 ? row->over : row->under;
    }
}

/* The most that a choice's run states charge. */
static int64_t dearest_state(const struct lines_machine *machine, int32_t day, int32_t option)
{
    size_t at = machine_arc(machine, day, option, 0);
    int64_t dearest = 0;
    for (int32_t s = 0; s < machine->n_states; s++) {
        int64_t price = machine->price[at + (size_t)s];
        dearest = price > dearest ? price : dearest;
    }
    return dearest;
}

/*
 * The largest sum that a person's programme has to tell apart: all that a line can gain; the line
 * without turns, for no dearer one is looked for; and one choice.
 */
static int64_t worst_of(const struct lines_problem *lines, int32_t p)
{
    const struct lines_person *person = &lines->people[p];
    const struct lines_machine *machine = &lines->machines[person->machine];
    int64_t gains = 0, quiet = 0, dearest = 0;
    for (int32_t day = 0; day < lines->n_days; day++) {
        int64_t best = 0;
        for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
            int64_t paid, charged;
            span_of_choice(lines, &person->choices[c], &paid, &charged);
            best = paid > best ? paid : best;
            dearest = charged > dearest ? charged : dearest;
        }
        const struct lines_choice *none = &person->choices[person->first[day]];
        gains += best;
        quiet += none->price + dearest_state(machine, day, none->option);
    }
    int64_t worst = gains > quiet ? gains : quiet;
    return worst > dearest ? worst : dearest;
}

static void multiply(struct rota_problem *problem, int64_t scale)
{
    struct lines_problem *lines = &problem->lines;
    lines->scale = scale;
    lines->constant = problem->constant * scale;
    for (int32_t r = 0; r < lines->n_rows; r++) {
        lines->rows[r].under *= scale;
        lines->rows[r].over *= scale;
    }
    for (int32_t g = 0; g < problem->n_groups; g++) {
        const struct lines_machine *machine = &lines->machines[g];
        for (int32_t arc = 0; arc < machine->n_ways * machine->n_states; arc++) {
            machine->price[arc] *= scale;
        }
    }
    for (int32_t p = 0; p < lines->n_people; p++) {
        struct lines_person *person = &lines->people[p];
        for (int32_t c = 0; c < person->first[lines->n_days]; c++) {
            person->choices[c].price *= scale;
        }
        for (int32_t k = 0; k < person->n_counters; k++) {
            person->counters[k].under *= scale;
            person->counters[k].over *= scale;
        }
    }
}

static void set_scale(struct rota_problem *problem)
{
    int64_t worst = 1, scale = LINES_FINEST;
    for (int32_t p = 0; p < problem->n_people; p++) {
        int64_t of_person = worst_of(&problem->lines, p);
        worst = of_person > worst ? of_person : worst;
    }
    while (scale > 1 && worst * scale > LARGEST) {
        scale /= 2;
    }
    while (worst >> problem->lines.coarse > LARGEST) {
        problem->lines.coarse++;
    }
    multiply(problem, scale);
}

/* ---- All ---- */

void form_make(struct rota_problem *problem, struct pp_arena *arena)
{
    struct form form = {.problem = problem, .arena = arena};
    struct lines_problem *lines = &problem->lines;
    lines->n_days = problem->n_days;
    list_rows(&form);
    for (int32_t p = 0; p < problem->n_people; p++) {
        list_choices(&form, p);
        list_counters(&form, p);
    }
    lines->touches = form.touches;
    lines->counts = form.counts;
    set_scale(problem);
    lines_complete(lines, arena);
}
