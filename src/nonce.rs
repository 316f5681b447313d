//! Nonces and timestamps (RFC 5849 §3.3).

use std::cell::Cell;

use rand::Rng;
use rand::rngs::ThreadRng;

use crate::base_string::OwnParam;
use crate::params::prefix;
use crate::system;

/// How long a nonce is: 22 of 62 characters are 131 bits, and there are providers that take only
/// letters and digits, 20 to 30 of them.
pub(crate) const NONCE_LEN: usize = 22;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

thread_local! {
    /// The [generation](system::generation) in which this thread's generator was seeded.
    static SEEDED: Cell<Option<u64>> = const { Cell::new(None) };
}

/// The cryptographic generator of this thread, which a forked child seeds anew.
pub(crate) fn rng() -> ThreadRng {
    let mut rng = rand::rng();
    let generation = system::generation();
    if SEEDED.get() != Some(generation) {
        rng.reseed()
            .expect("the operating system has random numbers");
        SEEDED.set(Some(generation));
    }
    rng
}

/// A fresh nonce: letters and digits from a cryptographic generator.
pub(crate) fn nonce() -> [u8; NONCE_LEN] {
    let mut rng = rng();
    let mut nonce = [0; NONCE_LEN];
    for digits in nonce.chunks_mut(8) {
        // a fraction of 64 bits: times 62 its whole part is a digit, and what is left is the next
        // fraction. After 8 digits it is still of 16 bits, so that no digit is likelier than
        // another by more than 2^-16.
        let mut fraction = rng.next_u64();
        for digit in digits {
            let scaled = u128::from(fraction) * ALPHABET.len() as u128;
            *digit = ALPHABET[(scaled >> 64) as usize];
            fraction = scaled as u64;
        }
    }
    nonce
}

/// A fresh nonce, as the parameter that it is.
pub(crate) struct FreshNonce {
    signed: [u8; 39],
    header: [u8; 38],
}

impl FreshNonce {
    pub fn new() -> Self {
        let nonce = nonce();
        let mut signed = *b"%26oauth_nonce%3D----------------------";
        signed[17..].copy_from_slice(&nonce);
        let mut header = *b"oauth_nonce=\"----------------------\", ";
        header[13..35].copy_from_slice(&nonce);
        Self { signed, header }
    }

    pub fn as_param(&self) -> OwnParam<'_> {
        OwnParam {
            prefix: const { prefix(b"oauth_nonce") },
            signed: &self.signed,
            header: &self.header,
        }
    }
}

/// A timestamp, as the parameter that it is.
pub(crate) struct Timestamp {
    signed: [u8; 41],
    header: [u8; 40],
    digits: usize,
}

impl Timestamp {
    pub fn new(mut seconds: u64) -> Self {
        let mut signed = *b"%26oauth_timestamp%3D--------------------";
        let mut header = *b"oauth_timestamp=\"--------------------\", ";
        let digits = seconds.checked_ilog10().unwrap_or(0) as usize + 1;
        for at in (0..digits).rev() {
            let digit = b'0' + (seconds % 10) as u8;
            (signed[21 + at], header[17 + at]) = (digit, digit);
            seconds /= 10;
        }
        header[17 + digits..20 + digits].copy_from_slice(b"\", ");
        Self {
            signed,
            header,
            digits,
        }
    }

    pub fn as_param(&self) -> OwnParam<'_> {
        OwnParam {
            prefix: const { prefix(b"oauth_timestamp") },
            signed: &self.signed[..21 + self.digits],
            header: &self.header[..20 + self.digits],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::thread;

    use super::*;

    #[test]
    fn a_timestamp_is_written_in_decimal() {
        for seconds in [0, 9, 10, 1_318_622_958, u64::MAX] {
            let timestamp = Timestamp::new(seconds);
            let param = timestamp.as_param();
            assert_eq!(
                param.signed,
                format!("%26oauth_timestamp%3D{seconds}").as_bytes()
            );
            assert_eq!(
                param.header,
                format!("oauth_timestamp=\"{seconds}\", ").as_bytes()
            );
            assert_eq!(param.pair(), ("oauth_timestamp", &*seconds.to_string()));
        }
    }

    #[test]
    fn a_nonce_is_22_letters_and_digits() {
        for _ in 0..1000 {
            assert!(nonce().iter().all(u8::is_ascii_alphanumeric));
        }
    }

    #[test]
    fn every_character_comes_up_as_often_as_every_other() {
        let mut counts = [0_u32; 128];
        for _ in 0..20_000 {
            for byte in nonce() {
                counts[usize::from(byte)] += 1;
            }
        }
        let expected = 20_000.0 * 22.0 / 62.0;
        for &byte in ALPHABET {
            let share = f64::from(counts[usize::from(byte)]) / expected;
            assert!(
                (0.9..1.1).contains(&share),
                "{} comes up {share} times",
                byte as char
            );
        }
    }

    #[test]
    fn no_nonce_repeats_across_threads() {
        let draw = || (0..20_000).map(|_| nonce()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..8).map(|_| thread::spawn(draw)).collect();
        let drawn: Vec<_> = threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect();
        assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), drawn.len());
    }
}
