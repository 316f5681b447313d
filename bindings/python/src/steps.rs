//! The steps of a signature one at a time.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::error::OrRaise;
use crate::signature::{Method, PrivateKey};
use crate::values::{bytes_of, each_pair};

/// Percent-encode (RFC 5849 §3.6): letters, digits, "-", ".", "_" and "~" stay.
///
/// Args:
///     value: str, encoded as UTF-8, or bytes.
///
/// Returns:
///     The encoded value.
#[pyfunction]
pub fn percent_encode(value: &Bound<'_, PyAny>) -> PyResult<String> {
    Ok(oauth1::percent_encode(bytes_of(value)?))
}

/// Decode %XX sequences, in either case; a "%" that begins none stays, and so does "+".
///
/// Args:
///     text: str or bytes.
///
/// Returns:
///     The decoded bytes.
#[pyfunction]
pub fn percent_decode<'py>(
    py: Python<'py>,
    text: &Bound<'_, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(py, &oauth1::percent_decode(bytes_of(text)?)))
}

/// Return a fresh nonce (RFC 5849 §3.3): 22 letters and digits from a cryptographic generator.
#[pyfunction]
pub fn nonce() -> String {
    oauth1::nonce()
}

/// Return the signature base string (RFC 5849 §3.4.1) of exactly these parameters, and those of
/// the URL's query.
///
/// Args:
///     method: Such as "POST".
///     url: Absolute, http or https.
///     params: A mapping, or pairs; `oauth_signature` is left out.
///
/// Returns:
///     The base string.
///
/// Raises:
///     InvalidURLError: The URL is not one to send requests to.
#[pyfunction]
pub fn base_string(
    py: Python<'_>,
    method: &str,
    url: &str,
    params: &Bound<'_, PyAny>,
) -> PyResult<String> {
    let mut pairs = Vec::new();
    each_pair(params, |name, value| {
        pairs.push((name.to_vec(), value.to_vec()));
        Ok(())
    })?;
    oauth1::base_string(method, url, pairs).or_raise(py)
}

/// Sign a text with a key as it is given, where a session would make the key of the two secrets
/// (RFC 5849 §3.4.2).
///
/// Args:
///     method: The name of the signature method.
///     key: The key.
///     text: What is signed.
///     rsa_key: What the RSA methods sign with instead of the key.
///
/// Returns:
///     The signature, not percent-encoded.
///
/// Raises:
///     InvalidSettingError: The method is not known, or takes no key; or it has no RSA key where
///         it needs one.
///     InvalidKeyError: The RSA key is encrypted, of another kind, too small or damaged.
#[pyfunction]
#[pyo3(signature = (method, key, text, rsa_key = None))]
pub fn signature(
    py: Python<'_>,
    method: Method,
    key: &str,
    text: &str,
    rsa_key: Option<PrivateKey>,
) -> PyResult<String> {
    let (method, _) = method.with_key(py, rsa_key)?;
    method.sign_with_key(key, text).or_raise(py)
}
