//! Responses whose bodies are read piece by piece.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use oauth1::Error;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::error::OrRaise;
use crate::headers::Headers;
use crate::network::network;

/// How much is read at once, in bytes.
const PIECE: usize = 64 << 10;

/// A response whose body is yet to be read: status and headers at once, the body in pieces, of any
/// size. `Session.stream` makes one. It keeps its connection until the body is read to its end or
/// it is closed, as at the end of a with statement; the time limit of the request holds for the
/// body too. While it waits for the network other threads run, and Ctrl-C ends it.
#[pyclass(frozen, module = "oauth1")]
pub struct ResponseStream {
    head: oauth1::Response,
    content_length: Option<u64>,
    place: Mutex<Place>,
}

/// Where the stream is.
enum Place {
    Here(oauth1::ResponseStream),
    /// With a thread that reads.
    Away,
    Closed,
}

impl ResponseStream {
    pub fn new(stream: oauth1::ResponseStream) -> Self {
        Self {
            head: stream.head().clone(),
            content_length: stream.content_length(),
            place: Mutex::new(Place::Here(stream)),
        }
    }

    fn place(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the stream out of its place, which is left as it says.
    fn take(&self, left: Place) -> PyResult<oauth1::ResponseStream> {
        let mut place = self.place();
        match &*place {
            Place::Here(_) => match std::mem::replace(&mut *place, left) {
                Place::Here(stream) => Ok(stream),
                _ => unreachable!("it was here, and the lock is held"),
            },
            Place::Away => Err(PyRuntimeError::new_err(
                "another thread reads from this response",
            )),
            Place::Closed => Err(PyValueError::new_err("the response is closed")),
        }
    }

    /// Runs `read`, which waits for the network. No lock is held meanwhile: the stream is away.
    fn read_with<T: Send>(
        &self,
        py: Python<'_>,
        read: impl FnOnce(&mut oauth1::ResponseStream) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let mut stream = self.take(Place::Away)?;
        let outcome = network(py, || (read(&mut stream), stream));
        let mut place = self.place();
        match outcome {
            Ok((result, stream)) => {
                // unless it was closed meanwhile
                if matches!(*place, Place::Away) {
                    *place = Place::Here(stream);
                }
                drop(place);
                result.or_raise(py)
            }
            Err(raised) => {
                *place = Place::Closed;
                Err(raised)
            }
        }
    }

    /// Up to so many bytes: fewer at the end only.
    fn read_up_to(&self, py: Python<'_>, size: usize) -> PyResult<Vec<u8>> {
        self.read_with(py, |stream| {
            let mut bytes = Vec::new();
            loop {
                let read = bytes.len();
                let wanted = (size - read).min(PIECE);
                bytes.resize(read + wanted, 0);
                let more = stream.read_piece(&mut bytes[read..])?;
                bytes.truncate(read + more);
                if more == 0 {
                    return Ok(bytes);
                }
            }
        })
    }
}

#[pymethods]
impl ResponseStream {
    /// The status (RFC 9110 §15).
    #[getter]
    fn status(&self) -> u16 {
        self.head.status()
    }

    /// Whether the status is one of success, 200 to 299.
    #[getter]
    fn is_success(&self) -> bool {
        self.head.is_success()
    }

    /// The headers: a mapping in which names are found whatever their case.
    #[getter]
    fn headers(&self, py: Python<'_>) -> PyResult<Headers> {
        Headers::new(py, self.head.headers())
    }

    /// Return the first header of this name, whatever its case, or None.
    fn header(&self, name: &str) -> Option<&str> {
        self.head.header(name)
    }

    /// How many bytes the body has, where the response says so: it does not where the body came
    /// compressed.
    #[getter]
    fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// Read from the body.
    ///
    /// Args:
    ///     size: How many bytes; fewer are returned at the end of the body only. Below 0: all that
    ///         are left.
    ///
    /// Returns:
    ///     The bytes, none at the end.
    ///
    /// Raises:
    ///     ValueError: The response is closed.
    ///     OAuth1Error: As `Session.send` does, for what can go wrong on the way.
    #[pyo3(signature = (size = -1, /), text_signature = "($self, size=-1, /)")]
    fn read<'py>(&self, py: Python<'py>, size: isize) -> PyResult<Bound<'py, PyBytes>> {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let bytes = self.read_up_to(py, size)?;
        Ok(PyBytes::new(py, &bytes))
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    /// The next piece of the body, as it comes, of 64 KiB at most.
    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let mut buffer = vec![0; PIECE];
        let read = self.read_with(py, |stream| stream.read_piece(&mut buffer))?;
        Ok((read > 0).then(|| PyBytes::new(py, &buffer[..read])))
    }

    /// Read what is left of the body into a file, which is made or replaced. Where that fails, what
    /// was written stays.
    ///
    /// Args:
    ///     path: The file's path.
    ///
    /// Returns:
    ///     The number of bytes.
    ///
    /// Raises:
    ///     NotSavedError: The file cannot be written.
    ///     ValueError: The response is closed.
    ///     OAuth1Error: As `read` does.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<u64> {
        self.read_with(py, |stream| stream.save(&path))
    }

    /// Insist on success. Of a refusal the body is read, and the response closed.
    ///
    /// Raises:
    ///     RefusedError: The status is not 2xx; the error has the provider's words.
    ///     ValueError: The response is closed.
    ///     OAuth1Error: As `read` does.
    fn raise_for_status(&self, py: Python<'_>) -> PyResult<()> {
        if self.head.is_success() {
            return Ok(());
        }
        let stream = self.take(Place::Closed)?;
        let response = network(py, || stream.into_response())?.or_raise(py)?;
        response.error_for_status().or_raise(py)
    }

    /// Let go of the connection. What is left of the body is lost.
    fn close(&self) {
        let before = std::mem::replace(&mut *self.place(), Place::Closed);
        drop(before);
    }

    /// Whether it was closed.
    #[getter]
    fn closed(&self) -> bool {
        matches!(*self.place(), Place::Closed)
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (_error_type, _error, _traceback, /))]
    fn __exit__(
        &self,
        _error_type: &Bound<'_, PyAny>,
        _error: &Bound<'_, PyAny>,
        _traceback: &Bound<'_, PyAny>,
    ) {
        self.close();
    }

    fn __repr__(&self) -> String {
        format!("<oauth1.ResponseStream {}>", self.head.status())
    }
}
