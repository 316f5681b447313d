//! Sending: the way from a signed request to a response, over ureq and rustls.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustls::crypto::aws_lc_rs;
use ureq::Agent;
use ureq::http;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;

use crate::error::{Error, ErrorKind};
use crate::resolver::SystemResolver;
use crate::response::Response;
use crate::session::SignedRequest;
use crate::system;

/// What sends requests: [`HttpTransport`], or a program's own HTTP library.
pub trait Transport: Send + Sync {
    /// Sends `request` as it is and gives the response, whatever its status. Follows no redirect
    /// and repeats nothing: the signature holds for one request to one URL.
    ///
    /// # Errors
    ///
    /// Of the kinds from [`ErrorKind::HostNotFound`] to [`ErrorKind::ResponseTooLarge`], the last
    /// for a body of more than `max_size` bytes.
    fn send(&self, request: &SignedRequest<'_>, max_size: u64) -> Result<Response, Error>;
}

/// The library's own transport: HTTP/1.1 with keep-alive, TLS 1.2 and 1.3 with certificates always
/// verified. Trusted are the system's certificates, or those that the environment variable
/// `SSL_CERT_FILE` names; where there are none, Mozilla's as they are bundled. Proxies are taken
/// from the environment.
///
/// Connections are a process's own: a forked child makes new ones.
pub struct HttpTransport {
    timeouts: Timeouts,
    /// Made when the first `http` URL is asked for.
    plain: Pool,
    /// Made when the first `https` URL is asked for: reading the system's certificates takes time.
    secure: Pool,
}

/// An agent, which keeps connections alive, for this process and each that is forked from it.
///
/// Two processes that read from one connection get each other's answers, so the agent that a child
/// finds is its parent's, and the child's own is in the `next` place. Places are filled once and
/// never emptied: no lock is there that a fork could leave taken.
#[derive(Default)]
struct Pool {
    agent: OnceLock<OwnAgent>,
    next: OnceLock<Box<Pool>>,
}

impl Pool {
    fn agent(&self, make: impl FnOnce() -> Agent) -> &Agent {
        let generation = system::generation();
        let mut pool = self;
        while pool
            .agent
            .get()
            .is_some_and(|own| own.generation != generation)
        {
            pool = pool.next.get_or_init(Box::default);
        }
        let own = pool.agent.get_or_init(|| OwnAgent {
            generation,
            agent: Some(make()),
        });
        own.agent.as_ref().expect("it is taken on drop only")
    }
}

/// An agent, and the generation of processes whose connections it has.
struct OwnAgent {
    generation: u64,
    agent: Option<Agent>,
}

/// A parent's connections are not its child's to close: TLS would say good-bye on them.
impl Drop for OwnAgent {
    fn drop(&mut self) {
        if self.generation != system::generation() {
            std::mem::forget(self.agent.take());
        }
    }
}

/// The time limits of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For resolving the host's name. Default: 10 seconds.
    pub resolve: Duration,
    /// For connecting, TLS included. Default: 10 seconds.
    pub connect: Duration,
    /// For the whole. Default: 60 seconds.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            resolve: Duration::from_secs(10),
            connect: Duration::from_secs(10),
            total: Duration::from_secs(60),
        }
    }
}

impl Default for HttpTransport {
    fn default() -> Self {
        Self::new(Timeouts::default())
    }
}

impl HttpTransport {
    /// A transport with these time limits. It connects when the first request is sent.
    #[must_use]
    pub fn new(timeouts: Timeouts) -> Self {
        Self {
            timeouts,
            plain: Pool::default(),
            secure: Pool::default(),
        }
    }

    fn agent(&self, url: &str) -> &Agent {
        if url.starts_with("https:") {
            self.secure.agent(|| self.new_agent(trusted_roots()))
        } else {
            self.plain
                .agent(|| self.new_agent(RootCerts::new_with_certs(&[])))
        }
    }

    fn new_agent(&self, roots: RootCerts) -> Agent {
        let tls = TlsConfig::builder()
            .root_certs(roots)
            .unversioned_rustls_crypto_provider(Arc::new(aws_lc_rs::default_provider()))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .user_agent(concat!("liboauth1/", env!("CARGO_PKG_VERSION")))
            .timeout_resolve(Some(self.timeouts.resolve))
            .timeout_connect(Some(self.timeouts.connect))
            .timeout_global(Some(self.timeouts.total))
            .build();
        Agent::with_parts(config, DefaultConnector::default(), SystemResolver)
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: &SignedRequest<'_>, max_size: u64) -> Result<Response, Error> {
        let failed = |error| failure(&error, request.url(), max_size);
        let mut builder = http::Request::builder()
            .method(request.method())
            .uri(request.url());
        for (name, value) in request.headers() {
            builder = builder.header(name, value.as_bytes());
        }
        let agent = self.agent(request.url());
        // a method that has a body sends one that is empty with its length, 0
        let has_body = matches!(request.method(), "POST" | "PUT" | "PATCH");
        let sent = match request.body().or(has_body.then_some(&[])) {
            Some(body) => agent.run(builder.body(body).map_err(|error| failed(error.into()))?),
            None => agent.run(builder.body(()).map_err(|error| failed(error.into()))?),
        };
        let (parts, mut body) = sent.map_err(failed)?.into_parts();
        let body = body
            .with_config()
            .limit(max_size)
            .read_to_vec()
            .map_err(failed)?;
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        };
        Ok(Response::new(
            parts.status.as_u16(),
            parts.headers.iter().map(header).collect(),
            body,
        ))
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport")
            .field("timeouts", &self.timeouts)
            .finish_non_exhaustive()
    }
}

/// The system's certificates, else Mozilla's.
fn trusted_roots() -> RootCerts {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        log::warn!("a trusted certificate could not be read: {error}");
    }
    if found.certs.is_empty() {
        log::warn!("no trusted certificates on this system: taking Mozilla's, as bundled");
        return RootCerts::WebPki;
    }
    let certs = found
        .certs
        .iter()
        .map(|cert| Certificate::from_der(cert).to_owned());
    RootCerts::Specific(Arc::new(certs.collect()))
}

/// What went wrong, in this library's terms. The query of the URL is not told: it may carry a
/// signature.
fn failure(error: &ureq::Error, url: &str, max_size: u64) -> Error {
    use std::io;
    let origin = url.split('/').take(3).collect::<Vec<_>>().join("/");
    let (kind, what) = match error {
        ureq::Error::HostNotFound => (
            ErrorKind::HostNotFound,
            "the host's name could not be resolved".to_owned(),
        ),
        ureq::Error::Timeout(reason) => (
            ErrorKind::TimedOut,
            format!("the time limit passed ({reason})"),
        ),
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => {
            (ErrorKind::TimedOut, "the time limit passed".to_owned())
        }
        ureq::Error::Io(error) => match error
            .get_ref()
            .and_then(|e| e.downcast_ref::<rustls::Error>())
        {
            Some(tls) => (ErrorKind::TlsFailed, tls.to_string()),
            None => (ErrorKind::ConnectionFailed, error.to_string()),
        },
        ureq::Error::Rustls(error) => (ErrorKind::TlsFailed, error.to_string()),
        ureq::Error::Tls(reason) => (ErrorKind::TlsFailed, (*reason).to_owned()),
        ureq::Error::ConnectionFailed | ureq::Error::ConnectProxyFailed(_) => {
            (ErrorKind::ConnectionFailed, error.to_string())
        }
        ureq::Error::BodyExceedsLimit(_) => (
            ErrorKind::ResponseTooLarge,
            format!("the response is larger than the limit of {max_size} bytes"),
        ),
        ureq::Error::LargeResponseHeader(size, limit) => (
            ErrorKind::ResponseTooLarge,
            format!("the response's headers take {size} bytes, more than the limit of {limit}"),
        ),
        ureq::Error::Http(_) | ureq::Error::BadUri(_) => (
            ErrorKind::InvalidUrl,
            format!("the request cannot be sent: {error}"),
        ),
        _ => (ErrorKind::InvalidResponse, error.to_string()),
    };
    Error::new(kind, format!("{origin}: {what}"))
}
