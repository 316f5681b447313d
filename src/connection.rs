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
    /// What can call off the request that this thread sends.
    static WATCH: RefCell<Watch> = RefCell::default();
    /// Whether any of that request was sent, TLS handshakes aside.
    static SENT: Cell<bool> = const { Cell::new(false) };
}

/// Runs `io`, which waits for the network, under a watch.
pub(crate) fn watched<R>(watch: &Watch, io: impl FnOnce() -> R) -> R {
    struct Unwatched;
    impl Drop for Unwatched {
        fn drop(&mut self) {
            WATCH.take();
        }
    }
    if watch.is_idle() {
        return io();
    }
    WATCH.set(watch.clone());
    let _unwatched = Unwatched;
    io()
}

/// Runs `send`, and tells whether any of the request was sent.
pub(crate) fn noting_sent<R>(send: impl FnOnce() -> R) -> (R, bool) {
    SENT.set(false);
    let result = send();
    (result, SENT.get())
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

fn check_watch() -> Result<(), Error> {
    if WATCH.with_borrow(Watch::is_cancelled) {
        return Err(io::Error::other(CalledOff).into());
    }
    Ok(())
}

/// Waits for what another thread works out, in slices, until it is there or `deadline` is past.
fn waited_for<T: Send + 'static>(
    name: &str,
    deadline: Option<Instant>,
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
            let result = work();
            let (place, condition) = &*theirs;
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            condition.notify_one();
        })?;
    let (place, condition) = &*done;
    let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if let Some(result) = place.take() {
            return Ok(result);
        }
        check_watch()?;
        let left = deadline.map_or(TICK, |end| end.saturating_duration_since(Instant::now()));
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

/// Resolves and connects.
#[derive(Debug)]
pub(crate) struct TcpConnector {
    pub resolve_timeout: Duration,
    pub connect_timeout: Duration,
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
        let end = Some(details.timeout.after)
            .filter(|after| !after.is_not_happening())
            .map(|after| Instant::now() + *after);
        let until = |limit| {
            let own = Instant::now() + limit;
            end.map_or((own, true), |end| (own.min(end), own <= end))
        };
        let (deadline, own) = until(self.resolve_timeout);
        let reason = if own {
            Timeout::Resolve
        } else {
            details.timeout.reason
        };
        let addresses = resolve(details.uri, deadline, reason)?;
        let (deadline, own) = until(self.connect_timeout);
        let reason = if own {
            Timeout::Connect
        } else {
            details.timeout.reason
        };
        let stream = connect(addresses, deadline, reason)?;
        stream.set_nodelay(true)?;
        Ok(Some(Either::B(TcpTransport {
            stream,
            buffers: SocketBuffers::new(details.config),
            read_timeout: None,
            write_timeout: None,
            used: false,
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
    let addresses = waited_for("oauth1-resolver", Some(deadline), reason, move || {
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
    let connected = if WATCH.with_borrow(Watch::is_idle) {
        try_all()
    } else {
        waited_for("oauth1-connector", Some(deadline), reason, try_all)?
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
    /// What the socket is set to.
    read_timeout: Option<Duration>,
    write_timeout: Option<Duration>,
    /// Whether it was written to since the last look whether it is open.
    used: bool,
}

impl TcpTransport {
    /// Writes what is pending.
    fn flush(&mut self, timeout: NextTimeout) -> Result<(), Error> {
        let deadline = deadline(timeout);
        let pending = std::mem::take(&mut self.buffers.pending);
        let mut output = &self.buffers.output[..pending];
        while !output.is_empty() {
            let slice = slice(deadline, timeout.reason)?;
            if self.write_timeout != Some(slice) {
                self.stream.set_write_timeout(Some(slice))?;
                self.write_timeout = Some(slice);
            }
            match self.stream.write(output) {
                Ok(0) => return Err(Error::Io(io::ErrorKind::WriteZero.into())),
                Ok(written) => output = &output[written..],
                Err(error) if is_slice_end(&error) => check_watch()?,
                Err(error) => return Err(Error::Io(error)),
            }
        }
        Ok(())
    }
}

/// The next slice of a wait that ends at `deadline`, if it has an end.
fn slice(deadline: Option<Instant>, reason: Timeout) -> Result<Duration, Error> {
    let Some(deadline) = deadline else {
        return Ok(TICK);
    };
    let left = deadline.saturating_duration_since(Instant::now());
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
        let deadline = deadline(timeout);
        loop {
            let slice = slice(deadline, timeout.reason)?;
            if self.read_timeout != Some(slice) {
                self.stream.set_read_timeout(Some(slice))?;
                self.read_timeout = Some(slice);
            }
            match self.stream.read(self.buffers.input_append_buf()) {
                Ok(amount) => {
                    self.buffers.input_appended(amount);
                    return Ok(amount > 0);
                }
                Err(error) if is_slice_end(&error) => check_watch()?,
                Err(error) => return Err(Error::Io(error)),
            }
        }
    }

    /// Whether nothing came, not even the end: what does, between two requests, is no answer.
    ///
    /// ureq asks twice, when a connection goes to the pool and when it is taken: once is enough.
    fn is_open(&mut self) -> bool {
        if self.buffers.pending > 0 {
            return false;
        }
        if std::mem::take(&mut self.used) {
            return true;
        }
        let socket = socket2::SockRef::from(&self.stream);
        let mut byte = [MaybeUninit::uninit()];
        let peeked = nonblocking_peek(&socket, &mut byte);
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

/// The end of the chain of connectors: notes what is sent.
#[derive(Debug)]
pub(crate) struct NotingConnector;

impl<In: Transport> Connector<In> for NotingConnector {
    type Out = Noting<In>;

    fn connect(
        &self,
        _: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        // what a proxy was told to connect was none of the request
        SENT.set(false);
        Ok(chained.map(Noting))
    }
}

/// A transport that notes what is sent.
#[derive(Debug)]
pub(crate) struct Noting<T>(T);

impl<T: Transport> Transport for Noting<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        SENT.set(true);
        self.0.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.0.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}
