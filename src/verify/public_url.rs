//! The URL that was signed: that by which the world knows the server, which behind a proxy is not
//! that by which the proxy asks it (RFC 5849 §3.4.1.2).

use super::received::ReceivedRequest;
use super::refusal::{Reason, VerifyError};
use crate::url::Url;

/// What is taken for the URL that was signed. Scheme, host and port are signed, and whoever is free
/// to set them could have a request that was signed for another server taken for one of this; so
/// the headers of a proxy count only where they are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PublicUrl {
    /// The URL of the request as it is given.
    #[default]
    AsReceived,
    /// Scheme, host and port by `X-Forwarded-Proto`, `X-Forwarded-Host` and `X-Forwarded-Port`, each
    /// where it is there. `proxies` is how many proxies stand before the server, each of which adds
    /// its value: what counts is the value so many from the end, since those before it are the
    /// client's to make up. It is one at least. The proxies have to set these headers, or to remove
    /// what a client sent.
    XForwarded {
        /// How many proxies stand before the server, 1 at least.
        proxies: usize,
    },
    /// Scheme, host and port by `Forwarded` (RFC 7239), as for
    /// [`XForwarded`](PublicUrl::XForwarded).
    Forwarded {
        /// How many proxies stand before the server, 1 at least.
        proxies: usize,
    },
    /// This base, whatever the request says: scheme, host, port, and a path to which that of the
    /// request is appended.
    Base(Url),
}

impl PublicUrl {
    /// The URL that was signed.
    pub(super) fn of(&self, request: &ReceivedRequest<'_>) -> Result<Url, VerifyError> {
        let url = match self {
            Self::AsReceived => return parse(request.url),
            Self::Base(base) => {
                let path = if request.url.starts_with('/') {
                    request.url
                } else {
                    after_authority(request.url)
                };
                let origin = base.base_string_uri().trim_end_matches('/');
                let slash = if path.starts_with('/') { "" } else { "/" };
                [origin, slash, path].concat()
            }
            Self::XForwarded { proxies } => {
                let nth = |name| nth_from_end(request.headers(name).flat_map(split_list), *proxies);
                let port = nth("X-Forwarded-Port");
                let seen = Seen {
                    scheme: nth("X-Forwarded-Proto"),
                    host: nth("X-Forwarded-Host"),
                };
                seen.apply(request.url, port)?
            }
            Self::Forwarded { proxies } => {
                let elements = request.headers("Forwarded").flat_map(split_list);
                let element = nth_from_end(elements, *proxies);
                let seen = element.map(forwarded).transpose()?.unwrap_or_default();
                seen.apply(request.url, None)?
            }
        };
        parse(&url)
    }
}

fn parse(url: &str) -> Result<Url, VerifyError> {
    Url::parse(url).map_err(|error| VerifyError::new(Reason::Malformed, error.message()))
}

fn malformed(detail: &str) -> VerifyError {
    VerifyError::new(Reason::Malformed, detail)
}

/// What a proxy was asked for.
#[derive(Default)]
struct Seen<'h> {
    scheme: Option<&'h str>,
    host: Option<&'h str>,
}

impl Seen<'_> {
    /// `url` with what the proxy was asked for. A port that no header has is that of the host that
    /// one has, else that of the URL.
    fn apply(&self, url: &str, port: Option<&str>) -> Result<String, VerifyError> {
        let (scheme, rest) = url
            .split_once("://")
            .ok_or_else(|| malformed("the URL is not absolute: expected http://… or https://…"))?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let authority = self.host.unwrap_or(authority);
        if authority.contains(['/', '?', '#', '\\']) {
            return Err(malformed("the host that the proxy names is none"));
        }
        let authority = match port {
            Some(port) => [host_of(authority), ":", port].concat(),
            None => authority.to_owned(),
        };
        let scheme = self.scheme.unwrap_or(scheme);
        Ok([scheme, "://", &authority, path].concat())
    }
}

/// A host without its port; the brackets stay with an IPv6 address.
fn host_of(authority: &str) -> &str {
    let address_end = authority.rfind(']').map_or(0, |at| at + 1);
    match authority[address_end..].find(':') {
        Some(at) => &authority[..address_end + at],
        None => authority,
    }
}

/// Path and query of a whole URL.
fn after_authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    &rest[rest.find(['/', '?', '#']).unwrap_or(rest.len())..]
}

/// The value so many from the end, if there are as many.
fn nth_from_end<'h>(values: impl Iterator<Item = &'h str>, number: usize) -> Option<&'h str> {
    let values: Vec<_> = values.collect();
    let value = values[values.len().checked_sub(number)?];
    (!value.is_empty()).then_some(value)
}

/// The elements of a list, commas within quotes apart (RFC 9110 §5.6.1).
fn split_list(list: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut escaped = false;
    list.split(move |c| {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            ',' => return !quoted,
            _ => {}
        }
        false
    })
    .map(str::trim)
}

/// What one element of `Forwarded` says (RFC 7239 §4).
fn forwarded(element: &str) -> Result<Seen<'_>, VerifyError> {
    let mut seen = Seen::default();
    for pair in element.split(';').filter(|pair| !pair.trim().is_empty()) {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| malformed("the header Forwarded cannot be read: expected name=value"))?;
        let value = value.trim();
        let value = match value.strip_prefix('"') {
            Some(quoted) => quoted
                .strip_suffix('"')
                .ok_or_else(|| malformed("the header Forwarded has a quote that does not end"))?,
            None => value,
        };
        let place = match name.trim() {
            name if name.eq_ignore_ascii_case("proto") => &mut seen.scheme,
            name if name.eq_ignore_ascii_case("host") => &mut seen.host,
            _ => continue,
        };
        if place.replace(value).is_some() {
            return Err(malformed("the header Forwarded says the same twice"));
        }
    }
    Ok(seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(public: &PublicUrl, url: &str, headers: &[(&str, &str)]) -> Result<String, String> {
        let mut request = ReceivedRequest::new("GET", url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        match public.of(&request) {
            Ok(url) => Ok(url.to_string()),
            Err(error) => Err(error.detail().to_owned()),
        }
    }

    const BACKEND: &str = "http://10.0.0.7:8000/a%2fb?x=1";
    const ONE: PublicUrl = PublicUrl::XForwarded { proxies: 1 };

    #[test]
    fn headers_of_a_proxy_count_only_where_they_are_asked_for() {
        let headers = [
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", "evil.example"),
            ("Forwarded", "proto=https;host=evil.example"),
        ];
        assert_eq!(
            of(&PublicUrl::AsReceived, BACKEND, &headers).unwrap(),
            BACKEND
        );
        let forwarded = PublicUrl::Forwarded { proxies: 1 };
        assert_eq!(of(&forwarded, BACKEND, &headers[..2]).unwrap(), BACKEND);
        assert_eq!(of(&ONE, BACKEND, &headers[2..]).unwrap(), BACKEND);
    }

    #[test]
    fn x_forwarded_headers_give_scheme_host_and_port() {
        for (headers, expected) in [
            (
                &[("X-Forwarded-Proto", "https")][..],
                "https://10.0.0.7:8000/a%2fb?x=1",
            ),
            (
                &[
                    ("X-Forwarded-Proto", "https"),
                    ("X-Forwarded-Host", "api.example.com"),
                ],
                "https://api.example.com/a%2fb?x=1",
            ),
            (
                &[
                    ("x-forwarded-host", "api.example.com:8443"),
                    ("x-forwarded-proto", "HTTPS"),
                ],
                "https://api.example.com:8443/a%2fb?x=1",
            ),
            (
                &[
                    ("X-Forwarded-Host", "api.example.com:81"),
                    ("X-Forwarded-Port", "443"),
                    ("X-Forwarded-Proto", "https"),
                ],
                "https://api.example.com/a%2fb?x=1",
            ),
            (
                &[
                    ("X-Forwarded-Host", "[2001:db8::1]:81"),
                    ("X-Forwarded-Port", "82"),
                ],
                "http://[2001:db8::1]:82/a%2fb?x=1",
            ),
            (&[("X-Forwarded-Host", "")], BACKEND),
        ] {
            assert_eq!(of(&ONE, BACKEND, headers).unwrap(), expected);
        }
    }

    #[test]
    fn what_a_client_put_before_the_proxies_values_does_not_count() {
        let headers = [
            ("X-Forwarded-Host", "evil.example, api.example.com"),
            ("X-Forwarded-Proto", "http"),
            ("X-Forwarded-Proto", "https"),
        ];
        assert_eq!(
            of(&ONE, BACKEND, &headers).unwrap(),
            "https://api.example.com/a%2fb?x=1"
        );
        let two = PublicUrl::XForwarded { proxies: 2 };
        assert_eq!(
            of(&two, BACKEND, &headers).unwrap(),
            "http://evil.example/a%2fb?x=1"
        );
        let three = PublicUrl::XForwarded { proxies: 3 };
        assert_eq!(of(&three, BACKEND, &headers).unwrap(), BACKEND);
    }

    #[test]
    fn forwarded_is_read_as_rfc_7239_has_it() {
        let forwarded = PublicUrl::Forwarded { proxies: 1 };
        for (value, expected) in [
            (
                "for=192.0.2.60;proto=https;by=203.0.113.43;host=a.example",
                "https://a.example/",
            ),
            (
                "For=\"[2001:db8:cafe::17]:4711\"; Proto=https; Host=\"a.example:8443\"",
                "https://a.example:8443/",
            ),
            (
                "host=evil.example, for=\"x,y\";host=a.example",
                "http://a.example/",
            ),
            ("for=_hidden", "http://10.0.0.7/"),
        ] {
            let url = of(&forwarded, "http://10.0.0.7/", &[("Forwarded", value)]);
            assert_eq!(url.unwrap(), expected, "{value}");
        }
        for value in [
            "host",
            "host=\"a.example",
            "host=a.example;host=b.example",
            "host=a/b",
            "proto=ftp",
        ] {
            assert!(
                of(&forwarded, "http://10.0.0.7/", &[("Forwarded", value)]).is_err(),
                "{value}"
            );
        }
    }

    #[test]
    fn a_base_stands_for_scheme_host_port_and_the_head_of_the_path() {
        for (base, url, expected) in [
            (
                "https://a.example",
                "http://b.example:8000/p?q=1",
                "https://a.example/p?q=1",
            ),
            (
                "https://a.example:8443/",
                "/p?q=1",
                "https://a.example:8443/p?q=1",
            ),
            (
                "https://a.example/v1/",
                "/p//q",
                "https://a.example/v1/p//q",
            ),
            (
                "https://a.example",
                "http://b.example?q=1",
                "https://a.example/?q=1",
            ),
            (
                "https://a.example",
                "http://b.example",
                "https://a.example/",
            ),
        ] {
            let base = PublicUrl::Base(Url::parse(base).unwrap());
            assert_eq!(of(&base, url, &[]).unwrap(), expected);
        }
        assert!(
            of(&PublicUrl::AsReceived, "/p", &[])
                .unwrap_err()
                .contains("not absolute")
        );
        assert!(of(&ONE, "/p", &[]).unwrap_err().contains("not absolute"));
    }
}
