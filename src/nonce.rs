//! Nonces and timestamps (RFC 5849 §3.3).

use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};

use rand::Rng;

use crate::fork;

/// How long a nonce is: 22 of 62 characters are 131 bits, and there are providers that take only
/// letters and digits, 20 to 30 of them.
pub(crate) const NONCE_LEN: usize = 22;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

thread_local! {
    /// The [generation](fork::generation) in which this thread's generator was seeded.
    static SEEDED: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Letters and digits from a cryptographic generator, one for each thread, which a forked child
/// seeds anew.
pub(crate) fn nonce() -> [u8; NONCE_LEN] {
    let mut rng = rand::rng();
    let generation = fork::generation();
    if SEEDED.get() != Some(generation) {
        rng.reseed().expect("the operating system has random numbers");
        SEEDED.set(Some(generation));
    }
    let mut nonce = [0; NONCE_LEN];
    let mut filled = 0;
    while filled < NONCE_LEN {
        let mut random = [0; 24];
        rng.fill_bytes(&mut random);
        // six bits choose one of 64; the two that are none of the 62 are drawn again
        for index in random.map(|byte| usize::from(byte & 63)) {
            if index < ALPHABET.len() && filled < NONCE_LEN {
                nonce[filled] = ALPHABET[index];
                filled += 1;
            }
        }
    }
    nonce
}

/// Seconds since 1970-01-01 00:00:00 GMT, by the system's clock.
pub(crate) fn system_time() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::thread;

    use super::*;

    #[test]
    fn a_nonce_is_22_letters_and_digits() {
        assert!((0..1000).all(|_| nonce().iter().all(u8::is_ascii_alphanumeric)));
    }

    #[test]
    fn every_character_comes_up_as_often_as_every_other() {
        let mut counts = [0_u32; 128];
        for _ in 0..20_000 {
            nonce().iter().for_each(|&byte| counts[usize::from(byte)] += 1);
        }
        let expected = 20_000.0 * 22.0 / 62.0;
        for &byte in ALPHABET {
            let share = f64::from(counts[usize::from(byte)]) / expected;
            assert!((0.9..1.1).contains(&share), "{} comes up {share} times", byte as char);
        }
    }

    #[test]
    fn no_nonce_repeats_across_threads() {
        let draw = || (0..20_000).map(|_| nonce()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..8).map(|_| thread::spawn(draw)).collect();
        let drawn: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), drawn.len());
    }
}
