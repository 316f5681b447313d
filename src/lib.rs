//! OAuth 1.0a (RFC 5849): signs requests, runs the three-legged handshake, sends requests, and
//! verifies what others signed ([`Verifier`]).
//!
//! ```no_run
//! use oauth1::{Client, Request};
//!
//! let client = Client::new("consumer key", "consumer secret")?;
//! let request_token =
//!     client.request_token("https://api.twitter.com/oauth/request_token", "oob")?;
//! let url = Client::authorization_url(
//!     "https://api.twitter.com/oauth/authorize",
//!     request_token.token().key(),
//!     &[],
//! )?;
//! println!("allow access at {url}, then type the PIN:");
//! let mut pin = String::new();
//! std::io::stdin().read_line(&mut pin)?;
//! let access_token = client.access_token(
//!     "https://api.twitter.com/oauth/access_token",
//!     request_token.token().clone(),
//!     pin.trim(),
//! )?;
//!
//! let session = client.session(access_token.token().clone());
//! let mut tweet = Request::post("https://api.twitter.com/1/statuses/update.json")?;
//! tweet.param("status", "Hello Ladies + Gentlemen, a signed OAuth request!")?;
//! let response = session.send(&tweet)?;
//! println!("{} {}", response.status(), response.text());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The words are those of the wire: consumer, request token, access token. RFC 5849 calls them
//! client, temporary credentials and token credentials.
//!
//! # Features
//!
//! - `http` (default): sending and the handshake, over ureq and rustls. Without it the crate signs.
//! - `rsa` (default): the methods RSA-SHA1, RSA-SHA256 and RSA-SHA512.
//! - `capi`: the C interface, `include/oauth1.h`.

#![deny(unsafe_code)]
#![warn(missing_docs)]

/// A place where tests can have a panic (feature `forced-panics`); nothing in what is released.
macro_rules! may_panic {
    ($place:literal) => {
        #[cfg(feature = "forced-panics")]
        crate::forced::may_panic($place);
    };
}

mod authorization;
mod base_string;
mod body;
mod cancellation;
#[cfg(feature = "capi")]
#[allow(unsafe_code, clippy::doc_markdown)] // its comments are the header's
mod capi;
mod client;
#[cfg(feature = "http")]
mod clock;
#[cfg(feature = "http")]
mod connection;
mod encode;
mod error;
#[cfg(feature = "http")]
mod exchange;
mod explain;
#[cfg(feature = "forced-panics")]
mod forced;
#[cfg(feature = "http")]
mod handshake;
#[cfg(feature = "http")]
mod json;
mod multipart;
mod nonce;
mod params;
#[cfg(feature = "http")]
mod pending;
mod presets;
mod problem;
mod provider;
#[cfg(feature = "http")]
mod proxy;
#[cfg(feature = "http")]
mod redirects;
mod request;
#[cfg(feature = "http")]
mod response;
#[cfg(feature = "http")]
mod retries;
#[cfg(feature = "rsa")]
mod rsa;
mod session;
mod signature;
mod steps;
#[cfg(feature = "http")]
mod stream;
mod system;
mod token;
#[cfg(feature = "http")]
mod transport;
mod url;
mod verify;
#[cfg(feature = "http")]
mod watch;

pub use authorization::{AuthorizationHeader, Transmission};
pub use body::{Body, BodyReader};
pub use cancellation::Cancellation;
pub use client::{Client, ClientBuilder};
pub use encode::{percent_decode, percent_encode};
pub use error::{Error, ErrorKind};
pub use explain::{
    CapturedRequest, Cause, Diagnosis, Explanation, Finding, MaskedKey, SignedParameter, UrlChange,
    UrlChangeKind, explain_answer,
};
#[cfg(feature = "forced-panics")]
#[doc(hidden)]
pub use forced::{FORCED_PANIC, force_panic, is_panic_due};
#[cfg(feature = "http")]
pub use handshake::Endpoint;
pub use multipart::Multipart;
pub use params::Source;
#[cfg(feature = "http")]
pub use pending::PendingAuthorization;
pub use problem::Problem;
pub use provider::{Provider, ProviderSetting};
#[cfg(feature = "http")]
pub use proxy::Proxy;
pub use request::{BodyHash, Request, RequestSetting};
#[cfg(feature = "http")]
pub use response::{Response, TokenResponse};
#[cfg(feature = "http")]
pub use retries::Retries;
#[cfg(feature = "rsa")]
pub use rsa::{RsaKey, RsaPublicKey};
pub use session::{Session, SignedRequest};
pub use signature::{CustomSignature, HashAlgorithm, SignatureMethod};
pub use steps::{base_string, nonce};
#[cfg(feature = "http")]
pub use stream::ResponseStream;
pub use token::Token;
#[cfg(feature = "http")]
pub use transport::{HttpTransport, HttpTransportBuilder, SendOptions, Timeouts, Transport};
pub use url::Url;
pub use verify::{
    Claim, Consumer, Credentials, Keys, MemoryNonces, NonceStore, NonceUse, PublicUrl, Reason,
    ReceivedRequest, Verified, Verifier, VerifierBuilder, VerifyError,
};
