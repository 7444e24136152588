// SPDX-License-Identifier: GPL-3.0-or-later
/* Who moves, from whom to whom and why (changes.h). */
#include "changes.h"

#include "answer.h"
#include "explain.h"
#include "words.h"

#include <podplan/schema.h>
#include <podplan/solver.h>

#include <inttypes.h>

enum {
    KEY_COLUMN = 12,
    SHOWN_MOVES = 40, ///< entries of text; JSON has all
    SHOWN_NEW = 5     ///< of families that had nobody with their reasons; more are only listed
};

static json_t *move_object(const struct pp_service *service, const struct pp_move *move)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:b, s:I, s:I, s:o}", "family",
                     explain_key(service, PP_TABLE_families, move->family), "from",
                     explain_key(service, PP_TABLE_practitioners, move->from), "to",
                     explain_key(service, PP_TABLE_practitioners, move->to), "rule",
                     move->rule == PP_NONE ? json_null() : json_string(pp_rules[move->rule].name),
                     "pinned", (int)move->pinned, "before", (json_int_t)move->before, "after",
                     (json_int_t)move->after, "sentence", answer_text(move->sentence));
}

static const char *who(const struct pp_service *service, int32_t practitioner)
{
    return practitioner == PP_NONE ? "nobody" : service->practitioners[practitioner].practitioner;
}

static void say_move(const struct pp_service *service, const struct pp_move *move,
                     struct pp_buf *out)
{
    struct pp_buf line = {0};
    if (move->from != PP_NONE) {
        pp_buf_printf(&line, "%s ", who(service, move->from));
    }
    pp_buf_printf(&line, "to %s. %s", who(service, move->to), move->sentence);
    words_entry(out, KEY_COLUMN, service->families[move->family].family, pp_buf_text(&line));
    pp_buf_finish(&line);
}

static void say_moved(const struct pp_service *service, const struct pp_move *moves, int32_t n,
                      struct pp_buf *out, json_t *list)
{
    int32_t count = 0;
    for (int32_t i = 0; i < n; i++) {
        if (moves[i].from != PP_NONE) {
            json_array_append_new(list, move_object(service, &moves[i]));
            if (count++ < SHOWN_MOVES) {
                say_move(service, &moves[i], out);
            }
        }
    }
    if (count > SHOWN_MOVES) {
        pp_buf_printf(out, "  and %d more; --json lists them all\n", (int)(count - SHOWN_MOVES));
    }
}

/** Families that had nobody: `count` of the list. */
static void say_placed(const struct pp_service *service, const struct pp_move *moves, int32_t n,
                       int32_t count, struct pp_buf *out, json_t *list)
{
    struct pp_buf line = {0};
    pp_buf_add(out, count > 0 ? "\nWho had nobody\n" : "");
    for (int32_t i = 0; i < n; i++) {
        if (moves[i].from != PP_NONE) {
            continue;
        }
        json_array_append_new(list, move_object(service, &moves[i]));
        if (count <= SHOWN_NEW) {
            say_move(service, &moves[i], out);
        } else {
            pp_buf_printf(&line, "%s%s to %s", line.length > 0 ? ", " : "",
                          service->families[moves[i].family].family, who(service, moves[i].to));
        }
    }
    if (line.length > 0) {
        words_wrap(out, 2, 2, pp_buf_text(&line));
    }
    pp_buf_finish(&line);
}

static void say_headline(const struct change_set *set, int32_t moved, struct pp_buf *out)
{
    struct pp_buf line = {0};
    if (moved == 0) {
        pp_buf_add(&line, "No family changes hands");
    } else {
        pp_buf_count(&line, moved, "family changes hands", "families change hands");
    }
    if (set->changes.most >= 0) {
        pp_buf_printf(&line, "; %d may at most", (int)set->changes.most);
    }
    pp_buf_add(&line, moved == 0 ? "." : ":");
    words_wrap(out, 0, 0, pp_buf_text(&line));
    pp_buf_finish(&line);
}

static void say_moves(const struct task *task, const struct change_set *set,
                      const struct task_result *result, struct answer *answer)
{
    struct pp_arena arena = {0};
    struct pp_move *moves;
    json_t *moved = json_array(), *placed = json_array();
    int32_t n = pp_allocation_moves(task->service, result->plan, task->before, task->changes,
                                    &arena, &moves);
    int32_t count = 0;
    for (int32_t i = 0; i < n; i++) {
        count += moves[i].from != PP_NONE;
    }
    say_headline(set, count, &answer->text);
    say_moved(task->service, moves, n, &answer->text, moved);
    say_placed(task->service, moves, n, n - count, &answer->text, placed);
    json_object_set_new(answer->doc, "moves", moved);
    json_object_set_new(answer->doc, "placed", placed);
    pp_arena_finish(&arena);
}

/** Consultants that change from a plan in force; the first plan's are no change. */
static void say_oversight(const struct task *task, const struct task_result *result,
                          struct answer *answer)
{
    const struct pp_service *service = task->service;
    struct pp_arena arena = {0};
    struct pp_buf line = {0};
    json_t *list = json_array();
    bool any = task->before != NULL && task->before->consultants != NULL;
    int32_t *rows = PP_NEW(&arena, int32_t, service->n_practitioners), count = 0;
    for (int32_t p = 0; any && p < service->n_practitioners; p++) {
        int32_t from = pp_plan_consultant(task->before, service, p);
        if (from != PP_NONE && from != pp_plan_consultant(result->plan, service, p) &&
            pp_in_post(service, p, service->settings.cases_from)) {
            rows[count++] = p;
        }
    }
    explain_sort(service, PP_TABLE_practitioners, rows, count);
    for (int32_t i = 0; i < count; i++) {
        int32_t from = pp_plan_consultant(task->before, service, rows[i]);
        int32_t to = pp_plan_consultant(result->plan, service, rows[i]);
        pp_buf_printf(&line, "%s%s (%s to %s)", i == 0 ? "Another consultant: " : ", ",
                      who(service, rows[i]), who(service, from), who(service, to));
        json_array_append_new(list,
                              json_pack("{s:o, s:o, s:o}", "practitioner",
                                        explain_key(service, PP_TABLE_practitioners, rows[i]),
                                        "from", explain_key(service, PP_TABLE_practitioners, from),
                                        "to", explain_key(service, PP_TABLE_practitioners, to)));
    }
    if (count > 0) {
        pp_buf_add(&answer->text, "\n");
        words_wrap(&answer->text, 0, 2, pp_buf_text(&line));
    }
    json_object_set_new(answer->doc, "oversight", list);
    pp_buf_finish(&line);
    pp_arena_finish(&arena);
}

void changes_say(const struct task *task, const struct change_set *set,
                 const struct task_result *result, struct answer *answer)
{
    say_moves(task, set, result, answer);
    say_oversight(task, result, answer);
    pp_buf_add(&answer->text, "\n");
    json_object_set(answer->doc, "warnings", set->warnings);
}
