//! Sending: the way from a signed request to a response, over ureq and rustls.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use flate2::bufread::MultiGzDecoder;
use rustls::crypto::aws_lc_rs;
use ureq::http;
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig};
use ureq::unversioned::transport::{ConnectProxyConnector, Connector, RustlsConnector};
use ureq::{Agent, SendBody};
use zeroize::Zeroizing;

use crate::body::{self, Body, BodyReader};
use crate::connection::{
    self, CalledOff, LateResolver, NotingConnector, Progress, TcpConnector, check_watch, progress,
    watched, watched_reading,
};
use crate::error::{Error, ErrorKind};
use crate::proxy::{Proxy, Resolved};
use crate::request::LONGEST;
use crate::session::SignedRequest;
use crate::stream::ResponseStream;
use crate::system;
use crate::watch::Watch;

/// What sends requests: [`HttpTransport`], or a program's own HTTP library.
pub trait Transport: Send + Sync {
    /// Sends `request` as it is and gives the response, whatever its status. Follows no redirect
    /// and repeats nothing: the signature holds for one request to one URL.
    ///
    /// # Errors
    ///
    /// Of the kinds from [`ErrorKind::HostNotFound`] to [`ErrorKind::Cancelled`]; one after which
    /// it is certain that nothing was sent is [`unsent`](Error::unsent).
    fn send(
        &self,
        request: &SignedRequest<'_>,
        options: &SendOptions,
    ) -> Result<ResponseStream, Error>;

    /// The time limit of a request that sets none.
    fn time_limit(&self) -> Option<Duration> {
        None
    }
}

/// What a caller asks of one sending.
#[derive(Clone, Default)]
pub struct SendOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_response_size: Option<u64>,
    pub(crate) watch: Watch,
}

impl SendOptions {
    /// The time limit of this request, in place of the transport's own.
    #[must_use]
    pub fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// The size in bytes of the largest body that is taken, where there is a limit. Whatever a
    /// transport gives is held to it; one that keeps a body in memory need not keep more.
    #[must_use]
    pub fn max_response_size(&self) -> Option<u64> {
        self.max_response_size
    }

    /// Whether the request was called off. A transport looks from time to time, and ends with an
    /// error of the kind [`ErrorKind::Cancelled`].
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.watch.is_cancelled()
    }
}

impl fmt::Debug for SendOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendOptions")
            .field("timeout", &self.timeout)
            .field("max_response_size", &self.max_response_size)
            .finish_non_exhaustive()
    }
}

/// The library's own transport: HTTP/1.1 with keep-alive, TLS 1.2 and 1.3 with certificates always
/// verified.
///
/// Trusted are the system's certificates, or those that the environment variable `SSL_CERT_FILE`
/// names; where there are none, Mozilla's as they are bundled; or those that the program gives.
///
/// Connections are a process's own: a forked child makes new ones.
pub struct HttpTransport {
    settings: Settings,
    proxy: Resolved,
    /// Each is made when the first URL of its kind is asked for: reading the system's certificates
    /// takes time.
    plain: Pool,
    secure: Pool,
    plain_direct: Pool,
    secure_direct: Pool,
}

/// An agent, which keeps connections alive, for this process and each that is forked from it.
///
/// Two processes that read from one connection get each other's answers, so the agent that a child
/// finds is its parent's, and the child's own is in the `next` place. Places are filled once, with
/// what was made before, and never emptied: no lock is held for longer than that takes, so that a
/// fork finds none that is taken.
#[derive(Default)]
struct Pool {
    agent: OnceLock<OwnAgent>,
    next: OnceLock<Box<Pool>>,
}

impl Pool {
    fn agent(&self, make: impl Fn() -> Agent) -> &Agent {
        let generation = system::generation();
        let mut pool = self;
        loop {
            let Some(own) = pool.agent.get() else {
                // another thread may have been first: then this one's is dropped
                _ = pool.agent.set(OwnAgent {
                    generation,
                    agent: Some(make()),
                });
                continue;
            };
            if own.generation == generation {
                return own.agent.as_ref().expect("it is taken on drop only");
            }
            if let Some(next) = pool.next.get() {
                pool = next;
            } else {
                _ = pool.next.set(Box::default());
            }
        }
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
    /// For connecting; the TLS handshake has what is left of this and of `resolve`. Default: 10
    /// seconds.
    pub connect: Duration,
    /// From the end of the request to the end of the response's headers. Default: 30 seconds.
    pub first_byte: Duration,
    /// Between two pieces of a body: for the server to take the next of the request's, or to send
    /// the next of the response's. The time that a program takes to read a stream does not count.
    /// Default: 30 seconds.
    pub idle: Duration,
    /// For the whole, redirects and the response's body included. Default: 60 seconds.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            resolve: Duration::from_secs(10),
            connect: Duration::from_secs(10),
            first_byte: Duration::from_secs(30),
            idle: Duration::from_secs(30),
            total: Duration::from_secs(60),
        }
    }
}

impl Default for HttpTransport {
    fn default() -> Self {
        Self::with_settings(Settings::default())
    }
}

/// Makes an [`HttpTransport`].
#[derive(Clone, Default)]
#[must_use]
pub struct HttpTransportBuilder {
    settings: Settings,
    roots: Option<Vec<u8>>,
    identity: Option<(Vec<u8>, Zeroizing<Vec<u8>>)>,
}

#[derive(Clone)]
struct Settings {
    timeouts: Timeouts,
    pool_size: usize,
    max_header_size: usize,
    proxy: Proxy,
    roots: Option<RootCerts>,
    identity: Option<ClientCert>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeouts: Timeouts::default(),
            pool_size: 32,
            max_header_size: 64 << 10,
            proxy: Proxy::default(),
            roots: None,
            identity: None,
        }
    }
}

impl HttpTransportBuilder {
    /// The time limits.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.settings.timeouts = timeouts;
        self
    }

    /// How many idle connections are kept alive. Default: 32; with 0, each request makes its own.
    pub fn pool_size(mut self, connections: usize) -> Self {
        self.settings.pool_size = connections;
        self
    }

    /// The size of the largest response headers that are taken, together, in bytes. Default:
    /// 64 KiB.
    pub fn max_header_size(mut self, bytes: usize) -> Self {
        self.settings.max_header_size = bytes;
        self
    }

    /// The proxy. Default: what the environment says.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.settings.proxy = proxy;
        self
    }

    /// The certificates that are trusted, in PEM, in place of the system's.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots = Some(pem.into());
        self
    }

    /// The certificate with which the program shows who it is, with those that vouch for it, and
    /// its key; both in PEM.
    pub fn client_certificate(
        mut self,
        certificates: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        self.identity = Some((certificates.into(), Zeroizing::new(key.into())));
        self
    }

    /// Makes the transport.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidSetting`] for a time limit of zero or certificates that cannot be read,
    /// [`ErrorKind::InvalidKey`] for a key that cannot be read or is not that of the certificate.
    pub fn build(mut self) -> Result<HttpTransport, Error> {
        let Timeouts {
            resolve,
            connect,
            first_byte,
            idle,
            total,
        } = self.settings.timeouts;
        for (name, limit) in [
            ("resolving", resolve),
            ("connecting", connect),
            ("the first byte", first_byte),
            ("the next piece of a body", idle),
            ("the whole request", total),
        ] {
            if limit.is_zero() {
                return Err(Error::new(
                    ErrorKind::InvalidSetting,
                    format!("the time limit for {name} is zero: expected a longer one"),
                ));
            }
        }
        if !(1 << 10..=16 << 20).contains(&self.settings.max_header_size) {
            return Err(Error::new(
                ErrorKind::InvalidSetting,
                format!(
                    "the largest headers are {} bytes: expected 1 KiB to 16 MiB",
                    self.settings.max_header_size
                ),
            ));
        }
        if let Some(pem) = &self.roots {
            let certificates = certificates(pem, "the trusted certificates")?;
            self.settings.roots = Some(RootCerts::Specific(Arc::new(certificates)));
        }
        if let Some((chain, key)) = &self.identity {
            self.settings.identity = Some(identity(chain, key)?);
        }
        Ok(HttpTransport::with_settings(self.settings))
    }
}

/// Shows no key.
impl fmt::Debug for HttpTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransportBuilder")
            .field("timeouts", &self.settings.timeouts)
            .field("pool_size", &self.settings.pool_size)
            .field("proxy", &self.settings.proxy)
            .finish_non_exhaustive()
    }
}

impl HttpTransport {
    /// A transport with these time limits. It connects when the first request is sent.
    #[must_use]
    pub fn new(timeouts: Timeouts) -> Self {
        Self::with_settings(Settings {
            timeouts,
            ..Settings::default()
        })
    }

    /// Makes a transport with other settings than the defaults.
    pub fn builder() -> HttpTransportBuilder {
        HttpTransportBuilder::default()
    }

    fn with_settings(mut settings: Settings) -> Self {
        let Timeouts {
            resolve,
            connect,
            first_byte,
            idle,
            total,
        } = &mut settings.timeouts;
        for limit in [resolve, connect, first_byte, idle, total] {
            *limit = (*limit).clamp(Duration::from_millis(1), LONGEST);
        }
        Self {
            proxy: settings.proxy.resolved(),
            settings,
            plain: Pool::default(),
            secure: Pool::default(),
            plain_direct: Pool::default(),
            secure_direct: Pool::default(),
        }
    }

    fn route(&self, uri: &http::Uri) -> Result<Route, Error> {
        let secure = uri.scheme_str() == Some("https");
        let proxy = self
            .proxy
            .of(secure, uri.host().unwrap_or(""), uri.port_u16())?;
        Ok(Route { secure, proxy })
    }

    fn agent(&self, route: &Route) -> &Agent {
        let pool = match (route.secure, &route.proxy) {
            (true, Some(_)) => &self.secure,
            (false, Some(_)) => &self.plain,
            (true, None) => &self.secure_direct,
            (false, None) => &self.plain_direct,
        };
        pool.agent(|| self.new_agent(route))
    }

    fn new_agent(&self, route: &Route) -> Agent {
        let settings = &self.settings;
        let timeouts = settings.timeouts;
        let proxied = route.proxy.is_some();
        let roots = if route.secure || proxied {
            settings.roots.clone().unwrap_or_else(trusted_roots)
        } else {
            RootCerts::new_with_certs(&[])
        };
        let tls = TlsConfig::builder()
            .root_certs(roots)
            .client_cert(settings.identity.clone())
            .unversioned_rustls_crypto_provider(Arc::new(aws_lc_rs::default_provider()))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .proxy(route.proxy.clone())
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .user_agent(concat!("liboauth1/", env!("CARGO_PKG_VERSION")))
            .accept_encoding("gzip")
            .max_response_header_size(settings.max_header_size)
            .max_idle_connections(settings.pool_size)
            .max_idle_connections_per_host(settings.pool_size)
            .input_buffer_size(INPUT_BUFFER + settings.max_header_size)
            .output_buffer_size(OUTPUT_BUFFER)
            .timeout_connect(Some(timeouts.resolve + timeouts.connect))
            .timeout_recv_response(Some(timeouts.first_byte))
            .timeout_global(Some(timeouts.total))
            .build();
        let connector = ()
            .chain(ConnectProxyConnector::default())
            .chain(TcpConnector {
                resolve: timeouts.resolve,
                connect: timeouts.connect,
                idle: timeouts.idle,
            })
            .chain(RustlsConnector::default())
            .chain(NotingConnector { proxied });
        Agent::with_parts(config, connector, LateResolver)
    }
}

/// The way to a server.
struct Route {
    secure: bool,
    proxy: Option<ureq::Proxy>,
}

/// How much is read from a socket at once, in bytes, beyond the largest headers, which have to fit.
const INPUT_BUFFER: usize = 64 << 10;
/// How much is written at once, in bytes; a line of the request's head has to fit in half of it.
const OUTPUT_BUFFER: usize = 128 << 10;
/// How long a URL, or a header, can be, in bytes. Few servers take a tenth of it.
const LONGEST_LINE: usize = 60 << 10;

impl Transport for HttpTransport {
    fn send(
        &self,
        request: &SignedRequest<'_>,
        options: &SendOptions,
    ) -> Result<ResponseStream, Error> {
        check_lengths(request)?;
        let uri: http::Uri = request.url().parse().map_err(|error| {
            let message = format!("the URL cannot be sent: {error}");
            Error::new(ErrorKind::InvalidUrl, message)
        })?;
        let route = self.route(&uri)?;
        let mut builder = http::Request::builder()
            .method(request.method())
            .uri(uri.clone());
        for (name, value) in request.headers() {
            builder = builder.header(name, value.as_bytes());
        }
        let run = |builder: http::request::Builder, body: SendBody<'_>| {
            let request = builder.body(body)?;
            let agent = self.agent(&route);
            match options.timeout {
                None => agent.run(request),
                Some(limit) => {
                    let request = agent.configure_request(request);
                    agent.run(request.timeout_global(Some(limit)).build())
                }
            }
        };
        // a method that has a body sends one that is empty with its length, 0
        let has_body = matches!(request.method(), "POST" | "PUT" | "PATCH");
        let (sent, progress) = watched(&options.watch, || {
            match (request.body_stream(), request.body()) {
                (Some(stream), _) => send_stream(stream, builder, run),
                (None, None) if !has_body => Ok(run(builder, SendBody::none())),
                (None, body) => {
                    let mut body = body.unwrap_or_default();
                    let builder = builder.header(http::header::CONTENT_LENGTH, body.len());
                    Ok(run(builder, SendBody::from_reader(&mut body)))
                }
            }
        });
        let response = match sent {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(after(progress, failure(&error, &uri))),
            Err(error) => return Err(after(progress, error)),
        };
        let (mut parts, body) = response.into_parts();
        let body = WatchedBody {
            body: body.into_with_config().limit(u64::MAX).reader(),
            watch: options.watch.clone(),
            uri,
        };
        let status = parts.status.as_u16();
        let bodiless = request.method() == "HEAD" || matches!(status, 204 | 304);
        let body: Box<dyn Read + Send> = if !bodiless && is_gzip(&parts.headers) {
            // what they say is not true of what is handed on (RFC 9110 §8.4)
            parts.headers.remove(http::header::CONTENT_ENCODING);
            parts.headers.remove(http::header::CONTENT_LENGTH);
            Box::new(Gunzipped::new(body))
        } else {
            Box::new(body)
        };
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        };
        let headers = parts.headers.iter().map(header).collect();
        Ok(ResponseStream::new(status, headers, body))
    }

    fn time_limit(&self) -> Option<Duration> {
        Some(self.settings.timeouts.total)
    }
}

fn check_lengths(request: &SignedRequest<'_>) -> Result<(), Error> {
    if request.url().len() > LONGEST_LINE {
        let message = format!(
            "the URL has {} bytes: expected {LONGEST_LINE} at most",
            request.url().len()
        );
        return Err(Error::new(ErrorKind::InvalidUrl, message));
    }
    let too_long = request
        .headers()
        .find(|(name, value)| name.len() + value.len() > LONGEST_LINE);
    match too_long {
        None => Ok(()),
        Some((name, value)) => Err(Error::new(
            ErrorKind::InvalidHeader,
            format!(
                "the header {name} has {} bytes: expected {LONGEST_LINE} at most",
                value.len()
            ),
        )),
    }
}

/// Sends a body that is read meanwhile.
fn send_stream<R>(
    stream: &Body,
    mut builder: http::request::Builder,
    run: impl FnOnce(http::request::Builder, SendBody<'_>) -> R,
) -> Result<R, Error> {
    let mut source = Source {
        reader: stream.open()?,
        left: stream.length(),
        failed: None,
    };
    if let Some(length) = stream.length() {
        builder = builder.header(http::header::CONTENT_LENGTH, length);
    }
    let result = run(builder, SendBody::from_reader(&mut source));
    match source.failed {
        // what the server made of half a body is of no interest
        Some(error) => Err(error),
        None => Ok(result),
    }
}

/// A body that is read to be sent. What it fails with is kept: ureq would take it for a failure of
/// the connection.
struct Source {
    reader: BodyReader,
    /// How much is left of its length, where that is known.
    left: Option<u64>,
    failed: Option<Error>,
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            check_watch(Instant::now())?;
            if progress().answered {
                // nothing more is sent: ureq is given the rest of the length, whatever it is
                return Ok(self
                    .left
                    .map_or(0, |left| self.took(left.min(buffer.len() as u64))));
            }
            match self.reader.read(buffer) {
                // a signal came: nothing is wrong, though ureq would say so
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let message = format!("the body cannot be read: {error}");
                    self.failed = Some(body::invalid(message));
                    return Err(error);
                }
                Ok(read) => return Ok(self.took(read as u64)),
            }
        }
    }
}

impl Source {
    /// Counts what was read.
    fn took(&mut self, read: u64) -> usize {
        self.left = self.left.map(|left| left.saturating_sub(read));
        read as usize
    }
}

/// The body of a response. What it fails with is an [`Error`].
struct WatchedBody {
    body: ureq::BodyReader<'static>,
    watch: Watch,
    uri: http::Uri,
}

impl Read for WatchedBody {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = watched_reading(&self.watch, || self.body.read(buffer));
        read.map_err(|error| {
            if error.kind() == io::ErrorKind::Interrupted {
                return error;
            }
            io::Error::other(failure(&error.into(), &self.uri))
        })
    }
}

/// A body that came compressed. An empty one is empty: many a server says gzip of nothing.
struct Gunzipped {
    body: MultiGzDecoder<BufReader<WatchedBody>>,
    begun: bool,
}

impl Gunzipped {
    fn new(body: WatchedBody) -> Self {
        Self {
            body: MultiGzDecoder::new(BufReader::with_capacity(16 << 10, body)),
            begun: false,
        }
    }
}

impl Read for Gunzipped {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.begun {
            if self.body.get_mut().fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.begun = true;
        }
        self.body.read(buffer).map_err(|error| {
            let inner = error.get_ref();
            if inner
                .and_then(|inner| inner.downcast_ref::<Error>())
                .is_some()
            {
                return error;
            }
            let uri = &self.body.get_ref().get_ref().uri;
            let message = format!("{}: the gzip body is damaged: {error}", origin(uri));
            io::Error::other(Error::new(ErrorKind::InvalidResponse, message))
        })
    }
}

fn is_gzip(headers: &http::HeaderMap) -> bool {
    let encoding = headers.get(http::header::CONTENT_ENCODING);
    encoding.is_some_and(|encoding| {
        let encoding = encoding.as_bytes().trim_ascii();
        encoding.eq_ignore_ascii_case(b"gzip") || encoding.eq_ignore_ascii_case(b"x-gzip")
    })
}

/// What is known of a failed request beside what failed.
fn after(progress: Progress, error: Error) -> Error {
    if !progress.sent {
        return error.unsent();
    }
    let stale = progress.reused && !progress.received;
    if stale && error.kind() == ErrorKind::ConnectionFailed {
        return error.stale();
    }
    error
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport")
            .field("timeouts", &self.settings.timeouts)
            .finish_non_exhaustive()
    }
}

/// The certificates of a PEM text.
fn certificates(pem: &[u8], what: &str) -> Result<Vec<Certificate<'static>>, Error> {
    let refused = |why: &str| {
        let message = format!("{what} {why}: expected -----BEGIN CERTIFICATE----- in PEM");
        Error::new(ErrorKind::InvalidSetting, message)
    };
    let mut found = Vec::new();
    for item in ureq::tls::parse_pem(pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => found.push(certificate),
            Ok(_) => {}
            Err(_) => return Err(refused("cannot be read")),
        }
    }
    if found.is_empty() {
        return Err(refused("have no certificate"));
    }
    let mut store = rustls::RootCertStore::empty();
    let readable = found.iter().all(|certificate| {
        let der = rustls::pki_types::CertificateDer::from(certificate.der());
        store.add(der).is_ok()
    });
    if !readable {
        return Err(refused("cannot be read"));
    }
    Ok(found)
}

/// A certificate of the program's own, and its key, which have to fit: ureq takes them on trust.
fn identity(chain: &[u8], key: &[u8]) -> Result<ClientCert, Error> {
    let chain = certificates(chain, "the client certificates")?;
    let refused = |message: &str| Error::new(ErrorKind::InvalidKey, message);
    let unreadable = "the client certificate's key cannot be read: expected an unencrypted \
                      private key in PEM";
    let key = PrivateKey::from_pem(key).map_err(|_| refused(unreadable))?;
    let der = rustls::pki_types::PrivateKeyDer::try_from(key.der().to_vec())
        .map_err(|_| refused(unreadable))?;
    let provider = Arc::new(aws_lc_rs::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has ciphers for the versions of TLS that there are")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_client_auth_cert(
            chain
                .iter()
                .map(|certificate| certificate.der().to_vec().into())
                .collect(),
            der,
        )
        .map_err(|error| refused(&format!("the client certificate cannot be used: {error}")))?;
    Ok(ClientCert::new_with_certs(&chain, key))
}

/// The system's certificates, else Mozilla's.
fn trusted_roots() -> RootCerts {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        log::warn!(target: "oauth1", "a trusted certificate could not be read: {error}");
    }
    if found.certs.is_empty() {
        log::warn!(
            target: "oauth1",
            "no trusted certificates on this system: taking Mozilla's, as bundled"
        );
        return RootCerts::WebPki;
    }
    let certs = found
        .certs
        .iter()
        .map(|cert| Certificate::from_der(cert).to_owned());
    RootCerts::Specific(Arc::new(certs.collect()))
}

/// What went wrong, in this library's terms. Of the URL the origin alone is told: path and query
/// may carry what is secret.
fn failure(error: &ureq::Error, uri: &http::Uri) -> Error {
    let (kind, what) = match error {
        ureq::Error::HostNotFound => (
            ErrorKind::HostNotFound,
            "the host's name could not be resolved".to_owned(),
        ),
        ureq::Error::Timeout(reason) => (
            ErrorKind::TimedOut,
            format!("the time limit passed: {}", time_limit(*reason)),
        ),
        ureq::Error::Io(error) => io_failure(error),
        ureq::Error::Rustls(error) => (ErrorKind::TlsFailed, error.to_string()),
        ureq::Error::Tls(reason) => (ErrorKind::TlsFailed, (*reason).to_owned()),
        ureq::Error::ConnectionFailed => (ErrorKind::ConnectionFailed, error.to_string()),
        ureq::Error::ConnectProxyFailed(reason) => (
            ErrorKind::ConnectionFailed,
            format!("the proxy made no connection: {reason}"),
        ),
        ureq::Error::LargeResponseHeader(size, limit) => (
            ErrorKind::ResponseTooLarge,
            format!("the response's headers take {size} bytes, more than the limit of {limit}"),
        ),
        ureq::Error::Http(_) | ureq::Error::BadUri(_) => (
            ErrorKind::InvalidUrl,
            format!("the request cannot be sent: {error}"),
        ),
        // ureq's own error says it in no other way
        error if error.to_string().contains("too many headers") => (
            ErrorKind::ResponseTooLarge,
            "the response has more headers than are taken".to_owned(),
        ),
        _ => (ErrorKind::InvalidResponse, error.to_string()),
    };
    Error::new(kind, format!("{}: {what}", origin(uri)))
}

/// The time limit that it is, as [`Timeouts`] has it.
fn time_limit(reason: ureq::Timeout) -> &'static str {
    match reason {
        ureq::Timeout::Resolve | ureq::Timeout::Connect => "that for connecting",
        ureq::Timeout::RecvResponse => "that for the first byte of the response",
        connection::IDLE_SENDING => "that for the next piece of the request to be taken",
        connection::IDLE_READING => "that for the next piece of the response",
        _ => "that for the whole request",
    }
}

/// Scheme, host and port, as an error may show them.
fn origin(uri: &http::Uri) -> String {
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    format!("{}://{authority}", uri.scheme_str().unwrap_or(""))
}

fn io_failure(error: &io::Error) -> (ErrorKind, String) {
    let inner = error.get_ref();
    if inner
        .and_then(|inner| inner.downcast_ref::<CalledOff>())
        .is_some()
    {
        return (ErrorKind::Cancelled, CalledOff.to_string());
    }
    if let Some(tls) = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return (ErrorKind::TlsFailed, tls.to_string());
    }
    match error.kind() {
        io::ErrorKind::TimedOut => (ErrorKind::TimedOut, "the time limit passed".to_owned()),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            (ErrorKind::InvalidResponse, error.to_string())
        }
        _ => (ErrorKind::ConnectionFailed, error.to_string()),
    }
}
