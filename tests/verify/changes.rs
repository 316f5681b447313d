//! Every change of meaning that a method covers is refused, every change without meaning accepted.

use std::sync::Arc;

use oauth1::{
    BodyHash, ClientBuilder, Consumer, CustomSignature, Reason, Request, RsaKey, SignatureMethod,
    Transmission, Verifier,
};

use crate::support::{Forgetful, HookError, KEY, NOW, SECRET, TOKEN, TOKEN_SECRET, Wire};
use crate::support::{client, one, session_of};

struct Reversed;

impl CustomSignature for Reversed {
    fn name(&self) -> &'static str {
        "X-REVERSED"
    }

    fn sign(&self, text: &str, consumer: &str, token: &str) -> Result<String, HookError> {
        let key = format!("{token}|{consumer}");
        Ok(SignatureMethod::HmacSha256.sign_with_key(&key, text)?)
    }
}

fn rsa_key() -> RsaKey {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys/rsa2048.pkcs8.pem");
    RsaKey::parse(std::fs::read(path).unwrap()).unwrap()
}

fn methods() -> Vec<SignatureMethod> {
    let key = rsa_key();
    vec![
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha256,
        SignatureMethod::HmacSha512,
        SignatureMethod::RsaSha1(key.clone()),
        SignatureMethod::RsaSha256(key.clone()),
        SignatureMethod::RsaSha512(key),
        SignatureMethod::Custom(Arc::new(Reversed)),
    ]
}

fn verifier_of(secret: &str, token_secret: &str) -> Verifier {
    let mut credentials = one(Consumer::with_both(secret, rsa_key().public_key().clone()));
    token_secret.clone_into(&mut credentials.token_secret);
    Verifier::builder(credentials)
        .clock(|| NOW)
        .nonces(Forgetful)
        .custom_method(Arc::new(Reversed))
        .build()
        .unwrap()
}

fn verifier() -> Verifier {
    verifier_of(SECRET, TOKEN_SECRET)
}

fn clients() -> Vec<ClientBuilder> {
    let mut clients = Vec::new();
    for method in methods() {
        for transmission in [
            Transmission::Header,
            Transmission::Query,
            Transmission::Form,
        ] {
            let client = client().signature_method(method.clone());
            clients.push(client.transmission(transmission));
        }
    }
    clients
}

fn form(client: ClientBuilder) -> Wire {
    let mut request =
        Request::post("http://photos.example.net:8080/a%2Fb/C?x=1%2F2&y=2+3").unwrap();
    request.form("title", "Vacation: day/one").unwrap();
    request.form("title", "again").unwrap();
    request.nonce("chapoH").unwrap();
    Wire::signed(&session_of(client), &request)
}

#[test]
fn every_change_of_meaning_is_refused_by_each_method_in_each_place() {
    for client in clients() {
        let wire = form(client);
        wire.accepted(&verifier());
        let refused = |changed: &Wire, reason: Reason| {
            let refused = changed.refused(&verifier());
            assert_eq!(refused.reason(), reason, "{refused}");
        };
        let mut changed = wire.clone();
        changed.method = "PUT".to_owned();
        refused(&changed, Reason::Signature);
        for (from, to) in [
            ("http:", "https:"),
            ("photos.example", "fotos.example"),
            (":8080", ""),
            (":8080", ":8081"),
            ("a%2Fb", "a/b"),
            ("/C?", "/c?"),
            ("/C?", "/C/?"),
            ("x=1%2F2", "x=1%2F3"),
            ("x=1%2F2", "x=1%252F2"),
            ("x=1%2F2&", ""),
            ("x=1%2F2", "X=1%2F2"),
            ("y=2+3", "y=2%2B3"),
            ("y=2+3", "y=2+3&y=2+3"),
            ("y=2+3", "y=2+3&z"),
            ("title=again", "title=Again"),
            ("&title=again", ""),
            ("title=again", "title=again&title=again"),
            ("chapoH", "chapoI"),
            ("1800000000", "1800000001"),
        ] {
            refused(&wire.replaced(from, to), Reason::Signature);
        }
        refused(&wire.replaced(TOKEN, "other"), Reason::Token);
        refused(&wire.replaced(KEY, "other"), Reason::Consumer);
    }
}

#[test]
fn every_change_without_meaning_is_accepted_by_each_method_in_each_place() {
    for client in clients() {
        let wire = form(client);
        let mut changed = wire.clone();
        changed.method = "post".to_owned();
        changed.accepted(&verifier());
        for (from, to) in [
            ("http:", "HTTP:"),
            ("photos.example", "PHOTOS.Example"),
            (":8080", ":08080"),
            ("1%2F2", "1%2f2"),
            ("x=1%2F2", "x=1/2"),
            ("y=2+3", "y=2%203"),
            ("y=2+3", "%79=2%203"),
            ("y=2+3", "&y=2+3&&"),
            ("x=1%2F2&y=2+3", "y=2+3&x=1%2F2"),
            ("day%2Fone&title=again", "day%2fone&title=again"),
            (
                "Vacation%3A%20day%2Fone&title=again",
                "again&title=Vacation:+day/one",
            ),
            ("oauth_version", "oauth%5Fversion"),
        ] {
            wire.replaced(from, to).accepted(&verifier());
        }
        let mut changed = wire.clone();
        changed.url.push_str("#top");
        changed.accepted(&verifier());
        *changed.header_mut("Content-Type") =
            "Application/X-WWW-Form-URLencoded; charset=utf-8".into();
        changed
            .headers
            .push(("X-Forwarded-Host".into(), "evil.example".into()));
        changed.accepted(&verifier());
    }
}

#[test]
fn a_default_port_may_be_there_or_not() {
    for (signed, received) in [
        ("http://a.example/", "http://a.example:80/"),
        ("http://a.example:80/", "http://a.example"),
        ("https://a.example/", "https://a.example:443/"),
        ("https://[2001:db8::1]/", "https://[2001:DB8::1]:443/"),
    ] {
        let mut wire = Wire::signed(&session_of(client()), &Request::get(signed).unwrap());
        wire.url = received.to_owned();
        wire.accepted(&verifier());
    }
}

#[test]
fn a_header_may_be_written_in_any_way_that_says_the_same() {
    let wire = Wire::signed(
        &session_of(client()),
        &Request::get("http://a.example/").unwrap(),
    );
    for (from, to) in [
        ("OAuth ", "oauth\t"),
        ("OAuth ", "OAuth realm=\"Photos, \\\"mine\\\"\",\t"),
        (", ", ","),
        (", ", "  ,\t , "),
        ("\"1.0\"", "1.0"),
        ("%3D\"", "%3d\""),
    ] {
        wire.replaced(from, to).accepted(&verifier());
    }
    let mut turned = wire.clone();
    let header = turned.header_mut("Authorization");
    let mut params: Vec<_> = header.trim_start_matches("OAuth ").split(", ").collect();
    params.reverse();
    *header = format!("OAuth {}", params.join(", "));
    turned.accepted(&verifier());
    let realm = wire.replaced("OAuth ", "OAuth realm=\"Photos\", ");
    assert_eq!(realm.accepted(&verifier()).realm(), Some("Photos"));
}

#[test]
fn another_secret_or_key_is_refused() {
    for method in methods() {
        let wire = form(client().signature_method(method.clone()));
        let is_rsa = method.name().starts_with("RSA");
        for (secret, token_secret) in [("other", TOKEN_SECRET), (SECRET, "other"), (SECRET, "")] {
            let verified = wire.verify(&verifier_of(secret, token_secret));
            // RSA has no part of the secrets (RFC 5849 §3.4.3)
            assert_eq!(verified.is_ok(), is_rsa, "{}", method.name());
        }
    }
    let other = std::fs::read("tests/keys/rsa4096.pem").unwrap();
    let other = SignatureMethod::RsaSha256(RsaKey::parse(other).unwrap());
    let refused = form(client().signature_method(other)).refused(&verifier());
    assert_eq!(refused.reason(), Reason::Signature);
}

#[test]
fn a_body_is_covered_where_it_is_a_form_or_hashed() {
    let hashed = client().body_hash(BodyHash::Always);
    let mut request = Request::post("https://a.example/").unwrap();
    request
        .set_body("application/json", *b"{\"a\": 1}")
        .unwrap();
    let wire = Wire::signed(&session_of(hashed), &request);
    assert!(wire.accepted(&verifier()).covers_body());
    let refused = wire
        .replaced("{\"a\": 1}", "{\"a\": 2}")
        .refused(&verifier());
    assert_eq!(refused.reason(), Reason::BodyHash);
    assert_eq!(refused.status(), 401);

    let bare = Wire::signed(&session_of(client()), &request);
    assert!(!bare.accepted(&verifier()).covers_body());
    bare.replaced("{\"a\": 1}", "{\"a\": 2}")
        .accepted(&verifier());
    // what is no form was not signed as one
    let mut form = form(client());
    assert!(form.accepted(&verifier()).covers_body());
    *form.header_mut("Content-Type") = "text/plain".to_owned();
    assert_eq!(form.refused(&verifier()).reason(), Reason::Signature);
    let mut form = bare.clone();
    *form.header_mut("Content-Type") = "application/x-www-form-urlencoded".to_owned();
    assert_eq!(form.refused(&verifier()).reason(), Reason::Signature);
}
