//! Clocks that are off: what a provider's answer shows of it, and the offset that is kept.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::UNIX_EPOCH;

use crate::response::Response;
use crate::url::Url;

/// From how many seconds on a clock counts as off.
const TOLERANCE: u64 = 30;

/// How far the clocks of origins are from the client's own, in seconds: what was learnt.
#[derive(Default)]
pub(crate) struct ClockOffsets {
    /// Whether there are any: most clients never learn one.
    any: AtomicBool,
    offsets: RwLock<HashMap<String, i64>>,
}

impl ClockOffsets {
    /// How far the clock of `url`'s origin is ahead.
    pub fn of(&self, url: &Url) -> i64 {
        if !self.any.load(Ordering::Acquire) {
            return 0;
        }
        let offsets = self.offsets.read().unwrap_or_else(PoisonError::into_inner);
        offsets.get(url.origin()).copied().unwrap_or(0)
    }

    /// `now`, by the clock of `url`'s origin.
    pub fn corrected(&self, url: &Url, now: u64) -> u64 {
        now.saturating_add_signed(self.of(url))
    }

    /// Keeps what `response`, which refused a request to `url`, shows of the clock there, if that
    /// is more than half a minute from what the request was signed by, which may be less than is
    /// known by now: `signed` is the offset then. `now` is the client's own time, uncorrected.
    /// Gives the offset where the request is to be signed with another.
    pub fn learn(&self, url: &Url, response: &Response, now: u64, signed: i64) -> Option<i64> {
        let theirs = time_shown(response)?;
        if now.saturating_add_signed(signed).abs_diff(theirs) <= TOLERANCE {
            return None;
        }
        let offset = i64::try_from(theirs)
            .ok()?
            .checked_sub(i64::try_from(now).ok()?)?;
        let mut offsets = self.offsets.write().unwrap_or_else(PoisonError::into_inner);
        offsets.insert(url.origin().to_owned(), offset);
        self.any.store(true, Ordering::Release);
        Some(offset)
    }
}

/// The provider's time: the middle of the timestamps that it says it accepts, else its `Date`.
fn time_shown(response: &Response) -> Option<u64> {
    let problem = response.problem();
    if let Some(range) = problem.and_then(|problem| problem.acceptable_timestamps()) {
        return Some(range.start() + (range.end() - range.start()) / 2);
    }
    let date = httpdate::parse_http_date(response.header("Date")?).ok()?;
    let seconds = date.duration_since(UNIX_EPOCH).ok()?.as_secs();
    // a cache gives the date at which it was told
    let age: u64 = response
        .header("Age")
        .and_then(|age| age.trim().parse().ok())
        .unwrap_or(0);
    seconds.checked_add(age)
}
