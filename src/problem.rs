//! The problem reporting extension: what a provider says is wrong with a request, in fields of
//! its answer's body or of `WWW-Authenticate`.

use std::fmt;
use std::ops::RangeInclusive;

use zeroize::Zeroizing;

use crate::encode::{form_decode, form_pairs};
use crate::error::visible;

/// How much of a body is looked into, in bytes.
const MAX_BODY: usize = 64 << 10;
/// How much of a name or a value is taken, in characters: those that there are have fewer.
const MAX_NAME: usize = 100;
/// How much of the provider's advice is taken, in characters, and of a list shown.
const MAX_ADVICE: usize = 300;
/// How many parameters are taken of a list.
const MAX_LISTED: usize = 16;
/// How deep a problem is looked for in JSON.
#[cfg(feature = "http")]
const MAX_DEPTH: usize = 8;

const PROBLEM: &str = "oauth_problem";
const ADVICE: &str = "oauth_problem_advice";
const TIMESTAMPS: &str = "oauth_acceptable_timestamps";
const VERSIONS: &str = "oauth_acceptable_versions";
const ABSENT: &str = "oauth_parameters_absent";
const REJECTED: &str = "oauth_parameters_rejected";
const FIELDS: [&str; 6] = [PROBLEM, ADVICE, TIMESTAMPS, VERSIONS, ABSENT, REJECTED];

/// What each problem of the extension means, and `verifier_invalid`, which providers have added.
const WHAT_TO_DO: &[(&str, &str)] = &[
    (
        "version_rejected",
        "The provider does not take this version of OAuth: send oauth_version=1.0, or leave it \
         out (RFC 5849 §3.1)",
    ),
    (
        "parameter_absent",
        "The provider misses a parameter: send and sign each that it needs, in the same request, \
         and see that nothing on the way drops one",
    ),
    (
        "parameter_rejected",
        "The provider does not take a parameter: leave it out, or give it, once, a value that the \
         provider's documentation lists",
    ),
    (
        "timestamp_refused",
        "The clock is wrong, or the request waited too long: set the clock, best by NTP, and sign \
         just before sending; timestamps count seconds, in GMT",
    ),
    (
        "nonce_used",
        "The provider has seen this nonce: sign anew, with a fresh nonce, each time a request is \
         sent, retries and redirects included",
    ),
    (
        "signature_method_rejected",
        "The provider does not take this signature method: set the client to one that the \
         provider's documentation lists",
    ),
    (
        "signature_invalid",
        "The provider computes another signature: see first that the secrets are those of this \
         consumer key and this token, and that the clock is right; then explain the request, and \
         compare its base string with the provider's",
    ),
    (
        "consumer_key_unknown",
        "The provider does not know the consumer key: compare it, letter by letter, with the \
         provider's settings of the application, and see that it is of this environment",
    ),
    (
        "consumer_key_rejected",
        "The provider knows the consumer key and does not let it in: see in the provider's \
         settings whether the application is suspended, expired or waiting for approval",
    ),
    (
        "consumer_key_refused",
        "The provider refuses the consumer for now: wait and try again, and see whether there is \
         a limit on the rate of requests",
    ),
    (
        "token_used",
        "A request token is exchanged once: keep the access token that came of it, or begin the \
         authorization anew",
    ),
    (
        "token_expired",
        "The token's time is over: renew the access token with its session handle where there is \
         one (oauth_session_handle); otherwise have the user authorize the application anew",
    ),
    (
        "token_revoked",
        "The user has taken the permission back: forget the token, and ask the user again",
    ),
    (
        "token_rejected",
        "The provider does not take the token: see that it is an access token of this consumer \
         key and this environment, or a request token that the user has authorized",
    ),
    (
        "verifier_invalid",
        "The verifier is wrong: send the oauth_verifier that came back with the callback, or the \
         PIN as the user sees it, with this request token",
    ),
    (
        "additional_authorization_required",
        "The user must agree to more: send the user to the provider's authorization page again",
    ),
    (
        "permission_unknown",
        "The user has not decided yet: send the user to the provider's authorization page, and \
         try again afterwards",
    ),
    (
        "permission_denied",
        "The user or the application may not do this: ask for the permission in the provider's \
         settings of the application, then have the user authorize it anew, since a token keeps \
         the permissions that it was given with",
    ),
    (
        "user_refused",
        "The user said no, and nothing is wrong with the request: ask the user again, or go \
         without",
    ),
];

/// What a provider says is wrong with a request, by the problem reporting extension: the problem's
/// name, and what goes with it. All of it is the provider's, so it is cut where it is long; values
/// that may be secrets are `***`. `Display` shows it on one line.
///
/// ```
/// let body = b"oauth_problem=parameter_absent&oauth_parameters_absent=oauth_token%26oauth_nonce";
/// let no_headers: [(&str, &str); 0] = [];
/// let problem = oauth1::Problem::parse(no_headers, body).unwrap();
/// assert_eq!(problem.name(), "parameter_absent");
/// assert_eq!(problem.parameters_absent(), ["oauth_token", "oauth_nonce"]);
/// assert_eq!(problem.to_string(), "parameter_absent (absent: oauth_token, oauth_nonce)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    name: String,
    advice: Option<String>,
    acceptable_timestamps: Option<RangeInclusive<u64>>,
    acceptable_versions: Option<(String, String)>,
    parameters_absent: Vec<String>,
    parameters_rejected: Vec<(String, String)>,
}

impl Problem {
    /// Finds the problem in an answer: in a body of form data or, with the feature `http`, of
    /// JSON, else in the `WWW-Authenticate` headers. In a challenge of the scheme OAuth, `error`
    /// stands for an `oauth_problem` that is not there.
    pub fn parse<N: AsRef<str>, V: AsRef<str>>(
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Option<Self> {
        Self::find(headers, body, &str::to_owned)
    }

    /// Does as [`Problem::parse`], with what `mask` hides hidden.
    pub(crate) fn find<N: AsRef<str>, V: AsRef<str>>(
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        mask: &dyn Fn(&str) -> String,
    ) -> Option<Self> {
        let body = if body.len() > MAX_BODY {
            // a pair that is cut could end with a part of a secret, which nothing would hide
            let end = body[..MAX_BODY].iter().rposition(|&byte| byte == b'&');
            &body[..end.unwrap_or(0)]
        } else {
            body
        };
        let challenges: Vec<_> = headers
            .into_iter()
            .filter(|(name, _)| name.as_ref().eq_ignore_ascii_case("WWW-Authenticate"))
            .map(|(_, value)| Zeroizing::new(value.as_ref().to_owned()))
            .collect();
        let fields = Fields::of_answer(&challenges, body)?;
        // a secret that holds a separator is found only where nothing is taken apart yet
        let masked = |text: &str| Zeroizing::new(mask(text));
        let challenges: Vec<_> = challenges.iter().map(|value| masked(value)).collect();
        let body = masked(&String::from_utf8_lossy(body));
        let shown = Fields::of_answer(&challenges, body.as_bytes());
        fields.problem(shown.as_ref().unwrap_or(&fields), mask)
    }

    /// Finds a problem that stands anywhere in a text: for people to read of, not to act upon, as
    /// the text may quote others' words.
    pub(crate) fn in_text(text: &str, mask: &dyn Fn(&str) -> String) -> Option<Self> {
        let found = FIELDS.map(|name| Some((name, Zeroizing::new(field(text, name)?.to_owned()))));
        let fields = Fields {
            found: found.into_iter().flatten().collect(),
            decode: form_decode,
        };
        fields.problem(&fields, mask)
    }

    /// The problem's name, such as `timestamp_refused`: at most 100 characters of it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The provider's advice (`oauth_problem_advice`): at most 300 characters of it.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        self.advice.as_deref()
    }

    /// The timestamps that the provider takes (`oauth_acceptable_timestamps`), in seconds since
    /// 1970-01-01 00:00:00 GMT; never an empty range.
    #[must_use]
    pub fn acceptable_timestamps(&self) -> Option<RangeInclusive<u64>> {
        self.acceptable_timestamps.clone()
    }

    /// The lowest and the highest version that the provider takes (`oauth_acceptable_versions`).
    #[must_use]
    pub fn acceptable_versions(&self) -> Option<(&str, &str)> {
        let (lowest, highest) = self.acceptable_versions.as_ref()?;
        Some((lowest, highest))
    }

    /// The names of the parameters that the provider misses (`oauth_parameters_absent`): at most
    /// 16.
    #[must_use]
    pub fn parameters_absent(&self) -> &[String] {
        &self.parameters_absent
    }

    /// Names and values of the parameters that the provider does not take
    /// (`oauth_parameters_rejected`): at most 16. A value is empty where the provider gives only
    /// the name.
    #[must_use]
    pub fn parameters_rejected(&self) -> &[(String, String)] {
        &self.parameters_rejected
    }

    /// What the problem means and what to do about it, in a sentence; `None` for a problem that
    /// the extension does not have.
    #[must_use]
    pub fn what_to_do(&self) -> Option<&'static str> {
        known(&self.name).map(|(_, what_to_do)| what_to_do)
    }

    /// The name without what some providers add to it, where the extension has it.
    pub(crate) fn known_name(&self) -> Option<&'static str> {
        known(&self.name).map(|(name, _)| name)
    }

    /// What goes with the name, in words, on one line.
    pub(crate) fn additions(&self) -> Vec<String> {
        let rejected = self.parameters_rejected.iter();
        let rejected: Vec<_> = rejected
            .map(|(name, value)| match &**value {
                "" => name.clone(),
                value => format!("{name}={value}"),
            })
            .collect();
        let lists = [
            ("absent", self.parameters_absent.join(", ")),
            ("rejected", rejected.join(", ")),
            ("timestamps that it takes", self.timestamps_in_words()),
            ("versions that it takes", self.versions_in_words()),
            ("its advice", self.advice.clone().unwrap_or_default()),
        ];
        lists
            .into_iter()
            .filter(|(_, list)| !list.is_empty())
            .map(|(meaning, list)| format!("{meaning}: {}", visible(&cut(&list, MAX_ADVICE))))
            .collect()
    }

    fn timestamps_in_words(&self) -> String {
        let range = self.acceptable_timestamps.as_ref();
        range.map_or(String::new(), |range| {
            format!("{} to {}", range.start(), range.end())
        })
    }

    fn versions_in_words(&self) -> String {
        let range = self.acceptable_versions();
        range.map_or(String::new(), |(lowest, highest)| {
            format!("{lowest}-{highest}")
        })
    }
}

/// The name, and what goes with it, on one line.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.name))?;
        let additions = self.additions();
        if additions.is_empty() {
            return Ok(());
        }
        write!(f, " ({})", additions.join("; "))
    }
}

/// The problem of the extension that `name` is, or begins with: some add words to it.
fn known(name: &str) -> Option<(&'static str, &'static str)> {
    let word = name.split([' ', ',']).next()?;
    WHAT_TO_DO
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word))
        .copied()
}

/// The fields of the extension as they were found, still encoded. They are wiped: one may quote a
/// secret.
struct Fields {
    found: Vec<(&'static str, Zeroizing<String>)>,
    decode: fn(&[u8]) -> Vec<u8>,
}

impl Fields {
    /// Those of an answer: of its body, else of its challenges.
    fn of_answer(challenges: &[Zeroizing<String>], body: &[u8]) -> Option<Self> {
        let in_body = match body.trim_ascii_start().first() {
            Some(b'{' | b'[') => Self::of_json(body),
            // in a page, what looks like form data is a link
            Some(b'<') => None,
            _ => Self::of_form(body),
        };
        in_body.or_else(|| Self::of_challenges(challenges))
    }

    /// Those of form data.
    fn of_form(form: &[u8]) -> Option<Self> {
        let found = form_pairs(form.trim_ascii()).filter_map(|(name, value)| {
            // what is left of `&amp;`, where the whole was written into HTML
            let name = name.strip_prefix(b"amp;").unwrap_or(name);
            let name = FIELDS.into_iter().find(|own| own.as_bytes() == name)?;
            // form data is one line: what follows it is not its own
            let value = value.split(|byte| matches!(byte, b'\r' | b'\n')).next()?;
            Some((name, Zeroizing::new(lossy(value))))
        });
        Self {
            found: found.collect(),
            decode: form_decode,
        }
        .with_problem()
    }

    /// Those of the first object in JSON that has the problem, or of a `message` that is one as
    /// form data.
    #[cfg(feature = "http")]
    fn of_json(json: &[u8]) -> Option<Self> {
        let json = std::str::from_utf8(json).ok()?;
        Self::of_json_within(json.trim_ascii_start(), MAX_DEPTH)
    }

    #[cfg(feature = "http")]
    fn of_json_within(json: &str, depth: usize) -> Option<Self> {
        use crate::json::{Object, string};
        use serde_json::value::RawValue;

        let depth = depth.checked_sub(1)?;
        if json.starts_with('[') {
            let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
            let mut items = items.iter();
            return items.find_map(|item| Self::of_json_within(item.get(), depth));
        }
        if !json.starts_with('{') {
            return None;
        }
        let Object(fields) = serde_json::from_str(json).ok()?;
        let found = fields.iter().filter_map(|(name, value)| {
            let name = FIELDS.into_iter().find(|own| own == name)?;
            Some((name, Zeroizing::new(string(value)?)))
        });
        let own = Self {
            found: found.collect(),
            decode: <[u8]>::to_vec,
        };
        own.with_problem().or_else(|| {
            fields.iter().find_map(|(name, value)| {
                let message = (name == "message").then(|| string(value)).flatten();
                match message.map(Zeroizing::new) {
                    Some(form) if form.starts_with("oauth_problem=") => {
                        Self::of_form(form.as_bytes())
                    }
                    _ => Self::of_json_within(value.get(), depth),
                }
            })
        })
    }

    #[cfg(not(feature = "http"))]
    fn of_json(_: &[u8]) -> Option<Self> {
        None
    }

    /// Those of the challenges in `WWW-Authenticate` headers (RFC 9110 §11.6.1).
    fn of_challenges(challenges: &[Zeroizing<String>]) -> Option<Self> {
        let (mut found, mut instead) = (Vec::new(), Vec::new());
        for challenge in challenges {
            for_each_parameter(challenge, |scheme, name, value| {
                if let Some(name) = FIELDS.into_iter().find(|own| *own == name) {
                    found.push((name, value));
                } else if scheme.eq_ignore_ascii_case("OAuth") {
                    match name {
                        "error" => instead.push((PROBLEM, value)),
                        "error_description" => instead.push((ADVICE, value)),
                        _ => {}
                    }
                }
            });
        }
        found.extend(instead);
        Self {
            found,
            decode: form_decode,
        }
        .with_problem()
    }

    fn with_problem(self) -> Option<Self> {
        self.raw(PROBLEM)
            .is_some_and(|name| !name.is_empty())
            .then_some(self)
    }

    fn raw(&self, name: &str) -> Option<&str> {
        let mut found = self.found.iter();
        let (_, value) = found.find(|(own, _)| *own == name)?;
        Some(value)
    }

    fn decoded(&self, name: &str) -> Option<String> {
        Some(lossy(&(self.decode)(self.raw(name)?.as_bytes())))
    }

    /// A field, decoded, without what `mask` hides.
    fn masked(&self, name: &str, mask: &dyn Fn(&str) -> String) -> Option<String> {
        // a secret that came as it is would not be one any more when it was decoded
        let masked = mask(self.raw(name)?);
        Some(mask(&lossy(&(self.decode)(masked.as_bytes()))))
    }

    /// The problem. What serves programs, a name that is known and numbers, is no secret; the rest
    /// is taken from `shown`, masked.
    fn problem(&self, shown: &Self, mask: &dyn Fn(&str) -> String) -> Option<Problem> {
        let name = known(self.decoded(PROBLEM)?.trim()).map(|(name, _)| name.to_owned());
        let name = name.or_else(|| shown.masked(PROBLEM, mask))?;
        let name = cut(without_token_secret(name.trim()), MAX_NAME);
        let advice = shown.masked(ADVICE, mask);
        let advice = advice.map(|advice| cut(without_token_secret(advice.trim()), MAX_ADVICE));
        let decoded = |text: &str| cut(&mask(&lossy(&form_decode(text.as_bytes()))), MAX_NAME);
        let absent = shown.masked(ABSENT, mask).unwrap_or_default();
        let rejected = shown.masked(REJECTED, mask).unwrap_or_default();
        (!name.is_empty()).then(|| Problem {
            name,
            advice: advice.filter(|advice| !advice.is_empty()),
            acceptable_timestamps: self
                .decoded(TIMESTAMPS)
                .and_then(|range| timestamps(&range)),
            acceptable_versions: shown.masked(VERSIONS, mask).and_then(|range| {
                let (lowest, highest) = range.split_once('-').unwrap_or((&range, &range));
                let [lowest, highest] = [lowest, highest].map(|own| cut(own.trim(), MAX_NAME));
                (!lowest.is_empty()).then_some((lowest, highest))
            }),
            // some join names by a comma, which no name has in it
            parameters_absent: items(&absent, &['&', ',']).map(decoded).collect(),
            parameters_rejected: items(&rejected, &['&'])
                .map(|item| {
                    let (name, value) = item.split_once('=').unwrap_or((item, ""));
                    let name = decoded(name);
                    let value = match value {
                        "" => String::new(),
                        _ if names_secret(&name) => "***".to_owned(),
                        value => decoded(value),
                    };
                    (name, value)
                })
                .collect(),
        })
    }
}

fn items<'l>(list: &'l str, separators: &'l [char]) -> impl Iterator<Item = &'l str> {
    let items = list.split(separators).map(str::trim);
    items.filter(|item| !item.is_empty()).take(MAX_LISTED)
}

/// Calls `take` with each parameter of the challenges in a header, and the scheme that it belongs
/// to. Reads what providers send rather than what they should: pairs that are joined by `&`, or
/// not quoted, or all of them quoted together.
fn for_each_parameter<'h>(
    header: &'h str,
    mut take: impl FnMut(&'h str, &'h str, Zeroizing<String>),
) {
    const SPACE: [char; 2] = [' ', '\t'];
    const ENDS: [char; 6] = [' ', '\t', ',', '&', ';', '"'];
    let (mut scheme, mut rest) = ("", header.trim_start_matches(ENDS));
    while !rest.is_empty() {
        let end = |c: char| c == '=' || ENDS.contains(&c);
        let (word, after) = rest.split_at(rest.find(end).unwrap_or(rest.len()));
        match after.trim_start_matches(SPACE).strip_prefix('=') {
            None => {
                scheme = word;
                rest = after;
            }
            Some(value) => {
                let value = value.trim_start_matches(SPACE);
                let (value, after) = if let Some(quoted) = value.strip_prefix('"') {
                    unquoted(quoted)
                } else {
                    let (value, after) = value.split_at(value.find(ENDS).unwrap_or(value.len()));
                    (value.to_owned(), after)
                };
                take(scheme, word, Zeroizing::new(value));
                rest = after;
            }
        }
        rest = rest.trim_start_matches(ENDS);
    }
}

/// What stands in quotes, up to the one that ends it or else all, and what follows
/// (RFC 9110 §5.6.4).
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => value.extend(chars.next()),
            _ => value.push(c),
        }
    }
    (value, chars.as_str())
}

/// The value of a field, still encoded, wherever it stands in a text: in a form, a challenge, JSON
/// or a sentence.
pub(crate) fn field<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let within_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    for (at, _) in text.match_indices(name) {
        let rest = &text[at + name.len()..];
        if text[..at].ends_with(within_word) || rest.starts_with(within_word) {
            continue;
        }
        let rest = rest.strip_prefix('"').unwrap_or(rest).trim_start();
        let Some(rest) = rest.strip_prefix(['=', ':']) else {
            continue;
        };
        let rest = rest.trim_start_matches(' ');
        let value = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => rest
                .split(['&', '"', '\'', '<', '>', '\r', '\n', '}'])
                .next(),
        };
        return value.map(str::trim);
    }
    None
}

/// A range of timestamps, `from-to`.
pub(crate) fn timestamps(range: &str) -> Option<RangeInclusive<u64>> {
    let (from, to) = range.split_once('-')?;
    let (from, to): (u64, u64) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    Some(from.min(to)..=from.max(to))
}

/// Whether the value of a parameter of this name may be a secret, or do as one.
fn names_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "secret",
        "password",
        "signature",
        "verifier",
        "session_handle",
    ]
    .iter()
    .any(|word| name.contains(word) && name != "oauth_signature_method")
}

/// The provider's words; a note in their place where they repeat a token secret.
fn without_token_secret(words: &str) -> &str {
    let repeats = |(at, name): (usize, &str)| {
        let rest = words[at + name.len()..].trim_start_matches(['"', '\'', ' ']);
        rest.starts_with(['=', ':'])
    };
    if words.match_indices("oauth_token_secret").any(repeats) {
        "(not shown: it holds a token secret)"
    } else {
        words
    }
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
