/* Callables: what they are called with, what becomes of what they throw, and when they are
 * destroyed. */
#include "test.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

using namespace std::string_view_literals;

#define URL "https://a.example/path"

/* What the tests throw: nothing that a library knows. */
struct surprise {
    int number;
};

/* What tells whether a callable that has it was destroyed. */
using tracer = std::shared_ptr<int>;

static oauth1::client_builder new_builder()
{
    return oauth1::client_builder("key", CONSUMER_SECRET);
}

static oauth1::session built(oauth1::client_builder &builder)
{
    return oauth1::session(builder.build(), oauth1::token("token", TOKEN_SECRET));
}

static oauth1::request get()
{
    return oauth1::request("GET", URL);
}

static oauth1::request put(const std::string &body)
{
    oauth1::request request("PUT", URL);
    std::size_t read = 0;
    request.set_body_callback("text/plain", body.size(),
                              [body, read](char *buffer, std::size_t capacity) mutable {
                                  const std::size_t count = body.copy(buffer, capacity, read);
                                  read += count;
                                  return count;
                              });
    return request;
}

/* What was thrown by a call, whatever it is. */
template <class F>
static std::exception_ptr thrown_by(F call)
{
    try {
        call();
    } catch (...) {
        return std::current_exception();
    }
    test::fail(__FILE__, __LINE__, "nothing is thrown");
}

/* The number of a surprise; 0 of another exception. */
static int number_of(const std::exception_ptr &exception)
{
    try {
        std::rethrow_exception(exception);
    } catch (const surprise &thrown) {
        return thrown.number;
    } catch (...) {
        return 0;
    }
}

static void a_clock_tells_the_time()
{
    for (int kind = 0; kind < 3; kind++) {
        oauth1::client_builder builder = new_builder();
        if (kind == 0)
            builder.set_clock([] { return 137131202; });
        else if (kind == 1)
            builder.set_clock([] { return std::chrono::system_clock::from_time_t(137131202); });
        else
            builder.set_clock(std::function<oauth1::timestamp()>([] { return 137131202; }));
        CHECK_HAS(built(builder).authorization(get()), "oauth_timestamp=\"137131202\"");
    }
}

static void a_callable_gives_the_nonce()
{
    oauth1::client_builder first = new_builder(), second = new_builder(), third = new_builder();
    first.set_nonce([] { return std::string("a nonce"); });
    CHECK_HAS(built(first).authorization(get()), "oauth_nonce=\"a%20nonce\"");
    second.set_nonce([] { return "a literal"; });
    CHECK_HAS(built(second).authorization(get()), "oauth_nonce=\"a%20literal\"");
    std::string text;
    third.set_nonce([&] { return std::string_view(text); });
    const oauth1::session session = built(third);
    CHECK_HAS(CHECK_FAILS(oauth1::status::signing_failed, session.sign, get()).what(),
              "its callback returned 0");
    text = std::string(257, 'n');
    CHECK_HAS(CHECK_FAILS(oauth1::status::signing_failed, session.sign, get()).what(),
              "expected a length from 1 to 256");
    text = std::string(256, 'n');
    CHECK_HAS(session.authorization(get()), text);
}

static void a_callable_signs()
{
    oauth1::client_builder builder = new_builder();
    builder.set_custom_signature(
        "X-MINE", oauth1::hash::sha256,
        [](std::string_view base_string, std::string_view consumer_secret,
           std::string_view token_secret) {
            return std::string(base_string.substr(0, 4)) + '/' + std::string(consumer_secret) +
                   '/' + std::string(token_secret);
        });
    const std::string value = built(builder).authorization(get());
    CHECK_HAS(value, "oauth_signature_method=\"X-MINE\"");
    CHECK_HAS(value, "oauth_signature=\"GET%26%2F" CONSUMER_SECRET "%2F" TOKEN_SECRET "\"");
}

static void callables_that_can_only_be_moved_are_destroyed_once()
{
    const tracer traced = std::make_shared<int>(0);
    {
        oauth1::client_builder builder = new_builder();
        builder.set_nonce([traced] { return "replaced"; });
        CHECK_EQUAL(traced.use_count(), 2);
        builder.set_nonce([own = std::make_unique<tracer>(traced)] { return "nonce"; });
        CHECK_EQUAL(traced.use_count(), 2);
        builder.set_clock([own = std::make_unique<tracer>(traced)] { return 1; });
        builder.set_interrupt([own = std::make_unique<tracer>(traced)] { return false; });
        builder.set_transport([own = std::make_unique<tracer>(traced)](oauth1::sending &) {});
        CHECK_EQUAL(traced.use_count(), 5);
        const oauth1::session session = built(builder);
        builder = new_builder();
        CHECK_EQUAL(traced.use_count(), 5);
        CHECK_HAS(session.authorization(get()), "oauth_nonce=\"nonce\"");

        oauth1::request request = get();
        request.set_body_callback("text/plain", 1,
                                  [own = std::make_unique<tracer>(traced)](char *, std::size_t) {
                                      return 0;
                                  });
        const oauth1::request copy = request;
        request = get();
        CHECK_EQUAL(traced.use_count(), 6);
    }
    CHECK_EQUAL(traced.use_count(), 1);
}

static void a_callable_that_is_not_taken_is_destroyed()
{
    const tracer traced = std::make_shared<int>(0);
    const auto nonce = [traced] { return "nonce"; };
    oauth1::client_builder builder = new_builder();
    builder.build();
    CHECK_FAILS(oauth1::status::already_built, builder.set_nonce, nonce);
    oauth1::request request = get();
    const auto read = [traced](char *, std::size_t) { return 0; };
    CHECK_FAILS(oauth1::status::invalid_body, request.set_body_callback,
                "application/x-www-form-urlencoded", 1, read, nullptr);
    CHECK_EQUAL(traced.use_count(), 3);
}

/* Has each callable of a signature throw, and gives the session. */
static oauth1::session throwing_session(int number, const char *which, const std::string &what)
{
    const auto fail = [number, what] {
        if (number)
            throw surprise{number};
        throw std::runtime_error(what);
    };
    oauth1::client_builder builder = new_builder();
    if (which == "clock"sv)
        builder.set_clock([fail] { return fail(), 1; });
    else if (which == "nonce"sv)
        builder.set_nonce([fail] { return fail(), "nonce"; });
    else
        builder.set_custom_signature("X", oauth1::hash::sha1,
                                     [fail](std::string_view, std::string_view, std::string_view) {
                                         return fail(), "signature";
                                     });
    return built(builder);
}

static void what_a_callable_throws_comes_out_of_the_call()
{
    for (const char *which : {"clock", "nonce", "signature"}) {
        const oauth1::session session = throwing_session(7, which, "");
        CHECK_EQUAL(number_of(thrown_by([&] { session.sign(get()); })), 7);
        CHECK_EQUAL(number_of(thrown_by([&] { session.authorization(get()); })), 7);
        CHECK_EQUAL(number_of(thrown_by([&] { session.explain(get()); })), 7);
        CHECK_EQUAL(number_of(thrown_by([&] { session.send(get()); })), 7);
        CHECK_EQUAL(number_of(thrown_by([&] { session.stream(get()); })), 7);

        const oauth1::result<oauth1::signed_request> made = session.sign(get(), std::nothrow);
        CHECK(!made && made.error().status() == oauth1::status::signing_failed);
        CHECK_EQUAL(number_of(made.error().cause()), 7);
        CHECK_HAS(made.error().what(), which);
        CHECK_HAS(made.error().what(), " failed");
        CHECK_EQUAL(number_of(thrown_by([&] { static_cast<void>(made.value()); })), 7);

        const oauth1::session other = throwing_session(0, which, "the disk is full");
        try {
            other.sign(get());
            CHECK(false);
        } catch (const std::runtime_error &error) {
            CHECK_EQUAL(std::string_view(error.what()), "the disk is full");
        }
        const auto failed = other.sign(get(), std::nothrow);
        CHECK_HAS(failed.error().what(), " failed: the disk is full");
        CHECK_HAS(oauth1_error_message(failed.error().get(), nullptr), "failed: the disk is full");
    }
}

static void a_response_is_read_in_pieces()
{
    oauth1::client_builder builder = new_builder();
    builder.set_transport([](oauth1::sending &one) {
        one.set_status(200);
        one.add_body("begin ");
        one.set_body([left = 3](char *buffer, std::size_t) mutable -> std::size_t {
            if (left-- == 0)
                return 0;
            std::memcpy(buffer, "ab", 2);
            return 2;
        });
    });
    const oauth1::session session = built(builder);
    CHECK_EQUAL(session.send(get()).body(), "begin ababab");
    oauth1::stream stream = session.stream(get());
    CHECK_EQUAL(stream.read_response().body(), "begin ababab");
}

static void nothing_is_sent_by_a_clock_that_throws()
{
    int sent = 0;
    oauth1::client_builder builder = new_builder();
    builder.set_transport([&](oauth1::sending &one) {
        sent++;
        one.set_status(200);
    });
    builder.set_clock([]() -> int { throw surprise{8}; });
    const oauth1::session session = built(builder);
    CHECK_EQUAL(number_of(thrown_by([&] { session.send(get()); })), 8);
    const oauth1::result<oauth1::response> answer = session.send(get(), std::nothrow);
    CHECK_EQUAL(number_of(answer.error().cause()), 8);
    CHECK(answer.error().is_unsent());
    CHECK_EQUAL(sent, 0);
}

static void an_exception_stays_with_its_thread_and_call()
{
    thread_local int number = 0;
    oauth1::client_builder builder = new_builder();
    builder.set_nonce([]() -> std::string {
        if (number % 2)
            throw surprise{number};
        return "nonce";
    });
    const oauth1::session session = built(builder);
    std::vector<std::thread> threads;
    for (int start = 1; start <= 4; start++)
        threads.emplace_back([&session, start] {
            for (int i = 0; i < 50; i++) {
                number = start * 100 + i;
                const auto value = session.authorization(get(), std::nothrow);
                CHECK_EQUAL(value.has_value(), number % 2 == 0);
                if (!value)
                    CHECK_EQUAL(number_of(value.error().cause()), number);
            }
        });
    for (std::thread &thread : threads)
        thread.join();
}

static void a_transport_sends_and_takes_the_response()
{
    oauth1::client_builder builder = new_builder();
    std::string sent;
    builder.set_transport([&](oauth1::sending &one) {
        CHECK_EQUAL(one.request().method(), "PUT");
        CHECK_EQUAL(one.request().url(), URL);
        CHECK(one.request().authorization().has_value());
        CHECK_EQUAL(one.body_length(), 11U);
        CHECK(one.timeout().count() > 0 && one.timeout() <= std::chrono::seconds(60));
        CHECK(!one.is_cancelled());
        char piece[3];
        while (const std::size_t count = one.read_body(piece, sizeof piece))
            sent.append(piece, count);
        one.set_status(201)
            .add_header("Content-Type", "text/plain; charset=iso-8859-1")
            .add_header("X-A", "1")
            .add_header("X-A", "2")
            .add_body("caf\xE9")
            .add_body("\0"sv);
    });
    const oauth1::session session = built(builder);
    const oauth1::response response = session.send(put("hello world"));
    CHECK_EQUAL(sent, "hello world");
    CHECK_EQUAL(response.status(), 201);
    CHECK_EQUAL(response.body(), "caf\xE9\0"sv);
    CHECK_EQUAL(response.text(), "caf\xC3\xA9\0"sv);
    CHECK_EQUAL(response.header("x-a"), "1");
    CHECK_EQUAL(response.header("X-B"), std::nullopt);
    CHECK_EQUAL(response.header("X-A\0"sv), std::nullopt);
    const auto headers = response.headers();
    CHECK_EQUAL(std::count_if(headers.begin(), headers.end(),
                              [](const auto &header) { return header.first == "X-A"; }),
                2);
    response.check();
}

static void a_response_can_be_read_in_pieces()
{
    oauth1::client_builder builder = new_builder();
    builder.set_transport([](oauth1::sending &one) {
        one.set_status(200).add_header("X-A", "1").add_body(std::string(1000, 'b'));
    });
    const oauth1::session session = built(builder);
    oauth1::stream stream = session.stream(get());
    CHECK_EQUAL(stream.status(), 200);
    CHECK_EQUAL(stream.header("X-A"), "1");
    CHECK_EQUAL(stream.headers()[0].second, "1");
    oauth1::stream moved = std::move(stream);
    std::string body;
    char piece[300];
    while (const std::size_t count = moved.read(piece, sizeof piece))
        body.append(piece, count);
    CHECK_EQUAL(body, std::string(1000, 'b'));
    CHECK_EQUAL(moved.read(piece, sizeof piece, std::nothrow).value(), 0U);
    CHECK_FAILS(oauth1::status::null_argument, stream.read, piece, sizeof piece);

    oauth1::request small = get();
    small.set_max_response_size(10);
    oauth1::stream limited = session.stream(small);
    CHECK_FAILS(oauth1::status::response_too_large, limited.read, piece, sizeof piece);
}

static void a_transport_says_why_there_is_no_response()
{
    oauth1::client_builder builder = new_builder();
    bool unsent = true;
    builder.set_transport([&](oauth1::sending &one) {
        one.fail(oauth1::status::host_not_found, "no such host", unsent);
    });
    const oauth1::session session = built(builder);
    const oauth1::error error =
        CHECK_FAILS(oauth1::status::host_not_found, session.send, get());
    CHECK_HAS(error.what(), "no such host");
    CHECK(error.is_unsent() && !error.cause());
    unsent = false;
    CHECK(!CHECK_FAILS(oauth1::status::host_not_found, session.send, get()).is_unsent());
}

static void what_a_transport_throws_ends_the_request()
{
    oauth1::client_builder builder = new_builder();
    int calls = 0;
    builder.set_retries({3, std::chrono::milliseconds(1), {}, {}});
    builder.set_transport([&](oauth1::sending &one) {
        one.set_status(200);
        calls++;
        throw surprise{calls};
    });
    const oauth1::session session = built(builder);
    CHECK_EQUAL(number_of(thrown_by([&] { session.send(get()); })), 1);
    CHECK_EQUAL(calls, 1);
    const oauth1::result<oauth1::response> answer = session.send(get(), std::nothrow);
    CHECK(answer.error().status() == oauth1::status::connection_failed);
    CHECK_EQUAL(std::string_view(answer.error().what()), "the transport failed");
    CHECK_EQUAL(number_of(answer.error().cause()), 2);
    CHECK(!answer.error().is_unsent());
    CHECK_EQUAL(number_of(thrown_by([&] { session.stream(get()); })), 3);
}

static void what_a_reader_throws_goes_through_the_transport()
{
    int caught = 0;
    bool catches = false;
    oauth1::client_builder builder = new_builder();
    builder.set_transport([&](oauth1::sending &one) {
        char piece[16];
        if (catches) {
            const auto count = one.read_body(piece, sizeof piece, std::nothrow);
            CHECK(count.error().status() == oauth1::status::invalid_body);
            caught = number_of(count.error().cause());
            one.fail(oauth1::status::invalid_body, "could not be read", true);
            return;
        }
        one.read_body(piece, sizeof piece);
        CHECK(false);
    });
    const oauth1::session session = built(builder);
    oauth1::request request("PUT", URL);
    request.set_body_callback(
        "text/plain", std::nullopt,
        [](char *, std::size_t) -> std::size_t { throw surprise{9}; }, [] {});
    CHECK_EQUAL(number_of(thrown_by([&] { session.send(request); })), 9);
    catches = true;
    CHECK(!session.send(request, std::nothrow).has_value());
    CHECK_EQUAL(caught, 9);
}

static void bodies_are_read_again_from_their_beginning()
{
    const std::string body = "hello world";
    std::size_t read = 0;
    int rewound = 0;
    const auto reader = [&](char *buffer, std::size_t capacity) {
        const std::size_t count = body.copy(buffer, std::min<std::size_t>(capacity, 4), read);
        read += count;
        return count;
    };
    const oauth1::session session = test::new_session();
    oauth1::request request("PUT", URL);
    request.set_body_hash(oauth1::body_hash::always);
    request.set_body_callback("text/plain", body.size(), reader, [&] {
        read = 0;
        rewound++;
    });
    const std::string expected = "oauth_body_hash=\"" +
                                 oauth1::percent_encode("Kq5sNclPz7QV2+lfQIuc6R7oRu0=") + '"';
    CHECK_HAS(session.authorization(request), expected);
    CHECK_HAS(session.authorization(request), expected);
    CHECK(rewound > 0);

    read = 0;
    request.set_body_callback("text/plain", body.size(), reader, [&] { return false; });
    session.sign(request);
    CHECK_FAILS(oauth1::status::invalid_body, session.sign, request);
    read = 0;
    request.set_body_callback("text/plain", body.size(), reader, [] { throw surprise{3}; });
    session.sign(request);
    CHECK_EQUAL(number_of(thrown_by([&] { session.sign(request); })), 3);
}

static void files_are_read_by_callables_too()
{
    std::string sent;
    oauth1::client_builder builder = new_builder();
    builder.set_transport([&](oauth1::sending &one) {
        char piece[64];
        while (const std::size_t count = one.read_body(piece, sizeof piece))
            sent.append(piece, count);
        one.set_status(200);
    });
    const oauth1::session session = built(builder);
    oauth1::multipart fields;
    int left = 3;
    fields.add_text("status", "a\0b"sv)
        .add_part("media", "a.txt", "text/plain", "from memory")
        .add_file("file", "tests/cpp/service.hpp")
        .add_file_as("other", "tests/cpp/service.hpp", "b.txt", "text/plain")
        .add_callback("read", "c.txt", "text/plain", std::nullopt, [&](char *buffer, std::size_t) {
            *buffer = 'c';
            return left-- > 0 ? 1 : 0;
        });
    oauth1::request request("POST", URL);
    request.set_multipart(fields);
    session.send(request);
    CHECK_HAS(sent, "a\0b"sv);
    CHECK_HAS(sent, "from memory");
    CHECK_HAS(sent, "filename=\"service.hpp\"");
    CHECK_HAS(sent, "filename=\"b.txt\"");
    CHECK_HAS(sent, "ccc");
    CHECK_FAILS(oauth1::status::invalid_body, fields.add_file, "file", "no/such/file");
    CHECK_FAILS(oauth1::status::invalid_parameter, fields.add_text, "", "value");

    request.set_body_file("text/plain", "tests/cpp/service.hpp");
    sent.clear();
    session.send(request);
    CHECK_HAS(sent, "#ifndef SERVICE_HPP");
}

static void a_request_is_called_off()
{
    int sent = 0;
    bool interrupts = false;
    oauth1::client_builder builder = new_builder();
    builder.set_transport([&](oauth1::sending &one) {
        sent++;
        one.set_status(200);
    });
    builder.set_interrupt([&] { return interrupts; });
    const oauth1::session session = built(builder);
    CHECK_EQUAL(session.send(get()).status(), 200);
    interrupts = true;
    const oauth1::error error = CHECK_FAILS(oauth1::status::cancelled, session.send, get());
    CHECK(error.is_unsent() && !error.cause());
    interrupts = false;

    const oauth1::cancellation cancellation;
    oauth1::request request = get();
    request.set_cancellation(cancellation);
    CHECK_EQUAL(session.send(request).status(), 200);
    cancellation.cancel();
    CHECK(cancellation.is_cancelled());
    CHECK_FAILS(oauth1::status::cancelled, session.send, request);
    CHECK_EQUAL(sent, 2);

    oauth1::client_builder other = new_builder();
    other.set_interrupt([]() -> bool { throw surprise{4}; });
    CHECK_EQUAL(number_of(thrown_by([&] { built(other).send(get()); })), 4);
}

static void a_call_within_a_callable_has_exceptions_of_its_own()
{
    const oauth1::session inner = throwing_session(5, "nonce", "");
    oauth1::client_builder builder = new_builder();
    builder.set_transport([&](oauth1::sending &one) {
        CHECK_EQUAL(number_of(thrown_by([&] { inner.sign(get()); })), 5);
        CHECK(!inner.sign(get(), std::nothrow));
        one.set_status(200);
    });
    CHECK_EQUAL(built(builder).send(get()).status(), 200);
}

static void a_transport_that_misuses_its_sending_is_told()
{
    oauth1::client_builder builder = new_builder();
    builder.set_transport([](oauth1::sending &one) {
        CHECK_FAILS(oauth1::status::invalid_response, one.set_status, std::uint16_t{100});
        CHECK_FAILS(oauth1::status::invalid_header, one.add_header, "X-A", "\0"sv);
        CHECK_FAILS(oauth1::status::invalid_enum, one.fail, oauth1::status::panic, "panic", false);
        one.set_status(99);
    });
    const oauth1::session session = built(builder);
    try {
        session.send(get());
        CHECK(false);
    } catch (const oauth1::error &error) {
        CHECK(error.status() == oauth1::status::invalid_response);
    }
}

static void a_log_is_taken_and_what_it_throws_is_dropped()
{
    const tracer traced = std::make_shared<int>(0);
    std::string lines;
    oauth1::client_builder builder = new_builder();
    builder.set_transport([](oauth1::sending &one) { one.set_status(200); });
    const oauth1::session session = built(builder);

    oauth1::set_log(oauth1::log_level::trace,
                    [&, own = std::make_unique<tracer>(traced)](oauth1::log_level level,
                                                                std::string_view line) {
                        CHECK(level >= oauth1::log_level::error);
                        lines += std::string(line) + '\n';
                        throw surprise{6};
                    });
    CHECK_EQUAL(traced.use_count(), 2);
    CHECK_EQUAL(session.send(get()).status(), 200);
    CHECK_HAS(lines, "a.example");
    const auto taker = [](oauth1::log_level, std::string_view) {};
    CHECK_FAILS(oauth1::status::invalid_enum, oauth1::set_log,
                static_cast<oauth1::log_level>(99), taker);
    CHECK(oauth1::set_log(oauth1::log_level::off, nullptr, std::nothrow).has_value());
    CHECK_EQUAL(traced.use_count(), 1);
    lines.clear();
    CHECK_EQUAL(session.send(get()).status(), 200);
    CHECK_EQUAL(lines, "");
}

int main()
{
    RUN(a_clock_tells_the_time);
    RUN(a_callable_gives_the_nonce);
    RUN(a_callable_signs);
    RUN(callables_that_can_only_be_moved_are_destroyed_once);
    RUN(a_callable_that_is_not_taken_is_destroyed);
    RUN(what_a_callable_throws_comes_out_of_the_call);
    RUN(a_response_is_read_in_pieces);
    RUN(nothing_is_sent_by_a_clock_that_throws);
    RUN(an_exception_stays_with_its_thread_and_call);
    RUN(a_transport_sends_and_takes_the_response);
    RUN(a_response_can_be_read_in_pieces);
    RUN(a_transport_says_why_there_is_no_response);
    RUN(what_a_transport_throws_ends_the_request);
    RUN(what_a_reader_throws_goes_through_the_transport);
    RUN(bodies_are_read_again_from_their_beginning);
    RUN(files_are_read_by_callables_too);
    RUN(a_request_is_called_off);
    RUN(a_call_within_a_callable_has_exceptions_of_its_own);
    RUN(a_transport_that_misuses_its_sending_is_told);
    RUN(a_log_is_taken_and_what_it_throws_is_dropped);
    return EXIT_SUCCESS;
}
