//! What a provider knows of a consumer.

use oauth1::RsaPublicKey;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::error::{OrRaise, invalid_setting};
use crate::values::unexpected;

/// What a provider knows of a consumer. Neither `repr` nor pickle gives the secret away.
///
/// Args:
///     secret: The consumer secret, for the HMAC methods, PLAINTEXT and custom ones. A consumer that
///         has none cannot sign by them.
///     public_key: The public key, for the RSA methods: `PUBLIC KEY`, `RSA PUBLIC KEY` or the
///         certificate that has it; PEM as str, PEM or DER as bytes.
///
/// Raises:
///     InvalidSettingError: Neither is given.
///     InvalidKeyError: A key that is none, is a private one, of another kind, too small or damaged.
#[pyclass(frozen, module = "oauth1")]
pub struct Consumer(pub oauth1::Consumer);

#[pymethods]
impl Consumer {
    #[new]
    #[pyo3(signature = (secret = None, *, public_key = None))]
    fn new(
        py: Python<'_>,
        secret: Option<&str>,
        public_key: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let public_key = public_key.map(parsed).transpose()?;
        match (secret, public_key) {
            (Some(secret), Some(key)) => Ok(Self(oauth1::Consumer::with_both(secret, key))),
            (Some(secret), None) => Ok(Self(oauth1::Consumer::new(secret))),
            (None, Some(key)) => Ok(Self(oauth1::Consumer::with_public_key(key))),
            (None, None) => Err(invalid_setting(
                py,
                "a consumer has neither a secret nor a public key: expected one of them",
            )),
        }
    }

    fn __repr__(&self) -> &'static str {
        "<oauth1.Consumer>"
    }
}

fn parsed(key: &Bound<'_, PyAny>) -> PyResult<RsaPublicKey> {
    let parsed = if let Ok(pem) = key.cast::<PyString>() {
        RsaPublicKey::parse(pem.to_str()?)
    } else if let Ok(bytes) = key.cast::<PyBytes>() {
        RsaPublicKey::parse(bytes.as_bytes())
    } else {
        return Err(unexpected("a public key must be str or bytes", key));
    };
    parsed.or_raise(key.py())
}

/// What a look-up of a consumer gives: its secret, a `Consumer`, or None.
pub struct GivenConsumer(pub Option<oauth1::Consumer>);

impl FromPyObject<'_, '_> for GivenConsumer {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if given.is_none() {
            return Ok(Self(None));
        }
        if let Ok(consumer) = given.cast::<Consumer>() {
            return Ok(Self(Some(consumer.get().0.clone())));
        }
        if let Ok(secret) = given.cast::<PyString>() {
            return Ok(Self(Some(oauth1::Consumer::new(secret.to_str()?))));
        }
        Err(unexpected(
            "the look-up of a consumer must give str, Consumer or None",
            &given,
        ))
    }
}
