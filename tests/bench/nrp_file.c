// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reading the benchmark format: sections of lines, fields separated by commas, lists by |, and
 * comments from # to the end of the line.  A section comes once, and after those whose names it
 * uses; every field is checked before it is kept.
 */
#include "nrp_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_PIECES = NRP_DAYS + 1, ///< days off: a name and every day
    MOST_MINUTES = 1440,        ///< of a shift
    MOST_TOTAL = 1000000,       ///< minutes of a person
    MOST_CELLS = 1 << 23,       ///< persons x days x shifts; the largest published has 1.7 million
    MOST_SECTIONS = 7
};

struct reader {
    struct nrp_file *file;
    struct pp_arena *arena;
    struct pp_err *err;
    int32_t line;
    bool opened[MOST_SECTIONS], filled[MOST_SECTIONS];
};

static bool wrong(struct reader *reader, const char *what, const char *value)
{
    return pp_fail(reader->err, PP_E_INPUT, "%s line %d: %s: '%s'", reader->file->path,
                   reader->line, what, value);
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

/* How many pieces there are; those after MOST_PIECES are counted and not kept. */
static int32_t split(char *text, char separator, char **pieces)
{
    int32_t n = 0;
    while (text != NULL) {
        char *next = strchr(text, separator);
        if (next != NULL) {
            *next++ = '\0';
        }
        if (n < MOST_PIECES) {
            pieces[n] = trim(text);
        }
        n++;
        text = next;
    }
    return n;
}

static bool whole(struct reader *reader, const char *text, int32_t least, int32_t most,
                  int32_t *number)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || value < least || value > most) {
        pp_fail(reader->err, PP_E_INPUT, "%s line %d: '%s' is no whole number from %d to %d",
                reader->file->path, reader->line, text, least, most);
        return false; // said outright, or compilers believe that `number` may be used without a value
    }
    *number = (int32_t)value;
    return true;
}

static int32_t shift_called(const struct nrp_file *file, const char *name)
{
    int32_t shift = file->n_shifts - 1;
    while (shift >= 0 && strcmp(file->shifts[shift].name, name) != 0) {
        shift--;
    }
    return shift;
}

static int32_t person_called(const struct nrp_file *file, const char *name)
{
    int32_t person = file->n_staff - 1;
    while (person >= 0 && strcmp(file->staff[person].name, name) != 0) {
        person--;
    }
    return person;
}

static bool find_shift(struct reader *reader, const char *name, int32_t *shift)
{
    *shift = shift_called(reader->file, name);
    return *shift >= 0 || wrong(reader, "unknown shift", name);
}

static bool find_person(struct reader *reader, const char *name, int32_t *person)
{
    *person = person_called(reader->file, name);
    return *person >= 0 || wrong(reader, "unknown employee", name);
}

static bool find_day(struct reader *reader, const char *text, int32_t *day)
{
    return whole(reader, text, 0, reader->file->n_days - 1, day);
}

/* ---- Horizon, shifts, staff ---- */

static bool read_horizon(struct reader *reader, char **pieces, int32_t n)
{
    (void)n;
    if (reader->file->n_days > 0) {
        return wrong(reader, "a second horizon", pieces[0]);
    }
    return whole(reader, pieces[0], 1, NRP_DAYS, &reader->file->n_days);
}

static bool read_shift(struct reader *reader, char **pieces, int32_t n)
{
    struct nrp_file *file = reader->file;
    if (*pieces[0] == '\0' || shift_called(file, pieces[0]) >= 0) {
        return wrong(reader, "a shift needs a name of its own", pieces[0]);
    }
    if (file->n_shifts == NRP_SHIFTS) {
        return wrong(reader, "one shift too many", pieces[0]);
    }
    file->shifts[file->n_shifts++] =
        (struct nrp_shift){.name = pp_arena_string(reader->arena, pieces[0]),
                           .line = reader->line,
                           .before = pp_arena_string(reader->arena, n > 2 ? pieces[2] : "")};
    return whole(reader, pieces[1], 1, MOST_MINUTES, &file->shifts[file->n_shifts - 1].minutes);
}

/* Shifts may be named before they are listed, so this waits for the end of the section. */
static bool resolve_followers(struct reader *reader)
{
    struct nrp_file *file = reader->file;
    char *pieces[MOST_PIECES];
    int32_t after, line = reader->line;
    file->may_not_follow =
        PP_NEW(reader->arena, bool, (size_t)file->n_shifts *(size_t)file->n_shifts);
    for (int32_t shift = 0; shift < file->n_shifts; shift++) {
        int32_t n = split(file->shifts[shift].before, '|', pieces);
        reader->line = file->shifts[shift].line;
        for (int32_t i = 0; i < n && i < MOST_PIECES; i++) {
            if (*pieces[i] != '\0') {
                if (!find_shift(reader, pieces[i], &after)) {
                    return false;
                }
                file->may_not_follow[shift * file->n_shifts + after] = true;
            }
        }
    }
    reader->line = line;
    return true;
}

/* One `shift=most` of a person. */
static bool read_most_of(struct reader *reader, char *piece, struct nrp_staff *staff)
{
    char *value = strchr(piece, '=');
    int32_t shift;
    if (value == NULL) {
        return wrong(reader, "not a shift, = and how often at most", piece);
    }
    *value++ = '\0';
    return find_shift(reader, trim(piece), &shift) &&
           whole(reader, trim(value), 0, NRP_DAYS, &staff->most_of[shift]);
}

static bool read_limits(struct reader *reader, char *text, struct nrp_staff *staff)
{
    char *pieces[MOST_PIECES];
    int32_t n_shifts = reader->file->n_shifts, n = split(text, '|', pieces);
    staff->most_of = PP_NEW(reader->arena, int32_t, n_shifts);
    for (int32_t shift = 0; shift < n_shifts; shift++) {
        staff->most_of[shift] = NRP_FREE;
    }
    for (int32_t i = 0; i < n && i < MOST_PIECES; i++) {
        if (*pieces[i] != '\0' && !read_most_of(reader, pieces[i], staff)) {
            return false;
        }
    }
    return true;
}

static bool read_staff(struct reader *reader, char **pieces, int32_t n)
{
    struct nrp_file *file = reader->file;
    (void)n;
    if (*pieces[0] == '\0' || person_called(file, pieces[0]) >= 0) {
        return wrong(reader, "an employee needs a name of their own", pieces[0]);
    }
    if (file->n_staff == NRP_STAFF) {
        return wrong(reader, "one employee too many", pieces[0]);
    }
    struct nrp_staff *staff = &file->staff[file->n_staff++];
    staff->name = pp_arena_string(reader->arena, pieces[0]);
    staff->line = reader->line;
    return read_limits(reader, pieces[1], staff) &&
           whole(reader, pieces[2], 0, MOST_TOTAL, &staff->most_minutes) &&
           whole(reader, pieces[3], 0, MOST_TOTAL, &staff->least_minutes) &&
           whole(reader, pieces[4], 0, NRP_DAYS, &staff->most_run) &&
           whole(reader, pieces[5], 0, NRP_DAYS, &staff->least_run) &&
           whole(reader, pieces[6], 0, NRP_DAYS, &staff->least_rest) &&
           whole(reader, pieces[7], 0, NRP_DAYS, &staff->most_weekends);
}

/* ---- Days off, wishes, cover ---- */

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
            reader->file->off[person * reader->file->n_days + day] = true;
        }
    }
    return true;
}

static bool read_wish(struct reader *reader, char **pieces, bool on)
{
    struct nrp_file *file = reader->file;
    int32_t person, day, shift, weight;
    if (!find_person(reader, pieces[0], &person) || !find_day(reader, pieces[1], &day) ||
        !find_shift(reader, pieces[2], &shift) ||
        !whole(reader, pieces[3], 0, NRP_WEIGHT, &weight)) {
        return false;
    }
    int32_t *wish = &file->wish[(person * file->n_days + day) * file->n_shifts + shift];
    *wish += on ? -weight : weight;
    file->wishes_lost += on ? weight : 0;
    return abs(*wish) <= NRP_WEIGHT || wrong(reader, "too many wishes for one shift", pieces[2]);
}

static bool read_on(struct reader *reader, char **pieces, int32_t n)
{
    (void)n;
    return read_wish(reader, pieces, true);
}

static bool read_avoid(struct reader *reader, char **pieces, int32_t n)
{
    (void)n;
    return read_wish(reader, pieces, false);
}

static bool read_cover(struct reader *reader, char **pieces, int32_t n)
{
    int32_t day, shift;
    (void)n;
    if (!find_day(reader, pieces[0], &day) || !find_shift(reader, pieces[1], &shift)) {
        return false;
    }
    struct nrp_cover *cover = &reader->file->cover[day * reader->file->n_shifts + shift];
    if (cover->need != NRP_FREE) {
        return wrong(reader, "cover of one shift and day given twice", pieces[1]);
    }
    return whole(reader, pieces[2], 0, NRP_STAFF, &cover->need) &&
           whole(reader, pieces[3], 0, NRP_WEIGHT, &cover->under) &&
           whole(reader, pieces[4], 0, NRP_WEIGHT, &cover->over);
}

/* ---- Sections ---- */

struct section {
    const char *name;
    bool (*read)(struct reader *reader, char **pieces, int32_t n);
    int32_t fields; ///< least of a line
    int32_t after;  ///< so many first sections come before
    bool optional;
};

static const struct section sections[MOST_SECTIONS] = {
    {"SECTION_HORIZON", read_horizon, 1, 0, false},
    {"SECTION_SHIFTS", read_shift, 2, 0, false},
    {"SECTION_STAFF", read_staff, 8, 2, false},
    {"SECTION_DAYS_OFF", read_days_off, 1, 3, true},
    {"SECTION_SHIFT_ON_REQUESTS", read_on, 4, 3, true},
    {"SECTION_SHIFT_OFF_REQUESTS", read_avoid, 4, 3, true},
    {"SECTION_COVER", read_cover, 5, 3, false},
};

/* Shifts, staff and days are known when their sizes are first needed. */
static bool make_room(struct reader *reader)
{
    struct nrp_file *file = reader->file;
    int64_t days = (int64_t)file->n_staff * file->n_days, cells = days * file->n_shifts;
    if (cells > MOST_CELLS) {
        return pp_fail(reader->err, PP_E_INPUT,
                       "%s line %d: employees x days x shifts are %lld; the most is %d", file->path,
                       reader->line, (long long)cells, MOST_CELLS);
    }
    file->wish = PP_NEW(reader->arena, int32_t, cells);
    file->off = PP_NEW(reader->arena, bool, days);
    file->cover = PP_NEW(reader->arena, struct nrp_cover, file->n_days * file->n_shifts);
    for (int32_t i = 0; i < file->n_days * file->n_shifts; i++) {
        file->cover[i].need = NRP_FREE;
    }
    return true;
}

static bool open_section(struct reader *reader, const char *name, int32_t *section)
{
    *section = MOST_SECTIONS - 1;
    while (*section >= 0 && strcmp(sections[*section].name, name) != 0) {
        --*section;
    }
    if (*section < 0) {
        return wrong(reader, "unknown section", name);
    }
    if (reader->opened[*section]) {
        return wrong(reader, "a section that was there before", name);
    }
    reader->opened[*section] = true;
    for (int32_t i = 0; i < sections[*section].after; i++) {
        if (!reader->filled[i]) {
            return wrong(reader, "what must come before is missing", sections[i].name);
        }
    }
    if (sections[*section].read == read_staff) {
        return resolve_followers(reader);
    }
    return sections[*section].after < 3 || reader->file->cover != NULL || make_room(reader);
}

static bool read_line(struct reader *reader, int32_t section, char *line)
{
    char *pieces[MOST_PIECES];
    if (section < 0) {
        return wrong(reader, "data before a section", line);
    }
    int32_t n = split(line, ',', pieces);
    if (n < sections[section].fields || n > MOST_PIECES) {
        return pp_fail(reader->err, PP_E_INPUT, "%s line %d: %d fields; %s needs %d",
                       reader->file->path, reader->line, n, sections[section].name,
                       sections[section].fields);
    }
    reader->filled[section] = true;
    return sections[section].read(reader, pieces, n);
}

static bool read_lines(struct reader *reader, FILE *stream)
{
    char *text = NULL;
    size_t room = 0;
    int32_t section = -1;
    bool fine = true;
    while (fine && getline(&text, &room, stream) >= 0) {
        char *line = trim(text);
        reader->line++;
        if (strncmp(line, "SECTION_", 8) == 0) {
            fine = open_section(reader, line, &section);
        } else if (*line != '\0' && *line != '#') {
            fine = read_line(reader, section, line);
        }
    }
    free(text);
    if (fine && ferror(stream)) {
        fine = pp_fail(reader->err, PP_E_INPUT, "%s: %s", reader->file->path, strerror(errno));
    }
    for (int32_t i = 0; fine && i < MOST_SECTIONS; i++) {
        fine = reader->filled[i] || sections[i].optional ||
               wrong(reader, "the file ends without what it needs", sections[i].name);
    }
    return fine;
}

bool nrp_file_read(struct nrp_file *file, const char *path, struct pp_arena *arena,
                   struct pp_err *err)
{
    *file = (struct nrp_file){.path = path,
                              .shifts = PP_NEW(arena, struct nrp_shift, NRP_SHIFTS),
                              .staff = PP_NEW(arena, struct nrp_staff, NRP_STAFF)};
    struct reader reader = {.file = file, .arena = arena, .err = err};
    FILE *stream = fopen(path, "r");
    if (stream == NULL) {
        return pp_fail(err, PP_E_INPUT, "%s: %s", path, strerror(errno));
    }
    bool read = read_lines(&reader, stream);
    fclose(stream);
    return read;
}
