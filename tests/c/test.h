/* What the tests are written with: checks that tell where they failed, and end the program. */
#ifndef TEST_H
#define TEST_H

#include <oauth1.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The exit status of a test that cannot run here. */
#define SKIPPED 77

/* The secrets that tests sign with where none is prescribed: no error may repeat one. */
#define CONSUMER_SECRET "a-consumer-secret"
#define TOKEN_SECRET "a-token-secret"

/* Checks a condition. */
#define CHECK(condition) check((condition) ? 1 : 0, #condition, __FILE__, __LINE__)

/* Checks that two strings, neither NULL, are the same. */
#define CHECK_TEXT(actual, expected) check_text(actual, expected, #actual, __FILE__, __LINE__)

/* Checks that a call, which has &error as its last argument, returns a status and, where that is no
 * success, an error which tells no secret. */
#define CHECK_STATUS(call, status)                                                                 \
    check_status(call, status, &error, #call, __FILE__, __LINE__)

/* Checks that a call, which has &error as its last argument, succeeds. */
#define CHECK_OK(call) CHECK_STATUS(call, OAUTH1_OK)

/* Checks that a call, which has &error as its last argument, fails with a status and an error, and
 * frees the error. */
#define CHECK_FAILS(call, status) CHECK_FAILS_SAYING(call, status, "")

/* Checks besides that the error's message has a part. */
#define CHECK_FAILS_SAYING(call, status, part)                                                     \
    do {                                                                                           \
        CHECK_STATUS(call, status);                                                                \
        check_message(error, part, __FILE__, __LINE__);                                            \
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

/* Reads a file, and gives how many bytes it has. */
static inline size_t read_file(const char *path, char *buffer, size_t size)
{
    FILE *file = fopen(path, "rb");
    size_t length;
    if (file == NULL)
        perror(path);
    check(file != NULL, "the file is there", __FILE__, __LINE__);
    length = fread(buffer, 1, size, file);
    check(length > 0 && length < size, "the file fits", __FILE__, __LINE__);
    fclose(file);
    return length;
}

/* What no error may tell. */
static char secrets[8][128] = {CONSUMER_SECRET, TOKEN_SECRET};

/* Has a secret of the test's own count among those that no error may tell. */
static inline void note_secret(const char *secret)
{
    static size_t next = 2;
    check(strlen(secret) < sizeof *secrets, "the secret is of a usual length", __FILE__, __LINE__);
    strcpy(secrets[next], secret);
    if (++next == sizeof secrets / sizeof *secrets)
        next = 2;
}

static inline void check_tells_no_secret(const oauth1_error *error, const char *file, int line)
{
    const char *told[] = {oauth1_error_message(error, NULL),
                          oauth1_error_oauth_problem(error, NULL),
                          oauth1_error_body_excerpt(error, NULL)};
    size_t i, k;

    for (i = 0; i < sizeof told / sizeof *told; i++)
        for (k = 0; k < sizeof secrets / sizeof *secrets; k++)
            check(told[i] == NULL || !secrets[k][0] || strstr(told[i], secrets[k]) == NULL,
                  "the error tells no secret", file, line);
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
    check_tells_no_secret(*error, file, line);
}

/* Checks that an error's message has a part. */
static inline void check_message(const oauth1_error *error, const char *part, const char *file,
                                 int line)
{
    const char *message = oauth1_error_message(error, NULL);
    if (strstr(message, part) == NULL) {
        fprintf(stderr, "%s:%d: the error is\n  %s\nand should say\n  %s\n", file, line, message,
                part);
        exit(EXIT_FAILURE);
    }
}

/* Makes a session for a token; where it is NULL, one without. */
static inline oauth1_session *session_for(const oauth1_client *client, const oauth1_token *token)
{
    oauth1_error *error = NULL;
    oauth1_session *session = NULL;
    if (token != NULL)
        CHECK_OK(oauth1_session_new(client, token, &session, &error));
    else
        CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    return session;
}

#endif
