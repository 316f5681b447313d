/* Random requests that oauthlib signs: tests/c/random_requests.py. */
#ifndef RANDOM_REQUESTS_H
#define RANDOM_REQUESTS_H

#include "json.h"

/* Runs random_requests.py, and gives what it prints, which json_free() frees. Ends the program as
 * skipped where there is no Python with oauthlib. */
json *random_requests(int count);

#endif
