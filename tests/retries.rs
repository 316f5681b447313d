//! Retries: when a request that failed is sent again, how often, after what, and what is sent then.

#![cfg(feature = "http")]

mod faults_server;

use std::io::{Cursor, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use faults_server::{
    FaultServer, Seen, builder, judge, judge_forms, marked, nonces_differ, session, timed,
    transport,
};
use oauth1::{
    Body, BodyHash, ClientBuilder, Error, ErrorKind, Request, ResponseStream, Retries, SendOptions,
    Session, SignedRequest, Transmission, Transport,
};

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

/// So many attempts, with pauses that a test can wait for.
fn attempts(attempts: u32) -> Retries {
    Retries::new(attempts).backoff(Duration::from_millis(20), Duration::from_millis(80))
}

fn trying(times: u32) -> Session {
    session(settings().retries(attempts(times)))
}

/// The URL of what is unavailable for its first requests; `mark` is its key.
fn unavailable(mark: &str, more: &str) -> String {
    server().url("http", &format!("/unavailable?key={mark}{more}"))
}

fn seen(mark: &str) -> Vec<Seen> {
    server().requests(mark)
}

// --- how often ---------------------------------------------------------------

#[test]
fn nothing_is_sent_again_unless_it_was_asked_for() {
    let request = marked("GET", &unavailable("default", ""), "default");
    assert_eq!(session(settings()).send(&request).unwrap().status(), 503);
    assert_eq!(seen("default").len(), 1);
    let request = marked(
        "GET",
        &unavailable("default-drop", "&drop=1"),
        "default-drop",
    );
    let error = session(settings()).send(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionFailed, "{error}");
    assert_eq!(seen("default-drop").len(), 1);
}

#[test]
fn no_attempts_are_refused_as_a_setting() {
    let error = settings().retries(Retries::new(0)).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidSetting);
    assert!(error.message().contains("attempts"), "{error}");
}

#[test]
fn each_attempt_is_signed_anew() {
    let request = marked("GET", &unavailable("anew", "&times=3"), "anew");
    assert_eq!(trying(5).send(&request).unwrap().status(), 200);
    let requests = seen("anew");
    assert_eq!(requests.len(), 4);
    assert!(nonces_differ(&requests));
    judge(server().get("http"), &requests);
}

#[test]
fn each_attempt_has_a_timestamp_of_its_own() {
    let clock = AtomicU64::new(1_700_000_000);
    let ticking = settings()
        .clock(move || clock.fetch_add(1, Ordering::Relaxed))
        .retries(attempts(3));
    let request = marked("GET", &unavailable("ticking", "&times=2"), "ticking");
    assert_eq!(session(ticking).send(&request).unwrap().status(), 200);
    let timestamps: Vec<_> = seen("ticking").iter().map(Seen::timestamp).collect();
    assert_eq!(timestamps, [1_700_000_000, 1_700_000_001, 1_700_000_002]);
}

#[test]
fn the_last_answer_is_given_back_when_the_attempts_are_used_up() {
    for times in [1, 2, 4] {
        let mark = format!("used-up-{times}");
        let request = marked("GET", &unavailable(&mark, "&times=100"), &mark);
        let response = trying(times).send(&request).unwrap();
        assert_eq!(
            (response.status(), &*response.text()),
            (503, "Unavailable\n")
        );
        assert_eq!(seen(&mark).len(), times as usize);
    }
}

#[test]
fn the_statuses_that_pass_are_sent_again_and_the_others_are_not() {
    for (code, sent) in [
        (429, 2),
        (502, 2),
        (503, 2),
        (504, 2),
        (400, 1),
        (401, 1),
        (403, 1),
        (404, 1),
        (408, 1),
        (409, 1),
        (500, 1),
        (501, 1),
        (505, 1),
    ] {
        let mark = format!("status-{code}");
        let request = marked("GET", &unavailable(&mark, &format!("&code={code}")), &mark);
        let status = trying(3).send(&request).unwrap().status();
        assert_eq!(status, if sent == 2 { 200 } else { code }, "{code}");
        assert_eq!(seen(&mark).len(), sent, "{code}");
    }
}

#[test]
fn a_dropped_connection_is_made_again() {
    let mark = "dropped";
    let request = marked("GET", &unavailable(mark, "&drop=1&times=2"), mark);
    let response = trying(3).send(&request).unwrap();
    assert_eq!(response.status(), 200);
    let requests = seen(mark);
    assert_eq!(requests.len(), 3);
    assert!(nonces_differ(&requests));
    judge(server().get("http"), &requests);
}

#[test]
fn the_last_error_is_told_when_the_attempts_are_used_up() {
    let mark = "dropped-always";
    let request = marked("GET", &unavailable(mark, "&drop=1&times=100"), mark);
    let error = trying(3).send(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionFailed, "{error}");
    assert_eq!(seen(mark).len(), 3);
}

#[test]
fn an_answer_that_breaks_off_is_asked_for_again() {
    for path in [
        "/close-mid-body",
        "/close-mid-header",
        "/bad-chunk",
        "/not-http",
        "/reset-mid-body",
    ] {
        let request = marked("GET", &server().url("http", path), path);
        trying(3).send(&request).unwrap_err();
        assert_eq!(seen(path).len(), 3, "{path}");
    }
}

#[test]
fn what_will_not_pass_is_not_asked_for_again() {
    let small = session(settings().retries(attempts(3)).max_response_size(1000));
    let request = marked(
        "GET",
        &server().url("http", "/download?size=2000"),
        "too large",
    );
    assert_eq!(
        small.send(&request).unwrap_err().kind(),
        ErrorKind::ResponseTooLarge
    );
    assert_eq!(seen("too large").len(), 1);

    let request = marked("GET", &server().url("http", "/redirect-loop"), "loop");
    assert_eq!(
        trying(3).send(&request).unwrap_err().kind(),
        ErrorKind::TooManyRedirects
    );
    assert_eq!(seen("loop").len(), 6);

    let url = server().url("https_expired", "/ok");
    let (result, took) = timed(|| {
        let slowly = Retries::new(3).backoff(Duration::from_secs(5), Duration::from_secs(5));
        session(settings().retries(slowly)).send(&Request::get(&url).unwrap())
    });
    assert_eq!(result.unwrap_err().kind(), ErrorKind::TlsFailed);
    assert!(took < Duration::from_secs(2), "{took:?}");
}

// --- which methods -----------------------------------------------------------

#[test]
fn methods_that_can_be_repeated_are_and_the_others_are_not() {
    for (method, sent) in [
        ("GET", 2),
        ("HEAD", 2),
        ("PUT", 2),
        ("DELETE", 2),
        ("OPTIONS", 2),
        ("TRACE", 2),
        ("POST", 1),
        ("PATCH", 1),
        ("REPORT", 1),
    ] {
        for drop in ["", "&drop=1"] {
            let mark = format!("method-{method}{}", drop.len());
            let request = marked(method, &unavailable(&mark, drop), &mark);
            let result = trying(2).send(&request);
            assert_eq!(seen(&mark).len(), sent, "{method}{drop}");
            let passed = result.is_ok_and(|response| response.status() == 200);
            assert_eq!(passed, sent == 2, "{method}{drop}");
        }
    }
}

#[test]
fn a_post_that_can_be_repeated_is_where_the_caller_says_so() {
    for drop in ["", "&drop=1"] {
        let mark = format!("repeatable{}", drop.len());
        let mut request = marked("POST", &unavailable(&mark, drop), &mark);
        request.form("status", "Hello + more").unwrap();
        request.repeatable(true);
        let response = trying(2).send(&request).unwrap();
        assert_eq!(response.status(), 200, "{drop}");
        let requests = seen(&mark);
        assert_eq!(requests.len(), 2, "{drop}");
        assert!(nonces_differ(&requests));
        let body = "status=Hello%20%2B%20more";
        judge_forms(
            server().get("http"),
            &[(&requests[0], body), (&requests[1], body)],
        );
    }
}

#[test]
fn a_post_of_which_nothing_was_sent_is_sent_again() {
    // nobody listens yet: the port is taken by the third attempt or so
    let reserved = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = reserved.local_addr().unwrap();
    drop(reserved);
    let listening = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        let listener = TcpListener::bind(address).unwrap();
        let (mut connection, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        let length = connection.read(&mut request).unwrap();
        connection
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    let patient = Retries::new(30).backoff(Duration::from_millis(100), Duration::from_millis(100));
    let session = session(settings().retries(patient));
    let mut request = Request::post(&format!("http://{address}/")).unwrap();
    request.form("status", "Hello").unwrap();
    assert_eq!(session.send(&request).unwrap().status(), 200);
    let sent = listening.join().unwrap();
    assert!(
        sent.starts_with("POST / HTTP/1.1\r\n") && sent.ends_with("status=Hello"),
        "{sent}"
    );
}

#[test]
fn what_nobody_listens_to_is_tried_as_often_as_was_asked_for() {
    for (url, kind) in [
        (server().get("refused"), ErrorKind::ConnectionFailed),
        ("http://nowhere.invalid", ErrorKind::HostNotFound),
    ] {
        let pauses =
            Retries::new(4).backoff(Duration::from_millis(100), Duration::from_millis(100));
        let session = session(settings().retries(pauses));
        let request = Request::post(url).unwrap();
        let (result, took) = timed(|| session.send(&request));
        let error = result.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.is_unsent(), "{error}");
        // three pauses, each at least half of what was set
        assert!(took >= Duration::from_millis(150), "{took:?}");
    }
}

#[test]
fn a_proxy_that_makes_no_connection_was_sent_no_post() {
    for proxy in ["proxy_refuses", "refused"] {
        let proxy = oauth1::Proxy::new(server().get(proxy)).unwrap();
        let transport = transport(server(), Duration::from_secs(20)).proxy(proxy);
        let pauses =
            Retries::new(3).backoff(Duration::from_millis(200), Duration::from_millis(200));
        let session = session(builder(transport.build().unwrap()).retries(pauses));
        let (result, took) = timed(|| session.send(&Request::post("http://a.example/").unwrap()));
        assert!(result.unwrap_err().is_unsent());
        assert!(took >= Duration::from_millis(200), "{took:?}");
    }
}

// --- what is not sent again --------------------------------------------------

#[test]
fn a_nonce_or_timestamp_that_was_set_is_sent_once() {
    for name in ["nonce", "timestamp"] {
        for drop in ["", "&drop=1"] {
            let mark = format!("set-{name}{}", drop.len());
            let mut request = marked("GET", &unavailable(&mark, drop), &mark);
            if name == "nonce" {
                request.nonce("set").unwrap();
            } else {
                request.timestamp(1_000_000_000);
            }
            let _ = trying(3).send(&request);
            assert_eq!(seen(&mark).len(), 1, "{name}{drop}");
        }
    }
}

#[test]
fn a_body_that_can_be_read_once_is_sent_once() {
    for drop in ["", "&drop=1"] {
        let mark = format!("once{}", drop.len());
        let mut request = marked("PUT", &unavailable(&mark, drop), &mark);
        let body = Body::reader(&b"Hello"[..], Some(5));
        request.stream_body("text/plain", body).unwrap();
        let _ = trying(3).send(&request);
        assert_eq!(seen(&mark).len(), 1, "{drop}");
    }
}

// --- what is sent again ------------------------------------------------------

#[test]
fn a_body_is_sent_whole_each_time() {
    let path = std::env::temp_dir().join(format!("oauth1-retries-{}", std::process::id()));
    let content: Vec<u8> = (0..400_000_u32).map(|i| (i % 253) as u8).collect();
    std::fs::write(&path, &content).unwrap();
    let opened = content.clone();
    for (name, body) in [
        ("file", Body::file(&path).unwrap()),
        (
            "chunked",
            Body::from_open(move || Ok(Box::new(Cursor::new(opened.clone()))), None),
        ),
    ] {
        for drop in ["", "&drop=1"] {
            let mark = format!("whole-{name}{}", drop.len());
            let mut request = marked(
                "PUT",
                &unavailable(&mark, &format!("{drop}&times=2")),
                &mark,
            );
            request
                .stream_body("application/octet-stream", body.clone())
                .unwrap();
            request.body_hash(BodyHash::Always);
            assert_eq!(trying(3).send(&request).unwrap().status(), 200, "{mark}");
            let requests = seen(&mark);
            assert_eq!(requests.len(), 3, "{mark}");
            for request in &requests {
                assert_eq!(request.number("body_length"), 400_000, "{mark}");
                assert_eq!(request.text("body_sha256"), requests[0].text("body_sha256"));
                assert!(request.oauth("oauth_body_hash").is_some());
            }
            judge(server().get("http"), &requests);
        }
    }
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn parameters_in_query_and_form_are_written_anew() {
    for transmission in [Transmission::Query, Transmission::Form] {
        let mark = format!("written-{transmission:?}");
        let mut request = marked("PUT", &unavailable(&mark, ""), &mark);
        request.form("status", "Hello").unwrap();
        request.transmission(transmission);
        let response = trying(2).send(&request).unwrap();
        assert_eq!(response.status(), 200);
        let last = Seen::from_answer(response.body());
        let body = last.text("body").to_owned();
        let all = format!("{}&{body}", last.text("query"));
        assert_eq!(all.matches("oauth_signature=").count(), 1, "{all}");
        judge_forms(server().get("http"), &[(&last, &body)]);
        assert_eq!(seen(&mark).len(), 2);
    }
}

#[test]
fn a_streamed_response_is_retried_up_to_its_head() {
    let request = marked("GET", &unavailable("stream", ""), "stream");
    let stream = trying(2).stream(&request).unwrap();
    assert_eq!(stream.status(), 200);
    assert_eq!(seen("stream").len(), 2);

    let request = marked(
        "GET",
        &server().url("http", "/close-mid-body"),
        "stream body",
    );
    let stream = trying(2).stream(&request).unwrap();
    assert_eq!(
        stream.into_response().unwrap_err().kind(),
        ErrorKind::ConnectionFailed
    );
    assert_eq!(seen("stream body").len(), 1);
}

#[test]
fn a_hop_of_a_redirect_is_retried_by_itself() {
    let to = "/unavailable?key=hop&times=2&from=redirect";
    let to = to
        .replace('?', "%3F")
        .replace('=', "%3D")
        .replace('&', "%26");
    let request = marked(
        "GET",
        &server().url("http", &format!("/redirect?to={to}")),
        "hop",
    );
    assert_eq!(trying(3).send(&request).unwrap().status(), 200);
    let requests = seen("hop");
    let paths: Vec<_> = requests
        .iter()
        .map(|request| request.text("path"))
        .collect();
    assert_eq!(
        paths,
        ["/redirect", "/unavailable", "/unavailable", "/unavailable"]
    );
    assert!(nonces_differ(&requests));
}

// --- after how long ----------------------------------------------------------

#[test]
fn a_retry_after_in_seconds_is_waited_for() {
    let request = marked("GET", &unavailable("seconds", "&retry_after=1"), "seconds");
    let (response, took) = timed(|| trying(2).send(&request).unwrap());
    assert_eq!(response.status(), 200);
    assert!(
        took >= Duration::from_secs(1) && took < Duration::from_secs(6),
        "{took:?}"
    );
}

#[test]
fn a_retry_after_as_a_date_is_waited_for() {
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(3));
    let more = format!("&retry_after={}", date.replace(' ', "%20"));
    let request = marked("GET", &unavailable("date", &more), "date");
    let (response, took) = timed(|| trying(2).send(&request).unwrap());
    assert_eq!(response.status(), 200);
    assert!(
        took >= Duration::from_secs(1) && took < Duration::from_secs(8),
        "{took:?}"
    );
}

#[test]
fn a_retry_after_that_is_too_long_gives_the_answer_back_at_once() {
    let request = marked("GET", &unavailable("long", "&retry_after=61"), "long");
    let (response, took) = timed(|| trying(2).send(&request).unwrap());
    assert_eq!(response.status(), 503);
    assert_eq!(response.header("Retry-After"), Some("61"));
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(seen("long").len(), 1);

    let request = marked("GET", &unavailable("short", "&retry_after=2"), "short");
    let hurried = session(settings().retries(attempts(2).longest_wait(Duration::from_secs(1))));
    assert_eq!(hurried.send(&request).unwrap().status(), 503);
}

#[test]
fn pauses_grow_from_the_first_to_the_longest() {
    let retries = Retries::new(5).backoff(Duration::from_millis(200), Duration::from_millis(400));
    let request = marked("GET", &unavailable("pauses", "&times=100"), "pauses");
    let (_, took) = timed(|| session(settings().retries(retries)).send(&request).unwrap());
    // 200, 400, 400 and 400, of which each is at least half
    assert!(took >= Duration::from_millis(700), "{took:?}");
    assert!(took < Duration::from_millis(1400 + 4000), "{took:?}");
}

#[test]
fn each_attempt_has_the_time_limit_for_itself() {
    let mut request = marked("GET", &server().url("http", "/silent"), "limit");
    request.timeout(Duration::from_millis(400));
    let (result, took) = timed(|| trying(3).send(&request));
    assert_eq!(result.unwrap_err().kind(), ErrorKind::TimedOut);
    assert!(
        took >= Duration::from_millis(1200) && took < Duration::from_secs(8),
        "{took:?}"
    );
    assert_eq!(seen("limit").len(), 3);
}

#[test]
fn a_post_whose_time_limit_passed_may_have_been_acted_on_and_is_not_sent_again() {
    let mut request = marked("POST", &server().url("http", "/silent"), "post limit");
    request.timeout(Duration::from_millis(300));
    let error = trying(3).send(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(!error.is_unsent());
    assert_eq!(seen("post limit").len(), 1);
}

// --- with a transport of one's own -------------------------------------------

/// Fails so many times, in one way, before it answers.
struct Failing {
    left: AtomicUsize,
    kind: ErrorKind,
    unsent: bool,
}

impl Transport for Failing {
    fn send(&self, _: &SignedRequest<'_>, _: &SendOptions) -> Result<ResponseStream, Error> {
        let left = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            });
        if left.is_err() {
            return Ok(ResponseStream::new(200, Vec::new(), std::io::empty()));
        }
        let error = Error::new(self.kind, "failed");
        Err(if self.unsent { error.unsent() } else { error })
    }
}

#[test]
fn what_another_transport_fails_with_is_retried_alike() {
    for (method, kind, unsent, again) in [
        ("POST", ErrorKind::ConnectionFailed, false, false),
        ("POST", ErrorKind::ConnectionFailed, true, true),
        ("POST", ErrorKind::HostNotFound, true, true),
        ("GET", ErrorKind::ConnectionFailed, false, true),
        ("GET", ErrorKind::TimedOut, false, true),
        ("GET", ErrorKind::InvalidResponse, false, true),
        ("GET", ErrorKind::TlsFailed, true, false),
        ("GET", ErrorKind::Cancelled, true, false),
        ("GET", ErrorKind::ResponseTooLarge, false, false),
        ("GET", ErrorKind::InvalidUrl, true, false),
    ] {
        let failing = Failing {
            left: AtomicUsize::new(2),
            kind,
            unsent,
        };
        let session = session(settings().transport(Arc::new(failing)).retries(attempts(3)));
        let result = session.send(&Request::new(method, "https://a.example/").unwrap());
        assert_eq!(result.is_ok(), again, "{method} {kind:?} {unsent}");
    }
}
