// SPDX-License-Identifier: GPL-3.0-or-later
/* A case for each check of the schema: one change of the small service, and what is said of it. */
#ifndef PODPLAN_CHECK_CASES_H
#define PODPLAN_CHECK_CASES_H

#include "checks.h"

struct check_case {
    const struct check *theme;
    enum pp_table_id table;
    const char *help;      ///< of the check, in its theme's table
    const char *old, *now; ///< text of the fixture that is replaced; `old` NULL: added
    const char *expected;  ///< without the file
};

extern const struct check_case check_cases[];
extern const int32_t n_check_cases;

#endif
