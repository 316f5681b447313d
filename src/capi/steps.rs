//! The steps of a signature one at a time: a nonce, a base string, the signature of a text.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::error::{oauth1_error, oauth1_status};
use super::ffi::{bytes, fallible, pairs, required, text};
use super::library::owned;
use super::settings::{method_with_key, oauth1_signature_method};
use crate::encode::{form_decode, form_pairs};

/// Makes a nonce (RFC 5849, section 3.3), as every request has one unless it is set: 22 letters and
/// digits from a cryptographic generator, unique across threads and after fork().
///
/// @param out    receives the nonce, to be freed with oauth1_string_free(); not NULL
/// @param error  receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_nonce(
    out: Option<&mut MaybeUninit<*mut c_char>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        required(out, "out")?.write(owned(crate::steps::nonce().as_bytes()));
        Ok(())
    })
}

/// Makes the signature base string (RFC 5849, section 3.4.1) of a method, a URL and exactly these
/// parameters, those of the URL's query beside them. One that is called oauth_signature is left out.
///
/// @param method  the method, in any case; NUL-terminated; not NULL
/// @param url     the URL; NUL-terminated; not NULL
/// @param params  the parameters of the form body and the oauth_ parameters, as they are before any
///                encoding: an array of name, value, name, value and so on, at whose end is a NULL;
///                or NULL for none
/// @param out     receives the base string, to be freed with oauth1_string_free(); not NULL
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_URL; OAUTH1_ERROR_INVALID_PARAMETER where the last name
///         has no value; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_base_string(
    method: *const c_char,
    url: *const c_char,
    params: *const *const c_char,
    out: Option<&mut MaybeUninit<*mut c_char>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, and an array that ends with NULL; or
        // NULL.
        let (method, url, params) = unsafe {
            (
                text(method, "method")?,
                text(url, "url")?,
                pairs(params, "params")?,
            )
        };
        let out = required(out, "out")?;
        let base_string = crate::steps::base_string(method, url, params)?;
        out.write(owned(base_string.as_bytes()));
        Ok(())
    })
}

/// Does as oauth1_base_string(), with parameters that can hold any bytes.
///
/// @param method       the method, in any case; NUL-terminated; not NULL
/// @param url          the URL; NUL-terminated; not NULL
/// @param form         the parameters as form data (application/x-www-form-urlencoded), as a body
///                     has them; NULL only where form_length is 0
/// @param form_length  how many bytes it has
/// @param out          receives the base string, to be freed with oauth1_string_free(); not NULL
/// @param error        receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_URL; OAUTH1_ERROR_INVALID_PARAMETER for more than 4 GiB;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_base_string_of_form(
    method: *const c_char,
    url: *const c_char,
    form: *const c_char,
    form_length: usize,
    out: Option<&mut MaybeUninit<*mut c_char>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, and bytes and their number; or NULL.
        let (method, url, form) = unsafe {
            (
                text(method, "method")?,
                text(url, "url")?,
                bytes(form, form_length, "form")?,
            )
        };
        let out = required(out, "out")?;
        let params = form_pairs(form).map(|(name, value)| (form_decode(name), form_decode(value)));
        let base_string = crate::steps::base_string(method, url, params)?;
        out.write(owned(base_string.as_bytes()));
        Ok(())
    })
}

/// Signs a text, such as a base string, with a key as it is given, where a session would make the
/// key of the two secrets (RFC 5849, section 3.4.2).
///
/// @param method      one of the OAUTH1_SIGNATURE_METHOD_ numbers
/// @param key         the key: for HMAC and PLAINTEXT the secrets, each percent-encoded, with & in
///                    between, in UTF-8; for RSA what oauth1_client_builder_set_rsa_key() takes;
///                    NULL only where key_length is 0
/// @param key_length  how many bytes it has
/// @param text        the text; NUL-terminated; not NULL
/// @param out         receives the signature, not percent-encoded, to be freed with
///                    oauth1_string_free(); not NULL
/// @param error       receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_KEY for what is no RSA key;
///         OAUTH1_ERROR_SIGNING_FAILED; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8;
///         OAUTH1_ERROR_INVALID_ENUM
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_sign_with_key(
    method: oauth1_signature_method,
    key: *const c_char,
    key_length: usize,
    text: *const c_char,
    out: Option<&mut MaybeUninit<*mut c_char>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes bytes and their number, and a NUL-terminated string; or NULL.
        let (key, text) = unsafe { (bytes(key, key_length, "key")?, self::text(text, "text")?) };
        let out = required(out, "out")?;
        let (method, key) = method_with_key(method, key)?;
        let signature = method.sign_with_key(key, text)?;
        out.write(owned(signature.as_bytes()));
        Ok(())
    })
}
