//! What holds for the whole of the C interface.

use std::mem::MaybeUninit;
use std::{fs, ptr};

use super::client::oauth1_client;
use super::error::{OAUTH1_ERROR_PANIC, OAUTH1_OK, oauth1_error, oauth1_error_message};
use super::request::oauth1_request_new;
use super::session::{
    oauth1_session, oauth1_session_authorization, oauth1_session_new_without_token,
    oauth1_session_sign,
};
use super::signed::oauth1_signed;
use super::token::{oauth1_token, oauth1_token_response};
use super::{ffi, response};
use crate::client::Client;

const fn shared_between_threads<T: Send + Sync>() {}

const _: () = {
    shared_between_threads::<oauth1_client>();
    shared_between_threads::<oauth1_session>();
    shared_between_threads::<oauth1_token>();
    shared_between_threads::<oauth1_token_response>();
    shared_between_threads::<super::request::oauth1_request>();
    shared_between_threads::<oauth1_signed>();
    shared_between_threads::<response::oauth1_response>();
    shared_between_threads::<oauth1_error>();
    shared_between_threads::<super::provider::oauth1_provider>();
    shared_between_threads::<super::pending::oauth1_pending>();
    shared_between_threads::<super::cancellation::oauth1_cancellation>();
    shared_between_threads::<super::finding::oauth1_findings>();
    shared_between_threads::<super::explanation::oauth1_explanation>();
    shared_between_threads::<super::captured::oauth1_captured>();
    shared_between_threads::<super::captured::oauth1_diagnosis>();
    shared_between_threads::<super::url::oauth1_url>();
    shared_between_threads::<super::authorization::oauth1_authorization_header>();
    shared_between_threads::<super::verifier::oauth1_verifier>();
    shared_between_threads::<super::verified::oauth1_verified>();
};

fn session(client: Client) -> Box<oauth1_session> {
    let client = oauth1_client::new(client);
    let mut session = MaybeUninit::new(None);
    assert_eq!(
        oauth1_session_new_without_token(Some(&client), Some(&mut session), None),
        OAUTH1_OK
    );
    // SAFETY: it was made with a value, and has another now.
    unsafe { session.assume_init() }.unwrap()
}

#[test]
fn a_panic_becomes_an_error_and_the_session_goes_on() {
    use std::sync::atomic::{AtomicBool, Ordering};
    static BROKEN: AtomicBool = AtomicBool::new(true);
    let clock = || {
        if BROKEN.load(Ordering::Relaxed) {
            panic!("the clock is broken")
        } else {
            1
        }
    };
    let session = session(
        Client::builder("key", "secret")
            .clock(clock)
            .build()
            .unwrap(),
    );
    let mut request = MaybeUninit::new(None);
    // SAFETY: the strings are NUL-terminated.
    let status = unsafe {
        let (method, url) = (c"GET".as_ptr(), c"https://a.example/".as_ptr());
        oauth1_request_new(method, url, Some(&mut request), None)
    };
    assert_eq!(status, OAUTH1_OK);
    // SAFETY: it was made with a value, and has another now.
    let request = unsafe { request.assume_init() }.unwrap();

    let mut value = MaybeUninit::new(ptr::null_mut());
    let mut error = MaybeUninit::new(None);
    let status = oauth1_session_authorization(
        Some(&session),
        Some(&request),
        Some(&mut value),
        Some(&mut error),
    );
    assert_eq!(status, OAUTH1_ERROR_PANIC);
    // SAFETY: both were made with values.
    let (value, error) = unsafe { (value.assume_init(), error.assume_init()) };
    assert!(value.is_null());
    assert!(!oauth1_error_message(error.as_deref(), None).is_null());

    BROKEN.store(false, Ordering::Relaxed);
    let mut signed = MaybeUninit::new(None);
    let status = oauth1_session_sign(Some(&session), Some(&request), Some(&mut signed), None);
    assert_eq!(status, OAUTH1_OK);
    // SAFETY: it was made with a value, and has another now.
    assert!(unsafe { signed.assume_init() }.is_some());
}

#[test]
fn a_panic_of_what_cannot_fail_gives_the_other_value() {
    assert_eq!(ffi::accessor(7, || panic!("a defect")), 7);
}

/// The exported functions: name and first line of the body of each.
fn exports() -> Vec<(String, String)> {
    let mut exports = Vec::new();
    for file in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/capi")).unwrap() {
        let source = fs::read_to_string(file.unwrap().path()).unwrap();
        for function in source.split("#[unsafe(no_mangle)]\n").skip(1) {
            let (_, rest) = function.split_once("extern \"C\" fn ").unwrap();
            let (name, rest) = rest.split_once('(').unwrap();
            let (_, body) = rest.split_once(" {\n").unwrap();
            exports.push((
                name.to_owned(),
                body.lines().next().unwrap().trim().to_owned(),
            ));
        }
    }
    exports
}

#[test]
fn every_export_is_guarded_against_panics() {
    let exports = exports();
    assert!(exports.len() > 250);
    for (name, body) in exports {
        let guarded = [
            "fallible(",
            "accessor(",
            "free(",
            "lend(",
            "count(",
            "told(",
        ];
        assert!(
            guarded.iter().any(|guard| body.starts_with(guard)),
            "{name}: {body}"
        );
    }
}

#[test]
fn every_export_is_in_the_header() {
    let header = include_str!("../../include/oauth1.h");
    for (name, _) in exports() {
        assert!(header.contains(&format!("{name}(")), "{name}");
    }
}
