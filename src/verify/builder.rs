//! Makes verifiers.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::claim::Method;
use super::credentials::Credentials;
use super::memory_nonces::MemoryNonces;
use super::nonces::NonceStore;
use super::public_url::PublicUrl;
use super::verifier::{Settings, Verifier};
use crate::authorization::quoted_realm;
use crate::error::{Error, ErrorKind, shown};
use crate::request::LONGEST;
#[cfg(feature = "rsa")]
use crate::signature::HashAlgorithm;
use crate::signature::{CustomSignature, SignatureMethod};
use crate::steps::nonce;

/// The methods that are taken unless others are named: all but PLAINTEXT, which shows the secrets to
/// whoever sees the request.
const DEFAULT_METHODS: &[&str] = &[
    "HMAC-SHA1",
    "HMAC-SHA256",
    "HMAC-SHA512",
    #[cfg(feature = "rsa")]
    "RSA-SHA1",
    #[cfg(feature = "rsa")]
    "RSA-SHA256",
    #[cfg(feature = "rsa")]
    "RSA-SHA512",
];

/// Makes a [`Verifier`]. What is wrong with a setting is told by
/// [`build`](VerifierBuilder::build), not by the first request.
#[must_use]
pub struct VerifierBuilder {
    settings: Settings,
    methods: Vec<String>,
    custom: Vec<Arc<dyn CustomSignature>>,
    window: Duration,
    realm: Option<String>,
}

impl VerifierBuilder {
    pub(super) fn new(credentials: Box<dyn Credentials>) -> Self {
        Self {
            settings: Settings {
                credentials,
                nonces: Box::new(MemoryNonces::default()),
                methods: Vec::new(),
                plaintext_over_http: false,
                public_url: PublicUrl::default(),
                window: 0,
                require_body_hash: false,
                realm: None,
                clock: None,
                dummy_secret: Zeroizing::new(nonce()),
            },
            methods: DEFAULT_METHODS
                .iter()
                .map(|&name| name.to_owned())
                .collect(),
            custom: Vec::new(),
            window: Duration::from_secs(300),
            realm: None,
        }
    }

    /// Has consumers and tokens looked up here, in the place of where they were.
    #[cfg(feature = "capi")]
    pub(crate) fn credentials(mut self, credentials: impl Credentials + 'static) -> Self {
        self.settings.credentials = Box::new(credentials);
        self
    }

    /// Where nonces are kept that were used. Default: [`MemoryNonces`], of one million, which are
    /// those of one process.
    pub fn nonces(mut self, store: impl NonceStore + 'static) -> Self {
        self.settings.nonces = Box::new(store);
        self
    }

    /// The methods that are taken, by their names. Default: HMAC and RSA, each with SHA-1, SHA-256
    /// and SHA-512. `PLAINTEXT` is taken where it is named here, and over `https` only.
    pub fn signature_methods<S: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = S>,
    ) -> Self {
        self.methods = names.into_iter().map(Into::into).collect();
        self
    }

    /// Takes a method of the provider's own as well. It signs as the client does, and the signatures
    /// are compared; it can be given several times.
    pub fn custom_method(mut self, method: Arc<dyn CustomSignature>) -> Self {
        self.custom.push(method);
        self
    }

    /// Takes `PLAINTEXT`, where it is taken, over plain `http` too, where anyone on the way can read
    /// the secrets: for sandboxes. Default: it is not.
    pub fn plaintext_over_http(mut self, allow: bool) -> Self {
        self.settings.plaintext_over_http = allow;
        self
    }

    /// What is taken for the URL that was signed, where there is a proxy before the server. Default:
    /// the URL of the request as it is given.
    pub fn public_url(mut self, public_url: PublicUrl) -> Self {
        self.settings.public_url = public_url;
        self
    }

    /// How far a timestamp may be from the clock here, to either side, in whole seconds. As long are
    /// nonces kept. Default: 300 seconds.
    pub fn timestamp_window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// Whether a body that is no form and not empty has to have an `oauth_body_hash` (the body hash
    /// draft, 2009), without which it is not signed. One that is there is checked in any case.
    /// Default: it has not to.
    pub fn require_body_hash(mut self, require: bool) -> Self {
        self.settings.require_body_hash = require;
        self
    }

    /// The realm of the `WWW-Authenticate` header of refusals (RFC 9110 §11.5). Default: none.
    pub fn realm(mut self, realm: impl Into<String>) -> Self {
        self.realm = Some(realm.into());
        self
    }

    /// The clock that timestamps are compared with, in seconds since 1970-01-01 00:00:00 GMT.
    /// Default: the system's.
    pub fn clock(self, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.try_clock(move || Ok(clock()))
    }

    /// The clock, as for [`clock`](VerifierBuilder::clock), where that can fail: a failure is one
    /// of the verification, for [`Reason::Unavailable`](crate::Reason::Unavailable).
    pub fn try_clock(
        mut self,
        clock: impl Fn() -> Result<u64, Box<dyn std::error::Error + Send + Sync>>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.settings.clock = Some(Box::new(clock));
        self
    }

    /// Makes the verifier.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidSetting`] for a method that is none, is named twice or has no name, for no
    /// method at all, for a window under a second or of more than ten years, for no proxy where the
    /// headers of one are to count, and for a base that has a query;
    /// [`ErrorKind::InvalidHeader`] for a realm with control characters.
    pub fn build(self) -> Result<Verifier, Error> {
        let mut settings = self.settings;
        settings.methods = methods(&self.methods, self.custom)?;
        if self.window < Duration::from_secs(1) || self.window > LONGEST {
            return Err(invalid(
                "the timestamp window is under a second or over ten years: expected one such as \
                 300 seconds",
            ));
        }
        settings.window = self.window.as_secs();
        match &settings.public_url {
            PublicUrl::XForwarded { proxies: 0 } | PublicUrl::Forwarded { proxies: 0 } => {
                return Err(invalid(
                    "the headers of 0 proxies are to count: expected 1 or more, or the URL as it is \
                     received",
                ));
            }
            PublicUrl::Base(base) if base.query().is_some() => {
                return Err(invalid("the public base URL has a query: expected none"));
            }
            _ => {}
        }
        settings.realm = self.realm.as_deref().map(quoted_realm).transpose()?;
        Ok(Verifier(Arc::new(settings)))
    }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidSetting, message)
}

/// The methods of these names, and those that are custom.
fn methods(names: &[String], custom: Vec<Arc<dyn CustomSignature>>) -> Result<Vec<Method>, Error> {
    let mut methods = Vec::new();
    for name in names {
        let method = known_method(name).ok_or_else(|| {
            invalid(format!(
                "the signature method {} is none that is known: expected PLAINTEXT or one of {}",
                shown(name),
                DEFAULT_METHODS.join(", ")
            ))
        })?;
        methods.push(method);
    }
    let custom = custom.into_iter().map(SignatureMethod::Custom);
    methods.extend(custom.map(Method::Secrets));
    if methods.is_empty() {
        return Err(invalid(
            "there is no signature method: expected one, such as HMAC-SHA256",
        ));
    }
    let mut names: Vec<_> = methods.iter().map(Method::name).collect();
    names.sort_unstable();
    if names[0].is_empty() {
        return Err(invalid(
            "the signature method's name is empty: expected one such as HMAC-SHA1",
        ));
    }
    if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(invalid(format!(
            "the signature method {} is there twice",
            shown(twice[0])
        )));
    }
    Ok(methods)
}

fn known_method(name: &str) -> Option<Method> {
    Some(match name {
        "HMAC-SHA1" => Method::Secrets(SignatureMethod::HmacSha1),
        "HMAC-SHA256" => Method::Secrets(SignatureMethod::HmacSha256),
        "HMAC-SHA512" => Method::Secrets(SignatureMethod::HmacSha512),
        "PLAINTEXT" => Method::Secrets(SignatureMethod::Plaintext),
        #[cfg(feature = "rsa")]
        "RSA-SHA1" => Method::PublicKey("RSA-SHA1", HashAlgorithm::Sha1),
        #[cfg(feature = "rsa")]
        "RSA-SHA256" => Method::PublicKey("RSA-SHA256", HashAlgorithm::Sha256),
        #[cfg(feature = "rsa")]
        "RSA-SHA512" => Method::PublicKey("RSA-SHA512", HashAlgorithm::Sha512),
        _ => return None,
    })
}

/// Shows the methods and the window.
impl fmt::Debug for VerifierBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifierBuilder")
            .field("methods", &self.methods)
            .field("timestamp_window", &self.window)
            .finish_non_exhaustive()
    }
}
