// SPDX-License-Identifier: GPL-3.0-or-later
/* Reaching sums and tallies from both ends, and laying them out (spans.h). */
#include "spans.h"

#include <string.h>

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

/* Sums that can occur on each morning, and of each state. */
static void span_sums(const struct lines_problem *problem, int32_t p, const int32_t *before,
                      int32_t *low, int32_t *high, struct line_span *days)
{
    const struct lines_person *person = &problem->people[p];
    const struct lines_counter *sum = &person->counters[person->sum];
    int32_t n = problem->machines[person->machine].n_states, unit = person->sum_unit;
    int32_t least = sum->least > 0 ? (sum->least + unit - 1) / unit : 0;
    int32_t most = sum->most < 0 ? -1 : sum->most / unit;
    for (int32_t day = 0; day <= problem->n_days; day++) {
        struct line_span *span = &days[day];
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
    size_t mornings = (size_t)problem->n_days + 1;
    size_t length = mornings * (size_t)problem->machines[person->machine].n_states;
    *spans = (struct line_spans){.sums = !flat && person->sum >= 0,
                                 .days = PP_NEW(arena, struct line_span, mornings)};
    spans->tallies = !flat && lines_tally_binds(person) && span_tallies(problem, p, spans->days);
    if (spans->sums) {
        struct pp_arena scratch = {0};
        int32_t *before = PP_NEW(&scratch, int32_t, length);
        spans->low = PP_NEW(arena, int32_t, length);
        spans->high = PP_NEW(arena, int32_t, length);
        reach_forwards(problem, p, before);
        reach_backwards(problem, p, spans->high);
        span_sums(problem, p, before, spans->low, spans->high, spans->days);
        pp_arena_finish(&scratch);
    }
    lay_out(spans, problem, p);
}
