// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows of several yearly files to one row for each authority and year.
 *
 * Each yearly publication revises the years before it, so of two files the one
 * whose figures reach further counts, in whatever order they are named; of equals
 * the one named last.  An authority is known by its code; one that got a new code and kept its name
 * is still the same.
 *
 * Authorities that share one service stand in some publications as one row
 * ("E1 / E2"), in others as rows of their own, of which one has the figures of all and the others
 * none.  Counted both ways they would be there twice; the newest publication
 * says which way it is.  Shared: rows of the members are added up.  Apart: the shared row of a year
 * that has rows of members is left out.
 */
#include "yearly_rows.h"

#include <stdlib.h>
#include <string.h>

/** By year, publication and line. */
static int by_time(const struct yearly_row *a, const struct yearly_row *b)
{
    return a->year != b->year   ? (a->year > b->year) - (a->year < b->year)
           : a->rank != b->rank ? (a->rank > b->rank) - (a->rank < b->rank)
                                : (a->line > b->line) - (a->line < b->line);
}

static int by_name(const void *one, const void *two)
{
    const struct yearly_row *a = one, *b = two;
    int names = strcmp(a->name, b->name);
    return names != 0 ? names : by_time(a, b);
}

/** Rows of members stand before the row of all, which then counts. */
static int by_key(const void *one, const void *two)
{
    const struct yearly_row *a = one, *b = two;
    int keys = strcmp(a->key, b->key);
    return keys != 0 ? keys
           : a->year == b->year && a->rank == b->rank && a->member != b->member
               ? b->member - a->member
               : by_time(a, b);
}

static bool same_year(const struct yearly_row *a, const struct yearly_row *b)
{
    return strcmp(a->key, b->key) == 0 && a->year == b->year;
}

static bool has_figures(const struct yearly_row *row)
{
    for (int32_t p = 0; p < PP_N_PARTS; p++) {
        if (row->parts[p] != PP_UNKNOWN) {
            return true;
        }
    }
    return false;
}

/* ---- The order of publication, and keys ---- */

/** Files by their last year, then as named. */
static void rank_files(struct yearly_rows *rows)
{
    int32_t *last = PP_NEW(rows->arena, int32_t, rows->n_files);
    int32_t *rank = PP_NEW(rows->arena, int32_t, rows->n_files);
    for (int32_t f = 0; f < rows->n_files; f++) {
        last[f] = FIRST_YEAR;
        rank[f] = 0;
    }
    for (int32_t at = 0; at < rows->n; at++) {
        const struct yearly_row *row = &rows->list[at];
        last[row->file] = row->year > last[row->file] ? row->year : last[row->file];
    }
    for (int32_t f = 0; f < rows->n_files; f++) {
        for (int32_t g = 0; g < rows->n_files; g++) {
            rank[f] += last[g] < last[f] || (last[g] == last[f] && g < f);
        }
    }
    for (int32_t at = 0; at < rows->n; at++) {
        rows->list[at].rank = rank[rows->list[at].file];
    }
}

/** Gives all rows of a name the code that it had last, and sorts by it. */
static void find_keys(struct yearly_rows *rows)
{
    qsort(rows->list, (size_t)rows->n, sizeof(rows->list[0]), by_name);
    rows->list[rows->n - 1].key = rows->list[rows->n - 1].code;
    for (int32_t at = rows->n - 2; at >= 0; at--) {
        bool newest = strcmp(rows->list[at].name, rows->list[at + 1].name) != 0;
        rows->list[at].key = newest ? rows->list[at].code : rows->list[at + 1].key;
    }
    qsort(rows->list, (size_t)rows->n, sizeof(rows->list[0]), by_key);
}

static void refuse_twice(const struct yearly_rows *rows, struct pp_faults *faults)
{
    for (int32_t at = 1; at < rows->n; at++) {
        const struct yearly_row *before = &rows->list[at - 1], *row = &rows->list[at];
        if (same_year(before, row) && before->file == row->file) {
            pp_faults_add(faults, false, rows->files[row->file], row->line, NULL,
                          "%s (%s) has a row for %d in line %d already; keep one of them",
                          row->name, row->code, (int)row->year, (int)before->line);
        }
    }
}

/* ---- Shared services ---- */

/** A service that several authorities share, or shared. */
struct shared {
    const char *key;
    struct yearly_row newest; ///< of the service as one
    struct yearly_row newest_member;
    bool apart[LAST_YEAR - FIRST_YEAR + 1]; ///< years in which a member has figures of its own
};

/** A code or name by which a member is known. */
struct alias {
    const char *text;
    int32_t shared;
};

struct shares {
    struct shared *list;
    struct alias *aliases;
    int32_t n, n_aliases, max, max_aliases;
};

static bool is_shared(const struct yearly_row *row)
{
    return strchr(row->code, '/') != NULL;
}

/** Whether `b` was published later, or is of a later year of the same publication. */
static bool is_newer(const struct yearly_row *a, const struct yearly_row *b)
{
    return a->key == NULL || b->rank > a->rank || (b->rank == a->rank && b->year > a->year);
}

static int by_alias_text(const void *one, const void *two)
{
    const struct alias *a = one, *b = two;
    return strcmp(a->text, b->text);
}

/** The pieces of "E1 / E2" as names of members. */
static void add_aliases(struct yearly_rows *rows, const char *text, struct shares *shares)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "/"), end = length;
        const char *begin = text + strspn(text, " ");
        while (end > 0 && text[end - 1] == ' ') {
            end--;
        }
        if (text + end > begin) {
            shares->aliases = pp_arena_grow(rows->arena, shares->aliases, &shares->max_aliases,
                                            shares->n_aliases + 1, sizeof(shares->aliases[0]));
            shares->aliases[shares->n_aliases++] = (struct alias){
                pp_arena_printf(rows->arena, "%.*s", (int)(text + end - begin), begin),
                shares->n - 1};
        }
        text += length + (text[length] == '/');
    }
}

/** The rows are sorted by key. */
static void find_shared(struct yearly_rows *rows, struct shares *shares)
{
    for (int32_t at = 0; at < rows->n; at++) {
        const struct yearly_row *row = &rows->list[at];
        if (!is_shared(row)) {
            continue;
        }
        if (shares->n == 0 || strcmp(shares->list[shares->n - 1].key, row->key) != 0) {
            shares->list = pp_arena_grow(rows->arena, shares->list, &shares->max, shares->n + 1,
                                         sizeof(shares->list[0]));
            shares->list[shares->n++] = (struct shared){.key = row->key};
            add_aliases(rows, row->code, shares);
            add_aliases(rows, row->name, shares);
        }
        struct shared *shared = &shares->list[shares->n - 1];
        shared->newest = is_newer(&shared->newest, row) ? *row : shared->newest;
    }
    if (shares->n_aliases > 1) {
        qsort(shares->aliases, (size_t)shares->n_aliases, sizeof(shares->aliases[0]),
              by_alias_text);
    }
}

/** The service of which the row's authority is a member; NULL: none. */
static struct shared *shared_of(const struct shares *shares, const struct yearly_row *row)
{
    struct alias code = {.text = row->code}, name = {.text = row->name};
    const struct alias *found = NULL;
    if (!is_shared(row)) {
        found =
            bsearch(&code, shares->aliases, (size_t)shares->n_aliases, sizeof(code), by_alias_text);
    }
    if (found == NULL && !is_shared(row)) {
        found =
            bsearch(&name, shares->aliases, (size_t)shares->n_aliases, sizeof(name), by_alias_text);
    }
    return found == NULL ? NULL : &shares->list[found->shared];
}

static bool is_one(const struct shared *shared)
{
    return !is_newer(&shared->newest, &shared->newest_member);
}

static void look_at_members(const struct yearly_rows *rows, const struct shares *shares)
{
    for (int32_t at = 0; at < rows->n; at++) {
        const struct yearly_row *row = &rows->list[at];
        struct shared *shared = shared_of(shares, row);
        if (shared != NULL && has_figures(row)) {
            shared->apart[row->year - FIRST_YEAR] = true;
            shared->newest_member =
                is_newer(&shared->newest_member, row) ? *row : shared->newest_member;
        }
    }
}

static int by_shared_key(const void *one, const void *two)
{
    const struct shared *a = one, *b = two;
    return strcmp(a->key, b->key);
}

static struct shared *shared_by_key(const struct shares *shares, const char *key)
{
    struct shared wanted = {.key = key};
    return bsearch(&wanted, shares->list, (size_t)shares->n, sizeof(wanted), by_shared_key);
}

/** Members of what is one get its key; the row of all goes where members are on their own. */
static void settle(struct yearly_rows *rows, const struct shares *shares)
{
    int32_t kept = 0;
    for (int32_t at = 0; at < rows->n; at++) {
        struct yearly_row row = rows->list[at];
        const struct shared *whole = is_shared(&row) ? shared_by_key(shares, row.key) : NULL;
        const struct shared *part = shared_of(shares, &row);
        if (part != NULL && is_one(part)) {
            row.key = part->key;
            row.name = part->newest.name;
            row.region = part->newest.region;
            row.member = true;
        }
        if (whole == NULL || is_one(whole) || !whole->apart[row.year - FIRST_YEAR]) {
            rows->list[kept++] = row;
        }
    }
    rows->n = kept;
}

static void join_shared(struct yearly_rows *rows)
{
    struct shares shares = {0};
    find_shared(rows, &shares);
    if (shares.n > 0) {
        look_at_members(rows, &shares);
        settle(rows, &shares);
        qsort(rows->list, (size_t)rows->n, sizeof(rows->list[0]), by_key);
    }
}

/* ---- One row for each authority and year ---- */

/** A member without any figure is in the figures of another; one without this figure makes none. */
static void add_member(struct yearly_row *sum, const struct yearly_row *member)
{
    if (!has_figures(sum)) {
        memcpy(sum->parts, member->parts, sizeof(sum->parts));
    } else if (has_figures(member)) {
        for (int32_t p = 0; p < PP_N_PARTS; p++) {
            bool known = sum->parts[p] != PP_UNKNOWN && member->parts[p] != PP_UNKNOWN;
            int64_t both = (int64_t)sum->parts[p] + member->parts[p];
            sum->parts[p] = !known ? PP_UNKNOWN : both < INT32_MAX ? (int32_t)both : INT32_MAX;
        }
    }
}

/** What the file of row `*at` says of its authority and year; `*at` moves behind it. */
static struct yearly_row take_file(const struct yearly_rows *rows, int32_t *at)
{
    struct yearly_row row = rows->list[(*at)++];
    for (; *at < rows->n; (*at)++) {
        const struct yearly_row *next = &rows->list[*at];
        if (!same_year(&row, next) || next->file != row.file) {
            break;
        }
        if (next->member) {
            add_member(&row, next);
        } else {
            row = *next;
        }
    }
    return row;
}

/** The newer file counts, also in what it withholds; a column that only the older one has stays. */
static bool revise(struct yearly_row *older, const struct yearly_row *newer)
{
    struct yearly_row merged = *newer;
    bool revised = false;
    for (int32_t p = 0; p < PP_N_PARTS; p++) {
        revised |= older->parts[p] != PP_UNKNOWN && newer->parts[p] != PP_UNKNOWN &&
                   older->parts[p] != newer->parts[p];
        merged.parts[p] = newer->told[p] ? newer->parts[p] : older->parts[p];
        merged.told[p] |= older->told[p];
    }
    *older = merged;
    return revised;
}

static void merge_files(struct yearly_rows *rows, struct pp_faults *faults)
{
    int32_t kept = 0, revised = 0;
    for (int32_t at = 0; at < rows->n;) {
        struct yearly_row row = take_file(rows, &at);
        struct yearly_row *before = kept > 0 ? &rows->list[kept - 1] : NULL;
        if (before == NULL || !same_year(before, &row)) {
            rows->list[kept++] = row;
        } else {
            revised += revise(before, &row);
        }
    }
    rows->n = kept;
    if (revised > 0) {
        pp_faults_add(faults, true, rows->files[rows->n_files - 1], 0, NULL,
                      "%d rows have figures that differ from file to file; the file whose figures "
                      "reach the latest year counts, of equals the one named last",
                      (int)revised);
    }
}

static void warn_gaps(const struct yearly_rows *rows, struct pp_faults *faults)
{
    for (int32_t at = 1; at < rows->n; at++) {
        const struct yearly_row *before = &rows->list[at - 1], *row = &rows->list[at];
        if (strcmp(before->key, row->key) == 0 && row->year > before->year + 1) {
            pp_faults_add(faults, true, rows->files[row->file], row->line, NULL,
                          "%s (%s) has no row between %d and %d; its changes over that time "
                          "teach nothing, and no forecast starts within it",
                          row->name, row->code, (int)before->year, (int)row->year);
        }
    }
}

void yearly_rows_merge(struct yearly_rows *rows, struct pp_faults *faults)
{
    if (rows->n > 0) {
        rank_files(rows);
        find_keys(rows);
        refuse_twice(rows, faults);
        join_shared(rows);
        merge_files(rows, faults);
        warn_gaps(rows, faults);
    }
}
