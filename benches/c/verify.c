/* This library from the provider's side, from C: one consumer and one token, the store left out. */
#include "bench.h"

#include <oauth1.h>

struct context {
    oauth1_verifier *verifier;
    oauth1_signed *request;
    const char *url, *body;
    size_t length;
    const char *headers[9];
};

static void check(oauth1_status status, oauth1_error *error)
{
    if (status != OAUTH1_OK)
        fail(oauth1_error_message(error, NULL));
}

static bool all_are_new(void *userdata, const oauth1_nonce_use *nonce, bool *is_new,
                        oauth1_failure *failure)
{
    (void)userdata;
    (void)nonce;
    (void)failure;
    *is_new = true;
    return true;
}

static oauth1_verifier *new_verifier(void)
{
    oauth1_verifier_builder *builder = NULL;
    oauth1_verifier *verifier = NULL;
    oauth1_error *error = NULL;

    check(oauth1_verifier_builder_new(&builder, &error), error);
    check(oauth1_verifier_builder_set_consumer_secret(builder, setting("BENCH_CONSUMER_KEY"),
                                                      setting("BENCH_CONSUMER_SECRET"), &error),
          error);
    check(oauth1_verifier_builder_set_token_secret(builder, setting("BENCH_CONSUMER_KEY"),
                                                   setting("BENCH_TOKEN"),
                                                   setting("BENCH_TOKEN_SECRET"), &error),
          error);
    check(oauth1_verifier_builder_set_nonce_store(builder, all_are_new, NULL, NULL, &error), error);
    check(oauth1_verifier_builder_build(builder, &verifier, &error), error);
    oauth1_verifier_builder_free(builder);
    return verifier;
}

static oauth1_signed *sign(const struct input *input)
{
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = NULL;
    oauth1_signed *signed_request = NULL;
    oauth1_error *error = NULL;

    check(oauth1_client_new(setting("BENCH_CONSUMER_KEY"), setting("BENCH_CONSUMER_SECRET"),
                            &client, &error),
          error);
    check(oauth1_token_new(setting("BENCH_TOKEN"), setting("BENCH_TOKEN_SECRET"), &token, &error),
          error);
    check(oauth1_session_new(client, token, &session, &error), error);
    check(oauth1_request_new(input->method, input->url, &request, &error), error);
    for (size_t i = 0; i < input->count; i++)
        check(oauth1_request_add_form(request, input->names[i], input->values[i], &error), error);
    check(oauth1_session_sign(session, request, &signed_request, &error), error);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_token_free(token);
    oauth1_client_free(client);
    return signed_request;
}

static void verify(void *data)
{
    const struct context *context = data;
    oauth1_verified *verified = NULL;
    oauth1_error *error = NULL;

    check(oauth1_verifier_verify(context->verifier, "POST", context->url, context->headers,
                                 context->body, context->length, &verified, &error),
          error);
    oauth1_verified_free(verified);
}

int main(int argc, char **argv)
{
    struct input input;
    struct context context = {0};

    if (argc < 2)
        fail("expected the file of a request");
    input = read_input(argv[1]);
    context.verifier = new_verifier();
    context.request = sign(&input);
    context.url = oauth1_signed_url(context.request, NULL);
    context.body = oauth1_signed_body(context.request, &context.length);
    context.headers[0] = "Host";
    context.headers[1] = "api.example.com";
    context.headers[2] = "User-Agent";
    context.headers[3] = "bench";
    context.headers[4] = "Content-Type";
    context.headers[5] = "application/x-www-form-urlencoded";
    context.headers[6] = "Authorization";
    context.headers[7] = oauth1_signed_authorization(context.request, NULL);
    time_calls("verify", verify, &context);

    oauth1_signed_free(context.request);
    oauth1_verifier_free(context.verifier);
    return 0;
}
