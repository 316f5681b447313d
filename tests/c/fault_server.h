/* The server of faults that the tests talk to: tests/faults/server.py, which says what it has. */
#ifndef FAULT_SERVER_H
#define FAULT_SERVER_H

#include "json.h"

#include <oauth1.h>

#include <stddef.h>
#include <stdint.h>

/* Starts it. Ends the program as skipped where OAUTH1_TEST_PYTHON is not set. */
void faults_start(void);

void faults_stop(void);

/* What it says of itself: "http", "ca" and so on. */
const char *faults_value(const char *name);

/* A path at one of its origins; good until the eighth call after this. */
const char *faults_url(const char *origin, const char *path);

/* A builder of a client that trusts its certificates, asks it without a proxy, and waits for
 * `total` milliseconds at most. */
oauth1_client_builder *faults_builder(uint64_t total);

/* Builds, and makes a session with the token of that key. The builder is freed. */
oauth1_session *faults_session(oauth1_client_builder *builder, const char *token_key);

/* Asks for a URL, and checks the status. */
oauth1_response *faults_get(const oauth1_session *session, const char *url, int status);

/* The body of a response, which json_free() frees. The response is freed. */
json *faults_json(oauth1_response *response);

#endif
