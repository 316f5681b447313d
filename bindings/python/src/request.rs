//! Requests.

use pyo3::exceptions::PyTypeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};

use crate::body::{Given, Sources, given, multipart};
use crate::call::{is_awaited, not_awaited};
use crate::cancellation::Cancellation;
use crate::error::OrRaise;
use crate::hook::Shared;
use crate::settings::{PyBodyHash, PyTransmission, time_limit};
use crate::values::{each_pair, each_text_pair};

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
///     body: The body. Bytes-like or str: that of type application/x-www-form-urlencoded is form
///         data, and its parameters are signed; of any other nothing is, unless the body hash is. Or
///         what is read when the request is sent, and never whole in memory: a path (an
///         `os.PathLike`), a binary file object, from where it is now, or an iterable of bytes. What
///         a file or an iterator raises is raised by the call that sends. One that can be read again
///         (a path, a file that can seek, a list) can be sent again: by the same request, after a
///         redirect, for a clock that was off, as a retry. An `AsyncSession` also takes what is
///         asynchronous: an iterable for `async for`, or a file whose `read` is awaited.
///     content_type: The body's type, which the body needs, here or as a header.
///     json: A value to send as JSON, in place of a body; its type is application/json unless it is
///         given. None is no value: for JSON's null give the body "null".
///     files: Files to send as multipart/form-data (RFC 7578), in place of a body, a mapping or pairs
///         of a name and a file or a list of them; `form` is then the text fields before them. A file
///         is a path, bytes, a binary file object or an iterable of bytes, as for `body`, or a tuple
///         of file name, one of these and, optionally, its content type; otherwise
///         application/octet-stream. None of it is signed, unless the body hash is.
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
///     empty_token: Whether to send an empty `oauth_token` where the session has no token, instead
///         of the client's setting.
///     timeout: Seconds for the whole, redirects included, instead of the transport's.
///     repeatable: Whether it can be sent twice without harm, whatever its method, so that `Retries`
///         hold for it as for GET.
///     max_response_size: The largest response body to take, in bytes, instead of the client's.
///     cancellation: What can call the request off while it is sent.
///
/// Raises:
///     InvalidURLError: The URL is not one to send requests to.
///     InvalidParameterError: A parameter that the signer writes itself, or one given twice; an
///         empty nonce.
///     InvalidHeaderError: A header, realm or method that cannot be sent.
///     InvalidSettingError: A transmission, hash or time limit that is none.
///     InvalidBodyError: A file that cannot be read; form data that would be read while it is sent.
///     TypeError: A value of a type that cannot be a parameter; a body without its type; more than
///         one of body, json and files.
#[pyclass(frozen, module = "oauth1")]
pub struct Request {
    pub core: oauth1::Request,
    sources: Sources,
}

impl Request {
    /// The request, for a call that sends it: a body that is awaited takes a task that does.
    pub fn to_send(&self) -> PyResult<&oauth1::Request> {
        if self.sources.are_awaited && !is_awaited() {
            return Err(not_awaited());
        }
        Ok(&self.core)
    }
}

#[pymethods]
impl Request {
    #[new]
    #[pyo3(signature = (
        method, url, *, params = None, query = None, form = None, body = None, content_type = None,
        headers = None, oauth_params = None, nonce = None, timestamp = None, realm = None,
        version = None, transmission = None, body_hash = None, empty_token = None, json = None,
        files = None, timeout = None, repeatable = false, max_response_size = None,
        cancellation = None,
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
        empty_token: Option<bool>,
        json: Option<&Bound<'_, PyAny>>,
        files: Option<&Bound<'_, PyAny>>,
        timeout: Option<f64>,
        repeatable: bool,
        max_response_size: Option<u64>,
        cancellation: Option<&Bound<'_, Cancellation>>,
    ) -> PyResult<Self> {
        let mut request = oauth1::Request::new(method, url).or_raise(py)?;
        let mut sources = Sources::default();
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
        set_body(
            &mut request,
            &mut sources,
            body,
            json,
            files.map(|files| (files, form)),
        )?;
        if let Some(query) = query {
            each_pair(query, |name, value| {
                request.query(name, value).or_raise(py).map(drop)
            })?;
        }
        if let Some(form) = form.filter(|_| files.is_none()) {
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
        if let Some(seconds) = timeout {
            request.timeout(time_limit(py, "timeout", seconds)?);
        }
        if let Some(bytes) = max_response_size {
            request.max_response_size(bytes);
        }
        if let Some(cancellation) = cancellation {
            request.cancellation(&cancellation.get().0);
        }
        if let Some(send) = empty_token {
            request.empty_token(send);
        }
        request.repeatable(repeatable);
        Ok(Self {
            core: request,
            sources,
        })
    }

    /// The method.
    #[getter]
    fn method(&self) -> &str {
        self.core.method()
    }

    /// The URL with its query, before a signature is added to it.
    #[getter]
    fn url(&self) -> &str {
        self.core.url().as_str()
    }

    /// The headers, but for the content type.
    #[getter]
    fn headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.core.headers())
    }

    /// The content type of the body.
    #[getter]
    fn content_type(&self) -> Option<&str> {
        self.core.content_type()
    }

    /// The body, before a signature is added to it; empty where it is read when it is sent.
    #[getter]
    fn body<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.core.body())
    }

    fn __repr__(&self) -> String {
        format!(
            "<oauth1.Request {} {}>",
            self.core.method(),
            without_query(self.core.url().as_str())
        )
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.sources
            .shared
            .iter()
            .try_for_each(|source| source.traverse(&visit))
    }

    fn __clear__(&self) {
        self.sources.shared.iter().for_each(Shared::clear);
    }
}

/// Sets the body, of which there is one: given as it is, as a value for JSON, or as files, with the
/// form fields beside them.
fn set_body<'py>(
    request: &mut oauth1::Request,
    sources: &mut Sources,
    body: Option<&Bound<'py, PyAny>>,
    json: Option<&Bound<'py, PyAny>>,
    files: Option<(&Bound<'py, PyAny>, Option<&Bound<'py, PyAny>>)>,
) -> PyResult<()> {
    let content_type = request.content_type().map(str::to_owned);
    match (body, json, files) {
        (None, None, None) => Ok(()),
        (Some(body), None, None) => {
            let Some(content_type) = content_type else {
                return Err(PyTypeError::new_err("a body needs its content_type"));
            };
            let set = match given(body, sources)? {
                Given::Bytes(bytes) => request.set_body(&content_type, bytes),
                Given::Stream(stream) => request.stream_body(&content_type, stream),
            };
            set.or_raise(body.py()).map(drop)
        }
        (None, Some(value), None) => {
            let content_type = content_type.as_deref().unwrap_or("application/json");
            let set = request.set_body(content_type, to_json(value)?);
            set.or_raise(value.py()).map(drop)
        }
        (None, None, Some((files, form))) => {
            if content_type.is_some() {
                return Err(PyTypeError::new_err(
                    "files bring their content type along: leave content_type out",
                ));
            }
            let set = request.multipart(multipart(form, files, sources)?);
            set.or_raise(files.py()).map(drop)
        }
        _ => Err(PyTypeError::new_err(
            "a request has one body: give one of body, json and files",
        )),
    }
}

/// A value as JSON, in ASCII.
fn to_json(value: &Bound<'_, PyAny>) -> PyResult<String> {
    static DUMPS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = value.py();
    // NaN and the infinities are none of JSON's (RFC 8259 §6)
    let options = PyDict::new(py);
    options.set_item("allow_nan", false)?;
    let dumps = DUMPS.import(py, "json", "dumps")?;
    dumps.call((value,), Some(&options))?.extract()
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
