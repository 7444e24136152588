// SPDX-License-Identifier: GPL-3.0-or-later
/* The calendar files: one for each practitioner and one for each pod. */
#ifndef PODPLAN_PUBLISH_FEEDS_H
#define PODPLAN_PUBLISH_FEEDS_H

#include "events.h"

/** Writes practitioner-KEY.ics and pod-KEY.ics into the folder `dir`, which exists. */
bool feeds_write(const struct pp_service *service, const struct events *events, const char *dir,
                 struct pp_err *err);

#endif
