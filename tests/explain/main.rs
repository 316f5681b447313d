//! Explanations: what was signed, and why it was refused. What clients get wrong is made here by a
//! signer of its own, which shares no code with the library.

mod answers;
mod capturing;
mod comparing;
mod explaining;
mod robustness;
mod secrets;

use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use oauth1::{
    CapturedRequest, Cause, Client, CustomSignature, Diagnosis, ErrorKind, Explanation, Finding,
    Request, Session, SignatureMethod, Source, Token, Transmission, UrlChangeKind, explain_answer,
};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

const CONSUMER_SECRET: &str = "kd94hf93k423kf44/+";
const TOKEN_SECRET: &str = "pfkkdhi9sl3r4s00=%";
const NOW: u64 = 1_318_622_958;
const NO_HEADERS: [(&str, &str); 0] = [];

fn client(method: SignatureMethod) -> Client {
    Client::builder("key", CONSUMER_SECRET)
        .signature_method(method)
        .clock(|| NOW)
        .nonce(|| "nonce".to_owned())
        .build()
        .unwrap()
}

fn session() -> Session {
    client(SignatureMethod::HmacSha1).session(Token::new("token", TOKEN_SECRET))
}

/// A signer that does what it is told, right or wrong.
#[derive(Clone)]
struct Naive {
    method: &'static str,
    uri: &'static str,
    pairs: Vec<(&'static str, String)>,
    inner: fn(&str) -> String,
    outer: fn(&str) -> String,
    sort: fn(&mut Vec<(String, String)>),
    key: String,
}

fn rfc3986(text: &str) -> String {
    encoded(text, "-._~", "%20", false)
}

fn encoded(text: &str, keep: &str, space: &str, lower: bool) -> String {
    let encoded = text.bytes().map(|byte| match char::from(byte) {
        c if c.is_ascii_alphanumeric() || keep.contains(c) => c.to_string(),
        ' ' => space.to_owned(),
        _ if lower => format!("%{byte:02x}"),
        _ => format!("%{byte:02X}"),
    });
    encoded.collect()
}

impl Naive {
    fn new() -> Self {
        let mut pairs = protocol();
        pairs.extend(query());
        pairs.extend(form());
        Self {
            method: "POST",
            uri: "https://api.example.com/1/update.json",
            pairs,
            inner: rfc3986,
            outer: rfc3986,
            sort: |pairs| pairs.sort(),
            key: format!("{}&{}", rfc3986(CONSUMER_SECRET), rfc3986(TOKEN_SECRET)),
        }
    }

    fn base_string(&self) -> String {
        let inner = self.inner;
        let mut pairs: Vec<_> = self
            .pairs
            .iter()
            .map(|(name, value)| (inner(name), inner(value)))
            .collect();
        (self.sort)(&mut pairs);
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let outer = self.outer;
        format!(
            "{}&{}&{}",
            outer(self.method),
            outer(self.uri),
            outer(&pairs.join("&"))
        )
    }

    fn signature(&self) -> String {
        hmac_sha1(&self.key, &self.base_string())
    }
}

fn hmac_sha1(key: &str, text: &str) -> String {
    hmac::<Hmac<Sha1>>(key, text)
}

fn hmac<M: Mac + KeyInit>(key: &str, text: &str) -> String {
    let mut mac = <M as KeyInit>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    BASE64.encode(mac.finalize().into_bytes())
}

fn owned(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    pairs
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect()
}

fn protocol() -> Vec<(&'static str, String)> {
    owned(&[
        ("oauth_consumer_key", "key"),
        ("oauth_nonce", "nonce"),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", "1318622958"),
        ("oauth_token", "token"),
        ("oauth_version", "1.0"),
    ])
}

fn query() -> Vec<(&'static str, String)> {
    owned(&[("include", "true"), ("q", "a b"), ("flag", "")])
}

fn form() -> Vec<(&'static str, String)> {
    owned(&[
        ("status", "Hello Ladies + Gentlemen, ~(signed)!"),
        ("tag", "b"),
        ("tag", "a"),
        ("Zone", "é/100%"),
        ("a-b", "1"),
        ("a", "2"),
    ])
}

const URL: &str = "https://api.example.com/1/update.json?include=true&q=a+b&flag";
const BODY: &str = "status=Hello+Ladies+%2B+Gentlemen%2C+%7E%28signed%29%21&tag=b&tag=a\
                    &Zone=%C3%A9%2F100%25&a-b=1&a=2";
const FORM: &str = "application/x-www-form-urlencoded";

fn header(pairs: &[(&'static str, String)], signature: &str) -> String {
    let signature = ("oauth_signature", signature.to_owned());
    let pairs: Vec<_> = pairs
        .iter()
        .chain([&signature])
        .map(|(name, value)| format!("{name}=\"{}\"", rfc3986(value)))
        .collect();
    format!("OAuth {}", pairs.join(", "))
}

/// The request with this signature, as it was on the wire.
fn captured(signature: &str) -> CapturedRequest {
    let mut captured = CapturedRequest::new("POST", URL).unwrap();
    captured.header("Content-Type", FORM).unwrap();
    captured
        .header("Authorization", &header(&protocol(), signature))
        .unwrap();
    captured.set_body(BODY).unwrap();
    captured
}

fn diagnosed(captured: &CapturedRequest) -> Diagnosis {
    session().explain_captured(captured).unwrap()
}

/// The causes that are certain, of a request that a naive signer signed.
#[track_caller]
fn certain_causes(naive: &Naive) -> Vec<Cause> {
    causes_of(&captured(&naive.signature()))
}

#[track_caller]
fn causes_of(captured: &CapturedRequest) -> Vec<Cause> {
    let diagnosis = diagnosed(captured);
    assert!(!diagnosis.is_valid());
    let certain = diagnosis
        .findings()
        .iter()
        .filter(|finding| finding.is_certain());
    certain.map(Finding::cause).collect()
}

fn request() -> Request {
    let mut request = Request::post(URL).unwrap();
    for (name, value) in form() {
        request.form(name, value).unwrap();
    }
    request
}

fn explanation() -> Explanation {
    session().explain(&request()).unwrap()
}

#[track_caller]
fn only(findings: &[Finding]) -> &Finding {
    let [finding] = findings else {
        panic!("expected one finding, not {findings:#?}");
    };
    finding
}

/// The only difference between the explained request and what a provider has.
#[track_caller]
fn difference(naive: &Naive) -> (Cause, String) {
    let findings = explanation().compare(&naive.base_string());
    let finding = only(&findings);
    assert!(!finding.advice().is_empty());
    (finding.cause(), finding.detail().to_owned())
}

#[cfg(feature = "rsa")]
fn rsa_key() -> oauth1::RsaKey {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys/rsa2048.pkcs8.pem");
    oauth1::RsaKey::parse(std::fs::read(path).unwrap()).unwrap()
}
