/* This library, sending: one client and one session, and one request that is sent again and again. */
#include "threads.h"

#include <oauth1.h>

struct context {
    oauth1_session *session;
    oauth1_request *request;
};

static void check(oauth1_status status, oauth1_error *error)
{
    if (status != OAUTH1_OK)
        fail(oauth1_error_message(error, NULL));
}

static void send_request(void *data)
{
    const struct context *context = data;
    oauth1_response *response = NULL;
    oauth1_error *error = NULL;
    size_t length = 0;

    check(oauth1_session_send(context->session, context->request, &response, &error), error);
    if (oauth1_response_status(response) != 200 || oauth1_response_body(response, &length) == NULL ||
        length == 0)
        fail("another answer");
    oauth1_response_free(response);
}

static void sign_request(void *data)
{
    const struct context *context = data;
    oauth1_signed *signed_request = NULL;
    oauth1_error *error = NULL;

    check(oauth1_session_sign(context->session, context->request, &signed_request, &error), error);
    oauth1_signed_free(signed_request);
}

int main(int argc, char **argv)
{
    struct context context;
    struct input input;
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_error *error = NULL;
    void **contexts;
    size_t threads;

    if (argc < 3)
        fail("expected the file of a request, and how many threads");
    input = read_input(argv[1]);
    threads = (size_t)atoi(argv[2]);
    contexts = calloc(threads, sizeof *contexts);
    check(oauth1_client_new(setting("BENCH_CONSUMER_KEY"), setting("BENCH_CONSUMER_SECRET"),
                            &client, &error),
          error);
    check(oauth1_token_new(setting("BENCH_TOKEN"), setting("BENCH_TOKEN_SECRET"), &token, &error),
          error);
    check(oauth1_session_new(client, token, &context.session, &error), error);
    check(oauth1_request_new(input.method, input.url, &context.request, &error), error);
    for (size_t i = 0; i < input.count; i++)
        check(oauth1_request_add_form(context.request, input.names[i], input.values[i], &error),
              error);
    for (size_t i = 0; i < threads; i++)
        contexts[i] = &context;

    if (threads == 1) {
        time_calls("one", send_request, &context);
        time_calls("sign", sign_request, &context);
    } else {
        time_threads("threads", send_request, contexts, threads);
    }

    free(contexts);
    oauth1_request_free(context.request);
    oauth1_session_free(context.session);
    oauth1_token_free(token);
    oauth1_client_free(client);
    return 0;
}
