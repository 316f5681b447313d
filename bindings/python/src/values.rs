//! Names and values as Python has them: text, bytes and numbers, in mappings and in pairs.

use std::borrow::Cow;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyInt, PyList, PyMapping, PyMemoryView, PyString, PyTuple,
};

use crate::headers::Headers;

/// The bytes of a name or a value: text in UTF-8, bytes as they are, an integer in digits.
pub fn bytes_of<'a>(value: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, [u8]>> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Cow::Borrowed(text.to_str()?.as_bytes()));
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(Cow::Borrowed(bytes.as_bytes()));
    }
    if value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>() {
        return Ok(Cow::Owned(value.str()?.to_str()?.as_bytes().to_vec()));
    }
    Err(unexpected(
        "a name or value must be str, bytes or int",
        value,
    ))
}

/// The bytes of a body: as [`bytes_of`], and from whatever else holds bytes.
pub fn body_of<'a>(body: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, [u8]>> {
    if body.is_instance_of::<PyByteArray>() || body.is_instance_of::<PyMemoryView>() {
        let bytes = body.py().get_type::<PyBytes>().call1((body,))?;
        return Ok(Cow::Owned(bytes.cast::<PyBytes>()?.as_bytes().to_vec()));
    }
    bytes_of(body)
}

/// Calls `take` with the name and the value of every parameter in `params`: a mapping, or an
/// iterable of pairs. A value that is a list or a tuple is one parameter for each of its items.
pub fn each_pair(
    params: &Bound<'_, PyAny>,
    mut take: impl FnMut(&[u8], &[u8]) -> PyResult<()>,
) -> PyResult<()> {
    for pair in pairs(params)? {
        let (name, value) = pair?;
        let name = bytes_of(&name)?;
        if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
            for item in value.try_iter()? {
                take(&name, &bytes_of(&item?)?)?;
            }
        } else {
            take(&name, &bytes_of(&value)?)?;
        }
    }
    Ok(())
}

/// Calls `take` with every pair of text in `pairs_of_text`, a mapping or an iterable of pairs.
pub fn each_text_pair(
    pairs_of_text: &Bound<'_, PyAny>,
    mut take: impl FnMut(&str, &str) -> PyResult<()>,
) -> PyResult<()> {
    for pair in pairs(pairs_of_text)? {
        let (name, value) = pair?;
        take(text_of(&name)?, text_of(&value)?)?;
    }
    Ok(())
}

/// The pairs of text in `pairs_of_text`, a mapping or an iterable of pairs.
pub fn text_pairs(pairs_of_text: &Bound<'_, PyAny>) -> PyResult<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    each_text_pair(pairs_of_text, |name, value| {
        pairs.push((name.to_owned(), value.to_owned()));
        Ok(())
    })?;
    Ok(pairs)
}

pub fn text_of<'a>(value: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    match value.cast::<PyString>() {
        Ok(text) => text.to_str(),
        Err(_) => Err(unexpected("a name or value must be str", value)),
    }
}

type Pair<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

/// The pairs of a mapping, or of an iterable of pairs.
pub fn pairs<'py>(
    params: &Bound<'py, PyAny>,
) -> PyResult<impl Iterator<Item = PyResult<Pair<'py>>> + use<'py>> {
    let unfit = || unexpected("parameters must be a mapping or pairs", params);
    if params.is_instance_of::<PyString>() || params.is_instance_of::<PyBytes>() {
        return Err(unfit());
    }
    let items = if let Ok(headers) = params.cast::<Headers>() {
        // the mapping has each name once
        PyTuple::new(params.py(), headers.get().all())?.try_iter()?
    } else {
        match params.cast::<PyMapping>() {
            Ok(mapping) => mapping.items()?.try_iter()?,
            Err(_) if params.hasattr("__iter__")? => params.try_iter()?,
            Err(_) => return Err(unfit()),
        }
    };
    Ok(items.map(|item| pair(&item?)))
}

fn pair<'py>(item: &Bound<'py, PyAny>) -> PyResult<Pair<'py>> {
    if let Ok(tuple) = item.cast::<PyTuple>()
        && tuple.len() == 2
    {
        Ok((tuple.get_item(0)?, tuple.get_item(1)?))
    } else if let Ok(list) = item.cast::<PyList>()
        && list.len() == 2
    {
        Ok((list.get_item(0)?, list.get_item(1)?))
    } else {
        Err(unexpected(
            "a parameter must be a pair of name and value",
            item,
        ))
    }
}

/// Says what was expected, and of what type the value is: never the value, which may be a secret.
pub fn unexpected(expected: &str, value: &Bound<'_, PyAny>) -> PyErr {
    match value.get_type().name() {
        Ok(given) => PyTypeError::new_err(format!("{expected}, not {given}")),
        Err(error) => error,
    }
}
