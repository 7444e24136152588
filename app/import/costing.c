// SPDX-License-Identifier: GPL-3.0-or-later
/* Files of a costed table into a costing: each by its name, each row by its header. */
#include "import.h"
#include "sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** One file on its way into the costing. */
struct loading {
    struct pp_costing *costing;
    enum pp_costing_file which;
    const char *file;
    struct pp_faults *faults;
};

static void give_row(void *user, int32_t line, const char *const *cells)
{
    struct loading *l = user;
    pp_costing_row(l->costing, l->which, l->file, line, cells, l->faults);
}

static void load(int folder, enum pp_costing_file which, const char *file, bool required,
                 struct pp_costing *costing, struct pp_faults *faults)
{
    struct header_column columns[PP_MAX_COLUMNS];
    struct loading l = {costing, which, file, faults};
    struct sheet sheet = {
        file, required, columns, sheet_columns(&pp_costing_tables[which], columns), give_row, &l};
    sheet_read(folder, &sheet, faults);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/** Which of the three a file is by its name; PP_COSTING_FILES: none of them. */
static enum pp_costing_file kind_of(const char *path)
{
    int which = 0;
    const char *name = base_name(path);
    while (which < PP_COSTING_FILES) {
        const char *wanted = pp_costing_tables[which].name;
        size_t length = strlen(wanted);
        if (strncmp(name, wanted, length) == 0 && strcmp(name + length, ".csv") == 0) {
            break;
        }
        which++;
    }
    return (enum pp_costing_file)which;
}

/** Which file is which; false: two are the same. */
static bool sort_files(const char *const *paths, int n_paths, const char *files[PP_COSTING_FILES],
                       struct pp_err *err)
{
    for (int i = 0; i < n_paths; i++) {
        enum pp_costing_file which = kind_of(paths[i]);
        which = which == PP_COSTING_FILES ? PP_COSTED_LINES : which;
        if (files[which] != NULL) {
            return pp_fail(err, PP_E_USAGE,
                           "'%s' and '%s' are both read as %s.csv; call them lines.csv, "
                           "grade_costs.csv and totals.csv",
                           files[which], paths[i], pp_costing_tables[which].name);
        }
        files[which] = paths[i];
    }
    if (files[PP_COSTED_LINES] == NULL) {
        return pp_fail(err, PP_E_USAGE, "'%s' says nothing without its lines; name lines.csv too",
                       paths[0]);
    }
    return true;
}

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/** Reads the three files of a folder, or those that are named. */
static bool load_all(const char *const *paths, int n_paths, const char *files[PP_COSTING_FILES],
                     struct pp_costing *costing, struct pp_faults *faults, struct pp_err *err)
{
    int folder = AT_FDCWD;
    if (is_folder(paths[0])) {
        if (n_paths > 1) {
            return pp_fail(err, PP_E_USAGE, "'%s' is a folder; name one folder, or files",
                           paths[0]);
        }
        folder = open(paths[0], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder < 0) {
            return pp_fail(err, PP_E_SYSTEM, "the folder '%s' can't be read: %s", paths[0],
                           strerror(errno));
        }
        files[PP_COSTED_LINES] = "lines.csv";
        files[PP_COSTED_GRADES] = "grade_costs.csv";
        files[PP_COSTED_TOTALS] = "totals.csv";
    } else if (!sort_files(paths, n_paths, files, err)) {
        return false;
    }
    for (int which = 0; which < PP_COSTING_FILES; which++) {
        if (files[which] != NULL) {
            load(folder, (enum pp_costing_file)which, files[which],
                 folder == AT_FDCWD || which == PP_COSTED_LINES, costing, faults);
        }
    }
    if (folder != AT_FDCWD) {
        close(folder);
    }
    return true;
}

struct pp_costing *import_costing(const char *const *paths, int n_paths, struct pp_faults *faults,
                                  struct pp_err *err)
{
    const char *files[PP_COSTING_FILES] = {0};
    struct pp_costing *costing = pp_costing_create();
    bool sound = load_all(paths, n_paths, files, costing, faults, err);
    for (int which = 0; which < PP_COSTING_FILES; which++) {
        files[which] = files[which] == NULL ? pp_costing_tables[which].name : files[which];
    }
    sound = sound && pp_costing_finish(costing, files, faults);
    pp_faults_sort(faults);
    if (!sound) {
        pp_costing_destroy(costing);
        return NULL;
    }
    return costing;
}
