//! Requests as they were on the wire, and whether they were signed rightly.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::OnceLock;

use super::error::{oauth1_error, oauth1_status};
use super::explanation::oauth1_explanation;
use super::ffi::{
    Outcome, Pairs, Text, accessor, bytes, copied, count, fallible, free, lend, required, text,
};
use super::finding::oauth1_findings;
use super::session::oauth1_session;
use crate::explain::{CapturedRequest, Diagnosis};

/// A request as it was on the wire, signed by anyone, to be explained by
/// oauth1_session_explain_captured(). While it is changed, it is for one thread; while it is not,
/// any number can use it at once. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_captured {
    request: CapturedRequest,
    /// What was asked for, as C reads it; until the request changes.
    shown: OnceLock<Shown>,
}

#[derive(Clone)]
struct Shown {
    method: Text,
    url: Text,
    headers: Pairs,
    body: Text,
}

impl oauth1_captured {
    fn new(request: CapturedRequest) -> Self {
        Self {
            request,
            shown: OnceLock::new(),
        }
    }

    fn shown(&self) -> &Shown {
        self.shown.get_or_init(|| Shown {
            method: Text::new(self.request.method()),
            url: Text::new(self.request.url()),
            headers: Pairs::new(self.request.headers()),
            body: Text::new(self.request.body()),
        })
    }
}

/// A request that is to change, so that what was shown of it holds no more.
fn changing(captured: Option<&mut oauth1_captured>) -> Outcome<&mut CapturedRequest> {
    let captured = required(captured, "captured")?;
    captured.shown.take();
    Ok(&mut captured.request)
}

/// Makes a captured request, without headers and body.
///
/// @param method  its method, as it was; NUL-terminated, copied; not NULL
/// @param url     its URL, with its query; NUL-terminated, copied; not NULL
/// @param out     receives the captured request, to be freed with oauth1_captured_free(); not NULL
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_URL, also for a URL of more than 64 KiB;
///         OAUTH1_ERROR_INVALID_HEADER for an empty method; OAUTH1_ERROR_NULL_ARGUMENT;
///         OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_captured_new(
    method: *const c_char,
    url: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_captured>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (method, url) = unsafe { (text(method, "method")?, text(url, "url")?) };
        let out = required(out, "out")?;
        let request = CapturedRequest::new(method, url)?;
        out.write(Some(Box::new(oauth1_captured::new(request))));
        Ok(())
    })
}

/// Reads a request as HTTP/1.1 has it (RFC 9112, section 3), lines ended by CRLF or LF: request
/// line, headers, an empty line, the body.
///
/// @param scheme   "http" or "https", which such a text does not say; NUL-terminated; not NULL
/// @param request  the text, of any bytes; NULL only where length is 0
/// @param length   how many bytes it has
/// @param out      receives the captured request, to be freed with oauth1_captured_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for what is no request, has no Host, a body in
///         chunks, or more than 64 KiB before the body; OAUTH1_ERROR_INVALID_URL;
///         OAUTH1_ERROR_INVALID_PARAMETER for a form of more than 64 KiB;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_captured_from_http(
    scheme: *const c_char,
    request: *const c_char,
    length: usize,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_captured>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string and bytes with their number, or NULL.
        let (scheme, request) =
            unsafe { (text(scheme, "scheme")?, bytes(request, length, "request")?) };
        let out = required(out, "out")?;
        let request = CapturedRequest::from_http(scheme, request)?;
        out.write(Some(Box::new(oauth1_captured::new(request))));
        Ok(())
    })
}

/// Adds a header.
///
/// @param captured  the captured request; not NULL
/// @param name      its name; NUL-terminated, copied; not NULL
/// @param value     its value; NUL-terminated, copied; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for headers of more than 64 KiB together;
///         OAUTH1_ERROR_INVALID_PARAMETER where it makes a form of a body of more than 64 KiB;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one captured request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_captured_add_header(
    captured: Option<&mut oauth1_captured>,
    name: *const c_char,
    value: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (name, value) = unsafe { (text(name, "name")?, text(value, "value")?) };
        changing(captured)?.header(name, value)?;
        Ok(())
    })
}

/// Sets the body. One that is no form can be of any size: it is only hashed.
///
/// @param captured  the captured request; not NULL
/// @param body      bytes of any kind, copied; NULL only where length is 0
/// @param length    how many
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a form of more than 64 KiB;
///         OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one captured request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_captured_set_body(
    captured: Option<&mut oauth1_captured>,
    body: *const c_char,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes bytes and their number, or NULL.
        let body = unsafe { bytes(body, length, "body")? };
        changing(captured)?.set_body(body)?;
        Ok(())
    })
}

/// The method.
///
/// @param captured  a captured request, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the method, alive until the captured request is changed or freed; NULL for NULL
///
/// Safe in any thread while none changes the captured request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_captured_method(
    captured: Option<&oauth1_captured>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&captured?.shown().method))
}

/// The URL as it was given.
///
/// @param captured  a captured request, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the URL, alive until the captured request is changed or freed; NULL for NULL
///
/// Safe in any thread while none changes the captured request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_captured_url(
    captured: Option<&oauth1_captured>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&captured?.shown().url))
}

/// How many headers there are.
///
/// @param captured  a captured request, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread while none changes the captured request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_captured_header_count(captured: Option<&oauth1_captured>) -> usize {
    count(|| Some(captured?.shown().headers.len()))
}

/// The name of a header.
///
/// @param captured  a captured request, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return the name, alive until the captured request is changed or freed; NULL behind the last
///         index, and for NULL
///
/// Safe in any thread while none changes the captured request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_captured_header_name(
    captured: Option<&oauth1_captured>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || captured?.shown().headers.name(index))
}

/// The value of a header.
///
/// @param captured  a captured request, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return the value, alive until the captured request is changed or freed; NULL behind the last
///         index, and for NULL
///
/// Safe in any thread while none changes the captured request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_captured_header_value(
    captured: Option<&oauth1_captured>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || captured?.shown().headers.value(index))
}

/// The body.
///
/// @param captured  a captured request, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the body, and a NUL behind it, alive until the captured request is changed or freed;
///         empty where there is none; NULL for NULL
///
/// Safe in any thread while none changes the captured request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_captured_body(
    captured: Option<&oauth1_captured>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&captured?.shown().body))
}

/// Copies a captured request, so as to change one and keep the other.
///
/// @param captured  the captured request; not NULL
/// @param out       receives the copy, to be freed with oauth1_captured_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread while none changes the captured request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_captured_copy(
    captured: Option<&oauth1_captured>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_captured>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(captured, "captured", out))
}

/// Whether the body is form data, whose pairs are signed.
///
/// @param captured  a captured request, or NULL
/// @return whether it is; false for NULL
///
/// Safe in any thread while none changes the captured request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_captured_is_form(captured: Option<&oauth1_captured>) -> bool {
    accessor(false, || {
        captured.is_some_and(|captured| captured.request.is_form())
    })
}

/// Frees a captured request, and what was read from it with it.
///
/// @param captured  a captured request, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_captured_free(captured: Option<Box<oauth1_captured>>) {
    free(captured);
}

/// What there is to say of a captured request: how it should have been signed, whether it was, and
/// where it was not, which mistake reproduces its signature. It never changes, and can be read by
/// several threads at once. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_diagnosis {
    valid: bool,
    signature: Option<Text>,
    explanation: oauth1_explanation,
    findings: oauth1_findings,
    text: Text,
}

impl oauth1_diagnosis {
    pub(super) fn new(diagnosis: &Diagnosis) -> Self {
        Self {
            valid: diagnosis.is_valid(),
            signature: diagnosis.signature().map(Text::new),
            explanation: oauth1_explanation::new(diagnosis.explanation().clone()),
            findings: oauth1_findings::new(diagnosis.findings()),
            text: Text::new(diagnosis.to_string()),
        }
    }
}

/// Looks at a request as it was on the wire, by whomever it was signed: rebuilds its base string as
/// a server does, and checks its signature with the secrets of a session. Where it is not right, a
/// fixed number of known mistakes is tried until one reproduces it. The timestamp is compared with
/// the client's clock.
///
/// @param session   the session, of the request's consumer and token; not NULL
/// @param captured  the captured request; not NULL
/// @param out       receives the diagnosis, to be freed with oauth1_diagnosis_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for an OAuth Authorization header that cannot be
///         read; OAUTH1_ERROR_SIGNING_FAILED where a callback failed or an RSA key cannot sign;
///         OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread while none changes the captured request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_session_explain_captured(
    session: Option<&oauth1_session>,
    captured: Option<&oauth1_captured>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_diagnosis>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let session = required(session, "session")?.session();
        let captured = &required(captured, "captured")?.request;
        let out = required(out, "out")?;
        let diagnosis = session.explain_captured(captured)?;
        out.write(Some(Box::new(oauth1_diagnosis::new(&diagnosis))));
        Ok(())
    })
}

/// Whether the signature is right. There may be findings all the same, such as a wrong clock.
///
/// @param diagnosis  a diagnosis, or NULL
/// @return whether it is; false for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_diagnosis_valid(diagnosis: Option<&oauth1_diagnosis>) -> bool {
    accessor(false, || diagnosis.is_some_and(|diagnosis| diagnosis.valid))
}

/// The signature that the request has; *** where it is the secrets themselves.
///
/// @param diagnosis  a diagnosis, or NULL
/// @param length     receives the length in bytes, or NULL
/// @return the signature, alive as long as the diagnosis; NULL where the request has none, and for
///         NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_diagnosis_signature(
    diagnosis: Option<&oauth1_diagnosis>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || diagnosis?.signature.as_ref())
}

/// How the request should have been signed, step by step.
///
/// @param diagnosis  a diagnosis, or NULL
/// @return the explanation, lent: alive as long as the diagnosis, and not to be freed; NULL for
///         NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_diagnosis_explanation(
    diagnosis: Option<&oauth1_diagnosis>,
) -> Option<&oauth1_explanation> {
    accessor(None, || Some(&diagnosis?.explanation))
}

/// What was found: mistakes that reproduce the signature first, which are certain.
///
/// @param diagnosis  a diagnosis, or NULL
/// @return the findings, lent: alive as long as the diagnosis, and not to be freed; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_diagnosis_findings(
    diagnosis: Option<&oauth1_diagnosis>,
) -> Option<&oauth1_findings> {
    accessor(None, || Some(&diagnosis?.findings))
}

/// The whole diagnosis as text for people, with no secret in it.
///
/// @param diagnosis  a diagnosis, or NULL
/// @param length     receives the length in bytes, or NULL
/// @return the text, alive as long as the diagnosis; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_diagnosis_text(
    diagnosis: Option<&oauth1_diagnosis>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&diagnosis?.text))
}

/// Copies a diagnosis.
///
/// @param diagnosis  the diagnosis; not NULL
/// @param out        receives the copy, to be freed with oauth1_diagnosis_free(); not NULL
/// @param error      receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_diagnosis_copy(
    diagnosis: Option<&oauth1_diagnosis>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_diagnosis>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(diagnosis, "diagnosis", out))
}

/// Frees a diagnosis, and what was read from it with it.
///
/// @param diagnosis  a diagnosis, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_diagnosis_free(diagnosis: Option<Box<oauth1_diagnosis>>) {
    free(diagnosis);
}
