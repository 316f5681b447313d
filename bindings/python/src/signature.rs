//! Signature methods: the core's by their names, and a Python callable's.

use std::error::Error;
use std::sync::Arc;

use oauth1::{HashAlgorithm, RsaKey, SignatureMethod};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::error::{OrRaise, invalid_setting};
use crate::hook::Hook;
use crate::settings::PyHash;
use crate::values::unexpected;

/// A signature method of one's own (RFC 5849 §3.4).
///
/// Args:
///     name: What is sent as `oauth_signature_method`.
///     sign: Called with base string, consumer secret and token secret, all str; returns the
///         signature as str. What it raises is raised by the call that signs.
///     body_hash: The hash for `oauth_body_hash`: "sha1", "sha256" or "sha512".
///
/// Raises:
///     TypeError: `sign` cannot be called.
///     InvalidSettingError: The hash is not known.
#[pyclass(frozen, module = "oauth1")]
pub struct CustomSignature {
    /// What is sent as `oauth_signature_method`.
    #[pyo3(get)]
    name: String,
    sign: Hook,
    body_hash: HashAlgorithm,
}

#[pymethods]
impl CustomSignature {
    #[new]
    #[pyo3(signature = (name, sign, *, body_hash = PyHash(HashAlgorithm::Sha1)),
           text_signature = "(name, sign, *, body_hash='sha1')")]
    fn new(name: String, sign: &Bound<'_, PyAny>, body_hash: PyHash) -> PyResult<Self> {
        Ok(Self {
            name,
            sign: Hook::new(sign, "sign", "str")?,
            body_hash: body_hash.0,
        })
    }

    fn __repr__(&self) -> String {
        format!("<oauth1.CustomSignature {}>", self.name)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.sign.traverse(&visit)
    }

    fn __clear__(&self) {
        self.sign.clear();
    }
}

impl CustomSignature {
    /// The core's method, and its hook, for another Python object to tell of.
    pub fn core(&self, py: Python<'_>) -> PyResult<(Arc<dyn oauth1::CustomSignature>, Hook)> {
        let hook = self.sign.of_same_callable(py)?;
        let custom = Custom {
            name: self.name.clone(),
            sign: hook.clone(),
            body_hash: self.body_hash,
        };
        Ok((Arc::new(custom), hook))
    }
}

/// Makes a signature method of the key that it signs with.
type MethodOf = fn(RsaKey) -> SignatureMethod;

/// What a client takes as its signature method.
pub enum Method {
    /// Signs with the secrets; a custom one has a hook.
    OfSecrets(SignatureMethod, Option<Hook>),
    /// Signs with a private key, which it is yet to be made of.
    OfKey(&'static str, MethodOf),
}

const OF_SECRETS: [SignatureMethod; 4] = [
    SignatureMethod::HmacSha1,
    SignatureMethod::HmacSha256,
    SignatureMethod::HmacSha512,
    SignatureMethod::Plaintext,
];
const OF_KEY: [(&str, MethodOf); 3] = [
    ("RSA-SHA1", SignatureMethod::RsaSha1),
    ("RSA-SHA256", SignatureMethod::RsaSha256),
    ("RSA-SHA512", SignatureMethod::RsaSha512),
];

impl Default for Method {
    fn default() -> Self {
        Self::OfSecrets(SignatureMethod::default(), None)
    }
}

impl Method {
    /// The method of this name, as it is sent.
    pub fn named(name: &str) -> Option<Self> {
        if let Some(core) = OF_SECRETS.into_iter().find(|core| core.name() == name) {
            return Some(Self::OfSecrets(core, None));
        }
        let (name, method_of) = OF_KEY.into_iter().find(|(own, _)| *own == name)?;
        Some(Self::OfKey(name, method_of))
    }

    /// The core's method, and its hook where it is a custom one.
    pub fn with_key(
        self,
        py: Python<'_>,
        key: Option<PrivateKey>,
    ) -> PyResult<(SignatureMethod, Option<Hook>)> {
        let message = match (self, key) {
            (Self::OfSecrets(core, hook), None) => return Ok((core, hook)),
            (Self::OfKey(_, method_of), Some(PrivateKey(key))) => {
                return Ok((method_of(key), None));
            }
            (Self::OfSecrets(core, _), Some(_)) => format!(
                "{} signs with the secrets, and an RSA key is given: expected {}",
                core.name(),
                OF_KEY.map(|(name, _)| name).join(", ")
            ),
            (Self::OfKey(name, _), None) => {
                format!("{name} signs with an RSA key, and none is given")
            }
        };
        Err(invalid_setting(py, &message))
    }
}

impl FromPyObject<'_, '_> for Method {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(custom) = value.cast::<CustomSignature>() {
            let (core, hook) = custom.get().core(value.py())?;
            let core = SignatureMethod::Custom(core);
            return Ok(Self::OfSecrets(core, Some(hook)));
        }
        let given: String = value.extract()?;
        if let Some(method) = Self::named(&given) {
            return Ok(method);
        }
        let of_secrets = OF_SECRETS.each_ref().map(SignatureMethod::name).join(", ");
        let of_key = OF_KEY.map(|(name, _)| name).join(", ");
        // what is longer than any of them may be a key in the wrong place
        let given = match given.len() {
            ..=20 => format!("{given:?}"),
            length => format!("of {length} bytes"),
        };
        let message = format!("the signature method {given} is none of {of_secrets}, {of_key}");
        Err(invalid_setting(value.py(), &message))
    }
}

/// A private key as it stands in a file: PEM as str, PEM or DER as bytes.
pub struct PrivateKey(RsaKey);

impl FromPyObject<'_, '_> for PrivateKey {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let key = if let Ok(pem) = value.cast::<PyString>() {
            RsaKey::parse(pem.to_str()?)
        } else if let Ok(bytes) = value.cast::<PyBytes>() {
            RsaKey::parse(bytes.as_bytes())
        } else {
            return Err(unexpected("a private key must be str or bytes", &value));
        };
        key.or_raise(value.py()).map(Self)
    }
}

struct Custom {
    name: String,
    sign: Hook,
    body_hash: HashAlgorithm,
}

impl oauth1::CustomSignature for Custom {
    fn name(&self) -> &str {
        &self.name
    }

    fn sign(
        &self,
        base_string: &str,
        consumer_secret: &str,
        token_secret: &str,
    ) -> Result<String, Box<dyn Error + Send + Sync>> {
        Ok(self.sign.call((base_string, consumer_secret, token_secret)))
    }

    fn body_hash(&self) -> HashAlgorithm {
        self.body_hash
    }
}
