/* The handshake and API requests, against the sandbox: what goes well, and what is refused, where
 * oauthlib is the judge, and where the library's verifier is. */
#include "sandbox.h"
#include "test.h"

#define STATUS "Na\xC3\xAFve caf\xC3\xA9 & 100 % more: 1 + 1 = 2 \xE2\x98\x83"

static oauth1_client *client_with(const char *consumer_secret)
{
    oauth1_error *error = NULL;
    oauth1_client *client = NULL;
    note_secret(consumer_secret);
    CHECK_OK(oauth1_client_new(sandbox_value("consumer_key"), consumer_secret, &client, &error));
    return client;
}

static oauth1_client *new_client(void)
{
    return client_with(sandbox_value("consumer_secret"));
}

static oauth1_token_response *request_token(const oauth1_client *client)
{
    oauth1_error *error = NULL;
    oauth1_token_response *answer = NULL;
    CHECK_OK(oauth1_client_request_token(client, sandbox_value("request_token_url"), NULL, &answer,
                                         &error));
    CHECK(oauth1_token_response_callback_confirmed(answer));
    note_secret(oauth1_token_secret(oauth1_token_response_token(answer), NULL));
    return answer;
}

static char *authorization_url(const oauth1_token_response *answer)
{
    oauth1_error *error = NULL;
    char *url = NULL;
    CHECK_OK(oauth1_authorization_url(
        sandbox_value("authorize_url"),
        oauth1_token_key(oauth1_token_response_token(answer), NULL), NULL, &url, &error));
    return url;
}

/* All three legs, for a session that can post. */
static oauth1_session *logged_in(const oauth1_client *client)
{
    oauth1_error *error = NULL;
    oauth1_token_response *request = request_token(client), *access = NULL;
    oauth1_session *session = NULL;
    char *url = authorization_url(request);
    char verifier[64];

    sandbox_allow(url, verifier, sizeof verifier);
    CHECK_OK(oauth1_client_access_token(client, sandbox_value("access_token_url"),
                                        oauth1_token_response_token(request), verifier, &access,
                                        &error));
    note_secret(oauth1_token_secret(oauth1_token_response_token(access), NULL));
    CHECK_OK(oauth1_session_new(client, oauth1_token_response_token(access), &session, &error));
    CHECK_TEXT(oauth1_token_key(oauth1_session_token(session), NULL),
               oauth1_token_key(oauth1_token_response_token(access), NULL));
    oauth1_token_response_free(access);
    oauth1_string_free(url);
    oauth1_token_response_free(request);
    return session;
}

static oauth1_request *status_request(const char *status)
{
    oauth1_error *error = NULL;
    oauth1_request *request = NULL;
    CHECK_OK(oauth1_request_new("POST", sandbox_value("update_url"), &request, &error));
    CHECK_OK(oauth1_request_add_param(request, "status", status, &error));
    return request;
}

static void check_posted(const oauth1_session *session, const oauth1_request *request)
{
    oauth1_error *error = NULL;
    oauth1_response *response = NULL;
    const char *body, *type;
    size_t length = 0, i;

    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    body = oauth1_response_body(response, &length);
    if (oauth1_response_status(response) != 200)
        fprintf(stderr, "%s\n", body);
    CHECK(oauth1_response_status(response) == 200);
    CHECK(length == strlen(body) && strstr(body, "\"text\"") != NULL);
    type = oauth1_response_header(response, "content-TYPE", &length);
    CHECK(type != NULL && strncmp(type, "application/json", strlen("application/json")) == 0);
    CHECK(oauth1_response_header(response, "X-None", &length) == NULL && length == 0);
    for (i = 0; i < oauth1_response_header_count(response); i++) {
        CHECK(oauth1_response_header_name(response, i, NULL) != NULL);
        CHECK(oauth1_response_header_value(response, i, NULL) != NULL);
    }
    CHECK(i > 0 && oauth1_response_header_name(response, i, NULL) == NULL);
    oauth1_response_free(response);
}

static void a_status_is_posted_and_read_again(void)
{
    oauth1_error *error = NULL;
    oauth1_client *client = new_client();
    oauth1_session *session = logged_in(client);
    oauth1_request *post = status_request(STATUS);
    oauth1_request *timeline = NULL;
    oauth1_response *response = NULL;

    oauth1_client_free(client); /* the session has what it needs */
    check_posted(session, post);
    CHECK_OK(oauth1_request_new("GET", sandbox_value("home_timeline_url"), &timeline, &error));
    CHECK_OK(oauth1_request_add_param(timeline, "count", "5", &error));
    CHECK_OK(oauth1_session_send(session, timeline, &response, &error));
    CHECK(oauth1_response_status(response) == 200);
    CHECK(strstr(oauth1_response_body(response, NULL), " 1 + 1 = 2 ") != NULL);

    oauth1_response_free(response);
    oauth1_request_free(timeline);
    oauth1_request_free(post);
    oauth1_session_free(session);
}

static void the_parameters_travel_in_each_place(void)
{
    static const oauth1_transmission places[] = {
        OAUTH1_TRANSMISSION_HEADER, OAUTH1_TRANSMISSION_QUERY, OAUTH1_TRANSMISSION_FORM};
    oauth1_error *error = NULL;
    oauth1_client *client = new_client();
    oauth1_session *session = logged_in(client);
    size_t i;

    for (i = 0; i < sizeof places / sizeof *places; i++) {
        char status[64];
        oauth1_request *request;
        snprintf(status, sizeof status, "From place %d", (int)places[i]);
        request = status_request(status);
        CHECK_OK(oauth1_request_set_transmission(request, places[i], &error));
        check_posted(session, request);
        oauth1_request_free(request);
    }
    oauth1_session_free(session);
    oauth1_client_free(client);
}

static void an_answer_tells_what_else_the_provider_says(void)
{
    oauth1_client *client = new_client();
    oauth1_token_response *answer = request_token(client);
    size_t count = oauth1_token_response_extra_count(answer), length = 0, i;
    int found = 0;

    CHECK_TEXT(oauth1_token_response_get(answer, "oauth_callback_confirmed", &length), "true");
    CHECK(length == strlen("true"));
    CHECK(oauth1_token_response_get(answer, "nothing", &length) == NULL && length == 0);
    for (i = 0; i < count; i++) {
        CHECK(oauth1_token_response_extra_value(answer, i, NULL) != NULL);
        if (strcmp(oauth1_token_response_extra_name(answer, i, NULL),
                   "oauth_callback_confirmed") == 0)
            found++;
    }
    CHECK(found == 1);
    CHECK(oauth1_token_response_extra_name(answer, count, NULL) == NULL);
    CHECK(oauth1_token_response_extra_value(answer, count, NULL) == NULL);
    oauth1_token_response_free(answer);
    oauth1_client_free(client);
}

static void a_wrong_consumer_secret_is_refused(void)
{
    oauth1_error *error = NULL;
    oauth1_client *client = client_with("a wrong secret");
    oauth1_token_response *answer = NULL;
    size_t length = 0;

    CHECK_STATUS(oauth1_client_request_token(client, sandbox_value("request_token_url"), NULL,
                                             &answer, &error),
                 OAUTH1_ERROR_REFUSED);
    CHECK(answer == NULL);
    CHECK(oauth1_error_http_status(error) == 401);
    CHECK_TEXT(oauth1_error_oauth_problem(error, &length), "signature_invalid");
    CHECK(length == strlen("signature_invalid"));
    CHECK(strstr(oauth1_error_message(error, NULL), "signature_invalid") != NULL);
    CHECK(oauth1_error_body_excerpt(error, &length) != NULL && length > 0);
    oauth1_error_free(error);
    oauth1_client_free(client);
}

static void a_refused_request_is_a_response(void)
{
    oauth1_error *error = NULL;
    oauth1_client *client = new_client();
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = status_request("from nobody");
    oauth1_response *response = NULL;
    oauth1_explanation *explanation = NULL;
    oauth1_findings *findings = NULL;

    CHECK_OK(oauth1_token_new("no such token", TOKEN_SECRET, &token, &error));
    CHECK_OK(oauth1_session_new(client, token, &session, &error));
    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    CHECK(oauth1_response_status(response) == 401);

    CHECK_OK(oauth1_session_explain(session, request, &explanation, &error));
    CHECK_OK(oauth1_explanation_explain_response(explanation, response, &findings, &error));
    CHECK(oauth1_findings_count(findings) == 1);
    CHECK(oauth1_findings_cause(findings, 0) == OAUTH1_CAUSE_TOKEN);
    oauth1_findings_free(findings);
    oauth1_explanation_free(explanation);
    oauth1_response_free(response);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_token_free(token);
    oauth1_client_free(client);
}

static void a_denied_authorization_is_refused(void)
{
    oauth1_error *error = NULL;
    oauth1_client *client = new_client();
    oauth1_token_response *request = request_token(client), *access = NULL;
    char *url = authorization_url(request);

    sandbox_deny(url);
    CHECK_STATUS(oauth1_client_access_token(client, sandbox_value("access_token_url"),
                                            oauth1_token_response_token(request), "123456",
                                            &access, &error),
                 OAUTH1_ERROR_REFUSED);
    CHECK(access == NULL);
    CHECK_TEXT(oauth1_error_oauth_problem(error, NULL), "user_refused");
    oauth1_error_free(error);
    oauth1_string_free(url);
    oauth1_token_response_free(request);
    oauth1_client_free(client);
}

static void an_unreachable_provider_is_an_error(void)
{
    oauth1_error *error = NULL;
    oauth1_client *client = new_client();
    oauth1_token_response *answer = NULL;

    CHECK_FAILS(oauth1_client_request_token(client, "http://127.0.0.1:9/", NULL, &answer, &error),
                OAUTH1_ERROR_CONNECTION_FAILED);
    CHECK_FAILS(oauth1_client_request_token(client, "http://no-such-host.invalid/", NULL, &answer,
                                            &error),
                OAUTH1_ERROR_HOST_NOT_FOUND);
    CHECK(answer == NULL);
    oauth1_client_free(client);
}

static void a_page_that_is_no_token_is_an_error(void)
{
    oauth1_error *error = NULL;
    oauth1_client *client = new_client();
    oauth1_token_response *answer = NULL;

    CHECK_FAILS(oauth1_client_request_token(client, sandbox_value("base_url"), NULL, &answer,
                                            &error),
                OAUTH1_ERROR_REFUSED);
    CHECK(answer == NULL);
    oauth1_client_free(client);
}

static void a_response_larger_than_the_limit_is_an_error(void)
{
    oauth1_error *error = NULL;
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = NULL;
    oauth1_response *response = NULL;

    CHECK_OK(oauth1_client_builder_new(sandbox_value("consumer_key"),
                                       sandbox_value("consumer_secret"), &builder, &error));
    CHECK_OK(oauth1_client_builder_set_max_response_size(builder, 8, &error));
    CHECK_OK(oauth1_client_builder_set_timeouts(builder, 0, 5000, 0, 10000, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    CHECK_OK(oauth1_request_new("GET", sandbox_value("base_url"), &request, &error));
    CHECK_FAILS(oauth1_session_send(session, request, &response, &error),
                OAUTH1_ERROR_RESPONSE_TOO_LARGE);
    CHECK(response == NULL);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
}

static void judged_by(const char *judge)
{
    sandbox_judge_by(judge);
    RUN(a_status_is_posted_and_read_again);
    RUN(the_parameters_travel_in_each_place);
    RUN(an_answer_tells_what_else_the_provider_says);
    RUN(a_wrong_consumer_secret_is_refused);
    RUN(a_refused_request_is_a_response);
    RUN(a_denied_authorization_is_refused);
}

int main(void)
{
    sandbox_start();
    judged_by("oauthlib");
    judged_by("verifier");
    RUN(an_unreachable_provider_is_an_error);
    RUN(a_page_that_is_no_token_is_an_error);
    RUN(a_response_larger_than_the_limit_is_an_error);
    sandbox_stop();
    return EXIT_SUCCESS;
}
