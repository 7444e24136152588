// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * podplan in one page.
 *
 *   struct pp_builder  takes rows of text, finds every fault, and becomes a
 *   struct pp_service  the question: read-only, indexed            service.h
 *   struct pp_plan     the answer, filled stage by stage           plan.h
 *   pp_solve_*         training, allocation, rota, workforce       solver.h
 *   pp_rules           what any plan is worth, and why             rules.h
 *   struct pp_store    keeps all of it in one SQLite file          store.h
 *   pp_calendar_write  turns into iCalendar                        calendar.h
 *   pp_calendar_read   calendars of others, into occurrences  calendar_read.h
 */
#ifndef PODPLAN_H
#define PODPLAN_H

#include <podplan/arena.h>
#include <podplan/buf.h>
#include <podplan/builder.h>
#include <podplan/calendar.h>
#include <podplan/calendar_read.h>
#include <podplan/civil.h>
#include <podplan/err.h>
#include <podplan/feed_token.h>
#include <podplan/indicators.h>
#include <podplan/leave.h>
#include <podplan/limits.h>
#include <podplan/plan.h>
#include <podplan/rng.h>
#include <podplan/rules.h>
#include <podplan/schema.h>
#include <podplan/service.h>
#include <podplan/solver.h>
#include <podplan/store.h>
#include <podplan/swap.h>
#include <podplan/text.h>

#endif
