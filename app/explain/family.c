// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A family's allocation: what it weighs and needs, who works with it, what
 * that costs by the table of rules, and how everybody else compares.
 */
#include "answer.h"
#include "explain.h"
#include "words.h"

#include <podplan/schema.h>

#include <inttypes.h>
#include <stdio.h>

enum {
    KEY_COLUMN = 12
};

static void add_needs(const struct pp_service *service, int32_t family, struct pp_buf *line)
{
    struct pp_arena arena = {0};
    const struct pp_index *index = &service->needs_of;
    int32_t count = index->start[family + 1] - index->start[family];
    const char **texts = PP_NEW(&arena, const char *, count + 1);
    for (int32_t n = 0; n < count; n++) {
        const struct pp_need *need = &service->needs[index->item[index->start[family] + n]];
        texts[n] = pp_arena_printf(&arena, ", %s %s", service->skills[need->skill].skill,
                                   pp_word(pp_strength_words, need->strength));
    }
    explain_sort_texts(texts, count);
    for (int32_t n = 0; n < count; n++) {
        pp_buf_add(line, texts[n]);
    }
    pp_arena_finish(&arena);
}

static void say_what_it_is(const struct explanation *e, int32_t family, json_t *doc)
{
    const struct pp_service *service = e->service;
    const struct pp_family *row = &service->families[family];
    struct pp_load load = pp_family_load(service, family, service->settings.cases_from);
    struct pp_buf line = {0};
    pp_buf_printf(&line, "%s: ", row->family);
    explain_load(load, &line);
    if (row->patch != PP_NONE) {
        pp_buf_printf(&line, ", patch %s", service->patches[row->patch].patch);
    }
    if (row->language != PP_NONE) {
        pp_buf_printf(&line, ", speaks %s", service->skills[row->language].skill);
    }
    add_needs(service, family, &line);
    words_wrap(&e->answer->text, 0, 2, pp_buf_text(&line));
    pp_buf_finish(&line);
    json_object_set_new(doc, "family", answer_text(row->family));
    json_object_set_new(doc, "load", explain_load_json(load));
}

/** The social worker beside an escalated family's practitioner, or that there should be one. */
static void say_beside(const struct explanation *e, int32_t family, json_t *doc)
{
    const struct pp_service *service = e->service;
    struct pp_case c = {.service = service, .plan = e->result->plan};
    int32_t beside = pp_plan_social_worker(e->result->plan, service, family);
    if (pp_is_escalated(service, family, service->settings.cases_from)) {
        struct pp_arena arena = {0};
        struct pp_buf line = {0};
        char since[PP_STAMP_TEXT];
        pp_buf_printf(&line, "Escalated since %s: ",
                      pp_day_words(service->families[family].escalated_from, since));
        if (beside != PP_NONE) {
            pp_buf_printf(&line, "%s is beside as social worker, whose caseload counts the family",
                          explain_name(service, beside, &arena));
        } else {
            pp_buf_add(&line, pp_escalation_of(&c, family).beside
                                  ? "a social worker is wanted beside the practitioner"
                                  : "nobody is wanted beside");
        }
        words_wrap(&e->answer->text, 0, 2, pp_buf_text(&line));
        pp_buf_finish(&line);
        pp_arena_finish(&arena);
    }
    json_object_set_new(doc, "social_worker", explain_key(service, PP_TABLE_practitioners, beside));
}

static const struct pp_handover *find_handover(const struct pp_plan *plan, int32_t family)
{
    for (int32_t i = 0; i < plan->n_handovers; i++) {
        if (plan->handovers[i].family == family) {
            return &plan->handovers[i];
        }
    }
    return NULL;
}

/** What becomes of the case of a pod that closes, and when. */
static void say_destination(const struct explanation *e, int32_t family, json_t *doc)
{
    static const char *const words[PP_DESTINATIONS] = {
        [PP_CASE_CLOSED] = "the case is closed",
        [PP_STEPPED_DOWN] = "stepped down to early help",
        [PP_STEPPED_ACROSS] = "stepped across to a social worker",
        [PP_MOVED_ON] = "handed over",
    };
    const struct pp_service *service = e->service;
    const struct pp_handover *handover = find_handover(e->result->plan, family);
    if (handover == NULL) {
        json_object_set_new(doc, "handover", json_null());
        return;
    }
    char closes[PP_STAMP_TEXT], date[PP_STAMP_TEXT];
    const struct pp_pod *pod = &service->pods[service->practitioners[handover->from].pod];
    struct pp_arena arena = {0};
    struct pp_buf line = {0};
    pp_buf_printf(&line, "Pod %s closes on %s: on %s %s", pod->pod,
                  pp_day_words(pod->closes_on, closes), pp_day_words(handover->date, date),
                  words[handover->kind]);
    if (handover->to != PP_NONE) {
        pp_buf_printf(&line, ", from %s", explain_name(service, handover->from, &arena));
        pp_buf_printf(&line, " to %s", explain_name(service, handover->to, &arena));
    }
    words_wrap(&e->answer->text, 0, 2, pp_buf_text(&line));
    pp_buf_finish(&line);
    json_object_set_new(
        doc, "handover",
        json_pack("{s:o, s:s, s:o, s:o}", "date", answer_day(handover->date), "destination",
                  pp_word(pp_destination_words, handover->kind), "from",
                  explain_key(service, PP_TABLE_practitioners, handover->from), "to",
                  explain_key(service, PP_TABLE_practitioners, handover->to)));
    pp_arena_finish(&arena);
}

static void say_who(const struct explanation *e, int32_t family, json_t *doc)
{
    const struct pp_service *service = e->service;
    const struct pp_plan *plan = e->result->plan;
    struct pp_arena arena = {0};
    struct pp_buf line = {0};
    int32_t holder = pp_plan_holder(plan, service, family), consultant = PP_NONE;
    int32_t now = service->families[family].practitioner;
    if (!pp_is_open(service, family, service->settings.cases_from)) {
        char day[PP_STAMP_TEXT];
        pp_buf_printf(&line, "Nobody: the case closes on %s",
                      pp_day_words(service->families[family].closes_on, day));
    } else if (holder == PP_NONE) {
        const struct pp_placement *placement = &plan->placements[family];
        pp_buf_printf(&line, "Nobody: %s",
                      placement->reason == NULL ? "no reason is known" : placement->reason);
    } else {
        consultant = pp_plan_consultant(plan, service, holder);
        pp_buf_printf(&line, "With %s", explain_name(service, holder, &arena));
        pp_buf_add(&line, consultant == PP_NONE ? "" : ", overseen by ");
        pp_buf_add(&line, consultant == PP_NONE ? "" : explain_name(service, consultant, &arena));
        pp_buf_add(&line, now == holder    ? ", as before"
                          : now == PP_NONE ? ", new"
                                           : ", moved from ");
        pp_buf_add(&line,
                   now == holder || now == PP_NONE ? "" : explain_name(service, now, &arena));
    }
    words_wrap(&e->answer->text, 0, 2, pp_buf_text(&line));
    json_object_set_new(doc, "practitioner", explain_key(service, PP_TABLE_practitioners, holder));
    json_object_set_new(doc, "consultant",
                        explain_key(service, PP_TABLE_practitioners, consultant));
    json_object_set_new(doc, "before", explain_key(service, PP_TABLE_practitioners, now));
    json_object_set_new(
        doc, "reason",
        answer_text(plan->placements == NULL ? NULL : plan->placements[family].reason));
    pp_buf_finish(&line);
    pp_arena_finish(&arena);
}

/** Every breach that names the family, with its price. */
static void say_costs(const struct explanation *e, int32_t family, json_t *doc)
{
    const struct pp_verdict *verdict = &e->result->verdict;
    struct pp_case c = {.service = e->service, .plan = e->result->plan};
    json_t *list = json_array();
    for (int32_t b = 0; b < verdict->n_breaches; b++) {
        const struct pp_breach *breach = &verdict->breaches[b];
        if (breach->family != family || pp_rules[breach->rule].hard) {
            continue;
        }
        struct pp_buf sentence = {0};
        char cost[24];
        snprintf(cost, sizeof(cost), "%" PRId64, breach->cost);
        pp_rules[breach->rule].explain(&c, breach, &sentence);
        if (json_array_size(list) == 0) {
            pp_buf_add(&e->answer->text, "\nWhat this costs, minutes of time a week\n");
        }
        words_entry(&e->answer->text, KEY_COLUMN, cost, pp_buf_text(&sentence));
        json_array_append_new(list,
                              json_pack("{s:s, s:I, s:o}", "rule", pp_rules[breach->rule].name,
                                        "cost", (json_int_t)breach->cost, "sentence",
                                        answer_text(pp_buf_text(&sentence))));
        pp_buf_finish(&sentence);
    }
    json_object_set_new(doc, "costs", list);
}

bool explain_family(const struct explanation *e, const char *key, struct pp_err *err)
{
    int32_t family = explain_find(e->service, PP_TABLE_families, "family", key, err);
    if (family == PP_NONE) {
        return false;
    }
    if (e->result->plan->placements == NULL) {
        return pp_fail(err, PP_E_STATE, "no family is allocated yet; podplan allocate does it");
    }
    json_t *doc = json_object();
    say_what_it_is(e, family, doc);
    say_who(e, family, doc);
    say_beside(e, family, doc);
    say_destination(e, family, doc);
    say_costs(e, family, doc);
    bool open = pp_is_open(e->service, family, e->service->settings.cases_from);
    json_object_set_new(
        doc, "candidates",
        !open ? json_array()
              : explain_candidates(e->service, e->result->plan, NULL, family, &e->answer->text));
    json_object_set_new(e->answer->doc, "family", doc);
    return true;
}
