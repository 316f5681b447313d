/*
 * A provider that checks nothing: it answers every request with the same small JSON and keeps the
 * connection alive. Prints its port, and runs until it is killed.
 *
 * Its part of a request is one wait, one read and one write, on one of two threads, so that what
 * is measured is the client's.
 */
#define _GNU_SOURCE
#include "bench.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WORKERS = 2, EVENTS = 64, ROOM = 64 << 10 };

#define BODY "{\"id\":210462857140252672,\"text\":\"Hello Ladies + Gentlemen\",\"user\":{\"id\":370773112}}"

/* A connection, and what of a request has been read. */
struct connection {
    int socket;
    size_t length;
    char buffer[ROOM + 1];
};

static char answer[512];
static size_t answer_length;

/* How many bytes the first request of the buffer has; 0 where it is not complete. */
static size_t request_length(struct connection *connection)
{
    char *end, *line;
    size_t length;

    connection->buffer[connection->length] = '\0';
    end = strstr(connection->buffer, "\r\n\r\n");
    if (end == NULL)
        return 0;
    length = (size_t)(end - connection->buffer) + 4;
    for (line = strstr(connection->buffer, "\r\n"); line < end; line = strstr(line + 2, "\r\n"))
        if (strncasecmp(line + 2, "content-length:", 15) == 0)
            length += strtoul(line + 17, NULL, 10);
    return length <= connection->length ? length : 0;
}

/* Reads what there is and answers each request that is complete; false where it is over. */
static bool serve(struct connection *connection)
{
    size_t length;
    ssize_t got = recv(connection->socket, connection->buffer + connection->length,
                       ROOM - connection->length, MSG_DONTWAIT);
    if (got <= 0)
        return false;
    connection->length += (size_t)got;
    while ((length = request_length(connection)) > 0) {
        if (send(connection->socket, answer, answer_length, MSG_NOSIGNAL) != (ssize_t)answer_length)
            return false;
        connection->length -= length;
        memmove(connection->buffer, connection->buffer + length, connection->length);
    }
    return connection->length < ROOM;
}

static void *work(void *data)
{
    struct epoll_event events[EVENTS];
    int poll = *(int *)data;

    for (;;) {
        int count = epoll_wait(poll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            struct connection *connection = events[i].data.ptr;
            if (!serve(connection)) {
                close(connection->socket);
                free(connection);
            }
        }
    }
    return NULL;
}

int main(void)
{
    static int polls[WORKERS];
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);

    answer_length = (size_t)sprintf(answer,
                                    "HTTP/1.1 200 OK\r\n"
                                    "Content-Type: application/json\r\n"
                                    "Content-Length: %zu\r\n"
                                    "\r\n" BODY,
                                    strlen(BODY));
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 ||
        listen(listener, SOMAXCONN) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        fail("listening");
    for (int i = 0; i < WORKERS; i++) {
        pthread_t thread;
        polls[i] = epoll_create1(0);
        if (polls[i] < 0 || pthread_create(&thread, NULL, work, &polls[i]) != 0)
            fail("starting a worker");
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);

    for (int next = 0;; next = (next + 1) % WORKERS) {
        struct epoll_event event = {.events = EPOLLIN};
        struct connection *connection = malloc(sizeof *connection);
        if (connection == NULL)
            fail("malloc");
        connection->length = 0;
        connection->socket = accept(listener, NULL, NULL);
        if (connection->socket < 0)
            fail("accept");
        setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        event.data.ptr = connection;
        if (epoll_ctl(polls[next], EPOLL_CTL_ADD, connection->socket, &event) != 0)
            fail("epoll_ctl");
    }
}
