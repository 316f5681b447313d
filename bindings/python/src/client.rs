//! Clients, and the handshake.

use std::sync::Arc;

use oauth1::{BodyHash, Transmission};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::error::OrRaise;
use crate::hook::{Hook, Seconds, with_hooks};
use crate::response::TokenResponse;
use crate::session::Session;
use crate::settings::{PyBodyHash, PyTransmission};
use crate::signature::{Method, PrivateKey};
use crate::token::Token;
use crate::transport::{HttpTransport, interrupt};
use crate::values::each_text_pair;

/// Consumer key and secret, and the rules by which to sign (RFC 5849: the client credentials). It
/// never changes, is safe to share between threads, and never knows a user: what acts for one is a
/// session.
///
/// Args:
///     consumer_key: The key that the provider gave to the application.
///     consumer_secret: Its secret, which the RSA methods have no use for.
///     signature_method: "HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "RSA-SHA1", "RSA-SHA256",
///         "RSA-SHA512", "PLAINTEXT" (§3.4), or a `CustomSignature`.
///     rsa_key: The private key that the RSA methods sign with, of 1024 to 8192 bits, as it stands
///         in its file, unencrypted: PKCS#1 or PKCS#8, PEM as str or bytes, DER as bytes.
///     transmission: Where the `oauth_` parameters travel: "header", "query" or "form" (§3.5).
///     realm: The realm of every Authorization header (§3.5.1).
///     version: Whether to send `oauth_version=1.0`.
///     body_hash: Whether to send `oauth_body_hash`: True by the hash of the signature method,
///         "sha1", "sha256" or "sha512" by that one. A form body never has one.
///     plaintext_over_http: Whether PLAINTEXT signs for plain http, where anyone on the way can
///         read the secrets: for sandboxes.
///     nonce: Called for each signature; returns its nonce, a str that is unique for its timestamp
///         (§3.3). By default 22 letters and digits from a cryptographic generator.
///     clock: Called for each signature; returns seconds since 1970-01-01 00:00:00 GMT, an int or,
///         as `time.time`, a float.
///     callback_confirmation: Whether to take a request token only where the provider confirms the
///         callback (§2.1).
///     max_response_size: The largest response body to take, in bytes, after decompression.
///     transport: What sends requests; by default one of the client's own.
///
/// What `nonce`, `clock` or the signature method raises is raised by the call that signs.
///
/// Raises:
///     InvalidSettingError: A setting that cannot work, such as an empty consumer key, or an RSA
///         method without a key.
///     InvalidKeyError: A private key that is encrypted, of another kind, too small or damaged.
///     InvalidHeaderError: A realm with control characters.
///     TypeError: A hook that cannot be called.
#[pyclass(frozen, module = "oauth1")]
pub struct Client {
    core: oauth1::Client,
    hooks: Vec<Hook>,
}

#[pymethods]
impl Client {
    #[new]
    #[pyo3(
        signature = (
            consumer_key, consumer_secret, *, signature_method = Method::default(),
            rsa_key = None, transmission = PyTransmission(Transmission::Header), realm = None, version = true,
            body_hash = PyBodyHash(BodyHash::Never), plaintext_over_http = false, nonce = None,
            clock = None, callback_confirmation = true, max_response_size = 16 << 20,
            transport = None,
        ),
        text_signature = "(consumer_key, consumer_secret, *, signature_method='HMAC-SHA1', \
                          rsa_key=None, transmission='header', realm=None, version=True, body_hash=False, \
                          plaintext_over_http=False, nonce=None, clock=None, \
                          callback_confirmation=True, max_response_size=16777216, \
                          transport=None)"
    )]
    #[allow(clippy::too_many_arguments, clippy::fn_params_excessive_bools)]
    fn new(
        py: Python<'_>,
        consumer_key: &str,
        consumer_secret: &str,
        signature_method: Method,
        rsa_key: Option<PrivateKey>,
        transmission: PyTransmission,
        realm: Option<&str>,
        version: bool,
        body_hash: PyBodyHash,
        plaintext_over_http: bool,
        nonce: Option<&Bound<'_, PyAny>>,
        clock: Option<&Bound<'_, PyAny>>,
        callback_confirmation: bool,
        max_response_size: u64,
        transport: Option<&Bound<'_, HttpTransport>>,
    ) -> PyResult<Self> {
        let (signature_method, hook) = signature_method.with_key(py, rsa_key)?;
        let transport = match transport {
            Some(transport) => Arc::clone(&transport.get().0),
            None => Arc::default(),
        };
        let mut builder = oauth1::Client::builder(consumer_key, consumer_secret)
            .signature_method(signature_method)
            .transmission(transmission.0)
            .version(version)
            .body_hash(body_hash.0)
            .plaintext_over_http(plaintext_over_http)
            .callback_confirmation(callback_confirmation)
            .max_response_size(max_response_size)
            .transport(transport)
            .interrupt(interrupt);
        if let Some(realm) = realm {
            builder = builder.realm(realm);
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

    /// Ask for a request token: the first step of the handshake (RFC 5849 §2.1).
    ///
    /// Args:
    ///     url: The provider's request token URL.
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
    #[pyo3(signature = (url, callback = "oob"))]
    fn request_token(&self, py: Python<'_>, url: &str, callback: &str) -> PyResult<TokenResponse> {
        let client = &self.core;
        with_hooks(|| py.detach(|| client.request_token(url, callback)))?
            .or_raise(py)
            .map(TokenResponse)
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
        request_token: TokenKey<'_>,
        extra: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        let mut pairs = Vec::new();
        if let Some(extra) = extra {
            each_text_pair(extra, |name, value| {
                pairs.push((name.to_owned(), value.to_owned()));
                Ok(())
            })?;
        }
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        oauth1::Client::authorization_url(url, request_token.as_str(), &pairs).or_raise(py)
    }

    /// Exchange a request token that the user has authorized for an access token: the last step
    /// (RFC 5849 §2.3).
    ///
    /// Args:
    ///     url: The provider's access token URL.
    ///     request_token: The request token.
    ///     verifier: What came back with the user, or the PIN.
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
        url: &str,
        request_token: &Bound<'_, Token>,
        verifier: &str,
    ) -> PyResult<TokenResponse> {
        let (client, token) = (&self.core, request_token.get().0.clone());
        with_hooks(|| py.detach(|| client.access_token(url, token, verifier)))?
            .or_raise(py)
            .map(TokenResponse)
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

/// A token, of which only the key matters, or the key.
#[derive(FromPyObject)]
enum TokenKey<'py> {
    Key(String),
    Token(Bound<'py, Token>),
}

impl TokenKey<'_> {
    fn as_str(&self) -> &str {
        match self {
            Self::Key(key) => key,
            Self::Token(token) => token.get().0.key(),
        }
    }
}
