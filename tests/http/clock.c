// SPDX-License-Identifier: GPL-3.0-or-later
/* A clock that tests set: preloaded, it adds the seconds in the file $TEST_CLOCK to time(2). */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

time_t time(time_t *where)
{
    struct timespec now;
    long ahead = 0;
    const char *path = getenv("TEST_CLOCK");
    FILE *file = path == NULL ? NULL : fopen(path, "r");
    if (file != NULL) {
        if (fscanf(file, "%ld", &ahead) != 1) {
            ahead = 0;
        }
        fclose(file);
    }
    clock_gettime(CLOCK_REALTIME, &now);
    time_t seconds = now.tv_sec + ahead;
    if (where != NULL) {
        *where = seconds;
    }
    return seconds;
}
