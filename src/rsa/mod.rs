//! RSA keys and signatures (RFC 5849 §3.4.3): RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).

mod pem;
mod private;
mod public;

pub use private::RsaKey;
pub use public::RsaPublicKey;

use rsa::pkcs8::ObjectIdentifier;
use rsa::pkcs8::der::asn1::AnyRef;
use rsa::pkcs8::der::{Decode, Reader, SliceReader};

use crate::error::{Error, ErrorKind};

/// The parts of the DER sequence that `der` begins with.
fn parts(der: &[u8]) -> Option<Vec<AnyRef<'_>>> {
    let outer = AnyRef::from_der(der).ok()?;
    let mut reader = SliceReader::new(outer.value()).ok()?;
    let mut parts = Vec::new();
    while !reader.is_finished() {
        parts.push(AnyRef::decode(&mut reader).ok()?);
    }
    Some(parts)
}

fn not_rsa(algorithm: ObjectIdentifier) -> Error {
    invalid(format!(
        "the key is not an RSA key: its algorithm is {algorithm}, expected {}",
        rsa::pkcs1::ALGORITHM_OID
    ))
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidKey, message)
}
