//! Why a request that was received is refused, and what the client is told of it.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::error::{OAUTH1_ERROR_NOT_VERIFIED, oauth1_error};
use super::ffi::{Text, accessor, lend};
use crate::verify::{Reason, VerifyError};

/// Which step of the verification failed: one of the OAUTH1_REASON_ numbers. Numbers are positive
/// and never reused; a later version can have more. Since 0.1.0.
pub type oauth1_reason = i32;

/// The request has no oauth_ parameter at all: 401.
pub const OAUTH1_REASON_NOT_SIGNED: oauth1_reason = 1;
/// The URL, the method, a header or a parameter cannot be read: 400.
pub const OAUTH1_REASON_MALFORMED: oauth1_reason = 2;
/// A required parameter is not there: 400.
pub const OAUTH1_REASON_PARAMETER_MISSING: oauth1_reason = 3;
/// A protocol parameter is there twice (RFC 5849, section 3.1): 400.
pub const OAUTH1_REASON_PARAMETER_REPEATED: oauth1_reason = 4;
/// Protocol parameters travel in more than one place (RFC 5849, section 3.5): 400.
pub const OAUTH1_REASON_TWO_PLACES: oauth1_reason = 5;
/// oauth_version is not 1.0: 400.
pub const OAUTH1_REASON_VERSION: oauth1_reason = 6;
/// The signature method is none of those that are taken: 400.
pub const OAUTH1_REASON_SIGNATURE_METHOD: oauth1_reason = 7;
/// PLAINTEXT came over plain http (RFC 5849, section 3.4.4): 400.
pub const OAUTH1_REASON_INSECURE_TRANSPORT: oauth1_reason = 8;
/// The timestamp is out of the window: 401.
pub const OAUTH1_REASON_TIMESTAMP: oauth1_reason = 9;
/// The consumer is not known: 401. The client is told the same as of a wrong signature.
pub const OAUTH1_REASON_CONSUMER: oauth1_reason = 10;
/// The token is not known, or not one of this consumer: 401. The client is told the same as of a
/// wrong signature.
pub const OAUTH1_REASON_TOKEN: oauth1_reason = 11;
/// The signature is not that of the request: 401.
pub const OAUTH1_REASON_SIGNATURE: oauth1_reason = 12;
/// The body hash is required and not there: 400.
pub const OAUTH1_REASON_BODY_HASH_MISSING: oauth1_reason = 13;
/// The body hash is not that of the body: 401.
pub const OAUTH1_REASON_BODY_HASH: oauth1_reason = 14;
/// The nonce was used before: 401.
pub const OAUTH1_REASON_NONCE: oauth1_reason = 15;
/// It could not be told: a look-up, the nonce store, the clock or a custom method failed. 503.
pub const OAUTH1_REASON_UNAVAILABLE: oauth1_reason = 16;

/// Takes the reasons, each with its number.
macro_rules! reasons {
    ($($number:ident => $reason:ident,)+) => {
        $(const _: () = assert!($number == Reason::$reason as oauth1_reason);)+

        #[test]
        fn c_has_each_reason() {
            assert_eq!([$($number),+].len(), Reason::ALL.len());
        }
    };
}

reasons! {
    OAUTH1_REASON_NOT_SIGNED => NotSigned,
    OAUTH1_REASON_MALFORMED => Malformed,
    OAUTH1_REASON_PARAMETER_MISSING => ParameterMissing,
    OAUTH1_REASON_PARAMETER_REPEATED => ParameterRepeated,
    OAUTH1_REASON_TWO_PLACES => TwoPlaces,
    OAUTH1_REASON_VERSION => Version,
    OAUTH1_REASON_SIGNATURE_METHOD => SignatureMethod,
    OAUTH1_REASON_INSECURE_TRANSPORT => InsecureTransport,
    OAUTH1_REASON_TIMESTAMP => Timestamp,
    OAUTH1_REASON_CONSUMER => Consumer,
    OAUTH1_REASON_TOKEN => Token,
    OAUTH1_REASON_SIGNATURE => Signature,
    OAUTH1_REASON_BODY_HASH_MISSING => BodyHashMissing,
    OAUTH1_REASON_BODY_HASH => BodyHash,
    OAUTH1_REASON_NONCE => Nonce,
    OAUTH1_REASON_UNAVAILABLE => Unavailable,
}

/// What an error holds of a request that is refused.
pub(super) struct Refusal {
    reason: oauth1_reason,
    message: Text,
    www_authenticate: Option<Text>,
}

impl From<VerifyError> for Box<oauth1_error> {
    fn from(error: VerifyError) -> Self {
        let refusal = Refusal {
            reason: error.reason() as oauth1_reason,
            message: Text::new(error.message()),
            www_authenticate: error.www_authenticate().map(Text::new),
        };
        oauth1_error::new(OAUTH1_ERROR_NOT_VERIFIED, &error.to_string())
            .of_refusal(error.status(), refusal)
    }
}

/// Why a request is refused: of an error that is OAUTH1_ERROR_NOT_VERIFIED.
///
/// oauth1_error_message() tells in full what was wrong: it is for the provider's log. What the
/// client is to be told is oauth1_error_http_status(), oauth1_error_public_message() and
/// oauth1_error_www_authenticate().
///
/// @param error  an error, or NULL
/// @return one of the OAUTH1_REASON_ numbers; 0 for an error of another status, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_reason(error: Option<&oauth1_error>) -> oauth1_reason {
    accessor(0, || {
        let refusal = error.and_then(oauth1_error::refusal);
        refusal.map_or(0, |refusal| refusal.reason)
    })
}

/// What the client may be told of a request that is refused. It is the same for an unknown
/// consumer, an unknown token and a wrong signature.
///
/// @param error   an error, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the message, alive as long as the error; NULL for an error of another status, and for
///         NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_public_message(
    error: Option<&oauth1_error>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&error?.refusal()?.message))
}

/// The value of the WWW-Authenticate header to answer with (RFC 9110, section 11.6.1): the
/// challenge, with the problem in it (the problem reporting extension).
///
/// @param error   an error, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the value, alive as long as the error; NULL where the reason is
///         OAUTH1_REASON_UNAVAILABLE, for an error of another status, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_www_authenticate(
    error: Option<&oauth1_error>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || error?.refusal()?.www_authenticate.as_ref())
}
