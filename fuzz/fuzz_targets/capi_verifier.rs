//! A verifier by the C interface, given any bytes: what was signed by C is accepted, all else is
//! refused with a reason, callbacks that fail or give nonsense are borne, and no memory is lost or
//! read that is not its own.
#![no_main]

use std::cell::Cell;
use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr::null_mut;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oauth1_fuzz::RSA_PUBLIC_KEY;
use oauth1_fuzz::capi::*;

const KEY: &CStr = c"consumer key";
const SECRET: &CStr = c"consumer secret";
const TOKEN: &CStr = c"token";
const TOKEN_SECRET: &CStr = c"token secret";

#[derive(Arbitrary, Debug)]
struct Input {
    settings: Vec<Setting>,
    method: CString,
    url: CString,
    headers: Vec<CString>,
    body: Vec<u8>,
    name: CString,
    own: Own,
}

/// Settings of the builder, right and wrong ones.
#[derive(Arbitrary, Debug)]
enum Setting {
    ConsumerSecret(CString, CString),
    ConsumerKey(CString, Vec<u8>),
    TokenSecret(CString, CString, CString),
    LookUps(LookUps),
    Nonces(Noted),
    Capacity(u16),
    Method(i32),
    Http(bool),
    PublicUrl(CString),
    Proxies(u8, i32),
    Window(u64),
    BodyHash(bool),
    Realm(CString),
}

#[derive(Arbitrary, Debug)]
struct LookUps {
    secret: Option<CString>,
    public_key: Option<Vec<u8>>,
    fails: bool,
    message: Option<CString>,
}

#[derive(Arbitrary, Debug)]
struct Noted {
    new: bool,
    fails: bool,
    message: Option<CString>,
}

/// A request that is signed by the C interface, to be accepted once, and then refused.
#[derive(Arbitrary, Debug)]
struct Own {
    path: CString,
    query: Vec<(Vec<u8>, Vec<u8>)>,
    form: Vec<(Vec<u8>, Vec<u8>)>,
    added: CString,
}

unsafe fn tell(failure: *mut Handle, message: &Option<CString>) {
    if let Some(message) = message {
        unsafe { oauth1_failure_set_message(failure, message.as_ptr()) };
    }
}

impl LookUps {
    unsafe fn give(&self, found: *mut Handle, failure: *mut Handle) -> bool {
        unsafe {
            if let Some(secret) = &self.secret {
                assert_eq!(
                    oauth1_found_set_secret(found, secret.as_ptr(), null_mut()) == 0,
                    secret.to_str().is_ok()
                );
            }
            if let Some(key) = &self.public_key {
                let bytes = key.as_ptr().cast::<c_char>();
                oauth1_found_set_public_key(found, bytes, key.len(), null_mut());
            }
            tell(failure, &self.message);
        }
        !self.fails
    }

    unsafe extern "C" fn consumer(
        userdata: *mut c_void,
        key: Text,
        length: usize,
        found: *mut Handle,
        failure: *mut Handle,
    ) -> bool {
        unsafe {
            assert_eq!(*key.add(length), 0);
            (*userdata.cast::<Self>()).give(found, failure)
        }
    }

    unsafe extern "C" fn token(
        userdata: *mut c_void,
        _key: Text,
        _length: usize,
        token: Text,
        length: usize,
        found: *mut Handle,
        failure: *mut Handle,
    ) -> bool {
        unsafe {
            assert_eq!(*token.add(length), 0);
            (*userdata.cast::<Self>()).give(found, failure)
        }
    }
}

impl Noted {
    unsafe extern "C" fn note(
        userdata: *mut c_void,
        nonce: *const Handle,
        is_new: *mut bool,
        failure: *mut Handle,
    ) -> bool {
        unsafe {
            let key = read(|n| oauth1_nonce_use_key(nonce, n)).expect("it has one");
            assert_eq!(key.len(), 64);
            read(|n| oauth1_nonce_use_consumer_key(nonce, n)).expect("it has one");
            read(|n| oauth1_nonce_use_token(nonce, n));
            read(|n| oauth1_nonce_use_nonce(nonce, n)).expect("it has one");
            assert!(oauth1_nonce_use_expires(nonce) > 0);
            let noted = &*userdata.cast::<Self>();
            *is_new = noted.new;
            tell(failure, &noted.message);
            !noted.fails
        }
    }
}

thread_local! {
    /// How many callbacks' data is not yet destroyed.
    static ALIVE: Cell<usize> = const { Cell::new(0) };
}

fn lent<T>(value: T) -> *mut c_void {
    ALIVE.set(ALIVE.get() + 1);
    Box::into_raw(Box::new(value)).cast()
}

unsafe extern "C" fn destroy<T>(userdata: *mut c_void) {
    ALIVE.set(ALIVE.get() - 1);
    drop(unsafe { Box::from_raw(userdata.cast::<T>()) });
}

unsafe fn set(builder: *mut Handle, setting: Setting) {
    let mut error = null_mut();
    let e = &raw mut error;
    unsafe {
        let status = match setting {
            Setting::ConsumerSecret(key, secret) => oauth1_verifier_builder_set_consumer_secret(
                builder,
                key.as_ptr(),
                secret.as_ptr(),
                e,
            ),
            Setting::ConsumerKey(key, bytes) => {
                let bytes = if bytes.is_empty() {
                    RSA_PUBLIC_KEY
                } else {
                    &bytes
                };
                let (text, n) = (bytes.as_ptr().cast(), bytes.len());
                oauth1_verifier_builder_set_consumer_public_key(builder, key.as_ptr(), text, n, e)
            }
            Setting::TokenSecret(key, token, secret) => oauth1_verifier_builder_set_token_secret(
                builder,
                key.as_ptr(),
                token.as_ptr(),
                secret.as_ptr(),
                e,
            ),
            Setting::LookUps(look_ups) => oauth1_verifier_builder_set_look_ups(
                builder,
                LookUps::consumer,
                LookUps::token,
                lent(look_ups),
                Some(destroy::<LookUps>),
                e,
            ),
            Setting::Nonces(noted) => oauth1_verifier_builder_set_nonce_store(
                builder,
                Noted::note,
                lent(noted),
                Some(destroy::<Noted>),
                e,
            ),
            Setting::Capacity(capacity) => {
                oauth1_verifier_builder_set_nonce_capacity(builder, capacity.into(), e)
            }
            Setting::Method(method) => {
                oauth1_verifier_builder_add_signature_method(builder, method, e)
            }
            Setting::Http(allow) => {
                oauth1_verifier_builder_set_plaintext_over_http(builder, allow, e)
            }
            Setting::PublicUrl(url) => {
                oauth1_verifier_builder_set_public_url(builder, url.as_ptr(), e)
            }
            Setting::Proxies(proxies, headers) => {
                oauth1_verifier_builder_set_proxies(builder, proxies.into(), headers, e)
            }
            Setting::Window(seconds) => {
                oauth1_verifier_builder_set_timestamp_window(builder, seconds, e)
            }
            Setting::BodyHash(require) => {
                oauth1_verifier_builder_set_require_body_hash(builder, require, e)
            }
            Setting::Realm(realm) => oauth1_verifier_builder_set_realm(builder, realm.as_ptr(), e),
        };
        told(status, error);
    }
}

/// Verifies, and reads whatever comes of it: whether it is accepted, else the reason.
unsafe fn verify(
    verifier: *const Handle,
    method: Text,
    url: Text,
    headers: *const Text,
    body: &[u8],
    name: Text,
) -> Result<(), i32> {
    let (mut verified, mut error) = (null_mut(), null_mut());
    let (bytes, n) = (body.as_ptr().cast(), body.len());
    unsafe {
        let (out, e) = (&raw mut verified, &raw mut error);
        let status = oauth1_verifier_verify(verifier, method, url, headers, bytes, n, out, e);
        if status != 0 {
            assert!(verified.is_null());
            let reason = oauth1_error_reason(error);
            let answer = oauth1_error_http_status(error);
            assert!(reason == 0 || matches!(answer, 400 | 401 | 503), "{answer}");
            told(status, error);
            return Err(reason);
        }
        assert!(error.is_null());
        read(|n| oauth1_verified_consumer_key(verified, n)).expect("it has one");
        read(|n| oauth1_verified_url(verified, n)).expect("it has one");
        read(|n| oauth1_verified_token(verified, n));
        read(|n| oauth1_verified_realm(verified, n));
        read(|n| oauth1_verified_nonce(verified, n));
        read(|n| oauth1_verified_get(verified, name, n));
        for index in 0..=oauth1_verified_param_count(verified) {
            read(|n| oauth1_verified_param_name(verified, index, n));
            read(|n| oauth1_verified_param_value(verified, index, n));
        }
        oauth1_verified_free(verified);
    }
    Ok(())
}

/// Signs by C, and verifies by C: once it is accepted, and then it is a replay.
unsafe fn sign_and_verify(own: &Own, name: Text) {
    const NONCE: i32 = 15; // OAUTH1_REASON_NONCE
    unsafe {
        let new = |out, e| oauth1_client_new(KEY.as_ptr(), SECRET.as_ptr(), out, e);
        let client = called(new).expect("they are right");
        let new = |out, e| oauth1_token_new(TOKEN.as_ptr(), TOKEN_SECRET.as_ptr(), out, e);
        let token = called(new).expect("they are right");
        let session = called(|out, e| oauth1_session_new(client, token, out, e));
        let session = session.expect("they are right");
        oauth1_token_free(token);
        oauth1_client_free(client);
        let url = [b"http://a.example/", own.path.as_bytes()].concat();
        let url = CString::new(url).expect("there is no NUL");
        let method = if own.form.is_empty() { c"GET" } else { c"POST" };
        let new = |out, e| oauth1_request_new(method.as_ptr(), url.as_ptr(), out, e);
        let Some(request) = called(new) else {
            oauth1_session_free(session);
            return;
        };
        for (add, pairs) in [
            (oauth1_request_add_query_n as Add, &own.query),
            (oauth1_request_add_form_n as Add, &own.form),
        ] {
            for (name, value) in pairs {
                let mut error = null_mut();
                let (n, v) = (name.as_ptr().cast(), value.as_ptr().cast());
                let e = &raw mut error;
                told(add(request, n, name.len(), v, value.len(), e), error);
            }
        }
        let signed = called(|out, e| oauth1_session_sign(session, request, out, e));
        let Some(signed) = signed else {
            // what is the protocol's would travel apart from the signature
            oauth1_request_free(request);
            oauth1_session_free(session);
            return;
        };

        let builder = called(|out, e| oauth1_verifier_builder_new(out, e)).expect("it is made");
        let (key, secret) = (KEY.to_owned(), SECRET.to_owned());
        set(builder, Setting::ConsumerSecret(key, secret));
        let (key, token, secret) = (KEY.to_owned(), TOKEN.to_owned(), TOKEN_SECRET.to_owned());
        set(builder, Setting::TokenSecret(key, token, secret));
        let verifier = called(|out, e| oauth1_verifier_builder_build(builder, out, e));
        let verifier = verifier.expect("the settings are right");
        oauth1_verifier_builder_free(builder);

        let mut headers = Vec::new();
        for index in 0..oauth1_signed_header_count(signed) {
            headers.push(oauth1_signed_header_name(signed, index, null_mut()));
            headers.push(oauth1_signed_header_value(signed, index, null_mut()));
        }
        headers.push(std::ptr::null());
        let body = read(|n| oauth1_signed_body(signed, n)).unwrap_or_default();
        let url = oauth1_signed_url(signed, null_mut());
        let once = || verify(verifier, method.as_ptr(), url, headers.as_ptr(), body, name);
        assert_eq!(once(), Ok(()));
        assert_eq!(once(), Err(NONCE));

        // with whatever is at the end of the URL instead, it is explained
        let other = [CStr::from_ptr(url).to_bytes(), own.added.as_bytes()].concat();
        let other = CString::new(other).expect("there is no NUL");
        let (bytes, n) = (body.as_ptr().cast(), body.len());
        let (method, headers) = (method.as_ptr(), headers.as_ptr());
        let explain = |out, e| {
            oauth1_verifier_explain(verifier, method, other.as_ptr(), headers, bytes, n, out, e)
        };
        if let Some(diagnosis) = called(explain) {
            read(|n| oauth1_diagnosis_text(diagnosis, n)).expect("it has one");
            oauth1_diagnosis_free(diagnosis);
        }

        oauth1_verifier_free(verifier);
        oauth1_signed_free(signed);
        oauth1_request_free(request);
        oauth1_session_free(session);
    }
}

type Add = unsafe extern "C" fn(*mut Handle, Text, usize, Text, usize, Out) -> Status;

fuzz_target!(|input: Input| unsafe {
    let builder = called(|out, e| oauth1_verifier_builder_new(out, e)).expect("it is made");
    for setting in input.settings {
        set(builder, setting);
    }
    let verifier = called(|out, e| oauth1_verifier_builder_build(builder, out, e));
    oauth1_verifier_builder_free(builder);
    if let Some(verifier) = verifier {
        let (method, url) = (input.method.as_ptr(), input.url.as_ptr());
        let headers = pointers(&input.headers);
        let (headers, body) = (headers.as_ptr(), &input.body[..]);
        _ = verify(verifier, method, url, headers, body, input.name.as_ptr());
        let (bytes, n) = (body.as_ptr().cast(), body.len());
        let explain =
            |out, e| oauth1_verifier_explain(verifier, method, url, headers, bytes, n, out, e);
        if let Some(diagnosis) = called(explain) {
            read(|n| oauth1_diagnosis_text(diagnosis, n)).expect("it has one");
            oauth1_diagnosis_free(diagnosis);
        }
        oauth1_verifier_free(verifier);
    }
    assert_eq!(ALIVE.get(), 0, "data of callbacks is not destroyed");
    sign_and_verify(&input.own, input.name.as_ptr());
});
