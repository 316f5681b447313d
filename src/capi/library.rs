//! The library as a whole: its version, the strings that it hands over, percent-encoding.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;

use super::error::{oauth1_error, oauth1_status};
use super::ffi::{accessor, bytes, fallible, required, text};
use crate::encode::{percent_decode, percent_encode};

/// Text for C to own, and to free with [`oauth1_string_free`]. It comes from malloc(), since what
/// is freed by its address alone has no length to go by.
pub(super) fn owned(text: &[u8]) -> *mut c_char {
    let size = text.len() + 1;
    // SAFETY: any size will do.
    let copy = unsafe { libc::malloc(size) }.cast::<u8>();
    if copy.is_null() {
        let layout = std::alloc::Layout::array::<u8>(size).expect("text as long exists");
        std::alloc::handle_alloc_error(layout);
    }
    // SAFETY: the copy has room for the text and its NUL, and is new, so it is apart from the text.
    unsafe {
        copy.copy_from_nonoverlapping(text.as_ptr(), text.len());
        copy.add(text.len()).write(0);
    }
    copy.cast()
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
/// Since 0.1.0.
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
