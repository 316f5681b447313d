//! Calling off requests from another thread.

use pyo3::prelude::*;

/// Calls off requests that are under way, from any thread: each that was given it as
/// `cancellation` ends within a tenth of a second, with `RequestCancelledError`.
#[pyclass(frozen, module = "oauth1")]
pub struct Cancellation(pub oauth1::Cancellation);

#[pymethods]
impl Cancellation {
    #[new]
    fn new() -> Self {
        Self(oauth1::Cancellation::new())
    }

    /// Call off every request that was given this cancellation, and every one that is yet to come.
    fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether it has happened.
    #[getter]
    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }

    fn __repr__(&self) -> &'static str {
        if self.0.is_cancelled() {
            "<oauth1.Cancellation, cancelled>"
        } else {
            "<oauth1.Cancellation>"
        }
    }
}
