//! A panic inside the library, wherever it comes, is an error to a caller in C, and breaks nothing:
//! not the client, not its locks, and no memory is lost by it.

#![cfg(all(feature = "capi", feature = "forced-panics"))]
#![allow(non_camel_case_types)] // the names are those of C

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::ptr;
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use oauth1::{FORCED_PANIC, force_panic, is_panic_due};

// --- what oauth1.h declares ---------------------------------------------------

/// Any handle.
enum handle {}

const OK: c_int = 0;
const PANIC: c_int = 63;

type Destroy = Option<extern "C" fn(*mut c_void)>;
type Send = extern "C" fn(*mut c_void, *mut handle);
type Read_ = extern "C" fn(*mut c_void, *mut c_char, usize, *mut handle) -> i64;
type Log = Option<extern "C" fn(*mut c_void, i32, *const c_char, usize)>;

#[rustfmt::skip]
unsafe extern "C" {
    fn oauth1_error_message(error: *const handle, length: *mut usize) -> *const c_char;
    fn oauth1_error_is_unsent(error: *const handle) -> bool;
    fn oauth1_error_free(error: *mut handle);
    fn oauth1_client_builder_new(key: *const c_char, secret: *const c_char, out: *mut *mut handle, error: *mut *mut handle) -> c_int;
    fn oauth1_client_builder_set_transport(builder: *mut handle, send: Send, userdata: *mut c_void, destroy: Destroy, error: *mut *mut handle) -> c_int;
    fn oauth1_client_builder_build(builder: *mut handle, out: *mut *mut handle, error: *mut *mut handle) -> c_int;
    fn oauth1_client_builder_free(builder: *mut handle);
    fn oauth1_client_free(client: *mut handle);
    fn oauth1_session_new_without_token(client: *const handle, out: *mut *mut handle, error: *mut *mut handle) -> c_int;
    fn oauth1_session_sign(session: *const handle, request: *const handle, out: *mut *mut handle, error: *mut *mut handle) -> c_int;
    fn oauth1_session_send(session: *const handle, request: *const handle, out: *mut *mut handle, error: *mut *mut handle) -> c_int;
    fn oauth1_session_stream(session: *const handle, request: *const handle, out: *mut *mut handle, error: *mut *mut handle) -> c_int;
    fn oauth1_session_free(session: *mut handle);
    fn oauth1_request_new(method: *const c_char, url: *const c_char, out: *mut *mut handle, error: *mut *mut handle) -> c_int;
    fn oauth1_request_set_body_callback(request: *mut handle, content_type: *const c_char, length: u64, read: Read_, rewind: *const c_void, userdata: *mut c_void, destroy: Destroy, error: *mut *mut handle) -> c_int;
    fn oauth1_request_url(request: *const handle, length: *mut usize) -> *const c_char;
    fn oauth1_request_free(request: *mut handle);
    fn oauth1_signed_free(signed: *mut handle);
    fn oauth1_sending_set_status(sending: *mut handle, status: u16, error: *mut *mut handle) -> c_int;
    fn oauth1_sending_add_header(sending: *mut handle, name: *const c_char, value: *const c_char, error: *mut *mut handle) -> c_int;
    fn oauth1_sending_add_body(sending: *mut handle, body: *const c_char, length: usize, error: *mut *mut handle) -> c_int;
    fn oauth1_sending_read_body(sending: *mut handle, buffer: *mut c_char, capacity: usize, count: *mut usize, error: *mut *mut handle) -> c_int;
    fn oauth1_response_status(response: *const handle) -> u16;
    fn oauth1_response_free(response: *mut handle);
    fn oauth1_stream_read(stream: *mut handle, buffer: *mut c_char, capacity: usize, count: *mut usize, error: *mut *mut handle) -> c_int;
    fn oauth1_stream_free(stream: *mut handle);
    fn oauth1_set_log(level: i32, log: Log, userdata: *mut c_void, destroy: Destroy, error: *mut *mut handle) -> c_int;
}

// --- memory --------------------------------------------------------------------

/// The system's allocator, which counts the bytes that are taken.
struct Counting;

static TAKEN: AtomicIsize = AtomicIsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: all is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.fetch_add(layout.size().cast_signed(), Ordering::Relaxed);
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        TAKEN.fetch_sub(layout.size().cast_signed(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }
}

/// Checks that what is done over and over takes no more memory in the end.
fn loses_nothing(mut work: impl FnMut()) {
    let mut after = [0; 6];
    for taken in &mut after {
        for _ in 0..20 {
            work();
        }
        *taken = TAKEN.load(Ordering::Relaxed);
    }
    // a loss would show in every round; other threads take a little now and then
    let grows = after.windows(2).all(|rounds| rounds[0] < rounds[1]);
    assert!(!grows, "{after:?}");
}

// --- calls ---------------------------------------------------------------------

/// One test at a time, since a panic can come in any thread; and none on standard error.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    let guard = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let message = info.payload().downcast_ref::<String>();
        if !message.is_some_and(|message| message.starts_with(FORCED_PANIC)) {
            usual(info);
        }
    }));
    guard
}

type Call =
    unsafe extern "C" fn(*const handle, *const handle, *mut *mut handle, *mut *mut handle) -> c_int;
type Free = unsafe extern "C" fn(*mut handle);

/// Calls, and gives what is made.
fn made(call: impl FnOnce(*mut *mut handle, *mut *mut handle) -> c_int) -> *mut handle {
    let (mut out, mut error) = (ptr::null_mut(), ptr::null_mut());
    assert_eq!(call(&raw mut out, &raw mut error), OK);
    assert!(error.is_null());
    out
}

/// Checks that a call has panicked, and tells so.
fn panicked(call: impl FnOnce(*mut *mut handle, *mut *mut handle) -> c_int) {
    let (mut out, mut error) = (ptr::null_mut(), ptr::null_mut());
    assert_eq!(call(&raw mut out, &raw mut error), PANIC);
    assert!(!is_panic_due() && out.is_null());
    // SAFETY: the error is there.
    unsafe {
        let message = CStr::from_ptr(oauth1_error_message(error, ptr::null_mut()));
        assert!(message.to_str().unwrap().contains("defect"));
        assert!(!oauth1_error_is_unsent(error));
        oauth1_error_free(error);
    }
}

/// A session whose requests a transport of the test's own sends, and a request.
struct Fixture {
    session: *mut handle,
    request: *mut handle,
}

// SAFETY: sessions, and requests that nobody changes, are for any number of threads.
unsafe impl Sync for Fixture {}

impl Fixture {
    fn new(url: &CStr, send: Option<Send>) -> Self {
        // SAFETY: the header's contracts are kept to.
        unsafe {
            let builder = made(|out, error| {
                oauth1_client_builder_new(c"key".as_ptr(), c"secret".as_ptr(), out, error)
            });
            if let Some(send) = send {
                let mut error = ptr::null_mut();
                let status = oauth1_client_builder_set_transport(
                    builder,
                    send,
                    ptr::null_mut(),
                    None,
                    &raw mut error,
                );
                assert_eq!(status, OK);
            }
            let client = made(|out, error| oauth1_client_builder_build(builder, out, error));
            oauth1_client_builder_free(builder);
            let session = made(|out, error| oauth1_session_new_without_token(client, out, error));
            oauth1_client_free(client);
            let request =
                made(|out, error| oauth1_request_new(c"PUT".as_ptr(), url.as_ptr(), out, error));
            Self { session, request }
        }
    }

    fn works(&self, call: Call, free: Free) {
        // SAFETY: the header's contracts are kept to.
        unsafe {
            free(made(|out, error| {
                call(self.session, self.request, out, error)
            }));
        };
    }

    fn panics(&self, call: Call) {
        // SAFETY: as above.
        panicked(|out, error| unsafe { call(self.session, self.request, out, error) });
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        // SAFETY: they come from the library, and nobody has them.
        unsafe {
            oauth1_request_free(self.request);
            oauth1_session_free(self.session);
        }
    }
}

const URL: &CStr = c"https://a.example/";

/// A transport for which all goes well.
extern "C" fn answer(_: *mut c_void, sending: *mut handle) {
    // SAFETY: the sending is there during the call.
    unsafe {
        assert_eq!(oauth1_sending_set_status(sending, 200, ptr::null_mut()), OK);
        assert_eq!(
            oauth1_sending_add_body(sending, c"ok".as_ptr(), 2, ptr::null_mut()),
            OK
        );
    }
}

/// The test `c.released` looks for it in the libraries that are shipped.
#[test]
fn a_library_that_panics_when_asked_has_this_text() {
    assert_eq!(FORCED_PANIC, "a panic that a test asked for");
}

#[test]
fn a_panic_is_an_error_and_the_next_call_goes_well() {
    let _alone = alone();
    let fixture = Fixture::new(URL, Some(answer));
    loses_nothing(|| {
        for call in [
            oauth1_session_sign as Call,
            oauth1_session_send,
            oauth1_session_stream,
        ] {
            force_panic("signature");
            fixture.panics(call);
        }
        fixture.works(oauth1_session_sign, oauth1_signed_free);
        fixture.works(oauth1_session_send, oauth1_response_free);
        fixture.works(oauth1_session_stream, oauth1_stream_free);
    });
}

#[test]
fn what_cannot_fail_gives_nothing_and_then_what_it_has() {
    let _alone = alone();
    let fixture = Fixture::new(URL, None);
    let mut length = 7;
    force_panic("shown");
    // SAFETY: the request is there.
    unsafe {
        assert!(oauth1_request_url(fixture.request, &raw mut length).is_null());
        assert!(!is_panic_due() && length == 0);
        assert_eq!(
            CStr::from_ptr(oauth1_request_url(fixture.request, &raw mut length)),
            URL
        );
    }
    assert_eq!(length, URL.count_bytes());
}

#[test]
fn a_panic_in_one_thread_is_nothing_to_the_others() {
    let _alone = alone();
    let fixture = Fixture::new(URL, Some(answer));
    let fixture = &fixture;
    let panics = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for number in 0..4 {
            let panics = &panics;
            scope.spawn(move || {
                for _ in 0..200 {
                    if number == 0 {
                        force_panic("signature");
                    }
                    let (mut out, mut error) = (ptr::null_mut(), ptr::null_mut());
                    // SAFETY: the header's contracts are kept to.
                    unsafe {
                        let status = oauth1_session_send(
                            fixture.session,
                            fixture.request,
                            &raw mut out,
                            &raw mut error,
                        );
                        assert!(status == OK || status == PANIC);
                        assert_eq!(
                            (out.is_null(), error.is_null()),
                            (status != OK, status == OK)
                        );
                        panics.fetch_add(usize::from(status == PANIC), Ordering::Relaxed);
                        oauth1_response_free(out);
                        oauth1_error_free(error);
                    }
                }
            });
        }
    });
    assert!(panics.load(Ordering::Relaxed) > 0);
    if is_panic_due() {
        fixture.panics(oauth1_session_sign);
    }
    fixture.works(oauth1_session_sign, oauth1_signed_free);
}

/// A transport that panics within a call of its own, and goes on.
extern "C" fn panic_inside(userdata: *mut c_void, sending: *mut handle) {
    let fixture = Fixture::new(URL, Some(answer));
    force_panic("signature");
    fixture.panics(oauth1_session_send);
    fixture.works(oauth1_session_send, oauth1_response_free);
    answer(userdata, sending);
}

#[test]
fn a_panic_in_a_call_that_a_callback_makes_stays_with_that_call() {
    let _alone = alone();
    let fixture = Fixture::new(URL, Some(panic_inside));
    loses_nothing(|| fixture.works(oauth1_session_send, oauth1_response_free));
}

/// How often data was destroyed.
static DESTROYED: AtomicUsize = AtomicUsize::new(0);

extern "C" fn destroy(_: *mut c_void) {
    DESTROYED.fetch_add(1, Ordering::Relaxed);
}

extern "C" fn read_nothing(_: *mut c_void, _: *mut c_char, _: usize, _: *mut handle) -> i64 {
    0
}

/// A transport that reads the body, and panics over it if that is asked for.
extern "C" fn read_body(userdata: *mut c_void, sending: *mut handle) {
    let (mut buffer, mut count) = ([0; 16], 0);
    let place = buffer.as_mut_ptr();
    let due = is_panic_due();
    // SAFETY: the sending is there during the call.
    let status = unsafe {
        oauth1_sending_read_body(
            sending,
            place,
            buffer.len(),
            &raw mut count,
            ptr::null_mut(),
        )
    };
    assert_eq!(status, if due { PANIC } else { OK });
    answer(userdata, sending);
}

#[test]
fn a_panic_while_a_body_is_locked_leaves_it_to_be_read() {
    let _alone = alone();
    DESTROYED.store(0, Ordering::Relaxed);
    let fixture = Fixture::new(URL, Some(read_body));
    // SAFETY: the header's contracts are kept to.
    let status = unsafe {
        oauth1_request_set_body_callback(
            fixture.request,
            c"text/plain".as_ptr(),
            0,
            read_nothing,
            ptr::null(),
            ptr::null_mut(),
            Some(destroy),
            ptr::null_mut(),
        )
    };
    assert_eq!(status, OK);
    force_panic("body");
    fixture.works(oauth1_session_send, oauth1_response_free);
    assert!(!is_panic_due());
    fixture.works(oauth1_session_send, oauth1_response_free);
    drop(fixture);
    assert_eq!(DESTROYED.load(Ordering::Relaxed), 1);
}

/// A transport whose provider has another time, and refuses the first of two requests.
extern "C" fn refuse_every_other(userdata: *mut c_void, sending: *mut handle) {
    static SENT: AtomicUsize = AtomicUsize::new(0);
    if SENT.fetch_add(1, Ordering::Relaxed) % 2 == 1 {
        return answer(userdata, sending);
    }
    // SAFETY: the sending is there during the call.
    unsafe {
        let (name, value) = (c"Date".as_ptr(), c"Sun, 06 Nov 1994 08:49:37 GMT".as_ptr());
        assert_eq!(
            oauth1_sending_add_header(sending, name, value, ptr::null_mut()),
            OK
        );
        assert_eq!(oauth1_sending_set_status(sending, 401, ptr::null_mut()), OK);
    }
}

#[test]
fn a_panic_while_a_clients_clock_is_locked_leaves_the_client_as_it_was() {
    let _alone = alone();
    let fixture = Fixture::new(URL, Some(refuse_every_other));
    force_panic("clock offsets");
    fixture.panics(oauth1_session_send);
    fixture.works(oauth1_session_sign, oauth1_signed_free);
    // SAFETY: the header's contracts are kept to.
    unsafe {
        let response =
            made(|out, error| oauth1_session_send(fixture.session, fixture.request, out, error));
        assert_eq!(oauth1_response_status(response), 200);
        oauth1_response_free(response);
    }
}

static LINES: AtomicUsize = AtomicUsize::new(0);

extern "C" fn count_line(_: *mut c_void, _: i32, _: *const c_char, _: usize) {
    LINES.fetch_add(1, Ordering::Relaxed);
}

#[test]
fn a_panic_while_the_log_is_locked_leaves_the_log() {
    let _alone = alone();
    DESTROYED.store(0, Ordering::Relaxed);
    let fixture = Fixture::new(URL, Some(answer));
    let set = |log: Log| {
        // SAFETY: the header's contracts are kept to.
        unsafe { oauth1_set_log(4, log, ptr::null_mut(), Some(destroy), ptr::null_mut()) }
    };
    force_panic("log");
    assert_eq!(set(Some(count_line)), PANIC);
    assert_eq!(set(Some(count_line)), OK);
    fixture.works(oauth1_session_send, oauth1_response_free);
    assert!(LINES.load(Ordering::Relaxed) > 0);
    assert_eq!(set(None), OK);
    assert_eq!(DESTROYED.load(Ordering::Relaxed), 1);
}

/// Answers every request on a port of this machine, until the process ends.
fn serve() -> std::ffi::CString {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                let mut buffer = [0; 4096];
                while stream.read(&mut buffer).is_ok_and(|read| read > 0) {
                    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                    if stream.write_all(answer).is_err() {
                        break;
                    }
                }
            });
        }
    });
    // a name, so that it has to be resolved
    std::ffi::CString::new(format!("http://localhost:{port}/")).unwrap()
}

#[test]
fn a_panic_where_the_library_has_a_thread_or_a_connection_of_its_own_comes_back_at_once() {
    let _alone = alone();
    let url = serve();
    for place in ["resolver", "connection"] {
        let fixture = Fixture::new(&url, None);
        let started = Instant::now();
        for _ in 0..3 {
            force_panic(place);
            fixture.panics(oauth1_session_send);
        }
        assert!(started.elapsed() < Duration::from_secs(5), "{place}");
        fixture.works(oauth1_session_send, oauth1_response_free);
        fixture.works(oauth1_session_send, oauth1_response_free);
    }
}

#[test]
fn a_stream_that_panics_can_be_freed_and_its_session_goes_on() {
    let _alone = alone();
    let url = serve();
    let fixture = Fixture::new(&url, None);
    for _ in 0..3 {
        let (mut buffer, mut count) = ([0; 16], 7);
        // SAFETY: the header's contracts are kept to.
        unsafe {
            let stream = made(|out, error| {
                oauth1_session_stream(fixture.session, fixture.request, out, error)
            });
            force_panic("stream");
            panicked(|_, error| {
                oauth1_stream_read(stream, buffer.as_mut_ptr(), 16, &raw mut count, error)
            });
            assert_eq!(count, 7);
            oauth1_stream_free(stream);
        }
        fixture.works(oauth1_session_send, oauth1_response_free);
    }
}
