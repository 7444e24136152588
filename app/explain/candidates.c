// SPDX-License-Identifier: GPL-3.0-or-later
/* Who could take a family and who could not: one table for all commands that ask. */
#include "answer.h"
#include "explain.h"
#include "words.h"

#include <podplan/schema.h>
#include <podplan/solver.h>

#include <inttypes.h>
#include <stdio.h>

enum {
    LEAST_WIDE = 9 ///< columns of keys
};

static json_t *candidate_object(const struct pp_service *service, const struct pp_candidate *c)
{
    bool possible = c->rule == PP_NONE;
    return json_pack("{s:o, s:b, s:i, s:i, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o}", "practitioner",
                     explain_key(service, PP_TABLE_practitioners, c->practitioner), "possible",
                     (int)possible, "before", (int)c->permille_before, "after",
                     (int)c->permille_after, "cost", (json_int_t)c->cost, "continuity",
                     (json_int_t)c->continuity, "travel", (json_int_t)c->travel, "preferred_skill",
                     (json_int_t)c->preferred_skill, "language", (json_int_t)c->language, "balance",
                     (json_int_t)c->balance, "rule",
                     possible ? json_null() : json_string(pp_rules[c->rule].name), "sentence",
                     answer_text(c->sentence));
}

static int per_cent(int32_t permille)
{
    return (int)(permille + 5) / 10;
}

static void say_possible(const struct pp_service *service, const struct pp_candidate *c,
                         bool chosen, int wide, struct pp_buf *out)
{
    char workload[32];
    const char *key = pp_row_key(service, PP_TABLE_practitioners, c->practitioner);
    snprintf(workload, sizeof(workload), "%d%% to %d%%", per_cent(c->permille_before),
             per_cent(c->permille_after));
    pp_buf_printf(out,
                  "%c %s%*s %13s %8" PRId64 " %9" PRId64 " %7" PRId64 " %6" PRId64 " %9" PRId64
                  " %8" PRId64 "\n",
                  chosen ? '*' : ' ', key, wide - words_columns(key), "", workload, c->cost,
                  c->continuity, c->travel, c->preferred_skill, c->language, c->balance);
}

static void say_forbidden(const struct pp_service *service, const struct pp_candidate *c, int wide,
                          struct pp_buf *out)
{
    struct pp_buf line = {0};
    pp_buf_printf(&line, "%s (%d%% to %d%%): %s", pp_rules[c->rule].name,
                  per_cent(c->permille_before), per_cent(c->permille_after), c->sentence);
    words_entry(out, wide + 3, pp_row_key(service, PP_TABLE_practitioners, c->practitioner),
                pp_buf_text(&line));
    pp_buf_finish(&line);
}

static void say_heading(bool possible, int wide, struct pp_buf *out)
{
    if (possible) {
        pp_buf_printf(out,
                      "\nWho could, everything else as it is; minutes of time a week\n"
                      "  %*s      workload     cost  handover  travel  skill  language  balance\n",
                      wide, "");
    } else {
        pp_buf_add(out, "\nWho could not, by the rule that forbids it\n");
    }
}

/** Whether people would think of this person at all. */
static bool is_worth_a_line(const struct pp_service *service, int32_t practitioner)
{
    const struct pp_practitioner *person = &service->practitioners[practitioner];
    return service->roles[person->role].family_cap != PP_UNKNOWN &&
           person->contract != PP_VOLUNTEER;
}

/** Columns of the widest key in the table. */
static int widest_key(const struct pp_service *service, const struct pp_candidate *list,
                      int32_t count)
{
    int widest = LEAST_WIDE;
    for (int32_t i = 0; i < count; i++) {
        const char *key = pp_row_key(service, PP_TABLE_practitioners, list[i].practitioner);
        int columns = is_worth_a_line(service, list[i].practitioner) ? words_columns(key) : 0;
        widest = columns > widest ? columns : widest;
    }
    return widest;
}

json_t *explain_candidates(const struct pp_service *service, const struct pp_plan *plan,
                           const struct pp_plan *before, int32_t family, struct pp_buf *out)
{
    struct pp_arena arena = {0};
    struct pp_candidate *list;
    int32_t count = pp_allocation_candidates(service, plan, before, family, &arena, &list);
    int32_t holder = pp_plan_holder(plan, service, family);
    json_t *array = json_array();
    int said = -1, wide = widest_key(service, list, count);
    for (int32_t i = 0; i < count; i++) {
        const struct pp_candidate *c = &list[i];
        bool possible = c->rule == PP_NONE;
        if (!is_worth_a_line(service, c->practitioner)) {
            continue;
        }
        if (said != (int)possible) {
            say_heading(possible, wide, out);
            said = (int)possible;
        }
        if (possible) {
            say_possible(service, c, c->practitioner == holder, wide, out);
        } else {
            say_forbidden(service, c, wide, out);
        }
        json_array_append_new(array, candidate_object(service, c));
    }
    if (said < 0) {
        pp_buf_add(out, "\nNobody is in a role that holds cases.\n");
    }
    pp_arena_finish(&arena);
    return array;
}
