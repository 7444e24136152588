// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Families for whom somebody else is wanted: everybody is untrained, nobody is in post, or whoever
 * could take them is in conflict with them.  What would close it is counted by packing.
 */
#include "gaps.h"
#include "words.h"

/* ---- Not trained ---- */

static bool is_idle(const struct gaps *gaps, int32_t person)
{
    return gaps->people.list[person].holds_cases && !gaps->people.list[person].trained;
}

/* Families that stay over when everybody who may hold cases does, skills and conflicts counting. */
static int32_t left_when_trained(struct gaps *gaps)
{
    const struct pp_service *service = gaps->service;
    struct gaps_rules rules = {gaps, PP_NONE};
    bool *all = PP_NEW(&gaps->arena, bool, service->n_families);
    for (int32_t family = 0; family < service->n_families; family++) {
        all[family] = true;
    }
    struct packing packing = gaps_families(gaps, all, service->n_practitioners);
    for (int32_t i = 0; i < service->n_practitioners; i++) {
        int32_t person = gaps->order->practitioners[i];
        if (gaps_holds(gaps, person) || is_idle(gaps, person)) {
            gaps_pack_person(gaps, &packing, person);
        }
    }
    gaps_pack_by_rules(&packing, &rules);
    return packing_left(&packing);
}

static void say_trained(struct gaps *gaps, const char *day, struct pp_buf *out)
{
    int32_t left = left_when_trained(gaps);
    pp_buf_printf(out, "With seats on their core courses before %s ", day);
    if (left == 0) {
        pp_buf_add(out, "all could have a practitioner who are not too large for anybody.");
    } else {
        pp_buf_add(out, "all but ");
        pp_buf_count(out, left, "family", "families");
        pp_buf_add(out, " could have a practitioner.");
    }
}

static void name_untrained(struct gaps *gaps)
{
    struct gaps_side idle = {.n_people = 0};
    for (int32_t i = 0; i < gaps->service->n_practitioners; i++) {
        if (is_idle(gaps, i)) {
            gaps_add_person(gaps, &idle, i);
        }
    }
    if (idle.n_people == 0 || idle.room.families == 0) {
        return;
    }
    char day[PP_STAMP_TEXT];
    pp_day_words(gaps->service->settings.cases_from, day);
    struct pp_buf sentence = {0}, remedy = {0};
    pp_buf_count(&sentence, idle.n_people, "practitioner who would hold cases has",
                 "practitioners who would hold cases have");
    pp_buf_printf(&sentence, " not done all core courses by %s: ", day);
    gaps_say_room(&sentence, idle.room, false);
    pp_buf_add(&sentence, " lie idle.");
    say_trained(gaps, day, &remedy);
    gaps_add(gaps, gaps->people.holder_trained, words_service(gaps->service), idle.n_people,
             "practitioners", &sentence, &remedy);
}

/* ---- Nobody in post; conflicts ---- */

/* Marks the families that a rule leaves with nobody; how many. */
static int32_t mark_left_by(const struct gaps *gaps, int32_t rule, bool *chosen)
{
    int32_t count = 0;
    for (int32_t family = 0; family < gaps->service->n_families; family++) {
        const struct pp_placement *placement = &gaps->plan->placements[family];
        chosen[family] = placement->practitioner == PP_NONE && placement->rule == rule &&
                         !gaps->too_large[family];
        count += chosen[family];
    }
    return count;
}

static bool need_skills(const struct gaps *gaps, const bool *chosen)
{
    struct gaps_rules rules = {gaps, gaps->largest_role};
    struct packing nobody = {.n_jobs = 0};
    gaps_pack_by_rules(&nobody, &rules);
    for (int32_t family = 0; family < gaps->service->n_families; family++) {
        if (chosen[family] && !nobody.may(nobody.user, family, NOBODY)) {
            return true;
        }
    }
    return false;
}

/* Only new people can help these families, so they are packed among themselves. */
static void say_new_people(struct gaps *gaps, const bool *chosen, int32_t families,
                           struct pp_buf *out)
{
    struct pp_load demand = {0};
    int32_t posts =
        gaps->largest_role == PP_NONE ? 0 : gaps_posts_for(gaps, chosen, gaps->largest_role);
    if (posts == 0) {
        return;
    }
    for (int32_t family = 0; family < gaps->service->n_families; family++) {
        demand.families += chosen[family] ? gaps->load[family].families : 0;
        demand.children += chosen[family] ? gaps->load[family].children : 0;
        demand.points += chosen[family] ? gaps->load[family].points : 0;
    }
    gaps_say_posts(out, gaps->service, posts, gaps->largest_role);
    pp_buf_add(out, need_skills(gaps, chosen) ? ", filled by people who hold what they need," : "");
    pp_buf_add(out, families == 1 ? " would take it." : " would take them.");
    int32_t least = gaps_least_posts(gaps, demand, gaps->largest_role);
    if (posts > least && least > 1) {
        pp_buf_printf(out, " Fewer than %d posts cannot.", least);
    }
}

static void name_left_by(struct gaps *gaps, int32_t rule, const char *why)
{
    bool *chosen = PP_NEW(&gaps->arena, bool, gaps->service->n_families);
    int32_t count = mark_left_by(gaps, rule, chosen);
    if (count == 0) {
        return;
    }
    struct pp_buf sentence = {0}, remedy = {0};
    pp_buf_count(&sentence, count, "family has", "families have");
    pp_buf_add(&sentence, why);
    say_new_people(gaps, chosen, count, &remedy);
    gaps_add(gaps, rule, words_service(gaps->service), count, "families", &sentence, &remedy);
}

void shortfall_people(struct gaps *gaps)
{
    bool *untrained = PP_NEW(&gaps->arena, bool, gaps->service->n_families);
    if (gaps->unplaced_caps > 0 || mark_left_by(gaps, gaps->people.holder_trained, untrained) > 0) {
        name_untrained(gaps);
    }
    name_left_by(gaps, gaps->people.holder_in_post,
                 " nobody to turn to: no one in a role that holds cases is in post.");
    name_left_by(gaps, gaps->people.conflict,
                 " a conflict with everybody who could take them otherwise.");
}
