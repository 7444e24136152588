// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading a file whole: no directory, no pipe, no endless device, no UTF-16. */
#include "file.h"

#include <podplan/limits.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
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
