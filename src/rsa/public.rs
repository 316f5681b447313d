//! Public keys, and the signatures that they verify.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::signature::{
    RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, RsaParameters, UnparsedPublicKey,
};
use rsa::pkcs1::{DecodeRsaPublicKey, EncodeRsaPublicKey};
use rsa::pkcs8::SubjectPublicKeyInfoRef;
use rsa::pkcs8::der::asn1::AnyRef;
use rsa::pkcs8::der::{Decode, Encode, Tag, Tagged};

use super::{invalid, not_rsa, parts, pem};
use crate::error::Error;
use crate::signature::HashAlgorithm;

/// The sizes of keys, in bits: providers still have small ones.
const MIN_BITS: usize = 1024;
const MAX_BITS: usize = 8192;

/// A public RSA key of 1024 to 8192 bits, with which a provider verifies what a consumer signed. A
/// clone is one more reference to the same.
#[derive(Clone)]
pub struct RsaPublicKey(Arc<Inner>);

struct Inner {
    bits: usize,
    /// As PKCS#1, DER.
    der: Vec<u8>,
}

impl RsaPublicKey {
    /// Reads a public key as it stands in a file: `SubjectPublicKeyInfo` (`PUBLIC KEY`), PKCS#1
    /// (`RSA PUBLIC KEY`), or the key of an X.509 certificate; PEM or DER. Of a certificate nothing
    /// but the key counts: that it is registered for a consumer is what makes it trusted, so that
    /// neither its dates nor its issuer are looked at.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidKey`](crate::ErrorKind::InvalidKey), naming what it is instead of such a
    /// key: a private key, one of another kind, under 1024 or over 8192 bits, or damaged.
    pub fn parse(key: impl AsRef<[u8]>) -> Result<Self, Error> {
        let key = key.as_ref();
        match pem::text(key) {
            Some(text) => Self::from_pem(text),
            None => Self::from_der(key),
        }
    }

    fn from_pem(text: &str) -> Result<Self, Error> {
        let text = pem::readable(text);
        let section = pem::sections(&text).next().ok_or_else(pem::damaged)?;
        match section.label {
            "PUBLIC KEY" | "RSA PUBLIC KEY" | "CERTIFICATE" => Self::from_der(&section.body()?),
            _ => Err(section.unexpected("a PUBLIC KEY, an RSA PUBLIC KEY or a CERTIFICATE")),
        }
    }

    fn from_der(der: &[u8]) -> Result<Self, Error> {
        let info = key_of_certificate(der);
        let info = info.as_deref().unwrap_or(der);
        match SubjectPublicKeyInfoRef::try_from(info) {
            Ok(info) if info.algorithm.oid != rsa::pkcs1::ALGORITHM_OID => {
                Err(not_rsa(info.algorithm.oid))
            }
            Ok(info) => Self::from_pkcs1(info.subject_public_key.raw_bytes()),
            Err(_) => Self::from_pkcs1(info),
        }
    }

    fn from_pkcs1(der: &[u8]) -> Result<Self, Error> {
        let unreadable = || {
            invalid(
                "the key is none that can be read: expected a public RSA key as \
                 SubjectPublicKeyInfo or PKCS#1, or an X.509 certificate, PEM or DER",
            )
        };
        let parts = rsa::pkcs1::RsaPublicKeyRef::from_der(der).map_err(|_| unreadable())?;
        let modulus = parts.modulus.as_bytes();
        let unused = modulus
            .first()
            .map_or(0, |byte| byte.leading_zeros() as usize);
        let bits = modulus.len() * 8 - unused;
        if bits < MIN_BITS {
            return Err(invalid(format!(
                "the RSA key has {bits} bits: expected at least {MIN_BITS}"
            )));
        }
        if bits > MAX_BITS {
            return Err(invalid(format!(
                "the RSA key has {bits} bits: expected at most {MAX_BITS}"
            )));
        }
        // an exponent that is none, for one
        rsa::PublicKey::from_pkcs1_der(der).map_err(|_| unreadable())?;
        Ok(Self(Arc::new(Inner {
            bits,
            der: der.to_vec(),
        })))
    }

    /// The public part of `key`.
    pub(super) fn of(key: &rsa::PrivateKey) -> Result<Self, Error> {
        let der = key.to_public_key().to_pkcs1_der();
        let der = der.map_err(|_| invalid("the RSA key has parts that fit in no key"))?;
        Self::from_pkcs1(der.as_bytes())
    }

    /// The size of the key, in bits.
    #[must_use]
    pub fn bits(&self) -> usize {
        self.0.bits
    }

    /// Whether `signature` is that of `message`.
    pub(crate) fn verifies(&self, hash: HashAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        let parameters: &'static RsaParameters = match hash {
            HashAlgorithm::Sha1 => &RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
            HashAlgorithm::Sha256 => &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
            HashAlgorithm::Sha512 => &RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        };
        UnparsedPublicKey::new(parameters, &self.0.der)
            .verify(message, signature)
            .is_ok()
    }
}

/// The key of an X.509 certificate, if `der` is one (RFC 5280 §4.1).
fn key_of_certificate(der: &[u8]) -> Option<Vec<u8>> {
    /// Serial number, signature algorithm, issuer, validity and subject stand before the key.
    const BEFORE_THE_KEY: usize = 5;
    let outer = parts(der)?;
    let [content, _, signature] = &outer[..] else {
        return None;
    };
    if content.tag() != Tag::Sequence || signature.tag() != Tag::BitString {
        return None;
    }
    let content = content.to_der().ok()?;
    let is_version = |part: &&AnyRef<'_>| part.tag().is_context_specific();
    parts(&content)?
        .iter()
        .skip_while(is_version)
        .nth(BEFORE_THE_KEY)?
        .to_der()
        .ok()
}

/// Two keys are equal when they verify the same signatures.
impl PartialEq for RsaPublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.der == other.0.der
    }
}

impl Eq for RsaPublicKey {}

impl fmt::Debug for RsaPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaPublicKey({} bits)", self.bits())
    }
}
