//! Transports of the caller's own: a function that sends, and the sending that it is handed.

use std::ffi::{CStr, c_char, c_void};
use std::io::{Cursor, Read};
use std::mem::MaybeUninit;
use std::time::Duration;

use super::body::{OAUTH1_LENGTH_UNKNOWN, oauth1_read_fn, reader_of_callback};
use super::callback::{Callback, oauth1_destroy_fn};
use super::error::{
    OAUTH1_ERROR_CANCELLED, OAUTH1_ERROR_CONNECTION_FAILED, OAUTH1_ERROR_HOST_NOT_FOUND,
    OAUTH1_ERROR_INVALID_BODY, OAUTH1_ERROR_INVALID_HEADER, OAUTH1_ERROR_INVALID_RESPONSE,
    OAUTH1_ERROR_INVALID_URL, OAUTH1_ERROR_RESPONSE_TOO_LARGE, OAUTH1_ERROR_TIMED_OUT,
    OAUTH1_ERROR_TLS_FAILED, oauth1_error, oauth1_status,
};
use super::ffi::{Outcome, accessor, bytes, fallible, piece, required, room, text};
use super::settings::unknown;
use super::signed::oauth1_signed;
use crate::body::{Body, BodyReader, invalid};
use crate::error::{Error, ErrorKind};
use crate::response::Response;
use crate::session::SignedRequest;
use crate::stream::{ResponseStream, too_large};
use crate::transport::{SendOptions, Transport};

/// A request on its way, in the hands of an oauth1_send_fn: what is to be sent, and what is to
/// become of it. It is lent for the call, and for the thread that was called. Since 0.1.0.
pub struct oauth1_sending {
    signed: oauth1_signed,
    time_limit: Duration,
    options: SendOptions,
    /// How much of the body in memory was read.
    read: usize,
    stream: Option<Body>,
    reader: Option<BodyReader>,
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// What reads the rest of the body.
    rest: Option<Box<dyn Read + std::marker::Send>>,
    failure: Option<Error>,
}

/// Sends a request and takes its response: sends what oauth1_sending_request() gives, byte for
/// byte, its headers and no other Authorization or Content-Type, and hands the response over by
/// oauth1_sending_set_status(), oauth1_sending_add_header() and oauth1_sending_add_body(); or says
/// by oauth1_sending_fail() why there is none. Any status is a response. It follows no redirect and
/// repeats nothing: the signature holds for one request. A response that is compressed it
/// decompresses.
///
/// @param userdata  what was given with the callback, which can be NULL
/// @param sending   what is to be sent, and what is to become of it; lent for the call; not NULL
///
/// Called by each thread that sends, several at once. Since 0.1.0.
pub type oauth1_send_fn =
    Option<unsafe extern "C" fn(userdata: *mut c_void, sending: *mut oauth1_sending)>;

/// How large a body is taken whatever the limit, in bytes: it may be that of a redirect.
const ALWAYS_TAKEN: u64 = 64 << 10;

type Send = unsafe extern "C" fn(*mut c_void, *mut oauth1_sending);

/// A transport whose work a callback does.
pub(super) struct TransportCallback {
    send: Callback<Send>,
    time_limit: Duration,
}

impl TransportCallback {
    pub fn new(send: Callback<Send>) -> Self {
        Self {
            send,
            time_limit: Duration::ZERO,
        }
    }

    /// The same, with a time limit for requests that set none.
    pub fn limited(mut self, time_limit: Duration) -> Self {
        self.time_limit = time_limit;
        self
    }
}

impl Transport for TransportCallback {
    fn send(
        &self,
        request: &SignedRequest<'_>,
        options: &SendOptions,
    ) -> Result<ResponseStream, Error> {
        let mut sending = oauth1_sending {
            signed: oauth1_signed::new(request),
            time_limit: options.timeout().unwrap_or(self.time_limit),
            options: options.clone(),
            read: 0,
            stream: request.body_stream().cloned(),
            reader: None,
            status: 0,
            headers: Vec::new(),
            body: Vec::new(),
            rest: None,
            failure: None,
        };
        // SAFETY: `Callback::new` asks for it; the sending lasts for the call.
        unsafe { (self.send.function())(self.send.userdata(), &raw mut sending) };
        match sending {
            oauth1_sending {
                failure: Some(failure),
                ..
            } => Err(failure),
            oauth1_sending { status: 0, .. } => Err(Error::new(
                ErrorKind::InvalidResponse,
                "the transport's callback gave neither a status nor a failure",
            )),
            oauth1_sending {
                status,
                headers,
                body,
                rest: Some(rest),
                ..
            } => Ok(ResponseStream::new(
                status,
                headers,
                Cursor::new(body).chain(rest),
            )),
            oauth1_sending {
                status,
                headers,
                body,
                ..
            } => Ok(Response::new(status, headers, body).into()),
        }
    }

    fn time_limit(&self) -> Option<Duration> {
        Some(self.time_limit)
    }
}

impl oauth1_sending {
    /// Reads the next bytes of the body, wherever it is.
    fn read_body(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        let Some(stream) = &self.stream else {
            let body = self.signed.body().unwrap_or_default();
            let mut rest = &body[self.read..];
            let read = rest.read(buffer).unwrap_or(0);
            self.read += read;
            return Ok(read);
        };
        let reader = match &mut self.reader {
            Some(reader) => reader,
            place => place.insert(stream.open()?),
        };
        loop {
            match reader.read(buffer) {
                Ok(read) => return Ok(read),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(invalid(format!("the body cannot be read: {error}"))),
            }
        }
    }

    /// Takes more of the response's body, as far as the limit goes.
    fn add_body(&mut self, body: &[u8]) -> Result<(), Error> {
        if let Some(limit) = self.options.max_response_size()
            && (self.body.len() + body.len()) as u64 > limit.max(ALWAYS_TAKEN)
        {
            self.failure.get_or_insert_with(|| too_large(limit));
            return Err(too_large(limit));
        }
        self.body.extend_from_slice(body);
        Ok(())
    }
}

/// The kind of a failure that a transport can have.
fn failure_kind(status: oauth1_status) -> Outcome<ErrorKind> {
    match status {
        OAUTH1_ERROR_INVALID_URL => Ok(ErrorKind::InvalidUrl),
        OAUTH1_ERROR_INVALID_HEADER => Ok(ErrorKind::InvalidHeader),
        OAUTH1_ERROR_INVALID_BODY => Ok(ErrorKind::InvalidBody),
        OAUTH1_ERROR_HOST_NOT_FOUND => Ok(ErrorKind::HostNotFound),
        OAUTH1_ERROR_CONNECTION_FAILED => Ok(ErrorKind::ConnectionFailed),
        OAUTH1_ERROR_TLS_FAILED => Ok(ErrorKind::TlsFailed),
        OAUTH1_ERROR_TIMED_OUT => Ok(ErrorKind::TimedOut),
        OAUTH1_ERROR_INVALID_RESPONSE => Ok(ErrorKind::InvalidResponse),
        OAUTH1_ERROR_RESPONSE_TOO_LARGE => Ok(ErrorKind::ResponseTooLarge),
        OAUTH1_ERROR_CANCELLED => Ok(ErrorKind::Cancelled),
        _ => Err(unknown("the failure of a sending", status)),
    }
}

/// What is to be sent, byte for byte.
///
/// @param sending  a sending, or NULL
/// @return the signed request, lent: alive during the call, and not to be freed; NULL for NULL
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_sending_request(
    sending: Option<&oauth1_sending>,
) -> Option<&oauth1_signed> {
    accessor(None, || Some(&sending?.signed))
}

/// The time limit for the whole, in milliseconds: what is left of it where redirects came before.
///
/// @param sending  a sending, or NULL
/// @return the limit, at least 1; 0 for NULL
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_sending_timeout(sending: Option<&oauth1_sending>) -> u64 {
    accessor(0, || {
        sending.map_or(0, |sending| {
            let milliseconds = sending.time_limit.as_millis().max(1);
            u64::try_from(milliseconds).unwrap_or(u64::MAX)
        })
    })
}

/// Whether the request was called off. Look from time to time, and end with OAUTH1_ERROR_CANCELLED.
///
/// @param sending  a sending, or NULL
/// @return whether it was; false for NULL
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_sending_is_cancelled(sending: Option<&oauth1_sending>) -> bool {
    accessor(false, || {
        sending.is_some_and(|sending| sending.options.is_cancelled())
    })
}

/// How many bytes the body has, in memory or not.
///
/// @param sending  a sending, or NULL
/// @return their number; 0 where there is no body, and for NULL; OAUTH1_LENGTH_UNKNOWN where it is
///         not known, so that the body is to be sent chunked
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_sending_body_length(sending: Option<&oauth1_sending>) -> u64 {
    accessor(0, || {
        let length = |sending: &oauth1_sending| match &sending.stream {
            Some(stream) => stream.length().unwrap_or(OAUTH1_LENGTH_UNKNOWN),
            None => sending.signed.body().map_or(0, |body| body.len() as u64),
        };
        sending.map_or(0, length)
    })
}

/// Reads the next bytes of the body, in memory or not. What goes wrong with it fails the sending.
///
/// @param sending   the sending; not NULL
/// @param buffer    receives the bytes; NULL only where capacity is 0
/// @param capacity  how many bytes the buffer has; no more than 64 KiB are read at once
/// @param count     receives how many were read; 0 at the end; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_BODY where the body cannot be read;
///         OAUTH1_ERROR_NULL_ARGUMENT
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_sending_read_body(
    sending: Option<&mut oauth1_sending>,
    buffer: *mut c_char,
    capacity: usize,
    count: Option<&mut MaybeUninit<usize>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let sending = required(sending, "sending")?;
        // SAFETY: the caller passes a buffer and its size, or NULL.
        let buffer = piece(unsafe { room(buffer, capacity, "buffer")? });
        let count = required(count, "count")?;
        match sending.read_body(buffer) {
            Ok(read) => {
                count.write(read);
                Ok(())
            }
            Err(error) => {
                let again = Error::new(error.kind(), error.message());
                sending.failure.get_or_insert(error);
                Err(again.into())
            }
        }
    })
}

/// Sets the status of the response.
///
/// @param sending  the sending; not NULL
/// @param status   from 200 to 999: those below come before the response
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_RESPONSE for another number; OAUTH1_ERROR_NULL_ARGUMENT
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_sending_set_status(
    sending: Option<&mut oauth1_sending>,
    status: u16,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let sending = required(sending, "sending")?;
        if !(200..=999).contains(&status) {
            let message = format!("the status is {status}: expected one from 200 to 999");
            return Err(Error::new(ErrorKind::InvalidResponse, message).into());
        }
        sending.status = status;
        Ok(())
    })
}

/// Adds a header to the response. Duplicates stay.
///
/// @param sending  the sending; not NULL
/// @param name     its name; NUL-terminated, copied; not NULL
/// @param value    its value, without spaces around it; NUL-terminated, copied; not NULL. Bytes
///                 that are not UTF-8 become U+FFFD
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8 for the name
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_sending_add_header(
    sending: Option<&mut oauth1_sending>,
    name: *const c_char,
    value: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let sending = required(sending, "sending")?;
        required((!value.is_null()).then_some(()), "value")?;
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (name, value) = unsafe { (text(name, "name")?, CStr::from_ptr(value)) };
        let value = value.to_string_lossy().into_owned();
        sending.headers.push((name.to_owned(), value));
        Ok(())
    })
}

/// Adds bytes at the end of the response's body, which begins empty.
///
/// @param sending  the sending; not NULL
/// @param body     bytes of any kind, copied; NULL only where length is 0
/// @param length   how many
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_RESPONSE_TOO_LARGE where the body grows beyond the limit, which
///         fails the sending; OAUTH1_ERROR_NULL_ARGUMENT
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_sending_add_body(
    sending: Option<&mut oauth1_sending>,
    body: *const c_char,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let sending = required(sending, "sending")?;
        // SAFETY: the caller passes bytes and their number, or NULL.
        let body = unsafe { bytes(body, length, "body")? };
        Ok(sending.add_body(body)?)
    })
}

/// Has the rest of the response's body read by a function, piece by piece as the response is read,
/// so that no large body has to be in memory. It is called after the transport has returned, by the
/// thread that reads the response. What it fails with is OAUTH1_ERROR_CONNECTION_FAILED.
///
/// @param sending   the sending; not NULL
/// @param read      reads the next bytes; not NULL
/// @param userdata  what read is called with, or NULL. The response takes it over if the call
///                  succeeds
/// @param destroy   destroys userdata, or NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_sending_set_body_callback(
    sending: Option<&mut oauth1_sending>,
    read: oauth1_read_fn,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let sending = required(sending, "sending")?;
        let read = required(read, "read")?;
        // SAFETY: the caller passes functions that are as the header asks for them.
        let rest = unsafe { reader_of_callback(read, userdata, destroy) };
        sending.rest = Some(Box::new(rest));
        Ok(())
    })
}

/// Says that there is no response, and why. What was set of one is dropped.
///
/// @param sending  the sending; not NULL
/// @param status   OAUTH1_ERROR_HOST_NOT_FOUND, OAUTH1_ERROR_CONNECTION_FAILED,
///                 OAUTH1_ERROR_TLS_FAILED, OAUTH1_ERROR_TIMED_OUT, OAUTH1_ERROR_INVALID_RESPONSE,
///                 OAUTH1_ERROR_RESPONSE_TOO_LARGE or OAUTH1_ERROR_CANCELLED;
///                 OAUTH1_ERROR_INVALID_URL, OAUTH1_ERROR_INVALID_HEADER or
///                 OAUTH1_ERROR_INVALID_BODY for what cannot be sent
/// @param message  what went wrong, for people, without secrets; NUL-terminated, copied; not NULL
/// @param unsent   whether it is certain that nothing was sent, so that the request can be sent
///                 again whatever its method
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8, or
///         OAUTH1_ERROR_INVALID_ENUM for another status
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_sending_fail(
    sending: Option<&mut oauth1_sending>,
    status: oauth1_status,
    message: *const c_char,
    unsent: bool,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let sending = required(sending, "sending")?;
        let kind = failure_kind(status)?;
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let mut failure = Error::new(kind, unsafe { text(message, "message")? });
        if unsent {
            failure = failure.unsent();
        }
        sending.failure.get_or_insert(failure);
        Ok(())
    })
}
