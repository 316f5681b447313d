#define _POSIX_C_SOURCE 200809L

#include "random_requests.h"
#include "test.h"

json *random_requests(int count)
{
    const char *python = getenv("OAUTH1_TEST_PYTHON");
    size_t size = 1 << 20, length = 0;
    char command[1024], *text = malloc(size);
    FILE *output;
    json *requests;

    if (python == NULL) {
        fprintf(stderr, "OAUTH1_TEST_PYTHON is not set: skipped\n");
        exit(SKIPPED);
    }
    snprintf(command, sizeof command, "'%s' tests/c/random_requests.py %d", python, count);
    output = popen(command, "r");
    CHECK(output != NULL && text != NULL);
    while (!feof(output)) {
        if (length + 1 == size) {
            text = realloc(text, size *= 2);
            CHECK(text != NULL);
        }
        length += fread(text + length, 1, size - length - 1, output);
        CHECK(!ferror(output));
    }
    text[length] = '\0';
    CHECK(pclose(output) == 0);
    requests = json_read(text);
    free(text);
    return requests;
}
