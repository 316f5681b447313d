//! Statuses and error handles.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ops::RangeInclusive;

use super::ffi::{Pairs, Text, accessor, count, free, lend};
use super::refusal::Refusal;
use crate::error::{Error, ErrorKind};
use crate::problem::Problem;

/// What a fallible function returns: OAUTH1_OK, or one of the OAUTH1_ERROR_ numbers. Numbers are
/// positive and never reused; a later version can have more. Since 0.1.0.
pub type oauth1_status = i32;

/// Nothing went wrong.
pub const OAUTH1_OK: oauth1_status = 0;
/// A client was given a setting that cannot work.
pub const OAUTH1_ERROR_INVALID_SETTING: oauth1_status = 1;
/// The URL cannot be one of a request.
pub const OAUTH1_ERROR_INVALID_URL: oauth1_status = 2;
/// A parameter cannot be sent or signed as given.
pub const OAUTH1_ERROR_INVALID_PARAMETER: oauth1_status = 3;
/// A header or method cannot be sent as given.
pub const OAUTH1_ERROR_INVALID_HEADER: oauth1_status = 4;
/// A key of the signature method cannot be used.
pub const OAUTH1_ERROR_INVALID_KEY: oauth1_status = 5;
/// A signature method could not sign.
pub const OAUTH1_ERROR_SIGNING_FAILED: oauth1_status = 6;
/// PLAINTEXT would have sent the secrets over plain http.
pub const OAUTH1_ERROR_INSECURE_TRANSPORT: oauth1_status = 7;
/// The body could not be read, or cannot be sent as it is.
pub const OAUTH1_ERROR_INVALID_BODY: oauth1_status = 8;
/// The host's name could not be resolved.
pub const OAUTH1_ERROR_HOST_NOT_FOUND: oauth1_status = 20;
/// No connection could be made, or it broke.
pub const OAUTH1_ERROR_CONNECTION_FAILED: oauth1_status = 21;
/// The TLS handshake failed: a certificate that is not trusted, or no common protocol.
pub const OAUTH1_ERROR_TLS_FAILED: oauth1_status = 22;
/// A time limit passed.
pub const OAUTH1_ERROR_TIMED_OUT: oauth1_status = 23;
/// What came back is not HTTP, or ended too early.
pub const OAUTH1_ERROR_INVALID_RESPONSE: oauth1_status = 24;
/// What came back is larger than the limit.
pub const OAUTH1_ERROR_RESPONSE_TOO_LARGE: oauth1_status = 25;
/// The request was called off.
pub const OAUTH1_ERROR_CANCELLED: oauth1_status = 26;
/// There were more redirects than are followed.
pub const OAUTH1_ERROR_TOO_MANY_REDIRECTS: oauth1_status = 27;
/// A response that was to be saved could not be written.
pub const OAUTH1_ERROR_NOT_SAVED: oauth1_status = 28;
/// The provider refused a step of the handshake.
pub const OAUTH1_ERROR_REFUSED: oauth1_status = 40;
/// A token response lacks a part, or cannot be read.
pub const OAUTH1_ERROR_INVALID_TOKEN_RESPONSE: oauth1_status = 41;
/// The provider did not confirm the callback (RFC 5849, section 2.1).
pub const OAUTH1_ERROR_CALLBACK_NOT_CONFIRMED: oauth1_status = 42;
/// The user did not allow access.
pub const OAUTH1_ERROR_ACCESS_DENIED: oauth1_status = 43;
/// What came back to the callback is not the answer to this authorization.
pub const OAUTH1_ERROR_INVALID_CALLBACK: oauth1_status = 44;
/// A pending authorization cannot be restored.
pub const OAUTH1_ERROR_INVALID_PENDING_AUTHORIZATION: oauth1_status = 45;
/// A pointer is NULL that may not be.
pub const OAUTH1_ERROR_NULL_ARGUMENT: oauth1_status = 60;
/// A string is not UTF-8.
pub const OAUTH1_ERROR_INVALID_UTF8: oauth1_status = 61;
/// A number is none of the enumeration's.
pub const OAUTH1_ERROR_INVALID_ENUM: oauth1_status = 62;
/// The library came upon a defect of its own, and caught it. Please report it.
pub const OAUTH1_ERROR_PANIC: oauth1_status = 63;
/// The caller's buffer is too small for the result.
pub const OAUTH1_ERROR_BUFFER_TOO_SMALL: oauth1_status = 64;
/// The builder was asked to build already, and is done, whether that succeeded or not.
pub const OAUTH1_ERROR_ALREADY_BUILT: oauth1_status = 65;
/// A request that was received is refused, or could not be verified.
pub const OAUTH1_ERROR_NOT_VERIFIED: oauth1_status = 66;

/// Takes the kinds of the core, and the statuses that only C has, each with what it says.
macro_rules! statuses {
    (
        kinds { $($kind:ident => $status:ident: $text:literal,)+ }
        only_in_c { $($own:ident: $own_text:literal,)+ }
    ) => {
        impl From<ErrorKind> for oauth1_status {
            fn from(kind: ErrorKind) -> Self {
                match kind {
                    $(ErrorKind::$kind => $status,)+
                }
            }
        }

        fn status_text(status: oauth1_status) -> &'static std::ffi::CStr {
            match status {
                $($status => $text,)+
                $($own => $own_text,)+
                _ => c"unknown status",
            }
        }

        /// A status of C for each kind of the core, and equal to it.
        #[test]
        fn statuses_are_the_numbers_of_the_kinds() {
            $(assert_eq!($status, ErrorKind::$kind as oauth1_status);)+
        }

        #[test]
        fn no_status_is_given_twice() {
            let all = [$($status,)+ $($own,)+];
            let different: std::collections::HashSet<_> = all.iter().collect();
            assert_eq!(different.len(), all.len());
        }
    };
}

statuses! {
    kinds {
        InvalidSetting => OAUTH1_ERROR_INVALID_SETTING: c"invalid setting",
        InvalidUrl => OAUTH1_ERROR_INVALID_URL: c"invalid URL",
        InvalidParameter => OAUTH1_ERROR_INVALID_PARAMETER: c"invalid parameter",
        InvalidHeader => OAUTH1_ERROR_INVALID_HEADER: c"invalid header or method",
        InvalidKey => OAUTH1_ERROR_INVALID_KEY: c"invalid key",
        SigningFailed => OAUTH1_ERROR_SIGNING_FAILED: c"signing failed",
        InsecureTransport => OAUTH1_ERROR_INSECURE_TRANSPORT: c"PLAINTEXT over plain http",
        InvalidBody => OAUTH1_ERROR_INVALID_BODY: c"invalid body",
        HostNotFound => OAUTH1_ERROR_HOST_NOT_FOUND: c"host not found",
        ConnectionFailed => OAUTH1_ERROR_CONNECTION_FAILED: c"connection failed",
        TlsFailed => OAUTH1_ERROR_TLS_FAILED: c"TLS failed",
        TimedOut => OAUTH1_ERROR_TIMED_OUT: c"timed out",
        InvalidResponse => OAUTH1_ERROR_INVALID_RESPONSE: c"invalid response",
        ResponseTooLarge => OAUTH1_ERROR_RESPONSE_TOO_LARGE: c"response too large",
        Cancelled => OAUTH1_ERROR_CANCELLED: c"cancelled",
        TooManyRedirects => OAUTH1_ERROR_TOO_MANY_REDIRECTS: c"too many redirects",
        NotSaved => OAUTH1_ERROR_NOT_SAVED: c"response could not be saved",
        Refused => OAUTH1_ERROR_REFUSED: c"refused by the provider",
        InvalidTokenResponse => OAUTH1_ERROR_INVALID_TOKEN_RESPONSE: c"invalid token response",
        CallbackNotConfirmed => OAUTH1_ERROR_CALLBACK_NOT_CONFIRMED: c"callback not confirmed",
        AccessDenied => OAUTH1_ERROR_ACCESS_DENIED: c"access denied",
        InvalidCallback => OAUTH1_ERROR_INVALID_CALLBACK: c"invalid callback",
        InvalidPendingAuthorization => OAUTH1_ERROR_INVALID_PENDING_AUTHORIZATION: c"invalid pending authorization",
    }
    only_in_c {
        OAUTH1_OK: c"no error",
        OAUTH1_ERROR_NULL_ARGUMENT: c"argument is NULL",
        OAUTH1_ERROR_INVALID_UTF8: c"string is not UTF-8",
        OAUTH1_ERROR_INVALID_ENUM: c"number is not of the enumeration",
        OAUTH1_ERROR_PANIC: c"defect in the library",
        OAUTH1_ERROR_BUFFER_TOO_SMALL: c"buffer too small",
        OAUTH1_ERROR_ALREADY_BUILT: c"builder used already",
        OAUTH1_ERROR_NOT_VERIFIED: c"request not verified",
    }
}

/// What went wrong: a status, a message for people, and, where a provider answered, what it said.
/// No message holds a secret. An error never changes, and can be read by several threads at once.
/// Since 0.1.0.
pub struct oauth1_error {
    status: oauth1_status,
    message: Text,
    unsent: bool,
    http_status: u16,
    problem: Option<Box<ShownProblem>>,
    body_excerpt: Option<Text>,
    refusal: Option<Box<Refusal>>,
}

/// What a provider says is wrong, as C reads it.
struct ShownProblem {
    name: Text,
    advice: Option<Text>,
    what_to_do: Option<Text>,
    acceptable_timestamps: Option<(u64, u64)>,
    acceptable_versions: Option<(Text, Text)>,
    absent: Vec<Text>,
    rejected: Pairs,
}

impl ShownProblem {
    fn new(problem: &Problem) -> Box<Self> {
        let timestamps = problem.acceptable_timestamps();
        let versions = problem.acceptable_versions();
        Box::new(Self {
            name: Text::new(problem.name()),
            advice: problem.advice().map(Text::new),
            what_to_do: problem.what_to_do().map(Text::new),
            acceptable_timestamps: timestamps.map(RangeInclusive::into_inner),
            acceptable_versions: versions
                .map(|(lowest, highest)| (Text::new(lowest), Text::new(highest))),
            absent: problem.parameters_absent().iter().map(Text::new).collect(),
            rejected: Pairs::new(problem.parameters_rejected()),
        })
    }
}

impl oauth1_error {
    pub(super) fn new(status: oauth1_status, message: &str) -> Box<Self> {
        Box::new(Self {
            status,
            message: Text::new(message),
            // but for a defect, such errors come before anything else is done
            unsent: status != OAUTH1_ERROR_PANIC,
            http_status: 0,
            problem: None,
            body_excerpt: None,
            refusal: None,
        })
    }

    /// The same, of a request that is refused with this HTTP status.
    pub(super) fn of_refusal(mut self: Box<Self>, http_status: u16, refusal: Refusal) -> Box<Self> {
        self.http_status = http_status;
        self.refusal = Some(Box::new(refusal));
        self
    }

    pub(super) fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_deref()
    }

    pub(super) fn status(&self) -> oauth1_status {
        self.status
    }

    fn problem(&self) -> Option<&ShownProblem> {
        self.problem.as_deref()
    }
}

impl From<Error> for Box<oauth1_error> {
    fn from(error: Error) -> Self {
        Box::new(oauth1_error {
            status: error.kind().into(),
            message: Text::new(error.message()),
            unsent: error.is_unsent(),
            http_status: error.status().unwrap_or(0),
            problem: error.problem().map(ShownProblem::new),
            body_excerpt: error.body_excerpt().map(Text::new),
            refusal: None,
        })
    }
}

/// What a status means, in a few words.
///
/// @param status  any number
/// @return static text, never NULL: "unknown status" for a number that is none
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_status_text(status: oauth1_status) -> *const c_char {
    accessor(c"".as_ptr(), || status_text(status).as_ptr())
}

/// The status that the failed function returned.
///
/// @param error  an error, or NULL
/// @return the status; OAUTH1_OK for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_status(error: Option<&oauth1_error>) -> oauth1_status {
    accessor(OAUTH1_OK, || error.map_or(OAUTH1_OK, |error| error.status))
}

/// What was wrong, and what was expected: one line for people, in English.
///
/// @param error   an error, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the message, alive as long as the error; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_message(
    error: Option<&oauth1_error>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&error?.message))
}

/// Whether it is certain that nothing of the request was sent, so that it was not acted upon and
/// can be sent again.
///
/// @param error  an error, or NULL
/// @return whether it is; false for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_is_unsent(error: Option<&oauth1_error>) -> bool {
    accessor(false, || error.is_some_and(|error| error.unsent))
}

/// The HTTP status, where the provider answered; of a request that a verifier refuses, the status
/// to answer with (RFC 5849, section 3.2): 400, 401, or 503 where the failure is the provider's
/// own.
///
/// @param error  an error, or NULL
/// @return the status, such as 401; 0 where there is none, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_http_status(error: Option<&oauth1_error>) -> u16 {
    accessor(0, || error.map_or(0, |error| error.http_status))
}

/// The provider's oauth_problem, such as "signature_invalid" (the problem reporting extension).
///
/// @param error   an error, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the problem, alive as long as the error; NULL where there is none, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_oauth_problem(
    error: Option<&oauth1_error>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&error?.problem()?.name))
}

/// The provider's advice (oauth_problem_advice), at most 300 characters of it.
///
/// @param error   an error, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the advice, alive as long as the error; NULL where there is none, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_problem_advice(
    error: Option<&oauth1_error>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || error?.problem()?.advice.as_ref())
}

/// What the problem means and what to do about it, in a sentence.
///
/// @param error   an error, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the sentence, alive as long as the error; NULL where there is no problem, or one that
///         the extension does not have, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_what_to_do(
    error: Option<&oauth1_error>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || error?.problem()?.what_to_do.as_ref())
}

/// The timestamps that the provider takes (oauth_acceptable_timestamps), in seconds since
/// 1970-01-01 00:00:00 GMT.
///
/// @param error  an error, or NULL
/// @param from   receives the first, where there are any; or NULL
/// @param to     receives the last, where there are any; or NULL
/// @return whether the provider says so; false for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_acceptable_timestamps(
    error: Option<&oauth1_error>,
    from: Option<&mut MaybeUninit<u64>>,
    to: Option<&mut MaybeUninit<u64>>,
) -> bool {
    accessor(false, || {
        let range = error.and_then(|error| error.problem()?.acceptable_timestamps);
        if let Some((first, last)) = range {
            if let Some(from) = from {
                from.write(first);
            }
            if let Some(to) = to {
                to.write(last);
            }
        }
        range.is_some()
    })
}

/// The lowest version that the provider takes (oauth_acceptable_versions).
///
/// @param error   an error, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the version, alive as long as the error; NULL where the provider does not say so, and
///         for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_lowest_acceptable_version(
    error: Option<&oauth1_error>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        Some(&error?.problem()?.acceptable_versions.as_ref()?.0)
    })
}

/// The highest version that the provider takes (oauth_acceptable_versions).
///
/// @param error   an error, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the version, alive as long as the error; NULL where the provider does not say so, and
///         for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_highest_acceptable_version(
    error: Option<&oauth1_error>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        Some(&error?.problem()?.acceptable_versions.as_ref()?.1)
    })
}

/// How many parameters the provider misses (oauth_parameters_absent).
///
/// @param error  an error, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_absent_parameter_count(error: Option<&oauth1_error>) -> usize {
    count(|| Some(error?.problem()?.absent.len()))
}

/// The name of a parameter that the provider misses.
///
/// @param error   an error, or NULL
/// @param index   which, counted from 0
/// @param length  receives the length in bytes, or NULL
/// @return the name, alive as long as the error; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_absent_parameter(
    error: Option<&oauth1_error>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || error?.problem()?.absent.get(index))
}

/// How many parameters the provider does not take (oauth_parameters_rejected).
///
/// @param error  an error, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_rejected_parameter_count(error: Option<&oauth1_error>) -> usize {
    count(|| Some(error?.problem()?.rejected.len()))
}

/// The name of a parameter that the provider does not take.
///
/// @param error   an error, or NULL
/// @param index   which, counted from 0
/// @param length  receives the length in bytes, or NULL
/// @return the name, alive as long as the error; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_rejected_parameter_name(
    error: Option<&oauth1_error>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || error?.problem()?.rejected.name(index))
}

/// The value of a parameter that the provider does not take: *** where it may be a secret.
///
/// @param error   an error, or NULL
/// @param index   which, counted from 0
/// @param length  receives the length in bytes, or NULL
/// @return the value, alive as long as the error; empty where the provider gives only the name;
///         NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_rejected_parameter_value(
    error: Option<&oauth1_error>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || error?.problem()?.rejected.value(index))
}

/// The beginning of the provider's answer, at most 512 characters.
///
/// @param error   an error, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the excerpt, alive as long as the error; NULL where the provider gave no answer, and for
///         NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_body_excerpt(
    error: Option<&oauth1_error>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || error?.body_excerpt.as_ref())
}

/// Frees an error, and what was read from it with it.
///
/// @param error  an error, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_error_free(error: Option<Box<oauth1_error>>) {
    free(error);
}
