//! Tokens.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// The key and the secret of a request token or an access token (RFC 5849: temporary credentials
/// and token credentials). Neither `repr` nor pickle gives the secret away.
///
/// Args:
///     key: What is sent as `oauth_token`.
///     secret: What signs, and is never sent.
#[pyclass(frozen, eq, module = "oauth1")]
#[derive(PartialEq)]
pub struct Token(pub oauth1::Token);

#[pymethods]
impl Token {
    #[new]
    fn new(key: &str, secret: &str) -> Self {
        Self(oauth1::Token::new(key, secret))
    }

    /// The key: what is sent as `oauth_token`.
    #[getter]
    fn key(&self) -> &str {
        self.0.key()
    }

    /// The secret: what signs, and is never sent.
    #[getter]
    fn secret(&self) -> &str {
        self.0.secret()
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, self.0.key()).hash()
    }

    #[pyo3(name = "__repr__")]
    pub fn repr(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!(
            "Token(key={}, secret='***')",
            PyString::new(py, self.0.key()).repr()?
        ))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err(
            "a Token is not pickled, so that its secret is nowhere by accident: \
             keep token.key and token.secret, and make a Token of them again",
        ))
    }
}
