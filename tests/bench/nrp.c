// SPDX-License-Identifier: GPL-3.0-or-later
/* From the file to the problem, and from lines to a grid (nrp.h). */
#include "nrp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
    MINUTES = 1,    ///< the counter; LINES_TALLY is weekends
    FIRST_TYPE = 2, ///< counters of shift types
    LARGEST_SUM = 1 << 28,
    LEAST_DEAREST = 20 ///< what wishes cost at least when the scale is chosen
};

struct build {
    struct nrp *nrp;
    const struct nrp_file *file;
    struct pp_arena *arena;
    struct pp_err *err;
    const int32_t *kind_of; ///< of days
    struct lines_touch *touches;
    struct lines_count *counts;
    int32_t n_touches, n_counts;
};

static bool may_do(const struct nrp_staff *staff, int32_t shift)
{
    return staff->most_of[shift] != 0;
}

/* ---- Run states ---- */

/* What the automata of one kind of employee look at. */
struct rules {
    const struct nrp_file *file;
    const struct nrp_staff *staff;
    int32_t n_options;
    int32_t *shift_of; ///< option -> shift; option 0 is a day off
};

enum {
    ANY_RUN = NRP_DAYS + 1, ///< added to a run of shifts that touches the first day: never short
    WORK = 2 * ANY_RUN,     ///< a run of shifts; less: a run of days off
    BEFORE = 2 * WORK       ///< nothing yet
};

enum kind {
    WEEKDAY,
    SATURDAY,
    SUNDAY
};

static int32_t next_run(const void *user, int32_t value, int32_t kind, int32_t option,
                        struct lines_charge *charge)
{
    const struct nrp_staff *staff = ((const struct rules *)user)->staff;
    int32_t run = value == BEFORE ? 0 : value % ANY_RUN;
    bool worked = value >= WORK && value != BEFORE, any = worked && value >= WORK + ANY_RUN;
    if (option == 0) {
        if (worked && !any && run < staff->least_run) {
            return LINES_FORBIDDEN;
        }
        int32_t rest = worked ? 1 : value == BEFORE ? staff->least_rest : run + 1;
        return rest < staff->least_rest ? rest : staff->least_rest;
    }
    charge->tally += kind == SATURDAY || (kind == SUNDAY && !worked);
    if ((worked ? run : 0) >= staff->most_run) {
        return LINES_FORBIDDEN;
    }
    if (value == BEFORE) {
        return WORK + ANY_RUN + 1;
    }
    if (worked) {
        return value + 1;
    }
    return run >= staff->least_rest ? WORK + 1 : LINES_FORBIDDEN;
}

/* Value: one more than the shift of the day before. */
static int32_t next_follow(const void *user, int32_t value, int32_t kind, int32_t option,
                           struct lines_charge *charge)
{
    const struct rules *rules = user;
    (void)kind;
    (void)charge;
    if (option == 0) {
        return 0;
    }
    int32_t shift = rules->shift_of[option];
    bool banned =
        value > 0 && rules->file->may_not_follow[(value - 1) * rules->file->n_shifts + shift];
    return banned ? LINES_FORBIDDEN : shift + 1;
}

static const struct lines_automaton automata[] = {{.next = next_run}, {.next = next_follow}};

/* A Sunday of a run that began on Saturday adds nothing, so the first day must not be a Sunday. */
static const int32_t starts[] = {BEFORE, 0};

static bool same_kind(const struct nrp_file *file, const struct nrp_staff *a,
                      const struct nrp_staff *b)
{
    for (int32_t shift = 0; shift < file->n_shifts; shift++) {
        if (may_do(a, shift) != may_do(b, shift)) {
            return false;
        }
    }
    return a->most_run == b->most_run && a->least_run == b->least_run &&
           a->least_rest == b->least_rest;
}

static bool build_machine(struct build *build, const struct nrp_staff *staff,
                          struct lines_machine *machine)
{
    int32_t shift_of[NRP_SHIFTS + 1];
    struct rules rules = {build->file, staff, 1, shift_of};
    for (int32_t shift = 0; shift < build->file->n_shifts; shift++) {
        if (may_do(staff, shift)) {
            shift_of[rules.n_options++] = shift;
        }
    }
    struct lines_automata from = {.user = &rules,
                                  .automata = automata,
                                  .n_automata = 2,
                                  .n_options = rules.n_options,
                                  .n_kinds = 3,
                                  .kind_of = build->kind_of,
                                  .starts = starts,
                                  .n_starts = 1};
    return machine_build(machine, &from, build->arena) ||
           pp_fail(build->err, PP_E_INPUT, "%s line %d: too many run states for employee '%s'",
                   build->file->path, staff->line, staff->name);
}

/* ---- Counters ---- */

static int32_t greatest_divisor(int32_t a, int32_t b)
{
    return b == 0 ? a : greatest_divisor(b, a % b);
}

/* A limit that can be reached. */
static bool binds(const struct nrp_file *file, const struct nrp_staff *staff, int32_t shift)
{
    int32_t most = staff->most_of[shift];
    return most > 0 && most < file->n_days &&
           (int64_t)most * file->shifts[shift].minutes <= staff->most_minutes;
}

/* Fills the counter of each shift type, -1: none. */
static bool list_counters(struct build *build, const struct nrp_staff *staff,
                          struct lines_person *person, int32_t *counter_of)
{
    const struct nrp_file *file = build->file;
    int32_t weekends = staff->most_weekends, minutes = staff->most_minutes;
    person->counters = PP_NEW(build->arena, struct lines_counter, LINES_COUNTERS);
    person->counters[LINES_TALLY] = (struct lines_counter){.most = weekends, .high = weekends};
    person->counters[MINUTES] =
        (struct lines_counter){.least = staff->least_minutes, .most = minutes, .high = minutes};
    person->n_counters = FIRST_TYPE;
    person->sum = MINUTES;
    for (int32_t shift = 0; shift < file->n_shifts; shift++) {
        int32_t most = staff->most_of[shift];
        counter_of[shift] = -1;
        if (binds(file, staff, shift)) {
            if (person->n_counters == LINES_COUNTERS) {
                return pp_fail(build->err, PP_E_INPUT,
                               "%s line %d: employee '%s' has limits of more than %d shifts",
                               file->path, staff->line, staff->name, LINES_COUNTERS - FIRST_TYPE);
            }
            counter_of[shift] = person->n_counters;
            person->counters[person->n_counters++] =
                (struct lines_counter){.most = most, .high = most};
        }
        if (may_do(staff, shift)) {
            person->sum_unit = greatest_divisor(file->shifts[shift].minutes, person->sum_unit);
            person->counters[MINUTES].unit = file->shifts[shift].minutes;
        }
    }
    person->sum_unit = person->sum_unit > 0 ? person->sum_unit : 1;
    return true;
}

/* ---- Choices ---- */

/* One shift on one day. */
static struct lines_choice make_choice(struct build *build, int32_t cell, int32_t shift,
                                       int32_t option, int32_t counter)
{
    const struct nrp_file *file = build->file;
    int64_t wish = file->wish[(int64_t)cell * file->n_shifts + shift];
    struct lines_choice choice = {.price = wish * build->nrp->problem.scale,
                                  .option = option,
                                  .touch = build->n_touches,
                                  .n_touch = 1,
                                  .count = build->n_counts,
                                  .n_count = 1 + (counter >= 0)};
    build->touches[build->n_touches++] =
        (struct lines_touch){cell % file->n_days * file->n_shifts + shift, 1};
    build->counts[build->n_counts++] = (struct lines_count){MINUTES, file->shifts[shift].minutes};
    if (counter >= 0) {
        build->counts[build->n_counts++] = (struct lines_count){counter, 1};
    }
    return choice;
}

static void list_choices(struct build *build, int32_t p, const int32_t *counter_of,
                         struct lines_person *person)
{
    const struct nrp_file *file = build->file;
    size_t most = (size_t)file->n_days * (size_t)(file->n_shifts + 1);
    int32_t *shift_of = PP_NEW(build->arena, int32_t, most), n = 0;
    person->first = PP_NEW(build->arena, int32_t, file->n_days + 1);
    person->choices = PP_NEW(build->arena, struct lines_choice, most);
    for (int32_t day = 0; day < file->n_days; day++) {
        int32_t cell = p * file->n_days + day;
        person->first[day] = n;
        shift_of[n++] = -1;
        for (int32_t shift = 0, option = 0; shift < file->n_shifts && !file->off[cell]; shift++) {
            if (may_do(&file->staff[p], shift)) {
                option++;
                shift_of[n] = shift;
                person->choices[n++] = make_choice(build, cell, shift, option, counter_of[shift]);
            }
        }
    }
    person->first[file->n_days] = n;
    build->nrp->shift_of[p] = shift_of;
}

/* ---- The problem ---- */

static int32_t *kinds_of_days(const struct build *build)
{
    int32_t *kind_of = PP_NEW(build->arena, int32_t, build->file->n_days);
    for (int32_t day = 0; day < build->file->n_days; day++) {
        kind_of[day] = day % 7 == 5 ? SATURDAY : day % 7 == 6 ? SUNDAY : WEEKDAY;
    }
    return kind_of;
}

/* People who differ only in counters and wishes share a machine, that of the first of them. */
static bool build_people(struct build *build)
{
    const struct nrp_file *file = build->file;
    struct lines_problem *problem = &build->nrp->problem;
    struct lines_machine *machines = PP_NEW(build->arena, struct lines_machine, file->n_staff);
    int32_t counter_of[NRP_SHIFTS];
    for (int32_t p = 0; p < file->n_staff; p++) {
        struct lines_person *person = &problem->people[p];
        int32_t like = 0;
        while (!same_kind(file, &file->staff[like], &file->staff[p])) {
            like++;
        }
        if ((like == p && !build_machine(build, &file->staff[p], &machines[p])) ||
            !list_counters(build, &file->staff[p], person, counter_of)) {
            return false;
        }
        person->machine = like;
        person->start = machines[like].starts[0];
        list_choices(build, p, counter_of, person);
    }
    problem->machines = machines;
    return true;
}

/* The dearest thing that may happen on a day. */
static int64_t dearest_day(const struct nrp_file *file)
{
    int64_t row = 0, wish = LEAST_DEAREST;
    for (int32_t r = 0; r < file->n_days * file->n_shifts; r++) {
        row = file->cover[r].under > row ? file->cover[r].under : row;
        row = file->cover[r].over > row ? file->cover[r].over : row;
    }
    for (int64_t i = 0; i < (int64_t)file->n_staff * file->n_days * file->n_shifts; i++) {
        wish = file->wish[i] > wish ? file->wish[i] : wish;
        wish = -file->wish[i] > wish ? -file->wish[i] : wish;
    }
    return row + wish;
}

/* A row a day and shift, free where nothing is asked. */
static struct lines_row *build_rows(const struct build *build)
{
    const struct nrp_file *file = build->file;
    int32_t n = file->n_days * file->n_shifts;
    int64_t scale = build->nrp->problem.scale;
    struct lines_row *rows = PP_NEW(build->arena, struct lines_row, n);
    for (int32_t r = 0; r < n; r++) {
        const struct nrp_cover *cover = &file->cover[r];
        rows[r] = (struct lines_row){.day = r / file->n_shifts, .most = LINES_FREE};
        if (cover->need != NRP_FREE) {
            rows[r].need = rows[r].most = cover->need;
            rows[r].under = cover->under * scale;
            rows[r].over = cover->over * scale;
        }
    }
    return rows;
}

static bool build_problem(struct build *build)
{
    const struct nrp_file *file = build->file;
    struct lines_problem *problem = &build->nrp->problem;
    problem->n_days = file->n_days;
    problem->n_people = file->n_staff;
    problem->n_rows = file->n_days * file->n_shifts;
    problem->scale = LINES_FINEST;
    while (problem->scale > 1 && dearest_day(file) * file->n_days * problem->scale > LARGEST_SUM) {
        problem->scale /= 2;
    }
    problem->rows = build_rows(build);
    problem->constant = file->wishes_lost * problem->scale;
    size_t cells = (size_t)file->n_staff * (size_t)problem->n_rows;
    build->touches = PP_NEW(build->arena, struct lines_touch, cells);
    build->counts = PP_NEW(build->arena, struct lines_count, 2 * cells);
    build->kind_of = kinds_of_days(build);
    problem->touches = build->touches;
    problem->counts = build->counts;
    problem->people = PP_NEW(build->arena, struct lines_person, file->n_staff);
    build->nrp->shift_of = PP_NEW(build->arena, int32_t *, file->n_staff);
    if (!build_people(build)) {
        return false;
    }
    lines_complete(problem, build->arena);
    return true;
}

bool nrp_read(struct nrp *nrp, const char *path, struct pp_err *err)
{
    *nrp = (struct nrp){.arena = {0}};
    struct build build = {.nrp = nrp, .file = &nrp->file, .arena = &nrp->arena, .err = err};
    return nrp_file_read(&nrp->file, path, &nrp->arena, err) && build_problem(&build);
}

bool nrp_write(const struct nrp *nrp, const int32_t *lines, const char *path, struct pp_err *err)
{
    FILE *stream = fopen(path, "w");
    if (stream == NULL) {
        return pp_fail(err, PP_E_SYSTEM, "%s: %s", path, strerror(errno));
    }
    int32_t n_days = nrp->problem.n_days;
    for (int32_t p = 0; p < nrp->problem.n_people; p++) {
        for (int32_t day = 0; day < n_days; day++) {
            int32_t shift = nrp->shift_of[p][lines[p * n_days + day]];
            fprintf(stream, "%s%s", day > 0 ? "\t" : "",
                    shift < 0 ? "" : nrp->file.shifts[shift].name);
        }
        fputc('\n', stream);
    }
    bool written = !ferror(stream);
    written = fclose(stream) == 0 && written;
    return written || pp_fail(err, PP_E_SYSTEM, "%s: %s", path, strerror(errno));
}

void nrp_finish(struct nrp *nrp)
{
    pp_arena_finish(&nrp->arena);
}
