//! Transports.

use std::sync::Arc;

use oauth1::Timeouts;
use pyo3::prelude::*;

use crate::hook::raise;
use crate::settings::time_limit;

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
pub struct HttpTransport(pub Arc<oauth1::HttpTransport>);

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
        Ok(Self(Arc::new(oauth1::HttpTransport::new(Timeouts {
            resolve: time_limit(py, "resolve_timeout", resolve_timeout)?,
            connect: time_limit(py, "connect_timeout", connect_timeout)?,
            total: time_limit(py, "timeout", timeout)?,
            ..Timeouts::default()
        }))))
    }
}

/// Looks for signals while a request is under way. What a handler raises leaves the core.
///
/// Python runs signal handlers on its main thread: on any other this finds none.
pub fn interrupt() -> bool {
    // clippy would name the method, which is not general enough over lifetimes
    #[allow(clippy::redundant_closure_for_method_calls)]
    Python::attach(|py| py.check_signals()).unwrap_or_else(|error| raise(error));
    false
}
