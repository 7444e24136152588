// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan rota ledger: who has had how many turns of each kind, and what is fair. */
#include "answer.h"
#include "commands.h"
#include "tasks.h"
#include "words.h"

#include <podplan/rules.h>
#include <podplan/schema.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEAST_WIDE = 12, ///< columns of keys
    FAIR_TEXT = 24
};

/** One kind of turns, person by person. */
struct sheet {
    const struct pp_service *service;
    const struct pp_plan *plan;
    enum pp_turn_kind kind;
    struct pp_fair *fair;
    int32_t *planned; ///< turns of the rota
    int32_t *rows;    ///< people in the order of the table
    int32_t n;
};

static void count_planned(struct sheet *sheet)
{
    for (int32_t t = 0; t < sheet->plan->n_turns; t++) {
        const struct pp_turn *turn = &sheet->plan->turns[t];
        sheet->planned[turn->practitioner] +=
            pp_turn_is(sheet->service, sheet->kind, turn->shift, turn->date);
    }
}

/** Most above what is fair first, then by key. */
static int by_need(const void *a, const void *b, void *user)
{
    const struct sheet *sheet = user;
    int32_t one = *(const int32_t *)a, two = *(const int32_t *)b;
    int32_t above[2];
    for (int i = 0; i < 2; i++) {
        int32_t row = i == 0 ? one : two;
        above[i] = 1000 * (sheet->fair[row].worked + sheet->planned[row]) - sheet->fair[row].level;
    }
    if (above[0] != above[1]) {
        return above[0] > above[1] ? -1 : 1;
    }
    return strcmp(sheet->service->practitioners[one].practitioner,
                  sheet->service->practitioners[two].practitioner);
}

/** Those who have had such turns, have some, or should. */
static void list_people(struct sheet *sheet)
{
    for (int32_t row = 0; row < sheet->service->n_practitioners; row++) {
        const struct pp_fair *fair = &sheet->fair[row];
        if (fair->worked > 0 || sheet->planned[row] > 0 || fair->level > 0) {
            sheet->rows[sheet->n++] = row;
        }
    }
    qsort_r(sheet->rows, (size_t)sheet->n, sizeof(sheet->rows[0]), by_need, sheet);
}

static struct sheet make_sheet(const struct task *task, enum pp_turn_kind kind,
                               struct pp_arena *arena)
{
    int32_t people = task->service->n_practitioners;
    struct sheet sheet = {.service = task->service, .plan = task->before, .kind = kind};
    sheet.fair = PP_NEW(arena, struct pp_fair, people);
    sheet.planned = PP_NEW(arena, int32_t, people);
    sheet.rows = PP_NEW(arena, int32_t, people);
    pp_fair_shares(sheet.service, sheet.plan, kind, sheet.fair);
    count_planned(&sheet);
    list_people(&sheet);
    return sheet;
}

static int widest_key(const struct sheet *sheet)
{
    int widest = LEAST_WIDE;
    for (int32_t i = 0; i < sheet->n; i++) {
        int columns = words_columns(sheet->service->practitioners[sheet->rows[i]].practitioner);
        widest = columns > widest ? columns : widest;
    }
    return widest;
}

/** "34.5"; "-" for somebody who shares none of the turns of this rota. */
static const char *fair_words(int32_t level, char text[FAIR_TEXT])
{
    int32_t tenths = (level + 50) / 100;
    if (level == 0) {
        return "-";
    }
    snprintf(text, FAIR_TEXT, "%d.%d", (int)(tenths / 10), (int)(tenths % 10));
    return text;
}

static void say_sheet(const struct sheet *sheet, struct pp_buf *out)
{
    int wide = widest_key(sheet);
    char fair[FAIR_TEXT];
    pp_buf_printf(out, "\n%s\n  %*s  worked  planned  together    fair\n",
                  pp_word(pp_turn_kind_words, sheet->kind), wide, "");
    for (int32_t i = 0; i < sheet->n; i++) {
        int32_t row = sheet->rows[i], worked = sheet->fair[row].worked;
        const char *key = sheet->service->practitioners[row].practitioner;
        pp_buf_printf(out, "  %s%*s  %6d  %7d  %8d  %6s\n", key, wide - words_columns(key), "",
                      (int)worked, (int)sheet->planned[row], (int)(worked + sheet->planned[row]),
                      fair_words(sheet->fair[row].level, fair));
    }
}

static void add_objects(const struct sheet *sheet, json_t *list)
{
    for (int32_t i = 0; i < sheet->n; i++) {
        int32_t row = sheet->rows[i];
        const struct pp_fair *fair = &sheet->fair[row];
        json_array_append_new(
            list, json_pack("{s:o, s:s, s:i, s:i, s:o, s:i}", "practitioner",
                            answer_text(sheet->service->practitioners[row].practitioner), "kind",
                            pp_word(pp_turn_kind_words, sheet->kind), "worked", (int)fair->worked,
                            "planned", (int)sheet->planned[row], "fair",
                            fair->level == 0 ? json_null() : json_integer(fair->level), "share",
                            (int)fair->share));
    }
}

static void say_dates(const struct pp_plan *plan, struct answer *answer)
{
    char from[PP_STAMP_TEXT], until[PP_STAMP_TEXT], year[PP_STAMP_TEXT];
    pp_day last = plan->rota_from + 7 * plan->rota_weeks - 1;
    pp_day first = plan->rota_from - 7 * PP_LEDGER_WEEKS;
    struct pp_buf line = {0};
    pp_buf_printf(
        &line,
        "Turns worked from %s, planned from %s to %s, and how many would be fair by then: "
        "by full-time equivalent and time in post, so that nobody has more than need be.",
        pp_day_words(first, year), pp_day_words(plan->rota_from, from), pp_day_words(last, until));
    words_wrap(&answer->text, 0, 0, pp_buf_text(&line));
    pp_buf_finish(&line);
    json_object_set_new(answer->doc, "from", answer_day(first));
    json_object_set_new(answer->doc, "rota_from", answer_day(plan->rota_from));
    json_object_set_new(answer->doc, "rota_to", answer_day(last));
}

bool command_rota_ledger(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct task task;
    if (!task_open_plan(&task, request->db, err)) {
        return false;
    }
    if (task.before->info[PP_ROTA].status == PP_NOT_RUN) {
        task_close(&task);
        return pp_fail(err, PP_E_STATE,
                       "the plan in force has no rota yet; make one: podplan rota");
    }
    json_t *list = json_array();
    answer_record(&task.record, answer);
    say_dates(task.before, answer);
    for (int kind = 0; kind < PP_TURN_KINDS; kind++) {
        struct pp_arena arena = {0};
        struct sheet sheet = make_sheet(&task, (enum pp_turn_kind)kind, &arena);
        if (sheet.n > 0) {
            say_sheet(&sheet, &answer->text);
            add_objects(&sheet, list);
        }
        pp_arena_finish(&arena);
    }
    json_object_set_new(answer->doc, "ledger", list);
    answer_current(task.service, &task.record, answer);
    task_close(&task);
    return true;
}
