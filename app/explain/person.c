// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A person's load written out as a sum: what the role's caps, the contract and
 * the reductions leave of capacity; the families that fill it; the turns
 * against the fair share; the seats.
 */
#include "answer.h"
#include "explain.h"
#include "words.h"

#include <podplan/schema.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TERM_COLUMN = 13
};

/** One explanation of one person. */
struct subject {
    const struct pp_service *service;
    const struct pp_plan *plan;
    const struct pp_practitioner *person;
    int32_t row;
    pp_day day; ///< on which capacity is judged
    struct pp_buf *out;
};

static const char *const turn_names[PP_TURN_KINDS] = {[PP_DUTY_TURN] = "duties",
                                                      [PP_EVENING_TURN] = "evenings",
                                                      [PP_WEEKEND_TURN] = "weekends",
                                                      [PP_NIGHT_TURN] = "nights",
                                                      [PP_BANK_HOLIDAY_TURN] = "bank holidays",
                                                      [PP_STANDBY_TURN] = "standby"};

static void say_who(const struct subject *s, json_t *doc)
{
    struct pp_arena arena = {0};
    struct pp_buf line = {0};
    int32_t consultant = pp_plan_consultant(s->plan, s->service, s->row);
    pp_buf_printf(&line, "%s: %s", explain_name(s->service, s->row, &arena),
                  pp_row_name(s->service, PP_TABLE_roles, s->person->role));
    if (s->person->pod != PP_NONE) {
        pp_buf_printf(&line, ", pod %s", s->service->pods[s->person->pod].pod);
    }
    pp_buf_printf(&line, ", %s", pp_word(pp_contract_words, s->person->contract));
    if (consultant != PP_NONE) {
        pp_buf_printf(&line, ", overseen by %s", explain_name(s->service, consultant, &arena));
    }
    words_wrap(s->out, 0, 2, pp_buf_text(&line));
    pp_buf_finish(&line);
    json_object_set_new(doc, "practitioner", answer_text(s->person->practitioner));
    json_object_set_new(doc, "consultant",
                        explain_key(s->service, PP_TABLE_practitioners, consultant));
    pp_arena_finish(&arena);
}

/** Says the reductions that hold on the day; what they leave, in per cent. */
static int32_t say_reductions(const struct subject *s)
{
    struct pp_arena arena = {0};
    const struct pp_index *index = &s->service->reductions_of;
    int32_t first = index->start[s->row], end = index->start[s->row + 1];
    const char **texts = PP_NEW(&arena, const char *, end - first + 1);
    int32_t left = 100, count = 0;
    for (int32_t i = first; i < end; i++) {
        const struct pp_reduction *row = &s->service->reductions[index->item[i]];
        if (pp_day_within(s->day, row->from, row->to)) {
            texts[count++] = pp_arena_printf(&arena, "  less %d%% for %s\n", (int)row->percent,
                                             pp_word(pp_reason_words, row->reason));
            left -= row->percent;
        }
    }
    explain_sort_texts(texts, count);
    for (int32_t t = 0; t < count; t++) {
        pp_buf_add(s->out, texts[t]);
    }
    pp_arena_finish(&arena);
    return left < 0 ? 0 : left;
}

/** "  families   4 x 0.8 FTE x 50% = 1.6, rounded down to 1"; everything in thousandths. */
static void say_cap(const struct subject *s, const char *what, int64_t cap, int32_t left,
                    int64_t result)
{
    int64_t fte = s->person->fte == PP_UNKNOWN ? 0 : s->person->fte;
    int64_t exact = cap * fte * left / 100 / PP_FTE;
    pp_buf_printf(s->out, "  %-10s ", what);
    pp_buf_milli(s->out, cap);
    pp_buf_add(s->out, " x ");
    pp_buf_milli(s->out, fte);
    pp_buf_add(s->out, " FTE");
    if (left < 100) {
        pp_buf_printf(s->out, " x %d%%", (int)left);
    }
    pp_buf_add(s->out, " = ");
    pp_buf_milli(s->out, exact);
    if (result < exact) {
        pp_buf_add(s->out, ", rounded down to ");
        pp_buf_milli(s->out, result);
    }
    pp_buf_add(s->out, "\n");
}

static void say_capacity(const struct subject *s, const struct pp_capacity *capacity, json_t *doc)
{
    const struct pp_role *role = &s->service->roles[s->person->role];
    char day[PP_STAMP_TEXT];
    pp_buf_printf(s->out, "\nCapacity on %s", pp_day_words(s->day, day));
    if (role->family_cap == PP_UNKNOWN) {
        pp_buf_add(s->out, ": none, the role holds no cases\n");
    } else if (!pp_in_post(s->service, s->row, s->day)) {
        pp_buf_add(s->out, ": none, not in post\n");
    } else {
        pp_buf_add(s->out, s->person->fte == PP_UNKNOWN
                               ? ": none, the full-time equivalent is unknown\n"
                               : "\n");
        int32_t left = say_reductions(s);
        say_cap(s, "families", (int64_t)role->family_cap * PP_FTE, left,
                (int64_t)capacity->families * PP_FTE);
        if (role->child_cap != PP_UNKNOWN) {
            say_cap(s, "children", (int64_t)role->child_cap * PP_FTE, left,
                    (int64_t)capacity->children * PP_FTE);
        }
        if (role->point_cap != PP_UNKNOWN) {
            say_cap(s, "points", role->point_cap, left, capacity->points);
        }
    }
    json_object_set_new(
        doc, "capacity",
        json_pack("{s:i, s:i, s:o, s:i}", "families", (int)capacity->families, "children",
                  (int)capacity->children, "points",
                  capacity->points == INT32_MAX ? json_null() : json_integer(capacity->points),
                  "percent", (int)capacity->percent));
}

static void say_family(const struct subject *s, int32_t family, json_t *list)
{
    struct pp_load load = pp_family_load(s->service, family, s->day);
    int32_t travel = pp_travel_load(s->service, family, s->row);
    const char *key = s->service->families[family].family;
    struct pp_buf line = {0};
    explain_load(load, &line);
    pp_buf_printf(&line, ", %d minutes of travel a week", (int)travel);
    int32_t holder = pp_plan_holder(s->plan, s->service, family);
    bool beside = holder != s->row;
    if (beside) {
        pp_buf_printf(&line, ", beside %s",
                      holder == PP_NONE ? "nobody yet"
                                        : s->service->practitioners[holder].practitioner);
    }
    words_entry(s->out, TERM_COLUMN, key, pp_buf_text(&line));
    pp_buf_finish(&line);
    json_t *object = explain_load_json(load);
    json_object_set_new(object, "family", answer_text(key));
    json_object_set_new(object, "travel_minutes", json_integer(travel));
    json_object_set_new(object, "beside", json_boolean(beside));
    json_array_append_new(list, object);
}

/** The caseload against capacity and against the level that would be even for all. */
static void say_sum(const struct subject *s, struct pp_load load,
                    const struct pp_capacity *capacity, const struct pp_balance *balance)
{
    struct pp_buf line = {0};
    pp_buf_add(&line, "Caseload: ");
    pp_buf_count(&line, load.families, "family", "families");
    pp_buf_add(&line, ", ");
    explain_load(load, &line);
    if (capacity->families > 0) {
        pp_buf_printf(&line, "; %d%% of capacity in %s, where %d%% would be even for all",
                      (int)(pp_workload_permille(balance, load, *capacity) + 5) / 10,
                      balance->in_points ? "points" : "children",
                      (int)((capacity->step_down ? balance->step_down : balance->fair) + 5) / 10);
    }
    pp_buf_add(s->out, "\n");
    words_wrap(s->out, 0, 2, pp_buf_text(&line));
    pp_buf_finish(&line);
}

/** The families of the caseload, by key. */
static void say_families(const struct subject *s, json_t *doc)
{
    struct pp_arena arena = {0};
    json_t *list = json_array();
    int32_t *rows = PP_NEW(&arena, int32_t, s->service->n_families + 1), count = 0;
    for (int32_t f = 0; f < s->service->n_families; f++) {
        if (pp_plan_holder(s->plan, s->service, f) == s->row ||
            pp_plan_social_worker(s->plan, s->service, f) == s->row) {
            rows[count++] = f;
        }
    }
    explain_sort(s->service, PP_TABLE_families, rows, count);
    for (int32_t f = 0; f < count; f++) {
        say_family(s, rows[f], list);
    }
    json_object_set_new(doc, "families", list);
    pp_arena_finish(&arena);
}

static void say_workload(const struct subject *s, const struct pp_capacity *capacity, json_t *doc)
{
    struct pp_load load = pp_plan_caseload(s->plan, s->service, s->row);
    const struct pp_balance balance = pp_balance_level(s->service, s->plan);
    say_sum(s, load, capacity, &balance);
    say_families(s, doc);
    json_object_set_new(doc, "load", explain_load_json(load));
    json_object_set_new(doc, "workload",
                        json_integer(pp_workload_permille(&balance, load, *capacity)));
}

static void say_turns_of(const struct subject *s, enum pp_turn_kind kind, json_t *turns)
{
    struct pp_arena arena = {0};
    struct pp_fair *fair = PP_NEW(&arena, struct pp_fair, s->service->n_practitioners);
    int32_t count = 0;
    pp_fair_shares(s->service, s->plan, kind, fair);
    for (int32_t t = 0; t < s->plan->n_turns; t++) {
        const struct pp_turn *turn = &s->plan->turns[t];
        count +=
            turn->practitioner == s->row && pp_turn_is(s->service, kind, turn->shift, turn->date);
    }
    const struct pp_fair *own = &fair[s->row];
    pp_buf_printf(s->out, "  %-13s %d; fair share %d", turn_names[kind], (int)count,
                  (int)own->share);
    if (own->worked > 0) {
        pp_buf_printf(s->out, " after %d in the year before", (int)own->worked);
    }
    pp_buf_add(s->out, "\n");
    json_object_set_new(turns, turn_names[kind],
                        json_pack("{s:i, s:i, s:i}", "turns", (int)count, "fair", (int)own->share,
                                  "worked", (int)own->worked));
    pp_arena_finish(&arena);
}

static void say_rota(const struct subject *s, json_t *doc)
{
    const struct pp_plan *plan = s->plan;
    int64_t minutes = 0;
    for (int32_t t = 0; t < plan->n_turns; t++) {
        const struct pp_turn *turn = &plan->turns[t];
        if (turn->practitioner == s->row && s->service->shifts[turn->shift].kind == PP_DUTY) {
            minutes += pp_shift_minutes(s->service, turn->shift, turn->date);
        }
    }
    int64_t contract = pp_contract_minutes(s->service, s->row, plan->rota_from, plan->rota_weeks);
    char from[PP_STAMP_TEXT];
    pp_buf_printf(s->out, "\nRota, %d weeks from %s\n", (int)plan->rota_weeks,
                  pp_day_words(plan->rota_from, from));
    pp_buf_printf(s->out, "  %-13s %" PRId64 " of %" PRId64 " by contract\n", "hours", minutes / 60,
                  contract / 60);
    json_t *turns = json_pack("{s:I, s:I}", "minutes", (json_int_t)minutes, "contract_minutes",
                              (json_int_t)contract);
    for (int kind = 0; kind < PP_TURN_KINDS; kind++) {
        say_turns_of(s, (enum pp_turn_kind)kind, turns);
    }
    json_object_set_new(doc, "turns", turns);
}

static void say_seat(const struct subject *s, const struct pp_session *session, bool first)
{
    char day[PP_STAMP_TEXT];
    struct pp_buf line = {0};
    pp_buf_printf(&line, "%s, %s (%s)", pp_day_words(session->date, day),
                  pp_row_name(s->service, PP_TABLE_courses, session->course), session->session);
    pp_buf_add(s->out, first ? "\nTraining\n" : "");
    words_wrap(s->out, 2, 4, pp_buf_text(&line));
    pp_buf_finish(&line);
}

static int by_date(const void *a, const void *b, void *user)
{
    const struct subject *s = user;
    const struct pp_session *one = &s->service->sessions[*(const int32_t *)a];
    const struct pp_session *two = &s->service->sessions[*(const int32_t *)b];
    return one->date != two->date ? (one->date < two->date ? -1 : 1)
                                  : strcmp(one->session, two->session);
}

static json_t *seat_object(const struct subject *s, const struct pp_session *session)
{
    return json_pack("{s:o, s:o, s:o}", "session", answer_text(session->session), "course",
                     explain_key(s->service, PP_TABLE_courses, session->course), "date",
                     answer_day(session->date));
}

/** The person's courses, by date. */
static void say_seats(struct subject *s, json_t *doc)
{
    struct pp_arena arena = {0};
    json_t *list = json_array();
    int32_t *sessions = PP_NEW(&arena, int32_t, s->plan->n_seats + 1), count = 0;
    for (int32_t i = 0; i < s->plan->n_seats; i++) {
        if (s->plan->seats[i].practitioner == s->row) {
            sessions[count++] = s->plan->seats[i].session;
        }
    }
    qsort_r(sessions, (size_t)count, sizeof(sessions[0]), by_date, s);
    for (int32_t i = 0; i < count; i++) {
        const struct pp_session *session = &s->service->sessions[sessions[i]];
        say_seat(s, session, i == 0);
        json_array_append_new(list, seat_object(s, session));
    }
    json_object_set_new(doc, "seats", list);
    pp_arena_finish(&arena);
}

/** One more place with the person, for those who hold cases. */
static bool say_place(const struct explanation *e, int32_t row, json_t *doc, struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct pp_worth worth = {.sentence = NULL};
    bool found = e->result->plan->placements == NULL ||
                 pp_allocation_worth_of_place(e->service, e->result->plan, e->result->record.seed,
                                              row, &arena, &worth, err);
    if (worth.sentence != NULL) {
        pp_buf_add(&e->answer->text, "\n");
        words_wrap(&e->answer->text, 0, 2, worth.sentence);
    }
    json_object_set_new(doc, "place",
                        worth.sentence == NULL ? json_null() : explain_worth_json(e, &worth));
    pp_arena_finish(&arena);
    return found;
}

bool explain_person(const struct explanation *e, const char *key, struct pp_err *err)
{
    int32_t row = explain_find(e->service, PP_TABLE_practitioners, "practitioner", key, err);
    if (row == PP_NONE) {
        return false;
    }
    struct subject s = {.service = e->service,
                        .plan = e->result->plan,
                        .person = &e->service->practitioners[row],
                        .row = row,
                        .day = e->service->settings.cases_from,
                        .out = &e->answer->text};
    json_t *doc = json_object();
    struct pp_capacity capacity = pp_capacity_on(e->service, row, s.day);
    say_who(&s, doc);
    say_capacity(&s, &capacity, doc);
    say_workload(&s, &capacity, doc);
    if (s.plan->info[PP_ROTA].status != PP_NOT_RUN) {
        say_rota(&s, doc);
    }
    say_seats(&s, doc);
    bool priced = say_place(e, row, doc, err);
    json_object_set_new(e->answer->doc, "person", doc);
    return priced;
}
