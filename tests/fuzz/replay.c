// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Replays a corpus without a fuzzer: replay FOLDER COPIES gives the target every file of the folder, in
 * the order of their names, and so many damaged copies of each, the same ones in every run.  TAP.
 */
#include "fuzz.h"

#include <podplan/buf.h>
#include <podplan/rng.h>

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_EDITS = 4, ///< places at which a copy is damaged
    MOST_FILE = 1 << 20
};

/* What calendars and requests are sensitive to. */
static const char *const tokens[] = {"\r\n", "\n ", ":",  ";",      "=",    ",",      "\"",
                                     "/",    "-",   "0",  "99999",  "Z",    "T",      "%",
                                     "\xff", "\r",  "..", "BEGIN:", "END:", "RRULE:", "\t"};

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_input(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool take_file(const char *folder, const char *name, struct pp_buf *bytes)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    char chunk[4096];
    bytes->length = 0;
    for (size_t got; file != NULL && (got = fread(chunk, 1, sizeof(chunk), file)) > 0;) {
        pp_buf_addn(bytes, chunk, got);
    }
    bool good = file != NULL && bytes->length > 0 && bytes->length < MOST_FILE;
    if (file != NULL) {
        fclose(file);
    }
    return good;
}

/* Cuts some bytes out of a copy, or puts a token there. */
static void damage(struct pp_rng *rng, const struct pp_buf *from, struct pp_buf *to)
{
    size_t at = (size_t)(pp_rng_next(rng) % (from->length + 1));
    size_t cut = (size_t)(pp_rng_next(rng) % 8);
    size_t rest = at + cut < from->length ? at + cut : from->length;
    const char *token = tokens[pp_rng_next(rng) % (sizeof(tokens) / sizeof(tokens[0]))];
    to->length = 0;
    pp_buf_addn(to, pp_buf_text(from), at);
    pp_buf_add(to, pp_rng_next(rng) % 3 == 0 ? "" : token);
    pp_buf_addn(to, pp_buf_text(from) + rest, from->length - rest);
}

/* In memory of just that size, so that a sanitizer sees a read beyond it. */
static void try(const struct pp_buf *bytes)
{
    uint8_t *exact = malloc(bytes->length + (bytes->length == 0));
    if (exact == NULL) {
        abort();
    }
    if (bytes->length > 0) {
        memcpy(exact, bytes->text, bytes->length);
    }
    LLVMFuzzerTestOneInput(exact, bytes->length);
    free(exact);
}

static void try_copies(const struct pp_buf *bytes, long copies, struct pp_rng *rng)
{
    struct pp_buf one = {0}, other = {0};
    for (long copy = 0; copy < copies; copy++) {
        uint64_t edits = 1 + pp_rng_next(rng) % MOST_EDITS;
        damage(rng, bytes, &one);
        for (uint64_t e = 1; e < edits; e++) {
            damage(rng, &one, &other);
            struct pp_buf swap = one;
            one = other;
            other = swap;
        }
        try(&one);
    }
    pp_buf_finish(&one);
    pp_buf_finish(&other);
}

int main(int argc, char **argv)
{
    struct dirent **entries = NULL;
    int count = argc == 3 ? scandir(argv[1], &entries, is_input, by_name) : -1;
    if (count <= 0) {
        fputs("replay FOLDER COPIES\n", stderr);
        return EXIT_FAILURE;
    }
    struct pp_buf bytes = {0};
    struct pp_rng rng = {1};
    bool all = true;
    printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        bool good = take_file(argv[1], entries[i]->d_name, &bytes);
        if (good) {
            try(&bytes);
            try_copies(&bytes, strtol(argv[2], NULL, 10), &rng);
        }
        printf("%s %d - %s\n", good ? "ok" : "not ok", i + 1, entries[i]->d_name);
        all = all && good;
        free(entries[i]);
    }
    free(entries);
    pp_buf_finish(&bytes);
    return all ? EXIT_SUCCESS : EXIT_FAILURE;
}
