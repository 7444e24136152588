// SPDX-License-Identifier: GPL-3.0-or-later
/* Ties never go by name or by row: the same service renamed and shuffled gets the same plan. */
#include "allocation_fixture.h"
#include "import.h"
#include "rename.h"
#include "service_fixture.h"
#include "signature.h"
#include "test.h"

#include <podplan/rng.h>

#include <string.h>

static const struct recipe mixed = {.families = 50,
                                    .practitioners = 16,
                                    .pods = 3,
                                    .consultants = 7,
                                    .most_children = 5,
                                    .family_cap = 4,
                                    .child_cap = 12,
                                    .point_cap = 24,
                                    .skills = 4,
                                    .needed_percent = 15,
                                    .holder_percent = 60,
                                    .conflict_percent = 5};

/* ---- What of two plans must be equal ---- */

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t pair[2] = {a, b};
    return pp_hash(0, pair, sizeof(pair));
}

/* What a practitioner is, without names; `pod` and `patch` as rows of the original. */
static uint64_t kind_of_person(const struct pp_service *s, int32_t person, const int32_t *patch)
{
    if (person == PP_NONE) {
        return 0;
    }
    const struct pp_practitioner *row = &s->practitioners[person];
    uint64_t kind = mix((uint64_t)row->fte, (uint64_t)row->start);
    kind = mix(kind, (uint64_t)s->roles[row->role].family_cap);
    return mix(kind, row->home_patch == PP_NONE ? 0 : (uint64_t)patch[row->home_patch]);
}

static uint64_t kind_of_family(const struct pp_service *s, int32_t family, const int32_t *patch)
{
    const struct pp_family *row = &s->families[family];
    struct pp_load load = pp_family_load(s, family, s->settings.cases_from);
    uint64_t kind = mix((uint64_t)load.points, (uint64_t)row->since);
    return mix(kind, row->patch == PP_NONE ? 0 : (uint64_t)patch[row->patch]);
}

/* Who is with whom and under whom, as kinds; the order of rows leaves no trace. */
static uint64_t profile(const struct pp_service *s, const struct pp_plan *plan,
                        const int32_t *patch)
{
    uint64_t sum = 0;
    for (int32_t i = 0; i < plan->n_placements; i++) {
        sum += mix(kind_of_family(s, i, patch),
                   kind_of_person(s, plan->placements[i].practitioner, patch));
    }
    for (int32_t i = 0; i < plan->n_consultants; i++) {
        sum += mix(kind_of_person(s, i, patch), kind_of_person(s, plan->consultants[i], patch));
    }
    return sum;
}

/* Of shortfalls the amounts and, less names, the sentences: numbers in them are sums. */
static int64_t sum_of_shortfalls(const struct pp_plan *plan)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < plan->n_shortfalls; i++) {
        sum += plan->shortfalls[i].amount * (int64_t)strlen(plan->shortfalls[i].rule);
    }
    return sum;
}

/* Families that are with somebody else in the other plan. */
static int32_t differing(const struct renamed *other, const struct pp_plan *a,
                         const struct pp_plan *b)
{
    int32_t count = 0;
    for (int32_t i = 0; i < a->n_placements; i++) {
        int32_t one = a->placements[i].practitioner;
        int32_t two = b->placements[other->row[PP_TABLE_families][i]].practitioner;
        int32_t expected = one == PP_NONE ? PP_NONE : other->row[PP_TABLE_practitioners][one];
        count += two != expected;
    }
    return count;
}

/* Solves both, compares; returns how many families differ after mapping names back. */
static int32_t assert_same_plan(const struct pp_service *service, uint64_t seed)
{
    struct pp_arena arena = {0};
    struct renamed other;
    rename_service(&other, service, seed + 1000);
    int32_t n = service->n_patches;
    int32_t *same = PP_NEW(&arena, int32_t, n), *back = PP_NEW(&arena, int32_t, n);
    for (int32_t i = 0; i < n; i++) {
        same[i] = i;
        back[other.row[PP_TABLE_patches][i]] = i;
    }
    struct pp_plan *one = allocation_solved(service, NULL, 5, seed);
    struct pp_plan *two = allocation_solved(&other.service, NULL, 5, seed);
    assert_int_equal(one->info[PP_ALLOCATION].cost, two->info[PP_ALLOCATION].cost);
    assert_int_equal(one->info[PP_ALLOCATION].bound, two->info[PP_ALLOCATION].bound);
    assert_true(profile(service, one, same) == profile(&other.service, two, back));
    assert_int_equal(one->n_shortfalls, two->n_shortfalls);
    assert_int_equal(sum_of_shortfalls(one), sum_of_shortfalls(two));
    int32_t differ = differing(&other, one, two);
    pp_plan_destroy(one);
    pp_plan_destroy(two);
    rename_finish(&other);
    pp_arena_finish(&arena);
    return differ;
}

TEST(renaming_everybody_and_shuffling_every_file_changes_nothing_but_the_names)
{
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct recipe recipe = mixed;
        recipe.seed = seed;
        recipe.families += 4 * (int32_t)seed; // the last have too many
        recipe.point_cap = seed % 2 == 0 ? 0 : recipe.point_cap;
        struct pp_service *service = recipe_service(&recipe, NULL);
        assert_int_equal(assert_same_plan(service, seed), 0);
        pp_service_destroy(service);
    }
}

TEST(the_example_keeps_its_plan_under_other_names)
{
    struct pp_faults faults = {0};
    struct pp_err err = {0};
    struct pp_service *service = import_folder(SOURCE_ROOT "/examples/crewe", false, &faults, &err);
    assert_non_null(service);
    assert_same_plan(service, 3);
    pp_service_destroy(service);
    pp_faults_finish(&faults);
}

/* ---- Services full of symmetries ---- */

/*
 * `n` patches in a ring, on each `people` practitioners alike and `families` families alike, one
 * held: but for the one pod, every patch is like its mirror image.
 */
static struct pp_service *ring(int32_t n, int32_t people, int32_t families)
{
    struct pp_buf text = {0};
    pp_buf_add(&text,
               "[settings]\nservice_name,Ring\nplanned_on,2024-04-01\ncases_from,2024-06-03\n"
               "[hubs]\nhub,name\nh,Hub\n[grades]\ngrade\ng\n"
               "[roles]\nrole,grade,family_cap,child_cap\nfp,g,3,6\n"
               "[weights]\nstatus,complexity,start,points\nCIN,low,2010-01-01,1\n"
               "[patches]\npatch,hub\n");
    for (int32_t i = 0; i < n; i++) {
        pp_buf_printf(&text, "w%d,h\n", i);
    }
    pp_buf_add(&text, "[travel]\nfrom_patch,to_patch,minutes\n");
    for (int32_t i = 0; i < n && n > 1; i++) {
        pp_buf_printf(&text, "w%d,w%d,20\n", i, (i + 1) % n);
    }
    pp_buf_add(&text, "[pods]\npod,hub,patch\npod,h,w0\n");
    pp_buf_add(&text, "[practitioners]\npractitioner,role,fte,contract,start,home_patch\n");
    for (int32_t i = 0; i < n * people; i++) {
        pp_buf_printf(&text, "p%d,fp,1,permanent,2020-01-01,w%d\n", i, i % n);
    }
    pp_buf_add(&text, "[families]\nfamily,patch,practitioner\n");
    for (int32_t i = 0; i < n * families; i++) {
        pp_buf_printf(&text, "f%d,w%d,", i, i % n);
        pp_buf_printf(&text, i < n ? "p%d\n" : "\n", i);
    }
    pp_buf_add(&text, "[children]\nchild,family,status,complexity\n");
    for (int32_t i = 0; i < n * families; i++) {
        pp_buf_printf(&text, "c%d,f%d,CIN,low\n", i, i);
    }
    struct pp_service *service = fixture_service(pp_buf_text(&text));
    pp_buf_finish(&text);
    return service;
}

TEST(in_a_service_of_equals_only_the_names_decide_who_is_who)
{
    struct pp_service *service = ring(7, 2, 7);
    assert_same_plan(service, 1);
    pp_service_destroy(service);
}

static void assert_order_is_whole(const struct pp_service *service)
{
    struct pp_plan *none = pp_plan_create();
    struct pp_case c = {service, none, NULL};
    struct pp_arena arena = {0};
    struct signature order = signature_read(&c, 5, &arena);
    bool *seen = PP_NEW(&arena, bool, service->n_families);
    for (int32_t i = 0; i < service->n_families; i++) {
        assert_false(seen[order.families[i]]);
        seen[order.families[i]] = true;
    }
    pp_arena_finish(&arena);
    pp_plan_destroy(none);
}

TEST(a_thousand_equal_families_are_put_in_order_at_once)
{
    struct pp_service *service = ring(1, 100, 4000);
    assert_order_is_whole(service);
    pp_service_destroy(service);
    service = ring(400, 2, 8);
    assert_order_is_whole(service);
    pp_service_destroy(service);
}

/* Families in canonical order, by what they are. */
static uint64_t walk(const struct pp_service *service, uint64_t seed)
{
    struct pp_plan *none = pp_plan_create();
    struct pp_case c = {service, none, NULL};
    struct pp_arena arena = {0};
    struct signature order = signature_read(&c, seed, &arena);
    uint64_t hash = 0;
    for (int32_t i = 0; i < service->n_families; i++) {
        pp_day since = service->families[order.families[i]].since;
        hash = pp_hash(hash, &since, sizeof(since));
    }
    pp_arena_finish(&arena);
    pp_plan_destroy(none);
    return hash;
}

TEST(the_order_is_drawn_by_the_seed_from_what_families_are)
{
    struct recipe recipe = mixed;
    recipe.seed = 4;
    struct pp_service *service = recipe_service(&recipe, NULL);
    struct renamed other;
    rename_service(&other, service, 99);
    assert_true(walk(service, 1) == walk(&other.service, 1));
    assert_true(walk(service, 1) != walk(service, 2));
    rename_finish(&other);
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renaming_everybody_and_shuffling_every_file_changes_nothing_but_the_names),
        cmocka_unit_test(the_example_keeps_its_plan_under_other_names),
        cmocka_unit_test(in_a_service_of_equals_only_the_names_decide_who_is_who),
        cmocka_unit_test(a_thousand_equal_families_are_put_in_order_at_once),
        cmocka_unit_test(the_order_is_drawn_by_the_seed_from_what_families_are),
    };
    return cmocka_run_group_tests_name("allocation_fairness", tests, NULL, NULL);
}
