//! URLs, as they are signed and sent.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::error::{oauth1_error, oauth1_status};
use super::ffi::{Text, accessor, copied, fallible, free, lend, required, text};
use crate::url::Url;

/// An absolute http or https URL, normalised as requests have it: scheme and host in lower case, the
/// host in punycode where it has other letters than ASCII, no default port, a path that is at least
/// a slash, no fragment; whatever a URL may not hold is percent-encoded. Path and query stay
/// otherwise as they were given. It never changes, and can be read by several threads at once. Since
/// 0.1.0.
#[derive(Clone)]
pub struct oauth1_url {
    text: Text,
    base_string_uri: Text,
    origin: Text,
    path: Text,
    query: Option<Text>,
    is_https: bool,
}

impl oauth1_url {
    fn new(url: &Url) -> Self {
        Self {
            text: Text::new(url.as_str()),
            base_string_uri: Text::new(url.base_string_uri()),
            origin: Text::new(url.origin()),
            path: Text::new(url.path()),
            query: url.query().map(Text::new),
            is_https: url.is_https(),
        }
    }
}

/// Reads a URL.
///
/// @param text   the URL; NUL-terminated; not NULL
/// @param out    receives the URL, to be freed with oauth1_url_free(); not NULL
/// @param error  receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_URL for no or another scheme, no host, a host or port
///         that is none, user information or a control character; OAUTH1_ERROR_NULL_ARGUMENT;
///         OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_url_new(
    text: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_url>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let text = unsafe { self::text(text, "text")? };
        let out = required(out, "out")?;
        out.write(Some(Box::new(oauth1_url::new(&Url::parse(text)?))));
        Ok(())
    })
}

/// The whole URL, as it is sent.
///
/// @param url     a URL, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the URL, alive as long as the handle; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_url_text(
    url: Option<&oauth1_url>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&url?.text))
}

/// The base string URI (RFC 5849, section 3.4.1.2): scheme, authority and path.
///
/// @param url     a URL, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the URI, alive as long as the URL; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_url_base_string_uri(
    url: Option<&oauth1_url>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&url?.base_string_uri))
}

/// Scheme, host and port, such as "https://example.com:8443". Two URLs are of the same origin where
/// these are equal (RFC 6454, section 4).
///
/// @param url     a URL, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the origin, alive as long as the URL; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_url_origin(
    url: Option<&oauth1_url>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&url?.origin))
}

/// The path, at least "/".
///
/// @param url     a URL, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the path, alive as long as the URL; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_url_path(
    url: Option<&oauth1_url>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&url?.path))
}

/// What follows the question mark.
///
/// @param url     a URL, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the query, alive as long as the URL; NULL where there is none, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_url_query(
    url: Option<&oauth1_url>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || url?.query.as_ref())
}

/// Whether the scheme is https.
///
/// @param url  a URL, or NULL
/// @return whether it is; false for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_url_is_https(url: Option<&oauth1_url>) -> bool {
    accessor(false, || url.is_some_and(|url| url.is_https))
}

/// Copies a URL.
///
/// @param url    the URL; not NULL
/// @param out    receives the copy, to be freed with oauth1_url_free(); not NULL
/// @param error  receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_url_copy(
    url: Option<&oauth1_url>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_url>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(url, "url", out))
}

/// Frees a URL, and what was read from it with it.
///
/// @param url  a URL, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_url_free(url: Option<Box<oauth1_url>>) {
    free(url);
}
