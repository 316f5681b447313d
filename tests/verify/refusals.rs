//! What is refused, by which step, and what the client is told of it (RFC 5849 §3.2).

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use oauth1::{
    Consumer, Credentials, CustomSignature, ErrorKind, Keys, NonceStore, NonceUse, PublicUrl,
    Reason, ReceivedRequest, Request, SignatureMethod, Transmission, Url, Verifier,
};

use crate::support::*;

fn get(url: &str) -> Wire {
    Wire::signed(&session(), &Request::get(url).unwrap())
}

fn signed() -> Wire {
    get("https://a.example/photos?page=2")
}

fn reason(wire: &Wire) -> (Reason, u16) {
    let refused = wire.refused(&verifier());
    (refused.reason(), refused.status())
}

#[test]
fn a_request_without_oauth_parameters_is_challenged() {
    let verifier = builder().realm("Photos \"mine\"").build().unwrap();
    for wire in [
        Wire {
            headers: vec![],
            ..signed()
        },
        Wire::get("https://a.example/", "Basic dXNlcjpwYXNz"),
        Wire::get("https://a.example/", "OAuth"),
        Wire::get("https://a.example/", "OAuth realm=\"Photos\""),
    ] {
        let refused = wire.refused(&verifier);
        assert_eq!(
            (refused.reason(), refused.status()),
            (Reason::NotSigned, 401)
        );
        assert_eq!(
            refused.www_authenticate().unwrap(),
            "OAuth realm=\"Photos \\\"mine\\\"\""
        );
    }
    let refused = Wire {
        headers: vec![],
        ..signed()
    }
    .refused(&crate::support::verifier());
    assert_eq!(refused.www_authenticate().unwrap(), "OAuth");
}

#[test]
fn a_missing_parameter_is_named() {
    for name in [
        "oauth_consumer_key",
        "oauth_nonce",
        "oauth_signature",
        "oauth_signature_method",
        "oauth_timestamp",
    ] {
        for (from, to) in [
            (format!("{name}="), "other=".to_owned()),
            (format!("{name}=\""), format!("{name}=\"\", x=\"")),
        ] {
            if to.starts_with(name) && matches!(name, "oauth_signature" | "oauth_signature_method")
            {
                continue; // an empty one is wrong, not missing
            }
            let refused = signed().replaced(&from, &to).refused(&verifier());
            assert_eq!(
                (refused.reason(), refused.status()),
                (Reason::ParameterMissing, 400)
            );
            assert!(refused.detail().ends_with(name), "{refused}");
            assert_eq!(
                refused.www_authenticate().unwrap(),
                format!(
                    "OAuth oauth_problem=\"parameter_absent\", oauth_parameters_absent=\"{name}\""
                )
            );
        }
    }
    let two = signed()
        .replaced("oauth_nonce=", "n=")
        .replaced("oauth_timestamp=", "t=");
    let challenge = two.refused(&verifier()).www_authenticate().unwrap();
    assert!(challenge.ends_with("oauth_parameters_absent=\"oauth_nonce%26oauth_timestamp\""));
}

#[test]
fn a_protocol_parameter_that_is_there_twice_is_refused() {
    let wire = signed();
    for name in [
        "oauth_token",
        "oauth_signature",
        "oauth_version",
        "oauth_callback",
    ] {
        let twice = format!("OAuth {name}=\"a\", {name}=\"a\", x=\"");
        let mut changed = wire.clone();
        let header = changed.header_mut("Authorization");
        *header = header.replace("OAuth oauth_consumer_key=\"", &twice);
        assert_eq!(reason(&changed), (Reason::ParameterRepeated, 400), "{name}");
    }
    let mut two_headers = wire.clone();
    two_headers.headers.push(two_headers.headers[0].clone());
    assert_eq!(reason(&two_headers), (Reason::ParameterRepeated, 400));
}

#[test]
fn protocol_parameters_in_two_places_are_refused() {
    let wire = signed();
    for url in [
        "https://a.example/?oauth_token=x",
        "https://a.example/?%6fauth_callback=oob",
    ] {
        let mut changed = wire.clone();
        changed.url = url.to_owned();
        assert_eq!(reason(&changed), (Reason::TwoPlaces, 400));
    }
    let mut form = wire.clone();
    form.headers.push((
        "Content-Type".into(),
        "application/x-www-form-urlencoded".into(),
    ));
    form.body = b"oauth_verifier=v".to_vec();
    assert_eq!(reason(&form), (Reason::TwoPlaces, 400));
    let query = client().transmission(Transmission::Query);
    let mut query = Wire::signed(
        &session_of(query),
        &Request::post("https://a.example/").unwrap(),
    );
    query.headers = form.headers[1..].to_vec();
    query.body.clone_from(&form.body);
    assert_eq!(reason(&query), (Reason::TwoPlaces, 400));
}

#[test]
fn another_version_or_method_is_refused_and_what_is_expected_told() {
    let refused = signed().replaced("oauth_version=\"1.0\"", "oauth_version=\"1.1\"");
    let refused = refused.refused(&verifier());
    assert_eq!((refused.reason(), refused.status()), (Reason::Version, 400));
    assert!(
        refused
            .www_authenticate()
            .unwrap()
            .ends_with("oauth_acceptable_versions=\"1.0-1.0\"")
    );
    for method in ["MD5", "hmac-sha1", "", "PLAINTEXT", "HMAC-SHA1%20"] {
        let refused = signed().replaced("\"HMAC-SHA1\"", &format!("\"{method}\""));
        let refused = refused.refused(&verifier());
        assert_eq!(
            (refused.reason(), refused.status()),
            (Reason::SignatureMethod, 400)
        );
        assert!(
            refused.detail().contains("expected one of HMAC-SHA1, "),
            "{refused}"
        );
    }
    let only = builder()
        .signature_methods(["HMAC-SHA256"])
        .build()
        .unwrap();
    assert_eq!(signed().refused(&only).reason(), Reason::SignatureMethod);
}

#[test]
fn what_cannot_be_read_is_refused() {
    let wire = signed();
    let authorization = |value: &str| {
        let mut changed = wire.clone();
        *changed.header_mut("Authorization") = value.to_owned();
        changed
    };
    let url = |url: &str| Wire {
        url: url.to_owned(),
        ..wire.clone()
    };
    let method = |method: &str| Wire {
        method: method.to_owned(),
        ..wire.clone()
    };
    let mut types = wire.clone();
    for value in ["text/plain", "application/x-www-form-urlencoded"] {
        types.headers.push(("Content-Type".into(), value.into()));
    }
    for changed in [
        authorization("OAuth oauth_token"),
        authorization("OAuth oauth_token=\"a"),
        authorization("OAuth oauth_token=\"a\" x=\"b\""),
        authorization("OAuth realm=\"a\", realm=\"b\", oauth_token=\"a\""),
        authorization("OAuth oauth_token=\"a\nb\""),
        url("/photos"),
        url("ftp://a.example/"),
        url("https://user@a.example/"),
        method(""),
        method("GET /"),
        types,
        wire.replaced("1800000000", "-1800000000"),
        wire.replaced("1800000000", "+1800000000"),
        wire.replaced("1800000000", "1.8e9"),
        wire.replaced("1800000000", "0"),
        wire.replaced("1800000000", "99999999999999999999999"),
        wire.replaced(
            "oauth_nonce=\"",
            &format!("oauth_nonce=\"{}", "n".repeat(300)),
        ),
        wire.replaced("oauth_consumer_key=\"", "oauth_consumer_key=\"%ff"),
        wire.replaced("oauth_token=\"", "oauth_token=\"%ff"),
    ] {
        assert_eq!(
            reason(&changed),
            (Reason::Malformed, 400),
            "{} {:?}",
            changed.url,
            changed.headers
        );
    }
}

#[test]
fn a_timestamp_is_taken_within_the_window_to_either_side() {
    let at = |seconds: u64| {
        let mut request = Request::get("https://a.example/").unwrap();
        request.timestamp(seconds);
        Wire::signed(&session(), &request)
    };
    for seconds in [NOW - 300, NOW, NOW + 300] {
        at(seconds).accepted(&verifier());
    }
    for seconds in [NOW - 301, NOW + 301, 1, NOW * 1000] {
        let refused = at(seconds).refused(&verifier());
        assert_eq!(
            (refused.reason(), refused.status()),
            (Reason::Timestamp, 401)
        );
        assert_eq!(
            refused.www_authenticate().unwrap(),
            "OAuth oauth_problem=\"timestamp_refused\", \
             oauth_acceptable_timestamps=\"1799999700-1800000300\""
        );
    }
    let narrow = builder()
        .timestamp_window(Duration::from_secs(5))
        .build()
        .unwrap();
    at(NOW - 5).accepted(&narrow);
    at(NOW - 6).refused(&narrow);
}

#[test]
fn the_client_is_told_the_same_of_an_unknown_consumer_an_unknown_token_and_a_wrong_signature() {
    let wire = signed();
    let told = [
        (wire.replaced(KEY, "unknown"), Reason::Consumer),
        (wire.replaced(TOKEN, "unknown"), Reason::Token),
        (wire.replaced("page=2", "page=3"), Reason::Signature),
    ]
    .map(|(wire, expected)| {
        let refused = wire.refused(&verifier());
        assert_eq!(refused.reason(), expected);
        (
            refused.status(),
            refused.message().to_owned(),
            refused.www_authenticate(),
        )
    });
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
    assert_eq!(
        told[0].2.as_deref(),
        Some("OAuth oauth_problem=\"signature_invalid\"")
    );
}

#[test]
fn no_refusal_holds_a_secret_or_a_signature() {
    let wire = signed();
    let plaintext = builder().signature_methods(["PLAINTEXT"]).build().unwrap();
    let client = client().signature_method(SignatureMethod::Plaintext);
    let request = Request::get("https://a.example/").unwrap();
    let leaky = Wire::signed(&session_of(client), &request).replaced(KEY, "other");
    for refused in [
        wire.replaced("page=2", "page=3").refused(&verifier()),
        wire.replaced("\", ", "").refused(&verifier()),
        leaky.refused(&plaintext),
        leaky.refused(&verifier()),
    ] {
        let all = format!(
            "{refused} {refused:?} {} {:?}",
            refused.message(),
            refused.www_authenticate()
        );
        for secret in [SECRET, TOKEN_SECRET] {
            assert!(!all.contains(secret), "{all}");
        }
    }
    let shown = format!(
        "{:?} {:?} {:?}",
        verifier(),
        leaky.received(),
        leaky.replaced("other", KEY).accepted(&plaintext)
    );
    assert!(!shown.contains(SECRET), "{shown}");
}

#[test]
fn plaintext_is_taken_where_it_is_named_over_https_and_without_timestamp_and_nonce() {
    let client = || {
        client()
            .signature_method(SignatureMethod::Plaintext)
            .plaintext_over_http(true)
    };
    let wire = |url: &str| Wire::signed(&session_of(client()), &Request::get(url).unwrap());
    let verifier = || builder().signature_methods(["PLAINTEXT"]);
    let strict = verifier().build().unwrap();
    let https = wire("https://a.example/");
    assert_eq!(https.accepted(&strict).timestamp(), Some(NOW));
    assert_eq!(https.refused(&strict).reason(), Reason::Nonce);
    let bare = https
        .replaced("oauth_nonce", "n")
        .replaced("oauth_timestamp", "t");
    for _ in 0..2 {
        assert!(bare.accepted(&strict).nonce_use().is_none());
    }
    let stale = https.replaced("1800000000", "1700000000");
    assert_eq!(stale.refused(&strict).reason(), Reason::Timestamp);
    let wrong = bare.replaced(SECRET, "wrong");
    assert_eq!(wrong.refused(&strict).reason(), Reason::Signature);
    let http = wire("http://a.example/");
    let refused = http.refused(&strict);
    assert_eq!(
        (refused.reason(), refused.status()),
        (Reason::InsecureTransport, 400)
    );
    http.accepted(&verifier().plaintext_over_http(true).build().unwrap());
}

#[test]
fn an_empty_token_is_none() {
    let session = client()
        .empty_token(true)
        .build()
        .unwrap()
        .session_without_token();
    let wire = Wire::signed(&session, &Request::get("https://a.example/").unwrap());
    assert_eq!(wire.accepted(&verifier()).token(), None);
}

#[test]
fn the_url_that_was_signed_is_that_of_the_proxy_where_it_is_asked_for() {
    let mut wire = signed();
    wire.url = "http://127.0.0.1:8000/photos?page=2".to_owned();
    wire.headers
        .push(("X-Forwarded-Proto".into(), "https".into()));
    wire.headers
        .push(("X-Forwarded-Host".into(), "a.example".into()));
    assert_eq!(wire.refused(&verifier()).reason(), Reason::Signature);
    let behind = builder()
        .public_url(PublicUrl::XForwarded { proxies: 1 })
        .build()
        .unwrap();
    let verified = wire.accepted(&behind);
    assert_eq!(verified.url().as_str(), "https://a.example/photos?page=2");
    let base = PublicUrl::Base(Url::parse("https://a.example").unwrap());
    wire.url = "/photos?page=2".to_owned();
    wire.accepted(&builder().public_url(base).build().unwrap());
}

/// Look-ups, a store and a method that fail.
struct Failing;

impl Credentials for Failing {
    fn consumer(&self, consumer_key: &str) -> Result<Option<Consumer>, HookError> {
        match consumer_key {
            KEY => Ok(Some(Consumer::new(SECRET))),
            _ => Err("the database is away".into()),
        }
    }

    fn token_secret(&self, _: &str, token: &str) -> Result<Option<String>, HookError> {
        match token {
            TOKEN => Ok(Some(TOKEN_SECRET.to_owned())),
            _ => Err("the database is away".into()),
        }
    }
}

impl NonceStore for Failing {
    fn note(&self, _: &NonceUse<'_>) -> Result<bool, HookError> {
        Err("the cache is away".into())
    }
}

impl CustomSignature for Failing {
    fn name(&self) -> &'static str {
        "X-FAILING"
    }

    fn sign(&self, _: &str, _: &str, _: &str) -> Result<String, HookError> {
        Err("the module is away".into())
    }
}

#[test]
fn what_fails_on_the_providers_side_is_not_the_clients_fault() {
    let verifier = Verifier::builder(Failing)
        .nonces(Failing)
        .custom_method(Arc::new(Failing))
        .clock(|| NOW)
        .build()
        .unwrap();
    let wire = signed();
    for (wire, cause) in [
        (wire.replaced(KEY, "other"), "the database is away"),
        (wire.replaced(TOKEN, "other"), "the database is away"),
        (
            wire.replaced("HMAC-SHA1", "X-FAILING"),
            "the module is away",
        ),
        (wire, "the cache is away"),
    ] {
        let refused = wire.refused(&verifier);
        assert_eq!(
            (refused.reason(), refused.status()),
            (Reason::Unavailable, 503)
        );
        assert!(refused.detail().contains(cause), "{refused}");
        assert!(refused.source().is_some());
        assert!(!refused.message().contains("away"));
        assert_eq!(refused.www_authenticate(), None);
    }
}

#[test]
fn a_clock_that_fails_is_not_the_clients_fault() {
    let verifier = Verifier::builder(Failing)
        .try_clock(|| Err("the clock is away".into()))
        .build()
        .unwrap();
    let refused = signed().refused(&verifier);
    assert_eq!(
        (refused.reason(), refused.status()),
        (Reason::Unavailable, 503)
    );
    assert_eq!(refused.detail(), "the clock failed: the clock is away");
    assert!(!refused.message().contains("away"));
}

#[test]
fn both_look_ups_are_made_whether_they_know_or_not_and_none_before_the_request_is_read() {
    struct Counting(Arc<AtomicUsize>);

    impl Credentials for Counting {
        fn consumer(&self, _: &str) -> Result<Option<Consumer>, HookError> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Ok(None)
        }

        fn token_secret(&self, _: &str, _: &str) -> Result<Option<String>, HookError> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Ok(None)
        }
    }

    let asked = Arc::new(AtomicUsize::new(0));
    let verifier = Verifier::builder(Counting(asked.clone()))
        .clock(|| NOW)
        .build()
        .unwrap();
    assert_eq!(signed().refused(&verifier).reason(), Reason::Consumer);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
    signed().replaced("1800000000", "1").refused(&verifier);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[test]
fn a_consumer_without_a_secret_signs_by_no_method_of_secrets() {
    let key = std::fs::read("tests/keys/rsa2048.public.pem").unwrap();
    let key = oauth1::RsaPublicKey::parse(key).unwrap();
    let verifier = Verifier::builder(one(Consumer::with_public_key(key)))
        .clock(|| NOW)
        .build()
        .unwrap();
    let session = oauth1::Client::builder(KEY, "")
        .clock(|| NOW)
        .build()
        .unwrap();
    let session = session.session(oauth1::Token::new(TOKEN, TOKEN_SECRET));
    let wire = Wire::signed(&session, &Request::get("https://a.example/").unwrap());
    assert_eq!(wire.refused(&verifier).reason(), Reason::Signature);
}

#[test]
fn the_steps_can_be_taken_one_by_one() {
    let (verifier, wire) = (verifier(), signed());
    let request: ReceivedRequest<'_> = wire.received();
    let claim = verifier.read(&request).unwrap().into_owned();
    assert_eq!((claim.consumer_key(), claim.token()), (KEY, Some(TOKEN)));
    assert_eq!(claim.signature_method(), "HMAC-SHA1");
    let consumer = Consumer::new(SECRET);
    let verified = verifier
        .check(claim, Some(&consumer), Some(TOKEN_SECRET))
        .unwrap();
    let nonce = verified.nonce_use().unwrap();
    assert_eq!(
        (nonce.timestamp(), nonce.expires(), nonce.now()),
        (NOW, NOW + 300, NOW)
    );
    verifier.note_nonce(&verified).unwrap();
    assert_eq!(
        verifier.note_nonce(&verified).unwrap_err().reason(),
        Reason::Nonce
    );
    for (consumer, token, expected) in [
        (None, Some(TOKEN_SECRET), Reason::Consumer),
        (Some(&consumer), None, Reason::Token),
        (Some(&consumer), Some("other"), Reason::Signature),
    ] {
        let claim = verifier.read(&request).unwrap();
        let refused = verifier.check(claim, consumer, token).unwrap_err();
        assert_eq!(refused.reason(), expected);
    }
}

#[test]
fn keys_at_hand_verify_as_their_secrets_do() {
    let verifier = builder().nonces(Forgetful).build().unwrap();
    let with_token = Keys::new(Consumer::new(SECRET), Some(TOKEN_SECRET));
    let without_token = Keys::new(Consumer::new(SECRET), None);
    let reason = |wire: &Wire, keys: &Keys| {
        let claim = verifier.read(&wire.received()).unwrap();
        let verified = verifier.check_with(claim, keys);
        verified.err().map(|refused| refused.reason())
    };
    for method in [
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha256,
        SignatureMethod::HmacSha512,
    ] {
        let client = || client().signature_method(method.clone());
        let request = Request::get("https://a.example/?x=1").unwrap();
        let wire = Wire::signed(&session_of(client()), &request);
        let session = client().build().unwrap().session_without_token();
        let bare = Wire::signed(&session, &request);
        // twice, as the first derives what the second uses
        for _ in 0..2 {
            assert_eq!(reason(&wire, &with_token), None);
            assert_eq!(reason(&bare, &without_token), None);
            assert_eq!(
                reason(&wire.replaced("x=1", "x=2"), &with_token),
                Some(Reason::Signature)
            );
            assert_eq!(reason(&wire, &without_token), Some(Reason::Token));
            assert_eq!(reason(&bare, &with_token), None);
        }
        let other = Keys::new(Consumer::new("other"), Some(TOKEN_SECRET));
        assert_eq!(reason(&wire, &other), Some(Reason::Signature));
    }
    assert!(!format!("{with_token:?}").contains(SECRET));
}

#[test]
fn a_setting_that_cannot_work_is_refused_when_the_verifier_is_made() {
    let with_query = PublicUrl::Base(Url::parse("https://a.example/?x").unwrap());
    for (builder, expected) in [
        (builder().signature_methods(["MD5"]), "\"MD5\""),
        (
            builder().signature_methods(["HMAC-SHA1", "HMAC-SHA1"]),
            "twice",
        ),
        (
            builder().signature_methods(Vec::<String>::new()),
            "no signature method",
        ),
        (
            builder().timestamp_window(Duration::from_millis(999)),
            "window",
        ),
        (builder().timestamp_window(Duration::MAX), "window"),
        (
            builder().public_url(PublicUrl::XForwarded { proxies: 0 }),
            "0 proxies",
        ),
        (
            builder().public_url(PublicUrl::Forwarded { proxies: 0 }),
            "0 proxies",
        ),
        (builder().public_url(with_query), "query"),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidSetting);
        assert!(error.message().contains(expected), "{error}");
    }
    let error = builder().realm("a\r\nb").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidHeader);
}
