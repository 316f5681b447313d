//! Body hashes (the body hash draft, 2009).

use oauth1::{BodyHash, HashAlgorithm, Reason, Request, SignatureMethod};

use crate::support::*;

fn wire(hash: BodyHash, method: SignatureMethod, body: &str) -> Wire {
    let mut request = Request::post("https://a.example/").unwrap();
    if !body.is_empty() {
        request.set_body("application/json", body).unwrap();
    }
    let client = client().body_hash(hash).signature_method(method);
    Wire::signed(&session_of(client), &request)
}

#[test]
fn the_published_hash_is_accepted() {
    // the draft's example: the body, and its SHA-1
    let wire = wire(BodyHash::Always, SignatureMethod::HmacSha1, "Hello World!");
    assert!(
        wire.authorization()
            .contains("Lve95gjOVATpfV8EL5X4nxwjKHE%3D")
    );
    wire.accepted(&verifier());
}

#[test]
fn the_hash_may_be_that_of_the_method_or_sha_1_and_no_other() {
    for method in [
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha256,
        SignatureMethod::HmacSha512,
    ] {
        for hash in [
            HashAlgorithm::Sha1,
            HashAlgorithm::Sha256,
            HashAlgorithm::Sha512,
        ] {
            let wire = wire(BodyHash::AlwaysWith(hash), method.clone(), "{}");
            let accepted = wire.verify(&verifier()).is_ok();
            assert_eq!(
                accepted,
                hash == HashAlgorithm::Sha1 || hash == method.body_hash()
            );
        }
    }
}

#[test]
fn where_it_is_required_a_body_that_is_no_form_has_one() {
    let strict = || builder().require_body_hash(true).build().unwrap();
    let bare = wire(BodyHash::Never, SignatureMethod::HmacSha1, "{}");
    let refused = bare.refused(&strict());
    assert_eq!(
        (refused.reason(), refused.status()),
        (Reason::BodyHashMissing, 400)
    );
    bare.accepted(&verifier());
    wire(BodyHash::Always, SignatureMethod::HmacSha1, "{}").accepted(&strict());
    wire(BodyHash::Never, SignatureMethod::HmacSha1, "").accepted(&strict());
    wire(BodyHash::Always, SignatureMethod::HmacSha1, "").accepted(&strict());
    let mut form = Request::post("https://a.example/").unwrap();
    form.form("a", "b").unwrap();
    Wire::signed(&session(), &form).accepted(&strict());
    // a body that was put where there was none
    let mut stuffed = wire(BodyHash::Never, SignatureMethod::HmacSha1, "");
    stuffed.body = b"{}".to_vec();
    assert_eq!(stuffed.refused(&strict()).reason(), Reason::BodyHashMissing);
}

#[test]
fn a_form_has_none() {
    let mut request = Request::post("https://a.example/").unwrap();
    request.set_body("text/plain", *b"a=b").unwrap();
    let client = client().body_hash(BodyHash::Always);
    let mut wire = Wire::signed(&session_of(client), &request);
    wire.accepted(&verifier());
    *wire.header_mut("Content-Type") = "application/x-www-form-urlencoded".to_owned();
    wire.body.clear();
    let refused = wire.refused(&verifier());
    assert_eq!(
        (refused.reason(), refused.status()),
        (Reason::Malformed, 400)
    );
}

impl Wire {
    fn authorization(&self) -> &str {
        &self.headers[0].1
    }
}
