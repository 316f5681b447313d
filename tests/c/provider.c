/* Providers: those that are known, and those that a program describes. */
#include "test.h"

static oauth1_error *error;

static oauth1_provider *named(const char *name)
{
    oauth1_provider *provider = NULL;
    CHECK_OK(oauth1_provider_named(name, &provider, &error));
    return provider;
}

static void every_name_makes_a_provider(void)
{
    size_t count = oauth1_provider_preset_count(), i;
    bool x_is_there = false;

    CHECK(count >= 18);
    for (i = 0; i < count; i++) {
        size_t length = 0;
        const char *name = oauth1_provider_preset_name(i, &length);
        oauth1_provider *provider = named(name);
        CHECK(length == strlen(name));
        CHECK_TEXT(oauth1_provider_name(provider, NULL), name);
        CHECK(oauth1_provider_title(provider, NULL) != NULL);
        CHECK(strncmp(oauth1_provider_source(provider, NULL), "http", 4) == 0);
        CHECK(oauth1_provider_signature_method(provider, NULL) != NULL);
        CHECK(oauth1_provider_transmission(provider) >= OAUTH1_TRANSMISSION_HEADER);
        CHECK(oauth1_provider_handshake_transmission(provider) <= OAUTH1_TRANSMISSION_FORM);
        CHECK(oauth1_provider_body_hash(provider) >= OAUTH1_BODY_HASH_NEVER);
        x_is_there = x_is_there || strcmp(name, "x") == 0;
        oauth1_provider_free(provider);
    }
    CHECK(x_is_there);
    CHECK(oauth1_provider_preset_name(count, NULL) == NULL);
}

static void other_names_are_known_and_unknown_ones_refused(void)
{
    oauth1_provider *provider = named("Twitter");

    CHECK_TEXT(oauth1_provider_name(provider, NULL), "x");
    CHECK_TEXT(oauth1_provider_request_token_url(provider, NULL),
               "https://api.x.com/oauth/request_token");
    oauth1_provider_free(provider);
    provider = NULL;
    CHECK_FAILS_SAYING(oauth1_provider_named("no such", &provider, &error),
                       OAUTH1_ERROR_INVALID_SETTING, "no provider is known by the name \"no such\"");
    CHECK(provider == NULL);
}

static void what_is_incomplete_is_completed(void)
{
    oauth1_provider *provider = named("magento");

    CHECK_FAILS_SAYING(oauth1_provider_check(provider, &error), OAUTH1_ERROR_INVALID_SETTING,
                       "{site}");
    CHECK_FAILS(oauth1_provider_set_site(provider, "no URL", &error),
                OAUTH1_ERROR_INVALID_SETTING);
    CHECK_FAILS(oauth1_provider_set_account(provider, "1234567", &error),
                OAUTH1_ERROR_INVALID_SETTING);
    CHECK_OK(oauth1_provider_set_site(provider, "https://shop.example", &error));
    CHECK_OK(oauth1_provider_check(provider, &error));
    CHECK_TEXT(oauth1_provider_access_token_url(provider, NULL),
               "https://shop.example/oauth/token/access");
    oauth1_provider_free(provider);

    provider = named("netsuite");
    CHECK_OK(oauth1_provider_set_account(provider, "1234567_sb1", &error));
    CHECK_TEXT(oauth1_provider_realm(provider, NULL), "1234567_SB1");
    oauth1_provider_free(provider);

    provider = named("x");
    CHECK_OK(oauth1_provider_set_origin(provider, "http://127.0.0.1:8000", &error));
    CHECK_TEXT(oauth1_provider_authorization_url(provider, NULL),
               "http://127.0.0.1:8000/oauth/authorize");
    CHECK_FAILS(oauth1_provider_set_origin(provider, "http://127.0.0.1/path", &error),
                OAUTH1_ERROR_INVALID_SETTING);
    oauth1_provider_free(provider);
}

/* The texts of a provider. */
static const struct {
    oauth1_status (*set)(oauth1_provider *, const char *, oauth1_error **);
    const char *(*get)(const oauth1_provider *, size_t *);
    const char *value;
    const char *unset; /* NULL for none */
} texts[] = {
    {oauth1_provider_set_title, oauth1_provider_title, "Photos & more", "photos"},
    {oauth1_provider_set_source, oauth1_provider_source, "https://photos.example/docs", NULL},
    {oauth1_provider_set_request_token_url, oauth1_provider_request_token_url,
     "https://photos.example/initiate", NULL},
    {oauth1_provider_set_authorization_url, oauth1_provider_authorization_url,
     "https://photos.example/authorize", NULL},
    {oauth1_provider_set_access_token_url, oauth1_provider_access_token_url,
     "https://photos.example/token", NULL},
    {oauth1_provider_set_renewal_url, oauth1_provider_renewal_url, "https://photos.example/renew",
     NULL},
    {oauth1_provider_set_handshake_method, oauth1_provider_handshake_method, "GET", "POST"},
    {oauth1_provider_set_signature_method, oauth1_provider_signature_method, "HMAC-SHA256", NULL},
    {oauth1_provider_set_realm, oauth1_provider_realm, "Photos", NULL},
    {oauth1_provider_set_callback, oauth1_provider_callback, "about:blank", NULL},
    {oauth1_provider_set_authorization_token_param, oauth1_provider_authorization_token_param,
     "token", "oauth_token"},
    {oauth1_provider_set_authorization_key_param, oauth1_provider_authorization_key_param, "key",
     NULL},
};

/* The lists of names. */
static const struct {
    oauth1_status (*add)(oauth1_provider *, const char *, oauth1_error **);
    size_t (*count)(const oauth1_provider *);
    const char *(*get)(const oauth1_provider *, size_t, size_t *);
    const char *value;
} names[] = {
    {oauth1_provider_add_other_signature_method, oauth1_provider_other_signature_method_count,
     oauth1_provider_other_signature_method, "HMAC-SHA512"},
    {oauth1_provider_add_authorization_param_name, oauth1_provider_authorization_param_name_count,
     oauth1_provider_authorization_param_name, "scope"},
    {oauth1_provider_add_required_authorization_param,
     oauth1_provider_required_authorization_param_count,
     oauth1_provider_required_authorization_param, "scope"},
};

/* The facts that are so or not. */
static const struct {
    oauth1_status (*set)(oauth1_provider *, bool, oauth1_error **);
    bool (*get)(const oauth1_provider *);
    bool unset;
} facts[] = {
    {oauth1_provider_set_version, oauth1_provider_version, true},
    {oauth1_provider_set_empty_token, oauth1_provider_empty_token, false},
    {oauth1_provider_set_user_agent_required, oauth1_provider_user_agent_required, false},
    {oauth1_provider_set_callback_confirmation, oauth1_provider_callback_confirmation, true},
};

static oauth1_provider *described(void)
{
    oauth1_provider *provider = NULL;
    size_t i;
    oauth1_provider_params list;

    CHECK_OK(oauth1_provider_new("photos", &provider, &error));
    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i].unset == NULL)
            CHECK(texts[i].get(provider, NULL) == NULL);
        else
            CHECK_TEXT(texts[i].get(provider, NULL), texts[i].unset);
        CHECK_OK(texts[i].set(provider, texts[i].value, &error));
        CHECK_TEXT(texts[i].get(provider, NULL), texts[i].value);
    }
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        CHECK(names[i].count(provider) == 0);
        CHECK_OK(names[i].add(provider, names[i].value, &error));
        CHECK(names[i].count(provider) == 1);
        CHECK_TEXT(names[i].get(provider, 0, NULL), names[i].value);
        CHECK(names[i].get(provider, 1, NULL) == NULL);
    }
    for (i = 0; i < sizeof facts / sizeof *facts; i++) {
        CHECK(facts[i].get(provider) == facts[i].unset);
        CHECK_OK(facts[i].set(provider, !facts[i].unset, &error));
        CHECK(facts[i].get(provider) == !facts[i].unset);
    }
    for (list = OAUTH1_PROVIDER_PARAMS_REQUEST_TOKEN; list <= OAUTH1_PROVIDER_PARAMS_OAUTH;
         list++) {
        const char *name = list == OAUTH1_PROVIDER_PARAMS_OAUTH ? "oauth_own" : "scope";
        CHECK(oauth1_provider_param_count(provider, list) == 0);
        CHECK_OK(oauth1_provider_set_param(provider, list, name, "first", &error));
        CHECK_OK(oauth1_provider_set_param(provider, list, name, "read", &error));
        CHECK(oauth1_provider_param_count(provider, list) == 1);
        CHECK_TEXT(oauth1_provider_param_name(provider, list, 0, NULL), name);
        CHECK_TEXT(oauth1_provider_param_value(provider, list, 0, NULL), "read");
        CHECK(oauth1_provider_param_name(provider, list, 1, NULL) == NULL);
    }
    return provider;
}

static void what_is_set_is_read(void)
{
    oauth1_provider *provider = described(), *copy = NULL;

    CHECK_OK(oauth1_provider_check(provider, &error));
    CHECK_OK(oauth1_provider_check_signature_method(provider, "HMAC-SHA512", &error));
    CHECK_FAILS_SAYING(oauth1_provider_check_signature_method(provider, "PLAINTEXT", &error),
                       OAUTH1_ERROR_INVALID_SETTING, "HMAC-SHA256 or HMAC-SHA512");
    CHECK(oauth1_provider_transmission(provider) == OAUTH1_TRANSMISSION_HEADER);
    CHECK_OK(oauth1_provider_set_transmission(provider, OAUTH1_TRANSMISSION_QUERY, &error));
    CHECK(oauth1_provider_transmission(provider) == OAUTH1_TRANSMISSION_QUERY);
    CHECK(oauth1_provider_handshake_transmission(provider) == OAUTH1_TRANSMISSION_QUERY);
    CHECK_OK(
        oauth1_provider_set_handshake_transmission(provider, OAUTH1_TRANSMISSION_HEADER, &error));
    CHECK(oauth1_provider_handshake_transmission(provider) == OAUTH1_TRANSMISSION_HEADER);
    CHECK_OK(oauth1_provider_set_body_hash(provider, OAUTH1_BODY_HASH_ALWAYS_SHA512, &error));
    CHECK(oauth1_provider_body_hash(provider) == OAUTH1_BODY_HASH_ALWAYS_SHA512);

    CHECK_OK(oauth1_provider_copy(provider, &copy, &error));
    CHECK_OK(oauth1_provider_set_realm(provider, NULL, &error));
    CHECK(oauth1_provider_realm(provider, NULL) == NULL);
    CHECK_TEXT(oauth1_provider_realm(copy, NULL), "Photos");
    oauth1_provider_free(copy);
    oauth1_provider_free(provider);
}

static void what_is_set_is_undone(void)
{
    static const oauth1_provider_setting settings[] = {
        OAUTH1_PROVIDER_SETTING_SOURCE,
        OAUTH1_PROVIDER_SETTING_SIGNATURE_METHOD,
        OAUTH1_PROVIDER_SETTING_OTHER_SIGNATURE_METHODS,
        OAUTH1_PROVIDER_SETTING_AUTHORIZATION_PARAMS,
        OAUTH1_PROVIDER_SETTING_REALM,
        OAUTH1_PROVIDER_SETTING_HANDSHAKE_TRANSMISSION,
        OAUTH1_PROVIDER_SETTING_TITLE,
    };
    oauth1_provider *provider = named("x");
    size_t i;

    CHECK_OK(oauth1_provider_add_other_signature_method(provider, "X-OWN", &error));
    CHECK_OK(oauth1_provider_set_param(provider, OAUTH1_PROVIDER_PARAMS_AUTHORIZATION, "a", "1",
                                       &error));
    CHECK_OK(oauth1_provider_set_realm(provider, "realm", &error));
    CHECK_OK(oauth1_provider_set_handshake_transmission(provider, OAUTH1_TRANSMISSION_QUERY,
                                                        &error));
    for (i = 0; i < sizeof settings / sizeof *settings; i++)
        CHECK_OK(oauth1_provider_unset(provider, settings[i], &error));
    CHECK(oauth1_provider_source(provider, NULL) == NULL);
    CHECK(oauth1_provider_signature_method(provider, NULL) == NULL);
    CHECK(oauth1_provider_other_signature_method_count(provider) == 0);
    CHECK(oauth1_provider_param_count(provider, OAUTH1_PROVIDER_PARAMS_AUTHORIZATION) == 0);
    CHECK(oauth1_provider_realm(provider, NULL) == NULL);
    CHECK(oauth1_provider_handshake_transmission(provider) == OAUTH1_TRANSMISSION_HEADER);
    CHECK_TEXT(oauth1_provider_title(provider, NULL), "x");
    CHECK_TEXT(oauth1_provider_request_token_url(provider, NULL),
               "https://api.x.com/oauth/request_token"); /* which was left */
    CHECK_OK(oauth1_provider_unset(provider, OAUTH1_PROVIDER_SETTING_REQUEST_TOKEN_URL, &error));
    CHECK(oauth1_provider_request_token_url(provider, NULL) == NULL);
    CHECK_FAILS(oauth1_provider_unset(provider, 0, &error), OAUTH1_ERROR_INVALID_ENUM);
    oauth1_provider_free(provider);
}

static void a_number_that_is_none_is_refused(void)
{
    static const int32_t wrong[] = {-1, 0, 99, INT32_MIN, INT32_MAX};
    oauth1_provider *provider = described();
    size_t i;

    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK_FAILS(oauth1_provider_set_transmission(provider, wrong[i], &error),
                    OAUTH1_ERROR_INVALID_ENUM);
        CHECK_FAILS(oauth1_provider_set_handshake_transmission(provider, wrong[i], &error),
                    OAUTH1_ERROR_INVALID_ENUM);
        CHECK_FAILS(oauth1_provider_set_body_hash(provider, wrong[i], &error),
                    OAUTH1_ERROR_INVALID_ENUM);
        CHECK_FAILS(oauth1_provider_set_param(provider, wrong[i], "a", "b", &error),
                    OAUTH1_ERROR_INVALID_ENUM);
        CHECK(oauth1_provider_param_count(provider, wrong[i]) == 0);
        CHECK(oauth1_provider_param_name(provider, wrong[i], 0, NULL) == NULL);
        CHECK(oauth1_provider_param_value(provider, wrong[i], 0, NULL) == NULL);
    }
    oauth1_provider_free(provider);
}

static void a_client_is_made_for_a_provider(void)
{
    oauth1_provider *provider = described();
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = NULL;
    oauth1_signed *result = NULL;

    CHECK_OK(oauth1_provider_set_transmission(provider, OAUTH1_TRANSMISSION_QUERY, &error));
    CHECK_OK(oauth1_client_builder_new_for(provider, "key", CONSUMER_SECRET, &builder, &error));
    oauth1_provider_free(provider); /* the builder has a copy */
    CHECK_OK(oauth1_client_builder_set_user_agent(builder, "Test/1.0", &error));
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_TEXT(oauth1_client_signature_method(client, NULL), "HMAC-SHA256");
    CHECK_TEXT(oauth1_provider_title(oauth1_client_provider(client), NULL), "Photos & more");
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    CHECK_OK(oauth1_request_new("GET", "https://photos.example/", &request, &error));
    CHECK_OK(oauth1_session_sign(session, request, &result, &error));
    CHECK(strstr(oauth1_signed_url(result, NULL), "oauth_own=read") != NULL);
    CHECK(strstr(oauth1_signed_url(result, NULL), "oauth_token=") != NULL);
    CHECK(strstr(oauth1_signed_url(result, NULL), "oauth_version") == NULL);
    oauth1_signed_free(result);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
}

static void what_a_provider_insists_on_is_told_when_the_client_is_built(void)
{
    oauth1_provider *provider = named("magento");
    oauth1_client_builder *builder = NULL;
    oauth1_client *client = NULL;

    CHECK_OK(oauth1_client_builder_new_for(provider, "key", CONSUMER_SECRET, &builder, &error));
    CHECK_FAILS_SAYING(oauth1_client_builder_build(builder, &client, &error),
                       OAUTH1_ERROR_INVALID_SETTING, "{site}");
    oauth1_client_builder_free(builder);
    oauth1_provider_free(provider);

    provider = named("discogs");
    CHECK_OK(oauth1_client_builder_new_for(provider, "key", CONSUMER_SECRET, &builder, &error));
    CHECK_FAILS_SAYING(oauth1_client_builder_build(builder, &client, &error),
                       OAUTH1_ERROR_INVALID_SETTING, "User-Agent");
    oauth1_client_builder_free(builder);
    oauth1_provider_free(provider);
    CHECK(client == NULL);
}

int main(void)
{
    RUN(every_name_makes_a_provider);
    RUN(other_names_are_known_and_unknown_ones_refused);
    RUN(what_is_incomplete_is_completed);
    RUN(what_is_set_is_read);
    RUN(what_is_set_is_undone);
    RUN(a_number_that_is_none_is_refused);
    RUN(a_client_is_made_for_a_provider);
    RUN(what_a_provider_insists_on_is_told_when_the_client_is_built);
    return EXIT_SUCCESS;
}
