// SPDX-License-Identifier: GPL-3.0-or-later
/* Rotas under test. */
#include "rota_case.h"

#include "test.h"

#include <podplan/schema.h>

#include <stdlib.h>
#include <string.h>

static const char bare[] =
    "[settings]\n"
    "service_name,Service under test\nplanned_on,2024-04-01\ncases_from,2024-06-03\n"
    "[hubs]\nhub,name\nh,Hub\n"
    "[patches]\npatch,hub\np,h\n"
    "[pods]\npod,name,hub,patch\nnorth,Pod North,h,p\nsouth,Pod South,h,p\n"
    "[grades]\ngrade\ng\n"
    "[roles]\nrole,name,grade,family_cap,child_cap,on_call_tier\n"
    "fp,Family practitioner,g,4,12,1\nlead,Lead,g,4,12,2\ndesk,Desk,g,,,\n"
    "[skills]\nskill,name,kind\nlaw,Law,practice\n"
    "[families]\nfamily,patch\nf1,p\n"
    "[children]\nchild,family,status,complexity\nc1,f1,CIN,low\n"
    "[weights]\nstatus,complexity,start,points\nCIN,low,2010-01-01,1\n";

struct pp_service *rota_case_service(const char *more)
{
    struct pp_buf text = {0};
    pp_buf_add(&text, bare);
    pp_buf_add(&text, more);
    struct pp_service *service = fixture_service(pp_buf_text(&text));
    pp_buf_finish(&text);
    return service;
}

/* ---- Solving ---- */

static void assert_no_crowd(const struct rota_case *c)
{
    const struct pp_plan *plan = c->plan;
    int32_t people = 0;
    for (int32_t i = 0; i < plan->n_turns; i++) {
        const struct pp_turn *turn = &plan->turns[i], *last = turn - 1;
        bool same = i > 0 && last->shift == turn->shift && last->date == turn->date;
        people = same ? people + 1 : 1;
        assert_true(people <= c->service->shifts[turn->shift].needed);
    }
}

/* The rules that the rota may have to leave undone, and then names. */
static bool may_be_short(const struct pp_rule *rule)
{
    return strcmp(rule->name, "cover") == 0 || strcmp(rule->name, "skill_cover") == 0;
}

/* The shortfalls are all that the judge finds undone, rule by rule. */
static void assert_all_named(const struct rota_case *c, const struct pp_verdict *verdict)
{
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        int64_t undone = 0, named = 0;
        for (int32_t i = 0; i < verdict->n_breaches; i++) {
            bool is_it = verdict->breaches[i].rule == rule && may_be_short(&pp_rules[rule]);
            undone += is_it ? verdict->breaches[i].amount : 0;
        }
        for (int32_t i = 0; i < c->plan->n_shortfalls; i++) {
            bool is_it = strcmp(c->plan->shortfalls[i].rule, pp_rules[rule].name) == 0;
            named += is_it ? c->plan->shortfalls[i].amount : 0;
        }
        assert_int_equal(named, undone);
    }
}

static void assert_judged(const struct rota_case *c)
{
    struct pp_verdict verdict = {0};
    struct pp_case judged = {c->service, c->plan, c->before};
    const struct pp_info *info = &c->plan->info[PP_ROTA];
    pp_judge(&judged, 1U << PP_ROTA, &verdict);
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        const struct pp_breach *breach = &verdict.breaches[i];
        const struct pp_rule *rule = &pp_rules[breach->rule];
        if (rule->hard && !may_be_short(rule)) {
            struct pp_buf words = {0};
            rule->explain(&judged, breach, &words);
            fail_msg("%s: %s", rule->name, pp_buf_text(&words));
        }
    }
    assert_all_named(c, &verdict);
    assert_int_equal(verdict.cost[PP_ROTA], info->cost);
    assert_true(info->bound <= info->cost);
    assert_no_crowd(c);
    pp_verdict_finish(&verdict);
}

struct rota_case rota_case_solve(struct pp_service *service, struct rota_ask ask)
{
    struct rota_case c = {service, pp_plan_create(), ask.before};
    struct pp_solver_settings settings = {.seed = ask.seed,
                                          .rounds = ask.rounds > 0 ? ask.rounds : 40,
                                          .time_limit = ask.time_limit,
                                          .threads = ask.threads,
                                          .stop = ask.stop,
                                          .before = ask.before};
    struct pp_err err = {0};
    for (int32_t i = 0; i < ask.n_seats; i++) {
        pp_plan_add_seat(c.plan, ask.seats[i]);
    }
    pp_day from = fixture_day(ask.from == NULL ? "2024-06-03" : ask.from);
    if (!pp_solve_rota(service, &settings, from, ask.weeks > 0 ? ask.weeks : 1, c.plan, &err)) {
        fail_msg("%s", err.text);
    }
    assert_judged(&c);
    return c;
}

struct rota_case rota_case_of(const char *more, struct rota_ask ask)
{
    return rota_case_solve(rota_case_service(more), ask);
}

void rota_case_finish(struct rota_case *c)
{
    pp_plan_destroy(c->plan);
    pp_service_destroy(c->service);
}

/* ---- Looking ---- */

int32_t rota_case_status(const struct rota_case *c)
{
    return c->plan->info[PP_ROTA].status;
}

int64_t rota_case_cost(const struct rota_case *c)
{
    return c->plan->info[PP_ROTA].cost;
}

int64_t rota_case_short(const struct rota_case *c)
{
    int64_t amount = 0;
    for (int32_t i = 0; i < c->plan->n_shortfalls; i++) {
        bool cover = strcmp(c->plan->shortfalls[i].rule, "cover") == 0;
        amount += cover ? c->plan->shortfalls[i].amount : 0; // the judge's, by assert_judged
    }
    return amount;
}

int32_t rota_case_breaches(const struct rota_case *c, const char *rule)
{
    struct pp_verdict verdict = {0};
    struct pp_case judged = {c->service, c->plan, c->before};
    pp_judge_rule(&judged, pp_rule_find(rule), &verdict);
    int32_t n = verdict.n_breaches;
    pp_verdict_finish(&verdict);
    return n;
}

bool rota_case_same_turns(const struct rota_case *a, const struct rota_case *b)
{
    bool same = a->plan->n_turns == b->plan->n_turns;
    for (int32_t i = 0; same && i < a->plan->n_turns; i++) {
        const struct pp_turn *x = &a->plan->turns[i], *y = &b->plan->turns[i];
        const struct pp_service *s = a->service, *t = b->service;
        same = x->date == y->date &&
               strcmp(s->shifts[x->shift].shift, t->shifts[y->shift].shift) == 0 &&
               strcmp(s->practitioners[x->practitioner].practitioner,
                      t->practitioners[y->practitioner].practitioner) == 0;
    }
    return same;
}

bool rota_case_has_turn(const struct rota_case *c, const char *practitioner, const char *shift,
                        const char *date)
{
    int32_t person = fixture_row(c->service, PP_TABLE_practitioners, practitioner);
    int32_t row = fixture_row(c->service, PP_TABLE_shifts, shift);
    for (int32_t i = 0; i < c->plan->n_turns; i++) {
        const struct pp_turn *turn = &c->plan->turns[i];
        if (turn->practitioner == person && turn->shift == row && turn->date == fixture_day(date)) {
            return true;
        }
    }
    return false;
}

/* ---- Every rota ---- */

enum {
    MOST_PLACES = 20
};

static bool is_allowed(const struct pp_case *judged, int64_t *cost)
{
    struct pp_verdict verdict = {0};
    bool allowed = true;
    pp_judge(judged, 1U << PP_ROTA, &verdict);
    for (int32_t i = 0; i < verdict.n_breaches; i++) {
        const struct pp_rule *rule = &pp_rules[verdict.breaches[i].rule];
        allowed = allowed && (!rule->hard || may_be_short(rule));
    }
    *cost = verdict.cost[PP_ROTA];
    pp_verdict_finish(&verdict);
    return allowed;
}

static bool is_crowded(const struct pp_service *service, const struct pp_plan *plan)
{
    for (int32_t i = 0; i < plan->n_turns; i++) {
        int32_t people = 0;
        for (int32_t j = 0; j < plan->n_turns; j++) {
            people += plan->turns[j].shift == plan->turns[i].shift &&
                      plan->turns[j].date == plan->turns[i].date;
        }
        if (people > service->shifts[plan->turns[i].shift].needed) {
            return true;
        }
    }
    return false;
}

/* Every turn that anybody may have. */
static int32_t list_places(const struct rota_case *c, struct pp_turn places[MOST_PLACES])
{
    const struct pp_service *service = c->service;
    int32_t n = 0;
    for (pp_day date = c->plan->rota_from; date < c->plan->rota_from + 7 * c->plan->rota_weeks;
         date++) {
        for (int32_t shift = 0; shift < service->n_shifts; shift++) {
            for (int32_t p = 0; p < service->n_practitioners; p++) {
                if (pp_shift_runs(service, shift, date) &&
                    pp_may_cover_on(service, c->plan, p, shift, date)) {
                    assert_true(n < MOST_PLACES);
                    places[n++] = (struct pp_turn){shift, date, p};
                }
            }
        }
    }
    return n;
}

int64_t rota_case_brute_force(const struct rota_case *c)
{
    struct pp_turn places[MOST_PLACES], turns[MOST_PLACES];
    int32_t n = list_places(c, places);
    struct pp_plan plan = *c->plan;
    struct pp_case judged = {c->service, &plan, c->before};
    int64_t least = INT64_MAX;
    plan.turns = turns;
    for (uint32_t set = 0; set < 1U << n; set++) {
        plan.n_turns = 0;
        for (int32_t i = 0; i < n; i++) {
            if ((set >> i & 1) != 0) {
                turns[plan.n_turns++] = places[i];
            }
        }
        int64_t cost;
        if (!is_crowded(c->service, &plan) && is_allowed(&judged, &cost) && cost < least) {
            least = cost;
        }
    }
    return least;
}

/* ---- Services by chance ---- */

static const char *pick(struct pp_rng *rng, const char *const *words, int32_t n)
{
    return words[pp_rng_below(rng, n)];
}

static void add_people(struct pp_rng *rng, int32_t n, struct pp_buf *out)
{
    static const char *const roles[] = {"fp", "fp", "fp", "lead", "desk"};
    static const char *const pods[] = {"north", "south", ""};
    static const char *const ftes[] = {"1", "1", "0.6", "0.3", ""};
    static const char *const ends[] = {"", "", "", "2024-06-12"};
    static const char *const contracts[] = {"permanent", "permanent", "agency", "volunteer"};
    pp_buf_add(out, "[practitioners]\npractitioner,role,pod,fte,contract,start,end\n");
    for (int32_t i = 0; i < n; i++) {
        pp_buf_printf(out, "p%d,%s,%s,%s,", i, pick(rng, roles, 5), pick(rng, pods, 3),
                      pick(rng, ftes, 5));
        pp_buf_printf(out, "%s,2020-01-01,%s\n", pick(rng, contracts, 4), pick(rng, ends, 4));
    }
}

static void add_shifts(struct pp_rng *rng, int32_t n, struct pp_buf *out)
{
    static const char *const days[] = {"daily", "Mon-Fri", "Sat Sun", "Mon Wed Sun"};
    static const char *const times[] = {"08:00,16:00", "12:00,20:00", "15:00,23:00", "22:00,06:00",
                                        "00:30,08:00"};
    static const char *const places[] = {"north,", "south,", ",h", ","};
    static const char *const asks[] = {",", ",", ",law", "lead,", "desk,"};
    static const char *const calls[] = {"daily,20:00,08:00", "Sat Sun,08:00,20:00",
                                        "daily,18:00,01:30"};
    pp_buf_add(out,
               "[shifts]\nshift,weekdays,begin,end,break_minutes,pod,hub,role,skill,needed,"
               "kind,tier,block\n");
    for (int32_t i = 0; i < n; i++) {
        int32_t needed = 1 + pp_rng_below(rng, 2);
        if (pp_rng_below(rng, 4) == 0) {
            pp_buf_printf(out, "s%d,%s,0,%s,,,%d,standby,%d,%s\n", i, pick(rng, calls, 3),
                          pick(rng, places, 4), needed, 1 + pp_rng_below(rng, 2),
                          pp_rng_below(rng, 2) == 0 ? "week" : "");
        } else {
            pp_buf_printf(out, "s%d,%s,", i, pick(rng, days, 4));
            pp_buf_printf(out, "%s,30,%s,", pick(rng, times, 5), pick(rng, places, 4));
            pp_buf_printf(out, "%s,%d,duty,,\n", pick(rng, asks, 5), needed);
        }
    }
}

static void add_dates(struct pp_rng *rng, int32_t n_people, int32_t n_shifts, struct pp_buf *out)
{
    pp_buf_add(out, "[bank_holidays]\ndate,name\n2024-06-04,Holiday\n");
    pp_buf_add(out, "[leave]\npractitioner,from,to,kind\n");
    for (int32_t i = 0; i < n_people; i += 2) {
        int32_t from = 3 + pp_rng_below(rng, 12);
        pp_buf_printf(out, "p%d,2024-06-%02d,2024-06-%02d,annual\n", i, from,
                      from + pp_rng_below(rng, 5));
    }
    pp_buf_add(out, "[practitioner_skills]\npractitioner,skill,expiry\n");
    for (int32_t i = 0; i < n_people; i += 3) {
        pp_buf_printf(out, "p%d,law,\n", i);
    }
    pp_buf_add(out, "[requests]\npractitioner,date,shift,wish,minutes\n");
    for (int32_t i = 0; i < n_people; i++) {
        static const char *const worths[] = {"", "0", "45", "2000"};
        pp_buf_printf(out, "p%d,2024-06-%02d,", i, 3 + pp_rng_below(rng, 14));
        if (pp_rng_below(rng, 2) == 0) {
            pp_buf_printf(out, "s%d", pp_rng_below(rng, n_shifts));
        }
        pp_buf_printf(out, ",%s,%s\n", pp_rng_below(rng, 2) == 0 ? "wanted" : "avoid",
                      pick(rng, worths, 4));
    }
}

/* What was worked before the rota; sometimes nothing is known. */
static void add_past(struct pp_rng *rng, int32_t n_people, int32_t n_shifts, struct pp_buf *out)
{
    static const char *const kinds[] = {"duty", "evening", "weekend", "standby"};
    if (pp_rng_below(rng, 4) == 0) {
        return;
    }
    pp_buf_add(out, "[worked_turns]\npractitioner,date,shift\n");
    for (int32_t i = 0; i < n_people; i++) {
        for (int32_t day = 18; day < 32; day++) {
            if (pp_rng_below(rng, 3) == 0) {
                pp_buf_printf(out, "p%d,2024-05-%02d,s%d\n", i, day, pp_rng_below(rng, n_shifts));
            }
        }
        pp_buf_printf(out, "p%d,2024-06-02,s%d\n", i, pp_rng_below(rng, n_shifts));
    }
    pp_buf_add(out, "[worked_hours]\npractitioner,week,minutes\n");
    for (int32_t i = 0; i < n_people; i += 2) {
        pp_buf_printf(out, "p%d,2024-05-27,%d\n", i, 60 * pp_rng_below(rng, 40));
    }
    pp_buf_add(out, "[ledger]\npractitioner,kind,turns,date\n");
    for (int32_t i = 0; i < n_people; i += 2) {
        pp_buf_printf(out, "p%d,%s,%d,2024-05-26\n", i, pick(rng, kinds, 4), pp_rng_below(rng, 20));
    }
}

static void add_shift_rules(struct pp_rng *rng, int32_t n_shifts, struct pp_buf *out)
{
    pp_buf_add(out, "[shift_skills]\nshift,skill,needed\n");
    for (int32_t i = 0; i < n_shifts; i += 2) {
        if (pp_rng_below(rng, 2) == 0) {
            pp_buf_printf(out, "s%d,law,1\n", i);
        }
    }
}

static void add_people_rules(struct pp_rng *rng, int32_t n_people, struct pp_buf *out)
{
    static const char *const wishes[] = {"apart,", "apart,preferred", "together,"};
    pp_buf_add(out, "[pairs]\none,other,wish,strength\n");
    for (int32_t i = 0; i + 1 < n_people; i += 2) {
        pp_buf_printf(out, "p%d,p%d,%s\n", i, i + 1, pick(rng, wishes, 3));
    }
    pp_buf_add(out, "[call_outs]\npractitioner,date,begin,end\n");
    for (int32_t i = 0; i < n_people; i += 2) {
        pp_buf_printf(out, "p%d,2024-06-%02d,%02d:30,%02d:00\n", i, 2 + pp_rng_below(rng, 12),
                      pp_rng_below(rng, 24), pp_rng_below(rng, 24));
    }
    pp_buf_add(out, "[court_dates]\npractitioner,date\n");
    for (int32_t i = 0; i < n_people; i += 3) {
        pp_buf_printf(out, "p%d,2024-06-%02d\n", i, 3 + pp_rng_below(rng, 14));
    }
    pp_buf_add(out, "[families]\nfamily,patch,practitioner,evenings\n");
    for (int32_t i = 0; i < n_people; i += 2) {
        pp_buf_printf(out, "e%d,p,p%d,%d\n", i, i, 1 + pp_rng_below(rng, 12));
    }
    pp_buf_add(out, "[children]\nchild,family,status,complexity\n");
    for (int32_t i = 0; i < n_people; i += 2) {
        pp_buf_printf(out, "k%d,e%d,CIN,low\n", i, i);
    }
    pp_buf_add(out, "[reductions]\npractitioner,from,to,percent,reason\n");
    for (int32_t i = 1; i < n_people; i += 3) {
        pp_buf_printf(out, "p%d,2024-06-%02d,,%d,sickness\n", i, 3 + pp_rng_below(rng, 14),
                      10 * pp_rng_below(rng, 11));
    }
}

/* Rules that only some services go by. */
static void add_rule_settings(struct pp_rng *rng, struct pp_buf *out)
{
    static const char *const rests[] = {"24_in_7", "48_in_14"}, *const bands[] = {"", "0", "20"};
    static const char *const nights[] = {"480", "480", "300"};
    pp_buf_printf(out, "weekly_rest,%s\ncontract_band_percent,%s\n", pick(rng, rests, 2),
                  pick(rng, bands, 3));
    pp_buf_printf(out, "night_average_minutes,%s\n", pick(rng, nights, 3));
    pp_buf_printf(out, "evenings_apart_weeks,%d\nweekends_apart_weeks,%d\n", pp_rng_below(rng, 3),
                  pp_rng_below(rng, 3));
}

struct pp_buf rota_case_random(struct pp_rng *rng, int32_t n_people, int32_t n_shifts)
{
    static const int32_t averages[] = {2880, 1200, 600}, runs[] = {1, 3, 6};
    struct pp_buf out = {0};
    pp_buf_printf(&out, "[settings]\nrest_minutes,%d\nweek_average_minutes,%d\nrun_days,%d\n",
                  600 + 120 * pp_rng_below(rng, 4), averages[pp_rng_below(rng, 3)],
                  runs[pp_rng_below(rng, 3)]);
    pp_buf_printf(&out, "reference_weeks,%d\n", 1 + pp_rng_below(rng, 4));
    add_rule_settings(rng, &out);
    add_people(rng, n_people, &out);
    add_shifts(rng, n_shifts, &out);
    add_shift_rules(rng, n_shifts, &out);
    add_dates(rng, n_people, n_shifts, &out);
    add_past(rng, n_people, n_shifts, &out);
    add_people_rules(rng, n_people, &out);
    return out;
}
