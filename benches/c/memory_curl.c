/* libcurl's memory: what an easy handle and its idle connection take in resident memory. */
#include "heap.h"

#include <curl/curl.h>

enum { CONNECTIONS = 200 };

static size_t ignore(char *bytes, size_t size, size_t count, void *data)
{
    (void)bytes;
    (void)data;
    return size * count;
}

static CURL *connected(const char *url)
{
    CURL *handle = curl_easy_init();
    curl_easy_setopt(handle, CURLOPT_URL, url);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, ignore);
    if (handle == NULL || curl_easy_perform(handle) != CURLE_OK)
        fail("curl_easy_perform");
    return handle;
}

int main(int argc, char **argv)
{
    CURL *first, *handles[CONNECTIONS];
    double before;

    if (argc < 2 || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        fail("expected a URL");
    first = connected(argv[1]);
    before = resident();
    for (size_t i = 0; i < CONNECTIONS; i++)
        handles[i] = connected(argv[1]);
    show_each("connection_bytes", resident() - before, CONNECTIONS);

    for (size_t i = 0; i < CONNECTIONS; i++)
        curl_easy_cleanup(handles[i]);
    curl_easy_cleanup(first);
    curl_global_cleanup();
    return 0;
}
