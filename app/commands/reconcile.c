// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan reconcile: a costed table worked out again, and what does not agree in it. */
#include "answer.h"
#include "commands.h"
#include "folder.h"
#include "import.h"
#include "report.h"
#include "words.h"

#include <podplan/costing.h>
#include <podplan/schema.h>

#include <stdio.h>

static json_t *pence(int64_t amount)
{
    return json_integer((json_int_t)amount);
}

/* ---- JSON ---- */

static json_t *line_object(const struct pp_costed_line *line, const struct pp_reckoned *reckoned,
                           const struct pp_reconciliation *found)
{
    const char *outcome = !reckoned->known               ? "as stated"
                          : reckoned->finding == PP_NONE ? "agrees"
                                                         : NULL;
    if (outcome == NULL) {
        outcome = pp_finding_words[found->findings[reckoned->finding].kind];
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s}", "table",
                     answer_text(line->table), "line", answer_text(line->line), "period",
                     answer_text(line->period), "grade", answer_text(line->grade), "fte",
                     line->fte == PP_UNKNOWN ? json_null() : json_real(line->fte / 1000.0),
                     "stated", pence(line->amount), "reckoned",
                     reckoned->known ? pence(reckoned->amount) : json_null(), "by_dates",
                     reckoned->known ? pence(reckoned->by_dates) : json_null(), "difference",
                     pence(line->amount - reckoned->amount), "outcome", outcome);
}

static json_t *period_object(const struct pp_reckoned_period *period)
{
    json_t *months = period->months < 0
                         ? json_null()
                         : json_real((double)period->months / (double)PP_COSTING_MONTH);
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "table", answer_text(period->table),
                     "period", answer_text(period->period), "stated", pence(period->stated),
                     "reckoned", pence(period->reckoned), "by_dates", pence(period->by_dates),
                     "months", months);
}

static json_t *finding_object(const struct pp_costing *costing, const struct pp_finding *finding)
{
    const struct pp_costed_line *line =
        finding->line == PP_NONE ? NULL : &costing->lines[finding->line];
    const struct pp_costed_total *total =
        finding->total == PP_NONE ? NULL : &costing->totals[finding->total];
    const char *name = line != NULL ? line->line : total != NULL ? total->line : NULL;
    int32_t at = line != NULL ? line->at : total != NULL ? total->at : 0;
    return json_pack("{s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "kind",
                     pp_finding_words[finding->kind], "fault", pp_finding_is_fault(finding->kind),
                     "table", answer_text(finding->table), "line", answer_text(name), "period",
                     answer_text(finding->period), "stated", pence(finding->stated), "reckoned",
                     pence(finding->reckoned), "difference", pence(finding->difference),
                     "of_reckoned", total == NULL ? json_null() : pence(finding->of_reckoned),
                     "fits", answer_text(finding->fits), "lines", answer_text(finding->lines),
                     "file_line", at == 0 ? json_null() : json_integer(at), "sentence",
                     answer_text(finding->sentence));
}

static void add_json(const struct pp_costing *costing, const struct pp_reconciliation *found,
                     struct answer *answer)
{
    json_t *lines = json_array(), *periods = json_array(), *findings = json_array();
    for (int32_t i = 0; i < costing->n_lines; i++) {
        json_array_append_new(lines, line_object(&costing->lines[i], &found->lines[i], found));
    }
    for (int32_t p = 0; p < found->n_periods; p++) {
        json_array_append_new(periods, period_object(&found->periods[p]));
    }
    for (int32_t f = 0; f < found->n_findings; f++) {
        json_array_append_new(findings, finding_object(costing, &found->findings[f]));
    }
    json_object_set_new(answer->doc, "lines", lines);
    json_object_set_new(answer->doc, "periods", periods);
    json_object_set_new(answer->doc, "findings", findings);
}

/* ---- Words ---- */

static void add_period(const struct pp_reckoned_period *period, struct pp_buf *out)
{
    struct pp_buf words = {0};
    if (period->table != NULL) {
        pp_buf_printf(&words, "%s, ", period->table);
    }
    pp_buf_printf(&words, "%s: the lines state ", period->period);
    pp_buf_money(&words, period->stated);
    pp_buf_add(&words,
               period->stated == period->reckoned ? " and come to the same." : " and come to ");
    if (period->stated != period->reckoned) {
        pp_buf_money(&words, period->reckoned);
        pp_buf_add(&words, ".");
    }
    words_wrap(out, 2, 4, pp_buf_text(&words));
    pp_buf_finish(&words);
}

static void add_findings(const struct pp_reconciliation *found, bool faults, struct pp_buf *out)
{
    int32_t number = 0;
    for (int32_t f = 0; f < found->n_findings; f++) {
        if (pp_finding_is_fault(found->findings[f].kind) == faults) {
            char term[16];
            snprintf(term, sizeof(term), "%d", (int)++number);
            words_entry(out, 6, term, found->findings[f].sentence);
        }
    }
}

static int32_t count_faults(const struct pp_reconciliation *found)
{
    int32_t faults = 0;
    for (int32_t f = 0; f < found->n_findings; f++) {
        faults += pp_finding_is_fault(found->findings[f].kind);
    }
    return faults;
}

/* Amounts that nothing says what they should come to. */
struct taken {
    int32_t n, unheld; ///< all of them, and those that no total holds
    int32_t first;     ///< of the latter, in the order of the file; PP_NONE
};

static struct taken take_stock(const struct pp_costing *costing,
                               const struct pp_reconciliation *found)
{
    struct taken taken = {0, 0, PP_NONE};
    for (int32_t i = 0; i < costing->n_lines; i++) {
        if (!found->lines[i].known) {
            bool unheld = !found->lines[i].in_total;
            taken.n++;
            taken.unheld += unheld;
            if (unheld &&
                (taken.first == PP_NONE || costing->lines[i].at < costing->lines[taken.first].at)) {
                taken.first = i;
            }
        }
    }
    return taken;
}

/* What could not be judged: a table is not right because nobody can say that it is wrong. */
static void add_unjudged(const struct pp_costing *costing, const struct taken *taken,
                         struct pp_buf *words)
{
    if (taken->n > taken->unheld) {
        pp_buf_count(words, taken->n - taken->unheld, "amount has", "amounts have");
        pp_buf_add(words, " neither grade nor unit cost and can be checked by totals alone. ");
    }
    if (taken->unheld > 0) {
        const struct pp_costed_line *line = &costing->lines[taken->first];
        pp_buf_count(words, taken->unheld, "amount is", "amounts are");
        pp_buf_printf(words, " taken as stated, because nothing says what %s should be: ",
                      taken->unheld == 1 ? "it" : "they");
        pp_buf_printf(words,
                      "%s.csv:%d, '%s' in '%s'%s. Give fte and grade or unit_cost, or a "
                      "total in totals.csv.",
                      pp_costing_tables[PP_COSTED_LINES].name, (int)line->at, line->line,
                      line->period, taken->unheld == 1 ? "" : ", is the first");
    }
}

static void add_verdict(const struct pp_costing *costing, const struct pp_reconciliation *found,
                        int32_t faults, struct pp_buf *out)
{
    struct taken taken = take_stock(costing, found);
    struct pp_buf words = {0};
    if (faults == 0) {
        pp_buf_printf(&words, "%s agrees%s. ",
                      taken.n == 0 ? "Everything" : "Everything that can be worked out",
                      found->n_findings > 0 ? " but for rounding" : "");
    }
    add_unjudged(costing, &taken, &words);
    if (words.length > 0) {
        pp_buf_add(out, "\n");
        words_wrap(out, 0, 0, pp_buf_text(&words));
    }
    pp_buf_finish(&words);
}

static void add_text(const struct pp_costing *costing, const struct pp_reconciliation *found,
                     struct pp_buf *out)
{
    int32_t faults = count_faults(found), roundings = found->n_findings - faults;
    pp_buf_count(out, costing->n_lines, "amount", "amounts");
    pp_buf_add(out, " and ");
    pp_buf_count(out, costing->n_totals, "total", "totals");
    pp_buf_add(out, " were worked out again.\n\n");
    for (int32_t p = 0; p < found->n_periods; p++) {
        add_period(&found->periods[p], out);
    }
    pp_buf_add(out, faults > 0 ? "\nWhat does not agree:\n" : "");
    add_findings(found, true, out);
    add_verdict(costing, found, faults, out);
    if (roundings > 0) {
        pp_buf_add(out, "\nRounding, and no fault:\n");
        add_findings(found, false, out);
    }
}

static bool write_book(const struct request *request, const struct pp_costing *costing,
                       const struct pp_reconciliation *found, struct answer *answer,
                       struct pp_err *err)
{
    if (!folder_make(request->out, err) ||
        !reconciliation_write(costing, found, request->out, err)) {
        return false;
    }
    json_t *files = json_array();
    for (const char *const *file = reconciliation_files; *file != NULL; file++) {
        json_array_append_new(files, json_string(*file));
    }
    json_object_set_new(answer->doc, "files", files);
    pp_buf_printf(&answer->text, "\n%s/reconcile.xlsx shows how each amount was worked out.\n",
                  request->out);
    return true;
}

bool command_reconcile(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct pp_faults faults = {0};
    struct pp_costing *costing =
        import_costing(request->operands, request->n_operands, &faults, err);
    bool done = costing != NULL || faults.n_faults > 0;
    answer_faults(&faults, answer);
    if (costing != NULL) {
        struct pp_reconciliation found;
        pp_reconcile(costing, &found);
        add_json(costing, &found, answer);
        add_text(costing, &found, &answer->text);
        done = request->out == NULL || write_book(request, costing, &found, answer, err);
        pp_reconciliation_finish(&found);
        pp_costing_destroy(costing);
    } else if (done) {
        answer->status = EXIT_INPUT;
    }
    pp_faults_finish(&faults);
    return done;
}
