#include "fault_server.h"

#include "service.h"
#include "test.h"

static service server;

void faults_start(void)
{
    static const char *const arguments[] = {"tests/faults/server.py", NULL};
    service_start(&server, arguments);
}

void faults_stop(void)
{
    service_stop(&server);
}

const char *faults_value(const char *name)
{
    return service_value(&server, name);
}

const char *faults_url(const char *origin, const char *path)
{
    static char urls[8][512];
    static size_t next;
    char *url = urls[next];

    next = (next + 1) % (sizeof urls / sizeof *urls);
    CHECK((size_t)snprintf(url, sizeof *urls, "%s%s", faults_value(origin), path) < sizeof *urls);
    return url;
}

oauth1_client_builder *faults_builder(uint64_t total)
{
    oauth1_error *error = NULL;
    oauth1_client_builder *builder = NULL;
    char ca[8192];
    size_t length = read_file(faults_value("ca"), ca, sizeof ca);

    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    CHECK_OK(oauth1_client_builder_set_root_certificates(builder, ca, length, &error));
    CHECK_OK(oauth1_client_builder_set_proxy(builder, NULL, NULL, &error));
    CHECK_OK(oauth1_client_builder_set_timeouts(builder, 0, 0, 0, total, &error));
    return builder;
}

oauth1_session *faults_session(oauth1_client_builder *builder, const char *token_key)
{
    oauth1_error *error = NULL;
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;

    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_OK(oauth1_token_new(token_key, TOKEN_SECRET, &token, &error));
    CHECK_OK(oauth1_session_new(client, token, &session, &error));
    oauth1_token_free(token);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
    return session;
}

oauth1_response *faults_get(const oauth1_session *session, const char *url, int status)
{
    oauth1_error *error = NULL;
    oauth1_request *request = NULL;
    oauth1_response *response = NULL;

    CHECK_OK(oauth1_request_new("GET", url, &request, &error));
    CHECK_OK(oauth1_session_send(session, request, &response, &error));
    CHECK(oauth1_response_status(response) == status);
    oauth1_request_free(request);
    return response;
}

json *faults_json(oauth1_response *response)
{
    json *document = json_read(oauth1_response_body(response, NULL));
    oauth1_response_free(response);
    return document;
}
