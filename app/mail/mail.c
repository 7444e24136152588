// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The message is written to a file without a name first, which becomes the
 * program's standard input: whatever the program does, nobody waits on a pipe.
 * It runs in a process group of its own, which ends with it or after a time.
 */
#include "mail.h"

#include "words.h"

#include <podplan/text.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    PAUSE_NANOSECONDS = 10 * 1000 * 1000,
    MOST_ADDRESS = 254, ///< RFC 5321, 4.5.3.1
    MOST_LOCAL = 64
};

static bool is_among(char byte, const char *more)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (byte != '\0' && strchr(more, byte) != NULL);
}

/** A part of an address: nothing empty between dots, no sign but those of `more`. */
static bool is_dotted(const char *text, size_t length, const char *more)
{
    if (length == 0 || text[0] == '.' || text[0] == '-' || text[length - 1] == '.') {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        bool dot = text[i] == '.';
        if (dot ? text[i + 1] == '.' : !is_among(text[i], more)) {
            return false;
        }
    }
    return true;
}

bool mail_is_address(const char *text)
{
    const char *at = text == NULL ? NULL : strchr(text, '@');
    if (at == NULL || strlen(text) > MOST_ADDRESS || at - text > MOST_LOCAL) {
        return false;
    }
    return is_dotted(text, (size_t)(at - text), "!#$%&'*+/=?^_`{|}~-") &&
           is_dotted(at + 1, strlen(at + 1), "-");
}

bool mail_ready(const char *program, const char *from, struct pp_err *err)
{
    struct stat about;
    if (program == NULL || program[0] == '\0') {
        return pp_fail(err, PP_E_STATE,
                       "no mail is sent from here: the settings mail_program and mail_from are "
                       "blank");
    }
    if (program[0] != '/') {
        return pp_fail(err, PP_E_STATE, "the setting mail_program is not an absolute path: '%s'",
                       program);
    }
    if (!mail_is_address(from)) {
        return pp_fail(err, PP_E_STATE, "the setting mail_from is no mail address: '%s'",
                       from == NULL ? "" : from);
    }
    if (stat(program, &about) != 0 || !S_ISREG(about.st_mode) || access(program, X_OK) != 0) {
        return pp_fail(err, PP_E_STATE, "the setting mail_program is no program: '%s'", program);
    }
    if ((about.st_uid != 0 && about.st_uid != geteuid()) || (about.st_mode & S_IWOTH) != 0) {
        return pp_fail(err, PP_E_STATE,
                       "the program of the setting mail_program could be changed by others: '%s'",
                       program);
    }
    return true;
}

void mail_write(const struct mail_letter *letter, struct pp_buf *out)
{
    pp_buf_printf(out, "From: %s\nTo: %s\nSubject: %s\n", letter->from, letter->to,
                  letter->subject);
    pp_buf_add(out,
               "Auto-Submitted: auto-generated\n"
               "MIME-Version: 1.0\n"
               "Content-Type: text/plain; charset=utf-8\n"
               "Content-Transfer-Encoding: 8bit\n\n");
    struct pp_buf clean = {0};
    words_clean(&clean, letter->body, strlen(letter->body));
    for (const char *line = pp_buf_text(&clean); *line != '\0';) {
        enum {
            MOST_LINE = 900
        };
        size_t length = strcspn(line, "\n"), piece = length < MOST_LINE ? length : MOST_LINE;
        while (piece > 0 && ((unsigned char)line[piece] & 0xC0) == 0x80) {
            piece--;
        }
        pp_buf_addn(out, line, piece);
        pp_buf_add(out, "\n");
        line += piece + (line[piece] == '\n');
    }
    pp_buf_finish(&clean);
}

/* ---- Running the program ---- */

/** The letter in a file without a name, read from its begin; -1 with `err`. */
static int letter_file(const struct mail_letter *letter, struct pp_err *err)
{
    struct pp_buf text = {0};
    mail_write(letter, &text);
    FILE *file = tmpfile();
    int fd = -1;
    if (file != NULL && fwrite(text.text, 1, text.length, file) == text.length &&
        fflush(file) == 0 && fseek(file, 0, SEEK_SET) == 0) {
        fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
    }
    if (fd < 0) {
        pp_fail(err, PP_E_SYSTEM, "a letter can't be written: %s", strerror(errno));
    }
    if (file != NULL) {
        fclose(file);
    }
    pp_buf_finish(&text);
    return fd;
}

static bool start(const struct mail_letter *letter, int input, pid_t *child)
{
    // posix_spawn does not change them.
    const char *const arguments[] = {letter->program, "-i", "-f", letter->from, "--",
                                     letter->to,      NULL};
    const char *const surroundings[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&how);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&how, 0);
    posix_spawnattr_setsigmask(&how, &none);
    int code =
        posix_spawn(child, letter->program, &files, &how, (char *const *)(uintptr_t)arguments,
                    (char *const *)(uintptr_t)surroundings);
    posix_spawnattr_destroy(&how);
    posix_spawn_file_actions_destroy(&files);
    errno = code;
    return code == 0;
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/** Waits for a child; false when it took too long and was ended. */
static bool wait_for(pid_t child, int seconds, int *status)
{
    static const struct timespec pause = {.tv_nsec = PAUSE_NANOSECONDS};
    double last = seconds_now() + seconds;
    pid_t ended;
    while ((ended = waitpid(child, status, WNOHANG)) == 0 || (ended < 0 && errno == EINTR)) {
        if (seconds_now() > last) {
            kill(-child, SIGKILL);
            waitpid(child, status, 0);
            return false;
        }
        nanosleep(&pause, NULL);
    }
    return true;
}

bool mail_send(const struct mail_letter *letter, struct pp_err *err)
{
    if (!mail_is_address(letter->to)) {
        return pp_fail(err, PP_E_SYSTEM, "'%s' is no mail address", letter->to);
    }
    int input = letter_file(letter, err);
    if (input < 0) {
        return false;
    }
    pid_t child;
    int status = 0;
    bool started = start(letter, input, &child);
    if (!started) {
        pp_fail(err, PP_E_SYSTEM, "%s can't be run: %s", letter->program, strerror(errno));
    }
    close(input);
    if (!started) {
        return false;
    }
    if (!wait_for(child, letter->seconds, &status)) {
        return pp_fail(err, PP_E_SYSTEM, "%s did not end within %d seconds", letter->program,
                       letter->seconds);
    }
    return (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
           pp_fail(err, PP_E_SYSTEM, "%s did not take the letter (%s %d)", letter->program,
                   WIFEXITED(status) ? "exit status" : "signal",
                   WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
}
