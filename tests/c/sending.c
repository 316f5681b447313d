/* What can be set for sending, the bodies that are sent, and the responses that come back. */
#define _POSIX_C_SOURCE 200809L

#include "fault_server.h"
#include "service.h"
#include "test.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE = 60000 };

static oauth1_error *error;

static oauth1_session *new_session(void)
{
    return faults_session(faults_builder(PATIENCE), "token");
}

static oauth1_request *new_request(const char *method, const char *url)
{
    oauth1_request *request = NULL;
    CHECK_OK(oauth1_request_new(method, url, &request, &error));
    return request;
}

/* Sends a request, and gives what the server saw of it. Both are freed. */
static json *seen(oauth1_session *session, oauth1_request *request)
{
    oauth1_response *response = NULL;
    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    CHECK_OK(oauth1_response_check(response, &error));
    oauth1_request_free(request);
    oauth1_session_free(session);
    return faults_json(response);
}

/* The value of a header that the server saw. */
static const char *seen_header(const json *document, const char *name)
{
    const json *headers = json_get(document, "headers");
    size_t i;

    for (i = 0; i < json_count(headers); i++) {
        const json *pair = json_at(headers, i);
        const char *own = json_text(json_at(pair, 0));
        size_t k = 0;
        while (own[k] && name[k] && (own[k] | 32) == (name[k] | 32))
            k++;
        if (!own[k] && !name[k])
            return json_text(json_at(pair, 1));
    }
    return NULL;
}

/* Writes a file for the test, and gives its path. */
static const char *written(const char *content, size_t length)
{
    static char path[64];
    int file;

    strcpy(path, "/tmp/oauth1-test-XXXXXX");
    file = mkstemp(path);
    CHECK(file >= 0);
    CHECK(write(file, content, length) == (ssize_t)length);
    close(file);
    return path;
}

/* --- settings ------------------------------------------------------------------------------- */

static void a_proxy_is_used_or_not(void)
{
    static const char *const proxies[] = {"proxy", "https_proxy", "proxy_auth_url"};
    static const char *const urls[] = {"http://api.example/ok", "https://localhost/ok"};
    size_t i, k;

    for (i = 0; i < sizeof proxies / sizeof *proxies; i++) {
        for (k = 0; k < sizeof urls / sizeof *urls; k++) {
            oauth1_client_builder *builder = faults_builder(PATIENCE);
            json *document;
            CHECK_OK(oauth1_client_builder_set_proxy(builder, faults_value(proxies[i]), NULL,
                                                     &error));
            document = seen(faults_session(builder, "token"), new_request("GET", urls[k]));
            CHECK_TEXT(json_get_text(document, "path"), "/ok");
            json_free(document);
        }
    }
}

static void exceptions_are_asked_without_the_proxy(void)
{
    oauth1_client_builder *builder = faults_builder(PATIENCE);
    json *document;

    CHECK_OK(oauth1_client_builder_set_proxy(builder, faults_value("refused"),
                                             "example.com, 127.0.0.1", &error));
    document = seen(faults_session(builder, "token"),
                    new_request("GET", faults_url("http", "/ok")));
    json_free(document);
}

static void the_environment_names_the_proxy_unless_the_program_does(void)
{
    oauth1_client_builder *builder = NULL;
    oauth1_request *request = new_request("GET", faults_url("http", "/ok"));
    oauth1_response *response = NULL;
    oauth1_session *session;

    CHECK(setenv("ALL_PROXY", faults_value("refused"), 1) == 0);
    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    session = faults_session(builder, "token");
    CHECK_FAILS(oauth1_session_send(session, request, &response, &error),
                OAUTH1_ERROR_CONNECTION_FAILED);
    oauth1_session_free(session);
    json_free(seen(new_session(), request)); /* which has no proxy by its builder */
    CHECK(unsetenv("ALL_PROXY") == 0);
}

static void a_client_certificate_is_shown(void)
{
    oauth1_client_builder *builder = faults_builder(PATIENCE);
    char certificate[8192], key[8192];
    size_t certificate_length = read_file(faults_value("client_cert"), certificate, sizeof key);
    size_t key_length = read_file(faults_value("client_key"), key, sizeof key);

    CHECK_OK(oauth1_client_builder_set_client_certificate(builder, certificate, certificate_length,
                                                          key, key_length, &error));
    json_free(seen(faults_session(builder, "token"),
                   new_request("GET", faults_url("https_client_cert", "/ok"))));
}

static void a_wrong_setting_fails_the_building(void)
{
    oauth1_client_builder *builder = faults_builder(PATIENCE);
    oauth1_client *client = NULL;
    char ca[8192];
    size_t length = read_file(faults_value("ca"), ca, sizeof ca);

    CHECK_FAILS(oauth1_client_builder_set_proxy(builder, "socks5://127.0.0.1", NULL, &error),
                OAUTH1_ERROR_INVALID_SETTING);
    CHECK_OK(oauth1_client_builder_set_root_certificates(builder, "no PEM", 6, &error));
    CHECK_FAILS_SAYING(oauth1_client_builder_build(builder, &client, &error),
                       OAUTH1_ERROR_INVALID_SETTING, "BEGIN CERTIFICATE");
    CHECK_FAILS(oauth1_client_builder_set_pool_size(builder, 1, &error),
                OAUTH1_ERROR_ALREADY_BUILT);
    CHECK_FAILS(oauth1_client_builder_set_timeouts(builder, 1, 1, 1, 1, &error),
                OAUTH1_ERROR_ALREADY_BUILT);
    oauth1_client_builder_free(builder);

    builder = faults_builder(PATIENCE);
    CHECK_OK(oauth1_client_builder_set_client_certificate(builder, ca, length, "no key", 6,
                                                          &error));
    CHECK_FAILS(oauth1_client_builder_build(builder, &client, &error), OAUTH1_ERROR_INVALID_KEY);
    oauth1_client_builder_free(builder);

    builder = faults_builder(PATIENCE);
    CHECK_OK(oauth1_client_builder_set_retries(builder, 0, 0, 0, 0, &error));
    CHECK_FAILS(oauth1_client_builder_build(builder, &client, &error),
                OAUTH1_ERROR_INVALID_SETTING);
    oauth1_client_builder_free(builder);

    builder = faults_builder(PATIENCE);
    CHECK_OK(oauth1_client_builder_set_user_agent(builder, "a\r\nb", &error));
    CHECK_FAILS(oauth1_client_builder_build(builder, &client, &error),
                OAUTH1_ERROR_INVALID_HEADER);
    oauth1_client_builder_free(builder);
    CHECK(client == NULL);
}

static void the_longest_time_limits_are_taken(void)
{
    oauth1_client_builder *builder = faults_builder(PATIENCE);

    CHECK_OK(oauth1_client_builder_set_timeouts(builder, UINT64_MAX, UINT64_MAX, UINT64_MAX,
                                                UINT64_MAX, &error));
    CHECK_OK(oauth1_client_builder_set_retries(builder, UINT32_MAX, UINT64_MAX, UINT64_MAX,
                                               UINT64_MAX, &error));
    json_free(seen(faults_session(builder, "token"),
                   new_request("GET", faults_url("http", "/ok"))));
}

static void the_user_agent_is_the_programs_or_the_librarys(void)
{
    oauth1_client_builder *builder = faults_builder(PATIENCE);
    json *document;

    CHECK_OK(oauth1_client_builder_set_user_agent(builder, "Test/1.0 +https://a.example", &error));
    document = seen(faults_session(builder, "token"),
                    new_request("GET", faults_url("http", "/ok")));
    CHECK_TEXT(seen_header(document, "User-Agent"), "Test/1.0 +https://a.example");
    json_free(document);
    document = seen(new_session(), new_request("GET", faults_url("http", "/ok")));
    CHECK_TEXT(seen_header(document, "User-Agent"), "liboauth1/" OAUTH1_VERSION);
    json_free(document);
}

static void an_empty_token_is_sent_if_it_is_wanted(void)
{
    oauth1_client_builder *builder = faults_builder(PATIENCE);
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = new_request("GET", "https://a.example/");
    char *value = NULL;

    CHECK_OK(oauth1_client_builder_set_empty_token(builder, true, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    CHECK_OK(oauth1_session_authorization(session, request, &value, &error));
    CHECK(strstr(value, "oauth_token=\"\"") != NULL);
    oauth1_string_free(value);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
}

static void redirects_within_the_origin_are_followed_unless_they_are_off(void)
{
    oauth1_client_builder *builder = faults_builder(PATIENCE);
    oauth1_session *session = new_session();

    oauth1_response_free(faults_get(session, faults_url("http", "/redirect-relative"), 200));
    oauth1_session_free(session);
    CHECK_OK(oauth1_client_builder_set_redirects(builder, false, &error));
    session = faults_session(builder, "token");
    oauth1_response_free(faults_get(session, faults_url("http", "/redirect-relative"), 302));
    oauth1_session_free(session);
}

static void a_redirect_to_another_origin_is_the_response(void)
{
    oauth1_session *session = new_session();
    oauth1_response *response;
    char url[512];

    snprintf(url, sizeof url, "%s/redirect?to=%s/ok", faults_value("http"), faults_value("other"));
    response = faults_get(session, url, 302);
    CHECK(strstr(oauth1_response_header(response, "Location", NULL), faults_value("other")) !=
          NULL);
    CHECK_FAILS(oauth1_response_check(response, &error), OAUTH1_ERROR_REFUSED);
    oauth1_response_free(response);
    oauth1_session_free(session);
}

static void a_clock_that_is_off_is_made_up_for_unless_that_is_off(void)
{
    oauth1_client_builder *builder = faults_builder(PATIENCE);
    oauth1_session *session = new_session();

    oauth1_response_free(faults_get(session, faults_url("http", "/skewed?offset=3600"), 200));
    oauth1_session_free(session);
    CHECK_OK(oauth1_client_builder_set_clock_correction(builder, false, &error));
    session = faults_session(builder, "token");
    oauth1_response_free(faults_get(session, faults_url("http", "/skewed?offset=3600"), 401));
    oauth1_session_free(session);
}

static void a_request_is_sent_again_as_often_as_is_set(void)
{
    oauth1_client_builder *builder = faults_builder(PATIENCE);
    oauth1_session *session = new_session();
    oauth1_request *request;

    oauth1_response_free(faults_get(session, faults_url("http", "/unavailable?key=c-0"), 503));
    oauth1_session_free(session);

    CHECK_OK(oauth1_client_builder_set_retries(builder, 3, 10, 10, 1000, &error));
    session = faults_session(builder, "token");
    oauth1_response_free(
        faults_get(session, faults_url("http", "/unavailable?key=c-1&times=2"), 200));
    oauth1_response_free(
        faults_get(session, faults_url("http", "/unavailable?key=c-2&times=3"), 503));
    oauth1_response_free(
        faults_get(session, faults_url("http", "/unavailable?key=c-3&drop=1"), 200));
    oauth1_response_free( /* longer than is waited for */
        faults_get(session, faults_url("http", "/unavailable?key=c-4&retry_after=30"), 503));

    request = new_request("POST", faults_url("http", "/unavailable?key=c-5"));
    CHECK_OK(oauth1_request_set_repeatable(request, true, &error));
    json_free(seen(session, request));
}

static void headers_have_a_largest_size(void)
{
    oauth1_client_builder *builder = faults_builder(PATIENCE);
    oauth1_session *session = new_session();
    oauth1_request *request;
    oauth1_response *response = NULL;
    char large[2001], url[2200];

    memset(large, 'a', sizeof large - 1);
    large[sizeof large - 1] = '\0';
    snprintf(url, sizeof url, "%s/status?header=X-Large:%s", faults_value("http"), large);
    response = faults_get(session, url, 200);
    CHECK_TEXT(oauth1_response_header(response, "X-Large", NULL), large);
    oauth1_response_free(response);
    response = NULL;
    oauth1_session_free(session);

    CHECK_OK(oauth1_client_builder_set_max_header_size(builder, 1024, &error));
    session = faults_session(builder, "token");
    request = new_request("GET", url);
    CHECK_FAILS(oauth1_session_send(session, request, &response, &error),
                OAUTH1_ERROR_RESPONSE_TOO_LARGE);
    CHECK(response == NULL);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static void connections_are_kept_alive_unless_the_pool_has_no_room(void)
{
    size_t size;

    for (size = 0; size <= 1; size++) {
        oauth1_client_builder *builder = faults_builder(PATIENCE);
        oauth1_session *session;
        json *first, *second;
        CHECK_OK(oauth1_client_builder_set_pool_size(builder, size, &error));
        session = faults_session(builder, "token");
        first = faults_json(faults_get(session, faults_url("http", "/ok"), 200));
        second = faults_json(faults_get(session, faults_url("http", "/ok"), 200));
        CHECK((strcmp(json_get_text(first, "connection"), json_get_text(second, "connection")) ==
               0) == (size == 1));
        json_free(first);
        json_free(second);
        oauth1_session_free(session);
    }
}

/* --- bodies --------------------------------------------------------------------------------- */

/* What a body's functions are called with. */
struct source {
    const char *content;
    size_t length, at;
    int64_t answer; /* in place of reading, where it is not 0 */
    bool stuck;     /* cannot rewind */
    int rewound, destroyed;
    const char *says;
};

static int64_t read_source(void *userdata, char *buffer, size_t capacity, oauth1_failure *failure)
{
    struct source *source = userdata;
    size_t count = source->length - source->at;

    oauth1_failure_set_message(failure, source->says);
    if (source->answer != 0)
        return source->answer;
    if (count > 1000)
        count = 1000;
    if (count > capacity)
        count = capacity;
    memcpy(buffer, source->content + source->at, count);
    source->at += count;
    return (int64_t)count;
}

static bool rewind_source(void *userdata, oauth1_failure *failure)
{
    struct source *source = userdata;
    oauth1_failure_set_message(failure, source->says);
    source->at = 0;
    source->rewound++;
    return !source->stuck;
}

static void destroy_source(void *userdata)
{
    ((struct source *)userdata)->destroyed++;
}

static oauth1_request *upload_of(struct source *source, const char *path, uint64_t length,
                                 oauth1_rewind_fn rewind)
{
    oauth1_request *request = new_request("POST", faults_url("http", path));
    CHECK_OK(oauth1_request_set_body_callback(request, "video/mp4", length, read_source, rewind,
                                              source, destroy_source, &error));
    return request;
}

static char *large(size_t length)
{
    char *content = malloc(length);
    size_t i;

    CHECK(content != NULL);
    for (i = 0; i < length; i++)
        content[i] = (char)(i * 31 + i / 251);
    return content;
}

static void check_body(json *document, size_t length, bool chunked)
{
    char expected[32];

    snprintf(expected, sizeof expected, "%lu", (unsigned long)length);
    CHECK_TEXT(json_get_text(document, "body_length"), expected);
    CHECK((seen_header(document, "Transfer-Encoding") != NULL) == chunked);
    CHECK((seen_header(document, "Content-Length") != NULL) == !chunked);
    json_free(document);
}

static void a_file_is_sent(void)
{
    enum { SIZE = 300000 };
    char *content = large(SIZE);
    const char *path = written(content, SIZE);
    oauth1_request *request = new_request("PUT", faults_url("http", "/ok"));

    CHECK_FAILS(oauth1_request_set_body_file(request, "video/mp4", "/no/such/file", &error),
                OAUTH1_ERROR_INVALID_BODY);
    CHECK_FAILS(oauth1_request_set_body_file(request, "video/mp4", "/", &error),
                OAUTH1_ERROR_INVALID_BODY);
    CHECK_FAILS(oauth1_request_set_body_file(request, "application/x-www-form-urlencoded", path,
                                             &error),
                OAUTH1_ERROR_INVALID_BODY);
    CHECK_OK(oauth1_request_set_body_file(request, "video/mp4", path, &error));
    CHECK_TEXT(oauth1_request_content_type(request, NULL), "video/mp4");
    check_body(seen(new_session(), request), SIZE, false);
    CHECK(remove(path) == 0);
    free(content);
}

static void a_callback_gives_the_body(void)
{
    enum { SIZE = 100000 };
    char *content = large(SIZE);
    struct source source = {content, SIZE, 0, 0, false, 0, 0, NULL};

    check_body(seen(new_session(), upload_of(&source, "/ok", SIZE, NULL)), SIZE, false);
    CHECK(source.rewound == 0 && source.destroyed == 1);
    source.at = 0;
    check_body(seen(new_session(), upload_of(&source, "/ok", OAUTH1_LENGTH_UNKNOWN, NULL)), SIZE,
               true);
    CHECK(source.destroyed == 2);
    free(content);
}

static void a_body_that_can_be_rewound_is_sent_again(void)
{
    struct source source = {"hello", 5, 0, 0, false, 0, 0, NULL};
    oauth1_request *request = upload_of(&source, "/redirect?to=/ok&code=307", 5, rewind_source);

    check_body(seen(new_session(), request), 5, false);
    CHECK(source.rewound == 1 && source.destroyed == 1);

    /* the body hash needs it as well */
    source.at = 0;
    request = upload_of(&source, "/ok", 5, rewind_source);
    CHECK_OK(oauth1_request_set_body_hash(request, OAUTH1_BODY_HASH_ALWAYS, &error));
    check_body(seen(new_session(), request), 5, false);
    CHECK(source.rewound == 2 && source.destroyed == 2);
}

static void a_body_that_cannot_be_rewound_is_sent_once(void)
{
    struct source source = {"hello", 5, 0, 0, false, 0, 0, NULL};
    oauth1_session *session = new_session();
    oauth1_request *request = upload_of(&source, "/ok", 5, NULL);
    oauth1_response *response = NULL;

    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    oauth1_response_free(response);
    response = NULL;
    CHECK_FAILS_SAYING(oauth1_session_send(session, request, &response, &error),
                       OAUTH1_ERROR_INVALID_BODY, "cannot be read anew");
    oauth1_request_free(request);

    source.stuck = true;
    source.at = 0;
    request = upload_of(&source, "/ok", 5, rewind_source);
    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    oauth1_response_free(response);
    response = NULL;
    CHECK_FAILS_SAYING(oauth1_session_send(session, request, &response, &error),
                       OAUTH1_ERROR_INVALID_BODY, "its callback could not rewind");
    oauth1_request_free(request);
    oauth1_session_free(session);
    CHECK(response == NULL && source.destroyed == 2);
}

/* A body that has a copy of its own request sent while it is read. */
struct reentry {
    oauth1_session *session;
    oauth1_request *copy;
    int calls;
};

static int64_t read_and_send(void *userdata, char *buffer, size_t capacity,
                             oauth1_failure *failure)
{
    struct reentry *own = userdata;
    oauth1_response *response = NULL;

    (void)failure;
    if (++own->calls > 1)
        return 0;
    CHECK_FAILS_SAYING(oauth1_session_send(own->session, own->copy, &response, &error),
                       OAUTH1_ERROR_INVALID_BODY, "another request is reading it");
    CHECK(response == NULL && capacity > 0);
    buffer[0] = 'a';
    return 1;
}

static bool rewind_reentry(void *userdata, oauth1_failure *failure)
{
    (void)userdata, (void)failure;
    return true;
}

static void a_body_is_read_by_one_request_at_a_time(void)
{
    struct reentry own = {new_session(), NULL, 0};
    oauth1_request *request = new_request("POST", faults_url("http", "/ok"));
    oauth1_response *response = NULL;

    CHECK_OK(oauth1_request_set_body_callback(request, "text/plain", OAUTH1_LENGTH_UNKNOWN,
                                              read_and_send, rewind_reentry, &own, NULL, &error));
    CHECK_OK(oauth1_request_copy(request, &own.copy, &error));
    CHECK_OK(oauth1_session_send(own.session, request, &response, &error));
    check_body(faults_json(response), 1, true);
    oauth1_request_free(own.copy);
    oauth1_request_free(request);
    oauth1_session_free(own.session);
}

static void a_body_that_fails_fails_the_sending(void)
{
    static const struct {
        int64_t answer;
        uint64_t length;
        const char *says, *message;
    } cases[] = {
        {-1, 5, NULL, "its callback returned -1"},
        {INT64_MIN, 5, NULL, "its callback returned -9223372036854775808"},
        {INT64_MAX, 5, NULL,
         "its callback returned 9223372036854775807: expected a number from 0 to"},
        {-1, OAUTH1_LENGTH_UNKNOWN, NULL, "its callback returned -1"},
        {-1, 5, "the disk is gone", "the disk is gone"},
        {0, 7, "what nobody hears", "it ended 2 bytes before its length"},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source source = {"hello", 5, 0, 0, false, 0, 0, NULL};
        oauth1_session *session = new_session();
        oauth1_request *request = upload_of(&source, "/ok", cases[i].length, NULL);
        oauth1_response *response = NULL;
        source.answer = cases[i].answer;
        source.says = cases[i].says;
        CHECK_FAILS_SAYING(oauth1_session_send(session, request, &response, &error),
                           OAUTH1_ERROR_INVALID_BODY, cases[i].message);
        oauth1_response_free(faults_get(session, faults_url("http", "/ok"), 200));
        oauth1_request_free(request);
        oauth1_session_free(session);
        CHECK(response == NULL && source.destroyed == 1);
    }
}

static void a_body_is_not_taken_over_by_a_call_that_fails(void)
{
    struct source source = {"hello", 5, 0, 0, false, 0, 0, NULL};
    oauth1_request *request = new_request("POST", faults_url("http", "/ok"));
    oauth1_multipart *multipart = NULL;

    CHECK_FAILS(oauth1_request_set_body_callback(request, "application/x-www-form-urlencoded", 5,
                                                 read_source, NULL, &source, destroy_source,
                                                 &error),
                OAUTH1_ERROR_INVALID_BODY);
    CHECK_FAILS(oauth1_request_set_body_callback(request, "a\nb", 5, read_source, NULL, &source,
                                                 destroy_source, &error),
                OAUTH1_ERROR_INVALID_HEADER);
    CHECK_OK(oauth1_multipart_new(&multipart, &error));
    CHECK_FAILS(oauth1_multipart_add_callback(multipart, "", "a", "text/plain", 5, read_source,
                                              NULL, &source, destroy_source, &error),
                OAUTH1_ERROR_INVALID_PARAMETER);
    CHECK(source.destroyed == 0);
    oauth1_multipart_free(multipart);
    oauth1_request_free(request);
    CHECK(source.destroyed == 0);
}

static void a_body_is_destroyed_with_the_last_request_that_has_it(void)
{
    struct source first = {"hello", 5, 0, 0, false, 0, 0, NULL}, second = first;
    oauth1_request *request = upload_of(&first, "/ok", 5, rewind_source), *copy = NULL;

    CHECK_OK(oauth1_request_copy(request, &copy, &error));
    CHECK_OK(oauth1_request_set_body_callback(request, "text/plain", 5, read_source, NULL, &second,
                                              destroy_source, &error));
    CHECK(first.destroyed == 0);
    oauth1_request_free(copy);
    CHECK(first.destroyed == 1 && second.destroyed == 0);
    CHECK_OK(oauth1_request_set_body(request, "text/plain", "in memory", &error));
    CHECK(second.destroyed == 1);
    oauth1_request_free(request);
}

static void fields_and_files_are_sent(void)
{
    struct source source = {"from a callback", 15, 0, 0, false, 0, 0, NULL};
    const char *path = written("from a file", 11);
    oauth1_request *request = new_request("POST", faults_url("http", "/ok"));
    oauth1_multipart *multipart = NULL;
    json *document;
    const char *type, *body;

    CHECK_OK(oauth1_multipart_new(&multipart, &error));
    CHECK_OK(oauth1_multipart_add_text(multipart, "status", "Na\xC3\xAFve \"quoted\"", &error));
    CHECK_OK(oauth1_multipart_add_file(multipart, "file", path, &error));
    CHECK_OK(oauth1_multipart_add_file_as(multipart, "media", path, "b\"c.txt", "text/plain",
                                          &error));
    CHECK_OK(oauth1_multipart_add_part(multipart, "part", "d.png", "image/png", "\x89PNG", 4,
                                       &error));
    CHECK_OK(oauth1_multipart_add_callback(multipart, "stream", "e.bin", "text/x-e", 15,
                                           read_source, rewind_source, &source, destroy_source,
                                           &error));
    CHECK_OK(oauth1_multipart_add_text_n(multipart, "data", "a\0b", 3, &error));
    CHECK_FAILS(oauth1_multipart_add_text(multipart, "", "a", &error),
                OAUTH1_ERROR_INVALID_PARAMETER);
    CHECK_FAILS(oauth1_multipart_add_file(multipart, "a", "/no/such/file", &error),
                OAUTH1_ERROR_INVALID_BODY);
    CHECK_FAILS(oauth1_multipart_add_part(multipart, "a", "a", "a\nb", NULL, 0, &error),
                OAUTH1_ERROR_INVALID_HEADER);
    CHECK_OK(oauth1_request_set_multipart(request, multipart, &error));
    oauth1_multipart_free(multipart); /* the request has a copy */
    CHECK(source.destroyed == 0);

    document = seen(new_session(), request);
    CHECK(source.destroyed == 1);
    type = seen_header(document, "Content-Type");
    CHECK(strncmp(type, "multipart/form-data; boundary=", 30) == 0);
    body = json_get_text(document, "body");
    CHECK(strstr(body, "name=\"status\"\r\n\r\nNa\xC3\xAFve \"quoted\"\r\n") != NULL);
    CHECK(strstr(body, "name=\"file\"; filename=\"oauth1-test-") != NULL);
    CHECK(strstr(body, "name=\"media\"; filename=\"b%22c.txt\"\r\n"
                       "Content-Type: text/plain\r\n\r\nfrom a file\r\n") != NULL);
    CHECK(strstr(body, "Content-Type: image/png\r\n\r\n") != NULL);
    CHECK(strstr(body, "Content-Type: text/x-e\r\n\r\nfrom a callback\r\n") != NULL);
    CHECK(strstr(body, "name=\"data\"\r\n\r\na") != NULL); /* as far as C sees it */
    CHECK(seen_header(document, "Content-Length") != NULL);
    json_free(document);
    CHECK(remove(path) == 0);
}

/* --- responses ------------------------------------------------------------------------------ */

static void text_is_read_in_its_own_charset(void)
{
    oauth1_session *session = new_session();
    oauth1_response *response =
        faults_get(session, faults_url("http", "/charset?name=iso-8859-1&text=caf%C3%A9"), 200);
    size_t length = 0;

    CHECK_TEXT(oauth1_response_body(response, &length), "caf\xE9");
    CHECK(length == 4);
    CHECK_TEXT(oauth1_response_text(response, &length), "caf\xC3\xA9");
    CHECK(length == 5);
    oauth1_response_free(response);
    oauth1_session_free(session);
}

static void headers_that_come_twice_are_kept(void)
{
    oauth1_session *session = new_session();
    oauth1_response *response = faults_get(session, faults_url("http", "/duplicate-headers"), 200);
    size_t i, cookies = 0;

    for (i = 0; i < oauth1_response_header_count(response); i++)
        cookies += strcmp(oauth1_response_header_name(response, i, NULL), "set-cookie") == 0;
    CHECK(cookies == 3);
    oauth1_response_free(response);
    oauth1_session_free(session);
}

static void a_refusal_is_told_in_full(void)
{
    static const char path[] =
        "/token/problem?name=timestamp_refused&advice=Set+the+clock"
        "&acceptable_timestamps=100-200&acceptable_versions=1.0-1.0a"
        "&parameters_absent=oauth_token%26oauth_nonce"
        "&parameters_rejected=foo%3Dbar%26empty%3D";
    oauth1_session *session = new_session();
    oauth1_response *response = faults_get(session, faults_url("http", path), 401);
    uint64_t from = 0, to = 0;

    CHECK_STATUS(oauth1_response_check(response, &error), OAUTH1_ERROR_REFUSED);
    CHECK(oauth1_error_http_status(error) == 401);
    CHECK(!oauth1_error_is_unsent(error));
    CHECK_TEXT(oauth1_error_oauth_problem(error, NULL), "timestamp_refused");
    CHECK_TEXT(oauth1_error_problem_advice(error, NULL), "Set the clock");
    CHECK(strstr(oauth1_error_what_to_do(error, NULL), "NTP") != NULL);
    CHECK(oauth1_error_acceptable_timestamps(error, NULL, NULL));
    CHECK(oauth1_error_acceptable_timestamps(error, &from, &to) && from == 100 && to == 200);
    CHECK_TEXT(oauth1_error_lowest_acceptable_version(error, NULL), "1.0");
    CHECK_TEXT(oauth1_error_highest_acceptable_version(error, NULL), "1.0a");
    CHECK(oauth1_error_absent_parameter_count(error) == 2);
    CHECK_TEXT(oauth1_error_absent_parameter(error, 1, NULL), "oauth_nonce");
    CHECK(oauth1_error_absent_parameter(error, 2, NULL) == NULL);
    CHECK(oauth1_error_rejected_parameter_count(error) == 2);
    CHECK_TEXT(oauth1_error_rejected_parameter_name(error, 0, NULL), "foo");
    CHECK(oauth1_error_rejected_parameter_value(error, 0, NULL) != NULL);
    CHECK_TEXT(oauth1_error_rejected_parameter_value(error, 1, NULL), "");
    CHECK(oauth1_error_rejected_parameter_name(error, 2, NULL) == NULL);
    oauth1_error_free(error);
    error = NULL;
    oauth1_response_free(response);

    response = faults_get(session, faults_url("http", "/status?code=404"), 404);
    CHECK_STATUS(oauth1_response_check(response, &error), OAUTH1_ERROR_REFUSED);
    CHECK(oauth1_error_oauth_problem(error, NULL) == NULL);
    CHECK(oauth1_error_what_to_do(error, NULL) == NULL);
    CHECK(!oauth1_error_acceptable_timestamps(error, &from, &to) && from == 100 && to == 200);
    oauth1_error_free(error);
    error = NULL;
    oauth1_response_free(response);
    oauth1_session_free(session);
}

static oauth1_stream *streamed(const oauth1_session *session, const char *path)
{
    oauth1_request *request = new_request("GET", faults_url("http", path));
    oauth1_stream *stream = NULL;

    CHECK_OK(oauth1_session_stream(session, request, &stream, &error));
    oauth1_request_free(request);
    CHECK(oauth1_stream_status(stream) == 200);
    return stream;
}

/* Checks the bytes of /download and /chunked from there on. */
static void check_download(const char *bytes, size_t count, uint64_t from)
{
    size_t i;

    for (i = 0; i < count; i++) {
        uint64_t at = (from + i) % 65521 * 2654435761U;
        CHECK((unsigned char)bytes[i] == (unsigned char)((at & 0xFFFFFFFFU) >> 24));
    }
}

static void a_response_is_read_piece_by_piece(void)
{
    static const char *const paths[] = {"/download?size=200000", "/chunked?size=200000"};
    oauth1_session *session = new_session();
    char buffer[7000];
    size_t i, k, count = 1;

    for (i = 0; i < sizeof paths / sizeof *paths; i++) {
        oauth1_stream *stream = streamed(session, paths[i]);
        uint64_t total = 0;
        CHECK(oauth1_stream_content_length(stream) == (i == 0 ? 200000 : OAUTH1_LENGTH_UNKNOWN));
        CHECK(oauth1_stream_header(stream, "CONTENT-type", NULL) != NULL);
        CHECK(oauth1_stream_header(stream, "X-None", NULL) == NULL);
        for (k = 0; k < oauth1_stream_header_count(stream); k++) {
            CHECK(oauth1_stream_header_name(stream, k, NULL) != NULL);
            CHECK(oauth1_stream_header_value(stream, k, NULL) != NULL);
        }
        CHECK(k > 0 && oauth1_stream_header_name(stream, k, NULL) == NULL);
        CHECK_OK(oauth1_stream_read(stream, NULL, 0, &count, &error));
        CHECK(count == 0);
        do {
            CHECK_OK(oauth1_stream_read(stream, buffer, sizeof buffer, &count, &error));
            CHECK(count <= sizeof buffer);
            check_download(buffer, count, total);
            total += count;
        } while (count > 0);
        CHECK(total == 200000);
        CHECK_OK(oauth1_stream_read(stream, buffer, sizeof buffer, &count, &error));
        CHECK(count == 0);
        oauth1_stream_free(stream);
    }
    oauth1_session_free(session);
}

static void a_response_is_saved(void)
{
    enum { SIZE = 20 << 20 }; /* more than a whole response may have */
    oauth1_session *session = new_session();
    oauth1_stream *stream = streamed(session, "/download?size=20971520");
    const char *path = written("old", 3);
    uint64_t length = 0;
    FILE *file;
    char *content = malloc(SIZE + 1);

    CHECK_OK(oauth1_stream_save(stream, path, &length, &error));
    CHECK(length == SIZE);
    oauth1_stream_free(stream);
    file = fopen(path, "rb");
    CHECK(file != NULL && content != NULL);
    CHECK(fread(content, 1, SIZE + 1, file) == SIZE);
    fclose(file);
    check_download(content + SIZE - 1000, 1000, SIZE - 1000);
    free(content);
    CHECK(remove(path) == 0);

    stream = streamed(session, "/download");
    CHECK_FAILS(oauth1_stream_save(stream, "/no/such/folder/file", &length, &error),
                OAUTH1_ERROR_NOT_SAVED);
    CHECK(length == SIZE);
    oauth1_stream_free(stream);
    oauth1_session_free(session);
}

static void a_stream_that_breaks_off_is_told(void)
{
    oauth1_session *session = new_session();
    oauth1_stream *stream = streamed(session, "/close-mid-body");
    oauth1_request *request = new_request("GET", faults_url("http", "/endless"));
    char buffer[4096];
    oauth1_status status;
    size_t count;

    while ((status = oauth1_stream_read(stream, buffer, sizeof buffer, &count, NULL)) == OAUTH1_OK)
        CHECK(count > 0);
    CHECK(status == OAUTH1_ERROR_CONNECTION_FAILED);
    oauth1_stream_free(stream);
    stream = NULL;

    CHECK_OK(oauth1_request_set_max_response_size(request, 100000, &error));
    CHECK_OK(oauth1_session_stream(session, request, &stream, &error));
    while ((status = oauth1_stream_read(stream, buffer, sizeof buffer, &count, NULL)) == OAUTH1_OK)
        CHECK(count > 0);
    CHECK(status == OAUTH1_ERROR_RESPONSE_TOO_LARGE);
    oauth1_stream_free(stream);

    CHECK_OK(oauth1_request_set_max_response_size(request, 0, &error));
    {
        oauth1_response *response = NULL;
        CHECK_FAILS(oauth1_session_send(session, request, &response, &error),
                    OAUTH1_ERROR_RESPONSE_TOO_LARGE);
    }
    oauth1_request_free(request);
    oauth1_session_free(session);
}

/* --- time limits and calling off ------------------------------------------------------------ */

static void a_request_has_a_time_limit_of_its_own(void)
{
    oauth1_session *session = new_session();
    oauth1_request *request = new_request("GET", faults_url("http", "/silent"));
    oauth1_response *response = NULL;
    double start = seconds();

    CHECK_OK(oauth1_request_set_timeout(request, 200, &error));
    CHECK_FAILS(oauth1_session_send(session, request, &response, &error), OAUTH1_ERROR_TIMED_OUT);
    CHECK(seconds() - start < 20);
    oauth1_request_free(request);

    request = new_request("GET", faults_url("http", "/slow?ms=1000"));
    CHECK_OK(oauth1_request_set_timeout(request, 100, &error));
    CHECK_OK(oauth1_request_set_timeout(request, 0, &error)); /* the client's again */
    json_free(seen(session, request));
}

static void *cancel_soon(void *cancellation)
{
    static const struct timespec pause = {0, 300000000};
    nanosleep(&pause, NULL);
    oauth1_cancellation_cancel(cancellation);
    return NULL;
}

static void a_request_is_called_off_from_another_thread(void)
{
    static const char *const origins[] = {"http", "https", "silent", "silent_https"};
    size_t i;

    for (i = 0; i < sizeof origins / sizeof *origins; i++) {
        oauth1_session *session = new_session();
        oauth1_request *request = new_request("GET", faults_url(origins[i], "/silent"));
        oauth1_response *response = NULL;
        oauth1_cancellation *cancellation = NULL;
        pthread_t thread;
        double start = seconds();

        CHECK_OK(oauth1_cancellation_new(&cancellation, &error));
        CHECK(!oauth1_cancellation_is_cancelled(cancellation));
        CHECK_OK(oauth1_request_set_cancellation(request, cancellation, &error));
        CHECK(pthread_create(&thread, NULL, cancel_soon, cancellation) == 0);
        CHECK_FAILS(oauth1_session_send(session, request, &response, &error),
                    OAUTH1_ERROR_CANCELLED);
        CHECK(seconds() - start < 20);
        CHECK(pthread_join(thread, NULL) == 0);
        CHECK(oauth1_cancellation_is_cancelled(cancellation));
        oauth1_cancellation_free(cancellation); /* the request keeps what it needs of it */

        CHECK_STATUS(oauth1_session_send(session, request, &response, &error),
                     OAUTH1_ERROR_CANCELLED);
        CHECK(oauth1_error_is_unsent(error));
        oauth1_error_free(error);
        error = NULL;
        CHECK(response == NULL);
        oauth1_response_free(faults_get(session, faults_url("http", "/ok"), 200));
        oauth1_request_free(request);
        oauth1_session_free(session);
    }
}

static void a_handshake_is_called_off_from_another_thread(void)
{
    oauth1_provider *provider = NULL;
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL, *copy = NULL;
    oauth1_pending *pending = NULL;
    oauth1_token_response *answer = NULL;
    oauth1_token *token = NULL;
    oauth1_cancellation *cancellation = NULL;
    pthread_t thread;

    CHECK_OK(oauth1_provider_new("photos", &provider, &error));
    CHECK_OK(oauth1_provider_set_request_token_url(provider, faults_url("http", "/silent"), &error));
    CHECK_OK(oauth1_provider_set_authorization_url(provider, "https://a.example/", &error));
    CHECK_OK(oauth1_provider_set_access_token_url(provider, faults_url("http", "/silent"), &error));
    CHECK_OK(oauth1_client_builder_new_for(provider, "key", CONSUMER_SECRET, &builder, &error));
    CHECK_OK(oauth1_client_builder_set_proxy(builder, NULL, NULL, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_OK(oauth1_cancellation_new(&cancellation, &error));
    CHECK_OK(oauth1_client_with_cancellation(client, cancellation, &copy, &error));
    oauth1_client_free(client); /* the copy has all that it needs */
    CHECK_TEXT(oauth1_provider_name(oauth1_client_provider(copy), NULL), "photos");

    CHECK(pthread_create(&thread, NULL, cancel_soon, cancellation) == 0);
    CHECK_FAILS(oauth1_client_authorize(copy, "oob", &pending, &error), OAUTH1_ERROR_CANCELLED);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK_OK(oauth1_token_new("token", TOKEN_SECRET, &token, &error));
    CHECK_OK(oauth1_pending_new(token, "https://a.example/", &pending, &error));
    CHECK_FAILS(oauth1_client_complete_with_verifier(copy, pending, "1", &answer, &error),
                OAUTH1_ERROR_CANCELLED);
    CHECK(answer == NULL);
    oauth1_pending_free(pending);
    oauth1_token_free(token);
    oauth1_cancellation_free(cancellation);
    oauth1_client_free(copy);
    oauth1_client_builder_free(builder);
    oauth1_provider_free(provider);
}

static oauth1_cancellation *of_signal;

static void cancel_by_signal(int number)
{
    (void)number;
    oauth1_cancellation_cancel(of_signal);
}

static void a_request_is_called_off_in_a_signal_handler(void)
{
    oauth1_session *session = new_session();
    oauth1_request *request = new_request("GET", faults_url("http", "/silent"));
    oauth1_response *response = NULL;
    struct sigaction action, before;

    memset(&action, 0, sizeof action);
    action.sa_handler = cancel_by_signal;
    CHECK(sigaction(SIGALRM, &action, &before) == 0);
    CHECK_OK(oauth1_cancellation_new(&of_signal, &error));
    CHECK_OK(oauth1_request_set_cancellation(request, of_signal, &error));
    alarm(1);
    CHECK_FAILS(oauth1_session_send(session, request, &response, &error), OAUTH1_ERROR_CANCELLED);
    CHECK(response == NULL && oauth1_cancellation_is_cancelled(of_signal));
    CHECK(sigaction(SIGALRM, &before, NULL) == 0);
    oauth1_cancellation_free(of_signal);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static void a_stream_is_called_off_from_another_thread(void)
{
    oauth1_session *session = new_session();
    oauth1_request *request = new_request("GET", faults_url("http", "/drip-body"));
    oauth1_stream *stream = NULL;
    oauth1_cancellation *cancellation = NULL;
    pthread_t thread;
    oauth1_status status;
    char buffer[64];
    size_t count;

    CHECK_OK(oauth1_cancellation_new(&cancellation, &error));
    CHECK_OK(oauth1_request_set_cancellation(request, cancellation, &error));
    CHECK_OK(oauth1_session_stream(session, request, &stream, &error));
    CHECK(pthread_create(&thread, NULL, cancel_soon, cancellation) == 0);
    while ((status = oauth1_stream_read(stream, buffer, sizeof buffer, &count, NULL)) == OAUTH1_OK)
        CHECK(count > 0);
    CHECK(status == OAUTH1_ERROR_CANCELLED);
    CHECK(pthread_join(thread, NULL) == 0);
    oauth1_stream_free(stream);
    oauth1_cancellation_free(cancellation);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

struct interruption {
    int asked, most, destroyed;
};

static bool interrupt(void *userdata)
{
    struct interruption *own = userdata;
    return ++own->asked > own->most;
}

static void destroy_interruption(void *userdata)
{
    ((struct interruption *)userdata)->destroyed++;
}

static void an_interrupt_calls_off_what_is_under_way(void)
{
    struct interruption own = {0, 5, 0};
    oauth1_client_builder *builder = faults_builder(PATIENCE);
    oauth1_request *request = new_request("GET", faults_url("http", "/silent"));
    oauth1_response *response = NULL;
    oauth1_session *session;

    CHECK_OK(oauth1_client_builder_set_interrupt(builder, interrupt, &own, destroy_interruption,
                                                 &error));
    session = faults_session(builder, "token");
    CHECK_FAILS(oauth1_session_send(session, request, &response, &error), OAUTH1_ERROR_CANCELLED);
    CHECK(own.asked > own.most && own.destroyed == 0);
    oauth1_request_free(request);
    oauth1_session_free(session);
    CHECK(own.destroyed == 1);
}

int main(void)
{
    faults_start();
    RUN(a_proxy_is_used_or_not);
    RUN(exceptions_are_asked_without_the_proxy);
    RUN(the_environment_names_the_proxy_unless_the_program_does);
    RUN(a_client_certificate_is_shown);
    RUN(a_wrong_setting_fails_the_building);
    RUN(the_longest_time_limits_are_taken);
    RUN(the_user_agent_is_the_programs_or_the_librarys);
    RUN(an_empty_token_is_sent_if_it_is_wanted);
    RUN(redirects_within_the_origin_are_followed_unless_they_are_off);
    RUN(a_redirect_to_another_origin_is_the_response);
    RUN(a_clock_that_is_off_is_made_up_for_unless_that_is_off);
    RUN(a_request_is_sent_again_as_often_as_is_set);
    RUN(headers_have_a_largest_size);
    RUN(connections_are_kept_alive_unless_the_pool_has_no_room);
    RUN(a_file_is_sent);
    RUN(a_callback_gives_the_body);
    RUN(a_body_that_can_be_rewound_is_sent_again);
    RUN(a_body_that_cannot_be_rewound_is_sent_once);
    RUN(a_body_is_read_by_one_request_at_a_time);
    RUN(a_body_that_fails_fails_the_sending);
    RUN(a_body_is_not_taken_over_by_a_call_that_fails);
    RUN(a_body_is_destroyed_with_the_last_request_that_has_it);
    RUN(fields_and_files_are_sent);
    RUN(text_is_read_in_its_own_charset);
    RUN(headers_that_come_twice_are_kept);
    RUN(a_refusal_is_told_in_full);
    RUN(a_response_is_read_piece_by_piece);
    RUN(a_response_is_saved);
    RUN(a_stream_that_breaks_off_is_told);
    RUN(a_request_has_a_time_limit_of_its_own);
    RUN(a_request_is_called_off_from_another_thread);
    RUN(a_handshake_is_called_off_from_another_thread);
    RUN(a_request_is_called_off_in_a_signal_handler);
    RUN(a_stream_is_called_off_from_another_thread);
    RUN(an_interrupt_calls_off_what_is_under_way);
    faults_stop();
    return EXIT_SUCCESS;
}
