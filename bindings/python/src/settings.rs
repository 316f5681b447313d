//! Settings as Python writes them: by the names of the wire, and in seconds.

use std::time::Duration;

use oauth1::{BodyHash, HashAlgorithm, Transmission};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyString};

use crate::error::invalid_setting;

/// `"header"`, `"query"` or `"form"`.
#[derive(Clone, Copy)]
pub struct PyTransmission(pub Transmission);

impl FromPyObject<'_, '_> for PyTransmission {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let given: String = value.extract()?;
        let known = TRANSMISSIONS.iter().find(|(name, _)| *name == given);
        known
            .map(|(_, transmission)| Self(*transmission))
            .ok_or_else(|| {
                let message = format!(
                    "the transmission {given:?} is none: expected 'header', 'query' or 'form'"
                );
                invalid_setting(value.py(), &message)
            })
    }
}

const TRANSMISSIONS: [(&str, Transmission); 3] = [
    ("header", Transmission::Header),
    ("query", Transmission::Query),
    ("form", Transmission::Form),
];

/// The name by which Python has a transmission.
pub fn transmission_name(transmission: Transmission) -> &'static str {
    let known = TRANSMISSIONS.iter().find(|(_, own)| *own == transmission);
    known.map_or("other", |(name, _)| name)
}

/// Whether to send a body hash, and by which hash: a bool, or a hash's name.
#[derive(Clone, Copy)]
pub struct PyBodyHash(pub BodyHash);

impl FromPyObject<'_, '_> for PyBodyHash {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(send) = value.cast::<PyBool>() {
            let send = send.is_true();
            return Ok(Self(if send {
                BodyHash::Always
            } else {
                BodyHash::Never
            }));
        }
        value
            .extract()
            .map(|PyHash(algorithm)| Self(BodyHash::AlwaysWith(algorithm)))
    }
}

/// `"sha1"`, `"sha256"` or `"sha512"`.
#[derive(Clone, Copy)]
pub struct PyHash(pub HashAlgorithm);

impl FromPyObject<'_, '_> for PyHash {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        match &*value.extract::<String>()? {
            "sha1" => Ok(Self(HashAlgorithm::Sha1)),
            "sha256" => Ok(Self(HashAlgorithm::Sha256)),
            "sha512" => Ok(Self(HashAlgorithm::Sha512)),
            other => {
                let message =
                    format!("the hash {other:?} is none: expected 'sha1', 'sha256' or 'sha512'");
                Err(invalid_setting(value.py(), &message))
            }
        }
    }
}

/// How Python has [`BodyHash`].
pub fn body_hash_value(py: Python<'_>, body_hash: BodyHash) -> Bound<'_, PyAny> {
    let name = match body_hash {
        BodyHash::Never => return PyBool::new(py, false).to_owned().into_any(),
        BodyHash::AlwaysWith(HashAlgorithm::Sha1) => "sha1",
        BodyHash::AlwaysWith(HashAlgorithm::Sha256) => "sha256",
        BodyHash::AlwaysWith(HashAlgorithm::Sha512) => "sha512",
        _ => return PyBool::new(py, true).to_owned().into_any(),
    };
    PyString::new(py, name).into_any()
}

/// A time in seconds.
pub fn duration(py: Python<'_>, name: &str, seconds: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(seconds).map_err(|_| {
        let message = format!("{name} must be a number of seconds, 0 or more");
        invalid_setting(py, &message)
    })
}

/// A time limit in seconds.
pub fn time_limit(py: Python<'_>, name: &str, seconds: f64) -> PyResult<Duration> {
    match Duration::try_from_secs_f64(seconds) {
        Ok(limit) if !limit.is_zero() => Ok(limit),
        _ => Err(invalid_setting(
            py,
            &format!("{name} must be a number of seconds above 0"),
        )),
    }
}
