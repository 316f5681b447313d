/* What servers, proxies and networks do wrong: each fault is an error of a named status, which
 * comes in time, leaks nothing, and leaves a client that works. */
#define _POSIX_C_SOURCE 200809L

#include "fault_server.h"
#include "service.h"
#include "test.h"

#include <time.h>
#include <unistd.h>

/* The time limit of a request in milliseconds, and when it has to be over, in seconds, on a machine
 * that has other things to do; valgrind is one. */
enum { LIMIT = 1000, AT_LAST = 30 };

static oauth1_error *error;

/* Waits for the process to have no more files open than that. */
static void check_files(int before)
{
    static const struct timespec pause = {0, 20000000};
    int i;

    for (i = 0; i < 100 && open_files() > before; i++)
        nanosleep(&pause, NULL);
    if (open_files() > before)
        fprintf(stderr, "%d files are open, %d were before\n", open_files(), before);
    CHECK(open_files() <= before);
}

/* Sends a request to a URL, and checks how it fails, and that the same client works afterwards. */
static void check_fault(oauth1_client_builder *builder, const char *url, oauth1_status status,
                        int kept)
{
    int before = open_files();
    double start = seconds();
    oauth1_session *session = faults_session(builder, "token");
    oauth1_request *request = NULL;
    oauth1_response *response = NULL;

    printf("  %s\n", url);
    fflush(stdout);
    CHECK_OK(oauth1_request_new("GET", url, &request, &error));
    CHECK_FAILS(oauth1_session_send(session, request, &response, &error), status);
    CHECK(response == NULL);
    CHECK(seconds() - start < AT_LAST);
    check_files(before + kept);
    oauth1_request_free(request);

    oauth1_response_free(faults_get(session, faults_url("http", "/ok"), 200));
    check_files(before + kept + 1); /* the connection that is kept alive */
    oauth1_session_free(session);
    check_files(before);
}

static void each_fault_of_an_answer_has_a_status(void)
{
    static const struct {
        const char *path;
        oauth1_status status;
        int kept; /* connections that the fault leaves sound */
    } cases[] = {
        {"/silent", OAUTH1_ERROR_TIMED_OUT, 0},
        {"/drip", OAUTH1_ERROR_TIMED_OUT, 0},
        {"/drip-body", OAUTH1_ERROR_TIMED_OUT, 0},
        {"/long-length", OAUTH1_ERROR_TIMED_OUT, 0},
        {"/close-before", OAUTH1_ERROR_CONNECTION_FAILED, 0},
        {"/close-mid-header", OAUTH1_ERROR_CONNECTION_FAILED, 0},
        {"/close-mid-body", OAUTH1_ERROR_CONNECTION_FAILED, 0},
        {"/close-mid-chunk", OAUTH1_ERROR_CONNECTION_FAILED, 0},
        {"/reset-mid-body", OAUTH1_ERROR_CONNECTION_FAILED, 0},
        {"/gzip-cut", OAUTH1_ERROR_INVALID_RESPONSE, 1},
        {"/gzip-garbage", OAUTH1_ERROR_INVALID_RESPONSE, 1},
        {"/negative-length", OAUTH1_ERROR_INVALID_RESPONSE, 0},
        {"/two-lengths", OAUTH1_ERROR_INVALID_RESPONSE, 0},
        {"/bad-chunk", OAUTH1_ERROR_INVALID_RESPONSE, 0},
        {"/bad-status", OAUTH1_ERROR_INVALID_RESPONSE, 0},
        {"/not-http", OAUTH1_ERROR_INVALID_RESPONSE, 0},
        {"/http09", OAUTH1_ERROR_INVALID_RESPONSE, 0},
        {"/big-header", OAUTH1_ERROR_RESPONSE_TOO_LARGE, 0},
        {"/redirect-loop", OAUTH1_ERROR_TOO_MANY_REDIRECTS, 1},
        {"/redirect-chain?n=6", OAUTH1_ERROR_TOO_MANY_REDIRECTS, 1},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        /* where it is no matter of time, valgrind has it */
        int slow = cases[i].status == OAUTH1_ERROR_TIMED_OUT;
        uint64_t limit = slow ? LIMIT : AT_LAST * 1000;
        check_fault(faults_builder(limit), faults_url("http", cases[i].path), cases[i].status,
                    cases[i].kept);
        check_fault(faults_builder(limit), faults_url("https", cases[i].path), cases[i].status,
                    cases[i].kept);
    }
}

static void an_answer_without_end_is_read_up_to_the_limit(void)
{
    static const char *const paths[] = {"/endless", "/endless-identity", "/gzip-bomb"};
    size_t i;

    for (i = 0; i < sizeof paths / sizeof *paths; i++) {
        oauth1_client_builder *builder = faults_builder(AT_LAST * 1000);
        CHECK_OK(oauth1_client_builder_set_max_response_size(builder, 1 << 16, &error));
        check_fault(builder, faults_url("http", paths[i]), OAUTH1_ERROR_RESPONSE_TOO_LARGE, 0);
    }
}

static void what_no_connection_can_be_made_to_has_a_status(void)
{
    static const struct {
        const char *origin;
        oauth1_status status;
    } cases[] = {
        {"refused", OAUTH1_ERROR_CONNECTION_FAILED},
        {"silent", OAUTH1_ERROR_TIMED_OUT},
        {"silent_https", OAUTH1_ERROR_TIMED_OUT},
        {"https_expired", OAUTH1_ERROR_TLS_FAILED},
        {"https_wrong_host", OAUTH1_ERROR_TLS_FAILED},
        {"https_unknown_ca", OAUTH1_ERROR_TLS_FAILED},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        int slow = cases[i].status == OAUTH1_ERROR_TIMED_OUT;
        check_fault(faults_builder(slow ? LIMIT : AT_LAST * 1000),
                    faults_url(cases[i].origin, "/ok"), cases[i].status, 0);
    }
    check_fault(faults_builder(AT_LAST * 1000), "http://no-such-host.invalid/",
                OAUTH1_ERROR_HOST_NOT_FOUND, 0);
}

static void each_wait_has_a_time_limit_of_its_own(void)
{
    oauth1_client_builder *builder = faults_builder(0);
    CHECK_OK(oauth1_client_builder_set_timeouts(builder, 0, 0, 500, 0, &error));
    check_fault(builder, faults_url("http", "/silent"), OAUTH1_ERROR_TIMED_OUT, 0);
    builder = faults_builder(0);
    CHECK_OK(oauth1_client_builder_set_timeouts(builder, 500, 500, 0, 0, &error));
    check_fault(builder, faults_url("silent_https", "/"), OAUTH1_ERROR_TIMED_OUT, 0);
    builder = faults_builder(0);
    CHECK_OK(oauth1_client_builder_set_idle_timeout(builder, 500, &error));
    CHECK_OK(oauth1_client_builder_set_timeouts(builder, 0, 0, 0, 0, &error)); /* none of the four */
    check_fault(builder, faults_url("http", "/long-length"), OAUTH1_ERROR_TIMED_OUT, 0);
}

static void a_proxy_that_refuses_has_a_status(void)
{
    static const char *const proxies[] = {"proxy_refuses", "proxy_auth", "refused"};
    size_t i;

    for (i = 0; i < sizeof proxies / sizeof *proxies; i++) {
        oauth1_client_builder *builder = faults_builder(AT_LAST * 1000);
        CHECK_OK(oauth1_client_builder_set_proxy(builder, faults_value(proxies[i]), "127.0.0.1",
                                                 &error));
        check_fault(builder, "https://api.example/ok", OAUTH1_ERROR_CONNECTION_FAILED, 0);
    }
}

static void a_token_response_that_is_none_has_a_status(void)
{
    static const struct {
        const char *path;
        oauth1_status status;
    } cases[] = {
        {"/token/huge", OAUTH1_ERROR_RESPONSE_TOO_LARGE},
        {"/token/garbage", OAUTH1_ERROR_INVALID_TOKEN_RESPONSE},
        {"/token/binary", OAUTH1_ERROR_INVALID_TOKEN_RESPONSE},
        {"/token/no-secret", OAUTH1_ERROR_INVALID_TOKEN_RESPONSE},
        {"/token/no-token", OAUTH1_ERROR_INVALID_TOKEN_RESPONSE},
        {"/token/empty", OAUTH1_ERROR_INVALID_TOKEN_RESPONSE},
        {"/token/html", OAUTH1_ERROR_INVALID_TOKEN_RESPONSE},
        {"/token/duplicate", OAUTH1_ERROR_INVALID_TOKEN_RESPONSE},
        {"/token/json-wrong?kind=list", OAUTH1_ERROR_INVALID_TOKEN_RESPONSE},
        {"/token/unconfirmed", OAUTH1_ERROR_CALLBACK_NOT_CONFIRMED},
        {"/token/problem?name=token_rejected", OAUTH1_ERROR_REFUSED},
        {"/close-before", OAUTH1_ERROR_CONNECTION_FAILED},
    };
    oauth1_client_builder *builder = faults_builder(AT_LAST * 1000);
    oauth1_client *client = NULL;
    oauth1_token_response *answer = NULL;
    size_t i;

    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_FAILS(oauth1_client_request_token(client, faults_url("http", cases[i].path), NULL,
                                                &answer, &error),
                    cases[i].status);
        CHECK(answer == NULL);
    }
    CHECK_OK(oauth1_client_request_token(client, faults_url("http", "/token/json"), NULL, &answer,
                                         &error));
    CHECK_TEXT(oauth1_token_key(oauth1_token_response_token(answer), NULL), "faults-token");
    oauth1_token_response_free(answer);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
}

static void what_follows_an_answer_is_no_answer_to_the_next_request(void)
{
    oauth1_session *session = faults_session(faults_builder(0), "token");
    int i;

    for (i = 0; i < 3; i++) {
        oauth1_response *response = faults_get(session, faults_url("http", "/short-length"), 200);
        CHECK_TEXT(oauth1_response_body(response, NULL), "short");
        oauth1_response_free(response);
        response = faults_get(session, faults_url("http", "/ok"), 200);
        CHECK(strstr(oauth1_response_body(response, NULL), "\"/ok\"") != NULL);
        oauth1_response_free(response);
    }
    oauth1_session_free(session);
}

static void an_error_tells_whether_anything_was_sent(void)
{
    static const struct {
        const char *url;
        bool unsent;
    } cases[] = {{"refused", true}, {"https_expired", true}, {"silent", false}};
    oauth1_session *session = faults_session(faults_builder(LIMIT), "token");
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        oauth1_request *request = NULL;
        oauth1_response *response = NULL;
        CHECK_OK(oauth1_request_new("POST", faults_url(cases[i].url, "/ok"), &request, &error));
        CHECK(oauth1_session_send(session, request, &response, &error) != OAUTH1_OK);
        CHECK(oauth1_error_is_unsent(error) == cases[i].unsent);
        oauth1_error_free(error);
        error = NULL;
        oauth1_request_free(request);
    }
    oauth1_session_free(session);
}

int main(void)
{
    faults_start();
    RUN(each_fault_of_an_answer_has_a_status);
    RUN(an_answer_without_end_is_read_up_to_the_limit);
    RUN(what_no_connection_can_be_made_to_has_a_status);
    RUN(each_wait_has_a_time_limit_of_its_own);
    RUN(a_proxy_that_refuses_has_a_status);
    RUN(a_token_response_that_is_none_has_a_status);
    RUN(what_follows_an_answer_is_no_answer_to_the_next_request);
    RUN(an_error_tells_whether_anything_was_sent);
    faults_stop();
    return EXIT_SUCCESS;
}
