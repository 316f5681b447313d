//! Signed requests.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::request::without_query;

/// A signed request: what is to be sent, byte for byte.
#[pyclass(frozen, module = "oauth1")]
pub struct SignedRequest(pub oauth1::SignedRequest<'static>);

#[pymethods]
impl SignedRequest {
    /// The method.
    #[getter]
    fn method(&self) -> &str {
        self.0.method()
    }

    /// The URL; it carries the signature where the parameters travel in the query.
    #[getter]
    fn url(&self) -> &str {
        self.0.url()
    }

    /// The headers, `Authorization` and `Content-Type` among them where the request has them.
    #[getter]
    fn headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.headers().collect::<Vec<_>>())
    }

    /// The body; it carries the signature where the parameters travel in the form body. None where
    /// the request has none.
    #[getter]
    fn body<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        self.0.body().map(|body| PyBytes::new(py, body))
    }

    /// The value of the `Authorization` header; None where the parameters travel elsewhere.
    #[getter]
    fn authorization(&self) -> Option<&str> {
        self.0.authorization()
    }

    /// The signature base string (RFC 5849 §3.4.1).
    #[getter]
    fn base_string(&self) -> &str {
        self.0.base_string()
    }

    fn __repr__(&self) -> String {
        format!(
            "<oauth1.SignedRequest {} {}>",
            self.0.method(),
            without_query(self.0.url())
        )
    }
}
