// SPDX-License-Identifier: GPL-3.0-or-later
/* The integer programme while it is built: rows first (rows.c), then columns (programme.c). */
#ifndef TRAINING_PROGRAMME_H
#define TRAINING_PROGRAMME_H

#include "training.h"

#include "whole.h"

/** A day on which a pod may send people by choice. */
struct away {
    int32_t pod;
    pp_day date;
    int32_t row;
};

/** At most so many seats at this price or more fit into a purse, whatever the small change. */
struct cut {
    int32_t purse, row;
    int64_t price;
};

struct programme {
    struct training *t;
    struct programme_kind kind;
    struct lp *lp;
    struct pp_err *err;
    bool good;

    int32_t want_row, gap_row, link_row; ///< first of each; the others follow
    int32_t *place_row;                  ///< sessions; PP_NONE: room for all
    int32_t *purse_row;                  ///< purses; PP_NONE: money for all
    int32_t *spread_row;                 ///< practitioners; PP_NONE: at most one choice
    int32_t *link_of;                    ///< gaps: the first of its sessions among the z
    int32_t n_links;
    int32_t *sender;            ///< links: an option of the pod at the session; PP_NONE: nobody can
    struct pp_index clash_rows; ///< option -> rows
    struct cut *cuts;           ///< by purse
    int32_t n_cuts, cuts_capacity;
    struct away *away; ///< days on which a pod may send people by choice
    int32_t n_away;

    double *upper; ///< of the whole columns, which come first
    int32_t n_whole;
    double fees;    ///< of all options together
    int32_t *index; ///< coefficients of the column at hand
    double *value;
    int32_t n, index_capacity, value_capacity;
};

/** Whether the option has a column of its own. */
bool programme_is_named(const struct programme *p, const struct option *option);

/** Row, and column z, of a gap and session, counted from 0: its place among those of the skill. */
int32_t programme_link(const struct programme *p, int32_t gap, int32_t session);

/** Adds every row, empty; columns bring the coefficients. */
void rows_build(struct programme *p);

/** The day of the option's pod that is kept from being too empty; NULL: it is not. */
const struct away *rows_away(const struct programme *p, const struct option *option);

#endif
