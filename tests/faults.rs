//! What servers, proxies and networks do wrong: each fault is an error of a named kind, that comes
//! in time, leaks nothing, and leaves a client that works.

#![cfg(feature = "http")]

mod faults_server;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use faults_server::{FaultServer, builder, session, timed, transport};
use oauth1::{Error, ErrorKind, HttpTransport, Proxy, Request, Session, Timeouts, TokenResponse};

/// The time limit of a request, as the client is told.
const LIMIT: Duration = Duration::from_secs(1);
/// When it has to be over on a machine that has other things to do.
const AT_LAST: Duration = Duration::from_secs(6);

/// Has the tests of this program take turns: they count the process's files.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    server(); // which is a file too, and stays
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn server() -> &'static FaultServer {
    FaultServer::shared()
}

fn quick() -> Session {
    session(builder(transport(server(), LIMIT).build().unwrap()))
}

/// How many files the process has open, where that can be known.
fn open_files() -> usize {
    std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

/// Waits for the process to have no more files open than this.
fn assert_no_more_files_than(before: usize, what: &str) {
    for _ in 0..100 {
        if open_files() <= before {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let now = open_files();
    assert!(
        now <= before,
        "{what}: {now} files are open, {before} were before"
    );
}

fn get(session: &Session, url: &str) -> Result<oauth1::Response, Error> {
    session.send(&Request::get(url).unwrap())
}

/// Asks for `url` in a session that `make` makes, and insists on how it fails.
fn fails_in(make: impl Fn() -> Session, url: &str, kind: ErrorKind, words: &str) {
    fails_and_keeps(0, make, url, kind, words);
}

/// The same where the connection can be kept, since what failed was no fault of its own.
fn fails_and_keeps(
    connections: usize,
    make: impl Fn() -> Session,
    url: &str,
    kind: ErrorKind,
    words: &str,
) {
    let fine = server().url("http", "/ok");
    let before = open_files();
    {
        let session = make();
        let (result, took) = timed(|| get(&session, url));
        let error = match result {
            Ok(response) => panic!("{url}: {} {}", response.status(), response.body().len()),
            Err(error) => error,
        };
        assert_eq!(error.kind(), kind, "{url}: {error}");
        assert!(error.message().contains(words), "{url}: {error}");
        let (origin, _) = url.rsplit_once('/').unwrap();
        let origin = origin.split("/token").next().unwrap();
        let names_it = error.message().starts_with(origin);
        assert!(names_it || kind == ErrorKind::ResponseTooLarge, "{error}");
        assert!(took < AT_LAST, "{url}: {took:?}");
        drop(error);
        assert_no_more_files_than(before + connections, url);

        assert_eq!(get(&session, &fine).unwrap().status(), 200, "{url}");
        assert_no_more_files_than(before + connections + 1, url);
    }
    assert_no_more_files_than(before, url);
}

/// Asks for `path`, without TLS and with it, and insists on how it fails.
fn fails(path: &str, kind: ErrorKind, words: &str) {
    let _turn = alone();
    for origin in ["http", "https"] {
        fails_in(quick, &server().url(origin, path), kind, words);
    }
}

/// The same of an answer that is sound but for what is packed in it.
fn fails_in_gzip(path: &str) {
    let _turn = alone();
    for origin in ["http", "https"] {
        let url = server().url(origin, path);
        fails_and_keeps(1, quick, &url, ErrorKind::InvalidResponse, "");
    }
}

/// Asks for a token at `path`, and insists on how it fails.
fn no_token(path: &str, kind: ErrorKind, words: &str) {
    let _turn = alone();
    let before = open_files();
    {
        let session = quick();
        let (result, took) = timed(|| token(&session, path));
        let error = result.unwrap_err();
        assert_eq!(error.kind(), kind, "{path}: {error}");
        assert!(error.message().contains(words), "{path}: {error}");
        assert!(!error.message().contains("faults-secret"), "{error}");
        assert!(took < AT_LAST, "{path}: {took:?}");
        let good = token(&session, "/token/ok").unwrap();
        assert_eq!(good.token().key(), "faults-token", "{path}");
    }
    assert_no_more_files_than(before, path);
}

fn token(session: &Session, path: &str) -> Result<TokenResponse, Error> {
    let client = session.client();
    client.request_token(&server().url("http", path), "oob")
}

// --- answers that do not come, or slowly -------------------------------------

#[test]
fn a_server_that_says_nothing_is_left_when_the_time_limit_passes() {
    fails("/silent", ErrorKind::TimedOut, "the time limit passed");
}

#[test]
fn a_server_that_accepts_and_reads_no_request_is_left_when_the_time_limit_passes() {
    let _turn = alone();
    let url = format!("{}/", server().get("silent"));
    fails_in(quick, &url, ErrorKind::TimedOut, "the time limit passed");
}

#[test]
fn a_tls_handshake_that_hangs_ends_with_the_time_for_connecting() {
    let _turn = alone();
    let hurried = || {
        let timeouts = Timeouts {
            resolve: Duration::from_millis(500),
            connect: Duration::from_millis(500),
            ..Timeouts::default()
        };
        let transport = transport(server(), LIMIT).timeouts(timeouts);
        session(builder(transport.build().unwrap()))
    };
    let url = format!("{}/", server().get("silent_https"));
    fails_in(hurried, &url, ErrorKind::TimedOut, "that for connecting");
}

#[test]
fn a_first_byte_that_does_not_come_has_a_time_limit_of_its_own() {
    let _turn = alone();
    let hurried = || {
        let timeouts = Timeouts {
            first_byte: Duration::from_millis(500),
            ..Timeouts::default()
        };
        let transport = transport(server(), LIMIT).timeouts(timeouts);
        session(builder(transport.build().unwrap()))
    };
    let url = server().url("http", "/silent");
    fails_in(
        hurried,
        &url,
        ErrorKind::TimedOut,
        "that for the first byte of the response",
    );
}

/// A session whose bodies may stand still for so long, and last for much longer.
fn with_idle_limit(idle: Duration) -> Session {
    let timeouts = Timeouts {
        idle,
        ..Timeouts::default()
    };
    let transport = transport(server(), LIMIT).timeouts(timeouts);
    session(builder(transport.build().unwrap()))
}

#[test]
fn a_body_that_stands_still_has_a_time_limit_of_its_own() {
    let _turn = alone();
    let hurried = || with_idle_limit(Duration::from_millis(500));
    for origin in ["http", "https"] {
        let url = server().url(origin, "/long-length");
        let words = "that for the next piece of the response";
        fails_in(hurried, &url, ErrorKind::TimedOut, words);
    }
}

#[test]
fn a_body_that_the_server_does_not_take_has_a_time_limit_of_its_own() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let mut request = Request::post(&url).unwrap();
    // more than the buffers of both sockets hold
    request
        .set_body("application/octet-stream", vec![0; 64 << 20])
        .unwrap();
    let session = with_idle_limit(Duration::from_millis(500));
    let (result, took) = timed(|| session.send(&request));
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let words = "that for the next piece of the request to be taken";
    assert!(error.message().contains(words), "{error}");
    assert!(!error.is_unsent());
    assert!(took < AT_LAST, "{took:?}");
}

#[test]
fn a_body_that_comes_slowly_does_not_stand_still() {
    let session = with_idle_limit(Duration::from_millis(1500));
    let url = server().url("http", "/drip-body?size=7&ms=300");
    let (response, took) = timed(|| get(&session, &url).unwrap());
    assert_eq!(response.body().len(), 7);
    assert!(took > Duration::from_millis(1500), "{took:?}");
}

#[test]
fn the_time_that_a_program_takes_to_read_a_body_does_not_count() {
    let session = with_idle_limit(Duration::from_millis(500));
    let url = server().url("http", "/download?size=1000000");
    let mut stream = session.stream(&Request::get(&url).unwrap()).unwrap();
    let mut first = [0; 1000];
    stream.read_exact(&mut first).unwrap();
    std::thread::sleep(Duration::from_millis(800));
    assert_eq!(stream.into_response().unwrap().body().len(), 999_000);
}

#[test]
fn one_byte_a_second_does_not_stretch_the_time_limit() {
    fails(
        "/drip",
        ErrorKind::TimedOut,
        "the time limit passed: that for the whole request",
    );
}

#[test]
fn a_body_of_one_byte_a_second_does_not_stretch_the_time_limit() {
    fails("/drip-body", ErrorKind::TimedOut, "the time limit passed");
}

#[test]
fn the_time_limit_of_one_request_counts_for_more_than_the_clients() {
    let _turn = alone();
    let session = session(builder(
        transport(server(), Duration::from_secs(60))
            .build()
            .unwrap(),
    ));
    for path in ["/silent", "/drip-body"] {
        let mut request = Request::get(&server().url("http", path)).unwrap();
        request.timeout(Duration::from_millis(500));
        let (result, took) = timed(|| session.send(&request));
        assert_eq!(result.unwrap_err().kind(), ErrorKind::TimedOut, "{path}");
        assert!(took < AT_LAST, "{path}: {took:?}");
    }
}

// --- answers that end too early ----------------------------------------------

#[test]
fn a_connection_closed_without_an_answer_is_told() {
    fails("/close-before", ErrorKind::ConnectionFailed, "");
}

#[test]
fn a_connection_closed_within_a_header_is_told() {
    fails("/close-mid-header", ErrorKind::ConnectionFailed, "");
}

#[test]
fn a_connection_closed_within_the_body_is_told() {
    fails("/close-mid-body", ErrorKind::ConnectionFailed, "");
}

#[test]
fn a_connection_closed_within_a_chunk_is_told() {
    fails("/close-mid-chunk", ErrorKind::ConnectionFailed, "");
}

#[test]
fn a_connection_that_is_reset_is_told() {
    fails("/reset-mid-body", ErrorKind::ConnectionFailed, "");
}

#[test]
fn gzip_that_is_cut_off_is_told() {
    fails_in_gzip("/gzip-cut");
}

// --- answers whose length is wrong -------------------------------------------

#[test]
fn a_body_shorter_than_its_length_is_waited_for_until_the_time_limit_passes() {
    fails("/long-length", ErrorKind::TimedOut, "the time limit passed");
}

#[test]
fn what_follows_a_body_that_is_longer_than_its_length_is_no_answer_to_the_next_request() {
    let _turn = alone();
    for origin in ["http", "https"] {
        let session = quick();
        for _ in 0..5 {
            let short = get(&session, &server().url(origin, "/short-length")).unwrap();
            assert_eq!(short.body(), b"short");
            let fine = get(&session, &server().url(origin, "/ok")).unwrap();
            assert_eq!(fine.header("X-Left-Over"), None);
            assert!(fine.text().contains("\"path\": \"/ok\""), "{}", fine.text());
        }
    }
}

#[test]
fn a_negative_length_is_refused() {
    fails("/negative-length", ErrorKind::InvalidResponse, "");
}

#[test]
fn two_lengths_are_refused() {
    fails("/two-lengths", ErrorKind::InvalidResponse, "");
}

#[test]
fn a_chunk_whose_size_is_no_number_is_refused() {
    fails("/bad-chunk", ErrorKind::InvalidResponse, "");
}

// --- answers that are too large ----------------------------------------------

/// A session that takes a mebibyte, and has time for it.
fn small() -> Session {
    let transport = transport(server(), Duration::from_secs(30))
        .build()
        .unwrap();
    session(builder(transport).max_response_size(1 << 20))
}

fn too_large(path: &str) {
    let _turn = alone();
    for origin in ["http", "https"] {
        let url = server().url(origin, path);
        fails_in(
            small,
            &url,
            ErrorKind::ResponseTooLarge,
            "the limit of 1048576 bytes",
        );
    }
}

#[test]
fn chunks_without_end_are_read_up_to_the_limit() {
    too_large("/endless");
}

#[test]
fn a_body_without_length_and_end_is_read_up_to_the_limit() {
    too_large("/endless-identity");
}

#[test]
fn a_gzip_bomb_is_unpacked_up_to_the_limit() {
    too_large("/gzip-bomb");
}

#[test]
fn the_default_limit_is_16_mebibytes_after_decompression() {
    let _turn = alone();
    let transport = transport(server(), Duration::from_secs(60))
        .build()
        .unwrap();
    let session = session(builder(transport));
    let largest = 16 << 20;
    let taken = get(
        &session,
        &server().url("http", &format!("/download?size={largest}")),
    );
    assert_eq!(taken.unwrap().body().len(), largest);
    for path in [
        format!("/download?size={}", largest + 1),
        "/gzip-bomb".to_owned(),
    ] {
        let error = get(&session, &server().url("http", &path)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ResponseTooLarge, "{error}");
        assert!(
            error.message().contains("the limit of 16777216 bytes"),
            "{error}"
        );
    }
}

#[test]
fn a_header_of_100_megabytes_is_not_read() {
    fails("/big-header", ErrorKind::ResponseTooLarge, "headers");
}

#[test]
fn a_hundred_thousand_headers_are_not_read() {
    fails(
        "/many-headers",
        ErrorKind::ResponseTooLarge,
        "more headers than are taken",
    );
}

// --- answers that are none ---------------------------------------------------

#[test]
fn a_malformed_status_is_refused() {
    fails("/bad-status", ErrorKind::InvalidResponse, "");
}

#[test]
fn what_is_not_http_is_refused() {
    fails("/not-http", ErrorKind::InvalidResponse, "");
}

#[test]
fn a_page_without_a_head_is_refused() {
    fails("/http09", ErrorKind::InvalidResponse, "");
}

#[test]
fn what_is_said_to_be_gzip_and_is_not_is_refused() {
    fails_in_gzip("/gzip-garbage");
}

// --- token responses ---------------------------------------------------------

#[test]
fn a_token_response_of_a_gigabyte_is_read_up_to_64_kibibytes() {
    no_token(
        "/token/huge",
        ErrorKind::ResponseTooLarge,
        "the limit of 65536 bytes",
    );
}

#[test]
fn a_token_response_of_garbage_is_named() {
    let words = "has no oauth_token_secret and no oauth_token";
    no_token("/token/garbage", ErrorKind::InvalidTokenResponse, words);
}

#[test]
fn a_binary_token_response_is_named() {
    no_token(
        "/token/binary",
        ErrorKind::InvalidTokenResponse,
        "1024 bytes, binary data",
    );
}

#[test]
fn a_token_response_without_a_secret_is_named() {
    let words = "has no oauth_token_secret: expected";
    no_token("/token/no-secret", ErrorKind::InvalidTokenResponse, words);
}

#[test]
fn a_token_response_without_a_token_is_named() {
    no_token(
        "/token/no-token",
        ErrorKind::InvalidTokenResponse,
        "has no oauth_token: expected",
    );
}

#[test]
fn an_empty_token_response_is_named() {
    no_token(
        "/token/empty",
        ErrorKind::InvalidTokenResponse,
        "status 200, 0 bytes",
    );
}

#[test]
fn two_different_tokens_are_named() {
    let words = "has two different oauth_token:";
    no_token("/token/duplicate", ErrorKind::InvalidTokenResponse, words);
}

#[test]
fn a_token_response_in_json_is_taken() {
    let _turn = alone();
    let response = token(&quick(), "/token/json").unwrap();
    let taken = (response.token().key(), response.token().secret());
    assert_eq!(taken, ("faults-token", "faults-secret"));
    assert!(response.callback_confirmed());
    assert_eq!(response.get("user_id"), Some("42"));
    assert_eq!(response.get("screen_name"), Some("Jürgen & Söhne"));
}

#[test]
fn a_token_that_is_a_number_in_json_is_taken() {
    let _turn = alone();
    let response = token(&quick(), "/token/json-wrong?kind=token-number").unwrap();
    assert_eq!(response.token().key(), "42");
}

#[test]
fn json_that_is_something_else_is_named() {
    for (kind, words) in [
        ("list", "has no oauth_token_secret and no oauth_token"),
        ("number", "has no oauth_token_secret and no oauth_token"),
        ("null", "has no oauth_token_secret and no oauth_token"),
        ("text", "has no oauth_token"),
        ("token-null", "has no oauth_token: expected"),
        ("secret-list", "has no oauth_token_secret: expected"),
    ] {
        let path = format!("/token/json-wrong?kind={kind}");
        no_token(&path, ErrorKind::InvalidTokenResponse, words);
    }
}

#[test]
fn a_page_in_place_of_a_token_is_named() {
    no_token(
        "/token/html",
        ErrorKind::InvalidTokenResponse,
        "an HTML page",
    );
}

#[test]
fn a_callback_that_is_not_confirmed_is_told() {
    for path in ["/token/unconfirmed", "/token/unconfirmed?absent=1"] {
        let words = "expected oauth_callback_confirmed=true";
        no_token(path, ErrorKind::CallbackNotConfirmed, words);
    }
}

#[test]
fn an_oauth_problem_is_told_with_its_advice() {
    for place in ["body", "header"] {
        let path = format!(
            "/token/problem?name=consumer_key_refused&advice=Ask%20us&where={place}&status=403"
        );
        no_token(&path, ErrorKind::Refused, "consumer_key_refused");
        let error = token(&quick(), &path).unwrap_err();
        assert_eq!(error.status(), Some(403));
        assert_eq!(error.problem().unwrap().advice(), Some("Ask us"));
    }
}

// --- certificates ------------------------------------------------------------

#[test]
fn an_expired_certificate_is_named() {
    let _turn = alone();
    let url = server().url("https_expired", "/ok");
    fails_in(quick, &url, ErrorKind::TlsFailed, "expired");
}

#[test]
fn a_certificate_for_another_host_is_named() {
    let _turn = alone();
    let url = server().url("https_wrong_host", "/ok");
    fails_in(quick, &url, ErrorKind::TlsFailed, "not valid for");
}

#[test]
fn a_certificate_of_an_unknown_authority_is_named() {
    let _turn = alone();
    let url = server().url("https_unknown_ca", "/ok");
    fails_in(quick, &url, ErrorKind::TlsFailed, "UnknownIssuer");
    // of these the library's own certificates know none either
    let untrusting = || {
        let transport = HttpTransport::builder().proxy(Proxy::none());
        session(builder(transport.build().unwrap()))
    };
    let url = server().url("https", "/ok");
    fails_in(untrusting, &url, ErrorKind::TlsFailed, "UnknownIssuer");
}

#[test]
fn a_missing_client_certificate_is_named() {
    let _turn = alone();
    let strict = FaultServer::strict_tls();
    let url = format!("{}/", strict.get("url"));
    let make = || {
        let transport = transport(server(), LIMIT).root_certificates(strict.file("ca"));
        session(builder(transport.build().unwrap()))
    };
    fails_in(make, &url, ErrorKind::TlsFailed, "CertificateRequired");
}

#[test]
fn a_server_that_hangs_up_without_a_client_certificate_is_told() {
    let _turn = alone();
    let url = server().url("https_client_cert", "/ok");
    fails_in(quick, &url, ErrorKind::ConnectionFailed, "closed");
}

#[test]
fn a_client_certificate_is_shown_to_who_asks_for_it() {
    let _turn = alone();
    let transport = transport(server(), LIMIT)
        .client_certificate(server().file("client_cert"), server().file("client_key"));
    let session = session(builder(transport.build().unwrap()));
    for origin in ["https_client_cert", "https"] {
        let response = get(&session, &server().url(origin, "/ok")).unwrap();
        assert_eq!(response.status(), 200, "{origin}");
    }
}

#[test]
fn root_certificates_that_are_given_are_trusted() {
    let _turn = alone();
    for origin in ["https", "https_localhost"] {
        let response = get(&quick(), &server().url(origin, "/ok")).unwrap();
        assert_eq!(response.status(), 200, "{origin}");
    }
}

#[test]
fn plain_http_on_a_port_for_tls_is_told() {
    let _turn = alone();
    let url = server().url("https", "/ok").replace("https:", "http:");
    fails_in(quick, &url, ErrorKind::ConnectionFailed, "");
}

#[test]
fn tls_on_a_port_for_plain_http_is_told() {
    let _turn = alone();
    let plain = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/", plain.local_addr().unwrap());
    let answering = std::thread::spawn(move || {
        let (mut connection, _) = plain.accept().unwrap();
        connection
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .unwrap();
        drop(plain);
        let _ = connection.read(&mut [0; 4096]);
    });
    let error = get(&quick(), &url).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TlsFailed, "{error}");
    answering.join().unwrap();
}

// --- proxies -----------------------------------------------------------------

fn through(proxy: &str) -> Session {
    let transport = transport(server(), LIMIT).proxy(Proxy::new(proxy).unwrap());
    session(builder(transport.build().unwrap()))
}

/// Asks for what is not on this machine: only the proxy of this test finds it.
const ELSEWHERE: [&str; 2] = ["http://api.example/ok", "https://localhost/ok"];

fn is_reached_through(proxy: &str) {
    for url in ELSEWHERE {
        let session = through(proxy);
        for _ in 0..2 {
            let response = get(&session, url).unwrap();
            assert_eq!(response.status(), 200, "{url}: {}", response.text());
            assert!(response.text().contains("\"path\": \"/ok\""));
        }
    }
}

#[test]
fn http_and_https_go_through_a_proxy() {
    let _turn = alone();
    is_reached_through(server().get("proxy"));
}

#[test]
fn http_and_https_go_through_a_proxy_that_is_reached_by_tls() {
    let _turn = alone();
    is_reached_through(server().get("https_proxy"));
}

#[test]
fn http_and_https_go_through_a_proxy_that_wants_credentials() {
    let _turn = alone();
    is_reached_through(server().get("proxy_auth_url"));
}

fn proxy_fails(proxy: &str, kind: ErrorKind, words: &str) {
    let _turn = alone();
    for url in ELSEWHERE {
        let before = open_files();
        {
            let session = through(proxy);
            let (result, took) = timed(|| get(&session, url));
            let error = result.unwrap_err();
            assert_eq!(error.kind(), kind, "{url}: {error}");
            assert!(error.message().contains(words), "{url}: {error}");
            // a proxy that hangs was sent no part of the request either, but that is not known
            assert!(error.is_unsent() || kind == ErrorKind::TimedOut, "{error}");
            assert!(took < AT_LAST, "{url}: {took:?}");
        }
        assert_no_more_files_than(before, url);
    }
}

#[test]
fn a_proxy_that_wants_credentials_is_told() {
    proxy_fails(
        server().get("proxy_auth"),
        ErrorKind::ConnectionFailed,
        "407",
    );
}

#[test]
fn a_proxy_that_wants_other_credentials_is_told_without_them() {
    let wrong = server()
        .get("proxy_auth_url")
        .replace("pass%20word", "s3cret");
    proxy_fails(&wrong, ErrorKind::ConnectionFailed, "407");
    let error = get(&through(&wrong), ELSEWHERE[0]).unwrap_err();
    assert!(
        !format!("{error} {error:?}").contains("s3cret"),
        "{error:?}"
    );
}

#[test]
fn a_proxy_that_refuses_is_told() {
    proxy_fails(
        server().get("proxy_refuses"),
        ErrorKind::ConnectionFailed,
        "403",
    );
}

#[test]
fn a_proxy_that_is_not_there_is_told() {
    proxy_fails(server().get("refused"), ErrorKind::ConnectionFailed, "");
}

#[test]
fn a_proxy_that_says_nothing_is_left_when_the_time_limit_passes() {
    proxy_fails(
        server().get("silent"),
        ErrorKind::TimedOut,
        "the time limit passed",
    );
}

#[test]
fn hosts_that_are_excepted_do_not_go_through_the_proxy() {
    let _turn = alone();
    let refuses = Proxy::new(server().get("proxy_refuses")).unwrap();
    let transport = transport(server(), LIMIT).proxy(refuses.except("other.example, localhost"));
    let session = session(builder(transport.build().unwrap()));
    for origin in ["localhost", "https_localhost"] {
        let response = get(&session, &server().url(origin, "/ok")).unwrap();
        assert_eq!(response.status(), 200, "{origin}");
    }
    let error = get(&session, &server().url("http", "/ok")).unwrap_err();
    assert!(error.message().contains("403"), "{error}");
}

// --- hosts that are not there ------------------------------------------------

#[test]
fn a_port_on_which_nobody_listens_is_told() {
    let _turn = alone();
    let url = format!("{}/", server().get("refused"));
    fails_in(quick, &url, ErrorKind::ConnectionFailed, "refused");
}

#[test]
fn a_host_that_there_is_not_is_told() {
    let _turn = alone();
    let url = "http://nowhere.invalid/";
    fails_in(quick, url, ErrorKind::HostNotFound, "could not be resolved");
}

// --- answers as they should be, though not usual -----------------------------

#[test]
fn interim_answers_are_passed_over() {
    let _turn = alone();
    let response = get(&quick(), &server().url("http", "/continue-100")).unwrap();
    assert_eq!(response.status(), 200);
}

fn closed_meanwhile(origin: &str) {
    let _turn = alone();
    let session = quick();
    for _ in 0..10 {
        let response = get(&session, &server().url(origin, "/keepalive-close")).unwrap();
        assert_eq!(response.status(), 200);
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_connection_that_the_server_closed_meanwhile_is_not_used_again() {
    closed_meanwhile("http");
}

#[test]
fn a_tls_connection_that_the_server_closed_meanwhile_is_not_used_again() {
    closed_meanwhile("https");
}

#[test]
fn headers_that_come_twice_are_all_there() {
    let _turn = alone();
    let response = get(&quick(), &server().url("http", "/duplicate-headers")).unwrap();
    let named = |name: &str| {
        let headers = response.headers().iter();
        headers
            .filter(|(own, _)| own.eq_ignore_ascii_case(name))
            .count()
    };
    assert_eq!((named("Set-Cookie"), named("X-Twice")), (3, 2));
}
