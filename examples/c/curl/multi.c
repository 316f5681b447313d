/*
 * Signs several requests and has libcurl send all of them at once, from one thread.
 *
 *     curl_multi URL...
 *
 * Each URL is asked for by GET. For each, in their order, one line says the status and how many
 * bytes came, or what went wrong; the exit status is 0 where all are successes. The environment
 * is as for curl_easy:
 *
 *     python -m oauth1.sandbox --users 1 -- \
 *         sh -c 'curl_multi "$OAUTH1_SANDBOX_ECHO_URL" "$OAUTH1_SANDBOX_HOME_TIMELINE_URL"'
 */
#include "../command.h"
#include "signed.h"

#include <curl/curl.h>
#include <oauth1.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* One request on its way, and what its handle uses meanwhile. */
struct transfer {
    oauth1_signed *request;
    struct curl_slist *headers;
    struct content content;
    char why[CURL_ERROR_SIZE];
    CURL *curl;
    CURLcode code;
    long status;
};

/* Signs a request, and adds it to those that are sent. Each has a nonce of its own. A program with
 * more requests than can be sent at once signs each when its turn comes: timestamps age. */
static bool begin(CURLM *multi, const oauth1_session *session, const char *url,
                  struct transfer *transfer)
{
    char *const no_parameters[] = {NULL};
    oauth1_request *request = NULL;
    oauth1_error *error = NULL;
    bool begun;

    begun = make_request("GET", url, no_parameters, &request) &&
            done(oauth1_session_sign(session, request, &transfer->request, &error), "not signed",
                 &error);
    oauth1_request_free(request);
    if (!begun)
        return false;

    transfer->code = CURLE_GOT_NOTHING; /* until it has come to its end */
    transfer->curl = new_handle(transfer->request, &transfer->headers, &transfer->content,
                                transfer->why);
    begun = transfer->curl != NULL &&
            curl_easy_setopt(transfer->curl, CURLOPT_PRIVATE, transfer) == CURLE_OK &&
            curl_multi_add_handle(multi, transfer->curl) == CURLM_OK;
    if (!begun)
        fprintf(stderr, "libcurl does not take the request\n");
    return begun;
}

/* Notes how the transfers went that have come to their ends. */
static void note_ends(CURLM *multi)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        char *private = NULL;
        struct transfer *transfer;

        if (message->msg != CURLMSG_DONE ||
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private) != CURLE_OK)
            continue;
        transfer = (struct transfer *)(void *)private;
        transfer->code = message->data.result;
        curl_easy_getinfo(transfer->curl, CURLINFO_RESPONSE_CODE, &transfer->status);
    }
}

/* Sends what was added, and waits until all of it is done. */
static bool send_all(CURLM *multi)
{
    CURLMcode code;
    int running = 0;

    do {
        code = curl_multi_perform(multi, &running);
        note_ends(multi);
        if (code == CURLM_OK && running > 0)
            code = curl_multi_poll(multi, NULL, 0, 1000, NULL);
    } while (code == CURLM_OK && running > 0);
    if (code != CURLM_OK)
        fprintf(stderr, "libcurl gave up: %s\n", curl_multi_strerror(code));
    return code == CURLM_OK;
}

/* Says how a transfer went. Whether it is a success. */
static bool report(const char *url, const struct transfer *transfer)
{
    const char *failure = reason(transfer->code, transfer->why, &transfer->content);

    if (failure != NULL) {
        printf("%s: not sent: %s\n", url, failure);
        return false;
    }
    printf("%s: %ld, %zu bytes\n", url, transfer->status, transfer->content.length);
    return transfer->status >= 200 && transfer->status <= 299;
}

static void end(CURLM *multi, struct transfer *transfer)
{
    if (transfer->curl != NULL)
        curl_multi_remove_handle(multi, transfer->curl);
    curl_easy_cleanup(transfer->curl);
    curl_slist_free_all(transfer->headers);
    free(transfer->content.bytes);
    oauth1_signed_free(transfer->request);
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? (size_t)argc - 1 : 0, begun = 0, i;
    oauth1_session *session = NULL;
    struct transfer *transfers;
    CURLM *multi = NULL;
    bool well;

    if (count == 0) {
        fprintf(stderr, "usage: curl_multi URL...\n");
        return 2;
    }
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        fprintf(stderr, "libcurl cannot be used\n");
        return EXIT_FAILURE;
    }
    multi = curl_multi_init();
    transfers = calloc(count, sizeof *transfers);
    well = multi != NULL && transfers != NULL && make_default_session(&session);
    for (i = 0; well && i < count; i++) {
        well = begin(multi, session, argv[i + 1], &transfers[i]);
        begun = i + 1;
    }
    if (well) {
        well = send_all(multi);
        for (i = 0; i < count; i++)
            well = report(argv[i + 1], &transfers[i]) && well;
    }

    for (i = 0; i < begun; i++)
        end(multi, &transfers[i]);
    free(transfers);
    curl_multi_cleanup(multi);
    oauth1_session_free(session);
    curl_global_cleanup();
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}
