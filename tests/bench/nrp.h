// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The employee shift scheduling format of schedulingbenchmarks.org as lines of
 * work.  Its rules, in the forms of solver/lines:
 *
 *   run states  shifts that may not follow each other; shifts and days off in a row
 *   sum         minutes, between the least and the most
 *   tally       weekends worked
 *   counters    shifts of each type
 *   prices      requests; days off are not open
 *   rows        cover
 */
#ifndef BENCH_NRP_H
#define BENCH_NRP_H

#include "lines.h"
#include "nrp_file.h"

struct nrp {
    struct pp_arena arena;
    struct nrp_file file;
    struct lines_problem problem;
    int32_t **shift_of; ///< [person][choice]: shift, -1: a day off
};

/** False with the file, the line and what is wrong with it; `path` lives as long as `nrp`. */
bool nrp_read(struct nrp *nrp, const char *path, struct pp_err *err);

/** Writes the grid that the judge reads: tab separated, a line a person. */
bool nrp_write(const struct nrp *nrp, const int32_t *lines, const char *path, struct pp_err *err);

void nrp_finish(struct nrp *nrp);

#endif
