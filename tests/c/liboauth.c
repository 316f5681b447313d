#include "liboauth.h"

#include "test.h"

static oauth1_error *error;

/* --- text ------------------------------------------------------------------------------------- */

/* A copy that free() frees, of what may be NULL. */
static char *copied(const char *text)
{
    char *copy = text != NULL ? malloc(strlen(text) + 1) : NULL;
    if (copy != NULL)
        strcpy(copy, text);
    return copy;
}

/* Appends up to four texts, of which some may be NULL, to one that free() frees, or to NULL. */
static char *joined(char *text, const char *a, const char *b, const char *c, const char *d)
{
    const char *const parts[] = {a, b, c, d};
    size_t length = text != NULL ? strlen(text) : 0, i;
    bool begins = text == NULL;

    for (i = 0; i < 4; i++)
        length += parts[i] != NULL ? strlen(parts[i]) : 0;
    text = realloc(text, length + 1);
    CHECK(text != NULL);
    if (begins)
        *text = '\0';
    for (i = 0; i < 4; i++)
        if (parts[i] != NULL)
            strcat(text, parts[i]);
    return text;
}

/* A string of the library's, as one that free() frees. */
static char *taken(char *string)
{
    char *copy = copied(string);
    oauth1_string_free(string);
    return copy;
}

static char *decoded(const char *text, size_t length)
{
    char *part = calloc(1, length + 1), *out = NULL;

    CHECK(part != NULL);
    memcpy(part, text, length);
    CHECK_OK(oauth1_percent_decode(part, &out, NULL, &error));
    free(part);
    return taken(out);
}

char *oauth_url_escape(const char *text)
{
    char *encoded = NULL;

    CHECK_OK(oauth1_percent_encode(text, &encoded, &error));
    return taken(encoded);
}

/* A URL as everybody else writes it: with %26 where liboauth has \001. */
static char *without_marks(const char *url)
{
    char *out = copied("");

    for (;;) {
        size_t length = strcspn(url, "\001");
        char *piece = calloc(1, length + 1);
        CHECK(piece != NULL);
        memcpy(piece, url, length);
        out = joined(out, piece, url[length] ? "%26" : NULL, NULL, NULL);
        free(piece);
        if (!url[length])
            return out;
        url += length + 1;
    }
}

/* --- requests that are there already ---------------------------------------------------------- */

/* What signs: with an RSA key, or with secrets of which the token's may be NULL. */
static oauth1_session *session_of(OAuthMethod method, const char *consumer_key, const char *secret,
                                  const char *token_key, const char *token_secret)
{
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;

    CHECK_OK(oauth1_client_builder_new(consumer_key, method == OA_RSA ? "" : secret, &builder,
                                       &error));
    if (method == OA_RSA)
        CHECK_OK(oauth1_client_builder_set_rsa_key(builder, OAUTH1_SIGNATURE_METHOD_RSA_SHA1,
                                                   secret, strlen(secret), &error));
    if (method == OA_PLAINTEXT) {
        CHECK_OK(oauth1_client_builder_set_signature_method(
            builder, OAUTH1_SIGNATURE_METHOD_PLAINTEXT, &error));
        CHECK_OK(oauth1_client_builder_set_plaintext_over_http(builder, true, &error));
    }
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    if (token_key != NULL) {
        CHECK_OK(oauth1_token_new(token_key, token_secret, &token, &error));
        CHECK_OK(oauth1_session_new(client, token, &session, &error));
    } else {
        CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    }
    oauth1_token_free(token);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
    return session;
}

/* What the library says of a request whose parameters are all in its URL. */
static oauth1_diagnosis *diagnosis_of(const oauth1_session *session, const char *method,
                                      const char *url)
{
    char *plain = without_marks(url);
    oauth1_captured *captured = NULL;
    oauth1_diagnosis *diagnosis = NULL;

    CHECK_OK(oauth1_captured_new(method, plain, &captured, &error));
    CHECK_OK(oauth1_session_explain_captured(session, captured, &diagnosis, &error));
    oauth1_captured_free(captured);
    free(plain);
    return diagnosis;
}

/* The parameters that are signed, in their order. */
static char *normalized(const oauth1_explanation *explanation)
{
    size_t count = oauth1_explanation_parameter_count(explanation), i;
    char *out = copied("");

    for (i = 0; i < count; i++) {
        size_t which = oauth1_explanation_sorted(explanation, i);
        out = joined(out, i > 0 ? "&" : NULL,
                     oauth1_explanation_parameter_encoded_name(explanation, which, NULL), "=",
                     oauth1_explanation_parameter_encoded_value(explanation, which, NULL));
    }
    return out;
}

char *oauth_normalize(const char *query)
{
    char *url = joined(copied("http://example.com/?"), query, NULL, NULL, NULL);
    oauth1_session *session = session_of(OA_HMAC, "any", "any", NULL, NULL);
    oauth1_diagnosis *diagnosis = diagnosis_of(session, "GET", url);
    char *out = normalized(oauth1_diagnosis_explanation(diagnosis));

    oauth1_diagnosis_free(diagnosis);
    oauth1_session_free(session);
    free(url);
    return out;
}

char *oauth_base_string(const char *method, const char *url)
{
    oauth1_session *session = session_of(OA_HMAC, "any", "any", NULL, NULL);
    oauth1_diagnosis *diagnosis = diagnosis_of(session, method, url);
    char *out =
        copied(oauth1_explanation_base_string(oauth1_diagnosis_explanation(diagnosis), NULL));

    oauth1_diagnosis_free(diagnosis);
    oauth1_session_free(session);
    return out;
}

static char *signature_of(oauth1_signature_method method, const char *base_string, const char *key)
{
    char *signature = NULL;

    CHECK_OK(oauth1_sign_with_key(method, key, strlen(key), base_string, &signature, &error));
    return taken(signature);
}

char *oauth_sign_hmac_sha1(const char *base_string, const char *key)
{
    return signature_of(OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, base_string, key);
}

char *oauth_sign_rsa_sha1(const char *base_string, const char *key)
{
    return signature_of(OAUTH1_SIGNATURE_METHOD_RSA_SHA1, base_string, key);
}

/* The URL of the request that has a base string and a signature, with all parameters in it. */
static char *url_of(const char *base_string, const char *signature)
{
    const char *uri = strchr(base_string, '&') + 1, *parameters = strchr(uri, '&') + 1;
    char *url = decoded(uri, (size_t)(parameters - uri - 1));
    char *query = decoded(parameters, strlen(parameters));
    char *encoded = oauth_url_escape(signature);

    url = joined(url, "?", query, "&oauth_signature=", encoded);
    free(encoded);
    free(query);
    return url;
}

bool oauth_verify_rsa_sha1(const char *base_string, const char *key, const char *signature)
{
    oauth1_session *session = session_of(OA_RSA, "any", key, NULL, NULL);
    char *method = decoded(base_string, strcspn(base_string, "&"));
    char *url = url_of(base_string, signature);
    oauth1_diagnosis *diagnosis = diagnosis_of(session, method, url);
    bool valid = oauth1_diagnosis_valid(diagnosis);

    oauth1_diagnosis_free(diagnosis);
    free(url);
    free(method);
    oauth1_session_free(session);
    return valid;
}

/* --- requests that are made ------------------------------------------------------------------- */

char *oauth_body_hash_data(size_t length, const char *data)
{
    oauth1_session *session = session_of(OA_HMAC, "any", "any", NULL, NULL);
    oauth1_request *request = NULL;
    oauth1_explanation *explanation = NULL;
    char *out = NULL;
    size_t i;

    CHECK_OK(oauth1_request_new("POST", "http://example.com/", &request, &error));
    CHECK_OK(oauth1_request_set_body_n(request, "text/plain", data, length, &error));
    CHECK_OK(oauth1_request_set_body_hash(request, OAUTH1_BODY_HASH_ALWAYS_SHA1, &error));
    CHECK_OK(oauth1_session_explain(session, request, &explanation, &error));
    for (i = 0; i < oauth1_explanation_parameter_count(explanation); i++) {
        const char *name = oauth1_explanation_parameter_name(explanation, i, NULL);
        if (strcmp(name, "oauth_body_hash") == 0)
            out = joined(out, name, "=",
                         oauth1_explanation_parameter_value(explanation, i, NULL), NULL);
    }
    oauth1_explanation_free(explanation);
    oauth1_request_free(request);
    oauth1_session_free(session);
    return out;
}

/* A request for a URL, in which nonce, timestamp and version are the signer's to write. */
static oauth1_request *request_to(const char *url)
{
    char *plain = without_marks(url), *rest = NULL, *target, *pair;
    char *query = strchr(plain, '?');
    const char *nonce = NULL, *timestamp = NULL;
    oauth1_request *request = NULL;

    CHECK(query != NULL);
    *query++ = '\0';
    for (pair = strtok(query, "&"); pair != NULL; pair = strtok(NULL, "&")) {
        if (strncmp(pair, "oauth_nonce=", 12) == 0)
            nonce = pair + 12;
        else if (strncmp(pair, "oauth_timestamp=", 16) == 0)
            timestamp = pair + 16;
        else if (strcmp(pair, "oauth_version=1.0") != 0)
            rest = joined(rest, rest != NULL ? "&" : "?", pair, NULL, NULL);
    }
    target = joined(NULL, plain, rest, NULL, NULL);
    CHECK_OK(oauth1_request_new("GET", target, &request, &error));
    CHECK_OK(oauth1_request_set_transmission(request, OAUTH1_TRANSMISSION_QUERY, &error));
    CHECK(nonce != NULL && timestamp != NULL);
    CHECK_OK(oauth1_request_set_nonce(request, nonce, &error));
    CHECK_OK(oauth1_request_set_timestamp(request, strtoull(timestamp, NULL, 10), &error));
    free(target);
    free(rest);
    free(plain);
    return request;
}

char *oauth_sign_url2(const char *url, char **body, OAuthMethod method, const char *http_method,
                      const char *consumer_key, const char *consumer_secret, const char *token,
                      const char *token_secret)
{
    oauth1_session *session =
        session_of(method, consumer_key, consumer_secret, token, token_secret);
    oauth1_request *request = request_to(url);
    oauth1_signed *result = NULL;
    oauth1_diagnosis *diagnosis;
    const oauth1_explanation *explanation;
    const char *signature;
    char *parameters, *out;

    CHECK(body == NULL && http_method == NULL); /* which liboauth's tests do not use */
    CHECK_OK(oauth1_session_sign(session, request, &result, &error));
    signature = strstr(oauth1_signed_url(result, NULL), "&oauth_signature=");
    CHECK(signature != NULL && strchr(signature + 1, '&') == NULL);
    diagnosis = diagnosis_of(session, "GET", oauth1_signed_url(result, NULL));
    CHECK(oauth1_diagnosis_valid(diagnosis));
    explanation = oauth1_diagnosis_explanation(diagnosis);
    parameters = normalized(explanation);
    out = joined(NULL, oauth1_explanation_base_string_uri(explanation, NULL), "?", parameters,
                 signature);
    free(parameters);
    oauth1_diagnosis_free(diagnosis);
    oauth1_signed_free(result);
    oauth1_request_free(request);
    oauth1_session_free(session);
    return out;
}
