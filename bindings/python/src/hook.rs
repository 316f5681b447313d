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

/// A callable, shared by the core, which calls it, and the Python object that tells the garbage
/// collector of it.
#[derive(Clone)]
pub struct Hook {
    callable: Arc<Mutex<Option<Py<PyAny>>>>,
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
            callable: Arc::new(Mutex::new(Some(callable.clone().unbind()))),
            role,
            returns,
        })
    }

    /// A further hook of the same callable, for another Python object to tell of.
    pub fn of_same_callable(&self, py: Python<'_>) -> Self {
        let callable = self.with(|callable| callable.map(|callable| callable.clone_ref(py)));
        Self {
            callable: Arc::new(Mutex::new(callable)),
            role: self.role,
            returns: self.returns,
        }
    }

    /// Calls it. What it raises unwinds to [`with_hooks`].
    pub fn call<T>(&self, args: impl for<'py> PyCallArgs<'py>) -> T
    where
        T: for<'py> FromPyObjectOwned<'py>,
    {
        let result = Python::attach(|py| {
            let callable = self.with(|callable| callable.map(|callable| callable.clone_ref(py)));
            let callable = callable.ok_or_else(|| PyRuntimeError::new_err("the client is gone"))?;
            let given = callable.bind(py).call1(args)?;
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
        self.with(|callable| visit.call(callable))
    }

    /// Lets go of the callable, which the garbage collector found to be unreachable.
    pub fn clear(&self) {
        drop(
            self.callable
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
    }

    fn with<R>(&self, use_callable: impl FnOnce(Option<&Py<PyAny>>) -> R) -> R {
        use_callable(
            self.callable
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .as_ref(),
        )
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
