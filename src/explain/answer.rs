//! What a provider answers to a request that it refuses, translated into what to do: the problem
//! reporting extension, and the words and numbers of providers of their own.

use super::MAX_INPUT;
use super::explanation::Explanation;
use super::finding::{Cause, Finding};
use super::words::{date, duration, parsed_date, shown};
use crate::encode::form_decode;
use crate::error::{Error, ErrorKind};
use crate::problem::{Problem, field, timestamps};

/// From this difference on, in seconds, a clock is called wrong: providers take 5 minutes.
pub(super) const TOLERANCE: u64 = 300;

/// Translates a provider's refusal into what to do. `headers` are those of the answer
/// (`WWW-Authenticate` and `Date` count); `now` is the time of the refused request's timestamp, in
/// seconds since 1970-01-01 00:00:00 GMT. Nothing is found in an answer of success.
///
/// [`Explanation::explain_answer`] does the same for a request that was explained, and compares
/// the base string that is in some answers.
///
/// ```
/// let body = b"oauth_problem=timestamp_refused&oauth_acceptable_timestamps=1318622658-1318623258";
/// let no_headers: [(&str, &str); 0] = [];
/// let findings = oauth1::explain_answer(401, no_headers, body, 1318622235)?;
/// assert_eq!(findings[0].cause(), oauth1::Cause::Clock);
/// assert!(
///     findings[0].detail().starts_with("your clock is 12 minutes and 3 seconds behind the provider's")
/// );
/// # Ok::<(), oauth1::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::ResponseTooLarge`] for an answer of more than 64 KiB.
pub fn explain_answer<N: AsRef<str>, V: AsRef<str>>(
    status: u16,
    headers: impl IntoIterator<Item = (N, V)>,
    body: &[u8],
    now: u64,
) -> Result<Vec<Finding>, Error> {
    findings(status, headers, body, now, None)
}

pub(super) fn findings<N: AsRef<str>, V: AsRef<str>>(
    status: u16,
    headers: impl IntoIterator<Item = (N, V)>,
    body: &[u8],
    now: u64,
    explanation: Option<&Explanation>,
) -> Result<Vec<Finding>, Error> {
    let answer = Answer::new(headers, body, now, explanation)?;
    if (200..300).contains(&status) {
        return Ok(Vec::new());
    }
    let clock = answer.acceptable_timestamps().or_else(|| answer.date());
    let words = [
        answer.problem.as_ref().map(explained),
        answer.code(),
        answer.phrase(),
    ];
    // the provider's words on its clock say less than the times themselves
    let clock_is_known = clock.is_some();
    let words = words
        .into_iter()
        .flatten()
        .filter(|own| own.cause() != Cause::Clock || !clock_is_known);

    let mut findings: Vec<_> = clock.into_iter().collect();
    if let (Some(explanation), Some(base_string)) = (explanation, &answer.base_string) {
        findings.extend(explanation.compare(base_string));
    }
    for finding in words {
        if findings.iter().all(|own| own.cause() != finding.cause()) {
            findings.push(finding);
        }
    }
    if findings.is_empty() {
        findings.push(answer.unknown(status));
    }
    Ok(findings)
}

/// The causes of the problems that have a name.
const PROBLEMS: &[(&str, Cause)] = &[
    ("version_rejected", Cause::Version),
    ("parameter_absent", Cause::MissingParameter),
    ("parameter_rejected", Cause::ParameterRejected),
    ("timestamp_refused", Cause::Clock),
    ("nonce_used", Cause::NonceUsed),
    ("signature_method_rejected", Cause::SignatureMethod),
    ("signature_invalid", Cause::InvalidSignature),
    ("consumer_key_unknown", Cause::ConsumerKey),
    ("consumer_key_rejected", Cause::ConsumerKey),
    ("consumer_key_refused", Cause::ConsumerKey),
    ("token_used", Cause::Token),
    ("token_expired", Cause::Token),
    ("token_revoked", Cause::Token),
    ("token_rejected", Cause::Token),
    ("verifier_invalid", Cause::Token),
    (
        "additional_authorization_required",
        Cause::AuthorizationRequired,
    ),
    ("permission_unknown", Cause::AuthorizationRequired),
    ("permission_denied", Cause::Permission),
    ("user_refused", Cause::UserRefused),
];

/// What providers say in words of their own, in lower case; the first that fits counts.
const PHRASES: &[(&str, Cause, &str)] = &[
    (
        "failed to validate oauth signature and token",
        Cause::InvalidSignature,
        "The clock comes first, as these words hide a wrong one: it may be off by five minutes at \
         most. Then see that consumer key and secret are of one application, token and token \
         secret of one token, and that the callback is registered",
    ),
    ("timestamp out of bounds", Cause::Clock, ""),
    ("timestamp is out of bounds", Cause::Clock, ""),
    ("oauth_timestamp field is out of range", Cause::Clock, ""),
    ("expired timestamp", Cause::Clock, ""),
    ("invalid timestamp", Cause::Clock, ""),
    ("timestamp is too old", Cause::Clock, ""),
    ("invalid/expired timestamp", Cause::Clock, ""),
    ("incorrect timestamp value", Cause::Clock, ""),
    (
        "error occurred validating the nonce",
        Cause::Clock,
        VALIDATING,
    ),
    (
        "value in the oauth_timestamp parameter is invalid",
        Cause::Clock,
        "",
    ),
    ("nonce already used", Cause::NonceUsed, ""),
    ("nonce is already being used", Cause::NonceUsed, ""),
    ("nonce has already been used", Cause::NonceUsed, ""),
    (
        "duplicate timestamp/nonce combination",
        Cause::NonceUsed,
        "",
    ),
    ("duplicate nonce", Cause::NonceUsed, ""),
    ("invalid/used nonce", Cause::NonceUsed, ""),
    ("invalid nonce", Cause::NonceUsed, ""),
    ("callback url not approved", Cause::Callback, ""),
    (
        "desktop applications only support the oauth_callback value 'oob'",
        Cause::Callback,
        "Register a callback URL in the provider's settings of the application, or send oob",
    ),
    ("invalid or expired token", Cause::Token, ""),
    ("invalid / expired token", Cause::Token, ""),
    (
        "invalid login attempt",
        Cause::InvalidSignature,
        LOGIN_ATTEMPT,
    ),
    (
        "invalid_login_attempt",
        Cause::InvalidSignature,
        LOGIN_ATTEMPT,
    ),
    ("invalid access token", Cause::Token, ""),
    ("invalid/expired access token", Cause::Token, ""),
    ("invalid token", Cause::Token, ""),
    ("invalid consumer", Cause::ConsumerKey, ""),
    ("consumer key has expired", Cause::ConsumerKey, ""),
    ("consumer key is invalid", Cause::ConsumerKey, ""),
    ("consumer secret is invalid", Cause::Secrets, ""),
    ("consumer isn't authorized to access", Cause::Permission, ""),
    (
        "consumer is not authorized to access",
        Cause::Permission,
        "",
    ),
    ("cannot perform write actions", Cause::Permission, ""),
    ("unsupported signature method", Cause::SignatureMethod, ""),
    ("signature method not supported", Cause::SignatureMethod, ""),
    ("invalid signature method", Cause::SignatureMethod, ""),
    ("invalid_body_hash", Cause::BodyHash, ""),
    ("oauth_body_hash does not match", Cause::BodyHash, ""),
    ("missing oauth parameter", Cause::MissingParameter, ""),
    (
        "missing required oauth parameter",
        Cause::MissingParameter,
        "",
    ),
    ("parameter is missing", Cause::MissingParameter, ""),
    ("parameter not found: oauth_", Cause::MissingParameter, ""),
    ("invalid signature", Cause::InvalidSignature, ""),
    ("signature is invalid", Cause::InvalidSignature, ""),
    ("signature mismatch", Cause::InvalidSignature, ""),
    ("signatures did not match", Cause::InvalidSignature, ""),
    (
        "signature parameter failed verification",
        Cause::InvalidSignature,
        "",
    ),
    (
        "signature does not match expected value",
        Cause::InvalidSignature,
        "",
    ),
    ("could not authenticate you", Cause::InvalidSignature, ""),
    ("bad authentication data", Cause::Malformed, BAD_DATA),
    (
        "you must authenticate to access this resource",
        Cause::Malformed,
        BAD_DATA,
    ),
];

const VALIDATING: &str = "Magento says this of a timestamp that is more than ten minutes ahead of \
     its clock, and of a nonce that was used: set the clock, and sign each request anew";

const LOGIN_ATTEMPT: &str = "NetSuite says this of every fault of a request by token: see that the \
     method is HMAC-SHA256, the realm the account's number in upper case with _ (1234567_SB1), \
     and read the reason in the account's login audit trail";
const BAD_DATA: &str = "The provider sees no complete signature: see that the Authorization header \
     begins with OAuth, has all its parameters, and is not lost to a proxy or a redirect";

/// The numbers of X (formerly Twitter).
const CODES: &[(u32, Cause, &str)] = &[
    (32, Cause::InvalidSignature, ""),
    (89, Cause::Token, ""),
    (135, Cause::Clock, ""),
    (215, Cause::Malformed, BAD_DATA),
    (261, Cause::Permission, ""),
    (415, Cause::Callback, ""),
];

/// A provider's answer, as text.
struct Answer {
    /// The challenges (RFC 9110 §11.6.1) and the body, without the escapes of HTML.
    text: String,
    /// The same in lower case.
    lower: String,
    problem: Option<Problem>,
    /// A base string, as it stands in the answer.
    base_string: Option<String>,
    date: Option<u64>,
    now: u64,
}

impl Answer {
    fn new<N: AsRef<str>, V: AsRef<str>>(
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        now: u64,
        explanation: Option<&Explanation>,
    ) -> Result<Self, Error> {
        let mask = |text: &str| match explanation {
            Some(explanation) => explanation.secrets.masked(text),
            None => text.to_owned(),
        };
        let (mut challenges, mut date) = (Vec::new(), None);
        let mut size = body.len();
        for (name, value) in headers {
            let (name, value) = (name.as_ref(), value.as_ref());
            size = size.saturating_add(name.len() + value.len());
            if size > MAX_INPUT {
                break;
            }
            if name.eq_ignore_ascii_case("WWW-Authenticate") {
                challenges.push(value.to_owned());
            } else if name.eq_ignore_ascii_case("Date") {
                date = parsed_date(value);
            }
        }
        if size > MAX_INPUT {
            return Err(Error::new(
                ErrorKind::ResponseTooLarge,
                format!("the answer has more than the {MAX_INPUT} bytes that are explained"),
            ));
        }
        let mut text = challenges.join("\n");
        text.push('\n');
        text.push_str(&String::from_utf8_lossy(body));
        let mut text = text
            .replace("&amp;", "&")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("\\u0026", "&")
            .replace("\\/", "/");
        let base_string = base_string(&text);
        text = mask(&text);
        let challenges = challenges.iter().map(|value| ("WWW-Authenticate", value));
        let problem =
            Problem::find(challenges, body, &mask).or_else(|| Problem::in_text(&text, &mask));
        Ok(Self {
            // letters keep their places, so that what is found in one is found in the other
            lower: text.to_ascii_lowercase(),
            text,
            problem,
            base_string,
            date,
            now,
        })
    }

    /// The value of a field, wherever it stands.
    fn field(&self, name: &str) -> Option<String> {
        let value = form_decode(field(&self.text, name)?.as_bytes());
        Some(String::from_utf8_lossy(&value).into_owned())
    }

    /// What a numbered error of X means.
    fn code(&self) -> Option<Finding> {
        if !self.lower.contains("\"errors\"") && !self.lower.contains("<error") {
            return None;
        }
        let number: u32 = field(&self.text, "code")?
            .split(',')
            .next()?
            .trim()
            .parse()
            .ok()?;
        let (_, cause, advice) = CODES.iter().find(|(code, ..)| *code == number)?;
        let detail = match self.field("message") {
            Some(message) => format!("the provider's error is {number}, {}", sentence(&message)),
            None => format!("the provider's error is {number}"),
        };
        Some(with_advice(Finding::certain(*cause, detail), advice))
    }

    /// What known words mean.
    fn phrase(&self) -> Option<Finding> {
        let (words, cause, advice) = PHRASES
            .iter()
            .find(|(words, ..)| self.lower.contains(words))?;
        let at = self.lower.find(words)?;
        let detail = format!("the provider says {:?}", &self.text[at..at + words.len()]);
        Some(with_advice(Finding::likely(*cause, detail), advice))
    }

    /// How far the clock is off, by the timestamps that the provider takes, or by its own time.
    fn acceptable_timestamps(&self) -> Option<Finding> {
        let range = self
            .problem
            .as_ref()
            .and_then(Problem::acceptable_timestamps);
        let range = range.or_else(|| timestamps(&self.field("oauth_acceptable_timestamps")?));
        if let Some(range) = range {
            return Some(self.out_of_range(*range.start(), *range.end()));
        }
        if let Some(at) = self.lower.find("accepted values are between") {
            let (from, to) = two_numbers(&self.text[at..])?;
            return Some(self.out_of_range(from, to));
        }
        // the provider's clock: "given 1 and now 2", "yours 1, ours 2", "it is now 2, you sent 1"
        for (words, is_first) in [
            ("expired timestamp: given", false),
            ("expired timestamp, yours", false),
            ("oauth_timestamp is too far away", true),
        ] {
            if let Some(at) = self.lower.find(words) {
                let (first, second) = two_numbers(&self.text[at..])?;
                let theirs = if is_first { first } else { second };
                return Some(clock_off(self.now, theirs, "by what it says"));
            }
        }
        None
    }

    fn out_of_range(&self, from: u64, to: u64) -> Finding {
        let (from, to) = (from.min(to), from.max(to));
        let range = format!("it takes timestamps from {} to {}", date(from), date(to));
        if (from..=to).contains(&self.now) {
            let detail = format!("{range}, and {} is one of them", date(self.now));
            return Finding::likely(Cause::Clock, detail).with_advice(
                "Sign just before sending: the request that was refused had another timestamp, \
                 or waited too long",
            );
        }
        clock_off(self.now, from + (to - from) / 2, &range)
    }

    /// How far the clock is off by the answer's `Date`.
    fn date(&self) -> Option<Finding> {
        let theirs = self.date?;
        let off = self.now.abs_diff(theirs) > TOLERANCE;
        off.then(|| clock_off(self.now, theirs, "by the Date of its answer"))
    }

    /// An answer that says nothing that is known.
    fn unknown(&self, status: u16) -> Finding {
        let text = self.text.trim();
        let detail = if text.is_empty() {
            format!("the provider answered with the status {status} and no words")
        } else {
            format!(
                "the provider answered with the status {status} and says {}",
                shown(text)
            )
        };
        Finding::likely(Cause::Unknown, detail)
    }
}

/// A base string in a text, as it stands there.
fn base_string(text: &str) -> Option<String> {
    const URIS: [&str; 4] = [
        "&http%3a%2f%2f",
        "&https%3a%2f%2f",
        "%26http%253a",
        "%26https%253a",
    ];
    let lower = text.to_ascii_lowercase();
    let at = URIS.iter().find_map(|uri| lower.find(uri))?;
    let before = text[..at].trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '-');
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '`' | '}');
    text[before.len()..].split(ends).next().map(str::to_owned)
}

/// What a problem means, with what the provider adds.
fn explained(problem: &Problem) -> Finding {
    let cause_of = |name: &str| PROBLEMS.iter().find(|(known, _)| *known == name);
    let lower = problem.name().to_ascii_lowercase();
    let (cause, advice) = match problem.known_name().and_then(cause_of) {
        Some((_, cause)) => (*cause, problem.what_to_do().unwrap_or_default()),
        // some put their own words there
        None => PHRASES
            .iter()
            .find(|(words, ..)| lower.contains(words))
            .map_or((Cause::Unknown, ""), |found| (found.1, found.2)),
    };
    let mut detail = format!("the provider's oauth_problem is {}", shown(problem.name()));
    for addition in problem.additions() {
        detail.push_str("; ");
        detail.push_str(&addition);
    }
    with_advice(Finding::certain(cause, detail), advice)
}

fn with_advice(finding: Finding, advice: &str) -> Finding {
    if advice.is_empty() {
        finding
    } else {
        finding.with_advice(advice)
    }
}

/// A provider's sentence, without its full stop.
fn sentence(text: &str) -> String {
    shown(text.trim().trim_end_matches('.'))
}

/// The first two numbers in a text.
fn two_numbers(text: &str) -> Option<(u64, u64)> {
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// How far a clock is from the provider's.
pub(super) fn clock_off(ours: u64, theirs: u64, by: &str) -> Finding {
    let relation = if ours < theirs { "behind" } else { "ahead of" };
    let detail = format!(
        "your clock is {} {relation} the provider's ({}, yours {}): {by}",
        duration(ours.abs_diff(theirs)),
        date(theirs),
        date(ours)
    );
    Finding::certain(Cause::Clock, detail)
}
