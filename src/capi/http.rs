//! Client builders: how requests are sent.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::time::Duration;

use super::builder::{building, oauth1_client_builder, set};
use super::callback::{Callback, oauth1_destroy_fn, oauth1_interrupt_fn};
use super::error::{oauth1_error, oauth1_status};
use super::ffi::{Outcome, bytes, fallible, required, text};
use super::transport::{TransportCallback, oauth1_send_fn};
use crate::proxy::Proxy;
use crate::retries::Retries;
use crate::transport::{HttpTransportBuilder, Timeouts};

/// Changes a setting of the HTTP transport of a builder that is there and has not built yet.
fn set_http(
    builder: Option<&mut oauth1_client_builder>,
    change: impl FnOnce(HttpTransportBuilder) -> HttpTransportBuilder,
) -> Outcome {
    let building = building(builder)?;
    building.http = Some(change(building.http.take().unwrap_or_default()));
    Ok(())
}

/// So many milliseconds, or `default` for 0.
fn milliseconds_or(milliseconds: u64, default: Duration) -> Duration {
    match milliseconds {
        0 => default,
        _ => Duration::from_millis(milliseconds),
    }
}

/// Sets the time limits of each request, in milliseconds. When one passes, sending fails with
/// OAUTH1_ERROR_TIMED_OUT. oauth1_request_set_timeout() sets that for the whole for one request,
/// oauth1_client_builder_set_idle_timeout() that between two pieces of a body.
///
/// @param builder     the builder; not NULL
/// @param resolve     for resolving the host's name; 0 for the default, 10 seconds
/// @param connect     for connecting; the TLS handshake has what is left of this and of resolve; 0
///                    for the default, 10 seconds
/// @param first_byte  from the end of the request to the end of the response's headers; 0 for the
///                    default, 30 seconds
/// @param total       for the whole, redirects and the response's body included; 0 for the default,
///                    60 seconds. Each retry has it for itself
/// @param error       receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_timeouts(
    builder: Option<&mut oauth1_client_builder>,
    resolve: u64,
    connect: u64,
    first_byte: u64,
    total: u64,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let building = building(builder)?;
        let defaults = Timeouts::default();
        building.timeouts = Timeouts {
            idle: building.timeouts.idle,
            resolve: milliseconds_or(resolve, defaults.resolve),
            connect: milliseconds_or(connect, defaults.connect),
            first_byte: milliseconds_or(first_byte, defaults.first_byte),
            total: milliseconds_or(total, defaults.total),
        };
        building.http.get_or_insert_default();
        Ok(())
    })
}

/// Sets how long a body may stand still: for the server to take the next piece of the request's, or
/// to send the next of the response's. When it passes, sending or reading fails with
/// OAUTH1_ERROR_TIMED_OUT. The time that a program takes to read a stream does not count.
///
/// @param builder       the builder; not NULL
/// @param milliseconds  how long, in milliseconds; 0 for the default, 30 seconds
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_idle_timeout(
    builder: Option<&mut oauth1_client_builder>,
    milliseconds: u64,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let building = building(builder)?;
        building.timeouts.idle = milliseconds_or(milliseconds, Timeouts::default().idle);
        building.http.get_or_insert_default();
        Ok(())
    })
}

/// Sets how many idle connections the client keeps alive. Default: 32. A response's connection goes
/// back when its body was read to its end.
///
/// @param builder      the builder; not NULL
/// @param connections  how many; with 0, each request makes its own
/// @param error        receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_pool_size(
    builder: Option<&mut oauth1_client_builder>,
    connections: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        set_http(builder, |http| http.pool_size(connections))
    })
}

/// Sets the size of the largest response headers that are taken, together. Larger ones fail with
/// OAUTH1_ERROR_RESPONSE_TOO_LARGE. Default: 64 KiB. Each connection has a buffer of that size.
///
/// @param builder  the builder; not NULL
/// @param size     the size in bytes, from 1 KiB to 16 MiB; another is an error when the client is
///                 built
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_max_header_size(
    builder: Option<&mut oauth1_client_builder>,
    size: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        set_http(builder, |http| http.max_header_size(size))
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

/// Sets the proxy. Of a request to an https URL it sees host and port alone. Default: what the
/// environment says when the client is built, by HTTPS_PROXY for https URLs, HTTP_PROXY for http
/// URLs (not in a CGI program, where a request could set it), else ALL_PROXY, each in upper or lower
/// case, and by NO_PROXY for the exceptions.
///
/// @param builder     the builder; not NULL
/// @param url         "http://host:port" or "https://host:port", with "user:password@"
///                    percent-encoded before the host if need be; NULL for no proxy, whatever the
///                    environment says; NUL-terminated, copied
/// @param exceptions  the hosts that are asked directly: a list with commas of host names, which
///                    stand for their subdomains too, of IP addresses, or "*" for all; NULL for
///                    none; NUL-terminated, copied
/// @param error       receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for a URL that is none of a proxy;
///         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8; OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_set_proxy(
    builder: Option<&mut oauth1_client_builder>,
    url: *const c_char,
    exceptions: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let mut proxy = if url.is_null() {
            Proxy::none()
        } else {
            // SAFETY: the caller passes a NUL-terminated string.
            Proxy::new(unsafe { text(url, "url")? })?
        };
        if !exceptions.is_null() {
            // SAFETY: the caller passes a NUL-terminated string.
            proxy = proxy.except(unsafe { text(exceptions, "exceptions")? });
        }
        set_http(builder, |http| http.proxy(proxy))
    })
}

/// Sets the certificates that are trusted, in place of the system's. Default: the system's, or
/// those in the file that the environment variable SSL_CERT_FILE names; where there are none,
/// Mozilla's, as they are bundled. Certificates are always verified.
///
/// @param builder  the builder; not NULL
/// @param pem      certificates in PEM, as they stand in a file, copied; NULL only where length is
///                 0. Where there is none that can be read, building the client fails
/// @param length   how many bytes they have
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_set_root_certificates(
    builder: Option<&mut oauth1_client_builder>,
    pem: *const c_char,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes bytes and their number, or NULL.
        let pem = unsafe { bytes(pem, length, "pem")? };
        set_http(builder, |http| http.root_certificates(pem))
    })
}

/// Sets the certificate with which the program shows who it is, where a server asks. Default: none.
/// A pair of which one cannot be read, or that does not fit, fails the building of the client.
///
/// @param builder              the builder; not NULL
/// @param certificates         the certificate, and behind it those that vouch for it, in PEM, as
///                             they stand in a file, copied; NULL only where certificates_length is
///                             0
/// @param certificates_length  how many bytes they have
/// @param key                  its private key in PEM, not encrypted, copied; NULL only where
///                             key_length is 0
/// @param key_length           how many bytes it has
/// @param error                receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_set_client_certificate(
    builder: Option<&mut oauth1_client_builder>,
    certificates: *const c_char,
    certificates_length: usize,
    key: *const c_char,
    key_length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes bytes and their number, or NULL.
        let (certificates, key) = unsafe {
            (
                bytes(certificates, certificates_length, "certificates")?,
                bytes(key, key_length, "key")?,
            )
        };
        set_http(builder, |http| http.client_certificate(certificates, key))
    })
}

/// Sets the User-Agent of every request that has none of its own (RFC 9110, section 10.1.5).
/// Default: liboauth1 and its version.
///
/// @param builder     the builder; not NULL
/// @param user_agent  such as "MyApp/1.0 +https://example.com"; NUL-terminated, copied; not NULL.
///                    One with control characters is an error when the client is built
/// @param error       receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8 or
///         OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_set_user_agent(
    builder: Option<&mut oauth1_client_builder>,
    user_agent: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let user_agent = unsafe { text(user_agent, "user_agent")? };
        set(builder, |builder| builder.user_agent(user_agent))
    })
}

/// Sets whether redirects are followed: within an origin (scheme, host and port) and five at most,
/// each with a signature of its own. One that leads elsewhere is a response. Default: they are.
///
/// @param builder  the builder; not NULL
/// @param follow   whether to follow them
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_redirects(
    builder: Option<&mut oauth1_client_builder>,
    follow: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || set(builder, |builder| builder.redirects(follow)))
}

/// Sets whether a clock that is off is made up for: where a provider refuses a request (401) and
/// its Date, or its oauth_acceptable_timestamps, shows a time that is more than half a minute from
/// the one that was signed, the request is signed with that time and sent once more; where that
/// helps, the difference is kept for the origin. Default: it is.
///
/// @param builder  the builder; not NULL
/// @param correct  whether to make up for it
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_clock_correction(
    builder: Option<&mut oauth1_client_builder>,
    correct: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        set(builder, |builder| builder.clock_correction(correct))
    })
}

/// Sets when a request that failed is sent again, each time with a fresh signature. Default: never.
///
/// A request is sent again, whatever its method, where it is certain that nothing of it was sent;
/// and where its method is idempotent (RFC 9110, section 9.2.2) or oauth1_request_set_repeatable()
/// says that it can be repeated, when the connection broke, a time limit passed, or the response
/// has the status 429, 502, 503 or 504. It never is where its body cannot be read again, or where
/// its nonce or timestamp was set.
///
/// @param builder        the builder; not NULL
/// @param attempts       how many in all; 1 is no retry; 0 is an error when the client is built
/// @param first_pause    the pause before the second attempt, in milliseconds, of which a random
///                       part, at least half, is waited; it doubles each time; 0 for the default,
///                       half a second
/// @param longest_pause  the longest such pause, in milliseconds; 0 for the default, half a minute
/// @param longest_wait   the longest Retry-After (RFC 9110, section 10.2.3) that is waited for, in
///                       milliseconds; where a provider asks for more, its response is given back
///                       at once; 0 for the default, one minute
/// @param error          receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_client_builder_set_retries(
    builder: Option<&mut oauth1_client_builder>,
    attempts: u32,
    first_pause: u64,
    longest_pause: u64,
    longest_wait: u64,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let or = milliseconds_or;
        let defaults = Retries::new(attempts);
        let (first, longest) = (defaults.first_pause, defaults.longest_pause);
        let wait = or(longest_wait, defaults.longest_wait);
        let retries = defaults
            .backoff(or(first_pause, first), or(longest_pause, longest))
            .longest_wait(wait);
        set(builder, |builder| builder.retries(retries))
    })
}

/// Sets a function that is asked twenty times a second, by the thread that sends, whether to call
/// off the request that is under way: for signals, and for event loops. One request alone is called
/// off by an oauth1_cancellation. Default: none.
///
/// @param builder    the builder; not NULL
/// @param interrupt  tells whether to call it off; not NULL
/// @param userdata   what interrupt is called with, or NULL. The builder takes it over if the call
///                   succeeds, and hands it on to what it builds
/// @param destroy    destroys userdata, or NULL
/// @param error      receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_set_interrupt(
    builder: Option<&mut oauth1_client_builder>,
    interrupt: oauth1_interrupt_fn,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let interrupt = required(interrupt, "interrupt")?;
        set(builder, |builder| {
            // SAFETY: the caller passes functions that are as the header asks for them.
            let interrupt = unsafe { Callback::new(interrupt, userdata, destroy) };
            builder.interrupt(move || interrupt.interrupts())
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

/// Sets a function that sends requests in the library's place, so that a program keeps its own HTTP
/// library. Redirects, clock correction, retries and limits go on as they are set; of the time
/// limits that for the whole is handed to the function. What concerns connections (pool, proxy,
/// certificates, headers' size, the other time limits) is the function's then.
///
/// @param builder   the builder; not NULL
/// @param send      sends a request; not NULL
/// @param userdata  what send is called with, or NULL. The builder takes it over if the call
///                  succeeds, and hands it on to what it builds
/// @param destroy   destroys userdata, or NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
///
/// One thread at a time for one builder. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_client_builder_set_transport(
    builder: Option<&mut oauth1_client_builder>,
    send: oauth1_send_fn,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let send = required(send, "send")?;
        let building = building(builder)?;
        // SAFETY: the caller passes functions that are as the header asks for them.
        let send = unsafe { Callback::new(send, userdata, destroy) };
        building.transport = Some(TransportCallback::new(send));
        Ok(())
    })
}
