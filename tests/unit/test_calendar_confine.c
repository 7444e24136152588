// SPDX-License-Identifier: GPL-3.0-or-later
/* The process that parses strangers' calendars: what it can't do, tried in one. */
#include "test.h"

#include "child.h"

#include <podplan/limits.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* The wait status of a confined process that does `work`; its exit status is what work returns. */
static int confined(int (*work)(void))
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        _exit(child_confine(ends[1]) ? work() : 99);
    }
    close(ends[0]);
    close(ends[1]);
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static int take_time(void)
{
    for (volatile unsigned i = 0;; i = i + 1) {
    }
    return 1;
}

TEST(a_confined_process_has_little_time)
{
    /* A tighter limit of our own stays: the test is short, the mechanism the same. */
    struct rlimit old, one = {1, 1};
    getrlimit(RLIMIT_CPU, &old);
    pid_t pid = fork();
    if (pid == 0) {
        setrlimit(RLIMIT_CPU, &one);
        int status = confined(take_time);
        _exit(WIFSIGNALED(status) ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

// AddressSanitizer needs memory, files and processes of its own: with it these limits are off.
#if !defined(__SANITIZE_ADDRESS__)

static int open_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 1 : errno == EPERM ? 0 : 2;
}

static int start_program(void)
{
    char *const arguments[] = {strdup("true"), NULL};
    execv("/bin/true", arguments);
    return errno == EPERM ? 0 : 1;
}

static int start_process(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        _exit(0);
    }
    return pid > 0 ? 1 : errno == EPERM ? 0 : 2;
}

static int use_others(void)
{
    return write(STDOUT_FILENO, "x", 0) < 0 && errno == EBADF ? 0 : 1;
}

static int write_file(void)
{
    signal(SIGXFSZ, SIG_IGN);
    int file = open("/tmp", O_TMPFILE | O_WRONLY, 0600);
    return file >= 0 && write(file, "x", 1) == 1 ? 1 : 0;
}

static int take_memory(void)
{
    return malloc((size_t)PP_MAX_CALENDAR_MEMORY) == NULL ? 0 : 1;
}

TEST(a_confined_process_has_no_network_no_programs_and_no_files)
{
    assert_int_equal(confined(open_socket), 0);
    assert_int_equal(confined(start_program), 0);
    assert_int_equal(confined(start_process), 0);
    assert_int_equal(confined(use_others), 0);
    assert_int_equal(confined(write_file), 0);
}

TEST(a_confined_process_has_little_memory)
{
    assert_int_equal(confined(take_memory), 0);
}

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#if !defined(__SANITIZE_ADDRESS__)
        cmocka_unit_test(a_confined_process_has_no_network_no_programs_and_no_files),
        cmocka_unit_test(a_confined_process_has_little_memory),
#endif
        cmocka_unit_test(a_confined_process_has_little_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
