//! Responses whose bodies are read piece by piece.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::body::OAUTH1_LENGTH_UNKNOWN;
use super::error::{oauth1_error, oauth1_status};
use super::ffi::{Pairs, accessor, count, fallible, free, lend, path, piece, required, room, text};
use super::response::oauth1_response;
use crate::stream::ResponseStream;

/// A response whose body is yet to be read: status and headers are there, the body comes in pieces,
/// of any size. It keeps its connection until the body is read to its end or it is freed, and the
/// time limit of the request holds for the body too. It is for one thread at a time. Since 0.1.0.
pub struct oauth1_stream {
    stream: ResponseStream,
    headers: Pairs,
}

impl oauth1_stream {
    pub(super) fn new(stream: ResponseStream) -> Self {
        Self {
            headers: Pairs::new(stream.head().headers()),
            stream,
        }
    }
}

/// The status (RFC 9110, section 15), such as 200.
///
/// @param stream  a stream, or NULL
/// @return the status; 0 for NULL
///
/// One thread at a time for one stream. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_stream_status(stream: Option<&oauth1_stream>) -> u16 {
    accessor(0, || stream.map_or(0, |stream| stream.stream.status()))
}

/// The value of the first header of a name, whatever its case.
///
/// @param stream  a stream, or NULL
/// @param name    the name, NUL-terminated, or NULL
/// @param length  receives the length in bytes, or NULL
/// @return the value, alive as long as the stream; NULL where there is no such header, and for NULL
///
/// One thread at a time for one stream. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_stream_header(
    stream: Option<&oauth1_stream>,
    name: *const c_char,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let name = unsafe { text(name, "name").ok()? };
        stream?
            .headers
            .find(|own| own.eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// How many headers there are, duplicates counted.
///
/// @param stream  a stream, or NULL
/// @return their number; 0 for NULL
///
/// One thread at a time for one stream. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_stream_header_count(stream: Option<&oauth1_stream>) -> usize {
    count(|| Some(stream?.headers.len()))
}

/// The name of a header; they are in the order in which they came.
///
/// @param stream  a stream, or NULL
/// @param index   which, counted from 0
/// @param length  receives the length in bytes, or NULL
/// @return the name, alive as long as the stream; NULL behind the last index, and for NULL
///
/// One thread at a time for one stream. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_stream_header_name(
    stream: Option<&oauth1_stream>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || stream?.headers.name(index))
}

/// The value of a header; they are in the order in which they came.
///
/// @param stream  a stream, or NULL
/// @param index   which, counted from 0
/// @param length  receives the length in bytes, or NULL
/// @return the value, alive as long as the stream; NULL behind the last index, and for NULL
///
/// One thread at a time for one stream. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_stream_header_value(
    stream: Option<&oauth1_stream>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    lend(length, || stream?.headers.value(index))
}

/// How many bytes the body has, where the response says so. It does not where the body came
/// compressed.
///
/// @param stream  a stream, or NULL
/// @return their number; OAUTH1_LENGTH_UNKNOWN where it is not known, and for NULL
///
/// One thread at a time for one stream. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_stream_content_length(stream: Option<&oauth1_stream>) -> u64 {
    accessor(OAUTH1_LENGTH_UNKNOWN, || {
        let length = stream.and_then(|stream| stream.stream.content_length());
        length.unwrap_or(OAUTH1_LENGTH_UNKNOWN)
    })
}

/// Reads the next piece of the body. This blocks until there is one, or the time limit of the
/// request has passed.
///
/// @param stream    the stream; not NULL
/// @param buffer    receives the bytes; NULL only where capacity is 0
/// @param capacity  how many bytes the buffer has; no more than 64 KiB are read at once
/// @param count     receives how many were read; 0 at the end, and where capacity is 0; not NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_RESPONSE_TOO_LARGE for a body larger than
///         oauth1_request_set_max_response_size() allows; OAUTH1_ERROR_CONNECTION_FAILED,
///         OAUTH1_ERROR_TIMED_OUT, OAUTH1_ERROR_INVALID_RESPONSE or OAUTH1_ERROR_CANCELLED for what
///         goes wrong on the way; OAUTH1_ERROR_NULL_ARGUMENT
///
/// One thread at a time for one stream. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_stream_read(
    stream: Option<&mut oauth1_stream>,
    buffer: *mut c_char,
    capacity: usize,
    count: Option<&mut MaybeUninit<usize>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let stream = required(stream, "stream")?;
        // SAFETY: the caller passes a buffer and its size, or NULL.
        let buffer = piece(unsafe { room(buffer, capacity, "buffer")? });
        let count = required(count, "count")?;
        count.write(stream.stream.read_piece(buffer)?);
        Ok(())
    })
}

/// Reads the rest of the body into a file, which is made or replaced. Where it fails, what was
/// written stays.
///
/// @param stream  the stream; not NULL
/// @param path    the file's path, NUL-terminated; not NULL
/// @param length  receives how many bytes were written, or NULL
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_NOT_SAVED where the file cannot be written; what
///         oauth1_stream_read() can return
///
/// One thread at a time for one stream. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_stream_save(
    stream: Option<&mut oauth1_stream>,
    path: *const c_char,
    length: Option<&mut MaybeUninit<u64>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let stream = required(stream, "stream")?;
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let written = stream.stream.save(unsafe { self::path(path, "path")? })?;
        if let Some(length) = length {
            length.write(written);
        }
        Ok(())
    })
}

/// Reads the rest of the body, and makes a response of it. This blocks until the body is there, or
/// the time limit of the request has passed; it is of any size unless
/// oauth1_request_set_max_response_size() was set.
///
/// @param stream  the stream; not NULL. It is read to its end then, and still to be freed
/// @param out     receives the response, to be freed with oauth1_response_free(); not NULL
/// @param error   receives the error, or NULL
/// @return OAUTH1_OK; what oauth1_stream_read() can return
///
/// One thread at a time for one stream. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_stream_read_response(
    stream: Option<&mut oauth1_stream>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_response>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let stream = &mut required(stream, "stream")?.stream;
        let out = required(out, "out")?;
        let mut body = Vec::new();
        stream.copy_to(&mut body)?;
        let response = stream.head().clone().with_body(body);
        out.write(Some(Box::new(oauth1_response::new(response))));
        Ok(())
    })
}

/// Frees a stream, and what was read from it with it. Where the body was not read to its end, its
/// connection is closed.
///
/// @param stream  a stream, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_stream_free(stream: Option<Box<oauth1_stream>>) {
    free(stream);
}
