//! The headers of responses.

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyIterator, PyMapping, PyString, PyTuple};

/// The headers of a response: a mapping of str to str, in which a name is found whatever its case.
/// Where a header came more than once, the mapping has the first, `get_all` all of that name, and
/// `pairs` all there are.
#[pyclass(frozen, mapping, eq, module = "oauth1")]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    pub fn new(py: Python<'_>, headers: &[(String, String)]) -> PyResult<Self> {
        // not when the module is imported: that would import collections.abc
        static REGISTERED: PyOnceLock<()> = PyOnceLock::new();
        REGISTERED.get_or_try_init(py, || PyMapping::register::<Self>(py))?;
        Ok(Self(headers.to_vec()))
    }

    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }

    fn named(&self, name: &str) -> Vec<&str> {
        let headers = self.0.iter();
        let named = headers.filter(|(own, _)| own.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str()).collect()
    }

    fn first(&self, name: &str) -> Option<&str> {
        self.named(name).first().copied()
    }

    /// Each name once, as it came first.
    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in &self.0 {
            if !names.iter().any(|own| own.eq_ignore_ascii_case(name)) {
                names.push(name);
            }
        }
        names
    }
}

impl PartialEq for Headers {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len()
            && self
                .0
                .iter()
                .zip(&other.0)
                .all(|(own, others)| own.0.eq_ignore_ascii_case(&others.0) && own.1 == others.1)
    }
}

#[pymethods]
impl Headers {
    fn __getitem__(&self, key: &str) -> PyResult<&str> {
        let value = self.first(key);
        value.ok_or_else(|| PyKeyError::new_err(key.to_owned()))
    }

    fn __contains__(&self, key: &Bound<'_, PyAny>) -> PyResult<bool> {
        match key.cast::<PyString>() {
            Ok(name) => Ok(self.first(name.to_str()?).is_some()),
            Err(_) => Ok(false),
        }
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        PyTuple::new(py, self.names())?.try_iter()
    }

    fn __len__(&self) -> usize {
        self.names().len()
    }

    /// Return the first header of this name, or the default.
    #[pyo3(signature = (key, default = None, /))]
    fn get<'py>(
        &self,
        py: Python<'py>,
        key: &str,
        default: Option<Bound<'py, PyAny>>,
    ) -> Option<Bound<'py, PyAny>> {
        match self.first(key) {
            Some(value) => Some(PyString::new(py, value).into_any()),
            None => default,
        }
    }

    /// Return the headers of this name, in the order in which they came.
    fn get_all<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.named(name))
    }

    /// All headers as pairs, in the order in which they came, duplicates kept.
    #[getter]
    fn pairs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0)
    }

    /// Return the names, each once.
    fn keys<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        view(slf, "KeysView")
    }

    /// Return the first header of each name.
    fn values<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        view(slf, "ValuesView")
    }

    /// Return each name with its first header.
    fn items<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        view(slf, "ItemsView")
    }

    /// A value may be a secret.
    fn __repr__(&self) -> String {
        format!("<oauth1.Headers {}>", self.names().join(", "))
    }
}

fn view<'py>(headers: &Bound<'py, Headers>, kind: &str) -> PyResult<Bound<'py, PyAny>> {
    let views = headers.py().import("collections.abc")?;
    views.getattr(kind)?.call1((headers,))
}
