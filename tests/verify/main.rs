//! The provider's side: what is accepted, and what is refused and how.

#![cfg(feature = "rsa")]
#![allow(clippy::similar_names)] // what a verifier has verified

mod body_hash;
mod changes;
mod endurance;
mod explaining;
mod properties;
mod published;
mod refusals;
mod replay;
mod rsa;
mod support;
