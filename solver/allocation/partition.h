// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The coarsest equitable partition of a graph with labelled edges: nodes of one cell have equal
 * colours and, for every label and every cell, equally many neighbours.
 *
 * Colour refinement (Weisfeiler and Leman 1968) by splitting cells, where of the parts of a cell all
 * but a largest go on to split others (Hopcroft 1971; Cardon and Crochemore 1982).  The order of the
 * cells follows from colours and labels alone, never from the numbers of the nodes.
 */
#ifndef ALLOCATION_PARTITION_H
#define ALLOCATION_PARTITION_H

#include <podplan/arena.h>

#include <stdbool.h>
#include <stdint.h>

/** Seen from `from` as `label`, from `to` as `label` + 1. */
struct partition_edge {
    int32_t from, to;
    uint64_t label;
};

struct partition_arc {
    int32_t to;
    uint64_t label; ///< as `to` sees it
};

struct partition {
    int32_t n_nodes;
    int32_t *order;  ///< [place]: node; cells are runs of it
    int32_t *place;  ///< [node]
    int32_t *cell;   ///< [node]: place at which its cell begins
    int32_t *length; ///< [place at which a cell begins]

    int32_t *first_arc; ///< [node], and one more
    struct partition_arc *arcs;
    uint64_t *twin; ///< [node]: equal for nodes that have the same neighbours by the same labels

    int32_t *queue, queue_head, queue_length; ///< cells that may split others, by their first place
    bool *is_queued;                          ///< [place]
    uint64_t *sum;                            ///< [node]: what a splitter says of it
    int32_t *touched, n_touched;
    int32_t *touched_cells, n_touched_cells;
    int32_t *hits; ///< [place of a cell]: its touched nodes
    bool *is_touched;
};

/** Cells by colour, in its order; owned by the arena. O(n log n). */
void partition_create(struct partition *p, int32_t n_nodes, const uint64_t *colour,
                      struct pp_arena *arena);

/** The edges that count from now on (all of them, also those of before). O(n + m). */
void partition_edges(struct partition *p, const struct partition_edge *edges, int32_t n_edges,
                     struct pp_arena *arena);

/** Refines to the end.  All calls together O((n + m) log n). */
void partition_refine(struct partition *p);

/** Puts some, not all, nodes of a cell into one of their own, in front of the rest. */
void partition_part(struct partition *p, const int32_t *nodes, int32_t count);

#endif
