// SPDX-License-Identifier: GPL-3.0-or-later
/* Parts of answers that several commands give. */
#include "answer.h"

#include "words.h"

#include <podplan/rules.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    NUMBER_COLUMN = 6 ///< where the words of a numbered shortfall begin
};

json_t *answer_text(const char *text)
{
    if (text == NULL) {
        return json_null();
    }
    struct pp_buf clean = {0};
    words_clean(&clean, text, strlen(text));
    json_t *string = json_string(pp_buf_text(&clean));
    pp_buf_finish(&clean);
    return string;
}

json_t *answer_day(pp_day day)
{
    char text[PP_DATE_TEXT];
    return day == PP_NO_DAY ? json_null() : json_string(pp_day_text(day, text));
}

static json_t *fault_object(const struct pp_fault *fault)
{
    return json_pack("{s:o, s:i, s:o, s:o}", "file", answer_text(fault->file), "line",
                     (int)fault->line, "column", answer_text(fault->column), "text",
                     answer_text(fault->text));
}

void answer_faults(const struct pp_faults *faults, struct answer *answer)
{
    struct pp_buf words = {0};
    json_t *lists[2] = {json_array(), json_array()};
    for (int32_t f = 0; f < faults->count; f++) {
        pp_fault_words(&faults->list[f], &words);
        json_array_append_new(lists[faults->list[f].warning], fault_object(&faults->list[f]));
    }
    words_clean(&answer->notes, pp_buf_text(&words), words.length);
    pp_buf_finish(&words);
    json_object_set_new(answer->doc, "faults", lists[false]);
    json_object_set_new(answer->doc, "warnings", lists[true]);
}

void answer_record(const struct pp_plan_record *record, struct answer *answer)
{
    char hash[24];
    snprintf(hash, sizeof(hash), "%016" PRIx64, record->input_hash);
    json_object_set_new(answer->doc, "plan",
                        json_pack("{s:I, s:o, s:I, s:s}", "id", (json_int_t)record->id, "command",
                                  answer_text(record->command), "seed", (json_int_t)record->seed,
                                  "input_hash", hash));
}

void answer_current(const struct pp_service *service, const struct pp_plan_record *record,
                    struct answer *answer)
{
    bool current = record->input_hash == service->input_hash;
    if (!current) {
        pp_buf_printf(&answer->text,
                      "\nThe data has changed since plan %" PRId64
                      " was made; podplan plan makes a "
                      "new one.\n",
                      record->id);
    }
    json_object_set_new(answer->doc, "current", json_boolean(current));
}

void answer_shortfall_words(const struct pp_plan *plan, int32_t shortfall, struct pp_buf *out)
{
    const struct pp_shortfall *row = &plan->shortfalls[shortfall];
    char number[16];
    snprintf(number, sizeof(number), "%d", (int)shortfall + 1);
    words_entry(out, NUMBER_COLUMN, number, row->sentence);
    if (row->remedy != NULL) {
        words_wrap(out, NUMBER_COLUMN, NUMBER_COLUMN, row->remedy);
    }
}

json_t *answer_shortfalls(const struct pp_plan *plan)
{
    json_t *list = json_array();
    for (int32_t s = 0; s < plan->n_shortfalls; s++) {
        const struct pp_shortfall *row = &plan->shortfalls[s];
        json_array_append_new(
            list,
            json_pack("{s:s, s:s, s:o, s:o, s:o, s:I, s:s, s:o, s:o}", "stage",
                      pp_stage_word((enum pp_stage)row->stage), "rule", row->rule, "subject",
                      answer_text(row->subject), "from", answer_day(row->from), "to",
                      answer_day(row->to), "amount", (json_int_t)row->amount, "unit", row->unit,
                      "sentence", answer_text(row->sentence), "remedy", answer_text(row->remedy)));
    }
    return list;
}

const char *answer_status(int32_t status)
{
    static const char *const words[] = {
        [PP_NOT_RUN] = "not run",     [PP_OPTIMAL] = "optimal", [PP_FEASIBLE] = "feasible",
        [PP_SHORTFALL] = "shortfall", [PP_STOPPED] = "stopped",
    };
    return words[status];
}
