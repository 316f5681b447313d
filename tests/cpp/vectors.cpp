/* The published vectors (RFC 5849, OAuth Core, providers' documents), from the file that the tests
 * of every language read. */
#include "test.hpp"

extern "C" {
#include "json.h"
}

#include <cstring>
#include <map>
#include <memory>

static const std::unique_ptr<json, void (*)(json *)>
    vectors(json_read_file("tests/vectors/published.json"), json_free);

static const json *group(const char *name)
{
    const json *vectors_of_it = json_get(vectors.get(), name);
    CHECK(json_count(vectors_of_it) > 0);
    return vectors_of_it;
}

/* The member of a vector that is text; empty where there is none. */
static std::string_view text(const json *vector, const char *name)
{
    const char *value = json_get_text(vector, name);
    return value ? value : "";
}

static oauth1::client client_of(const json *vector, const json *oauth)
{
    using method = oauth1::signature_method;
    static const std::map<std::string_view, method> methods{
        {"HMAC-SHA1", method::hmac_sha1},     {"HMAC-SHA256", method::hmac_sha256},
        {"HMAC-SHA512", method::hmac_sha512}, {"PLAINTEXT", method::plaintext},
        {"RSA-SHA1", method::rsa_sha1},
    };
    oauth1::client_builder builder(text(oauth, "oauth_consumer_key"),
                                   text(vector, "client_secret"));
    const method its = methods.at(text(oauth, "oauth_signature_method"));
    const char *rsa_key = json_get_text(vector, "rsa_key");

    if (!rsa_key)
        return builder.set_signature_method(its).build();
    const json *key = json_get(json_get(vectors.get(), "rsa_keys"), rsa_key);
    return builder
        .set_rsa_key(its, "-----BEGIN PRIVATE KEY-----\n" + std::string(text(key, "der_base64")) +
                              "\n-----END PRIVATE KEY-----\n")
        .build();
}

static oauth1::session session_of(const json *vector, const json *oauth)
{
    const oauth1::client client = client_of(vector, oauth);
    const char *token = json_get_text(oauth, "oauth_token");
    if (!token)
        return oauth1::session(client);
    return oauth1::session(client, oauth1::token(token, text(vector, "token_secret")));
}

/* A request that carries what the vector says of its oauth_ parameters. */
static oauth1::request request_of(const json *vector, const json *oauth)
{
    oauth1::request request(text(vector, "method"), text(vector, "url"));
    const json *form = json_get(vector, "form_params");

    for (std::size_t i = 0; i < json_count(form); i++) {
        const json *pair = json_at(form, i);
        request.add_form(json_text(json_at(pair, 0)), json_text(json_at(pair, 1)));
    }
    request.set_nonce(text(oauth, "oauth_nonce"))
        .set_timestamp(std::stoull(std::string(text(oauth, "oauth_timestamp"))))
        .set_version(json_get(oauth, "oauth_version") != nullptr);
    for (const char *name : {"oauth_callback", "oauth_verifier"})
        if (const char *value = json_get_text(oauth, name))
            request.add_oauth_param(name, value);
    if (const char *realm = json_get_text(vector, "realm"))
        request.set_realm(realm);
    return request;
}

static void published_requests_sign_as_published()
{
    const json *requests = group("request");

    for (std::size_t i = 0; i < json_count(requests); i++) {
        const json *vector = json_at(requests, i);
        const json *oauth = json_get(vector, "oauth_params");
        const oauth1::session session = session_of(vector, oauth);
        const oauth1::request request = request_of(vector, oauth);
        const oauth1::signed_request made = session.sign(request);
        const std::string authorization(made.authorization().value());

        if (json_get(vector, "base_string"))
            CHECK_EQUAL(made.base_string(), text(vector, "base_string"));
        CHECK_HAS(authorization, ", oauth_signature=\"" +
                                     oauth1::percent_encode(text(vector, "signature")) + '"');
        if (json_get(vector, "realm"))
            CHECK_EQUAL(authorization.find("OAuth realm=\"" + std::string(text(vector, "realm")) +
                                           "\", "),
                        0U);
        CHECK_EQUAL(session.authorization(request), authorization);
    }
}

static void published_requests_sign_as_published_without_exceptions()
{
    const json *requests = group("request");

    for (std::size_t i = 0; i < json_count(requests); i++) {
        const json *vector = json_at(requests, i);
        const json *oauth = json_get(vector, "oauth_params");
        const oauth1::session session = session_of(vector, oauth);
        const oauth1::result<oauth1::signed_request> made =
            session.sign(request_of(vector, oauth), std::nothrow);

        CHECK(made.has_value());
        CHECK_HAS(made->authorization().value(),
                  oauth1::percent_encode(text(vector, "signature"), std::nothrow).value());
    }
}

static void published_encodings_are_ours()
{
    const json *encodings = group("encoding");

    for (std::size_t i = 0; i < json_count(encodings); i++) {
        const json *vector = json_at(encodings, i);
        const std::string encoded = oauth1::percent_encode(text(vector, "input"));
        CHECK_EQUAL(encoded, text(vector, "expected"));
        CHECK_EQUAL(oauth1::percent_decode(encoded), text(vector, "input"));
    }
}

int main()
{
    RUN(published_requests_sign_as_published);
    RUN(published_requests_sign_as_published_without_exceptions);
    RUN(published_encodings_are_ours);
    return EXIT_SUCCESS;
}
