/* Servers that fork: a child goes on sending with its parent's client, over connections of its own,
 * so that nobody gets another's answer. */
#define _POSIX_C_SOURCE 200809L

#include "fault_server.h"
#include "test.h"

#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 4, REQUESTS = 25, MOST = 64 };

static oauth1_session *sessions[2]; /* without TLS, and with it */
static const char *const origins[2] = {"http", "https"};

/* The connections of one process, by the number that the server gives each. */
struct connections {
    int count;
    char number[MOST][16];
};

static void note_connection(struct connections *all, const char *number)
{
    int i;

    for (i = 0; i < all->count; i++)
        if (strcmp(all->number[i], number) == 0)
            return;
    CHECK(all->count < MOST && strlen(number) < sizeof *all->number);
    strcpy(all->number[all->count++], number);
}

/* Sends, checks that each answer is to the request that was sent, and notes the connections. */
static void send_all(const char *who, struct connections *connections)
{
    int i;

    for (i = 0; i < REQUESTS; i++) {
        size_t k;
        for (k = 0; k < 2; k++) {
            char path[64];
            json *document;
            snprintf(path, sizeof path, "/ok?who=%s&number=%d", who, i);
            document = faults_json(faults_get(sessions[k], faults_url(origins[k], path), 200));
            CHECK_TEXT(json_get_text(document, "query"), strchr(path, '?') + 1);
            note_connection(connections, json_get_text(document, "connection"));
            json_free(document);
        }
    }
}

static void check_shared_by_none(const struct connections *all, int count)
{
    int i, k, m, n;

    for (i = 0; i < count; i++)
        for (k = i + 1; k < count; k++)
            for (m = 0; m < all[i].count; m++)
                for (n = 0; n < all[k].count; n++)
                    CHECK(strcmp(all[i].number[m], all[k].number[n]) != 0);
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

static void a_child_and_its_parent_share_no_connection(void)
{
    struct connections all[CHILDREN + 1] = {{0}};
    int output[CHILDREN][2], i, status;
    pid_t children[CHILDREN];

    send_all("parent", &all[CHILDREN]); /* so that there is a connection to inherit */
    CHECK(all[CHILDREN].count == 2);
    for (i = 0; i < CHILDREN; i++) {
        CHECK(pipe(output[i]) == 0);
        children[i] = fork();
        CHECK(children[i] >= 0);
        if (children[i] == 0) {
            char who[16];
            snprintf(who, sizeof who, "child%d", i);
            send_all(who, &all[i]);
            CHECK(write(output[i][1], &all[i], sizeof all[i]) == sizeof all[i]);
            /* what it frees is its own: the parent's connections stay open */
            oauth1_session_free(sessions[0]);
            oauth1_session_free(sessions[1]);
            /* for which it forgets them, and this keeps valgrind from calling that a leak */
            execlp("true", "true", (char *)NULL);
            _exit(EXIT_FAILURE);
        }
        close(output[i][1]);
    }
    send_all("parent-meanwhile", &all[CHILDREN]);
    for (i = 0; i < CHILDREN; i++) {
        read_all(output[i][0], &all[i], sizeof all[i]);
        close(output[i][0]);
        CHECK(waitpid(children[i], &status, 0) == children[i]);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS);
        CHECK(all[i].count == 2);
    }
    send_all("parent-afterwards", &all[CHILDREN]);
    CHECK(all[CHILDREN].count == 2);
    check_shared_by_none(all, CHILDREN + 1);
}

int main(void)
{
    oauth1_error *error = NULL;
    oauth1_client *client = NULL;
    oauth1_client_builder *builder;
    int i;

    faults_start();
    builder = faults_builder(60000);
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    oauth1_client_builder_free(builder);
    for (i = 0; i < 2; i++)
        CHECK_OK(oauth1_session_new_without_token(client, &sessions[i], &error));
    oauth1_client_free(client);
    RUN(a_child_and_its_parent_share_no_connection);
    for (i = 0; i < 2; i++)
        oauth1_session_free(sessions[i]);
    faults_stop();
    return EXIT_SUCCESS;
}
