/* One client for all users of a server: threads that send at once, each for a user of its own, get
 * their own user's responses, and never is a nonce sent twice, which the sandbox would refuse. */
#include "sandbox.h"
#include "test.h"

#include <pthread.h>

enum { THREADS = 8, REQUESTS = 2000, FEW = 25 };

static oauth1_client *client;
static int requests = REQUESTS;

/* Whether valgrind runs this, which takes fifty times as long. */
static bool is_watched(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    return preloaded != NULL && strstr(preloaded, "vgpreload") != NULL;
}

/* The name that a response gives its user. */
static void check_user(const oauth1_response *response, const char *user)
{
    json *document;

    if (oauth1_response_status(response) != 200)
        fprintf(stderr, "%s: %d %s\n", user, oauth1_response_status(response),
                oauth1_response_body(response, NULL));
    CHECK(oauth1_response_status(response) == 200);
    document = json_read(oauth1_response_body(response, NULL));
    CHECK_TEXT(json_get_text(document, "screen_name"), user);
    json_free(document);
}

static void *send_for_a_user(void *known)
{
    const json *user = known;
    oauth1_error *error = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = NULL;
    int i;

    CHECK_OK(oauth1_token_new(json_get_text(user, "oauth_token"),
                              json_get_text(user, "oauth_token_secret"), &token, &error));
    CHECK_OK(oauth1_session_new(client, token, &session, &error));
    CHECK_OK(
        oauth1_request_new("GET", sandbox_value("verify_credentials_url"), &request, &error));
    for (i = 0; i < requests; i++) {
        oauth1_response *response = NULL;
        CHECK_OK(oauth1_session_send(session, request, &response, &error));
        check_user(response, json_get_text(user, "user"));
        oauth1_response_free(response);
    }
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_token_free(token);
    return NULL;
}

static void each_user_gets_their_own_responses(void)
{
    const json *users = sandbox_list("tokens");
    pthread_t threads[THREADS];
    size_t i;

    CHECK(json_count(users) == THREADS);
    for (i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, send_for_a_user, (void *)json_at(users, i)) == 0);
    for (i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
}

int main(void)
{
    static const char *const options[] = {"--users", "8", NULL};
    oauth1_error *error = NULL;

    if (is_watched())
        requests = FEW;
    sandbox_start_with(options);
    CHECK_OK(oauth1_client_new(sandbox_value("consumer_key"), sandbox_value("consumer_secret"),
                               &client, &error));
    RUN(each_user_gets_their_own_responses);
    oauth1_client_free(client);
    sandbox_stop();
    return EXIT_SUCCESS;
}
