//! A captured request against a session's secrets: whether its signature is right and, where it is
//! not, which mistake makes it (RFC 5849 §3.2).

use std::fmt;

use zeroize::Zeroizing;

use super::captured::{CapturedRequest, Collected, Pair};
use super::checks::checks;
use super::explanation::{Explanation, marked};
use super::finding::{Cause, Finding, write_findings};
use super::hypothesis::{Outcome, right_recipe, try_mistakes};
use super::judge::{Judge, signature};
use super::key::{keys, right_key};
use super::parameter::SignedParameter;
use super::secrets::{MASK, MaskedKey, Secrets};
use super::url_change::url_changes;
use super::words::shown;
use crate::authorization::{Transmission, quoted_realm};
use crate::encode::percent_encode;
use crate::error::Error;
use crate::params::Source;
use crate::session::Session;
use crate::signature::SignatureMethod;

/// What there is to say of a captured request: how it should have been signed, whether it was, and
/// where it was not, which mistake reproduces its signature.
///
/// ```
/// use oauth1::{CapturedRequest, Cause, Client, Request, Token};
///
/// // someone signs with the consumer secret alone …
/// let client = Client::new("key", "consumer secret")?;
/// let wrong = client.session(Token::new("token", ""));
/// let header = wrong.authorization(&Request::get("https://example.com/")?)?;
///
/// // … and the request is looked at with both secrets
/// let mut captured = CapturedRequest::new("GET", "https://example.com/")?;
/// captured.header("Authorization", &header)?;
/// let session = client.session(Token::new("token", "token secret"));
/// let diagnosis = session.explain_captured(&captured)?;
/// assert!(!diagnosis.is_valid());
/// assert_eq!(diagnosis.findings()[0].cause(), Cause::TokenSecretMissing);
/// assert!(diagnosis.findings()[0].is_certain());
/// println!("{diagnosis}");
/// # Ok::<(), oauth1::Error>(())
/// ```
#[derive(Clone)]
pub struct Diagnosis {
    explanation: Explanation,
    signature: Option<String>,
    valid: bool,
    findings: Vec<Finding>,
}

impl Session {
    /// Looks at a request as it was on the wire, by whomever it was signed: rebuilds its base string
    /// as a server does, and checks its signature with the secrets of this session. Where it is
    /// not right, a fixed number of known mistakes is tried until one reproduces it. The timestamp
    /// is compared with the client's clock.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`](crate::ErrorKind::InvalidHeader) for an OAuth `Authorization`
    /// header that cannot be read, [`ErrorKind::SigningFailed`](crate::ErrorKind::SigningFailed)
    /// where a custom method or an RSA key cannot sign.
    pub fn explain_captured(&self, captured: &CapturedRequest) -> Result<Diagnosis, Error> {
        let collected = Collected::new(captured)?;
        let secrets = Secrets::new(self.client(), self.token());
        let own_method = self.client().signature_method();
        let method = match collected.text("oauth_signature_method") {
            Some(name) => method_of(&name, own_method),
            None => Some(own_method.clone()),
        };
        let can_check = method.is_some();
        let method = method.unwrap_or_else(|| own_method.clone());
        let explanation = explanation(captured, &collected, &method, &secrets)?;
        let signature = collected.signatures.first().map(|(signature, _)| signature);
        let outcome =
            signature.map(|signature| outcome(captured, &collected, &method, &secrets, signature));
        let mistakes = outcome
            .as_ref()
            .and_then(|outcome| outcome.mistakes.clone());
        let valid = mistakes.as_ref().is_some_and(Vec::is_empty);

        let others = checks(self, &secrets, captured, &collected)?.into_iter();
        let others = others.chain(explanation.findings.iter().cloned());
        let mut findings = certain_first(mistakes.unwrap_or_default(), others);
        if let Some(Outcome {
            mistakes: None,
            tried,
        }) = outcome
            && can_check
        {
            findings.push(no_mistake(tried, &method));
        }
        let hidden = |signature: &[u8]| method.reveals_secrets() || secrets.are_in(signature);
        Ok(Diagnosis {
            signature: signature.map(|signature| {
                if hidden(signature) {
                    MASK.to_owned()
                } else {
                    shown(signature)
                }
            }),
            explanation,
            valid,
            findings,
        })
    }
}

/// The method of this name that can be checked with what `own` has.
fn method_of(name: &str, own: &SignatureMethod) -> Option<SignatureMethod> {
    if name == own.name() {
        return Some(own.clone());
    }
    match (name.to_ascii_uppercase().as_str(), own) {
        ("HMAC-SHA1", _) => Some(SignatureMethod::HmacSha1),
        ("HMAC-SHA256", _) => Some(SignatureMethod::HmacSha256),
        ("HMAC-SHA512", _) => Some(SignatureMethod::HmacSha512),
        ("PLAINTEXT", _) => Some(SignatureMethod::Plaintext),
        #[cfg(feature = "rsa")]
        (
            name,
            SignatureMethod::RsaSha1(key)
            | SignatureMethod::RsaSha256(key)
            | SignatureMethod::RsaSha512(key),
        ) => match name {
            "RSA-SHA1" => Some(SignatureMethod::RsaSha1(key.clone())),
            "RSA-SHA256" => Some(SignatureMethod::RsaSha256(key.clone())),
            "RSA-SHA512" => Some(SignatureMethod::RsaSha512(key.clone())),
            _ => None,
        },
        _ => None,
    }
}

/// How the request should have been signed.
fn explanation(
    captured: &CapturedRequest,
    collected: &Collected,
    method: &SignatureMethod,
    secrets: &Secrets,
) -> Result<Explanation, Error> {
    let base_string = right_recipe(captured, collected).base_string();
    let signature = if method.can_sign() {
        signature(method, secrets, &right_key(secrets).text, &base_string)?
    } else {
        Zeroizing::new(UNKNOWN.to_owned())
    };
    let signature = if method.reveals_secrets() || secrets.are_in(signature.as_bytes()) {
        MASK.to_owned()
    } else {
        signature.as_str().to_owned()
    };
    let transmission = collected
        .signatures
        .first()
        .map_or(Transmission::Header, |(_, transmission)| *transmission);
    let key = MaskedKey::new(method, secrets);
    let parameters = marked(signed_parameters(collected), secrets);
    Ok(Explanation {
        method: captured.method().to_ascii_uppercase(),
        signature_method: method.name().to_owned(),
        base_string_uri: captured.parsed_url().base_string_uri().to_owned(),
        url_changes: url_changes(captured.parsed_url()),
        base_string,
        carried: carried(collected, transmission, &signature)?,
        findings: secrets.findings(&key, &parameters),
        key,
        parameters,
        signature,
        transmission,
        secrets: secrets.clone(),
    })
}

/// What is shown in the place of a signature that the provider cannot make.
const UNKNOWN: &str = "(made with the private key, which is the consumer's)";

fn signed_parameters(collected: &Collected) -> Vec<SignedParameter> {
    let of = |pairs: &[Pair], source: Source| -> Vec<SignedParameter> {
        let parameter = |pair: &Pair| {
            let source = if pair.name.starts_with(b"oauth_") {
                Source::Protocol
            } else {
                source
            };
            SignedParameter::decoded(&pair.name, &pair.value, source)
        };
        pairs.iter().map(parameter).collect()
    };
    let mut parameters = of(&collected.query, Source::Query);
    parameters.extend(of(&collected.header, Source::Protocol));
    parameters.extend(of(&collected.form, Source::Form));
    parameters
}

/// The `oauth_` parameters as they should have travelled.
fn carried(
    collected: &Collected,
    transmission: Transmission,
    signature: &str,
) -> Result<String, Error> {
    let pairs = match transmission {
        Transmission::Header => &collected.header,
        Transmission::Query => &collected.query,
        Transmission::Form => &collected.form,
    };
    let in_header = transmission == Transmission::Header;
    let pair = |name: &[u8], value: &[u8]| {
        let quote = if in_header { "\"" } else { "" };
        format!(
            "{}={quote}{}{quote}",
            percent_encode(name),
            percent_encode(value)
        )
    };
    let mut parts: Vec<_> = pairs
        .iter()
        .filter(|own| in_header || own.name.starts_with(b"oauth_"))
        .map(|own| pair(&own.name, &own.value))
        .collect();
    parts.push(if matches!(signature, MASK | UNKNOWN) {
        pair(b"oauth_signature", b"").replacen('=', &format!("={signature}"), 1)
    } else {
        pair(b"oauth_signature", signature.as_bytes())
    });
    if !in_header {
        return Ok(parts.join("&"));
    }
    if let Some(realm) = &collected.realm {
        parts.insert(0, format!("realm={}", quoted_realm(realm)?));
    }
    Ok(format!("OAuth {}", parts.join(", ")))
}

/// What makes the signature: mistakes under its method, else another method of those that need no
/// key of their own.
fn outcome(
    captured: &CapturedRequest,
    collected: &Collected,
    method: &SignatureMethod,
    secrets: &Secrets,
    signature: &[u8],
) -> Outcome {
    let keys = keys(secrets, collected);
    let judge = Judge::new(method, secrets, &keys[0], signature);
    let mut outcome = try_mistakes(captured, collected, secrets, &judge, &keys);
    if outcome.mistakes.is_some() {
        return outcome;
    }
    let base_string = right_recipe(captured, collected).base_string();
    let others = [
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha256,
        SignatureMethod::HmacSha512,
        SignatureMethod::Plaintext,
    ];
    outcome.mistakes = others.iter().find_map(|other| {
        let judge = Judge::new(other, secrets, &keys[0], signature);
        let mistakes = judge.mistakes(&base_string, &keys)?;
        let (other, named) = (other.name(), method.name());
        let detail = format!("it was signed by {other}, while the request names {named}");
        let other = Finding::certain(Cause::SignatureMethod, detail);
        Some([vec![other], mistakes].concat())
    });
    outcome
}

fn no_mistake(tried: usize, method: &SignatureMethod) -> Finding {
    let detail = format!(
        "the signature is not that of the request, and none of {tried} base strings with known \
         mistakes makes it"
    );
    let advice = if method.name().starts_with("RSA") {
        "It was signed with another private key, or changed on its way: see which key belongs to \
         this consumer key"
            .to_owned()
    } else {
        format!(
            "{}; where they are right, the request was changed after it was signed",
            Cause::Secrets.advice()
        )
    };
    Finding::likely(Cause::Secrets, detail).with_advice(advice)
}

/// The mistakes that are proven, then what is likely of other causes.
fn certain_first(mistakes: Vec<Finding>, others: impl Iterator<Item = Finding>) -> Vec<Finding> {
    let mut findings = mistakes;
    for other in others {
        let told = |own: &Finding| own.cause() == other.cause() && !other.is_certain();
        if !findings.iter().any(told) {
            findings.push(other);
        }
    }
    findings
}

impl Diagnosis {
    /// How the request should have been signed, step by step.
    #[must_use]
    pub fn explanation(&self) -> &Explanation {
        &self.explanation
    }

    /// The signature that the request has, if any; `***` where it is the secrets themselves.
    #[must_use]
    pub fn signature(&self) -> Option<&str> {
        self.signature.as_deref()
    }

    /// Whether the signature is right. There may be findings all the same, such as a wrong clock.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.valid
    }

    /// What was found: mistakes that reproduce the signature first, which are
    /// [certain](Finding::is_certain).
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match (self.valid, &self.signature) {
            (true, _) => "The signature is right.".to_owned(),
            (false, None) => "The request has no signature.".to_owned(),
            (false, Some(signature)) => format!(
                "The signature is wrong: it is {signature}, expected {}",
                shown(&self.explanation.signature)
            ),
        };
        writeln!(f, "{verdict}")?;
        write_findings(f, &self.findings)?;
        writeln!(f, "\nHow it is signed rightly:\n")?;
        let quiet = Explanation {
            findings: Vec::new(),
            ..self.explanation.clone()
        };
        quiet.fmt(f)
    }
}

impl fmt::Debug for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Diagnosis")
            .field("valid", &self.valid)
            .field("signature", &self.signature)
            .field("findings", &self.findings)
            .field("explanation", &self.explanation)
            .finish()
    }
}
