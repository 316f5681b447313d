//! Nonces that were used: none counts twice (RFC 5849 §3.3).

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// A store of the nonces that were used. Where a provider has several processes they share one, or a
/// request could be replayed to another: a database with a unique constraint, or a cache that can
/// add what is not there, such as Redis by `SET key 1 NX EXAT expires`.
///
/// A failure is not an answer: the request is refused as
/// [`Reason::Unavailable`](crate::Reason::Unavailable), with a status of 503.
pub trait NonceStore: Send + Sync {
    /// Notes that a nonce is used, in one step that no other can come between; `false` where it was
    /// noted before, and where the store cannot tell. What it notes has to be kept until
    /// [`expires`](NonceUse::expires) has passed.
    ///
    /// # Errors
    ///
    /// Any: where the store itself failed.
    fn note(&self, nonce: &NonceUse<'_>) -> Result<bool, Box<dyn std::error::Error + Send + Sync>>;
}

impl<S: NonceStore + ?Sized> NonceStore for Arc<S> {
    fn note(&self, nonce: &NonceUse<'_>) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
        (**self).note(nonce)
    }
}

/// The use of a nonce: unique for its timestamp, consumer and token (RFC 5849 §3.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NonceUse<'a> {
    pub(super) consumer_key: &'a str,
    pub(super) token: Option<&'a str>,
    pub(super) timestamp: u64,
    pub(super) nonce: &'a str,
    pub(super) expires: u64,
    pub(super) now: u64,
}

impl<'a> NonceUse<'a> {
    /// The use of a nonce with this timestamp, consumer key and token, taken until `expires`, at the
    /// time `now`; all times in seconds since 1970-01-01 00:00:00 GMT. A verifier makes them; this
    /// is for whoever tries a store.
    #[must_use]
    pub fn new(
        consumer_key: &'a str,
        token: Option<&'a str>,
        timestamp: u64,
        nonce: &'a str,
        expires: u64,
        now: u64,
    ) -> Self {
        Self {
            consumer_key,
            token,
            timestamp,
            nonce,
            expires,
            now,
        }
    }

    /// The consumer key.
    #[must_use]
    pub fn consumer_key(&self) -> &'a str {
        self.consumer_key
    }

    /// The token, where there is one.
    #[must_use]
    pub fn token(&self) -> Option<&'a str> {
        self.token
    }

    /// The timestamp, in seconds since 1970-01-01 00:00:00 GMT.
    #[must_use]
    pub fn timestamp(&self) -> u64 {
        self.timestamp
    }

    /// The nonce, at most 256 bytes.
    #[must_use]
    pub fn nonce(&self) -> &'a str {
        self.nonce
    }

    /// The last second in which a request of this timestamp is taken, since 1970-01-01 00:00:00 GMT:
    /// until it has passed, the use has to be remembered.
    #[must_use]
    pub fn expires(&self) -> u64 {
        self.expires
    }

    /// The time by the verifier's clock, in seconds since 1970-01-01 00:00:00 GMT.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.now
    }

    /// A key for stores that have short ones: 64 hexadecimal digits, the SHA-256 of consumer key,
    /// token, timestamp and nonce, each behind its length.
    #[must_use]
    pub fn key(&self) -> String {
        let mut hash = Sha256::new();
        let timestamp = self.timestamp.to_string();
        for part in [
            self.consumer_key,
            self.token.unwrap_or_default(),
            &timestamp,
            self.nonce,
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let digits = hash
            .finalize()
            .into_iter()
            .flat_map(|byte| [byte >> 4, byte & 15]);
        digits
            .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
            .collect()
    }
}

impl fmt::Debug for NonceUse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NonceUse")
            .field("consumer_key", &self.consumer_key)
            .field("token", &self.token)
            .field("timestamp", &self.timestamp)
            .field("nonce", &self.nonce)
            .finish_non_exhaustive()
    }
}
