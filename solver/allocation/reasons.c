// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A funnel for each unplaced family: all practitioners who hold cases, less the untrained, less
 * those whose empty caseload is too small, less those without a needed skill, less conflicts, less
 * the full.  Where the funnel runs dry is the rule that stands in the way.
 */
#include "reasons.h"

#include "words.h"

#include <stdlib.h>

/* How many practitioners come through each step, and what those who are left hold in all. */
struct funnel {
    int32_t in_post, trained, large, skilled, at_peace;
    int32_t free; ///< of every rule that concerns the pair alone
    struct pp_load held;
    struct pp_capacity room;
    int32_t too_large; ///< the cap that an empty caseload breaks most often
    int32_t full;      ///< the cap that stands in the way of most
};

static int32_t most_frequent(const struct people *people, const int32_t count[3])
{
    const int32_t rules[3] = {people->family_cap, people->child_cap, people->point_cap};
    int32_t best = 0;
    for (int32_t i = 1; i < 3; i++) {
        best = count[i] > count[best] ? i : best;
    }
    return count[best] > 0 ? rules[best] : PP_NONE;
}

static void count_cap(const struct people *people, int32_t rule, int32_t count[3])
{
    count[0] += rule == people->family_cap;
    count[1] += rule == people->child_cap;
    count[2] += rule == people->point_cap;
}

static void add_held(struct funnel *funnel, const struct person *person)
{
    funnel->held.families += person->load.families;
    funnel->held.children += person->load.children;
    funnel->held.points += person->load.points;
    funnel->room.families += person->capacity.families;
    funnel->room.children = words_add_room(funnel->room.children, person->capacity.children);
    funnel->room.points = words_add_room(funnel->room.points, person->capacity.points);
}

static struct funnel pour(const struct people *people, int32_t family, struct pp_load load)
{
    const struct pp_load nothing = {0};
    struct funnel funnel = {0};
    int32_t large[3] = {0}, full[3] = {0};
    for (int32_t i = 0; i < people->service->n_practitioners; i++) {
        const struct person *person = &people->list[i];
        funnel.in_post += person->holds_cases;
        if (!person->holds_cases || !person->trained) {
            continue;
        }
        funnel.trained++;
        int32_t cap = people_broken_cap(people, person, load, nothing);
        count_cap(people, cap, large);
        if (cap != PP_NONE) {
            continue;
        }
        funnel.large++;
        if (people_lacks(people, family, i, PP_NEEDED) > 0) {
            continue;
        }
        funnel.skilled++;
        if (pp_in_conflict(people->service, family, i)) {
            continue;
        }
        funnel.at_peace++;
        if (people_forbids(people, family, i) != PP_NONE) {
            continue;
        }
        funnel.free++;
        add_held(&funnel, person);
        count_cap(people, people_broken_cap(people, person, load, person->load), full);
    }
    funnel.too_large = most_frequent(people, large);
    funnel.full = most_frequent(people, full);
    return funnel;
}

/* ---- Words ---- */

/* "needs domestic-abuse and polish": skills that must be held; returns how many. */
static int32_t add_needs(struct pp_buf *out, const struct pp_service *service, int32_t family)
{
    const struct pp_index *of = &service->needs_of;
    int32_t n = 0;
    for (int32_t i = of->start[family]; i < of->start[family + 1]; i++) {
        const struct pp_need *need = &service->needs[of->item[i]];
        if (need->strength == PP_NEEDED) {
            pp_buf_printf(out, "%s'%s'", n == 0 ? "" : " and ", words_skill(service, need->skill));
            n++;
        }
    }
    return n;
}

static void say_too_large(const struct people *people, struct pp_load load, int32_t rule,
                          struct pp_buf *out)
{
    int64_t most = 0;
    for (int32_t i = 0; i < people->service->n_practitioners; i++) {
        const struct person *person = &people->list[i];
        int64_t room = words_room(people, rule, person->capacity);
        most = person->holds_cases && person->trained && room > most ? room : most;
    }
    pp_buf_add(out, "It has ");
    words_amount(out, people, rule, words_load(people, rule, load));
    pp_buf_add(out, ", and no caseload that is otherwise large enough has room for more than ");
    words_amount(out, people, rule, most);
    pp_buf_add(out, ", even when it is empty.");
}

static void say_full(const struct people *people, int32_t family, const struct funnel *funnel,
                     struct pp_load load, struct pp_buf *out)
{
    struct pp_buf needs = {0};
    int32_t n_needs = add_needs(&needs, people->service, family);
    pp_buf_add(out, "Every practitioner who ");
    pp_buf_printf(out, n_needs > 0 ? "holds %s" : "could take it%s", pp_buf_text(&needs));
    pp_buf_add(out,
               funnel->full == people->family_cap ? " is full: " : " has too little room for ");
    if (funnel->full != people->family_cap) {
        words_amount(out, people, funnel->full, words_load(people, funnel->full, load));
        pp_buf_add(out, ": ");
    }
    pp_buf_count(out, funnel->free, "person, ", "people, ");
    words_amount(out, people, funnel->full, words_load(people, funnel->full, funnel->held));
    pp_buf_add(out, " of ");
    words_number(out, people, funnel->full, words_room(people, funnel->full, funnel->room));
    pp_buf_add(out, ".");
    pp_buf_finish(&needs);
}

static int32_t say_nobody(const struct people *people, const struct funnel *funnel,
                          struct pp_buf *out)
{
    char day[PP_STAMP_TEXT];
    pp_day_words(people->service->settings.cases_from, day);
    if (funnel->in_post == 0) {
        pp_buf_printf(out, "Nobody in a role that holds cases is in post on %s.", day);
        return people->holder_in_post;
    }
    pp_buf_printf(out, "None of ");
    pp_buf_count(out, funnel->in_post, "practitioner", "practitioners");
    pp_buf_printf(out, " who would hold cases has done all core courses by %s.", day);
    return people->holder_trained;
}

static int32_t say_lack(const struct people *people, int32_t family, const struct funnel *funnel,
                        struct pp_buf *out)
{
    if (funnel->skilled == 0) {
        pp_buf_add(out, "Nobody with a caseload large enough holds ");
        add_needs(out, people->service, family);
        pp_buf_add(out, ", which it needs.");
        return people->needed_skill;
    }
    if (funnel->at_peace > 0) {
        pp_buf_add(out,
                   "Whoever has a caseload large enough works in early help, and some of its "
                   "children are above that, or starts after the pod it has to leave closes.");
        return people->threshold;
    }
    pp_buf_add(out, "It has a conflict with ");
    pp_buf_add(out, funnel->skilled == 1 ? "the only person who could take it."
                                         : "everybody who could take it: ");
    if (funnel->skilled > 1) {
        pp_buf_count(out, funnel->skilled, "person.", "people.");
    }
    return people->conflict;
}

/* Appends the sentence; returns the rule. */
static int32_t say_why(const struct people *people, int32_t family, struct pp_buf *out)
{
    struct pp_load load =
        pp_family_load(people->service, family, people->service->settings.cases_from);
    struct funnel funnel = pour(people, family, load);
    if (funnel.trained == 0) {
        return say_nobody(people, &funnel, out);
    }
    if (funnel.large == 0) {
        say_too_large(people, load, funnel.too_large, out);
        return funnel.too_large;
    }
    if (funnel.free == 0) {
        return say_lack(people, family, &funnel, out);
    }
    if (funnel.full == PP_NONE) {
        pp_buf_add(out,
                   "Whoever has room for it would cost more minutes a week than the rule "
                   "'placement' counts for a family without a practitioner.");
        return pp_rule_find("placement");
    }
    say_full(people, family, &funnel, load, out);
    return funnel.full;
}

void reasons_fill(const struct pp_case *c, struct pp_plan *plan)
{
    struct pp_arena scratch = {0};
    struct people people = people_read(c, &scratch);
    for (int32_t family = 0; family < plan->n_placements; family++) {
        struct pp_placement *placement = &plan->placements[family];
        if (placement->practitioner == PP_NONE &&
            pp_is_open(c->service, family, c->service->settings.cases_from)) {
            struct pp_buf out = {0};
            placement->rule = say_why(&people, family, &out);
            placement->reason = pp_arena_string(&plan->arena, pp_buf_text(&out));
            pp_buf_finish(&out);
        }
    }
    pp_arena_finish(&scratch);
}
