//! Panics that tests ask for (feature `forced-panics`), to see that none leaves the C interface, and
//! that nothing is broken by one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The message of such a panic. A library that has it was built for tests.
pub const FORCED_PANIC: &str = "a panic that a test asked for";

/// Whether any is asked for: most of the time there is nothing to look up.
static DUE: AtomicBool = AtomicBool::new(false);
static PLACE: Mutex<&'static str> = Mutex::new("");

/// Has the first thread that comes to a place panic, once.
pub fn force_panic(place: &'static str) {
    *lock() = place;
    DUE.store(true, Ordering::Release);
}

/// Whether the panic that was asked for is yet to come.
#[must_use]
pub fn is_panic_due() -> bool {
    DUE.load(Ordering::Acquire)
}

/// A place where a panic can be asked for.
pub(crate) fn may_panic(place: &str) {
    if !is_panic_due() || *lock() != place || !DUE.swap(false, Ordering::AcqRel) {
        return;
    }
    panic!("{FORCED_PANIC}: {place}");
}

fn lock() -> MutexGuard<'static, &'static str> {
    PLACE.lock().unwrap_or_else(PoisonError::into_inner)
}
