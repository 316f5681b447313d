//! The URL of a request, in the form in which it is sent, which begins with the base string URI
//! (RFC 5849 §3.4.1.2).

use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::Ipv6Addr;

use idna::AsciiDenyList;

use crate::encode::{PATH, QUERY, encode_url_part, needs_separator};
use crate::error::{Error, ErrorKind, shown};

/// An absolute `http` or `https` URL, normalised once: scheme and host in lower case, the host in
/// punycode where it has other letters than ASCII, no default port, a path that is at least `/`,
/// no fragment; whatever a URL may not hold is percent-encoded. Path and query stay otherwise as
/// they were given, so that [`base_string_uri`](Url::base_string_uri) is a part of what is sent.
///
/// ```
/// let url = oauth1::Url::parse("HTTP://EXAMPLE.com:80/r%20v/X?id=123#top")?;
/// assert_eq!(url.as_str(), "http://example.com/r%20v/X?id=123");
/// assert_eq!(url.base_string_uri(), "http://example.com/r%20v/X");
/// # Ok::<(), oauth1::Error>(())
/// ```
#[derive(Clone)]
pub struct Url {
    text: String,
    authority_end: usize,
    path_end: usize,
    /// What was read, where the text differs from it.
    given: Option<Box<str>>,
}

impl Url {
    /// Reads a URL.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`], naming what was wrong: no or another scheme, no host, a host or
    /// port that is none, user information (it would contend with the signature for the
    /// `Authorization` header), a control character.
    pub fn parse(input: &str) -> Result<Self, Error> {
        let given = input;
        let input = input.trim_matches(' ');
        if let Some(control) = input.bytes().find(u8::is_ascii_control) {
            return Err(invalid(format!(
                "the URL holds the control character 0x{control:02X}: percent-encode it"
            )));
        }
        let (scheme, rest) = split_scheme(input)?;
        let rest = rest
            .split_once('#')
            .map_or(rest, |(before, _fragment)| before);
        let (before_query, query) = match rest.split_once('?') {
            Some((before, query)) => (before, Some(query)),
            None => (rest, None),
        };
        let (authority, path) =
            before_query.split_at(before_query.find('/').unwrap_or(before_query.len()));

        let mut text = String::with_capacity(input.len() + 16);
        text.push_str(scheme);
        text.push_str("://");
        push_authority(&mut text, scheme, authority)?;
        let authority_end = text.len();
        text.push_str(if path.is_empty() { "/" } else { "" });
        text.push_str(&encode_url_part(path, &PATH));
        let path_end = text.len();
        if let Some(query) = query {
            text.push('?');
            text.push_str(&encode_url_part(query, &QUERY));
        }
        Ok(Self {
            given: (text != given).then(|| given.into()),
            text,
            authority_end,
            path_end,
        })
    }

    /// The URL as it was read, before it was normalised.
    pub(crate) fn given(&self) -> &str {
        self.given.as_deref().unwrap_or(&self.text)
    }

    /// The whole URL, as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The base string URI (RFC 5849 §3.4.1.2): scheme, authority and path.
    #[must_use]
    pub fn base_string_uri(&self) -> &str {
        &self.text[..self.path_end]
    }

    /// Scheme, host and port: `https://example.com:8443`. Two URLs are of the same origin when
    /// these are equal (RFC 6454 §4).
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.text[..self.authority_end]
    }

    /// The path, at least `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.text[self.authority_end..self.path_end]
    }

    /// What follows the `?`, if there is one.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.text.get(self.path_end + 1..)
    }

    /// Whether the scheme is `https`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.text.starts_with("https:")
    }

    /// Appends `pairs`, which are encoded, to the query.
    pub(crate) fn push_query(&mut self, pairs: &str) {
        match self.query() {
            None => self.text.push('?'),
            Some(query) if needs_separator(query.as_bytes()) => self.text.push('&'),
            Some(_) => {}
        }
        self.text.push_str(pairs);
    }
}

/// Two URLs are equal when they are sent alike.
impl PartialEq for Url {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Url {}

impl Hash for Url {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Shows no query: it may carry a signature or a token.
impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = if self.query().is_some() { "?…" } else { "" };
        write!(f, "Url({}{query})", self.base_string_uri())
    }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidUrl, message)
}

fn split_scheme(input: &str) -> Result<(&'static str, &str), Error> {
    let Some((scheme, rest)) = input.split_once("://") else {
        return Err(invalid(
            "the URL is not absolute: expected http://… or https://…",
        ));
    };
    if scheme.eq_ignore_ascii_case("https") {
        Ok(("https", rest))
    } else if scheme.eq_ignore_ascii_case("http") {
        Ok(("http", rest))
    } else {
        Err(invalid(format!(
            "the URL's scheme is {}: expected http or https",
            shown(scheme)
        )))
    }
}

fn push_authority(text: &mut String, scheme: &str, authority: &str) -> Result<(), Error> {
    if authority.contains('@') {
        return Err(invalid(
            "the URL holds user information before an @: the Authorization header is the \
             signature's, so send such credentials another way",
        ));
    }
    let (host, port) = split_port(authority)?;
    push_host(text, host)?;
    if port.is_empty() {
        return Ok(());
    }
    // no digits, no port: what stands there may be a password
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    let number: u16 = match port.parse() {
        Ok(number) if digits => number,
        _ => {
            let what = if digits { port } else { "not a number" };
            let message = format!("the URL's port is {what}: expected a number up to 65535");
            return Err(invalid(message));
        }
    };
    let default = if scheme == "https" { 443 } else { 80 };
    if number != default {
        text.push(':');
        text.push_str(&number.to_string());
    }
    Ok(())
}

/// Host and port; the brackets stay with an IPv6 address.
fn split_port(authority: &str) -> Result<(&str, &str), Error> {
    if authority.starts_with('[') {
        let end = authority.find(']').ok_or_else(|| {
            invalid(String::from(
                "the URL's host begins with [: an IPv6 address ends with ]",
            ))
        })?;
        let (host, rest) = authority.split_at(end + 1);
        return match rest.strip_prefix(':') {
            Some(port) => Ok((host, port)),
            None if rest.is_empty() => Ok((host, "")),
            None => Err(invalid(format!(
                "the URL's host is followed by {}, not by a port",
                shown(rest)
            ))),
        };
    }
    Ok(authority.rsplit_once(':').unwrap_or((authority, "")))
}

fn push_host(text: &mut String, host: &str) -> Result<(), Error> {
    if host.is_empty() {
        return Err(invalid("the URL has no host: expected one after ://"));
    }
    let wrong = || {
        invalid(format!(
            "the URL's host {} is not one that can be looked up",
            shown(host)
        ))
    };
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']').ok_or_else(wrong)?;
        address.parse::<Ipv6Addr>().map_err(|_| wrong())?;
        push_lowercase(text, host);
        return Ok(());
    }
    let ascii = idna::domain_to_ascii_cow(host.as_bytes(), AsciiDenyList::URL);
    let ascii = ascii.map_err(|_| wrong())?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    if !ascii.bytes().all(fits) {
        return Err(wrong());
    }
    push_lowercase(text, &ascii);
    Ok(())
}

fn push_lowercase(text: &mut String, host: &str) {
    let start = text.len();
    text.push_str(host);
    text[start..].make_ascii_lowercase();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(input: &str) -> String {
        Url::parse(input).unwrap().to_string()
    }

    fn refused(input: &str) -> String {
        Url::parse(input).unwrap_err().to_string()
    }

    #[test]
    fn scheme_and_host_are_lower_cased_and_the_path_is_not() {
        assert_eq!(
            sent("HTTPS://API.Example.COM/Path"),
            "https://api.example.com/Path"
        );
    }

    #[test]
    fn the_default_port_is_dropped_and_no_other() {
        assert_eq!(sent("http://a.example:80/"), "http://a.example/");
        assert_eq!(sent("https://a.example:443/"), "https://a.example/");
        assert_eq!(sent("https://a.example:80/"), "https://a.example:80/");
        assert_eq!(sent("http://a.example:0443/"), "http://a.example:443/");
        assert_eq!(sent("http://a.example:/"), "http://a.example/");
        assert_eq!(sent("http://[2001:DB8::1]:80/"), "http://[2001:db8::1]/");
        assert_eq!(sent("http://[::1]:8080/"), "http://[::1]:8080/");
    }

    #[test]
    fn an_empty_path_is_a_slash() {
        assert_eq!(sent("http://a.example"), "http://a.example/");
        assert_eq!(sent("http://a.example?x=1"), "http://a.example/?x=1");
        assert_eq!(sent("http://a.example#top"), "http://a.example/");
    }

    #[test]
    fn other_letters_than_ascii_are_sent_in_ascii() {
        assert_eq!(
            sent("http://BÜCHER.example/ü?q=ü"),
            "http://xn--bcher-kva.example/%C3%BC?q=%C3%BC"
        );
    }

    #[test]
    fn a_host_with_other_letters_may_be_all_that_an_ascii_host_may() {
        assert_eq!(
            sent("http://my_shop.bücher.example./"),
            "http://my_shop.xn--bcher-kva.example./"
        );
        assert_eq!(sent("http://my_shop.example./"), "http://my_shop.example./");
        assert_eq!(
            sent("http://r3---sn.bücher.example/"),
            "http://r3---sn.xn--bcher-kva.example/"
        );
    }

    #[test]
    fn path_parameters_and_dots_stay() {
        assert_eq!(
            sent("http://a.example/x;v=1/../y,z"),
            "http://a.example/x;v=1/../y,z"
        );
    }

    #[test]
    fn a_query_grows_by_pairs() {
        for (start, grown) in [
            ("http://a.example", "http://a.example/?x=1"),
            ("http://a.example/?", "http://a.example/?x=1"),
            ("http://a.example/?a", "http://a.example/?a&x=1"),
            ("http://a.example/?a=b&", "http://a.example/?a=b&x=1"),
        ] {
            let mut url = Url::parse(start).unwrap();
            url.push_query("x=1");
            assert_eq!(url.as_str(), grown);
        }
    }

    #[test]
    fn what_is_no_url_is_refused_with_its_fault() {
        assert!(refused("/1/statuses").contains("not absolute"));
        assert!(refused("ftp://a.example/").contains("\"ftp\""));
        assert!(refused("http:///path").contains("no host"));
        assert!(refused("http://u:p@a.example/").contains("user information"));
        assert!(refused("http://a.example:99999/").contains("99999"));
        assert!(refused("http://a.example:+80/").contains("not a number"));
        assert!(!refused("http://user:pa/ss@a.example/").contains("pa"));
        assert!(!refused("s3cr3t/key://a.example/").contains("s3cr3t"));
        assert!(refused("http://a b/").contains("\"a b\""));
        assert!(refused("http://[::1/").contains("ends with ]"));
        assert!(refused("http://[::g]/").contains("looked up"));
        assert!(refused("http://a.example/\r\nX: y").contains("0x0D"));
    }

    #[test]
    fn urls_are_equal_when_they_are_sent_alike() {
        let (given, sent) = (
            Url::parse("HTTP://A.example:80"),
            Url::parse("http://a.example/"),
        );
        assert_eq!(given.as_ref().unwrap(), sent.as_ref().unwrap());
        assert_eq!(given.unwrap().given(), "HTTP://A.example:80");
        assert_eq!(sent.unwrap().given(), "http://a.example/");
    }

    #[test]
    fn debug_shows_no_query() {
        let url = Url::parse("http://a.example/p?oauth_token=t").unwrap();
        assert_eq!(format!("{url:?}"), "Url(http://a.example/p?…)");
    }
}
