// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The plan: the answer.  Who works with which family, who oversees whom, who
 * is on shift and on call when, who takes which course, what the months
 * ahead hold and cost, and what does not fit.
 *
 * A plan is filled stage by stage (solver.h); each stage reads what earlier
 * stages wrote and writes only its own part.  The judges of rules.h read it.
 * All arrays live in the plan's arena.  Lists are kept in one canonical order
 * (by the keys of the service, not by row), so that equal plans are equal
 * bytes wherever they are written.
 */
#ifndef PODPLAN_PLAN_H
#define PODPLAN_PLAN_H

#include <podplan/service.h>

enum pp_stage {
    PP_TRAINING,
    PP_ALLOCATION,
    PP_ROTA,
    PP_WORKFORCE,
    PP_STAGES
};

enum pp_solve_status {
    PP_NOT_RUN,
    PP_OPTIMAL,   ///< proved: cost equals bound
    PP_FEASIBLE,  ///< every hard rule holds
    PP_SHORTFALL, ///< the best that can be done; the named shortfalls remain
    PP_STOPPED    ///< stopped by time or by the user; the best so far
};

/** How a stage ended. */
struct pp_info {
    int32_t status; ///< enum pp_solve_status
    int64_t cost;   ///< soft cost plus the price of shortfalls, the stage's currency
    int64_t bound;  ///< proved: no answer of this stage costs less
    int32_t rounds;
    double seconds; ///< for people; never written into a reproducible file
};

/** Where a family is: the stage writes one for each family, by family row. */
struct pp_placement {
    int32_t practitioner; ///< PP_NONE: unplaced
    int32_t rule;         ///< unplaced: the rule that stands in the way (index into the table)
    const char *reason;   ///< unplaced: one sentence; placed: NULL
};

/** What becomes of a case when its pod closes. */
enum pp_destination {
    PP_CASE_CLOSED,    ///< it needs nobody any more
    PP_STEPPED_DOWN,   ///< to early help
    PP_STEPPED_ACROSS, ///< to a social worker
    PP_MOVED_ON,       ///< to another family practitioner
    PP_DESTINATIONS
};

/** The case of a pod that closes: who gives it to whom, and on which day. */
struct pp_handover {
    pp_day date;
    int32_t family;
    int32_t kind;     ///< enum pp_destination
    int32_t from, to; ///< practitioners; to PP_NONE: the case is closed
};

/** A turn of duty or standby: one person, one shift, the date on which it begins. */
struct pp_turn {
    int32_t shift;
    pp_day date;
    int32_t practitioner;
};

/** A seat on a course session. */
struct pp_seat {
    int32_t session, practitioner;
};

/** A month of one role (by role row; PP_NONE for the service as a whole). Thousandths of FTE. */
struct pp_month {
    pp_day month; ///< its first day
    int32_t role;
    int32_t establishment, in_post, vacancy, bank, agency, overtime, unmet;
    int32_t needed; ///< FTE that the caseload asks for at the caps; PP_UNKNOWN: holds no cases
    int32_t starters, leavers; ///< of those in post since the month before
    int32_t
        recruits;  ///< of the starters those who are yet to be recruited, and cost what that does
    int32_t moved; ///< in post more by moves within the service and secondments; may be below 0
};

/** What covers vacant posts of a month, by kind. */
static inline int32_t pp_month_cover(const struct pp_month *month, int32_t kind)
{
    return kind == PP_COVER_BANK     ? month->bank
           : kind == PP_COVER_AGENCY ? month->agency
                                     : month->overtime;
}

/** What a range is of. */
enum pp_range_line {
    PP_RANGE_IN_POST, ///< thousandths of FTE, as are the next
    PP_RANGE_VACANCY,
    PP_RANGE_BANK,
    PP_RANGE_AGENCY,
    PP_RANGE_OVERTIME,
    PP_RANGE_UNMET,
    PP_RANGE_AT_WORK, ///< in post and cover, less sickness and what new starters can not yet do
    PP_RANGE_NEEDED,  ///< that the caseload asks for
    PP_RANGE_COST,    ///< pence of posts, cover and those lent; of the service: of everything
    PP_RANGE_PLAN,    ///< pence: the same when staff start and cover is bought by the staffing plan
    PP_RANGE_LINES
};

/** Where a line of the forecast may lie: 10, 50 and 90 of 100 simulated paths are at or below. */
struct pp_range {
    pp_day month; ///< its first day
    int32_t
        months;   ///< 1; cost of the service alone: the months of a financial year from `month` on
    int32_t role; ///< PP_NONE: the service as a whole
    int32_t line; ///< enum pp_range_line
    int64_t p10, p50, p90;
};

/** A month of one role in the staffing plan: whom to start and what to buy. Thousandths of FTE. */
struct pp_staffing {
    pp_day month; ///< its first day
    int32_t role;
    int32_t starts, in_post, bank, agency, overtime, unmet;
    int32_t surplus; ///< in post above the establishment, at the cost of the role's grade
    int64_t cost;    ///< pence of posts, cover, recruitment and training
};

/** What the staffing plan buys in a month, by kind. */
static inline int32_t pp_staffing_cover(const struct pp_staffing *staffing, int32_t kind)
{
    return kind == PP_COVER_BANK     ? staffing->bank
           : kind == PP_COVER_AGENCY ? staffing->agency
                                     : staffing->overtime;
}

/** What an earlier start is worth. */
struct pp_advice {
    int32_t role;
    int64_t saved; ///< pence: the difference of two solves or simulations; negative: it costs more
    const char *sentence;
};

/** Whether a cost line is one of cover: "bank: ROLE", or another kind of pp_cover_kind_words. */
bool pp_line_is_cover(const char *line);

/** Money of one line in one month. */
struct pp_cost_line {
    pp_day month;
    const char *line; ///< "staff: Family practitioner", "agency", "travel", …
    int32_t stream;   ///< what pays for it; PP_NONE: nothing does
    int64_t amount;   ///< pence
};

/** What becomes of a funding stream. */
struct pp_stream_use {
    int32_t stream;
    int64_t spent, lapsed; ///< pence; spent + lapsed is its amount
};

/** One line of the value-for-money table (benefits.csv): the bid's Table 2. */
struct pp_saving {
    int32_t benefit;
    int64_t gross; ///< cases x weekly cost before x weeks
    int64_t less;  ///< cases x weekly cost after x weeks
    int64_t net;
};

/** Something that does not fit, with what would close it. */
struct pp_shortfall {
    int32_t stage;        ///< enum pp_stage
    const char *rule;     ///< the rule that is relaxed
    const char *subject;  ///< key of the pod, family, shift, role or stream concerned
    pp_day from, to;      ///< when; PP_NO_DAY: not dated
    int64_t amount;       ///< by how much, in `unit`
    const char *unit;     ///< "families", "children", "people", "pence", …
    const char *sentence; ///< "Pod 2 is 4 families over its caps: 34 families for 30 places."
    const char
        *remedy; ///< "One more full-time family practitioner in pod 2 closes it."; NULL: none known
};

enum {
    PP_PAST_WEEKS = 53,  ///< weeks before a rota that it remembers
    PP_LEDGER_WEEKS = 52 ///< weeks before a rota whose turns count in the ledger
};

struct pp_plan {
    struct pp_arena arena;
    struct pp_info info[PP_STAGES];

    struct pp_placement *placements; ///< length n_families; NULL before allocation
    int32_t n_placements;
    int32_t *consultants; ///< length n_practitioners: who oversees; NULL before allocation
    int32_t n_consultants;
    int32_t *social_workers; ///< length n_families: who is beside; NULL before allocation
    int32_t n_social_workers;
    struct pp_handover *handovers; ///< by date, family key
    int32_t n_handovers, handovers_capacity;

    struct pp_turn *turns; ///< by date, shift key, practitioner key
    int32_t n_turns, turns_capacity;
    pp_day rota_from;
    int32_t rota_weeks;
    /** Turns of earlier rotas before rota_from, as they were worked: swaps and changes included.
     *  By date, shift key, practitioner key; no older than PP_PAST_WEEKS. */
    struct pp_turn *worked;
    int32_t n_worked, worked_capacity;

    /* What people were told last, by publish and by swaps approved since; of any rota, those
       worked already included.  Not the plan's own: the store keeps it beside the plans. */
    struct pp_turn *published; ///< by date, shift key, practitioner key
    int32_t n_published, published_capacity;
    pp_day frozen_before; ///< published turns of earlier dates had to stay; 0: none had to

    struct pp_seat *seats; ///< by session key, practitioner key
    int32_t n_seats, seats_capacity;

    struct pp_month *months;
    int32_t n_months, months_capacity;
    struct pp_range *ranges; ///< by month, months, role key, line; none when nothing was simulated
    int32_t n_ranges, ranges_capacity;
    struct pp_staffing *staffing; ///< by month, role key
    int32_t n_staffing, staffing_capacity;
    struct pp_advice *advice; ///< by role key, what is saved
    int32_t n_advice, advice_capacity;
    struct pp_cost_line *cost_lines;
    int32_t n_cost_lines, cost_lines_capacity;
    struct pp_stream_use *stream_uses;
    int32_t n_stream_uses, stream_uses_capacity;
    struct pp_saving *savings;
    int32_t n_savings, savings_capacity;

    struct pp_shortfall *shortfalls; ///< by stage, rule, subject, from
    int32_t n_shortfalls, shortfalls_capacity;
};

struct pp_plan *pp_plan_create(void);
void pp_plan_destroy(struct pp_plan *plan); ///< NULL is fine

void pp_plan_add_handover(struct pp_plan *plan, struct pp_handover handover);
void pp_plan_add_turn(struct pp_plan *plan, struct pp_turn turn);
void pp_plan_add_worked(struct pp_plan *plan, struct pp_turn turn);
void pp_plan_add_published(struct pp_plan *plan, struct pp_turn turn);
void pp_plan_add_seat(struct pp_plan *plan, struct pp_seat seat);
void pp_plan_add_month(struct pp_plan *plan, struct pp_month month);
void pp_plan_add_staffing(struct pp_plan *plan, struct pp_staffing staffing);
void pp_plan_add_advice(struct pp_plan *plan, struct pp_advice advice); ///< strings are copied
void pp_plan_add_range(struct pp_plan *plan, struct pp_range range);
void pp_plan_add_cost_line(struct pp_plan *plan, struct pp_cost_line line); ///< strings are copied
void pp_plan_add_stream_use(struct pp_plan *plan, struct pp_stream_use use);
void pp_plan_add_saving(struct pp_plan *plan, struct pp_saving saving);
void pp_plan_add_shortfall(struct pp_plan *plan,
                           struct pp_shortfall shortfall); ///< strings are copied

/** Puts every list into its canonical order; each stage calls it last. */
void pp_plan_sort(struct pp_plan *plan, const struct pp_service *service);

/** Empties what a stage wrote, before it is run again. */
void pp_plan_clear_stage(struct pp_plan *plan, enum pp_stage stage);

/**
 * Who a family is with: the plan's answer, or the service's data when the plan has none; PP_NONE
 * when nobody has it or its case is closed on cases_from.
 */
int32_t pp_plan_holder(const struct pp_plan *plan, const struct pp_service *service,
                       int32_t family);

/** Who is beside a family's practitioner, by the plan, else by the data; PP_NONE: nobody. */
int32_t pp_plan_social_worker(const struct pp_plan *plan, const struct pp_service *service,
                              int32_t family);

/** Who oversees a practitioner, by the plan, else by the data; PP_NONE: nobody. */
int32_t pp_plan_consultant(const struct pp_plan *plan, const struct pp_service *service,
                           int32_t practitioner);

/** The caseload of one person on cases_from: their families, and those they are beside. */
struct pp_load pp_plan_caseload(const struct pp_plan *plan, const struct pp_service *service,
                                int32_t practitioner);

/** Holds `skill` on `day`, by the records or by a session of the plan that has ended before. */
bool pp_plan_holds_skill(const struct pp_plan *plan, const struct pp_service *service,
                         int32_t practitioner, int32_t skill, pp_day day);

/** Holds every core skill of the role on `day`: may hold cases. */
bool pp_plan_is_trained(const struct pp_plan *plan, const struct pp_service *service,
                        int32_t practitioner, pp_day day);

/** Has a seat on a session that runs on `day`; the session, or PP_NONE. */
int32_t pp_plan_session_on(const struct pp_plan *plan, const struct pp_service *service,
                           int32_t practitioner, pp_day day);

/* ---- What was worked before (past.c) ---- */

/**
 * Turns before `until` of this plan and those before it, as far as it remembers: of a date of which
 * anything was published what people were told last, swaps included, of others what was planned.
 * No particular order; owned by the arena; returns how many.
 */
int32_t pp_plan_worked(const struct pp_plan *plan, pp_day until, struct pp_arena *arena,
                       struct pp_turn **out);

/**
 * Takes over from `before` what was worked before rota_from, as far as PP_PAST_WEEKS back.  For a
 * plan whose rota_from is set and whose own list is empty; `before` may be NULL.
 */
void pp_plan_remember(struct pp_plan *plan, const struct pp_plan *before);

/** Turns before a rota: those the plan remembers and those of worked_turns.csv, each once. */
struct pp_past {
    int32_t *start;        ///< length n_practitioners + 1
    struct pp_turn *turns; ///< person p: turns[start[p]] .. turns[start[p + 1] - 1], by begin
    pp_day from;           ///< Monday of the first week of which anything is known; until the
                           ///< rota begins. That day itself: nothing is known
    uint64_t weeks;        ///< bit w: turns are known of the week that begins 7 x (w + 1) days
                           ///< before the rota
};

/** From PP_PAST_WEEKS before `plan->rota_from` to the day before it. Owned by the arena. */
struct pp_past pp_past_of(const struct pp_service *service, const struct pp_plan *plan,
                          struct pp_arena *arena);

/** Turns that were published of the days after a rota, by a rota that went further. */
struct pp_after {
    int32_t *start;        ///< length n_practitioners + 1
    struct pp_turn *turns; ///< person p: turns[start[p]] .. turns[start[p + 1] - 1], by begin
};

/** Of as many days as a run of days at work can last. Owned by the arena. */
struct pp_after pp_after_of(const struct pp_service *service, const struct pp_plan *plan,
                            struct pp_arena *arena);

/** Days with duty or course in a row from the first day after the rota on. */
int32_t pp_run_after(const struct pp_service *service, const struct pp_plan *plan,
                     const struct pp_after *after, int32_t practitioner);

/**
 * Minutes that lack between a turn of the rota and those after it: of the daily rest between duties;
 * of others, minutes that they overlap.
 */
int32_t pp_missing_after(const struct pp_service *service, const struct pp_after *after,
                         const struct pp_turn *turn);

/* ---- The life of a turn (published.c) ---- */

enum pp_turn_state {
    PP_DRAFT,     ///< of the plan alone: nobody was told
    PP_PUBLISHED, ///< people were told that this person has it
    PP_WORKED,    ///< published, and its date is before planned_on
    PP_TURN_STATES
};

enum pp_turn_state pp_turn_state(const struct pp_service *service, const struct pp_plan *plan,
                                 const struct pp_turn *turn);

/** The person was told that the turn is theirs. O(log published + turns of the date). */
bool pp_is_published(const struct pp_plan *plan, const struct pp_turn *turn);

/** The first published turn on `date` or later; n_published: there is none. O(log published). */
int32_t pp_published_from(const struct pp_plan *plan, pp_day date);

/** The date is one of the plan's rota. */
bool pp_in_rota(const struct pp_plan *plan, pp_day date);

/**
 * The first day of the plan's rota that is open yet: earlier ones have passed and were worked as
 * published, gaps included.  No later than the last week of which anything was published.
 */
pp_day pp_settled_until(const struct pp_service *service, const struct pp_plan *plan);

/** Takes over from `other` what was published. */
void pp_plan_copy_published(struct pp_plan *plan, const struct pp_plan *other);

/**
 * Who holds what now: what was worked before the plan's rota, the plan's turns, and what was
 * published of later dates, by date.  A view that borrows everything else of the plan; owned by the
 * arena.
 */
const struct pp_plan *pp_plan_holding(const struct pp_plan *plan, struct pp_arena *arena);

/** First day of which published turns may change: planned_on + notice_days. */
pp_day pp_notice_ends(const struct pp_service *service);

/* ---- Shifts as the calendar sees them (shift.c) ---- */

/** Pence that a plan spends of a stream in the month that begins on `month`. */
int64_t pp_cash_spent(const struct pp_plan *plan, int32_t stream, pp_day month);

/**
 * Pence of a stream that have been paid in by the end of that month: its instalments, or all of it
 * from its first day on when it has none.
 */
int64_t pp_cash_received(const struct pp_service *service, int32_t stream, pp_day month);

/** True when the shift is to be covered on `date`. */
bool pp_shift_runs(const struct pp_service *service, int32_t shift, pp_day date);

/** Begin and end as instants; a shift across a clock change is as long as it really is. */
pp_instant pp_shift_begin(const struct pp_service *service, int32_t shift, pp_day date);
pp_instant pp_shift_end(const struct pp_service *service, int32_t shift, pp_day date);

/** Minutes really worked on `date`, less the break; 0 for standby. */
int32_t pp_shift_minutes(const struct pp_service *service, int32_t shift, pp_day date);

/** Begins on its date and ends on the next: `end` is not after `begin`. */
bool pp_shift_ends_next_day(const struct pp_service *service, int32_t shift);

/** Lasts beyond midnight; one that ends at midnight does not. */
bool pp_shift_reaches_next_day(const struct pp_service *service, int32_t shift);

/** A duty with three hours or more of the settings' night, on an ordinary day. */
bool pp_shift_is_night(const struct pp_service *service, int32_t shift);

/** A duty that ends after the settings' evening_from. */
bool pp_shift_is_evening(const struct pp_service *service, int32_t shift);

/**
 * May cover this shift on a date: pod or hub, role, skill, tier, whether a duty without role or skill
 * falls to them (only roles that hold cases).  A skill is held by the records or by a session of the
 * plan (NULL: by the records).  Leave and rest are other rules.
 */
bool pp_may_cover_on(const struct pp_service *service, const struct pp_plan *plan,
                     int32_t practitioner, int32_t shift, pp_day date);

/** The same on some date of the plan's rota (NULL: of the rota that the settings ask for). */
bool pp_may_cover(const struct pp_service *service, const struct pp_plan *plan,
                  int32_t practitioner, int32_t shift);

#endif
