/* What users of other libraries have run into, each with a test that it is not so here. */
#include "test.h"

#define FORM "application/x-www-form-urlencoded"
#define A "https://a.example"

static oauth1_error *error;

static oauth1_client_builder *new_builder(const char *consumer_key)
{
    oauth1_client_builder *builder = NULL;
    CHECK_OK(oauth1_client_builder_new(consumer_key, CONSUMER_SECRET, &builder, &error));
    return builder;
}

/* Builds, with the token of that key or with none. */
static oauth1_session *built(oauth1_client_builder *builder, const char *token_key)
{
    oauth1_client *client = NULL;
    oauth1_token *token = NULL;
    oauth1_session *session = NULL;

    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    if (token_key != NULL)
        CHECK_OK(oauth1_token_new(token_key, TOKEN_SECRET, &token, &error));
    session = session_for(client, token);
    oauth1_token_free(token);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
    return session;
}

static oauth1_request *new_request(const char *method, const char *url)
{
    oauth1_request *request = NULL;
    CHECK_OK(oauth1_request_new(method, url, &request, &error));
    return request;
}

/* A signed request of no token. */
static oauth1_signed *signed_of(const oauth1_request *request)
{
    oauth1_session *session = built(new_builder("key"), NULL);
    oauth1_signed *result = NULL;
    CHECK_OK(oauth1_session_sign(session, request, &result, &error));
    oauth1_session_free(session);
    return result;
}

static char *decoded(const char *start, size_t length)
{
    char *encoded = calloc(1, length + 1), *text = NULL;
    CHECK(encoded != NULL);
    memcpy(encoded, start, length);
    CHECK_OK(oauth1_percent_decode(encoded, &text, NULL, &error));
    free(encoded);
    return text;
}

/* Checks the two parts of a base string, once decoded: the URI, and the parameters without those of
 * the signer. */
static void check_base_string(const oauth1_signed *result, const char *uri, const char *parameters)
{
    const char *start = strchr(oauth1_signed_base_string(result, NULL), '&') + 1;
    size_t length = strcspn(start, "&");
    char *actual_uri = decoded(start, length);
    char *actual = decoded(start + length + 1, strlen(start + length + 1));
    char others[256] = "", *pair;

    CHECK_TEXT(actual_uri, uri);
    for (pair = strtok(actual, "&"); pair != NULL; pair = strtok(NULL, "&")) {
        if (strncmp(pair, "oauth_", strlen("oauth_")) != 0) {
            CHECK(strlen(others) + strlen(pair) + 2 < sizeof others);
            strcat(strcat(others, others[0] ? "&" : ""), pair);
        }
    }
    CHECK_TEXT(others, parameters);
    oauth1_string_free(actual);
    oauth1_string_free(actual_uri);
}

static void what_is_signed_is_what_is_sent(void)
{
    static const struct {
        const char *behaviour, *url, *sent, *uri, *parameters;
    } cases[] = {
        {"letters beyond ASCII in a path are encoded", A "/\xC3\xBC", A "/%C3%BC", A "/%C3%BC", ""},
        {"and sign as those that are encoded already", A "/%C3%BC", A "/%C3%BC", A "/%C3%BC", ""},
        {"an escape stays as it is written", A "/%c3%bc%2F", A "/%c3%bc%2F", A "/%c3%bc%2F", ""},
        {"path parameters are part of the path", A "/x;v=1/y;w=2?b=3", A "/x;v=1/y;w=2?b=3",
         A "/x;v=1/y;w=2", "b=3"},
        {"an empty path is a slash", A "?b=3", A "/?b=3", A "/", "b=3"},
        {"a fragment is not sent", A "/p?b=3#top", A "/p?b=3", A "/p", "b=3"},
        {"scheme and host are in lower case, the path is not", "HTTPS://API.Example.COM/Path",
         "https://api.example.com/Path", "https://api.example.com/Path", ""},
        {"a host beyond ASCII is in punycode", "https://b\xC3\xBC"
                                               "cher.example/",
         "https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/", ""},
        {"the default port of https is left out", A ":443/", A "/", A "/", ""},
        {"the default port of http is left out", "http://a.example:80/", "http://a.example/",
         "http://a.example/", ""},
        {"the default port of an IPv6 address is left out", "https://[2001:DB8::1]:443/",
         "https://[2001:db8::1]/", "https://[2001:db8::1]/", ""},
        {"another port stays", "http://[::1]:8080/", "http://[::1]:8080/", "http://[::1]:8080/",
         ""},
        {"the default port of the other scheme stays", A ":80/", A ":80/", A ":80/", ""},
        {"only the first = splits", A "/?a=b=c", A "/?a=b=c", A "/", "a=b%3Dc"},
        {"a query parameter may be named realm", A "/?realm=r", A "/?realm=r", A "/", "realm=r"},
        {"empty values and names are signed", A "/?b&a=&=v", A "/?b&a=&=v", A "/", "=v&a=&b="},
        {"duplicates are kept, and sorted by value", A "/?a=2&a=1&a=1", A "/?a=2&a=1&a=1", A "/",
         "a=1&a=1&a=2"},
        {"names are sorted as they are encoded", A "/?a-b=1&a=2&a%2Fb=3", A "/?a-b=1&a=2&a%2Fb=3",
         A "/", "a=2&a%2Fb=3&a-b=1"},
        {"brackets in a query are encoded", A "/?a[]=1", A "/?a%5B%5D=1", A "/", "a%5B%5D=1"},
        {"spaces in a query are encoded", A "/?a=1 2", A "/?a=1%202", A "/", "a=1%202"},
        {"a + in a query is a space", A "/?a=1+2", A "/?a=1+2", A "/", "a=1%202"},
        {"an encoded + is one", A "/?a=1%2B2", A "/?a=1%2B2", A "/", "a=1%2B2"},
        {"a stray % is encoded", A "/?a=100%", A "/?a=100%25", A "/", "a=100%25"},
        {"escapes in lower case are signed in upper case", A "/?a=%c3%bc", A "/?a=%c3%bc", A "/",
         "a=%C3%BC"},
        {"bytes that are not UTF-8 are signed", A "/?a=%ff%00", A "/?a=%ff%00", A "/", "a=%FF%00"},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        oauth1_request *request = new_request("GET", cases[i].url);
        oauth1_signed *result = signed_of(request);
        printf("  %s\n", cases[i].behaviour);
        CHECK_TEXT(oauth1_signed_url(result, NULL), cases[i].sent);
        check_base_string(result, cases[i].uri, cases[i].parameters);
        oauth1_signed_free(result);
        oauth1_request_free(request);
    }
}

static void a_body_is_signed_if_it_is_form_data_and_sent_as_it_is(void)
{
    static const struct {
        const char *behaviour, *type, *body, *parameters;
    } cases[] = {
        {"form data is signed", FORM, "b=2&a=1", "a=1&b=2"},
        {"with a charset as well", FORM "; charset=UTF-8", "a=1", "a=1"},
        {"and in whatever case", "Application/X-WWW-Form-URLEncoded;charset=utf-8", "a=1", "a=1"},
        {"a + in form data is a space", FORM, "a=1+2", "a=1%202"},
        {"empty values are signed", FORM, "a=&b", "a=&b="},
        {"only the first = splits", FORM, "a=b=c", "a=b%3Dc"},
        {"form data need not be UTF-8", FORM, "a=\xFF", "a=%FF"},
        {"empty form data is no parameter", FORM, "", ""},
        {"JSON is not signed", "application/json", "{\"a\":1}", ""},
        {"multipart is not signed", "multipart/form-data; boundary=x", "--x\r\n", ""},
        {"nor is what only begins like form data", FORM "2", "a=1", ""},
        {"bytes that are not UTF-8 are no fault", "image/png", "\x89PNG\xFF", ""},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        oauth1_request *request = new_request("POST", A "/");
        oauth1_signed *result;
        size_t length = 0, count, k;
        printf("  %s\n", cases[i].behaviour);
        CHECK_OK(oauth1_request_set_body_n(request, cases[i].type, cases[i].body,
                                           strlen(cases[i].body), &error));
        result = signed_of(request);
        check_base_string(result, A "/", cases[i].parameters);
        CHECK_TEXT(oauth1_signed_body(result, &length), cases[i].body);
        CHECK(length == strlen(cases[i].body));
        count = oauth1_signed_header_count(result);
        for (k = 0; k < count; k++)
            if (strcmp(oauth1_signed_header_name(result, k, NULL), "Content-Type") == 0)
                CHECK_TEXT(oauth1_signed_header_value(result, k, NULL), cases[i].type);
        oauth1_signed_free(result);
        oauth1_request_free(request);
    }
}

static void bytes_with_nul_are_signed(void)
{
    static const char name[] = {'a', '\0'}, value[] = {'\0', (char)0xFF, '='};
    oauth1_request *request = new_request("POST", A "/");
    oauth1_signed *result;

    CHECK_OK(oauth1_request_add_query_n(request, name, sizeof name, value, sizeof value, &error));
    CHECK_OK(oauth1_request_add_form_n(request, value, sizeof value, name, sizeof name, &error));
    result = signed_of(request);
    CHECK_TEXT(oauth1_signed_url(result, NULL), A "/?a%00=%00%FF%3D");
    CHECK_TEXT(oauth1_signed_body(result, NULL), "%00%FF%3D=a%00");
    check_base_string(result, A "/", "%00%FF%3D=a%00&a%00=%00%FF%3D");
    oauth1_signed_free(result);
    oauth1_request_free(request);
}

/* Where the oauth_ parameters of a signed request are. */
static const char *carrier(const oauth1_signed *result, oauth1_transmission transmission)
{
    switch (transmission) {
    case OAUTH1_TRANSMISSION_HEADER:
        return oauth1_signed_authorization(result, NULL);
    case OAUTH1_TRANSMISSION_QUERY:
        return strchr(oauth1_signed_url(result, NULL), '?');
    default:
        return oauth1_signed_body(result, NULL);
    }
}

/* Checks that a parameter is where it travels, encoded once, and signed, encoded twice; and that it
 * is there once. */
static void check_sent(const oauth1_signed *result, oauth1_transmission transmission,
                       const char *name, const char *value)
{
    int in_header = transmission == OAUTH1_TRANSMISSION_HEADER;
    const char *quote = in_header ? "\"" : "", *sent = carrier(result, transmission), *found;
    char expected[10000], *once = NULL, *twice = NULL;

    CHECK_OK(oauth1_percent_encode(value, &once, &error));
    CHECK_OK(oauth1_percent_encode(once, &twice, &error));
    snprintf(expected, sizeof expected, "%s=%s%s%s", name, quote, once, quote);
    found = strstr(sent, expected);
    CHECK(found != NULL && strchr("&,", found[strlen(expected)]) != NULL);
    CHECK(strstr(found + 1, name) == NULL);
    snprintf(expected, sizeof expected, "%s%%3D%s", name, twice);
    found = strstr(oauth1_signed_base_string(result, NULL), expected);
    CHECK(found != NULL && strchr("%", found[strlen(expected)]) != NULL);
    oauth1_string_free(twice);
    oauth1_string_free(once);
}

static void oauth_values_are_encoded_once_wherever_they_travel(void)
{
    static const oauth1_transmission places[] = {
        OAUTH1_TRANSMISSION_HEADER, OAUTH1_TRANSMISSION_QUERY, OAUTH1_TRANSMISSION_FORM};
    static char long_token[3001];
    const char *const tokens[] = {"t%25", "t%2Fk", "t+k k&=\"", "\xC3\xBC", long_token};
    size_t i, k;

    memset(long_token, '+', sizeof long_token - 1);
    for (i = 0; i < sizeof places / sizeof *places; i++) {
        for (k = 0; k < sizeof tokens / sizeof *tokens; k++) {
            oauth1_session *session = built(new_builder("k%25y+/="), tokens[k]);
            oauth1_request *request = new_request("POST", A "/?a=1");
            oauth1_signed *result = NULL;
            CHECK_OK(oauth1_request_add_oauth_param(request, "oauth_callback",
                                                    A "/?a=%25&b=c d", &error));
            CHECK_OK(oauth1_request_add_oauth_param(request, "oauth_x_own", "100%25", &error));
            CHECK_OK(oauth1_request_set_nonce(request, "n%25", &error));
            CHECK_OK(oauth1_request_set_transmission(request, places[i], &error));
            CHECK_OK(oauth1_session_sign(session, request, &result, &error));
            check_sent(result, places[i], "oauth_consumer_key", "k%25y+/=");
            check_sent(result, places[i], "oauth_token", tokens[k]);
            check_sent(result, places[i], "oauth_nonce", "n%25");
            check_sent(result, places[i], "oauth_callback", A "/?a=%25&b=c d");
            check_sent(result, places[i], "oauth_x_own", "100%25");
            check_base_string(result, A "/", "a=1");
            oauth1_signed_free(result);
            oauth1_request_free(request);
            oauth1_session_free(session);
        }
    }
}

static void an_empty_post_becomes_a_form(void)
{
    oauth1_request *request = new_request("POST", A "/");
    oauth1_signed *result;

    CHECK_OK(oauth1_request_set_transmission(request, OAUTH1_TRANSMISSION_FORM, &error));
    result = signed_of(request);
    CHECK(oauth1_signed_header_count(result) == 1);
    CHECK_TEXT(oauth1_signed_header_name(result, 0, NULL), "Content-Type");
    CHECK_TEXT(oauth1_signed_header_value(result, 0, NULL), FORM);
    CHECK(strncmp(oauth1_signed_body(result, NULL), "oauth_consumer_key=key&", 23) == 0);
    CHECK(oauth1_signed_authorization(result, NULL) == NULL);
    oauth1_signed_free(result);
    oauth1_request_free(request);
}

static void the_form_body_carries_the_parameters_of_forms_only(void)
{
    static const struct {
        const char *method, *type, *message;
    } cases[] = {
        {"GET", NULL, "a GET request has no form body"},
        {"HEAD", NULL, "a HEAD request has no form body"},
        {"POST", "application/json", "a body of the type application/json: expected " FORM},
        {"PUT", "text/plain", "a body of the type text/plain: expected " FORM},
        {"POST", "multipart/form-data; boundary=x", "expected " FORM},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        oauth1_session *session = built(new_builder("key"), NULL);
        oauth1_request *request = new_request(cases[i].method, A "/");
        oauth1_signed *result = NULL;
        if (cases[i].type != NULL)
            CHECK_OK(oauth1_request_set_body(request, cases[i].type, "x", &error));
        CHECK_OK(oauth1_request_set_transmission(request, OAUTH1_TRANSMISSION_FORM, &error));
        CHECK_FAILS_SAYING(oauth1_session_sign(session, request, &result, &error),
                           OAUTH1_ERROR_INVALID_SETTING, cases[i].message);
        CHECK(result == NULL);
        oauth1_request_free(request);
        oauth1_session_free(session);
    }
}

static void control_characters_are_refused_before_anything_is_sent(void)
{
    static const char *const controls[] = {"\r\n", "\n", "\r", "\x01", "\x1B", "\x7F"};
    size_t i;

    for (i = 0; i < sizeof controls / sizeof *controls; i++) {
        oauth1_client_builder *builder = new_builder("key");
        oauth1_client *client = NULL;
        oauth1_request *request = NULL, *post = new_request("POST", A "/");
        char text[64];

        snprintf(text, sizeof text, A "/a%sb", controls[i]);
        CHECK_FAILS_SAYING(oauth1_request_new("GET", text, &request, &error),
                           OAUTH1_ERROR_INVALID_URL, "control character");
        snprintf(text, sizeof text, A "/?a=%s", controls[i]);
        CHECK_FAILS(oauth1_request_new("GET", text, &request, &error), OAUTH1_ERROR_INVALID_URL);
        snprintf(text, sizeof text, "https://a%s.example/", controls[i]);
        CHECK_FAILS(oauth1_request_new("GET", text, &request, &error), OAUTH1_ERROR_INVALID_URL);
        snprintf(text, sizeof text, "GE%sT", controls[i]);
        CHECK_FAILS(oauth1_request_new(text, A "/", &request, &error), OAUTH1_ERROR_INVALID_HEADER);
        snprintf(text, sizeof text, "a%sb", controls[i]);
        CHECK_FAILS(oauth1_request_add_header(post, "X-A", text, &error),
                    OAUTH1_ERROR_INVALID_HEADER);
        CHECK_FAILS(oauth1_request_add_header(post, text, "a", &error),
                    OAUTH1_ERROR_INVALID_HEADER);
        CHECK_FAILS(oauth1_request_set_body(post, text, "a", &error), OAUTH1_ERROR_INVALID_HEADER);
        CHECK_FAILS(oauth1_request_set_realm(post, text, &error), OAUTH1_ERROR_INVALID_HEADER);
        CHECK_OK(oauth1_client_builder_set_realm(builder, text, &error));
        CHECK_FAILS(oauth1_client_builder_build(builder, &client, &error),
                    OAUTH1_ERROR_INVALID_HEADER);
        oauth1_request_free(post);
        oauth1_client_builder_free(builder);
    }
}

static void no_protocol_parameter_is_sent_twice(void)
{
    static const char *const names[] = {
        "oauth_consumer_key", "oauth_token",     "oauth_signature_method", "oauth_signature",
        "oauth_timestamp",    "oauth_nonce",     "oauth_version",          "oauth_body_hash",
    };
    oauth1_request *request = NULL, *post = new_request("POST", A "/");
    size_t i;

    for (i = 0; i < sizeof names / sizeof *names; i++) {
        char text[64];
        snprintf(text, sizeof text, A "/?%s=1", names[i]);
        CHECK_FAILS_SAYING(oauth1_request_new("GET", text, &request, &error),
                           OAUTH1_ERROR_INVALID_PARAMETER, names[i]);
        snprintf(text, sizeof text, A "/?a=1&oauth%%5F%s", names[i] + strlen("oauth_"));
        CHECK_FAILS(oauth1_request_new("GET", text, &request, &error),
                    OAUTH1_ERROR_INVALID_PARAMETER);
        CHECK_FAILS(oauth1_request_set_body(post, FORM, strchr(text, '?') + 1, &error),
                    OAUTH1_ERROR_INVALID_PARAMETER);
        CHECK_FAILS(oauth1_request_add_param(post, names[i], "1", &error),
                    OAUTH1_ERROR_INVALID_PARAMETER);
        CHECK_FAILS(oauth1_request_add_query(post, names[i], "1", &error),
                    OAUTH1_ERROR_INVALID_PARAMETER);
        CHECK_FAILS(oauth1_request_add_form(post, names[i], "1", &error),
                    OAUTH1_ERROR_INVALID_PARAMETER);
        CHECK_FAILS(oauth1_request_add_oauth_param(post, names[i], "1", &error),
                    OAUTH1_ERROR_INVALID_PARAMETER);
    }
    CHECK_OK(oauth1_request_add_oauth_param(post, "oauth_verifier", "1", &error));
    CHECK_FAILS_SAYING(oauth1_request_add_oauth_param(post, "oauth_verifier", "2", &error),
                       OAUTH1_ERROR_INVALID_PARAMETER, "oauth_verifier is given twice");
    CHECK_FAILS(oauth1_request_add_query(post, "oauth_verifier", "2", &error),
                OAUTH1_ERROR_INVALID_PARAMETER);
    CHECK_TEXT(oauth1_request_url(post, NULL), A "/");
    CHECK_TEXT(oauth1_request_body(post, NULL), "");
    oauth1_request_free(post);
}

static void a_realm_is_quoted_and_not_signed(void)
{
    oauth1_request *request = new_request("GET", A "/?realm=r");
    oauth1_signed *result;
    const char *expected = "OAuth realm=\"a \\\"b\\\" \\\\ \xC3\xBC, c=%25\", oauth_consumer_key=";

    CHECK_OK(oauth1_request_set_realm(request, "a \"b\" \\ \xC3\xBC, c=%25", &error));
    result = signed_of(request);
    CHECK(strncmp(oauth1_signed_authorization(result, NULL), expected, strlen(expected)) == 0);
    check_base_string(result, A "/", "realm=r");
    oauth1_signed_free(result);

    CHECK_OK(oauth1_request_set_realm(request, "", &error));
    result = signed_of(request);
    CHECK(strncmp(oauth1_signed_authorization(result, NULL), "OAuth realm=\"\", ", 16) == 0);
    oauth1_signed_free(result);
    oauth1_request_free(request);
}

static size_t no_sign(void *userdata, const char *base_string, size_t base_string_length,
                      const char *consumer_secret, size_t consumer_secret_length,
                      const char *token_secret, size_t token_secret_length, char *buffer,
                      size_t capacity, oauth1_failure *failure)
{
    (void)userdata, (void)base_string, (void)base_string_length, (void)consumer_secret;
    (void)consumer_secret_length, (void)token_secret, (void)token_secret_length, (void)capacity;
    (void)failure;
    buffer[0] = 's';
    return 1;
}

static void a_body_hash_is_of_the_bytes_by_the_method_or_as_it_is_told(void)
{
    static const char sha1[] = "2jPkGVSZfCStMfbBhF4YUQs4T2c=";
    static const char sha256[] = "6l2/lZbRh+lQDyPppoAQlHU0HPToH34EP32XFSwQdy8=";
    static const char sha512[] =
        "gj/0TIKao7fKeSb7D4ZPhrKo5OpLSz8tpuJeffWYWh6qa7tARg3h5nA7lAX3wKDzzrIO3ncdQkHVW9S29Fn0ZA==";
    static const char empty_sha1[] = "2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
    static const struct {
        oauth1_signature_method method; /* 0 for one of the caller's own, with SHA-512 */
        oauth1_body_hash setting;
        const char *type; /* NULL for no body */
        const char *expected;
    } cases[] = {
        {OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, OAUTH1_BODY_HASH_ALWAYS, "image/png", sha1},
        {OAUTH1_SIGNATURE_METHOD_HMAC_SHA256, OAUTH1_BODY_HASH_ALWAYS, "image/png", sha256},
        {OAUTH1_SIGNATURE_METHOD_HMAC_SHA512, OAUTH1_BODY_HASH_ALWAYS, "image/png", sha512},
        {OAUTH1_SIGNATURE_METHOD_PLAINTEXT, OAUTH1_BODY_HASH_ALWAYS, "image/png", sha1},
        {0, OAUTH1_BODY_HASH_ALWAYS, "image/png", sha512},
        {OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, OAUTH1_BODY_HASH_ALWAYS_SHA256, "image/png", sha256},
        {OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, OAUTH1_BODY_HASH_ALWAYS_SHA512, "image/png", sha512},
        {OAUTH1_SIGNATURE_METHOD_HMAC_SHA256, OAUTH1_BODY_HASH_ALWAYS_SHA1, "image/png", sha1},
        {OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, OAUTH1_BODY_HASH_ALWAYS, NULL, empty_sha1},
        {OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, OAUTH1_BODY_HASH_NEVER, "image/png", NULL},
        {OAUTH1_SIGNATURE_METHOD_HMAC_SHA1, OAUTH1_BODY_HASH_ALWAYS, FORM, NULL},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        oauth1_client_builder *builder = new_builder("key");
        oauth1_session *session;
        oauth1_request *request = new_request("POST", A "/");
        oauth1_signed *result = NULL;

        if (cases[i].method == 0)
            CHECK_OK(oauth1_client_builder_set_custom_signature(
                builder, "X", OAUTH1_HASH_SHA512, no_sign, NULL, NULL, &error));
        else
            CHECK_OK(oauth1_client_builder_set_signature_method(builder, cases[i].method, &error));
        session = built(builder, NULL);
        if (cases[i].type != NULL)
            CHECK_OK(oauth1_request_set_body_n(request, cases[i].type, "\xFF\0", 2, &error));
        CHECK_OK(oauth1_request_set_body_hash(request, cases[i].setting, &error));
        CHECK_OK(oauth1_session_sign(session, request, &result, &error));
        if (cases[i].expected != NULL) {
            check_sent(result, OAUTH1_TRANSMISSION_HEADER, "oauth_body_hash", cases[i].expected);
        } else {
            CHECK(strstr(oauth1_signed_authorization(result, NULL), "body_hash") == NULL);
            CHECK(strstr(oauth1_signed_base_string(result, NULL), "body_hash") == NULL);
        }
        oauth1_signed_free(result);
        oauth1_request_free(request);
        oauth1_session_free(session);
    }
}

static void version_and_empty_token_are_sent_or_left_out(void)
{
    static const oauth1_transmission places[] = {
        OAUTH1_TRANSMISSION_HEADER, OAUTH1_TRANSMISSION_QUERY, OAUTH1_TRANSMISSION_FORM};
    size_t i;

    for (i = 0; i < sizeof places / sizeof *places; i++) {
        oauth1_request *request = new_request("POST", A "/");
        oauth1_signed *result;

        CHECK_OK(oauth1_request_set_transmission(request, places[i], &error));
        CHECK_OK(oauth1_request_set_empty_token(request, true, &error));
        result = signed_of(request);
        check_sent(result, places[i], "oauth_version", "1.0");
        check_sent(result, places[i], "oauth_token", "");
        oauth1_signed_free(result);

        CHECK_OK(oauth1_request_set_version(request, false, &error));
        CHECK_OK(oauth1_request_set_empty_token(request, false, &error));
        result = signed_of(request);
        CHECK(strstr(carrier(result, places[i]), "oauth_version") == NULL);
        CHECK(strstr(carrier(result, places[i]), "oauth_token") == NULL);
        CHECK(strstr(oauth1_signed_base_string(result, NULL), "oauth_version") == NULL);
        CHECK(strstr(oauth1_signed_base_string(result, NULL), "oauth_token") == NULL);
        oauth1_signed_free(result);
        oauth1_request_free(request);
    }
}

int main(void)
{
    RUN(what_is_signed_is_what_is_sent);
    RUN(a_body_is_signed_if_it_is_form_data_and_sent_as_it_is);
    RUN(bytes_with_nul_are_signed);
    RUN(oauth_values_are_encoded_once_wherever_they_travel);
    RUN(an_empty_post_becomes_a_form);
    RUN(the_form_body_carries_the_parameters_of_forms_only);
    RUN(control_characters_are_refused_before_anything_is_sent);
    RUN(no_protocol_parameter_is_sent_twice);
    RUN(a_realm_is_quoted_and_not_signed);
    RUN(a_body_hash_is_of_the_bytes_by_the_method_or_as_it_is_told);
    RUN(version_and_empty_token_are_sent_or_left_out);
    return EXIT_SUCCESS;
}
