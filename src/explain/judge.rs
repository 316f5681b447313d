//! Whether a signature that was found is one of a base string (RFC 5849 §3.4).

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use zeroize::Zeroizing;

use super::finding::{Cause, Finding};
use super::key::Key;
use super::secrets::Secrets;
use crate::encode::percent_decode;
use crate::error::{Error, ErrorKind};
use crate::signature::SignatureMethod;

/// A way to read a signature that was found, and the mistake that makes it necessary.
struct Reading {
    text: String,
    finding: Option<Finding>,
}

/// Judges whether a signature, which may be written in a wrong way, is one of a base string.
pub(super) struct Judge<'a> {
    method: &'a SignatureMethod,
    secrets: &'a Secrets,
    right_key: &'a Key,
    readings: Vec<Reading>,
}

impl<'a> Judge<'a> {
    pub fn new(
        method: &'a SignatureMethod,
        secrets: &'a Secrets,
        right_key: &'a Key,
        signature: &[u8],
    ) -> Self {
        Self {
            method,
            secrets,
            right_key,
            readings: readings(signature),
        }
    }

    /// The mistakes in key and signature with which it is that of this base string, none where
    /// both are right; `None` where it is not.
    pub fn mistakes(&self, base_string: &str, keys: &[Key]) -> Option<Vec<Finding>> {
        // RSA and custom methods have a key of their own
        let keys = match self.method {
            SignatureMethod::HmacSha1
            | SignatureMethod::HmacSha256
            | SignatureMethod::HmacSha512
            | SignatureMethod::Plaintext => keys,
            _ => std::slice::from_ref(self.right_key),
        };
        keys.iter().find_map(|key| {
            let reading = self.reading(base_string, key)?;
            Some(
                key.finding
                    .iter()
                    .chain(&reading.finding)
                    .cloned()
                    .collect(),
            )
        })
    }

    /// The same, with the right key only.
    pub fn mistakes_by_right_key(&self, base_string: &str) -> Option<Vec<Finding>> {
        self.mistakes(base_string, std::slice::from_ref(self.right_key))
    }

    /// The reading in which the signature is that of this base string.
    fn reading(&self, base_string: &str, key: &Key) -> Option<&Reading> {
        #[cfg(feature = "rsa")]
        if let SignatureMethod::RsaSha1(own)
        | SignatureMethod::RsaSha256(own)
        | SignatureMethod::RsaSha512(own) = self.method
        {
            let (key, hash) = (own.public_key(), self.method.body_hash());
            return self.readings.iter().find(|reading| {
                BASE64
                    .decode(&reading.text)
                    .is_ok_and(|signature| key.verifies(hash, base_string.as_bytes(), &signature))
            });
        }
        let signature = signature(self.method, self.secrets, &key.text, base_string).ok()?;
        self.readings
            .iter()
            .find(|reading| reading.text == *signature)
    }
}

/// The signature of a base string. A custom method takes the secrets, not their key.
pub(super) fn signature(
    method: &SignatureMethod,
    secrets: &Secrets,
    key: &str,
    base_string: &str,
) -> Result<Zeroizing<String>, Error> {
    let signature = match method {
        SignatureMethod::Custom(custom) => custom
            .sign(base_string, secrets.consumer(), secrets.token())
            .map_err(|error| {
                let message = format!("the signature method {} failed: {error}", method.name());
                Error::new(ErrorKind::SigningFailed, message)
            })?,
        _ => method.sign_with_key(key, base_string)?,
    };
    Ok(Zeroizing::new(signature))
}

/// The ways to read a signature: as it is, then as if it had been written in a way that is known
/// to be wrong.
fn readings(signature: &[u8]) -> Vec<Reading> {
    let signature = String::from_utf8_lossy(signature).into_owned();
    let mut readings = vec![Reading {
        text: signature.clone(),
        finding: None,
    }];
    let mut read = |text: String, cause, detail: &str| {
        if readings.iter().all(|reading| reading.text != text) {
            readings.push(Reading {
                text,
                finding: Some(Finding::certain(cause, detail)),
            });
        }
    };
    read(
        signature.replace(' ', "+"),
        Cause::SignatureFormat,
        "the signature's + arrived as a space: it was sent without being percent-encoded",
    );
    read(
        String::from_utf8_lossy(&percent_decode(&signature)).into_owned(),
        Cause::DoubleEncoding,
        "the signature was percent-encoded twice",
    );
    read(
        signature.trim().to_owned(),
        Cause::SignatureFormat,
        "the signature has white space around it",
    );
    read(
        signature.replace('-', "+").replace('_', "/"),
        Cause::SignatureFormat,
        "the signature is in the base64 of URLs, with - and _ in place of + and /",
    );
    let padding = "=".repeat((4 - signature.len() % 4) % 4);
    read(
        format!("{signature}{padding}"),
        Cause::SignatureFormat,
        "the signature lacks the = at its end",
    );
    if let Some(bytes) = from_hex(&signature) {
        let detail = "the signature is in hexadecimal digits, not in base64";
        read(BASE64.encode(bytes), Cause::SignatureFormat, detail);
    }
    // what hash functions give in some languages unless they are asked for bytes
    let digits = BASE64.decode(&signature).ok();
    let digits = digits.and_then(|bytes| String::from_utf8(bytes).ok());
    if let Some(bytes) = digits.as_deref().and_then(from_hex) {
        let detail = "the signature is the base64 of hexadecimal digits, not of bytes";
        read(BASE64.encode(bytes), Cause::SignatureFormat, detail);
    }
    readings
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    digits?
        .chunks(2)
        .map(|pair| Some(pair[0] << 4 | pair.get(1)?))
        .collect()
}
