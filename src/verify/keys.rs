//! Keys that are at hand: derived once for many requests of the same consumer and token.

use std::fmt;
use std::sync::{Arc, OnceLock};

use zeroize::Zeroizing;

use super::credentials::Consumer;
use crate::signature::{SignatureMethod, SigningKey};

/// A consumer and the secret of one of its tokens, from which the key of each HMAC method is derived
/// once, when it is first used: for a program that verifies many requests of the same, by
/// [`Verifier::check_with`](crate::Verifier::check_with). A clone is one more reference to the same;
/// the secrets and keys are wiped from memory with the last of them.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

struct Inner {
    consumer: Consumer,
    token_secret: Option<Zeroizing<String>>,
    /// Those of HMAC with SHA-1, SHA-256 and SHA-512.
    derived: [OnceLock<SigningKey>; 3],
}

impl Keys {
    /// The keys of a consumer and of the secret of its token; `None` where requests have no token.
    #[must_use]
    pub fn new(consumer: Consumer, token_secret: Option<&str>) -> Self {
        Self(Arc::new(Inner {
            consumer,
            token_secret: token_secret.map(|secret| Zeroizing::new(secret.to_owned())),
            derived: Default::default(),
        }))
    }

    pub(super) fn consumer(&self) -> &Consumer {
        &self.0.consumer
    }

    pub(super) fn token_secret(&self) -> Option<&str> {
        self.0.token_secret.as_ref().map(|secret| secret.as_str())
    }

    /// The key of a method, if it is one of those that are kept.
    pub(super) fn derived(&self, method: &SignatureMethod) -> Option<&SigningKey> {
        let place = match method {
            SignatureMethod::HmacSha1 => 0,
            SignatureMethod::HmacSha256 => 1,
            SignatureMethod::HmacSha512 => 2,
            _ => return None,
        };
        let secret = self.consumer().secret()?;
        let token_secret = self.token_secret().unwrap_or_default();
        Some(self.0.derived[place].get_or_init(|| method.key(secret, token_secret)))
    }
}

/// Shows which there are, and no secret.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("consumer", self.consumer())
            .field("token_secret", &self.token_secret().map(|_| "***"))
            .finish()
    }
}
