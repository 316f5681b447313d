/*
 * Signs a request and sends it by a socket of its own, in HTTP/1.1 written by hand (RFC 9112): for
 * programs with no HTTP library, or with one in which no other fits.
 *
 *     raw_socket METHOD URL [NAME=VALUE]...
 *
 * The parameters travel in the query, or in a form body where the method has one. What comes back
 * is printed, whatever it is; the exit status is 0 where it is a success. There is no TLS here: for
 * an https URL, a program gives the same bytes to its TLS library in place of send(). Who this
 * program is, and what its user allowed it, is in the environment:
 *
 *     OAUTH1_SANDBOX_CONSUMER_KEY      OAUTH1_SANDBOX_ACCESS_TOKEN
 *     OAUTH1_SANDBOX_CONSUMER_SECRET   OAUTH1_SANDBOX_ACCESS_TOKEN_SECRET
 *
 * which this sets, and the URLs of the sandbox besides:
 *
 *     python -m oauth1.sandbox --users 1 -- \
 *         sh -c 'raw_socket POST "$OAUTH1_SANDBOX_UPDATE_URL" status=Hello'
 */
#define _POSIX_C_SOURCE 200809L

#include "command.h"

#include <oauth1.h>

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { LARGEST_RESPONSE = 16 << 20, PATIENCE = 30 /* seconds for each step */ };

static bool failed(const char *why)
{
    fprintf(stderr, "not sent: %s\n", why);
    return false;
}

/* --- bytes that grow -------------------------------------------------------------------------- */

struct bytes {
    char *data; /* to be freed; with a NUL behind */
    size_t length, capacity;
};

static bool append(struct bytes *bytes, const char *data, size_t length)
{
    size_t needed = bytes->length + length + 1;

    if (needed > bytes->capacity) {
        char *larger = realloc(bytes->data, 2 * needed);
        if (larger == NULL)
            return failed("out of memory");
        bytes->data = larger;
        bytes->capacity = 2 * needed;
    }
    memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
    bytes->data[bytes->length] = '\0';
    return true;
}

static bool append_text(struct bytes *bytes, const char *text)
{
    return append(bytes, text, strlen(text));
}

/* --- where a URL leads ------------------------------------------------------------------------ */

/* The parts of a URL of this library's, which is valid and normalized: they need no decoding. */
struct place {
    char authority[300]; /* what the Host header says: "api.example:8080" or "[::1]" */
    char host[256], port[6];
    const char *target; /* path and query */
};

static bool find_place(const char *url, struct place *out)
{
    static const char scheme[] = "http://";
    const char *authority = url + strlen(scheme), *port, *host = out->authority;
    size_t length, host_length;

    if (strncmp(url, scheme, strlen(scheme)) != 0)
        return failed("this program speaks no TLS: expected an http URL");
    length = strcspn(authority, "/");
    if (length >= sizeof out->authority)
        return failed("the host's name is too long");
    memcpy(out->authority, authority, length);
    out->authority[length] = '\0';
    out->target = authority + length;

    if (*host == '[') { /* an IPv6 address, which has colons of its own */
        host++;
        host_length = strcspn(host, "]");
        port = host + host_length + 1;
    } else {
        host_length = strcspn(host, ":");
        port = host + host_length;
    }
    port = *port == ':' ? port + 1 : "80";
    if (host_length >= sizeof out->host || strlen(port) >= sizeof out->port)
        return failed("the host's name is too long");
    memcpy(out->host, host, host_length);
    out->host[host_length] = '\0';
    strcpy(out->port, port);
    return true;
}

/* --- what is sent ----------------------------------------------------------------------------- */

/* Writes a signed request as HTTP/1.1 has it. Its URL and headers hold no space, control character
 * or line end that would have to be looked for: the library takes none. */
static bool write_request(const oauth1_signed *request, const struct place *place,
                          struct bytes *out)
{
    const char *method = oauth1_signed_method(request, NULL);
    size_t body_length = 0, i;
    const char *body = oauth1_signed_body(request, &body_length);
    char length[32];
    bool written;

    written = append_text(out, method) && append_text(out, " ") &&
              append_text(out, place->target) && append_text(out, " HTTP/1.1\r\nHost: ") &&
              append_text(out, place->authority) &&
              append_text(out, "\r\nConnection: close\r\n");
    for (i = 0; written && i < oauth1_signed_header_count(request); i++)
        written = append_text(out, oauth1_signed_header_name(request, i, NULL)) &&
                  append_text(out, ": ") &&
                  append_text(out, oauth1_signed_header_value(request, i, NULL)) &&
                  append_text(out, "\r\n");
    if (body != NULL || strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 ||
        strcmp(method, "PATCH") == 0) {
        snprintf(length, sizeof length, "Content-Length: %zu\r\n", body_length);
        written = written && append_text(out, length);
    }
    return written && append_text(out, "\r\n") &&
           (body_length == 0 || append(out, body, body_length));
}

/* Has a socket give up where nothing moves for long. */
static bool limit_time(int file)
{
    const struct timeval limit = {PATIENCE, 0};

    return setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0 &&
           setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) == 0;
}

/* Connects to the first of a host's addresses that answers. The socket is the caller's; -1 where
 * there is none. */
static int connect_to(const struct place *place)
{
    struct addrinfo hints, *addresses = NULL, *address;
    int file = -1, code;

    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    code = getaddrinfo(place->host, place->port, &hints, &addresses);
    if (code != 0) {
        failed(gai_strerror(code));
        return -1;
    }
    for (address = addresses; address != NULL; address = address->ai_next) {
        file = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
        if (file >= 0 && limit_time(file) &&
            connect(file, address->ai_addr, address->ai_addrlen) == 0)
            break;
        code = errno;
        if (file >= 0)
            close(file);
        file = -1;
    }
    freeaddrinfo(addresses);
    if (file < 0)
        failed(strerror(code));
    return file;
}

/* What went wrong with a socket, the time limit among it. */
static bool socket_failed(void)
{
    return failed(errno == EAGAIN || errno == EWOULDBLOCK ? "the time limit passed"
                                                          : strerror(errno));
}

static bool send_all(int file, const struct bytes *bytes)
{
    size_t sent = 0;

    while (sent < bytes->length) {
        ssize_t more = send(file, bytes->data + sent, bytes->length - sent, 0);
        if (more < 0 && errno != EINTR)
            return socket_failed();
        if (more > 0)
            sent += (size_t)more;
    }
    return true;
}

/* --- what comes back -------------------------------------------------------------------------- */

/* A response that is being read: the bytes that came, and how far they are understood. */
struct reader {
    int file;
    struct bytes came;
    size_t at;
    bool ended; /* the server has closed the connection */
};

/* Reads on. Whether more came; where the connection has ended, false, with ended set. */
static bool read_on(struct reader *reader)
{
    char piece[16384];
    ssize_t length;

    if (reader->ended)
        return false;
    do
        length = recv(reader->file, piece, sizeof piece, 0);
    while (length < 0 && errno == EINTR);
    if (length < 0)
        return socket_failed();
    if (length == 0) {
        reader->ended = true;
        return false;
    }
    if (reader->came.length + (size_t)length > LARGEST_RESPONSE)
        return failed("the response is too large");
    return append(&reader->came, piece, (size_t)length);
}

static bool ended_early(const struct reader *reader)
{
    return reader->ended ? failed("the response ended too early") : false;
}

/* Reads a line, and gives it without its end; good until more is read. */
static const char *read_line(struct reader *reader)
{
    size_t seen = 0;

    for (;;) {
        char *line = reader->came.data + reader->at;
        size_t length = reader->came.length - reader->at;
        char *end = length > seen ? memchr(line + seen, '\n', length - seen) : NULL;

        if (end != NULL) {
            reader->at += (size_t)(end - line) + 1;
            *end = '\0';
            if (end > line && end[-1] == '\r')
                end[-1] = '\0';
            return line;
        }
        seen = length;
        if (!read_on(reader)) {
            ended_early(reader);
            return NULL;
        }
    }
}

/* Reads so many bytes, and appends them. */
static bool read_bytes(struct reader *reader, uint64_t length, struct bytes *out)
{
    while (reader->came.length - reader->at < length)
        if (!read_on(reader))
            return ended_early(reader);
    if (length > 0 && !append(out, reader->came.data + reader->at, (size_t)length))
        return false;
    reader->at += (size_t)length;
    return true;
}

/* How the end of a body is found (RFC 9112, section 6.3). */
struct framing {
    bool chunked, has_length;
    uint64_t length;
};

static bool read_number(const char *text, int base, uint64_t *out)
{
    size_t digits = strspn(text, base == 16 ? "0123456789abcdefABCDEF" : "0123456789");
    const char *end = text + digits + strspn(text + digits, " \t");

    errno = 0;
    *out = strtoull(text, NULL, base);
    if (digits == 0 || errno != 0 || (*end != '\0' && !(base == 16 && *end == ';')))
        return failed("the response has a length that is none");
    return true;
}

/* Takes from a header what it says of the body. */
static bool take_header(const char *line, struct framing *framing)
{
    size_t name_length = strcspn(line, ":");
    const char *value = line + name_length;
    uint64_t length;

    if (*value != ':')
        return failed("the response has a header that is none");
    value++;
    value += strspn(value, " \t");
    if (name_length == strlen("Content-Length") &&
        strncasecmp(line, "Content-Length", name_length) == 0) {
        if (!read_number(value, 10, &length))
            return false;
        if (framing->has_length && length != framing->length)
            return failed("the response has two lengths");
        framing->has_length = true;
        framing->length = length;
    }
    if (name_length == strlen("Transfer-Encoding") &&
        strncasecmp(line, "Transfer-Encoding", name_length) == 0) {
        if (strcasecmp(value, "chunked") != 0)
            return failed("the response has a transfer coding that is not known");
        framing->chunked = true;
    }
    return true;
}

/* Reads the status line and the headers: those of the response, not of one that comes before it,
 * such as 100 Continue. */
static bool read_head(struct reader *reader, int *status, struct framing *framing)
{
    const char *line;

    do {
        memset(framing, 0, sizeof *framing);
        line = read_line(reader);
        if (line == NULL)
            return false;
        if (sscanf(line, "HTTP/1.%*1d %3d", status) != 1 || *status < 100)
            return failed("what came back is no HTTP/1.1");
        while ((line = read_line(reader)) != NULL && *line != '\0')
            if (!take_header(line, framing))
                return false;
        if (line == NULL)
            return false;
    } while (*status < 200);
    return true;
}

static bool read_chunks(struct reader *reader, struct bytes *out)
{
    const char *line;
    uint64_t length;

    for (;;) {
        line = read_line(reader);
        if (line == NULL || !read_number(line, 16, &length))
            return false;
        if (length == 0)
            break;
        if (!read_bytes(reader, length, out))
            return false;
        line = read_line(reader);
        if (line == NULL)
            return false;
        if (*line != '\0')
            return failed("the response has a chunk without an end");
    }
    do /* trailers */
        line = read_line(reader);
    while (line != NULL && *line != '\0');
    return line != NULL;
}

static bool read_to_the_end(struct reader *reader, struct bytes *out)
{
    while (read_on(reader))
        ;
    return reader->ended &&
           append(out, reader->came.data + reader->at, reader->came.length - reader->at);
}

/* Reads a response to a request of that method. */
static bool read_response(int file, const char *method, int *status, struct bytes *body)
{
    struct reader reader = {0};
    struct framing framing;
    bool read;

    reader.file = file;
    read = append_text(&reader.came, "") && append_text(body, "") &&
           read_head(&reader, status, &framing);
    if (!read || strcmp(method, "HEAD") == 0 || *status == 204 || *status == 304)
        ; /* no body, whatever the headers say */
    else if (framing.chunked)
        read = read_chunks(&reader, body);
    else if (framing.has_length)
        read = read_bytes(&reader, framing.length, body);
    else
        read = read_to_the_end(&reader, body);
    free(reader.came.data);
    return read;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* Sends a signed request, and prints the response. Whether it is a success. */
static bool send_by_socket(const oauth1_signed *request)
{
    struct bytes message = {0}, body = {0};
    struct place place;
    int file = -1, status = 0;
    bool answered;

    answered = find_place(oauth1_signed_url(request, NULL), &place) &&
               write_request(request, &place, &message) && (file = connect_to(&place)) >= 0 &&
               send_all(file, &message) &&
               read_response(file, oauth1_signed_method(request, NULL), &status, &body);
    if (answered) {
        printf("response: %d ", status);
        fwrite(body.data, 1, body.length, stdout);
        putchar('\n');
    }
    if (file >= 0)
        close(file);
    free(message.data);
    free(body.data);
    return answered && status >= 200 && status <= 299;
}

int main(int argc, char **argv)
{
    oauth1_session *session = NULL;
    oauth1_request *request = NULL;
    oauth1_signed *result = NULL;
    oauth1_error *error = NULL;
    bool well;

    if (argc < 3) {
        fprintf(stderr, "usage: raw_socket METHOD URL [NAME=VALUE]...\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN); /* a server that closes early is an error, and not the end */
    well = make_default_session(&session) &&
           make_request(argv[1], argv[2], argv + 3, &request) &&
           done(oauth1_session_sign(session, request, &result, &error), "not signed", &error) &&
           send_by_socket(result);

    oauth1_signed_free(result);
    oauth1_request_free(request);
    oauth1_session_free(session);
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}
