//! Servers that answer to do harm, and programs that send requests where nobody expects it.

#![cfg(feature = "http")]

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use oauth1::{
    Body, Cancellation, Client, ClientBuilder, ErrorKind, HttpTransport, Provider, Proxy, Request,
    Retries, Session, Timeouts, Token, Transmission,
};

const EMPTY: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
/// After how long a request is called off.
const SOON: Duration = Duration::from_millis(300);
/// How long anything may take that is to end at once, on a machine that has other things to do.
const PROMPT: Duration = Duration::from_secs(3);

/// A server that does this with every connection; it ends with the test program.
fn serve(answer: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            stream
                .set_read_timeout(Some(Duration::from_secs(20)))
                .unwrap();
            thread::spawn(move || answer(stream));
        }
    });
    origin
}

/// Reads the head of a request; `None` where the client went away.
fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    String::from_utf8(head).ok()
}

/// Writes, to a client that may have gone.
fn send(stream: &mut TcpStream, text: impl AsRef<[u8]>) -> bool {
    stream.write_all(text.as_ref()).is_ok()
}

fn swallow(stream: &mut TcpStream) {
    let mut buffer = vec![0; 64 << 10];
    while stream.read(&mut buffer).is_ok_and(|read| read > 0) {}
}

fn builder() -> ClientBuilder {
    let transport = HttpTransport::builder().proxy(Proxy::none());
    Client::builder("key", "secret").transport(Arc::new(transport.build().unwrap()))
}

fn session() -> Session {
    let client = builder().build().unwrap();
    client.session(Token::new("token", "secret"))
}

/// A request that is called off soon.
fn called_off(method: &str, url: &str) -> Request {
    let cancellation = Cancellation::new();
    let mut request = Request::new(method, url).unwrap();
    request
        .cancellation(&cancellation)
        .timeout(Duration::from_secs(10));
    thread::spawn(move || {
        thread::sleep(SOON);
        cancellation.cancel();
    });
    request
}

fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    now.as_secs()
}

fn timestamp(head: &str) -> u64 {
    let (_, rest) = head.split_once("oauth_timestamp=\"").unwrap();
    rest.split('"').next().unwrap().parse().unwrap()
}

#[test]
fn a_download_that_is_never_short_of_bytes_is_called_off() {
    let url = serve(|mut stream| {
        head(&mut stream);
        send(&mut stream, "HTTP/1.1 200 OK\r\n\r\n");
        while send(&mut stream, [b'x'; 4096]) {}
    });
    let started = Instant::now();
    let mut stream = session().stream(&called_off("GET", &url)).unwrap();
    let error = stream.copy_to(&mut io::sink()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
    assert!(started.elapsed() < PROMPT);
}

#[test]
fn an_upload_that_never_waits_is_called_off() {
    let url = serve(|mut stream| swallow(&mut stream));
    let mut request = called_off("POST", &url);
    let endless = Body::reader(io::repeat(b'x'), None);
    request.stream_body("text/plain", endless).unwrap();
    let started = Instant::now();
    let error = session().send(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
    assert!(started.elapsed() < PROMPT);
}

#[test]
fn a_head_that_trickles_is_called_off() {
    let url = serve(|mut stream| {
        head(&mut stream);
        send(&mut stream, "HTTP/1.1 200 OK\r\nX: ");
        while send(&mut stream, "x") {
            thread::sleep(Duration::from_millis(20));
        }
    });
    let started = Instant::now();
    let error = session().send(&called_off("GET", &url)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
    assert!(started.elapsed() < PROMPT);
}

#[test]
fn a_proxy_that_trickles_is_given_up_in_time() {
    let proxy = serve(|mut stream| {
        head(&mut stream);
        send(&mut stream, "HTTP/1.1 200 OK\r\nX: ");
        while send(&mut stream, "x") {
            thread::sleep(Duration::from_millis(100));
        }
    });
    let second = Duration::from_secs(1);
    let transport = HttpTransport::builder()
        .proxy(Proxy::new(&proxy).unwrap())
        .timeouts(Timeouts {
            resolve: second,
            connect: second,
            first_byte: second,
            idle: second,
            total: 2 * second,
        });
    let client = Client::builder("key", "secret").transport(Arc::new(transport.build().unwrap()));
    let session = client.build().unwrap().session_without_token();
    for url in ["https://a.example/", "http://a.example/"] {
        let started = Instant::now();
        let error = session.send(&Request::get(url).unwrap()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
        assert!(started.elapsed() < 2 * second + PROMPT);
        // the proxy was told a host, and nothing of the request
        assert!(error.is_unsent(), "{url}");
    }
}

#[test]
fn an_answer_that_comes_before_an_upload_is_over_is_the_answer() {
    for (answer, wait) in [
        ("413 Too Large\r\nConnection: close", Duration::ZERO),
        ("401 Unauthorized", Duration::from_secs(15)),
    ] {
        let url = serve(move |mut stream| {
            head(&mut stream);
            let answer = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n");
            send(&mut stream, answer);
            thread::sleep(wait); // it does not read on, and may not close
        });
        let mut request = Request::post(&url).unwrap();
        let body = vec![b'x'; 32 << 20];
        request.set_body("text/plain", body).unwrap();
        request.timeout(Duration::from_secs(10));
        let response = session().send(&request).unwrap();
        assert!(answer.starts_with(&response.status().to_string()));
    }
}

#[test]
fn an_empty_answer_may_say_gzip() {
    let url = serve(|mut stream| {
        while let Some(head) = head(&mut stream) {
            let answer = match &head {
                head if head.starts_with("HEAD") => "200 OK\r\nContent-Length: 20",
                head if head.contains("/204") => "204 No Content",
                head if head.contains("/304") => "304 Not Modified",
                _ => "200 OK\r\nContent-Length: 0",
            };
            let answer = format!("HTTP/1.1 {answer}\r\nContent-Encoding: gzip\r\n\r\n");
            send(&mut stream, answer);
        }
    });
    for (method, path) in [
        ("HEAD", "/"),
        ("GET", "/204"),
        ("GET", "/304"),
        ("GET", "/0"),
    ] {
        let request = Request::new(method, &format!("{url}{path}")).unwrap();
        let response = session().send(&request).unwrap();
        assert!(response.body().is_empty());
        if method == "HEAD" {
            assert_eq!(response.header("Content-Length"), Some("20"));
        }
    }
}

#[test]
fn one_users_refusal_does_not_change_the_clock_for_another() {
    // the front end's Date is an hour ahead, the application's own clock is right
    let url = serve(|mut stream| {
        while let Some(head) = head(&mut stream) {
            let on_time = timestamp(&head).abs_diff(now()) < 300;
            let good = head.contains("oauth_token=\"good\"") && on_time;
            let status = if good { "200 OK" } else { "401 Unauthorized" };
            let date = UNIX_EPOCH + Duration::from_secs(now() + 3600);
            let date = httpdate::fmt_http_date(date);
            let answer = format!("HTTP/1.1 {status}\r\nDate: {date}\r\nContent-Length: 0\r\n\r\n");
            send(&mut stream, answer);
        }
    });
    let client = builder().build().unwrap();
    let status = |token: &str| {
        let session = client.session(Token::new(token, "secret"));
        session.send(&Request::get(&url).unwrap()).unwrap().status()
    };
    let seen = ["good", "revoked", "good", "revoked", "good"].map(status);
    assert_eq!(seen, [200, 401, 200, 401, 200]);
}

#[test]
fn a_timestamp_that_the_provider_takes_is_left_as_it_is() {
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    let url = serve(move |mut stream| {
        while head(&mut stream).is_some() {
            count.fetch_add(1, Ordering::SeqCst);
            let (from, to) = (now() - 86_400, now() + 300);
            let body = format!("oauth_problem=nonce_used&oauth_acceptable_timestamps={from}-{to}");
            let length = body.len();
            let answer = format!("HTTP/1.1 401 No\r\nContent-Length: {length}\r\n\r\n{body}");
            send(&mut stream, answer);
        }
    });
    let response = session().send(&Request::get(&url).unwrap()).unwrap();
    assert_eq!(response.problem().unwrap().name(), "nonce_used");
    assert_eq!(sent.load(Ordering::SeqCst), 1);
}

#[test]
fn an_interrupt_may_send_a_request_itself() {
    let slow = serve(|mut stream| {
        head(&mut stream);
        thread::sleep(Duration::from_millis(500));
        send(&mut stream, EMPTY);
    });
    let quick = serve(|mut stream| {
        head(&mut stream);
        send(&mut stream, EMPTY);
    });
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    let inner = builder().interrupt(|| false).build().unwrap();
    let client = builder().interrupt(move || {
        let request = Request::get(&quick).unwrap();
        let response = inner.session_without_token().send(&request).unwrap();
        count.fetch_add(usize::from(response.is_success()), Ordering::SeqCst);
        false
    });
    let session = client.build().unwrap().session_without_token();
    let response = session.send(&Request::get(&slow).unwrap()).unwrap();
    assert!(response.is_success());
    assert!(sent.load(Ordering::SeqCst) > 0);
}

/// Gives some bytes, sends a request that fails, and gives no more for a while.
struct SendsMeanwhile {
    elsewhere: String,
    given: u32,
}

impl Read for SendsMeanwhile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.given += 1;
        if self.given < 4 {
            buffer.fill(b'x');
            return Ok(buffer.len());
        }
        let mut request = Request::get(&self.elsewhere).unwrap();
        request.cancellation(&Cancellation::new());
        _ = session().send(&request);
        thread::sleep(Duration::from_millis(200));
        Ok(1)
    }
}

fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/", listener.local_addr().unwrap())
}

#[test]
fn a_body_that_sends_a_request_itself_leaves_the_mark_that_its_own_was_sent() {
    let arrived = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&arrived);
    let url = serve(move |mut stream| {
        head(&mut stream);
        count.fetch_add(1, Ordering::SeqCst);
        swallow(&mut stream);
    });
    let mut request = Request::post(&url).unwrap();
    request.timeout(Duration::from_secs(1));
    let elsewhere = nobody();
    let open = move || -> io::Result<oauth1::BodyReader> {
        let elsewhere = elsewhere.clone();
        Ok(Box::new(SendsMeanwhile {
            elsewhere,
            given: 0,
        }))
    };
    request
        .stream_body("text/plain", Body::from_open(open, None))
        .unwrap();
    let retries = Retries::new(3).backoff(Duration::ZERO, Duration::ZERO);
    let client = builder().retries(retries).build().unwrap();
    let error = client.session_without_token().send(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
    assert!(!error.is_unsent());
    assert_eq!(arrived.load(Ordering::SeqCst), 1);
}

#[test]
fn a_body_that_sends_a_request_itself_leaves_its_own_cancellation() {
    let url = serve(|mut stream| swallow(&mut stream));
    let mut request = called_off("POST", &url);
    let body = SendsMeanwhile {
        elsewhere: nobody(),
        given: 0,
    };
    request
        .stream_body("text/plain", Body::reader(body, None))
        .unwrap();
    let started = Instant::now();
    let error = session().send(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
    assert!(started.elapsed() < PROMPT);
}

#[test]
fn what_was_sent_once_is_never_said_to_be_unsent() {
    // one connection, then nobody listens any more
    let once = |answer: &'static [u8]| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            drop(listener);
            head(&mut stream);
            send(&mut stream, answer);
        });
        url
    };
    let url = once(
        b"HTTP/1.1 303 See Other\r\nLocation: /b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    );
    let error = session().send(&Request::post(&url).unwrap()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionFailed, "{error}");
    assert!(!error.is_unsent());

    let put = Request::new("PUT", &once(b"")).unwrap();
    let client = builder().retries(Retries::new(2)).build().unwrap();
    let error = client.session_without_token().send(&put).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionFailed, "{error}");
    assert!(!error.is_unsent());

    let error = session().send(&Request::post(&nobody()).unwrap());
    assert!(error.unwrap_err().is_unsent());
}

#[test]
fn the_longest_durations_do_no_harm() {
    let url = serve(|mut stream| {
        head(&mut stream);
        let forever = "HTTP/1.1 503 No\r\nRetry-After: 18446744073709551615\r\nContent-Length: 0";
        send(&mut stream, format!("{forever}\r\n\r\n"));
    });
    let longest = Duration::MAX;
    let transport = HttpTransport::builder()
        .proxy(Proxy::none())
        .timeouts(Timeouts {
            resolve: longest,
            connect: longest,
            first_byte: longest,
            idle: longest,
            total: longest,
        });
    let client = Client::builder("key", "secret")
        .transport(Arc::new(transport.build().unwrap()))
        .retries(
            Retries::new(2)
                .backoff(longest, longest)
                .longest_wait(longest),
        );
    let session = client.build().unwrap().session_without_token();
    let mut request = Request::get(&url).unwrap();
    request.timeout(longest);
    assert_eq!(session.send(&request).unwrap().status(), 503);
    let largest = HttpTransport::builder().max_header_size(usize::MAX);
    assert_eq!(
        largest.build().unwrap_err().kind(),
        ErrorKind::InvalidSetting
    );
}

#[test]
fn a_password_that_a_provider_repeats_is_in_no_error() {
    let url = serve(|mut stream| {
        let Some(head) = head(&mut stream) else {
            return;
        };
        let head = head.to_lowercase();
        let (_, rest) = head.split_once("content-length: ").unwrap();
        let length: usize = rest.split("\r\n").next().unwrap().parse().unwrap();
        let mut body = vec![0; length];
        stream.read_exact(&mut body).unwrap();
        let answer = format!("HTTP/1.1 400 Bad\r\nContent-Length: {length}\r\n\r\n");
        send(&mut stream, answer);
        send(&mut stream, body);
    });
    let client = builder().plaintext_over_http(true).build().unwrap();
    let error = client.xauth(&url, "user", "hunter2 +pw").unwrap_err();
    let shown = format!("{error} {:?}", error.body_excerpt());
    assert!(shown.contains("x_auth_username=user"), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn a_connection_that_closes_when_it_is_taken_up_again_costs_no_get() {
    let arrived = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&arrived);
    let url = serve(move |mut stream| {
        if head(&mut stream).is_some() {
            count.fetch_add(1, Ordering::SeqCst);
            send(&mut stream, EMPTY);
        }
        if head(&mut stream).is_some() {
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    let session = session();
    for _ in 0..3 {
        let response = session.send(&Request::get(&url).unwrap()).unwrap();
        assert!(response.is_success());
    }
    let before = arrived.load(Ordering::SeqCst);
    // a POST may have been acted upon
    let error = session.send(&Request::post(&url).unwrap()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionFailed, "{error}");
    assert!(!error.is_unsent());
    assert_eq!(arrived.load(Ordering::SeqCst), before + 1);
}

#[test]
fn a_stream_that_failed_does_not_end_well() {
    let url = serve(|mut stream| {
        head(&mut stream);
        send(
            &mut stream,
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello",
        );
    });
    let mut stream = session().stream(&Request::get(&url).unwrap()).unwrap();
    let mut buffer = [0; 50];
    assert_eq!(stream.read_piece(&mut buffer).unwrap(), 5);
    for _ in 0..3 {
        let error = stream.read_piece(&mut buffer).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionFailed, "{error}");
    }
}

#[test]
fn a_refusal_whose_body_breaks_off_keeps_its_status() {
    let url = serve(|mut stream| {
        head(&mut stream);
        send(
            &mut stream,
            "HTTP/1.1 401 No\r\nContent-Length: 100\r\n\r\nhello",
        );
    });
    let mut stream = session().stream(&Request::get(&url).unwrap()).unwrap();
    assert_eq!(stream.status(), 401);
    let mut buffer = [0; 50];
    assert_eq!(stream.read_piece(&mut buffer).unwrap(), 5);
    stream.read_piece(&mut buffer).unwrap_err();
}

#[test]
fn a_tunnel_is_no_request() {
    let error = Request::new("CONNECT", "https://example.com/").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidHeader);
}

#[test]
fn a_tls_handshake_that_trickles_is_called_off() {
    let url = serve(|mut stream| {
        // the first bytes of a handshake message that is announced to be long
        send(&mut stream, [0x16, 3, 3, 0x3f, 0xff, 2, 0, 0x3f, 0xf0]);
        while send(&mut stream, [3]) {
            thread::sleep(Duration::from_millis(20));
        }
    });
    let started = Instant::now();
    let request = called_off("GET", &url.replace("http:", "https:"));
    let error = session().send(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
    assert!(started.elapsed() < PROMPT);
}

#[test]
fn an_interrupt_that_sent_a_request_itself_calls_its_own_off() {
    let arrived = Arc::new(AtomicBool::new(false));
    let waiting = Arc::clone(&arrived);
    let silent = serve(move |mut stream| {
        head(&mut stream);
        waiting.store(true, Ordering::SeqCst);
        swallow(&mut stream);
    });
    let quick =
        serve(|mut stream| while head(&mut stream).is_some() && send(&mut stream, EMPTY) {});
    let own = session();
    let sent = AtomicUsize::new(0);
    let client = builder().interrupt(move || {
        if !arrived.load(Ordering::SeqCst) {
            return false;
        }
        let mut request = Request::get(&quick).unwrap();
        request.cancellation(&Cancellation::new());
        assert!(own.send(&request).unwrap().is_success());
        // it is asked again after it sent the first
        sent.fetch_add(1, Ordering::SeqCst) > 0
    });
    let session = client.build().unwrap().session_without_token();
    let started = Instant::now();
    let mut request = Request::get(&silent).unwrap();
    request.timeout(Duration::from_secs(10));
    let error = session.send(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
    assert!(!error.is_unsent());
    assert!(started.elapsed() < PROMPT);
}

/// Gives one byte at a time, and is interrupted by a signal before each.
struct Interrupted(u32);

impl Read for Interrupted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0 += 1;
        if self.0 % 2 == 1 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        buffer[0] = b'x';
        Ok(1)
    }
}

#[test]
fn a_body_is_read_on_after_a_signal() {
    let url = serve(|mut stream| {
        head(&mut stream);
        let mut body = [0; 3];
        if stream.read_exact(&mut body).is_ok() && body == *b"xxx" {
            send(&mut stream, EMPTY);
        }
    });
    let mut request = Request::post(&url).unwrap();
    let body = Body::reader(Interrupted(0), Some(3));
    request.stream_body("text/plain", body).unwrap();
    assert!(session().send(&request).unwrap().is_success());
}

#[test]
fn a_connection_with_half_an_upload_is_not_used_again() {
    for length in [Some(32 << 20), None] {
        let url = serve(|mut stream| {
            if head(&mut stream).unwrap().starts_with("GET") {
                send(&mut stream, EMPTY);
                return;
            }
            let answer = "HTTP/1.1 413 Too Large\r\nContent-Length: 9\r\n\r\ntoo large";
            send(&mut stream, answer);
            thread::sleep(Duration::from_secs(15)); // it does not read on
        });
        let mut request = Request::post(&url).unwrap();
        let body = Body::reader(io::repeat(b'x'), length);
        request.stream_body("text/plain", body).unwrap();
        request.timeout(Duration::from_secs(10));
        let session = session();
        let response = session.send(&request).unwrap();
        assert_eq!((response.status(), &*response.text()), (413, "too large"));
        let started = Instant::now();
        let response = session.send(&Request::get(&url).unwrap()).unwrap();
        assert!(response.is_success() && started.elapsed() < PROMPT);
    }
}

#[test]
fn gzip_that_ends_before_it_begins_is_empty() {
    for answer in [
        "Connection: close\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ] {
        let url = serve(move |mut stream| {
            head(&mut stream);
            let start = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n";
            send(&mut stream, format!("{start}{answer}"));
        });
        let response = session().send(&Request::get(&url).unwrap()).unwrap();
        assert!(response.is_success() && response.body().is_empty());
    }
}

#[test]
fn what_may_be_repeated_is_sent_again_where_a_connection_closed_meanwhile() {
    let methods = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&methods);
    // a connection is closed when its second request begins
    let url = serve(move |mut stream| {
        let head = head(&mut stream).unwrap();
        let (method, _) = head.split_once(' ').unwrap();
        seen.lock().unwrap().push(method.to_owned());
        send(&mut stream, EMPTY);
        _ = stream.read(&mut [0]);
    });
    let session = session();
    let sent = ["GET", "PUT", "DELETE", "HEAD", "POST"];
    for method in sent {
        let mut request = Request::new(method, &url).unwrap();
        if method == "POST" {
            request.repeatable(true);
        }
        assert!(session.send(&request).unwrap().is_success(), "{method}");
    }
    assert_eq!(*methods.lock().unwrap(), sent);
}

#[test]
fn a_stream_that_was_too_large_stays_so() {
    let url = serve(|mut stream| {
        head(&mut stream);
        let start = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
        send(&mut stream, format!("{start}{:100}", ""));
    });
    let mut request = Request::get(&url).unwrap();
    request.max_response_size(30);
    let mut stream = session().stream(&request).unwrap();
    let mut buffer = [0; 25];
    assert_eq!(stream.read_piece(&mut buffer).unwrap(), 25);
    for _ in 0..8 {
        let error = stream.read_piece(&mut buffer).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ResponseTooLarge, "{error}");
    }
}

#[test]
fn a_refusal_whose_body_stays_open_keeps_its_status() {
    let url = serve(|mut stream| {
        head(&mut stream);
        send(
            &mut stream,
            "HTTP/1.1 401 No\r\nX-Reason: tired\r\n\r\nhello",
        );
        swallow(&mut stream);
    });
    let mut request = Request::get(&url).unwrap();
    request.timeout(Duration::from_secs(1));
    let mut stream = session().stream(&request).unwrap();
    assert_eq!(stream.status(), 401);
    assert_eq!(stream.header("X-Reason"), Some("tired"));
    let mut buffer = [0; 50];
    assert_eq!(stream.read_piece(&mut buffer).unwrap(), 5);
    let error = stream.read_piece(&mut buffer).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
}

#[test]
fn more_headers_than_are_taken_are_too_large_a_response() {
    let url = serve(|mut stream| {
        head(&mut stream);
        let mut answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n".to_owned();
        for number in 0..1000 {
            write!(answer, "X-{number}: y\r\n").unwrap();
        }
        send(&mut stream, answer + "\r\n");
    });
    let error = session().send(&Request::get(&url).unwrap()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResponseTooLarge, "{error}");
}

#[test]
fn a_redirect_leaves_its_connection_to_the_next_request() {
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    let url = serve(move |mut stream| {
        count.fetch_add(1, Ordering::SeqCst);
        while let Some(head) = head(&mut stream) {
            if head.starts_with("GET /there ") {
                send(&mut stream, EMPTY);
            } else {
                let moved = "302 Found\r\nLocation: /there\r\nContent-Length: 5\r\n\r\nmoved";
                send(&mut stream, format!("HTTP/1.1 {moved}"));
            }
        }
    });
    let session = session();
    for _ in 0..5 {
        let response = session.send(&Request::get(&url).unwrap()).unwrap();
        assert!(response.is_success());
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[test]
fn a_query_that_a_redirect_repeats_is_signed_once() {
    let targets = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&targets);
    let url = serve(move |mut stream| {
        while let Some(head) = head(&mut stream) {
            let target = head.split(' ').nth(1).unwrap();
            seen.lock().unwrap().push(target.to_owned());
            let answer = if let Some(query) = target.strip_prefix("/token?") {
                format!("307 Moved\r\nLocation: /token/?{query}\r\nContent-Length: 0\r\n\r\n")
            } else {
                let token = "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=true";
                format!("200 OK\r\nContent-Length: {}\r\n\r\n{token}", token.len())
            };
            send(&mut stream, format!("HTTP/1.1 {answer}"));
        }
    });
    let client = builder().transmission(Transmission::Query).build().unwrap();
    let mut endpoint = Request::get(&format!("{url}/token")).unwrap();
    endpoint.query("scope", "read").unwrap();
    let answer = client.request_token(endpoint, "oob").unwrap();
    assert_eq!(answer.token().key(), "t");
    let targets = targets.lock().unwrap();
    assert_eq!(targets.len(), 2);
    for target in targets.iter() {
        for name in [
            "scope=",
            "oauth_callback=",
            "oauth_nonce=",
            "oauth_signature=",
        ] {
            assert_eq!(target.matches(name).count(), 1, "{target}");
        }
    }
}

/// A client of `E*TRADE` whose endpoints are at a server that gives one answer to all, and the heads
/// that this was sent.
fn etrade(answer: &'static str) -> (Client, Arc<Mutex<Vec<String>>>) {
    let heads = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&heads);
    let url = serve(move |mut stream| {
        while let Some(head) = head(&mut stream) {
            seen.lock().unwrap().push(head);
            send(&mut stream, format!("HTTP/1.1 {answer}"));
        }
    });
    let provider = Provider::named("etrade").unwrap().at_origin(&url).unwrap();
    let transport = HttpTransport::builder().proxy(Proxy::none());
    let client = Client::builder_for(provider, "key", "secret")
        .transport(Arc::new(transport.build().unwrap()));
    (client.build().unwrap(), heads)
}

#[test]
fn a_token_that_is_renewed_at_an_endpoint_for_that_alone_stays_as_it_is() {
    for answer in [
        "200 OK\r\nContent-Length: 0\r\n\r\n",
        "200 OK\r\nContent-Length: 29\r\n\r\nAccess Token has been renewed",
    ] {
        let (client, heads) = etrade(answer);
        let token = Token::new("token", "token-secret");
        let renewed = client.renew_token(&token, "").unwrap();
        assert_eq!(renewed.token(), &token);
        assert_eq!(renewed.session_handle(), None);
        let heads = heads.lock().unwrap();
        assert_eq!(heads.len(), 1);
        let head = &heads[0];
        assert!(head.starts_with("GET /oauth/renew_access_token "), "{head}");
        assert!(head.contains("oauth_token=\"token\""), "{head}");
        assert!(!head.contains("oauth_session_handle"), "{head}");
    }
}

#[test]
fn a_renewal_that_is_refused_is_an_error() {
    let (client, _) = etrade("401 No\r\nContent-Length: 27\r\n\r\noauth_problem=token_expired");
    let token = Token::new("token", "token-secret");
    let error = client.renew_token(&token, "").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused, "{error}");
    assert_eq!(error.status(), Some(401));
    assert_eq!(error.oauth_problem(), Some("token_expired"));
}
