//! Verifiers.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::captured::oauth1_diagnosis;
use super::error::{oauth1_error, oauth1_status};
use super::ffi::{Outcome, bytes, copied, fallible, free, lossy_pairs, lossy_text, required};
use super::verified::oauth1_verified;
use crate::verify::{ReceivedRequest, Verifier, VerifyError};

/// Checks requests that others signed (RFC 5849, section 3.2): the provider's side. It never
/// changes; one serves all threads of a program at once, and a copy is one more reference to the
/// same. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_verifier(Verifier);

impl oauth1_verifier {
    pub(super) fn new(verifier: Verifier) -> Self {
        Self(verifier)
    }
}

/// Does something with a request that comes in.
///
/// # Safety
///
/// The strings are NUL-terminated or NULL, the headers are as [`lossy_pairs`] asks for them, the
/// body has so many bytes or is NULL.
unsafe fn with_request<T>(
    method: *const c_char,
    url: *const c_char,
    headers: *const *const c_char,
    body: *const c_char,
    length: usize,
    act: impl FnOnce(&ReceivedRequest<'_>) -> Result<T, VerifyError>,
) -> Outcome<T> {
    // SAFETY: the caller vouches for it.
    let (method, url, headers, body) = unsafe {
        (
            lossy_text(method, "method")?,
            lossy_text(url, "url")?,
            lossy_pairs(headers, "headers")?,
            bytes(body, length, "body")?,
        )
    };
    let mut request = ReceivedRequest::new(&method, &url).body(body);
    for (name, value) in &headers {
        request = request.header(name, value);
    }
    Ok(act(&request)?)
}

/// Verifies a request that was received: reads it, looks up who signs, checks the signature and the
/// body hash, and notes the nonce. In all of it, bytes that are not UTF-8 become U+FFFD.
///
/// Where it is refused, oauth1_error_reason() tells why, and what oauth1_error_http_status(),
/// oauth1_error_public_message() and oauth1_error_www_authenticate() give is to be answered.
///
/// @param verifier  the verifier; not NULL
/// @param method    the request's method; NUL-terminated; not NULL. Not UTF-8: U+FFFD
/// @param url       its whole URL, path and query as they were received, not decoded; path and
///                  query alone are enough where oauth1_verifier_builder_set_public_url() was
///                  called; NUL-terminated; not NULL. Not UTF-8: U+FFFD
/// @param headers   the names and values of its headers in turn, and a NULL behind them; NULL for
///                  none; each NUL-terminated. Authorization and Content-Type count, and those of
///                  proxies; others are left aside, so that all can be given
/// @param body      its body, all of it, bytes of any kind; NULL only where length is 0
/// @param length    how many bytes it has
/// @param out       receives the verified request, to be freed with oauth1_verified_free(); not
///                  NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_NOT_VERIFIED where the request is refused, or a callback fails;
///         OAUTH1_ERROR_INVALID_PARAMETER for a header's name without a value;
///         OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_verifier_verify(
    verifier: Option<&oauth1_verifier>,
    method: *const c_char,
    url: *const c_char,
    headers: *const *const c_char,
    body: *const c_char,
    length: usize,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_verified>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let verifier = required(verifier, "verifier")?;
        let out = required(out, "out")?;
        // SAFETY: the caller passes strings, headers and bytes as the comment says.
        let request = unsafe {
            with_request(method, url, headers, body, length, |request| {
                verifier.0.verify(request)
            })?
        };
        out.write(Some(Box::new(oauth1_verified::new(&request))));
        Ok(())
    })
}

/// Tells of a request, for the provider's log, how it should have been signed, and where it was
/// not, which known mistake makes its signature; the text of it holds no secret. It looks up
/// consumer and token once more, and notes no nonce. It takes far longer than verifying: call it
/// for some refusals, and not for each.
///
/// @param verifier  the verifier; not NULL
/// @param method    as for oauth1_verifier_verify(); NUL-terminated; not NULL. Not UTF-8: U+FFFD
/// @param url       as for oauth1_verifier_verify(); NUL-terminated; not NULL. Not UTF-8: U+FFFD
/// @param headers   as for oauth1_verifier_verify(); NULL for none; each NUL-terminated
/// @param body      as for oauth1_verifier_verify(); NULL only where length is 0
/// @param length    how many bytes it has
/// @param out       receives the diagnosis, to be freed with oauth1_diagnosis_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_NOT_VERIFIED where there is nothing to explain: a request that
///         cannot be read, is out of time or has more than 64 KiB, a consumer or a token that is
///         not known, a callback that fails; OAUTH1_ERROR_INVALID_PARAMETER for a header's name
///         without a value; OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_verifier_explain(
    verifier: Option<&oauth1_verifier>,
    method: *const c_char,
    url: *const c_char,
    headers: *const *const c_char,
    body: *const c_char,
    length: usize,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_diagnosis>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let verifier = required(verifier, "verifier")?;
        let out = required(out, "out")?;
        // SAFETY: the caller passes strings, headers and bytes as the comment says.
        let diagnosis = unsafe {
            with_request(method, url, headers, body, length, |request| {
                verifier.0.explain(request)
            })?
        };
        out.write(Some(Box::new(oauth1_diagnosis::new(&diagnosis))));
        Ok(())
    })
}

/// Copies a verifier: the copy has the same store of nonces and the same callbacks.
///
/// @param verifier  the verifier; not NULL
/// @param out       receives the copy, to be freed with oauth1_verifier_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verifier_copy(
    verifier: Option<&oauth1_verifier>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_verifier>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(verifier, "verifier", out))
}

/// Frees a verifier. With the last copy, its secrets are wiped from memory, the data of its
/// callbacks is destroyed, and its nonces are forgotten.
///
/// @param verifier  a verifier, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verifier_free(verifier: Option<Box<oauth1_verifier>>) {
    free(verifier);
}
