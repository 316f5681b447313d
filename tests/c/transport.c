/* Requests that a function of the program's own sends, in the library's place. */
#include "test.h"

static oauth1_error *error;

/* What the function is called with: what it is to do, and what it saw. */
struct carrier {
    int calls, destroyed;
    oauth1_status failure; /* OAUTH1_OK to answer */
    bool unsent;
    int failures; /* how often it fails, before it answers */
    int status;
    const char *location;
    char method[16], url[256], authorization[1024], type[64], body[256];
    size_t body_length;
    uint64_t length, time_limit;
    bool cancelled;
};

static void destroy(void *userdata)
{
    ((struct carrier *)userdata)->destroyed++;
}

static void note_request(struct carrier *carrier, const oauth1_signed *request)
{
    size_t i;

    snprintf(carrier->method, sizeof carrier->method, "%s", oauth1_signed_method(request, NULL));
    snprintf(carrier->url, sizeof carrier->url, "%s", oauth1_signed_url(request, NULL));
    for (i = 0; i < oauth1_signed_header_count(request); i++) {
        const char *name = oauth1_signed_header_name(request, i, NULL);
        const char *value = oauth1_signed_header_value(request, i, NULL);
        if (strcmp(name, "Authorization") == 0)
            snprintf(carrier->authorization, sizeof carrier->authorization, "%s", value);
        if (strcmp(name, "Content-Type") == 0)
            snprintf(carrier->type, sizeof carrier->type, "%s", value);
    }
}

/* Reads the body in small pieces, as far as it goes. */
static void note_body(struct carrier *carrier, oauth1_sending *sending)
{
    size_t count = 0;

    carrier->body_length = 0;
    do {
        if (oauth1_sending_read_body(sending, carrier->body + carrier->body_length, 3, &count,
                                     NULL) != OAUTH1_OK)
            return;
        carrier->body_length += count;
    } while (count > 0);
    carrier->body[carrier->body_length] = '\0';
}

static void carry(void *userdata, oauth1_sending *sending)
{
    struct carrier *carrier = userdata;

    carrier->calls++;
    note_request(carrier, oauth1_sending_request(sending));
    carrier->length = oauth1_sending_body_length(sending);
    note_body(carrier, sending);
    carrier->time_limit = oauth1_sending_timeout(sending);
    carrier->cancelled = oauth1_sending_is_cancelled(sending);
    CHECK_OK(oauth1_sending_set_status(sending, (uint16_t)carrier->status, &error));
    CHECK_OK(oauth1_sending_add_header(sending, "Content-Type", "text/plain; charset=iso-8859-1",
                                       &error));
    CHECK_OK(oauth1_sending_add_header(sending, "X-Twice", "1", &error));
    CHECK_OK(oauth1_sending_add_header(sending, "X-Twice", "\xFF", &error));
    if (carrier->location != NULL)
        CHECK_OK(oauth1_sending_add_header(sending, "Location", carrier->location, &error));
    CHECK_OK(oauth1_sending_add_body(sending, "caf\xE9", 4, &error));
    CHECK_OK(oauth1_sending_add_body(sending, NULL, 0, &error));
    CHECK_OK(oauth1_sending_add_body(sending, " \0!", 3, &error));
    if (carrier->failure != OAUTH1_OK && carrier->calls <= carrier->failures)
        CHECK_OK(oauth1_sending_fail(sending, carrier->failure, "the horse is lame",
                                     carrier->unsent, &error));
    if (carrier->location != NULL) {
        carrier->location = NULL;
        carrier->status = 200;
    }
}

/* A session whose requests the function sends: with retries, if there are to be more attempts. */
static oauth1_session *carried(oauth1_send_fn send, struct carrier *carrier, uint32_t attempts)
{
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;

    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    CHECK_OK(oauth1_client_builder_set_timeouts(builder, 0, 0, 0, 7000, &error));
    CHECK_OK(oauth1_client_builder_set_retries(builder, attempts, 1, 1, 1, &error));
    CHECK_OK(oauth1_client_builder_set_transport(builder, send, carrier, destroy, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_OK(oauth1_token_new("token", TOKEN_SECRET, &token, &error));
    CHECK_OK(oauth1_session_new(client, token, &session, &error));
    oauth1_token_free(token);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
    return session;
}

static oauth1_request *new_request(const char *method)
{
    oauth1_request *request = NULL;
    CHECK_OK(oauth1_request_new(method, "https://a.example/p?q=1", &request, &error));
    return request;
}

static void a_function_sends(void)
{
    struct carrier carrier = {0};
    oauth1_session *session;
    oauth1_request *request = new_request("POST");
    oauth1_response *response = NULL;
    size_t length = 0;

    carrier.status = 200;
    session = carried(carry, &carrier, 1);
    CHECK_OK(oauth1_request_add_form(request, "status", "Hello!", &error));
    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    CHECK(carrier.calls == 1 && !carrier.cancelled);
    CHECK_TEXT(carrier.method, "POST");
    CHECK_TEXT(carrier.url, "https://a.example/p?q=1");
    CHECK(strncmp(carrier.authorization, "OAuth oauth_consumer_key=\"key\"", 30) == 0);
    CHECK_TEXT(carrier.type, "application/x-www-form-urlencoded");
    CHECK_TEXT(carrier.body, "status=Hello%21");
    CHECK(carrier.length == strlen(carrier.body));
    CHECK(carrier.time_limit > 0 && carrier.time_limit <= 7000);

    CHECK(oauth1_response_status(response) == 200);
    CHECK(oauth1_response_header_count(response) == 3);
    CHECK_TEXT(oauth1_response_header(response, "x-twice", NULL), "1");
    CHECK_TEXT(oauth1_response_header_value(response, 2, NULL), "\xEF\xBF\xBD");
    CHECK(memcmp(oauth1_response_body(response, &length), "caf\xE9 \0!", 7) == 0 && length == 7);
    CHECK_TEXT(oauth1_response_text(response, NULL), "caf\xC3\xA9 ");
    oauth1_response_free(response);

    CHECK_OK(oauth1_request_set_timeout(request, 1234, &error));
    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    CHECK(carrier.time_limit > 0 && carrier.time_limit <= 1234);
    oauth1_response_free(response);
    oauth1_request_free(request);
    CHECK(carrier.destroyed == 0);
    oauth1_session_free(session);
    CHECK(carrier.destroyed == 1);
}

static void a_request_without_a_body_has_none(void)
{
    struct carrier carrier = {0};
    oauth1_session *session;
    oauth1_request *request = new_request("GET");
    oauth1_stream *stream = NULL;
    char buffer[16];
    size_t count = 0;

    carrier.status = 404;
    session = carried(carry, &carrier, 1);
    CHECK_OK(oauth1_session_stream(session, request, &stream, &error));
    CHECK(carrier.length == 0 && carrier.body_length == 0);
    CHECK(oauth1_stream_status(stream) == 404);
    CHECK_OK(oauth1_stream_read(stream, buffer, sizeof buffer, &count, &error));
    CHECK(count == 7);
    oauth1_stream_free(stream);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static int64_t read_hello(void *userdata, char *buffer, size_t capacity, oauth1_failure *failure)
{
    int *calls = userdata;
    (void)failure;
    CHECK(capacity >= 2);
    if (*calls < 0)
        return -1;
    if (++*calls > 3)
        return 0;
    memcpy(buffer, "ab", 2);
    return 2;
}

static void a_body_that_is_read_meanwhile_is_handed_over(void)
{
    static const uint64_t lengths[] = {6, OAUTH1_LENGTH_UNKNOWN};
    size_t i;

    for (i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct carrier carrier = {0};
        int calls = 0;
        oauth1_session *session;
        oauth1_request *request = new_request("PUT");
        oauth1_response *response = NULL;

        carrier.status = 200;
        session = carried(carry, &carrier, 1);
        CHECK_OK(oauth1_request_set_body_callback(request, "text/x-a", lengths[i], read_hello,
                                                  NULL, &calls, NULL, &error));
        CHECK_OK(oauth1_session_send(session, request, &response, &error));
        CHECK_TEXT(carrier.body, "ababab");
        CHECK(carrier.length == lengths[i]);
        CHECK_TEXT(carrier.type, "text/x-a");
        oauth1_response_free(response);
        oauth1_request_free(request);
        oauth1_session_free(session);
    }
}

static void a_body_that_cannot_be_read_fails_the_sending(void)
{
    struct carrier carrier = {0};
    int calls = -1;
    oauth1_session *session;
    oauth1_request *request = new_request("PUT");
    oauth1_response *response = NULL;

    carrier.status = 200;
    session = carried(carry, &carrier, 3);
    CHECK_OK(oauth1_request_set_body_callback(request, "text/x-a", 6, read_hello, NULL, &calls,
                                              NULL, &error));
    CHECK_FAILS_SAYING(oauth1_session_send(session, request, &response, &error),
                       OAUTH1_ERROR_INVALID_BODY, "its callback returned -1");
    CHECK(response == NULL && carrier.calls == 1);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static void a_failure_is_the_librarys(void)
{
    static const oauth1_status failures[] = {
        OAUTH1_ERROR_INVALID_URL,        OAUTH1_ERROR_INVALID_HEADER,
        OAUTH1_ERROR_INVALID_BODY,       OAUTH1_ERROR_HOST_NOT_FOUND,
        OAUTH1_ERROR_CONNECTION_FAILED,  OAUTH1_ERROR_TLS_FAILED,
        OAUTH1_ERROR_TIMED_OUT,          OAUTH1_ERROR_INVALID_RESPONSE,
        OAUTH1_ERROR_RESPONSE_TOO_LARGE, OAUTH1_ERROR_CANCELLED,
    };
    size_t i;

    for (i = 0; i < sizeof failures / sizeof *failures; i++) {
        struct carrier carrier = {0};
        oauth1_session *session;
        oauth1_request *request = new_request("POST");
        oauth1_response *response = NULL;

        carrier.status = 200;
        carrier.failure = failures[i];
        carrier.failures = 1;
        session = carried(carry, &carrier, 1);
        CHECK_FAILS_SAYING(oauth1_session_send(session, request, &response, &error), failures[i],
                           "the horse is lame");
        CHECK(response == NULL);
        oauth1_request_free(request);
        oauth1_session_free(session);
    }
}

static void what_was_not_sent_is_sent_again(void)
{
    int unsent;

    for (unsent = 0; unsent <= 1; unsent++) {
        struct carrier carrier = {0};
        oauth1_session *session;
        oauth1_request *request = new_request("POST");
        oauth1_response *response = NULL;

        carrier.status = 200;
        carrier.failure = OAUTH1_ERROR_CONNECTION_FAILED;
        carrier.failures = 2;
        carrier.unsent = unsent;
        session = carried(carry, &carrier, 3);
        if (unsent) {
            CHECK_OK(oauth1_session_send(session, request, &response, &error));
            CHECK(carrier.calls == 3);
        } else {
            CHECK_FAILS(oauth1_session_send(session, request, &response, &error),
                        OAUTH1_ERROR_CONNECTION_FAILED);
            CHECK(carrier.calls == 1);
        }
        oauth1_response_free(response);
        oauth1_request_free(request);
        oauth1_session_free(session);
    }
}

static void redirects_are_the_librarys(void)
{
    struct carrier carrier = {0};
    oauth1_session *session;
    oauth1_request *request = new_request("GET");
    oauth1_response *response = NULL;

    carrier.status = 302;
    carrier.location = "/elsewhere";
    session = carried(carry, &carrier, 1);
    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    CHECK(carrier.calls == 2);
    CHECK_TEXT(carrier.url, "https://a.example/elsewhere");
    oauth1_response_free(response);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static void the_largest_size_holds(void)
{
    struct carrier carrier = {0};
    oauth1_session *session;
    oauth1_request *request = new_request("GET");
    oauth1_response *response = NULL;

    carrier.status = 200;
    session = carried(carry, &carrier, 1);
    CHECK_OK(oauth1_request_set_max_response_size(request, 6, &error));
    CHECK_FAILS(oauth1_session_send(session, request, &response, &error),
                OAUTH1_ERROR_RESPONSE_TOO_LARGE);
    CHECK_OK(oauth1_request_set_max_response_size(request, 7, &error));
    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    oauth1_response_free(response);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

/* Gives a body without end, for as long as it is taken. */
static void pour(void *userdata, oauth1_sending *sending)
{
    static char piece[1 << 20];
    int *pieces = userdata;

    CHECK_OK(oauth1_sending_set_status(sending, 200, &error));
    while (oauth1_sending_add_body(sending, piece, sizeof piece, &error) == OAUTH1_OK)
        CHECK(++*pieces < 100);
    CHECK(oauth1_error_status(error) == OAUTH1_ERROR_RESPONSE_TOO_LARGE);
    oauth1_error_free(error);
    error = NULL;
}

static void a_body_without_end_is_taken_up_to_the_limit(void)
{
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = new_request("GET");
    oauth1_response *response = NULL;
    int pieces = 0;

    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    CHECK_OK(oauth1_client_builder_set_max_response_size(builder, 5 << 20, &error));
    CHECK_OK(oauth1_client_builder_set_transport(builder, pour, &pieces, NULL, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    CHECK_FAILS_SAYING(oauth1_session_send(session, request, &response, &error),
                       OAUTH1_ERROR_RESPONSE_TOO_LARGE, "the limit of 5242880 bytes");
    CHECK(pieces == 5);

    /* what the request says comes before what the client says */
    CHECK_OK(oauth1_request_set_max_response_size(request, 3 << 20, &error));
    pieces = 0;
    CHECK_FAILS(oauth1_session_send(session, request, &response, &error),
                OAUTH1_ERROR_RESPONSE_TOO_LARGE);
    CHECK(pieces == 3);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
}

static void forget(void *userdata, oauth1_sending *sending)
{
    (void)userdata, (void)sending;
}

static void blunder(void *userdata, oauth1_sending *sending)
{
    (void)userdata;
    CHECK_FAILS(oauth1_sending_set_status(sending, 0, &error), OAUTH1_ERROR_INVALID_RESPONSE);
    CHECK_FAILS(oauth1_sending_set_status(sending, 100, &error), OAUTH1_ERROR_INVALID_RESPONSE);
    CHECK_FAILS(oauth1_sending_set_status(sending, 1000, &error), OAUTH1_ERROR_INVALID_RESPONSE);
    CHECK_FAILS(oauth1_sending_fail(sending, OAUTH1_OK, "a", false, &error),
                OAUTH1_ERROR_INVALID_ENUM);
    CHECK_FAILS(oauth1_sending_fail(sending, OAUTH1_ERROR_REFUSED, "a", false, &error),
                OAUTH1_ERROR_INVALID_ENUM);
    CHECK_FAILS(oauth1_sending_fail(sending, 999, "a", false, &error), OAUTH1_ERROR_INVALID_ENUM);
    CHECK_FAILS(oauth1_sending_add_header(sending, "\xFF", "a", &error),
                OAUTH1_ERROR_INVALID_UTF8);
}

static void no_answer_is_an_error(void)
{
    static const oauth1_send_fn functions[] = {forget, blunder};
    size_t i;

    for (i = 0; i < sizeof functions / sizeof *functions; i++) {
        struct carrier carrier = {0};
        oauth1_session *session = carried(functions[i], &carrier, 1);
        oauth1_request *request = new_request("GET");
        oauth1_response *response = NULL;
        CHECK_FAILS_SAYING(oauth1_session_send(session, request, &response, &error),
                           OAUTH1_ERROR_INVALID_RESPONSE, "neither a status nor a failure");
        oauth1_request_free(request);
        oauth1_session_free(session);
    }
}

static void cancel(void *userdata, oauth1_sending *sending)
{
    CHECK(!oauth1_sending_is_cancelled(sending));
    oauth1_cancellation_cancel(userdata);
    CHECK(oauth1_sending_is_cancelled(sending));
    CHECK_OK(oauth1_sending_fail(sending, OAUTH1_ERROR_CANCELLED, "called off", false, &error));
}

static void a_function_can_ask_whether_the_request_was_called_off(void)
{
    oauth1_cancellation *cancellation = NULL;
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = new_request("GET");
    oauth1_response *response = NULL;

    CHECK_OK(oauth1_cancellation_new(&cancellation, &error));
    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    CHECK_OK(oauth1_client_builder_set_transport(builder, cancel, cancellation, NULL, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    CHECK_OK(oauth1_request_set_cancellation(request, cancellation, &error));
    CHECK_FAILS(oauth1_session_send(session, request, &response, &error), OAUTH1_ERROR_CANCELLED);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
    oauth1_cancellation_free(cancellation);
}

static void data_is_destroyed_by_its_last_owner(void)
{
    struct carrier first = {0}, second = {0};
    oauth1_client_builder *builder = NULL;

    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    CHECK_OK(oauth1_client_builder_set_transport(builder, carry, &first, destroy, &error));
    CHECK_OK(oauth1_client_builder_set_transport(builder, carry, &second, destroy, &error));
    CHECK(first.destroyed == 1 && second.destroyed == 0);
    oauth1_client_builder_free(builder);
    CHECK(second.destroyed == 1);
}

/* A body of "ab" over and over, as a response has it. */
struct pieces {
    int left; /* below 0 to fail */
    int destroyed;
};

static int64_t read_piece(void *userdata, char *buffer, size_t capacity, oauth1_failure *failure)
{
    struct pieces *own = userdata;
    CHECK(capacity >= 2);
    if (own->left < 0) {
        oauth1_failure_set_message(failure, "the cable is out");
        return -1;
    }
    if (own->left-- == 0)
        return 0;
    memcpy(buffer, "ab", 2);
    return 2;
}

static void destroy_pieces(void *userdata)
{
    ((struct pieces *)userdata)->destroyed++;
}

static void carry_in_pieces(void *userdata, oauth1_sending *sending)
{
    CHECK_OK(oauth1_sending_set_status(sending, 200, &error));
    CHECK_OK(oauth1_sending_add_body(sending, "begin ", 6, &error));
    CHECK_OK(oauth1_sending_set_body_callback(sending, read_piece, userdata, destroy_pieces,
                                              &error));
}

static void a_response_is_read_in_pieces(void)
{
    struct pieces pieces = {3, 0};
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = new_request("GET");
    oauth1_response *response = NULL;
    oauth1_stream *stream = NULL;
    size_t length = 0;

    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    CHECK_OK(oauth1_client_builder_set_transport(builder, carry_in_pieces, &pieces, NULL, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    oauth1_client_builder_free(builder);
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    oauth1_client_free(client);

    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    CHECK_TEXT(oauth1_response_body(response, &length), "begin ababab");
    CHECK(length == 12 && pieces.destroyed == 1);
    oauth1_response_free(response);
    response = NULL;

    pieces.left = 100000;
    CHECK_OK(oauth1_session_stream(session, request, &stream, &error));
    CHECK(pieces.left == 100000 && pieces.destroyed == 1);
    CHECK_OK(oauth1_stream_read_response(stream, &response, &error));
    CHECK(oauth1_response_body(response, &length) != NULL && length == 200006);
    oauth1_response_free(response);
    response = NULL;
    oauth1_stream_free(stream);
    CHECK(pieces.destroyed == 2);

    pieces.left = -1;
    CHECK_FAILS_SAYING(oauth1_session_send(session, request, &response, &error),
                       OAUTH1_ERROR_CONNECTION_FAILED, "the cable is out");
    CHECK(response == NULL && pieces.destroyed == 3);
    CHECK_OK(oauth1_request_set_max_response_size(request, 8, &error));
    pieces.left = 3;
    CHECK_FAILS(oauth1_session_send(session, request, &response, &error),
                OAUTH1_ERROR_RESPONSE_TOO_LARGE);
    CHECK(pieces.destroyed == 4);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

int main(void)
{
    RUN(a_function_sends);
    RUN(a_request_without_a_body_has_none);
    RUN(a_body_that_is_read_meanwhile_is_handed_over);
    RUN(a_body_that_cannot_be_read_fails_the_sending);
    RUN(a_failure_is_the_librarys);
    RUN(what_was_not_sent_is_sent_again);
    RUN(redirects_are_the_librarys);
    RUN(the_largest_size_holds);
    RUN(a_body_without_end_is_taken_up_to_the_limit);
    RUN(no_answer_is_an_error);
    RUN(a_function_can_ask_whether_the_request_was_called_off);
    RUN(data_is_destroyed_by_its_last_owner);
    RUN(a_response_is_read_in_pieces);
    return EXIT_SUCCESS;
}
