//! The core's errors as the exceptions of `oauth1.errors`.

use oauth1::{Error, ErrorKind};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Turns the core's results into Python's.
pub trait OrRaise<T> {
    /// What succeeded, or the exception of the error.
    fn or_raise(self, py: Python<'_>) -> PyResult<T>;
}

impl<T> OrRaise<T> for Result<T, Error> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|error| exception(py, &error).unwrap_or_else(|failure| failure))
    }
}

/// An `InvalidSettingError` for a setting that has no place in the core's types.
pub fn invalid_setting(py: Python<'_>, message: &str) -> PyErr {
    new(py, "InvalidSettingError", message, None).unwrap_or_else(|failure| failure)
}

fn exception(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    let said = PyDict::new(py);
    said.set_item("status", error.status())?;
    said.set_item("oauth_problem", error.oauth_problem())?;
    said.set_item("body_excerpt", error.body_excerpt())?;
    new(py, class_name(error.kind()), error.message(), Some(&said))
}

fn new(
    py: Python<'_>,
    class: &str,
    message: &str,
    said: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyErr> {
    let class = py.import("oauth1.errors")?.getattr(class)?;
    Ok(PyErr::from_value(class.call((message,), said)?))
}

fn class_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidSetting => "InvalidSettingError",
        ErrorKind::InvalidUrl => "InvalidURLError",
        ErrorKind::InvalidParameter => "InvalidParameterError",
        ErrorKind::InvalidHeader => "InvalidHeaderError",
        ErrorKind::InvalidKey => "InvalidKeyError",
        ErrorKind::SigningFailed => "SigningFailedError",
        ErrorKind::InsecureTransport => "InsecureTransportError",
        ErrorKind::HostNotFound => "HostNotFoundError",
        ErrorKind::ConnectionFailed => "ConnectionFailedError",
        ErrorKind::TlsFailed => "TLSFailedError",
        ErrorKind::TimedOut => "TimedOutError",
        ErrorKind::InvalidResponse => "InvalidResponseError",
        ErrorKind::ResponseTooLarge => "ResponseTooLargeError",
        ErrorKind::Refused => "RefusedError",
        ErrorKind::InvalidTokenResponse => "InvalidTokenResponseError",
        ErrorKind::CallbackNotConfirmed => "CallbackNotConfirmedError",
        _ => "OAuth1Error",
    }
}
