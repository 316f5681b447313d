//! Responses whose bodies are read piece by piece.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use crate::error::{Error, ErrorKind};
use crate::response::Response;

/// How much is read at once.
const PIECE: usize = 64 << 10;

/// The longest body that is read for nothing, in bytes.
const DRAINED: u64 = 16 << 10;

/// A response whose body is yet to be read: status and headers at once, the body in pieces, of any
/// size. It keeps its connection until the body is read to its end or the stream is dropped, and
/// the time limit of the request holds for the body too.
///
/// Through [`Read`] a failure comes as an [`io::Error`] that holds the [`Error`].
pub struct ResponseStream {
    /// With an empty body.
    head: Response,
    body: Box<dyn Read + Send>,
    /// How many more bytes are taken, where there is a limit.
    left: Option<u64>,
    limit: u64,
}

impl ResponseStream {
    /// A response, for a [`Transport`](crate::Transport) of one's own. What the body fails with
    /// should hold an [`Error`]; anything else is taken for a broken connection.
    #[must_use]
    pub fn new(
        status: u16,
        headers: Vec<(String, String)>,
        body: impl Read + Send + 'static,
    ) -> Self {
        Self {
            head: Response::new(status, headers, Vec::new()),
            body: Box::new(body),
            left: None,
            limit: 0,
        }
    }

    /// Ends the body with an error where it is larger than this.
    pub(crate) fn limited(mut self, bytes: Option<u64>) -> Self {
        self.left = bytes;
        self.limit = bytes.unwrap_or(0);
        self
    }

    /// The response with the beginning of its body, which is yet to be read all the same. Where it
    /// breaks off, so it does then.
    pub(crate) fn peek(&mut self, most: usize) -> Response {
        let left = self.left;
        let mut beginning = vec![0; most];
        let mut filled = 0;
        while filled < most {
            match self.read_piece(&mut beginning[filled..]) {
                Ok(0) | Err(_) => break,
                Ok(read) => filled += read,
            }
        }
        beginning.truncate(filled);
        self.left = left;
        let rest = std::mem::replace(&mut self.body, Box::new(io::empty()));
        self.body = Box::new(io::Cursor::new(beginning.clone()).chain(rest));
        self.head.clone().with_body(beginning)
    }

    /// Reads a short body to its end, so that the connection can be used again.
    pub(crate) fn drain(&mut self) {
        let mut buffer = [0; 4 << 10];
        if self
            .content_length()
            .is_some_and(|length| length <= DRAINED)
        {
            while matches!(self.read_piece(&mut buffer), Ok(1..)) {}
        }
    }

    /// Status and headers, as a response with an empty body.
    #[must_use]
    pub fn head(&self) -> &Response {
        &self.head
    }

    pub(crate) fn head_mut(&mut self) -> &mut Response {
        &mut self.head
    }

    /// The status (RFC 9110 §15).
    #[must_use]
    pub fn status(&self) -> u16 {
        self.head.status()
    }

    /// The first header of this name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.header(name)
    }

    /// How many bytes the body has, where the response says so. It does not where the body came
    /// compressed.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.head.header("Content-Length")?.trim().parse().ok()
    }

    /// Reads the next piece of the body into `buffer`, and gives its length; 0 at the end.
    ///
    /// # Errors
    ///
    /// As for [`Session::send`](crate::Session::send), for what can go wrong on the way.
    pub fn read_piece(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        if buffer.is_empty() {
            return Ok(0);
        }
        may_panic!("stream");
        let result = self.read_limited(buffer);
        if let Err(error) = &result {
            // whoever reads on is told the same, not that this was the end
            self.left = None;
            self.body = Box::new(Broken {
                kind: error.kind(),
                message: error.message().to_owned(),
            });
        }
        result
    }

    fn read_limited(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        let read = loop {
            match self.body.read(buffer) {
                Ok(read) => break read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(read_error(error)),
            }
        };
        if let Some(left) = &mut self.left {
            *left = left
                .checked_sub(read as u64)
                .ok_or_else(|| too_large(self.limit))?;
        }
        Ok(read)
    }

    /// Reads the body to its end and hands each piece to `writer`; gives the number of bytes.
    ///
    /// # Errors
    ///
    /// As for [`read_piece`](ResponseStream::read_piece); [`ErrorKind::NotSaved`] where `writer`
    /// fails.
    pub fn copy_to(&mut self, writer: &mut impl Write) -> Result<u64, Error> {
        let not_saved = |error: io::Error| {
            let message = format!("the response could not be written: {error}");
            Error::new(ErrorKind::NotSaved, message)
        };
        let mut buffer = vec![0; PIECE];
        let mut total = 0;
        loop {
            match self.read_piece(&mut buffer)? {
                0 => break,
                read => {
                    writer.write_all(&buffer[..read]).map_err(not_saved)?;
                    total += read as u64;
                }
            }
        }
        writer.flush().map_err(not_saved)?;
        Ok(total)
    }

    /// Reads the body to its end into a file, which is made or replaced; gives the number of bytes.
    /// Where it fails, what was written stays.
    ///
    /// # Errors
    ///
    /// As for [`copy_to`](ResponseStream::copy_to).
    pub fn save(&mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let path = path.as_ref();
        let mut file = File::create(path).map_err(|error| {
            let message = format!(
                "the response could not be saved to {}: {error}",
                path.display()
            );
            Error::new(ErrorKind::NotSaved, message)
        })?;
        self.copy_to(&mut file)
    }

    /// Reads the body to its end, and gives the whole response.
    ///
    /// # Errors
    ///
    /// As for [`read_piece`](ResponseStream::read_piece).
    pub fn into_response(mut self) -> Result<Response, Error> {
        // the length is a hint from outside: a large one gets no memory before its bytes are here
        let hint = self.content_length().unwrap_or(0).min(PIECE as u64);
        let mut body = Vec::with_capacity(hint as usize + 1);
        loop {
            let filled = body.len();
            if body.capacity() == filled {
                body.reserve(filled.max(4 << 10));
            }
            body.resize(body.capacity(), 0);
            let read = self.read_piece(&mut body[filled..])?;
            body.truncate(filled + read);
            if read == 0 {
                return Ok(self.head.with_body(body));
            }
        }
    }
}

/// What a body fails with that is larger than the limit, in bytes.
pub(crate) fn too_large(limit: u64) -> Error {
    let message = format!("the response is larger than the limit of {limit} bytes");
    Error::new(ErrorKind::ResponseTooLarge, message)
}

/// A whole response, to be read piece by piece.
impl From<Response> for ResponseStream {
    fn from(mut response: Response) -> Self {
        let body = response.take_body();
        Self {
            head: response,
            body: Box::new(io::Cursor::new(body)),
            left: None,
            limit: 0,
        }
    }
}

impl Read for ResponseStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.read_piece(buffer).map_err(io::Error::other)
    }
}

/// Shows the status.
impl fmt::Debug for ResponseStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseStream")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

/// A body that failed.
struct Broken {
    kind: ErrorKind,
    message: String,
}

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other(Error::new(
            self.kind,
            self.message.clone(),
        )))
    }
}

/// The error that a body's reader failed with, if it is one of this library's.
fn read_error(error: io::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(own) => own,
        Err(error) => Error::new(
            ErrorKind::ConnectionFailed,
            format!("the response broke off: {error}"),
        ),
    }
}
