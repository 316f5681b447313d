/*
 * Uploads a file and downloads another, for a user who allows it; neither is ever whole in memory,
 * and Ctrl-C calls off what is under way.
 *
 *     media UPLOAD DOWNLOAD
 *
 * It shows the handshake with a provider that is described once, the pending authorization that a
 * web site keeps while its user is away, a body of fields and files, and a response that is saved.
 * Where the provider is, and who this program is to it, is in the environment:
 *
 *     OAUTH1_SANDBOX_REQUEST_TOKEN_URL   OAUTH1_SANDBOX_CONSUMER_KEY
 *     OAUTH1_SANDBOX_AUTHORIZE_URL       OAUTH1_SANDBOX_CONSUMER_SECRET
 *     OAUTH1_SANDBOX_ACCESS_TOKEN_URL    OAUTH1_SANDBOX_UPLOAD_URL
 *                                        OAUTH1_SANDBOX_DOWNLOAD_URL
 *
 * which this sets:  python -m oauth1.sandbox -- media holiday.jpg copy.bin
 */
#include <oauth1.h>

#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What Ctrl-C cancels. */
static oauth1_cancellation *cancellation;

static void call_off(int number)
{
    (void)number;
    oauth1_cancellation_cancel(cancellation);
}

/* Whether a step went well; if not, tells why, and frees the error. */
static bool done(oauth1_status status, const char *step, oauth1_error **error)
{
    if (status == OAUTH1_OK)
        return true;
    fprintf(stderr, "media: %s: %s\n", step, oauth1_error_message(*error, NULL));
    oauth1_error_free(*error);
    *error = NULL;
    return false;
}

/* A setting, which is empty where it is not there; the library says then what it misses. */
static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value != NULL ? value : "";
}

/* A client of the sandbox. X and others need no description: oauth1_provider_named("x", ...). */
static bool make_client(oauth1_client **out)
{
    oauth1_provider *provider = NULL;
    oauth1_client_builder *builder = NULL;
    oauth1_error *error = NULL;
    bool made;

    made = done(oauth1_provider_new("sandbox", &provider, &error) ||
                    oauth1_provider_set_request_token_url(
                        provider, setting("OAUTH1_SANDBOX_REQUEST_TOKEN_URL"), &error) ||
                    oauth1_provider_set_authorization_url(
                        provider, setting("OAUTH1_SANDBOX_AUTHORIZE_URL"), &error) ||
                    oauth1_provider_set_access_token_url(
                        provider, setting("OAUTH1_SANDBOX_ACCESS_TOKEN_URL"), &error),
                "no provider", &error) &&
           done(oauth1_client_builder_new_for(provider, setting("OAUTH1_SANDBOX_CONSUMER_KEY"),
                                              setting("OAUTH1_SANDBOX_CONSUMER_SECRET"), &builder,
                                              &error) ||
                    oauth1_client_builder_set_user_agent(builder, "media-example/1.0", &error) ||
                    oauth1_client_builder_set_retries(builder, 3, 0, 0, 0, &error) ||
                    oauth1_client_builder_build(builder, out, &error),
                "no client", &error);

    oauth1_client_builder_free(builder);
    oauth1_provider_free(provider);
    return made;
}

/* Sends the user away, and gives what a web site would keep in their session meanwhile. */
static bool send_away(const oauth1_client *client, char *kept, size_t size)
{
    oauth1_pending *pending = NULL;
    oauth1_error *error = NULL;
    bool sent;

    sent = done(oauth1_client_authorize(client, "oob", &pending, &error), "no request token",
                &error);
    if (sent) {
        printf("authorization URL: %s\nverifier: ", oauth1_pending_url(pending, NULL));
        fflush(stdout);
        snprintf(kept, size, "%s", oauth1_pending_to_bytes(pending, NULL));
    }
    oauth1_pending_free(pending);
    return sent;
}

/* Takes the user back with what they were given. The session is the caller's. */
static bool take_back(const oauth1_client *client, const char *kept, const char *verifier,
                      oauth1_session **out)
{
    oauth1_pending *pending = NULL;
    oauth1_token_response *answer = NULL;
    oauth1_error *error = NULL;
    bool taken;

    taken = done(oauth1_pending_from_bytes(kept, strlen(kept), &pending, &error) ||
                     oauth1_client_complete_with_verifier(client, pending, verifier, &answer,
                                                          &error) ||
                     oauth1_session_new(client, oauth1_token_response_token(answer), out, &error),
                 "no access token", &error);
    oauth1_token_response_free(answer);
    oauth1_pending_free(pending);
    return taken;
}

static bool log_in(const oauth1_client *client, oauth1_session **out)
{
    char kept[4096], verifier[256];

    if (!send_away(client, kept, sizeof kept))
        return false;
    if (fgets(verifier, sizeof verifier, stdin) == NULL) {
        fprintf(stderr, "\nmedia: there is no verifier\n");
        return false;
    }
    return take_back(client, kept, verifier, out);
}

/* Uploads a file with a caption, and shows what the provider says of it. */
static bool upload(const oauth1_session *session, const char *path)
{
    oauth1_multipart *form = NULL;
    oauth1_request *request = NULL;
    oauth1_response *response = NULL;
    oauth1_error *error = NULL;
    bool uploaded;

    uploaded =
        done(oauth1_multipart_new(&form, &error) ||
                 oauth1_multipart_add_text(form, "caption", "Na\xC3\xAFve caf\xC3\xA9", &error) ||
                 oauth1_multipart_add_file(form, "media", path, &error) ||
                 oauth1_request_new("POST", setting("OAUTH1_SANDBOX_UPLOAD_URL"), &request,
                                    &error) ||
                 oauth1_request_set_multipart(request, form, &error) ||
                 oauth1_request_set_cancellation(request, cancellation, &error) ||
                 oauth1_session_send(session, request, &response, &error) ||
                 oauth1_response_check(response, &error),
             "not uploaded", &error);
    if (uploaded)
        printf("uploaded: %s\n", oauth1_response_text(response, NULL));
    oauth1_response_free(response);
    oauth1_request_free(request);
    oauth1_multipart_free(form);
    return uploaded;
}

/* Downloads five million bytes into a file. */
static bool download(const oauth1_session *session, const char *path)
{
    oauth1_request *request = NULL;
    oauth1_stream *stream = NULL;
    oauth1_error *error = NULL;
    uint64_t length = 0;
    bool downloaded;

    downloaded = done(oauth1_request_new("GET", setting("OAUTH1_SANDBOX_DOWNLOAD_URL"), &request,
                                         &error) ||
                          oauth1_request_add_param(request, "size", "5000000", &error) ||
                          oauth1_request_set_cancellation(request, cancellation, &error) ||
                          oauth1_session_stream(session, request, &stream, &error),
                      "not downloaded", &error);
    if (downloaded && oauth1_stream_status(stream) != 200) {
        fprintf(stderr, "media: not downloaded: status %d\n", oauth1_stream_status(stream));
        downloaded = false;
    }
    downloaded = downloaded && done(oauth1_stream_save(stream, path, &length, &error),
                                    "not saved", &error);
    if (downloaded)
        printf("downloaded: %" PRIu64 " bytes\n", length);
    oauth1_stream_free(stream);
    oauth1_request_free(request);
    return downloaded;
}

int main(int argc, char **argv)
{
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    oauth1_error *error = NULL;
    bool well;

    if (argc != 3) {
        fprintf(stderr, "usage: media UPLOAD DOWNLOAD\n");
        return 2;
    }
    well = done(oauth1_cancellation_new(&cancellation, &error), "no cancellation", &error) &&
           make_client(&client) && log_in(client, &session);
    if (well) {
        signal(SIGINT, call_off);
        well = upload(session, argv[1]) && download(session, argv[2]);
        signal(SIGINT, SIG_DFL);
    }
    oauth1_session_free(session);
    oauth1_client_free(client);
    oauth1_cancellation_free(cancellation);
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}
