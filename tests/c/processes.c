/* Nonces do not repeat across threads, nor after fork(): servers sign before they fork. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NONCE = 22, WORKERS = 8, EACH = 500 };

typedef char nonces[EACH][NONCE + 1];

static oauth1_session *session;
static oauth1_request *request;
static nonces drawn[WORKERS + 2];

/* Signs, and notes the nonce of each signature. */
static void draw(nonces out)
{
    int i;
    for (i = 0; i < EACH; i++) {
        char value[1024];
        const char *nonce;
        oauth1_error *error = NULL;
        CHECK_OK(oauth1_session_authorization_into(session, request, value, sizeof value, NULL,
                                                   &error));
        nonce = strstr(value, "oauth_nonce=\"");
        CHECK(nonce != NULL);
        nonce += strlen("oauth_nonce=\"");
        CHECK(strcspn(nonce, "\"") == NONCE);
        memcpy(out[i], nonce, NONCE);
        out[i][NONCE] = '\0';
    }
}

static int compare(const void *left, const void *right)
{
    return strcmp(left, right);
}

static void check_all_different(void)
{
    char (*all)[NONCE + 1] = drawn[0];
    size_t count = sizeof drawn / sizeof *all, i;

    qsort(all, count, sizeof *all, compare);
    for (i = 1; i < count; i++)
        CHECK(strcmp(all[i - 1], all[i]) != 0);
}

static void *draw_in_thread(void *out)
{
    draw(*(nonces *)out);
    return NULL;
}

static void threads_share_a_session_and_no_nonce(void)
{
    pthread_t threads[WORKERS];
    int i;

    for (i = 0; i < WORKERS; i++)
        CHECK(pthread_create(&threads[i], NULL, draw_in_thread, &drawn[i]) == 0);
    draw(drawn[WORKERS]);
    draw(drawn[WORKERS + 1]);
    for (i = 0; i < WORKERS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    check_all_different();
}

static void read_all(int from, void *out, size_t size)
{
    char *at = out;
    while (size > 0) {
        ssize_t got = read(from, at, size);
        CHECK(got > 0);
        at += got;
        size -= (size_t)got;
    }
}

static void write_all(int to, const void *data, size_t size)
{
    const char *at = data;
    while (size > 0) {
        ssize_t put = write(to, at, size);
        CHECK(put > 0);
        at += put;
        size -= (size_t)put;
    }
}

static void children_share_no_nonce_with_their_parent(void)
{
    int output[WORKERS][2], i, status;
    pid_t children[WORKERS];

    /* the parent signs first, so that it has a generator, of which each child gets a copy */
    draw(drawn[WORKERS]);
    for (i = 0; i < WORKERS; i++) {
        CHECK(pipe(output[i]) == 0);
        children[i] = fork();
        CHECK(children[i] >= 0);
        if (children[i] == 0) {
            draw(drawn[i]);
            write_all(output[i][1], drawn[i], sizeof drawn[i]);
            _exit(EXIT_SUCCESS);
        }
        close(output[i][1]);
    }
    draw(drawn[WORKERS + 1]);
    for (i = 0; i < WORKERS; i++) {
        read_all(output[i][0], drawn[i], sizeof drawn[i]);
        close(output[i][0]);
        CHECK(waitpid(children[i], &status, 0) == children[i]);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS);
    }
    check_all_different();
}

int main(void)
{
    oauth1_error *error = NULL;
    oauth1_client *client = NULL;

    CHECK_OK(oauth1_client_new("key", CONSUMER_SECRET, &client, &error));
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    CHECK_OK(oauth1_request_new("GET", "https://a.example/", &request, &error));
    RUN(threads_share_a_session_and_no_nonce);
    RUN(children_share_no_nonce_with_their_parent);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_client_free(client);
    return EXIT_SUCCESS;
}
