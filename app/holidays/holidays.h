// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Bank holidays from elsewhere than bank_holidays.csv: those that podplan
 * brings along, and those of GOV.UK's files, in each of their shapes.
 */
#ifndef PODPLAN_HOLIDAYS_H
#define PODPLAN_HOLIDAYS_H

#include "app.h"

#include <podplan/leave.h>

/** One that podplan brings along. */
struct shipped_holiday {
    const char *date, *name;
};

extern const struct shipped_holiday holidays_shipped[]; ///< by date
extern const int32_t holidays_n_shipped;

/** Bank holidays as they are read; rows and names are owned by the arena. */
struct holiday_list {
    struct pp_arena arena;
    struct pp_holiday *rows;
    int32_t count, capacity;
};

/** Appends those that podplan brings along: England and Wales, 2019 to 2028. */
void holidays_add_shipped(struct holiday_list *list);

/**
 * Appends those of a file: GOV.UK's JSON (all divisions, one of them, or its source with DD/MM/YYYY)
 * or a calendar.  `division`: "england-and-wales", "scotland", "northern-ireland".
 * PP_E_INPUT with the source, the value and the remedy.
 */
bool holidays_read(const struct pp_buf *bytes, const char *source, const char *division,
                   struct holiday_list *list, struct pp_err *err);

/** The last bank holiday that a service knows; PP_NO_DAY: none. */
pp_day holidays_last(const struct pp_service *service);

/** A warning on stderr when a rota goes on after the last year that is known. */
void holidays_warn(const struct pp_service *service, pp_day rota_last, struct answer *answer);

#endif
