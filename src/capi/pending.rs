//! Pending authorizations: a handshake between its legs.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::OnceLock;

use zeroize::Zeroizing;

use super::client::oauth1_client;
use super::error::{oauth1_error, oauth1_status};
use super::ffi::{Text, accessor, bytes, copied, fallible, free, lend, pairs, required, text};
use super::handshake::{answer, callback_or_oob, text_or_empty};
use super::library::owned;
use super::token::{oauth1_token, oauth1_token_response};
use crate::pending::PendingAuthorization;

/// A handshake between its legs: the user was, or is to be, sent to the provider, and is yet to
/// come back. It goes to bytes and back, for a web session. It never changes, and can be used by
/// several threads at once; its secrets are wiped from memory when it is freed. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_pending {
    pending: PendingAuthorization,
    url: Text,
    provider: Text,
    request_token: oauth1_token,
    bytes: OnceLock<Zeroizing<Text>>,
}

impl oauth1_pending {
    fn new(pending: PendingAuthorization) -> Box<Self> {
        Box::new(Self {
            url: Text::new(pending.url()),
            provider: Text::new(pending.provider()),
            request_token: oauth1_token::new(pending.request_token().clone()),
            bytes: OnceLock::new(),
            pending,
        })
    }
}

/// Begins the handshake with the provider that the client was made for: asks for a request token,
/// and makes the URL to send the user to. This blocks until the provider has answered or a time
/// limit has passed.
///
/// @param client    the client; not NULL
/// @param callback  the URL that the user is sent back to; NULL or "oob" to have the user see a
///                  PIN; NUL-terminated
/// @param out       receives the pending authorization, to be freed with oauth1_pending_free(); not
///                  NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING where the client was not made by
///         oauth1_client_builder_new_for(), or the provider has no such endpoints; what
///         oauth1_client_request_token() can return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_authorize(
    client: Option<&oauth1_client>,
    callback: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_pending>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let callback = unsafe { callback_or_oob(callback)? };
        let out = required(out, "out")?;
        out.write(Some(oauth1_pending::new(client.authorize(callback)?)));
        Ok(())
    })
}

/// Does as oauth1_client_authorize(), with further parameters for both legs. One that the
/// provider's settings have too replaces theirs. This blocks until the provider has answered or a
/// time limit has passed.
///
/// @param client                the client; not NULL
/// @param callback              the URL that the user is sent back to; NULL or "oob" to have the
///                              user see a PIN; NUL-terminated
/// @param request_token_params  parameters that go with the question for a request token: an array
///                              of name, value, name, value and so on, at whose end is a NULL; or
///                              NULL for none
/// @param authorization_params  parameters of the URL, likewise; or NULL for none
/// @param out                   receives the pending authorization, to be freed with
///                              oauth1_pending_free(); not NULL
/// @param error                 receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER where the last name in an array has no value;
///         what oauth1_client_authorize() can return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_authorize_with(
    client: Option<&oauth1_client>,
    callback: *const c_char,
    request_token_params: *const *const c_char,
    authorization_params: *const *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_pending>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        // SAFETY: the caller passes a NUL-terminated string, and arrays that end with NULL; or NULL.
        let (callback, first, second) = unsafe {
            (
                callback_or_oob(callback)?,
                pairs(request_token_params, "request_token_params")?,
                pairs(authorization_params, "authorization_params")?,
            )
        };
        let out = required(out, "out")?;
        let pending = client.authorize_with(callback, &first, &second)?;
        out.write(Some(oauth1_pending::new(pending)));
        Ok(())
    })
}

/// Makes a pending authorization of a first step that was made by other means. It is of no
/// provider, so that oauth1_client_complete() takes it with any client.
///
/// @param request_token  the request token, copied; not NULL
/// @param url            the URL that the user is sent to; NUL-terminated, copied; not NULL
/// @param out            receives the pending authorization, to be freed with
///                       oauth1_pending_free(); not NULL
/// @param error          receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_pending_new(
    request_token: Option<&oauth1_token>,
    url: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_pending>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let token = required(request_token, "request_token")?.token().clone();
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let url = unsafe { text(url, "url")? };
        let pending = PendingAuthorization::new(token, url);
        required(out, "out")?.write(Some(oauth1_pending::new(pending)));
        Ok(())
    })
}

/// Makes a pending authorization of what oauth1_pending_to_bytes() gave.
///
/// @param bytes   the bytes, copied; NULL only where length is 0
/// @param length  how many
/// @param out     receives the pending authorization, to be freed with oauth1_pending_free(); not
///                NULL
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PENDING_AUTHORIZATION for any other bytes;
///         OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_pending_from_bytes(
    bytes: *const c_char,
    length: usize,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_pending>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes bytes and their number, or NULL.
        let bytes = unsafe { self::bytes(bytes, length, "bytes")? };
        let out = required(out, "out")?;
        let pending = PendingAuthorization::from_bytes(bytes)?;
        out.write(Some(oauth1_pending::new(pending)));
        Ok(())
    })
}

/// The pending authorization as bytes, which are ASCII text. They hold the request token's secret:
/// keep them where the user cannot read or change them, and for one user alone.
///
/// @param pending  a pending authorization, or NULL
/// @param length   receives the length in bytes, or NULL
/// @return the bytes, and a NUL behind them, alive as long as the pending authorization, with which
///         they are wiped from memory; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_pending_to_bytes(
    pending: Option<&oauth1_pending>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        let pending = pending?;
        let bytes = || Zeroizing::new(Text::new(&*pending.pending.to_bytes()));
        Some(&**pending.bytes.get_or_init(bytes))
    })
}

/// The URL to send the user to.
///
/// @param pending  a pending authorization, or NULL
/// @param length   receives the length in bytes, or NULL
/// @return the URL, alive as long as the pending authorization; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_pending_url(
    pending: Option<&oauth1_pending>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&pending?.url))
}

/// The name of the provider.
///
/// @param pending  a pending authorization, or NULL
/// @param length   receives the length in bytes, or NULL
/// @return the name, alive as long as the pending authorization; empty where there is none; NULL
///         for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_pending_provider(
    pending: Option<&oauth1_pending>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&pending?.provider))
}

/// The request token, whose key comes back with the user.
///
/// @param pending  a pending authorization, or NULL
/// @return the token, lent: alive as long as the pending authorization, and not to be freed; NULL
///         for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_pending_request_token(
    pending: Option<&oauth1_pending>,
) -> Option<&oauth1_token> {
    accessor(None, || Some(&pending?.request_token))
}

/// The verifier with which the user came back, once all is checked that can be: that it is this
/// authorization that they come from (the token is compared in constant time), and that they
/// allowed access. Nothing is sent.
///
/// @param pending        the pending authorization; not NULL
/// @param redirected_to  the URL at which the user arrived, or its path and query, or the query
///                       alone; NUL-terminated; not NULL
/// @param out            receives the verifier, to be freed with oauth1_string_free(); not NULL
/// @param error          receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_ACCESS_DENIED where the user or the provider said no;
///         OAUTH1_ERROR_INVALID_CALLBACK where the token is missing or another, or the verifier is
///         missing or there twice; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_pending_verifier(
    pending: Option<&oauth1_pending>,
    redirected_to: *const c_char,
    out: Option<&mut MaybeUninit<*mut c_char>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let pending = required(pending, "pending")?;
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let redirected_to = unsafe { text(redirected_to, "redirected_to")? };
        let out = required(out, "out")?;
        out.write(owned(pending.pending.verifier(redirected_to)?.as_bytes()));
        Ok(())
    })
}

/// Ends the handshake when the user is back: checks the callback as oauth1_pending_verifier() does,
/// and exchanges the request token for an access token. This blocks until the provider has answered
/// or a time limit has passed.
///
/// @param client         the client; not NULL
/// @param pending        the pending authorization; not NULL
/// @param redirected_to  the URL at which the user arrived, or its path and query, or the query
///                       alone; NUL-terminated; not NULL
/// @param out            receives the answer, to be freed with oauth1_token_response_free(); not
///                       NULL
/// @param error          receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING where the client was not made by
///         oauth1_client_builder_new_for(), or for another provider than the pending authorization
///         is of; what oauth1_pending_verifier() and oauth1_client_access_token() can return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_complete(
    client: Option<&oauth1_client>,
    pending: Option<&oauth1_pending>,
    redirected_to: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        let pending = &required(pending, "pending")?.pending;
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let redirected_to = unsafe { text(redirected_to, "redirected_to")? };
        answer(out, || client.complete(pending, redirected_to))
    })
}

/// Ends the handshake with the PIN that the user was shown, or a verifier that arrived otherwise.
/// This blocks until the provider has answered or a time limit has passed.
///
/// @param client    the client; not NULL
/// @param pending   the pending authorization; not NULL
/// @param verifier  the PIN, around which spaces do no harm; NUL-terminated; not NULL
/// @param out       receives the answer, to be freed with oauth1_token_response_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING as for oauth1_client_complete();
///         OAUTH1_ERROR_INVALID_PARAMETER for an empty verifier; what oauth1_client_access_token()
///         can return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_complete_with_verifier(
    client: Option<&oauth1_client>,
    pending: Option<&oauth1_pending>,
    verifier: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        let pending = &required(pending, "pending")?.pending;
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let verifier = unsafe { text(verifier, "verifier")? };
        answer(out, || client.complete_with_verifier(pending, verifier))
    })
}

/// Renews an access token with the client's provider: exchanges it for a new one by its session
/// handle; or, where the provider has an endpoint for renewal alone, has the token hold for longer
/// as it is. This blocks until the provider has answered or a time limit has passed.
///
/// @param client          the client, made for a provider; not NULL
/// @param access_token    the access token, still valid or not; not NULL
/// @param session_handle  what oauth1_token_response_session_handle() gave; NULL or empty where
///                        there is none; NUL-terminated
/// @param out             receives the answer, to be freed with oauth1_token_response_free(); not
///                        NULL
/// @param error           receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING where the client was not made for a provider, or
///         that has no such endpoint; what oauth1_client_renew() can return
///
/// Safe in any thread, several at once for one client. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_renew_token(
    client: Option<&oauth1_client>,
    access_token: Option<&oauth1_token>,
    session_handle: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        let token = required(access_token, "access_token")?.token();
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let handle = unsafe { text_or_empty(session_handle, "session_handle")? };
        answer(out, || client.renew_token(token, handle))
    })
}

/// Copies a pending authorization.
///
/// @param pending  the pending authorization; not NULL
/// @param out      receives the copy, to be freed with oauth1_pending_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_pending_copy(
    pending: Option<&oauth1_pending>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_pending>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(pending, "pending", out))
}

/// Frees a pending authorization, and what was read from it with it.
///
/// @param pending  a pending authorization, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_pending_free(pending: Option<Box<oauth1_pending>>) {
    free(pending);
}
