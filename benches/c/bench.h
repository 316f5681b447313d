/*
 * What the programs share: who signs, what is signed, and how long it takes.
 *
 * Each prints one line `NAME VALUE` for each way to sign that it measures, to be checked, and one
 * line `NAME NANOSECONDS`.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A request, as its file has it: method and URL on the first line, then a parameter of the form on
 * each, which is kept as name=value as well as in its two parts. */
struct input {
    char method[16];
    char url[1024];
    size_t count;
    char **pairs;
    char **names;
    char **values;
};

static inline void fail(const char *what)
{
    fprintf(stderr, "failed: %s\n", what);
    exit(EXIT_FAILURE);
}

static inline const char *setting(const char *name)
{
    const char *value = getenv(name);
    if (value == NULL)
        fail(name);
    return value;
}

static inline struct input read_input(const char *path)
{
    struct input input = {0};
    char line[4096];
    FILE *file = fopen(path, "r");
    if (file == NULL || fscanf(file, "%15s %1023s\n", input.method, input.url) != 2)
        fail(path);
    while (fgets(line, sizeof line, file) != NULL) {
        size_t last = input.count++;
        line[strcspn(line, "\n")] = '\0';
        input.pairs = realloc(input.pairs, input.count * sizeof *input.pairs);
        input.names = realloc(input.names, input.count * sizeof *input.names);
        input.values = realloc(input.values, input.count * sizeof *input.values);
        input.pairs[last] = strdup(line);
        input.values[last] = strchr(input.pairs[last], '=') + 1;
        input.names[last] = strndup(line, (size_t)(input.values[last] - input.pairs[last] - 1));
    }
    fclose(file);
    return input;
}

/* Prints what was signed, so that it can be checked. */
static inline void show(const char *name, const char *value)
{
    printf("%s %s\n", name, value);
}

static inline double now(void) /* in nanoseconds */
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static inline double batch(void (*call)(void *), void *context, size_t calls)
{
    double start = now();
    for (size_t done = 0; done < calls; done++)
        call(context);
    return now() - start;
}

static inline int in_order(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

/* Prints how many nanoseconds one call takes: the median of batches of about a millisecond each. */
static inline void time_calls(const char *name, void (*call)(void *), void *context)
{
    enum { MOST = 4096 };
    static double batches[MOST];
    double slice = atof(setting("BENCH_MILLISECONDS")) * 1e6;
    size_t calls = 1, count = 0;
    double start;

    while (batch(call, context, calls) < 1e6)
        calls *= 2;
    start = now();
    while (count < MOST && (count < 3 || now() - start < slice))
        batches[count++] = batch(call, context, calls);
    qsort(batches, count, sizeof *batches, in_order);
    printf("%s %.1f\n", name, batches[count / 2] / (double)calls);
}

#endif
