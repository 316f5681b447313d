//! Verifier builders: whom a verifier knows, and by what rules it goes.

use std::collections::HashMap;
use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::callback::{
    Callback, SignatureCallback, oauth1_clock_fn, oauth1_destroy_fn, oauth1_sign_fn,
};
use super::error::{OAUTH1_ERROR_ALREADY_BUILT, oauth1_error, oauth1_status};
use super::ffi::{Outcome, bytes, fallible, free, required, text};
use super::look_up::{
    Known, LookUps, oauth1_find_consumer_fn, oauth1_find_token_fn, oauth1_found,
    oauth1_note_nonce_fn,
};
use super::settings::{hash, method_name, oauth1_hash, oauth1_signature_method, unknown};
use super::verifier::oauth1_verifier;
use crate::error::{Error, ErrorKind};
use crate::url::Url;
use crate::verify::{MemoryNonces, PublicUrl, Verifier, VerifierBuilder};

/// By which headers a proxy tells what it was asked for: one of the OAUTH1_PROXY_HEADERS_ numbers.
/// Since 0.1.0.
pub type oauth1_proxy_headers = i32;

/// X-Forwarded-Proto, X-Forwarded-Host and X-Forwarded-Port, each where it is there.
pub const OAUTH1_PROXY_HEADERS_X_FORWARDED: oauth1_proxy_headers = 1;
/// Forwarded (RFC 7239).
pub const OAUTH1_PROXY_HEADERS_FORWARDED: oauth1_proxy_headers = 2;

/// Makes a verifier. A builder is for one thread at a time. Since 0.1.0.
pub struct oauth1_verifier_builder(Option<Building>);

/// A verifier that is being built.
struct Building {
    verifier: VerifierBuilder,
    consumers: HashMap<String, oauth1_found>,
    known: Known,
    /// Those that are named, if any is.
    methods: Vec<&'static str>,
}

fn already_built() -> Box<oauth1_error> {
    oauth1_error::new(
        OAUTH1_ERROR_ALREADY_BUILT,
        "the builder was asked for its verifier already: make another builder",
    )
}

/// What a builder builds, if it is there and has not built yet.
fn building(builder: Option<&mut oauth1_verifier_builder>) -> Outcome<&mut Building> {
    let builder = required(builder, "builder")?;
    builder.0.as_mut().ok_or_else(already_built)
}

/// Changes a setting of a builder that is there and has not built yet.
fn set(
    builder: Option<&mut oauth1_verifier_builder>,
    change: impl FnOnce(VerifierBuilder) -> VerifierBuilder,
) -> Outcome {
    let builder = required(builder, "builder")?;
    let mut building = builder.0.take().ok_or_else(already_built)?;
    building.verifier = change(building.verifier);
    builder.0 = Some(building);
    Ok(())
}

/// Begins with the default settings, and knowing nobody.
///
/// @param out    receives the builder, to be freed with oauth1_verifier_builder_free(); not NULL
/// @param error  receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verifier_builder_new(
    out: Option<&mut MaybeUninit<Option<Box<oauth1_verifier_builder>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let building = Building {
            verifier: Verifier::builder(Known::default()),
            consumers: HashMap::new(),
            known: Known::default(),
            methods: Vec::new(),
        };
        let builder = oauth1_verifier_builder(Some(building));
        required(out, "out")?.write(Some(Box::new(builder)));
        Ok(())
    })
}

/// Gives the secret of a consumer (RFC 5849: client), for the HMAC methods, PLAINTEXT and custom
/// ones. It takes the place of one that was given before. Consumers that are given are not looked
/// up.
///
/// @param builder       the builder; not NULL
/// @param consumer_key  its key (oauth_consumer_key); NUL-terminated, copied; not NULL
/// @param secret        its secret, may be empty; NUL-terminated, copied; not NULL
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8 or
///         OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_verifier_builder_set_consumer_secret(
    builder: Option<&mut oauth1_verifier_builder>,
    consumer_key: *const c_char,
    secret: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (key, secret) =
            unsafe { (text(consumer_key, "consumer_key")?, text(secret, "secret")?) };
        let consumers = &mut building(builder)?.consumers;
        consumers
            .entry(key.to_owned())
            .or_default()
            .set_secret(secret);
        Ok(())
    })
}

/// Gives the public key of a consumer, for the RSA methods. A consumer that has a key and no secret
/// cannot sign by the others.
///
/// @param builder       the builder; not NULL
/// @param consumer_key  its key (oauth_consumer_key); NUL-terminated, copied; not NULL
/// @param public_key    the public key as it stands in a file: PUBLIC KEY, RSA PUBLIC KEY or
///                      CERTIFICATE, PEM or DER; copied; not NULL
/// @param length        how many bytes it has
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_KEY for what is no such key, with a message that says
///         what it is instead; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8;
///         OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_verifier_builder_set_consumer_public_key(
    builder: Option<&mut oauth1_verifier_builder>,
    consumer_key: *const c_char,
    public_key: *const c_char,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        required((!public_key.is_null()).then_some(()), "public_key")?;
        // SAFETY: the caller passes a NUL-terminated string, and bytes with their number, or NULL.
        let (key, public_key) = unsafe {
            (
                text(consumer_key, "consumer_key")?,
                bytes(public_key, length, "public_key")?,
            )
        };
        let mut found = oauth1_found::default();
        found.set_public_key(public_key)?;
        let consumers = &mut building(builder)?.consumers;
        consumers
            .entry(key.to_owned())
            .or_default()
            .take_public_key(found);
        Ok(())
    })
}

/// Gives the secret of a token, an access token or a request token. It takes the place of one that
/// was given before. Tokens that are given are not looked up.
///
/// @param builder       the builder; not NULL
/// @param consumer_key  the key of the consumer that the token was given to; NUL-terminated,
///                      copied; not NULL
/// @param token         the token (oauth_token); NUL-terminated, copied; not NULL
/// @param secret        its secret, may be empty; NUL-terminated, copied; not NULL
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8 or
///         OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_verifier_builder_set_token_secret(
    builder: Option<&mut oauth1_verifier_builder>,
    consumer_key: *const c_char,
    token: *const c_char,
    secret: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (key, token, secret) = unsafe {
            (
                text(consumer_key, "consumer_key")?,
                text(token, "token")?,
                text(secret, "secret")?,
            )
        };
        let tokens = &mut building(builder)?.known.tokens;
        let tokens = tokens.entry(key.to_owned()).or_default();
        tokens.insert(token.to_owned(), Zeroizing::new(secret.to_owned()));
        Ok(())
    })
}

/// Sets functions that look up consumers and tokens: those that were not given. Both are called for
/// each request that names them, known or not, so that time does not tell which of them is known;
/// what the look-ups themselves take is theirs to level. Default: none.
///
/// @param builder   the builder; not NULL
/// @param consumer  looks up a consumer; not NULL
/// @param token     looks up a token; NULL where there is none to be looked up
/// @param userdata  what both are called with, or NULL. The builder takes it over if the call
///                  succeeds, and hands it on to what it builds
/// @param destroy   destroys userdata, or NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_verifier_builder_set_look_ups(
    builder: Option<&mut oauth1_verifier_builder>,
    consumer: oauth1_find_consumer_fn,
    token: oauth1_find_token_fn,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let consumer = required(consumer, "consumer")?;
        let building = building(builder)?;
        // SAFETY: the caller passes functions that are as the header asks for them.
        let look_ups = unsafe { Callback::new(LookUps { consumer, token }, userdata, destroy) };
        building.known.look_ups = Some(look_ups);
        Ok(())
    })
}

/// Sets a store of the nonces that were used. Where a provider has several processes they share
/// one, or a request could be replayed to another. Default: a store in the memory of this process,
/// of a million nonces.
///
/// @param builder   the builder; not NULL
/// @param note      notes that a nonce is used, and tells whether it is new; not NULL
/// @param userdata  what note is called with, or NULL. The builder takes it over if the call
///                  succeeds, and hands it on to what it builds
/// @param destroy   destroys userdata, or NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_verifier_builder_set_nonce_store(
    builder: Option<&mut oauth1_verifier_builder>,
    note: oauth1_note_nonce_fn,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let note = required(note, "note")?;
        set(builder, |builder| {
            // SAFETY: the caller passes functions that are as the header asks for them.
            builder.nonces(unsafe { Callback::new(note, userdata, destroy) })
        })
    })
}

/// Keeps nonces in the memory of this process, at most so many: how many requests are taken within
/// the timestamp window, both ways. Each takes 10 to 22 bytes. Where the store is full, requests
/// are refused with OAUTH1_REASON_UNAVAILABLE until some expire. Default: a million.
///
/// @param builder   the builder; not NULL
/// @param capacity  how many, rounded up to a multiple of 16
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verifier_builder_set_nonce_capacity(
    builder: Option<&mut oauth1_verifier_builder>,
    capacity: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        set(builder, |builder| {
            builder.nonces(MemoryNonces::new(capacity))
        })
    })
}

/// Takes requests that are signed by this method. Where none is added, those of HMAC and RSA are
/// taken; the first that is added takes their place. OAUTH1_SIGNATURE_METHOD_PLAINTEXT is taken
/// where it is added, and over https only.
///
/// @param builder  the builder; not NULL
/// @param method   one of the OAUTH1_SIGNATURE_METHOD_ numbers. One that is added twice is an error
///                 when the verifier is built
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_ENUM or
///         OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verifier_builder_add_signature_method(
    builder: Option<&mut oauth1_verifier_builder>,
    method: oauth1_signature_method,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let name = method_name(method)?;
        building(builder)?.methods.push(name);
        Ok(())
    })
}

/// Takes a signature method of the provider's own as well (RFC 5849, section 3.4: servers may have
/// others). It signs as the client does, and the signatures are compared in constant time. It can
/// be called several times.
///
/// @param builder    the builder; not NULL
/// @param name       what oauth_signature_method is then; NUL-terminated, copied; not NULL
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
pub unsafe extern "C" fn oauth1_verifier_builder_add_custom_signature(
    builder: Option<&mut oauth1_verifier_builder>,
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
            builder.custom_method(Arc::new(SignatureCallback {
                name,
                body_hash,
                sign,
            }))
        })
    })
}

/// Takes PLAINTEXT, where it is taken, over plain http too, where anyone on the way can read the
/// secrets: for sandboxes. Default: it is refused.
///
/// @param builder  the builder; not NULL
/// @param allow    whether to take it
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verifier_builder_set_plaintext_over_http(
    builder: Option<&mut oauth1_verifier_builder>,
    allow: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        set(builder, |builder| builder.plaintext_over_http(allow))
    })
}

/// Sets the base by which the world knows the server, where there is a proxy before it: scheme,
/// host, port, and a path to which that of the request is appended, whatever the request says.
/// Default: the URL of the request as it is given.
///
/// @param builder  the builder; not NULL
/// @param url      the base, such as "https://api.example.com"; NUL-terminated, copied; not NULL.
///                 One with a query is an error when the verifier is built
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_INVALID_URL, OAUTH1_ERROR_NULL_ARGUMENT,
///         OAUTH1_ERROR_INVALID_UTF8 or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_verifier_builder_set_public_url(
    builder: Option<&mut oauth1_verifier_builder>,
    url: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let base = Url::parse(unsafe { text(url, "url")? })?;
        set(builder, |builder| builder.public_url(PublicUrl::Base(base)))
    })
}

/// Takes scheme, host and port of the URL that was signed from the headers of proxies, each of
/// which adds its value: what counts is the value so many from the end, since those before it are
/// the client's to make up. The proxies have to set these headers, or to remove what a client sent.
/// It takes the place of oauth1_verifier_builder_set_public_url(), which is the safer one. Default:
/// no such header counts.
///
/// @param builder  the builder; not NULL
/// @param proxies  how many proxies stand before the server; 0 is an error when the verifier is
///                 built
/// @param headers  one of the OAUTH1_PROXY_HEADERS_ numbers
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_ENUM or
///         OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verifier_builder_set_proxies(
    builder: Option<&mut oauth1_verifier_builder>,
    proxies: usize,
    headers: oauth1_proxy_headers,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let public_url = match headers {
            OAUTH1_PROXY_HEADERS_X_FORWARDED => PublicUrl::XForwarded { proxies },
            OAUTH1_PROXY_HEADERS_FORWARDED => PublicUrl::Forwarded { proxies },
            _ => return Err(unknown("the kind of proxy headers", headers)),
        };
        set(builder, |builder| builder.public_url(public_url))
    })
}

/// Sets how far a timestamp may be from the clock here, to either side. As long are nonces kept.
/// Default: 300 seconds.
///
/// @param builder  the builder; not NULL
/// @param seconds  how many seconds, from 1 to those of ten years; another number is an error when
///                 the verifier is built
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verifier_builder_set_timestamp_window(
    builder: Option<&mut oauth1_verifier_builder>,
    seconds: u64,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let window = Duration::from_secs(seconds);
        set(builder, |builder| builder.timestamp_window(window))
    })
}

/// Sets whether a body that is no form and not empty has to have an oauth_body_hash (the body hash
/// draft, 2009), without which it is not signed. One that is there is checked in any case. Default:
/// it has not to.
///
/// @param builder  the builder; not NULL
/// @param require  whether it has to
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verifier_builder_set_require_body_hash(
    builder: Option<&mut oauth1_verifier_builder>,
    require: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        set(builder, |builder| builder.require_body_hash(require))
    })
}

/// Sets the realm of the WWW-Authenticate header of refusals (RFC 9110, section 11.5). Default:
/// none.
///
/// @param builder  the builder; not NULL
/// @param realm    the realm, not quoted; NUL-terminated, copied; not NULL. One with control
///                 characters is an error when the verifier is built
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8 or
///         OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_verifier_builder_set_realm(
    builder: Option<&mut oauth1_verifier_builder>,
    realm: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let realm = unsafe { text(realm, "realm")? };
        set(builder, |builder| builder.realm(realm))
    })
}

/// Sets the clock that timestamps are compared with. Default: the system's.
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
pub unsafe extern "C" fn oauth1_verifier_builder_set_clock(
    builder: Option<&mut oauth1_verifier_builder>,
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

/// Makes the verifier. The builder is done with then, whether that succeeds or not, and still to be
/// freed.
///
/// @param builder  the builder; not NULL
/// @param out      receives the verifier, to be freed with oauth1_verifier_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING where no consumer is known and none is looked
///         up, for a signature method that is added twice or has no name, a window or a number of
///         proxies that is none, and a base with a query; OAUTH1_ERROR_INVALID_HEADER for a realm
///         with control characters; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verifier_builder_build(
    builder: Option<&mut oauth1_verifier_builder>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_verifier>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let builder = required(builder, "builder")?;
        let out = required(out, "out")?;
        let building = builder.0.take().ok_or_else(already_built)?;
        let mut known = building.known;
        for (key, found) in building.consumers {
            known
                .consumers
                .extend(found.into_consumer().map(|consumer| (key, consumer)));
        }
        if known.consumers.is_empty() && known.look_ups.is_none() {
            let message = "the verifier knows no consumer, and looks up none: expected one, or \
                           oauth1_verifier_builder_set_look_ups()";
            return Err(Error::new(ErrorKind::InvalidSetting, message).into());
        }
        let mut verifier = building.verifier.credentials(known);
        if !building.methods.is_empty() {
            verifier = verifier.signature_methods(building.methods);
        }
        out.write(Some(Box::new(oauth1_verifier::new(verifier.build()?))));
        Ok(())
    })
}

/// Frees a builder. The verifier that it has built does not need it.
///
/// @param builder  a builder, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_verifier_builder_free(builder: Option<Box<oauth1_verifier_builder>>) {
    free(builder);
}
