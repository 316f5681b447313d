//! The way of one request: it is signed and sent, and signed anew and sent again where a redirect,
//! a clock that is off or a failure asks for it.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, Instant};

use crate::clock::offset_shown;
use crate::error::{Error, ErrorKind};
use crate::redirects::{Redirect, redirect};
use crate::request::Request;
use crate::response::Response;
use crate::session::Session;
use crate::stream::ResponseStream;
use crate::token::Token;
use crate::transport::SendOptions;
use crate::watch::{Watch, cancelled};

/// How many redirects are followed.
const MOST_REDIRECTS: u32 = 5;

/// How much of a refusal is read to see what time the provider has, in bytes.
const LARGEST_REFUSAL: usize = 16 << 10;

impl Session {
    /// Signs `request` and sends it. A response of any status is a response.
    ///
    /// A redirect is followed, and signed anew, where it leads to the same origin: scheme, host and
    /// port (RFC 6454 §4). One that leads elsewhere is the response, so that nothing that this
    /// session signs ever reaches a host that the caller did not name. What else has a request
    /// signed and sent again are the client's settings:
    /// [`clock_correction`](crate::ClientBuilder::clock_correction) and
    /// [`retries`](crate::ClientBuilder::retries).
    ///
    /// # Errors
    ///
    /// As for [`Session::sign`], before anything is sent; [`ErrorKind::InvalidBody`] where the body
    /// cannot be read; then what can go wrong on the way: [`ErrorKind::HostNotFound`],
    /// [`ErrorKind::ConnectionFailed`], [`ErrorKind::TlsFailed`], [`ErrorKind::TimedOut`],
    /// [`ErrorKind::InvalidResponse`], [`ErrorKind::ResponseTooLarge`],
    /// [`ErrorKind::TooManyRedirects`], [`ErrorKind::Cancelled`].
    pub fn send(&self, request: &Request) -> Result<Response, Error> {
        self.send_limited(request, self.client().settings().http.max_response_size)
    }

    /// Does as [`Session::send`], and gives the response as soon as its headers are there: the body
    /// is read piece by piece, and is of any size unless
    /// [`max_response_size`](Request::max_response_size) is set for the request.
    ///
    /// # Errors
    ///
    /// As for [`Session::send`].
    pub fn stream(&self, request: &Request) -> Result<ResponseStream, Error> {
        Exchange::new(self, request, None).run(&mut |stream| Ok(stream))
    }

    pub(crate) fn send_limited(&self, request: &Request, max_size: u64) -> Result<Response, Error> {
        Exchange::new(self, request, Some(max_size)).run(&mut ResponseStream::into_response)
    }
}

/// What is made of a response that is not to be followed by another request.
type Take<'a, R> = &'a mut dyn FnMut(ResponseStream) -> Result<R, Error>;

/// One request on its way.
struct Exchange<'r> {
    session: &'r Session,
    request: Cow<'r, Request>,
    /// How large a body is taken.
    max_size: Option<u64>,
    watch: Watch,
    /// How often it was sent, and failed, for one and the same hop.
    attempt: u32,
    redirects: u32,
    /// Whether it was sent anew since a connection that was kept alive had broken meanwhile.
    refreshed: bool,
    /// Whether any of it was sent in an earlier attempt.
    sent: bool,
    /// How far it was taken to be ahead when the request was signed.
    offset: i64,
    /// When the time limit passes that redirects share.
    deadline: Option<Instant>,
}

/// What comes after a response.
enum Next {
    /// Nothing: it is the caller's.
    Done,
    /// The request is sent again, changed or not.
    Again,
    /// The same, after a pause.
    After(Duration),
}

impl<'r> Exchange<'r> {
    /// A request that is yet to be sent; `max_size` is for one that sets no limit itself.
    fn new(session: &'r Session, request: &'r Request, max_size: Option<u64>) -> Self {
        let settings = &session.client().settings().http;
        Self {
            session,
            request: Cow::Borrowed(request),
            max_size: request.overrides.max_response_size.or(max_size),
            watch: Watch {
                cancellations: [
                    request.overrides.cancellation.clone(),
                    session.client().cancellation().cloned(),
                ],
                interrupt: settings.interrupt.clone(),
            },
            attempt: 1,
            redirects: 0,
            refreshed: false,
            sent: false,
            offset: 0,
            deadline: None,
        }
    }

    fn run<R>(mut self, take: Take<'_, R>) -> Result<R, Error> {
        loop {
            let outcome = match self.send() {
                Ok(mut stream) => {
                    self.sent = true;
                    match self.next(&mut stream) {
                        Ok(Next::Done) => take(stream),
                        Ok(Next::Again) => {
                            stream.drain();
                            continue;
                        }
                        Ok(Next::After(pause)) => {
                            stream.drain();
                            drop(stream);
                            self.watch.sleep(pause)?;
                            continue;
                        }
                        Err(error) => return Err(error),
                    }
                }
                Err(error) => Err(error),
            };
            match outcome {
                Ok(taken) => return Ok(taken),
                Err(error) => self.after_failure(error)?,
            }
        }
    }

    /// Prepares for another attempt, or gives the error back.
    fn after_failure(&mut self, error: Error) -> Result<(), Error> {
        let again = self.request.is_repeatable() && self.request.is_renewable();
        if error.is_stale() && again && !self.refreshed {
            // RFC 9112 §9.3.1: the server closed an idle connection when it was taken up again
            self.refreshed = true;
            self.sent = true;
            return Ok(());
        }
        let retries = &self.session.client().settings().http.retries;
        let pause = retries.pause(self.attempt, &self.request, Err(&error));
        self.sent |= !error.is_unsent();
        match pause {
            None if self.sent => Err(error.sent()),
            None => Err(error),
            Some(pause) => {
                self.retry(&error, pause);
                self.watch.sleep(pause)
            }
        }
    }

    /// Signs the request and sends it, once.
    fn send(&mut self) -> Result<ResponseStream, Error> {
        let client = self.session.client();
        let transport = client.transport();
        let known = &client.settings().http.offsets;
        let shown = self.request.overrides.clock_offset;
        self.offset = shown.unwrap_or_else(|| known.of(self.request.url()));
        let signed = self.session.sign(&self.request)?;
        let timeout = self.request.overrides.timeout;
        // the first sending needs no clock: the transport's own limit is the same
        let timeout = match self.deadline {
            Some(deadline) => Some(deadline.saturating_duration_since(Instant::now())),
            None => timeout,
        };
        if timeout.is_some_and(|timeout| timeout.is_zero()) {
            let message = format!("{}: the time limit passed", self.request.url().origin());
            return Err(Error::new(ErrorKind::TimedOut, message).unsent());
        }
        let started = Instant::now();
        if self.deadline.is_none() {
            let limit = timeout.or_else(|| transport.time_limit());
            self.deadline = limit.and_then(|limit| started.checked_add(limit));
        }
        if self.watch.is_cancelled() {
            return Err(cancelled().unsent());
        }
        let options = SendOptions {
            timeout,
            max_response_size: self.max_size,
            watch: self.watch.clone(),
        };
        let mut result = transport.send(&signed, &options);
        if let Ok(stream) = &mut result {
            if client.signature_method().reveals_secrets() {
                let token_secret = self.session.token().map_or("", Token::secret);
                stream.head_mut().hide(client.consumer_secret());
                stream.head_mut().hide(token_secret);
            }
            for secret in &self.request.overrides.secrets {
                stream.head_mut().hide(secret);
            }
        }
        self.log(started, &result);
        Ok(result?.limited(self.max_size))
    }

    /// What comes after a response. Where the request is to be sent again, it is ready for it.
    fn next(&mut self, stream: &mut ResponseStream) -> Result<Next, Error> {
        let settings = self.session.client().settings();
        let http = &settings.http;
        let shown = self.request.overrides.clock_offset;
        if let Some(offset) = shown
            && stream.status() != 401
        {
            // it was of help
            http.offsets.keep(self.request.url(), offset);
        }
        match stream.status() {
            301 | 302 | 303 | 307 | 308 if http.redirects => {
                let transmission = self.session.transmission(&self.request);
                match redirect(&self.request, transmission, stream.head()) {
                    Redirect::Follow(next) if self.redirects < MOST_REDIRECTS => {
                        self.redirects += 1;
                        self.attempt = 1;
                        self.request = Cow::Owned(*next);
                        Ok(Next::Again)
                    }
                    Redirect::Follow(_) => Err(Error::new(
                        ErrorKind::TooManyRedirects,
                        format!(
                            "{}: more than {MOST_REDIRECTS} redirects, one after the other",
                            self.request.url().origin()
                        ),
                    )),
                    Redirect::Leave(why) => {
                        log::debug!(target: "oauth1", "{} not followed: {why}", self.name());
                        Ok(Next::Done)
                    }
                }
            }
            401 if http.clock_correction && shown.is_none() && self.request.is_renewable() => {
                let refusal = stream.peek(LARGEST_REFUSAL);
                let url = self.request.url();
                let now = settings.now().map_err(Error::sent)?;
                let Some(offset) = offset_shown(&refusal, now, self.offset) else {
                    return Ok(Next::Done);
                };
                log::warn!(
                    target: "oauth1",
                    "the clock of {} is {} s {} this one: signing with its time",
                    url.origin(),
                    offset.unsigned_abs(),
                    if offset < 0 { "behind" } else { "ahead of" }
                );
                self.request.to_mut().overrides.clock_offset = Some(offset);
                Ok(Next::Again)
            }
            _ => {
                let outcome = Ok(stream.head());
                let pause = http.retries.pause(self.attempt, &self.request, outcome);
                Ok(pause.map_or(Next::Done, |pause| {
                    self.retry(&format_args!("status {}", stream.status()), pause);
                    Next::After(pause)
                }))
            }
        }
    }

    fn retry(&mut self, why: &dyn fmt::Display, pause: Duration) {
        log::info!(
            target: "oauth1",
            "{} failed ({why}): attempt {} in {} ms",
            self.name(),
            self.attempt + 1,
            pause.as_millis()
        );
        self.attempt += 1;
        // each attempt has the time limit for itself
        self.deadline = None;
    }

    fn log(&self, started: Instant, result: &Result<ResponseStream, Error>) {
        if !log::log_enabled!(target: "oauth1", log::Level::Debug) {
            return;
        }
        let took = started.elapsed().as_secs_f64() * 1e3;
        let (name, attempt) = (self.name(), self.attempt);
        match result {
            Ok(stream) => log::debug!(
                target: "oauth1",
                "{name} gave {} after {took:.1} ms (attempt {attempt}, redirects {})",
                stream.status(),
                self.redirects
            ),
            Err(error) => log::debug!(
                target: "oauth1",
                "{name} failed after {took:.1} ms (attempt {attempt}, redirects {}): {error}",
                self.redirects
            ),
        }
    }

    /// The request as a log may show it: no query.
    fn name(&self) -> String {
        let method = self.request.method();
        format!("{method} {}", self.request.url().base_string_uri())
    }
}
