//! Responses.

use std::borrow::Cow;
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::OnceLock;

use super::error::{oauth1_error, oauth1_status};
use super::ffi::{
    Pairs, Text, accessor, bytes, copied, count, fallible, free, lend, pairs, required, text,
};
use super::token::oauth1_token_response;
use crate::response::{Response, TokenResponse};

/// A response: status, headers, body. Any status is a response, not an error. It never changes, and
/// can be read by several threads at once. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_response {
    /// With an empty body.
    head: Response,
    headers: Pairs,
    body: Text,
    /// The body as text, once it was asked for.
    text: OnceLock<Text>,
}

impl oauth1_response {
    pub(super) fn new(mut response: Response) -> Self {
        let body = response.take_body();
        Self {
            headers: Pairs::new(response.headers()),
            head: response,
            body: Text::from_vec(body),
            text: OnceLock::new(),
        }
    }

    /// The response with its body.
    fn whole(&self) -> Response {
        self.head.clone().with_body(self.body().to_vec())
    }

    pub(super) fn status(&self) -> u16 {
        self.head.status()
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

/// Makes a response of what another HTTP library got, so as to read it by
/// oauth1_token_response_new(), oauth1_response_check() and oauth1_explanation_explain_response().
///
/// @param status   its status, such as 200
/// @param headers  its headers: an array of name, value, name, value and so on, at whose end is a
///                 NULL; or NULL for none
/// @param body     its body, of any bytes, copied; NULL only where length is 0
/// @param length   how many bytes it has
/// @param out      receives the response, to be freed with oauth1_response_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER where the last header has no value;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_response_new(
    status: u16,
    headers: *const *const c_char,
    body: *const c_char,
    length: usize,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes an array that ends with NULL, and bytes and their number; or
        // NULL.
        let (headers, body) = unsafe { (pairs(headers, "headers")?, bytes(body, length, "body")?) };
        let out = required(out, "out")?;
        let headers = headers.into_iter();
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let response = Response::new(status, headers.collect(), body.to_vec());
        out.write(Some(Box::new(oauth1_response::new(response))));
        Ok(())
    })
}

/// The status (RFC 9110, section 15), such as 200; one of success is from 200 to 299.
///
/// @param response  a response, or NULL
/// @return the status; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_response_status(response: Option<&oauth1_response>) -> u16 {
    accessor(0, || response.map_or(0, oauth1_response::status))
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

/// The body as text, in UTF-8, whatever the charset of its content type; where that names none, or
/// one that is not known, the body is taken for UTF-8. A byte order mark counts for more than the
/// content type. What the charset does not have becomes U+FFFD.
///
/// @param response  a response, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the text, alive as long as the response; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_response_text(
    response: Option<&oauth1_response>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        let response = response?;
        let text = || Text::new(response.whole().text());
        Some(response.text.get_or_init(text))
    })
}

/// Insists on success.
///
/// @param response  the response; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK for a status from 200 to 299; OAUTH1_ERROR_REFUSED for any other, with the
///         provider's words in the error, and its oauth_problem; OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_response_check(
    response: Option<&oauth1_response>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let response = required(response, "response")?;
        if !response.head.is_success() {
            response.whole().error_for_status()?;
        }
        Ok(())
    })
}

/// Reads a provider's answer in a handshake, where the program sends the requests of its steps by
/// other means: form data, or JSON. Whether the callback was confirmed is for the program to see.
///
/// @param response  the response; not NULL
/// @param out       receives the answer, to be freed with oauth1_token_response_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_REFUSED for any status but 2xx, with the provider's words in the
///         error; OAUTH1_ERROR_INVALID_TOKEN_RESPONSE where the token or its secret is missing or
///         there twice; OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_response_new(
    response: Option<&oauth1_response>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let response = required(response, "response")?.whole();
        let out = required(out, "out")?;
        let answer = TokenResponse::from_response(&response)?;
        out.write(Some(Box::new(oauth1_token_response::new(&answer))));
        Ok(())
    })
}

/// Copies a response, its body too.
///
/// @param response  the response; not NULL
/// @param out       receives the copy, to be freed with oauth1_response_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_response_copy(
    response: Option<&oauth1_response>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(response, "response", out))
}

/// Frees a response, and what was read from it with it.
///
/// @param response  a response, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_response_free(response: Option<Box<oauth1_response>>) {
    free(response);
}
