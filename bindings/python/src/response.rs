//! Responses, and the token responses of a handshake.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyTuple};

use crate::error::OrRaise;
use crate::headers::Headers;
use crate::problem::Problem;
use crate::token::Token;

/// A response: status, headers, body. Any status is a response, not an error.
#[pyclass(frozen, module = "oauth1")]
pub struct Response {
    core: oauth1::Response,
    body: PyOnceLock<Py<PyBytes>>,
}

impl Response {
    pub fn new(core: oauth1::Response) -> Self {
        Self {
            core,
            body: PyOnceLock::new(),
        }
    }
}

#[pymethods]
impl Response {
    /// The status (RFC 9110 §15).
    #[getter]
    fn status(&self) -> u16 {
        self.core.status()
    }

    /// Whether the status is one of success, 200 to 299.
    #[getter]
    fn is_success(&self) -> bool {
        self.core.is_success()
    }

    /// The headers: a mapping in which names are found whatever their case.
    #[getter]
    fn headers(&self, py: Python<'_>) -> PyResult<Headers> {
        Headers::new(py, self.core.headers())
    }

    /// Return the first header of this name, whatever its case, or None.
    fn header(&self, name: &str) -> Option<&str> {
        self.core.header(name)
    }

    /// The body.
    #[getter]
    fn body(&self, py: Python<'_>) -> Py<PyBytes> {
        let body = self
            .body
            .get_or_init(py, || PyBytes::new(py, self.core.body()).unbind());
        body.clone_ref(py)
    }

    /// The body as text, in the charset of its content type; in UTF-8 where that names none. What
    /// the charset does not have becomes U+FFFD.
    #[getter]
    fn text(&self) -> String {
        self.core.text()
    }

    /// Return the value that the body has as JSON.
    ///
    /// Raises:
    ///     ValueError: The body is not JSON.
    fn json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        LOADS.import(py, "json", "loads")?.call1((self.body(py),))
    }

    /// What the provider says is wrong, by the problem reporting extension, whatever the status, or
    /// None.
    #[getter]
    fn problem(&self) -> Option<Problem> {
        self.core.problem().map(Problem)
    }

    /// Insist on success.
    ///
    /// Raises:
    ///     RefusedError: The status is not 2xx; the error has the provider's words.
    fn raise_for_status(&self, py: Python<'_>) -> PyResult<()> {
        self.core.error_for_status().or_raise(py)
    }

    fn __repr__(&self) -> String {
        let (status, size) = (self.core.status(), self.core.body().len());
        format!("<oauth1.Response {status}, {size} bytes>")
    }
}

/// What a provider answers in a handshake: a token, and whatever it adds.
#[pyclass(frozen, module = "oauth1")]
pub struct TokenResponse(pub oauth1::TokenResponse);

#[pymethods]
impl TokenResponse {
    /// Read the answer to a step of the handshake that was sent as any other request: form data or
    /// a JSON object, whatever its content type says.
    ///
    /// Args:
    ///     response: The response.
    ///
    /// Returns:
    ///     The token response.
    ///
    /// Raises:
    ///     RefusedError: The status is not 2xx; the error has the provider's words.
    ///     InvalidTokenResponseError: The token or its secret is missing, or comes twice with two
    ///         values.
    #[staticmethod]
    fn from_response(response: &Bound<'_, Response>) -> PyResult<Self> {
        let py = response.py();
        oauth1::TokenResponse::from_response(&response.get().core)
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

    /// The handle by which the access token can be renewed (the OAuth session extension), or None.
    #[getter]
    fn session_handle(&self) -> Option<&str> {
        self.0.session_handle()
    }

    /// For how many seconds the access token holds (the OAuth session extension), or None.
    #[getter]
    fn expires_in(&self) -> Option<u64> {
        self.0.expires_in()
    }

    /// For how many seconds the access token can be renewed (the OAuth session extension), or None.
    #[getter]
    fn authorization_expires_in(&self) -> Option<u64> {
        self.0.authorization_expires_in()
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
