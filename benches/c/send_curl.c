/* libcurl, sending: one easy handle for each thread, used again and again, with the headers that
 * this library sends and an Authorization value that is made once. */
#include "threads.h"

#include <curl/curl.h>

struct context {
    CURL *handle;
    size_t length;
    char body[64 << 10];
};

static size_t keep(char *bytes, size_t size, size_t count, void *data)
{
    struct context *context = data;
    if (context->length + size * count > sizeof context->body)
        return 0;
    memcpy(context->body + context->length, bytes, size * count);
    context->length += size * count;
    return size * count;
}

static void send_request(void *data)
{
    struct context *context = data;
    long status = 0;

    context->length = 0;
    if (curl_easy_perform(context->handle) != CURLE_OK ||
        curl_easy_getinfo(context->handle, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK ||
        status != 200 || context->length == 0)
        fail("curl_easy_perform");
}

static struct curl_slist *headers_of(const char *authorization)
{
    static char header[4096];
    snprintf(header, sizeof header, "Authorization: %s", authorization);
    return curl_slist_append(NULL, header);
}

/* The form as it is sent; curl_easy_escape leaves alone what RFC 3986 does. */
static char *form_of(const struct input *input)
{
    static char form[64 << 10];
    size_t length = 0;
    for (size_t i = 0; i < input->count; i++) {
        char *name = curl_easy_escape(NULL, input->names[i], 0);
        char *value = curl_easy_escape(NULL, input->values[i], 0);
        length += (size_t)snprintf(form + length, sizeof form - length, "%s%s=%s", i ? "&" : "",
                                   name, value);
        curl_free(name);
        curl_free(value);
        if (length >= sizeof form)
            fail("the form is too long");
    }
    return form;
}

static void *new_context(const struct input *input, struct curl_slist *headers)
{
    struct context *context = calloc(1, sizeof *context);
    CURL *handle = curl_easy_init();
    if (context == NULL || handle == NULL)
        fail("curl_easy_init");
    context->handle = handle;
    curl_easy_setopt(handle, CURLOPT_URL, input->url);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "liboauth1/0.1.0");
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
    if (strcmp(input->method, "POST") == 0)
        curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, form_of(input));
    return context;
}

int main(int argc, char **argv)
{
    struct input input;
    struct curl_slist *headers;
    void **contexts;
    size_t threads;

    if (argc < 3)
        fail("expected the file of a request, and how many threads");
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        fail("curl_global_init");
    input = read_input(argv[1]);
    threads = (size_t)atoi(argv[2]);
    contexts = calloc(threads, sizeof *contexts);
    headers = headers_of(setting("BENCH_AUTHORIZATION"));
    for (size_t i = 0; i < threads; i++)
        contexts[i] = new_context(&input, headers);

    if (threads == 1)
        time_calls("one", send_request, contexts[0]);
    else
        time_threads("threads", send_request, contexts, threads);

    for (size_t i = 0; i < threads; i++) {
        curl_easy_cleanup(((struct context *)contexts[i])->handle);
        free(contexts[i]);
    }
    free(contexts);
    curl_slist_free_all(headers);
    curl_global_cleanup();
    return 0;
}
