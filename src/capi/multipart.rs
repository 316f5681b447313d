//! Bodies of the type multipart/form-data (RFC 7578).

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;

use super::body::{body_of_callback, oauth1_read_fn, oauth1_rewind_fn};
use super::callback::oauth1_destroy_fn;
use super::error::{oauth1_error, oauth1_status};
use super::ffi::{bytes, fallible, free, path, required, text};
use crate::body::Body;
use crate::multipart::Multipart;

/// Fields and files, as a body of the type multipart/form-data (RFC 7578). Files are read when the
/// request is sent, and of none is more than a piece in memory. None of it is signed (RFC 5849,
/// section 3.4.1.3.1), unless the body hash is. It is for one thread at a time. Since 0.1.0.
pub struct oauth1_multipart(Multipart);

impl oauth1_multipart {
    pub(super) fn multipart(&self) -> &Multipart {
        &self.0
    }
}

/// Begins with no fields.
///
/// @param out    receives the multipart, to be freed with oauth1_multipart_free(); not NULL
/// @param error  receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_multipart_new(
    out: Option<&mut MaybeUninit<Option<Box<oauth1_multipart>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let multipart = oauth1_multipart(Multipart::new());
        required(out, "out")?.write(Some(Box::new(multipart)));
        Ok(())
    })
}

/// Adds a field.
///
/// @param multipart  the fields and files; not NULL
/// @param name       the field's name, not empty; NUL-terminated, copied; not NULL
/// @param value      text, NUL-terminated, copied; not NULL
/// @param error      receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty name; OAUTH1_ERROR_NULL_ARGUMENT;
///         OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one multipart. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_multipart_add_text(
    multipart: Option<&mut oauth1_multipart>,
    name: *const c_char,
    value: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (name, value) = unsafe { (text(name, "name")?, text(value, "value")?) };
        required(multipart, "multipart")?.0.text(name, value)?;
        Ok(())
    })
}

/// Does as oauth1_multipart_add_text(), for a value that is not text or holds a NUL.
///
/// @param multipart     the fields and files; not NULL
/// @param name          the field's name, not empty; NUL-terminated, copied; not NULL
/// @param value         bytes of any kind, copied; NULL only where value_length is 0
/// @param value_length  how many
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty name; OAUTH1_ERROR_NULL_ARGUMENT;
///         OAUTH1_ERROR_INVALID_UTF8 for the name
///
/// One thread at a time for one multipart. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_multipart_add_text_n(
    multipart: Option<&mut oauth1_multipart>,
    name: *const c_char,
    value: *const c_char,
    value_length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes a NUL-terminated string, and bytes and their number; or NULL.
        let (name, value) = unsafe { (text(name, "name")?, bytes(value, value_length, "value")?) };
        required(multipart, "multipart")?.0.text(name, value)?;
        Ok(())
    })
}

/// Adds a file under its own name, of the type application/octet-stream.
///
/// @param multipart  the fields and files; not NULL
/// @param name       the field's name, not empty; NUL-terminated, copied; not NULL
/// @param path       the file's path, NUL-terminated, copied; not NULL. It is opened each time that
///                   the request is sent; its length is taken now
/// @param error      receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty name; OAUTH1_ERROR_INVALID_BODY
///         for a file that cannot be read, or is none; OAUTH1_ERROR_NULL_ARGUMENT;
///         OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one multipart. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_multipart_add_file(
    multipart: Option<&mut oauth1_multipart>,
    name: *const c_char,
    path: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (name, path) = unsafe { (text(name, "name")?, self::path(path, "path")?) };
        required(multipart, "multipart")?.0.file(name, path)?;
        Ok(())
    })
}

/// Adds a file under another name, of another type.
///
/// @param multipart     the fields and files; not NULL
/// @param name          the field's name, not empty; NUL-terminated, copied; not NULL
/// @param path          the file's path, NUL-terminated, copied; not NULL. It is opened each time
///                      that the request is sent; its length is taken now
/// @param file_name     the file's name, which the provider is told; NUL-terminated, copied; not
///                      NULL
/// @param content_type  the file's type, such as "image/png"; NUL-terminated, copied; not NULL
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty name; OAUTH1_ERROR_INVALID_HEADER
///         for a content type with control characters; OAUTH1_ERROR_INVALID_BODY for a file that
///         cannot be read, or is none; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one multipart. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_multipart_add_file_as(
    multipart: Option<&mut oauth1_multipart>,
    name: *const c_char,
    path: *const c_char,
    file_name: *const c_char,
    content_type: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (name, path, file_name, content_type) = unsafe {
            (
                text(name, "name")?,
                self::path(path, "path")?,
                text(file_name, "file_name")?,
                text(content_type, "content_type")?,
            )
        };
        let multipart = &mut required(multipart, "multipart")?.0;
        multipart.part(name, file_name, content_type, Body::file(path)?)?;
        Ok(())
    })
}

/// Adds a file whose content is in memory.
///
/// @param multipart     the fields and files; not NULL
/// @param name          the field's name, not empty; NUL-terminated, copied; not NULL
/// @param file_name     the file's name, which the provider is told; NUL-terminated, copied; not
///                      NULL
/// @param content_type  the file's type, such as "image/png"; NUL-terminated, copied; not NULL
/// @param content       bytes of any kind, copied; NULL only where length is 0
/// @param length        how many
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty name; OAUTH1_ERROR_INVALID_HEADER
///         for a content type with control characters; OAUTH1_ERROR_NULL_ARGUMENT;
///         OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one multipart. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_multipart_add_part(
    multipart: Option<&mut oauth1_multipart>,
    name: *const c_char,
    file_name: *const c_char,
    content_type: *const c_char,
    content: *const c_char,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, and bytes and their number; or NULL.
        let (name, file_name, content_type, content) = unsafe {
            (
                text(name, "name")?,
                text(file_name, "file_name")?,
                text(content_type, "content_type")?,
                bytes(content, length, "content")?,
            )
        };
        let multipart = &mut required(multipart, "multipart")?.0;
        multipart.part(name, file_name, content_type, Body::bytes(content))?;
        Ok(())
    })
}

/// Adds a file whose content a function reads when the request is sent.
///
/// @param multipart       the fields and files; not NULL
/// @param name            the field's name, not empty; NUL-terminated, copied; not NULL
/// @param file_name       the file's name, which the provider is told; NUL-terminated, copied; not
///                        NULL
/// @param content_type    the file's type, such as "image/png"; NUL-terminated, copied; not NULL
/// @param content_length  how many bytes there are, no more and no fewer; or OAUTH1_LENGTH_UNKNOWN,
///                        to send them chunked
/// @param read            reads the next bytes; not NULL
/// @param rewind          goes back to the beginning, so that the request can be sent more than
///                        once; or NULL, where that cannot be
/// @param userdata        what both are called with, or NULL. It is taken over if the call
///                        succeeds, and destroyed with the last multipart or request that has it
/// @param destroy         destroys userdata, or NULL
/// @param error           receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty name; OAUTH1_ERROR_INVALID_HEADER
///         for a content type with control characters; OAUTH1_ERROR_NULL_ARGUMENT;
///         OAUTH1_ERROR_INVALID_UTF8
///
/// One thread at a time for one multipart. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_multipart_add_callback(
    multipart: Option<&mut oauth1_multipart>,
    name: *const c_char,
    file_name: *const c_char,
    content_type: *const c_char,
    content_length: u64,
    read: oauth1_read_fn,
    rewind: oauth1_rewind_fn,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        // SAFETY: the caller passes NUL-terminated strings, or NULL.
        let (name, file_name, content_type) = unsafe {
            (
                text(name, "name")?,
                text(file_name, "file_name")?,
                text(content_type, "content_type")?,
            )
        };
        let multipart = &mut required(multipart, "multipart")?.0;
        let read = required(read, "read")?;
        // what is wrong is found before the data is taken over
        let attempt = Body::bytes(Vec::new());
        multipart
            .clone()
            .part(name, file_name, content_type, attempt)?;
        // SAFETY: the caller passes functions that are as the header asks for them.
        let body = unsafe { body_of_callback(content_length, read, rewind, userdata, destroy) };
        multipart.part(name, file_name, content_type, body)?;
        Ok(())
    })
}

/// Frees a multipart. Requests that were given it have a copy.
///
/// @param multipart  a multipart, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_multipart_free(multipart: Option<Box<oauth1_multipart>>) {
    free(multipart);
}
