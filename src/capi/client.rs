//! Clients, their builders, and the handshake.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::time::Duration;

use super::callback::{
    Callback, SignatureCallback, oauth1_clock_fn, oauth1_destroy_fn, oauth1_nonce_fn,
    oauth1_sign_fn,
};
use super::error::{OAUTH1_ERROR_ALREADY_BUILT, oauth1_error, oauth1_status};
use super::ffi::{Outcome, Text, bytes, fallible, free, lend, pairs, required, text};
use super::library::owned;
use super::settings::{
    body_hash, hash, oauth1_body_hash, oauth1_hash, oauth1_signature_method, oauth1_transmission,
    rsa_method, signature_method, transmission,
};
use super::token::{oauth1_token, oauth1_token_response};
use crate::client::{Client, ClientBuilder};
use crate::signature::SignatureMethod;
use crate::transport::{HttpTransport, Timeouts};

/// Makes a client with other settings than the defaults. A builder is for one thread at a time.
/// Since 0.1.0.
pub struct oauth1_client_builder(Option<ClientBuilder>);

impl oauth1_client_builder {
    fn take(&mut self) -> Outcome<ClientBuilder> {
        self.0.take().ok_or_else(|| {
            oauth1_error::new(
                OAUTH1_ERROR_ALREADY_BUILT,
                "the builder has built its client already: make another builder",
            )
        })
    }
}

/// Changes a setting of a builder that is there and has not built yet.
fn set(
    builder: Option<&mut oauth1_client_builder>,
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Outcome {
    let builder = required(builder, "builder")?;
    let changed = change(builder.take()?);
    builder.0 = Some(changed);
    Ok(())
}

/// Begins with the default settings.
///
/// @param consumer_key     from the provider; NUL-terminated, copied; not NULL
/// @param consumer_secret  from the provider, may be empty; NUL-terminated, copied; not NULL
/// @param out    receives the builder, to be freed with oauth1_client_builder_free(); not NULL
/// @param error  receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_new(
    consumer_key: *const c_char,
    consumer_secret: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_client_builder>>>>,
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
        let builder = oauth1_client_builder(Some(Client::builder(key, secret)));
        required(out, "out")?.write(Some(Box::new(builder)));
        Ok(())
    })
}

/// Sets how requests are signed. Default: HMAC-SHA1.
///
/// @param builder  the builder; not NULL
/// @param method   one of the OAUTH1_SIGNATURE_METHOD_ numbers, but for those of RSA
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_ENUM or
///         OAUTH1_ERROR_ALREADY_BUILT; OAUTH1_ERROR_INVALID_SETTING for an RSA method, whose key is
///         for oauth1_client_builder_set_rsa_key()
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_signature_method(
    builder: Option<&mut oauth1_client_builder>,
    method: oauth1_signature_method,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let method = signature_method(method)?;
        set(builder, |builder| builder.signature_method(method))
    })
}

/// Sets an RSA method and its key (RFC 5849, section 3.4.3). The consumer's secret and the token's
/// have no part in its signatures, and the key is wiped from memory when the last client and
/// session that has it is freed.
///
/// @param builder  the builder; not NULL
/// @param method   OAUTH1_SIGNATURE_METHOD_RSA_SHA1, OAUTH1_SIGNATURE_METHOD_RSA_SHA256 or
///                 OAUTH1_SIGNATURE_METHOD_RSA_SHA512
/// @param key      the private key as it stands in a file: PKCS#1 or PKCS#8, PEM or DER, 1024 to
///                 8192 bits, not encrypted; copied; not NULL
/// @param length   how many bytes it has
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_KEY for what is no such key, with a message that says
///         what it is instead; OAUTH1_ERROR_INVALID_SETTING for a method that is none of RSA;
///         OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_ENUM or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_set_rsa_key(
    builder: Option<&mut oauth1_client_builder>,
    method: oauth1_signature_method,
    key: *const c_char,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes bytes and their number, or NULL.
        let key = unsafe { bytes(key, length, "key")? };
        let builder = required(builder, "builder")?;
        let method = rsa_method(method, key)?;
        set(Some(builder), |builder| builder.signature_method(method))
    })
}

/// Sets a signature method of the caller's own (RFC 5849, section 3.4: servers may have others).
///
/// @param builder    the builder; not NULL
/// @param name       sent as oauth_signature_method; NUL-terminated, copied; not NULL
/// @param body_hash  the hash for oauth_body_hash under this method: one of the OAUTH1_HASH_
///                   numbers
/// @param sign       signs a base string; not NULL
/// @param userdata   what sign is called with, or NULL. The builder takes it over if the call
///                   succeeds, and hands it on to what it builds
/// @param destroy    destroys userdata, or NULL
/// @param error      receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8,
///         OAUTH1_ERROR_INVALID_ENUM or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_set_custom_signature(
    builder: Option<&mut oauth1_client_builder>,
    name: *const c_char,
    body_hash: oauth1_hash,
    sign: oauth1_sign_fn,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name")? }.to_owned();
        let body_hash = hash(body_hash)?;
        let sign = required(sign, "sign")?;
        set(builder, |builder| {
            // SAFETY: the caller passes functions that are as the header asks for them.
            let sign = unsafe { Callback::new(sign, userdata, destroy) };
            let method = SignatureCallback {
                name,
                body_hash,
                sign,
            };
            builder.signature_method(SignatureMethod::Custom(Arc::new(method)))
        })
    })
}

/// Sets where the oauth_ parameters travel. Default: in the Authorization header.
///
/// @param builder       the builder; not NULL
/// @param transmission  one of the OAUTH1_TRANSMISSION_ numbers
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_ENUM or
///         OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_transmission(
    builder: Option<&mut oauth1_client_builder>,
    transmission: oauth1_transmission,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let place = self::transmission(transmission)?;
        set(builder, |builder| builder.transmission(place))
    })
}

/// Sets the realm of every Authorization header (RFC 5849, section 3.5.1). Default: none.
///
/// @param builder  the builder; not NULL
/// @param realm    the realm, not quoted; NUL-terminated, copied; not NULL. One with control
///                 characters is an error when the client is built
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8 or
///         OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_set_realm(
    builder: Option<&mut oauth1_client_builder>,
    realm: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let realm = unsafe { text(realm, "realm")? };
        set(builder, |builder| builder.realm(realm))
    })
}

/// Sets whether oauth_version=1.0 is sent (it is optional, RFC 5849, section 3.1). Default: it is.
///
/// @param builder  the builder; not NULL
/// @param send     whether to send it
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_version(
    builder: Option<&mut oauth1_client_builder>,
    send: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || set(builder, |builder| builder.version(send)))
}

/// Sets whether requests carry oauth_body_hash. Default: never.
///
/// @param builder    the builder; not NULL
/// @param body_hash  one of the OAUTH1_BODY_HASH_ numbers
/// @param error      receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_ENUM or
///         OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_body_hash(
    builder: Option<&mut oauth1_client_builder>,
    body_hash: oauth1_body_hash,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let body_hash = self::body_hash(body_hash)?;
        set(builder, |builder| builder.body_hash(body_hash))
    })
}

/// Lets PLAINTEXT sign for plain http, where anyone on the way can read the secrets: for sandboxes.
/// Default: it is an error.
///
/// @param builder  the builder; not NULL
/// @param allow    whether to let it
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_plaintext_over_http(
    builder: Option<&mut oauth1_client_builder>,
    allow: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        set(builder, |builder| builder.plaintext_over_http(allow))
    })
}

/// Sets the clock that timestamps are taken from. Default: the system's.
///
/// @param builder   the builder; not NULL
/// @param clock     tells the time; not NULL
/// @param userdata  what clock is called with, or NULL. The builder takes it over if the call
///                  succeeds, and hands it on to what it builds
/// @param destroy   destroys userdata, or NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_set_clock(
    builder: Option<&mut oauth1_client_builder>,
    clock: oauth1_clock_fn,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let clock = required(clock, "clock")?;
        set(builder, |builder| {
            // SAFETY: the caller passes functions that are as the header asks for them.
            let clock = unsafe { Callback::new(clock, userdata, destroy) };
            builder.clock(move || clock.time())
        })
    })
}

/// Sets where nonces come from. Default: 22 letters and digits from a cryptographic generator,
/// unique across threads and after fork().
///
/// @param builder   the builder; not NULL
/// @param nonce     writes a nonce; not NULL
/// @param userdata  what nonce is called with, or NULL. The builder takes it over if the call
///                  succeeds, and hands it on to what it builds
/// @param destroy   destroys userdata, or NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_set_nonce(
    builder: Option<&mut oauth1_client_builder>,
    nonce: oauth1_nonce_fn,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let nonce = required(nonce, "nonce")?;
        set(builder, |builder| {
            // SAFETY: the caller passes functions that are as the header asks for them.
            let nonce = unsafe { Callback::new(nonce, userdata, destroy) };
            builder.try_nonce(move || nonce.nonce())
        })
    })
}

/// Sets whether a request token is taken only where the provider confirms the callback (RFC 5849,
/// section 2.1). Default: it is; there are providers that never do.
///
/// @param builder  the builder; not NULL
/// @param require  whether to insist
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_callback_confirmation(
    builder: Option<&mut oauth1_client_builder>,
    require: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        set(builder, |builder| builder.callback_confirmation(require))
    })
}

/// Sets the size of the largest response body that is taken, after decompression. Default: 16 MiB.
/// A token response is never larger than 64 KiB.
///
/// @param builder  the builder; not NULL
/// @param bytes    the size in bytes
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_max_response_size(
    builder: Option<&mut oauth1_client_builder>,
    bytes: u64,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        set(builder, |builder| builder.max_response_size(bytes))
    })
}

/// Sets the time limits of one request, in milliseconds.
///
/// @param builder  the builder; not NULL
/// @param resolve  for resolving the host's name; 0 for the default, 10 seconds
/// @param connect  for connecting, TLS included; 0 for the default, 10 seconds
/// @param total    for the whole; 0 for the default, 60 seconds
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_timeouts(
    builder: Option<&mut oauth1_client_builder>,
    resolve: u64,
    connect: u64,
    total: u64,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let or = |milliseconds, default| match milliseconds {
            0 => default,
            _ => Duration::from_millis(milliseconds),
        };
        let defaults = Timeouts::default();
        let timeouts = Timeouts {
            resolve: or(resolve, defaults.resolve),
            connect: or(connect, defaults.connect),
            total: or(total, defaults.total),
            ..defaults
        };
        set(builder, |builder| {
            builder.transport(Arc::new(HttpTransport::new(timeouts)))
        })
    })
}

/// Makes the client. The builder is done with then, whether that succeeds or not, and still to be
/// freed.
///
/// @param builder  the builder; not NULL
/// @param out      receives the client, to be freed with oauth1_client_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for an empty consumer key or an empty name of a
///         signature method; OAUTH1_ERROR_INVALID_HEADER for a realm with control characters;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_build(
    builder: Option<&mut oauth1_client_builder>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_client>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let builder = required(builder, "builder")?;
        let out = required(out, "out")?;
        let client = builder.take()?.build()?;
        out.write(Some(Box::new(oauth1_client::new(client))));
        Ok(())
    })
}

/// Frees a builder. The client that it has built does not need it.
///
/// @param builder  a builder, or NULL, for which nothing happens
///
/// Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_free(builder: Option<Box<oauth1_client_builder>>) {
    free(builder);
}

/// Consumer key and secret, signature method, policies, and the connection pool (RFC 5849: the
/// client credentials). A client never changes and never knows a user: one serves all users of a
/// program, each by a session of its own, and all its threads at once. Since 0.1.0.
pub struct oauth1_client {
    client: Client,
    consumer_key: Text,
    signature_method: Text,
}

impl oauth1_client {
    pub(super) fn new(client: Client) -> Self {
        let consumer_key = Text::new(client.consumer_key());
        let signature_method = Text::new(client.signature_method().name());
        Self {
            client,
            consumer_key,
            signature_method,
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
/// @param out    receives the client, to be freed with oauth1_client_free(); not NULL
/// @param error  receives the error, or NULL
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
///         OAUTH1_ERROR_CALLBACK_NOT_CONFIRMED; what oauth1_session_send() can return
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
        let client = required(client, "client")?;
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (url, callback) = unsafe {
            let callback = if callback.is_null() {
                "oob"
            } else {
                text(callback, "callback")?
            };
            (text(url, "url")?, callback)
        };
        let out = required(out, "out")?;
        let response = client.client.request_token(url, callback)?;
        out.write(Some(Box::new(oauth1_token_response::new(&response))));
        Ok(())
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
///                       NUL-terminated; not NULL
/// @param out            receives the answer, to be freed with oauth1_token_response_free(); not
///                       NULL
/// @param error          receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_REFUSED for any status but 2xx, with the provider's words in the
///         error; OAUTH1_ERROR_INVALID_TOKEN_RESPONSE where the token or its secret is missing;
///         what oauth1_session_send() can return
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
        let client = required(client, "client")?;
        let token = required(request_token, "request_token")?.token().clone();
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (url, verifier) = unsafe { (text(url, "url")?, text(verifier, "verifier")?) };
        let out = required(out, "out")?;
        let response = client.client.access_token(url, token, verifier)?;
        out.write(Some(Box::new(oauth1_token_response::new(&response))));
        Ok(())
    })
}

/// Frees a client, and what was read from it with it. Sessions made of it go on working.
///
/// @param client  a client, or NULL, for which nothing happens
///
/// Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_free(client: Option<Box<oauth1_client>>) {
    free(client);
}
