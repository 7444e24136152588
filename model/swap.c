// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Swaps of turns: what becomes of them, what they break, and how they are done.
 *
 * What a swap would break is the judges' affair: the rules of the rota on the plan in force, before
 * and after.  A swap of weeks that the plan in force does not hold any more, or not yet, is judged on
 * a rota long enough to hold both.
 */
#include <podplan/schema.h>
#include <podplan/swap.h>

#include <assert.h>
#include <string.h>

const char *const pp_swap_kind_words[] = {"ask", "offer", NULL};
const char *const pp_swap_state_words[] = {"open",      "taken",  "approved", "refused",
                                           "withdrawn", "closed", NULL};

bool pp_swap_is_open(const struct pp_swap *swap)
{
    return swap->state == PP_SWAP_OPEN || swap->state == PP_SWAP_TAKEN;
}

/* ---- Keys ---- */

static int32_t row_of(const struct pp_service *service, enum pp_table_id id, const char *key)
{
    const struct pp_table *table = pp_table(id);
    for (int32_t row = 0; key != NULL && row < pp_table_count(service, table); row++) {
        if (strcmp(pp_row_key(service, id, row), key) == 0) {
            return row;
        }
    }
    return PP_NONE;
}

struct pp_swap_rows pp_swap_rows(const struct pp_service *service, const struct pp_swap *swap)
{
    int32_t other = row_of(service, PP_TABLE_practitioners, swap->other);
    return (struct pp_swap_rows){
        .gives = {.shift = row_of(service, PP_TABLE_shifts, swap->shift),
                  .date = swap->date,
                  .practitioner = row_of(service, PP_TABLE_practitioners, swap->practitioner)},
        .other = other,
        .back = {.shift = row_of(service, PP_TABLE_shifts, swap->other_shift),
                 .date = swap->other_date,
                 .practitioner = other},
    };
}

struct pp_swap_span pp_swap_span(const struct pp_service *service, int32_t shift, pp_day date)
{
    pp_day monday = date - pp_weekday(date), today = service->settings.planned_on;
    if (service->shifts[shift].block != PP_WEEK_BLOCK) {
        return (struct pp_swap_span){date, date};
    }
    return (struct pp_swap_span){monday < today && today <= date ? today : monday, monday + 6};
}

/* ---- Following ---- */

/* The person has the shift on the date, by what everybody holds now. */
static bool holds(const struct pp_plan *holding, struct pp_turn turn)
{
    for (int32_t i = 0; i < holding->n_turns; i++) {
        const struct pp_turn *had = &holding->turns[i];
        if (had->date == turn.date && had->shift == turn.shift &&
            had->practitioner == turn.practitioner) {
            return true;
        }
    }
    return false;
}

/* "FP2" or "FP2, FP3" or "nobody": who has the shift now. */
static void say_holders(const struct pp_service *service, const struct pp_plan *holding,
                        struct pp_turn turn, struct pp_buf *out)
{
    bool any = false;
    for (int32_t i = 0; i < holding->n_turns; i++) {
        const struct pp_turn *had = &holding->turns[i];
        if (had->date == turn.date && had->shift == turn.shift) {
            pp_buf_printf(out, "%s%s", any ? ", " : "",
                          service->practitioners[had->practitioner].practitioner);
            any = true;
        }
    }
    pp_buf_add(out, any ? "" : "nobody");
}

/* What is wrong with one turn of a swap; false: nothing. `shift` and `person` are its keys. */
static bool has_ended(const struct pp_service *service, const struct pp_plan *holding,
                      struct pp_turn turn, const char *shift, const char *person,
                      struct pp_buf *out)
{
    char day[PP_STAMP_TEXT];
    pp_day_words(turn.date, day);
    if (turn.date < service->settings.planned_on) {
        pp_buf_printf(out, "%s has passed.", day);
    } else if (turn.practitioner == PP_NONE) {
        pp_buf_printf(out, "%s is no longer in the service.", person);
    } else if (turn.shift == PP_NONE || !pp_shift_runs(service, turn.shift, turn.date)) {
        pp_buf_printf(out, "%s no longer runs on %s.", shift, day);
    } else if (!holds(holding, turn)) {
        pp_buf_printf(out, "By a new rota %s no longer has %s on %s; ", person, shift, day);
        say_holders(service, holding, turn, out);
        pp_buf_add(out, " has it.");
    } else {
        return false;
    }
    return true;
}

/* The one who is to take the turn. */
static enum pp_swap_fate fate_of_other(const struct pp_service *service,
                                       const struct pp_plan *holding, const struct pp_swap *swap,
                                       const struct pp_swap_rows *rows, struct pp_buf *out)
{
    if (swap->other == NULL) {
        return PP_SWAP_GOES_ON;
    }
    if (rows->other == PP_NONE || !pp_in_post(service, rows->other, swap->date)) {
        char day[PP_STAMP_TEXT];
        pp_buf_printf(out, "%s is not in post on %s.", swap->other, pp_day_words(swap->date, day));
        return swap->kind == PP_SWAP_OFFER ? PP_SWAP_REOPENS : PP_SWAP_ENDS;
    }
    struct pp_turn taken = {rows->gives.shift, rows->gives.date, rows->other};
    if (holds(holding, taken)) {
        pp_buf_printf(out, "%s is on that shift by now.", swap->other);
        return PP_SWAP_ENDS;
    }
    return swap->other_shift != NULL &&
                   has_ended(service, holding, rows->back, swap->other_shift, swap->other, out)
               ? PP_SWAP_ENDS
               : PP_SWAP_GOES_ON;
}

enum pp_swap_fate pp_swap_follow(const struct pp_service *service, const struct pp_plan *plan,
                                 const struct pp_swap *swap, struct pp_arena *arena,
                                 const char **sentence)
{
    struct pp_arena scratch = {0};
    const struct pp_plan *holding = pp_plan_holding(plan, &scratch);
    struct pp_swap_rows rows = pp_swap_rows(service, swap);
    struct pp_buf words = {0};
    enum pp_swap_fate fate = PP_SWAP_ENDS;
    if (!has_ended(service, holding, rows.gives, swap->shift, swap->practitioner, &words)) {
        fate = fate_of_other(service, holding, swap, &rows, &words);
    }
    *sentence = fate == PP_SWAP_GOES_ON ? NULL : pp_arena_string(arena, pp_buf_text(&words));
    pp_buf_finish(&words);
    pp_arena_finish(&scratch);
    return fate;
}

/* ---- Doing ---- */

/* The turn goes with `one`, a turn of the swap: the same person and shift, and its date or week. */
static bool goes_with(const struct pp_service *service, const struct pp_turn *turn,
                      const struct pp_turn *one)
{
    if (one->shift == PP_NONE || turn->shift != one->shift ||
        turn->practitioner != one->practitioner) {
        return false;
    }
    struct pp_swap_span span = pp_swap_span(service, one->shift, one->date);
    return turn->date >= span.first && turn->date <= span.last;
}

/* In a list of turns, hands over those of the swap that are there. */
static void hand_over(const struct pp_service *service, struct pp_turn *turns, int32_t n,
                      const struct pp_swap_rows *rows)
{
    for (int32_t i = 0; i < n; i++) {
        if (goes_with(service, &turns[i], &rows->gives)) {
            turns[i].practitioner = rows->other;
        } else if (goes_with(service, &turns[i], &rows->back)) {
            turns[i].practitioner = rows->gives.practitioner;
        }
    }
}

static void hand_over_all(struct pp_plan *plan, const struct pp_service *service,
                          const struct pp_swap *swap)
{
    struct pp_swap_rows rows = pp_swap_rows(service, swap);
    assert(rows.other != PP_NONE);
    hand_over(service, plan->turns, plan->n_turns, &rows);
    hand_over(service, plan->worked, plan->n_worked, &rows);
    hand_over(service, plan->published, plan->n_published, &rows);
}

void pp_swap_apply(struct pp_plan *plan, const struct pp_service *service,
                   const struct pp_swap *swap)
{
    hand_over_all(plan, service, swap);
    pp_plan_sort(plan, service);
}

/* ---- Judging ---- */

static pp_day monday_of(pp_day day)
{
    return day - pp_weekday(day);
}

/* A rota that holds the plan's own weeks and those of the swap, by what everybody holds now. */
static struct pp_plan widen(const struct pp_plan *plan, const struct pp_swap *swap,
                            struct pp_arena *arena)
{
    const struct pp_plan *holding = pp_plan_holding(plan, arena);
    struct pp_plan wide = *holding;
    pp_day back = swap->other_shift == NULL ? swap->date : swap->other_date;
    pp_day first = monday_of(swap->date < back ? swap->date : back);
    pp_day last = monday_of(swap->date > back ? swap->date : back) + 7;
    pp_day until = plan->rota_from + 7 * plan->rota_weeks;
    wide.rota_from = first < plan->rota_from ? first : plan->rota_from;
    wide.rota_weeks = ((last > until ? last : until) - wide.rota_from) / 7;
    wide.turns = PP_NEW(arena, struct pp_turn, holding->n_turns);
    wide.worked = PP_NEW(arena, struct pp_turn, holding->n_turns);
    wide.n_turns = wide.n_worked = 0;
    for (int32_t i = 0; i < holding->n_turns; i++) {
        if (holding->turns[i].date < wide.rota_from) {
            wide.worked[wide.n_worked++] = holding->turns[i];
        } else if (pp_in_rota(&wide, holding->turns[i].date)) {
            wide.turns[wide.n_turns++] = holding->turns[i];
        }
    }
    return wide;
}

static struct pp_turn *copy_turns(struct pp_arena *arena, const struct pp_turn *turns, int32_t n)
{
    return pp_arena_copy(arena, turns, (size_t)n * sizeof(turns[0]));
}

struct pp_effect pp_swap_effect(const struct pp_service *service, const struct pp_plan *plan,
                                const struct pp_swap *swap, struct pp_arena *arena)
{
    struct pp_arena scratch = {0};
    struct pp_plan was = widen(plan, swap, &scratch), is = was;
    struct pp_verdict verdict = {0};
    is.turns = copy_turns(&scratch, was.turns, was.n_turns);
    is.worked = copy_turns(&scratch, was.worked, was.n_worked);
    is.published = copy_turns(&scratch, was.published, was.n_published);
    hand_over_all(&is, service, swap);
    struct pp_case before = {.service = service, .plan = &was};
    struct pp_case after = {.service = service, .plan = &is};
    pp_judge(&before, 1u << PP_ROTA, &verdict);
    struct pp_effect effect = pp_effect_of(&verdict, &after, arena);
    pp_verdict_finish(&verdict);
    pp_arena_finish(&scratch);
    return effect;
}
