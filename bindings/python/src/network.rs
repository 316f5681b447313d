//! Calls of the core that wait for the network: other threads run meanwhile, signals are looked
//! for, and what the core logs is handed to Python's `logging` when the call is over.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use log::{Level, LevelFilter, Metadata, Record};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

use crate::call::is_called_off;
use crate::hook::{raise, with_hooks};

/// The name of the core's log target, and of Python's logger.
const NAME: &str = "oauth1";

/// How long signals may wait. The core asks a little less often, and once more before it sends.
const PATIENCE: Duration = Duration::from_millis(40);

thread_local! {
    /// What this thread's call logs, and from which level on.
    static LEVEL: Cell<LevelFilter> = const { Cell::new(LevelFilter::Off) };
    static RECORDS: RefCell<Vec<(Level, String)>> = const { RefCell::new(Vec::new()) };
    /// When this thread last looked for signals; `None` where it would find none.
    static LOOKED: Cell<Option<Instant>> = const { Cell::new(None) };
    /// Whether this is the main thread of the process of that number.
    static MAIN: Cell<Option<(u32, bool)>> = const { Cell::new(None) };
}

/// Runs `core`, a call that waits for the network, and gives what it gives, or what a hook or a
/// signal handler raised meanwhile.
pub fn network<T: Send>(py: Python<'_>, core: impl FnOnce() -> T + Send) -> PyResult<T> {
    let around = Around::begin(py)?;
    let result = with_hooks(|| py.detach(core));
    let handed_over = around.end(py);
    result.and_then(|value| handed_over.map(|()| value))
}

/// The state of a call in whose hooks another call is made.
struct Around {
    level: LevelFilter,
    records: Vec<(Level, String)>,
    looked: Option<Instant>,
}

impl Around {
    fn begin(py: Python<'_>) -> PyResult<Self> {
        let level = level(py)?;
        // the interpreter looks for signals before it calls
        let looked = is_main_thread(py)?.then(Instant::now);
        Ok(Self {
            level: LEVEL.replace(level),
            records: RECORDS.take(),
            looked: LOOKED.replace(looked),
        })
    }

    /// Hands over what was logged, and puts the outer call's state back.
    fn end(self, py: Python<'_>) -> PyResult<()> {
        LEVEL.set(self.level);
        LOOKED.set(self.looked);
        let records = RECORDS.replace(self.records);
        if records.is_empty() {
            return Ok(());
        }
        let logger = match logger(py)? {
            Some(logger) => logger,
            None => py
                .import("logging")?
                .call_method1("getLogger", (NAME,))?
                .unbind(),
        };
        let logger = logger.bind(py);
        for (level, message) in records {
            logger.call_method1("log", (number(level), message))?;
        }
        Ok(())
    }
}

/// Looks for signals while a request is under way, and whether the task that waits for it called it
/// off. What a signal handler raises leaves the core.
///
/// Python runs signal handlers on its main thread: any other has none to look for.
pub fn interrupt() -> bool {
    if is_called_off() {
        return true;
    }
    let Some(looked) = LOOKED.get() else {
        return false;
    };
    let now = Instant::now();
    if now.duration_since(looked) >= PATIENCE {
        LOOKED.set(Some(now));
        // clippy would name the method, which is not general enough over lifetimes
        #[allow(clippy::redundant_closure_for_method_calls)]
        Python::attach(|py| py.check_signals()).unwrap_or_else(|error| raise(error));
    }
    false
}

/// Whether this is the thread that runs signal handlers: asked once, and anew in a forked child.
fn is_main_thread(py: Python<'_>) -> PyResult<bool> {
    let process = std::process::id();
    if let Some((own, is_main)) = MAIN.get()
        && own == process
    {
        return Ok(is_main);
    }
    let is_main = match imported(py, "threading")? {
        // a program with threads has it
        None => true,
        Some(threading) => {
            let main = threading.call_method0("main_thread")?.getattr("ident")?;
            threading.call_method0("get_ident")?.eq(main)?
        }
    };
    MAIN.set(Some((process, is_main)));
    Ok(is_main)
}

/// The module of this name, if the program has imported it.
fn imported<'py>(py: Python<'py>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    static MODULES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    MODULES.import(py, "sys", "modules")?.get_item(name)
}

/// Python's logger, if the program has imported `logging`.
fn logger(py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
    static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    if let Some(logger) = LOGGER.get(py) {
        return Ok(Some(logger.clone_ref(py)));
    }
    let Some(logging) = imported(py, "logging")? else {
        return Ok(None);
    };
    // another thread may be importing it
    let Ok(get_logger) = logging.getattr("getLogger") else {
        return Ok(None);
    };
    let logger = get_logger.call1((NAME,))?.unbind();
    Ok(Some(LOGGER.get_or_init(py, || logger).clone_ref(py)))
}

/// From which level on Python's logger wants to know. Where there is none, what is serious is told.
fn level(py: Python<'_>) -> PyResult<LevelFilter> {
    if let Some(logger) = logger(py)? {
        for level in [Level::Debug, Level::Info] {
            let is_enabled = logger.call_method1(py, "isEnabledFor", (number(level),))?;
            if is_enabled.is_truthy(py)? {
                return Ok(level.to_level_filter());
            }
        }
    }
    Ok(LevelFilter::Warn)
}

/// The number that Python's `logging` has for a level.
fn number(level: Level) -> u8 {
    match level {
        Level::Error => 40,
        Level::Warn => 30,
        Level::Info => 20,
        Level::Debug | Level::Trace => 10,
    }
}

/// Keeps what the core logs until the call is over: only then is it Python's turn again.
struct Keeper;

impl log::Log for Keeper {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= LEVEL.get() && metadata.target().split("::").next() == Some(NAME)
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let message = record.args().to_string();
            RECORDS.with_borrow_mut(|records| records.push((record.level(), message)));
        }
    }

    fn flush(&self) {}
}

/// Has the core's log kept.
pub fn keep_log() {
    // it can be done once, and the module can be imported again
    if log::set_logger(&Keeper).is_ok() {
        log::set_max_level(LevelFilter::Debug);
    }
}
