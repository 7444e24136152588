// SPDX-License-Identifier: GPL-3.0-or-later
/* The staffing plan's programme (programme.c) as staffing.c asks for it and reads its answer. */
#ifndef WORKFORCE_STAFFING_H
#define WORKFORCE_STAFFING_H

#include "lp.h"
#include "workforce.h"

enum {
    DEBT = 1, ///< pence more for each penny that no stream gives
    NEVER = -1
};

/* Columns of a role, month by month. */
enum part {
    BANK = PP_COVER_BANK,
    AGENCY = PP_COVER_AGENCY,
    OVERTIME = PP_COVER_OVERTIME,
    START = PP_COVERS,
    UNMET,
    SURPLUS,
    PARTS
};

/* One role's columns, and what it needs. */
struct desk {
    int32_t role;
    int32_t column[PARTS]; ///< of month 0; later months follow; NEVER: none
    int32_t unit;          ///< thousandths of a start; its column counts them
    int32_t spell[PP_COVERS];
    double *stay;         ///< months: part of a start that is still there
    int64_t *pay;         ///< months: pence of one FTE of those there are
    int64_t *newcomer;    ///< months: pence of one FTE who starts
    int64_t once;         ///< pence of one full-time start
    int32_t most;         ///< thousandths that may start in a month
    int32_t *have[PARTS]; ///< months: the answer, thousandths
};

struct office {
    struct workforce *w;
    struct desk *desks; ///< of used roles, in the order of rows
    int32_t n_desks;
    double scale;
    const int32_t *fixed; ///< desks x months: starts that are given; NULL: chosen
    bool whole;           ///< in whole units
    double objective;
};

/** Somebody may be planned to start in the role in that month. */
bool staffing_may_start(const struct office *o, const struct desk *desk, int32_t month);

/** Pence that a thousandth which starts in a month costs in months [first, end). */
double staffing_start_unit(const struct desk *desk, int32_t month, int32_t first, int32_t end);

/** Columns and rows of all desks and years. */
bool staffing_build(struct lp *lp, const struct office *o, struct pp_err *err);

#endif
