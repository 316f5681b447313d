#define _POSIX_C_SOURCE 200809L

#include "transport.h"

#include "signed.h"

#include <curl/curl.h>

#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* --- handles --------------------------------------------------------------------------------- */

/* A handle, and the connections that it keeps alive. It is for one thread at a time. */
struct handle {
    CURL *curl;
    struct handle *next;
};

/* What the transport's function is called with: the handles that nobody uses at the moment. */
struct transport {
    pthread_mutex_t mutex;
    struct handle *idle;
};

static struct handle *new_curl_handle(void)
{
    struct handle *handle = calloc(1, sizeof *handle);

    if (handle != NULL)
        handle->curl = curl_easy_init();
    if (handle == NULL || handle->curl == NULL) {
        free(handle);
        return NULL;
    }
    return handle;
}

static struct handle *take_handle(struct transport *transport)
{
    struct handle *handle;

    pthread_mutex_lock(&transport->mutex);
    handle = transport->idle;
    if (handle != NULL)
        transport->idle = handle->next;
    pthread_mutex_unlock(&transport->mutex);
    return handle != NULL ? handle : new_curl_handle();
}

/* Forgets the request that the handle sent, but not the handle's connections. */
static void give_back(struct transport *transport, struct handle *handle)
{
    curl_easy_reset(handle->curl);
    pthread_mutex_lock(&transport->mutex);
    handle->next = transport->idle;
    transport->idle = handle;
    pthread_mutex_unlock(&transport->mutex);
}

static void destroy(void *userdata)
{
    struct transport *transport = userdata;

    while (transport->idle != NULL) {
        struct handle *handle = transport->idle;
        transport->idle = handle->next;
        curl_easy_cleanup(handle->curl);
        free(handle);
    }
    pthread_mutex_destroy(&transport->mutex);
    free(transport);
}

/* --- what libcurl calls while it sends -------------------------------------------------------- */

/* Gives libcurl the next bytes of the body, be they in memory, a file, or a callback's. */
static size_t read_body(char *buffer, size_t size, size_t count, void *userdata)
{
    size_t read = 0;

    if (oauth1_sending_read_body(userdata, buffer, size * count, &read, NULL) != OAUTH1_OK)
        return CURL_READFUNC_ABORT;
    return read;
}

/* Takes the next bytes of the response. Of one that is too large, the library takes no more. */
static size_t take_body(char *piece, size_t size, size_t count, void *userdata)
{
    size_t length = size * count;

    return oauth1_sending_add_body(userdata, piece, length, NULL) == OAUTH1_OK ? length : 0;
}

/* Tells libcurl, which asks about once a second or more often, whether to go on. */
static int look_for_cancellation(void *userdata, curl_off_t download_total, curl_off_t downloaded,
                                 curl_off_t upload_total, curl_off_t uploaded)
{
    (void)download_total, (void)downloaded, (void)upload_total, (void)uploaded;
    return oauth1_sending_is_cancelled(userdata);
}

/* --- one sending ------------------------------------------------------------------------------ */

/* Whether a request can be sent twice without harm (RFC 9110, section 9.2.2). */
static bool is_idempotent(const char *method)
{
    static const char *const methods[] = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
    size_t i;

    for (i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(method, methods[i]) == 0)
            return true;
    return false;
}

static CURLcode set_body_source(CURL *curl, oauth1_sending *sending)
{
    const char *method = oauth1_signed_method(oauth1_sending_request(sending), NULL);
    uint64_t length = oauth1_sending_body_length(sending);
    curl_off_t size = length == OAUTH1_LENGTH_UNKNOWN ? -1 : (curl_off_t)length;
    CURLcode code;

    if (length == 0 && !always_says_length(method))
        return CURLE_OK;
    if ((code = curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L)) ||
        (code = curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, size)) ||
        (code = curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_body)))
        return code;
    return curl_easy_setopt(curl, CURLOPT_READDATA, sending);
}

static CURLcode set_up(CURL *curl, oauth1_sending *sending, struct curl_slist **headers, char *why,
                       bool *complete)
{
    const oauth1_signed *request = oauth1_sending_request(sending);
    uint64_t limit = oauth1_sending_timeout(sending);
    /* Where a connection that was kept alive turns out to be closed, libcurl sends the request once
     * more by another. Only what can be sent twice is sent by such a connection. */
    long fresh = !is_idempotent(oauth1_signed_method(request, NULL));
    CURLcode code;

    if ((code = set_signed(curl, request, headers)) ||
        (code = set_body_source(curl, sending)) ||
        (code = curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, fresh)) ||
        (code = curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why)) ||
        (code = curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L)) ||
        (code = curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                                 limit < LONG_MAX ? (long)limit : LONG_MAX)) ||
        (code = curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "")) ||
        (code = curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, note_line)) ||
        (code = curl_easy_setopt(curl, CURLOPT_HEADERDATA, complete)) ||
        (code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body)) ||
        (code = curl_easy_setopt(curl, CURLOPT_WRITEDATA, sending)) ||
        (code = curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L)) ||
        (code = curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_for_cancellation)))
        return code;
    return curl_easy_setopt(curl, CURLOPT_XFERINFODATA, sending);
}

/* Whether a header tells of the body as it was compressed, which libcurl has undone. */
static bool is_of_compression(const char *name)
{
    return curl_strequal(name, "Content-Encoding") || curl_strequal(name, "Content-Length");
}

/* Hands over the status and the headers; the body is handed over by now. */
static oauth1_status hand_over(CURL *curl, oauth1_sending *sending)
{
    struct curl_header *header = NULL;
    bool compressed;
    long status = 0;
    curl_off_t received = 0;
    oauth1_status failed;

    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_SIZE_DOWNLOAD_T, &received);
    compressed = received > 0 && curl_easy_header(curl, "Content-Encoding", 0, CURLH_HEADER, -1,
                                                  &header) == CURLHE_OK;
    failed = oauth1_sending_set_status(sending, (uint16_t)status, NULL);
    header = NULL;
    while (!failed && (header = curl_easy_nextheader(curl, CURLH_HEADER, -1, header)) != NULL)
        if (!compressed || !is_of_compression(header->name))
            failed = oauth1_sending_add_header(sending, header->name, header->value, NULL);
    return failed;
}

/* What the library calls a failure of libcurl. */
static oauth1_status status_of(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return OAUTH1_ERROR_HOST_NOT_FOUND;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_USE_SSL_FAILED:
        return OAUTH1_ERROR_TLS_FAILED;
    case CURLE_OPERATION_TIMEDOUT:
        return OAUTH1_ERROR_TIMED_OUT;
    case CURLE_ABORTED_BY_CALLBACK: /* the body's failures are with the library already */
        return OAUTH1_ERROR_CANCELLED;
    case CURLE_URL_MALFORMAT:
        return OAUTH1_ERROR_INVALID_URL;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL: /* HTTP/0.9: the URL's scheme is http or https */
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return OAUTH1_ERROR_INVALID_RESPONSE;
    case CURLE_WRITE_ERROR:
    case CURLE_FILESIZE_EXCEEDED:
        return OAUTH1_ERROR_RESPONSE_TOO_LARGE;
    default:
        return OAUTH1_ERROR_CONNECTION_FAILED;
    }
}

/* Says why there is no response; and whether it is certain that no byte of the request was sent, so
 * that the library can send it again. */
static void fail(CURL *curl, oauth1_sending *sending, CURLcode code, const char *why)
{
    long sent = 1;

    curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
    if (oauth1_sending_fail(sending, status_of(code), *why ? why : curl_easy_strerror(code),
                            sent == 0, NULL) != OAUTH1_OK)
        oauth1_sending_fail(sending, status_of(code), curl_easy_strerror(code), sent == 0, NULL);
}

static void send_by_curl(void *userdata, oauth1_sending *sending)
{
    struct transport *transport = userdata;
    struct handle *handle = take_handle(transport);
    struct curl_slist *headers = NULL;
    char why[CURL_ERROR_SIZE] = "";
    bool complete = false;
    CURLcode code;

    if (handle == NULL) {
        oauth1_sending_fail(sending, OAUTH1_ERROR_CONNECTION_FAILED, "libcurl has no handle", true,
                            NULL);
        return;
    }
    code = set_up(handle->curl, sending, &headers, why, &complete);
    if (code == CURLE_OK)
        code = curl_easy_perform(handle->curl);
    if (code != CURLE_OK)
        fail(handle->curl, sending, code, why);
    else if (!complete)
        oauth1_sending_fail(sending, OAUTH1_ERROR_CONNECTION_FAILED,
                            "the connection was closed within the response's head", false, NULL);
    else if (hand_over(handle->curl, sending) != OAUTH1_OK)
        oauth1_sending_fail(sending, OAUTH1_ERROR_INVALID_RESPONSE,
                            "the response has a status or a header that is none", false, NULL);
    give_back(transport, handle);
    curl_slist_free_all(headers);
}

oauth1_status use_curl(oauth1_client_builder *builder, oauth1_error **error)
{
    struct transport *transport = calloc(1, sizeof *transport);
    oauth1_status status;

    if (transport == NULL || pthread_mutex_init(&transport->mutex, NULL) != 0) {
        free(transport);
        transport = NULL;
    }
    /* without a transport there is no function either, which is the error */
    status = oauth1_client_builder_set_transport(builder, transport != NULL ? send_by_curl : NULL,
                                                 transport, destroy, error);
    if (status != OAUTH1_OK && transport != NULL)
        destroy(transport);
    return status;
}
