//! The C interface, given any bytes: a call gives what it promises, or an error that says why, and
//! no memory is lost or read that is not its own. A panic ends the run, though C would see an error.
#![no_main]

use std::ffi::{CString, c_char};
use std::ptr::{null, null_mut};

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1_fuzz::capi::*;

#[derive(Arbitrary, Debug)]
struct Input {
    method: CString,
    url: CString,
    /// Whether the request is as it should be in what is not given here: its method, its scheme and
    /// its host, the keys of client and token.
    is_right: bool,
    texts: [CString; 4],
    status: u16,
    headers: Vec<CString>,
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

unsafe fn read_findings(findings: Option<*mut Handle>) {
    let Some(findings) = findings else { return };
    unsafe {
        for index in 0..=oauth1_findings_count(findings) {
            read(|n| oauth1_findings_detail(findings, index, n));
        }
        read(|n| oauth1_findings_text(findings, n));
        oauth1_findings_free(findings);
    }
}

unsafe fn read_response(response: *const Handle, name: Text) {
    unsafe {
        read(|n| oauth1_response_text(response, n)).expect("it has one");
        read(|n| oauth1_response_header(response, name, n));
        let mut error = null_mut();
        let status = oauth1_response_check(response, &raw mut error);
        told(status, error);
        let new = |out, error| oauth1_token_response_new(response, out, error);
        let Some(tokens) = called(new) else { return };
        let token = oauth1_token_response_token(tokens);
        let key = read(|n| oauth1_token_key(token, n)).expect("it has one");
        assert!(!key.is_empty());
        read(|n| oauth1_token_response_get(tokens, name, n));
        for index in 0..=oauth1_token_response_extra_count(tokens) {
            read(|n| oauth1_token_response_extra_name(tokens, index, n));
            read(|n| oauth1_token_response_extra_value(tokens, index, n));
        }
        oauth1_token_response_free(tokens);
    }
}

fuzz_target!(|input: Input| unsafe {
    let [first, second, third, fourth] = input.texts.each_ref().map(|text| text.as_ptr());
    let (bytes, length) = (input.bytes.as_ptr().cast::<c_char>(), input.bytes.len());
    let (other, other_length) = (input.other.as_ptr().cast::<c_char>(), input.other.len());
    let right = CString::new([b"http://a.example/", input.url.as_bytes()].concat());
    let right = right.expect("there is no NUL");
    let (method, url) = if input.is_right {
        (c"POST".as_ptr(), right.as_ptr())
    } else {
        (input.method.as_ptr(), input.url.as_ptr())
    };

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

    let extra = pointers(&input.headers);
    let asked = |out, error| oauth1_authorization_url(url, first, extra.as_ptr(), out, error);
    if let Some(text) = called(asked) {
        oauth1_string_free(text);
    }
    let answer =
        |out, error| oauth1_response_new(input.status, extra.as_ptr(), bytes, length, out, error);
    let response = called(answer).unwrap_or(null_mut());
    if !response.is_null() {
        read_response(response, first);
    }

    let Some(client) = called(|out, error| oauth1_client_new(first, second, out, error)) else {
        oauth1_response_free(response);
        return;
    };
    let token = called(|out, error| oauth1_token_new(third, fourth, out, error));
    let token = token.unwrap_or(null_mut());
    if let Some(pending) = called(|out, error| oauth1_pending_new(token, url, out, error)) {
        let back = |out, error| oauth1_pending_verifier(pending, first, out, error);
        if let Some(verifier) = called(back) {
            oauth1_string_free(verifier);
        }
        let mut n = 0;
        let kept = oauth1_pending_to_bytes(pending, &mut n);
        let again = called(|out, error| oauth1_pending_from_bytes(kept, n, out, error));
        match again {
            Some(again) => oauth1_pending_free(again),
            None => assert!(input.texts[2].is_empty(), "what was kept is refused"),
        }
        oauth1_pending_free(pending);
    }
    let session = called(|out, error| oauth1_session_new(client, token, out, error));
    oauth1_token_free(token);
    oauth1_client_free(client); // the session has its own share
    let Some(session) = session else {
        oauth1_response_free(response);
        return;
    };

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
        let explain = |out, error| oauth1_session_explain(session, request, out, error);
        if let Some(explanation) = called(explain) {
            read(|n| oauth1_explanation_text(explanation, n)).expect("it has one");
            let compare = |out, error| oauth1_explanation_compare(explanation, third, out, error);
            read_findings(called(compare));
            if !response.is_null() {
                read_findings(called(|out, error| {
                    oauth1_explanation_explain_response(explanation, response, out, error)
                }));
            }
            oauth1_explanation_free(explanation);
        }
        oauth1_request_free(request);
    }
    oauth1_response_free(response);
    oauth1_session_free(session);
    assert!(oauth1_url_new(null(), null_mut(), null_mut()) != 0);
});
