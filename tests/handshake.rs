//! The handshake and the requests after it, against the sandbox, where oauthlib is the judge, and where
//! our verifier is.

#![cfg(feature = "http")]

mod sandbox;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use oauth1::{
    BodyHash, Client, ErrorKind, HttpTransport, Request, Session, SignatureMethod, Timeouts, Token,
    TokenResponse, Transmission,
};
use sandbox::Sandbox;

for_both_judges! {
    a_user_allows_access_and_a_status_is_posted,
    the_callback_is_where_the_user_comes_back_to,
    every_method_and_transmission_is_accepted,
    a_body_that_is_no_form_is_accepted_with_its_hash,
    a_denied_authorization_is_a_refusal_that_says_so,
    a_wrong_consumer_secret_is_a_refusal_that_says_so,
    two_users_of_one_client_never_meet,
}

fn client(sandbox: &Sandbox) -> Client {
    Client::new(sandbox.get("consumer_key"), sandbox.get("consumer_secret")).unwrap()
}

fn authorization_url(sandbox: &Sandbox, request_token: &TokenResponse) -> String {
    let url = sandbox.get("authorize_url");
    Client::authorization_url(url, request_token.token().key(), &[]).unwrap()
}

/// The access token of `user`, who allowed access by PIN.
fn access_token(sandbox: &Sandbox, client: &Client, user: &str) -> TokenResponse {
    let request_token = client
        .request_token(sandbox.get("request_token_url"), "oob")
        .unwrap();
    let url = authorization_url(sandbox, &request_token);
    let pin = Sandbox::consent(&url, &["--user", user]);
    let url = sandbox.get("access_token_url");
    client
        .access_token(url, request_token.token().clone(), &pin)
        .unwrap()
}

fn tweet(sandbox: &Sandbox, status: &str) -> Request {
    let mut request = Request::post(sandbox.get("update_url")).unwrap();
    request.param("status", status).unwrap();
    request
}

/// The statuses of the timeline, newest first: who posted each, and its text.
fn timeline(sandbox: &Sandbox, session: &Session) -> Vec<(String, String)> {
    let mut request = Request::get(sandbox.get("home_timeline_url")).unwrap();
    request.param("count", "200").unwrap();
    let response = session.send(&request).unwrap();
    assert_eq!(response.status(), 200, "{}", response.text());
    let timeline: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let statuses = timeline.as_array().unwrap().iter();
    statuses
        .map(|status| (text(&status["user"]["screen_name"]), text(&status["text"])))
        .collect()
}

fn a_user_allows_access_and_a_status_is_posted(sandbox: &Sandbox) {
    let client = client(sandbox);
    let access = access_token(sandbox, &client, "alice");
    assert_eq!(access.get("screen_name"), Some("alice"));

    let session = client.session(access.token().clone());
    let status = "Hello Ladies + Gentlemen: 100 % naïve ☕ & more";
    let response = session.send(&tweet(sandbox, status)).unwrap();
    assert_eq!(response.status(), 200, "{}", response.text());
    assert_eq!(
        response.header("content-type").map(|value| &value[..16]),
        Some("application/json")
    );
    assert!(timeline(sandbox, &session).contains(&("alice".to_owned(), status.to_owned())));
}

#[test]
fn the_example_posts_a_status() {
    let sandbox = Sandbox::start();
    let mut example = Command::new(env!("CARGO"))
        .args([
            "run",
            "--quiet",
            "--example",
            "tweet",
            "--",
            "Hello from the example!",
        ])
        .envs(sandbox.environment())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(example.stdout.take().unwrap()).lines();
    let mut next = |start: &str| {
        let line = lines.next().unwrap().unwrap();
        let (_, rest) = line
            .split_once(start)
            .unwrap_or_else(|| panic!("{start} in {line}"));
        rest.to_owned()
    };
    next("request token: ");
    let pin = Sandbox::consent(&next("authorization URL: "), &["--user", "carol"]);
    writeln!(example.stdin.take().unwrap(), "{pin}").unwrap();
    next("verifier: access token: ");
    assert!(next("response: 200 ").contains("Hello from the example!"));
    assert!(example.wait().unwrap().success());
}

fn the_callback_is_where_the_user_comes_back_to(sandbox: &Sandbox) {
    let client = client(sandbox);
    let callback = "http://localhost:8000/verify/?next=%2Fhome";
    let request_token = client
        .request_token(sandbox.get("request_token_url"), callback)
        .unwrap();
    assert!(request_token.callback_confirmed());
    let back = Sandbox::consent(
        &authorization_url(sandbox, &request_token),
        &["--user", "bob"],
    );
    assert!(
        back.starts_with(&format!("{callback}&oauth_token=")),
        "{back}"
    );
    let (_, verifier) = back.split_once("oauth_verifier=").unwrap();
    let url = sandbox.get("access_token_url");
    let access = client
        .access_token(url, request_token.token().clone(), verifier)
        .unwrap();
    assert_eq!(access.get("screen_name"), Some("bob"));
}

fn every_method_and_transmission_is_accepted(sandbox: &Sandbox) {
    let token = access_token(sandbox, &client(sandbox), "alice")
        .token()
        .clone();
    for method in [
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha256,
        SignatureMethod::HmacSha512,
        SignatureMethod::Plaintext,
    ] {
        for transmission in [
            Transmission::Header,
            Transmission::Query,
            Transmission::Form,
        ] {
            let name = method.name().to_owned();
            let client =
                Client::builder(sandbox.get("consumer_key"), sandbox.get("consumer_secret"))
                    .signature_method(method.clone())
                    .transmission(transmission)
                    .plaintext_over_http(true)
                    .build()
                    .unwrap();
            let session = client.session(token.clone());
            let mut request = tweet(sandbox, &format!("{name} {transmission:?} ~ é"));
            request.query("a b", "c+d").unwrap();
            let response = session.send(&request).unwrap();
            assert_eq!(
                response.status(),
                200,
                "{name} {transmission:?}: {}",
                response.text()
            );
        }
    }
}

fn a_body_that_is_no_form_is_accepted_with_its_hash(sandbox: &Sandbox) {
    let client = Client::builder(sandbox.get("consumer_key"), sandbox.get("consumer_secret"))
        .body_hash(BodyHash::Always)
        .build()
        .unwrap();
    let session = client.session(access_token(sandbox, &client, "alice").token().clone());
    let mut request = Request::new("PUT", sandbox.get("echo_url")).unwrap();
    request
        .set_body("application/json", r#"{"a": "ü"}"#)
        .unwrap();
    let response = session.send(&request).unwrap();
    assert_eq!(response.status(), 200, "{}", response.text());
}

fn a_denied_authorization_is_a_refusal_that_says_so(sandbox: &Sandbox) {
    let client = client(sandbox);
    let request_token = client
        .request_token(sandbox.get("request_token_url"), "oob")
        .unwrap();
    Sandbox::consent(&authorization_url(sandbox, &request_token), &["--deny"]);
    let url = sandbox.get("access_token_url");
    let error = client
        .access_token(url, request_token.token().clone(), "0000000")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(
        (error.status(), error.oauth_problem()),
        (Some(401), Some("user_refused"))
    );
}

fn a_wrong_consumer_secret_is_a_refusal_that_says_so(sandbox: &Sandbox) {
    let client = Client::new(sandbox.get("consumer_key"), "a wrong secret").unwrap();
    let error = client
        .request_token(sandbox.get("request_token_url"), "oob")
        .unwrap_err();
    assert_eq!(
        (error.status(), error.oauth_problem()),
        (Some(401), Some("signature_invalid"))
    );
    assert!(error.message().contains("signature_invalid"), "{error}");
    assert!(!error.message().contains("a wrong secret"), "{error}");
}

fn two_users_of_one_client_never_meet(sandbox: &Sandbox) {
    let client = client(sandbox);
    let sessions = ["alice", "bob"].map(|user| {
        let token = access_token(sandbox, &client, user).token().clone();
        (user, client.session(token))
    });
    std::thread::scope(|scope| {
        for (user, session) in &sessions {
            scope.spawn(move || {
                for round in 0..20 {
                    let sent = session
                        .send(&tweet(sandbox, &format!("round {round} of {user}")))
                        .unwrap();
                    assert_eq!(sent.status(), 200, "{}", sent.text());
                }
            });
        }
    });
    let mut statuses = timeline(sandbox, &sessions[0].1);
    statuses.retain(|(_, text)| text.starts_with("round "));
    assert_eq!(statuses.len(), 40);
    assert!(
        statuses.iter().all(|(user, text)| text.ends_with(user)),
        "{statuses:?}"
    );
}

#[test]
fn what_does_not_answer_is_told_apart() {
    let client = Client::new("key", "secret").unwrap();
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let transport = HttpTransport::new(Timeouts {
        total: Duration::from_millis(300),
        ..Timeouts::default()
    });
    let impatient = Client::builder("key", "secret")
        .transport(Arc::new(transport))
        .build()
        .unwrap();
    for (client, url, kind) in [
        (
            &client,
            format!("http://{closed}/"),
            ErrorKind::ConnectionFailed,
        ),
        (
            &client,
            "http://nowhere.invalid/".to_owned(),
            ErrorKind::HostNotFound,
        ),
        (
            &impatient,
            format!("http://{}/", silent.local_addr().unwrap()),
            ErrorKind::TimedOut,
        ),
    ] {
        let session = client.session(Token::new("token", "token secret"));
        let error = session.send(&Request::get(&url).unwrap()).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(
            error.message().starts_with(url.trim_end_matches('/')),
            "{error}"
        );
    }
}
