//! What the programs share: who signs, what is signed, and how long it takes.
//!
//! Each prints one line `NAME VALUE` for each way to sign that it measures, to be checked, and one
//! line `NAME NANOSECONDS`.

use std::env;
use std::hint::black_box;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A request, as its file has it: method and URL on the first line, then a parameter of the form
/// on each.
pub struct Input {
    pub method: String,
    pub url: String,
    pub form: Vec<(String, String)>,
}

impl Input {
    /// The request of the file that the command names first.
    pub fn from_args() -> Self {
        let path = env::args().nth(1).expect("expected the file of a request");
        let text = std::fs::read_to_string(path).expect("the file can be read");
        let mut lines = text.lines();
        let (method, url) = split(lines.next().expect("expected a method and a URL"), ' ');
        let form = lines.map(|line| split(line, '=')).collect();
        Self { method, url, form }
    }

    /// The request that the library signs.
    pub fn request(&self) -> oauth1::Request {
        let mut request = oauth1::Request::new(&self.method, &self.url).unwrap();
        for (name, value) in &self.form {
            request.form(name, value).unwrap();
        }
        request
    }
}

fn split(line: &str, at: char) -> (String, String) {
    let (before, behind) = line.split_once(at).expect("expected two parts");
    (before.to_owned(), behind.to_owned())
}

/// A setting that is in the environment.
pub fn setting(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set"))
}

/// The session that signs.
pub fn session(method: oauth1::SignatureMethod) -> oauth1::Session {
    let client = oauth1::Client::builder(
        &setting("BENCH_CONSUMER_KEY"),
        &setting("BENCH_CONSUMER_SECRET"),
    )
    .signature_method(method)
    .build()
    .unwrap();
    client.session(oauth1::Token::new(
        setting("BENCH_TOKEN"),
        setting("BENCH_TOKEN_SECRET"),
    ))
}

/// Prints what was signed, so that it can be checked.
pub fn show(name: &str, signed: &str) {
    println!("{name} {signed}");
}

/// Prints how many nanoseconds one call takes: the median of batches of about a millisecond each.
pub fn time<R>(name: &str, mut call: impl FnMut() -> R) {
    const BATCH: Duration = Duration::from_millis(1);
    let slice = Duration::from_millis(setting("BENCH_MILLISECONDS").parse().unwrap());
    let mut batch = |calls: u32| {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(call());
        }
        start.elapsed()
    };
    let mut calls = 1;
    while batch(calls) < BATCH {
        calls *= 2;
    }
    let mut batches = Vec::new();
    let start = Instant::now();
    while batches.len() < 3 || start.elapsed() < slice {
        batches.push(batch(calls));
    }
    batches.sort();
    let median = batches[batches.len() / 2].as_secs_f64() * 1e9 / f64::from(calls);
    println!("{name} {median:.1}");
}

/// Measures a call as `one`, or with so many threads as the command names second, as `threads`.
pub fn time_one_or_threads(call: impl Fn() + Sync) {
    let threads = env::args().nth(2).expect("expected how many threads");
    match threads.parse().expect("expected a number") {
        1 => time("one", call),
        threads => time_threads("threads", threads, call),
    }
}

/// Prints how many nanoseconds pass for each call, where so many threads make it at once.
fn time_threads(name: &str, threads: usize, call: impl Fn() + Sync) {
    let slice = Duration::from_millis(setting("BENCH_MILLISECONDS").parse().unwrap());
    let ready = Barrier::new(threads + 1);
    let stop = AtomicBool::new(false);
    let (taken, calls) = thread::scope(|scope| {
        let call_until_stopped = || {
            call(); // opens the connection
            ready.wait();
            let mut calls = 0_u32;
            while calls == 0 || !stop.load(Ordering::Relaxed) {
                call();
                calls += 1;
            }
            calls
        };
        let callers: Vec<_> = (0..threads)
            .map(|_| scope.spawn(call_until_stopped))
            .collect();
        ready.wait();
        let start = Instant::now();
        thread::sleep(slice);
        stop.store(true, Ordering::Relaxed);
        let calls: u32 = callers.into_iter().map(|each| each.join().unwrap()).sum();
        (start.elapsed(), calls)
    });
    println!("{name} {:.1}", taken.as_secs_f64() * 1e9 / f64::from(calls));
}

/// How many bytes of memory the process has, where the system tells.
pub fn resident() -> f64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages.split(' ').nth(1).and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0.0) * 4096.0
}
