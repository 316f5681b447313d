//! RSA: public keys in every form in which they are handed around, and what they verify.

use oauth1::{
    Consumer, ErrorKind, Reason, Request, RsaKey, RsaPublicKey, SignatureMethod, Verifier,
};

use crate::support::*;

fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/keys/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn public(name: &str) -> RsaPublicKey {
    RsaPublicKey::parse(file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn refused(key: &[u8]) -> String {
    let error = RsaPublicKey::parse(key).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidKey);
    error.message().to_owned()
}

#[test]
fn every_form_of_a_public_key_is_the_same_key() {
    let key = RsaKey::parse(file("rsa2048.pkcs8.pem")).unwrap();
    let expected = key.public_key();
    assert_eq!(expected.bits(), 2048);
    for name in [
        "rsa2048.public.pem",
        "rsa2048.public.der",
        "rsa2048.public.pkcs1.pem",
        "rsa2048.public.pkcs1.der",
        "rsa2048.certificate.pem",
        "rsa2048.certificate.der",
    ] {
        assert_eq!(&public(name), expected, "{name}");
    }
    let text = String::from_utf8(file("rsa2048.public.pem")).unwrap();
    let pasted = text.replace('\n', "\\n");
    assert_eq!(&RsaPublicKey::parse(pasted).unwrap(), expected);
    let indented = format!("key:\n  {}", text.replace('\n', "\r\n  "));
    assert_eq!(&RsaPublicKey::parse(indented).unwrap(), expected);
}

#[test]
fn what_is_no_public_rsa_key_is_named() {
    assert!(refused(&file("rsa2048.pkcs8.pem")).contains("\"PRIVATE KEY\""));
    assert!(refused(&file("ec.public.pem")).contains("not an RSA key"));
    assert!(refused(&file("rsa512.public.pem")).contains("512 bits"));
    assert!(refused(b"").contains("none that can be read"));
    assert!(refused(b"-----BEGIN PUBLIC KEY-----\nAAAA").contains("damaged"));
    assert!(
        refused(b"-----BEGIN PUBLIC KEY-----\n???\n-----END PUBLIC KEY-----").contains("damaged")
    );
    let mut cut = file("rsa2048.certificate.der");
    cut.truncate(cut.len() - 200);
    assert!(refused(&cut).contains("none that can be read"));
}

#[test]
fn each_size_verifies_by_each_hash() {
    for name in ["rsa1024.pem", "rsa2048.pkcs8.pem", "rsa4096.pem"] {
        let key = RsaKey::parse(file(name)).unwrap();
        let consumer = Consumer::with_public_key(key.public_key().clone());
        let verifier = Verifier::builder(one(consumer))
            .clock(|| NOW)
            .build()
            .unwrap();
        for method in [
            SignatureMethod::RsaSha1(key.clone()),
            SignatureMethod::RsaSha256(key.clone()),
            SignatureMethod::RsaSha512(key.clone()),
        ] {
            let session = session_of(client().signature_method(method.clone()));
            let wire = Wire::signed(&session, &Request::get("http://a.example/?x=1").unwrap());
            let verified = wire.accepted(&verifier);
            assert_eq!(verified.signature_method(), method.name());
            let refused = wire.replaced("x=1", "x=2").refused(&verifier);
            assert_eq!(refused.reason(), Reason::Signature);
            let unknown = wire.replaced(KEY, "other").refused(&verifier);
            assert_eq!(unknown.reason(), Reason::Consumer);
            let other = if method.name() == "RSA-SHA256" {
                "RSA-SHA512"
            } else {
                "RSA-SHA256"
            };
            let refused = wire.replaced(method.name(), other).refused(&verifier);
            assert_eq!(refused.reason(), Reason::Signature);
        }
    }
}

#[test]
fn a_public_key_is_no_secret_that_signs() {
    let key = RsaKey::parse(file("rsa2048.pkcs8.pem")).unwrap();
    let consumer = Consumer::with_public_key(key.public_key().clone());
    let verifier = Verifier::builder(one(consumer))
        .clock(|| NOW)
        .build()
        .unwrap();
    let text = String::from_utf8(file("rsa2048.public.pem")).unwrap();
    for secret in [text.as_str(), text.trim()] {
        let client = oauth1::Client::builder(KEY, secret)
            .clock(|| NOW)
            .build()
            .unwrap();
        let session = client.session(oauth1::Token::new(TOKEN, TOKEN_SECRET));
        let wire = Wire::signed(&session, &Request::get("http://a.example/").unwrap());
        assert_eq!(wire.refused(&verifier).reason(), Reason::Signature);
    }
}
