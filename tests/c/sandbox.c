#define _POSIX_C_SOURCE 200809L

#include "sandbox.h"

#include "json.h"
#include "test.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

static json *description;
static pid_t process;
static int keep_alive; /* the sandbox's standard input, whose end is the sandbox's */

static const char *python(void)
{
    const char *path = getenv("OAUTH1_TEST_PYTHON");
    if (path == NULL) {
        fprintf(stderr, "OAUTH1_TEST_PYTHON is not set: skipped\n");
        exit(SKIPPED);
    }
    return path;
}

void sandbox_start(void)
{
    const char *path = python();
    int input[2], output[2];
    char line[8192];
    FILE *answer;

    CHECK(pipe(input) == 0 && pipe(output) == 0);
    process = fork();
    CHECK(process >= 0);
    if (process == 0) {
        dup2(input[0], STDIN_FILENO);
        dup2(output[1], STDOUT_FILENO);
        close(input[0]);
        close(input[1]);
        close(output[0]);
        close(output[1]);
        execl(path, path, "-m", "oauth1.sandbox", "--port", "0", "--json", "--exit-with-stdin",
              (char *)NULL);
        perror(path);
        _exit(127);
    }
    close(input[0]);
    close(output[1]);
    keep_alive = input[1];
    CHECK(fcntl(keep_alive, F_SETFD, FD_CLOEXEC) == 0);
    answer = fdopen(output[0], "r");
    CHECK(answer != NULL);
    CHECK(fgets(line, sizeof line, answer) != NULL);
    fclose(answer);
    description = json_read(line);
}

void sandbox_stop(void)
{
    int status;

    close(keep_alive);
    CHECK(waitpid(process, &status, 0) == process);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    json_free(description);
}

const char *sandbox_value(const char *name)
{
    const char *value = json_get_text(description, name);
    CHECK(value != NULL);
    return value;
}

/* Runs the sandbox's command that plays the user, and gives the first line that it prints. */
static void consent(const char *option, const char *url, char *line, size_t size)
{
    char command[2048];
    int length;
    FILE *output;

    length = snprintf(command, sizeof command,
                      "'%s' -m oauth1.sandbox consent --user alice %s '%s'", python(), option, url);
    CHECK(length > 0 && (size_t)length < sizeof command);
    output = popen(command, "r");
    CHECK(output != NULL);
    CHECK(fgets(line, (int)size, output) != NULL);
    line[strcspn(line, "\r\n")] = '\0';
    CHECK(pclose(output) == 0);
}

void sandbox_allow(const char *url, char *verifier, size_t size)
{
    consent("", url, verifier, size);
}

void sandbox_deny(const char *url)
{
    char line[256];
    consent("--deny", url, line, sizeof line);
}
