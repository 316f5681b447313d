//! Bodies that are read when they are sent: files and streams of any size.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::{Error, ErrorKind};

/// The bytes of a body, as they are read.
pub type BodyReader = Box<dyn Read + Send>;

type Open = dyn Fn() -> io::Result<BodyReader> + Send + Sync;

/// The body of a request, read piece by piece when it is sent, and never whole in memory.
///
/// One that can be read anew is repeatable: it can be sent again after a redirect, for a clock that
/// was off, and when it is retried. A clone reads the same bytes.
///
/// ```no_run
/// use oauth1::{Body, Request};
///
/// let mut request = Request::post("https://api.example.com/media")?;
/// request.stream_body("video/mp4", Body::file("holiday.mp4")?)?;
/// # Ok::<(), oauth1::Error>(())
/// ```
#[derive(Clone)]
pub struct Body {
    open: Arc<Open>,
    length: Option<u64>,
    repeatable: bool,
}

impl Body {
    /// The content of a file, opened each time that it is sent. Its length is taken now.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidBody`] where it cannot be read or is no file.
    pub fn file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path: PathBuf = path.as_ref().to_owned();
        let unreadable = |why: &dyn fmt::Display| {
            invalid(format!("the file {} cannot be sent: {why}", path.display()))
        };
        // looked at before it is opened: a pipe would wait for whoever writes into it
        let metadata = fs::metadata(&path).map_err(|error| unreadable(&error))?;
        if metadata.is_dir() {
            return Err(unreadable(&"it is a directory"));
        }
        if !metadata.is_file() {
            return Err(unreadable(&"it is no regular file: give a reader of it"));
        }
        File::open(&path).map_err(|error| unreadable(&error))?;
        let open = move || -> io::Result<BodyReader> { Ok(Box::new(File::open(&path)?)) };
        Ok(Self::from_open(open, Some(metadata.len())))
    }

    /// These bytes.
    #[must_use]
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes: Arc<[u8]> = bytes.into().into();
        let length = bytes.len() as u64;
        Self::from_open(
            move || Ok(Box::new(Cursor::new(Arc::clone(&bytes)))),
            Some(length),
        )
    }

    /// What a reader gives, once: a request with such a body can be sent one time. `length` is the
    /// number of bytes, where it is known; otherwise they are sent chunked.
    #[must_use]
    pub fn reader(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        let reader: Mutex<Option<BodyReader>> = Mutex::new(Some(Box::new(reader)));
        let open = move || {
            let mut place = reader.lock().unwrap_or_else(PoisonError::into_inner);
            may_panic!("body");
            place
                .take()
                .ok_or_else(|| io::Error::other("it was read before, and cannot be read anew"))
        };
        Self {
            repeatable: false,
            ..Self::from_open(open, length)
        }
    }

    /// What `open` opens, each time that the body is sent. `length` is the number of bytes, where
    /// it is known; otherwise they are sent chunked.
    #[must_use]
    pub fn from_open(
        open: impl Fn() -> io::Result<BodyReader> + Send + Sync + 'static,
        length: Option<u64>,
    ) -> Self {
        Self {
            open: Arc::new(open),
            length,
            repeatable: true,
        }
    }

    /// How many bytes there are, where that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Whether it can be read more than once.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.repeatable
    }

    /// Opens it for reading, from its beginning.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidBody`] where that fails, or where it was read before and cannot be read
    /// anew.
    pub fn open(&self) -> Result<BodyReader, Error> {
        let reader =
            (self.open)().map_err(|error| invalid(format!("the body cannot be read: {error}")))?;
        Ok(match self.length {
            Some(length) => Box::new(Exactly {
                reader,
                left: length,
            }),
            None => reader,
        })
    }

    /// These bodies, one after the other.
    pub(crate) fn concatenated(bodies: Vec<Self>) -> Self {
        let length = bodies.iter().map(|body| body.length).sum();
        let repeatable = bodies.iter().all(|body| body.repeatable);
        let open = move || -> io::Result<BodyReader> {
            let mut all: BodyReader = Box::new(io::empty());
            for body in &bodies {
                let next = body.open().map_err(io::Error::other)?;
                all = Box::new(all.chain(next));
            }
            Ok(all)
        };
        Self {
            open: Arc::new(open),
            length,
            repeatable,
        }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

/// Shows what is known of it, and no byte.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("length", &self.length)
            .field("repeatable", &self.repeatable)
            .finish_non_exhaustive()
    }
}

/// Reads as many bytes as were announced, no more, and fails where there are fewer: a file can
/// change between the two.
struct Exactly {
    reader: BodyReader,
    left: u64,
}

impl Read for Exactly {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let read = self.reader.read(&mut buffer[..most])?;
        if read == 0 {
            let message = format!("it ended {} bytes before its length", self.left);
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
        }
        self.left -= read as u64;
        Ok(read)
    }
}

pub(crate) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidBody, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &Body) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let mut reader = body.open().map_err(|error| error.to_string())?;
        match reader.read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn bytes_can_be_read_again_and_a_reader_cannot() {
        let bytes = Body::bytes(*b"hello");
        assert_eq!(read(&bytes).unwrap(), b"hello");
        assert_eq!(read(&bytes).unwrap(), b"hello");
        let once = Body::reader(&b"hello"[..], Some(5));
        assert_eq!(read(&once).unwrap(), b"hello");
        assert!(read(&once).unwrap_err().contains("cannot be read anew"));
    }

    #[test]
    fn a_reader_gives_no_more_and_no_fewer_bytes_than_were_announced() {
        assert_eq!(
            read(&Body::reader(&b"hello"[..], Some(4))).unwrap(),
            b"hell"
        );
        let short = read(&Body::reader(&b"hello"[..], Some(7)));
        assert_eq!(short.unwrap_err(), "it ended 2 bytes before its length");
    }

    #[test]
    fn a_directory_and_a_missing_file_are_named() {
        let error = Body::file("src").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidBody);
        assert_eq!(
            error.message(),
            "the file src cannot be sent: it is a directory"
        );
        let error = Body::file("no/such/file").unwrap_err();
        assert!(error.message().contains("no/such/file"), "{error}");
    }
}
