//! Clients.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::cancellation::oauth1_cancellation;
use super::error::{oauth1_error, oauth1_status};
use super::ffi::{Text, accessor, copied, fallible, free, lend, required, text};
use super::provider::oauth1_provider;
use crate::client::Client;

/// Consumer key and secret, signature method, policies, and the connection pool (RFC 5849: the
/// client credentials). A client never changes and never knows a user: one serves all users of a
/// program, each by a session of its own, and all its threads at once. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_client {
    client: Client,
    consumer_key: Text,
    signature_method: Text,
    provider: Option<Box<oauth1_provider>>,
}

impl oauth1_client {
    pub(super) fn new(client: Client) -> Self {
        let consumer_key = Text::new(client.consumer_key());
        let signature_method = Text::new(client.signature_method().name());
        let provider = client.provider().cloned().map(oauth1_provider::new);
        Self {
            client,
            consumer_key,
            signature_method,
            provider,
        }
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }
}

/// Makes a client with default settings: HMAC-SHA1, parameters in the Authorization header.
///
/// @param consumer_key     from the provider; NUL-terminated, copied; not NULL
/// @param consumer_secret  from the provider, may be empty; NUL-terminated, copied; not NULL
/// @param out              receives the client, to be freed with oauth1_client_free(); not NULL
/// @param error            receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for an empty consumer key;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_new(
    consumer_key: *const c_char,
    consumer_secret: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_client>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (key, secret) = unsafe {
            (
                text(consumer_key, "consumer_key")?,
                text(consumer_secret, "consumer_secret")?,
            )
        };
        let out = required(out, "out")?;
        out.write(Some(Box::new(oauth1_client::new(Client::new(
            key, secret,
        )?))));
        Ok(())
    })
}

/// The consumer key.
///
/// @param client  a client, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the key, alive as long as the client; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_consumer_key(
    client: Option<&oauth1_client>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&client?.consumer_key))
}

/// The name of the signature method: what is sent as oauth_signature_method.
///
/// @param client  a client, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the name, alive as long as the client; NULL for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_signature_method(
    client: Option<&oauth1_client>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || Some(&client?.signature_method))
}

/// The provider that the client was made for, by oauth1_client_builder_new_for().
///
/// @param client  a client, or NULL
/// @return the provider, lent: alive as long as the client, and not to be freed; NULL where there is
///         none, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_provider(
    client: Option<&oauth1_client>,
) -> Option<&oauth1_provider> {
    accessor(None, || client?.provider.as_deref())
}

/// Copies a client, which is cheap: the copy has all in common with it, its connections too, and
/// each can be freed without the other.
///
/// @param client  the client; not NULL
/// @param out     receives the copy, to be freed with oauth1_client_free(); not NULL
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_copy(
    client: Option<&oauth1_client>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_client>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(client, "client", out))
}

/// Copies a client as oauth1_client_copy() does, for requests that a cancellation calls off,
/// whichever of the copy's sessions and steps of the handshake they are of: so is
/// oauth1_client_authorize() called off. One that has a cancellation of its own can be called off by
/// either.
///
/// @param client        the client; not NULL
/// @param cancellation  the cancellation; not NULL. Each of the two can be freed without the other
/// @param out           receives the copy, to be freed with oauth1_client_free(); not NULL
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_with_cancellation(
    client: Option<&oauth1_client>,
    cancellation: Option<&oauth1_cancellation>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_client>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        let cancellation = required(cancellation, "cancellation")?.cancellation();
        let out = required(out, "out")?;
        let copy = oauth1_client::new(client.with_cancellation(cancellation));
        out.write(Some(Box::new(copy)));
        Ok(())
    })
}

/// Frees a client, and what was read from it with it. Sessions made of it go on working.
///
/// @param client  a client, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_free(client: Option<Box<oauth1_client>>) {
    free(client);
}
