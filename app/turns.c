// SPDX-License-Identifier: GPL-3.0-or-later
/* Turns that change hands, in words and as JSON (turns.h). */
#include "turns.h"

#include "answer.h"
#include "explain.h"
#include "words.h"

#include <podplan/solver.h>

enum {
    DATE_COLUMN = 19,
    SHOWN_TURNS = 40, ///< entries of text; JSON has all
    SHOWN_OPEN = 5    ///< of turns that were open; more are only counted
};

static const char *who(const struct pp_service *service, int32_t practitioner)
{
    return practitioner == PP_NONE ? "nobody" : service->practitioners[practitioner].practitioner;
}

static json_t *move_object(const struct pp_service *service, const struct pp_turn_move *move)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:I, s:o}", "shift",
                     explain_key(service, PP_TABLE_shifts, move->shift), "date",
                     answer_day(move->date), "from",
                     explain_key(service, PP_TABLE_practitioners, move->from), "to",
                     explain_key(service, PP_TABLE_practitioners, move->to), "rule",
                     move->rule == PP_NONE ? json_null() : json_string(pp_rules[move->rule].name),
                     "minutes", (json_int_t)move->minutes, "sentence", answer_text(move->sentence));
}

static void say_move(const struct pp_service *service, const struct pp_turn_move *move,
                     struct pp_buf *out)
{
    struct pp_buf line = {0};
    char day[PP_STAMP_TEXT];
    pp_buf_printf(&line, "%s: ", service->shifts[move->shift].shift);
    if (move->from != PP_NONE) {
        pp_buf_printf(&line, "%s ", who(service, move->from));
    }
    pp_buf_printf(&line, "to %s. %s", who(service, move->to), move->sentence);
    words_entry(out, DATE_COLUMN, pp_day_words(move->date, day), pp_buf_text(&line));
    pp_buf_finish(&line);
}

static void say_headline(int32_t changed, int64_t most, struct pp_buf *out)
{
    struct pp_buf line = {0};
    if (changed == 0) {
        pp_buf_add(&line, "No turn changes hands");
    } else {
        pp_buf_count(&line, changed, "turn changes hands", "turns change hands");
    }
    if (most >= 0) {
        pp_buf_printf(&line, "; %d may at most", (int)most);
    }
    pp_buf_add(&line, changed == 0 ? "." : ":");
    words_wrap(out, 0, 0, pp_buf_text(&line));
    pp_buf_finish(&line);
}

static void say_list(const struct pp_service *service, const struct pp_turn_move *moves, int32_t n,
                     int32_t shown, struct pp_buf *out, json_t *list)
{
    for (int32_t i = 0; i < n; i++) {
        json_array_append_new(list, move_object(service, &moves[i]));
        if (i < shown) {
            say_move(service, &moves[i], out);
        }
    }
    if (n > shown) {
        pp_buf_printf(out, "  and %d more; --json lists them all\n", (int)(n - shown));
    }
}

/* ---- Who is touched ---- */

static json_t *turn_list(const struct pp_service *service, const struct pp_turn_move *moves,
                         int32_t n, int32_t person, bool takes)
{
    json_t *list = json_array();
    for (int32_t i = 0; i < n; i++) {
        if ((takes ? moves[i].to : moves[i].from) == person) {
            json_array_append_new(list,
                                  json_pack("{s:o, s:o}", "shift",
                                            explain_key(service, PP_TABLE_shifts, moves[i].shift),
                                            "date", answer_day(moves[i].date)));
        }
    }
    return list;
}

static void say_person(const struct pp_service *service, const struct pp_turn_move *moves,
                       int32_t n, int32_t person, struct pp_buf *line, json_t *list)
{
    json_t *gives = turn_list(service, moves, n, person, false);
    json_t *takes = turn_list(service, moves, n, person, true);
    size_t given = json_array_size(gives), taken = json_array_size(takes);
    pp_buf_printf(line, "%s%s (", line->length == 0 ? "Touched: " : ", ", who(service, person));
    if (given > 0) {
        pp_buf_printf(line, "gives up %d%s", (int)given, taken > 0 ? ", " : "");
    }
    if (taken > 0) {
        pp_buf_printf(line, "takes on %d", (int)taken);
    }
    pp_buf_add(line, ")");
    json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "practitioner",
                                          explain_key(service, PP_TABLE_practitioners, person),
                                          "gives_up", gives, "takes_on", takes));
}

static json_t *say_touched(const struct pp_service *service, const struct pp_turn_move *moves,
                           int32_t n, struct pp_buf *out)
{
    struct pp_arena arena = {0};
    struct pp_buf line = {0};
    json_t *list = json_array();
    bool *touched = PP_NEW(&arena, bool, service->n_practitioners);
    int32_t *rows = PP_NEW(&arena, int32_t, service->n_practitioners), count = 0;
    for (int32_t i = 0; i < n; i++) {
        const int32_t sides[] = {moves[i].from, moves[i].to};
        for (int side = 0; side < 2; side++) {
            if (sides[side] != PP_NONE && !touched[sides[side]]) {
                touched[sides[side]] = true;
                rows[count++] = sides[side];
            }
        }
    }
    explain_sort(service, PP_TABLE_practitioners, rows, count);
    for (int32_t i = 0; i < count; i++) {
        say_person(service, moves, n, rows[i], &line, list);
    }
    if (count > 0) {
        pp_buf_add(out, "\n");
        words_wrap(out, 0, 2, pp_buf_text(&line));
    }
    pp_buf_finish(&line);
    pp_arena_finish(&arena);
    return list;
}

void turns_say(const struct task *task, const struct task_result *result, int64_t most,
               struct answer *answer)
{
    struct pp_arena arena = {0};
    struct pp_turn_move *moves = NULL;
    int32_t changed = 0, n = 0;
    bool any = task->holding != NULL && task->holding->n_turns > 0;
    json_t *changes = json_array(), *filled = json_array();
    if (any) {
        n = pp_rota_moves(task->service, result->plan, task->holding, &arena, &moves, &changed);
        say_headline(changed, most, &answer->text);
    }
    say_list(task->service, moves, changed, SHOWN_TURNS, &answer->text, changes);
    if (n > changed) {
        pp_buf_add(&answer->text, "\nWhat was open\n");
        say_list(task->service, moves + changed, n - changed, SHOWN_OPEN, &answer->text, filled);
    }
    json_object_set_new(answer->doc, "touched",
                        say_touched(task->service, moves, n, &answer->text));
    json_object_set_new(answer->doc, "changes", changes);
    json_object_set_new(answer->doc, "filled", filled);
    pp_buf_add(&answer->text, any ? "\n" : "");
    pp_arena_finish(&arena);
}
