/* A thousand random requests, some of them by RSA, sign as oauthlib signs them, with the same nonce
 * and timestamp. */
#include "json.h"
#include "random_requests.h"
#include "test.h"

enum { REQUESTS = 1000 };

/* Sets the method of a name, with the key that the script has where it needs one. */
static void set_method(oauth1_client_builder *builder, const char *name)
{
    static const struct {
        const char *name;
        oauth1_signature_method number;
    } methods[] = {
        {"HMAC-SHA1", OAUTH1_SIGNATURE_METHOD_HMAC_SHA1},
        {"HMAC-SHA256", OAUTH1_SIGNATURE_METHOD_HMAC_SHA256},
        {"HMAC-SHA512", OAUTH1_SIGNATURE_METHOD_HMAC_SHA512},
        {"PLAINTEXT", OAUTH1_SIGNATURE_METHOD_PLAINTEXT},
        {"RSA-SHA1", OAUTH1_SIGNATURE_METHOD_RSA_SHA1},
        {"RSA-SHA256", OAUTH1_SIGNATURE_METHOD_RSA_SHA256},
        {"RSA-SHA512", OAUTH1_SIGNATURE_METHOD_RSA_SHA512},
    };
    static char key[4096];
    static size_t length;
    oauth1_error *error = NULL;
    size_t i;

    if (length == 0)
        length = read_file("tests/keys/rsa2048.pkcs8.pem", key, sizeof key);
    for (i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(methods[i].name, name) != 0)
            continue;
        if (strncmp(name, "RSA", 3) == 0)
            CHECK_OK(oauth1_client_builder_set_rsa_key(builder, methods[i].number, key, length,
                                                       &error));
        else
            CHECK_OK(
                oauth1_client_builder_set_signature_method(builder, methods[i].number, &error));
        return;
    }
    CHECK(0 && "the method is known");
}

static void check_request(const json *expected)
{
    oauth1_error *error = NULL;
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = NULL;
    char *value = NULL, end[1024];
    const json *form = json_get(expected, "form");
    size_t i, length;

    CHECK_OK(oauth1_client_builder_new(json_get_text(expected, "consumer_key"),
                                       json_get_text(expected, "consumer_secret"), &builder,
                                       &error));
    set_method(builder, json_get_text(expected, "signature_method"));
    CHECK_OK(oauth1_client_builder_set_plaintext_over_http(builder, true, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    if (json_get(expected, "token") != NULL)
        CHECK_OK(oauth1_token_new(json_get_text(expected, "token"),
                                  json_get_text(expected, "token_secret"), &token, &error));
    session = session_for(client, token);

    CHECK_OK(oauth1_request_new(json_get_text(expected, "method"), json_get_text(expected, "url"),
                                &request, &error));
    for (i = 0; i < json_count(form); i++) {
        const json *pair = json_at(form, i);
        CHECK_OK(oauth1_request_add_form(request, json_text(json_at(pair, 0)),
                                         json_text(json_at(pair, 1)), &error));
    }
    CHECK_OK(oauth1_request_set_nonce(request, json_get_text(expected, "nonce"), &error));
    CHECK_OK(oauth1_request_set_timestamp(
        request, strtoull(json_get_text(expected, "timestamp"), NULL, 10), &error));
    CHECK_OK(oauth1_session_authorization(session, request, &value, &error));

    length = (size_t)snprintf(end, sizeof end, ", oauth_signature=\"%s\"",
                              json_get_text(expected, "signature"));
    CHECK(length < sizeof end && length < strlen(value));
    if (strcmp(value + strlen(value) - length, end) != 0)
        fprintf(stderr, "%s %s\n", json_get_text(expected, "method"),
                json_get_text(expected, "url"));
    CHECK_TEXT(value + strlen(value) - length, end);

    oauth1_string_free(value);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_token_free(token);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
}

static void random_requests_sign_as_oauthlib_signs_them(void)
{
    json *requests = random_requests(REQUESTS);
    size_t i;

    CHECK(json_count(requests) == REQUESTS);
    for (i = 0; i < REQUESTS; i++)
        check_request(json_at(requests, i));
    json_free(requests);
}

int main(void)
{
    RUN(random_requests_sign_as_oauthlib_signs_them);
    return EXIT_SUCCESS;
}
