// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Colour refinement over the graph of the service: nodes are rows of the tables below, edges say
 * how two rows are related.  No key and no name is read until nothing else is left.
 */
#include "signature.h"

#include <podplan/rng.h>

#include <stdlib.h>
#include <string.h>

enum {
    ROUNDS = 4
};

/* Tables whose rows are nodes, in this order. */
enum kind {
    HUB,
    PATCH,
    POD,
    ROLE,
    SKILL,
    PRACTITIONER,
    FAMILY,
    KINDS
};

/* What an edge means; part of what both ends see. */
enum relation {
    LIES_IN = 1,
    BASED_AT,
    LIVES_AT,
    TRAVELS,
    WORKS_AS,
    MEMBER_OF,
    OVERSEEN_BY,
    HOLDS,
    LEARNS,
    CORE,
    SPEAKS,
    NEEDS,
    WITH,
    WAS_WITH,
    CONFLICTS
};

struct edge {
    int32_t from, to;
    uint64_t label;
};

struct graph {
    struct pp_arena arena;
    int32_t first[KINDS]; ///< node of the first row of each kind
    int32_t n_nodes;
    uint64_t *colour, *sum; ///< [node]
    struct edge *edges;
    int32_t n_edges, capacity;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
    struct pp_rng rng = {a * 0x9e3779b97f4a7c15u + b};
    return pp_rng_next(&rng);
}

static void add_edge(struct graph *g, enum kind a, int32_t from, enum kind b, int32_t to,
                     enum relation relation, int64_t label)
{
    if (from == PP_NONE || to == PP_NONE) {
        return;
    }
    g->edges =
        pp_arena_grow(&g->arena, g->edges, &g->capacity, g->n_edges + 1, sizeof(g->edges[0]));
    g->edges[g->n_edges++] = (struct edge){g->first[a] + from, g->first[b] + to,
                                           mix((uint64_t)relation, (uint64_t)label)};
}

static void add_colour(struct graph *g, enum kind kind, int32_t row, int64_t value)
{
    g->colour[g->first[kind] + row] = mix(g->colour[g->first[kind] + row], (uint64_t)value);
}

/* For attributes of which a row has several: the order of adding leaves no trace. */
static void add_to_sum(struct graph *g, enum kind kind, int32_t row, uint64_t value)
{
    g->sum[g->first[kind] + row] += value;
}

/* ---- The graph ---- */

static void create_nodes(struct graph *g, const struct pp_service *s)
{
    const int32_t counts[KINDS] = {s->n_hubs,   s->n_patches,       s->n_pods,    s->n_roles,
                                   s->n_skills, s->n_practitioners, s->n_families};
    for (int kind = 0; kind < KINDS; kind++) {
        g->first[kind] = g->n_nodes;
        g->n_nodes += counts[kind];
    }
    g->colour = PP_NEW(&g->arena, uint64_t, g->n_nodes);
    g->sum = PP_NEW(&g->arena, uint64_t, g->n_nodes);
    for (int kind = 0; kind < KINDS; kind++) {
        for (int32_t row = 0; row < counts[kind]; row++) {
            add_colour(g, (enum kind)kind, row, kind + 1);
        }
    }
}

static void add_places(struct graph *g, const struct pp_service *s)
{
    for (int32_t i = 0; i < s->n_patches; i++) {
        add_edge(g, PATCH, i, HUB, s->patches[i].hub, LIES_IN, 0);
    }
    for (int32_t i = 0; i < s->n_travel; i++) {
        const struct pp_travel *way = &s->travel[i];
        add_edge(g, PATCH, way->from_patch, PATCH, way->to_patch, TRAVELS, way->minutes);
    }
    for (int32_t i = 0; i < s->n_pods; i++) {
        add_edge(g, POD, i, HUB, s->pods[i].hub, LIES_IN, 0);
        add_edge(g, POD, i, PATCH, s->pods[i].patch, BASED_AT, 0);
    }
}

static void add_roles_and_skills(struct graph *g, const struct pp_service *s)
{
    for (int32_t i = 0; i < s->n_roles; i++) {
        const struct pp_role *role = &s->roles[i];
        add_colour(g, ROLE, i, role->family_cap);
        add_colour(g, ROLE, i, role->child_cap);
        add_colour(g, ROLE, i, role->point_cap);
        add_colour(g, ROLE, i, role->span);
        add_colour(g, ROLE, i, role->on_call_tier);
    }
    for (int32_t i = 0; i < s->n_skills; i++) {
        add_colour(g, SKILL, i, s->skills[i].kind);
    }
    for (int32_t i = 0; i < s->n_core_training; i++) {
        const struct pp_core_training *core = &s->core_training[i];
        add_edge(g, ROLE, core->role, SKILL, s->courses[core->course].skill, CORE, 0);
    }
}

static void add_practitioners(struct graph *g, const struct pp_case *c)
{
    const struct pp_service *s = c->service;
    for (int32_t i = 0; i < s->n_practitioners; i++) {
        const struct pp_practitioner *person = &s->practitioners[i];
        add_colour(g, PRACTITIONER, i, person->fte);
        add_colour(g, PRACTITIONER, i, person->contract);
        add_colour(g, PRACTITIONER, i, person->start);
        add_colour(g, PRACTITIONER, i, person->end);
        add_edge(g, PRACTITIONER, i, ROLE, person->role, WORKS_AS, 0);
        add_edge(g, PRACTITIONER, i, POD, person->pod, MEMBER_OF, 0);
        add_edge(g, PRACTITIONER, i, PATCH, person->home_patch, LIVES_AT, 0);
        add_edge(g, PRACTITIONER, i, PRACTITIONER, person->consultant, OVERSEEN_BY, 0);
    }
    for (int32_t i = 0; i < s->n_practitioner_skills; i++) {
        const struct pp_held_skill *held = &s->practitioner_skills[i];
        add_edge(g, PRACTITIONER, held->practitioner, SKILL, held->skill, HOLDS, held->expiry);
    }
    for (int32_t i = 0; i < s->n_reductions; i++) {
        const struct pp_reduction *cut = &s->reductions[i];
        uint64_t span = mix((uint64_t)cut->from, (uint64_t)cut->to);
        add_to_sum(g, PRACTITIONER, cut->practitioner, mix(span, (uint64_t)cut->percent));
    }
    for (int32_t i = 0; c->plan != NULL && i < c->plan->n_seats; i++) {
        const struct pp_session *session = &s->sessions[c->plan->seats[i].session];
        add_edge(g, PRACTITIONER, c->plan->seats[i].practitioner, SKILL,
                 s->courses[session->course].skill, LEARNS, session->date);
    }
}

static void add_families(struct graph *g, const struct pp_case *c)
{
    const struct pp_service *s = c->service;
    for (int32_t i = 0; i < s->n_families; i++) {
        const struct pp_family *family = &s->families[i];
        add_colour(g, FAMILY, i, family->since);
        add_edge(g, FAMILY, i, PATCH, family->patch, LIVES_AT, 0);
        add_edge(g, FAMILY, i, SKILL, family->language, SPEAKS, 0);
        add_edge(g, FAMILY, i, PRACTITIONER, family->practitioner, WITH, 0);
    }
    for (int32_t i = 0; i < s->n_needs; i++) {
        const struct pp_need *need = &s->needs[i];
        add_edge(g, FAMILY, need->family, SKILL, need->skill, NEEDS, need->strength);
    }
    for (int32_t i = 0; i < s->n_children; i++) {
        const struct pp_child *child = &s->children[i];
        add_to_sum(g, FAMILY, child->family,
                   mix((uint64_t)child->status + 1, (uint64_t)child->complexity));
    }
    for (int32_t i = 0; i < s->n_conflicts; i++) {
        const struct pp_conflict *conflict = &s->conflicts[i];
        add_edge(g, FAMILY, conflict->family, PRACTITIONER, conflict->practitioner, CONFLICTS, 0);
    }
}

static void add_before(struct graph *g, const struct pp_case *c)
{
    for (int32_t i = 0; i < c->service->n_families; i++) {
        add_edge(g, FAMILY, i, PRACTITIONER, pp_holder_before(c, i), WAS_WITH, 0);
    }
}

/* Each node takes in the sum of what it sees of its neighbours. */
static void refine(struct graph *g)
{
    for (int32_t i = 0; i < g->n_edges; i++) {
        const struct edge *edge = &g->edges[i];
        g->sum[edge->from] += mix(edge->label, g->colour[edge->to]);
        g->sum[edge->to] += mix(edge->label + 1, g->colour[edge->from]);
    }
    for (int32_t node = 0; node < g->n_nodes; node++) {
        g->colour[node] = mix(g->colour[node], g->sum[node]);
        g->sum[node] = 0;
    }
}

/* The colours after some rounds; owned by the graph. */
static const uint64_t *colours(struct graph *g)
{
    for (int round = 0; round < ROUNDS; round++) {
        refine(g);
    }
    return pp_arena_copy(&g->arena, g->colour, (size_t)g->n_nodes * sizeof(g->colour[0]));
}

/* ---- The order ---- */

/* The plan in force comes second: what a plan says must not move what the data says. */
struct ranked {
    uint64_t place[3]; ///< by the data, by the plan in force as well, by the key
    const char *key;
    int32_t row;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    for (int i = 0; i < 3; i++) {
        if (a->place[i] != b->place[i]) {
            return a->place[i] < b->place[i] ? -1 : 1;
        }
    }
    return strcmp(a->key, b->key);
}

static void sort_rows(struct ranked *ranked, int32_t count, int32_t *rows)
{
    if (count > 0) {
        qsort(ranked, (size_t)count, sizeof(ranked[0]), compare_ranked);
    }
    for (int32_t i = 0; i < count; i++) {
        rows[i] = ranked[i].row;
    }
}

static struct ranked rank_row(const uint64_t *of_data, const uint64_t *of_plan, int32_t row,
                              const char *key, uint64_t seed)
{
    uint64_t hash = pp_hash(seed | 1, key, strlen(key));
    return (struct ranked){{mix(of_data[row], seed), mix(of_plan[row], seed), hash}, key, row};
}

void signature_order(const struct pp_case *c, uint64_t seed, int32_t *families,
                     int32_t *practitioners)
{
    const struct pp_service *s = c->service;
    struct graph graph = {.n_nodes = 0};
    create_nodes(&graph, s);
    add_places(&graph, s);
    add_roles_and_skills(&graph, s);
    add_practitioners(&graph, c);
    add_families(&graph, c);
    const uint64_t *data = colours(&graph);
    add_before(&graph, c);
    const uint64_t *plan = colours(&graph);

    int32_t first = graph.first[FAMILY];
    struct ranked *ranked = PP_NEW(&graph.arena, struct ranked, s->n_families);
    for (int32_t i = 0; i < s->n_families; i++) {
        ranked[i] = rank_row(data + first, plan + first, i, s->families[i].family, seed);
    }
    sort_rows(ranked, s->n_families, families);
    first = graph.first[PRACTITIONER];
    ranked = PP_NEW(&graph.arena, struct ranked, s->n_practitioners);
    for (int32_t i = 0; i < s->n_practitioners; i++) {
        ranked[i] = rank_row(data + first, plan + first, i, s->practitioners[i].practitioner, seed);
    }
    sort_rows(ranked, s->n_practitioners, practitioners);
    pp_arena_finish(&graph.arena);
}
