// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Small services for unit tests, written as text:
 *
 *     [pods]
 *     pod,hub
 *     north,crewe
 *     [settings]
 *     planned_on,2015-03-02
 *
 * Each section is a table: its header line, then rows; cells are parted by
 * commas, never quoted.  [settings] has rows `name,value` and no header.
 * Blank lines and lines that begin with # are skipped.
 */
#ifndef PODPLAN_SERVICE_FIXTURE_H
#define PODPLAN_SERVICE_FIXTURE_H

#include <podplan/builder.h>

/** Feeds `text` to a builder and finishes it; lines are those of `text`, from 1. */
struct pp_service *fixture_build(const char *text, struct pp_faults *faults);

/** The service of `text`; ends the test with all faults printed when there is any. Destroy it. */
struct pp_service *fixture_service(const char *text);

/**
 * Two pods, six practitioners (one a consultant, one a pod manager with a reduced caseload), ten
 * families, shifts, courses and money.  `more`, which may be NULL, is text that comes after it.
 */
struct pp_service *fixture_small_with(const char *more);
struct pp_service *fixture_small(void);

/** The text of fixture_small, for tests that change it. */
extern const char fixture_small_text[];

/** How a service of one pod and one family begins, planned on 2024-04-01; roles are still to come. */
#define FIXTURE_ONE_FAMILY                                                                         \
    "[settings]\nservice_name,Service under test\nplanned_on,2024-04-01\n"                         \
    "[hubs]\nhub,name\nh,Hub\n[patches]\npatch,hub\np,h\n"                                         \
    "[pods]\npod,name,hub,patch\npod,Pod,h,p\n[families]\nfamily,patch\nf,p\n"                     \
    "[children]\nchild,family,status,complexity\nc,f,CIN,low\n"                                    \
    "[weights]\nstatus,complexity,start,points\nCIN,low,2010-01-01,1\n"

/** Row of a table by its key; ends the test when there is none. */
int32_t fixture_row(const struct pp_service *service, enum pp_table_id table, const char *key);

/** A date written as YYYY-MM-DD. */
pp_day fixture_day(const char *text);

#endif
