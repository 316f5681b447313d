//! Proxies: which one a request goes through.

use std::env;
use std::fmt;
use std::net::IpAddr;

use crate::error::{Error, ErrorKind};

/// Which proxy requests go through: what the environment says, or none, or one of the program's
/// choice. A proxy is asked for a tunnel (`CONNECT`, RFC 9110 §9.3.6), so that it sees host and port
/// alone where the URL is `https`. `http` URLs go through a tunnel as well, so that the answers of
/// proxy and server are never taken for each other's.
///
/// The environment is read when a transport is made: `HTTPS_PROXY` for `https` URLs, `HTTP_PROXY`
/// for `http` URLs (not in a CGI program, where a request could set it), else `ALL_PROXY`; each in
/// upper or lower case. `NO_PROXY` lists the hosts that are asked directly, as for
/// [`except`](Proxy::except).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Proxy {
    choice: Choice,
    except: Vec<Exception>,
}

#[derive(Clone, Default, PartialEq, Eq)]
enum Choice {
    #[default]
    Environment,
    None,
    Url(ureq::Proxy),
}

impl Proxy {
    /// What the environment says.
    #[must_use]
    pub fn from_environment() -> Self {
        Self::default()
    }

    /// None.
    #[must_use]
    pub fn none() -> Self {
        Self {
            choice: Choice::None,
            except: Vec::new(),
        }
    }

    /// This proxy: `http://host:port` or `https://host:port`, with `user:password@` where it asks
    /// for them, percent-encoded.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidSetting`] for anything else.
    pub fn new(url: &str) -> Result<Self, Error> {
        Ok(Self {
            choice: Choice::Url(parsed(url).ok_or_else(|| {
                Error::new(
                    ErrorKind::InvalidSetting,
                    format!("the proxy's URL is none: {EXPECTED}"),
                )
            })?),
            except: Vec::new(),
        })
    }

    /// Has these hosts asked directly: a list with commas of host names, which stand for their
    /// subdomains too, of IP addresses and networks (`10.0.0.0/8`), each with a port if it is for
    /// that alone, or `*` for all.
    #[must_use]
    pub fn except(mut self, hosts: &str) -> Self {
        self.except.extend(exceptions(hosts));
        self
    }

    /// The proxies for `http` and for `https` URLs, and the exceptions.
    pub(crate) fn resolved(&self) -> Resolved {
        match &self.choice {
            Choice::None => Resolved::default(),
            Choice::Url(proxy) => Resolved {
                plain: Some(Ok(proxy.clone())),
                secure: Some(Ok(proxy.clone())),
                except: self.except.clone(),
            },
            Choice::Environment => {
                let cgi = env::var_os("REQUEST_METHOD").is_some();
                let plain: &[&str] = if cgi {
                    &["http_proxy", "all_proxy", "ALL_PROXY"]
                } else {
                    &["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
                };
                let secure = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
                let mut except = self.except.clone();
                if let Some((_, hosts)) = set(&["no_proxy", "NO_PROXY"]) {
                    except.extend(exceptions(&hosts));
                }
                Resolved {
                    plain: from_environment(plain),
                    secure: from_environment(&secure),
                    except,
                }
            }
        }
    }
}

/// Shows no password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.choice {
            Choice::Environment => f.write_str("Proxy(environment)"),
            Choice::None => f.write_str("Proxy(none)"),
            Choice::Url(proxy) => write!(f, "Proxy({}:{})", proxy.host(), proxy.port()),
        }
    }
}

/// What a [`Proxy`] comes to. A variable that names none is told when its proxy is wanted.
#[derive(Default)]
pub(crate) struct Resolved {
    plain: Option<Result<ureq::Proxy, &'static str>>,
    secure: Option<Result<ureq::Proxy, &'static str>>,
    except: Vec<Exception>,
}

impl Resolved {
    /// The proxy for a host, and `None` where it is asked directly.
    pub fn of(
        &self,
        secure: bool,
        host: &str,
        port: Option<u16>,
    ) -> Result<Option<ureq::Proxy>, Error> {
        let proxy = if secure { &self.secure } else { &self.plain };
        let port = port.unwrap_or(if secure { 443 } else { 80 });
        match proxy {
            None => Ok(None),
            Some(_) if self.except.iter().any(|except| except.holds(host, port)) => Ok(None),
            Some(Ok(proxy)) => Ok(Some(proxy.clone())),
            Some(Err(variable)) => Err(Error::new(
                ErrorKind::InvalidSetting,
                format!("{variable} is no URL of an http or https proxy: {EXPECTED}"),
            )),
        }
    }
}

const EXPECTED: &str = "expected http://host:port or https://host:port, with user:password@ \
                        percent-encoded before the host if need be";

/// What is asked directly.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Exception {
    host: Host,
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Host {
    Any,
    /// A domain and all below it.
    Domain(String),
    /// The addresses of which so many bits are these.
    Network(u128, u32),
}

impl Exception {
    fn holds(&self, host: &str, port: u16) -> bool {
        let host = host.trim_matches(['[', ']']).trim_end_matches('.');
        self.port.is_none_or(|own| own == port)
            && match &self.host {
                Host::Any => true,
                Host::Domain(domain) => host.strip_suffix(domain.as_str()).is_some_and(|rest| {
                    rest.is_empty() || (rest.ends_with('.') && host.parse::<IpAddr>().is_err())
                }),
                Host::Network(bits, length) => host.parse().is_ok_and(|address: IpAddr| {
                    let differing = bits ^ as_bits(address);
                    differing.leading_zeros() >= *length
                }),
            }
    }
}

/// An address as one of IPv6.
fn as_bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

fn exceptions(hosts: &str) -> impl Iterator<Item = Exception> {
    hosts
        .split([',', ' ', '\t', '\n'])
        .map(str::trim)
        .filter(|host| !host.is_empty())
        .map(exception)
}

fn exception(text: &str) -> Exception {
    let whole = |host| Exception { host, port: None };
    if text == "*" {
        return whole(Host::Any);
    }
    let (network, length) = match text.split_once('/') {
        Some((network, length)) => (network, length.parse().ok()),
        None => (text, Some(128)),
    };
    if let (Ok(address), Some(length)) = (network.trim_matches(['[', ']']).parse(), length) {
        let missing = if matches!(address, IpAddr::V4(_)) && text.contains('/') {
            96
        } else {
            0
        };
        return whole(Host::Network(as_bits(address), length + missing));
    }
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if port.parse::<u16>().is_ok() => (host, port.parse().ok()),
        _ => (text, None),
    };
    if port.is_some()
        && let Ok(address) = host.trim_matches(['[', ']']).parse()
    {
        let host = Host::Network(as_bits(address), 128);
        return Exception { host, port };
    }
    let host = host.trim_start_matches('*').trim_matches('.');
    Exception {
        host: Host::Domain(host.to_ascii_lowercase()),
        port,
    }
}

fn set(names: &[&'static str]) -> Option<(&'static str, String)> {
    let mut values = names.iter().map(|&name| (name, env::var(name)));
    values.find_map(|(name, value)| Some((name, value.ok().filter(|value| !value.is_empty())?)))
}

fn from_environment(names: &[&'static str]) -> Option<Result<ureq::Proxy, &'static str>> {
    let (name, url) = set(names)?;
    Some(parsed(&url).ok_or(name))
}

fn parsed(url: &str) -> Option<ureq::Proxy> {
    let proxy = ureq::Proxy::new(url).ok()?;
    let known = matches!(
        proxy.protocol(),
        ureq::ProxyProtocol::Http | ureq::ProxyProtocol::Https
    );
    (known && !proxy.host().is_empty()).then_some(proxy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excepts(except: &str, host: &str) -> bool {
        let proxy = Proxy::new("http://proxy.example:3128").unwrap();
        let resolved = proxy.except(except).resolved();
        resolved.of(true, host, Some(8443)).unwrap().is_none()
    }

    #[test]
    fn an_exception_stands_for_a_host_and_its_subdomains() {
        assert!(excepts("example.com", "example.com"));
        assert!(excepts(".example.com", "api.example.com"));
        assert!(excepts("other.example, example.com", "api.example.com"));
        assert!(excepts("*", "anything.example"));
        assert!(!excepts("example.com", "notexample.com"));
        assert!(!excepts("api.example.com", "example.com"));
        assert!(!excepts("", "example.com"));
    }

    #[test]
    fn an_exception_can_be_an_address() {
        assert!(excepts("127.0.0.1", "127.0.0.1"));
        assert!(excepts("[::1]", "[::1]"));
        assert!(!excepts("0.1", "10.0.0.1"));
        assert!(excepts("127.0.0.0/8", "127.1.2.3"));
        assert!(!excepts("127.0.0.0/8", "128.0.0.1"));
        assert!(excepts("fe80::/10", "[fe80::1]"));
    }

    #[test]
    fn an_exception_is_read_however_it_is_written() {
        assert!(excepts("*.example.com", "api.example.com"));
        assert!(excepts("example.com.", "example.com"));
        assert!(excepts("example.com:8443", "example.com"));
        assert!(!excepts("example.com:443", "example.com"));
        assert!(excepts("127.0.0.1:8443", "127.0.0.1"));
        assert!(excepts("a.example,\tb.example", "b.example"));
    }

    #[test]
    fn a_proxy_of_another_kind_is_refused() {
        for url in ["socks5://127.0.0.1:1080", "ftp://proxy", "", "http://"] {
            let error = Proxy::new(url).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidSetting, "{url}");
        }
    }

    #[test]
    fn debug_shows_no_password() {
        let proxy = Proxy::new("http://user:s3cret@proxy.example:3128").unwrap();
        assert_eq!(format!("{proxy:?}"), "Proxy(proxy.example:3128)");
    }
}
