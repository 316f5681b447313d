//! The enumerations that clients and requests are set with. C passes numbers, which may be none of
//! them, so here they are numbers too.

use super::error::{OAUTH1_ERROR_INVALID_ENUM, oauth1_error};
use super::ffi::{Outcome, utf8};
use crate::authorization::Transmission;
use crate::error::{Error, ErrorKind};
use crate::request::{BodyHash, RequestSetting};
use crate::rsa::RsaKey;
use crate::signature::{HashAlgorithm, SignatureMethod};

/// How requests are signed (RFC 5849, section 3.4): one of the OAUTH1_SIGNATURE_METHOD_ numbers.
/// Since 0.1.0.
pub type oauth1_signature_method = i32;

/// HMAC-SHA1 (RFC 5849, section 3.4.2), which every provider takes unless it says otherwise.
pub const OAUTH1_SIGNATURE_METHOD_HMAC_SHA1: oauth1_signature_method = 1;
/// HMAC-SHA256: as HMAC-SHA1, with SHA-256.
pub const OAUTH1_SIGNATURE_METHOD_HMAC_SHA256: oauth1_signature_method = 2;
/// HMAC-SHA512: as HMAC-SHA1, with SHA-512.
pub const OAUTH1_SIGNATURE_METHOD_HMAC_SHA512: oauth1_signature_method = 3;
/// PLAINTEXT (RFC 5849, section 3.4.4): the secrets themselves, so over https only.
pub const OAUTH1_SIGNATURE_METHOD_PLAINTEXT: oauth1_signature_method = 4;
/// RSA-SHA1 (RFC 5849, section 3.4.3): signed with the consumer's private key, which
/// oauth1_client_builder_set_rsa_key() takes; no secret has a part in it.
pub const OAUTH1_SIGNATURE_METHOD_RSA_SHA1: oauth1_signature_method = 5;
/// RSA-SHA256: as RSA-SHA1, with SHA-256.
pub const OAUTH1_SIGNATURE_METHOD_RSA_SHA256: oauth1_signature_method = 6;
/// RSA-SHA512: as RSA-SHA1, with SHA-512.
pub const OAUTH1_SIGNATURE_METHOD_RSA_SHA512: oauth1_signature_method = 7;

/// Where the oauth_ parameters travel (RFC 5849, section 3.5): one of the OAUTH1_TRANSMISSION_
/// numbers. Since 0.1.0.
pub type oauth1_transmission = i32;

/// In the Authorization header (section 3.5.1): every provider takes it unless it says otherwise.
pub const OAUTH1_TRANSMISSION_HEADER: oauth1_transmission = 1;
/// In the query of the URL (section 3.5.3).
pub const OAUTH1_TRANSMISSION_QUERY: oauth1_transmission = 2;
/// In the body, which is form-encoded (section 3.5.2).
pub const OAUTH1_TRANSMISSION_FORM: oauth1_transmission = 3;

/// Whether requests carry oauth_body_hash (the body hash draft, 2009): one of the OAUTH1_BODY_HASH_
/// numbers. A form body never has one: its pairs are signed themselves. Since 0.1.0.
pub type oauth1_body_hash = i32;

/// None: few providers want it.
pub const OAUTH1_BODY_HASH_NEVER: oauth1_body_hash = 1;
/// On every request that has no form body, an empty body included, by the hash of the signature
/// method.
pub const OAUTH1_BODY_HASH_ALWAYS: oauth1_body_hash = 2;
/// The same, by SHA-1.
pub const OAUTH1_BODY_HASH_ALWAYS_SHA1: oauth1_body_hash = 3;
/// The same, by SHA-256.
pub const OAUTH1_BODY_HASH_ALWAYS_SHA256: oauth1_body_hash = 4;
/// The same, by SHA-512.
pub const OAUTH1_BODY_HASH_ALWAYS_SHA512: oauth1_body_hash = 5;

/// A hash: one of the OAUTH1_HASH_ numbers. Since 0.1.0.
pub type oauth1_hash = i32;

/// SHA-1.
pub const OAUTH1_HASH_SHA1: oauth1_hash = 1;
/// SHA-256.
pub const OAUTH1_HASH_SHA256: oauth1_hash = 2;
/// SHA-512.
pub const OAUTH1_HASH_SHA512: oauth1_hash = 3;

/// Something that can be set for one request: one of the OAUTH1_REQUEST_SETTING_ numbers. Since
/// 0.1.0.
pub type oauth1_request_setting = i32;

/// oauth1_request_set_nonce().
pub const OAUTH1_REQUEST_SETTING_NONCE: oauth1_request_setting = 1;
/// oauth1_request_set_timestamp().
pub const OAUTH1_REQUEST_SETTING_TIMESTAMP: oauth1_request_setting = 2;
/// oauth1_request_set_realm().
pub const OAUTH1_REQUEST_SETTING_REALM: oauth1_request_setting = 3;
/// oauth1_request_set_version().
pub const OAUTH1_REQUEST_SETTING_VERSION: oauth1_request_setting = 4;
/// oauth1_request_set_transmission().
pub const OAUTH1_REQUEST_SETTING_TRANSMISSION: oauth1_request_setting = 5;
/// oauth1_request_set_body_hash().
pub const OAUTH1_REQUEST_SETTING_BODY_HASH: oauth1_request_setting = 6;
/// oauth1_request_set_empty_token().
pub const OAUTH1_REQUEST_SETTING_EMPTY_TOKEN: oauth1_request_setting = 7;
/// oauth1_request_set_repeatable().
pub const OAUTH1_REQUEST_SETTING_REPEATABLE: oauth1_request_setting = 8;
/// oauth1_request_set_timeout().
pub const OAUTH1_REQUEST_SETTING_TIMEOUT: oauth1_request_setting = 9;
/// oauth1_request_set_max_response_size().
pub const OAUTH1_REQUEST_SETTING_MAX_RESPONSE_SIZE: oauth1_request_setting = 10;
/// oauth1_request_set_cancellation().
pub const OAUTH1_REQUEST_SETTING_CANCELLATION: oauth1_request_setting = 11;

/// Takes the settings of requests, each with its number.
macro_rules! request_settings {
    ($($number:ident => $setting:ident,)+) => {
        pub(super) fn request_setting(number: oauth1_request_setting) -> Outcome<RequestSetting> {
            match number {
                $($number => Ok(RequestSetting::$setting),)+
                _ => Err(unknown("the setting", number)),
            }
        }

        $(const _: () = assert!($number == RequestSetting::$setting as oauth1_request_setting);)+
    };
}

request_settings! {
    OAUTH1_REQUEST_SETTING_NONCE => Nonce,
    OAUTH1_REQUEST_SETTING_TIMESTAMP => Timestamp,
    OAUTH1_REQUEST_SETTING_REALM => Realm,
    OAUTH1_REQUEST_SETTING_VERSION => Version,
    OAUTH1_REQUEST_SETTING_TRANSMISSION => Transmission,
    OAUTH1_REQUEST_SETTING_BODY_HASH => BodyHash,
    OAUTH1_REQUEST_SETTING_EMPTY_TOKEN => EmptyToken,
    OAUTH1_REQUEST_SETTING_REPEATABLE => Repeatable,
    OAUTH1_REQUEST_SETTING_TIMEOUT => Timeout,
    OAUTH1_REQUEST_SETTING_MAX_RESPONSE_SIZE => MaxResponseSize,
    OAUTH1_REQUEST_SETTING_CANCELLATION => Cancellation,
}

pub(super) fn unknown(name: &str, number: i32) -> Box<oauth1_error> {
    let message = format!("{name} is {number}: expected one of the numbers in oauth1.h");
    oauth1_error::new(OAUTH1_ERROR_INVALID_ENUM, &message)
}

/// A method that needs no key of its own.
pub(super) fn signature_method(number: oauth1_signature_method) -> Outcome<SignatureMethod> {
    match number {
        OAUTH1_SIGNATURE_METHOD_HMAC_SHA1 => Ok(SignatureMethod::HmacSha1),
        OAUTH1_SIGNATURE_METHOD_HMAC_SHA256 => Ok(SignatureMethod::HmacSha256),
        OAUTH1_SIGNATURE_METHOD_HMAC_SHA512 => Ok(SignatureMethod::HmacSha512),
        OAUTH1_SIGNATURE_METHOD_PLAINTEXT => Ok(SignatureMethod::Plaintext),
        OAUTH1_SIGNATURE_METHOD_RSA_SHA1
        | OAUTH1_SIGNATURE_METHOD_RSA_SHA256
        | OAUTH1_SIGNATURE_METHOD_RSA_SHA512 => Err(unfit(
            "the RSA methods sign with a key: expected oauth1_client_builder_set_rsa_key()",
        )),
        _ => Err(unknown("the signature method", number)),
    }
}

/// The name of a method, such as oauth_signature_method has it.
pub(super) fn method_name(number: oauth1_signature_method) -> Outcome<&'static str> {
    Ok(match number {
        OAUTH1_SIGNATURE_METHOD_HMAC_SHA1 => "HMAC-SHA1",
        OAUTH1_SIGNATURE_METHOD_HMAC_SHA256 => "HMAC-SHA256",
        OAUTH1_SIGNATURE_METHOD_HMAC_SHA512 => "HMAC-SHA512",
        OAUTH1_SIGNATURE_METHOD_PLAINTEXT => "PLAINTEXT",
        OAUTH1_SIGNATURE_METHOD_RSA_SHA1 => "RSA-SHA1",
        OAUTH1_SIGNATURE_METHOD_RSA_SHA256 => "RSA-SHA256",
        OAUTH1_SIGNATURE_METHOD_RSA_SHA512 => "RSA-SHA512",
        _ => return Err(unknown("the signature method", number)),
    })
}

/// A method that signs with `key`, a file's content. A key that cannot sign makes none.
pub(super) fn rsa_method(number: oauth1_signature_method, key: &[u8]) -> Outcome<SignatureMethod> {
    let method = match number {
        OAUTH1_SIGNATURE_METHOD_RSA_SHA1 => SignatureMethod::RsaSha1,
        OAUTH1_SIGNATURE_METHOD_RSA_SHA256 => SignatureMethod::RsaSha256,
        OAUTH1_SIGNATURE_METHOD_RSA_SHA512 => SignatureMethod::RsaSha512,
        _ => {
            let method = signature_method(number)?;
            let message = format!(
                "{} signs with no RSA key: expected one of the RSA methods",
                method.name()
            );
            return Err(unfit(&message));
        }
    };
    Ok(method(RsaKey::parse(key)?))
}

/// A method and the key that it is to sign with, as bytes of any kind that C passes.
pub(super) fn method_with_key(
    number: oauth1_signature_method,
    key: &[u8],
) -> Outcome<(SignatureMethod, &str)> {
    if let OAUTH1_SIGNATURE_METHOD_RSA_SHA1
    | OAUTH1_SIGNATURE_METHOD_RSA_SHA256
    | OAUTH1_SIGNATURE_METHOD_RSA_SHA512 = number
    {
        return Ok((rsa_method(number, key)?, ""));
    }
    let method = signature_method(number)?;
    Ok((method, utf8(key, "key")?))
}

fn unfit(message: &str) -> Box<oauth1_error> {
    Error::new(ErrorKind::InvalidSetting, message).into()
}

pub(super) fn transmission(number: oauth1_transmission) -> Outcome<Transmission> {
    match number {
        OAUTH1_TRANSMISSION_HEADER => Ok(Transmission::Header),
        OAUTH1_TRANSMISSION_QUERY => Ok(Transmission::Query),
        OAUTH1_TRANSMISSION_FORM => Ok(Transmission::Form),
        _ => Err(unknown("the transmission", number)),
    }
}

pub(super) fn body_hash(number: oauth1_body_hash) -> Outcome<BodyHash> {
    match number {
        OAUTH1_BODY_HASH_NEVER => Ok(BodyHash::Never),
        OAUTH1_BODY_HASH_ALWAYS => Ok(BodyHash::Always),
        OAUTH1_BODY_HASH_ALWAYS_SHA1 => Ok(BodyHash::AlwaysWith(HashAlgorithm::Sha1)),
        OAUTH1_BODY_HASH_ALWAYS_SHA256 => Ok(BodyHash::AlwaysWith(HashAlgorithm::Sha256)),
        OAUTH1_BODY_HASH_ALWAYS_SHA512 => Ok(BodyHash::AlwaysWith(HashAlgorithm::Sha512)),
        _ => Err(unknown("the body hash", number)),
    }
}

pub(super) fn hash(number: oauth1_hash) -> Outcome<HashAlgorithm> {
    match number {
        OAUTH1_HASH_SHA1 => Ok(HashAlgorithm::Sha1),
        OAUTH1_HASH_SHA256 => Ok(HashAlgorithm::Sha256),
        OAUTH1_HASH_SHA512 => Ok(HashAlgorithm::Sha512),
        _ => Err(unknown("the hash", number)),
    }
}

pub(super) fn number_of_transmission(transmission: Transmission) -> oauth1_transmission {
    match transmission {
        Transmission::Header => OAUTH1_TRANSMISSION_HEADER,
        Transmission::Query => OAUTH1_TRANSMISSION_QUERY,
        Transmission::Form => OAUTH1_TRANSMISSION_FORM,
    }
}

pub(super) fn number_of_body_hash(body_hash: BodyHash) -> oauth1_body_hash {
    match body_hash {
        BodyHash::Never => OAUTH1_BODY_HASH_NEVER,
        BodyHash::Always => OAUTH1_BODY_HASH_ALWAYS,
        BodyHash::AlwaysWith(HashAlgorithm::Sha1) => OAUTH1_BODY_HASH_ALWAYS_SHA1,
        BodyHash::AlwaysWith(HashAlgorithm::Sha256) => OAUTH1_BODY_HASH_ALWAYS_SHA256,
        BodyHash::AlwaysWith(HashAlgorithm::Sha512) => OAUTH1_BODY_HASH_ALWAYS_SHA512,
    }
}
