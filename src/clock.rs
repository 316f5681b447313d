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

    /// Keeps how far the clock of `url`'s origin is ahead.
    pub fn keep(&self, url: &Url, offset: i64) {
        let mut offsets = self.offsets.write().unwrap_or_else(PoisonError::into_inner);
        may_panic!("clock offsets");
        offsets.insert(url.origin().to_owned(), offset);
        self.any.store(true, Ordering::Release);
    }
}

/// How far the provider's clock is ahead by what `refusal` shows of it, if the request is to be
/// signed anew by that: `signed` is the offset by which it was signed, `now` the client's own time,
/// uncorrected.
pub(crate) fn offset_shown(refusal: &Response, now: u64, signed: i64) -> Option<i64> {
    let sent = now.saturating_add_signed(signed);
    let problem = refusal.problem();
    if let Some(problem) = &problem
        && problem.name() != "timestamp_refused"
    {
        // it is something else that the provider minds
        return None;
    }
    let date = date(refusal);
    let acceptable = problem.and_then(|problem| problem.acceptable_timestamps());
    let theirs = match acceptable {
        Some(range) if range.contains(&sent) => return None,
        Some(range) => match date {
            Some(date) if range.contains(&date) => date,
            _ => range.start() + (range.end() - range.start()) / 2,
        },
        None => date.filter(|date| sent.abs_diff(*date) > TOLERANCE)?,
    };
    i64::try_from(theirs)
        .ok()?
        .checked_sub(i64::try_from(now).ok()?)
}

/// The time at which a response was made, by its `Date`.
fn date(response: &Response) -> Option<u64> {
    let date = httpdate::parse_http_date(response.header("Date")?).ok()?;
    let seconds = date.duration_since(UNIX_EPOCH).ok()?.as_secs();
    // a cache gives the date at which it was told
    let age: u64 = response
        .header("Age")
        .and_then(|age| age.trim().parse().ok())
        .unwrap_or(0);
    seconds.checked_add(age)
}
