// SPDX-License-Identifier: GPL-3.0-or-later
/* Threads that wait at a condition for the next task (crew.h). */
#include "crew.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct member {
    struct crew *crew;
    pthread_t thread;
    int32_t number;
};

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t called, done;
    struct member members[CREW_MOST];
    int32_t n;      ///< the caller is number 0
    int32_t busy;   ///< members that have not done yet
    uint64_t calls; ///< so far
    bool over;
    void (*task)(void *user, int32_t number);
    void *user;
};

static void *serve(void *given)
{
    struct member *member = given;
    struct crew *crew = member->crew;
    uint64_t served = 0;
    pthread_mutex_lock(&crew->lock);
    for (;;) {
        while (crew->calls == served && !crew->over) {
            pthread_cond_wait(&crew->called, &crew->lock);
        }
        if (crew->over) {
            break;
        }
        served = crew->calls;
        pthread_mutex_unlock(&crew->lock);
        crew->task(crew->user, member->number);
        pthread_mutex_lock(&crew->lock);
        if (--crew->busy == 0) {
            pthread_cond_signal(&crew->done);
        }
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

struct crew *crew_begin(int32_t threads)
{
    struct crew *crew = calloc(1, sizeof(*crew));
    assert(crew != NULL);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->called, NULL);
    pthread_cond_init(&crew->done, NULL);
    crew->n = 1;
    threads = threads < CREW_MOST ? threads : CREW_MOST;
    for (int32_t i = 1; i < threads; i++) {
        struct member *member = &crew->members[i];
        *member = (struct member){.crew = crew, .number = i};
        if (pthread_create(&member->thread, NULL, serve, member) != 0) {
            break;
        }
        crew->n = i + 1;
    }
    return crew;
}

int32_t crew_size(const struct crew *crew)
{
    return crew->n;
}

void crew_run(struct crew *crew, void (*task)(void *user, int32_t number), void *user)
{
    pthread_mutex_lock(&crew->lock);
    crew->task = task;
    crew->user = user;
    crew->busy = crew->n - 1;
    crew->calls++;
    pthread_cond_broadcast(&crew->called);
    pthread_mutex_unlock(&crew->lock);
    task(user, 0);
    pthread_mutex_lock(&crew->lock);
    while (crew->busy > 0) {
        pthread_cond_wait(&crew->done, &crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
}

void crew_finish(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->over = true;
    pthread_cond_broadcast(&crew->called);
    pthread_mutex_unlock(&crew->lock);
    for (int32_t i = 1; i < crew->n; i++) {
        pthread_join(crew->members[i].thread, NULL);
    }
    pthread_cond_destroy(&crew->done);
    pthread_cond_destroy(&crew->called);
    pthread_mutex_destroy(&crew->lock);
    free(crew);
}
