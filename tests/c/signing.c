/* What a program can set, and what comes of it; and what is an error before anything is sent. */
#include "test.h"

#define URL "https://a.example/path"

static oauth1_error *error;

static oauth1_session *new_session(void)
{
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    CHECK_OK(oauth1_client_new("key", CONSUMER_SECRET, &client, &error));
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    oauth1_client_free(client);
    return session;
}

static oauth1_request *new_request(const char *method)
{
    oauth1_request *request = NULL;
    CHECK_OK(oauth1_request_new(method, URL, &request, &error));
    return request;
}

/* A client made by a builder, which is freed. */
static oauth1_client *built(oauth1_client_builder *builder)
{
    oauth1_client *client = NULL;
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    oauth1_client_builder_free(builder);
    return client;
}

static oauth1_client_builder *new_builder(void)
{
    oauth1_client_builder *builder = NULL;
    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    return builder;
}

static char *authorization(const oauth1_client *client, const oauth1_request *request)
{
    oauth1_session *session = NULL;
    char *value = NULL;
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    CHECK_OK(oauth1_session_authorization(session, request, &value, &error));
    oauth1_session_free(session);
    return value;
}

static void the_settings_of_a_client_are_those_of_its_signatures(void)
{
    oauth1_client_builder *builder = new_builder();
    oauth1_client *client;
    oauth1_request *request = new_request("PUT");
    size_t length = 0;
    char *value;

    CHECK_OK(oauth1_client_builder_set_signature_method(
        builder, OAUTH1_SIGNATURE_METHOD_HMAC_SHA256, &error));
    CHECK_OK(oauth1_client_builder_set_realm(builder, "a \"realm\"", &error));
    CHECK_OK(oauth1_client_builder_set_version(builder, false, &error));
    CHECK_OK(oauth1_client_builder_set_body_hash(builder, OAUTH1_BODY_HASH_ALWAYS, &error));
    CHECK_OK(oauth1_client_builder_set_callback_confirmation(builder, false, &error));
    client = built(builder);
    CHECK_TEXT(oauth1_client_consumer_key(client, &length), "key");
    CHECK(length == 3);
    CHECK_TEXT(oauth1_client_signature_method(client, NULL), "HMAC-SHA256");

    CHECK_OK(oauth1_request_set_body(request, "text/plain", "Hello", &error));
    value = authorization(client, request);
    CHECK(strncmp(value, "OAuth realm=\"a \\\"realm\\\"\", oauth_", 32) == 0);
    CHECK(strstr(value, "oauth_signature_method=\"HMAC-SHA256\"") != NULL);
    CHECK(strstr(value, "oauth_version") == NULL);
    CHECK(strstr(value, "oauth_body_hash=\"GF%2BNsyJx%2FiX1Yab8k4suJkMG7DBO2lGAB9F2SCY4GWk%3D\""));
    oauth1_string_free(value);
    oauth1_request_free(request);
    oauth1_client_free(client);
}

static void a_request_can_have_it_otherwise(void)
{
    oauth1_client *client = built(new_builder());
    oauth1_request *request = new_request("POST");
    char *value;

    CHECK_OK(oauth1_request_set_realm(request, "photos", &error));
    CHECK_OK(oauth1_request_set_nonce(request, "a nonce", &error));
    CHECK_OK(oauth1_request_set_timestamp(request, UINT64_MAX, &error));
    CHECK_OK(oauth1_request_set_version(request, false, &error));
    CHECK_OK(oauth1_request_set_empty_token(request, true, &error));
    CHECK_OK(oauth1_request_set_body_hash(request, OAUTH1_BODY_HASH_ALWAYS_SHA512, &error));
    CHECK_OK(oauth1_request_add_oauth_param(request, "oauth_callback", "oob", &error));
    value = authorization(client, request);
    CHECK(strncmp(value, "OAuth realm=\"photos\", ", 22) == 0);
    CHECK(strstr(value, "oauth_nonce=\"a%20nonce\"") != NULL);
    CHECK(strstr(value, "oauth_timestamp=\"18446744073709551615\"") != NULL);
    CHECK(strstr(value, "oauth_version") == NULL);
    CHECK(strstr(value, "oauth_token=\"\"") != NULL);
    CHECK(strstr(value, "oauth_body_hash=") != NULL);
    CHECK(strstr(value, "oauth_callback=\"oob\"") != NULL);
    oauth1_string_free(value);
    oauth1_request_free(request);
    oauth1_client_free(client);
}

/* Checks whether what a request is signed with has a part. */
static void check_has(const oauth1_session *session, const oauth1_request *request,
                      const char *part, bool has)
{
    oauth1_signed *result = NULL;
    const char *value;
    CHECK_OK(oauth1_session_sign(session, request, &result, &error));
    value = oauth1_signed_authorization(result, NULL);
    CHECK((value != NULL && strstr(value, part) != NULL) == has);
    oauth1_signed_free(result);
}

static void what_was_set_for_a_request_is_undone(void)
{
    static const struct {
        oauth1_request_setting setting;
        const char *part;
        bool set; /* whether the part is there while it is set */
    } cases[] = {
        {OAUTH1_REQUEST_SETTING_NONCE, "oauth_nonce=\"n\"", true},
        {OAUTH1_REQUEST_SETTING_TIMESTAMP, "oauth_timestamp=\"7\"", true},
        {OAUTH1_REQUEST_SETTING_REALM, "realm=\"other\"", true},
        {OAUTH1_REQUEST_SETTING_VERSION, "oauth_version", false},
        {OAUTH1_REQUEST_SETTING_BODY_HASH, "oauth_body_hash", true},
        {OAUTH1_REQUEST_SETTING_EMPTY_TOKEN, "oauth_token", false},
        {OAUTH1_REQUEST_SETTING_TRANSMISSION, "oauth_signature", false},
        {OAUTH1_REQUEST_SETTING_REPEATABLE, "nothing that is signed", false},
        {OAUTH1_REQUEST_SETTING_TIMEOUT, "nothing that is signed", false},
        {OAUTH1_REQUEST_SETTING_MAX_RESPONSE_SIZE, "nothing that is signed", false},
        {OAUTH1_REQUEST_SETTING_CANCELLATION, "nothing that is signed", false},
    };
    oauth1_client_builder *builder = new_builder();
    oauth1_client *client;
    oauth1_session *session = NULL;
    oauth1_request *request = new_request("PUT");
    size_t i, k;

    CHECK_OK(oauth1_client_builder_set_empty_token(builder, true, &error));
    CHECK_OK(oauth1_client_builder_set_realm(builder, "usual", &error));
    client = built(builder);
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    oauth1_client_free(client);
    CHECK_OK(oauth1_request_set_nonce(request, "n", &error));
    CHECK_OK(oauth1_request_set_timestamp(request, 7, &error));
    CHECK_OK(oauth1_request_set_realm(request, "other", &error));
    CHECK_OK(oauth1_request_set_version(request, false, &error));
    CHECK_OK(oauth1_request_set_body_hash(request, OAUTH1_BODY_HASH_ALWAYS, &error));
    CHECK_OK(oauth1_request_set_empty_token(request, false, &error));
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool signs = strcmp(cases[i].part, "nothing that is signed") != 0;
        if (cases[i].setting == OAUTH1_REQUEST_SETTING_TRANSMISSION)
            CHECK_OK(oauth1_request_set_transmission(request, OAUTH1_TRANSMISSION_QUERY, &error));
        check_has(session, request, cases[i].part, cases[i].set);
        CHECK_OK(oauth1_request_unset(request, cases[i].setting, &error));
        check_has(session, request, cases[i].part, signs && !cases[i].set);
        CHECK_OK(oauth1_request_unset(request, cases[i].setting, &error));
        for (k = i + 1; k < 6; k++)
            check_has(session, request, cases[k].part, cases[k].set);
    }
    check_has(session, request, "realm=\"usual\"", true);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static void a_signed_request_is_what_is_to_be_sent(void)
{
    oauth1_session *session = new_session();
    oauth1_request *request = new_request("POST");
    oauth1_signed *result = NULL;
    size_t length = 0, count, i;
    int authorizations = 0, types = 0;

    CHECK_OK(oauth1_request_add_query(request, "q", "1 + 1", &error));
    CHECK_OK(oauth1_request_add_form(request, "status", "Hello", &error));
    CHECK_OK(oauth1_request_add_header(request, "Accept", "application/json", &error));
    CHECK_OK(oauth1_session_sign(session, request, &result, &error));
    oauth1_request_free(request);
    oauth1_session_free(session);

    CHECK_TEXT(oauth1_signed_method(result, NULL), "POST");
    CHECK_TEXT(oauth1_signed_url(result, NULL), URL "?q=1%20%2B%201");
    CHECK_TEXT(oauth1_signed_body(result, &length), "status=Hello");
    CHECK(length == strlen("status=Hello"));
    count = oauth1_signed_header_count(result);
    for (i = 0; i < count; i++) {
        const char *name = oauth1_signed_header_name(result, i, NULL);
        if (strcmp(name, "Authorization") == 0) {
            CHECK_TEXT(oauth1_signed_header_value(result, i, NULL),
                       oauth1_signed_authorization(result, NULL));
            authorizations++;
        } else if (strcmp(name, "Content-Type") == 0) {
            CHECK_TEXT(oauth1_signed_header_value(result, i, NULL),
                       "application/x-www-form-urlencoded");
            types++;
        } else {
            CHECK_TEXT(name, "Accept");
        }
    }
    CHECK(count == 3 && authorizations == 1 && types == 1);
    CHECK(oauth1_signed_header_name(result, count, NULL) == NULL);
    CHECK(oauth1_signed_header_value(result, SIZE_MAX, NULL) == NULL);
    CHECK(strncmp(oauth1_signed_base_string(result, NULL),
                  "POST&https%3A%2F%2Fa.example%2Fpath&oauth_consumer_key%3Dkey", 60) == 0);
    oauth1_signed_free(result);
}

static void a_request_shows_what_it_is(void)
{
    oauth1_request *request = new_request("POST"), *copy = NULL;
    const char *url = oauth1_request_url(request, NULL);
    size_t length = 0;

    CHECK_TEXT(url, URL);
    CHECK(oauth1_request_url(request, NULL) == url);
    CHECK(oauth1_request_content_type(request, NULL) == NULL);
    CHECK(!oauth1_request_is_form(request));
    CHECK_OK(oauth1_request_copy(request, &copy, &error));
    CHECK_OK(oauth1_request_add_param(request, "a", "\xC3\xBC", &error));
    CHECK_OK(oauth1_request_add_header(request, "X-One", "1", &error));
    CHECK_TEXT(oauth1_request_method(request, NULL), "POST");
    CHECK_TEXT(oauth1_request_body(request, &length), "a=%C3%BC");
    CHECK(length == strlen("a=%C3%BC"));
    CHECK_TEXT(oauth1_request_content_type(request, NULL), "application/x-www-form-urlencoded");
    CHECK(oauth1_request_is_form(request));
    CHECK(oauth1_request_header_count(request) == 1);
    CHECK_TEXT(oauth1_request_header_name(request, 0, NULL), "X-One");
    CHECK_TEXT(oauth1_request_header_value(request, 0, NULL), "1");
    CHECK(oauth1_request_header_name(request, 1, NULL) == NULL);
    CHECK_TEXT(oauth1_request_body(copy, NULL), "");
    oauth1_request_free(copy);
    oauth1_request_free(request);
}

static void bytes_are_signed_and_sent_as_they_are(void)
{
    static const char name[] = {'a', '\0'}, value[] = {'\0', (char)0xFF};
    oauth1_session *session = new_session();
    oauth1_request *request = new_request("POST");
    oauth1_signed *result = NULL;
    char *text = NULL;
    size_t length = 0;

    CHECK_OK(oauth1_request_add_query_n(request, name, sizeof name, value, sizeof value, &error));
    CHECK_OK(oauth1_request_add_form_n(request, name, sizeof name, value, sizeof value, &error));
    CHECK_OK(oauth1_request_add_param_n(request, NULL, 0, NULL, 0, &error));
    CHECK_TEXT(oauth1_request_url(request, NULL), URL "?a%00=%00%FF");
    CHECK_TEXT(oauth1_request_body(request, NULL), "a%00=%00%FF&=");
    CHECK_OK(oauth1_request_set_body_n(request, "application/octet-stream", value, sizeof value,
                                       &error));
    CHECK_OK(oauth1_session_sign(session, request, &result, &error));
    CHECK(memcmp(oauth1_signed_body(result, &length), value, sizeof value) == 0);
    CHECK(length == sizeof value);

    CHECK_OK(oauth1_percent_encode_n(value, sizeof value, &text, &error));
    CHECK_TEXT(text, "%00%FF");
    oauth1_string_free(text);
    CHECK_OK(oauth1_percent_encode_n(NULL, 0, &text, &error));
    CHECK_TEXT(text, "");
    oauth1_string_free(text);
    CHECK_OK(oauth1_percent_decode("%00%ff%zz+", &text, &length, &error));
    CHECK(length == 6 && memcmp(text, "\0\xFF%zz+", 7) == 0);
    oauth1_string_free(text);
    oauth1_signed_free(result);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static void a_large_request_is_signed(void)
{
    enum { SIZE = 1 << 20 };
    oauth1_session *session = new_session();
    oauth1_request *request = new_request("POST");
    oauth1_signed *result = NULL;
    char *value = malloc(SIZE + 1);
    size_t length = 0;

    CHECK(value != NULL);
    memset(value, '%', SIZE);
    value[SIZE] = '\0';
    CHECK_OK(oauth1_request_add_param(request, "large", value, &error));
    CHECK_OK(oauth1_session_sign(session, request, &result, &error));
    CHECK(oauth1_signed_body(result, &length) != NULL);
    CHECK(length == strlen("large=") + 3 * (size_t)SIZE);
    free(value);
    oauth1_signed_free(result);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static void a_buffer_of_the_callers_is_filled_or_left_alone(void)
{
    oauth1_session *session = new_session();
    oauth1_request *request = new_request("GET");
    char buffer[1024], *value = NULL;
    size_t length = 0, enough = 0, i;

    CHECK_OK(oauth1_request_set_nonce(request, "n", &error));
    CHECK_OK(oauth1_request_set_timestamp(request, 1, &error));
    CHECK_OK(oauth1_session_authorization(session, request, &value, &error));
    CHECK_OK(oauth1_session_authorization_into(session, request, buffer, sizeof buffer, &length,
                                               &error));
    CHECK_TEXT(buffer, value);
    CHECK(length == strlen(value));

    memset(buffer, '*', sizeof buffer);
    CHECK_OK(oauth1_session_authorization_into(session, request, buffer, length + 1, NULL, &error));
    CHECK_TEXT(buffer, value);
    CHECK(buffer[length + 1] == '*');

    memset(buffer, '*', sizeof buffer);
    CHECK_FAILS(oauth1_session_authorization_into(session, request, buffer, length, &enough,
                                                  &error),
                OAUTH1_ERROR_BUFFER_TOO_SMALL);
    CHECK(enough >= length && enough < sizeof buffer);
    for (i = 0; i < sizeof buffer; i++)
        CHECK(buffer[i] == '*');
    CHECK_FAILS(oauth1_session_authorization_into(session, request, NULL, 0, NULL, &error),
                OAUTH1_ERROR_BUFFER_TOO_SMALL);

    /* what was enough once is enough for each signature that follows */
    oauth1_request_free(request);
    request = new_request("GET");
    CHECK_FAILS(oauth1_session_authorization_into(session, request, NULL, 0, &enough, &error),
                OAUTH1_ERROR_BUFFER_TOO_SMALL);
    for (i = 0; i < 200; i++) {
        CHECK_OK(oauth1_session_authorization_into(session, request, buffer, enough + 1, &length,
                                                   &error));
        CHECK(length == strlen(buffer));
    }
    oauth1_string_free(value);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static void a_token_can_be_copied(void)
{
    oauth1_token *token = NULL, *copy = NULL;
    size_t length = 0;

    CHECK_OK(oauth1_token_new("k", "s\xC3\xBC", &token, &error));
    CHECK_OK(oauth1_token_copy(token, &copy, &error));
    oauth1_token_free(token);
    CHECK_TEXT(oauth1_token_key(copy, NULL), "k");
    CHECK_TEXT(oauth1_token_secret(copy, &length), "s\xC3\xBC");
    CHECK(length == 3);
    oauth1_token_free(copy);
}

static void an_authorization_url_has_further_parameters(void)
{
    static const char *const extra[] = {"force_login", "true", "name", "a b", NULL};
    static const char *const odd[] = {"force_login", "true", "name", NULL};
    static const char *const bytes[] = {"name", "\xFF", NULL};
    static const char *const none[] = {NULL};
    char *url = NULL;

    CHECK_OK(oauth1_authorization_url(URL "?lang=de", "t/1", extra, &url, &error));
    CHECK_TEXT(url, URL "?lang=de&oauth_token=t%2F1&force_login=true&name=a%20b");
    oauth1_string_free(url);
    CHECK_OK(oauth1_authorization_url(URL, "t", none, &url, &error));
    CHECK_TEXT(url, URL "?oauth_token=t");
    oauth1_string_free(url);
    CHECK_FAILS(oauth1_authorization_url(URL, "t", odd, &url, &error),
                OAUTH1_ERROR_INVALID_PARAMETER);
    CHECK_FAILS(oauth1_authorization_url(URL, "t", bytes, &url, &error), OAUTH1_ERROR_INVALID_UTF8);
    CHECK_FAILS(oauth1_authorization_url("a.example", "t", NULL, &url, &error),
                OAUTH1_ERROR_INVALID_URL);
}

static void what_is_no_utf8_is_an_error(void)
{
    static const char bad[] = "a\xC3(";
    oauth1_client_builder *builder = new_builder();
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_request *request = new_request("POST");
    char *text = NULL;

    CHECK_STATUS(oauth1_client_new(bad, CONSUMER_SECRET, &client, &error),
                 OAUTH1_ERROR_INVALID_UTF8);
    CHECK(strstr(oauth1_error_message(error, NULL), "consumer_key is not UTF-8") != NULL);
    CHECK(oauth1_error_http_status(error) == 0);
    CHECK(oauth1_error_oauth_problem(error, NULL) == NULL);
    CHECK(oauth1_error_body_excerpt(error, NULL) == NULL);
    oauth1_error_free(error);
    error = NULL;
    CHECK_FAILS(oauth1_client_new("key", bad, &client, &error), OAUTH1_ERROR_INVALID_UTF8);
    CHECK_FAILS(oauth1_token_new(bad, TOKEN_SECRET, &token, &error), OAUTH1_ERROR_INVALID_UTF8);
    CHECK_FAILS(oauth1_token_new("key", bad, &token, &error), OAUTH1_ERROR_INVALID_UTF8);
    CHECK_FAILS(oauth1_client_builder_set_realm(builder, bad, &error), OAUTH1_ERROR_INVALID_UTF8);
    CHECK_FAILS(oauth1_request_add_param(request, bad, "v", &error), OAUTH1_ERROR_INVALID_UTF8);
    CHECK_FAILS(oauth1_request_add_param(request, "n", bad, &error), OAUTH1_ERROR_INVALID_UTF8);
    CHECK_FAILS(oauth1_request_add_header(request, "n", bad, &error), OAUTH1_ERROR_INVALID_UTF8);
    CHECK_FAILS_SAYING(oauth1_request_set_body(request, "{\"a\": 1}", "application/json", &error),
                       OAUTH1_ERROR_INVALID_HEADER, "comes before the body");
    CHECK_FAILS(oauth1_request_set_body(request, "text/plain", bad, &error),
                OAUTH1_ERROR_INVALID_UTF8);
    CHECK_FAILS(oauth1_request_set_nonce(request, bad, &error), OAUTH1_ERROR_INVALID_UTF8);
    CHECK_FAILS(oauth1_percent_encode(bad, &text, &error), OAUTH1_ERROR_INVALID_UTF8);
    CHECK_FAILS(oauth1_percent_decode(bad, &text, NULL, &error), OAUTH1_ERROR_INVALID_UTF8);
    oauth1_request_free(request);
    oauth1_client_builder_free(builder);
}

static size_t no_signature(void *userdata, const char *base_string, size_t base_string_length,
                           const char *consumer_secret, size_t consumer_secret_length,
                           const char *token_secret, size_t token_secret_length, char *buffer,
                           size_t capacity, oauth1_failure *failure)
{
    (void)userdata, (void)base_string, (void)base_string_length, (void)consumer_secret;
    (void)consumer_secret_length, (void)token_secret, (void)token_secret_length, (void)buffer;
    (void)capacity, (void)failure;
    return 0;
}

static void a_number_that_is_none_of_the_enumeration_is_an_error(void)
{
    static const int32_t wrong[] = {0, -1, 99, INT32_MAX, INT32_MIN};
    oauth1_client_builder *builder = new_builder();
    oauth1_request *request = new_request("POST");
    size_t i;

    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK_FAILS(oauth1_client_builder_set_signature_method(builder, wrong[i], &error),
                    OAUTH1_ERROR_INVALID_ENUM);
        CHECK_FAILS(oauth1_client_builder_set_transmission(builder, wrong[i], &error),
                    OAUTH1_ERROR_INVALID_ENUM);
        CHECK_FAILS(oauth1_client_builder_set_body_hash(builder, wrong[i], &error),
                    OAUTH1_ERROR_INVALID_ENUM);
        CHECK_FAILS(oauth1_client_builder_set_custom_signature(builder, "X", wrong[i], no_signature,
                                                               NULL, NULL, &error),
                    OAUTH1_ERROR_INVALID_ENUM);
        CHECK_FAILS(oauth1_request_set_transmission(request, wrong[i], &error),
                    OAUTH1_ERROR_INVALID_ENUM);
        CHECK_FAILS(oauth1_request_set_body_hash(request, wrong[i], &error),
                    OAUTH1_ERROR_INVALID_ENUM);
    }
    oauth1_request_free(request);
    oauth1_client_free(built(builder));
}

static void what_cannot_be_sent_is_an_error(void)
{
    oauth1_session *session = new_session();
    oauth1_request *request = NULL, *get = new_request("GET");
    oauth1_signed *result = NULL;
    char *value = NULL;

    CHECK_FAILS(oauth1_request_new("G E T", URL, &request, &error), OAUTH1_ERROR_INVALID_HEADER);
    CHECK_FAILS(oauth1_request_new("GET", "ftp://a.example/", &request, &error),
                OAUTH1_ERROR_INVALID_URL);
    CHECK_FAILS(oauth1_request_new("GET", URL "?oauth_nonce=1", &request, &error),
                OAUTH1_ERROR_INVALID_PARAMETER);
    CHECK(request == NULL);
    CHECK_FAILS(oauth1_request_add_header(get, "X-Split", "a\r\nb", &error),
                OAUTH1_ERROR_INVALID_HEADER);
    CHECK_FAILS(oauth1_request_set_realm(get, "a\nb", &error), OAUTH1_ERROR_INVALID_HEADER);
    CHECK_FAILS(oauth1_request_set_nonce(get, "", &error), OAUTH1_ERROR_INVALID_PARAMETER);
    CHECK_FAILS(oauth1_request_add_oauth_param(get, "callback", "oob", &error),
                OAUTH1_ERROR_INVALID_PARAMETER);
    CHECK_OK(oauth1_request_set_transmission(get, OAUTH1_TRANSMISSION_QUERY, &error));
    CHECK_FAILS(oauth1_session_authorization(session, get, &value, &error),
                OAUTH1_ERROR_INVALID_SETTING);
    CHECK_OK(oauth1_request_set_transmission(get, OAUTH1_TRANSMISSION_FORM, &error));
    CHECK_FAILS(oauth1_session_sign(session, get, &result, &error), OAUTH1_ERROR_INVALID_SETTING);
    CHECK(value == NULL && result == NULL);
    oauth1_request_free(get);
    oauth1_session_free(session);
}

static void what_cannot_be_built_is_an_error(void)
{
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;

    CHECK_FAILS(oauth1_client_new("", CONSUMER_SECRET, &client, &error),
                OAUTH1_ERROR_INVALID_SETTING);
    builder = new_builder();
    CHECK_OK(oauth1_client_builder_set_realm(builder, "a\nb", &error));
    CHECK_FAILS(oauth1_client_builder_build(builder, &client, &error), OAUTH1_ERROR_INVALID_HEADER);
    CHECK_FAILS_SAYING(oauth1_client_builder_build(builder, &client, &error),
                       OAUTH1_ERROR_ALREADY_BUILT, "make another builder");
    CHECK_FAILS(oauth1_client_builder_set_version(builder, true, &error),
                OAUTH1_ERROR_ALREADY_BUILT);
    CHECK(client == NULL);
    oauth1_client_builder_free(builder);
}

static void plaintext_is_for_https_unless_it_is_let(void)
{
    oauth1_client_builder *builder = new_builder();
    oauth1_client *client;
    oauth1_request *request = NULL;
    oauth1_session *session = NULL;
    char *value = NULL;

    CHECK_OK(oauth1_client_builder_set_signature_method(
        builder, OAUTH1_SIGNATURE_METHOD_PLAINTEXT, &error));
    client = built(builder);
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    CHECK_OK(oauth1_request_new("GET", "http://a.example/", &request, &error));
    CHECK_FAILS(oauth1_session_authorization(session, request, &value, &error),
                OAUTH1_ERROR_INSECURE_TRANSPORT);
    oauth1_session_free(session);
    oauth1_client_free(client);

    builder = new_builder();
    CHECK_OK(oauth1_client_builder_set_signature_method(
        builder, OAUTH1_SIGNATURE_METHOD_PLAINTEXT, &error));
    CHECK_OK(oauth1_client_builder_set_plaintext_over_http(builder, true, &error));
    client = built(builder);
    value = authorization(client, request);
    CHECK(strstr(value, "oauth_signature=\"" CONSUMER_SECRET "%26\"") != NULL);
    oauth1_string_free(value);
    oauth1_request_free(request);
    oauth1_client_free(client);
}

int main(void)
{
    RUN(the_settings_of_a_client_are_those_of_its_signatures);
    RUN(a_request_can_have_it_otherwise);
    RUN(what_was_set_for_a_request_is_undone);
    RUN(a_signed_request_is_what_is_to_be_sent);
    RUN(a_request_shows_what_it_is);
    RUN(bytes_are_signed_and_sent_as_they_are);
    RUN(a_large_request_is_signed);
    RUN(a_buffer_of_the_callers_is_filled_or_left_alone);
    RUN(a_token_can_be_copied);
    RUN(an_authorization_url_has_further_parameters);
    RUN(what_is_no_utf8_is_an_error);
    RUN(a_number_that_is_none_of_the_enumeration_is_an_error);
    RUN(what_cannot_be_sent_is_an_error);
    RUN(what_cannot_be_built_is_an_error);
    RUN(plaintext_is_for_https_unless_it_is_let);
    return EXIT_SUCCESS;
}
