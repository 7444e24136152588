// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Inside the workforce engine: the table of roles by months that its steps
 * fill one after the other, and the list of charges that they leave to be
 * paid.
 *
 * Row order must not matter: whatever is summed over rows is summed in
 * integers, where the order of summing makes no difference.
 */
#ifndef WORKFORCE_H
#define WORKFORCE_H

#include <podplan/limits.h>
#include <podplan/solver.h>

/** Money that somebody has to pay. */
struct charge {
    int32_t month;    ///< 0 .. months - 1
    const char *line; ///< "staff: Family practitioner"
    int32_t stream;   ///< what was meant to pay for it; PP_NONE: anything
    int64_t amount;   ///< pence; negative: income
    const char *key;  ///< of the stream, for sorting; NULL: none
};

/** Figures without which a role cannot be costed: the first month in which they are missed. */
struct unpriced {
    int32_t staff, cover; ///< PP_NONE: never missed
};

/** One of the service's own people in one role. */
struct spell {
    int32_t person, role;
    pp_day from, to; ///< both included; to PP_NO_DAY: open
};

/** Monthly flows for one in post. */
struct flows {
    double leave, join;
};

/**
 * Who comes and goes in a month, in parts of a thousandth of FTE (flows.c): of known staff if nobody
 * of them left by chance, and as expected, candidates included.
 */
struct comings {
    int64_t begun, ended;
    int64_t joined, moved;
    int64_t due; ///< of `joined` the candidates
};

/** When the caseload is largest against what the establishment can hold. */
struct strain {
    const char *rule;              ///< the cap that is exceeded; NULL: none ever is
    const char *unit;              ///< "families", "children" or "points"
    int32_t first, last;           ///< months in which one is
    int32_t worst;                 ///< month
    double factor;                 ///< how full the establishment is in that month, above 1
    int64_t amount, capacity;      ///< in that month, thousandths of families, children or points
    int32_t needed, establishment; ///< of all who hold cases, thousandths of FTE
    int32_t role;                  ///< the role with the largest part in the capacity
    int32_t more;                  ///< thousandths of FTE of that role that close it
};

struct lp;
struct pay_points;
struct known_days;
struct paths_mean;
struct paths_piece;
struct paths_standing;
struct simulation;
struct paths_answer;

struct workforce {
    const struct pp_service *service;
    const struct pp_solver_settings *settings;
    struct pp_plan *plan;
    struct pp_arena arena; ///< everything below; gone when the stage ends

    const int32_t *extra; ///< months: what if so many thousandths came; NULL: nobody
    int32_t extra_role;
    const struct workforce *like; ///< all roles but theirs are as in this one; NULL: none are

    int32_t months;
    pp_day *first;          ///< length months + 1: first days
    struct pp_month *cells; ///< roles x months
    int32_t *posts;         ///< roles x months: agreed, those kept empty included, thousandths
    struct spell *spells;   ///< by role
    int32_t *spells_from;   ///< length n_roles + 1: first spell of each role
    int32_t *backfilled;    ///< roles x months: of those lent to others, to be covered
    int32_t *empty;         ///< roles x months: of those lent to others, not to be covered
    int64_t *empty_days;    ///< the same x days, not rounded
    int32_t *lent;          ///< roles x months: lent to others and still paid here
    int32_t *held;          ///< roles x kinds of cover x months: contracts in place, thousandths
    struct paths_piece *pieces; ///< by role and month: of months in which known figures change
    int32_t *pieces_from;       ///< length roles x months + 1: first piece of each
    int32_t *over;              ///< roles x months: expected in post above the establishment
    int32_t *staff;             ///< roles x months: known staff if nobody of them left, thousandths
    int32_t *known;             ///< roles x months: those expected of them to be left, thousandths
    struct comings *comings;    ///< roles x months
    int32_t *before;            ///< roles: known staff on the first day, thousandths
    bool *moving;               ///< roles: somebody moves or is lent to others
    int32_t *manned;    ///< roles x months: in post when everybody does what is expected of them
    int32_t lead;       ///< month in which who is recruited now is expected to start
    struct flows flows; ///< expected, of all roles together
    double *hazard;     ///< roles x PATHS_YEARS: of leaving within a month, by years of service
    double *leave;      ///< roles: the same on average over those in post
    double *children;   ///< months: expected in the caseload
    struct pp_demand_month *demand; ///< months: the same by status, and who comes
    double *come;                   ///< months: of them new; NULL: the caseload stands still
    double *gain;              ///< months: of a child who comes, what is still there so much later
    struct pay_points *points; ///< roles x months x bases: as far as they were asked for
    struct known_days *known_days; ///< roles x months: the same
    int64_t *fixed;                ///< months: pence beside posts and cover
    bool *used;                    ///< roles: has posts, staff or cover

    int32_t *starts; ///< roles x months: of the staffing plan, thousandths; NULL: there is none
    struct paths_answer *planned;  ///< the paths with these starts
    struct simulation *simulation; ///< ranges.c: the paths; NULL: none were taken
    struct charge *charges;        ///< by month, stream, line; each once
    int32_t n_charges, charges_capacity;
    struct unpriced *unpriced; ///< length n_roles
    struct strain strain;
    int64_t cover_slack; ///< by how much cover could at most be cheaper, weighted pence
    bool stopped;
};

static inline struct pp_month *workforce_cell(const struct workforce *w, int32_t role,
                                              int32_t month)
{
    return &w->cells[(int64_t)role * w->months + month];
}

/** Thousandths of FTE of cover that contracts already bring. */
static inline int32_t *workforce_held(const struct workforce *w, int32_t role, int32_t kind)
{
    return &w->held[((int64_t)role * PP_COVERS + kind) * w->months];
}

/** Days of [from, to] within [begin, end); both ends of the first are included, PP_NO_DAY open. */
int32_t workforce_days(pp_day from, pp_day to, pp_day begin, pp_day end);

/** FTE x days of a month as an average over it, rounded half up. */
int32_t workforce_average(const struct workforce *w, int32_t month, int64_t fte_days);

/** The row that prices a kind of cover for a role; NULL: nobody said. */
const struct pp_cover_cost *workforce_cover_cost(const struct pp_service *service, int32_t role,
                                                 int32_t kind);

/** Pence for `fte` thousandths of that cover through one month, on-cost included. */
int64_t workforce_cover_price(const struct workforce *w, const struct pp_cover_cost *cost,
                              int32_t fte, int32_t month);

/** Pence of one full-time equivalent of that cover for a week, on-cost included. */
int64_t workforce_weekly_price(const struct workforce *w, const struct pp_cover_cost *cost);

/** What people call the role. */
const char *workforce_role_name(const struct pp_service *service, int32_t role);

/*
 * ---- money.c: pence that add up ----
 *
 * A sum spread over days is charged by the difference of two running shares, so that the parts
 * always sum to the whole; which part gets the odd penny follows from the days alone.
 */

/** amount x part / whole towards zero, without overflow of the product; 0 <= part, 0 < whole. */
int64_t money_share(int64_t amount, int64_t part, int64_t whole);

/** The same to the nearest penny, halves away from zero. */
int64_t money_round(int64_t amount, int64_t part, int64_t whole);

/** a + b, held at the ends of int64_t. */
int64_t money_add(int64_t a, int64_t b);

/** What falls on [begin, end) of an amount spread evenly over [from, to], both included. */
int64_t money_of_days(int64_t amount, pp_day from, pp_day to, pp_day begin, pp_day end);

/** Reports progress: a round of the stage, and of how many; 0: not known. */
void workforce_tell(const struct workforce *w, int32_t round, int32_t rounds);

/** The months and empty tables of a forecast. */
void workforce_begin(struct workforce *w);

/** stock.c: establishment, in post, vacancy and cover in place, by role and month. */
void stock_fill(struct workforce *w);

/** Permanent: may leave on a day that nobody knows yet, before their last day if they have one. */
bool stock_may_leave(const struct pp_practitioner *p);

/** The month after which somebody may leave: the first, or that of their start. */
int32_t stock_cohort(const struct workforce *w, const struct pp_practitioner *p);

/** spells.c: who is in which role when, and which posts are kept for those who are away. */
void spells_fill(struct workforce *w);

/** On the service's own payroll or lent to it: neither cover nor a volunteer. */
bool spells_are_staff(const struct pp_practitioner *p);

/** Days of a month on which the person of a spell is at work in its role. */
int32_t spells_days(const struct workforce *w, const struct spell *spell, int32_t month);

/** Days, none after `until`, on which a secondment takes them out of that role; false: none. */
bool spells_away(const struct spell *spell, const struct pp_secondment *away, pp_day until,
                 pp_day *from, pp_day *to);

/** Days of a month, none after `until`, on which a secondment takes them out of that role. */
int32_t spells_days_away(const struct workforce *w, const struct spell *spell,
                         const struct pp_secondment *away, pp_day until, int32_t month);

/** The same of days [begin, end). */
int32_t spells_days_between(const struct workforce *w, const struct spell *spell, pp_day begin,
                            pp_day end);
int32_t spells_away_between(const struct spell *spell, const struct pp_secondment *away,
                            pp_day until, pp_day begin, pp_day end);

/** The last day in post as far as it can be told; PP_NO_DAY: open. */
pp_day spells_last_day(const struct pp_practitioner *p);

/** flows.c: adds who comes and goes with a spell, there with these chances by month, millionths. */
void flows_add_spell(struct workforce *w, const struct spell *spell, const int64_t *chance);

/** Adds a candidate who is expected to start in a month. */
void flows_add_candidate(struct workforce *w, int32_t role, int32_t month, int64_t fte);

/** Thousandths of FTE of such parts, to the nearest. */
int32_t flows_fte(int64_t parts);

/** Who is new in a month, of them those who had to be recruited, and who moved; thousandths. */
struct flow {
    int64_t joined, recruits, moved;
};

/**
 * Writes it with the leavers that make those in post follow from the month before: what rounding
 * leaves is theirs.
 */
void flows_write(struct workforce *w, int32_t role, int32_t month, struct flow flow);

/** The same as expected, with so many thousandths of recruits who start in the month. */
void flows_expect(struct workforce *w, int32_t role, int32_t month, int64_t recruits);

/** The month from which less of a spell is that its person leaves; w->months: never. */
int32_t flows_ends(const struct workforce *w, const struct spell *spell);

/** They move, go away for a while, retire or have a last day: not there in all months alike. */
bool spells_change(const struct workforce *w, int32_t person);

/** An agency or bank worker, and which. */
bool stock_is_cover(const struct pp_practitioner *p, int32_t *kind);

/** Agency workers who are not here yet come when the agency rules let them. */
pp_day stock_engaged_from(const struct pp_service *service, int32_t person);

/** pieces.c: cuts months where a post, somebody or a contract begins or ends within them. */
void pieces_fill(struct workforce *w);

/** What a month has with so many thousandths in post on average. */
struct paths_standing pieces_standing(const struct workforce *w, int32_t role, int32_t month,
                                      int32_t in_post);

/** Thousandths x days of what is vacant on some days of such a month, not rounded. */
int64_t pieces_vacant_days(const struct workforce *w, int32_t role, int32_t month, int32_t in_post);

/** demand.c: the FTE that the caseload asks for, by role and month. */
void demand_fill(struct workforce *w);

/** Thousandths that may still be had on top of contracts in place. */
int32_t cover_room(const struct workforce *w, int32_t role, int32_t kind, int32_t month);

/** Months that cover is paid at least: its notice. */
int32_t cover_spell(const struct pp_cover_cost *cost);

/** The cap that the weekly cost of an agency is above, so that nobody is engaged; NULL: none. */
const struct pp_agency_cap *cover_cap(const struct pp_service *service,
                                      const struct pp_cover_cost *cost);

/** Columns of the spells that begin: none in a month in which nothing is open. */
bool cover_add_begins(struct lp *lp, const int32_t *gap, int32_t months, struct pp_err *err);

/**
 * Rows by which a kind of cover is bought in spells of so many months: `x` and `y` are its first
 * columns of what is bought and what begins, others follow by month.
 */
bool cover_add_spells(struct lp *lp, struct pp_arena *arena, int32_t months, int32_t spell,
                      int32_t x, int32_t y, struct pp_err *err);

/** The kinds of cover for a role that cost less in a month than staying unmet, cheapest first. */
int32_t cover_order(struct workforce *w, int32_t role, int32_t month, int32_t order[PP_COVERS]);

/** cover.c: bank, agency and overtime at least cost; what cannot be had is unmet. */
bool cover_solve(struct workforce *w, struct pp_err *err);

/**
 * A price that no choice of cover undercuts, unmet posts included, when a penny of cover costs
 * `weight` (length months).
 */
int64_t cover_bound(struct workforce *w, const int64_t *weight);

/** Pence of all cover of a role in a month, as its cells have it. */
int64_t cover_pence(const struct workforce *w, int32_t role, int32_t month);

/** Pence for `fte` thousandths of a grade on days [begin, end) of one month; -1: no cost known. */
int64_t charges_of_grade(const struct pp_service *service, int32_t grade, int32_t fte, pp_day begin,
                         pp_day end);

/** Sorts by month, stream, line and adds up equals; returns how many are left. */
int32_t charges_merge(struct charge *charges, int32_t n);

/** charges.c: what costs beside posts and cover, by month. Comes first. */
void charges_begin(struct workforce *w);

/** Adds what posts and cover cost. */
void charges_fill(struct workforce *w);

/** Pence of one FTE in the posts of a role in a month; without posts, of the role's grade. */
int64_t charges_pay(const struct workforce *w, int32_t role, int32_t month);

/** The same of somebody who starts: at the lowest point of the spine, where there is one. */
int64_t charges_newcomer(const struct workforce *w, int32_t role, int32_t month);

/** Pence of a kind of cover as it is charged, and of both kinds of a role in a month. */
int64_t charges_cover(const struct workforce *w, int32_t role, int32_t kind, int32_t month);
int64_t charges_covers(const struct workforce *w, int32_t role, int32_t month);

/** What a month is charged more than its thousandths come to; pence. */
int64_t charges_beyond(const struct workforce *w, int32_t role, int32_t month);

/** The same not rounded, so that all of them cost what the posts do. */
double charges_rate(const struct workforce *w, int32_t role, int32_t month);

/** Pence of one FTE in post above the establishment of a role in a month: its grade. */
int64_t charges_over(const struct workforce *w, int32_t role, int32_t month);
/** Pence that `over` thousandths above the establishment cost more than as many within it. */
int64_t charges_above(const struct workforce *w, int32_t role, int32_t month, int64_t over);

/** Thousandths of FTE x days of a month. */
struct days {
    int64_t posts;  ///< agreed, those kept empty included
    int64_t filled; ///< of them
    int64_t over;   ///< in post above the establishment
    int64_t vacant; ///< to be covered
};

/** What posts and known staff have of them. */
struct known_days {
    bool known, lent_known; ///< worked out
    int64_t posts, staff;
    int64_t lent; ///< yearly pence x thousandths x days of those lent to others and paid here
};

/**
 * days.c: what the averages of a month are rounded from; false: they are expected, or more than
 * thousandths say.
 */
bool days_of(const struct workforce *w, int32_t role, int32_t month, struct days *days);

/** Whose yearly cost an amount is that points turn into pay. */
enum pay_base {
    PAY_OF_POSTS, ///< the role's posts of the month; without any, its grade
    PAY_OF_GRADE, ///< the role's grade: above the establishment
    PAY_BASES
};

/** What points of the spine do to a role's pay in a month. */
struct pay_points {
    bool known;              ///< worked out
    int64_t paid, graded;    ///< known people: yearly pence x thousandths of FTE x days
    int64_t newcomer, grade; ///< yearly pence of the lowest point, and of the base; -1: none
};
struct pay_points pay_points_of(const struct workforce *w, int32_t role, int32_t month,
                                enum pay_base base);

/** pay.c: what staff whose posts cost `amount` cost by their points of the spine. */
int64_t pay_by_points(const struct workforce *w, int32_t role, int32_t month, int64_t amount,
                      enum pay_base base);

/** Those of a role who are lent to others and still paid here, in the months of a financial year. */
struct pay_lent {
    int64_t before, so_far; ///< months before and this one too: yearly pence x thousandths x days
    int64_t of;             ///< thousandths x days of the year
};
struct pay_lent pay_lent_of(const struct workforce *w, int32_t role, int32_t month);

/** Pence of them in a month, each at what they cost; the months of a year add up to the penny. */
int64_t pay_lent(const struct workforce *w, int32_t role, int32_t month);

/** Part of those who start in a role that is still there so many months later; in w's arena. */
double *staffing_stay(struct workforce *w, int32_t role);

/** recruits.c: what recruiting for a role costs; NULL: nobody said. */
const struct pp_recruitment *staffing_recruitment(const struct workforce *w, int32_t role);

/** Thousandths of FTE as which posts of a role are cut: whole people, halves or tenths. */
int32_t staffing_unit(const struct workforce *w, int32_t role);

/** Pence that one full-time start of a role costs once. */
int64_t staffing_once(const struct workforce *w, int32_t role);

/** Pence that the recruits of a forecast's month cost once, and those of them who are candidates. */
int64_t recruits_pence(const struct workforce *w, int32_t role, int32_t month);
int64_t recruits_due(const struct workforce *w, int32_t role, int32_t month);

/** Thousandths of a role that may start in a month, in whole units; INT32_MAX: nobody said. */
int32_t staffing_most(const struct workforce *w, int32_t role);

/** One of several ways to start people, and what it comes to on the paths. */
struct way {
    int32_t *starts;                ///< roles x months, thousandths
    const struct paths_mean *means; ///< roles x months
};

/**
 * starts.c: tries the ways on the paths and gives each role the one that is cheapest on average, the
 * money of each year considered; `pick`: roles.
 */
void starts_choose(struct workforce *w, struct way *ways, int32_t n, int32_t *pick);

/** Pence of a role's posts, cover and starts in a month with these means; `started` thousandths. */
int64_t starts_pence(const struct workforce *w, int32_t role, int32_t month,
                     const struct paths_mean *mean, int64_t started);

/**
 * Says for each role what its starts are worth on the paths: against none, and as in the past.
 * `plan`: on all paths.
 */
void starts_say(struct workforce *w, const struct way *ways, int32_t none, const int32_t *pick,
                const struct way *plan);

enum {
    STARTS_LATER = 3 ///< months by which a start is put off to see what it is worth
};

/** The first month of somebody who could as well start later, and of how much; PP_NONE: nobody. */
int32_t starts_first(const struct workforce *w, const int32_t *starts, int32_t *fte);

/**
 * Says what starting them then saves, and how much of it in cover; pence.  `unmet`: thousandths of
 * FTE x months more that nobody fills or covers if they start later.
 */
void starts_say_earlier(struct workforce *w, int32_t role, int32_t month, int32_t fte,
                        int64_t saved, int64_t cover, int64_t unmet);

/** The same on the paths: those of the plan, and once more with the first starts of roles later. */
void starts_weigh(struct workforce *w, const struct way *ways, const int32_t *pick);

/** cover.c: a month of means in whole thousandths that follow from each other. */
void cover_expected(const struct paths_mean *mean, struct pp_month *cell);

/**
 * staffing.c: whom to start and what to buy by month and role at least cost, into the plan; and what
 * an earlier start is worth.
 */
bool staffing_solve(struct workforce *w, struct pp_err *err);

/** ranges.c: takes the paths, after the cover of roles that leave nothing to chance is known. */
void ranges_simulate(struct workforce *w);

/** The role is the same on all paths, or no paths are asked for. */
bool ranges_are_certain(const struct workforce *w, int32_t role);

/**
 * Nobody of the role comes or goes by chance, but for when candidates start, so that what is vacant is
 * no mean of whole posts and none.
 */
bool ranges_are_known(const struct workforce *w, int32_t role);

/** What a role's month comes to on average over the paths; only where not all are the same. */
const struct paths_mean *ranges_mean(const struct workforce *w, int32_t role, int32_t month);

/**
 * The paths with these starts (roles x months) in place of those that history expects.  `trial`: only
 * means, of the first thousand paths.
 */
void ranges_try(struct workforce *w, const int32_t *starts, bool trial,
                struct paths_answer *answer);

/** Where every line may lie, into the plan; nothing when no paths are asked for. */
void ranges_fill(struct workforce *w);

/** funding.c: which stream pays which charge, what lapses, what nobody pays. */
void funding_settle(struct workforce *w);

/** price.c: cost, bound and status of the stage, once its parts are in the plan and sorted. */
void price_fill(struct workforce *w);

/** words.c: vacancies, missing cover, missing figures and too small an establishment. */
bool words_fill(struct workforce *w, struct pp_err *err);

#endif
