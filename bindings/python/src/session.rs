//! Sessions.

use std::cell::Cell;

use oauth1::SignatureMethod;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::client::Client;
use crate::error::OrRaise;
use crate::explain::{CapturedRequest, Diagnosis, Explanation};
use crate::hook::with_hooks;
use crate::network::network;
use crate::request::{Request, request_of};
use crate::response::Response;
use crate::signed_request::SignedRequest;
use crate::stream::ResponseStream;
use crate::token::Token;

thread_local! {
    /// Where this thread made its last header, and makes the next; never one that is the secrets
    /// themselves.
    static HEADER: Cell<String> = const { Cell::new(String::new()) };
}

/// A client bound to one token, or to none: what signs and sends. `Client.session` makes one. It
/// never changes, is safe to share between threads, and cheap to make: one for each user, for each
/// request if need be.
#[pyclass(frozen, module = "oauth1")]
pub struct Session {
    pub core: oauth1::Session,
    pub client: Py<Client>,
}

#[pymethods]
impl Session {
    /// The client that this session is bound to.
    #[getter]
    fn client(&self, py: Python<'_>) -> Py<Client> {
        self.client.clone_ref(py)
    }

    /// The token that this session is bound to, or None.
    #[getter]
    fn token(&self) -> Option<Token> {
        self.core.token().cloned().map(Token)
    }

    /// Sign a request, for a program that sends it by other means.
    ///
    /// Args:
    ///     request: The request. Each call has a fresh nonce and timestamp.
    ///
    /// Returns:
    ///     The value of its Authorization header (RFC 5849 §3.5.1).
    ///
    /// Raises:
    ///     InvalidSettingError: The parameters do not travel in the header.
    ///     OAuth1Error: As `sign` does.
    fn authorization<'py>(&self, request: &Bound<'py, Request>) -> PyResult<Bound<'py, PyString>> {
        let py = request.py();
        self.with_authorization(request, |header| PyString::new(py, header))
    }

    /// Sign a request.
    ///
    /// Args:
    ///     request: The request. Each call has a fresh nonce and timestamp.
    ///
    /// Returns:
    ///     What is to be sent, byte for byte, and the base string.
    ///
    /// Raises:
    ///     InsecureTransportError: PLAINTEXT over plain http (RFC 5849 §3.4.4).
    ///     InvalidHeaderError: The request has an Authorization header of its own.
    ///     InvalidSettingError: The parameters are to travel in a body that is no form.
    ///     InvalidParameterError: An `oauth_` parameter is in the query or the form body, and the
    ///         signature travels elsewhere (RFC 5849 §3.5).
    ///     SigningFailedError: The signature method failed.
    fn sign(&self, py: Python<'_>, request: &Bound<'_, Request>) -> PyResult<SignedRequest> {
        let signed = with_hooks(|| self.core.sign(&request.get().core))?.or_raise(py)?;
        Ok(SignedRequest(signed.into_owned()))
    }

    /// Sign a request, once, and tell how: what was signed, in which order, and with what. What a
    /// provider says can then be compared with it.
    ///
    /// Args:
    ///     request: The request. Each call has a nonce and timestamp of its own, unless the request
    ///         has them set.
    ///
    /// Returns:
    ///     The signature, step by step; `print` shows it.
    ///
    /// Raises:
    ///     OAuth1Error: As `sign` does.
    fn explain(&self, py: Python<'_>, request: &Bound<'_, Request>) -> PyResult<Explanation> {
        let explanation = with_hooks(|| self.core.explain(&request.get().core))?.or_raise(py)?;
        Ok(Explanation::new(
            explanation,
            self.client.clone_ref(py).into_any(),
        ))
    }

    /// Look at a request as it was on the wire, by whomever it was signed: check its signature with
    /// the secrets of this session, and where it is not right, try known mistakes until one
    /// reproduces it.
    ///
    /// Args:
    ///     captured: The request. Its timestamp is compared with the client's clock.
    ///
    /// Returns:
    ///     Whether the signature is right, and what was found; `print` shows it.
    ///
    /// Raises:
    ///     InvalidHeaderError: An OAuth Authorization header that cannot be read.
    ///     SigningFailedError: The signature method failed.
    fn explain_captured(
        &self,
        py: Python<'_>,
        captured: &Bound<'_, CapturedRequest>,
    ) -> PyResult<Diagnosis> {
        let (session, captured) = (&self.core, &captured.get().0);
        let diagnosis = with_hooks(|| py.detach(|| session.explain_captured(captured)))?;
        let diagnosis = diagnosis.or_raise(py)?;
        Ok(Diagnosis::new(
            diagnosis,
            self.client.clone_ref(py).into_any(),
        ))
    }

    /// Sign a request and send it. Other threads run meanwhile, and Ctrl-C ends it.
    ///
    /// Args:
    ///     request: The request. One whose body is read when it is sent is sent by one thread at a
    ///         time.
    ///
    /// Returns:
    ///     The response, whatever its status. A redirect is followed, signed anew, where it leads to
    ///     the same scheme, host and port; one that leads elsewhere is the response.
    ///
    /// Raises:
    ///     ConnectionFailedError: No connection could be made, or it broke; the host was not found
    ///         or the certificate not trusted, for which there are subclasses.
    ///     TimedOutError: A time limit passed.
    ///     InvalidResponseError: What came back is not HTTP.
    ///     ResponseTooLargeError: The response is larger than the limit.
    ///     TooManyRedirectsError: There were more than five redirects.
    ///     RequestCancelledError: The request's cancellation called it off.
    ///     InvalidBodyError: The body could not be read.
    ///     OAuth1Error: As `sign` does, before anything is sent.
    fn send(&self, py: Python<'_>, request: &Bound<'_, Request>) -> PyResult<Response> {
        let (session, request) = (&self.core, request.get().to_send()?);
        let response = network(py, || session.send(request))?.or_raise(py)?;
        Ok(Response::new(response))
    }

    /// Sign a request and send it, and return the response as soon as its headers are there; its
    /// body is read piece by piece, and is of any size unless the request limits it. To be used in a
    /// with statement:
    ///
    ///     with session.stream(Request("GET", url)) as response:
    ///         response.save("film.mp4")
    ///
    /// Args:
    ///     request: The request.
    ///
    /// Returns:
    ///     The response, whatever its status.
    ///
    /// Raises:
    ///     OAuth1Error: As `send` does.
    fn stream(&self, py: Python<'_>, request: &Bound<'_, Request>) -> PyResult<ResponseStream> {
        let (session, request) = (&self.core, request.get().to_send()?);
        let stream = network(py, || session.stream(request))?.or_raise(py)?;
        Ok(ResponseStream::new(stream))
    }

    /// Sign and send a request of any method.
    ///
    /// Args:
    ///     method: Such as "POST".
    ///     url: Absolute, http or https.
    ///     **options: As for `Request`.
    ///
    /// Returns:
    ///     The response, whatever its status.
    ///
    /// Raises:
    ///     OAuth1Error: As `Request` and `send` do.
    #[pyo3(signature = (method, url, **options))]
    fn request(
        &self,
        method: &str,
        url: &Bound<'_, PyString>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Response> {
        self.send(url.py(), &request_of(method, url, options)?)
    }

    /// Sign and send a GET request; as `request`.
    #[pyo3(signature = (url, **options))]
    fn get(
        &self,
        url: &Bound<'_, PyString>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Response> {
        self.request("GET", url, options)
    }

    /// Sign and send a POST request; as `request`.
    #[pyo3(signature = (url, **options))]
    fn post(
        &self,
        url: &Bound<'_, PyString>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Response> {
        self.request("POST", url, options)
    }

    /// Sign and send a PUT request; as `request`.
    #[pyo3(signature = (url, **options))]
    fn put(
        &self,
        url: &Bound<'_, PyString>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Response> {
        self.request("PUT", url, options)
    }

    /// Sign and send a PATCH request; as `request`.
    #[pyo3(signature = (url, **options))]
    fn patch(
        &self,
        url: &Bound<'_, PyString>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Response> {
        self.request("PATCH", url, options)
    }

    /// Sign and send a DELETE request; as `request`.
    #[pyo3(signature = (url, **options))]
    fn delete(
        &self,
        url: &Bound<'_, PyString>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Response> {
        self.request("DELETE", url, options)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let client = self.client.bind(py).repr()?;
        match self.token() {
            Some(token) => Ok(format!(
                "<oauth1.Session of {client} and {}>",
                token.repr(py)?
            )),
            None => Ok(format!("<oauth1.Session of {client}>")),
        }
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.client)
    }
}

impl Session {
    /// Signs a request, and hands the value of its Authorization header to `take`.
    pub fn with_authorization<R>(
        &self,
        request: &Bound<'_, Request>,
        take: impl FnOnce(&str) -> R,
    ) -> PyResult<R> {
        let mut header = HEADER.take();
        with_hooks(|| {
            self.core
                .authorization_into(&request.get().core, &mut header)
        })?
        .or_raise(request.py())?;
        let taken = take(&header);
        if !matches!(
            self.core.client().signature_method(),
            SignatureMethod::Plaintext
        ) {
            HEADER.set(header);
        }
        Ok(taken)
    }
}
