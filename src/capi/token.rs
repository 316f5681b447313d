//! Tokens, and what a provider answers in a handshake.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use zeroize::Zeroizing;

use super::error::{oauth1_error, oauth1_status};
use super::ffi::{
    Pairs, Text, accessor, copied, count, fallible, free, lend, required, text, told,
};
use crate::response::TokenResponse;
use crate::token::Token;

/// The key and the secret of a request token or an access token (RFC 5849: temporary credentials
/// and token credentials). A token never changes, and can be used by several threads at once. Its
/// secret is wiped from memory when it is freed. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_token {
    token: Token,
    key: Text,
    secret: Zeroizing<Text>,
}

impl oauth1_token {
    pub(super) fn new(token: Token) -> Self {
        let key = Text::new(token.key());
        let secret = Zeroizing::new(Text::new(token.secret()));
        Self { token, key, secret }
    }

    pub(super) fn token(&self) -> &Token {
        &self.token
    }
}

/// Makes a token, of what was kept from an earlier handshake.
///
/// @param key     its key, sent as oauth_token; NUL-terminated, copied; not NULL
/// @param secret  its secret, oauth_token_secret; NUL-terminated, copied; not NULL
/// @param out     receives the token, to be freed with oauth1_token_free(); not NULL
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_token_new(
    key: *const c_char,
    secret: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (key, secret) = unsafe { (text(key, "key")?, text(secret, "secret")?) };
        let token = oauth1_token::new(Token::new(key, secret));
        required(out, "out")?.write(Some(Box::new(token)));
        Ok(())
    })
}

/// Copies a token, so as to keep one that is lent.
///
/// @param token  the token; not NULL
/// @param out    receives the copy, to be freed with oauth1_token_free(); not NULL
/// @param error  receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_copy(
    token: Option<&oauth1_token>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(token, "token", out))
}

/// The key: what is sent as oauth_token.
///
/// @param token   a token, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the key, alive as long as the token; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_key(
    token: Option<&oauth1_token>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&token?.key))
}

/// The secret: what signs, and is never sent.
///
/// @param token   a token, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the secret, alive as long as the token; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_secret(
    token: Option<&oauth1_token>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&token?.secret))
}

/// Frees a token, and what was read from it with it. Sessions made for it have a copy.
///
/// @param token  a token, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_free(token: Option<Box<oauth1_token>>) {
    free(token);
}

/// What a provider answers in a handshake: a token, and whatever fields it adds. It never changes,
/// and can be read by several threads at once. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_token_response {
    token: oauth1_token,
    callback_confirmed: bool,
    expires_in: Option<u64>,
    authorization_expires_in: Option<u64>,
    extra: Pairs,
}

impl oauth1_token_response {
    pub(super) fn new(response: &TokenResponse) -> Self {
        Self {
            token: oauth1_token::new(response.token().clone()),
            callback_confirmed: response.callback_confirmed(),
            expires_in: response.expires_in(),
            authorization_expires_in: response.authorization_expires_in(),
            extra: Pairs::new(response.extra()),
        }
    }
}

/// The request token or access token.
///
/// @param response  an answer, or NULL
/// @return the token, lent: alive as long as the answer, and not to be freed; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_response_token(
    response: Option<&oauth1_token_response>,
) -> Option<&oauth1_token> {
    accessor(None, || Some(&response?.token))
}

/// Whether the provider confirmed the callback (RFC 5849, section 2.1): "true", or "1" as some say.
///
/// @param response  an answer, or NULL
/// @return whether it did; false for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_response_callback_confirmed(
    response: Option<&oauth1_token_response>,
) -> bool {
    accessor(false, || {
        response.is_some_and(|response| response.callback_confirmed)
    })
}

/// The handle by which oauth1_client_renew() renews the access token (the OAuth session extension).
///
/// @param response  an answer, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the handle, alive as long as the answer; NULL where there is none, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_response_session_handle(
    response: Option<&oauth1_token_response>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        response?.extra.find(|own| own == b"oauth_session_handle")
    })
}

/// For how many seconds the access token holds (the OAuth session extension).
///
/// @param response  an answer, or NULL
/// @param seconds   receives the seconds, where the provider says them; or NULL
/// @return whether the provider says so; false for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_response_expires_in(
    response: Option<&oauth1_token_response>,
    seconds: Option<&mut MaybeUninit<u64>>,
) -> bool {
    told(seconds, || response?.expires_in)
}

/// For how many seconds the access token can be renewed (the OAuth session extension).
///
/// @param response  an answer, or NULL
/// @param seconds   receives the seconds, where the provider says them; or NULL
/// @return whether the provider says so; false for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_response_authorization_expires_in(
    response: Option<&oauth1_token_response>,
    seconds: Option<&mut MaybeUninit<u64>>,
) -> bool {
    told(seconds, || response?.authorization_expires_in)
}

/// The value of a field beyond token and secret, such as "screen_name".
///
/// @param response  an answer, or NULL
/// @param name      the name of the field, NUL-terminated, or NULL
/// @param length    receives the length in bytes, or NULL
/// @return the value, alive as long as the answer; NULL where there is no such field, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_token_response_get(
    response: Option<&oauth1_token_response>,
    name: *const c_char,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name").ok()? };
        response?.extra.find(|own| own == name.as_bytes())
    })
}

/// How many fields there are beyond token and secret.
///
/// @param response  an answer, or NULL
/// @return their number; 0 for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_response_extra_count(
    response: Option<&oauth1_token_response>,
) -> usize {
    count(|| Some(response?.extra.len()))
}

/// The name of a field beyond token and secret; they are in the order in which they came.
///
/// @param response  an answer, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return the name, alive as long as the answer; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_response_extra_name(
    response: Option<&oauth1_token_response>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || response?.extra.name(index))
}

/// The value of a field beyond token and secret; they are in the order in which they came.
///
/// @param response  an answer, or NULL
/// @param index     which, counted from 0
/// @param length    receives the length in bytes, or NULL
/// @return the value, alive as long as the answer; NULL behind the last index, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_response_extra_value(
    response: Option<&oauth1_token_response>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || response?.extra.value(index))
}

/// Copies an answer, with its token.
///
/// @param response  the answer; not NULL
/// @param out       receives the copy, to be freed with oauth1_token_response_free(); not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_response_copy(
    response: Option<&oauth1_token_response>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_token_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(response, "response", out))
}

/// Frees an answer, and what was read from it with it, the token too.
///
/// @param response  an answer, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_token_response_free(response: Option<Box<oauth1_token_response>>) {
    free(response);
}
