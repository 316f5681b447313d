//! What a signature asks of the heap: one allocation, or none into a buffer of the caller's.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use oauth1::{Client, Request, Session, Token};

/// The system's allocator, which counts what each thread asks of it.
struct Counting;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Count {
    allocations: usize,
    bytes: usize,
}

thread_local! {
    static COUNT: Cell<Count> = const { Cell::new(Count { allocations: 0, bytes: 0 }) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: all is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        // SAFETY: as above.
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }
}

fn count(bytes: usize) {
    let mut count = COUNT.get();
    count.allocations += 1;
    count.bytes += bytes;
    COUNT.set(count);
}

/// What `call` asks of the heap, once all that is made only once is there.
fn counted<R>(mut call: impl FnMut() -> R) -> Count {
    drop(call());
    let before = COUNT.get();
    let result = call();
    let after = COUNT.get();
    drop(result);
    Count {
        allocations: after.allocations - before.allocations,
        bytes: after.bytes - before.bytes,
    }
}

fn session() -> Session {
    let client = Client::new("xvz1evFS4wEEPTGEFPHBog", "consumer secret").unwrap();
    client.session(Token::new("370773112-GmHxMAgYyLbNEtIKZeRN", "token secret"))
}

fn tweet() -> Request {
    let url = "https://api.twitter.com/1/statuses/update.json?include_entities=true";
    let mut tweet = Request::post(url).unwrap();
    tweet
        .param(
            "status",
            "Hello Ladies + Gentlemen, a signed OAuth request!",
        )
        .unwrap();
    tweet
}

/// A request of many parameters, which do not come in the order that is signed.
fn form(parameters: usize) -> Request {
    let mut form = Request::post("https://api.example.com/batch.json").unwrap();
    for number in 0..parameters {
        let number = number * 7919 % parameters;
        form.param(format!("parameter{number}"), format!("value {number}"))
            .unwrap();
    }
    form
}

#[test]
fn a_signature_is_one_allocation() {
    let session = session();
    for request in [tweet(), form(1), form(20), form(1000)] {
        let count = counted(|| session.authorization(&request).unwrap());
        assert_eq!(count.allocations, 1, "{request:?}");
    }
}

#[test]
fn a_signature_into_a_buffer_is_none() {
    let session = session();
    let mut buffer = String::new();
    for request in [tweet(), form(1), form(20), form(1000)] {
        let count = counted(|| session.authorization_into(&request, &mut buffer).unwrap());
        assert_eq!(count, Count::default(), "{request:?}");
    }
}

#[test]
fn the_bytes_allocated_grow_in_proportion_with_the_parameters() {
    let session = session();
    let bytes = |parameters| counted(|| session.authorization(&form(parameters)).unwrap()).bytes;
    let (none, hundred) = (bytes(0), bytes(100));
    for parameters in [1, 10, 100, 1000, 10_000] {
        let bytes = bytes(parameters);
        // buffers grow by doubling, so that up to twice as much is asked for
        let most = none + 2 * (hundred - none) * parameters.max(10) / 100;
        assert!(
            bytes < most,
            "{bytes} bytes for {parameters} parameters, expected at most {most}"
        );
    }
}
