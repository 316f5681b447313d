/* The published vectors (RFC 5849, OAuth Core, providers' documents), from the file that the tests
 * of every language read. */
#include "json.h"
#include "test.h"

static json *vectors;

static const json *group(const char *name)
{
    const json *vectors_of_it = json_get(vectors, name);
    CHECK(json_count(vectors_of_it) > 0);
    return vectors_of_it;
}

static oauth1_signature_method method_named(const char *name)
{
    if (strcmp(name, "HMAC-SHA1") == 0)
        return OAUTH1_SIGNATURE_METHOD_HMAC_SHA1;
    if (strcmp(name, "HMAC-SHA256") == 0)
        return OAUTH1_SIGNATURE_METHOD_HMAC_SHA256;
    if (strcmp(name, "HMAC-SHA512") == 0)
        return OAUTH1_SIGNATURE_METHOD_HMAC_SHA512;
    if (strcmp(name, "PLAINTEXT") == 0)
        return OAUTH1_SIGNATURE_METHOD_PLAINTEXT;
    if (strcmp(name, "RSA-SHA1") == 0)
        return OAUTH1_SIGNATURE_METHOD_RSA_SHA1;
    return 0;
}

/* Sets how the client signs, with a key of the file's where the method needs one. */
static void set_method(oauth1_client_builder *builder, oauth1_signature_method method,
                       const char *rsa_key)
{
    oauth1_error *error = NULL;
    const char *der;
    char pem[2048];
    size_t length;

    if (rsa_key == NULL) {
        CHECK_OK(oauth1_client_builder_set_signature_method(builder, method, &error));
        return;
    }
    der = json_get_text(json_get(json_get(vectors, "rsa_keys"), rsa_key), "der_base64");
    length = (size_t)snprintf(pem, sizeof pem,
                              "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n", der);
    CHECK(der != NULL && length < sizeof pem);
    CHECK_OK(oauth1_client_builder_set_rsa_key(builder, method, pem, length, &error));
}

static oauth1_session *session_of(const char *consumer_key, const char *consumer_secret,
                                  const char *token_key, const char *token_secret,
                                  oauth1_signature_method method, const char *rsa_key)
{
    oauth1_error *error = NULL;
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;

    CHECK_OK(oauth1_client_builder_new(consumer_key, consumer_secret, &builder, &error));
    set_method(builder, method, rsa_key);
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    if (token_key != NULL)
        CHECK_OK(oauth1_token_new(token_key, token_secret, &token, &error));
    session = session_for(client, token);
    oauth1_token_free(token);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
    return session;
}

/* A request that carries what the vector says of its oauth_ parameters. */
static oauth1_request *request_of(const json *vector, const json *oauth)
{
    static const char *const further[] = {"oauth_callback", "oauth_verifier"};
    oauth1_error *error = NULL;
    oauth1_request *request = NULL;
    const json *form = json_get(vector, "form_params");
    const char *realm = json_get_text(vector, "realm");
    size_t i;

    CHECK_OK(oauth1_request_new(json_get_text(vector, "method"), json_get_text(vector, "url"),
                                &request, &error));
    for (i = 0; i < json_count(form); i++) {
        const json *pair = json_at(form, i);
        CHECK_OK(oauth1_request_add_form(request, json_text(json_at(pair, 0)),
                                         json_text(json_at(pair, 1)), &error));
    }
    CHECK_OK(oauth1_request_set_nonce(request, json_get_text(oauth, "oauth_nonce"), &error));
    CHECK_OK(oauth1_request_set_timestamp(
        request, strtoull(json_get_text(oauth, "oauth_timestamp"), NULL, 10), &error));
    CHECK_OK(oauth1_request_set_version(request, json_get(oauth, "oauth_version") != NULL, &error));
    for (i = 0; i < sizeof further / sizeof *further; i++) {
        const char *value = json_get_text(oauth, further[i]);
        if (value != NULL)
            CHECK_OK(oauth1_request_add_oauth_param(request, further[i], value, &error));
    }
    if (realm != NULL)
        CHECK_OK(oauth1_request_set_realm(request, realm, &error));
    return request;
}

/* Checks that an Authorization value or a form body ends with a signature, encoded. */
static void check_signature(const char *text, const char *before, const char *signature,
                            const char *after)
{
    oauth1_error *error = NULL;
    char *encoded = NULL;
    char expected[512];
    size_t length;

    CHECK_OK(oauth1_percent_encode(signature, &encoded, &error));
    length = (size_t)snprintf(expected, sizeof expected, "%s%s%s", before, encoded, after);
    CHECK(length < sizeof expected);
    CHECK(strlen(text) > length);
    CHECK_TEXT(text + strlen(text) - length, expected);
    oauth1_string_free(encoded);
}

static void published_requests_sign_as_published(void)
{
    const json *requests = group("request");
    size_t i;

    for (i = 0; i < json_count(requests); i++) {
        const json *vector = json_at(requests, i);
        const json *oauth = json_get(vector, "oauth_params");
        oauth1_signature_method method =
            method_named(json_get_text(oauth, "oauth_signature_method"));
        oauth1_error *error = NULL;
        oauth1_session *session;
        oauth1_request *request;
        oauth1_signed *result = NULL;
        char *authorization = NULL;

        CHECK(method != 0);
        session = session_of(json_get_text(oauth, "oauth_consumer_key"),
                             json_get_text(vector, "client_secret"),
                             json_get_text(oauth, "oauth_token"),
                             json_get_text(vector, "token_secret"), method,
                             json_get_text(vector, "rsa_key"));
        request = request_of(vector, oauth);
        CHECK_OK(oauth1_session_sign(session, request, &result, &error));
        if (json_get(vector, "base_string") != NULL)
            CHECK_TEXT(oauth1_signed_base_string(result, NULL),
                       json_get_text(vector, "base_string"));
        check_signature(oauth1_signed_authorization(result, NULL), ", oauth_signature=\"",
                        json_get_text(vector, "signature"), "\"");
        if (json_get(vector, "realm") != NULL) {
            char start[256];
            snprintf(start, sizeof start, "OAuth realm=\"%s\", ", json_get_text(vector, "realm"));
            CHECK(strncmp(oauth1_signed_authorization(result, NULL), start, strlen(start)) == 0);
        }
        CHECK_OK(oauth1_session_authorization(session, request, &authorization, &error));
        CHECK_TEXT(authorization, oauth1_signed_authorization(result, NULL));

        oauth1_string_free(authorization);
        oauth1_signed_free(result);
        oauth1_request_free(request);
        oauth1_session_free(session);
    }
}

/* Copies the value of an oauth_ parameter out of an Authorization header. */
static void copy_value(const char *header, const char *name, char *out, size_t size)
{
    const char *start = strstr(header, name);
    size_t length;
    CHECK(start != NULL);
    start += strlen(name) + strlen("=\"");
    length = strcspn(start, "\"");
    CHECK(length < size);
    memcpy(out, start, length);
    out[length] = '\0';
}

static void published_base_strings_are_built_as_published(void)
{
    const json *base_strings = group("base_string");
    size_t i;

    for (i = 0; i < json_count(base_strings); i++) {
        const json *vector = json_at(base_strings, i);
        const char *header = json_get_text(vector, "authorization");
        char consumer_key[64], token_key[64], nonce[64], timestamp[64];
        oauth1_error *error = NULL;
        oauth1_session *session;
        oauth1_request *request = NULL;
        oauth1_signed *result = NULL;

        copy_value(header, "oauth_consumer_key", consumer_key, sizeof consumer_key);
        copy_value(header, "oauth_token", token_key, sizeof token_key);
        copy_value(header, "oauth_nonce", nonce, sizeof nonce);
        copy_value(header, "oauth_timestamp", timestamp, sizeof timestamp);
        session = session_of(consumer_key, json_get_text(vector, "client_secret"), token_key,
                             json_get_text(vector, "token_secret"),
                             OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, NULL);
        CHECK_OK(oauth1_request_new(json_get_text(vector, "method"), json_get_text(vector, "url"),
                                    &request, &error));
        CHECK_OK(oauth1_request_set_body(request, "application/x-www-form-urlencoded",
                                         json_get_text(vector, "form_body"), &error));
        CHECK_OK(oauth1_request_set_nonce(request, nonce, &error));
        CHECK_OK(oauth1_request_set_timestamp(request, strtoull(timestamp, NULL, 10), &error));
        CHECK_OK(oauth1_request_set_version(request, false, &error));
        CHECK_OK(oauth1_session_sign(session, request, &result, &error));
        CHECK_TEXT(oauth1_signed_base_string(result, NULL), json_get_text(vector, "base_string"));
        check_signature(oauth1_signed_authorization(result, NULL), "oauth_signature=\"",
                        json_get_text(vector, "signature"), "\"");

        oauth1_signed_free(result);
        oauth1_request_free(request);
        oauth1_session_free(session);
    }
}

/* Checks what a key makes of a base string. */
static void check_signed_with(oauth1_signature_method method, const char *key, size_t length,
                              const char *base_string, const char *signature)
{
    oauth1_error *error = NULL;
    char *made = NULL;
    CHECK_OK(oauth1_sign_with_key(method, key, length, base_string, &made, &error));
    CHECK_TEXT(made, signature);
    oauth1_string_free(made);
}

static void published_texts_are_signed_as_published(void)
{
    const json *texts = group("signature_only");
    size_t i;

    for (i = 0; i < json_count(texts); i++) {
        const json *vector = json_at(texts, i);
        oauth1_error *error = NULL;
        char *consumer = NULL, *token = NULL, key[256];

        CHECK_TEXT(json_get_text(vector, "method"), "HMAC-SHA1");
        CHECK_OK(oauth1_percent_encode(json_get_text(vector, "client_secret"), &consumer, &error));
        CHECK_OK(oauth1_percent_encode(json_get_text(vector, "token_secret"), &token, &error));
        snprintf(key, sizeof key, "%s&%s", consumer, token);
        check_signed_with(OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, key, strlen(key),
                          json_get_text(vector, "base_string"), json_get_text(vector, "signature"));
        oauth1_string_free(token);
        oauth1_string_free(consumer);
    }
}

static void the_published_base_string_is_made_of_its_parts(void)
{
    static const char rest[] = "&oauth_consumer_key=9djdj82h48djs9d2&oauth_token=kkk9d7dh3k39sjv7"
                               "&oauth_signature_method=HMAC-SHA1&oauth_timestamp=137131201"
                               "&oauth_nonce=7d8f3e4a&oauth_signature=not%20signed";
    static const char *const params[] = {"c2", "", "a3", "2 q",
                                         "oauth_consumer_key", "9djdj82h48djs9d2",
                                         "oauth_token", "kkk9d7dh3k39sjv7",
                                         "oauth_signature_method", "HMAC-SHA1",
                                         "oauth_timestamp", "137131201",
                                         "oauth_nonce", "7d8f3e4a", NULL};
    const json *vector = json_at(group("base_string"), 0);
    const char *method = json_get_text(vector, "method"), *url = json_get_text(vector, "url");
    oauth1_error *error = NULL;
    char form[512], *made = NULL;

    CHECK_TEXT(json_get_text(vector, "form_body"), "c2&a3=2+q");
    CHECK_OK(oauth1_base_string(method, url, params, &made, &error));
    CHECK_TEXT(made, json_get_text(vector, "base_string"));
    oauth1_string_free(made);
    snprintf(form, sizeof form, "%s%s", json_get_text(vector, "form_body"), rest);
    CHECK_OK(oauth1_base_string_of_form(method, url, form, strlen(form), &made, &error));
    CHECK_TEXT(made, json_get_text(vector, "base_string"));
    oauth1_string_free(made);
}

static void published_encodings_are_ours(void)
{
    const json *encodings = group("encoding");
    size_t i;

    for (i = 0; i < json_count(encodings); i++) {
        const json *vector = json_at(encodings, i);
        const char *input = json_get_text(vector, "input");
        oauth1_error *error = NULL;
        char *encoded = NULL, *decoded = NULL;
        size_t length = 0;

        CHECK_OK(oauth1_percent_encode(input, &encoded, &error));
        CHECK_TEXT(encoded, json_get_text(vector, "expected"));
        CHECK_OK(oauth1_percent_decode(encoded, &decoded, &length, &error));
        CHECK_TEXT(decoded, input);
        CHECK(length == strlen(input));
        oauth1_string_free(decoded);
        oauth1_string_free(encoded);
    }
}

/* Signs a GET request without a token, and gives a part of the base string, decoded: 1 is the URI,
 * 2 the parameters. */
static char *base_string_part(const char *url, int part)
{
    oauth1_error *error = NULL;
    oauth1_session *session =
        session_of("k", "s", NULL, NULL, OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, NULL);
    oauth1_request *request = NULL;
    oauth1_signed *result = NULL;
    const char *start;
    char *encoded, *decoded = NULL;

    CHECK_OK(oauth1_request_new("GET", url, &request, &error));
    CHECK_OK(oauth1_session_sign(session, request, &result, &error));
    start = oauth1_signed_base_string(result, NULL);
    for (; part > 0; part--)
        start = strchr(start, '&') + 1;
    encoded = calloc(1, strlen(start) + 1);
    CHECK(encoded != NULL);
    memcpy(encoded, start, strcspn(start, "&"));
    CHECK_OK(oauth1_percent_decode(encoded, &decoded, NULL, &error));

    free(encoded);
    oauth1_signed_free(result);
    oauth1_request_free(request);
    oauth1_session_free(session);
    return decoded;
}

static void published_base_string_uris_are_ours(void)
{
    const json *uris = group("base_string_uri");
    size_t i;

    for (i = 0; i < json_count(uris); i++) {
        const json *vector = json_at(uris, i);
        char *uri = base_string_part(json_get_text(vector, "url"), 1);
        CHECK_TEXT(uri, json_get_text(vector, "expected"));
        oauth1_string_free(uri);
    }
}

static void published_parameters_are_normalized_as_published(void)
{
    const json *queries = group("normalized_parameters");
    size_t i;

    for (i = 0; i < json_count(queries); i++) {
        const json *vector = json_at(queries, i);
        char url[512], others[512] = "";
        char *parameters, *pair;

        snprintf(url, sizeof url, "http://example.com/?%s", json_get_text(vector, "query"));
        parameters = base_string_part(url, 2);
        for (pair = strtok(parameters, "&"); pair != NULL; pair = strtok(NULL, "&")) {
            if (strncmp(pair, "oauth_", strlen("oauth_")) != 0) {
                CHECK(strlen(others) + strlen(pair) + 2 < sizeof others);
                strcat(strcat(others, others[0] ? "&" : ""), pair);
            }
        }
        CHECK_TEXT(others, json_get_text(vector, "expected"));
        oauth1_string_free(parameters);
    }
}

static void the_published_body_hash_is_ours(void)
{
    const json *hashes = group("body_hash");
    size_t i;

    for (i = 0; i < json_count(hashes); i++) {
        const json *vector = json_at(hashes, i);
        oauth1_error *error = NULL;
        oauth1_session *session =
            session_of("k", "s", NULL, NULL, OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, NULL);
        oauth1_request *request = NULL;
        char *authorization = NULL, *encoded = NULL;
        char expected[128];

        CHECK_OK(oauth1_request_new("PUT", "https://example.com/", &request, &error));
        CHECK_OK(oauth1_request_set_body(request, "application/xml", json_get_text(vector, "body"),
                                         &error));
        CHECK_OK(oauth1_request_set_body_hash(request, OAUTH1_BODY_HASH_ALWAYS_SHA1, &error));
        CHECK_OK(oauth1_session_authorization(session, request, &authorization, &error));
        CHECK_OK(oauth1_percent_encode(json_get_text(vector, "expected"), &encoded, &error));
        snprintf(expected, sizeof expected, "oauth_body_hash=\"%s\"", encoded);
        CHECK(strstr(authorization, expected) != NULL);

        oauth1_string_free(encoded);
        oauth1_string_free(authorization);
        oauth1_request_free(request);
        oauth1_session_free(session);
    }
}

static void the_parameters_can_travel_in_the_form_body_as_lti_has_them(void)
{
    const json *requests = group("request");
    const json *vector = NULL, *oauth;
    oauth1_error *error = NULL;
    oauth1_session *session;
    oauth1_request *request;
    oauth1_signed *result = NULL;
    size_t i, length = 0;
    const char *body;

    for (i = 0; i < json_count(requests); i++)
        if (strcmp(json_get_text(json_at(requests, i), "id"), "lti-basic-launch") == 0)
            vector = json_at(requests, i);
    CHECK(vector != NULL);
    oauth = json_get(vector, "oauth_params");
    session = session_of(json_get_text(oauth, "oauth_consumer_key"),
                         json_get_text(vector, "client_secret"), NULL, NULL,
                         OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, NULL);
    request = request_of(vector, oauth);
    CHECK_OK(oauth1_request_set_transmission(request, OAUTH1_TRANSMISSION_FORM, &error));
    CHECK_OK(oauth1_session_sign(session, request, &result, &error));
    CHECK_TEXT(oauth1_signed_base_string(result, NULL), json_get_text(vector, "base_string"));
    CHECK(oauth1_signed_authorization(result, &length) == NULL && length == 0);
    body = oauth1_signed_body(result, &length);
    CHECK(length == strlen(body));
    check_signature(body, "&oauth_signature=", json_get_text(vector, "signature"), "");

    oauth1_signed_free(result);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

int main(void)
{
    vectors = json_read_file("tests/vectors/published.json");
    RUN(published_requests_sign_as_published);
    RUN(published_base_strings_are_built_as_published);
    RUN(published_texts_are_signed_as_published);
    RUN(the_published_base_string_is_made_of_its_parts);
    RUN(published_encodings_are_ours);
    RUN(published_base_string_uris_are_ours);
    RUN(published_parameters_are_normalized_as_published);
    RUN(the_published_body_hash_is_ours);
    RUN(the_parameters_can_travel_in_the_form_body_as_lti_has_them);
    json_free(vectors);
    return EXIT_SUCCESS;
}
