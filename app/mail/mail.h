// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Mail through a program of this machine that takes what sendmail takes: recipients as arguments,
 * the message on standard input.
 *
 * No shell is involved.  Addresses are checked so strictly that none can be an option, a second
 * address or a second line; everything else that comes from outside goes into the body, cleaned.
 */
#ifndef PODPLAN_MAIL_MAIL_H
#define PODPLAN_MAIL_MAIL_H

#include <podplan/buf.h>
#include <podplan/err.h>

struct mail_letter {
    const char *program, *from; ///< checked by mail_ready
    const char *to;
    const char *subject; ///< ASCII, one line, not from outside
    const char *body;    ///< UTF-8, lines of any length, any characters
    int seconds;         ///< that the program may take
};

/** An address as mail programs take it without quotes: ASCII letters, digits, dots and a few signs. */
bool mail_is_address(const char *text);

/**
 * Whether mail can be sent at all: an absolute path of a program that nobody else could have
 * changed, and a sender.  PP_E_STATE with what to set.
 */
bool mail_ready(const char *program, const char *from, struct pp_err *err);

/** Hands a letter to the program and waits for it, but not for long.  PP_E_SYSTEM when it fails. */
bool mail_send(const struct mail_letter *letter, struct pp_err *err);

/** The letter as it is handed over: headers, an empty line, lines of at most 998 bytes. */
void mail_write(const struct mail_letter *letter, struct pp_buf *out);

#endif
