/* Explanations: what was signed, step by step, and why it was refused. Each cause has a case. */
#include "test.h"

#define URL "https://api.example.com/1/update.json"
#define FORM "application/x-www-form-urlencoded"

static oauth1_error *error;

/* The causes that a case has found, by their numbers. */
static int found[100];

static bool clock_of_the_test(void *userdata, uint64_t *seconds, oauth1_failure *failure)
{
    (void)userdata, (void)failure;
    *seconds = 1318622958;
    return true;
}

static oauth1_session *session_with(const char *consumer_secret, const char *token_secret,
                                    oauth1_signature_method method)
{
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;

    CHECK_OK(oauth1_client_builder_new("key", consumer_secret, &builder, &error));
    CHECK_OK(oauth1_client_builder_set_signature_method(builder, method, &error));
    CHECK_OK(oauth1_client_builder_set_clock(builder, clock_of_the_test, NULL, NULL, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_OK(oauth1_token_new("token", token_secret, &token, &error));
    CHECK_OK(oauth1_session_new(client, token, &session, &error));
    oauth1_token_free(token);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
    return session;
}

static oauth1_session *new_session(void)
{
    return session_with(CONSUMER_SECRET, TOKEN_SECRET, OAUTH1_SIGNATURE_METHOD_HMAC_SHA1);
}

static oauth1_request *new_request(const char *url)
{
    oauth1_request *request = NULL;
    CHECK_OK(oauth1_request_new("POST", url, &request, &error));
    CHECK_OK(oauth1_request_add_form(request, "status", "Hello Ladies + Gentlemen", &error));
    CHECK_OK(oauth1_request_add_form(request, "tag", "b", &error));
    CHECK_OK(oauth1_request_add_form(request, "tag", "a", &error));
    CHECK_OK(oauth1_request_set_nonce(request, "nonce", &error));
    return request;
}

static oauth1_explanation *explained(const oauth1_session *session, const oauth1_request *request)
{
    oauth1_explanation *explanation = NULL;
    CHECK_OK(oauth1_session_explain(session, request, &explanation, &error));
    return explanation;
}

static oauth1_explanation *new_explanation(void)
{
    oauth1_session *session = new_session();
    oauth1_request *request = new_request("HTTPS://api.example.com:443/1/update.json"
                                          "?include=true&q=a+b");
    oauth1_explanation *explanation = explained(session, request);
    oauth1_request_free(request);
    oauth1_session_free(session);
    return explanation;
}

/* Checks that findings have this cause, with words that hold no secret, and notes it. */
static void check_finding(const oauth1_findings *findings, oauth1_cause cause)
{
    size_t count = oauth1_findings_count(findings), i, length = 0;
    const char *text = oauth1_findings_text(findings, &length);
    int has = 0;

    CHECK(length == strlen(text));
    CHECK(strstr(text, CONSUMER_SECRET) == NULL && strstr(text, TOKEN_SECRET) == NULL);
    for (i = 0; i < count; i++) {
        const char *detail = oauth1_findings_detail(findings, i, &length);
        CHECK(length == strlen(detail) && strstr(text, detail) != NULL);
        CHECK(strstr(text, oauth1_findings_advice(findings, i, NULL)) != NULL);
        CHECK(strstr(text, oauth1_cause_name(oauth1_findings_cause(findings, i))) != NULL);
        has |= oauth1_findings_cause(findings, i) == cause;
    }
    CHECK(oauth1_findings_cause(findings, count) == 0);
    CHECK(oauth1_findings_detail(findings, count, NULL) == NULL);
    CHECK(oauth1_findings_advice(findings, count, &length) == NULL && length == 0);
    CHECK(!oauth1_findings_certain(findings, count));
    if (!has)
        fprintf(stderr, "%s is not among these:\n%s", oauth1_cause_name(cause), text);
    CHECK(has);
    found[cause] = 1;
}

static void an_explanation_has_all_the_steps(void)
{
    static const struct {
        const char *name, *value, *encoded_value;
        oauth1_source source;
    } parameters[] = {
        {"include", "true", "true", OAUTH1_SOURCE_QUERY},
        {"q", "a b", "a%20b", OAUTH1_SOURCE_QUERY},
        {"status", "Hello Ladies + Gentlemen", "Hello%20Ladies%20%2B%20Gentlemen",
         OAUTH1_SOURCE_FORM},
        {"tag", "b", "b", OAUTH1_SOURCE_FORM},
        {"tag", "a", "a", OAUTH1_SOURCE_FORM},
        {"oauth_consumer_key", "key", "key", OAUTH1_SOURCE_PROTOCOL},
        {"oauth_nonce", "nonce", "nonce", OAUTH1_SOURCE_PROTOCOL},
        {"oauth_signature_method", "HMAC-SHA1", "HMAC-SHA1", OAUTH1_SOURCE_PROTOCOL},
        {"oauth_timestamp", "1318622958", "1318622958", OAUTH1_SOURCE_PROTOCOL},
        {"oauth_token", "token", "token", OAUTH1_SOURCE_PROTOCOL},
        {"oauth_version", "1.0", "1.0", OAUTH1_SOURCE_PROTOCOL},
    };
    static const size_t sorted[] = {0, 5, 6, 7, 8, 9, 10, 1, 2, 4, 3};
    enum { COUNT = sizeof sorted / sizeof *sorted };
    oauth1_session *session = new_session();
    oauth1_request *request = new_request(URL);
    oauth1_explanation *explanation = new_explanation();
    oauth1_signed *result = NULL;
    char *signature = NULL;
    const char *text, *sent;
    size_t length = 0, i;

    CHECK_TEXT(oauth1_explanation_method(explanation, NULL), "POST");
    CHECK_TEXT(oauth1_explanation_signature_method(explanation, &length), "HMAC-SHA1");
    CHECK(length == strlen("HMAC-SHA1"));
    CHECK_TEXT(oauth1_explanation_base_string_uri(explanation, NULL), URL);
    CHECK(oauth1_explanation_url_change_count(explanation) == 2);
    CHECK(oauth1_explanation_url_change(explanation, 0) == OAUTH1_URL_CHANGE_SCHEME_CASE);
    CHECK(oauth1_explanation_url_change(explanation, 1) == OAUTH1_URL_CHANGE_DEFAULT_PORT);
    CHECK(oauth1_explanation_url_change(explanation, 2) == 0);
    CHECK_TEXT(oauth1_explanation_url_change_from(explanation, 0, NULL), "HTTPS");
    CHECK_TEXT(oauth1_explanation_url_change_to(explanation, 0, NULL), "https");
    CHECK_TEXT(oauth1_explanation_url_change_to(explanation, 1, &length), "");
    CHECK_TEXT(oauth1_explanation_url_change_text(explanation, 1, NULL),
               "default port dropped: :443");
    CHECK(oauth1_explanation_url_change_text(explanation, 2, NULL) == NULL);

    CHECK(oauth1_explanation_parameter_count(explanation) == COUNT);
    for (i = 0; i < COUNT; i++) {
        CHECK_TEXT(oauth1_explanation_parameter_name(explanation, i, NULL), parameters[i].name);
        CHECK_TEXT(oauth1_explanation_parameter_value(explanation, i, NULL), parameters[i].value);
        CHECK_TEXT(oauth1_explanation_parameter_encoded_name(explanation, i, NULL),
                   parameters[i].name);
        CHECK_TEXT(oauth1_explanation_parameter_encoded_value(explanation, i, NULL),
                   parameters[i].encoded_value);
        CHECK(oauth1_explanation_parameter_source(explanation, i) == parameters[i].source);
        CHECK(!oauth1_explanation_parameter_secret(explanation, i));
        CHECK(oauth1_explanation_sorted(explanation, i) == sorted[i]);
    }
    CHECK(oauth1_explanation_parameter_name(explanation, COUNT, NULL) == NULL);
    CHECK(oauth1_explanation_parameter_source(explanation, COUNT) == 0);
    CHECK(oauth1_explanation_sorted(explanation, COUNT) == SIZE_MAX);

    CHECK_TEXT(oauth1_explanation_key(explanation, NULL), "***&***");
    CHECK(oauth1_explanation_consumer_secret_length(explanation) == strlen(CONSUMER_SECRET));
    CHECK(oauth1_explanation_token_secret_length(explanation) == strlen(TOKEN_SECRET));
    CHECK(oauth1_explanation_rsa_bits(explanation) == 0);
    CHECK(oauth1_explanation_transmission(explanation) == OAUTH1_TRANSMISSION_HEADER);
    CHECK(oauth1_findings_count(oauth1_explanation_findings(explanation)) == 0);
    CHECK_TEXT(oauth1_findings_text(oauth1_explanation_findings(explanation), NULL), "");

    /* what is explained is what is signed */
    CHECK_OK(oauth1_request_add_query(request, "include", "true", &error));
    CHECK_OK(oauth1_request_add_query(request, "q", "a b", &error));
    CHECK_OK(oauth1_session_sign(session, request, &result, &error));
    sent = oauth1_signed_authorization(result, NULL);
    CHECK_TEXT(oauth1_explanation_base_string(explanation, NULL),
               oauth1_signed_base_string(result, NULL));
    CHECK_TEXT(oauth1_explanation_carried(explanation, NULL), sent);
    CHECK_OK(oauth1_percent_encode(oauth1_explanation_signature(explanation, NULL), &signature,
                                   &error));
    CHECK(strstr(sent, signature) != NULL);
    text = oauth1_explanation_text(explanation, &length);
    CHECK(length == strlen(text));
    CHECK(strstr(text, oauth1_explanation_base_string(explanation, NULL)) != NULL);
    CHECK(strstr(text, "default port dropped: :443") != NULL);
    CHECK(strstr(text, CONSUMER_SECRET) == NULL && strstr(text, TOKEN_SECRET) == NULL);

    oauth1_string_free(signature);
    oauth1_signed_free(result);
    oauth1_explanation_free(explanation);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static void an_explanation_masks_what_would_tell_the_secrets(void)
{
    oauth1_session *session =
        session_with(CONSUMER_SECRET, TOKEN_SECRET, OAUTH1_SIGNATURE_METHOD_PLAINTEXT);
    oauth1_request *request = new_request(URL);
    oauth1_explanation *explanation;

    CHECK_OK(oauth1_request_add_form(request, "x_auth_password", "a password", &error));
    CHECK_OK(oauth1_request_add_form(request, "mine", CONSUMER_SECRET, &error));
    explanation = explained(session, request);
    CHECK_TEXT(oauth1_explanation_signature(explanation, NULL), "***");
    CHECK(strstr(oauth1_explanation_carried(explanation, NULL), CONSUMER_SECRET) == NULL);
    CHECK(strstr(oauth1_explanation_text(explanation, NULL), CONSUMER_SECRET) == NULL);
    CHECK(strstr(oauth1_explanation_text(explanation, NULL), "a password") == NULL);
    CHECK(strstr(oauth1_explanation_text(explanation, NULL), "a%20password") == NULL);
    CHECK(oauth1_explanation_parameter_secret(explanation, 3));
    CHECK(oauth1_explanation_parameter_secret(explanation, 4));
    check_finding(oauth1_explanation_findings(explanation), OAUTH1_CAUSE_SECRET_SENT);
    oauth1_explanation_free(explanation);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static void rsa_is_explained_by_the_size_of_its_key(void)
{
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = new_request(URL);
    oauth1_explanation *explanation;
    char key[4096];
    size_t length;

    length = read_file("tests/keys/rsa1024.pem", key, sizeof key);
    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    CHECK_OK(oauth1_client_builder_set_rsa_key(builder, OAUTH1_SIGNATURE_METHOD_RSA_SHA256, key,
                                               length, &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    CHECK_OK(oauth1_request_set_transmission(request, OAUTH1_TRANSMISSION_FORM, &error));
    explanation = explained(session, request);
    CHECK(oauth1_explanation_rsa_bits(explanation) == 1024);
    CHECK(oauth1_explanation_consumer_secret_length(explanation) == 0);
    CHECK(oauth1_explanation_transmission(explanation) == OAUTH1_TRANSMISSION_FORM);
    oauth1_explanation_free(explanation);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
}

/* A text with the first of a part replaced. */
static char *replaced(const char *text, const char *part, const char *by)
{
    const char *at = strstr(text, part);
    size_t size = strlen(text) + strlen(by) + 1;
    char *result = malloc(size);
    CHECK(at != NULL && result != NULL);
    snprintf(result, size, "%.*s%s%s", (int)(at - text), text, by, at + strlen(part));
    return result;
}

#define STATUS "%26status%3DHello%2520Ladies%2520%252B%2520Gentlemen"

static void a_base_string_is_compared_part_by_part(void)
{
    static const struct {
        const char *part, *by;
        oauth1_cause cause;
    } cases[] = {
        {"POST&", "GET&", OAUTH1_CAUSE_METHOD},
        {"https%3A", "http%3A", OAUTH1_CAUSE_SCHEME},
        {"example.com%2F", "example.com%3A443%2F", OAUTH1_CAUSE_PORT},
        {"api.example.com", "API.example.com", OAUTH1_CAUSE_HOST_CASE},
        {"api.example.com", "internal", OAUTH1_CAUSE_HOST},
        {"update.json&", "update&", OAUTH1_CAUSE_PATH},
        {"update.json&", "update.json%3Finclude%3Dtrue&", OAUTH1_CAUSE_QUERY_IN_URI},
        {"include%3Dtrue%26", "", OAUTH1_CAUSE_MISSING_QUERY_PARAMETER},
        {"%26oauth_version%3D1.0", "", OAUTH1_CAUSE_MISSING_PARAMETER},
        {STATUS "%26tag%3Da%26tag%3Db", "", OAUTH1_CAUSE_BODY_NOT_SIGNED},
        {"%26tag%3Db", "%26tag%3Db%26utm_source%3Dx", OAUTH1_CAUSE_EXTRA_PARAMETER},
        {"%26tag%3Da", "", OAUTH1_CAUSE_DUPLICATES_DROPPED},
        {"include%3Dtrue", "include%3Dfalse", OAUTH1_CAUSE_DIFFERENT_VALUE},
        {"q%3Da%2520b", "q%3Da%252520b", OAUTH1_CAUSE_DOUBLE_ENCODING},
        {"q%3Da%2520b", "q%3Da%252Bb", OAUTH1_CAUSE_PLUS_FOR_SPACE},
        {"%26tag%3Da%26tag%3Db", "%26tag%3Db%26tag%3Da", OAUTH1_CAUSE_SORT_ORDER},
        {"%252B", "%252b", OAUTH1_CAUSE_ESCAPE_CASE},
        {"update.json", "update%252Ejson", OAUTH1_CAUSE_RESERVED_CHARACTERS},
        {"Hello%2520Ladies%2520%252B%2520Gentlemen", "Hello%20Ladies%20%2B%20Gentlemen",
         OAUTH1_CAUSE_NOT_ENCODED},
        {"%26oauth_signature_method", "%26oauth_signature%3Dx%26oauth_signature_method",
         OAUTH1_CAUSE_SIGNATURE_INCLUDED},
        {"%26status", "%26realm%3Dx%26status", OAUTH1_CAUSE_REALM_INCLUDED},
        {"oauth_nonce%3Dnonce", "oauth_nonce%3Dother", OAUTH1_CAUSE_ANOTHER_REQUEST},
        {"oauth_consumer_key%3Dkey", "oauth_consumer_key%3Dother", OAUTH1_CAUSE_CONSUMER_KEY},
        {"oauth_token%3Dtoken", "oauth_token%3Dother", OAUTH1_CAUSE_TOKEN},
        {"oauth_version%3D1.0", "oauth_version%3D2.0", OAUTH1_CAUSE_VERSION},
        {"HMAC-SHA1", "HMAC-SHA256", OAUTH1_CAUSE_SIGNATURE_METHOD},
        {"POST&", "", OAUTH1_CAUSE_MALFORMED},
        {"POST&", "POST&", OAUTH1_CAUSE_SECRETS},
    };
    oauth1_explanation *explanation = new_explanation();
    const char *ours = oauth1_explanation_base_string(explanation, NULL);
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *theirs = replaced(ours, cases[i].part, cases[i].by);
        oauth1_findings *findings = NULL;
        printf("  %s\n", oauth1_cause_name(cases[i].cause));
        CHECK_OK(oauth1_explanation_compare(explanation, theirs, &findings, &error));
        check_finding(findings, cases[i].cause);
        oauth1_findings_free(findings);
        free(theirs);
    }
    oauth1_explanation_free(explanation);
}

static void a_providers_words_are_translated(void)
{
    static const struct {
        const char *body;
        oauth1_cause cause;
    } cases[] = {
        {"oauth_problem=nonce_used", OAUTH1_CAUSE_NONCE_USED},
        {"oauth_problem=user_refused", OAUTH1_CAUSE_USER_REFUSED},
        {"oauth_problem=permission_denied", OAUTH1_CAUSE_PERMISSION},
        {"oauth_problem=additional_authorization_required", OAUTH1_CAUSE_AUTHORIZATION_REQUIRED},
        {"oauth_problem=parameter_rejected", OAUTH1_CAUSE_PARAMETER_REJECTED},
        {"oauth_problem=consumer_key_unknown", OAUTH1_CAUSE_CONSUMER_KEY},
        {"oauth_problem=token_expired", OAUTH1_CAUSE_TOKEN},
        {"oauth_problem=signature_method_rejected", OAUTH1_CAUSE_SIGNATURE_METHOD},
        {"oauth_problem=version_rejected", OAUTH1_CAUSE_VERSION},
        {"Failed to validate oauth signature and token", OAUTH1_CAUSE_INVALID_SIGNATURE},
        {"Accepted values are between 1318623381 and 1318623981", OAUTH1_CAUSE_CLOCK},
        {"{\"errors\":[{\"code\":415,\"message\":\"Callback URL not approved\"}]}",
         OAUTH1_CAUSE_CALLBACK},
        {"<h1>Teapot</h1>", OAUTH1_CAUSE_UNKNOWN},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        oauth1_findings *findings = NULL;
        CHECK_OK(oauth1_explain_answer(401, NULL, cases[i].body, strlen(cases[i].body), 1318622958,
                                       &findings, &error));
        check_finding(findings, cases[i].cause);
        oauth1_findings_free(findings);
    }
}

static void an_answer_is_explained_with_its_headers_and_base_string(void)
{
    static const char *const headers[] = {"Date", "Fri, 14 Oct 2011 20:21:21 GMT",
                                          "WWW-Authenticate",
                                          "OAuth realm=\"x\", oauth_problem=\"signature_invalid\"",
                                          NULL};
    static const char *const odd[] = {"Date", NULL};
    static char large[70000];
    oauth1_explanation *explanation = new_explanation();
    char *theirs =
        replaced(oauth1_explanation_base_string(explanation, NULL), "https%3A", "http%3A");
    oauth1_findings *findings = NULL;
    char body[2048];

    CHECK_OK(oauth1_explanation_explain_answer(explanation, 401, headers, NULL, 0, &findings,
                                               &error));
    check_finding(findings, OAUTH1_CAUSE_CLOCK);
    CHECK(strstr(oauth1_findings_text(findings, NULL), "12 minutes and 3 seconds behind") != NULL);
    oauth1_findings_free(findings);

    snprintf(body, sizeof body, "oauth_problem=signature_invalid&debug_sbs=%s", theirs);
    CHECK_OK(oauth1_explanation_explain_answer(explanation, 401, NULL, body, strlen(body),
                                               &findings, &error));
    check_finding(findings, OAUTH1_CAUSE_SCHEME);
    CHECK(oauth1_findings_certain(findings, 0));
    oauth1_findings_free(findings);

    CHECK_OK(oauth1_explain_answer(200, NULL, body, strlen(body), 1, &findings, &error));
    CHECK(oauth1_findings_count(findings) == 0);
    oauth1_findings_free(findings);
    findings = NULL;

    memset(large, 'x', sizeof large);
    CHECK_FAILS(oauth1_explain_answer(401, NULL, large, sizeof large, 1, &findings, &error),
                OAUTH1_ERROR_RESPONSE_TOO_LARGE);
    CHECK_FAILS(oauth1_explain_answer(401, odd, NULL, 0, 1, &findings, &error),
                OAUTH1_ERROR_INVALID_PARAMETER);
    CHECK(findings == NULL);
    free(theirs);
    oauth1_explanation_free(explanation);
}

/* A request as it was on the wire, signed by a session. */
static oauth1_captured *captured_of(const oauth1_session *session, const oauth1_request *request)
{
    oauth1_signed *result = NULL;
    oauth1_captured *captured = NULL;
    const char *body;
    size_t count, i, length = 0;

    CHECK_OK(oauth1_session_sign(session, request, &result, &error));
    CHECK_OK(oauth1_captured_new(oauth1_signed_method(result, NULL),
                                 oauth1_signed_url(result, NULL), &captured, &error));
    count = oauth1_signed_header_count(result);
    for (i = 0; i < count; i++)
        CHECK_OK(oauth1_captured_add_header(captured, oauth1_signed_header_name(result, i, NULL),
                                            oauth1_signed_header_value(result, i, NULL), &error));
    body = oauth1_signed_body(result, &length);
    CHECK_OK(oauth1_captured_set_body(captured, body, length, &error));
    oauth1_signed_free(result);
    return captured;
}

/* Checks what is found in a captured request with the right secrets; 0 for nothing. */
static void check_diagnosis(const oauth1_session *session, const oauth1_captured *captured,
                            oauth1_cause cause)
{
    oauth1_diagnosis *diagnosis = NULL;
    const oauth1_findings *findings;
    const char *text;
    size_t length = 0;

    CHECK_OK(oauth1_session_explain_captured(session, captured, &diagnosis, &error));
    findings = oauth1_diagnosis_findings(diagnosis);
    text = oauth1_diagnosis_text(diagnosis, &length);
    CHECK(length == strlen(text));
    CHECK(strstr(text, CONSUMER_SECRET) == NULL && strstr(text, TOKEN_SECRET) == NULL);
    CHECK(oauth1_diagnosis_explanation(diagnosis) != NULL);
    if (cause == 0) {
        CHECK(oauth1_diagnosis_valid(diagnosis) && oauth1_findings_count(findings) == 0);
        CHECK_TEXT(oauth1_diagnosis_signature(diagnosis, NULL),
                   oauth1_explanation_signature(oauth1_diagnosis_explanation(diagnosis), NULL));
    } else {
        check_finding(findings, cause);
    }
    oauth1_diagnosis_free(diagnosis);
}

static void a_mistake_with_the_secrets_is_found(void)
{
    static const struct {
        const char *consumer_secret, *token_secret;
        oauth1_cause cause;
    } cases[] = {
        {CONSUMER_SECRET, TOKEN_SECRET, 0},
        {CONSUMER_SECRET, "", OAUTH1_CAUSE_TOKEN_SECRET_MISSING},
        {TOKEN_SECRET, CONSUMER_SECRET, OAUTH1_CAUSE_SECRETS_SWAPPED},
        {CONSUMER_SECRET "\n", TOKEN_SECRET, OAUTH1_CAUSE_WHITE_SPACE_IN_SECRET},
        {CONSUMER_SECRET, "token", OAUTH1_CAUSE_KEY_AS_SECRET},
        {"another", "another", OAUTH1_CAUSE_SECRETS},
    };
    oauth1_session *right = new_session(), *wrong, *encoded;
    oauth1_request *request = new_request(URL "?q=a+b");
    oauth1_captured *captured;
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        wrong = session_with(cases[i].consumer_secret, cases[i].token_secret,
                             OAUTH1_SIGNATURE_METHOD_HMAC_SHA1);
        captured = captured_of(wrong, request);
        check_diagnosis(right, captured, cases[i].cause);
        oauth1_captured_free(captured);
        oauth1_session_free(wrong);
    }

    /* one that is kept as it came in a token response */
    wrong = session_with("a/secret", TOKEN_SECRET, OAUTH1_SIGNATURE_METHOD_HMAC_SHA1);
    encoded = session_with("a%2Fsecret", TOKEN_SECRET, OAUTH1_SIGNATURE_METHOD_HMAC_SHA1);
    captured = captured_of(wrong, request);
    check_diagnosis(encoded, captured, OAUTH1_CAUSE_SECRETS_ENCODED);
    oauth1_captured_free(captured);
    oauth1_session_free(encoded);
    oauth1_session_free(wrong);

    /* ones that were joined without being encoded */
    wrong = session_with("a/secret", "b/secret", OAUTH1_SIGNATURE_METHOD_PLAINTEXT);
    CHECK_OK(oauth1_captured_new("GET", URL, &captured, &error));
    CHECK_OK(oauth1_captured_add_header(
        captured, "Authorization",
        "OAuth oauth_consumer_key=\"key\", oauth_token=\"token\", oauth_nonce=\"n\", "
        "oauth_timestamp=\"1318622958\", oauth_signature_method=\"PLAINTEXT\", "
        "oauth_signature=\"a%2Fsecret%26b%2Fsecret\"",
        &error));
    check_diagnosis(wrong, captured, OAUTH1_CAUSE_SECRETS_NOT_ENCODED);
    oauth1_captured_free(captured);
    oauth1_session_free(wrong);

    oauth1_request_free(request);
    oauth1_session_free(right);
}

static void a_mistake_on_the_wire_is_found(void)
{
    static const char hashed[] = "{}";
    oauth1_session *session = new_session();
    oauth1_request *request = new_request(URL);
    oauth1_captured *captured = captured_of(session, request);
    char *authorization = NULL, *wrong;

    /* a body of another type than the one that was signed */
    CHECK_OK(oauth1_session_authorization(session, request, &authorization, &error));
    oauth1_captured_free(captured);
    CHECK_OK(oauth1_captured_new("POST", URL, &captured, &error));
    CHECK_OK(oauth1_captured_add_header(captured, "Authorization", authorization, &error));
    CHECK_OK(oauth1_captured_add_header(captured, "Content-Type", "text/plain", &error));
    CHECK_OK(oauth1_captured_set_body(captured, oauth1_request_body(request, NULL),
                                      strlen(oauth1_request_body(request, NULL)), &error));
    check_diagnosis(session, captured, OAUTH1_CAUSE_BODY_SIGNED);
    oauth1_captured_free(captured);

    /* a signature without its padding */
    wrong = replaced(authorization, "%3D\"", "\"");
    CHECK_OK(oauth1_captured_new("POST", URL, &captured, &error));
    CHECK_OK(oauth1_captured_add_header(captured, "Authorization", wrong, &error));
    CHECK_OK(oauth1_captured_add_header(captured, "Content-Type", FORM, &error));
    CHECK_OK(oauth1_captured_set_body(captured, oauth1_request_body(request, NULL),
                                      strlen(oauth1_request_body(request, NULL)), &error));
    check_diagnosis(session, captured, OAUTH1_CAUSE_SIGNATURE_FORMAT);
    free(wrong);

    /* a parameter in two headers */
    CHECK_OK(oauth1_captured_add_header(captured, "Authorization",
                                        "OAuth oauth_nonce=\"2\", oauth_signature=\"y\"", &error));
    check_diagnosis(session, captured, OAUTH1_CAUSE_PARAMETER_REPEATED);
    oauth1_captured_free(captured);
    oauth1_string_free(authorization);
    oauth1_request_free(request);

    /* a body that is not the one that was hashed */
    CHECK_OK(oauth1_request_new("POST", URL, &request, &error));
    CHECK_OK(oauth1_request_set_body(request, "application/json", hashed, &error));
    CHECK_OK(oauth1_request_set_body_hash(request, OAUTH1_BODY_HASH_ALWAYS, &error));
    captured = captured_of(session, request);
    check_diagnosis(session, captured, 0);
    CHECK_OK(oauth1_captured_set_body(captured, "{ }", 3, &error));
    check_diagnosis(session, captured, OAUTH1_CAUSE_BODY_HASH);
    oauth1_captured_free(captured);
    oauth1_request_free(request);

    /* a text that was signed in Latin-1, and sent in UTF-8 */
    CHECK_OK(oauth1_request_new("POST", URL, &request, &error));
    CHECK_OK(oauth1_request_add_form_n(request, "a", 1, "\xE9", 1, &error));
    captured = captured_of(session, request);
    CHECK_OK(oauth1_captured_set_body(captured, "a=%C3%A9", 8, &error));
    check_diagnosis(session, captured, OAUTH1_CAUSE_CHARACTER_SET);
    oauth1_captured_free(captured);
    oauth1_request_free(request);
    oauth1_session_free(session);
}

static void a_captured_request_is_read_from_http(void)
{
    static const char text[] = "POST /1/update.json HTTP/1.1\r\n"
                               "Host: api.example.com\r\n"
                               "Content-Type: " FORM "\r\n"
                               "\r\n"
                               "a=1";
    static const char *const wrong[] = {"", "GET", "GET / HTTP/1.1\r\n\r\n"};
    oauth1_captured *captured = NULL;
    oauth1_session *session = new_session();
    size_t length = 0, i;

    CHECK_OK(oauth1_captured_from_http("https", text, strlen(text), &captured, &error));
    CHECK_TEXT(oauth1_captured_method(captured, NULL), "POST");
    CHECK_TEXT(oauth1_captured_url(captured, NULL), URL);
    CHECK_TEXT(oauth1_captured_body(captured, &length), "a=1");
    CHECK(length == 3);
    CHECK(oauth1_captured_header_count(captured) == 2);
    CHECK_TEXT(oauth1_captured_header_name(captured, 1, NULL), "Content-Type");
    CHECK_TEXT(oauth1_captured_header_value(captured, 1, NULL), FORM);
    CHECK(oauth1_captured_header_name(captured, 2, NULL) == NULL);
    check_diagnosis(session, captured, OAUTH1_CAUSE_MISSING_PARAMETER);
    CHECK_OK(oauth1_captured_set_body(captured, "a\0", 2, &error));
    CHECK(memcmp(oauth1_captured_body(captured, &length), "a\0", 3) == 0 && length == 2);
    oauth1_captured_free(captured);
    captured = NULL;

    for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_FAILS(oauth1_captured_from_http("https", wrong[i], strlen(wrong[i]), &captured,
                                              &error),
                    OAUTH1_ERROR_INVALID_HEADER);
    CHECK(captured == NULL);
    oauth1_session_free(session);
}

static void every_cause_was_found(void)
{
    oauth1_cause cause;

    CHECK_TEXT(oauth1_cause_name(0), "unknown cause");
    CHECK_TEXT(oauth1_cause_name(OAUTH1_CAUSE_DOUBLE_ENCODING), "double_encoding");
    for (cause = 1; cause < 100; cause++) {
        const char *name = oauth1_cause_name(cause);
        if (!found[cause] && strcmp(name, "unknown cause") != 0) {
            fprintf(stderr, "no case for %s\n", name);
            exit(EXIT_FAILURE);
        }
    }
}

int main(void)
{
    RUN(an_explanation_has_all_the_steps);
    RUN(an_explanation_masks_what_would_tell_the_secrets);
    RUN(rsa_is_explained_by_the_size_of_its_key);
    RUN(a_base_string_is_compared_part_by_part);
    RUN(a_providers_words_are_translated);
    RUN(an_answer_is_explained_with_its_headers_and_base_string);
    RUN(a_mistake_with_the_secrets_is_found);
    RUN(a_mistake_on_the_wire_is_found);
    RUN(a_captured_request_is_read_from_http);
    RUN(every_cause_was_found);
    return EXIT_SUCCESS;
}
