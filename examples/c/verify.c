/*
 * Who launches my tool? An LTI 1.1 launch, checked.
 *
 *     verify URL <BODY
 *
 * A learning platform sends its users to a tool by a form that is signed by OAuth 1.0a, with a
 * consumer's key and secret and without a token. This reads the body of such a form, as a CGI
 * program has it, and tells who comes from where. URL is that of the launch, by which the platform
 * knows the tool. Whose platforms may launch it is in the environment:
 *
 *     CONSUMER_KEY   CONSUMER_SECRET
 *
 * It ends with 0 for a launch that is good; with 1 for one that is refused, and shows what to
 * answer, and the log why; and with 2 where it cannot tell. A launch counts once: where several
 * processes answer, they share a store of nonces, by oauth1_verifier_builder_set_nonce_store().
 */
#include "command.h"

enum { GOOD, REFUSED, UNKNOWN };

enum { LARGEST_BODY = 1 << 20 };

static bool make_verifier(oauth1_verifier **out)
{
    oauth1_verifier_builder *builder = NULL;
    oauth1_error *error = NULL;
    bool made = done(oauth1_verifier_builder_new(&builder, &error), "no verifier", &error) &&
                done(oauth1_verifier_builder_set_consumer_secret(
                         builder, setting("CONSUMER_KEY"), setting("CONSUMER_SECRET"), &error),
                     "no consumer", &error) &&
                done(oauth1_verifier_builder_build(builder, out, &error), "no verifier", &error);

    oauth1_verifier_builder_free(builder);
    return made;
}

/* Shows a parameter of the launch, if it has that. */
static void show(const oauth1_verified *launch, const char *name)
{
    const char *value = oauth1_verified_get(launch, name, NULL);
    if (value != NULL)
        printf("%s: %s\n", name, value);
}

/* What is answered where a launch is refused, and, to the log, why. */
static void show_refusal(const oauth1_error *error)
{
    const char *challenge = oauth1_error_www_authenticate(error, NULL);
    printf("Status: %d\n", oauth1_error_http_status(error));
    if (challenge != NULL)
        printf("WWW-Authenticate: %s\n", challenge);
    printf("\n%s\n", oauth1_error_public_message(error, NULL));
    fprintf(stderr, "refused: %s\n", oauth1_error_message(error, NULL));
}

/* Whether the parameters of a launch are those of one: the signature alone does not say so. */
static bool is_launch(const oauth1_verified *request)
{
    const char *kind = oauth1_verified_get(request, "lti_message_type", NULL);
    return kind != NULL && strcmp(kind, "basic-lti-launch-request") == 0 &&
           oauth1_verified_get(request, "resource_link_id", NULL) != NULL;
}

int main(int argc, char **argv)
{
    static const char *const headers[] = {"Content-Type", "application/x-www-form-urlencoded",
                                          NULL};
    static char body[LARGEST_BODY];
    oauth1_verifier *verifier = NULL;
    oauth1_verified *launch = NULL;
    oauth1_error *error = NULL;
    oauth1_status status;
    int result = UNKNOWN;
    size_t length;

    if (argc != 2) {
        fprintf(stderr, "usage: verify URL <BODY\n");
        return UNKNOWN;
    }
    length = fread(body, 1, sizeof body, stdin);
    if (length == sizeof body || !make_verifier(&verifier))
        return UNKNOWN;
    status = oauth1_verifier_verify(verifier, "POST", argv[1], headers, body, length, &launch,
                                    &error);
    if (status == OAUTH1_ERROR_NOT_VERIFIED) {
        show_refusal(error);
        result = oauth1_error_reason(error) == OAUTH1_REASON_UNAVAILABLE ? UNKNOWN : REFUSED;
    } else if (!done(status, "verify", &error)) {
        result = UNKNOWN;
    } else if (!is_launch(launch)) {
        fprintf(stderr, "refused: it is signed, but no LTI launch\n");
        result = REFUSED;
    } else {
        printf("consumer: %s\n", oauth1_verified_consumer_key(launch, NULL));
        show(launch, "user_id");
        show(launch, "roles");
        show(launch, "resource_link_id");
        show(launch, "context_title");
        result = GOOD;
    }
    oauth1_error_free(error);
    oauth1_verified_free(launch);
    oauth1_verifier_free(verifier);
    return result;
}
