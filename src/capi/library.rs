//! The library as a whole: its version, the strings that it hands over, percent-encoding.

use std::alloc::Layout;
use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use super::error::{oauth1_error, oauth1_status};
use super::ffi::{accessor, bytes, fallible, required, text};
use crate::encode::{Sink, percent_decode, percent_encode};

/// Text for C to own, and to free with [`oauth1_string_free`]. It comes from malloc(), since what
/// is freed by its address alone has no length to go by.
pub(super) struct Owned {
    text: *mut u8,
    length: usize,
    /// What there is room for, the NUL not counted.
    capacity: usize,
}

impl Owned {
    pub fn new() -> Self {
        Self {
            text: ptr::null_mut(),
            length: 0,
            capacity: 0,
        }
    }

    pub fn give(mut self) -> *mut c_char {
        self.reserve(0);
        // SAFETY: behind the text is room for a NUL.
        unsafe { self.text.add(self.length).write(0) };
        std::mem::replace(&mut self.text, ptr::null_mut()).cast()
    }
}

impl Sink for Owned {
    fn put(&mut self, piece: &[u8]) {
        self.reserve(piece.len());
        // SAFETY: there is room now, of our own, so that no piece lies in it.
        unsafe {
            let end = self.text.add(self.length);
            end.copy_from_nonoverlapping(piece.as_ptr(), piece.len());
        }
        self.length += piece.len();
    }

    fn reserve(&mut self, bytes: usize) {
        let capacity = self.length + bytes;
        if capacity <= self.capacity && !self.text.is_null() {
            return;
        }
        // SAFETY: the text is NULL or comes from here.
        let text = unsafe { libc::realloc(self.text.cast(), capacity + 1) };
        if text.is_null() {
            let layout = Layout::array::<u8>(capacity + 1).expect("text as long exists");
            std::alloc::handle_alloc_error(layout);
        }
        (self.text, self.capacity) = (text.cast(), capacity);
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: the text is NULL, or comes from realloc() and is given to nobody.
        unsafe { libc::free(self.text.cast()) }
    }
}

/// Text that is there already, for C to own.
pub(super) fn owned(text: &[u8]) -> *mut c_char {
    let mut copy = Owned::new();
    copy.put(text);
    copy.give()
}

/// The version of the library that the program runs with, to be compared with OAUTH1_VERSION, that
/// of the header it was compiled with.
///
/// @return static text, such as "0.1.0"
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_version() -> *const c_char {
    accessor(c"".as_ptr(), || {
        concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
    })
}

/// Frees a string that a function of this library has put into a `char *`. Strings of the type
/// `const char *` belong to the handles they came from.
///
/// @param string  such a string, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_string_free(string: *mut c_char) {
    accessor((), || {
        // SAFETY: the caller says that it is one of ours, which come from malloc().
        unsafe { libc::free(string.cast::<c_void>()) }
    });
}

/// Percent-encodes text (RFC 5849, section 3.6): letters, digits, "-", ".", "_" and "~" stay, every
/// other byte becomes %XX with upper-case digits.
///
/// @param value  text, NUL-terminated; not NULL
/// @param out    receives the encoded string, to be freed with oauth1_string_free(); not NULL
/// @param error  receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_percent_encode(
    value: *const c_char,
    out: Option<&mut MaybeUninit<*mut c_char>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let value = unsafe { text(value, "value")? };
        required(out, "out")?.write(owned(percent_encode(value).as_bytes()));
        Ok(())
    })
}

/// Percent-encodes bytes, as oauth1_percent_encode() does text.
///
/// @param value         bytes of any kind; NULL only where value_length is 0
/// @param value_length  how many
/// @param out           receives the encoded string, to be freed with oauth1_string_free(); not
///                      NULL
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_percent_encode_n(
    value: *const c_char,
    value_length: usize,
    out: Option<&mut MaybeUninit<*mut c_char>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes bytes and their number, or NULL.
        let value = unsafe { bytes(value, value_length, "value")? };
        required(out, "out")?.write(owned(percent_encode(value).as_bytes()));
        Ok(())
    })
}

/// Decodes %XX sequences, in either case; a % that begins none stays, and so does +.
///
/// @param encoded  text, NUL-terminated; not NULL
/// @param out      receives the bytes, and a NUL behind them; to be freed with
///                 oauth1_string_free(); not NULL
/// @param length   receives their number, for there may be a NUL among them; or NULL
/// @param error    receives the error, or NULL
/// @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_percent_decode(
    encoded: *const c_char,
    out: Option<&mut MaybeUninit<*mut c_char>>,
    length: Option<&mut MaybeUninit<usize>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, or NULL.
        let encoded = unsafe { text(encoded, "encoded")? };
        let out = required(out, "out")?;
        let decoded = percent_decode(encoded);
        out.write(owned(&decoded));
        if let Some(length) = length {
            length.write(decoded.len());
        }
        Ok(())
    })
}
