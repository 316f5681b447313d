//! Pending authorizations.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::error::OrRaise;
use crate::token::Token;

/// A handshake between its legs: the user was, or is to be, sent to the provider, and is yet to come
/// back. `Client.authorize` makes one. It goes to bytes and back, for a web session; neither `repr`
/// nor pickle gives its secret away.
///
/// Args:
///     request_token: The request token of a handshake whose first step was made by other means.
///     url: The URL that the user is sent to.
#[pyclass(frozen, eq, module = "oauth1")]
#[derive(PartialEq)]
pub struct PendingAuthorization(pub oauth1::PendingAuthorization);

#[pymethods]
impl PendingAuthorization {
    #[new]
    fn new(request_token: &Bound<'_, Token>, url: &str) -> Self {
        let token = request_token.get().0.clone();
        Self(oauth1::PendingAuthorization::new(token, url))
    }

    /// The URL to send the user to.
    #[getter]
    fn url(&self) -> &str {
        self.0.url()
    }

    /// The request token, whose key comes back with the user.
    #[getter]
    fn request_token(&self) -> Token {
        Token(self.0.request_token().clone())
    }

    /// The name of the provider; empty where the client has none.
    #[getter]
    fn provider(&self) -> &str {
        self.0.provider()
    }

    /// Return it as bytes, which are ASCII text. They hold the request token's secret: keep them
    /// where the user cannot read or change them, and for one user alone.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.to_bytes())
    }

    /// Make one of the bytes that `to_bytes` returned.
    ///
    /// Args:
    ///     data: The bytes.
    ///
    /// Returns:
    ///     The pending authorization.
    ///
    /// Raises:
    ///     InvalidPendingAuthorizationError: The bytes are others.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, data: &[u8]) -> PyResult<Self> {
        oauth1::PendingAuthorization::from_bytes(data)
            .or_raise(py)
            .map(Self)
    }

    /// Return the verifier with which the user came back, once all is checked that can be: that it
    /// is this authorization that they come from (the token is compared in constant time), and that
    /// they allowed access.
    ///
    /// Args:
    ///     redirected_to: The URL at which they arrived, or its path and query, or the query alone.
    ///
    /// Returns:
    ///     The verifier.
    ///
    /// Raises:
    ///     AccessDeniedError: The user or the provider said no.
    ///     InvalidCallbackError: The token is missing or another, or the verifier is missing or
    ///         there twice.
    fn verifier(&self, py: Python<'_>, redirected_to: &str) -> PyResult<String> {
        self.0.verifier(redirected_to).or_raise(py)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let token = self.request_token().repr(py)?;
        Ok(match self.0.provider() {
            "" => format!("<oauth1.PendingAuthorization of {token}>"),
            provider => {
                let provider = PyString::new(py, provider).repr()?;
                format!("<oauth1.PendingAuthorization of {token} at {provider}>")
            }
        })
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err(
            "a PendingAuthorization is not pickled, so that its secret is nowhere by accident: \
             keep its to_bytes(), and make it of them again by from_bytes",
        ))
    }
}
