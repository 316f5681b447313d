/*
 * Why is my signature invalid?
 *
 *     explain SCHEME [BASE_STRING] <REQUEST
 *
 * Reads a request as it was on the wire, whoever signed it: what a proxy, a packet capture or a
 * server's log shows, request line, headers, an empty line, body. SCHEME is http or https, which
 * such a text does not say. BASE_STRING is the signature base string that the provider says it
 * made, if it says so. Whose request it should be is in the environment:
 *
 *     CONSUMER_KEY   CONSUMER_SECRET   TOKEN   TOKEN_SECRET   (these two may be missing)
 *     SIGNATURE_METHOD   such as HMAC-SHA256; HMAC-SHA1 if it is missing
 *
 * It tells how the request should have been signed, whether it was, and if not, which mistake makes
 * that very signature. It ends with 0 for a signature that is right, with 1 for one that is not, and
 * with 2 where it cannot tell. No secret is shown.
 */
#include <oauth1.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RIGHT, WRONG, UNKNOWN };

/* Whether a step went well; if not, tells why, and frees the error. */
static bool done(oauth1_status status, const char *step, oauth1_error **error)
{
    if (status == OAUTH1_OK)
        return true;
    fprintf(stderr, "explain: %s: %s\n", step, oauth1_error_message(*error, NULL));
    oauth1_error_free(*error);
    *error = NULL;
    return false;
}

/* The number of a signature method of this name; 0 for a name that is none. */
static oauth1_signature_method method_named(const char *name)
{
    static const struct {
        const char *name;
        oauth1_signature_method method;
    } methods[] = {
        {"HMAC-SHA1", OAUTH1_SIGNATURE_METHOD_HMAC_SHA1},
        {"HMAC-SHA256", OAUTH1_SIGNATURE_METHOD_HMAC_SHA256},
        {"HMAC-SHA512", OAUTH1_SIGNATURE_METHOD_HMAC_SHA512},
        {"PLAINTEXT", OAUTH1_SIGNATURE_METHOD_PLAINTEXT},
    };
    size_t i;

    for (i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(methods[i].name, name) == 0)
            return methods[i].method;
    return 0;
}

/* A session of whom the environment names; NULL if it cannot be made. */
static oauth1_session *session_of_environment(void)
{
    const char *key = getenv("CONSUMER_KEY"), *secret = getenv("CONSUMER_SECRET");
    const char *token_key = getenv("TOKEN"), *token_secret = getenv("TOKEN_SECRET");
    const char *method = getenv("SIGNATURE_METHOD");
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;
    oauth1_error *error = NULL;
    bool made;

    if (key == NULL || secret == NULL) {
        fprintf(stderr, "explain: CONSUMER_KEY and CONSUMER_SECRET are not set\n");
        return NULL;
    }
    made = done(oauth1_client_builder_new(key, secret, &builder, &error), "no client", &error) &&
           done(oauth1_client_builder_set_signature_method(
                    builder, method_named(method ? method : "HMAC-SHA1"), &error),
                "SIGNATURE_METHOD", &error) &&
           done(oauth1_client_builder_build(builder, &client, &error), "no client", &error);
    if (made && token_key != NULL) {
        made = done(oauth1_token_new(token_key, token_secret ? token_secret : "", &token, &error),
                    "no token", &error) &&
               done(oauth1_session_new(client, token, &session, &error), "no session", &error);
    } else if (made) {
        done(oauth1_session_new_without_token(client, &session, &error), "no session", &error);
    }
    oauth1_token_free(token);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
    return session;
}

/* All that standard input has; to be freed. */
static char *read_input(size_t *length)
{
    size_t capacity = 64 << 10;
    char *input = malloc(capacity);

    *length = 0;
    while (input != NULL) {
        size_t count = fread(input + *length, 1, capacity - *length, stdin);
        char *larger;
        *length += count;
        if (count == 0)
            return input;
        if (*length < capacity)
            continue;
        capacity *= 2;
        larger = realloc(input, capacity);
        if (larger == NULL)
            free(input);
        input = larger;
    }
    return NULL;
}

/* Tells what differs from the base string that a provider made. */
static bool compare(const oauth1_explanation *explanation, const char *base_string)
{
    oauth1_findings *findings = NULL;
    oauth1_error *error = NULL;

    if (!done(oauth1_explanation_compare(explanation, base_string, &findings, &error),
              "the base string", &error))
        return false;
    printf("\nBeside the provider's base string:\n%s\n", oauth1_findings_text(findings, NULL));
    oauth1_findings_free(findings);
    return true;
}

int main(int argc, char **argv)
{
    oauth1_session *session;
    oauth1_captured *captured = NULL;
    oauth1_diagnosis *diagnosis = NULL;
    oauth1_error *error = NULL;
    int status = UNKNOWN;
    size_t length;
    char *input;

    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: explain SCHEME [BASE_STRING] <REQUEST\n");
        return UNKNOWN;
    }
    session = session_of_environment();
    input = read_input(&length);
    if (session != NULL && input != NULL &&
        done(oauth1_captured_from_http(argv[1], input, length, &captured, &error), "the request",
             &error) &&
        done(oauth1_session_explain_captured(session, captured, &diagnosis, &error), "the request",
             &error)) {
        printf("%s\n", oauth1_diagnosis_text(diagnosis, NULL));
        if (argc == 2 || compare(oauth1_diagnosis_explanation(diagnosis), argv[2]))
            status = oauth1_diagnosis_valid(diagnosis) ? RIGHT : WRONG;
    }
    oauth1_diagnosis_free(diagnosis);
    oauth1_captured_free(captured);
    oauth1_session_free(session);
    free(input);
    return status;
}
