//! Functions of the caller's that the library calls: each with data that it is called with, and a
//! function that destroys the data.

use std::ffi::{CStr, c_char, c_void};

use zeroize::Zeroizing;

use super::ffi::{Text, accessor};
use crate::client::HookError;
use crate::error::visible;
use crate::signature::{CustomSignature, HashAlgorithm};

/// Destroys the data of a callback: once, when the last client, session, verifier or builder that
/// has the callback is freed, or when the builder gets another in its place. NULL will do where
/// there is nothing to destroy.
///
/// @param userdata  what was given with the callback, which can be NULL
///
/// Called by the thread that frees or replaces, whichever it is. Since 0.1.0.
pub type oauth1_destroy_fn = Option<unsafe extern "C" fn(userdata: *mut c_void)>;

/// Where a callback can say why it fails, by oauth1_failure_set_message(). It is lent for the call,
/// and for the thread that was called. Since 0.1.0.
#[derive(Default)]
pub struct oauth1_failure(Option<String>);

/// Tells the time.
///
/// @param userdata  what was given with the callback, which can be NULL
/// @param seconds   receives the seconds since 1970-01-01 00:00:00 GMT; not NULL
/// @param failure   takes why it fails; not NULL
/// @return whether it could tell; false fails the signature with OAUTH1_ERROR_SIGNING_FAILED, and
///         refuses a request that is to be verified with OAUTH1_REASON_UNAVAILABLE
///
/// Called by several threads at once. Since 0.1.0.
pub type oauth1_clock_fn = Option<
    unsafe extern "C" fn(
        userdata: *mut c_void,
        seconds: *mut u64,
        failure: *mut oauth1_failure,
    ) -> bool,
>;

/// Tells whether to call off the request that is under way. It is asked twenty times a second.
///
/// @param userdata  what was given with the callback, which can be NULL
/// @return whether to call it off, which fails it with OAUTH1_ERROR_CANCELLED
///
/// Called by each thread that sends, several at once. Since 0.1.0.
pub type oauth1_interrupt_fn = Option<unsafe extern "C" fn(userdata: *mut c_void) -> bool>;

/// Makes a nonce, which is to be unique for its timestamp (RFC 5849, section 3.3).
///
/// @param userdata  what was given with the callback, which can be NULL
/// @param buffer    receives the nonce, with no NUL behind it; not NULL
/// @param capacity  how many bytes the buffer has: 256
/// @param failure   takes why it fails; not NULL
/// @return how many bytes the nonce has; 0 if it fails, which fails the signature with
///         OAUTH1_ERROR_SIGNING_FAILED
///
/// Called by several threads at once. Since 0.1.0.
pub type oauth1_nonce_fn = Option<
    unsafe extern "C" fn(
        userdata: *mut c_void,
        buffer: *mut c_char,
        capacity: usize,
        failure: *mut oauth1_failure,
    ) -> usize,
>;

/// Signs a base string.
///
/// @param userdata                what was given with the callback, which can be NULL
/// @param base_string             the base string, NUL-terminated; lent for the call; not NULL
/// @param base_string_length      how many bytes it has
/// @param consumer_secret         the consumer's secret, NUL-terminated; lent for the call; not NULL
/// @param consumer_secret_length  how many bytes it has
/// @param token_secret            the token's secret, NUL-terminated; lent for the call; empty where
///                                there is no token; not NULL
/// @param token_secret_length     how many bytes it has
/// @param buffer                  receives the signature, not percent-encoded, with no NUL behind
///                                it; not NULL
/// @param capacity                how many bytes the buffer has: 8192
/// @param failure                 takes why it fails; not NULL
/// @return how many bytes the signature has; 0 if it fails, which fails the signature with
///         OAUTH1_ERROR_SIGNING_FAILED
///
/// Called by several threads at once. Since 0.1.0.
pub type oauth1_sign_fn = Option<
    unsafe extern "C" fn(
        userdata: *mut c_void,
        base_string: *const c_char,
        base_string_length: usize,
        consumer_secret: *const c_char,
        consumer_secret_length: usize,
        token_secret: *const c_char,
        token_secret_length: usize,
        buffer: *mut c_char,
        capacity: usize,
        failure: *mut oauth1_failure,
    ) -> usize,
>;

const NONCE_CAPACITY: usize = 256;
const SIGNATURE_CAPACITY: usize = 8192;

impl oauth1_failure {
    /// What the callback said, or what is said in its place.
    pub(super) fn or(self, otherwise: &str) -> String {
        self.0.unwrap_or_else(|| otherwise.to_owned())
    }
}

/// Says why a callback fails, for the message of the error that comes of it. What the callback then
/// returns has to say that it fails.
///
/// @param failure  what the callback was called with, or NULL, for which nothing happens
/// @param message  what went wrong, for people, without secrets; NUL-terminated, copied. Bytes that
///                 are not UTF-8 become U+FFFD, control characters are shown as escapes; NULL for
///                 nothing to say
///
/// For the thread that was called, during the call. Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_failure_set_message(
    failure: Option<&mut oauth1_failure>,
    message: *const c_char,
) {
    accessor((), || {
        let Some(failure) = failure else { return };
        failure.0 = (!message.is_null()).then(|| {
            // SAFETY: it is not NULL, so that it is a NUL-terminated string.
            visible(&unsafe { CStr::from_ptr(message) }.to_string_lossy())
        });
    });
}

/// A function, and what belongs to it.
pub(super) struct Callback<F> {
    function: F,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
}

// SAFETY: the header asks for functions that any thread can call, several at once, and for data
// that any can destroy.
unsafe impl<F> Send for Callback<F> {}
// SAFETY: as above.
unsafe impl<F> Sync for Callback<F> {}

impl<F> Callback<F> {
    /// Takes the data over: it is destroyed when this is dropped.
    ///
    /// # Safety
    ///
    /// The functions do as the header says when they are called with this data.
    pub unsafe fn new(function: F, userdata: *mut c_void, destroy: oauth1_destroy_fn) -> Self {
        Self {
            function,
            userdata,
            destroy,
        }
    }

    pub fn function(&self) -> &F {
        &self.function
    }

    pub fn userdata(&self) -> *mut c_void {
        self.userdata
    }
}

impl<F> Drop for Callback<F> {
    fn drop(&mut self) {
        if let Some(destroy) = self.destroy {
            // SAFETY: `new` asks for it; this happens once, and nothing else has the data now.
            unsafe { destroy(self.userdata) }
        }
    }
}

impl Callback<unsafe extern "C" fn(*mut c_void, *mut u64, *mut oauth1_failure) -> bool> {
    pub fn time(&self) -> Result<u64, HookError> {
        let mut seconds = 0;
        let mut failure = oauth1_failure::default();
        // SAFETY: `new` asks for it; the places last for the call.
        let told = unsafe { (self.function)(self.userdata, &raw mut seconds, &raw mut failure) };
        if !told {
            return Err(failure.or("its callback could not tell the time").into());
        }
        Ok(seconds)
    }
}

impl Callback<unsafe extern "C" fn(*mut c_void) -> bool> {
    pub fn interrupts(&self) -> bool {
        // SAFETY: `new` asks for it.
        unsafe { (self.function)(self.userdata) }
    }
}

type WriteNonce =
    unsafe extern "C" fn(*mut c_void, *mut c_char, usize, *mut oauth1_failure) -> usize;

impl Callback<WriteNonce> {
    pub fn nonce(&self) -> Result<String, HookError> {
        written(NONCE_CAPACITY, |buffer, capacity, failure| {
            // SAFETY: `new` asks for it; the buffer has the room that it is said to have.
            unsafe { (self.function)(self.userdata, buffer, capacity, failure) }
        })
    }
}

type Sign = unsafe extern "C" fn(
    *mut c_void,
    *const c_char,
    usize,
    *const c_char,
    usize,
    *const c_char,
    usize,
    *mut c_char,
    usize,
    *mut oauth1_failure,
) -> usize;

/// A signature method whose work a callback does.
pub(super) struct SignatureCallback {
    pub name: String,
    pub body_hash: HashAlgorithm,
    pub sign: Callback<Sign>,
}

impl CustomSignature for SignatureCallback {
    fn name(&self) -> &str {
        &self.name
    }

    fn sign(
        &self,
        base_string: &str,
        consumer_secret: &str,
        token_secret: &str,
    ) -> Result<String, HookError> {
        let base_string = Text::new(base_string);
        let consumer_secret = Zeroizing::new(Text::new(consumer_secret));
        let token_secret = Zeroizing::new(Text::new(token_secret));
        written(SIGNATURE_CAPACITY, |buffer, capacity, failure| {
            // SAFETY: `Callback::new` asks for it; the texts last for the call, and the buffer has
            // the room that it is said to have.
            unsafe {
                (self.sign.function)(
                    self.sign.userdata,
                    base_string.as_ptr(),
                    base_string.as_bytes().len(),
                    consumer_secret.as_ptr(),
                    consumer_secret.as_bytes().len(),
                    token_secret.as_ptr(),
                    token_secret.as_bytes().len(),
                    buffer,
                    capacity,
                    failure,
                )
            }
        })
    }

    fn body_hash(&self) -> HashAlgorithm {
        self.body_hash
    }
}

/// What a callback writes into a buffer of so many bytes, if it is text and lies in there.
fn written(
    capacity: usize,
    call: impl FnOnce(*mut c_char, usize, *mut oauth1_failure) -> usize,
) -> Result<String, HookError> {
    let mut buffer = vec![0_u8; capacity];
    let mut failure = oauth1_failure::default();
    let length = call(buffer.as_mut_ptr().cast(), capacity, &raw mut failure);
    if length == 0 || length > capacity {
        let expected =
            format!("its callback returned {length}: expected a length from 1 to {capacity}");
        return Err(failure.or(&expected).into());
    }
    buffer.truncate(length);
    String::from_utf8(buffer).map_err(|_| "its callback wrote what is not UTF-8".into())
}
