//! Bodies that functions of the caller's read while they are sent.

use std::ffi::{c_char, c_void};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::callback::{Callback, oauth1_destroy_fn, oauth1_failure};
use crate::body::Body;

/// The length of a body whose length is not known.
pub const OAUTH1_LENGTH_UNKNOWN: u64 = u64::MAX;

/// Reads the next bytes of a body.
///
/// @param userdata  what was given with the callback, which can be NULL
/// @param buffer    receives the bytes; not NULL
/// @param capacity  how many bytes the buffer has
/// @param failure   takes why it fails; not NULL
/// @return how many bytes were read; 0 at the end; a negative number if it fails, which fails the
///         sending with OAUTH1_ERROR_INVALID_BODY
///
/// Called by the thread that sends, and never by two at once. Since 0.1.0.
pub type oauth1_read_fn = Option<
    unsafe extern "C" fn(
        userdata: *mut c_void,
        buffer: *mut c_char,
        capacity: usize,
        failure: *mut oauth1_failure,
    ) -> i64,
>;

/// Goes back to the beginning of a body, before every reading but the first: where a request is sent
/// again, by a redirect, a clock that was off or a retry, or has a body hash.
///
/// @param userdata  what was given with the callback, which can be NULL
/// @param failure   takes why it fails; not NULL
/// @return whether it could; false fails the sending with OAUTH1_ERROR_INVALID_BODY
///
/// Called by the thread that sends, and never by two at once. Since 0.1.0.
pub type oauth1_rewind_fn =
    Option<unsafe extern "C" fn(userdata: *mut c_void, failure: *mut oauth1_failure) -> bool>;

pub(super) type Read =
    unsafe extern "C" fn(*mut c_void, *mut c_char, usize, *mut oauth1_failure) -> i64;

/// The functions of a body.
struct Functions {
    read: Read,
    rewind: oauth1_rewind_fn,
}

/// A body that is read by functions.
struct Source {
    callback: Callback<Functions>,
    /// How often it was opened.
    opened: AtomicUsize,
    /// Whether a request is reading it.
    busy: AtomicBool,
}

/// A body of so many bytes, or of a number that is not known, that `read` reads.
///
/// # Safety
///
/// The functions do as the header says when they are called with this data.
pub(super) unsafe fn body_of_callback(
    length: u64,
    read: Read,
    rewind: oauth1_rewind_fn,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
) -> Body {
    // SAFETY: the caller vouches for it.
    let source = Arc::new(unsafe { Source::new(read, rewind, userdata, destroy) });
    let length = Some(length).filter(|&length| length != OAUTH1_LENGTH_UNKNOWN);
    if rewind.is_none() {
        return Body::reader(Reading::unchecked(source), length);
    }
    Body::from_open(move || Ok(Box::new(Reading::begin(&source)?)), length)
}

/// What `read` reads, once.
///
/// # Safety
///
/// The functions do as the header says when they are called with this data.
pub(super) unsafe fn reader_of_callback(
    read: Read,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
) -> impl io::Read + Send + 'static {
    // SAFETY: the caller vouches for it.
    Reading::unchecked(Arc::new(unsafe {
        Source::new(read, None, userdata, destroy)
    }))
}

impl Source {
    /// # Safety
    ///
    /// The functions do as the header says when they are called with this data.
    unsafe fn new(
        read: Read,
        rewind: oauth1_rewind_fn,
        userdata: *mut c_void,
        destroy: oauth1_destroy_fn,
    ) -> Self {
        Self {
            // SAFETY: the caller vouches for it.
            callback: unsafe { Callback::new(Functions { read, rewind }, userdata, destroy) },
            opened: AtomicUsize::new(0),
            busy: AtomicBool::new(false),
        }
    }
}

/// One reading of a body, from its beginning.
struct Reading(Arc<Source>);

impl Reading {
    /// The only reading of a body that cannot be read twice.
    fn unchecked(source: Arc<Source>) -> Self {
        Self(source)
    }

    fn begin(source: &Arc<Source>) -> io::Result<Self> {
        if source.busy.swap(true, Ordering::Acquire) {
            return Err(io::Error::other(
                "another request is reading it: expected a body of its own for each",
            ));
        }
        let reading = Self(Arc::clone(source));
        let Some(rewind) = source.callback.function().rewind else {
            return Ok(reading);
        };
        if source.opened.fetch_add(1, Ordering::Relaxed) > 0 {
            let mut failure = oauth1_failure::default();
            // SAFETY: `body_of_callback` asks for it, and nobody else is reading.
            let done = unsafe { rewind(source.callback.userdata(), &raw mut failure) };
            if !done {
                return Err(io::Error::other(
                    failure.or("its callback could not rewind"),
                ));
            }
        }
        Ok(reading)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.0.busy.store(false, Ordering::Release);
    }
}

impl io::Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let callback = &self.0.callback;
        let place = buffer.as_mut_ptr().cast();
        let mut failure = oauth1_failure::default();
        // SAFETY: `body_of_callback` asks for it; the buffer has the room that it is said to have.
        let read = unsafe {
            let read = callback.function().read;
            read(callback.userdata(), place, buffer.len(), &raw mut failure)
        };
        usize::try_from(read)
            .ok()
            .filter(|&read| read <= buffer.len())
            .ok_or_else(|| {
                let expected = format!(
                    "its callback returned {read}: expected a number from 0 to {}",
                    buffer.len()
                );
                io::Error::other(failure.or(&expected))
            })
    }
}
