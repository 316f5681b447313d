//! The library's log.

use std::ffi::{c_char, c_void};
use std::mem::{ManuallyDrop, MaybeUninit};
use std::sync::{Arc, Once, PoisonError, RwLock};

use log::{Level, LevelFilter, Log, Metadata, Record};

use super::callback::{Callback, oauth1_destroy_fn};
use super::error::{oauth1_error, oauth1_status};
use super::ffi::{Outcome, Text, fallible};
use super::settings::unknown;
use crate::error::{Error, ErrorKind};

/// How much a line of the log matters, or which lines are wanted: one of the OAUTH1_LOG_ numbers.
/// Since 0.1.0.
pub type oauth1_log_level = i32;

/// No lines.
pub const OAUTH1_LOG_OFF: oauth1_log_level = 0;
/// What fails.
pub const OAUTH1_LOG_ERROR: oauth1_log_level = 1;
/// And what is likely to be a mistake: a clock that is off, a proxy's URL that is none.
pub const OAUTH1_LOG_WARN: oauth1_log_level = 2;
/// And what one would want to know of afterwards: retries.
pub const OAUTH1_LOG_INFO: oauth1_log_level = 3;
/// And a line for each request that is sent: method, URL without its query, status, time.
pub const OAUTH1_LOG_DEBUG: oauth1_log_level = 4;
/// And everything else.
pub const OAUTH1_LOG_TRACE: oauth1_log_level = 5;

/// Takes a line of the log.
///
/// @param userdata  what was given with the callback, which can be NULL
/// @param level     how much it matters: one of the OAUTH1_LOG_ numbers
/// @param message   the line, for people, in English; NUL-terminated; lent for the call; not NULL
/// @param length    how many bytes it has
///
/// Called by several threads at once. Since 0.1.0.
pub type oauth1_log_fn = Option<
    unsafe extern "C" fn(
        userdata: *mut c_void,
        level: oauth1_log_level,
        message: *const c_char,
        length: usize,
    ),
>;

type Take = unsafe extern "C" fn(*mut c_void, oauth1_log_level, *const c_char, usize);

/// Hands on the records of this library to the function that is set.
struct Bridge(RwLock<Option<Arc<Callback<Take>>>>);

static BRIDGE: Bridge = Bridge(RwLock::new(None));

impl Bridge {
    fn function(&self) -> Option<Arc<Callback<Take>>> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Sets another function, and by `set_level` the level that goes with it, before anyone else can
    /// set either. The function that was there is handed back.
    fn swap(&self, function: &mut Option<Arc<Callback<Take>>>, set_level: impl FnOnce()) {
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        may_panic!("log");
        std::mem::swap(&mut *place, function);
        set_level();
    }
}

impl Log for Bridge {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("oauth1")
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let Some(take) = self.function() else {
            return;
        };
        let level = match record.level() {
            Level::Error => OAUTH1_LOG_ERROR,
            Level::Warn => OAUTH1_LOG_WARN,
            Level::Info => OAUTH1_LOG_INFO,
            Level::Debug => OAUTH1_LOG_DEBUG,
            Level::Trace => OAUTH1_LOG_TRACE,
        };
        let message = Text::new(record.args().to_string());
        // SAFETY: `Callback::new` asks for it; the message lasts for the call.
        unsafe {
            let length = message.as_bytes().len();
            (take.function())(take.userdata(), level, message.as_ptr(), length);
        }
    }

    fn flush(&self) {}
}

fn filter(level: oauth1_log_level) -> Outcome<LevelFilter> {
    match level {
        OAUTH1_LOG_OFF => Ok(LevelFilter::Off),
        OAUTH1_LOG_ERROR => Ok(LevelFilter::Error),
        OAUTH1_LOG_WARN => Ok(LevelFilter::Warn),
        OAUTH1_LOG_INFO => Ok(LevelFilter::Info),
        OAUTH1_LOG_DEBUG => Ok(LevelFilter::Debug),
        OAUTH1_LOG_TRACE => Ok(LevelFilter::Trace),
        _ => Err(unknown("the level of the log", level)),
    }
}

/// Sees to it that the records come here.
fn install() -> Outcome {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| _ = log::set_logger(&BRIDGE));
    if std::ptr::addr_eq(log::logger(), &raw const BRIDGE) {
        return Ok(());
    }
    let message = "the program has another logger, of Rust, already: the library logs there";
    Err(Error::new(ErrorKind::InvalidSetting, message).into())
}

/// Sets the function that takes the library's log, for the process as a whole, in place of one that
/// was set before. No line holds a secret, a signature, a query or a body.
///
/// A function whose place is taken is not called any more once it has returned from the calls that
/// are under way; its userdata is destroyed then.
///
/// @param level     the lines that are wanted: one of the OAUTH1_LOG_ numbers
/// @param log       takes a line; NULL for none
/// @param userdata  what log is called with, or NULL. It is taken over if the call succeeds
/// @param destroy   destroys userdata, or NULL; not called where log is NULL
/// @param error     receives the error, or NULL
/// @return OAUTH1_OK; OAUTH1_ERROR_INVALID_ENUM for another level; OAUTH1_ERROR_INVALID_SETTING in
///         a program with parts in Rust that have set a logger of their own
///
/// Safe in any thread; best called before others are started, and before a fork(). Since 0.1.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oauth1_set_log(
    level: oauth1_log_level,
    log: oauth1_log_fn,
    userdata: *mut c_void,
    destroy: oauth1_destroy_fn,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let level = filter(level)?;
        install()?;
        let function = log.map(|log| {
            // SAFETY: the caller passes functions that are as the header asks for them.
            Arc::new(unsafe { Callback::new(log, userdata, destroy) })
        });
        let wanted = function.as_ref().map_or(LevelFilter::Off, |_| level);
        // the data is not ours before all is done
        let mut function = ManuallyDrop::new(function);
        BRIDGE.swap(&mut function, || log::set_max_level(wanted));
        // the data of the one before may be destroyed now, by a function that may log
        drop(ManuallyDrop::into_inner(function));
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_set_with_its_function_and_not_between_those_of_another_thread() {
        let bridge = Bridge(RwLock::new(None));
        let mut is_set = false;
        bridge.swap(&mut None, || is_set = bridge.0.try_write().is_err());
        assert!(is_set);
    }
}
