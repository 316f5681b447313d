//! Transports.

use std::sync::Arc;

use oauth1::{Proxy, Timeouts};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyString};

use crate::error::OrRaise;
use crate::settings::time_limit;
use crate::values::unexpected;

/// What sends requests, with its time limits and its connections, which are kept alive. Clients
/// can share one; a forked process makes connections of its own.
///
/// Args:
///     timeout: Seconds for a whole request, redirects and the response's body included.
///     connect_timeout: Seconds for connecting, TLS included.
///     resolve_timeout: Seconds for resolving the host's name.
///     first_byte_timeout: Seconds from the end of the request to the end of the response's headers.
///     idle_timeout: Seconds between two pieces of a body, in which nothing is taken or comes.
///     pool_size: How many idle connections are kept alive; with 0, each request makes its own.
///     max_header_size: The size of the largest response headers to take, together, in bytes.
///     proxy: The proxy: "http://host:port" or "https://host:port", with "user:password@" before
///         the host where it asks for them, percent-encoded. None: what the environment says
///         (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY) when the transport is made. False: none.
///     no_proxy: The hosts that are asked directly, a list or a str with commas: host names, which
///         stand for their subdomains too, IP addresses, or "*" for all.
///     ca_certificates: The certificates that are trusted, in place of the system's (or those that
///         the environment variable SSL_CERT_FILE names): the path of a PEM file, or PEM as bytes.
///     client_certificate: The certificate with which the program shows who it is, with those that
///         vouch for it, and its key: each the path of a PEM file, or PEM as bytes.
///
/// Raises:
///     InvalidSettingError: A time limit that is no positive number, a proxy that is none,
///         certificates that cannot be read.
///     InvalidKeyError: A key that cannot be read, or is not that of the certificate.
///     OSError: A file that cannot be read.
#[pyclass(frozen, module = "oauth1")]
pub struct HttpTransport(pub Arc<oauth1::HttpTransport>);

#[pymethods]
impl HttpTransport {
    #[new]
    #[pyo3(signature = (
        *, timeout = 60.0, connect_timeout = 10.0, resolve_timeout = 10.0,
        first_byte_timeout = 30.0, idle_timeout = 30.0, pool_size = 32, max_header_size = 65536,
        proxy = None, no_proxy = None, ca_certificates = None, client_certificate = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        timeout: f64,
        connect_timeout: f64,
        resolve_timeout: f64,
        first_byte_timeout: f64,
        idle_timeout: f64,
        pool_size: usize,
        max_header_size: usize,
        proxy: Option<&Bound<'_, PyAny>>,
        no_proxy: Option<&Bound<'_, PyAny>>,
        ca_certificates: Option<&Bound<'_, PyAny>>,
        client_certificate: Option<(Bound<'_, PyAny>, Bound<'_, PyAny>)>,
    ) -> PyResult<Self> {
        let mut builder = oauth1::HttpTransport::builder()
            .timeouts(Timeouts {
                resolve: time_limit(py, "resolve_timeout", resolve_timeout)?,
                connect: time_limit(py, "connect_timeout", connect_timeout)?,
                first_byte: time_limit(py, "first_byte_timeout", first_byte_timeout)?,
                idle: time_limit(py, "idle_timeout", idle_timeout)?,
                total: time_limit(py, "timeout", timeout)?,
            })
            .pool_size(pool_size)
            .max_header_size(max_header_size)
            .proxy(proxy_of(py, proxy, no_proxy)?);
        if let Some(certificates) = ca_certificates {
            builder = builder.root_certificates(pem(certificates)?);
        }
        if let Some((certificates, key)) = client_certificate {
            builder = builder.client_certificate(pem(&certificates)?, pem(&key)?);
        }
        Ok(Self(Arc::new(builder.build().or_raise(py)?)))
    }
}

fn proxy_of(
    py: Python<'_>,
    proxy: Option<&Bound<'_, PyAny>>,
    no_proxy: Option<&Bound<'_, PyAny>>,
) -> PyResult<Proxy> {
    let mut chosen = match proxy {
        None => Proxy::from_environment(),
        Some(proxy) => {
            if let Ok(url) = proxy.cast::<PyString>() {
                Proxy::new(url.to_str()?).or_raise(py)?
            } else if proxy.cast::<PyBool>().is_ok_and(|own| !own.is_true()) {
                Proxy::none()
            } else {
                return Err(PyTypeError::new_err(
                    "proxy must be a URL as str, False for none, or None for the environment's",
                ));
            }
        }
    };
    if let Some(hosts) = no_proxy {
        let hosts = match hosts.cast::<PyString>() {
            Ok(hosts) => hosts.to_str()?.to_owned(),
            Err(_) => hosts.extract::<Vec<String>>()?.join(","),
        };
        chosen = chosen.except(&hosts);
    }
    Ok(chosen)
}

/// PEM as it is given: bytes, or the path of a file.
fn pem(given: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if let Ok(bytes) = given.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    if !given.is_instance_of::<PyString>() && !given.hasattr("__fspath__")? {
        return Err(unexpected("PEM must be a path or bytes", given));
    }
    // Python's errors name the file
    let file = given
        .py()
        .import("io")?
        .call_method1("open", (given, "rb"))?;
    let content = file.call_method0("read")?.extract();
    file.call_method0("close")?;
    content
}
