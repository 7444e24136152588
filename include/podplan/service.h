// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The service: everything a council says about its teams, families, shifts,
 * courses and money.  The question that a plan answers.
 *
 * A service is built row by row (builder.h), checked, frozen, and read-only
 * from then on; it may be shared between threads without a lock.  Everything
 * lives in its one arena.  Rows are dense arrays; other rows are named by
 * index, never by pointer.  Arrays are in file order, which carries no
 * meaning: no result may depend on it.
 *
 * Units: FTE and points in thousandths, money in pence, rates in millionths,
 * times in minutes of the day, dates as civil days.  PP_NONE stands for "no
 * row", PP_UNKNOWN for a number that nobody gave, PP_NO_DAY for a date that
 * was left blank.  The columns, their words and their ranges are in
 * schema.h; one C member is one column of the same name.
 */
#ifndef PODPLAN_SERVICE_H
#define PODPLAN_SERVICE_H

#include <podplan/arena.h>
#include <podplan/civil.h>
#include <podplan/err.h>

#include <stdint.h>

#define PP_NONE (-1)
#define PP_UNKNOWN INT32_MIN

enum {
    PP_FTE = 1000
}; ///< one full-time equivalent; one point

enum pp_contract {
    PP_PERMANENT,
    PP_FIXED_TERM,
    PP_AGENCY,
    PP_BANK,
    PP_SECONDED,
    PP_VOLUNTEER,
    PP_CONTRACTS
};
enum pp_status {
    PP_EARLY_HELP,
    PP_CIN,
    PP_CP,
    PP_LAC,
    PP_CARE_LEAVER,
    PP_CLOSED,
    PP_STATUSES
};
enum pp_complexity {
    PP_LOW,
    PP_MEDIUM,
    PP_HIGH,
    PP_COMPLEXITIES
};
enum pp_role_kind {
    PP_FAMILY_PRACTICE, ///< as is a role whose kind is unknown
    PP_EARLY_HELP_WORK, ///< only families whose open children are all at early help
    PP_SOCIAL_WORK,     ///< qualified: may hold any family
    PP_STEP_DOWN        ///< qualified: only beside the practitioners of escalated families
};
enum pp_skill_kind {
    PP_PRACTICE,
    PP_LANGUAGE,
    PP_QUALIFICATION
};
enum pp_strength {
    PP_NEEDED,
    PP_PREFERRED
};
enum pp_wish {
    PP_WANTED,
    PP_AVOID
};
enum pp_duty_kind {
    PP_DUTY,
    PP_STANDBY
};
enum pp_block {
    PP_WEEK_BLOCK ///< one person stands by on all of a week's dates
};
enum pp_shown_as {
    PP_SHOWN_BUSY,
    PP_SHOWN_FREE
};
enum pp_weekly_rest {
    PP_24_IN_7,
    PP_48_IN_14
};
/** What calendars that others read call the people of a pod. */
enum pp_feed_names {
    PP_FEED_CODES, ///< role and key
    PP_FEED_NAMES
};
enum pp_pair_wish {
    PP_TOGETHER,
    PP_APART
};
/** The kinds of turns that are shared out fairly; a turn may be of several. */
enum pp_turn_kind {
    PP_DUTY_TURN,         ///< any duty
    PP_EVENING_TURN,      ///< a duty that is an evening (pp_shift_is_evening)
    PP_WEEKEND_TURN,      ///< a duty that begins on a Saturday, a Sunday or a bank holiday
    PP_NIGHT_TURN,        ///< a duty that is a night (pp_shift_is_night)
    PP_BANK_HOLIDAY_TURN, ///< a duty or standby that begins on a bank holiday
    PP_STANDBY_TURN,
    PP_TURN_KINDS
};
enum pp_cover_kind {
    PP_COVER_BANK,
    PP_COVER_AGENCY,
    PP_COVER_OVERTIME, ///< of those in post
    PP_COVERS
};
enum pp_funding_kind {
    PP_GRANT,
    PP_COUNCIL_CASH,
    PP_MATCHED,
    PP_IN_KIND
};
enum pp_paid_by {
    PP_PAID_BY_SERVICE,
    PP_PAID_BY_HOST
};
enum pp_reason {
    PP_NEWLY_QUALIFIED,
    PP_SICKNESS,
    PP_STUDY,
    PP_POD_MANAGEMENT,
    PP_OTHER_REASON
};
enum pp_recruitment_stage {
    PP_APPROVED,
    PP_ADVERTISED,
    PP_OFFERED,
    PP_VETTED,
    PP_RECRUITMENT_STAGES
};
enum pp_leave_kind {
    PP_ANNUAL_LEAVE,
    PP_SICK_LEAVE,
    PP_STUDY_LEAVE,
    PP_COURT,
    PP_OTHER_LEAVE
};

struct pp_hub {
    const char *hub, *name;
};
struct pp_patch {
    const char *patch, *name;
    int32_t hub;
};
struct pp_travel {
    int32_t from_patch, to_patch;
    int32_t minutes; ///< one way; the way back is the same unless it has its own row
};
struct pp_pod {
    const char *pod, *name;
    int32_t hub, patch; ///< patch: where the pod is based
    pp_day closes_on;   ///< last day on which its people hold cases; PP_NO_DAY: stays open
    int32_t feed_names; ///< enum pp_feed_names; PP_UNKNOWN: codes
};
struct pp_role {
    const char *role, *name;
    int32_t grade;
    int32_t family_cap, child_cap; ///< a full-time person; PP_UNKNOWN: the role holds no cases
    int32_t point_cap;             ///< thousandths; PP_UNKNOWN: not capped in points
    int32_t span;                  ///< practitioners it may oversee; PP_UNKNOWN: none
    int32_t on_call_tier;          ///< 1, 2; PP_UNKNOWN: never on call
    int32_t kind;                  ///< enum pp_role_kind; PP_UNKNOWN: family practice
};
struct pp_practitioner {
    const char *practitioner;
    const char *name; ///< NULL unless the user asked to keep names
    int32_t role, pod;
    int32_t consultant; ///< a practitioner; PP_NONE: the plan chooses one
    int32_t fte;        ///< thousandths; PP_UNKNOWN: takes no new family
    int32_t contract;   ///< enum pp_contract
    pp_day start, end;  ///< first and last day in post; end PP_NO_DAY: open
    int32_t home_patch;
    const char *email; ///< NULL: nothing is mailed
    pp_day retires;    ///< last day expected; PP_NO_DAY: nobody said
    int32_t point;     ///< of their grade's spine on planned_on; PP_UNKNOWN: the grade's cost
    pp_day qualified;  ///< as a social worker; PP_NO_DAY: nobody said
    pp_day
        permanent_until; ///< last day of an earlier permanent post in the region; PP_NO_DAY: none
};
struct pp_role_move {
    int32_t practitioner;
    pp_day date; ///< first day in the new role
    int32_t role;
    int32_t pod; ///< PP_NONE: no pod
};
struct pp_secondment {
    int32_t practitioner;
    pp_day from, to;         ///< elsewhere, both included; their post is kept
    int32_t paid_by;         ///< enum pp_paid_by; PP_UNKNOWN: the service
    pp_day backfill_to;      ///< last day on which others do their work; PP_NO_DAY: nobody does
    int32_t backfill_stream; ///< what pays for that; PP_NONE: what pays for the posts of the role
};
struct pp_skill {
    const char *skill, *name;
    int32_t kind; ///< enum pp_skill_kind
};
struct pp_held_skill {
    int32_t practitioner, skill;
    pp_day expiry; ///< last valid day; PP_NO_DAY: for good
};
struct pp_reduction {
    int32_t practitioner;
    pp_day from, to; ///< both included; to PP_NO_DAY: open
    int32_t percent; ///< of the person's capacity that is lost, 0..100
    int32_t reason;  ///< enum pp_reason
};
struct pp_family {
    const char *family;
    int32_t patch;
    int32_t language;     ///< a skill of kind language; PP_NONE: English
    int32_t practitioner; ///< who works with them now
    pp_day since;
    pp_day escalated_from, escalated_to; ///< both included; from PP_NO_DAY: not escalated
    int32_t social_worker;               ///< who is beside the practitioner now
    pp_day closes_on;                    ///< last day of the case; PP_NO_DAY: it stays open
    int32_t evenings; ///< evening duties in four weeks wanted of the practitioner; PP_UNKNOWN: none
};
struct pp_need {
    int32_t family, skill;
    int32_t strength; ///< enum pp_strength
};
struct pp_child {
    const char *child;
    int32_t family;
    int32_t status;     ///< enum pp_status; PP_UNKNOWN: unassessed
    int32_t complexity; ///< enum pp_complexity; PP_UNKNOWN: unassessed
};
struct pp_weight {
    int32_t status, complexity;
    pp_day start;
    int32_t points; ///< thousandths
};
struct pp_conflict {
    int32_t family, practitioner;
    const char *reason;
};
struct pp_shift {
    const char *shift, *name;
    int32_t weekdays;      ///< bit 0 Monday .. bit 6 Sunday
    pp_minute begin, end;  ///< end <= begin: ends the next day
    int32_t break_minutes; ///< unpaid, inside the shift
    int32_t pod, hub;      ///< who covers it: that pod, else that hub, else everybody
    int32_t role, skill;   ///< a duty without either is for roles that hold cases
    int32_t needed;        ///< people
    int32_t kind;          ///< enum pp_duty_kind
    int32_t tier;          ///< standby: the role's on_call_tier it asks for
    pp_day from, to;       ///< dates it runs, both included; PP_NO_DAY: open
    int32_t block;         ///< standby: enum pp_block; PP_UNKNOWN: each date by itself
    int32_t shown_as;      ///< in calendars: enum pp_shown_as; PP_UNKNOWN: by kind
};
struct pp_shift_skill {
    int32_t shift, skill;
    int32_t needed; ///< people of those on the shift who hold the skill
};
struct pp_bank_holiday {
    pp_day date;
    const char *name;
};
struct pp_leave {
    int32_t practitioner;
    pp_day from, to; ///< both included
    int32_t kind;    ///< enum pp_leave_kind
};
struct pp_request {
    int32_t practitioner;
    pp_day date;
    int32_t shift;   ///< PP_NONE: any duty that day
    int32_t wish;    ///< enum pp_wish
    int32_t minutes; ///< what it is worth; PP_UNKNOWN: the rule's weight
};
struct pp_pair {
    int32_t one, other; ///< practitioners
    int32_t wish;       ///< enum pp_pair_wish
    int32_t strength;   ///< enum pp_strength; PP_UNKNOWN: apart is needed, together preferred
};
struct pp_call_out {
    int32_t practitioner;
    pp_day date;
    pp_minute begin, end; ///< end <= begin: the next day
};
struct pp_court_date {
    int32_t practitioner;
    pp_day date;
};
struct pp_worked_turn {
    int32_t practitioner;
    pp_day date; ///< on which the shift began
    int32_t shift;
};
struct pp_worked_week {
    int32_t practitioner;
    pp_day week;     ///< its Monday
    int32_t minutes; ///< besides turns and courses
};
struct pp_opening {
    int32_t practitioner;
    int32_t kind;  ///< enum pp_turn_kind
    int32_t turns; ///< in the year until `date`
    pp_day date;   ///< the last day that is counted in it
};
struct pp_course {
    const char *course, *name;
    int32_t skill;           ///< what it teaches
    int32_t validity_months; ///< PP_UNKNOWN: for good
    int64_t price;           ///< pence a seat
};
struct pp_session {
    const char *session;
    int32_t course;
    pp_day date;
    pp_minute begin, end;
    int32_t places;
};
struct pp_core_training {
    int32_t role, course;
};
struct pp_budget {
    int32_t pod;
    int32_t financial_year; ///< the year it begins in
    int64_t amount;         ///< pence
};
struct pp_grade {
    const char *grade, *name;
};
struct pp_grade_cost {
    int32_t grade;
    int32_t financial_year; ///< from this one on, until a later row
    int64_t yearly_cost;    ///< pence, one full-time post with on-costs
};
struct pp_spine_point {
    int32_t grade, point;
    int32_t financial_year; ///< from this one on, until a later row
    int64_t yearly_cost;    ///< pence, one full-time person at that point with on-costs
};
struct pp_post {
    const char *post;
    int32_t role, pod;
    int32_t grade; ///< PP_NONE: the role's
    int32_t fte;
    pp_day start, end;
    int32_t stream;
};
struct pp_cover_cost {
    int32_t role;
    int32_t kind;        ///< enum pp_cover_kind
    int64_t weekly_cost; ///< pence, one full-time equivalent
    int32_t notice_weeks;
    int32_t most; ///< thousandths of FTE to be had at a time; PP_UNKNOWN: any
    pp_day until; ///< last day on which it is bought; PP_NO_DAY: no end
};
struct pp_recruitment {
    int32_t role;
    int64_t recruit_cost;  ///< pence for each who starts: advertising, agency fee, checks
    int64_t training_cost; ///< pence for each who starts
    int32_t most;          ///< thousandths of FTE that can start in a month; PP_UNKNOWN: any
};
struct pp_agency_cap {
    int32_t role;
    int64_t weekly_cap; ///< pence, one full-time equivalent: agency that costs more is not engaged
};
struct pp_stream {
    const char *stream, *source;
    int32_t kind;           ///< enum pp_funding_kind
    int32_t financial_year; ///< it lapses at this year's end
    int64_t amount;         ///< pence
    pp_day start, end;      ///< it pays for months with a day of these; PP_NO_DAY: the year's own
};
struct pp_instalment {
    int32_t stream;
    pp_day date;
    int64_t amount;
};
struct pp_cost {
    const char *line; ///< "travel", "IT", …
    pp_day from, to;  ///< spread evenly over these days, both included
    int64_t amount;
    int32_t stream;
};
struct pp_history {
    int32_t year; ///< the statistical year, at 30 September
    int32_t in_post, starters, leavers, agency, vacancy, case_holders; ///< thousandths of FTE
    int32_t cases;
    const char *source;
};
struct pp_candidate_row {
    const char *candidate;
    int32_t role;
    int32_t fte;      ///< thousandths
    int32_t stage;    ///< enum pp_recruitment_stage: the one under way
    pp_day since;     ///< in that stage
    pp_day vetted_on; ///< of the check; PP_NO_DAY: not yet
};
struct pp_lead_time {
    int32_t stage;                ///< enum pp_recruitment_stage
    int32_t least, typical, most; ///< days
};
struct pp_demand {
    pp_day month;
    int32_t referrals;   ///< children a month
    int32_t repeat_rate; ///< millionths
};
struct pp_transition {
    int32_t from_status, to_status;
    int32_t monthly_rate; ///< millionths
};
struct pp_unit_cost {
    int32_t status;
    int64_t weekly_cost; ///< pence, one child
    const char *source;
};
struct pp_benefit {
    const char *cohort, *outcome;
    int32_t cases;
    int32_t from_status;
    int32_t to_status; ///< PP_UNKNOWN: the case is avoided altogether
    int32_t weeks;
};
struct pp_rule_weight {
    int32_t rule;   ///< index into the rule table
    int32_t weight; ///< minutes a week for each unit (pence for money rules)
};

/** Typed settings of settings.csv; the table is in settings.h. */
struct pp_settings {
    const char *service_name, *authority;
    const char *mail_program; ///< absolute path, sendmail-compatible; NULL: no mail
    const char *mail_from;    ///< sender of mail
    pp_day planned_on;        ///< "today" for the plan; no clock is read
    pp_day cases_from;        ///< the day on which allocations take effect
    pp_day rota_from;         ///< a Monday
    int32_t rota_weeks, forecast_months;
    int32_t seed;
    int32_t allocation_rounds, rota_rounds; ///< effort; reproducible, unlike seconds
    int32_t full_week_minutes;              ///< contract of one full-time person
    int32_t unassessed_points;     ///< thousandths; PP_UNKNOWN: the largest weight in force
    int32_t visits_per_week;       ///< thousandths, for each family: makes travel minutes
    int32_t rest_minutes;          ///< between two duties
    int32_t week_average_minutes;  ///< most, on average over reference_weeks
    int32_t reference_weeks;       ///< over which the average week is taken
    int32_t run_days;              ///< most days with duty in a row
    int32_t evening_from;          ///< a duty that ends after this minute is an evening
    int32_t weekly_rest;           ///< enum pp_weekly_rest
    pp_minute night_from;          ///< night is from here …
    pp_minute night_to;            ///< … to here, the next morning
    int32_t night_average_minutes; ///< most of a night worker in each 24 hours, rest days left out
    int32_t contract_band_percent; ///< either side of the contract; PP_UNKNOWN: no least
    int32_t evenings_apart_weeks;  ///< free of evenings between two with some; 0: no matter
    int32_t weekends_apart_weeks;
    int32_t notice_days;             ///< from planned_on, in which published turns stay
    int32_t swaps_need_approval;     ///< 1: a manager approves; 0: who volunteers has the turn
    int32_t leavers_percent;         ///< thousandths: of those whom history expects to leave
    int32_t agency_notice_weeks;     ///< agency cover that is planned lasts at least so long
    int32_t on_cost_percent;         ///< on top of agency cost, say VAT that is not reclaimed
    int32_t agency_experience_years; ///< from `qualified` until an agency may send somebody
    int32_t agency_cool_off_months;  ///< from `permanent_until` until then
    int32_t increment_month;         ///< on whose first day pay goes up a point; 0: it does not
};

/**
 * Items of owner o: item[start[o]] .. item[start[o + 1] - 1], rows of the owned table, in the
 * order of their cells' text and therefore not of the file.
 */
struct pp_index {
    int32_t *start; ///< length: owners + 1
    int32_t *item;
};

/** X(row type without pp_, member and table name): every table, parents before children. */
#define PP_TABLES(X)                                                                               \
    X(hub, hubs)                                                                                   \
    X(patch, patches)                                                                              \
    X(travel, travel)                                                                              \
    X(pod, pods)                                                                                   \
    X(grade, grades)                                                                               \
    X(grade_cost, grade_costs)                                                                     \
    X(spine_point, spine_points)                                                                   \
    X(role, roles)                                                                                 \
    X(practitioner, practitioners)                                                                 \
    X(role_move, moves)                                                                            \
    X(skill, skills)                                                                               \
    X(held_skill, practitioner_skills)                                                             \
    X(reduction, reductions)                                                                       \
    X(family, families)                                                                            \
    X(need, needs)                                                                                 \
    X(child, children)                                                                             \
    X(weight, weights)                                                                             \
    X(conflict, conflicts)                                                                         \
    X(shift, shifts)                                                                               \
    X(shift_skill, shift_skills)                                                                   \
    X(bank_holiday, bank_holidays)                                                                 \
    X(leave, leave)                                                                                \
    X(request, requests)                                                                           \
    X(pair, pairs)                                                                                 \
    X(call_out, call_outs)                                                                         \
    X(court_date, court_dates)                                                                     \
    X(worked_turn, worked_turns)                                                                   \
    X(worked_week, worked_hours)                                                                   \
    X(opening, ledger)                                                                             \
    X(course, courses)                                                                             \
    X(session, sessions)                                                                           \
    X(core_training, core_training)                                                                \
    X(budget, budgets)                                                                             \
    X(stream, streams)                                                                             \
    X(instalment, instalments)                                                                     \
    X(secondment, secondments)                                                                     \
    X(post, posts)                                                                                 \
    X(cover_cost, cover_costs)                                                                     \
    X(recruitment, recruitment)                                                                    \
    X(agency_cap, agency_caps)                                                                     \
    X(cost, costs)                                                                                 \
    X(history, workforce_history)                                                                  \
    X(candidate_row, pipeline)                                                                     \
    X(lead_time, lead_times)                                                                       \
    X(demand, demand)                                                                              \
    X(transition, transitions)                                                                     \
    X(unit_cost, unit_costs)                                                                       \
    X(benefit, benefits)                                                                           \
    X(rule_weight, rule_weights)

enum pp_table_id {
#define PP_TABLE_ID(type, name) PP_TABLE_##name,
    PP_TABLES(PP_TABLE_ID)
#undef PP_TABLE_ID
    PP_TABLE_COUNT
};

struct pp_service {
    struct pp_arena arena;
    struct pp_settings settings;
    uint64_t input_hash; ///< of every cell and setting but names; independent of row order

/* `struct pp_hub *hubs; int32_t n_hubs;` and so on for every table */
#define PP_TABLE_MEMBER(type, name)                                                                \
    struct pp_##type *name;                                                                        \
    int32_t n_##name;
    PP_TABLES(PP_TABLE_MEMBER)
#undef PP_TABLE_MEMBER

    /* Made by pp_service_freeze. */
    struct pp_index children_of;   ///< family -> children
    struct pp_index needs_of;      ///< family -> needs
    struct pp_index conflicts_of;  ///< family -> conflicts
    struct pp_index skills_of;     ///< practitioner -> practitioner_skills
    struct pp_index reductions_of; ///< practitioner -> reductions
    struct pp_index leave_of;      ///< practitioner -> leave
    struct pp_index requests_of;   ///< practitioner -> requests
    struct pp_index pairs_of;      ///< practitioner -> pairs in which they are `one`
    struct pp_index call_outs_of;  ///< practitioner -> call_outs
    struct pp_index court_of;      ///< practitioner -> court_dates
    struct pp_index asked_of;      ///< shift -> shift_skills
    struct pp_index hours_of;      ///< practitioner -> worked_hours
    struct pp_index openings_of;   ///< practitioner -> ledger
    struct pp_index members_of;    ///< pod -> practitioners
    struct pp_index core_of;       ///< role -> core_training
    struct pp_index sessions_of;   ///< course -> sessions
    struct pp_index moves_of;      ///< practitioner -> moves
    struct pp_index away_of;       ///< practitioner -> secondments
    int32_t *minutes_between;      ///< patch x patch, one way; PP_UNKNOWN: nobody said
};

/** Indexes and hashes; the last act of building.  Never fails. */
void pp_service_freeze(struct pp_service *service);

/** Frees the service and everything in it; NULL is fine. */
void pp_service_destroy(struct pp_service *service);

/** True when `day` is in [from, to], where PP_NO_DAY at either end is open. */
bool pp_day_within(pp_day day, pp_day from, pp_day to);

/** In post on `day`, by start and end, and not seconded elsewhere. */
bool pp_in_post(const struct pp_service *service, int32_t practitioner, pp_day day);

/** May hold a caseload on `day`: in post, no volunteer, a role with a cap, a pod that is open. */
bool pp_has_caseload(const struct pp_service *service, int32_t practitioner, pp_day day);

/** The same for families of their own, which step-down social workers do not hold. */
bool pp_holds_cases(const struct pp_service *service, int32_t practitioner, pp_day day);

/** The person's pod has closed before `day`. */
bool pp_pod_is_closed(const struct pp_service *service, int32_t practitioner, pp_day day);

/** The kind of the person's role; family practice when nobody said. */
enum pp_role_kind pp_role_kind(const struct pp_service *service, int32_t practitioner);

/** A qualified social worker, of either kind. */
bool pp_is_social_worker(const struct pp_service *service, int32_t practitioner);

/** The family's case is open on `day`. */
bool pp_is_open(const struct pp_service *service, int32_t family, pp_day day);

/** The family's case is open on `day`, and its risk has escalated. */
bool pp_is_escalated(const struct pp_service *service, int32_t family, pp_day day);

/** Holds `skill` on `day` by the service's own records (training planned is in plan.h). */
bool pp_holds_skill(const struct pp_service *service, int32_t practitioner, int32_t skill,
                    pp_day day);

/** Per cent of a person's capacity that the reductions of the day leave. */
int32_t pp_percent_left(const struct pp_service *service, int32_t practitioner, pp_day day);

/** The same by reductions that keep the person from work altogether: not by pod management nor by
 *  being newly qualified, which lessen a caseload only. */
int32_t pp_percent_present(const struct pp_service *service, int32_t practitioner, pp_day day);

/** In court on `day`: a court date, or leave for court. */
bool pp_in_court(const struct pp_service *service, int32_t practitioner, pp_day day);

/** On leave for any reason on `day`. */
bool pp_on_leave(const struct pp_service *service, int32_t practitioner, pp_day day);

/** Minutes one way between two patches; PP_UNKNOWN when either is PP_NONE or nobody said. */
int32_t pp_travel_minutes(const struct pp_service *service, int32_t from, int32_t to);

/** Minutes from a pod to a patch; unknown ways come last, those of another hub
 *  behind them, and pods that close before cases_from behind all. */
int64_t pp_pod_distance(const struct pp_service *service, int32_t pod, int32_t patch);

/**
 * The pod nearest to a family's patch, of those open on cases_from if there are any; where nobody said how far, one of the same hub; ties by
 * smaller hash of the key; PP_NONE without pods.
 */
int32_t pp_nearest_pod(const struct pp_service *service, int32_t family);

/** Yearly cost in pence of one full-time post of a grade on `day`; -1 when none is in force. */
int64_t pp_grade_cost(const struct pp_service *service, int32_t grade, pp_day day);

/** Yearly cost in pence of a full-time person at a point of a grade on `day`; -1: none in force. */
int64_t pp_spine_cost(const struct pp_service *service, int32_t grade, int32_t point, pp_day day);

/** The person's spine point on `day`, by yearly increments up to the top; PP_UNKNOWN: none. */
int32_t pp_spine_point_on(const struct pp_service *service, int32_t practitioner, pp_day day);

/** The secondment of a person elsewhere on `day`, a row; PP_NONE: they are here. */
int32_t pp_secondment_on(const struct pp_service *service, int32_t practitioner, pp_day day);

/** The first day on which an agency may send the person, by experience; PP_NO_DAY: any. */
pp_day pp_agency_experienced(const struct pp_service *service, int32_t practitioner);

/** The same by the months after a permanent post in the region; PP_NO_DAY: any. */
pp_day pp_agency_cooled_off(const struct pp_service *service, int32_t practitioner);

/** What a caseload may hold; thousandths for points. */
struct pp_capacity {
    int32_t families, children;
    int32_t points;  ///< thousandths; INT32_MAX: not capped
    int32_t percent; ///< of the role's caps that is left by FTE and reductions, 0..100
    bool step_down;  ///< for families that the person is beside
};

/**
 * Capacity of a person on `day`: the role's caps x FTE x (1 - reductions),
 * rounded down to whole families and children.  Zero out of post, after the pod
 * closed, for a role that holds no cases, for volunteers, for an unknown FTE.
 */
struct pp_capacity pp_capacity_on(const struct pp_service *service, int32_t practitioner,
                                  pp_day day);

/** What a family weighs on `day`; closed children neither count nor weigh. */
struct pp_load {
    int32_t families, children;
    int32_t points;     ///< thousandths; unassessed children count the cautious weight
    int32_t unassessed; ///< children without status or complexity
};

/** All zero once the case is closed. */
struct pp_load pp_family_load(const struct pp_service *service, int32_t family, pp_day day);

/** Thousandths of a point a child weighs on `day`; the cautious weight when unassessed. */
int32_t pp_child_points(const struct pp_service *service, int32_t child, pp_day day);

/** Visit travel of a family from a practitioner's home patch, minutes a week (0 when unknown). */
int32_t pp_travel_load(const struct pp_service *service, int32_t family, int32_t practitioner);

#endif
