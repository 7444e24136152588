// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What training does not reach, in sentences: core courses without a seat in
 * time, needs that a budget stands in the way of, needs that nothing on offer
 * can meet.
 */
#include "training.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_NAMES = 5 ///< people named in one sentence
};

static const char *skill_name(const struct training *t, int32_t skill)
{
    const struct pp_skill *s = &t->service->skills[skill];
    return s->name != NULL && s->name[0] != '\0' ? s->name : s->skill;
}

/* Hands over the texts and releases them. */
static void add_shortfall(const struct training *t, struct pp_shortfall shortfall,
                          struct pp_buf text[2])
{
    shortfall.stage = PP_TRAINING;
    shortfall.sentence = pp_buf_text(&text[0]);
    shortfall.remedy = pp_buf_text(&text[1]);
    pp_plan_add_shortfall(t->plan, shortfall);
    pp_buf_finish(&text[0]);
    pp_buf_finish(&text[1]);
}

static void add_day(struct pp_buf *out, const char *before, pp_day day)
{
    char text[PP_STAMP_TEXT];
    pp_buf_printf(out, "%s%s", before, pp_day_words(day, text));
}

/* ---- Core courses ---- */

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* "ann, bob and 3 more". */
static void add_names(struct pp_buf *out, const char **names, int32_t n)
{
    qsort(names, (size_t)n, sizeof(names[0]), compare_names);
    int32_t named = n <= MOST_NAMES ? n : MOST_NAMES - 1;
    for (int32_t i = 0; i < named; i++) {
        bool last = i == named - 1 && named == n;
        pp_buf_printf(out, "%s%s", i == 0 ? "" : last ? " and " : ", ", names[i]);
    }
    if (named < n) {
        pp_buf_printf(out, " and %d more", (int)(n - named));
    }
}

/* Sessions of a skill that end before cases_from and may still be booked. */
struct offer {
    int32_t sessions, places, taken;
    pp_day first;
};

static struct offer offer_in_time(const struct training *t, int32_t skill)
{
    struct offer offer = {.first = PP_NO_DAY};
    for (int32_t i = t->by_skill.start[skill]; i < t->by_skill.start[skill + 1]; i++) {
        const struct pp_session *s = &t->service->sessions[t->by_skill.item[i]];
        if (s->date >= t->service->settings.planned_on &&
            s->date < t->service->settings.cases_from) {
            offer.sessions++;
            offer.places += s->places;
            offer.taken += t->taken[t->by_skill.item[i]];
        }
    }
    return offer;
}

static void explain_missing(const struct training *t, int32_t skill, struct pp_buf *out)
{
    struct offer offer = offer_in_time(t, skill);
    if (offer.sessions == 0) {
        pp_buf_add(out, ": no session is held in time.");
    } else if (offer.taken >= offer.places) {
        pp_buf_add(out, ": ");
        pp_buf_count(out, offer.places, "place", "places");
        pp_buf_printf(out, " at %s are all taken.",
                      offer.sessions == 1 ? "the one session" : "the sessions in time");
    } else {
        pp_buf_add(out,
                   ": on the days with a place they are not in post, on leave or at another "
                   "course.");
    }
}

/* Who has no seat on a core skill in time. */
struct missing {
    const char **names;
    int32_t n;
    int32_t later; ///< of them, those who have a seat afterwards
    pp_day last;   ///< the latest of those seats
};

static bool is_missing(const struct training *t, const struct straggler *s)
{
    int32_t want = s->late ? PP_NONE : wants_find(t, s->practitioner, s->skill);
    return s->late ? s->session == PP_NONE : want != PP_NONE && t->wants[want].open;
}

static struct missing list_missing(struct training *t, int32_t skill, bool late)
{
    struct missing missing = {.names = PP_NEW(&t->arena, const char *, t->n_stragglers + 1),
                              .last = PP_NO_DAY};
    for (int32_t i = 0; i < t->n_stragglers; i++) {
        const struct straggler *s = &t->stragglers[i];
        if (s->skill != skill || s->late != late || !is_missing(t, s)) {
            continue;
        }
        missing.names[missing.n++] = t->service->practitioners[s->practitioner].practitioner;
        if (s->session != PP_NONE) {
            pp_day date = t->service->sessions[s->session].date;
            missing.later++;
            missing.last = date > missing.last ? date : missing.last;
        }
    }
    return missing;
}

static void add_core_shortfall(struct training *t, int32_t skill, const struct missing *missing,
                               pp_day from, pp_day to, struct pp_buf text[2])
{
    add_shortfall(t,
                  (struct pp_shortfall){.rule = "core_course",
                                        .subject = t->service->skills[skill].skill,
                                        .from = from,
                                        .to = to,
                                        .amount = missing->n,
                                        .unit = "people"},
                  text);
}

/* In post on cases_from, and not trained by then. */
static void say_untrained(struct training *t, int32_t skill)
{
    struct missing missing = list_missing(t, skill, false);
    if (missing.n == 0) {
        return;
    }
    struct pp_buf text[2] = {{0}, {0}};
    pp_day day = t->service->settings.cases_from;
    pp_buf_count(&text[0], missing.n, "person has", "people have");
    pp_buf_printf(&text[0], " no seat on %s before ", skill_name(t, skill));
    add_day(&text[0], "", day);
    pp_buf_add(&text[0], " (");
    add_names(&text[0], missing.names, missing.n);
    pp_buf_add(&text[0], ")");
    explain_missing(t, skill, &text[0]);
    pp_buf_printf(&text[1], "A session of %s before ", skill_name(t, skill));
    add_day(&text[1], "", day);
    pp_buf_add(&text[1], " on a day when they can come, with ");
    pp_buf_count(&text[1], missing.n, "place", "places");
    pp_buf_add(&text[1], ", closes it.");
    if (missing.later > 0) {
        pp_buf_add(&text[1], " ");
        pp_buf_count(&text[1], missing.later, "has a seat afterwards,", "have seats afterwards,");
        add_day(&text[1], " the last on ", missing.last);
        pp_buf_add(&text[1], ".");
    }
    add_core_shortfall(t, skill, &missing, t->service->settings.planned_on, day - 1, text);
}

/* Starts after cases_from, and no session is left. */
static void say_late(struct training *t, int32_t skill)
{
    struct missing missing = list_missing(t, skill, true);
    if (missing.n == 0) {
        return;
    }
    struct pp_buf text[2] = {{0}, {0}};
    pp_buf_count(&text[0], missing.n, "person", "people");
    pp_buf_printf(&text[0], " starting after ");
    add_day(&text[0], "", t->service->settings.cases_from);
    pp_buf_printf(&text[0], " (");
    add_names(&text[0], missing.names, missing.n);
    pp_buf_printf(&text[0], ") will find no place on %s: no session is held after they start.",
                  skill_name(t, skill));
    pp_buf_printf(&text[1], "A session of %s after they start, with ", skill_name(t, skill));
    pp_buf_count(&text[1], missing.n, "place", "places");
    pp_buf_add(&text[1], ", closes it.");
    add_core_shortfall(t, skill, &missing, t->service->settings.cases_from, PP_NO_DAY, text);
}

/* ---- Needs of families ---- */

static void add_pod(const struct training *t, struct pp_buf *out, int32_t pod)
{
    pp_buf_printf(out, "%s",
                  pod == PP_NONE                       ? "the service"
                  : t->service->pods[pod].name != NULL ? t->service->pods[pod].name
                                                       : t->service->pods[pod].pod);
}

/* "3 needs of Polish among the families of Pod North (1 of them more than a wish)". */
static void add_need(const struct training *t, struct pp_buf *out, const struct gap *gap)
{
    pp_buf_count(out, gap->needs, "need", "needs");
    pp_buf_printf(out, " of %s among the families of ", skill_name(t, gap->skill));
    add_pod(t, out, gap->pod);
    if (gap->needed > 0) {
        pp_buf_printf(out, " (%d of them more than a wish)", (int)gap->needed);
    }
}

/* Volunteers and step-down workers, say, meet no needs of families. */
static bool has_somebody(const struct training *t, int32_t pod)
{
    for (int32_t i = 0; i < t->service->n_practitioners; i++) {
        if (t->service->practitioners[i].pod == pod && wants_meets_needs(t->service, i)) {
            return true;
        }
    }
    return false;
}

/* Why nobody learns it, and what would help; NULL: it is a matter of money, said elsewhere. */
static const char *explain_unmet(const struct training *t, const struct gap *gap, int32_t number,
                                 const char **remedy)
{
    int32_t first = t->by_skill.start[gap->skill], end = t->by_skill.start[gap->skill + 1];
    bool taught = false, seat = false;
    for (int32_t c = 0; c < t->service->n_courses; c++) {
        taught = taught || t->service->courses[c].skill == gap->skill;
    }
    for (int32_t o = 0; o < t->n_options; o++) {
        seat = seat || t->options[o].gap == number;
    }
    *remedy = "Somebody with that skill in the pod, or a course that teaches it, closes it.";
    if (!taught) {
        return "no course teaches it";
    }
    if (!has_somebody(t, gap->pod)) {
        *remedy = "Somebody with that skill who holds cases in the pod closes it.";
        return "nobody in the pod may hold cases";
    }
    *remedy = "A session in time for somebody of the pod closes it.";
    if (first == end) {
        return "no session of its course is held";
    }
    if (!seat) {
        return "nobody in the pod can come to a session within the year";
    }
    *remedy = "Another place at a session, or a cheaper one, closes it.";
    return "the places and hours of its sessions went to greater needs";
}

static void say_unmet(struct training *t, int32_t number, bool paid)
{
    const struct gap *gap = &t->gaps[number];
    const char *remedy;
    if (paid || gap->weeks < pp_weeks_unmet(t->service, PP_NO_DAY)) {
        return;
    }
    const char *why = explain_unmet(t, gap, number, &remedy);
    struct pp_buf text[2] = {{0}, {0}};
    add_need(t, &text[0], gap);
    pp_buf_printf(&text[0], " will stay unmet: %s.", why);
    pp_buf_add(&text[1], remedy);
    const char *subject =
        gap->pod == PP_NONE ? t->service->skills[gap->skill].skill : t->service->pods[gap->pod].pod;
    add_shortfall(t,
                  (struct pp_shortfall){.rule = "unmet_need",
                                        .subject = subject,
                                        .from = t->service->settings.cases_from,
                                        .to = PP_NO_DAY,
                                        .amount = gap->needs,
                                        .unit = "needs"},
                  text);
}

/* ---- Budgets ---- */

/* What each purse would spend, and the weeks each gap would wait, by the answer without budgets. */
struct unpaid {
    int64_t *spent; ///< purses
    int32_t *weeks; ///< gaps
};

static struct unpaid read_unpaid(struct training *t, const struct programme_answer *answer)
{
    struct unpaid unpaid = {PP_NEW(&t->arena, int64_t, t->n_purses),
                            PP_NEW(&t->arena, int32_t, t->n_gaps)};
    for (int32_t g = 0; g < t->n_gaps; g++) {
        unpaid.weeks[g] = answer == NULL ? t->gaps[g].weeks : pp_weeks_unmet(t->service, PP_NO_DAY);
    }
    for (int32_t o = 0; answer != NULL && o < t->n_options; o++) {
        const struct option *option = &t->options[o];
        if (!answer->take[o]) {
            continue;
        }
        if (option->purse != PP_NONE) {
            unpaid.spent[option->purse] += option->price;
        }
        if (option->gap != PP_NONE) {
            pp_day from = t->service->sessions[option->session].date + 1;
            int32_t weeks = pp_weeks_unmet(t->service, from);
            int32_t *known = &unpaid.weeks[option->gap];
            *known = weeks < *known ? weeks : *known;
        }
    }
    return unpaid;
}

static void say_budget(struct training *t, const struct purse *purse, int64_t wanted, int64_t needs)
{
    struct pp_buf text[2] = {{0}, {0}};
    char year[PP_TIME_TEXT];
    pp_financial_year_text(purse->year, year);
    pp_buf_money(&text[0], purse->amount);
    pp_buf_printf(&text[0], " for courses in %s is too little for ", year);
    add_pod(t, &text[0], purse->pod);
    pp_buf_add(&text[0], ": ");
    pp_buf_count(&text[0], needs, "need of its families waits", "needs of its families wait");
    pp_buf_add(&text[0], " longer than the sessions ask for.");
    pp_buf_money(&text[1], wanted - purse->amount);
    pp_buf_printf(&text[1], " more for %s meets all that the sessions can meet: ", year);
    pp_buf_money(&text[1], wanted);
    pp_buf_add(&text[1], " in all.");
    add_shortfall(t,
                  (struct pp_shortfall){
                      .rule = "unmet_need",
                      .subject = purse->pod == PP_NONE ? year : t->service->pods[purse->pod].pod,
                      .from = pp_day_from_civil((struct pp_civil){purse->year, 4, 1}),
                      .to = pp_day_from_civil((struct pp_civil){purse->year + 1, 4, 1}) - 1,
                      .amount = wanted - purse->amount,
                      .unit = "pence"},
                  text);
}

static void say_budgets(struct training *t, const struct unpaid *unpaid)
{
    for (int32_t p = 0; p < t->n_purses; p++) {
        int64_t needs = 0;
        for (int32_t g = 0; g < t->n_gaps; g++) {
            if (t->gaps[g].pod == t->purses[p].pod && unpaid->weeks[g] < t->gaps[g].weeks) {
                needs += t->gaps[g].needs;
            }
        }
        if (needs > 0 && unpaid->spent[p] > t->purses[p].amount) {
            say_budget(t, &t->purses[p], unpaid->spent[p], needs);
        }
    }
}

void remedies_fill(struct training *t, const struct programme_answer *answer)
{
    struct unpaid unpaid = read_unpaid(t, answer);
    for (int32_t skill = 0; t->n_stragglers > 0 && skill < t->service->n_skills; skill++) {
        say_untrained(t, skill);
        say_late(t, skill);
    }
    say_budgets(t, &unpaid);
    for (int32_t g = 0; g < t->n_gaps; g++) {
        say_unmet(t, g, unpaid.weeks[g] < t->gaps[g].weeks);
    }
}
