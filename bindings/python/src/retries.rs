//! When requests are sent again.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::settings::duration;
use crate::values::unexpected;

/// Whether, and when, a request that failed is sent again. Each time it is signed anew, with a fresh
/// nonce and timestamp.
///
/// A request is sent again
///
/// - whatever its method, where it is certain that nothing of it was sent: no connection could be
///   made;
/// - where its method is idempotent (RFC 9110 §9.2.2: GET, HEAD, PUT, DELETE, OPTIONS, TRACE), or
///   the request is `repeatable`: when the connection broke, a time limit passed, or the response
///   has the status 429, 502, 503 or 504.
///
/// It never is where its body cannot be read again, or where its nonce or timestamp was set.
///
/// Args:
///     attempts: How many attempts there are in all; 1 is no retry.
///     first_pause: Seconds between the first two attempts, of which a random part, at least half,
///         is waited; it doubles each time.
///     longest_pause: The longest that it becomes.
///     longest_wait: The longest `Retry-After` (RFC 9110 §10.2.3) that is waited for, in seconds;
///         where a provider asks for more, its response is returned at once.
///
/// Raises:
///     InvalidSettingError: A time that is none.
#[pyclass(frozen, eq, module = "oauth1")]
#[derive(Clone, PartialEq)]
pub struct Retries {
    /// How many attempts there are in all.
    #[pyo3(get)]
    attempts: u32,
    /// Seconds between the first two attempts.
    #[pyo3(get)]
    first_pause: f64,
    /// The longest pause, in seconds.
    #[pyo3(get)]
    longest_pause: f64,
    /// The longest `Retry-After` that is waited for, in seconds.
    #[pyo3(get)]
    longest_wait: f64,
    core: oauth1::Retries,
}

#[pymethods]
impl Retries {
    #[new]
    #[pyo3(signature = (attempts, *, first_pause = 0.5, longest_pause = 30.0, longest_wait = 60.0))]
    fn new(
        py: Python<'_>,
        attempts: u32,
        first_pause: f64,
        longest_pause: f64,
        longest_wait: f64,
    ) -> PyResult<Self> {
        let core = oauth1::Retries::new(attempts)
            .backoff(
                duration(py, "first_pause", first_pause)?,
                duration(py, "longest_pause", longest_pause)?,
            )
            .longest_wait(duration(py, "longest_wait", longest_wait)?);
        Ok(Self {
            attempts,
            first_pause,
            longest_pause,
            longest_wait,
            core,
        })
    }

    fn __repr__(&self) -> String {
        format!(
            "Retries({}, first_pause={:?}, longest_pause={:?}, longest_wait={:?})",
            self.attempts, self.first_pause, self.longest_pause, self.longest_wait
        )
    }
}

/// What a client is given: all of it, or the number of attempts.
pub struct GivenRetries(pub oauth1::Retries);

impl FromPyObject<'_, '_> for GivenRetries {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(retries) = given.cast::<Retries>() {
            return Ok(Self(retries.get().core.clone()));
        }
        match given.extract() {
            Ok(attempts) => Ok(Self(oauth1::Retries::new(attempts))),
            Err(error) if error.is_instance_of::<PyTypeError>(given.py()) => Err(unexpected(
                "retries must be Retries or a number of attempts",
                &given,
            )),
            Err(error) => Err(error),
        }
    }
}
