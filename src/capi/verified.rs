//! Requests that were verified.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::error::{oauth1_error, oauth1_status};
use super::explanation::{number_of_source, oauth1_source};
use super::ffi::{Text, accessor, copied, count, fallible, free, lend, text, told};
use super::settings::{number_of_transmission, oauth1_transmission};
use crate::verify::Verified;

/// A request that was verified: who signed it, for whom, and what was signed. It never changes, and
/// can be read by several threads at once. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_verified {
    consumer_key: Text,
    token: Option<Text>,
    signature_method: Text,
    transmission: oauth1_transmission,
    realm: Option<Text>,
    timestamp: Option<u64>,
    nonce: Option<Text>,
    url: Text,
    params: Vec<(Text, Text, oauth1_source)>,
    covers_body: bool,
}

impl oauth1_verified {
    pub(super) fn new(verified: &Verified) -> Self {
        let params = verified.params().map(|(name, value, source)| {
            let source = number_of_source(source);
            (Text::from_vec(name), Text::from_vec(value), source)
        });
        Self {
            consumer_key: Text::new(verified.consumer_key()),
            token: verified.token().map(Text::new),
            signature_method: Text::new(verified.signature_method()),
            transmission: number_of_transmission(verified.transmission()),
            realm: verified.realm().map(Text::new),
            timestamp: verified.timestamp(),
            nonce: verified.nonce().map(Text::new),
            url: Text::new(verified.url().as_str()),
            params: params.collect(),
            covers_body: verified.covers_body(),
        }
    }
}

/// The consumer key (oauth_consumer_key): who signed.
///
/// @param verified  a verified request, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the key, alive as long as the verified request; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_consumer_key(
    verified: Option<&oauth1_verified>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&verified?.consumer_key))
}

/// The token (oauth_token): for whom.
///
/// @param verified  a verified request, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the token, alive as long as the verified request; NULL where the consumer
///         signed for itself, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_token(
    verified: Option<&oauth1_verified>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || verified?.token.as_ref())
}

/// The name of the signature method (oauth_signature_method), such as "HMAC-SHA1".
///
/// @param verified  a verified request, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the name, alive as long as the verified request; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_signature_method(
    verified: Option<&oauth1_verified>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&verified?.signature_method))
}

/// Where the oauth_ parameters travelled.
///
/// @param verified  a verified request, or NULL
/// @return one of the OAUTH1_TRANSMISSION_ numbers; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_transmission(
    verified: Option<&oauth1_verified>,
) -> oauth1_transmission {
    accessor(0, || verified.map_or(0, |verified| verified.transmission))
}

/// The realm of the Authorization header, which is not signed.
///
/// @param verified  a verified request, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the realm, alive as long as the verified request; NULL where there
///         is none, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_realm(
    verified: Option<&oauth1_verified>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || verified?.realm.as_ref())
}

/// The timestamp (oauth_timestamp). PLAINTEXT may have none.
///
/// @param verified  a verified request, or NULL
/// @param seconds   receives the seconds since 1970-01-01 00:00:00 GMT, or NULL
/// @return whether there is one; false for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_timestamp(
    verified: Option<&oauth1_verified>,
    seconds: Option<&mut MaybeUninit<u64>>,
) -> bool {
    told(seconds, || verified?.timestamp)
}

/// The nonce (oauth_nonce). PLAINTEXT may have none.
///
/// @param verified  a verified request, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the nonce, alive as long as the verified request; NULL where there
///         is none, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_nonce(
    verified: Option<&oauth1_verified>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || verified?.nonce.as_ref())
}

/// The URL that was signed: that by which the world knows the server.
///
/// @param verified  a verified request, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the URL, alive as long as the verified request; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_url(
    verified: Option<&oauth1_verified>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&verified?.url))
}

/// How many parameters were signed: those of the query, then those of the header, then those of the
/// form body; oauth_signature is none of them. PLAINTEXT signs none, but they are here all the
/// same.
///
/// @param verified  a verified request, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_param_count(verified: Option<&oauth1_verified>) -> usize {
    count(|| Some(verified?.params.len()))
}

/// The name of a parameter that was signed, decoded: bytes of any kind.
///
/// @param verified  a verified request, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return the name, and a NUL behind it, alive as long as the verified request; NULL behind the
///         last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_param_name(
    verified: Option<&oauth1_verified>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&verified?.params.get(index)?.0))
}

/// The value of a parameter that was signed, decoded: bytes of any kind.
///
/// @param verified  a verified request, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return the value, and a NUL behind it, alive as long as the verified request; NULL behind the
///         last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_param_value(
    verified: Option<&oauth1_verified>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&verified?.params.get(index)?.1))
}

/// Where a parameter that was signed travelled.
///
/// @param verified  a verified request, or NULL
/// @param index     which, counted from 0
/// @return one of the OAUTH1_SOURCE_ numbers; 0 behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_param_source(
    verified: Option<&oauth1_verified>,
    index: usize,
) -> oauth1_source {
    accessor(0, || {
        let param = verified.and_then(|verified| verified.params.get(index));
        param.map_or(0, |param| param.2)
    })
}

/// The value of the first parameter of a name, such as "oauth_callback" or "oauth_verifier".
///
/// @param verified  a verified request, or NULL
/// @param name      the name; NUL-terminated; NULL for none
/// @param length    receives the length in bytes, or NULL
/// @return the value, and a NUL behind it, alive as long as the verified request; NULL where there
///         is none, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_verified_get(
    verified: Option<&oauth1_verified>,
    name: *const c_char,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name").ok()? };
        let mut params = verified?.params.iter();
        let param = params.find(|param| param.0.as_bytes() == name.as_bytes())?;
        Some(&param.1)
    })
}

/// Whether the signature covers the body: it is a form, its hash was sent and is right, or there is
/// none. What is not covered could have been changed on its way. Of PLAINTEXT it says nothing: that
/// method covers nothing at all.
///
/// @param verified  a verified request, or NULL
/// @return whether it does; false for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_covers_body(verified: Option<&oauth1_verified>) -> bool {
    accessor(false, || {
        verified.is_some_and(|verified| verified.covers_body)
    })
}

/// Copies a verified request.
///
/// @param verified  the verified request; not NULL
/// @param out       receives the copy, to be freed with oauth1_verified_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_copy(
    verified: Option<&oauth1_verified>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_verified>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(verified, "verified", out))
}

/// Frees a verified request, and what was read from it with it.
///
/// @param verified  a verified request, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verified_free(verified: Option<Box<oauth1_verified>>) {
    free(verified);
}
