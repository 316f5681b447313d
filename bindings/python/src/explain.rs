//! Explanations: what was signed and why, and why it was refused.

use oauth1::{Source, UrlChangeKind};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::error::OrRaise;
use crate::request::without_query;
use crate::settings::transmission_name;
use crate::values::{bytes_of, each_text_pair, text_pairs};

/// One signature, step by step: what was signed, in which order, with what, and what came of it.
/// `Session.explain` makes one. Its text, `str(explanation)`, is for a person, and holds no secret.
#[pyclass(frozen, module = "oauth1")]
pub struct Explanation {
    core: oauth1::Explanation,
    /// The garbage collector finds the hooks there.
    owner: Py<PyAny>,
}

impl Explanation {
    pub fn new(core: oauth1::Explanation, owner: Py<PyAny>) -> Self {
        Self { core, owner }
    }
}

#[pymethods]
impl Explanation {
    /// The method that was signed.
    #[getter]
    fn method(&self) -> &str {
        self.core.method()
    }

    /// The name of the signature method.
    #[getter]
    fn signature_method(&self) -> &str {
        self.core.signature_method()
    }

    /// The base string URI (RFC 5849 §3.4.1.2).
    #[getter]
    fn base_string_uri(&self) -> &str {
        self.core.base_string_uri()
    }

    /// What was changed of the URL that was given.
    #[getter]
    fn url_changes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.core.url_changes(), UrlChange)
    }

    /// The parameters that were signed, in the order in which they were collected.
    #[getter]
    fn parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.core.parameters(), SignedParameter)
    }

    /// The parameters in the order that is signed: by encoded name, then by encoded value, byte by
    /// byte (RFC 5849 §3.4.1.3.2).
    #[getter]
    fn sorted_parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.core.sorted_parameters(), SignedParameter)
    }

    /// The signature base string (RFC 5849 §3.4.1).
    #[getter]
    fn base_string(&self) -> &str {
        self.core.base_string()
    }

    /// The key, its secrets masked.
    #[getter]
    fn key(&self) -> MaskedKey {
        MaskedKey(self.core.key().clone())
    }

    /// The signature, before it is percent-encoded; `***` where it is the secrets themselves, as
    /// that of PLAINTEXT.
    #[getter]
    fn signature(&self) -> &str {
        self.core.signature()
    }

    /// Where the `oauth_` parameters travel: "header", "query" or "form".
    #[getter]
    fn transmission(&self) -> &'static str {
        transmission_name(self.core.transmission())
    }

    /// The `oauth_` parameters as they travel: the value of the Authorization header, or the pairs
    /// that are appended to the query or the form body. The signature is masked as in `signature`.
    #[getter]
    fn carried(&self) -> &str {
        self.core.carried()
    }

    /// The value of the Authorization header; None where the parameters travel elsewhere.
    #[getter]
    fn authorization(&self) -> Option<&str> {
        self.core.authorization()
    }

    /// What is odd about the request or the secrets, whatever a provider says.
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.core.findings(), Finding)
    }

    /// Compare a provider's base string with this one.
    ///
    /// Args:
    ///     base_string: As the provider prints it; it may be percent-encoded once more, or escaped
    ///         for HTML.
    ///
    /// Returns:
    ///     What differs, and the likely cause. Of one that is the same, that the secrets differ.
    fn compare(&self, base_string: &str) -> Vec<Finding> {
        findings(self.core.compare(base_string))
    }

    /// Translate a provider's refusal of this request into what to do, as the function
    /// `explain_answer` does, by the time of its timestamp. A base string in the answer is compared
    /// with this one.
    ///
    /// Args:
    ///     status: The answer's status.
    ///     headers: Its headers, a mapping or pairs of str.
    ///     body: Its body, bytes or str.
    ///
    /// Returns:
    ///     What was found; nothing in an answer of success.
    ///
    /// Raises:
    ///     ResponseTooLargeError: The answer has more than 64 KiB.
    #[pyo3(signature = (status, headers, body))]
    fn explain_answer(
        &self,
        py: Python<'_>,
        status: u16,
        headers: &Bound<'_, PyAny>,
        body: &Bound<'_, PyAny>,
    ) -> PyResult<Vec<Finding>> {
        let found = self
            .core
            .explain_answer(status, text_pairs(headers)?, &bytes_of(body)?);
        found.or_raise(py).map(findings)
    }

    fn __str__(&self) -> String {
        self.core.to_string()
    }

    fn __repr__(&self) -> String {
        format!(
            "<oauth1.Explanation {} {}>",
            self.core.method(),
            self.core.base_string_uri()
        )
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.owner)
    }
}

/// A parameter that was signed.
#[pyclass(frozen, eq, module = "oauth1")]
#[derive(PartialEq)]
pub struct SignedParameter(oauth1::SignedParameter);

#[pymethods]
impl SignedParameter {
    /// The name.
    #[getter]
    fn name(&self) -> &[u8] {
        self.0.name()
    }

    /// The value.
    #[getter]
    fn value(&self) -> &[u8] {
        self.0.value()
    }

    /// The name, percent-encoded: as it is sorted and joined (RFC 5849 §3.4.1.3.2).
    #[getter]
    fn encoded_name(&self) -> &str {
        self.0.encoded_name()
    }

    /// The value, percent-encoded.
    #[getter]
    fn encoded_value(&self) -> &str {
        self.0.encoded_value()
    }

    /// Where it came from: "query", "form", or "protocol" for an `oauth_` parameter.
    #[getter]
    fn source(&self) -> &'static str {
        match self.0.source() {
            Source::Query => "query",
            Source::Form => "form",
            _ => "protocol",
        }
    }

    /// Whether the value is a secret, such as a password: texts show it as `***`.
    #[getter]
    fn is_secret(&self) -> bool {
        self.0.is_secret()
    }

    fn __repr__(&self) -> String {
        let value = if self.0.is_secret() {
            "***"
        } else {
            self.0.encoded_value()
        };
        format!(
            "<oauth1.SignedParameter {}={value} of {}>",
            self.0.encoded_name(),
            self.source()
        )
    }
}

/// The key of a signature, its secrets masked.
#[pyclass(frozen, eq, module = "oauth1")]
#[derive(PartialEq)]
pub struct MaskedKey(oauth1::MaskedKey);

#[pymethods]
impl MaskedKey {
    /// The key with `***` in place of each secret: `***&***`, or `***&` where there is no token
    /// secret.
    #[getter]
    fn text(&self) -> &str {
        self.0.text()
    }

    /// How long the consumer secret is, in characters, before it is encoded; None for RSA.
    #[getter]
    fn consumer_secret_length(&self) -> Option<usize> {
        self.0.consumer_secret_length()
    }

    /// How long the token secret is, in characters, before it is encoded; 0 where there is none,
    /// None for RSA.
    #[getter]
    fn token_secret_length(&self) -> Option<usize> {
        self.0.token_secret_length()
    }

    /// The size of the RSA key, in bits; None for the other methods.
    #[getter]
    fn rsa_bits(&self) -> Option<usize> {
        self.0.rsa_bits()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<oauth1.MaskedKey {}>", self.0.text())
    }
}

/// One change that was made to a URL before it was signed and sent.
#[pyclass(frozen, eq, module = "oauth1")]
#[derive(PartialEq)]
pub struct UrlChange(oauth1::UrlChange);

#[pymethods]
impl UrlChange {
    /// What kind of change it is, such as "default_port".
    #[getter]
    fn kind(&self) -> &'static str {
        match self.0.kind() {
            UrlChangeKind::Spaces => "spaces",
            UrlChangeKind::SchemeCase => "scheme_case",
            UrlChangeKind::HostCase => "host_case",
            UrlChangeKind::Punycode => "punycode",
            UrlChangeKind::DefaultPort => "default_port",
            UrlChangeKind::Port => "port",
            UrlChangeKind::EmptyPath => "empty_path",
            UrlChangeKind::PathEncoded => "path_encoded",
            UrlChangeKind::QueryEncoded => "query_encoded",
            UrlChangeKind::Fragment => "fragment",
            _ => "other",
        }
    }

    /// The part as it was given; of an encoded part the characters that were encoded.
    #[getter]
    fn given(&self) -> &str {
        self.0.from()
    }

    /// The part as it is sent; empty where it was dropped.
    #[getter]
    fn sent(&self) -> &str {
        self.0.to()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<oauth1.UrlChange {}>", self.0)
    }
}

/// What was found: the cause, what it is seen by, and what to do. No text of it holds a secret.
#[pyclass(frozen, eq, module = "oauth1")]
#[derive(PartialEq)]
pub struct Finding(oauth1::Finding);

#[pymethods]
impl Finding {
    /// The cause, a word for programs, such as "double_encoding".
    #[getter]
    fn cause(&self) -> &'static str {
        self.0.cause().name()
    }

    /// Whether this is proven, such as by a mistake that reproduces the signature; otherwise it is
    /// likely.
    #[getter]
    fn is_certain(&self) -> bool {
        self.0.is_certain()
    }

    /// What differs, naming the parameter where it is one.
    #[getter]
    fn detail(&self) -> &str {
        self.0.detail()
    }

    /// What to do.
    #[getter]
    fn advice(&self) -> &str {
        self.0.advice()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<oauth1.Finding {}: {}>", self.0.cause(), self.0.detail())
    }
}

/// A request as it was on the wire, signed by anyone, for `Session.explain_captured`.
///
/// Args:
///     method: The method.
///     url: The whole URL.
///     headers: The headers, a mapping or pairs of str.
///     body: The body, bytes or str.
///
/// Raises:
///     InvalidURLError: The URL is not one to send requests to, or has more than 64 KiB.
///     InvalidHeaderError: The method is empty, or the headers have more than 64 KiB.
///     InvalidParameterError: The form body has more than 64 KiB.
#[pyclass(frozen, module = "oauth1")]
pub struct CapturedRequest(pub oauth1::CapturedRequest);

#[pymethods]
impl CapturedRequest {
    #[new]
    #[pyo3(signature = (method, url, *, headers = None, body = None))]
    fn new(
        py: Python<'_>,
        method: &str,
        url: &str,
        headers: Option<&Bound<'_, PyAny>>,
        body: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let mut captured = oauth1::CapturedRequest::new(method, url).or_raise(py)?;
        if let Some(headers) = headers {
            each_text_pair(headers, |name, value| {
                captured.header(name, value).or_raise(py).map(drop)
            })?;
        }
        if let Some(body) = body {
            captured.set_body(bytes_of(body)?).or_raise(py)?;
        }
        Ok(Self(captured))
    }

    /// Read a request as HTTP/1.1 has it (RFC 9112 §3): request line, headers, an empty line, the
    /// body.
    ///
    /// Args:
    ///     scheme: "http" or "https", which such a text does not say.
    ///     request: The text, bytes or str, its lines ended by CRLF or LF.
    ///
    /// Returns:
    ///     The request.
    ///
    /// Raises:
    ///     InvalidHeaderError: It is no request, has no Host, a body in chunks, or more than 64 KiB
    ///         before the body.
    ///     OAuth1Error: As the constructor does.
    #[staticmethod]
    fn from_http(py: Python<'_>, scheme: &str, request: &Bound<'_, PyAny>) -> PyResult<Self> {
        oauth1::CapturedRequest::from_http(scheme, &bytes_of(request)?)
            .or_raise(py)
            .map(Self)
    }

    /// The method.
    #[getter]
    fn method(&self) -> &str {
        self.0.method()
    }

    /// The URL as it was given.
    #[getter]
    fn url(&self) -> &str {
        self.0.url()
    }

    /// The headers.
    #[getter]
    fn headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.headers())
    }

    /// The body.
    #[getter]
    fn body<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.body())
    }

    fn __repr__(&self) -> String {
        format!(
            "<oauth1.CapturedRequest {} {}>",
            self.0.method(),
            without_query(self.0.url())
        )
    }
}

/// What there is to say of a captured request: how it should have been signed, whether it was, and
/// where it was not, which mistake reproduces its signature. `Session.explain_captured` makes one;
/// its text, `str(diagnosis)`, is for a person, and holds no secret.
#[pyclass(frozen, module = "oauth1")]
pub struct Diagnosis {
    core: oauth1::Diagnosis,
    owner: Py<PyAny>,
}

impl Diagnosis {
    pub fn new(core: oauth1::Diagnosis, owner: Py<PyAny>) -> Self {
        Self { core, owner }
    }
}

#[pymethods]
impl Diagnosis {
    /// How the request should have been signed, step by step.
    #[getter]
    fn explanation(&self, py: Python<'_>) -> Explanation {
        Explanation::new(self.core.explanation().clone(), self.owner.clone_ref(py))
    }

    /// The signature that the request has; None where it has none, `***` where it is the secrets
    /// themselves.
    #[getter]
    fn signature(&self) -> Option<&str> {
        self.core.signature()
    }

    /// Whether the signature is right. There may be findings all the same, such as a wrong clock.
    #[getter]
    fn is_valid(&self) -> bool {
        self.core.is_valid()
    }

    /// What was found: mistakes that reproduce the signature first, which are certain.
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.core.findings(), Finding)
    }

    fn __str__(&self) -> String {
        self.core.to_string()
    }

    fn __repr__(&self) -> String {
        let explanation = self.core.explanation();
        format!(
            "<oauth1.Diagnosis of {} {}: {}>",
            explanation.method(),
            explanation.base_string_uri(),
            if self.core.is_valid() {
                "right"
            } else {
                "wrong"
            }
        )
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.owner)
    }
}

/// Translate a provider's refusal into what to do.
///
/// Args:
///     status: The answer's status.
///     headers: Its headers, a mapping or pairs of str: WWW-Authenticate and Date count.
///     body: Its body, bytes or str.
///     now: The time of the refused request's timestamp, in seconds since 1970-01-01 00:00:00 GMT.
///
/// Returns:
///     What was found; nothing in an answer of success.
///
/// Raises:
///     ResponseTooLargeError: The answer has more than 64 KiB.
#[pyfunction]
pub fn explain_answer(
    py: Python<'_>,
    status: u16,
    headers: &Bound<'_, PyAny>,
    body: &Bound<'_, PyAny>,
    now: u64,
) -> PyResult<Vec<Finding>> {
    let found = oauth1::explain_answer(status, text_pairs(headers)?, &bytes_of(body)?, now);
    found.or_raise(py).map(findings)
}

fn findings(findings: Vec<oauth1::Finding>) -> Vec<Finding> {
    findings.into_iter().map(Finding).collect()
}

/// The values that the core lent, as Python's.
fn tuple<'py, 'a, C, P>(
    py: Python<'py>,
    values: impl IntoIterator<Item = &'a C>,
    wrap: fn(C) -> P,
) -> PyResult<Bound<'py, PyTuple>>
where
    C: Clone + 'a,
    P: IntoPyObject<'py>,
{
    let values: Vec<_> = values.into_iter().cloned().map(wrap).collect();
    PyTuple::new(py, values)
}
