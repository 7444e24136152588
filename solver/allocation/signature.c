// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The graph of the service, by the table of tables: a row that others name is a node, its values
 * are its colour, its references are edges.  A row that nobody names is folded away: with one
 * reference it is one more value of the row it names, with two an edge between them.  No key and no
 * name is read until nothing else is left.
 */
#include "signature.h"

#include "partition.h"

#include <podplan/rng.h>
#include <podplan/schema.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Tables that the allocation reads. */
static const enum pp_table_id tables[] = {
    PP_TABLE_hubs,          PP_TABLE_patches,  PP_TABLE_travel,
    PP_TABLE_pods,          PP_TABLE_roles,    PP_TABLE_skills,
    PP_TABLE_practitioners, PP_TABLE_families, PP_TABLE_practitioner_skills,
    PP_TABLE_reductions,    PP_TABLE_needs,    PP_TABLE_children,
    PP_TABLE_conflicts,     PP_TABLE_courses,  PP_TABLE_core_training,
};

enum {
    N_TABLES = sizeof(tables) / sizeof(tables[0]),
    LEARNS = 1, ///< edges that come from plans, beside those of tables
    WAS_WITH,
    WAS_BESIDE
};

struct graph {
    struct pp_arena arena;
    const struct pp_service *service;
    uint64_t seed;
    int32_t first[PP_TABLE_COUNT]; ///< node of the first row; PP_NONE: its rows are no nodes
    int32_t n_nodes;
    uint64_t *colour;
    uint64_t *hash; ///< [node]: of its key
    const char **key;
    struct partition_edge *edges;
    int32_t n_edges, capacity;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
    struct pp_rng rng = {a * 0x9e3779b97f4a7c15U + b};
    return pp_rng_next(&rng);
}

static void add_edge(struct graph *g, int32_t from, int32_t to, uint64_t label)
{
    g->edges =
        pp_arena_grow(&g->arena, g->edges, &g->capacity, g->n_edges + 1, sizeof(g->edges[0]));
    g->edges[g->n_edges++] = (struct partition_edge){from, to, mix(g->seed, label)};
}

static int32_t node_of(const struct graph *g, enum pp_table_id table, int64_t row)
{
    return row == PP_NONE || g->first[table] == PP_NONE ? PP_NONE : g->first[table] + (int32_t)row;
}

/* ---- The graph ---- */

static bool is_named(enum pp_table_id id)
{
    for (int32_t t = 0; t < N_TABLES; t++) {
        const struct pp_table *table = pp_table(tables[t]);
        for (int32_t c = 0; c < table->n_columns; c++) {
            if (table->columns[c].type == PP_T_REF && table->columns[c].ref == id) {
                return true;
            }
        }
    }
    return false;
}

static void create_nodes(struct graph *g)
{
    for (int32_t t = 0; t < PP_TABLE_COUNT; t++) {
        g->first[t] = PP_NONE;
    }
    for (int32_t t = 0; t < N_TABLES; t++) {
        if (is_named(tables[t])) {
            g->first[tables[t]] = g->n_nodes;
            g->n_nodes += pp_table_count(g->service, pp_table(tables[t]));
        }
    }
    g->colour = PP_NEW(&g->arena, uint64_t, g->n_nodes);
    g->hash = PP_NEW(&g->arena, uint64_t, g->n_nodes);
    g->key = PP_NEW(&g->arena, const char *, g->n_nodes);
}

/* Neither a new table nor a column that the allocation does not read may move a family. */
static uint64_t label_of(const struct pp_table *table)
{
    return pp_hash(0, table->name, strlen(table->name));
}

static bool is_value(const struct pp_column *column)
{
    return column->type != PP_T_KEY && column->type != PP_T_TEXT && column->type != PP_T_NAME &&
           column->type != PP_T_REF && strcmp(column->name, "evenings") != 0;
}

static uint64_t values_of(const struct graph *g, const struct pp_table *table, int32_t row)
{
    uint64_t values = mix(g->seed, label_of(table));
    for (int32_t c = 0; c < table->n_columns; c++) {
        if (is_value(&table->columns[c])) {
            values = mix(values, (uint64_t)pp_cell_value(g->service, table, row, c));
        }
    }
    return values;
}

/* The nodes that a row names, and by which columns; returns how many. */
static int32_t named_by(const struct graph *g, const struct pp_table *table, int32_t row,
                        int32_t *nodes, uint64_t *columns)
{
    int32_t count = 0;
    for (int32_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].type == PP_T_REF) {
            int64_t other = pp_cell_value(g->service, table, row, c);
            nodes[count] = node_of(g, table->columns[c].ref, other);
            columns[count] = mix(label_of(table), (uint64_t)c);
            count += nodes[count] != PP_NONE;
        }
    }
    return count;
}

static void add_row(struct graph *g, const struct pp_table *table, int32_t row)
{
    enum {
        MOST_REFERENCES = 32
    };
    assert(table->n_columns <= MOST_REFERENCES);
    int32_t nodes[MOST_REFERENCES], own = node_of(g, table->id, row);
    uint64_t columns[MOST_REFERENCES], values = values_of(g, table, row);
    int32_t count = named_by(g, table, row, nodes, columns);
    if (own != PP_NONE) {
        g->colour[own] += values;
        g->key[own] = pp_row_key(g->service, table->id, row);
        g->hash[own] = pp_hash(g->seed | 1, g->key[own], strlen(g->key[own]));
        for (int32_t i = 0; i < count; i++) {
            add_edge(g, own, nodes[i], columns[i]);
        }
    } else if (count == 1) {
        g->colour[nodes[0]] += mix(values, columns[0]); // a sum: the order leaves no trace
    } else {
        for (int32_t i = 1; i < count; i++) {
            add_edge(g, nodes[0], nodes[i], mix(values, columns[i]));
        }
    }
}

static void add_seats(struct graph *g, const struct pp_plan *plan)
{
    for (int32_t i = 0; plan != NULL && i < plan->n_seats; i++) {
        const struct pp_session *session = &g->service->sessions[plan->seats[i].session];
        int32_t skill = g->service->courses[session->course].skill;
        add_edge(g, node_of(g, PP_TABLE_practitioners, plan->seats[i].practitioner),
                 node_of(g, PP_TABLE_skills, skill), mix(LEARNS, (uint64_t)session->date));
    }
}

static void add_before(struct graph *g, const struct pp_case *c)
{
    for (int32_t i = 0; i < c->service->n_families; i++) {
        int32_t person = node_of(g, PP_TABLE_practitioners, pp_holder_before(c, i));
        if (person != PP_NONE) {
            add_edge(g, node_of(g, PP_TABLE_families, i), person, WAS_WITH);
        }
        int32_t beside = node_of(g, PP_TABLE_practitioners, pp_social_worker_before(c, i));
        if (beside != PP_NONE) {
            add_edge(g, node_of(g, PP_TABLE_families, i), beside, WAS_BESIDE);
        }
    }
}

static void read_graph(struct graph *g, const struct pp_case *c)
{
    create_nodes(g);
    for (int32_t t = 0; t < N_TABLES; t++) {
        const struct pp_table *table = pp_table(tables[t]);
        for (int32_t row = 0; row < pp_table_count(g->service, table); row++) {
            add_row(g, table, row);
        }
    }
    add_seats(g, c->plan);
}

/* ---- Nodes that refinement does not tell apart ---- */

static bool comes_before(const struct graph *g, int32_t a, int32_t b)
{
    return g->hash[a] != g->hash[b] ? g->hash[a] < g->hash[b] : strcmp(g->key[a], g->key[b]) < 0;
}

static int compare_by_key(const void *left, const void *right, void *user)
{
    return comes_before(user, *(const int32_t *)left, *(const int32_t *)right) ? -1 : 1;
}

/*
 * Settles the cell that begins at `first`: the first of its nodes by key gets, with its twins, a
 * cell of its own, and the rest is refined.  Returns how many they are.
 */
static int32_t settle(struct graph *g, struct partition *p, int32_t first, int32_t *twins)
{
    int32_t length = p->length[first], chosen = p->order[first], count = 0;
    for (int32_t i = first + 1; i < first + length; i++) {
        chosen = comes_before(g, p->order[i], chosen) ? p->order[i] : chosen;
    }
    for (int32_t i = first; i < first + length; i++) {
        if (p->twin[p->order[i]] == p->twin[chosen]) {
            twins[count++] = p->order[i];
        }
    }
    if (count < length) {
        partition_part(p, twins, count);
        partition_refine(p);
    }
    qsort_r(twins, (size_t)count, sizeof(twins[0]), compare_by_key, g);
    for (int32_t i = 0; i < count; i++) { // any order of twins is a symmetry of the service
        p->order[first + i] = twins[i];
        p->place[twins[i]] = first + i;
    }
    return count;
}

static void settle_all(struct graph *g, struct partition *p)
{
    int32_t *twins = PP_NEW(&g->arena, int32_t, g->n_nodes), first = 0;
    while (first < g->n_nodes) {
        first += p->length[first] == 1 ? 1 : settle(g, p, first, twins);
    }
}

/* ---- The order ---- */

static int32_t *rows_in_order(const struct graph *g, const struct partition *p,
                              enum pp_table_id table, struct pp_arena *arena)
{
    int32_t first = g->first[table], n = pp_table_count(g->service, pp_table(table)), count = 0;
    int32_t *rows = PP_NEW(arena, int32_t, n);
    for (int32_t i = 0; i < g->n_nodes; i++) {
        if (p->order[i] >= first && p->order[i] < first + n) {
            rows[count++] = p->order[i] - first;
        }
    }
    return rows;
}

/* The plan in force comes second: what a plan says must not move what the data says. */
static void refine_by_data_then_plan(struct graph *g, const struct pp_case *c, struct partition *p)
{
    partition_create(p, g->n_nodes, g->colour, &g->arena);
    partition_edges(p, g->edges, g->n_edges, &g->arena);
    partition_refine(p);
    add_before(g, c);
    partition_edges(p, g->edges, g->n_edges, &g->arena);
    partition_refine(p);
}

struct signature signature_read(const struct pp_case *c, uint64_t seed, struct pp_arena *arena)
{
    struct graph graph = {.service = c->service, .seed = seed};
    struct partition partition;
    read_graph(&graph, c);
    refine_by_data_then_plan(&graph, c, &partition);
    settle_all(&graph, &partition);
    struct signature signature = {
        .families = rows_in_order(&graph, &partition, PP_TABLE_families, arena),
        .practitioners = rows_in_order(&graph, &partition, PP_TABLE_practitioners, arena),
        .pods = rows_in_order(&graph, &partition, PP_TABLE_pods, arena),
        .roles = rows_in_order(&graph, &partition, PP_TABLE_roles, arena),
        .skills = rows_in_order(&graph, &partition, PP_TABLE_skills, arena),
    };
    pp_arena_finish(&graph.arena);
    return signature;
}
