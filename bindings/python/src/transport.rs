//! Transports.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use oauth1::{Error, Response, SignedRequest, Timeouts, Transport};
use pyo3::prelude::*;

use crate::hook::raise;
use crate::settings::time_limit;

/// How often a waiting request listens for signals.
const TICK: Duration = Duration::from_millis(50);

/// What sends requests, with its time limits and its connections, which are kept alive. Clients
/// can share one. Trusted are the system's certificates, or those that the environment variable
/// SSL_CERT_FILE names; proxies are taken from the environment.
///
/// Args:
///     timeout: Seconds for a whole request.
///     connect_timeout: Seconds for connecting, TLS included.
///     resolve_timeout: Seconds for resolving the host's name.
///
/// Raises:
///     InvalidSettingError: A time limit that is no positive number.
#[pyclass(frozen, module = "oauth1")]
pub struct HttpTransport(pub Arc<Interruptible>);

#[pymethods]
impl HttpTransport {
    #[new]
    #[pyo3(signature = (*, timeout = 60.0, connect_timeout = 10.0, resolve_timeout = 10.0))]
    fn new(
        py: Python<'_>,
        timeout: f64,
        connect_timeout: f64,
        resolve_timeout: f64,
    ) -> PyResult<Self> {
        Ok(Self(Arc::new(Interruptible::new(Timeouts {
            resolve: time_limit(py, "resolve_timeout", resolve_timeout)?,
            connect: time_limit(py, "connect_timeout", connect_timeout)?,
            total: time_limit(py, "timeout", timeout)?,
        }))))
    }
}

/// The core's transport, which ends a request for a signal: Python runs signal handlers on its
/// main thread, so there the request is sent by another, and this one listens. A request that is
/// left alone ends by its time limit.
pub struct Interruptible(Arc<oauth1::HttpTransport>);

impl Interruptible {
    pub fn new(timeouts: Timeouts) -> Self {
        Self(Arc::new(oauth1::HttpTransport::new(timeouts)))
    }
}

impl Transport for Interruptible {
    fn send(&self, request: &SignedRequest<'_>, max_size: u64) -> Result<Response, Error> {
        if !on_main_thread() {
            return self.0.send(request, max_size);
        }
        let (transport, owned) = (Arc::clone(&self.0), request.clone().into_owned());
        let (sender, response) = channel();
        let thread = thread::Builder::new().spawn(move || {
            // nobody listens any more where a signal ended the request
            let _ = sender.send(transport.send(&owned, max_size));
        });
        if thread.is_err() {
            // no thread is to be had: better deaf than unsent
            return self.0.send(request, max_size);
        }
        loop {
            match response.recv_timeout(TICK) {
                Ok(result) => return result,
                Err(RecvTimeoutError::Timeout) => {
                    // clippy would name the method, which is not general enough over lifetimes
                    #[allow(clippy::redundant_closure_for_method_calls)]
                    Python::attach(|py| py.check_signals()).unwrap_or_else(|error| raise(error));
                }
                Err(RecvTimeoutError::Disconnected) => panic!("the sending thread panicked"),
            }
        }
    }
}

fn on_main_thread() -> bool {
    Python::attach(|py| -> PyResult<bool> {
        let threading = py.import("threading")?;
        let main = threading.call_method0("main_thread")?.getattr("ident")?;
        main.eq(threading.call_method0("get_ident")?)
    })
    .unwrap_or(false)
}
