/* What the tests are written with: checks that tell where they failed, and end the program. */
#ifndef TEST_H
#define TEST_H

#include <oauth1.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The exit status of a test that cannot run here. */
#define SKIPPED 77

/* Checks a condition. */
#define CHECK(condition) check((condition) ? 1 : 0, #condition, __FILE__, __LINE__)

/* Checks that two strings, neither NULL, are the same. */
#define CHECK_TEXT(actual, expected) check_text(actual, expected, #actual, __FILE__, __LINE__)

/* Checks that a call, which has &error as its last argument, succeeds. */
#define CHECK_OK(call) check_status(call, OAUTH1_OK, &error, #call, __FILE__, __LINE__)

/* Checks that a call, which has &error as its last argument, fails with a status and an error, and
 * frees the error. */
#define CHECK_FAILS(call, status)                                                                  \
    do {                                                                                           \
        check_status(call, status, &error, #call, __FILE__, __LINE__);                             \
        oauth1_error_free(error);                                                                  \
        error = NULL;                                                                              \
    } while (0)

/* Runs a test, and says so. */
#define RUN(test)                                                                                  \
    do {                                                                                           \
        printf("%s\n", #test);                                                                     \
        fflush(stdout);                                                                            \
        test();                                                                                    \
    } while (0)

static inline void check(int holds, const char *condition, const char *file, int line)
{
    if (!holds) {
        fprintf(stderr, "%s:%d: not so: %s\n", file, line, condition);
        exit(EXIT_FAILURE);
    }
}

static inline void check_text(const char *actual, const char *expected, const char *expression,
                              const char *file, int line)
{
    if (actual == NULL || expected == NULL || strcmp(actual, expected) != 0) {
        fprintf(stderr, "%s:%d: %s\n  is        %s\n  should be %s\n", file, line, expression,
                actual ? actual : "NULL", expected ? expected : "NULL");
        exit(EXIT_FAILURE);
    }
}

static inline void check_status(oauth1_status actual, oauth1_status expected, oauth1_error **error,
                                const char *call, const char *file, int line)
{
    if (actual != expected) {
        const char *message = oauth1_error_message(*error, NULL);
        fprintf(stderr, "%s:%d: %s\n  gives     %d (%s): %s\n  should be %d (%s)\n", file, line,
                call, actual, oauth1_status_text(actual), message ? message : "no error", expected,
                oauth1_status_text(expected));
        exit(EXIT_FAILURE);
    }
    check(oauth1_error_status(*error) == expected, "the error has the status", file, line);
}

#endif
