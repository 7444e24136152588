// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Shortfalls of the rota in words.
 *
 * The dates on which a shift is short fall into stretches: dates on which it
 * runs, one after the other, short by as many people.  Each stretch is one
 * shortfall; a shift with more than MOST_STRETCHES of them gets a single one
 * that lists its dates.  Who may cover the shift is looked at date by date:
 * the first rule that stands in the way is the reason.
 *
 * The remedy counts new people who may cover the shift and have nothing else
 * to do: as many as the daily rest, the longest run, the free day and the
 * average week ask for.
 */
#include "shortfall.h"

#include "resources.h"

#include <podplan/schema.h>

#include <assert.h>
#include <string.h>

enum {
    MOST_STRETCHES = 3
};

enum reason {
    HAS_PASSED,
    NO_SKILL,
    NOT_IN_POST,
    ON_LEAVE,
    IN_TRAINING,
    IN_COURT,
    ON_ANOTHER_TURN,
    KEPT_APART,
    NEEDS_REST,
    NO_HOURS,
    TOO_DEAR,
    REASONS
};

/* What one person does, what several do, and what they all are time and again. */
static const char *const reason_words[REASONS][3] = {
    [HAS_PASSED] = {"was not there, and the day has passed",
                    "were not there, and the day has passed", "past what has been worked"},
    [NO_SKILL] = {"does not hold the skill then", "do not hold the skill then",
                  "without the skill"},
    [NOT_IN_POST] = {"is not in post", "are not in post", "not in post"},
    [ON_LEAVE] = {"is on leave", "are on leave", "on leave"},
    [IN_TRAINING] = {"is on a course", "are on a course", "on a course"},
    [IN_COURT] = {"is in court then or the day after", "are in court then or the day after",
                  "in court then or the day after"},
    [KEPT_APART] = {"must be apart from somebody there", "must be apart from somebody there",
                    "to be kept apart from somebody there"},
    [ON_ANOTHER_TURN] = {"has another turn that day", "have another turn that day",
                         "on another turn"},
    [NEEDS_REST] = {"would miss the rest due", "would miss the rest due", "due for rest"},
    [NO_HOURS] = {"has no hours left in the average week", "have no hours left in the average week",
                  "without hours left in the average week"},
    [TOO_DEAR] = {"would break rules that weigh more", "would break rules that weigh more",
                  "held back by rules that weigh more"},
};

/* One shift: its dates in days of the rota, and how many people, or holders of a skill, it lacks. */
struct gap {
    const struct rota_problem *problem;
    const struct lines_roster *roster;
    int32_t shift;
    int32_t skill;            ///< PP_NONE: people are missing
    int32_t *missing;         ///< [day]; 0 where it does not run or is covered
    int32_t first, last;      ///< days of the stretch, both included
    int32_t n_dates, n_turns; ///< that are short
    int32_t reasons[REASONS]; ///< people x dates
    int32_t may, among;       ///< people who may cover it (and hold the skill), and of how many
    int32_t *line;            ///< scratch
};

/* ---- Who, and why not ---- */

static bool group_covers(const struct rota_group *group, int32_t shift)
{
    for (int32_t i = 0; i < group->n_shifts; i++) {
        if (group->shifts[i] == shift) {
            return true;
        }
    }
    return false;
}

/* The choice that adds a shift to what the person does that day; -1: they can't do both. */
static int32_t choice_with(const struct rota_problem *problem, int32_t p, int32_t day, int32_t now,
                           int32_t shift)
{
    const struct lines_person *person = &problem->lines.people[p];
    const struct rota_option *kept = problem_option(problem, p, now);
    for (int32_t c = person->first[day]; c < person->first[day + 1]; c++) {
        const struct rota_option *option = problem_option(problem, p, c);
        bool fits = option_has(option, shift) && option->nights == kept->nights;
        for (int32_t part = 0; part < ROTA_PARTS && fits; part++) {
            int32_t had = kept->part[part], has = option->part[part];
            fits = (had == PP_NONE || option_has(option, had)) &&
                   (has == PP_NONE || has == shift || option_has(kept, has));
        }
        if (fits) {
            return c;
        }
    }
    return -1;
}

/* Days that somebody has to take with `day`: the week of a standby by the week; from .. until. */
static void days_with(const struct gap *gap, int32_t day, int32_t *from, int32_t *until)
{
    bool block = gap->problem->service->shifts[gap->shift].block == PP_WEEK_BLOCK;
    *from = block ? day - day % 7 : day;
    *until = block ? *from + 7 : day + 1;
}

static int32_t cell_on(const struct gap *gap, int32_t day)
{
    return gap->problem->cell_of[gap->shift * gap->problem->n_days + day];
}

/* Whether the run states of a line are allowed, whatever it counts. */
static bool days_allow(const struct lines_problem *lines, int32_t p, const int32_t *line)
{
    const struct lines_person *person = &lines->people[p];
    const struct lines_machine *machine = &lines->machines[person->machine];
    int32_t state = person->start;
    for (int32_t day = 0; day < lines->n_days && state < machine->n_states; day++) {
        state = machine->next[machine_arc(machine, day, person->choices[line[day]].option, state)];
    }
    return state < machine->n_states;
}

/* Whether a choice with the cell would bring somebody together with whom they must not be. */
static bool is_kept_apart(const struct gap *gap, const struct lines_choice *choice, int32_t cell)
{
    const struct rota_problem *problem = gap->problem;
    int32_t first = problem_row(problem, cell) + 1;
    int32_t end = first + problem->tie_first[cell + 1] - problem->tie_first[cell];
    for (int32_t i = 0; i < choice->n_touch; i++) {
        const struct lines_touch *touch = &problem->lines.touches[choice->touch + i];
        if (touch->row >= first && touch->row < end && problem->firm[touch->row] &&
            gap->roster->on[touch->row] + touch->sign > problem->lines.rows[touch->row].most) {
            return true;
        }
    }
    return false;
}

/* The choice of the first day that says that there may be nights and is the same otherwise. */
static int32_t choice_with_nights(const struct rota_problem *problem, int32_t p, int32_t choice)
{
    const struct lines_person *person = &problem->lines.people[p];
    struct rota_option wanted = *problem_option(problem, p, choice);
    wanted.nights = true;
    for (int32_t c = person->first[0]; c < person->first[1]; c++) {
        const struct rota_option *option = problem_option(problem, p, c);
        if (option->nights && option->training == wanted.training &&
            memcmp(option->part, wanted.part, sizeof(wanted.part)) == 0) {
            return c;
        }
    }
    return choice;
}

/* Why a person's line can't hold the shift on all of the days; their group may cover it. */
static enum reason reason_of_line(struct gap *gap, int32_t p, int32_t from, int32_t until)
{
    const struct rota_problem *problem = gap->problem;
    const struct lines_person *person = &problem->lines.people[p];
    const int32_t *line = roster_line(gap->roster, &problem->lines, p);
    memcpy(gap->line, line, (size_t)problem->n_days * sizeof(line[0]));
    for (int32_t day = from; day < until; day++) {
        int32_t cell = cell_on(gap, day);
        int32_t with =
            cell == PP_NONE ? line[day] : choice_with(problem, p, day, line[day], gap->shift);
        if (with < 0) {
            return ON_ANOTHER_TURN;
        }
        if (cell != PP_NONE && is_kept_apart(gap, &person->choices[with], cell)) {
            return KEPT_APART;
        }
        gap->line[day] = with;
    }
    if (pp_shift_is_night(problem->service, gap->shift)) {
        gap->line[0] = choice_with_nights(problem, p, gap->line[0]);
    }
    if (!days_allow(&problem->lines, p, gap->line)) {
        return NEEDS_REST;
    }
    return lines_cost(&problem->lines, p, gap->line) >= LINES_BAN ? NO_HOURS : TOO_DEAR;
}

/* What keeps somebody away on a day, whatever else they do; REASONS: nothing. */
static enum reason reason_of_day(const struct gap *gap, int32_t practitioner, int32_t day)
{
    const struct rota_problem *problem = gap->problem;
    pp_day date = problem_date(problem, day);
    bool night = pp_shift_reaches_next_day(problem->service, gap->shift);
    if (day < problem->n_settled) {
        return HAS_PASSED;
    }
    if (!pp_may_cover_on(problem->service, problem->plan, practitioner, gap->shift, date)) {
        return NO_SKILL;
    }
    if (!pp_in_post(problem->service, practitioner, date)) {
        return NOT_IN_POST;
    }
    if (problem->training[practitioner * problem->n_days + day] >= 0) {
        return IN_TRAINING;
    }
    if (pp_on_leave(problem->service, practitioner, date) ||
        (night && pp_on_leave(problem->service, practitioner, date + 1))) {
        return ON_LEAVE;
    }
    if (resources_near_fixed(problem, practitioner, gap->shift, date)) {
        return NEEDS_REST;
    }
    return pp_is_before_court(problem->service, practitioner, gap->shift, date) ? IN_COURT
                                                                                : REASONS;
}

static enum reason reason_of(struct gap *gap, int32_t p, int32_t day)
{
    int32_t from, until;
    days_with(gap, day, &from, &until);
    for (int32_t other = from; other < until; other++) {
        enum reason reason = cell_on(gap, other) == PP_NONE
                                 ? REASONS
                                 : reason_of_day(gap, gap->problem->people[p].practitioner, other);
        if (reason != REASONS) {
            return reason;
        }
    }
    return reason_of_line(gap, p, from, until);
}

static bool is_in_area(const struct pp_service *service, int32_t practitioner, int32_t shift)
{
    const struct pp_shift *s = &service->shifts[shift];
    const struct pp_practitioner *person = &service->practitioners[practitioner];
    if (person->contract == PP_VOLUNTEER || (s->pod != PP_NONE && person->pod != s->pod)) {
        return false;
    }
    return s->pod != PP_NONE || s->hub == PP_NONE ||
           (person->pod != PP_NONE && service->pods[person->pod].hub == s->hub);
}

/* Whether somebody who may cover the shift would help on a day. */
static bool helps(const struct gap *gap, int32_t practitioner, int32_t day)
{
    return gap->skill == PP_NONE ||
           pp_plan_holds_skill(gap->problem->plan, gap->problem->service, practitioner, gap->skill,
                               problem_date(gap->problem, day));
}

static bool is_there(const struct gap *gap, int32_t p, int32_t day)
{
    const struct rota_problem *problem = gap->problem;
    int32_t choice = roster_line(gap->roster, &problem->lines, p)[day];
    return option_has(problem_option(problem, p, choice), gap->shift);
}

/* Counts the reasons of one person who may cover the shift; true when they would ever help. */
static bool count_reasons(struct gap *gap, int32_t p)
{
    bool any = false;
    for (int32_t day = gap->first; day <= gap->last; day++) {
        if (gap->missing[day] > 0 && helps(gap, gap->problem->people[p].practitioner, day)) {
            any = true;
            if (!is_there(gap, p, day)) {
                gap->reasons[reason_of(gap, p, day)]++;
            }
        }
    }
    return any;
}

static void count_people(struct gap *gap)
{
    const struct rota_problem *problem = gap->problem;
    gap->may = gap->among = gap->n_dates = gap->n_turns = 0;
    memset(gap->reasons, 0, sizeof(gap->reasons));
    for (int32_t day = gap->first; day <= gap->last; day++) {
        gap->n_dates += gap->missing[day] > 0;
        gap->n_turns += gap->missing[day];
    }
    for (int32_t p = 0; p < problem->n_people; p++) {
        const struct rota_person *person = &problem->people[p];
        bool covers = group_covers(&problem->groups[person->group], gap->shift);
        gap->among += gap->skill == PP_NONE
                          ? is_in_area(problem->service, person->practitioner, gap->shift)
                          : covers;
        gap->may += covers && count_reasons(gap, p);
    }
}

/* ---- The sentence ---- */

static void add_area(const struct gap *gap, struct pp_buf *out)
{
    const struct pp_service *service = gap->problem->service;
    const struct pp_shift *shift = &service->shifts[gap->shift];
    if (shift->pod != PP_NONE) {
        pp_buf_printf(out, " in pod %s", service->pods[shift->pod].pod);
    } else if (shift->hub != PP_NONE) {
        pp_buf_printf(out, " in hub %s", service->hubs[shift->hub].hub);
    }
}

static void add_date(const struct gap *gap, int32_t day, struct pp_buf *out)
{
    char text[PP_STAMP_TEXT];
    pp_buf_add(out, pp_day_words(problem_date(gap->problem, day), text));
}

/* "(6, 7 and 13 Jun 2015; 4 Jul 2015)": every date that is short. */
static void list_dates(const struct gap *gap, struct pp_buf *out)
{
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct pp_civil open = {0};
    for (int32_t day = gap->first; day <= gap->last; day++) {
        if (gap->missing[day] == 0) {
            continue;
        }
        struct pp_civil date = pp_civil_from_day(problem_date(gap->problem, day));
        bool same = date.year == open.year && date.month == open.month;
        if (open.year != 0 && !same) {
            pp_buf_printf(out, " %s %d; ", months[open.month - 1], (int)open.year);
        }
        pp_buf_printf(out, same ? ", %d" : "%d", (int)date.day);
        open = date;
    }
    pp_buf_printf(out, " %s %d", months[open.month - 1], (int)open.year);
}

/* Nothing when people are missing, whatever they hold. */
static void add_skill(const struct gap *gap, const char *before, struct pp_buf *out)
{
    if (gap->skill != PP_NONE) {
        pp_buf_printf(out, "%s%s", before,
                      pp_row_name(gap->problem->service, PP_TABLE_skills, gap->skill));
    }
}

/* "Pod North late on Sat 13 Jun 2015 in pod north is 1 person short", and how it is with several. */
static void add_what(const struct gap *gap, bool scattered, struct pp_buf *out)
{
    const struct pp_shift *shift = &gap->problem->service->shifts[gap->shift];
    pp_buf_add(out, shift->name != NULL ? shift->name : shift->shift);
    if (gap->n_dates == 1) {
        pp_buf_add(out, " on ");
        add_date(gap, gap->first, out);
    }
    add_area(gap, out);
    pp_buf_add(out, " is ");
    if (scattered) {
        pp_buf_count(out, gap->n_turns, "turn", "turns");
        add_skill(gap, " with ", out);
        pp_buf_printf(out, " short on %d dates (", gap->n_dates);
        list_dates(gap, out);
        pp_buf_add(out, ")");
        return;
    }
    pp_buf_count(out, gap->missing[gap->first], "person", "people");
    add_skill(gap, " with ", out);
    pp_buf_add(out, " short");
    if (gap->n_dates > 1) {
        pp_buf_printf(out, " on each of its %d dates from ", gap->n_dates);
        add_date(gap, gap->first, out);
        pp_buf_add(out, " to ");
        add_date(gap, gap->last, out);
    }
}

/* What the shift asks for, when nobody has it. */
static void add_asked(const struct gap *gap, struct pp_buf *out)
{
    const struct pp_service *service = gap->problem->service;
    const struct pp_shift *shift = &service->shifts[gap->shift];
    if (shift->role != PP_NONE) {
        pp_buf_printf(out, "; it asks for role %s", service->roles[shift->role].role);
    }
    if (shift->skill != PP_NONE) {
        pp_buf_printf(out, "%s skill %s", shift->role != PP_NONE ? " and" : "; it asks for",
                      service->skills[shift->skill].skill);
    }
    if (shift->kind == PP_STANDBY) {
        pp_buf_printf(out, "; it asks for on-call tier %d", (int)shift->tier);
    }
}

/* "1 is on leave", "both are on leave"; over several dates "on leave 6 times". */
static void add_reason(const struct gap *gap, enum reason reason, struct pp_buf *out)
{
    int32_t count = gap->reasons[reason];
    if (gap->n_dates > 1) {
        pp_buf_printf(out, "%s ", reason_words[reason][2]);
        pp_buf_count(out, count, "time", "times");
    } else if (count == gap->may && count > 1) {
        pp_buf_printf(out, "%s %s", count == 2 ? "both" : "all", reason_words[reason][1]);
    } else {
        pp_buf_printf(out, "%d %s", count, reason_words[reason][count > 1]);
    }
}

static void add_reasons(const struct gap *gap, struct pp_buf *out)
{
    int32_t kinds = 0, n = 0;
    for (int32_t r = 0; r < REASONS; r++) {
        kinds += gap->reasons[r] > 0;
    }
    for (int32_t r = 0; r < REASONS; r++) {
        if (gap->reasons[r] > 0) {
            const char *begin = gap->n_dates > 1 ? "; on these dates they are " : "; ";
            pp_buf_add(out, n == 0 ? begin : n + 1 < kinds ? ", " : " and ");
            add_reason(gap, (enum reason)r, out);
            n++;
        }
    }
}

static void add_why(const struct gap *gap, struct pp_buf *out)
{
    bool skill = gap->skill != PP_NONE, one = gap->may == 1;
    if (gap->may == 0) {
        pp_buf_printf(out, ": none of the %d people", gap->among);
        add_area(gap, out);
        pp_buf_add(out, skill ? " who may cover it holds" : " may cover it");
        add_skill(gap, " ", out);
        if (!skill) {
            add_asked(gap, out);
        }
        pp_buf_add(out, ".");
        return;
    }
    pp_buf_printf(out, ": %d of %d ", gap->may, gap->among);
    pp_buf_add(out, !skill ? "may cover it"
                    : one  ? "who may cover it holds"
                           : "who may cover it hold");
    add_skill(gap, " ", out);
    add_reasons(gap, out);
    pp_buf_add(out, ".");
}

/* ---- The remedy ---- */

static int32_t ceil_div(int32_t a, int32_t b)
{
    assert(b > 0);
    return (a + b - 1) / b;
}

/* People needed so that in any `window` days nobody has more than `most` turns. */
static int32_t people_for_window(const struct gap *gap, int32_t window, int32_t most,
                                 int32_t stride)
{
    int32_t needed = 0;
    for (int32_t begin = 0; begin < gap->problem->n_days; begin += stride) {
        int32_t turns = 0;
        for (int32_t day = begin; day < begin + window && day < gap->problem->n_days; day++) {
            turns += day >= gap->first && day <= gap->last ? gap->missing[day] : 0;
        }
        int32_t people = ceil_div(turns, most);
        needed = people > needed ? people : needed;
    }
    return needed;
}

static int32_t most_missing(const struct gap *gap, int32_t from, int32_t until)
{
    int32_t most = 0;
    for (int32_t day = from; day < until && day < gap->problem->n_days; day++) {
        bool inside = day >= gap->first && day <= gap->last;
        most = inside && gap->missing[day] > most ? gap->missing[day] : most;
    }
    return most;
}

/* New people for weeks of standby; 0: a week leaves nobody the rest that is due in it. */
static int32_t people_for_blocks(const struct gap *gap)
{
    const struct pp_service *service = gap->problem->service;
    int32_t weeks = pp_rest_weeks(service), needed = 0;
    bool rests = pp_week_leaves_rest(service, gap->shift);
    for (int32_t day = 0; day < gap->problem->n_days; day += 7 * weeks) {
        int32_t one = most_missing(gap, day, day + 7);
        int32_t two = weeks == 2 ? most_missing(gap, day + 7, day + 14) : 0;
        int32_t people = rests ? (one > two ? one : two) : one + two; // the other week is off
        needed = people > needed ? people : needed;
    }
    return rests || weeks == 2 ? needed : 0;
}

/* New people by the rest of each week or fortnight: a rest takes a date. */
static int32_t people_for_rest(const struct gap *gap)
{
    const struct pp_service *service = gap->problem->service;
    int32_t weeks = pp_rest_weeks(service);
    if (service->shifts[gap->shift].block == PP_WEEK_BLOCK) {
        return people_for_blocks(gap);
    }
    return people_for_window(gap, 7 * weeks, 6 * weeks, 7 * weeks);
}

/* Turns that one person has hours for; duties of nothing but break are no work. */
static int64_t turns_by_hours(const struct gap *gap, int32_t length)
{
    const struct pp_service *service = gap->problem->service;
    int64_t hours = (int64_t)service->settings.week_average_minutes * gap->problem->weeks;
    int32_t work = length - service->shifts[gap->shift].break_minutes;
    return work > 0 ? hours / work : INT32_MAX;
}

/* 0: nobody could, however many they are: one duty is longer than anybody's hours, or a week of
 * standby leaves no rest. */
static int32_t people_needed(const struct gap *gap)
{
    const struct pp_service *service = gap->problem->service;
    const struct pp_shift *shift = &service->shifts[gap->shift];
    int32_t needed = people_for_window(gap, 1, 1, 1);
    int32_t weekly = people_for_rest(gap);
    if (weekly == 0) {
        return 0;
    }
    needed = weekly > needed ? weekly : needed;
    if (shift->kind == PP_STANDBY) {
        return needed;
    }
    int32_t length = shift->end - shift->begin;
    length += length <= 0 ? PP_DAY_MINUTES : 0;
    int64_t turns = turns_by_hours(gap, length);
    if (turns == 0) {
        return 0;
    }
    int32_t apart = ceil_div(length + service->settings.rest_minutes, PP_DAY_MINUTES);
    int32_t run = service->settings.run_days;
    int32_t by_rest = people_for_window(gap, apart, 1, 1);
    int32_t by_run = people_for_window(gap, run + 1, run, 1);
    int32_t by_hours = (int32_t)((gap->n_turns + turns - 1) / turns);
    needed = by_rest > needed ? by_rest : needed;
    needed = by_run > needed ? by_run : needed;
    return by_hours > needed ? by_hours : needed;
}

static void add_remedy(const struct gap *gap, struct pp_buf *out)
{
    int32_t people = people_needed(gap);
    struct pp_buf who = {0};
    pp_buf_add(&who, "who may cover it");
    add_skill(gap, people == 1 ? ", holds " : ", hold ", &who);
    if (people == 0 && gap->problem->service->shifts[gap->shift].kind == PP_STANDBY) {
        pp_buf_add(out,
                   "Standby date by date, or 48 hours of rest in each fortnight, would let "
                   "somebody have it; more people alone do not.");
    } else if (people == 0) {
        pp_buf_add(out,
                   "A shorter duty or a longer average week would let somebody cover it; "
                   "more people alone do not.");
    } else if (people == 1) {
        pp_buf_printf(out, "One more person %s and is free then closes it.", pp_buf_text(&who));
    } else {
        pp_buf_printf(out, "%d more people %s and are free then close it.", people,
                      pp_buf_text(&who));
    }
    pp_buf_finish(&who);
}

/* ---- Stretches ---- */

static void name_gap(struct gap *gap, bool scattered, struct pp_plan *plan)
{
    const struct rota_problem *problem = gap->problem;
    struct pp_buf sentence = {0}, remedy = {0};
    count_people(gap);
    add_what(gap, scattered, &sentence);
    add_why(gap, &sentence);
    add_remedy(gap, &remedy);
    pp_plan_add_shortfall(
        plan, (struct pp_shortfall){.stage = PP_ROTA,
                                    .rule = gap->skill == PP_NONE ? "cover" : "skill_cover",
                                    .subject = problem->service->shifts[gap->shift].shift,
                                    .from = problem_date(problem, gap->first),
                                    .to = problem_date(problem, gap->last),
                                    .amount = gap->n_turns,
                                    .unit = "turns",
                                    .sentence = pp_buf_text(&sentence),
                                    .remedy = pp_buf_text(&remedy)});
    pp_buf_finish(&sentence);
    pp_buf_finish(&remedy);
}

/* The last day of the stretch that begins on `first`. */
static int32_t end_of_stretch(const struct gap *gap, int32_t first)
{
    const struct rota_problem *problem = gap->problem;
    int32_t last = first;
    for (int32_t day = first + 1; day < problem->n_days; day++) {
        bool runs = problem->cell_of[gap->shift * problem->n_days + day] != PP_NONE;
        if (runs && gap->missing[day] != gap->missing[first]) {
            break;
        }
        last = runs ? day : last;
    }
    return last;
}

static int32_t next_short(const struct gap *gap, int32_t day)
{
    while (day < gap->problem->n_days && gap->missing[day] == 0) {
        day++;
    }
    return day;
}

static void name_shift(struct gap *gap, struct pp_plan *plan)
{
    int32_t n_days = gap->problem->n_days, stretches = 0, last = 0;
    for (int32_t day = next_short(gap, 0); day < n_days; day = next_short(gap, last + 1)) {
        last = end_of_stretch(gap, day);
        stretches++;
    }
    if (stretches > MOST_STRETCHES) {
        gap->first = next_short(gap, 0);
        gap->last = last;
        name_gap(gap, true, plan);
        return;
    }
    for (int32_t day = next_short(gap, 0); day < n_days; day = next_short(gap, gap->last + 1)) {
        gap->first = day;
        gap->last = end_of_stretch(gap, day);
        name_gap(gap, false, plan);
    }
}

/* Who is on the shift on a day and would help. */
static int32_t count_there(const struct gap *gap, int32_t day)
{
    const struct rota_problem *problem = gap->problem;
    int32_t there = 0;
    for (int32_t p = 0; p < problem->n_people; p++) {
        there += is_there(gap, p, day) && helps(gap, problem->people[p].practitioner, day);
    }
    return there;
}

static void name_what_lacks(struct gap *gap, int32_t skill, int32_t needed, struct pp_plan *plan)
{
    const struct rota_problem *problem = gap->problem;
    gap->skill = skill;
    for (int32_t day = 0; day < problem->n_days; day++) {
        bool runs = problem->cell_of[gap->shift * problem->n_days + day] != PP_NONE;
        int32_t missing = runs ? needed - count_there(gap, day) : 0;
        gap->missing[day] = missing > 0 ? missing : 0;
    }
    name_shift(gap, plan);
}

void shortfall_name(const struct rota_problem *problem, const struct lines_roster *roster,
                    struct pp_plan *plan)
{
    const struct pp_service *service = problem->service;
    struct pp_arena scratch = {0};
    struct gap gap = {.problem = problem, .roster = roster};
    gap.missing = PP_NEW(&scratch, int32_t, problem->n_days);
    gap.line = PP_NEW(&scratch, int32_t, problem->n_days);
    for (gap.shift = 0; gap.shift < service->n_shifts; gap.shift++) {
        const struct pp_index *asked = &service->asked_of;
        name_what_lacks(&gap, PP_NONE, service->shifts[gap.shift].needed, plan);
        for (int32_t i = asked->start[gap.shift]; i < asked->start[gap.shift + 1]; i++) {
            const struct pp_shift_skill *row = &service->shift_skills[asked->item[i]];
            name_what_lacks(&gap, row->skill, row->needed, plan);
        }
    }
    pp_arena_finish(&scratch);
}
