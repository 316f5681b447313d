//! Clocks that are off: a refusal that shows the provider's time has the request signed with it and
//! sent once more, and the difference is kept for the origin.

#![cfg(feature = "http")]

mod faults_server;
mod sandbox;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use faults_server::{FaultServer, Seen, builder, judge, marked, nonces_differ, session, transport};
use oauth1::{Body, Client, ClientBuilder, ErrorKind, Request, Session, Token, Transmission};
use sandbox::Sandbox;

const HOUR: i64 = 3600;

fn server() -> &'static FaultServer {
    FaultServer::shared()
}

fn settings() -> ClientBuilder {
    builder(
        transport(server(), Duration::from_secs(20))
            .build()
            .unwrap(),
    )
}

fn usual() -> Session {
    session(settings())
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    since.as_secs().try_into().unwrap()
}

/// Sends a request, and gives the status and what the server has seen of it.
fn sent(session: &Session, request: &Request, mark: &str) -> (u16, Vec<Seen>) {
    let before = server().requests(mark).len();
    let status = session.send(request).unwrap().status();
    (status, server().requests(mark).split_off(before))
}

fn ask(session: &Session, path: &str, mark: &str) -> (u16, Vec<Seen>) {
    sent(
        session,
        &marked("GET", &server().url("http", path), mark),
        mark,
    )
}

// --- what is learnt, and from what -------------------------------------------

/// Asks twice, of a provider whose clock is off: the first request goes out twice, the second once.
fn learns(path: &str, offset: i64) {
    let session = usual();
    let (status, first) = ask(&session, path, path);
    assert_eq!((status, first.len()), (200, 2), "{path}");
    assert!(first[0].timestamp().abs_diff(now()) <= 5, "{path}");
    assert!(
        first[1].timestamp().abs_diff(now() + offset) <= 35,
        "{path}"
    );
    assert!(nonces_differ(&first));
    judge(server().get("http"), &first);

    let (status, second) = ask(&session, path, path);
    assert_eq!((status, second.len()), (200, 1), "{path}");
    assert!(
        second[0].timestamp().abs_diff(now() + offset) <= 35,
        "{path}"
    );
    assert!(nonces_differ(&[first, second].concat()));
}

#[test]
fn the_date_of_a_refusal_is_signed_with_and_kept() {
    for offset in [HOUR, -HOUR, 31 * 24 * HOUR, -31 * 24 * HOUR, 60, -60] {
        learns(&format!("/skewed?offset={offset}"), offset);
    }
}

#[test]
fn acceptable_timestamps_in_the_body_are_signed_with_and_kept() {
    learns(&format!("/skewed?offset={HOUR}&acceptable=1"), HOUR);
    learns(&format!("/skewed?offset=-{HOUR}&acceptable=1"), -HOUR);
}

#[test]
fn acceptable_timestamps_in_a_header_are_signed_with_and_kept() {
    let path = format!("/skewed?offset={HOUR}&acceptable=1&where=header");
    learns(&path, HOUR);
}

#[test]
fn parameters_that_travel_elsewhere_are_signed_with_the_right_time_too() {
    for transmission in [Transmission::Query, Transmission::Form] {
        let mark = format!("{transmission:?}");
        let mut request = marked("POST", &server().url("http", "/skewed?offset=-7200"), &mark);
        request.form("status", "Hello").unwrap();
        request.transmission(transmission);
        let session = usual();
        assert_eq!(sent(&session, &request, &mark).1.len(), 2, "{mark}");
        let (status, again) = sent(&session, &request, &mark);
        assert_eq!((status, again.len()), (200, 1), "{mark}");
    }
}

#[test]
fn a_body_is_sent_whole_again() {
    let content = vec![b'x'; 200_000];
    for (name, body) in [
        ("streamed", Body::bytes(content.clone())),
        (
            "chunked",
            Body::from_open(
                move || Ok(Box::new(std::io::Cursor::new(content.clone()))),
                None,
            ),
        ),
    ] {
        let mut request = marked("PUT", &server().url("http", "/skewed?offset=3600"), name);
        request.stream_body("text/plain", body).unwrap();
        let (status, requests) = sent(&usual(), &request, name);
        assert_eq!((status, requests.len()), (200, 2), "{name}");
        for seen in &requests {
            assert_eq!(seen.number("body_length"), 200_000, "{name}");
            assert_eq!(seen.text("body_sha256"), requests[0].text("body_sha256"));
        }
    }
}

#[test]
fn a_streamed_response_is_corrected_as_well() {
    let request = marked(
        "GET",
        &server().url("http", "/skewed?offset=3600"),
        "stream",
    );
    let stream = usual().stream(&request).unwrap();
    assert_eq!(stream.status(), 200);
    assert!(
        stream
            .into_response()
            .unwrap()
            .text()
            .contains("\"ok\": true")
    );
    assert_eq!(server().requests("stream").len(), 2);
}

#[test]
fn a_clock_of_the_programs_own_is_corrected_as_well() {
    let slow = session(settings().clock(|| 1_000_000_000));
    let (status, first) = ask(&slow, "/skewed?offset=0", "own clock");
    assert_eq!((status, first.len()), (200, 2));
    assert_eq!(first[0].timestamp(), 1_000_000_000);
    assert_eq!(ask(&slow, "/skewed?offset=0", "own clock").1.len(), 1);
}

#[test]
fn what_a_cache_has_kept_for_a_while_counts_from_when_it_was_said() {
    let date = httpdate::fmt_http_date(SystemTime::now() - Duration::from_secs(7200));
    let path = format!("/status?code=401&header=Date:{}", date.replace(' ', "%20"));
    let aged = format!("{path}&header=Age:7200");
    assert_eq!(ask(&usual(), &aged, "aged").1.len(), 1);
    assert_eq!(ask(&usual(), &path, "not aged").1.len(), 2);
}

// --- for whom it is kept -----------------------------------------------------

#[test]
fn an_offset_is_kept_for_its_origin_alone() {
    let session = usual();
    for (origin, path, requests) in [
        ("http", "/skewed?offset=3600", 2),
        ("other", "/skewed?offset=0", 1),
        ("https", "/skewed?offset=-3600", 2),
        ("http", "/skewed?offset=3600", 1),
        ("https", "/skewed?offset=-3600", 1),
        ("other", "/skewed?offset=0", 1),
        // a clock that was put right is learnt anew
        ("http", "/skewed?offset=0", 2),
        ("http", "/skewed?offset=0", 1),
    ] {
        let mark = "origins";
        let request = marked("GET", &server().url(origin, path), mark);
        let (status, seen) = sent(&session, &request, mark);
        assert_eq!((status, seen.len()), (200, requests), "{origin}{path}");
    }
}

#[test]
fn an_offset_is_the_clients_and_so_for_all_of_its_sessions() {
    let first = usual();
    assert_eq!(ask(&first, "/skewed?offset=3600", "sessions").1.len(), 2);
    let second = first.client().clone().session_without_token();
    assert_eq!(ask(&second, "/skewed?offset=3600", "sessions").1.len(), 1);
    assert_eq!(ask(&usual(), "/skewed?offset=3600", "sessions").1.len(), 2);
}

#[test]
fn many_threads_can_learn_at_once() {
    let session = usual();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..5 {
                    let request = Request::get(&server().url("http", "/skewed?offset=3600"));
                    assert_eq!(session.send(&request.unwrap()).unwrap().status(), 200);
                }
            });
        }
    });
}

// --- when it is not ----------------------------------------------------------

#[test]
fn half_a_minute_is_no_fault_of_the_clock() {
    for offset in [0, 25, -25] {
        let mark = format!("small {offset}");
        let path = format!("/skewed-always?offset={offset}");
        let (status, requests) = ask(&usual(), &path, &mark);
        assert_eq!((status, requests.len()), (401, 1), "{offset}");
    }
}

#[test]
fn a_request_is_sent_again_once_whatever_comes_back() {
    let session = usual();
    let (status, first) = ask(&session, "/skewed-always", "always");
    assert_eq!((status, first.len()), (401, 2));
    // that time was of no help, and is not kept: other users may be well served by the true one
    let (status, second) = ask(&session, "/skewed-always", "always");
    assert_eq!((status, second.len()), (401, 2));
}

#[test]
fn the_refusal_that_is_given_back_is_whole() {
    let response = usual().send(&marked(
        "GET",
        &server().url("http", "/skewed-always?offset=5"),
        "whole",
    ));
    assert_eq!(response.unwrap().text(), "Unauthorized\n");
    let problem = "/token/problem?name=timestamp_refused&advice=no";
    let response = usual()
        .send(&Request::get(&server().url("http", problem)).unwrap())
        .unwrap();
    assert_eq!(response.problem().unwrap().name(), "timestamp_refused");
}

#[test]
fn correction_can_be_switched_off() {
    let session = session(settings().clock_correction(false));
    for path in ["/skewed?offset=3600", "/skewed?offset=3600&acceptable=1"] {
        let (status, requests) = ask(&session, path, "off");
        assert_eq!((status, requests.len()), (401, 1), "{path}");
    }
}

#[test]
fn a_timestamp_or_nonce_that_was_set_stays_as_it_is() {
    for name in ["timestamp", "nonce"] {
        let mut request = marked("GET", &server().url("http", "/skewed?offset=3600"), name);
        if name == "nonce" {
            request.nonce("set").unwrap();
        } else {
            request.timestamp(now().try_into().unwrap());
        }
        let (status, requests) = sent(&usual(), &request, name);
        assert_eq!((status, requests.len()), (401, 1), "{name}");
    }
}

#[test]
fn a_body_that_can_be_read_once_is_sent_once() {
    let mut request = marked("POST", &server().url("http", "/skewed?offset=3600"), "once");
    let body = Body::reader(&b"Hello"[..], Some(5));
    request.stream_body("text/plain", body).unwrap();
    let (status, requests) = sent(&usual(), &request, "once");
    assert_eq!((status, requests.len()), (401, 1));
}

#[test]
fn other_statuses_and_refusals_that_show_no_time_are_given_back() {
    let date = "header=Date:Thu,%2001%20Jan%202099%2000:00:00%20GMT";
    for path in [
        format!("/status?code=403&{date}"),
        format!("/status?code=400&{date}"),
        format!("/status?code=500&{date}"),
        "/status?code=401&header=Date:yesterday".to_owned(),
        "/status?code=401&header=Date:".to_owned(),
    ] {
        assert_eq!(ask(&usual(), &path, &path).1.len(), 1, "{path}");
    }
}

// --- by a provider that is judged by oauthlib --------------------------------

#[test]
fn the_sandbox_is_content_whatever_its_clock_says() {
    for offset in ["7200", "-7200"] {
        let sandbox = Sandbox::with(&["--clock-offset", offset, "--users", "1"]);
        let (key, secret) = (sandbox.get("consumer_key"), sandbox.get("consumer_secret"));
        let client = Client::new(key, secret).unwrap();
        let request_token = client.request_token(sandbox.get("request_token_url"), "oob");
        assert!(request_token.unwrap().callback_confirmed(), "{offset}");
        let session = client.session(sandbox.token(0));
        let request = Request::get(sandbox.get("verify_credentials_url")).unwrap();
        for _ in 0..2 {
            let response = session.send(&request).unwrap();
            assert_eq!(response.status(), 200, "{offset}: {}", response.text());
        }

        let client = Client::builder(key, secret)
            .clock_correction(false)
            .build()
            .unwrap();
        let error = client
            .request_token(sandbox.get("request_token_url"), "oob")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused, "{error}");
        assert_eq!(error.oauth_problem(), Some("timestamp_refused"), "{error}");
        let token = Token::new(sandbox.token(0).key(), sandbox.token(0).secret());
        assert_eq!(client.session(token).send(&request).unwrap().status(), 401);
    }
}
