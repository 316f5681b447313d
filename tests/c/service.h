/* A program in Python that the tests talk to: it describes itself in one line of JSON, and serves
 * until its standard input ends, so that it ends with the test at the latest. */
#ifndef SERVICE_H
#define SERVICE_H

#include "json.h"

#include <sys/types.h>

typedef struct service {
    json *description;
    pid_t process;
    int keep_alive; /* its standard input */
} service;

/* The Python that has what the tests need. Ends the program as skipped where OAUTH1_TEST_PYTHON is
 * not set. */
const char *service_python(void);

/* Starts Python with these arguments, of which the last is NULL, and reads the description. */
void service_start(service *out, const char *const *arguments);

void service_stop(service *service);

/* A text in the description. */
const char *service_value(const service *service, const char *name);

/* How many file descriptors this process has open. */
int open_files(void);

/* The seconds since some moment in the past. */
double seconds(void);

#endif
