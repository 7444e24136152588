// SPDX-License-Identifier: GPL-3.0-or-later
/* Amounts and names in the sentences of allocation. */
#include "words.h"

#include <inttypes.h>

int64_t words_load(const struct people *people, int32_t rule, struct pp_load load)
{
    return rule == people->family_cap  ? load.families
           : rule == people->child_cap ? load.children
                                       : load.points;
}

int64_t words_room(const struct people *people, int32_t rule, struct pp_capacity room)
{
    return rule == people->family_cap  ? room.families
           : rule == people->child_cap ? room.children
                                       : room.points;
}

void words_number(struct pp_buf *out, const struct people *people, int32_t rule, int64_t amount)
{
    if (rule == people->point_cap) {
        pp_buf_milli(out, amount);
    } else {
        pp_buf_printf(out, "%" PRId64, amount);
    }
}

void words_amount(struct pp_buf *out, const struct people *people, int32_t rule, int64_t amount)
{
    if (rule == people->point_cap) {
        pp_buf_milli(out, amount);
        pp_buf_add(out, amount == PP_FTE ? " point" : " points");
    } else if (rule == people->child_cap) {
        pp_buf_count(out, amount, "child", "children");
    } else {
        pp_buf_count(out, amount, "family", "families");
    }
}

int32_t words_add_room(int32_t a, int32_t b)
{
    return (int64_t)a + b < INT32_MAX ? a + b : INT32_MAX;
}

static const char *name_or_key(const char *name, const char *key)
{
    return name != NULL && name[0] != '\0' ? name : key;
}

const char *words_skill(const struct pp_service *service, int32_t skill)
{
    return name_or_key(service->skills[skill].name, service->skills[skill].skill);
}

const char *words_role(const struct pp_service *service, int32_t role)
{
    return name_or_key(service->roles[role].name, service->roles[role].role);
}

const char *words_pod(const struct pp_service *service, int32_t pod)
{
    return name_or_key(service->pods[pod].name, service->pods[pod].pod);
}

const char *words_service(const struct pp_service *service)
{
    return name_or_key(service->settings.service_name, "service");
}
