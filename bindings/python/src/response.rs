//! Responses, and the token responses of a handshake.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::error::OrRaise;
use crate::token::Token;

/// A response: status, headers, body. Any status is a response, not an error.
#[pyclass(frozen, module = "oauth1")]
pub struct Response {
    /// The response without its body.
    head: oauth1::Response,
    body: Py<PyBytes>,
}

impl Response {
    pub fn new(py: Python<'_>, response: oauth1::Response) -> Self {
        let head =
            oauth1::Response::new(response.status(), response.headers().to_vec(), Vec::new());
        Self {
            head,
            body: PyBytes::new(py, response.body()).unbind(),
        }
    }

    fn whole(&self, py: Python<'_>) -> oauth1::Response {
        let body = self.body.as_bytes(py).to_vec();
        oauth1::Response::new(self.head.status(), self.head.headers().to_vec(), body)
    }
}

#[pymethods]
impl Response {
    /// The status (RFC 9110 §15).
    #[getter]
    fn status(&self) -> u16 {
        self.head.status()
    }

    /// Whether the status is one of success, 200 to 299.
    #[getter]
    fn is_success(&self) -> bool {
        self.head.is_success()
    }

    /// The headers, in the order in which they came, duplicates kept.
    #[getter]
    fn headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.head.headers())
    }

    /// Return the first header of this name, whatever its case, or None.
    fn header(&self, name: &str) -> Option<&str> {
        self.head.header(name)
    }

    /// The body.
    #[getter]
    fn body(&self, py: Python<'_>) -> Py<PyBytes> {
        self.body.clone_ref(py)
    }

    /// The body as text; what is not UTF-8 becomes U+FFFD.
    #[getter]
    fn text(&self, py: Python<'_>) -> String {
        String::from_utf8_lossy(self.body.as_bytes(py)).into_owned()
    }

    /// Return the value that the body has as JSON.
    ///
    /// Raises:
    ///     ValueError: The body is not JSON.
    fn json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (&self.body,))
    }

    /// Insist on success.
    ///
    /// Raises:
    ///     RefusedError: The status is not 2xx; the error has the provider's words.
    fn raise_for_status(&self, py: Python<'_>) -> PyResult<()> {
        if self.head.is_success() {
            Ok(())
        } else {
            self.whole(py).error_for_status().or_raise(py)
        }
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let size = self.body.as_bytes(py).len();
        format!("<oauth1.Response {}, {size} bytes>", self.head.status())
    }
}

/// What a provider answers in a handshake: a token, and whatever it adds.
#[pyclass(frozen, module = "oauth1")]
pub struct TokenResponse(pub oauth1::TokenResponse);

#[pymethods]
impl TokenResponse {
    /// Read the answer to a step of the handshake that was sent as any other request: form data,
    /// whatever its content type says.
    ///
    /// Args:
    ///     response: The response.
    ///
    /// Returns:
    ///     The token response.
    ///
    /// Raises:
    ///     RefusedError: The status is not 2xx; the error has the provider's words.
    ///     InvalidTokenResponseError: The token or its secret is missing.
    #[staticmethod]
    fn from_response(response: &Bound<'_, Response>) -> PyResult<Self> {
        let py = response.py();
        oauth1::TokenResponse::from_response(&response.get().whole(py))
            .or_raise(py)
            .map(Self)
    }

    /// The request token or access token.
    #[getter]
    fn token(&self) -> Token {
        Token(self.0.token().clone())
    }

    /// Whether the provider confirmed the callback (RFC 5849 §2.1).
    #[getter]
    fn callback_confirmed(&self) -> bool {
        self.0.callback_confirmed()
    }

    /// The fields beyond token and secret, in the order in which they came.
    #[getter]
    fn extra<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.extra())
    }

    /// Return the field of this name beyond token and secret, such as `screen_name`, or None.
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<oauth1.TokenResponse {}>", self.token().repr(py)?))
    }
}
