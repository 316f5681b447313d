//! Whether a request that is under way was called off.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::cancellation::Cancellation;
use crate::error::{Error, ErrorKind};
use crate::request::LONGEST;

/// How often a request that waits looks whether it was called off.
pub(crate) const TICK: Duration = Duration::from_millis(50);

pub(crate) type Interrupt = dyn Fn() -> bool + Send + Sync;

/// What can call off one request: its own cancellation, its client's, and its client's interrupt.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    pub cancellations: [Option<Cancellation>; 2],
    pub interrupt: Option<Arc<Interrupt>>,
}

impl Watch {
    /// Whether the request was called off.
    pub fn is_cancelled(&self) -> bool {
        self.was_cancelled() || self.interrupt.as_ref().is_some_and(|interrupt| interrupt())
    }

    /// Whether a cancellation called it off; the interrupt is not asked.
    pub fn was_cancelled(&self) -> bool {
        let mut cancellations = self.cancellations.iter().flatten();
        cancellations.any(Cancellation::is_cancelled)
    }

    /// Whether nothing can call it off.
    pub fn is_idle(&self) -> bool {
        self.cancellations.iter().all(Option::is_none) && self.interrupt.is_none()
    }

    /// Sleeps, unless the request is called off.
    pub fn sleep(&self, duration: Duration) -> Result<(), Error> {
        let end = Instant::now() + duration.min(LONGEST);
        loop {
            if self.is_cancelled() {
                return Err(cancelled());
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            std::thread::sleep(left.min(TICK));
        }
    }
}

pub(crate) fn cancelled() -> Error {
    Error::new(ErrorKind::Cancelled, "the request was cancelled")
}
