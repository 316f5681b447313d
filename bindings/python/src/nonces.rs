//! Nonces that were used, and the store of them in memory.

use std::sync::Arc;

use oauth1::NonceStore;
use pyo3::prelude::*;

/// The use of a nonce, which counts once for its timestamp, consumer and token (RFC 5849 §3.3).
#[pyclass(frozen, module = "oauth1", get_all)]
pub struct NonceUse {
    /// The consumer key.
    consumer_key: String,
    /// The token; None where there is none.
    token: Option<String>,
    /// The timestamp, in seconds since 1970-01-01 00:00:00 GMT.
    timestamp: u64,
    /// The nonce, at most 256 bytes.
    nonce: String,
    /// The last second in which a request of this timestamp is taken, since 1970-01-01 00:00:00 GMT:
    /// until it has passed, the use has to be remembered.
    expires: u64,
    /// The time by the verifier's clock, in seconds since 1970-01-01 00:00:00 GMT.
    now: u64,
    /// A key for stores that have short ones: 64 hexadecimal digits, the SHA-256 of consumer key,
    /// token, timestamp and nonce.
    key: String,
}

impl NonceUse {
    pub fn new(nonce: &oauth1::NonceUse<'_>) -> Self {
        Self {
            consumer_key: nonce.consumer_key().to_owned(),
            token: nonce.token().map(str::to_owned),
            timestamp: nonce.timestamp(),
            nonce: nonce.nonce().to_owned(),
            expires: nonce.expires(),
            now: nonce.now(),
            key: nonce.key(),
        }
    }

    fn core(&self) -> oauth1::NonceUse<'_> {
        oauth1::NonceUse::new(
            &self.consumer_key,
            self.token.as_deref(),
            self.timestamp,
            &self.nonce,
            self.expires,
            self.now,
        )
    }
}

#[pymethods]
impl NonceUse {
    /// How many whole seconds the use has to be remembered from now on, 1 at least.
    #[getter]
    fn seconds(&self) -> u64 {
        self.expires.saturating_sub(self.now) + 1
    }

    fn __repr__(&self) -> String {
        format!("<oauth1.NonceUse {}>", self.key)
    }
}

/// A store of the nonces of one process, in memory. It is bounded: a nonce takes 10 to 22 bytes, until
/// its timestamp has left the verifier's window. It never takes a nonce twice; where it is full it
/// takes none, and requests are refused with a status of 503, until some expire. Called with a
/// `NonceUse`, it notes the nonce, and tells whether it is new.
///
/// Args:
///     capacity: How many nonces at most, rounded up to a multiple of 16: how many requests are taken
///         within the window, both ways.
#[pyclass(frozen, module = "oauth1")]
pub struct MemoryNonces(pub Arc<oauth1::MemoryNonces>);

#[pymethods]
impl MemoryNonces {
    #[new]
    #[pyo3(signature = (capacity = 1_000_000))]
    fn new(capacity: usize) -> Self {
        Self(Arc::new(oauth1::MemoryNonces::new(capacity)))
    }

    fn __call__(&self, nonce: &NonceUse) -> PyResult<bool> {
        let noted = self.0.note(&nonce.core());
        noted.map_err(|error| pyo3::exceptions::PyOverflowError::new_err(error.to_string()))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        format!("<oauth1.MemoryNonces of {}>", self.0.len())
    }
}
