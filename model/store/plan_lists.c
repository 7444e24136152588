// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The lists of a plan as tables.  PP_T_INT stands for any int32_t and
 * PP_T_MONEY for any int64_t: nothing here is checked against a range, because
 * nobody but podplan writes it.
 */
#include "plan_lists.h"

#include "../schema/tables.h"

const char *const plan_stage_words[] = {"training", "allocation", "rota", "workforce", NULL};
const char *const plan_status_words[] = {"not_run",   "optimal", "feasible",
                                         "shortfall", "stopped", NULL};

#define REF(row, member, to) COLUMN(row, member, PP_T_REF, .ref = PP_TABLE_##to)

#define COUNT(list) ((int32_t)(sizeof(list) / sizeof((list)[0])))

static const struct pp_column handover_columns[] = {
    COLUMN(pp_handover, date, PP_T_DATE),
    REF(pp_handover, family, families),
    COLUMN(pp_handover, kind, PP_T_WORD, .words = pp_destination_words),
    REF(pp_handover, from, practitioners),
    REF(pp_handover, to, practitioners),
};
static const struct pp_column turn_columns[] = {
    COLUMN(pp_turn, date, PP_T_DATE),
    REF(pp_turn, shift, shifts),
    REF(pp_turn, practitioner, practitioners),
};
static const struct pp_column seat_columns[] = {
    REF(pp_seat, session, sessions),
    REF(pp_seat, practitioner, practitioners),
};
static const struct pp_column month_columns[] = {
    COLUMN(pp_month, month, PP_T_DATE),        REF(pp_month, role, roles),
    COLUMN(pp_month, establishment, PP_T_INT), COLUMN(pp_month, in_post, PP_T_INT),
    COLUMN(pp_month, vacancy, PP_T_INT),       COLUMN(pp_month, bank, PP_T_INT),
    COLUMN(pp_month, agency, PP_T_INT),        COLUMN(pp_month, unmet, PP_T_INT),
    COLUMN(pp_month, needed, PP_T_INT),        COLUMN(pp_month, overtime, PP_T_INT),
    COLUMN(pp_month, starters, PP_T_INT),      COLUMN(pp_month, leavers, PP_T_INT),
    COLUMN(pp_month, moved, PP_T_INT),         COLUMN(pp_month, recruits, PP_T_INT),
};
static const struct pp_column range_columns[] = {
    COLUMN(pp_range, month, PP_T_DATE),
    COLUMN(pp_range, months, PP_T_INT),
    REF(pp_range, role, roles),
    COLUMN(pp_range, line, PP_T_WORD, .words = pp_range_line_words),
    COLUMN(pp_range, p10, PP_T_MONEY),
    COLUMN(pp_range, p50, PP_T_MONEY),
    COLUMN(pp_range, p90, PP_T_MONEY),
};
static const struct pp_column staffing_columns[] = {
    COLUMN(pp_staffing, month, PP_T_DATE),   REF(pp_staffing, role, roles),
    COLUMN(pp_staffing, starts, PP_T_INT),   COLUMN(pp_staffing, in_post, PP_T_INT),
    COLUMN(pp_staffing, bank, PP_T_INT),     COLUMN(pp_staffing, agency, PP_T_INT),
    COLUMN(pp_staffing, unmet, PP_T_INT),    COLUMN(pp_staffing, cost, PP_T_MONEY),
    COLUMN(pp_staffing, overtime, PP_T_INT), COLUMN(pp_staffing, surplus, PP_T_INT),
};
static const struct pp_column advice_columns[] = {
    REF(pp_advice, role, roles),
    COLUMN(pp_advice, saved, PP_T_MONEY),
    COLUMN(pp_advice, sentence, PP_T_TEXT),
};
static const struct pp_column cost_line_columns[] = {
    COLUMN(pp_cost_line, month, PP_T_DATE),
    COLUMN(pp_cost_line, line, PP_T_TEXT),
    REF(pp_cost_line, stream, streams),
    COLUMN(pp_cost_line, amount, PP_T_MONEY),
};
static const struct pp_column stream_use_columns[] = {
    REF(pp_stream_use, stream, streams),
    COLUMN(pp_stream_use, spent, PP_T_MONEY),
    COLUMN(pp_stream_use, lapsed, PP_T_MONEY),
};
static const struct pp_column shortfall_columns[] = {
    COLUMN(pp_shortfall, stage, PP_T_WORD, .words = plan_stage_words),
    COLUMN(pp_shortfall, rule, PP_T_TEXT),
    COLUMN(pp_shortfall, subject, PP_T_TEXT),
    COLUMN(pp_shortfall, from, PP_T_DATE),
    COLUMN(pp_shortfall, to, PP_T_DATE),
    COLUMN(pp_shortfall, amount, PP_T_MONEY),
    COLUMN(pp_shortfall, unit, PP_T_TEXT),
    COLUMN(pp_shortfall, sentence, PP_T_TEXT),
    COLUMN(pp_shortfall, remedy, PP_T_TEXT),
};

#define LIST(row, list, columns_of_list)                                                           \
    {                                                                                              \
        .table =                                                                                   \
            {                                                                                      \
                .name = "plan_" #list,                                                             \
                .row_size = sizeof(struct row),                                                    \
                .rows_offset = offsetof(struct pp_plan, list),                                     \
                .count_offset = offsetof(struct pp_plan, n_##list),                                \
                .columns = (columns_of_list),                                                      \
                .n_columns = COUNT(columns_of_list),                                               \
            },                                                                                     \
        .capacity_offset = offsetof(struct pp_plan, list##_capacity),                              \
    }

const struct plan_list plan_lists[] = {
    LIST(pp_handover, handovers, handover_columns),
    LIST(pp_turn, turns, turn_columns),
    LIST(pp_turn, worked, turn_columns),
    LIST(pp_seat, seats, seat_columns),
    LIST(pp_month, months, month_columns),
    LIST(pp_range, ranges, range_columns),
    LIST(pp_staffing, staffing, staffing_columns),
    LIST(pp_advice, advice, advice_columns),
    LIST(pp_cost_line, cost_lines, cost_line_columns),
    LIST(pp_stream_use, stream_uses, stream_use_columns),
    LIST(pp_shortfall, shortfalls, shortfall_columns),
};
const int32_t plan_n_lists = COUNT(plan_lists);

static const struct pp_column placed_columns[] = {
    REF(plan_placed, family, families),
    COLUMN(plan_placed, practitioner, PP_T_TEXT),
    COLUMN(plan_placed, rule, PP_T_RULE),
    COLUMN(plan_placed, reason, PP_T_TEXT),
};
const struct pp_table plan_placed_table = {
    .name = "plan_placements",
    .row_size = sizeof(struct plan_placed),
    .columns = placed_columns,
    .n_columns = COUNT(placed_columns),
};

static const struct pp_column overseen_columns[] = {
    REF(plan_overseen, practitioner, practitioners),
    COLUMN(plan_overseen, consultant, PP_T_TEXT),
};
const struct pp_table plan_overseen_table = {
    .name = "plan_consultants",
    .row_size = sizeof(struct plan_overseen),
    .columns = overseen_columns,
    .n_columns = COUNT(overseen_columns),
};

static const struct pp_column accompanied_columns[] = {
    REF(plan_accompanied, family, families),
    COLUMN(plan_accompanied, social_worker, PP_T_TEXT),
};
const struct pp_table plan_accompanied_table = {
    .name = "plan_social_workers",
    .row_size = sizeof(struct plan_accompanied),
    .columns = accompanied_columns,
    .n_columns = COUNT(accompanied_columns),
};

static const struct pp_column saved_columns[] = {
    COLUMN(plan_saved, cohort, PP_T_TEXT), COLUMN(plan_saved, outcome, PP_T_TEXT),
    COLUMN(plan_saved, gross, PP_T_MONEY), COLUMN(plan_saved, less, PP_T_MONEY),
    COLUMN(plan_saved, net, PP_T_MONEY),
};
const struct pp_table plan_saved_table = {
    .name = "plan_savings",
    .row_size = sizeof(struct plan_saved),
    .columns = saved_columns,
    .n_columns = COUNT(saved_columns),
};
