// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What training is for: core skills that are missing, and needs of families
 * that nobody in their pod can meet.
 */
#include "training.h"

#include <podplan/rng.h>
#include <podplan/schema.h>

#include <stdlib.h>
#include <string.h>

/* ---- Orders ---- */

struct ranked {
    pp_day date;
    pp_minute begin, end;
    uint64_t hash;
    const char *key; ///< only where two hashes are equal
    int32_t row;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->date != b->date) {
        return a->date < b->date ? -1 : 1;
    }
    if (a->begin != b->begin) {
        return a->begin < b->begin ? -1 : 1;
    }
    if (a->end != b->end) {
        return a->end < b->end ? -1 : 1;
    }
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return strcmp(a->key, b->key);
}

static int32_t *rows_in_order(struct training *t, struct ranked *ranked, int32_t n)
{
    int32_t *rows = PP_NEW(&t->arena, int32_t, n);
    if (n > 0) {
        qsort(ranked, (size_t)n, sizeof(ranked[0]), compare_ranked);
    }
    for (int32_t i = 0; i < n; i++) {
        rows[i] = ranked[i].row;
    }
    return rows;
}

static uint64_t hash_of(const struct training *t, const char *key)
{
    return pp_hash(t->settings->seed, key, strlen(key));
}

static void order_people(struct training *t)
{
    int32_t n = t->service->n_practitioners;
    struct ranked *ranked = PP_NEW(&t->arena, struct ranked, n);
    for (int32_t i = 0; i < n; i++) {
        const char *key = t->service->practitioners[i].practitioner;
        ranked[i] = (struct ranked){.hash = hash_of(t, key), .key = key, .row = i};
    }
    t->people = rows_in_order(t, ranked, n);
}

static void order_sessions(struct training *t)
{
    int32_t n = t->service->n_sessions;
    struct ranked *ranked = PP_NEW(&t->arena, struct ranked, n);
    for (int32_t i = 0; i < n; i++) {
        const struct pp_session *s = &t->service->sessions[i];
        ranked[i] =
            (struct ranked){s->date, s->begin, s->end, hash_of(t, s->session), s->session, i};
    }
    t->sessions = rows_in_order(t, ranked, n);
}

/* The place of each pod or skill in the seeded order: rows and keys must not decide ties. */
static int32_t *ranks_of(struct training *t, enum pp_table_id table, int32_t n)
{
    struct ranked *ranked = PP_NEW(&t->arena, struct ranked, n);
    int32_t *ranks = PP_NEW(&t->arena, int32_t, n);
    for (int32_t i = 0; i < n; i++) {
        const char *key = pp_row_key(t->service, table, i);
        ranked[i] = (struct ranked){.hash = hash_of(t, key), .key = key, .row = i};
    }
    const int32_t *rows = rows_in_order(t, ranked, n);
    for (int32_t i = 0; i < n; i++) {
        ranks[rows[i]] = i;
    }
    return ranks;
}

int32_t wants_skill(const struct pp_service *service, int32_t session)
{
    return service->courses[service->sessions[session].course].skill;
}

static void index_sessions(struct training *t)
{
    const struct pp_service *service = t->service;
    t->by_skill.start = PP_NEW(&t->arena, int32_t, service->n_skills + 2);
    t->by_skill.item = PP_NEW(&t->arena, int32_t, service->n_sessions);
    for (int32_t s = 0; s < service->n_sessions; s++) {
        t->by_skill.start[wants_skill(service, s) + 2]++;
    }
    for (int32_t k = 0; k < service->n_skills; k++) {
        t->by_skill.start[k + 2] += t->by_skill.start[k + 1];
    }
    for (int32_t i = 0; i < service->n_sessions; i++) {
        int32_t session = t->sessions[i];
        t->by_skill.item[t->by_skill.start[wants_skill(service, session) + 1]++] = session;
    }
}

/* ---- Core skills ---- */

/* Keeps the wants of one person in the order of their skills. */
static void want(struct training *t, int32_t practitioner, int32_t skill, int32_t first)
{
    t->wants =
        pp_arena_grow(&t->arena, t->wants, &t->wants_capacity, t->n_wants + 1, sizeof(t->wants[0]));
    int32_t at = t->n_wants;
    while (at > first && t->skill_rank[t->wants[at - 1].skill] >= t->skill_rank[skill]) {
        at--;
    }
    if (at < t->n_wants && t->wants[at].skill == skill) {
        t->wants[at].courses++;
        return;
    }
    for (int32_t i = t->n_wants++; i > at; i--) {
        t->wants[i] = t->wants[i - 1];
    }
    t->wants[at] = (struct want){practitioner, skill, 1, true};
}

static void list_wants(struct training *t)
{
    const struct pp_service *service = t->service;
    pp_day day = service->settings.cases_from;
    t->first_want = PP_NEW(&t->arena, int32_t, service->n_practitioners);
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        int32_t p = t->people[i], role = service->practitioners[p].role, first = t->n_wants;
        t->first_want[p] = first;
        if (!pp_in_post(service, p, day)) {
            continue;
        }
        for (int32_t k = service->core_of.start[role]; k < service->core_of.start[role + 1]; k++) {
            int32_t course = service->core_training[service->core_of.item[k]].course;
            int32_t skill = service->courses[course].skill;
            if (!pp_holds_skill(service, p, skill, day)) {
                want(t, p, skill, first);
            }
        }
    }
}

int32_t wants_find(const struct training *t, int32_t practitioner, int32_t skill)
{
    for (int32_t i = t->first_want[practitioner];
         i < t->n_wants && t->wants[i].practitioner == practitioner; i++) {
        if (t->wants[i].skill == skill) {
            return i;
        }
    }
    return PP_NONE;
}

/* ---- Needs of families ---- */

bool wants_meets_needs(const struct pp_service *service, int32_t practitioner)
{
    return pp_holds_cases(service, practitioner, service->settings.cases_from);
}

static int compare_gaps(const void *left, const void *right)
{
    const struct gap *a = left, *b = right;
    if (a->pod_rank != b->pod_rank) {
        return a->pod_rank < b->pod_rank ? -1 : 1;
    }
    return (a->skill_rank > b->skill_rank) - (a->skill_rank < b->skill_rank);
}

static struct gap gap_of(const struct training *t, int32_t pod, int32_t skill)
{
    return (struct gap){.pod = pod,
                        .skill = skill,
                        .pod_rank = pod == PP_NONE ? PP_NONE : t->pod_rank[pod],
                        .skill_rank = t->skill_rank[skill]};
}

int32_t wants_gap(const struct training *t, int32_t pod, int32_t skill)
{
    struct gap key = gap_of(t, pod, skill);
    const struct gap *found = t->n_gaps == 0 ? NULL
                                             : bsearch(&key, t->gaps, (size_t)t->n_gaps,
                                                       sizeof(t->gaps[0]), compare_gaps);
    return found == NULL ? PP_NONE : (int32_t)(found - t->gaps);
}

/* Every pair of pod and skill that some family needs, each once. */
static void list_needs(struct training *t)
{
    const struct pp_service *service = t->service;
    for (int32_t i = 0; i < service->n_needs; i++) {
        const struct pp_need *need = &service->needs[i];
        t->gaps =
            pp_arena_grow(&t->arena, t->gaps, &t->gaps_capacity, t->n_gaps + 1, sizeof(t->gaps[0]));
        struct gap *gap = &t->gaps[t->n_gaps++];
        *gap = gap_of(t, pp_family_pod(service, need->family), need->skill);
        gap->needs = 1;
        gap->needed = need->strength == PP_NEEDED;
    }
    int32_t kept = 0;
    if (t->n_gaps > 0) {
        qsort(t->gaps, (size_t)t->n_gaps, sizeof(t->gaps[0]), compare_gaps);
    }
    for (int32_t i = 0; i < t->n_gaps; i++) {
        if (kept > 0 && compare_gaps(&t->gaps[kept - 1], &t->gaps[i]) == 0) {
            t->gaps[kept - 1].needs++;
            t->gaps[kept - 1].needed += t->gaps[i].needed;
        } else {
            t->gaps[kept++] = t->gaps[i];
        }
    }
    t->n_gaps = kept;
}

/* Drops those that somebody in the pod can meet by the records. */
static void drop_met_needs(struct training *t)
{
    const struct pp_service *service = t->service;
    pp_day day = service->settings.cases_from;
    bool *met = PP_NEW(&t->arena, bool, t->n_gaps);
    for (int32_t i = 0; i < service->n_practitioner_skills; i++) {
        const struct pp_held_skill *held = &service->practitioner_skills[i];
        if (wants_meets_needs(service, held->practitioner) &&
            pp_day_within(day, PP_NO_DAY, held->expiry)) {
            int32_t pod = service->practitioners[held->practitioner].pod;
            int32_t gap = wants_gap(t, pod, held->skill);
            if (gap != PP_NONE) {
                met[gap] = true;
            }
        }
    }
    int32_t kept = 0;
    for (int32_t g = 0; g < t->n_gaps; g++) {
        if (!met[g]) {
            t->gaps[kept] = t->gaps[g];
            t->gaps[kept++].weeks = pp_weeks_unmet(service, PP_NO_DAY);
        }
    }
    t->n_gaps = kept;
}

void wants_list(struct training *t)
{
    order_people(t);
    order_sessions(t);
    t->skill_rank = ranks_of(t, PP_TABLE_skills, t->service->n_skills);
    t->pod_rank = ranks_of(t, PP_TABLE_pods, t->service->n_pods);
    index_sessions(t);
    list_wants(t);
    list_needs(t);
    drop_met_needs(t);
}
