//! What a provider says when it refuses, or when its answer is not what was expected.

#![cfg(feature = "http")]

use std::sync::Arc;

use oauth1::{
    Client, Error, ErrorKind, Problem, Request, Response, ResponseStream, SendOptions,
    SignatureMethod, SignedRequest, Token, TokenResponse, Transport, percent_encode,
};
use proptest::prelude::*;

fn response(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Response {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Response::new(status, headers, body.as_ref().to_vec())
}

#[test]
fn text_is_read_in_the_charset_of_the_content_type() {
    for (content_type, body, text) in [
        ("text/plain; charset=iso-8859-1", &b"caf\xe9"[..], "café"),
        ("text/plain;CHARSET=\"Windows-1252\"", b"\x80 5", "€ 5"),
        ("text/html; level=1; charset=Shift_JIS", b"\x83\x65", "テ"),
        ("text/plain; charset=utf-16le", b"o\0k\0", "ok"),
        ("text/plain; charset='utf-8'", b"caf\xc3\xa9", "café"),
        ("text/plain", b"caf\xc3\xa9 \xff", "café \u{fffd}"),
        ("text/plain; charset=klingon", b"caf\xc3\xa9", "café"),
        // decoders that give nothing but U+FFFD are none
        ("text/plain; charset=iso-2022-kr", b"caf\xc3\xa9", "café"),
        ("charset", b"caf\xc3\xa9", "café"),
    ] {
        let response = response(200, &[("content-type", content_type)], body);
        assert_eq!(response.text(), text, "{content_type}");
    }
    assert_eq!(response(200, &[], b"caf\xc3\xa9").text(), "café");
}

#[test]
fn a_byte_order_mark_counts_for_more_than_the_content_type() {
    for body in [&b"\xef\xbb\xbfcaf\xc3\xa9"[..], b"\xff\xfec\0a\0f\0\xe9\0"] {
        let latin = [("Content-Type", "text/plain; charset=iso-8859-1")];
        assert_eq!(response(200, &latin, body).text(), "café");
        assert_eq!(response(200, &[], body).text(), "café");
    }
}

fn in_body(body: &str) -> Problem {
    let problem = response(401, &[], body).problem();
    problem.unwrap_or_else(|| panic!("no problem in {body}"))
}

fn in_header(value: &str) -> Problem {
    let response = response(401, &[("www-authenticate", value)], "");
    response
        .problem()
        .unwrap_or_else(|| panic!("no problem in {value}"))
}

fn refused(status: u16, headers: &[(&str, &str)], body: &str) -> Error {
    response(status, headers, body)
        .error_for_status()
        .unwrap_err()
}

#[test]
fn a_problem_is_found_in_form_data() {
    for body in [
        "oauth_problem=token_expired",
        " oauth_problem=token_expired\r\n",
        "a=b&oauth_problem=token%5Fexpired&c",
        "a=b&amp;oauth_problem=token_expired",
        "oauth_problem=Token_Expired, please renew",
        "oauth_problem=token_expired\n<hr>",
    ] {
        assert_eq!(in_body(body).name(), "token_expired", "{body}");
    }
    assert_eq!(
        in_body("oauth_problem=rate+limit+hit").name(),
        "rate limit hit"
    );
}

#[test]
fn a_problem_is_found_in_a_challenge() {
    for value in [
        r#"OAuth realm="a, b", oauth_problem="token_expired""#,
        r#"OAuth oauth_problem=token_expired,realm="x""#,
        r#"oauth oauth_problem = "token%5Fexpired""#,
        "OAuth oauth_problem=token_expired&oauth_problem_advice=Renew",
        r#"OAuth "oauth_problem=token_expired""#,
        r#"Basic realm="the \"oauth_problem=x\"", OAuth oauth_problem="token_expired"#,
        r#"Negotiate YWI=, Bearer error="invalid_token", OAuth oauth_problem="token_expired""#,
        r#"OAuth realm="1234567", error="token_expired", error_description="Login""#,
        r#"OAuth error="no_problem", oauth_problem="token_expired""#,
    ] {
        assert_eq!(in_header(value).name(), "token_expired", "{value}");
    }
}

#[test]
fn a_problem_is_found_in_any_of_several_headers() {
    let headers = [
        ("WWW-Authenticate", "Basic realm=\"x\""),
        ("www-authenticate", "OAuth realm=\"x\""),
        ("X-Problem", "oauth_problem=nonce_used"),
        (
            "WWW-AUTHENTICATE",
            "OAuth oauth_problem=\"timestamp_refused\", \
             oauth_acceptable_timestamps=\"1318622658-1318623258\"",
        ),
    ];
    let problem = Problem::parse(headers, b"<html>No</html>").unwrap();
    assert_eq!(problem.name(), "timestamp_refused");
    assert_eq!(
        problem.acceptable_timestamps(),
        Some(1_318_622_658..=1_318_623_258)
    );
}

#[test]
fn a_problem_is_found_in_json() {
    for body in [
        r#"{"oauth_problem": "token_expired"}"#,
        r#" {"errors": [{"code": 7}, {"oauth_problem": "token\u005fexpired", "code": 89}]}"#,
        r#"{"messages":{"error":[{"code":401,"message":"oauth_problem=token_expired"}]}}"#,
        r#"[{"oauth_problem": "token_expired"}]"#,
    ] {
        assert_eq!(in_body(body).name(), "token_expired", "{body}");
    }
    let problem = in_body(
        r#"{"error": {"oauth_problem": "parameter_absent", "oauth_parameters_absent": "a&b",
            "oauth_problem_advice": "Send \"a\" + b"}}"#,
    );
    assert_eq!(problem.parameters_absent(), ["a", "b"]);
    assert_eq!(problem.advice(), Some("Send \"a\" + b"));
}

#[test]
fn what_only_looks_like_a_problem_is_none() {
    for body in [
        "",
        "oauth_problem",
        "oauth_problem=",
        "oauth_problem=+",
        "my_oauth_problem=token_expired",
        "<a href=\"?a=1&oauth_problem=token_expired\">",
        r#"{"status": "oauth_problem=token_expired"}"#,
        r#"{"status": "a&oauth_problem=token_expired"}"#,
        r#"{"oauth_problem": 7}"#,
        r#"{"oauth_problem": "token_expired""#,
        &"[".repeat(10_000),
    ] {
        assert_eq!(response(401, &[], body).problem(), None, "{body}");
    }
    for value in [
        "Bearer error=\"invalid_token\"",
        "OAuth realm=\"oauth_problem=token_expired\"",
        "oauth_problem",
        "=,&\"\\",
    ] {
        let response = response(401, &[("WWW-Authenticate", value)], "");
        assert_eq!(response.problem(), None, "{value}");
    }
}

#[test]
fn every_problem_of_the_extension_says_what_to_do() {
    for name in [
        "version_rejected",
        "parameter_absent",
        "parameter_rejected",
        "timestamp_refused",
        "nonce_used",
        "signature_method_rejected",
        "signature_invalid",
        "consumer_key_unknown",
        "consumer_key_rejected",
        "consumer_key_refused",
        "token_used",
        "token_expired",
        "token_revoked",
        "token_rejected",
        "verifier_invalid",
        "additional_authorization_required",
        "permission_unknown",
        "permission_denied",
        "user_refused",
    ] {
        let problem = in_body(&format!("oauth_problem={name}"));
        assert_eq!(problem.to_string(), name);
        let what_to_do = problem.what_to_do().unwrap();
        let error = refused(401, &[], &format!("oauth_problem={name}"));
        assert_eq!(
            error.message(),
            format!(
                "the provider refused with status 401 and oauth_problem={name}. {what_to_do}. \
                 It said: oauth_problem={name}"
            )
        );
    }
    assert_eq!(in_body("oauth_problem=teapot").what_to_do(), None);
}

#[test]
fn acceptable_timestamps_are_a_range_that_is_never_empty() {
    let range = |text: &str| {
        in_body(&format!(
            "oauth_problem=timestamp_refused&oauth_acceptable_timestamps={text}"
        ))
        .acceptable_timestamps()
    };
    assert_eq!(range("1-5"), Some(1..=5));
    assert_eq!(range("5+-+1"), Some(1..=5));
    assert_eq!(range("5-5"), Some(5..=5));
    for text in ["", "5", "a-b", "-5", "1-99999999999999999999", "1-2-3"] {
        assert_eq!(range(text), None, "{text}");
    }
}

#[test]
fn acceptable_versions_are_the_lowest_and_the_highest() {
    let body = "oauth_problem=version_rejected&oauth_acceptable_versions=";
    let problem = in_body(&format!("{body}1.0-1.1"));
    assert_eq!(problem.acceptable_versions(), Some(("1.0", "1.1")));
    let problem = in_body(&format!("{body}1.0"));
    assert_eq!(problem.acceptable_versions(), Some(("1.0", "1.0")));
    assert_eq!(in_body(body).acceptable_versions(), None);
}

#[test]
fn parameters_are_lists_that_are_encoded_once_more() {
    let body = "oauth_problem=parameter_absent&oauth_parameters_absent=";
    let problem = in_body(&format!("{body}oauth_token%26a%2520b%26%26%252526"));
    assert_eq!(problem.parameters_absent(), ["oauth_token", "a b", "%26"]);
    let problem = in_body(&format!("{body}oauth_token,+oauth_nonce"));
    assert_eq!(problem.parameters_absent(), ["oauth_token", "oauth_nonce"]);

    let problem = in_body(
        "oauth_problem=parameter_rejected\
         &oauth_parameters_rejected=size%3Da%252Cb%2526c%26flag%26oauth_signature_method%3DX",
    );
    let rejected = problem.parameters_rejected().iter();
    let rejected: Vec<_> = rejected.map(|(name, value)| (&**name, &**value)).collect();
    let expected = [
        ("size", "a,b&c"),
        ("flag", ""),
        ("oauth_signature_method", "X"),
    ];
    assert_eq!(rejected, expected);
}

#[test]
fn a_rejected_parameter_that_may_be_a_secret_has_no_value() {
    for name in [
        "oauth_signature",
        "oauth_token_secret",
        "oauth_consumer_secret",
        "oauth_verifier",
        "oauth_session_handle",
        "x_auth_password",
        "PASSWORD",
    ] {
        let problem = in_body(&format!(
            "oauth_problem=parameter_rejected&oauth_parameters_rejected={name}%3Dvalue"
        ));
        assert_eq!(
            problem.to_string(),
            format!("parameter_rejected (rejected: {name}=***)")
        );
        assert_eq!(problem.parameters_rejected()[0].1, "***");
    }
}

/// A provider that answers every request in the same way.
struct Provider(Response);

impl Transport for Provider {
    fn send(&self, _: &SignedRequest<'_>, _: &SendOptions) -> Result<ResponseStream, Error> {
        Ok(self.0.clone().into())
    }
}

#[test]
fn a_problem_hides_the_secrets_that_were_sent() {
    const SECRETS: [&str; 2] = ["c0nsumer+s3cret", "t0ken s3cret&"];
    for secret in SECRETS {
        let mut form = secret.to_owned();
        for _ in 0..3 {
            let body = format!(
                "oauth_problem=bad {form}&oauth_problem_advice=See {form}\
                 &oauth_parameters_absent={form}&oauth_parameters_rejected=a%3D{form}%26{form}"
            );
            let provider = Provider(response(401, &[], body));
            let client = Client::builder("key", SECRETS[0])
                .signature_method(SignatureMethod::Plaintext)
                .transport(Arc::new(provider))
                .build()
                .unwrap();
            let session = client.session(Token::new("token", SECRETS[1]));
            let request = Request::get("https://a.example/").unwrap();
            let error = session.send(&request).unwrap().error_for_status();
            let error = error.unwrap_err();
            assert_eq!(error.oauth_problem(), Some("bad ***"));
            let text = format!("{error} {:?}", error.problem());
            assert!(!text.contains("s3cret"), "{text}");
            form = percent_encode(form);
        }
    }
}

#[test]
fn a_problem_is_cut_where_it_is_long_and_shown_on_one_line() {
    let long = "%1b%0A\u{202e}x".repeat(200);
    let list = "a%0A%3Db%26".repeat(2000);
    let problem = in_body(&format!(
        "oauth_problem={long}&oauth_problem_advice={long}&oauth_acceptable_versions={long}-{long}\
         &oauth_parameters_absent={long}&oauth_parameters_rejected={list}"
    ));
    assert_eq!(problem.name().chars().count(), 100);
    assert_eq!(problem.advice().unwrap().chars().count(), 300);
    assert_eq!(
        problem.acceptable_versions().unwrap().0.chars().count(),
        100
    );
    assert_eq!(problem.parameters_absent()[0].chars().count(), 100);
    assert_eq!(problem.parameters_rejected().len(), 16);
    let text = problem.to_string();
    assert!(text.len() < 10_000, "{text}");
    let moves = |c: char| c.is_control() || c == '\u{202e}';
    assert!(!text.chars().any(moves), "{text}");
    let absent = format!("oauth_problem=p&oauth_parameters_absent={list}");
    assert_eq!(in_body(&absent).parameters_absent().len(), 16);
}

#[test]
fn a_problem_is_looked_for_in_the_first_64_kibibytes() {
    let padding = "x".repeat(100);
    let body = |pairs: usize| {
        let padding = format!("a={padding}&").repeat(pairs);
        response(401, &[], padding + "oauth_problem=nonce_used")
    };
    assert!(body(600).problem().is_some());
    assert!(body(700).problem().is_none());
    let begun = format!(
        "oauth_problem=p&oauth_problem_advice={}",
        "x".repeat(70_000)
    );
    assert_eq!(in_body(&begun).advice(), None);
}

#[test]
fn a_refusal_says_what_the_problem_names_and_what_to_do() {
    let error = refused(
        400,
        &[(
            "WWW-Authenticate",
            "OAuth oauth_problem=parameter_absent, \
             oauth_parameters_absent=oauth_token%26oauth_nonce, \
             oauth_problem_advice=\"Send%20both\"",
        )],
        "Sorry\n",
    );
    assert_eq!(error.oauth_problem(), Some("parameter_absent"));
    let problem = error.problem().unwrap();
    assert_eq!(problem.advice(), Some("Send both"));
    assert_eq!(
        error.message(),
        format!(
            "the provider refused with status 400 and oauth_problem=parameter_absent \
             (absent: oauth_token, oauth_nonce; its advice: Send both). {}. It said: Sorry\\n",
            problem.what_to_do().unwrap()
        )
    );
    let body = "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=10-20";
    let error = refused(401, &[], body);
    let told = "oauth_problem=timestamp_refused (timestamps that it takes: 10 to 20). The clock";
    assert!(error.message().contains(told), "{error}");
}

#[test]
fn a_refusal_without_a_problem_has_none() {
    let error = refused(404, &[], "No such page");
    assert!(error.problem().is_none());
    assert_eq!(
        error.message(),
        "the provider refused with status 404: No such page"
    );
}

#[test]
fn a_refused_redirect_says_where_it_points_and_no_more() {
    let told = |status, location: &str| {
        let error = refused(status, &[("location", location)], "");
        error.message().to_owned()
    };
    for (location, to) in [
        (
            "https://Login.example:443/a?oauth_token=t#f",
            "to https://login.example",
        ),
        ("http://b.example:8080/", "to http://b.example:8080"),
        ("//c.example/a?b", "to //c.example"),
        ("/login?next=http://d.example", "within its origin"),
        ("login", "within its origin"),
        ("", "that does not say where to"),
        ("myapp://callback?code=1", "to what is no http or https URL"),
        (
            "https://user:word@e.example/",
            "to what is no http or https URL",
        ),
    ] {
        for status in [301, 302, 303, 307, 308] {
            assert_eq!(
                told(status, location),
                format!(
                    "the provider refused with status {status}, a redirect {to} \
                     (redirects to another origin are not followed)"
                )
            );
        }
    }
    assert!(!told(304, "https://a.example/").contains("redirect"));
    assert!(!told(401, "https://a.example/").contains("redirect"));
    assert!(
        refused(302, &[], "")
            .message()
            .contains("does not say where to")
    );
}

fn token(body: impl AsRef<[u8]>) -> Result<TokenResponse, Error> {
    TokenResponse::from_response(&response(200, &[], body))
}

#[track_caller]
fn no_token(body: impl AsRef<[u8]>) -> String {
    let error = token(body).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidTokenResponse);
    error.message().to_owned()
}

#[test]
fn a_token_response_may_be_json() {
    let token = token(
        "\u{feff} {\"oauth_token\": \"t\", \"oauth_token_secret\": \"s\\/\\u00e9\\ud83d\\ude00\",
          \"oauth_callback_confirmed\": true, \"oauth_expires_in\": 3600, \"rate\": -1.50,
          \"user\": {\"name\": \"Al\"}, \"scopes\": [1, \"a\"], \"more\": null}",
    )
    .unwrap();
    assert_eq!(token.token().key(), "t");
    assert_eq!(token.token().secret(), "s/é\u{1f600}");
    assert!(token.callback_confirmed());
    let extra: Vec<_> = token
        .extra()
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    let expected = [
        ("oauth_callback_confirmed", "true"),
        ("oauth_expires_in", "3600"),
        ("rate", "-1.50"),
        ("user", "{\"name\": \"Al\"}"),
        ("scopes", "[1, \"a\"]"),
        ("more", "null"),
    ];
    assert_eq!(extra, expected);
}

#[test]
fn a_token_that_is_a_number_is_its_text() {
    let token = token(r#"{"oauth_token": 12345678901234567890123, "oauth_token_secret": 7}"#);
    let token = token.unwrap();
    assert_eq!(token.token().key(), "12345678901234567890123");
    assert_eq!(token.token().secret(), "7");
}

#[test]
fn a_confirmed_callback_is_true_in_any_case_or_one() {
    for (said, confirmed) in [
        ("true", true),
        ("True", true),
        ("TRUE", true),
        ("1", true),
        ("false", false),
        ("0", false),
        ("", false),
        ("yes", false),
    ] {
        let form = format!("oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed={said}");
        assert_eq!(
            token(form).unwrap().callback_confirmed(),
            confirmed,
            "{said}"
        );
    }
}

#[test]
fn what_a_token_response_lacks_is_named() {
    assert_eq!(
        no_token("oauth_token=t"),
        "the provider's answer (status 200, 13 bytes) has no oauth_token_secret: expected form \
         data or a JSON object with oauth_token and oauth_token_secret (RFC 5849 §2.1)"
    );
    for (body, lack) in [
        ("oauth_token_secret=s", "has no oauth_token:"),
        ("oauth_token=&oauth_token_secret=s", "has no oauth_token:"),
        ("", "has no oauth_token_secret and no oauth_token:"),
        ("{}", "has no oauth_token_secret and no oauth_token:"),
        (r#"{"oauth_token": "t"}"#, "has no oauth_token_secret:"),
        (
            r#"{"oauth_token": null, "oauth_token_secret": ["s"]}"#,
            "has no oauth_token_secret and no oauth_token:",
        ),
        (
            r#"{"data": {"oauth_token": "t", "oauth_token_secret": "s"}}"#,
            "has no oauth_token_secret and no oauth_token:",
        ),
    ] {
        let message = no_token(body);
        assert!(message.contains(lack), "{message}");
    }
    let message = no_token("oauth_problem=permission_denied");
    let said = "(RFC 5849 §2.1); it says oauth_problem=permission_denied";
    assert!(message.ends_with(said), "{message}");
}

#[test]
fn a_part_that_comes_twice_is_an_error_unless_it_is_the_same() {
    for body in [
        "oauth_token=t&oauth_token_secret=s&oauth_token=u",
        r#"{"oauth_token": "t", "oauth_token_secret": "s", "oauth_token": "u"}"#,
    ] {
        let message = no_token(body);
        assert!(
            message.contains("has two different oauth_token:"),
            "{message}"
        );
    }
    let message = no_token(
        "oauth_token=t&oauth_token_secret=one&oauth_token=u&oauth_token_secret=two\
         &oauth_token_secret=three",
    );
    let told = "has two different oauth_token and two different oauth_token_secret:";
    assert!(message.contains(told), "{message}");
    for body in [
        "oauth_token=t&oauth_token_secret=s&oauth_token_secret=s&user=1&user=2",
        r#"{"oauth_token": "t", "oauth_token": "t", "oauth_token_secret": "s", "user": 1, "user": 2}"#,
    ] {
        let extra = token(body).unwrap().extra().to_vec();
        let user = |id: &str| ("user".to_owned(), id.to_owned());
        assert_eq!(extra, [user("1"), user("2")], "{body}");
    }
}

#[test]
fn what_is_no_token_response_is_said_to_be_what_it_is() {
    for (body, told) in [
        (
            &b"\n<!DOCTYPE HTML><title>Log in</title>"[..],
            "(status 200, 37 bytes, an HTML page) has no",
        ),
        (b"<html lang=en>", "(status 200, 14 bytes, an HTML page)"),
        (b"<?xml version='1.0'?><e/>", "25 bytes, HTML or XML)"),
        (b"\x89PNG\r\n\x1a\n\0", "(status 200, 9 bytes, binary data)"),
        (b"\x1f\x8b\x08\0", "(status 200, 4 bytes, binary data)"),
        (b"ok\r\n", "(status 200, 4 bytes) has no"),
        (
            b"{\"oauth_token\": \"t\",",
            "(status 200, 20 bytes) cannot be read: it is JSON that ends too early, in line 1",
        ),
        (
            b"{\"a\": 1,\n b}",
            "cannot be read: it is no JSON from line 2, column 2 on",
        ),
        (
            b"{} {}",
            "cannot be read: it is no JSON from line 1, column 4 on",
        ),
    ] {
        let message = no_token(body);
        assert!(message.contains(told), "{message}");
    }
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic(
        status in 0_u16..1000,
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        words in "(oauth_problem=|oauth_(acceptable_timestamps|parameters_rejected)|p|[-&=,%;\"\\\\ é])*",
        json in r#"\{("oauth_(problem|token|token_secret)"|:|,|"(a|\\(u[0-9a-f]{0,4}|.))*"|\[|\]|1|null)*\}?"#,
        charset in "(utf-16le|gbk|iso-2022-jp|big5)",
    ) {
        for body in [&bytes[..], words.as_bytes(), json.as_bytes()] {
            let content_type = format!("text/plain; charset={charset}");
            let headers = [
                ("WWW-Authenticate", &*words),
                ("Location", &*words),
                ("Content-Type", &*content_type),
            ];
            let response = response(status, &headers, body);
            if let Err(error) = TokenResponse::from_response(&response) {
                prop_assert!(!error.message().chars().any(char::is_control));
            }
        }
    }
}
