//! What the RFC, OAuth Core and providers' documents print as signed is accepted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use oauth1::{Consumer, Reason, RsaKey, Verifier, percent_encode};
use serde_json::Value;

use crate::support::{One, Wire};

fn file() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/published.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap_or_default()
}

/// A verifier that knows the credentials of a vector, at the time of it.
fn verifier(vector: &Value) -> Verifier {
    let oauth = &vector["oauth_params"];
    let consumer = match vector["rsa_key"].as_str() {
        None => Consumer::new(text(vector, "client_secret")),
        Some(name) => {
            let key = BASE64.decode(text(&file()["rsa_keys"][name], "der_base64"));
            let key = RsaKey::parse(key.unwrap()).unwrap();
            Consumer::with_public_key(key.public_key().clone())
        }
    };
    let timestamp = text(oauth, "oauth_timestamp").parse().unwrap();
    Verifier::builder(One {
        key: text(oauth, "oauth_consumer_key").to_owned(),
        consumer,
        token: text(oauth, "oauth_token").to_owned(),
        token_secret: text(vector, "token_secret").to_owned(),
    })
    .clock(move || timestamp)
    .signature_methods(["HMAC-SHA1", "HMAC-SHA256", "RSA-SHA1", "PLAINTEXT"])
    .build()
    .unwrap()
}

fn pairs(vector: &Value) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = vector["oauth_params"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect();
    pairs.push(("oauth_signature".into(), text(vector, "signature").into()));
    pairs
}

fn encoded(pairs: &[(String, String)], quote: &str, separator: &str) -> String {
    let pair = |(name, value): &(String, String)| {
        format!("{name}={quote}{}{quote}", percent_encode(value))
    };
    pairs.iter().map(pair).collect::<Vec<_>>().join(separator)
}

fn form(vector: &Value) -> Vec<(String, String)> {
    let pair = |pair: &Value| {
        let text = |at: usize| pair[at].as_str().unwrap().to_owned();
        (text(0), text(1))
    };
    let pairs = vector["form_params"].as_array().unwrap();
    pairs.iter().map(pair).collect()
}

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// A vector as a request, written without the signer: parameters in the header, in the query, and
/// where that can be in the form body.
fn wires(vector: &Value) -> Vec<Wire> {
    let (protocol, form) = (pairs(vector), form(vector));
    let form_header = || (FORM.0.to_owned(), FORM.1.to_owned());
    let base = Wire {
        method: text(vector, "method").to_owned(),
        url: text(vector, "url").to_owned(),
        headers: if form.is_empty() {
            vec![]
        } else {
            vec![form_header()]
        },
        body: encoded(&form, "", "&").into_bytes(),
    };
    let realm = vector["realm"].as_str();
    let realm = realm.map_or(String::new(), |realm| format!("realm=\"{realm}\", "));
    let mut header = base.clone();
    let value = format!("OAuth {realm}{}", encoded(&protocol, "\"", ", "));
    header.headers.push(("Authorization".to_owned(), value));
    let mut query = base.clone();
    let joint = if base.url.contains('?') { '&' } else { '?' };
    query.url = format!("{}{joint}{}", base.url, encoded(&protocol, "", "&"));
    let mut wires = vec![header, query];
    if base.method == "POST" {
        let mut body = base;
        let all = [form, protocol].concat();
        body.body = encoded(&all, "", "&").replace("%20", "+").into_bytes();
        body.headers = vec![form_header()];
        wires.push(body);
    }
    wires
}

#[test]
fn published_requests_are_accepted_however_they_travel() {
    let vectors = file()["request"].clone();
    let vectors = vectors.as_array().unwrap();
    assert!(vectors.len() > 10);
    for vector in vectors {
        for wire in wires(vector) {
            // a nonce counts once, so that each has a verifier of its own
            let verified = wire.accepted(&verifier(vector));
            let oauth = &vector["oauth_params"];
            assert_eq!(verified.consumer_key(), text(oauth, "oauth_consumer_key"));
            assert_eq!(
                verified.token().unwrap_or_default(),
                text(oauth, "oauth_token")
            );
            assert_eq!(verified.nonce(), oauth["oauth_nonce"].as_str());
            let signed = verified.params().count();
            let query = text(vector, "url")
                .split_once('?')
                .map_or(0, |(_, query)| query.split('&').count());
            assert_eq!(signed, pairs(vector).len() - 1 + form(vector).len() + query);
        }
    }
}

#[test]
fn a_published_request_with_another_signature_is_refused() {
    for vector in file()["request"].as_array().unwrap() {
        let mut vector = vector.clone();
        let signature = text(&vector, "signature");
        let last = signature
            .rfind(|c: char| c.is_ascii_alphanumeric())
            .unwrap();
        let other = if signature[last..].starts_with('A') {
            "B"
        } else {
            "A"
        };
        let changed = format!("{}{other}{}", &signature[..last], &signature[last + 1..]);
        vector["signature"] = Value::from(changed);
        for wire in wires(&vector) {
            let refused = wire.refused(&verifier(&vector));
            assert_eq!(refused.reason(), Reason::Signature, "{refused}");
            assert_eq!(refused.status(), 401);
        }
    }
}

#[test]
fn the_published_duplicate_and_empty_parameters_are_accepted() {
    for vector in file()["base_string"].as_array().unwrap() {
        let header = text(vector, "authorization");
        let value = |name: &str| {
            let (_, rest) = header.split_once(&format!("{name}=\"")).unwrap();
            rest.split_once('"').unwrap().0.to_owned()
        };
        let timestamp = value("oauth_timestamp").parse().unwrap();
        let verifier = Verifier::builder(One {
            key: value("oauth_consumer_key"),
            consumer: Consumer::new(text(vector, "client_secret")),
            token: value("oauth_token"),
            token_secret: text(vector, "token_secret").to_owned(),
        })
        .clock(move || timestamp)
        .build()
        .unwrap();
        let signature = percent_encode(text(vector, "signature"));
        let mut wire = Wire::get(
            text(vector, "url"),
            &format!("{header}, oauth_signature=\"{signature}\""),
        );
        wire.method = text(vector, "method").to_owned();
        wire.headers.push((FORM.0.to_owned(), FORM.1.to_owned()));
        wire.body = text(vector, "form_body").as_bytes().to_vec();
        wire.accepted(&verifier);
    }
}
