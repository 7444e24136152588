// SPDX-License-Identifier: GPL-3.0-or-later
/* Amounts and names in the sentences of allocation. */
#include "words.h"

#include <podplan/schema.h>

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

const char *words_skill(const struct pp_service *service, int32_t skill)
{
    return pp_row_name(service, PP_TABLE_skills, skill);
}

const char *words_role(const struct pp_service *service, int32_t role)
{
    return pp_row_name(service, PP_TABLE_roles, role);
}

const char *words_pod(const struct pp_service *service, int32_t pod)
{
    return pp_row_name(service, PP_TABLE_pods, pod);
}

const char *words_service(const struct pp_service *service)
{
    const char *name = service->settings.service_name;
    return name == NULL || name[0] == '\0' ? "service" : name;
}

const char *words_rule(struct pp_arena *arena, int32_t rule)
{
    char *words = pp_arena_string(arena, pp_rules[rule].name);
    for (char *at = words; *at != '\0'; at++) {
        *at = *at == '_' ? ' ' : *at;
    }
    return words;
}
