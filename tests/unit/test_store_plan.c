// SPDX-License-Identifier: GPL-3.0-or-later
/* Plans and published events in the store. */
#include "service_fixture.h"
#include "store_fixture.h"
#include "test.h"

#include "db.h"

#include <podplan/rng.h>
#include <podplan/rules.h>
#include <podplan/schema.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- A plan with something in every list ---- */

static void fill_allocation(const struct pp_service *service, struct pp_plan *plan)
{
    plan->n_placements = service->n_families;
    plan->placements = PP_NEW(&plan->arena, struct pp_placement, service->n_families);
    for (int32_t family = 0; family < service->n_families; family++) {
        plan->placements[family] = (struct pp_placement){family % 4, PP_NONE, NULL};
    }
    int32_t unplaced = fixture_row(service, PP_TABLE_families, "f05");
    plan->placements[unplaced] =
        (struct pp_placement){PP_NONE, pp_rule_find("child_cap"), "Nobody has room for f05."};
    plan->n_consultants = service->n_practitioners;
    plan->consultants = PP_NEW(&plan->arena, int32_t, service->n_practitioners);
    int32_t fay = fixture_row(service, PP_TABLE_practitioners, "fay");
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        plan->consultants[person] = person == fay ? PP_NONE : fay;
    }
}

static void fill_escalation(const struct pp_service *service, struct pp_plan *plan)
{
    plan->n_social_workers = service->n_families;
    plan->social_workers = PP_NEW(&plan->arena, int32_t, service->n_families);
    for (int32_t family = 0; family < service->n_families; family++) {
        plan->social_workers[family] = PP_NONE;
    }
    plan->social_workers[fixture_row(service, PP_TABLE_families, "f03")] =
        fixture_row(service, PP_TABLE_practitioners, "fay");
    pp_plan_add_handover(plan,
                         (struct pp_handover){fixture_day("2015-05-04"), 3, PP_MOVED_ON, 1, 2});
    pp_plan_add_handover(
        plan, (struct pp_handover){fixture_day("2015-04-06"), 1, PP_CASE_CLOSED, 0, PP_NONE});
}

static void fill_rota(const struct pp_service *service, struct pp_plan *plan)
{
    plan->rota_from = fixture_day("2015-06-01");
    plan->rota_weeks = 2;
    for (int32_t day = 0; day < 14; day++) {
        pp_plan_add_turn(plan,
                         (struct pp_turn){day % service->n_shifts, plan->rota_from + day, day % 5});
    }
    for (int32_t day = 1; day < 9; day++) {
        pp_plan_add_worked(plan, (struct pp_turn){day % 3, plan->rota_from - day, day % 4});
    }
    for (int32_t seat = 0; seat < 4; seat++) {
        pp_plan_add_seat(plan, (struct pp_seat){seat % service->n_sessions, seat});
    }
}

static void fill_money(const struct pp_service *service, struct pp_plan *plan)
{
    pp_day march = fixture_day("2015-03-01");
    for (int32_t role = PP_NONE; role < service->n_roles; role++) {
        pp_plan_add_month(plan, (struct pp_month){march, role, 4000, 3600, 400, 100, 200, 50, 50,
                                                  role == 0 ? PP_UNKNOWN : 3900, 30, 70, 20,
                                                  role == 0 ? PP_UNKNOWN : -20});
    }
    pp_plan_add_cost_line(plan, (struct pp_cost_line){march, "staff: \"A\"; it's", 0, 1234567});
    pp_plan_add_cost_line(plan, (struct pp_cost_line){march, "travel", PP_NONE, -5});
    pp_plan_add_stream_use(plan, (struct pp_stream_use){1, 5, INT64_C(6000000000)});
    for (int32_t benefit = 0; benefit < service->n_benefits; benefit++) {
        pp_plan_add_saving(plan, (struct pp_saving){benefit, 300, 100, 200});
    }
    pp_plan_add_shortfall(plan,
                          (struct pp_shortfall){PP_ALLOCATION, "child_cap", "p1", PP_NO_DAY,
                                                PP_NO_DAY, 4, "children", "Pod 1 is over.", NULL});
    pp_plan_add_shortfall(plan, (struct pp_shortfall){PP_ROTA, "cover", "evening", march, march + 3,
                                                      INT64_C(5000000000), "people",
                                                      "Nobody comes.", "Recruit."});
}

static struct pp_plan *full_plan(const struct pp_service *service)
{
    struct pp_plan *plan = pp_plan_create();
    fill_allocation(service, plan);
    fill_escalation(service, plan);
    fill_rota(service, plan);
    fill_money(service, plan);
    plan->info[PP_TRAINING] = (struct pp_info){PP_OPTIMAL, 7, 7, 1, 0.5};
    plan->info[PP_ALLOCATION] = (struct pp_info){PP_SHORTFALL, INT64_MAX, INT64_MIN, 50, 1.25};
    plan->info[PP_ROTA] = (struct pp_info){PP_STOPPED, 900, 800, 33, 2};
    pp_plan_sort(plan, service);
    return plan;
}

static struct pp_plan_record record_of(const struct pp_service *service)
{
    return (struct pp_plan_record){.made_by = "pat",
                                   .command = "plan",
                                   .input_hash = service->input_hash,
                                   .seed = UINT64_MAX,
                                   .settings = "{\"rounds\": 50}"};
}

/* ---- Plans as text, to be compared ---- */

static const char *key(const struct pp_service *service, enum pp_table_id table, int32_t row)
{
    return row == PP_NONE ? "-" : pp_row_key(service, table, row);
}

static void say_people(const struct pp_service *service, const struct pp_plan *plan,
                       struct pp_buf *out)
{
    for (int32_t family = 0; family < plan->n_placements; family++) {
        const struct pp_placement *placement = &plan->placements[family];
        pp_buf_printf(out, "%s with %s %d %s\n", service->families[family].family,
                      key(service, PP_TABLE_practitioners, placement->practitioner),
                      placement->rule, placement->reason == NULL ? "-" : placement->reason);
    }
    for (int32_t family = 0; family < plan->n_social_workers; family++) {
        pp_buf_printf(out, "%s accompanied by %s\n", service->families[family].family,
                      key(service, PP_TABLE_practitioners, plan->social_workers[family]));
    }
    for (int32_t i = 0; i < plan->n_handovers; i++) {
        const struct pp_handover *handover = &plan->handovers[i];
        pp_buf_printf(out, "%d %s %d from %s to %s\n", handover->date,
                      service->families[handover->family].family, handover->kind,
                      key(service, PP_TABLE_practitioners, handover->from),
                      key(service, PP_TABLE_practitioners, handover->to));
    }
    for (int32_t person = 0; person < plan->n_consultants; person++) {
        pp_buf_printf(out, "%s under %s\n", service->practitioners[person].practitioner,
                      key(service, PP_TABLE_practitioners, plan->consultants[person]));
    }
    for (int32_t t = 0; t < plan->n_turns; t++) {
        pp_buf_printf(out, "turn %d %s %s\n", plan->turns[t].date,
                      key(service, PP_TABLE_shifts, plan->turns[t].shift),
                      key(service, PP_TABLE_practitioners, plan->turns[t].practitioner));
    }
    for (int32_t t = 0; t < plan->n_worked; t++) {
        pp_buf_printf(out, "worked %d %s %s\n", plan->worked[t].date,
                      key(service, PP_TABLE_shifts, plan->worked[t].shift),
                      key(service, PP_TABLE_practitioners, plan->worked[t].practitioner));
    }
    for (int32_t s = 0; s < plan->n_seats; s++) {
        pp_buf_printf(out, "seat %s %s\n", key(service, PP_TABLE_sessions, plan->seats[s].session),
                      key(service, PP_TABLE_practitioners, plan->seats[s].practitioner));
    }
}

static void say_money(const struct pp_service *service, const struct pp_plan *plan,
                      struct pp_buf *out)
{
    for (int32_t m = 0; m < plan->n_months; m++) {
        const struct pp_month *month = &plan->months[m];
        pp_buf_printf(out, "month %d %s %d %d %d %d %d %d %d %d %d %d %d %d\n", month->month,
                      key(service, PP_TABLE_roles, month->role), month->establishment,
                      month->in_post, month->vacancy, month->bank, month->agency, month->overtime,
                      month->unmet, month->needed, month->starters, month->leavers, month->recruits,
                      month->moved);
    }
    for (int32_t c = 0; c < plan->n_cost_lines; c++) {
        const struct pp_cost_line *line = &plan->cost_lines[c];
        pp_buf_printf(out, "line %d %s %s %" PRId64 "\n", line->month, line->line,
                      key(service, PP_TABLE_streams, line->stream), line->amount);
    }
    for (int32_t u = 0; u < plan->n_stream_uses; u++) {
        const struct pp_stream_use *use = &plan->stream_uses[u];
        pp_buf_printf(out, "use %s %" PRId64 " %" PRId64 "\n",
                      key(service, PP_TABLE_streams, use->stream), use->spent, use->lapsed);
    }
    for (int32_t s = 0; s < plan->n_savings; s++) {
        const struct pp_saving *saving = &plan->savings[s];
        pp_buf_printf(out, "saving %s %" PRId64 " %" PRId64 " %" PRId64 "\n",
                      service->benefits[saving->benefit].outcome, saving->gross, saving->less,
                      saving->net);
    }
}

static void say_rest(const struct pp_plan *plan, struct pp_buf *out)
{
    for (int32_t s = 0; s < plan->n_shortfalls; s++) {
        const struct pp_shortfall *shortfall = &plan->shortfalls[s];
        pp_buf_printf(out, "shortfall %d %s %s %d %d %" PRId64 " %s %s %s\n", shortfall->stage,
                      shortfall->rule, shortfall->subject, shortfall->from, shortfall->to,
                      shortfall->amount, shortfall->unit, shortfall->sentence,
                      shortfall->remedy == NULL ? "-" : shortfall->remedy);
    }
    for (int32_t s = 0; s < PP_STAGES; s++) {
        const struct pp_info *info = &plan->info[s];
        pp_buf_printf(out, "stage %d %" PRId64 " %" PRId64 " %d %g\n", info->status, info->cost,
                      info->bound, info->rounds, info->seconds);
    }
    pp_buf_printf(out, "rota %d %d\n", plan->rota_from, plan->rota_weeks);
}

static struct pp_buf words_of(const struct pp_service *service, const struct pp_plan *plan)
{
    struct pp_buf out = {0};
    say_people(service, plan, &out);
    say_money(service, plan, &out);
    say_rest(plan, &out);
    return out;
}

static void assert_same_plan(const struct pp_service *service, const struct pp_plan *one,
                             const struct pp_plan *two)
{
    struct pp_buf left = words_of(service, one), right = words_of(service, two);
    assert_string_equal(pp_buf_text(&left), pp_buf_text(&right));
    pp_buf_finish(&left);
    pp_buf_finish(&right);
}

static void save_plan(struct pp_store *store, const struct pp_service *service,
                      const struct pp_plan *plan, struct pp_plan_record *record)
{
    struct pp_err err = {0};
    store_assert(pp_store_save_plan(store, service, plan, record, &err), &err);
}

static struct pp_plan *load_plan(struct pp_store *store, const struct pp_service *service,
                                 struct pp_plan_record *record)
{
    struct pp_err err = {0};
    struct pp_plan *plan = pp_store_load_plan(store, service, record, &err);
    store_assert(plan != NULL, &err);
    return plan;
}

/* ---- There and back ---- */

TEST(a_plan_comes_back_as_it_was)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = full_plan(service);
    struct pp_plan_record record = record_of(service), got;
    struct pp_store *store = store_open("a.db", true);
    save_plan(store, service, plan, &record);
    assert_true(record.id > 0);
    assert_int_equal(strlen(record.made_at), strlen("2015-03-02T12:00:00Z"));
    pp_store_close(store);

    store = store_open("a.db", false);
    struct pp_plan *back = load_plan(store, service, &got);
    assert_same_plan(service, plan, back);
    assert_memory_equal(&record.id, &got.id, sizeof(got.id));
    assert_string_equal(got.made_at, record.made_at);
    assert_string_equal(got.made_by, "pat");
    assert_string_equal(got.command, "plan");
    assert_string_equal(got.settings, "{\"rounds\": 50}");
    assert_true(got.input_hash == service->input_hash && got.seed == UINT64_MAX);

    pp_plan_add_turn(back, back->turns[0]); // what was read can still grow
    pp_plan_add_shortfall(back, back->shortfalls[0]);
    assert_int_equal(back->n_turns, plan->n_turns + 1);
    assert_int_equal(back->turns[0].date, plan->turns[0].date);
    pp_plan_destroy(back);
    pp_store_close(store);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(a_plan_that_was_never_run_is_empty)
{
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = pp_plan_create();
    struct pp_plan_record record = {.command = "plan"};
    struct pp_store *store = store_open("a.db", true);
    save_plan(store, service, plan, &record);
    struct pp_plan *back = load_plan(store, service, NULL);
    assert_null(back->placements);
    assert_null(back->consultants);
    assert_same_plan(service, plan, back);
    pp_plan_destroy(back);
    pp_store_close(store);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(the_newest_plan_is_the_one_in_force_and_none_is_lost)
{
    struct pp_err err = {0};
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = full_plan(service), *empty = pp_plan_create();
    struct pp_plan_record first = record_of(service), second = record_of(service), got;
    struct pp_store *store = store_open("a.db", true);
    assert_null(pp_store_load_plan(store, service, &got, &err));
    store_assert_says(&err, PP_E_STATE, "there is no plan yet");
    save_plan(store, service, empty, &first);
    save_plan(store, service, plan, &second);
    assert_true(second.id > first.id);
    store_assert(pp_store_save_service(store, service, &err), &err);
    struct pp_plan *back = load_plan(store, service, &got);
    assert_true(got.id == second.id);
    assert_same_plan(service, plan, back);
    assert_int_equal(store_number(store, "SELECT count(*) FROM plans"), 2);
    pp_plan_destroy(back);
    pp_store_close(store);
    pp_plan_destroy(empty);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

/* ---- Against another service ---- */

/* The small service without the lines that begin with one of `keys`, and with `more`. */
static struct pp_service *service_without(const char *const *keys, const char *more)
{
    struct pp_buf text = {0};
    for (const char *line = fixture_small_text; *line != '\0';) {
        size_t length = strcspn(line, "\n") + 1;
        bool kept = true;
        for (const char *const *k = keys; *k != NULL; k++) {
            kept = kept && strncmp(line, *k, strlen(*k)) != 0;
        }
        if (kept) {
            pp_buf_addn(&text, line, length);
        }
        line += length;
    }
    pp_buf_add(&text, more);
    struct pp_service *service = fixture_service(pp_buf_text(&text));
    pp_buf_finish(&text);
    return service;
}

static int32_t holder(const struct pp_service *service, const struct pp_plan *plan,
                      const char *family)
{
    return plan->placements[fixture_row(service, PP_TABLE_families, family)].practitioner;
}

TEST(a_plan_keeps_what_still_exists)
{
    // bob has left, f04 and a session are gone; f90, f91 and gus are new.
    static const char *const gone[] = {"bob", "f04,", "c07", "f05,bob", "f03,east", "dv-2", NULL};
    struct pp_service *service = fixture_small();
    struct pp_service *later = service_without(gone,
                                               "[families]\n"
                                               "family,patch,practitioner\n"
                                               "f90,west,ann\n"
                                               "f91,west,\n"
                                               "f03,east,eve\n"
                                               "[children]\n"
                                               "child,family\n"
                                               "c90,f90\n"
                                               "c91,f91\n"
                                               "[practitioners]\n"
                                               "practitioner,role,consultant,contract,start\n"
                                               "gus,fp,fay,permanent,2015-01-01\n");
    struct pp_plan *plan = full_plan(service);
    int32_t bob = fixture_row(service, PP_TABLE_practitioners, "bob");
    plan->placements[fixture_row(service, PP_TABLE_families, "f03")].practitioner = bob;
    plan->placements[fixture_row(service, PP_TABLE_families, "f08")].practitioner = bob;
    struct pp_plan_record record = record_of(service);
    struct pp_store *store = store_open("a.db", true);
    save_plan(store, service, plan, &record);
    struct pp_plan *back = load_plan(store, later, NULL);

    assert_int_equal(back->n_placements, later->n_families);
    assert_int_equal(back->n_consultants, later->n_practitioners);
    // As planned; by the data where the plan has nobody any more, or never spoke of the family.
    assert_string_equal(key(later, PP_TABLE_practitioners, holder(later, back, "f01")),
                        key(service, PP_TABLE_practitioners, holder(service, plan, "f01")));
    assert_string_equal(key(later, PP_TABLE_practitioners, holder(later, back, "f03")), "eve");
    assert_string_equal(key(later, PP_TABLE_practitioners, holder(later, back, "f90")), "ann");
    assert_int_equal(holder(later, back, "f08"), PP_NONE);
    assert_int_equal(holder(later, back, "f91"), PP_NONE);
    int32_t f91 = fixture_row(later, PP_TABLE_families, "f91");
    assert_non_null(strstr(back->placements[f91].reason, "f91"));
    assert_int_equal(back->placements[f91].rule, pp_rule_find("placement"));
    int32_t gus = fixture_row(later, PP_TABLE_practitioners, "gus");
    assert_string_equal(key(later, PP_TABLE_practitioners, back->consultants[gus]), "fay");

    int32_t turns = 0, seats = 0;
    for (int32_t t = 0; t < plan->n_turns; t++) {
        turns += plan->turns[t].practitioner != bob;
    }
    for (int32_t s = 0; s < plan->n_seats; s++) {
        seats += plan->seats[s].practitioner != bob &&
                 strcmp(service->sessions[plan->seats[s].session].session, "dv-2") != 0;
    }
    assert_int_equal(back->n_turns, turns);
    assert_int_equal(back->n_seats, seats);
    assert_true(turns > 0 && turns < plan->n_turns && seats > 0 && seats < plan->n_seats);
    assert_int_equal(back->n_months, plan->n_months);
    assert_int_equal(back->n_savings, plan->n_savings);
    pp_plan_destroy(back);
    pp_store_close(store);
    pp_plan_destroy(plan);
    pp_service_destroy(later);
    pp_service_destroy(service);
}

TEST(a_plan_does_not_depend_on_the_order_of_rows)
{
    static const char *const moved[] = {"ann,fp", "f01,west,", "p1-day", NULL};
    struct pp_service *service = fixture_small();
    struct pp_service *turned = service_without(
        moved,
        "[families]\nfamily,patch,language,practitioner,since\nf01,west,,ann,2014-11-03\n"
        "[practitioners]\n"
        "practitioner,role,pod,consultant,fte,contract,start,end,home_patch\n"
        "ann,fp,p1,,1,permanent,2014-09-01,,west\n"
        "[shifts]\n"
        "shift,name,weekdays,begin,end,break_minutes,pod,hub,role,skill,needed,kind,tier,"
        "from,to\n"
        "p1-day,Pod 1 day,Mon-Fri,09:00,17:00,30,p1,,,,1,duty,,,\n");
    assert_true(service->input_hash == turned->input_hash);
    struct pp_plan *plan = full_plan(service);
    struct pp_plan_record record = record_of(service);
    struct pp_store *store = store_open("a.db", true);
    save_plan(store, service, plan, &record);
    struct pp_plan *back = load_plan(store, turned, NULL);
    for (int32_t family = 0; family < service->n_families; family++) {
        const char *name = service->families[family].family;
        assert_string_equal(key(service, PP_TABLE_practitioners, holder(service, plan, name)),
                            key(turned, PP_TABLE_practitioners, holder(turned, back, name)));
    }
    for (int32_t t = 0; t < plan->n_turns; t++) {
        assert_int_equal(plan->turns[t].date, back->turns[t].date);
        assert_string_equal(key(service, PP_TABLE_shifts, plan->turns[t].shift),
                            key(turned, PP_TABLE_shifts, back->turns[t].shift));
    }
    pp_plan_destroy(back);
    pp_store_close(store);
    pp_plan_destroy(plan);
    pp_service_destroy(turned);
    pp_service_destroy(service);
}

TEST(a_plan_that_podplan_never_wrote_is_refused)
{
    static const char *const wrongs[] = {
        "UPDATE plan_turns SET date = '2015-02-30' WHERE position = 3",
        "UPDATE plan_months SET in_post = 99999999999",
        "UPDATE plan_shortfalls SET stage = 'lunch'",
        "UPDATE plans SET rota_weeks = 54",
        "UPDATE plan_worked SET date = '2015-13-01' WHERE position = 1",
    };
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = full_plan(service);
    for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
        struct pp_plan_record record = record_of(service);
        struct pp_err err = {0};
        struct pp_store *store = store_open("a.db", true);
        save_plan(store, service, plan, &record);
        store_assert(db_exec(store, "PRAGMA ignore_check_constraints = ON", &err), &err);
        store_assert(db_exec(store, wrongs[i], &err), &err);
        assert_null(pp_store_load_plan(store, service, NULL, &err));
        store_assert_says(&err, PP_E_STATE, "the file is damaged: a row of plan");
        pp_store_close(store);
    }
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

TEST(a_plan_that_finds_no_room_leaves_no_trace)
{
    struct pp_err err = {0};
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = full_plan(service);
    for (int32_t i = 0; i < 20000; i++) {
        pp_plan_add_turn(plan, plan->turns[0]);
    }
    struct pp_plan_record record = record_of(service);
    struct pp_store *store = store_open("a.db", true);
    store_assert(db_exec(store, "PRAGMA max_page_count = 1", &err), &err); // as small as it is
    assert_false(pp_store_save_plan(store, service, plan, &record, &err));
    store_assert_says(&err, PP_E_SYSTEM, "no room left on the disk");
    assert_null(pp_store_load_plan(store, service, NULL, &err));
    store_assert_says(&err, PP_E_STATE, "there is no plan yet");
    store_assert(pp_store_check(store, &err), &err);
    pp_store_close(store);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

static void write_bytes(const char *path, const struct pp_buf *bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes->text, 1, bytes->length, file), bytes->length);
    assert_int_equal(fclose(file), 0);
}

/* Reads whatever can be read; true when the file says of itself that it is sound. */
static bool read_everything(const char *path, const struct pp_service *service)
{
    struct pp_event_list events = {0};
    struct pp_swap_list swaps = {0};
    struct pp_err err = {0};
    struct pp_store *store = pp_store_open(path, false, &err);
    if (store == NULL) {
        return false;
    }
    struct pp_service *found = pp_store_load_service(store, &err);
    pp_plan_destroy(pp_store_load_plan(store, found == NULL ? service : found, NULL, &err));
    pp_service_destroy(found);
    pp_store_load_events(store, &events, &err);
    pp_arena_finish(&events.arena);
    pp_store_load_swaps(store, &swaps, &err);
    pp_arena_finish(&swaps.arena);
    bool sound = pp_store_check(store, &err);
    pp_store_close(store);
    return sound;
}

TEST(odd_bytes_in_the_file_never_crash)
{
    struct pp_err err = {0};
    struct pp_service *service = fixture_small();
    struct pp_plan *plan = full_plan(service);
    struct pp_plan_record record = record_of(service);
    struct pp_store *store = store_open("a.db", true);
    store_assert(pp_store_save_service(store, service, &err), &err);
    save_plan(store, service, plan, &record);
    struct pp_swap swap = {.shift = "p1-day",
                           .date = plan->turns[0].date,
                           .practitioner = "ann",
                           .other_date = PP_NO_DAY};
    struct pp_swap_step step = {.day = swap.date, .made_by = "somebody"};
    store_assert(pp_store_publish(store, service, plan, NULL, &err), &err);
    store_assert(pp_store_save_swap(store, &swap, &step, &err), &err);
    pp_store_close(store);
    struct pp_buf bytes = store_read_file("a.db");
    struct pp_rng rng = {7};
    int sound = 0, rounds = 60;
    for (int round = 0; round < rounds; round++) {
        struct pp_buf odd = {0};
        pp_buf_addn(&odd, bytes.text, bytes.length);
        for (int n = 0; n < 30; n++) {
            int32_t at = 100 + pp_rng_below(&rng, (int32_t)bytes.length - 100);
            odd.text[at] = (char)pp_rng_below(&rng, 256);
        }
        write_bytes("odd.db", &odd);
        sound += read_everything("odd.db", service);
        pp_buf_finish(&odd);
    }
    assert_true(sound < rounds); // most of it is noticed, and none of it is fatal
    assert_true(read_everything("a.db", service));
    pp_buf_finish(&bytes);
    pp_plan_destroy(plan);
    pp_service_destroy(service);
}

/* ---- Events ---- */

TEST(events_are_replaced_as_one_list)
{
    struct pp_err err = {0};
    struct pp_event_row rows[] = {
        {.uid = "b@podplan",
         .practitioner = "ann",
         .shift = "p1-day",
         .date = fixture_day("2015-06-02"),
         .body = "00ff",
         .sequence = 3,
         .created = -1,
         .modified = 1433203200,
         .summary = "Day"},
        {.uid = "a@podplan",
         .practitioner = "bob",
         .shift = "sfbt-1",
         .date = fixture_day("2015-05-11"),
         .body = "",
         .created = 5,
         .modified = INT64_C(99999999999)},
    };
    struct pp_event_list list = {.rows = rows, .count = 2}, got = {0}, fewer = {0};
    struct pp_publication what = {.events = &list};
    struct pp_store *store = store_open("a.db", true);
    store_assert(pp_store_load_events(store, &got, &err), &err);
    assert_int_equal(got.count, 0);
    store_assert(pp_store_publish(store, NULL, NULL, &what, &err), &err);
    store_assert(pp_store_publish(store, NULL, NULL, &what, &err), &err);
    store_assert(pp_store_load_events(store, &got, &err), &err);
    assert_int_equal(got.count, 2);
    assert_string_equal(got.rows[1].uid, "b@podplan"); // by uid
    assert_string_equal(got.rows[1].practitioner, "ann");
    assert_string_equal(got.rows[1].shift, "p1-day");
    assert_string_equal(got.rows[1].body, "00ff");
    assert_int_equal(got.rows[1].date, rows[0].date);
    assert_int_equal(got.rows[1].sequence, 3);
    assert_true(got.rows[1].created == -1 && got.rows[1].modified == 1433203200);
    assert_true(got.rows[0].modified == INT64_C(99999999999));

    list.count = 1;
    store_assert(pp_store_publish(store, NULL, NULL, &what, &err), &err);
    store_assert(pp_store_load_events(store, &fewer, &err), &err);
    assert_int_equal(fewer.count, 1);

    list.count = 2;
    rows[1].uid = rows[0].uid; // two of the same: nothing changes
    assert_false(pp_store_publish(store, NULL, NULL, &what, &err));
    store_assert_says(&err, PP_E_BUG, "events.uid");
    assert_int_equal(store_number(store, "SELECT count(*) FROM events"), 1);
    pp_store_close(store);
    pp_arena_finish(&got.arena);
    pp_arena_finish(&fewer.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_plan_comes_back_as_it_was),
        IN_FOLDER(a_plan_that_was_never_run_is_empty),
        IN_FOLDER(the_newest_plan_is_the_one_in_force_and_none_is_lost),
        IN_FOLDER(a_plan_keeps_what_still_exists),
        IN_FOLDER(a_plan_does_not_depend_on_the_order_of_rows),
        IN_FOLDER(a_plan_that_podplan_never_wrote_is_refused),
        IN_FOLDER(a_plan_that_finds_no_room_leaves_no_trace),
        IN_FOLDER(odd_bytes_in_the_file_never_crash),
        IN_FOLDER(events_are_replaced_as_one_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
