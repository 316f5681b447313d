/*
 * Signs a request and sends it with libcurl: oauth1.h signs, and opens no connection.
 *
 *     curl_easy METHOD URL [NAME=VALUE]...
 *
 * The parameters travel in the query, or in a form body where the method has one. What comes back
 * is printed, whatever it is; the exit status is 0 where it is a success. Who this program is, and
 * what its user allowed it, is in the environment:
 *
 *     OAUTH1_SANDBOX_CONSUMER_KEY      OAUTH1_SANDBOX_ACCESS_TOKEN
 *     OAUTH1_SANDBOX_CONSUMER_SECRET   OAUTH1_SANDBOX_ACCESS_TOKEN_SECRET
 *
 * which this sets, and the URLs of the sandbox besides:
 *
 *     python -m oauth1.sandbox --users 1 -- \
 *         sh -c 'curl_easy POST "$OAUTH1_SANDBOX_UPDATE_URL" status=Hello'
 */
#include "../command.h"
#include "signed.h"

#include <curl/curl.h>
#include <oauth1.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Sends a signed request, and prints the response. Whether it is a success. */
static bool send_with_curl(const oauth1_signed *request)
{
    struct curl_slist *headers = NULL;
    struct content content = {0};
    char why[CURL_ERROR_SIZE] = "";
    long status = 0;
    CURL *curl = new_handle(request, &headers, &content, why);
    CURLcode code = curl != NULL ? curl_easy_perform(curl) : CURLE_FAILED_INIT;
    const char *failure = reason(code, why, &content);

    if (failure == NULL) {
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        printf("response: %ld ", status);
        if (content.length > 0)
            fwrite(content.bytes, 1, content.length, stdout);
        putchar('\n');
    } else {
        fprintf(stderr, "not sent: %s\n", failure);
    }
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    free(content.bytes);
    return failure == NULL && status >= 200 && status <= 299;
}

int main(int argc, char **argv)
{
    oauth1_session *session = NULL;
    oauth1_request *request = NULL;
    oauth1_signed *result = NULL;
    oauth1_error *error = NULL;
    bool well;

    if (argc < 3) {
        fprintf(stderr, "usage: curl_easy METHOD URL [NAME=VALUE]...\n");
        return 2;
    }
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        fprintf(stderr, "libcurl cannot be used\n");
        return EXIT_FAILURE;
    }
    well = make_default_session(&session) &&
           make_request(argv[1], argv[2], argv + 3, &request) &&
           done(oauth1_session_sign(session, request, &result, &error), "not signed", &error) &&
           send_with_curl(result);

    oauth1_signed_free(result);
    oauth1_request_free(request);
    oauth1_session_free(session);
    curl_global_cleanup();
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}
