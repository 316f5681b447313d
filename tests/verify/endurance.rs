//! A verifier that goes on and on takes no more memory than at its beginning.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use oauth1::{MemoryNonces, Reason, Request};

use crate::support::*;

/// How many requests the verifier's window takes, both ways.
const WITHIN_WINDOW: u64 = 20_000;

/// How many requests are verified: 10 million where `OAUTH1_LONG_TESTS` is 1.
fn requests() -> u64 {
    match std::env::var("OAUTH1_LONG_TESTS") {
        Ok(long) if long == "1" => 10_000_000,
        _ => 50_000,
    }
}

/// How many bytes of memory the process has; 0 where the system does not tell.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages.split(' ').nth(1).and_then(|pages| pages.parse().ok());
    4096 * pages.unwrap_or(0)
}

#[test]
fn memory_is_bounded_however_many_requests_are_verified() {
    let time = Arc::new(AtomicU64::new(NOW));
    let clock = |time: &Arc<AtomicU64>| {
        let time = Arc::clone(time);
        move || time.load(Ordering::Relaxed)
    };
    let store = Arc::new(MemoryNonces::new(4 * WITHIN_WINDOW as usize));
    let verifier = builder()
        .clock(clock(&time))
        .nonces(Arc::clone(&store))
        .build()
        .unwrap();
    let session = session_of(client().clock(clock(&time)));
    let request = Request::get("https://a.example/photos?page=2").unwrap();
    let (count, mut most, mut before) = (requests(), 0, 0);
    for number in 0..count {
        time.store(NOW + number * 300 / WITHIN_WINDOW, Ordering::Relaxed);
        let header = session.authorization(&request).unwrap();
        let wire = Wire::get(request.url().as_str(), &header);
        let verified = wire.accepted(&verifier);
        assert_eq!(verified.token(), Some(TOKEN));
        if number % 1000 == 0 {
            assert_eq!(wire.refused(&verifier).reason(), Reason::Nonce);
            most = most.max(store.len());
        }
        if number == count / 10 {
            before = resident();
        }
    }
    assert!(most as u64 <= 2 * WITHIN_WINDOW, "{most} nonces were kept");
    // other tests run beside it, but where it is asked for by its name for a long time
    let grown = resident().saturating_sub(before);
    assert!(count < 1_000_000 || grown < 8 << 20, "{grown} bytes more");
}
