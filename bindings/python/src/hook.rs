//! Python callables that the core calls, and the way back for what they raise.
//!
//! What a hook raises in Python is none of the core's business: an exception unwinds through the
//! core, and is raised again where Python called it, unchanged.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::call::PyCallArgs;
use pyo3::conversion::FromPyObjectOwned;
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyFloat;

/// A Python object, shared by the core, which uses it, and the Python object that tells the garbage
/// collector of it.
#[derive(Clone)]
pub struct Shared(Arc<Mutex<Option<Py<PyAny>>>>);

impl Shared {
    pub fn new(object: &Bound<'_, PyAny>) -> Self {
        Self(Arc::new(Mutex::new(Some(object.clone().unbind()))))
    }

    /// The object.
    pub fn get<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let object = self.with(|object| object.map(|object| object.clone_ref(py)));
        match object {
            Some(object) => Ok(object.into_bound(py)),
            None => Err(PyRuntimeError::new_err("what the core was given is gone")),
        }
    }

    /// Tells the garbage collector of the object.
    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.with(|object| visit.call(object))
    }

    /// Lets go of the object, which the garbage collector found to be unreachable.
    pub fn clear(&self) {
        let object = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(object);
    }

    fn with<R>(&self, use_object: impl FnOnce(Option<&Py<PyAny>>) -> R) -> R {
        let object = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        use_object(object.as_ref())
    }
}

/// A callable that the core calls.
#[derive(Clone)]
pub struct Hook {
    callable: Shared,
    role: &'static str,
    returns: &'static str,
}

impl Hook {
    /// A hook of `callable`, which errors call `role`, and which gives a value of the type `returns`.
    pub fn new(
        callable: &Bound<'_, PyAny>,
        role: &'static str,
        returns: &'static str,
    ) -> PyResult<Self> {
        if !callable.is_callable() {
            let given = callable.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "{role} must be callable, not {given}"
            )));
        }
        Ok(Self {
            callable: Shared::new(callable),
            role,
            returns,
        })
    }

    /// A further hook of the same callable, for another Python object to tell of.
    pub fn of_same_callable(&self, py: Python<'_>) -> PyResult<Self> {
        Ok(Self {
            callable: Shared::new(&self.callable.get(py)?),
            role: self.role,
            returns: self.returns,
        })
    }

    /// Calls it. What it raises unwinds to [`with_hooks`].
    pub fn call<T>(&self, args: impl for<'py> PyCallArgs<'py>) -> T
    where
        T: for<'py> FromPyObjectOwned<'py>,
    {
        let result = Python::attach(|py| {
            let given = self.callable.get(py)?.call1(args)?;
            given.extract().or_else(|_| {
                let (role, returns, given) = (self.role, self.returns, given.get_type().name()?);
                let message = format!("{role} must return {returns}, not {given}");
                Err(PyTypeError::new_err(message))
            })
        });
        result.unwrap_or_else(|error| raise(error))
    }

    /// Tells the garbage collector of the callable.
    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.callable.traverse(visit)
    }

    /// Lets go of the callable, which the garbage collector found to be unreachable.
    pub fn clear(&self) {
        self.callable.clear();
    }
}

/// What a clock gives: seconds since 1970-01-01 00:00:00 GMT, as int or, from `time.time`, as float.
pub struct Seconds(pub u64);

impl<'py> FromPyObject<'_, 'py> for Seconds {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if given.is_instance_of::<PyFloat>() {
            return given.call_method0("__trunc__")?.extract().map(Self);
        }
        given.extract().map(Self)
    }
}

/// Runs `core`, a call of the core's, and gives what it gives, or what a hook raised meanwhile.
pub fn with_hooks<T>(core: impl FnOnce() -> T) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(core)).map_err(|payload| match payload.downcast::<PyErr>() {
        Ok(error) => *error,
        Err(panic) => resume_unwind(panic),
    })
}

/// Leaves the core for [`with_hooks`].
pub fn raise(error: PyErr) -> ! {
    resume_unwind(Box::new(error))
}
