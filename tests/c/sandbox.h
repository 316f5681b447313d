/* The provider that the tests talk to: python -m oauth1.sandbox, one for each test program. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include "json.h"

#include <stddef.h>

/* Starts a sandbox, which ends with the program at the latest. Ends the program as skipped where
 * OAUTH1_TEST_PYTHON, a Python that has the sandbox, is not set. */
void sandbox_start(void);

/* The same, with options, of which the last is NULL. */
void sandbox_start_with(const char *const *options);

void sandbox_stop(void);

/* Takes the endpoints that "oauthlib" judges, as at the start, or "verifier", the library's own. */
void sandbox_judge_by(const char *judge);

/* What the sandbox says of itself: "request_token_url", "consumer_key" and so on. */
const char *sandbox_value(const char *name);

/* A list of what it says, such as "tokens". */
const json *sandbox_list(const char *name);

/* Has the user open an authorization URL, sign in and allow it; writes the PIN that is shown. */
void sandbox_allow(const char *url, char *verifier, size_t size);

/* Has the user deny it. */
void sandbox_deny(const char *url);

#endif
