//! What all exported functions share: the border that no panic crosses, text and bytes on their way
//! in and out.

use std::borrow::Cow;
use std::ffi::{CStr, c_char};
use std::fmt::Debug;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::{ptr, slice};

use zeroize::Zeroize;

use super::error::{
    OAUTH1_ERROR_INVALID_UTF8, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_PANIC, OAUTH1_OK,
    oauth1_error, oauth1_status,
};
use crate::error::{Error, ErrorKind};

/// What goes on inside an exported function: a value, or the error that the caller is given.
pub(super) type Outcome<T = ()> = Result<T, Box<oauth1_error>>;

/// A place of the caller's for a value: uninitialised, as far as anyone knows.
pub(super) type Place<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// Runs a function that can fail. What went wrong is put into `error`, if there is such a place.
pub(super) fn fallible(
    error: Place<'_, Option<Box<oauth1_error>>>,
    body: impl FnOnce() -> Outcome,
) -> oauth1_status {
    let outcome = catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_panic| {
        Err(oauth1_error::new(
            OAUTH1_ERROR_PANIC,
            "the library came upon a defect of its own: please report it, with what is on standard \
             error",
        ))
    });
    match outcome {
        Ok(()) => OAUTH1_OK,
        Err(failure) => {
            let status = failure.status();
            if let Some(error) = error {
                error.write(Some(failure));
            }
            status
        }
    }
}

/// Runs a function that cannot fail but for a panic, which has it give back `otherwise`.
pub(super) fn accessor<T>(otherwise: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(otherwise)
}

/// Frees a handle, if there is one.
pub(super) fn free<T>(handle: Option<Box<T>>) {
    accessor((), || drop(handle));
}

/// Copies a handle, `name`d in the error.
pub(super) fn copied<T: Clone>(
    handle: Option<&T>,
    name: &str,
    out: Place<'_, Option<Box<T>>>,
) -> Outcome {
    let copy = required(handle, name)?.clone();
    required(out, "out")?.write(Some(Box::new(copy)));
    Ok(())
}

fn null(name: &str) -> Box<oauth1_error> {
    let message = format!("{name} is NULL: expected a pointer");
    oauth1_error::new(OAUTH1_ERROR_NULL_ARGUMENT, &message)
}

/// An argument that may not be NULL, `name`d in the error.
pub(super) fn required<T>(argument: Option<T>, name: &str) -> Outcome<T> {
    argument.ok_or_else(|| null(name))
}

/// Text that comes in.
///
/// # Safety
///
/// `text` is NULL, or a NUL-terminated string that stays as it is for `'a`.
pub(super) unsafe fn text<'a>(text: *const c_char, name: &str) -> Outcome<&'a str> {
    if text.is_null() {
        return Err(null(name));
    }
    // SAFETY: it is not NULL, and the caller vouches for the rest.
    let text = unsafe { CStr::from_ptr(text) };
    utf8(text.to_bytes(), name)
}

/// Text that comes in, whose bytes that are not UTF-8 become U+FFFD.
///
/// # Safety
///
/// As for `text`.
pub(super) unsafe fn lossy_text<'a>(text: *const c_char, name: &str) -> Outcome<Cow<'a, str>> {
    if text.is_null() {
        return Err(null(name));
    }
    // SAFETY: it is not NULL, and the caller vouches for the rest.
    Ok(unsafe { CStr::from_ptr(text) }.to_string_lossy())
}

/// Bytes that are to be text.
pub(super) fn utf8<'a>(bytes: &'a [u8], name: &str) -> Outcome<&'a str> {
    std::str::from_utf8(bytes).map_err(|error| {
        let message = format!("{name} is not UTF-8: see its byte {}", error.valid_up_to());
        oauth1_error::new(OAUTH1_ERROR_INVALID_UTF8, &message)
    })
}

/// Bytes that come in. NULL will do where there are none.
///
/// # Safety
///
/// `bytes` is NULL, or `length` bytes from there on can be read and stay as they are for `'a`.
pub(super) unsafe fn bytes<'a>(
    bytes: *const c_char,
    length: usize,
    name: &str,
) -> Outcome<&'a [u8]> {
    if length == 0 {
        return Ok(&[]);
    }
    if bytes.is_null() {
        return Err(null(name));
    }
    // SAFETY: it is not NULL, and the caller vouches for the rest.
    Ok(unsafe { slice::from_raw_parts(bytes.cast(), length) })
}

/// The path of a file that comes in: any bytes where the system has such names, text elsewhere.
///
/// # Safety
///
/// `path` is NULL, or a NUL-terminated string that stays as it is for `'a`.
pub(super) unsafe fn path<'a>(path: *const c_char, name: &str) -> Outcome<&'a Path> {
    if path.is_null() {
        return Err(null(name));
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        // SAFETY: it is not NULL, and the caller vouches for the rest.
        let path = unsafe { CStr::from_ptr(path) };
        Ok(Path::new(std::ffi::OsStr::from_bytes(path.to_bytes())))
    }
    #[cfg(not(unix))]
    // SAFETY: the caller vouches for it.
    unsafe {
        text(path, name).map(Path::new)
    }
}

/// Names and values that come in, in turn.
///
/// # Safety
///
/// `array` is NULL, or points to NUL-terminated strings, behind which is a NULL; they stay as they
/// are for `'a`.
pub(super) unsafe fn pairs<'a>(
    array: *const *const c_char,
    of: &str,
) -> Outcome<Vec<(&'a str, &'a str)>> {
    // SAFETY: the caller vouches for it.
    unsafe { pairs_with(array, of, |text| utf8(text.to_bytes(), of)) }
}

/// The same, of any bytes: those that are not UTF-8 become U+FFFD.
///
/// # Safety
///
/// As for `pairs`.
pub(super) unsafe fn lossy_pairs<'a>(
    array: *const *const c_char,
    of: &str,
) -> Outcome<Vec<(Cow<'a, str>, Cow<'a, str>)>> {
    // SAFETY: the caller vouches for it.
    unsafe { pairs_with(array, of, |text| Ok(text.to_string_lossy())) }
}

/// Names and values, each `read`.
///
/// # Safety
///
/// As for `pairs`.
unsafe fn pairs_with<'a, T: Debug>(
    array: *const *const c_char,
    of: &str,
    read: impl Fn(&'a CStr) -> Outcome<T>,
) -> Outcome<Vec<(T, T)>> {
    let mut pairs = Vec::new();
    let mut next = array;
    // SAFETY: `next` is NULL or in the array, which goes on to the first NULL.
    while !next.is_null() && unsafe { !next.read().is_null() } {
        // SAFETY: what is behind a name is its value, or the NULL.
        let (name, value) = unsafe { (read(CStr::from_ptr(next.read()))?, next.add(1).read()) };
        if value.is_null() {
            let message = format!("{name:?} in {of} has no value behind it");
            return Err(Error::new(ErrorKind::InvalidParameter, message).into());
        }
        // SAFETY: as above.
        pairs.push((name, read(unsafe { CStr::from_ptr(value) })?));
        // SAFETY: behind a pair is another, or the NULL.
        next = unsafe { next.add(2) };
    }
    Ok(pairs)
}

/// A buffer of the caller's to write into.
///
/// # Safety
///
/// `buffer` is NULL, or `capacity` bytes from there on are for nobody else to use during `'a`.
pub(super) unsafe fn room<'a>(
    buffer: *mut c_char,
    capacity: usize,
    name: &str,
) -> Outcome<&'a mut [MaybeUninit<u8>]> {
    if capacity == 0 {
        return Ok(&mut []);
    }
    if buffer.is_null() {
        return Err(null(name));
    }
    // no object is larger, whatever the caller says
    let capacity = capacity.min(isize::MAX.unsigned_abs());
    // SAFETY: it is not NULL, and the caller vouches for the rest.
    Ok(unsafe { slice::from_raw_parts_mut(buffer.cast(), capacity) })
}

/// The beginning of a buffer, as one to read into: as much as is worth clearing.
pub(super) fn piece(room: &mut [MaybeUninit<u8>]) -> &mut [u8] {
    const MOST: usize = 64 << 10;
    let most = room.len().min(MOST);
    let room = &mut room[..most];
    room.fill(MaybeUninit::new(0));
    // SAFETY: all of it is initialised now.
    unsafe { slice::from_raw_parts_mut(room.as_mut_ptr().cast(), room.len()) }
}

/// Text or bytes that a handle lends out, with the NUL that C looks for behind it.
#[derive(Clone)]
pub(super) struct Text(Vec<u8>);

impl Text {
    pub fn new(bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        // exactly: growing would leave a copy behind that nobody wipes
        let mut text = Vec::with_capacity(bytes.len() + 1);
        text.extend_from_slice(bytes);
        text.push(0);
        Self(text)
    }

    /// Takes over a buffer, for a body that is too large to be copied lightly.
    pub fn from_vec(mut bytes: Vec<u8>) -> Self {
        bytes.push(0);
        Self(bytes)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0[..self.0.len() - 1]
    }

    pub fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }
}

impl Zeroize for Text {
    fn zeroize(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Pairs {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(pairs: I) -> Self {
        let pair = |(name, value): (&str, &str)| (Text::new(name), Text::new(value));
        Self(pairs.into_iter().map(pair).collect())
    }
}

/// Gives out the text that `find` finds, and its length; NULL and 0 where there is none.
pub(super) fn lend<'a>(
    length: Place<'_, usize>,
    find: impl FnOnce() -> Option<&'a Text>,
) -> *const c_char {
    let text = accessor(None, find);
    if let Some(length) = length {
        length.write(text.map_or(0, |text| text.as_bytes().len()));
    }
    text.map_or(ptr::null(), Text::as_ptr)
}

/// Names and values that a handle lends out.
#[derive(Clone)]
pub(super) struct Pairs(Vec<(Text, Text)>);

impl Pairs {
    pub fn new(pairs: &[(String, String)]) -> Self {
        pairs
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn name(&self, index: usize) -> Option<&Text> {
        self.0.get(index).map(|(name, _)| name)
    }

    pub fn value(&self, index: usize) -> Option<&Text> {
        self.0.get(index).map(|(_, value)| value)
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&Text, &Text)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// The value of the first pair whose name is `same` as the one asked for.
    pub fn find(&self, same: impl Fn(&[u8]) -> bool) -> Option<&Text> {
        self.0
            .iter()
            .find(|(name, _)| same(name.as_bytes()))
            .map(|(_, value)| value)
    }
}

/// How many there are of what may not be there.
pub(super) fn count(find: impl FnOnce() -> Option<usize>) -> usize {
    accessor(None, find).unwrap_or(0)
}

/// Puts a number that `find` may find into its place, and tells whether it did.
pub(super) fn told(place: Place<'_, u64>, find: impl FnOnce() -> Option<u64>) -> bool {
    let number = accessor(None, find);
    if let (Some(place), Some(number)) = (place, number) {
        place.write(number);
    }
    number.is_some()
}
