//! Why a signature was refused, for the provider: the same diagnosis that a client has.

use super::claim::{Claim, Method};
use super::credentials::Consumer;
use super::received::ReceivedRequest;
use super::refusal::{Reason, VerifyError};
use super::verifier::Verifier;
use crate::client::Client;
use crate::error::Error;
use crate::explain::{CapturedRequest, Diagnosis};
use crate::signature::SignatureMethod;
use crate::token::Token;

#[cfg(feature = "rsa")]
use {crate::rsa::RsaKey, crate::signature::HashAlgorithm};

impl Verifier {
    /// Tells of a request, for the provider's log, how it should have been signed, and where it was
    /// not, which known mistake makes its signature: the text of it holds no secret. It looks up
    /// consumer and token once more, and notes no nonce. It takes far longer than verifying, so that
    /// it is for some refusals and not for each.
    ///
    /// # Errors
    ///
    /// Where there is nothing to explain: what [`read`](Verifier::read) refuses, a consumer or a
    /// token that is not known, a request of more than 64 KiB, and look-ups that fail.
    pub fn explain(&self, request: &ReceivedRequest<'_>) -> Result<Diagnosis, VerifyError> {
        let claim = self.read(request)?;
        let (consumer, token_secret) = self.look_up(&claim)?;
        let refuse = |reason, detail: &str| Err(self.told(VerifyError::new(reason, detail)));
        let Some(consumer) = consumer else {
            return refuse(Reason::Consumer, "there is no consumer of this key");
        };
        let token = match (claim.token(), token_secret) {
            (None, _) => None,
            (Some(token), Some(secret)) => Some(Token::new(token, secret.as_str())),
            (Some(_), None) => return refuse(Reason::Token, "the consumer has no such token"),
        };
        diagnosis(request, &claim, &consumer, token)
            .map_err(|error| self.told(VerifyError::new(Reason::Malformed, error.message())))
    }
}

fn diagnosis(
    request: &ReceivedRequest<'_>,
    claim: &Claim<'_>,
    consumer: &Consumer,
    token: Option<Token>,
) -> Result<Diagnosis, Error> {
    let mut captured = CapturedRequest::new(&claim.http_method, claim.url.as_str())?;
    for name in ["Authorization", "Content-Type"] {
        for value in request.headers(name) {
            captured.header(name, value)?;
        }
    }
    captured.set_body(request.body)?;
    let now = claim.now;
    let client = Client::builder(claim.consumer_key(), consumer.secret().unwrap_or_default())
        .signature_method(signing_method(&claim.method, consumer))
        .clock(move || now)
        .build()?;
    let session = match token {
        Some(token) => client.session(token),
        None => client.session_without_token(),
    };
    session.explain_captured(&captured)
}

/// The method by which the consumer should have signed.
fn signing_method(method: &Method, consumer: &Consumer) -> SignatureMethod {
    #[cfg(not(feature = "rsa"))]
    let _ = consumer;
    match method {
        Method::Secrets(method) => method.clone(),
        #[cfg(feature = "rsa")]
        Method::PublicKey(_, hash) => {
            let Some(key) = consumer.public_key() else {
                return SignatureMethod::default();
            };
            let key = RsaKey::without_private_part(key.clone());
            match hash {
                HashAlgorithm::Sha1 => SignatureMethod::RsaSha1(key),
                HashAlgorithm::Sha256 => SignatureMethod::RsaSha256(key),
                HashAlgorithm::Sha512 => SignatureMethod::RsaSha512(key),
            }
        }
    }
}
