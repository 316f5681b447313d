/*
 * Posts a status for a user who allows it: the whole of OAuth 1.0a, from C.
 *
 *     tweet STATUS
 *
 * It asks the provider for a request token, has the user authorize it in a browser and type the
 * verifier (the PIN that the provider shows), exchanges both for an access token, and posts the
 * status with it. Where the provider is, and who this program is to it, is in the environment:
 *
 *     OAUTH1_SANDBOX_REQUEST_TOKEN_URL   OAUTH1_SANDBOX_CONSUMER_KEY
 *     OAUTH1_SANDBOX_AUTHORIZE_URL       OAUTH1_SANDBOX_CONSUMER_SECRET
 *     OAUTH1_SANDBOX_ACCESS_TOKEN_URL    OAUTH1_SANDBOX_UPDATE_URL
 *
 * which this sets:  python -m oauth1.sandbox -- tweet "Hello!"
 */
#include <oauth1.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct settings {
    const char *request_token_url;
    const char *authorize_url;
    const char *access_token_url;
    const char *update_url;
    const char *consumer_key;
    const char *consumer_secret;
};

/* Whether a step went well; if not, tells why, and frees the error. */
static bool done(oauth1_status status, const char *step, oauth1_error **error)
{
    if (status == OAUTH1_OK)
        return true;
    fprintf(stderr, "tweet: %s: %s\n", step, oauth1_error_message(*error, NULL));
    oauth1_error_free(*error);
    *error = NULL;
    return false;
}

static bool read_setting(const char *name, const char **out)
{
    *out = getenv(name);
    if (*out == NULL)
        fprintf(stderr, "tweet: %s is not set\n", name);
    return *out != NULL;
}

static bool read_settings(struct settings *out)
{
    return read_setting("OAUTH1_SANDBOX_REQUEST_TOKEN_URL", &out->request_token_url) &&
           read_setting("OAUTH1_SANDBOX_AUTHORIZE_URL", &out->authorize_url) &&
           read_setting("OAUTH1_SANDBOX_ACCESS_TOKEN_URL", &out->access_token_url) &&
           read_setting("OAUTH1_SANDBOX_UPDATE_URL", &out->update_url) &&
           read_setting("OAUTH1_SANDBOX_CONSUMER_KEY", &out->consumer_key) &&
           read_setting("OAUTH1_SANDBOX_CONSUMER_SECRET", &out->consumer_secret);
}

/* Shows one line, at once, for whoever reads along. */
static void show(const char *name, const char *value)
{
    printf("%s: %s\n", name, value);
    fflush(stdout);
}

/* Reads what the user types, without the end of the line. */
static bool ask(const char *prompt, char *answer, size_t size)
{
    printf("%s: ", prompt);
    fflush(stdout);
    if (fgets(answer, (int)size, stdin) == NULL) {
        fprintf(stderr, "\ntweet: there is no %s\n", prompt);
        return false;
    }
    answer[strcspn(answer, "\r\n")] = '\0';
    return true;
}

/* The three legs of the handshake (RFC 5849, section 2). The session is the caller's. */
static bool log_in(const oauth1_client *client, const struct settings *settings,
                   oauth1_session **out)
{
    oauth1_token_response *request = NULL;
    oauth1_token_response *access = NULL;
    char *url = NULL;
    char verifier[256];
    oauth1_error *error = NULL;
    const oauth1_token *token;
    bool logged_in = false;

    if (!done(oauth1_client_request_token(client, settings->request_token_url, "oob", &request,
                                          &error),
              "no request token", &error))
        goto end;
    token = oauth1_token_response_token(request);
    show("request token", oauth1_token_key(token, NULL));

    if (!done(oauth1_authorization_url(settings->authorize_url, oauth1_token_key(token, NULL), NULL,
                                       &url, &error),
              "no authorization URL", &error))
        goto end;
    show("authorization URL", url);

    if (!ask("verifier", verifier, sizeof verifier))
        goto end;

    if (!done(oauth1_client_access_token(client, settings->access_token_url, token, verifier,
                                         &access, &error),
              "no access token", &error))
        goto end;
    token = oauth1_token_response_token(access);
    show("access token", oauth1_token_key(token, NULL));

    logged_in = done(oauth1_session_new(client, token, out, &error), "no session", &error);

end:
    oauth1_token_response_free(access);
    oauth1_string_free(url);
    oauth1_token_response_free(request);
    return logged_in;
}

/* Posts the status, and shows what the provider answers, whatever it is. */
static bool post(const oauth1_session *session, const char *url, const char *status)
{
    oauth1_request *request = NULL;
    oauth1_response *response = NULL;
    oauth1_error *error = NULL;
    bool posted = false;

    if (!done(oauth1_request_new("POST", url, &request, &error), "no request", &error) ||
        !done(oauth1_request_add_param(request, "status", status, &error), "no status", &error) ||
        !done(oauth1_session_send(session, request, &response, &error), "not posted", &error))
        goto end;

    printf("response: %d %s\n", oauth1_response_status(response),
           oauth1_response_body(response, NULL));
    fflush(stdout);
    posted = oauth1_response_status(response) == 200;

end:
    oauth1_response_free(response);
    oauth1_request_free(request);
    return posted;
}

int main(int argc, char **argv)
{
    struct settings settings;
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    oauth1_error *error = NULL;
    bool posted;

    if (argc != 2) {
        fprintf(stderr, "usage: tweet STATUS\n");
        return 2;
    }
    if (!read_settings(&settings))
        return 2;

    posted = done(oauth1_client_new(settings.consumer_key, settings.consumer_secret, &client,
                                    &error),
                  "no client", &error) &&
             log_in(client, &settings, &session) &&
             post(session, settings.update_url, argv[1]);

    oauth1_session_free(session);
    oauth1_client_free(client);
    return posted ? EXIT_SUCCESS : EXIT_FAILURE;
}
