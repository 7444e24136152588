// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A file of the employee shift scheduling benchmarks (schedulingbenchmarks.org, text format): read,
 * checked, and kept as it stands.
 */
#ifndef BENCH_NRP_FILE_H
#define BENCH_NRP_FILE_H

#include <podplan/arena.h>
#include <podplan/err.h>

#include <stdbool.h>
#include <stdint.h>

enum {
    NRP_SHIFTS = 200,
    NRP_STAFF = 1000,
    NRP_DAYS = 1000,
    NRP_WEIGHT = 100000, ///< most that a wish or one of a cover may cost
    NRP_FREE = -1        ///< no limit
};

struct nrp_shift {
    char *name;
    int32_t minutes, line;
    char *before; ///< shifts that may not follow, separated by |
};

struct nrp_staff {
    char *name;
    int32_t line;     ///< of the file
    int32_t *most_of; ///< [shift]: how often at most, or NRP_FREE
    int32_t most_minutes, least_minutes, most_run, least_run, least_rest, most_weekends;
};

struct nrp_cover {
    int32_t need; ///< NRP_FREE: nobody asked
    int32_t under, over;
};

struct nrp_file {
    const char *path;
    int32_t n_days, n_shifts, n_staff;
    struct nrp_shift *shifts;
    struct nrp_staff *staff;
    bool *may_not_follow;    ///< [before * n_shifts + after]
    bool *off;               ///< [person * n_days + day]
    int32_t *wish;           ///< [(person * n_days + day) * n_shifts + shift]: what having it costs
    int64_t wishes_lost;     ///< cost of no wish granted
    struct nrp_cover *cover; ///< [day * n_shifts + shift]
};

/**
 * False with the file, the line and what is wrong with it.  `path` is borrowed; all else is of the
 * arena.
 */
bool nrp_file_read(struct nrp_file *file, const char *path, struct pp_arena *arena,
                   struct pp_err *err);

#endif
