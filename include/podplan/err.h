// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Errors: why a call failed, in one sentence that names the value.
 *
 * A function that can fail returns `bool` (or NULL) and takes `struct pp_err *`
 * as its last parameter; NULL is allowed when the caller does not care.
 * Outcomes of a solve (infeasible, stopped) are a status, never an error, and
 * broken preconditions are asserts.
 */
#ifndef PODPLAN_ERR_H
#define PODPLAN_ERR_H

#include <stdbool.h>

/** What kind of failure; the program maps each kind to one exit status. */
enum pp_err_code {
    PP_OK = 0,
    PP_E_USAGE,  ///< the request itself makes no sense
    PP_E_INPUT,  ///< the data is wrong; the message says where and what is allowed
    PP_E_STATE,  ///< the request does not fit the stored state ("no plan yet")
    PP_E_SYSTEM, ///< the machine refused: files, disk, permissions
    PP_E_SOLVER, ///< GLPK gave up; the message carries its words
    PP_E_BUG,    ///< an answer breaks the program's own rules; nobody's fault but ours
};

enum {
    PP_ERR_TEXT = 512
};

struct pp_err {
    enum pp_err_code code;
    char text[PP_ERR_TEXT]; ///< one sentence, no final newline, valid UTF-8
};

/** Fills `err` (unless NULL) and returns false: `return pp_fail(err, PP_E_INPUT, …)`. */
bool pp_fail(struct pp_err *err, enum pp_err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Puts a place in front of the text already in `err`, and returns false. */
bool pp_fail_at(struct pp_err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
