//! Explanations: one signature, step by step; and what a provider's refusal means.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::error::{oauth1_error, oauth1_status};
use super::ffi::{
    Text, accessor, bytes, copied, count, fallible, free, lend, pairs, required, text,
};
use super::finding::oauth1_findings;
use super::request::oauth1_request;
use super::response::oauth1_response;
use super::session::oauth1_session;
use super::settings::{
    OAUTH1_TRANSMISSION_FORM, OAUTH1_TRANSMISSION_HEADER, OAUTH1_TRANSMISSION_QUERY,
    oauth1_transmission,
};
use crate::authorization::Transmission;
use crate::explain::{Explanation, SignedParameter, UrlChange, UrlChangeKind, explain_answer};
use crate::params::Source;

/// Where a parameter travels: one of the OAUTH1_SOURCE_ numbers. Since 0.1.0.
pub type oauth1_source = i32;

/// The query of the URL.
pub const OAUTH1_SOURCE_QUERY: oauth1_source = 1;
/// The body, form-encoded.
pub const OAUTH1_SOURCE_FORM: oauth1_source = 2;
/// An oauth_ parameter, which travels wherever the signature does.
pub const OAUTH1_SOURCE_PROTOCOL: oauth1_source = 3;

/// What was changed of a URL before it was signed and sent (RFC 5849, section 3.4.1.2): one of the
/// OAUTH1_URL_CHANGE_ numbers; a later version can have more. Since 0.1.0.
pub type oauth1_url_change = i32;

/// Spaces around it were dropped.
pub const OAUTH1_URL_CHANGE_SPACES: oauth1_url_change = 1;
/// The scheme was written in lower case.
pub const OAUTH1_URL_CHANGE_SCHEME_CASE: oauth1_url_change = 2;
/// The host was written in lower case.
pub const OAUTH1_URL_CHANGE_HOST_CASE: oauth1_url_change = 3;
/// The host was written in punycode (RFC 3492).
pub const OAUTH1_URL_CHANGE_PUNYCODE: oauth1_url_change = 4;
/// The port was dropped, as it is the scheme's own.
pub const OAUTH1_URL_CHANGE_DEFAULT_PORT: oauth1_url_change = 5;
/// The port was written in another form.
pub const OAUTH1_URL_CHANGE_PORT: oauth1_url_change = 6;
/// An empty path became a slash.
pub const OAUTH1_URL_CHANGE_EMPTY_PATH: oauth1_url_change = 7;
/// Characters of the path were percent-encoded.
pub const OAUTH1_URL_CHANGE_PATH_ENCODED: oauth1_url_change = 8;
/// Characters of the query were percent-encoded.
pub const OAUTH1_URL_CHANGE_QUERY_ENCODED: oauth1_url_change = 9;
/// The fragment was dropped.
pub const OAUTH1_URL_CHANGE_FRAGMENT: oauth1_url_change = 10;

/// Takes the changes of the core, each with its number.
macro_rules! url_changes {
    ($($kind:ident => $number:ident,)+) => {
        fn url_change(kind: UrlChangeKind) -> oauth1_url_change {
            match kind {
                $(UrlChangeKind::$kind => $number,)+
            }
        }

        $(const _: () = assert!($number == UrlChangeKind::$kind as oauth1_url_change);)+
    };
}

url_changes! {
    Spaces => OAUTH1_URL_CHANGE_SPACES,
    SchemeCase => OAUTH1_URL_CHANGE_SCHEME_CASE,
    HostCase => OAUTH1_URL_CHANGE_HOST_CASE,
    Punycode => OAUTH1_URL_CHANGE_PUNYCODE,
    DefaultPort => OAUTH1_URL_CHANGE_DEFAULT_PORT,
    Port => OAUTH1_URL_CHANGE_PORT,
    EmptyPath => OAUTH1_URL_CHANGE_EMPTY_PATH,
    PathEncoded => OAUTH1_URL_CHANGE_PATH_ENCODED,
    QueryEncoded => OAUTH1_URL_CHANGE_QUERY_ENCODED,
    Fragment => OAUTH1_URL_CHANGE_FRAGMENT,
}

/// One signature, step by step: what was signed, in which order, with what, and what came of it.
/// What it gives holds no secret of the session, but for the parameters of the request itself and
/// what is made of them; its text masks those as well. It never changes, and can be read by several
/// threads at once. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_explanation {
    explanation: Explanation,
    method: Text,
    signature_method: Text,
    base_string_uri: Text,
    url_changes: Vec<Change>,
    parameters: Vec<Parameter>,
    /// The indices of the parameters, in the order that is signed.
    sorted: Vec<usize>,
    base_string: Text,
    key: Text,
    signature: Text,
    carried: Text,
    findings: oauth1_findings,
    text: Text,
}

#[derive(Clone)]
struct Change {
    kind: oauth1_url_change,
    from: Text,
    to: Text,
    text: Text,
}

impl Change {
    fn new(change: &UrlChange) -> Self {
        Self {
            kind: url_change(change.kind()),
            from: Text::new(change.from()),
            to: Text::new(change.to()),
            text: Text::new(change.to_string()),
        }
    }
}

pub(super) fn number_of_source(source: Source) -> oauth1_source {
    match source {
        Source::Query => OAUTH1_SOURCE_QUERY,
        Source::Form => OAUTH1_SOURCE_FORM,
        Source::Protocol => OAUTH1_SOURCE_PROTOCOL,
    }
}

#[derive(Clone)]
struct Parameter {
    name: Text,
    value: Text,
    encoded_name: Text,
    encoded_value: Text,
    source: oauth1_source,
    secret: bool,
}

impl Parameter {
    fn new(parameter: &SignedParameter) -> Self {
        Self {
            name: Text::new(parameter.name()),
            value: Text::new(parameter.value()),
            encoded_name: Text::new(parameter.encoded_name()),
            encoded_value: Text::new(parameter.encoded_value()),
            source: number_of_source(parameter.source()),
            secret: parameter.is_secret(),
        }
    }
}

impl oauth1_explanation {
    pub(super) fn new(explanation: Explanation) -> Self {
        let parameters = explanation.parameters();
        let mut sorted: Vec<usize> = (0..parameters.len()).collect();
        sorted.sort_by_key(|&index| {
            (
                parameters[index].encoded_name(),
                parameters[index].encoded_value(),
            )
        });
        Self {
            method: Text::new(explanation.method()),
            signature_method: Text::new(explanation.signature_method()),
            base_string_uri: Text::new(explanation.base_string_uri()),
            url_changes: explanation.url_changes().iter().map(Change::new).collect(),
            parameters: parameters.iter().map(Parameter::new).collect(),
            sorted,
            base_string: Text::new(explanation.base_string()),
            key: Text::new(explanation.key().text()),
            signature: Text::new(explanation.signature()),
            carried: Text::new(explanation.carried()),
            findings: oauth1_findings::new(explanation.findings()),
            text: Text::new(explanation.to_string()),
            explanation,
        }
    }

    fn parameter(&self, index: usize) -> Option<&Parameter> {
        self.parameters.get(index)
    }

    fn change(&self, index: usize) -> Option<&Change> {
        self.url_changes.get(index)
    }
}

/// Signs a request, once, and tells how: for a look at what is signed, and to compare with what a
/// provider says. What it gives can be sent, unless the signature is masked; each call has a nonce
/// and timestamp of its own, unless the request has them set.
///
/// @param session  the session; not NULL
/// @param request  the request; not NULL
/// @param out      receives the explanation, to be freed with oauth1_explanation_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; what oauth1_session_sign() can return
///
/// Safe in any thread, several at once for one session. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_session_explain(
    session: Option<&oauth1_session>,
    request: Option<&oauth1_request>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_explanation>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let session = required(session, "session")?.session();
        let request = required(request, "request")?.request();
        let out = required(out, "out")?;
        let explanation = session.explain(request)?;
        out.write(Some(Box::new(oauth1_explanation::new(explanation))));
        Ok(())
    })
}

/// The method that was signed.
///
/// @param explanation  an explanation, or NULL
/// @param length       receives the length in bytes, or NULL
/// @return the method, alive as long as the explanation; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_method(
    explanation: Option<&oauth1_explanation>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.method))
}

/// The name of the signature method.
///
/// @param explanation  an explanation, or NULL
/// @param length       receives the length in bytes, or NULL
/// @return the name, alive as long as the explanation; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_signature_method(
    explanation: Option<&oauth1_explanation>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.signature_method))
}

/// The base string URI (RFC 5849, section 3.4.1.2).
///
/// @param explanation  an explanation, or NULL
/// @param length       receives the length in bytes, or NULL
/// @return the URI, alive as long as the explanation; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_base_string_uri(
    explanation: Option<&oauth1_explanation>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.base_string_uri))
}

/// How many things were changed of the URL that was given.
///
/// @param explanation  an explanation, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_url_change_count(
    explanation: Option<&oauth1_explanation>,
) -> usize {
    count(|| Some(explanation?.url_changes.len()))
}

/// What kind of change was made to the URL.
///
/// @param explanation  an explanation, or NULL
/// @param index        which, counted from 0
/// @return one of the OAUTH1_URL_CHANGE_ numbers; 0 behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_url_change(
    explanation: Option<&oauth1_explanation>,
    index: usize,
) -> oauth1_url_change {
    accessor(None, || Some(explanation?.change(index)?.kind)).unwrap_or(0)
}

/// What was changed, as it was given; of a part that was encoded the characters that were.
///
/// @param explanation  an explanation, or NULL
/// @param index        which change, counted from 0
/// @param length       receives the length in bytes, or NULL
/// @return the part, alive as long as the explanation; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_url_change_from(
    explanation: Option<&oauth1_explanation>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.change(index)?.from))
}

/// What came of a change: the part as it is sent.
///
/// @param explanation  an explanation, or NULL
/// @param index        which change, counted from 0
/// @param length       receives the length in bytes, or NULL
/// @return the part, alive as long as the explanation, empty where it was dropped; NULL behind the
///         last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_url_change_to(
    explanation: Option<&oauth1_explanation>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.change(index)?.to))
}

/// A change of the URL in words, such as "default port dropped: :80".
///
/// @param explanation  an explanation, or NULL
/// @param index        which change, counted from 0
/// @param length       receives the length in bytes, or NULL
/// @return the words, alive as long as the explanation; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_url_change_text(
    explanation: Option<&oauth1_explanation>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.change(index)?.text))
}

/// How many parameters were signed, duplicates counted.
///
/// @param explanation  an explanation, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_parameter_count(
    explanation: Option<&oauth1_explanation>,
) -> usize {
    count(|| Some(explanation?.parameters.len()))
}

/// The name of a parameter; they are in the order in which they were collected.
///
/// @param explanation  an explanation, or NULL
/// @param index        which, counted from 0
/// @param length       receives the length in bytes, or NULL
/// @return the name, which can hold any bytes, and a NUL behind it; alive as long as the
///         explanation; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_parameter_name(
    explanation: Option<&oauth1_explanation>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.parameter(index)?.name))
}

/// The value of a parameter, not masked.
///
/// @param explanation  an explanation, or NULL
/// @param index        which, counted from 0
/// @param length       receives the length in bytes, or NULL
/// @return the value, which can hold any bytes, and a NUL behind it; alive as long as the
///         explanation; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_parameter_value(
    explanation: Option<&oauth1_explanation>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.parameter(index)?.value))
}

/// The name of a parameter, percent-encoded: as it is sorted and joined (RFC 5849, section
/// 3.4.1.3.2).
///
/// @param explanation  an explanation, or NULL
/// @param index        which, counted from 0
/// @param length       receives the length in bytes, or NULL
/// @return the name, alive as long as the explanation; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_parameter_encoded_name(
    explanation: Option<&oauth1_explanation>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        Some(&explanation?.parameter(index)?.encoded_name)
    })
}

/// The value of a parameter, percent-encoded, not masked.
///
/// @param explanation  an explanation, or NULL
/// @param index        which, counted from 0
/// @param length       receives the length in bytes, or NULL
/// @return the value, alive as long as the explanation; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_parameter_encoded_value(
    explanation: Option<&oauth1_explanation>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        Some(&explanation?.parameter(index)?.encoded_value)
    })
}

/// Where a parameter travels.
///
/// @param explanation  an explanation, or NULL
/// @param index        which, counted from 0
/// @return one of the OAUTH1_SOURCE_ numbers; 0 behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_parameter_source(
    explanation: Option<&oauth1_explanation>,
    index: usize,
) -> oauth1_source {
    accessor(None, || Some(explanation?.parameter(index)?.source)).unwrap_or(0)
}

/// Whether the value of a parameter is a secret, such as a password: the text of the explanation
/// shows it as ***.
///
/// @param explanation  an explanation, or NULL
/// @param index        which, counted from 0
/// @return whether it is; false behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_parameter_secret(
    explanation: Option<&oauth1_explanation>,
    index: usize,
) -> bool {
    accessor(None, || Some(explanation?.parameter(index)?.secret)).unwrap_or(false)
}

/// Which parameter stands where in the order that is signed: by encoded name, then by encoded
/// value, byte by byte (RFC 5849, section 3.4.1.3.2).
///
/// @param explanation  an explanation, or NULL
/// @param position     where, counted from 0
/// @return the index of the parameter; SIZE_MAX behind the last position, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_sorted(
    explanation: Option<&oauth1_explanation>,
    position: usize,
) -> usize {
    accessor(None, || explanation?.sorted.get(position).copied()).unwrap_or(usize::MAX)
}

/// The signature base string (RFC 5849, section 3.4.1).
///
/// @param explanation  an explanation, or NULL
/// @param length       receives the length in bytes, or NULL
/// @return the base string, alive as long as the explanation; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_base_string(
    explanation: Option<&oauth1_explanation>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.base_string))
}

/// The key, with *** in place of each secret: "***&***", or "***&" where there is no token secret;
/// of the RSA methods that it is one.
///
/// @param explanation  an explanation, or NULL
/// @param length       receives the length in bytes, or NULL
/// @return the key, alive as long as the explanation; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_key(
    explanation: Option<&oauth1_explanation>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.key))
}

/// How long the consumer secret is, in characters, before it is encoded: one too many may be a line
/// feed.
///
/// @param explanation  an explanation, or NULL
/// @return the length; 0 for the RSA methods, which do without, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_consumer_secret_length(
    explanation: Option<&oauth1_explanation>,
) -> usize {
    count(|| explanation?.explanation.key().consumer_secret_length())
}

/// How long the token secret is, in characters, before it is encoded.
///
/// @param explanation  an explanation, or NULL
/// @return the length; 0 where there is none, for the RSA methods, which do without, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_token_secret_length(
    explanation: Option<&oauth1_explanation>,
) -> usize {
    count(|| explanation?.explanation.key().token_secret_length())
}

/// The size of the RSA key, in bits.
///
/// @param explanation  an explanation, or NULL
/// @return the size; 0 for the other methods, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_rsa_bits(explanation: Option<&oauth1_explanation>) -> usize {
    count(|| explanation?.explanation.key().rsa_bits())
}

/// The signature, before it is percent-encoded; *** where it is the secrets themselves, as that of
/// PLAINTEXT.
///
/// @param explanation  an explanation, or NULL
/// @param length       receives the length in bytes, or NULL
/// @return the signature, alive as long as the explanation; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_signature(
    explanation: Option<&oauth1_explanation>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.signature))
}

/// Where the oauth_ parameters travel.
///
/// @param explanation  an explanation, or NULL
/// @return one of the OAUTH1_TRANSMISSION_ numbers; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_transmission(
    explanation: Option<&oauth1_explanation>,
) -> oauth1_transmission {
    accessor(None, || {
        Some(match explanation?.explanation.transmission() {
            Transmission::Header => OAUTH1_TRANSMISSION_HEADER,
            Transmission::Query => OAUTH1_TRANSMISSION_QUERY,
            Transmission::Form => OAUTH1_TRANSMISSION_FORM,
        })
    })
    .unwrap_or(0)
}

/// The oauth_ parameters as they travel: the value of the Authorization header, or the pairs that
/// are appended to the query or the form body. The signature is masked as in
/// oauth1_explanation_signature().
///
/// @param explanation  an explanation, or NULL
/// @param length       receives the length in bytes, or NULL
/// @return the parameters, alive as long as the explanation; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_carried(
    explanation: Option<&oauth1_explanation>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.carried))
}

/// What is odd about the request or the secrets, whatever a provider says.
///
/// @param explanation  an explanation, or NULL
/// @return the findings, lent: alive as long as the explanation, and not to be freed; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_findings(
    explanation: Option<&oauth1_explanation>,
) -> Option<&oauth1_findings> {
    accessor(None, || Some(&explanation?.findings))
}

/// The whole explanation as text for people, step by step, with no secret in it.
///
/// @param explanation  an explanation, or NULL
/// @param length       receives the length in bytes, or NULL
/// @return the text, alive as long as the explanation; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_text(
    explanation: Option<&oauth1_explanation>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&explanation?.text))
}

/// Compares a provider's base string with the one that was explained: what differs, and the likely
/// cause. Of one that is the same the finding is that the secrets differ.
///
/// @param explanation  the explanation; not NULL
/// @param base_string  the provider's, as it prints it, percent-encoded once more or escaped for
///                     HTML or not; NUL-terminated; not NULL
/// @param out          receives the findings, to be freed with oauth1_findings_free(); not NULL
/// @param error        receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_explanation_compare(
    explanation: Option<&oauth1_explanation>,
    base_string: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_findings>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let explanation = &required(explanation, "explanation")?.explanation;
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let base_string = unsafe { text(base_string, "base_string")? };
        let out = required(out, "out")?;
        let findings = explanation.compare(base_string);
        out.write(Some(Box::new(oauth1_findings::new(&findings))));
        Ok(())
    })
}

/// Translates a provider's refusal of the request that was explained into what to do, by the time
/// of the request's timestamp; a base string in the answer is compared with the explained one, as
/// oauth1_explanation_compare() does.
///
/// @param explanation  the explanation; not NULL
/// @param status       the answer's HTTP status; nothing is found in an answer of success
/// @param headers      the answer's headers: an array of name, value, name, value and so on, at
///                     whose end is a NULL; or NULL for none
/// @param body         the answer's body, of any bytes; NULL only where length is 0
/// @param length       how many bytes it has
/// @param out          receives the findings, to be freed with oauth1_findings_free(); not NULL
/// @param error        receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_RESPONSE_TOO_LARGE for an answer of more than 64 KiB;
///         OAUTH1_ERROR_INVALID_PARAMETER where the last header has no value;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8 for a header
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_explanation_explain_answer(
    explanation: Option<&oauth1_explanation>,
    status: u16,
    headers: *const *const c_char,
    body: *const c_char,
    length: usize,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_findings>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let explanation = &required(explanation, "explanation")?.explanation;
        // SAFETY: the caller passes an array that ends with NULL and bytes with their number; or
        // NULL.
        let (headers, body) = unsafe { (pairs(headers, "headers")?, bytes(body, length, "body")?) };
        let out = required(out, "out")?;
        let findings = explanation.explain_answer(status, headers, body)?;
        out.write(Some(Box::new(oauth1_findings::new(&findings))));
        Ok(())
    })
}

/// Does as oauth1_explanation_explain_answer(), for a response that this library has received.
///
/// @param explanation  the explanation; not NULL
/// @param response     the response; not NULL
/// @param out          receives the findings, to be freed with oauth1_findings_free(); not NULL
/// @param error        receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_RESPONSE_TOO_LARGE for a response of more than 64 KiB;
///         OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_explain_response(
    explanation: Option<&oauth1_explanation>,
    response: Option<&oauth1_response>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_findings>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let explanation = &required(explanation, "explanation")?.explanation;
        let response = required(response, "response")?;
        let out = required(out, "out")?;
        let findings =
            explanation.explain_answer(response.status(), response.headers(), response.body())?;
        out.write(Some(Box::new(oauth1_findings::new(&findings))));
        Ok(())
    })
}

/// Translates a provider's refusal into what to do, of a request that was not explained: such as
/// what an error tells, by oauth1_error_http_status() and oauth1_error_body_excerpt().
///
/// @param status   the answer's HTTP status; nothing is found in an answer of success
/// @param headers  the answer's headers: an array of name, value, name, value and so on, at whose
///                 end is a NULL; or NULL for none. WWW-Authenticate and Date count
/// @param body     the answer's body, of any bytes; NULL only where length is 0
/// @param length   how many bytes it has
/// @param now      the time of the refused request's timestamp, in seconds since 1970-01-01
///                 00:00:00 GMT
/// @param out      receives the findings, to be freed with oauth1_findings_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_RESPONSE_TOO_LARGE for an answer of more than 64 KiB;
///         OAUTH1_ERROR_INVALID_PARAMETER where the last header has no value;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8 for a header
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_explain_answer(
    status: u16,
    headers: *const *const c_char,
    body: *const c_char,
    length: usize,
    now: u64,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_findings>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes an array that ends with NULL and bytes with their number; or
        // NULL.
        let (headers, body) = unsafe { (pairs(headers, "headers")?, bytes(body, length, "body")?) };
        let out = required(out, "out")?;
        let findings = explain_answer(status, headers, body, now)?;
        out.write(Some(Box::new(oauth1_findings::new(&findings))));
        Ok(())
    })
}

/// Copies an explanation, so as to keep one that is lent.
///
/// @param explanation  the explanation; not NULL
/// @param out          receives the copy, to be freed with oauth1_explanation_free(); not NULL
/// @param error        receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_copy(
    explanation: Option<&oauth1_explanation>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_explanation>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(explanation, "explanation", out))
}

/// Frees an explanation, and what was read from it with it.
///
/// @param explanation  an explanation, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_explanation_free(explanation: Option<Box<oauth1_explanation>>) {
    free(explanation);
}
