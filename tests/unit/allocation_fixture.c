// SPDX-License-Identifier: GPL-3.0-or-later
/* Random services as text, through the same builder as every import; solves that are judged. */
#include "allocation_fixture.h"

#include "service_fixture.h"
#include "test.h"

#include <podplan/rng.h>

#include <stdio.h>
#include <string.h>

enum {
    PATCHES = 6
};

static const char head[] =
    "[settings]\n"
    "service_name,Service under test\n"
    "planned_on,2024-04-01\ncases_from,2024-06-03\n"
    "allocation_rounds,20\n"
    "[hubs]\nhub,name\nh1,Hub 1\nh2,Hub 2\n"
    "[grades]\ngrade\ng\n"
    "[weights]\nstatus,complexity,start,points\n"
    "CIN,low,2010-01-01,1\nCIN,medium,2010-01-01,1.5\n"
    "CP,low,2010-01-01,2\nCP,high,2010-01-01,3\n";

static const char *key_of(const struct recipe *recipe, char kind, int32_t i, char key[32])
{
    struct pp_rng rng = {recipe->seed + (uint64_t)i * 977 + (uint64_t)kind};
    if (recipe->renamed) {
        snprintf(key, 32, "%c%08x", kind, (unsigned)(pp_rng_next(&rng) >> 32));
    } else {
        snprintf(key, 32, "%c%03d", kind, i);
    }
    return key;
}

const char *recipe_family(const struct recipe *recipe, int32_t i, char key[32])
{
    return key_of(recipe, 'f', i, key);
}

const char *recipe_person(const struct recipe *recipe, int32_t i, char key[32])
{
    return key_of(recipe, 'p', i, key);
}

/* Row number `i` of a table of n, in file order or in another one. */
static int32_t row_at(const struct recipe *recipe, int32_t i, int32_t n)
{
    return recipe->shuffled ? n - 1 - (i + n / 3) % n : i;
}

/* A number of its own for each thing that is drawn, so that the order of rows plays no part. */
static int32_t draw(const struct recipe *recipe, const char *what, int32_t i, int32_t n)
{
    struct pp_rng rng = {pp_hash(recipe->seed + 1, what, strlen(what)) + (uint64_t)i};
    pp_rng_next(&rng);
    return pp_rng_below(&rng, n);
}

static void write_places(const struct recipe *recipe, struct pp_buf *out)
{
    pp_buf_add(out, "[patches]\npatch,hub\n");
    for (int32_t i = 0; i < PATCHES; i++) {
        pp_buf_printf(out, "w%d,h%d\n", i, 1 + i % 2);
    }
    pp_buf_add(out, "[travel]\nfrom_patch,to_patch,minutes\n");
    for (int32_t i = 0; i < PATCHES; i++) {
        for (int32_t j = 0; j < i; j++) {
            pp_buf_printf(out, "w%d,w%d,%d\n", i, j, 5 + draw(recipe, "road", i * PATCHES + j, 40));
        }
    }
    pp_buf_add(out, "[pods]\npod,name,hub,patch\n");
    for (int32_t i = 0; i < recipe->pods; i++) {
        pp_buf_printf(out, "pod%d,Pod %d,h%d,w%d\n", i, i, 1 + i % 2, i % PATCHES);
    }
}

static void write_people(const struct recipe *recipe, struct pp_buf *out)
{
    char key[32];
    pp_buf_add(out, "[roles]\nrole,name,grade,family_cap,child_cap,point_cap,span\n");
    pp_buf_printf(out, "fp,Family practitioner,g,%d,%d,", recipe->family_cap, recipe->child_cap);
    if (recipe->point_cap > 0) {
        pp_buf_printf(out, "%d", recipe->point_cap);
    }
    pp_buf_add(out, ",\nswc,Consultant,g,,,,3\nadmin,Administrator,g,,,,\n");
    if (recipe->raised > 0) {
        pp_buf_printf(out, "raised,Raised,g,%d,%d,", recipe->raised_families,
                      recipe->raised_children);
        if (recipe->point_cap > 0) {
            pp_buf_milli(out, recipe->raised_points);
        }
        pp_buf_add(out, ",\n");
    }
    pp_buf_add(out,
               "[practitioners]\n"
               "practitioner,role,pod,fte,contract,start,end,home_patch\n"
               "office,admin,,1,permanent,2020-01-01,,w0\n");
    for (int32_t i = 0; i < recipe->practitioners; i++) {
        int32_t person = row_at(recipe, i, recipe->practitioners);
        int32_t fte =
            draw(recipe, "fte", person, 4) == 0 ? 600 + 50 * draw(recipe, "part", person, 6) : 1000;
        pp_buf_printf(out, "%s,%s,pod%d,", recipe_person(recipe, person, key),
                      person + 1 == recipe->raised ? "raised" : "fp", person % recipe->pods);
        pp_buf_milli(out, fte);
        pp_buf_printf(out, ",permanent,20%02d-01-01,,w%d\n", 10 + draw(recipe, "start", person, 12),
                      draw(recipe, "home", person, PATCHES));
    }
    for (int32_t i = 0; i < recipe->consultants; i++) {
        pp_buf_printf(out, "swc%d,swc,,1,permanent,2020-01-01,,w%d\n", i, i % PATCHES);
    }
}

static void write_skills(const struct recipe *recipe, struct pp_buf *out)
{
    char key[32];
    pp_buf_add(out, "[skills]\nskill,kind\nwelsh,language\n");
    for (int32_t skill = 0; skill < recipe->skills; skill++) {
        pp_buf_printf(out, "s%d,practice\n", skill);
    }
    pp_buf_add(out, "[practitioner_skills]\npractitioner,skill\noffice,welsh\n");
    for (int32_t i = 0; i < recipe->practitioners; i++) {
        int32_t person = row_at(recipe, i, recipe->practitioners);
        recipe_person(recipe, person, key);
        for (int32_t skill = 0; skill < recipe->skills; skill++) {
            if (draw(recipe, "holds", person * recipe->skills + skill, 2) == 0) {
                pp_buf_printf(out, "%s,s%d\n", key, skill);
            }
        }
        if (draw(recipe, "welsh", person, 5) == 0) {
            pp_buf_printf(out, "%s,welsh\n", key);
        }
    }
}

static bool happens(const struct recipe *recipe, const char *what, int32_t i, int32_t percent)
{
    return draw(recipe, what, i, 100) < percent;
}

static void write_families(const struct recipe *recipe, struct pp_buf *out)
{
    char key[32], person[32];
    pp_buf_add(out, "[families]\nfamily,patch,language,practitioner,since\n");
    for (int32_t i = 0; i < recipe->families; i++) {
        int32_t family = row_at(recipe, i, recipe->families);
        pp_buf_printf(out, "%s,w%d,%s,", recipe_family(recipe, family, key),
                      draw(recipe, "lives", family, PATCHES),
                      happens(recipe, "speaks", family, 10) ? "welsh" : "");
        if (happens(recipe, "has", family, recipe->holder_percent)) {
            pp_buf_add(
                out,
                recipe_person(recipe, draw(recipe, "with", family, recipe->practitioners), person));
        }
        pp_buf_printf(out, ",20%02d-0%d-1%d\n", 14 + draw(recipe, "since", family, 9),
                      1 + draw(recipe, "month", family, 9), draw(recipe, "day", family, 9));
    }
    pp_buf_add(out, "[children]\nchild,family,status,complexity\n");
    static const char *const kinds[] = {"CIN,low", "CIN,medium", "CP,low", "CP,high"};
    for (int32_t i = 0; i < recipe->families; i++) {
        int32_t family = row_at(recipe, i, recipe->families);
        int32_t children = 1 + draw(recipe, "children", family, recipe->most_children);
        for (int32_t child = 0; child < children; child++) {
            pp_buf_printf(out, "%s-%d,%s,%s\n", recipe_family(recipe, family, key), child, key,
                          kinds[draw(recipe, "kind", family * 100 + child, 4)]);
        }
    }
}

static void write_pairs(const struct recipe *recipe, struct pp_buf *out)
{
    char key[32], person[32];
    pp_buf_add(out, "[needs]\nfamily,skill,strength\n");
    for (int32_t family = 0; family < recipe->families && recipe->skills > 1; family++) {
        int32_t skill = draw(recipe, "skill", family, recipe->skills);
        recipe_family(recipe, family, key);
        if (happens(recipe, "needs", family, recipe->needed_percent)) {
            pp_buf_printf(out, "%s,s%d,needed\n", key, skill);
        }
        if (happens(recipe, "prefers", family, recipe->needed_percent)) {
            pp_buf_printf(out, "%s,s%d,preferred\n", key, (skill + 1) % recipe->skills);
        }
    }
    pp_buf_add(out, "[conflicts]\nfamily,practitioner,reason\n");
    for (int32_t family = 0; family < recipe->families; family++) {
        if (happens(recipe, "conflict", family, recipe->conflict_percent)) {
            int32_t other = draw(recipe, "enemy", family, recipe->practitioners);
            pp_buf_printf(out, "%s,%s,neighbours\n", recipe_family(recipe, family, key),
                          recipe_person(recipe, other, person));
        }
    }
}

struct pp_service *recipe_service(const struct recipe *recipe, const char *more)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, head);
    write_places(recipe, &text);
    write_people(recipe, &text);
    write_skills(recipe, &text);
    write_families(recipe, &text);
    write_pairs(recipe, &text);
    pp_buf_add(&text, more == NULL ? "" : more);
    struct pp_service *service = fixture_service(pp_buf_text(&text));
    pp_buf_finish(&text);
    return service;
}

/* ---- Solving ---- */

static void assert_judged(const struct pp_service *service, const struct pp_plan *plan,
                          const struct pp_plan *before)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {service, plan, before};
    const struct pp_info *info = &plan->info[PP_ALLOCATION];
    pp_judge(&c, 1U << PP_ALLOCATION, &verdict);
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        const struct pp_rule *rule = &pp_rules[verdict.breaches[i].rule];
        if (rule->hard && strcmp(rule->name, "placement") != 0 &&
            strcmp(rule->name, "social_worker") != 0 && strcmp(rule->name, "destination") != 0 &&
            strcmp(rule->name, "consultant_span") != 0) {
            fail_msg("the plan breaks %s", rule->name);
        }
    }
    assert_int_equal(verdict.cost[PP_ALLOCATION], info->cost);
    assert_true(info->bound <= info->cost);
    assert_true(verdict.hard == 0 || info->status == PP_SHORTFALL);
    assert_true(info->status != PP_OPTIMAL || info->bound == info->cost);
    pp_verdict_finish(&verdict);
}

static void assert_reasons(const struct pp_service *service, const struct pp_plan *plan)
{
    for (int32_t family = 0; family < plan->n_placements; family++) {
        const struct pp_placement *placement = &plan->placements[family];
        if (placement->practitioner == PP_NONE &&
            pp_is_open(service, family, service->settings.cases_from)) {
            assert_in_range(placement->rule, 0, pp_n_rules - 1);
            assert_non_null(placement->reason);
        } else {
            assert_int_equal(placement->rule, PP_NONE);
            assert_null(placement->reason);
        }
    }
}

static struct pp_plan *solved(const struct pp_service *service,
                              const struct pp_solver_settings *asked)
{
    struct pp_solver_settings settings = *asked;
    const struct pp_plan *before = asked->before;
    struct pp_plan *plan = pp_plan_create();
    struct pp_err err = {0};
    if (!pp_solve_allocation(service, &settings, plan, &err)) {
        fail_msg("%s", err.text);
    }
    assert_int_equal(plan->n_placements, service->n_families);
    assert_judged(service, plan, before);
    assert_reasons(service, plan);
    return plan;
}

struct pp_plan *allocation_solved(const struct pp_service *service, const struct pp_plan *before,
                                  int32_t rounds, uint64_t seed)
{
    return solved(service,
                  &(struct pp_solver_settings){.seed = seed, .rounds = rounds, .before = before});
}

struct pp_plan *allocation_solved_within(const struct pp_service *service, double seconds)
{
    return solved(service,
                  &(struct pp_solver_settings){.seed = 1, .rounds = 1, .time_limit = seconds});
}

int32_t allocation_unplaced(const struct pp_plan *plan, const char *rule)
{
    int32_t count = 0;
    for (int32_t family = 0; family < plan->n_placements; family++) {
        const struct pp_placement *placement = &plan->placements[family];
        count += placement->practitioner == PP_NONE &&
                 (rule == NULL || strcmp(pp_rules[placement->rule].name, rule) == 0);
    }
    return count;
}

const struct pp_shortfall *allocation_shortfall(const struct pp_plan *plan, const char *rule,
                                                const char *subject)
{
    for (int32_t i = 0; i < plan->n_shortfalls; i++) {
        const struct pp_shortfall *shortfall = &plan->shortfalls[i];
        if (strcmp(shortfall->rule, rule) == 0 && strcmp(shortfall->subject, subject) == 0) {
            return shortfall;
        }
    }
    return NULL;
}
