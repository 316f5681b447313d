//! What a verifier asks a program for: what it knows of consumers and tokens, and whether a nonce is
//! new.

use std::collections::HashMap;
use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use zeroize::Zeroizing;

use super::callback::{Callback, oauth1_failure};
use super::error::{oauth1_error, oauth1_status};
use super::ffi::{Outcome, Text, accessor, bytes, fallible, lend, required, text};
use crate::client::HookError;
use crate::error::{Error, ErrorKind};
use crate::rsa::RsaPublicKey;
use crate::verify::{Consumer, Credentials, NonceStore, NonceUse};

/// Where a look-up puts what it found: the secret of a consumer or a token, the public key of a
/// consumer. Where it puts nothing, there is none. It is lent for the call, and for the thread that
/// was called. Since 0.1.0.
#[derive(Default)]
pub struct oauth1_found {
    secret: Option<Zeroizing<String>>,
    public_key: Option<RsaPublicKey>,
    is_token: bool,
}

/// Looks up a consumer (RFC 5849: client), by oauth1_found_set_secret() and
/// oauth1_found_set_public_key(). Where there is none, or it may not act any more, nothing is set.
///
/// @param userdata             what was given with the callback, which can be NULL
/// @param consumer_key         its key (oauth_consumer_key), NUL-terminated; lent for the call; not
///                             NULL
/// @param consumer_key_length  how many bytes it has
/// @param found                takes what is known of the consumer; not NULL
/// @param failure              takes why it fails; not NULL
/// @return whether it could look; false refuses the request with OAUTH1_REASON_UNAVAILABLE
///
/// Called by several threads at once. Since 0.1.0.
pub type oauth1_find_consumer_fn = Option<
    unsafe extern "C" fn(
        userdata: *mut c_void,
        consumer_key: *const c_char,
        consumer_key_length: usize,
        found: *mut oauth1_found,
        failure: *mut oauth1_failure,
    ) -> bool,
>;

/// Looks up the secret of a token, an access token or a request token, by
/// oauth1_found_set_secret(). Where there is none, it was not given to this consumer, or it holds
/// no more, nothing is set. It is called whether the consumer is known or not, so that time does
/// not tell which it is.
///
/// @param userdata             what was given with the callback, which can be NULL
/// @param consumer_key         the consumer's key, NUL-terminated; lent for the call; not NULL
/// @param consumer_key_length  how many bytes it has
/// @param token                the token (oauth_token), NUL-terminated; lent for the call; not NULL
/// @param token_length         how many bytes it has
/// @param found                takes the secret; not NULL
/// @param failure              takes why it fails; not NULL
/// @return whether it could look; false refuses the request with OAUTH1_REASON_UNAVAILABLE
///
/// Called by several threads at once. Since 0.1.0.
pub type oauth1_find_token_fn = Option<
    unsafe extern "C" fn(
        userdata: *mut c_void,
        consumer_key: *const c_char,
        consumer_key_length: usize,
        token: *const c_char,
        token_length: usize,
        found: *mut oauth1_found,
        failure: *mut oauth1_failure,
    ) -> bool,
>;

/// Notes that a nonce is used, in one step that no other can come between, such as an insertion
/// into a table with a unique constraint, or Redis' SET with NX and EXAT (RFC 5849, section 3.3).
/// What it notes has to be kept until oauth1_nonce_use_expires() has passed.
///
/// @param userdata  what was given with the callback, which can be NULL
/// @param nonce     the use of the nonce; lent for the call; not NULL
/// @param is_new    receives whether the nonce was not noted before; not NULL
/// @param failure   takes why it fails; not NULL
/// @return whether it could tell; false refuses the request with OAUTH1_REASON_UNAVAILABLE
///
/// Called by several threads at once. Since 0.1.0.
pub type oauth1_note_nonce_fn = Option<
    unsafe extern "C" fn(
        userdata: *mut c_void,
        nonce: *const oauth1_nonce_use,
        is_new: *mut bool,
        failure: *mut oauth1_failure,
    ) -> bool,
>;

/// Sets the secret that was found.
///
/// @param found   what the look-up was called with; not NULL
/// @param secret  the secret, may be empty; NUL-terminated, copied; wiped from memory once the
///                request is verified; not NULL
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_found_set_secret(
    found: Option<&mut oauth1_found>,
    secret: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let found = required(found, "found")?;
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        found.set_secret(unsafe { text(secret, "secret")? });
        Ok(())
    })
}

/// Sets the public key that was found, for the RSA methods. A consumer that has a key and no secret
/// cannot sign by the others.
///
/// @param found   what the look-up of a consumer was called with; not NULL
/// @param key     the key as it stands in a file: PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE, PEM or
///                DER; copied; not NULL
/// @param length  how many bytes it has
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_KEY for what is no such key, with a message that says
///         what it is instead; OAUTH1_ERROR_INVALID_SETTING for a token, which has none;
///         OAUTH1_ERROR_NULL_ARGUMENT
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_found_set_public_key(
    found: Option<&mut oauth1_found>,
    key: *const c_char,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let found = required(found, "found")?;
        required((!key.is_null()).then_some(()), "key")?;
        // SAFETY: the caller passes bytes and their number.
        found.set_public_key(unsafe { bytes(key, length, "key")? })
    })
}

impl oauth1_found {
    fn of_token() -> Self {
        Self {
            is_token: true,
            ..Self::default()
        }
    }

    pub(super) fn set_secret(&mut self, secret: &str) {
        self.secret = Some(Zeroizing::new(secret.to_owned()));
    }

    pub(super) fn set_public_key(&mut self, key: &[u8]) -> Outcome {
        if self.is_token {
            let message = "a token has no public key: expected that of a consumer";
            return Err(Error::new(ErrorKind::InvalidSetting, message).into());
        }
        self.public_key = Some(RsaPublicKey::parse(key)?);
        Ok(())
    }

    /// Takes the public key of another.
    pub(super) fn take_public_key(&mut self, other: Self) {
        self.public_key = other.public_key;
    }

    pub(super) fn into_consumer(self) -> Option<Consumer> {
        let secret = self.secret.as_ref().map(|secret| secret.as_str());
        match (secret, self.public_key) {
            (Some(secret), Some(key)) => Some(Consumer::with_both(secret, key)),
            (Some(secret), None) => Some(Consumer::new(secret)),
            (None, Some(key)) => Some(Consumer::with_public_key(key)),
            (None, None) => None,
        }
    }
}

pub(super) type FindConsumer = unsafe extern "C" fn(
    *mut c_void,
    *const c_char,
    usize,
    *mut oauth1_found,
    *mut oauth1_failure,
) -> bool;

/// The functions that look up.
pub(super) struct LookUps {
    pub consumer: FindConsumer,
    pub token: oauth1_find_token_fn,
}

/// What a verifier knows: what it was given, and what functions look up.
#[derive(Default)]
pub(super) struct Known {
    pub consumers: HashMap<String, Consumer>,
    /// The secrets of tokens, by consumer key and token.
    pub tokens: HashMap<String, HashMap<String, Zeroizing<String>>>,
    pub look_ups: Option<Callback<LookUps>>,
}

impl Credentials for Known {
    fn consumer(&self, consumer_key: &str) -> Result<Option<Consumer>, HookError> {
        let given = self.consumers.get(consumer_key);
        if let (None, Some(look_ups)) = (given, &self.look_ups) {
            return look_ups.consumer(consumer_key);
        }
        Ok(given.cloned())
    }

    fn token_secret(&self, consumer_key: &str, token: &str) -> Result<Option<String>, HookError> {
        let given = self.tokens.get(consumer_key);
        let given = given.and_then(|tokens| tokens.get(token));
        if let (None, Some(look_ups)) = (given, &self.look_ups) {
            return look_ups.token_secret(consumer_key, token);
        }
        Ok(given.map(|secret| secret.to_string()))
    }
}

impl Callback<LookUps> {
    fn consumer(&self, consumer_key: &str) -> Result<Option<Consumer>, HookError> {
        let key = Text::new(consumer_key);
        let mut found = oauth1_found::default();
        let mut failure = oauth1_failure::default();
        // SAFETY: `Callback::new` asks for it; the text and the places last for the call.
        let looked = unsafe {
            (self.function().consumer)(
                self.userdata(),
                key.as_ptr(),
                key.as_bytes().len(),
                &raw mut found,
                &raw mut failure,
            )
        };
        if !looked {
            return Err(failure.or("its callback could not look").into());
        }
        Ok(found.into_consumer())
    }

    fn token_secret(&self, consumer_key: &str, token: &str) -> Result<Option<String>, HookError> {
        let Some(find) = self.function().token else {
            return Ok(None);
        };
        let (key, token) = (Text::new(consumer_key), Text::new(token));
        let mut found = oauth1_found::of_token();
        let mut failure = oauth1_failure::default();
        // SAFETY: `Callback::new` asks for it; the texts and the places last for the call.
        let looked = unsafe {
            find(
                self.userdata(),
                key.as_ptr(),
                key.as_bytes().len(),
                token.as_ptr(),
                token.as_bytes().len(),
                &raw mut found,
                &raw mut failure,
            )
        };
        if !looked {
            return Err(failure.or("its callback could not look").into());
        }
        Ok(found.secret.map(|mut secret| std::mem::take(&mut *secret)))
    }
}

/// The use of a nonce: unique for its timestamp, consumer and token (RFC 5849, section 3.3). It is
/// lent for the call, and for the thread that was called. Since 0.1.0.
pub struct oauth1_nonce_use {
    key: Text,
    consumer_key: Text,
    token: Option<Text>,
    nonce: Text,
    timestamp: u64,
    expires: u64,
    now: u64,
}

pub(super) type NoteNonce = unsafe extern "C" fn(
    *mut c_void,
    *const oauth1_nonce_use,
    *mut bool,
    *mut oauth1_failure,
) -> bool;

impl NonceStore for Callback<NoteNonce> {
    fn note(&self, nonce: &NonceUse<'_>) -> Result<bool, HookError> {
        let shown = oauth1_nonce_use {
            key: Text::new(nonce.key()),
            consumer_key: Text::new(nonce.consumer_key()),
            token: nonce.token().map(Text::new),
            nonce: Text::new(nonce.nonce()),
            timestamp: nonce.timestamp(),
            expires: nonce.expires(),
            now: nonce.now(),
        };
        // what is not told is not new
        let mut is_new = false;
        let mut failure = oauth1_failure::default();
        // SAFETY: `Callback::new` asks for it; the use and the places last for the call.
        let told = unsafe {
            (self.function())(
                self.userdata(),
                ptr::from_ref(&shown),
                &raw mut is_new,
                &raw mut failure,
            )
        };
        if !told {
            return Err(failure.or("its callback could not tell").into());
        }
        Ok(is_new)
    }
}

/// A key for stores that have short ones: 64 hexadecimal digits, the SHA-256 of consumer key,
/// token, timestamp and nonce, each behind its length.
///
/// @param nonce   the use of a nonce, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the key, alive as long as the call; NULL for NULL
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_nonce_use_key(
    nonce: Option<&oauth1_nonce_use>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&nonce?.key))
}

/// The consumer key.
///
/// @param nonce   the use of a nonce, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the key, alive as long as the call; NULL for NULL
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_nonce_use_consumer_key(
    nonce: Option<&oauth1_nonce_use>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&nonce?.consumer_key))
}

/// The token.
///
/// @param nonce   the use of a nonce, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the token, alive as long as the call; NULL where there is none, and for NULL
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_nonce_use_token(
    nonce: Option<&oauth1_nonce_use>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || nonce?.token.as_ref())
}

/// The nonce, at most 256 bytes.
///
/// @param nonce   the use of a nonce, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the nonce, alive as long as the call; NULL for NULL
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_nonce_use_nonce(
    nonce: Option<&oauth1_nonce_use>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&nonce?.nonce))
}

/// The timestamp.
///
/// @param nonce  the use of a nonce, or NULL
/// @return the seconds since 1970-01-01 00:00:00 GMT; 0 for NULL
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_nonce_use_timestamp(nonce: Option<&oauth1_nonce_use>) -> u64 {
    accessor(0, || nonce.map_or(0, |nonce| nonce.timestamp))
}

/// The last second in which a request of this timestamp is taken: until it has passed, the use has
/// to be remembered.
///
/// @param nonce  the use of a nonce, or NULL
/// @return the seconds since 1970-01-01 00:00:00 GMT; 0 for NULL
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_nonce_use_expires(nonce: Option<&oauth1_nonce_use>) -> u64 {
    accessor(0, || nonce.map_or(0, |nonce| nonce.expires))
}

/// The time by the verifier's clock.
///
/// @param nonce  the use of a nonce, or NULL
/// @return the seconds since 1970-01-01 00:00:00 GMT; 0 for NULL
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_nonce_use_now(nonce: Option<&oauth1_nonce_use>) -> u64 {
    accessor(0, || nonce.map_or(0, |nonce| nonce.now))
}
