// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The judges and words of every rule, in the order of the table, and the few
 * things they share.  A judge reads the case and appends a breach for each
 * place; its explain turns one breach into a sentence for a service manager.
 */
#ifndef RULES_JUDGES_H
#define RULES_JUDGES_H

#include <podplan/rules.h>

#define RULE(name)                                                                                 \
    void judge_##name(const struct pp_case *c, struct pp_verdict *out);                            \
    void explain_##name(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out)

/* rules_training.c */
RULE(core_course);
RULE(session_places);
RULE(session_clash);
RULE(pod_budget);
RULE(unmet_need);
RULE(training_time);

/* rules_allocation.c: what must hold of a caseload */
RULE(placement);
RULE(holder_in_post);
RULE(holder_trained);
RULE(family_cap);
RULE(child_cap);
RULE(point_cap);
RULE(needed_skill);
RULE(conflict);
RULE(consultant_span);

/* rules_escalation.c: who may hold what, and who is beside whom */
RULE(threshold);
RULE(step_down);
RULE(social_worker);

/* rules_closing.c: what becomes of the cases of pods that close */
RULE(destination);
RULE(handover_pace);

/* rules_allocation_price.c: what a caseload costs */
RULE(continuity);
RULE(balance);
RULE(travel);
RULE(preferred_skill);
RULE(language);

/* rules_rota.c: who may stand where */
RULE(cover);
RULE(may_cover);
RULE(rota_in_post);
RULE(on_leave);
RULE(on_training);
RULE(one_duty);
RULE(skill_cover);

/* rules_rota_notice.c: what was published */
RULE(notice_kept);

/* rules_rota_hours.c: rest and hours */
RULE(daily_rest);
RULE(run_days);
RULE(week_average);
RULE(standby_recovery);

/* rules_rota_contract.c: rest by the week, nights, the contract */
RULE(weekly_rest);
RULE(night_average);
RULE(contract_hours);
RULE(contract_least);

/* rules_rota_oncall.c: standby by the week, after a call-out, before court */
RULE(standby_block);
RULE(before_court);
RULE(compensatory_rest);

/* rules_rota_pairs.c: who works together */
RULE(pair_apart);
RULE(pair_avoid);
RULE(pair_together);

/* rules_rota_turns.c: evenings and weekends by turn, evenings for families */
RULE(evenings_by_turn);
RULE(weekends_by_turn);
RULE(family_evenings);

/* rules_rota_wishes.c: requests, fairness, change */
RULE(request_wanted);
RULE(request_avoid);
RULE(fair_duties);
RULE(fair_evenings);
RULE(fair_weekends);
RULE(fair_nights);
RULE(fair_bank_holidays);
RULE(fair_standby);
RULE(rota_change);

/* rules_workforce.c */
RULE(unmet_cover);
RULE(funding);
RULE(arithmetic);
RULE(cover_cost);

#undef RULE

/** Keys, for sentences. */
const char *rules_person(const struct pp_case *c, int32_t practitioner);
const char *rules_family(const struct pp_case *c, int32_t family);
const char *rules_shift(const struct pp_case *c, int32_t shift);
const char *rules_skill(const struct pp_case *c, int32_t skill);

/** Appends "on Mon 1 Jun 2015". */
void rules_on(struct pp_buf *out, pp_day date);

/** Appends "P01 has on-call-1 on Mon 1 Jun 2015": the person, shift and date of the breach. */
void rules_turn(const struct pp_case *c, const struct pp_breach *breach, struct pp_buf *out);

/** Appends "June 2015". */
void rules_month(struct pp_buf *out, pp_day date);

/** A family's practitioner under the plan, else by the data; PP_NONE: nobody. */
int32_t rules_holder(const struct pp_case *c, int32_t family);

/** Families of their own on cases_from: in post, no volunteer, the role; trained or not. */
bool rules_holds_cases(const struct pp_service *service, int32_t practitioner);

/** Appends minutes, as hours where they are whole: "11 hours", "90 minutes". */
void rules_length(struct pp_buf *out, int64_t minutes);

/** What each person holds or is beside on cases_from; length n_practitioners; owned by the arena. */
struct pp_load *rules_caseloads(const struct pp_case *c, struct pp_arena *arena);

/** Minutes that a session really lasts. */
int32_t rules_session_minutes(const struct pp_service *service, int32_t session);

/** Whether the course is core training for the person's role. */
bool rules_is_core(const struct pp_service *service, int32_t practitioner, int32_t course);

#endif
