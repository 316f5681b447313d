//! Calling off requests that are under way.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Calls off requests that are under way, from any thread. A clone is one more handle to the same.
///
/// ```
/// use oauth1::{Cancellation, Request};
///
/// let cancellation = Cancellation::new();
/// let mut request = Request::get("https://api.example.com/statuses")?;
/// request.cancellation(&cancellation);
/// // … in another thread, while the request is sent:
/// cancellation.cancel();
/// # Ok::<(), oauth1::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Cancellation(Arc<AtomicBool>);

impl Cancellation {
    /// A cancellation that has not happened.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends every request that was given this cancellation, within a tenth of a second, with an
    /// error of the kind
    /// [`ErrorKind::Cancelled`](crate::ErrorKind::Cancelled), and every one that is yet to come.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it has happened.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl fmt::Debug for Cancellation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cancellation({})", self.is_cancelled())
    }
}
