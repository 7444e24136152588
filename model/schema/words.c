// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The words of every enumeration, in the order of its C enumerators
 * (service.h).  They are the same in CSV, SQL, JSON, pages and docs.
 */
#include <podplan/schema.h>

#define WORDS(name, ...) const char *const pp_##name##_words[] = {__VA_ARGS__, NULL}

WORDS(contract, "permanent", "fixed term", "agency", "bank", "seconded", "volunteer");
WORDS(role_kind, "family practice", "early help", "social work", "step-down");
WORDS(status, "early help", "CIN", "CP", "LAC", "care leaver", "closed");
WORDS(complexity, "low", "medium", "high");
WORDS(skill_kind, "practice", "language", "qualification");
WORDS(strength, "needed", "preferred");
WORDS(wish, "wanted", "avoid");
WORDS(duty_kind, "duty", "standby");
WORDS(block, "week");
WORDS(shown_as, "busy", "free");
WORDS(weekly_rest, "24_in_7", "48_in_14");
WORDS(feed_names, "codes", "names");
WORDS(pair_wish, "together", "apart");
WORDS(turn_kind, "duty", "evening", "weekend", "night", "bank holiday", "standby");
WORDS(cover_kind, "bank", "agency", "overtime");
WORDS(funding_kind, "grant", "council cash", "matched", "in kind");
WORDS(paid_by, "service", "host");
WORDS(reason, "newly qualified", "sickness", "study", "pod management", "other");
WORDS(destination, "closed", "stepped down", "stepped across", "moved");
WORDS(recruitment_stage, "approved", "advertised", "offered", "vetted");
WORDS(range_line, "in_post", "vacancy", "bank", "agency", "overtime", "unmet", "at_work", "needed",
      "cost", "plan_cost");
WORDS(leave_kind, "annual", "sick", "study", "court", "other");

const char *pp_word(const char *const *words, int32_t value)
{
    if (value < 0) {
        return "";
    }
    int32_t n = 0;
    while (words[n] != NULL && n < value) {
        n++;
    }
    return words[n] == NULL ? "" : words[n];
}
