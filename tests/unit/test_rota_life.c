// SPDX-License-Identifier: GPL-3.0-or-later
/* What becomes of a rota in force: what stays, what changes, what is open; by chance and judged. */
#include "rota_case.h"
#include "test.h"

#include <podplan/rules.h>
#include <podplan/schema.h>

#include <string.h>

enum {
    CASES = 18
};

/* A rota by chance, and then the data change: wishes turn round, somebody leaves. */
struct scene {
    struct pp_service *service;
    struct pp_plan *first;
    struct pp_arena arena;
};

static struct pp_plan *solve(const struct pp_service *service, struct pp_solver_settings settings,
                             struct pp_plan *plan)
{
    struct pp_err err = {0};
    settings.rounds = 3;
    if (!pp_solve_rota(service, &settings, fixture_day("2024-06-03"), 2, plan, &err)) {
        pp_plan_destroy(plan);
        return NULL;
    }
    return plan;
}

static void open_scene(struct scene *s, uint64_t seed)
{
    struct pp_rng rng = {seed};
    struct pp_buf text = rota_case_random(&rng, 3 + (int32_t)(seed % 3), 2 + (int32_t)(seed % 2));
    *s = (struct scene){.service = rota_case_service(pp_buf_text(&text))};
    s->service->settings.planned_on = fixture_day("2024-06-03");
    s->first = solve(s->service, (struct pp_solver_settings){.seed = seed}, pp_plan_create());
    assert_non_null(s->first);
    pp_buf_finish(&text);
    for (int32_t i = 0; i < s->service->n_requests; i++) {
        struct pp_request *request = &s->service->requests[i];
        request->wish = request->wish == PP_WANTED ? PP_AVOID : PP_WANTED;
    }
    int32_t leaver = pp_rng_below(&rng, s->service->n_practitioners);
    s->service->practitioners[leaver].end = fixture_day("2024-06-05");
}

static void close_scene(struct scene *s)
{
    pp_arena_finish(&s->arena);
    pp_plan_destroy(s->first);
    pp_service_destroy(s->service);
}

static int32_t breaches(const struct scene *s, const struct pp_plan *plan, const char *rule)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {.service = s->service, .plan = plan, .before = s->first};
    pp_judge_rule(&c, pp_rule_find(rule), &verdict);
    int32_t count = verdict.n_breaches;
    pp_verdict_finish(&verdict);
    return count;
}

/* ---- What can stand ---- */

static int32_t broken_by_somebody(const struct scene *s, const struct pp_plan *plan)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {.service = s->service, .plan = plan};
    int32_t count = 0;
    pp_judge(&c, 1u << PP_ROTA, &verdict);
    for (int32_t b = 0; b < verdict.n_breaches; b++) {
        count +=
            pp_rules[verdict.breaches[b].rule].hard && verdict.breaches[b].practitioner != PP_NONE;
    }
    pp_verdict_finish(&verdict);
    return count;
}

TEST(what_stands_breaks_no_rule_and_what_does_not_says_why)
{
    int32_t let_go = 0, kept = 0;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct scene s;
        open_scene(&s, seed);
        struct pp_rng rng = {seed};
        struct pp_plan *plan = pp_plan_create(), *rest = pp_plan_create();
        plan->rota_from = rest->rota_from = s.first->rota_from;
        plan->rota_weeks = rest->rota_weeks = 2;
        for (int32_t i = 0; i < 25; i++) { // somebody on some shift, as it comes
            pp_plan_add_turn(plan,
                             (struct pp_turn){pp_rng_below(&rng, s.service->n_shifts),
                                              plan->rota_from + pp_rng_below(&rng, 14),
                                              pp_rng_below(&rng, s.service->n_practitioners)});
        }
        pp_plan_sort(plan, s.service);
        struct pp_case c = {.service = s.service, .plan = rest};
        struct pp_standing *fate = pp_standing_turns(&c, plan->turns, plan->n_turns, &s.arena);
        for (int32_t i = 0; i < plan->n_turns; i++) {
            assert_int_equal(fate[i].rule == PP_NONE, fate[i].sentence == NULL);
            if (fate[i].rule == PP_NONE) {
                pp_plan_add_turn(rest, plan->turns[i]);
            }
        }
        kept += rest->n_turns;
        let_go += plan->n_turns - rest->n_turns;
        struct pp_plan *none = pp_plan_create();
        none->rota_from = plan->rota_from;
        none->rota_weeks = 2;
        assert_int_equal(broken_by_somebody(&s, rest), broken_by_somebody(&s, none));
        pp_plan_destroy(none);
        pp_plan_destroy(plan);
        pp_plan_destroy(rest);
        close_scene(&s);
    }
    assert_true(kept > 10 && let_go > 100);
}

/* ---- The notice ---- */

TEST(published_turns_of_the_notice_stay_and_others_may_change)
{
    int32_t frozen = 0, changed = 0;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct scene s;
        open_scene(&s, seed);
        struct pp_plan *plan = pp_plan_create();
        for (int32_t i = 0; i < s.first->n_turns; i++) {
            pp_plan_add_published(plan, s.first->turns[i]);
        }
        plan->frozen_before = fixture_day("2024-06-10");
        plan = solve(s.service, (struct pp_solver_settings){.seed = 7, .before = s.first}, plan);
        assert_non_null(plan);
        assert_int_equal(breaches(&s, plan, "notice_kept"), 0);
        struct pp_case c = {.service = s.service, .plan = plan};
        struct pp_turn *turns;
        frozen += pp_frozen_turns(&c, &s.arena, &turns);
        changed += breaches(&s, plan, "rota_change");
        pp_plan_destroy(plan);
        close_scene(&s);
    }
    assert_true(frozen > 15 && changed > 5);
}

/* ---- Few changes ---- */

TEST(a_limit_on_changes_is_kept_or_refused)
{
    int32_t refused = 0, within = 0;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct scene s;
        open_scene(&s, seed);
        int32_t most = (int32_t)(seed % 2);
        struct pp_solver_settings settings = {.seed = 7, .before = s.first, .turn_changes = &most};
        struct pp_plan *plan = solve(s.service, settings, pp_plan_create());
        if (plan == NULL) {
            refused++;
            close_scene(&s);
            continue;
        }
        struct pp_verdict verdict = {0};
        struct pp_case c = {.service = s.service, .plan = plan, .before = s.first};
        pp_judge(&c, 1u << PP_ROTA, &verdict);
        assert_true(breaches(&s, plan, "rota_change") <= most);
        assert_int_equal(verdict.cost[PP_ROTA], plan->info[PP_ROTA].cost);
        assert_true(plan->info[PP_ROTA].bound <= plan->info[PP_ROTA].cost);
        within++;
        pp_verdict_finish(&verdict);
        pp_plan_destroy(plan);
        close_scene(&s);
    }
    assert_true(refused > 0 && within > 5);
}

TEST(every_change_is_listed_once_with_its_other_half)
{
    int32_t listed = 0;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct scene s;
        open_scene(&s, seed);
        struct pp_plan *plan = solve(
            s.service, (struct pp_solver_settings){.seed = 7, .before = s.first}, pp_plan_create());
        struct pp_turn_move *moves;
        int32_t changed, n = pp_rota_moves(s.service, plan, s.first, &s.arena, &moves, &changed),
                         taken = 0;
        assert_int_equal(changed, breaches(&s, plan, "rota_change"));
        for (int32_t i = 0; i < n; i++) {
            assert_non_null(moves[i].sentence);
            assert_int_equal(i < changed, moves[i].from != PP_NONE);
            assert_true(moves[i].from != moves[i].to);
            taken += moves[i].to != PP_NONE;
        }
        int32_t fresh = 0; // turns that nobody had in this way before
        for (int32_t i = 0; i < plan->n_turns; i++) {
            bool old = false;
            for (int32_t j = 0; j < s.first->n_turns && !old; j++) {
                old = memcmp(&plan->turns[i], &s.first->turns[j], sizeof(plan->turns[i])) == 0;
            }
            fresh += !old;
        }
        assert_int_equal(taken, fresh);
        listed += n;
        pp_plan_destroy(plan);
        close_scene(&s);
    }
    assert_true(listed > 8);
}

/* ---- Open turns ---- */

static int32_t on_shift(const struct pp_plan *plan, struct pp_turn turn, int32_t *own)
{
    int32_t there = 0;
    *own = 0;
    for (int32_t i = 0; i < plan->n_turns; i++) {
        bool same = plan->turns[i].shift == turn.shift && plan->turns[i].date == turn.date;
        there += same;
        *own += same && plan->turns[i].practitioner == turn.practitioner;
    }
    return there;
}

/* The turn of a gap; of a standby by the week with what else is open of its week. */
static void give_turns(const struct scene *s, const struct pp_plan *plan, struct pp_plan *more,
                       struct pp_turn turn)
{
    const struct pp_shift *shift = &s->service->shifts[turn.shift];
    pp_day open = turn.date, monday = open - pp_weekday(open);
    more->turns[more->n_turns++] = turn;
    for (turn.date = monday; shift->block == PP_WEEK_BLOCK && turn.date < monday + 7; turn.date++) {
        int32_t own, there = on_shift(plan, turn, &own);
        if (turn.date != open && turn.date >= s->service->settings.planned_on && own == 0 &&
            there < shift->needed && pp_shift_runs(s->service, turn.shift, turn.date)) {
            more->turns[more->n_turns++] = turn;
        }
    }
}

/* The same question, asked of the judges for one person alone. */
static struct pp_effect alone(struct scene *s, const struct pp_plan *plan, const struct pp_gap *gap,
                              int32_t practitioner)
{
    struct pp_verdict verdict = {0};
    struct pp_plan more = *plan;
    struct pp_case before = {.service = s->service, .plan = plan};
    struct pp_case after = {.service = s->service, .plan = &more};
    more.turns = PP_NEW(&s->arena, struct pp_turn, plan->n_turns + 7);
    for (int32_t i = 0; i < plan->n_turns; i++) {
        more.turns[i] = plan->turns[i];
    }
    give_turns(s, plan, &more, (struct pp_turn){gap->shift, gap->date, practitioner});
    pp_judge(&before, 1u << PP_ROTA, &verdict);
    struct pp_effect effect = pp_effect_of(&verdict, &after, &s->arena);
    pp_verdict_finish(&verdict);
    return effect;
}

TEST(trials_together_say_what_each_alone_would)
{
    int32_t possible = 0, not_possible = 0;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct scene s;
        open_scene(&s, seed);
        int32_t left = 0;
        for (int32_t i = 0; i < s.first->n_turns; i++) { // every third turn is open
            if (i % 3 != 0) {
                s.first->turns[left++] = s.first->turns[i];
            }
        }
        s.first->n_turns = left;
        struct pp_gap *gaps;
        int32_t n = pp_rota_gaps(s.service, s.first, 2, &s.arena, &gaps);
        for (int32_t g = 0; g < n; g++) {
            for (int32_t h = 0; h < gaps[g].n_helpers; h++) {
                const struct pp_helper *helper = &gaps[g].helpers[h];
                if (helper->practitioner == PP_NONE) {
                    continue;
                }
                struct pp_effect effect = alone(&s, s.first, &gaps[g], helper->practitioner);
                assert_int_equal(helper->rule == PP_NONE, effect.rule == PP_NONE);
                if (helper->rule == PP_NONE) {
                    assert_int_equal(helper->minutes, effect.minutes);
                } else if (!helper->lend) {
                    assert_true(helper->sentence != NULL);
                }
                possible += helper->rule == PP_NONE;
                not_possible += helper->rule != PP_NONE;
            }
        }
        close_scene(&s);
    }
    assert_true(possible > 30 && not_possible > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_breaks_no_rule_and_what_does_not_says_why),
        cmocka_unit_test(published_turns_of_the_notice_stay_and_others_may_change),
        cmocka_unit_test(a_limit_on_changes_is_kept_or_refused),
        cmocka_unit_test(every_change_is_listed_once_with_its_other_half),
        cmocka_unit_test(trials_together_say_what_each_alone_would),
    };
    return cmocka_run_group_tests_name("rota_life", tests, NULL, NULL);
}
