/* What liboauth's own tests check, by its functions over oauth1.h: tests/vectors/liboauth.json. */
#include "json.h"
#include "liboauth.h"
#include "test.h"

static json *vectors;

/* Checks what a function of liboauth gives, and frees it. */
static void check_given(char *given, const json *vector)
{
    CHECK_TEXT(given, json_get_text(vector, "expected"));
    free(given);
}

static char *encode(const json *vector)
{
    return oauth_url_escape(json_get_text(vector, "input"));
}

static char *normalize(const json *vector)
{
    return oauth_normalize(json_get_text(vector, "input"));
}

static char *build_base_string(const json *vector)
{
    return oauth_base_string(json_get_text(vector, "method"), json_get_text(vector, "url"));
}

static char *sign_by_hmac(const json *vector)
{
    return oauth_sign_hmac_sha1(json_get_text(vector, "base_string"),
                                json_get_text(vector, "key"));
}

static char *sign_by_rsa(const json *vector)
{
    const char *base_string = json_get_text(vector, "base_string");
    const char *key = json_get_text(vector, "key");
    char *signature = oauth_sign_rsa_sha1(base_string, key);

    CHECK(oauth_verify_rsa_sha1(base_string, key, signature));
    CHECK(!oauth_verify_rsa_sha1(base_string, key, "jvTp"));
    return signature;
}

static char *hash_body(const json *vector)
{
    const char *body = json_get_text(vector, "input");
    return oauth_body_hash_data(strlen(body), body);
}

static char *sign_url(const json *vector)
{
    bool plaintext = strcmp(json_get_text(vector, "method"), "PLAINTEXT") == 0;

    return oauth_sign_url2(json_get_text(vector, "url"), NULL,
                           plaintext ? OA_PLAINTEXT : OA_HMAC, NULL,
                           json_get_text(vector, "consumer_key"),
                           json_get_text(vector, "consumer_secret"),
                           json_get_text(vector, "token"), json_get_text(vector, "token_secret"));
}

/* Checks a group of values, of which there are so many. */
static void check_group(const char *name, char *(*give)(const json *), size_t count)
{
    const json *group = json_get(vectors, name);
    size_t i;

    printf("%s\n", name);
    CHECK(json_count(group) == count);
    for (i = 0; i < count; i++)
        check_given(give(json_at(group, i)), json_at(group, i));
}

int main(void)
{
    vectors = json_read_file("tests/vectors/liboauth.json");
    check_group("encoding", encode, 18);
    check_group("normalization", normalize, 5);
    check_group("base_string", build_base_string, 7);
    check_group("hmac_sha1", sign_by_hmac, 3);
    check_group("rsa_sha1", sign_by_rsa, 1);
    check_group("body_hash", hash_body, 1);
    check_group("sign_url", sign_url, 2);
    json_free(vectors);
    return EXIT_SUCCESS;
}
