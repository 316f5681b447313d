//! When a request is sent again, and after how long.

use std::time::{Duration, UNIX_EPOCH};

use rand::Rng;

use crate::error::{Error, ErrorKind};
use crate::nonce::rng;
use crate::request::{LONGEST, Request};
use crate::response::Response;
use crate::system;

/// Whether, and when, a request that failed is sent again. Each time it is signed anew, with a
/// fresh nonce and timestamp. Default: never.
///
/// A request is sent again
/// - whatever its method, where it is certain that nothing of it was sent: no connection could be
///   made;
/// - where its method is idempotent (RFC 9110 §9.2.2: GET, HEAD, PUT, DELETE, OPTIONS, TRACE), or
///   the caller says by [`Request::repeatable`] that it can be repeated: when the connection broke,
///   a time limit passed, or the response has the status 429, 502, 503 or 504.
///
/// It never is where its body cannot be read again, or where its nonce or timestamp was set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Retries {
    attempts: u32,
    pub(crate) first_pause: Duration,
    pub(crate) longest_pause: Duration,
    pub(crate) longest_wait: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Self::new(1)
    }
}

impl Retries {
    /// So many attempts in all; 1 is no retry.
    pub fn new(attempts: u32) -> Self {
        Self {
            attempts,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
            longest_wait: Duration::from_secs(60),
        }
    }

    /// The pauses between attempts: a random part, at least half, of the first, which doubles each
    /// time, up to the longest. Default: half a second and half a minute.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first.min(LONGEST);
        self.longest_pause = longest.min(LONGEST);
        self
    }

    /// The longest `Retry-After` (RFC 9110 §10.2.3) that is waited for; where a provider asks for
    /// more, its response is given back at once. Default: one minute.
    pub fn longest_wait(mut self, longest: Duration) -> Self {
        self.longest_wait = longest.min(LONGEST);
        self
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.attempts == 0 {
            return Err(Error::new(
                ErrorKind::InvalidSetting,
                "the number of attempts is 0: expected 1, which is no retry, or more",
            ));
        }
        Ok(())
    }

    /// How long to wait before `request`, which failed in its attempt of that number, is sent
    /// again; `None` where it is not to be.
    pub(crate) fn pause(
        &self,
        attempt: u32,
        request: &Request,
        outcome: Result<&Response, &Error>,
    ) -> Option<Duration> {
        if attempt >= self.attempts || !request.is_renewable() {
            return None;
        }
        let repeatable = request.is_repeatable();
        match outcome {
            Ok(response) => {
                let temporary = matches!(response.status(), 429 | 502 | 503 | 504);
                if !temporary || !repeatable {
                    return None;
                }
                match retry_after(response) {
                    Some(wait) => (wait <= self.longest_wait).then_some(wait),
                    None => Some(self.backoff_after(attempt)),
                }
            }
            Err(error) => {
                let temporary = matches!(
                    error.kind(),
                    ErrorKind::HostNotFound
                        | ErrorKind::ConnectionFailed
                        | ErrorKind::TimedOut
                        | ErrorKind::InvalidResponse
                );
                (temporary && (repeatable || error.is_unsent()))
                    .then(|| self.backoff_after(attempt))
            }
        }
    }

    fn backoff_after(&self, attempt: u32) -> Duration {
        let factor = 1_u32.checked_shl(attempt - 1).unwrap_or(u32::MAX);
        let pause = self
            .first_pause
            .saturating_mul(factor)
            .min(self.longest_pause);
        let random = f64::from(rng().next_u32()) / f64::from(u32::MAX);
        pause.mul_f64(0.5 + random / 2.0)
    }
}

/// The pause that a `Retry-After` asks for: seconds, or a date, by the clock of whoever wrote it.
fn retry_after(response: &Response) -> Option<Duration> {
    let value = response.header("Retry-After")?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    let now = response
        .header("Date")
        .and_then(|now| httpdate::parse_http_date(now).ok());
    let now = now.unwrap_or_else(|| UNIX_EPOCH + Duration::from_secs(system::time()));
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unavailable(retry_after: Option<&str>) -> Response {
        let headers = retry_after.map(|value| ("Retry-After".to_owned(), value.to_owned()));
        Response::new(503, headers.into_iter().collect(), Vec::new())
    }

    #[test]
    fn pauses_double_up_to_the_longest_and_are_random_from_half_on() {
        let retries = Retries::new(100).backoff(Duration::from_secs(1), Duration::from_secs(10));
        for (attempt, most) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (60, 10)] {
            let most = Duration::from_secs(most);
            for _ in 0..100 {
                let pause = retries.backoff_after(attempt);
                assert!(pause >= most / 2 && pause <= most, "{attempt}: {pause:?}");
            }
        }
    }

    #[test]
    fn only_what_can_be_repeated_is_sent_again() {
        let retries = Retries::new(2);
        let pause = |request: &Request| retries.pause(1, request, Ok(&unavailable(None))).is_some();
        let mut get = Request::get("https://example.com/").unwrap();
        let mut post = Request::post("https://example.com/").unwrap();
        assert!(pause(&get));
        assert!(!pause(&post));
        assert!(pause(post.repeatable(true)));
        assert!(!pause(get.timestamp(1)));
        let error = Error::new(ErrorKind::ConnectionFailed, "refused");
        post.repeatable(false);
        assert!(retries.pause(1, &post, Err(&error)).is_none());
        assert!(retries.pause(1, &post, Err(&error.unsent())).is_some());
    }

    #[test]
    fn a_retry_after_is_waited_for_unless_it_is_too_long() {
        let retries = Retries::new(2);
        let request = Request::get("https://example.com/").unwrap();
        let pause = |value| retries.pause(1, &request, Ok(&unavailable(Some(value))));
        assert_eq!(pause("7"), Some(Duration::from_secs(7)));
        assert_eq!(pause("61"), None);
        assert_eq!(pause("Thu, 01 Jan 1970 00:00:00 GMT"), Some(Duration::ZERO));
        assert!(pause("soon").is_some());
    }

    #[test]
    fn there_are_as_many_attempts_as_were_asked_for() {
        let request = Request::get("https://example.com/").unwrap();
        let retries = Retries::new(3);
        let pause = |attempt| retries.pause(attempt, &request, Ok(&unavailable(None)));
        assert!(pause(2).is_some());
        assert!(pause(3).is_none());
    }
}
