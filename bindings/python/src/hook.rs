//! Python callables that the core calls, and the way back for what they raise.
//!
//! The core's hooks cannot fail, and what they raise in Python is none of its business: an
//! exception unwinds through the core, and is raised again where Python called it.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::call::PyCallArgs;
use pyo3::conversion::FromPyObjectOwned;
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;

/// A callable, shared by the core, which calls it, and the Python object that tells the garbage
/// collector of it.
#[derive(Clone)]
pub struct Hook(Arc<Mutex<Option<Py<PyAny>>>>);

impl Hook {
    /// A hook of `callable`.
    pub fn new(callable: &Bound<'_, PyAny>, role: &str) -> PyResult<Self> {
        if !callable.is_callable() {
            let given = callable.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "{role} must be callable, not {given}"
            )));
        }
        Ok(Self(Arc::new(Mutex::new(Some(callable.clone().unbind())))))
    }

    /// A further hook of the same callable, for another Python object to tell of.
    pub fn of_same_callable(&self, py: Python<'_>) -> Self {
        let callable = self.with(|callable| callable.map(|callable| callable.clone_ref(py)));
        Self(Arc::new(Mutex::new(callable)))
    }

    /// Calls it. What it raises unwinds to [`with_hooks`].
    pub fn call<T>(&self, args: impl for<'py> PyCallArgs<'py>) -> T
    where
        T: for<'py> FromPyObjectOwned<'py>,
    {
        let result = Python::attach(|py| {
            let callable = self.with(|callable| callable.map(|callable| callable.clone_ref(py)));
            let callable = callable.ok_or_else(|| PyRuntimeError::new_err("the client is gone"))?;
            callable.bind(py).call1(args)?.extract().map_err(Into::into)
        });
        result.unwrap_or_else(|error| raise(error))
    }

    /// Tells the garbage collector of the callable.
    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.with(|callable| visit.call(callable))
    }

    /// Lets go of the callable, which the garbage collector found to be unreachable.
    pub fn clear(&self) {
        drop(self.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    fn with<R>(&self, use_callable: impl FnOnce(Option<&Py<PyAny>>) -> R) -> R {
        use_callable(
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .as_ref(),
        )
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
