// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Yearly files to one table of authorities and years.
 *
 * Rows of all files are collected, made one for each authority and year
 * (yearly_rows.c) and only then laid out: neither the order of rows nor that of
 * authorities in a file means anything.  Rows of regions and of the nation are
 * read for their definitions only.
 */
#include "yearly.h"

#include "file.h"
#include "yearly_columns.h"
#include "yearly_rows.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MAX_AUTHORITIES = 2000 ///< each is compared with all others of its year
};

/** A file to be read. */
struct input {
    const char *name;
    bool optional; ///< found in a folder: may be of another kind
};

struct reading {
    struct input *inputs;
    int32_t n_inputs, max_inputs;
    int32_t file; ///< being read
    struct yearly_figures *figures;
    struct pp_faults *faults;
    struct yearly_header header;
    bool has_header;
    struct yearly_rows rows;
};

static const char *file_name(const struct reading *r)
{
    return r->inputs[r->file].name;
}

static const char *cell_of(const struct reading *r, const struct record *record, int32_t field)
{
    int32_t cell = r->header.cell_of[field];
    return cell == PP_NONE ? "" : record->cells[cell];
}

static bool read_year(const struct reading *r, const struct record *record, int32_t *year)
{
    const char *text = cell_of(r, record, FIELD_YEAR);
    *year = (int32_t)strtol(text, NULL, 10);
    if (strlen(text) == 4 && strspn(text, "0123456789") == 4 && *year >= FIRST_YEAR &&
        *year <= LAST_YEAR) {
        return true;
    }
    pp_faults_add(r->faults, false, file_name(r), record->line, yearly_field_name(FIELD_YEAR),
                  "'%s' is not a year; it must be a year from %d to %d, such as 2023", text,
                  FIRST_YEAR, LAST_YEAR);
    return false;
}

static bool read_parts(const struct reading *r, const struct record *record, struct yearly_row *row)
{
    bool sound = true;
    for (int32_t p = 0; p < PP_N_PARTS; p++) {
        row->told[p] = r->header.cell_of[FIELD_PARTS + p] != PP_NONE;
        sound &= yearly_figure_read(cell_of(r, record, FIELD_PARTS + p), file_name(r), record->line,
                                    FIELD_PARTS + p, r->faults, &row->parts[p]);
    }
    return sound;
}

static void add_exception(struct yearly_figures *figures, struct yearly_exception exception)
{
    figures->exceptions =
        pp_arena_grow(&figures->arena, figures->exceptions, &figures->max_exceptions,
                      figures->n_exceptions + 1, sizeof(exception));
    figures->exceptions[figures->n_exceptions++] = exception;
}

/** Printed in per cent, or in cases, to a tenth: into the indicator's units. */
static int32_t in_units(const struct pp_indicator *indicator, int32_t thousandths)
{
    return (int32_t)((int64_t)thousandths * indicator->a_tenth / 100);
}

static void check_definitions(const struct reading *r, const struct record *record,
                              const char *name, int32_t year, const int32_t parts[PP_N_PARTS])
{
    for (int32_t i = 0; i < pp_indicator_count; i++) {
        const struct pp_indicator *indicator = &pp_indicators[i];
        int32_t computed = pp_indicator_value(indicator, year, parts), printed;
        const char *text = cell_of(r, record, FIELD_INDICATORS + i);
        if (!yearly_figure_read(text, file_name(r), record->line, FIELD_INDICATORS + i, r->faults,
                                &printed) ||
            printed == PP_UNKNOWN || computed == PP_UNKNOWN) {
            continue;
        }
        printed = in_units(indicator, printed);
        r->figures->checked[i]++;
        if (!pp_indicator_agrees(indicator, year, parts, printed)) {
            name = pp_arena_string(&r->figures->arena, name);
            add_exception(r->figures, (struct yearly_exception){name, year, i, printed, computed});
        }
    }
}

static void add_row(struct reading *r, const struct record *record, struct yearly_row row)
{
    struct pp_arena *arena = &r->figures->arena;
    row.code = pp_arena_string(arena, cell_of(r, record, FIELD_CODE));
    row.name = pp_arena_string(arena, cell_of(r, record, FIELD_NAME));
    row.region = pp_arena_string(arena, cell_of(r, record, FIELD_REGION));
    if (row.code[0] == '\0' || row.name[0] == '\0') {
        pp_faults_add(r->faults, false, file_name(r), record->line, NULL,
                      "the row of a local authority needs new_la_code and la_name");
        return;
    }
    struct yearly_rows *rows = &r->rows;
    rows->list = pp_arena_grow(arena, rows->list, &rows->max, rows->n + 1, sizeof(row));
    rows->list[rows->n++] = row;
}

/** How the row is called in an exception: authority, else region, else the nation. */
static const char *name_of(const struct reading *r, const struct record *record)
{
    const char *name = cell_of(r, record, FIELD_NAME);
    const char *region = cell_of(r, record, FIELD_REGION);
    return name[0] != '\0' ? name : region[0] != '\0' ? region : "the nation";
}

/** In a folder stand files of other kinds, too; they are named and left out. */
static bool read_header(struct reading *r, const struct record *record)
{
    struct pp_faults faults = {0};
    if (!r->inputs[r->file].optional) {
        return yearly_header_read(record, file_name(r), r->faults, &r->header);
    }
    bool sound = yearly_header_read(record, file_name(r), &faults, &r->header);
    if (!sound) {
        pp_faults_add(r->faults, true, file_name(r), record->line, faults.list[0].column,
                      "%s; the file is left out", faults.list[0].text);
    }
    pp_faults_finish(&faults);
    return sound;
}

static bool take_record(void *user, const struct record *record)
{
    struct reading *r = user;
    if (!r->has_header) {
        r->has_header = true;
        return read_header(r, record);
    }
    if (record->n_cells != r->header.n_cells) {
        pp_faults_add(r->faults, false, file_name(r), record->line, NULL,
                      "the row has %d cells; the header names %d", (int)record->n_cells,
                      (int)r->header.n_cells);
        return true;
    }
    struct yearly_row row = {.file = r->file, .line = record->line};
    if (!read_year(r, record, &row.year) || !read_parts(r, record, &row)) {
        return true;
    }
    check_definitions(r, record, name_of(r, record), row.year, row.parts);
    if (strcmp(cell_of(r, record, FIELD_LEVEL), "Local authority") == 0) {
        add_row(r, record, row);
    }
    return true;
}

static void read_file(struct reading *r)
{
    struct pp_buf text = {0};
    r->has_header = false;
    switch (file_read(AT_FDCWD, file_name(r), r->faults, &text)) {
    case FILE_READ:
        records_read(pp_buf_text(&text), text.length, file_name(r), r->faults, take_record, r);
        break;
    case FILE_MISSING:
        pp_faults_add(r->faults, false, file_name(r), 0, NULL, "there is no such file");
        break;
    case FILE_UNSOUND:
        break;
    }
    pp_buf_finish(&text);
}

static int by_text(const void *one, const void *two)
{
    return strcmp(*(const char *const *)one, *(const char *const *)two);
}

/** The names of the regions, ascending, each once. */
static int32_t list_regions(const struct reading *r, const char **regions)
{
    int32_t n = 0;
    for (int32_t at = 0; at < r->rows.n; at++) {
        regions[at] = r->rows.list[at].region;
    }
    qsort(regions, (size_t)r->rows.n, sizeof(regions[0]), by_text);
    for (int32_t at = 0; at < r->rows.n; at++) {
        if (n == 0 || strcmp(regions[n - 1], regions[at]) != 0) {
            regions[n++] = regions[at];
        }
    }
    return n;
}

static int32_t find_region(const char **regions, int32_t n, const char *name)
{
    const char **found = bsearch(&name, regions, (size_t)n, sizeof(regions[0]), by_text);
    return (int32_t)(found - regions);
}

static void span_years(const struct reading *r, struct pp_yearly *yearly)
{
    int32_t last = r->rows.list[0].year;
    yearly->first_year = r->rows.list[0].year;
    for (int32_t at = 1; at < r->rows.n; at++) {
        int32_t year = r->rows.list[at].year;
        yearly->first_year = year < yearly->first_year ? year : yearly->first_year;
        last = year > last ? year : last;
    }
    yearly->n_years = last - yearly->first_year + 1;
}

/** The rows are sorted by key. */
static int32_t count_authorities(const struct reading *r)
{
    int32_t n = 0;
    for (int32_t at = 0; at < r->rows.n; at++) {
        n += at == 0 || strcmp(r->rows.list[at - 1].key, r->rows.list[at].key) != 0;
    }
    return n;
}

static void forget_all(int32_t (*parts)[PP_N_PARTS], int32_t n)
{
    for (int32_t at = 0; at < n; at++) {
        for (int32_t p = 0; p < PP_N_PARTS; p++) {
            parts[at][p] = PP_UNKNOWN;
        }
    }
}

/** Rows into the dense table; name and region are those of an authority's last year. */
static void lay_out(struct reading *r, struct pp_yearly *yearly)
{
    struct pp_arena *arena = &r->figures->arena;
    const char **regions = PP_NEW(arena, const char *, r->rows.n);
    const char **keys = PP_NEW(arena, const char *, r->rows.n);
    const char **names = PP_NEW(arena, const char *, r->rows.n);
    int32_t *region_of = PP_NEW(arena, int32_t, r->rows.n);
    yearly->n_regions = list_regions(r, regions);
    span_years(r, yearly);
    size_t cells = (size_t)count_authorities(r) * (size_t)yearly->n_years;
    int32_t(*parts)[PP_N_PARTS] = pp_arena_alloc(arena, cells, sizeof(parts[0]));
    int32_t n = 0;
    for (int32_t at = 0; at < r->rows.n; at++) {
        const struct yearly_row *row = &r->rows.list[at];
        if (n == 0 || strcmp(keys[n - 1], row->key) != 0) {
            keys[n] = row->key;
            forget_all(parts + n * yearly->n_years, yearly->n_years);
            n++;
        }
        names[n - 1] = row->name;
        region_of[n - 1] = find_region(regions, yearly->n_regions, row->region);
        int32_t cell = (n - 1) * yearly->n_years + row->year - yearly->first_year;
        memcpy(parts[cell], row->parts, sizeof(row->parts));
    }
    yearly->n_authorities = n;
    yearly->keys = keys;
    yearly->names = names;
    yearly->regions = region_of;
    yearly->parts = (const int32_t(*)[PP_N_PARTS])parts;
}

static void add_input(struct reading *r, const char *name, bool optional)
{
    r->inputs = pp_arena_grow(&r->figures->arena, r->inputs, &r->max_inputs, r->n_inputs + 1,
                              sizeof(r->inputs[0]));
    r->inputs[r->n_inputs++] = (struct input){name, optional};
}

static const char *const *list_names(const struct reading *r)
{
    const char **names = PP_NEW(&r->figures->arena, const char *, r->n_inputs + 1);
    for (int32_t i = 0; i < r->n_inputs; i++) {
        names[i] = r->inputs[i].name;
    }
    return names;
}

/** A folder stands for the .csv files in it. */
static void add_inputs(struct reading *r, const char *path)
{
    struct pp_arena *arena = &r->figures->arena;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int32_t n = 0;
    if (folder < 0) {
        add_input(r, path, false); // whatever is wrong with it is said when it is read
        return;
    }
    const char *const *names = file_list(folder, arena, &n);
    for (int32_t i = 0; i < n; i++) {
        add_input(r, pp_arena_printf(arena, "%s/%s", path, names[i]), true);
    }
    if (n == 0) {
        pp_faults_add(r->faults, false, path, 0, NULL,
                      "the folder holds no .csv file; give the folder of the yearly files itself");
    }
    close(folder);
}

bool yearly_read(const char *const *files, int32_t n_files, struct yearly_figures *figures,
                 struct pp_faults *faults)
{
    *figures = (struct yearly_figures){0};
    figures->checked = PP_NEW(&figures->arena, int32_t, pp_indicator_count);
    struct reading r = {.figures = figures, .faults = faults, .rows = {.arena = &figures->arena}};
    for (int32_t f = 0; f < n_files; f++) {
        add_inputs(&r, files[f]);
    }
    r.rows.n_files = r.n_inputs;
    r.rows.files = list_names(&r);
    for (r.file = 0; r.file < r.n_inputs; r.file++) {
        read_file(&r);
    }
    yearly_rows_merge(&r.rows, faults);
    if (faults->n_faults == 0 && r.rows.n == 0) {
        pp_faults_add(faults, false, files[0], 0, NULL,
                      "there is no row of a local authority (geographic_level Local authority)");
    }
    if (count_authorities(&r) > MAX_AUTHORITIES) {
        pp_faults_add(faults, false, files[0], 0, NULL, "there are %d authorities; the most is %d",
                      (int)count_authorities(&r), MAX_AUTHORITIES);
    }
    if (faults->n_faults == 0) {
        lay_out(&r, &figures->yearly);
    }
    pp_faults_sort(faults);
    return faults->n_faults == 0;
}

void yearly_finish(struct yearly_figures *figures)
{
    pp_arena_finish(&figures->arena);
}
