//! Signature methods: the core's by their names, and a Python callable's.

use std::error::Error;
use std::sync::Arc;

use oauth1::{HashAlgorithm, SignatureMethod};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;

use crate::error::invalid_setting;
use crate::hook::Hook;
use crate::settings::PyHash;

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
            sign: Hook::new(sign, "sign")?,
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

/// What a client takes as its signature method.
#[derive(Default)]
pub struct Method {
    pub core: SignatureMethod,
    /// The hook of a custom method.
    pub hook: Option<Hook>,
}

const KNOWN: [SignatureMethod; 4] = [
    SignatureMethod::HmacSha1,
    SignatureMethod::HmacSha256,
    SignatureMethod::HmacSha512,
    SignatureMethod::Plaintext,
];

impl FromPyObject<'_, '_> for Method {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(custom) = value.cast::<CustomSignature>() {
            let CustomSignature {
                name,
                sign,
                body_hash,
            } = custom.get();
            let hook = sign.of_same_callable(value.py());
            let custom = Custom {
                name: name.clone(),
                sign: hook.clone(),
                body_hash: *body_hash,
            };
            return Ok(Self {
                core: SignatureMethod::Custom(Arc::new(custom)),
                hook: Some(hook),
            });
        }
        let name: String = value.extract()?;
        if let Some(core) = KNOWN.into_iter().find(|method| method.name() == name) {
            return Ok(Self { core, hook: None });
        }
        let names = KNOWN.each_ref().map(SignatureMethod::name).join(", ");
        let message = format!("the signature method {name:?} is none of {names}");
        Err(invalid_setting(value.py(), &message))
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
