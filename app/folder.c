// SPDX-License-Identifier: GPL-3.0-or-later
/* Making and locking folders. The lock is advisory, and ends with the process whatever happens. */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

bool folder_make(const char *path, struct pp_err *err)
{
    struct stat about;
    if (mkdir(path, 0777) == 0) {
        return true;
    }
    int why = errno;
    if (why == EEXIST && stat(path, &about) == 0) {
        why = S_ISDIR(about.st_mode) ? 0 : ENOTDIR;
    }
    return why == 0 || pp_fail(err, PP_E_SYSTEM, "%s can't be made: %s", path, strerror(why));
}

int folder_lock(const char *path, const char *busy, struct pp_err *err)
{
    int lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0) {
        pp_fail(err, PP_E_SYSTEM, "%s can't be opened as a folder: %s", path, strerror(errno));
    } else if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        pp_fail(err, PP_E_STATE, "another podplan is %s %s just now; please try again", busy, path);
        close(lock);
        lock = -1;
    }
    return lock;
}
