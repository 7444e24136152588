// SPDX-License-Identifier: GPL-3.0-or-later
/* Windows of the average week: gathered until a line can carry them. */
#include "windows.h"

#include "blocks.h"

#include <podplan/limits.h>

#include <assert.h>

int32_t windows_amount(const struct rota_problem *problem, const struct rota_person *person,
                       int32_t w, int32_t day, const struct rota_option *option)
{
    const struct pp_window *window = &person->windows[w];
    pp_day date = problem_date(problem, day);
    if (w == person->run_window) {
        return option->part[ROTA_DUTY_PART] != PP_NONE && date >= window->from;
    }
    int32_t duty = option->part[ROTA_DUTY_PART], less = option->nights ? person->night_less[w] : 0;
    return duty == PP_NONE || date < window->from || date >= window->until
               ? less
               : less + pp_shift_minutes(problem->service, duty, date);
}

static int64_t minutes_of_courses(const struct rota_problem *problem, int32_t practitioner,
                                  const struct pp_window *window)
{
    int64_t minutes = 0;
    for (pp_day date = window->from; date < window->until; date++) {
        int32_t course = problem->training[practitioner * problem->n_days + date - problem->from];
        minutes += course > 0 ? course : 0;
    }
    return minutes;
}

static int32_t longest_duty(const struct rota_problem *problem, const struct rota_person *person,
                            pp_day date)
{
    const struct rota_group *group = &problem->groups[person->group];
    int32_t longest = 0, day = date - problem->from;
    for (int32_t i = 0; i < group->n_shifts; i++) {
        if (problem->cell_of[group->shifts[i] * problem->n_days + day] != PP_NONE) {
            int32_t length = pp_shift_minutes(problem->service, group->shifts[i], date);
            longest = length > longest ? length : longest;
        }
    }
    return longest;
}

/* The most minutes of duty on the days of a window: by run_days a day in seven has none. */
static int64_t minutes_of_duty(const struct rota_problem *problem, const struct rota_person *person,
                               const struct pp_window *window)
{
    bool one_off = problem->service->settings.run_days < 7;
    int32_t least = INT32_MAX, days = 0;
    int64_t minutes = 0;
    for (pp_day date = window->from; date < window->until; date++) {
        int32_t longest = longest_duty(problem, person, date);
        least = longest < least ? longest : least;
        minutes += longest;
        if (++days == 7) {
            minutes -= one_off ? least : 0;
            least = INT32_MAX;
            days = 0;
        }
    }
    return minutes;
}

/* Takes courses off; keeps the windows that can bind, and gathers what courses exceed most. */
static int32_t keep_binding(const struct rota_problem *problem, const struct rota_person *person,
                            struct pp_window *windows, int32_t n, int64_t *exceeded)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < n; i++) {
        struct pp_window window = windows[i];
        window.most -= minutes_of_courses(problem, person->practitioner, &window);
        if (window.most < 0) {
            *exceeded = -window.most > *exceeded ? -window.most : *exceeded;
            window.most = 0;
        }
        if (minutes_of_duty(problem, person, &window) > window.most) {
            windows[kept++] = window;
        }
    }
    return kept;
}

bool windows_by_nights(const struct rota_problem *problem)
{
    const struct pp_service *service = problem->service;
    struct lines_problem whole = {.n_days = problem->n_days};
    return pp_night_week_minutes(service) < service->settings.week_average_minutes &&
           problem->weeks <= ROTA_WINDOWS && !blocks_needed(&whole);
}

bool windows_have_nights(const struct rota_problem *problem, const struct rota_group *group)
{
    for (int32_t i = 0; i < group->n_shifts; i++) {
        if (pp_shift_is_night(problem->service, group->shifts[i])) {
            return true;
        }
    }
    return false;
}

/* Keeps the windows that can bind with nights or without; sets what those with nights have less. */
static int32_t keep_either(const struct rota_problem *problem, struct rota_person *person,
                           struct pp_window *windows, int32_t n, int64_t *exceeded)
{
    struct pp_window nights[PP_MAX_WEEKS];
    int32_t kept = 0;
    pp_average_windows(problem->service, problem->plan, &problem->past, person->practitioner,
                       pp_night_week_minutes(problem->service), nights);
    for (int32_t i = 0; i < n; i++) {
        struct pp_window window = windows[i];
        int64_t courses = minutes_of_courses(problem, person->practitioner, &window);
        int64_t left = nights[i].most > courses ? nights[i].most - courses : 0;
        window.most -= courses;
        if (window.most < 0) {
            *exceeded = -window.most > *exceeded ? -window.most : *exceeded;
            window.most = 0;
        }
        if (minutes_of_duty(problem, person, &window) > (left < window.most ? left : window.most)) {
            person->night_less[kept] = left < window.most ? (int32_t)(window.most - left) : 0;
            windows[kept++] = window;
        }
    }
    return kept;
}

/*
 * The windows that can bind; returns how many.  On a long horizon no line counts its nights first: then
 * whoever may have night duties is kept to the limit of those who have some, where that is the
 * stricter one, and the bound does not hold.
 */
static int32_t list_binding(struct rota_problem *problem, struct rota_person *person,
                            struct pp_window *windows, int64_t *exceeded)
{
    const struct pp_service *service = problem->service;
    int32_t most = service->settings.week_average_minutes, night = pp_night_week_minutes(service);
    int32_t n = pp_average_windows(service, problem->plan, &problem->past, person->practitioner,
                                   most, windows);
    bool nights = windows_have_nights(problem, &problem->groups[person->group]);
    if (problem->by_nights && nights) {
        return keep_either(problem, person, windows, n, exceeded);
    }
    n = keep_binding(problem, person, windows, n, exceeded);
    if (night < most && nights) {
        int64_t by_courses = 0; // charged under the average week, which everybody is under
        n = pp_average_windows(service, problem->plan, &problem->past, person->practitioner, night,
                               windows);
        n = keep_binding(problem, person, windows, n, &by_courses);
        problem->narrowed = true;
    }
    return n;
}

static int32_t run_before(const struct rota_problem *problem, int32_t practitioner)
{
    const struct pp_past *past = &problem->past;
    pp_day date = problem->from - 1;
    for (int32_t i = past->start[practitioner + 1] - 1; i >= past->start[practitioner]; i--) {
        bool duty = problem->service->shifts[past->turns[i].shift].kind == PP_DUTY;
        date -= duty && past->turns[i].date == date;
    }
    return problem->from - 1 - date;
}

/*
 * Where turns after the rota were published, not all of its last days are at work: those that would
 * be a run too long with the days that follow.
 */
static void limit_last_run(const struct rota_problem *problem, struct rota_person *person)
{
    int32_t after =
        pp_run_after(problem->service, problem->plan, &problem->after, person->practitioner);
    int32_t most = problem->service->settings.run_days, days = most - after + 1;
    days = days < 1 ? 1 : days;
    if (after == 0 || (days > problem->n_days &&
                       problem->n_days + run_before(problem, person->practitioner) < days)) {
        return;
    }
    days = days < problem->n_days ? days : problem->n_days;
    struct pp_window last = {.from = problem_date(problem, problem->n_days - days),
                             .until = problem_date(problem, problem->n_days)};
    last.most = days - 1;
    for (int32_t day = problem->n_days - days; day < problem->n_days; day++) {
        bool course = problem->course_of[person->practitioner * problem->n_days + day] > 0;
        last.most -= course && last.most > 0;
    }
    person->run_window = person->n_windows;
    person->windows[person->n_windows++] = last;
}

void windows_list(struct rota_problem *problem, struct rota_person *person)
{
    struct pp_window windows[PP_MAX_WEEKS];
    int64_t exceeded = 0;
    assert(problem->weeks <= PP_MAX_WEEKS);
    int32_t n = list_binding(problem, person, windows, &exceeded);
    person->n_windows = n < ROTA_WINDOWS ? n : ROTA_WINDOWS;
    problem->narrowed = problem->narrowed || n > ROTA_WINDOWS;
    for (int32_t w = 0; w < person->n_windows; w++) {
        int32_t first = w * n / person->n_windows, end = (w + 1) * n / person->n_windows;
        person->windows[w] = windows[first];
        for (int32_t i = first; i < end; i++) {
            person->windows[w].until = windows[i].until;
            if (windows[i].most < person->windows[w].most) {
                person->windows[w].most = windows[i].most;
            }
        }
    }
    problem->constant += exceeded * pp_weight_of(problem->service, "week_average");
    person->run_window = PP_NONE;
    limit_last_run(problem, person);
}
