/* How much memory the process takes: of the heap where glibc tells, and resident where Linux does. */
#ifndef HEAP_H
#define HEAP_H

#include "bench.h"

#include <malloc.h>
#include <unistd.h>

/* The bytes that are taken of the heap, in all threads' parts of it. */
static inline double heap(void)
{
    struct mallinfo2 info = mallinfo2();
    return (double)info.uordblks + (double)info.hblkhd;
}

static inline double resident(void)
{
    unsigned long all = 0, pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%lu %lu", &all, &pages) != 2)
        fail("/proc/self/statm");
    fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

/* Prints what each of so many takes. */
static inline void show_each(const char *name, double bytes, size_t count)
{
    printf("%s %.1f\n", name, bytes / (double)count);
}

#endif
