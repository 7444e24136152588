// SPDX-License-Identifier: GPL-3.0-or-later
/* What courses break by themselves, whatever the rota does. */
#ifndef ROTA_FORCED_H
#define ROTA_FORCED_H

#include <podplan/rules.h>

/**
 * Names as shortfalls the hard rules of the rota that are broken without a single turn: a week full
 * of courses, say, or courses at the end of a long run of duties before the rota.
 */
void forced_name(const struct pp_service *service, struct pp_plan *plan);

#endif
