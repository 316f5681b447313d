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

static char *decoded(const char *text, size_t length)
{
    char *part = calloc(1, length + 1), *out = NULL, *copy;

    CHECK(part != NULL);
    memcpy(part, text, length);
    CHECK_OK(oauth1_percent_decode(part, &out, NULL, &error));
    copy = copied(out);
    oauth1_string_free(out);
    free(part);
    return copy;
}

char *oauth_url_escape(const char *text)
{
    char *encoded = NULL, *copy;

    CHECK_OK(oauth1_percent_encode(text, &encoded, &error));
    copy = copied(encoded);
    oauth1_string_free(encoded);
    return copy;
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

/* The same of one whose base string is all that matters. */
static oauth1_diagnosis *any_diagnosis_of(const char *method, const char *url)
{
    oauth1_session *session = session_of(OA_HMAC, "any", "any", NULL, NULL);
    oauth1_diagnosis *diagnosis = diagnosis_of(session, method, url);

    oauth1_session_free(session);
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
    oauth1_diagnosis *diagnosis = any_diagnosis_of("GET", url);
    char *out = normalized(oauth1_diagnosis_explanation(diagnosis));

    oauth1_diagnosis_free(diagnosis);
    free(url);
    return out;
}

char *oauth_base_string(const char *method, const char *url)
{
    oauth1_diagnosis *diagnosis = any_diagnosis_of(method, url);
    char *out =
        copied(oauth1_explanation_base_string(oauth1_diagnosis_explanation(diagnosis), NULL));

    oauth1_diagnosis_free(diagnosis);
    return out;
}

/* --- base strings, and the requests that have them -------------------------------------------- */

/* The request that has a base string, with all parameters in its URL, and a signature if there is
 * one. Both are the caller's; whether there is such a request. */
static bool request_of(const char *base_string, const char *signature, char **method, char **url)
{
    const char *uri = strchr(base_string, '&');
    const char *parameters = uri != NULL ? strchr(uri + 1, '&') : NULL;
    char *plain_uri, *query, *encoded = signature != NULL ? oauth_url_escape(signature) : NULL;

    if (parameters == NULL) {
        free(encoded);
        return false;
    }
    *method = decoded(base_string, (size_t)(uri - base_string));
    plain_uri = decoded(uri + 1, (size_t)(parameters - uri - 1));
    query = decoded(parameters + 1, strlen(parameters + 1));
    *url = joined(plain_uri, "?", query, encoded != NULL ? "&oauth_signature=" : NULL, encoded);
    free(query);
    free(encoded);
    return true;
}

/* What the library says of the request that has a base string; NULL where there is none. */
static oauth1_diagnosis *base_string_diagnosis(OAuthMethod method, const char *base_string,
                                               const char *secret, const char *token_secret,
                                               const char *signature)
{
    char *http_method = NULL, *url = NULL;
    oauth1_diagnosis *diagnosis = NULL;
    oauth1_session *session;

    if (!request_of(base_string, signature, &http_method, &url))
        return NULL;
    session = session_of(method, "any", secret, token_secret != NULL ? "any" : NULL, token_secret);
    diagnosis = diagnosis_of(session, http_method, url);
    CHECK_TEXT(oauth1_explanation_base_string(oauth1_diagnosis_explanation(diagnosis), NULL),
               base_string);
    oauth1_session_free(session);
    free(http_method);
    free(url);
    return diagnosis;
}

static char *signature_in(oauth1_diagnosis *diagnosis)
{
    const oauth1_explanation *explanation = oauth1_diagnosis_explanation(diagnosis);
    char *signature = copied(oauth1_explanation_signature(explanation, NULL));

    oauth1_diagnosis_free(diagnosis);
    return signature;
}

char *oauth_sign_hmac_sha1(const char *base_string, const char *key)
{
    const char *end = strchr(key, '&');
    char *secret, *token_secret, *signature;

    CHECK(end != NULL);
    secret = decoded(key, (size_t)(end - key));
    token_secret = decoded(end + 1, strlen(end + 1));
    signature = signature_in(
        base_string_diagnosis(OA_HMAC, base_string, secret, token_secret, NULL));
    free(token_secret);
    free(secret);
    return signature;
}

char *oauth_sign_rsa_sha1(const char *base_string, const char *key)
{
    return signature_in(base_string_diagnosis(OA_RSA, base_string, key, NULL, NULL));
}

bool oauth_verify_rsa_sha1(const char *base_string, const char *key, const char *signature)
{
    oauth1_diagnosis *diagnosis = base_string_diagnosis(OA_RSA, base_string, key, NULL, signature);
    bool valid = oauth1_diagnosis_valid(diagnosis);

    oauth1_diagnosis_free(diagnosis);
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
