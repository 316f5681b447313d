//! The published vectors (RFC 5849, OAuth Core, providers' documents), from the file that the tests
//! of every language read.

#![cfg(feature = "rsa")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use oauth1::{
    Client, Request, RsaKey, Session, SignatureMethod, Token, Transmission, Url, percent_encode,
};
use serde_json::Value;

fn file() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/published.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn vectors(group: &str) -> Vec<Value> {
    let group = file()[group].as_array().unwrap().clone();
    assert!(!group.is_empty());
    group
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} in {vector}"))
}

fn id(vector: &Value) -> &str {
    text(vector, "id")
}

fn method(vector: &Value) -> SignatureMethod {
    match text(&vector["oauth_params"], "oauth_signature_method") {
        "HMAC-SHA1" => SignatureMethod::HmacSha1,
        "HMAC-SHA256" => SignatureMethod::HmacSha256,
        "PLAINTEXT" => SignatureMethod::Plaintext,
        "RSA-SHA1" => SignatureMethod::RsaSha1(rsa_key(text(vector, "rsa_key"))),
        other => panic!("{other} in {vector}"),
    }
}

fn rsa_key(name: &str) -> RsaKey {
    let keys = &file()["rsa_keys"];
    RsaKey::parse(BASE64.decode(text(&keys[name], "der_base64")).unwrap()).unwrap()
}

fn session(vector: &Value, oauth: &Value, method: SignatureMethod) -> Session {
    let client = Client::builder(
        text(oauth, "oauth_consumer_key"),
        text(vector, "client_secret"),
    )
    .signature_method(method)
    .build()
    .unwrap();
    match oauth["oauth_token"].as_str() {
        Some(key) => client.session(Token::new(key, text(vector, "token_secret"))),
        None => client.session_without_token(),
    }
}

fn request(vector: &Value, oauth: &Value) -> Request {
    let mut request = Request::new(text(vector, "method"), text(vector, "url")).unwrap();
    for pair in vector["form_params"].as_array().unwrap() {
        request
            .form(pair[0].as_str().unwrap(), pair[1].as_str().unwrap())
            .unwrap();
    }
    protocol(&mut request, oauth);
    if let Some(realm) = vector["realm"].as_str() {
        request.realm(realm).unwrap();
    }
    request
}

fn protocol(request: &mut Request, oauth: &Value) {
    request.nonce(text(oauth, "oauth_nonce")).unwrap();
    request.timestamp(text(oauth, "oauth_timestamp").parse().unwrap());
    request.version(oauth.get("oauth_version").is_some());
    for name in ["oauth_callback", "oauth_verifier"] {
        if let Some(value) = oauth[name].as_str() {
            request.oauth_param(name, value).unwrap();
        }
    }
}

#[test]
fn published_requests_sign_as_published() {
    for vector in vectors("request") {
        let oauth = &vector["oauth_params"];
        let session = session(&vector, oauth, method(&vector));
        let request = request(&vector, oauth);
        let result = session.sign(&request).unwrap();
        if let Some(base_string) = vector["base_string"].as_str() {
            assert_eq!(result.base_string(), base_string, "{}", id(&vector));
        }
        let signature = percent_encode(text(&vector, "signature"));
        let header = result.authorization().unwrap();
        assert!(
            header.ends_with(&format!("oauth_signature=\"{signature}\"")),
            "{}: {header}",
            id(&vector)
        );
        if let Some(realm) = vector["realm"].as_str() {
            assert!(
                header.starts_with(&format!("OAuth realm=\"{realm}\", ")),
                "{header}"
            );
        }
    }
}

#[test]
fn published_texts_sign_as_published() {
    for vector in vectors("signature_only") {
        let (consumer, token) = (
            text(&vector, "client_secret"),
            text(&vector, "token_secret"),
        );
        let key = format!("{consumer}&{token}");
        assert_eq!(text(&vector, "method"), "HMAC-SHA1");
        let signature = SignatureMethod::HmacSha1.sign_with_key(&key, text(&vector, "base_string"));
        assert_eq!(
            signature.unwrap(),
            text(&vector, "signature"),
            "{}",
            id(&vector)
        );
    }
}

#[test]
fn published_base_strings_are_built_as_published() {
    for vector in vectors("base_string") {
        let header = text(&vector, "authorization");
        let value = |name: &str| {
            let (_, rest) = header.split_once(&format!("{name}=\"")).unwrap();
            rest.split_once('"').unwrap().0.to_owned()
        };
        let client =
            Client::new(&value("oauth_consumer_key"), text(&vector, "client_secret")).unwrap();
        let token = Token::new(value("oauth_token"), text(&vector, "token_secret"));
        let mut request = Request::new(text(&vector, "method"), text(&vector, "url")).unwrap();
        request
            .set_body(
                "application/x-www-form-urlencoded",
                text(&vector, "form_body"),
            )
            .unwrap()
            .nonce(&value("oauth_nonce"))
            .unwrap()
            .timestamp(value("oauth_timestamp").parse().unwrap())
            .version(false);
        let signed = client.session(token).sign(&request).unwrap();
        assert_eq!(signed.base_string(), text(&vector, "base_string"));
        assert_eq!(
            percent_encode(text(&vector, "normalized")),
            signed.base_string().rsplit('&').next().unwrap()
        );
        let signature = percent_encode(text(&vector, "signature"));
        assert!(signed.authorization().unwrap().contains(&signature));
    }
}

#[test]
fn published_encodings_are_ours() {
    for vector in vectors("encoding") {
        assert_eq!(
            percent_encode(text(&vector, "input")),
            text(&vector, "expected")
        );
    }
}

#[test]
fn published_base_string_uris_are_ours() {
    for vector in vectors("base_string_uri") {
        let url = Url::parse(text(&vector, "url")).unwrap();
        assert_eq!(
            url.base_string_uri(),
            text(&vector, "expected"),
            "{}",
            id(&vector)
        );
    }
}

#[test]
fn published_parameters_are_normalized_as_published() {
    let client = Client::new("k", "s").unwrap();
    for vector in vectors("normalized_parameters") {
        let url = format!("http://example.com/?{}", text(&vector, "query"));
        let mut request = Request::get(&url).unwrap();
        request.nonce("n").unwrap().timestamp(1);
        let signed = client.session_without_token().sign(&request).unwrap();
        let normalized = oauth1::percent_decode(signed.base_string().rsplit('&').next().unwrap());
        let normalized = String::from_utf8(normalized).unwrap();
        let without: Vec<_> = normalized
            .split('&')
            .filter(|pair| !pair.starts_with("oauth_"))
            .collect();
        assert_eq!(
            without.join("&"),
            text(&vector, "expected"),
            "{}",
            id(&vector)
        );
    }
}

#[test]
fn the_published_body_hash_is_ours() {
    for vector in vectors("body_hash") {
        let client = Client::builder("k", "s")
            .body_hash(oauth1::BodyHash::Always)
            .build()
            .unwrap();
        let mut request = Request::new("PUT", "https://example.com/").unwrap();
        request
            .set_body("application/xml", text(&vector, "body"))
            .unwrap();
        let header = client
            .session_without_token()
            .authorization(&request)
            .unwrap();
        let hash = percent_encode(text(&vector, "expected"));
        assert!(
            header.contains(&format!("oauth_body_hash=\"{hash}\"")),
            "{header}"
        );
    }
}

#[test]
fn the_parameters_can_travel_in_the_form_body_as_lti_has_them() {
    let vector = vectors("request")
        .into_iter()
        .find(|v| id(v) == "lti-basic-launch")
        .unwrap();
    let oauth = &vector["oauth_params"];
    let mut request = request(&vector, oauth);
    request.transmission(Transmission::Form);
    let signed = session(&vector, oauth, SignatureMethod::HmacSha1)
        .sign(&request)
        .unwrap();
    let body = std::str::from_utf8(signed.body().unwrap()).unwrap();
    let signature = percent_encode(text(&vector, "signature"));
    assert!(
        body.ends_with(&format!("&oauth_signature={signature}")),
        "{body}"
    );
    assert_eq!(signed.authorization(), None);
    assert_eq!(signed.base_string(), text(&vector, "base_string"));
}
