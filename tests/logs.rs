//! What is logged at the finest level: each request, and nothing that is secret.

#![cfg(feature = "http")]

mod faults_server;
mod sandbox;

use std::sync::Mutex;
use std::time::Duration;

use faults_server::{FaultServer, transport};
use log::{LevelFilter, Log, Metadata, Record};
use oauth1::{Client, Request, Retries, SignatureMethod, Token, Transmission};
use sandbox::Sandbox;

/// Keeps what this library logs. ureq's own records are a program's to switch off (see the
/// library's documentation).
struct Kept(Mutex<Vec<String>>);

static KEPT: Kept = Kept(Mutex::new(Vec::new()));

impl Log for Kept {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("oauth1")
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let line = format!("{} {}", record.level(), record.args());
            self.0.lock().unwrap().push(line);
        }
    }

    fn flush(&self) {}
}

#[test]
fn each_request_has_a_line_and_no_line_has_a_secret() {
    log::set_logger(&KEPT).unwrap();
    log::set_max_level(LevelFilter::Trace);
    let sandbox = Sandbox::start();
    let faults = FaultServer::shared();
    let mut secrets = vec![
        "consumer s3cret",
        "t0ken s3cret",
        "in the body",
        "in-the-query",
    ];

    for method in [SignatureMethod::HmacSha1, SignatureMethod::Plaintext] {
        for transmission in [
            Transmission::Header,
            Transmission::Query,
            Transmission::Form,
        ] {
            let client = Client::builder("key", "consumer s3cret")
                .signature_method(method.clone())
                .transmission(transmission)
                .plaintext_over_http(true)
                .retries(Retries::new(2).backoff(Duration::ZERO, Duration::ZERO))
                .transport(std::sync::Arc::new(
                    transport(faults, Duration::from_secs(30)).build().unwrap(),
                ))
                .build()
                .unwrap();
            let session = client.session(Token::new("token", "t0ken s3cret"));
            for path in [
                "/ok?q=in-the-query",
                "/redirect?code=307&to=/ok?q=in-the-query",
                "/redirect?code=307&to=http://127.0.0.1:1/in-the-query",
                "/close-mid-header?q=in-the-query",
                "/skewed?offset=3600&q=in-the-query",
                "/status?code=503&q=in-the-query",
                "/token/garbage?q=in-the-query",
            ] {
                let mut request = Request::post(&faults.url("http", path)).unwrap();
                request.form("status", "in the body").unwrap();
                request.repeatable(true);
                let _ = session.send(&request);
            }
            let endpoint = faults.url("http", "/token/problem?name=token_rejected");
            let _ = client.request_token(&endpoint, "oob");
        }
    }
    let (key, secret) = (sandbox.get("consumer_key"), sandbox.get("consumer_secret"));
    secrets.push(secret);
    let client = Client::new(key, secret).unwrap();
    let answer = client
        .request_token(sandbox.get("request_token_url"), "oob")
        .unwrap();
    secrets.push(answer.token().secret());

    let lines = KEPT.0.lock().unwrap();
    let all = lines.join("\n");
    for secret in secrets {
        let encoded = oauth1::percent_encode(secret);
        assert!(
            !all.contains(secret) && !all.contains(&encoded),
            "{secret}:\n{all}"
        );
    }
    assert!(
        !all.contains("oauth_signature") && !all.contains("oauth_nonce"),
        "{all}"
    );
    assert!(!all.contains('?'), "a query is told:\n{all}");
    let line = lines
        .iter()
        .find(|line| line.contains("/oauth/request_token"))
        .unwrap();
    let origin_and_path = sandbox.get("request_token_url");
    assert!(
        line.starts_with(&format!("DEBUG POST {origin_and_path} gave 200 after ")),
        "{line}"
    );
    assert!(line.ends_with(" ms (attempt 1, redirects 0)"), "{line}");
    for said in [
        "ahead of this one",
        "attempt 2 in",
        "redirects 1",
        "not followed",
    ] {
        assert!(all.contains(said), "{said}:\n{all}");
    }
}
