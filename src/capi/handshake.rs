//! The handshake, step by step: each is one call, with what it needs in hand.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::client::oauth1_client;
use super::error::{oauth1_error, oauth1_status};
use super::ffi::{Outcome, fallible, pairs, required, text};
use super::library::owned;
use super::request::oauth1_request;
use super::token::{oauth1_token, oauth1_token_response};
use crate::client::Client;
use crate::error::Error;
use crate::response::TokenResponse;

/// Where the answer to a step goes.
pub(super) type AnswerPlace<'a> = Option<&'a mut MaybeUninit<Option<Box<oauth1_token_response>>>>;

/// Takes a step whose answer has a place.
pub(super) fn answer(
    out: AnswerPlace<'_>,
    step: impl FnOnce() -> Result<TokenResponse, Error>,
) -> Outcome {
    let out = required(out, "out")?;
    let response = oauth1_token_response::new(&step()?);
    out.write(Some(Box::new(response)));
    Ok(())
}

/// The URL that the user is sent back to.
///
/// # Safety
///
/// `callback` is NULL, or a NUL-terminated string that stays as it is for `'a`.
pub(super) unsafe fn callback_or_oob<'a>(callback: *const c_char) -> Outcome<&'a str> {
    if callback.is_null() {
        return Ok("oob");
    }
    // SAFETY: the caller vouches for it.
    unsafe { text(callback, "callback") }
}

/// Text that may be left out, and is empty then.
///
/// # Safety
///
/// `value` is NULL, or a NUL-terminated string that stays as it is for `'a`.
pub(super) unsafe fn text_or_empty<'a>(value: *const c_char, name: &str) -> Outcome<&'a str> {
    if value.is_null() {
        return Ok("");
    }
    // SAFETY: the caller vouches for it.
    unsafe { text(value, name) }
}

/// The first step of the handshake (RFC 5849, section 2.1): asks the provider for a request token.
/// This blocks until the provider has answered or a time limit has passed.
///
/// @param client    the client; not NULL
/// @param url       where request tokens are given out; NUL-terminated; not NULL
/// @param callback  the URL that the user is sent back to; NULL or "oob" to have the user see a
///                  PIN; NUL-terminated
/// @param out       receives the answer, to be freed with oauth1_token_response_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_REFUSED for any status but 2xx, with the provider's words in the
///         error; OAUTH1_ERROR_INVALID_TOKEN_RESPONSE where the token or its secret is missing;
///         OAUTH1_ERROR_CALLBACK_NOT_CONFIRMED; OAUTH1_ERROR_INVALID_URL;
///         OAUTH1_ERROR_INVALID_UTF8; what oauth1_session_send() can return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_request_token(
    client: Option<&oauth1_client>,
    url: *const c_char,
    callback: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (url, callback) = unsafe { (text(url, "url")?, callback_or_oob(callback)?) };
        answer(out, || client.request_token(url, callback))
    })
}

/// Does as oauth1_client_request_token(), by a request of the caller's. This blocks until the
/// provider has answered or a time limit has passed.
///
/// @param client    the client; not NULL
/// @param request   the request to the place where request tokens are given out, before this step
///                  adds its own parameters: with the method, further parameters, headers and time
///                  limit that the provider wants; copied; not NULL
/// @param callback  the URL that the user is sent back to; NULL or "oob" to have the user see a
///                  PIN; NUL-terminated
/// @param out       receives the answer, to be freed with oauth1_token_response_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a request that has an oauth_callback; what
///         oauth1_client_request_token() can return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_request_token_with(
    client: Option<&oauth1_client>,
    request: Option<&oauth1_request>,
    callback: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        let request = required(request, "request")?.request().clone();
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let callback = unsafe { callback_or_oob(callback)? };
        answer(out, || client.request_token(request, callback))
    })
}

/// The second step (RFC 5849, section 2.2): gives the URL to send the user to, where the request
/// token is to be authorized. Nothing is sent.
///
/// @param url            where users authorize; a query that it has stays; NUL-terminated; not NULL
/// @param request_token  the request token's key; NUL-terminated; not NULL
/// @param extra          further parameters: an array of name, value, name, value and so on, at
///                       whose end is a NULL; or NULL for none
/// @param out            receives the URL, to be freed with oauth1_string_free(); not NULL
/// @param error          receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_URL; OAUTH1_ERROR_INVALID_PARAMETER where the last name
///         in extra has no value; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_authorization_url(
    url: *const c_char,
    request_token: *const c_char,
    extra: *const *const c_char,
    out: Option<&mut MaybeUninit<*mut c_char>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, and an array that ends with NULL; or
        // NULL.
        let (url, request_token, extra) = unsafe {
            (
                text(url, "url")?,
                text(request_token, "request_token")?,
                pairs(extra, "extra")?,
            )
        };
        let out = required(out, "out")?;
        let url = Client::authorization_url(url, request_token, &extra)?;
        out.write(owned(url.as_bytes()));
        Ok(())
    })
}

/// The last step (RFC 5849, section 2.3): exchanges a request token that the user has authorized,
/// and the verifier that came back, for an access token. This blocks until the provider has
/// answered or a time limit has passed.
///
/// @param client         the client; not NULL
/// @param url            where access tokens are given out; NUL-terminated; not NULL
/// @param request_token  the request token; not NULL
/// @param verifier       the PIN that the user was shown, or the callback's oauth_verifier;
///                       an empty one is not sent, for the providers that have none;
///                       NUL-terminated; not NULL
/// @param out            receives the answer, to be freed with oauth1_token_response_free(); not
///                       NULL
/// @param error          receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_REFUSED for any status but 2xx, with the provider's words in the
///         error; OAUTH1_ERROR_INVALID_TOKEN_RESPONSE where the token or its secret is missing;
///         OAUTH1_ERROR_INVALID_URL; OAUTH1_ERROR_INVALID_UTF8; what oauth1_session_send() can
///         return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_access_token(
    client: Option<&oauth1_client>,
    url: *const c_char,
    request_token: Option<&oauth1_token>,
    verifier: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        let token = required(request_token, "request_token")?.token().clone();
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (url, verifier) = unsafe { (text(url, "url")?, text(verifier, "verifier")?) };
        answer(out, || client.access_token(url, token, verifier))
    })
}

/// Does as oauth1_client_access_token(), by a request of the caller's. This blocks until the
/// provider has answered or a time limit has passed.
///
/// @param client         the client; not NULL
/// @param request        the request to the place where access tokens are given out, before this
///                       step adds its own parameters: with the method, further parameters, headers
///                       and time limit that the provider wants; copied; not NULL
/// @param request_token  the request token; not NULL
/// @param verifier       the PIN that the user was shown, or the callback's oauth_verifier; an
///                       empty one is not sent; NUL-terminated; not NULL
/// @param out            receives the answer, to be freed with oauth1_token_response_free(); not
///                       NULL
/// @param error          receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a request that has an oauth_verifier; what
///         oauth1_client_access_token() can return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_access_token_with(
    client: Option<&oauth1_client>,
    request: Option<&oauth1_request>,
    request_token: Option<&oauth1_token>,
    verifier: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        let request = required(request, "request")?.request().clone();
        let token = required(request_token, "request_token")?.token().clone();
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let verifier = unsafe { text(verifier, "verifier")? };
        answer(out, || client.access_token(request, token, verifier))
    })
}

/// Exchanges an access token for a new one, by the session handle that came with it (the OAuth
/// session extension). This blocks until the provider has answered or a time limit has passed.
///
/// @param client          the client; not NULL
/// @param url             where access tokens are given out, or renewed; NUL-terminated; not NULL
/// @param access_token    the access token, still valid or not; not NULL
/// @param session_handle  what oauth1_token_response_session_handle() gave; NULL or empty where the
///                        provider renews a token without one; NUL-terminated
/// @param out             receives the answer, to be freed with oauth1_token_response_free(); not
///                        NULL
/// @param error           receives the error, or NULL
/// @return OAUTH1_OK; what oauth1_client_access_token() can return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_renew(
    client: Option<&oauth1_client>,
    url: *const c_char,
    access_token: Option<&oauth1_token>,
    session_handle: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        let token = required(access_token, "access_token")?.token().clone();
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (url, handle) = unsafe {
            (
                text(url, "url")?,
                text_or_empty(session_handle, "session_handle")?,
            )
        };
        answer(out, || client.renew(url, token, handle))
    })
}

/// Does as oauth1_client_renew(), by a request of the caller's. This blocks until the provider has
/// answered or a time limit has passed.
///
/// @param client          the client; not NULL
/// @param request         the request to the place where access tokens are given out, or renewed,
///                        before this step adds its own parameters: with the method, further
///                        parameters, headers and time limit that the provider wants; copied; not
///                        NULL
/// @param access_token    the access token, still valid or not; not NULL
/// @param session_handle  what oauth1_token_response_session_handle() gave; NULL or empty where the
///                        provider renews a token without one; NUL-terminated
/// @param out             receives the answer, to be freed with oauth1_token_response_free(); not
///                        NULL
/// @param error           receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a request that has an
///         oauth_session_handle; what oauth1_client_renew() can return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_renew_with(
    client: Option<&oauth1_client>,
    request: Option<&oauth1_request>,
    access_token: Option<&oauth1_token>,
    session_handle: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        let request = required(request, "request")?.request().clone();
        let token = required(access_token, "access_token")?.token().clone();
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let handle = unsafe { text_or_empty(session_handle, "session_handle")? };
        answer(out, || client.renew(request, token, handle))
    })
}

/// Gets an access token for a user whose name and password the program has (xAuth), where a
/// provider lets it: one step, no request token. This blocks until the provider has answered or a
/// time limit has passed.
///
/// @param client    the client; not NULL
/// @param url       where access tokens are given out; NUL-terminated; not NULL
/// @param username  the user's name; NUL-terminated; not NULL
/// @param password  the user's password; NUL-terminated; not NULL
/// @param out       receives the answer, to be freed with oauth1_token_response_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INSECURE_TRANSPORT for a URL that is not https, where the
///         password could be read on the way, unless
///         oauth1_client_builder_set_plaintext_over_http() allows it; what
///         oauth1_client_access_token() can return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_xauth(
    client: Option<&oauth1_client>,
    url: *const c_char,
    username: *const c_char,
    password: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (url, username, password) = unsafe {
            (
                text(url, "url")?,
                text(username, "username")?,
                text(password, "password")?,
            )
        };
        answer(out, || client.xauth(url, username, password))
    })
}

/// Does as oauth1_client_xauth(), by a request of the caller's. This blocks until the provider has
/// answered or a time limit has passed.
///
/// @param client    the client; not NULL
/// @param request   the request to the place where access tokens are given out, before this step
///                  adds its own parameters to its form body; copied; not NULL
/// @param username  the user's name; NUL-terminated; not NULL
/// @param password  the user's password; NUL-terminated; not NULL
/// @param out       receives the answer, to be freed with oauth1_token_response_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a request whose body is no form; what
///         oauth1_client_xauth() can return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_xauth_with(
    client: Option<&oauth1_client>,
    request: Option<&oauth1_request>,
    username: *const c_char,
    password: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        let request = required(request, "request")?.request().clone();
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (username, password) =
            unsafe { (text(username, "username")?, text(password, "password")?) };
        answer(out, || client.xauth(request, username, password))
    })
}
