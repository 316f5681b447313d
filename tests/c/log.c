/* The library's log: what it tells, and what it does not. */
#include "fault_server.h"
#include "test.h"

#include <pthread.h>

#define STATUS "a status that nobody is to read"

static oauth1_error *error;

/* What was logged. */
struct lines {
    pthread_mutex_t lock;
    char text[1 << 16];
    size_t length;
    int count[OAUTH1_LOG_TRACE + 1];
    int destroyed;
};

static struct lines first = {.lock = PTHREAD_MUTEX_INITIALIZER};
static struct lines second = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void take(void *userdata, oauth1_log_level level, const char *message, size_t length)
{
    struct lines *lines = userdata;

    CHECK(pthread_mutex_lock(&lines->lock) == 0);
    CHECK(level >= OAUTH1_LOG_ERROR && level <= OAUTH1_LOG_TRACE);
    CHECK(strlen(message) == length && strchr(message, '\n') == NULL);
    CHECK(lines->length + length + 2 < sizeof lines->text);
    memcpy(lines->text + lines->length, message, length);
    lines->length += length;
    lines->text[lines->length++] = '\n';
    lines->text[lines->length] = '\0';
    lines->count[level]++;
    CHECK(pthread_mutex_unlock(&lines->lock) == 0);
}

static void destroy(void *userdata)
{
    ((struct lines *)userdata)->destroyed++;
}

static void forget(struct lines *lines)
{
    lines->length = 0;
    lines->text[0] = '\0';
    memset(lines->count, 0, sizeof lines->count);
}

/* Checks that the log does not have what goes into or comes of a signature. */
static void check_not_logged(const char *secret)
{
    if (secret != NULL && strstr(first.text, secret) != NULL) {
        fprintf(stderr, "the log has %s:\n%s\n", secret, first.text);
        exit(EXIT_FAILURE);
    }
}

/* What the provider said that it saw, to be looked for in the log: the signature above all. */
static void check_seen_is_not_logged(const oauth1_response *response)
{
    json *document = json_read(oauth1_response_body(response, NULL));
    const json *headers = json_get(document, "headers");
    const char *query = json_get_text(document, "query");
    size_t i;

    for (i = 0; i < json_count(headers); i++) {
        const char *value = json_text(json_at(json_at(headers, i), 1));
        const char *found = strstr(value, "oauth_signature=\"");
        char signature[256] = "";
        if (found == NULL)
            continue;
        found += strlen("oauth_signature=\"");
        snprintf(signature, sizeof signature, "%.*s", (int)strcspn(found, "\""), found);
        CHECK(strlen(signature) > 20);
        check_not_logged(signature);
        check_not_logged(value);
    }
    if (query != NULL && query[0])
        check_not_logged(query);
    json_free(document);
}

/* Sends by each method, in each place, what succeeds and what fails. */
static void send_much(void)
{
    static const oauth1_transmission places[] = {
        OAUTH1_TRANSMISSION_HEADER, OAUTH1_TRANSMISSION_QUERY, OAUTH1_TRANSMISSION_FORM};
    static const oauth1_signature_method methods[] = {OAUTH1_SIGNATURE_METHOD_HMAC_SHA1,
                                                      OAUTH1_SIGNATURE_METHOD_HMAC_SHA256,
                                                      OAUTH1_SIGNATURE_METHOD_PLAINTEXT};
    static const char *const paths[] = {
        "/ok?private=query-of-nobody",
        "/redirect?to=/ok%3Fprivate%3Dquery-of-nobody&code=307",
        "/unavailable?key=query-of-nobody&times=1",
        "/skewed?offset=3600&private=query-of-nobody",
        "/redirect?to=http://127.0.0.1:9/&private=query-of-nobody",
        "/close-mid-body",
        "/token/problem?name=signature_invalid&advice=private-advice",
    };
    size_t i, k, m;

    for (m = 0; m < sizeof methods / sizeof *methods; m++) {
        oauth1_client_builder *builder = faults_builder(20000);
        oauth1_session *session;
        CHECK_OK(oauth1_client_builder_set_signature_method(builder, methods[m], &error));
        CHECK_OK(oauth1_client_builder_set_plaintext_over_http(builder, true, &error));
        CHECK_OK(oauth1_client_builder_set_retries(builder, 2, 1, 1, 1, &error));
        session = faults_session(builder, "token");
        for (k = 0; k < sizeof places / sizeof *places; k++) {
            for (i = 0; i < sizeof paths / sizeof *paths; i++) {
                oauth1_request *request = NULL;
                oauth1_response *response = NULL;
                CHECK_OK(
                    oauth1_request_new("POST", faults_url("http", paths[i]), &request, &error));
                CHECK_OK(oauth1_request_add_form(request, "status", STATUS, &error));
                CHECK_OK(oauth1_request_set_transmission(request, places[k], &error));
                CHECK_OK(oauth1_request_set_repeatable(request, true, &error));
                if (oauth1_session_send(session, request, &response, NULL) == OAUTH1_OK && i == 0)
                    check_seen_is_not_logged(response);
                oauth1_response_free(response);
                oauth1_request_free(request);
            }
        }
        oauth1_session_free(session);
    }
}

static void no_secret_no_signature_and_no_body_is_logged(void)
{
    oauth1_client_builder *builder = faults_builder(20000);
    oauth1_client *client = NULL;
    oauth1_token_response *answer = NULL;

    CHECK_OK(oauth1_set_log(OAUTH1_LOG_TRACE, take, &first, destroy, &error));
    send_much();
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_OK(oauth1_client_request_token(client, faults_url("http", "/token/ok"), NULL, &answer,
                                         &error));
    CHECK(first.count[OAUTH1_LOG_DEBUG] > 60);
    CHECK(first.count[OAUTH1_LOG_INFO] > 0);  /* what is sent again */
    CHECK(first.count[OAUTH1_LOG_WARN] > 0);  /* the clock that is off */
    CHECK(strstr(first.text, "POST http://127.0.0.1:") != NULL);
    CHECK(strstr(first.text, "/ok gave 200 after ") != NULL);

    check_not_logged(CONSUMER_SECRET);
    check_not_logged(TOKEN_SECRET);
    check_not_logged(oauth1_token_secret(oauth1_token_response_token(answer), NULL));
    check_not_logged(oauth1_token_key(oauth1_token_response_token(answer), NULL));
    check_not_logged("oauth_signature");
    check_not_logged("oauth_nonce");
    check_not_logged("Authorization");
    check_not_logged("query-of-nobody");
    check_not_logged("private-advice");
    check_not_logged("status=");
    check_not_logged("nobody is to read");
    check_not_logged("nobody%20is");
    oauth1_token_response_free(answer);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
}

/* Sends one request, and one that a retry makes two. */
static void send_little(void)
{
    static int number;
    oauth1_client_builder *builder = faults_builder(20000);
    oauth1_session *session;
    char path[64];

    CHECK_OK(oauth1_client_builder_set_retries(builder, 2, 1, 1, 1, &error));
    session = faults_session(builder, "token");
    snprintf(path, sizeof path, "/unavailable?key=little-%d", ++number);
    oauth1_response_free(faults_get(session, faults_url("http", "/ok"), 200));
    oauth1_response_free(faults_get(session, faults_url("http", path), 200));
    oauth1_session_free(session);
}

static void a_level_says_how_much_is_logged(void)
{
    static const struct {
        oauth1_log_level level;
        int debug, info;
    } cases[] = {
        {OAUTH1_LOG_TRACE, 3, 1}, {OAUTH1_LOG_DEBUG, 3, 1}, {OAUTH1_LOG_INFO, 0, 1},
        {OAUTH1_LOG_WARN, 0, 0},  {OAUTH1_LOG_ERROR, 0, 0}, {OAUTH1_LOG_OFF, 0, 0},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_OK(oauth1_set_log(cases[i].level, take, &first, NULL, &error));
        forget(&first);
        send_little();
        CHECK(first.count[OAUTH1_LOG_DEBUG] == cases[i].debug);
        CHECK(first.count[OAUTH1_LOG_INFO] == cases[i].info);
    }
}

static void a_function_is_replaced_and_removed(void)
{
    first.destroyed = 0;
    CHECK_OK(oauth1_set_log(OAUTH1_LOG_DEBUG, take, &first, destroy, &error));
    CHECK_OK(oauth1_set_log(OAUTH1_LOG_DEBUG, take, &second, destroy, &error));
    CHECK(first.destroyed == 1 && second.destroyed == 0);
    forget(&first);
    send_little();
    CHECK(first.length == 0 && second.length > 0);

    CHECK_OK(oauth1_set_log(OAUTH1_LOG_DEBUG, NULL, NULL, NULL, &error));
    CHECK(second.destroyed == 1);
    forget(&second);
    send_little();
    CHECK(first.length == 0 && second.length == 0);
}

static void a_level_that_is_none_is_refused(void)
{
    static const oauth1_log_level wrong[] = {-1, 6, INT32_MIN, INT32_MAX};
    size_t i;

    first.destroyed = 0;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_FAILS(oauth1_set_log(wrong[i], take, &first, destroy, &error),
                    OAUTH1_ERROR_INVALID_ENUM);
    CHECK(first.destroyed == 0);
}

static void *send_in_thread(void *unused)
{
    int i;
    oauth1_session *session = faults_session(faults_builder(20000), "token");

    for (i = 0; i < 20; i++)
        oauth1_response_free(faults_get(session, unused, 200));
    oauth1_session_free(session);
    return NULL;
}

static void a_function_is_replaced_while_threads_log(void)
{
    char url[256];
    pthread_t threads[4];
    int i, times = 0;

    snprintf(url, sizeof url, "%s", faults_url("http", "/ok"));
    first.destroyed = second.destroyed = 0;
    forget(&first);
    forget(&second);
    for (i = 0; i < 4; i++)
        CHECK(pthread_create(&threads[i], NULL, send_in_thread, url) == 0);
    for (times = 0; times < 100; times++)
        CHECK_OK(oauth1_set_log(OAUTH1_LOG_DEBUG, take, times % 2 ? &first : &second, destroy,
                                &error));
    for (i = 0; i < 4; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK_OK(oauth1_set_log(OAUTH1_LOG_OFF, NULL, NULL, NULL, &error));
    CHECK(first.destroyed + second.destroyed == 100);
}

int main(void)
{
    faults_start();
    RUN(no_secret_no_signature_and_no_body_is_logged);
    RUN(a_level_says_how_much_is_logged);
    RUN(a_function_is_replaced_and_removed);
    RUN(a_level_that_is_none_is_refused);
    RUN(a_function_is_replaced_while_threads_log);
    faults_stop();
    return EXIT_SUCCESS;
}
