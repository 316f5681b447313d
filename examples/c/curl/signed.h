/*
 * How a request that oauth1.h has signed is handed to libcurl, and how its response is kept.
 */
#ifndef SIGNED_H
#define SIGNED_H

#include <curl/curl.h>
#include <oauth1.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Appends a header to a list, in the two ways that libcurl knows: it takes "Name;" for a header
 * that is empty, and "Name:" for one that it is not to send. */
static inline CURLcode append_header(struct curl_slist **headers, const char *name,
                                     const char *separator, const char *value)
{
    size_t size = strlen(name) + strlen(separator) + strlen(value) + 1;
    char *line = malloc(size);
    struct curl_slist *longer = NULL;

    if (line != NULL) {
        strcat(strcat(strcpy(line, name), separator), value);
        longer = curl_slist_append(*headers, line);
        free(line);
    }
    if (longer == NULL)
        return CURLE_OUT_OF_MEMORY;
    *headers = longer;
    return CURLE_OK;
}

/* Has a handle send the headers of a signed request, and neither a Content-Type of libcurl's own
 * nor Expect, for which there would be a pause before the body. */
static inline CURLcode set_headers(CURL *curl, const oauth1_signed *request,
                                   struct curl_slist **headers)
{
    CURLcode code = CURLE_OK;
    bool typed = false, expects = false;
    size_t i;

    for (i = 0; code == CURLE_OK && i < oauth1_signed_header_count(request); i++) {
        const char *name = oauth1_signed_header_name(request, i, NULL);
        const char *value = oauth1_signed_header_value(request, i, NULL);

        typed = typed || curl_strequal(name, "Content-Type");
        expects = expects || curl_strequal(name, "Expect");
        code = append_header(headers, name, *value ? ": " : ";", value);
    }
    if (code == CURLE_OK && !typed)
        code = append_header(headers, "Content-Type", ":", "");
    if (code == CURLE_OK && !expects)
        code = append_header(headers, "Expect", ":", "");
    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_HTTPHEADER, *headers);
    return code;
}

/*
 * Has a handle send a signed request, all but its body. What was signed has to be what is sent, so
 * libcurl is kept from taking /./ and /../ out of the path, and from following a redirect with a
 * signature that holds for the first URL only.
 *
 * The headers are the caller's: to be freed with curl_slist_free_all(), behind the handle.
 */
static inline CURLcode set_signed(CURL *curl, const oauth1_signed *request,
                                  struct curl_slist **headers)
{
    const char *method = oauth1_signed_method(request, NULL);
    CURLcode code;

    if ((code = curl_easy_setopt(curl, CURLOPT_URL, oauth1_signed_url(request, NULL))) ||
        (code = curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L)) ||
        (code = curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L)) ||
        (code = curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L)) ||
        (code = curl_easy_setopt(curl, CURLOPT_NOBODY, (long)(strcmp(method, "HEAD") == 0))) ||
        (code = curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method)))
        return code;
    return set_headers(curl, request, headers);
}

/* Whether a request of this method says how long its body is even where it has none (RFC 9110,
 * section 8.6). */
static inline bool always_says_length(const char *method)
{
    return strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 ||
           strcmp(method, "PATCH") == 0;
}

/* Has a handle send the body of a signed request, which is in memory, and is not copied: the
 * request is to last until the handle has sent it. */
static inline CURLcode set_body(CURL *curl, const oauth1_signed *request)
{
    size_t length = 0;
    const char *body = oauth1_signed_body(request, &length);
    CURLcode code;

    if (body == NULL && !always_says_length(oauth1_signed_method(request, NULL)))
        return CURLE_OK;
    if ((code = curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length)))
        return code;
    return curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body != NULL ? body : "");
}

/* A CURLOPT_HEADERFUNCTION whose CURLOPT_HEADERDATA is a bool: whether the head of the response came
 * to its end, which is an empty line. libcurl takes it for the end where the connection is closed. */
static inline size_t note_line(char *line, size_t size, size_t count, void *userdata)
{
    bool *complete = userdata;

    if (*line == '\r' || *line == '\n')
        *complete = true;
    else if (strncmp(line, "HTTP/", 5) == 0)
        *complete = false; /* what came before was 100 Continue, or the like */
    return size * count;
}

/* The response. */
struct content {
    bool complete; /* whether the head is */
    char *bytes;   /* the body, to be freed */
    size_t length, capacity;
};

enum { LARGEST_CONTENT = 16 << 20 };

/* A CURLOPT_WRITEFUNCTION whose CURLOPT_WRITEDATA is a struct content. It takes nothing of what is
 * too much, so that libcurl gives up. */
static inline size_t keep_content(char *piece, size_t size, size_t count, void *userdata)
{
    struct content *content = userdata;
    size_t length = size * count, needed = content->length + length;

    if (needed > LARGEST_CONTENT)
        return 0;
    if (needed > content->capacity) {
        char *larger = realloc(content->bytes, 2 * needed);
        if (larger == NULL)
            return 0;
        content->bytes = larger;
        content->capacity = 2 * needed;
    }
    memcpy(content->bytes + content->length, piece, length);
    content->length += length;
    return length;
}

/*
 * Makes a handle that sends a signed request and keeps what comes back, with limits of time; `why`
 * has CURL_ERROR_SIZE bytes. The request, headers, content and why are to outlive the handle.
 */
static inline CURL *new_handle(const oauth1_signed *request, struct curl_slist **headers,
                               struct content *content, char *why)
{
    CURL *curl = curl_easy_init();

    if (curl == NULL)
        return NULL;
    if (set_signed(curl, request, headers) || set_body(curl, request) ||
        curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "") ||
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, note_line) ||
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, &content->complete) ||
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_content) ||
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, content) ||
        curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why) ||
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) ||
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L) ||
        curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L)) {
        curl_easy_cleanup(curl);
        return NULL;
    }
    return curl;
}

/* Why there is no response; NULL where there is one. */
static inline const char *reason(CURLcode code, const char *why, const struct content *content)
{
    if (code != CURLE_OK)
        return *why ? why : curl_easy_strerror(code);
    return content->complete ? NULL : "the connection was closed within the response's head";
}

#endif
