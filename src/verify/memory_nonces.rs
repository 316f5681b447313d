//! A store of nonces in memory.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};
use std::sync::{Mutex, PoisonError};

use super::nonces::{NonceStore, NonceUse};

/// How many parts there are, each with a lock of its own.
const SHARDS: usize = 16;
/// For how many seconds of expiry nonces are kept together, and forgotten together.
const SPAN: u64 = 32;

/// The nonces of one process, in memory: for a provider that has one. It is bounded: of each nonce
/// it keeps a hash of 64 bits, keyed at random, which takes 10 to 22 bytes, until the timestamp has
/// left the verifier's window. That two nonces of the same half minute have the same hash, so that
/// the later one is refused, is to be expected once in 10^13 requests at two million nonces.
///
/// It never takes a nonce twice. Where it is full it takes none at all, until some expire: requests
/// are then refused with a status of 503. Where the clock is set back, nonces older than those that
/// were forgotten already are refused. A forked child has a copy that its parent does not see.
pub struct MemoryNonces {
    shards: [Mutex<Shard>; SHARDS],
    capacity: usize,
    keys: RandomState,
}

#[derive(Default)]
struct Shard {
    /// The hashes of nonces by their expiry, in spans.
    spans: BTreeMap<u64, HashSet<u64, BuildHasherDefault<Hashed>>>,
    count: usize,
    /// The first span that was not forgotten.
    first: u64,
}

impl MemoryNonces {
    /// A store of so many nonces at most, rounded up to a multiple of 16: how many requests are taken
    /// within the verifier's window, both ways. Two million take about 40 MB.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self {
            shards: Default::default(),
            capacity,
            keys: RandomState::new(),
        }
    }

    /// How many nonces are kept at this time.
    #[must_use]
    pub fn len(&self) -> usize {
        let count = |shard: &Mutex<Shard>| {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            shard.count
        };
        self.shards.iter().map(count).sum()
    }

    /// Whether none is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A store of one million nonces.
impl Default for MemoryNonces {
    fn default() -> Self {
        Self::new(1_000_000)
    }
}

impl NonceStore for MemoryNonces {
    fn note(&self, nonce: &NonceUse<'_>) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
        let hash = self.keys.hash_one((
            nonce.consumer_key,
            nonce.token,
            nonce.timestamp,
            nonce.nonce,
        ));
        // the hash table takes its place from the low bits, and a mark from the high ones
        let shard = &self.shards[(hash >> 32) as usize % SHARDS];
        let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        shard.forget(nonce.now / SPAN);
        let span = nonce.expires / SPAN;
        if span < shard.first {
            return Ok(false);
        }
        let is_full = shard.count >= self.capacity.div_ceil(SHARDS);
        let hashes = shard.spans.entry(span).or_default();
        if hashes.contains(&hash) {
            return Ok(false);
        }
        if is_full {
            return Err("the store of nonces is full".into());
        }
        hashes.insert(hash);
        shard.count += 1;
        Ok(true)
    }
}

impl Shard {
    /// Forgets the spans before `first`, all of whose nonces have expired.
    fn forget(&mut self, first: u64) {
        if first <= self.first {
            return;
        }
        self.first = first;
        let kept = self.spans.split_off(&first);
        let expired = std::mem::replace(&mut self.spans, kept);
        self.count -= expired.values().map(HashSet::len).sum::<usize>();
    }
}

/// What is a hash already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, _: &[u8]) {
        unreachable!("hashes are numbers");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl fmt::Debug for MemoryNonces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryNonces")
            .field("len", &self.len())
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nonce(nonce: &str, timestamp: u64, now: u64) -> NonceUse<'_> {
        NonceUse {
            consumer_key: "key",
            token: Some("token"),
            timestamp,
            nonce,
            expires: timestamp + 300,
            now,
        }
    }

    const NOW: u64 = 1_800_000_000;

    #[test]
    fn a_nonce_is_taken_once_for_its_timestamp_consumer_and_token() {
        let store = MemoryNonces::default();
        let first = nonce("a", NOW, NOW);
        assert!(store.note(&first).unwrap());
        assert!(!store.note(&first).unwrap());
        assert!(!store.note(&nonce("a", NOW, NOW + 299)).unwrap());
        for other in [
            nonce("b", NOW, NOW),
            nonce("a", NOW + 1, NOW),
            NonceUse {
                consumer_key: "other",
                ..first
            },
            NonceUse {
                token: None,
                ..first
            },
            NonceUse {
                token: Some("other"),
                ..first
            },
            NonceUse {
                consumer_key: "keyt",
                token: Some("oken"),
                ..first
            },
        ] {
            assert!(store.note(&other).unwrap(), "{other:?}");
            assert!(!store.note(&other).unwrap(), "{other:?}");
        }
        assert_eq!(store.len(), 7);
    }

    #[test]
    fn a_nonce_is_kept_until_its_timestamp_has_left_the_window() {
        let store = MemoryNonces::default();
        assert!(store.note(&nonce("a", NOW, NOW)).unwrap());
        assert!(!store.note(&nonce("a", NOW, NOW + 300)).unwrap());
        for number in 0..1000 {
            // every shard is looked into
            let name = number.to_string();
            assert!(store.note(&nonce(&name, NOW + 400, NOW + 400)).unwrap());
        }
        assert_eq!(store.len(), 1000);
    }

    #[test]
    fn a_full_store_takes_no_nonce_and_none_twice_until_some_expire() {
        let store = MemoryNonces::new(60); // which is 64
        let names: Vec<_> = (0..1000).map(|number| number.to_string()).collect();
        let taken = |now: u64| -> Vec<_> {
            let note = |name: &&String| store.note(&nonce(name, now, now)).is_ok_and(|new| new);
            names.iter().filter(note).collect()
        };
        let first = taken(NOW);
        assert_eq!(first.len(), 64);
        assert_eq!(store.len(), 64);
        for name in first {
            assert!(!store.note(&nonce(name, NOW, NOW)).unwrap());
        }
        assert_eq!(taken(NOW + 1).len(), 0);
        assert_eq!(taken(NOW + 400).len(), 64);
    }

    #[test]
    fn a_clock_that_is_set_back_lets_no_nonce_through_again() {
        let store = MemoryNonces::default();
        let names: Vec<_> = (0..1000).map(|number| number.to_string()).collect();
        for name in &names {
            assert!(store.note(&nonce(name, NOW, NOW)).unwrap());
        }
        for name in &names {
            assert!(store.note(&nonce(name, NOW + 400, NOW + 400)).unwrap());
        }
        for name in &names {
            assert!(!store.note(&nonce(name, NOW, NOW)).unwrap());
        }
    }

    #[test]
    fn of_many_threads_one_has_each_nonce() {
        let store = MemoryNonces::default();
        let names: Vec<_> = (0..5000).map(|number| number.to_string()).collect();
        let taken: usize = std::thread::scope(|scope| {
            let take = || {
                names
                    .iter()
                    .filter(|name| store.note(&nonce(name, NOW, NOW)).unwrap())
                    .count()
            };
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .sum()
        });
        assert_eq!(taken, names.len());
    }
}
