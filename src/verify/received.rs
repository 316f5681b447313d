//! Requests as a server receives them.

use std::fmt;

use super::refusal::{Reason, VerifyError};
use crate::request::is_form;

/// A request as a server received it, to be verified. It borrows all that it is made of.
///
/// ```
/// use oauth1::ReceivedRequest;
///
/// let request = ReceivedRequest::new("POST", "https://api.example.com/photos?size=large")
///     .header("Authorization", r#"OAuth oauth_consumer_key="dpf43f3p2l4k3l03""#)
///     .header("Content-Type", "application/json")
///     .body(br#"{"title": "Vacation"}"#);
/// ```
#[derive(Clone)]
#[must_use]
pub struct ReceivedRequest<'r> {
    pub(super) method: &'r str,
    pub(super) url: &'r str,
    headers: Vec<(&'r str, &'r str)>,
    pub(super) body: &'r [u8],
}

impl<'r> ReceivedRequest<'r> {
    /// A request of this method and URL, without headers and body. The URL is whole, such as
    /// `https://api.example.com/photos?size=large`, path and query as they were received, not
    /// decoded; path and query alone are enough where the verifier has a base
    /// ([`PublicUrl::Base`](crate::PublicUrl::Base)).
    pub fn new(method: &'r str, url: &'r str) -> Self {
        Self {
            method,
            url,
            headers: Vec::new(),
            body: &[],
        }
    }

    /// Adds a header. `Authorization` and `Content-Type` count, and those by which a proxy tells
    /// what it was asked; others are left aside, so that all can be given.
    pub fn header(mut self, name: &'r str, value: &'r str) -> Self {
        if COUNT.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            self.headers.push((name, value));
        }
        self
    }

    /// Sets the body: all of it, as it was received.
    pub fn body(mut self, body: &'r [u8]) -> Self {
        self.body = body;
        self
    }

    /// The values of the headers of this name, in the order in which they came.
    pub(super) fn headers(&self, name: &str) -> impl Iterator<Item = &'r str> {
        let named = move |(own, _): &&(&str, &str)| own.eq_ignore_ascii_case(name);
        self.headers.iter().filter(named).map(|(_, value)| *value)
    }

    /// The content type.
    pub(super) fn content_type(&self) -> Result<Option<&'r str>, VerifyError> {
        let mut types = self.headers("Content-Type");
        let first = types.next();
        if types.any(|other| Some(other) != first) {
            let detail = "the request has two content types";
            return Err(VerifyError::new(Reason::Malformed, detail));
        }
        Ok(first)
    }

    /// Whether the body is form data, whose pairs are signed (RFC 5849 §3.4.1.3.1).
    pub(super) fn is_form(&self) -> Result<bool, VerifyError> {
        Ok(self.content_type()?.is_some_and(is_form))
    }
}

/// The headers that count.
const COUNT: [&str; 6] = [
    "Authorization",
    "Content-Type",
    "Forwarded",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Proto",
];

/// Shows no query, header value or body: they may carry secrets.
impl fmt::Debug for ReceivedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("ReceivedRequest")
            .field("method", &self.method)
            .field("url", &self.url.split('?').next().unwrap_or_default())
            .field("headers", &names)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
