//! Why a signature was refused, for the provider's log.

use oauth1::{Cause, Consumer, Reason, Request, RsaKey, SignatureMethod, Token, Verifier};

use crate::support::*;

#[test]
fn a_known_mistake_is_named() {
    let client = client().build().unwrap();
    let request = Request::get("https://a.example/?x=1").unwrap();
    let wire = Wire::signed(&client.session(Token::new(TOKEN, "")), &request);
    assert_eq!(wire.refused(&verifier()).reason(), Reason::Signature);
    let diagnosis = verifier().explain(&wire.received()).unwrap();
    assert!(!diagnosis.is_valid());
    assert_eq!(diagnosis.findings()[0].cause(), Cause::TokenSecretMissing);
    assert!(diagnosis.findings()[0].is_certain());
    let text = diagnosis.to_string();
    assert!(text.contains("GET&https%3A%2F%2Fa.example%2F&"), "{text}");
    for secret in [SECRET, TOKEN_SECRET] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn a_request_that_is_right_is_told_to_be_and_its_nonce_stays_new() {
    let wire = Wire::signed(&session(), &Request::get("https://a.example/").unwrap());
    let verifier = verifier();
    assert!(verifier.explain(&wire.received()).unwrap().is_valid());
    wire.accepted(&verifier);
}

#[test]
fn a_public_key_is_enough() {
    let key = RsaKey::parse(std::fs::read("tests/keys/rsa2048.pkcs8.pem").unwrap()).unwrap();
    let consumer = Consumer::with_public_key(key.public_key().clone());
    let verifier = Verifier::builder(one(consumer))
        .clock(|| NOW)
        .build()
        .unwrap();
    let session = session_of(client().signature_method(SignatureMethod::RsaSha256(key)));
    let wire = Wire::signed(&session, &Request::get("https://a.example/?x=1").unwrap());
    let right = verifier.explain(&wire.received()).unwrap();
    assert!(right.is_valid(), "{right}");
    assert_eq!(right.explanation().key().text(), "RSA public key");
    let wrong = wire.replaced("x=1", "x=2");
    let wrong = verifier.explain(&wrong.received()).unwrap();
    assert!(!wrong.is_valid());
    assert!(wrong.to_string().contains("the private key"), "{wrong}");
}

#[test]
fn what_has_no_signature_to_explain_is_refused() {
    let wire = Wire::signed(&session(), &Request::get("https://a.example/").unwrap());
    for (wire, expected) in [
        (wire.replaced(KEY, "other"), Reason::Consumer),
        (wire.replaced(TOKEN, "other"), Reason::Token),
        (wire.replaced("oauth_nonce", "n"), Reason::ParameterMissing),
    ] {
        let refused = verifier().explain(&wire.received()).unwrap_err();
        assert_eq!(refused.reason(), expected);
    }
}
