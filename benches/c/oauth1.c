/* This library, from C. */
#include "bench.h"

#include <oauth1.h>

struct context {
    struct input input;
    oauth1_session *session;
    oauth1_request *request;
    char buffer[4096];
};

static void check(oauth1_status status, oauth1_error *error)
{
    if (status != OAUTH1_OK)
        fail(oauth1_error_message(error, NULL));
}

static oauth1_request *build(const struct input *input)
{
    oauth1_request *request = NULL;
    oauth1_error *error = NULL;
    check(oauth1_request_new(input->method, input->url, &request, &error), error);
    for (size_t i = 0; i < input->count; i++)
        check(oauth1_request_add_form(request, input->names[i], input->values[i], &error), error);
    return request;
}

static char *authorization(const struct context *context, const oauth1_request *request)
{
    char *value = NULL;
    oauth1_error *error = NULL;
    check(oauth1_session_authorization(context->session, request, &value, &error), error);
    return value;
}

static void prepared(void *context)
{
    oauth1_string_free(authorization(context, ((struct context *)context)->request));
}

static void into(void *data)
{
    struct context *context = data;
    oauth1_error *error = NULL;
    check(oauth1_session_authorization_into(context->session, context->request, context->buffer,
                                            sizeof context->buffer, NULL, &error),
          error);
}

static void whole(void *context)
{
    oauth1_request *request = build(&((struct context *)context)->input);
    oauth1_string_free(authorization(context, request));
    oauth1_request_free(request);
}

int main(int argc, char **argv)
{
    static struct context context;
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_error *error = NULL;
    char *value;

    if (argc < 2)
        fail("expected the file of a request");
    check(oauth1_client_new(setting("BENCH_CONSUMER_KEY"), setting("BENCH_CONSUMER_SECRET"),
                            &client, &error),
          error);
    check(oauth1_token_new(setting("BENCH_TOKEN"), setting("BENCH_TOKEN_SECRET"), &token, &error),
          error);
    check(oauth1_session_new(client, token, &context.session, &error), error);
    context.input = read_input(argv[1]);
    context.request = build(&context.input);

    value = authorization(&context, context.request);
    show("prepared", value);
    oauth1_string_free(value);
    time_calls("prepared", prepared, &context);

    into(&context);
    show("into", context.buffer);
    time_calls("into", into, &context);

    /* what it gives is what `prepared` gave */
    time_calls("whole", whole, &context);

    oauth1_request_free(context.request);
    oauth1_session_free(context.session);
    oauth1_token_free(token);
    oauth1_client_free(client);
    return 0;
}
