//! Connections: host names to addresses, addresses to sockets, and waiting on these in a way that
//! can be called off.
//!
//! ureq's own connector and resolver are replaced by these. They resolve where a connection is made,
//! not before each request; they send headers and body in one piece where it fits; and they wait in
//! slices of constant length, for which the socket's time limits are set once. They also tell a name
//! that is not found from a connection that broke, and a request that was sent from one that was
//! not.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io::{self, Read, Write};
use std::mem::MaybeUninit;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, NextTimeout, Transport,
};
use ureq::{Error, Timeout};

use crate::watch::{TICK, Watch};

thread_local! {
    /// The request that this thread sends, if it does.
    static CURRENT: RefCell<Current> = RefCell::default();
    /// When this thread last asked an interrupt.
    static ASKED: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// What passed where a request's body was not taken for too long, and where a response's did not
/// come. ureq has no such limits itself: with it, these are limits of the whole of a body, and unset.
pub(crate) const IDLE_SENDING: Timeout = Timeout::SendBody;
pub(crate) const IDLE_READING: Timeout = Timeout::RecvBody;

/// What the connections of a request need to know of it, and what is noted of it.
#[derive(Default)]
struct Current {
    watch: Watch,
    /// Whether it is the body of its response that is waited for.
    reading_body: bool,
    /// When a connection that is being made has to be there, TLS and proxies included.
    setup_deadline: Option<Instant>,
    progress: Progress,
}

/// How far a request came.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub(crate) struct Progress {
    /// Whether any of it was sent, TLS handshakes aside.
    pub sent: bool,
    /// Whether any of its response came.
    pub received: bool,
    /// Whether its connection had carried another before.
    pub reused: bool,
    /// Whether its response came while it was sent, so that the rest was not.
    pub answered: bool,
}

/// Runs `io`, which waits for the network, under a watch, and tells how far it came. The requests
/// that are sent by the way, by a body's reader or an interrupt, have a watch of their own.
pub(crate) fn watched<R>(watch: &Watch, io: impl FnOnce() -> R) -> (R, Progress) {
    watched_as(false, watch, io)
}

/// The same for what reads the body of a response.
pub(crate) fn watched_reading<R>(watch: &Watch, read: impl FnOnce() -> R) -> R {
    watched_as(true, watch, read).0
}

fn watched_as<R>(reading_body: bool, watch: &Watch, io: impl FnOnce() -> R) -> (R, Progress) {
    struct Restored(Current);
    impl Drop for Restored {
        fn drop(&mut self) {
            CURRENT.set(std::mem::take(&mut self.0));
        }
    }
    let current = Current {
        watch: watch.clone(),
        reading_body,
        ..Current::default()
    };
    let _restored = Restored(CURRENT.replace(current));
    let result = io();
    (result, progress())
}

/// How far the request that this thread sends came.
pub(crate) fn progress() -> Progress {
    CURRENT.with_borrow(|current| current.progress)
}

fn note(change: impl FnOnce(&mut Progress)) {
    CURRENT.with_borrow_mut(|current| change(&mut current.progress));
}

/// What a request that is called off ends with.
#[derive(Debug)]
pub(crate) struct CalledOff;

impl fmt::Display for CalledOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request was cancelled")
    }
}

impl std::error::Error for CalledOff {}

/// Fails if the request that this thread sends was called off.
pub(crate) fn check_watch(now: Instant) -> io::Result<()> {
    let (cancelled, interrupt) = CURRENT.with_borrow(|current| {
        let due = ASKED.get().is_none_or(|asked| now >= asked + TICK);
        let interrupt = current.watch.interrupt.clone().filter(|_| due);
        (current.watch.was_cancelled(), interrupt)
    });
    if interrupt.is_some() {
        ASKED.set(Some(now));
    }
    // the interrupt is the caller's code: it may send a request itself
    if cancelled || interrupt.is_some_and(|interrupt| interrupt()) {
        return Err(io::Error::other(CalledOff));
    }
    Ok(())
}

/// Waits for what another thread works out, in slices, until it is there or `deadline` is past. A
/// panic over there goes on in the thread that waits.
fn waited_for<T: Send + 'static>(
    name: &str,
    deadline: Instant,
    reason: Timeout,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    // not a channel: a thread that waits on one leaves a handle behind, which valgrind takes for a
    // leak where the thread is a C program's
    let done = Arc::new((Mutex::new(None), Condvar::new()));
    let theirs = Arc::clone(&done);
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            let result = catch_unwind(AssertUnwindSafe(work));
            let (place, condition) = &*theirs;
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            condition.notify_one();
        })?;
    let (place, condition) = &*done;
    let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if let Some(result) = place.take() {
            return Ok(result.unwrap_or_else(|panic| resume_unwind(panic)));
        }
        let now = Instant::now();
        check_watch(now)?;
        let left = deadline.saturating_duration_since(now);
        if left.is_zero() {
            return Err(Error::Timeout(reason));
        }
        (place, _) = condition
            .wait_timeout(place, left.min(TICK))
            .unwrap_or_else(PoisonError::into_inner);
    }
}

/// Leaves resolving to the connector: there is nothing to resolve where a connection is pooled.
#[derive(Debug)]
pub(crate) struct LateResolver;

impl Resolver for LateResolver {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        Ok(self.empty())
    }
}

/// Resolves and connects, within these time limits, and has connections wait with theirs.
#[derive(Debug)]
pub(crate) struct TcpConnector {
    pub resolve: Duration,
    pub connect: Duration,
    pub idle: Duration,
}

impl<In: Transport> Connector<In> for TcpConnector {
    type Out = Either<In, TcpTransport>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        if let Some(chained) = chained {
            return Ok(Some(Either::A(chained)));
        }
        let end = deadline(details.timeout);
        let until = |limit, reason| {
            let own = Instant::now() + limit;
            match end {
                Some(end) if end < own => (end, details.timeout.reason),
                _ => (own, reason),
            }
        };
        let (by, reason) = until(self.resolve, Timeout::Resolve);
        let addresses = resolve(details.uri, by, reason)?;
        let (by, reason) = until(self.connect, Timeout::Connect);
        let stream = connect(addresses, by, reason)?;
        may_panic!("connection");
        stream.set_nodelay(true)?;
        CURRENT.with_borrow_mut(|current| current.setup_deadline = end);
        Ok(Some(Either::B(TcpTransport {
            stream,
            buffers: SocketBuffers::new(details.config),
            idle_timeout: self.idle,
            read_timeout: None,
            write_timeout: None,
            used: false,
            answered: false,
        })))
    }
}

/// The addresses of the URI's host.
fn resolve(uri: &Uri, deadline: Instant, reason: Timeout) -> Result<Vec<SocketAddr>, Error> {
    let host = uri
        .scheme()
        .zip(uri.authority())
        .and_then(|(scheme, authority)| DefaultResolver::host_and_port(scheme, authority))
        .ok_or(Error::HostNotFound)?;
    if let Ok(address) = host.parse() {
        return Ok(vec![address]);
    }
    let addresses = waited_for("oauth1-resolver", deadline, reason, move || {
        may_panic!("resolver");
        host.to_socket_addrs()
            .map_or_else(|_| Vec::new(), Iterator::collect)
    })?;
    if addresses.is_empty() {
        return Err(Error::HostNotFound);
    }
    Ok(addresses)
}

/// Connects to the first of these addresses that answers, all within the time limit: each has an
/// even share of what is left.
fn connect(
    addresses: Vec<SocketAddr>,
    deadline: Instant,
    reason: Timeout,
) -> Result<TcpStream, Error> {
    let try_all = move || {
        let count = addresses.len();
        let mut last = io::ErrorKind::ConnectionRefused.into();
        for (tried, address) in addresses.into_iter().enumerate() {
            let left = deadline.saturating_duration_since(Instant::now());
            let share = left / u32::try_from(count - tried).unwrap_or(u32::MAX);
            if share.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            match TcpStream::connect_timeout(&address, share) {
                Ok(stream) => return Ok(stream),
                Err(error) => last = error,
            }
        }
        Err(last)
    };
    let connected = if CURRENT.with_borrow(|current| current.watch.is_idle()) {
        try_all()
    } else {
        waited_for("oauth1-connector", deadline, reason, try_all)?
    };
    connected.map_err(|error| match error.kind() {
        io::ErrorKind::TimedOut => Error::Timeout(reason),
        _ => Error::Io(error),
    })
}

/// A socket that waits in slices, between which a request can be called off.
pub(crate) struct TcpTransport {
    stream: TcpStream,
    buffers: SocketBuffers,
    /// How long nothing may move while a body is sent or read.
    idle_timeout: Duration,
    /// What the socket is set to.
    read_timeout: Option<Duration>,
    write_timeout: Option<Duration>,
    /// Whether it was written to since the last look whether it is open.
    used: bool,
    /// Whether a response came before its request was sent to the end.
    answered: bool,
}

impl TcpTransport {
    /// Writes what is pending.
    fn flush(&mut self, timeout: NextTimeout) -> Result<(), Error> {
        let end = deadline(timeout);
        let mut limit = self.idle_or(end, timeout.reason, IDLE_SENDING);
        let pending = std::mem::take(&mut self.buffers.pending);
        let mut written = 0;
        while written < pending && !self.answered {
            let slice = slice(limit.0, limit.1)?;
            if self.write_timeout != Some(slice) {
                self.stream.set_write_timeout(Some(slice))?;
                self.write_timeout = Some(slice);
            }
            match self.stream.write(&self.buffers.output[written..pending]) {
                Ok(0) => return Err(Error::Io(io::ErrorKind::WriteZero.into())),
                Ok(count) => {
                    written += count;
                    limit = self.idle_or(end, timeout.reason, IDLE_SENDING);
                }
                Err(error) if is_slice_end(&error) => self.answered = self.has_answer(),
                Err(error) if is_closed(&error) && self.has_input() => self.answered = true,
                Err(error) => return Err(Error::Io(error)),
            }
        }
        if self.answered {
            note(|progress| progress.answered = true);
        }
        Ok(())
    }

    /// When a wait ends that begins now, and which limit ends it: `end` if there is one and it is
    /// sooner, else that for a wait in which nothing moves.
    fn idle_or(
        &self,
        end: Option<Instant>,
        reason: Timeout,
        idle: Timeout,
    ) -> (Option<Instant>, Timeout) {
        let own = Instant::now() + self.idle_timeout;
        match end {
            Some(end) if end <= own => (Some(end), reason),
            _ => (Some(own), idle),
        }
    }

    /// Looks at what came, if anything did, without taking it.
    fn peek(&self, buffer: &mut [MaybeUninit<u8>]) -> io::Result<usize> {
        nonblocking_peek(&socket2::SockRef::from(&self.stream), buffer)
    }

    fn has_input(&self) -> bool {
        matches!(self.peek(&mut [MaybeUninit::uninit()]), Ok(1..))
    }

    /// Whether a final response came, in plain HTTP: one of the status 1xx is not the last, and
    /// what TLS sends meanwhile may be its own.
    fn has_answer(&self) -> bool {
        let mut buffer = [const { MaybeUninit::uninit() }; 10];
        if !matches!(self.peek(&mut buffer), Ok(10)) {
            return false;
        }
        let mut start = [0; 10];
        // these very bytes were just seen, and nobody else reads from this socket
        self.stream
            .peek(&mut start)
            .is_ok_and(|seen| seen == 10 && start.starts_with(b"HTTP/1.") && start[9] != b'1')
    }
}

/// The next slice of a wait that ends at `deadline`, if it has an end.
fn slice(deadline: Option<Instant>, reason: Timeout) -> Result<Duration, Error> {
    let now = Instant::now();
    check_watch(now)?;
    let setup = CURRENT.with_borrow(|current| current.setup_deadline);
    let Some(deadline) = deadline.into_iter().chain(setup).min() else {
        return Ok(TICK);
    };
    let left = deadline.saturating_duration_since(now);
    if left.is_zero() {
        return Err(Error::Timeout(reason));
    }
    // a socket's time limit may not be zero, and is rounded to microseconds
    Ok(left.clamp(Duration::from_micros(1), TICK))
}

fn deadline(timeout: NextTimeout) -> Option<Instant> {
    (!timeout.after.is_not_happening()).then(|| Instant::now() + *timeout.after)
}

/// Whether a wait ended without anything wrong: its slice passed, or a signal came.
fn is_slice_end(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted
    )
}

/// Whether the other side wants no more.
fn is_closed(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::BrokenPipe
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
    )
}

impl Transport for TcpTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    /// Keeps what is written until the request is whole, or half of the buffer is full: a server
    /// that gets headers and body in two pieces is woken twice.
    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.used = true;
        self.buffers.pending += amount;
        if self.buffers.pending > self.buffers.output.len() / 2 {
            self.flush(timeout.for_write())?;
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.flush(timeout.for_write())?;
        let timeout = timeout.for_read();
        let end = deadline(timeout);
        let limit = if CURRENT.with_borrow(|current| current.reading_body) {
            self.idle_or(end, timeout.reason, IDLE_READING)
        } else {
            (end, timeout.reason)
        };
        loop {
            let slice = slice(limit.0, limit.1)?;
            if self.read_timeout != Some(slice) {
                self.stream.set_read_timeout(Some(slice))?;
                self.read_timeout = Some(slice);
            }
            match self.stream.read(self.buffers.input_append_buf()) {
                Ok(amount) => {
                    self.buffers.input_appended(amount);
                    return Ok(amount > 0);
                }
                // whoever called the request off is asked by the next slice
                Err(error) if is_slice_end(&error) => {}
                Err(error) => return Err(Error::Io(error)),
            }
        }
    }

    /// Whether nothing came, not even the end: what does, between two requests, is no answer.
    ///
    /// ureq asks twice, when a connection goes to the pool and when it is taken: once is enough.
    fn is_open(&mut self) -> bool {
        if self.buffers.pending > 0 || self.answered {
            return false;
        }
        if std::mem::take(&mut self.used) {
            return true;
        }
        let peeked = self.peek(&mut [MaybeUninit::uninit()]);
        matches!(peeked, Err(error) if error.kind() == io::ErrorKind::WouldBlock)
    }
}

#[cfg(unix)]
fn nonblocking_peek(socket: &socket2::Socket, byte: &mut [MaybeUninit<u8>]) -> io::Result<usize> {
    socket.recv_with_flags(byte, libc::MSG_PEEK | libc::MSG_DONTWAIT)
}

#[cfg(not(unix))]
fn nonblocking_peek(socket: &socket2::Socket, byte: &mut [MaybeUninit<u8>]) -> io::Result<usize> {
    socket.set_nonblocking(true)?;
    let peeked = socket.peek(byte);
    socket.set_nonblocking(false)?;
    peeked
}

impl fmt::Debug for TcpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TcpTransport").finish_non_exhaustive()
    }
}

/// The buffers of a socket. Their memory is taken in one piece and zeroed by the operating system,
/// page by page, as far as they are used.
struct SocketBuffers {
    input: Vec<u8>,
    consumed: usize,
    filled: usize,
    /// Whether what was last done with the input made any progress.
    progress: bool,
    output: Vec<u8>,
    /// How much of the output is yet to be written.
    pending: usize,
}

impl SocketBuffers {
    fn new(config: &Config) -> Self {
        Self {
            input: vec![0; config.input_buffer_size()],
            consumed: 0,
            filled: 0,
            progress: false,
            output: vec![0; config.output_buffer_size()],
            pending: 0,
        }
    }

    fn make_room(&mut self) {
        if self.consumed == self.filled {
            (self.consumed, self.filled) = (0, 0);
        } else if self.filled > self.input.len() / 2 {
            self.input.copy_within(self.consumed..self.filled, 0);
            self.filled -= self.consumed;
            self.consumed = 0;
        }
    }
}

impl Buffers for SocketBuffers {
    fn output(&mut self) -> &mut [u8] {
        &mut self.output[self.pending..]
    }

    fn input(&self) -> &[u8] {
        &self.input[self.consumed..self.filled]
    }

    fn input_append_buf(&mut self) -> &mut [u8] {
        self.make_room();
        &mut self.input[self.filled..]
    }

    fn input_appended(&mut self, amount: usize) {
        self.filled += amount;
    }

    fn input_consume(&mut self, amount: usize) {
        self.progress = amount > 0;
        self.consumed += amount;
    }

    fn tmp_and_output(&mut self) -> (&mut [u8], &mut [u8]) {
        self.make_room();
        (
            &mut self.input[self.filled..],
            &mut self.output[self.pending..],
        )
    }

    fn can_use_input(&self) -> bool {
        self.progress && self.consumed < self.filled
    }
}

/// The end of the chain of connectors: notes how far a request comes.
#[derive(Debug)]
pub(crate) struct NotingConnector {
    /// Whether connections are made by a proxy, which is connected to first.
    pub proxied: bool,
}

impl<In: Transport> Connector<In> for NotingConnector {
    type Out = Noting<In>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let to_proxy = self.proxied && details.config.proxy().is_none();
        if !to_proxy {
            CURRENT.with_borrow_mut(|current| current.setup_deadline = None);
        }
        Ok(chained.map(|transport| Noting {
            transport,
            to_proxy,
            used: false,
        }))
    }
}

/// A transport that notes how far a request comes.
#[derive(Debug)]
pub(crate) struct Noting<T> {
    transport: T,
    /// Whether it leads to a proxy, which is sent none of the request until it made the connection.
    to_proxy: bool,
    /// Whether it carried a request.
    used: bool,
}

impl<T: Transport> Transport for Noting<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        if !self.to_proxy {
            note(|progress| {
                if !progress.sent {
                    progress.reused = self.used;
                }
                progress.sent = true;
            });
            self.used = true;
        }
        self.transport.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let more = self.transport.await_input(timeout)?;
        if !self.to_proxy {
            note(|progress| progress.received |= more);
        }
        Ok(more)
    }

    fn is_open(&mut self) -> bool {
        self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}
