/*
 * Sends a request by a client whose transport is libcurl: the library does all it does otherwise,
 * and libcurl makes the connections. Ctrl-C calls the request off.
 *
 *     curl_send METHOD URL [NAME=VALUE]...
 *     curl_send METHOD URL @FILE
 *
 * The file is the body, and never whole in memory. What comes back is printed, whatever it is; the
 * exit status is 0 where it is a success. The environment is as for curl_easy:
 *
 *     python -m oauth1.sandbox --users 1 -- \
 *         sh -c 'curl_send PUT "$OAUTH1_SANDBOX_UPLOAD_URL" @holiday.jpg'
 */
#define _POSIX_C_SOURCE 200809L

#include "../command.h"
#include "transport.h"

#include <curl/curl.h>
#include <oauth1.h>

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* What Ctrl-C cancels. */
static oauth1_cancellation *cancellation;

static void call_off(int number)
{
    (void)number;
    oauth1_cancellation_cancel(cancellation);
}

static bool make_client(oauth1_client **out)
{
    oauth1_client_builder *builder = NULL;
    oauth1_error *error = NULL;
    bool made;

    made = done(oauth1_client_builder_new(setting("OAUTH1_SANDBOX_CONSUMER_KEY"),
                                          setting("OAUTH1_SANDBOX_CONSUMER_SECRET"), &builder,
                                          &error) ||
                    oauth1_client_builder_set_timeouts(builder, 0, 0, 0, 60000, &error) ||
                    use_curl(builder, &error) ||
                    oauth1_client_builder_build(builder, out, &error),
                "no client", &error);
    oauth1_client_builder_free(builder);
    return made;
}

/* A request with parameters, or with a file as its body. */
static bool read_request(char *const *arguments, oauth1_request **out)
{
    static char *const none[] = {NULL};
    const char *body = arguments[2];
    bool uploads = body != NULL && body[0] == '@' && arguments[3] == NULL;
    oauth1_error *error = NULL;

    return make_request(arguments[0], arguments[1], uploads ? none : arguments + 2, out) &&
           (!uploads || done(oauth1_request_set_body_file(*out, "application/octet-stream",
                                                          body + 1, &error),
                             "no body", &error)) &&
           done(oauth1_request_set_cancellation(*out, cancellation, &error), "no cancellation",
                &error);
}

int main(int argc, char **argv)
{
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = NULL;
    oauth1_response *response = NULL;
    oauth1_error *error = NULL;
    bool well;

    if (argc < 3) {
        fprintf(stderr, "usage: curl_send METHOD URL [NAME=VALUE | @FILE]...\n");
        return 2;
    }
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        fprintf(stderr, "libcurl cannot be used\n");
        return EXIT_FAILURE;
    }
    well = done(oauth1_cancellation_new(&cancellation, &error), "no cancellation", &error) &&
           make_client(&client) && make_session(client, &session) &&
           read_request(argv + 1, &request);
    if (well) {
        signal(SIGINT, call_off);
        well = done(oauth1_session_send(session, request, &response, &error), "not sent", &error);
        signal(SIGINT, SIG_DFL);
    }
    if (well) {
        size_t length;
        const char *body = oauth1_response_body(response, &length);

        printf("response: %d ", oauth1_response_status(response));
        fwrite(body, 1, length, stdout);
        putchar('\n');
        well = oauth1_response_status(response) / 100 == 2;
    }

    oauth1_response_free(response);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_client_free(client);
    oauth1_cancellation_free(cancellation);
    curl_global_cleanup();
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}
