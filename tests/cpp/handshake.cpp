/* The handshake and API requests against the sandbox, for each of its judges, and a server that is
 * slow. */
#include "test.hpp"

#include "service.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <unistd.h>

#define STATUS "Na\xC3\xAFve caf\xC3\xA9 & 100 % more: 1 + 1 = 2 \xE2\x98\x83"

static oauth1::client new_client()
{
    return oauth1::client(sandbox_value("consumer_key"), sandbox_value("consumer_secret"));
}

static oauth1::provider new_provider()
{
    oauth1::provider provider("sandbox");
    provider.set_request_token_url(sandbox_value("request_token_url"))
        .set_authorization_url(sandbox_value("authorize_url"))
        .set_access_token_url(sandbox_value("access_token_url"));
    return provider;
}

static oauth1::client new_client_for_provider()
{
    return oauth1::client_builder(new_provider(), sandbox_value("consumer_key"),
                                  sandbox_value("consumer_secret"))
        .build();
}

/* Has the user allow it, and gives the PIN. */
static std::string allowed(std::string_view url)
{
    char verifier[64];
    sandbox_allow(std::string(url).c_str(), verifier, sizeof verifier);
    return verifier;
}

/* All three legs, for a session that can post. */
static oauth1::session logged_in(const oauth1::client &client)
{
    const oauth1::token_response request =
        client.request_token(sandbox_value("request_token_url"));
    CHECK(request.callback_confirmed());
    const std::string url =
        oauth1::authorization_url(sandbox_value("authorize_url"), request.token().key());
    const oauth1::token token =
        client.access_token(sandbox_value("access_token_url"), request.token(), allowed(url))
            .token();
    CHECK(!token.secret().empty());
    return oauth1::session(client, token);
}

static oauth1::request status_request(std::string_view status)
{
    oauth1::request request("POST", sandbox_value("update_url"));
    request.add_param("status", status);
    return request;
}

static void a_status_is_posted_and_read_again()
{
    const oauth1::session session = logged_in(new_client());
    const oauth1::response posted = session.send(status_request(STATUS));
    posted.check();
    CHECK_HAS(posted.body(), "\"text\"");
    CHECK_HAS(posted.header("content-TYPE").value(), "application/json");
    CHECK(!posted.headers().empty());

    const oauth1::response timeline = session.send(
        oauth1::request("GET", sandbox_value("home_timeline_url")).add_param("count", "5"));
    CHECK_EQUAL(timeline.status(), 200);
    CHECK_HAS(timeline.text(), " 1 + 1 = 2 ");
}

static void the_same_goes_without_exceptions()
{
    const auto client = oauth1::client::make(sandbox_value("consumer_key"),
                                             sandbox_value("consumer_secret"), std::nothrow);
    const auto request = client->request_token(sandbox_value("request_token_url"), "oob",
                                               std::nothrow);
    CHECK(request.has_value());
    const auto url = oauth1::authorization_url(sandbox_value("authorize_url"),
                                               request->token().key(), {}, std::nothrow);
    const auto status =
        client
            ->access_token(sandbox_value("access_token_url"), request->token(),
                           allowed(url.value()), std::nothrow)
            .and_then([&](const oauth1::token_response &access) {
                return oauth1::session::make(*client, access.token(), std::nothrow);
            })
            .and_then([](const oauth1::session &session) {
                return session.send(status_request("Hello"), std::nothrow);
            })
            .transform([](const oauth1::response &response) { return response.status(); });
    CHECK_EQUAL(status.value(), 200);
}

static void the_parameters_travel_in_each_place()
{
    const oauth1::session session = logged_in(new_client());
    for (const auto place : {oauth1::transmission::header, oauth1::transmission::query,
                             oauth1::transmission::form}) {
        oauth1::request request = status_request("From place " + test::shown(place));
        request.set_transmission(place);
        session.send(request).check();
    }
}

static void an_answer_tells_what_else_the_provider_says()
{
    const oauth1::token_response answer =
        new_client().request_token(sandbox_value("request_token_url"));
    CHECK_EQUAL(answer.get("oauth_callback_confirmed"), "true");
    CHECK_EQUAL(answer.get("nothing"), std::nullopt);
    CHECK(!answer.session_handle() && !answer.expires_in());
    CHECK(!answer.authorization_expires_in());
    int found = 0;
    for (const auto &[name, value] : answer.extras())
        if (name == "oauth_callback_confirmed" && value == "true")
            found++;
    CHECK_EQUAL(found, 1);
}

static void refusals_come_both_ways()
{
    const oauth1::client client(sandbox_value("consumer_key"), CONSUMER_SECRET);
    const oauth1::error error =
        CHECK_FAILS(oauth1::status::refused, client.request_token,
                    sandbox_value("request_token_url"), "oob");
    CHECK_EQUAL(error.http_status(), 401);
    CHECK_EQUAL(error.oauth_problem(), "signature_invalid");
    CHECK_HAS(error.what(), "signature_invalid");
    CHECK(error.body_excerpt().has_value() && error.what_to_do().has_value());
    CHECK(!error.is_unsent());

    const oauth1::client right = new_client();
    const oauth1::token_response request =
        right.request_token(sandbox_value("request_token_url"));
    sandbox_deny(
        oauth1::authorization_url(sandbox_value("authorize_url"), request.token().key()).c_str());
    const oauth1::error denied =
        CHECK_FAILS(oauth1::status::refused, right.access_token, sandbox_value("access_token_url"),
                    request.token(), "123456");
    CHECK_EQUAL(denied.oauth_problem(), "user_refused");

    const oauth1::session nobody(right, oauth1::token("no such token", TOKEN_SECRET));
    const oauth1::request post = status_request("from nobody");
    const oauth1::response answer = nobody.send(post);
    CHECK_EQUAL(answer.status(), 401);
    CHECK_EQUAL(nobody.explain(post).explain_response(answer)[0].cause, oauth1::cause::token);
}

static void an_unreachable_provider_is_an_error()
{
    const oauth1::client client = new_client();
    CHECK(CHECK_FAILS(oauth1::status::connection_failed, client.request_token,
                      "http://127.0.0.1:9/", "oob")
              .is_unsent());
    CHECK_FAILS(oauth1::status::host_not_found, client.request_token,
                "http://no-such-host.invalid/", "oob");
}

static void a_pending_authorization_waits_for_the_user()
{
    const oauth1::client client = new_client_for_provider();
    CHECK_EQUAL(client.provider()->name(), "sandbox");
    CHECK_EQUAL(client.provider()->access_token_url(), sandbox_value("access_token_url"));
    const std::string kept(client.authorize().to_bytes());
    const auto pending = oauth1::pending_authorization::from_bytes(kept);
    CHECK_EQUAL(pending.provider(), "sandbox");
    CHECK_HAS(pending.url(), pending.request_token().key());
    const oauth1::token_response access =
        client.complete_with_verifier(pending, " " + allowed(pending.url()) + "\n");
    oauth1::session(client, access.token()).send(status_request("pending")).check();

    CHECK_FAILS(oauth1::status::invalid_callback, client.complete, pending, "oauth_token=other");
    CHECK_FAILS(oauth1::status::refused, client.complete_with_verifier, pending, "1");
    const oauth1::client other = new_client();
    CHECK_FAILS(oauth1::status::invalid_setting, other.authorize, "oob");
    CHECK_HAS(client.authorize_with("oob", {}, {{"lang", "en & de"}}).url(),
              "lang=en%20%26%20de");
}

static void the_legs_can_be_requests_of_the_programs_own()
{
    const oauth1::client client = new_client();
    const oauth1::token_response request = client.request_token_with(
        oauth1::request("POST", sandbox_value("request_token_url")).add_header("X-A", "b"));
    const std::string url =
        oauth1::authorization_url(sandbox_value("authorize_url"), request.token().key());
    const oauth1::token_response access =
        client.access_token_with(oauth1::request("POST", sandbox_value("access_token_url")),
                                 request.token(), allowed(url));
    CHECK(!access.token().key().empty());

    const oauth1::request with("POST", sandbox_value("access_token_url"));
    CHECK_FAILS(oauth1::status::refused, client.renew, sandbox_value("access_token_url"),
                oauth1::token("no such token", TOKEN_SECRET), "handle");
    CHECK_FAILS(oauth1::status::refused, client.renew_with, with,
                oauth1::token("no such token", TOKEN_SECRET), "handle");
    CHECK_FAILS(oauth1::status::insecure_transport, client.xauth,
                sandbox_value("access_token_url"), "alice", "password");
    CHECK_FAILS(oauth1::status::insecure_transport, client.xauth_with, with, "alice", "password");
}

static void a_body_is_uploaded_and_one_read_in_pieces()
{
    const oauth1::session session = logged_in(new_client());
    std::size_t left = 100000;
    oauth1::multipart fields;
    fields.add_text("media_type", "image/jpeg")
        .add_callback("media", "holiday.jpg", "image/jpeg", left,
                      [&](char *buffer, std::size_t capacity) {
                          const std::size_t count = std::min(capacity, left);
                          std::fill_n(buffer, count, '\xFF');
                          left -= count;
                          return count;
                      });
    oauth1::request upload("POST", sandbox_value("upload_url"));
    upload.set_multipart(fields);
    const oauth1::response uploaded = session.send(upload);
    uploaded.check();
    CHECK_HAS(uploaded.text(), "holiday.jpg");
    CHECK_HAS(uploaded.text(), "100000");

    oauth1::request download("GET", sandbox_value("download_url"));
    download.add_param("size", "200000");
    oauth1::stream stream = session.stream(download);
    CHECK_EQUAL(stream.status(), 200);
    char first[1000];
    const std::size_t count = stream.read(first, sizeof first);
    CHECK(count > 0);
    const std::string path =
        (std::filesystem::temp_directory_path() / ("oauth1-copy-" + std::to_string(getpid())))
            .string();
    CHECK_FAILS(oauth1::status::not_saved, stream.save, "no/such/folder/copy");
    CHECK_EQUAL(stream.save(path) + count, 200000U);
    std::ifstream file(path, std::ios::binary);
    CHECK_EQUAL(std::distance(std::istreambuf_iterator<char>(file), {}),
                static_cast<std::ptrdiff_t>(200000 - count));
    std::filesystem::remove(path);
}

static void a_stream_knows_its_length_where_the_response_says_it()
{
    const oauth1::session session = test::new_session();
    CHECK_EQUAL(session.stream(oauth1::request("GET", faults_url("http", "/download?size=5")))
                    .content_length(),
                5U);
    CHECK_EQUAL(session.stream(oauth1::request("GET", faults_url("http", "/chunked?size=5")))
                    .content_length(),
                std::nullopt);
}

static void a_request_that_waits_is_called_off_by_another_thread()
{
    oauth1::client_builder builder("key", CONSUMER_SECRET);
    builder.set_no_proxy();
    const oauth1::client client = builder.build();
    const oauth1::session session(client);
    const oauth1::cancellation cancellation;
    oauth1::request request("GET", faults_url("http", "/silent"));
    request.set_cancellation(cancellation);

    std::thread other([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        cancellation.cancel();
    });
    const auto answer = session.send(request, std::nothrow);
    other.join();
    CHECK(answer.error().status() == oauth1::status::cancelled && !answer.error().cause());

    const oauth1::client copy = client.with_cancellation(cancellation);
    const auto token = copy.request_token(faults_url("http", "/silent"), "oob", std::nothrow);
    CHECK(token.error().status() == oauth1::status::cancelled && token.error().is_unsent());

    oauth1::request slow("GET", faults_url("http", "/silent"));
    slow.set_timeout(std::chrono::milliseconds(200));
    CHECK_FAILS(oauth1::status::timed_out, session.send, slow);

    int asked = 0;
    oauth1::client_builder with_interrupt("key", CONSUMER_SECRET);
    with_interrupt.set_no_proxy().set_interrupt([&]() -> bool {
        if (++asked > 3)
            throw std::out_of_range("asked too often");
        return false;
    });
    try {
        oauth1::session(with_interrupt.build())
            .send(oauth1::request("GET", faults_url("http", "/silent")));
        CHECK(false);
    } catch (const std::out_of_range &thrown) {
        CHECK_EQUAL(std::string_view(thrown.what()), "asked too often");
    }
}

static void judged_by(const char *judge)
{
    sandbox_judge_by(judge);
    RUN(a_status_is_posted_and_read_again);
    RUN(the_parameters_travel_in_each_place);
    RUN(an_answer_tells_what_else_the_provider_says);
    RUN(refusals_come_both_ways);
    RUN(a_body_is_uploaded_and_one_read_in_pieces);
}

int main()
{
    sandbox_start();
    judged_by("verifier");
    judged_by("oauthlib");
    RUN(the_same_goes_without_exceptions);
    RUN(an_unreachable_provider_is_an_error);
    RUN(a_pending_authorization_waits_for_the_user);
    RUN(the_legs_can_be_requests_of_the_programs_own);
    sandbox_stop();
    faults_start();
    RUN(a_stream_knows_its_length_where_the_response_says_it);
    RUN(a_request_that_waits_is_called_off_by_another_thread);
    faults_stop();
    return EXIT_SUCCESS;
}
