// SPDX-License-Identifier: GPL-3.0-or-later
#include "service_fixture.h"
#include "test.h"

#include <podplan/rng.h>
#include <podplan/solver.h>

#include <stdio.h>
#include <string.h>

/* One pod of three case holders, one family each; a test adds skills, courses and needs. */
static const char bare[] =
    "[settings]\n"
    "service_name,Service under test\nplanned_on,2024-04-01\ncases_from,2024-06-03\n"
    "[hubs]\nhub,name\nh,Hub\n"
    "[patches]\npatch,hub\np,h\n"
    "[pods]\npod,name,hub,patch\npod,Pod One,h,p\n"
    "[grades]\ngrade\ng\n"
    "[roles]\nrole,name,grade,family_cap,child_cap\nfp,Family practitioner,g,4,12\n"
    "[practitioners]\npractitioner,role,pod,fte,contract,start,end\n"
    "ann,fp,pod,1,permanent,2020-01-01,\n"
    "bob,fp,pod,1,permanent,2020-01-01,\n"
    "cat,fp,pod,1,permanent,2020-01-01,\n"
    "[families]\nfamily,patch,practitioner\nf1,p,ann\nf2,p,bob\nf3,p,cat\n"
    "[children]\nchild,family,status,complexity\nc1,f1,CIN,low\nc2,f2,CIN,low\nc3,f3,CIN,low\n"
    "[weights]\nstatus,complexity,start,points\nCIN,low,2010-01-01,1\n"
    "[skills]\nskill,name,kind\nsafe,Safeguarding,practice\ndrugs,Substance misuse,practice\n"
    "abuse,Domestic abuse,practice\n";

struct outcome {
    struct pp_service *service;
    struct pp_plan *plan;
};

static struct pp_service *service_of(const char *more)
{
    static char text[1 << 16];
    snprintf(text, sizeof(text), "%s%s", bare, more);
    return fixture_service(text);
}

/* Every solve is judged: hard rules other than core_course hold, and the costs are the same. */
static void assert_judged(const struct outcome *o)
{
    struct pp_verdict verdict = {0};
    struct pp_case c = {o->service, o->plan, NULL};
    const struct pp_info *info = &o->plan->info[PP_TRAINING];
    pp_judge(&c, 1U << PP_TRAINING, &verdict);
    assert_int_equal(verdict.cost[PP_TRAINING], info->cost);
    assert_true(info->bound <= info->cost);
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        const struct pp_rule *rule = &pp_rules[verdict.breaches[i].rule];
        assert_true(!rule->hard || strcmp(rule->name, "core_course") == 0);
    }
    pp_verdict_finish(&verdict);
}

static struct outcome solved(struct pp_service *service, const struct pp_plan *before,
                             uint64_t seed)
{
    struct outcome o = {service, pp_plan_create()};
    struct pp_solver_settings settings = {.seed = seed, .before = before};
    struct pp_err err;
    if (!pp_solve_training(service, &settings, o.plan, &err)) {
        fail_msg("%s", err.text);
    }
    assert_judged(&o);
    return o;
}

static struct outcome solve(const char *more)
{
    return solved(service_of(more), NULL, 1);
}

static void finish(struct outcome *o)
{
    pp_plan_destroy(o->plan);
    pp_service_destroy(o->service);
}

/* Seats at a session, or of a person at it; NULL: any. */
static int32_t seats(const struct outcome *o, const char *session, const char *person)
{
    int32_t n = 0;
    for (int32_t i = 0; i < o->plan->n_seats; i++) {
        const struct pp_seat *seat = &o->plan->seats[i];
        const char *s = o->service->sessions[seat->session].session;
        const char *p = o->service->practitioners[seat->practitioner].practitioner;
        n += (session == NULL || strcmp(s, session) == 0) &&
             (person == NULL || strcmp(p, person) == 0);
    }
    return n;
}

static const struct pp_shortfall *shortfall_of(const struct outcome *o, const char *rule,
                                               const char *subject)
{
    for (int32_t i = 0; i < o->plan->n_shortfalls; i++) {
        const struct pp_shortfall *s = &o->plan->shortfalls[i];
        if (strcmp(s->rule, rule) == 0 && strcmp(s->subject, subject) == 0) {
            return s;
        }
    }
    return NULL;
}

static void assert_says(const char *text, const char *words)
{
    if (strstr(text, words) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", words, text);
    }
}

/* ---- Core courses ---- */

#define CORE                                                                                       \
    "[courses]\ncourse,skill,price\nsafe,safe,50\ndrugs,drugs,100\nabuse,abuse,100\n"              \
    "[core_training]\nrole,course\nfp,safe\n"                                                      \
    "[sessions]\nsession,course,date,begin,end,places\n"

TEST(everybody_is_trained_before_holding_cases)
{
    struct outcome o = solve(CORE
                             "s1,safe,2024-05-01,09:00,16:00,2\n"
                             "s2,safe,2024-05-31,09:00,16:00,2\n"
                             "late,safe,2024-06-03,09:00,16:00,9\n");
    assert_int_equal(seats(&o, NULL, NULL), 3);
    assert_int_equal(seats(&o, "late", NULL), 0);
    assert_int_equal(o.plan->info[PP_TRAINING].status, PP_OPTIMAL);
    assert_int_equal(o.plan->info[PP_TRAINING].bound, 21);
    finish(&o);
}

TEST(who_holds_the_skill_needs_no_seat_and_who_loses_it_does)
{
    struct outcome o = solve(CORE
                             "s1,safe,2024-05-01,09:00,16:00,9\n"
                             "[practitioner_skills]\npractitioner,skill,expiry\n"
                             "ann,safe,\nbob,safe,2024-06-03\ncat,safe,2024-06-02\n");
    assert_int_equal(seats(&o, NULL, NULL), 1);
    assert_int_equal(seats(&o, "s1", "cat"), 1);
    finish(&o);
}

TEST(too_few_places_are_named_with_people_and_remedy)
{
    struct outcome o = solve(CORE
                             "s1,safe,2024-05-01,09:00,16:00,2\n"
                             "after,safe,2024-06-10,09:00,16:00,9\n");
    const struct pp_shortfall *s = shortfall_of(&o, "core_course", "safe");
    assert_non_null(s);
    assert_int_equal(s->amount, 1);
    assert_says(s->sentence, "1 person has no seat on Safeguarding before Mon 3 Jun 2024 (");
    assert_says(s->sentence, "2 places at the one session are all taken");
    assert_says(s->remedy, "with 1 place, closes it");
    assert_says(s->remedy, "the last on Mon 10 Jun 2024");
    assert_int_equal(seats(&o, "after", NULL), 1);
    assert_int_equal(o.plan->info[PP_TRAINING].status, PP_SHORTFALL);
    finish(&o);
}

TEST(no_session_in_time_is_said)
{
    struct outcome o = solve(CORE "past,safe,2024-03-29,09:00,16:00,9\n");
    const struct pp_shortfall *s = shortfall_of(&o, "core_course", "safe");
    assert_non_null(s);
    assert_int_equal(s->amount, 3);
    assert_says(s->sentence, "(ann, bob and cat): no session is held in time");
    assert_int_equal(seats(&o, NULL, NULL), 0);
    finish(&o);
}

TEST(nobody_is_sent_on_leave_out_of_post_or_twice_at_once)
{
    struct outcome o =
        solve(CORE
              "s1,safe,2024-05-01,09:00,16:00,9\ns2,safe,2024-05-02,09:00,16:00,9\n"
              "d1,drugs,2024-05-02,15:00,17:00,9\nd2,drugs,2024-05-03,09:00,12:00,1\n"
              "[core_training]\nrole,course\nfp,drugs\n"
              "[leave]\npractitioner,from,to,kind\nann,2024-05-01,2024-05-01,annual\n"
              "[practitioners]\npractitioner,role,pod,fte,contract,start,end\n"
              "dan,fp,pod,1,permanent,2024-05-02,\n");
    /* Ann and Dan can only come on the 2nd, when one course overlaps the other. */
    assert_int_equal(seats(&o, "s2", "ann") + seats(&o, "d1", "ann"), 1);
    assert_int_equal(seats(&o, "s2", "dan") + seats(&o, "d1", "dan"), 1);
    assert_int_equal(seats(&o, "s1", "bob") + seats(&o, "s1", "cat"), 2);
    assert_int_equal(seats(&o, NULL, NULL), 7);
    finish(&o);
}

TEST(who_starts_later_is_trained_as_early_as_possible)
{
    struct outcome o = solve(CORE
                             "s1,safe,2024-05-01,09:00,16:00,9\n"
                             "s2,safe,2024-06-20,09:00,16:00,9\n"
                             "s3,safe,2024-07-20,09:00,16:00,9\n"
                             "[practitioners]\npractitioner,role,pod,fte,contract,start,end\n"
                             "dan,fp,pod,1,permanent,2024-06-20,\n"
                             "eva,fp,pod,1,permanent,2024-08-01,\n");
    assert_int_equal(seats(&o, "s2", "dan"), 1);
    assert_int_equal(seats(&o, NULL, "eva"), 0);
    const struct pp_shortfall *s = shortfall_of(&o, "core_course", "safe");
    assert_non_null(s);
    assert_says(s->sentence, "(eva) will find no place on Safeguarding");
    finish(&o);
}

/* ---- The pod's own choice ---- */

#define NEEDS                                                                                      \
    "[needs]\nfamily,skill,strength\nf1,drugs,needed\nf2,drugs,preferred\nf3,abuse,preferred\n"
#define BUDGET(pounds) "[budgets]\npod,financial_year,amount\npod,2024/25," pounds "\n"

TEST(one_of_the_pod_learns_what_its_families_need)
{
    struct outcome o = solve(CORE "d1,drugs,2024-05-01,09:00,16:00,9\n"
                                  "d2,drugs,2024-07-01,09:00,16:00,9\n" NEEDS BUDGET("100")
                                  "[practitioner_skills]\npractitioner,skill,expiry\n"
                                  "ann,safe,\nbob,safe,\ncat,safe,\ncat,abuse,\n");
    assert_int_equal(seats(&o, "d1", NULL), 1);
    assert_int_equal(seats(&o, NULL, NULL), 1);
    assert_int_equal(o.plan->n_shortfalls, 0);
    assert_int_equal(o.plan->info[PP_TRAINING].status, PP_OPTIMAL);
    assert_int_equal(o.plan->info[PP_TRAINING].cost, 7);
    finish(&o);
}

TEST(a_budget_too_small_goes_to_the_greater_need_and_says_what_it_lacks)
{
    struct outcome o = solve(CORE "d1,drugs,2024-05-01,09:00,16:00,9\n"
                                  "a1,abuse,2024-05-02,09:00,16:00,9\n" NEEDS BUDGET("150.50")
                                  "[practitioner_skills]\npractitioner,skill,expiry\n"
                                  "ann,safe,\nbob,safe,\ncat,safe,\n");
    assert_int_equal(seats(&o, "d1", NULL), 1);
    assert_int_equal(seats(&o, "a1", NULL), 0);
    const struct pp_shortfall *s = shortfall_of(&o, "unmet_need", "pod");
    assert_non_null(s);
    assert_int_equal(s->amount, 4950);
    assert_says(s->sentence, "£150.50 for courses in 2024/25 is too little for Pod One: 1 need");
    assert_says(s->remedy, "£49.50 more for 2024/25");
    assert_int_equal(o.plan->n_shortfalls, 1);
    assert_int_equal(o.plan->info[PP_TRAINING].bound, o.plan->info[PP_TRAINING].cost);
    finish(&o);
}

TEST(the_budget_is_that_of_the_sessions_financial_year)
{
    struct outcome o = solve(CORE "d1,drugs,2025-04-02,09:00,16:00,9\n" NEEDS BUDGET(
        "500") "[practitioner_skills]\npractitioner,skill,expiry\n"
               "ann,safe,\nbob,safe,\ncat,safe,\ncat,abuse,\n");
    assert_int_equal(seats(&o, NULL, NULL), 0);
    const struct pp_shortfall *s = shortfall_of(&o, "unmet_need", "pod");
    assert_non_null(s);
    assert_says(s->remedy, "£100 more for 2025/26");
    finish(&o);
}

TEST(core_seats_are_not_charged_to_the_pod)
{
    struct outcome o =
        solve(CORE
              "s1,safe,2024-05-01,09:00,16:00,9\n"
              "d1,drugs,2024-05-02,09:00,16:00,9\n" NEEDS BUDGET(
                  "100") "[practitioner_skills]\npractitioner,skill,expiry\ncat,abuse,\n");
    assert_int_equal(seats(&o, "s1", NULL), 3);
    assert_int_equal(seats(&o, "d1", NULL), 1);
    finish(&o);
}

TEST(needs_that_nothing_on_offer_can_meet_are_named_with_the_reason)
{
    struct outcome o = solve(
        "[courses]\ncourse,skill,price\nabuse,abuse,100\n"
        "[sessions]\nsession,course,date,begin,end,places\n"
        "a1,abuse,2025-07-01,09:00,16:00,9\n" NEEDS BUDGET("500"));
    int32_t found = 0;
    for (int32_t i = 0; i < o.plan->n_shortfalls; i++) {
        const struct pp_shortfall *s = &o.plan->shortfalls[i];
        assert_string_equal(s->rule, "unmet_need");
        if (strstr(s->sentence, "Substance misuse") != NULL) {
            assert_int_equal(s->amount, 2);
            assert_says(s->sentence, "(1 of them more than a wish)");
            assert_says(s->sentence, "no course teaches it");
        } else {
            assert_says(s->sentence, "nobody in the pod can come to a session within the year");
        }
        found++;
    }
    assert_int_equal(found, 2);
    finish(&o);
}

/* Six skills on one day: of three case holders one may be away by choice. */
TEST(where_only_volunteers_work_that_is_the_reason)
{
    struct pp_service *service = service_of(
        "[courses]\ncourse,skill,price\nm,drugs,0\n"
        "[sessions]\nsession,course,date,begin,end,places\n"
        "s1,m,2024-05-01,09:00,17:00,9\n"
        "[needs]\nfamily,skill,strength\nf1,drugs,needed\n");
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        service->practitioners[i].contract = PP_VOLUNTEER;
    }
    struct outcome o = solved(service, NULL, 1);
    const struct pp_shortfall *s = &o.plan->shortfalls[0];
    assert_int_equal(o.plan->n_shortfalls, 1);
    assert_string_equal(s->rule, "unmet_need");
    assert_says(s->sentence, "nobody in the pod may hold cases");
    assert_says(s->remedy, "who holds cases");
    finish(&o);
}

TEST(a_pods_own_choice_leaves_cover_for_its_shifts)
{
    struct outcome o = solve(CORE "d1,drugs,2024-05-01,09:00,16:00,9\n"
                                  "a1,abuse,2024-05-01,09:00,16:00,9\n"
                                  "d2,drugs,2024-06-10,09:00,16:00,9\n"
                                  "a2,abuse,2024-06-11,09:00,16:00,9\n" NEEDS BUDGET("500")
                                  "[practitioner_skills]\npractitioner,skill,expiry\n"
                                  "ann,safe,\nbob,safe,\ncat,safe,\n");
    assert_int_equal(seats(&o, "d1", NULL) + seats(&o, "a1", NULL), 1);
    assert_int_equal(seats(&o, NULL, NULL), 2);
    assert_true(o.plan->info[PP_TRAINING].bound < o.plan->info[PP_TRAINING].cost);
    assert_int_equal(o.plan->info[PP_TRAINING].status, PP_FEASIBLE);
    finish(&o);
}

TEST(a_second_course_goes_to_somebody_else)
{
    struct outcome o = solve(CORE "d1,drugs,2024-05-01,09:00,16:00,9\n"
                                  "a1,abuse,2024-05-02,09:00,16:00,9\n" NEEDS BUDGET("500")
                                  "[practitioner_skills]\npractitioner,skill,expiry\n"
                                  "ann,safe,\nbob,safe,\ncat,safe,\n");
    assert_int_equal(seats(&o, NULL, NULL), 2);
    assert_true(seats(&o, NULL, "ann") < 2 && seats(&o, NULL, "bob") < 2 &&
                seats(&o, NULL, "cat") < 2);
    finish(&o);
}

/* ---- Stability, determinism ---- */

static const char many[] = CORE
    "s1,safe,2024-05-01,09:00,16:00,2\ns2,safe,2024-05-02,09:00,16:00,2\n"
    "d1,drugs,2024-05-03,09:00,16:00,9\na1,abuse,2024-05-06,09:00,16:00,9\n" NEEDS BUDGET("500");

static bool same_seats(const struct outcome *a, const struct outcome *b)
{
    bool same = a->plan->n_seats == b->plan->n_seats;
    for (int32_t i = 0; same && i < a->plan->n_seats; i++) {
        const struct pp_seat *seat = &a->plan->seats[i];
        same = seats(b, a->service->sessions[seat->session].session,
                     a->service->practitioners[seat->practitioner].practitioner) == 1;
    }
    return same;
}

TEST(of_two_courses_that_do_as_much_the_cheaper_is_taken)
{
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct outcome o = solved(
            service_of("[courses]\ncourse,name,skill,price\n"
                       "dear,Dear,drugs,400\ncheap,Cheap,drugs,100\nmiddle,Middle,drugs,250\n"
                       "[sessions]\nsession,course,date,begin,end,places\n"
                       "s1,dear,2024-06-12,09:00,16:00,9\ns2,cheap,2024-06-12,09:00,16:00,9\n"
                       "s3,middle,2024-06-12,09:00,16:00,9\n"
                       "[needs]\nfamily,skill,strength\nf1,drugs,preferred\n"
                       "[budgets]\npod,financial_year,amount\npod,2024/25,500\n"),
            NULL, seed);
        assert_int_equal(seats(&o, "s2", NULL), 1);
        assert_int_equal(seats(&o, NULL, NULL), 1);
        finish(&o);
    }
}

TEST(a_plan_in_force_is_kept_whatever_the_seed)
{
    bool differs = false;
    struct outcome first = solved(service_of(many), NULL, 1);
    for (uint64_t seed = 2; seed < 12; seed++) {
        struct outcome fresh = solved(service_of(many), NULL, seed);
        struct outcome kept = solved(service_of(many), first.plan, seed);
        differs = differs || !same_seats(&first, &fresh);
        assert_true(same_seats(&first, &kept));
        finish(&fresh);
        finish(&kept);
    }
    assert_true(differs);
    finish(&first);
}

TEST(the_order_of_rows_changes_nothing)
{
    static const char *const parts[] = {
        "[practitioners]\npractitioner,role,pod,fte,contract,start,end\n"
        "dan,fp,pod,1,permanent,2020-01-01,\n",
        "[practitioners]\npractitioner,role,pod,fte,contract,start,end\n"
        "eva,fp,pod,1,permanent,2020-01-01,\n",
        "[skills]\nskill,name,kind\nx,X,practice\n",
        "[skills]\nskill,name,kind\ny,Y,practice\n",
        "[courses]\ncourse,skill,price\nx,x,10\n",
        "[courses]\ncourse,skill,price\ny,y,10\n",
        "[core_training]\nrole,course\nfp,x\n",
        "[core_training]\nrole,course\nfp,y\n",
        "[sessions]\nsession,course,date,begin,end,places\n"
        "x1,x,2024-05-07,09:00,12:00,3\ny2,y,2024-05-08,09:00,12:00,9\n",
        "[sessions]\nsession,course,date,begin,end,places\n"
        "y1,y,2024-05-07,11:00,13:00,3\nx2,x,2024-05-08,11:00,13:00,9\n",
    };
    struct outcome o[2];
    for (int32_t k = 0; k < 2; k++) {
        char more[8192];
        strcpy(more, many);
        for (int32_t i = 0; i < 10; i++) {
            strcat(more, parts[k == 0 ? i : i ^ 1]);
        }
        o[k] = solve(more);
    }
    assert_true(same_seats(&o[0], &o[1]));
    assert_int_equal(o[0].plan->n_shortfalls, o[1].plan->n_shortfalls);
    finish(&o[0]);
    finish(&o[1]);
}

/* ---- The optimum ---- */

/* The least cost by the judges over all sets of seats that keep the hard rules but core_course. */
static int64_t least_by_force(struct pp_service *service)
{
    int32_t n = service->n_practitioners * service->n_sessions;
    int64_t least = INT64_MAX;
    assert_in_range(n, 1, 15);
    for (uint32_t set = 0; set < 1U << n; set++) {
        struct pp_plan *plan = pp_plan_create();
        for (int32_t i = 0; i < n; i++) {
            if ((set >> i & 1) != 0) {
                pp_plan_add_seat(plan, (struct pp_seat){i / service->n_practitioners,
                                                        i % service->n_practitioners});
            }
        }
        struct pp_verdict verdict = {0};
        pp_judge(&(struct pp_case){service, plan, NULL}, 1U << PP_TRAINING, &verdict);
        least = verdict.cost[PP_TRAINING] < least ? verdict.cost[PP_TRAINING] : least;
        pp_verdict_finish(&verdict);
        pp_plan_destroy(plan);
    }
    return least;
}

TEST(no_set_of_seats_costs_less)
{
    static const char *const courses[] = {"safe", "drugs", "abuse"};
    struct pp_rng rng = {7};
    for (int32_t round = 0; round < 8; round++) {
        char more[4096];
        int used = snprintf(more, sizeof(more), "%s", CORE);
        for (int32_t s = 0; s < 4; s++) {
            int32_t begin = 8 + pp_rng_below(&rng, 3);
            used += snprintf(
                more + used, sizeof(more) - (size_t)used,
                "s%d,%s,2024-0%d-1%d,%02d:00,%02d:00,%d\n", (int)s, courses[pp_rng_below(&rng, 3)],
                (int)(5 + pp_rng_below(&rng, 3)), (int)pp_rng_below(&rng, 2), (int)begin,
                (int)(begin + 1 + pp_rng_below(&rng, 5)), (int)(1 + pp_rng_below(&rng, 2)));
        }
        snprintf(more + used, sizeof(more) - (size_t)used, "%s%s%d\n", NEEDS,
                 "[budgets]\npod,financial_year,amount\npod,2024/25,",
                 (int)(50 * pp_rng_below(&rng, 5)));
        struct outcome o = solve(more);
        int64_t least = least_by_force(o.service);
        assert_int_equal(o.plan->info[PP_TRAINING].bound, least);
        /* More is spent only to train later, or to leave cover: nothing that is judged here. */
        if (o.plan->info[PP_TRAINING].status == PP_OPTIMAL) {
            assert_int_equal(o.plan->info[PP_TRAINING].cost, least);
        }
        finish(&o);
    }
}

/* ---- Hostile input ---- */

TEST(nothing_to_train_is_no_error)
{
    struct outcome o = solve("");
    assert_int_equal(o.plan->n_seats, 0);
    assert_int_equal(o.plan->info[PP_TRAINING].status, PP_OPTIMAL);
    finish(&o);
}

TEST(a_stop_before_the_start_still_seats_people)
{
    struct pp_service *service = service_of(many);
    atomic_bool stop = true;
    struct outcome o = {service, pp_plan_create()};
    struct pp_solver_settings settings = {.seed = 1, .stop = &stop};
    assert_true(pp_solve_training(service, &settings, o.plan, NULL));
    assert_judged(&o);
    assert_int_equal(o.plan->info[PP_TRAINING].status, PP_STOPPED);
    assert_int_equal(seats(&o, "s1", NULL) + seats(&o, "s2", NULL), 3);
    finish(&o);
}

TEST(dear_rules_and_many_people_are_borne)
{
    static char more[1 << 15];
    int used = snprintf(more, sizeof(more), "%s", CORE);
    for (int32_t s = 0; s < 20; s++) {
        used += snprintf(more + used, sizeof(more) - (size_t)used,
                         "s%d,safe,2024-05-%02d,09:00,16:00,8\n", (int)s, (int)(s + 1));
    }
    used += snprintf(more + used, sizeof(more) - (size_t)used,
                     "[rule_weights]\nrule,weight\ncore_course,1000000000\nunmet_need,1000000000\n"
                     "[practitioners]\npractitioner,role,pod,fte,contract,start,end\n");
    for (int32_t p = 0; p < 160; p++) {
        used += snprintf(more + used, sizeof(more) - (size_t)used,
                         "p%d,fp,pod,1,permanent,2020-01-01,\n", (int)p);
    }
    struct outcome o = solve(more);
    assert_int_equal(seats(&o, NULL, NULL), 160);
    assert_int_equal(shortfall_of(&o, "core_course", "safe")->amount, 3);
    finish(&o);
}

TEST(the_small_service_is_trained_and_judged)
{
    struct outcome o = solved(fixture_small(), NULL, 1);
    assert_int_equal(seats(&o, "sfbt-1", "dev"), 1);
    assert_int_equal(o.plan->info[PP_TRAINING].bound, o.plan->info[PP_TRAINING].cost);
    finish(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_is_trained_before_holding_cases),
        cmocka_unit_test(who_holds_the_skill_needs_no_seat_and_who_loses_it_does),
        cmocka_unit_test(too_few_places_are_named_with_people_and_remedy),
        cmocka_unit_test(no_session_in_time_is_said),
        cmocka_unit_test(nobody_is_sent_on_leave_out_of_post_or_twice_at_once),
        cmocka_unit_test(who_starts_later_is_trained_as_early_as_possible),
        cmocka_unit_test(one_of_the_pod_learns_what_its_families_need),
        cmocka_unit_test(a_budget_too_small_goes_to_the_greater_need_and_says_what_it_lacks),
        cmocka_unit_test(the_budget_is_that_of_the_sessions_financial_year),
        cmocka_unit_test(core_seats_are_not_charged_to_the_pod),
        cmocka_unit_test(needs_that_nothing_on_offer_can_meet_are_named_with_the_reason),
        cmocka_unit_test(where_only_volunteers_work_that_is_the_reason),
        cmocka_unit_test(a_pods_own_choice_leaves_cover_for_its_shifts),
        cmocka_unit_test(a_second_course_goes_to_somebody_else),
        cmocka_unit_test(of_two_courses_that_do_as_much_the_cheaper_is_taken),
        cmocka_unit_test(a_plan_in_force_is_kept_whatever_the_seed),
        cmocka_unit_test(the_order_of_rows_changes_nothing),
        cmocka_unit_test(no_set_of_seats_costs_less),
        cmocka_unit_test(nothing_to_train_is_no_error),
        cmocka_unit_test(a_stop_before_the_start_still_seats_people),
        cmocka_unit_test(dear_rules_and_many_people_are_borne),
        cmocka_unit_test(the_small_service_is_trained_and_judged),
    };
    return cmocka_run_group_tests_name("training", tests, NULL, NULL);
}
