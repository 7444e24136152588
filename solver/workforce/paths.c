// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Stocks and flows of staff along random paths, role by role.
 *
 *   leavers     one exponential E a person: they leave in the first month in which the hazard
 *               they have lived through since, times each year's factor, has reached E.  With one
 *               hazard for all the number who are left is binomial
 *   starters    approvals are Poisson (join x in post x the year's factor), no more than there is
 *               room for once those on the way have come and those expected to leave have left;
 *               each then takes the four stages of recruitment, triangular times, and starts when
 *               there is room; a check of 12 months or more is made again
 *   cover       cheapest first, as the plan buys it; what was engaged is paid for its notice
 *   caseload    new children about their expectation, Poisson, carried on by the transitions
 *
 * Each year has two log-normal factors for all roles: years differ by more
 * than chance among people explains.
 *
 * Threads take roles; a role's figures are sorted into quantiles where they
 * are made, and the sums over roles are sums of integers, so that neither the
 * number of threads nor the order of roles matters.
 */
#include "paths.h"

#include "crew.h"
#include "draws.h"
#include "workforce.h"

#include <assert.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum {
    SMALLEST = 100, ///< thousandths of FTE: nobody is recruited for less
    MAX_YEARS = PP_MAX_MONTHS / 12 + 2
};

/* What all roles share along one path. */
struct weather {
    float leave[MAX_YEARS], join[MAX_YEARS]; ///< factors, by twelve months from the start
};

/* The figures of all paths, line by line and month by month: a quantile wants those of one together. */
struct sheet {
    int32_t *fte;   ///< lines but cost x months x paths, thousandths
    int64_t *pence; ///< months x paths
};

struct worker {
    struct sheet role;  ///< of one role
    struct sheet total; ///< summed over the roles of this thread
    int64_t *column;    ///< paths: one line and month
    int32_t *missed;    ///< pieces of one role
};

struct run {
    const struct paths_input *in;
    struct paths_answer *answer;
    struct weather *weather; ///< paths
    float *load;             ///< paths x months: caseload in parts of the expected one
    double *lived;           ///< roles x months of service: hazard so far, -log of who is left
    int32_t services;        ///< months of service in each row of `lived`
    struct worker *workers;
    int32_t n_workers;
    atomic_int next;
};

/* One role along one path. */
struct trip {
    const struct run *run;
    const struct paths_role *role;
    int32_t number; ///< of the role
    const struct weather *weather;
    uint64_t stream;
    int32_t change[PP_MAX_MONTHS + 1];  ///< of those in post, by month
    int32_t ready[PP_MAX_MONTHS + 1];   ///< recruits who could start from that month on
    int32_t ramp[PP_MAX_MONTHS + 1];    ///< thousandths of starters, by month
    int32_t missing[PP_MAX_MONTHS + 1]; ///< by month, of those who are not here in all months alike
    int32_t *missed;                    ///< of the same, by piece
    int32_t due[PP_MAX_MONTHS + 1];     ///< thousandths of known candidates who start, by month
    int32_t left[PP_MAX_MONTHS + 1];    ///< of those who leave by chance, by month
    int32_t coming;                     ///< of them still on the way
    int32_t fresh;                      ///< thousandths of FTE still in their first year
    int32_t waiting;                    ///< recruits in all stages
    int32_t planned;                    ///< thousandths who wait to start by plan
    double lead;                        ///< expected months of all stages
};

static int32_t held_within(int64_t fte)
{
    return fte < 0 ? 0 : fte > INT32_MAX ? INT32_MAX : (int32_t)fte;
}

/* Whole months until the first of a month on which somebody can start. */
static int32_t whole_months(double months)
{
    return (int32_t)fmin(ceil(months - 1e-9), PP_MAX_MONTHS);
}

static double stages_left(const struct paths_role *role, int32_t stage, double elapsed,
                          struct pp_rng *rng)
{
    double months = 0.0;
    for (int32_t s = stage; s < PATHS_STAGES; s++) {
        months += lead_left(&role->lead[s], s == stage ? elapsed : 0.0, pp_rng_unit(rng));
    }
    return months;
}

/* ---- The weather: years and caseloads ---- */

static void draw_weather(const struct run *run, int32_t path, struct weather *weather)
{
    const double sigma = sqrt(log1p(run->in->spread * run->in->spread));
    for (int32_t y = 0; y * 12 < run->in->months; y++) {
        struct pp_rng rng = stream_of(path_key(run->in->seed, path), 1, y);
        weather->leave[y] = (float)exp(sigma * normal(&rng) - sigma * sigma / 2.0);
        weather->join[y] = (float)exp(sigma * normal(&rng) - sigma * sigma / 2.0);
    }
}

static void draw_load(const struct run *run, int32_t path, float *load)
{
    const struct paths_input *in = run->in;
    double more[PP_MAX_MONTHS];
    for (int32_t m = 0; m < in->months; m++) {
        double away = 0.0;
        for (int32_t k = 0; in->come != NULL && k < m; k++) {
            away += more[k] * in->gain[m - 1 - k];
        }
        load[m] = 1.0F;
        if (in->come != NULL && in->children[m] > 0.0) {
            load[m] = (float)fmax(0.0, 1.0 + away / in->children[m]);
        }
        struct pp_rng rng = stream_of(path_key(in->seed, path), 2, m);
        more[m] = in->come == NULL ? 0.0 : poisson(&rng, in->come[m]) - in->come[m];
    }
}

/* ---- Leavers ---- */

static double lived_by(const struct run *run, int32_t role, int32_t service)
{
    int32_t last = run->services - 1;
    return run->lived[(int64_t)role * run->services + (service < last ? service : last)];
}

/* The month in which somebody leaves who may from the month after `start`; months: they stay. */
static int32_t leaving_month(const struct trip *trip, int32_t role, int32_t start, int32_t tenure,
                             struct pp_rng *rng)
{
    const struct run *run = trip->run;
    const int32_t months = trip->run->in->months;
    double left = -log(unit_above_zero(rng));
    for (int32_t m = start; m < months - 1;) {
        int32_t year = m / 12, end = (year + 1) * 12 < months - 1 ? (year + 1) * 12 : months - 1;
        double from = lived_by(run, role, tenure + m - start), factor = trip->weather->leave[year];
        double all = factor * (lived_by(run, role, tenure + end - start) - from);
        if (left <= all && all > 0.0) {
            while (factor * (lived_by(run, role, tenure + m + 1 - start) - from) < left) {
                m++;
            }
            return m + 1;
        }
        left -= all;
        m = end;
    }
    return months;
}

static void leave_at(struct trip *trip, int32_t month, int32_t fte)
{
    trip->change[month] -= fte;
    trip->left[month] += fte;
}

/*
 * Who is not here in all months is missed in those in which they would have been.  They leave once:
 * neither on a last day that was known nor with a move.
 */
static void miss_from(struct trip *trip, int32_t month, const struct paths_person *person)
{
    const int32_t months = trip->run->in->months, *from = trip->role->pieces_from;
    int32_t before = 0;
    for (int32_t m = month; m < months; m++) {
        const int32_t more = person->here[m] - before;
        trip->change[m] -= more;
        trip->left[m] += m == month || (more < 0 && m >= person->ends) ? more : 0;
        before = person->here[m];
        trip->missing[m] += before;
        for (int32_t p = from == NULL ? 0 : from[m]; from != NULL && p < from[m + 1]; p++) {
            trip->missed[p - from[0]] += person->parts[p - from[0]];
        }
    }
}

static void known_staff_leave(struct trip *trip)
{
    for (int32_t i = 0; i < trip->role->n_people; i++) {
        const struct paths_person *p = &trip->role->people[i];
        struct pp_rng rng = stream_of(trip->stream, p->key, 0);
        int32_t month = leaving_month(trip, p->role, p->start, p->tenure, &rng);
        if (p->here == NULL) {
            leave_at(trip, month, p->fte);
        } else {
            miss_from(trip, month, p);
        }
    }
}

/* ---- Starters ---- */

static void start(struct trip *trip, int32_t month, int32_t fte, struct pp_rng *rng)
{
    trip->change[month] += fte;
    trip->ramp[month] += fte;
    leave_at(trip, leaving_month(trip, trip->number, month, 0, rng), fte);
}

/* A check that will be too old by then is made again. */
static bool needs_new_check(const struct paths_candidate *c, double months)
{
    return c->vetted >= 0.0 && c->vetted + months >= PATHS_VETTED_MONTHS &&
           c->stage == PATHS_STAGES - 1;
}

int32_t paths_expected_start(const struct paths_candidate *c,
                             const struct paths_lead lead[PATHS_STAGES])
{
    enum {
        STEPS = 64 // of the time that is left of the stage under way
    };
    double months = 0.0;
    for (int i = 0; i < STEPS; i++) {
        months += lead_left(&lead[c->stage], c->elapsed, (i + 0.5) / STEPS) / STEPS;
    }
    for (int32_t s = c->stage + 1; s < PATHS_STAGES; s++) {
        months += (lead[s].least + lead[s].typical + lead[s].most) / 3.0;
    }
    if (needs_new_check(c, months)) {
        const struct paths_lead *check = &lead[PATHS_STAGES - 1];
        months += (check->least + check->typical + check->most) / 3.0;
    }
    return whole_months(months);
}

static void candidates_start(struct trip *trip)
{
    const struct paths_role *role = trip->role;
    for (int32_t i = 0; i < role->n_candidates; i++) {
        const struct paths_candidate *c = &role->candidates[i];
        struct pp_rng rng = stream_of(trip->stream, c->key, 0);
        double months = stages_left(role, c->stage, c->elapsed, &rng);
        if (needs_new_check(c, months)) {
            months += lead_left(&role->lead[PATHS_STAGES - 1], 0.0, pp_rng_unit(&rng));
        }
        int32_t month = whole_months(months);
        if (month < trip->run->in->months) {
            start(trip, month, c->fte, &rng);
            trip->due[month] += c->fte;
            trip->coming += c->fte;
        }
    }
}

static void come_later(struct trip *trip, int32_t month, double months)
{
    int64_t at = (int64_t)month + whole_months(months);
    if (at < trip->run->in->months) {
        trip->ready[at]++;
        trip->waiting++;
    }
}

/* Posts that are advertised now: no more than those on the way and those who leave will not fill. */
static void approve(struct trip *trip, int32_t month, int32_t in_post, struct pp_rng *rng)
{
    const struct paths_role *role = trip->role;
    double factor = trip->weather->join[month / 12];
    double room = role->fillable[month] - in_post + role->leave * trip->lead * in_post -
                  trip->coming - (double)PP_FTE * trip->waiting - trip->planned;
    int32_t n = poisson(rng, role->join * factor * in_post / PP_FTE);
    for (; n > 0 && room >= PP_FTE / 2; n--, room -= PP_FTE) {
        come_later(trip, month, stages_left(role, 0, 0.0, rng));
    }
}

/* Those who could start do so while there is room; the others wait, and their checks grow old. */
static int32_t recruits_start(struct trip *trip, int32_t month, int32_t in_post, struct pp_rng *rng)
{
    const struct paths_role *role = trip->role;
    int32_t old = month - PATHS_VETTED_MONTHS;
    while (old >= 0 && trip->ready[old] > 0) {
        trip->ready[old]--;
        trip->waiting--;
        double again = lead_left(&role->lead[PATHS_STAGES - 1], 0.0, pp_rng_unit(rng));
        come_later(trip, month, fmax(again, 1.0));
    }
    for (int32_t m = old < 0 ? 0 : old + 1; trip->waiting > 0 && m <= month; m++) {
        while (trip->ready[m] > 0 && role->fillable[month] - in_post >= SMALLEST) {
            int32_t room = role->fillable[month] - in_post;
            int32_t fte = room < PP_FTE ? room : PP_FTE;
            trip->ready[m]--;
            trip->waiting--;
            start(trip, month, fte, rng);
            in_post += fte;
        }
    }
    return in_post;
}

/* Who is to start by plan does so once half of a post is vacant for them. */
static int32_t plan_starts(struct trip *trip, int32_t month, int32_t in_post, struct pp_rng *rng)
{
    const struct paths_role *role = trip->role;
    trip->planned = held_within((int64_t)trip->planned + role->hires[month]);
    for (int32_t fte;
         (fte = paths_next_start(trip->planned, (int64_t)role->fillable[month] - in_post)) > 0;) {
        trip->planned -= fte;
        start(trip, month, fte, rng);
        in_post += fte;
    }
    return in_post;
}

/* ---- Cover, and what a month comes to ---- */

static struct paths_standing standing_of(const struct trip *trip, int32_t month, int32_t in_post)
{
    const struct paths_role *role = trip->role;
    const int64_t more = (int64_t)in_post - role->staff[month] + trip->missing[month];
    struct paths_days days = {PP_UNKNOWN, PP_UNKNOWN};
    if (role->pieces_from != NULL && role->pieces_from[month] < role->pieces_from[month + 1]) {
        const int32_t from = role->pieces_from[month], n = role->pieces_from[month + 1] - from;
        days =
            paths_days_of(&role->pieces[from], n, &trip->missed[from - role->pieces_from[0]], more);
    }
    return paths_standing_of(
        role->establishment[month], in_post,
        (int64_t)role->held[PP_COVER_BANK][month] + role->held[PP_COVER_AGENCY][month], &days);
}

/* What one role buys along one path. */
struct basket {
    int32_t wanted[PP_COVERS][PP_MAX_MONTHS]; ///< for the month's own gap
    int32_t bought;                           ///< beside contracts in place
    int32_t paid[PP_COVERS];                  ///< contracts, what is wanted, what has its notice
};

/* Wanted now or within the notice, as long as it is to be had: where it ends notice is given in time. */
static int32_t bought_of(const struct paths_role *role, int32_t kind, int32_t month,
                         const struct basket *basket)
{
    int32_t fte = basket->wanted[kind][month], most = role->most[kind][month];
    if (role->settled[kind] != NULL) {
        return role->settled[kind][month];
    }
    for (int32_t k = 1; k < role->spell[kind] && k <= month; k++) {
        int32_t before = basket->wanted[kind][month - k];
        before = before < most ? before : most;
        fte = before > fte ? before : fte;
    }
    return fte;
}

/* Buys cover for what is open, cheapest first; what was wanted within the notice is paid on. */
static void buy(const struct paths_role *role, int32_t month, int32_t open, struct basket *basket)
{
    int32_t left = open;
    int64_t bought = 0;
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        basket->wanted[kind][month] = 0;
    }
    for (int32_t i = 0; i < role->n_order && left > 0; i++) {
        int32_t kind = role->order[i], most = role->most[kind][month];
        basket->wanted[kind][month] = left < most ? left : most;
        left -= basket->wanted[kind][month];
    }
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        const int32_t fte = bought_of(role, kind, month, basket);
        basket->paid[kind] = held_within((int64_t)role->held[kind][month] + fte);
        bought += fte;
    }
    basket->bought = held_within(bought);
}

/* Rounded once, to the penny; beyond what 64 bits hold it stays there. */
static int64_t month_pence(const struct paths_role *role, int32_t month, int32_t in_post,
                           int32_t over, int32_t recruits, const int32_t paid[PP_COVERS])
{
    static const double most = 9e18;
    double pence = (in_post - over) * role->pay[month] + over * role->over[month];
    pence += recruits * role->once;
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        pence += role->price[kind] == NULL ? 0.0 : paid[kind] * role->price[kind][month];
    }
    int64_t beside = role->beside == NULL ? 0 : role->beside[month];
    return money_add(beside, (int64_t)fmin(floor(pence / PP_FTE + 0.5), most));
}

static int32_t at_work(struct trip *trip, int32_t month, int32_t in_post, int32_t cover,
                       struct pp_rng *rng)
{
    const struct paths_input *in = trip->run->in;
    double p = in->absence, heads = (double)in_post / PP_FTE;
    double away = p <= 0.0 ? 0.0 : heads * p + sqrt(heads * p * (1.0 - p)) * roughly_normal(rng);
    trip->fresh += trip->ramp[month];
    trip->fresh -= month >= PATHS_RAMP_MONTHS ? trip->ramp[month - PATHS_RAMP_MONTHS] : 0;
    double present = in_post - PP_FTE * fmin(fmax(away, 0.0), heads) - in->ramp * trip->fresh;
    return cover + (int32_t)fmax(0.0, floor(present + 0.5));
}

/* ---- One role along one path ---- */

static void put(const struct run *run, const struct sheet *sheet, int32_t path, int32_t month,
                const int32_t line[PP_RANGE_COST], int64_t pence)
{
    const struct paths_input *in = run->in;
    for (int32_t l = 0; l < PP_RANGE_COST && !in->only_means; l++) {
        sheet->fte[((int64_t)l * in->months + month) * in->paths + path] = line[l];
    }
    if (!in->only_means) {
        sheet->pence[(int64_t)month * in->paths + path] = pence;
    }
}

static int32_t needed(const struct run *run, int32_t fte, int32_t path, int32_t month)
{
    const double load = run->load[(int64_t)path * run->in->months + month];
    return (int32_t)fmin(floor(fte * load + 0.5), INT32_MAX);
}

static int32_t above(int64_t a, int64_t b)
{
    return held_within(a - b);
}

static void add_means(const struct trip *trip, int32_t month, int32_t in_post, int32_t started,
                      const struct paths_standing *at, const struct basket *basket)
{
    const int32_t *begun = trip->role->begun, *ended = trip->role->ended;
    struct paths_mean *mean = paths_mean_of(trip->run->answer, trip->run->in, trip->number, month);
    const int32_t unmet = above(at->open, basket->bought);
    int64_t cover = 0;
    for (int32_t kind = 0; kind < PP_COVERS; kind++) {
        mean->wanted[kind] += basket->wanted[kind][month];
        mean->paid[kind] += basket->paid[kind];
        cover += basket->paid[kind];
    }
    mean->in_post += in_post;
    mean->started += started;
    mean->joined += started + trip->due[month] + (begun == NULL ? 0 : begun[month]);
    mean->left += trip->left[month] + (ended == NULL ? 0 : ended[month]);
    mean->over += at->over;
    mean->vacancy += at->vacant;
    mean->open += at->open;
    mean->spare += above(cover, (int64_t)at->vacant - unmet);
    mean->unmet += unmet;
}

static int32_t people_in_post(struct trip *trip, int32_t month, int32_t arrived)
{
    const struct paths_role *role = trip->role;
    struct pp_rng rng = stream_of(trip->stream, role->key, month);
    int32_t in_post = arrived;
    if (role->hires != NULL && role->join > 0.0) { // the others draw what they do without them
        struct pp_rng own = stream_of(trip->stream, ~role->key, month);
        in_post = plan_starts(trip, month, arrived, &own);
    } else if (role->hires != NULL) {
        in_post = plan_starts(trip, month, arrived, &rng);
    }
    if (role->join <= 0.0) {
        return in_post;
    }
    in_post = recruits_start(trip, month, in_post, &rng);
    approve(trip, month, in_post, &rng);
    return in_post;
}

static void take_trip(struct trip *trip, int32_t path, const struct sheet *sheet)
{
    const struct paths_input *in = trip->run->in;
    const struct paths_role *role = trip->role;
    struct basket basket;
    int32_t change = 0;
    for (int32_t m = 0; m < in->months; m++) {
        struct pp_rng other = stream_of(trip->stream, role->key ^ 3, m);
        change += trip->change[m];
        trip->coming -= trip->due[m];
        int32_t arrived = held_within((int64_t)role->staff[m] + change);
        int32_t in_post = people_in_post(trip, m, arrived);
        change += in_post - arrived;
        const struct paths_standing at = standing_of(trip, m, in_post);
        buy(role, m, at.open, &basket);
        add_means(trip, m, in_post, in_post - arrived, &at, &basket);
        const int32_t *paid = basket.paid;
        const int32_t recruits = in_post - arrived + trip->due[m];
        int32_t cover = held_within((int64_t)paid[PP_COVER_BANK] + paid[PP_COVER_AGENCY] +
                                    paid[PP_COVER_OVERTIME]);
        bool holds = role->needed[m] != PP_UNKNOWN;
        put(trip->run, sheet, path, m,
            (int32_t[PP_RANGE_COST]){
                [PP_RANGE_IN_POST] = in_post,
                [PP_RANGE_VACANCY] = at.vacant,
                [PP_RANGE_BANK] = paid[PP_COVER_BANK],
                [PP_RANGE_AGENCY] = paid[PP_COVER_AGENCY],
                [PP_RANGE_OVERTIME] = paid[PP_COVER_OVERTIME],
                [PP_RANGE_UNMET] = above(at.open, basket.bought),
                [PP_RANGE_AT_WORK] = holds ? at_work(trip, m, in_post, cover, &other) : 0,
                [PP_RANGE_NEEDED] = holds ? needed(trip->run, role->needed[m], path, m) : 0},
            month_pence(role, m, in_post, at.over, recruits, paid));
    }
}

static int32_t pieces_of(const struct paths_input *in, const struct paths_role *role)
{
    return role->pieces_from == NULL ? 0 : role->pieces_from[in->months] - role->pieces_from[0];
}

static void begin_trip(struct trip *trip, int32_t path)
{
    const struct run *run = trip->run;
    trip->weather = &run->weather[path];
    trip->stream = path_key(run->in->seed, path);
    trip->waiting = trip->coming = trip->fresh = trip->planned = 0;
    size_t bytes = ((size_t)run->in->months + 1) * sizeof(int32_t);
    memset(trip->change, 0, bytes);
    memset(trip->ready, 0, bytes);
    memset(trip->ramp, 0, bytes);
    memset(trip->due, 0, bytes);
    memset(trip->left, 0, bytes);
    memset(trip->missing, 0, bytes);
    memset(trip->missed, 0, (size_t)pieces_of(run->in, trip->role) * sizeof(trip->missed[0]));
    known_staff_leave(trip);
    candidates_start(trip);
}

/* What neither starters nor leavers explain; of sums, so that it is what moves and secondments are. */
static void reckon_moved(const struct run *run, int32_t r)
{
    const struct paths_input *in = run->in;
    int64_t before = (int64_t)in->roles[r].before * in->paths;
    for (int32_t m = 0; m < in->months; m++) {
        struct paths_mean *mean = paths_mean_of(run->answer, in, r, m);
        mean->moved = mean->in_post - before - mean->joined + mean->left;
        before = mean->in_post;
    }
}

/* Sums over all paths become means. */
static void divide_means(const struct run *run, int32_t r)
{
    const struct paths_input *in = run->in;
    const int64_t n = in->paths;
    for (int32_t m = 0; m < in->months; m++) {
        struct paths_mean *mean = paths_mean_of(run->answer, in, r, m);
        int64_t *const sums[] = {&mean->in_post, &mean->started, &mean->joined, &mean->left,
                                 &mean->over,    &mean->open,    &mean->spare};
        mean->moved = llround((double)mean->moved / (double)n);
        for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
            *sums[i] = (2 * *sums[i] + n) / (2 * n);
        }
        for (int32_t kind = 0; kind < PP_COVERS; kind++) {
            mean->wanted[kind] = (2 * mean->wanted[kind] + n) / (2 * n);
            mean->paid[kind] = (2 * mean->paid[kind] + n) / (2 * n);
        }
        /* Halves up, but what is missing down: so posts are still those in post and those vacant. */
        mean->vacancy = (2 * mean->vacancy + n - 1) / (2 * n);
        mean->unmet = (2 * mean->unmet + n - 1) / (2 * n);
    }
}

static void travel_role(const struct run *run, int32_t r, const struct worker *worker)
{
    const struct paths_input *in = run->in;
    struct trip trip = {.run = run, .role = &in->roles[r], .number = r, .missed = worker->missed};
    for (int32_t s = 0; s < PATHS_STAGES; s++) {
        const struct paths_lead *lead = &trip.role->lead[s];
        trip.lead += (lead->least + lead->typical + lead->most) / 3.0;
    }
    for (int32_t path = 0; path < in->paths; path++) {
        begin_trip(&trip, path);
        take_trip(&trip, path, &worker->role);
    }
    reckon_moved(run, r);
    divide_means(run, r);
}

/* ---- Into the answer ---- */

static void fill_bands(const struct run *run, int32_t role, const struct sheet *sheet,
                       int64_t *column)
{
    const struct paths_input *in = run->in;
    for (int32_t m = 0; m < in->months; m++) {
        for (int32_t line = 0; line < PP_RANGE_COST; line++) {
            const int32_t *fte = &sheet->fte[((int64_t)line * in->months + m) * in->paths];
            for (int32_t path = 0; path < in->paths; path++) {
                column[path] = fte[path];
            }
            *paths_band_of(run->answer, in, role, line, m) = paths_quantiles(column, in->paths);
        }
        *paths_band_of(run->answer, in, role, PP_RANGE_COST, m) =
            paths_quantiles(&sheet->pence[(int64_t)m * in->paths], in->paths);
    }
}

/* ---- All roles ---- */

static void add_sheet(const struct paths_input *in, const struct sheet *sum,
                      const struct sheet *more)
{
    const int64_t cells = (int64_t)in->months * in->paths;
    for (int64_t i = 0; i < PP_RANGE_COST * cells; i++) {
        sum->fte[i] = held_within((int64_t)sum->fte[i] + more->fte[i]);
    }
    for (int64_t i = 0; i < cells; i++) {
        sum->pence[i] = money_add(sum->pence[i], more->pence[i]);
    }
}

static void work_on_roles(void *user, int32_t number)
{
    struct run *run = user;
    const struct paths_input *in = run->in;
    struct worker *worker = &run->workers[number];
    for (int32_t r; (r = atomic_fetch_add(&run->next, 1)) < in->n_roles;) {
        if (!in->roles[r].used) {
            continue;
        }
        if (number == 0 && in->tell != NULL) { // the caller's own thread
            in->tell(in->user, r);
        }
        travel_role(run, r, worker);
        if (!in->only_means) {
            fill_bands(run, r, &worker->role, worker->column);
            add_sheet(in, &worker->total, &worker->role);
        }
    }
}

static void work_on_weather(void *user, int32_t number)
{
    struct run *run = user;
    for (int32_t path = number; path < run->in->paths; path += run->n_workers) {
        draw_weather(run, path, &run->weather[path]);
        draw_load(run, path, &run->load[(int64_t)path * run->in->months]);
    }
}

/* Adds all threads' totals, and what the service costs beside, into those of the first. */
static void add_totals(struct run *run)
{
    const struct paths_input *in = run->in;
    const struct sheet *total = &run->workers[0].total;
    for (int32_t w = 1; w < run->n_workers; w++) {
        add_sheet(in, total, &run->workers[w].total);
    }
    for (int32_t m = 0; m < in->months; m++) {
        int64_t *pence = &total->pence[(int64_t)m * in->paths];
        for (int32_t path = 0; path < in->paths; path++) {
            pence[path] = money_add(pence[path], in->fixed[m]);
        }
    }
}

/* Ranges of whole financial years: sums along each path. */
static void fill_years(struct run *run)
{
    const struct paths_input *in = run->in;
    const int64_t *pence = run->workers[0].total.pence;
    int64_t *sum = run->workers[0].column;
    for (int32_t m = 0, end; m < in->months; m = end) {
        memset(sum, 0, (size_t)in->paths * sizeof(sum[0]));
        for (end = m; end < in->months && in->year[end] == in->year[m]; end++) {
            for (int32_t path = 0; path < in->paths; path++) {
                sum[path] = money_add(sum[path], pence[(int64_t)end * in->paths + path]);
            }
        }
        run->answer->years[m] = paths_quantiles(sum, in->paths);
    }
}

void paths_lived(const double *hazard, int32_t n, double *lived)
{
    lived[0] = 0.0;
    for (int32_t s = 1; s < n; s++) {
        int32_t year = (s - 1) / 12 < PATHS_YEARS ? (s - 1) / 12 : PATHS_YEARS - 1;
        lived[s] = lived[s - 1] - log1p(-fmin(hazard[year], 0.999));
    }
}

static void fill_lived(struct run *run, struct pp_arena *arena)
{
    const struct paths_input *in = run->in;
    run->services = PATHS_YEARS * 12 + in->months;
    run->lived = PP_NEW(arena, double, (int64_t)in->n_roles * run->services);
    for (int32_t r = 0; r < in->n_roles; r++) {
        if (in->roles[r].used) {
            paths_lived(in->roles[r].hazard, run->services,
                        &run->lived[(int64_t)r * run->services]);
        }
    }
}

static struct sheet sheet_of(const struct paths_input *in, struct pp_arena *arena)
{
    const int64_t cells = in->only_means ? 0 : (int64_t)in->months * in->paths;
    return (struct sheet){PP_NEW(arena, int32_t, PP_RANGE_COST * cells),
                          PP_NEW(arena, int64_t, cells)};
}

/* At least one, so that there is something to clear. */
static int32_t most_pieces(const struct paths_input *in)
{
    int32_t most = 1;
    for (int32_t r = 0; r < in->n_roles; r++) {
        const int32_t n = in->roles[r].used ? pieces_of(in, &in->roles[r]) : 0;
        most = n > most ? n : most;
    }
    return most;
}

void paths_run(const struct paths_input *in, struct pp_arena *arena, struct paths_answer *answer)
{
    assert(in->months <= PP_MAX_MONTHS && in->paths > 0);
    struct pp_arena own = {0};
    struct crew *crew = crew_begin(in->threads);
    struct run run = {.in = in, .answer = answer, .n_workers = crew_size(crew)};
    answer->bands =
        PP_NEW(arena, struct paths_band, (int64_t)(in->n_roles + 1) * PATHS_LINES * in->months);
    answer->years = PP_NEW(arena, struct paths_band, in->months);
    answer->means = PP_NEW(arena, struct paths_mean, (int64_t)in->n_roles * in->months);
    run.weather = PP_NEW(&own, struct weather, in->paths);
    run.load = PP_NEW(&own, float, (int64_t)in->paths * in->months);
    run.workers = PP_NEW(&own, struct worker, run.n_workers);
    for (int32_t w = 0; w < run.n_workers; w++) {
        run.workers[w] = (struct worker){sheet_of(in, &own), sheet_of(in, &own),
                                         PP_NEW(&own, int64_t, in->paths),
                                         PP_NEW(&own, int32_t, most_pieces(in))};
    }
    fill_lived(&run, &own);
    crew_run(crew, work_on_weather, &run);
    crew_run(crew, work_on_roles, &run);
    crew_finish(crew);
    if (!in->only_means) {
        add_totals(&run);
        fill_bands(&run, in->n_roles, &run.workers[0].total, run.workers[0].column);
        fill_years(&run);
    }
    pp_arena_finish(&own);
}
