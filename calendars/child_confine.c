// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a process may do that parses what strangers wrote: compute for a while,
 * read the rules of time zones, write to its pipe.  Limits of the kernel
 * (setrlimit), no descriptors, no new rights, and a filter of system calls that
 * refuses the network, other programs and new processes where the machine is
 * one whose numbers are known here.
 */
#include "child.h"

#include <podplan/limits.h>

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#else
#define MACHINE 0
#endif

enum {
    MOST_FILES = 8 ///< open at a time: the pipe, and a file of a time zone
};

bool child_bounds_memory(void)
{
    return !SANITIZED;
}

static bool limit(int what, rlim_t most)
{
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)what, &now) != 0) {
        return false;
    }
    /* A lower limit that somebody has set stays; nobody may raise it again. */
    rlim_t least = now.rlim_max < most ? now.rlim_max : most;
    struct rlimit wanted = {least, least};
    return setrlimit((__rlimit_resource_t)what, &wanted) == 0;
}

#define REFUSE(call)                                                                               \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##call, 0, 1),                                        \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

/* A kernel without filters does without: the limits above hold alone. */
static void filter_calls(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        REFUSE(socket),
        REFUSE(socketpair),
        REFUSE(connect),
        REFUSE(execve),
        REFUSE(execveat),
        REFUSE(ptrace),
        REFUSE(clone),
        REFUSE(clone3),
        REFUSE(kill),
        REFUSE(tkill),
        REFUSE(unlinkat),
        REFUSE(renameat2),
#ifdef __NR_fork
        REFUSE(fork),
        REFUSE(vfork),
        REFUSE(unlink),
        REFUSE(rename),
#endif
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof(filter) / sizeof(filter[0]), filter};
    if (MACHINE != 0 && !SANITIZED) {
        (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
    }
}

/* All but one. */
static bool close_others(int only)
{
    return (only == 0 || close_range(0, (unsigned)only - 1, 0) == 0) &&
           close_range((unsigned)only + 1, ~0U, 0) == 0;
}

bool child_confine(int only_descriptor)
{
    bool bound = limit(RLIMIT_CPU, PP_MAX_CALENDAR_CPU_SECONDS) && limit(RLIMIT_CORE, 0) &&
                 limit(RLIMIT_FSIZE, 0) &&
                 (!child_bounds_memory() || limit(RLIMIT_AS, PP_MAX_CALENDAR_MEMORY));
    bool apart = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 &&
                 prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    if (!bound || !apart || (!SANITIZED && !close_others(only_descriptor)) ||
        !limit(RLIMIT_NOFILE, (rlim_t)only_descriptor + MOST_FILES)) {
        return false;
    }
    filter_calls();
    return true;
}
