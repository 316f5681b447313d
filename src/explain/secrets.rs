//! The secrets of a session, and how they are told of without being shown (RFC 5849 §3.4.2).

use std::fmt;

use zeroize::Zeroizing;

use super::finding::{Cause, Finding};
use super::parameter::SignedParameter;
use super::words::{count, quoted, shown};
use crate::client::Client;
use crate::encode::{percent_decode, percent_encode};
use crate::signature::SignatureMethod;
use crate::token::Token;

/// What is shown in the place of a secret.
pub(super) const MASK: &str = "***";

/// From this length on a secret is looked for within other texts; a shorter one would be found
/// everywhere.
const FINDABLE: usize = 4;

/// Parameters whose value is a secret by their name: that of xAuth, and what some send by mistake.
const SECRET_NAMES: [&str; 4] = [
    "x_auth_password",
    "oauth_consumer_secret",
    "oauth_token_secret",
    "password",
];

/// The two secrets that a session signs with.
#[derive(Clone)]
pub(super) struct Secrets {
    client: Client,
    token: Option<Token>,
}

impl Secrets {
    pub fn new(client: &Client, token: Option<&Token>) -> Self {
        Self {
            client: client.clone(),
            token: token.cloned(),
        }
    }

    pub fn consumer(&self) -> &str {
        self.client.consumer_secret()
    }

    pub fn token(&self) -> &str {
        self.token.as_ref().map_or("", Token::secret)
    }

    /// Both, each with what it is called.
    fn named(&self) -> [(&'static str, &str); 2] {
        [
            ("consumer secret", self.consumer()),
            ("token secret", self.token()),
        ]
    }

    /// Whether `text` holds one of the secrets, as it is or encoded.
    pub fn are_in(&self, text: &[u8]) -> bool {
        self.named().iter().any(|(_, secret)| {
            let encoded = Zeroizing::new(percent_encode(secret));
            let holds = |secret: &str| {
                text.windows(secret.len())
                    .any(|window| window == secret.as_bytes())
            };
            match secret.len() {
                0 => false,
                1..FINDABLE => text == secret.as_bytes(),
                _ => holds(secret) || holds(&encoded),
            }
        })
    }

    /// Whether the value of a parameter is a secret: by its name, or by what it holds.
    pub fn are_told_by(&self, name: &[u8], value: &[u8]) -> bool {
        let by_name = SECRET_NAMES
            .iter()
            .any(|secret| secret.as_bytes().eq_ignore_ascii_case(name));
        by_name || self.are_in(value)
    }

    /// The value of a parameter in text; `***` where it is a secret.
    pub fn shown_value(&self, name: &[u8], value: &[u8]) -> String {
        if self.are_told_by(name, value) {
            MASK.to_owned()
        } else {
            quoted(value)
        }
    }

    /// `text` masked wherever one of the secrets stands, as it is or encoded.
    pub fn masked(&self, text: &str) -> String {
        let mut masked = text.to_owned();
        for (_, secret) in self.named() {
            if secret.len() >= FINDABLE {
                let once = Zeroizing::new(percent_encode(secret));
                let twice = Zeroizing::new(percent_encode(&*once));
                for form in [secret, &once, &twice] {
                    masked = masked.replace(form, MASK);
                }
            }
        }
        masked
    }

    /// What the secrets themselves give to think, whatever was signed.
    pub fn findings(&self, key: &MaskedKey, parameters: &[SignedParameter]) -> Vec<Finding> {
        let mut findings = Vec::new();
        if key.rsa_bits().is_some() {
            return findings;
        }
        for (name, secret) in self.named() {
            if secret.trim() != secret {
                let detail = format!("the {name} {}", surrounding_space(secret));
                findings.push(Finding::likely(Cause::WhiteSpaceInSecret, detail));
            }
            if percent_decode(secret) != secret.as_bytes() {
                let detail = format!("the {name} holds %XX, as if it were encoded still");
                findings.push(Finding::likely(Cause::SecretsEncoded, detail));
            }
        }
        let has_token = parameters
            .iter()
            .any(|parameter| parameter.name() == b"oauth_token" && !parameter.value().is_empty());
        if has_token && self.token().is_empty() {
            findings.push(Finding::likely(
                Cause::TokenSecretMissing,
                "there is a token, and its secret is empty",
            ));
        }
        for parameter in parameters {
            if self.are_in(parameter.value()) {
                let detail = format!(
                    "the parameter {} carries the consumer secret or the token secret",
                    shown(parameter.name())
                );
                findings.push(Finding::certain(Cause::SecretSent, detail));
            }
        }
        findings
    }
}

/// Where a secret has white space, in words.
fn surrounding_space(secret: &str) -> String {
    let kinds = |space: &str| {
        let names: Vec<_> = space
            .chars()
            .map(|c| match c {
                ' ' => "a space",
                '\n' => "a line feed",
                '\r' => "a carriage return",
                '\t' => "a tab",
                _ => "white space",
            })
            .take(3)
            .collect();
        names.join(" and ")
    };
    let inner = secret.trim();
    if inner.is_empty() {
        return "is nothing but white space".to_owned();
    }
    let before = &secret[..secret.len() - secret.trim_start().len()];
    let after = &secret[secret.trim_end().len()..];
    match (before.is_empty(), after.is_empty()) {
        (true, _) => format!("ends with {}", kinds(after)),
        (_, true) => format!("begins with {}", kinds(before)),
        _ => format!(
            "begins with {} and ends with {}",
            kinds(before),
            kinds(after)
        ),
    }
}

/// The key of a signature, its secrets masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaskedKey {
    text: &'static str,
    consumer_secret_length: Option<usize>,
    token_secret_length: Option<usize>,
    rsa_bits: Option<usize>,
}

impl MaskedKey {
    pub(super) fn new(method: &SignatureMethod, secrets: &Secrets) -> Self {
        if let Some(bits) = rsa_bits(method) {
            return Self {
                text: rsa_text(method),
                consumer_secret_length: None,
                token_secret_length: None,
                rsa_bits: Some(bits),
            };
        }
        let length = |secret: &str| secret.chars().count();
        Self {
            text: match (secrets.consumer().is_empty(), secrets.token().is_empty()) {
                (false, false) => "***&***",
                (false, true) => "***&",
                (true, false) => "&***",
                (true, true) => "&",
            },
            consumer_secret_length: Some(length(secrets.consumer())),
            token_secret_length: Some(length(secrets.token())),
            rsa_bits: None,
        }
    }

    /// The key with `***` in place of each secret: `***&***`, or `***&` where there is no token
    /// secret.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text
    }

    /// How long the consumer secret is, in characters, before it is encoded; `None` for RSA.
    #[must_use]
    pub fn consumer_secret_length(&self) -> Option<usize> {
        self.consumer_secret_length
    }

    /// How long the token secret is, in characters, before it is encoded; 0 where there is none,
    /// `None` for RSA.
    #[must_use]
    pub fn token_secret_length(&self) -> Option<usize> {
        self.token_secret_length
    }

    /// The size of the RSA key, in bits; `None` for the other methods.
    #[must_use]
    pub fn rsa_bits(&self) -> Option<usize> {
        self.rsa_bits
    }
}

impl fmt::Display for MaskedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)?;
        if let Some(bits) = self.rsa_bits {
            return write!(f, " of {bits} bits");
        }
        let secret = |name: &str, length: Option<usize>| match length {
            None | Some(0) => format!("no {name}"),
            Some(length) => format!("{name} of {}", count(length, "character")),
        };
        write!(
            f,
            "   ({}, {})",
            secret("consumer secret", self.consumer_secret_length),
            secret("token secret", self.token_secret_length)
        )
    }
}

fn rsa_text(method: &SignatureMethod) -> &'static str {
    if method.can_sign() {
        "RSA private key"
    } else {
        "RSA public key"
    }
}

#[cfg(feature = "rsa")]
fn rsa_bits(method: &SignatureMethod) -> Option<usize> {
    match method {
        SignatureMethod::RsaSha1(key)
        | SignatureMethod::RsaSha256(key)
        | SignatureMethod::RsaSha512(key) => Some(key.bits()),
        _ => None,
    }
}

#[cfg(not(feature = "rsa"))]
fn rsa_bits(_: &SignatureMethod) -> Option<usize> {
    None
}
