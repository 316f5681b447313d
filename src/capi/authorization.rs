//! Authorization headers of anyone's.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::error::{oauth1_error, oauth1_status};
use super::ffi::{Text, copied, count, fallible, free, lend, required, text};
use crate::authorization::AuthorizationHeader;

/// An Authorization header of the scheme OAuth (RFC 5849, section 3.5.1), taken apart. It never
/// changes, and can be read by several threads at once. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_authorization_header {
    realm: Option<Text>,
    params: Vec<(Text, Text)>,
}

impl oauth1_authorization_header {
    fn new(header: &AuthorizationHeader) -> Self {
        let params = header.params().iter();
        Self {
            realm: header.realm().map(Text::new),
            params: params
                .map(|(name, value)| (Text::new(name), Text::new(value)))
                .collect(),
        }
    }
}

/// Reads the value of a header. The scheme may be in any case; a WWW-Authenticate header of the same
/// scheme is read as well.
///
/// @param value  the value; NUL-terminated; not NULL
/// @param out    receives the header, to be freed with oauth1_authorization_header_free(); not NULL
/// @param error  receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER, whose message names the place, for another scheme
///         and for what has no such form; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_authorization_header_new(
    value: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_authorization_header>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let value = unsafe { text(value, "value")? };
        let out = required(out, "out")?;
        let header = AuthorizationHeader::parse(value)?;
        out.write(Some(Box::new(oauth1_authorization_header::new(&header))));
        Ok(())
    })
}

/// The realm, which is never signed.
///
/// @param header  a header, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the realm, alive as long as the header; NULL where there is none, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_authorization_header_realm(
    header: Option<&oauth1_authorization_header>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || header?.realm.as_ref())
}

/// The value of the first parameter of a name, decoded.
///
/// @param header  a header, or NULL
/// @param name    the name, such as "oauth_token"; NUL-terminated, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the value, of any bytes, alive as long as the header; NULL where there is no such
///         parameter, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_authorization_header_get(
    header: Option<&oauth1_authorization_header>,
    name: *const c_char,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name").ok()? };
        let mut params = header?.params.iter();
        let found = params.find(|(own, _)| own.as_bytes() == name.as_bytes());
        found.map(|(_, value)| value)
    })
}

/// How many parameters there are, the realm apart, duplicates counted.
///
/// @param header  a header, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_authorization_header_param_count(
    header: Option<&oauth1_authorization_header>,
) -> usize {
    count(|| Some(header?.params.len()))
}

/// The name of a parameter, decoded; they are in the order in which they came.
///
/// @param header  a header, or NULL
/// @param index   which, counted from 0
/// @param length  receives the length in bytes, or NULL
/// @return the name, of any bytes, alive as long as the header; NULL behind the last index, and for
///         NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_authorization_header_param_name(
    header: Option<&oauth1_authorization_header>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&header?.params.get(index)?.0))
}

/// The value of a parameter, decoded; they are in the order in which they came.
///
/// @param header  a header, or NULL
/// @param index   which, counted from 0
/// @param length  receives the length in bytes, or NULL
/// @return the value, of any bytes, alive as long as the header; NULL behind the last index, and for
///         NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_authorization_header_param_value(
    header: Option<&oauth1_authorization_header>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&header?.params.get(index)?.1))
}

/// Copies a header.
///
/// @param header  the header; not NULL
/// @param out     receives the copy, to be freed with oauth1_authorization_header_free(); not NULL
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_authorization_header_copy(
    header: Option<&oauth1_authorization_header>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_authorization_header>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(header, "header", out))
}

/// Frees a header, and what was read from it with it.
///
/// @param header  a header, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_authorization_header_free(
    header: Option<Box<oauth1_authorization_header>>,
) {
    free(header);
}
