// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Fork, bind the child, read its records until it ends or the time is up, and
 * say in words what became of it.  A page of shared memory tells on which line
 * it was when it did not come back.
 */
#include "child.h"

#include <podplan/limits.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What came of the child. */
enum outcome {
    ENDED,
    TOO_LONG,
    NONSENSE
};

struct child {
    pid_t pid;
    int pipe; ///< the end that is read; of the child: that is written
    const struct scan *scan;
    const struct pp_calendar_wanted *wanted;
    _Atomic int32_t *line; ///< shared: where the child is; written by a stranger
    struct child_intake intake;
};

/* ---- The child ---- */

static void send_record(void *user, const struct child_record *record)
{
    const struct child *child = user;
    const char *at = (const char *)record;
    for (size_t left = sizeof(*record); left > 0;) {
        ssize_t sent = write(child->pipe, at, left);
        if (sent <= 0 && errno != EINTR) {
            _exit(1); /* nobody listens any more */
        }
        at += sent > 0 ? sent : 0;
        left -= sent > 0 ? (size_t)sent : 0;
    }
}

static void tell_line(void *user, int32_t line)
{
    const struct child *child = user;
    atomic_store_explicit(child->line, line, memory_order_relaxed);
}

static void run_child(struct child *child) __attribute__((noreturn));

static void run_child(struct child *child)
{
    /* Whoever asked for Ctrl-C to be gentle did not ask it of this process. */
    static const int signals[] = {SIGINT, SIGTERM, SIGPIPE, SIGXCPU, SIGSEGV, SIGABRT, SIGBUS};
    for (size_t s = 0; s < sizeof(signals) / sizeof(signals[0]); s++) {
        signal(signals[s], SIG_DFL);
    }
    if (!child_confine(child->pipe)) {
        _exit(2);
    }
    child_work(child->scan, child->wanted, send_record, tell_line, child);
    _exit(0);
}

/* ---- The parent ---- */

static int64_t now_in_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* Waits until there is something to read; false when the time is up. */
static bool wait_for(int descriptor, int64_t deadline)
{
    for (;;) {
        int64_t left = deadline - now_in_ms();
        struct pollfd poll_for = {.fd = descriptor, .events = POLLIN};
        int ready = left <= 0 ? 0 : poll(&poll_for, 1, (int)left);
        if (ready >= 0 || errno != EINTR) {
            return ready > 0;
        }
    }
}

static enum outcome take_records(struct child *child)
{
    struct child_record record;
    size_t have = 0;
    int64_t deadline = now_in_ms() + PP_MAX_CALENDAR_SECONDS * INT64_C(1000);
    for (;;) {
        if (!wait_for(child->pipe, deadline)) {
            return TOO_LONG;
        }
        ssize_t got = read(child->pipe, (char *)&record + have, sizeof(record) - have);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return ENDED;
        }
        have += got > 0 ? (size_t)got : 0;
        if (have == sizeof(record)) {
            have = 0;
            if (!child_take(&child->intake, &record)) {
                return NONSENSE;
            }
        }
    }
}

static int reap(pid_t pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

/* Where it was, "source:line", as far as it can be believed. */
static bool fail_at_line(const struct child *child, struct pp_err *err, const char *words)
{
    int32_t line = atomic_load_explicit(child->line, memory_order_relaxed);
    const char *source = child->wanted->source;
    if (line > 0 && line <= PP_MAX_CALENDAR_BYTES) {
        return pp_fail(err, PP_E_INPUT, "%s:%d: the event that begins here %s", source, line,
                       words);
    }
    return pp_fail(err, PP_E_INPUT, "%s: the calendar %s", source, words);
}

static bool judge(const struct child *child, enum outcome outcome, int status, struct pp_err *err)
{
    bool out_of_time =
        outcome == TOO_LONG ||
        (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL));
    if (outcome == NONSENSE) {
        return fail_at_line(child, err,
                            "made its reader answer with nonsense; nothing of it was "
                            "taken. Please take it out of the calendar");
    }
    if (child->intake.done && !child->intake.failed) {
        return true;
    }
    if (child->intake.failed) {
        return fail_at_line(child, err, "can't be parsed; please export it again, as iCalendar");
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 2) {
        return pp_fail(err, PP_E_SYSTEM,
                       "%s: this machine does not let a process be confined to read a calendar; "
                       "nothing was read",
                       child->wanted->source);
    }
    return fail_at_line(child, err,
                        out_of_time ? "takes too long to read; please take it out of the calendar, "
                                      "or export a shorter time"
                                    : "needs too much memory, or breaks its reader; please take it "
                                      "out of the calendar");
}

static bool run(struct child *child, struct pp_err *err)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return pp_fail(err, PP_E_SYSTEM, "no pipe can be made: %s", strerror(errno));
    }
    child->pid = fork();
    if (child->pid == 0) {
        close(ends[0]);
        child->pipe = ends[1];
        run_child(child);
    }
    close(ends[1]);
    child->pipe = ends[0];
    if (child->pid < 0) {
        close(ends[0]);
        return pp_fail(err, PP_E_SYSTEM, "no process can be made to read a calendar: %s",
                       strerror(errno));
    }
    enum outcome outcome = take_records(child);
    close(child->pipe);
    if (outcome != ENDED) {
        kill(child->pid, SIGKILL);
    }
    return judge(child, outcome, reap(child->pid), err);
}

bool child_read(const struct scan *scan, const struct pp_calendar_wanted *wanted,
                struct pp_calendar_reading *reading, struct pp_err *err)
{
    struct child child = {
        .scan = scan, .wanted = wanted, .intake = {.wanted = wanted, .reading = reading}};
    child.line =
        mmap(NULL, sizeof(*child.line), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (child.line == MAP_FAILED) {
        return pp_fail(err, PP_E_SYSTEM, "no memory can be shared: %s", strerror(errno));
    }
    bool done = run(&child, err);
    munmap(child.line, sizeof(*child.line));
    return done;
}
