/* The handshake with a known provider, and its steps by prepared requests, against the sandbox. */
#include "sandbox.h"
#include "test.h"

#define CALLBACK "http://127.0.0.1:9/callback?own=1"

static oauth1_error *error;

/* The sandbox, as a provider that the program describes. */
static oauth1_provider *new_provider(void)
{
    oauth1_provider *provider = NULL;

    CHECK_OK(oauth1_provider_new("sandbox", &provider, &error));
    CHECK_OK(oauth1_provider_set_request_token_url(provider, sandbox_value("request_token_url"),
                                                   &error));
    CHECK_OK(
        oauth1_provider_set_authorization_url(provider, sandbox_value("authorize_url"), &error));
    CHECK_OK(
        oauth1_provider_set_access_token_url(provider, sandbox_value("access_token_url"), &error));
    return provider;
}

static oauth1_client *client_of(const oauth1_provider *provider)
{
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;

    note_secret(sandbox_value("consumer_secret"));
    if (provider != NULL)
        CHECK_OK(oauth1_client_builder_new_for(provider, sandbox_value("consumer_key"),
                                               sandbox_value("consumer_secret"), &builder,
                                               &error));
    else
        CHECK_OK(oauth1_client_builder_new(sandbox_value("consumer_key"),
                                           sandbox_value("consumer_secret"), &builder, &error));
    CHECK_OK(oauth1_client_builder_set_plaintext_over_http(builder, true, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    oauth1_client_builder_free(builder);
    return client;
}

static oauth1_client *new_client(void)
{
    oauth1_provider *provider = new_provider();
    oauth1_client *client = client_of(provider);
    oauth1_provider_free(provider);
    return client;
}

static oauth1_pending *authorized(const oauth1_client *client, const char *callback)
{
    oauth1_pending *pending = NULL;
    CHECK_OK(oauth1_client_authorize(client, callback, &pending, &error));
    note_secret(oauth1_token_secret(oauth1_pending_request_token(pending), NULL));
    return pending;
}

static oauth1_request *new_request(const char *method, const char *url)
{
    oauth1_request *request = NULL;
    CHECK_OK(oauth1_request_new(method, url, &request, &error));
    return request;
}

/* Checks that an answer's token is one of that user's. The answer is freed. */
static void check_access(const oauth1_client *client, oauth1_token_response *answer,
                         const char *user)
{
    oauth1_session *session = NULL;
    oauth1_request *request = new_request("GET", sandbox_value("verify_credentials_url"));
    oauth1_response *response = NULL;

    CHECK_OK(oauth1_session_new(client, oauth1_token_response_token(answer), &session, &error));
    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    CHECK_OK(oauth1_response_check(response, &error));
    CHECK(strstr(oauth1_response_body(response, NULL), user) != NULL);
    oauth1_response_free(response);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_token_response_free(answer);
}

static void the_user_comes_back_to_the_callback(void)
{
    oauth1_client *client = new_client();
    oauth1_pending *pending = authorized(client, CALLBACK), *kept = NULL;
    oauth1_token_response *answer = NULL;
    char back[1024], *verifier = NULL;
    const char *bytes;
    size_t length = 0;
    uint64_t left = 0;

    CHECK_TEXT(oauth1_pending_provider(pending, NULL), "sandbox");
    CHECK(strncmp(oauth1_pending_url(pending, NULL), sandbox_value("authorize_url"),
                  strlen(sandbox_value("authorize_url"))) == 0);
    bytes = oauth1_pending_to_bytes(pending, &length);
    CHECK(strlen(bytes) == length && oauth1_pending_to_bytes(pending, NULL) == bytes);
    CHECK_OK(oauth1_pending_from_bytes(bytes, length, &kept, &error));
    CHECK_TEXT(oauth1_pending_url(kept, NULL), oauth1_pending_url(pending, NULL));
    oauth1_pending_free(pending);

    sandbox_allow(oauth1_pending_url(kept, NULL), back, sizeof back);
    CHECK(strncmp(back, CALLBACK, strlen(CALLBACK)) == 0);
    CHECK_OK(oauth1_pending_verifier(kept, back, &verifier, &error));
    CHECK(strstr(back, verifier) != NULL && verifier[0]);
    oauth1_string_free(verifier);
    CHECK_OK(oauth1_client_complete(client, kept, back, &answer, &error));
    CHECK(oauth1_token_response_session_handle(answer, NULL) != NULL);
    CHECK(oauth1_token_response_expires_in(answer, NULL));
    CHECK(oauth1_token_response_expires_in(answer, &left) && left > 0);
    check_access(client, answer, "alice");
    oauth1_pending_free(kept);
    oauth1_client_free(client);
}

static void the_user_types_a_pin(void)
{
    oauth1_client *client = new_client();
    oauth1_pending *pending = authorized(client, NULL);
    oauth1_token_response *answer = NULL;
    char pin[128] = " ";

    sandbox_allow(oauth1_pending_url(pending, NULL), pin + 1, sizeof pin - 2);
    strcat(pin, " ");
    CHECK_OK(oauth1_client_complete_with_verifier(client, pending, pin, &answer, &error));
    check_access(client, answer, "alice");
    oauth1_pending_free(pending);
    oauth1_client_free(client);
}

static void further_parameters_go_with_both_legs(void)
{
    static const char *const first[] = {"x_own", "1", NULL};
    static const char *const second[] = {"lang", "de", "a b", "c&d", NULL};
    static const char *const odd[] = {"a", "b", "c", NULL};
    static const char *const refused[] = {"oauth_token", "t", NULL};
    oauth1_client *client = new_client();
    oauth1_pending *pending = NULL;

    CHECK_OK(oauth1_client_authorize_with(client, "oob", first, second, &pending, &error));
    CHECK(strstr(oauth1_pending_url(pending, NULL), "&lang=de&a%20b=c%26d") != NULL);
    oauth1_pending_free(pending);
    pending = NULL;
    CHECK_FAILS(oauth1_client_authorize_with(client, "oob", odd, NULL, &pending, &error),
                OAUTH1_ERROR_INVALID_PARAMETER);
    CHECK_FAILS(oauth1_client_authorize_with(client, "oob", refused, NULL, &pending, &error),
                OAUTH1_ERROR_INVALID_PARAMETER);
    CHECK(pending == NULL);
    oauth1_client_free(client);
}

static void a_user_who_says_no_is_told_from_a_link_that_is_wrong(void)
{
    oauth1_client *client = new_client();
    oauth1_pending *pending = authorized(client, CALLBACK), *other = authorized(client, CALLBACK);
    oauth1_token_response *answer = NULL;
    char back[1024], *verifier = NULL;

    sandbox_allow(oauth1_pending_url(other, NULL), back, sizeof back);
    CHECK_FAILS_SAYING(oauth1_client_complete(client, pending, back, &answer, &error),
                       OAUTH1_ERROR_INVALID_CALLBACK, "not that of this authorization");
    CHECK_FAILS(oauth1_pending_verifier(pending, "/callback?own=1", &verifier, &error),
                OAUTH1_ERROR_INVALID_CALLBACK);
    snprintf(back, sizeof back, "?oauth_token=%s&oauth_problem=user_refused",
             oauth1_token_key(oauth1_pending_request_token(pending), NULL));
    CHECK_STATUS(oauth1_client_complete(client, pending, back, &answer, &error),
                 OAUTH1_ERROR_ACCESS_DENIED);
    CHECK_TEXT(oauth1_error_oauth_problem(error, NULL), "user_refused");
    oauth1_error_free(error);
    error = NULL;
    snprintf(back, sizeof back, "?denied=%s",
             oauth1_token_key(oauth1_pending_request_token(pending), NULL));
    CHECK_FAILS(oauth1_pending_verifier(pending, back, &verifier, &error),
                OAUTH1_ERROR_ACCESS_DENIED);
    CHECK(answer == NULL && verifier == NULL);
    oauth1_pending_free(other);
    oauth1_pending_free(pending);
    oauth1_client_free(client);
}

static void what_is_no_pending_authorization_is_refused(void)
{
    static const char *const wrong[] = {"", "a", "version=2", "version=1&provider=&url=u",
                                        "version=1&provider=&url=u&oauth_token=&"
                                        "oauth_token_secret=s"};
    oauth1_pending *pending = NULL;
    size_t i;

    for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_FAILS(oauth1_pending_from_bytes(wrong[i], strlen(wrong[i]), &pending, &error),
                    OAUTH1_ERROR_INVALID_PENDING_AUTHORIZATION);
    CHECK_FAILS(oauth1_pending_from_bytes("\xFF\0=", 3, &pending, &error),
                OAUTH1_ERROR_INVALID_PENDING_AUTHORIZATION);
    CHECK(pending == NULL);
}

static void a_client_without_a_provider_or_of_another_is_told_so(void)
{
    oauth1_provider *x = NULL;
    oauth1_client *client = new_client(), *plain = client_of(NULL), *others;
    oauth1_pending *pending = authorized(client, NULL), *none = NULL;
    oauth1_token_response *answer = NULL;

    CHECK_FAILS(oauth1_client_authorize(plain, NULL, &none, &error),
                OAUTH1_ERROR_INVALID_SETTING);
    CHECK_OK(oauth1_provider_named("x", &x, &error));
    others = client_of(x);
    CHECK_FAILS_SAYING(oauth1_client_complete_with_verifier(others, pending, "1", &answer, &error),
                       OAUTH1_ERROR_INVALID_SETTING, "\"sandbox\"");
    CHECK(none == NULL && answer == NULL);
    oauth1_pending_free(pending);
    oauth1_client_free(others);
    oauth1_client_free(plain);
    oauth1_client_free(client);
    oauth1_provider_free(x);
}

static void a_first_step_by_other_means_is_completed(void)
{
    oauth1_client *client = new_client();
    oauth1_token_response *first = NULL, *answer = NULL;
    oauth1_pending *pending = NULL;
    char pin[128], *url = NULL;

    CHECK_OK(oauth1_client_request_token(client, sandbox_value("request_token_url"), "oob", &first,
                                         &error));
    CHECK_OK(oauth1_authorization_url(
        sandbox_value("authorize_url"),
        oauth1_token_key(oauth1_token_response_token(first), NULL), NULL, &url, &error));
    CHECK_OK(oauth1_pending_new(oauth1_token_response_token(first), url, &pending, &error));
    CHECK_TEXT(oauth1_pending_provider(pending, NULL), "");
    CHECK_TEXT(oauth1_pending_url(pending, NULL), url);
    sandbox_allow(url, pin, sizeof pin);
    CHECK_OK(oauth1_client_complete_with_verifier(client, pending, pin, &answer, &error));
    check_access(client, answer, "alice");
    oauth1_pending_free(pending);
    oauth1_string_free(url);
    oauth1_token_response_free(first);
    oauth1_client_free(client);
}

static void a_token_is_renewed_where_the_provider_says(void)
{
    oauth1_client *client = new_client(), *without_provider = client_of(NULL);
    oauth1_pending *pending = authorized(client, "oob");
    oauth1_token_response *access_token = NULL, *renewed = NULL;
    char pin[128];

    sandbox_allow(oauth1_pending_url(pending, NULL), pin, sizeof pin);
    CHECK_OK(oauth1_client_complete_with_verifier(client, pending, pin, &access_token, &error));
    CHECK_FAILS(oauth1_client_renew_token(without_provider,
                                          oauth1_token_response_token(access_token), NULL, &renewed,
                                          &error),
                OAUTH1_ERROR_INVALID_SETTING);
    CHECK_OK(oauth1_client_renew_token(client, oauth1_token_response_token(access_token),
                                       oauth1_token_response_session_handle(access_token, NULL),
                                       &renewed, &error));
    CHECK(strcmp(oauth1_token_key(oauth1_token_response_token(access_token), NULL),
                 oauth1_token_key(oauth1_token_response_token(renewed), NULL)) != 0);
    oauth1_token_response_free(access_token);
    check_access(client, renewed, "alice");
    oauth1_pending_free(pending);
    oauth1_client_free(without_provider);
    oauth1_client_free(client);
}

static void each_step_takes_a_prepared_request(void)
{
    oauth1_client *client = client_of(NULL);
    oauth1_request *first = new_request("GET", sandbox_value("request_token_url"));
    oauth1_request *last = new_request("POST", sandbox_value("access_token_url"));
    oauth1_token_response *request_token = NULL, *access_token = NULL, *renewed = NULL;
    char pin[128], *url = NULL;

    CHECK_OK(oauth1_request_add_query(first, "scope", "read", &error));
    CHECK_OK(oauth1_request_add_header(first, "X-Own", "1", &error));
    CHECK_OK(oauth1_request_set_timeout(first, 60000, &error));
    CHECK_OK(oauth1_client_request_token_with(client, first, NULL, &request_token, &error));
    CHECK_OK(oauth1_authorization_url(
        sandbox_value("authorize_url"),
        oauth1_token_key(oauth1_token_response_token(request_token), NULL), NULL, &url, &error));
    sandbox_allow(url, pin, sizeof pin);
    CHECK_OK(oauth1_request_set_transmission(last, OAUTH1_TRANSMISSION_QUERY, &error));
    CHECK_OK(oauth1_client_access_token_with(client, last,
                                             oauth1_token_response_token(request_token), pin,
                                             &access_token, &error));
    CHECK_OK(oauth1_client_renew(client, sandbox_value("access_token_url"),
                                 oauth1_token_response_token(access_token),
                                 oauth1_token_response_session_handle(access_token, NULL),
                                 &renewed, &error));
    oauth1_token_response_free(access_token);
    access_token = renewed;
    renewed = NULL;
    CHECK_OK(oauth1_client_renew_with(client, last, oauth1_token_response_token(access_token),
                                      oauth1_token_response_session_handle(access_token, NULL),
                                      &renewed, &error));
    oauth1_token_response_free(access_token);
    access_token = NULL;
    check_access(client, renewed, "alice");

    /* the request that was lent is as it was, so that it can be used again */
    CHECK(strstr(oauth1_request_url(first, NULL), "oauth_") == NULL);
    oauth1_token_response_free(request_token);
    request_token = NULL;
    CHECK_OK(oauth1_request_add_oauth_param(first, "oauth_callback", "oob", &error));
    CHECK_FAILS(oauth1_client_request_token_with(client, first, NULL, &request_token, &error),
                OAUTH1_ERROR_INVALID_PARAMETER);
    CHECK(request_token == NULL);
    oauth1_string_free(url);
    oauth1_request_free(last);
    oauth1_request_free(first);
    oauth1_client_free(client);
}

static void a_password_is_exchanged_for_a_token(void)
{
    oauth1_client *client = client_of(NULL), *strict = NULL;
    oauth1_request *request = new_request("POST", sandbox_value("access_token_url"));
    oauth1_token_response *answer = NULL;

    note_secret("bob-password");
    CHECK_OK(oauth1_client_xauth(client, sandbox_value("access_token_url"), "bob", "bob-password",
                                 &answer, &error));
    check_access(client, answer, "bob");
    answer = NULL;
    CHECK_OK(oauth1_client_xauth_with(client, request, "bob", "bob-password", &answer, &error));
    check_access(client, answer, "bob");
    answer = NULL;
    CHECK_FAILS(oauth1_client_xauth(client, sandbox_value("access_token_url"), "bob", "wrong",
                                    &answer, &error),
                OAUTH1_ERROR_REFUSED);
    CHECK_OK(oauth1_client_new("key", CONSUMER_SECRET, &strict, &error));
    CHECK_FAILS(oauth1_client_xauth_with(strict, request, "bob", "bob-password", &answer, &error),
                OAUTH1_ERROR_INSECURE_TRANSPORT);
    CHECK(answer == NULL);
    oauth1_client_free(strict);
    oauth1_request_free(request);
    oauth1_client_free(client);
}

int main(void)
{
    static const char *const options[] = {"--session-handles", NULL};

    sandbox_start_with(options);
    RUN(the_user_comes_back_to_the_callback);
    RUN(the_user_types_a_pin);
    RUN(further_parameters_go_with_both_legs);
    RUN(a_user_who_says_no_is_told_from_a_link_that_is_wrong);
    RUN(what_is_no_pending_authorization_is_refused);
    RUN(a_client_without_a_provider_or_of_another_is_told_so);
    RUN(a_first_step_by_other_means_is_completed);
    RUN(a_token_is_renewed_where_the_provider_says);
    RUN(each_step_takes_a_prepared_request);
    RUN(a_password_is_exchanged_for_a_token);
    sandbox_judge_by("verifier");
    RUN(the_user_comes_back_to_the_callback);
    RUN(a_token_is_renewed_where_the_provider_says);
    RUN(a_password_is_exchanged_for_a_token);
    sandbox_stop();
    return EXIT_SUCCESS;
}
