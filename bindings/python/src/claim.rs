//! What a request says of itself, before that is checked.

use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// What a request claims, not yet checked: who signs it and for whom. `Verifier.read` makes one, and
/// `Verifier.check` takes it, once.
#[pyclass(frozen, module = "oauth1")]
pub struct Claim {
    /// The consumer key.
    #[pyo3(get)]
    consumer_key: String,
    /// The token; None where there is none, or an empty one.
    #[pyo3(get)]
    token: Option<String>,
    /// The name of the signature method.
    #[pyo3(get)]
    signature_method: String,
    core: Mutex<Option<oauth1::Claim<'static>>>,
}

impl Claim {
    pub fn new(core: oauth1::Claim<'_>) -> Self {
        Self {
            consumer_key: core.consumer_key().to_owned(),
            token: core.token().map(str::to_owned),
            signature_method: core.signature_method().to_owned(),
            core: Mutex::new(Some(core.into_owned())),
        }
    }

    pub fn take(&self) -> PyResult<oauth1::Claim<'static>> {
        let claim = self
            .core
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        claim.ok_or_else(|| PyRuntimeError::new_err("the claim was checked before"))
    }
}

#[pymethods]
impl Claim {
    fn __repr__(&self) -> String {
        format!("<oauth1.Claim of {:?}>", self.consumer_key)
    }
}
