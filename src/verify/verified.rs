//! Requests that were verified.

use std::fmt;

use super::claim::{Claim, Method};
use super::nonces::NonceUse;
use super::verifier::Settings;
use crate::authorization::Transmission;
use crate::params::{Params, Source};
use crate::url::Url;

/// A request that was verified: who signed it, for whom, and what was signed.
pub struct Verified {
    url: Url,
    consumer_key: String,
    token: Option<String>,
    method: Method,
    transmission: Transmission,
    realm: Option<String>,
    timestamp: Option<u64>,
    nonce: Option<String>,
    params: Params,
    covers_body: bool,
    expires: u64,
    now: u64,
}

impl Verified {
    pub(super) fn new(claim: Claim<'_>, settings: &Settings) -> Self {
        let window = settings.window;
        Self {
            covers_body: claim.is_form || claim.body_hash.is_some() || claim.body.is_empty(),
            expires: claim
                .timestamp
                .map_or(0, |sent| sent.saturating_add(window)),
            method: claim.method,
            url: claim.url,
            consumer_key: claim.consumer_key,
            token: claim.token,
            transmission: claim.transmission,
            realm: claim.realm,
            timestamp: claim.timestamp,
            nonce: claim.nonce,
            params: claim.params,
            now: claim.now,
        }
    }

    /// The consumer key (`oauth_consumer_key`): who signed.
    #[must_use]
    pub fn consumer_key(&self) -> &str {
        &self.consumer_key
    }

    /// The token (`oauth_token`): for whom; `None` where the consumer signed for itself.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The name of the signature method (`oauth_signature_method`).
    #[must_use]
    pub fn signature_method(&self) -> &str {
        self.method.name()
    }

    /// Where the `oauth_` parameters travelled.
    #[must_use]
    pub fn transmission(&self) -> Transmission {
        self.transmission
    }

    /// The realm of the `Authorization` header, which is not signed.
    #[must_use]
    pub fn realm(&self) -> Option<&str> {
        self.realm.as_deref()
    }

    /// The timestamp (`oauth_timestamp`), in seconds since 1970-01-01 00:00:00 GMT; PLAINTEXT may
    /// have none.
    #[must_use]
    pub fn timestamp(&self) -> Option<u64> {
        self.timestamp
    }

    /// The nonce (`oauth_nonce`); PLAINTEXT may have none.
    #[must_use]
    pub fn nonce(&self) -> Option<&str> {
        self.nonce.as_deref()
    }

    /// The URL that was signed: that by which the world knows the server.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The parameters that were signed, names and values decoded, and where each travelled: first
    /// those of the query, then those of the header, then those of the form body; `oauth_signature`
    /// is none of them. PLAINTEXT signs none, but they are here all the same.
    pub fn params(&self) -> impl Iterator<Item = (Vec<u8>, Vec<u8>, Source)> {
        self.params
            .iter()
            .map(|param| (param.decoded_name(), param.decoded_value(), param.source))
    }

    /// The value of the first parameter of this name, such as `oauth_callback` or `oauth_verifier`.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<Vec<u8>> {
        self.params
            .iter()
            .find(|param| param.decoded_name() == name.as_bytes())
            .map(|param| param.decoded_value())
    }

    /// Whether the signature covers the body: it is a form, its hash was sent and is right, or there
    /// is none. What is not covered could have been changed on its way. Of PLAINTEXT it says nothing:
    /// that method covers nothing at all.
    #[must_use]
    pub fn covers_body(&self) -> bool {
        self.covers_body
    }

    /// What a store of nonces is asked; `None` where the request has no timestamp or no nonce, which
    /// only PLAINTEXT may leave out.
    #[must_use]
    pub fn nonce_use(&self) -> Option<NonceUse<'_>> {
        Some(NonceUse {
            consumer_key: &self.consumer_key,
            token: self.token.as_deref(),
            timestamp: self.timestamp?,
            nonce: self.nonce.as_deref()?,
            expires: self.expires,
            now: self.now,
        })
    }
}

/// Shows who signed, and no parameter: one may be a secret.
impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("consumer_key", &self.consumer_key)
            .field("token", &self.token)
            .field("signature_method", &self.signature_method())
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
