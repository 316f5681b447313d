//! Sessions: what signs and sends.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use zeroize::Zeroizing;

use super::client::oauth1_client;
use super::error::{OAUTH1_ERROR_BUFFER_TOO_SMALL, oauth1_error, oauth1_status};
use super::ffi::{Outcome, accessor, copied, fallible, free, required, room};
use super::library::Owned;
use super::request::oauth1_request;
use super::response::oauth1_response;
use super::signed::oauth1_signed;
use super::stream::oauth1_stream;
use super::token::oauth1_token;
use crate::encode::Sink;
use crate::session::Session;

/// A client bound to one token, or to none: what signs and sends. A session never changes, and any
/// number of threads can sign and send with it at once. To have one for each user is cheap. It does
/// not need the client and the token that it was made of. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_session {
    session: Session,
    token: Option<oauth1_token>,
}

impl oauth1_session {
    pub(super) fn session(&self) -> &Session {
        &self.session
    }
}

/// Makes a session that signs for a user.
///
/// @param client  the client; not NULL
/// @param token   the user's access token, copied; not NULL, which is what is left of a token that
///                could not be had: oauth1_session_new_without_token() is for who needs none
/// @param out     receives the session, to be freed with oauth1_session_free(); not NULL
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_session_new(
    client: Option<&oauth1_client>,
    token: Option<&oauth1_token>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_session>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let client = required(client, "client")?.client();
        let token = required(token, "token")?;
        let session = oauth1_session {
            session: client.session(token.token().clone()),
            token: Some(token.clone()),
        };
        required(out, "out")?.write(Some(Box::new(session)));
        Ok(())
    })
}

/// Makes a session that signs with the consumer's secret alone: for two-legged requests.
///
/// @param client  the client; not NULL
/// @param out     receives the session, to be freed with oauth1_session_free(); not NULL
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_session_new_without_token(
    client: Option<&oauth1_client>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_session>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let session = oauth1_session {
            session: required(client, "client")?.client().session_without_token(),
            token: None,
        };
        required(out, "out")?.write(Some(Box::new(session)));
        Ok(())
    })
}

/// The token that a session is bound to.
///
/// @param session  a session, or NULL
/// @return the token, lent: alive as long as the session, and not to be freed; NULL where there is
///         none, and for NULL
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_session_token(session: Option<&oauth1_session>) -> Option<&oauth1_token> {
    accessor(None, || session?.token.as_ref())
}

/// Signs a request and gives the value of its Authorization header (RFC 5849, section 3.5.1), for a
/// program that sends requests by other means. Each call has a fresh nonce and timestamp.
///
/// @param session  the session; not NULL
/// @param request  the request; not NULL
/// @param out      receives the value, to be freed with oauth1_string_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING where the oauth_ parameters travel in the query
///         or the form body; what oauth1_session_sign() can return
///
/// Safe in any thread, several at once for one session. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_session_authorization(
    session: Option<&oauth1_session>,
    request: Option<&oauth1_request>,
    out: Option<&mut MaybeUninit<*mut c_char>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let session = &required(session, "session")?.session;
        let request = required(request, "request")?.request();
        let out = required(out, "out")?;
        let mut value = Owned::new();
        session.authorization_to(request, &mut value)?;
        out.write(value.give());
        Ok(())
    })
}

/// Does as oauth1_session_authorization(), into a buffer of the caller's, which spares the
/// allocation. 1024 bytes are enough for most.
///
/// @param session   the session; not NULL
/// @param request   the request; not NULL
/// @param buffer    receives the value, and a NUL behind it; NULL only where capacity is 0
/// @param capacity  how many bytes the buffer has
/// @param length    receives the length of the value, without the NUL; where the buffer is too
///                  small, the length that the next value for this request can have at most, so
///                  that a buffer of one byte more will do, unless a callback then gives a longer
///                  nonce or signature; or NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_BUFFER_TOO_SMALL, which leaves the buffer as it was; what
///         oauth1_session_authorization() can return
///
/// Safe in any thread, several at once for one session. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_session_authorization_into(
    session: Option<&oauth1_session>,
    request: Option<&oauth1_request>,
    buffer: *mut c_char,
    capacity: usize,
    length: Option<&mut MaybeUninit<usize>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let session = &required(session, "session")?.session;
        let request = required(request, "request")?.request();
        // SAFETY: the caller passes a buffer and its size, or NULL.
        let mut value = Buffer::new(unsafe { room(buffer, capacity, "buffer")? });
        session.authorization_to(request, &mut value)?;
        let (needed, outcome) = value.finish();
        if let Some(length) = length {
            length.write(needed);
        }
        outcome
    })
}

/// A value that grows in a buffer of the caller's, to which nothing is written unless there is room
/// for the longest that the value can be, or for all that it turned out to be.
struct Buffer<'a> {
    room: &'a mut [MaybeUninit<u8>],
    /// How long the value can be.
    most: usize,
    /// How much of it is in the buffer.
    length: usize,
    /// The value, where the buffer may be too small. Wiping a vector of nothing takes as long as
    /// a fifth of a signature, so there is none until it is needed.
    aside: Option<Zeroizing<Vec<u8>>>,
}

impl<'a> Buffer<'a> {
    fn new(buffer: &'a mut [MaybeUninit<u8>]) -> Self {
        Self {
            room: buffer,
            most: 0,
            length: 0,
            aside: None,
        }
    }

    /// Ends the value with a NUL, and gives its length; where the buffer is too small, a length
    /// that is enough.
    fn finish(mut self) -> (usize, Outcome) {
        if let Some(aside) = self.aside.take() {
            let (length, capacity) = (aside.len(), self.room.len());
            if length >= capacity {
                return (self.most, Err(too_small(length, capacity)));
            }
            self.put(&aside);
        }
        self.room[self.length].write(0);
        (self.length, Ok(()))
    }
}

impl Sink for Buffer<'_> {
    fn put(&mut self, piece: &[u8]) {
        if let Some(aside) = &mut self.aside {
            aside.put(piece);
        } else {
            let end = self.length + piece.len();
            let places = &mut self.room[self.length..end];
            for (place, &byte) in places.iter_mut().zip(piece) {
                place.write(byte);
            }
            self.length = end;
        }
    }

    fn reserve(&mut self, bytes: usize) {
        self.most = bytes;
        if bytes >= self.room.len() {
            // growing would leave a copy behind that nobody wipes
            self.aside = Some(Zeroizing::new(Vec::with_capacity(bytes)));
        }
    }
}

fn too_small(length: usize, capacity: usize) -> Box<oauth1_error> {
    let message = format!(
        "the Authorization value has {length} bytes and a NUL, and the buffer has {capacity}"
    );
    oauth1_error::new(OAUTH1_ERROR_BUFFER_TOO_SMALL, &message)
}

/// Signs a request. What comes of it is what is to be sent, byte for byte.
///
/// @param session  the session; not NULL
/// @param request  the request; not NULL
/// @param out      receives the signed request, to be freed with oauth1_signed_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INSECURE_TRANSPORT for PLAINTEXT over plain http;
///         OAUTH1_ERROR_INVALID_HEADER for a request that has an Authorization header where the
///         oauth_ parameters travel in it; OAUTH1_ERROR_INVALID_SETTING for oauth_ parameters that
///         are to travel in a body that is no form or that the method does not have;
///         OAUTH1_ERROR_INVALID_PARAMETER for an oauth_ parameter in the query or the form body
///         where the signature travels elsewhere (RFC 5849, section 3.5);
///         OAUTH1_ERROR_SIGNING_FAILED where a callback failed, which the message names, or an RSA
///         key cannot sign; OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread, several at once for one session. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_session_sign(
    session: Option<&oauth1_session>,
    request: Option<&oauth1_request>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_signed>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let session = &required(session, "session")?.session;
        let request = required(request, "request")?.request();
        let out = required(out, "out")?;
        out.write(Some(Box::new(oauth1_signed::new(&session.sign(request)?))));
        Ok(())
    })
}

/// Signs a request and sends it. A response of any status is a response, not an error. A redirect
/// within the origin (scheme, host and port) is followed, with a signature of its own; one that
/// leads elsewhere is the response, so that nothing that is signed reaches a host that the caller
/// did not name. This blocks until the response is there or a time limit has passed.
///
/// @param session  the session; not NULL
/// @param request  the request; not NULL
/// @param out      receives the response, to be freed with oauth1_response_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK; what oauth1_session_sign() can return, before anything is sent; then
///         OAUTH1_ERROR_HOST_NOT_FOUND, OAUTH1_ERROR_CONNECTION_FAILED, OAUTH1_ERROR_TLS_FAILED,
///         OAUTH1_ERROR_TIMED_OUT, OAUTH1_ERROR_INVALID_RESPONSE, OAUTH1_ERROR_RESPONSE_TOO_LARGE,
///         OAUTH1_ERROR_TOO_MANY_REDIRECTS, OAUTH1_ERROR_CANCELLED, and OAUTH1_ERROR_INVALID_BODY
///         for a body that cannot be read
///
/// Safe in any thread, several at once for one session. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_session_send(
    session: Option<&oauth1_session>,
    request: Option<&oauth1_request>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let session = &required(session, "session")?.session;
        let request = required(request, "request")?.request();
        let out = required(out, "out")?;
        out.write(Some(Box::new(oauth1_response::new(session.send(request)?))));
        Ok(())
    })
}

/// Does as oauth1_session_send(), and gives the response as soon as its headers are there: the body
/// is read piece by piece, and is of any size unless oauth1_request_set_max_response_size() is set
/// for the request. This blocks until the headers are there or a time limit has passed.
///
/// @param session  the session; not NULL
/// @param request  the request; not NULL
/// @param out      receives the response, to be freed with oauth1_stream_free(); not NULL
/// @param error    receives the error, or NULL
/// @return as oauth1_session_send()
///
/// Safe in any thread, several at once for one session. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_session_stream(
    session: Option<&oauth1_session>,
    request: Option<&oauth1_request>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_stream>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let session = &required(session, "session")?.session;
        let request = required(request, "request")?.request();
        let out = required(out, "out")?;
        let stream = oauth1_stream::new(session.stream(request)?);
        out.write(Some(Box::new(stream)));
        Ok(())
    })
}

/// Copies a session, which is cheap: the copy has all in common with it, and each can be freed
/// without the other.
///
/// @param session  the session; not NULL
/// @param out      receives the copy, to be freed with oauth1_session_free(); not NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_session_copy(
    session: Option<&oauth1_session>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_session>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(session, "session", out))
}

/// Frees a session.
///
/// @param session  a session, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_session_free(session: Option<Box<oauth1_session>>) {
    free(session);
}
