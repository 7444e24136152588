// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An order of families, practitioners, pods, roles and skills that follows from what they are.
 *
 * Ties must not go by name or by row of a file: renaming everybody may change nothing but names.
 * So the rows of the service are the nodes of a graph, coloured by their attributes, and cells of
 * nodes that differ in nothing are refined by what they are related to until nothing splits
 * (partition.h).  The order of the cells is that of seeded hashes of attributes and relations.
 *
 * What is left in one cell is, nearly always, truly alike.  Twins, which are related to the same
 * rows, may change places without changing anything else; they stand in any order.  Of other nodes
 * in one cell one is taken out with its twins, and the rest is refined again, until every cell holds
 * twins only.  Which one is taken goes by a seeded hash of the keys.  Where refinement tells apart
 * all that no symmetry of the service exchanges, another choice is the same order seen through a
 * symmetry; graphs in which it does not (strongly regular ones) are rare enough to have to be made.
 *
 * So: whatever the order of the rows, the order is the same.  After renaming it is the same up to a
 * symmetry of the service, but for such graphs.
 */
#ifndef ALLOCATION_SIGNATURE_H
#define ALLOCATION_SIGNATURE_H

#include <podplan/rules.h>

/** Rows of each table in canonical order. */
struct signature {
    int32_t *families, *practitioners, *pods, *roles, *skills;
};

/** The lists are owned by the arena.  O((rows + references) log rows), and n^2 for
 * n that are alike but no twins. */
struct signature signature_read(const struct pp_case *c, uint64_t seed, struct pp_arena *arena);

#endif
