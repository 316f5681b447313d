//! A request counts once (RFC 5849 §3.3).

use oauth1::{Reason, Request};

use crate::support::*;

fn wire(nonce: &str, timestamp: u64, url: &str) -> Wire {
    let mut request = Request::get(url).unwrap();
    request.nonce(nonce).unwrap().timestamp(timestamp);
    Wire::signed(&session(), &request)
}

#[test]
fn a_request_is_accepted_once() {
    let verifier = verifier();
    let first = wire("a", NOW, "https://a.example/");
    first.accepted(&verifier);
    let refused = first.refused(&verifier);
    assert_eq!((refused.reason(), refused.status()), (Reason::Nonce, 401));
    assert!(refused.www_authenticate().unwrap().contains("nonce_used"));
    // the nonce is what counts, not the request
    let other = wire("a", NOW, "https://a.example/other");
    assert_eq!(other.refused(&verifier).reason(), Reason::Nonce);
    wire("a", NOW + 1, "https://a.example/").accepted(&verifier);
    wire("b", NOW, "https://a.example/").accepted(&verifier);
    let session = client().build().unwrap().session_without_token();
    let mut request = Request::get("https://a.example/").unwrap();
    request.nonce("a").unwrap();
    Wire::signed(&session, &request).accepted(&verifier);
}

#[test]
fn a_request_that_is_refused_uses_up_no_nonce() {
    let verifier = verifier();
    let right = wire("a", NOW, "https://a.example/?x=1");
    for wrong in [
        right.replaced("x=1", "x=2"),
        right.replaced("HMAC-SHA1", "HMAC-SHA256"),
    ] {
        assert_eq!(wrong.refused(&verifier).reason(), Reason::Signature);
    }
    let mut request = Request::post("https://a.example/").unwrap();
    request.set_body("text/plain", *b"hello").unwrap();
    request
        .nonce("b")
        .unwrap()
        .body_hash(oauth1::BodyHash::Always);
    let hashed = Wire::signed(&session(), &request);
    let mut other = hashed.clone();
    other.body = b"hullo".to_vec();
    assert_eq!(other.refused(&verifier).reason(), Reason::BodyHash);
    hashed.accepted(&verifier);
    right.accepted(&verifier);
}

#[test]
fn of_many_threads_one_gets_through() {
    let verifier = verifier();
    let wires: Vec<_> = (0..200)
        .map(|number| wire(&format!("n{number}"), NOW, "https://a.example/"))
        .collect();
    let accept = || {
        wires
            .iter()
            .filter(|wire| wire.verify(&verifier).is_ok())
            .count()
    };
    let accepted: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(accept)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    assert_eq!(accepted, wires.len());
}

#[test]
fn the_key_of_a_nonce_tells_all_its_parts_apart() {
    let verifier = verifier();
    let key = |wire: &Wire| {
        let verified = wire.accepted(&verifier);
        verified.nonce_use().unwrap().key()
    };
    let first = key(&wire("a", NOW, "https://a.example/"));
    assert_eq!(first.len(), 64);
    assert!(first.bytes().all(|byte| byte.is_ascii_hexdigit()));
    // SHA-256 of the parts, each behind its length as eight bytes, by Python's hashlib
    assert_eq!(
        first,
        "152a317099839e04e34a58c7a84009726132756549bb2ad1bdd8e0ff446ce4f8"
    );
    assert_ne!(first, key(&wire("b", NOW, "https://a.example/")));
    assert_ne!(first, key(&wire("a", NOW + 1, "https://a.example/")));
}
