//! The C interface, given any bytes: a call gives what it promises, or an error that says why, and
//! no memory is lost or read that is not its own. A panic ends the run, though C would see an error.
#![no_main]

use std::ffi::{CString, c_char};
use std::ptr::{null, null_mut};

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1 as _; // linked in

/// Handles, whose insides are the library's.
#[repr(C)]
struct Handle {
    _opaque: [u8; 0],
}

type Out = *mut *mut Handle;
type Text = *const c_char;
type Status = i32;

unsafe extern "C" {
    fn oauth1_error_status(error: *const Handle) -> Status;
    fn oauth1_error_message(error: *const Handle, length: *mut usize) -> Text;
    fn oauth1_error_free(error: *mut Handle);
    fn oauth1_string_free(text: *mut c_char);
    fn oauth1_percent_encode_n(value: Text, n: usize, out: *mut *mut c_char, error: Out) -> Status;
    fn oauth1_percent_decode(
        encoded: Text,
        out: *mut *mut c_char,
        n: *mut usize,
        error: Out,
    ) -> Status;
    fn oauth1_base_string_of_form(
        method: Text,
        url: Text,
        form: Text,
        n: usize,
        out: *mut *mut c_char,
        error: Out,
    ) -> Status;
    fn oauth1_url_new(text: Text, out: Out, error: Out) -> Status;
    fn oauth1_url_text(url: *const Handle, n: *mut usize) -> Text;
    fn oauth1_url_free(url: *mut Handle);
    fn oauth1_authorization_header_new(value: Text, out: Out, error: Out) -> Status;
    fn oauth1_authorization_header_param_count(header: *const Handle) -> usize;
    fn oauth1_authorization_header_param_name(h: *const Handle, i: usize, n: *mut usize) -> Text;
    fn oauth1_authorization_header_param_value(h: *const Handle, i: usize, n: *mut usize) -> Text;
    fn oauth1_authorization_header_get(h: *const Handle, name: Text, n: *mut usize) -> Text;
    fn oauth1_authorization_header_free(header: *mut Handle);
    fn oauth1_client_new(key: Text, secret: Text, out: Out, error: Out) -> Status;
    fn oauth1_client_free(client: *mut Handle);
    fn oauth1_token_new(key: Text, secret: Text, out: Out, error: Out) -> Status;
    fn oauth1_token_free(token: *mut Handle);
    fn oauth1_session_new(
        client: *const Handle,
        token: *const Handle,
        out: Out,
        error: Out,
    ) -> Status;
    fn oauth1_session_free(session: *mut Handle);
    fn oauth1_request_new(method: Text, url: Text, out: Out, error: Out) -> Status;
    fn oauth1_request_add_query_n(
        request: *mut Handle,
        name: Text,
        name_length: usize,
        value: Text,
        value_length: usize,
        error: Out,
    ) -> Status;
    fn oauth1_request_add_form_n(
        request: *mut Handle,
        name: Text,
        name_length: usize,
        value: Text,
        value_length: usize,
        error: Out,
    ) -> Status;
    fn oauth1_request_set_body_n(
        request: *mut Handle,
        content_type: Text,
        body: Text,
        body_length: usize,
        error: Out,
    ) -> Status;
    fn oauth1_request_add_header(r: *mut Handle, name: Text, value: Text, error: Out) -> Status;
    fn oauth1_request_add_oauth_param(r: *mut Handle, name: Text, v: Text, error: Out) -> Status;
    fn oauth1_request_set_realm(request: *mut Handle, realm: Text, error: Out) -> Status;
    fn oauth1_request_free(request: *mut Handle);
    fn oauth1_session_sign(s: *const Handle, r: *const Handle, out: Out, error: Out) -> Status;
    fn oauth1_signed_url(signed: *const Handle, n: *mut usize) -> Text;
    fn oauth1_signed_body(signed: *const Handle, n: *mut usize) -> Text;
    fn oauth1_signed_authorization(signed: *const Handle, n: *mut usize) -> Text;
    fn oauth1_signed_base_string(signed: *const Handle, n: *mut usize) -> Text;
    fn oauth1_signed_free(signed: *mut Handle);
    fn oauth1_captured_from_http(
        scheme: Text,
        request: Text,
        n: usize,
        out: Out,
        error: Out,
    ) -> Status;
    fn oauth1_captured_free(captured: *mut Handle);
    fn oauth1_session_explain_captured(
        session: *const Handle,
        captured: *const Handle,
        out: Out,
        error: Out,
    ) -> Status;
    fn oauth1_diagnosis_text(diagnosis: *const Handle, n: *mut usize) -> Text;
    fn oauth1_diagnosis_free(diagnosis: *mut Handle);
    fn oauth1_pending_from_bytes(bytes: Text, n: usize, out: Out, error: Out) -> Status;
    fn oauth1_pending_free(pending: *mut Handle);
}

#[derive(Arbitrary, Debug)]
struct Input {
    method: CString,
    url: CString,
    texts: [CString; 4],
    bytes: Vec<u8>,
    other: Vec<u8>,
    calls: Vec<Call>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Call {
    Query,
    Form,
    Body,
    Header,
    OAuthParam,
    Realm,
}

/// What a call gives, where it succeeds; its error is read and freed. Which is there is as the
/// header says.
unsafe fn called<T>(call: impl FnOnce(*mut *mut T, Out) -> Status) -> Option<*mut T> {
    let (mut out, mut error) = (null_mut(), null_mut());
    let status = call(&raw mut out, &raw mut error);
    assert_eq!(status == 0, error.is_null());
    unsafe { told(status, error) };
    (status == 0).then(|| {
        assert!(!out.is_null());
        out
    })
}

/// Reads an error, and frees it.
unsafe fn told(status: Status, error: *mut Handle) {
    if !error.is_null() {
        unsafe {
            assert_eq!(oauth1_error_status(error), status);
            let message = read(|length| oauth1_error_message(error, length)).expect("it has one");
            assert!(!message.is_empty() && std::str::from_utf8(message).is_ok());
            oauth1_error_free(error);
        }
    }
}

/// A text that is borrowed from a handle, every byte of it, and the NUL behind it.
unsafe fn read<'h>(give: impl FnOnce(*mut usize) -> Text) -> Option<&'h [u8]> {
    let mut length = 0;
    let text = give(&raw mut length);
    if text.is_null() {
        return None;
    }
    let bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), length + 1) };
    let (end, text) = bytes.split_last()?;
    assert_eq!(*end, 0);
    Some(text)
}

fuzz_target!(|input: Input| unsafe {
    let [first, second, third, fourth] = input.texts.each_ref().map(|text| text.as_ptr());
    let (bytes, length) = (input.bytes.as_ptr().cast::<c_char>(), input.bytes.len());
    let (other, other_length) = (input.other.as_ptr().cast::<c_char>(), input.other.len());
    let (method, url) = (input.method.as_ptr(), input.url.as_ptr());

    if let Some(encoded) = called(|out, error| oauth1_percent_encode_n(bytes, length, out, error)) {
        let mut n = 0;
        if let Some(decoded) =
            called(|out, error| oauth1_percent_decode(encoded, out, &mut n, error))
        {
            assert_eq!(
                std::slice::from_raw_parts(decoded.cast::<u8>(), n),
                input.bytes
            );
            oauth1_string_free(decoded);
        }
        oauth1_string_free(encoded);
    }
    let form = |out, error| oauth1_base_string_of_form(method, url, bytes, length, out, error);
    if let Some(text) = called(form) {
        oauth1_string_free(text);
    }
    if let Some(parsed) = called(|out, error| oauth1_url_new(url, out, error)) {
        read(|n| oauth1_url_text(parsed, n));
        oauth1_url_free(parsed);
    }
    if let Some(header) = called(|out, error| oauth1_authorization_header_new(first, out, error)) {
        for index in 0..=oauth1_authorization_header_param_count(header) {
            read(|n| oauth1_authorization_header_param_name(header, index, n));
            read(|n| oauth1_authorization_header_param_value(header, index, n));
        }
        read(|n| oauth1_authorization_header_get(header, second, n));
        oauth1_authorization_header_free(header);
    }
    if let Some(pending) = called(|out, error| oauth1_pending_from_bytes(bytes, length, out, error))
    {
        oauth1_pending_free(pending);
    }

    let Some(client) = called(|out, error| oauth1_client_new(first, second, out, error)) else {
        return;
    };
    let token = called(|out, error| oauth1_token_new(third, fourth, out, error));
    let token = token.unwrap_or(null_mut());
    let session = called(|out, error| oauth1_session_new(client, token, out, error));
    oauth1_token_free(token);
    oauth1_client_free(client); // the session has its own share
    let Some(session) = session else { return };

    let captured =
        |out, error| oauth1_captured_from_http(c"https".as_ptr(), bytes, length, out, error);
    if let Some(captured) = called(captured) {
        let explain = |out, error| oauth1_session_explain_captured(session, captured, out, error);
        if let Some(diagnosis) = called(explain) {
            read(|n| oauth1_diagnosis_text(diagnosis, n));
            oauth1_diagnosis_free(diagnosis);
        }
        oauth1_captured_free(captured);
    }
    if let Some(request) = called(|out, error| oauth1_request_new(method, url, out, error)) {
        for call in &input.calls {
            let mut error = null_mut();
            let e = &raw mut error;
            let status = match call {
                Call::Query => {
                    oauth1_request_add_query_n(request, bytes, length, other, other_length, e)
                }
                Call::Form => {
                    oauth1_request_add_form_n(request, other, other_length, bytes, length, e)
                }
                Call::Body => oauth1_request_set_body_n(request, third, bytes, length, e),
                Call::Header => oauth1_request_add_header(request, first, second, e),
                Call::OAuthParam => oauth1_request_add_oauth_param(request, first, second, e),
                Call::Realm => oauth1_request_set_realm(request, fourth, e),
            };
            told(status, error);
        }
        if let Some(signed) = called(|out, error| oauth1_session_sign(session, request, out, error))
        {
            read(|n| oauth1_signed_url(signed, n));
            read(|n| oauth1_signed_body(signed, n));
            read(|n| oauth1_signed_authorization(signed, n));
            read(|n| oauth1_signed_base_string(signed, n)).expect("it has one");
            oauth1_signed_free(signed);
        }
        oauth1_request_free(request);
    }
    oauth1_session_free(session);
    assert_eq!(oauth1_url_new(null(), null_mut(), null_mut()) == 0, false);
});
