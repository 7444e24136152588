// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading instances and writing grids (nrp.h). */
#include "nrp.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_PIECES = 512,
    MOST_SHIFTS = 200,
    MOST_PEOPLE = 1000,
    MOST_DAYS = 1000,
    MINUTES = 1,    ///< the counter; LINES_TALLY is weekends
    FIRST_TYPE = 2, ///< counters of shift types
    LARGEST_SUM = 1 << 28
};

struct staff {
    char *name;
    int32_t most_of[MOST_SHIFTS];
    int32_t most_minutes, least_minutes, most_run, least_run, least_rest, most_weekends;
};

/* What is read, before it becomes a problem. */
struct reader {
    struct nrp *nrp;
    struct pp_arena *arena;
    struct pp_err *err;
    const char *path;
    int32_t line, n_days, n_staff;
    int32_t minutes[MOST_SHIFTS];
    bool *may_not_follow; ///< [before * MOST_SHIFTS + after]
    char *after[MOST_SHIFTS];
    struct staff *staff;
    int64_t *wish;          ///< [(person * days + day) * shifts + shift]: what having it costs
    bool *off;              ///< [person * days + day]
    int64_t wishes_lost;    ///< cost of no wish granted
    struct lines_row *rows; ///< [day * shifts + shift]
    double dearest;
};

static bool wrong(struct reader *reader, const char *what, const char *value)
{
    return pp_fail(reader->err, PP_E_INPUT, "%s line %d: %s: %s", reader->path, reader->line, what,
                   value);
}

/* ---- Pieces of a line ---- */

static char *trim(char *text)
{
    while (*text == ' ' || *text == '\t') {
        text++;
    }
    char *end = text + strlen(text);
    while (end > text && strchr(" \t\r\n", end[-1]) != NULL) {
        *--end = '\0';
    }
    return text;
}

static int32_t split(char *text, char separator, char **pieces)
{
    int32_t n = 0;
    while (text != NULL && n < MOST_PIECES) {
        char *next = strchr(text, separator);
        if (next != NULL) {
            *next++ = '\0';
        }
        pieces[n++] = trim(text);
        text = next;
    }
    return n;
}

static bool whole(struct reader *reader, const char *text, int32_t *number)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || value < -1000000 || value > 1000000) {
        return wrong(reader, "not a whole number", text);
    }
    *number = (int32_t)value;
    return true;
}

static bool find_shift(struct reader *reader, const char *name, int32_t *shift)
{
    for (*shift = 0; *shift < reader->nrp->n_shifts; (*shift)++) {
        if (strcmp(reader->nrp->shifts[*shift], name) == 0) {
            return true;
        }
    }
    return wrong(reader, "unknown shift", name);
}

static bool find_person(struct reader *reader, const char *name, int32_t *person)
{
    for (*person = 0; *person < reader->n_staff; (*person)++) {
        if (strcmp(reader->staff[*person].name, name) == 0) {
            return true;
        }
    }
    return wrong(reader, "unknown employee", name);
}

static bool find_day(struct reader *reader, const char *text, int32_t *day)
{
    return whole(reader, text, day) &&
           ((*day >= 0 && *day < reader->n_days) || wrong(reader, "day outside the horizon", text));
}

/* ---- Sections ---- */

static bool read_horizon(struct reader *reader, char **pieces, int32_t n)
{
    (void)n;
    return whole(reader, pieces[0], &reader->n_days) &&
           ((reader->n_days >= 1 && reader->n_days <= MOST_DAYS) ||
            wrong(reader, "a horizon that can't be", pieces[0]));
}

static bool read_shift(struct reader *reader, char **pieces, int32_t n)
{
    int32_t shift = reader->nrp->n_shifts;
    if (shift == MOST_SHIFTS || n < 2) {
        return wrong(reader, "too many shifts, or too few fields", pieces[0]);
    }
    reader->nrp->shifts[shift] = pp_arena_string(reader->arena, pieces[0]);
    reader->after[shift] = pp_arena_string(reader->arena, n > 2 ? pieces[2] : "");
    reader->nrp->n_shifts++;
    return whole(reader, pieces[1], &reader->minutes[shift]);
}

/* Shifts may be named before they are listed, so this waits for the end of the section. */
static bool resolve_follow(struct reader *reader)
{
    char *pieces[MOST_PIECES];
    for (int32_t shift = 0; shift < reader->nrp->n_shifts; shift++) {
        int32_t n = split(reader->after[shift], '|', pieces), after;
        for (int32_t i = 0; i < n; i++) {
            if (*pieces[i] != '\0') {
                if (!find_shift(reader, pieces[i], &after)) {
                    return false;
                }
                reader->may_not_follow[shift * MOST_SHIFTS + after] = true;
            }
        }
    }
    return true;
}

static bool read_most_of(struct reader *reader, char *text, struct staff *staff)
{
    char *pieces[MOST_PIECES];
    for (int32_t shift = 0; shift < MOST_SHIFTS; shift++) {
        staff->most_of[shift] = LINES_FREE;
    }
    int32_t n = split(text, '|', pieces), shift;
    for (int32_t i = 0; i < n; i++) {
        char *value = strchr(pieces[i], '=');
        if (*pieces[i] == '\0') {
            continue;
        }
        if (value == NULL) {
            return wrong(reader, "no = in", pieces[i]);
        }
        *value++ = '\0';
        if (!find_shift(reader, trim(pieces[i]), &shift) ||
            !whole(reader, trim(value), &staff->most_of[shift])) {
            return false;
        }
    }
    return true;
}

static bool read_staff(struct reader *reader, char **pieces, int32_t n)
{
    if (n < 8 || reader->n_staff == MOST_PEOPLE) {
        return wrong(reader, "too few fields, or too many employees", pieces[0]);
    }
    struct staff *staff = &reader->staff[reader->n_staff++];
    staff->name = pp_arena_string(reader->arena, pieces[0]);
    return read_most_of(reader, pieces[1], staff) &&
           whole(reader, pieces[2], &staff->most_minutes) &&
           whole(reader, pieces[3], &staff->least_minutes) &&
           whole(reader, pieces[4], &staff->most_run) &&
           whole(reader, pieces[5], &staff->least_run) &&
           whole(reader, pieces[6], &staff->least_rest) &&
           whole(reader, pieces[7], &staff->most_weekends);
}

static bool read_days_off(struct reader *reader, char **pieces, int32_t n)
{
    int32_t person, day;
    if (!find_person(reader, pieces[0], &person)) {
        return false;
    }
    for (int32_t i = 1; i < n; i++) {
        if (*pieces[i] != '\0') {
            if (!find_day(reader, pieces[i], &day)) {
                return false;
            }
            reader->off[person * reader->n_days + day] = true;
        }
    }
    return true;
}

static bool read_wish(struct reader *reader, char **pieces, int32_t n, bool on)
{
    int32_t person, day, shift, weight;
    if (n < 4) {
        return wrong(reader, "too few fields", pieces[0]);
    }
    if (!find_person(reader, pieces[0], &person) || !find_day(reader, pieces[1], &day) ||
        !find_shift(reader, pieces[2], &shift) || !whole(reader, pieces[3], &weight)) {
        return false;
    }
    int64_t *wish =
        &reader->wish[((int64_t)person * reader->n_days + day) * reader->nrp->n_shifts + shift];
    *wish += on ? -weight : weight;
    reader->wishes_lost += on ? weight : 0;
    return true;
}

static bool read_on(struct reader *reader, char **pieces, int32_t n)
{
    return read_wish(reader, pieces, n, true);
}

static bool read_avoid(struct reader *reader, char **pieces, int32_t n)
{
    return read_wish(reader, pieces, n, false);
}

static bool read_cover(struct reader *reader, char **pieces, int32_t n)
{
    int32_t day, shift, need, under, over;
    if (n < 5) {
        return wrong(reader, "too few fields", pieces[0]);
    }
    if (!find_day(reader, pieces[0], &day) || !find_shift(reader, pieces[1], &shift) ||
        !whole(reader, pieces[2], &need) || !whole(reader, pieces[3], &under) ||
        !whole(reader, pieces[4], &over)) {
        return false;
    }
    reader->rows[day * reader->nrp->n_shifts + shift] =
        (struct lines_row){.day = day, .need = need, .most = need, .under = under, .over = over};
    reader->dearest = under > reader->dearest ? under : reader->dearest;
    reader->dearest = over > reader->dearest ? over : reader->dearest;
    return true;
}

struct section {
    const char *name;
    bool (*read)(struct reader *reader, char **pieces, int32_t n);
};

static const struct section sections[] = {
    {"SECTION_HORIZON", read_horizon},      {"SECTION_SHIFTS", read_shift},
    {"SECTION_STAFF", read_staff},          {"SECTION_DAYS_OFF", read_days_off},
    {"SECTION_SHIFT_ON_REQUESTS", read_on}, {"SECTION_SHIFT_OFF_REQUESTS", read_avoid},
    {"SECTION_COVER", read_cover},
};

/* Shifts, staff and days are known when their sizes are first needed. */
static void make_room(struct reader *reader)
{
    if (reader->wish == NULL) {
        size_t cells = (size_t)reader->n_staff * (size_t)reader->n_days;
        reader->wish = PP_NEW(reader->arena, int64_t, cells * (size_t)reader->nrp->n_shifts);
        reader->off = PP_NEW(reader->arena, bool, cells);
        reader->rows = PP_NEW(reader->arena, struct lines_row,
                              (size_t)reader->n_days * (size_t)reader->nrp->n_shifts);
        for (int32_t r = 0; r < reader->n_days * reader->nrp->n_shifts; r++) {
            reader->rows[r].day = r / reader->nrp->n_shifts;
            reader->rows[r].most = LINES_FREE;
        }
    }
}

static const struct section *find_section(const char *name)
{
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        if (strcmp(sections[i].name, name) == 0) {
            return &sections[i];
        }
    }
    return NULL;
}

static bool read_lines(struct reader *reader, FILE *file)
{
    const struct section *section = NULL;
    char *pieces[MOST_PIECES], *text = NULL;
    size_t room = 0;
    bool fine = true;
    while (fine && getline(&text, &room, file) >= 0) {
        char *line = trim(text);
        reader->line++;
        if (*line == '\0' || *line == '#') {
            continue;
        }
        if (strncmp(line, "SECTION_", 8) == 0) {
            section = find_section(line);
            fine = section != NULL || wrong(reader, "unknown section", line);
            if (fine && section->read == read_staff) {
                fine = resolve_follow(reader);
            } else if (fine && section - sections >= 3) {
                make_room(reader);
            }
            continue;
        }
        fine = section != NULL || wrong(reader, "data before a section", line);
        fine = fine && section->read(reader, pieces, split(line, ',', pieces));
    }
    free(text);
    return fine;
}

/* ---- Run states ---- */

/* What the automata of one kind of employee look at. */
struct rules {
    const struct reader *reader;
    const struct staff *staff;
    int32_t n_options;
    int32_t *shift_of; ///< option -> shift; option 0 is a day off
};

enum {
    ANY_RUN = 1000, ///< added to a run of shifts that touches the first day: never too short
    WORK = 2000,    ///< a run of shifts; less: a run of days off
    BEFORE = 5000   ///< nothing yet
};

enum kind {
    WEEKDAY,
    SATURDAY,
    SUNDAY
};

static int32_t next_run(const void *user, int32_t value, int32_t kind, int32_t option,
                        struct lines_charge *charge)
{
    const struct staff *staff = ((const struct rules *)user)->staff;
    bool works = option != 0;
    int32_t run = value == BEFORE ? 0 : value % ANY_RUN;
    bool worked = value >= WORK && value != BEFORE, any = worked && value >= WORK + ANY_RUN;
    if (!works) {
        if (worked && !any && run < staff->least_run) {
            return LINES_FORBIDDEN;
        }
        int32_t rest = worked ? 1 : value == BEFORE ? staff->least_rest : run + 1;
        return rest < staff->least_rest ? rest : staff->least_rest;
    }
    charge->tally += kind == SATURDAY || (kind == SUNDAY && !worked);
    if (value == BEFORE) {
        return WORK + ANY_RUN + 1;
    }
    if (worked) {
        return run < staff->most_run ? value + 1 : LINES_FORBIDDEN;
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
    bool banned = value > 0 && rules->reader->may_not_follow[(value - 1) * MOST_SHIFTS + shift];
    return banned ? LINES_FORBIDDEN : shift + 1;
}

static const struct lines_automaton automata[] = {{.next = next_run}, {.next = next_follow}};

/* A Sunday of a run that began on Saturday adds nothing, so the first day must not be a Sunday. */
static const int32_t starts[] = {BEFORE, 0};

static bool same_kind(const struct reader *reader, const struct staff *a, const struct staff *b)
{
    for (int32_t shift = 0; shift < reader->nrp->n_shifts; shift++) {
        if ((a->most_of[shift] > 0) != (b->most_of[shift] > 0)) {
            return false;
        }
    }
    return a->most_run == b->most_run && a->least_run == b->least_run &&
           a->least_rest == b->least_rest;
}

static bool build_machine(struct reader *reader, const struct staff *staff, const int32_t *kind_of,
                          struct lines_machine *machine)
{
    int32_t shift_of[MOST_SHIFTS + 1];
    struct rules rules = {reader, staff, 1, shift_of};
    for (int32_t shift = 0; shift < reader->nrp->n_shifts; shift++) {
        if (staff->most_of[shift] > 0) {
            shift_of[rules.n_options++] = shift;
        }
    }
    struct lines_automata from = {.user = &rules,
                                  .automata = automata,
                                  .n_automata = 2,
                                  .n_options = rules.n_options,
                                  .n_kinds = 3,
                                  .kind_of = kind_of,
                                  .starts = starts,
                                  .n_starts = 1};
    return machine_build(machine, &from, reader->arena) ||
           pp_fail(reader->err, PP_E_INPUT, "%s: too many run states", reader->path);
}

/* ---- The problem ---- */

struct pools {
    struct lines_touch *touches;
    struct lines_count *counts;
    int32_t n_touches, n_counts;
};

static int32_t greatest_divisor(int32_t a, int32_t b)
{
    return b == 0 ? a : greatest_divisor(b, a % b);
}

/* The counter of a shift type, -1: its limit can't be reached. */
static void list_counters(struct reader *reader, const struct staff *staff,
                          struct lines_person *person, int32_t *counter_of)
{
    const struct lines_counter free = {.most = LINES_FREE, .high = LINES_FREE};
    int32_t n_shifts = reader->nrp->n_shifts;
    person->counters = PP_NEW(reader->arena, struct lines_counter, FIRST_TYPE + n_shifts);
    person->counters[LINES_TALLY] = person->counters[MINUTES] = free;
    person->counters[LINES_TALLY].most = person->counters[LINES_TALLY].high = staff->most_weekends;
    person->counters[MINUTES].least = staff->least_minutes;
    person->counters[MINUTES].most = staff->most_minutes;
    person->counters[MINUTES].high = staff->most_minutes;
    person->n_counters = FIRST_TYPE;
    person->sum = MINUTES;
    for (int32_t shift = 0; shift < n_shifts; shift++) {
        int32_t most = staff->most_of[shift];
        counter_of[shift] = -1;
        if (most > 0 && most < reader->n_days &&
            (int64_t)most * reader->minutes[shift] <= staff->most_minutes) {
            counter_of[shift] = person->n_counters;
            person->counters[person->n_counters++] =
                (struct lines_counter){.most = most, .high = most};
        }
        if (most > 0) {
            person->sum_unit = greatest_divisor(reader->minutes[shift], person->sum_unit);
        }
    }
    person->sum_unit = person->sum_unit > 0 ? person->sum_unit : 1;
}

static void list_choices(struct reader *reader, int32_t p, struct pools *pools,
                         struct lines_person *person)
{
    const struct staff *staff = &reader->staff[p];
    int32_t n_shifts = reader->nrp->n_shifts, n = 0, counter_of[MOST_SHIFTS];
    size_t most = (size_t)reader->n_days * (size_t)(n_shifts + 1);
    person->first = PP_NEW(reader->arena, int32_t, reader->n_days + 1);
    person->choices = PP_NEW(reader->arena, struct lines_choice, most);
    int32_t *shift_of = PP_NEW(reader->arena, int32_t, most);
    list_counters(reader, staff, person, counter_of);
    for (int32_t day = 0; day < reader->n_days; day++) {
        person->first[day] = n;
        shift_of[n] = -1;
        person->choices[n++] = (struct lines_choice){0};
        for (int32_t shift = 0, option = 0; shift < n_shifts; shift++) {
            int32_t cell = p * reader->n_days + day;
            option += staff->most_of[shift] > 0;
            if (staff->most_of[shift] <= 0 || reader->off[cell]) {
                continue;
            }
            struct lines_choice choice = {.price = reader->wish[(int64_t)cell * n_shifts + shift] *
                                                   reader->nrp->problem.scale,
                                          .option = option,
                                          .touch = pools->n_touches,
                                          .n_touch = 1,
                                          .count = pools->n_counts,
                                          .n_count = 1 + (counter_of[shift] >= 0)};
            pools->touches[pools->n_touches++] = (struct lines_touch){day * n_shifts + shift, 1};
            pools->counts[pools->n_counts++] =
                (struct lines_count){MINUTES, reader->minutes[shift]};
            if (counter_of[shift] >= 0) {
                pools->counts[pools->n_counts++] = (struct lines_count){counter_of[shift], 1};
            }
            shift_of[n] = shift;
            person->choices[n++] = choice;
        }
    }
    person->first[reader->n_days] = n;
    reader->nrp->shift_of[p] = shift_of;
}

static int32_t *kinds_of_days(struct reader *reader)
{
    int32_t *kind_of = PP_NEW(reader->arena, int32_t, reader->n_days);
    for (int32_t day = 0; day < reader->n_days; day++) {
        kind_of[day] = day % 7 == 5 ? SATURDAY : day % 7 == 6 ? SUNDAY : WEEKDAY;
    }
    return kind_of;
}

static bool build_people(struct reader *reader)
{
    struct lines_problem *problem = &reader->nrp->problem;
    const int32_t *kind_of = kinds_of_days(reader);
    struct lines_machine *machines = PP_NEW(reader->arena, struct lines_machine, reader->n_staff);
    size_t room = (size_t)reader->n_staff * (size_t)problem->n_rows;
    struct pools pools = {PP_NEW(reader->arena, struct lines_touch, room),
                          PP_NEW(reader->arena, struct lines_count, 2 * room), 0, 0};
    problem->people = PP_NEW(reader->arena, struct lines_person, reader->n_staff);
    reader->nrp->shift_of = PP_NEW(reader->arena, int32_t *, reader->n_staff);
    for (int32_t p = 0; p < reader->n_staff; p++) {
        int32_t like = 0;
        while (!same_kind(reader, &reader->staff[like], &reader->staff[p])) {
            like++;
        }
        problem->people[p].machine = like;
        if (like == p && !build_machine(reader, &reader->staff[p], kind_of, &machines[p])) {
            return false;
        }
        problem->people[p].start = machines[like].starts[0];
        list_choices(reader, p, &pools, &problem->people[p]);
    }
    problem->machines = machines;
    problem->touches = pools.touches;
    problem->counts = pools.counts;
    return true;
}

static bool build(struct reader *reader)
{
    struct lines_problem *problem = &reader->nrp->problem;
    problem->n_days = reader->n_days;
    problem->n_people = reader->n_staff;
    problem->n_rows = reader->n_days * reader->nrp->n_shifts;
    problem->rows = reader->rows;
    problem->scale = LINES_FINEST;
    double worst = (reader->dearest + 20) * reader->n_days;
    while (problem->scale > 1 && worst * (double)problem->scale > LARGEST_SUM) {
        problem->scale /= 2;
    }
    for (int32_t r = 0; r < problem->n_rows; r++) {
        problem->rows[r].under *= problem->scale;
        problem->rows[r].over *= problem->scale;
    }
    problem->constant = reader->wishes_lost * problem->scale;
    if (!build_people(reader)) {
        return false;
    }
    lines_complete(problem, reader->arena);
    return true;
}

bool nrp_read(struct nrp *nrp, const char *path, struct pp_err *err)
{
    *nrp = (struct nrp){0};
    struct reader reader = {.nrp = nrp, .arena = &nrp->arena, .err = err, .path = path};
    nrp->shifts = PP_NEW(&nrp->arena, char *, MOST_SHIFTS);
    reader.staff = PP_NEW(&nrp->arena, struct staff, MOST_PEOPLE);
    reader.may_not_follow = PP_NEW(&nrp->arena, bool, MOST_SHIFTS *MOST_SHIFTS);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return pp_fail(err, PP_E_INPUT, "%s: %s", path, strerror(errno));
    }
    bool fine = read_lines(&reader, file);
    fclose(file);
    if (fine && (reader.n_days == 0 || reader.n_staff == 0 || nrp->n_shifts == 0)) {
        fine = pp_fail(err, PP_E_INPUT, "%s lacks its horizon, shifts or staff", path);
    }
    if (fine) {
        make_room(&reader);
    }
    return fine && build(&reader);
}

bool nrp_write(const struct nrp *nrp, const int32_t *lines, const char *path, struct pp_err *err)
{
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        return pp_fail(err, PP_E_INPUT, "%s: %s", path, strerror(errno));
    }
    int32_t n_days = nrp->problem.n_days;
    for (int32_t p = 0; p < nrp->problem.n_people; p++) {
        for (int32_t day = 0; day < n_days; day++) {
            int32_t shift = nrp->shift_of[p][lines[p * n_days + day]];
            fprintf(file, "%s%s", day > 0 ? "\t" : "", shift < 0 ? "" : nrp->shifts[shift]);
        }
        fputc('\n', file);
    }
    return fclose(file) == 0 || pp_fail(err, PP_E_INPUT, "%s: %s", path, strerror(errno));
}

void nrp_finish(struct nrp *nrp)
{
    pp_arena_finish(&nrp->arena);
}
