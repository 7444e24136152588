// SPDX-License-Identifier: GPL-3.0-or-later
/* Refinement by a queue of splitters (partition.h). */
#include "partition.h"

#include <podplan/rng.h>

#include <stdlib.h>

static uint64_t mix(uint64_t a, uint64_t b)
{
    struct pp_rng rng = {a * 0x9e3779b97f4a7c15U + b};
    return pp_rng_next(&rng);
}

/* ---- Cells ---- */

struct coloured {
    uint64_t colour;
    int32_t node;
};

static int compare_coloured(const void *left, const void *right)
{
    const struct coloured *a = left, *b = right;
    return (a->colour > b->colour) - (a->colour < b->colour);
}

static int compare_numbers(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

static void enqueue(struct partition *p, int32_t cell)
{
    if (!p->is_queued[cell]) {
        p->is_queued[cell] = true;
        p->queue[(p->queue_head + p->queue_length++) % p->n_nodes] = cell;
    }
}

static int32_t dequeue(struct partition *p)
{
    int32_t cell = p->queue[p->queue_head];
    p->queue_head = (p->queue_head + 1) % p->n_nodes;
    p->queue_length--;
    p->is_queued[cell] = false;
    return cell;
}

static void enqueue_all(struct partition *p)
{
    for (int32_t cell = 0; cell < p->n_nodes; cell += p->length[cell]) {
        enqueue(p, cell);
    }
}

/* Writes a sorted run of nodes to the places from `first` on, a cell for each colour. */
static void place_run(struct partition *p, const struct coloured *run, int32_t count, int32_t first)
{
    int32_t cell = first;
    for (int32_t i = 0; i < count; i++) {
        cell = i > 0 && run[i].colour != run[i - 1].colour ? first + i : cell;
        p->order[first + i] = run[i].node;
        p->place[run[i].node] = first + i;
        p->cell[run[i].node] = cell;
        p->length[cell] = first + i + 1 - cell;
    }
}

void partition_create(struct partition *p, int32_t n_nodes, const uint64_t *colour,
                      struct pp_arena *arena)
{
    *p = (struct partition){.n_nodes = n_nodes};
    p->order = PP_NEW(arena, int32_t, n_nodes);
    p->place = PP_NEW(arena, int32_t, n_nodes);
    p->cell = PP_NEW(arena, int32_t, n_nodes);
    p->length = PP_NEW(arena, int32_t, n_nodes);
    p->queue = PP_NEW(arena, int32_t, n_nodes);
    p->is_queued = PP_NEW(arena, bool, n_nodes);
    p->sum = PP_NEW(arena, uint64_t, n_nodes);
    p->touched = PP_NEW(arena, int32_t, n_nodes);
    p->touched_cells = PP_NEW(arena, int32_t, n_nodes);
    p->hits = PP_NEW(arena, int32_t, n_nodes);
    p->is_touched = PP_NEW(arena, bool, n_nodes);
    struct coloured *all = PP_NEW(arena, struct coloured, n_nodes);
    for (int32_t node = 0; node < n_nodes; node++) {
        all[node] = (struct coloured){colour[node], node};
    }
    if (n_nodes > 0) {
        qsort(all, (size_t)n_nodes, sizeof(all[0]), compare_coloured);
    }
    place_run(p, all, n_nodes, 0);
}

/* ---- Edges ---- */

static void add_arc(struct partition *p, int32_t *used, int32_t from, int32_t to, uint64_t label)
{
    p->arcs[p->first_arc[from] + used[from]++] = (struct partition_arc){to, mix(label, 1)};
    p->twin[to] += mix(label, (uint64_t)from);
}

void partition_edges(struct partition *p, const struct partition_edge *edges, int32_t n_edges,
                     struct pp_arena *arena)
{
    int32_t *used = PP_NEW(arena, int32_t, p->n_nodes);
    p->first_arc = PP_NEW(arena, int32_t, p->n_nodes + 1);
    p->arcs = PP_NEW(arena, struct partition_arc, 2 * (int64_t)n_edges);
    p->twin = PP_NEW(arena, uint64_t, p->n_nodes);
    for (int32_t i = 0; i < n_edges; i++) {
        p->first_arc[edges[i].from + 1]++;
        p->first_arc[edges[i].to + 1]++;
    }
    for (int32_t node = 0; node < p->n_nodes; node++) {
        p->first_arc[node + 1] += p->first_arc[node];
    }
    for (int32_t i = 0; i < n_edges; i++) {
        add_arc(p, used, edges[i].to, edges[i].from, edges[i].label);
        add_arc(p, used, edges[i].from, edges[i].to, edges[i].label + 1);
    }
    enqueue_all(p);
}

/* ---- Refinement ---- */

static void touch(struct partition *p, int32_t node)
{
    if (!p->is_touched[node]) {
        p->is_touched[node] = true;
        p->sum[node] = 0;
        p->touched[p->n_touched++] = node;
        if (p->hits[p->cell[node]]++ == 0) {
            p->touched_cells[p->n_touched_cells++] = p->cell[node];
        }
    }
}

static void look_around(struct partition *p, int32_t splitter)
{
    for (int32_t i = splitter; i < splitter + p->length[splitter]; i++) {
        int32_t node = p->order[i];
        for (int32_t arc = p->first_arc[node]; arc < p->first_arc[node + 1]; arc++) {
            touch(p, p->arcs[arc].to);
            p->sum[p->arcs[arc].to] += p->arcs[arc].label;
        }
    }
}

/* All parts of what was one cell but a largest, unless that cell is still waiting itself. */
static void enqueue_parts(struct partition *p, int32_t first, int32_t length)
{
    bool waits = p->is_queued[first];
    int32_t largest = first;
    for (int32_t cell = first; cell < first + length; cell += p->length[cell]) {
        largest = p->length[cell] > p->length[largest] ? cell : largest;
    }
    for (int32_t cell = first; cell < first + length; cell += p->length[cell]) {
        if (waits || cell != largest) {
            enqueue(p, cell);
        }
    }
}

/* The untouched stay in front; behind them the touched, by what the splitter says of them. */
static void split(struct partition *p, int32_t cell, struct coloured *run)
{
    int32_t length = p->length[cell], hits = p->hits[cell], kept = 0, moved = 0;
    for (int32_t i = cell; i < cell + length; i++) {
        int32_t node = p->order[i];
        if (p->is_touched[node]) {
            run[moved++] = (struct coloured){p->sum[node], node};
        } else {
            p->order[cell + kept] = node;
            p->place[node] = cell + kept++;
        }
    }
    qsort(run, (size_t)hits, sizeof(run[0]), compare_coloured);
    p->length[cell] = kept;
    place_run(p, run, moved, cell + kept);
    if (p->length[cell] < length) {
        enqueue_parts(p, cell, length);
    }
}

static void forget_touched(struct partition *p)
{
    for (int32_t i = 0; i < p->n_touched_cells; i++) {
        p->hits[p->touched_cells[i]] = 0;
    }
    for (int32_t i = 0; i < p->n_touched; i++) {
        p->is_touched[p->touched[i]] = false;
    }
    p->n_touched = p->n_touched_cells = 0;
}

void partition_refine(struct partition *p)
{
    struct pp_arena scratch = {0};
    struct coloured *run = PP_NEW(&scratch, struct coloured, p->n_nodes);
    while (p->queue_length > 0) {
        look_around(p, dequeue(p));
        if (p->n_touched_cells > 0) {
            qsort(p->touched_cells, (size_t)p->n_touched_cells, sizeof(p->touched_cells[0]),
                  compare_numbers);
        }
        for (int32_t i = 0; i < p->n_touched_cells; i++) {
            if (p->length[p->touched_cells[i]] > 1) {
                split(p, p->touched_cells[i], run);
            }
        }
        forget_touched(p);
    }
    pp_arena_finish(&scratch);
}

void partition_part(struct partition *p, const int32_t *nodes, int32_t count)
{
    int32_t cell = p->cell[nodes[0]], length = p->length[cell];
    for (int32_t i = 0; i < count; i++) {
        int32_t other = p->order[cell + i], from = p->place[nodes[i]];
        p->order[from] = other;
        p->place[other] = from;
        p->order[cell + i] = nodes[i];
        p->place[nodes[i]] = cell + i;
    }
    for (int32_t i = cell + count; i < cell + length; i++) {
        p->cell[p->order[i]] = cell + count;
    }
    p->length[cell] = count;
    p->length[cell + count] = length - count;
    enqueue_parts(p, cell, length);
}
