// SPDX-License-Identifier: GPL-3.0-or-later
/* The transportation problem of oversight (consultants.h). */
#include "consultants.h"

#include "lp.h"
#include "people.h"
#include "words.h"

#include <math.h>

enum {
    SAME_HUB = 600,
    ELSEWHERE = 1200,
    MOST_ROAD = 500, ///< minutes beyond which it does not matter how far it is
    EACH_MORE = 50,
    UNSEEN = 1000000,   ///< price of somebody with cases whom nobody oversees
    UNSEEN_IDLE = 10000 ///< the same without cases
};

struct oversight {
    struct pp_arena arena;
    const struct pp_service *service;
    struct pp_plan *plan;
    struct people people;
    const struct signature *by;
    int32_t *rank_of_pod; ///< place in the canonical order
    int32_t *span;        ///< [practitioner]: may oversee so many; 0: oversees nobody
    int32_t *overseen;    ///< [practitioner]: in post and given already
    int32_t *waiting;     ///< practitioners who need one, in canonical order
    int32_t n_waiting;
    int32_t *consultants; ///< with span left, in canonical order
    int32_t n_consultants;
    int32_t n_groups; ///< 2 x (pods + 1)
    int32_t *group_size;
};

static int32_t span_of(const struct pp_service *service, int32_t person)
{
    int32_t span = service->roles[service->practitioners[person].role].span;
    bool there = pp_in_post(service, person, service->settings.cases_from);
    return there && span != PP_UNKNOWN ? span : 0;
}

static void read_spans(struct oversight *o)
{
    int32_t n = o->service->n_practitioners;
    o->span = PP_NEW(&o->arena, int32_t, n);
    o->overseen = PP_NEW(&o->arena, int32_t, n);
    o->waiting = PP_NEW(&o->arena, int32_t, n);
    o->consultants = PP_NEW(&o->arena, int32_t, n);
    for (int32_t person = 0; person < n; person++) {
        o->span[person] = span_of(o->service, person);
    }
}

static void give(struct oversight *o, int32_t person, int32_t consultant)
{
    o->plan->consultants[person] = consultant;
    o->overseen[consultant] += pp_in_post(o->service, person, o->service->settings.cases_from);
}

/* ---- Who is settled, who waits ---- */

static int64_t places_left(const struct oversight *o)
{
    int64_t left = 0;
    for (int32_t person = 0; person < o->service->n_practitioners; person++) {
        left += o->span[person] > o->overseen[person] ? o->span[person] - o->overseen[person] : 0;
    }
    return left;
}

static void keep_data(struct oversight *o)
{
    for (int32_t person = 0; person < o->service->n_practitioners; person++) {
        int32_t consultant = o->service->practitioners[person].consultant;
        o->plan->consultants[person] = PP_NONE;
        if (consultant != PP_NONE && o->span[consultant] > 0) {
            give(o, person, consultant);
        }
    }
}

/* With too few places for holders, who holds nothing keeps none. */
static bool is_scarce(const struct oversight *o)
{
    int64_t holders = 0;
    for (int32_t i = 0; i < o->n_waiting; i++) {
        holders += o->people.list[o->waiting[i]].load.families > 0;
    }
    return holders > 0 && places_left(o) < o->n_waiting;
}

static void keep_before(struct oversight *o, const struct pp_plan *before)
{
    bool scarce = is_scarce(o);
    for (int32_t i = 0; i < o->n_waiting; i++) {
        int32_t person = o->waiting[i];
        int32_t consultant =
            before == NULL || before->consultants == NULL ? PP_NONE : before->consultants[person];
        bool idle = o->people.list[person].load.families == 0;
        if (consultant != PP_NONE && o->overseen[consultant] < o->span[consultant] &&
            !(scarce && idle)) {
            give(o, person, consultant);
        }
    }
}

static int32_t group_of(const struct oversight *o, int32_t person)
{
    int32_t pod = o->service->practitioners[person].pod;
    int32_t place = pod == PP_NONE ? o->service->n_pods : o->rank_of_pod[pod];
    return 2 * place + (o->people.list[person].load.families > 0 ? 0 : 1);
}

/* Everybody who may hold cases, oversees nobody by role, and has no consultant. */
static void list_waiting(struct oversight *o)
{
    o->n_waiting = 0;
    for (int32_t i = 0; i < o->service->n_practitioners; i++) {
        int32_t person = o->by->practitioners[i];
        if (o->people.list[person].holds_cases && o->span[person] == 0 &&
            o->plan->consultants[person] == PP_NONE) {
            o->waiting[o->n_waiting++] = person;
        }
    }
}

static void list_consultants(struct oversight *o)
{
    for (int32_t i = 0; i < o->service->n_practitioners; i++) {
        if (o->overseen[o->by->practitioners[i]] < o->span[o->by->practitioners[i]]) {
            o->consultants[o->n_consultants++] = o->by->practitioners[i];
        }
    }
    o->n_groups = 2 * (o->service->n_pods + 1);
    o->group_size = PP_NEW(&o->arena, int32_t, o->n_groups);
    for (int32_t i = 0; i < o->n_waiting; i++) {
        o->group_size[group_of(o, o->waiting[i])]++;
    }
}

/* ---- The programme ---- */

static int32_t hub_of_pod(const struct pp_service *service, int32_t pod)
{
    return pod == PP_NONE ? PP_NONE : service->pods[pod].hub;
}

static int32_t hub_of_person(const struct pp_service *service, int32_t person)
{
    const struct pp_practitioner *row = &service->practitioners[person];
    if (row->pod != PP_NONE) {
        return service->pods[row->pod].hub;
    }
    return row->home_patch == PP_NONE ? PP_NONE : service->patches[row->home_patch].hub;
}

static double distance(const struct pp_service *service, int32_t pod, int32_t consultant)
{
    const struct pp_practitioner *row = &service->practitioners[consultant];
    if (pod != PP_NONE && row->pod == pod) {
        return 0;
    }
    int32_t hub = hub_of_pod(service, pod);
    double apart =
        hub != PP_NONE && hub == hub_of_person(service, consultant) ? SAME_HUB : ELSEWHERE;
    int32_t minutes = PP_UNKNOWN;
    if (pod != PP_NONE) {
        minutes = pp_travel_minutes(service, service->pods[pod].patch, row->home_patch);
    }
    return apart + (minutes == PP_UNKNOWN || minutes > MOST_ROAD ? MOST_ROAD : minutes);
}

/* Rows: groups, then consultants. */
static bool add_rows(const struct oversight *o, struct lp *lp, struct pp_err *err)
{
    for (int32_t g = 0; g < o->n_groups; g++) {
        struct lp_line row = {.lower = o->group_size[g], .upper = o->group_size[g]};
        if (!lp_add_row(lp, &row, err)) {
            return false;
        }
    }
    for (int32_t c = 0; c < o->n_consultants; c++) {
        if (!lp_add_row(lp, &(struct lp_line){.lower = 0, .upper = 0}, err)) {
            return false;
        }
    }
    return true;
}

/* Columns y(g,c), group by group. */
static bool add_pairs(const struct oversight *o, struct lp *lp, struct pp_err *err)
{
    for (int32_t g = 0; g < o->n_groups; g++) {
        int32_t pod = g / 2 < o->service->n_pods ? o->by->pods[g / 2] : PP_NONE;
        for (int32_t c = 0; c < o->n_consultants; c++) {
            struct lp_line column = {distance(o->service, pod, o->consultants[c]),
                                     0,
                                     o->group_size[g],
                                     2,
                                     (int32_t[]){g, o->n_groups + c},
                                     (double[]){1, 1}};
            if (!lp_add_column(lp, &column, err)) {
                return false;
            }
        }
    }
    return true;
}

static bool add_rest(const struct oversight *o, struct lp *lp, struct pp_err *err)
{
    for (int32_t g = 0; g < o->n_groups; g++) {
        struct lp_line unseen = {
            g % 2 == 0 ? UNSEEN : UNSEEN_IDLE, 0, LP_INFINITY, 1, &g, (double[]){1}};
        if (!lp_add_column(lp, &unseen, err)) {
            return false;
        }
    }
    for (int32_t c = 0; c < o->n_consultants; c++) {
        int32_t consultant = o->consultants[c], row = o->n_groups + c;
        for (int32_t k = o->overseen[consultant]; k < o->span[consultant]; k++) {
            struct lp_line place = {(double)EACH_MORE * k, 0, 1, 1, &row, (double[]){-1}};
            if (!lp_add_column(lp, &place, err)) {
                return false;
            }
        }
    }
    return true;
}

/* Hands y(g,c) people of each group to each consultant, both in canonical order. */
static void give_out(struct oversight *o, const double *y)
{
    int32_t *left = PP_NEW(&o->arena, int32_t, (int64_t)o->n_groups * o->n_consultants);
    for (int64_t i = 0; i < (int64_t)o->n_groups * o->n_consultants; i++) {
        left[i] = (int32_t)lround(y[i]);
    }
    for (int32_t i = 0; i < o->n_waiting; i++) {
        int32_t *row = left + (int64_t)group_of(o, o->waiting[i]) * o->n_consultants;
        int32_t c = 0;
        while (c < o->n_consultants && row[c] == 0) {
            c++;
        }
        if (c < o->n_consultants) {
            row[c]--;
            give(o, o->waiting[i], o->consultants[c]);
        }
    }
}

static bool solve(struct oversight *o, struct pp_err *err)
{
    if (o->n_waiting == 0 || o->n_consultants == 0) {
        return true;
    }
    enum lp_status status;
    struct lp *lp = lp_create(err);
    bool solved = lp != NULL && add_rows(o, lp, err) && add_pairs(o, lp, err) &&
                  add_rest(o, lp, err) && lp_solve(lp, LP_PRIMAL, NULL, &status, err);
    if (solved && status == LP_OPTIMAL) {
        give_out(o, lp_primal(lp));
    }
    lp_destroy(lp);
    return solved;
}

/* ---- What does not fit ---- */

/* The role whose consultants oversee most; PP_NONE: no role oversees anybody. */
static int32_t widest_role(const struct oversight *o)
{
    const struct pp_service *service = o->service;
    int32_t best = PP_NONE;
    for (int32_t i = 0; i < service->n_roles; i++) {
        int32_t role = o->by->roles[i];
        int32_t span = service->roles[role].span;
        if (span != PP_UNKNOWN && span > 0 &&
            (best == PP_NONE || span > service->roles[best].span)) {
            best = role;
        }
    }
    return best;
}

static void say_remedy(const struct oversight *o, int64_t people, struct pp_buf *out)
{
    int32_t role = widest_role(o);
    if (role == PP_NONE) { // everybody's span is 0
        return;
    }
    int32_t span = o->service->roles[role].span;
    pp_buf_printf(out, "%lld more in the role %s, who may oversee %d each, would close it.",
                  (long long)((people + span - 1) / span), words_role(o->service, role), span);
}

/* The data chose this consultant, so only the data can relieve them. */
static void say_relief(int64_t people, int64_t free, struct pp_buf *out)
{
    pp_buf_add(out, "Leave the consultant of ");
    pp_buf_printf(out, "%lld of them blank in practitioners.csv", (long long)people);
    pp_buf_add(out, free >= people ? ": others have room for them."
                                   : ", and the plan chooses others as far as they have room: ");
    if (free < people) {
        pp_buf_count(out, free, "practitioner.", "practitioners.");
    }
}

static void add_shortfall(struct oversight *o, const char *subject, int64_t amount,
                          const char *sentence, struct pp_buf *remedy)
{
    pp_plan_add_shortfall(o->plan, (struct pp_shortfall){.stage = PP_ALLOCATION,
                                                         .rule = "consultant_span",
                                                         .subject = subject,
                                                         .from = PP_NO_DAY,
                                                         .to = PP_NO_DAY,
                                                         .amount = amount,
                                                         .unit = "practitioners",
                                                         .sentence = sentence,
                                                         .remedy = pp_buf_text(remedy)});
    pp_buf_finish(remedy);
}

static void name_stretched(struct oversight *o, int32_t consultant, int64_t free)
{
    int64_t over = o->overseen[consultant] - o->span[consultant];
    struct pp_buf remedy = {0};
    say_relief(over, free, &remedy);
    const char *key = o->service->practitioners[consultant].practitioner;
    struct pp_buf out = {0};
    pp_buf_printf(&out, "%s oversees ", key);
    pp_buf_count(&out, o->overseen[consultant], "practitioner", "practitioners");
    pp_buf_printf(&out, " by the data and may oversee %d.", o->span[consultant]);
    add_shortfall(o, key, over, pp_buf_text(&out), &remedy);
    pp_buf_finish(&out);
}

static void name_unseen(struct oversight *o, int64_t unseen, int64_t places)
{
    struct pp_buf out = {0};
    pp_buf_count(&out, unseen, "practitioner holds", "practitioners hold");
    pp_buf_add(&out, " cases and nobody oversees them: all consultants together may oversee ");
    pp_buf_printf(&out, "%lld.", (long long)places);
    struct pp_buf remedy = {0};
    say_remedy(o, unseen, &remedy);
    add_shortfall(o, words_service(o->service), unseen, pp_buf_text(&out), &remedy);
    pp_buf_finish(&out);
}

/* In post or not: somebody whose role oversees others. */
static bool has_consultants(const struct pp_service *service)
{
    bool has = false;
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        has = has || service->roles[service->practitioners[i].role].span > 0;
    }
    return has;
}

static struct consultants_cost count_cost(struct oversight *o)
{
    int64_t price = pp_weight_of(o->service, "consultant_span");
    int64_t places = 0, stretched = 0, unseen = 0, free = places_left(o);
    for (int32_t person = 0; person < o->service->n_practitioners; person++) {
        places += o->span[person];
        if (o->overseen[person] > o->span[person]) {
            stretched += o->overseen[person] - o->span[person];
            name_stretched(o, person, free);
        }
        unseen += o->people.list[person].load.families > 0 && o->span[person] == 0 &&
                  pp_role_kind(o->service, person) != PP_STEP_DOWN &&
                  o->plan->consultants[person] == PP_NONE;
    }
    if (!has_consultants(o->service)) { // it asks for no oversight, as the rule says
        unseen = 0;
    }
    if (unseen > 0) {
        name_unseen(o, unseen, places);
    }
    return (struct consultants_cost){price * (stretched + unseen), price * stretched};
}

static void rank_pods(struct oversight *o)
{
    o->rank_of_pod = PP_NEW(&o->arena, int32_t, o->service->n_pods);
    for (int32_t i = 0; i < o->service->n_pods; i++) {
        o->rank_of_pod[o->by->pods[i]] = i;
    }
}

int64_t consultants_places(const struct pp_case *c, bool *waits)
{
    struct pp_plan given = {.n_consultants = c->service->n_practitioners};
    struct oversight o = {.service = c->service, .plan = &given};
    given.consultants = PP_NEW(&o.arena, int32_t, given.n_consultants);
    read_spans(&o);
    keep_data(&o);
    bool asked = has_consultants(c->service);
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        waits[person] = asked && o.span[person] == 0 && given.consultants[person] == PP_NONE &&
                        pp_role_kind(c->service, person) != PP_STEP_DOWN;
    }
    int64_t places = places_left(&o);
    pp_arena_finish(&o.arena);
    return places;
}

bool consultants_choose(const struct pp_case *c, const struct signature *order,
                        struct pp_plan *plan, struct consultants_cost *cost, struct pp_err *err)
{
    struct oversight o = {.service = c->service, .plan = plan, .by = order};
    rank_pods(&o);
    plan->n_consultants = c->service->n_practitioners;
    plan->consultants = PP_NEW(&plan->arena, int32_t, plan->n_consultants);
    o.people = people_read(c, &o.arena);
    read_spans(&o);
    keep_data(&o);
    list_waiting(&o);
    keep_before(&o, c->before);
    list_waiting(&o);
    list_consultants(&o);
    bool solved = solve(&o, err);
    if (solved) {
        *cost = count_cost(&o);
    }
    pp_arena_finish(&o.arena);
    return solved;
}
