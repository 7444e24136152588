// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading a file whole: no directory, no pipe, no endless device, no UTF-16.  Listing a folder. */
#include "file.h"

#include <podplan/limits.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/** Why an open file can not be a CSV file; NULL: it can. */
static const char *refusal(const struct stat *about)
{
    if (S_ISDIR(about->st_mode)) {
        return "is a folder, not a file";
    }
    if (!S_ISREG(about->st_mode)) {
        return "is not an ordinary file";
    }
    return about->st_size > PP_MAX_FILE_BYTES ? "is larger than 64 MB, the most for one file"
                                              : NULL;
}

/** What the first bytes give away; NULL: nothing against it. */
static const char *wrong_kind(const char *bytes, size_t length)
{
    static const char zip[] = {'P', 'K', 3, 4};
    bool marked = length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || //
                                  memcmp(bytes, "\xFE\xFF", 2) == 0);
    bool wide = length >= 4 && (bytes[0] == '\0') != (bytes[1] == '\0') &&
                (bytes[2] == '\0') == (bytes[0] == '\0') &&
                (bytes[3] == '\0') == (bytes[1] == '\0');
    if (marked || wide) {
        return "is UTF-16 text; save it as CSV UTF-8";
    }
    return length >= sizeof(zip) && memcmp(bytes, zip, sizeof(zip)) == 0
               ? "is a workbook or an archive; save the sheet as CSV UTF-8"
               : NULL;
}

static bool read_all(int file, struct pp_buf *out)
{
    char part[1 << 16];
    ssize_t got;
    while ((got = read(file, part, sizeof(part))) > 0 && out->length <= PP_MAX_FILE_BYTES) {
        pp_buf_addn(out, part, (size_t)got);
    }
    return got >= 0;
}

static enum file_outcome refuse(struct pp_faults *faults, const char *name, const char *why)
{
    pp_faults_add(faults, false, name, 0, NULL, "%s", why);
    return FILE_UNSOUND;
}

static enum file_outcome read_open_file(int file, const char *name, struct pp_faults *faults,
                                        struct pp_buf *out)
{
    struct stat about;
    const char *why = fstat(file, &about) != 0 ? strerror(errno) : refusal(&about);
    if (why == NULL && !read_all(file, out)) {
        why = strerror(errno);
    }
    if (why == NULL) {
        why = wrong_kind(pp_buf_text(out), out->length);
    }
    if (why != NULL) {
        return refuse(faults, name, why);
    }
    if (out->length >= 3 && memcmp(out->text, "\xEF\xBB\xBF", 3) == 0) {
        out->length -= 3;
        memmove(out->text, out->text + 3, out->length + 1);
    }
    return FILE_READ;
}

enum file_outcome file_read(int folder, const char *name, struct pp_faults *faults,
                            struct pp_buf *out)
{
    // O_NONBLOCK: opening a pipe that nobody writes to must not hang
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && errno == ENOENT) {
        return FILE_MISSING;
    }
    if (file < 0) {
        char why[128];
        snprintf(why, sizeof(why), "can't be read: %s", strerror(errno));
        return refuse(faults, name, why);
    }
    enum file_outcome outcome = read_open_file(file, name, faults, out);
    close(file);
    return outcome;
}

static bool is_csv(const char *name)
{
    const char *ending = strrchr(name, '.');
    return ending != NULL && ending != name && strcasecmp(ending, ".csv") == 0;
}

static int by_name(const void *one, const void *two)
{
    return strcmp(*(const char *const *)one, *(const char *const *)two);
}

const char *const *file_list(int folder, struct pp_arena *arena, int32_t *n)
{
    DIR *listing = fdopendir(dup(folder));
    int32_t capacity = 0;
    if (listing == NULL) {
        return NULL;
    }
    const char **names = PP_NEW(arena, const char *, 1);
    *n = 0;
    rewinddir(listing);
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        if (is_csv(entry->d_name)) {
            names = pp_arena_grow(arena, names, &capacity, *n + 1, sizeof(names[0]));
            names[(*n)++] = pp_arena_string(arena, entry->d_name);
        }
    }
    closedir(listing);
    if (*n > 1) {
        qsort(names, (size_t)*n, sizeof(names[0]), by_name);
    }
    return names;
}
