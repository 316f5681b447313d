/* The limit: bytes that were made once, written to a socket, and whatever one read gives. */
#define _GNU_SOURCE
#include "threads.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

static char request[64 << 10];
static size_t request_length;

static void send_request(void *data)
{
    char answer[4096];
    int socket = *(int *)data;
    if (send(socket, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length ||
        recv(socket, answer, sizeof answer, 0) <= 0)
        fail("send and recv");
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    void **contexts;
    size_t threads;
    int *sockets, on = 1;
    FILE *file;

    if (argc < 4 || (file = fopen(argv[1], "r")) == NULL)
        fail("expected the file of a request's bytes, how many threads, and the port");
    request_length = fread(request, 1, sizeof request, file);
    fclose(file);
    threads = (size_t)atoi(argv[2]);
    contexts = calloc(threads, sizeof *contexts);
    sockets = calloc(threads, sizeof *sockets);
    address.sin_port = htons((uint16_t)atoi(argv[3]));
    for (size_t i = 0; i < threads; i++) {
        sockets[i] = socket(AF_INET, SOCK_STREAM, 0);
        contexts[i] = &sockets[i];
        if (connect(sockets[i], (struct sockaddr *)&address, sizeof address) != 0)
            fail("connect");
        setsockopt(sockets[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }

    if (threads == 1)
        time_calls("one", send_request, contexts[0]);
    else
        time_threads("threads", send_request, contexts, threads);

    for (size_t i = 0; i < threads; i++)
        close(sockets[i]);
    free(sockets);
    free(contexts);
    return 0;
}
