// SPDX-License-Identifier: GPL-3.0-or-later
/* The exit statuses, in one table that help and docs/commands.md show. */
#include "app.h"

#include <assert.h>

const struct exit_row exit_table[] = {
    {EXIT_DONE, "done",
     "The command did its job. A plan with named shortfalls is a job done: they are the answer."},
    {EXIT_BUG, "bug", "A fault in podplan itself. Nothing was stored; please report it."},
    {EXIT_USAGE, "usage", "The command line makes no sense."},
    {EXIT_INPUT, "input", "The data is wrong; every fault is listed and nothing was stored."},
    {EXIT_STATE, "state",
     "The request does not fit what is stored, such as planning before importing."},
    {EXIT_SYSTEM, "system", "The machine refused: a file, the disk or a permission."},
    {EXIT_SOLVER, "solver", "The linear-programming code gave up; the message carries its words."},
    {EXIT_BREACH, "breach",
     "`check` did its job and found a hard rule broken that no shortfall of the plan names."},
};
const int exit_count = sizeof(exit_table) / sizeof(exit_table[0]);

enum app_exit exit_of(enum pp_err_code code)
{
    switch (code) {
    case PP_E_USAGE:
        return EXIT_USAGE;
    case PP_E_INPUT:
        return EXIT_INPUT;
    case PP_E_STATE:
        return EXIT_STATE;
    case PP_E_SYSTEM:
        return EXIT_SYSTEM;
    case PP_E_SOLVER:
        return EXIT_SOLVER;
    case PP_E_BUG:
    case PP_OK:
        break;
    }
    return EXIT_BUG;
}

const char *exit_name(enum app_exit status)
{
    assert((int)status < exit_count && exit_table[status].status == status);
    return exit_table[status].name;
}
