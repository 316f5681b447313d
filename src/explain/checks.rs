//! What is wrong with a captured request that can be seen without its signature (RFC 5849 §3.1 to
//! §3.3).

use super::answer::TOLERANCE;
use super::captured::{CapturedRequest, Collected};
use super::finding::{Cause, Finding};
use super::secrets::Secrets;
use super::words::{date, duration, parameters, quoted};
use crate::error::Error;
use crate::session::Session;
use crate::signature::HashAlgorithm;
use crate::token::Token;

/// All of it, for the eyes of this session.
pub(super) fn checks(
    session: &Session,
    secrets: &Secrets,
    captured: &CapturedRequest,
    collected: &Collected,
) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    findings.extend(absent(collected));
    findings.extend(repeated(collected));
    findings.extend(another_credential(session, secrets, collected));
    findings.extend(another_method(session, secrets, collected));
    findings.extend(version(secrets, collected));
    findings.extend(timestamp(
        secrets,
        collected,
        session.client().settings().now()?,
    ));
    findings.extend(body_hash(captured, collected));
    Ok(findings)
}

/// A consumer key or a token that is not the session's.
fn another_credential(session: &Session, secrets: &Secrets, collected: &Collected) -> Vec<Finding> {
    let token = session.token().map_or("", Token::key);
    let consumer_key = session.client().consumer_key();
    let own = [
        (Cause::ConsumerKey, "oauth_consumer_key", consumer_key),
        (Cause::Token, "oauth_token", token),
    ];
    let others = own.iter().filter_map(|(cause, name, own)| {
        let sent = collected.get(name)?;
        let sent_text = secrets.shown_value(name.as_bytes(), sent);
        let detail = || format!("{name} is {sent_text}, here it is {}", quoted(own));
        (sent != own.as_bytes()).then(|| Finding::certain(*cause, detail()))
    });
    others.collect()
}

fn another_method(session: &Session, secrets: &Secrets, collected: &Collected) -> Option<Finding> {
    let named = collected.text("oauth_signature_method")?;
    let own = session.client().signature_method().name();
    let named_text = secrets.shown_value(b"oauth_signature_method", named.as_bytes());
    let detail = format!("oauth_signature_method is {named_text}, here it is {own}");
    (named != own).then(|| Finding::certain(Cause::SignatureMethod, detail))
}

/// The protocol parameters that are required and not there (RFC 5849 §3.1).
fn absent(collected: &Collected) -> Option<Finding> {
    let required: &[&str] = match collected.get("oauth_signature_method") {
        // PLAINTEXT needs neither nonce nor timestamp
        Some(b"PLAINTEXT") => &["oauth_consumer_key"],
        _ => &[
            "oauth_consumer_key",
            "oauth_signature_method",
            "oauth_timestamp",
            "oauth_nonce",
        ],
    };
    let mut absent: Vec<_> = required
        .iter()
        .copied()
        .filter(|name| collected.get(name).is_none())
        .collect();
    if collected.signatures.is_empty() {
        absent.push("oauth_signature");
    }
    (!absent.is_empty()).then(|| {
        let detail = format!("the request does not have {}", parameters(&absent));
        Finding::certain(Cause::MissingParameter, detail)
    })
}

/// Protocol parameters that are there twice.
fn repeated(collected: &Collected) -> Option<Finding> {
    let mut names: Vec<&[u8]> = collected
        .signed()
        .map(|pair| pair.name.as_slice())
        .filter(|name| name.starts_with(b"oauth_"))
        .collect();
    names.extend(collected.signatures.iter().map(|_| &b"oauth_signature"[..]));
    names.sort_unstable();
    let mut repeated: Vec<_> = names
        .windows(2)
        .filter(|pair| pair[0] == pair[1])
        .map(|pair| pair[0])
        .collect();
    repeated.dedup();
    (!repeated.is_empty()).then(|| {
        let detail = format!("the request has {} more than once", parameters(&repeated));
        Finding::certain(Cause::ParameterRepeated, detail)
    })
}

fn version(secrets: &Secrets, collected: &Collected) -> Option<Finding> {
    let version = collected.text("oauth_version")?;
    let text = secrets.shown_value(b"oauth_version", version.as_bytes());
    let detail = format!("oauth_version is {text}");
    (version != "1.0").then(|| Finding::certain(Cause::Version, detail))
}

fn timestamp(secrets: &Secrets, collected: &Collected, now: u64) -> Option<Finding> {
    let sent = collected.text("oauth_timestamp")?;
    let Ok(timestamp) = sent.parse::<u64>() else {
        let sent = secrets.shown_value(b"oauth_timestamp", sent.as_bytes());
        let detail = format!("oauth_timestamp is {sent}, which is no number of seconds");
        return Some(Finding::certain(Cause::Clock, detail));
    };
    if (timestamp / 1000).abs_diff(now) <= TOLERANCE {
        let detail = format!("oauth_timestamp is {timestamp}, in milliseconds");
        return Some(Finding::certain(Cause::Clock, detail));
    }
    let off = timestamp.abs_diff(now) > TOLERANCE;
    off.then(|| clock_of_request(timestamp, now))
}

fn clock_of_request(timestamp: u64, now: u64) -> Finding {
    let relation = if timestamp < now {
        "behind"
    } else {
        "ahead of"
    };
    let detail = format!(
        "the request's timestamp is {} {relation} the clock here ({}, here {})",
        duration(timestamp.abs_diff(now)),
        date(timestamp),
        date(now)
    );
    Finding::certain(Cause::Clock, detail).with_advice(
        "Of a request that was captured earlier this says nothing; otherwise set the clock of the \
         machine that signed it",
    )
}

/// A body hash that is not that of the body.
fn body_hash(captured: &CapturedRequest, collected: &Collected) -> Option<Finding> {
    let sent = collected.get("oauth_body_hash")?;
    if captured.is_form() {
        let detail = "the request has oauth_body_hash beside a form body";
        return Some(Finding::certain(Cause::BodyHash, detail));
    }
    let all = [
        HashAlgorithm::Sha1,
        HashAlgorithm::Sha256,
        HashAlgorithm::Sha512,
    ];
    let fits = all
        .iter()
        .filter_map(|hash| hash.base64(captured.body()).ok())
        .any(|hash| hash.as_bytes() == sent);
    (!fits).then(|| {
        let detail = "oauth_body_hash is not the hash of the body, by SHA-1, SHA-256 or SHA-512";
        Finding::certain(Cause::BodyHash, detail)
    })
}
