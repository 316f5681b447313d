//! Responses, and the token responses of a handshake (RFC 5849 §2.1, §2.3).

use std::fmt::{self, Write as _};

use encoding_rs::{Encoding, UTF_8};
use zeroize::{Zeroize, Zeroizing};

use crate::encode::{form_decode, form_pairs, percent_encode};
use crate::error::{Error, ErrorKind, Refusal};
use crate::problem::Problem;
use crate::token::Token;
use crate::url::Url;

/// The largest token response that is read, in bytes.
pub(crate) const MAX_TOKEN_RESPONSE: u64 = 64 << 10;

/// How much of an answer an error quotes, in characters.
const EXCERPT: usize = 512;

/// A response: status, headers, body. Any status is a response, not an error.
#[derive(Clone)]
pub struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// What no error that quotes the response may repeat.
    hidden: Vec<Zeroizing<String>>,
}

impl Response {
    /// A response, for a [`Transport`](crate::Transport) of one's own.
    #[must_use]
    pub fn new(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        Self {
            status,
            headers,
            body,
            hidden: Vec::new(),
        }
    }

    /// Keeps these secrets out of errors: they were sent, and a provider may send them back.
    pub(crate) fn hide(&mut self, secrets: [&str; 2]) {
        for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
            let once = percent_encode(secret);
            let twice = percent_encode(&once);
            // the longest first: it may hold the others
            for form in [twice, once, (*secret).to_owned()] {
                self.hidden.push(Zeroizing::new(form));
            }
        }
    }

    /// `text`, a part of the response, without the secrets that were sent.
    fn masked(&self, text: &str) -> String {
        let mut text = Zeroizing::new(text.to_owned());
        for hidden in &self.hidden {
            text = Zeroizing::new(text.replace(&**hidden, "***"));
        }
        std::mem::take(&mut *text)
    }

    /// The beginning of the body, as an error may quote it.
    fn excerpt(&self) -> String {
        let text = Zeroizing::new(self.text());
        let masked = Zeroizing::new(self.masked(&text));
        let excerpt: String = masked.chars().take(EXCERPT).collect();
        if excerpt.contains("oauth_token_secret") {
            return String::from("(not shown: it holds a token secret)");
        }
        excerpt
    }

    /// The status (RFC 9110 §15).
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether the status is one of success, 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The headers, in the order in which they came, duplicates kept.
    #[must_use]
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The first header of this name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = self
            .headers
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body, as the caller's own.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }

    /// The body as text, in the charset of its content type; in UTF-8 where that names none, or one
    /// that is not known. A byte order mark counts for more than the content type. What the charset
    /// does not have becomes U+FFFD.
    ///
    /// ```
    /// let latin = |content_type: &str| {
    ///     let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
    ///     oauth1::Response::new(200, headers, b"caf\xe9".to_vec()).text()
    /// };
    /// assert_eq!(latin("text/plain; charset=ISO-8859-1"), "café");
    /// assert_eq!(latin("text/plain"), "caf\u{fffd}");
    /// ```
    #[must_use]
    pub fn text(&self) -> String {
        let charset = self.header("Content-Type").and_then(charset);
        let encoding =
            charset.and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()));
        let (text, ..) = encoding.unwrap_or(UTF_8).decode(&self.body);
        text.into_owned()
    }

    /// What the provider says is wrong, by the problem reporting extension, whatever the status;
    /// see [`Problem::parse`].
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        let headers = self.headers.iter().map(|(name, value)| (name, value));
        Problem::find(headers, &self.body, &|text| self.masked(text))
    }

    /// Where a redirect points, in words, and nothing for another status. Of a URL they have the
    /// origin only: the rest may hold what is not for everyone.
    fn redirect(&self) -> String {
        if !matches!(self.status, 300..=303 | 307 | 308) {
            return String::new();
        }
        let to = match self.header("Location").map(str::trim) {
            None | Some("") => "that does not say where to".to_owned(),
            Some(location) => match origin(location) {
                None => "to what is no http or https URL".to_owned(),
                Some(origin) if origin.is_empty() => "within its origin".to_owned(),
                Some(origin) => format!("to {}", self.masked(&origin)),
            },
        };
        format!(", a redirect {to} (redirects to another origin are not followed)")
    }

    /// Wipes the body: that of a token response holds a secret.
    pub(crate) fn wipe(&mut self) {
        self.body.zeroize();
    }

    /// Insists on success.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Refused`] for any status but 2xx, with the provider's words.
    pub fn error_for_status(&self) -> Result<(), Error> {
        if self.is_success() {
            Ok(())
        } else {
            Err(refusal(self))
        }
    }
}

/// Shows no header value and no body: they may carry secrets.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// What a provider answers in a handshake: a token, and whatever it adds.
#[derive(Clone)]
pub struct TokenResponse {
    token: Token,
    extra: Vec<(String, String)>,
}

impl TokenResponse {
    /// The request token or access token.
    #[must_use]
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// Whether the provider confirmed the callback (RFC 5849 §2.1): `true`, or `1` as some say.
    #[must_use]
    pub fn callback_confirmed(&self) -> bool {
        matches!(self.get("oauth_callback_confirmed"), Some("true" | "1"))
    }

    /// The field of this name beyond token and secret, such as `screen_name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.extra
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// The fields beyond token and secret, in the order in which they came.
    #[must_use]
    pub fn extra(&self) -> &[(String, String)] {
        &self.extra
    }

    /// Reads the answer to a step of the handshake: form data, whatever its content type says.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Refused`] for any status but 2xx, with the provider's words,
    /// [`ErrorKind::InvalidTokenResponse`] where the token or its secret is missing.
    pub fn from_response(response: &Response) -> Result<Self, Error> {
        response.error_for_status()?;
        let fields = form_fields(response.body());
        let (mut key, mut secret, mut extra) = (None, None, Vec::new());
        for (name, mut value) in fields {
            let value = std::mem::take(&mut *value);
            match name.as_str() {
                "oauth_token" if key.is_none() => key = Some(value),
                "oauth_token_secret" if secret.is_none() => secret = Some(Zeroizing::new(value)),
                _ => extra.push((name, value)),
            }
        }
        let missing = |name| {
            Error::new(
                ErrorKind::InvalidTokenResponse,
                format!(
                    "the provider's answer (status {}, {} bytes) has no {name}: expected form \
                     data with oauth_token and oauth_token_secret (RFC 5849 §2.1)",
                    response.status(),
                    response.body().len()
                ),
            )
        };
        let key = key
            .filter(|key| !key.is_empty())
            .ok_or_else(|| missing("oauth_token"))?;
        let mut secret = secret.ok_or_else(|| missing("oauth_token_secret"))?;
        Ok(Self {
            token: Token::new(key, std::mem::take(&mut *secret)),
            extra,
        })
    }
}

/// Shows the names of the further fields: a value may be a secret.
impl fmt::Debug for TokenResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.extra.iter().map(|(name, _)| name).collect();
        f.debug_struct("TokenResponse")
            .field("token", &self.token)
            .field("extra", &names)
            .finish()
    }
}

/// A provider's refusal, with its own words and what to do about them.
fn refusal(response: &Response) -> Error {
    let (status, problem) = (response.status(), response.problem());
    let excerpt = response.excerpt();
    let mut message = format!(
        "the provider refused with status {status}{}",
        response.redirect()
    );
    if let Some(problem) = &problem {
        _ = write!(message, " and oauth_problem={problem}");
    }
    let what_to_do = problem.as_ref().and_then(Problem::what_to_do);
    if let Some(what_to_do) = what_to_do {
        _ = write!(message, ". {what_to_do}");
    }
    if !excerpt.is_empty() {
        let said = if what_to_do.is_some() {
            ". It said"
        } else {
            ""
        };
        _ = write!(message, "{said}: {}", excerpt.escape_debug());
    }
    let refusal = Refusal {
        status,
        problem,
        body_excerpt: excerpt,
    };
    Error::refused(ErrorKind::Refused, message, refusal)
}

/// The origin that a `Location` names, empty where it is relative (RFC 3986 §4.2) and names none.
fn origin(location: &str) -> Option<String> {
    if location.starts_with("//") {
        let url = Url::parse(&format!("https:{location}")).ok()?;
        return url.origin().strip_prefix("https:").map(str::to_owned);
    }
    let scheme_end = location.find([':', '/', '?', '#']);
    if scheme_end.is_some_and(|at| location[at..].starts_with(':')) {
        return Some(Url::parse(location).ok()?.origin().to_owned());
    }
    Some(String::new())
}

/// The `charset` of a content type (RFC 9110 §8.3.2), quoted or not.
fn charset(content_type: &str) -> Option<&str> {
    let mut parameters = content_type.split(';').skip(1);
    parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// The decoded pairs of form data. The values are wiped when they are dropped: one may be a secret.
fn form_fields(form: &[u8]) -> Vec<(String, Zeroizing<String>)> {
    form_pairs(form.trim_ascii())
        .map(|(name, value)| (form_text(name), Zeroizing::new(form_text(value))))
        .collect()
}

fn form_text(form: &[u8]) -> String {
    String::from_utf8(form_decode(form))
        .unwrap_or_else(|error| lossy(&Zeroizing::new(error.into_bytes())))
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
