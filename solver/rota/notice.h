// SPDX-License-Identifier: GPL-3.0-or-later
/* Published turns that a rota gave up although they should have stayed. */
#ifndef ROTA_NOTICE_H
#define ROTA_NOTICE_H

#include <podplan/rules.h>

/** Names each as a shortfall; there are none but where the search found no other way. */
void notice_name(const struct pp_service *service, struct pp_plan *plan);

#endif
