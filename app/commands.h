// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The one table of commands and the one table of options.
 *
 * Arguments are read from them, help and docs/commands.md are written from
 * them.  Adding a command is a file in commands/, a row in commands.c and a
 * line in meson.build.  A name of two words needs nothing more.
 */
#ifndef PODPLAN_COMMANDS_H
#define PODPLAN_COMMANDS_H

#include "app.h"

#include <stddef.h>

/** Bits: which options a command takes. Every command takes --db, --json and --help. */
enum option_bit {
    OPT_COMMON = 1 << 0,
    OPT_KEEP_NAMES = 1 << 1,
    OPT_DRY_RUN = 1 << 2,
    OPT_SEED = 1 << 3,
    OPT_ROUNDS = 1 << 4,
    OPT_TIME = 1 << 5,
    OPT_FROM = 1 << 6,
    OPT_WEEKS = 1 << 7,
    OPT_MONTHS = 1 << 8,
    OPT_AGAIN = 1 << 9,
    OPT_RULE = 1 << 10,
    OPT_OUT = 1 << 11,
    OPT_CHANGES = 1 << 12,      ///< allocate: how little may change, --dry-run included
    OPT_TURNS = 1 << 14,        ///< rota: how little may change, --dry-run included
    OPT_NOTICE = 1 << 15,       ///< whether published turns of the notice may change
    OPT_ASK = 1 << 16,          ///< whom a swap asks, and for what
    OPT_BY = 1 << 17,           ///< who acts
    OPT_ALL = 1 << 18,          ///< swaps that have ended, too
    OPT_AHEAD = 1 << 19,        ///< how many weeks to look ahead
    OPT_FEED = 1 << 22,         ///< of a new feed
    OPT_BASE = 1 << 23,         ///< of an address that is shown
    OPT_ENDED = 1 << 24,        ///< feeds that have ended, too
    OPT_SERVE = 1 << 25,        ///< where to listen, and to whom
    OPT_SINCE = 1 << 20,        ///< changes: since when, of whom, whether to mail
    OPT_LEAVE = 1 << 26,        ///< of a source of leave: which of its events count, and as what
    OPT_FETCH = 1 << 27,        ///< of an address: how it may be fetched
    OPT_LOOK = 1 << 28,         ///< for how long; whether to store what is found
    OPT_DIVISION = 1 << 29,     ///< whose bank holidays
    OPT_SCENARIO = 1 << 21,     ///< forecast: which two scenarios to compare
    OPT_NEW_SCENARIO = 1 << 30, ///< what a new scenario is made of
    OPT_YEAR = 1LL << 31,       ///< backtest: which year to forecast
    OPT_BOOK = 1LL << 32,       ///< reconcile: where to write the workbook
    OPT_SEARCH = 1 << 13        ///< of allocation and rota: when they end, how many threads
};

enum option_type {
    OPTION_FLAG,    ///< bool
    OPTION_TEXT,    ///< const char *
    OPTION_TEXTS,   ///< struct text_list: may be given several times
    OPTION_NUMBER,  ///< int64_t between least and most
    OPTION_SECONDS, ///< double above 0, at most `most`
    OPTION_PERCENT, ///< double between least and most
    OPTION_DATE     ///< pp_day
};

struct option_row {
    const char *name;  ///< without the dashes
    const char *value; ///< how help names the value; NULL: none
    uint64_t bit;
    enum option_type type;
    size_t offset; ///< in struct request
    int64_t least, most;
    const char *help;
};

struct command {
    const char *name; ///< one word, or two such as "rota gaps": a command of the same family
    /** False with `err` filled: the job was not done. */
    bool (*run)(const struct request *request, struct answer *answer, struct pp_err *err);
    const char *operands; ///< how help names them; NULL: none
    int least_operands, most_operands;
    uint64_t options;    ///< bits
    const char *help;    ///< one line
    const char *details; ///< paragraphs, one line each
    const char *json;    ///< members of the JSON answer, one line each: "name  meaning"
};

extern const struct command command_table[];
extern const int command_count;
extern const struct option_row option_table[];
extern const int option_count;

/** By name; NULL when there is none. */
const struct command *command_find(const char *name);

/** Whether a command is of a group, such as "feeds add" of "feeds". */
bool command_is_of(const struct command *command, const char *group);

/** Whether `name` is the first word of commands of two words. */
bool command_is_group(const char *name);

bool command_import(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_check(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_allocate(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_rota(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_rota_ask(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_rota_offer(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_rota_volunteer(const struct request *request, struct answer *answer,
                            struct pp_err *err);
bool command_rota_approve(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_rota_refuse(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_rota_withdraw(const struct request *request, struct answer *answer,
                           struct pp_err *err);
bool command_rota_swaps(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_rota_ledger(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_rota_gaps(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_train(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_scenario_add(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_scenario_list(const struct request *request, struct answer *answer,
                           struct pp_err *err);
bool command_scenario_remove(const struct request *request, struct answer *answer,
                             struct pp_err *err);
bool command_scenario_adopt(const struct request *request, struct answer *answer,
                            struct pp_err *err);
bool command_forecast(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_plan(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_reconcile(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_publish(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_feeds_add(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_feeds_list(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_feeds_rotate(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_feeds_revoke(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_serve(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_changes(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_explain(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_candidates(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_leave_add(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_leave_fetch(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_leave_list(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_leave_remove(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_holidays_add(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_holidays_list(const struct request *request, struct answer *answer,
                           struct pp_err *err);
bool command_holidays_clear(const struct request *request, struct answer *answer,
                            struct pp_err *err);
bool command_backtest(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_help(const struct request *request, struct answer *answer, struct pp_err *err);
bool command_version(const struct request *request, struct answer *answer, struct pp_err *err);

#endif
