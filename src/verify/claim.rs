//! What a request says of itself: who signs, for whom, how and when (RFC 5849 §3.1).

use std::borrow::Cow;
use std::fmt;

use super::parameters::Parameters;
use super::received::ReceivedRequest;
use super::refusal::{Reason, VerifyError};
use super::verifier::Settings;
use crate::authorization::Transmission;
use crate::base_string::head;
use crate::explain::quoted;
use crate::params::{Param, Params};
use crate::request::is_token;
use crate::signature::{HashAlgorithm, SignatureMethod};
use crate::url::Url;

/// The longest nonce that is taken, in bytes: a store has to keep it.
const MAX_NONCE: usize = 256;

/// A method by which requests may be signed.
#[derive(Clone, Debug)]
pub(super) enum Method {
    /// By the secrets, which both sides have.
    Secrets(SignatureMethod),
    /// By a key of which the provider has the public part.
    #[cfg(feature = "rsa")]
    PublicKey(&'static str, HashAlgorithm),
}

impl Method {
    pub fn name(&self) -> &str {
        match self {
            Self::Secrets(method) => method.name(),
            #[cfg(feature = "rsa")]
            Self::PublicKey(name, _) => name,
        }
    }

    pub fn hash(&self) -> HashAlgorithm {
        match self {
            Self::Secrets(method) => method.body_hash(),
            #[cfg(feature = "rsa")]
            Self::PublicKey(_, hash) => *hash,
        }
    }
}

/// What a request claims, not yet checked: who signs it and for whom. A program that looks up
/// consumers and tokens in a way of its own, such as asynchronously, has it from
/// [`Verifier::read`](crate::Verifier::read), and gives it to
/// [`Verifier::check`](crate::Verifier::check) with what it found.
pub struct Claim<'r> {
    pub(super) http_method: Cow<'r, str>,
    pub(super) url: Url,
    pub(super) head: Vec<u8>,
    pub(super) params: Params,
    pub(super) transmission: Transmission,
    pub(super) realm: Option<String>,
    pub(super) is_form: bool,
    pub(super) body: Cow<'r, [u8]>,
    pub(super) method: Method,
    pub(super) consumer_key: String,
    pub(super) token: Option<String>,
    pub(super) signature: Vec<u8>,
    pub(super) timestamp: Option<u64>,
    pub(super) nonce: Option<String>,
    pub(super) body_hash: Option<Vec<u8>>,
    pub(super) now: u64,
}

impl<'r> Claim<'r> {
    pub(super) fn read(
        request: &ReceivedRequest<'r>,
        settings: &Settings,
    ) -> Result<Self, VerifyError> {
        let url = settings.public_url.of(request)?;
        let http_method = http_method(request.method)?;
        let is_form = request.is_form()?;
        let Parameters {
            params,
            signature,
            transmission,
            realm,
        } = Parameters::collect(request, &url, is_form)?;
        let found = Found::among(&params);
        found.check_version()?;
        let method = found.method(settings)?;
        let is_plaintext = matches!(method, Method::Secrets(SignatureMethod::Plaintext));
        if is_plaintext && !url.is_https() && !settings.plaintext_over_http {
            let detail = "PLAINTEXT came over plain http: expected https (RFC 5849 §3.4.4)";
            return Err(VerifyError::new(Reason::InsecureTransport, detail));
        }
        found.check_required(signature.is_some(), is_plaintext)?;
        let timestamp = found.timestamp()?;
        let now = settings.now()?;
        if let Some(timestamp) = timestamp {
            settings.check_timestamp(timestamp, now)?;
        }
        Ok(Self {
            head: head(&http_method, &url),
            consumer_key: text("oauth_consumer_key", found.consumer_key)?.unwrap_or_default(),
            token: text("oauth_token", found.token)?.filter(|token| !token.is_empty()),
            nonce: found.nonce()?,
            body_hash: found.body_hash.map(|param| param.decoded_value()),
            signature: signature.unwrap_or_default(),
            method,
            timestamp,
            now,
            http_method,
            url,
            params,
            transmission,
            realm,
            is_form,
            body: Cow::Borrowed(request.body),
        })
    }

    /// The consumer key (`oauth_consumer_key`).
    #[must_use]
    pub fn consumer_key(&self) -> &str {
        &self.consumer_key
    }

    /// The token (`oauth_token`); `None` where there is none, or an empty one.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The name of the signature method (`oauth_signature_method`).
    #[must_use]
    pub fn signature_method(&self) -> &str {
        self.method.name()
    }

    /// The same, with copies of what was borrowed.
    #[must_use]
    pub fn into_owned(self) -> Claim<'static> {
        Claim {
            http_method: Cow::Owned(self.http_method.into_owned()),
            body: Cow::Owned(self.body.into_owned()),
            ..self
        }
    }
}

/// Shows consumer key, token and method.
impl fmt::Debug for Claim<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim")
            .field("consumer_key", &self.consumer_key)
            .field("token", &self.token)
            .field("signature_method", &self.signature_method())
            .finish_non_exhaustive()
    }
}

/// The method of a request as it is signed, in upper case (RFC 5849 §3.4.1.1).
fn http_method(method: &str) -> Result<Cow<'_, str>, VerifyError> {
    if matches!(
        method,
        "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "HEAD" | "OPTIONS"
    ) {
        return Ok(Cow::Borrowed(method));
    }
    if !is_token(method) {
        let detail = format!("the method {} is none", quoted(method));
        return Err(VerifyError::new(Reason::Malformed, detail));
    }
    Ok(Cow::Owned(method.to_ascii_uppercase()))
}

/// The parameters that the protocol knows, as far as they are there.
#[derive(Default)]
struct Found<'p> {
    body_hash: Option<Param<'p>>,
    consumer_key: Option<Param<'p>>,
    nonce: Option<Param<'p>>,
    signature_method: Option<Param<'p>>,
    timestamp: Option<Param<'p>>,
    token: Option<Param<'p>>,
    version: Option<Param<'p>>,
}

impl<'p> Found<'p> {
    fn among(params: &'p Params) -> Self {
        let mut found = Self::default();
        for param in params.protocol() {
            let place = match param.name {
                b"oauth_body_hash" => &mut found.body_hash,
                b"oauth_consumer_key" => &mut found.consumer_key,
                b"oauth_nonce" => &mut found.nonce,
                b"oauth_signature_method" => &mut found.signature_method,
                b"oauth_timestamp" => &mut found.timestamp,
                b"oauth_token" => &mut found.token,
                b"oauth_version" => &mut found.version,
                _ => continue,
            };
            *place = Some(param);
        }
        found
    }

    fn check_version(&self) -> Result<(), VerifyError> {
        match self.version {
            Some(version) if version.value != b"1.0" => {
                let detail = format!(
                    "oauth_version is {}: expected 1.0",
                    quoted(version.decoded_value())
                );
                let error = VerifyError::new(Reason::Version, detail);
                Err(error.with("oauth_acceptable_versions", "1.0-1.0".to_owned()))
            }
            _ => Ok(()),
        }
    }

    fn method(&self, settings: &Settings) -> Result<Method, VerifyError> {
        let Some(named) = self.signature_method else {
            return Err(missing(&["oauth_signature_method"]));
        };
        let mut known = settings.methods.iter();
        let known = known.find(|own| named.is_value(own.name().as_bytes()));
        known.cloned().ok_or_else(|| {
            let named = named.decoded_value();
            let taken: Vec<_> = settings.methods.iter().map(Method::name).collect();
            let detail = format!(
                "oauth_signature_method is {}: expected one of {}",
                quoted(named),
                taken.join(", ")
            );
            VerifyError::new(Reason::SignatureMethod, detail)
        })
    }

    /// Whether all is there that is required (RFC 5849 §3.1): PLAINTEXT needs neither timestamp nor
    /// nonce.
    fn check_required(&self, is_signed: bool, is_plaintext: bool) -> Result<(), VerifyError> {
        let is_missing = |param: Option<Param<'_>>| param.is_none_or(|own| own.value.is_empty());
        let required = [
            ("oauth_consumer_key", is_missing(self.consumer_key)),
            ("oauth_nonce", !is_plaintext && is_missing(self.nonce)),
            ("oauth_signature", !is_signed),
            (
                "oauth_timestamp",
                !is_plaintext && is_missing(self.timestamp),
            ),
        ];
        let absent: Vec<_> = required
            .iter()
            .filter(|(_, is_missing)| *is_missing)
            .map(|(name, _)| *name)
            .collect();
        if absent.is_empty() {
            Ok(())
        } else {
            Err(missing(&absent))
        }
    }

    /// The timestamp: a positive number (RFC 5849 §3.3).
    fn timestamp(&self) -> Result<Option<u64>, VerifyError> {
        let Some(param) = self.timestamp.filter(|param| !param.value.is_empty()) else {
            return Ok(None);
        };
        let digits = param.value.iter().all(u8::is_ascii_digit);
        let number = std::str::from_utf8(param.value).ok();
        let number = number.and_then(|number| number.parse().ok());
        let number = number.filter(|number| digits && *number > 0);
        number.map(Some).ok_or_else(|| {
            let detail = format!(
                "oauth_timestamp is {}: expected a positive number of seconds",
                quoted(param.decoded_value())
            );
            VerifyError::new(Reason::Malformed, detail)
        })
    }

    fn nonce(&self) -> Result<Option<String>, VerifyError> {
        let nonce = text("oauth_nonce", self.nonce)?.filter(|nonce| !nonce.is_empty());
        if nonce.as_ref().is_some_and(|nonce| nonce.len() > MAX_NONCE) {
            let detail = format!("oauth_nonce has more than {MAX_NONCE} bytes");
            return Err(VerifyError::new(Reason::Malformed, detail));
        }
        Ok(nonce)
    }
}

fn missing(names: &[&str]) -> VerifyError {
    let detail = format!("the request does not have {}", names.join(", "));
    VerifyError::new(Reason::ParameterMissing, detail)
        .with("oauth_parameters_absent", names.join("&"))
}

/// The value of a parameter as text.
fn text(name: &str, param: Option<Param<'_>>) -> Result<Option<String>, VerifyError> {
    let text = param.map(|param| String::from_utf8(param.decoded_value()));
    text.transpose().map_err(|_| {
        let detail = format!("{name} is not UTF-8");
        VerifyError::new(Reason::Malformed, detail)
    })
}
