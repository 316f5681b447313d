/* Clocks, nonces and signature methods of the program's own; each one's data is destroyed once. */
#include "test.h"

static oauth1_error *error;

/* What a callback is called with. */
struct data {
    int calls;
    int destroyed;
    size_t length; /* of what it writes; more than there is room for, to be wrong */
    char byte;     /* that it writes */
    const char *says;
};

static void destroy(void *userdata)
{
    ((struct data *)userdata)->destroyed++;
}

/* Has a callback say why it fails, if it is to. */
static void say(const struct data *data, oauth1_failure *failure)
{
    if (data->says != NULL)
        oauth1_failure_set_message(failure, data->says);
}

static bool tell_time(void *userdata, uint64_t *seconds, oauth1_failure *failure)
{
    struct data *data = userdata;
    data->calls++;
    say(data, failure);
    *seconds = 137131202;
    return data->length != SIZE_MAX;
}

static size_t write_nonce(void *userdata, char *buffer, size_t capacity, oauth1_failure *failure)
{
    struct data *data = userdata;
    data->calls++;
    say(data, failure);
    memset(buffer, data->byte, data->length < capacity ? data->length : capacity);
    return data->length;
}

/* Signs with what it is given, so that a test can see what that was. */
static size_t sign(void *userdata, const char *base_string, size_t base_string_length,
                   const char *consumer_secret, size_t consumer_secret_length,
                   const char *token_secret, size_t token_secret_length, char *buffer,
                   size_t capacity, oauth1_failure *failure)
{
    struct data *data = userdata;
    data->calls++;
    say(data, failure);
    CHECK(strlen(base_string) == base_string_length);
    CHECK(strlen(consumer_secret) == consumer_secret_length);
    CHECK(strlen(token_secret) == token_secret_length);
    if (data->length > 0)
        return data->length;
    return (size_t)snprintf(buffer, capacity, "%.4s/%s/%s", base_string, consumer_secret,
                            token_secret);
}

static oauth1_client_builder *new_builder(void)
{
    oauth1_client_builder *builder = NULL;
    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    return builder;
}

static oauth1_session *build_session(oauth1_client_builder *builder)
{
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_OK(oauth1_token_new("token", TOKEN_SECRET, &token, &error));
    CHECK_OK(oauth1_session_new(client, token, &session, &error));
    oauth1_token_free(token);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
    return session;
}

static oauth1_request *new_request(void)
{
    oauth1_request *request = NULL;
    CHECK_OK(oauth1_request_new("GET", "https://a.example/", &request, &error));
    return request;
}

static void check_authorization(const oauth1_session *session, const char *part)
{
    oauth1_request *request = new_request();
    char *value = NULL;
    CHECK_OK(oauth1_session_authorization(session, request, &value, &error));
    CHECK(strstr(value, part) != NULL);
    oauth1_string_free(value);
    oauth1_request_free(request);
}

static void check_failure(const oauth1_session *session, const char *message)
{
    oauth1_request *request = new_request();
    char *value = NULL;
    CHECK_FAILS_SAYING(oauth1_session_authorization(session, request, &value, &error),
                       OAUTH1_ERROR_SIGNING_FAILED, message);
    CHECK(value == NULL);
    oauth1_request_free(request);
}

static void a_clock_tells_the_time(void)
{
    struct data data = {0, 0, 0, 0, NULL};
    oauth1_client_builder *builder = new_builder();
    oauth1_session *session;

    CHECK_OK(oauth1_client_builder_set_clock(builder, tell_time, &data, destroy, &error));
    session = build_session(builder);
    check_authorization(session, "oauth_timestamp=\"137131202\"");
    CHECK(data.calls == 1 && data.destroyed == 0);
    oauth1_session_free(session);
    CHECK(data.destroyed == 1);
}

static void a_clock_that_fails_fails_the_signature(void)
{
    struct data data = {0, 0, SIZE_MAX, 0, NULL};
    oauth1_client_builder *builder = new_builder();
    oauth1_captured *captured = NULL;
    oauth1_diagnosis *diagnosis = NULL;
    oauth1_session *session;

    CHECK_OK(oauth1_client_builder_set_clock(builder, tell_time, &data, NULL, &error));
    session = build_session(builder);
    check_failure(session, "the client's clock hook failed: its callback could not tell the time");
    data.says = "no battery";
    check_failure(session, "the client's clock hook failed: no battery");
    CHECK_OK(oauth1_captured_new("GET", "https://a.example/", &captured, &error));
    CHECK_FAILS_SAYING(oauth1_session_explain_captured(session, captured, &diagnosis, &error),
                       OAUTH1_ERROR_SIGNING_FAILED, "no battery");
    oauth1_captured_free(captured);
    oauth1_session_free(session);
}

static void a_callback_says_why_it_fails(void)
{
    static const struct {
        const char *says, *shown;
    } cases[] = {
        {"the token is locked", "hook failed: the token is locked"},
        {"a\nb\x1b[1m \"c\"", "hook failed: a\\nb\\u{1b}[1m \"c\""},
        {"\xffluent", "hook failed: \xef\xbf\xbdluent"},
        {"", "hook failed: "},
        {NULL, "hook failed: its callback returned 0: expected a length from 1 to 256"},
    };
    struct data data = {0, 0, 0, 'n', NULL};
    oauth1_client_builder *builder = new_builder();
    oauth1_session *session;
    size_t i;

    CHECK_OK(oauth1_client_builder_set_nonce(builder, write_nonce, &data, NULL, &error));
    session = build_session(builder);
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        data.says = cases[i].says;
        check_failure(session, cases[i].shown);
    }
    data.says = "what nobody hears, for it does not fail";
    data.length = 1;
    check_authorization(session, "oauth_nonce=\"n\"");
    oauth1_session_free(session);

    data.length = SIZE_MAX;
    data.says = "no such key";
    builder = new_builder();
    CHECK_OK(oauth1_client_builder_set_custom_signature(builder, "X-MINE", OAUTH1_HASH_SHA256, sign,
                                                        &data, NULL, &error));
    session = build_session(builder);
    check_failure(session, "the signature method X-MINE failed: no such key");
    oauth1_session_free(session);
    oauth1_failure_set_message(NULL, "nothing happens");
}

static void a_callback_gives_the_nonce(void)
{
    struct data data = {0, 0, 3, 'n', NULL};
    oauth1_client_builder *builder = new_builder();
    oauth1_session *session;

    CHECK_OK(oauth1_client_builder_set_nonce(builder, write_nonce, &data, destroy, &error));
    session = build_session(builder);
    check_authorization(session, "oauth_nonce=\"nnn\"");
    data.length = 256;
    data.byte = 'm';
    check_authorization(session, "oauth_nonce=\"mmm");
    CHECK(data.calls == 2 && data.destroyed == 0);
    oauth1_session_free(session);
    CHECK(data.destroyed == 1);
}

static void a_nonce_that_fails_fails_the_signature(void)
{
    struct data data = {0, 0, 0, 'n', NULL};
    oauth1_client_builder *builder = new_builder();
    oauth1_session *session;

    CHECK_OK(oauth1_client_builder_set_nonce(builder, write_nonce, &data, NULL, &error));
    session = build_session(builder);
    check_failure(session, "the client's nonce hook failed: its callback returned 0");
    data.length = SIZE_MAX;
    check_failure(session, "the client's nonce hook failed: its callback returned");
    data.length = 257;
    check_failure(session, "the client's nonce hook failed: its callback returned 257: expected a "
                           "length from 1 to 256");
    data.length = 1;
    data.byte = (char)0xFF;
    check_failure(session, "the client's nonce hook failed: its callback wrote what is not UTF-8");
    CHECK(data.calls == 4);
    oauth1_session_free(session);
}

static void a_callback_signs(void)
{
    struct data data = {0, 0, 0, 0, NULL};
    oauth1_client_builder *builder = new_builder();
    oauth1_session *session;

    CHECK_OK(oauth1_client_builder_set_custom_signature(builder, "X-MINE", OAUTH1_HASH_SHA256, sign,
                                                        &data, destroy, &error));
    session = build_session(builder);
    check_authorization(session, "oauth_signature_method=\"X-MINE\"");
    check_authorization(session,
                        "oauth_signature=\"GET%26%2F" CONSUMER_SECRET "%2F" TOKEN_SECRET "\"");
    data.length = SIZE_MAX;
    check_failure(session, "the signature method X-MINE failed: its callback returned");
    CHECK(data.calls == 3 && data.destroyed == 0);
    oauth1_session_free(session);
    CHECK(data.destroyed == 1);
}

static void data_is_destroyed_once_and_by_its_last_owner(void)
{
    struct data first = {0, 0, 1, 'a', NULL}, second = {0, 0, 1, 'b', NULL};
    oauth1_client_builder *builder = new_builder();
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;

    CHECK_OK(oauth1_client_builder_set_nonce(builder, write_nonce, &first, destroy, &error));
    CHECK_OK(oauth1_client_builder_set_nonce(builder, write_nonce, &second, destroy, &error));
    CHECK(first.destroyed == 1 && second.destroyed == 0);
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    oauth1_client_builder_free(builder);
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    oauth1_session_free(session);
    CHECK(second.destroyed == 0);
    oauth1_client_free(client);
    CHECK(first.destroyed == 1 && second.destroyed == 1);
}

static void data_of_a_builder_that_builds_nothing_is_destroyed(void)
{
    struct data data = {0, 0, 0, 0, NULL};
    oauth1_client_builder *builder = new_builder();

    CHECK_OK(oauth1_client_builder_set_clock(builder, tell_time, &data, destroy, &error));
    oauth1_client_builder_free(builder);
    CHECK(data.destroyed == 1);
}

static void data_is_not_taken_over_by_a_call_that_fails(void)
{
    struct data data = {0, 0, 0, 0, NULL};
    oauth1_client_builder *builder = new_builder();
    oauth1_session *session;

    CHECK_FAILS(oauth1_client_builder_set_clock(NULL, tell_time, &data, destroy, &error),
                OAUTH1_ERROR_NULL_ARGUMENT);
    CHECK_FAILS(oauth1_client_builder_set_nonce(builder, NULL, &data, destroy, &error),
                OAUTH1_ERROR_NULL_ARGUMENT);
    CHECK_FAILS(oauth1_client_builder_set_custom_signature(builder, "X", 99, sign, &data, destroy,
                                                           &error),
                OAUTH1_ERROR_INVALID_ENUM);
    session = build_session(builder);
    oauth1_session_free(session);
    CHECK(data.destroyed == 0);
}

static void data_needs_no_destroying(void)
{
    struct data data = {0, 0, 0, 0, NULL};
    oauth1_client_builder *builder = new_builder();
    oauth1_session *session;

    CHECK_OK(oauth1_client_builder_set_clock(builder, tell_time, &data, NULL, &error));
    session = build_session(builder);
    check_authorization(session, "oauth_timestamp=\"137131202\"");
    oauth1_session_free(session);
}

int main(void)
{
    RUN(a_clock_tells_the_time);
    RUN(a_clock_that_fails_fails_the_signature);
    RUN(a_callback_says_why_it_fails);
    RUN(a_callback_gives_the_nonce);
    RUN(a_nonce_that_fails_fails_the_signature);
    RUN(a_callback_signs);
    RUN(data_is_destroyed_once_and_by_its_last_owner);
    RUN(data_of_a_builder_that_builds_nothing_is_destroyed);
    RUN(data_is_not_taken_over_by_a_call_that_fails);
    RUN(data_needs_no_destroying);
    return EXIT_SUCCESS;
}
