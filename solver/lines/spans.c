// SPDX-License-Identifier: GPL-3.0-or-later
/* Reaching sums and tallies from both ends, and laying them out (spans.h). */
#include "spans.h"

#include <string.h>

/* What is made of a person's spans, and from what. */
struct reach {
    const struct lines_problem *problem;
    const struct lines_person *person;
    const struct lines_machine *machine;
    int32_t n; ///< states
    struct line_spans *spans;
    int32_t *before; ///< like spans->low: the largest sums that can have come together before
};

/* Which states of a day can have come about. */
static void list_open(struct reach *reach, int32_t day)
{
    size_t at = (size_t)day * (size_t)reach->n;
    int32_t n_open = 0;
    for (int32_t s = 0; s < reach->n; s++) {
        if (reach->before[at + (size_t)s] >= 0) {
            reach->spans->open[at + (size_t)n_open++] = (int16_t)s;
        }
    }
    reach->spans->n_open[day] = n_open;
}

static void reach_forwards(struct reach *reach)
{
    const struct lines_person *person = reach->person;
    const int32_t n = reach->n, n_days = reach->problem->n_days;
    memset(reach->before, -1, (size_t)(n_days + 1) * (size_t)n * sizeof(int32_t));
    reach->before[person->start] = 0;
    for (int32_t day = 0; day < n_days; day++) {
        const int32_t *now = reach->before + (size_t)day * (size_t)n;
        const int16_t *open = reach->spans->open + (size_t)day * (size_t)n;
        int32_t *then = reach->before + (size_t)(day + 1) * (size_t)n;
        list_open(reach, day);
        for (int32_t c = person->class_first[day]; c < person->class_first[day + 1]; c++) {
            const int16_t *next = reach->machine->next + (size_t)person->classes[c].way * (size_t)n;
            for (int32_t i = 0; i < reach->spans->n_open[day]; i++) {
                int32_t to = next[open[i]], sum = now[open[i]] + person->classes[c].step;
                if (to < n && sum > then[to]) {
                    then[to] = sum;
                }
            }
        }
    }
    list_open(reach, n_days);
}

/* The largest sums that can come together after a state of a day into `high`; -1: no way on. */
static void reach_backwards(struct reach *reach)
{
    const struct lines_person *person = reach->person;
    const int32_t n = reach->n, n_days = reach->problem->n_days;
    int32_t *high = reach->spans->high;
    memset(high, -1, (size_t)(n_days + 1) * (size_t)n * sizeof(int32_t));
    for (int32_t s = 0; s < n; s++) {
        bool ends = person->end == NULL || person->end[s] < LINES_BAN;
        high[(size_t)n_days * (size_t)n + (size_t)s] = ends ? 0 : -1;
    }
    for (int32_t day = n_days - 1; day >= 0; day--) {
        int32_t *now = high + (size_t)day * (size_t)n;
        const int32_t *then = now + n;
        const int16_t *open = reach->spans->open + (size_t)day * (size_t)n;
        for (int32_t c = person->class_first[day]; c < person->class_first[day + 1]; c++) {
            const int16_t *next = reach->machine->next + (size_t)person->classes[c].way * (size_t)n;
            for (int32_t i = 0; i < reach->spans->n_open[day]; i++) {
                int32_t s = open[i], to = next[s];
                int32_t sum = to < n && then[to] >= 0 ? then[to] + person->classes[c].step : -1;
                now[s] = sum > now[s] ? sum : now[s];
            }
        }
    }
}

int32_t lines_tally_of_day(const struct lines_problem *problem, int32_t p, int32_t day)
{
    const struct lines_person *person = &problem->people[p];
    int32_t most = 0;
    for (int32_t c = person->class_first[day]; c < person->class_first[day + 1]; c++) {
        most = person->classes[c].tally > most ? person->classes[c].tally : most;
    }
    return most;
}

/*
 * Tallies that can occur; a lower one than tally_low makes no difference.  False when none makes
 * any: then none is carried.
 */
static bool span_tallies(const struct lines_problem *problem, int32_t p, struct line_span *days)
{
    const struct lines_person *person = &problem->people[p];
    int32_t n_states = problem->machines[person->machine].n_states;
    int32_t most = person->counters[LINES_TALLY].most, sum = 0, ahead = 0;
    for (int32_t day = 0; day < problem->n_days; day++) {
        days[day].tally_high = sum < most ? sum : most;
        sum += lines_tally_of_day(problem, p, day);
    }
    days[problem->n_days].tally_high = sum < most ? sum : most;
    for (int32_t s = 0; person->end_tally != NULL && s < n_states; s++) {
        ahead = person->end_tally[s] > ahead ? person->end_tally[s] : ahead;
    }
    bool exact = person->end_least != NULL, binds = exact || sum + ahead > most;
    for (int32_t day = problem->n_days; day >= 0; day--) {
        struct line_span *span = &days[day];
        int32_t low = most - ahead > 0 && !exact ? most - ahead : 0;
        span->tally_low = binds ? low : 0;
        span->tally_high = !binds ? 0 : span->tally_high > low ? span->tally_high : low;
        ahead += day > 0 ? lines_tally_of_day(problem, p, day - 1) : 0;
    }
    return binds;
}

/* Sums of each state of a day, from what can come before and after it. */
static void span_day(struct reach *reach, int32_t day, int32_t least, int32_t most)
{
    struct line_spans *spans = reach->spans;
    struct line_span *span = &spans->days[day];
    size_t at = (size_t)day * (size_t)reach->n;
    int32_t n_open = spans->n_open[day], kept = 0;
    int16_t *open = spans->open + at;
    span->low = INT32_MAX;
    span->high = -1;
    for (int32_t i = 0; i < n_open; i++) {
        int32_t *low = &spans->low[at + (size_t)open[i]],
                *high = &spans->high[at + (size_t)open[i]];
        int32_t ahead = *high, before = reach->before[at + (size_t)open[i]];
        *low = ahead < 0 || least <= ahead ? 0 : least - ahead;
        *high = ahead < 0 ? -1 : before < most ? before : most;
        if (*low <= *high) {
            span->low = *low < span->low ? *low : span->low;
            span->high = *high > span->high ? *high : span->high;
            open[kept++] = open[i];
        }
    }
    spans->n_open[day] = kept;
    span->low = span->high < 0 ? 0 : span->low;
    span->high = span->high < span->low ? span->low : span->high;
}

/* States and sums that lead from the start to an end. */
static void span_sums(struct reach *reach, struct pp_arena *arena)
{
    const struct lines_person *person = reach->person;
    const struct lines_counter *sum = reach->spans->sums ? &person->counters[person->sum] : NULL;
    int32_t unit = person->sum_unit, n_days = reach->problem->n_days;
    int32_t least = sum != NULL && sum->least > 0 ? (sum->least + unit - 1) / unit : 0;
    int32_t most = sum == NULL ? INT32_MAX : sum->most < 0 ? -1 : sum->most / unit;
    size_t length = (size_t)(n_days + 1) * (size_t)reach->n;
    struct pp_arena scratch = {0};
    reach->before = PP_NEW(&scratch, int32_t, length);
    reach->spans->low = PP_NEW(arena, int32_t, length);
    reach->spans->high = PP_NEW(arena, int32_t, length);
    reach->spans->open = PP_NEW(arena, int16_t, length);
    reach->spans->n_open = PP_NEW(arena, int32_t, n_days + 1);
    reach_forwards(reach);
    reach_backwards(reach);
    for (int32_t day = 0; day <= n_days; day++) {
        span_day(reach, day, least, most);
    }
    pp_arena_finish(&scratch);
}

/* How far a sum can move beside its span, from a day to the next. */
static int32_t margin_of(const struct lines_problem *problem, int32_t p,
                         const struct line_span *days)
{
    const struct lines_person *person = &problem->people[p];
    int32_t margin = 0;
    for (int32_t day = 0; day < problem->n_days; day++) {
        int32_t by = days[day].low - days[day + 1].low;
        margin = -by > margin ? -by : margin;
        for (int32_t c = person->class_first[day]; c < person->class_first[day + 1]; c++) {
            int32_t aside = person->classes[c].step + by;
            margin = aside > margin ? aside : margin;
        }
    }
    return margin;
}

static void lay_out(struct line_spans *spans, const struct lines_problem *problem, int32_t p)
{
    size_t blocks = (size_t)problem->machines[problem->people[p].machine].n_states + 1;
    spans->margin = spans->sums ? margin_of(problem, p, spans->days) : 0;
    for (int32_t day = 0; day <= problem->n_days; day++) {
        int32_t width = spans->days[day].high - spans->days[day].low + 1;
        spans->row = width > spans->row ? width : spans->row;
    }
    spans->row += spans->margin;
    for (int32_t day = 0; day <= problem->n_days; day++) {
        struct line_span *span = &spans->days[day];
        span->block = (size_t)line_span_rows(span) * (size_t)spans->row;
        if (spans->sums || spans->tallies) {
            span->block += (size_t)spans->margin + SPAN_LANES;
        }
        span->at = spans->values + (size_t)spans->margin;
        spans->values += blocks * span->block;
    }
}

void line_spans_of(struct line_spans *spans, const struct lines_problem *problem, int32_t p,
                   bool flat, struct pp_arena *arena)
{
    const struct lines_person *person = &problem->people[p];
    const struct lines_machine *machine = &problem->machines[person->machine];
    size_t mornings = (size_t)problem->n_days + 1;
    *spans = (struct line_spans){.sums = !flat && person->sum >= 0,
                                 .days = PP_NEW(arena, struct line_span, mornings)};
    spans->tallies = !flat && lines_tally_binds(person) && span_tallies(problem, p, spans->days);
    if (spans->sums || spans->tallies) {
        struct reach reach = {problem, person, machine, machine->n_states, spans, NULL};
        span_sums(&reach, arena);
    }
    lay_out(spans, problem, p);
}
