//! Signature methods and keys (RFC 5849 §3.4).

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::base_string::{BaseString, Chunks};
use crate::encode::{Sink, ascii, encode_into};
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
    /// `PLAINTEXT` (RFC 5849 §3.4.4): the secrets themselves, so over `https` only. What is signed
    /// by it holds the secrets; it is the caller's, and not wiped from memory.
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
    /// How long a hash is in base64.
    pub(crate) fn base64_len(self) -> usize {
        match self {
            Self::Sha1 => 28,
            Self::Sha256 => 44,
            Self::Sha512 => 88,
        }
    }

    /// The hash of `body`, in base64.
    pub(crate) fn base64(self, body: impl Read) -> io::Result<String> {
        match self {
            Self::Sha1 => hash::<Sha1>(body),
            Self::Sha256 => hash::<Sha256>(body),
            Self::Sha512 => hash::<Sha512>(body),
        }
    }
}

fn hash<D: Digest>(mut body: impl Read) -> io::Result<String> {
    let mut digest = D::new();
    let mut buffer = [0; 16 << 10];
    loop {
        match body.read(&mut buffer) {
            Ok(0) => return Ok(BASE64.encode(digest.finalize())),
            Ok(read) => digest.update(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
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

    /// Whether it can sign, and not only verify.
    pub(crate) fn can_sign(&self) -> bool {
        match self {
            #[cfg(feature = "rsa")]
            Self::RsaSha1(key) | Self::RsaSha256(key) | Self::RsaSha512(key) => key.can_sign(),
            _ => true,
        }
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
    /// The signature of `base_string`.
    pub fn sign(&self, base_string: &BaseString<'_>) -> Result<Signature<'_>, Error> {
        let text = || {
            let mut text = Vec::new();
            base_string.write(&mut text);
            text
        };
        Ok(match self {
            Self::HmacSha1(key) => Signature::mac(key.clone(), base_string),
            Self::HmacSha256(key) => Signature::mac(key.clone(), base_string),
            Self::HmacSha512(key) => Signature::mac(key.clone(), base_string),
            #[cfg(feature = "rsa")]
            Self::Rsa(hash, key) => Signature::Rsa(key.sign(*hash, &text())?),
            Self::Plaintext(key) => Signature::Text(Cow::Borrowed(key)),
            Self::Custom {
                method,
                consumer_secret,
                token_secret,
            } => {
                let signature = method
                    .sign(&ascii(text()), consumer_secret, token_secret)
                    .map_err(|error| {
                        let message =
                            format!("the signature method {} failed: {error}", method.name());
                        Error::new(ErrorKind::SigningFailed, message)
                    })?;
                Signature::Text(Cow::Owned(signature.into_bytes()))
            }
        })
    }
}

/// The longest of the HMACs, in bytes.
const MAX_MAC: usize = 64;

/// A signature, before it is encoded.
pub(crate) enum Signature<'k> {
    /// An HMAC, and how long it is.
    Mac([u8; MAX_MAC], usize),
    #[cfg(feature = "rsa")]
    Rsa(Vec<u8>),
    /// Text that is sent as it is, where bytes are sent in base64.
    Text(Cow<'k, [u8]>),
}

impl Signature<'_> {
    fn mac(mut mac: impl Mac, base_string: &BaseString<'_>) -> Self {
        let mut chunks = Chunks::new(|chunk: &[u8]| mac.update(chunk));
        base_string.write(&mut chunks);
        chunks.finish();
        let bytes = mac.finalize().into_bytes();
        let mut signature = [0; MAX_MAC];
        signature[..bytes.len()].copy_from_slice(&bytes);
        Self::Mac(signature, bytes.len())
    }

    /// How many bytes the signature takes at most when it is encoded: which of its characters take
    /// three is a matter of chance.
    pub fn max_len(&self) -> usize {
        let base64 = |bytes: usize| bytes.div_ceil(3) * 4;
        3 * match self {
            Self::Mac(_, len) => base64(*len),
            #[cfg(feature = "rsa")]
            Self::Rsa(bytes) => base64(bytes.len()),
            Self::Text(text) => text.len(),
        }
    }

    /// Whether `sent`, as it was sent but decoded, is this signature. That takes as long wherever the
    /// two differ.
    pub fn matches(&self, sent: &[u8]) -> bool {
        match self {
            Self::Mac(bytes, len) => {
                let mut text = [0; MAX_MAC.div_ceil(3) * 4];
                let len = BASE64.encode_slice(&bytes[..*len], &mut text);
                let len = len.expect("the longest of them has room");
                text[..len].ct_eq(sent).into()
            }
            #[cfg(feature = "rsa")]
            Self::Rsa(bytes) => BASE64.encode(bytes).as_bytes().ct_eq(sent).into(),
            // the length of a text may tell of a secret: hashes have the same
            Self::Text(text) => Sha256::digest(text).ct_eq(&Sha256::digest(sent)).into(),
        }
    }

    /// Puts the signature into `out`, percent-encoded.
    pub fn put(&self, out: &mut impl Sink) {
        match self {
            Self::Mac(bytes, len) => put_base64(out, &bytes[..*len]),
            #[cfg(feature = "rsa")]
            Self::Rsa(bytes) => put_base64(out, bytes),
            Self::Text(text) => encode_into(out, text),
        }
    }
}

/// Puts `signature` into `out` in base64, percent-encoded. Which of the characters need encoding is
/// random, so that a branch on each would be guessed wrong again and again: three bytes are written
/// for each, and those that count are kept.
fn put_base64(out: &mut impl Sink, signature: &[u8]) {
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
        out.put(&encoded[..len]);
    }
    out.put(match signature.len() % 3 {
        1 => b"%3D%3D",
        2 => b"%3D",
        _ => b"",
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
            put_base64(&mut out, &signature);
            assert_eq!(out, percent_encode(BASE64.encode(&signature)));
        }
    }
}
