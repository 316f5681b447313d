//! Findings: why a signature does not fit or was refused, and what to do about it.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use super::error::{oauth1_error, oauth1_status};
use super::ffi::{Text, accessor, copied, count, fallible, free, lend};
use crate::explain::{Cause, Finding};

/// The likely cause of a signature that does not fit, or of a refusal: one of the OAUTH1_CAUSE_
/// numbers. They are positive and never reused; a later version can have more. Since 0.1.0.
pub type oauth1_cause = i32;

/// Something was percent-encoded once too often.
pub const OAUTH1_CAUSE_DOUBLE_ENCODING: oauth1_cause = 1;
/// A space was signed as +, or a + was taken for a space.
pub const OAUTH1_CAUSE_PLUS_FOR_SPACE: oauth1_cause = 2;
/// Parameters of the URL's query were not signed.
pub const OAUTH1_CAUSE_MISSING_QUERY_PARAMETER: oauth1_cause = 3;
/// A parameter was not signed.
pub const OAUTH1_CAUSE_MISSING_PARAMETER: oauth1_cause = 4;
/// A parameter was signed that was not sent, or the other way round.
pub const OAUTH1_CAUSE_EXTRA_PARAMETER: oauth1_cause = 5;
/// A parameter was signed with another value than was sent.
pub const OAUTH1_CAUSE_DIFFERENT_VALUE: oauth1_cause = 6;
/// Another method was signed.
pub const OAUTH1_CAUSE_METHOD: oauth1_cause = 7;
/// Another scheme was signed.
pub const OAUTH1_CAUSE_SCHEME: oauth1_cause = 8;
/// Another port was signed.
pub const OAUTH1_CAUSE_PORT: oauth1_cause = 9;
/// The host was signed in another case.
pub const OAUTH1_CAUSE_HOST_CASE: oauth1_cause = 10;
/// Another host was signed.
pub const OAUTH1_CAUSE_HOST: oauth1_cause = 11;
/// Another path was signed.
pub const OAUTH1_CAUSE_PATH: oauth1_cause = 12;
/// The form body was not signed.
pub const OAUTH1_CAUSE_BODY_NOT_SIGNED: oauth1_cause = 13;
/// A body was signed that is no form.
pub const OAUTH1_CAUSE_BODY_SIGNED: oauth1_cause = 14;
/// The parameters were not sorted as they should be.
pub const OAUTH1_CAUSE_SORT_ORDER: oauth1_cause = 15;
/// Escapes were written in lower case.
pub const OAUTH1_CAUSE_ESCAPE_CASE: oauth1_cause = 16;
/// Characters were encoded that should not be, or left that should be encoded.
pub const OAUTH1_CAUSE_RESERVED_CHARACTERS: oauth1_cause = 17;
/// Something was not encoded, or the parameters not once more as a part of the base string.
pub const OAUTH1_CAUSE_NOT_ENCODED: oauth1_cause = 18;
/// oauth_signature itself was signed.
pub const OAUTH1_CAUSE_SIGNATURE_INCLUDED: oauth1_cause = 19;
/// The realm was signed.
pub const OAUTH1_CAUSE_REALM_INCLUDED: oauth1_cause = 20;
/// The query was signed as a part of the URL.
pub const OAUTH1_CAUSE_QUERY_IN_URI: oauth1_cause = 21;
/// Of parameters with the same name some were not signed.
pub const OAUTH1_CAUSE_DUPLICATES_DROPPED: oauth1_cause = 22;
/// oauth_body_hash is not the hash of the body.
pub const OAUTH1_CAUSE_BODY_HASH: oauth1_cause = 23;
/// Something does not have the form that it should have.
pub const OAUTH1_CAUSE_MALFORMED: oauth1_cause = 24;
/// What is compared are two requests: nonce or timestamp differ.
pub const OAUTH1_CAUSE_ANOTHER_REQUEST: oauth1_cause = 25;
/// Text was encoded in another character set than UTF-8.
pub const OAUTH1_CAUSE_CHARACTER_SET: oauth1_cause = 26;
/// A parameter that must be sent once was sent several times.
pub const OAUTH1_CAUSE_PARAMETER_REPEATED: oauth1_cause = 27;
/// The signature is written otherwise than in base64, percent-encoded where it travels.
pub const OAUTH1_CAUSE_SIGNATURE_FORMAT: oauth1_cause = 28;
/// The secrets differ.
pub const OAUTH1_CAUSE_SECRETS: oauth1_cause = 40;
/// It was signed without the token secret.
pub const OAUTH1_CAUSE_TOKEN_SECRET_MISSING: oauth1_cause = 41;
/// The secrets were not encoded before they were joined to the key.
pub const OAUTH1_CAUSE_SECRETS_NOT_ENCODED: oauth1_cause = 42;
/// A secret is still encoded as it was in a token response.
pub const OAUTH1_CAUSE_SECRETS_ENCODED: oauth1_cause = 43;
/// The two secrets are in each other's place.
pub const OAUTH1_CAUSE_SECRETS_SWAPPED: oauth1_cause = 44;
/// A secret begins or ends with white space.
pub const OAUTH1_CAUSE_WHITE_SPACE_IN_SECRET: oauth1_cause = 45;
/// A parameter carries a secret.
pub const OAUTH1_CAUSE_SECRET_SENT: oauth1_cause = 46;
/// A key was taken for a secret.
pub const OAUTH1_CAUSE_KEY_AS_SECRET: oauth1_cause = 47;
/// The clock is wrong.
pub const OAUTH1_CAUSE_CLOCK: oauth1_cause = 60;
/// A nonce was used twice.
pub const OAUTH1_CAUSE_NONCE_USED: oauth1_cause = 61;
/// The signature method is not the one that is wanted.
pub const OAUTH1_CAUSE_SIGNATURE_METHOD: oauth1_cause = 62;
/// The version is not one that is supported.
pub const OAUTH1_CAUSE_VERSION: oauth1_cause = 63;
/// The consumer key is unknown, refused or another's.
pub const OAUTH1_CAUSE_CONSUMER_KEY: oauth1_cause = 64;
/// The token is unknown, used up, expired, revoked or another's.
pub const OAUTH1_CAUSE_TOKEN: oauth1_cause = 65;
/// The callback is not one that the provider takes.
pub const OAUTH1_CAUSE_CALLBACK: oauth1_cause = 66;
/// The user or the application may not do this.
pub const OAUTH1_CAUSE_PERMISSION: oauth1_cause = 67;
/// The user said no.
pub const OAUTH1_CAUSE_USER_REFUSED: oauth1_cause = 68;
/// The user must authorize the application anew.
pub const OAUTH1_CAUSE_AUTHORIZATION_REQUIRED: oauth1_cause = 69;
/// The provider does not take a parameter.
pub const OAUTH1_CAUSE_PARAMETER_REJECTED: oauth1_cause = 70;
/// The provider says that the signature is wrong, and no more.
pub const OAUTH1_CAUSE_INVALID_SIGNATURE: oauth1_cause = 71;
/// The provider's words are not known.
pub const OAUTH1_CAUSE_UNKNOWN: oauth1_cause = 90;

/// Takes the causes of the core, each with its number and its name.
macro_rules! causes {
    ($($cause:ident => $number:ident: $name:literal,)+) => {
        fn number(cause: Cause) -> oauth1_cause {
            match cause {
                $(Cause::$cause => $number,)+
            }
        }

        fn name(cause: oauth1_cause) -> &'static CStr {
            match cause {
                $($number => $name,)+
                _ => c"unknown cause",
            }
        }

        $(const _: () = assert!($number == Cause::$cause as oauth1_cause);)+
    };
}

causes! {
    DoubleEncoding => OAUTH1_CAUSE_DOUBLE_ENCODING: c"double_encoding",
    PlusForSpace => OAUTH1_CAUSE_PLUS_FOR_SPACE: c"plus_for_space",
    MissingQueryParameter => OAUTH1_CAUSE_MISSING_QUERY_PARAMETER: c"missing_query_parameter",
    MissingParameter => OAUTH1_CAUSE_MISSING_PARAMETER: c"missing_parameter",
    ExtraParameter => OAUTH1_CAUSE_EXTRA_PARAMETER: c"extra_parameter",
    DifferentValue => OAUTH1_CAUSE_DIFFERENT_VALUE: c"different_value",
    Method => OAUTH1_CAUSE_METHOD: c"method",
    Scheme => OAUTH1_CAUSE_SCHEME: c"scheme",
    Port => OAUTH1_CAUSE_PORT: c"port",
    HostCase => OAUTH1_CAUSE_HOST_CASE: c"host_case",
    Host => OAUTH1_CAUSE_HOST: c"host",
    Path => OAUTH1_CAUSE_PATH: c"path",
    BodyNotSigned => OAUTH1_CAUSE_BODY_NOT_SIGNED: c"body_not_signed",
    BodySigned => OAUTH1_CAUSE_BODY_SIGNED: c"body_signed",
    SortOrder => OAUTH1_CAUSE_SORT_ORDER: c"sort_order",
    EscapeCase => OAUTH1_CAUSE_ESCAPE_CASE: c"escape_case",
    ReservedCharacters => OAUTH1_CAUSE_RESERVED_CHARACTERS: c"reserved_characters",
    NotEncoded => OAUTH1_CAUSE_NOT_ENCODED: c"not_encoded",
    SignatureIncluded => OAUTH1_CAUSE_SIGNATURE_INCLUDED: c"signature_included",
    RealmIncluded => OAUTH1_CAUSE_REALM_INCLUDED: c"realm_included",
    QueryInUri => OAUTH1_CAUSE_QUERY_IN_URI: c"query_in_uri",
    DuplicatesDropped => OAUTH1_CAUSE_DUPLICATES_DROPPED: c"duplicates_dropped",
    BodyHash => OAUTH1_CAUSE_BODY_HASH: c"body_hash",
    Malformed => OAUTH1_CAUSE_MALFORMED: c"malformed",
    AnotherRequest => OAUTH1_CAUSE_ANOTHER_REQUEST: c"another_request",
    CharacterSet => OAUTH1_CAUSE_CHARACTER_SET: c"character_set",
    ParameterRepeated => OAUTH1_CAUSE_PARAMETER_REPEATED: c"parameter_repeated",
    SignatureFormat => OAUTH1_CAUSE_SIGNATURE_FORMAT: c"signature_format",
    Secrets => OAUTH1_CAUSE_SECRETS: c"secrets",
    TokenSecretMissing => OAUTH1_CAUSE_TOKEN_SECRET_MISSING: c"token_secret_missing",
    SecretsNotEncoded => OAUTH1_CAUSE_SECRETS_NOT_ENCODED: c"secrets_not_encoded",
    SecretsEncoded => OAUTH1_CAUSE_SECRETS_ENCODED: c"secrets_encoded",
    SecretsSwapped => OAUTH1_CAUSE_SECRETS_SWAPPED: c"secrets_swapped",
    WhiteSpaceInSecret => OAUTH1_CAUSE_WHITE_SPACE_IN_SECRET: c"white_space_in_secret",
    SecretSent => OAUTH1_CAUSE_SECRET_SENT: c"secret_sent",
    KeyAsSecret => OAUTH1_CAUSE_KEY_AS_SECRET: c"key_as_secret",
    Clock => OAUTH1_CAUSE_CLOCK: c"clock",
    NonceUsed => OAUTH1_CAUSE_NONCE_USED: c"nonce_used",
    SignatureMethod => OAUTH1_CAUSE_SIGNATURE_METHOD: c"signature_method",
    Version => OAUTH1_CAUSE_VERSION: c"version",
    ConsumerKey => OAUTH1_CAUSE_CONSUMER_KEY: c"consumer_key",
    Token => OAUTH1_CAUSE_TOKEN: c"token",
    Callback => OAUTH1_CAUSE_CALLBACK: c"callback",
    Permission => OAUTH1_CAUSE_PERMISSION: c"permission",
    UserRefused => OAUTH1_CAUSE_USER_REFUSED: c"user_refused",
    AuthorizationRequired => OAUTH1_CAUSE_AUTHORIZATION_REQUIRED: c"authorization_required",
    ParameterRejected => OAUTH1_CAUSE_PARAMETER_REJECTED: c"parameter_rejected",
    InvalidSignature => OAUTH1_CAUSE_INVALID_SIGNATURE: c"invalid_signature",
    Unknown => OAUTH1_CAUSE_UNKNOWN: c"unknown",
}

/// The name of a cause, for programs.
///
/// @param cause  any number
/// @return static text, such as "double_encoding", never NULL: "unknown cause" for a number that is
///         none
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_cause_name(cause: oauth1_cause) -> *const c_char {
    accessor(c"".as_ptr(), || name(cause).as_ptr())
}

/// What was found, in the order in which it is best looked at: each finding is a cause, what it is
/// seen by, and what to do. No text of it holds a secret of the session that explained. Findings
/// never change, and can be read by several threads at once. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_findings {
    findings: Vec<Shown>,
    text: Text,
}

#[derive(Clone)]
struct Shown {
    cause: oauth1_cause,
    certain: bool,
    detail: Text,
    advice: Text,
}

impl oauth1_findings {
    pub(super) fn new(findings: &[Finding]) -> Self {
        let lines = findings.iter().map(Finding::to_string);
        let text = lines.fold(String::new(), |text, lines| text + &lines + "\n");
        let shown = |finding: &Finding| Shown {
            cause: number(finding.cause()),
            certain: finding.is_certain(),
            detail: Text::new(finding.detail()),
            advice: Text::new(finding.advice()),
        };
        Self {
            findings: findings.iter().map(shown).collect(),
            text: Text::new(text),
        }
    }

    fn get(&self, index: usize) -> Option<&Shown> {
        self.findings.get(index)
    }
}

/// How many findings there are.
///
/// @param findings  findings, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_findings_count(findings: Option<&oauth1_findings>) -> usize {
    count(|| Some(findings?.findings.len()))
}

/// The cause of a finding.
///
/// @param findings  findings, or NULL
/// @param index     which, counted from 0
/// @return one of the OAUTH1_CAUSE_ numbers; 0 behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_findings_cause(
    findings: Option<&oauth1_findings>,
    index: usize,
) -> oauth1_cause {
    accessor(None, || Some(findings?.get(index)?.cause)).unwrap_or(0)
}

/// Whether a finding is proven, such as by a mistake that reproduces the signature; otherwise it is
/// likely.
///
/// @param findings  findings, or NULL
/// @param index     which, counted from 0
/// @return whether it is; false behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_findings_certain(
    findings: Option<&oauth1_findings>,
    index: usize,
) -> bool {
    accessor(None, || Some(findings?.get(index)?.certain)).unwrap_or(false)
}

/// What a finding is seen by: what differs, naming the parameter where it is one.
///
/// @param findings  findings, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return the words, alive as long as the findings; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_findings_detail(
    findings: Option<&oauth1_findings>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&findings?.get(index)?.detail))
}

/// What to do about a finding.
///
/// @param findings  findings, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return the words, alive as long as the findings; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_findings_advice(
    findings: Option<&oauth1_findings>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&findings?.get(index)?.advice))
}

/// All findings as text for people, two lines for each.
///
/// @param findings  findings, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the text, alive as long as the findings; empty where there are none; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_findings_text(
    findings: Option<&oauth1_findings>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&findings?.text))
}

/// Copies findings, so as to keep some that are lent.
///
/// @param findings  the findings; not NULL
/// @param out       receives the copy, to be freed with oauth1_findings_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_findings_copy(
    findings: Option<&oauth1_findings>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_findings>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(findings, "findings", out))
}

/// Frees findings, and what was read from them with them. Those that an explanation or a diagnosis
/// lends are not to be freed.
///
/// @param findings  findings, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_findings_free(findings: Option<Box<oauth1_findings>>) {
    free(findings);
}

#[test]
fn causes_have_the_names_of_the_core() {
    for &cause in Cause::ALL {
        assert_eq!(name(number(cause)).to_str(), Ok(cause.name()));
    }
}
