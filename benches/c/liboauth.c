/* liboauth: the way to an Authorization header that its own example (oauthtest2.c) goes. */
#include "bench.h"

#include <oauth.h>

struct context {
    struct input input;
    const char *consumer_key, *consumer_secret, *token, *token_secret;
};

static char *authorization(const struct context *context)
{
    char **params = NULL;
    int count = oauth_split_url_parameters(context->input.url, &params);
    char *pairs, *value;
    for (size_t i = 0; i < context->input.count; i++)
        oauth_add_param_to_array(&count, &params, context->input.pairs[i]);
    oauth_sign_array2_process(&count, &params, NULL, OA_HMAC, context->input.method,
                              context->consumer_key, context->consumer_secret, context->token,
                              context->token_secret);
    pairs = oauth_serialize_url_sep(count, 1, params, ", ", 6);
    value = malloc(strlen(pairs) + sizeof "OAuth ");
    strcpy(value, "OAuth ");
    strcat(value, pairs);
    free(pairs);
    oauth_free_array(&count, &params);
    return value;
}

static void whole(void *context)
{
    free(authorization(context));
}

int main(int argc, char **argv)
{
    struct context context;
    char *value;

    if (argc < 2)
        fail("expected the file of a request");
    context.input = read_input(argv[1]);
    context.consumer_key = setting("BENCH_CONSUMER_KEY");
    context.consumer_secret = setting("BENCH_CONSUMER_SECRET");
    context.token = setting("BENCH_TOKEN");
    context.token_secret = setting("BENCH_TOKEN_SECRET");

    value = authorization(&context);
    show("whole", value);
    free(value);
    time_calls("whole", whole, &context);
    return 0;
}
