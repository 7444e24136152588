// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The program as its commands see it: a request comes in, an answer goes out.
 *
 * A command is one function.  It reads a `struct request`, fills a `struct
 * answer`, and never prints: main.c writes the answer as text or as JSON and
 * turns an error into an exit status.  (Progress of a long solve is the one
 * exception; it goes to a terminal on stderr.)
 */
#ifndef PODPLAN_APP_H
#define PODPLAN_APP_H

#include <podplan/buf.h>
#include <podplan/civil.h>
#include <podplan/err.h>

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/** Exit status of the program; the table with their words is in exits.c. */
enum app_exit {
    EXIT_DONE = 0,
    EXIT_BUG = 1,
    EXIT_USAGE = 2,
    EXIT_INPUT = 3,
    EXIT_STATE = 4,
    EXIT_SYSTEM = 5,
    EXIT_SOLVER = 6,
    EXIT_BREACH = 7
};

/** One exit status as help and docs explain it. */
struct exit_row {
    enum app_exit status;
    const char *name; ///< as "error.code" in JSON
    const char *help; ///< one sentence
};

extern const struct exit_row exit_table[];
extern const int exit_count;

/** The exit status of a kind of error. */
enum app_exit exit_of(enum pp_err_code code);

/** The name of a status in exit_table. */
const char *exit_name(enum app_exit status);

enum {
    MAX_OPERANDS = 8,
    COMMAND_TEXT = 64, ///< bytes of a command's name, of two words at most
    MAX_REPEATS = 64,  ///< of an option that may be given several times
    TEXT_COLUMNS = 80
};

/** The values of an option that may be given several times; borrowed from argv. */
struct text_list {
    const char *items[MAX_REPEATS];
    int count;
};

/** What the user asked for; strings are borrowed from argv. Numbers: -1 when not given. */
struct request {
    const char *db;
    bool json, help;
    bool keep_names, dry_run, again;
    int64_t seed, rounds, weeks, months;
    double time; ///< seconds for each stage, or each calendar; 0: no limit of the user's
    double gap;  ///< per cent; 0: only what is proved to be the best
    int64_t threads;
    pp_day from; ///< PP_NO_DAY: not given
    const char *rule, *out;
    int64_t changes;    ///< families, or turns, that may move
    bool inside_notice; ///< published turns of the notice may change
    struct text_list pins, without;
    pp_day gone_from;           ///< from when those of `without` are away; PP_NO_DAY: not given
    const char *of, *back, *by; ///< of a swap: who is asked, for which shift; who acts
    pp_day on;                  ///< date of `back`; PP_NO_DAY: not given
    bool all;                   ///< swaps, or feeds, that have ended, too
    const char *name, *base;    ///< of a feed: what its owner calls it; what stands before its path
    const char *listen;         ///< serve: where
    struct text_list proxies;   ///< serve: those that are believed
    bool log;                   ///< serve: a line for each request
    const char *since, *practitioner; ///< changes since when, of whom
    bool mail;                        ///< tell people
    const char *kind, *words;         ///< of a source of leave: what for; that its events have
    const char *division;             ///< whose bank holidays
    int64_t hours;                    ///< of a source of leave: that make a day leave
    bool days_only, free_too;         ///< of a source of leave: which events count
    bool allow_private, as_browser;   ///< of an address: may be of this network; how it is fetched
    int64_t year;                     ///< to forecast; -1: none
    const char *scenario, *against;   ///< names; NULL: none, the service as imported
    const char *csv;                  ///< the file for a comparison; NULL: none
    const char *copy;                 ///< the scenario that a new one begins with; NULL: none
    struct text_list change;          ///< of a new scenario
    const char *operands[MAX_OPERANDS];
    int n_operands;
};

/** What the program says. */
struct answer {
    struct pp_buf text;  ///< for stdout
    struct pp_buf notes; ///< for stderr: faults and warnings
    json_t *doc;         ///< for stdout with --json; the command adds members
    enum app_exit status;
};

#endif
