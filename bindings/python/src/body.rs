//! Bodies of requests as Python has them: bytes, files, and what gives bytes piece by piece.

use std::borrow::Cow;
use std::io::{self, Read};
use std::path::PathBuf;

use oauth1::{Body, Multipart};
use pyo3::exceptions::{PyAttributeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{
    PyByteArray, PyBytes, PyDict, PyInt, PyIterator, PyList, PyMemoryView, PyString, PyTuple,
};

use crate::call::ask;
use crate::error::OrRaise;
use crate::hook::{Shared, raise};
use crate::values::{body_of, each_pair, pairs, text_of, unexpected};

/// How much is read of a file object at once, in bytes.
const PIECE: usize = 64 << 10;

/// What the bodies of a request are read from.
#[derive(Default)]
pub struct Sources {
    /// For the garbage collector to know.
    pub shared: Vec<Shared>,
    /// Whether any is asynchronous, so that a task has to read it.
    pub are_awaited: bool,
}

/// A body that a request was given.
pub enum Given {
    Bytes(Vec<u8>),
    Stream(Body),
}

/// The body that `body` is: bytes-like, str, a path, a binary file object, or an iterable of bytes.
pub fn given(body: &Bound<'_, PyAny>, sources: &mut Sources) -> PyResult<Given> {
    if is_held(body) || body.is_instance_of::<PyString>() || body.is_instance_of::<PyInt>() {
        return Ok(Given::Bytes(body_of(body)?.into_owned()));
    }
    match stream(body, sources)? {
        Some(stream) => Ok(Given::Stream(stream)),
        None => Err(unexpected(
            "a body must be bytes, str, a path, a binary file or an iterable of bytes",
            body,
        )),
    }
}

/// Fields and files as a multipart form: `form` is as the parameters of a request, `files` a
/// mapping or pairs of a name and one or more files.
pub fn multipart(
    form: Option<&Bound<'_, PyAny>>,
    files: &Bound<'_, PyAny>,
    sources: &mut Sources,
) -> PyResult<Multipart> {
    let py = files.py();
    let mut multipart = Multipart::new();
    if let Some(form) = form {
        each_pair(form, |name, value| {
            let Ok(name) = std::str::from_utf8(name) else {
                return Err(PyTypeError::new_err(
                    "the name of a multipart field must be UTF-8",
                ));
            };
            multipart.text(name, value).or_raise(py).map(drop)
        })?;
    }
    for pair in pairs(files)? {
        let (name, value) = pair?;
        let name = text_of(&name)?;
        if let Ok(list) = value.cast::<PyList>() {
            for file in list {
                add_file(&mut multipart, name, &file, sources)?;
            }
        } else {
            add_file(&mut multipart, name, &value, sources)?;
        }
    }
    Ok(multipart)
}

/// Adds `file`: content, or a tuple of file name, content and, optionally, content type.
fn add_file(
    multipart: &mut Multipart,
    name: &str,
    file: &Bound<'_, PyAny>,
    sources: &mut Sources,
) -> PyResult<()> {
    let tuple = file.cast::<PyTuple>().ok();
    let (own_name, content, content_type) = match tuple.map(|tuple| (tuple, tuple.len())) {
        None => (None, file.clone(), None),
        Some((tuple, 2)) => (Some(tuple.get_item(0)?), tuple.get_item(1)?, None),
        Some((tuple, 3)) => (
            Some(tuple.get_item(0)?),
            tuple.get_item(1)?,
            Some(tuple.get_item(2)?),
        ),
        Some(_) => {
            return Err(PyTypeError::new_err(
                "a file must be its content, or a tuple of file name, content and content type",
            ));
        }
    };
    let body = if is_held(&content) {
        Some(Body::bytes(body_of(&content)?))
    } else if content.is_instance_of::<PyString>() {
        None
    } else {
        stream(&content, sources)?
    };
    let Some(body) = body else {
        return Err(unexpected(
            "a file must be bytes, a pathlib.Path, a binary file or an iterable of bytes",
            &content,
        ));
    };
    let file_name = match &own_name {
        Some(own_name) => text_of(own_name)?.to_owned(),
        None => name_of(&content).unwrap_or_else(|| name.to_owned()),
    };
    let content_type = content_type.as_ref().map(text_of).transpose()?;
    let content_type = content_type.unwrap_or("application/octet-stream");
    multipart
        .part(name, &file_name, content_type, body)
        .or_raise(file.py())
        .map(drop)
}

/// The name that a file has in its folder: that of a path, or that a file object tells.
fn name_of(content: &Bound<'_, PyAny>) -> Option<String> {
    let path = if is_path(content) {
        content.clone()
    } else {
        // a number for what was opened by its descriptor, or nothing
        let name = content.getattr("name").ok()?;
        (name.is_instance_of::<PyString>() || is_path(&name)).then_some(name)?
    };
    let path: PathBuf = path.extract().ok()?;
    Some(path.file_name()?.to_string_lossy().into_owned())
}

fn is_path(object: &Bound<'_, PyAny>) -> bool {
    object.hasattr("__fspath__").unwrap_or(false)
}

/// Whether its bytes are in memory.
fn is_held(object: &Bound<'_, PyAny>) -> bool {
    object.is_instance_of::<PyBytes>()
        || object.is_instance_of::<PyByteArray>()
        || object.is_instance_of::<PyMemoryView>()
}

/// The body that is read from `source` when it is sent: a path, a file object or an iterable.
fn stream(source: &Bound<'_, PyAny>, sources: &mut Sources) -> PyResult<Option<Body>> {
    if is_path(source) {
        let path: PathBuf = source.extract()?;
        return Body::file(path).or_raise(source.py()).map(Some);
    }
    let shared = Shared::new(source);
    let body = if is_awaited(source)? {
        sources.are_awaited = true;
        of_awaited(source, shared.clone())?
    } else if source.hasattr("read")? {
        of_file(source, shared.clone())?
    } else if source.hasattr("__next__")? {
        Body::reader(Pieces::of(shared.clone(), Origin::Iterator), None)
    } else if source.hasattr("__iter__")? && !source.is_instance_of::<PyDict>() {
        of_iterable(shared.clone())
    } else {
        return Ok(None);
    };
    sources.shared.push(shared);
    Ok(Some(body))
}

/// Whether it is asynchronous: iterated over with `async for`, or a file whose `read` is awaited.
fn is_awaited(source: &Bound<'_, PyAny>) -> PyResult<bool> {
    // inspect.CO_COROUTINE
    const COROUTINE: u32 = 0x80;
    if source.hasattr("__aiter__")? {
        return Ok(true);
    }
    let flags = source
        .getattr("read")
        .and_then(|read| read.getattr("__code__"))
        .and_then(|code| code.getattr("co_flags")?.extract::<u32>());
    Ok(flags.is_ok_and(|flags| flags & COROUTINE != 0))
}

/// What an asynchronous iterable or file gives to the task that sends it. A file or an iterator is
/// read once.
fn of_awaited(source: &Bound<'_, PyAny>, shared: Shared) -> PyResult<Body> {
    let once = source.hasattr("read")? || source.hasattr("__anext__")?;
    let open = move || {
        let reader = Python::attach(|py| {
            let reader = py.import("oauth1.aio")?.getattr("BodyReader")?;
            reader
                .call1((shared.get(py)?,))
                .map(|reader| Shared::new(&reader))
        });
        let reader = reader.unwrap_or_else(|error| raise(error));
        Pieces::of(reader, Origin::Awaited)
    };
    Ok(if once {
        Body::reader(open(), None)
    } else {
        Body::from_open(move || Ok(Box::new(open())), None)
    })
}

/// The rest of a file, from where it is now. One that can be wound back can be read again.
fn of_file(file: &Bound<'_, PyAny>, shared: Shared) -> PyResult<Body> {
    let text = file.py().import("io")?.getattr("TextIOBase")?;
    if file.is_instance(&text)? {
        return Err(PyTypeError::new_err(
            "a file that is sent must be opened in binary mode, 'rb'",
        ));
    }
    let Some((start, length)) = place(file)? else {
        return Ok(Body::reader(Pieces::of(shared, Origin::File), None));
    };
    let open = move || -> io::Result<oauth1::BodyReader> {
        Python::attach(|py| shared.get(py)?.call_method1("seek", (start,)).map(drop))
            .unwrap_or_else(|error| raise(error));
        Ok(Box::new(Pieces::of(shared.clone(), Origin::File)))
    };
    Ok(Body::from_open(open, Some(length)))
}

/// Where a file is, and how many bytes are left of it; `None` where it cannot be wound back.
fn place(file: &Bound<'_, PyAny>) -> PyResult<Option<(u64, u64)>> {
    let can_seek = match file.call_method0("seekable") {
        Ok(can_seek) => can_seek.is_truthy()?,
        Err(error) if error.is_instance_of::<PyAttributeError>(file.py()) => false,
        Err(error) => return Err(error),
    };
    if !can_seek {
        return Ok(None);
    }
    let tell = || file.call_method0("tell")?.extract::<u64>();
    let start = tell()?;
    file.call_method1("seek", (0, 2))?;
    let end = tell()?;
    file.call_method1("seek", (start,))?;
    Ok(Some((start, end.saturating_sub(start))))
}

/// What an iterable gives, each time that it is iterated over.
fn of_iterable(shared: Shared) -> Body {
    let open = move || -> io::Result<oauth1::BodyReader> {
        let iterator = Python::attach(|py| {
            let iterator = shared.get(py)?.try_iter()?;
            Ok(Shared::new(&iterator))
        });
        let iterator = iterator.unwrap_or_else(|error| raise(error));
        Ok(Box::new(Pieces::of(iterator, Origin::Iterator)))
    };
    Body::from_open(open, None)
}

enum Origin {
    File,
    Iterator,
    /// The task reads it.
    Awaited,
}

/// Reads bytes that Python gives piece by piece. What Python raises unwinds to
/// [`with_hooks`](crate::hook::with_hooks).
struct Pieces {
    shared: Shared,
    origin: Origin,
    piece: Vec<u8>,
    /// How much of the piece was read.
    read: usize,
}

impl Pieces {
    fn of(shared: Shared, origin: Origin) -> Self {
        Self {
            shared,
            origin,
            piece: Vec::new(),
            read: 0,
        }
    }

    /// The next piece; `None` at the end.
    fn next(&self) -> Option<Vec<u8>> {
        let next = match self.origin {
            Origin::File => Python::attach(|py| self.of_file(py)),
            Origin::Iterator => Python::attach(|py| self.of_iterator(py)),
            Origin::Awaited => return ask(&self.shared),
        };
        next.unwrap_or_else(|error| raise(error))
    }

    fn of_file(&self, py: Python<'_>) -> PyResult<Option<Vec<u8>>> {
        let piece = self.shared.get(py)?.call_method1("read", (PIECE,))?;
        let piece = piece_of(&piece)?;
        Ok((!piece.is_empty()).then_some(piece))
    }

    fn of_iterator(&self, py: Python<'_>) -> PyResult<Option<Vec<u8>>> {
        let mut iterator = self.shared.get(py)?.cast_into::<PyIterator>()?;
        iterator.next().map(|piece| piece_of(&piece?)).transpose()
    }
}

/// The bytes of a piece of a body.
pub fn piece_of(piece: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if !is_held(piece) {
        return Err(unexpected("a body must give bytes", piece));
    }
    body_of(piece).map(Cow::into_owned)
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.piece.len() {
            let Some(next) = self.next() else {
                return Ok(0);
            };
            (self.piece, self.read) = (next, 0);
        }
        let left = &self.piece[self.read..];
        let amount = left.len().min(buffer.len());
        buffer[..amount].copy_from_slice(&left[..amount]);
        self.read += amount;
        Ok(amount)
    }
}
