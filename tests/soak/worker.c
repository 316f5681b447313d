/* One process of the soak test, on the C library: what worker.py is on the Python one, with the same
 * configuration on its standard input and the same report on its standard output. Threads share a
 * client and a verifier, each is a user of its own, and what is not as it should be ends the
 * process with a message. */
#define _POSIX_C_SOURCE 200809L

#include "json.h"
#include "test.h"

#include <dirent.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

enum { MOST_THREADS = 64, MOST_SAMPLES = 4096, PATIENT = 60000, SHORT = 500 };

/* How many seconds a nonce is kept, to either side: the store has its size soon. */
enum { WINDOW = 30 };

typedef struct user {
    const char *key, *secret, *name;
    oauth1_session *session;
    uint64_t random;
    pthread_t thread;
} user;

typedef struct fault {
    const char *origin, *path;
    oauth1_status status;
} fault;

/* What each ends with. A busy machine may be out of time before. */
static const fault faults[] = {
    {"http", "silent", OAUTH1_ERROR_TIMED_OUT},
    {"http", "drip-body", OAUTH1_ERROR_TIMED_OUT},
    {"http", "close-before", OAUTH1_ERROR_CONNECTION_FAILED},
    {"http", "close-mid-header", OAUTH1_ERROR_CONNECTION_FAILED},
    {"http", "close-mid-body", OAUTH1_ERROR_CONNECTION_FAILED},
    {"http", "close-mid-chunk", OAUTH1_ERROR_CONNECTION_FAILED},
    {"http", "reset-mid-body", OAUTH1_ERROR_CONNECTION_FAILED},
    {"http", "gzip-cut", OAUTH1_ERROR_INVALID_RESPONSE},
    {"http", "two-lengths", OAUTH1_ERROR_INVALID_RESPONSE},
    {"http", "bad-chunk", OAUTH1_ERROR_INVALID_RESPONSE},
    {"http", "big-header", OAUTH1_ERROR_RESPONSE_TOO_LARGE},
    {"http", "bad-status", OAUTH1_ERROR_INVALID_RESPONSE},
    {"http", "not-http", OAUTH1_ERROR_INVALID_RESPONSE},
    {"http", "gzip-garbage", OAUTH1_ERROR_INVALID_RESPONSE},
    {"http", "redirect-loop", OAUTH1_ERROR_TOO_MANY_REDIRECTS},
    {"refused", "ok", OAUTH1_ERROR_CONNECTION_FAILED},
    {"https_expired", "ok", OAUTH1_ERROR_TLS_FAILED},
    {"https_wrong_host", "ok", OAUTH1_ERROR_TLS_FAILED},
    {"https_unknown_ca", "ok", OAUTH1_ERROR_TLS_FAILED},
};

static json *config;
static oauth1_verifier *verifier;
static double until;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE *nonces;
static size_t working; /* threads, under the lock, as the counts are */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* A number below that, of the user's own series (xorshift). */
static unsigned draw(user *user, unsigned below)
{
    user->random ^= user->random << 13;
    user->random ^= user->random >> 7;
    user->random ^= user->random << 17;
    return (unsigned)(user->random >> 32) % below;
}

static const char *fault_server(const char *origin)
{
    return json_get_text(json_get(config, "faults"), origin);
}

static void note_nonce(const char *header)
{
    static const char before[] = "oauth_nonce=\"";
    const char *nonce = strstr(header, before);
    CHECK(nonce != NULL);
    nonce += sizeof before - 1;
    pthread_mutex_lock(&lock);
    fprintf(nonces, "%.*s\n", (int)strcspn(nonce, "\""), nonce);
    pthread_mutex_unlock(&lock);
}

static oauth1_request *make_request(const char *method, const char *origin, const char *path,
                                    uint64_t timeout)
{
    oauth1_error *error = NULL;
    oauth1_request *request = NULL;
    char url[512];

    CHECK((size_t)snprintf(url, sizeof url, "%s%s", origin, path) < sizeof url);
    CHECK_OK(oauth1_request_new(method, url, &request, &error));
    CHECK_OK(oauth1_request_set_timeout(request, timeout, &error));
    return request;
}

/* Sends, and frees the request. It succeeds with this status. */
static oauth1_response *get(user *user, oauth1_request *request, int status)
{
    oauth1_error *error = NULL;
    oauth1_response *response = NULL;

    CHECK_OK(oauth1_session_send(user->session, request, &response, &error));
    if (oauth1_response_status(response) != status)
        fprintf(stderr, "%d %s\n", oauth1_response_status(response),
                oauth1_response_body(response, NULL));
    CHECK(oauth1_response_status(response) == status);
    oauth1_request_free(request);
    return response;
}

/* Sends, and frees the request. It fails in this way, or is out of time. */
static void fail(user *user, oauth1_request *request, oauth1_status expected)
{
    oauth1_error *error = NULL;
    oauth1_response *response = NULL;
    oauth1_status status = oauth1_session_send(user->session, request, &response, &error);

    if (status != OAUTH1_ERROR_TIMED_OUT && status != expected)
        fprintf(stderr, "%s: %s\n", oauth1_request_url(request, NULL),
                oauth1_error_message(error, NULL));
    CHECK(status == OAUTH1_ERROR_TIMED_OUT || status == expected);
    CHECK(response == NULL);
    oauth1_error_free(error);
    oauth1_request_free(request);
}

static void who_am_i(user *user)
{
    const char *url = json_get_text(json_get(config, "sandbox"), "verify");
    oauth1_response *response = get(user, make_request("GET", url, "", PATIENT), 200);
    json *answer = json_read(oauth1_response_body(response, NULL));

    CHECK_TEXT(json_get_text(answer, "screen_name"), user->name);
    json_free(answer);
    oauth1_response_free(response);
}

static void post(user *user)
{
    const char *url = json_get_text(json_get(config, "sandbox"), "update");
    oauth1_request *request = make_request("POST", url, "", PATIENT);
    oauth1_error *error = NULL;
    oauth1_response *response;
    json *answer;
    char text[128];

    snprintf(text, sizeof text, "%s says %u & more", user->name, draw(user, 1u << 30));
    CHECK_OK(oauth1_request_add_param(request, "status", text, &error));
    response = get(user, request, 200);
    answer = json_read(oauth1_response_body(response, NULL));
    CHECK_TEXT(json_get_text(json_get(answer, "user"), "screen_name"), user->name);
    CHECK_TEXT(json_get_text(answer, "text"), text);
    json_free(answer);
    oauth1_response_free(response);
}

/* The server of faults says what it was sent: by this user, and never with a nonce twice. */
static void echo(user *user)
{
    const char *origin = fault_server(draw(user, 2) ? "http" : "https");
    oauth1_response *response;
    const json *headers;
    json *answer;
    char path[128];
    size_t i, authorizations = 0;

    snprintf(path, sizeof path, "/ok?mark=%s%u", user->key, draw(user, 1u << 30));
    response = get(user, make_request("GET", origin, path, PATIENT), 200);
    answer = json_read(oauth1_response_body(response, NULL));
    CHECK(strstr(path, json_get_text(answer, "query")) != NULL);
    headers = json_get(answer, "headers");
    for (i = 0; i < json_count(headers); i++) {
        const json *header = json_at(headers, i);
        const char *value = json_text(json_at(header, 1));
        char token[128];

        if (strcmp(json_text(json_at(header, 0)), "authorization") != 0
            && strcmp(json_text(json_at(header, 0)), "Authorization") != 0)
            continue;
        snprintf(token, sizeof token, "oauth_token=\"%s\"", user->key);
        CHECK(strstr(value, token) != NULL);
        note_nonce(value);
        authorizations++;
    }
    CHECK(authorizations == 1);
    json_free(answer);
    oauth1_response_free(response);
}

static void stream_a_part(user *user)
{
    oauth1_request *request =
        make_request("GET", fault_server("http"), "/download?size=300000", PATIENT);
    oauth1_error *error = NULL;
    oauth1_stream *stream = NULL;
    unsigned parts = 1 + draw(user, 40);
    char buffer[4096];
    size_t count = 1;

    CHECK_OK(oauth1_session_stream(user->session, request, &stream, &error));
    while (parts-- > 0 && count > 0)
        CHECK_OK(oauth1_stream_read(stream, buffer, sizeof buffer, &count, &error));
    oauth1_stream_free(stream);
    oauth1_request_free(request);
}

static void retry(user *user)
{
    char path[256];
    snprintf(path, sizeof path, "/unavailable?key=%s%u-%ld&drop=1", user->key,
             draw(user, 1u << 30), (long)getpid());
    oauth1_response_free(get(user, make_request("GET", fault_server("http"), path, PATIENT), 200));
}

static void redirect(user *user)
{
    const char *origin = fault_server("http");
    oauth1_request *request = make_request("GET", origin, "/redirect", PATIENT);
    oauth1_response_free(get(user, request, 200));
}

/* An answer that is no success is an answer all the same. */
static void refusal(user *user)
{
    static const int statuses[] = {401, 403, 404, 500};
    int status = statuses[draw(user, 4)];
    oauth1_error *error = NULL;
    oauth1_response *response;
    char path[64];

    snprintf(path, sizeof path, "/status?code=%d&body=no", status);
    response = get(user, make_request("POST", fault_server("http"), path, PATIENT), status);
    CHECK_FAILS(oauth1_response_check(response, &error), OAUTH1_ERROR_REFUSED);
    oauth1_response_free(response);
}

static void *cancel_soon(void *cancellation)
{
    static const struct timespec soon = {0, 30000000};
    nanosleep(&soon, NULL);
    oauth1_cancellation_cancel(cancellation);
    return NULL;
}

static void give_up(user *user)
{
    oauth1_request *request = make_request("POST", fault_server("http"), "/silent", SHORT);
    oauth1_error *error = NULL;
    oauth1_cancellation *cancellation = NULL;
    pthread_t other;

    CHECK_OK(oauth1_cancellation_new(&cancellation, &error));
    CHECK_OK(oauth1_request_set_cancellation(request, cancellation, &error));
    CHECK(pthread_create(&other, NULL, cancel_soon, cancellation) == 0);
    fail(user, request, OAUTH1_ERROR_CANCELLED);
    CHECK(pthread_join(other, NULL) == 0);
    oauth1_cancellation_free(cancellation);
}

static void suffer(user *user)
{
    const fault *one = &faults[draw(user, sizeof faults / sizeof *faults)];
    char path[64];
    snprintf(path, sizeof path, "/%s", one->path);
    fail(user, make_request("POST", fault_server(one->origin), path, SHORT), one->status);
}

/* The verifier that all threads share accepts what is signed here, once, and for this user. */
static void verify(user *user)
{
    static const char url[] = "https://api.example.com/photos?page=2";
    oauth1_request *request = make_request("GET", url, "", PATIENT);
    oauth1_error *error = NULL;
    oauth1_signed *signed_request = NULL;
    oauth1_verified *verified = NULL;
    const char *headers[] = {"Authorization", NULL, NULL};

    CHECK_OK(oauth1_session_sign(user->session, request, &signed_request, &error));
    headers[1] = oauth1_signed_authorization(signed_request, NULL);
    note_nonce(headers[1]);
    CHECK_STATUS(oauth1_verifier_verify(verifier, "GET", "https://api.example.com/photos?page=3",
                                        headers, NULL, 0, &verified, &error),
                 OAUTH1_ERROR_NOT_VERIFIED);
    CHECK(oauth1_error_reason(error) == OAUTH1_REASON_SIGNATURE);
    oauth1_error_free(error);
    error = NULL;
    CHECK_OK(oauth1_verifier_verify(verifier, "GET", url, headers, NULL, 0, &verified, &error));
    CHECK_TEXT(oauth1_verified_token(verified, NULL), user->key);
    oauth1_verified_free(verified);
    verified = NULL;
    CHECK_STATUS(
        oauth1_verifier_verify(verifier, "GET", url, headers, NULL, 0, &verified, &error),
        OAUTH1_ERROR_NOT_VERIFIED);
    CHECK(oauth1_error_reason(error) == OAUTH1_REASON_NONCE);
    oauth1_error_free(error);
    oauth1_signed_free(signed_request);
    oauth1_request_free(request);
}

static const struct action {
    const char *name;
    void (*act)(user *user);
} actions[] = {
    {"who_am_i", who_am_i}, {"post", post},
    {"echo", echo},         {"stream_a_part", stream_a_part},
    {"retry", retry},       {"redirect", redirect},
    {"refusal", refusal},   {"give_up", give_up},
    {"fault", suffer},      {"verify", verify},
};
enum { ACTIONS = sizeof actions / sizeof *actions };

static unsigned long counts[ACTIONS];
static double slowest;

static void *work(void *known)
{
    user *user = known;
    while (now() < until) {
        unsigned which = draw(user, ACTIONS);
        double took, began = now();
        actions[which].act(user);
        took = now() - began;
        pthread_mutex_lock(&lock);
        counts[which]++;
        slowest = took > slowest ? took : slowest;
        pthread_mutex_unlock(&lock);
    }
    pthread_mutex_lock(&lock);
    working--;
    pthread_mutex_unlock(&lock);
    return NULL;
}

static bool is_working(void)
{
    bool is;
    pthread_mutex_lock(&lock);
    is = working > 0;
    pthread_mutex_unlock(&lock);
    return is;
}

static long entries(const char *path)
{
    DIR *directory = opendir(path);
    long count = -2; /* . and .. */

    CHECK(directory != NULL);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

/* What the process takes: memory in KiB, descriptors, threads. */
static void take_sample(long *sample)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long pages;

    CHECK(file != NULL && fscanf(file, "%*d %ld", &pages) == 1);
    fclose(file);
    sample[0] = pages * (sysconf(_SC_PAGESIZE) / 1024);
    sample[1] = entries("/proc/self/fd");
    sample[2] = entries("/proc/self/task");
}

static void read_config(void)
{
    static char text[1 << 16];
    size_t length = fread(text, 1, sizeof text - 1, stdin);

    CHECK(length > 0 && length < sizeof text - 1);
    config = json_read(text);
    nonces = fopen(json_get_text(config, "nonces"), "w");
    CHECK(nonces != NULL);
    until = now() + strtod(json_get_text(config, "seconds"), NULL);
}

static oauth1_client *make_client(void)
{
    const json *sandbox = json_get(config, "sandbox");
    oauth1_error *error = NULL;
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    static char ca[8192];
    size_t length = read_file(fault_server("ca"), ca, sizeof ca);

    CHECK_OK(oauth1_client_builder_new(json_get_text(sandbox, "key"),
                                       json_get_text(sandbox, "secret"), &builder, &error));
    CHECK_OK(oauth1_client_builder_set_root_certificates(builder, ca, length, &error));
    CHECK_OK(oauth1_client_builder_set_proxy(builder, NULL, NULL, &error));
    CHECK_OK(oauth1_client_builder_set_timeouts(builder, 0, 0, PATIENT, PATIENT, &error));
    CHECK_OK(oauth1_client_builder_set_retries(builder, 3, 10, 50, 1000, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    oauth1_client_builder_free(builder);
    return client;
}

static void make_verifier(const user *users, size_t count)
{
    const json *sandbox = json_get(config, "sandbox");
    const char *key = json_get_text(sandbox, "key");
    oauth1_error *error = NULL;
    oauth1_verifier_builder *builder = NULL;
    size_t i;

    CHECK_OK(oauth1_verifier_builder_new(&builder, &error));
    CHECK_OK(oauth1_verifier_builder_set_consumer_secret(
        builder, key, json_get_text(sandbox, "secret"), &error));
    for (i = 0; i < count; i++)
        CHECK_OK(oauth1_verifier_builder_set_token_secret(builder, key, users[i].key,
                                                          users[i].secret, &error));
    CHECK_OK(oauth1_verifier_builder_set_timestamp_window(builder, WINDOW, &error));
    CHECK_OK(oauth1_verifier_builder_build(builder, &verifier, &error));
    oauth1_verifier_builder_free(builder);
}

static void report(long (*samples)[3], size_t count)
{
    size_t i;

    printf("{\"wrong\": [], \"slowest\": %f, \"counts\": {", slowest);
    for (i = 0; i < ACTIONS; i++)
        printf("%s\"%s\": %lu", i ? ", " : "", actions[i].name, counts[i]);
    printf("}, \"samples\": [");
    for (i = 0; i < count; i++)
        printf("%s[%ld, %ld, %ld]", i ? ", " : "", samples[i][0], samples[i][1], samples[i][2]);
    printf("]}\n");
}

int main(void)
{
    static user users[MOST_THREADS];
    static long samples[MOST_SAMPLES][3];
    oauth1_error *error = NULL;
    oauth1_client *client;
    const json *tokens;
    struct timespec pause = {0, 0};
    size_t i, count, taken = 0;
    double seconds;

    read_config();
    client = make_client();
    tokens = json_get(config, "tokens");
    count = json_count(tokens);
    CHECK(count > 0 && count <= MOST_THREADS);
    for (i = 0; i < count; i++) {
        const json *known = json_at(tokens, i);
        oauth1_token *token = NULL;

        users[i].key = json_get_text(known, "oauth_token");
        users[i].secret = json_get_text(known, "oauth_token_secret");
        users[i].name = json_get_text(known, "user");
        users[i].random = 88172645463325252u + i * 7919u;
        CHECK_OK(oauth1_token_new(users[i].key, users[i].secret, &token, &error));
        CHECK_OK(oauth1_session_new(client, token, &users[i].session, &error));
        oauth1_token_free(token);
    }
    make_verifier(users, count);
    oauth1_client_free(client);

    working = count;
    for (i = 0; i < count; i++)
        CHECK(pthread_create(&users[i].thread, NULL, work, &users[i]) == 0);
    seconds = (until - now()) / 200;
    if (seconds < 0.5)
        seconds = 0.5;
    pause.tv_sec = (time_t)seconds;
    pause.tv_nsec = (long)((seconds - (double)pause.tv_sec) * 1e9);
    while (is_working()) {
        if (taken < MOST_SAMPLES)
            take_sample(samples[taken++]);
        nanosleep(&pause, NULL);
    }
    for (i = 0; i < count; i++) {
        CHECK(pthread_join(users[i].thread, NULL) == 0);
        oauth1_session_free(users[i].session);
    }
    oauth1_verifier_free(verifier);
    fclose(nonces);
    report(samples, taken);
    json_free(config);
    return EXIT_SUCCESS;
}
