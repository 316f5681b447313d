//! Tokens: what a provider hands out in a handshake, a key and a secret.

use std::fmt;

use zeroize::Zeroizing;

/// The key and the secret of a request token or an access token (RFC 5849: temporary credentials
/// and token credentials). The secret is wiped from memory when the token is dropped, and `Debug`
/// does not show it.
///
/// ```
/// let token = oauth1::Token::new("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00");
/// assert_eq!(token.key(), "nnch734d00sl2jdk");
/// assert!(!format!("{token:?}").contains("pfkkdhi9sl3r4s00"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    key: String,
    secret: Zeroizing<String>,
}

impl Token {
    /// A token of this key (`oauth_token`) and secret (`oauth_token_secret`).
    pub fn new(key: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            secret: Zeroizing::new(secret.into()),
        }
    }

    /// The key: what is sent as `oauth_token`.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The secret: what signs, and is never sent.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("key", &self.key)
            .field("secret", &"***")
            .finish()
    }
}
