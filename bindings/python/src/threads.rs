//! Threads on which calls run that tasks of event loops wait for.
//!
//! A thread is started where a call finds none that is idle, up to a limit, and ends when it had
//! nothing to do for a while. No thread is Python's own, so the interpreter does not wait for them
//! when it exits: [`shut_down`] calls off what they do, before it is too late for them to tell.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use pyo3::exceptions::{PyOSError, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;

use crate::call::{Call, Job};
use crate::error::invalid_setting;

/// How long a thread stays that has nothing to do.
const IDLE: Duration = Duration::from_secs(5);

/// How often signals are looked for while threads are waited for.
const TICK: Duration = Duration::from_millis(50);

/// All queues that have had threads, for the interpreter's exit.
static QUEUES: Mutex<Vec<Weak<Queue>>> = Mutex::new(Vec::new());
/// Whether the interpreter exits.
static OVER: AtomicBool = AtomicBool::new(false);

/// A limited number of threads, none of them before the first call.
#[pyclass(frozen, module = "oauth1._native")]
pub struct Threads {
    most: usize,
    /// The queue of the process that was the first to have one.
    queue: OnceLock<Arc<Queue>>,
    /// For a process that was forked from that one: threads are not inherited.
    next: OnceLock<Box<Threads>>,
}

struct Queue {
    process: u32,
    state: Mutex<State>,
    /// There is a call, or the end.
    news: Condvar,
    /// A thread ended.
    ended: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Arc<Job>>,
    running: Vec<Weak<Job>>,
    threads: usize,
    idle: usize,
    closed: bool,
}

impl Threads {
    fn with_limit(most: usize) -> Self {
        Self {
            most,
            queue: OnceLock::new(),
            next: OnceLock::new(),
        }
    }

    /// The queue of this process, if it has one.
    fn own_queue(&self) -> Option<&Arc<Queue>> {
        let queue = self.queue.get()?;
        if queue.process == std::process::id() {
            Some(queue)
        } else {
            self.next.get()?.own_queue()
        }
    }

    /// The queue of this process.
    fn queue(&self) -> &Arc<Queue> {
        let queue = self.queue.get_or_init(Queue::new);
        if queue.process == std::process::id() {
            queue
        } else {
            let next = self
                .next
                .get_or_init(|| Box::new(Self::with_limit(self.most)));
            next.queue()
        }
    }
}

#[pymethods]
impl Threads {
    #[new]
    fn new(py: Python<'_>, most: usize) -> PyResult<Self> {
        if most == 0 {
            return Err(invalid_setting(py, "threads is 0: expected 1 or more"));
        }
        Ok(Self::with_limit(most))
    }

    /// Start a call, or have it wait for a thread.
    ///
    /// Args:
    ///     function: What is called.
    ///     args: A tuple of what it is called with.
    ///     wake: Called on the thread when there is something for the task: a piece is wanted, or the
    ///         call ended.
    ///
    /// Returns:
    ///     The call.
    ///
    /// Raises:
    ///     RuntimeError: The threads are closed.
    ///     OSError: No thread can be started.
    fn start(
        &self,
        py: Python<'_>,
        function: Py<PyAny>,
        args: Py<PyTuple>,
        wake: Py<PyAny>,
    ) -> PyResult<Call> {
        shut_down_at_exit(py)?;
        let call = Call::new(function, args, wake);
        self.queue().add(&call.0, self.most)?;
        Ok(call)
    }

    /// Call off what runs and what waits, and take no more calls.
    fn close(&self) {
        self.queue().close();
    }

    /// How many threads there are at the moment.
    #[getter]
    fn count(&self) -> usize {
        self.own_queue().map_or(0, |queue| queue.state().threads)
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(queue) = self.own_queue() {
            queue.close();
        }
    }
}

impl Queue {
    fn new() -> Arc<Self> {
        let queue = Arc::new(Self {
            process: std::process::id(),
            state: Mutex::default(),
            news: Condvar::new(),
            ended: Condvar::new(),
        });
        let mut queues = QUEUES.lock().unwrap_or_else(PoisonError::into_inner);
        queues.retain(|queue| queue.strong_count() > 0);
        queues.push(Arc::downgrade(&queue));
        queue
    }

    fn add(self: &Arc<Self>, job: &Arc<Job>, most: usize) -> PyResult<()> {
        let mut state = self.state();
        if state.closed || OVER.load(Ordering::Acquire) {
            return Err(PyRuntimeError::new_err("the client is closed"));
        }
        state.waiting.push_back(Arc::clone(job));
        if state.idle >= state.waiting.len() {
            self.news.notify_one();
        } else if state.threads < most {
            let queue = Arc::clone(self);
            let thread = thread::Builder::new().name("oauth1".to_owned());
            match thread.spawn(move || queue.work()) {
                Ok(_) => state.threads += 1,
                // the others will see to it
                Err(_) if state.threads > 0 => {}
                Err(error) => {
                    state.waiting.pop_back();
                    let message = format!("no thread can be started: {error}");
                    return Err(PyOSError::new_err(message));
                }
            }
        }
        Ok(())
    }

    /// What a thread does: one call after the other.
    fn work(&self) {
        let mut state = self.state();
        loop {
            if let Some(job) = state.waiting.pop_front() {
                let weak = Arc::downgrade(&job);
                state.running.push(Weak::clone(&weak));
                drop(state);
                job.run();
                state = self.state();
                state.running.retain(|each| !each.ptr_eq(&weak));
            } else if state.closed {
                break;
            } else {
                state.idle += 1;
                let waited = self.news.wait_timeout(state, IDLE);
                let (back, waited) = waited.unwrap_or_else(PoisonError::into_inner);
                state = back;
                state.idle -= 1;
                if waited.timed_out() && state.waiting.is_empty() {
                    break;
                }
            }
        }
        state.threads -= 1;
        self.ended.notify_all();
    }

    fn close(&self) {
        // no lock is held when one is let go of, which may be the last reference
        let jobs: Vec<_> = {
            let mut state = self.state();
            state.closed = true;
            let running = state.running.iter().filter_map(Weak::upgrade);
            state.waiting.iter().cloned().chain(running).collect()
        };
        self.news.notify_all();
        for job in &jobs {
            job.call_off();
        }
    }

    /// Waits a moment, and tells whether all threads have ended.
    fn wait(&self) -> bool {
        let state = self.state();
        if state.threads == 0 {
            return true;
        }
        let waited = self.ended.wait_timeout(state, TICK);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.threads == 0
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn shut_down_at_exit(py: Python<'_>) -> PyResult<()> {
    static REGISTERED: PyOnceLock<()> = PyOnceLock::new();
    let register = || {
        let shut_down = wrap_pyfunction!(shut_down, py)?;
        let atexit = py.import("atexit")?;
        atexit.call_method1("register", (shut_down,)).map(drop)
    };
    REGISTERED.get_or_try_init(py, register).map(drop)
}

/// Ends all threads, while they can still say so: a thread that wants the interpreter when it is
/// gone cannot be helped.
#[pyfunction]
fn shut_down(py: Python<'_>) -> PyResult<()> {
    OVER.store(true, Ordering::Release);
    // no lock is held while threads are waited for
    let queues: Vec<_> = {
        let queues = QUEUES.lock().unwrap_or_else(PoisonError::into_inner);
        queues.iter().filter_map(Weak::upgrade).collect()
    };
    let process = std::process::id();
    for queue in queues.iter().filter(|queue| queue.process == process) {
        queue.close();
        while !py.detach(|| queue.wait()) {
            py.check_signals()?;
        }
    }
    Ok(())
}
