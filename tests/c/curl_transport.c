/* The transport of examples/c/curl: what the library promises of a request holds where libcurl
 * sends it. */
#define _POSIX_C_SOURCE 200809L

#include "../../examples/c/curl/transport.h"
#include "fault_server.h"
#include "service.h"
#include "test.h"

#include <curl/curl.h>

#include <pthread.h>
#include <time.h>

/* Time limits in milliseconds: of what does not come, and of what comes in time also where valgrind
 * is slow. */
enum { LIMIT = 1000, PATIENCE = 60000 };

static oauth1_error *error;

/* A session whose requests libcurl sends. */
static oauth1_session *new_session(uint64_t limit)
{
    oauth1_client_builder *builder = faults_builder(limit);
    CHECK_OK(use_curl(builder, &error));
    return faults_session(builder, "token");
}

static oauth1_request *new_request(const char *method, const char *url)
{
    oauth1_request *request = NULL;
    CHECK_OK(oauth1_request_new(method, url, &request, &error));
    return request;
}

/* Sends a request, and gives what the server saw of it. The request is freed. */
static json *seen(const oauth1_session *session, oauth1_request *request)
{
    oauth1_response *response = NULL;
    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    CHECK_OK(oauth1_response_check(response, &error));
    oauth1_request_free(request);
    return faults_json(response);
}

/* How often a header was sent, whatever its case, and its last value. */
static int seen_headers(const json *document, const char *name, const char **value)
{
    const json *headers = json_get(document, "headers");
    int count = 0;
    size_t i;

    for (i = 0; i < json_count(headers); i++) {
        if (curl_strequal(json_text(json_at(json_at(headers, i), 0)), name)) {
            *value = json_text(json_at(json_at(headers, i), 1));
            count++;
        }
    }
    return count;
}

static void what_was_signed_is_what_is_sent(void)
{
    oauth1_session *session = new_session(PATIENCE);
    oauth1_request *request = new_request("PATCH", faults_url("http", "/ok?a=%7e&a=b+c&&d"));
    const char *value = NULL;
    json *document;

    CHECK_OK(oauth1_request_add_header(request, "X-Empty", "", &error));
    CHECK_OK(oauth1_request_add_header(request, "X-Twice", "1", &error));
    CHECK_OK(oauth1_request_add_header(request, "X-Twice", "2", &error));
    CHECK_OK(oauth1_request_set_body(request, "text/x-a", "some text", &error));
    document = seen(session, request);
    CHECK_TEXT(json_get_text(document, "method"), "PATCH");
    CHECK_TEXT(json_get_text(document, "query"), "a=%7e&a=b+c&&d");
    CHECK_TEXT(json_get_text(document, "body"), "some text");
    CHECK(seen_headers(document, "Authorization", &value) == 1);
    CHECK(strncmp(value, "OAuth oauth_consumer_key=\"key\"", 30) == 0);
    CHECK(seen_headers(document, "Content-Type", &value) == 1);
    CHECK_TEXT(value, "text/x-a");
    CHECK(seen_headers(document, "Content-Length", &value) == 1);
    CHECK_TEXT(value, "9");
    CHECK(seen_headers(document, "X-Empty", &value) == 1 && *value == '\0');
    CHECK(seen_headers(document, "X-Twice", &value) == 2);
    CHECK(seen_headers(document, "Expect", &value) == 0);
    json_free(document);
    oauth1_session_free(session);
}

static void a_path_stays_as_it_is(void)
{
    oauth1_session *session = new_session(PATIENCE);

    /* /ok, if libcurl were to take out the dots */
    oauth1_response_free(faults_get(session, faults_url("http", "/x/../ok"), 404));
    oauth1_session_free(session);
}

static void a_request_without_a_body_says_so_where_its_method_has_one(void)
{
    static const struct {
        const char *method;
        int lengths;
    } cases[] = {{"GET", 0}, {"DELETE", 0}, {"POST", 1}, {"PUT", 1}, {"PATCH", 1}};
    oauth1_session *session = new_session(PATIENCE);
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *value = "0";
        json *document = seen(session, new_request(cases[i].method, faults_url("http", "/ok")));
        CHECK_TEXT(json_get_text(document, "method"), cases[i].method);
        CHECK(seen_headers(document, "Content-Length", &value) == cases[i].lengths);
        CHECK_TEXT(value, "0");
        CHECK(seen_headers(document, "Content-Type", &value) == 0);
        json_free(document);
    }
    oauth1_session_free(session);
}

static void the_response_is_handed_over(void)
{
    oauth1_session *session = new_session(PATIENCE);
    oauth1_response *response = faults_get(session, faults_url("http", "/duplicate-headers"), 200);
    size_t i, cookies = 0, length = 0;

    for (i = 0; i < oauth1_response_header_count(response); i++)
        cookies += strcmp(oauth1_response_header_name(response, i, NULL), "Set-Cookie") == 0;
    CHECK(cookies == 3);
    oauth1_response_free(response);

    response = faults_get(session, faults_url("http", "/continue-100"), 200);
    CHECK(strstr(oauth1_response_body(response, NULL), "\"ok\": true") != NULL);
    oauth1_response_free(response);

    response = faults_get(session, faults_url("http", "/chunked?size=200000"), 200);
    oauth1_response_body(response, &length);
    CHECK(length == 200000);
    oauth1_response_free(response);

    oauth1_response_free(faults_get(session, faults_url("http", "/status?code=503"), 503));
    oauth1_response_free(faults_get(session, faults_url("http", "/no-content"), 204));
    oauth1_session_free(session);
}

static void a_compressed_response_is_decompressed(void)
{
    oauth1_session *session = new_session(PATIENCE);
    oauth1_response *response = faults_get(session, faults_url("http", "/gzip?size=10000"), 200);
    size_t length = 0;
    const char *body = oauth1_response_body(response, &length);

    CHECK(length == 10000 && strncmp(body, "The quick brown fox", 19) == 0);
    CHECK(oauth1_response_header(response, "Content-Encoding", NULL) == NULL);
    CHECK(oauth1_response_header(response, "Content-Length", NULL) == NULL);
    oauth1_response_free(response);
    oauth1_session_free(session);
}

static void redirects_are_followed_by_the_library_and_signed_anew(void)
{
    oauth1_session *session = new_session(PATIENCE);
    oauth1_request *request = new_request("GET", faults_url("http", "/redirect?to=/whoami"));
    oauth1_response *response = NULL;
    json *document;

    document = seen(session, request);
    CHECK_TEXT(json_get_text(document, "oauth_token"), "token");
    json_free(document);

    /* to another origin it is not: the redirect is the response */
    request = new_request("GET", faults_url("http", "/redirect?to=http://localhost:1/"));
    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    CHECK(oauth1_response_status(response) == 302);
    oauth1_response_free(response);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

/* --- bodies ----------------------------------------------------------------------------------- */

/* A body of so many letters. One that fails does so at its end. */
struct letters {
    size_t left;
    bool fails;
};

static int64_t read_letters(void *userdata, char *buffer, size_t capacity,
                            oauth1_failure *failure)
{
    struct letters *letters = userdata;
    size_t length = letters->left < capacity ? letters->left : capacity;

    if (length == 0 && letters->fails) {
        oauth1_failure_set_message(failure, "there are no letters left");
        return -1;
    }
    memset(buffer, 'x', length);
    letters->left -= length;
    return (int64_t)length;
}

static void a_body_is_read_while_it_is_sent(void)
{
    static const uint64_t lengths[] = {3000000, OAUTH1_LENGTH_UNKNOWN};
    oauth1_session *session = new_session(PATIENCE);
    size_t i;

    for (i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct letters letters = {3000000, false};
        oauth1_request *request = new_request("PUT", faults_url("http", "/ok"));
        const char *value = NULL;
        json *document;

        CHECK_OK(oauth1_request_set_body_callback(request, "text/plain", lengths[i], read_letters,
                                                  NULL, &letters, NULL, &error));
        document = seen(session, request);
        CHECK_TEXT(json_get_text(document, "body_length"), "3000000");
        CHECK_TEXT(json_get_text(document, "body_sha256"),
                   "e55b8bdf621ddaa8f462c74745db9680d3bb7536a9cf854f8d6668b34a287890");
        CHECK(seen_headers(document, "Transfer-Encoding", &value) == (i == 1));
        json_free(document);
    }
    oauth1_session_free(session);
}

static void a_body_that_cannot_be_read_fails_the_sending(void)
{
    struct letters letters = {1000, true};
    oauth1_session *session = new_session(PATIENCE);
    oauth1_request *request = new_request("POST", faults_url("http", "/ok"));
    oauth1_response *response = NULL;

    CHECK_OK(oauth1_request_set_body_callback(request, "text/plain", 2000, read_letters, NULL,
                                              &letters, NULL, &error));
    CHECK_FAILS_SAYING(oauth1_session_send(session, request, &response, &error),
                       OAUTH1_ERROR_INVALID_BODY, "there are no letters left");
    CHECK(response == NULL);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

/* --- what goes wrong -------------------------------------------------------------------------- */

static void each_fault_has_the_status_that_it_has_without_libcurl(void)
{
    static const struct {
        const char *origin, *path;
        oauth1_status status;
    } cases[] = {
        {"http", "/silent", OAUTH1_ERROR_TIMED_OUT},
        {"http", "/drip-body", OAUTH1_ERROR_TIMED_OUT},
        {"http", "/close-before", OAUTH1_ERROR_CONNECTION_FAILED},
        {"http", "/close-mid-header", OAUTH1_ERROR_CONNECTION_FAILED},
        {"http", "/close-mid-body", OAUTH1_ERROR_CONNECTION_FAILED},
        {"http", "/close-mid-chunk", OAUTH1_ERROR_CONNECTION_FAILED},
        {"http", "/reset-mid-body", OAUTH1_ERROR_CONNECTION_FAILED},
        {"http", "/gzip-garbage", OAUTH1_ERROR_INVALID_RESPONSE},
        {"http", "/negative-length", OAUTH1_ERROR_INVALID_RESPONSE},
        {"http", "/bad-status", OAUTH1_ERROR_INVALID_RESPONSE},
        {"http", "/not-http", OAUTH1_ERROR_INVALID_RESPONSE},
        {"http", "/http09", OAUTH1_ERROR_INVALID_RESPONSE},
        {"http", "/endless", OAUTH1_ERROR_RESPONSE_TOO_LARGE},
        {"http", "/redirect-loop", OAUTH1_ERROR_TOO_MANY_REDIRECTS},
        {"refused", "/", OAUTH1_ERROR_CONNECTION_FAILED},
        {"silent_https", "/", OAUTH1_ERROR_TIMED_OUT},
        {"https_unknown_ca", "/ok", OAUTH1_ERROR_TLS_FAILED},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool slow = cases[i].status == OAUTH1_ERROR_TIMED_OUT;
        oauth1_session *session = new_session(slow ? LIMIT : PATIENCE);
        oauth1_request *request =
            new_request("GET", faults_url(cases[i].origin, cases[i].path));
        oauth1_response *response = NULL;

        printf("  %s%s\n", cases[i].origin, cases[i].path);
        CHECK_FAILS(oauth1_session_send(session, request, &response, &error), cases[i].status);
        CHECK(response == NULL);
        oauth1_request_free(request);
        oauth1_response_free(faults_get(session, faults_url("http", "/ok"), 200));
        oauth1_session_free(session);
    }
}

static void a_host_that_is_not_found_is_told(void)
{
    oauth1_session *session = new_session(PATIENCE);
    oauth1_request *request = new_request("GET", "http://no-such-host.invalid/");
    oauth1_response *response = NULL;

    CHECK_FAILS_SAYING(oauth1_session_send(session, request, &response, &error),
                       OAUTH1_ERROR_HOST_NOT_FOUND, "no-such-host.invalid");
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static void an_error_tells_whether_anything_was_sent(void)
{
    static const struct {
        const char *origin;
        bool unsent;
    } cases[] = {{"refused", true}, {"https_unknown_ca", true}, {"silent", false}};
    oauth1_session *session = new_session(LIMIT);
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        oauth1_request *request = new_request("POST", faults_url(cases[i].origin, "/ok"));
        oauth1_response *response = NULL;

        CHECK(oauth1_session_send(session, request, &response, &error) != OAUTH1_OK);
        CHECK(oauth1_error_is_unsent(error) == cases[i].unsent);
        oauth1_error_free(error);
        error = NULL;
        oauth1_request_free(request);
    }
    oauth1_session_free(session);
}

static void *cancel_soon(void *cancellation)
{
    static const struct timespec pause = {0, 200000000};

    nanosleep(&pause, NULL);
    oauth1_cancellation_cancel(cancellation);
    return NULL;
}

static void a_request_is_called_off(void)
{
    oauth1_session *session = new_session(PATIENCE);
    oauth1_request *request = new_request("GET", faults_url("http", "/silent"));
    oauth1_cancellation *cancellation = NULL;
    oauth1_response *response = NULL;
    pthread_t thread;
    double start = seconds();

    CHECK_OK(oauth1_cancellation_new(&cancellation, &error));
    CHECK_OK(oauth1_request_set_cancellation(request, cancellation, &error));
    CHECK(pthread_create(&thread, NULL, cancel_soon, cancellation) == 0);
    CHECK_FAILS(oauth1_session_send(session, request, &response, &error), OAUTH1_ERROR_CANCELLED);
    CHECK(seconds() - start < PATIENCE / 1000 / 2);
    CHECK(pthread_join(thread, NULL) == 0);
    oauth1_cancellation_free(cancellation);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

/* --- connections ------------------------------------------------------------------------------ */

static int connection_of(const oauth1_session *session, const char *method)
{
    json *document = seen(session, new_request(method, faults_url("http", "/ok")));
    int number = atoi(json_get_text(document, "connection"));
    json_free(document);
    return number;
}

static void a_connection_is_kept_for_what_can_be_sent_twice(void)
{
    oauth1_session *session = new_session(PATIENCE);
    int first = connection_of(session, "GET");

    CHECK(connection_of(session, "GET") == first);
    CHECK(connection_of(session, "PUT") == first);
    CHECK(connection_of(session, "POST") != first);
    oauth1_session_free(session);
}

static void a_connection_that_was_closed_meanwhile_is_not_missed(void)
{
    static const struct timespec pause = {0, 100000000};
    oauth1_session *session = new_session(PATIENCE);
    int i;

    for (i = 0; i < 3; i++) {
        oauth1_response_free(faults_get(session, faults_url("http", "/keepalive-close"), 200));
        nanosleep(&pause, NULL);
    }
    oauth1_session_free(session);
}

static void *send_some(void *session)
{
    int i;

    for (i = 0; i < 10; i++) {
        oauth1_request *request = NULL;
        oauth1_response *response = NULL;
        oauth1_error *own = NULL;
        bool sent = oauth1_request_new(i % 2 ? "GET" : "POST", faults_value("http"), &request,
                                       &own) == OAUTH1_OK &&
                    oauth1_session_send(session, request, &response, &own) == OAUTH1_OK;

        CHECK(sent);
        oauth1_response_free(response);
        oauth1_request_free(request);
    }
    return NULL;
}

static void many_threads_send_at_once(void)
{
    oauth1_session *session = new_session(PATIENCE);
    pthread_t threads[8];
    size_t i;

    for (i = 0; i < sizeof threads / sizeof *threads; i++)
        CHECK(pthread_create(&threads[i], NULL, send_some, session) == 0);
    for (i = 0; i < sizeof threads / sizeof *threads; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    oauth1_session_free(session);
}

static void a_builder_that_has_built_takes_no_transport(void)
{
    oauth1_client_builder *builder = faults_builder(PATIENCE);
    oauth1_client *client = NULL;

    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_FAILS(use_curl(builder, &error), OAUTH1_ERROR_ALREADY_BUILT);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
}

int main(void)
{
    setenv("no_proxy", "*", 1);
    CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    faults_start();
    RUN(what_was_signed_is_what_is_sent);
    RUN(a_path_stays_as_it_is);
    RUN(a_request_without_a_body_says_so_where_its_method_has_one);
    RUN(the_response_is_handed_over);
    RUN(a_compressed_response_is_decompressed);
    RUN(redirects_are_followed_by_the_library_and_signed_anew);
    RUN(a_body_is_read_while_it_is_sent);
    RUN(a_body_that_cannot_be_read_fails_the_sending);
    RUN(each_fault_has_the_status_that_it_has_without_libcurl);
    RUN(a_host_that_is_not_found_is_told);
    RUN(an_error_tells_whether_anything_was_sent);
    RUN(a_request_is_called_off);
    RUN(a_connection_is_kept_for_what_can_be_sent_twice);
    RUN(a_connection_that_was_closed_meanwhile_is_not_missed);
    RUN(many_threads_send_at_once);
    RUN(a_builder_that_has_built_takes_no_transport);
    faults_stop();
    curl_global_cleanup();
    return EXIT_SUCCESS;
}
