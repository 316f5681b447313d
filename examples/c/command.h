/*
 * What the examples have in common that sign a request which the command line asks for: who they
 * are, and the request.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <oauth1.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a step went well; if not, tells why, and frees the error. */
static inline bool done(oauth1_status status, const char *step, oauth1_error **error)
{
    if (status == OAUTH1_OK)
        return true;
    fprintf(stderr, "%s: %s\n", step, oauth1_error_message(*error, NULL));
    oauth1_error_free(*error);
    *error = NULL;
    return false;
}

/* A setting, which is empty where it is not there; the library says then what it misses. */
static inline const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value != NULL ? value : "";
}

/* What signs for this program's user, who allowed it before: examples/c/tweet.c shows how. */
static inline bool make_session(const oauth1_client *client, oauth1_session **out)
{
    oauth1_token *token = NULL;
    oauth1_error *error = NULL;
    bool made;

    made = done(oauth1_token_new(setting("OAUTH1_SANDBOX_ACCESS_TOKEN"),
                                 setting("OAUTH1_SANDBOX_ACCESS_TOKEN_SECRET"), &token, &error) ||
                    oauth1_session_new(client, token, out, &error),
                "no session", &error);
    oauth1_token_free(token);
    return made;
}

/* The same, of a client with default settings. */
static inline bool make_default_session(oauth1_session **out)
{
    oauth1_client *client = NULL;
    oauth1_error *error = NULL;
    bool made;

    made = done(oauth1_client_new(setting("OAUTH1_SANDBOX_CONSUMER_KEY"),
                                  setting("OAUTH1_SANDBOX_CONSUMER_SECRET"), &client, &error),
                "no client", &error) &&
           make_session(client, out);
    oauth1_client_free(client);
    return made;
}

/* A request with parameters that are written NAME=VALUE, of which the last is NULL: in the query,
 * or in a form body where the method has one. */
static inline bool make_request(const char *method, const char *url, char *const *parameters,
                                oauth1_request **out)
{
    oauth1_request *request = NULL;
    oauth1_error *error = NULL;
    bool made = done(oauth1_request_new(method, url, &request, &error), "no request", &error);

    for (; made && *parameters != NULL; parameters++) {
        size_t name_length = strcspn(*parameters, "=");
        const char *value = *parameters + name_length;

        value += *value == '=';
        made = done(oauth1_request_add_param_n(request, *parameters, name_length, value,
                                               strlen(value), &error),
                    "no parameter", &error);
    }
    if (made)
        *out = request;
    else
        oauth1_request_free(request);
    return made;
}

#endif
