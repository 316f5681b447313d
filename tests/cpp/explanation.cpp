/* Explanations, findings and diagnoses: what was signed, step by step, and what is wrong. */
#include "test.hpp"

#include <iterator>

using namespace std::string_view_literals;

#define URL "https://api.example.com/1/update.json"

static oauth1::session new_session()
{
    oauth1::client_builder builder("key", CONSUMER_SECRET);
    builder.set_clock([] { return 1318622958; });
    return oauth1::session(builder.build(), oauth1::token("token", TOKEN_SECRET));
}

static oauth1::request new_request()
{
    oauth1::request request("POST", "HTTPS://api.example.com:443/1/update.json?q=a+b");
    request.add_form("status", "Hello + goodbye")
        .add_form("tag", "b")
        .add_form("tag", "a")
        .set_nonce("nonce");
    return request;
}

static bool has(const oauth1::findings &findings, oauth1::cause cause)
{
    for (const oauth1::finding &finding : findings) {
        CHECK_HAS(findings.text(), finding.detail);
        CHECK_HAS(findings.text(), finding.advice);
        CHECK_HAS(findings.text(), to_string(finding.cause));
        CHECK(findings.text().find(CONSUMER_SECRET) == std::string_view::npos);
        if (finding.cause == cause)
            return true;
    }
    return false;
}

static void an_explanation_has_all_the_steps()
{
    const oauth1::session session = new_session();
    const oauth1::explanation made = session.explain(new_request());
    CHECK_EQUAL(made.method(), "POST");
    CHECK_EQUAL(made.signature_method(), "HMAC-SHA1");
    CHECK_EQUAL(made.base_string_uri(), URL);

    const auto changes = made.url_changes();
    CHECK_EQUAL(changes.size(), 2U);
    CHECK_EQUAL(changes[0].kind, oauth1::url_change_kind::scheme_case);
    CHECK_EQUAL(changes[0].from, "HTTPS");
    CHECK_EQUAL(changes[0].to, "https");
    CHECK_EQUAL(changes[1].kind, oauth1::url_change_kind::default_port);
    CHECK_EQUAL(changes[1].text, "default port dropped: :443");

    const auto parameters = made.parameters();
    CHECK_EQUAL(parameters[0].name, "q");
    CHECK_EQUAL(parameters[0].value, "a b");
    CHECK_EQUAL(parameters[0].encoded_name, "q");
    CHECK_EQUAL(parameters[0].encoded_value, "a%20b");
    CHECK_EQUAL(parameters[0].source, oauth1::source::query);
    CHECK_EQUAL(parameters[1].source, oauth1::source::form);
    CHECK_EQUAL(parameters[4].source, oauth1::source::protocol);
    CHECK(!parameters[0].secret);
    std::string sorted;
    for (const oauth1::signed_parameter &parameter : made.sorted_parameters())
        if (parameter.source != oauth1::source::protocol)
            sorted.append(parameter.name).append("=").append(parameter.encoded_value).append(" ");
    CHECK_EQUAL(sorted, "q=a%20b status=Hello%20%2B%20goodbye tag=a tag=b ");
    CHECK_EQUAL(made.sorted_parameters().size(), parameters.size());

    CHECK_EQUAL(made.key(), "***&***");
    CHECK_EQUAL(made.consumer_secret_length(), std::size(CONSUMER_SECRET) - 1);
    CHECK_EQUAL(made.token_secret_length(), std::size(TOKEN_SECRET) - 1);
    CHECK_EQUAL(made.rsa_bits(), 0U);
    CHECK_EQUAL(made.transmission(), oauth1::transmission::header);
    CHECK_HAS(made.carried(), oauth1::percent_encode(made.signature()));
    CHECK_EQUAL(made.base_string(), session.sign(new_request()).base_string());
    CHECK_HAS(made.text(), made.base_string_uri());
    CHECK(made.text().find(TOKEN_SECRET) == std::string_view::npos);
    CHECK(made.findings().empty() && made.findings().text().empty());
}

static void findings_outlive_what_their_owner_was()
{
    oauth1::session session(oauth1::client("key", " " CONSUMER_SECRET),
                            oauth1::token("token", TOKEN_SECRET));
    oauth1::explanation made = session.explain(new_request());
    const oauth1::findings *lent = &made.findings();
    CHECK(has(*lent, oauth1::cause::white_space_in_secret));
    const oauth1::finding first = *made.findings().begin();
    const oauth1::explanation moved = std::move(made);
    CHECK(has(moved.findings(), oauth1::cause::white_space_in_secret));
    CHECK_HAS(moved.findings().text(), first.detail);
    CHECK(lent->empty());
    CHECK_EQUAL(static_cast<oauth1_cause>((*lent)[0].cause), 0);
}

static void base_strings_are_compared()
{
    const oauth1::explanation made = new_session().explain(new_request());
    const oauth1::findings same = made.compare(made.base_string());
    CHECK_EQUAL(same.size(), 1U);
    CHECK(has(same, oauth1::cause::secrets));
    CHECK_EQUAL(same.end() - same.begin(), 1);

    const std::string get = "GET" + std::string(made.base_string().substr(4));
    CHECK(has(made.compare(get), oauth1::cause::method));
    CHECK(has(made.compare(get, std::nothrow).value(), oauth1::cause::method));
    CHECK_FAILS(oauth1::status::invalid_parameter, made.compare, "GET&\0"sv);
    CHECK_FAILS(oauth1::status::invalid_utf8, made.compare, "GET&\xFF");
}

static void answers_are_explained()
{
    const oauth1::explanation made = new_session().explain(new_request());
    const std::string_view body = "oauth_problem=nonce_used";
    CHECK(has(made.explain_answer(401, {}, body), oauth1::cause::nonce_used));
    CHECK(has(made.explain_answer(401, {{"Date", "Fri, 14 Oct 2011 22:49:18 GMT"}}, ""),
              oauth1::cause::clock));
    CHECK(has(oauth1::explain_answer(401, {}, body, 1318622958), oauth1::cause::nonce_used));
    CHECK(oauth1::explain_answer(200, {}, body, std::chrono::system_clock::now()).empty());
    CHECK_FAILS(oauth1::status::response_too_large, oauth1::explain_answer, 401,
                oauth1::name_values(), std::string(65537, 'x'), 1318622958);
    CHECK_FAILS(oauth1::status::response_too_large, made.explain_answer, 401,
                oauth1::name_values(), std::string(65537, 'x'));
}

static void a_response_is_explained()
{
    oauth1::client_builder builder("key", CONSUMER_SECRET);
    builder.set_transport([](oauth1::sending &one) {
        one.set_status(401)
            .add_header("WWW-Authenticate", "OAuth oauth_problem=\"token_revoked\"")
            .add_body("no");
    });
    const oauth1::session session(builder.build(), oauth1::token("token", TOKEN_SECRET));
    const oauth1::response response = session.send(new_request());
    const oauth1::explanation made = session.explain(new_request());
    CHECK(has(made.explain_response(response), oauth1::cause::token));
    CHECK(has(oauth1::explain_answer(response.status(), response.headers(), response.body(), 1),
              oauth1::cause::token));

    bool refused = false;
    try {
        response.check();
    } catch (const oauth1::error &error) {
        refused = true;
        CHECK_EQUAL(error.status(), oauth1::status::refused);
        CHECK_EQUAL(error.http_status(), 401);
        CHECK_EQUAL(error.oauth_problem(), "token_revoked");
        CHECK(error.what_to_do().has_value());
        CHECK_EQUAL(error.body_excerpt(), "no");
    }
    CHECK(refused && response.check(std::nothrow).error().http_status() == 401);
}

static void what_a_provider_says_is_in_the_error()
{
    oauth1::client_builder builder("key", CONSUMER_SECRET);
    std::string body;
    builder.set_transport([&](oauth1::sending &one) { one.set_status(401).add_body(body); });
    const oauth1::client client = builder.build();
    const auto refused = [&](const char *problem) {
        body = problem;
        return CHECK_FAILS(oauth1::status::refused, client.request_token, URL, "oob");
    };

    const oauth1::error timestamp =
        refused("oauth_problem=timestamp_refused&oauth_acceptable_timestamps=10-20"
                "&oauth_problem_advice=look%20at%20the%20clock");
    CHECK_EQUAL(timestamp.acceptable_timestamps()->first, 10U);
    CHECK_EQUAL(timestamp.acceptable_timestamps()->second, 20U);
    CHECK_EQUAL(timestamp.problem_advice(), "look at the clock");
    const oauth1::error version =
        refused("oauth_problem=version_rejected&oauth_acceptable_versions=1.0-1.1");
    CHECK_EQUAL(version.lowest_acceptable_version(), "1.0");
    CHECK_EQUAL(version.highest_acceptable_version(), "1.1");
    const oauth1::error absent =
        refused("oauth_problem=parameter_absent&oauth_parameters_absent=oauth_nonce%26a");
    CHECK_EQUAL(absent.absent_parameters().size(), 2U);
    CHECK_EQUAL(absent.absent_parameters()[1], "a");
    const oauth1::error rejected =
        refused("oauth_problem=parameter_rejected&oauth_parameters_rejected=a%3D1%26b%3D2");
    CHECK_EQUAL(rejected.rejected_parameters()[1].first, "b");
    CHECK_EQUAL(rejected.rejected_parameters()[1].second, "2");
}

static void a_captured_request_is_diagnosed()
{
    const oauth1::session session = new_session();
    const oauth1::signed_request sent = session.sign(new_request());
    oauth1::captured_request captured(sent.method(), sent.url());
    for (const auto &[name, value] : sent.headers())
        captured.add_header(name, value);
    captured.set_body(sent.body().value());
    CHECK_EQUAL(captured.method(), "POST");
    CHECK_EQUAL(captured.url(), sent.url());
    CHECK_EQUAL(captured.headers().size(), sent.headers().size());
    CHECK_EQUAL(captured.body(), sent.body());

    const oauth1::diagnosis right = session.explain_captured(captured);
    CHECK(right.valid() && right.signature().has_value());
    CHECK(right.findings().empty());
    CHECK_EQUAL(right.explanation().base_string(), sent.base_string());

    const oauth1::session other(oauth1::client("key", TOKEN_SECRET),
                                oauth1::token("token", CONSUMER_SECRET));
    oauth1::diagnosis wrong = other.explain_captured(captured);
    CHECK(!wrong.valid());
    CHECK(has(wrong.findings(), oauth1::cause::secrets_swapped));
    CHECK(wrong.findings()[0].certain);
    const oauth1::diagnosis moved = std::move(wrong);
    CHECK_EQUAL(moved.explanation().base_string(), sent.base_string());
    CHECK(moved.explanation().findings().empty() || !moved.explanation().findings().text().empty());
    CHECK_HAS(moved.text(), moved.findings()[0].detail);
    CHECK(!other.explain_captured(captured, std::nothrow)->valid());
}

static void a_captured_request_is_read_from_text()
{
    const auto captured = oauth1::captured_request::from_http(
        "https",
        "POST /1/update.json?a=1 HTTP/1.1\r\nHost: api.example.com\r\nX-A: b\r\n\r\nx\0y"sv);
    CHECK_EQUAL(captured.url(), URL "?a=1");
    CHECK_EQUAL(captured.body(), "x\0y"sv);
    CHECK_EQUAL(captured.headers()[1].second, "b");
    CHECK_FAILS(oauth1::status::invalid_header, oauth1::captured_request::from_http, "https", "no");
    CHECK_FAILS(oauth1::status::invalid_url, oauth1::captured_request::make, "GET", "no");
}

int main()
{
    RUN(an_explanation_has_all_the_steps);
    RUN(findings_outlive_what_their_owner_was);
    RUN(base_strings_are_compared);
    RUN(answers_are_explained);
    RUN(a_response_is_explained);
    RUN(what_a_provider_says_is_in_the_error);
    RUN(a_captured_request_is_diagnosed);
    RUN(a_captured_request_is_read_from_text);
    return EXIT_SUCCESS;
}
