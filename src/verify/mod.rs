//! The provider's side: whether a request that was received is signed as it should be, by whom, and
//! for whom (RFC 5849 §3.2).
//!
//! The way is one: [`received`] has the request, [`public_url`] the URL that was signed, [`claim`]
//! what the request says of itself, [`credentials`] what is known of whoever signs, [`check`]
//! whether the two fit, [`nonces`] whether it was there before.

mod builder;
mod check;
mod claim;
mod credentials;
mod explain;
mod keys;
mod memory_nonces;
mod nonces;
mod parameters;
mod public_url;
mod received;
mod refusal;
mod verified;
mod verifier;

pub use builder::VerifierBuilder;
pub use claim::Claim;
pub use credentials::{Consumer, Credentials};
pub use keys::Keys;
pub use memory_nonces::MemoryNonces;
pub use nonces::{NonceStore, NonceUse};
pub use public_url::PublicUrl;
pub use received::ReceivedRequest;
pub use refusal::{Reason, VerifyError};
pub use verified::Verified;
pub use verifier::Verifier;
