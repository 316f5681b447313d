//! The limit: HMAC-SHA1 of a base string that is in a file, with a key that is there already.

use hmac::{Hmac, KeyInit, Mac};
use peers::{setting, time};
use sha1::Sha1;

fn main() {
    let path = std::env::args()
        .nth(1)
        .expect("expected the file of a base string");
    let base_string = std::fs::read(path).expect("the file can be read");
    // secrets of letters and digits, which encoding leaves as they are
    let key = format!(
        "{}&{}",
        setting("BENCH_CONSUMER_SECRET"),
        setting("BENCH_TOKEN_SECRET")
    );
    let keyed = Hmac::<Sha1>::new_from_slice(key.as_bytes()).unwrap();
    time("raw", || {
        let mut mac = keyed.clone();
        mac.update(&base_string);
        mac.finalize().into_bytes()
    });
}
