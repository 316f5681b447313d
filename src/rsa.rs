//! RSA keys and signatures (RFC 5849 §3.4.3): RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
//!
//! AWS-LC signs wherever it can, which is with SHA-256 and SHA-512 and keys from 2048 bits on: it is
//! nine times as fast as the `rsa` crate, which signs the rest.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RsaEncoding, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs1v15::{Signature, SigningKey, VerifyingKey};
use rsa::pkcs8::der::asn1::AnyRef;
use rsa::pkcs8::der::{Decode, SliceReader, Tag, Tagged};
use rsa::pkcs8::{DecodePrivateKey, PrivateKeyInfoRef};
use rsa::signature::{RandomizedSigner, SignatureEncoding, Verifier};
use rsa::traits::PublicKeyParts;
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};
use crate::nonce;
use crate::signature::HashAlgorithm;

/// The smallest key that signs, in bits: providers still have them.
const MIN_BITS: usize = 1024;
/// From this size on AWS-LC takes a key, in bits.
const MIN_FAST_BITS: usize = 2048;

/// A private RSA key of 1024 to 8192 bits. A clone is one more reference to the same; the key is
/// wiped from memory with the last of them, and `Debug` shows its size only.
#[derive(Clone)]
pub struct RsaKey(Arc<Inner>);

struct Inner {
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
        let pem = std::str::from_utf8(key)
            .ok()
            .filter(|text| text.contains("-----BEGIN"));
        match pem {
            Some(text) => Self::from_der(&pem_body(text)?),
            None => Self::from_der(key),
        }
    }

    fn from_der(der: &[u8]) -> Result<Self, Error> {
        let (key, fast) = if let Ok(info) = PrivateKeyInfoRef::try_from(der) {
            if info.algorithm.oid != rsa::pkcs1::ALGORITHM_OID {
                return Err(invalid(format!(
                    "the key is not an RSA key: its algorithm is {}, expected {}",
                    info.algorithm.oid,
                    rsa::pkcs1::ALGORITHM_OID
                )));
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
        let bits = key.n().bit_width() as usize;
        if bits < MIN_BITS {
            return Err(invalid(format!(
                "the RSA key has {bits} bits: expected at least {MIN_BITS}"
            )));
        }
        let fast = if bits >= MIN_FAST_BITS {
            fast.ok()
        } else {
            None
        };
        Ok(Self(Arc::new(Inner { key, fast })))
    }

    /// The size of the key, in bits.
    #[must_use]
    pub fn bits(&self) -> usize {
        self.0.key.n().bit_width() as usize
    }

    /// The signature of `message`.
    pub(crate) fn sign(&self, hash: HashAlgorithm, message: &[u8]) -> Result<Vec<u8>, Error> {
        let signed = match (hash, &self.0.fast) {
            (HashAlgorithm::Sha1, _) => self.sign_with::<Sha1>(message),
            (HashAlgorithm::Sha256, Some(fast)) => sign_fast(fast, &RSA_PKCS1_SHA256, message),
            (HashAlgorithm::Sha512, Some(fast)) => sign_fast(fast, &RSA_PKCS1_SHA512, message),
            (HashAlgorithm::Sha256, None) => self.sign_with::<Sha256>(message),
            (HashAlgorithm::Sha512, None) => self.sign_with::<Sha512>(message),
        };
        signed.ok_or_else(|| {
            let message = "the RSA key cannot sign: its parts do not fit each other";
            Error::new(ErrorKind::SigningFailed, message)
        })
    }

    /// Whether `signature` is that of `message`.
    pub(crate) fn verifies(&self, hash: HashAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        match hash {
            HashAlgorithm::Sha1 => self.verifies_with::<Sha1>(message, signature),
            HashAlgorithm::Sha256 => self.verifies_with::<Sha256>(message, signature),
            HashAlgorithm::Sha512 => self.verifies_with::<Sha512>(message, signature),
        }
    }

    fn verifies_with<D>(&self, message: &[u8], signature: &[u8]) -> bool
    where
        D: sha1::Digest + rsa::pkcs8::AssociatedOid,
    {
        let key = VerifyingKey::<D>::new(self.0.key.to_public_key());
        Signature::try_from(signature)
            .is_ok_and(|signature| key.verify(message, &signature).is_ok())
    }

    fn sign_with<D>(&self, message: &[u8]) -> Option<Vec<u8>>
    where
        D: sha1::Digest + rsa::pkcs8::AssociatedOid,
    {
        let key = SigningKey::<D>::new(self.0.key.clone());
        Some(
            key.try_sign_with_rng(&mut nonce::rng(), message)
                .ok()?
                .to_vec(),
        )
    }
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

/// What a PEM text holds (RFC 7468), if that is a private key that is not encrypted. White space
/// counts for nothing: keys are pasted from forms.
fn pem_body(text: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let damaged =
        || invalid("the key is a damaged PEM text: expected -----BEGIN … KEY----- to -----END …");
    // from an environment variable
    let text = Zeroizing::new(text.replace("\\n", "\n"));
    let sections = || {
        text.split("-----BEGIN ")
            .skip(1)
            .filter_map(|rest| rest.split_once("-----"))
    };
    // a certificate, or the parameters of an elliptic curve, may stand before the key
    let key = sections().find(|(label, _)| label.ends_with("PRIVATE KEY"));
    let (label, rest) = key.or_else(|| sections().next()).ok_or_else(damaged)?;
    if !matches!(
        label,
        "RSA PRIVATE KEY" | "PRIVATE KEY" | "ENCRYPTED PRIVATE KEY"
    ) {
        // what is no label may be the key itself, where a dash is missing
        let is_label =
            label.len() <= 40 && label.chars().all(|c| c.is_ascii_uppercase() || c == ' ');
        return Err(if is_label {
            invalid(format!(
                "the key is a {label:?}: expected a PRIVATE KEY or an RSA PRIVATE KEY"
            ))
        } else {
            damaged()
        });
    }
    let (body, _) = rest.split_once("-----END ").ok_or_else(damaged)?;
    if label.starts_with("ENCRYPTED") || body.contains("ENCRYPTED") {
        return Err(encrypted());
    }
    // as large as it can be: growing would leave a copy behind that nobody wipes
    let mut digits = Zeroizing::new(Vec::with_capacity(body.len()));
    digits.extend(body.bytes().filter(|byte| !byte.is_ascii_whitespace()));
    Ok(Zeroizing::new(
        BASE64.decode(&*digits).map_err(|_| damaged())?,
    ))
}

/// Whether `der` has the form of an encrypted key: an algorithm, and a string of bytes (RFC 5208
/// §6).
fn is_encrypted(der: &[u8]) -> bool {
    let tags = || {
        let outer = AnyRef::from_der(der).ok()?;
        let mut reader = SliceReader::new(outer.value()).ok()?;
        let mut tag = || Some(AnyRef::decode(&mut reader).ok()?.tag());
        Some((tag()?, tag()?))
    };
    tags() == Some((Tag::Sequence, Tag::OctetString))
}

fn encrypted() -> Error {
    invalid("the key is encrypted: decrypt it first, with openssl pkey -in KEY -out DECRYPTED")
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidKey, message)
}

impl fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaKey({} bits)", self.bits())
    }
}
