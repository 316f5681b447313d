//! Private keys, and the signatures made with them.
//!
//! AWS-LC signs wherever it can, which is with SHA-256 and SHA-512 and keys from 2048 bits on: it is
//! nine times as fast as the `rsa` crate, which signs the rest.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RsaEncoding, RsaKeyPair};
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::der::{Tag, Tagged};
use rsa::pkcs8::{DecodePrivateKey, PrivateKeyInfoRef};
use rsa::signature::{RandomizedSigner, SignatureEncoding};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

use super::public::RsaPublicKey;
use super::{invalid, not_rsa, parts, pem};
use crate::error::{Error, ErrorKind};
use crate::nonce;
use crate::signature::HashAlgorithm;

/// From this size on AWS-LC takes a key, in bits.
const MIN_FAST_BITS: usize = 2048;

/// A private RSA key of 1024 to 8192 bits. A clone is one more reference to the same; the key is
/// wiped from memory with the last of them, and `Debug` shows its size only.
#[derive(Clone)]
pub struct RsaKey(Arc<Inner>);

struct Inner {
    public: RsaPublicKey,
    /// None where a key stands for one that is with whoever signs.
    private: Option<Private>,
}

struct Private {
    key: rsa::PrivateKey,
    fast: Option<RsaKeyPair>,
}

impl RsaKey {
    /// Reads a private key as it stands in a file: PKCS#1 or PKCS#8, PEM or DER.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidKey`], naming what it is instead of such a key: encrypted, of another
    /// kind (a public key, a certificate, an elliptic curve), under 1024 or over 8192 bits, or
    /// damaged.
    pub fn parse(key: impl AsRef<[u8]>) -> Result<Self, Error> {
        let key = key.as_ref();
        match pem::text(key) {
            Some(text) => Self::from_der(&pem_body(text)?),
            None => Self::from_der(key),
        }
    }

    fn from_der(der: &[u8]) -> Result<Self, Error> {
        let (key, fast) = if let Ok(info) = PrivateKeyInfoRef::try_from(der) {
            if info.algorithm.oid != rsa::pkcs1::ALGORITHM_OID {
                return Err(not_rsa(info.algorithm.oid));
            }
            (
                rsa::PrivateKey::from_pkcs8_der(der).ok(),
                RsaKeyPair::from_pkcs8(der),
            )
        } else if is_encrypted(der) {
            return Err(encrypted());
        } else {
            (
                rsa::PrivateKey::from_pkcs1_der(der).ok(),
                RsaKeyPair::from_der(der),
            )
        };
        let key = key.ok_or_else(|| {
            invalid("the key is none that can be read: expected an RSA key as PKCS#1 or PKCS#8, PEM or DER")
        })?;
        let public = RsaPublicKey::of(&key)?;
        let fast = if public.bits() >= MIN_FAST_BITS {
            fast.ok()
        } else {
            None
        };
        let private = Some(Private { key, fast });
        Ok(Self(Arc::new(Inner { public, private })))
    }

    /// A key that verifies, and cannot sign: its private part is with whoever does.
    pub(crate) fn without_private_part(public: RsaPublicKey) -> Self {
        Self(Arc::new(Inner {
            public,
            private: None,
        }))
    }

    /// Whether the key signs.
    pub(crate) fn can_sign(&self) -> bool {
        self.0.private.is_some()
    }

    /// The size of the key, in bits.
    #[must_use]
    pub fn bits(&self) -> usize {
        self.0.public.bits()
    }

    /// The public part, with which others verify.
    #[must_use]
    pub fn public_key(&self) -> &RsaPublicKey {
        &self.0.public
    }

    /// The signature of `message`.
    pub(crate) fn sign(&self, hash: HashAlgorithm, message: &[u8]) -> Result<Vec<u8>, Error> {
        let Some(Private { key, fast }) = &self.0.private else {
            let message = "the RSA key cannot sign: its private part is not here";
            return Err(Error::new(ErrorKind::SigningFailed, message));
        };
        let signed = match (hash, fast) {
            (HashAlgorithm::Sha1, _) => sign_with::<Sha1>(key, message),
            (HashAlgorithm::Sha256, Some(fast)) => sign_fast(fast, &RSA_PKCS1_SHA256, message),
            (HashAlgorithm::Sha512, Some(fast)) => sign_fast(fast, &RSA_PKCS1_SHA512, message),
            (HashAlgorithm::Sha256, None) => sign_with::<Sha256>(key, message),
            (HashAlgorithm::Sha512, None) => sign_with::<Sha512>(key, message),
        };
        signed.ok_or_else(|| {
            let message = "the RSA key cannot sign: its parts do not fit each other";
            Error::new(ErrorKind::SigningFailed, message)
        })
    }
}

fn sign_with<D>(key: &rsa::PrivateKey, message: &[u8]) -> Option<Vec<u8>>
where
    D: sha1::Digest + rsa::pkcs8::AssociatedOid,
{
    let key = SigningKey::<D>::new(key.clone());
    Some(
        key.try_sign_with_rng(&mut nonce::rng(), message)
            .ok()?
            .to_vec(),
    )
}

fn sign_fast(
    key: &RsaKeyPair,
    encoding: &'static dyn RsaEncoding,
    message: &[u8],
) -> Option<Vec<u8>> {
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(encoding, &SystemRandom::new(), message, &mut signature)
        .ok()?;
    Some(signature)
}

/// What a PEM text holds, if that is a private key that is not encrypted.
fn pem_body(text: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let text = pem::readable(text);
    // a certificate, or the parameters of an elliptic curve, may stand before the key
    let key = pem::sections(&text).find(|section| section.label.ends_with("PRIVATE KEY"));
    let section = key
        .or_else(|| pem::sections(&text).next())
        .ok_or_else(pem::damaged)?;
    match section.label {
        "ENCRYPTED PRIVATE KEY" => Err(encrypted()),
        "RSA PRIVATE KEY" | "PRIVATE KEY" if section.is_encrypted() => Err(encrypted()),
        "RSA PRIVATE KEY" | "PRIVATE KEY" => section.body(),
        _ => Err(section.unexpected("a PRIVATE KEY or an RSA PRIVATE KEY")),
    }
}

/// Whether `der` has the form of an encrypted key: an algorithm, and a string of bytes (RFC 5208
/// §6).
fn is_encrypted(der: &[u8]) -> bool {
    let Some(parts) = parts(der) else {
        return false;
    };
    let tags: Vec<_> = parts.iter().map(Tagged::tag).collect();
    tags == [Tag::Sequence, Tag::OctetString]
}

fn encrypted() -> Error {
    invalid("the key is encrypted: decrypt it first, with openssl pkey -in KEY -out DECRYPTED")
}

impl fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaKey({} bits)", self.bits())
    }
}
