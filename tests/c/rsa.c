/* RSA keys in every form in which they are handed around; and that a bad one never signs. */
#include "test.h"

static oauth1_error *error;

/* A file of tests/keys. */
struct file {
    char bytes[8192];
    size_t length;
};

static struct file read_key(const char *name)
{
    struct file key;
    char path[128];

    snprintf(path, sizeof path, "tests/keys/%s", name);
    key.length = read_file(path, key.bytes, sizeof key.bytes);
    return key;
}

static oauth1_client_builder *new_builder(void)
{
    oauth1_client_builder *builder = NULL;
    CHECK_OK(oauth1_client_builder_new("key", CONSUMER_SECRET, &builder, &error));
    return builder;
}

/* The Authorization value that a builder's client gives, always for the same request; NULL where it
 * cannot sign. */
static char *authorization(oauth1_client_builder *builder)
{
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    oauth1_request *request = NULL;
    char *value = NULL;

    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    oauth1_client_builder_free(builder);
    CHECK_OK(oauth1_session_new_without_token(client, &session, &error));
    CHECK_OK(oauth1_request_new("GET", "https://a.example/", &request, &error));
    CHECK_OK(oauth1_request_set_nonce(request, "n", &error));
    CHECK_OK(oauth1_request_set_timestamp(request, 1, &error));
    if (oauth1_session_authorization(session, request, &value, NULL) != OAUTH1_OK)
        CHECK_FAILS(oauth1_session_authorization(session, request, &value, &error),
                    OAUTH1_ERROR_SIGNING_FAILED);
    oauth1_request_free(request);
    oauth1_session_free(session);
    oauth1_client_free(client);
    return value;
}

static char *signed_with(const char *name, oauth1_signature_method method)
{
    struct file key = read_key(name);
    oauth1_client_builder *builder = new_builder();
    char *value;

    CHECK_OK(oauth1_client_builder_set_rsa_key(builder, method, key.bytes, key.length, &error));
    value = authorization(builder);
    CHECK(value != NULL);
    return value;
}

static void each_method_signs_and_says_its_name(void)
{
    static const struct {
        oauth1_signature_method number;
        const char *name;
    } methods[] = {
        {OAUTH1_SIGNATURE_METHOD_RSA_SHA1, "oauth_signature_method=\"RSA-SHA1\""},
        {OAUTH1_SIGNATURE_METHOD_RSA_SHA256, "oauth_signature_method=\"RSA-SHA256\""},
        {OAUTH1_SIGNATURE_METHOD_RSA_SHA512, "oauth_signature_method=\"RSA-SHA512\""},
    };
    static const char *const keys[] = {"rsa1024.pem", "rsa2048.pkcs8.pem", "rsa4096.pem"};
    size_t i, k;

    for (i = 0; i < sizeof methods / sizeof *methods; i++) {
        for (k = 0; k < sizeof keys / sizeof *keys; k++) {
            char *value = signed_with(keys[k], methods[i].number);
            CHECK(strstr(value, methods[i].name) != NULL);
            /* a base64 digit is six bits */
            CHECK(strlen(strstr(value, "oauth_signature=")) > (1024u << k) / 6);
            oauth1_string_free(value);
        }
    }
}

static void every_form_of_a_key_is_the_same_key(void)
{
    static const char *const forms[] = {"rsa2048.pkcs1.pem", "rsa2048.pkcs8.der",
                                        "rsa2048.pkcs1.der"};
    char *expected = signed_with("rsa2048.pkcs8.pem", OAUTH1_SIGNATURE_METHOD_RSA_SHA256);
    size_t i;

    for (i = 0; i < sizeof forms / sizeof *forms; i++) {
        char *value = signed_with(forms[i], OAUTH1_SIGNATURE_METHOD_RSA_SHA256);
        CHECK_TEXT(value, expected);
        oauth1_string_free(value);
    }
    oauth1_string_free(expected);
}

static void what_is_no_usable_key_is_refused_by_name(void)
{
    static const struct {
        const char *name, *message;
    } keys[] = {
        {"encrypted.pkcs1.pem", "the key is encrypted: decrypt it first"},
        {"encrypted.pkcs8.pem", "the key is encrypted: decrypt it first"},
        {"encrypted.pkcs8.der", "the key is encrypted: decrypt it first"},
        {"rsa512.pem", "the RSA key has 512 bits: expected at least 1024"},
        {"ec.sec1.pem", "the key is a \"EC PRIVATE KEY\": expected"},
        {"ec.pkcs8.pem", "the key is not an RSA key"},
        {"rsa2048.public.pem", "the key is a \"PUBLIC KEY\": expected"},
        {"certificate.pem", "the key is a \"CERTIFICATE\": expected"},
        {"README.md", "the key is none that can be read"},
    };
    size_t i;

    for (i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct file key = read_key(keys[i].name);
        oauth1_client_builder *builder = new_builder();
        CHECK_FAILS_SAYING(oauth1_client_builder_set_rsa_key(builder,
                                                             OAUTH1_SIGNATURE_METHOD_RSA_SHA1,
                                                             key.bytes, key.length, &error),
                           OAUTH1_ERROR_INVALID_KEY, keys[i].message);
        oauth1_client_builder_free(builder);
    }
}

static void a_secret_in_place_of_a_key_is_refused_and_not_repeated(void)
{
    oauth1_client_builder *builder = new_builder();
    CHECK_FAILS(oauth1_client_builder_set_rsa_key(builder, OAUTH1_SIGNATURE_METHOD_RSA_SHA1,
                                                  CONSUMER_SECRET, strlen(CONSUMER_SECRET), &error),
                OAUTH1_ERROR_INVALID_KEY);
    CHECK_FAILS(oauth1_client_builder_set_rsa_key(builder, OAUTH1_SIGNATURE_METHOD_RSA_SHA1, NULL,
                                                  0, &error),
                OAUTH1_ERROR_INVALID_KEY);
    oauth1_client_builder_free(builder);
}

/* Whatever is wrong with a key, it is refused, or it does not sign, or the damage is in a part that
 * the signature does not depend on. */
static void a_damaged_key_never_signs_wrongly(void)
{
    char *expected = signed_with("rsa2048.pkcs1.der", OAUTH1_SIGNATURE_METHOD_RSA_SHA256);
    struct file key = read_key("rsa2048.pkcs1.der");
    size_t at;
    int refused = 0;

    for (at = 0; at < key.length; at += 29) {
        oauth1_client_builder *builder = new_builder();
        oauth1_status status;

        key.bytes[at] ^= 2;
        status = oauth1_client_builder_set_rsa_key(builder, OAUTH1_SIGNATURE_METHOD_RSA_SHA256,
                                                   key.bytes, key.length, NULL);
        key.bytes[at] ^= 2;
        if (status != OAUTH1_OK) {
            CHECK(status == OAUTH1_ERROR_INVALID_KEY);
            oauth1_client_builder_free(builder);
            refused++;
        } else {
            char *value = authorization(builder);
            if (value != NULL)
                CHECK_TEXT(value, expected);
            else
                refused++;
            oauth1_string_free(value);
        }
    }
    CHECK(refused > 0);
    oauth1_string_free(expected);
}

static void a_method_and_its_key_belong_together(void)
{
    struct file key = read_key("rsa1024.pem");
    oauth1_client_builder *builder = new_builder();
    oauth1_client *client = NULL;

    CHECK_FAILS_SAYING(oauth1_client_builder_set_rsa_key(builder,
                                                         OAUTH1_SIGNATURE_METHOD_HMAC_SHA256,
                                                         key.bytes, key.length, &error),
                       OAUTH1_ERROR_INVALID_SETTING, "HMAC-SHA256 signs with no RSA key");
    CHECK_FAILS(oauth1_client_builder_set_rsa_key(builder, 99, key.bytes, key.length, &error),
                OAUTH1_ERROR_INVALID_ENUM);
    CHECK_FAILS_SAYING(oauth1_client_builder_set_signature_method(
                           builder, OAUTH1_SIGNATURE_METHOD_RSA_SHA512, &error),
                       OAUTH1_ERROR_INVALID_SETTING, "oauth1_client_builder_set_rsa_key()");
    /* none of the failures has changed what the builder builds */
    CHECK_OK(oauth1_client_builder_build(builder, &client, &error));
    CHECK_TEXT(oauth1_client_signature_method(client, NULL), "HMAC-SHA1");
    CHECK_FAILS(oauth1_client_builder_set_rsa_key(builder, OAUTH1_SIGNATURE_METHOD_RSA_SHA1,
                                                  key.bytes, key.length, &error),
                OAUTH1_ERROR_ALREADY_BUILT);
    oauth1_client_free(client);
    oauth1_client_builder_free(builder);
}

int main(void)
{
    RUN(each_method_signs_and_says_its_name);
    RUN(every_form_of_a_key_is_the_same_key);
    RUN(what_is_no_usable_key_is_refused_by_name);
    RUN(a_secret_in_place_of_a_key_is_refused_and_not_repeated);
    RUN(a_damaged_key_never_signs_wrongly);
    RUN(a_method_and_its_key_belong_together);
    return EXIT_SUCCESS;
}
