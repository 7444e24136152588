// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reading the command line: getopt_long over option rows.
 *
 * The line is read twice: up to the command with the common options, then
 * behind it with the command's own.  getopt keeps its state in globals; it is
 * used here only, before anything else runs.
 */
#include "args.h"

#include "words.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_OPTIONS = 24,
    FIRST_VALUE = 256 // getopt values above any character
};

static void fill_defaults(struct request *request)
{
    *request = (struct request){.db = "podplan.db",
                                .seed = -1,
                                .rounds = -1,
                                .weeks = -1,
                                .months = -1,
                                .threads = -1,
                                .changes = -1,
                                .hours = -1,
                                .year = -1,
                                .from = PP_NO_DAY,
                                .gone_from = PP_NO_DAY,
                                .on = PP_NO_DAY};
}

/** The rows of `bits` as getopt wants them; `val` is FIRST_VALUE + row. */
static void list_options(uint64_t bits, struct option list[MOST_OPTIONS])
{
    int n = 0;
    for (int row = 0; row < option_count; row++) {
        if ((option_table[row].bit & bits) != 0) {
            int has_value = option_table[row].value == NULL ? no_argument : required_argument;
            list[n++] = (struct option){option_table[row].name, has_value, NULL, FIRST_VALUE + row};
        }
    }
    assert(n < MOST_OPTIONS);
    list[n] = (struct option){0};
}

static bool read_number(const struct option_row *row, const char *text, int64_t *number,
                        struct pp_err *err)
{
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || value < row->least || value > row->most) {
        return pp_fail(err, PP_E_USAGE, "--%s takes a whole number from %lld to %lld, not '%s'",
                       row->name, (long long)row->least, (long long)row->most, text);
    }
    *number = value;
    return true;
}

static bool read_seconds(const struct option_row *row, const char *text, double *seconds,
                         struct pp_err *err)
{
    char *end = NULL;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || !(value > 0) || value > (double)row->most) {
        return pp_fail(err, PP_E_USAGE, "--%s takes seconds above 0, at most %lld, not '%s'",
                       row->name, (long long)row->most, text);
    }
    *seconds = value;
    return true;
}

static bool read_percent(const struct option_row *row, const char *text, double *percent,
                         struct pp_err *err)
{
    char *end = NULL;
    double value = strtod(text, &end);
    bool within = value >= (double)row->least && value <= (double)row->most;
    if (end == text || *end != '\0' || !within) {
        return pp_fail(err, PP_E_USAGE, "--%s takes per cent from %lld to %lld, not '%s'",
                       row->name, (long long)row->least, (long long)row->most, text);
    }
    *percent = value;
    return true;
}

static bool add_text(const struct option_row *row, const char *text, struct text_list *list,
                     struct pp_err *err)
{
    if (*text == '\0') {
        return pp_fail(err, PP_E_USAGE, "--%s needs a value", row->name);
    }
    if (list->count == MAX_REPEATS) {
        return pp_fail(err, PP_E_USAGE, "--%s can be given %d times, not more", row->name,
                       (int)MAX_REPEATS);
    }
    list->items[list->count++] = text;
    return true;
}

static bool read_value(const struct option_row *row, const char *text, struct request *request,
                       struct pp_err *err)
{
    void *member = (char *)request + row->offset;
    switch (row->type) {
    case OPTION_FLAG:
        *(bool *)member = true;
        return true;
    case OPTION_TEXT:
        *(const char **)member = text;
        return *text != '\0' || pp_fail(err, PP_E_USAGE, "--%s needs a value", row->name);
    case OPTION_TEXTS:
        return add_text(row, text, member, err);
    case OPTION_NUMBER:
        return read_number(row, text, member, err);
    case OPTION_SECONDS:
        return read_seconds(row, text, member, err);
    case OPTION_PERCENT:
        return read_percent(row, text, member, err);
    case OPTION_DATE:
        return pp_day_parse(text, member) ||
               pp_fail(err, PP_E_USAGE, "--%s takes a date such as 2015-06-01, not '%s'", row->name,
                       text);
    }
    return false;
}

/** Words for what getopt refused; `what` is its answer, '?' or ':'; `last` the argument it took. */
static bool refuse_option(int what, const char *last, const char *command, uint64_t bits,
                          struct pp_err *err)
{
    if (optopt >= FIRST_VALUE) {
        return pp_fail(err, PP_E_USAGE, what == ':' ? "--%s needs a value" : "--%s takes no value",
                       option_table[optopt - FIRST_VALUE].name);
    }
    const char letter[] = {'-', (char)optopt, '\0'};
    const char *argument = optopt != 0 ? letter : last;
    struct near near = {.word = argument + strspn(argument, "-")};
    for (int row = 0; row < option_count; row++) {
        if ((option_table[row].bit & bits) != 0) {
            near_offer(&near, option_table[row].name);
        }
    }
    char words[NEAR_TEXT];
    return pp_fail(err, PP_E_USAGE, "%s has no option '%s'%s; see podplan %s%s--help",
                   command == NULL ? "podplan itself" : command, argument, near_words(&near, words),
                   command == NULL ? "" : command, command == NULL ? "" : " ");
}

/** Reads options into `request`; stops at the first operand when `command` is NULL. */
static bool read_options(int argc, char **argv, const char *command, uint64_t bits,
                         struct request *request, struct pp_err *err)
{
    struct option list[MOST_OPTIONS];
    list_options(bits, list);
    opterr = 0;
    optind = 0; // glibc: start afresh
    for (;;) {
        optopt = 0;
        int value = getopt_long(argc, argv, command == NULL ? "+:h" : ":h", list, NULL);
        if (value == -1) {
            return true;
        }
        if (value == 'h') {
            request->help = true;
        } else if (value < FIRST_VALUE) {
            return refuse_option(value, argv[optind - 1], command, bits, err);
        } else if (!read_value(&option_table[value - FIRST_VALUE], optarg, request, err)) {
            return false;
        }
    }
}

/** Fills `near` with the last words of the commands that begin with `first`, if any do. */
static void offer_second_words(const char *first, struct near *near)
{
    for (int c = 0; c < command_count; c++) {
        if (command_is_of(&command_table[c], first)) {
            near_offer(near, command_table[c].name + strlen(first) + 1);
        }
    }
}

static const struct command *find_command(const char *name, struct pp_err *err)
{
    const struct command *found = command_find(name);
    if (found != NULL) {
        return found;
    }
    struct near near = {.word = name};
    for (int c = 0; c < command_count; c++) {
        near_offer(&near, command_table[c].name);
    }
    char words[NEAR_TEXT];
    pp_fail(err, PP_E_USAGE, "there is no command '%s'%s", name, near_words(&near, words));
    return NULL;
}

/** The second word of commands such as "feeds add" is missing, or is none of theirs. */
static void fail_group(const char *group, const char *second, struct pp_err *err)
{
    struct near near = {.word = second == NULL ? "" : second};
    char words[NEAR_TEXT];
    offer_second_words(group, &near);
    if (second == NULL) {
        pp_fail(err, PP_E_USAGE, "%s what? podplan %s --help lists its commands", group, group);
    } else {
        pp_fail(err, PP_E_USAGE, "%s has no command '%s'%s; podplan %s --help lists them", group,
                second, near_words(&near, words), group);
    }
}

/** The command of two words, such as "rota gaps", with which the line begins; NULL: none. */
static const struct command *find_long_command(int argc, char **argv)
{
    char name[COMMAND_TEXT];
    if (argc < 2 ||
        (size_t)snprintf(name, sizeof(name), "%s %s", argv[0], argv[1]) >= sizeof(name)) {
        return NULL;
    }
    return command_find(name);
}

static bool take_operands(const struct command *command, int count, char **operands,
                          struct request *request, struct pp_err *err)
{
    if (count < command->least_operands) {
        return pp_fail(err, PP_E_USAGE, "%s needs %s; see podplan %s --help", command->name,
                       command->operands, command->name);
    }
    if (count > command->most_operands) {
        const char *first = operands[command->most_operands];
        struct near near = {.word = first};
        char words[NEAR_TEXT];
        offer_second_words(command->name, &near);
        return pp_fail(err, PP_E_USAGE, "%s has no use for '%s'%s; see podplan %s --help",
                       command->name, first, near_words(&near, words), command->name);
    }
    for (int n = 0; n < count; n++) {
        request->operands[n] = operands[n];
    }
    request->n_operands = count;
    return true;
}

/** Help about `name` (NULL: everything) instead of the command itself. */
static const struct command *turn_into_help(const char *name, struct request *request)
{
    request->operands[0] = name;
    request->n_operands = name == NULL ? 0 : 1;
    return command_find("help");
}

/** Whether an option stands anywhere, also when what else there is makes no sense. */
static bool asks_for(const char *option, int argc, char **argv)
{
    for (int a = 1; a < argc && strcmp(argv[a], "--") != 0; a++) {
        if (strcmp(argv[a], option) == 0) {
            return true;
        }
    }
    return false;
}

/** The command with which the line begins, or help about its first word. Adds to `*at`. */
static const struct command *take_command(int argc, char **argv, int *at, struct request *request,
                                          struct pp_err *err)
{
    char **words = argv + *at;
    int count = argc - *at;
    const struct command *command = find_long_command(count, words);
    *at += command != NULL;
    if (command != NULL || command_find(words[0]) != NULL || !command_is_group(words[0])) {
        return command != NULL ? command : find_command(words[0], err);
    }
    if (asks_for("--help", argc, argv) || asks_for("-h", argc, argv)) {
        return turn_into_help(words[0], request);
    }
    fail_group(words[0], count > 1 && words[1][0] != '-' ? words[1] : NULL, err);
    return NULL;
}

const struct command *args_read(int argc, char **argv, struct request *request, struct pp_err *err)
{
    fill_defaults(request);
    request->json = asks_for("--json", argc, argv);
    if (!read_options(argc, argv, NULL, OPT_COMMON, request, err)) {
        return NULL;
    }
    int at = optind;
    if (at >= argc) {
        if (request->help) {
            return turn_into_help(NULL, request);
        }
        pp_fail(err, PP_E_USAGE, "which command? podplan help lists them");
        return NULL;
    }
    const struct command *command = take_command(argc, argv, &at, request, err);
    if (command != NULL && request->n_operands > 0) {
        return command; // help about a group
    }
    if (command == NULL || !read_options(argc - at, argv + at, command->name,
                                         command->options | OPT_COMMON, request, err)) {
        return NULL;
    }
    if (request->help) {
        return turn_into_help(command->name, request);
    }
    return take_operands(command, argc - at - optind, argv + at + optind, request, err) ? command
                                                                                        : NULL;
}
