/* Objects and what they give: copies, moves, ranges, results, and what cannot go in. */
#include "test.hpp"

#include <algorithm>
#include <numeric>
#include <sstream>
#include <type_traits>

using namespace std::string_view_literals;

#define URL "https://a.example/path"

template <class T>
static constexpr bool is_value = std::is_nothrow_move_constructible_v<T> &&
                                 std::is_nothrow_move_assignable_v<T> &&
                                 std::is_copy_constructible_v<T> && std::is_copy_assignable_v<T>;
template <class T>
static constexpr bool is_movable = std::is_nothrow_move_constructible_v<T> &&
                                   std::is_nothrow_move_assignable_v<T> &&
                                   !std::is_copy_constructible_v<T> &&
                                   !std::is_copy_assignable_v<T>;

static_assert(is_value<oauth1::token> && is_value<oauth1::provider> && is_value<oauth1::request> &&
              is_value<oauth1::client> && is_value<oauth1::session> &&
              is_value<oauth1::signed_request> && is_value<oauth1::response> &&
              is_value<oauth1::token_response> && is_value<oauth1::pending_authorization> &&
              is_value<oauth1::cancellation> && is_value<oauth1::findings> &&
              is_value<oauth1::explanation> && is_value<oauth1::captured_request> &&
              is_value<oauth1::diagnosis>);
static_assert(is_movable<oauth1::client_builder> && is_movable<oauth1::stream> &&
              is_movable<oauth1::multipart>);
static_assert(std::is_nothrow_copy_constructible_v<oauth1::error>);
static_assert(!std::is_constructible_v<oauth1::sending, const oauth1::sending &>);

using headers_type = decltype(std::declval<const oauth1::request &>().headers());
#if __cplusplus >= 202002L
static_assert(std::ranges::random_access_range<headers_type>);
static_assert(std::ranges::borrowed_range<headers_type> && std::ranges::view<headers_type>);
static_assert(std::ranges::random_access_range<oauth1::findings>);
#endif

static void copies_live_without_what_they_were_made_of()
{
    std::optional<oauth1::client> client(std::in_place, "key", CONSUMER_SECRET);
    std::optional<oauth1::session> session(std::in_place, *client,
                                           oauth1::token("token", TOKEN_SECRET));
    const oauth1::client other_client = *client;
    const oauth1::session other = *session;
    client.reset();
    session.reset();
    CHECK_EQUAL(other_client.consumer_key(), "key");
    CHECK(other.token() != nullptr);
    CHECK_EQUAL(other.token()->secret(), TOKEN_SECRET);
    const oauth1::request request("GET", URL);
    std::optional<oauth1::explanation> explanation(other.explain(request));
    const oauth1::findings findings = explanation->findings();
    const oauth1::explanation copy = *explanation;
    explanation.reset();
    CHECK_EQUAL(copy.method(), "GET");
    CHECK_EQUAL(copy.findings().size(), findings.size());
}

static void a_response_of_another_library_is_read_like_our_own()
{
    const oauth1::response response(200, {{"X-A", "1"}}, "oauth_token=k&oauth_token_secret=s"sv);
    CHECK_EQUAL(*response.header("x-a"), "1");
    CHECK_EQUAL(response.read_token().token().key(), "k");
    const auto refused = oauth1::response(403).read_token(std::nothrow);
    CHECK(refused.error().status() == oauth1::status::refused);
    CHECK_EQUAL(refused.error().http_status(), 403);
}

static void a_url_and_a_header_are_taken_apart()
{
    const oauth1::url url("HTTP://EXAMPLE.com:80/r%20v/X?id=123#top");
    CHECK_EQUAL(url.text(), "http://example.com/r%20v/X?id=123");
    CHECK_EQUAL(url.base_string_uri(), "http://example.com/r%20v/X");
    CHECK_EQUAL(*url.query(), "id=123");
    CHECK_FAILS(oauth1::status::invalid_url, oauth1::url::make, "ftp://a.example");
    const oauth1::authorization_header header("OAuth realm=\"R\", a=\"b%20c\"");
    CHECK_EQUAL(*header.realm(), "R");
    CHECK_EQUAL(*header.get("a"), "b c");
    CHECK(!header.get("b"));
    CHECK_EQUAL(header.params().size(), 1u);
}

static void a_signature_is_made_by_hand()
{
    CHECK_EQUAL(oauth1::nonce().size(), 22u);
    const std::string base = oauth1::base_string("get", "http://a.example?b=2", {{"a", "1 2"}});
    CHECK_EQUAL(base, "GET&http%3A%2F%2Fa.example%2F&a%3D1%25202%26b%3D2");
    CHECK_EQUAL(oauth1::base_string_of_form("get", "http://a.example?b=2", "a=1+2"), base);
    // oauth.net's TestCases
    CHECK_EQUAL(oauth1::sign_with_key(oauth1::signature_method::hmac_sha1, "cs&", "bs"),
                "egQqG5AJep5sJ7anhXju1unge2I=");
    CHECK_FAILS(oauth1::status::invalid_url, oauth1::base_string, "GET", "a.example",
                oauth1::name_values{});
}

static void a_copy_is_another()
{
    oauth1::request request("GET", URL);
    oauth1::request copy = request;
    copy.add_query("a", "1");
    CHECK_EQUAL(request.url(), URL);
    CHECK_EQUAL(copy.url(), URL "?a=1");
    request = copy;
    copy.add_query("b", "2");
    CHECK_EQUAL(request.url(), URL "?a=1");
    request = static_cast<const oauth1::request &>(request);
    CHECK_EQUAL(request.url(), URL "?a=1");

    const oauth1::token token("key", TOKEN_SECRET);
    oauth1::token other("other", "");
    other = token;
    CHECK(other.get() != token.get());
    CHECK_EQUAL(other.secret(), TOKEN_SECRET);
}

static void what_was_moved_is_where_it_went()
{
    oauth1::token token("key", "secret");
    const std::string_view key = token.key();
    oauth1::token moved = std::move(token);
    CHECK_EQUAL(moved.key(), key);
    CHECK(moved.key().data() == key.data());
    oauth1::token again("other", "secret");
    again = std::move(moved);
    CHECK_EQUAL(again.key(), "key");
    oauth1::token &same = again;
    again = std::move(same);
    CHECK_EQUAL(again.key(), "key");
}

static void an_object_that_was_moved_from_is_empty()
{
    oauth1::token token("key", "secret");
    oauth1::request request("GET", URL);
    oauth1::client client("key", CONSUMER_SECRET);
    oauth1::session session(client, token);
    oauth1::provider provider = oauth1::provider::named("x");
    const oauth1::token taken_token = std::move(token);
    const oauth1::request taken_request = std::move(request);
    const oauth1::session taken_session = std::move(session);
    const oauth1::provider taken_provider = std::move(provider);

    /* NOLINTBEGIN(bugprone-use-after-move) */
    CHECK(token.get() == nullptr);
    CHECK_EQUAL(token.key(), "");
    CHECK_EQUAL(request.body(), "");
    CHECK(request.headers().empty() && request.headers().begin() == request.headers().end());
    CHECK(!request.content_type());
    CHECK(session.token() == nullptr);
    CHECK_EQUAL(provider.name(), "");
    CHECK_EQUAL(provider.params(oauth1::provider_params::oauth).size(), 0U);
    CHECK_FAILS(oauth1::status::null_argument, request.add_param, "a", "b");
    CHECK_FAILS(oauth1::status::null_argument, session.sign, taken_request);
    CHECK_FAILS(oauth1::status::null_argument, taken_session.sign, request);
    CHECK_FAILS(oauth1::status::null_argument, oauth1::session::make, client, token);
    CHECK_FAILS(oauth1::status::null_argument, client.access_token, URL, token, "1");

    const oauth1::token copy = token;
    CHECK(copy.get() == nullptr);
    token = taken_token;
    CHECK_EQUAL(token.key(), "key");
    request = oauth1::request("PUT", URL);
    CHECK_EQUAL(request.method(), "PUT");
    /* NOLINTEND(bugprone-use-after-move) */

    oauth1::client taken_client = std::move(client);
    CHECK_FAILS(oauth1::status::null_argument, oauth1::session::make, client);
    CHECK_EQUAL(client.consumer_key(), "");
    CHECK_EQUAL(taken_client.consumer_key(), "key");
}

static void handles_go_to_c_and_back()
{
    oauth1::token token("key", "secret");
    oauth1_token *handle = token.release();
    CHECK(token.get() == nullptr);
    CHECK(oauth1_token_key(handle, nullptr) == std::string_view("key"));
    const oauth1::token taken(handle);
    CHECK(taken.get() == handle);
}

static void what_is_lent_moves_with_its_owner()
{
    oauth1::session session = test::new_session();
    const oauth1::token *token = session.token();
    CHECK(token != nullptr);
    const std::string_view key = token->key();
    oauth1::session moved = std::move(session);
    CHECK(moved.token()->key().data() == key.data());
    const oauth1::token copy = *moved.token();
    moved = test::new_session();
    CHECK_EQUAL(copy.secret(), TOKEN_SECRET);
    CHECK(oauth1::session(oauth1::client("key", "")).token() == nullptr);

    oauth1::pending_authorization pending(oauth1::token("request", TOKEN_SECRET), URL);
    CHECK_EQUAL(pending.request_token().key(), "request");
    const oauth1::token kept = std::move(pending).request_token();
    pending = oauth1::pending_authorization(oauth1::token("b", ""), URL);
    CHECK_EQUAL(kept.key(), "request");
}

static void headers_are_a_range()
{
    oauth1::request request("GET", URL);
    request.add_header("Accept", "text/plain").add_header("X-One", "1").add_header("X-One", "2");
    const auto headers = request.headers();

    std::string all;
    for (const auto &[name, value] : headers)
        all += std::string(name) + '=' + std::string(value) + ';';
    CHECK_EQUAL(all, "Accept=text/plain;X-One=1;X-One=2;");
    CHECK_EQUAL(headers.size(), 3U);
    CHECK_EQUAL(headers[1].second, "1");
    CHECK_EQUAL(headers[3].first, "");
    CHECK_EQUAL(headers.begin()->first, "Accept");
    CHECK_EQUAL(headers.begin()[2].second, "2");
    CHECK_EQUAL(headers.end() - headers.begin(), 3);
    CHECK(headers.begin() + 3 == headers.end() && headers.begin() < headers.end());
    CHECK(2 + headers.begin() == headers.end() - 1 && headers.end() >= headers.begin());
    auto at = headers.end();
    CHECK_EQUAL((*--at).second, "2");
    CHECK_EQUAL((*at--).second, "2");
    CHECK_EQUAL((*at++).second, "1");
    CHECK(++at == headers.end() && at != headers.begin() && at <= headers.end() &&
          at > headers.begin());
    at -= 2;
    CHECK_EQUAL(at->second, "1");

    CHECK_EQUAL(std::count_if(headers.begin(), headers.end(),
                              [](const auto &header) { return header.first == "X-One"; }),
                2);
    const std::vector<std::pair<std::string, std::string>> copy(headers.begin(), headers.end());
    CHECK_EQUAL(copy.at(2).second, "2");
#if __cplusplus >= 202002L
    const auto one = std::ranges::find(request.headers(), "X-One"sv, &oauth1::name_value::first);
    CHECK_EQUAL((*one).second, "1");
#endif
}

static void presets_are_a_range_and_providers_have_several()
{
    const auto presets = oauth1::provider::presets();
    CHECK(presets.size() > 5);
    CHECK(std::find(presets.begin(), presets.end(), "x") != presets.end());
    for (const std::string_view name : presets)
        CHECK_EQUAL(oauth1::provider::named(name).name(), name);
    CHECK_EQUAL(oauth1::provider::named("Twitter").name(), "x");
    CHECK_FAILS(oauth1::status::invalid_setting, oauth1::provider::named, "no such provider");

    oauth1::provider provider("mine");
    provider.set_title("Mine")
        .set_source(URL)
        .set_request_token_url(URL)
        .set_authorization_url(URL)
        .set_access_token_url(URL)
        .set_renewal_url(URL)
        .set_handshake_method("GET")
        .set_signature_method("HMAC-SHA256")
        .add_other_signature_method("HMAC-SHA1")
        .set_transmission(oauth1::transmission::query)
        .set_handshake_transmission(oauth1::transmission::header)
        .set_realm("realm")
        .set_body_hash(oauth1::body_hash::always)
        .set_version(false)
        .set_empty_token(true)
        .set_user_agent_required(true)
        .set_callback_confirmation(false)
        .set_callback("oob")
        .set_authorization_token_param("token")
        .set_authorization_key_param("key")
        .add_authorization_param_name("scope")
        .add_required_authorization_param("name")
        .set_param(oauth1::provider_params::authorization, "name", "value");
    const oauth1::provider copy = provider;
    provider.set_title("Other").unset_realm();
    CHECK_EQUAL(provider.realm(), std::nullopt);
    CHECK_EQUAL(copy.name(), "mine");
    CHECK_EQUAL(copy.title(), "Mine");
    CHECK_EQUAL(copy.source(), URL);
    CHECK_EQUAL(copy.request_token_url(), URL);
    CHECK_EQUAL(copy.authorization_url(), URL);
    CHECK_EQUAL(copy.access_token_url(), URL);
    CHECK_EQUAL(copy.renewal_url(), URL);
    CHECK_EQUAL(copy.handshake_method(), "GET");
    CHECK_EQUAL(copy.signature_method(), "HMAC-SHA256");
    CHECK_EQUAL(copy.other_signature_methods()[0], "HMAC-SHA1");
    CHECK_EQUAL(copy.transmission(), oauth1::transmission::query);
    CHECK_EQUAL(copy.handshake_transmission(), oauth1::transmission::header);
    CHECK_EQUAL(copy.realm(), "realm");
    CHECK_EQUAL(copy.body_hash(), oauth1::body_hash::always);
    CHECK(!copy.version() && copy.empty_token() && copy.user_agent_required());
    CHECK(!copy.callback_confirmation());
    CHECK_EQUAL(copy.callback(), "oob");
    CHECK_EQUAL(copy.authorization_token_param(), "token");
    CHECK_EQUAL(copy.authorization_key_param(), "key");
    CHECK_EQUAL(copy.authorization_param_names()[0], "scope");
    CHECK_EQUAL(copy.required_authorization_params()[0], "name");
    for (const auto &[name, value] : copy.params(oauth1::provider_params::authorization)) {
        CHECK_EQUAL(name, "name");
        CHECK_EQUAL(value, "value");
    }
    CHECK(copy.params(oauth1::provider_params::access_token).empty());
    copy.check();
    CHECK(copy.check(std::nothrow).has_value());
    copy.check_signature_method("HMAC-SHA1");
    CHECK_FAILS(oauth1::status::invalid_setting, copy.check_signature_method, "PLAINTEXT");
    provider.set_origin("http://127.0.0.1:1");
    CHECK_EQUAL(provider.renewal_url(), "http://127.0.0.1:1/path");
    CHECK_FAILS(oauth1::status::invalid_setting, provider.set_site, URL);
    CHECK_FAILS(oauth1::status::invalid_setting, provider.set_account, "1");
}

static void bytes_go_where_bytes_can_be()
{
    const std::string_view bytes("a\0b", 3);
    CHECK_EQUAL(oauth1::percent_encode(bytes), "a%00b");
    CHECK_EQUAL(oauth1::percent_decode("a%00b"), bytes);
    CHECK_EQUAL(oauth1::percent_encode({}), "");

    oauth1::request request("POST", URL);
    request.add_form(bytes, bytes).add_query("", bytes);
    CHECK_EQUAL(request.body(), "a%00b=a%00b");
    CHECK_EQUAL(request.url(), URL "?=a%00b");
    CHECK(request.is_form());
    request.set_body("application/octet-stream", bytes);
    CHECK_EQUAL(request.body(), bytes);
    CHECK_EQUAL(request.content_type(), "application/octet-stream");
    CHECK(!request.is_form());
}

static void a_nul_cannot_go_where_c_ends_a_string()
{
    const std::string_view nul("a\0b", 3);
    oauth1::request request("GET", URL);

    CHECK_FAILS(oauth1::status::invalid_url, oauth1::request::make, "GET", nul);
    CHECK_FAILS(oauth1::status::invalid_header, oauth1::request::make, nul, URL);
    CHECK_FAILS(oauth1::status::invalid_header, request.add_header, "X-A", nul);
    CHECK_FAILS(oauth1::status::invalid_parameter, request.set_nonce, nul);
    CHECK_FAILS(oauth1::status::invalid_setting, oauth1::token::make, "key", nul);
    CHECK_FAILS(oauth1::status::invalid_setting, oauth1::client::make, nul, CONSUMER_SECRET);
    CHECK_FAILS(oauth1::status::invalid_body, request.set_body_file, "text/plain", nul);
    CHECK_FAILS(oauth1::status::invalid_parameter, oauth1::percent_decode, nul);
    CHECK_FAILS(oauth1::status::invalid_parameter, oauth1::authorization_url, URL, "token",
                oauth1::name_values({{"name", nul}}));
}

static void strings_of_any_length_go_in_whole()
{
    for (std::size_t length = 0; length < 600; length++) {
        const std::string text(length, 'x');
        CHECK_EQUAL(oauth1::token("key", text).secret(), text);
    }
    /* a part of a string, which has no NUL behind it */
    CHECK_EQUAL(oauth1::token("key", "secret and more"sv.substr(0, 6)).secret(), "secret");
}

static void names_and_values_go_in()
{
    const std::vector<std::pair<std::string, std::string>> pairs{{"a", "1"}, {"b", "2 & 3"}};
    CHECK_EQUAL(oauth1::authorization_url(URL, "token"), URL "?oauth_token=token");
    CHECK_EQUAL(oauth1::authorization_url(URL, "token", {{"a", "1"}}),
                URL "?oauth_token=token&a=1");
    CHECK_EQUAL(oauth1::authorization_url(URL, "token", {{"a", "1"}, {"b", "2 & 3"}}),
                oauth1::authorization_url(URL, "token", pairs));
    CHECK_EQUAL(oauth1::authorization_url(URL, "token", {}, std::nothrow).value(),
                URL "?oauth_token=token");
    CHECK_FAILS(oauth1::status::invalid_url, oauth1::authorization_url, "no URL", "token", {});
}

static void requests_are_chained_and_signed()
{
    const oauth1::session session = test::new_session();
    const oauth1::signed_request made =
        session.sign(oauth1::request("POST", URL)
                         .add_query("q", "1 + 1")
                         .add_param("status", "Hello")
                         .add_header("Accept", "text/plain")
                         .add_oauth_param("oauth_callback", "oob")
                         .set_nonce("nonce")
                         .set_timestamp(std::chrono::system_clock::from_time_t(137131202))
                         .set_realm("photos")
                         .set_version(false)
                         .set_body_hash(oauth1::body_hash::never)
                         .set_empty_token(true)
                         .set_repeatable(true)
                         .set_timeout(std::chrono::seconds(5))
                         .set_max_response_size(1000)
                         .set_transmission(oauth1::transmission::header));
    CHECK_EQUAL(made.method(), "POST");
    CHECK_EQUAL(made.url(), URL "?q=1%20%2B%201");
    CHECK_EQUAL(made.body(), "status=Hello");
    CHECK_HAS(made.authorization().value(), "OAuth realm=\"photos\", ");
    CHECK_HAS(made.authorization().value(), "oauth_timestamp=\"137131202\"");
    CHECK_EQUAL(made.headers().size(), 3U);
    CHECK_EQUAL(made.base_string().substr(0, 5), "POST&");

    oauth1::request request("GET", URL);
    request.set_nonce("nonce").set_timestamp(1);
    const std::string value = session.authorization(request);
    char buffer[1024];
    std::size_t length = 0;
    session.authorization_into(request, buffer, sizeof buffer, length);
    CHECK_EQUAL(std::string_view(buffer, length), value);
    CHECK_FAILS(oauth1::status::buffer_too_small, session.authorization_into, request, buffer, 10U,
                length);
    CHECK(length >= value.size());
}

static void a_negative_time_is_an_error()
{
    oauth1::request request("GET", URL);
    oauth1::client_builder builder("key", CONSUMER_SECRET);
    const std::chrono::milliseconds negative(-1);
    oauth1::timeouts limits;
    oauth1::retries retries;

    limits.connect = negative;
    retries.longest_wait = negative;
    CHECK_FAILS(oauth1::status::invalid_setting, request.set_timeout, negative);
    CHECK_FAILS(oauth1::status::invalid_setting, builder.set_timeouts, limits);
    CHECK_FAILS(oauth1::status::invalid_setting, builder.set_idle_timeout, negative);
    CHECK_FAILS(oauth1::status::invalid_setting, builder.set_retries, retries);
    CHECK_EQUAL(oauth1::timestamp(-1).seconds(), 0U);
    CHECK_EQUAL(oauth1::timestamp(UINT64_MAX).seconds(), UINT64_MAX);
}

static void a_builder_has_all_settings()
{
    oauth1::client_builder builder("key", CONSUMER_SECRET);
    oauth1::timeouts limits;
    limits.total = std::chrono::minutes(1);
    builder.set_signature_method(oauth1::signature_method::hmac_sha256)
        .set_transmission(oauth1::transmission::header)
        .set_realm("a realm")
        .set_version(false)
        .set_body_hash(oauth1::body_hash::always)
        .set_plaintext_over_http(true)
        .set_empty_token(true)
        .set_timeouts(limits)
        .set_idle_timeout(std::chrono::seconds(10))
        .set_pool_size(4)
        .set_max_header_size(8192)
        .set_max_response_size(1 << 20)
        .set_proxy("http://127.0.0.1:3128", "localhost")
        .set_no_proxy()
        .set_user_agent("test/1.0")
        .set_redirects(false)
        .set_clock_correction(false)
        .set_retries({})
        .set_callback_confirmation(false);
    const oauth1::client client = builder.build();
    CHECK_EQUAL(client.consumer_key(), "key");
    CHECK_EQUAL(client.signature_method(), "HMAC-SHA256");
    CHECK(client.provider() == nullptr);
    CHECK_HAS(oauth1::session(client).authorization(oauth1::request("GET", URL)),
              "OAuth realm=\"a realm\", ");
    CHECK(builder.set_version(true, std::nothrow).error().status() ==
          oauth1::status::already_built);
    CHECK(builder.build(std::nothrow).error().status() == oauth1::status::already_built);

    const oauth1::result<oauth1::client> none =
        oauth1::client_builder("key", CONSUMER_SECRET).set_root_certificates("none").build(
            std::nothrow);
    CHECK(none.error().status() == oauth1::status::invalid_setting);
    oauth1::client_builder other("key", CONSUMER_SECRET);
    CHECK_FAILS(oauth1::status::invalid_key, other.set_rsa_key, oauth1::signature_method::rsa_sha1,
                "no key");
    other.set_client_certificate("no certificate", "no key");
    CHECK(!other.build(std::nothrow));

    const oauth1::provider x = oauth1::provider::named("x");
    const oauth1::client for_x = oauth1::client_builder(x, "key", CONSUMER_SECRET).build();
    CHECK_EQUAL(for_x.provider()->name(), "x");
    CHECK(oauth1::client_builder::make_for(x, "key", "", std::nothrow).has_value());
}

static void a_result_is_a_value_or_an_error()
{
    using oauth1::result;
    result<oauth1::token> good = oauth1::token::make("key", "secret", std::nothrow);
    CHECK(good.has_value() && good);
    CHECK_EQUAL(good->key(), "key");
    CHECK_EQUAL((*good).secret(), "secret");
    CHECK_EQUAL(good.value().key(), "key");
    const result<std::string> key =
        good.transform([](const oauth1::token &token) { return std::string(token.key()); });
    CHECK_EQUAL(key.value(), "key");
    CHECK(good.transform([](const oauth1::token &) {}).has_value());

    const result<std::string> authorization =
        oauth1::client::make("key", "secret", std::nothrow)
            .and_then([&](const oauth1::client &client) {
                return oauth1::session::make(client, *good, std::nothrow);
            })
            .and_then([](const oauth1::session &session) {
                return oauth1::request::make("GET", URL, std::nothrow)
                    .and_then([&](const oauth1::request &request) {
                        return session.authorization(request, std::nothrow);
                    });
            });
    CHECK_HAS(authorization.value(), "OAuth oauth_consumer_key=\"key\"");

    const result<oauth1::request> bad = oauth1::request::make("GET", "no URL", std::nothrow);
    CHECK(!bad);
    CHECK(bad.error().status() == oauth1::status::invalid_url);
    CHECK(bad.transform([](const oauth1::request &) { return 1; }).error().status() ==
          oauth1::status::invalid_url);
    CHECK_EQUAL(bad.transform([](const oauth1::request &) { return 1; }).value_or(7), 7);
    bool thrown = false;
    try {
        static_cast<void>(bad.value());
    } catch (const std::runtime_error &error) {
        thrown = true;
        CHECK_HAS(error.what(), "not absolute");
    }
    CHECK(thrown);
    const result<oauth1::request> instead =
        oauth1::request::make("GET", "no URL", std::nothrow).or_else([](const oauth1::error &) {
            return oauth1::request::make("GET", URL, std::nothrow);
        });
    CHECK_EQUAL(instead->url(), URL);

    oauth1::request request("GET", URL);
    const result<void> done = request.add_header("A", "b", std::nothrow);
    done.value();
    CHECK(done.and_then([] { return result<int>(1); }).value() == 1);
    CHECK(done.transform([] { return 2; }).value() == 2);
    const result<void> failed = request.add_header("Host", "b", std::nothrow);
    CHECK(!failed && failed.error().status() == oauth1::status::invalid_header);
    CHECK(!failed.transform([] { return 2; }));
    CHECK(!failed.and_then([] { return result<void>(); }));
    CHECK(result<void>(failed).or_else([](const oauth1::error &) { return result<void>(); }));
}

static void errors_can_be_copied_and_kept()
{
    oauth1::error kept(oauth1::status::ok, "");
    try {
        oauth1::request("GET", "ftp://a.example/");
    } catch (const oauth1::error &error) {
        kept = error;
    }
    CHECK(kept.status() == oauth1::status::invalid_url);
    CHECK_HAS(kept.what(), "ftp");
    CHECK(kept.is_unsent() && kept.http_status() == 0);
    CHECK(!kept.oauth_problem() && !kept.problem_advice() && !kept.what_to_do());
    CHECK(!kept.acceptable_timestamps() && !kept.lowest_acceptable_version() &&
          !kept.highest_acceptable_version());
    CHECK(kept.absent_parameters().empty() && kept.rejected_parameters().empty());
    CHECK(!kept.body_excerpt() && !kept.cause());
    CHECK(!to_string(kept.status()).empty());
    CHECK_EQUAL(to_string(static_cast<oauth1::status>(9999)), "unknown status");
    CHECK_EQUAL(to_string(oauth1::cause::double_encoding), "double_encoding");
    CHECK_EQUAL(oauth1::version(), OAUTH1_VERSION);

    const oauth1::error own(oauth1::status::timed_out, "too late");
    CHECK_EQUAL(std::string_view(own.what()), "too late");
    CHECK(own.get() == nullptr && !own.body_excerpt() && !own.is_unsent());
}

static void a_pending_authorization_goes_to_bytes_and_back()
{
    const oauth1::pending_authorization pending(oauth1::token("request", TOKEN_SECRET), URL);
    const std::string bytes(pending.to_bytes());
    const oauth1::pending_authorization back = oauth1::pending_authorization::from_bytes(bytes);
    CHECK_EQUAL(back.to_bytes(), bytes);
    CHECK_EQUAL(back.url(), URL);
    CHECK_EQUAL(back.provider(), "");
    CHECK_EQUAL(back.request_token().secret(), TOKEN_SECRET);
    CHECK_EQUAL(back.verifier("https://me.example/?oauth_token=request&oauth_verifier=v"), "v");
    CHECK_FAILS(oauth1::status::invalid_callback, back.verifier,
                "oauth_token=other&oauth_verifier=v");
    CHECK_FAILS(oauth1::status::access_denied, back.verifier, "denied=request");
    CHECK_FAILS(oauth1::status::invalid_pending_authorization,
                oauth1::pending_authorization::from_bytes, "a\0b"sv);
}

int main()
{
    RUN(copies_live_without_what_they_were_made_of);
    RUN(a_response_of_another_library_is_read_like_our_own);
    RUN(a_url_and_a_header_are_taken_apart);
    RUN(a_signature_is_made_by_hand);
    RUN(a_copy_is_another);
    RUN(what_was_moved_is_where_it_went);
    RUN(an_object_that_was_moved_from_is_empty);
    RUN(handles_go_to_c_and_back);
    RUN(what_is_lent_moves_with_its_owner);
    RUN(headers_are_a_range);
    RUN(presets_are_a_range_and_providers_have_several);
    RUN(bytes_go_where_bytes_can_be);
    RUN(a_nul_cannot_go_where_c_ends_a_string);
    RUN(strings_of_any_length_go_in_whole);
    RUN(names_and_values_go_in);
    RUN(requests_are_chained_and_signed);
    RUN(a_negative_time_is_an_error);
    RUN(a_builder_has_all_settings);
    RUN(a_result_is_a_value_or_an_error);
    RUN(errors_can_be_copied_and_kept);
    RUN(a_pending_authorization_goes_to_bytes_and_back);
    return EXIT_SUCCESS;
}
