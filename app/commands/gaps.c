// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan rota gaps: what is open in the weeks ahead, who could take it, and why others can't. */
#include "answer.h"
#include "commands.h"
#include "explain.h"
#include "tasks.h"
#include "words.h"

#include <podplan/schema.h>
#include <podplan/solver.h>

#include <inttypes.h>

enum {
    WEEKS = 12,        ///< looked ahead when nobody says how many
    SHOWN_GAPS = 20,   ///< of text; JSON has all
    SHOWN_HELPERS = 6, ///< of each gap, of those who could help, and of the others
    TERM_COLUMN = 14
};

static const char *const source_words[] = {
    [PP_HELP_POD] = "own pod",
    [PP_HELP_HUB] = "hub",
    [PP_HELP_BANK] = "bank",
    [PP_HELP_AGENCY] = "agency",
};

static json_t *helper_json(const struct pp_service *service, const struct pp_helper *helper)
{
    bool possible = helper->rule == PP_NONE;
    return json_pack("{s:o, s:s, s:b, s:b, s:o, s:I, s:o, s:o}", "practitioner",
                     explain_key(service, PP_TABLE_practitioners, helper->practitioner), "source",
                     source_words[helper->source], "possible", (int)possible, "lend",
                     (int)helper->lend, "rule",
                     possible ? json_null() : json_string(pp_rules[helper->rule].name), "minutes",
                     (json_int_t)helper->minutes, "pence",
                     helper->pence == PP_NO_PENCE ? json_null() : json_integer(helper->pence),
                     "sentence", answer_text(helper->sentence));
}

static json_t *gap_json(const struct pp_service *service, const struct pp_gap *gap)
{
    json_t *helpers = json_array();
    for (int32_t h = 0; h < gap->n_helpers; h++) {
        json_array_append_new(helpers, helper_json(service, &gap->helpers[h]));
    }
    return json_pack("{s:o, s:o, s:i, s:b, s:i, s:o}", "shift",
                     explain_key(service, PP_TABLE_shifts, gap->shift), "date",
                     answer_day(gap->date), "missing", (int)gap->missing, "in_rota",
                     (int)gap->in_rota, "elsewhere", (int)gap->elsewhere, "candidates", helpers);
}

static void say_helper(const struct pp_service *service, const struct pp_helper *helper,
                       struct pp_buf *out)
{
    struct pp_buf line = {0};
    bool named = helper->practitioner != PP_NONE;
    pp_buf_add(&line,
               named ? service->practitioners[helper->practitioner].practitioner : "somebody");
    if (helper->rule == PP_NONE || helper->lend) {
        pp_buf_printf(&line, ": %" PRId64 " minutes, ", helper->minutes);
        if (helper->pence == PP_NO_PENCE) {
            pp_buf_add(&line, "at a rate that nobody gave");
        } else {
            pp_buf_money(&line, helper->pence);
        }
        pp_buf_add(&line, helper->lend ? "; of another pod, could be lent" : "");
    } else {
        pp_buf_printf(&line, " can't (%s): %s", pp_rules[helper->rule].name, helper->sentence);
    }
    words_entry(out, TERM_COLUMN, source_words[helper->source], pp_buf_text(&line));
    pp_buf_finish(&line);
}

/* Those who could help, or those who can't. */
static void say_helpers(const struct pp_service *service, const struct pp_gap *gap, bool could,
                        struct pp_buf *out)
{
    int32_t count = 0;
    for (int32_t h = 0; h < gap->n_helpers; h++) {
        const struct pp_helper *helper = &gap->helpers[h];
        if ((helper->rule == PP_NONE || helper->lend) == could && count++ < SHOWN_HELPERS) {
            say_helper(service, helper, out);
        }
    }
    if (count > SHOWN_HELPERS) {
        pp_buf_printf(out, "  and %d more who %s\n", (int)(count - SHOWN_HELPERS),
                      could ? "could" : "can't");
    }
    if (could && count == 0) {
        pp_buf_add(out, "  Nobody could take it.\n");
    }
}

static void say_gap(const struct pp_service *service, const struct pp_gap *gap, struct pp_buf *out)
{
    char day[PP_STAMP_TEXT];
    pp_buf_printf(out, "\n%s  %s: ", pp_day_words(gap->date, day),
                  service->shifts[gap->shift].shift);
    pp_buf_count(out, gap->missing, "person", "people");
    pp_buf_printf(out, " short%s\n", gap->in_rota ? "" : ", not planned yet");
    say_helpers(service, gap, true, out);
    say_helpers(service, gap, false, out);
}

static void say_headline(const struct pp_service *service, const struct pp_gap *gaps, int32_t n,
                         int32_t weeks, struct pp_buf *out)
{
    struct pp_buf line = {0};
    char day[PP_STAMP_TEXT];
    int64_t turns = 0, planned = 0;
    for (int32_t g = 0; g < n; g++) {
        turns += gaps[g].missing;
        planned += gaps[g].in_rota ? gaps[g].missing : 0;
    }
    if (turns == 0) {
        pp_buf_add(&line, "No turn is open");
    } else {
        pp_buf_count(&line, turns, "turn is open", "turns are open");
    }
    pp_buf_printf(&line, " in the %d weeks from %s", (int)weeks,
                  pp_day_words(service->settings.planned_on, day));
    if (turns > 0) {
        pp_buf_printf(&line, ", %" PRId64 " of them in the rota in force", planned);
    }
    pp_buf_add(&line, ".");
    words_wrap(out, 0, 0, pp_buf_text(&line));
    pp_buf_finish(&line);
}

bool command_rota_gaps(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct task task;
    struct pp_arena arena = {0};
    struct pp_gap *gaps;
    int32_t weeks = request->weeks < 0 ? WEEKS : (int32_t)request->weeks;
    if (!task_open_plan(&task, request->db, err)) {
        return false;
    }
    int32_t n = pp_rota_gaps(task.service, task.before, weeks, &arena, &gaps);
    json_t *list = json_array();
    say_headline(task.service, gaps, n, weeks, &answer->text);
    for (int32_t g = 0; g < n; g++) {
        json_array_append_new(list, gap_json(task.service, &gaps[g]));
        if (g < SHOWN_GAPS) {
            say_gap(task.service, &gaps[g], &answer->text);
        }
    }
    if (n > SHOWN_GAPS) {
        pp_buf_printf(&answer->text, "\nand %d more; --json lists them all\n",
                      (int)(n - SHOWN_GAPS));
    }
    answer_record(&task.record, answer);
    json_object_set_new(answer->doc, "gaps", list);
    pp_arena_finish(&arena);
    task_close(&task);
    return true;
}
