//! Responses.

use std::borrow::Cow;
use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::ffi::{Pairs, Text, accessor, count, free, lend, text};
use crate::response::Response;

/// A response: status, headers, body. Any status is a response, not an error. It never changes, and
/// can be read by several threads at once. Since 0.1.0.
pub struct oauth1_response {
    status: u16,
    headers: Pairs,
    body: Text,
}

impl oauth1_response {
    pub(super) fn new(response: Response) -> Self {
        Self {
            status: response.status(),
            headers: Pairs::new(response.headers()),
            body: Text::from_vec(response.into_body()),
        }
    }

    pub(super) fn status(&self) -> u16 {
        self.status
    }

    pub(super) fn headers(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        self.headers.iter().map(|(name, value)| {
            (
                String::from_utf8_lossy(name.as_bytes()),
                String::from_utf8_lossy(value.as_bytes()),
            )
        })
    }

    pub(super) fn body(&self) -> &[u8] {
        self.body.as_bytes()
    }
}

/// The status (RFC 9110, section 15), such as 200; one of success is from 200 to 299.
///
/// @param response  a response, or NULL
/// @return the status; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_response_status(response: Option<&oauth1_response>) -> u16 {
    accessor(0, || response.map_or(0, |response| response.status))
}

/// The value of the first header of a name, whatever its case.
///
/// @param response  a response, or NULL
/// @param name      the name, NUL-terminated, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the value, alive as long as the response; NULL where there is no such header, and for
///         NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_response_header(
    response: Option<&oauth1_response>,
    name: *const c_char,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name").ok()? };
        response?
            .headers
            .find(|own| own.eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// How many headers there are, duplicates counted.
///
/// @param response  a response, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_response_header_count(response: Option<&oauth1_response>) -> usize {
    count(|| Some(response?.headers.len()))
}

/// The name of a header; they are in the order in which they came.
///
/// @param response  a response, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return the name, alive as long as the response; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_response_header_name(
    response: Option<&oauth1_response>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || response?.headers.name(index))
}

/// The value of a header; they are in the order in which they came.
///
/// @param response  a response, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return the value, alive as long as the response; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_response_header_value(
    response: Option<&oauth1_response>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || response?.headers.value(index))
}

/// The body.
///
/// @param response  a response, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the body, which can hold any bytes, and a NUL behind it; alive as long as the response;
///         NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_response_body(
    response: Option<&oauth1_response>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&response?.body))
}

/// Frees a response, and what was read from it with it.
///
/// @param response  a response, or NULL, for which nothing happens
///
/// Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_response_free(response: Option<Box<oauth1_response>>) {
    free(response);
}
