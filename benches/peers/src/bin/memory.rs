//! What this library takes of the heap, counted by the allocator; what an idle connection takes in resident memory; and by
//! how much a process grows that signs a million requests. The file of a request and the URL of a server are the arguments.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use oauth1::{Client, HttpTransport, Request, SignatureMethod, Token};
use peers::{Input, resident, session, setting};

const COUNT: usize = 1_000;
const CONNECTIONS: usize = 200;

/// The system's allocator, which counts the bytes that are taken.
struct Counting;

static TAKEN: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: all is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        TAKEN.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }
}

/// Prints what each of many takes, once what is made only once is there.
fn measure<T>(name: &str, mut make: impl FnMut() -> T) {
    drop(make());
    let mut all = Vec::with_capacity(COUNT);
    let before = TAKEN.load(Ordering::Relaxed);
    all.extend((0..COUNT).map(|_| make()));
    show(name, TAKEN.load(Ordering::Relaxed) - before, COUNT);
}

fn show(name: &str, taken: usize, count: usize) {
    println!("{name} {:.1}", taken as f64 / count as f64);
}

fn client() -> Client {
    let secret = setting("BENCH_CONSUMER_SECRET");
    Client::new(&setting("BENCH_CONSUMER_KEY"), &secret).unwrap()
}

fn token() -> Token {
    Token::new(setting("BENCH_TOKEN"), setting("BENCH_TOKEN_SECRET"))
}

/// What an idle connection takes: so many responses are begun to be read at once, on as many connections, which are idle
/// once all is read.
fn connections(url: &str) {
    let transport = HttpTransport::builder().pool_size(CONNECTIONS).build();
    let client = Client::builder(
        &setting("BENCH_CONSUMER_KEY"),
        &setting("BENCH_CONSUMER_SECRET"),
    )
    .transport(Arc::new(transport.unwrap()))
    .build()
    .unwrap();
    let session = client.session(token());
    let request = Request::get(url).unwrap();
    let mut streams = Vec::with_capacity(CONNECTIONS);
    streams.push(session.stream(&request).unwrap()); // what is made only once is there
    let before = resident();
    streams.extend((1..CONNECTIONS).map(|_| session.stream(&request).unwrap()));
    for stream in streams {
        assert!(!stream.into_response().unwrap().body().is_empty());
    }
    let taken = resident() - before;
    println!("connection_bytes {:.1}", taken / (CONNECTIONS - 1) as f64);
}

fn main() {
    let input = Input::from_args();
    let signing = session(SignatureMethod::HmacSha1);
    let request = input.request();
    let sign = |times: u32| {
        for _ in 0..times {
            signing.authorization(&request).unwrap();
        }
    };
    sign(100_000);
    let before = resident();
    sign(1_000_000);
    println!("million_bytes {:.1}", resident() - before);

    measure("client_bytes", client);
    let shared = client();
    measure("session_bytes", || shared.session(token()));
    measure("request_bytes", || input.request());
    connections(&std::env::args().nth(2).expect("expected a URL"));
}
