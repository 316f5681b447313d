#define _POSIX_C_SOURCE 200809L

#include "sandbox.h"

#include "service.h"
#include "test.h"

static service sandbox;
static const char *judge = "oauthlib";

void sandbox_start(void)
{
    static const char *const none[] = {NULL};
    sandbox_start_with(none);
}

void sandbox_start_with(const char *const *options)
{
    const char *arguments[16] = {"-m",     "oauth1.sandbox", "--port", "0",
                                 "--json", "--exit-with-stdin"};
    size_t i;

    for (i = 0; options[i] != NULL; i++) {
        CHECK(6 + i < sizeof arguments / sizeof *arguments - 1);
        arguments[6 + i] = options[i];
    }
    service_start(&sandbox, arguments);
}

void sandbox_stop(void)
{
    service_stop(&sandbox);
}

void sandbox_judge_by(const char *name)
{
    CHECK(json_get(json_get(sandbox.description, "judges"), name) != NULL);
    judge = name;
}

const char *sandbox_value(const char *name)
{
    const json *addresses = json_get(json_get(sandbox.description, "judges"), judge);
    const char *address = json_get_text(addresses, name);
    return address != NULL ? address : service_value(&sandbox, name);
}

const json *sandbox_list(const char *name)
{
    const json *list = json_get(sandbox.description, name);
    CHECK(list != NULL);
    return list;
}

/* Runs the sandbox's command that plays the user, and gives the first line that it prints. */
static void consent(const char *option, const char *url, char *line, size_t size)
{
    char command[2048];
    int length;
    FILE *output;

    length = snprintf(command, sizeof command,
                      "'%s' -m oauth1.sandbox consent --user alice %s '%s'", service_python(),
                      option, url);
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
