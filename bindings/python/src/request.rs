//! Requests.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};

use crate::error::OrRaise;
use crate::settings::{PyBodyHash, PyTransmission};
use crate::values::{body_of, each_pair, each_text_pair};

/// A request: method, URL, parameters, headers, body. It never changes, and can be signed and sent
/// any number of times.
///
/// Parameters are a mapping, or an iterable of pairs where order matters. Names and values are
/// str, bytes or int; a value that is a list stands for one parameter for each item.
///
/// Args:
///     method: Such as "POST".
///     url: Absolute, http or https. The parameters of its query are signed (RFC 5849 §3.4.1.3.1).
///     params: Parameters where the method has their place: in the query for GET, HEAD, DELETE and
///         OPTIONS, and beside a body that is no form; otherwise in the form body.
///     query: Parameters for the query.
///     form: Parameters for the form body.
///     body: The body, bytes-like or str. That of type application/x-www-form-urlencoded is form data,
///         and its parameters are signed; of any other nothing is, unless the body hash is.
///     content_type: The body's type, which the body needs, here or as a header.
///     headers: Further headers, a mapping or pairs of str.
///     oauth_params: Further `oauth_` parameters, such as `oauth_callback`, a mapping or pairs of
///         str. They travel where the signature does.
///     nonce: The nonce, instead of a fresh one for each signature (§3.3).
///     timestamp: Seconds since 1970-01-01 00:00:00 GMT, instead of the client's clock (§3.3).
///     realm: The realm in the Authorization header, never signed (§3.5.1).
///     version: Whether to send `oauth_version=1.0`, instead of the client's setting.
///     transmission: Where the `oauth_` parameters travel, "header", "query" or "form" (§3.5),
///         instead of the client's setting.
///     body_hash: Whether to send `oauth_body_hash`, or by which hash, instead of the client's
///         setting.
///     empty_token: Whether to send an empty `oauth_token` where the session has no token.
///
/// Raises:
///     InvalidURLError: The URL is not one to send requests to.
///     InvalidParameterError: A parameter that the signer writes itself, or one given twice; an
///         empty nonce.
///     InvalidHeaderError: A header, realm or method that cannot be sent.
///     InvalidSettingError: A transmission or hash that is none.
///     TypeError: A value of a type that cannot be a parameter; a body without its type.
#[pyclass(frozen, module = "oauth1")]
pub struct Request(pub oauth1::Request);

#[pymethods]
impl Request {
    #[new]
    #[pyo3(signature = (
        method, url, *, params = None, query = None, form = None, body = None, content_type = None,
        headers = None, oauth_params = None, nonce = None, timestamp = None, realm = None,
        version = None, transmission = None, body_hash = None, empty_token = false,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        method: &str,
        url: &str,
        params: Option<&Bound<'_, PyAny>>,
        query: Option<&Bound<'_, PyAny>>,
        form: Option<&Bound<'_, PyAny>>,
        body: Option<&Bound<'_, PyAny>>,
        content_type: Option<&str>,
        headers: Option<&Bound<'_, PyAny>>,
        oauth_params: Option<&Bound<'_, PyAny>>,
        nonce: Option<&str>,
        timestamp: Option<u64>,
        realm: Option<&str>,
        version: Option<bool>,
        transmission: Option<PyTransmission>,
        body_hash: Option<PyBodyHash>,
        empty_token: bool,
    ) -> PyResult<Self> {
        let mut request = oauth1::Request::new(method, url).or_raise(py)?;
        if let Some(headers) = headers {
            each_text_pair(headers, |name, value| {
                request.header(name, value).or_raise(py).map(drop)
            })?;
        }
        if let Some(content_type) = content_type {
            if request
                .content_type()
                .is_some_and(|own| own != content_type)
            {
                return Err(PyTypeError::new_err(
                    "content_type and the Content-Type header differ: give one of them",
                ));
            }
            request.header("Content-Type", content_type).or_raise(py)?;
        }
        if let Some(body) = body {
            let Some(content_type) = request.content_type().map(str::to_owned) else {
                return Err(PyTypeError::new_err("a body needs its content_type"));
            };
            request
                .set_body(&content_type, body_of(body)?)
                .or_raise(py)?;
        }
        if let Some(query) = query {
            each_pair(query, |name, value| {
                request.query(name, value).or_raise(py).map(drop)
            })?;
        }
        if let Some(form) = form {
            each_pair(form, |name, value| {
                request.form(name, value).or_raise(py).map(drop)
            })?;
        }
        if let Some(params) = params {
            each_pair(params, |name, value| {
                request.param(name, value).or_raise(py).map(drop)
            })?;
        }
        if let Some(oauth_params) = oauth_params {
            each_text_pair(oauth_params, |name, value| {
                request.oauth_param(name, value).or_raise(py).map(drop)
            })?;
        }
        if let Some(nonce) = nonce {
            request.nonce(nonce).or_raise(py)?;
        }
        if let Some(seconds) = timestamp {
            request.timestamp(seconds);
        }
        if let Some(realm) = realm {
            request.realm(realm).or_raise(py)?;
        }
        if let Some(send) = version {
            request.version(send);
        }
        if let Some(PyTransmission(transmission)) = transmission {
            request.transmission(transmission);
        }
        if let Some(PyBodyHash(body_hash)) = body_hash {
            request.body_hash(body_hash);
        }
        request.empty_token(empty_token);
        Ok(Self(request))
    }

    /// The method.
    #[getter]
    fn method(&self) -> &str {
        self.0.method()
    }

    /// The URL with its query, before a signature is added to it.
    #[getter]
    fn url(&self) -> &str {
        self.0.url().as_str()
    }

    /// The headers, but for the content type.
    #[getter]
    fn headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.headers())
    }

    /// The content type of the body.
    #[getter]
    fn content_type(&self) -> Option<&str> {
        self.0.content_type()
    }

    /// The body, before a signature is added to it.
    #[getter]
    fn body<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.body())
    }

    fn __repr__(&self) -> String {
        format!(
            "<oauth1.Request {} {}>",
            self.0.method(),
            without_query(self.0.url().as_str())
        )
    }
}

/// A URL for people to see: its query may carry what is not for them.
pub fn without_query(url: &str) -> String {
    match url.split_once('?') {
        Some((before, _)) => format!("{before}?…"),
        None => url.to_owned(),
    }
}

/// The request that `Request(method, url, **options)` makes.
pub fn request_of<'py>(
    method: &str,
    url: &Bound<'py, PyString>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, Request>> {
    let request = url
        .py()
        .get_type::<Request>()
        .call((method, url), options)?;
    Ok(request.cast_into()?)
}
