//! Signed requests: what is to be sent, byte for byte.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::error::{oauth1_error, oauth1_status};
use super::ffi::{Pairs, Text, copied, count, fallible, free, lend};
use crate::session::SignedRequest;

/// A signed request: what is to be sent, byte for byte, by this library or by any other. It never
/// changes, can be read by several threads at once, and does not need the request it was made of.
/// Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_signed {
    method: Text,
    url: Text,
    headers: Pairs,
    body: Option<Text>,
    authorization: Option<Text>,
    base_string: Text,
}

impl oauth1_signed {
    pub(super) fn new(signed: &SignedRequest<'_>) -> Self {
        Self {
            method: Text::new(signed.method()),
            url: Text::new(signed.url()),
            headers: signed.headers().collect(),
            body: signed.body().map(Text::new),
            authorization: signed.authorization().map(Text::new),
            base_string: Text::new(signed.base_string()),
        }
    }

    pub(super) fn body(&self) -> Option<&[u8]> {
        self.body.as_ref().map(Text::as_bytes)
    }
}

/// The method.
///
/// @param request  a signed request, or NULL
/// @param length   receives the length in bytes, or NULL
/// @return the method, alive as long as the signed request; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_signed_method(
    request: Option<&oauth1_signed>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&request?.method))
}

/// The URL; it carries the signature where the oauth_ parameters travel in the query.
///
/// @param request  a signed request, or NULL
/// @param length   receives the length in bytes, or NULL
/// @return the URL, alive as long as the signed request; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_signed_url(
    request: Option<&oauth1_signed>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&request?.url))
}

/// How many headers there are, Authorization and Content-Type among them where the request has
/// them.
///
/// @param request  a signed request, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_signed_header_count(request: Option<&oauth1_signed>) -> usize {
    count(|| Some(request?.headers.len()))
}

/// The name of a header.
///
/// @param request  a signed request, or NULL
/// @param index    which, counted from 0
/// @param length   receives the length in bytes, or NULL
/// @return the name, alive as long as the signed request; NULL behind the last index, and for
///         NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_signed_header_name(
    request: Option<&oauth1_signed>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || request?.headers.name(index))
}

/// The value of a header.
///
/// @param request  a signed request, or NULL
/// @param index    which, counted from 0
/// @param length   receives the length in bytes, or NULL
/// @return the value, alive as long as the signed request; NULL behind the last index, and for
///         NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_signed_header_value(
    request: Option<&oauth1_signed>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || request?.headers.value(index))
}

/// The body; it carries the signature where the oauth_ parameters travel in the form body.
///
/// @param request  a signed request, or NULL
/// @param length   receives the length in bytes, or NULL
/// @return the body, and a NUL behind it, alive as long as the signed request; empty where it is
///         read when it is sent; NULL where there is none, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_signed_body(
    request: Option<&oauth1_signed>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || request?.body.as_ref())
}

/// The value of the Authorization header (RFC 5849, section 3.5.1).
///
/// @param request  a signed request, or NULL
/// @param length   receives the length in bytes, or NULL
/// @return the value, alive as long as the signed request; NULL where the oauth_ parameters travel
///         elsewhere, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_signed_authorization(
    request: Option<&oauth1_signed>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || request?.authorization.as_ref())
}

/// The signature base string (RFC 5849, section 3.4.1): what was signed. PLAINTEXT has no use for
/// it, but it is here all the same.
///
/// @param request  a signed request, or NULL
/// @param length   receives the length in bytes, or NULL
/// @return the base string, alive as long as the signed request; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_signed_base_string(
    request: Option<&oauth1_signed>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&request?.base_string))
}

/// Copies a signed request, so as to keep one that is lent.
///
/// @param signed_request  the signed request; not NULL
/// @param out             receives the copy, to be freed with oauth1_signed_free(); not NULL
/// @param error           receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_signed_copy(
    signed_request: Option<&oauth1_signed>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_signed>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(signed_request, "signed_request", out))
}

/// Frees a signed request, and what was read from it with it.
///
/// @param request  a signed request, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_signed_free(request: Option<Box<oauth1_signed>>) {
    free(request);
}
