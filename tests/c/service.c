#define _POSIX_C_SOURCE 200809L

#include "service.h"

#include "test.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 16, LONGEST_LINE = 16384 };

const char *service_python(void)
{
    const char *path = getenv("OAUTH1_TEST_PYTHON");
    if (path == NULL) {
        fprintf(stderr, "OAUTH1_TEST_PYTHON is not set: skipped\n");
        exit(SKIPPED);
    }
    return path;
}

/* Becomes Python, with these arguments. */
static void run(const char *const *arguments)
{
    char *all[MOST_ARGUMENTS + 2] = {0};
    size_t i;

    all[0] = (char *)service_python();
    for (i = 0; i < MOST_ARGUMENTS && arguments[i] != NULL; i++)
        all[i + 1] = (char *)arguments[i];
    execv(all[0], all);
    perror(all[0]);
    _exit(127);
}

void service_start(service *out, const char *const *arguments)
{
    int input[2], output[2];
    char *line = malloc(LONGEST_LINE);
    FILE *answer;

    service_python();
    CHECK(line != NULL && pipe(input) == 0 && pipe(output) == 0);
    out->process = fork();
    CHECK(out->process >= 0);
    if (out->process == 0) {
        dup2(input[0], STDIN_FILENO);
        dup2(output[1], STDOUT_FILENO);
        close(input[0]);
        close(input[1]);
        close(output[0]);
        close(output[1]);
        run(arguments);
    }
    close(input[0]);
    close(output[1]);
    out->keep_alive = input[1];
    CHECK(fcntl(out->keep_alive, F_SETFD, FD_CLOEXEC) == 0);
    answer = fdopen(output[0], "r");
    CHECK(answer != NULL);
    CHECK(fgets(line, LONGEST_LINE, answer) != NULL);
    fclose(answer);
    out->description = json_read(line);
    free(line);
}

void service_stop(service *service)
{
    int status;

    close(service->keep_alive);
    CHECK(waitpid(service->process, &status, 0) == service->process);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    json_free(service->description);
}

const char *service_value(const service *service, const char *name)
{
    const char *value = json_get_text(service->description, name);
    CHECK(value != NULL);
    return value;
}

int open_files(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;

    if (folder == NULL)
        return 0; /* no Linux: it cannot be known */
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

double seconds(void)
{
    struct timespec now;
    CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
