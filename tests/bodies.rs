//! Bodies of any size and kind, on the way there and back. What is uploaded the sandbox judges.

#![cfg(feature = "http")]

mod faults_server;
mod sandbox;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use faults_server::{FaultServer, Seen, builder, judge, marked, session, transport};
use oauth1::{
    Body, BodyHash, Client, ErrorKind, HashAlgorithm, HttpTransport, Multipart, Proxy, Request,
    Response, Session, Transmission,
};
use sandbox::Sandbox;
use serde_json::Value;
use sha2::{Digest, Sha256};

const MEBIBYTE: usize = 1 << 20;

// --- how much memory a thread has --------------------------------------------

/// The system's allocator, which counts what the thread has, and the most that it had.
struct Counting;

thread_local! {
    static NOW: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: all is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(-layout.size().cast_signed());
        // SAFETY: the caller keeps to the contract.
        unsafe { System.dealloc(block, layout) }
    }
}

fn count(bytes: isize) {
    let now = NOW.get() + bytes;
    NOW.set(now);
    MOST.set(MOST.get().max(now));
}

/// How many bytes more than before this thread had at most, during `call`.
fn memory_of(call: impl FnOnce()) -> isize {
    let before = NOW.get();
    MOST.set(before);
    call();
    MOST.get() - before
}

#[test]
fn the_memory_that_a_thread_has_is_counted() {
    let taken = memory_of(|| drop(vec![1_u8; 3 * MEBIBYTE]));
    assert_eq!(taken, 3 * MEBIBYTE.cast_signed());
}

// --- what the tests have -----------------------------------------------------

fn server() -> &'static FaultServer {
    FaultServer::shared()
}

fn usual() -> Session {
    let transport = transport(server(), Duration::from_secs(60))
        .build()
        .unwrap();
    session(builder(transport))
}

fn provider() -> &'static Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    SANDBOX.get_or_init(|| Sandbox::with(&["--users", "1"]))
}

/// A session of the sandbox's, with body hashes.
fn judged(body_hash: BodyHash) -> Session {
    let sandbox = provider();
    let transport = HttpTransport::builder()
        .proxy(Proxy::none())
        .build()
        .unwrap();
    let client = Client::builder(sandbox.get("consumer_key"), sandbox.get("consumer_secret"))
        .body_hash(body_hash)
        .transport(std::sync::Arc::new(transport))
        .build()
        .unwrap();
    client.session(sandbox.token(0))
}

/// A file of the test's own, which is gone when this is dropped.
struct Temporary(PathBuf);

impl Temporary {
    fn new(content: &[u8]) -> Self {
        let file = Self::missing();
        fs::write(&file.0, content).unwrap();
        file
    }

    /// The path of a file that is yet to be made.
    fn missing() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("oauth1-bodies-{}-{number}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// So many bytes without a pattern that a piece in the wrong place would keep.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        })
        .collect()
}

fn sha256(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn json(response: &Response) -> Value {
    assert_eq!(response.status(), 200, "{}", response.text());
    serde_json::from_slice(response.body()).unwrap()
}

fn upload(method: &str) -> Request {
    Request::new(method, provider().get("upload_url")).unwrap()
}

// --- forms with files --------------------------------------------------------

#[test]
fn fields_and_files_arrive_as_they_were_given() {
    let picture = noise(300_000);
    let file = Temporary::new(&picture);
    // what looks like a boundary, and ends like one
    let tricky = b"--oauth1-\r\n--\r\n\r\n--oauth1-x--\r\n".to_vec();
    for body_hash in [BodyHash::Never, BodyHash::Always] {
        let mut form = Multipart::new();
        form.text("status", "Hello Ladies + Gentlemen: 100 % naïve ☕ & more")
            .unwrap();
        form.text("empty", "").unwrap();
        form.file("media", &file.0).unwrap();
        form.part("media", "naïve photo.jpg", "image/jpeg", tricky.clone())
            .unwrap();
        form.part("nothing", "empty.bin", "application/x-empty", Vec::new())
            .unwrap();
        let mut request = upload("POST");
        request.multipart(form).unwrap();
        let answer = json(&judged(body_hash).send(&request).unwrap());

        assert_eq!(answer["user"]["screen_name"], provider().user(0));
        let fields = answer["fields"].as_array().unwrap();
        let texts: Vec<_> = fields
            .iter()
            .map(|field| (&field["name"], &field["value"]))
            .collect();
        assert_eq!(
            format!("{texts:?}"),
            format!(
                "{:?}",
                [
                    (
                        &Value::from("status"),
                        &Value::from("Hello Ladies + Gentlemen: 100 % naïve ☕ & more")
                    ),
                    (&Value::from("empty"), &Value::from("")),
                ]
            )
        );
        let own_name = file.0.file_name().unwrap().to_str().unwrap();
        let files = answer["files"].as_array().unwrap();
        assert_eq!(files.len(), 3);
        for (file, (name, file_name, content_type, content)) in files.iter().zip([
            ("media", own_name, "application/octet-stream", &picture),
            ("media", "naïve photo.jpg", "image/jpeg", &tricky),
            ("nothing", "empty.bin", "application/x-empty", &Vec::new()),
        ]) {
            assert_eq!(file["name"], name);
            assert_eq!(file["filename"], file_name);
            assert_eq!(file["content_type"], content_type);
            assert_eq!(file["size"], content.len());
            assert_eq!(file["sha256"], sha256(content));
        }
    }
}

#[test]
fn a_form_whose_length_is_not_known_arrives_in_chunks() {
    let content = noise(200_000);
    let mut form = Multipart::new();
    form.text("status", "Hello").unwrap();
    let body = Body::reader(io::Cursor::new(content.clone()), None);
    form.part("media", "stream", "application/octet-stream", body)
        .unwrap();
    let mut request = upload("POST");
    request.multipart(form).unwrap();
    let answer = json(&judged(BodyHash::Never).send(&request).unwrap());
    assert_eq!(answer["files"][0]["sha256"], sha256(&content));
    assert_eq!(answer["fields"][0]["value"], "Hello");
}

#[test]
fn a_form_with_files_can_be_sent_again() {
    let file = Temporary::new(&noise(10_000));
    let mut form = Multipart::new();
    form.file("media", &file.0).unwrap();
    let mut request = upload("POST");
    request.multipart(form).unwrap();
    let session = judged(BodyHash::Always);
    let first = json(&session.send(&request).unwrap());
    assert_eq!(first, json(&session.send(&request).unwrap()));
}

// --- bodies that are streamed ------------------------------------------------

#[test]
fn a_file_is_sent_with_its_hash() {
    let content = noise(500_000);
    let file = Temporary::new(&content);
    for body_hash in [
        BodyHash::Always,
        BodyHash::AlwaysWith(HashAlgorithm::Sha256),
        BodyHash::AlwaysWith(HashAlgorithm::Sha512),
        BodyHash::Never,
    ] {
        let mut request = upload("PUT");
        request
            .stream_body("video/mp4", Body::file(&file.0).unwrap())
            .unwrap();
        let answer = json(&judged(body_hash).send(&request).unwrap());
        assert_eq!(answer["size"], content.len(), "{body_hash:?}");
        assert_eq!(answer["sha256"], sha256(&content), "{body_hash:?}");
        assert_eq!(answer["content_type"], "video/mp4");
    }
}

#[test]
fn a_hash_of_another_body_is_refused() {
    // other bytes each time that it is read: those that are hashed are not those that are sent
    let times = AtomicUsize::new(0);
    let body = Body::from_open(
        move || {
            let time = times.fetch_add(1, Ordering::Relaxed) as u8;
            Ok(Box::new(io::Cursor::new(vec![time; 1000])))
        },
        Some(1000),
    );
    let mut request = upload("PUT");
    request.stream_body("text/plain", body).unwrap();
    let response = judged(BodyHash::Always).send(&request).unwrap();
    assert_eq!(response.status(), 401);
    assert!(
        response.text().contains("oauth_body_hash"),
        "{}",
        response.text()
    );
}

#[test]
fn a_body_that_can_be_read_once_has_no_hash() {
    let mut request = upload("PUT");
    request
        .stream_body("text/plain", Body::reader(&b"Hello"[..], Some(5)))
        .unwrap();
    let error = judged(BodyHash::Always).send(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidBody);
    assert!(error.message().contains("read twice"), "{error}");
}

#[test]
fn a_length_that_is_known_is_sent_and_otherwise_there_are_chunks() {
    let content = noise(150_000);
    for (mark, length, expected) in [
        ("known", Some(150_000), (Some("150000"), None)),
        ("unknown", None, (None, Some("chunked"))),
    ] {
        let mut request = marked("POST", &server().url("http", "/ok"), mark);
        let body = Body::reader(io::Cursor::new(content.clone()), length);
        request
            .stream_body("application/octet-stream", body)
            .unwrap();
        let response = usual().send(&request).unwrap();
        let seen = Seen::from_answer(response.body());
        let framing = (
            seen.header("Content-Length"),
            seen.header("Transfer-Encoding"),
        );
        assert_eq!(framing, expected, "{mark}");
        assert_eq!(seen.text("body_sha256"), sha256(&content), "{mark}");
        judge(server().get("http"), &[seen]);
    }
}

#[test]
fn a_reader_of_small_pieces_arrives_whole() {
    struct Trickling(u32);
    impl Read for Trickling {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Ok(0);
            }
            self.0 -= 1;
            if self.0.is_multiple_of(3) {
                return Err(io::ErrorKind::Interrupted.into());
            }
            buffer[0] = b'x';
            Ok(1)
        }
    }
    let mut request = marked("POST", &server().url("http", "/ok"), "trickling");
    request
        .stream_body("text/plain", Body::reader(Trickling(3000), None))
        .unwrap();
    let seen = Seen::from_answer(usual().send(&request).unwrap().body());
    assert_eq!(seen.text("body"), "x".repeat(2000));
}

#[test]
fn an_empty_stream_is_an_empty_body() {
    let file = Temporary::new(b"");
    for (mark, body) in [
        ("empty bytes", Body::bytes(Vec::new())),
        ("empty reader", Body::reader(io::empty(), None)),
        ("empty file", Body::file(&file.0).unwrap()),
    ] {
        let mut request = marked("PUT", &server().url("http", "/ok"), mark);
        request.stream_body("text/plain", body).unwrap();
        let seen = Seen::from_answer(usual().send(&request).unwrap().body());
        assert_eq!(seen.number("body_length"), 0, "{mark}");
        let length = seen.header("Content-Length");
        assert_eq!(length, (mark != "empty reader").then_some("0"), "{mark}");
    }
}

#[test]
fn a_reader_that_fails_ends_the_request_and_says_why() {
    struct Failing(usize);
    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::Error::other("the tape is torn"));
            }
            let read = self.0.min(buffer.len());
            self.0 -= read;
            Ok(read)
        }
    }
    for (mark, length) in [("torn chunks", None), ("torn length", Some(1_000_000))] {
        for sent in [0, 400_000] {
            let session = usual();
            let mark = format!("{mark} {sent}");
            let mut request = marked("POST", &server().url("http", "/ok"), &mark);
            let body = Body::reader(Failing(sent), length);
            request.stream_body("text/plain", body).unwrap();
            let error = session.send(&request).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidBody, "{mark}: {error}");
            assert!(
                error.message().contains("the tape is torn"),
                "{mark}: {error}"
            );
            assert!(!error.is_unsent() || sent == 0, "{mark}");
            // the server was not led to believe that this was all
            std::thread::sleep(Duration::from_millis(50));
            for seen in server().requests(&mark) {
                assert_eq!(seen.0["complete"], false, "{mark}");
            }
            let fine = Request::get(&server().url("http", "/ok")).unwrap();
            assert_eq!(session.send(&fine).unwrap().status(), 200, "{mark}");
        }
    }
}

#[test]
fn a_file_that_changed_is_sent_as_long_as_it_was_or_not_at_all() {
    let file = Temporary::new(b"0123456789");
    let body = Body::file(&file.0).unwrap();
    let send = |mark: &str| {
        let mut request = marked("PUT", &server().url("http", "/ok"), mark);
        request.stream_body("text/plain", body.clone()).unwrap();
        usual().send(&request)
    };
    fs::write(&file.0, b"0123456789, and more").unwrap();
    let seen = Seen::from_answer(send("longer").unwrap().body());
    assert_eq!(seen.text("body"), "0123456789");

    fs::write(&file.0, b"0123").unwrap();
    let error = send("shorter").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidBody);
    assert!(
        error.message().contains("ended 6 bytes before its length"),
        "{error}"
    );

    fs::remove_file(&file.0).unwrap();
    let error = send("gone").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidBody);
    assert!(server().requests("gone").is_empty());
}

// --- bodies, and methods -----------------------------------------------------

#[test]
fn a_method_that_usually_has_no_body_can_have_one() {
    for method in ["GET", "DELETE", "OPTIONS"] {
        let url = format!("{}/1/echo", provider().get("base_url"));
        let mut request = Request::new(method, &url).unwrap();
        request.query("a", "1").unwrap();
        request
            .set_body("application/json", r#"{"ids": [1, 2]}"#)
            .unwrap();
        let answer = json(&judged(BodyHash::Always).send(&request).unwrap());
        assert_eq!(answer["method"], method);
        assert_eq!(answer["body_length"], 15, "{method}");
        assert_eq!(answer["body_sha256"], sha256(r#"{"ids": [1, 2]}"#));

        let mut request = Request::new(method, &url).unwrap();
        let body = Body::reader(&b"streamed"[..], None);
        request.stream_body("text/plain", body).unwrap();
        let answer = json(&judged(BodyHash::Never).send(&request).unwrap());
        assert_eq!(answer["body_sha256"], sha256("streamed"), "{method}");
    }
}

#[test]
fn a_method_that_has_a_body_sends_the_length_of_an_empty_one() {
    for (method, length) in [
        ("POST", Some("0")),
        ("PUT", Some("0")),
        ("PATCH", Some("0")),
        ("GET", None),
        ("DELETE", None),
        ("OPTIONS", None),
    ] {
        let request = marked(method, &server().url("http", "/ok"), "empty");
        let seen = Seen::from_answer(usual().send(&request).unwrap().body());
        assert_eq!(seen.header("Content-Length"), length, "{method}");
        assert_eq!(seen.header("Transfer-Encoding"), None, "{method}");
        assert_eq!(seen.header("Content-Type"), None, "{method}");
    }
}

#[test]
fn a_form_larger_than_all_buffers_arrives_whole() {
    let long: String = "é + %".repeat(20_000);
    let url = format!("{}/1/echo", provider().get("base_url"));
    for transmission in [Transmission::Header, Transmission::Form] {
        let mut request = Request::post(&url).unwrap();
        request.form("status", &long).unwrap();
        request.transmission(transmission);
        let answer = json(&judged(BodyHash::Never).send(&request).unwrap());
        assert_eq!(answer["form"][0][1], long.as_str(), "{transmission:?}");
    }
}

#[test]
fn a_head_request_is_told_the_length_and_gets_no_body() {
    let request = marked("HEAD", &server().url("http", "/head"), "head");
    let session = usual();
    for _ in 0..2 {
        let response = session.send(&request).unwrap();
        assert_eq!(response.header("Content-Length"), Some("1000"));
        assert_eq!(response.body(), b"");
    }
    let nothing = Request::get(&server().url("http", "/no-content")).unwrap();
    let response = session.send(&nothing).unwrap();
    assert_eq!((response.status(), response.body()), (204, &b""[..]));
}

// --- large ones --------------------------------------------------------------

/// Far more than it takes, and far less than the body has.
const FLAT: isize = 2 << 20;

#[test]
fn a_large_file_is_uploaded_in_little_memory() {
    let piece = noise(MEBIBYTE);
    let file = Temporary::missing();
    let mut whole = Sha256::new();
    {
        let mut writing = fs::File::create(&file.0).unwrap();
        for _ in 0..64 {
            writing.write_all(&piece).unwrap();
            whole.update(&piece);
        }
    }
    let whole = whole
        .finalize()
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    let session = judged(BodyHash::Always);
    let mut answers = Vec::new();
    let taken = memory_of(|| {
        let mut streamed = upload("PUT");
        streamed
            .stream_body("video/mp4", Body::file(&file.0).unwrap())
            .unwrap();
        answers.push(session.send(&streamed).unwrap());
        let mut form = Multipart::new();
        form.file("media", &file.0).unwrap();
        let mut posted = upload("POST");
        posted.multipart(form).unwrap();
        answers.push(session.send(&posted).unwrap());
    });
    assert_eq!(json(&answers[0])["sha256"], whole.as_str());
    assert_eq!(json(&answers[1])["files"][0]["sha256"], whole.as_str());
    assert!(taken < FLAT, "{taken} bytes");
}

#[test]
fn a_large_body_is_downloaded_to_a_file_in_little_memory() {
    let size = 64 * MEBIBYTE;
    let session = usual();
    for path in ["/download", "/chunked"] {
        let file = Temporary::missing();
        let url = server().url("http", &format!("{path}?size={size}"));
        let mut saved = 0;
        let taken = memory_of(|| {
            let mut stream = session.stream(&Request::get(&url).unwrap()).unwrap();
            saved = stream.save(&file.0).unwrap();
        });
        assert_eq!(saved, size as u64, "{path}");
        assert!(taken < FLAT, "{path}: {taken} bytes");
        let mut content = io::BufReader::new(fs::File::open(&file.0).unwrap());
        let mut piece = vec![0; 65521];
        let period: Vec<u8> = (0..65521_u32).map(byte_at).collect();
        let mut left = size;
        while left > 0 {
            let next = left.min(piece.len());
            content.read_exact(&mut piece[..next]).unwrap();
            assert!(piece[..next] == period[..next], "{path}");
            left -= next;
        }
    }
}

/// The byte that the server's downloads have there.
fn byte_at(at: u32) -> u8 {
    (at.wrapping_mul(2_654_435_761) >> 24) as u8
}

#[test]
fn a_length_that_is_announced_takes_no_memory_before_its_bytes_are_there() {
    let session = usual();
    let url = server().url("http", "/status?header=Content-Length:16000000&body=x");
    let mut request = Request::get(&url).unwrap();
    request.timeout(Duration::from_millis(500));
    let taken = memory_of(|| assert!(session.send(&request).is_err()));
    assert!(taken < FLAT, "{taken} bytes");
}

// --- responses ---------------------------------------------------------------

#[test]
fn a_stream_gives_its_head_at_once_and_its_body_in_pieces() {
    let url = server().url("http", "/chunked?size=300000");
    let mut stream = usual().stream(&Request::get(&url).unwrap()).unwrap();
    assert_eq!((stream.status(), stream.content_length()), (200, None));
    assert_eq!(
        stream.header("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(stream.head().body(), b"");
    let mut body = Vec::new();
    let mut buffer = [0; 1000];
    assert_eq!(stream.read_piece(&mut []).unwrap(), 0);
    loop {
        let read = stream.read_piece(&mut buffer).unwrap();
        if read == 0 {
            break;
        }
        body.extend_from_slice(&buffer[..read]);
    }
    assert_eq!(stream.read_piece(&mut buffer).unwrap(), 0);
    let expected: Vec<u8> = (0..300_000).map(|at| byte_at(at % 65521)).collect();
    assert!(body == expected);
}

#[test]
fn a_stream_comes_while_the_server_is_still_sending() {
    let url = server().url("http", "/drip-body?size=5&ms=300");
    let mut stream = usual().stream(&Request::get(&url).unwrap()).unwrap();
    let start = std::time::Instant::now();
    let mut buffer = [0; 16];
    assert!(stream.read_piece(&mut buffer).unwrap() < 5);
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(stream.into_response().unwrap().body(), b"xxxx");
}

#[test]
fn gzip_is_unpacked_and_has_no_length_that_is_known() {
    let session = usual();
    let request = marked("GET", &server().url("http", "/gzip?size=100000"), "gzip");
    let text = "The quick brown fox jumps over the lazy dog.\n".repeat(3000);
    let response = session.send(&request).unwrap();
    assert_eq!(response.text(), text[..100_000]);
    assert_eq!(response.header("Content-Encoding"), None);
    assert_eq!(
        server().requests("gzip")[0].header("Accept-Encoding"),
        Some("gzip")
    );
    let stream = session.stream(&request).unwrap();
    assert_eq!(stream.content_length(), None);
    assert_eq!(stream.into_response().unwrap().body().len(), 100_000);
}

#[test]
fn text_is_read_in_the_charset_that_the_server_names() {
    for charset in [
        "iso-8859-1",
        "utf-8",
        "windows-1252",
        "utf-16le",
        "shift_jis",
    ] {
        let text = if charset == "shift_jis" {
            "テスト"
        } else {
            "Señor Müller"
        };
        let mut request = Request::get(&server().url("http", "/charset")).unwrap();
        request.query("name", charset).unwrap();
        request.query("text", text).unwrap();
        let response = usual().send(&request).unwrap();
        assert_eq!(response.text(), text, "{charset}");
    }
}

#[test]
fn a_limit_holds_for_a_stream_where_the_request_sets_one() {
    let session = usual();
    for path in ["/download?size=100001", "/endless", "/gzip?size=1000000"] {
        let mut request = Request::get(&server().url("http", path)).unwrap();
        request.max_response_size(100_000);
        let mut stream = session.stream(&request).unwrap();
        let mut taken = Vec::new();
        let error = stream.copy_to(&mut taken).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ResponseTooLarge, "{path}");
        assert!(
            error.message().contains("the limit of 100000 bytes"),
            "{error}"
        );
        assert!(taken.len() <= 100_000, "{path}: {}", taken.len());
    }
    let mut request = Request::get(&server().url("http", "/download?size=100000")).unwrap();
    request.max_response_size(100_000);
    let whole = session.stream(&request).unwrap().into_response().unwrap();
    assert_eq!(whole.body().len(), 100_000);
    assert_eq!(session.send(&request).unwrap().body().len(), 100_000);
}

#[test]
fn a_stream_without_a_limit_is_longer_than_what_a_response_may_be() {
    let url = server().url("http", &format!("/download?size={}", 17 * MEBIBYTE));
    let mut stream = usual().stream(&Request::get(&url).unwrap()).unwrap();
    let copied = stream.copy_to(&mut io::sink()).unwrap();
    assert_eq!(copied, 17 * MEBIBYTE as u64);
}

#[test]
fn a_stream_that_breaks_off_is_an_error_and_no_end() {
    let session = usual();
    for (path, kind) in [
        ("/close-mid-body", ErrorKind::ConnectionFailed),
        ("/close-mid-chunk", ErrorKind::ConnectionFailed),
        ("/gzip-cut", ErrorKind::InvalidResponse),
    ] {
        let url = server().url("http", path);
        let mut stream = session.stream(&Request::get(&url).unwrap()).unwrap();
        let error = stream.read_to_end(&mut Vec::new()).unwrap_err();
        let own = error.downcast::<oauth1::Error>().unwrap();
        assert_eq!(own.kind(), kind, "{path}: {own}");
        let file = Temporary::missing();
        let mut stream = session.stream(&Request::get(&url).unwrap()).unwrap();
        assert_eq!(stream.save(&file.0).unwrap_err().kind(), kind, "{path}");
    }
}

#[test]
fn what_cannot_be_saved_is_told() {
    let url = server().url("http", "/download?size=10");
    let mut stream = usual().stream(&Request::get(&url).unwrap()).unwrap();
    let error = stream.save("no/such/directory/file").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotSaved);
    assert!(
        error.message().contains("no/such/directory/file"),
        "{error}"
    );
    // it is all there yet
    assert_eq!(stream.into_response().unwrap().body().len(), 10);
}

#[test]
fn a_stream_that_is_dropped_leaves_a_client_that_works() {
    let session = usual();
    for path in ["/endless", "/download?size=1000000", "/drip-body"] {
        let url = server().url("http", path);
        let mut stream = session.stream(&Request::get(&url).unwrap()).unwrap();
        stream.read_piece(&mut [0; 100]).unwrap();
        drop(stream);
        let fine = session.send(&Request::get(&server().url("http", "/ok")).unwrap());
        assert_eq!(Seen::from_answer(fine.unwrap().body()).text("path"), "/ok");
    }
}

#[test]
fn two_streams_of_one_client_can_be_read_by_turns() {
    let session = usual();
    let url = server().url("http", "/chunked?size=200000");
    let request = Request::get(&url).unwrap();
    let mut streams = [
        session.stream(&request).unwrap(),
        session.stream(&request).unwrap(),
    ];
    let mut bodies = [Vec::new(), Vec::new()];
    let mut buffer = [0; 5000];
    loop {
        let mut more = false;
        for (stream, body) in streams.iter_mut().zip(&mut bodies) {
            let read = stream.read_piece(&mut buffer).unwrap();
            body.extend_from_slice(&buffer[..read]);
            more |= read > 0;
        }
        if !more {
            break;
        }
    }
    assert_eq!(bodies[0].len(), 200_000);
    assert!(bodies[0] == bodies[1]);
}
