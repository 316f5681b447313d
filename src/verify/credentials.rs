//! What a provider knows of those who sign: consumers and tokens (RFC 5849 §3.1).

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

#[cfg(feature = "rsa")]
use crate::rsa::RsaPublicKey;

/// The provider's look-up of consumers and tokens. Both are asked for each request that names them,
/// known or not, so that time does not tell which of them is known; what the look-ups themselves
/// take is theirs to level.
///
/// A failure is not an answer: the request is refused as
/// [`Reason::Unavailable`](crate::Reason::Unavailable), with a status of 503 and not of 401.
pub trait Credentials: Send + Sync {
    /// The consumer of this key (`oauth_consumer_key`); `None` where there is none, or it may not
    /// act any more.
    ///
    /// # Errors
    ///
    /// Any: where the look-up itself failed.
    fn consumer(
        &self,
        consumer_key: &str,
    ) -> Result<Option<Consumer>, Box<dyn std::error::Error + Send + Sync>>;

    /// The secret of this token (`oauth_token`), an access token or a request token; `None` where
    /// there is none, it was not given to this consumer, or it holds no more.
    ///
    /// # Errors
    ///
    /// Any: where the look-up itself failed.
    fn token_secret(
        &self,
        consumer_key: &str,
        token: &str,
    ) -> Result<Option<String>, Box<dyn std::error::Error + Send + Sync>>;
}

/// What a provider knows of a consumer: its secret, its public key, or both. A clone is one more
/// reference to the same. The secret is wiped from memory with the last of them, and `Debug` does
/// not show it.
#[derive(Clone)]
pub struct Consumer(Arc<Inner>);

struct Inner {
    secret: Option<Zeroizing<String>>,
    #[cfg(feature = "rsa")]
    public_key: Option<RsaPublicKey>,
}

impl Consumer {
    /// A consumer with this secret, for the HMAC methods, PLAINTEXT and custom ones.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            secret: Some(Zeroizing::new(secret.into())),
            #[cfg(feature = "rsa")]
            public_key: None,
        }))
    }

    /// A consumer with this public key, for the RSA methods, and without a secret: it cannot sign by
    /// the others.
    #[cfg(feature = "rsa")]
    #[must_use]
    pub fn with_public_key(public_key: RsaPublicKey) -> Self {
        Self(Arc::new(Inner {
            secret: None,
            public_key: Some(public_key),
        }))
    }

    /// A consumer with both, which can sign by each method.
    #[cfg(feature = "rsa")]
    pub fn with_both(secret: impl Into<String>, public_key: RsaPublicKey) -> Self {
        Self(Arc::new(Inner {
            secret: Some(Zeroizing::new(secret.into())),
            public_key: Some(public_key),
        }))
    }

    pub(super) fn secret(&self) -> Option<&str> {
        self.0.secret.as_ref().map(|secret| secret.as_str())
    }

    #[cfg(feature = "rsa")]
    pub(super) fn public_key(&self) -> Option<&RsaPublicKey> {
        self.0.public_key.as_ref()
    }
}

/// Shows which there are, and no secret.
impl fmt::Debug for Consumer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut consumer = f.debug_struct("Consumer");
        consumer.field("secret", &self.secret().map(|_| "***"));
        #[cfg(feature = "rsa")]
        consumer.field("public_key", &self.public_key());
        consumer.finish()
    }
}
