//! The core's errors as the exceptions of `oauth1.errors`.

use oauth1::{Error, ErrorKind, VerifyError};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::problem::Problem;

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

impl<T> OrRaise<T> for Result<T, VerifyError> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|error| refusal(py, &error).unwrap_or_else(|failure| failure))
    }
}

/// The exception of a request that was refused.
pub fn refusal(py: Python<'_>, error: &VerifyError) -> PyResult<PyErr> {
    let said = PyDict::new(py);
    said.set_item("reason", error.reason().name())?;
    said.set_item("status", error.status())?;
    said.set_item("public_message", error.message())?;
    said.set_item("www_authenticate", error.www_authenticate())?;
    let class = py.import("oauth1.errors")?.getattr("VerificationError")?;
    let error = class.call((error.detail(),), Some(&said))?;
    Ok(PyErr::from_value(error))
}

/// An `InvalidSettingError` for a setting that has no place in the core's types.
pub fn invalid_setting(py: Python<'_>, message: &str) -> PyErr {
    let error = Error::new(ErrorKind::InvalidSetting, message);
    exception(py, &error).unwrap_or_else(|failure| failure)
}

fn exception(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    let said = PyDict::new(py);
    said.set_item("status", error.status())?;
    said.set_item("problem", error.problem().cloned().map(Problem))?;
    said.set_item("body_excerpt", error.body_excerpt())?;
    said.set_item("unsent", error.is_unsent())?;
    let class = py
        .import("oauth1.errors")?
        .getattr(class_name(error.kind()))?;
    let error = class.call((error.message(),), Some(&said))?;
    Ok(PyErr::from_value(error))
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
        ErrorKind::InvalidBody => "InvalidBodyError",
        ErrorKind::HostNotFound => "HostNotFoundError",
        ErrorKind::ConnectionFailed => "ConnectionFailedError",
        ErrorKind::TlsFailed => "TLSFailedError",
        ErrorKind::TimedOut => "TimedOutError",
        ErrorKind::InvalidResponse => "InvalidResponseError",
        ErrorKind::ResponseTooLarge => "ResponseTooLargeError",
        ErrorKind::Cancelled => "RequestCancelledError",
        ErrorKind::TooManyRedirects => "TooManyRedirectsError",
        ErrorKind::NotSaved => "NotSavedError",
        ErrorKind::Refused => "RefusedError",
        ErrorKind::InvalidTokenResponse => "InvalidTokenResponseError",
        ErrorKind::CallbackNotConfirmed => "CallbackNotConfirmedError",
        ErrorKind::AccessDenied => "AccessDeniedError",
        ErrorKind::InvalidCallback => "InvalidCallbackError",
        ErrorKind::InvalidPendingAuthorization => "InvalidPendingAuthorizationError",
        _ => "OAuth1Error",
    }
}
