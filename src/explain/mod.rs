//! What was signed and why, step by step (RFC 5849 §3), and why a provider refused it: by its own
//! base string, by its words, or by the request as it was on the wire.

mod answer;
mod captured;
mod checks;
mod comparison;
mod diagnosis;
mod difference;
mod explanation;
mod fields;
mod finding;
mod hypothesis;
mod judge;
mod key;
mod parameter;
mod recipe;
mod secrets;
mod url_change;
mod words;

pub use answer::explain_answer;
pub use captured::CapturedRequest;
pub use diagnosis::Diagnosis;
pub use explanation::Explanation;
pub use finding::{Cause, Finding};
pub use parameter::SignedParameter;
pub use secrets::MaskedKey;
pub use url_change::{UrlChange, UrlChangeKind};
pub(crate) use words::{date, duration, quoted};

/// How much of what others made is looked at, in bytes: the work is bounded.
const MAX_INPUT: usize = 64 << 10;
