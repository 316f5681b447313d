//! Client builders: who signs, how, and by what rules. What concerns sending is in [`super::http`].

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::sync::Arc;

use super::callback::{
    Callback, SignatureCallback, oauth1_clock_fn, oauth1_destroy_fn, oauth1_nonce_fn,
    oauth1_sign_fn,
};
use super::client::oauth1_client;
use super::error::{OAUTH1_ERROR_ALREADY_BUILT, oauth1_error, oauth1_status};
use super::ffi::{Outcome, bytes, fallible, free, required, text};
use super::provider::oauth1_provider;
use super::settings::{
    body_hash, hash, oauth1_body_hash, oauth1_hash, oauth1_signature_method, oauth1_transmission,
    rsa_method, signature_method, transmission,
};
use super::transport::TransportCallback;
use crate::client::{Client, ClientBuilder};
use crate::signature::SignatureMethod;
use crate::transport::{HttpTransportBuilder, Timeouts};

/// Makes a client with other settings than the defaults. A builder is for one thread at a time.
/// Since 0.1.0.
pub struct oauth1_client_builder(Option<Building>);

/// A client that is being built.
pub(super) struct Building {
    client: ClientBuilder,
    /// Where a setting of it was changed.
    pub http: Option<HttpTransportBuilder>,
    pub timeouts: Timeouts,
    pub transport: Option<TransportCallback>,
}

impl oauth1_client_builder {
    fn new(client: ClientBuilder) -> Box<Self> {
        Box::new(Self(Some(Building {
            client,
            http: None,
            timeouts: Timeouts::default(),
            transport: None,
        })))
    }

    fn take(&mut self) -> Outcome<Building> {
        self.0.take().ok_or_else(already_built)
    }
}

fn already_built() -> Box<oauth1_error> {
    oauth1_error::new(
        OAUTH1_ERROR_ALREADY_BUILT,
        "the builder was asked for its client already: make another builder",
    )
}

/// What a builder builds, if it is there and has not built yet.
pub(super) fn building(builder: Option<&mut oauth1_client_builder>) -> Outcome<&mut Building> {
    let builder = required(builder, "builder")?;
    builder.0.as_mut().ok_or_else(already_built)
}

/// Changes a setting of a builder that is there and has not built yet.
pub(super) fn set(
    builder: Option<&mut oauth1_client_builder>,
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Outcome {
    let builder = required(builder, "builder")?;
    let mut building = builder.take()?;
    building.client = change(building.client);
    builder.0 = Some(building);
    Ok(())
}

/// Begins with the default settings.
///
/// @param consumer_key     from the provider; NUL-terminated, copied; not NULL
/// @param consumer_secret  from the provider, may be empty; NUL-terminated, copied; not NULL
/// @param out              receives the builder, to be freed with oauth1_client_builder_free(); not
///                         NULL
/// @param error            receives the error, or NULL
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
        let builder = oauth1_client_builder::new(Client::builder(key, secret));
        required(out, "out")?.write(Some(builder));
        Ok(())
    })
}

/// Begins with the settings of a provider: what it insists on, and its endpoints for
/// oauth1_client_authorize() and oauth1_client_complete(). Each setting can be changed. A signature
/// method that needs a key is for the program to set, by oauth1_client_builder_set_rsa_key().
///
/// @param provider         the provider, copied; not NULL. What is wrong with it is told when the
///                         client is built
/// @param consumer_key     from the provider; NUL-terminated, copied; not NULL
/// @param consumer_secret  from the provider, may be empty; NUL-terminated, copied; not NULL
/// @param out              receives the builder, to be freed with oauth1_client_builder_free(); not
///                         NULL
/// @param error            receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_new_for(
    provider: Option<&oauth1_provider>,
    consumer_key: *const c_char,
    consumer_secret: *const c_char,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_client_builder>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let provider = required(provider, "provider")?.provider().clone();
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (key, secret) = unsafe {
            (
                text(consumer_key, "consumer_key")?,
                text(consumer_secret, "consumer_secret")?,
            )
        };
        let builder = oauth1_client_builder::new(Client::builder_for(provider, key, secret));
        required(out, "out")?.write(Some(builder));
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
            builder.try_clock(move || clock.time())
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

/// Sets whether an empty oauth_token is sent where a session has no token (RFC 5849, section 3.1
/// lets it be left out; there are providers that want it). Default: it is not.
///
/// @param builder  the builder; not NULL
/// @param send     whether to send it
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_empty_token(
    builder: Option<&mut oauth1_client_builder>,
    send: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || set(builder, |builder| builder.empty_token(send)))
}

/// Makes the client. The builder is done with then, whether that succeeds or not, and still to be
/// freed.
///
/// @param builder  the builder; not NULL
/// @param out      receives the client, to be freed with oauth1_client_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for an empty consumer key, an empty name of a
///         signature method, a provider for which oauth1_provider_check() fails, that does not take
///         the signature method or that asks for a user agent where none is set, certificates that
///         cannot be read, a size or a number of attempts that is none; OAUTH1_ERROR_INVALID_KEY for
///         the key of a client certificate that cannot be read or does not fit;
///         OAUTH1_ERROR_INVALID_HEADER for a realm or a user agent with control characters;
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
        let building = builder.take()?;
        let mut client = building.client;
        if let Some(transport) = building.transport {
            client = client.transport(Arc::new(transport.limited(building.timeouts.total)));
        } else if let Some(http) = building.http {
            client = client.transport(Arc::new(http.timeouts(building.timeouts).build()?));
        }
        let client = client.build()?;
        out.write(Some(Box::new(oauth1_client::new(client))));
        Ok(())
    })
}

/// Frees a builder. The client that it has built does not need it.
///
/// @param builder  a builder, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_free(builder: Option<Box<oauth1_client_builder>>) {
    free(builder);
}
