//! The C interface, as a program sees it that includes oauth1.h.

use std::ffi::{CString, c_char, c_void};
use std::ptr::{null, null_mut};

use oauth1 as _; // linked in

/// Handles, whose insides are the library's.
#[repr(C)]
pub struct Handle {
    _opaque: [u8; 0],
}

pub type Out = *mut *mut Handle;
pub type Text = *const c_char;
pub type Status = i32;
pub type Destroy = Option<unsafe extern "C" fn(*mut c_void)>;
pub type FindConsumer =
    unsafe extern "C" fn(*mut c_void, Text, usize, *mut Handle, *mut Handle) -> bool;
pub type FindToken =
    unsafe extern "C" fn(*mut c_void, Text, usize, Text, usize, *mut Handle, *mut Handle) -> bool;
pub type NoteNonce =
    unsafe extern "C" fn(*mut c_void, *const Handle, *mut bool, *mut Handle) -> bool;

unsafe extern "C" {
    pub fn oauth1_error_status(error: *const Handle) -> Status;
    pub fn oauth1_error_message(error: *const Handle, length: *mut usize) -> Text;
    pub fn oauth1_error_reason(error: *const Handle) -> i32;
    pub fn oauth1_error_http_status(error: *const Handle) -> u16;
    pub fn oauth1_error_public_message(error: *const Handle, length: *mut usize) -> Text;
    pub fn oauth1_error_www_authenticate(error: *const Handle, length: *mut usize) -> Text;
    pub fn oauth1_error_problem_advice(error: *const Handle, length: *mut usize) -> Text;
    pub fn oauth1_error_body_excerpt(error: *const Handle, length: *mut usize) -> Text;
    pub fn oauth1_error_what_to_do(error: *const Handle, length: *mut usize) -> Text;
    pub fn oauth1_error_free(error: *mut Handle);
    pub fn oauth1_string_free(text: *mut c_char);
    pub fn oauth1_percent_encode_n(
        value: Text,
        n: usize,
        out: *mut *mut c_char,
        error: Out,
    ) -> Status;
    pub fn oauth1_percent_decode(
        encoded: Text,
        out: *mut *mut c_char,
        n: *mut usize,
        error: Out,
    ) -> Status;
    pub fn oauth1_base_string_of_form(
        method: Text,
        url: Text,
        form: Text,
        n: usize,
        out: *mut *mut c_char,
        error: Out,
    ) -> Status;
    pub fn oauth1_url_new(text: Text, out: Out, error: Out) -> Status;
    pub fn oauth1_url_text(url: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_url_free(url: *mut Handle);
    pub fn oauth1_authorization_header_new(value: Text, out: Out, error: Out) -> Status;
    pub fn oauth1_authorization_header_param_count(header: *const Handle) -> usize;
    pub fn oauth1_authorization_header_param_name(
        h: *const Handle,
        i: usize,
        n: *mut usize,
    ) -> Text;
    pub fn oauth1_authorization_header_param_value(
        h: *const Handle,
        i: usize,
        n: *mut usize,
    ) -> Text;
    pub fn oauth1_authorization_header_get(h: *const Handle, name: Text, n: *mut usize) -> Text;
    pub fn oauth1_authorization_header_free(header: *mut Handle);
    pub fn oauth1_client_new(key: Text, secret: Text, out: Out, error: Out) -> Status;
    pub fn oauth1_client_free(client: *mut Handle);
    pub fn oauth1_token_new(key: Text, secret: Text, out: Out, error: Out) -> Status;
    pub fn oauth1_token_free(token: *mut Handle);
    pub fn oauth1_session_new(
        client: *const Handle,
        token: *const Handle,
        out: Out,
        error: Out,
    ) -> Status;
    pub fn oauth1_session_free(session: *mut Handle);
    pub fn oauth1_request_new(method: Text, url: Text, out: Out, error: Out) -> Status;
    pub fn oauth1_request_add_query_n(
        request: *mut Handle,
        name: Text,
        name_length: usize,
        value: Text,
        value_length: usize,
        error: Out,
    ) -> Status;
    pub fn oauth1_request_add_form_n(
        request: *mut Handle,
        name: Text,
        name_length: usize,
        value: Text,
        value_length: usize,
        error: Out,
    ) -> Status;
    pub fn oauth1_request_set_body_n(
        request: *mut Handle,
        content_type: Text,
        body: Text,
        body_length: usize,
        error: Out,
    ) -> Status;
    pub fn oauth1_request_add_header(r: *mut Handle, name: Text, value: Text, error: Out)
    -> Status;
    pub fn oauth1_request_add_oauth_param(
        r: *mut Handle,
        name: Text,
        v: Text,
        error: Out,
    ) -> Status;
    pub fn oauth1_request_set_realm(request: *mut Handle, realm: Text, error: Out) -> Status;
    pub fn oauth1_request_free(request: *mut Handle);
    pub fn oauth1_session_sign(s: *const Handle, r: *const Handle, out: Out, error: Out) -> Status;
    pub fn oauth1_signed_header_count(signed: *const Handle) -> usize;
    pub fn oauth1_signed_header_name(signed: *const Handle, i: usize, n: *mut usize) -> Text;
    pub fn oauth1_signed_header_value(signed: *const Handle, i: usize, n: *mut usize) -> Text;
    pub fn oauth1_signed_url(signed: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_signed_body(signed: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_signed_authorization(signed: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_signed_base_string(signed: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_signed_free(signed: *mut Handle);
    pub fn oauth1_captured_from_http(
        scheme: Text,
        request: Text,
        n: usize,
        out: Out,
        error: Out,
    ) -> Status;
    pub fn oauth1_captured_free(captured: *mut Handle);
    pub fn oauth1_session_explain_captured(
        session: *const Handle,
        captured: *const Handle,
        out: Out,
        error: Out,
    ) -> Status;
    pub fn oauth1_diagnosis_text(diagnosis: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_diagnosis_free(diagnosis: *mut Handle);
    pub fn oauth1_pending_from_bytes(bytes: Text, n: usize, out: Out, error: Out) -> Status;
    pub fn oauth1_pending_free(pending: *mut Handle);
    pub fn oauth1_authorization_url(
        url: Text,
        request_token: Text,
        extra: *const Text,
        out: *mut *mut c_char,
        error: Out,
    ) -> Status;
    pub fn oauth1_session_explain(
        s: *const Handle,
        r: *const Handle,
        out: Out,
        error: Out,
    ) -> Status;
    pub fn oauth1_explanation_text(explanation: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_explanation_compare(
        explanation: *const Handle,
        base_string: Text,
        out: Out,
        error: Out,
    ) -> Status;
    pub fn oauth1_explanation_explain_response(
        explanation: *const Handle,
        response: *const Handle,
        out: Out,
        error: Out,
    ) -> Status;
    pub fn oauth1_explanation_free(explanation: *mut Handle);
    pub fn oauth1_findings_count(findings: *const Handle) -> usize;
    pub fn oauth1_findings_detail(findings: *const Handle, i: usize, n: *mut usize) -> Text;
    pub fn oauth1_findings_text(findings: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_findings_free(findings: *mut Handle);
    pub fn oauth1_pending_new(token: *const Handle, url: Text, out: Out, error: Out) -> Status;
    pub fn oauth1_pending_to_bytes(pending: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_pending_verifier(
        pending: *const Handle,
        redirected_to: Text,
        out: *mut *mut c_char,
        error: Out,
    ) -> Status;
    pub fn oauth1_response_new(
        status: u16,
        headers: *const Text,
        body: Text,
        n: usize,
        out: Out,
        error: Out,
    ) -> Status;
    pub fn oauth1_response_text(response: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_response_header(response: *const Handle, name: Text, n: *mut usize) -> Text;
    pub fn oauth1_response_check(response: *const Handle, error: Out) -> Status;
    pub fn oauth1_response_free(response: *mut Handle);
    pub fn oauth1_token_response_new(response: *const Handle, out: Out, error: Out) -> Status;
    pub fn oauth1_token_response_token(response: *const Handle) -> *const Handle;
    pub fn oauth1_token_response_get(response: *const Handle, name: Text, n: *mut usize) -> Text;
    pub fn oauth1_token_response_extra_count(response: *const Handle) -> usize;
    pub fn oauth1_token_response_extra_name(r: *const Handle, i: usize, n: *mut usize) -> Text;
    pub fn oauth1_token_response_extra_value(r: *const Handle, i: usize, n: *mut usize) -> Text;
    pub fn oauth1_token_response_free(response: *mut Handle);
    pub fn oauth1_token_key(token: *const Handle, n: *mut usize) -> Text;

    pub fn oauth1_failure_set_message(failure: *mut Handle, message: Text);
    pub fn oauth1_found_set_secret(found: *mut Handle, secret: Text, error: Out) -> Status;
    pub fn oauth1_found_set_public_key(
        found: *mut Handle,
        key: Text,
        n: usize,
        error: Out,
    ) -> Status;
    pub fn oauth1_nonce_use_key(nonce: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_nonce_use_consumer_key(nonce: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_nonce_use_token(nonce: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_nonce_use_nonce(nonce: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_nonce_use_expires(nonce: *const Handle) -> u64;
    pub fn oauth1_verifier_builder_new(out: Out, error: Out) -> Status;
    pub fn oauth1_verifier_builder_set_consumer_secret(
        builder: *mut Handle,
        consumer_key: Text,
        secret: Text,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_set_consumer_public_key(
        builder: *mut Handle,
        consumer_key: Text,
        public_key: Text,
        n: usize,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_set_token_secret(
        builder: *mut Handle,
        consumer_key: Text,
        token: Text,
        secret: Text,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_set_look_ups(
        builder: *mut Handle,
        consumer: FindConsumer,
        token: FindToken,
        userdata: *mut c_void,
        destroy: Destroy,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_set_nonce_store(
        builder: *mut Handle,
        note: NoteNonce,
        userdata: *mut c_void,
        destroy: Destroy,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_set_nonce_capacity(
        builder: *mut Handle,
        capacity: usize,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_add_signature_method(
        builder: *mut Handle,
        method: i32,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_set_plaintext_over_http(
        builder: *mut Handle,
        allow: bool,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_set_public_url(
        builder: *mut Handle,
        url: Text,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_set_proxies(
        builder: *mut Handle,
        proxies: usize,
        headers: i32,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_set_timestamp_window(
        builder: *mut Handle,
        seconds: u64,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_set_require_body_hash(
        builder: *mut Handle,
        require: bool,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_set_realm(
        builder: *mut Handle,
        realm: Text,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_builder_build(builder: *mut Handle, out: Out, error: Out) -> Status;
    pub fn oauth1_verifier_builder_free(builder: *mut Handle);
    pub fn oauth1_verifier_verify(
        verifier: *const Handle,
        method: Text,
        url: Text,
        headers: *const Text,
        body: Text,
        n: usize,
        out: Out,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_explain(
        verifier: *const Handle,
        method: Text,
        url: Text,
        headers: *const Text,
        body: Text,
        n: usize,
        out: Out,
        error: Out,
    ) -> Status;
    pub fn oauth1_verifier_free(verifier: *mut Handle);
    pub fn oauth1_verified_consumer_key(verified: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_verified_token(verified: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_verified_realm(verified: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_verified_nonce(verified: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_verified_url(verified: *const Handle, n: *mut usize) -> Text;
    pub fn oauth1_verified_get(verified: *const Handle, name: Text, n: *mut usize) -> Text;
    pub fn oauth1_verified_param_count(verified: *const Handle) -> usize;
    pub fn oauth1_verified_param_name(v: *const Handle, i: usize, n: *mut usize) -> Text;
    pub fn oauth1_verified_param_value(v: *const Handle, i: usize, n: *mut usize) -> Text;
    pub fn oauth1_verified_free(verified: *mut Handle);
}

/// What a call gives, where it succeeds; its error is read and freed. Which of them is there is as
/// the header says.
///
/// # Safety
///
/// The call is one of the C interface, and writes where it is told to.
pub unsafe fn called<T>(call: impl FnOnce(*mut *mut T, Out) -> Status) -> Option<*mut T> {
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
///
/// # Safety
///
/// The error is that of the status, and nobody else's.
pub unsafe fn told(status: Status, error: *mut Handle) {
    if !error.is_null() {
        unsafe {
            assert_eq!(oauth1_error_status(error), status);
            let message = read(|length| oauth1_error_message(error, length)).expect("it has one");
            assert!(!message.is_empty() && std::str::from_utf8(message).is_ok());
            for give in [
                oauth1_error_public_message,
                oauth1_error_www_authenticate,
                oauth1_error_problem_advice,
                oauth1_error_body_excerpt,
                oauth1_error_what_to_do,
            ] {
                read(|length| give(error, length));
            }
            oauth1_error_free(error);
        }
    }
}

/// A text that is lent by a handle: every byte of it is read, and the NUL behind it.
///
/// # Safety
///
/// The call is one of the C interface, and its handle lives for as long as the text is used.
pub unsafe fn read<'h>(give: impl FnOnce(*mut usize) -> Text) -> Option<&'h [u8]> {
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

/// Names and values in turn, with a NULL behind them, as the C interface takes headers.
pub fn pointers(texts: &[CString]) -> Vec<Text> {
    let texts = texts.iter().map(|text| text.as_ptr());
    texts.chain([null()]).collect()
}
