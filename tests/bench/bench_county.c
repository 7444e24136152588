// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Measures the allocation of a whole service, as the program runs it.
 *
 *     bench_county [--time S] [--rounds N] [--threads N] [--seed K]
 *                  [--leaver [--leaver-time S]] FOLDER|FILE
 *
 * FOLDER holds CSV files (make_county.py), FILE is a store.  One line to standard output:
 *
 *     families practitioners first_plan_seconds cost bound gap avoidable_gap seconds peak_MB
 *     unplaced seconds_to_1% seconds_to_0.3%
 *
 * `practitioners` are those who may hold cases.  `gap` is (cost - bound) / cost.  `avoidable_gap`
 * is (cost - bound) / (bound - the sum of every family's cheapest allowed practitioner): what
 * nobody could avoid, mostly travel, flatters the plain one.  The last two are when cost and bound,
 * by the progress reports, came within 1% and 0.3% of the final cost of each other; `-`: never.
 *
 * --leaver then takes the fullest caseload's practitioner out of post, plans again from that plan,
 * for --leaver-time seconds if given, and prints a second line:
 *
 *     leaver families_left moved first_plan_seconds seconds cost bound gap unplaced
 *
 * Every plan is judged by the table of rules; one that breaks a hard rule other than by leaving
 * something undone, or costs not what it says, ends the program with 1.
 */
#include "import.h"

#include <podplan/solver.h>
#include <podplan/store.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
    FOUND_FAULT = 1,
    USAGE = 2,
    MOST_REPORTS = 1 << 16
};

struct options {
    const char *path;
    double time, leaver_time;
    double rounds, threads, seed; ///< whole
    bool leaver;
};

/** The progress reports of one solve that had an answer. */
struct watch {
    double began;
    double *seconds; ///< since `began`
    int64_t *apart;  ///< cost - bound
    int32_t n, capacity;
};

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

static double gap_of(int64_t cost, int64_t bound)
{
    return cost <= bound ? 0 : (double)(cost - bound) / (double)cost;
}

static void see_progress(void *user, const struct pp_progress *at)
{
    struct watch *watch = user;
    if (at->cost == INT64_MAX || watch->n == watch->capacity) {
        return;
    }
    watch->seconds[watch->n] = now() - watch->began;
    watch->apart[watch->n++] = at->cost - at->bound;
}

static struct watch watch_begin(struct pp_arena *arena)
{
    return (struct watch){.began = now(),
                          .seconds = PP_NEW(arena, double, MOST_REPORTS),
                          .apart = PP_NEW(arena, int64_t, MOST_REPORTS),
                          .capacity = MOST_REPORTS};
}

/* When cost and bound first were so near each other; -1: never. */
static double seconds_to(const struct watch *watch, double apart)
{
    for (int32_t i = 0; i < watch->n; i++) {
        if ((double)watch->apart[i] <= apart) {
            return watch->seconds[i];
        }
    }
    return -1;
}

static double seconds_to_first(const struct watch *watch)
{
    return watch->n > 0 ? watch->seconds[0] : -1;
}

/* ---- The service ---- */

static struct pp_service *load_folder(const char *path, struct pp_err *err)
{
    struct pp_faults faults = {0};
    struct pp_service *service = import_folder(path, false, &faults, err);
    if (service == NULL && faults.n_faults > 0) {
        pp_fail(err, PP_E_INPUT, "%s has faults; podplan import tells which", path);
    }
    pp_faults_finish(&faults);
    return service;
}

static struct pp_service *load_service(const char *path, struct pp_err *err)
{
    struct stat is;
    if (stat(path, &is) == 0 && S_ISDIR(is.st_mode)) {
        return load_folder(path, err);
    }
    struct pp_store *store = pp_store_open(path, false, err);
    struct pp_service *service = store == NULL ? NULL : pp_store_load_service(store, err);
    pp_store_close(store);
    return service;
}

/* ---- What nobody could avoid ---- */

/** The service as one family looks at it. */
struct choice {
    struct pp_case c;
    struct pp_capacity *room; ///< [practitioner]; nothing for those who may hold no cases
    bool *holds;              ///< [practitioner x n_skills + skill], on cases_from
    int64_t continuity, travel, preferred, language;
};

static void read_people(struct choice *choice, struct pp_arena *arena)
{
    const struct pp_service *service = choice->c.service;
    pp_day day = service->settings.cases_from;
    int32_t skills = service->n_skills;
    choice->room = PP_NEW(arena, struct pp_capacity, service->n_practitioners);
    choice->holds = PP_NEW(arena, bool, (int64_t)service->n_practitioners *skills);
    for (int32_t person = 0; person < service->n_practitioners; person++) {
        if (pp_may_hold_cases(service, choice->c.plan, person)) {
            choice->room[person] = pp_capacity_on(service, person, day);
        }
        for (int32_t skill = 0; skill < skills; skill++) {
            choice->holds[(int64_t)person * skills + skill] =
                pp_plan_holds_skill(choice->c.plan, service, person, skill, day);
        }
    }
}

static bool forbidden(const struct choice *choice, int32_t family, int32_t person,
                      struct pp_load load)
{
    const struct pp_service *service = choice->c.service;
    const struct pp_index *of = &service->conflicts_of;
    for (int32_t i = of->start[family]; i < of->start[family + 1]; i++) {
        if (service->conflicts[of->item[i]].practitioner == person) {
            return true;
        }
    }
    struct pp_capacity room = choice->room[person];
    return load.families > room.families || load.children > room.children ||
           load.points > room.points;
}

/* Soft minutes a week of the pair, but for balance; -1: a hard rule forbids it. */
static int64_t pair_cost(const struct choice *choice, int32_t family, int32_t person,
                         struct pp_load load)
{
    const struct pp_service *service = choice->c.service;
    const bool *holds = choice->holds + (int64_t)person * service->n_skills;
    const struct pp_index *of = &service->needs_of;
    int32_t language = service->families[family].language;
    int32_t before = pp_holder_before(&choice->c, family);
    if (forbidden(choice, family, person, load)) {
        return -1;
    }
    int64_t cost = choice->travel * pp_travel_load(service, family, person);
    for (int32_t i = of->start[family]; i < of->start[family + 1]; i++) {
        const struct pp_need *need = &service->needs[of->item[i]];
        if (!holds[need->skill] && need->strength == PP_NEEDED) {
            return -1;
        }
        cost += holds[need->skill] ? 0 : choice->preferred;
    }
    cost += language != PP_NONE && !holds[language] ? choice->language : 0;
    return cost + (before != PP_NONE && before != person ? choice->continuity : 0);
}

/* The sum over families of what their cheapest allowed practitioner costs. */
static int64_t unavoidable(const struct pp_case *c)
{
    const struct pp_service *service = c->service;
    struct pp_arena arena = {0};
    struct choice choice = {.c = *c,
                            .continuity = pp_weight_of(service, "continuity"),
                            .travel = pp_weight_of(service, "travel"),
                            .preferred = pp_weight_of(service, "preferred_skill"),
                            .language = pp_weight_of(service, "language")};
    read_people(&choice, &arena);
    int64_t sum = 0;
    for (int32_t family = 0; family < service->n_families; family++) {
        struct pp_load load = pp_family_load(service, family, service->settings.cases_from);
        int64_t least = -1;
        for (int32_t person = 0; person < service->n_practitioners; person++) {
            int64_t cost = pair_cost(&choice, family, person, load);
            least = cost >= 0 && (least < 0 || cost < least) ? cost : least;
        }
        sum += least < 0 ? 0 : least;
    }
    pp_arena_finish(&arena);
    return sum;
}

/* ---- Solving ---- */

/* The judges agree with the plan, and nothing is broken but left undone. */
static bool judged(const struct pp_case *c, struct pp_err *err)
{
    struct pp_verdict verdict = {0};
    pp_judge(c, 1u << PP_ALLOCATION, &verdict);
    int64_t cost = c->plan->info[PP_ALLOCATION].cost;
    bool fine = verdict.cost[PP_ALLOCATION] == cost;
    if (!fine) {
        pp_fail(err, PP_E_BUG, "the plan says it costs %lld; the judges say %lld", (long long)cost,
                (long long)verdict.cost[PP_ALLOCATION]);
    }
    for (int32_t i = 0; i < verdict.n_breaches && fine; i++) {
        const struct pp_rule *rule = &pp_rules[verdict.breaches[i].rule];
        if (rule->hard && strcmp(rule->name, "placement") != 0 &&
            strcmp(rule->name, "consultant_span") != 0) {
            fine = pp_fail(err, PP_E_BUG, "the plan breaks the rule %s", rule->name);
        }
    }
    pp_verdict_finish(&verdict);
    return fine;
}

static bool solve(const struct options *options, double time, const struct pp_case *c,
                  struct pp_plan *plan, struct watch *watch, struct pp_err *err)
{
    struct pp_solver_settings settings = {.seed = (uint64_t)options->seed,
                                          .rounds = (int32_t)options->rounds,
                                          .time_limit = time,
                                          .threads = (int32_t)options->threads,
                                          .progress = see_progress,
                                          .user = watch,
                                          .before = c->before};
    return pp_solve_allocation(c->service, &settings, plan, err) && judged(c, err);
}

static int32_t count_unplaced(const struct pp_plan *plan)
{
    int32_t unplaced = 0;
    for (int32_t family = 0; family < plan->n_placements; family++) {
        unplaced += plan->placements[family].practitioner == PP_NONE;
    }
    return unplaced;
}

/* Most memory so far, in MB; rusage would count what ran before exec too. */
static double peak_megabytes(void)
{
    char line[128];
    double kilobytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && kilobytes <= 0 && fgets(line, sizeof(line), status) != NULL) {
        sscanf(line, "VmHWM: %lf", &kilobytes);
    }
    if (status != NULL) {
        fclose(status);
    }
    return kilobytes / 1024;
}

static void print_seconds(double seconds, char after)
{
    if (seconds < 0) {
        printf("-%c", after);
    } else {
        printf("%.3f%c", seconds, after);
    }
}

static void print_plan(const struct pp_case *c, const struct watch *watch)
{
    const struct pp_info *info = &c->plan->info[PP_ALLOCATION];
    double megabytes = peak_megabytes(); // before the measuring itself needs memory
    int32_t people = 0;
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        people += pp_may_hold_cases(c->service, c->plan, person);
    }
    int64_t avoidable = info->bound - unavoidable(c);
    double avoidable_gap =
        avoidable > 0 ? (double)(info->cost - info->bound) / (double)avoidable : 0;
    printf("%d %d %.3f %" PRId64 " %" PRId64 " %.6f %.6f %.3f %.1f %d ",
           (int)c->service->n_families, (int)people, seconds_to_first(watch), info->cost,
           info->bound, gap_of(info->cost, info->bound), avoidable_gap, info->seconds, megabytes,
           (int)count_unplaced(c->plan));
    print_seconds(seconds_to(watch, 0.01 * (double)info->cost), ' ');
    print_seconds(seconds_to(watch, 0.003 * (double)info->cost), '\n');
    fflush(stdout);
}

/* ---- Somebody leaves ---- */

/* Who holds most families, then most children, then the least key. */
static int32_t choose_leaver(const struct pp_case *c)
{
    int32_t leaver = PP_NONE;
    struct pp_load most = {0};
    for (int32_t person = 0; person < c->service->n_practitioners; person++) {
        struct pp_load load = pp_plan_caseload(c->plan, c->service, person);
        int32_t more = load.families != most.families ? load.families - most.families
                                                      : load.children - most.children;
        if (more > 0 || (more == 0 && leaver != PP_NONE &&
                         strcmp(c->service->practitioners[person].practitioner,
                                c->service->practitioners[leaver].practitioner) < 0)) {
            leaver = person;
            most = load;
        }
    }
    return leaver;
}

static void print_leaver(const struct pp_case *c, int32_t leaver, const struct watch *watch)
{
    const struct pp_info *info = &c->plan->info[PP_ALLOCATION];
    int32_t moved = 0, left = 0;
    for (int32_t family = 0; family < c->service->n_families; family++) {
        int32_t before = c->before->placements[family].practitioner;
        left += before == leaver;
        moved += before != c->plan->placements[family].practitioner;
    }
    printf("%s %d %d %.3f %.3f %" PRId64 " %" PRId64 " %.6f %d\n",
           c->service->practitioners[leaver].practitioner, (int)left, (int)moved,
           seconds_to_first(watch), info->seconds, info->cost, info->bound,
           gap_of(info->cost, info->bound), (int)count_unplaced(c->plan));
}

static bool plan_leaver(const struct options *options, struct pp_service *service,
                        const struct pp_plan *before, struct pp_err *err)
{
    struct pp_case was = {service, before, NULL};
    int32_t leaver = choose_leaver(&was);
    if (leaver == PP_NONE) {
        return pp_fail(err, PP_E_STATE, "nobody holds a family, so nobody can leave one");
    }
    // Nothing that was derived when the service was frozen depends on the last day in post.
    service->practitioners[leaver].end = service->settings.cases_from - 1;
    struct pp_arena arena = {0};
    struct watch watch = watch_begin(&arena);
    struct pp_plan *plan = pp_plan_create();
    struct pp_case c = {service, plan, before};
    bool works = solve(options, options->leaver_time, &c, plan, &watch, err);
    if (works) {
        print_leaver(&c, leaver, &watch);
    }
    pp_plan_destroy(plan);
    pp_arena_finish(&arena);
    return works;
}

/* ---- The command line ---- */

static bool measure(const struct options *options, struct pp_err *err)
{
    struct pp_service *service = load_service(options->path, err);
    if (service == NULL) {
        return false;
    }
    struct pp_arena arena = {0};
    struct watch watch = watch_begin(&arena);
    struct pp_plan *plan = pp_plan_create();
    struct pp_case c = {service, plan, NULL};
    bool works = solve(options, options->time, &c, plan, &watch, err);
    if (works) {
        print_plan(&c, &watch);
    }
    works = works && (!options->leaver || plan_leaver(options, service, plan, err));
    pp_plan_destroy(plan);
    pp_arena_finish(&arena);
    pp_service_destroy(service);
    return works;
}

/* An option that takes a number. */
struct number_option {
    const char *name;
    double *value;
};

static bool read_number(const struct number_option *options, size_t n, const char *name,
                        const char *text)
{
    char *end = NULL;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(name, options[i].name) == 0 && text != NULL) {
            *options[i].value = strtod(text, &end);
            return end != text && *end == '\0' && *options[i].value >= 0;
        }
    }
    return false;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    *options = (struct options){.seed = 1};
    const struct number_option numbers[] = {{"--time", &options->time},
                                            {"--rounds", &options->rounds},
                                            {"--threads", &options->threads},
                                            {"--seed", &options->seed},
                                            {"--leaver-time", &options->leaver_time}};
    const size_t n = sizeof(numbers) / sizeof(numbers[0]);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--leaver") == 0) {
            options->leaver = true;
        } else if (argv[i][0] != '-' && options->path == NULL) {
            options->path = argv[i];
        } else if (read_number(numbers, n, argv[i], argv[i + 1])) {
            i++;
        } else {
            return false;
        }
    }
    return options->path != NULL;
}

int main(int argc, char **argv)
{
    struct options options;
    struct pp_err err = {0};
    if (!read_options(argc, argv, &options)) {
        fprintf(stderr,
                "usage: bench_county [--time S] [--rounds N] [--threads N] [--seed K]\n"
                "                    [--leaver [--leaver-time S]] "
                "FOLDER|FILE\n");
        return USAGE;
    }
    if (!measure(&options, &err)) {
        fprintf(stderr, "bench_county: %s\n", err.text);
        return FOUND_FAULT;
    }
    return 0;
}
