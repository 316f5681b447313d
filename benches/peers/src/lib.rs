//! What the programs share: who signs, what is signed, and how long it takes.
//!
//! Each prints one line `NAME VALUE` for each way to sign that it measures, to be checked, and one
//! line `NAME NANOSECONDS`.

use std::env;
use std::hint::black_box;
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
