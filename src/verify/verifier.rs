//! Verifiers: what checks requests, and by what rules (RFC 5849 §3.2).

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::builder::VerifierBuilder;
use super::check::Known;
use super::claim::{Claim, Method};
use super::credentials::{Consumer, Credentials};
use super::keys::Keys;
use super::nonces::NonceStore;
use super::public_url::PublicUrl;
use super::received::ReceivedRequest;
use super::refusal::{Reason, VerifyError};
use super::verified::Verified;
use crate::client::Clock;
use crate::explain::{date, duration};
use crate::system;

/// Checks requests that others signed: the provider's side. Once built it never changes; it is safe
/// to share between threads, and a clone is one more reference to the same.
///
/// ```
/// use oauth1::{Client, Consumer, Credentials, Reason, ReceivedRequest, Request, Token, Verifier};
///
/// struct Database;
///
/// impl Credentials for Database {
///     fn consumer(
///         &self,
///         consumer_key: &str,
///     ) -> Result<Option<Consumer>, Box<dyn std::error::Error + Send + Sync>> {
///         Ok((consumer_key == "key").then(|| Consumer::new("secret")))
///     }
///
///     fn token_secret(
///         &self,
///         consumer_key: &str,
///         token: &str,
///     ) -> Result<Option<String>, Box<dyn std::error::Error + Send + Sync>> {
///         Ok(((consumer_key, token) == ("key", "token")).then(|| "token secret".to_owned()))
///     }
/// }
///
/// let verifier = Verifier::builder(Database).build()?;
///
/// // a client signs …
/// let session = Client::new("key", "secret")?.session(Token::new("token", "token secret"));
/// let header = session.authorization(&Request::get("https://api.example.com/photos?page=2")?)?;
///
/// // … and the provider verifies
/// let request = ReceivedRequest::new("GET", "https://api.example.com/photos?page=2")
///     .header("Authorization", &header);
/// let verified = verifier.verify(&request)?;
/// assert_eq!((verified.consumer_key(), verified.token()), ("key", Some("token")));
///
/// // the same request once more is a replay
/// let refused = verifier.verify(&request).unwrap_err();
/// assert_eq!((refused.reason(), refused.status()), (Reason::Nonce, 401));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Verifier(pub(super) Arc<Settings>);

pub(super) struct Settings {
    pub credentials: Box<dyn Credentials>,
    pub nonces: Box<dyn NonceStore>,
    pub methods: Vec<Method>,
    pub plaintext_over_http: bool,
    pub public_url: PublicUrl,
    /// In seconds, to either side.
    pub window: u64,
    pub require_body_hash: bool,
    /// Quoted.
    pub realm: Option<String>,
    pub clock: Option<Box<Clock>>,
    /// In the place of one that is not known.
    pub dummy_secret: Zeroizing<String>,
}

impl Settings {
    pub fn now(&self) -> Result<u64, VerifyError> {
        match &self.clock {
            Some(clock) => clock().map_err(|error| VerifyError::unavailable("the clock", error)),
            None => Ok(system::time()),
        }
    }

    pub fn check_timestamp(&self, timestamp: u64, now: u64) -> Result<(), VerifyError> {
        if timestamp.abs_diff(now) <= self.window {
            return Ok(());
        }
        let detail = format!(
            "oauth_timestamp is {} off the clock here ({}, here {}): expected at most {}",
            duration(timestamp.abs_diff(now)),
            date(timestamp),
            date(now),
            duration(self.window)
        );
        let from = now.saturating_sub(self.window);
        let to = now.saturating_add(self.window);
        let error = VerifyError::new(Reason::Timestamp, detail);
        Err(error.with("oauth_acceptable_timestamps", format!("{from}-{to}")))
    }
}

impl Verifier {
    /// Makes a verifier that looks up consumers and tokens here.
    pub fn builder(credentials: impl Credentials + 'static) -> VerifierBuilder {
        VerifierBuilder::new(Box::new(credentials))
    }

    /// Verifies a request: reads it, looks up who signs, checks the signature and the body hash, and
    /// notes the nonce.
    ///
    /// # Errors
    ///
    /// Why it is refused, and what the client is to be told.
    pub fn verify(&self, request: &ReceivedRequest<'_>) -> Result<Verified, VerifyError> {
        let claim = self.read(request)?;
        let (consumer, token_secret) = self.look_up(&claim)?;
        let token_secret = token_secret.as_ref().map(|secret| secret.as_str());
        let verified = self.check(claim, consumer.as_ref(), token_secret)?;
        self.note_nonce(&verified)?;
        Ok(verified)
    }

    /// The first step by itself: what a request claims, for a program that looks up consumers and
    /// tokens in a way of its own. The steps after it are [`check`](Verifier::check) and
    /// [`note_nonce`](Verifier::note_nonce).
    ///
    /// # Errors
    ///
    /// As for [`verify`](Verifier::verify): what can be told before anything is looked up.
    pub fn read<'r>(&self, request: &ReceivedRequest<'r>) -> Result<Claim<'r>, VerifyError> {
        Claim::read(request, &self.0).map_err(|error| self.told(error))
    }

    /// The second step by itself: whether a claim is true of this consumer and the secret of its
    /// token. What is not known is given as `None`, not refused before: that takes as long, so that
    /// time does not tell what is known.
    ///
    /// # Errors
    ///
    /// As for [`verify`](Verifier::verify).
    pub fn check(
        &self,
        claim: Claim<'_>,
        consumer: Option<&Consumer>,
        token_secret: Option<&str>,
    ) -> Result<Verified, VerifyError> {
        self.check_known(
            claim,
            Known {
                consumer,
                token_secret,
                keys: None,
            },
        )
    }

    /// Does as [`check`](Verifier::check), with keys that are at hand. A claim of another consumer or
    /// token than theirs is not signed by them: which keys go with a claim is for the caller to look
    /// up, by its [`consumer_key`](Claim::consumer_key) and its [`token`](Claim::token).
    ///
    /// # Errors
    ///
    /// As for [`verify`](Verifier::verify).
    pub fn check_with(&self, claim: Claim<'_>, keys: &Keys) -> Result<Verified, VerifyError> {
        self.check_known(
            claim,
            Known {
                consumer: Some(keys.consumer()),
                token_secret: keys.token_secret(),
                keys: Some(keys),
            },
        )
    }

    fn check_known(&self, claim: Claim<'_>, known: Known<'_>) -> Result<Verified, VerifyError> {
        let verified = claim.check(&self.0, known);
        verified.map_err(|error| self.told(error))
    }

    /// The last step by itself: notes in the store that the nonce is used. A program that has a store
    /// of its own, such as an asynchronous one, asks that instead, with
    /// [`Verified::nonce_use`], and where the nonce is not new refuses with [`Verifier::replayed`].
    /// Without this step a request can be replayed.
    ///
    /// # Errors
    ///
    /// [`Reason::Nonce`] where it was used before, [`Reason::Unavailable`] where the store failed.
    pub fn note_nonce(&self, verified: &Verified) -> Result<(), VerifyError> {
        let Some(nonce) = verified.nonce_use() else {
            return Ok(());
        };
        match self.0.nonces.note(&nonce) {
            Ok(true) => Ok(()),
            Ok(false) => Err(self.replayed()),
            Err(error) => Err(self.told(VerifyError::unavailable("the store of nonces", error))),
        }
    }

    /// The refusal of a nonce that was used before.
    #[must_use]
    pub fn replayed(&self) -> VerifyError {
        let detail = "the nonce was used before, with this timestamp, consumer and token";
        self.told(VerifyError::new(Reason::Nonce, detail))
    }

    pub(super) fn look_up(
        &self,
        claim: &Claim<'_>,
    ) -> Result<(Option<Consumer>, Option<Zeroizing<String>>), VerifyError> {
        let credentials = &self.0.credentials;
        let failed = |what: &str, error| self.told(VerifyError::unavailable(what, error));
        let consumer = credentials
            .consumer(claim.consumer_key())
            .map_err(|error| failed("the look-up of the consumer", error))?;
        let token_secret = match claim.token() {
            Some(token) => credentials
                .token_secret(claim.consumer_key(), token)
                .map_err(|error| failed("the look-up of the token", error))?,
            None => None,
        };
        Ok((consumer, token_secret.map(Zeroizing::new)))
    }

    /// A refusal as the client is told it.
    pub(super) fn told(&self, error: VerifyError) -> VerifyError {
        error.with_realm(self.0.realm.as_deref())
    }
}

/// Shows the settings, and no secret.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods: Vec<_> = self.0.methods.iter().map(Method::name).collect();
        f.debug_struct("Verifier")
            .field("methods", &methods)
            .field("public_url", &self.0.public_url)
            .field("timestamp_window", &self.0.window)
            .finish_non_exhaustive()
    }
}
