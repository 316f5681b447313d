/* What a program does by hand: nonces, keys, responses of another HTTP library; copies, and frees in
 * any order. */
#include "test.h"

#include <ctype.h>

#define URL "https://a.example/path?a=1"

static oauth1_error *error;

static void nonces_are_22_letters_and_digits(void)
{
    char *first = NULL, *second = NULL;
    size_t i;

    CHECK_OK(oauth1_nonce(&first, &error));
    CHECK_OK(oauth1_nonce(&second, &error));
    CHECK(strlen(first) == 22 && strlen(second) == 22 && strcmp(first, second) != 0);
    for (i = 0; i < 22; i++)
        CHECK(isalnum((unsigned char)first[i]));
    oauth1_string_free(second);
    oauth1_string_free(first);
}

static void a_base_string_can_have_any_bytes(void)
{
    char *made = NULL;

    CHECK_OK(oauth1_base_string_of_form("get", "http://A.example", "b=%FF%00&a=+", 12, &made,
                                        &error));
    CHECK_TEXT(made, "GET&http%3A%2F%2Fa.example%2F&a%3D%2520%26b%3D%25FF%2500");
    oauth1_string_free(made);
    made = NULL;
    CHECK_FAILS(oauth1_base_string("GET", "a.example", NULL, &made, &error),
                OAUTH1_ERROR_INVALID_URL);
    CHECK(made == NULL);
}

static void a_key_that_does_not_fit_is_an_error(void)
{
    char *made = NULL;

    CHECK_FAILS(oauth1_sign_with_key(OAUTH1_SIGNATURE_METHOD_RSA_SHA256, "a&b", 3, "text", &made,
                                     &error),
                OAUTH1_ERROR_INVALID_KEY);
    CHECK_FAILS(oauth1_sign_with_key(OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, "\xff", 1, "text", &made,
                                     &error),
                OAUTH1_ERROR_INVALID_UTF8);
    CHECK(made == NULL);
    CHECK_OK(oauth1_sign_with_key(OAUTH1_SIGNATURE_METHOD_PLAINTEXT, "a&b", 3, "text", &made,
                                  &error));
    CHECK_TEXT(made, "a&b");
    oauth1_string_free(made);
}

static void a_url_is_taken_apart(void)
{
    oauth1_url *url = NULL, *copy = NULL;

    /* RFC 5849, section 3.4.1.2 */
    CHECK_OK(oauth1_url_new("HTTP://EXAMPLE.COM:80/r%20v/X?id=123#top", &url, &error));
    CHECK_OK(oauth1_url_copy(url, &copy, &error));
    oauth1_url_free(url);
    CHECK_TEXT(oauth1_url_text(copy, NULL), "http://example.com/r%20v/X?id=123");
    CHECK_TEXT(oauth1_url_base_string_uri(copy, NULL), "http://example.com/r%20v/X");
    CHECK_TEXT(oauth1_url_origin(copy, NULL), "http://example.com");
    CHECK_TEXT(oauth1_url_path(copy, NULL), "/r%20v/X");
    CHECK_TEXT(oauth1_url_query(copy, NULL), "id=123");
    CHECK(!oauth1_url_is_https(copy));
    oauth1_url_free(copy);
    CHECK_OK(oauth1_url_new("https://www.example.net:8080", &url, &error));
    CHECK_TEXT(oauth1_url_base_string_uri(url, NULL), "https://www.example.net:8080/");
    CHECK(oauth1_url_query(url, NULL) == NULL && oauth1_url_is_https(url));
    oauth1_url_free(url);
    CHECK_FAILS(oauth1_url_new("example.com", &url, &error), OAUTH1_ERROR_INVALID_URL);
}

static void an_authorization_header_is_taken_apart(void)
{
    oauth1_authorization_header *header = NULL, *copy = NULL;
    size_t length = 0;

    CHECK_OK(oauth1_authorization_header_new(
        "oauth realm=\"Photos\", oauth_token=\"nnch734d00sl2jdk\", a=\"%FF%00 b\", a=\"\"",
        &header, &error));
    CHECK_OK(oauth1_authorization_header_copy(header, &copy, &error));
    oauth1_authorization_header_free(header);
    header = NULL;
    CHECK_TEXT(oauth1_authorization_header_realm(copy, NULL), "Photos");
    CHECK_TEXT(oauth1_authorization_header_get(copy, "oauth_token", NULL), "nnch734d00sl2jdk");
    CHECK(oauth1_authorization_header_get(copy, "no such", &length) == NULL && length == 0);
    CHECK(oauth1_authorization_header_param_count(copy) == 3);
    CHECK_TEXT(oauth1_authorization_header_param_name(copy, 1, NULL), "a");
    CHECK(memcmp(oauth1_authorization_header_param_value(copy, 1, &length), "\xff\0 b", 4) == 0);
    CHECK(length == 4);
    CHECK_TEXT(oauth1_authorization_header_param_value(copy, 2, NULL), "");
    CHECK(oauth1_authorization_header_param_name(copy, 3, NULL) == NULL);
    oauth1_authorization_header_free(copy);
    CHECK_FAILS(oauth1_authorization_header_new("Basic YTpi", &header, &error),
                OAUTH1_ERROR_INVALID_HEADER);
    CHECK(header == NULL);
}

static oauth1_response *response_of(uint16_t status, const char *body)
{
    static const char *const headers[] = {"Content-Type", "text/html", "X-A", "1", "x-a", "2", NULL};
    oauth1_response *response = NULL;
    CHECK_OK(oauth1_response_new(status, headers, body, strlen(body), &response, &error));
    return response;
}

static void a_response_of_another_library_is_read_like_our_own(void)
{
    oauth1_response *response = response_of(200, "oauth_token=k&oauth_token_secret=s&name=a+b");
    oauth1_token_response *answer = NULL;
    size_t length = 0;

    CHECK(oauth1_response_status(response) == 200 && oauth1_response_header_count(response) == 3);
    CHECK_TEXT(oauth1_response_header(response, "X-a", NULL), "1");
    CHECK_TEXT(oauth1_response_body(response, &length),
               "oauth_token=k&oauth_token_secret=s&name=a+b");
    CHECK(length == 43);
    CHECK_OK(oauth1_response_check(response, &error));
    CHECK_OK(oauth1_token_response_new(response, &answer, &error));
    oauth1_response_free(response);
    CHECK_TEXT(oauth1_token_key(oauth1_token_response_token(answer), NULL), "k");
    CHECK_TEXT(oauth1_token_secret(oauth1_token_response_token(answer), NULL), "s");
    CHECK_TEXT(oauth1_token_response_get(answer, "name", NULL), "a b");
    CHECK(!oauth1_token_response_callback_confirmed(answer));
    oauth1_token_response_free(answer);
    answer = NULL;

    response = response_of(401, "oauth_problem=signature_invalid");
    CHECK(oauth1_token_response_new(response, &answer, &error) == OAUTH1_ERROR_REFUSED);
    CHECK(oauth1_error_http_status(error) == 401 && answer == NULL);
    CHECK_TEXT(oauth1_error_oauth_problem(error, NULL), "signature_invalid");
    oauth1_error_free(error);
    error = NULL;
    oauth1_response_free(response);

    response = response_of(200, "oauth_token=k");
    CHECK_FAILS_SAYING(oauth1_token_response_new(response, &answer, &error),
                       OAUTH1_ERROR_INVALID_TOKEN_RESPONSE, "oauth_token_secret");
    oauth1_response_free(response);
}

/* Copies a handle, frees the first, and leaves the copy in its place. */
#define REPLACE_BY_COPY(kind, handle)                                                              \
    do {                                                                                           \
        oauth1_##kind *copy = NULL;                                                                \
        CHECK_OK(oauth1_##kind##_copy(handle, &copy, &error));                                     \
        CHECK(copy != NULL && copy != handle);                                                     \
        oauth1_##kind##_free(handle);                                                              \
        handle = copy;                                                                             \
    } while (0)

static void copies_live_without_what_they_were_made_of(void)
{
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = NULL;
    oauth1_signed *signed_request = NULL;
    oauth1_pending *pending = NULL;
    oauth1_response *response = response_of(200, "oauth_token=k&oauth_token_secret=s");
    oauth1_token_response *answer = NULL;
    oauth1_explanation *explanation = NULL;
    oauth1_findings *findings = NULL;
    oauth1_captured *captured = NULL;
    oauth1_diagnosis *diagnosis = NULL;

    CHECK_OK(oauth1_client_new("key", CONSUMER_SECRET, &client, &error));
    REPLACE_BY_COPY(client, client);
    CHECK_TEXT(oauth1_client_consumer_key(client, NULL), "key");
    CHECK_OK(oauth1_token_new("token", TOKEN_SECRET, &token, &error));
    REPLACE_BY_COPY(token, token);
    CHECK_OK(oauth1_session_new(client, token, &session, &error));
    REPLACE_BY_COPY(session, session);
    CHECK_TEXT(oauth1_token_key(oauth1_session_token(session), NULL), "token");
    CHECK_OK(oauth1_request_new("GET", URL, &request, &error));
    REPLACE_BY_COPY(request, request);
    CHECK_OK(oauth1_session_sign(session, request, &signed_request, &error));
    REPLACE_BY_COPY(signed, signed_request);
    CHECK_TEXT(oauth1_signed_url(signed_request, NULL), URL);
    CHECK_OK(oauth1_pending_new(token, URL, &pending, &error));
    CHECK(oauth1_pending_to_bytes(pending, NULL) != NULL);
    REPLACE_BY_COPY(pending, pending);
    CHECK_TEXT(oauth1_pending_url(pending, NULL), URL);
    REPLACE_BY_COPY(response, response);
    CHECK_OK(oauth1_token_response_new(response, &answer, &error));
    REPLACE_BY_COPY(token_response, answer);
    CHECK_TEXT(oauth1_token_key(oauth1_token_response_token(answer), NULL), "k");
    CHECK_OK(oauth1_session_explain(session, request, &explanation, &error));
    REPLACE_BY_COPY(explanation, explanation);
    CHECK_TEXT(oauth1_explanation_method(explanation, NULL), "GET");
    CHECK_OK(oauth1_findings_copy(oauth1_explanation_findings(explanation), &findings, &error));
    CHECK(oauth1_findings_count(findings) ==
          oauth1_findings_count(oauth1_explanation_findings(explanation)));
    CHECK_OK(oauth1_captured_new("GET", URL, &captured, &error));
    REPLACE_BY_COPY(captured, captured);
    CHECK_TEXT(oauth1_captured_url(captured, NULL), URL);
    CHECK(!oauth1_captured_is_form(captured));
    CHECK_OK(oauth1_session_explain_captured(session, captured, &diagnosis, &error));
    REPLACE_BY_COPY(diagnosis, diagnosis);
    CHECK(oauth1_diagnosis_text(diagnosis, NULL) != NULL);

    /* in the order in which they were made: each needs none of the others */
    oauth1_client_free(client);
    oauth1_token_free(token);
    oauth1_session_free(session);
    oauth1_request_free(request);
    CHECK_TEXT(oauth1_signed_method(signed_request, NULL), "GET");
    oauth1_signed_free(signed_request);
    oauth1_pending_free(pending);
    oauth1_response_free(response);
    oauth1_token_response_free(answer);
    oauth1_explanation_free(explanation);
    CHECK(oauth1_findings_text(findings, NULL) != NULL);
    oauth1_findings_free(findings);
    oauth1_captured_free(captured);
    CHECK(!oauth1_diagnosis_valid(diagnosis));
    oauth1_diagnosis_free(diagnosis);
}

static void a_copied_cancellation_is_the_same(void)
{
    oauth1_cancellation *cancellation = NULL, *copy = NULL;

    CHECK_OK(oauth1_cancellation_new(&cancellation, &error));
    CHECK_OK(oauth1_cancellation_copy(cancellation, &copy, &error));
    oauth1_cancellation_cancel(copy);
    oauth1_cancellation_free(copy);
    CHECK(oauth1_cancellation_is_cancelled(cancellation));
    oauth1_cancellation_free(cancellation);
}

/* Data whose destruction calls the library: it frees a session, and signs with another before. */
struct last_words {
    oauth1_session *session;
    int destroyed;
};

static void sign_and_free(void *userdata)
{
    struct last_words *own = userdata;
    oauth1_request *request = NULL;
    char *value = NULL;

    CHECK_OK(oauth1_request_new("GET", URL, &request, &error));
    CHECK_OK(oauth1_session_authorization(own->session, request, &value, &error));
    oauth1_string_free(value);
    oauth1_request_free(request);
    oauth1_session_free(own->session);
    own->destroyed++;
}

static bool tell_time(void *userdata, uint64_t *seconds, oauth1_failure *failure)
{
    (void)userdata, (void)failure;
    *seconds = 1;
    return true;
}

static void the_destruction_of_data_can_call_the_library(void)
{
    struct last_words own = {NULL, 0};
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;

    CHECK_OK(oauth1_client_new("other key", CONSUMER_SECRET, &client, &error));
    CHECK_OK(oauth1_session_new_without_token(client, &own.session, &error));
    oauth1_client_free(client);
    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    CHECK_OK(oauth1_client_builder_set_clock(builder, tell_time, &own, sign_and_free, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    oauth1_client_free(client);
    oauth1_session_free(session);
    oauth1_client_builder_free(builder);
    CHECK(own.destroyed == 1);
}

int main(void)
{
    RUN(nonces_are_22_letters_and_digits);
    RUN(a_base_string_can_have_any_bytes);
    RUN(a_key_that_does_not_fit_is_an_error);
    RUN(a_url_is_taken_apart);
    RUN(an_authorization_header_is_taken_apart);
    RUN(a_response_of_another_library_is_read_like_our_own);
    RUN(copies_live_without_what_they_were_made_of);
    RUN(a_copied_cancellation_is_the_same);
    RUN(the_destruction_of_data_can_call_the_library);
    return EXIT_SUCCESS;
}
