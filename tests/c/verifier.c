/* Verifiers: published requests and those that oauthlib signs are accepted, what was changed is
 * refused, and each is told what it is to be told. */
#define _POSIX_C_SOURCE 200809L
#include "json.h"
#include "random_requests.h"
#include "test.h"

#include <pthread.h>

#define URL "https://api.example.com/photos?page=2"
#define PHOTO "{\"title\": \"Vacation\"}"

enum { NOW = 1800000000 };

/* --- what is sent ----------------------------------------------------------------------------- */

/* A request as a server receives it. */
struct received {
    const char *method;
    const char *url;
    const char *headers[9];
    const char *body;
    size_t length;
};

static oauth1_status verify(const oauth1_verifier *verifier, const struct received *received,
                            oauth1_verified **verified, oauth1_error **error)
{
    return oauth1_verifier_verify(verifier, received->method, received->url, received->headers,
                                  received->body, received->length, verified, error);
}

static void check_accepted(const oauth1_verifier *verifier, const struct received *received)
{
    oauth1_verified *verified = NULL;
    oauth1_error *error = NULL;
    CHECK_OK(verify(verifier, received, &verified, &error));
    CHECK(verified != NULL);
    oauth1_verified_free(verified);
}

/* Checks that a request is refused for a reason, with the status that goes with it. */
static void check_refused(const oauth1_verifier *verifier, const struct received *received,
                          oauth1_reason reason, unsigned http_status)
{
    oauth1_verified *verified = NULL;
    oauth1_error *error = NULL;

    CHECK_STATUS(verify(verifier, received, &verified, &error), OAUTH1_ERROR_NOT_VERIFIED);
    if (oauth1_error_reason(error) != reason)
        fprintf(stderr, "%s\n", oauth1_error_message(error, NULL));
    CHECK(verified == NULL && oauth1_error_reason(error) == reason);
    CHECK(oauth1_error_http_status(error) == http_status);
    CHECK(oauth1_error_public_message(error, NULL) != NULL);
    CHECK((oauth1_error_www_authenticate(error, NULL) == NULL) == (http_status == 503));
    oauth1_error_free(error);
}

static bool tell_now(void *userdata, uint64_t *seconds, oauth1_failure *failure)
{
    (void)failure;
    *seconds = userdata != NULL ? *(uint64_t *)userdata : NOW;
    return true;
}

/* Signs a request now; the header is the caller's to free. */
static char *signed_now(const char *consumer_secret, const char *token, const char *nonce,
                        oauth1_body_hash body_hash)
{
    oauth1_error *error = NULL;
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_token *made = NULL;
    oauth1_session *session;
    oauth1_request *request = NULL;
    char *header = NULL;

    CHECK_OK(oauth1_client_builder_new("key", consumer_secret, &builder, &error));
    CHECK_OK(oauth1_client_builder_set_clock(builder, tell_now, NULL, NULL, &error));
    CHECK_OK(oauth1_client_builder_set_body_hash(builder, body_hash, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    if (token != NULL)
        CHECK_OK(oauth1_token_new(token, TOKEN_SECRET, &made, &error));
    session = session_for(client, made);
    CHECK_OK(oauth1_request_new("POST", URL, &request, &error));
    CHECK_OK(oauth1_request_set_body(request, "application/json", PHOTO, &error));
    CHECK_OK(oauth1_request_set_nonce(request, nonce, &error));
    CHECK_OK(oauth1_session_authorization(session, request, &header, &error));
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_token_free(made);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
    return header;
}

/* A request with a header, as a server receives it. */
static struct received received_with(const char *header)
{
    struct received received = {"POST", URL, {0}, PHOTO, sizeof PHOTO - 1};
    received.headers[0] = "Cookie";
    received.headers[1] = "caf\xe9"; /* not UTF-8 */
    received.headers[2] = "content-type";
    received.headers[3] = "application/json";
    received.headers[4] = "Authorization";
    received.headers[5] = header;
    return received;
}

/* --- verifiers -------------------------------------------------------------------------------- */

static oauth1_verifier *built(oauth1_verifier_builder *builder)
{
    oauth1_verifier *verifier = NULL;
    oauth1_error *error = NULL;
    CHECK_OK(oauth1_verifier_builder_build(builder, &verifier, &error));
    oauth1_verifier_builder_free(builder);
    return verifier;
}

/* A builder that knows a consumer and its token. */
static oauth1_verifier_builder *new_builder(void)
{
    oauth1_verifier_builder *builder = NULL;
    oauth1_error *error = NULL;
    CHECK_OK(oauth1_verifier_builder_new(&builder, &error));
    CHECK_OK(oauth1_verifier_builder_set_consumer_secret(builder, "key", CONSUMER_SECRET, &error));
    CHECK_OK(oauth1_verifier_builder_set_token_secret(builder, "key", "token", TOKEN_SECRET,
                                                      &error));
    CHECK_OK(oauth1_verifier_builder_set_clock(builder, tell_now, NULL, NULL, &error));
    return builder;
}

/* --- published requests, and those of oauthlib ------------------------------------------------ */

/* What look-ups find: the secrets and the time of the request at hand. */
struct credentials {
    const char *consumer_key, *consumer_secret, *token, *token_secret;
    uint64_t now;
    bool is_rsa;
};

static bool find_consumer(void *userdata, const char *consumer_key, size_t length,
                          oauth1_found *found, oauth1_failure *failure)
{
    const struct credentials *known = userdata;
    oauth1_error *error = NULL;
    char key[4096];

    (void)failure;
    if (strlen(known->consumer_key) != length || strcmp(known->consumer_key, consumer_key) != 0)
        return true;
    if (known->is_rsa)
        CHECK_OK(oauth1_found_set_public_key(
            found, key, read_file("tests/keys/rsa2048.public.pem", key, sizeof key), &error));
    else
        CHECK_OK(oauth1_found_set_secret(found, known->consumer_secret, &error));
    return true;
}

static bool find_token(void *userdata, const char *consumer_key, size_t consumer_key_length,
                       const char *token, size_t token_length, oauth1_found *found,
                       oauth1_failure *failure)
{
    const struct credentials *known = userdata;
    oauth1_error *error = NULL;

    (void)failure;
    CHECK(strlen(consumer_key) == consumer_key_length && strlen(token) == token_length);
    CHECK_FAILS_SAYING(oauth1_found_set_public_key(found, "key", 3, &error),
                       OAUTH1_ERROR_INVALID_SETTING, "a token has no public key");
    if (known->token != NULL && strcmp(known->token, token) == 0)
        CHECK_OK(oauth1_found_set_secret(found, known->token_secret, &error));
    return true;
}

static bool tell_time_of_request(void *userdata, uint64_t *seconds, oauth1_failure *failure)
{
    return tell_now(&((struct credentials *)userdata)->now, seconds, failure);
}

/* A verifier that knows whoever signs the request at hand, and takes every method. */
static oauth1_verifier *verifier_of(struct credentials *known)
{
    oauth1_verifier_builder *builder = NULL;
    oauth1_error *error = NULL;
    int method;

    CHECK_OK(oauth1_verifier_builder_new(&builder, &error));
    CHECK_OK(oauth1_verifier_builder_set_look_ups(builder, find_consumer, find_token, known, NULL,
                                                  &error));
    CHECK_OK(oauth1_verifier_builder_set_clock(builder, tell_time_of_request, known, NULL, &error));
    for (method = OAUTH1_SIGNATURE_METHOD_HMAC_SHA1; method <= OAUTH1_SIGNATURE_METHOD_RSA_SHA512;
         method++)
        CHECK_OK(oauth1_verifier_builder_add_signature_method(builder, method, &error));
    CHECK_OK(oauth1_verifier_builder_set_plaintext_over_http(builder, true, &error));
    return built(builder);
}

static void append(char *text, size_t size, const char *part)
{
    CHECK(strlen(text) + strlen(part) < size);
    strcat(text, part);
}

static void append_encoded(char *text, size_t size, const char *part)
{
    oauth1_error *error = NULL;
    char *encoded = NULL;
    CHECK_OK(oauth1_percent_encode(part, &encoded, &error));
    append(text, size, encoded);
    oauth1_string_free(encoded);
}

static void append_param(char *text, size_t size, const char *name, const char *value)
{
    if (value == NULL)
        return;
    append(text, size, strcmp(text, "OAuth") == 0 ? " " : ", ");
    append(text, size, name);
    append(text, size, "=\"");
    append_encoded(text, size, value);
    append(text, size, "\"");
}

static void append_form(char *text, size_t size, const json *form)
{
    size_t i;
    for (i = 0; i < json_count(form); i++) {
        if (i > 0)
            append(text, size, "&");
        append_encoded(text, size, json_text(json_at(json_at(form, i), 0)));
        append(text, size, "=");
        append_encoded(text, size, json_text(json_at(json_at(form, i), 1)));
    }
}

/* Another signature of the same kind: one character is another. */
static void change_signature(char *header)
{
    char *begin = strstr(header, "oauth_signature=\"") + strlen("oauth_signature=\"");
    *begin = *begin == 'A' ? 'B' : 'A';
}

/* Checks that a request is accepted, and refused with another signature. */
static void check_both_ways(struct credentials *known, const char *method, const char *url,
                            char *header, const char *body)
{
    struct received received = {0};
    oauth1_verifier *verifier = verifier_of(known);
    oauth1_verified *verified = NULL;
    oauth1_error *error = NULL;

    received.method = method;
    received.url = url;
    received.headers[0] = "Authorization";
    received.headers[1] = header;
    if (*body != '\0') {
        received.headers[2] = "Content-Type";
        received.headers[3] = "application/x-www-form-urlencoded";
    }
    received.body = body;
    received.length = strlen(body);
    CHECK_OK(verify(verifier, &received, &verified, &error));
    CHECK_TEXT(oauth1_verified_consumer_key(verified, NULL), known->consumer_key);
    if (known->token != NULL)
        CHECK_TEXT(oauth1_verified_token(verified, NULL), known->token);
    else
        CHECK(oauth1_verified_token(verified, NULL) == NULL);
    CHECK(oauth1_verified_transmission(verified) == OAUTH1_TRANSMISSION_HEADER);
    CHECK(oauth1_verified_covers_body(verified));
    oauth1_verified_free(verified);
    check_refused(verifier, &received, OAUTH1_REASON_NONCE, 401);
    change_signature(header);
    check_refused(verifier, &received, OAUTH1_REASON_SIGNATURE, 401);
    oauth1_verifier_free(verifier);
}

static void published_requests_are_accepted(void)
{
    static const char *const names[] = {
        "oauth_consumer_key", "oauth_token",    "oauth_signature_method", "oauth_timestamp",
        "oauth_nonce",        "oauth_callback", "oauth_verifier",         "oauth_version",
        "oauth_body_hash"};
    json *file = json_read_file("tests/vectors/published.json");
    const json *requests = json_get(file, "request");
    size_t i, k, checked = 0;

    for (i = 0; i < json_count(requests); i++) {
        const json *vector = json_at(requests, i), *oauth = json_get(vector, "oauth_params");
        struct credentials known = {0};
        char header[4096] = "OAuth", body[4096] = "";

        if (json_get_text(vector, "rsa_key") != NULL)
            continue; /* of which the file has no public key; oauthlib signs such ones below */
        known.consumer_key = json_get_text(oauth, "oauth_consumer_key");
        known.consumer_secret = json_get_text(vector, "client_secret");
        known.token = json_get_text(oauth, "oauth_token");
        if (known.token != NULL && *known.token == '\0')
            known.token = NULL;
        known.token_secret = json_get_text(vector, "token_secret");
        known.now = strtoull(json_get_text(oauth, "oauth_timestamp"), NULL, 10);
        for (k = 0; k < sizeof names / sizeof *names; k++)
            append_param(header, sizeof header, names[k], json_get_text(oauth, names[k]));
        append_param(header, sizeof header, "oauth_signature", json_get_text(vector, "signature"));
        append_form(body, sizeof body, json_get(vector, "form_params"));
        check_both_ways(&known, json_get_text(vector, "method"), json_get_text(vector, "url"),
                        header, body);
        checked++;
    }
    CHECK(checked > 10);
    json_free(file);
}

static void what_oauthlib_signs_is_accepted(void)
{
    json *requests = random_requests(200);
    size_t i;

    CHECK(json_count(requests) == 200);
    for (i = 0; i < json_count(requests); i++) {
        const json *vector = json_at(requests, i);
        const char *method = json_get_text(vector, "signature_method");
        struct credentials known = {0};
        char header[8192] = "OAuth", body[8192] = "";

        known.consumer_key = json_get_text(vector, "consumer_key");
        known.consumer_secret = json_get_text(vector, "consumer_secret");
        known.token = json_get_text(vector, "token");
        known.token_secret = json_get_text(vector, "token_secret");
        known.now = strtoull(json_get_text(vector, "timestamp"), NULL, 10) + 299;
        known.is_rsa = strncmp(method, "RSA", 3) == 0;
        append_param(header, sizeof header, "oauth_consumer_key", known.consumer_key);
        append_param(header, sizeof header, "oauth_token", known.token);
        append_param(header, sizeof header, "oauth_signature_method", method);
        append_param(header, sizeof header, "oauth_timestamp", json_get_text(vector, "timestamp"));
        append_param(header, sizeof header, "oauth_nonce", json_get_text(vector, "nonce"));
        append_param(header, sizeof header, "oauth_version", "1.0");
        append(header, sizeof header, ", oauth_signature=\"");
        append(header, sizeof header, json_get_text(vector, "signature"));
        append(header, sizeof header, "\"");
        append_form(body, sizeof body, json_get(vector, "form"));
        check_both_ways(&known, json_get_text(vector, "method"), json_get_text(vector, "url"),
                        header, body);
    }
    json_free(requests);
}

/* --- what is told ----------------------------------------------------------------------------- */

static void a_verified_request_tells_who_signed_and_what(void)
{
    oauth1_verifier *verifier = built(new_builder());
    char *header = signed_now(CONSUMER_SECRET, "token", "a nonce", OAUTH1_BODY_HASH_ALWAYS);
    struct received received = received_with(header);
    oauth1_verified *verified = NULL, *copy = NULL;
    oauth1_error *error = NULL;
    uint64_t timestamp = 0;
    size_t i, count, length = 0;

    CHECK_OK(verify(verifier, &received, &verified, &error));
    CHECK_OK(oauth1_verified_copy(verified, &copy, &error));
    oauth1_verified_free(verified);
    oauth1_verifier_free(verifier);
    oauth1_string_free(header);
    CHECK_TEXT(oauth1_verified_consumer_key(copy, NULL), "key");
    CHECK_TEXT(oauth1_verified_token(copy, &length), "token");
    CHECK(length == 5);
    CHECK_TEXT(oauth1_verified_signature_method(copy, NULL), "HMAC-SHA1");
    CHECK(oauth1_verified_transmission(copy) == OAUTH1_TRANSMISSION_HEADER);
    CHECK(oauth1_verified_realm(copy, NULL) == NULL);
    CHECK(oauth1_verified_timestamp(copy, &timestamp) && timestamp == NOW);
    CHECK_TEXT(oauth1_verified_nonce(copy, NULL), "a nonce");
    CHECK_TEXT(oauth1_verified_url(copy, NULL), URL);
    CHECK(oauth1_verified_covers_body(copy));
    count = oauth1_verified_param_count(copy);
    CHECK(count == 8); /* seven of the protocol */
    CHECK_TEXT(oauth1_verified_param_name(copy, 0, NULL), "page");
    CHECK_TEXT(oauth1_verified_param_value(copy, 0, NULL), "2");
    CHECK(oauth1_verified_param_source(copy, 0) == OAUTH1_SOURCE_QUERY);
    for (i = 1; i < count; i++)
        CHECK(oauth1_verified_param_source(copy, i) == OAUTH1_SOURCE_PROTOCOL);
    CHECK(oauth1_verified_param_name(copy, count, NULL) == NULL);
    CHECK_TEXT(oauth1_verified_get(copy, "oauth_version", NULL), "1.0");
    CHECK(oauth1_verified_get(copy, "oauth_signature", NULL) == NULL);
    oauth1_verified_free(copy);
}

static void a_refusal_tells_the_client_little_and_the_log_much(void)
{
    oauth1_verifier_builder *builder = new_builder();
    oauth1_verifier *verifier;
    oauth1_verified *verified = NULL;
    oauth1_error *error = NULL;
    struct received received;
    char *headers[3];
    int i;

    CHECK_OK(oauth1_verifier_builder_set_realm(builder, "photos", &error));
    verifier = built(builder);
    headers[0] = signed_now("another secret", "token", "n", OAUTH1_BODY_HASH_NEVER);
    headers[1] = signed_now(CONSUMER_SECRET, "another token", "n", OAUTH1_BODY_HASH_NEVER);
    headers[2] = signed_now(CONSUMER_SECRET, "token", "n", OAUTH1_BODY_HASH_NEVER);
    memcpy(strstr(headers[2], "\"key\""), "\"KEY\"", 5);
    for (i = 0; i < 3; i++) {
        static const oauth1_reason reasons[] = {OAUTH1_REASON_SIGNATURE, OAUTH1_REASON_TOKEN,
                                                OAUTH1_REASON_CONSUMER};
        static const char *const told[] = {"signature: the signature is not that of the request",
                                           "token: the consumer has no such token",
                                           "consumer: there is no consumer of this key"};
        received = received_with(headers[i]);
        CHECK_STATUS(verify(verifier, &received, &verified, &error), OAUTH1_ERROR_NOT_VERIFIED);
        CHECK(oauth1_error_reason(error) == reasons[i]);
        CHECK(oauth1_error_http_status(error) == 401);
        CHECK_TEXT(oauth1_error_message(error, NULL), told[i]);
        CHECK_TEXT(oauth1_error_public_message(error, NULL),
                   "the credentials or the signature are not right");
        CHECK_TEXT(oauth1_error_www_authenticate(error, NULL),
                   "OAuth realm=\"photos\", oauth_problem=\"signature_invalid\"");
        oauth1_error_free(error);
        error = NULL;
        oauth1_string_free(headers[i]);
    }
    received = received_with("Basic a2V5");
    check_refused(verifier, &received, OAUTH1_REASON_NOT_SIGNED, 401);
    received = received_with("OAuth oauth_consumer_key");
    check_refused(verifier, &received, OAUTH1_REASON_MALFORMED, 400);
    received.url = "https://api.example.com/\xff";
    received.method = "\xff";
    check_refused(verifier, &received, OAUTH1_REASON_MALFORMED, 400);
    oauth1_verifier_free(verifier);

    CHECK(oauth1_verifier_verify(NULL, "GET", URL, NULL, NULL, 0, &verified, &error) ==
          OAUTH1_ERROR_NULL_ARGUMENT);
    CHECK(oauth1_error_reason(error) == 0 && oauth1_error_public_message(error, NULL) == NULL);
    CHECK(oauth1_error_www_authenticate(error, NULL) == NULL);
    oauth1_error_free(error);
}

static void the_rules_are_those_that_were_set(void)
{
    static const char plaintext[] =
        "OAuth oauth_consumer_key=\"key\", oauth_signature_method=\"PLAINTEXT\", "
        "oauth_signature=\"" CONSUMER_SECRET "%26\"";
    char *whole = signed_now(CONSUMER_SECRET, "token", "n", OAUTH1_BODY_HASH_ALWAYS);
    char *bare = signed_now(CONSUMER_SECRET, NULL, "n", OAUTH1_BODY_HASH_NEVER);
    struct received received = received_with(bare);
    static uint64_t later = NOW + 11;
    oauth1_verifier_builder *builder;
    oauth1_verifier *verifier;
    oauth1_error *error = NULL;

    builder = new_builder();
    CHECK_OK(oauth1_verifier_builder_set_require_body_hash(builder, true, &error));
    verifier = built(builder);
    check_refused(verifier, &received, OAUTH1_REASON_BODY_HASH_MISSING, 400);
    received = received_with(whole);
    received.body = "{}";
    received.length = 2;
    check_refused(verifier, &received, OAUTH1_REASON_BODY_HASH, 401);
    received = received_with(whole);
    check_accepted(verifier, &received);
    received = received_with(plaintext);
    check_refused(verifier, &received, OAUTH1_REASON_SIGNATURE_METHOD, 400);
    oauth1_verifier_free(verifier);

    builder = new_builder();
    CHECK_OK(oauth1_verifier_builder_set_timestamp_window(builder, 10, &error));
    CHECK_OK(oauth1_verifier_builder_set_clock(builder, tell_now, &later, NULL, &error));
    verifier = built(builder);
    received = received_with(bare);
    check_refused(verifier, &received, OAUTH1_REASON_TIMESTAMP, 401);
    oauth1_verifier_free(verifier);

    builder = new_builder();
    CHECK_OK(oauth1_verifier_builder_add_signature_method(
        builder, OAUTH1_SIGNATURE_METHOD_PLAINTEXT, &error));
    verifier = built(builder);
    check_refused(verifier, &received, OAUTH1_REASON_SIGNATURE_METHOD, 400);
    received = received_with(plaintext);
    check_accepted(verifier, &received);
    received.url = "http://api.example.com/photos?page=2";
    check_refused(verifier, &received, OAUTH1_REASON_INSECURE_TRANSPORT, 400);
    oauth1_verifier_free(verifier);

    oauth1_string_free(whole);
    oauth1_string_free(bare);
}

static void the_url_is_that_by_which_the_world_knows_the_server(void)
{
    char *header = signed_now(CONSUMER_SECRET, "token", "n", OAUTH1_BODY_HASH_NEVER);
    struct received received = received_with(header);
    oauth1_verifier_builder *builder = new_builder();
    oauth1_verifier *verifier = built(builder);
    oauth1_error *error = NULL;

    received.url = "http://10.0.0.7:8000/photos?page=2";
    received.headers[6] = "X-Forwarded-Proto";
    received.headers[7] = "https";
    check_refused(verifier, &received, OAUTH1_REASON_SIGNATURE, 401);
    oauth1_verifier_free(verifier);

    builder = new_builder();
    CHECK_OK(oauth1_verifier_builder_set_public_url(builder, "https://api.example.com", &error));
    verifier = built(builder);
    check_accepted(verifier, &received);
    oauth1_verifier_free(verifier);

    builder = new_builder();
    CHECK_OK(oauth1_verifier_builder_set_proxies(builder, 1, OAUTH1_PROXY_HEADERS_X_FORWARDED,
                                                 &error));
    verifier = built(builder);
    received.url = "http://api.example.com/photos?page=2";
    check_accepted(verifier, &received);
    oauth1_verifier_free(verifier);

    builder = new_builder();
    CHECK_OK(
        oauth1_verifier_builder_set_proxies(builder, 1, OAUTH1_PROXY_HEADERS_FORWARDED, &error));
    verifier = built(builder);
    check_refused(verifier, &received, OAUTH1_REASON_SIGNATURE, 401);
    received.headers[6] = "Forwarded";
    received.headers[7] = "proto=https;host=api.example.com";
    check_accepted(verifier, &received);
    oauth1_verifier_free(verifier);
    oauth1_string_free(header);
}

static void what_is_wrong_with_a_setting_is_told(void)
{
    oauth1_verifier_builder *builder = NULL;
    oauth1_verifier *verifier = NULL;
    oauth1_error *error = NULL;
    char key[8192];
    size_t length;

#define CHECK_BUILD_FAILS(setting, status, part)                                                   \
    do {                                                                                           \
        builder = new_builder();                                                                   \
        CHECK_OK(setting);                                                                         \
        CHECK_FAILS_SAYING(oauth1_verifier_builder_build(builder, &verifier, &error), status,      \
                           part);                                                                  \
        oauth1_verifier_builder_free(builder);                                                     \
    } while (0)
    CHECK_BUILD_FAILS(oauth1_verifier_builder_set_timestamp_window(builder, 0, &error),
                      OAUTH1_ERROR_INVALID_SETTING, "the timestamp window");
    CHECK_BUILD_FAILS(oauth1_verifier_builder_set_proxies(
                          builder, 0, OAUTH1_PROXY_HEADERS_X_FORWARDED, &error),
                      OAUTH1_ERROR_INVALID_SETTING, "0 proxies");
    CHECK_BUILD_FAILS(
        oauth1_verifier_builder_set_public_url(builder, "https://a.example/?b", &error),
        OAUTH1_ERROR_INVALID_SETTING, "query");
    CHECK_BUILD_FAILS(oauth1_verifier_builder_set_realm(builder, "a\nb", &error),
                      OAUTH1_ERROR_INVALID_HEADER, "realm");

    CHECK_OK(oauth1_verifier_builder_new(&builder, &error));
    length = read_file("tests/keys/rsa2048.pkcs8.pem", key, sizeof key);
    CHECK_FAILS(
        oauth1_verifier_builder_set_consumer_public_key(builder, "key", key, length, &error),
        OAUTH1_ERROR_INVALID_KEY);
    CHECK_FAILS(oauth1_verifier_builder_set_proxies(builder, 1, 3, &error),
                OAUTH1_ERROR_INVALID_ENUM);
    CHECK_FAILS_SAYING(oauth1_verifier_builder_build(builder, &verifier, &error),
                       OAUTH1_ERROR_INVALID_SETTING, "knows no consumer");
    CHECK_FAILS(oauth1_verifier_builder_set_realm(builder, "photos", &error),
                OAUTH1_ERROR_ALREADY_BUILT);
    oauth1_verifier_builder_free(builder);
}

static void a_diagnosis_says_why_a_signature_is_not_right(void)
{
    oauth1_verifier *verifier = built(new_builder());
    char *header = signed_now(CONSUMER_SECRET, "token", "n", OAUTH1_BODY_HASH_NEVER);
    struct received received = received_with(header);
    oauth1_diagnosis *diagnosis = NULL;
    oauth1_error *error = NULL;

    received.url = "http://api.example.com/photos?page=2";
    check_refused(verifier, &received, OAUTH1_REASON_SIGNATURE, 401);
    CHECK_OK(oauth1_verifier_explain(verifier, received.method, received.url, received.headers,
                                     received.body, received.length, &diagnosis, &error));
    CHECK(!oauth1_diagnosis_valid(diagnosis));
    CHECK(strstr(oauth1_diagnosis_text(diagnosis, NULL), "scheme") != NULL);
    CHECK(strstr(oauth1_diagnosis_text(diagnosis, NULL), CONSUMER_SECRET) == NULL);
    oauth1_diagnosis_free(diagnosis);
    oauth1_verifier_free(verifier);
    oauth1_string_free(header);
}

/* --- callbacks -------------------------------------------------------------------------------- */

static int destroyed;

static void count_destroyed(void *userdata)
{
    (void)userdata;
    destroyed++;
}

static bool cannot_find(void *userdata, const char *consumer_key, size_t length,
                        oauth1_found *found, oauth1_failure *failure)
{
    (void)userdata, (void)consumer_key, (void)length, (void)found;
    oauth1_failure_set_message(failure, "the database is down");
    return false;
}

/* A store of one nonce: it tells the first from all others. */
struct store {
    pthread_mutex_t lock;
    char key[65];
    int asked;
};

static bool note_nonce(void *userdata, const oauth1_nonce_use *nonce, bool *is_new,
                       oauth1_failure *failure)
{
    struct store *store = userdata;
    size_t length = 0;

    CHECK_TEXT(oauth1_nonce_use_consumer_key(nonce, NULL), "key");
    CHECK_TEXT(oauth1_nonce_use_token(nonce, NULL), "token");
    CHECK_TEXT(oauth1_nonce_use_nonce(nonce, NULL), "n");
    CHECK(oauth1_nonce_use_timestamp(nonce) == NOW && oauth1_nonce_use_now(nonce) == NOW);
    CHECK(oauth1_nonce_use_expires(nonce) == NOW + 300);
    CHECK(oauth1_nonce_use_key(nonce, &length) != NULL && length == 64);
    CHECK(pthread_mutex_lock(&store->lock) == 0);
    if (++store->asked == 3) {
        CHECK(pthread_mutex_unlock(&store->lock) == 0);
        oauth1_failure_set_message(failure, "no room");
        return false;
    }
    *is_new = strcmp(store->key, oauth1_nonce_use_key(nonce, NULL)) != 0;
    strcpy(store->key, oauth1_nonce_use_key(nonce, NULL));
    CHECK(pthread_mutex_unlock(&store->lock) == 0);
    return true;
}

static void a_callback_that_fails_makes_it_unavailable(void)
{
    char *header = signed_now(CONSUMER_SECRET, "token", "n", OAUTH1_BODY_HASH_NEVER);
    struct received received = received_with(header);
    oauth1_verifier_builder *builder = NULL;
    oauth1_verifier *verifier, *copy = NULL;
    oauth1_verified *verified = NULL;
    oauth1_error *error = NULL;
    struct store store = {PTHREAD_MUTEX_INITIALIZER, "", 0};

    CHECK_OK(oauth1_verifier_builder_new(&builder, &error));
    CHECK_OK(oauth1_verifier_builder_set_look_ups(builder, cannot_find, NULL, NULL,
                                                  count_destroyed, &error));
    CHECK_OK(oauth1_verifier_builder_set_clock(builder, tell_now, NULL, NULL, &error));
    verifier = built(builder);
    CHECK_STATUS(verify(verifier, &received, &verified, &error), OAUTH1_ERROR_NOT_VERIFIED);
    CHECK_TEXT(oauth1_error_message(error, NULL),
               "unavailable: the look-up of the consumer failed: the database is down");
    CHECK(strstr(oauth1_error_public_message(error, NULL), "database") == NULL);
    oauth1_error_free(error);
    error = NULL;
    check_refused(verifier, &received, OAUTH1_REASON_UNAVAILABLE, 503);
    CHECK_OK(oauth1_verifier_copy(verifier, &copy, &error));
    oauth1_verifier_free(verifier);
    CHECK(destroyed == 0);
    oauth1_verifier_free(copy);
    CHECK(destroyed == 1);

    builder = new_builder();
    CHECK_OK(oauth1_verifier_builder_set_nonce_store(builder, note_nonce, &store, count_destroyed,
                                                     &error));
    verifier = built(builder);
    check_accepted(verifier, &received);
    check_refused(verifier, &received, OAUTH1_REASON_NONCE, 401);
    CHECK_FAILS_SAYING(verify(verifier, &received, &verified, &error), OAUTH1_ERROR_NOT_VERIFIED,
                       "the store of nonces failed: no room");
    oauth1_verifier_free(verifier);
    CHECK(destroyed == 2);

    builder = new_builder();
    CHECK_OK(oauth1_verifier_builder_set_nonce_capacity(builder, 0, &error));
    verifier = built(builder);
    check_refused(verifier, &received, OAUTH1_REASON_UNAVAILABLE, 503);
    oauth1_verifier_free(verifier);
    oauth1_string_free(header);
}

static size_t sign(void *userdata, const char *base_string, size_t base_string_length,
                   const char *consumer_secret, size_t consumer_secret_length,
                   const char *token_secret, size_t token_secret_length, char *buffer,
                   size_t capacity, oauth1_failure *failure)
{
    (void)userdata, (void)base_string, (void)base_string_length, (void)failure;
    CHECK(strlen(consumer_secret) == consumer_secret_length && token_secret_length == 0);
    CHECK(*token_secret == '\0' && capacity > consumer_secret_length);
    memcpy(buffer, consumer_secret, consumer_secret_length);
    return consumer_secret_length;
}

static void a_custom_method_is_taken_as_well(void)
{
    struct received received = received_with(
        "OAuth oauth_consumer_key=\"key\", oauth_signature_method=\"X-MINE\", oauth_nonce=\"m\", "
        "oauth_timestamp=\"1800000000\", oauth_signature=\"" CONSUMER_SECRET "\"");
    char *header = signed_now(CONSUMER_SECRET, "token", "n", OAUTH1_BODY_HASH_NEVER);
    oauth1_verifier_builder *builder = new_builder();
    oauth1_verifier *verifier;
    oauth1_error *error = NULL;

    CHECK_OK(oauth1_verifier_builder_add_custom_signature(builder, "X-MINE", OAUTH1_HASH_SHA256,
                                                          sign, NULL, NULL, &error));
    verifier = built(builder);
    check_accepted(verifier, &received);
    received = received_with(header);
    check_accepted(verifier, &received);
    oauth1_verifier_free(verifier);
    oauth1_string_free(header);
}

/* --- threads ---------------------------------------------------------------------------------- */

enum { THREADS = 4, NONCES = 200 };

struct race {
    const oauth1_verifier *verifier;
    char *headers[NONCES];
    int accepted[THREADS];
};

struct runner {
    struct race *race;
    int number;
};

static void *verify_all(void *userdata)
{
    const struct runner *runner = userdata;
    int i;

    for (i = 0; i < NONCES; i++) {
        struct received received = received_with(runner->race->headers[i]);
        oauth1_verified *verified = NULL;
        oauth1_error *error = NULL;
        if (verify(runner->race->verifier, &received, &verified, &error) == OAUTH1_OK)
            runner->race->accepted[runner->number]++;
        else
            CHECK(oauth1_error_reason(error) == OAUTH1_REASON_NONCE);
        oauth1_verified_free(verified);
        oauth1_error_free(error);
    }
    return NULL;
}

static void of_many_threads_one_has_each_nonce(void)
{
    oauth1_verifier *verifier = built(new_builder());
    struct race race = {0};
    struct runner runners[THREADS];
    pthread_t threads[THREADS];
    int i, accepted = 0;

    race.verifier = verifier;
    for (i = 0; i < NONCES; i++) {
        char nonce[16];
        snprintf(nonce, sizeof nonce, "%d", i);
        race.headers[i] = signed_now(CONSUMER_SECRET, "token", nonce, OAUTH1_BODY_HASH_NEVER);
    }
    for (i = 0; i < THREADS; i++) {
        runners[i].race = &race;
        runners[i].number = i;
        CHECK(pthread_create(&threads[i], NULL, verify_all, &runners[i]) == 0);
    }
    for (i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        accepted += race.accepted[i];
    }
    CHECK(accepted == NONCES);
    for (i = 0; i < NONCES; i++)
        oauth1_string_free(race.headers[i]);
    oauth1_verifier_free(verifier);
}

int main(void)
{
    RUN(published_requests_are_accepted);
    RUN(a_verified_request_tells_who_signed_and_what);
    RUN(a_refusal_tells_the_client_little_and_the_log_much);
    RUN(the_rules_are_those_that_were_set);
    RUN(the_url_is_that_by_which_the_world_knows_the_server);
    RUN(what_is_wrong_with_a_setting_is_told);
    RUN(a_diagnosis_says_why_a_signature_is_not_right);
    RUN(a_callback_that_fails_makes_it_unavailable);
    RUN(a_custom_method_is_taken_as_well);
    RUN(of_many_threads_one_has_each_nonce);
    RUN(what_oauthlib_signs_is_accepted);
    return EXIT_SUCCESS;
}
