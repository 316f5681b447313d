//! Secrets are wiped before their memory is given back, and are in no text that the library makes.

#![cfg(all(feature = "http", feature = "rsa"))]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::{Read, Write};
use std::net::TcpListener;

use oauth1::{
    Client, ErrorKind, Request, Response, RsaKey, Session, SignatureMethod, Token, TokenResponse,
    Transmission,
};

const CONSUMER_SECRET: &str = "c0nsumer s3cret+of-the-test";
const TOKEN_SECRET: &str = "t0ken-s3cret-of-the-test";

/// The system's allocator, which looks into each block that is given back for what is searched.
struct Searching;

thread_local! {
    static NEEDLE: Cell<&'static [u8]> = const { Cell::new(b"") };
    static FOUND: Cell<usize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Searching = Searching;

// SAFETY: all is left to the system's allocator; blocks are read before they are given back.
unsafe impl GlobalAlloc for Searching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // zeroed, so that every byte of a block may be read when it comes back
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block is the caller's, of this size, and was zeroed when it was handed out.
        search(unsafe { std::slice::from_raw_parts(block, layout.size()) });
        // SAFETY: the caller keeps to the contract.
        unsafe { System.dealloc(block, layout) }
    }

    // the provided `realloc` is made of the two, so that what a buffer outgrows is searched too
}

fn search(block: &[u8]) {
    let needle = NEEDLE.get();
    if !needle.is_empty() && block.windows(needle.len()).any(|window| window == needle) {
        FOUND.set(FOUND.get() + 1);
    }
}

/// In how many blocks `needle` was when they were given back during `call`.
fn given_back(needle: &'static [u8], call: impl FnOnce()) -> usize {
    FOUND.set(0);
    NEEDLE.set(needle);
    call();
    NEEDLE.set(b"");
    FOUND.get()
}

#[test]
fn the_search_finds_what_is_not_wiped() {
    let found = given_back(TOKEN_SECRET.as_bytes(), || drop(TOKEN_SECRET.to_owned()));
    assert_eq!(found, 1);
    let found = given_back(TOKEN_SECRET.as_bytes(), || {
        let mut grown = TOKEN_SECRET.to_owned();
        grown.reserve(1000);
        grown.clear();
    });
    assert_eq!(found, 2);
}

fn sign_and_drop() {
    for method in [
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha256,
        SignatureMethod::HmacSha512,
    ] {
        let client = Client::builder("key", CONSUMER_SECRET).signature_method(method);
        let client = client.build().unwrap();
        let session = client.session(Token::new("token", TOKEN_SECRET));
        let mut request = Request::post("https://a.example/").unwrap();
        request.param("status", "Hello").unwrap();
        let copy = session.clone();
        copy.sign(&request).unwrap();
        request.transmission(Transmission::Query);
        session.sign(&request).unwrap();
    }
}

#[test]
fn secrets_are_wiped_with_client_token_and_session() {
    assert_eq!(given_back(CONSUMER_SECRET.as_bytes(), sign_and_drop), 0);
    assert_eq!(given_back(TOKEN_SECRET.as_bytes(), sign_and_drop), 0);
}

#[test]
fn the_key_of_plaintext_is_wiped_with_the_session() {
    let found = given_back(CONSUMER_SECRET.as_bytes(), || {
        let client = Client::builder("key", CONSUMER_SECRET)
            .signature_method(SignatureMethod::Plaintext)
            .build()
            .unwrap();
        drop(client.session(Token::new("token", TOKEN_SECRET)));
    });
    assert_eq!(found, 0);
}

#[test]
fn a_token_secret_that_a_provider_sends_is_wiped_with_the_token() {
    for body in [
        format!("oauth_token=token&oauth_token_secret={TOKEN_SECRET}&user_id=1"),
        format!(r#"{{"oauth_token":"token","oauth_token_secret":"{TOKEN_SECRET}","user_id":1}}"#),
        // with an escape, which makes others copy it
        format!(
            r#"{{"oauth_token":"token","oauth_token_secret":"{}"}}"#,
            TOKEN_SECRET.replace('-', r"\u002d")
        ),
    ] {
        let response = Response::new(200, Vec::new(), body.into_bytes());
        let found = given_back(TOKEN_SECRET.as_bytes(), || {
            let token = TokenResponse::from_response(&response).unwrap();
            assert_eq!(token.token().secret(), TOKEN_SECRET);
        });
        assert_eq!(found, 0);
    }
}

#[test]
fn the_parts_of_an_rsa_key_are_wiped_with_it() {
    // the last bytes of the second prime and what follows them: nothing else holds these
    static DER: &[u8] = include_bytes!("keys/rsa2048.pkcs8.der");
    static PEM: &str = include_str!("keys/rsa2048.pkcs8.pem");
    let digits = PEM.lines().nth(12).unwrap();
    let read = || drop(RsaKey::parse(PEM).unwrap());
    assert_eq!(given_back(&DER[DER.len() / 2..DER.len() / 2 + 24], read), 0);
    assert_eq!(given_back(digits.as_bytes(), read), 0);
}

/// What is told of a refusal that repeats the whole request.
fn echoed(session: &Session) -> Vec<String> {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", server.local_addr().unwrap());
    let echo = std::thread::spawn(move || {
        for _ in 0..2 {
            let (mut connection, _) = server.accept().unwrap();
            let mut request = vec![0; 4096];
            let length = connection.read(&mut request).unwrap();
            let head =
                format!("HTTP/1.1 401 No\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
            connection.write_all(head.as_bytes()).unwrap();
            connection.write_all(&request[..length]).unwrap();
        }
    });
    let mut request = Request::post(&url).unwrap();
    let header = session.send(&request).unwrap();
    assert!(header.text().contains("oauth_signature="));
    request.transmission(Transmission::Query);
    let query = session.send(&request).unwrap();
    echo.join().unwrap();
    let told = |response: &Response| {
        let error = response.error_for_status().unwrap_err();
        assert!(error.message().contains("***"), "{error}");
        format!("{error} {:?}", error.body_excerpt())
    };
    vec![told(&header), told(&query)]
}

#[test]
fn an_oauth_problem_is_told_in_one_line_and_not_at_any_length() {
    let body = format!("oauth_problem=a%0Ab%1b{}", "x".repeat(5000));
    let response = Response::new(401, Vec::new(), body.into_bytes());
    let error = response.error_for_status().unwrap_err();
    assert!(error.message().len() < 800, "{error}");
    assert!(!error.message().chars().any(char::is_control), "{error}");
    assert_eq!(error.oauth_problem().unwrap().chars().count(), 100);
}

#[test]
fn no_debug_output_and_no_error_holds_a_secret() {
    let client = Client::builder("key", CONSUMER_SECRET).plaintext_over_http(true);
    let mut texts = vec![format!("{client:?}")];
    let client = client
        .signature_method(SignatureMethod::Plaintext)
        .build()
        .unwrap();
    let token = Token::new("token", TOKEN_SECRET);
    let session = client.session(token.clone());
    let mut request = Request::post("http://127.0.0.1:9/").unwrap();
    request.param("password", TOKEN_SECRET).unwrap();
    let signed = session.sign(&request).unwrap();
    texts.push(format!(
        "{client:?} {token:?} {session:?} {request:?} {signed:?}"
    ));

    let sent = session.send(&request).unwrap_err();
    assert_eq!(sent.kind(), ErrorKind::ConnectionFailed);
    texts.push(format!("{sent} {sent:?}"));
    for (status, body) in [
        (200, format!("oauth_token_secret={TOKEN_SECRET}")),
        (
            200,
            format!("oauth_token=&oauth_token_secret={TOKEN_SECRET}"),
        ),
        (
            401,
            format!("oauth_token=t&oauth_token_secret={TOKEN_SECRET}"),
        ),
        (
            401,
            format!("oauth_problem=p&oauth_problem_advice=oauth_token_secret%3D{TOKEN_SECRET}"),
        ),
        (
            200,
            format!("oauth_token=t&oauth_token_secret={TOKEN_SECRET}&oauth_token_secret=1"),
        ),
        (200, format!(r#"{{"oauth_token_secret":"{TOKEN_SECRET}""#)),
        (
            200,
            format!(r#"{{"oauth_token_secret":"{TOKEN_SECRET}","oauth_token":null}}"#),
        ),
    ] {
        let response = Response::new(status, Vec::new(), body.into_bytes());
        let error = TokenResponse::from_response(&response).unwrap_err();
        texts.push(format!(
            "{error} {error:?} {response:?} {:?}",
            error.body_excerpt()
        ));
    }
    texts.extend(echoed(&session));
    for text in texts {
        assert!(
            !text.contains(CONSUMER_SECRET) && !text.contains(TOKEN_SECRET),
            "{text}"
        );
    }
}
