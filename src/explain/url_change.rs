//! What was changed of a URL before it was signed and sent (RFC 5849 §3.4.1.2).

use std::fmt;

use super::words::shown;
use crate::encode::{PATH, QUERY, encode_url_part, percent_encode};
use crate::url::Url;

/// How many of the characters that were encoded are told.
const CHARACTERS_TOLD: usize = 16;

/// What kind of change was made to a URL. The numbers are those of the C interface and are never
/// reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum UrlChangeKind {
    /// Spaces around it were dropped.
    Spaces = 1,
    /// The scheme was written in lower case.
    SchemeCase = 2,
    /// The host was written in lower case.
    HostCase = 3,
    /// The host was written in punycode (RFC 3492).
    Punycode = 4,
    /// The port was dropped, as it is the scheme's own.
    DefaultPort = 5,
    /// The port was written in another form.
    Port = 6,
    /// An empty path became `/`.
    EmptyPath = 7,
    /// Characters of the path were percent-encoded.
    PathEncoded = 8,
    /// Characters of the query were percent-encoded.
    QueryEncoded = 9,
    /// The fragment was dropped.
    Fragment = 10,
}

impl UrlChangeKind {
    /// The change in words.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Spaces => "spaces around it dropped",
            Self::SchemeCase => "scheme in lower case",
            Self::HostCase => "host in lower case",
            Self::Punycode => "host in punycode",
            Self::DefaultPort => "default port dropped",
            Self::Port => "port written plainly",
            Self::EmptyPath => "empty path made a slash",
            Self::PathEncoded => "characters of the path percent-encoded",
            Self::QueryEncoded => "characters of the query percent-encoded",
            Self::Fragment => "fragment dropped",
        }
    }
}

/// One change that was made to a URL: what kind, from what, to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlChange {
    kind: UrlChangeKind,
    from: String,
    to: String,
}

impl UrlChange {
    /// What kind of change it is.
    #[must_use]
    pub fn kind(&self) -> UrlChangeKind {
        self.kind
    }

    /// The part as it was given; of an encoded part the characters that were encoded.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The part as it is sent; empty where it was dropped.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.to
    }
}

impl fmt::Display for UrlChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.text(), shown(&self.from))?;
        if !self.to.is_empty() {
            write!(f, " → {}", shown(&self.to))?;
        }
        Ok(())
    }
}

/// The parts of a URL as it was given.
pub(super) struct GivenUrl<'a> {
    pub scheme: &'a str,
    pub host: &'a str,
    pub port: Option<&'a str>,
    pub path: &'a str,
    pub query: Option<&'a str>,
    fragment: Option<&'a str>,
}

impl<'a> GivenUrl<'a> {
    /// Takes apart a text that may be no URL at all.
    pub fn new(text: &'a str) -> Self {
        let (rest, fragment) = split_at_first(text, '#');
        let (rest, query) = split_at_first(rest, '?');
        let (scheme, rest) = rest.split_once("://").unwrap_or(("", rest));
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        // the colons of an IPv6 address are followed by its bracket
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port)),
            _ => (authority, None),
        };
        Self {
            scheme,
            host,
            port,
            path,
            query,
            fragment,
        }
    }

    /// Host, and port where it has one, as they were given.
    pub fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.to_owned(),
        }
    }
}

fn split_at_first(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// What was changed of a URL that was read, in the order of its parts.
pub(super) fn url_changes(url: &Url) -> Vec<UrlChange> {
    let trimmed = url.given().trim_matches(' ');
    let given = GivenUrl::new(trimmed);
    let sent = GivenUrl::new(url.as_str());
    let mut changes = Vec::new();
    let mut change = |kind, from: &str, to: &str| {
        changes.push(UrlChange {
            kind,
            from: from.to_owned(),
            to: to.to_owned(),
        });
    };
    if trimmed != url.given() {
        change(UrlChangeKind::Spaces, "spaces", "");
    }
    if given.scheme != sent.scheme {
        change(UrlChangeKind::SchemeCase, given.scheme, sent.scheme);
    }
    if given.host != sent.host {
        let kind = if given.host.is_ascii() {
            UrlChangeKind::HostCase
        } else {
            UrlChangeKind::Punycode
        };
        change(kind, given.host, sent.host);
    }
    match (given.port, sent.port) {
        (Some(port), None) => change(UrlChangeKind::DefaultPort, &format!(":{port}"), ""),
        (Some(port), Some(plain)) if port != plain => change(UrlChangeKind::Port, port, plain),
        _ => {}
    }
    if given.path.is_empty() {
        change(UrlChangeKind::EmptyPath, "nothing", "/");
    }
    let mut encoded = |kind, part: &str, table| {
        let characters = encoded_characters(part, table);
        if !characters.is_empty() {
            let joined = |text: fn(&char) -> String| {
                let texts: Vec<_> = characters.iter().map(text).collect();
                texts.join(" ")
            };
            let from = joined(|c| {
                if *c == ' ' {
                    "space".to_owned()
                } else {
                    c.to_string()
                }
            });
            change(kind, &from, &joined(|c| percent_encode(c.to_string())));
        }
    };
    encoded(UrlChangeKind::PathEncoded, given.path, &PATH);
    encoded(
        UrlChangeKind::QueryEncoded,
        given.query.unwrap_or_default(),
        &QUERY,
    );
    if let Some(fragment) = given.fragment {
        change(UrlChangeKind::Fragment, &format!("#{fragment}"), "");
    }
    changes
}

/// The characters of a part of a URL that it may not hold, each once, the first of them.
fn encoded_characters(part: &str, allowed: &[bool; 256]) -> Vec<char> {
    let mut found = Vec::new();
    for (at, c) in part.char_indices() {
        // a percent sign is judged with what follows it
        let length = if c == '%' { 3 } else { c.len_utf8() };
        let text = part.get(at..at + length).unwrap_or("%");
        if encode_url_part(text, allowed) != text && !found.contains(&c) {
            found.push(c);
        }
        if found.len() == CHARACTERS_TOLD {
            break;
        }
    }
    found
}
