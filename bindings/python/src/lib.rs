//! The Python face of the core: it converts types and maps errors, and decides nothing.

// the documentation of what is exported is Python's, in Python's form
#![allow(clippy::doc_markdown)]
// pyo3 hands arguments over by value, and calls methods on an instance
#![allow(clippy::needless_pass_by_value, clippy::unused_self)]

mod body;
mod call;
mod cancellation;
mod claim;
mod client;
mod consumer;
mod error;
mod explain;
mod headers;
mod hook;
mod network;
mod nonces;
mod oauthlib;
mod pending;
mod problem;
mod provider;
mod request;
mod response;
mod retries;
mod session;
mod settings;
mod signature;
mod signed_request;
mod steps;
mod stream;
mod threads;
mod token;
mod transport;
mod values;
mod verified;
mod verifier;

/// The compiled part of oauth1. Import from `oauth1` instead.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    use pyo3::prelude::*;

    #[pymodule_export]
    use super::call::Call;
    #[pymodule_export]
    use super::cancellation::Cancellation;
    #[pymodule_export]
    use super::claim::Claim;
    #[pymodule_export]
    use super::client::Client;
    #[pymodule_export]
    use super::consumer::Consumer;
    #[pymodule_export]
    use super::explain::{
        CapturedRequest, Diagnosis, Explanation, Finding, MaskedKey, SignedParameter, UrlChange,
        explain_answer,
    };
    #[pymodule_export]
    use super::headers::Headers;
    #[pymodule_export]
    use super::nonces::{MemoryNonces, NonceUse};
    #[pymodule_export]
    use super::oauthlib::oauthlib_authorization;
    #[pymodule_export]
    use super::pending::PendingAuthorization;
    #[pymodule_export]
    use super::problem::Problem;
    #[pymodule_export]
    use super::provider::Provider;
    #[pymodule_export]
    use super::request::Request;
    #[pymodule_export]
    use super::response::{Response, TokenResponse};
    #[pymodule_export]
    use super::retries::Retries;
    #[pymodule_export]
    use super::session::Session;
    #[pymodule_export]
    use super::signature::CustomSignature;
    #[pymodule_export]
    use super::signed_request::SignedRequest;
    #[pymodule_export]
    use super::steps::{base_string, nonce, percent_decode, percent_encode, signature};
    #[pymodule_export]
    use super::stream::ResponseStream;
    #[pymodule_export]
    use super::threads::Threads;
    #[pymodule_export]
    use super::token::Token;
    #[pymodule_export]
    use super::transport::HttpTransport;
    #[pymodule_export]
    use super::verified::Verified;
    #[pymodule_export]
    use super::verifier::Verifier;

    #[pymodule_init]
    #[allow(clippy::unnecessary_wraps)] // what pyo3 wants
    fn init(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        super::network::keep_log();
        Ok(())
    }
}
