//! Verifiers: the provider's side.

use std::borrow::Cow;
use std::sync::Arc;

use oauth1::{Consumer, Credentials, NonceStore, PublicUrl, ReceivedRequest, Url, VerifierBuilder};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::claim::Claim;
use crate::consumer::GivenConsumer;
use crate::error::{OrRaise, invalid_setting, refusal};
use crate::explain::Diagnosis;
use crate::hook::{Hook, Seconds, with_hooks};
use crate::nonces::{MemoryNonces, NonceUse};
use crate::settings::duration;
use crate::signature::CustomSignature;
use crate::values::{body_of, pairs, unexpected};
use crate::verified::Verified;

/// Checks requests that others signed: the provider's side. It is safe to share between threads.
/// `oauth1.verifier.AsyncVerifier` is the same for asynchronous look-ups.
///
/// Args:
///     consumer: The look-up of consumers: called with a consumer key (str), it returns the secret of
///         the consumer (str), a `Consumer`, or None where there is none.
///     token: The look-up of tokens: called with a consumer key and a token (str), it returns the
///         secret of the token (str), or None where there is none, or it was not given to this
///         consumer.
///     nonces: The store of nonces that were used: called with a `NonceUse`, it notes the nonce in one
///         step that no other can come between, and returns whether it is new. By default a
///         `MemoryNonces` of a million, which is that of one process; several processes share one,
///         such as `lambda use: cache.add(use.key, 1, use.seconds)`.
///     signature_methods: The methods that are taken: names, and `CustomSignature` objects. By default
///         HMAC and RSA, each with SHA-1, SHA-256 and SHA-512. "PLAINTEXT" is taken where it is named,
///         and over https only.
///     plaintext_over_http: Whether PLAINTEXT, where it is taken, is over plain http too.
///     public_url: The base URL by which the world knows the server: scheme, host, port, and a path to
///         which that of the request is appended. By default the URL of the request counts.
///     proxies: How many proxies stand before the server whose headers are to count. By default none
///         do, as whoever is free to set them could have a request that was signed for another server
///         taken for one of this.
///     proxy_headers: Which headers the proxies set: "x-forwarded" (X-Forwarded-Proto, -Host and
///         -Port) or "forwarded" (RFC 7239).
///     timestamp_window: How far a timestamp may be from the clock here, to either side, in seconds.
///     require_body_hash: Whether a body that is no form has to have an `oauth_body_hash`. One that is
///         there is checked in any case.
///     realm: The realm of the WWW-Authenticate header of refusals.
///     clock: Where the time is taken from, in seconds since 1970-01-01 00:00:00 GMT.
///
/// What a look-up, the store, the clock or a method raises is raised by the call that verifies. Both
/// look-ups are asked of each request that names a token, known or not, so that time does not tell
/// what is known.
///
/// Raises:
///     InvalidSettingError: A setting that cannot work, such as a method that is not known.
///     InvalidURLError: A public URL that is none.
///     InvalidHeaderError: A realm with control characters.
///     TypeError: A hook that cannot be called.
#[pyclass(frozen, module = "oauth1")]
pub struct Verifier {
    core: oauth1::Verifier,
    hooks: Vec<Hook>,
}

/// The look-ups, as the core asks for them.
struct LookUps {
    consumer: Hook,
    token: Hook,
}

type HookError = Box<dyn std::error::Error + Send + Sync>;

impl Credentials for LookUps {
    fn consumer(&self, consumer_key: &str) -> Result<Option<Consumer>, HookError> {
        Ok(self.consumer.call::<GivenConsumer>((consumer_key,)).0)
    }

    fn token_secret(&self, consumer_key: &str, token: &str) -> Result<Option<String>, HookError> {
        Ok(self.token.call((consumer_key, token)))
    }
}

/// A store that is a Python callable.
struct Store(Hook);

impl NonceStore for Store {
    fn note(&self, nonce: &oauth1::NonceUse<'_>) -> Result<bool, HookError> {
        Ok(self.0.call((NonceUse::new(nonce),)))
    }
}

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(signature = (
        consumer, token, *, nonces = None, signature_methods = None, plaintext_over_http = false,
        public_url = None, proxies = 0, proxy_headers = "x-forwarded", timestamp_window = 300.0,
        require_body_hash = false, realm = None, clock = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        consumer: &Bound<'_, PyAny>,
        token: &Bound<'_, PyAny>,
        nonces: Option<&Bound<'_, PyAny>>,
        signature_methods: Option<&Bound<'_, PyAny>>,
        plaintext_over_http: bool,
        public_url: Option<&str>,
        proxies: usize,
        proxy_headers: &str,
        timestamp_window: f64,
        require_body_hash: bool,
        realm: Option<&str>,
        clock: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let look_ups = LookUps {
            consumer: Hook::new(consumer, "consumer", "str, Consumer or None")?,
            token: Hook::new(token, "token", "str or None")?,
        };
        let mut hooks = vec![look_ups.consumer.clone(), look_ups.token.clone()];
        let mut builder = oauth1::Verifier::builder(look_ups)
            .plaintext_over_http(plaintext_over_http)
            .public_url(public(py, public_url, proxies, proxy_headers)?)
            .timestamp_window(duration(py, "timestamp_window", timestamp_window)?)
            .require_body_hash(require_body_hash);
        if let Some(Ok(store)) = nonces.map(Bound::cast::<MemoryNonces>) {
            builder = builder.nonces(Arc::clone(&store.get().0));
        } else if let Some(store) = nonces {
            let hook = Hook::new(store, "nonces", "bool")?;
            hooks.push(hook.clone());
            builder = builder.nonces(Store(hook));
        }
        if let Some(methods) = signature_methods {
            builder = with_methods(builder, methods, &mut hooks)?;
        }
        if let Some(realm) = realm {
            builder = builder.realm(realm);
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

    /// Verify a request: read it, look up who signs, check signature and body hash, note the nonce.
    ///
    /// Args:
    ///     method: Its method.
    ///     url: Its whole URL, path and query as they were received, not decoded. Path and query alone
    ///         are enough where there is a `public_url`.
    ///     headers: Its headers, str or bytes: a mapping or pairs.
    ///     body: Its body, all of it, as it was received.
    ///
    /// Returns:
    ///     Who signed it, for whom, and what was signed.
    ///
    /// Raises:
    ///     VerificationError: Why it is refused, and what the client is to be told.
    #[pyo3(signature = (method, url, *, headers = None, body = None))]
    fn verify(
        &self,
        py: Python<'_>,
        method: &str,
        url: &str,
        headers: Option<&Bound<'_, PyAny>>,
        body: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Verified> {
        let given = Given::new(headers, body)?;
        let verified = with_hooks(|| self.core.verify(&given.received(method, url)))?;
        verified.or_raise(py).map(Verified)
    }

    /// Take the first step by itself: read what a request claims.
    ///
    /// Args:
    ///     method: As for `verify`.
    ///     url: As for `verify`.
    ///     headers: As for `verify`.
    ///     body: As for `verify`.
    ///
    /// Returns:
    ///     Who is to be looked up.
    ///
    /// Raises:
    ///     VerificationError: What can be told before anything is looked up.
    #[pyo3(signature = (method, url, *, headers = None, body = None))]
    fn read(
        &self,
        py: Python<'_>,
        method: &str,
        url: &str,
        headers: Option<&Bound<'_, PyAny>>,
        body: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Claim> {
        let given = Given::new(headers, body)?;
        let received = given.received(method, url);
        let claim = with_hooks(|| self.core.read(&received))?;
        claim.or_raise(py).map(Claim::new)
    }

    /// Take the second step by itself: check signature and body hash of a claim. What is not known is
    /// given as None, not refused before: that takes as long.
    ///
    /// Args:
    ///     claim: What `read` gave.
    ///     consumer: The secret of the consumer, a `Consumer`, or None.
    ///     token_secret: The secret of the token, or None.
    ///
    /// Returns:
    ///     Who signed, for whom, and what was signed. Its nonce is yet to be noted.
    ///
    /// Raises:
    ///     VerificationError: Why it is refused, and what the client is to be told.
    fn check(
        &self,
        py: Python<'_>,
        claim: &Claim,
        consumer: GivenConsumer,
        token_secret: Option<&str>,
    ) -> PyResult<Verified> {
        let claim = claim.take()?;
        let consumer = consumer.0.as_ref();
        let verified = with_hooks(|| self.core.check(claim, consumer, token_secret))?;
        verified.or_raise(py).map(Verified)
    }

    /// Take the last step by itself: note in the store that the nonce is used. Without it a request
    /// can be replayed.
    ///
    /// Args:
    ///     verified: What `check` gave.
    ///
    /// Raises:
    ///     VerificationError: The nonce was used before.
    fn note_nonce(&self, py: Python<'_>, verified: &Verified) -> PyResult<()> {
        with_hooks(|| self.core.note_nonce(&verified.0))?.or_raise(py)
    }

    /// Give the refusal of a nonce that was used before, for a store of one's own.
    ///
    /// Returns:
    ///     A VerificationError.
    fn replayed(&self, py: Python<'_>) -> PyResult<PyErr> {
        refusal(py, &self.core.replayed())
    }

    /// Tell how a request should have been signed, and where it was not, which known mistake makes its
    /// signature: for the provider's log. It takes far longer than `verify`, and notes no nonce.
    ///
    /// Args:
    ///     method: As for `verify`.
    ///     url: As for `verify`.
    ///     headers: As for `verify`.
    ///     body: As for `verify`.
    ///
    /// Returns:
    ///     What there is to say; its text holds no secret.
    ///
    /// Raises:
    ///     VerificationError: There is nothing to explain, such as an unknown consumer.
    #[pyo3(signature = (method, url, *, headers = None, body = None))]
    fn explain(
        slf: &Bound<'_, Self>,
        method: &str,
        url: &str,
        headers: Option<&Bound<'_, PyAny>>,
        body: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Diagnosis> {
        let given = Given::new(headers, body)?;
        let core = &slf.get().core;
        let diagnosis = with_hooks(|| core.explain(&given.received(method, url)))?;
        let diagnosis = diagnosis.or_raise(slf.py())?;
        Ok(Diagnosis::new(diagnosis, slf.clone().into_any().unbind()))
    }

    fn __repr__(&self) -> &'static str {
        "<oauth1.Verifier>"
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.hooks.iter().try_for_each(|hook| hook.traverse(&visit))
    }

    fn __clear__(&self) {
        self.hooks.iter().for_each(Hook::clear);
    }
}

/// What is taken for the URL that was signed.
fn public(
    py: Python<'_>,
    base: Option<&str>,
    proxies: usize,
    headers: &str,
) -> PyResult<PublicUrl> {
    match (base, proxies, headers) {
        (_, _, "x-forwarded" | "forwarded") => {}
        (_, _, other) => {
            let message = format!(
                "the proxy headers {other:?} are none: expected 'x-forwarded' or 'forwarded'"
            );
            return Err(invalid_setting(py, &message));
        }
    }
    match (base, proxies) {
        (Some(_), 1..) => Err(invalid_setting(
            py,
            "there is a public URL, and the headers of proxies are to count: expected one of the two",
        )),
        (Some(base), 0) => Url::parse(base).or_raise(py).map(PublicUrl::Base),
        (None, 0) => Ok(PublicUrl::AsReceived),
        (None, proxies) if headers == "forwarded" => Ok(PublicUrl::Forwarded { proxies }),
        (None, proxies) => Ok(PublicUrl::XForwarded { proxies }),
    }
}

/// A builder with these methods: names, and custom ones.
fn with_methods(
    mut builder: VerifierBuilder,
    methods: &Bound<'_, PyAny>,
    hooks: &mut Vec<Hook>,
) -> PyResult<VerifierBuilder> {
    if methods.is_instance_of::<PyString>() {
        return Err(unexpected(
            "signature_methods must be a list of them",
            methods,
        ));
    }
    let mut names = Vec::new();
    for method in methods.try_iter()? {
        let method = method?;
        if let Ok(custom) = method.cast::<CustomSignature>() {
            let (custom, hook) = custom.get().core(method.py())?;
            hooks.push(hook);
            builder = builder.custom_method(custom);
        } else {
            names.push(method.extract::<String>()?);
        }
    }
    Ok(builder.signature_methods(names))
}

/// Headers and body as they are given.
struct Given<'a> {
    headers: Vec<(String, String)>,
    body: Cow<'a, [u8]>,
}

impl<'a> Given<'a> {
    fn new(
        headers: Option<&Bound<'_, PyAny>>,
        body: Option<&'a Bound<'a, PyAny>>,
    ) -> PyResult<Self> {
        let mut given = Self {
            headers: Vec::new(),
            body: body.map_or(Ok(Cow::Borrowed(&[][..])), body_of)?,
        };
        if let Some(headers) = headers {
            for pair in pairs(headers)? {
                let (name, value) = pair?;
                given
                    .headers
                    .push((header_text(&name)?, header_text(&value)?));
            }
        }
        Ok(given)
    }

    fn received<'r>(&'r self, method: &'r str, url: &'r str) -> ReceivedRequest<'r> {
        let received = ReceivedRequest::new(method, url).body(&self.body);
        let headers = self.headers.iter();
        headers.fold(received, |received, (name, value)| {
            received.header(name, value)
        })
    }
}

/// A name or a value of a header: text, or bytes as they came, which are UTF-8 or else ISO 8859-1.
fn header_text(text: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(bytes) = text.cast::<PyBytes>() {
        let bytes = bytes.as_bytes();
        return Ok(match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
        });
    }
    match text.cast::<PyString>() {
        Ok(text) => Ok(text.to_str()?.to_owned()),
        Err(_) => Err(unexpected("a header must be str or bytes", text)),
    }
}
