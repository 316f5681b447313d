//! Requests that were verified.

use oauth1::Source;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::nonces::NonceUse;
use crate::settings::transmission_name;

/// A request that was verified: who signed it, for whom, and what was signed.
#[pyclass(frozen, module = "oauth1")]
pub struct Verified(pub oauth1::Verified);

type Parameter<'py> = (Bound<'py, PyBytes>, Bound<'py, PyBytes>, &'static str);

#[pymethods]
impl Verified {
    /// The consumer key (`oauth_consumer_key`): who signed.
    #[getter]
    fn consumer_key(&self) -> &str {
        self.0.consumer_key()
    }

    /// The token (`oauth_token`): for whom; None where the consumer signed for itself.
    #[getter]
    fn token(&self) -> Option<&str> {
        self.0.token()
    }

    /// The name of the signature method.
    #[getter]
    fn signature_method(&self) -> &str {
        self.0.signature_method()
    }

    /// Where the `oauth_` parameters travelled: "header", "query" or "form".
    #[getter]
    fn transmission(&self) -> &'static str {
        transmission_name(self.0.transmission())
    }

    /// The realm of the Authorization header, which is not signed.
    #[getter]
    fn realm(&self) -> Option<&str> {
        self.0.realm()
    }

    /// The timestamp, in seconds since 1970-01-01 00:00:00 GMT; PLAINTEXT may have none.
    #[getter]
    fn timestamp(&self) -> Option<u64> {
        self.0.timestamp()
    }

    /// The nonce; PLAINTEXT may have none.
    #[getter]
    fn nonce(&self) -> Option<&str> {
        self.0.nonce()
    }

    /// The URL that was signed: that by which the world knows the server.
    #[getter]
    fn url(&self) -> &str {
        self.0.url().as_str()
    }

    /// The parameters that were signed, `oauth_signature` aside, in the order in which they were
    /// collected: name, value, and where it travelled, "query", "form" or "protocol".
    #[getter]
    fn params<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let params = self
            .0
            .params()
            .map(|(name, value, source)| -> Parameter<'py> {
                let source = match source {
                    Source::Query => "query",
                    Source::Form => "form",
                    _ => "protocol",
                };
                (PyBytes::new(py, &name), PyBytes::new(py, &value), source)
            });
        PyTuple::new(py, params.collect::<Vec<_>>())
    }

    /// The value of the first parameter of a name, such as `oauth_callback` or `oauth_verifier`.
    ///
    /// Args:
    ///     name: The name.
    ///
    /// Returns:
    ///     The value; None where there is no such parameter. What is not UTF-8 in it is replaced by
    ///     U+FFFD: `params` has the bytes.
    fn param(&self, name: &str) -> Option<String> {
        let value = self.0.param(name)?;
        Some(String::from_utf8_lossy(&value).into_owned())
    }

    /// Whether the signature covers the body: it is a form, its hash was sent and is right, or there
    /// is none. Of PLAINTEXT, which covers nothing at all, it says nothing.
    #[getter]
    fn covers_body(&self) -> bool {
        self.0.covers_body()
    }

    /// What a store of nonces is asked; None where PLAINTEXT left out timestamp or nonce.
    #[getter]
    fn nonce_use(&self) -> Option<NonceUse> {
        self.0.nonce_use().map(|nonce| NonceUse::new(&nonce))
    }

    fn __repr__(&self) -> String {
        format!("<oauth1.Verified by {:?}>", self.0.consumer_key())
    }
}
