// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is said of a move, against the judges: each kind of sentence over random services, every
 * number as a difference of what two plans cost by the table of rules.
 */
#include "allocation_fixture.h"
#include "service_fixture.h"
#include "test.h"

#include <podplan/rng.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PINS = 4
};

static const struct recipe crowded = {.families = 26,
                                      .practitioners = 8,
                                      .pods = 2,
                                      .most_children = 4,
                                      .family_cap = 4,
                                      .child_cap = 11,
                                      .point_cap = 20,
                                      .skills = 3,
                                      .needed_percent = 15,
                                      .holder_percent = 90,
                                      .conflict_percent = 8};

/* How often each kind of sentence was met. */
struct met {
    int32_t pinned, pinned_dearer, obstacle, room, more, less, new;
};

/* ---- Two plans, judged ---- */

struct two {
    const struct pp_service *service;
    const struct pp_plan *before; ///< NULL: the data
    struct pp_plan now, was;      ///< placements of their own
    struct pp_arena arena;
};

static struct pp_plan own_copy(struct two *two, const struct pp_plan *plan,
                               const struct pp_plan *of)
{
    struct pp_plan copy = *plan;
    copy.n_placements = two->service->n_families;
    copy.placements = PP_NEW(&two->arena, struct pp_placement, copy.n_placements);
    for (int32_t family = 0; family < copy.n_placements; family++) {
        copy.placements[family].practitioner = pp_plan_holder(of, two->service, family);
    }
    return copy;
}

static bool is_soft_of_families(const struct pp_rule *rule)
{
    static const char *const names[] = {"continuity", "balance", "travel", "preferred_skill",
                                        "language"};
    bool found = false;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        found = found || strcmp(rule->name, names[i]) == 0;
    }
    return found;
}

static int64_t soft(const struct two *two, const struct pp_plan *plan)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {two->service, plan, two->before};
    int64_t cost = 0;
    pp_judge(&c, 1U << PP_ALLOCATION, &verdict);
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        bool counts = is_soft_of_families(&pp_rules[verdict.breaches[i].rule]);
        cost += counts ? verdict.breaches[i].cost : 0;
    }
    pp_verdict_finish(&verdict);
    return cost;
}

/* The same with one family elsewhere. */
static int64_t soft_with(const struct two *two, struct pp_plan *plan, int32_t family,
                         int32_t practitioner)
{
    int32_t *holder = &plan->placements[family].practitioner, kept = *holder;
    *holder = practitioner;
    int64_t cost = soft(two, plan);
    *holder = kept;
    return cost;
}

/* What the family costs with the practitioner, everybody else as in the plan. */
static int64_t marginal(const struct two *two, struct pp_plan *plan, const struct pp_move *move,
                        int32_t practitioner)
{
    int32_t lost = move->from == PP_NONE ? 0 : pp_weight_of(two->service, "continuity");
    return soft_with(two, plan, move->family, practitioner) -
           (soft_with(two, plan, move->family, PP_NONE) - lost);
}

/* Whether the plan with the family there breaks the rule (PP_NONE: a cap) there. */
static bool breaks(const struct two *two, struct pp_plan *plan, const struct pp_move *move,
                   int32_t rule)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {two->service, plan, two->before};
    int32_t *holder = &plan->placements[move->family].practitioner, kept = *holder;
    bool found = false;
    *holder = move->from;
    pp_judge(&c, 1U << PP_ALLOCATION, &verdict);
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        const struct pp_breach *b = &verdict.breaches[i];
        bool is_cap = strstr(pp_rules[b->rule].name, "_cap") != NULL;
        bool is_here =
            b->practitioner == move->from && (b->family == move->family || b->family == PP_NONE);
        found = found || (is_here && (rule == PP_NONE ? is_cap : rule == b->rule));
    }
    pp_verdict_finish(&verdict);
    *holder = kept;
    return found;
}

static int32_t waiting(const struct pp_plan *plan)
{
    int32_t count = 0;
    for (int32_t family = 0; family < plan->n_placements; family++) {
        count += plan->placements[family].practitioner == PP_NONE;
    }
    return count;
}

/* ---- Sentences ---- */

/* The number behind these words, which must be there. */
static int64_t number_after(const char *sentence, const char *words)
{
    const char *at = strstr(sentence, words);
    if (at == NULL) {
        fail_msg("no '%s' in: %s", words, sentence);
    }
    return strtoll(at + strlen(words), NULL, 10);
}

static void check_all(struct two *two, const char *sentence)
{
    const char *at = strstr(sentence, "All changes together");
    int64_t more = soft(two, &two->now) - soft(two, &two->was);
    int32_t placed = waiting(&two->was) - waiting(&two->now);
    assert_true((placed > 0) == (strstr(at, "give a practitioner to ") != NULL));
    assert_true((placed < 0) == (strstr(at, "leave without a practitioner ") != NULL));
    if (placed != 0) {
        assert_int_equal(
            number_after(at, placed > 0 ? "practitioner to " : "without a practitioner "),
            abs(placed));
    }
    assert_true((more == 0) == (strstr(at, "as many minutes as before") != NULL));
    assert_true((more > 0) == (strstr(at, "minutes a week more") != NULL));
    assert_true((more < 0) == (strstr(at, "minutes a week less") != NULL));
    assert_true(more == 0 || number_after(at, "come to ") == llabs(more));
}

static void check_chosen(struct two *two, const struct pp_move *move, struct met *met)
{
    const char *said = move->sentence;
    bool room = strstr(said, "Makes room") != NULL, more = strstr(said, "That is more.") != NULL;
    bool equal = strstr(said, "That is as much.") != NULL;
    bool dearer = !move->pinned && move->after >= move->before;
    assert_int_equal(room, dearer && breaks(two, &two->now, move, PP_NONE));
    assert_int_equal(more, dearer && !room && move->after > move->before);
    assert_int_equal(equal, dearer && !room && move->after == move->before);
    assert_int_equal(strstr(said, "All changes together") != NULL, more || equal);
    if (more || equal) {
        assert_int_equal(number_after(said, "it would come to "),
                         marginal(two, &two->now, move, move->from));
        check_all(two, said);
    }
    met->room += room;
    met->more += more;
    met->less += !dearer && !move->pinned;
    met->pinned_dearer += move->pinned && move->after > move->before;
}

static void check_move(struct two *two, const struct pp_move *move, struct met *met)
{
    const char *said = move->sentence;
    assert_int_equal(move->pinned, strstr(said, "A pin gives it to ") != NULL);
    assert_null(strstr(said, "worth it"));
    met->pinned += move->pinned;
    met->new += move->from == PP_NONE;
    if (move->to != PP_NONE) {
        assert_int_equal(move->after, marginal(two, &two->now, move, move->to));
        assert_int_equal(number_after(said, "it comes to "), move->after);
    }
    if (move->from != PP_NONE) {
        assert_int_equal(move->before, marginal(two, &two->was, move, move->from));
        assert_int_equal(move->rule != PP_NONE, breaks(two, &two->was, move, move->rule));
        met->obstacle += move->rule != PP_NONE;
    }
    if (move->rule == PP_NONE && move->from != PP_NONE && move->to != PP_NONE) {
        bool held = two->was.placements[move->family].practitioner == move->from;
        assert_int_equal(number_after(said, held ? " it came to " : " it would have come to "),
                         move->before);
        check_chosen(two, move, met);
    }
}

/* ---- Services ---- */

static struct pp_plan *solve(const struct pp_service *service, const struct pp_plan *before,
                             const struct pp_changes *changes)
{
    struct pp_solver_settings settings = {
        .seed = 3, .rounds = 3, .before = before, .changes = changes};
    struct pp_plan *plan = pp_plan_create();
    struct pp_err err = {0};
    if (!pp_solve_allocation(service, &settings, plan, &err)) {
        pp_plan_destroy(plan);
        return NULL;
    }
    return plan;
}

static int32_t check_plan(const struct pp_service *service, const struct pp_plan *before,
                          const struct pp_changes *changes, const struct pp_plan *plan,
                          struct met *met)
{
    struct two two = {.service = service, .before = before};
    struct pp_plan empty = {0};
    struct pp_move *moves;
    int32_t n = pp_allocation_moves(service, plan, before, changes, &two.arena, &moves), pinned = 0;
    two.now = own_copy(&two, plan, plan);
    two.was = own_copy(&two, plan, before == NULL ? &empty : before);
    for (int32_t i = 0; i < n; i++) {
        check_move(&two, &moves[i], met);
        pinned += moves[i].pinned;
    }
    pp_arena_finish(&two.arena);
    return pinned;
}

/* Families that get somebody else who may have them, however dear. */
static int32_t draw_pins(const struct pp_service *service, struct pp_plan *plan, uint64_t seed,
                         struct pp_pin pins[PINS])
{
    struct pp_rng rng = {seed};
    int32_t n = 0;
    for (int32_t tries = 0; tries < 40 && n < PINS; tries++) {
        struct pp_candidate *list;
        int32_t family = n + PINS * pp_rng_below(&rng, service->n_families / PINS);
        int32_t count = pp_allocation_candidates(service, plan, NULL, family, &plan->arena, &list);
        const struct pp_candidate *pick = &list[pp_rng_below(&rng, count)];
        int32_t now = plan->placements[family].practitioner;
        if (now != PP_NONE && pick->rule == PP_NONE && pick->practitioner != now) {
            pins[n++] = (struct pp_pin){family, pick->practitioner};
        }
    }
    return n;
}

TEST(every_sentence_about_a_move_says_what_the_rules_count)
{
    struct met met = {0};
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct recipe recipe = crowded;
        recipe.seed = seed;
        recipe.families = seed % 3 == 0 ? 20 : recipe.families;
        struct pp_service *service =
            recipe_service(&recipe, "[rule_weights]\nrule,weight\ncontinuity,12\n");
        struct pp_plan *first = solve(service, NULL, NULL);
        check_plan(service, NULL, NULL, first, &met);
        struct pp_pin pins[PINS];
        int32_t n = draw_pins(service, first, seed, pins);
        const struct pp_changes changes = {PP_ANY_CHANGES, pins, n};
        struct pp_plan *second = solve(service, first, &changes);
        if (second != NULL) { // pins together may be too many for one caseload
            assert_int_equal(check_plan(service, first, &changes, second, &met), n);
        }
        pp_plan_destroy(second);
        pp_plan_destroy(first);
        pp_service_destroy(service);
    }
    print_message("# pinned %d (dearer %d), obstacle %d, room %d, more %d, less %d, new %d\n",
                  met.pinned, met.pinned_dearer, met.obstacle, met.room, met.more, met.less,
                  met.new);
    assert_true(met.pinned_dearer > 10 && met.obstacle > 10 && met.room > 0 && met.more > 0);
    assert_true(met.less > 10 && met.new > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_about_a_move_says_what_the_rules_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
