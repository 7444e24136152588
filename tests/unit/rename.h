// SPDX-License-Identifier: GPL-3.0-or-later
/* The same service under other names: every key drawn anew, the rows of every table shuffled. */
#ifndef PODPLAN_TEST_RENAME_H
#define PODPLAN_TEST_RENAME_H

#include <podplan/schema.h>

struct renamed {
    struct pp_service service;
    int32_t *row[PP_TABLE_COUNT]; ///< [row of the original]: row here
};

/** By the table of tables, so that no column can be forgotten; end with rename_finish. */
void rename_service(struct renamed *renamed, const struct pp_service *service, uint64_t seed);
void rename_finish(struct renamed *renamed);

#endif
