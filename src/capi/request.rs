//! Requests: what is to be signed and sent.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::sync::OnceLock;
use std::time::Duration;

use super::body::{body_of_callback, oauth1_read_fn, oauth1_rewind_fn};
use super::callback::oauth1_destroy_fn;
use super::cancellation::oauth1_cancellation;
use super::error::{oauth1_error, oauth1_status};
use super::ffi::{
    Outcome, Pairs, Text, accessor, bytes, copied, count, fallible, free, lend, path, required,
    text,
};
use super::multipart::oauth1_multipart;
use super::settings::{
    body_hash, oauth1_body_hash, oauth1_request_setting, oauth1_transmission, request_setting,
    transmission,
};
use crate::body::Body;
use crate::error::{Error, ErrorKind};
use crate::request::Request;

/// A request: method, URL, parameters, headers, body. It can be signed and sent any number of
/// times. While it is changed, it is for one thread; while it is not, any number can read, sign and
/// send it at once. Since 0.1.0.
pub struct oauth1_request {
    request: Request,
    /// What was asked for, as C reads it; until the request changes.
    shown: OnceLock<Shown>,
}

struct Shown {
    method: Text,
    url: Text,
    headers: Pairs,
    content_type: Option<Text>,
    body: Text,
}

impl Clone for oauth1_request {
    fn clone(&self) -> Self {
        Self {
            request: self.request.clone(),
            shown: OnceLock::new(),
        }
    }
}

impl oauth1_request {
    pub(super) fn request(&self) -> &Request {
        &self.request
    }

    fn shown(&self) -> &Shown {
        self.shown.get_or_init(|| {
            may_panic!("shown");
            Shown {
                method: Text::new(self.request.method()),
                url: Text::new(self.request.url().as_str()),
                headers: Pairs::new(self.request.headers()),
                content_type: self.request.content_type().map(Text::new),
                body: Text::new(self.request.body()),
            }
        })
    }
}

/// A request that is to change, so that what was shown of it holds no more.
fn changing(request: Option<&mut oauth1_request>) -> Outcome<&mut Request> {
    let request = required(request, "request")?;
    request.shown.take();
    Ok(&mut request.request)
}

/// The content type of a body. What has no slash is none (RFC 9110 §8.3.1), and is likely the body,
/// which is as much of a string, in the other's place: it is not repeated.
///
/// # Safety
///
/// As for `text`.
unsafe fn type_of_body<'a>(content_type: *const c_char) -> Outcome<&'a str> {
    // SAFETY: the caller vouches for it.
    let content_type = unsafe { text(content_type, "content_type")? };
    if content_type.contains('/') {
        return Ok(content_type);
    }
    let message = "the content type, which comes before the body, has no slash: expected one such \
                   as application/json";
    Err(Error::new(ErrorKind::InvalidHeader, message).into())
}

/// Makes a request.
///
/// @param method  any HTTP method, such as "GET"; NUL-terminated, copied; not NULL
/// @param url     an absolute http or https URL, whose query is signed with the rest;
///                NUL-terminated, copied; not NULL
/// @param out     receives the request, to be freed with oauth1_request_free(); not NULL
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a method that is none;
///         OAUTH1_ERROR_INVALID_URL; OAUTH1_ERROR_INVALID_PARAMETER where the query holds a
///         parameter that the signer writes; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_new(
    method: *const c_char,
    url: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_request>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (method, url) = unsafe { (text(method, "method")?, text(url, "url")?) };
        let out = required(out, "out")?;
        let request = Request::new(method, url)?;
        out.write(Some(Box::new(oauth1_request {
            request,
            shown: OnceLock::new(),
        })));
        Ok(())
    })
}

/// Copies a request, so as to change one and keep the other.
///
/// @param request  the request; not NULL
/// @param out      receives the copy, to be freed with oauth1_request_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread while none changes the request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_copy(
    request: Option<&oauth1_request>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_request>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(request, "request", out))
}

/// Adds a parameter where the method has its place: to the query for GET, HEAD, DELETE and
/// OPTIONS, and where a body was set that is no form; otherwise to the form body.
///
/// @param request  the request; not NULL
/// @param name     text, NUL-terminated, copied; not NULL
/// @param value    text, NUL-terminated, copied; not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that is the signer's own;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_add_param(
    request: Option<&mut oauth1_request>,
    name: *const c_char,
    value: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (name, value) = unsafe { (text(name, "name")?, text(value, "value")?) };
        changing(request)?.param(name, value)?;
        Ok(())
    })
}

/// Does as oauth1_request_add_param(), for names and values that are not text or hold a NUL.
///
/// @param request       the request; not NULL
/// @param name          bytes of any kind, copied; NULL only where name_length is 0
/// @param name_length   how many
/// @param value         bytes of any kind, copied; NULL only where value_length is 0
/// @param value_length  how many
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that is the signer's own;
///         OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_add_param_n(
    request: Option<&mut oauth1_request>,
    name: *const c_char,
    name_length: usize,
    value: *const c_char,
    value_length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes bytes and their number, or NULL.
        let (name, value) = unsafe {
            (
                bytes(name, name_length, "name")?,
                bytes(value, value_length, "value")?,
            )
        };
        changing(request)?.param(name, value)?;
        Ok(())
    })
}

/// Adds a parameter to the query.
///
/// @param request  the request; not NULL
/// @param name     text, NUL-terminated, copied; not NULL
/// @param value    text, NUL-terminated, copied; not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that is the signer's own;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_add_query(
    request: Option<&mut oauth1_request>,
    name: *const c_char,
    value: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (name, value) = unsafe { (text(name, "name")?, text(value, "value")?) };
        changing(request)?.query(name, value)?;
        Ok(())
    })
}

/// Does as oauth1_request_add_query(), for names and values that are not text or hold a NUL.
///
/// @param request       the request; not NULL
/// @param name          bytes of any kind, copied; NULL only where name_length is 0
/// @param name_length   how many
/// @param value         bytes of any kind, copied; NULL only where value_length is 0
/// @param value_length  how many
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that is the signer's own;
///         OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_add_query_n(
    request: Option<&mut oauth1_request>,
    name: *const c_char,
    name_length: usize,
    value: *const c_char,
    value_length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes bytes and their number, or NULL.
        let (name, value) = unsafe {
            (
                bytes(name, name_length, "name")?,
                bytes(value, value_length, "value")?,
            )
        };
        changing(request)?.query(name, value)?;
        Ok(())
    })
}

/// Adds a parameter to the form body.
///
/// @param request  the request; not NULL
/// @param name     text, NUL-terminated, copied; not NULL
/// @param value    text, NUL-terminated, copied; not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that is the signer's own,
///         or where the request has a body that is no form;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_add_form(
    request: Option<&mut oauth1_request>,
    name: *const c_char,
    value: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (name, value) = unsafe { (text(name, "name")?, text(value, "value")?) };
        changing(request)?.form(name, value)?;
        Ok(())
    })
}

/// Does as oauth1_request_add_form(), for names and values that are not text or hold a NUL.
///
/// @param request       the request; not NULL
/// @param name          bytes of any kind, copied; NULL only where name_length is 0
/// @param name_length   how many
/// @param value         bytes of any kind, copied; NULL only where value_length is 0
/// @param value_length  how many
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that is the signer's own,
///         or where the request has a body that is no form;
///         OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_add_form_n(
    request: Option<&mut oauth1_request>,
    name: *const c_char,
    name_length: usize,
    value: *const c_char,
    value_length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes bytes and their number, or NULL.
        let (name, value) = unsafe {
            (
                bytes(name, name_length, "name")?,
                bytes(value, value_length, "value")?,
            )
        };
        changing(request)?.form(name, value)?;
        Ok(())
    })
}

/// Sets the body and its content type. One of the type application/x-www-form-urlencoded is form
/// data, and its pairs are signed; of any other the bytes are not, unless the body hash is.
///
/// @param request       the request; not NULL
/// @param content_type  such as "application/json"; NUL-terminated, copied; not NULL
/// @param body          text, NUL-terminated, copied; not NULL
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a content type that is none;
///         OAUTH1_ERROR_INVALID_PARAMETER for form data with a parameter that the signer writes;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_set_body(
    request: Option<&mut oauth1_request>,
    content_type: *const c_char,
    body: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (content_type, body) = unsafe { (type_of_body(content_type)?, text(body, "body")?) };
        changing(request)?.set_body(content_type, body)?;
        Ok(())
    })
}

/// Does as oauth1_request_set_body(), for a body that is not text or holds a NUL.
///
/// @param request       the request; not NULL
/// @param content_type  such as "image/png"; NUL-terminated, copied; not NULL
/// @param body          bytes of any kind, copied; NULL only where body_length is 0
/// @param body_length   how many
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a content type that is none;
///         OAUTH1_ERROR_INVALID_PARAMETER for form data with a parameter that the signer writes;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8 for the content type
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_set_body_n(
    request: Option<&mut oauth1_request>,
    content_type: *const c_char,
    body: *const c_char,
    body_length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, and bytes and their number; or NULL.
        let (content_type, body) = unsafe {
            (
                type_of_body(content_type)?,
                bytes(body, body_length, "body")?,
            )
        };
        changing(request)?.set_body(content_type, body)?;
        Ok(())
    })
}

/// Sets the body to the content of a file, which is read piece by piece when the request is sent,
/// and its content type. Its bytes are not signed, unless the body hash is: then it is read once
/// more, before.
///
/// @param request       the request; not NULL
/// @param content_type  such as "video/mp4"; NUL-terminated, copied; not NULL
/// @param path          the file's path, NUL-terminated, copied; not NULL. It is opened each time
///                      that the request is sent; its length is taken now
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a content type that is none;
///         OAUTH1_ERROR_INVALID_BODY for form data, whose pairs are signed: that is for
///         oauth1_request_set_body(), and for a file that cannot be read, or is none;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_set_body_file(
    request: Option<&mut oauth1_request>,
    content_type: *const c_char,
    path: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let request = changing(request)?;
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (content_type, path) =
            unsafe { (type_of_body(content_type)?, self::path(path, "path")?) };
        request.stream_body(content_type, Body::file(path)?)?;
        Ok(())
    })
}

/// Sets the body to what a function reads when the request is sent, and its content type. Its bytes
/// are not signed, unless the body hash is: then they are read once more, before. Two requests that
/// have one such body, one a copy of the other, cannot be sent at once.
///
/// @param request       the request; not NULL
/// @param content_type  such as "video/mp4"; NUL-terminated, copied; not NULL
/// @param length        how many bytes there are, no more and no fewer; or OAUTH1_LENGTH_UNKNOWN,
///                      to send them chunked
/// @param read          reads the next bytes; not NULL
/// @param rewind        goes back to the beginning, so that the request can be sent more than once;
///                      or NULL, where that cannot be
/// @param userdata      what both are called with, or NULL. It is taken over if the call succeeds,
///                      and destroyed when the last request that has it gets another body or is
///                      freed
/// @param destroy       destroys userdata, or NULL
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a content type that is none;
///         OAUTH1_ERROR_INVALID_BODY for form data, whose pairs are signed: that is for
///         oauth1_request_set_body(); OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_set_body_callback(
    request: Option<&mut oauth1_request>,
    content_type: *const c_char,
    length: u64,
    read: oauth1_read_fn,
    rewind: oauth1_rewind_fn,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let request = changing(request)?;
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let content_type = unsafe { type_of_body(content_type)? };
        let read = required(read, "read")?;
        // what is wrong is found before the data is taken over
        request
            .clone()
            .stream_body(content_type, Body::bytes(Vec::new()))?;
        // SAFETY: the caller passes functions that are as the header asks for them.
        let body = unsafe { body_of_callback(length, read, rewind, userdata, destroy) };
        request.stream_body(content_type, body)?;
        Ok(())
    })
}

/// Sets the body to fields and files (RFC 7578), and its content type.
///
/// @param request    the request; not NULL
/// @param multipart  the fields and files, copied, and the files read when the request is sent; not
///                   NULL
/// @param error      receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_set_multipart(
    request: Option<&mut oauth1_request>,
    multipart: Option<&oauth1_multipart>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let request = changing(request)?;
        let multipart = required(multipart, "multipart")?.multipart().clone();
        request.multipart(multipart)?;
        Ok(())
    })
}

/// Adds a header. Content-Type is set, not added; Authorization is the signer's where the oauth_
/// parameters travel in it.
///
/// @param request  the request; not NULL
/// @param name     the name; NUL-terminated, copied; not NULL
/// @param value    the value; NUL-terminated, copied; not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a name that is none, for a value with control
///         characters, and for Host, Content-Length and Transfer-Encoding, which follow from the
///         URL and the body; OAUTH1_ERROR_INVALID_PARAMETER or OAUTH1_ERROR_INVALID_BODY for a
///         content type that makes form data of a body which is none that can be signed;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_add_header(
    request: Option<&mut oauth1_request>,
    name: *const c_char,
    value: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (name, value) = unsafe { (text(name, "name")?, text(value, "value")?) };
        changing(request)?.header(name, value)?;
        Ok(())
    })
}

/// Adds an oauth_ parameter beyond those that the signer writes: oauth_callback, oauth_verifier,
/// oauth_session_handle, or a provider's own. It travels where the signature does.
///
/// @param request  the request; not NULL
/// @param name     the name, which begins with "oauth_"; NUL-terminated, copied; not NULL
/// @param value    text, NUL-terminated, copied; not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that does not begin so, is the
///         signer's own, or is there already; OAUTH1_ERROR_NULL_ARGUMENT;
///         OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_add_oauth_param(
    request: Option<&mut oauth1_request>,
    name: *const c_char,
    value: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (name, value) = unsafe { (text(name, "name")?, text(value, "value")?) };
        changing(request)?.oauth_param(name, value)?;
        Ok(())
    })
}

/// Sets the nonce of this request; otherwise each signature has a fresh one.
///
/// @param request  the request; not NULL
/// @param nonce    the nonce, not empty; NUL-terminated, copied; not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty one; OAUTH1_ERROR_NULL_ARGUMENT;
///         OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_set_nonce(
    request: Option<&mut oauth1_request>,
    nonce: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let nonce = unsafe { text(nonce, "nonce")? };
        changing(request)?.nonce(nonce)?;
        Ok(())
    })
}

/// Sets the timestamp of this request; otherwise each signature has the time at which it is made.
///
/// @param request  the request; not NULL
/// @param seconds  since 1970-01-01 00:00:00 GMT
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_set_timestamp(
    request: Option<&mut oauth1_request>,
    seconds: u64,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        changing(request)?.timestamp(seconds);
        Ok(())
    })
}

/// Sets the realm of this request (RFC 5849, section 3.5.1). It is sent in the Authorization header
/// and never signed.
///
/// @param request  the request; not NULL
/// @param realm    the realm, not quoted; NUL-terminated, copied; not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for one with control characters;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_request_set_realm(
    request: Option<&mut oauth1_request>,
    realm: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let realm = unsafe { text(realm, "realm")? };
        changing(request)?.realm(realm)?;
        Ok(())
    })
}

/// Sends oauth_version with this request, or leaves it out (it is optional, RFC 5849, section 3.1),
/// whatever the client's setting.
///
/// @param request  the request; not NULL
/// @param send     whether to send it
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_set_version(
    request: Option<&mut oauth1_request>,
    send: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        changing(request)?.version(send);
        Ok(())
    })
}

/// Sets where the oauth_ parameters of this request travel, whatever the client's setting.
///
/// @param request       the request; not NULL
/// @param transmission  one of the OAUTH1_TRANSMISSION_ numbers
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_set_transmission(
    request: Option<&mut oauth1_request>,
    transmission: oauth1_transmission,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let place = self::transmission(transmission)?;
        changing(request)?.transmission(place);
        Ok(())
    })
}

/// Sets whether this request carries oauth_body_hash, whatever the client's setting.
///
/// @param request    the request; not NULL
/// @param body_hash  one of the OAUTH1_BODY_HASH_ numbers
/// @param error      receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_set_body_hash(
    request: Option<&mut oauth1_request>,
    body_hash: oauth1_body_hash,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let body_hash = self::body_hash(body_hash)?;
        changing(request)?.body_hash(body_hash);
        Ok(())
    })
}

/// Sends an empty oauth_token where the session has no token (RFC 5849, section 3.1 lets it be left
/// out; there are providers that want it).
///
/// @param request  the request; not NULL
/// @param send     whether to send it
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_set_empty_token(
    request: Option<&mut oauth1_request>,
    send: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        changing(request)?.empty_token(send);
        Ok(())
    })
}

/// Says whether the request can be sent twice without harm, whatever its method, so that
/// oauth1_client_builder_set_retries() holds for it as for GET. Default: only the methods that are
/// idempotent are.
///
/// @param request     the request; not NULL
/// @param repeatable  whether it can
/// @param error       receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_set_repeatable(
    request: Option<&mut oauth1_request>,
    repeatable: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        changing(request)?.repeatable(repeatable);
        Ok(())
    })
}

/// Sets the time limit of this request as a whole, redirects and the response's body included, in
/// place of the client's.
///
/// @param request       the request; not NULL
/// @param milliseconds  the limit; 0 for that of the client
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_set_timeout(
    request: Option<&mut oauth1_request>,
    milliseconds: u64,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let request = changing(request)?;
        match milliseconds {
            0 => request.overrides.timeout = None,
            _ => _ = request.timeout(Duration::from_millis(milliseconds)),
        }
        Ok(())
    })
}

/// Sets the size of the largest response body that is taken for this request, after decompression,
/// in place of the client's. It holds for oauth1_session_stream() too, which otherwise takes any
/// size.
///
/// @param request  the request; not NULL
/// @param size     the size in bytes
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_set_max_response_size(
    request: Option<&mut oauth1_request>,
    size: u64,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        changing(request)?.max_response_size(size);
        Ok(())
    })
}

/// Undoes what was set for this request, so that it has what the client's settings say.
///
/// @param request  the request; not NULL
/// @param setting  what is to be undone: one of the OAUTH1_REQUEST_SETTING_ numbers
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_unset(
    request: Option<&mut oauth1_request>,
    setting: oauth1_request_setting,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let setting = request_setting(setting)?;
        changing(request)?.unset(setting);
        Ok(())
    })
}

/// Lets this request be called off while it is sent.
///
/// @param request       the request; not NULL
/// @param cancellation  what calls it off; not NULL. The request keeps what it needs of it
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_set_cancellation(
    request: Option<&mut oauth1_request>,
    cancellation: Option<&oauth1_cancellation>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let request = changing(request)?;
        request.cancellation(required(cancellation, "cancellation")?.cancellation());
        Ok(())
    })
}

/// The method.
///
/// @param request  a request, or NULL
/// @param length   receives the length in bytes, or NULL
/// @return the method, alive until the request is changed or freed; NULL for NULL
///
/// Safe in any thread while none changes the request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_method(
    request: Option<&oauth1_request>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&request?.shown().method))
}

/// The URL with its query, in the form in which it is sent, before a signature is added to it.
///
/// @param request  a request, or NULL
/// @param length   receives the length in bytes, or NULL
/// @return the URL, alive until the request is changed or freed; NULL for NULL
///
/// Safe in any thread while none changes the request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_url(
    request: Option<&oauth1_request>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&request?.shown().url))
}

/// How many headers there are, the content type apart.
///
/// @param request  a request, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread while none changes the request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_header_count(request: Option<&oauth1_request>) -> usize {
    count(|| Some(request?.request.headers().len()))
}

/// The name of a header.
///
/// @param request  a request, or NULL
/// @param index    which, counted from 0
/// @param length   receives the length in bytes, or NULL
/// @return the name, alive until the request is changed or freed; NULL behind the last index, and
///         for NULL
///
/// Safe in any thread while none changes the request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_header_name(
    request: Option<&oauth1_request>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || request?.shown().headers.name(index))
}

/// The value of a header.
///
/// @param request  a request, or NULL
/// @param index    which, counted from 0
/// @param length   receives the length in bytes, or NULL
/// @return the value, alive until the request is changed or freed; NULL behind the last index, and
///         for NULL
///
/// Safe in any thread while none changes the request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_header_value(
    request: Option<&oauth1_request>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || request?.shown().headers.value(index))
}

/// The content type of the body.
///
/// @param request  a request, or NULL
/// @param length   receives the length in bytes, or NULL
/// @return the type, alive until the request is changed or freed; NULL where there is none, and for
///         NULL
///
/// Safe in any thread while none changes the request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_content_type(
    request: Option<&oauth1_request>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || request?.shown().content_type.as_ref())
}

/// The body, before a signature is added to it.
///
/// @param request  a request, or NULL
/// @param length   receives the length in bytes, or NULL
/// @return the body, and a NUL behind it, alive until the request is changed or freed; empty where
///         there is none, and where it is read when it is sent; NULL for NULL
///
/// Safe in any thread while none changes the request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_body(
    request: Option<&oauth1_request>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&request?.shown().body))
}

/// Whether the body is form data, whose pairs are signed.
///
/// @param request  a request, or NULL
/// @return whether it is; false for NULL
///
/// Safe in any thread while none changes the request. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_is_form(request: Option<&oauth1_request>) -> bool {
    accessor(false, || {
        request.is_some_and(|request| request.request.is_form())
    })
}

/// Frees a request, and what was read from it with it.
///
/// @param request  a request, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_request_free(request: Option<Box<oauth1_request>>) {
    free(request);
}
