//! Keys as clients make them of the two secrets, rightly (RFC 5849 §3.4.2) or with one of the
//! mistakes that are known.

use zeroize::Zeroizing;

use super::captured::Collected;
use super::finding::{Cause, Finding};
use super::secrets::Secrets;
use crate::encode::{percent_decode, percent_encode};

/// The text of a key, and the mistake that makes it; none makes the right one.
pub(super) struct Key {
    pub text: Zeroizing<String>,
    pub finding: Option<Finding>,
}

/// The key of the secrets (RFC 5849 §3.4.2).
pub(super) fn right_key(secrets: &Secrets) -> Key {
    let text = key_text(secrets.consumer(), secrets.token());
    Key {
        text,
        finding: None,
    }
}

fn key_text(consumer: &str, token: &str) -> Zeroizing<String> {
    let parts = [consumer, token].map(|secret| Zeroizing::new(percent_encode(secret)));
    Zeroizing::new([&parts[0], "&", &parts[1]].concat())
}

/// The keys of a request (RFC 5849 §3.4.2): the right one, then those of known mistakes, each once.
pub(super) fn keys(secrets: &Secrets, collected: &Collected) -> Vec<Key> {
    let (consumer, token) = (secrets.consumer(), secrets.token());
    let mut keys = vec![right_key(secrets)];
    let mut push = |text: Zeroizing<String>, finding| {
        if keys.iter().all(|known| known.text != text) {
            let finding = Some(finding);
            keys.push(Key { text, finding });
        }
    };
    let mut mistake = |consumer: &str, token: &str, cause, detail: &str| {
        push(key_text(consumer, token), Finding::certain(cause, detail));
    };
    mistake(
        consumer,
        "",
        Cause::TokenSecretMissing,
        "it was signed without the token secret",
    );
    mistake(
        consumer.trim(),
        token.trim(),
        Cause::WhiteSpaceInSecret,
        "it was signed with the secrets without the white space around them",
    );
    for (end, name) in [
        ("\n", "a line feed"),
        ("\r\n", "a line end"),
        (" ", "a space"),
    ] {
        for (consumer_end, token_end, which) in [
            (end, "", "consumer secret"),
            ("", end, "token secret"),
            (end, end, "consumer secret and token secret each"),
        ] {
            let consumer = Zeroizing::new([consumer, consumer_end].concat());
            let token = Zeroizing::new([token, token_end].concat());
            let detail = format!("it was signed with a {which} that ends with {name}");
            mistake(&consumer, &token, Cause::WhiteSpaceInSecret, &detail);
        }
    }
    mistake(
        token,
        consumer,
        Cause::SecretsSwapped,
        "it was signed with the two secrets in each other's place",
    );
    mistake(
        "",
        token,
        Cause::Secrets,
        "it was signed without the consumer secret",
    );
    let encoded = [consumer, token].map(|secret| Zeroizing::new(percent_encode(secret)));
    mistake(
        &encoded[0],
        &encoded[1],
        Cause::DoubleEncoding,
        "it was signed with the secrets encoded twice",
    );
    let decoded = [consumer, token].map(|secret| {
        Zeroizing::new(String::from_utf8(percent_decode(secret)).unwrap_or_default())
    });
    for (consumer, token) in [
        (decoded[0].as_str(), decoded[1].as_str()),
        (consumer, decoded[1].as_str()),
        (decoded[0].as_str(), token),
    ] {
        mistake(
            consumer,
            token,
            Cause::SecretsEncoded,
            "it was signed with a secret decoded that is set here with its %XX",
        );
    }
    let key = |name| String::from_utf8_lossy(collected.get(name).unwrap_or_default()).into_owned();
    let (consumer_key, token_key) = (key("oauth_consumer_key"), key("oauth_token"));
    mistake(
        consumer,
        &token_key,
        Cause::KeyAsSecret,
        "it was signed with the token itself in the place of its secret",
    );
    mistake(
        &consumer_key,
        token,
        Cause::KeyAsSecret,
        "it was signed with the consumer key in the place of its secret",
    );
    let not_encoded = "it was signed with the secrets as they are, not encoded";
    push(
        Zeroizing::new([consumer, "&", token].concat()),
        Finding::certain(Cause::SecretsNotEncoded, not_encoded),
    );
    for text in [consumer.to_owned(), percent_encode(consumer)] {
        let detail = "it was signed with the consumer secret alone, without the & behind it";
        push(
            Zeroizing::new(text),
            Finding::certain(Cause::Secrets, detail),
        );
    }
    keys
}
