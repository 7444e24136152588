// SPDX-License-Identifier: GPL-3.0-or-later
/* The warnings about the data, found again in a service that is stored already. */
#ifndef PODPLAN_RECHECK_H
#define PODPLAN_RECHECK_H

#include <podplan/builder.h>

/** Fills `faults` with what an import of exactly this service would warn of, without lines. */
void recheck_service(const struct pp_service *service, struct pp_faults *faults);

#endif
