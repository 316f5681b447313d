//! Calls that run on a thread of Rust's while a task of Python's event loop waits for them.
//!
//! The thread and the task take turns: the thread runs until it ends or wants a piece of a body
//! that only the task can read, wakes the task up, and goes on when the piece was given to it.

use std::cell::RefCell;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use oauth1::{Cancellation, Error, ErrorKind};
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::body::piece_of;
use crate::error::OrRaise;
use crate::hook::{Shared, raise};

/// How often a thread that waits for its task looks whether it was called off.
const TICK: Duration = Duration::from_millis(50);

thread_local! {
    /// The call that this thread runs.
    static CURRENT: RefCell<Option<Arc<Job>>> = const { RefCell::new(None) };
}

/// What a call is for the thread that runs it.
pub struct Job {
    /// None when it ended: what it held is let go of as soon as nobody needs it.
    work: Mutex<Option<Work>>,
    cancellation: Cancellation,
    turn: Mutex<Turn>,
    given: Condvar,
}

struct Work {
    function: Py<PyAny>,
    args: Py<PyTuple>,
    wake: Py<PyAny>,
}

enum Turn {
    /// The thread's: it runs, or is to run.
    Thread,
    /// The task's, which is to read a piece by this.
    Wanted(Py<PyAny>),
    /// The thread's, which was given what was read: nothing at the end.
    Given(Option<Vec<u8>>),
    /// The task's: this is what came of it.
    Ended(PyResult<Py<PyAny>>),
    /// Nobody's: the task has it.
    Over,
}

impl Job {
    /// Runs the call to its end, on this thread.
    pub fn run(self: Arc<Self>) {
        Python::attach(move |py| {
            let outcome = if self.cancellation.is_cancelled() {
                Err(called_off()).or_raise(py)
            } else {
                let before = CURRENT.replace(Some(Arc::clone(&self)));
                let outcome = self.call(py);
                CURRENT.set(before);
                outcome
            };
            *self.turn() = Turn::Ended(outcome);
            // a loop that is closed has no task that waits
            _ = self.wake(py);
            let work = self.work().take();
            drop(work);
            // what nobody waits for any more, a connection perhaps, is let go of here
            drop(self);
        });
    }

    /// Has the call end soon, with an error.
    pub fn call_off(&self) {
        self.cancellation.cancel();
        self.given.notify_one();
    }

    fn call(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        // no lock is held while it runs
        let work = self.work().as_ref().map(|work| {
            let (function, args) = (&work.function, &work.args);
            (function.clone_ref(py), args.clone_ref(py))
        });
        match work {
            Some((function, args)) => function.call1(py, args),
            None => Err(PyRuntimeError::new_err("a call runs once")),
        }
    }

    fn wake(&self, py: Python<'_>) -> PyResult<()> {
        let wake = self.work().as_ref().map(|work| work.wake.clone_ref(py));
        wake.map_or(Ok(()), |wake| wake.call0(py).map(drop))
    }

    /// The next piece that `reader` reads, which the task does.
    fn ask(&self, reader: &Shared) -> PyResult<Option<Vec<u8>>> {
        Python::attach(|py| {
            *self.turn() = Turn::Wanted(reader.get(py)?.unbind());
            self.wake(py)?;
            py.detach(|| self.answer()).or_raise(py)
        })
    }

    /// What the task gives.
    fn answer(&self) -> Result<Option<Vec<u8>>, Error> {
        let mut turn = self.turn();
        loop {
            if self.cancellation.is_cancelled() {
                return Err(called_off());
            }
            if let Turn::Given(piece) = &mut *turn {
                let piece = piece.take();
                *turn = Turn::Thread;
                return Ok(piece);
            }
            (turn, _) = self
                .given
                .wait_timeout(turn, TICK)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) -> MutexGuard<'_, Option<Work>> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn called_off() -> Error {
    Error::new(ErrorKind::Cancelled, "the request was cancelled")
}

/// Whether the call that this thread runs, if it does, was called off.
pub fn is_called_off() -> bool {
    CURRENT.with_borrow(|current| {
        let job = current.as_ref();
        job.is_some_and(|job| job.cancellation.is_cancelled())
    })
}

/// Whether this thread runs a call for which a task waits.
pub fn is_awaited() -> bool {
    CURRENT.with_borrow(Option::is_some)
}

/// What an asynchronous body is sent by otherwise than from a task.
pub fn not_awaited() -> PyErr {
    PyTypeError::new_err("an asynchronous body is sent by an AsyncSession: another cannot await it")
}

/// The next piece of an asynchronous body; `None` at the end. What goes wrong unwinds to
/// [`with_hooks`](crate::hook::with_hooks).
pub fn ask(reader: &Shared) -> Option<Vec<u8>> {
    let current = CURRENT.with_borrow(Clone::clone);
    let piece = current.map_or_else(|| Err(not_awaited()), |job| job.ask(reader));
    piece.unwrap_or_else(|error| raise(error))
}

/// A call that a task waits for.
#[pyclass(frozen, module = "oauth1._native")]
pub struct Call(pub Arc<Job>);

impl Call {
    pub fn new(function: Py<PyAny>, args: Py<PyTuple>, wake: Py<PyAny>) -> Self {
        Self(Arc::new(Job {
            work: Mutex::new(Some(Work {
                function,
                args,
                wake,
            })),
            cancellation: Cancellation::new(),
            turn: Mutex::new(Turn::Thread),
            given: Condvar::new(),
        }))
    }
}

#[pymethods]
impl Call {
    /// Return what the task is to read a piece by; None when the call ended.
    fn wanted(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        match &*self.0.turn() {
            Turn::Wanted(reader) => Some(reader.clone_ref(py)),
            _ => None,
        }
    }

    /// Give the piece that was wanted; None at the end.
    fn give(&self, piece: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        let piece = piece.map(piece_of).transpose()?;
        *self.0.turn() = Turn::Given(piece);
        self.0.given.notify_one();
        Ok(())
    }

    /// Return or raise what came of it, once.
    fn result(&self) -> PyResult<Py<PyAny>> {
        let turn = std::mem::replace(&mut *self.0.turn(), Turn::Over);
        match turn {
            Turn::Ended(outcome) => outcome,
            _ => Err(PyRuntimeError::new_err("the call has not ended")),
        }
    }

    /// Have it end soon: nobody waits for it any more.
    fn call_off(&self) {
        self.0.call_off();
    }
}
