/* NULL for every pointer of every function: an error where it may not be, and never a crash. */
#include "test.h"

/* Checks that a call is refused for a NULL among its arguments, with a place for the error as its
 * last one and without. */
#define CHECK_NULL(function, ...)                                                                  \
    do {                                                                                           \
        CHECK_FAILS(function(__VA_ARGS__, &error), OAUTH1_ERROR_NULL_ARGUMENT);                    \
        CHECK(function(__VA_ARGS__, NULL) == OAUTH1_ERROR_NULL_ARGUMENT);                          \
    } while (0)

/* Checks that a function lends nothing. */
#define CHECK_NOTHING(function, ...)                                                               \
    do {                                                                                           \
        length = 1;                                                                                \
        CHECK(function(__VA_ARGS__, &length) == NULL && length == 0);                              \
        CHECK(function(__VA_ARGS__, NULL) == NULL);                                                \
    } while (0)

#define URL "https://a.example/"

static oauth1_error *error;
static size_t length;
static oauth1_client *client;
static oauth1_token *token;
static oauth1_session *session;
static oauth1_request *request;

/* What no failed call may write to. */
static char *no_string;
static oauth1_client_builder *no_builder;
static oauth1_client *no_client;
static oauth1_token *no_token;
static oauth1_token_response *no_answer;
static oauth1_session *no_session;
static oauth1_request *no_request;
static oauth1_signed *no_signed;
static oauth1_response *no_response;
static oauth1_findings *no_findings;
static oauth1_explanation *no_explanation;
static oauth1_captured *no_captured;
static oauth1_diagnosis *no_diagnosis;
static oauth1_pending *no_pending;
static oauth1_provider *no_provider;
static oauth1_stream *no_stream;

static void functions_of_the_library(void)
{
    CHECK_NULL(oauth1_percent_encode, NULL, &no_string);
    CHECK_NULL(oauth1_percent_encode, "a", NULL);
    CHECK_NULL(oauth1_percent_encode_n, NULL, 1, &no_string);
    CHECK_NULL(oauth1_percent_encode_n, "a", 1, NULL);
    CHECK_NULL(oauth1_percent_decode, NULL, &no_string, &length);
    CHECK_NULL(oauth1_percent_decode, "a", NULL, &length);
    CHECK_OK(oauth1_set_log(OAUTH1_LOG_TRACE, NULL, NULL, NULL, &error));
    CHECK_OK(oauth1_set_log(OAUTH1_LOG_OFF, NULL, NULL, NULL, NULL));
    oauth1_string_free(NULL);
    oauth1_failure_set_message(NULL, "message");
    CHECK_TEXT(oauth1_version(), OAUTH1_VERSION);
    CHECK_TEXT(oauth1_status_text(-1), "unknown status");
}

static void functions_of_errors(void)
{
    CHECK(oauth1_error_status(NULL) == OAUTH1_OK);
    CHECK(oauth1_error_http_status(NULL) == 0);
    CHECK_NOTHING(oauth1_error_message, NULL);
    CHECK_NOTHING(oauth1_error_oauth_problem, NULL);
    CHECK_NOTHING(oauth1_error_body_excerpt, NULL);
    CHECK(!oauth1_error_is_unsent(NULL));
    CHECK_NOTHING(oauth1_error_problem_advice, NULL);
    CHECK_NOTHING(oauth1_error_what_to_do, NULL);
    CHECK(!oauth1_error_acceptable_timestamps(NULL, NULL, NULL));
    CHECK_NOTHING(oauth1_error_lowest_acceptable_version, NULL);
    CHECK_NOTHING(oauth1_error_highest_acceptable_version, NULL);
    CHECK(oauth1_error_absent_parameter_count(NULL) == 0);
    CHECK_NOTHING(oauth1_error_absent_parameter, NULL, 0);
    CHECK(oauth1_error_rejected_parameter_count(NULL) == 0);
    CHECK_NOTHING(oauth1_error_rejected_parameter_name, NULL, 0);
    CHECK_NOTHING(oauth1_error_rejected_parameter_value, NULL, 0);
    oauth1_error_free(NULL);
}

static void functions_of_tokens(void)
{
    CHECK_NULL(oauth1_token_new, NULL, TOKEN_SECRET, &no_token);
    CHECK_NULL(oauth1_token_new, "key", NULL, &no_token);
    CHECK_NULL(oauth1_token_new, "key", TOKEN_SECRET, NULL);
    CHECK_NULL(oauth1_token_copy, NULL, &no_token);
    CHECK_NULL(oauth1_token_copy, token, NULL);
    CHECK_NOTHING(oauth1_token_key, NULL);
    CHECK_NOTHING(oauth1_token_secret, NULL);
    oauth1_token_free(NULL);

    CHECK(oauth1_token_response_token(NULL) == NULL);
    CHECK(!oauth1_token_response_callback_confirmed(NULL));
    CHECK_NOTHING(oauth1_token_response_session_handle, NULL);
    CHECK(!oauth1_token_response_expires_in(NULL, NULL));
    CHECK(!oauth1_token_response_authorization_expires_in(NULL, NULL));
    CHECK_NOTHING(oauth1_token_response_get, NULL, "name");
    CHECK_NOTHING(oauth1_token_response_get, NULL, NULL);
    CHECK(oauth1_token_response_extra_count(NULL) == 0);
    CHECK_NOTHING(oauth1_token_response_extra_name, NULL, 0);
    CHECK_NOTHING(oauth1_token_response_extra_value, NULL, 0);
    oauth1_token_response_free(NULL);
}

static bool clock_of_callback(void *userdata, uint64_t *seconds, oauth1_failure *failure)
{
    (void)userdata;
    oauth1_failure_set_message(failure, NULL);
    *seconds = 1;
    return true;
}

static size_t nonce_of_callback(void *userdata, char *buffer, size_t capacity,
                                oauth1_failure *failure)
{
    (void)userdata, (void)buffer, (void)capacity, (void)failure;
    return 0;
}

static size_t sign_of_callback(void *userdata, const char *base_string, size_t base_string_length,
                               const char *consumer_secret, size_t consumer_secret_length,
                               const char *token_secret, size_t token_secret_length, char *buffer,
                               size_t capacity, oauth1_failure *failure)
{
    (void)userdata, (void)base_string, (void)base_string_length, (void)consumer_secret;
    (void)consumer_secret_length, (void)token_secret, (void)token_secret_length, (void)buffer;
    (void)capacity, (void)failure;
    return 0;
}

static bool interrupt_of_callback(void *userdata)
{
    (void)userdata;
    return false;
}

static int64_t read_of_callback(void *userdata, char *buffer, size_t capacity,
                                oauth1_failure *failure)
{
    (void)userdata, (void)buffer, (void)capacity, (void)failure;
    return 0;
}

/* Sees what the functions of sendings do with NULL, where a sending is there. */
static void send_of_callback(void *userdata, oauth1_sending *sending)
{
    char buffer[8];

    (void)userdata;
    CHECK_NULL(oauth1_sending_read_body, sending, NULL, sizeof buffer, &length);
    CHECK_NULL(oauth1_sending_read_body, sending, buffer, sizeof buffer, NULL);
    CHECK_NULL(oauth1_sending_add_header, sending, NULL, "value");
    CHECK_NULL(oauth1_sending_add_header, sending, "name", NULL);
    CHECK_NULL(oauth1_sending_add_body, sending, NULL, 1);
    CHECK_NULL(oauth1_sending_fail, sending, OAUTH1_ERROR_TIMED_OUT, NULL, false);
    CHECK_OK(oauth1_sending_set_status(sending, 204, &error));
}

static void functions_of_sendings(void)
{
    oauth1_client_builder *builder = NULL;
    oauth1_client *own = NULL;
    oauth1_session *sender = NULL;
    oauth1_response *response = NULL;
    char buffer[8];

    CHECK(oauth1_sending_request(NULL) == NULL);
    CHECK(oauth1_sending_timeout(NULL) == 0);
    CHECK(!oauth1_sending_is_cancelled(NULL));
    CHECK(oauth1_sending_body_length(NULL) == 0);
    CHECK_NULL(oauth1_sending_read_body, NULL, buffer, sizeof buffer, &length);
    CHECK_NULL(oauth1_sending_set_status, NULL, 200);
    CHECK_NULL(oauth1_sending_add_header, NULL, "name", "value");
    CHECK_NULL(oauth1_sending_add_body, NULL, "body", 4);
    CHECK_NULL(oauth1_sending_fail, NULL, OAUTH1_ERROR_TIMED_OUT, "late", false);

    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    CHECK_OK(oauth1_client_builder_set_transport(builder, send_of_callback, NULL, NULL, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &own, &error));
    CHECK_OK(oauth1_session_new_without_token(own, &sender, &error));
    CHECK_OK(oauth1_session_send(sender, request, &response, &error));
    CHECK(oauth1_response_status(response) == 204);
    oauth1_response_free(response);
    oauth1_session_free(sender);
    oauth1_client_free(own);
    oauth1_client_builder_free(builder);
}

static void functions_of_builders(void)
{
    oauth1_client_builder *builder = NULL;
    oauth1_provider *provider = NULL;

    CHECK_NULL(oauth1_client_builder_new, NULL, CONSUMER_SECRET, &no_builder);
    CHECK_NULL(oauth1_client_builder_new, "key", NULL, &no_builder);
    CHECK_NULL(oauth1_client_builder_new, "key", CONSUMER_SECRET, NULL);
    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    CHECK_NULL(oauth1_client_builder_set_signature_method, NULL, 1);
    CHECK_NULL(oauth1_client_builder_set_rsa_key, NULL, OAUTH1_SIGNATURE_METHOD_RSA_SHA1, "key", 3);
    CHECK_NULL(oauth1_client_builder_set_rsa_key, builder, OAUTH1_SIGNATURE_METHOD_RSA_SHA1, NULL,
               3);
    CHECK_NULL(oauth1_client_builder_set_custom_signature, NULL, "X", OAUTH1_HASH_SHA1,
               sign_of_callback, NULL, NULL);
    CHECK_NULL(oauth1_client_builder_set_custom_signature, builder, NULL, OAUTH1_HASH_SHA1,
               sign_of_callback, NULL, NULL);
    CHECK_NULL(oauth1_client_builder_set_custom_signature, builder, "X", OAUTH1_HASH_SHA1, NULL,
               NULL, NULL);
    CHECK_NULL(oauth1_client_builder_set_transmission, NULL, 1);
    CHECK_NULL(oauth1_client_builder_set_realm, NULL, "realm");
    CHECK_NULL(oauth1_client_builder_set_realm, builder, NULL);
    CHECK_NULL(oauth1_client_builder_set_version, NULL, true);
    CHECK_NULL(oauth1_client_builder_set_body_hash, NULL, 1);
    CHECK_NULL(oauth1_client_builder_set_plaintext_over_http, NULL, true);
    CHECK_NULL(oauth1_client_builder_set_clock, NULL, clock_of_callback, NULL, NULL);
    CHECK_NULL(oauth1_client_builder_set_clock, builder, NULL, NULL, NULL);
    CHECK_NULL(oauth1_client_builder_set_nonce, NULL, nonce_of_callback, NULL, NULL);
    CHECK_NULL(oauth1_client_builder_set_nonce, builder, NULL, NULL, NULL);
    CHECK_NULL(oauth1_client_builder_set_callback_confirmation, NULL, true);
    CHECK_NULL(oauth1_client_builder_set_max_response_size, NULL, 1);
    CHECK_NULL(oauth1_client_builder_set_timeouts, NULL, 1, 1, 1, 1);
    CHECK_NULL(oauth1_client_builder_set_pool_size, NULL, 1);
    CHECK_NULL(oauth1_client_builder_set_max_header_size, NULL, 1);
    CHECK_NULL(oauth1_client_builder_set_proxy, NULL, NULL, NULL);
    CHECK_NULL(oauth1_client_builder_set_root_certificates, NULL, "pem", 3);
    CHECK_NULL(oauth1_client_builder_set_root_certificates, builder, NULL, 3);
    CHECK_NULL(oauth1_client_builder_set_client_certificate, NULL, "pem", 3, "key", 3);
    CHECK_NULL(oauth1_client_builder_set_client_certificate, builder, NULL, 3, "key", 3);
    CHECK_NULL(oauth1_client_builder_set_client_certificate, builder, "pem", 3, NULL, 3);
    CHECK_NULL(oauth1_client_builder_set_user_agent, NULL, "Test/1.0");
    CHECK_NULL(oauth1_client_builder_set_user_agent, builder, NULL);
    CHECK_NULL(oauth1_client_builder_set_empty_token, NULL, true);
    CHECK_NULL(oauth1_client_builder_set_redirects, NULL, true);
    CHECK_NULL(oauth1_client_builder_set_clock_correction, NULL, true);
    CHECK_NULL(oauth1_client_builder_set_retries, NULL, 2, 1, 1, 1);
    CHECK_NULL(oauth1_client_builder_set_interrupt, NULL, interrupt_of_callback, NULL, NULL);
    CHECK_NULL(oauth1_client_builder_set_interrupt, builder, NULL, NULL, NULL);
    CHECK_NULL(oauth1_client_builder_set_transport, NULL, send_of_callback, NULL, NULL);
    CHECK_NULL(oauth1_client_builder_set_transport, builder, NULL, NULL, NULL);
    CHECK_OK(oauth1_provider_new("own", &provider, &error));
    CHECK_NULL(oauth1_client_builder_new_for, NULL, "key", CONSUMER_SECRET, &no_builder);
    CHECK_NULL(oauth1_client_builder_new_for, provider, NULL, CONSUMER_SECRET, &no_builder);
    CHECK_NULL(oauth1_client_builder_new_for, provider, "key", NULL, &no_builder);
    CHECK_NULL(oauth1_client_builder_new_for, provider, "key", CONSUMER_SECRET, NULL);
    oauth1_provider_free(provider);
    CHECK_NULL(oauth1_client_builder_build, NULL, &no_client);
    CHECK_NULL(oauth1_client_builder_build, builder, NULL);
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error)); /* it can still */
    oauth1_client_free(client);
    client = NULL;
    oauth1_client_builder_free(builder);
    oauth1_client_builder_free(NULL);
}

static void functions_of_clients(void)
{
    CHECK_NULL(oauth1_client_new, NULL, CONSUMER_SECRET, &no_client);
    CHECK_NULL(oauth1_client_new, "key", NULL, &no_client);
    CHECK_NULL(oauth1_client_new, "key", CONSUMER_SECRET, NULL);
    CHECK_OK(oauth1_client_new("key", CONSUMER_SECRET, &client, NULL));
    CHECK_OK(oauth1_token_new("key", TOKEN_SECRET, &token, NULL));
    CHECK_NOTHING(oauth1_client_consumer_key, NULL);
    CHECK_NOTHING(oauth1_client_signature_method, NULL);
    CHECK_NULL(oauth1_client_request_token, NULL, URL, NULL, &no_answer);
    CHECK_NULL(oauth1_client_request_token, client, NULL, NULL, &no_answer);
    CHECK_NULL(oauth1_client_request_token, client, URL, NULL, NULL);
    CHECK_NULL(oauth1_authorization_url, NULL, "token", NULL, &no_string);
    CHECK_NULL(oauth1_authorization_url, URL, NULL, NULL, &no_string);
    CHECK_NULL(oauth1_authorization_url, URL, "token", NULL, NULL);
    CHECK_NULL(oauth1_client_access_token, NULL, URL, token, "1", &no_answer);
    CHECK_NULL(oauth1_client_access_token, client, NULL, token, "1", &no_answer);
    CHECK_NULL(oauth1_client_access_token, client, URL, NULL, "1", &no_answer);
    CHECK_NULL(oauth1_client_access_token, client, URL, token, NULL, &no_answer);
    CHECK_NULL(oauth1_client_access_token, client, URL, token, "1", NULL);
    CHECK_NULL(oauth1_client_renew, NULL, URL, token, "handle", &no_answer);
    CHECK_NULL(oauth1_client_renew, client, NULL, token, "handle", &no_answer);
    CHECK_NULL(oauth1_client_renew, client, URL, NULL, "handle", &no_answer);
    CHECK_NULL(oauth1_client_renew, client, URL, token, NULL, NULL);
    CHECK_NULL(oauth1_client_xauth, NULL, URL, "user", "word", &no_answer);
    CHECK_NULL(oauth1_client_xauth, client, NULL, "user", "word", &no_answer);
    CHECK_NULL(oauth1_client_xauth, client, URL, NULL, "word", &no_answer);
    CHECK_NULL(oauth1_client_xauth, client, URL, "user", NULL, &no_answer);
    CHECK_NULL(oauth1_client_xauth, client, URL, "user", "word", NULL);
    CHECK(oauth1_client_provider(NULL) == NULL);
    CHECK(oauth1_client_provider(client) == NULL);
    oauth1_client_free(NULL);
}

static void functions_that_take_a_step_by_a_request(void)
{
    CHECK_NULL(oauth1_client_request_token_with, NULL, request, NULL, &no_answer);
    CHECK_NULL(oauth1_client_request_token_with, client, NULL, NULL, &no_answer);
    CHECK_NULL(oauth1_client_request_token_with, client, request, NULL, NULL);
    CHECK_NULL(oauth1_client_access_token_with, NULL, request, token, "1", &no_answer);
    CHECK_NULL(oauth1_client_access_token_with, client, NULL, token, "1", &no_answer);
    CHECK_NULL(oauth1_client_access_token_with, client, request, NULL, "1", &no_answer);
    CHECK_NULL(oauth1_client_access_token_with, client, request, token, NULL, &no_answer);
    CHECK_NULL(oauth1_client_access_token_with, client, request, token, "1", NULL);
    CHECK_NULL(oauth1_client_renew_token, NULL, token, NULL, &no_answer);
    CHECK_NULL(oauth1_client_renew_token, client, NULL, NULL, &no_answer);
    CHECK_NULL(oauth1_client_renew_token, client, token, NULL, NULL);
    CHECK_NULL(oauth1_client_renew_with, NULL, request, token, NULL, &no_answer);
    CHECK_NULL(oauth1_client_renew_with, client, NULL, token, NULL, &no_answer);
    CHECK_NULL(oauth1_client_renew_with, client, request, NULL, NULL, &no_answer);
    CHECK_NULL(oauth1_client_renew_with, client, request, token, NULL, NULL);
    CHECK_NULL(oauth1_client_xauth_with, NULL, request, "user", "word", &no_answer);
    CHECK_NULL(oauth1_client_xauth_with, client, NULL, "user", "word", &no_answer);
    CHECK_NULL(oauth1_client_xauth_with, client, request, NULL, "word", &no_answer);
    CHECK_NULL(oauth1_client_xauth_with, client, request, "user", NULL, &no_answer);
    CHECK_NULL(oauth1_client_xauth_with, client, request, "user", "word", NULL);
}

static void functions_of_pending_authorizations(void)
{
    oauth1_pending *pending = NULL;

    CHECK_NULL(oauth1_pending_new, NULL, URL, &no_pending);
    CHECK_NULL(oauth1_pending_new, token, NULL, &no_pending);
    CHECK_NULL(oauth1_pending_new, token, URL, NULL);
    CHECK_NULL(oauth1_pending_from_bytes, NULL, 1, &no_pending);
    CHECK_NULL(oauth1_pending_from_bytes, "bytes", 5, NULL);
    CHECK_NULL(oauth1_client_authorize, NULL, NULL, &no_pending);
    CHECK_NULL(oauth1_client_authorize, client, NULL, NULL);
    CHECK_NULL(oauth1_client_authorize_with, NULL, NULL, NULL, NULL, &no_pending);
    CHECK_NULL(oauth1_client_authorize_with, client, NULL, NULL, NULL, NULL);
    CHECK_OK(oauth1_pending_new(token, URL, &pending, &error));
    CHECK_NULL(oauth1_pending_verifier, NULL, "?", &no_string);
    CHECK_NULL(oauth1_pending_verifier, pending, NULL, &no_string);
    CHECK_NULL(oauth1_pending_verifier, pending, "?", NULL);
    CHECK_NULL(oauth1_client_complete, NULL, pending, "?", &no_answer);
    CHECK_NULL(oauth1_client_complete, client, NULL, "?", &no_answer);
    CHECK_NULL(oauth1_client_complete, client, pending, NULL, &no_answer);
    CHECK_NULL(oauth1_client_complete, client, pending, "?", NULL);
    CHECK_NULL(oauth1_client_complete_with_verifier, NULL, pending, "1", &no_answer);
    CHECK_NULL(oauth1_client_complete_with_verifier, client, NULL, "1", &no_answer);
    CHECK_NULL(oauth1_client_complete_with_verifier, client, pending, NULL, &no_answer);
    CHECK_NULL(oauth1_client_complete_with_verifier, client, pending, "1", NULL);
    CHECK_NOTHING(oauth1_pending_to_bytes, NULL);
    CHECK_NOTHING(oauth1_pending_url, NULL);
    CHECK_NOTHING(oauth1_pending_provider, NULL);
    CHECK(oauth1_pending_request_token(NULL) == NULL);
    oauth1_pending_free(pending);
    oauth1_pending_free(NULL);
}

static void functions_of_providers(void)
{
    static oauth1_status (*const texts[])(oauth1_provider *, const char *, oauth1_error **) = {
        oauth1_provider_set_site,
        oauth1_provider_set_account,
        oauth1_provider_set_origin,
        oauth1_provider_set_title,
        oauth1_provider_set_source,
        oauth1_provider_set_request_token_url,
        oauth1_provider_set_authorization_url,
        oauth1_provider_set_access_token_url,
        oauth1_provider_set_renewal_url,
        oauth1_provider_set_handshake_method,
        oauth1_provider_set_signature_method,
        oauth1_provider_add_other_signature_method,
        oauth1_provider_set_callback,
        oauth1_provider_set_authorization_token_param,
        oauth1_provider_set_authorization_key_param,
        oauth1_provider_add_authorization_param_name,
        oauth1_provider_add_required_authorization_param,
    };
    oauth1_provider *provider = NULL;
    size_t i;

    CHECK_NULL(oauth1_provider_new, NULL, &no_provider);
    CHECK_NULL(oauth1_provider_new, "own", NULL);
    CHECK_NULL(oauth1_provider_named, NULL, &no_provider);
    CHECK_NULL(oauth1_provider_named, "x", NULL);
    CHECK_NULL(oauth1_provider_copy, NULL, &no_provider);
    CHECK_OK(oauth1_provider_new("own", &provider, &error));
    CHECK_NULL(oauth1_provider_copy, provider, NULL);
    CHECK_NULL(oauth1_provider_check, NULL);
    CHECK_NULL(oauth1_provider_check_signature_method, NULL, "HMAC-SHA1");
    CHECK_NULL(oauth1_provider_check_signature_method, provider, NULL);
    CHECK_NOTHING(oauth1_provider_preset_name, oauth1_provider_preset_count());
    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        CHECK_NULL(texts[i], NULL, "text");
        CHECK_NULL(texts[i], provider, NULL);
    }
    CHECK_NULL(oauth1_provider_set_realm, NULL, "realm");
    CHECK_NULL(oauth1_provider_set_realm, NULL, NULL);
    CHECK_NULL(oauth1_provider_set_transmission, NULL, 1);
    CHECK_NULL(oauth1_provider_set_handshake_transmission, NULL, 1);
    CHECK_NULL(oauth1_provider_set_body_hash, NULL, 1);
    CHECK_NULL(oauth1_provider_set_version, NULL, true);
    CHECK_NULL(oauth1_provider_set_empty_token, NULL, true);
    CHECK_NULL(oauth1_provider_set_user_agent_required, NULL, true);
    CHECK_NULL(oauth1_provider_set_callback_confirmation, NULL, true);
    CHECK_NULL(oauth1_provider_set_param, NULL, 1, "name", "value");
    CHECK_NULL(oauth1_provider_set_param, provider, 1, NULL, "value");
    CHECK_NULL(oauth1_provider_set_param, provider, 1, "name", NULL);

    CHECK_NOTHING(oauth1_provider_name, NULL);
    CHECK_NOTHING(oauth1_provider_title, NULL);
    CHECK_NOTHING(oauth1_provider_source, NULL);
    CHECK_NOTHING(oauth1_provider_request_token_url, NULL);
    CHECK_NOTHING(oauth1_provider_authorization_url, NULL);
    CHECK_NOTHING(oauth1_provider_access_token_url, NULL);
    CHECK_NOTHING(oauth1_provider_renewal_url, NULL);
    CHECK_NOTHING(oauth1_provider_handshake_method, NULL);
    CHECK_NOTHING(oauth1_provider_signature_method, NULL);
    CHECK(oauth1_provider_other_signature_method_count(NULL) == 0);
    CHECK_NOTHING(oauth1_provider_other_signature_method, NULL, 0);
    CHECK(oauth1_provider_transmission(NULL) == 0);
    CHECK(oauth1_provider_handshake_transmission(NULL) == 0);
    CHECK_NOTHING(oauth1_provider_realm, NULL);
    CHECK(oauth1_provider_body_hash(NULL) == 0);
    CHECK(!oauth1_provider_version(NULL));
    CHECK(!oauth1_provider_empty_token(NULL));
    CHECK(!oauth1_provider_user_agent_required(NULL));
    CHECK(!oauth1_provider_callback_confirmation(NULL));
    CHECK_NOTHING(oauth1_provider_callback, NULL);
    CHECK_NOTHING(oauth1_provider_authorization_token_param, NULL);
    CHECK_NOTHING(oauth1_provider_authorization_key_param, NULL);
    CHECK(oauth1_provider_authorization_param_name_count(NULL) == 0);
    CHECK_NOTHING(oauth1_provider_authorization_param_name, NULL, 0);
    CHECK(oauth1_provider_required_authorization_param_count(NULL) == 0);
    CHECK_NOTHING(oauth1_provider_required_authorization_param, NULL, 0);
    CHECK(oauth1_provider_param_count(NULL, 1) == 0);
    CHECK_NOTHING(oauth1_provider_param_name, NULL, 1, 0);
    CHECK_NOTHING(oauth1_provider_param_value, NULL, 1, 0);

    /* none of the failures has left a trace */
    CHECK_TEXT(oauth1_provider_title(provider, NULL), "own");
    CHECK(oauth1_provider_param_count(provider, 1) == 0);
    oauth1_provider_free(provider);
    oauth1_provider_free(NULL);
}

static void functions_of_multiparts(void)
{
    oauth1_multipart *multipart = NULL;

    CHECK_NULL(oauth1_multipart_new, NULL);
    CHECK_OK(oauth1_multipart_new(&multipart, &error));
    CHECK_NULL(oauth1_multipart_add_text, NULL, "name", "value");
    CHECK_NULL(oauth1_multipart_add_text, multipart, NULL, "value");
    CHECK_NULL(oauth1_multipart_add_text, multipart, "name", NULL);
    CHECK_NULL(oauth1_multipart_add_text_n, NULL, "name", "value", 5);
    CHECK_NULL(oauth1_multipart_add_text_n, multipart, NULL, "value", 5);
    CHECK_NULL(oauth1_multipart_add_text_n, multipart, "name", NULL, 5);
    CHECK_NULL(oauth1_multipart_add_file, NULL, "name", __FILE__);
    CHECK_NULL(oauth1_multipart_add_file, multipart, NULL, __FILE__);
    CHECK_NULL(oauth1_multipart_add_file, multipart, "name", NULL);
    CHECK_NULL(oauth1_multipart_add_file_as, NULL, "name", __FILE__, "a.c", "text/plain");
    CHECK_NULL(oauth1_multipart_add_file_as, multipart, NULL, __FILE__, "a.c", "text/plain");
    CHECK_NULL(oauth1_multipart_add_file_as, multipart, "name", NULL, "a.c", "text/plain");
    CHECK_NULL(oauth1_multipart_add_file_as, multipart, "name", __FILE__, NULL, "text/plain");
    CHECK_NULL(oauth1_multipart_add_file_as, multipart, "name", __FILE__, "a.c", NULL);
    CHECK_NULL(oauth1_multipart_add_part, NULL, "name", "a.c", "text/plain", "a", 1);
    CHECK_NULL(oauth1_multipart_add_part, multipart, NULL, "a.c", "text/plain", "a", 1);
    CHECK_NULL(oauth1_multipart_add_part, multipart, "name", NULL, "text/plain", "a", 1);
    CHECK_NULL(oauth1_multipart_add_part, multipart, "name", "a.c", NULL, "a", 1);
    CHECK_NULL(oauth1_multipart_add_part, multipart, "name", "a.c", "text/plain", NULL, 1);
    CHECK_NULL(oauth1_multipart_add_callback, NULL, "name", "a.c", "text/plain", 0,
               read_of_callback, NULL, NULL, NULL);
    CHECK_NULL(oauth1_multipart_add_callback, multipart, NULL, "a.c", "text/plain", 0,
               read_of_callback, NULL, NULL, NULL);
    CHECK_NULL(oauth1_multipart_add_callback, multipart, "name", NULL, "text/plain", 0,
               read_of_callback, NULL, NULL, NULL);
    CHECK_NULL(oauth1_multipart_add_callback, multipart, "name", "a.c", NULL, 0,
               read_of_callback, NULL, NULL, NULL);
    CHECK_NULL(oauth1_multipart_add_callback, multipart, "name", "a.c", "text/plain", 0, NULL,
               NULL, NULL, NULL);
    CHECK_NULL(oauth1_request_set_multipart, NULL, multipart);
    CHECK_NULL(oauth1_request_set_multipart, request, NULL);
    oauth1_multipart_free(multipart);
    oauth1_multipart_free(NULL);
}

static void functions_of_cancellations(void)
{
    oauth1_cancellation *cancellation = NULL;

    CHECK_NULL(oauth1_cancellation_new, NULL);
    CHECK_OK(oauth1_cancellation_new(&cancellation, &error));
    oauth1_cancellation_cancel(NULL);
    CHECK(!oauth1_cancellation_is_cancelled(NULL));
    CHECK_NULL(oauth1_request_set_cancellation, NULL, cancellation);
    CHECK_NULL(oauth1_request_set_cancellation, request, NULL);
    oauth1_cancellation_free(cancellation);
    oauth1_cancellation_free(NULL);
}

static void functions_of_requests(void)
{
    CHECK_NULL(oauth1_request_new, NULL, URL, &no_request);
    CHECK_NULL(oauth1_request_new, "GET", NULL, &no_request);
    CHECK_NULL(oauth1_request_new, "GET", URL, NULL);
    CHECK_OK(oauth1_request_new("POST", URL, &request, NULL));
    CHECK_NULL(oauth1_request_copy, NULL, &no_request);
    CHECK_NULL(oauth1_request_copy, request, NULL);

    CHECK_NULL(oauth1_request_add_param, NULL, "name", "value");
    CHECK_NULL(oauth1_request_add_param, request, NULL, "value");
    CHECK_NULL(oauth1_request_add_param, request, "name", NULL);
    CHECK_NULL(oauth1_request_add_param_n, NULL, "name", 4, "value", 5);
    CHECK_NULL(oauth1_request_add_param_n, request, NULL, 4, "value", 5);
    CHECK_NULL(oauth1_request_add_param_n, request, "name", 4, NULL, 5);
    CHECK_NULL(oauth1_request_add_query, NULL, "name", "value");
    CHECK_NULL(oauth1_request_add_query, request, NULL, "value");
    CHECK_NULL(oauth1_request_add_query, request, "name", NULL);
    CHECK_NULL(oauth1_request_add_query_n, NULL, "name", 4, "value", 5);
    CHECK_NULL(oauth1_request_add_query_n, request, NULL, 4, "value", 5);
    CHECK_NULL(oauth1_request_add_query_n, request, "name", 4, NULL, 5);
    CHECK_NULL(oauth1_request_add_form, NULL, "name", "value");
    CHECK_NULL(oauth1_request_add_form, request, NULL, "value");
    CHECK_NULL(oauth1_request_add_form, request, "name", NULL);
    CHECK_NULL(oauth1_request_add_form_n, NULL, "name", 4, "value", 5);
    CHECK_NULL(oauth1_request_add_form_n, request, NULL, 4, "value", 5);
    CHECK_NULL(oauth1_request_add_form_n, request, "name", 4, NULL, 5);
    CHECK_NULL(oauth1_request_set_body, NULL, "text/plain", "body");
    CHECK_NULL(oauth1_request_set_body, request, NULL, "body");
    CHECK_NULL(oauth1_request_set_body, request, "text/plain", NULL);
    CHECK_NULL(oauth1_request_set_body_n, NULL, "text/plain", "body", 4);
    CHECK_NULL(oauth1_request_set_body_n, request, NULL, "body", 4);
    CHECK_NULL(oauth1_request_set_body_n, request, "text/plain", NULL, 4);
    CHECK_NULL(oauth1_request_add_header, NULL, "Accept", "*/*");
    CHECK_NULL(oauth1_request_add_header, request, NULL, "*/*");
    CHECK_NULL(oauth1_request_add_header, request, "Accept", NULL);
    CHECK_NULL(oauth1_request_add_oauth_param, NULL, "oauth_verifier", "1");
    CHECK_NULL(oauth1_request_add_oauth_param, request, NULL, "1");
    CHECK_NULL(oauth1_request_add_oauth_param, request, "oauth_verifier", NULL);
    CHECK_NULL(oauth1_request_set_nonce, NULL, "nonce");
    CHECK_NULL(oauth1_request_set_nonce, request, NULL);
    CHECK_NULL(oauth1_request_set_timestamp, NULL, 1);
    CHECK_NULL(oauth1_request_set_realm, NULL, "realm");
    CHECK_NULL(oauth1_request_set_realm, request, NULL);
    CHECK_NULL(oauth1_request_set_version, NULL, true);
    CHECK_NULL(oauth1_request_set_transmission, NULL, 1);
    CHECK_NULL(oauth1_request_set_body_hash, NULL, 1);
    CHECK_NULL(oauth1_request_set_empty_token, NULL, true);
    CHECK_NULL(oauth1_request_set_body_file, NULL, "text/plain", __FILE__);
    CHECK_NULL(oauth1_request_set_body_file, request, NULL, __FILE__);
    CHECK_NULL(oauth1_request_set_body_file, request, "text/plain", NULL);
    CHECK_NULL(oauth1_request_set_body_callback, NULL, "text/plain", 0, read_of_callback, NULL,
               NULL, NULL);
    CHECK_NULL(oauth1_request_set_body_callback, request, NULL, 0, read_of_callback, NULL, NULL,
               NULL);
    CHECK_NULL(oauth1_request_set_body_callback, request, "text/plain", 0, NULL, NULL, NULL, NULL);
    CHECK_NULL(oauth1_request_set_repeatable, NULL, true);
    CHECK_NULL(oauth1_request_set_timeout, NULL, 1);
    CHECK_NULL(oauth1_request_set_max_response_size, NULL, 1);

    CHECK_NOTHING(oauth1_request_method, NULL);
    CHECK_NOTHING(oauth1_request_url, NULL);
    CHECK(oauth1_request_header_count(NULL) == 0);
    CHECK_NOTHING(oauth1_request_header_name, NULL, 0);
    CHECK_NOTHING(oauth1_request_header_value, NULL, 0);
    CHECK_NOTHING(oauth1_request_content_type, NULL);
    CHECK_NOTHING(oauth1_request_body, NULL);
    CHECK(!oauth1_request_is_form(NULL));
    oauth1_request_free(NULL);

    /* none of the failures has left a trace */
    CHECK_TEXT(oauth1_request_body(request, &length), "");
    CHECK(length == 0);
    CHECK_TEXT(oauth1_request_url(request, NULL), URL);
    CHECK(oauth1_request_header_count(request) == 0);
}

static void functions_of_sessions(void)
{
    char buffer[1024];

    CHECK_NULL(oauth1_session_new, NULL, token, &no_session);
    CHECK_NULL(oauth1_session_new, client, NULL, &no_session);
    CHECK_NULL(oauth1_session_new, client, token, NULL);
    CHECK_NULL(oauth1_session_new_without_token, NULL, &no_session);
    CHECK_NULL(oauth1_session_new_without_token, client, NULL);
    CHECK_OK(oauth1_session_new_without_token(client, &session, NULL));
    CHECK(oauth1_session_token(NULL) == NULL);
    CHECK(oauth1_session_token(session) == NULL);
    CHECK_NULL(oauth1_session_authorization, NULL, request, &no_string);
    CHECK_NULL(oauth1_session_authorization, session, NULL, &no_string);
    CHECK_NULL(oauth1_session_authorization, session, request, NULL);
    CHECK_NULL(oauth1_session_authorization_into, NULL, request, buffer, sizeof buffer, &length);
    CHECK_NULL(oauth1_session_authorization_into, session, NULL, buffer, sizeof buffer, &length);
    CHECK_NULL(oauth1_session_authorization_into, session, request, NULL, sizeof buffer, &length);
    CHECK_NULL(oauth1_session_sign, NULL, request, &no_signed);
    CHECK_NULL(oauth1_session_sign, session, NULL, &no_signed);
    CHECK_NULL(oauth1_session_sign, session, request, NULL);
    CHECK_NULL(oauth1_session_send, NULL, request, &no_response);
    CHECK_NULL(oauth1_session_send, session, NULL, &no_response);
    CHECK_NULL(oauth1_session_send, session, request, NULL);
    CHECK_NULL(oauth1_session_stream, NULL, request, &no_stream);
    CHECK_NULL(oauth1_session_stream, session, NULL, &no_stream);
    CHECK_NULL(oauth1_session_stream, session, request, NULL);
    oauth1_session_free(NULL);
}

static void functions_of_what_comes_out(void)
{
    char buffer[8];

    CHECK_NOTHING(oauth1_signed_method, NULL);
    CHECK_NOTHING(oauth1_signed_url, NULL);
    CHECK(oauth1_signed_header_count(NULL) == 0);
    CHECK_NOTHING(oauth1_signed_header_name, NULL, 0);
    CHECK_NOTHING(oauth1_signed_header_value, NULL, 0);
    CHECK_NOTHING(oauth1_signed_body, NULL);
    CHECK_NOTHING(oauth1_signed_authorization, NULL);
    CHECK_NOTHING(oauth1_signed_base_string, NULL);
    oauth1_signed_free(NULL);

    CHECK(oauth1_response_status(NULL) == 0);
    CHECK_NOTHING(oauth1_response_header, NULL, "name");
    CHECK_NOTHING(oauth1_response_header, NULL, NULL);
    CHECK(oauth1_response_header_count(NULL) == 0);
    CHECK_NOTHING(oauth1_response_header_name, NULL, 0);
    CHECK_NOTHING(oauth1_response_header_value, NULL, 0);
    CHECK_NOTHING(oauth1_response_body, NULL);
    CHECK_NOTHING(oauth1_response_text, NULL);
    CHECK_NULL(oauth1_response_check, NULL);
    oauth1_response_free(NULL);

    CHECK(oauth1_stream_status(NULL) == 0);
    CHECK_NOTHING(oauth1_stream_header, NULL, "name");
    CHECK_NOTHING(oauth1_stream_header, NULL, NULL);
    CHECK(oauth1_stream_header_count(NULL) == 0);
    CHECK_NOTHING(oauth1_stream_header_name, NULL, 0);
    CHECK_NOTHING(oauth1_stream_header_value, NULL, 0);
    CHECK(oauth1_stream_content_length(NULL) == OAUTH1_LENGTH_UNKNOWN);
    CHECK_NULL(oauth1_stream_read, NULL, buffer, sizeof buffer, &length);
    CHECK_NULL(oauth1_stream_save, NULL, "path", NULL);
    oauth1_stream_free(NULL);
}

static void functions_of_findings(void)
{
    CHECK_TEXT(oauth1_cause_name(-1), "unknown cause");
    CHECK(oauth1_findings_count(NULL) == 0);
    CHECK(oauth1_findings_cause(NULL, 0) == 0);
    CHECK(!oauth1_findings_certain(NULL, 0));
    CHECK_NOTHING(oauth1_findings_detail, NULL, 0);
    CHECK_NOTHING(oauth1_findings_advice, NULL, 0);
    CHECK_NOTHING(oauth1_findings_text, NULL);
    oauth1_findings_free(NULL);
}

static void functions_of_explanations(void)
{
    oauth1_explanation *explanation = NULL;

    CHECK_NULL(oauth1_session_explain, NULL, request, &no_explanation);
    CHECK_NULL(oauth1_session_explain, session, NULL, &no_explanation);
    CHECK_NULL(oauth1_session_explain, session, request, NULL);
    CHECK_NOTHING(oauth1_explanation_method, NULL);
    CHECK_NOTHING(oauth1_explanation_signature_method, NULL);
    CHECK_NOTHING(oauth1_explanation_base_string_uri, NULL);
    CHECK(oauth1_explanation_url_change_count(NULL) == 0);
    CHECK(oauth1_explanation_url_change(NULL, 0) == 0);
    CHECK_NOTHING(oauth1_explanation_url_change_from, NULL, 0);
    CHECK_NOTHING(oauth1_explanation_url_change_to, NULL, 0);
    CHECK_NOTHING(oauth1_explanation_url_change_text, NULL, 0);
    CHECK(oauth1_explanation_parameter_count(NULL) == 0);
    CHECK_NOTHING(oauth1_explanation_parameter_name, NULL, 0);
    CHECK_NOTHING(oauth1_explanation_parameter_value, NULL, 0);
    CHECK_NOTHING(oauth1_explanation_parameter_encoded_name, NULL, 0);
    CHECK_NOTHING(oauth1_explanation_parameter_encoded_value, NULL, 0);
    CHECK(oauth1_explanation_parameter_source(NULL, 0) == 0);
    CHECK(!oauth1_explanation_parameter_secret(NULL, 0));
    CHECK(oauth1_explanation_sorted(NULL, 0) == SIZE_MAX);
    CHECK_NOTHING(oauth1_explanation_base_string, NULL);
    CHECK_NOTHING(oauth1_explanation_key, NULL);
    CHECK(oauth1_explanation_consumer_secret_length(NULL) == 0);
    CHECK(oauth1_explanation_token_secret_length(NULL) == 0);
    CHECK(oauth1_explanation_rsa_bits(NULL) == 0);
    CHECK_NOTHING(oauth1_explanation_signature, NULL);
    CHECK(oauth1_explanation_transmission(NULL) == 0);
    CHECK_NOTHING(oauth1_explanation_carried, NULL);
    CHECK(oauth1_explanation_findings(NULL) == NULL);
    CHECK_NOTHING(oauth1_explanation_text, NULL);

    CHECK_OK(oauth1_session_explain(session, request, &explanation, &error));
    CHECK_NULL(oauth1_explanation_compare, NULL, "GET&a&b", &no_findings);
    CHECK_NULL(oauth1_explanation_compare, explanation, NULL, &no_findings);
    CHECK_NULL(oauth1_explanation_compare, explanation, "GET&a&b", NULL);
    CHECK_NULL(oauth1_explanation_explain_answer, NULL, 401, NULL, "body", 4, &no_findings);
    CHECK_NULL(oauth1_explanation_explain_answer, explanation, 401, NULL, NULL, 4, &no_findings);
    CHECK_NULL(oauth1_explanation_explain_answer, explanation, 401, NULL, "body", 4, NULL);
    CHECK_NULL(oauth1_explanation_explain_response, NULL, NULL, &no_findings);
    CHECK_NULL(oauth1_explanation_explain_response, explanation, NULL, &no_findings);
    CHECK_NULL(oauth1_explanation_explain_response, explanation, NULL, NULL);
    CHECK_NULL(oauth1_explain_answer, 401, NULL, NULL, 4, 1, &no_findings);
    CHECK_NULL(oauth1_explain_answer, 401, NULL, "body", 4, 1, NULL);
    oauth1_explanation_free(explanation);
    oauth1_explanation_free(NULL);
}

static void functions_of_captured_requests(void)
{
    oauth1_captured *captured = NULL;

    CHECK_NULL(oauth1_captured_new, NULL, URL, &no_captured);
    CHECK_NULL(oauth1_captured_new, "GET", NULL, &no_captured);
    CHECK_NULL(oauth1_captured_new, "GET", URL, NULL);
    CHECK_NULL(oauth1_captured_from_http, NULL, "GET", 3, &no_captured);
    CHECK_NULL(oauth1_captured_from_http, "https", NULL, 3, &no_captured);
    CHECK_NULL(oauth1_captured_from_http, "https", "GET", 3, NULL);
    CHECK_OK(oauth1_captured_new("GET", URL, &captured, &error));
    CHECK_NULL(oauth1_captured_add_header, NULL, "Accept", "*/*");
    CHECK_NULL(oauth1_captured_add_header, captured, NULL, "*/*");
    CHECK_NULL(oauth1_captured_add_header, captured, "Accept", NULL);
    CHECK_NULL(oauth1_captured_set_body, NULL, "body", 4);
    CHECK_NULL(oauth1_captured_set_body, captured, NULL, 4);
    CHECK_NOTHING(oauth1_captured_method, NULL);
    CHECK_NOTHING(oauth1_captured_url, NULL);
    CHECK(oauth1_captured_header_count(NULL) == 0);
    CHECK_NOTHING(oauth1_captured_header_name, NULL, 0);
    CHECK_NOTHING(oauth1_captured_header_value, NULL, 0);
    CHECK_NOTHING(oauth1_captured_body, NULL);
    CHECK_NULL(oauth1_session_explain_captured, NULL, captured, &no_diagnosis);
    CHECK_NULL(oauth1_session_explain_captured, session, NULL, &no_diagnosis);
    CHECK_NULL(oauth1_session_explain_captured, session, captured, NULL);
    oauth1_captured_free(captured);
    oauth1_captured_free(NULL);

    CHECK(!oauth1_diagnosis_valid(NULL));
    CHECK_NOTHING(oauth1_diagnosis_signature, NULL);
    CHECK(oauth1_diagnosis_explanation(NULL) == NULL);
    CHECK(oauth1_diagnosis_findings(NULL) == NULL);
    CHECK_NOTHING(oauth1_diagnosis_text, NULL);
    oauth1_diagnosis_free(NULL);
}

int main(void)
{
    RUN(functions_of_the_library);
    RUN(functions_of_errors);
    RUN(functions_of_builders);
    RUN(functions_of_clients);
    RUN(functions_of_tokens);
    RUN(functions_of_requests);
    RUN(functions_that_take_a_step_by_a_request);
    RUN(functions_of_pending_authorizations);
    RUN(functions_of_providers);
    RUN(functions_of_multiparts);
    RUN(functions_of_sessions);
    RUN(functions_of_sendings);
    RUN(functions_of_cancellations);
    RUN(functions_of_what_comes_out);
    RUN(functions_of_findings);
    RUN(functions_of_explanations);
    RUN(functions_of_captured_requests);
    CHECK(no_string == NULL && no_builder == NULL && no_client == NULL && no_token == NULL);
    CHECK(no_answer == NULL && no_session == NULL && no_request == NULL && no_signed == NULL);
    CHECK(no_response == NULL && no_findings == NULL && no_explanation == NULL);
    CHECK(no_captured == NULL && no_diagnosis == NULL && no_pending == NULL);
    CHECK(no_provider == NULL && no_stream == NULL);
    oauth1_session_free(session);
    oauth1_request_free(request);
    oauth1_token_free(token);
    oauth1_client_free(client);
    return EXIT_SUCCESS;
}
