//! Proxies: which one a request goes through.

use std::env;
use std::fmt;

use crate::error::{Error, ErrorKind};

/// Which proxy requests go through: what the environment says, or none, or one of the program's
/// choice. To a proxy requests are tunnelled (`CONNECT`, RFC 9110 §9.3.6), so that it sees host and
/// port alone where the URL is `https`.
///
/// The environment is read when a transport is made: `HTTPS_PROXY` for `https` URLs, `HTTP_PROXY`
/// for `http` URLs (not in a CGI program, where a request could set it), else `ALL_PROXY`; each in
/// upper or lower case. `NO_PROXY` lists the hosts that are asked directly, as for
/// [`except`](Proxy::except).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Proxy {
    choice: Choice,
    except: Vec<String>,
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
                    "the proxy's URL is none: expected http://host:port or https://host:port, \
                     with user:password@ percent-encoded before the host if need be",
                )
            })?),
            except: Vec::new(),
        })
    }

    /// Has these hosts asked directly: a list with commas of host names, which stand for their
    /// subdomains too, of IP addresses, or `*` for all.
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
                plain: Some(proxy.clone()),
                secure: Some(proxy.clone()),
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

/// What a [`Proxy`] comes to.
#[derive(Default)]
pub(crate) struct Resolved {
    pub plain: Option<ureq::Proxy>,
    pub secure: Option<ureq::Proxy>,
    except: Vec<String>,
}

impl Resolved {
    /// Whether `host` is asked directly.
    pub fn excepts(&self, host: &str) -> bool {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        self.except.iter().any(|except| {
            except == "*"
                || host.strip_suffix(&**except).is_some_and(|rest| {
                    rest.is_empty() || (rest.ends_with('.') && !host.ends_with(is_digit))
                })
        })
    }
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

fn exceptions(hosts: &str) -> impl Iterator<Item = String> {
    hosts
        .split([',', ' '])
        .map(|host| {
            host.trim_start_matches('.')
                .trim_start_matches('[')
                .trim_end_matches(']')
                .to_ascii_lowercase()
        })
        .filter(|host| !host.is_empty())
}

fn set(names: &[&'static str]) -> Option<(&'static str, String)> {
    let mut values = names.iter().map(|&name| (name, env::var(name)));
    values.find_map(|(name, value)| Some((name, value.ok().filter(|value| !value.is_empty())?)))
}

fn from_environment(names: &[&'static str]) -> Option<ureq::Proxy> {
    let (name, url) = set(names)?;
    let proxy = parsed(&url);
    if proxy.is_none() {
        log::warn!(target: "oauth1", "{name} is no URL of an http or https proxy, and is not used");
    }
    proxy
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
        proxy.except(except).resolved().excepts(host)
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
