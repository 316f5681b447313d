/* Verifiers: values, callables and both ways of errors. What is accepted and what is refused is for
 * tests/c/verifier.c. */
#include "test.hpp"

#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <vector>

#define URL "https://api.example.com/photos?page=2"

/* What the tests throw: nothing that a library knows. */
struct surprise {
    int number;
};

using tracer = std::shared_ptr<int>;
using headers = std::vector<std::pair<std::string, std::string>>;

constexpr int test_time = 1800000000;

/* The published example of RFC 5849, section 1.2. */
static const char published[] = "http://photos.example.net/photos?file=vacation.jpg&size=original";
static const headers published_headers = {
    {"Authorization",
     "OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\", "
     "oauth_token=\"nnch734d00sl2jdk\", oauth_signature_method=\"HMAC-SHA1\", "
     "oauth_timestamp=\"137131202\", oauth_nonce=\"chapoH\", "
     "oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\""}};

static headers signed_now()
{
    oauth1::client_builder builder("key", CONSUMER_SECRET);
    builder.set_clock([] { return test_time; });
    const oauth1::session session(builder.build(), oauth1::token("token", TOKEN_SECRET));
    return {{"Authorization", session.authorization(oauth1::request("GET", URL))}};
}

static oauth1::verifier_builder new_builder()
{
    oauth1::verifier_builder builder;
    builder.set_consumer_secret("key", CONSUMER_SECRET)
        .set_token_secret("key", "token", TOKEN_SECRET)
        .set_clock([] { return test_time; });
    return builder;
}

static void a_published_request_is_accepted_once()
{
    oauth1::verifier_builder builder;
    builder.set_consumer_secret("dpf43f3p2l4k3l03", "kd94hf93k423kf44")
        .set_token_secret("dpf43f3p2l4k3l03", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00")
        .set_clock([] { return 137131202; })
        .set_realm("Photos");
    const oauth1::verifier verifier = builder.build();
    const oauth1::verified_request verified = verifier.verify("GET", published, published_headers);
    CHECK_EQUAL(verified.consumer_key(), "dpf43f3p2l4k3l03");
    CHECK_EQUAL(verified.token(), "nnch734d00sl2jdk");
    CHECK_EQUAL(verified.signature_method(), "HMAC-SHA1");
    CHECK_EQUAL(verified.transmission(), oauth1::transmission::header);
    CHECK_EQUAL(verified.realm(), "Photos");
    CHECK_EQUAL(verified.timestamp(), 137131202U);
    CHECK_EQUAL(verified.nonce(), "chapoH");
    CHECK_EQUAL(verified.url(), published);
    CHECK(verified.covers_body());
    CHECK_EQUAL(verified.get("size"), "original");
    CHECK_EQUAL(verified.get("oauth_signature"), std::nullopt);
    CHECK_EQUAL(verified.params().size(), 7U);
    std::map<std::string_view, std::string_view> query;
    for (const oauth1::verified_parameter &each : verified.params())
        if (each.source == oauth1::source::query)
            query.emplace(each.name, each.value);
    CHECK_EQUAL(query.size(), 2U);
    CHECK_EQUAL(query["file"], "vacation.jpg");
    const oauth1::verified_request copy = verified;
    CHECK_EQUAL(copy.consumer_key(), verified.consumer_key());

    const oauth1::verifier same = verifier; /* the store of nonces too */
    const oauth1::error replayed = CHECK_FAILS(oauth1::status::not_verified, same.verify, "GET",
                                               published, published_headers, "");
    CHECK_EQUAL(replayed.reason() == oauth1::reason::nonce, true);
    CHECK_EQUAL(replayed.http_status(), 401);
    CHECK_EQUAL(replayed.public_message(), "the nonce was used before");
    CHECK_EQUAL(replayed.www_authenticate(),
                "OAuth realm=\"Photos\", oauth_problem=\"nonce_used\"");
}

static void rules_are_set_by_values()
{
    oauth1::verifier_builder builder = new_builder();
    builder.add_signature_method(oauth1::signature_method::hmac_sha1)
        .set_plaintext_over_http(false)
        .set_timestamp_window(std::chrono::minutes(1))
        .set_require_body_hash(true)
        .set_nonce_capacity(10)
        .set_public_url("https://api.example.com");
    const oauth1::verifier verifier = builder.build();
    CHECK(verifier.verify("GET", "/photos?page=2", signed_now()).covers_body());
    const oauth1::error refused = CHECK_FAILS(oauth1::status::not_verified, verifier.verify, "GET",
                                              "/photos?page=2", signed_now(), "body");
    CHECK(refused.reason() == oauth1::reason::body_hash_missing);
    CHECK_FAILS(oauth1::status::already_built, builder.set_realm, "photos");

    oauth1::verifier_builder behind = new_builder();
    behind.set_proxies(1, oauth1::proxy_headers::x_forwarded);
    headers all = signed_now();
    all.emplace_back("X-Forwarded-Proto", "https");
    CHECK_EQUAL(behind.build().verify("GET", "http://api.example.com/photos?page=2", all).url(),
                URL);

    CHECK_FAILS(oauth1::status::invalid_key, new_builder().set_consumer_public_key, "key", "none");
    oauth1::verifier_builder negative = new_builder();
    negative.set_timestamp_window(std::chrono::seconds(-1));
    bool is_refused = false;
    try {
        negative.build();
    } catch (const oauth1::error &error) {
        is_refused = error.status() == oauth1::status::invalid_setting && !error.reason();
    }
    CHECK(is_refused);
}

static void callables_look_up()
{
    std::ifstream file("tests/keys/rsa2048.public.pem");
    const std::string pem{std::istreambuf_iterator<char>(file), {}};
    const std::map<std::string, std::string, std::less<>> consumers{{"key", CONSUMER_SECRET}};
    std::vector<std::string> asked;
    const tracer traced = std::make_shared<int>(0);
    std::set<std::string> nonces;
    {
        oauth1::verifier_builder builder;
        builder
            .set_look_ups(
                [&, own = std::make_unique<tracer>(traced)](std::string_view key,
                                                            oauth1::found &found) {
                    asked.emplace_back(key);
                    const auto at = consumers.find(key);
                    if (at != consumers.end())
                        found.set_public_key(pem).set_secret(at->second);
                },
                [&](std::string_view key, std::string_view token, oauth1::found &found) {
                    asked.emplace_back(std::string(key) + '/' + std::string(token));
                    CHECK_FAILS(oauth1::status::invalid_setting, found.set_public_key, pem);
                    if (token == "token")
                        found.set_secret(TOKEN_SECRET);
                })
            .set_nonce_store([&](const oauth1::nonce_use &use) {
                CHECK_EQUAL(use.consumer_key(), "key");
                CHECK_EQUAL(use.token(), "token");
                CHECK_EQUAL(use.timestamp(), static_cast<std::uint64_t>(test_time));
                CHECK_EQUAL(use.now(), static_cast<std::uint64_t>(test_time));
                CHECK_EQUAL(use.expires(), static_cast<std::uint64_t>(test_time + 300));
                CHECK_EQUAL(use.nonce().size(), 22U);
                return nonces.emplace(use.key()).second;
            })
            .set_clock([] { return test_time; });
        const oauth1::verifier verifier = builder.build();
        const headers sent = signed_now();
        CHECK_EQUAL(verifier.verify("GET", URL, sent).consumer_key(), "key");
        CHECK_EQUAL(asked.size(), 2U);
        CHECK_EQUAL(asked[1], "key/token");
        const oauth1::error replayed =
            CHECK_FAILS(oauth1::status::not_verified, verifier.verify, "GET", URL, sent, "");
        CHECK(replayed.reason() == oauth1::reason::nonce);
        CHECK_EQUAL(nonces.size(), 1U);
        CHECK_EQUAL(traced.use_count(), 2);
    }
    CHECK_EQUAL(traced.use_count(), 1);
}

static void consumers_alone_can_be_looked_up()
{
    oauth1::verifier_builder builder;
    builder
        .set_look_ups([](std::string_view,
                         oauth1::found &found) { found.set_secret(CONSUMER_SECRET); },
                      nullptr)
        .set_clock([] { return test_time; });
    const oauth1::verifier verifier = builder.build();
    const oauth1::error refused =
        CHECK_FAILS(oauth1::status::not_verified, verifier.verify, "GET", URL, signed_now(), "");
    CHECK(refused.reason() == oauth1::reason::token);
}

/* What a call throws has to be the surprise of a number, and its result has to hold it. */
static void check_surprise(const oauth1::verifier &verifier, const headers &sent, int number)
{
    int thrown = 0;
    try {
        verifier.verify("GET", URL, sent);
    } catch (const surprise &one) {
        thrown = one.number;
    }
    CHECK_EQUAL(thrown, number);
    const oauth1::result<oauth1::verified_request> result =
        verifier.verify("GET", URL, sent, "", std::nothrow);
    CHECK(!result && result.error().cause());
    CHECK_EQUAL(result.error().status(), oauth1::status::not_verified);
    CHECK(result.error().reason() == oauth1::reason::unavailable);
    CHECK_EQUAL(result.error().http_status(), 503);
    CHECK_EQUAL(result.error().www_authenticate(), std::nullopt);
}

static void what_a_callable_throws_comes_out_of_the_call()
{
    const headers sent = signed_now();
    oauth1::verifier_builder unknown;
    oauth1::verifier_builder store = new_builder(), clock = new_builder(), custom = new_builder();
    unknown.set_clock([] { return test_time; })
        .set_look_ups([](std::string_view, oauth1::found &) { throw surprise{1}; }, nullptr);
    check_surprise(unknown.build(), sent, 1);
    store.set_nonce_store([](const oauth1::nonce_use &) -> bool { throw surprise{2}; });
    check_surprise(store.build(), sent, 2);
    clock.set_clock([]() -> int { throw surprise{3}; });
    check_surprise(clock.build(), sent, 3);
    custom.add_custom_signature(
        "X", oauth1::hash::sha1,
        [](std::string_view, std::string_view, std::string_view) -> std::string {
            throw surprise{4};
        });
    check_surprise(custom.build(),
                   {{"Authorization", "OAuth oauth_consumer_key=\"key\", oauth_signature=\"a\", "
                                      "oauth_signature_method=\"X\", oauth_nonce=\"n\", "
                                      "oauth_timestamp=\"1800000000\""}},
                   4);
}

static void a_diagnosis_says_why()
{
    const oauth1::verifier verifier = new_builder().build();
    const oauth1::diagnosis diagnosis =
        verifier.explain("GET", "http://api.example.com/photos?page=2", signed_now());
    CHECK(!diagnosis.valid());
    CHECK_HAS(diagnosis.text(), "scheme");
    const oauth1::error refused =
        CHECK_FAILS(oauth1::status::not_verified, verifier.explain, "GET", URL, headers(), "");
    CHECK(refused.reason() == oauth1::reason::not_signed);
}

int main()
{
    RUN(a_published_request_is_accepted_once);
    RUN(rules_are_set_by_values);
    RUN(callables_look_up);
    RUN(consumers_alone_can_be_looked_up);
    RUN(what_a_callable_throws_comes_out_of_the_call);
    RUN(a_diagnosis_says_why);
}
