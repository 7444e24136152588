// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * For loops that the compiler turns into vector instructions: where it can, it also makes a version
 * for processors with wider vectors, and the program takes that when it runs on one.
 */
#ifndef WORK_VECTOR_H
#define WORK_VECTOR_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define VECTORISED __attribute__((target_clones("avx2", "default"), noinline))
#else
#define VECTORISED
#endif

#endif
