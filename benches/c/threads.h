/* How long a call takes where several threads make it at once. */
#ifndef THREADS_H
#define THREADS_H

#include "bench.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct caller {
    pthread_t thread;
    void (*call)(void *);
    void *context;
    size_t calls;
};

static pthread_barrier_t callers_ready;
static atomic_bool callers_stop;

static inline void *call_until_stopped(void *data)
{
    struct caller *caller = data;
    caller->call(caller->context); /* opens the connection */
    pthread_barrier_wait(&callers_ready);
    while (caller->calls == 0 || !atomic_load_explicit(&callers_stop, memory_order_relaxed)) {
        caller->call(caller->context);
        caller->calls++;
    }
    return NULL;
}

/* Prints the nanoseconds that passed for each call that was made: with threads that do not hinder
 * each other less than one call takes. Each thread has its own of the contexts. */
static inline void time_threads(const char *name, void (*call)(void *), void *const *contexts,
                                size_t threads)
{
    struct timespec slice;
    double nanoseconds = atof(setting("BENCH_MILLISECONDS")) * 1e6, start, end;
    struct caller *callers = calloc(threads, sizeof *callers);
    size_t calls = 0;

    pthread_barrier_init(&callers_ready, NULL, (unsigned)threads + 1);
    for (size_t i = 0; i < threads; i++) {
        callers[i].call = call;
        callers[i].context = contexts[i];
        if (pthread_create(&callers[i].thread, NULL, call_until_stopped, &callers[i]) != 0)
            fail("pthread_create");
    }
    pthread_barrier_wait(&callers_ready);
    start = now();
    slice.tv_sec = (time_t)(nanoseconds / 1e9);
    slice.tv_nsec = (long)(nanoseconds - (double)slice.tv_sec * 1e9);
    nanosleep(&slice, NULL);
    atomic_store(&callers_stop, true);
    for (size_t i = 0; i < threads; i++) {
        pthread_join(callers[i].thread, NULL);
        calls += callers[i].calls;
    }
    end = now();
    printf("%s %.1f\n", name, (end - start) / (double)calls);
    free(callers);
}

#endif
