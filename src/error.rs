//! What can go wrong, and what is told of it.

use std::fmt;

use crate::problem::Problem;

/// What kind of thing went wrong. The numbers are those of the C interface and are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum ErrorKind {
    /// A client or provider was given a setting that cannot work.
    InvalidSetting = 1,
    /// The URL cannot be one of a request.
    InvalidUrl = 2,
    /// A parameter cannot be sent or signed as given.
    InvalidParameter = 3,
    /// A header or method cannot be sent as given.
    InvalidHeader = 4,
    /// A key of the signature method cannot be used.
    InvalidKey = 5,
    /// A signature method could not sign.
    SigningFailed = 6,
    /// `PLAINTEXT` would have sent the secrets over plain `http`.
    InsecureTransport = 7,
    /// The body could not be read, or cannot be sent as it is.
    InvalidBody = 8,

    /// The host's name could not be resolved.
    HostNotFound = 20,
    /// No connection could be made, or it broke.
    ConnectionFailed = 21,
    /// The TLS handshake failed: a certificate that is not trusted, or no common protocol.
    TlsFailed = 22,
    /// A time limit passed.
    TimedOut = 23,
    /// What came back is not HTTP, or ended too early.
    InvalidResponse = 24,
    /// What came back is larger than the limit.
    ResponseTooLarge = 25,
    /// The caller called the request off.
    Cancelled = 26,
    /// There were more redirects than are followed.
    TooManyRedirects = 27,
    /// A response that was to be saved could not be written.
    NotSaved = 28,

    /// The provider refused a step of the handshake.
    Refused = 40,
    /// A token response lacks a part, or cannot be read.
    InvalidTokenResponse = 41,
    /// The provider did not confirm the callback (RFC 5849 §2.1).
    CallbackNotConfirmed = 42,
    /// The user did not allow access.
    AccessDenied = 43,
    /// What came back to the callback is not the answer to this authorization.
    InvalidCallback = 44,
    /// A pending authorization cannot be restored.
    InvalidPendingAuthorization = 45,
}

/// An error: its [kind](Error::kind), a message for people, and, where a provider answered, what
/// it said. No message ever holds a secret.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    /// Whether nothing was sent, where that is known.
    unsent: Option<bool>,
    /// Whether a connection that was kept alive broke before any of the response came.
    #[cfg(feature = "http")]
    stale: bool,
    refusal: Refusal,
}

/// What a caller gave in a wrong place, as a message may show it: whole if it is short and looks
/// like a name, and otherwise its length, since it may be a secret.
pub(crate) fn shown(text: &str) -> String {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
    if text.len() <= 20 && text.chars().all(is_name) {
        format!("{text:?}")
    } else {
        format!("of {} characters", text.chars().count())
    }
}

/// A message of a length that people read: what it repeats of the caller's can be of any.
fn bounded(mut message: String) -> String {
    const MOST: usize = 2 << 10;
    if message.len() > MOST {
        let end = (0..=MOST).rev().find(|&end| message.is_char_boundary(end));
        message.truncate(end.unwrap_or(0));
        message.push('…');
        message.shrink_to_fit();
    }
    message
}

/// Foreign text on one line, without what a terminal would obey.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // quotes need no escape: nothing is quoted
        if matches!(c, '"' | '\'' | '\\') {
            out.push(c);
        } else {
            out.extend(c.escape_debug());
        }
    }
    out
}

/// What a provider said when it refused: in its answer, or by the user who came back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Refusal {
    pub status: Option<u16>,
    pub problem: Option<Problem>,
    pub body_excerpt: Option<String>,
}

impl Error {
    /// An error, for a [`Transport`](crate::Transport) of one's own.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: bounded(message.into()),
            unsent: None,
            #[cfg(feature = "http")]
            stale: false,
            refusal: Refusal::default(),
        }))
    }

    #[cfg(feature = "http")]
    pub(crate) fn refused(kind: ErrorKind, message: impl Into<String>, refusal: Refusal) -> Self {
        Self(Box::new(Inner {
            kind,
            message: bounded(message.into()),
            unsent: None,
            #[cfg(feature = "http")]
            stale: false,
            refusal,
        }))
    }

    /// The same, of a request of which nothing was sent.
    #[must_use]
    pub fn unsent(mut self) -> Self {
        self.0.unsent = Some(true);
        self
    }

    /// The same, of a request that was sent once before.
    #[cfg(feature = "http")]
    pub(crate) fn sent(mut self) -> Self {
        self.0.unsent = Some(false);
        self
    }

    /// The same, of a connection that was kept alive and broke before any of the response came.
    #[cfg(feature = "http")]
    pub(crate) fn stale(mut self) -> Self {
        self.0.stale = true;
        self
    }

    #[cfg(feature = "http")]
    pub(crate) fn is_stale(&self) -> bool {
        self.0.stale
    }

    /// Whether it is certain that nothing of the request was sent, so that it was not acted upon
    /// and can be sent again.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        let before_sending = (self.0.kind as i32) < ErrorKind::HostNotFound as i32;
        // a body can prove unreadable when a part of it is on its way
        let implied = before_sending && self.0.kind != ErrorKind::InvalidBody;
        self.0.unsent.unwrap_or(implied)
    }

    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The message: what was wrong, and what was expected.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The HTTP status, where the provider answered.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.refusal.status
    }

    /// The provider's `oauth_problem` (the problem reporting extension), where it gave one.
    #[must_use]
    pub fn oauth_problem(&self) -> Option<&str> {
        self.problem().map(Problem::name)
    }

    /// What the provider says is wrong, by the problem reporting extension, where it refused and
    /// said so.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        self.0.refusal.problem.as_ref()
    }

    /// The beginning of the provider's answer, where it gave one: at most 512 characters.
    #[must_use]
    pub fn body_excerpt(&self) -> Option<&str> {
        self.0.refusal.body_excerpt.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_of_a_length_that_people_read() {
        let message = |text: &str| {
            Error::new(ErrorKind::InvalidBody, text)
                .message()
                .to_owned()
        };
        assert_eq!(message("short"), "short");
        let long = message(&format!("a{}", "ü".repeat(1 << 20)));
        assert_eq!(long.chars().count(), 1025);
        assert!(long.ends_with("ü…"));
    }
}
