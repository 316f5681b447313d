//! The handshake with a known provider, and what is between its legs.

#![cfg(feature = "http")]

mod sandbox;

use oauth1::{Client, ErrorKind, PendingAuthorization, Provider, Request, Token, TokenResponse};
use sandbox::Sandbox;

const CALLBACK: &str = "http://localhost:8000/verify/";

for_both_judges! {
    a_user_is_sent_away_and_comes_back_to_another_process,
    a_user_types_a_pin,
    further_parameters_go_with_both_legs,
    a_password_is_exchanged_for_a_token_and_told_to_nobody,
    a_token_is_renewed_by_its_session_handle,
}

fn provider(sandbox: &Sandbox) -> Provider {
    Provider::new("sandbox").with_endpoints(
        sandbox.get("request_token_url"),
        sandbox.get("authorize_url"),
        sandbox.get("access_token_url"),
    )
}

fn client(sandbox: &Sandbox) -> Client {
    let (key, secret) = (sandbox.get("consumer_key"), sandbox.get("consumer_secret"));
    Client::builder_for(provider(sandbox), key, secret)
        .plaintext_over_http(true)
        .build()
        .unwrap()
}

fn acts_for(sandbox: &Sandbox, client: &Client, answer: &TokenResponse, user: &str) -> bool {
    let session = client.session(answer.token().clone());
    let request = Request::get(sandbox.get("verify_credentials_url")).unwrap();
    let response = session.send(&request).unwrap();
    response.is_success() && response.text().contains(user)
}

fn a_user_is_sent_away_and_comes_back_to_another_process(sandbox: &Sandbox) {
    let pending = client(sandbox).authorize(CALLBACK).unwrap();
    let back = Sandbox::consent(pending.url(), &["--user", "alice"]);
    let kept = pending.to_bytes();
    drop(pending);

    let client = client(sandbox);
    let pending = PendingAuthorization::from_bytes(&kept).unwrap();
    assert_eq!(pending.provider(), "sandbox");
    let answer = client.complete(&pending, &back).unwrap();
    assert!(acts_for(sandbox, &client, &answer, "alice"));
    // what was used is of no more use
    let again = client.complete(&pending, &back).unwrap_err();
    assert_eq!(again.kind(), ErrorKind::Refused);
}

fn a_user_types_a_pin(sandbox: &Sandbox) {
    let client = client(sandbox);
    let pending = client.authorize("oob").unwrap();
    let pin = Sandbox::consent(pending.url(), &["--user", "bob"]);
    let answer = client
        .complete_with_verifier(&pending, &format!(" {pin}\n"))
        .unwrap();
    assert!(acts_for(sandbox, &client, &answer, "bob"));
    let empty = client.complete_with_verifier(&pending, " ").unwrap_err();
    assert_eq!(empty.kind(), ErrorKind::InvalidParameter);
}

fn further_parameters_go_with_both_legs(sandbox: &Sandbox) {
    let pending = client(sandbox)
        .authorize_with(CALLBACK, &[("scope", "r&w")], &[("lang", "de"), ("x", "ä")])
        .unwrap();
    assert!(pending.url().ends_with("&lang=de&x=%C3%A4"));
}

fn a_token_is_renewed_by_its_session_handle(sandbox: &Sandbox) {
    let options = ["--session-handles", "--judge", sandbox.get("judge")];
    let sandbox = Sandbox::with(&options);
    let client = client(&sandbox);
    let pending = client.authorize("oob").unwrap();
    let pin = Sandbox::consent(pending.url(), &["--user", "alice"]);
    let first = client.complete_with_verifier(&pending, &pin).unwrap();
    assert!(first.expires_in().is_some() && first.authorization_expires_in().is_some());
    let handle = first.session_handle().unwrap();
    let second = client.renew_token(first.token(), handle).unwrap();
    assert_ne!(second.token(), first.token());
    assert!(acts_for(&sandbox, &client, &second, "alice"));
    assert!(!acts_for(&sandbox, &client, &first, "alice"));
    let wrong = client.renew_token(second.token(), "nonsense").unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::Refused);
}

fn a_password_is_exchanged_for_a_token_and_told_to_nobody(sandbox: &Sandbox) {
    let client = client(sandbox);
    let url = sandbox.get("access_token_url");
    let answer = client.xauth(url, "alice", "alice-password").unwrap();
    assert!(acts_for(sandbox, &client, &answer, "alice"));
    let refused = client.xauth(url, "alice", "wr0ng secret").unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Refused);
    assert!(
        !format!("{refused} {refused:?}").contains("wr0ng"),
        "{refused}"
    );
    let strict = Client::new("key", "secret").unwrap();
    let open = strict.xauth(url, "alice", "alice-password").unwrap_err();
    assert_eq!(open.kind(), ErrorKind::InsecureTransport);
}

fn pending() -> PendingAuthorization {
    PendingAuthorization::new(Token::new("t0k&n", "s%cret"), "https://example.com/?a=b")
}

#[test]
fn the_verifier_comes_with_a_url_a_path_or_a_query() {
    for place in ["https://example.com/cb?", "/cb?", "?", ""] {
        let arrived = format!("{place}x=1&oauth_token=t0k%26n&oauth_verifier=v+1#top");
        assert_eq!(pending().verifier(&arrived).unwrap(), "v 1", "{place}");
    }
}

#[test]
fn a_callback_that_is_none_of_this_authorization_is_refused() {
    for (query, said) in [
        ("oauth_token=other&oauth_verifier=v", "not that of this"),
        ("oauth_verifier=v", "no oauth_token"),
        ("oauth_token=t0k%26n", "no oauth_verifier"),
        ("oauth_token=t0k%26n&oauth_verifier=", "no oauth_verifier"),
        (
            "oauth_token=t0k%26n&oauth_token=t0k%26n&oauth_verifier=v",
            "twice",
        ),
        (
            "oauth_token=t0k%26n&oauth_verifier=v&oauth_verifier=w",
            "twice",
        ),
        ("denied=other", "another authorization"),
        ("", "no oauth_token"),
    ] {
        let error = pending().verifier(query).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCallback, "{query}: {error}");
        assert!(error.message().contains(said), "{query}: {error}");
    }
}

#[test]
fn a_user_who_said_no_is_told_apart() {
    for query in [
        "denied=t0k%26n",
        "denied=true&oauth_token=t0k%26n",
        "oauth_problem=user_refused&oauth_token=t0k%26n",
        "oauth_problem=permission_denied",
    ] {
        let error = pending().verifier(query).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AccessDenied, "{query}: {error}");
    }
    let error = pending()
        .verifier("oauth_problem=user_refused")
        .unwrap_err();
    assert_eq!(error.problem().unwrap().name(), "user_refused");
}

#[test]
fn bytes_give_back_what_they_were_made_of() {
    let kept = pending().to_bytes();
    assert!(kept.is_ascii());
    assert_eq!(PendingAuthorization::from_bytes(&kept).unwrap(), pending());
}

#[test]
fn bytes_that_are_no_pending_authorization_are_refused() {
    let whole = pending().to_bytes();
    for end in 0..whole.len() {
        // a prefix lacks a field, or its last one is cut short: that one cannot be told
        let restored = PendingAuthorization::from_bytes(&whole[..end]);
        if let Ok(restored) = restored {
            assert_ne!(restored, pending());
        }
    }
    for bytes in [
        &b""[..],
        b"\xFF\x00",
        b"version=2&provider=&url=&oauth_token=a&oauth_token_secret=b",
        b"version=1&provider=&url=&oauth_token=&oauth_token_secret=b",
        b"version=1&provider=&url=&oauth_token=a",
        b"version=1&provider=&url=&oauth_token=a&oauth_token=a&oauth_token_secret=b",
    ] {
        let error = PendingAuthorization::from_bytes(bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidPendingAuthorization);
    }
}

#[test]
fn debug_shows_no_secret() {
    assert!(!format!("{:?}", pending()).contains("s%cret"));
}

#[test]
fn a_client_without_a_provider_or_of_another_is_told_so() {
    let plain = Client::new("key", "secret").unwrap();
    let error = plain.authorize("oob").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidSetting);
    let x = Provider::named("x").unwrap();
    let x = Client::builder_for(x, "key", "secret").build().unwrap();
    let kept = b"version=1&provider=tumblr&url=&oauth_token=a&oauth_token_secret=b";
    let pending = PendingAuthorization::from_bytes(kept).unwrap();
    let error = x.complete_with_verifier(&pending, "1").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidSetting);
    assert!(error.message().contains("tumblr"), "{error}");
}
