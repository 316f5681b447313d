//! A provider's base string beside ours: what differs (RFC 5849 §3.4.1).

use std::collections::{HashMap, HashSet};

use super::MAX_INPUT;
use super::difference::difference;
use super::explanation::Explanation;
use super::finding::{Cause, Finding};
use super::parameter::SignedParameter;
use super::url_change::GivenUrl;
use super::words::{count, list, parameters, quoted, shown};
use crate::encode::percent_decode;
use crate::params::Source;

/// How many parameters with another value are told of one by one.
const VALUES_TOLD: usize = 16;
/// How often a base string can have been encoded as a whole.
const WRAPPINGS: usize = 3;

/// What differs between the explanation's base string and a provider's.
pub(super) fn compare(ours: &Explanation, text: &str) -> Vec<Finding> {
    if text.len() > MAX_INPUT {
        let detail = format!(
            "the base string has {}, more than the {MAX_INPUT} that are compared",
            count(text.len(), "byte")
        );
        return vec![Finding::certain(Cause::Malformed, detail)];
    }
    let text = unwrapped(text);
    if text == ours.base_string {
        return equal(ours);
    }
    let findings = match Theirs::parse(&text) {
        Ok(theirs) => differences(ours, &theirs, &text),
        Err(finding) => vec![finding],
    };
    let masked = findings.into_iter().map(|own| own.masked(&ours.secrets));
    masked.collect()
}

fn differences(ours: &Explanation, theirs: &Theirs, text: &str) -> Vec<Finding> {
    let mut findings = theirs.findings.clone();
    findings.extend(method(&ours.method, &theirs.method));
    findings.extend(uri(&ours.base_string_uri, &theirs.uri));
    findings.extend(parameter_findings(ours, theirs));
    if findings.is_empty() {
        // every part is the same, so that only the way differs in which the whole is encoded
        let (cause, _) = difference(&ours.base_string, text);
        let detail = "the base strings are the same but for how their parts are encoded once more";
        findings.push(Finding::certain(cause, detail));
    }
    if matches!(&*findings, [only] if only.cause() == Cause::AnotherRequest) {
        // as where a request was sent, refused, and explained afterwards
        let same = "but for nonce and timestamp the base strings are the same";
        findings.extend(ours.findings.iter().cloned());
        findings.push(other_key(ours, same, |detail| {
            Finding::likely(Cause::Secrets, detail)
        }));
    }
    findings
}

/// The base string as it was before it was put in an answer: without the quotes around it and the
/// escapes of HTML or JSON, and not encoded once more.
fn unwrapped(text: &str) -> String {
    let mut text = text
        .trim()
        .trim_matches(['"', '\'', '`'])
        .replace("&amp;", "&")
        .replace("&#38;", "&")
        .replace("&#x26;", "&")
        .replace("\\u0026", "&");
    for _ in 0..WRAPPINGS {
        if text.contains('&') || !text.contains('%') {
            break;
        }
        text = String::from_utf8_lossy(&percent_decode(&text)).into_owned();
    }
    text
}

/// The base strings are the same: the difference is in the key.
fn equal(ours: &Explanation) -> Vec<Finding> {
    let same = "the base strings are the same";
    let mut findings = ours.findings.clone();
    findings.push(other_key(ours, same, |detail| {
        Finding::certain(Cause::Secrets, detail)
    }));
    findings
}

/// What is left where the base strings do not differ in what counts.
fn other_key(ours: &Explanation, same: &str, find: impl Fn(String) -> Finding) -> Finding {
    let key = ours.key();
    match key.rsa_bits() {
        Some(_) => find(format!("{same}, so the keys differ")).with_advice(
            "See that the provider has the public key of this private key, for this consumer key",
        ),
        None => find(format!(
            "{same}, so the secrets differ; here the key is {key}"
        )),
    }
}

/// A provider's base string in its parts.
struct Theirs {
    method: String,
    uri: String,
    pairs: Vec<Pair>,
    /// What is wrong with its form.
    findings: Vec<Finding>,
}

/// A parameter of a provider's base string, name and value encoded.
struct Pair {
    name: String,
    value: String,
}

impl Pair {
    fn decoded_name(&self) -> Vec<u8> {
        percent_decode(&self.name)
    }
}

impl Theirs {
    fn parse(text: &str) -> Result<Self, Finding> {
        let mut parts = text.splitn(3, '&');
        let (Some(method), Some(uri), Some(params)) = (parts.next(), parts.next(), parts.next())
        else {
            let detail = format!(
                "{} is no base string: expected method, URI and parameters, joined by &",
                quoted(text)
            );
            return Err(Finding::certain(Cause::Malformed, detail));
        };
        let mut findings = Vec::new();
        if uri.contains("://") {
            let detail = "the URI in the provider's base string is not encoded";
            findings.push(Finding::certain(Cause::NotEncoded, detail));
        }
        let params = Self::decoded_params(params, &mut findings);
        let pairs = params
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Pair {
                    name: name.to_owned(),
                    value: value.to_owned(),
                }
            })
            .collect();
        Ok(Self {
            method: text_of(method),
            uri: text_of(uri),
            pairs,
            findings,
        })
    }

    /// The parameters as they are joined, each encoded once.
    fn decoded_params(params: &str, findings: &mut Vec<Finding>) -> String {
        if params.contains(['&', '=']) {
            let detail = "the parameters in the provider's base string are not encoded again as \
                          a part of it";
            findings.push(Finding::certain(Cause::NotEncoded, detail));
            return params.to_owned();
        }
        let once = text_of(params);
        if once.contains('=') || !once.contains("%3D") {
            return once;
        }
        let detail = "the parameters in the provider's base string are encoded once too often, \
                      as a whole";
        findings.push(Finding::certain(Cause::DoubleEncoding, detail));
        text_of(&once)
    }
}

fn text_of(encoded: &str) -> String {
    String::from_utf8_lossy(&percent_decode(encoded)).into_owned()
}

fn method(ours: &str, theirs: &str) -> Option<Finding> {
    let detail = format!(
        "the provider has the method {}, where {ours} is signed",
        quoted(theirs)
    );
    (ours != theirs).then(|| Finding::certain(Cause::Method, detail))
}

/// What differs in the base string URI.
fn uri(ours: &str, theirs: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |cause, detail: String| findings.push(Finding::certain(cause, detail));
    let (ours, theirs) = (GivenUrl::new(ours), GivenUrl::new(theirs));
    let versus = |what: &str, theirs: &str, ours: &str| {
        let (theirs, ours) = (quoted(theirs), quoted(ours));
        format!("the provider has the {what} {theirs}, where {ours} is signed")
    };
    if theirs.scheme != ours.scheme {
        find(Cause::Scheme, versus("scheme", theirs.scheme, ours.scheme));
    }
    if theirs.host.eq_ignore_ascii_case(ours.host) {
        if theirs.host != ours.host {
            find(Cause::HostCase, versus("host", theirs.host, ours.host));
        }
    } else {
        find(Cause::Host, versus("host", theirs.host, ours.host));
    }
    if theirs.port != ours.port {
        let port = |port: Option<&str>| port.map_or("none".to_owned(), ToOwned::to_owned);
        find(
            Cause::Port,
            versus("port", &port(theirs.port), &port(ours.port)),
        );
    }
    if let Some(query) = theirs.query {
        let names: Vec<_> = query
            .split('&')
            .map(|pair| pair.split('=').next())
            .collect();
        let names: Vec<_> = names.into_iter().flatten().collect();
        let detail = format!(
            "the provider's URI holds the query, with {}",
            parameters(&names)
        );
        find(Cause::QueryInUri, detail);
    }
    if theirs.path != ours.path {
        let (cause, detail) = match difference(ours.path, theirs.path) {
            (Cause::DifferentValue, _) => (Cause::Path, versus("path", theirs.path, ours.path)),
            (cause, detail) => (cause, format!("of the path {detail}")),
        };
        find(cause, detail);
    }
    findings
}

/// What differs in the parameters, and in their order.
fn parameter_findings(ours: &Explanation, theirs: &Theirs) -> Vec<Finding> {
    let matched = Matched::new(&ours.parameters, &theirs.pairs);
    let mut findings = Vec::new();
    findings.extend(another_request(&matched));
    findings.extend(missing(ours, &matched));
    findings.extend(extra(&matched));
    findings.extend(different(ours, &matched));
    findings.extend(unsorted(&theirs.pairs));
    findings
}

/// The parameters of both sides that the other does not have.
struct Matched<'a> {
    /// Of the same name, with another value or otherwise encoded.
    different: Vec<(&'a SignedParameter, &'a Pair)>,
    /// Ours that the provider does not have.
    missing: Vec<&'a SignedParameter>,
    /// The provider's that are not ours.
    extra: Vec<&'a Pair>,
    /// The names of ours that both sides have.
    common: HashSet<&'a [u8]>,
}

impl<'a> Matched<'a> {
    /// Strikes out what is the same on both sides, then puts together what has the same name.
    fn new(ours: &'a [SignedParameter], theirs: &'a [Pair]) -> Self {
        let mut same: HashMap<(&str, &str), Vec<&Pair>> = HashMap::new();
        for pair in theirs {
            same.entry((&pair.name, &pair.value))
                .or_default()
                .push(pair);
        }
        let (mut left, mut common) = (Vec::new(), HashSet::new());
        for own in ours {
            let twins = same.get_mut(&(own.encoded_name(), own.encoded_value()));
            match twins.and_then(Vec::pop) {
                Some(_) => _ = common.insert(own.name()),
                None => left.push(own),
            }
        }
        let mut named: HashMap<Vec<u8>, Vec<&Pair>> = HashMap::new();
        for pair in theirs.iter().rev() {
            // what is still there found no twin, and is taken out again as it is found
            let found = same.get_mut(&(&*pair.name, &*pair.value));
            if found.and_then(Vec::pop).is_some() {
                named.entry(pair.decoded_name()).or_default().push(pair);
            }
        }
        let (mut different, mut missing) = (Vec::new(), Vec::new());
        for own in left {
            match take(&mut named, own) {
                Some(pair) => {
                    common.insert(own.name());
                    different.push((own, pair));
                }
                None => missing.push(own),
            }
        }
        let mut extra: Vec<_> = named.into_values().flatten().collect();
        extra.sort_by_key(|pair| (&pair.name, &pair.value));
        Self {
            different,
            missing,
            extra,
            common,
        }
    }
}

/// A pair of this name, or of this name encoded once more.
fn take<'a>(
    named: &mut HashMap<Vec<u8>, Vec<&'a Pair>>,
    own: &SignedParameter,
) -> Option<&'a Pair> {
    let by_name = named.get_mut(own.name()).and_then(Vec::pop);
    by_name.or_else(|| named.get_mut(own.encoded_name().as_bytes())?.pop())
}

fn is_fresh(own: &SignedParameter) -> bool {
    matches!(own.name(), b"oauth_nonce" | b"oauth_timestamp")
}

fn another_request(matched: &Matched<'_>) -> Option<Finding> {
    let fresh: Vec<_> = matched
        .different
        .iter()
        .filter(|(own, _)| is_fresh(own))
        .map(|(own, pair)| {
            let name = String::from_utf8_lossy(own.name());
            let (theirs, ours) = (shown(&pair.value), shown(own.encoded_value()));
            format!("{name} is {theirs}, here {ours}")
        })
        .collect();
    if fresh.is_empty() {
        return None;
    }
    let detail = format!(
        "the provider's base string is of another request: {}",
        fresh.join("; ")
    );
    Some(Finding::certain(Cause::AnotherRequest, detail))
}

/// What the provider does not have, by where it travels.
fn missing(ours: &Explanation, matched: &Matched<'_>) -> Vec<Finding> {
    let of = |source: Source| -> Vec<&SignedParameter> {
        let missing = matched.missing.iter().copied();
        missing.filter(|own| own.source() == source).collect()
    };
    let mut findings = Vec::new();
    let mut find = |cause, what: &str, missing: &[&SignedParameter]| {
        let names: Vec<_> = missing.iter().map(|own| own.name()).collect();
        let detail = format!("the provider does not have {} {what}", parameters(&names));
        findings.push(Finding::certain(cause, detail));
    };
    for (source, cause, what) in [
        (Source::Query, Cause::MissingQueryParameter, "of the query"),
        (Source::Form, Cause::BodyNotSigned, "of the form body"),
        (
            Source::Protocol,
            Cause::MissingParameter,
            "of the signature",
        ),
    ] {
        let (repeated, single): (Vec<_>, Vec<_>) = of(source)
            .into_iter()
            .partition(|own| matched.common.contains(own.name()));
        if !repeated.is_empty() {
            find(
                Cause::DuplicatesDropped,
                "as often as it is signed",
                &repeated,
            );
        }
        if single.is_empty() {
            continue;
        }
        let all = ours.parameters.iter().filter(|own| own.source() == source);
        let cause = match source {
            // a part of a body cannot get lost as a whole
            Source::Form if single.len() < all.count() => Cause::MissingParameter,
            _ => cause,
        };
        find(cause, what, &single);
    }
    findings
}

/// What only the provider has.
fn extra(matched: &Matched<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut names = Vec::new();
    for pair in &matched.extra {
        let cause = match &*pair.name {
            "oauth_signature" => Cause::SignatureIncluded,
            "realm" => Cause::RealmIncluded,
            _ => {
                names.push(pair.decoded_name());
                continue;
            }
        };
        let detail = format!("the provider's base string holds {}", pair.name);
        findings.push(Finding::certain(cause, detail));
    }
    if !names.is_empty() {
        let detail = format!("the provider has {}, not signed here", parameters(&names));
        findings.push(Finding::certain(Cause::ExtraParameter, detail));
    }
    findings
}

/// What has another value.
fn different(ours: &Explanation, matched: &Matched<'_>) -> Vec<Finding> {
    let told = matched.different.iter().filter(|(own, _)| !is_fresh(own));
    let mut findings: Vec<_> = told
        .clone()
        .take(VALUES_TOLD)
        .map(|(own, pair)| different_value(ours, own, pair))
        .collect();
    let rest: Vec<_> = told.skip(VALUES_TOLD).map(|(own, _)| own.name()).collect();
    if !rest.is_empty() {
        let detail = format!("{} differ as well", list(&rest));
        findings.push(Finding::certain(Cause::DifferentValue, detail));
    }
    findings
}

fn different_value(ours: &Explanation, own: &SignedParameter, pair: &Pair) -> Finding {
    let name = shown(own.name());
    if own.encoded_name() != pair.name {
        let (cause, detail) = difference(own.encoded_name(), &pair.name);
        return Finding::certain(
            cause,
            format!("of the name of the parameter {name} {detail}"),
        );
    }
    let (mut cause, mut detail) = difference(own.encoded_value(), &pair.value);
    let secrets = &ours.secrets;
    let decoded = percent_decode(&pair.value);
    if own.secret
        || secrets.are_told_by(own.name(), &decoded)
        || secrets.are_in(&percent_decode(&decoded))
    {
        "the values, which are secrets, differ".clone_into(&mut detail);
    }
    if cause == Cause::DifferentValue {
        cause = match own.name() {
            b"oauth_consumer_key" => Cause::ConsumerKey,
            b"oauth_token" => Cause::Token,
            b"oauth_signature_method" => Cause::SignatureMethod,
            b"oauth_version" => Cause::Version,
            b"oauth_body_hash" => Cause::BodyHash,
            _ => cause,
        };
    }
    Finding::certain(cause, format!("of the parameter {name} {detail}"))
}

/// The first parameter that is not where sorting puts it.
fn unsorted(pairs: &[Pair]) -> Option<Finding> {
    let out_of_place = pairs
        .windows(2)
        .find(|pair| (&pair[0].name, &pair[0].value) > (&pair[1].name, &pair[1].value))?;
    let detail = format!(
        "in the provider's base string {} stands behind {}",
        shown(&out_of_place[1].name),
        shown(&out_of_place[0].name)
    );
    Some(Finding::certain(Cause::SortOrder, detail))
}
