/* This library's memory, from C: what each handle takes of the heap, what an idle connection takes in resident memory, and
 * by how much a process grows that signs a million requests. The file of a request and the URL of a server are the
 * arguments. */
#include "heap.h"

#include <oauth1.h>

enum { COUNT = 1000, CONNECTIONS = 200 };

static void check(oauth1_status status, oauth1_error *error)
{
    if (status != OAUTH1_OK)
        fail(oauth1_error_message(error, NULL));
}

static oauth1_client *new_client(void)
{
    oauth1_client *client = NULL;
    oauth1_error *error = NULL;
    check(oauth1_client_new(setting("BENCH_CONSUMER_KEY"), setting("BENCH_CONSUMER_SECRET"),
                            &client, &error),
          error);
    return client;
}

static oauth1_session *new_session(const oauth1_client *client, oauth1_token **token)
{
    oauth1_session *session = NULL;
    oauth1_error *error = NULL;
    check(oauth1_token_new(setting("BENCH_TOKEN"), setting("BENCH_TOKEN_SECRET"), token, &error),
          error);
    check(oauth1_session_new(client, *token, &session, &error), error);
    return session;
}

static oauth1_request *new_request(const struct input *input)
{
    oauth1_request *request = NULL;
    oauth1_error *error = NULL;
    check(oauth1_request_new(input->method, input->url, &request, &error), error);
    for (size_t i = 0; i < input->count; i++)
        check(oauth1_request_add_form(request, input->names[i], input->values[i], &error), error);
    return request;
}

static void sign(const oauth1_session *session, const oauth1_request *request, size_t times)
{
    while (times-- > 0) {
        char *value = NULL;
        oauth1_error *error = NULL;
        check(oauth1_session_authorization(session, request, &value, &error), error);
        oauth1_string_free(value);
    }
}

/* What is made only once is there when this is called. */
static void handles(const oauth1_client *client, const struct input *input)
{
    static oauth1_client *clients[COUNT];
    static oauth1_token *tokens[COUNT];
    static oauth1_session *sessions[COUNT];
    static oauth1_request *requests[COUNT];
    double before = heap();

    for (size_t i = 0; i < COUNT; i++)
        clients[i] = new_client();
    show_each("client_bytes", heap() - before, COUNT);
    before = heap();
    for (size_t i = 0; i < COUNT; i++)
        sessions[i] = new_session(client, &tokens[i]);
    show_each("session_bytes", heap() - before, COUNT);
    before = heap();
    for (size_t i = 0; i < COUNT; i++)
        requests[i] = new_request(input);
    show_each("request_bytes", heap() - before, COUNT);

    for (size_t i = 0; i < COUNT; i++) {
        oauth1_request_free(requests[i]);
        oauth1_session_free(sessions[i]);
        oauth1_token_free(tokens[i]);
        oauth1_client_free(clients[i]);
    }
}

/* Begins to read so many responses at once, which takes as many connections; once they are read, these are idle. */
static void connections(const char *url)
{
    static oauth1_stream *streams[CONNECTIONS];
    char buffer[1024];
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session;
    oauth1_request *request = NULL;
    oauth1_error *error = NULL;
    double before = 0;

    check(oauth1_client_builder_new(setting("BENCH_CONSUMER_KEY"), setting("BENCH_CONSUMER_SECRET"),
                                    &builder, &error),
          error);
    check(oauth1_client_builder_set_pool_size(builder, CONNECTIONS, &error), error);
    check(oauth1_client_builder_build(builder, &client, &error), error);
    oauth1_client_builder_free(builder);
    check(oauth1_request_new("GET", url, &request, &error), error);
    session = new_session(client, &token);

    for (size_t i = 0; i < CONNECTIONS; i++) {
        check(oauth1_session_stream(session, request, &streams[i], &error), error);
        if (i == 0) /* what is made only once is there */
            before = resident();
    }
    for (size_t i = 0; i < CONNECTIONS; i++) {
        size_t length = 1;
        while (length > 0)
            check(oauth1_stream_read(streams[i], buffer, sizeof buffer, &length, &error), error);
        oauth1_stream_free(streams[i]);
    }
    show_each("connection_bytes", resident() - before, CONNECTIONS - 1);

    oauth1_session_free(session);
    oauth1_request_free(request);
    oauth1_token_free(token);
    oauth1_client_free(client);
}

int main(int argc, char **argv)
{
    struct input input;
    oauth1_client *client = new_client();
    oauth1_token *token = NULL;
    oauth1_session *session = new_session(client, &token);
    oauth1_request *request;
    double before;

    if (argc < 3)
        fail("expected the file of a request, and a URL");
    input = read_input(argv[1]);
    request = new_request(&input);
    sign(session, request, 100 * 1000);
    before = resident();
    sign(session, request, 1000 * 1000);
    printf("million_bytes %.1f\n", resident() - before);
    handles(client, &input);
    connections(argv[2]);

    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_token_free(token);
    oauth1_client_free(client);
    return 0;
}
