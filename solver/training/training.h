// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Inside the training engine: who wants what, which seats would help, what
 * they cost, and the seats that are taken.
 *
 * Everything is listed in an order that neither rows nor keys decide: people,
 * pods and skills by a seeded hash of their key, sessions by date and time,
 * then hash.
 */
#ifndef TRAINING_H
#define TRAINING_H

#include <podplan/solver.h>

/** A core skill that somebody in post on cases_from does not hold by then. */
struct want {
    int32_t practitioner, skill;
    int32_t courses; ///< core courses of the role that teach it: what judges count
    bool open;       ///< no seat of the plan fulfils it
};

/** A skill that families of a pod need and nobody in the pod has on cases_from. */
struct gap {
    int32_t pod, skill;           ///< pod PP_NONE: a service without pods
    int32_t pod_rank, skill_rank; ///< their places in the seeded order
    int32_t needs, needed;        ///< of families; of these the ones that are more than a wish
    int32_t weeks;                ///< of the first year that stay unmet, 0 .. 52
};

/** A pod's training money of one financial year. */
struct purse {
    int32_t pod, pod_rank, year; ///< pod PP_NONE: of people outside the pods, who have none
    int64_t amount, spent;       ///< pence
};

/** A seat that would help. */
struct option {
    int32_t practitioner, session;
    int32_t want, gap; ///< what it helps; PP_NONE: not that
    int32_t purse;     ///< what pays for it; PP_NONE: core training, or free of charge
    int64_t price;     ///< pence that the purse pays
    bool chosen;       ///< not core training of the person's role: the pod's own choice
};

/** Core training that nobody in time could have: a seat later, or none. */
struct straggler {
    int32_t practitioner, skill;
    int32_t session; ///< PP_NONE: none is left
    bool late;       ///< starts after cases_from
};

struct training {
    const struct pp_service *service;
    const struct pp_solver_settings *settings;
    struct pp_plan *plan;
    struct pp_arena arena;

    int32_t *people;                ///< practitioners in the seeded order
    int32_t *sessions;              ///< by date, begin, end, then the seeded order
    int32_t *skill_rank, *pod_rank; ///< places of skills and pods in the seeded order
    struct pp_index by_skill;       ///< skill -> sessions that teach it, in that order

    struct want *wants; ///< by person, then skill, in the seeded order
    int32_t n_wants, wants_capacity;
    int32_t *first_want; ///< length n_practitioners: the person's first; they lie together
    struct gap *gaps;    ///< by pod and skill in the seeded order
    int32_t n_gaps, gaps_capacity;
    struct option *options; ///< by person; those of one lie together
    int32_t n_options, options_capacity;
    struct purse *purses; ///< by pod in the seeded order, and year
    int32_t n_purses;

    int32_t *taken; ///< length n_sessions: seats of the plan
    struct straggler *stragglers;
    int32_t n_stragglers, stragglers_capacity;
};

/* ---- wants.c: what training is for ---- */

/** Fills people, sessions, ranks, wants and gaps. */
void wants_list(struct training *t);

/** The gap of a pod and skill; PP_NONE when there is none. */
int32_t wants_gap(const struct training *t, int32_t pod, int32_t skill);

/** The person's want of a skill; PP_NONE when there is none. */
int32_t wants_find(const struct training *t, int32_t practitioner, int32_t skill);

/** Meets needs of the pod's families: holds cases and is in post on cases_from. */
bool wants_meets_needs(const struct pp_service *service, int32_t practitioner);

/** The skill that a session teaches. */
int32_t wants_skill(const struct pp_service *service, int32_t session);

/* ---- options.c: seats that would help ---- */

/** Fills options and purses. */
void options_list(struct training *t);

/** May book the seat at all: not in the past, in post, not on leave. */
bool options_may_attend(const struct training *t, int32_t practitioner, int32_t session);

/** By this one seat the person holds the skill on cases_from. */
bool options_fulfils(const struct training *t, int32_t practitioner, int32_t session);

/** The course is core training of the person's role. */
bool options_is_core(const struct pp_service *service, int32_t practitioner, int32_t course);

/** Hours that a session takes, begun ones included. */
int32_t options_hours(const struct pp_service *service, int32_t session);

/* ---- programme.c: the best seats ---- */

/** What the programme has to keep to. */
struct programme_kind {
    bool by_person;       ///< says itself whom a pod sends, instead of leaving it to choice.c
    bool without_budgets; ///< to learn what budgets stand in the way of
    bool spare_cover;     ///< not too many of a pod away on one day by choice
};

struct programme_answer {
    bool found;    ///< false: stopped, or too large, before there was an answer
    bool named;    ///< everybody whom a pod sends could be named
    bool stopped;  ///< by the user
    bool *take;    ///< length n_options
    int64_t bound; ///< no seats whatever cost less by the rules
};

/** False only when GLPK failed. */
bool programme_solve(struct training *t, struct programme_kind kind,
                     struct programme_answer *answer, struct pp_err *err);

/**
 * choice.c: says whom a pod sends to the sessions it chose.  like[i] is an option of somebody who
 * could go; the one that is named instead, or as well, is set in `take`.  False when somebody
 * could not be named for want of people.
 */
bool choice_name(struct training *t, const int32_t *like, int32_t n, bool *take);

/* ---- seats.c: taking seats ---- */

/** Takes every seat of the answer; closes what they close. */
void seats_take_answer(struct training *t, const struct programme_answer *answer);

/** Without a programme: each want, then each gap, the first seat that is free and paid for. */
void seats_take_first(struct training *t);

/** Core training of those who start later, or are left over: the first free seat after all. */
void seats_take_late(struct training *t);

/** Most seats by choice that a pod may have on one day: half of its case holders, at least 1. */
int32_t seats_most_away(const struct training *t, int32_t pod);

/** The answer sends more of some pod away on one day. */
bool seats_empty_a_pod(struct training *t, const struct programme_answer *answer);

/** What the plan's seats, and what they leave undone, cost by the rules. */
int64_t seats_cost(const struct training *t);

/* ---- remedies.c: what is missing, as shortfalls ---- */

/** `unpaid` is the answer without budgets; NULL where budgets stand in nobody's way. */
void remedies_fill(struct training *t, const struct programme_answer *unpaid);

#endif
