//! Signature methods and keys (RFC 5849 §3.4).

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};
use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

use crate::base_string::{BaseString, Chunks};
use crate::encode::{ascii, ascii_str, encode_into};
use crate::error::{Error, ErrorKind};
#[cfg(feature = "rsa")]
use crate::rsa::RsaKey;

/// How requests are signed.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// `HMAC-SHA1` (RFC 5849 §3.4.2), which every provider takes unless it says otherwise.
    #[default]
    HmacSha1,
    /// `HMAC-SHA256`: as HMAC-SHA1, with SHA-256.
    HmacSha256,
    /// `HMAC-SHA512`: as HMAC-SHA1, with SHA-512.
    HmacSha512,
    /// `RSA-SHA1` (RFC 5849 §3.4.3): signed with the consumer's private key; no secret has a part
    /// in it.
    #[cfg(feature = "rsa")]
    RsaSha1(RsaKey),
    /// `RSA-SHA256`: as RSA-SHA1, with SHA-256.
    #[cfg(feature = "rsa")]
    RsaSha256(RsaKey),
    /// `RSA-SHA512`: as RSA-SHA1, with SHA-512.
    #[cfg(feature = "rsa")]
    RsaSha512(RsaKey),
    /// `PLAINTEXT` (RFC 5849 §3.4.4): the secrets themselves, so over `https` only.
    Plaintext,
    /// A method of the caller's own.
    Custom(Arc<dyn CustomSignature>),
}

/// A signature method of the caller's own (RFC 5849 §3.4: servers may have others).
pub trait CustomSignature: Send + Sync {
    /// The name of the method: what is sent as `oauth_signature_method`.
    fn name(&self) -> &str;

    /// Signs a base string. What it gives back is sent as `oauth_signature`, percent-encoded.
    ///
    /// # Errors
    ///
    /// Any: its message becomes that of an error of the kind [`ErrorKind::SigningFailed`].
    fn sign(
        &self,
        base_string: &str,
        consumer_secret: &str,
        token_secret: &str,
    ) -> Result<String, Box<dyn std::error::Error + Send + Sync>>;

    /// The hash for `oauth_body_hash` under this method.
    fn body_hash(&self) -> HashAlgorithm {
        HashAlgorithm::Sha1
    }
}

impl fmt::Debug for dyn CustomSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A hash for `oauth_body_hash`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HashAlgorithm {
    /// SHA-1, which the body hash draft (2009) has for all methods of RFC 5849.
    Sha1,
    /// SHA-256, which goes with the methods that use it.
    Sha256,
    /// SHA-512, which goes with the methods that use it.
    Sha512,
}

impl HashAlgorithm {
    /// The hash of `body`, in base64.
    pub(crate) fn base64(self, body: &[u8]) -> String {
        match self {
            Self::Sha1 => BASE64.encode(Sha1::digest(body)),
            Self::Sha256 => BASE64.encode(Sha256::digest(body)),
            Self::Sha512 => BASE64.encode(Sha512::digest(body)),
        }
    }
}

impl SignatureMethod {
    /// The name of the method: what is sent as `oauth_signature_method`.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::HmacSha1 => "HMAC-SHA1",
            Self::HmacSha256 => "HMAC-SHA256",
            Self::HmacSha512 => "HMAC-SHA512",
            #[cfg(feature = "rsa")]
            Self::RsaSha1(_) => "RSA-SHA1",
            #[cfg(feature = "rsa")]
            Self::RsaSha256(_) => "RSA-SHA256",
            #[cfg(feature = "rsa")]
            Self::RsaSha512(_) => "RSA-SHA512",
            Self::Plaintext => "PLAINTEXT",
            Self::Custom(method) => method.name(),
        }
    }

    /// The hash for `oauth_body_hash` under this method: the one that the method itself uses.
    #[must_use]
    pub fn body_hash(&self) -> HashAlgorithm {
        match self {
            Self::HmacSha1 | Self::Plaintext => HashAlgorithm::Sha1,
            Self::HmacSha256 => HashAlgorithm::Sha256,
            Self::HmacSha512 => HashAlgorithm::Sha512,
            #[cfg(feature = "rsa")]
            Self::RsaSha1(_) => HashAlgorithm::Sha1,
            #[cfg(feature = "rsa")]
            Self::RsaSha256(_) => HashAlgorithm::Sha256,
            #[cfg(feature = "rsa")]
            Self::RsaSha512(_) => HashAlgorithm::Sha512,
            Self::Custom(method) => method.body_hash(),
        }
    }

    /// Whether the signature is the secrets themselves.
    pub(crate) fn reveals_secrets(&self) -> bool {
        matches!(self, Self::Plaintext)
    }

    /// The key that signs for a consumer and a token, derived once for many signatures.
    pub(crate) fn key(&self, consumer_secret: &str, token_secret: &str) -> SigningKey {
        let text = || key_text(consumer_secret, token_secret);
        match self {
            Self::HmacSha1 => SigningKey::HmacSha1(keyed(&text())),
            Self::HmacSha256 => SigningKey::HmacSha256(keyed(&text())),
            Self::HmacSha512 => SigningKey::HmacSha512(keyed(&text())),
            #[cfg(feature = "rsa")]
            Self::RsaSha1(key) | Self::RsaSha256(key) | Self::RsaSha512(key) => {
                SigningKey::Rsa(self.body_hash(), key.clone())
            }
            Self::Plaintext => SigningKey::Plaintext(text()),
            Self::Custom(method) => SigningKey::Custom {
                method: Arc::clone(method),
                consumer_secret: Zeroizing::new(consumer_secret.to_owned()),
                token_secret: Zeroizing::new(token_secret.to_owned()),
            },
        }
    }
}

/// The key text of HMAC and PLAINTEXT: the two secrets, each encoded, joined by `&`
/// (RFC 5849 §3.4.2).
fn key_text(consumer_secret: &str, token_secret: &str) -> Zeroizing<Vec<u8>> {
    // three bytes for each at most: growing would leave a copy behind that nobody wipes
    let capacity = 3 * (consumer_secret.len() + token_secret.len()) + 1;
    let mut text = Zeroizing::new(Vec::with_capacity(capacity));
    encode_into(&mut *text, consumer_secret.as_bytes());
    text.push(b'&');
    encode_into(&mut *text, token_secret.as_bytes());
    text
}

fn keyed<M: KeyInit>(key: &[u8]) -> M {
    M::new_from_slice(key).expect("HMAC takes a key of any length")
}

/// A key, ready to sign: HMAC has its two key blocks hashed already.
#[derive(Clone)]
pub(crate) enum SigningKey {
    HmacSha1(Hmac<Sha1>),
    HmacSha256(Hmac<Sha256>),
    HmacSha512(Hmac<Sha512>),
    #[cfg(feature = "rsa")]
    Rsa(HashAlgorithm, RsaKey),
    Plaintext(Zeroizing<Vec<u8>>),
    Custom {
        method: Arc<dyn CustomSignature>,
        consumer_secret: Zeroizing<String>,
        token_secret: Zeroizing<String>,
    },
}

impl SigningKey {
    /// Appends the signature of `base_string` to `out`, percent-encoded.
    pub fn sign_into(&self, base_string: &BaseString<'_>, out: &mut String) -> Result<(), Error> {
        match self {
            Self::HmacSha1(key) => hmac_into(key.clone(), base_string, out),
            Self::HmacSha256(key) => hmac_into(key.clone(), base_string, out),
            Self::HmacSha512(key) => hmac_into(key.clone(), base_string, out),
            #[cfg(feature = "rsa")]
            Self::Rsa(hash, key) => {
                let mut text = Vec::new();
                base_string.write(&mut text);
                push_base64(out, &key.sign(*hash, &text)?);
            }
            Self::Plaintext(key) => encode_into(out, key),
            Self::Custom {
                method,
                consumer_secret,
                token_secret,
            } => {
                let mut text = Vec::new();
                base_string.write(&mut text);
                let signature = method
                    .sign(&ascii(text), consumer_secret, token_secret)
                    .map_err(|error| {
                        let message =
                            format!("the signature method {} failed: {error}", method.name());
                        Error::new(ErrorKind::SigningFailed, message)
                    })?;
                encode_into(out, signature.as_bytes());
            }
        }
        Ok(())
    }

    /// How many bytes a signature takes at most, encoded; a custom method's is a guess.
    pub fn signature_len(&self) -> usize {
        match self {
            Self::HmacSha1(_) => 28 * 3,
            Self::HmacSha256(_) => 44 * 3,
            Self::HmacSha512(_) => 88 * 3,
            #[cfg(feature = "rsa")]
            Self::Rsa(_, key) => key.bits().div_ceil(8).div_ceil(3) * 4 * 3,
            Self::Plaintext(key) => key.len() * 3,
            Self::Custom { .. } => 128,
        }
    }
}

fn hmac_into<M: Mac>(mut mac: M, base_string: &BaseString<'_>, out: &mut String) {
    let mut chunks = Chunks::new(|chunk: &[u8]| mac.update(chunk));
    base_string.write(&mut chunks);
    chunks.finish();
    push_base64(out, &mac.finalize().into_bytes());
}

/// Appends `signature` in base64, percent-encoded. Which of the characters need encoding is random,
/// so that a branch on each would be guessed wrong again and again: three bytes are written for
/// each, and those that count are kept.
fn push_base64(out: &mut String, signature: &[u8]) {
    /// The three bytes for each digit of base64, and how many count.
    const DIGITS: [[u8; 4]; 64] = {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut digits = [[0; 4]; 64];
        let mut at = 0;
        while at < 64 {
            digits[at] = match alphabet[at] {
                b'+' => *b"%2B\x03",
                b'/' => *b"%2F\x03",
                letter => [letter, 0, 0, 1],
            };
            at += 1;
        }
        digits
    };
    const STEP: usize = 24;
    for bytes in signature.chunks(STEP) {
        let mut encoded = [0; STEP / 3 * 4 * 3 + 1];
        let mut len = 0;
        let mut push = |bits: u32, digit: u32| {
            let digit = DIGITS[(bits >> (18 - 6 * digit) & 63) as usize];
            encoded[len..len + 4].copy_from_slice(&digit);
            len += usize::from(digit[3]);
        };
        let triples = bytes.chunks_exact(3);
        let rest = triples.remainder();
        for triple in triples {
            let bits = u32::from_be_bytes([0, triple[0], triple[1], triple[2]]);
            (0..4).for_each(|digit| push(bits, digit));
        }
        match *rest {
            [a] => (0..2).for_each(|digit| push(u32::from_be_bytes([0, a, 0, 0]), digit)),
            [a, b] => (0..3).for_each(|digit| push(u32::from_be_bytes([0, a, b, 0]), digit)),
            _ => {}
        }
        out.push_str(ascii_str(&encoded[..len]));
    }
    out.push_str(match signature.len() % 3 {
        1 => "%3D%3D",
        2 => "%3D",
        _ => "",
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::percent_encode;

    #[test]
    fn a_signature_of_any_length_is_base64_percent_encoded() {
        for len in 0..200_u8 {
            let signature: Vec<u8> = (0..len).map(|byte| byte.wrapping_mul(151)).collect();
            let mut out = String::new();
            push_base64(&mut out, &signature);
            assert_eq!(out, percent_encode(BASE64.encode(&signature)));
        }
    }
}
