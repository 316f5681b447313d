//! Redirects: those within an origin are followed and signed anew, the others are given back, and
//! nothing is sent to where they lead.

#![cfg(feature = "http")]

mod faults_server;

use std::io::{Cursor, Read};
use std::time::Duration;

use faults_server::{
    FaultServer, Seen, builder, judge, judge_forms, marked, nonces_differ, session, transport,
};
use oauth1::{Body, BodyHash, ClientBuilder, ErrorKind, Request, Response, Session, Transmission};

fn server() -> &'static FaultServer {
    FaultServer::shared()
}

fn settings(server: &FaultServer) -> ClientBuilder {
    builder(transport(server, Duration::from_secs(20)).build().unwrap())
}

fn usual() -> Session {
    session(settings(server()))
}

fn send(request: &Request) -> Response {
    usual().send(request).unwrap()
}

fn paths(requests: &[Seen]) -> Vec<&str> {
    requests
        .iter()
        .map(|request| request.text("path"))
        .collect()
}

// --- which are followed ------------------------------------------------------

#[test]
fn each_hop_is_signed_anew_with_a_nonce_of_its_own() {
    for origin in ["http", "https"] {
        let mark = format!("each hop, {origin}");
        let url = server().url(origin, "/redirect-chain?n=5");
        let response = send(&marked("GET", &url, &mark));
        assert_eq!(response.status(), 200);

        let requests = server().requests(&mark);
        assert_eq!(requests.len(), 6);
        assert_eq!(requests[5].text("path"), "/ok");
        assert!(nonces_differ(&requests));
        judge(server().get(origin), &requests);
    }
}

#[test]
fn five_redirects_are_followed_and_a_sixth_is_an_error() {
    let url = server().url("http", "/redirect-chain?n=6");
    let error = usual().send(&marked("GET", &url, "six")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooManyRedirects);
    assert!(error.message().contains("more than 5 redirects"), "{error}");
    assert!(error.message().starts_with(server().get("http")), "{error}");
    assert_eq!(server().requests("six").len(), 6);
}

#[test]
fn a_loop_ends_after_five_redirects() {
    for code in [301, 302, 303, 307, 308] {
        let mark = format!("loop {code}");
        let url = server().url("http", &format!("/redirect-loop?code={code}"));
        let session = usual();
        let error = session.send(&marked("POST", &url, &mark)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooManyRedirects, "{code}");
        let requests = server().requests(&mark);
        assert_eq!(requests.len(), 6, "{code}");
        assert!(nonces_differ(&requests));
        let fine = session.send(&Request::get(&server().url("http", "/ok")).unwrap());
        assert_eq!(fine.unwrap().status(), 200);
    }
}

#[test]
fn a_location_without_an_origin_is_followed() {
    for (number, to) in ["ok", "/ok?a=1", "?code=200", "./ok", "//127.0.0.1:PORT/ok"]
        .iter()
        .enumerate()
    {
        let mark = format!("relative {number}");
        let port = server().get("http").rsplit(':').next().unwrap();
        let to = to
            .replace("PORT", port)
            .replace('?', "%3F")
            .replace('=', "%3D");
        let path = if to.starts_with('%') {
            "/status"
        } else {
            "/redirect-relative"
        };
        let url = if path == "/status" {
            format!("/status?code=302&header=Location:{to}")
        } else {
            format!("{path}?to={to}")
        };
        let response = send(&marked("GET", &server().url("http", &url), &mark));
        assert_eq!(response.status(), 200, "{to}");
        let requests = server().requests(&mark);
        assert_eq!(requests.len(), 2, "{to}");
        judge(server().get("http"), &requests);
    }
}

#[test]
fn a_signature_in_the_query_is_replaced_and_not_added_to() {
    let mut request = marked(
        "GET",
        &server().url("http", "/redirect-loop?code=302&a=b"),
        "query",
    );
    request.transmission(Transmission::Query);
    // the server sends back the whole query, signature included
    let error = usual().send(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooManyRedirects);
    let requests = server().requests("query");
    assert_eq!(requests.len(), 6);
    for request in &requests {
        let query = request.text("query");
        assert!(query.starts_with("code=302&a=b&oauth_"), "{query}");
        assert_eq!(query.matches("oauth_signature=").count(), 1, "{query}");
        assert_eq!(query.matches("oauth_nonce=").count(), 1, "{query}");
        assert_eq!(request.header("Authorization"), None);
    }
    assert!(nonces_differ(&requests));
    judge(server().get("http"), &requests);
}

#[test]
fn headers_realm_and_oauth_parameters_come_along() {
    let mut request = marked("GET", &server().url("http", "/redirect?code=302"), "along");
    request.header("X-Own", "own").unwrap();
    request.realm("photos").unwrap();
    request.oauth_param("oauth_callback", "oob").unwrap();
    send(&request);
    let requests = server().requests("along");
    assert_eq!(paths(&requests), ["/redirect", "/ok"]);
    for request in &requests {
        assert_eq!(request.header("X-Own"), Some("own"));
        assert!(
            request
                .header("Authorization")
                .unwrap()
                .starts_with("OAuth realm=\"photos\", ")
        );
        assert_eq!(request.oauth("oauth_callback").as_deref(), Some("oob"));
    }
    judge(server().get("http"), &requests);
}

#[test]
fn the_time_limit_is_that_of_all_hops_together() {
    let mut request = marked(
        "GET",
        &server().url("http", "/redirect?to=/silent"),
        "limit",
    );
    request.timeout(Duration::from_millis(700));
    let (result, took) = faults_server::timed(|| usual().send(&request));
    assert_eq!(result.unwrap_err().kind(), ErrorKind::TimedOut);
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(server().requests("limit").len(), 2);
}

#[test]
fn a_streamed_response_is_that_of_the_last_hop() {
    let url = server().url("http", "/redirect?to=/download%3Fsize%3D100000");
    let mut stream = usual().stream(&marked("GET", &url, "stream")).unwrap();
    assert_eq!(
        (stream.status(), stream.content_length()),
        (200, Some(100_000))
    );
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes.len(), 100_000);
}

// --- which are not -----------------------------------------------------------

/// A redirect to elsewhere comes back, and nobody there was asked anything: no request came, and no
/// connection.
fn comes_back(from: &str, to: &str, elsewhere: &[&str]) {
    let own = FaultServer::start();
    let session = session(settings(&own));
    for (number, code) in [301, 302, 303, 307, 308].into_iter().enumerate() {
        let url = own.url(
            from,
            &format!("/redirect?code={code}&to={}", own.url(to, "/ok")),
        );
        let response = session.send(&Request::post(&url).unwrap()).unwrap();
        assert_eq!(response.status(), code, "{from} to {to}");
        assert_eq!(response.header("Location"), Some(&*own.url(to, "/ok")));
        assert_eq!(response.text(), "Elsewhere\n");
        let stats = own.stats();
        assert_eq!(stats["requests"].as_array().unwrap().len(), number + 1);
        assert_eq!(stats["paths"]["/ok"].as_u64(), None, "{from} to {to}");
        for name in elsewhere {
            assert_eq!(stats["connections"][name], 0, "{from} to {to}: {name}");
        }
    }
}

#[test]
fn a_redirect_to_another_port_comes_back_and_nothing_is_sent_there() {
    comes_back("http", "other", &["other"]);
}

#[test]
fn a_redirect_to_another_host_comes_back_and_nothing_is_sent_there() {
    // localhost has the port of 127.0.0.1, so that its connections are none of its own
    comes_back("http", "localhost", &[]);
}

#[test]
fn a_redirect_to_another_scheme_comes_back_and_nothing_is_sent_there() {
    comes_back("http", "https", &["https"]);
    comes_back("https", "http", &["http"]);
}

#[test]
fn a_redirect_without_a_location_that_is_one_comes_back() {
    for path in [
        "/redirect-nowhere",
        "/redirect-garbage",
        "/redirect?to=javascript:alert(1)",
        "/redirect?to=https://[",
    ] {
        let mark = format!("nowhere {path}");
        let response = send(&marked("GET", &server().url("http", path), &mark));
        assert_eq!(response.status(), 302, "{path}");
        assert_eq!(server().requests(&mark).len(), 1, "{path}");
    }
}

#[test]
fn statuses_that_are_no_redirects_are_not_followed() {
    for code in [200, 201, 300, 304, 305, 306, 404] {
        let mark = format!("no redirect {code}");
        let path = format!("/status?code={code}&header=Location:/ok");
        let response = send(&marked("GET", &server().url("http", &path), &mark));
        assert_eq!(response.status(), code);
        assert_eq!(server().requests(&mark).len(), 1, "{code}");
    }
}

#[test]
fn redirects_that_are_switched_off_come_back() {
    let session = session(settings(server()).redirects(false));
    for code in [301, 302, 303, 307, 308] {
        let mark = format!("off {code}");
        let url = server().url("http", &format!("/redirect?code={code}"));
        let response = session.send(&marked("GET", &url, &mark)).unwrap();
        assert_eq!(response.status(), code);
        assert_eq!(
            response.header("Location"),
            Some(&*server().url("http", "/ok"))
        );
        assert_eq!(server().requests(&mark).len(), 1);
    }
}

#[test]
fn a_handshake_that_is_redirected_elsewhere_is_refused_with_where_to() {
    let url = server().url(
        "http",
        &format!("/redirect?to={}", server().url("other", "/token/ok")),
    );
    let session = usual();
    let error = session.client().request_token(&url, "oob").unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Refused, Some(302))
    );
    assert!(error.message().contains(server().get("other")), "{error}");
    assert!(error.message().contains("not followed"), "{error}");

    let url = server().url("http", "/redirect?code=307&to=/token/ok");
    let token = session.client().request_token(&url, "oob").unwrap();
    assert_eq!(token.token().key(), "faults-token");
}

// --- methods and bodies ------------------------------------------------------

#[test]
fn methods_change_as_browsers_change_them() {
    for (method, code, second) in [
        ("POST", 301, "GET"),
        ("POST", 302, "GET"),
        ("POST", 303, "GET"),
        ("POST", 307, "POST"),
        ("POST", 308, "POST"),
        ("PUT", 301, "PUT"),
        ("PUT", 302, "PUT"),
        ("PUT", 303, "GET"),
        ("PUT", 307, "PUT"),
        ("DELETE", 302, "DELETE"),
        ("DELETE", 303, "GET"),
        ("HEAD", 303, "HEAD"),
        ("GET", 301, "GET"),
        ("GET", 308, "GET"),
    ] {
        let mark = format!("{method} {code}");
        let url = server().url("http", &format!("/redirect?code={code}"));
        let mut request = marked(method, &url, &mark);
        if matches!(method, "POST" | "PUT") {
            request.set_body("text/plain", "Hello").unwrap();
        }
        assert_eq!(send(&request).status(), 200, "{mark}");
        let requests = server().requests(&mark);
        let methods: Vec<_> = requests.iter().map(|seen| seen.text("method")).collect();
        assert_eq!(methods, [method, second], "{mark}");
        let kept = matches!(second, "POST" | "PUT");
        assert_eq!(
            requests[1].number("body_length"),
            if kept { 5 } else { 0 },
            "{mark}"
        );
        let content_type = requests[1].header("Content-Type");
        assert_eq!(content_type, kept.then_some("text/plain"), "{mark}");
        if kept {
            assert_eq!(
                requests[0].text("body_sha256"),
                requests[1].text("body_sha256")
            );
        } else {
            assert_eq!(requests[1].header("Transfer-Encoding"), None, "{mark}");
        }
        judge(server().get("http"), &requests);
    }
}

#[test]
fn a_form_is_signed_again_where_it_is_sent_again() {
    for code in [307, 308] {
        for transmission in [
            Transmission::Header,
            Transmission::Query,
            Transmission::Form,
        ] {
            let mark = format!("form {code} {transmission:?}");
            let url = server().url("http", &format!("/redirect?code={code}"));
            let mut request = marked("POST", &url, &mark);
            request.form("status", "Hello Ladies + Gentlemen").unwrap();
            request.form("a b", "é").unwrap();
            request.transmission(transmission);
            let response = send(&request);
            assert_eq!(response.status(), 200, "{mark}");
            let last = Seen::from_answer(response.body());
            assert_eq!(last.text("method"), "POST");
            let body = last.text("body").to_owned();
            assert!(body.starts_with("status=Hello%20Ladies%20%2B%20Gentlemen&a%20b=%C3%A9"));
            let signed_in_body = body.contains("oauth_signature=");
            assert_eq!(signed_in_body, transmission == Transmission::Form, "{body}");
            judge_forms(server().get("http"), &[(&last, &body)]);
            let requests = server().requests(&mark);
            assert_eq!(requests.len(), 2);
            if transmission == Transmission::Form {
                let hashes = (
                    requests[0].text("body_sha256"),
                    requests[1].text("body_sha256"),
                );
                assert_ne!(hashes.0, hashes.1, "the nonce is the same");
            }
        }
    }
}

#[test]
fn a_form_that_becomes_get_is_neither_sent_nor_signed() {
    let mut request = marked(
        "POST",
        &server().url("http", "/redirect?code=303"),
        "form to GET",
    );
    request.form("status", "Hello").unwrap();
    send(&request);
    let requests = server().requests("form to GET");
    let last = &requests[1];
    assert_eq!(
        (last.text("method"), last.number("body_length")),
        ("GET", 0)
    );
    assert_eq!(last.header("Content-Type"), None);
    judge_forms(
        server().get("http"),
        &[(&requests[0], "status=Hello"), (last, "")],
    );
}

#[test]
fn what_was_signed_in_a_form_is_signed_in_the_query_where_the_form_becomes_get() {
    let mark = "form becomes GET";
    let mut request = marked("POST", &server().url("http", "/redirect?code=303"), mark);
    request.form("status", "Hello").unwrap();
    request.transmission(Transmission::Form);
    assert_eq!(send(&request).status(), 200);
    let requests = server().requests(mark);
    let last = &requests[1];
    assert_eq!(
        (last.text("method"), last.number("body_length")),
        ("GET", 0)
    );
    assert!(last.text("query").contains("oauth_signature="));
    assert_eq!(last.header("Authorization"), None);
    judge(server().get("http"), &requests[1..]);
}

#[test]
fn a_streamed_body_is_read_anew_for_each_hop() {
    let path = std::env::temp_dir().join(format!("oauth1-redirects-{}", std::process::id()));
    let content: Vec<u8> = (0..300_000_u32).map(|i| (i % 251) as u8).collect();
    std::fs::write(&path, &content).unwrap();
    let opened = content.clone();
    for (name, body) in [
        ("file", Body::file(&path).unwrap()),
        ("bytes", Body::bytes(content.clone())),
        (
            "opened",
            Body::from_open(move || Ok(Box::new(Cursor::new(opened.clone()))), None),
        ),
    ] {
        let mark = format!("streamed {name}");
        let url = server().url("http", "/redirect-chain?n=3&code=307");
        let mut request = marked("PUT", &url, &mark);
        request
            .stream_body("application/octet-stream", body)
            .unwrap();
        request.body_hash(BodyHash::Always);
        assert_eq!(send(&request).status(), 200, "{name}");
        let requests = server().requests(&mark);
        assert_eq!(requests.len(), 4, "{name}");
        for seen in &requests {
            assert_eq!(seen.number("body_length"), 300_000, "{name}");
            assert_eq!(seen.text("body_sha256"), requests[0].text("body_sha256"));
            assert!(seen.oauth("oauth_body_hash").is_some());
        }
        judge(server().get("http"), &requests);
    }
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn a_body_that_can_be_read_once_comes_back_with_the_redirect_that_wants_it_again() {
    for (code, hops) in [(307, 1), (308, 1), (303, 2)] {
        let mark = format!("once {code}");
        let url = server().url("http", &format!("/redirect?code={code}"));
        let mut request = marked("POST", &url, &mark);
        let body = Body::reader(&b"Hello"[..], None);
        request.stream_body("text/plain", body).unwrap();
        let response = send(&request);
        assert_eq!(response.status(), if hops == 1 { code } else { 200 });
        let requests = server().requests(&mark);
        assert_eq!(requests.len(), hops);
        assert_eq!(requests[0].number("body_length"), 5);
    }
}

#[test]
fn a_pinned_nonce_and_timestamp_are_for_the_first_hop_alone() {
    let mut request = marked("GET", &server().url("http", "/redirect"), "pinned");
    request.nonce("pinned").unwrap().timestamp(1_000_000_000);
    send(&request);
    let requests = server().requests("pinned");
    assert_eq!(requests.len(), 2);
    let signed = (requests[0].nonce(), requests[0].timestamp());
    assert_eq!(signed, ("pinned".to_owned(), 1_000_000_000));
    assert_ne!(requests[1].nonce(), "pinned");
    assert!(requests[1].timestamp() > 1_700_000_000);
    judge(server().get("http"), &requests);
}
