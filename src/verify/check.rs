//! Whether a claim is true: signature and body hash (RFC 5849 §3.2, and the body hash draft).

use subtle::ConstantTimeEq;

use super::claim::{Claim, Method};
use super::credentials::Consumer;
use super::keys::Keys;
use super::refusal::{Reason, VerifyError};
use super::verified::Verified;
use super::verifier::Settings;
use crate::base_string::{BaseString, Protocol};
use crate::signature::HashAlgorithm;

#[cfg(feature = "rsa")]
use {
    crate::rsa::RsaPublicKey, base64::Engine, base64::engine::general_purpose::STANDARD as BASE64,
    std::sync::LazyLock,
};

/// What is known of whoever signs. What is not known takes as long as what is.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    pub consumer: Option<&'k Consumer>,
    pub token_secret: Option<&'k str>,
    /// The same, with keys that are derived already.
    pub keys: Option<&'k Keys>,
}

impl Claim<'_> {
    /// The request, if its signature is that of this consumer and token.
    pub(super) fn check(
        self,
        settings: &Settings,
        known: Known<'_>,
    ) -> Result<Verified, VerifyError> {
        let Known {
            consumer,
            token_secret,
            ..
        } = known;
        let right = self.is_signed_by(settings, known)?;
        let refuse = |reason, detail| Err(VerifyError::new(reason, detail));
        if consumer.is_none() {
            return refuse(Reason::Consumer, "there is no consumer of this key");
        }
        if self.token.is_some() && token_secret.is_none() {
            return refuse(Reason::Token, "the consumer has no such token");
        }
        if !right {
            return refuse(
                Reason::Signature,
                "the signature is not that of the request",
            );
        }
        self.check_body_hash(settings)?;
        Ok(Verified::new(self, settings))
    }

    fn is_signed_by(
        &self,
        settings: &Settings,
        Known {
            consumer,
            token_secret,
            keys,
        }: Known<'_>,
    ) -> Result<bool, VerifyError> {
        let base_string = BaseString {
            head: &self.head,
            params: &self.params,
            protocol: &Protocol([None; 7]),
        };
        match &self.method {
            Method::Secrets(method) => {
                let known = consumer.and_then(Consumer::secret);
                let secret = known.unwrap_or(&settings.dummy_secret);
                let token_secret = match self.token {
                    Some(_) => token_secret.unwrap_or(&settings.dummy_secret),
                    None => "",
                };
                // those that are derived are of a request that has a token, or of one that has none
                let keys =
                    keys.filter(|keys| keys.token_secret().is_some() == self.token.is_some());
                let fresh;
                let key = if let Some(derived) = keys.and_then(|keys| keys.derived(method)) {
                    derived
                } else {
                    fresh = method.key(secret, token_secret);
                    &fresh
                };
                let signature = key.sign(&base_string).map_err(|error| {
                    VerifyError::unavailable("the signature method", Box::new(error))
                })?;
                // what has no secret has none that is right
                Ok(signature.matches(&self.signature) & known.is_some())
            }
            #[cfg(feature = "rsa")]
            Method::PublicKey(_, hash) => {
                let known = consumer.and_then(Consumer::public_key);
                let key = known.unwrap_or(&DUMMY_KEY);
                let mut text = Vec::new();
                base_string.write(&mut text);
                let signature = BASE64.decode(&self.signature).unwrap_or_default();
                Ok(key.verifies(*hash, &text, &signature) & known.is_some())
            }
        }
    }

    /// Whether the body is the one that was signed, as far as that was signed.
    fn check_body_hash(&self, settings: &Settings) -> Result<(), VerifyError> {
        let Some(sent) = &self.body_hash else {
            if settings.require_body_hash && !self.is_form && !self.body.is_empty() {
                let detail = "there is a body that is no form, and no oauth_body_hash";
                let error = VerifyError::new(Reason::BodyHashMissing, detail);
                return Err(error.with("oauth_parameters_absent", "oauth_body_hash".to_owned()));
            }
            return Ok(());
        };
        if self.is_form {
            let detail = "there is an oauth_body_hash beside a form body, which is signed itself";
            return Err(VerifyError::new(Reason::Malformed, detail));
        }
        // SHA-1 is what the draft has for all methods
        let fits = [self.method.hash(), HashAlgorithm::Sha1]
            .iter()
            .filter(|hash| hash.base64_len() == sent.len())
            .filter_map(|hash| hash.base64(&*self.body).ok())
            .any(|hash| hash.as_bytes().ct_eq(sent).into());
        if fits {
            Ok(())
        } else {
            let detail = "oauth_body_hash is not the hash of the body, by SHA-1 or the hash of the \
                          signature method";
            Err(VerifyError::new(Reason::BodyHash, detail))
        }
    }
}

/// The key with which the signature of a consumer is checked that has none: of the usual size, and
/// its private part was thrown away.
#[cfg(feature = "rsa")]
static DUMMY_KEY: LazyLock<RsaPublicKey> = LazyLock::new(|| {
    const KEY: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqQ0mhMCsrp9tYS1X2zkP\n\
vrsmheiJL0DR/Tvupgqfjl8ZIhaegURg6jc8fxLrSCteTP7spa8jjHRceCxPCr+W\n\
rfn0NXW5fWKeiDhGueZFVQdwXrSWs4jYsh7C0eMvu5tNT5cFAhF1e1/KH/rK7BN7\n\
RZ802CBdxmaqfr0E5FmY4Pu91vXGSpus/s2gcPfuZQ4f6YCYyFkQT3HGmTCtQdaT\n\
IxBkKcO6+6Mj6YMUVxlSFfxhUVbe9Le5Mlm/U780yB3oCBnMzoT3I0WZfefxQCjs\n\
AS5u5iLK1BtPAcIZXinxrwvdehqofiwxA/yzMgQm+64+dBxGvNQGB7rQBgs2eWrL\n\
swIDAQAB\n\
-----END PUBLIC KEY-----";
    RsaPublicKey::parse(KEY).expect("the key is one that can be read")
});
