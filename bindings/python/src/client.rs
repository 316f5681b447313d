//! Clients, and the handshake.

use std::sync::Arc;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::cancellation::Cancellation;
use crate::error::OrRaise;
use crate::hook::{Hook, Seconds};
use crate::network::{interrupt, network};
use crate::pending::PendingAuthorization;
use crate::provider::{GivenProvider, Provider};
use crate::request::Request;
use crate::response::TokenResponse;
use crate::retries::GivenRetries;
use crate::session::Session;
use crate::settings::{PyBodyHash, PyTransmission, body_hash_value, transmission_name};
use crate::signature::{Method, PrivateKey};
use crate::token::Token;
use crate::transport::HttpTransport;
use crate::values::{text_pairs, unexpected};

/// Consumer key and secret, and the rules by which to sign (RFC 5849: the client credentials). It
/// never changes, is safe to share between threads, and never knows a user: what acts for one is a
/// session.
///
/// Args:
///     consumer_key: The key that the provider gave to the application.
///     consumer_secret: Its secret, which the RSA methods have no use for.
///     provider: The provider, or the name of one that is known: its endpoints, for `authorize`, and
///         what it insists on, which holds for each setting that is None here.
///     signature_method: "HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "RSA-SHA1", "RSA-SHA256",
///         "RSA-SHA512", "PLAINTEXT" (§3.4), or a `CustomSignature`. None: the provider's, else
///         "HMAC-SHA1".
///     rsa_key: The private key that the RSA methods sign with, of 1024 to 8192 bits, as it stands
///         in its file, unencrypted: PKCS#1 or PKCS#8, PEM as str or bytes, DER as bytes.
///     transmission: Where the `oauth_` parameters travel: "header", "query" or "form" (§3.5). None:
///         where the provider wants them, else "header".
///     realm: The realm of every Authorization header (§3.5.1).
///     version: Whether to send `oauth_version=1.0`. None: unless the provider does not want it.
///     body_hash: Whether to send `oauth_body_hash`: True by the hash of the signature method,
///         "sha1", "sha256" or "sha512" by that one. A form body never has one. None: where the
///         provider wants it.
///     plaintext_over_http: Whether PLAINTEXT signs for plain http, where anyone on the way can
///         read the secrets: for sandboxes.
///     nonce: Called for each signature; returns its nonce, a str that is unique for its timestamp
///         (§3.3). By default 22 letters and digits from a cryptographic generator.
///     clock: Called for each signature; returns seconds since 1970-01-01 00:00:00 GMT, an int or,
///         as `time.time`, a float.
///     callback_confirmation: Whether to take a request token only where the provider confirms the
///         callback (§2.1). None: unless it is known that the provider never does.
///     max_response_size: The largest response body to take, in bytes, after decompression.
///     transport: What sends requests; by default one of the client's own.
///     user_agent: The `User-Agent` of every request that has none of its own, such as
///         "MyApp/1.0 +https://example.com".
///     empty_token: Whether to send an empty `oauth_token` where a session has no token. None: where
///         the provider wants it.
///     redirects: Whether to follow redirects within the same scheme, host and port, five at most.
///     retries: When requests that failed are sent again: a `Retries`, or the number of attempts in
///         all. By default never.
///     clock_correction: Whether to make up for a clock that is off: where a provider refuses a
///         request (401) and shows a time that is more than half a minute from the one that was
///         signed, the request is signed with that time and sent once more; where that helps, the
///         difference is kept for the provider's origin.
///
/// What `nonce`, `clock` or the signature method raises is raised by the call that signs.
///
/// Raises:
///     InvalidSettingError: A setting that cannot work, such as an empty consumer key, an RSA method
///         without a key, a signature method that the provider does not take.
///     InvalidKeyError: A private key that is encrypted, of another kind, too small or damaged.
///     InvalidHeaderError: A realm or user agent with control characters.
///     TypeError: A hook that cannot be called.
#[pyclass(frozen, module = "oauth1")]
pub struct Client {
    core: oauth1::Client,
    hooks: Vec<Hook>,
}

#[pymethods]
impl Client {
    #[new]
    #[pyo3(signature = (
        consumer_key, consumer_secret, *, provider = None, signature_method = None, rsa_key = None,
        transmission = None, realm = None, version = None, body_hash = None,
        plaintext_over_http = false, nonce = None, clock = None, callback_confirmation = None,
        max_response_size = 16_777_216, transport = None, user_agent = None, empty_token = None,
        redirects = true, retries = None, clock_correction = true,
    ))]
    #[allow(clippy::too_many_arguments, clippy::fn_params_excessive_bools)]
    fn new(
        py: Python<'_>,
        consumer_key: &str,
        consumer_secret: &str,
        provider: Option<GivenProvider>,
        signature_method: Option<Method>,
        rsa_key: Option<PrivateKey>,
        transmission: Option<PyTransmission>,
        realm: Option<&str>,
        version: Option<bool>,
        body_hash: Option<PyBodyHash>,
        plaintext_over_http: bool,
        nonce: Option<&Bound<'_, PyAny>>,
        clock: Option<&Bound<'_, PyAny>>,
        callback_confirmation: Option<bool>,
        max_response_size: u64,
        transport: Option<&Bound<'_, HttpTransport>>,
        user_agent: Option<&str>,
        empty_token: Option<bool>,
        redirects: bool,
        retries: Option<GivenRetries>,
        clock_correction: bool,
    ) -> PyResult<Self> {
        let provider = provider.map(|given| given.0);
        let signature_method = signature_method.or_else(|| {
            let name = provider.as_ref()?.signature_method_name()?;
            Method::named(name)
        });
        let (signature_method, hook) = match signature_method {
            Some(method) => method.with_key(py, rsa_key)?,
            None => Method::default().with_key(py, rsa_key)?,
        };
        let transport = match transport {
            Some(transport) => Arc::clone(&transport.get().0),
            None => Arc::default(),
        };
        let mut builder = match provider {
            Some(provider) => oauth1::Client::builder_for(provider, consumer_key, consumer_secret),
            None => oauth1::Client::builder(consumer_key, consumer_secret),
        }
        .signature_method(signature_method)
        .plaintext_over_http(plaintext_over_http)
        .max_response_size(max_response_size)
        .transport(transport)
        .redirects(redirects)
        .clock_correction(clock_correction)
        .interrupt(interrupt);
        if let Some(PyTransmission(transmission)) = transmission {
            builder = builder.transmission(transmission);
        }
        if let Some(realm) = realm {
            builder = builder.realm(realm);
        }
        if let Some(send) = version {
            builder = builder.version(send);
        }
        if let Some(PyBodyHash(body_hash)) = body_hash {
            builder = builder.body_hash(body_hash);
        }
        if let Some(require) = callback_confirmation {
            builder = builder.callback_confirmation(require);
        }
        if let Some(user_agent) = user_agent {
            builder = builder.user_agent(user_agent);
        }
        if let Some(send) = empty_token {
            builder = builder.empty_token(send);
        }
        if let Some(retries) = retries {
            builder = builder.retries(retries.0);
        }
        let mut hooks = Vec::from_iter(hook);
        if let Some(nonce) = nonce {
            let hook = Hook::new(nonce, "nonce", "str")?;
            hooks.push(hook.clone());
            builder = builder.nonce(move || hook.call(()));
        }
        if let Some(clock) = clock {
            let hook = Hook::new(clock, "clock", "int or float")?;
            hooks.push(hook.clone());
            builder = builder.clock(move || hook.call::<Seconds>(()).0);
        }
        Ok(Self {
            core: builder.build().or_raise(py)?,
            hooks,
        })
    }

    /// The consumer key.
    #[getter]
    fn consumer_key(&self) -> &str {
        self.core.consumer_key()
    }

    /// The name of the signature method.
    #[getter]
    fn signature_method(&self) -> &str {
        self.core.signature_method().name()
    }

    /// Where the `oauth_` parameters travel, unless a request says otherwise.
    #[getter]
    fn transmission(&self) -> &'static str {
        transmission_name(self.core.transmission())
    }

    /// Whether `oauth_body_hash` is sent, or by which hash, unless a request says otherwise.
    #[getter]
    fn body_hash<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        body_hash_value(py, self.core.body_hash())
    }

    /// The provider that the client was made for, or None.
    #[getter]
    fn provider(&self) -> Option<Provider> {
        self.core.provider().cloned().map(Provider)
    }

    /// Return a session that signs for the user whose token this is, or without a token by the
    /// consumer's secret alone.
    #[pyo3(signature = (token = None))]
    fn session(slf: Bound<'_, Self>, token: Option<&Bound<'_, Token>>) -> Session {
        let core = match token {
            Some(token) => slf.get().core.session(token.get().0.clone()),
            None => slf.get().core.session_without_token(),
        };
        Session {
            core,
            client: slf.unbind(),
        }
    }

    /// Return the same client, its connections included, whose requests `cancellation` calls off,
    /// whichever of its sessions and steps of the handshake they are of. One that has a cancellation
    /// of its own can be called off by either.
    fn with_cancellation(&self, cancellation: &Bound<'_, Cancellation>) -> Self {
        Self {
            core: self.core.with_cancellation(&cancellation.get().0),
            hooks: self.hooks.clone(),
        }
    }

    /// Ask for a request token: the first step of the handshake (RFC 5849 §2.1).
    ///
    /// Args:
    ///     endpoint: The provider's request token URL, which is posted to, or a `Request` to it, which
    ///         can have another method, further parameters, headers, a time limit.
    ///     callback: Where the user is sent back to; with "oob" they see a PIN instead.
    ///
    /// Returns:
    ///     The request token, and whatever the provider adds.
    ///
    /// Raises:
    ///     RefusedError: The provider answered with any status but 2xx.
    ///     InvalidTokenResponseError: The answer has no token.
    ///     CallbackNotConfirmedError: The provider did not confirm the callback.
    ///     OAuth1Error: As `Session.send` does.
    #[pyo3(signature = (endpoint, callback = "oob"))]
    fn request_token(
        &self,
        py: Python<'_>,
        endpoint: Endpoint,
        callback: &str,
    ) -> PyResult<TokenResponse> {
        let client = &self.core;
        granted(py, || client.request_token(endpoint.0, callback))
    }

    /// Return the URL to send the user to, where they authorize the request token: the second step
    /// (RFC 5849 §2.2).
    ///
    /// Args:
    ///     url: The provider's authorization URL. A query that it has stays.
    ///     request_token: The request token, or its key.
    ///     **extra: Further parameters of the query, str.
    ///
    /// Returns:
    ///     The URL.
    ///
    /// Raises:
    ///     InvalidURLError: The URL is not one.
    #[staticmethod]
    #[pyo3(signature = (url, request_token, /, **extra))]
    fn authorization_url(
        py: Python<'_>,
        url: &str,
        request_token: TokenKey,
        extra: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        let extra = optional_pairs(extra.map(|extra| &**extra))?;
        oauth1::Client::authorization_url(url, &request_token.0, &lent(&extra)).or_raise(py)
    }

    /// Exchange a request token that the user has authorized for an access token: the last step
    /// (RFC 5849 §2.3).
    ///
    /// Args:
    ///     endpoint: The provider's access token URL, or a `Request` to it.
    ///     request_token: The request token.
    ///     verifier: What came back with the user, or the PIN. An empty one is not sent: there are
    ///         providers that have none.
    ///
    /// Returns:
    ///     The access token, and whatever the provider adds.
    ///
    /// Raises:
    ///     RefusedError: The provider answered with any status but 2xx.
    ///     InvalidTokenResponseError: The answer has no token.
    ///     OAuth1Error: As `Session.send` does.
    fn access_token(
        &self,
        py: Python<'_>,
        endpoint: Endpoint,
        request_token: &Bound<'_, Token>,
        verifier: &str,
    ) -> PyResult<TokenResponse> {
        let (client, token) = (&self.core, request_token.get().0.clone());
        granted(py, || client.access_token(endpoint.0, token, verifier))
    }

    /// Exchange an access token for a new one, by the session handle that came with it (the OAuth
    /// session extension; `TokenResponse.session_handle`).
    ///
    /// Args:
    ///     endpoint: The URL, or a `Request` to it: the provider's access token URL, or one of its
    ///         own (`Provider.renewal_url`).
    ///     access_token: The access token, which may have expired.
    ///     session_handle: The handle. Empty where the provider renews a token without one.
    ///
    /// Returns:
    ///     The access token, and whatever the provider adds.
    ///
    /// Raises:
    ///     OAuth1Error: As `access_token` does.
    #[pyo3(signature = (endpoint, access_token, session_handle = ""))]
    fn renew(
        &self,
        py: Python<'_>,
        endpoint: Endpoint,
        access_token: &Bound<'_, Token>,
        session_handle: &str,
    ) -> PyResult<TokenResponse> {
        let (client, token) = (&self.core, access_token.get().0.clone());
        granted(py, || client.renew(endpoint.0, token, session_handle))
    }

    /// Renew an access token with the client's provider: exchange it for a new one by its session
    /// handle; or, where the provider has an endpoint for renewal alone, have the token hold for
    /// longer as it is.
    ///
    /// Args:
    ///     access_token: The access token, which may have expired.
    ///     session_handle: The handle that came with it. Empty where there is none.
    ///
    /// Returns:
    ///     The access token, and whatever the provider adds.
    ///
    /// Raises:
    ///     InvalidSettingError: The client has no provider, or that has no such endpoint.
    ///     OAuth1Error: As `access_token` does.
    #[pyo3(signature = (access_token, session_handle = ""))]
    fn renew_token(
        &self,
        py: Python<'_>,
        access_token: &Bound<'_, Token>,
        session_handle: &str,
    ) -> PyResult<TokenResponse> {
        let (client, token) = (&self.core, &access_token.get().0);
        granted(py, || client.renew_token(token, session_handle))
    }

    /// Get an access token for a user whose name and password the program has (xAuth), where a
    /// provider lets it: one step, no request token.
    ///
    /// Args:
    ///     endpoint: The provider's access token URL, or a `Request` to it.
    ///     username: The user's name.
    ///     password: The user's password.
    ///
    /// Returns:
    ///     The access token, and whatever the provider adds.
    ///
    /// Raises:
    ///     InsecureTransportError: The URL is not https, where the password could be read on the way,
    ///         and the client does not allow `plaintext_over_http`.
    ///     OAuth1Error: As `access_token` does.
    fn xauth(
        &self,
        py: Python<'_>,
        endpoint: Endpoint,
        username: &str,
        password: &str,
    ) -> PyResult<TokenResponse> {
        let client = &self.core;
        granted(py, || client.xauth(endpoint.0, username, password))
    }

    /// Begin the handshake with the client's provider: ask for a request token, and make the URL to
    /// send the user to.
    ///
    /// Args:
    ///     callback: Where the user is sent back to; with "oob" they see a PIN instead.
    ///     request_token_params: Further parameters for the request token, a mapping or pairs of str.
    ///         One that the provider's settings have too replaces theirs.
    ///     authorization_params: The same for the URL.
    ///
    /// Returns:
    ///     The handshake, with the user's answer pending.
    ///
    /// Raises:
    ///     InvalidSettingError: The client was not made for a provider, or that has no such endpoints.
    ///     OAuth1Error: As `request_token` does.
    #[pyo3(signature = (
        callback = "oob", *, request_token_params = None, authorization_params = None
    ))]
    fn authorize(
        &self,
        py: Python<'_>,
        callback: &str,
        request_token_params: Option<&Bound<'_, PyAny>>,
        authorization_params: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PendingAuthorization> {
        let for_token = optional_pairs(request_token_params)?;
        let for_url = optional_pairs(authorization_params)?;
        let (client, for_token, for_url) = (&self.core, lent(&for_token), lent(&for_url));
        network(py, || client.authorize_with(callback, &for_token, &for_url))?
            .or_raise(py)
            .map(PendingAuthorization)
    }

    /// End the handshake when the user is back: check the callback, and exchange the request token
    /// for an access token.
    ///
    /// Args:
    ///     pending: What `authorize` returned.
    ///     redirected_to: The URL at which the user arrived, or its path and query, or the query alone.
    ///
    /// Returns:
    ///     The access token, and whatever the provider adds.
    ///
    /// Raises:
    ///     AccessDeniedError: The user or the provider said no.
    ///     InvalidCallbackError: This is not the answer to this authorization.
    ///     OAuth1Error: As `complete_with_verifier` does.
    fn complete(
        &self,
        py: Python<'_>,
        pending: &Bound<'_, PendingAuthorization>,
        redirected_to: &str,
    ) -> PyResult<TokenResponse> {
        let (client, pending) = (&self.core, &pending.get().0);
        granted(py, || client.complete(pending, redirected_to))
    }

    /// End the handshake with the PIN that the user was shown, or a verifier that arrived otherwise.
    ///
    /// Args:
    ///     pending: What `authorize` returned.
    ///     verifier: The PIN.
    ///
    /// Returns:
    ///     The access token, and whatever the provider adds.
    ///
    /// Raises:
    ///     InvalidSettingError: The authorization is of another provider than the client.
    ///     OAuth1Error: As `access_token` does.
    fn complete_with_verifier(
        &self,
        py: Python<'_>,
        pending: &Bound<'_, PendingAuthorization>,
        verifier: &str,
    ) -> PyResult<TokenResponse> {
        let (client, pending) = (&self.core, &pending.get().0);
        granted(py, || client.complete_with_verifier(pending, verifier))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let key = PyString::new(py, self.consumer_key()).repr()?;
        let method = PyString::new(py, self.signature_method()).repr()?;
        Ok(format!(
            "Client(consumer_key={key}, consumer_secret='***', signature_method={method})"
        ))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.hooks.iter().try_for_each(|hook| hook.traverse(&visit))
    }

    fn __clear__(&self) {
        self.hooks.iter().for_each(Hook::clear);
    }
}

/// The key of what is given: a token, or the key itself.
struct TokenKey(String);

impl FromPyObject<'_, '_> for TokenKey {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(token) = given.cast::<Token>() {
            return Ok(Self(token.get().0.key().to_owned()));
        }
        let key = given.extract();
        key.map(Self)
            .map_err(|_| unexpected("the token must be a Token or its key as str", &given))
    }
}

/// The request by which a step of the handshake is asked for; it is given, or a URL to post to.
struct Endpoint(oauth1::Request);

impl FromPyObject<'_, '_> for Endpoint {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(request) = given.cast::<Request>() {
            return request.get().to_send().cloned().map(Self);
        }
        if let Ok(url) = given.cast::<PyString>() {
            return oauth1::Request::post(url.to_str()?)
                .or_raise(given.py())
                .map(Self);
        }
        Err(unexpected(
            "the endpoint must be a Request or a URL as str",
            &given,
        ))
    }
}

/// What `step` of the handshake gives.
fn granted(
    py: Python<'_>,
    step: impl FnOnce() -> Result<oauth1::TokenResponse, oauth1::Error> + Send,
) -> PyResult<TokenResponse> {
    network(py, step)?.or_raise(py).map(TokenResponse)
}

fn optional_pairs(pairs: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<(String, String)>> {
    pairs.map_or_else(|| Ok(Vec::new()), text_pairs)
}

fn lent(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    let pairs = pairs.iter();
    pairs.map(|(name, value)| (&**name, &**value)).collect()
}
