//! Responses, and the token responses of a handshake (RFC 5849 §2.1, §2.3).

use std::fmt::{self, Write as _};

use encoding_rs::{Encoding, UTF_8};
use serde_json::value::RawValue;
use zeroize::{Zeroize, Zeroizing};

use crate::encode::{form_decode, form_pairs, percent_encode};
use crate::error::{Error, ErrorKind, Refusal};
use crate::json::{self, Object};
use crate::problem::Problem;
use crate::token::Token;
use crate::url::Url;

/// The largest token response that is read, in bytes.
pub(crate) const MAX_TOKEN_RESPONSE: u64 = 64 << 10;

/// The names of a token's two parts.
const KEY: &str = "oauth_token";
const SECRET: &str = "oauth_token_secret";

/// The mark that some put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

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

    /// Keeps a secret out of errors: it was sent, and a provider may send it back.
    pub(crate) fn hide(&mut self, secret: &str) {
        if secret.is_empty() {
            return;
        }
        let once = percent_encode(secret);
        let twice = percent_encode(&once);
        let as_form = once.replace("%20", "+");
        // the longest first: it may hold the others
        for form in [twice, once, as_form, secret.to_owned()] {
            self.hidden.push(Zeroizing::new(form));
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

    pub(crate) fn with_body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    pub(crate) fn take_body(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.body)
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

    /// Whether the provider confirmed the callback (RFC 5849 §2.1): `true` in any case, or `1` as
    /// some say.
    #[must_use]
    pub fn callback_confirmed(&self) -> bool {
        let confirmed = self.get("oauth_callback_confirmed");
        confirmed.is_some_and(|said| said == "1" || said.eq_ignore_ascii_case("true"))
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

    /// The answer of a provider that lets a token hold for longer.
    pub(crate) fn unchanged(token: Token) -> Self {
        Self {
            token,
            extra: Vec::new(),
        }
    }

    /// The handle by which the access token can be [renewed](crate::Client::renew) (the OAuth
    /// session extension).
    #[must_use]
    pub fn session_handle(&self) -> Option<&str> {
        self.get("oauth_session_handle")
    }

    /// For how many seconds the access token holds (the OAuth session extension).
    #[must_use]
    pub fn expires_in(&self) -> Option<u64> {
        self.get("oauth_expires_in")?.parse().ok()
    }

    /// For how many seconds the access token can be renewed (the OAuth session extension).
    #[must_use]
    pub fn authorization_expires_in(&self) -> Option<u64> {
        self.get("oauth_authorization_expires_in")?.parse().ok()
    }

    /// Reads the answer to a step of the handshake, whatever its content type says: form data, or
    /// a JSON object where it begins with `{`. Of JSON, text, numbers and `true` and `false` are
    /// as in a form; anything else stays JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Refused`] for any status but 2xx, with the provider's words,
    /// [`ErrorKind::InvalidTokenResponse`] where the token or its secret is missing, or comes twice
    /// with two values, and for JSON that cannot be read.
    pub fn from_response(response: &Response) -> Result<Self, Error> {
        response.error_for_status()?;
        let fields = token_fields(response.body())
            .map_err(|fault| unexpected(response, &format!("cannot be read: {fault}")))?;
        let (mut key, mut secret) = (None, None);
        let (mut extra, mut repeated) = (Vec::new(), Vec::new());
        for (name, mut value) in fields {
            let place = match name.as_str() {
                KEY => &mut key,
                SECRET => &mut secret,
                _ => {
                    extra.push((name, std::mem::take(&mut *value)));
                    continue;
                }
            };
            match place {
                None => *place = Some(value),
                Some(first) if *first == value => {}
                Some(_) if repeated.contains(&name) => {}
                Some(_) => repeated.push(name),
            }
        }
        if !repeated.is_empty() {
            let fault = format!("has two different {}", repeated.join(" and two different "));
            return Err(unexpected(response, &fault));
        }
        match (key.filter(|key| !key.is_empty()), secret) {
            (Some(mut key), Some(mut secret)) => Ok(Self {
                token: Token::new(std::mem::take(&mut *key), std::mem::take(&mut *secret)),
                extra,
            }),
            (Some(_), None) => Err(unexpected(response, &format!("has no {SECRET}"))),
            (None, Some(_)) => Err(unexpected(response, &format!("has no {KEY}"))),
            (None, None) => Err(unexpected(
                response,
                &format!("has no {SECRET} and no {KEY}"),
            )),
        }
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

/// The fields of a token response; else why it cannot be read, without its words, as they may be
/// the secret.
fn token_fields(body: &[u8]) -> Result<Vec<(String, Zeroizing<String>)>, String> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    if !body.trim_ascii_start().starts_with(b"{") {
        return Ok(form_fields(body));
    }
    let Object(fields) = serde_json::from_slice(body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        if error.is_eof() {
            format!("it is JSON that ends too early, in line {line}, column {column}")
        } else {
            format!("it is no JSON from line {line}, column {column} on")
        }
    })?;
    // in place of a token, what is neither text nor a number is none
    let is_none = |(name, value): &(String, &RawValue)| {
        matches!(&**name, KEY | SECRET) && value.get().starts_with(['{', '[', 'n'])
    };
    Ok(fields
        .into_iter()
        .filter(|field| !is_none(field))
        .map(|(name, value)| {
            let text = json::string(value).unwrap_or_else(|| value.get().to_owned());
            (name, Zeroizing::new(text))
        })
        .collect())
}

/// What is told of a token response that is none.
fn unexpected(response: &Response, fault: &str) -> Error {
    let (status, body) = (response.status(), response.body());
    let size = body.len();
    let kind = kind_of(response);
    let problem = response.problem();
    let problem = problem.map_or(String::new(), |problem| {
        format!("; it says oauth_problem={problem}")
    });
    let message = format!(
        "the provider's answer (status {status}, {size} bytes{kind}) {fault}: expected form data \
         or a JSON object with {KEY} and {SECRET} (RFC 5849 §2.1){problem}"
    );
    Error::new(ErrorKind::InvalidTokenResponse, message)
}

/// What a body is that has no fields, as far as it can be seen.
fn kind_of(response: &Response) -> &'static str {
    let text = Zeroizing::new(response.text());
    let is_unreadable = |c: char| c == char::REPLACEMENT_CHARACTER || c.is_control();
    let beginning = text.trim_ascii_start();
    let begins_with = |tag: &str| {
        let beginning = beginning.get(..tag.len());
        beginning.is_some_and(|own| own.eq_ignore_ascii_case(tag))
    };
    if text
        .chars()
        .any(|c| is_unreadable(c) && !c.is_ascii_whitespace())
    {
        ", binary data"
    } else if begins_with("<!doctype html") || begins_with("<html") {
        ", an HTML page"
    } else if begins_with("<") {
        ", HTML or XML"
    } else {
        ""
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
        status: Some(status),
        problem,
        body_excerpt: Some(excerpt),
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
pub(crate) fn form_fields(form: &[u8]) -> Vec<(String, Zeroizing<String>)> {
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
